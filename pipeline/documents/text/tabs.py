"""Tables of a text whose cells tabs part, as browsers and programs copy them from a page, brought to a row a line.

A browser prints a tab between two cells, and begins a new line around each cell that holds blocks (with an empty one
where these are paragraphs); so the tab stands on a line of its own, and several empty lines part the rows. Some
programs print two tabs between all cells.
"""

from __future__ import annotations

import re
from itertools import groupby, pairwise

from pipeline.documents.text.lines import HEADING, SENTENCE_LENGTH, VALUE, is_value

_FEWEST = 5
"""Tabs of one kind from which a text is taken to print its tables so."""
_MOST = 0.8
_TABS = re.compile("\t+")
_BETWEEN_TEXTS = re.compile(r"(?m)^[^\t\n]*\n\t(?=\n[^\t\n]*$)")
_BETWEEN_TABS = re.compile(rf"(?m)(?<=\t\n)\t(?:$(?=\n[\t\n])|(?={VALUE.pattern}(?:\t|$)))")
"""Tabs on a line of their own, or before a number, where cells hold blocks; alone between rows it is an empty row."""
_AROUND = re.compile(r"(?m)^[ \u00a0\u3000]+|[ \u00a0\u3000]+$")
_BEHIND_TAB = re.compile(r"(?m)^\t(?=[^\t\n]+$)")
_CELL = re.compile(r"\t[^\t]*")
_BEFORE_TAB = re.compile(r"[^\t\n]\t")
_IN_PARAGRAPH = re.compile(r"\t\n\n[\d/.—–\-]+\n")
_NUMBERS = re.compile(r"[\d/—–\-]+(?:\t[\d/—–\-]+){4,}")
"""A row of nothing but numbers, and of many: below a header, no further paragraph of its last cell."""
_BREAK = re.compile(
    rf"\n\n|\n(?={HEADING.pattern})|(?<=[\d/—–\-件])\n(?=[\u3400-\u9fff][^\d\t\n]{{5,}}\Z)"
    rf"|(?<=[\d/—–\-])\n(?=(?:\d{{1,2}}[.．、])?[^\d\t\n][^\t\n]*\t)"
    rf"|\n(?={_NUMBERS.pattern}(?:\n|\Z))"
)
"""Where a further paragraph, a heading, the next table without an empty line, the next row's label, or a row of numbers
alone begins."""
_FRAMED = re.compile(r"(?m)^\t[^\t\n]*[^\s][^\t\n]*\t$")
_FEWEST_FRAMED = 20
_LONGEST_LABEL_PART = 14
_NO_TEXT = re.compile(r"\n\n[ \u00a0\u2000-\u200b\u3000]+(?=\n\n)")
"""A paragraph of spaces alone."""
_UPRIGHT = re.compile(r"(?<![^\t\n])[\u3400-\u9fff](?:\n[\u3400-\u9fff])+(?![^\t\n])")
"""A label whose cell is one character wide."""
_FIRST_OF_HEADER = "信息内容"
"""What heads the labels of table 二."""
_UNIT = re.compile(r"\s*[件条项宗次份万元]{1,2}\s*")


def with_rows_on_lines(content: str) -> str:
    """The text with one tab between two cells and each row of a table on one line.

    Where a program wrote every piece of text between tabs, line breaks among them, tabs tell nothing and are left out.
    """
    with_text = sum("\t" in line and not line.isspace() for line in content.split("\n"))
    if len(_FRAMED.findall(content)) > max(_FEWEST_FRAMED, _MOST * with_text):
        return content.replace("\t", "")
    content = _with_one_tab_between(_with_first_cells(content))
    if len(_UPRIGHT.findall(content)) >= _FEWEST and "\t" in content:
        content = _UPRIGHT.sub(lambda label: label[0].replace("\n", ""), content)
    given, content = content, _AROUND.sub("", _NO_TEXT.sub("", content))
    texts, tabs = len(_BETWEEN_TEXTS.findall(content)), len(_BETWEEN_TABS.findall(content))
    behind = len(_BEHIND_TAB.findall(content))
    if not texts + tabs or behind > max((texts + tabs) // 5, len(_BEFORE_TAB.findall(content))):
        return given  # a cell a line, each behind its tab
    if texts < _FEWEST:
        joined = content.replace("\n\t", "\t")
        whole = {line.count("\t") for line in content.split("\n")}
        as_wide = all(line.count("\t") in whole for line in joined.split("\n"))
        return joined if as_wide or texts + tabs >= _FEWEST else given  # only empty cells hold blocks
    # Around paragraphs stand empty lines; without them, one is the end of a row whose last cell is empty.
    most = 2 if _IN_PARAGRAPH.search(content) else 1
    content = re.sub(rf"\n{{1,{most}}}\t", "\t", content)
    content = re.sub(rf"\t\n{{1,{most}}}(?!\n)", "\t", content)
    return "\n".join(_row(part) if "\t" in part else part for part in re.split(rf"\n{{{most + 1},}}", content))


def _with_first_cells(content: str) -> str:
    """The text with its rows on lines, where each cell is a line behind its tab but a row's first, which has none.

    Where an empty line parts the rows instead, a line without a tab goes on with the cell above it.
    """
    lines = content.split("\n")
    parts = [(behind, list(run)) for behind, run in groupby(lines, key=lambda t: _CELL.fullmatch(t) is not None)]
    runs = [(above[-1], cells) for (_, above), (behind, cells) in pairwise([(False, [""]), *parts]) if behind]
    headed = [cells for first, cells in runs if first.strip() and "\t" not in first]
    numbers = sum(all(is_value(cell) for cell in cells) for cells in headed)
    if numbers < _FEWEST or len(runs) - len(headed) > (1 - _MOST) * len(runs):
        return content
    lines = []
    for behind, own in parts:
        if behind and lines and lines[-1].strip() and "\t" not in lines[-1] and not any(map(_is_prose, own)):
            lines[-1] += "".join(own)
        else:
            lines += own
    return "\n".join(lines)


def _is_prose(text: str) -> bool:
    return len(text) > SENTENCE_LENGTH or "。" in text


def _with_one_tab_between(content: str) -> str:
    """The text with one tab between two cells of the tables that print two between all cells.

    In other tables an empty cell stands between two tabs, but not between all. Where few tell, most of the text does.
    """
    regions = [list(run) for _, run in groupby(content.split("\n"), key=lambda t: bool(t.strip(" ")) and "\t" not in t)]
    gaps = [[gap for text in region for gap in _TABS.findall(text)] for region in regions]
    doubled = [not any(len(gap) % 2 for gap in own) for own in gaps]
    of_doubled = sum(len(own) for own, two in zip(gaps, doubled, strict=True) if two)
    fewest = 1 if of_doubled >= max(_FEWEST, _MOST * sum(map(len, gaps))) else _FEWEST
    return "\n".join(
        text.replace("\t\t", "\t") if two and len(own) >= fewest else text
        for region, own, two in zip(regions, gaps, doubled, strict=True)
        for text in region
    )


def _row(part: str) -> str:
    """A stretch without row ends: a row, and what follows or precedes it in paragraphs of its own."""
    lines: list[str] = []
    for paragraph in _BREAK.split(part):
        text = paragraph.replace("\n", " ") if "\t" in paragraph and not _is_of_rows(paragraph) else paragraph
        if lines and _goes_on(lines[-1], text):
            # Two numbers in one cell are no longer number.
            between = "；" if lines[-1][-1:].isdigit() and text.split("\t")[0].strip()[:1].isdigit() else " "
            lines[-1] += between + text
        else:
            lines.append(text)
    return "\n".join(lines)


def _is_of_rows(paragraph: str) -> bool:
    """Whether a paragraph's lines are rows: a header above a row with as many cells, in a table without blocks.

    Two lines of two cells each may be one row, whose middle cell has two lines.
    """
    rows = [line.split("\t") for line in paragraph.split("\n") if "\t" in line]
    alike = [(a, b) for a, b in pairwise(rows) if len(a) == len(b) and (len(a) > 2 or a[0] == _FIRST_OF_HEADER)]
    return any(not any(map(is_value, a)) and all(map(is_value, b[1:])) for a, b in alike)


def _goes_on(row: str, text: str) -> bool:
    """Whether a paragraph is a further one of the row's last cell."""
    first = text.split("\t")[0].strip()
    if (
        "\t" not in row
        or _NUMBERS.fullmatch(text)
        or HEADING.match(first)
        or len(first) > _LONGEST_LABEL_PART
        or "。" in first
    ):
        return False
    behind_value = is_value(row.rsplit("\t", 1)[-1])
    return not behind_value or is_value(first) or _UNIT.fullmatch(first) is not None

"""Tables of a text whose cells tabs part, as browsers and programs copy them from a page, brought to a row a line.

A browser prints a tab between two cells, and begins a new line around each cell that holds blocks (with an empty one
where these are paragraphs); so the tab stands on a line of its own, and several empty lines part the rows. Some
programs print two tabs between all cells.
"""

from __future__ import annotations

import re

_FEWEST = 5
"""Tabs of one kind from which a text is taken to print its tables so."""
_TABS = re.compile("\t+")
_ALONE = re.compile(r"(?<=\n)\t(?=\n)")
_BEFORE_TEXT = re.compile(r"(?<=\n)\t(?=[^\t\n])")
_ROW_END = re.compile(r"\n{3,}")
_HEADING = re.compile(r"\s*(?:[一二三四五六]\s*[、.．]|第?[(（]?[一二三四五六][)）]?部分)")
_LONGEST_LABEL_PART = 14
_NO_TEXT = re.compile(r"\n\n[ \u00a0\u2000-\u200b\u3000]+(?=\n\n)")
"""A paragraph of spaces alone."""
_NUMBER = re.compile(r"[\s\d.,+-]*\d[\s\d.,]*")
_UNIT = re.compile(r"\s*[件条项宗次份万元]{1,2}\s*")


def with_rows_on_lines(content: str) -> str:
    """The text with one tab between two cells and each row of a table on one line."""
    runs = _TABS.findall(content)
    if len(runs) >= _FEWEST and not any(len(run) % 2 for run in runs):
        content = content.replace("\t\t", "\t")
    alone = len(_ALONE.findall(content))
    if alone < _FEWEST or len(_BEFORE_TEXT.findall(content)) * 5 > alone:
        return content
    content = _NO_TEXT.sub("", content)
    content = re.sub(r"\n{1,2}\t", "\t", content)
    content = re.sub(r"\t\n{1,2}(?!\n)", "\t", content)
    return "\n\n".join(_row(part) if "\t" in part else part for part in _ROW_END.split(content))


def _row(part: str) -> str:
    """A stretch without row ends: a row, and what follows or precedes it in paragraphs of its own."""
    lines: list[str] = []
    for paragraph in re.split(rf"\n\n|\n(?={_HEADING.pattern})", part):
        text = paragraph.replace("\n", " ") if "\t" in paragraph else paragraph
        if lines and _goes_on(lines[-1], text):
            # Two numbers in one cell are no longer number.
            between = "；" if lines[-1][-1:].isdigit() and text.split("\t")[0].strip()[:1].isdigit() else " "
            lines[-1] += between + text
        else:
            lines.append(text)
    return "\n".join(lines)


def _goes_on(row: str, text: str) -> bool:
    """Whether a paragraph is a further one of the row's last cell."""
    first = text.split("\t")[0].strip()
    if "\t" not in row or _HEADING.match(first) or len(first) > _LONGEST_LABEL_PART or "。" in first:
        return False
    behind_number = _NUMBER.fullmatch(row.rsplit("\t", 1)[-1]) is not None
    return not behind_number or _NUMBER.fullmatch(first) is not None or _UNIT.fullmatch(first) is not None

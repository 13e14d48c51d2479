"""A page's layout kept with spaces: words with the column they were printed at."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from pipeline.documents.model import HAN, Block, CellStream, Paragraph, StreamCell, Word, WordLines
from pipeline.documents.text.lines import is_page_number, is_value
from pipeline.documents.text.slots import with_empty_cells

_WORD = re.compile(r"(?<!\S)(?!#{1,6}\s(?:\S|\s*[^\s\d]))\S+")
"""What stands between blanks, but for the mark of a heading in Markdown; one far before numbers is a cell's text."""
_BARE_NUMBER = re.compile(r"\s*[1-9]\d{0,2}\s*")
_FEW = 5
"""Numbers to each that stands apart from which that is no habit of the text."""
_BLANKS = re.compile(r"(?:[^\S\t]+\t)+[^\S\t]*")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\s\d{3})+")
_SHORT_NAME = 2
"""Characters of 总计 or 其他; of more such names on a line a label may consist that has spaces inside."""
_NAME = re.compile(r"[\u4e00-\u9fff]{2,8}")
_GAP = re.compile(r"\S[ 　]{2,}\S")


def layout_blocks(content: str) -> list[Block]:
    """Blocks of a text whose tables are drawn with spaces, page by page (form feeds part pages).

    Every line without wide gaps is also a paragraph, since prose and tables cannot be told apart by spaces alone. Where
    hardly any line has several words, the text is one cell a line, and is given as a cell stream.
    """
    pages = content.split("\f")
    paged = len(pages) > 1
    blocks: list[Block] = []
    bare = _one_cell_a_line(content)
    if bare:
        pages = _without_page_numbers(pages)
    first = 0
    for number, page in enumerate(pages, start=1):
        lines = page.split("\n")
        where = number if paged else None
        blocks.extend(Paragraph(line, line.strip(), where) for line in lines if line.strip() and not _GAP.search(line))
        if bare:
            texts = (t for line in with_empty_cells(lines) for t in _cells_beside(line))
            cells = tuple(StreamCell(t, t.strip()) for t in texts if len(t.strip()) <= 60)
            blocks += [CellStream(cells, "txt:lines", where)] if cells else []
        elif any(line.strip() for line in lines):
            blocks.append(WordLines(tuple(_words(lines, first)), "txt:layout", where))
        first += len(lines) - 1
    return blocks


def _cells_beside(line: str) -> list[str]:
    """The cells of a line in a text with one cell a line: several where it is a whole row of another table.

    Such are a label with its numbers, numbers alone, or the short names of a header.
    """
    first, *others = line.split() or [""]
    numbers = others if HAN.search(first) else [first, *others]
    if not others or _THOUSANDS.fullmatch(" ".join(numbers)):
        return [line]
    many = len(others) > 1
    labelled = HAN.search(first) is not None and (many or _GAP.search(line) is not None)
    is_row = all(map(is_value, others)) and (labelled or (many and is_value(first)))
    names = [first, *others] if many and all(map(_NAME.fullmatch, (first, *others))) else []
    is_header = sum(len(name) > _SHORT_NAME for name in names) >= max(_SHORT_NAME, len(names) - 1)
    return [first, *others] if is_row or is_header else [line]


def with_blanks_on_lines(content: str) -> str:
    """The text with one cell a line, where tabs stand behind blank cells alone: those that hold no block of a page."""
    tabbed = [line for line in content.split("\n") if "\t" in line]
    alone = all(_BLANKS.fullmatch(line) for line in tabbed)
    if not tabbed or not alone or not _one_cell_a_line(content):
        return content
    return re.sub(r"(?m)\t$\n?", "\n", re.sub(r"\t(?=[^\t\n])", "\n", content))


def _one_cell_a_line(content: str) -> bool:
    lines = [line.split() for line in content.split("\n") if line.strip()]
    lone = sum(len(words) == 1 and is_value(words[0]) for words in lines)
    rows = sum(sum(is_value(w) for w in words) >= 3 for words in lines)
    return lone >= 20 and lone > 4 * rows


def _without_page_numbers(pages: list[str]) -> list[str]:
    """Pages of one cell a line without numbers that may be the pages': each would fill the place of an empty cell.

    They are a page's first or last line, or stand apart between empty lines where cells do not, and count up. A cell's
    number lost that way leaves its row to the form's sums.
    """
    lines = [["" if is_page_number(text) else text for text in page.split("\n")] for page in pages]
    filled = [[n for n, text in enumerate(own) if text.strip()] for own in lines]
    outer = [(p, n) for p, own in enumerate(filled) for n in sorted({*own[:1], *own[-1:]}) if len(pages) > 1]
    numbers = [(p, n) for p, own in enumerate(filled) for n in own if _BARE_NUMBER.fullmatch(lines[p][n])]
    apart = [
        (p, n)
        for p, n in numbers
        if not any(t.strip() for t in (*lines[p][max(0, n - 1) : n], *lines[p][n + 1 : n + 2]))
    ]
    for found in ([place for place in outer if place in numbers], apart if len(apart) * _FEW <= len(numbers) else []):
        places = [(p, n) for p, n in found if lines[p][n]]  # one at a page's end may stand apart as well
        counted = [int(lines[p][n]) for p, n in places]
        if counted and counted == list(range(counted[0], counted[0] + len(counted))):
            for p, n in places:
                lines[p][n] = ""
    return ["\n".join(own) for own in lines]


def display_width(text: str) -> int:
    """How many places of a display a text takes; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _words(lines: list[str], first: int = 0) -> Iterable[Word]:
    """The words with their columns, counted in characters or in display cells, whichever lines the numbers up."""
    measure = min((len, display_width), key=lambda m: _scatter(lines, m))
    for number, line in enumerate(lines, start=first):
        for match in _WORD.finditer(line):
            start = measure(line[: match.start()])
            yield Word(
                match.group(), match.group(), start, start + measure(match.group()), number, column=match.start() + 1
            )


def _scatter(lines: list[str], measure: object) -> float:
    """How badly numbers line up: the summed spread of the right edges of equally long runs of numbers."""
    assert callable(measure)
    groups: dict[int, list[list[float]]] = {}
    for line in lines:
        edges = [float(measure(line[: m.end()])) for m in _WORD.finditer(line) if is_value(m.group())]
        if len(edges) >= 3:
            groups.setdefault(len(edges), []).append(edges)
    spread = 0.0
    for rows in groups.values():
        for column in zip(*rows, strict=True):
            middle = sorted(column)[len(column) // 2]
            spread += sum(abs(edge - middle) for edge in column)
    return spread

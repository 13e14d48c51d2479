"""What the readers of a text's tables share: its lines with their kinds, and what single lines look like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.documents.model import Block, Cell, Grid, Paragraph

SENTENCE_LENGTH = 60
"""Characters of a cell from which it is rather prose."""
HEADING = re.compile(
    r"\s*(?:#{1,6} +)?"
    r"(?:[一二三四五六](?:\s*[、.．]|[ \u3000]+(?=[\u3400-\u9fff、]{4,40}情况))|第[(（]?[一二三四五六][)）]?部分)"
)
"""How a section's heading begins, perhaps with Markdown's marks."""
VALUE = re.compile(
    r"\s*(?:[+\-−－]?[\d０-９](?:[\d０-９\s,，.．]*[\d０-９])?%?\s*(?:[件条條项項宗次份元]|[万萬]元)?|[/／—–－\-]{1,4}|[无無])\s*"
)

_ATTRIBUTES = re.compile(r"\s*\{[#.][^{}]*\}\s*$")
"""A heading's name and style, as converters keep them behind it: {#summary style="text-align:center"}."""
_STRONG = re.compile(r"^\s*(?:\*\*|__)([^*_]+)(?:\*\*|__)\s*$")
"""A line that is printed in bold as a whole; of a name that is replaced (**区财政局) the end has no such mark."""
_HEADING_MARK = re.compile(r"^ {0,3}#{1,6} +(?=\S)")
_OVER_NEXT = re.compile(
    r"\s*[(（]?(?:20[0-4]\d年(?:度|[\d月至—–-]{3,9}|[上下]半年|第?[一二三四]季度)?|续|上表续|续[上前]?表|接[上前]表)[)）]?\s*"
)
_PAGE_NUMBER = re.compile(r"\s*[-—–]+\s*\d{1,3}\s*[-—–]+\s*")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text with its kind.

    ``tabs``: a row with tabs between its cells. ``cell``: one cell behind a tab. ``bars``: a row with bars between its
    cells. ``packed``: the same, where empty cells may be gone. ``flowing``: rows that go on in the next line.
    ``led``: one cell behind its bar. ``piped``: one cell before its bar. ``text`` has no such mark; ``blank`` nothing,
    or a page number.
    """

    text: str
    kind: str


def is_value(text: str) -> bool:
    """Whether a text looks like a printed value, a number or a mark for none; which one, normalisation tells."""
    return VALUE.fullmatch(text) is not None


def heads_next_table(text: str, above: str) -> bool:
    """Whether a line says of the table below it of which time it is, or that it goes on: it stands behind a number."""
    return _OVER_NEXT.fullmatch(_unmarked(text)) is not None and is_value(above.strip("| ").rpartition("|")[2])


def is_page_number(text: str) -> bool:
    """Whether a line is a page's number between its dashes."""
    return _PAGE_NUMBER.fullmatch(text) is not None


def paragraph(text: str) -> list[Block]:
    """A line of text as a paragraph, without Markdown's marks of a heading; no block where it is empty."""
    text = _unmarked(text)
    return [Paragraph(text, text)] if text.strip() else []


def _unmarked(text: str) -> str:
    """A line without the marks with which Markdown makes it a heading, or bold."""
    if _HEADING_MARK.match(text):
        text = _ATTRIBUTES.sub("", _HEADING_MARK.sub("", text))
    return _STRONG.sub(r"\1", text)


def grid_of(rows: Iterable[Iterable[str]], method: str) -> list[Block]:
    """Rows as lists of cells from the left, in which merged cells stand once; no block where there are none."""
    cells = tuple(Cell(r, c, text, text) for r, row in enumerate(rows) for c, text in enumerate(row))
    return [Grid(cells, method, aligned=False)] if cells else []


def without_closing_marks(rows: Sequence[list[str]]) -> list[list[str]]:
    """The rows without an empty last cell that all of them have: their mark stands behind each cell, not between two.

    Beside dropped empty cells it would make a row that lacks one as long as a whole one.
    """
    return [row[:-1] for row in rows] if rows and all(len(r) > 1 and not r[-1].strip() for r in rows) else list(rows)


def more_follow(lines: Sequence[Line], place: int, kind: str) -> bool:
    """Whether one of the next two lines is of a kind."""
    return any(line.kind == kind for line in lines[place + 1 : place + 3])

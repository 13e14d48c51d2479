"""Where a printed cell stands in a source without drawn pages, and what is printed at such a place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.documents.model import BBox, Block, CellStream, Document, Grid, Paragraph, StreamCell, WordLines

_LONGEST_LINE = 60
"""Characters up to which a line of text can be one cell of a table saved as bare lines."""


@dataclass(frozen=True, slots=True)
class Place:
    """A cell's place in its document's own tables, all from 1.

    Attributes:
        table: ordinal of the table-like block; None where the document's lines of text, taken as one list, are the
            table.
        row: row of the grid; ordinal of the cell in a list of cells; line of the file in a layout kept with spaces.
        column: column of the grid; 1 in a list of cells; character of the line in a layout kept with spaces.
    """

    table: int | None
    row: int
    column: int


def table_blocks(document: Document) -> list[Grid | CellStream | WordLines]:
    """The blocks that ``Place.table`` counts."""
    return [b for b in document.blocks if not isinstance(b, Paragraph)]


def lines_as_stream(document: Document) -> CellStream:
    """The document's short paragraphs as one list of cells: for tables that were saved as bare lines."""
    short = (b for b in document.blocks if isinstance(b, Paragraph) and len(b.text) <= _LONGEST_LINE)
    return CellStream(tuple(StreamCell(b.raw, b.text) for b in short), f"{document.format}:lines", of_lines=True)


def block_at(document: Document, place: Place) -> Block | None:
    """The block that holds a place; None where the document has no such table."""
    if place.table is None:
        return lines_as_stream(document)
    blocks = table_blocks(document)
    return blocks[place.table - 1] if 0 < place.table <= len(blocks) else None


def text_at(document: Document, place: Place) -> str | None:
    """The printed text at a place, or None where nothing stands there.

    In a layout kept with spaces this is the word that begins there; a number and its unit may be two words.
    """
    match block_at(document, place):
        case Grid(cells=cells):
            return next((c.raw for c in cells if (c.row + 1, c.column + 1) == (place.row, place.column)), None)
        case CellStream(cells=cells):
            return cells[place.row - 1].raw if 0 < place.row <= len(cells) else None
        case WordLines(words=words):
            return next((w.raw for w in words if (w.line + 1, w.column) == (place.row, place.column)), None)
        case _:
            return None


def joined_box(boxes: Iterable[BBox | None]) -> BBox | None:
    """The smallest box around boxes of one page; None where there are none."""
    known = [b for b in boxes if b is not None]
    if not known:
        return None
    return (min(b[0] for b in known), min(b[1] for b in known), max(b[2] for b in known), max(b[3] for b in known))

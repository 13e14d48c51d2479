"""Word files: the body's paragraphs and tables in order, merged cells resolved, deleted text left out."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from docx.opc.exceptions import PackageNotFoundError
from docx.opc.part import Part
from lxml import etree

from pipeline.documents.encoding import decode
from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.grid import is_row_of_numbers
from pipeline.documents.model import NO_TEXT, Block, Cell, Document, Grid, Paragraph
from pipeline.documents.text.reader import with_printed_tables
from pipeline.documents.web.archive import page_of
from pipeline.documents.web.page import read_html
from pipeline.documents.word.package import open_package
from pipeline.documents.word.properties import CELL, PARAGRAPH, RUN, TABLE, TEXT, find, is_on, look, path, said, whole
from pipeline.documents.word.runs import DRAWN_FIELDS, settle_runs
from pipeline.documents.word.unseen import is_counted
from pipeline.documents.zips import ZIP_ERRORS

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SET_APART = {
    f"{_MATH}{name}"
    for name in ("sSup", "sSub", "sSubSup", "sPre", "f", "rad", "nary", "func", "d", "acc", "bar", "borderBox", "eqArr")
}
_SET_APART |= {f"{_MATH}{name}" for name in ("m", "limLow", "limUpp", "groupChr", "phant")}
"""Parts of a formula that stand above, below or around each other."""
_BOXED_TEXT = 20
"""Characters up to which a table of one cell is a box around a text."""
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SLIVER = 20
"""Twentieths of a point up to which a column is none."""
_PICTURED = {path(name) for name in ("drawing", "pict", "object", "sym", "pgNum", "dayShort", "dayLong")}
_PICTURED |= {path(name) for name in ("monthShort", "monthLong", "yearShort", "yearLong")}
_DROPPED = {path("del"), path("moveFrom"), path("rt")}
_WRAPPERS = {path(name) for name in ("sdt", "sdtContent", "ins", "customXml")}
_BOX = path("txbxContent")


class WithoutTextError(UnreadableDocument):
    """No text at all: the file may be a scan."""


def read_docx(data: bytes, distrusted: re.Pattern[str] = DRAWN_FIELDS) -> Document:
    """Read a .docx file.

    Args:
        data: the whole file.
        distrusted: codes of fields whose result is not what the document showed.

    Raises:
        WithoutTextError: nothing is written in it.
        UnreadableDocument: the package is damaged or is no Word text.
    """
    try:
        document = open_package(data)
        body = document.element.body
        if body is None:
            raise KeyError("no body")
        settle_runs(body, document.styles.element, distrusted)
    except (PackageNotFoundError, AttributeError, etree.XMLSyntaxError, *ZIP_ERRORS) as error:
        raise UnreadableDocument(
            "The Word file is damaged, or its text is written in a way that is not known",
            "Open and save it again in Word, as a Word document (.docx).",
            "docx",
        ) from error
    blocks = [block for child in body for block in (*body_blocks([child]), *_chunk(child, document.part))]
    if not blocks:
        raise WithoutTextError(
            "The Word file holds no text, and no picture of a page",
            "Fetch it again from its source, or find the text version.",
            "docx",
        )
    return Document(format="docx", blocks=tuple(with_printed_tables(blocks)))


def _chunk(element: etree._Element, holder: Part) -> tuple[Block, ...]:
    """The blocks of a whole other file that Word takes in when it opens this one; programs for the web make such."""
    part = holder.related_parts.get(element.get(_RELATION) or "") if element.tag == path("altChunk") else None
    if part is None:
        return ()
    if part.content_type.endswith("wordprocessingml.document.main+xml"):
        return read_docx(part.blob).blocks
    if "html" in part.content_type:
        return read_html(decode(part.blob)[0]).blocks
    return read_html(page_of(part.blob)[0]).blocks if part.content_type == "message/rfc822" else ()


def body_blocks(container: Iterable[etree._Element]) -> Iterator[Block]:
    """The blocks of a document's body, or of any part of it."""
    for child in container:
        if child.tag in _DROPPED:
            continue
        if child.tag == PARAGRAPH:
            yield from _paragraph(child)
        elif child.tag == TABLE:
            yield from _table(child)
        else:
            yield from body_blocks(child)  # content controls, custom XML, inserted runs of blocks


def _paragraph(paragraph: etree._Element) -> Iterator[Block]:
    text = _text(paragraph).replace(NO_TEXT, "")
    boxes = [box for box in paragraph.iter(_BOX) if not _inside(box, _DROPPED, paragraph)]
    for box in boxes:
        yield from body_blocks(box)
    for line in text.split("\n"):
        if line.strip():
            yield Paragraph(line, line)


def _inside(element: etree._Element, tags: set[str], top: etree._Element) -> bool:
    return any(a.tag in tags for a in element.iterancestors() if a is not top)


def _text(element: etree._Element) -> str:
    """The visible text of a paragraph, line breaks as such; text boxes and deletions left out."""
    parts: list[str] = []
    for child in element:
        if child.tag in _DROPPED or child.tag == _BOX:
            if child.tag == path("rt") and any((t.text or "").isdigit() for t in child.iter(TEXT)):
                parts.append("~")  # a small number over the other
            continue
        if child.tag in _PICTURED:
            parts.append(NO_TEXT)
        elif child.tag in (TEXT, f"{_MATH}t"):
            parts.append(child.text or "")
        elif child.tag in _SET_APART:
            inner = _text(child)
            parts.append(f"~{inner}~" if inner.strip() else inner)
        elif child.tag in (path("tab"), path("ptab")) and child.getparent().tag == RUN:
            parts.append("\t")
        elif child.tag in (path("br"), path("cr")):
            parts.append("\n")
        elif child.tag == path("noBreakHyphen"):
            parts.append("-")
        elif child.tag == RUN and is_on(look(child, "vanish")):
            continue
        elif child.tag == RUN and _stands_apart(child):
            inner = _text(child)
            parts.append(f"~{inner}~" if inner.strip() else inner)
        else:
            parts.append(_text(child))
    return "".join(parts)


def _stands_apart(run: etree._Element) -> bool:
    """Whether a run is a mark or a correction beside the text, no digits of a number: raised, lowered, struck out."""
    lifted = said(look(run, "vertAlign")) in ("superscript", "subscript")
    return lifted or is_on(look(run, "strike")) or is_on(look(run, "dstrike"))


def _below(container: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Children of a tag, also those wrapped in content controls or revision marks, not those deeper."""
    for child in container:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _below(child, tag)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a table with those of its cells that are not deleted."""

    element: etree._Element
    cells: list[etree._Element]


def _table(table: etree._Element) -> Iterator[Block]:
    """A table as a grid; one whose cells hold tables of their own is a frame around them, but for rows of numbers."""
    rows = [_Row(r, [c for c in _below(r, CELL) if find(c, "tcPr/cellDel") is None]) for r in _below(table, path("tr"))]
    rows = [row for row in rows if find(row.element, "trPr/del") is None]
    for cell in (cell for row in rows for cell in row.cells):
        _open_boxes(cell)
    for framing, part in itertools.groupby(rows, key=_holds_tables):
        own = list(part)
        numbers = any(is_row_of_numbers(map(_cell_text, row.cells)) for row in own)
        if framing or (len(own) < len(rows) and not numbers) or _is_frame(own):
            yield from itertools.chain.from_iterable(body_blocks(cell) for row in own for cell in row.cells)
        else:
            yield Grid(tuple(_without_slivers(_placed(own), table)), "docx:table")


def _is_frame(rows: list[_Row]) -> bool:
    """Whether a table is a box around text."""
    return len(rows) <= 2 and all(len(row.cells) <= 1 for row in rows)


def _holds_tables(row: _Row) -> bool:
    return any(next(cell.iter(TABLE), None) is not None for cell in row.cells)


def _cell_text(cell: etree._Element) -> str:
    """What a cell shows: its paragraphs as lines, or the mark for what is no text where Word counts an empty one."""
    paragraphs = [p for p in cell.iter(PARAGRAPH) if not _inside(p, _DROPPED, cell)]
    text = "\n".join(map(_text, paragraphs))
    return text if text.strip() or not any(map(is_counted, paragraphs)) else NO_TEXT


def _placed(rows: list[_Row]) -> list[Cell]:
    """The cells of a table's rows in their places, merged ones as one: only the first one's text is shown."""
    cells: list[Cell] = []
    open_merge: dict[int, int] = {}  # column -> index in cells of the merge that reaches down through it
    for number, row in enumerate(rows):
        column = _count(find(row.element, "trPr/gridBefore"), 0)
        left: int | None = None  # index of the cell to the left
        for cell in row.cells:
            span = _count(find(cell, "tcPr/gridSpan"), 1)
            across, down = find(cell, "tcPr/hMerge"), find(cell, "tcPr/vMerge")
            if left is not None and across is not None and said(across) != "restart":
                if cells[left].row == number:
                    cells[left] = replace(cells[left], column_span=cells[left].column_span + span)
            elif down is not None and said(down) != "restart" and column in open_merge:
                left = open_merge[column]
                cells[left] = replace(cells[left], row_span=number - cells[left].row + 1)
            else:
                for taken in range(column, column + span):
                    open_merge.pop(taken, None)
                left = len(cells)
                if down is not None:
                    open_merge[column] = left
                text = _cell_text(cell)
                cells.append(Cell(number, column, text, text, 1, span))
            column += span
    return cells


def _open_boxes(cell: etree._Element) -> None:
    """Make the tables that only hold a short text of a cell parts of its text."""
    for inner in list(cell.iter(TABLE)):
        cells = list(inner.iter(CELL))
        if len(cells) == 1 and len("".join(t.text or "" for t in cells[0].iter(TEXT)).strip()) <= _BOXED_TEXT:
            for paragraph in list(cells[0].iterchildren(PARAGRAPH)):
                inner.addprevious(paragraph)
            inner.getparent().remove(inner)


def _count(element: etree._Element | None, otherwise: int) -> int:
    count = whole(said(element), otherwise)
    return count if count >= 0 else otherwise


def _without_slivers(cells: list[Cell], table: etree._Element) -> list[Cell]:
    """Cells without the columns that are there only because two rows' borders differ by less than a point."""
    widths = [whole(said(column, "w"), 0) for column in table.iterfind(path("tblGrid/gridCol"))]
    if not any(0 < width < _SLIVER for width in widths):
        return cells
    before = list(itertools.accumulate((not 0 < width < _SLIVER for width in widths), initial=0))
    if any(c.column + c.column_span > len(widths) for c in cells):
        return cells
    places = [(before[c.column], before[c.column + c.column_span]) for c in cells]
    if any(start == end for start, end in places):
        return cells  # a cell as narrow as that stands for itself
    return [replace(c, column=x, column_span=end - x) for c, (x, end) in zip(cells, places, strict=True)]

"""The parts of a source that hold the marked cells, drawn by what kind of source it is."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape

from pipeline.documents.encoding import decode
from pipeline.documents.model import CellStream, Document, Grid, Paragraph
from pipeline.documents.places import block_at, text_at
from pipeline.documents.prepared import Prepared
from pipeline.documents.read import read_document
from pipeline.documents.word.libreoffice import as_docx
from pipeline.documents.word.pictures import word_pictures_pdf
from pipeline.show.lines import lines_html, plain, text_spans
from pipeline.show.marks import Mark
from pipeline.show.pictures import PICTURES, PagePicture, page_pictures
from pipeline.show.tables import Marked, anchors, mark_attributes, stream_html, table_html

_HEADING = 60
_ENOUGH_HEADINGS = 2


class ReadsDifferently(Exception):
    """A cell's published place holds another text than the published one."""


@dataclass(frozen=True, slots=True)
class View:
    """One part of a source: its heading, and HTML that holds nothing of the source but escaped text and pictures.

    ``kind`` is ``page``, ``table`` or ``lines``; ``folded`` says that it repeats what another view shows.
    """

    heading: str
    html: str
    kind: str
    before: tuple[str, ...] = ()
    folded: bool = False


def source_views(data: bytes, kind: str, name: str, marks: Sequence[Mark], prepared: Prepared) -> list[View]:
    """The views of a file that show the marked cells.

    Args:
        data: the file.
        kind: its format as published.
        name: its file name, for messages.
        marks: the cells; those that are missing in the source are in no view.
        prepared: where what costly readers made of the file is kept.

    Raises:
        UnreadableDocument: the file cannot be read any more.
        ReadsDifferently: its tables are not those of which the cells were published.
    """
    printed = [m for m in marks if m.state != "missing"]
    boxed = [m for m in printed if m.bbox is not None and m.page is not None]
    if kind in {"pdf", "ofd", *PICTURES}:
        pages = sorted({m.page for m in printed if m.page is not None})
        return [_page_view(p, boxed, kind) for p in page_pictures(data, kind, pages)]
    if boxed:  # a text whose tables are pictures
        pictures = word_pictures_pdf(data if kind == "docx" else as_docx(data, kind, prepared))
        pages = sorted({m.page for m in boxed if m.page is not None})
        return [_page_view(p, boxed, kind) for p in page_pictures(pictures, "pdf", pages)]
    document = read_document(data, name, prepared)
    for mark in printed:
        if not _stands_there(document, mark):
            raise ReadsDifferently(f"{mark.title}: at its place now stands other text")
    if document.format == "txt":
        return _text_views(plain(decode(data)[0]), document, printed)
    return [view for _, view in _table_views(document, printed)]


def _stands_there(document: Document, mark: Mark) -> bool:
    """Whether a number's printed text, or the first piece of it, is found at its place.

    Another version of the program may have counted tables and rows in another way; an outline around another number
    would be worse than none.
    """
    if mark.place is None or mark.state != "reported":
        return True
    text = "".join((text_at(document, mark.place) or "").split())
    return bool(text) and "".join((mark.raw or "").split()).startswith(text)


def _page_view(page: PagePicture, marks: Sequence[Mark], kind: str) -> View:
    picture = f'<img alt="page {page.number}" src="data:{page.mime};base64,{b64encode(page.image).decode()}">'
    boxes = _boxes(page.width, page.height, [m for m in marks if m.page == page.number])
    heading = f"第 {page.number} 页 page {page.number}" if kind in ("pdf", "ofd") else "图片 picture"
    return View(heading, f'<div class="page">{picture}{boxes}</div>', "page")


def _boxes(width: float, height: float, marks: Iterable[Mark]) -> str:
    """Outlines over a page, in per cent of it, so that they keep their place at any size; small ones on top."""
    shared: dict[tuple[float, ...], list[Mark]] = {}
    for mark in marks:
        assert mark.bbox is not None
        shared.setdefault(mark.bbox, []).append(mark)
    html = []
    for box in sorted(shared, key=lambda b: (b[0] - b[2]) * (b[3] - b[1])):
        left, top, right, bottom = box
        style = (
            f"left:{100 * left / width:.3f}%;top:{100 * top / height:.3f}%;"
            f"width:{100 * (right - left) / width:.3f}%;height:{100 * (bottom - top) / height:.3f}%"
        )
        own = shared[box]
        target = next((m for m in own if m.wanted), own[0])
        html.append(f'<a {mark_attributes(own)} style="{style}" href="#p-{escape(target.id)}">{anchors(own)}</a>')
    return "".join(html)


def _table_views(document: Document, marks: Sequence[Mark], prefix: str = "s") -> list[tuple[int | None, View]]:
    """Per table of the document that holds marks, its ordinal and its view; none of a layout kept with spaces."""
    by_table: dict[int | None, list[Mark]] = {}
    for mark in marks:
        if mark.place is not None:
            by_table.setdefault(mark.place.table, []).append(mark)
    views = []
    for table, own in sorted(by_table.items(), key=lambda item: item[0] or 0):
        block = None if own[0].place is None else block_at(document, own[0].place)
        marked: dict[tuple[int, int], list[Mark]] = {}
        for mark in own:
            if mark.place is not None:
                marked.setdefault((mark.place.row, mark.place.column), []).append(mark)
        heading = "文本行 lines of text" if table is None else f"文件第 {table} 表 table {table} of the file"
        match block:
            case Grid():
                views.append(
                    (table, View(heading, table_html(block, marked, prefix), "table", _before(document, table)))
                )
            case CellStream():
                near = stream_html(_near(block, marked), marked, prefix)
                views.append((table, View(heading, near, "table", _before(document, table))))
    return views


def _near(stream: CellStream, marked: Marked) -> CellStream:
    """The cells up to a little behind the last marked one: what follows is other text."""
    last = max((row for row, _ in marked), default=0)
    return CellStream(stream.cells[: last + 5], stream.method, stream.page, stream.of_lines)


def _before(document: Document, table: int | None) -> tuple[str, ...]:
    """The headings or captions printed right before a table."""
    found: list[str] = []
    tables = 0
    for block in document.blocks:
        if isinstance(block, Paragraph):
            found.append(block.raw)
            continue
        tables += 1
        if tables == table:
            break
        found = []
    last = found[-_ENOUGH_HEADINGS:]
    return tuple(t if len(t) <= _HEADING else f"…{t[-_HEADING:]}" for t in last) if table is not None else ()


def _text_views(content: str, document: Document, marks: Sequence[Mark]) -> list[View]:
    """The lines around the cells; and the tables as read, unfolded where a wanted cell is not among those lines."""
    spans = text_spans(content, document)
    found = [(m, spans[m.place]) for m in marks if m.place in spans]
    lost = {m.place.table for m in marks if m.place is not None and m.place not in spans and m.wanted}
    views = [View("原文行 lines of the file", lines_html(content, found), "lines")] if found else []
    for table, view in _table_views(document, marks, "t" if found else "s"):
        views.append(replace(view, folded=table not in lost))
    return views

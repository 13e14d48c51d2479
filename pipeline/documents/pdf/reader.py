"""A PDF as a document: its text where that can be trusted, and what its pages show where it cannot."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.model import Beside, Block, Cell, Document, Grid
from pipeline.documents.pages.beside import beside_among, may_stand_beside, with_note_of_beside
from pipeline.documents.pages.content import Char
from pipeline.documents.pages.joined import alone
from pipeline.documents.pages.words import text_inside, text_lines
from pipeline.documents.pdf.content import every_char, page_contents
from pipeline.documents.pdf.layer import HIDDEN, PICTURE
from pipeline.documents.pdf.text import PdfText, read_text
from pipeline.documents.prepared import NOTHING_KEPT, Prepared
from pipeline.documents.scan import read_scan, recognise_pages

_MOST_PICTURES = 30
"""Pages that are recognised beside pages of text."""
_AGREED = 0.99
_UNSURE = 0.5


def read_pdf(data: bytes, prepared: Prepared = NOTHING_KEPT) -> Document:
    """The lines of every page as paragraphs; of pages that are pictures, what was recognised.

    Args:
        data: the whole file.
        prepared: where recognised pages are kept.

    Raises:
        UnreadableDocument: it needs a password, is cut off or damaged; or no page has text that can be trusted, and
            its pictures cannot be recognised.
    """
    text, beside = _side_by_side(data, _in_order(data, read_text(data)))
    if len(text.layers) == len(text.lines) or not any(text.lines):
        return _all_recognised(data, text, prepared)
    if not text.layers:
        blocks = tuple(p for number in range(1, len(text.lines) + 1) for p in text.paragraphs(number))
        empty = [n for n, lines in enumerate(text.lines, start=1) if not lines and n in alone((n,), beside)]
        notes = (f"No text on page(s) {_listed(empty)}: blank.",) if empty else ()
        document = Document(format="pdf", blocks=blocks, pages=len(text.lines), notes=notes)
    else:
        document = _partly_recognised(data, text, prepared)
    return with_note_of_beside(replace(_with_attached(document, text), beside=beside))


def _with_attached(document: Document, text: PdfText) -> Document:
    if not text.attached:
        return document
    note = f"Files attached to the PDF were not read: {', '.join(text.attached)}."
    return replace(document, notes=(*document.notes, note))


def _in_order(data: bytes, text: PdfText) -> PdfText:
    """The same with the lines of shuffled pages from the top."""
    lines: dict[int, tuple[str, ...]] = dict.fromkeys(text.shuffled, ())
    for content in page_contents(data, list(text.shuffled)):
        lines[content.number] += tuple(text_lines(content))
    return replace(text, lines=tuple(lines.get(n, own) for n, own in enumerate(text.lines, start=1)))


def _side_by_side(data: bytes, text: PdfText) -> tuple[PdfText, Beside]:
    """Which pages stand beside one another, and the text with the lines of such pages on the first of them."""
    if not may_stand_beside(text.pieces):
        return text, ()
    printed = [n for n in range(1, len(text.lines) + 1) if n not in text.layers]
    beside = beside_among(page_contents(data, printed))
    lines: dict[int, tuple[str, ...]] = {part.page: () for group in beside for part in group}
    for content in page_contents(data, [group[0].page for group in beside], beside):
        lines[content.number] = tuple(text_lines(content))
    return replace(text, lines=tuple(lines.get(n, own) for n, own in enumerate(text.lines, start=1))), beside


def _all_recognised(data: bytes, text: PdfText, prepared: Prepared) -> Document:
    kinds = set(text.layers.values()) - {PICTURE}
    try:
        document = read_scan(data, "pdf", prepared)
    except UnreadableDocument as error:
        if not kinds:
            raise
        raise UnreadableDocument(
            f"The text of the PDF cannot be trusted ({_said(kinds)}), and its pages were not recognised: {error.found}",
            error.remedy,
            "pdf",
        ) from error
    note = (f"The text of the file was not used: {_said(kinds)}.",) if kinds else ()
    return replace(
        document,
        blocks=_compared(data, document.blocks, text),
        pages=len(text.lines),
        notes=(*note, *document.notes),
        untrusted=tuple(sorted(text.layers)),
    )


def _partly_recognised(data: bytes, text: PdfText, prepared: Prepared) -> Document:
    wanted, beyond = sorted(text.layers)[:_MOST_PICTURES], sorted(text.layers)[_MOST_PICTURES:]
    kinds = _said({text.layers[n] for n in wanted})
    unread = None
    try:
        recognised = recognise_pages(data, wanted, prepared)
        found = {n: _compared(data, blocks, text) for n, blocks in recognised.blocks.items()}
        notes = (f"Page(s) {_listed(wanted)} were recognised from their pictures: {kinds}.", *recognised.notes)
    except UnreadableDocument as error:
        found = {}
        unread = f"Page(s) {_listed(wanted)} were not read ({kinds}): {error}"
        notes = (unread,)
    if beyond:
        most = f"Page(s) {_listed(beyond)} were not read: {_MOST_PICTURES} pages are recognised beside text."
        unread, notes = unread or most, (*notes, most)
    blocks = tuple(
        block
        for number in range(1, len(text.lines) + 1)
        for block in (found.get(number, ()) if number in text.layers else text.paragraphs(number))
    )
    return Document("pdf", blocks, len(text.lines), notes=notes, untrusted=tuple(sorted(text.layers)), unread=unread)


def _listed(pages: Iterable[int]) -> str:
    return ", ".join(map(str, pages))


def _said(kinds: Iterable[str]) -> str:
    return "; ".join(sorted(kinds))


def _compared(data: bytes, blocks: Sequence[Block], text: PdfText) -> tuple[Block, ...]:
    """Recognised blocks, their values compared with the hidden layer of text, where the page has one.

    Two programs that recognised the same are believed. Where they differ, neither is.
    """
    pages = sorted(
        {b.page for b in blocks if isinstance(b, Grid) and b.page is not None and text.layers.get(b.page) == HIDDEN}
    )
    layers = dict(every_char(data, pages)) if pages else {}
    return tuple(
        replace(b, cells=tuple(_with_layer(b, layers[b.page]))) if isinstance(b, Grid) and b.page in layers else b
        for b in blocks
    )


def _with_layer(grid: Grid, chars: Sequence[Char]) -> Iterator[Cell]:
    for cell in grid.cells:
        if cell.bbox is None:
            yield cell
            continue
        said, seen = _compact(text_inside(chars, cell.bbox)), _compact(cell.raw)
        if said == seen and re.search(r"\d", said):
            yield replace(cell, certainty=max(cell.certainty, _AGREED), readings=())
        elif said != seen and re.fullmatch(r"[-+]?\d[\d.,]*", said) and len(seen) <= 2 * len(said):
            readings = tuple(dict.fromkeys((*cell.readings, said)))
            yield replace(cell, certainty=min(cell.certainty, _UNSURE), readings=readings)
        else:
            yield cell


def _compact(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))

"""Word files whose tables are pictures: scanned pages put into a text, or saved as one."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from docx.oxml.ns import qn
from docx.parts.image import ImagePart
from PIL import Image

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.model import Document, Grid
from pipeline.documents.pictures import PICTURE_ERRORS, PlacedPicture, pictures_pdf
from pipeline.documents.prepared import NOTHING_KEPT, Prepared
from pipeline.documents.scan import pages_with_tables, read_scan, recognise_pages
from pipeline.documents.word.docx import WithoutTextError, read_docx
from pipeline.documents.word.package import open_package
from pipeline.documents.word.properties import path
from pipeline.documents.word.runs import DRAWN_FIELDS

_PICTURES = {qn("a:blip"): qn("r:embed"), "{urn:schemas-microsoft-com:vml}imagedata": qn("r:id")}
_DELETED = (path("del"), path("moveFrom"))
_LEAST = (500, 300)
"""Width and height in pixels from which a picture can hold a table that a person can read."""
_PAGE_WIDTH = 595.0
_WHOLE_FORM = 250
"""Cells in a text's tables from which they are all of the form: table 三 alone has 215, the three 280."""
_RECOGNISED = "Pictures in the text were recognised."


def read_word(data: bytes, prepared: Prepared = NOTHING_KEPT, distrusted: re.Pattern[str] = DRAWN_FIELDS) -> Document:
    """What a Word file's text says, and behind it what the pictures say that hold tables which it lacks.

    Of a text without any table all pictures are read.

    Args:
        data: the file as DOCX.
        prepared: where results of recognition are kept.
        distrusted: as of :func:`~pipeline.documents.word.docx.read_docx`.

    Raises:
        UnreadableDocument: as there; or it holds no text, and its pictures cannot be recognised.
    """
    try:
        document = read_docx(data, distrusted)
    except WithoutTextError:
        pictures = list(_page_pictures(data))
        if not pictures:
            raise
        document = Document("docx", ())
    else:
        if _cells(document) >= _WHOLE_FORM or not (pictures := list(_page_pictures(data))):
            return document
    try:
        if _cells(document):
            return _with_tables(document, _as_pdf(pictures), prepared)
        scanned = read_scan(_as_pdf(pictures), "pdf", prepared)
    except UnreadableDocument as problem:
        if not document.blocks:
            raise UnreadableDocument(problem.found, problem.remedy, "docx") from problem
        note = f"Its pictures were not read: {problem}"
        return replace(document, notes=(*document.notes, note), unread=note)
    notes = (*scanned.notes, _RECOGNISED)
    return replace(scanned, format="docx", blocks=(*document.blocks, *scanned.blocks), notes=notes)


def _cells(document: Document) -> int:
    return sum(len(block.cells) for block in document.blocks if isinstance(block, Grid))


def _with_tables(document: Document, pictures: bytes, prepared: Prepared) -> Document:
    """A document with tables of its own, and behind them those of its pictures."""
    pages = pages_with_tables(pictures)
    if not pages:
        return document
    recognised = recognise_pages(pictures, pages, prepared)
    blocks = (block for number in pages for block in recognised.blocks[number])
    notes = (*document.notes, *recognised.notes, _RECOGNISED)
    return replace(document, blocks=(*document.blocks, *blocks), notes=notes)


def word_pictures_pdf(data: bytes) -> bytes:
    """The pictures of a Word file that may show pages, one a page, in the text's order.

    Raises:
        UnreadableDocument: one of them cannot be opened.
    """
    return _as_pdf(_page_pictures(data))


def _as_pdf(pictures: Iterable[tuple[ImagePart, int, int]]) -> bytes:
    pages = []
    for part, width, height in pictures:
        size = (_PAGE_WIDTH, _PAGE_WIDTH * height / width)
        placed = PlacedPicture(part.blob, str(part.partname), (size[0], 0.0, 0.0, size[1], 0.0, 0.0))
        pages.append((*size, [placed]))
    return pictures_pdf(pages, "docx")


def _page_pictures(data: bytes) -> Iterator[tuple[ImagePart, int, int]]:
    """Pictures large enough to be read, with their pixels; one that is there for older programs too comes once."""
    document = open_package(data)
    last = None
    for element in document.element.body.iter(*_PICTURES):
        part = document.part.related_parts.get(element.get(_PICTURES[element.tag]) or "")
        if not isinstance(part, ImagePart) or part is last or any(True for _ in element.iterancestors(*_DELETED)):
            continue
        last = part
        try:
            with Image.open(io.BytesIO(part.blob)) as picture:
                width, height = picture.size
        except PICTURE_ERRORS:
            continue  # a metafile or a damaged picture
        if width >= _LEAST[0] and height >= _LEAST[1]:
            yield part, width, height

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
from pipeline.documents.scan import read_scan
from pipeline.documents.word.docx import WithoutTextError, read_docx
from pipeline.documents.word.package import open_package
from pipeline.documents.word.properties import path
from pipeline.documents.word.runs import DRAWN_FIELDS

_PICTURES = {qn("a:blip"): qn("r:embed"), "{urn:schemas-microsoft-com:vml}imagedata": qn("r:id")}
_DELETED = (path("del"), path("moveFrom"))
_LEAST = (500, 300)
"""Width and height in pixels from which a picture can hold a table that a person can read."""
_PAGE_WIDTH = 595.0


def read_word(data: bytes, prepared: Prepared = NOTHING_KEPT, distrusted: re.Pattern[str] = DRAWN_FIELDS) -> Document:
    """What a Word file's text says, and where that holds no table, what its pictures say behind it.

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
        if any(isinstance(block, Grid) for block in document.blocks) or not (pictures := list(_page_pictures(data))):
            return document
    try:
        scanned = read_scan(_as_pdf(pictures), "pdf", prepared)
    except UnreadableDocument as problem:
        if not document.blocks:
            raise UnreadableDocument(problem.found, problem.remedy, "docx") from problem
        note = f"Its pictures were not read: {problem}"
        return replace(document, notes=(*document.notes, note), unread=note)
    notes = (*scanned.notes, "Pictures in the text were recognised.")
    return replace(scanned, format="docx", blocks=(*document.blocks, *scanned.blocks), notes=notes)


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

"""One entry to all readers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pipeline.documents import archives
from pipeline.documents.encoding import decode
from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.markdown import read_markdown
from pipeline.documents.model import Document
from pipeline.documents.ofd import reader as ofd
from pipeline.documents.pdf.reader import read_pdf
from pipeline.documents.prepared import NOTHING_KEPT, Prepared
from pipeline.documents.scan import read_scan, recognise_pages
from pipeline.documents.sheets.reader import KINDS, read_sheets
from pipeline.documents.sniff import is_html, picture_kind, sniff
from pipeline.documents.text.reader import read_txt
from pipeline.documents.web.archive import page_of
from pipeline.documents.web.page import read_html
from pipeline.documents.web.scripts import keeps_markup
from pipeline.documents.wikitext import as_html, is_wikitext
from pipeline.documents.word import libreoffice
from pipeline.documents.word.pictures import read_word
from pipeline.documents.word.wordml import read_wordml

Reader = Callable[[bytes, str, Prepared], Document]
"""Takes a file's bytes, its name and the place of costly results."""


LARGEST_TEXT = 64 * 2**20
"""Bytes of a text or web page; one with all its pictures inside takes a third of it."""


def read_document(data: bytes, name: str, prepared: Prepared = NOTHING_KEPT) -> Document:
    """Read one file into a document.

    PDF and OFD give their text alone here: their tables are a matter of several strategies (``pipeline.extract``).

    Args:
        data: the whole file.
        name: its file name, for messages only: the format is told from the bytes.
        prepared: where what costly readers make of a file is kept.

    Raises:
        UnreadableDocument: the file cannot be read; the message says what it is and what to do.
    """
    kind = sniff(data)
    document = READERS[kind](data, name, prepared)
    if not document.blocks:
        raise UnreadableDocument("The file holds no text", "Fetch it again from its source.", document.format)
    return document


def _read_text(data: bytes, name: str, prepared: Prepared) -> Document:
    if len(data) > LARGEST_TEXT:
        raise UnreadableDocument(
            f"The file is {len(data) / 2**20:.0f} MB of text, more than any report takes",
            "Look what it is; save the report's part of it as a file of its own.",
            "txt",
        )
    content, encoding, whole = decode(data)
    document = _read_decoded(content)
    if whole:
        return document
    note = f"Some bytes of {name} are not valid {encoding}; they stand as U+FFFD or were cut at the end."
    return replace(document, notes=(note, *document.notes))


def _read_decoded(content: str) -> Document:
    if is_wikitext(content):
        return read_html(as_html(content))
    if not (is_html(content) or keeps_markup(content)):
        return read_txt(content)
    return read_markdown(content) or read_html(content)


def _read_web_archive(data: bytes, name: str, prepared: Prepared) -> Document:
    content, whole = page_of(data)
    document = replace(read_html(content), format="mht")
    if whole:
        return document
    note = f"Some characters of the page in {name} cannot be decoded; they stand as U+FFFD."
    return replace(document, notes=(note, *document.notes))


def _read_picture(data: bytes, name: str, prepared: Prepared) -> Document:
    return read_scan(data, (picture_kind(data) or "image").lower().replace("jpeg", "jpg"), prepared)


def _read_ofd(data: bytes, name: str, prepared: Prepared) -> Document:
    """An OFD file's text, and of its pages that are pictures what was recognised."""
    try:
        document = ofd.read_ofd(data)
    except ofd.WithoutTextError:
        if not ofd.picture_pages(data):
            raise
        try:
            scanned = read_scan(ofd.ofd_pictures(data), "pdf", prepared)
        except UnreadableDocument as problem:
            raise UnreadableDocument(problem.found, problem.remedy, "ofd") from problem
        return replace(scanned, format="ofd", untrusted=tuple(range(1, (scanned.pages or 1) + 1)))
    pictured = ofd.picture_pages(data)
    if not pictured:
        return document
    pages = ", ".join(map(str, pictured))
    try:
        recognised = recognise_pages(ofd.ofd_pictures(data), pictured, prepared)
    except UnreadableDocument as problem:
        note = f"Page(s) {pages} were not read (a picture): {problem}"
        return replace(document, notes=(*document.notes, note), unread=note)
    further = [block for blocks in recognised.blocks.values() for block in blocks]
    return replace(
        document,
        blocks=tuple(sorted((*document.blocks, *further), key=lambda b: b.page or 0)),
        untrusted=tuple(pictured),
        notes=(f"Page(s) {pages} were recognised from their pictures.", *recognised.notes),
    )


def _read_archive(data: bytes, name: str, prepared: Prepared) -> Document:
    raise archives.refusal(data)


READERS: dict[str, Reader] = {
    "pdf": lambda data, name, prepared: read_pdf(data, prepared),
    "docx": lambda data, name, prepared: read_word(data, prepared),
    "wordxml": lambda data, name, prepared: read_wordml(data),
    **{
        kind: lambda data, name, prepared, kind=kind: libreoffice.read_office(data, kind, prepared)  # type: ignore[misc]
        for kind in libreoffice.FORMATS
    },
    **{
        kind: lambda data, name, prepared, kind=kind: read_sheets(data, kind)  # type: ignore[misc]
        for kind in KINDS
    },
    "ofd": _read_ofd,
    "image": _read_picture,
    "zip": _read_archive,
    "mht": _read_web_archive,
    "txt": _read_text,
}
"""The reader of each kind that :func:`~pipeline.documents.sniff.sniff` tells."""

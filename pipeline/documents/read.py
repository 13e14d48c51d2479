"""One entry to all readers."""

from __future__ import annotations

from email import message_from_bytes

from pipeline.documents import docx, html, ofd, pdf, text
from pipeline.documents.encoding import decode
from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.model import Document
from pipeline.documents.prepared import NOTHING_KEPT, Prepared
from pipeline.documents.sniff import is_html, sniff


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
    if kind == "pdf":
        return pdf.read_pdf(data)
    if kind == "docx":
        return docx.read_docx(data)
    if kind == "ofd":
        return ofd.read_ofd(data)
    if data[:4096].lstrip()[:5].lower() in (b"mime-", b"from:") and b"multipart/related" in data[:4096].lower():
        data = _web_archive_page(data)
    content, encoding, whole = decode(data)
    notes: list[str] = []
    if not whole:
        notes.append(f"Some bytes of {name} are not valid {encoding}; they stand as U+FFFD or were cut at the end.")
    document = html.read_html(content) if is_html(content) else text.read_txt(content)
    if not document.blocks:
        raise UnreadableDocument("The file holds no text", "Fetch it again from its source.", document.format)
    if not notes:
        return document
    return Document(
        format=document.format,
        blocks=document.blocks,
        pages=document.pages,
        page_title=document.page_title,
        notes=(*notes, *document.notes),
    )


def _web_archive_page(data: bytes) -> bytes:
    """The page of a web archive (.mht), as browsers and Word save it."""
    for part in message_from_bytes(data).walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                return payload
    raise UnreadableDocument("The web archive (.mht) holds no page", "Save the page as .html or PDF.", "mht")

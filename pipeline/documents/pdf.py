"""PDF: the text of every page, by pdfium. Its tables are read on demand (``pdf_tables``)."""

from __future__ import annotations

import re

import pypdfium2

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.model import Document, Paragraph

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f￾￿]")


class WithoutTextError(UnreadableDocument):
    """A PDF whose pages are pictures."""


def open_pdf(data: bytes) -> pypdfium2.PdfDocument:
    """Open a PDF with pdfium.

    Raises:
        UnreadableDocument: it needs a password, is cut off, or is damaged.
    """
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableDocument(
                "The PDF is protected by a password", "Save it without a password.", "pdf"
            ) from error
        what = "is cut off (its end is missing)" if b"%%EOF" not in data[-4096:] else "is damaged"
        raise UnreadableDocument(f"The PDF {what}", "Fetch it again from its source.", "pdf") from error


def read_pdf(data: bytes) -> Document:
    """The lines of every page as paragraphs.

    Raises:
        UnreadableDocument: it needs a password, is cut off or damaged, or no page has text (a scan).
    """
    if b"%%EOF" not in data[-4096:] and b" obj" in data[data.rfind(b"%%EOF") + 1 :]:
        # Libraries repair such a file silently, without the pages that are lost.
        raise UnreadableDocument("The PDF is cut off (its end is missing)", "Fetch it again from its source.", "pdf")
    document = open_pdf(data)
    try:
        texts = [page.get_textpage().get_text_range() for page in document]
    except pypdfium2.PdfiumError as error:
        raise UnreadableDocument("The PDF is damaged", "Fetch it again from its source.", "pdf") from error
    finally:
        document.close()
    pages = [_CONTROL.sub("", text).replace("\r\n", "\n").replace("\r", "\n").split("\n") for text in texts]
    blocks = tuple(
        Paragraph(line, line, number) for number, lines in enumerate(pages, start=1) for line in lines if line.strip()
    )
    if sum(len(b.raw.strip()) for b in blocks) < 40:
        raise WithoutTextError(
            f"The PDF has {len(pages)} page(s) but no text: it is a scan or a picture",
            "Run character recognition on it, or find the text version.",
            "pdf",
        )
    empty = [n for n, lines in enumerate(pages, start=1) if not any(line.strip() for line in lines)]
    notes = (f"No text on page(s) {', '.join(map(str, empty))}: blank or scanned.",) if empty else ()
    return Document(format="pdf", blocks=blocks, pages=len(pages), notes=notes)

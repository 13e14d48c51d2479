"""PDF: the text of every page, by pdfium. Its tables are read on demand (``pdf.tables``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.model import BBox, Paragraph
from pipeline.documents.pages.beside import Piece
from pipeline.documents.pages.words import is_shuffled
from pipeline.documents.pdf.digits import DigitShapes
from pipeline.documents.pdf.layer import PRINT, layer_of

_FEWEST_CHARACTERS = 40
_A_COVER = 200
"""Characters up to which a text beside attachments is no report."""
_TOUCHING = 0.5
"""Share of its height within which a character follows another on one line."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f￾￿]")


def open_pdf(data: bytes) -> pypdfium2.PdfDocument:
    """Open a PDF with pdfium, so that its pages show what their form fields hold.

    Raises:
        UnreadableDocument: it needs a password, is cut off, or is damaged.
    """
    try:
        document = pypdfium2.PdfDocument(data)
        if document.get_formtype():
            document.init_forms()
        return document
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableDocument(
                "The PDF is protected by a password", "Save it without a password.", "pdf"
            ) from error
        what = "is cut off (its end is missing)" if b"%%EOF" not in data[-4096:] else "is damaged"
        raise UnreadableDocument(f"The PDF {what}", "Fetch it again from its source.", "pdf") from error


@dataclass(frozen=True, slots=True)
class PdfText:
    """The text of a PDF.

    Attributes:
        lines: per page, in order, its lines of text that can be trusted.
        layers: per page number, what its text is (a constant of ``pdf.layer``), where it cannot be trusted.
        shuffled: numbers of pages whose lines are not given in an order of reading.
        pieces: per page its lines with their boxes, y down, where these are known.
        attached: names of the files that are attached to it.
    """

    lines: tuple[tuple[str, ...], ...]
    layers: Mapping[int, str]
    shuffled: tuple[int, ...] = ()
    pieces: tuple[tuple[Piece, ...], ...] = ()
    attached: tuple[str, ...] = ()

    def paragraphs(self, page: int) -> tuple[Paragraph, ...]:
        """The lines of a page as paragraphs."""
        return tuple(Paragraph(line, line, page) for line in self.lines[page - 1])


def read_text(data: bytes) -> PdfText:
    """The lines of every page, and which pages need another look.

    Raises:
        UnreadableDocument: it needs a password, is cut off or damaged, has no text and nothing else, or is the cover
            of what is attached to it.
    """
    if b"%%EOF" not in data[-4096:] and b" obj" in data[data.rfind(b"%%EOF") + 1 :]:
        # Libraries repair such a file silently, without the pages that are lost.
        raise UnreadableDocument("The PDF is cut off (its end is missing)", "Fetch it again from its source.", "pdf")
    document = open_pdf(data)
    lines: list[tuple[str, ...]] = []
    layers: dict[int, str] = {}
    shuffled: list[int] = []
    pieces: list[tuple[Piece, ...]] = []
    try:
        attached = _attached(document)
        digits = DigitShapes(document)
        # Pages stay open: fonts are told by their address.
        pages = list(document)
        for number, page in enumerate(pages, start=1):
            layer = page.get_textpage()
            given = layer.get_text_range()
            text = _CONTROL.sub("", given).replace("\r\n", "\n").replace("\r", "\n")
            kind = layer_of(page, layer, digits)
            pieces.append(tuple(_pieces(layer, given)) if kind == PRINT and not page.get_rotation() % 180 else ())
            if kind != PRINT:
                layers[number] = kind
            elif page.get_rotation() % 180 or is_shuffled(boxes := [box for _, box in pieces[-1]]) or _is_broken(boxes):
                # Of pages that are turned to be shown pdfium joins all lines into one.
                shuffled.append(number)
            lines.append(tuple(line for line in text.split("\n") if line.strip()) if kind == PRINT else ())
    except pypdfium2.PdfiumError as error:
        raise UnreadableDocument("The PDF is damaged", "Fetch it again from its source.", "pdf") from error
    finally:
        document.close()
    printed = sum(len(line.strip()) for page in lines for line in page)
    if attached and not layers and printed < _A_COVER:
        raise UnreadableDocument(
            f"The PDF is a cover, and the documents are attached to it: {', '.join(attached)}",
            "Save the attached report as a file of its own.",
            "pdf",
        )
    if not layers and printed < _FEWEST_CHARACTERS:
        raise UnreadableDocument(
            f"The PDF has {len(lines)} page(s) and hardly any text", "Fetch it again from its source.", "pdf"
        )
    return PdfText(tuple(lines), layers, tuple(shuffled), tuple(pieces), attached)


def _attached(document: pypdfium2.PdfDocument) -> tuple[str, ...]:
    """The names of the files that are attached to a PDF; none where their list is damaged."""
    try:
        return tuple(document.get_attachment(n).get_name() for n in range(document.count_attachments()))
    except pypdfium2.PdfiumError:
        return ()


def _is_broken(lines: Sequence[BBox]) -> bool:
    """Whether lines by their boxes (y down) are pieces: pdfium parts all characters where it sees columns of them."""
    touching = sum(
        abs(a[1] + a[3] - b[1] - b[3]) <= _TOUCHING * (a[3] - a[1]) and abs(b[0] - a[2]) <= _TOUCHING * (a[3] - a[1])
        for a, b in pairwise(lines)
    )
    return 2 * touching > len(lines)


def _pieces(layer: Any, text: str) -> Iterator[Piece]:
    """A page's lines of text and their boxes, y down, from their first characters to their last."""
    for line in re.finditer(r"[^\s\x00-\x1f](?:[^\r\n]*[^\s\x00-\x1f])?", text):
        (x0, bottom, _, top), (_, _, x1, _) = layer.get_charbox(line.start()), layer.get_charbox(line.end() - 1)
        yield line.group(), (x0, -top, x1, -bottom)

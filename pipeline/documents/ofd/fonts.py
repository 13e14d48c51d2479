"""Whether the fonts that an OFD file holds show the digits that its text names: their glyphs are drawn."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.ofd.package import Package
from pipeline.documents.pdf.digits import picture_of, shows_another

_TRUETYPE = (b"\x00\x01\x00\x00", b"true")
_LARGEST = 3_000_000
"""Bytes: larger fonts are whole ones, which nobody made for a file."""
_SIZE = 12.0
_SCALE = 4.0
"""Pixels a point."""


class Fonts:
    """The fonts of one file, each digit's glyph drawn once.

    Args:
        package: the file.
        parts: the parts of its fonts by ID. Only TrueType is looked at, whose glyphs have one numbering.
    """

    def __init__(self, package: Package, parts: Mapping[str, str]) -> None:
        self._package = package
        self._parts = parts
        self._verdicts: dict[tuple[str, str, int | None], bool] = {}

    def show_another(self, font: str, digit: str, glyph: int | None) -> bool:
        """Whether a font shows another digit.

        Args:
            font: its ID.
            digit: what the text says.
            glyph: the number of the glyph in the font; None where the font itself chooses it.
        """
        part = self._parts.get(font)
        if part is None or digit not in "0123456789":
            return False
        key = part, digit, glyph
        if key not in self._verdicts:
            self._verdicts[key] = self._is_other(part, digit, glyph)
        return self._verdicts[key]

    def _is_other(self, part: str, digit: str, glyph: int | None) -> bool:
        try:
            data = self._package.read(part)
        except UnreadableDocument:
            return False  # programs take another font then
        return data.startswith(_TRUETYPE) and len(data) <= _LARGEST and _is_other(data, digit, glyph)


def _is_other(data: bytes, digit: str, glyph: int | None) -> bool:
    document = pypdfium2.PdfDocument.new()
    try:
        page = document.new_page(4 * _SIZE, 4 * _SIZE)
        held = (ctypes.c_ubyte * len(data)).from_buffer_copy(data)
        font = pdfium.FPDFText_LoadFont(document, held, len(data), pdfium.FPDF_FONT_TRUETYPE, True)
        if not font:
            return False
        item = pdfium.FPDFPageObj_CreateTextObj(document, font, _SIZE)
        pdfium.FPDFFont_Close(font)
        picture = picture_of(document, page, item, _SCALE) if _written(item, digit, glyph) else None
        pdfium.FPDFPageObj_Destroy(item)
        return picture is not None and shows_another(picture, digit)
    finally:
        document.close()


def _written(item: Any, digit: str, glyph: int | None) -> bool:
    """Give a text object its one glyph."""
    if glyph is not None:
        return bool(pdfium.FPDFText_SetCharcodes(item, (ctypes.c_uint32 * 1)(glyph), 1))
    letters = ctypes.create_string_buffer((digit + "\0").encode("utf-16-le"))
    return bool(pdfium.FPDFText_SetText(item, ctypes.cast(letters, pdfium.FPDF_WIDESTRING)))

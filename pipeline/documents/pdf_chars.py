"""The characters of a PDF page, by pdfium: only those that a reader of the page sees."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import pypdfium2.raw as pdfium

from pipeline.documents.pages import Char
from pipeline.documents.pdf_look import Look
from pipeline.documents.pdf_shapes import PageShapes, View, address

UNKNOWN = "\ufffd"
"""Stands for a glyph whose character the file does not tell: something is printed, nobody knows what."""

_INVISIBLE = {pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP}
_PALE = 200
"""Grey level from which text may be too pale to be seen, depending on its ground."""
_FAINT = 60
"""Opacity (of 255) under which text may not be seen."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A visible character: its place in pdfium's text, its text object, and the direction of its text in degrees."""

    index: int
    run: int
    direction: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """What is known of a text object: whether it is drawn at all, whether it is pale, its place in drawing order."""

    hidden: bool
    pale: bool
    order: int
    number: int


class PageText:
    """The text of an open page.

    Args:
        page: of pypdfium2.
        shapes: what else the page draws.
        look: the page's picture, looked at only where a character may be pale or covered.
        doubtful: per font (its address), the characters that its glyphs do not show.
    """

    def __init__(self, page: Any, shapes: PageShapes, look: Look) -> None:
        self._text = page.get_textpage()
        self._look = look
        self._shapes = shapes
        self._upright = View(page, page.get_rotation())
        self._pieces: dict[int, _Piece] = {}

    def __enter__(self) -> PageText:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._text.close()

    def glyphs(self) -> list[Glyph]:
        """The visible characters, in the file's order."""
        text = self._text
        found: list[Glyph] = []
        for index in range(text.count_chars()):
            code = pdfium.FPDFText_GetUnicode(text, index)
            if code in (0xFFFE, 0xFFFF) or 0 < code < 32 or pdfium.FPDFText_IsGenerated(text, index) == 1:
                continue
            piece = self._piece(index)
            if piece.hidden or self._is_unseen(index, piece):
                continue
            found.append(Glyph(index, piece.number, self._direction(index)))
        return found

    def chars(self, glyphs: Sequence[Glyph], view: View) -> list[Char]:
        """Glyphs as characters with their places as seen."""
        text = self._text
        box = pdfium.FS_RECTF()
        found: list[Char] = []
        for glyph in glyphs:
            index = glyph.index
            pdfium.FPDFText_GetLooseCharBox(text, index, ctypes.byref(box))
            x0, top, x1, bottom = view.box(box.left, box.bottom, box.right, box.top)
            size = pdfium.FPDFText_GetFontSize(text, index) * self._scale(index)
            if bottom - top < 0.7 * size:
                # Fonts without metrics: the box is the glyph's own, flat for 一. The line it stands on tells its place.
                top, bottom = self._line_box(index, view, size)
            if x1 > x0 and bottom > top:
                char = {"text": self._character(index), "x0": x0, "x1": x1, "top": top, "bottom": bottom}
                found.append({**char, "size": bottom - top, "run": glyph.run})
        return found

    def _character(self, index: int) -> str:
        code = pdfium.FPDFText_GetUnicode(self._text, index)
        lost = not code or 0xE000 <= code <= 0xF8FF or pdfium.FPDFText_HasUnicodeMapError(self._text, index) == 1
        return UNKNOWN if lost else chr(code)

    def _piece(self, index: int) -> _Piece:
        item = pdfium.FPDFText_GetTextObject(self._text, index)
        key = address(item)
        known = self._pieces.get(key)
        if known is None:
            hidden = pale = False
            if item:
                hidden = pdfium.FPDFTextObj_GetTextRenderMode(item) in _INVISIBLE
                parts = [ctypes.c_uint() for _ in range(4)]
                if pdfium.FPDFPageObj_GetFillColor(item, *map(ctypes.byref, parts)):
                    red, green, blue, opacity = (p.value for p in parts)
                    pale = min(red, green, blue) >= _PALE or opacity < _FAINT
            known = _Piece(hidden, pale, self._shapes.order.get(key, 0), len(self._pieces))
            self._pieces[key] = known
        return known

    def _is_unseen(self, index: int, piece: _Piece) -> bool:
        """Whether a character is as pale as its ground, or painted over."""
        covers = [c for c in self._shapes.covers if c.order > piece.order > 0]
        if not covers and not piece.pale:
            return False
        edges = [ctypes.c_double() for _ in range(4)]
        if not pdfium.FPDFText_GetCharBox(self._text, index, *map(ctypes.byref, edges)):
            return False
        left, right, bottom, top = (e.value for e in edges)
        x, y = (left + right) / 2, (bottom + top) / 2
        over = [c for c in covers if c.box[0] <= x <= c.box[2] and c.box[1] <= y <= c.box[3]]
        if any(c.opaque for c in over):
            return True
        box = self._upright.box(left - 0.5, bottom - 0.5, right + 0.5, top + 0.5)
        return (piece.pale or bool(over)) and not self._look.shows(box)

    def _direction(self, index: int) -> int:
        """Degrees anticlockwise in which the text runs; within five degrees of a quarter, that quarter."""
        angle = -math.degrees(pdfium.FPDFText_GetCharAngle(self._text, index)) % 360
        quarter = round(angle / 90) * 90
        return quarter % 360 if abs(angle - quarter) <= 5 else round(angle)

    def _scale(self, index: int) -> float:
        matrix = pdfium.FS_MATRIX()
        if not pdfium.FPDFText_GetMatrix(self._text, index, ctypes.byref(matrix)):
            return 1.0
        return math.hypot(matrix.c, matrix.d)

    def _line_box(self, index: int, view: View, size: float) -> tuple[float, float]:
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(self._text, index, ctypes.byref(x), ctypes.byref(y))
        _, baseline = view.point(x.value, y.value)
        return baseline - 0.88 * size, baseline + 0.12 * size

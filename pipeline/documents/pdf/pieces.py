"""What is known of each text object of an open page, and so of all its characters."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from pipeline.documents.model import BBox
from pipeline.documents.pdf.objects import address, char_matrix, clip_of, direction_of, lean_of
from pipeline.documents.pdf.shapes import Cover, PageShapes

_INVISIBLE = {pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP}
_PALE = 120
"""Grey level from which text may be as pale as its ground."""
_FAINT = 120
"""Opacity (of 255) under which text may not be seen."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What is known of a text object, and so of all its characters.

    Attributes:
        number: its place among the text objects met; ``drawn`` that in the page's drawing order.
        hidden: whether it is not drawn at all.
        pale: whether it is pale enough to vanish on its ground; ``grey`` and ``opacity`` (of 255) tell how pale.
        covers: what is painted later and may lie over it.
        direction: degrees anticlockwise in which it runs.
        size: height of its characters in points, as shown.
        lean: by how much they go to the right on their way up, as a share of it.
        clip: the box, in the PDF's points, outside of which it is not drawn; None where it all is.
        clipped: whether it seems to be cut off as a whole, and not as the rest of a longer text.
    """

    number: int
    drawn: int
    hidden: bool
    pale: bool
    grey: float
    opacity: int
    covers: tuple[Cover, ...]
    direction: int
    size: float
    lean: float
    clip: BBox | None
    clipped: bool


class Pieces:
    """The text objects of a page, each looked at once.

    Args:
        text: of pdfium.
        shapes: what else the page draws.

    Attributes:
        met: those that have been asked for, by their number.
    """

    def __init__(self, text: Any, shapes: PageShapes) -> None:
        self._text = text
        self._shapes = shapes
        self._known: dict[int, Piece] = {}
        self.met: list[Piece] = []

    def of(self, index: int) -> Piece:
        """The text object that a character is of."""
        item = pdfium.FPDFText_GetTextObject(self._text, index)
        key = address(item)
        known = self._known.get(key)
        if known is None:
            hidden, grey, opacity = False, 0.0, 255
            if item:
                hidden = pdfium.FPDFTextObj_GetTextRenderMode(item) in _INVISIBLE
                parts = [ctypes.c_uint() for _ in range(4)]
                if pdfium.FPDFPageObj_GetFillColor(item, *parts):
                    red, green, blue, opacity = (p.value for p in parts)
                    grey = 0.299 * red + 0.587 * green + 0.114 * blue
                    hidden = hidden or not opacity
            order = self._shapes.order.get(key, 0)
            known = Piece(
                *(len(self._known), order, hidden, grey >= _PALE or opacity < _FAINT, grey, opacity),
                tuple(c for c in self._shapes.covers if c.order > order > 0),
                direction_of(self._text, index),
                pdfium.FPDFText_GetFontSize(self._text, index) * math.hypot(*char_matrix(self._text, index)[2:]),
                lean_of(self._text, index),
                *(self._clip(item) if item and key not in self._shapes.nested else (None, False)),
            )
            self._known[key] = known
            self.met.append(known)
        return known

    def _clip(self, item: Any) -> tuple[BBox | None, bool]:
        """Where a text object is cut off, if it is the rest of the one before or seen in part; else whether it is."""
        clip, shown = clip_of(item)
        before = self.met[-1].clip if self.met else None
        return (clip, False) if shown or clip == before else (None, True)

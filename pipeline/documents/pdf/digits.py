"""Whether a font's digits show what the file says they are: a wrong character map is otherwise believed silently."""

from __future__ import annotations

import ctypes
import functools
import math
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from pipeline.documents.model import BBox
from pipeline.documents.pdf.objects import address, bounds_of, char_box

_HEIGHT, _WIDTH = 20, 14
"""Pixels to which a digit is brought for comparison."""
_PIXELS = 26.0
"""Height in pixels at which text is drawn for it."""
_CLEAR = 0.12
"""By how much a glyph must be more like another digit than like its own, to be none of its own."""
_ALIKE = 0.75
"""Likeness from which a glyph is taken to be a digit at all."""
_LONG = 5.0
_SLIMNESS = 0.06
"""Steps in which the slimness of glyphs is told apart."""
_ENOUGH = 2
"""Glyphs of one font that show other digits before it is called wrong."""
_FACES = ("Helvetica", "Times-Roman", "Courier")

Shape = NDArray[np.float32]
_Key = tuple[int, str, int]
"""A font, a digit, and how slim its glyph is: one digit may have several glyphs."""


class DigitShapes:
    """The digits of a document's fonts as they are drawn, each looked at once.

    Args:
        document: of pypdfium2; its pages must stay open while this is in use, since fonts are told by their address.
    """

    def __init__(self, document: Any) -> None:
        self._document = document
        self._verdicts: dict[_Key, bool] = {}

    def contradict(self, page: Any, text: Any) -> bool:
        """Whether digits of this page are drawn in a font whose digits show other digits than the file says.

        Two or more of its glyphs look like other digits, be they called the same digit or several.
        """
        wrong: dict[int, set[_Key]] = {}
        for _, key in self._contradicted(page, text):
            wrong.setdefault(key[0], set()).add(key)
        return any(len(glyphs) >= _ENOUGH for glyphs in wrong.values())

    def of_others(self, page: Any, text: Any) -> frozenset[int]:
        """The places in a page's text of digits that look like other digits."""
        return frozenset(index for index, _ in self._contradicted(page, text))

    def _contradicted(self, page: Any, text: Any) -> list[tuple[int, _Key]]:
        met: list[tuple[int, _Key]] = []
        later: dict[_Key, tuple[BBox, Any, int]] = {}
        handle = text.raw
        for index in range(pdfium.FPDFText_CountChars(handle)):
            code = pdfium.FPDFText_GetUnicode(handle, index)
            if not 48 <= code <= 57:
                continue
            item = pdfium.FPDFText_GetTextObject(handle, index)
            box = char_box(handle, index)
            if not item or box is None:
                continue
            font, digit = address(pdfium.FPDFTextObj_GetFont(item)), chr(code)
            key = (font, digit, round(_slimness(box) / _SLIMNESS))
            met.append((index, key))
            if key not in self._verdicts:
                quarters = round(pdfium.FPDFText_GetCharAngle(handle, index) / (math.pi / 2)) % 4
                if _is_long(item, box):
                    # Drawing a whole line for one digit is costly: most digits stand in short pieces as well.
                    later.setdefault(key, (box, item, quarters))
                    continue
                self._verdicts[key] = self._shows_another(page, box, item, digit, quarters)
        for key, (box, item, quarters) in later.items():
            if key not in self._verdicts:
                self._verdicts[key] = self._shows_another(page, box, item, key[1], quarters)
        return [(index, key) for index, key in met if self._verdicts[key]]

    def _shows_another(self, page: Any, box: BBox, item: Any, digit: str, quarters: int) -> bool:
        glyph = self._drawn(page, box, item, quarters)
        return glyph is not None and shows_another(glyph, digit)

    def _drawn(self, page: Any, box: BBox, item: Any, quarters: int) -> Shape | None:
        """The glyph alone, cut out of its text object drawn large, and set upright again by its quarter turns."""
        whole = bounds_of(item)
        height = box[2] - box[0] if quarters % 2 else box[3] - box[1]
        if whole is None or height < 1 or whole[2] <= whole[0] or whole[3] <= whole[1]:
            return None
        picture = picture_of(self._document, page, item, _PIXELS / height)
        if picture is None:
            return None
        scale = _PIXELS / height
        x0, x1 = (round((v - whole[0]) * scale) for v in (box[0], box[2]))
        y0, y1 = (round((whole[3] - v) * scale) for v in (box[3], box[1]))
        glyph = picture[max(0, y0 - 1) : y1 + 1, max(0, x0 - 1) : x1 + 1]
        return np.ascontiguousarray(np.rot90(glyph, quarters))


def shows_another(glyph: Shape, digit: str) -> bool:
    """Whether a drawn glyph looks like another digit than it is called."""
    shape = _normal(glyph)
    if shape is None:
        return False
    likeness = (_references() @ shape).reshape(10, -1).max(axis=1)
    best = int(likeness.argmax())
    own = likeness[int(digit)]
    return bool(best != int(digit) and likeness[best] >= _ALIKE and likeness[best] - own >= _CLEAR)


def _is_long(item: Any, box: BBox) -> bool:
    """Whether a text object is far larger than one of its characters."""
    whole, own = bounds_of(item), box[2] - box[0] + box[3] - box[1]
    return whole is not None and max(whole[2] - whole[0], whole[3] - whole[1]) > _LONG * own


def _slimness(box: BBox) -> float:
    """The shorter side of a glyph's box over the longer, which turning and scaling leave as it is."""
    short, long = sorted((box[2] - box[0], box[3] - box[1]))
    return short / long if long else 0.0


def picture_of(document: Any, page: Any, item: Any, scale: float) -> Shape | None:
    """A text object's ink, from 0 to 1."""
    bitmap = pdfium.FPDFTextObj_GetRenderedBitmap(document, page, item, scale)
    if not bitmap or pdfium.FPDFBitmap_GetFormat(bitmap) != pdfium.FPDFBitmap_BGRA:
        return None
    try:
        width, height = pdfium.FPDFBitmap_GetWidth(bitmap), pdfium.FPDFBitmap_GetHeight(bitmap)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        start = ctypes.cast(pdfium.FPDFBitmap_GetBuffer(bitmap), ctypes.POINTER(ctypes.c_ubyte))
        rows = np.ctypeslib.as_array(start, shape=(height, stride))
        # Four bytes a pixel, the last its opacity: what the text covers.
        opacity = rows[:, : 4 * width].reshape(height, width, 4)[:, :, 3]
        return np.asarray(opacity / 255, dtype=np.float32)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)


def _normal(picture: Shape) -> Shape | None:
    """A glyph's ink brought to one size and made comparable; None where there is none."""
    ink = picture > 0.5
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if len(rows) < 6 or not len(columns):
        return None
    glyph = picture[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    if glyph.shape[1] < 0.35 * glyph.shape[0]:
        # A 1 keeps its narrowness.
        wide = np.zeros((glyph.shape[0], round(0.6 * glyph.shape[0])), np.float32)
        start = (wide.shape[1] - glyph.shape[1]) // 2
        wide[:, start : start + glyph.shape[1]] = glyph
        glyph = wide
    ys = np.minimum((np.arange(_HEIGHT * 3) + 0.5) / (_HEIGHT * 3) * glyph.shape[0], glyph.shape[0] - 1).astype(int)
    xs = np.minimum((np.arange(_WIDTH * 3) + 0.5) / (_WIDTH * 3) * glyph.shape[1], glyph.shape[1] - 1).astype(int)
    fine = glyph[np.ix_(ys, xs)].reshape(_HEIGHT, 3, _WIDTH, 3).mean(axis=(1, 3))
    return _comparable(fine)


def _comparable(shape: Shape) -> Shape:
    """A glyph blurred by a pixel, so that stroke widths matter little, centred and of length 1: products correlate."""
    padded = np.pad(shape, 1, mode="edge")
    rows = padded[:-2] + padded[1:-1] + padded[2:]
    blurred = (rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]).ravel()
    blurred = blurred - blurred.mean()
    return np.asarray(blurred / (np.linalg.norm(blurred) or 1.0), dtype=np.float32)


@functools.lru_cache(maxsize=1)
def _references() -> Shape:
    """The ten digits in the faces that every PDF reader has: a row each, the faces of one digit together."""
    document = pypdfium2.PdfDocument.new()
    page = document.new_page(200, 200)
    shapes: list[Shape] = []
    for digit in "0123456789":
        for face in _FACES:
            item = pdfium.FPDFPageObj_NewTextObj(document, face.encode(), 12.0)
            letters = (digit + "\0").encode("utf-16-le")
            pdfium.FPDFText_SetText(item, ctypes.cast(ctypes.create_string_buffer(letters), pdfium.FPDF_WIDESTRING))
            pdfium.FPDFPage_InsertObject(page, item)
            picture = picture_of(document, page, item, _PIXELS / 8.5)
            shape = _normal(picture) if picture is not None else None
            shapes.append(np.zeros(_HEIGHT * _WIDTH, np.float32) if shape is None else shape)
    document.close()
    return np.stack(shapes)

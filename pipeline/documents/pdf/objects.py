"""What pdfium says of the objects of a page and of the characters of its text: which they are, and where."""

from __future__ import annotations

import ctypes
import math
from typing import Any

import pypdfium2.raw as pdfium

from pipeline.documents.model import BBox
from pipeline.documents.pages.content import IDENTITY, Matrix, Point, bounds

_SLANTED = 0.05
_CUT = 0.2
"""Share of a character's width or height from which it is cut."""


def address(item: Any) -> int:
    """What tells a pdfium object from others while its page is open."""
    return ctypes.addressof(item.contents) if item else 0


def matrix_of(item: Any) -> Matrix:
    """From an object's own space to that of the page or form in which it stands."""
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(found)):
        return IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f


def bounds_of(item: Any) -> BBox | None:
    """An object's box, in points of the page or of the form that it stands in."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return None
    return left.value, bottom.value, right.value, top.value


def char_box(text: Any, index: int) -> BBox | None:
    """The box around the ink of a character of a page's text, in the PDF's points."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if not pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top):
        return None
    return left.value, bottom.value, right.value, top.value


def line_box(text: Any, index: int) -> BBox:
    """The box of a character of a page's text with the height of its line, in the PDF's points."""
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(text, index, box)
    return box.left, box.bottom, box.right, box.top


def char_matrix(text: Any, index: int) -> tuple[float, float, float, float]:
    """How a character of a page's text is turned, stretched and slanted: the first four numbers of its matrix."""
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFText_GetMatrix(text, index, found):
        return IDENTITY[:4]
    return found.a, found.b, found.c, found.d


def direction_of(text: Any, index: int) -> int:
    """Degrees anticlockwise in which a text runs; within five degrees of a quarter, that quarter."""
    # pdfium's own angle is that of the characters' upright strokes, which lean in slanted print.
    a, b, _, _ = char_matrix(text, index)
    angle = math.degrees(math.atan2(b, a)) % 360
    quarter = round(angle / 90) * 90
    return quarter % 360 if abs(angle - quarter) <= 5 else round(angle)


def lean_of(text: Any, index: int) -> float:
    """By how much slanted print goes to the right on its way up, as a share of its height; 0 for little."""
    a, b, c, d = char_matrix(text, index)
    lean = (a * c + b * d) / (a * d - b * c) if a * d - b * c > 0 else 0.0
    return lean if abs(lean) > _SLANTED else 0.0


def clip_of(item: Any) -> tuple[BBox | None, bool]:
    """The box, in the PDF's points, outside of which an object is not drawn, if any; and whether it is in part."""
    clip = pdfium.FPDFPageObj_GetClipPath(item)
    boxes: list[BBox] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(pdfium.FPDFClipPath_CountPaths(clip) if clip else 0):
        points: list[Point] = []
        for place in range(pdfium.FPDFClipPath_CountPathSegments(clip, number)):
            pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(clip, number, place), x, y)
            points.append((x.value, y.value))
        if points:
            boxes.append(bounds(points))
    own = bounds_of(item)
    if not boxes or own is None:
        return None, True
    x0, y0, x1, y1 = (pick(b[n] for b in boxes) for n, pick in enumerate((max, max, min, min)))
    shown = own[0] < x1 and x0 < own[2] and own[1] < y1 and y0 < own[3]
    return (x0, y0, x1, y1), shown


def is_cut(box: BBox, clip: BBox) -> bool:
    """Whether a part of a character lies outside of where its object is drawn."""
    inside = (min(box[n + 2], clip[n + 2]) - max(box[n], clip[n]) for n in (0, 1))
    return any(part < (1 - _CUT) * (box[n + 2] - box[n]) for n, part in enumerate(inside))

"""What pdfium says of the objects of a page and of the characters of its text: which they are, and where."""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

from pipeline.documents.model import BBox
from pipeline.documents.pages.content import IDENTITY, Matrix, Point, bounds


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

"""The figures of which a path of a PDF consists: lines, boxes, and where they are cut off."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium

from pipeline.documents.model import BBox
from pipeline.documents.pages.content import Matrix, Point, bounds

THIN = 2.0
"""Points: a filled shape this thin is a line."""
_ON_SIDE = 0.1
"""Points by which a straight piece may lie beside the side of its box."""
_HIGHEST_DIGIT = 14.0
_STRAIGHT = 0.6
"""Share of each side of a box with rounded corners that is straight."""

Line = tuple[Point, Point]


def cuts(box: BBox, clip: BBox) -> Iterator[tuple[int, float]]:
    """Where a line with this box is cut off, if it is one."""
    for axis in (0, 1):
        if box[3 - axis] - box[1 - axis] <= THIN:
            if box[axis] < clip[axis] - THIN < box[axis + 2]:
                yield axis, clip[axis]
            if box[axis] < clip[axis + 2] + THIN < box[axis + 2]:
                yield axis, clip[axis + 2]


def sides_of_rounded(lines: list[Line]) -> list[Line]:
    """The sides of a box with rounded corners, as far as these would go if they met; none of any other figure."""
    x0, y0, x1, y1 = bounds(p for line in lines for p in line)
    sides = [((x0, y0), (x1, y0)), ((x1, y0), (x1, y1)), ((x1, y1), (x0, y1)), ((x0, y1), (x0, y0))]
    covered = [0.0] * len(sides)
    for one, other in lines:
        for number, (start, _) in enumerate(sides):
            axis = number % 2  # along x below and above, along y at the right and left
            if all(abs(p[1 - axis] - start[1 - axis]) < _ON_SIDE for p in (one, other)):
                covered[number] += abs(one[axis] - other[axis])
    lengths = [abs(start[n % 2] - end[n % 2]) for n, (start, end) in enumerate(sides)]
    whole = max(lengths) > _HIGHEST_DIGIT and all(
        part >= _STRAIGHT * length > 0 for part, length in zip(covered, lengths, strict=True)
    )
    return sides if whole else []


def parts(path: Any, matrix: Matrix) -> Iterator[tuple[list[Line], bool]]:
    """The figures of a path: the straight pieces of each, in the PDF's points, and whether it has curves."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    start = previous = (0.0, 0.0)
    lines: list[Line] = []
    curved = False
    for index in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        here = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if lines:
                yield lines, curved
            start, lines, curved = here, [], False
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            lines.append((previous, here))
        else:
            # Where a curve begins and ends is enough to tell its place.
            curved = True
            if not lines:
                lines.append((previous, previous))
            lines.append((here, here))
        previous = here
        if pdfium.FPDFPathSegment_GetClose(segment):
            lines.append((here, start))
            previous = start
    if lines:
        yield lines, curved

"""What a PDF page draws besides text, by pdfium: straight lines, other marks, and what lies over what."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from pipeline.documents.model import BBox
from pipeline.documents.pages.content import (
    IDENTITY,
    Edge,
    Matrix,
    Point,
    around,
    bounds,
    crosses,
    mapped,
    meet,
    straight_edge,
    times,
)
from pipeline.documents.pdf.dashes import dashed, is_dash
from pipeline.documents.pdf.figures import THIN, Line, cuts, parts, sides_of_rounded
from pipeline.documents.pdf.objects import address, bounds_of, clip_of, matrix_of

_DEEPEST_FORM = 5
_LETTER = 30.0
"""Points up to which a drawn figure may be a letter, whose stems are no lines of a table."""
_AROUND = 2.5
"""Heights of a digit up to which a figure over it is drawn for it."""
_LARGE = 40.0
"""Square points from which something painted can hide a character."""

Places = NDArray[np.float64]


class View:
    """Turns PDF coordinates into those of the page as seen by a reader of text in one direction, from its top left.

    Args:
        page: of pypdfium2.
        direction: degrees anticlockwise in which that text runs in the PDF's own coordinates; the page's own rotation
            for text that stands upright as the page is shown.
    """

    def __init__(self, page: Any, direction: int) -> None:
        # The box that the page has from its parents, too, as far as the sheet goes.
        shown = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(page.raw, shown)
        self.left, self.bottom, self.right, self.top = shown.left, shown.bottom, shown.right, shown.top
        self.direction = direction

    def point(self, x: float, y: float) -> Point:
        """A point of the PDF as seen."""
        match self.direction:
            case 90:
                return y - self.bottom, x - self.left
            case 180:
                return self.right - x, y - self.bottom
            case 270:
                return self.top - y, self.right - x
            case _:
                return x - self.left, self.top - y

    def back(self, x: Places, y: Places) -> tuple[Places, Places]:
        """The points of the PDF that are seen at these places."""
        match self.direction:
            case 90:
                return y + self.left, x + self.bottom
            case 180:
                return self.right - x, y + self.bottom
            case 270:
                return self.right - y, self.top - x
            case _:
                return x + self.left, self.top - y

    def box(self, x0: float, y0: float, x1: float, y1: float) -> BBox:
        """A box of the PDF as seen."""
        return bounds((self.point(x0, y0), self.point(x1, y1)))


@dataclass(frozen=True, slots=True)
class Cover:
    """Something painted over what was drawn before it: its place in drawing order, and its box in the PDF's points.

    ``opaque`` is a picture that surely hides what lies under it; a filled shape may be see-through.
    """

    order: int
    box: BBox
    opaque: bool
    picture: bool = False


class PageShapes:
    """The objects of a page, walked once.

    Attributes:
        marks: boxes, in the PDF's points, of pictures and of shapes that are not straight lines or plain rectangles.
        pictures: boxes of its pictures alone.
        covers: what may hide something drawn before.
        texts: its text objects in drawing order.
        order: the place of each in the drawing order of all objects, by its address.
        nested: the matrices of those among them that stand in a form, whose own places are those of the form.
        cuts: where level or upright lines are cut off, though they go on: 0 for a place along x and 1 for one along y,
            and the place, in the PDF's points.
    """

    def __init__(self, page: Any) -> None:
        self.marks: list[BBox] = []
        self.pictures: list[BBox] = []
        self.covers: list[Cover] = []
        self.texts: list[Any] = []
        self.order: dict[int, int] = {}
        self.nested: dict[int, Matrix] = {}
        self.cuts: set[tuple[int, float]] = set()
        self._sheet = page.get_bbox()
        self._lines: list[Line] = []
        self._outlines: list[Line] = []
        self._dashes: list[tuple[list[Line], bool, int]] = []
        self._notes: list[BBox] = []
        self._count = 0
        for index in range(pdfium.FPDFPage_CountObjects(page)):
            self._add(pdfium.FPDFPage_GetObject(page, index), IDENTITY, 0)
        self._add_dashes()
        self._add_annotations(page)

    def edges(self, view: View) -> Iterator[Edge]:
        """Its straight lines as seen."""
        for start, end in self._lines:
            edge = straight_edge(view.point(*start), view.point(*end))
            if edge is not None:
                yield edge

    def lie_over(self, box: BBox) -> bool:
        """Whether something drawn with curves or slanting lines may run through a box (in the PDF's points)."""
        if any(meet(m, box) and m[3] - m[1] <= _AROUND * (box[3] - box[1]) for m in self.marks):
            return True  # higher ones are frames and grounds
        if any(meet(note, box) for note in self._notes):
            return True
        return any(crosses(start, end, box) for start, end in self._slanting)

    @cached_property
    def _slanting(self) -> list[Line]:
        return [(a, b) for a, b in (*self._lines, *self._outlines) if min(abs(a[0] - b[0]), abs(a[1] - b[1])) > 1]

    def _add(self, item: Any, outer: Matrix, depth: int) -> None:
        self._count += 1
        match pdfium.FPDFPageObj_GetType(item):
            case pdfium.FPDF_PAGEOBJ_TEXT:
                self.texts.append(item)
                self.order[address(item)] = self._count
                if depth:
                    self.nested[address(item)] = outer
            case pdfium.FPDF_PAGEOBJ_PATH:
                self._add_path(item, outer)
            case pdfium.FPDF_PAGEOBJ_FORM if depth < _DEEPEST_FORM:
                inner = times(matrix_of(item), outer)
                for index in range(pdfium.FPDFFormObj_CountObjects(item)):
                    self._add(pdfium.FPDFFormObj_GetObject(item, index), inner, depth + 1)
            case pdfium.FPDF_PAGEOBJ_IMAGE:
                own = bounds_of(item)
                if own is not None:
                    box = mapped(own, outer)
                    self.marks.append(box)
                    self.pictures.append(box)
                    self.covers.append(Cover(self._count, box, not pdfium.FPDFPageObj_HasTransparency(item), True))

    def _add_path(self, path: Any, outer: Matrix) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
        if not (fill.value or stroke.value):
            return
        clip = clip_of(path)[0] if outer == IDENTITY else None
        for lines, curved in parts(path, times(matrix_of(path), outer)):
            # The sides of a box are lines where they are drawn; of a filled one only its being thin makes it a line.
            for figure in [[line] for line in lines] if stroke.value else [lines]:
                self.cuts.update(cuts(bounds(p for line in figure for p in line), clip or self._sheet))
            if not curved and is_dash(bounds(p for line in lines for p in line)):
                self._dashes.append((lines, bool(fill.value), self._count))
            else:
                self._add_figure(lines, curved, bool(fill.value), drawn=bool(stroke.value))

    def _add_figure(self, lines: list[Line], curved: bool, filled: bool, *, drawn: bool) -> None:
        sides = sides_of_rounded(lines) if curved else []
        if sides:
            self._lines.extend(sides)
        elif not self._is_mark(lines, curved, filled):
            # The sides of a filled figure are lines of no table where some slant: a watermark's characters.
            box = bounds(p for line in lines for p in line)
            wide = not drawn and min(box[2] - box[0], box[3] - box[1]) >= THIN
            (self._outlines if wide and not _are_along(lines) else self._lines).extend(lines)

    def _add_dashes(self) -> None:
        """Lines that are drawn dash by dash; small figures that make none are figures as others."""
        boxes = [bounds(p for line in lines for p in line) for lines, _, _ in self._dashes]
        rest = dict(enumerate(self._dashes))
        for run in dashed(boxes, [count for _, _, count in self._dashes]):
            x0, y0, x1, y1 = around(boxes[n] for n in run)
            level = x1 - x0 > y1 - y0
            self._lines.append(((x0, y0), (x1, y0) if level else (x0, y1)))
            for n in run:
                rest.pop(n, None)
        for lines, filled, _ in rest.values():
            self._add_figure(lines, False, filled, drawn=True)

    def _is_mark(self, lines: list[Line], curved: bool, filled: bool) -> bool:
        """Sort one closed or open figure: a line, a ground that may cover something, or a mark of a letter's size."""
        along = not curved and _are_along(lines)
        if not curved and not filled and (along or len(lines) == 1):
            return False
        box = bounds(p for line in lines for p in line)
        if not curved:
            if min(box[2] - box[0], box[3] - box[1]) < THIN:
                return False
            if along and len(lines) in (4, 5):
                if filled and (box[2] - box[0]) * (box[3] - box[1]) > _LARGE:
                    self.covers.append(Cover(self._count, box, False))
                return False
        self.marks.append(box)
        return max(box[2] - box[0], box[3] - box[1]) <= _LETTER

    def _add_annotations(self, page: Any) -> None:
        """Filled form fields, stamps, typed notes and strokes are shown and are no part of the page's text."""
        rectangle = pdfium.FS_RECTF()
        for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
            note = pdfium.FPDFPage_GetAnnot(page, index)
            if not note:
                continue
            kind = pdfium.FPDFAnnot_GetSubtype(note)
            if kind not in HARMLESS and pdfium.FPDFAnnot_GetRect(note, ctypes.byref(rectangle)):
                box = (rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
                self._notes.append(box)
                if kind != pdfium.FPDF_ANNOT_STRIKEOUT:
                    self.marks.append(box)
            pdfium.FPDFPage_CloseAnnot(note)


def _are_along(lines: list[Line]) -> bool:
    """Whether all pieces of a figure are level or upright."""
    return all(-0.5 < p[0] - q[0] < 0.5 or -0.5 < p[1] - q[1] < 0.5 for p, q in lines)


HARMLESS = {
    pdfium.FPDF_ANNOT_LINK,
    pdfium.FPDF_ANNOT_POPUP,
    pdfium.FPDF_ANNOT_HIGHLIGHT,
    pdfium.FPDF_ANNOT_UNDERLINE,
    pdfium.FPDF_ANNOT_SQUIGGLY,
}
"""Annotations that leave the print under them as it is."""

"""A page as what it draws: characters and straight lines with their places, whatever format it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pipeline.documents.model import NO_TEXT, BBox

Char = dict[str, Any]
"""A character as pdfplumber describes it: text, x0, x1, top, bottom, size; ``run``, where known, numbers the piece of
text that the file draws at once, ``drawn`` its place in the order of drawing, ``grey`` is how light it is on white
paper, from 0 to 255, ``doubtful`` that the page does not show it as its text says, ``at_cut`` that this is only doubted
because something is cut off beside it, and ``beyond`` that it lies where its text is cut off."""
Edge = dict[str, Any]
"""A line as pdfplumber's table finder takes it: orientation, x0, x1, top, bottom, width, height."""

Point = tuple[float, float]
_Thing = TypeVar("_Thing")

Matrix = tuple[float, float, float, float, float, float]
"""a b c d e f, as PDF, OFD and SVG write it: x' = a x + c y + e, y' = b x + d y + f."""
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

_STRAIGHT = 0.5
"""Points by which a horizontal or vertical line may lean."""


@dataclass(frozen=True, slots=True)
class PageContent:
    """One page as shown, in points from its top left corner; or the part of a page whose text runs in one direction.

    Attributes:
        number: from 1.
        chars: characters in drawing order.
        edges: straight lines.
        width: of the page as shown; ``height`` likewise.
        marks: boxes of what is drawn and is neither text nor a straight line: pictures, curves, glyphs as outlines.
        turned: degrees clockwise by which the text runs on the page as shown; all places are given with the page turned
            back, so that the text stands upright.
        shows: whether anything is seen inside a box, where the page can be looked at.
        cuts: places along x where its lines are cut off, though they go on.
        parts: of pages that stand beside one another: where each begins and ends here, by how much it was moved to the
            right, and its own content.
    """

    number: int
    chars: list[Char]
    edges: list[Edge]
    width: float = 0.0
    height: float = 0.0
    marks: list[BBox] = field(default_factory=list)
    turned: int = 0
    shows: Callable[[BBox], bool] | None = None
    cuts: tuple[float, ...] = ()
    parts: tuple[tuple[float, float, float, PageContent], ...] = ()

    def as_shown(self, box: BBox) -> BBox:
        """A box of this content, on the page as shown."""
        x0, top, x1, bottom = box
        match self.turned:
            case 90:
                return self.height - bottom, x0, self.height - top, x1
            case 180:
                return self.width - x1, self.height - bottom, self.width - x0, self.height - top
            case 270:
                return top, self.width - x1, bottom, self.width - x0
            case _:
                return box

    def placed(self, box: BBox) -> tuple[int, BBox]:
        """The page on which a box of this content is shown, and the box there.

        Of a box on several pages that stand beside one another it is the part with most of its print.
        """
        if not self.parts:
            return self.number, self.as_shown(box)
        left, right, by, page = max(self.parts, key=lambda part: self._weight(box, part[0], part[1]))
        x0, x1 = max(box[0], left), min(box[2], right)
        return page.number, page.as_shown((x0 - by, box[1], x1 - by, box[3]))

    def _weight(self, box: BBox, left: float, right: float) -> tuple[int, float]:
        printed = (c for c in self.chars if box[1] < (c["top"] + c["bottom"]) / 2 < box[3])
        own = sum(max(box[0], left) <= (c["x0"] + c["x1"]) / 2 < min(box[2], right) for c in printed)
        return own, min(box[2], right) - max(box[0], left)

    def shown_in_parts(self, box: BBox) -> bool:
        """Whether anything is seen inside a box of pages that stand beside one another."""
        own = ((max(box[0], left), min(box[2], right), by, page) for left, right, by, page in self.parts)
        return any(
            page.shows is None or page.shows((x0 - by, box[1], x1 - by, box[3])) for x0, x1, by, page in own if x0 < x1
        )


def said(char: Char) -> str:
    """A character's text, with a sign behind one that the page does not show so."""
    return f"{char['text']}{NO_TEXT}" if char.get("doubtful") else str(char["text"])


def meet(a: BBox, b: BBox) -> bool:
    """Whether two boxes share more than a border."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def around(boxes: Iterable[BBox]) -> BBox:
    """The smallest box that holds the given ones, of which there is at least one."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def bounds(points: Iterable[Point]) -> BBox:
    """The smallest box that holds the given points, of which there is at least one."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def mapped(box: BBox, matrix: Matrix) -> BBox:
    """The smallest box around what a matrix makes of a box."""
    a, b, c, d, e, f = matrix
    return bounds((a * x + c * y + e, b * x + d * y + f) for x in (box[0], box[2]) for y in (box[1], box[3]))


def crosses(start: Point, end: Point, box: BBox) -> bool:
    """Whether a line runs through a box."""
    first, last = 0.0, 1.0
    for axis in (0, 1):
        low, high, origin, step = box[axis], box[axis + 2], start[axis], end[axis] - start[axis]
        if step == 0:
            if not low <= origin <= high:
                return False
            continue
        one, other = sorted(((low - origin) / step, (high - origin) / step))
        first, last = max(first, one), min(last, other)
    return first < last


def runs(things: Iterable[_Thing], goes_on: Callable[[_Thing, _Thing], bool]) -> Iterator[list[_Thing]]:
    """Things in the given order, parted where one does not go on the one before it."""
    run: list[_Thing] = []
    for thing in things:
        if run and not goes_on(run[-1], thing):
            yield run
            run = []
        run.append(thing)
    if run:
        yield run


def times(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that applies ``inner`` first."""
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def straight_edge(start: Point, end: Point) -> Edge | None:
    """The line between two points as an edge; None where it leans, or is a dot."""
    (x0, top), (x1, bottom) = start, end
    width, height = abs(x1 - x0), abs(bottom - top)
    if min(width, height) > _STRAIGHT or max(width, height) < 1:
        return None
    return {
        "orientation": "h" if width > height else "v",
        "object_type": "line",
        "x0": min(x0, x1),
        "x1": max(x0, x1),
        "top": min(top, bottom),
        "bottom": max(top, bottom),
        "width": width,
        "height": height,
    }

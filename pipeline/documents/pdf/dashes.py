"""Dashed and dotted lines of a PDF page, as browsers draw them: each dash and each dot a small figure of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.documents.model import BBox
from pipeline.documents.pages.content import runs

_THICK, _LONG = 3.0, 6.5
"""Points up to which a dash is thick and long: shorter than any row of a table is high, so that no gap is a cell."""
_GAP, _LEAST_GAP = 1.5, 0.5
"""How long the gap between two dashes is at most: a share of their length, and points besides."""
_ASIDE = 0.3
"""Points by which the dashes of a line may lie beside one another, or differ in thickness."""
_FEWEST, _FEWEST_AT_ONCE = 4, 3
"""Dashes of a line: drawn one by one, and drawn at once."""


def is_dash(box: BBox) -> bool:
    """Whether a straight figure with this box may be a piece of a dashed line."""
    short, long = sorted((box[2] - box[0], box[3] - box[1]))
    return short <= _THICK and long <= _LONG


def dashed(boxes: Sequence[BBox], drawn: Sequence[int]) -> Iterator[list[int]]:
    """The numbers of boxes that are one line, along x or along y.

    Args:
        boxes: of possible dashes, in the order in which they are drawn: those of a line one after the other.
        drawn: for each, what is the same for those that are drawn at once.
    """
    for axis in (0, 1):

        def goes_on(one: int, other: int, axis: int = axis) -> bool:
            a, b, aside = boxes[one], boxes[other], 1 - axis
            longest = max(box[axis + 2] - box[axis] for box in (a, b))
            gap = max(b[axis] - a[axis + 2], a[axis] - b[axis + 2])
            beside = max(abs(a[n] - b[n]) for n in (aside, aside + 2))
            return beside <= _ASIDE and gap <= _GAP * longest + _LEAST_GAP

        for run in runs(range(len(boxes)), goes_on):
            if len(run) >= (_FEWEST_AT_ONCE if drawn[run[0]] == drawn[run[-1]] else _FEWEST):
                yield run

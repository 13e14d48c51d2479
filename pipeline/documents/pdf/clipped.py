"""Characters that a page cuts off: those beyond their cell or the paper, and digits of which a part is gone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.documents.model import BBox
from pipeline.documents.pages.content import Char
from pipeline.documents.pdf.objects import is_cut
from pipeline.documents.pdf.pieces import Piece

_CUT_WIDTH = 0.5
_MOST_CUT = 5000
"""Points in which the cut-off characters of a text are put, and how many find a place there."""
_CUT, _REACH = 0.05, 0.3
"""Shares of the size by which an edge cuts a digit off, and within which a digit stands at such an edge."""
_LEAST_INSIDE = 1.0
"""Points by which the middle of a line that is cut off lies inside of its cell."""


def left_and_right(box: BBox, clip: BBox, char: str, number: int) -> tuple[float, float]:
    """Left and right of a character; one of a text that its cell cuts off is put to where the cell ends.

    There the file's text says what a cut label is, and no longer stands among the numbers of the next cell. Digits
    stay: of a number cut off, nothing shall look whole.
    """
    x0, top, x1, bottom = box
    beyond = (x0 + x1) / 2 > clip[2] and clip[1] <= (top + bottom) / 2 <= clip[3]
    if not beyond or char.isdigit() or not char.strip():
        return x0, x1
    # In their order, and none on another.
    place = clip[2] - _CUT_WIDTH * (1 - number % _MOST_CUT / _MOST_CUT)
    return place, place + _CUT_WIDTH / _MOST_CUT / 2


def top_and_bottom(top: float, bottom: float, clip: BBox) -> tuple[float, float]:
    """Top and bottom of a character; one of a line that a low cell cuts off is moved up to the cell's edge.

    Else it would stand in the next row, and be that row's label.
    """
    middle = (top + bottom) / 2
    if clip[1] <= middle <= clip[3]:
        return top, bottom
    by = clip[1] + _LEAST_INSIDE - middle if middle < clip[1] else clip[3] - _LEAST_INSIDE - middle
    return top + by, bottom + by


def doubt_cut_off(digits: Sequence[tuple[Char, Piece, BBox]], cuts: Iterable[tuple[int, float]]) -> None:
    """Mark digits of which a part lies outside of where their text is drawn, and those at an edge that cuts any.

    Browsers leave out of a PDF what lies wholly beyond the paper, or beyond a frame with a bar to scroll: of 220 in
    a column over the edge only 22 may be there, its last digit cut or just not.

    Args:
        digits: each with its text object, and the box of its ink in the PDF's points.
        cuts: where lines are cut off, see :attr:`PageShapes.cuts`.
    """
    along = [(char, piece, box, piece.direction // 90 % 2) for char, piece, box in digits]
    edges = set(cuts)
    for char, piece, box, side in along:
        if piece.clip is not None:
            if is_cut(box, piece.clip):
                char["doubtful"] = True
            beyond = ((side, piece.clip[side] - box[side]), (side + 2, box[side + 2] - piece.clip[side + 2]))
            edges |= {(side, piece.clip[end]) for end, by in beyond if by > _CUT * piece.size}
    for char, piece, box, side in along:
        reach = _REACH * piece.size
        beside = any(way == side and box[side] - reach < edge < box[side + 2] + reach for way, edge in edges)
        if beside and not char.get("doubtful"):
            char["doubtful"] = char["at_cut"] = True

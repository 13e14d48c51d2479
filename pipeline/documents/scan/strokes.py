"""Upright lines of a table that are strokes of its words.

In a low row the strokes of a character reach from one lying line to the next, and one below a column's end goes on with
its line. Beside a stroke, on both sides, stands the rest of its word; beside a line is the white of the cells.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.documents.scan.lines import stretches
from pipeline.documents.scan.straighten import Mask

_AT_ENDS = 0.15
_CLOSE = 0.25
_AROUND = 0.45
_WIDEST = 0.2
"""How far from the lying lines a way is looked at, how close beside it print is a word's, how far print is beside it at
all, and how wide half a line is at most: in character sizes."""
_BLUR = 0.1
"""How far from a line's edge, in character sizes, its own blur ends."""
_NARROW = 25.0
"""Percentile of the widths of a line along its length that is its own, where print touches it."""
_PRINTED = 0.15
_HARDLY = 0.06
_MOSTLY = 0.45
"""Part of a way's height with print close on both its sides where it is a stroke; and where more stands around it."""
_SPECK = 0.25
"""Longer side of what is grain at most, in character sizes."""
_CHARACTER = 0.9
"""Height of a character in that of its row at most."""
_ALIKE = 3
"""Lines that end in the same row, with print beside all of them, that are no chance: a header of narrow columns."""


def without_strokes(
    drawn: NDArray[np.float64],
    down: Mask,
    ink: Mask,
    places: tuple[Sequence[float], Sequence[float]],
    size: float,
    least: float,
) -> NDArray[np.float64]:
    """How much of each boundary between columns is drawn, with nothing where strokes are.

    Of the ways from one lying line to the next that follow each other in a column, those at the ends are strokes if
    print stands beside them, and all are if it does beside each.

    Args:
        drawn: for each column's line and each row, the part that is drawn.
        down: the table's upright lines.
        ink: what is printed there.
        places: of the lines between rows, and between columns.
        size: of the page's characters.
        least: the part from which on a boundary is one.
    """
    rows, columns = places
    found, cut = drawn.copy(), np.zeros(drawn.shape, bool)
    ink = _without_grain(ink, size)
    for c in range(1, len(columns) - 1):
        for first, last in stretches(drawn[c] >= least):
            printed = [_is_in_word(down, ink, columns[c], (rows[r], rows[r + 1]), size) for r in range(first, last)]
            if all(printed):
                found[c, first:last] = 0.0
                continue
            cut[c, first : first + printed.index(False)] = True
            cut[c, last - printed[::-1].index(False) : last] = True
    cut[:, cut.sum(axis=0) >= _ALIKE] = False
    found[cut] = 0.0
    return found


def _without_grain(ink: Mask, size: float) -> Mask:
    """Print without specks smaller than any stroke."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    kept = stats[:, 2:4].max(axis=1) >= _SPECK * size
    kept[0] = False
    return np.where(kept[labels], 255, 0).astype(np.uint8)


def _is_in_word(down: Mask, ink: Mask, column: float, row: tuple[float, float], size: float) -> bool:
    """Whether print stands close beside a way, on both its sides."""
    size = min(size, _CHARACTER * (row[1] - row[0]))
    room = max(2, round(_AT_ENDS * size))
    close, around, blur = round(_CLOSE * size), round(_AROUND * size), max(2, round(_BLUR * size))
    middles = _middles(down, column, range(round(row[0]) + room, round(row[1]) - room), close)
    beside: list[tuple[float, float]] = []
    for towards in (-1, 1):
        strips = [ink[y, x::towards][: 2 * around] > 0 for y, x in middles]
        if not strips:
            return False
        half = float(np.percentile([_width(strip) for strip in strips], _NARROW))
        if half > _WIDEST * size:
            return False
        first = round(half) + blur
        near, far = (np.mean([s[first : round(half) + reach + 1].any() for s in strips]) for reach in (close, around))
        beside.append((float(near), float(far)))
    near, far = (min(side) for side in zip(*beside, strict=True))
    return bool(near >= _PRINTED or (near >= _HARDLY and far >= _MOSTLY))


def _middles(down: Mask, column: float, heights: range, reach: int) -> list[tuple[int, int]]:
    """Where the piece of an upright line that is nearest to a column's place has its middle, at each height."""
    found: list[tuple[int, int]] = []
    left = max(0, round(column) - reach)
    for y in heights:
        pieces = stretches(down[y, left : round(column) + reach + 1] > 0)
        if pieces:
            middle = min(((a + b - 1) / 2 for a, b in pieces), key=lambda m: abs(left + m - column))
            found.append((y, left + round(middle)))
    return found


def _width(strip: NDArray[np.bool_]) -> int:
    """How far print goes on from its beginning."""
    return int(np.argmin(strip)) if not strip.all() else len(strip)

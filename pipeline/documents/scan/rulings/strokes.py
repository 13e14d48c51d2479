"""Upright lines of a table that are strokes of its words.

In a low row the strokes of a character reach from one lying line to the next, and one below a column's end goes on with
its line. Beside a stroke, on both sides, stands the rest of its word; beside a line is the white of the cells.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.documents.scan.basics import PAPER, Image, Mask, stretches

_AT_ENDS = 0.15
_CLOSE = 0.25
_AROUND = 0.45
"""How far from the lying lines a way is looked at, how close beside it print is a word's, and how far print is
beside it at all: in character sizes."""
_BLUR = 0.1
"""How far from a line's edge, in character sizes, its own blur ends."""
_WIDEST = 50.0
_THICKER = 1.5
_WIDER = 2.0
"""Percentile of the widths of a line along its length that is its own, where print may touch it; how much thicker than
the others it is at most, and by how many pixels wider than it was found, on one side."""
_PRINTED = 0.15
_HARDLY = 0.06
_MOSTLY = 0.45
"""Part of a way's height with print close on both its sides where it is a stroke; and where more stands around it."""
_OF_WORDS = 0.6
"""Part of a line's ways with print beside them, from which on all are strokes that stand below one another."""
_LONE = 0.1
_LONE_AROUND = 0.3
_JOINED = 0.15
"""The same where a way goes on neither above nor below, which a table's line seldom does; and the part of its height
where print on one side is joined to it, as the strokes of a character are to each other."""
_BARE = 0.45
"""How far a line goes on above or below the print beside it, in character sizes, as no word's stroke does."""
_SPECK = 0.25
"""Longer side of what is grain at most, in character sizes."""
_CHARACTER = 0.9
"""Height of a character in that of its row at most."""
_LIGHT = 0.5
_LIGHTEST = 20.0
_FEWEST_FREE = 3
"""How dark a way is on the whole, as a part of those of the table without print beside them, where it is a stroke if
print is close to it on one side: small print is lighter than lines. Percentiles of a way's darkness and of theirs that
count, and how many of them tell what is usual."""
_TALL = 1.7
_UNBROKEN = 0.5
"""Height of a row that holds more than one line of text, in character sizes; and how dark a line is there at least."""
_ALIKE = 3
"""Lines that end in the same row, with print beside all of them, that are no chance: a header of narrow columns."""


def without_strokes(
    drawn: NDArray[np.float64],
    down: Mask,
    ink: Mask,
    grey: Image,
    places: tuple[Sequence[float], Sequence[float]],
    size: float,
    least: float,
    thick: float = 0.0,
) -> NDArray[np.float64]:
    """How much of each boundary between columns is drawn, with nothing where strokes are.

    Of the ways from one lying line to the next that follow each other in a column, those at the ends are strokes if
    print stands beside them, and all are if it does beside most. A way that goes on nowhere is one sooner, and one
    that is much lighter than the table's lines.

    Args:
        drawn: for each column's line and each row, the part that is drawn.
        down: the table's upright lines.
        ink: what is printed there.
        grey: the picture there.
        places: of the lines between rows, and between columns.
        size: of the page's characters.
        least: the part from which on a boundary is one.
        thick: the height of the lying lines, in pixels: double ones are high, and none of their strokes is print.
    """
    rows, columns = places
    room = max(2, round(_AT_ENDS * size), math.ceil(thick / 2))
    found, cut = drawn.copy(), np.zeros(drawn.shape, bool)
    # The white inside a double line is part of it.
    ink = np.maximum(_without_grain(ink, size), down)
    ways = {
        (c, r): _pieces(down, columns[c], (rows[r], rows[r + 1]), room, round(_AROUND * size))
        for c in range(1, len(columns) - 1)
        for r in np.flatnonzero(drawn[c] >= least).tolist()
    }
    usual = float(np.median([width for pieces in ways.values() for *_, width in pieces] or [0]))
    around = {
        (c, r): _beside(pieces, ink, usual, min(size, _CHARACTER * (rows[r + 1] - rows[r])))
        for (c, r), pieces in ways.items()
    }
    levels = {way: _levels(pieces, grey) for way, pieces in ways.items() if pieces}
    dark = {way: float(np.percentile(own, _LIGHTEST)) for way, own in levels.items()}
    free = [dark[way] for way in dark if around[way].one < _HARDLY]
    light = _LIGHT * float(np.percentile(free, _LIGHTEST)) if len(free) >= _FEWEST_FREE else 0.0
    for c, r in dark:
        if dark[c, r] < light and around[c, r].one >= _HARDLY:
            found[c, r] = 0.0
        elif rows[r + 1] - rows[r] >= _TALL * size and _is_unbroken(levels[c, r], rows[r + 1] - rows[r] - 2 * room):
            around[c, r] = _Beside()
    for c in range(1, len(columns) - 1):
        for first, last in stretches(found[c] >= least):
            beside = [around[c, r] for r in range(first, last)]
            printed = [b.near >= _PRINTED or (b.near >= _HARDLY and b.far >= _MOSTLY) for b in beside]
            if sum(printed) >= _OF_WORDS * len(printed):
                found[c, first:last] = 0.0
                continue
            cut[c, first : first + printed.index(False)] = True
            cut[c, last - printed[::-1].index(False) : last] = True
            if len(beside) == 1:
                cut[c, first] = beside[0].near >= _LONE or beside[0].far >= _LONE_AROUND or beside[0].joined >= _JOINED
    cut[:, cut.sum(axis=0) >= _ALIKE] = False
    found[cut] = 0.0
    return found


def _pieces(down: Mask, column: float, way: tuple[float, float], room: int, reach: int) -> list[tuple[int, int, int]]:
    """At each height of a way, the middle and the width of the piece of a line that is nearest to a column's place."""
    top, bottom = way
    found: list[tuple[int, int, int]] = []
    left = max(0, round(column) - reach)
    for y in range(round(top) + room, round(bottom) - room):
        pieces = stretches(down[y, left : round(column) + reach + 1] > 0)
        if pieces:
            first, end = min(pieces, key=lambda p: abs(left + (p[0] + p[1] - 1) / 2 - column))
            found.append((y, left + (first + end - 1) // 2, end - first))
    return found


def _without_grain(ink: Mask, size: float) -> Mask:
    """Print without specks smaller than any stroke."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    kept = stats[:, 2:4].max(axis=1) >= _SPECK * size
    kept[0] = False
    return np.where(kept[labels], 255, 0).astype(np.uint8)


def _levels(pieces: Sequence[tuple[int, int, int]], grey: Image) -> NDArray[np.float64]:
    """How dark a way is at each of its heights."""
    return np.array([PAPER - grey[y, max(0, x - 1) : x + 2].clip(0, PAPER).mean() for y, x, _ in pieces])


def _is_unbroken(levels: NDArray[np.float64], height: float) -> bool:
    """Whether a way is dark from end to end: between the strokes of two lines of text paper would be seen."""
    return bool(len(levels) >= height - 1 and levels.min() >= _UNBROKEN * np.median(levels))


@dataclass(frozen=True, slots=True)
class _Beside:
    """In what part of a way's height print stands beside it.

    Attributes:
        near: close to it on both its sides.
        far: around it on both.
        joined: joined to it on one.
        one: around it on one.
    """

    near: float = 0.0
    far: float = 0.0
    joined: float = 0.0
    one: float = 0.0


def _beside(pieces: Sequence[tuple[int, int, int]], ink: Mask, usual: float, size: float) -> _Beside:
    """What stands beside a way.

    Nothing, where the way goes on far above or below what is printed there: strokes end with their word.

    Args:
        pieces: of the line there.
        ink: what is printed.
        usual: how wide the table's lines are.
        size: of the row's characters.
    """
    if not pieces:
        return _Beside()
    close, around, blur = round(_CLOSE * size), round(_AROUND * size), max(2, round(_BLUR * size))
    widest = min(float(np.median([width for *_, width in pieces])), _THICKER * usual) / 2 + _WIDER
    beside: list[tuple[float, float]] = []
    bare = np.ones(len(pieces), bool)
    joined = 0.0
    for towards in (-1, 1):
        strips = [ink[y, x::towards][: 2 * around] > 0 for y, x, _ in pieces]
        widths = np.array([_width(strip) for strip in strips])
        half = min(float(np.percentile(widths, _WIDEST)), widest)
        joined = max(joined, float((widths > half + close).mean()))
        first = round(half) + blur
        near, far = (
            np.array([s[first : round(half) + reach + 1].any() for s in strips], bool) for reach in (close, around)
        )
        beside.append((float(near.mean()), float(far.mean())))
        bare &= ~far
    if max(_width(bare), _width(bare[::-1])) >= _BARE * size:
        return _Beside()
    close_by, wide_by = zip(*beside, strict=True)
    return _Beside(min(close_by), min(wide_by), joined, max(wide_by))


def _width(strip: NDArray[np.bool_]) -> int:
    """How far print goes on from its beginning."""
    return int(np.argmin(strip)) if not strip.all() else len(strip)

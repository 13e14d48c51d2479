"""Where a table ends that has no line there: a row cut by the page's end, and open sides."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from pipeline.documents.scan.basics import Mask

NEAR = 0.3
"""How far from its place a line is drawn at most, in character sizes."""
WHOLE_WIDTH = 0.6
"""Part of a table's lying lines that is between its upright ones at least: else these may be strokes of characters."""
_CUT_ROW = 0.9
_FEWEST_OPEN = 3
_ALIKE = 0.4
"""Height of a cut row at least; lines between rows that show a table without lines at its sides, and how far apart
their ends are at most: lengths in character sizes."""


def narrowest(columns: Sequence[float], before: Sequence[float], behind: Sequence[float]) -> float:
    """The least width between two drawn lines of a table that may have none at its sides."""
    return float(min(np.diff(columns[len(before) : len(columns) - len(behind)]), default=math.inf))


def loose_ends(
    down: Mask, columns: Sequence[float], rows: Sequence[float], size: float
) -> tuple[list[float], list[float]]:
    """Where most column lines end alike beyond the first and beyond the last row line: a row cut by a page break."""
    tops: list[int] = []
    bottoms: list[int] = []
    for column in columns:
        band = down[:, max(0, round(column - NEAR * size)) : round(column + NEAR * size) + 1]
        places = np.flatnonzero(band.any(axis=1))
        if len(places):
            tops.append(int(places[0]))
            bottoms.append(int(places[-1]))
    top, bottom = float(np.median(tops or [0])), float(np.median(bottoms or [0]))
    alike = 0.6 * len(columns)
    above = sum(abs(t - top) <= 0.4 * size for t in tops) >= alike and rows[0] - top >= _CUT_ROW * size
    under = sum(abs(b - bottom) <= 0.4 * size for b in bottoms) >= alike and bottom - rows[-1] >= _CUT_ROW * size
    return [top] if above else [], [bottom] if under else []


def open_sides(
    across: Mask, columns: Sequence[float], rows: Sequence[float], size: float
) -> tuple[list[float], list[float]]:
    """Where a table begins and ends whose first and last line go on alike beyond its outermost column lines."""
    reach = round(NEAR * size)
    bands = [across[max(0, round(row) - reach) : round(row) + reach + 1].any(axis=0) for row in rows]
    ends = [(int(places[0]), int(places[-1])) for band in bands if len(places := np.flatnonzero(band))]
    if len(ends) < len(rows):
        return [], []
    left, right = min(first for first, _ in ends), max(last for _, last in ends)
    if len(rows) < _FEWEST_OPEN and columns[-1] - columns[0] < WHOLE_WIDTH * (right - left):
        return [], []
    before = columns[0] - left >= _CUT_ROW * size and all(ends[n][0] - left <= _ALIKE * size for n in (0, -1))
    behind = right - columns[-1] >= _CUT_ROW * size and all(right - ends[n][1] <= _ALIKE * size for n in (0, -1))
    return [float(left)] if before else [], [float(right)] if behind else []

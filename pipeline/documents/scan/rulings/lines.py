"""The straight lines of a page's picture: thin dark runs longer than any stroke of a character.

They are sought on the grey picture, so that faint and dotted ones count.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.documents.scan.basics import Mask
from pipeline.documents.scan.picture.straighten import Sheet
from pipeline.documents.scan.rulings.runs import (
    FAINTEST,
    GAP,
    LONG,
    SHORTEST_DOWN,
    keep_dark,
    keep_lone,
    short_between,
    without_columns_of_digits,
    without_short_strokes,
)

_SHORTEST_ACROSS = 2.2
"""Length of lying lines at least, in character sizes: longer than a stroke; and"""
_LOWEST = 1.1
"""of those that go from one line to the next."""
_LONGEST_STROKES = 4.0
"""Length of lines with gaps at least, in character sizes; and"""
_CORNER = 0.25
"""how far a line that crosses them goes on beyond where it is seen."""
_BESIDE_LINE = 0.04
_PIECE = 0.5
_SEEN_UNDER = 0.5
"""How far up or down a line is sought where print stands on it, how long such a piece is, in character sizes; and how
dark it is, as a part of the line: between two characters the paper would be seen."""
_EVEN = 0.5
"""How dark the lightest part of a line is, as a part of its common darkness: between characters it is lighter."""
_ABOVE_GRAIN = 1.7
_GRAIN = 92.0
"""How much darker a line is than grain: than this percentile of the runs found everywhere on the paper."""
_TABLE_WIDE = 15.0
"""Length of a table's lines, in character sizes."""


@dataclass(frozen=True)
class Rulings:
    """The lines of a page as masks."""

    across: Mask
    down: Mask

    @property
    def mask(self) -> Mask:
        """Both."""
        return np.asarray(cv2.bitwise_or(self.across, self.down), np.uint8)


def long_lines(rulings: Rulings, size: float) -> Mask:
    """Lines longer than any word's strokes."""
    kept = np.zeros_like(rulings.across)
    for mask in (rulings.across, rulings.down):
        _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
        long = stats[:, 2:4].max(axis=1) >= LONG * size
        long[0] = False
        kept[long[labels]] = 255
    return kept


def count_long(rulings: Rulings, size: float) -> int:
    """How many lines are as long as a table is wide."""
    count = 0
    for mask, side in ((rulings.across, 2), (rulings.down, 3)):
        _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
        count += int((stats[1:, side] >= _TABLE_WIDE * size).sum())
    return count


def find_rulings(sheet: Sheet) -> Rulings:
    """The straight lines of a page."""
    across, down = find_lying(sheet), _lines(sheet, SHORTEST_DOWN, down=True)
    # A thick line hides those that cross it: a second look at each direction knows where the other one's lines are.
    across = find_lying(sheet, down)
    return Rulings(_grown(across, sheet), _lines(sheet, SHORTEST_DOWN, down=True, crossing=across))


def _grown(across: Mask, sheet: Sheet) -> Mask:
    """Lying lines with what of them has print standing on it, where they are seen only beside it."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(across, connectivity=8)
    size, grown = sheet.size, across.copy()
    room, step = max(1, round(_BESIDE_LINE * size)), max(2, round(_PIECE * size))
    for x, y, w, h, _ in stats[1:].tolist():
        if w < LONG * size:
            continue
        for outward in (-1, 1):
            end = x if outward < 0 else x + w - 1
            own = across[y : y + h, end - step : end + 1] if outward > 0 else across[y : y + h, end : end + step + 1]
            rows = np.flatnonzero(own.any(axis=1)) + y
            top, bottom = max(0, int(rows[0]) - room), int(rows[-1]) + 1 + room
            level = 255.0 - sheet.grey[top:bottom].min(axis=0)
            usual = float(np.median(level[x : x + w]))
            beyond = level[:end][::-1] if outward < 0 else level[end + 1 :]
            light = np.flatnonzero(beyond < _SEEN_UNDER * usual)
            length = int(light[0]) if len(light) else len(beyond)
            if length >= step:
                there = slice(end - length, end) if outward < 0 else slice(end + 1, end + 1 + length)
                grown[rows[0] : rows[-1] + 1, there] = 255
    return grown


def find_lying(sheet: Sheet, upright: Mask | None = None) -> Mask:
    """The lines across a page; those that cross upright ones only in pieces, where these are not told."""
    return _lines(sheet, _SHORTEST_ACROSS, crossing=upright)


def _lines(sheet: Sheet, shortest: float, *, down: bool = False, crossing: Mask | None = None) -> Mask:
    """Runs along which the print never gets much lighter; and dotted or broken ones with nothing beside them."""
    grey, ink = (np.ascontiguousarray(a.T if down else a) for a in (sheet.grey, sheet.ink))
    size = sheet.size
    thin = int(max(5, 0.45 * size)) | 1
    sharp = np.asarray(cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, np.ones((thin, 1), np.uint8)), np.uint8)
    dark = np.asarray(cv2.blur(sharp, (int(max(3, 0.2 * size)) | 1, 1)), np.uint8)
    there = None
    if crossing is not None:
        there = _prolonged(np.ascontiguousarray(crossing.T if down else crossing), size)
        sharp, dark = (np.where(there, np.maximum(d, 255 - grey), d).astype(np.uint8) for d in (sharp, dark))
    solid, darkness = _runs(dark, 0.2 * size, shortest * size)
    dotted, _ = _runs(dark, GAP * size, _LONGEST_STROKES * size)
    ends = crossing.T if down and crossing is not None else None
    solid = without_short_strokes(keep_dark(solid, darkness, size), sharp, grey, ink, size, ends)
    if ends is not None:
        solid = without_columns_of_digits(solid, grey, ends, size)
        solid |= short_between(_runs(dark, 0.2 * size, _LOWEST * size)[0], grey, size, shortest, ends)
    lone = keep_lone(dotted, solid, sharp, grey, ink, size, there, down=down)
    mask = (solid | lone).astype(np.uint8) * 255
    return np.ascontiguousarray(mask.T if down else mask)


def _prolonged(crossing: Mask, size: float) -> NDArray[np.bool_]:
    """Lines that cross, a little longer: one seen from below a table's first line only hides part of that too."""
    return np.asarray(cv2.dilate(crossing, np.ones((2 * round(_CORNER * size) + 1, 1), np.uint8)) > 0)


def _runs(dark: NDArray[np.uint8], gap: float, shortest: float) -> tuple[NDArray[np.bool_], NDArray[np.uint8]]:
    """Where runs are, and how dark the lightest part of each is. On a grainy page they must be the darker."""
    closed = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((1, max(3, int(gap))), np.uint8))
    length = max(3, int(shortest))
    least = np.asarray(cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, length), np.uint8)), np.uint8)
    common = cv2.blur(closed, (length, 1))
    faintest = max(FAINTEST, _ABOVE_GRAIN * float(np.percentile(least[::3, ::3], _GRAIN)))
    return np.asarray((least >= faintest) & (least >= _EVEN * common)), least

"""What is too faint to be print and too dark to be paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.documents.scan.basics import Box, Image

_EDGE = 0.3
"""White at a cell's sides that is not looked at, in character sizes: a ruling's shade is there."""
_REACH = 1.4
_LEAST_DIGIT = 0.3
"""How far a number's next digit can stand, and how long its longer side is at least where it is faint."""
_PIXELS = 2
"""Size of a spot that may be nothing but a blurred edge, in pixels."""
_DASH = (0.62, 1.8)
_FLAT = 0.26
"""Width of a long dash, longer than any lying stroke of a digit, and its height at most, in character sizes."""
_GRAIN = 0.34
"""Longer side at most of a lone grain where it is half as dark as at its darkest, in character sizes: the smoothing
widens it, and print too faint to be seen goes on around the darkest of its strokes."""


@dataclass(frozen=True, slots=True)
class Stains:
    """The stains of a page.

    Attributes:
        smooth: its picture without lines, smoothed.
        size: of its characters, in pixels.
        least: grey levels by which a spot is darker than its cell at least.
        halo: how far the smoothing carries the shade of print, in pixels.
    """

    smooth: Image
    size: float
    least: float
    halo: int

    def inner(self, box: Box, pieces: Sequence[Box] = ()) -> Box:
        """The part of a cell that is looked at: beside print as far as its next digit can stand."""
        edge = round(_EDGE * self.size)
        left, top, right, bottom = max(0, box[0] + edge), max(0, box[1] + edge), box[2] - edge, box[3] - edge
        if pieces:
            reach = round(_REACH * self.size)
            left = max(left, min(p[0] for p in pieces) - reach)
            right = min(right, max(p[2] for p in pieces) + reach)
        return left, top, max(left, right), max(top, bottom)

    def beside(self, box: Box, pieces: Sequence[Box]) -> bool:
        """Whether a cell shows a stain beside its pieces of print.

        Beside a number that is anything large enough for a digit and near enough to be one of it, and any spot on its
        line that may be a dot or a comma. In an empty cell it is anything but a lone grain.
        """
        spots = [s for s in self.spots(box, pieces) if not self._is_edge(s, pieces)]
        if not pieces or not spots:
            return len(spots) > 1 or any(not self._is_grain(s, box) for s in spots)
        first, last = (f(p[n] for p in pieces) for f, n in ((min, 0), (max, 2)))
        middle, foot = min(p[1] + p[3] for p in pieces) / 2, max(p[3] for p in pieces) + 0.25 * self.size
        for left, top, right, bottom in spots:
            near = first - 0.4 * self.size < (left + right) / 2 < last + 0.4 * self.size
            large = max(right - left, bottom - top) >= _LEAST_DIGIT * self.size
            if large or (near and middle < (top + bottom) / 2 < foot):
                return True
        return False

    def spots(self, box: Box, pieces: Sequence[Box]) -> list[Box]:
        """The stains of a cell beside its pieces of print."""
        left, top, right, bottom = self.inner(box, pieces)
        dark = self._dark((left, top, right, bottom), pieces)
        _, _, stats, _ = cv2.connectedComponentsWithStats(dark.astype(np.uint8), connectivity=8)
        return [(left + x, top + y, left + x + w, top + y + h) for x, y, w, h, _ in stats[1:].tolist()]

    def dash(self, box: Box) -> Box | None:
        """The long dash that is all that an empty cell shows, too faint to be print; None where there is none.

        A fold or a streak goes on to the cell's sides.
        """
        left, top, right, bottom = self.inner(box)
        spots = self.spots(box, ())
        if len(spots) != 1:
            return None
        (spot,) = spots
        wide, high = spot[2] - spot[0], spot[3] - spot[1]
        inside = left < spot[0] and top < spot[1] and spot[2] < right and spot[3] < bottom
        long = _DASH[0] * self.size <= wide <= _DASH[1] * self.size and high <= _FLAT * self.size
        return spot if inside and long else None

    def _is_grain(self, spot: Box, box: Box) -> bool:
        """Whether a spot in a cell is no larger than a grain, and nothing half as dark is near, as a digit's is."""
        room = round(self.size)
        left, top, right, bottom = self.inner(box)
        rows = slice(max(top, spot[1] - room), min(bottom, spot[3] + room))
        seen = self.smooth[rows, max(left, spot[0] - room) : min(right, spot[2] + room)]
        depth = np.median(seen) - seen.astype(np.float32)
        _, _, stats, _ = cv2.connectedComponentsWithStats((depth >= depth.max() / 2).astype(np.uint8), connectivity=8)
        return len(stats) == 2 and int(stats[1, 2:4].max()) <= _GRAIN * self.size

    def _is_edge(self, spot: Box, pieces: Sequence[Box]) -> bool:
        """Whether a spot is the shade that blurred print carries beyond itself: a pixel or two, and no dot.

        It lies above or below a digit, outside of a number's first or last one, or where the shades of two digits meet
        that are too close to one another for a dot.
        """
        left, top, right, bottom = spot
        near = self.halo + 1
        small = (right - left) * (bottom - top) <= _PIXELS
        if small or bottom - top == 1:
            beyond = [p for p in pieces if p[0] <= left and right <= p[2]]
            if any(p[1] - near <= bottom and top <= p[3] + near for p in beyond):
                return True
        before = max((p[2] for p in pieces if p[2] <= left), default=None)
        behind = min((p[0] for p in pieces if p[0] >= right), default=None)
        if before is not None and behind is not None:
            return right - left <= 2 and behind - before <= 2 * near
        return small and (
            (before is not None and left <= before + near) or (behind is not None and right >= behind - near)
        )

    def _dark(self, part: Box, pieces: Sequence[Box]) -> NDArray[np.bool_]:
        """What is darker than the paper in a part of the page and lies beside the pieces."""
        left, top, right, bottom = part
        seen = self.smooth[top:bottom, left:right].astype(np.float32)
        if seen.size == 0:
            return np.zeros((1, 1), bool)
        paper = float(np.median(seen))
        for x0, y0, x1, y1 in pieces:
            rows = slice(max(0, y0 - self.halo - top), max(0, y1 + self.halo - top))
            seen[rows, max(0, x0 - self.halo - left) : max(0, x1 + self.halo - left)] = paper
        grain = float(np.median(np.abs(seen - paper))) / 0.6745  # coloured cells are grainier than the paper
        return np.asarray(paper - seen >= max(self.least, 6 * grain), bool)

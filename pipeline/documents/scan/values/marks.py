"""The marks for none, told by their strokes: a dash lies, a slash leans."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from pipeline.documents.scan.basics import Box, Image

_FLAT = 0.26
"""Height of a dash at most, in character sizes."""
_LONG, _SHORT = 1.6, 1.2
"""How much wider than high a dash is, and how much the piece of a short one is at least."""
_SLANT = 14.0
_UPRIGHT = 6.0
"""Degrees from upright from which a lone thin stroke is a slash; an italic 1 leans less."""


def is_dash(grey: Image, pieces: Sequence[Box], size: float) -> bool:
    """Whether a line of print is one or two lying strokes: -, —, ——."""
    if not 1 <= len(pieces) <= 2:
        return False
    left, right = min(p[0] for p in pieces), max(p[2] for p in pieces)
    flat = all(p[3] - p[1] <= _FLAT * size and _lies(grey, p) for p in pieces)
    level = max(p[1] for p in pieces) < min(p[3] for p in pieces)
    return flat and level and 0.2 * size <= right - left <= 2.4 * size


def _lies(grey: Image, piece: Box) -> bool:
    """Whether a piece is a lying stroke: blur makes a short one nearly as high as wide, but its ink lies in a row."""
    wide, high = piece[2] - piece[0], piece[3] - piece[1]
    if wide >= _LONG * high or wide < _SHORT * high:
        return wide >= _LONG * high
    xx, yy, _ = _spread(grey, (piece[0] - 2, piece[1] - 2, piece[2] + 2, piece[3] + 2)) or (0.0, 1.0, 0.0)
    return xx >= _LONG * yy


def lean(grey: Image, piece: Box) -> float | None:
    """Degrees by which a thin stroke leans to the right from upright; None for what is no thin stroke."""
    measured = _spread(grey, piece)
    if measured is None:
        return None
    xx, yy, xy = measured
    spread = math.hypot(xx - yy, 2 * xy)
    if yy < xx or (xx + yy - spread) > 0.12 * (xx + yy + spread):
        return None
    return math.degrees(math.atan2(-2 * xy, yy - xx)) / 2


def _spread(grey: Image, piece: Box) -> tuple[float, float, float] | None:
    """How far the ink of a piece spreads along, down and aslant; None where there is none."""
    part = 255.0 - grey[max(0, piece[1]) : piece[3], max(0, piece[0]) : piece[2]].astype(np.float64)
    if min(part.shape) < 1:
        return None
    part = np.clip(part - np.percentile(part, 20), 0, None)
    total = part.sum()
    if total <= 0:
        return None
    y, x = np.mgrid[: part.shape[0], : part.shape[1]]
    x, y = x - (part * x).sum() / total, y - (part * y).sum() / total
    xx, yy, xy = ((part * a * b).sum() / total for a, b in ((x, x), (y, y), (x, y)))
    return float(xx), float(yy), float(xy)


def is_slash(grey: Image, pieces: Sequence[Box], size: float) -> bool | None:
    """Whether a lone piece is a slash; None where it is no stroke at all."""
    if len(pieces) != 1 or pieces[0][3] - pieces[0][1] < 0.4 * size:
        return None
    angle = lean(grey, pieces[0])
    return None if angle is None else angle >= _SLANT


def is_leaning(grey: Image, pieces: Sequence[Box], size: float) -> bool:
    """Whether a lone stroke leans too much for a 1 and too little for a slash."""
    if is_slash(grey, pieces, size) is not False:
        return False
    angle = lean(grey, pieces[0])
    return angle is not None and angle > _UPRIGHT

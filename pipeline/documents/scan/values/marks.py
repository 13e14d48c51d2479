"""The marks for none, told by their strokes: a dash lies, a slash leans."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from pipeline.documents.scan.basics import Box, Image

_FLAT = 0.26
"""Height of a dash at most, in character sizes."""
_SLANT = 14.0
_UPRIGHT = 6.0
"""Degrees from upright from which a lone thin stroke is a slash; an italic 1 leans less."""


def is_dash(pieces: Sequence[Box], size: float) -> bool:
    """Whether a line of print is one or two lying strokes: -, —, ——."""
    if not 1 <= len(pieces) <= 2:
        return False
    left, right = min(p[0] for p in pieces), max(p[2] for p in pieces)
    flat = all(p[3] - p[1] <= _FLAT * size and p[2] - p[0] >= 1.6 * (p[3] - p[1]) for p in pieces)
    level = max(p[1] for p in pieces) < min(p[3] for p in pieces)
    return flat and level and 0.2 * size <= right - left <= 2.4 * size


def lean(grey: Image, piece: Box) -> float | None:
    """Degrees by which a thin stroke leans to the right from upright; None for what is no thin stroke."""
    part = 255.0 - grey[piece[1] : piece[3], piece[0] : piece[2]].astype(np.float64)
    part -= np.percentile(part, 20)
    part = np.clip(part, 0, None)
    total = part.sum()
    if total <= 0 or min(part.shape) < 1:
        return None
    y, x = np.mgrid[: part.shape[0], : part.shape[1]]
    mx, my = (part * x).sum() / total, (part * y).sum() / total
    xx, yy = (part * (x - mx) ** 2).sum() / total, (part * (y - my) ** 2).sum() / total
    xy = (part * (x - mx) * (y - my)).sum() / total
    spread = math.hypot(xx - yy, 2 * xy)
    if yy < xx or (xx + yy - spread) > 0.12 * (xx + yy + spread):
        return None
    return math.degrees(math.atan2(-2 * xy, yy - xx)) / 2


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

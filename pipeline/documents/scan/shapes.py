"""Equal digits of one document look alike: a check on the recogniser that shares nothing with it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.documents.scan.engine import Box, Image

Shape = NDArray[np.float32]
"""A piece's darkness on a small raster, of mean 0 and length 1."""

_RASTER = (14, 18)
_WINDOW = (1.0, 1.25)
"""Width and height of the window around a piece, in heights of its line's digits: not stretched to the piece, or 1
would look like 0."""
_ENOUGH = 2
_ALIKE = 0.82
_LIKE_ANOTHER = 0.8
_MARGIN = 0.03
_STRIKING = 0.93
_ALONE = 0.15
_SAME = 0.9
_FLAT = 0.26
"""Height of a dash at most, in character sizes."""
_SLANT = 14.0
_UPRIGHT = 6.0
"""Degrees from upright from which a lone thin stroke is a slash; an italic 1 leans less."""


def shape_of(grey: Image, piece: Box, size: float) -> Shape:
    """A piece of print as a shape; ``size`` is the height of its line's digits."""
    x, y = (piece[0] + piece[2]) / 2, (piece[1] + piece[3]) / 2
    width, height = _WINDOW[0] * size, _WINDOW[1] * size
    matrix = np.array([[width / _RASTER[0], 0, x - width / 2], [0, height / _RASTER[1], y - height / 2]], np.float64)
    smooth = cv2.GaussianBlur(
        grey[max(0, piece[1] - 12) : piece[3] + 12, max(0, piece[0] - 12) : piece[2] + 12],
        (0, 0),
        max(0.4, 0.06 * size),
    )
    matrix[:, 2] -= (max(0, piece[0] - 12), max(0, piece[1] - 12))
    seen = cv2.warpAffine(
        smooth, matrix, _RASTER, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE
    )
    # What stands beside the piece inside the window is not its own.
    mask = np.zeros(_RASTER[::-1], np.float32)
    left, right = ((p - x + width / 2) / width * _RASTER[0] for p in (piece[0], piece[2]))
    mask[:, max(0, math.floor(left - 0.5)) : math.ceil(right + 0.5)] = 1
    dark = (255.0 - seen.astype(np.float32)) * mask
    dark -= dark.mean()
    length = float(np.sqrt((dark * dark).sum()))
    return np.asarray(dark / length if length else dark, np.float32).ravel()


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


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the shapes say of a reading: ``agrees`` None where they do not tell; ``instead`` the text they resemble."""

    agrees: bool | None
    instead: str


class Gallery:
    """Shapes whose characters are well known, to compare others with."""

    def __init__(self, known: Sequence[tuple[str, Shape, int]], enough: int = _ENOUGH) -> None:
        """Take characters with their shapes and the number of the line each comes from.

        Args:
            known: character, shape and line of each.
            enough: how many of a character must be known to compare with.
        """
        self._enough = enough
        self._names = np.array([name for name, _, _ in known])
        self._shapes = np.array([shape for _, shape, _ in known], np.float32)
        self._lines = np.array([line for _, _, line in known])
        self._classes = sorted(set(self._names.tolist()))

    def judge(self, text: str, shapes: Sequence[Shape], line: int) -> Verdict:
        """Compare a line's pieces with those of other lines that are known as its characters.

        Args:
            text: its characters, one for each shape.
            shapes: its pieces.
            line: its number: it is no witness for itself.
        """
        verdicts: list[bool | None] = []
        instead = ""
        for character, shape in zip(text, shapes, strict=True):
            scores = self._scores(shape, line)
            other, best = max(((s, n) for n, s in scores.items() if n != character), default=(-1.0, ""))
            own = scores.get(character)
            if own is None:
                verdicts.append(False if other >= _STRIKING else None)
            elif other > own + _MARGIN and other >= _LIKE_ANOTHER:
                verdicts.append(False)
            else:
                verdicts.append(True if own >= _ALIKE and own >= other + _MARGIN else None)
            instead += best if verdicts[-1] is False else character
        agrees = False if False in verdicts else None if None in verdicts or not verdicts else True
        return Verdict(agrees, instead)

    def is_like(self, character: str, shape: Shape, line: int, least: float = _SAME) -> bool | None:
        """Whether a shape is close to a character's; None where too few of it are known."""
        own = self._scores(shape, line).get(character)
        return None if own is None else own >= least

    def is_striking(self, text: str, shapes: Sequence[Shape], line: int) -> bool:
        """Whether each piece is nearly the same as the known ones of its character, and as no others."""
        if not text or len(text) != len(shapes):
            return False
        for character, shape in zip(text, shapes, strict=True):
            scores = self._scores(shape, line)
            own = scores.pop(character, 0.0)
            if own < _STRIKING or own - max(scores.values(), default=0.0) < _ALONE:
                return False
        return True

    def nearest(self, shapes: Sequence[Shape], line: int) -> str:
        """The known characters that the shapes resemble most; empty where one resembles none."""
        text = ""
        for shape in shapes:
            score, name = max(((s, n) for n, s in self._scores(shape, line).items()), default=(0.0, ""))
            if score < _ALIKE:
                return ""
            text += name
        return text

    def _scores(self, shape: Shape, line: int) -> dict[str, float]:
        if not len(self._names):
            return {}
        likeness = self._shapes @ shape
        scores: dict[str, float] = {}
        for name in self._classes:
            own = likeness[(self._names == name) & (self._lines != line)]
            if len(own) >= self._enough:
                scores[name] = float(np.sort(own)[-self._enough :].mean())
        return scores

"""Equal digits of one document look alike: a check on the recogniser that shares nothing with it."""

from __future__ import annotations

import itertools
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
_ADVANCE = 0.76
_BEARING = 0.12
_TOUCHING = 1.05
_WITH_SIGN = 0.88
_LOW = 0.68
_DOT_WIDE = (0.08, 0.32)
_WAIST = 0.75
"""Width from one digit to the next, the white between them, and the width from which a piece is several digits that
touch, or a digit with a sign: a 4 begins with a lying stroke too, but is narrower. In their height.
Then how low a dot before a digit lies, how wide it is, and how much less dark it is where it touches the digit."""
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


def split_sign(grey: Image, piece: Box) -> tuple[Box, Box] | None:
    """A sign and the digit that it touches; None where a piece does not begin with a short lying stroke."""
    left, top, right, bottom = piece
    part = 255.0 - grey[top:bottom, left:right].astype(np.float64)
    height = bottom - top
    if part.size == 0 or right - left < _WITH_SIGN * height:
        return None
    dark = part >= 0.5 * np.percentile(part, 95)
    first, last = dark.argmax(axis=0), height - 1 - dark[::-1].argmax(axis=0)
    flat = dark.any(axis=0) & (last - first < _FLAT * height)
    flat &= np.abs((first + last) / 2 - height / 2) <= 0.14 * height  # the bar of a 4 lies lower
    wide = int((~flat).argmax()) if not flat.all() else len(flat)
    if not 0.15 * height <= wide <= 0.6 * height or right - left - wide < 0.2 * height:
        return None
    own = np.flatnonzero(dark[:, :wide].any(axis=1))
    return (left, top + int(own[0]), left + wide, top + int(own[-1]) + 1), (left + wide, top, right, bottom)


def split_dot(grey: Image, piece: Box) -> tuple[Box | None, Box]:
    """A dot and the digit before or behind it that it touches with its blur; None and the piece where there is none.

    The foot of a 2 lies low too, but grows towards the digit, and has no waist before it.
    """
    left, top, right, bottom = piece
    height = bottom - top
    part = 255.0 - grey[top:bottom, left:right].astype(np.float64)
    if part.size == 0:
        return None, piece
    part = np.clip(part - np.percentile(part, 10), 0, None)
    low = top + round(_LOW * height)
    if wide := _dot_width(part):
        return (left, low, left + wide, bottom), (left + wide, top, right, bottom)
    if wide := _dot_width(part[:, ::-1]):
        return (right - wide, low, right, bottom), (left, top, right - wide, bottom)
    return None, piece


def _dot_width(part: NDArray[np.float64]) -> int:
    """Width of the dot with which a piece begins from the left, up to its waist; 0 where there is none."""
    height, width = part.shape
    dark = part >= 0.3 * np.percentile(part, 95)
    low = dark.any(axis=0) & (dark.argmax(axis=0) >= _LOW * height)
    wide = int((~low).argmax()) if not low.all() else width
    if not _DOT_WIDE[0] * height <= wide <= _DOT_WIDE[1] * height or width - wide < 0.2 * height:
        return 0
    weight = part.sum(axis=0)
    peak = int(weight[:wide].argmax())
    waist = peak + int(weight[peak : wide + 1].argmin())
    return 0 if weight[waist] > _WAIST * weight[peak] else waist


def split_touching(grey: Image, piece: Box) -> list[Box]:
    """A piece as wide as several digits, cut where its print is lightest near equal parts."""
    width, height = piece[2] - piece[0], piece[3] - piece[1]
    count = round((width + _BEARING * height) / (_ADVANCE * height))
    return [piece] if width < _TOUCHING * height else split_evenly(grey, piece, count)


def split_to(grey: Image, pieces: Sequence[Box], count: int) -> list[Box]:
    """Pieces cut to so many, each of them to parts as wide as the others; as they are where that cannot be."""
    parts = [1] * len(pieces)
    if not pieces or len(pieces) >= count:
        return list(pieces)
    while sum(parts) < count:
        widest = max(range(len(pieces)), key=lambda n: (pieces[n][2] - pieces[n][0]) / parts[n])
        parts[widest] += 1
    found = [part for piece, n in zip(pieces, parts, strict=True) for part in split_evenly(grey, piece, n)]
    return found if len(found) == count else list(pieces)


def split_evenly(grey: Image, piece: Box, count: int) -> list[Box]:
    """A piece cut to so many where its print is lightest near equal parts."""
    left, top, right, bottom = piece
    height = bottom - top
    if count < 2:
        return [piece]
    dark = (255.0 - grey[top:bottom, left:right].astype(np.float64)).sum(axis=0)
    cuts = [0]
    part, reach = (right - left) / count, max(1, round(0.16 * height))
    for n in range(1, count):
        middle = round(n * part)
        start = max(cuts[-1] + 2, middle - reach)
        stretch = dark[start : middle + reach + 1]
        if not len(stretch):
            return [piece]
        cuts.append(start + int(np.argmin(stretch)))
    cuts.append(right - left)
    return [(left + a, top, left + b, bottom) for a, b in itertools.pairwise(cuts)]


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

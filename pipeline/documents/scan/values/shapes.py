"""Equal digits of one document look alike: a check on the recogniser that shares nothing with it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.documents.scan.basics import Box, Image

Shape = NDArray[np.float32]
"""A piece's darkness on a small raster, of mean 0 and length 1."""

_RASTER = (14, 18)
_WINDOW = (1.0, 1.25)
"""Width and height of the window around a piece, in heights of its line's digits: not stretched to the piece, or 1
would look like 0."""
_ENOUGH = 2
"""Known digits of a kind to compare with at least."""
_ALIKE = 0.82
_LIKE_ANOTHER = 0.8
_MARGIN = 0.03
"""How like the known ones a digit is that is one of them, or another one; and how much liker than to the others."""
_STRIKING = 0.93
_ALONE = 0.15
"""How like them one is that can be no other, and how much liker than to any others."""
_SAME = 0.9


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


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the shapes say of each digit of a reading, None where they do not tell; ``instead``: what they resemble."""

    each: tuple[bool | None, ...]
    instead: str

    @property
    def agrees(self) -> bool | None:
        """What they say of all of them."""
        return all_of(self.each)


def all_of(each: Sequence[bool | None]) -> bool | None:
    """Whether a witness agrees with all digits; False where it contradicts one, None where it does not know one."""
    return False if False in each else None if None in each or not each else True


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
        return Verdict(tuple(verdicts), instead)

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

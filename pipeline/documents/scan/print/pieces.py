"""Pieces of print: those that make one line of it, and signs and dots beside a digit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.documents.scan.basics import Box, around

_SIGN_REACH = 0.3
"""How far a sign stands from its digit, in character sizes."""
_GRAIN = 0.36
_ROUND = 1.6
"""Longer side of a grain at most, in character sizes, and its width in its height: digits are larger, a dash wider."""
_BLOT = 0.36
_SQUARE = 1.5
_CLEAR = 0.1
_CHARACTER = 0.5
"""Size of a blot of dirt at most, and how much longer than wide it is; the white between it and the lines of print, and
how high one of these is at least."""


@dataclass(frozen=True, slots=True)
class Printed:
    """One line of print in a cell.

    Attributes:
        box: around its pieces.
        pieces: boxes of its connected pieces, from the left.
    """

    box: Box
    pieces: tuple[Box, ...]

    @classmethod
    def of(cls, pieces: Sequence[Box]) -> Printed:
        """The line that some pieces make."""
        return cls(around(pieces), tuple(sorted(pieces)))

    @property
    def columns(self) -> int:
        """Pieces beside one another: those above one another count once."""
        count, reach = 0, -1
        for left, _, right, _ in sorted(self.pieces):
            if left >= reach:
                count += 1
            reach = max(reach, right)
        return count


def is_dot(speck: Box, piece: Box, size: float) -> bool:
    """Whether a speck stands low beside a digit, as a dot or a comma does."""
    beside = speck[0] < piece[2] + 0.5 * size and piece[0] < speck[2] + 0.5 * size
    low = speck[3] > piece[3] - 0.2 * size and speck[1] < piece[3] + 0.2 * size
    return beside and low and piece[3] - piece[1] >= 0.4 * size


def is_blot(line: Printed, lines: Sequence[Printed], size: float) -> bool:
    """Whether a line is a lone small blot, as wide as high, above or below lines of characters: dirt, and no text."""
    left, top, right, bottom = line.box
    short, long = sorted((right - left, bottom - top))
    small = len(line.pieces) == 1 and long <= _BLOT * size and long < _SQUARE * short
    others = [other.box for other in lines if other is not line]
    clear = all(o[3] + _CLEAR * size <= top or bottom + _CLEAR * size <= o[1] for o in others)
    return small and clear and any(o[3] - o[1] >= _CHARACTER * size for o in others)


def is_sign(piece: Box, digit: Box, size: float) -> bool:
    """Whether a piece is a short lying stroke in front of a digit, at half its height."""
    wide, high, tall = piece[2] - piece[0], piece[3] - piece[1], digit[3] - digit[1]
    near = -1 <= digit[0] - piece[2] <= _SIGN_REACH * size
    level = abs((piece[1] + piece[3]) - (digit[1] + digit[3])) / 2 <= 0.2 * tall
    return near and level and tall >= 0.4 * size and high <= 0.26 * tall and 1.5 * high <= wide <= 0.7 * tall


def lines_of(pieces: Sequence[Box], size: float) -> list[Printed]:
    """Pieces grouped to lines: those whose heights overlap; what is flatter than a character joins its neighbour."""
    bands: list[list[Box]] = []
    for piece in sorted(pieces, key=lambda p: p[1]):
        if bands and piece[1] < max(p[3] for p in bands[-1]) - 0.1 * size:
            bands[-1].append(piece)
        else:
            bands.append([piece])
    joined: list[list[Box]] = []
    for band in bands:
        if joined:
            top, bottom = min(p[1] for p in joined[-1]), max(p[3] for p in joined[-1])
            low = max(p[3] for p in band)
            gap = min(p[1] for p in band) - bottom
            flat = min(bottom - top, low - min(p[1] for p in band)) < 0.5 * size
            if low - top <= 1.25 * size and (gap < 0.12 * size or flat):
                joined[-1].extend(band)
                continue
        joined.append(list(band))
    return [Printed.of(band) for band in joined]


def with_strokes_inside(words: Sequence[Printed]) -> list[Printed]:
    """Words, those wholly inside another's box as a part of it: the upper stroke of a 二 that begins a label."""
    found: list[Printed] = []
    for word in sorted(words, key=lambda w: (w.box[0] - w.box[2]) * (w.box[3] - w.box[1])):
        left, top, right, bottom = word.box
        for n, other in enumerate(found):
            if other.box[0] <= left and other.box[1] <= top and right <= other.box[2] and bottom <= other.box[3]:
                found[n] = Printed(other.box, tuple(sorted((*other.pieces, *word.pieces))))
                break
        else:
            found.append(word)
    return found


def is_grain(wide: int, high: int, size: float) -> bool:
    """Whether a piece that stands alone is too small for a digit and no dash, which is much wider than high: dust."""
    return max(wide, high) <= _GRAIN * size and wide <= _ROUND * high

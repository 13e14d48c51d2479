"""Zeros with a dot inside, as fonts of equal widths have them, without these dots: they look like an 8, a 6 or a 日.

No other digit holds anything that its strokes do not touch. So a dark spot in the middle of a digit with white all
round it, and strokes round that, is a zero's dot, or dirt; neither is needed to tell which digit it is.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.documents.scan.basics import Image, Mask

_HIGH = (0.3, 1.0)
_WIDE = (0.4, 0.85)
"""Height of a digit in character sizes, and its width in its height."""
_MIDDLE = (0.3, 0.7)
_FREE = (0.15, 0.85)
_FILLED = 0.02
"""Between which parts of a digit's height and width a dot's darkest place is, and the whole of it; and the least part
of its box that it fills."""
_LIGHTER = 0.12
_LEVELS = 12
_ENLARGED = 3
"""By how much lighter than a dot the white round it is at least, in the print's contrast; shades that are tried for it;
and how much a digit is enlarged: that white is hardly a pixel wide."""
_CROWD = 6
"""Dots that a page shows at least where its zeros have them: a font's zeros look alike, and dirt seldom falls there."""


def without_dots(grey: Image, ink: Mask, pieces: NDArray[np.int32], size: float) -> tuple[Image, Mask] | None:
    """The picture and its ink without the dots in zeros; None where the page's zeros have none.

    Args:
        grey: the page's picture without rulings.
        ink: where something is printed on it.
        pieces: left, top, width and height of each connected piece of print.
        size: of the page's characters.
    """
    width, height = pieces[:, 2], pieces[:, 3]
    like_digits = (height >= _HIGH[0] * size) & (height <= _HIGH[1] * size)
    like_digits &= (width >= _WIDE[0] * height) & (width <= _WIDE[1] * height)
    found: list[tuple[int, int, Mask]] = []
    for x, y, w, h in pieces[like_digits, :4].tolist():
        dot = _dot(grey[y : y + h, x : x + w])
        if dot is not None:
            found.append((x, y, dot))
    if len(found) < _CROWD:
        return None
    grey, ink = grey.copy(), ink.copy()
    for x, y, dot in found:
        part = (slice(y, y + len(dot)), slice(x, x + dot.shape[1]))
        grey[part] = np.where(dot, np.percentile(grey[part], 95), grey[part])
        ink[part] = np.where(dot, 0, ink[part])
    return grey, ink


def _dot(digit: Image) -> Mask | None:
    """The dark spot in the middle of a digit that white parts from its strokes all round; None where there is none."""
    part = np.asarray(cv2.resize(digit, None, fx=_ENLARGED, fy=_ENLARGED, interpolation=cv2.INTER_CUBIC), np.uint8)
    high, wide = part.shape
    rows, columns = (slice(round(_MIDDLE[0] * n), round(_MIDDLE[1] * n) + 1) for n in (high, wide))
    middle = part[rows, columns]
    row, column = (int(n) for n in np.unravel_index(int(middle.argmin()), middle.shape))
    row, column = row + rows.start, column + columns.start
    lightest, darkest = float(np.percentile(part, 95)), float(part.min())
    least = float(part[row, column]) + _LIGHTER * (lightest - darkest)
    if part[row, :column].max(initial=0) < least or part[row, column:].max(initial=0) < least:
        return None
    for level in np.linspace(lightest, least, _LEVELS):
        dark = part < level
        _, labels = cv2.connectedComponents(dark.astype(np.uint8), connectivity=4)
        own = labels == labels[row, column]
        inner = own[round(_FREE[0] * high) : round(_FREE[1] * high), round(_FREE[0] * wide) : round(_FREE[1] * wide)]
        if inner.sum() == own.sum():
            if own.sum() < _FILLED * own.size or not _is_ringed(dark, row, column):
                return None
            whole = cv2.resize(own.astype(np.uint8), digit.shape[::-1], interpolation=cv2.INTER_AREA)
            return np.asarray(cv2.dilate(whole, np.ones((3, 3), np.uint8)), np.uint8)
    return None


def _is_ringed(dark: NDArray[np.bool_], row: int, column: int) -> bool:
    """Whether strokes lie all round a dark spot, with white between."""
    high, wide = dark.shape
    for turn in range(8):
        across, down = np.cos(turn * np.pi / 4) * wide, np.sin(turn * np.pi / 4) * high
        steps = np.linspace(0, 1, 2 * high)
        x, y = np.rint(column + steps * across).astype(int), np.rint(row + steps * down).astype(int)
        inside = (x >= 0) & (y >= 0) & (x < wide) & (y < high)
        seen = dark[y[inside], x[inside]]
        if seen.all() or not seen[int(seen.argmin()) :].any():
            return False
    return True

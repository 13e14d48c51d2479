"""A page's picture made even and upright: one grey channel, white paper, straight lines."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.documents.scan.basics import PAPER, Box, Image, Mask

_STEEPEST = 6.0
"""Degrees by which a page may lie askew."""
_ASKEW = 0.2
"""Degrees from which on a turned page is levelled once more."""
_SAMPLE_SIDE = 900
"""Longer side of the picture by which that is told, in pixels."""
_SQUARE = 1.45
_FILLED = 0.12
_FEWEST, _FEWEST_ON_PAGE = 20, 6
"""How much longer than wide a character is at most, and the part of its box that it fills: a crossing of pale lines
fills less; and how many of them tell their size, and that of a page with hardly anything on it."""
_LEAST_FRAME = 10
_HOLLOW = 0.6
_SIDE = 0.12
_ALL_ROUND = 0.85
"""Sides of a cell's frame at least, in pixels; the part of its box that it fills at most; how close to its box's sides
it stands, in their length, and along what part of them: a digit's arcs leave the corners free."""
_PRINT = 1.0
_FAINT = 150.0
_LEAST_PRINT = 24.0
"""Percentile of a page's grey levels that is print, and by how much that is darker than the paper: in a faint picture,
and at least, for there to be any."""
_LEANING = 6.0
_LEANING_LINES = 3
_CHANGING_LINES = 4
_CHANGING = 8.0
_LEAST_WARP = 0.35
"""Length and number of the lines that show how a picture leans; number and distance of those that show how that
changes over it; and the least warp worth undoing: lengths in character sizes."""
_LAPLACIAN = 0.6745 * math.sqrt(20)
"""Median of a Laplacian's amount over noise of one grey level."""


@dataclass(frozen=True)
class Sheet:
    """A page's picture, upright.

    Attributes:
        grey: dark print on white paper.
        ink: where something is printed.
        back: the matrix, three by three, that takes a place in ``grey`` to the place in the page's picture as it was.
        size: height of the page's common characters in pixels: the measure for everything on it.
    """

    grey: Image
    ink: Mask
    back: NDArray[np.float64]
    size: float
    quarter: int = field(default=0)

    def box(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        """A box of ``grey`` as the upright box around it in the page's picture as it was."""
        corners = np.array([[left, top, 1], [right, top, 1], [left, bottom, 1], [right, bottom, 1]]).T
        x, y, depth = self.back @ corners
        x, y = x / depth, y / depth
        return float(x.min()), float(y.min()), float(x.max()), float(y.max())


def straighten(image: Image) -> Sheet:
    """Grey, evenly lit and deskewed; not yet turned by right angles (:func:`turned`)."""
    one = image if image.ndim == 2 else np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8)
    grey = _calm(_strong(_even(one)))
    grey, back = _deskewed(grey, _skew(ink_of(grey, 25.0)))
    size = _character_size(ink_of(grey, 25.0))
    return Sheet(grey, ink_of(grey, size), back, size)


def deskewed(sheet: Sheet) -> Sheet:
    """The sheet of a page that was turned: what little stood on it may have shown its skew in no direction but one."""
    angle = _skew(sheet.ink)
    if abs(angle) < _ASKEW:
        return sheet
    grey, back = _deskewed(sheet.grey, angle)
    return Sheet(grey, ink_of(grey, sheet.size), sheet.back @ back, sheet.size, sheet.quarter)


def _deskewed(grey: Image, angle: float) -> tuple[Image, NDArray[np.float64]]:
    """A picture turned by some degrees, and the matrix back."""
    if abs(angle) < 0.05:
        return grey, np.eye(3)
    height, width = grey.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    level = cv2.warpAffine(grey, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255.0,))
    return np.asarray(level, np.uint8), np.asarray(np.linalg.inv(np.vstack([turn, [0, 0, 1]])), np.float64)


def turned(sheet: Sheet, quarter: int) -> Sheet:
    """The sheet turned by quarters of a circle, counter-clockwise."""
    if quarter % 4 == 0:
        return sheet
    height, width = sheet.grey.shape
    # Places in the turned picture to places in the one before.
    turns = {
        1: [[0, -1, width - 1], [1, 0, 0], [0, 0, 1]],
        2: [[-1, 0, width - 1], [0, -1, height - 1], [0, 0, 1]],
        3: [[0, 1, 0], [-1, 0, height - 1], [0, 0, 1]],
    }
    back = sheet.back @ np.array(turns[quarter % 4], np.float64)
    grey = np.ascontiguousarray(np.rot90(sheet.grey, quarter))
    return Sheet(grey, np.ascontiguousarray(np.rot90(sheet.ink, quarter)), back, sheet.size, quarter % 4)


def unwarped(sheet: Sheet, across: Mask, down: Mask) -> Sheet | None:
    """The sheet as seen from straight above, where its long lines lean differently in its parts, as in a photograph.

    None where they lean too little to matter, or too few of them are seen to tell.
    """
    height, width = sheet.grey.shape
    rows, columns = _leaning(across, sheet.size), _leaning(np.ascontiguousarray(down.T), sheet.size)
    # What is only turned leans alike in both directions.
    if rows is None:
        if columns is None:
            return None
        rows = np.array([0.0, -np.polyval(columns, width / 2)])
    elif columns is None:
        columns = np.array([0.0, -np.polyval(rows, height / 2)])
    middle, centre = height / 2, width / 2
    corners = np.array([[0, 0], [width, 0], [0, height], [width, height]], np.float32)
    seen = corners.copy()
    for n, (x, y) in enumerate(corners.tolist()):
        seen[n] = (x + np.polyval(columns, x) * (y - middle), y + np.polyval(rows, y) * (x - centre))
    if np.abs(seen - corners).max() < _LEAST_WARP * sheet.size or np.abs(seen - corners).max() > 0.1 * width:
        return None
    forth = cv2.getPerspectiveTransform(corners, seen)
    grey = np.asarray(
        cv2.warpPerspective(
            sheet.grey, forth, (width, height), flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP, borderValue=(255.0,)
        ),
        np.uint8,
    )
    return Sheet(grey, ink_of(grey, sheet.size), np.asarray(sheet.back @ forth, np.float64), sheet.size, sheet.quarter)


def leans(lines: Mask, shortest: float) -> list[tuple[Box, float, float]]:
    """The lying lines from the top down: the box of each, by how much it falls to the right for each pixel, its length.

    Args:
        lines: a mask of lying lines.
        shortest: length from which they count, in pixels.
    """
    _, labels, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    found: list[tuple[Box, float, float]] = []
    for number, (x, y, w, h, _) in enumerate(stats.tolist()):
        if number == 0 or w < shortest or h > 0.12 * w:
            continue
        below, along = np.nonzero(labels[y : y + h, x : x + w] == number)
        found.append(((x, y, x + w, y + h), float(np.polyfit(along, below, 1)[0]), float(w)))
    return sorted(found, key=lambda f: f[0][1] + f[0][3])


def _leaning(lines: Mask, size: float) -> NDArray[np.float64] | None:
    """How the lean of long lines changes from the top down: the coefficients of a straight line through their leans."""
    found = [((box[1] + box[3]) / 2, lean, length) for box, lean, length in leans(lines, _LEANING * size)]
    if len(found) < _LEANING_LINES:
        return None
    places, slopes, weights = (np.array(v) for v in zip(*found, strict=True))
    usual = float(np.median(slopes))
    # A single line far from the others, as the edge of a page, shows no change.
    if len(found) < _CHANGING_LINES or min(places[-2] - places[0], places[-1] - places[1]) < _CHANGING * size:
        return np.array([0.0, usual])
    fit = np.polyfit(places, slopes, 1, w=weights)
    off = np.abs(np.polyval(fit, places) - slopes)
    good = off <= max(0.003, 2.5 * float(np.median(off)))
    few = good.sum() < _CHANGING_LINES
    return np.array([0.0, usual]) if few else np.asarray(np.polyfit(places[good], slopes[good], 1, w=weights[good]))


def _even(grey: Image) -> Image:
    """The picture divided by its paper, so that shadows and grey paper become white."""
    height, width = grey.shape
    small = cv2.resize(grey, (max(8, width // 8), max(8, height // 8)), interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(np.asarray(cv2.dilate(small, np.ones((5, 5), np.uint8)), np.uint8), 21)
    paper = cv2.resize(cv2.GaussianBlur(paper, (0, 0), 5), (width, height), interpolation=cv2.INTER_LINEAR)
    # Dark areas (a coloured header, a photograph) are no paper: they are lightened only a little.
    paper = np.maximum(paper, 110)
    return np.asarray(np.clip(grey.astype(np.float32) * (PAPER / paper), 0, 255), np.uint8)


def _strong(grey: Image) -> Image:
    """A faint picture with its print made as dark as print commonly is."""
    print_ = PAPER - float(np.percentile(grey[::2, ::2], _PRINT))
    if not _LEAST_PRINT < print_ < _FAINT:
        return grey
    return np.asarray(np.clip(PAPER - (PAPER - grey.astype(np.float32)) * (_FAINT / print_), 0, 255), np.uint8)


def _calm(grey: Image) -> Image:
    """A grainy picture blurred a little: grain hides thin lines and makes strokes of nothing."""
    noise = float(np.median(np.abs(cv2.Laplacian(grey, cv2.CV_32F)))) / _LAPLACIAN
    blur = min(1.3, 0.25 * noise)
    return grey if blur < 0.5 else np.asarray(cv2.GaussianBlur(grey, (0, 0), blur), np.uint8)


def ink_of(grey: Image, size: float) -> Mask:
    """What is clearly darker than its neighbourhood."""
    reach = int(max(15, 2.2 * size)) | 1
    smooth = cv2.GaussianBlur(grey, (3, 3), 0.8)
    near = cv2.boxFilter(smooth, -1, (reach, reach))
    dark = smooth.astype(np.int16) < near.astype(np.int16) - 24
    return (dark & (smooth < 205)).astype(np.uint8) * 255


def _skew(ink: Mask) -> float:
    """Degrees by which lines of text and rulings rise to the right: where the rows' sums vary most."""
    height, width = ink.shape
    scale = min(1.0, _SAMPLE_SIDE / max(height, width))
    small = cv2.resize(ink, (max(1, int(width * scale)), max(1, int(height * scale))), interpolation=cv2.INTER_AREA)
    small = small.astype(np.float32)

    def sharpness(angle: float) -> float:
        turn = cv2.getRotationMatrix2D((small.shape[1] / 2, small.shape[0] / 2), angle, 1.0)
        sums = cv2.warpAffine(small, turn, (small.shape[1], small.shape[0])).sum(axis=1)
        return float(((sums[1:] - sums[:-1]) ** 2).sum())

    best = 0.0
    for step, reach in ((1.0, _STEEPEST), (0.25, 1.0), (0.05, 0.25)):
        angles = best + np.arange(-reach, reach + step / 2, step)
        best = float(max(angles, key=lambda a: (sharpness(float(a)), -abs(float(a)))))
    return best


def _character_size(ink: Mask) -> float:
    """Height of the page's common characters."""
    stats, _ = _characters(ink)
    return common_size(stats) or common_size(stats, _FEWEST_ON_PAGE) or 25.0


def print_size(ink: Mask, boxes: Sequence[Box]) -> float | None:
    """Height of the common characters inside boxes; None where there are too few to tell."""
    stats, middles = _characters(ink)
    inside = np.zeros(len(stats), bool)
    for left, top, right, bottom in boxes:
        inside |= (middles[:, 0] > left) & (middles[:, 0] < right) & (middles[:, 1] > top) & (middles[:, 1] < bottom)
    return common_size(stats[inside])


def _characters(ink: Mask) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Measures and middles of pieces of print without the frames of cells that have a border each of their own."""
    _, labels, stats, middles = cv2.connectedComponentsWithStats(ink, connectivity=8)
    kept = np.ones(len(stats), bool)
    kept[0] = False
    for number, (x, y, w, h, area) in enumerate(stats.tolist()):
        if number and min(w, h) >= _LEAST_FRAME and area < _HOLLOW * w * h:
            kept[number] = not _is_frame(labels[y : y + h, x : x + w] == number)
    return np.asarray(stats[kept], np.int32), np.asarray(middles[kept])


def _is_frame(piece: NDArray[np.bool_]) -> bool:
    """Whether a piece goes round its box, close to all four sides of it."""
    down, along = (max(2, round(_SIDE * n)) for n in piece.shape)
    sides = (piece[:down], piece[-down:], piece[:, :along].T, piece[:, -along:].T)
    return all(float(side.any(axis=0).mean()) >= _ALL_ROUND for side in sides)


def common_size(stats: NDArray[np.int32], fewest: int = _FEWEST) -> float | None:
    """Height of common characters: the larger side of pieces of print as wide as high, the commonest of these.

    Where a picture is blurred the characters of a line run together: such a piece is much wider than high.

    Args:
        stats: OpenCV's measures of pieces of print, one a row.
        fewest: how many must be as wide as high; None where they are fewer.
    """
    larger: NDArray[Any] = stats[:, 2:4].max(axis=1)
    narrow: NDArray[Any] = stats[:, 2:4].min(axis=1)
    filled = stats[:, 4] >= _FILLED * stats[:, 2] * stats[:, 3]
    fitting = np.sort(larger[(narrow >= 8) & (larger <= 80) & (larger <= _SQUARE * narrow) & filled])
    if len(fitting) < fewest:
        return None
    # By their share of the print: grains are many and small.
    weights = np.cumsum(fitting.astype(np.float64) ** 2)
    return float(np.clip(fitting[int(np.searchsorted(weights, 0.6 * weights[-1]))], 12, 60))

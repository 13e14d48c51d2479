"""Whether a PDF page shows the digits of its text where it says: each is drawn alone and compared with the page.

A digit may be covered, cut off, struck out by a slanting line, drawn in its ground's colour, in a layer that is
switched off, or off the page; in all these cases the page's picture has not the digit's ink, or has more.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.documents.model import BBox
from pipeline.documents.pages.content import Matrix
from pipeline.documents.pdf.digits import picture_of
from pipeline.documents.pdf.look import Look
from pipeline.documents.pdf.objects import address, bounds_of
from pipeline.documents.pdf.shapes import View

_FINE = 6.0
"""Pixels a point in which a text is drawn alone; a long one in less, so that it costs no more."""
_CLOSE = 4.0
"""The same of the page where something is drawn over a digit: small print leaves hardly a pixel free at less."""
_MOST_PIXELS = 400_000
_AROUND = 0.4
"""Points around a digit in which its picture is compared."""
_SAMPLES = 2
"""Places in a pixel, along each side, at which the digit drawn alone is asked for its ink."""
_PAST = 1.5
"""Points by which a line goes on beyond a digit beside it."""
_BEYOND = 2
"""Pixels by which a digit may stand aside: small print is drawn at whole pixels."""
_TRIED = 4
"""Places of the digit that are looked at closely."""
_FAINTEST = 30.0
"""Grey levels by which ink differs from its ground at least."""
_INKED, _CLEAR = 0.5, 0.04
"""Share of a pixel that ink covers in strokes for certain, and beside them."""
_MISSING, _EXTRA = 0.3, 0.12
"""Share of a digit's strokes that may be without ink, and other ink beside them as a share of theirs."""
_CROSSED = 0.02
"""The same share where lines or curves are known to run through it."""
_AS_DARK = 0.35
"""Ink of a pixel, as a share of the digit's, that is no watermark's."""
_RULED = 0.7
"""Share of a row or column of pixels with such ink from which it is a table's line."""
_FULL = 0.06
"""Share of its box that a digit's strokes cover at least: less is left of one that is cut off when drawn alone too."""
_FEWEST = 4
"""Pixels beside a digit's strokes that are enough to know its ground."""

Picture = NDArray[np.float32]
_Drawn = tuple[Picture, float, float, float]
"""A text object's ink, the left and the top of its picture in its own points, and pixels a point."""


class Ink:
    """The digits of an open page as they should look.

    Args:
        page: of pypdfium2.
        look: the page's picture.
        outer: the matrices of the text objects that stand in forms, by their address.
    """

    def __init__(self, page: Any, look: Look, outer: Mapping[int, Matrix]) -> None:
        self._page = page
        self._look, self._close_look = look, Look(page, _CLOSE)
        self._outer = outer
        self._view = View(page, page.get_rotation())
        self._drawn: dict[int, _Drawn | None] = {}

    def is_shown(self, item: Any, box: BBox, *, strict: bool = True, crossed: bool = False) -> bool:
        """Whether the page shows a digit.

        Args:
            item: its text object.
            box: around its ink, in the PDF's points.
            strict: whether other ink through it makes it another one, as a line that strikes it out does.
            crossed: whether something is known to be drawn there: then little of it is enough.
        """
        most = (_CROSSED if crossed else _EXTRA) if strict else None
        # Small print is drawn at whole pixels: closely looked at, its thin strokes stand where they should.
        looks = (self._close_look,) if crossed else (self._look, self._close_look)
        return any(self._is_shown_on(look, item, box, most, crossed=crossed) for look in looks)

    def _is_shown_on(self, look: Look, item: Any, box: BBox, most: float | None, *, crossed: bool) -> bool:
        """Whether a picture of the page shows a digit, with so much other ink at most as a share of its own."""
        x0, y0, x1, y1 = box
        shown = self._view.box(x0 - _AROUND, y0 - _AROUND, x1 + _AROUND, y1 + _AROUND)
        pixels, left, top = look.cut(shown)
        if min(pixels.shape) < 3:
            return False
        page = pixels.astype(np.float32)
        own = self._expected(item, look.scale, pixels.shape, left, top, 0)
        if own is None:
            return True
        # Nearly all stand where they say: only the others are looked for around.
        full = float(own.mean()) >= _FULL
        if full and own.max() >= _INKED and _is_alike(page, _coarse(own, pixels.shape, 0)[0], most):
            return True
        fine = self._expected(item, look.scale, pixels.shape, left, top, _BEYOND)
        if not full or fine is None or fine.max() < _INKED:
            # What has no strokes of its own may be drawn otherwise, and may be hidden.
            return (
                (crossed or look is self._look)
                and look.shows(shown)
                and _has_ink(_without_lines(page, look, left, top))
            )
        places = _coarse(fine, pixels.shape, _BEYOND)
        page = page if crossed else _without_lines(page, look, left, top)
        return any(_is_alike(page, expected, most) for expected in places[_likeliest(page, places)])

    def _expected(
        self, item: Any, scale: float, shape: tuple[int, ...], left: int, top: int, beyond: int
    ) -> Picture | None:
        """Where the digit's ink is: some samples a pixel, so many pixels around too; None where that cannot be told."""
        key = address(item)
        if key not in self._drawn:
            self._drawn[key] = self._draw(item)
        drawn = self._drawn[key]
        if drawn is None:
            return None
        picture, x0, y1, fine = drawn
        height, width = shape
        step = (np.arange(_SAMPLES) + 0.5) / _SAMPLES
        across = (left + (np.arange(-beyond, width + beyond)[:, None] + step).ravel()) / scale
        down = (top + (np.arange(-beyond, height + beyond)[:, None] + step).ravel()) / scale
        x, y = self._view.back(across[None, :], down[:, None])
        a, _, _, d, e, f = self._outer.get(key, (1.0, 0.0, 0.0, 1.0, 0.0, 0.0))
        column = ((x - e) / a - x0) * fine
        row = (y1 - (y - f) / d) * fine
        tall, wide = picture.shape
        inside = ((column >= 0) & (column < wide)) & ((row >= 0) & (row < tall))
        nearest = row.astype(int).clip(0, tall - 1), column.astype(int).clip(0, wide - 1)
        return np.where(inside, picture[nearest], np.float32(0))

    def _draw(self, item: Any) -> _Drawn | None:
        box = bounds_of(item)
        a, b, c, d, _, _ = self._outer.get(address(item), (1.0, 0.0, 0.0, 1.0, 0.0, 0.0))
        if box is None or min(box[2] - box[0], box[3] - box[1]) <= 0 or abs(b) + abs(c) > 1e-3 or a <= 0 or d <= 0:
            return None
        area = (box[2] - box[0]) * (box[3] - box[1])
        scale = min(_FINE * max(a, d), (_MOST_PIXELS / area) ** 0.5)
        picture = picture_of(self._page.pdf, self._page, item, scale)
        return None if picture is None else (picture, box[0], box[3], scale)


def _coarse(fine: Picture, shape: tuple[int, ...], beyond: int) -> Picture:
    """The share of each pixel that ink covers, for each place of the digit up to so many pixels off."""
    height, width = shape
    if not beyond:
        return np.asarray(fine.reshape(1, height, _SAMPLES, width, _SAMPLES).mean(axis=(2, 4)), dtype=np.float32)
    offsets = product(range(_SAMPLES), repeat=2)
    mean = np.sum([fine[r : r - _SAMPLES, c : c - _SAMPLES] for r, c in offsets], axis=0)
    tall, wide = height * _SAMPLES, width * _SAMPLES
    steps = range(2 * beyond * _SAMPLES)
    parts = [mean[y : y + tall : _SAMPLES, x : x + wide : _SAMPLES] for y in steps for x in steps]
    return np.asarray(np.stack(parts) / _SAMPLES**2, dtype=np.float32)


def _likeliest(pixels: Picture, places: Picture) -> NDArray[np.intp]:
    """The places at which a digit is most like the page, the best first."""
    page = pixels - pixels.mean()
    flat = places.reshape(len(places), -1)
    flat = flat - flat.mean(axis=1, keepdims=True)
    length = np.sqrt((flat**2).sum(axis=1)) + 1e-6
    return np.argsort(-np.abs(flat @ page.ravel()) / length)[:_TRIED]


def _has_ink(pixels: Picture) -> bool:
    return int((np.abs(pixels - _middle(pixels.ravel())) >= _FAINTEST).sum()) >= _FEWEST


def _without_lines(pixels: Picture, look: Look, left: int, top: int) -> Picture:
    """A cut of the page less the lines that run through it and on, as a table's do: no digit, and no 1 moved aside.

    Args:
        pixels: the cut.
        look: the page's picture, of which it is one.
        left: the column of its first pixel.
        top: its row.
    """
    past, scale = _PAST, look.scale
    x0, y0, x1, y1 = left / scale, top / scale, (left + pixels.shape[1]) / scale, (top + pixels.shape[0]) / scale
    further = (
        look.pixels((x0, max(0.0, y0 - past), x1, y1 + past)),
        look.pixels((max(0.0, x0 - past), y0, x1 + past, y1)),
    )
    # The commonest grey, not the middle one: in small print there is more ink than ground.
    ground = float(np.bincount(np.concatenate([p.ravel() for p in further])).argmax())
    upright, level = ((np.abs(p.astype(np.float32) - ground) >= _FAINTEST).all(axis=n) for n, p in enumerate(further))
    return np.where(upright | level[:, None], np.float32(ground), pixels)


def _is_alike(pixels: Picture, expected: Picture, most: float | None) -> bool:
    """Whether a picture has ink where a digit has strokes, and none where it has none.

    Args:
        pixels: grey levels of the page.
        expected: share of each pixel that the digit covers.
        most: other ink, as a share of the digit's; None where it does not matter.
    """
    strokes = expected >= min(_INKED, 0.8 * float(expected.max()))
    free = _spread(expected) <= _CLEAR
    clear = free if free.sum() >= _FEWEST else expected <= _CLEAR
    ground = _middle(pixels[clear]) if clear.any() else 255.0
    total = float((expected**2).sum())
    slope = float(((pixels - ground) * expected).sum()) / total if total else 0.0
    if abs(slope) < _FAINTEST:
        return False
    share = (pixels - ground) / slope
    missing = float((share[strokes] < 0.35 * expected[strokes]).mean())
    if missing > _MISSING or most is None:
        return missing <= _MISSING
    other = np.abs(share) * (free & (np.abs(share) >= _AS_DARK))
    other = other[1:-1, 1:-1]  # of the outermost pixels some show a neighbour
    for axis in (0, 1):
        ruled = (other > 0).mean(axis=axis) >= _RULED
        other = np.where(np.expand_dims(ruled, axis), 0.0, other)
    return float(other.sum() / expected.sum()) <= most


def _spread(expected: Picture) -> Picture:
    """For each pixel the largest share of those that touch it, and its own."""
    tall, wide = expected.shape
    rows = np.zeros((tall + 2, wide), np.float32)
    for step in range(3):
        np.maximum(rows[step : step + tall], expected, out=rows[step : step + tall])
    columns = np.zeros((tall, wide + 2), np.float32)
    for step in range(3):
        np.maximum(columns[:, step : step + wide], rows[1:-1], out=columns[:, step : step + wide])
    return columns[:, 1:-1]


def _middle(levels: Picture) -> float:
    """The median of some grey levels."""
    ordered = np.sort(levels)
    return float(ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2

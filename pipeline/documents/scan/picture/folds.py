"""Folds of the paper and streaks of the scanner, from one edge of the page to the other: taken out by their shade.

They darken what they cross in one way all along: their profile is seen where they cross the white margins, and print
divided by it is as it was. Where they are too dark for that, what print they cross is doubted.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.documents.scan.basics import Image, Levels
from pipeline.documents.scan.picture.fold_courses import BAND, FAINTEST, Course, Page, courses, in_bands
from pipeline.documents.scan.picture.lost_columns import lost_columns
from pipeline.documents.scan.picture.seals import Seals

_WIDEST = 60
"""Width of a fold's darkest part at most, as a divisor of the page's."""
_AS_DENSE = 0.7
_GOES_ON = 0.15
_STRONGER = 2.0
_UNEVEN = 0.2
_NEAR = 2
"""A fold's density: that of the bands which show its profile, as a part of what is usual in the margins; on its way, as
parts of that: where it has ended, and what it is at most; by how much it may differ anywhere; and how many bands before
and behind tell it."""
_GONE = 0.35
_TOUCHED = 0.88
"""Shade under which print cannot be told any more, and from which on it is as if nothing lay over it."""
_NARROW = 400
_HARDLY = 120
"""Width of a streak that hides no whole digit, and of one too dark to see through at most: divisors of the page's."""
_PRINT = 0.7
"""Shade of print, as a part of the paper's."""


def without_folds(grey: Image, seals: Seals | None) -> tuple[Image, Seals | None]:
    """A page's picture without folds and streaks, with what they cover added to what seals cover.

    Args:
        grey: the page's picture as it was scanned.
        seals: what was taken out of it before.
    """
    ink, opaque = np.zeros(grey.shape, bool), np.zeros(grey.shape, bool)
    for upright in (True, False):
        grey, ink, opaque = (a if upright else np.ascontiguousarray(a.T) for a in (grey, ink, opaque))
        page = in_bands(grey)
        found = courses(page)
        for course in found:
            shade = _shade(page, course, [other.places for other in found if other is not course])
            if shade is not None:
                grey = _cleared(grey, shade)
                ink |= shade < _TOUCHED
                opaque |= _hidden(grey, shade < _GONE, _PRINT)
        for first, last in lost_columns(in_bands(grey) if found else page):
            gone = np.zeros(grey.shape, bool)
            gone[:, first:last] = True
            grey = _bridged(grey, gone)
            ink |= gone
            opaque |= _hidden(grey, gone, _TOUCHED)
    grey, ink, opaque = (np.ascontiguousarray(a.T) for a in (grey, ink, opaque))
    if not ink.any():
        return grey, seals
    if seals is not None:
        ink, opaque = ink | seals.ink, opaque | seals.opaque
    return grey, Seals(ink, opaque)


def _shade(page: Page, course: Course, others: Sequence[Levels]) -> Levels | None:
    """What a line lets through of the light, over the whole page; None for a line that is no fold.

    Its profile is that in the margins: elsewhere print may go along it.

    Args:
        page: the page.
        course: of the line.
        others: places of the other lines.
    """
    (count, width), places, ends = page.level.shape, course.places, list(course.margins)
    apart = min([page.reach, *(int(np.abs(other - places).min() / 2) for other in others)])
    shifts = np.arange(-apart, apart + 1)
    there = np.clip(places[:, None] + shifts, 0, width - 1)
    own = np.stack([np.interp(x, np.arange(width), d) for x, d in zip(there, page.density, strict=True)])
    usual = own[ends][:, apart - 1 : apart + 2].max(axis=1)  # a fold may be fainter towards its ends
    profile = np.median(own[ends][usual >= _AS_DENSE * np.percentile(usual, 80)], axis=0)
    profile = np.where(np.abs(profile) < FAINTEST / 2, 0, profile)
    core = profile >= 0.5 * profile.max()
    dark = int((np.exp(-profile) < _GONE).sum())
    if profile.max() < FAINTEST or core.sum() > width / _WIDEST or dark > width / _HARDLY:
        return None
    power = _usual(np.median(own[:, core], axis=1)[:, None] / float(np.median(profile[core])))
    whole = np.minimum(power, _STRONGER) * profile
    left = np.clip(_usual(own - whole), -_UNEVEN, _UNEVEN)  # a fold is not alike everywhere, but a line is darker
    beside = cv2.dilate(np.asarray(profile != 0, np.uint8)[None], np.ones((1, 5), np.uint8))[0] > 0
    whole = np.where((power >= _GOES_ON) & beside, whole + left, 0)
    rows = np.arange(page.grey.shape[0], dtype=np.float32)[:, None]
    band = (rows + 0.5) / BAND - 0.5
    middle = np.interp(band[:, 0], np.arange(count), places)[:, None]
    columns = np.round(middle).astype(int) + shifts
    at = np.asarray(columns - middle + apart, np.float32), np.broadcast_to(band, columns.shape).astype(np.float32)
    density = cv2.remap(whole.astype(np.float32), *at, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    inside = (columns >= 0) & (columns < width)
    shade = np.ones(page.grey.shape, np.float32)
    shade[np.broadcast_to(rows.astype(int), columns.shape)[inside], columns[inside]] = np.exp(-density)[inside]
    return shade


def _usual(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The median of each band and those close to it."""
    padded = np.pad(values, ((_NEAR, _NEAR), (0, 0)), mode="edge")
    return np.asarray(np.median(np.lib.stride_tricks.sliding_window_view(padded, 2 * _NEAR + 1, axis=0), axis=2))


def _cleared(grey: Image, shade: Levels) -> Image:
    """The picture without a fold: divided by its shade, and painted over where it is too dark."""
    result = np.clip(grey / np.maximum(shade, _GONE), 0, 255).astype(np.uint8)
    return _bridged(result, np.asarray(shade < _GONE))


def _bridged(grey: Image, gone: NDArray[np.bool_]) -> Image:
    """The picture with places painted over from both their sides, so that lines go on there."""
    result = grey.copy()
    for y in np.flatnonzero(gone.any(axis=1)).tolist():
        columns = np.flatnonzero(gone[y])
        sides = np.array([max(0, columns[0] - 1), min(gone.shape[1] - 1, columns[-1] + 1)])
        result[y, columns] = np.interp(columns, sides, grey[y, sides])
    return result


def _hidden(cleared: Image, gone: NDArray[np.bool_], print_: float) -> NDArray[np.bool_]:
    """Where print may be hidden: all that is gone, or, where it is narrower than any character, what is beside print.

    Args:
        cleared: the picture without what lay over it.
        gone: where that was.
        print_: shade of print at most, as a part of the paper's.
    """
    if not gone.any() or gone.sum(axis=1).max() > max(2, gone.shape[1] // _NARROW):
        return gone
    paper = float(np.percentile(cleared, 75))
    dark = (cleared < print_ * paper).astype(np.uint8)
    return np.asarray(gone & (cv2.dilate(dark, np.ones((3, 5), np.uint8)) > 0))

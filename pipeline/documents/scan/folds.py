"""Folds of the paper and streaks of the scanner, from one edge of the page to the other: taken out by their shade.

They darken what they cross in one way all along: their profile is seen where they cross the white margins, and print
divided by it is as it was. Where they are too dark for that, what print they cross is doubted. A table's line never
goes on in the margins.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.documents.scan.engine import Image
from pipeline.documents.scan.seals import Seals

_BAND = 24
"""Pixels of a page's length that are looked at together: in each, most of a line's way is white or the line."""
_WINDOW = 26
"""Part of a page's width around a place from which its paper's shade is told, as a divisor."""
_FAINTEST = 0.025
_ABOVE_NOISE = 2.5
"""How much darker than its paper a fold is at least, as a density, and in the usual change of its band."""
_STEEPEST = 0.06
_WHOLE = 0.88
"""How far a fold leans at most, and the part of its way on which it is seen at least."""
_PAPER = 0.55
"""Shade of what is still paper and not the scanner's bed, as a part of the page's paper."""
_MOST = 4
"""More lines than these from edge to edge are those of a table that fills the picture."""
_AROUND = 6
_PRINT = 0.7
_FEWEST = 6
"""How much of the page beside the ends of a fold, as a divisor, is white; the shade of print there, as a part of the
paper's, and how many pixels of it may be dust."""
_WIDEST = 90
"""Width of a fold's darkest part at most, as a divisor of the page's."""
_FAINTER, _STRONGER = 0.5, 1.5
_NEAR = 8
"""How a fold's density may change on its way, as parts of that in the margins, and by how many bands it is told."""
_AT_EDGE = 2
"""Bands at the picture's edge in which the scanner's bed may be seen."""
_STEP = 3
"""Of how many columns one is looked at to tell the paper's shade."""
_SHIFT = 3
_STRAIGHT = 0.5
"""By how many pixels a line's place is sought anew; and by how few it sways if it goes straight down."""
_SEEN = 0.6
"""Part of its way in the margins on which a fold is seen at least."""
_NARROW = 400
"""Width of a streak that hides no whole digit, as a divisor of the page's."""
_GONE = 0.35
_TOUCHED = 0.88
"""Shade under which print cannot be told any more, and from which on it is as if nothing lay over it."""

Values = NDArray[np.float32]


@dataclass(frozen=True)
class _Page:
    """A page's picture in bands: the shade of paper or of an upright line, and that of the paper alone, per column."""

    grey: Image
    level: Values
    paper: Values

    @property
    def density(self) -> Values:
        """How much darker than its paper each place is."""
        return np.asarray(np.log(self.paper / self.level), np.float32)

    @property
    def reach(self) -> int:
        """How far from a fold's middle its shade may reach, in pixels."""
        return max(8, self.grey.shape[1] // _WINDOW // 2)

    @property
    def valid(self) -> NDArray[np.bool_]:
        """Where there is paper."""
        return np.asarray(self.paper > _PAPER * float(np.percentile(self.paper, 75)))


def without_folds(grey: Image, seals: Seals | None) -> tuple[Image, Seals | None]:
    """A page's picture without folds and streaks, with what they cover added to what seals cover.

    Args:
        grey: the page's picture as it was scanned.
        seals: what was taken out of it before.
    """
    ink, opaque = np.zeros(grey.shape, bool), np.zeros(grey.shape, bool)
    result = grey
    for upright in (True, False):
        turned, covered, hidden = (a if upright else np.ascontiguousarray(a.T) for a in (result, ink, opaque))
        for shade in _shades(turned):
            turned = _cleared(turned, shade)
            covered |= shade < _TOUCHED
            hidden |= _hidden(turned, shade)
        result, ink, opaque = (a if upright else np.ascontiguousarray(a.T) for a in (turned, covered, hidden))
    if not ink.any():
        return result, seals
    if seals is not None:
        ink, opaque = ink | seals.ink, opaque | seals.opaque
    return result, Seals(ink, opaque)


def _shades(grey: Image) -> list[Values]:
    """For each upright fold the part of the light that it lets through, over the whole page."""
    page = _in_bands(grey)
    found: list[Values] = []
    for course in _courses(page):
        shade = _shade(page, course)
        if shade is not None:
            found.append(shade)
    return found


def _in_bands(grey: Image) -> _Page:
    count, width = max(1, grey.shape[0] // _BAND), grey.shape[1]
    rows = grey[: count * _BAND].reshape(count, -1, width)
    place = rows.shape[1] * 3 // 4
    level = np.partition(rows, place, axis=1)[:, place].astype(np.float32)
    half = max(8, width // _WINDOW // 2)
    some = level[:, ::_STEP]
    wide = np.pad(some, ((0, 0), (half // _STEP, half // _STEP)), mode="edge")
    paper = np.median(np.lib.stride_tricks.sliding_window_view(wide, 2 * (half // _STEP) + 1, axis=1), axis=2)
    paper = cv2.resize(np.asarray(paper, np.float32), (width, count), interpolation=cv2.INTER_NEAREST)
    return _Page(grey, np.maximum(level, 8), np.maximum(np.asarray(paper, np.float32), 8))


def _courses(page: _Page) -> list[Values]:
    """Where upright lines go that cross all of the paper: the place of each in every band. None where they are many."""
    density = page.density
    noise = np.median(np.abs(density), axis=1, keepdims=True) / 0.6745
    valid = page.valid
    dark = valid & (density > np.maximum(_FAINTEST, _ABOVE_NOISE * noise))
    count, width = dark.shape
    seen = cv2.dilate(dark.astype(np.uint8), np.ones((1, 3), np.uint8))
    reach = round(_STEEPEST * count * _BAND)
    room = ((0, 0), (reach, reach))
    seen, there = np.pad(seen, room), np.pad(valid.astype(np.uint8), room)
    best, slope_of = np.zeros(width), np.zeros(width, int)
    for slope in range(-reach, reach + 1):
        shifts = np.round((np.arange(count) / max(1, count - 1) - 0.5) * slope).astype(int) + reach
        hits, ways = (
            np.sum([rows[n, s : s + width] for n, s in enumerate(shifts)], axis=0, dtype=np.int32)
            for rows in (seen, there)
        )
        share = np.where(ways >= 0.5 * count, hits / np.maximum(ways, 1), 0) - 1e-6 * abs(slope)
        better = share > best
        best[better], slope_of[better] = share[better], slope
    found: list[Values] = []
    while len(found) <= _MOST and best.max() >= _WHOLE:
        place = int(best.argmax())
        course = _followed(density, place, int(slope_of[place]))
        if page.reach <= course.min() and course.max() < width - page.reach:  # no edge of the paper
            found.append(course)
        best[max(0, place - page.reach) : place + page.reach + 1] = 0
    return found if len(found) <= _MOST else []


def _followed(density: Values, place: int, slope: int) -> Values:
    """The middle of an upright line in every band: along a bow, or all the same where it does not lean.

    Args:
        density: of the page's bands.
        place: of the line halfway down, nearly.
        slope: by how many pixels it goes to the right from the first band to the last, nearly.
    """
    count, width = density.shape
    way = np.linspace(-0.5, 0.5, count)
    bands = np.arange(count)

    def along(middle: float, lean: float) -> Values:
        columns = np.clip(np.round(middle + way * lean).astype(int), 0, width - 1)
        return np.asarray(density[bands, columns], np.float32)

    most = 2 * max(_FAINTEST, float(np.median(along(place, slope))))
    tries = [(float(m), float(s)) for m in range(place - _SHIFT, place + _SHIFT + 1) for s in _leans(slope)]
    middle, lean = max(tries, key=lambda t: float(np.clip(along(*t), 0, most).sum()))
    rough = middle + way * lean
    near = np.round(rough).astype(int)[:, None] + np.arange(-_SHIFT, _SHIFT + 1)
    weight = np.clip(density[bands[:, None], np.clip(near, 0, width - 1)], 0, most) + 1e-6
    exact = (weight * near).sum(axis=1) / weight.sum(axis=1)
    off = np.abs(exact - rough)
    good = off <= max(0.5, 2 * float(np.median(off)))
    if abs(lean) <= 1 and float(np.ptp(np.percentile(exact[good], (20, 80)))) < _STRAIGHT:
        return np.full(count, round(float(np.median(exact[good]))), np.float32)
    return np.asarray(np.polyval(np.polyfit(way[good], exact[good], 2), way), np.float32)


def _leans(slope: int) -> range:
    return range(slope - 3 * _SHIFT, slope + 3 * _SHIFT + 1)


def _shade(page: _Page, course: Values) -> Values | None:
    """What a line lets through of the light, over the whole page; None for a line that is no fold.

    A fold is seen in the white margins at both its ends. There its profile is taken: elsewhere print may go along it.
    """
    count, width = page.level.shape
    ends = _margins(page, course)
    if ends is None:
        return None
    shifts = np.arange(-page.reach, page.reach + 1)
    there = np.clip(course[:, None] + shifts, 0, width - 1)
    own = np.stack([np.interp(x, np.arange(width), d) for x, d in zip(there, page.density, strict=True)])
    profile = np.median(own[ends], axis=0)
    profile = np.where(np.abs(profile) < _FAINTEST / 2, 0, profile)
    core = profile >= 0.5 * profile.max()
    if profile.max() < _FAINTEST or core.sum() > width / _WIDEST:
        return None
    strength = np.median(own[:, core], axis=1)
    strength /= float(np.median(strength[ends]))
    padded = np.pad(strength, _NEAR, mode="edge")
    strength = np.median(np.lib.stride_tricks.sliding_window_view(padded, 2 * _NEAR + 1), axis=1)
    rows = np.arange(page.grey.shape[0])
    bands = (np.arange(count) + 0.5) * _BAND
    middle = np.interp(rows, bands, course)
    power = np.interp(rows, bands, np.clip(strength, _FAINTER, _STRONGER))
    shade = np.ones(page.grey.shape, np.float32)
    columns = np.round(middle).astype(int)[:, None] + shifts
    density = np.interp((columns - middle[:, None]).ravel(), shifts, profile, 0, 0).reshape(columns.shape)
    inside = (columns >= 0) & (columns < width)
    shade[np.broadcast_to(rows[:, None], columns.shape)[inside], columns[inside]] = np.exp(-density * power[:, None])[
        inside
    ]
    return shade


def _margins(page: _Page, course: Values) -> list[int] | None:
    """The bands at both ends of a line where it is seen in white paper; None where it does not go on in both."""
    width = page.grey.shape[1]
    valid, density, around = page.valid, page.density, width // _AROUND
    there: list[int] = [n for n, x in enumerate(course) if valid[n, round(float(x))]]
    found: list[int] = []
    for bands in (there, there[::-1]):
        own: list[int] = []
        for n in bands:
            x = round(float(course[n]))
            part = slice(max(0, x - around), x + around)
            beside = valid[n, part] & (np.abs(np.arange(width)[part] - x) > page.reach)
            rows = page.grey[n * _BAND : (n + 1) * _BAND, part]
            if ((rows < _PRINT * page.paper[n, part]) & beside).sum() <= _FEWEST:
                own.append(n)
            elif own or n not in (*bands[:_AT_EDGE],):
                break
        seen = [density[n, round(float(course[n])) - 1 :][:3].max() > _FAINTEST / 2 for n in own]
        if not own or np.mean(seen) < _SEEN:
            return None
        found += own
    return found


def _cleared(grey: Image, shade: Values) -> Image:
    """The picture without a fold: divided by its shade, and painted over from both sides where it is too dark."""
    result = np.clip(grey / np.maximum(shade, _GONE), 0, 255)
    gone = shade < _GONE
    for y in np.flatnonzero(gone.any(axis=1)).tolist():
        columns = np.flatnonzero(gone[y])
        sides = np.array([max(0, columns[0] - 1), min(gone.shape[1] - 1, columns[-1] + 1)])
        result[y, columns] = np.interp(columns, sides, result[y, sides])
    return np.asarray(result, np.uint8)


def _hidden(cleared: Image, shade: Values) -> NDArray[np.bool_]:
    """Where a fold may hide print: all of it, or, where it is narrower than any character, what has print beside it."""
    gone = np.asarray(shade < _GONE)
    if not gone.any() or gone.sum(axis=1).max() > max(2, gone.shape[1] // _NARROW):
        return gone
    paper = float(np.percentile(cleared, 75))
    dark = (cleared < _PRINT * paper).astype(np.uint8)
    return np.asarray(gone & (cv2.dilate(dark, np.ones((3, 5), np.uint8)) > 0))

"""Upright lines of a page's picture that go on in its white margins, as no table's line does: folds and streaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.documents.scan.basics import Image, Levels, stretches

BAND = 24
"""Pixels of a page's length that are looked at together: in each, most of a line's way is white or the line."""
_WINDOW = 52
_STEP = 3
"""How far around a place its paper's shade is told, as a divisor of the page's width, and from one of how many
columns."""
FAINTEST = 0.025
_ABOVE_NOISE = 2.5
"""How much darker than its paper a fold is at least, as a density, and in the usual change of its band."""
_STEEPEST = 0.06
_WHOLE = 0.75
_HALF = 0.9
_LEANS = 0.12
"""How far a fold leans at most; the part of its way on which a line is seen at least, from edge to edge or to the
page's middle; and how much more than that where it is no streak, which goes straight down."""
_PAPER = 0.55
"""Shade of what is still paper and not the scanner's bed, as a part of the page's paper."""
_MOST = 4
"""More lines than these from edge to edge are those of a table that fills the picture."""
_SHIFT = 3
_TIMES = 3
_CORE = 0.5
_STRAIGHT = 0.5
"""By how many pixels a line's place is sought anew, how often, and from which part of its greatest density; and by how
few pixels it sways if it goes straight down."""
_AT_EDGE = 2
_AROUND = 6
_PRINT = 0.7
_FEWEST = 6
_AS_USUAL = 0.3
_AT_END = 12
_MARGIN = 3
_EDGE = 100
_SIDE = 0.8
"""A fold's margins: bands at the picture's edge in which the scanner's bed may be seen; how much of the page beside it,
as a divisor, is white; the shade of print there, as a part of the paper's, and how many pixels of it may be dust; how
dense a fold is where it is seen, as a part of what it usually is; what of the page, as a divisor, is near its end; in
how many bands of one margin a fold is seen that is not in the other; and what of the picture's sides, as a divisor of
its width, is not looked at; on what part of its way a line parallel to the edge is a table's side."""
_LONG = 30
_CLOSE = 7
_WHITE = 0.85
_TALL = (3, 9)
_ENDS = 2
"""Of a lying line that ends at an upright one: its length on one side, as a divisor of the page's width, and the pixels
without it on the other, and their shade; how many rows are looked at together for it and for none, since it may lean;
and how many such lines show that the upright one is a table's."""


@dataclass(frozen=True)
class Page:
    """A page's picture in bands: the shade of paper or of an upright line, and that of the paper alone, per column."""

    grey: Image
    level: Levels
    paper: Levels

    @cached_property
    def density(self) -> Levels:
        """How much darker than its paper each place is."""
        return np.asarray(np.log(self.paper / self.level), np.float32)

    @property
    def reach(self) -> int:
        """How far from a fold's middle its shade may reach, in pixels."""
        return max(8, int(self.grey.shape[1]) // _WINDOW)

    @cached_property
    def valid(self) -> NDArray[np.bool_]:
        """Where there is paper."""
        return np.asarray(self.paper > _PAPER * float(np.percentile(self.paper, 75)))


@dataclass(frozen=True)
class Course:
    """Where an upright line goes: its place in every band, and the bands that are white beside it at its ends."""

    places: Levels
    margins: tuple[int, ...]


def in_bands(grey: Image) -> Page:
    """A picture in bands, of which each is as bright as most of its pixels in a column, without the darker ones."""
    count, width = max(1, grey.shape[0] // BAND), grey.shape[1]
    rows = grey[: count * BAND].reshape(count, -1, width)
    place = rows.shape[1] * 3 // 4
    level = np.partition(rows, place, axis=1)[:, place].astype(np.float32)
    half = max(8, width // _WINDOW) // _STEP
    wide = np.pad(level[:, ::_STEP], ((0, 0), (half, half)), mode="edge")
    paper = np.median(np.lib.stride_tricks.sliding_window_view(wide, 2 * half + 1, axis=1), axis=2).astype(np.float32)
    paper = np.asarray(cv2.resize(paper, (width, count), interpolation=cv2.INTER_NEAREST), np.float32)
    return Page(grey, np.maximum(level, 8), np.maximum(paper, 8))


def courses(page: Page) -> list[Course]:
    """The upright lines of a page that go on in its margins and end no lying line; none where they are many."""
    lines = [line for line in _lines(page) if _at_end(page, line[0])]
    columns, edge = np.arange(page.grey.shape[1]), page.grey.shape[1] // _EDGE
    beside = np.tile((columns >= edge) & (columns < len(columns) - edge), (len(page.level), 1))
    for places, _ in lines:
        beside &= np.abs(columns - places[:, None]) > page.reach
    found: list[Course] = []
    for places, whole in lines:
        margins = _margins(page, places, beside, whole=whole)
        if margins and not _ends_lines(page, places):
            found.append(Course(places, margins))
    return found if len(found) <= _MOST else []


def _lines(page: Page) -> Iterator[tuple[Levels, bool]]:
    """Upright lines over all of the paper, or over its upper or lower half: their places, and whether over all."""
    density = page.density
    noise = np.median(np.abs(density), axis=1, keepdims=True) / 0.6745
    dark = page.valid & (density > np.maximum(FAINTEST, _ABOVE_NOISE * noise))
    count, width = dark.shape
    reach = round(_STEEPEST * count * BAND)
    room = ((0, 0), (reach, reach))
    seen = np.pad(cv2.dilate(dark.astype(np.uint8), np.ones((1, 3), np.uint8)), room)
    there = np.pad(page.valid.astype(np.uint8), room)
    halves: list[slice] = [slice(0, count // 2), slice(count // 2, count)]
    best, slopes = np.zeros((3, width)), np.zeros((3, width), int)
    for slope in range(-reach, reach + 1):
        shifts = np.round((np.arange(count) / max(1, count - 1) - 0.5) * slope).astype(int) + reach
        hits, ways = (np.stack([rows[n, s : s + width] for n, s in enumerate(shifts)]) for rows in (seen, there))
        upper, lower = ((hits[half].sum(axis=0, dtype=int), ways[half].sum(axis=0, dtype=int)) for half in halves)
        for n, (hit, way) in enumerate([(upper[0] + lower[0], upper[1] + lower[1]), upper, lower]):
            enough = way >= (count / 2 if n == 0 else count / 4)
            share = np.where(enough, hit / np.maximum(way, 1), 0) - 1e-6 * abs(slope) - (_LEANS if slope else 0)
            better = share > best[n]
            best[n][better], slopes[n][better] = share[better], slope
    for n, bands in enumerate([slice(0, count), *halves]):
        while best[n].max() >= (_HALF if n else _WHOLE):
            place = int(best[n].argmax())
            places = _followed(density, place, int(slopes[n][place]), bands)
            best[n:, max(0, place - page.reach) : place + page.reach + 1] = 0
            if page.reach <= places.min() and places.max() < width - page.reach:  # no edge of the paper
                yield places, n == 0


def _followed(density: Levels, place: int, slope: int, part: slice) -> Levels:
    """The middle of an upright line in every band: along a bow, or all the same where it does not lean.

    Args:
        density: of the page's bands.
        place: of the line halfway down, nearly.
        slope: by how many pixels it goes to the right from the first band to the last, nearly.
        part: the bands in which it is seen.
    """
    count, width = density.shape
    way, bands = np.linspace(-0.5, 0.5, count), np.arange(count)

    def along(middle: float, lean: float) -> Levels:
        columns = np.clip(np.round(middle + way * lean).astype(int), 0, width - 1)
        return np.asarray(density[bands, columns][part], np.float32)

    most = 2 * max(FAINTEST, float(np.median(along(place, slope))))
    tries = [
        (float(m), float(s))
        for m in range(place - _SHIFT, place + _SHIFT + 1)
        for s in range(slope - 3 * _SHIFT, slope + 3 * _SHIFT + 1)
    ]
    middle, lean = max(tries, key=lambda t: float(np.clip(along(*t), 0, most).sum()))
    rough = middle + way * lean
    window = np.arange(-_SHIFT, _SHIFT + 0.1, 0.5)
    for _ in range(_TIMES):
        near = rough[:, None] + window
        dark = np.stack([np.interp(x, np.arange(width), d) for x, d in zip(near, density, strict=True)])
        weight = np.clip(dark, 0, most)
        weight = np.clip(weight - _CORE * weight.max(axis=1, keepdims=True), 0, None) + 1e-6
        exact = (weight * near).sum(axis=1) / weight.sum(axis=1)
        off = np.abs(exact - rough)
        good = np.zeros(count, bool)
        good[part] = off[part] <= max(0.5, 2 * float(np.median(off[part])))
        if abs(lean) <= 1 and float(np.ptp(np.percentile(exact[good], (20, 80)))) < _STRAIGHT:
            return np.full(count, round(float(np.median(exact[good]))), np.float32)
        rough = np.asarray(np.polyval(np.polyfit(way[good], exact[good], 2), way), np.float64)
    return np.asarray(rough, np.float32)


def _at_end(page: Page, places: Levels) -> bool:
    """Whether a line is seen near the upper or the lower end of the paper."""
    columns = np.round(places).astype(int)
    there = [n for n, x in enumerate(columns) if page.valid[n, x]]
    seen = _seen(page, columns)[there]
    near = max(_MARGIN, len(places) // _AT_END)
    return max(sum(seen[:near]), sum(seen[-near:])) >= _MARGIN


def _seen(page: Page, columns: NDArray[np.int64]) -> NDArray[np.bool_]:
    """In which bands a line is nearly as dense as it usually is."""
    density = np.array([page.density[n, x - 1 : x + 2].max() for n, x in enumerate(columns)])
    return np.asarray(density > max(FAINTEST / 2, _AS_USUAL * float(np.percentile(density, 75))))


def _margins(page: Page, places: Levels, beside: NDArray[np.bool_], *, whole: bool) -> tuple[int, ...]:
    """The bands of white paper at the ends of a line in which it is seen; none where it does not go on in the margins.

    Args:
        page: the page.
        places: of the line.
        beside: where no such line is.
        whole: whether it goes over all of the page.
    """
    columns = np.round(places).astype(int)
    there = [n for n, x in enumerate(columns) if page.valid[n, x]]
    seen = _seen(page, columns)
    around = page.grey.shape[1] // _AROUND
    found: list[list[int]] = []
    for bands, outermost in ((there, 0), (there[::-1], -1)):
        own: list[int] = []
        for n in bands:
            part = slice(max(0, columns[n] - around), columns[n] + around)
            rows = page.grey[n * BAND : (n + 1) * BAND, part]
            dark = (rows < _PRINT * page.paper[n, part]) & page.valid[n, part] & beside[n, part]
            if dark.sum() <= _FEWEST:
                own.append(n)
            elif own or not whole or n not in bands[:_AT_EDGE] or _is_side(dark[:, beside[n, part]], outermost):
                break
        found.append([n for n in own if seen[n]])
    first, last = found
    enough = (whole and first and last) or max(len(first), len(last)) >= _MARGIN
    return (*first, *last) if enough else ()


def _is_side(dark: NDArray[np.bool_], outermost: int) -> bool:
    """Whether a band's print is a table's side: all along it, and with paper between it and the picture's edge.

    Args:
        dark: where the band is dark.
        outermost: its row at the edge's side.
    """
    return bool((dark.any(axis=0) & ~dark[outermost]).mean() > _SIDE) if dark.size else False


def _ends_lines(page: Page, places: Levels) -> bool:
    """Whether lying lines end at an upright one, as they do at a table's sides."""
    count, width = page.level.shape
    long, start = width // _LONG, max(3, page.reach // 3)
    low, lower = (cv2.erode(page.grey, np.ones((tall, 1), np.uint8)) for tall in _TALL)
    rows = np.arange(count * BAND)
    middle = np.round(np.interp(rows, (np.arange(count) + 0.5) * BAND, places)).astype(int)
    paper = page.paper[rows // BAND, middle]
    sides: list[tuple[NDArray[np.bool_], NDArray[np.bool_]]] = []
    for towards in (-1, 1):
        way = np.clip(middle[:, None] + towards * np.arange(start, start + long), 0, width - 1)
        drawn = low[rows[:, None], way].max(axis=1) < _PRINT * paper
        white = lower[rows[:, None], way[:, :_CLOSE]].min(axis=1) > _WHITE * paper
        sides.append((np.asarray(drawn), np.asarray(white)))
    ends = sum(len(stretches(one[0] & other[1])) for one, other in (sides, sides[::-1]))
    return ends >= _ENDS

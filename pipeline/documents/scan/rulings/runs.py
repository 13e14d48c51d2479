"""Which dark runs of a page's picture are lines, and which are strokes of characters beside or below one another.

A line is as dark as the page's others, goes from one line that crosses it to another, and has no print on both its
sides; dashes have a rhythm.
"""

from __future__ import annotations

import itertools
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.documents.scan.basics import Image, Mask, stretches

FAINTEST = 14
"""Grey levels by which a line must be darker than what lies beside it."""
LONG = 8.0
"""Length of a long line, in character sizes: longer than words."""
SHORTEST_DOWN = 1.4
"""Length of an upright line at least, in character sizes: longer than a stroke."""
GAP = 0.5
"""White between the pieces of a line with gaps at most, in character sizes."""
_AS_DARK = 0.45
"""How dark a short line is at least, as a part of the darkness of the page's long ones."""
WHOLLY_DRAWN = 0.88
"""Part of a line that is drawn where it is one from end to end."""
_UNBROKEN = 0.96
"""Part that is dark of one that goes from one line that crosses it to another."""
_CLEAN = 0.06
_BESIDE = 0.05
_CLEARLY_BESIDE = 0.22
"""Part of what lies beside a run that is print: of one with gaps that is a line; on both sides of what may be strokes;
and of what is."""
_THICK = 0.4
"""Thickness of a line with gaps at most, in character sizes, where it is thick."""
_SIDES = 0.35
_ENCLOSED = 0.1
"""How far from the middle of a digit its sides stand, in character sizes, and along what part of a run they do."""
_CLOSE = 0.35
_EDGE = 0.12
"""How close to a line that crosses it one with gaps is dark somewhere, without that line's edge: in character sizes."""
_GOES_ON = 0.42
"""Part of a line with gaps that is dark there: of dashes half, of strokes of digits a third where they are many."""
_ASIDE = 0.25
"""How far beside a line the paper is looked at, in character sizes."""
_AS_CLOSE = 0.65
_AS_CLOSE_AT_ALL = 0.5
_FEW = 3
"""How dark a line is there, as a part of what it is elsewhere, strokes of digits being half so dark at most; the same
where it is lightest; and how many ways from one crossing line to the next are too few to go by the mean."""
_MANY = 6
_ALIKE = 1.5
"""Pieces of a line that is known by their number, and how much longer than common its pieces and white may be."""
_BEATS = 10
_WHITE_ALIKE = 0.75
_OFF_BEAT = 1.5
"""Dashes of a long line at least; the part of the white between them that is alike; and by how many pixels it may
differ."""
_BEAT = 0.27
IN_BEAT = 0.6
_FEWEST_IN_BEAT = 8
"""From one dot to the next at most, in character sizes: strokes of a line of text stand farther from one another; and
the part of a way in which dots follow each other so, and how many."""


def keep_dark(solid: NDArray[np.bool_], darkness: NDArray[np.uint8], size: float) -> NDArray[np.bool_]:
    """Without short runs that are much lighter than the page's long lines."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(solid.astype(np.uint8), connectivity=8)
    own = labels[solid]  # a small part of the page
    area = np.maximum(1, np.bincount(own, minlength=len(stats)))
    mean = np.bincount(own, weights=darkness[solid], minlength=len(stats)) / area
    long = stats[:, 2] >= LONG * size
    long[0] = False
    if not long.any():
        return solid
    keep = (stats[:, 2] >= LONG / 2 * size) | (mean >= _AS_DARK * float(np.percentile(mean[long], 25)))
    keep[0] = False
    return np.asarray(keep[labels])


def without_short_strokes(
    solid: NDArray[np.bool_], sharp: NDArray[np.uint8], grey: Image, ink: Mask, size: float, ends: Mask | None
) -> NDArray[np.bool_]:
    """Without short runs that are strokes of neighbouring characters: print on both sides, and gaps between them.

    ``ends`` are the lines that cross them: what reaches from one to the next is no stroke, whatever stands beside it.
    Print may touch it beyond these, which is cut off.
    """
    _, labels, stats, _ = cv2.connectedComponentsWithStats(solid.astype(np.uint8), connectivity=8)
    keep = np.ones(len(stats), bool)
    keep[0] = False
    loose = np.zeros(solid.shape, bool)
    near, far = max(2, round(0.12 * size)), max(4, round(0.4 * size))
    for number, (x, y, w, h, _) in enumerate(stats.tolist()):
        if number == 0 or w >= LONG * size:
            continue
        above = ink[max(0, y - far) : max(0, y - near), x : x + w]
        below = ink[y + h + near : y + h + far, x : x + w]
        beside = min(above.mean() if above.size else 0, below.mean() if below.size else 0) / 255
        if beside < _BESIDE:
            continue
        along = sharp[y : y + h, x : x + w].max(axis=0)
        whole = float((along >= 0.5 * float(np.median(along))).mean())
        keep[number] = beside < _CLEARLY_BESIDE and whole >= WHOLLY_DRAWN
        if ends is not None and not keep[number]:
            first, last = _from_line_to_line(ends, (x, y, w, h), near)
            keep[number] = first < last and _is_unbroken(grey[y : y + h, first:last])
            loose[y : y + h, x:first] = loose[y : y + h, last : x + w] = True
    return np.asarray(keep[labels] & ~loose)


def _from_line_to_line(ends: Mask, run: tuple[int, int, int, int], near: int) -> tuple[int, int]:
    """The part of a run from the first line that crosses it to the last; nothing where there are not two."""
    x, y, w, h = run
    crossed = stretches(np.asarray(ends[max(0, y - near) : y + h + near, max(0, x - near) : x + w + near].any(axis=0)))
    if len(crossed) < 2:
        return x, x
    left = max(0, x - near)
    return max(x, left + crossed[0][0]), min(x + w, left + crossed[-1][1])


def without_columns_of_digits(solid: NDArray[np.bool_], grey: Image, ends: Mask, size: float) -> NDArray[np.bool_]:
    """Without runs that leave off before the lines that cross them, as the sides of zeros in low rows do.

    One that crosses fewer than two of them, as what is left of a run whose light parts were taken, is judged by its
    way from one to the next.
    """
    _, labels, stats, _ = cv2.connectedComponentsWithStats(solid.astype(np.uint8), connectivity=8)
    keep = np.ones(len(stats), bool)
    keep[0] = False
    for number, (x, y, w, h, _) in enumerate(stats.tolist()):
        if number:
            first, last = _between_lines(ends[y : y + h], x, x + w, size)
            keep[number] = goes_on(grey, ends, (first, y, last - first, h), size)
    return np.asarray(keep[labels])


def _between_lines(ends: NDArray[Any], first: int, last: int, size: float) -> tuple[int, int]:
    """A run that crosses two lines; else its way from the line before it to that behind it, where both are near."""
    far, near = SHORTEST_DOWN * size, max(2, round(_EDGE * size))
    crossed = stretches(np.asarray(ends.any(axis=0), np.bool_))
    before = [c[0] for c in crossed if first - far <= c[0] <= first + near]
    behind = [c[1] for c in crossed if last - near <= c[1] <= last + far]
    if sum(first < c[1] and c[0] < last for c in crossed) > 1 or not before or not behind:
        return first, last
    return before[-1], behind[0]


def goes_on(grey: Image, ends: NDArray[Any], run: tuple[int, int, int, int], size: float) -> bool:
    """Whether a run is as dark close to the lines that cross it, on both their sides, as it is between them."""
    x, y, w, h = run
    aside = max(3, round(_ASIDE * size))
    paper = np.maximum(grey[max(0, y - aside), x : x + w], grey[min(len(grey), y + h + aside) - 1, x : x + w])
    dark = np.clip(paper.astype(np.int16) - grey[y : y + h, x : x + w].min(axis=0), 0, None)
    crossed = stretches(np.asarray(ends[y : y + h, x : x + w].any(axis=0), np.bool_))
    if len(crossed) < 2:
        return True
    near = max(2, round(_EDGE * size))
    ways = [dark[one[1] + 1 : other[0] - 1] for one, other in itertools.pairwise(crossed)]  # one pixel is blurred
    ways = [way for way in ways if len(way) > 2 * near]
    if all(is_regular(way >= 0.5 * float(np.percentile(way, 90))) or beat(way, size) >= IN_BEAT for way in ways):
        return True  # dots end anywhere, and there may be no way to go by
    middle = float(np.concatenate([way[near:-near] for way in ways]).mean())
    ends_of = [[way[:near] for way in ways], [way[-near:] for way in ways]]
    if len(ways) < _FEW:  # the lightest place tells: no dash's end stands at several lines
        return min(float(np.mean([end.min() for end in some])) for some in ends_of) >= _AS_CLOSE_AT_ALL * middle
    return min(float(np.mean([end.mean() for end in some])) for some in ends_of) >= _AS_CLOSE * middle


def is_regular(dark: NDArray[np.bool_]) -> bool:
    """Whether a way is dark in many pieces, all alike and as far from one another: no characters' strokes are."""
    pieces = stretches(dark)
    if len(pieces) < _MANY:
        return False
    inner = [b - a for a, b in pieces[1:-1]]
    white = [other[0] - one[1] for one, other in itertools.pairwise(pieces)]
    return all(max(lengths) <= _ALIKE * float(np.median(lengths)) + 1 for lengths in (inner, white))


def beat(darkness: NDArray[Any], size: float) -> float:
    """In what part of a way dots follow each other in one beat, whatever print touches some."""
    dark, light = np.percentile(darkness, (80, 20))
    dots = stretches(np.asarray(darkness >= (light + dark) / 2, np.bool_))
    if dark - light < FAINTEST or len(dots) < _FEWEST_IN_BEAT:
        return 0.0
    beats = np.diff([(one[1] + other[0]) / 2 for one, other in itertools.pairwise(dots)])
    usual = float(np.median(beats))
    return float((np.abs(beats - usual) <= 1).sum()) * usual / len(darkness) if usual <= _BEAT * size else 0.0


def _has_rhythm(dark: NDArray[np.bool_], size: float) -> bool:
    """Whether a long way is dark in dashes or dots: alike white parts them all. Print may stand close to such a line.

    Digits below one another have rhythm, too, but more white between them than dashes have.
    """
    pieces = stretches(dark)
    if len(pieces) < _BEATS:
        return False
    white = np.array([other[0] - one[1] for one, other in itertools.pairwise(pieces)])
    usual = float(np.median(white))
    narrow = white.max() <= min(_ALIKE * usual + 2, GAP * size)
    return bool(narrow and (np.abs(white - usual) <= _OFF_BEAT).mean() >= _WHITE_ALIKE)


def short_between(runs: NDArray[np.bool_], grey: Image, size: float, shortest: float, ends: Mask) -> NDArray[np.bool_]:
    """Runs too short to be told from strokes that go from one line that crosses them to the next: in a lone low row."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(runs.astype(np.uint8), connectivity=8)
    near = max(2, round(0.12 * size))
    keep = np.zeros(len(stats), bool)
    for number, (x, y, w, h, _) in enumerate(stats.tolist()):
        if number and w < shortest * size + near and _reaches(ends, (x, y, w, h), near):
            whole = max(0, x - near), y, x + w + near - max(0, x - near), h
            keep[number] = _is_unbroken(grey[y : y + h, x : x + w]) and goes_on(grey, ends, whole, size)
    return np.asarray(keep[labels])


def _reaches(ends: Mask | None, run: tuple[int, int, int, int], near: int) -> bool:
    """Whether a run begins and ends on a line that crosses it."""
    if ends is None:
        return False
    x, y, w, h = run
    rows = ends[max(0, y - near) : y + h + near]
    return bool(rows[:, max(0, x - near) : x + near].any() and rows[:, x + w - near : x + w + near].any())


def _is_unbroken(run: Image) -> bool:
    """Whether it is dark from end to end: in the picture itself, since beside heavy print a line stands out little."""
    dark = 255.0 - run.min(axis=0)
    return bool((dark >= 0.5 * np.median(dark)).mean() >= _UNBROKEN)


def keep_lone(
    dotted: NDArray[np.bool_],
    solid: NDArray[np.bool_],
    sharp: NDArray[np.uint8],
    grey: Image,
    ink: Mask,
    size: float,
    crossing: NDArray[np.bool_] | None,
    *,
    down: bool,
) -> NDArray[np.bool_]:
    """Of runs with gaps those that have hardly any print beside them: the others are strokes of a line of text.

    Characters that stand alone in their cells, as a column of ones, leave off before each line that crosses them.
    Dashes in low rows have print beside them, but a rhythm that strokes have not.
    """
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dotted.astype(np.uint8), connectivity=8)
    keep = np.zeros(len(stats), bool)
    near, far = max(2, round(0.15 * size)), max(4, round(0.55 * size))
    for number, (x, y, w, h, _) in enumerate(stats.tolist()):
        part = np.s_[y : y + h, x : x + w]
        if number == 0 or h > 0.8 * size or w < SHORTEST_DOWN * size:
            continue
        crossed = np.asarray(np.zeros(w, bool) if crossing is None else crossing[part].any(axis=0), np.bool_)
        free = ~_wider(crossed, _EDGE * size)
        above = ink[max(0, y - far) : max(0, y - near), x : x + w][:, free]
        below = ink[y + h + near : y + h + far, x : x + w][:, free]
        lone = max(above.mean() if above.size else 0, below.mean() if below.size else 0) < 255 * _CLEAN
        if not lone and w < LONG * size:
            continue
        if float(np.percentile((labels[part] == number).sum(axis=0), 90)) > _THICK * size:
            continue  # characters so close to one another that they are the run
        lone = lone and not _is_inside_digit(grey, (x, y, w, h), round(_SIDES * size))
        along = sharp[part].max(axis=0)
        close = along[free & _wider(crossed, _CLOSE * size)]
        # Where most of a run is paper, as between the arcs of zeros below one another, it is no line's darkness.
        usual = max(FAINTEST, float(np.percentile(along[free], 75))) if free.any() else FAINTEST
        ends_close = not close.size or (close >= 0.5 * usual).mean() >= _GOES_ON
        keep[number] = lone and ends_close and (crossing is None or goes_on(grey, crossing, (x, y, w, h), size))
        if w >= LONG * size and not keep[number] and _has_rhythm(along >= 0.5 * np.percentile(along, 75), size):
            keep[number] = not down or crossing is None or goes_on(grey, crossing, (x, y, w, h), size)
    return np.asarray(keep[labels] & ~solid)


def _is_inside_digit(grey: Image, run: tuple[int, int, int, int], reach: int) -> bool:
    """Whether a run goes between darker strokes, as the white inside a narrow 0 does, which is no paper's white."""
    x, y, w, h = run
    own = grey[y : y + h, x : x + w].min(axis=0)
    above, below = grey[max(0, y - reach) : y, x : x + w], grey[y + h : y + h + reach, x : x + w]
    if not len(above) or not len(below):
        return False
    between = np.maximum(above.min(axis=0), below.min(axis=0)) < own.astype(np.int16) - FAINTEST
    return float(between.mean()) > _ENCLOSED


def _wider(some: NDArray[np.bool_], reach: float) -> NDArray[np.bool_]:
    return np.asarray(cv2.dilate(some.astype(np.uint8)[None], np.ones((1, 2 * round(reach) + 1), np.uint8))[0] > 0)

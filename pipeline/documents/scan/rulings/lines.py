"""The straight lines of a page's picture: thin dark runs longer than any stroke of a character.

They are sought on the grey picture, so that faint and dotted ones count.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.documents.scan.basics import Image, Mask, stretches
from pipeline.documents.scan.picture.straighten import Sheet

FAINTEST = 14
"""Grey levels by which a line must be darker than what lies beside it."""
_SHORTEST_ACROSS = 2.2
_SHORTEST_DOWN = 1.4
_LOWEST = 1.1
"""Shortest lines, in character sizes: longer than a stroke; and of those that go from one line to the next."""
_GAP = 0.5
_LONGEST_STROKES = 4.0
_CORNER = 0.25
_CLOSE = 0.35
_EDGE = 0.12
"""Shortest run with gaps; how far a line goes on beyond where it is seen; and how close to a line that crosses it one
with gaps is dark somewhere, without that line's edge: in character sizes."""
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
_IN_BEAT = 0.75
_OFF_BEAT = 1.5
"""Dashes of a long line at least; the part of the white between them that is alike; and by how many pixels it may
differ."""
_BESIDE_LINE = 0.04
_PIECE = 0.5
_SEEN_UNDER = 0.5
"""How far up or down a line is sought where print stands on it, how long such a piece is, in character sizes; and how
dark it is, as a part of the line: between two characters the paper would be seen."""
_EVEN = 0.5
"""How dark the lightest part of a line is, as a part of its common darkness: between characters it is lighter."""
_CLEAN = 0.06
_BESIDE = 0.05
_CLEARLY_BESIDE = 0.22
"""Part of what lies beside a run, on both sides, that is print where the run may be strokes, and where it is."""
_ABOVE_GRAIN = 1.7
_GRAIN = 92.0
"""Percentile of the runs found everywhere on the paper that is no line."""
_AS_DARK = 0.45
WHOLLY_DRAWN = 0.88
"""Part of a line that is drawn where it is one from end to end."""
_UNBROKEN = 0.96
"""Part that is dark of one that goes from one line that crosses it to another."""
LONG = 8.0
"""Long lines, in character sizes: longer than words."""
_TABLE_WIDE = 15.0


@dataclass(frozen=True)
class Rulings:
    """The lines of a page as masks."""

    across: Mask
    down: Mask

    @property
    def mask(self) -> Mask:
        """Both."""
        return np.asarray(cv2.bitwise_or(self.across, self.down), np.uint8)


def long_lines(rulings: Rulings, size: float) -> Mask:
    """Lines longer than any word's strokes."""
    kept = np.zeros_like(rulings.across)
    for mask in (rulings.across, rulings.down):
        _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
        long = stats[:, 2:4].max(axis=1) >= LONG * size
        long[0] = False
        kept[long[labels]] = 255
    return kept


def count_long(rulings: Rulings, size: float) -> int:
    """How many lines are as long as a table is wide."""
    count = 0
    for mask, side in ((rulings.across, 2), (rulings.down, 3)):
        _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
        count += int((stats[1:, side] >= _TABLE_WIDE * size).sum())
    return count


def find_rulings(sheet: Sheet) -> Rulings:
    """The straight lines of a page."""
    across, down = find_lying(sheet), _lines(sheet, _SHORTEST_DOWN, down=True)
    # A thick line hides those that cross it: a second look at each direction knows where the other one's lines are.
    across = find_lying(sheet, down)
    return Rulings(_grown(across, sheet), _lines(sheet, _SHORTEST_DOWN, down=True, crossing=across))


def _grown(across: Mask, sheet: Sheet) -> Mask:
    """Lying lines with what of them has print standing on it, where they are seen only beside it."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(across, connectivity=8)
    size, grown = sheet.size, across.copy()
    room, step = max(1, round(_BESIDE_LINE * size)), max(2, round(_PIECE * size))
    for x, y, w, h, _ in stats[1:].tolist():
        if w < LONG * size:
            continue
        for outward in (-1, 1):
            end = x if outward < 0 else x + w - 1
            own = across[y : y + h, end - step : end + 1] if outward > 0 else across[y : y + h, end : end + step + 1]
            rows = np.flatnonzero(own.any(axis=1)) + y
            top, bottom = max(0, int(rows[0]) - room), int(rows[-1]) + 1 + room
            level = 255.0 - sheet.grey[top:bottom].min(axis=0)
            usual = float(np.median(level[x : x + w]))
            beyond = level[:end][::-1] if outward < 0 else level[end + 1 :]
            light = np.flatnonzero(beyond < _SEEN_UNDER * usual)
            length = int(light[0]) if len(light) else len(beyond)
            if length >= step:
                there = slice(end - length, end) if outward < 0 else slice(end + 1, end + 1 + length)
                grown[rows[0] : rows[-1] + 1, there] = 255
    return grown


def find_lying(sheet: Sheet, upright: Mask | None = None) -> Mask:
    """The lines across a page; those that cross upright ones only in pieces, where these are not told."""
    return _lines(sheet, _SHORTEST_ACROSS, crossing=upright)


def _lines(sheet: Sheet, shortest: float, *, down: bool = False, crossing: Mask | None = None) -> Mask:
    """Runs along which the print never gets much lighter; and dotted or broken ones with nothing beside them."""
    grey, ink = (np.ascontiguousarray(a.T if down else a) for a in (sheet.grey, sheet.ink))
    size = sheet.size
    thin = int(max(5, 0.45 * size)) | 1
    sharp = np.asarray(cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, np.ones((thin, 1), np.uint8)), np.uint8)
    dark = np.asarray(cv2.blur(sharp, (int(max(3, 0.2 * size)) | 1, 1)), np.uint8)
    there = None
    if crossing is not None:
        there = _prolonged(np.ascontiguousarray(crossing.T if down else crossing), size)
        sharp, dark = (np.where(there, np.maximum(d, 255 - grey), d).astype(np.uint8) for d in (sharp, dark))
    solid, darkness = _runs(dark, 0.2 * size, shortest * size)
    dotted, _ = _runs(dark, _GAP * size, _LONGEST_STROKES * size)
    ends = crossing.T if down and crossing is not None else None
    solid = _without_strokes(_keep_dark(solid, darkness, size), sharp, grey, ink, size, ends)
    if ends is not None:
        solid = _without_columns_of_digits(solid, grey, ends, size)
        solid |= _between(_runs(dark, 0.2 * size, _LOWEST * size)[0], grey, size, shortest, ends)
    lone = _keep_lone(dotted, solid, sharp, grey, ink, size, there, down=down)
    mask = (solid | lone).astype(np.uint8) * 255
    return np.ascontiguousarray(mask.T if down else mask)


def _prolonged(crossing: Mask, size: float) -> NDArray[np.bool_]:
    """Lines that cross, a little longer: one seen from below a table's first line only hides part of that too."""
    return np.asarray(cv2.dilate(crossing, np.ones((2 * round(_CORNER * size) + 1, 1), np.uint8)) > 0)


def _runs(dark: NDArray[np.uint8], gap: float, shortest: float) -> tuple[NDArray[np.bool_], NDArray[np.uint8]]:
    """Where runs are, and how dark the lightest part of each is. On a grainy page they must be the darker."""
    closed = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((1, max(3, int(gap))), np.uint8))
    length = max(3, int(shortest))
    least = np.asarray(cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, length), np.uint8)), np.uint8)
    common = cv2.blur(closed, (length, 1))
    faintest = max(FAINTEST, _ABOVE_GRAIN * float(np.percentile(least[::3, ::3], _GRAIN)))
    return np.asarray((least >= faintest) & (least >= _EVEN * common)), least


def _keep_dark(solid: NDArray[np.bool_], darkness: NDArray[np.uint8], size: float) -> NDArray[np.bool_]:
    """Without short runs that are much lighter than the page's long lines."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(solid.astype(np.uint8), connectivity=8)
    area = np.maximum(1, np.bincount(labels.ravel(), minlength=len(stats)))
    mean = np.bincount(labels.ravel(), weights=darkness.ravel(), minlength=len(stats)) / area
    long = stats[:, 2] >= LONG * size
    long[0] = False
    if not long.any():
        return solid
    keep = (stats[:, 2] >= LONG / 2 * size) | (mean >= _AS_DARK * float(np.percentile(mean[long], 25)))
    keep[0] = False
    return np.asarray(keep[labels])


def _without_strokes(
    solid: NDArray[np.bool_], sharp: NDArray[np.uint8], grey: Image, ink: Mask, size: float, ends: Mask | None
) -> NDArray[np.bool_]:
    """Without short runs that are strokes of neighbouring characters: print on both sides, and gaps between them.

    ``ends`` are the lines that cross them: what reaches from one to the next is no stroke, whatever stands beside it.
    """
    _, labels, stats, _ = cv2.connectedComponentsWithStats(solid.astype(np.uint8), connectivity=8)
    keep = np.ones(len(stats), bool)
    keep[0] = False
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
        keep[number] = (beside < _CLEARLY_BESIDE and whole >= WHOLLY_DRAWN) or (
            _reaches(ends, (x, y, w, h), near) and _is_unbroken(grey[y : y + h, x : x + w])
        )
    return np.asarray(keep[labels])


def _without_columns_of_digits(solid: NDArray[np.bool_], grey: Image, ends: Mask, size: float) -> NDArray[np.bool_]:
    """Without runs that leave off before the lines that cross them, as the sides of zeros in low rows do."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(solid.astype(np.uint8), connectivity=8)
    keep = np.ones(len(stats), bool)
    keep[0] = False
    for number, (x, y, w, h, _) in enumerate(stats.tolist()):
        if number and w >= _SHORTEST_DOWN * size:
            keep[number] = goes_on(grey, ends, (x, y, w, h), size)
    return np.asarray(keep[labels])


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
    if all(is_regular(way >= 0.5 * float(np.percentile(way, 90))) for way in ways):
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


def _has_rhythm(dark: NDArray[np.bool_], size: float) -> bool:
    """Whether a long way is dark in dashes or dots: alike white parts them all. Print may stand close to such a line.

    Digits below one another have rhythm, too, but more white between them than dashes have.
    """
    pieces = stretches(dark)
    if len(pieces) < _BEATS:
        return False
    white = np.array([other[0] - one[1] for one, other in itertools.pairwise(pieces)])
    usual = float(np.median(white))
    narrow = white.max() <= min(_ALIKE * usual + 2, _GAP * size)
    return bool(narrow and (np.abs(white - usual) <= _OFF_BEAT).mean() >= _IN_BEAT)


def _between(runs: NDArray[np.bool_], grey: Image, size: float, shortest: float, ends: Mask) -> NDArray[np.bool_]:
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


def _keep_lone(
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
        if number == 0 or h > 0.8 * size or w < _SHORTEST_DOWN * size:
            continue
        part = np.s_[y : y + h, x : x + w]
        crossed = np.asarray(np.zeros(w, bool) if crossing is None else crossing[part].any(axis=0), np.bool_)
        free = ~_wider(crossed, _EDGE * size)
        above = ink[max(0, y - far) : max(0, y - near), x : x + w][:, free]
        below = ink[y + h + near : y + h + far, x : x + w][:, free]
        lone = max(above.mean() if above.size else 0, below.mean() if below.size else 0) < 255 * _CLEAN
        along = sharp[part].max(axis=0)
        close = along[free & _wider(crossed, _CLOSE * size)]
        ends_close = not close.size or (close >= 0.5 * np.percentile(along[free], 75)).mean() >= _GOES_ON
        keep[number] = lone and ends_close and (crossing is None or goes_on(grey, crossing, (x, y, w, h), size))
        if w >= LONG * size and not keep[number] and _has_rhythm(along >= 0.5 * np.percentile(along, 75), size):
            keep[number] = not down or crossing is None or goes_on(grey, crossing, (x, y, w, h), size)
    return np.asarray(keep[labels] & ~solid)


def _wider(some: NDArray[np.bool_], reach: float) -> NDArray[np.bool_]:
    return np.asarray(cv2.dilate(some.astype(np.uint8)[None], np.ones((1, 2 * round(reach) + 1), np.uint8))[0] > 0)

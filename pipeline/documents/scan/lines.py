"""The straight lines of a page's picture: thin dark runs longer than any stroke of a character.

They are sought on the grey picture, so that faint and dotted ones count.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.documents.scan.engine import Image
from pipeline.documents.scan.straighten import Mask, Sheet

_FAINTEST = 14
"""Grey levels by which a line must be darker than what lies beside it."""
_SHORTEST_ACROSS = 2.2
_SHORTEST_DOWN = 1.4
"""Shortest lines, in character sizes: longer than a stroke."""
_GAP = 0.5
_LONGEST_STROKES = 4.0
"""Shortest run with gaps, in character sizes."""
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
_STROKE = 1.2
_WHITE = 0.15
_AS_INK = 0.3
"""Height of a lone character at most, and the white above and below it, in character sizes; and the part of a run's
darkness that is no white."""
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
    across, down = _lines(sheet, _SHORTEST_ACROSS), _lines(sheet, _SHORTEST_DOWN, down=True)
    # A thick line hides those that cross it: a second look at each direction knows where the other one's lines are.
    return Rulings(
        _lines(sheet, _SHORTEST_ACROSS, crossing=down), _lines(sheet, _SHORTEST_DOWN, down=True, crossing=across)
    )


def _lines(sheet: Sheet, shortest: float, *, down: bool = False, crossing: Mask | None = None) -> Mask:
    """Runs along which the print never gets much lighter; and dotted or broken ones with nothing beside them."""
    grey, ink = (np.ascontiguousarray(a.T if down else a) for a in (sheet.grey, sheet.ink))
    size = sheet.size
    thin = int(max(5, 0.45 * size)) | 1
    sharp = np.asarray(cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, np.ones((thin, 1), np.uint8)), np.uint8)
    dark = np.asarray(cv2.blur(sharp, (int(max(3, 0.2 * size)) | 1, 1)), np.uint8)
    if crossing is not None:
        there = np.ascontiguousarray(crossing.T if down else crossing) > 0
        sharp, dark = (np.where(there, np.maximum(d, 255 - grey), d).astype(np.uint8) for d in (sharp, dark))
    solid, darkness = _runs(dark, 0.2 * size, shortest * size)
    dotted, _ = _runs(dark, _GAP * size, _LONGEST_STROKES * size)
    ends = crossing.T if down and crossing is not None else None
    solid = _without_strokes(_keep_dark(solid, darkness, size), sharp, grey, ink, size, ends)
    lone = _keep_lone(dotted, solid, sharp, ink, size, ends)
    mask = (solid | lone).astype(np.uint8) * 255
    return np.ascontiguousarray(mask.T if down else mask)


def _runs(dark: NDArray[np.uint8], gap: float, shortest: float) -> tuple[NDArray[np.bool_], NDArray[np.uint8]]:
    """Where runs are, and how dark the lightest part of each is. On a grainy page they must be the darker."""
    closed = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((1, max(3, int(gap))), np.uint8))
    length = max(3, int(shortest))
    least = np.asarray(cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, length), np.uint8)), np.uint8)
    common = cv2.blur(closed, (length, 1))
    faintest = max(_FAINTEST, _ABOVE_GRAIN * float(np.percentile(least[::3, ::3], _GRAIN)))
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
    ink: Mask,
    size: float,
    ends: Mask | None,
) -> NDArray[np.bool_]:
    """Of runs with gaps those that have hardly any print beside them: the others are strokes of a line of text."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dotted.astype(np.uint8), connectivity=8)
    keep = np.zeros(len(stats), bool)
    near, far = max(2, round(0.15 * size)), max(4, round(0.55 * size))
    for number, (x, y, w, h, _) in enumerate(stats.tolist()):
        if number == 0 or h > 0.8 * size:
            continue
        above = ink[max(0, y - far) : max(0, y - near), x : x + w]
        below = ink[y + h + near : y + h + far, x : x + w]
        beside = max(above.mean() if above.size else 0, below.mean() if below.size else 0)
        keep[number] = beside < 255 * _CLEAN and not _is_characters(sharp, ends, (x, y, w, h), size)
    return np.asarray(keep[labels] & ~solid)


def _is_characters(sharp: NDArray[np.uint8], ends: Mask | None, run: tuple[int, int, int, int], size: float) -> bool:
    """Whether a run is made of characters that stand alone in their cells, as a column of ones is.

    Between two lines that cross it a line goes on to them, or has several pieces where it is dotted; such a character
    is one piece with white at both ends.
    """
    if ends is None:
        return False
    x, y, w, h = run
    reach, near = round(_STROKE * size), max(2, round(0.15 * size))
    start = max(0, x - reach)
    part = slice(start, x + w + reach)
    dark = sharp[max(0, y - near) : y + h + near, part].max(axis=0)
    printed = dark >= max(_FAINTEST, _AS_INK * float(np.percentile(dark, 90)))
    between = cv2.dilate(ends[y : y + h, part].max(axis=0)[None], np.ones((1, 3), np.uint8))[0] == 0
    characters = others = 0
    for first, last in _stretches(between):
        pieces = _stretches(printed[first:last])
        beside = last + start <= x or first + start >= x + w
        if beside or last - first < 0.5 * size or not pieces:
            continue
        white = min(pieces[0][0], last - first - pieces[-1][1])
        lone = len(pieces) == 1 and pieces[0][1] - pieces[0][0] <= _STROKE * size and white >= _WHITE * size
        characters, others = characters + lone, others + (not lone)
    return characters > others


def _stretches(there: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where runs of True begin and end."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], there.astype(np.int8), [0]])))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))

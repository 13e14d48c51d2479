"""Pieces of print cut where a sign, a dot or a digit touches the next digit."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.documents.scan.basics import Box, Image

_ADVANCE = 0.76
_BEARING = 0.12
_TOUCHING = 1.05
"""Width from one digit to the next, the white between them, and the width from which a piece is several digits that
touch, in their height."""
_WITH_SIGN = 0.88
_FLAT = 0.26
"""Width from which a piece is a digit with a sign: a 4 begins with a lying stroke too, but is narrower. And the sign's
height at most, both in the digit's height."""
_LOW = 0.68
_DOT_WIDE = (0.08, 0.32)
_WAIST = 0.75
"""How low a dot beside a digit lies and how wide it is, in the digit's height; and how much less dark it is where it
touches the digit."""
_STEM = (0.36, 0.64)
_NARROW = 0.28
_EVENLY = 0.5
"""Where a 1 is its stem alone, and how wide that is at most, in the digit's height; and what its foot's shorter side is
at least of its longer one: a dot makes one side longer."""

_SMALLEST_CROSS = 5
_ARM = 0.75
_ARM_WIDE = 0.4
_OFF_MIDDLE = 0.3
"""Side of a cross at least, in pixels; the part of its side that is dark along an arm, and the arm's width at most, as
a part of the same; and how far from its middle, doubled, an arm stands at most."""
_DIGIT_WIDE = (0.56, 0.62, 0.68, 0.74, 0.8)
_DOT_SHARE = (0.45, 0.55)
_UNEVEN = 12.0
_DARK = 0.4
_LOW_DOT = 0.55
_LIGHTER = 0.75
_DARKEST = 0.9
_FOOT = 0.78
"""Widths of a digit that are tried, in its height, and of a dot, in the digit's; what it costs that a part is wider or
narrower, against the darkness of a cut; shade that is print, in the darkest's; how low a dot begins, in the digit's
height; how much lighter the print above it is, where it joins two digits, and how low the darkest of the print
there is."""


def is_plus(grey: Image, piece: Box) -> bool:
    """Whether a piece is a cross: one stroke through the middle of its height, one through that of its width."""
    left, top, right, bottom = piece
    part = 255.0 - grey[top:bottom, left:right].astype(np.float64)
    if min(part.shape) < _SMALLEST_CROSS:
        return False
    dark = part >= 0.5 * np.percentile(part, 95)
    for line in (dark, dark.T):
        full = np.flatnonzero(line.mean(axis=1) >= _ARM)
        if not len(full) or full[-1] - full[0] + 1 != len(full) or len(full) > _ARM_WIDE * len(line):
            return False
        if abs(full[0] + full[-1] + 1 - len(line)) > _OFF_MIDDLE * len(line):
            return False
        beside = np.delete(line, np.arange(max(0, full[0] - 1), full[-1] + 2), axis=0)
        if beside.mean(axis=1).max(initial=0.0) > _ARM_WIDE:
            return False
    return True


def split_sign(grey: Image, piece: Box) -> tuple[Box, Box] | None:
    """A sign and the digit that it touches; None where a piece does not begin with a short lying stroke."""
    left, top, right, bottom = piece
    part = 255.0 - grey[top:bottom, left:right].astype(np.float64)
    height = bottom - top
    if part.size == 0 or right - left < _WITH_SIGN * height:
        return None
    dark = part >= 0.5 * np.percentile(part, 95)
    first, last = dark.argmax(axis=0), height - 1 - dark[::-1].argmax(axis=0)
    flat = dark.any(axis=0) & (last - first < _FLAT * height)
    flat &= np.abs((first + last) / 2 - height / 2) <= 0.14 * height  # the bar of a 4 lies lower
    wide = int((~flat).argmax()) if not flat.all() else len(flat)
    if not 0.15 * height <= wide <= 0.6 * height or right - left - wide < 0.2 * height:
        return None
    own = np.flatnonzero(dark[:, :wide].any(axis=1))
    return (left, top + int(own[0]), left + wide, top + int(own[-1]) + 1), (left + wide, top, right, bottom)


def split_dot(grey: Image, piece: Box) -> tuple[Box | None, Box]:
    """A dot and the digit before or behind it that it touches with its blur; None and the piece where there is none.

    The foot of a 2 lies low too, but grows towards the digit, and has no waist before it.
    """
    left, top, right, bottom = piece
    height = bottom - top
    part = 255.0 - grey[top:bottom, left:right].astype(np.float64)
    if part.size == 0:
        return None, piece
    part = np.clip(part - np.percentile(part, 10), 0, None)
    low = top + round(_LOW * height)
    if _has_foot(part):
        return None, piece
    if wide := _dot_width(part):
        return (left, low, left + wide, bottom), (left + wide, top, right, bottom)
    if wide := _dot_width(part[:, ::-1]):
        return (right - wide, low, right, bottom), (left, top, right - wide, bottom)
    return None, piece


def _has_foot(part: NDArray[np.float64]) -> bool:
    """Whether a piece is a stem that stands on a lying stroke, as a 1 may: its ends look like dots beside it."""
    height = len(part)
    dark = part >= 0.5 * np.percentile(part, 95)
    stem = np.flatnonzero(dark[round(_STEM[0] * height) : round(_STEM[1] * height) + 1].any(axis=0))
    foot = np.flatnonzero(dark[round(_LOW * height) :].any(axis=0))
    if not len(stem) or not len(foot) or stem[-1] + 1 - stem[0] > _NARROW * height:
        return False
    left, right = stem[0] - foot[0], foot[-1] - stem[-1]
    return bool(min(left, right) > 0 and min(left, right) >= _EVENLY * max(left, right))


def _dot_width(part: NDArray[np.float64]) -> int:
    """Width of the dot with which a piece begins from the left, up to its waist; 0 where there is none."""
    height, width = part.shape
    dark = part >= 0.3 * np.percentile(part, 95)
    low = dark.any(axis=0) & (dark.argmax(axis=0) >= _LOW * height)
    wide = int((~low).argmax()) if not low.all() else width
    if not _DOT_WIDE[0] * height <= wide <= _DOT_WIDE[1] * height or width - wide < 0.2 * height:
        return 0
    weight = part.sum(axis=0)
    peak = int(weight[:wide].argmax())
    waist = peak + int(weight[peak : wide + 1].argmin())
    return 0 if weight[waist] > _WAIST * weight[peak] else waist


def split_touching(grey: Image, piece: Box) -> list[Box]:
    """A piece as wide as several digits, cut where its print is lightest near equal parts."""
    width, height = piece[2] - piece[0], piece[3] - piece[1]
    count = round((width + _BEARING * height) / (_ADVANCE * height))
    return [piece] if width < _TOUCHING * height else split_evenly(grey, piece, count)


def is_bridged(grey: Image, one: Box, other: Box) -> bool:
    """Whether two digits that touch do so at their foot alone, as they do at a dot between them."""
    top, bottom, x = min(one[1], other[1]), max(one[3], other[3]), one[2]
    if not 0 <= other[0] - one[2] <= 1:
        return False
    dark = 255.0 - grey[top:bottom, one[0] : other[2]].astype(np.float64)
    dark = np.clip(dark - np.percentile(dark, 10), 0, None)
    at = dark[:, max(0, x - one[0] - 1) : x - one[0] + 2].mean(axis=1)
    low, most = round(_LOW_DOT * (bottom - top)), float(np.percentile(dark, 97))
    if not len(at) > low > 0:
        return False
    foot = np.flatnonzero(at >= _DARKEST * at.max()).mean() >= _FOOT * len(at)  # the bar of a 4 touches higher
    return bool(foot and at[low:].max() >= _DARK * most and at[:low].max() < at[low:].max() * _LIGHTER)


def split_to(grey: Image, pieces: Sequence[Box], count: int) -> list[Box]:
    """Pieces cut to so many, each of them to parts as wide as the others; as they are where that cannot be."""
    parts = [1] * len(pieces)
    if not pieces or len(pieces) >= count:
        return list(pieces)
    while sum(parts) < count:
        widest = max(range(len(pieces)), key=lambda n: (pieces[n][2] - pieces[n][0]) / parts[n])
        parts[widest] += 1
    found = [part for piece, n in zip(pieces, parts, strict=True) for part in split_evenly(grey, piece, n)]
    return found if len(found) == count else list(pieces)


def split_evenly(grey: Image, piece: Box, count: int) -> list[Box]:
    """A piece cut to so many where its print is lightest near equal parts."""
    left, top, right, bottom = piece
    height = bottom - top
    dark = (255.0 - grey[top:bottom, left:right].astype(np.float64)).sum(axis=0)
    cuts = [0]
    part, reach = (right - left) / count, max(1, round(0.16 * height))
    for n in range(1, count):
        middle = round(n * part)
        start = max(cuts[-1] + 2, middle - reach)
        stretch = dark[start : middle + reach + 1]
        if not len(stretch):
            return [piece]
        cuts.append(start + int(np.argmin(stretch)))
    cuts.append(right - left)
    return [(left + a, top, left + b, bottom) for a, b in itertools.pairwise(cuts)]


def split_as(grey: Image, pieces: Sequence[Box], text: str) -> tuple[list[Box], list[Box]] | None:
    """The digits, and the dots and commas, of a number that is printed so thick that these touch; None for no such.

    It is cut where its print is lightest and each digit is as wide as the others, each dot as the others: a dot that
    is none reaches too high.

    Args:
        grey: the page's picture.
        pieces: the number's.
        text: what it is read as: digits, dots and commas.
    """
    left, right = min(p[0] for p in pieces), max(p[2] for p in pieces)
    top, bottom = min(p[1] for p in pieces), max(p[3] for p in pieces)
    part = 255.0 - grey[top:bottom, left:right].astype(np.float64)
    if part.size == 0 or not 2 <= len(text) <= right - left:
        return None
    part = np.clip(part - np.percentile(part, 10), 0, None)
    height, most = bottom - top, float(np.percentile(part, 97))
    weight = part.sum(axis=0) / max(1.0, most * height)
    wholes = [(height * wide, height * wide * dot) for wide in _DIGIT_WIDE for dot in _DOT_SHARE]
    cuts = min(
        (_cheapest(weight, [d if c.isdigit() else p for c in text], height) for d, p in wholes), key=lambda c: c[0]
    )
    digits: list[Box] = []
    dots: list[Box] = []
    for character, (first, last) in zip(text, itertools.pairwise(cuts[1]), strict=True):
        dark = part[:, first:last] >= _DARK * most
        rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
        if not len(rows):
            return None
        own = left + first + int(columns[0]), top + int(rows[0]), left + first + int(columns[-1]) + 1
        box = *own, top + int(rows[-1]) + 1
        low = rows[0] >= _LOW_DOT * height
        if low == character.isdigit():
            return None
        (digits if character.isdigit() else dots).append(box)
    return digits, dots


def _cheapest(weight: NDArray[np.float64], widths: Sequence[float], height: int) -> tuple[float, list[int]]:
    """The cuts of a line of print to parts of such widths, where it is lightest, and what they cost."""
    length = len(weight)
    cost = np.full((len(widths) + 1, length + 1), np.inf)
    came = np.zeros((len(widths) + 1, length + 1), int)
    cost[0, 0] = 0.0
    dark = np.concatenate([[0.0], np.minimum(weight[1:], weight[:-1]), [0.0]])
    places = np.arange(length + 1)
    for n, width in enumerate(widths, start=1):
        for end in places[n:]:
            off = (end - places[:end] - width) / height
            ways = cost[n - 1, :end] + _UNEVEN * off * off
            came[n, end] = int(ways.argmin())
            cost[n, end] = ways[came[n, end]] + dark[end]
    cuts = [length]
    for n in range(len(widths), 0, -1):
        cuts.append(int(came[n, cuts[-1]]))
    return float(cost[-1, -1]), cuts[::-1]

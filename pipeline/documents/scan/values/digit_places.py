"""Where the digits of a line of print stand, and what stands beside them: signs, dots and units."""

from __future__ import annotations

import itertools
import math
import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.documents.scan.basics import PAPER, Box, Image, around
from pipeline.documents.scan.print.pieces import is_sign
from pipeline.documents.scan.values.cuts import (
    is_bridged,
    is_plus,
    split_as,
    split_dot,
    split_sign,
    split_to,
    split_touching,
)

_TALL = 0.45
_GRAIN = 0.22
"""Height of a digit at least, and longer side of a speck at most, in character sizes."""
_BROKEN = 0.3
_WIDEST = 0.95
"""White inside a digit whose thin strokes are lost at most, and its width, in the height of its line's digits."""
_ROOM = 0.12
_WIDER = 0.2
"""How far a unit's pale strokes go beyond those that are seen, and how much wider it is than high: in character
sizes."""
_WITH_UNIT = re.compile(r"^[+\-−]?(\d[\d.,]*)([^\d.,]+)$")


@dataclass(frozen=True, slots=True)
class Digits:
    """The digits of a line of print.

    Attributes:
        columns: their boxes from the left, then those of what stands behind them: a unit's.
        height: of the digits, in pixels.
        dots: how many dots and commas, or specks like them, stand beside them.
        extra: longer side of the longest piece beside them, in character sizes.
        gap: widest white between two of them, in character sizes.
        pitch: farthest from one's middle to the next one's, in character sizes.
        signed: whether a sign stands before them.
        parted: whether they were told by what is read, so that their number proves nothing by itself.
        own: boxes in which everything belongs to the number: its digits, with the thin strokes that pale print loses,
            and its unit.
        tails: how far the dots and commas between its digits, from the left, reach below these, in their height.
        mark: grey levels by which the palest of these is darker than the paper.
        apart: whether there are as many as are read, none of them a unit's.
        bridged: whether two of them touch at their foot alone, as they do at a dot.
    """

    columns: tuple[Box, ...]
    height: float
    dots: int
    extra: float
    gap: float
    pitch: float
    signed: bool
    parted: bool
    own: tuple[Box, ...] = ()
    tails: tuple[float, ...] = ()
    mark: int = 0
    apart: bool = True
    bridged: bool = False


def digits_of(grey: Image, pieces: Sequence[Box], text: str, size: float) -> Digits:
    """The digits of a line of print.

    Args:
        grey: the page's picture without rulings.
        pieces: the line's.
        text: what both readings of it are, in ordinary characters; empty where they differ.
        size: of the page's characters.
    """
    first = min(pieces, default=None)
    plus = text.startswith("+") and first is not None and is_plus(grey, first)
    pieces = [p for p in pieces if not plus or p != first]
    count = sum(c.isdigit() for c in text)
    unit = _WITH_UNIT.match(text)
    # A digit may come in two pieces one above the other, of which neither is tall.
    columns = [c for c in _columns(_without_specks(pieces, size)) if c[3] - c[1] >= _TALL * size]
    signed = plus or any(is_sign(p, c, size) for p in pieces for c in columns[:1])
    parts = split_sign(grey, columns[0]) if columns else None
    bar = parts is not None and text.startswith("4")  # of a 4 that touches the next digit
    if parts is not None and not bar:
        signed, columns[0] = True, parts[1]
    columns = [part for c in columns for part in split_touching(grey, c)]
    parts_of = [split_dot(grey, c) for c in columns]
    columns = [digit for _, digit in parts_of]
    touching = [dot for dot, _ in parts_of if dot is not None]
    # A unit's characters are taller than the digits before them.
    height = max((c[3] - c[1] for c in (columns[:count] if unit else columns)), default=size)
    if count and not unit and len(columns) > count:
        columns = _mended(columns, count, height)
    parted = bar
    single = [p for p in pieces if not _stands_in(p, columns)]
    dots = [p for p in single if p[3] - p[1] < _TALL * size and p[2] - p[0] < 0.35 * size]
    dots += touching
    body = text[: len(text) - len(unit[2])] if unit else text
    number, rest = _parts_of(pieces, len(unit[2]) if unit else 0, size)
    seen = sum(c[0] < max((p[2] for p in number), default=0) for c in columns)
    if body[:1].isdigit() and (seen < count or (unit and seen > count) or len(dots) < len(body) - count):
        cut = split_as(grey, number, body) if number else None
        if cut is not None:
            columns, dots, touching, parted, seen = [*cut[0], *_columns(rest)], cut[1], cut[1], True, count
            height = max(c[3] - c[1] for c in cut[0])
        elif text.isdigit() and columns:
            columns, parted = split_to(grey, columns, count), True
    beside = [p for p in pieces if not any(p[0] < c[2] and c[0] < p[2] for c in columns)]
    extra = max((max(p[2] - p[0], p[3] - p[1]) for p in [*beside, *touching]), default=0) / size
    bridged = any(is_bridged(grey, a, b) for a, b in itertools.pairwise(columns))
    pairs = list(itertools.pairwise(columns[:count] if unit else columns))
    gap = max((b[0] - a[2] for a, b in pairs), default=0) / size
    pitch = max((b[0] + b[2] - a[0] - a[2] for a, b in pairs), default=0) / 2 / size
    whole = _unit_box(pieces, columns[count - 1], len(unit[2]), size) if unit and len(columns) > count else []
    own = (*columns, *whole)
    foot = statistics.median(c[3] for c in columns[:count]) if columns[:count] else 0.0
    between = [d for d in sorted(dots) if any(c[2] <= d[0] + 1 for c in columns[:count])] if count else []
    tails = tuple((d[3] - foot) / height for d in between)
    mark = min((PAPER - int(grey[d[1] : d[3], d[0] : d[2]].min(initial=PAPER)) for d in between), default=0)
    return Digits(
        tuple(columns),
        height,
        dots=len(dots),
        extra=extra,
        gap=gap,
        pitch=pitch,
        signed=signed,
        parted=parted,
        own=own,
        tails=tails,
        mark=mark,
        apart=seen == count,
        bridged=bridged,
    )


def _unit_box(pieces: Sequence[Box], last: Box, characters: int, size: float) -> list[Box]:
    """Where a unit stands behind its number's last digit: its characters are as wide and as high as the page's.

    In pale print only some of their strokes are pieces. None where they touch the digit.
    """
    behind = [p for p in pieces if p[0] >= last[2]]
    if not behind:
        return []
    left, top, right, bottom = around(behind)
    left = max(last[2] + 1, min(left, right - round(size * characters)) - round(_ROOM * size))
    room = max(0, round((size - (bottom - top)) / 2)) + round(_ROOM * size)
    return [(left, top - room, right + round(2 * _ROOM * size), bottom + room)]


def _parts_of(pieces: Sequence[Box], characters: int, size: float) -> tuple[list[Box], list[Box]]:
    """The pieces of a number, and those of its unit of so many characters."""
    begin = max(p[2] for p in pieces) - (characters + _WIDER) * size if characters else math.inf
    return [p for p in pieces if p[0] < begin], [p for p in pieces if p[0] >= begin]


def _without_specks(pieces: Sequence[Box], size: float) -> list[Box]:
    """Pieces without specks that stand clear above or below a tall one: dirt, and no part of a digit."""
    tall = [p for p in pieces if p[3] - p[1] >= _TALL * size]
    return [
        p
        for p in pieces
        if max(p[2] - p[0], p[3] - p[1]) >= _GRAIN * size
        or not any(p[0] < t[2] and t[0] < p[2] and (p[3] < t[1] or t[3] < p[1]) for t in tall)
    ]


def _stands_in(piece: Box, columns: Sequence[Box]) -> bool:
    return any(c[0] <= piece[0] and piece[2] <= c[2] for c in columns)


def _columns(pieces: Sequence[Box]) -> list[Box]:
    """Pieces beside one another; those above one another as one."""
    joined: list[Box] = []
    for piece in sorted(pieces):
        if joined and piece[0] < joined[-1][2] - 1:
            joined[-1] = around([joined[-1], piece])
        else:
            joined.append(piece)
    return joined


def _mended(columns: Sequence[Box], count: int, height: float) -> list[Box]:
    """Digits in so many pieces as are read, those put together that came apart at a thin stroke.

    In light print a 0 becomes its two sides. Two digits side by side are farther apart, or wider together.
    """
    found = list(columns)
    while len(found) > count:
        near = [
            (b[0] - a[2], n)
            for n, (a, b) in enumerate(itertools.pairwise(found))
            if b[0] - a[2] <= _BROKEN * height and b[2] - a[0] <= _WIDEST * height
        ]
        if not near:
            return list(columns)
        _, n = min(near)
        found[n : n + 2] = [around(found[n : n + 2])]
    return found

"""Numbers of neighbouring columns that stand so close that they look like one: cut where the other rows show it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from pipeline.documents.scan.engine import Line
from pipeline.documents.scan.print.pieces import Printed
from pipeline.documents.scan.values.candidates import is_value_text

_WIDER = 1.35
"""How much farther apart the digits of two numbers stand than those of one, by their middles."""
_FEWEST = 4
_BESIDE = 3
"""Numbers of other rows above and below each of two numbers that show two columns; and numbers beside them in their
own row at least."""

Span = tuple[int, int]


def in_number_columns(parts: Sequence[Sequence[Printed]], lines: Sequence[Line]) -> list[list[Printed]]:
    """Each word's parts, numbers among them cut where two columns meet.

    Digits of one number are set evenly. Where they are not, and all numbers of other rows stand either under the ones
    before the gap or under those behind it, the gap is that between two columns.

    Args:
        parts: of each word.
        lines: what was read of each whole word.
    """
    numbers = [p for own, line in zip(parts, lines, strict=True) if is_value_text(line.text) for p in own]
    steps = [b - a for n in numbers for a, b in itertools.pairwise(_middles(n))]
    usual = float(np.median(steps)) if steps else 0.0
    spans = [(n.box[0], n.box[2]) for n in numbers]
    # The columns of another table on the page show nothing of a row that has few numbers.
    many = {id(n) for n in numbers if sum(_is_level(n, other) for other in numbers) > _BESIDE}
    return [[q for p in own for q in (_cut(p, usual, spans) if id(p) in many else [p])] for own in parts]


def _is_level(one: Printed, other: Printed) -> bool:
    return one.box[1] < (other.box[1] + other.box[3]) / 2 < one.box[3]


def _middles(number: Printed) -> list[float]:
    return [(left + right) / 2 for left, _, right, _ in sorted(number.pieces)]


def _cut(number: Printed, usual: float, spans: Sequence[Span]) -> list[Printed]:
    pieces = sorted(number.pieces)
    for n, (one, other) in enumerate(itertools.pairwise(_middles(number)), start=1):
        one_number, rest = Printed.of(pieces[:n]), Printed.of(pieces[n:])
        left, right = one_number.box, rest.box
        if other - one < _WIDER * usual or right[0] <= left[2]:
            continue
        before = [s for s in spans if s[0] < left[2] and left[0] < s[1] and s[1] <= right[0]]
        behind = [s for s in spans if s[0] < right[2] and right[0] < s[1] and s[0] >= left[2]]
        over = [s for s in spans if s[0] < left[2] and right[0] < s[1]]
        if min(len(before), len(behind)) >= _FEWEST * max(1, len(over)):
            return [one_number, *_cut(rest, usual, spans)]
    return [number]

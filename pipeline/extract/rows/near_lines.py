"""Lines of numbers without a label, put to the row of words beside which they stand: broken numbers, or a rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.extract.model import BY_PLACE
from pipeline.extract.printed.labels import is_group_label
from pipeline.extract.printed.model import Printed, PrintedRow, with_line
from pipeline.extract.rows.align import Found

_FARTHEST = 2.1
"""Heights of its characters from a row's line within which a line belongs to it."""
_AS_NEAR = 0.25
"""Heights of a character by which two rows are as near to a line."""

_NEARER = 0.8
"""Share of two rows' distance by which a line above them stands nearer to the first."""


def with_near_lines(found: Sequence[Found], rows: Sequence[PrintedRow], taken: set[int]) -> list[Found]:
    """Rows of words with the lines nearest to them that have numbers and no label of their own.

    A number that a narrow column broke stands in pieces above, on and below its row's line: they are put under one
    another, as in a cell, and stay unread unless the form's sums bear them out. ``taken`` learns which lines were used.
    """
    result = list(found)
    homes: dict[int, list[int]] = {}
    strange: set[int] = set()
    for place in range(max(0, found[0].first - 3), min(found[-1].last + 4, len(rows))):
        line = rows[place]
        if place in taken or not line.printed_values or line.layout != "words":
            continue
        near = _nearest(found, line)
        if any(not is_group_label(key) for key in line.keys) or len(near) > 1:
            strange.update(near)
        for home in near:
            homes.setdefault(home, []).append(place)
    for number, places in homes.items():
        one = found[number]
        pieces = [v for p in places for v in rows[p].values]
        whole = _stacked_on(one.printed, pieces, len(one.row.columns), fill=number not in strange)
        if whole is not None:
            if number not in strange:
                taken.update(places)
            result[number] = replace(one, printed=whole, similarity=min(one.similarity, 100 * BY_PLACE))
    return result


def _stacked_on(row: PrintedRow, pieces: Sequence[Printed], wanted: int, *, fill: bool) -> PrintedRow | None:
    """The row with further pieces put to its numbers and into its gaps; None where they stand elsewhere.

    Args:
        row: the printed row.
        pieces: numbers of the lines beside it.
        wanted: how many columns it has.
        fill: whether pieces may stand in its gaps, and then fill all of them.
    """
    stacks = list(row.values)
    # From the row's line outwards, so that each piece is the first or the last line of its number so far.
    for piece in sorted(pieces, key=lambda p: _distance(p, row)):
        under = [n for n, s in enumerate(stacks) if s.x0 < piece.x1 and piece.x0 < s.x1]
        if len(under) > 1:
            return None
        if under:
            one = stacks[under[0]]
            if one.bbox is not None and piece.bbox is not None:
                x0, x1 = min(one.x0, piece.x0), max(one.x1, piece.x1)
                stacks[under[0]] = replace(with_line(one, piece), x0=x0, x1=x1)
        elif fill and all(label.x0 < piece.x0 for label in row.labels):  # no column is left of the labels
            stacks.append(piece)
    values = tuple(sorted(stacks, key=lambda v: v.x0))
    apart = all(a.x1 <= b.x0 for a, b in pairwise(values))
    if values == row.values or not apart or (fill and len(values) != wanted):
        return None
    return replace(row, values=values)


def _distance(piece: Printed, row: PrintedRow) -> float:
    """How far above or below a row's line a piece stands."""
    here = middle_of(row)
    return abs((piece.bbox[1] + piece.bbox[3]) / 2 - here[0]) if piece.bbox is not None and here is not None else 0.0


def _nearest(found: Sequence[Found], line: PrintedRow) -> list[int]:
    """The row beside which a line stands, the nearest on its page; two that are as near; none where all are far."""
    middle = middle_of(line)
    if middle is None:
        return []
    y, height = middle
    away = sorted(
        (abs(place[0] - y), n)
        for n, one in enumerate(found)
        if one.printed.block == line.block and (place := middle_of(one.printed)) is not None
    )
    if not away or away[0][0] > _FARTHEST * height:
        return []
    return [n for distance, n in away if distance - away[0][0] < _AS_NEAR * height]


def is_close_above(line: PrintedRow, below: Sequence[Found]) -> bool:
    """Whether a line stands nearer to the first of the rows below it than that to the next: it may be a part of it."""
    places = [middle_of(f.printed) for f in below if f.printed.block == line.block][:2]
    here = middle_of(line)
    if line.layout != "words" or here is None or len(places) < 2 or None in places:
        return False
    first, second = (place[0] for place in places if place is not None)
    return 0 < first - here[0] < _NEARER * (second - first)


def middle_of(row: PrintedRow) -> tuple[float, float] | None:
    """The height on the page at which a row's numbers, or else its label, stand, and that of its characters."""
    boxes = [v.bbox for v in (row.printed_values or row.words) if v.bbox is not None]
    if not boxes:
        return None
    return sum(b[1] + b[3] for b in boxes) / 2 / len(boxes), sum(b[3] - b[1] for b in boxes) / len(boxes)

"""Grids whose columns are not the table's: two parts that stand in different ones, numbers beside their headers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.extract.printed.model import PrintedRow

_FEWEST_ROWS = 2
"""Rows of numbers that a part has at least."""
_FEWEST_COLUMNS = 4
"""Columns that a table has at least for its parts to be told apart by them."""


def with_frames_apart(rows: Sequence[PrintedRow], wanted: int) -> list[PrintedRow]:
    """Rows of a grid whose columns move at one place, as rows of two blocks; all others as they are.

    The header stands over the first part, so the second is given a block that no header has.

    Args:
        rows: the printed rows of a table, in order.
        wanted: how many columns the form has.
    """
    result = list(rows)
    for block in dict.fromkeys(r.block for r in rows if r.layout == "grid"):
        members = [n for n, r in enumerate(rows) if r.block == block]
        first, second = _cut([rows[n] for n in members], wanted)
        for n in members[first:]:
            # A block of its own, too, for rows that may belong to either part: alone, they show no columns.
            in_second = second < len(members) and n >= members[second]
            result[n] = replace(rows[n], block=-1 - 2 * block - in_second)
    return result


def _cut(rows: Sequence[PrintedRow], wanted: int) -> tuple[int, int]:
    """Where a table's first part ends and its second begins; behind the last row, if its columns do not move.

    The grid prints numbers in more columns than the form has, but no part of it does: those of the first part leave
    out the last columns and those of the second the first ones, or the other way round. Rows between them that
    print numbers in neither belong to the part whose cells begin and end where theirs do, if that can be told.
    """
    used = sorted({v.x0 for r in rows for v in r.printed_values})
    moved = len(used) - wanted
    if wanted < _FEWEST_COLUMNS or not 0 < moved < wanted:
        return len(rows), len(rows)
    left, right = set(used[:moved]), set(used[-moved:])
    for first, second in ((left, right), (right, left)):
        at_first = [n for n, r in enumerate(rows) if any(v.x0 in first for v in r.printed_values)]
        at_second = [n for n, r in enumerate(rows) if any(v.x0 in second for v in r.printed_values)]
        if min(len(at_first), len(at_second)) >= _FEWEST_ROWS and at_first[-1] < at_second[0]:
            return _by_ends(rows, at_first[-1], at_second[0])
    return len(rows), len(rows)


def _by_ends(rows: Sequence[PrintedRow], last: int, begin: int) -> tuple[int, int]:
    """The cut between the last row known to be of the first part and the row known to begin the second."""
    ends = [(r.values[0].x0, r.values[-1].x1) if r.values else None for r in rows]
    if ends[last] == ends[begin]:
        return last + 1, begin
    first = next(n for n in range(last, begin + 1) if ends[n] != ends[last])
    second = next(n for n in range(begin, last - 1, -1) if ends[n] != ends[begin]) + 1
    return first, second


def beside_header(frame: Sequence[PrintedRow], header: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The columns of numbers that all stand on the same side of their headers; none where that is not plain.

    In a scan without upright lines the columns are told by the white between words; where numbers stand at the left of
    their columns and headers in the middle, no white is common to a number and its header. As many columns of numbers
    as headers, one before each, or one behind each, are those headers' columns.
    """
    places = {(v.x0, v.x1) for r in frame for v in r.printed_values}
    numbers = sorted(places)
    if not header or len(numbers) != len(header) or any(r.method != "scan:rulings" for r in frame):
        return []
    together = sorted([*numbers, *header])
    apart = all(a[1] <= b[0] for a, b in pairwise(together))
    before, behind = together[::2], together[1::2]
    return numbers if apart and numbers in (before, behind) else []

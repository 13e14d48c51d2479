"""Grids: equal places are equal columns, unless the grid's spans are sloppy or its columns move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from math import comb

from pipeline.extract.columns.headers import in_order
from pipeline.extract.columns.model import OTHER_ORDER, Placement, Unplaced, is_note, lost_row, no_numbers
from pipeline.extract.columns.parts import beside_header
from pipeline.extract.printed.labels import is_numbered
from pipeline.extract.printed.model import Printed, PrintedRow
from pipeline.normalise.numbers import read_number

_LACKS = "the row has fewer cells than the others, and nothing tells which is lacking"
_MOST_WAYS = 100
"""Ways to choose a grid's columns from which nothing is tried."""


def in_grid(
    row: PrintedRow, frame: Sequence[PrintedRow], wanted: int, header: Sequence[Printed], *, filled: bool = False
) -> Placement | Unplaced:
    """A grid: equal places are equal columns, unless its spans are sloppy; then a cell for each column tells better.

    Args:
        row: the printed row.
        frame: the rows of its grid.
        wanted: how many columns the table has.
        header: the printed header cells; none where the grid has no header.
        filled: whether the rows of the whole table print a number in each column, and none beside them.
    """
    exact = {tuple((v.x0, v.x1) for v in r.values) for r in frame if len(r.values) == wanted}
    usual = Counter(len(r.values) for r in frame if r.values).most_common(1)[0][0] if row.values else wanted
    by_header = tuple((h.x0, h.x1) for h in header)
    fits_rows = {x0 for x0, _ in by_header} in [{x0 for x0, _ in places} for places in exact]
    if by_header and row.labels and row.values and row.values[-1].x1 <= by_header[-1][1]:
        first = row.labels[-1]
        if first.x0 == by_header[0][0] and begins_as_number(first):
            # No label, but what stands in the header's first column.
            return on_columns(replace(row, values=(first, *row.values)), by_header, beyond=False)
    if by_header and not in_order(header):
        return on_columns(row, by_header, beyond=False) if fits_rows else OTHER_ORDER
    if len(row.values) == wanted and (usual == wanted or (usual < wanted and not by_header)):
        return lost_row(row, wanted, _LACKS) if fits_rows and _may_lack_one(row, by_header) else row.values
    if aside := _cells_aside(row, frame, wanted, by_header):
        return aside
    if beside := beside_header(frame, by_header):
        return on_columns(row, beside, beyond=False)
    if by_header and (fits_rows or not exact):
        return on_columns(row, by_header, beyond=len(frame) > 1 and len(row.values) <= usual)
    if len(exact) == 1 and usual <= wanted:
        return on_columns(row, next(iter(exact)), beyond=False)
    if not row.printed_values:
        return no_numbers(row, wanted)
    used = sorted({v.x0 for r in frame for v in r.printed_values})
    every = sorted({v.x0 for r in frame for v in r.values if r.labels or v.text})
    # Without a header: neighbouring columns in which any row prints a number, or all of them where those are as many.
    # One without numbers between others may be the form's, and one of the others an agency's own.
    together = used == [x for x in every if used[0] <= x <= used[-1]]
    starts = used if (together or filled) and len(used) == wanted else every
    if len(starts) == wanted:
        return on_columns(row, [(s, s + 1) for s in starts], beyond=False)
    reason = f"the table has {len(starts)} columns of values where the form has {wanted}"
    ways = _ways(row, frame, every, wanted)
    return replace(lost_row(row, wanted, reason), frame=row.block, ways=ways) if ways else Unplaced(reason)


def begins_as_number(label: Printed) -> bool:
    """Whether what stands where labels do may be a cell of numbers that is none: 0(上年3)."""
    return label.text[:1].isdigit() and not is_numbered(label.text)


def _may_lack_one(row: PrintedRow, columns: Sequence[tuple[float, float]]) -> bool:
    """Whether a row's first cell may be an empty place of its label and another one lack, though it has as many.

    The last, or one that another covers. Where a number stands there, the label's spans are sloppy, and all cells stand
    so many columns aside.
    """
    first, last = row.values[0], row.values[-1]
    covering = any(sum(v.x0 < x1 and x0 < v.x1 for x0, x1 in columns) > 1 for v in row.values)
    outside = first.x1 <= columns[0][0] and (covering or last.x1 <= columns[-1][0])
    return outside and not first.text.strip() and bool(row.printed_values)


def _cells_aside(
    row: PrintedRow, frame: Sequence[PrintedRow], wanted: int, columns: Sequence[tuple[float, float]]
) -> tuple[Printed, ...]:
    """A row's own cells where all of them stand beside the columns of the others; none where that is not plain.

    Where a group's cell ends too early, or a label covers too few columns, a program moves the whole row aside: then a
    cell for each column stands right behind the label, and nothing but empty cells follows. That the last is the sum
    of the others shows that the first is no number of the line.
    """
    starts = Counter(r.values[0].x0 for r in frame if r.values)
    own, further = row.values[:wanted], row.values[wanted:]
    if not row.labels or len(own) < wanted or any(v.text.strip() for v in further) or not starts:
        return ()
    begin, count = starts.most_common(1)[0]
    used = {x0 for x0, _ in columns} or {v.x0 for r in frame if r is not row for v in r.printed_values}
    if own[0].x0 == begin or 2 * count <= len(frame) or min(used, default=0) != begin or len(used) != wanted:
        return ()
    joined = all(a.x1 == b.x0 for a, b in pairwise((row.labels[-1], *own)))
    narrow = all(v.x1 - v.x0 == 1 for v in own)
    *parts, total = (read_number(v.raw) for v in own)
    summed = total.value is not None and sum(p.value or 0 for p in parts) == total.value
    return own if joined and narrow and own[0].text.strip() and summed else ()


def _ways(
    row: PrintedRow, frame: Sequence[PrintedRow], every: Sequence[float], wanted: int
) -> tuple[tuple[int, ...], ...]:
    """What the columns of a grid can be that has more than the form: some with nothing printed are not the form's.

    Behind a page's end a grid may be wider than before it. Where nothing is printed for zero only the form's sums tell
    which empty column is none of the form's.

    Returns:
        Ways to leave out columns, the same for each row of the frame: per way, the columns of what the row prints.
    """
    printed = {v.x0 for r in frame for v in r.values if v.text.strip()}
    free = [x for x in every if x not in printed]
    further = len(every) - wanted
    if not 0 < further <= len(free) or comb(len(free), further) > _MOST_WAYS:
        return ()
    kept = ([x for x in every if x not in out] for out in combinations(free, further))
    own = [v.x0 for v in row.values if v.text.strip()]
    ways = {tuple(columns.index(x) for x in sorted(printed)): columns for columns in kept}
    return tuple(tuple(columns.index(x) for x in own) for columns in ways.values())


def on_columns(row: PrintedRow, columns: Sequence[tuple[float, float]], *, beyond: bool) -> Placement | Unplaced:
    """Values to the columns they stand under. One that stands under several is marked as shared by them.

    Args:
        row: the printed row.
        columns: each column's beginning and end, in the form's order.
        beyond: whether numbers before the first and behind the last column may be left out (a remark, a line number).
    """
    first, last = min(c[0] for c in columns), max(c[1] for c in columns)
    if row.layout == "grid" and row.printed_values and len(row.values) < len(columns):
        covered = [c for c in columns if any(v.x0 < c[1] and c[0] < v.x1 for v in row.values)]
        if len(covered) < len(columns):
            return Unplaced(_LACKS)
    under = {id(v): [n for n, (x0, x1) in enumerate(columns) if v.x0 < x1 and x0 < v.x1] for v in row.values}
    for value in row.printed_values:
        aside = value.x1 <= first or value.x0 >= last
        if not under[id(value)] and not (aside and (beyond or is_note(value))):
            return Unplaced("a number stands outside the columns of the header or of the other rows")
    placed: list[Printed | None] = []
    for number in range(len(columns)):
        own = [v for v in row.values if number in under[id(v)]]
        printed = [v for v in own if not v.is_blank]
        if len(printed) > 1:
            return Unplaced("several numbers stand under one column")
        if printed and len(under[id(printed[0])]) > 1:
            placed.append(replace(printed[0], shared=True))
        else:
            placed.append(next(iter(printed or own), None))
    # A number left out on one side while the column on the other is empty: the row may stand in other columns.
    before, behind = (any(v.x1 <= first for v in row.printed_values), any(v.x0 >= last for v in row.printed_values))
    if (before and _is_empty(placed[-1])) or (behind and _is_empty(placed[0])):
        return Unplaced("a number stands beside the columns, and the column at their other end is empty")
    return tuple(placed)


def _is_empty(cell: Printed | None) -> bool:
    return cell is None or cell.is_blank

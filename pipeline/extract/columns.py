"""Which of a row's printed values belongs to which column, and when that cannot be told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.extract.rows import Printed, PrintedRow

Placement = tuple[Printed | None, ...]
"""One entry a column: the printed cell, or None where the source has no cell there."""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A row whose values cannot be given to columns without guessing, and why."""

    reason: str


def place(
    rows: Sequence[PrintedRow], wanted: int, headers: Mapping[int, Sequence[Printed]]
) -> list[Placement | Unplaced]:
    """Place the values of rows that share a table's columns.

    Evidence, strongest first: a row that prints every value shows where the columns are; rows of the same frame (the
    same grid; in ragged text the same shape; among words the same page) share them; the header's places; a count of
    cells that leaves one choice only. A value outside the columns found makes its row unplaced.

    Args:
        rows: the printed rows, pieces of one row already joined.
        wanted: how many columns the table has.
        headers: by block, the printed header cell of every column, for blocks that print all of them.
    """
    placed: list[Placement | Unplaced] = []
    for index, row in enumerate(rows):
        printed = row.printed_values
        if len(printed) == wanted:
            placed.append(printed)
        elif len(printed) > wanted:
            placed.append(_surplus(row, wanted))
        elif row.layout == "stream":
            placed.append(_by_count(row, wanted))
        else:
            placed.append(_short_row(rows, index, wanted, headers.get(row.block, ())))
    return placed


def _surplus(row: PrintedRow, wanted: int) -> Placement | Unplaced:
    """More numbers than columns: told only if every choice of neighbouring cells reads the same."""
    printed = row.printed_values
    windows = {tuple(v.text for v in printed[s : s + wanted]) for s in range(len(printed) - wanted + 1)}
    if len(windows) == 1:
        return printed[:wanted]
    return Unplaced(f"the row prints {len(printed)} numbers for {wanted} columns")


def _by_count(row: PrintedRow, wanted: int) -> Placement | Unplaced:
    if len(row.values) == wanted:
        return row.values
    if not row.printed_values:
        return (None,) * wanted if not row.values else (*row.values[:wanted], *(None,) * (wanted - len(row.values)))
    return Unplaced(
        f"the row prints {len(row.printed_values)} numbers for {wanted} columns and its empty cells left no trace"
    )


def _short_row(rows: Sequence[PrintedRow], index: int, wanted: int, header: Sequence[Printed]) -> Placement | Unplaced:
    row = rows[index]
    if row.layout == "words":
        return _nearest(row, [r for r in rows if _same_frame(r, row)], wanted, header)
    frames = [_frame_of(r) for r in rows if _same_frame(r, row) and len(r.printed_values) == wanted]
    kinds = Counter(frames)
    if len(kinds) > 1:
        # Columns moved inside the block: believe the nearest full rows on both sides, if they agree.
        kinds = Counter(_neighbours(rows, index, wanted))
    if len(kinds) == 1:
        return _on_frame(row, next(iter(kinds)))
    if not kinds:
        if header and (row.layout == "grid" or len(row.values) == wanted):
            return _on_frame(row, tuple(h.x0 for h in header))
        if row.layout == "grid":
            return _by_grid_columns(rows, row, wanted)
        window = _only_window(rows, row, wanted)
        if window is not None:
            return window
        if not row.printed_values:
            return row.values[-wanted:] if len(row.values) >= wanted else (None,) * wanted
    count = len(row.printed_values)
    return Unplaced(f"the row prints {count} numbers for {wanted} columns and nothing tells which are empty")


def _only_window(rows: Sequence[PrintedRow], row: PrintedRow, wanted: int) -> Placement | None:
    """Ragged text keeps its empty cells: the one stretch of neighbouring cells that holds all that is printed.

    A row shorter than the others of its block may have lost empty cells at its end, so it tells nothing unless its
    first value stands right behind the label.
    """
    if len(row.values) >= wanted and row.values[0].text and all(v.is_blank for v in row.values[wanted:]):
        return row.values[:wanted]
    longest = max(r.size for r in rows if r.block == row.block)
    if row.size < longest and any(len(r.values) != wanted for r in rows if r.block == row.block):
        return None
    starts = [s for s in range(len(row.values) - wanted + 1) if not _text_outside(row, s, s + wanted)]
    return row.values[starts[0] : starts[0] + wanted] if len(starts) == 1 else None


def _text_outside(row: PrintedRow, start: int, end: int) -> bool:
    return any(v.text for v in (*row.values[:start], *row.values[end:]))


def _same_frame(a: PrintedRow, b: PrintedRow) -> bool:
    """Whether equal places mean equal columns in both rows."""
    if a.block != b.block or a.layout != b.layout:
        return False
    # In ragged text merged cells are dropped, so only rows of one shape line up.
    return a.layout != "ragged" or (len(a.values) == len(b.values) and a.size == b.size)


def _frame_of(row: PrintedRow) -> tuple[float, ...]:
    return tuple(v.x0 for v in row.printed_values)


def _neighbours(rows: Sequence[PrintedRow], index: int, wanted: int) -> list[tuple[float, ...]]:
    def full(candidates: Sequence[PrintedRow]) -> list[tuple[float, ...]]:
        same = (r for r in candidates if _same_frame(r, rows[index]) and len(r.printed_values) == wanted)
        return [_frame_of(r) for r in same][:1]

    return full(rows[:index][::-1]) + full(rows[index + 1 :])


def _on_frame(row: PrintedRow, starts: Sequence[float]) -> Placement | Unplaced:
    cells = {v.x0: v for v in row.values}
    if any(v.x0 not in starts for v in row.printed_values):
        return Unplaced("a number stands outside the columns in which the other rows print theirs")
    # A blank cell that spans several columns stands for each of them.
    spanning = [v for v in row.values if v.is_blank]
    return tuple(cells.get(s) or next((v for v in spanning if v.x0 <= s < v.x1), None) for s in starts)


def _by_grid_columns(rows: Sequence[PrintedRow], row: PrintedRow, wanted: int) -> Placement | Unplaced:
    """No full row and no header: the grid's own value columns, if there are just as many as wanted."""
    block = [r for r in rows if _same_frame(r, row)]
    starts = sorted({v.x0 for r in block for v in r.values if r.labels or v.text})
    if len(starts) > wanted:
        used = [s for s in starts if any(v.x0 == s for r in block for v in r.printed_values)]
        first_used = starts.index(used[0]) if used else 0
        # Empty columns on the left belong to the label when the numbers fill all that is right of them.
        if used and len(starts) - first_used == wanted:
            starts = starts[first_used:]
    if len(starts) == wanted:
        return _on_frame(row, starts)
    if not row.printed_values:
        return (None,) * wanted
    return Unplaced(f"the table has {len(starts)} columns of values where the form has {wanted}")


def _nearest(
    row: PrintedRow, frame: Sequence[PrintedRow], wanted: int, header: Sequence[Printed]
) -> Placement | Unplaced:
    """Words: each value to the nearest column centre, taken from the frame's full rows or from the header."""
    if not row.printed_values:
        return (None,) * wanted
    if len(row.values) == wanted:
        return row.values  # every empty cell has a mark: /, -, 无
    full = [r.values for r in frame if len(r.values) == wanted]
    if full:
        centres = [sorted(_centre(r[c]) for r in full)[len(full) // 2] for c in range(wanted)]
    elif header:
        centres = [_centre(h) for h in header]
    else:
        count = len(row.printed_values)
        return Unplaced(f"the line prints {count} numbers for {wanted} columns and no line shows where they stand")
    gap = min((b - a for a, b in pairwise(centres)), default=8.0)
    found: list[Printed | None] = [None] * wanted
    for value in row.values:
        column = min(range(wanted), key=lambda c: abs(centres[c] - _centre(value)))
        if abs(centres[column] - _centre(value)) > 0.4 * gap or found[column] is not None:
            return Unplaced("a number stands between two columns")
        found[column] = value
    return tuple(found)


def _centre(cell: Printed) -> float:
    return (cell.x0 + cell.x1) / 2

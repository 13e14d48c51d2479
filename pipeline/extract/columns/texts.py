"""Texts whose rows keep their cells, but not every empty one: ragged rows, and lists of cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import replace
from itertools import pairwise

from pipeline.extract.columns.grids import begins_as_number, on_columns
from pipeline.extract.columns.model import Placement, Unplaced, is_note, lost_row, no_numbers
from pipeline.extract.printed.model import Printed, PrintedRow
from pipeline.normalise.numbers import read_number

_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"\s*20[0-4]\d\s*年?")


def in_stream(row: PrintedRow, frame: Sequence[PrintedRow], wanted: int) -> Placement | Unplaced:
    """A list of cells keeps some empty ones and drops others: only a row of as many cells as columns is told.

    Where other rows have more, as with a cell for each column that a label covers, some of these may be such cells.
    Empty ones behind a number for each column are an empty row's.
    """
    values = row.values
    if row.padded and not (len(values) == wanted and _keeps_its_last(row, frame, wanted)):
        values = values[:-1]
    if all(v.text.strip() for v in values[:wanted]) and not any(v.text.strip() for v in values[wanted:]):
        values = values[:wanted]
    whole = all(v.text.strip() for v in values) or all(len(r.values) <= wanted for r in frame)
    # A text behind the last number may be a piece of the next label, and an empty cell gone.
    last = values[-1] if values else None
    closed = last is None or last.is_blank or _DIGIT.search(last.text) is not None
    if len(values) == wanted and whole and closed:
        return values
    if not row.printed_values:
        return no_numbers(row, wanted)
    count = len(row.printed_values)
    reason = f"the row prints {count} numbers for {wanted} columns and its empty cells left no trace"
    return lost_row(row, wanted, reason)


def _keeps_its_last(row: PrintedRow, frame: Sequence[PrintedRow], wanted: int) -> bool:
    """Whether what may fill the row up is an empty cell: others before it were kept, and no row lacks any."""
    return len(row.values) > 1 and not row.values[-2].text.strip() and all(len(r.values) >= wanted for r in frame)


def in_ragged_text(
    row: PrintedRow, frame: Sequence[PrintedRow], wanted: int, header: Sequence[Printed]
) -> Placement | Unplaced:
    """Ragged text keeps its empty cells but not its merged ones: only rows of one shape line up."""
    if not row.printed_values:
        return no_numbers(row, wanted)
    alike = [r for r in frame if len(r.values) == len(row.values) and r.size == row.size]
    if len(row.values) > wanted and read_number(row.values[-1].raw).state == "unreadable":
        return _before_a_note(row, alike, wanted)
    if full := _full_rows(alike, wanted):
        places, votes = full.most_common(1)[0]
        if votes < 0.8 * sum(full.values()):
            return Unplaced("rows of the same shape print their numbers at different places")
        return on_columns(row, [(x, x + 1) for x in places], beyond=False)
    if under := _under_each_heading(row, wanted, header):
        return under
    depths = _columns_by_depth(frame, wanted)
    shared = set(depths.values())
    if len(depths) > 1 and len(shared) == 1:
        return on_columns(row, [(x, x + 1) for x in shared.pop()], beyond=False)
    window = _only_window(row, alike, frame, wanted)
    if window is not None and (window[0] is row.values[0] or _stands_below(window[0], header, alike, shared)):
        return window
    count = len(row.printed_values)
    reason = f"the row prints {count} numbers for {wanted} columns and nothing tells which are empty"
    return lost_row(row, wanted, reason)


def _under_each_heading(row: PrintedRow, wanted: int, header: Sequence[Printed]) -> tuple[Printed, ...]:
    """The cells of a row without a label below the headings; none where something is printed elsewhere.

    A column between them stands empty, where a web page or Word file merged its cells in another way. What stands below
    the first heading and begins with a digit is no label: 3或4.
    """
    places = [h.x0 for h in header]
    cells = tuple(v for v in (*row.labels, *row.values) if v.x0 in places)
    label = any(not begins_as_number(v) or _YEAR.match(v.text) for v in row.labels)
    elsewhere = label or any(v.text.strip() for v in (*row.labels, *row.values) if v.x0 not in places)
    as_many = len(places) == wanted and row.size == header[-1].x1 and [c.x0 for c in cells] == places
    return cells if as_many and not elsewhere else ()


def _stands_below(
    first: Printed, header: Sequence[Printed], alike: Sequence[PrintedRow], shared: Set[tuple[float, ...]]
) -> bool:
    """Whether a row's first cell, apart from its label, is borne out by the header, or else by other rows."""
    return first.x0 == header[0].x0 if header else len(alike) > 1 or first.x0 in [columns[0] for columns in shared]


def _full_rows(rows: Sequence[PrintedRow], wanted: int) -> Counter[tuple[float, ...]]:
    """The places of the numbers of rows that print one for each column, side by side, and how many rows do so."""
    places = (tuple(v.x0 for v in r.printed_values if not is_note(v)) for r in rows)
    return Counter(p for p in places if len(p) == wanted and p[-1] - p[0] == wanted - 1)


def _columns_by_depth(frame: Sequence[PrintedRow], wanted: int) -> dict[int, tuple[float, ...]]:
    """The columns that a table's rows have, by the cells behind their labels, where all rows have as many cells.

    Told by rows with a cell, or with a number, for each column; none where those of one depth contradict one another.
    """
    if len({r.size for r in frame}) > 1:
        return {}
    every = {(len(r.values), tuple(v.x0 for v in r.values)) for r in frame if len(r.values) == wanted}
    every |= {(len(r.values), places) for r in frame for places in _full_rows([r], wanted)}
    return dict(every) if len(dict(every)) == len(every) else {}


def _before_a_note(row: PrintedRow, alike: Sequence[PrintedRow], wanted: int) -> Placement | Unplaced:
    """A row with a text behind its numbers, which gives it one cell more and so perhaps the shape of other rows."""
    note, bare = row.values[-1], replace(row, values=row.values[:-1])
    if not is_note(note):
        return Unplaced("the row prints a text behind its numbers, and nothing tells which are empty")
    if not bare.printed_values:
        return no_numbers(bare, wanted)
    full = _full_rows([bare], wanted) or _full_rows([r for r in alike if r is not row], wanted)
    if len(full) == 1 and note.x0 not in (places := next(iter(full))):
        return on_columns(bare, [(x, x + 1) for x in places], beyond=False)
    return lost_row(bare, wanted, "the row prints a text behind its numbers, and nothing tells which are empty")


def columns_behind_labels(
    row: PrintedRow, frame: Sequence[PrintedRow], header: Sequence[Printed]
) -> list[tuple[float, float]]:
    """The columns of a header that stand right behind the row's labels, in a table whose rows all have as many cells.

    Then every cell was kept, and equal places are equal columns, whatever agencies add behind the form's; none else.
    """
    columns = [(cell.x0, cell.x1) for cell in header]
    whole = len({r.size for r in frame}) == 1 and all(a[1] == b[0] for a, b in pairwise(columns))
    # A label that goes on in the line below may do so further left.
    behind = [r for r in frame if columns and max((c.x1 for c in r.labels), default=0) == columns[0][0]]
    numbers = [v for r in behind for v in r.printed_values]
    # Rows that begin and end further right stand under a header whose spans were lost; by one column, labelled rows may
    # have an empty one and a further one.
    aside = int(any(r.labels for r in behind))
    moved = any(v.x0 >= columns[-1][1] + aside for v in numbers) and all(v.x0 > columns[aside][0] for v in numbers)
    # Of one cell a line a row that ends before the header does lacks cells anywhere, not at its end.
    lacks = bool(columns) and row.method == "txt:cell-lines" and row.values[-1].x1 < columns[-1][1]
    return columns if row in behind and whole and not moved and not lacks else []


def _only_window(
    row: PrintedRow, alike: Sequence[PrintedRow], frame: Sequence[PrintedRow], wanted: int
) -> tuple[Printed, ...] | None:
    """The one stretch of neighbouring cells that holds all that the row prints, and all numbers of rows of its shape.

    A row shorter than the others of its block may have lost empty cells at its end, so it tells nothing unless its
    first value stands right behind the label.
    """
    numbers = [v for r in alike for v in r.values if read_number(v.raw).state == "reported"]
    of_all = {v.x0 - row.values[0].x0 for v in numbers}
    begins = bool(row.values[0].text) and all(v.is_blank for v in row.values[wanted:])
    if len(row.values) >= wanted and begins and all(place < wanted for place in of_all):
        return row.values[:wanted]
    longest = max(r.size for r in frame)
    if row.size < longest and any(len(r.values) != wanted for r in frame):
        return None
    windows = range(len(row.values) - wanted + 1)
    places = of_all | {v.x0 - row.values[0].x0 for v in row.values if v.text}
    starts = [s for s in windows if all(s <= place < s + wanted for place in places)]
    return row.values[starts[0] : starts[0] + wanted] if len(starts) == 1 else None

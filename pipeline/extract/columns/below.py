"""Numbers right below the name of a column that is not theirs: the count of cells then proves no place."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.columns.model import Placement, Unplaced
from pipeline.extract.printed.labels import ACCEPTED, column_similarity, is_column_label, label_key
from pipeline.extract.printed.model import Printed, PrintedRow
from pipeline.forms import Column

_FEWEST = 3
"""Columns that a line of a header names at least."""
_HIGHEST = 3
"""Lines that a header takes at most."""
BELOW_ANOTHER = Unplaced("a number stands below the name of another column")


def is_below_another(placed: Placement, header: Sequence[Printed], columns: Sequence[Column]) -> bool:
    """Whether a number of a grid stands in the column of a header cell that names another column than its own."""
    for value, column in zip(placed, columns, strict=True):
        for head in header if value is not None and value.text else ():
            key = label_key(head.text)
            over = value is not None and (value.page, value.x0, value.x1) == (head.page, head.x0, head.x1)
            if over and max(column_similarity(key, c) for c in columns) == 100.0 > column_similarity(key, column):
                return True
    return False


def without_unnamed(placed: Placement, header: Sequence[Printed], columns: Sequence[Column]) -> Placement:
    """The cells of a row less empty ones in columns that its header does not name: those are not printed at all."""
    names = [[column_similarity(label_key(h.text), c) == 100.0 for c in columns] for h in header]
    if not 0 < len(names) < len(columns) or not all(map(any, names)):
        return placed
    named = [any(of_column) for of_column in zip(*names, strict=True)]
    return tuple(v if v is None or v.text or ok else None for v, ok in zip(placed, named, strict=True))


def below_header(
    placement: Placement | Unplaced, rows: Sequence[PrintedRow], at: int, columns: Sequence[Column]
) -> Placement | Unplaced:
    """The placement of a row as far as the header nearest above it in its grid bears it out, if it has gaps.

    A header that names all columns may stand aside of them, as its spans may be sloppy (:mod:`.place`).
    """
    header = () if isinstance(placement, Unplaced) else _header_with_gaps(rows, at, columns)
    if isinstance(placement, Unplaced) or not header:
        return placement
    return (
        BELOW_ANOTHER if is_below_another(placement, header, columns) else without_unnamed(placement, header, columns)
    )


def _header_with_gaps(rows: Sequence[PrintedRow], at: int, columns: Sequence[Column]) -> Sequence[Printed]:
    """The header cells nearest above a row of its grid, where these name some of the columns; none where all."""
    own = [n for n in range(at) if rows[n].block == rows[at].block] if rows[at].layout == "grid" else []
    names = {n: [c for c in rows[n].labels if is_column_label(label_key(c.text))] for n in own}
    last = next((n for n in reversed(own) if len(names[n]) >= _FEWEST and not rows[n].printed_values), None)
    if last is None:
        return ()
    top = last
    while top - 1 in names and last - top < _HIGHEST - 1 and not rows[top - 1].printed_values:
        top -= 1
    found = [c for n in range(top, last + 1) for c in names[n]]
    return found if max(len(found), _named(rows[top : last + 1], columns)) < len(columns) else ()


def _named(header: Sequence[PrintedRow], columns: Sequence[Column]) -> int:
    """How many of the columns a header names, some perhaps in other words than the form's: 法律机构."""
    groups = {label_key(column.group) for column in columns if column.group}
    keys = {label_key(cell.text) for row in header for cell in row.labels} - groups
    fits = [[column_similarity(key, column) for column in columns] for key in keys]
    return len({fit.index(max(fit)) for fit in fits if max(fit) >= ACCEPTED})

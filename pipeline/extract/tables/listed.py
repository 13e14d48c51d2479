"""Tables printed as lists: a line for each number, behind its row's name and its column's.

The row's name may stand over its lines, or in each of them, before a dash or in a cell of its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.extract.printed.labels import ACCEPTED, column_keys, column_similarity, label_key, likeness, row_keys
from pipeline.extract.printed.model import Printed, PrintedRow, with_labels
from pipeline.forms import FORMS, Column

_FEWEST = 2
"""Rows of the form in several lines each from which a table is such a list."""
_WHOLE = ("requests", "review_litigation")
"""Tables whose columns name other things as well (其他, 总计): there a row is told by all of them together."""
_OF_ONE = 80.0
"""Likeness from which a text names one of these tables' rows: 行政复议、行政诉讼 together names none."""
_APART = re.compile(r"[\s\-—–―·•:：/|]+")
"""What parts a row's name from its column's in one label: 规章——本年制发件数."""


@dataclass(frozen=True, slots=True)
class _Names:
    """What a table's rows and columns are called, in either form."""

    rows: tuple[tuple[str, ...], ...]
    columns: tuple[Column, ...]
    fewest: float

    def of_row(self, key: str) -> bool:
        return max(likeness(key, self.rows)) >= self.fewest

    def of_column(self, key: str) -> bool:
        return max(column_similarity(key, column) for column in self.columns) >= ACCEPTED

    def are_all_columns(self, keys: Iterable[str]) -> bool:
        """Whether each key names another column, whole, and each column is named."""
        named = [[n for n, column in enumerate(self.columns) if key in column_keys(column)] for key in keys]
        return sorted(named) == [[n] for n in range(len(self.columns))]


@lru_cache(maxsize=3)
def _names_of(table: str) -> _Names:
    fewest = _OF_ONE if table in _WHOLE else ACCEPTED
    rows = [row for form in FORMS.values() for row in form.tables[table].rows]
    return _Names(tuple(map(row_keys, rows)), tuple(dict.fromkeys(c for row in rows for c in row.columns)), fewest)


def with_lists_across(table: str, rows: Sequence[PrintedRow]) -> list[PrintedRow]:
    """The rows, those of such lists as the form prints them: a header and one row of numbers for each of the form's.

    Args:
        table: the table whose rows and columns such lines name.
        rows: printed rows; 规章 | 本年制发件数 | 3 and below it 本年废止件数 | 0, the first cell over all its lines.
    """
    result: list[PrintedRow] = []
    at = several = 0
    names = _names_of(table)
    told = [_with_column_told(names, _with_parts_told(names, row)) for row in rows]
    if table not in _WHOLE:  # these are printed with a row for each of their columns too, and several numbers in it
        of_one = _of_one_column(names, told)
        rows = [row if new is old else new for row, old, new in zip(rows, told, of_one, strict=True)]
        told = of_one
    while at < len(rows):
        lines = _lines_of_one(names, told, at)
        end = at + (len(lines) or 1)
        if lines and (table not in _WHOLE or names.are_all_columns(line.leaf for line in lines)):
            result += _across(lines)
            several += len(lines) > 1
        else:
            result += rows[at:end]
        at = end
    return result if several >= _FEWEST else list(rows)


def _of_one_column(names: _Names, rows: Sequence[PrintedRow]) -> list[PrintedRow]:
    """The rows; of those behind the name of one column the numbers where all of a grid's stand in one place.

    Where several stand behind one name, they are other years' too, and nobody's.
    """
    named = [row.layout != "paragraph" and bool(row.printed_values) and _is_of_one(names, row) for row in rows]
    used: dict[int, set[float]] = {}
    for row, is_named in zip(rows, named, strict=True):
        if is_named:
            used.setdefault(row.block, set()).update(v.x0 for v in row.printed_values)
    return [_in_place(row, used[row.block]) if is_named else row for row, is_named in zip(rows, named, strict=True)]


def _is_of_one(names: _Names, row: PrintedRow) -> bool:
    """Whether a row's last label names a column, and the one before it, if any, a row."""
    before = row.keys[-2:-1]
    grid_alone = not before and row.layout == "grid" and bool(row.keys)
    return (grid_alone or (bool(before) and names.of_row(before[0]))) and names.of_column(row.leaf)


def _in_place(row: PrintedRow, used: Collection[float]) -> PrintedRow:
    if row.layout == "grid" and len(used) == 1:
        return replace(row, values=tuple(v for v in row.values if v.x0 in used))
    if row.layout == "grid" or len(row.printed_values) > 1:
        return replace(row, values=tuple(replace(v, shared=not v.is_blank) for v in row.values))
    return row


def _lines_of_one(names: _Names, rows: Sequence[PrintedRow], at: int) -> Sequence[PrintedRow]:
    """The lines of one of the form's rows that begin here; none where they do not."""
    first = rows[at]
    if not _is_line(names, first):
        return ()
    over = rows[at - 1].labels if len(first.labels) == 1 and at and rows[at - 1].layout == "paragraph" else ()
    if over:
        first = with_labels(first, (*over, *first.labels), first.words)
    if len(first.keys) < 2 or not names.of_row(first.keys[-2]):
        return ()
    lines = [first]
    for row in rows[at + 1 :]:
        if row.block != first.block or not _is_line(names, row) or row.keys[:-1] not in ((), first.keys[:-1]):
            break
        lines.append(row)
    return lines


def _with_parts_told(names: _Names, row: PrintedRow) -> PrintedRow:
    """The row with its last label in two, where that names a row and, behind a mark, a column."""
    if row.layout == "paragraph" or not row.printed_values or not row.labels:
        return row
    *before, last = row.labels
    for mark in _APART.finditer(last.text):
        left, right = last.text[: mark.start()], last.text[mark.end() :]
        if names.of_row(label_key(left)) and names.of_column(label_key(right)):
            labels = (*before, replace(last, raw=left, text=left), replace(last, raw=right, text=right))
            return with_labels(row, labels, labels)
    return row


def _with_column_told(names: _Names, row: PrintedRow) -> PrintedRow:
    """The row with the first of two cells of values as a label: one cut to 本年新 is no whole label of a column's."""
    if row.layout != "grid" or len(row.values) != 2 or not row.labels:
        return row
    named, number = row.values
    key = label_key(named.text)
    if not names.of_column(key):
        return row
    labels = (*row.labels, named)
    return with_labels(replace(row, values=(number,)), labels, labels)


def _is_line(names: _Names, row: PrintedRow) -> bool:
    """Whether a row is one number behind the name of a column."""
    if row.layout == "paragraph" or len(row.values) != 1 or not row.keys or len(row.keys) != len(row.labels):
        return False
    return names.of_column(row.leaf)


def _across(lines: Sequence[PrintedRow]) -> list[PrintedRow]:
    places = list(enumerate(lines, start=1))
    heads = tuple(_placed(line.labels[-1], place) for place, line in places)
    values = tuple(_placed(line.values[0], place) for place, line in places)
    first = replace(lines[0], layout="grid", words=())  # whatever the layout was: each number's column is told
    header = with_labels(replace(first, values=()), heads, heads)
    return [header, with_labels(replace(first, values=values), lines[0].labels[:-1], lines[0].labels[:-1])]


def _placed(cell: Printed, place: int) -> Printed:
    return replace(cell, x0=float(place), x1=place + 1.0)

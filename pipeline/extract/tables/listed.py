"""Table 二 printed as a list: a line for each number, behind its row's name and its column's."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from pipeline.extract.printed.labels import ACCEPTED, column_similarity, label_key, likeness, row_keys
from pipeline.extract.printed.model import Printed, PrintedRow, with_labels
from pipeline.forms import FORMS

_TABLES = tuple(form.tables["proactive"] for form in FORMS.values())
_ROWS = tuple(row_keys(row) for table in _TABLES for row in table.rows)
_COLUMNS = tuple(column for table in _TABLES for row in table.rows for column in row.columns)
_FEWEST = 2
"""Rows of the form in several lines each from which a table is such a list."""


def with_lists_across(rows: Sequence[PrintedRow]) -> list[PrintedRow]:
    """The rows, those of such lists as the form prints them: a header and one row of numbers for each of the form's.

    Args:
        rows: printed rows; 规章 | 本年制发件数 | 3 and below it 本年废止件数 | 0, the first cell over all its lines.
    """
    result: list[PrintedRow] = []
    at = several = 0
    rows = _of_one_column(rows)
    told = [_with_column_told(row) for row in rows]
    while at < len(rows):
        lines = _lines_of_one(told, at)
        result += _across(lines) if lines else [rows[at]]
        several += len(lines) > 1
        at += len(lines) or 1
    return result if several >= _FEWEST else rows


def _of_one_column(rows: Sequence[PrintedRow]) -> list[PrintedRow]:
    """The rows; of those behind the name of one column the numbers where all of a grid's stand in one place.

    Where several stand behind one name, they are other years' too, and nobody's.
    """
    named = [row.layout != "paragraph" and bool(row.printed_values) and _is_of_one(row) for row in rows]
    used: dict[int, set[float]] = {}
    for row, is_named in zip(rows, named, strict=True):
        if is_named:
            used.setdefault(row.block, set()).update(v.x0 for v in row.printed_values)
    return [_in_place(row, used[row.block]) if is_named else row for row, is_named in zip(rows, named, strict=True)]


def _is_of_one(row: PrintedRow) -> bool:
    """Whether a row's last label names a column, and the one before it, if any, a row."""
    before = row.keys[-2:-1]
    grid_alone = not before and row.layout == "grid" and bool(row.keys)
    return (grid_alone or (bool(before) and max(likeness(before[0], _ROWS)) >= ACCEPTED)) and _names_column(row.leaf)


def _in_place(row: PrintedRow, used: Collection[float]) -> PrintedRow:
    if row.layout == "grid" and len(used) == 1:
        return replace(row, values=tuple(v for v in row.values if v.x0 in used))
    if row.layout == "grid" or len(row.printed_values) > 1:
        return replace(row, values=tuple(replace(v, shared=not v.is_blank) for v in row.values))
    return row


def _lines_of_one(rows: Sequence[PrintedRow], at: int) -> Sequence[PrintedRow]:
    """The lines of one of the form's rows that begin here; none where they do not."""
    first = rows[at]
    if not _is_line(first) or len(first.keys) < 2 or max(likeness(first.keys[-2], _ROWS)) < ACCEPTED:
        return ()
    end = at + 1
    while end < len(rows) and rows[end].block == first.block and _is_line(rows[end]):
        if rows[end].keys[:-1] not in ((), first.keys[:-1]):
            break
        end += 1
    return rows[at:end]


def _with_column_told(row: PrintedRow) -> PrintedRow:
    """The row with the first of two cells of values as a label: one cut to 本年新 is no whole label of a column's."""
    if row.layout != "grid" or len(row.values) != 2 or not row.labels:
        return row
    named, number = row.values
    key = label_key(named.text)
    if not _names_column(key):
        return row
    labels = (*row.labels, named)
    return with_labels(replace(row, values=(number,)), labels, labels)


def _is_line(row: PrintedRow) -> bool:
    """Whether a row is one number behind the name of a column."""
    if row.layout == "paragraph" or len(row.values) != 1 or not row.keys or len(row.keys) != len(row.labels):
        return False
    return _names_column(row.leaf)


def _names_column(key: str) -> bool:
    return max(column_similarity(key, column) for column in _COLUMNS) >= ACCEPTED


def _across(lines: Sequence[PrintedRow]) -> list[PrintedRow]:
    places = list(enumerate(lines, start=1))
    heads = tuple(_placed(line.labels[-1], place) for place, line in places)
    values = tuple(_placed(line.values[0], place) for place, line in places)
    first = replace(lines[0], layout="grid", words=())  # whatever the layout was: each number's column is told
    header = with_labels(replace(first, values=()), heads, heads)
    return [header, with_labels(replace(first, values=values), lines[0].labels[:-1], lines[0].labels[:-1])]


def _placed(cell: Printed, place: int) -> Printed:
    return replace(cell, x0=float(place), x1=place + 1.0)

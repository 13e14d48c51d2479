"""Columns that number a table's rows: pandas counts rows and columns from 0, agencies print 序号 from 1."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.extract.columns.headers import FURTHER_COLUMNS
from pipeline.extract.printed.labels import label_key
from pipeline.extract.printed.model import Printed, PrintedRow, with_labels

_FEWEST_ROWS = 3
"""Rows from which numbers that count up at their beginnings number them."""
_HEADER_ROWS = 4
_COUNT = re.compile(r"\d{1,2}")


def without_row_numbers(rows: Sequence[PrintedRow]) -> list[PrintedRow]:
    """The rows without a first column that numbers them, from 0 or 1, its name, and numbers of the columns above it."""
    result: list[PrintedRow | None] = list(rows)
    for first, last in _numbered(rows):
        for n in range(first, last + 1):
            result[n] = _without_first(rows[n])
        for n in range(first - 1, max(-1, first - 1 - _HEADER_ROWS), -1):
            cell = _first_cell(rows[n]) if rows[n].block == rows[first].block else None
            if n == first - 1 and _numbers_columns(rows[n]):
                result[n] = None
            elif cell is not None and label_key(cell.text) in FURTHER_COLUMNS:
                result[n] = _without_first(rows[n])
    return [row for row in result if row is not None]


def _numbered(rows: Sequence[PrintedRow]) -> Iterator[tuple[int, int]]:
    """First and last of neighbouring rows that begin with numbers which count up, most of them before a label."""
    counts = [_count(row) for row in rows]
    at = 0
    while at < len(rows):
        end = at
        while end + 1 < len(rows) and _goes_on(rows, counts, end):
            end += 1
        labelled = sum(len(row.labels) > 1 for row in rows[at : end + 1])
        if counts[at] in (0, 1) and end - at + 1 >= _FEWEST_ROWS and 2 * labelled > end - at + 1:
            yield at, end
        at = end + 1


def _goes_on(rows: Sequence[PrintedRow], counts: Sequence[int | None], at: int) -> bool:
    here, there, one, other = counts[at], counts[at + 1], _first_cell(rows[at]), _first_cell(rows[at + 1])
    if here is None or there != here + 1 or rows[at].block != rows[at + 1].block or one is None or other is None:
        return False
    return one.x0 == other.x0 or one.x1 == other.x1


def _first_cell(row: PrintedRow) -> Printed | None:
    return min((*row.labels, *row.values), key=lambda c: c.x0, default=None)


def _count(row: PrintedRow) -> int | None:
    cell = None if row.layout in ("stream", "paragraph") else _first_cell(row)
    return int(cell.text) if cell is not None and _COUNT.fullmatch(cell.text.strip()) else None


def _without_first(row: PrintedRow) -> PrintedRow:
    first = _first_cell(row)
    labels = tuple(c for c in row.labels if c is not first)
    row = with_labels(row, labels, row.words[1:] if len(labels) < len(row.labels) else row.words)
    return replace(row, values=tuple(v for v in row.values if v is not first), size=row.size - 1)


def _numbers_columns(row: PrintedRow) -> bool:
    cells = [c.text.strip() for c in (*row.labels, *row.values) if c.text.strip()]
    return len(cells) >= _FEWEST_ROWS and cells == [str(n) for n in range(len(cells))]

"""A first column without a heading that counts the rows, as pandas prints it: from 0, below a row that counts columns.

Columns that agencies add have a heading (序号, 行次) and are known by it (``added.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.extract.printed.model import Printed, PrintedRow, with_labels

_FEWEST = 3
"""Rows, or columns, from which numbers that count up count them."""
_COUNT = re.compile(r"\d{1,2}")


def without_counts(rows: Sequence[PrintedRow]) -> list[PrintedRow]:
    """The rows without a first column that counts them from 0 or 1, and without the row above that counts columns."""
    result: list[PrintedRow | None] = list(rows)
    for first, last in _counted(rows):
        for n in range(first, last + 1):
            result[n] = _without_first(rows[n])
        if first and rows[first - 1].block == rows[first].block and _counts_columns(rows[first - 1]):
            result[first - 1] = None
    return [row for row in result if row is not None]


def _counted(rows: Sequence[PrintedRow]) -> Iterator[tuple[int, int]]:
    """First and last of neighbouring rows that begin with numbers which count up, most of them before a label."""
    counts = [_count(row) for row in rows]
    at = 0
    while at < len(rows):
        end = at
        while end + 1 < len(rows) and _goes_on(rows, counts, end):
            end += 1
        labelled = sum(len(row.labels) > 1 for row in rows[at : end + 1])
        if counts[at] in (0, 1) and end - at + 1 >= _FEWEST and 2 * labelled > end - at + 1:
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


def _counts_columns(row: PrintedRow) -> bool:
    cells = [c.text.strip() for c in (*row.labels, *row.values) if c.text.strip()]
    return len(cells) >= _FEWEST and cells == [str(n) for n in range(len(cells))]

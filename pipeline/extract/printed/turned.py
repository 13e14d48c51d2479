"""Table 三 printed turned: a row for each applicant and a column for each outcome."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from pipeline.documents.model import Cell, Grid
from pipeline.extract.printed.labels import column_keys, row_keys, whole_key
from pipeline.forms import FORMS

_FEWEST_OUTCOMES = 15
"""Outcomes that the header names, each over a column of its own."""


def turned(grid: Grid) -> Grid | None:
    """A grid with rows and columns exchanged, where its header names table 三's rows and its first cells its columns.

    Every applicant of the form must begin a row of its own, and the header lie above them all.
    """
    if not grid.aligned:
        return None
    outcomes, applicants = _keys()
    named = [(c, whole_key(c.text)) for c in grid.cells]
    heads = [(c, key) for c, key in named if key in outcomes]
    if len({key for _, key in heads}) < _FEWEST_OUTCOMES or len({c.column for c, _ in heads}) < _FEWEST_OUTCOMES:
        return None
    left = min(c.column for c, _ in heads)
    below = max(c.row + c.row_span for c, _ in heads)
    rows = [key for c, key in named if c.column < left and c.row >= below]
    if any(sum(key in keys for key in rows) != 1 for keys in applicants):
        return None
    return replace(grid, cells=tuple(sorted(map(_exchanged, grid.cells), key=lambda c: (c.row, c.column))))


def _exchanged(cell: Cell) -> Cell:
    return replace(cell, row=cell.column, column=cell.row, row_span=cell.column_span, column_span=cell.row_span)


@lru_cache(maxsize=1)
def _keys() -> tuple[frozenset[str], tuple[frozenset[str], ...]]:
    """What names a row of table 三 and no column of it, and what names each of its columns."""
    tables = [form.tables["requests"] for form in FORMS.values()]
    columns = tuple(frozenset(column_keys(c)) for c in tables[-1].rows[0].columns)
    rows: Iterable[str] = (key for table in tables for row in table.rows for key in row_keys(row))
    return frozenset(rows).difference(*columns), columns

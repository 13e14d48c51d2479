"""Tables of the form that stand beside one another in one grid, as in a sheet of table 三 left and table 二 right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from itertools import groupby

from pipeline.documents.model import Cell, Grid
from pipeline.extract.printed.labels import is_column_label, row_keys, whole_key
from pipeline.forms import FORMS
from pipeline.normalise.numbers import is_value

_FEWEST_ROWS = 3
"""Rows of the form, each with a number behind its label, that a table beside another has."""


def tables_beside(grid: Grid) -> tuple[Grid, ...]:
    """A grid's tables from the left, each with its cells in their places; the grid alone where it is one table.

    A table begins in a column whose cells are labels of the form's rows, behind another's labels and numbers in the
    same lines, where no cell but a row's only one reaches over from the left.
    """
    if not grid.aligned:
        return (grid,)
    lines = [list(members) for _, members in groupby(grid.cells, key=lambda c: c.row)]
    labels = [c for c in grid.cells if whole_key(c.text) in _row_keys()]
    for cut in sorted({c.column for c in labels}):
        left, right = _parts(lines, cut)
        at = [c.row for c in labels if c.column == cut]
        # Above or below is not beside: a table whose labels stand one column further left.
        beside = [c for c in left if at[0] <= c.row <= at[-1]]
        if len(at) >= _FEWEST_ROWS and right and _rows_with_numbers(beside) >= _FEWEST_ROWS:
            return (replace(grid, cells=tuple(left)), *tables_beside(replace(grid, cells=tuple(right))))
    return (grid,)


def _parts(lines: Iterable[list[Cell]], cut: int) -> tuple[list[Cell], list[Cell]]:
    """The cells left and right of a column; none where a cell beside others reaches over it."""
    left: list[Cell] = []
    right: list[Cell] = []
    for cells in lines:
        alone = sum(bool(c.text) for c in cells) == 1
        for cell in cells:
            if cell.column < cut < cell.column + cell.column_span and cell.text and not alone:
                return [], []
            (left if cell.column < cut else right).append(cell)
    return left, right


def _rows_with_numbers(cells: Iterable[Cell]) -> int:
    """Rows in which a number stands behind a label of one of the form's rows."""
    rows = 0
    for _, members in groupby(cells, key=lambda c: c.row):
        texts = iter(sorted(members, key=lambda c: c.column))
        rows += any(whole_key(c.text) in _row_keys() for c in texts) and any(c.text and is_value(c.raw) for c in texts)
    return rows


@lru_cache(maxsize=1)
def _row_keys() -> frozenset[str]:
    """What names a row of tables 二 and 三, and no column, as 其他 and 总计 do."""
    tables = (form.tables[name] for form in FORMS.values() for name in ("proactive", "requests"))
    keys = (key for table in tables for row in table.rows for key in row_keys(row))
    return frozenset(key for key in keys if not is_column_label(key))

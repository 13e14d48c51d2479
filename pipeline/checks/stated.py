"""What a measure of the text restates in the tables: the number to expect, and the printed labels to name it by."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Any, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.checks.printed import BLANK, NOT_LISTED, REPORTED, Frames, Printed
from pipeline.narrative.measures import measures

Addresses = tuple[str, ...]
"""Cells as ``measures.yaml`` writes them, ``table.row.column``."""

Places = list[tuple[Printed, int, int]]
"""Cells of a measure: table, row and column."""


def _table(frames: Frames, name: str) -> Printed:
    return {"requests": frames.requests, "review_litigation": frames.review, "proactive": frames.proactive}[name]


def places(frames: Frames, addresses: Addresses) -> Places:
    """The cells that addresses name, ``row*`` standing for every row that begins so, also those of the other form."""
    found: Places = []
    for address in addresses:
        table, row, column = address.split(".")
        printed = _table(frames, table)
        found += [(printed, i, printed.column(column)) for i, r in enumerate(printed.rows) if fnmatchcase(r, row)]
    return found


def term(table: Printed, i: int, j: int) -> NDArray[np.float64]:
    """Per report, what a cell adds to a sum; NaN where that cannot be told.

    A blank adds 0, but a blank 总计 only where the rest of its row adds up to 0: else it is a total not filled in. A
    row that the report's form does not have adds 0.
    """
    state, value = table.state[:, i, j], table.value[:, i, j]
    blank = np.zeros(len(table.reports))
    if table.columns[j] == "total":
        rest = np.delete(table.addend[:, i, :], j, axis=1).sum(axis=1)
        blank = np.where(rest == 0, 0.0, np.nan)
    empty = np.where(state == BLANK, blank, np.where(state == NOT_LISTED, 0.0, np.nan))
    return np.where(state == REPORTED, value, empty)


def expected(frames: Frames, addresses: Addresses) -> NDArray[np.float64]:
    """Per report, the sum of the cells; NaN where one is missing or unreadable, or where none prints a number."""
    cells = places(frames, addresses)
    printed = np.zeros(len(frames.ids), dtype=bool)
    total = np.zeros(len(frames.ids))
    for table, i, j in cells:
        printed |= table.state[:, i, j] == REPORTED
        total += term(table, i, j)
    return np.where(printed, total, np.nan)


def of_measure(frames: Frames, measure: str) -> NDArray[np.float64]:
    """Per report, the number that the tables print for a measure; NaN where they print none that can be told."""
    return expected(frames, measures()[measure].cells)


def address(frames: Frames, addresses: Addresses, r: int) -> str:
    """The cells of the report's own form that were added up, written with +."""
    listed = [c for c in places(frames, addresses) if c[0].state[r, c[1], c[2]] != NOT_LISTED]
    return "+".join(f"{t.table}.{t.rows[i]}.{t.columns[j]}" for t, i, j in listed)


def labels(frames: Frames, addresses: Addresses, r: int) -> str:
    """The printed labels of the same cells, each row with its column."""
    listed = [c for c in places(frames, addresses) if c[0].state[r, c[1], c[2]] != NOT_LISTED]
    columns: dict[str, list[str]] = {}
    for table, i, j in listed:
        row, column = table.labels((r, i, j))
        columns.setdefault(column, []).append(row)
    by_column = [f"{'＋'.join(dict.fromkeys(rows))} / {column}" for column, rows in columns.items()]
    by_row = [f"{row} / {'＋'.join(columns)}" for row in dict.fromkeys(r for rows in columns.values() for r in rows)]
    return "；".join(by_row if len(by_row) < len(by_column) else by_column)


def only_place(frames: Frames, addresses: Addresses) -> tuple[str | None, str | None, str | None]:
    """Table, row and column of the cells where all of them share it, else None in its stead."""
    cells = places(frames, addresses)
    tables, rows = {t.table for t, _, _ in cells}, {t.rows[i] for t, i, _ in cells}
    columns = {t.columns[j] for t, _, j in cells} - {"total"}
    return (
        tables.pop() if len(tables) == 1 else None,
        rows.pop() if len(rows) == 1 else None,
        columns.pop() if len(columns) == 1 else None,
    )


def records(figures: pd.DataFrame) -> list[dict[str, Any]]:
    """The figures as records."""
    return cast("list[dict[str, Any]]", figures.to_dict("records"))


def by(figures: pd.DataFrame, *columns: str) -> dict[tuple[Any, ...], list[dict[str, Any]]]:
    """The figures as records, put together by what stands in some columns, in the order of the first of each.

    One conversion for the whole year: a frame for each of ten thousand reports would take longer than all the rules.
    """
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for record in records(figures):
        groups.setdefault(tuple(record[c] for c in columns), []).append(record)
    return groups


def place_of(frames: Frames, report_id: object) -> int:
    """The report's place along the first axis of the tables."""
    return cast("int", frames.ids.get_loc(report_id))

"""The frames as the checks see them: one dense array a table, and the labels of the forms.

A year has tens of millions of cells, so a rule is computed for all reports at once; only its findings are visited one
by one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.datasets import NO_CELL_FOUND
from pipeline.forms import FORMS, cell_labels, form_cells
from pipeline.schemas import form_columns, form_rows, positions

NOT_LISTED, REPORTED, BLANK, MISSING, UNREADABLE = -1, 0, 1, 2, 3
_STATES = ("reported", "blank", "missing", "unreadable")
_VERSIONS = tuple(FORMS)

CELL_COLUMNS = ("report_id", "table", "row", "column", "form_version", "value", "unit", "state", "raw", "reason")
"""The columns of ``cells`` that the checks read; the others need not be loaded."""


@cache
def _label(table: str, field: str, name: str, version: str | None) -> str:
    cells = [c for c in form_cells() if c.table == table and getattr(c, field) == name]
    own = [c for c in cells if c.form_version == version] or cells
    return own[0].row_label if field == "row" else own[0].column_label


def row_label(table: str, row: str, version: str | None = None) -> str:
    """The row's printed label in a form version, or in the first one that has the row."""
    return _label(table, "row", row, version)


def column_label(table: str, column: str, version: str | None = None) -> str:
    """The column's printed label in a form version, or in the first one that has the column."""
    return _label(table, "column", column, version)


def _shown(raw: object) -> str:
    return (raw.strip() if isinstance(raw, str) else "") or "（空）"


@dataclass(frozen=True)
class Printed:
    """One table of many reports: arrays over report, form row and form column.

    Attributes:
        table: the table's name.
        reports: ``report_id`` along the first axis.
        rows: form rows along the second axis, both forms merged.
        columns: form columns along the third axis.
        state: the cell's state as a small number; ``NOT_LISTED`` where the report's form has no such cell.
        value: the printed number, NaN where there is none.
        versions: the cell's form version, as a place in the list of forms; -1 where it is not listed.
        place: where the cell's text stands in ``texts``, -1 where it is not listed.
        texts: the printed texts.
        reasons: why a cell is missing or unreadable, in words.
    """

    table: str
    reports: pd.Index[Any]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    state: NDArray[np.int8]
    value: NDArray[np.float64]
    versions: NDArray[np.int8]
    place: NDArray[np.int64]
    texts: pd.Series[Any]
    reasons: pd.Series[Any]

    @cached_property
    def addend(self) -> NDArray[np.float64]:
        """What each cell adds to a sum: its number, 0 for a blank, NaN where that cannot be told."""
        return np.where(self.state == REPORTED, self.value, np.where(self.state == BLANK, 0.0, np.nan))

    @cached_property
    def number(self) -> NDArray[np.float64]:
        """The printed number of each cell, NaN where it prints none that can be read."""
        return np.where(self.state == REPORTED, self.value, np.nan)

    @property
    def found(self) -> NDArray[np.bool_]:
        """Per report, whether the table was found: some cell of it is there."""
        there = np.isin(self.state, (REPORTED, BLANK, UNREADABLE))
        return np.asarray(there.any(axis=(1, 2)), dtype=np.bool_)

    def take(self, places: NDArray[np.intp] | NDArray[np.int64]) -> Printed:
        """The table of the reports at these places, in that order."""
        return replace(
            self,
            reports=self.reports[places],
            state=self.state[places],
            value=self.value[places],
            versions=self.versions[places],
            place=self.place[places],
        )

    def row(self, name: str) -> int:
        """The row's place on the second axis."""
        return self.rows.index(name)

    def column(self, name: str) -> int:
        """The column's place on the third axis."""
        return self.columns.index(name)

    def version(self, where: tuple[int, int, int]) -> str | None:
        """The form version of a cell."""
        code = int(self.versions[where])
        return None if code < 0 else _VERSIONS[code]

    def raw(self, where: tuple[int, int, int]) -> str:
        """The printed text of a cell for people; （空） where it prints nothing at all."""
        place = int(self.place[where])
        return _shown(None if place < 0 else self.texts.iat[place])

    def raws(self, where: NDArray[np.bool_]) -> list[str]:
        """The printed texts of many listed cells, in the order of ``np.argwhere``."""
        return [_shown(text) for text in self.texts.take(self.place[where]).tolist()]

    def reason(self, where: tuple[int, int, int]) -> str | None:
        """Why a cell has no number, in words; None where nothing is recorded."""
        place = int(self.place[where])
        found = None if place < 0 else self.reasons.iat[place]
        return found if isinstance(found, str) and found else None

    def labels(self, where: tuple[int, int, int]) -> tuple[str, str]:
        """Row and column label of a cell, as its form prints them."""
        version = self.version(where)
        row, column = self.rows[where[1]], self.columns[where[2]]
        known = cell_labels().get((version or "", self.table, row, column))
        return known or (row_label(self.table, row, version), column_label(self.table, column, version))


def printed(table: str, cells: pd.DataFrame, report_ids: pd.Index[Any]) -> Printed:
    """The table's cells of these reports as arrays.

    Args:
        table: The form's table.
        cells: Cells as published, at least ``CELL_COLUMNS``; of any reports.
        report_ids: The reports along the first axis, each once.
    """
    rows, columns = form_rows(table), form_columns(table)
    frame = cells[cells["table"] == table]
    reports = positions(frame["report_id"], report_ids)
    frame = frame[reports >= 0]
    reports = reports[reports >= 0]
    i, j = positions(frame["row"], rows), positions(frame["column"], columns)
    shape = (len(report_ids), len(rows), len(columns))
    state = np.full(shape, NOT_LISTED, dtype=np.int8)
    value = np.full(shape, np.nan)
    place = np.full(shape, -1, dtype=np.int64)
    version = np.full(shape, -1, dtype=np.int8)
    version[reports, i, j] = positions(frame["form_version"], _VERSIONS)
    state[reports, i, j] = positions(frame["state"], _STATES)
    value[reports, i, j] = frame["value"].to_numpy(dtype=np.float64, na_value=np.nan)
    place[reports, i, j] = np.arange(len(frame))
    # A reported cell without a number would break no sum and hide; it counts as unreadable.
    state[(state == REPORTED) & np.isnan(value)] = UNREADABLE
    return Printed(table, report_ids, rows, columns, state, value, version, place, frame["raw"], frame["reason"])


@dataclass(frozen=True)
class Frames:
    """Everything the checks look at.

    Attributes:
        reports: the year's reports.
        readable: those whose file was read and whose year is known: the rules about the form look at them.
        usable: those that did not fail: the rules about agencies look at them.
        cells: the cells of the readable reports.
        facts: what the readable reports say about themselves, one row each.
        figures: numbers stated in their sentences.
        unplaced: printed numbers no cell claims.
        corrections: what became of the entries of the corrections folder about the year's reports.
    """

    reports: pd.DataFrame
    readable: pd.DataFrame
    usable: pd.DataFrame
    cells: pd.DataFrame
    facts: pd.DataFrame
    figures: pd.DataFrame
    unplaced: pd.DataFrame
    corrections: pd.DataFrame

    @cached_property
    def ids(self) -> pd.Index[Any]:
        """The readable reports' ids: the first axis of every table."""
        ids: pd.Index[Any] = pd.Index(self.readable["report_id"])
        return ids

    @cached_property
    def requests(self) -> Printed:
        """Table 三."""
        return printed("requests", self.cells, self.ids)

    @cached_property
    def review(self) -> Printed:
        """Table 四."""
        return printed("review_litigation", self.cells, self.ids)

    @cached_property
    def proactive(self) -> Printed:
        """Table 二."""
        return printed("proactive", self.cells, self.ids)

    @property
    def tables(self) -> tuple[Printed, ...]:
        """The three tables in printed order."""
        return (self.proactive, self.requests, self.review)


def frames(
    reports: pd.DataFrame,
    cells: pd.DataFrame,
    facts: pd.DataFrame,
    figures: pd.DataFrame,
    unplaced: pd.DataFrame,
    corrections: pd.DataFrame | None = None,
) -> Frames:
    """The frames cut down to the reports that the rules may look at."""
    reports = reports.reset_index(drop=True)
    dated = reports["report_year"] > 0
    readable = reports[dated & ((reports["status"] != "failed") | (reports["error"] == NO_CELL_FOUND))]
    ids = readable["report_id"]
    usable = reports[dated & (reports["status"] != "failed")]
    return Frames(
        reports=reports,
        readable=readable.reset_index(drop=True),
        usable=usable.reset_index(drop=True),
        cells=cells.loc[cells["report_id"].isin(ids), list(CELL_COLUMNS)],
        facts=facts[facts["report_id"].isin(ids)].drop_duplicates("report_id"),
        figures=figures[figures["report_id"].isin(ids)],
        unplaced=unplaced[unplaced["report_id"].isin(ids)],
        corrections=pd.DataFrame() if corrections is None else corrections,
    )

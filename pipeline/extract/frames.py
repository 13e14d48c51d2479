"""Extractions as frames, with the columns of the published datasets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from pipeline.documents.places import Place
from pipeline.extract.model import Extraction

Item = tuple[str, int, Extraction]
"""report_id, report_year, extraction."""

_CELLS = (
    *("report_id", "report_year", "table", "row", "column", "form_version", "value", "unit", "state", "raw"),
    *("page", "bbox", "source_table", "source_row", "source_column", "method", "confidence", "reason"),
)
_STEPS = (
    *("report_id", "report_year", "table", "step", "strategy", "reason", "outcome", "cells_found", "sums_broken"),
)
_UNPLACED = ("report_id", "report_year", "table", "raw", "page", "reason")


def _frame(records: Iterable[Sequence[Any]], columns: Sequence[str], floats: Sequence[str] = ()) -> pd.DataFrame:
    frame = pd.DataFrame(list(records), columns=list(columns))
    for name in ("page", "source_table", "source_row", "source_column"):
        if name in frame:
            frame[name] = frame[name].astype("Int64")
    return frame.astype({"report_year": "int64", **dict.fromkeys(floats, "float64")})


def _place(place: Place | None) -> tuple[int | None, int | None, int | None]:
    return (None, None, None) if place is None else (place.table, place.row, place.column)


def cells_frame(items: Iterable[Item]) -> pd.DataFrame:
    """One row per form cell of each report: the contract's ``cells`` and the reason of an unreadable or missing one."""
    records = (
        (rid, year, c.table, c.row, c.column, c.form_version, c.value, c.unit, c.state, c.raw, c.page,
         None if c.bbox is None else [float(v) for v in c.bbox], *_place(c.place), c.method, c.confidence, c.reason)
        for rid, year, extraction in items
        for c in extraction.cells
    )  # fmt: skip
    return _frame(records, _CELLS, ("value", "confidence"))


def steps_frame(items: Iterable[Item]) -> pd.DataFrame:
    """One row per strategy tried on a table of a report."""
    records = (
        (rid, year, s.table, s.step, s.strategy, s.reason, s.outcome, s.cells_found, s.sums_broken)
        for rid, year, extraction in items
        for s in extraction.steps
    )
    return _frame(records, _STEPS)


def unplaced_frame(items: Iterable[Item]) -> pd.DataFrame:
    """One row per number inside a table that no form cell claims."""
    records = ((rid, year, u.table, u.raw, u.page, u.reason) for rid, year, e in items for u in e.unplaced)
    return _frame(records, _UNPLACED)

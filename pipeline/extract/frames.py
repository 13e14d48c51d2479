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
    *("report_id", "report_year", "table", "step", "strategy", "fit", "cells_found", "sums_held", "sums_broken"),
    *("chosen", "reason", "outcome"),
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


def extraction_frame(items: Iterable[Item]) -> pd.DataFrame:
    """One row per attempt to read a table of a report."""
    records = (
        (rid, year, s.table, s.step, s.strategy, s.fit, s.cells_found, s.sums_held, s.sums_broken, s.chosen, s.reason,
         s.outcome)
        for rid, year, extraction in items
        for s in extraction.steps
    )  # fmt: skip
    return _frame(records, _STEPS, ("fit",)).astype({"chosen": "bool"})


def strategy_counts(attempts: pd.DataFrame) -> pd.DataFrame:
    """How often each strategy was tried, found its table and was kept, and the cells that it gained there.

    Args:
        attempts: rows of ``extraction``.

    Returns:
        A row a strategy, most tried first: ``strategy``, ``tried``, ``found``, ``chosen`` (tables) and ``gained``: of
        the tables where it was kept as a fallback, the cells it found more than the first attempt.
    """
    table = ["report_id", "table"]
    first = attempts[attempts["step"] == 1].set_index(table)["cells_found"].rename("first")
    joined = attempts.join(first, on=table)
    more = (joined["cells_found"] - joined["first"]).where(joined["chosen"] & (joined["step"] > 1), 0)
    counts = joined.assign(found=joined["cells_found"] > 0, gained=more).groupby("strategy", as_index=False)
    columns = {"tried": ("step", "size"), "found": ("found", "sum"), "chosen": ("chosen", "sum")}
    frame = counts.agg(**columns, gained=("gained", "sum"))
    order = ["tried", "strategy"]
    return frame.sort_values(order, ascending=[False, True], ignore_index=True).astype(
        {name: "int64" for name in ("tried", "found", "chosen", "gained")}
    )


def unplaced_frame(items: Iterable[Item]) -> pd.DataFrame:
    """One row per number inside a table that no form cell claims."""
    records = ((rid, year, u.table, u.raw, u.page, u.reason) for rid, year, e in items for u in e.unplaced)
    return _frame(records, _UNPLACED)

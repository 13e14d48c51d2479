"""Applying entries about cells: each only where its guard still holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.corrections.model import Corrections, Reading, SourceError

METHOD = "correction"
"""The ``method`` of a cell that a person has read."""
OUTCOME_COLUMNS = (
    *("report_id", "report_year", "kind", "table", "row", "column", "file", "line", "reason"),
    *("applied", "expected", "actual", "problem", "problem_zh"),
)
"""What became of each entry about a report of the year; ``problem`` is null where it was applied."""
READING, SOURCE_ERROR = "reading", "source_error"
_TOLERANCE = 1e-9


@dataclass(frozen=True)
class Applied:
    """A year's cells with the checked readings in them.

    Attributes:
        cells: the cells, in their order.
        outcomes: one row an entry about a report of the year, ``OUTCOME_COLUMNS``.
    """

    cells: pd.DataFrame
    outcomes: pd.DataFrame


def reports_by_name(catalogue: pd.DataFrame) -> dict[str, str]:
    """The report behind each name that an entry may give it: its id, its path, and the other paths of its bytes."""
    names: dict[str, str] = {}
    for report, path, others in zip(
        catalogue["report_id"], catalogue["source_path"], catalogue["also_at"], strict=True
    ):
        names |= dict.fromkeys([report, path, *(others if others is not None else ())], report)
    return names


def apply_corrections(cells: pd.DataFrame, catalogue_of_year: pd.DataFrame, corrections: Corrections) -> Applied:
    """Put checked readings into a year's cells and hold every entry's guard against them.

    Args:
        cells: The year's extracted cells; unchanged.
        catalogue_of_year: The catalogue's rows of the year, which say whose entries are meant.
        corrections: The folder's entries; those about other years' reports are left out.

    Returns:
        The cells, in which an applied reading has the printed text in ``raw``, its number in ``value``, the method
        ``correction``, confidence 1 and the entry's reason; and what became of each entry. An acknowledged error
        changes no cell.
    """
    names = reports_by_name(catalogue_of_year)
    years = dict(zip(catalogue_of_year["report_id"], catalogue_of_year["report_year"], strict=True))
    entries = [(names[e.report], e) for e in corrections.of_cells if e.report in names]
    result = cells.reset_index(drop=True)
    wanted = result["report_id"].isin({report for report, _ in entries}) if entries else pd.Series(False, result.index)
    keys = result.loc[wanted, ["report_id", "table", "row", "column"]]
    places: dict[tuple[Any, ...], int] = {
        tuple(key): int(at) for at, key in zip(keys.index, keys.itertuples(index=False, name=None), strict=True)
    }
    changes: dict[int, Reading] = {}
    same_cell: dict[tuple[Any, ...], list[str]] = {}
    for report, entry in entries:
        same_cell.setdefault((_kind(entry), report, *entry.cell), []).append(entry.where)
    rows = []
    for report, entry in entries:
        kind = _kind(entry)
        at = places.get((report, *entry.cell))
        said = _found(result, at, changes.get(-1 if at is None else at))
        actual = _words(said)
        problem: tuple[str, str] | None = None
        rivals = [where for where in same_cell[kind, report, *entry.cell] if where != entry.where]
        if rivals:
            problem = (
                f"another entry ({rivals[0]}) speaks of the same cell, and neither is believed",
                f"另一条记录（{rivals[0]}）针对同一单元格，两条均未采用",
            )
        elif said is None:
            problem = (
                "the report's form has no such cell, or its table was not found",
                "该报告的格式没有此单元格，或未找到该表",
            )
        elif not _holds(entry, said):
            problem = "the program now reads something else there", "程序现在的读取结果与记录所述不同"
        elif isinstance(entry, Reading) and at is not None:
            changes[at] = entry
        rows.append(
            (
                *(report, int(years[report]), kind, *entry.cell, entry.file, entry.line, entry.reason),
                *(problem is None, str(entry.expect), actual, *(problem or (None, None))),
            )
        )
    outcomes = pd.DataFrame(rows, columns=list(OUTCOME_COLUMNS))
    return Applied(_changed(result, changes), outcomes)


def _kind(entry: Reading | SourceError) -> str:
    return READING if isinstance(entry, Reading) else SOURCE_ERROR


@dataclass(frozen=True, slots=True)
class _Cell:
    state: str
    value: float | None
    raw: str | None


def _found(cells: pd.DataFrame, at: int | None, corrected: Reading | None) -> _Cell | None:
    """What is read at a place, a correction of it included; None where the report lists no such cell."""
    if at is None:
        return None
    if corrected is not None:
        state, value, _ = corrected.published
        return _Cell(state, value, corrected.printed)
    cell = cells.loc[at]
    raw, number = cell["raw"], cell["value"]
    return _Cell(str(cell["state"]), None if pd.isna(number) else float(number), raw if isinstance(raw, str) else None)


def _words(cell: _Cell | None) -> str:
    if cell is None:
        return "no such cell"
    value = "" if cell.value is None else f", value {cell.value:.15g}"
    return f"state {cell.state}{value}" + ("" if cell.raw is None else f", raw “{cell.raw.strip()}”")


def _holds(entry: Reading | SourceError, cell: _Cell) -> bool:
    guard = entry.expect
    if guard.state is not None and guard.state != cell.state:
        return False
    if guard.raw is not None and guard.raw.strip() != (cell.raw or "").strip():
        return False
    if guard.value is None:
        return True
    return cell.value is not None and abs(guard.value - cell.value) <= _TOLERANCE * max(1.0, abs(guard.value))


def _changed(cells: pd.DataFrame, changes: dict[int, Reading]) -> pd.DataFrame:
    if not changes:
        return cells
    at = list(changes)
    states, values, units = zip(*(entry.published for entry in changes.values()), strict=True)
    result = cells.astype({"value": "float64", "confidence": "float64"})
    for name in ("state", "unit", "raw", "method", "reason"):
        result[name] = result[name].astype(object)
    result.loc[at, "state"] = list(states)
    result.loc[at, "value"] = pd.Series(values, index=at, dtype="float64")
    result.loc[at, "unit"] = list(units)
    result.loc[at, "raw"] = [entry.printed for entry in changes.values()]
    result.loc[at, "reason"] = [entry.reason for entry in changes.values()]
    result.loc[at, "method"] = METHOD
    result.loc[at, "confidence"] = 1.0
    return result

"""Several years of the same agencies side by side: what the rules across years look at.

A year's cells are too many to read again whenever another year changes. So each evaluated year leaves its numbers in a
compact form of its own (``save``), from which any of its tables is back in a moment (``load``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from pipeline.checks.printed import REPORTED, Frames, Printed
from pipeline.forms import TABLES
from pipeline.schemas import form_columns, form_rows

REPORT_COLUMNS = ("report_id", "agency_id", "agency_name", "division_code", "source_path")
"""What is kept of a usable report."""

ACROSS = "panel."
"""How ``compared_with`` begins where a sentence speaks of another year's number."""

FIGURE_COLUMNS = ("report_id", "figure", "sentence", "raw", "measure", "value", "unit", "approximate", "compared_with")
"""What is kept of a figure that speaks of another year."""

Table = Callable[[str], Printed]


@dataclass(frozen=True)
class PanelYear:
    """One report-year as the rules across years see it.

    Attributes:
        year: the report-year.
        reports: its usable reports (``REPORT_COLUMNS``), in the order of the tables' first axis.
        figures: numbers stated in their sentences that speak of another year.
        table: gives a table of these reports by its name, read when it is first asked for.
    """

    year: int
    reports: pd.DataFrame
    figures: pd.DataFrame
    table: Table = field(repr=False)

    @cached_property
    def singles(self) -> NDArray[np.int64]:
        """The places in ``reports`` of those that are the only usable one of their agency."""
        ids = self.reports["agency_id"]
        alone = ids.notna() & (ids != "") & ~ids.duplicated(keep=False)
        return np.flatnonzero(alone.to_numpy(dtype=bool)).astype(np.int64)

    @cached_property
    def agencies(self) -> pd.Index[Any]:
        """``agency_id`` of the ``singles``."""
        agencies: pd.Index[Any] = pd.Index(self.reports["agency_id"].to_numpy(dtype=object)[self.singles])
        return agencies


@dataclass(frozen=True)
class Pairs:
    """The agencies with exactly one usable report in both years: one table of each year, along the same axis."""

    before: Printed
    now: Printed


@dataclass(frozen=True)
class Usual:
    """What agencies print in their other years, by report, form row and form column.

    Attributes:
        years: how many of the other years print a number.
        low, high: the smallest and the largest of them; NaN where there is none.
        level: their geometric mean, half added to each so that 0 has one.
        spread: the sum of the squares by which their logarithms lie off it.
        tables: per report, how many other years print any number of the table.
        least: per report, the smallest that the largest number of the table is in one of them; NaN where none is.
    """

    years: NDArray[np.int64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    level: NDArray[np.float64]
    spread: NDArray[np.float64]
    tables: NDArray[np.int64]
    least: NDArray[np.float64]


@dataclass(frozen=True)
class Panel:
    """A year among the other years.

    Attributes:
        now: the year whose reports are held against the rules.
        others: every other evaluated year, by its number.
    """

    now: PanelYear
    others: Mapping[int, PanelYear]

    @cached_property
    def singles(self) -> pd.DataFrame:
        """The reports of ``now`` that are the only usable one of their agency: the first axis of ``own``."""
        return self.now.reports.iloc[self.now.singles].reset_index(drop=True)

    def own(self, table: str) -> Printed:
        """A table of the ``singles``."""
        return self.now.table(table).take(self.now.singles)

    def places(self, year: int) -> NDArray[np.int64]:
        """For each of the ``singles``, where the same agency's only report stands in another year; -1 where none."""
        other = self.others.get(year)
        if other is None:
            return np.full(len(self.now.singles), -1, dtype=np.int64)
        found = other.agencies.get_indexer(self.now.agencies)
        return np.append(other.singles, -1)[found].astype(np.int64)

    def numbers(self, year: int, table: str) -> NDArray[np.float64]:
        """What the agencies of the ``singles`` print in another year: over report, form row and form column.

        NaN where no number is printed or the agency has not exactly one usable report in that year.
        """
        places = self.places(year)
        values = np.full((len(places), len(form_rows(table)), len(form_columns(table))), np.nan)
        if (places >= 0).any():
            there, at = self.others[year].table(table), places[places >= 0]
            values[places >= 0] = np.where(there.state[at] == REPORTED, there.value[at], np.nan)
        return values

    @cached_property
    def usual(self) -> Callable[[str], Usual]:
        """Gives what the agencies of the ``singles`` print of a table in all their other years."""
        return cache(self._usual)

    def _usual(self, table: str) -> Usual:
        shape = (len(self.now.singles), len(form_rows(table)), len(form_columns(table)))
        years, tables = np.zeros(shape, dtype=np.int64), np.zeros(shape[0], dtype=np.int64)
        low, high, least = np.full(shape, np.nan), np.full(shape, np.nan), np.full(shape[0], np.nan)
        logs, squares = np.zeros(shape), np.zeros(shape)
        for year in self.others:
            there = self.numbers(year, table)
            printed = ~np.isnan(there)
            # A negative change of a number of items has no size.
            log = np.log(np.where(printed, np.maximum(there, 0), 0) + 0.5) * printed
            years, logs, squares = years + printed, logs + log, squares + log * log
            low, high = np.fmin(low, there), np.fmax(high, there)
            largest = np.where(printed, there, -np.inf).max(axis=(1, 2))
            tables, least = (
                tables + np.isfinite(largest),
                np.fmin(least, np.where(np.isfinite(largest), largest, np.nan)),
            )
        level = logs / np.maximum(years, 1)
        spread = np.maximum(squares - years * level * level, 0.0)
        return Usual(years, low, high, np.where(years > 0, np.exp(level), np.nan), spread, tables, least)

    def pairs(self, table: str, years_before: int = 1) -> Pairs | None:
        """This year's table beside that of an earlier year; None where that year was never evaluated."""
        other = self.others.get(self.now.year - years_before)
        if other is None:
            return None
        places = self.places(other.year)
        both = places >= 0
        return Pairs(
            before=other.table(table).take(places[both]), now=self.now.table(table).take(self.now.singles[both])
        )


def panel_year(frames: Frames, year: int) -> PanelYear:
    """The year that the checks have in hand, for the rules across years."""
    reports = frames.usable[list(REPORT_COLUMNS)]
    at = frames.ids.get_indexer(pd.Index(reports["report_id"])).astype(np.int64)
    tables = dict(zip(TABLES, frames.tables, strict=True))
    return PanelYear(year, reports, figures_across(frames.figures), cache(lambda name: tables[name].take(at)))


def figures_across(figures: pd.DataFrame) -> pd.DataFrame:
    """The figures that a sentence compares with another year's number, with ``FIGURE_COLUMNS``."""
    across = figures["compared_with"].fillna("").str.startswith(ACROSS)
    return figures.loc[across, list(FIGURE_COLUMNS)].reset_index(drop=True)


_REPORTS, _FIGURES = "reports.parquet", "figures.parquet"
_NUMBERS = pa.schema(
    [
        ("value", pa.float64()),
        ("state", pa.int8()),
        ("version", pa.int8()),
        ("raw", pa.dictionary(pa.int32(), pa.string())),
    ]
)


def save(panel: PanelYear, folder: Path) -> None:
    """Write a year into an empty folder: its reports, and of each table the numbers of every form cell in order."""
    panel.reports.astype("str").to_parquet(folder / _REPORTS, index=False)
    panel.figures.to_parquet(folder / _FIGURES, index=False)
    for name in TABLES:
        table = panel.table(name)
        texts = _whole(pa.array(table.texts, type=pa.string(), from_pandas=True)).dictionary_encode()
        codes = np.append(texts.indices.fill_null(-1).to_numpy(), -1).astype(np.int32)[table.place.ravel()]
        columns = [
            pa.array(table.value.ravel(), from_pandas=True),
            pa.array(table.state.ravel()),
            pa.array(table.versions.ravel()),
            pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), texts.dictionary),
        ]
        pq.write_table(pa.Table.from_arrays(columns, schema=_NUMBERS), folder / f"{name}.parquet", compression="zstd")


def load(year: int, folder: Path) -> PanelYear | None:
    """A year as ``save`` left it; None where the folder holds none, or one of another form."""
    try:
        reports, figures = pd.read_parquet(folder / _REPORTS), pd.read_parquet(folder / _FIGURES)
        sizes = {name: pq.ParquetFile(folder / f"{name}.parquet") for name in TABLES}
    except FileNotFoundError:
        return None
    cells = {name: len(form_rows(name)) * len(form_columns(name)) for name in TABLES}
    right = all(f.schema_arrow == _NUMBERS and f.metadata.num_rows == len(reports) * cells[n] for n, f in sizes.items())
    right &= tuple(reports.columns) == REPORT_COLUMNS and tuple(figures.columns) == FIGURE_COLUMNS
    if not right:
        return None
    ids = reports["report_id"]
    return PanelYear(year, reports, figures, cache(lambda name: _table(name, folder / f"{name}.parquet", ids)))


def _table(name: str, path: Path, reports: pd.Series[Any]) -> Printed:
    found = pq.read_table(path, schema=_NUMBERS)
    shape = (len(reports), len(form_rows(name)), len(form_columns(name)))
    raw = _whole(found["raw"].unify_dictionaries())
    # A place of -1 is the last text: a cell without one.
    texts = pd.Series([*raw.dictionary.to_pylist(), ""], dtype=object)
    arrays = {k: found[k].to_numpy() for k in ("value", "state", "version")}
    return Printed(
        table=name,
        reports=pd.Index(reports),
        rows=form_rows(name),
        columns=form_columns(name),
        state=arrays["state"].reshape(shape),
        value=arrays["value"].astype(np.float64).reshape(shape),
        versions=arrays["version"].reshape(shape),
        place=raw.indices.fill_null(-1).to_numpy().astype(np.int64).reshape(shape),
        texts=texts,
        reasons=pd.Series(None, index=texts.index, dtype=object),
    )


def _whole(array: pa.Array | pa.ChunkedArray) -> pa.Array:
    """One array, whether the library gave it in chunks or not; a column without chunks too."""
    if not isinstance(array, pa.ChunkedArray):
        return array
    return array.combine_chunks() if array.num_chunks != 1 else array.chunk(0)

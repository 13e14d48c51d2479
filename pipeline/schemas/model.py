"""The published datasets and their columns, as data.

``columns.yaml`` says every column once. The wide tables' columns, one a form cell or form row, are generated from the
official forms, so that a form is written down in one place only. What belongs here: what a column is. What does not:
checking frames (``validation``) and writing files (``pipeline.store``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

import pyarrow as pa
import yaml

from pipeline.forms import FormCell, form_cells

ColumnType = Literal["string", "int", "float", "bool", "date", "strings", "box"]

_ARROW: dict[str, pa.DataType] = {
    "string": pa.string(),
    "int": pa.int64(),
    "float": pa.float64(),
    "bool": pa.bool_(),
    "date": pa.date32(),
    "strings": pa.list_(pa.string()),
    "box": pa.list_(pa.float64()),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One published column: its type, unit, Chinese label and meaning."""

    name: str
    type: ColumnType
    label: str
    description: str
    nullable: bool = False
    unit: str | None = None
    allowed: tuple[str, ...] | None = None
    minimum: float | None = None
    maximum: float | None = None

    @property
    def arrow(self) -> pa.Field:
        """The column as an Arrow field."""
        return pa.field(self.name, _ARROW[self.type], nullable=self.nullable)


@dataclass(frozen=True, slots=True)
class Dataset:
    """One published dataset. ``form_cells`` says that its table, row and column must name a cell of a form."""

    name: str
    label: str
    description: str
    primary_key: tuple[str, ...]
    columns: tuple[Column, ...]
    partitioned: bool = True
    form_cells: bool = False

    @property
    def column_names(self) -> list[str]:
        """The columns' names in published order."""
        return [c.name for c in self.columns]

    @property
    def arrow(self) -> pa.Schema:
        """The dataset's fixed Arrow schema."""
        return pa.schema([c.arrow for c in self.columns])

    def column(self, name: str) -> Column:
        """The column of that name.

        Raises:
            KeyError: The dataset has no such column.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name!r}; it has {', '.join(self.column_names)}")


def merged_order(*sequences: Iterable[str]) -> list[str]:
    """The names of several ordered lists as one list that keeps each list's own order where they agree.

    A name that a later list adds is put right after the name before it in that list.
    """
    merged: list[str] = []
    for sequence in sequences:
        at = 0
        for name in sequence:
            if name in merged:
                at = max(at, merged.index(name) + 1)
            else:
                merged.insert(at, name)
                at += 1
    return merged


@cache
def form_rows(table: str) -> tuple[str, ...]:
    """The row names of a table in form order, both forms merged."""
    return tuple(merged_order(*_by_version(table, "row")))


@cache
def form_columns(table: str) -> tuple[str, ...]:
    """The column names of a table in form order, both forms merged."""
    return tuple(merged_order(*_by_version(table, "column")))


def _by_version(table: str, field: str) -> list[list[str]]:
    lists: dict[str, list[str]] = {}
    for cell in form_cells():
        if cell.table == table:
            lists.setdefault(cell.form_version, []).append(getattr(cell, field))
    return [list(dict.fromkeys(names)) for names in lists.values()]


def _joined(texts: Iterable[str]) -> str:
    return " / ".join(dict.fromkeys(texts))


def _form_note(cells: list[FormCell], every: int) -> str:
    versions = sorted({c.form_version for c in cells})
    return "" if len(versions) == every else f" Form {' and '.join(versions)} only."


def _proactive_columns(cells: list[FormCell], every: int) -> list[Column]:
    keys = sorted(
        {(c.row, c.column) for c in cells},
        key=lambda k: (form_rows("proactive").index(k[0]), form_columns("proactive").index(k[1])),
    )
    columns = []
    for row, column in keys:
        same = [c for c in cells if (c.row, c.column) == (row, column)]
        label = f"{_joined(c.row_label for c in same)} {_joined(c.column_label for c in same)}"
        amount = same[0].unit != "count"
        columns.append(
            Column(
                name=f"{row}_{column}",
                type="float",
                label=label,
                nullable=True,
                unit=f"see {row}_{column}_unit" if amount else "count",
                description=f"Table 二, row {row}, column {column}.{_form_note(same, every)}",
            )
        )
        if amount:
            columns.append(
                Column(
                    name=f"{row}_{column}_unit",
                    type="string",
                    label=f"{label} 单位",
                    nullable=True,
                    allowed=("CNY", "unstated"),
                    description=f"Unit of {row}_{column}: CNY (yuan), or unstated where the report prints none.",
                )
            )
    return columns


def _requests_columns(cells: list[FormCell], every: int) -> list[Column]:
    columns = []
    for row in form_rows("requests"):
        same = [c for c in cells if c.row == row]
        note = _form_note(same, every)
        description = f"Requests of this applicant in row {row} of table 三.{note}"
        label = _joined(c.row_label for c in same)
        columns.append(Column(row, "float", label, description, nullable=True, unit="count"))
    return columns


def _review_columns(cells: list[FormCell], every: int) -> list[Column]:
    columns = []
    for column in form_columns("review_litigation"):
        same = [c for c in cells if c.column == column]
        label = _joined(c.column_label for c in same)
        description = f"Cases on this track in column {column} of table 四.{_form_note(same, every)}"
        columns.append(Column(column, "float", label, description, nullable=True, unit="count"))
    return columns


_GENERATORS = {
    "proactive": _proactive_columns,
    "requests": _requests_columns,
    "review_litigation": _review_columns,
}


def _column(entry: str | Mapping[str, Any], shared: Mapping[str, Mapping[str, Any]]) -> Column:
    record = {"name": entry} | dict(shared[entry]) if isinstance(entry, str) else dict(entry)
    source = record.pop("allowed_from", None)
    if source == "requests_columns":
        record["allowed"] = form_columns("requests")
    elif source == "review_litigation_rows":
        record["allowed"] = form_rows("review_litigation")
    elif "allowed" in record:
        record["allowed"] = tuple(record["allowed"])
    return Column(**record)


@cache
def datasets() -> dict[str, Dataset]:
    """Every published dataset by name, in the order of ``columns.yaml``."""
    text = (Path(__file__).parent / "columns.yaml").read_text(encoding="utf-8")
    record = cast("dict[str, Any]", yaml.safe_load(text))
    cells = form_cells()
    every = len({c.form_version for c in cells})
    found: dict[str, Dataset] = {}
    for name, entry in record["datasets"].items():
        columns = [_column(c, record["shared"]) for c in entry["columns"]]
        generated = entry.get("generated")
        if generated is not None:
            columns += _GENERATORS[generated]([c for c in cells if c.table == generated], every)
        found[name] = Dataset(
            name=name,
            label=entry["label"],
            description=entry["description"],
            primary_key=tuple(entry["primary_key"]),
            columns=tuple(columns),
            partitioned=entry.get("partitioned", True),
            form_cells=entry.get("form_cells", False),
        )
    return found


def dataset(name: str) -> Dataset:
    """The published dataset of that name.

    Raises:
        KeyError: No dataset is published under that name.
    """
    known = datasets()
    if name not in known:
        raise KeyError(f"no dataset is called {name!r}; published are {', '.join(known)}")
    return known[name]

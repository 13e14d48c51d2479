"""What a person sees of an asset in Dagster: descriptions, column schemas, row counts, previews, links, versions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import dagster as dg
import pandas as pd

import pipeline
from pipeline.schemas import Column, dataset

PREVIEW_ROWS = 20
_WIDEST = 80


def description(name: str) -> str:
    """A published dataset's description, its Chinese name first."""
    spec = dataset(name)
    key = ", ".join(spec.primary_key)
    return f"**{spec.label}** {spec.description}\n\nPrimary key: {key}."


def column_schema(name: str) -> dict[str, Any]:
    """The definition metadata that shows a published dataset's columns."""
    spec = dataset(name)
    return {
        "dagster/column_schema": dg.TableSchema(columns=[_column(c, spec.primary_key) for c in spec.columns]),
        "dagster/table_name": name,
    }


def _column(column: Column, key: Sequence[str]) -> dg.TableColumn:
    text = f"{column.label}. {column.description}"
    if column.unit is not None:
        text += f" Unit: {column.unit}."
    other = [f"one of {', '.join(column.allowed)}"] if column.allowed else []
    if column.name in key:
        other.append("part of the primary key")
    return dg.TableColumn(
        column.name,
        type=column.type,
        description=text,
        constraints=dg.TableColumnConstraints(nullable=column.nullable, unique=list(key) == [column.name], other=other),
    )


def frame_metadata(frame: pd.DataFrame, place: Path, *, partitioned: bool = True) -> dict[str, Any]:
    """The metadata of one materialisation: how many rows, the first of them, and where they lie."""
    return {
        "dagster/partition_row_count" if partitioned else "dagster/row_count": len(frame),
        "preview": preview(frame),
        "file" if place.suffix else "folder": dg.MetadataValue.path(str(place)),
    }


def problems_table(frame: pd.DataFrame, *columns: str) -> dict[str, Any]:
    """The files that need a person, as metadata: the first of them in a table, and how many more there are.

    Args:
        frame: One row a file.
        columns: What to show of each.
    """
    if frame.empty:
        return {}
    first = frame.loc[:, list(columns)].head(PREVIEW_ROWS).astype(object)
    shown: dict[str, Any] = {"to look at": records_table(first.where(first.notna(), None).to_dict("records"))}
    if len(frame) > PREVIEW_ROWS:
        shown["more to look at"] = len(frame) - PREVIEW_ROWS
    return shown


def preview(frame: pd.DataFrame, rows: int = PREVIEW_ROWS) -> dg.MarkdownMetadataValue:
    """The first rows as a table."""
    head = frame.head(rows)
    lines = ["| " + " | ".join(map(str, head.columns)) + " |", "|" + " --- |" * len(head.columns)]
    lines += ["| " + " | ".join(_printed(v) for v in row) + " |" for row in head.itertuples(index=False, name=None)]
    if len(frame) > rows:
        lines.append(f"\nThe first {rows} of {len(frame)} rows.")
    if frame.empty:
        lines = ["No rows."]
    return dg.MetadataValue.md("\n".join(lines))


def _printed(value: Any) -> str:
    if value is None or (pd.api.types.is_scalar(value) and pd.isna(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, str) and isinstance(value, Iterable):
        value = ", ".join(map(str, value))
    text = " ".join(str(value).split()).replace("|", "\\|")
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"


def records_table(records: Sequence[Mapping[str, str | int | float | bool | None]]) -> dg.TableMetadataValue:
    """Rows as a table that the UI can page and sort; values that are not there are shown empty."""
    names = list(records[0]) if records else []
    return dg.MetadataValue.table(
        records=[dg.TableRecord({k: "" if v is None else v for k, v in r.items()}) for r in records],
        schema=dg.TableSchema(columns=[dg.TableColumn(n) for n in names]),
    )


@cache
def code_version(*rooms: str) -> str:
    """A digest of the library's code and data in the named rooms: assets made with other code are shown as stale.

    Args:
        rooms: Modules or packages of ``pipeline``, such as ``documents`` or ``store``.
    """
    root = Path(pipeline.__file__).parent
    digest = hashlib.sha256()
    for room in rooms:
        files = [root / f"{room}.py"] if (root / f"{room}.py").is_file() else sorted((root / room).rglob("*"))
        for path in files:
            if path.suffix in (".py", ".yaml", ".html", ".css", ".js"):
                digest.update(f"{path.relative_to(root).as_posix()}\n".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def data_version(place: Path) -> dg.DataVersion:
    """The digest of a published file: the same content again leaves what depends on it fresh."""
    return dg.DataVersion(hashlib.sha256(place.read_bytes()).hexdigest()[:16])

"""Atomic, year-partitioned Parquet: ``OUT/<dataset>/year=YYYY/part-0.parquet``.

What belongs here: writing a dataset's year so that it is there whole or not at all, the same bytes for the same rows,
and reading it back; notebooks import this module. What does not: how the rows come about.

A file is written beside its final place under a name that readers of Parquet folders ignore (it begins with a dot),
flushed to the disk, and then renamed over the old one. What a crash leaves behind is that ignored file.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.schemas import SchemaViolation, dataset, sort_rows, validate

FILE_NAME = "part-0.parquet"
_ROW_GROUP = 1 << 20


class NotPublished(FileNotFoundError):
    """A dataset, or a year of it, has not been written under this folder."""


class StaleFile(ValueError):
    """A file was written with another schema than the present one."""


def partition_path(out_dir: Path, name: str, year: int) -> Path:
    """Where a dataset's year lies; the file need not exist."""
    return Path(out_dir) / name / f"year={year}" / FILE_NAME


def whole_path(out_dir: Path, name: str) -> Path:
    """Where an unpartitioned dataset lies; the file need not exist."""
    return Path(out_dir) / name / FILE_NAME


def _arrow(name: str, frame: pd.DataFrame) -> pa.Table:
    schema = dataset(name).arrow
    columns = [pa.array(frame[field.name], type=field.type, from_pandas=True) for field in schema]
    return pa.Table.from_arrays(columns, schema=schema)


def _fsync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _replace(path: Path, table: pa.Table) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            # Every option that shapes the bytes is named, so that a new default of the library changes nothing.
            pq.write_table(
                table,
                file,
                row_group_size=_ROW_GROUP,
                version="2.6",
                data_page_version="1.0",
                compression="zstd",
                compression_level=3,
                use_dictionary=True,
                write_statistics=True,
                store_schema=True,
            )
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    _fsync_folder(path.parent)


def _prepared(name: str, frame: pd.DataFrame) -> pa.Table:
    return _arrow(name, sort_rows(name, validate(name, frame)))


def write_partition(out_dir: Path, name: str, year: int, frame: pd.DataFrame) -> Path:
    """Validate one year's rows and put them in place of the year's present file, whole or not at all.

    Args:
        out_dir: The folder of published datasets.
        name: A partitioned dataset's name.
        year: The report-year; 0 for files whose year cannot be told.
        frame: All rows of that year, in any order; may be empty.

    Returns:
        The file's path.

    Raises:
        SchemaViolation: The rows do not fit the schema or belong to another year. The present file is left alone.
    """
    if not dataset(name).partitioned:
        raise ValueError(f"{name} is not partitioned by year; use write_whole")
    others = sorted(set(frame["report_year"].dropna()) - {year}) if "report_year" in frame else []
    if others:
        found = ", ".join(str(y) for y in others)
        raise SchemaViolation(name, [f"column report_year: found {found}; expected {year}, the partition's year"])
    path = partition_path(out_dir, name, year)
    _replace(path, _prepared(name, frame))
    return path


def write_whole(out_dir: Path, name: str, frame: pd.DataFrame) -> Path:
    """Validate an unpartitioned dataset's rows and replace its file, as :func:`write_partition` does for a year."""
    if dataset(name).partitioned:
        raise ValueError(f"{name} is partitioned by year; use write_partition")
    path = whole_path(out_dir, name)
    _replace(path, _prepared(name, frame))
    return path


def partition_exists(out_dir: Path, name: str, year: int) -> bool:
    """Whether the dataset's year has been written."""
    return partition_path(out_dir, name, year).is_file()


def published_years(out_dir: Path, name: str) -> list[int]:
    """The years of a dataset that have been written, in order; 0 stands for reports without a year."""
    found = (p.parent.name.removeprefix("year=") for p in (Path(out_dir) / name).glob(f"year=*/{FILE_NAME}"))
    return sorted(int(year) for year in found if year.isdigit())


def _read(path: Path, name: str, columns: Sequence[str] | None) -> pa.Table:
    if not path.is_file():
        raise NotPublished(
            f"{name}: found no file {path}; expected a published one. What to do: run `gongkai run` with this output "
            "folder (and this year), or check the folder's name."
        )
    schema = dataset(name).arrow
    file = pq.ParquetFile(path)
    if not file.schema_arrow.equals(schema):
        found = set(map(str, file.schema_arrow)) ^ set(map(str, schema))
        raise StaleFile(
            f"{name}: {path} was written with another schema ({'; '.join(sorted(found)) or 'other column order'}). "
            "What to do: run `gongkai run` with this output folder again, without --year."
        )
    return file.read(columns=list(columns) if columns is not None else None)


def _frame(name: str, table: pa.Table) -> pd.DataFrame:
    frame: pd.DataFrame = table.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get)
    for column in dataset(name).columns:
        if column.name in frame and column.type == "int" and not column.nullable:
            frame[column.name] = frame[column.name].astype("int64")
    return frame


def read_partition(out_dir: Path, name: str, year: int, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """One year of a dataset with its exact types.

    Args:
        out_dir: The folder of published datasets.
        name: A partitioned dataset's name.
        year: The report-year.
        columns: Only these columns; all of them if None.

    Raises:
        NotPublished: That year has not been written.
        StaleFile: It was written with another schema.
    """
    return _frame(name, _read(partition_path(out_dir, name, year), name, columns))


def read_partition_if_any(out_dir: Path, name: str, year: int) -> pd.DataFrame:
    """One year of a dataset; no rows where it has none, as for files whose year cannot be told."""
    if partition_exists(out_dir, name, year):
        return read_partition(out_dir, name, year)
    return pd.DataFrame(columns=dataset(name).column_names)


def read_whole(out_dir: Path, name: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """An unpartitioned dataset with its exact types; errors as in :func:`read_partition`."""
    return _frame(name, _read(whole_path(out_dir, name), name, columns))


def read_dataset(
    out_dir: Path, name: str, years: Iterable[int] | None = None, columns: Sequence[str] | None = None
) -> pd.DataFrame:
    """A dataset over several years in one frame, for notebooks.

    Args:
        out_dir: The folder of published datasets.
        name: A published dataset's name.
        years: The report-years wanted; every published one if None.
        columns: Only these columns; all of them if None.

    Raises:
        NotPublished: A year asked for, or the whole dataset, has not been written.
        StaleFile: A file was written with another schema.
    """
    if not dataset(name).partitioned:
        return read_whole(out_dir, name, columns)
    wanted = published_years(out_dir, name) if years is None else list(years)
    if not wanted:
        raise NotPublished(
            f"{name}: found no year under {Path(out_dir) / name}; expected year=YYYY/{FILE_NAME}. What to do: run "
            "`gongkai run` with this output folder, or check the folder's name."
        )
    tables: list[Any] = [_read(partition_path(out_dir, name, year), name, columns) for year in wanted]
    return _frame(name, pa.concat_tables(tables))

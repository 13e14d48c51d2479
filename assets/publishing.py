"""Publishing one dataset: its schema and its primary key are checked first, and a year that fails is not written.

These two checks block because they can only fail through a fault of this program. What is wrong with the reports
themselves never blocks: it is published as findings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg
import pandas as pd

from assets.metadata import data_version, description, frame_metadata, records_table
from assets.partitions import years
from assets.resources import Folders, writing
from pipeline import store
from pipeline.schemas import SchemaViolation, dataset, validate

Published = Iterator[dg.AssetCheckResult | dg.MaterializeResult]

_KEY_PROBLEM = "primary key"


def blocking_checks(name: str, asset: str | None = None, *, partitioned: bool = True) -> list[dg.AssetCheckSpec]:
    """The two checks that stand before a dataset's writing.

    Args:
        name: The dataset.
        asset: The asset that publishes it, where that is not called like the dataset.
        partitioned: Whether the asset has the years as partitions.
    """
    key = ", ".join(dataset(name).primary_key)
    said = {
        "schema": f"Every column of `{name}` is there, in order, with its type, and every value is allowed. Blocks"
        " publication.",
        "primary_key": f"No two rows of `{name}` have the same {key}. Blocks publication.",
    }
    return [
        dg.AssetCheckSpec(
            check,
            asset=asset or name,
            description=text,
            blocking=True,
            partitions_def=years if partitioned else None,
        )
        for check, text in said.items()
    ]


def publish_year(
    folders: Folders,
    name: str,
    year: int,
    frame: pd.DataFrame,
    asset: str | None = None,
    more: Mapping[str, Any] | None = None,
) -> Published:
    """Check one year's rows and put them in place; a year without any file is withdrawn instead.

    Args:
        folders: Where to.
        name: The dataset.
        year: The report-year; 0 for files whose year cannot be told.
        frame: All its rows.
        asset: The asset that publishes it, where that is not called like the dataset.
        more: What else to say of this year's rows in the asset's metadata.

    Yields:
        The two check results, then the materialisation.

    Raises:
        dagster.Failure: The rows do not fit, or the folder cannot be written; nothing was written.
    """
    yield from _checked(name, asset or name, frame)
    place = store.partition_path(folders.out, name, year)
    if frame.empty and folders.files_of(year).empty:
        folders.withdraw(name, year)
        yield dg.MaterializeResult(
            asset_key=asset or name,
            metadata={"dagster/partition_row_count": 0, "preview": dg.MetadataValue.md("No file of this year.")},
            data_version=dg.DataVersion("no-file"),
        )
        return
    with writing(place):
        store.write_partition(folders.out, name, year, frame)
    yield dg.MaterializeResult(
        asset_key=asset or name,
        metadata=frame_metadata(frame, place, partitioned=asset is None) | dict(more or {}),
        data_version=data_version(place),
    )


def publish_whole(folders: Folders, name: str, frame: pd.DataFrame, more: Mapping[str, Any] | None = None) -> Published:
    """As :func:`publish_year`, for a dataset without years."""
    yield from _checked(name, name, frame)
    with writing(store.whole_path(folders.out, name)):
        place = store.write_whole(folders.out, name, frame)
    yield dg.MaterializeResult(
        asset_key=name,
        metadata=frame_metadata(frame, place, partitioned=False) | dict(more or {}),
        data_version=data_version(place),
    )


def _checked(name: str, asset: str, frame: pd.DataFrame) -> Iterator[dg.AssetCheckResult]:
    problems: list[str] = []
    try:
        validate(name, frame)
    except SchemaViolation as violation:
        problems = violation.problems
    twice = [p for p in problems if p.startswith(_KEY_PROBLEM)]
    other = [p for p in problems if not p.startswith(_KEY_PROBLEM)]
    for check, found in (("schema", other), ("primary_key", twice)):
        metadata: dict[str, Any] = {"rows": len(frame)}
        if found:
            metadata["problems"] = records_table([{"problem": p} for p in found])
        yield dg.AssetCheckResult(
            asset_key=asset, check_name=check, passed=not found, description=" ".join(found) or None, metadata=metadata
        )
    if problems:
        listed = "\n".join(f"  - {p}" for p in problems)
        raise dg.Failure(
            f"{name}: {len(frame)} rows do not fit what the dataset promises, so nothing was written and the files"
            f" published before are still there.\n{listed}\nThis is a fault of the program, not of a report: please"
            " report it.",
            allow_retries=False,
        )


def dataset_description(name: str, more: str = "") -> str:
    """A published dataset's description for the UI, with what the asset adds to it."""
    return f"{description(name)}\n\n{more}".strip()

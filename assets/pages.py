"""Where the quality pages lie and what they are made from; the asset that writes them with each year."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline import store
from pipeline.sources import read_source

PAGES = "_quality"
"""Below the output folder; readers of Parquet folders ignore names that begin with an underscore."""

_WORK = "_work"


def folder(out: Path) -> Path:
    """Where a run writes the pages."""
    return out / PAGES


def address(out: Path, link: str) -> tuple[str, bool]:
    """The address of a place on the pages, and whether a browser follows it from Dagster's UI.

    That needs a web server: ``GONGKAI_PAGES_URL`` says where the folder of pages is served. Browsers do not follow a
    link from there to a file, so without one the address is for pasting.

    Args:
        out: the folder of published datasets.
        link: relative to the folder of pages.
    """
    served = os.environ.get("GONGKAI_PAGES_URL")
    if served:
        return f"{served.rstrip('/')}/{link}", True
    page, _, anchor = link.partition("#")
    return f"{(folder(out) / page).resolve().as_uri()}{'#' if anchor else ''}{anchor}", False


def tallies(out: Path, year: int) -> pd.DataFrame | None:
    """How often each rule holds, is broken and cannot be told, as the run of that year kept it."""
    kept = out / _WORK / "rule_tallies" / f"year={year}" / store.FILE_NAME
    return pd.read_parquet(kept) if kept.is_file() else None


def reader(raw: Path) -> Callable[[dict[str, Any]], bytes]:
    """Gives a report's source file, at whichever of its paths it still lies."""

    def read(report: dict[str, Any]) -> bytes:
        paths = [str(report["source_path"]), *map(str, report["also_at"])]
        for path in paths:
            try:
                return read_source(raw, path)
            except (FileNotFoundError, NotADirectoryError):
                continue
        raise FileNotFoundError(raw / paths[0])

    return read

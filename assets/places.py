"""The folders that a command or else the environment names; without Dagster, which takes a second to load."""

from __future__ import annotations

import os
from pathlib import Path


def raw_folder(named: str | None = None) -> Path:
    """The folder of reports: as named, else ``GONGKAI_RAW_DIR``, else ``data/raw``."""
    return Path(named or os.environ.get("GONGKAI_RAW_DIR") or "data/raw")


def out_folder(named: str | None = None) -> Path:
    """The folder of published datasets: as named, else ``GONGKAI_OUT_DIR``, else ``data/parquet``."""
    return Path(named or os.environ.get("GONGKAI_OUT_DIR") or "data/parquet")


def corrections_folder(named: str | None = None) -> Path:
    """The folder of corrections: as named, else ``GONGKAI_CORRECTIONS_DIR``, else ``corrections``."""
    return Path(named or os.environ.get("GONGKAI_CORRECTIONS_DIR") or "corrections")

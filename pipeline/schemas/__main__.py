"""Writes ``docs/columns.md``: ``python -m pipeline.schemas``."""

from pathlib import Path

from pipeline.schemas import columns_page

Path("docs/columns.md").write_text(columns_page(), encoding="utf-8")

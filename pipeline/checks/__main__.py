"""Writes ``docs/rules.md``: ``python -m pipeline.checks``."""

from pathlib import Path

from pipeline.checks import rules_page

Path("docs/rules.md").write_text(rules_page(), encoding="utf-8")

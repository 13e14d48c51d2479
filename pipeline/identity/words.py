"""The words that agencies' names are made of (``words.yaml``)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, cast

import yaml


@cache
def _words() -> dict[str, list[Any]]:
    text = (Path(__file__).parent / "words.yaml").read_text(encoding="utf-8")
    return cast("dict[str, list[Any]]", yaml.safe_load(text))


def any_of(words: str) -> str:
    """A pattern for any word of one of the file's lists."""
    return f"(?:{'|'.join(_words()[words])})"


def written_shorter() -> list[tuple[str, str]]:
    """Patterns of what bodies' names shorten, each with the full words, in the order to replace them."""
    return [(pattern, full) for pattern, full in _words()["written_shorter"]]

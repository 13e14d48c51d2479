"""The words that agencies' names are made of (``words.yaml``)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, cast

import yaml

KINDS = "省市州盟县区旗镇乡"
"""What the names of places end with, as characters."""
DIVISIONS = KINDS[:-2]
"""Those that divisions of the table end with: no towns."""


@cache
def _words() -> dict[str, Any]:
    text = (Path(__file__).parent / "words.yaml").read_text(encoding="utf-8")
    return cast("dict[str, Any]", yaml.safe_load(text))


def any_of(words: str) -> str:
    """A pattern for any word of one of the file's lists."""
    return f"(?:{'|'.join(_words()[words])})"


def word_across(place: str) -> str:
    """A pattern for the words that begin with the kind of a place, less that kind: 场管理, behind 朝阳市."""
    across = _words()["across"]
    return "|".join(across.get(place, across.get(place[-1], ["(?!)"])))


def kind_of(kinds: str = KINDS) -> str:
    """A pattern for any of these kinds of places, where no word stands across it."""
    return f"(?:{'|'.join(f'{kind}(?!{word_across(kind)})' for kind in kinds)})"


def one_work() -> list[list[str]]:
    """Patterns of what bodies are called for that took over one another's work, or bear two names."""
    return cast("list[list[str]]", _words()["one_work"])


def written_shorter() -> list[tuple[str, str]]:
    """Patterns of what bodies' names shorten, each with the full words, in the order to replace them."""
    return [(pattern, full) for pattern, full in _words()["written_shorter"]]

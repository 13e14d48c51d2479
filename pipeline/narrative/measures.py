"""The vocabulary of figures: every measure and scope once, with what it restates in the tables (``measures.yaml``)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

import yaml

Scope = Literal["own", "other_body", "other_year", "part", "other_matter", "unclear"]
"""Whose number it is. Only ``own`` is ever compared."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What a number can mean.

    Attributes:
        name: its stable name.
        units: the units it may have: ``count``, ``percent``, ``CNY``.
        cells: what it restates, each ``table.row.column``, to be added up; ``row*`` stands for every row of the
            report's form that begins so. Empty where the tables do not print it.
        zh: its meaning in the official terms.
        en: its meaning in English.
    """

    name: str
    units: tuple[str, ...]
    cells: tuple[str, ...]
    zh: str
    en: str


@cache
def _vocabulary() -> dict[str, dict[str, dict[str, Any]]]:
    text = (Path(__file__).parent / "measures.yaml").read_text(encoding="utf-8")
    return cast("dict[str, dict[str, dict[str, Any]]]", yaml.safe_load(text))


@cache
def measures() -> dict[str, Measure]:
    """Every measure by name, in the order of ``measures.yaml``."""
    return {
        name: Measure(name, tuple(m["unit"].split(", ")), tuple(m.get("cells", ())), m["zh"], m["en"])
        for name, m in _vocabulary()["measures"].items()
    }


@cache
def scopes() -> dict[str, tuple[str, str]]:
    """Every scope by name with its meaning in Chinese and English."""
    return {name: (s["zh"], s["en"]) for name, s in _vocabulary()["scopes"].items()}

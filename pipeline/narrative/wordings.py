"""The table of wordings (``wordings.yaml``): one entry a way to name what a number counts."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from pipeline.narrative import wording
from pipeline.narrative.wording import Wording, beside, label

_PLACES: dict[str, Callable[[str], str]] = {"before": label, "beside": beside, "around": str}
_NAME = re.compile(r"\{([A-Z_]+)\}")


def _wording(entry: dict[str, Any], topic: str | None) -> Wording:
    """An entry's wording, the names in it filled in; ``topic`` is its section's."""
    place = next(p for p in _PLACES if p in entry)
    words = _NAME.sub(lambda m: str(getattr(wording, m[1])), entry[place])
    return Wording(entry["measure"], _PLACES[place](words), entry["example"], entry.get("topic", topic))


def _read() -> tuple[Wording, ...]:
    text = (Path(__file__).parent / "wordings.yaml").read_text(encoding="utf-8")
    sections = yaml.safe_load(text).values()
    return tuple(_wording(entry, section.get("topic")) for section in sections for entry in section["wordings"])


WORDINGS: tuple[Wording, ...] = _read()
"""In the order in which they are tried at one place of the text."""

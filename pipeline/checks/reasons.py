"""Why a cell has no number, in Chinese: the extraction says it in English, in a few dozen sentences."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import cast

import yaml


@cache
def _known() -> list[tuple[re.Pattern[str], str]]:
    text = (Path(__file__).parent / "reasons.yaml").read_text(encoding="utf-8")
    entries = cast("list[list[str]]", yaml.safe_load(text))
    # The longest first: one sentence may begin as another does.
    return [(re.compile(english), chinese) for english, chinese in sorted(entries, key=lambda e: -len(e[0]))]


def reason_zh(reason: str) -> str:
    """The reason in Chinese; what is not known stays as it is, for it may say something all the same."""
    parts = reason.split("; ")
    known = [_one(part) for part in parts]
    if all(known):
        return "；".join(part for part in known if part)
    # A printed text may hold the mark between two reasons.
    return _one(reason) or "；".join(chinese or part for chinese, part in zip(known, parts, strict=True))


def _one(reason: str) -> str | None:
    for english, chinese in _known():
        match = english.fullmatch(reason)
        if match:
            return match.expand(chinese).replace(" or ", "或")
    return None

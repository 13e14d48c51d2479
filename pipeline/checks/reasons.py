"""What the program says in English, in Chinese: why a cell has no number, and why a file gives no report."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import cast

import yaml

_REASONS = "reasons.yaml"
_ERRORS = "errors.yaml"


@cache
def _known(name: str) -> list[tuple[re.Pattern[str], str]]:
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    entries = cast("list[list[str]]", yaml.safe_load(text))
    # The longest first: one sentence may begin as another does.
    return [(re.compile(english), chinese) for english, chinese in sorted(entries, key=lambda e: -len(e[0]))]


def reason_zh(reason: str) -> str:
    """A cell's reason in Chinese; what is not known stays as it is, for it may say something all the same."""
    parts = reason.split("; ")
    known = [_one(_REASONS, part) for part in parts]
    if all(known):
        return "；".join(part for part in known if part)
    # A printed text may hold the mark between two reasons.
    return _one(_REASONS, reason) or "；".join(chinese or part for chinese, part in zip(known, parts, strict=True))


def error_zh(error: str) -> str:
    """The sentences of ``reports.error`` in Chinese; those that are not known stay as they are."""
    sentences = re.split(r"\. (?=[A-Z])", error.removesuffix("."))
    return "".join(f"{chinese}。" if (chinese := _one(_ERRORS, s)) else f"{s}. " for s in sentences).strip()


def _one(name: str, sentence: str) -> str | None:
    for english, chinese in _known(name):
        match = english.fullmatch(sentence)
        if match:
            return match.expand(chinese).replace(" or ", "或")
    return None

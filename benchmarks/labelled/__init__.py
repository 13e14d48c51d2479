"""Sentences of our own making, each with the figures a careful reader takes from it (``dev/`` and ``held_out/``).

Which half a sentence lies in is told by its hash. The grammar of ``pipeline/narrative`` is made with ``dev`` alone;
``held_out`` tells what it is worth on sentences nobody looked at.
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
SPLITS = ("dev", "held_out")
ANY = "any"
"""In a label: whatever is read here is as good as another."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A number of a sentence and what it means.

    Attributes:
        raw: the number as printed, or the word that says zero.
        occurrence: which of the places where ``raw`` stands in the text, from 1.
        measures: its measure; several where one is as good as another; empty for any.
        value: what it says; negative for a decrease.
        unit: ``count``, ``percent`` or ``CNY``; ``any`` where the sentence does not say.
        approximate: whether equality cannot be asked of it; None where either will do.
        scope: ``own`` must be found; ``any`` must be found, in whatever scope; another scope must not be called own.
        of: the measure of a share or a growth; ``any`` where the label does not say.
        optional: may be left out, but if read as the report's own, then so.
    """

    raw: str
    measures: tuple[str, ...]
    value: float
    occurrence: int = 1
    unit: str = "count"
    approximate: bool | None = False
    scope: str = "own"
    of: str | None = ANY
    optional: bool = False

    @property
    def must(self) -> bool:
        """Whether a reader that does not find it has missed something."""
        return self.scope in ("own", ANY) and not self.optional


@dataclass(frozen=True, slots=True)
class Entry:
    """One text with its labels, and what is needed to read it: whose report, which year, what stands before."""

    family: str
    split: str
    text: str
    before: str
    agency: str
    year: int
    figures: tuple[Expected, ...]


def _expected(label: dict[str, Any]) -> Expected:
    known = dict(label)
    measure = known.pop("measure")
    approximate = known.pop("approximate", False)
    return Expected(
        measures=() if measure == ANY else tuple(measure) if isinstance(measure, list) else (measure,),
        approximate=None if approximate == ANY else approximate,
        **known,
    )


def split_of(text: str) -> str:
    """The half that a text belongs to."""
    return SPLITS[hashlib.sha256(text.encode()).digest()[0] % 2]


def entries() -> list[Entry]:
    """All entries, family by family."""
    found = []
    for split in SPLITS:
        for path in sorted((FOLDER / split).glob("*.yaml")):
            for item in yaml.safe_load(path.read_text(encoding="utf-8")):
                labels = tuple(_expected(label) for label in item["figures"])
                where = (item["text"], item.get("before", ""), item["agency"], item["year"])
                found.append(Entry(path.stem, split, *where, labels))
    return sorted(found, key=lambda e: e.family)


def bare(text: str) -> str:
    """The text without white space, in the characters that normalising gives."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def place_of(expected: Expected, text: str) -> tuple[int, int]:
    """Where an expected number stands in the bare text: start and end.

    Raises:
        ValueError: The text does not have it so many times.
    """
    start = -1
    for _ in range(expected.occurrence):
        start = text.index(expected.raw, start + 1)
    begin = len(bare(text[:start]))
    return begin, begin + len(bare(expected.raw))

"""The place that an agency's name or another text begins with, among a year's divisions.

Does not belong here: what such a place says about an agency; see :mod:`pipeline.identity.agency_id`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.identity.divisions import FIRST_YEAR, Division, Divisions, divisions
from pipeline.identity.words import word_across
from pipeline.normalise import clean, simplify

_NOISE = re.compile(r"[\s·“”\"'《》_]+")
# A report may also speak of another place of its name; an address is its own.
_ADDRESS_BEFORE = re.compile(r"地址|位于|住所|邮寄|寄至")
_ROAD = re.compile(r"[^,，。;；、:：]{1,10}?(?:路|街|巷|大道|大厦|号)")


@dataclass(frozen=True, slots=True)
class Named:
    """What a text's beginning says about a place.

    Attributes:
        places: the divisions it can mean; empty where it names none.
        rest: the text behind.
        sure: whether the place is told by the text alone.
    """

    places: tuple[Division, ...]
    rest: str
    sure: bool


def _chains(table: Divisions, text: str) -> Iterator[tuple[int, Division | None, bool]]:
    """Every way to read divisions from the text's start, each part of the one before: end, division, has a parent.

    The division is None where the kind of place may belong to the word behind it.
    """
    todo: list[tuple[int, Division | None]] = [(0, None)]
    while todo:
        start, parent = todo.pop()
        for length in range(2, min(table.longest, len(text) - start) + 1):
            piece, end = text[start : start + length], start + length
            for place in table.named(piece):
                if _part_of(place, parent):
                    doubtful = re.match(word_across(piece), text[end:])
                    yield end, None if doubtful else place, parent is not None
                    todo.append((end, place))
            # 江苏淮安市: without its kind only before a place inside it that has one.
            for place in table.short(piece):
                if _part_of(place, parent):
                    todo.append((end, place))


def _part_of(place: Division, parent: Division | None) -> bool:
    return parent is None or (place.code != parent.code and place.rank > parent.rank and place.within(parent))


@lru_cache(maxsize=65_536)
def named_at_start(year: int, text: str) -> Named:
    """The place a text begins with: its longest reading."""
    found = list(_chains(divisions(year), text))
    if not found:
        return Named((), text, False)
    end = max(e for e, _, _ in found)
    longest = [(place, nested) for e, place, nested in found if e == end and place is not None]
    places = tuple(dict.fromkeys(place for place, _ in longest))
    if not places:
        return Named((), text, False)
    sure = len(places) == 1 and (not places[0].needs_parent or any(nested for _, nested in longest))
    return Named(places, text[end:], sure)


def flattened(name: str) -> str:
    """A name as divisions are looked for in it: simplified, without white space and marks."""
    return _NOISE.sub("", simplify(clean(name)))


def narrowed(places: Sequence[Division], by: Iterable[Division]) -> tuple[Division, ...]:
    """Those of the places that lie in (or are) one of the others."""
    others = tuple(by)
    return tuple(p for p in places if any(p.within(other) for other in others))


def is_nested(flat: str, year: int) -> bool:
    """Whether the name's place stands behind another one that it is part of."""
    return any(nested for _, _, nested in _chains(divisions(year), flat))


def place_in_text(name: str, year: int, text: str) -> str | None:
    """A name's place with its parent as an address in the text prints it, where the name tells too little.

    Args:
        name: The agency's name.
        year: The report-year.
        text: The report's paragraphs.

    Returns:
        None where the name tells its place itself, and where addresses name none or several of those it can mean.
    """
    named = named_at_start(year, flat := flattened(name)) if year >= FIRST_YEAR else Named((), "", False)
    if named.sure or not named.places:
        return None
    table, text = divisions(year), re.sub(r"\s+", "", text)
    printed = flat[: len(flat) - len(named.rest)]
    ends = (printed[start:] for start in range(len(printed) - 1, -1, -1))
    own = next(end for end in ends if named.places[0] in table.named(end))
    found = {}
    for match in re.finditer(re.escape(own), text):
        if not (
            _ADDRESS_BEFORE.search(text, max(0, match.start() - 20), match.start()) or _ROAD.match(text, match.end())
        ):
            continue
        for start in range(max(0, match.start() - table.longest), match.start()):
            piece = text[start : match.end()]
            for end, place, nested in _chains(table, piece):
                if nested and end == len(piece) and place in named.places:
                    found[place] = piece
    return next(iter(found.values())) if len(found) == 1 else None

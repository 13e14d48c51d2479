"""The words around a number in its sentence, which a wording is held against."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.narrative.quantity import Quantity
from pipeline.narrative.wording import COUNT

BOUNDARY = re.compile(r"[,;:。!?()]")
"""Where a clause ends."""
COUNT_ALONE = re.compile(rf"(?:{COUNT})计?")
"""Words between a clause and its number that say nothing about it."""
_JOINING = re.compile(r"^(?:、|\+|中(?=自|法|公|个|予|部|不|,)|以及|和|及|与|的)+")


def labels_around(text: str, numbers: list[Quantity], i: int, used_to: int) -> Iterator[tuple[str, str, int]]:
    """The words before and behind a number, and where the first begin; behind a bracket first those in the bracket.

    Words up to ``used_to`` have named an earlier number.
    """
    quantity = numbers[i]
    floor = min(max(numbers[i - 1].end if i else 0, used_to), quantity.number_start)
    ceiling = numbers[i + 1].number_start if i + 1 < len(numbers) else len(text)
    behind = re.split(r"[;。!?]", text[quantity.end : ceiling], maxsplit=1)[0]
    if quantity.end + len(behind) == ceiling < len(text):
        behind += "#"
    start = _clause_start(text, floor, quantity.number_start)
    if (
        start == quantity.number_start
        and text[start - 1 : start] == ")"
        and (opening := text.rfind("(", floor, start)) >= 0
    ):
        yield text[opening + 1 : start - 1], behind, opening + 1
        start = _clause_start(text, floor, opening)
        yield text[start:opening], behind, start
        return
    before = text[start : quantity.number_start]
    joint = _JOINING.match(before)
    skip = joint.end() if joint else 0
    yield before[skip:], behind, start + skip


def around_bracket(text: str, place: int, floor: int) -> tuple[str, int, int]:
    """Without a bracket that a clause seems to begin behind, so that 各县(市、区)财政局收到 keeps its subject.

    Returns:
        The text, where the clause begins in it, and how many characters were taken out.
    """
    opening = text.rfind("(", floor, place) if text[place - 1 : place] == ")" else -1
    if opening < 0:
        return text, place, 0
    return text[:opening] + text[place:], _clause_start(text, floor, opening), place - opening


def _clause_start(text: str, floor: int, end: int) -> int:
    ends = [m.end() for m in BOUNDARY.finditer(text, floor, end)]
    start = ends[-1] if ends else floor
    if ends and text[start - 1] == "," and start < end and COUNT_ALONE.fullmatch(text, start, end):
        return ends[-2] if len(ends) > 1 else floor
    return start

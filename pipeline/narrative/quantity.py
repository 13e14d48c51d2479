"""Numbers with a unit inside a sentence, and the parts of a sentence whose numbers do not count."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.narrative.prose import JOINT

MASK = "■"
"""Fills what stands in brackets, so that positions stay those of the sentence."""
QUOTED_MASK = "□"
"""Fills titles and quotations."""

_UNITS = "件次|条次|篇次|人次|场次|批次|件|条|宗|份|个|篇|项|次|期|场|则|批|起|人|名|家|处|部|例|张|幅|册|款|封"
_VAGUE_AFTER = "余|多|几|来"
_VAGUE_BEFORE = re.compile(r"(?:大?约|将?近|接近|超过?|逾|突破|不足|不到|至少|不少于|不低于|大概)$")
_RANGE_BEFORE = re.compile(rf"\d(?:{_UNITS})?[-—–~至到]$")
_QUANTITY = re.compile(
    rf"(?<![\d.,{JOINT}A-Za-z第])(?P<digits>\d{{1,3}}(?:,\d{{3}})+|\d+|零)(?P<vague>(?:{_VAGUE_AFTER}|[百千万亿])*)"
    rf"(?P<unit>{_UNITS})(?P<about>左右|上下|以上|以下|以内|多)?"
)
_TIMES = {"百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_PARENTHESIS = re.compile(r"\([^()]*\)")
_QUOTED = re.compile(r"《[^《》]*》|〈[^〈〉]*〉|“[^“”]*”|‘[^‘’]*’|「[^「」]*」|『[^『』]*』|\"[^\"]*\"|<[^<>]*>")
_PAIRS = ("()", "《》", "“”", "‘’", "「」", "『』", "〈〉")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A whole number with its unit at ``start:end`` of a text.

    ``exact`` is False for 余, 约, 万, ranges and the like; ``at_least`` is True where the words make it a lower bound.
    """

    value: int
    unit: str
    exact: bool
    at_least: bool
    start: int
    end: int

    @property
    def step(self) -> int:
        """The place value of the last digit that is not 0: 1200余 lies below 1200 + 100. 1 for 0."""
        step = 1
        while self.value and self.value % (step * 10) == 0:
            step *= 10
        return step


def quantities(text: str) -> list[Quantity]:
    """Every number with a unit in a compact text, in order. Decimals and digits of doubtful joints are no numbers."""
    found = []
    for match in _QUANTITY.finditer(text):
        digits = match["digits"].replace(",", "").replace("零", "0")
        before = text[: match.start()]
        vague = match["vague"] or match["about"] or _VAGUE_BEFORE.search(before) or _RANGE_BEFORE.search(before)
        at_least = (match["vague"] in ("余", "多") or match["about"] == "以上") and not _VAGUE_BEFORE.search(before)
        value = int(digits)
        for character in match["vague"] or "":
            value *= _TIMES.get(character, 1)
        found.append(Quantity(value, match["unit"], not vague, at_least, match.start(), match.end()))
    return found


def mask_quoted(text: str) -> str:
    """The text with titles 《》 and quotations filled with :data:`QUOTED_MASK`."""
    return _QUOTED.sub(lambda m: QUOTED_MASK * len(m.group()), text)


def mask_parentheses(text: str) -> str:
    """The text with everything in round brackets filled with :data:`MASK`, inner brackets first."""
    while (masked := _PARENTHESIS.sub(lambda m: MASK * len(m.group()), text)) != text:
        text = masked
    return text


def is_balanced(text: str) -> bool:
    """Whether brackets and quotation marks open and close equally often."""
    return all(text.count(pair[0]) == text.count(pair[1]) for pair in _PAIRS)

"""Numbers with a unit inside a sentence, and the parts of a sentence whose numbers do not count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.narrative.numerals import CHARACTERS, numeral
from pipeline.narrative.prose import JOINT

MASK = "■"
"""Fills what stands in brackets, so that positions stay those of the sentence."""
QUOTED_MASK = "□"
"""Fills titles and quotations."""

_UNITS = (
    "件次|条次|篇次|人次|场次|批次|件|条|宗|份|个(?!百分点|月|工作日)|"
    "篇|项|次|期|场|则|批|起|人|名|家|处|部|例|张|幅|册|款|封"
)
_VAGUE_AFTER = "余|多|几|来"
_VAGUE_WORDS = "大?约|将?近|接近|超过?|逾|突破|不足|不到|至少|不少于|不低于|大概"
_VAGUE_BEFORE = re.compile(rf"(?:{_VAGUE_WORDS})$")
_RANGE_BEFORE = re.compile(rf"\d(?:{_UNITS}|%)?[-—–~至到]$")
_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_WRITTEN = f"[{CHARACTERS}]+"
_NOT_BEFORE = rf"(?<![\d{JOINT}A-Za-z第])(?<!\d[.,])"
_ABOUT = "左右|上下|以上|以下|以内|多"
_COUNT = re.compile(
    rf"{_NOT_BEFORE}(?P<digits>{_ARABIC}|零)(?P<vague>(?:{_VAGUE_AFTER}|[百千万亿])*)(?P<unit>{_UNITS})(?P<about>{_ABOUT})?"
)
_WRITTEN_COUNT = re.compile(
    rf"(?<![数几第每某这那同任逐上下前后统唯之初另{CHARACTERS}\d{JOINT}])(?P<digits>{_WRITTEN})(?P<vague>(?:{_VAGUE_AFTER})?)"
    rf"(?P<unit>{_UNITS})(?P<about>{_ABOUT})?"
)
_PERCENT = re.compile(
    rf"{_NOT_BEFORE}(?:(?P<digits>{_ARABIC})%|百分之(?P<written>{_WRITTEN}(?:点{_WRITTEN})?|{_ARABIC}))(?P<about>{_ABOUT})?(?!点)"
)
_MONEY = re.compile(
    rf"{_NOT_BEFORE}(?P<digits>{_ARABIC}|零)(?P<vague>(?:{_VAGUE_AFTER}|[百千万亿])*)(?P<unit>元)(?P<about>{_ABOUT})?"
)
_BARE = re.compile(r"(?:(?<=数为)|(?<=数量为)|(?<=总数为))\d+(?=[,;。)]|$)|(?<=为)[0零](?=[,;。.)]|$)")
_TIMES = {"百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_PARENTHESIS = re.compile(r"\([^()]*\)")
_QUOTED = re.compile(r"《[^《》]*》|〈[^〈〉]*〉|“[^“”]*”|‘[^‘’]*’|「[^「」]*」|『[^『』]*』|\"[^\"]*\"|<[^<>]*>")
_SHORT = re.compile(r"[“‘「『]([^“”‘’「」『』\d,;。]{1,14})[”’」』]")
_PAIRS = ("()", "《》", "“”", "‘’", "「」", "『』", "〈〉")

Unit = Literal["count", "percent", "CNY"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit at ``start:end`` of a text; the printed number itself is ``number_start:number_end``.

    ``exact`` is False for 余, 约, 万, ranges and the like; ``at_least`` is True where the words make it a lower bound.
    ``unit`` is the counting word, ``%`` or ``元``; ``digits`` are the decimals of the last printed place.
    """

    value: float
    unit: str
    exact: bool
    at_least: bool
    start: int
    end: int
    number_start: int
    number_end: int
    kind: Unit = "count"
    written: bool = False
    digits: int = 0

    @property
    def step(self) -> int:
        """The place value of the last digit that is not 0: 1200余 lies below 1200 + 100. 1 for 0."""
        step = 1
        while self.value and self.value % (step * 10) == 0:
            step *= 10
        return step

    def moved(self, by: int) -> Quantity:
        """The same in a longer text, ``by`` characters later."""
        start, end = self.start + by, self.end + by
        return replace(self, start=start, end=end, number_start=self.number_start + by, number_end=self.number_end + by)


def quantities(text: str) -> list[Quantity]:
    """Every count with a unit in Arabic digits in a compact text, in order.

    Fractions of a thing and digits of doubtful joints are no numbers.
    """
    return [q for m in _COUNT.finditer(text) if (q := _count(text, m)) is not None]


def all_quantities(text: str) -> list[Quantity]:
    """Every count, percentage and amount of money in a compact text, also in Chinese numerals, in order."""
    found = quantities(text)
    taken = {place for q in found for place in range(q.start, q.end)}
    for quantity in _others(text):
        if not any(place in taken for place in range(quantity.start, quantity.end)):
            found.append(quantity)
            taken.update(range(quantity.start, quantity.end))
    return sorted(found, key=lambda q: q.start)


def _others(text: str) -> Iterator[Quantity]:
    for match in _PERCENT.finditer(text):
        if (percent := _percent(text, match)) is not None:
            yield percent
    for match in _MONEY.finditer(text):
        yield _money(text, match)
    for match in _WRITTEN_COUNT.finditer(text):
        if (written := _written(text, match)) is not None:
            yield written
    for match in _BARE.finditer(text):
        value = int(match.group().replace("零", "0"))
        yield Quantity(value, "", True, False, match.start(), match.end(), match.start(), match.end())


def _vague(text: str, match: re.Match[str], words: str) -> tuple[bool, bool, int]:
    """Whether a number is vague, whether it is a lower bound, and where it begins with the words that say so."""
    before = text[max(0, match.start() - 12) : match.start()]
    said = _VAGUE_BEFORE.search(before)
    vague = bool(words or match["about"] or said or _RANGE_BEFORE.search(before))
    at_least = (words in ("余", "多") or match["about"] == "以上") and not said
    return vague, at_least, match.start() - (len(said.group()) if said else 0)


def _scaled(digits: str, words: str) -> float:
    value = float(digits.replace(",", "").replace("零", "0"))
    for character in words:
        value *= _TIMES.get(character, 1)
    return int(value) if value == int(value) else round(value, 6)


def _count(text: str, match: re.Match[str]) -> Quantity | None:
    value = _scaled(match["digits"], match["vague"])
    if value != int(value):
        return None
    vague, at_least, start = _vague(text, match, match["vague"])
    end = match.end("vague")
    return Quantity(value, match["unit"], not vague, at_least, match.start(), match.end(), start, end)


def _written(text: str, match: re.Match[str]) -> Quantity | None:
    value = numeral(match["digits"])
    if value is None:
        return None
    vague, at_least, start = _vague(text, match, match["vague"])
    exact = not vague and match["digits"][-1] not in "千万亿"
    end = match.end("vague")
    return Quantity(value, match["unit"], exact, at_least, match.start(), match.end(), start, end, written=True)


def _percent(text: str, match: re.Match[str]) -> Quantity | None:
    printed = match["digits"] or match["written"]
    whole, _, fraction = printed.replace("点", ".").partition(".")
    if not whole[:1].isascii():
        number = numeral(whole)
        parts = [numeral(c) for c in fraction]
        if number is None or None in parts:
            return None
        whole, fraction = str(number), "".join(str(p) for p in parts)
    value = float(f"{whole.replace(',', '')}.{fraction or 0}")
    vague, at_least, start = _vague(text, match, "")
    end = match.start("about") if match["about"] else match.end()
    return Quantity(
        value, "%", not vague, at_least, match.start(), match.end(), start, end, "percent", False, len(fraction)
    )


def _money(text: str, match: re.Match[str]) -> Quantity:
    words = match["vague"].translate({ord(c): None for c in _TIMES})
    vague, at_least, start = _vague(text, match, words)
    value = _scaled(match["digits"], match["vague"])
    return Quantity(value, "元", not vague, at_least, match.start(), match.end(), start, match.end("vague"), "CNY")


def mask_quoted(text: str) -> str:
    """The text with titles 《》 and quotations filled with :data:`QUOTED_MASK`."""
    return _QUOTED.sub(lambda m: QUOTED_MASK * len(m.group()), text)


def open_quoted(text: str) -> str:
    """The text with titles masked, and the marks of short quotations without digits moved before their words.

    “予以公开”答复3件 names an outcome as 予以公开答复3件 does; positions behind the quotation stay as they are.
    """
    return mask_quoted(_SHORT.sub(lambda m: QUOTED_MASK * 2 + m[1], text))


def mask_parentheses(text: str) -> str:
    """The text with everything in round brackets filled with :data:`MASK`, inner brackets first."""
    while (masked := _PARENTHESIS.sub(lambda m: MASK * len(m.group()), text)) != text:
        text = masked
    return text


def is_balanced(text: str) -> bool:
    """Whether brackets and quotation marks open and close equally often."""
    return all(text.count(pair[0]) == text.count(pair[1]) for pair in _PAIRS)

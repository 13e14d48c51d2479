"""Dates and periods as Chinese reports print them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_DIGITS = {"〇": "0", "○": "0", "零": "0", "Ｏ": "0", "O": "0", "o": "0"} | {
    c: str(n) for n, c in enumerate("一二三四五六七八九", start=1)
}
_CHINESE_YEAR = re.compile(r"[二][〇○零Oo0][〇○零Oo0一二三][〇○零Oo0一二三四五六七八九](?=年)")
_CHINESE_DAY = re.compile(r"(?<=[年月])[一二三四五六七八九十]{1,3}(?=[月日])")
YEAR = re.compile(r"(?<!\d)(20[0-3]\d)(?=\s*年|\s*度)")
# 年 is sometimes lost in typing: 20221月1日.
_DATE = r"(?P<y{n}>20[0-3]\d)\s*[年.\-/]?\s*(?P<m{n}>\d{{1,2}})\s*[月.\-/]\s*(?P<d{n}>\d{{1,2}})\s*日?"
_END = r"(?:(?P<y2>20[0-3]\d)\s*[年.\-/]?\s*)?(?P<m2>\d{1,2})\s*[月.\-/]\s*(?P<d2>\d{1,2})\s*日?"
_FULL = re.compile(r"(?<!\d)" + _DATE.format(n=1))
_RANGE = re.compile(
    r"(?<!\d)"
    + _DATE.format(n=1)
    + r"\s*(?:零时|0时)?\s*(?:起|开始)?\s*[,，]?\s*(?:截止到|截止|截至|至|到|—+|-+|–|~|～)\s*"
    + _END
)
_MONTHS = re.compile(
    r"(?<!\d)(?P<y1>20[0-3]\d)\s*年\s*(?P<m1>\d{1,2})\s*月\s*(?:至|到|—+|-+|–|~)\s*(?:(?P<y2>20[0-3]\d)\s*年\s*)?(?P<m2>\d{1,2})\s*月(?!\s*\d)"
)


@dataclass(frozen=True, slots=True)
class Period:
    """A printed stretch of time, with the words around it."""

    start: date
    end: date
    text: str


def with_arabic_dates(text: str) -> str:
    """Dates in Chinese numerals (二〇二四年一月二十日) in Arabic ones."""
    text = _CHINESE_YEAR.sub(lambda m: "".join(_DIGITS.get(c, c) for c in m.group()), text)
    return _CHINESE_DAY.sub(lambda m: str(_small_number(m.group())), text)


def _small_number(text: str) -> int:
    """A number from 1 to 39 in Chinese numerals; other combinations read as 0, which no date has."""
    tens, ten, units = text.rpartition("十")
    if not ten:
        return int(_DIGITS[units]) if len(units) == 1 else 0
    if len(tens) > 1 or len(units) > 1:
        return 0
    return 10 * (int(_DIGITS[tens]) if tens else 1) + (int(_DIGITS[units]) if units else 0)


def _valid(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def dates_in(text: str) -> Iterator[tuple[date, tuple[int, int]]]:
    """Every full date of a text, with where it stands."""
    for match in _FULL.finditer(text):
        found = _valid(match["y1"], match["m1"], match["d1"])
        if found is not None:
            yield found, match.span()


def periods_in(text: str) -> Iterator[tuple[Period, tuple[int, int]]]:
    """Every stretch from a date to a date (or month to month), with where it stands."""
    for match in _RANGE.finditer(text):
        start = _valid(match["y1"], match["m1"], match["d1"])
        end = _valid(match["y2"] or match["y1"], match["m2"], match["d2"])
        if start and end:
            yield Period(start, end, match.group()), match.span()
    for match in _MONTHS.finditer(text):
        start = _valid(match["y1"], match["m1"], "1")
        year, month = int(match["y2"] or match["y1"]), int(match["m2"])
        if start and 1 <= month <= 12:
            yield Period(start, date(year, month, monthrange(year, month)[1]), match.group()), match.span()

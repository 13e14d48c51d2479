"""Dates and periods as Chinese reports print them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

# Circles, and the letters of three alphabets (Latin, Cyrillic, Greek) that are typed for one.
_ZEROS = "〇○◯零ＯOo\u041e\u043e\u039f\u03bf"
_DIGITS = dict.fromkeys(_ZEROS, "0") | {c: str(n) for n, c in enumerate("一二三四五六七八九", start=1)}
_CHINESE_YEAR = re.compile(rf"二[{_ZEROS}0][{_ZEROS}0一二三][{_ZEROS}0一二三四五六七八九](?=年)")
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
_PERIOD_WORDS = re.compile(r"统计|期限|时限|起止|时段|数据|报告期|所列|涵盖")
_OWN_PERIOD = re.compile(
    r"(?:本(?:年度)?报告|所列|报告(?:中|所)|本年报)[^。;]{0,25}$"
    r"|统计(?:数据)?(?:的)?(?:期限|时限|时间|时段|范围)[^。;]{0,8}$"
)
_SHORTEST_PERIOD = 300


@dataclass(frozen=True, slots=True)
class Period:
    """A printed stretch of time, with the words around it."""

    start: date
    end: date
    text: str

    @property
    def is_calendar_year(self) -> bool:
        """Whether it is a year from its first day to its last."""
        return self.start == date(self.start.year, 1, 1) and self.end == date(self.start.year, 12, 31)


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


def statistical_period(prose: str) -> Period | None:
    """The stretch of time that the words around it call the report's statistical period.

    Words of the report's own period count more than words that other statistics share; those alone make it only a
    stretch of about a year. Of several, one that is a calendar year is taken: the others belong to something else.
    """
    own: list[Period] = []
    other: list[Period] = []
    for period, (start, end) in periods_in(prose):
        before = re.split(r"[。;]", prose[max(0, start - 45) : start])[-1]
        after = re.split(r"[。;]", prose[end : end + 15])[0]
        if _OWN_PERIOD.search(before):
            own.append(period)
        elif (period.end - period.start).days >= _SHORTEST_PERIOD and (
            _PERIOD_WORDS.search(before) or _PERIOD_WORDS.search(after)
        ):
            other.append(period)
    candidates = own or other
    return next((p for p in candidates if p.is_calendar_year), candidates[0] if candidates else None)

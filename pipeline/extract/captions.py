"""What headings, captions and notes say a table is of: another time than the report's year, no result, another agency.

Such a table alone looks like the report's in all else. Of a time (a quarter, some months, several years) and of what is
no result (a plan, an example) only a text is heard that says just that, with words of tables and of the form around it:
sentences tell of quarters too (三季度开展培训). The words stand in ``captions.yaml``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import cast

import yaml

from pipeline.identity.names import begins_with_place, clean_agency

_WORDS = cast(
    "dict[str, list[str]]", yaml.safe_load((Path(__file__).parent / "captions.yaml").read_text(encoding="utf-8"))
)


def _any_of(words: str) -> re.Pattern[str]:
    return re.compile("|".join(_WORDS[words]))


_QUARTER, _HALF, _MONTH, _YEARS = map(_any_of, ("quarter", "half", "month", "years"))
_LAST, _BESIDE, _NO_RESULT = map(_any_of, ("last_year", "beside_last_year", "no_result"))
_NEUTRAL, _POINTS_UP = _any_of("neutral"), _any_of("points_up")
_DAY = r"(?:(?P<d{n}>\d{{1,2}})日)?"
_MONTHS = re.compile(
    r"(?:(?P<y>20[0-4]\d)年)?(?<!\d)(?P<a>\d{1,2})(?:月份?)?" + _DAY.format(n=1) + r"起?[至到~—–-]{1,2}"
    r"(?:(?P<z>20[0-4]\d)年)?(?P<b>\d{1,2})月份?" + _DAY.format(n=2) + "(?:止|底|末)?"
)
_UNTIL = re.compile(r"截[至止到]+(?P<y>20[0-4]\d年)?(?P<b>\d{1,2})月(?:份|底|末|\d{1,2}日)?")
_ONE_MONTH = re.compile(r"(20[0-4]\d)年(\d{1,2})月(?:份|底|末|数据|情况)?")
_YEAR = re.compile(r"20[0-4]\d年度?")
_DATES_IN_DIGITS = (
    (re.compile(r"\s+"), ""),
    (re.compile(r"(20[0-4]\d)([./-])(\d{1,2})\2(\d{1,2})(?![\d日])"), r"\1年\3月\4日"),
    (re.compile(r"(20[0-4]\d)[./](\d{1,2})(?![\d.年月])"), r"\1年\2月"),
    (re.compile(r"(年\d{1,2}月[至到~—–-]{1,2}\d{1,2})(?![\d日年月])"), r"\1月"),
)
_BARE_YEAR = re.compile(r"\(?(20[0-4]\d)\)?")
_BRACKET = re.compile(r"\(([^()]{2,40})\)")
_NAMED = re.compile(r"^[^,。;]{0,30}信息公开[^,。;]{0,16}(?:表|情况|数据|报告|季报|月报)$")
_OF_AGENCY = re.compile(
    r"(?:附[件表]?[\d一二三]*[:.、]?|其中:|\(?[一二三四五六\d]{1,2}[)、.])*(?P<name>[\u4e00-\u9fff()]{3,30}?)(?:20[0-4]\d年?度?)?"
    r"(?:(?:行政机关)?收到和处理|主动公开|因)?(?:政[府务])?信息公开[^,。;]{0,20}(?:表|情况|数据|汇总)"
    rf"|(?:{_any_of('filled_in_by').pattern})(?:\([^()]*\))?:(?P<filler>[\u4e00-\u9fff()]{{3,30}}?)(?:\(?盖?章\)?)?"
)
_LONGEST = 45
_LAST_MONTHS = 11
"""The month from which reports of the same year are written."""
_LAST_MONTH_OF_WRITING = 4
"""The month of the year after, up to which reports are written."""


@lru_cache(maxsize=65_536)
def is_heading_of_part(text: str, year: int | None = None) -> bool:
    """Whether a heading over a table, or a cell of its header, says that it is of a part of a year.

    One month is a part only where it is one of the report's ``year``: of another, it is when the report was written.
    """
    flat = _flat(text)
    months = map(_ONE_MONTH.fullmatch, (flat, *_BRACKET.findall(flat)))
    if year is not None and any(m and int(m[1]) == year and int(m[2]) < _LAST_MONTHS for m in months):
        return True
    bare = _BARE_YEAR.fullmatch(flat)
    if _NO_RESULT.search(flat) and not _NEUTRAL.sub("", _NO_RESULT.sub("", flat)):
        return True
    if year is not None and ((bare and int(bare[1]) != year) or _is_period_of_other_year(flat, year)):
        return True
    if len(flat) > _LONGEST and ("(" not in flat or len(flat) > 2 * _LONGEST):
        return False
    return _says_just_that(flat) or any(map(_says_just_that, _BRACKET.findall(flat))) or _names(flat)


@lru_cache(maxsize=65_536)
def is_note_on_part(text: str, year: int | None = None) -> bool:
    """Whether a text says of the table above that it is of a part of a year: 注:本表为第三季度数据.

    With the report's ``year``, also whether it says that it is of another.
    """
    flat = _flat(text)
    if len(flat) > _LONGEST or not _POINTS_UP.search(flat):
        return False
    years = {int(y[:4]) for y in _YEAR.findall(flat)}
    other = (_LAST.search(flat) is not None and not _BESIDE.search(flat)) or (
        year is not None and len(years) == 1 and year not in years
    )
    said = other and not _NEUTRAL.sub("", _LAST.sub("", _YEAR.sub("", flat)))
    return said or _says_just_that(flat) or (year is not None and _is_period_of_other_year(flat, year))


def _is_period_of_other_year(flat: str, year: int) -> bool:
    """Whether a text is the period of all of another year: 统计期间:2022年1月1日至12月31日."""
    found = _MONTHS.search(flat)
    if found is None or not found["y"] or found["z"] not in (None, found["y"]) or int(found["y"]) == year:
        return False
    return _is_whole_year(found) and not _NEUTRAL.sub("", flat[: found.start()] + flat[found.end() :])


def is_title_of_part(title: str) -> bool:
    """Whether a report's title is that of a report of a part of a year."""
    return _names(_flat(title))


@lru_cache(maxsize=65_536)
def agency_named(text: str) -> str | None:
    """The agency whose table a caption says it is: 附:某县某局政府信息公开情况表; None where it names none.

    A name without a place behind 填报单位 is a body of the agency's own: 信息中心, 机关党委.
    """
    found = _OF_AGENCY.fullmatch(_flat(text))
    name = clean_agency(found["name"] or found["filler"]) if found else None
    if found is None or name is None or name.startswith("全"):
        return None
    return None if found["filler"] and not begins_with_place(name) else name


def names_who_filled_in(caption: str) -> bool:
    """Whether a caption with an agency's name only says who wrote the numbers down: 填报单位:某县某局."""
    found = _OF_AGENCY.fullmatch(_flat(caption))
    return found is not None and found["filler"] is not None


def _flat(text: str) -> str:
    """A text without white space, its dates in words: 2024.01-06 is 2024年01月-06月."""
    for pattern, words in _DATES_IN_DIGITS:
        text = pattern.sub(words, text)
    return text


def _says_just_that(flat: str) -> bool:
    rest = _without_part(flat)
    return rest is not None and not _NEUTRAL.sub("", _YEAR.sub("", rest))


def _names(flat: str) -> bool:
    """Whether a text is the name of a table or report of a part of a year: 某县2023年第三季度政府信息公开情况统计表."""
    rest = _without_part(flat)
    return rest is not None and _NAMED.match(rest) is not None


def _without_part(flat: str) -> str | None:
    """A text less the part of a year that it names; None where it names none, or all of a year."""
    for pattern in (_MONTHS, _UNTIL, _YEARS, _QUARTER, _HALF, _MONTH):
        for found in pattern.finditer(flat):
            if not _is_whole_year(found):
                return flat[: found.start()] + flat[found.end() :]
    return None


def _is_whole_year(found: re.Match[str]) -> bool:
    if found.re is _QUARTER:
        return found[1] in ("四", "4") and re.match("第?[一1].", found[0]) is not None
    if found.re is _UNTIL:
        # 截至2024年1月底 is a date of writing.
        return not 1 <= int(found["b"]) <= 11 or (found["y"] is not None and int(found["b"]) <= _LAST_MONTH_OF_WRITING)
    if found.re is not _MONTHS:
        return False
    first, last = int(found["a"]), int(found["b"])
    apart = found["y"] is not None and found["z"] is not None and found["y"] != found["z"]
    ends = (found["d1"] in (None, "1", "01"), found["d2"] in (None, "31"))
    return apart or not 1 <= first <= last <= 12 or (first == 1 and last == 12 and ends == (True, True))

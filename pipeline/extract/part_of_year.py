"""What says that a table is not of the report's year: of a quarter, some months, several years, a plan, an example.

Such a table alone looks like the year's in all else. Only a heading, caption, bracket or note that says just
that, with words of tables and of the form around it, is heard: sentences tell of quarters too (三季度开展培训).
"""

from __future__ import annotations

import re
from functools import lru_cache

_QUARTER = re.compile(
    r"(?:第?[一1]季?度?[至到~—–、和-]{1,2})?第?([一二三四1-4])季度?"
    r"|[本当]季度|前[一二三两]个?季度|[季月]报|Q[1-4](?!\d)"
)
_HALF = re.compile(
    r"(?:[上下前]|(?<![一二三四五六七八九两个\d]))半年(?:度|报)?|H[12](?!\d)|前(?:[二两三四五六七八九]|十一?|[2-9]|1[01])个月"
)
_DAY = r"(?:(?P<d{n}>\d{{1,2}})日)?"
_MONTHS = re.compile(
    r"(?:(?P<y>20[0-4]\d)年)?(?<!\d)(?P<a>\d{1,2})(?:月份?)?" + _DAY.format(n=1) + r"起?[至到~—–-]{1,2}"
    r"(?:(?P<z>20[0-4]\d)年)?(?P<b>\d{1,2})月份?" + _DAY.format(n=2) + "(?:止|底|末)?"
)
_UNTIL = re.compile(r"截[至止到]+(?P<y>20[0-4]\d年)?(?P<b>\d{1,2})月(?:份|底|末|\d{1,2}日)?")
_MONTH = re.compile(r"(?<![\d至到~—–.-])(?:[1-9]|1[0-2]|[一二三四五六七八九]|十[一二]?)月份(?!\d)")
_ONE_MONTH = re.compile(r"(20[0-4]\d)年(\d{1,2})月(?:数据|情况)?")
_YEAR = re.compile(r"20[0-4]\d年度?")
_YEARS = re.compile(
    r"20[0-4]\d年?(?:度)?[至到~—–-]{1,2}20[0-4]\d年?度?|20[0-4]\d年以来|历年|往年|近[两三四五六七八九十几\d]+年|[两三四五十]年(?=平均|合计|累计|总计)"
    r"|20[0-4]\d(?:年?[、和]20[0-4]\d)+年?"
)
_NO_DATA = re.compile(
    r"计划|预[计测]|目标|(?:填[写报表]+)?示例|样[表本例]|模板|参考|作废|[更修订改][正改]前|草[稿案]|初稿|测算|模拟|测试"
    r"|^其中:[市县区省局]本级|[下所直局]属(?:事业)?(?:单位|机构|部门)|二级单位"
)
_LAST = re.compile("上一?年度?|去年")
_BESIDE = re.compile("[与和同跟较比](?:上一?年|去年)")
"""Numbers that are held against last year's are this year's."""
_DATES_IN_DIGITS = (
    (re.compile(r"\s+"), ""),
    (re.compile(r"(20[0-4]\d)([./-])(\d{1,2})\2(\d{1,2})(?![\d日])"), r"\1年\3月\4日"),
    (re.compile(r"(20[0-4]\d)[./](\d{1,2})(?![\d.年月])"), r"\1年\2月"),
    (re.compile(r"(年\d{1,2}月[至到~—–-]{1,2}\d{1,2})(?![\d日年月])"), r"\1月"),
)
_BARE_YEAR = re.compile(r"\(?(20[0-4]\d)\)?")
_BRACKET = re.compile(r"\(([^()]{2,40})\)")
_NEUTRAL = re.compile(
    r"以上|上述|[上所]列|如下|特此|显示|上表|[本此该]表|附[表件]?|备?注|说明|数据|数字|统计|期[间限]|时[间段限期]|范围|口径|报告|报表|"
    r"汇总|累计|合计|平均|自|对[比照]|供|同期|情况|表格?|的|均|仅|只|[为是系]|[数值]|主动公开|政府|信息|公开|工作|行政机关|收到|[和与、]|处理|申请|因|被|"
    r"提起|行政|复议|诉讼|年度|本年|当年|[一二三四五六七八九十\d]+[、.)]|第[二三四]部分|[():.,。\[\]\"“”—–-]"
)
_NAMED = re.compile(r"^[^,。;]{0,30}信息公开[^,。;]{0,16}(?:表|情况|数据|报告|季报|月报)$")
_POINTS_UP = re.compile(r"以上|上述|[上所]列|上表|[本此该]表|^\(?(?:备?注|说明)")
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
    if _NO_DATA.search(flat) and not _NEUTRAL.sub("", _NO_DATA.sub("", flat)):
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

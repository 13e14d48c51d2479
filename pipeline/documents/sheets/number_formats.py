"""A sheet's number as the sheet shows it: 12.0 in the format ``#,##0"件"`` is shown as ``12件``.

A format can change what a number says: add a unit, hide it, scale it, show zero as a dash. A format that is not fully
understood gives the number with the format's code behind it, which no reader of numbers takes for a number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne

BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    **dict.fromkeys((5, 6), '"¥"#,##0;"¥"-#,##0'),
    **dict.fromkeys((7, 8), '"¥"#,##0.00;"¥"-#,##0.00'),
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    **dict.fromkeys((*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58), "yyyy-m-d"),
    **dict.fromkeys((*range(18, 22), *range(32, 36), 45, 46, 47, 55, 56), "h:mm"),
    **dict.fromkeys((37, 38), "#,##0;(#,##0)"),
    **dict.fromkeys((39, 40), "#,##0.00;(#,##0.00)"),
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    48: "##0.0E+0",
    49: "@",
}
"""Excel's formats by number, as far as they have no code in the file ([ECMA-376] 18.8.30)."""

_TOKEN = re.compile(r'"([^"]*)"|[\\!](.)|_.|\* |\[([^\]]*)\]|(General|G/通用格式)|([0#?.,]+)|(.)', re.S | re.I)
_DATE = re.compile(r"[ymdhs]", re.I)
_PLAIN = re.compile(r"[#0?]*[#0?,]*[#0?](?:\.[0#?]*)?|\.[0#?]+")
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(\d+(?:\.\d+)?)")
_OF_TEXT = 4
"""Which part of a format is a text's."""
_DIGIT = re.compile(r"[\d零〇]")
_COMPARED = {"<": lt, "<=": le, "=": eq, "<>": ne, ">=": ge, ">": gt}
_COLOURS = re.compile(
    r"(?i:black|blue|cyan|green|magenta|red|yellow|color ?(?!2\b)\d+)|[黑蓝青绿洋红黄]色?|颜色 ?(?!2\b)\d+"
)
"""Colours of print that are seen on paper."""


@dataclass(frozen=True, slots=True)
class _Section:
    """One part of a format: what stands before and behind the number, and the number's own pattern.

    ``pattern`` is None for text alone, ``General`` for the number as it is. ``sure`` is False for what is not
    understood. ``condition`` is the comparison that chooses the part, ``=0`` or ``>=100``.
    """

    before: str
    pattern: str | None
    behind: str
    sure: bool = True
    condition: str = ""


def general(value: float) -> str:
    """A number in full, to the fifteen digits that a sheet computes with; no exponent, no trailing zeros."""
    number = Decimal(format(value, ".15g"))
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def is_date(code: str) -> bool:
    """Whether a format shows a date or a time."""
    bare = re.sub(r'"[^"]*"|\\.|!.|\[[^\]]*\]|_.|\*.|General|G/通用格式', "", code, flags=re.I)
    return _DATE.search(bare) is not None and not re.search("[0#?]", bare)


def shown(value: float, code: str, epoch_1904: bool = False) -> str:
    """What a cell with this number and format shows, leading and trailing spaces left out.

    Args:
        value: the stored number.
        code: the format's code, such as ``#,##0.00``.
        epoch_1904: whether the file counts days from 1904.
    """
    unsure = f"{general(value)} [{code}]"
    if is_date(code):
        return _day(value, epoch_1904) or unsure
    sections = _sections(code)
    if len(sections) > 4:
        return unsure
    if any(s.condition for _, s in sections):
        return _chosen(value, [s for _, s in sections]) or unsure
    signed = [s for s in sections if "@" not in s[0]] or [("General", _Section("", "General", ""))]
    place = 0 if len(signed) == 1 or value > 0 else 2 if value == 0 and len(signed) > 2 else 0 if value == 0 else 1
    source, section = signed[place]
    if not section.sure:
        return unsure
    if section.pattern is None and value and _DIGIT.search(section.before + section.behind):
        return unsure  # only of zero may digits be words
    number = "" if section.pattern is None else _number(abs(value), section.pattern)
    text = f"{section.before}{number}{section.behind}".strip()
    if value < 0 and place == 0:
        return f"-{text}" if re.search(r"[1-9]", text) else text
    # A negative number shown by its colour alone cannot be told from a positive one.
    return unsure if place == 1 and number and not re.search(r"[-(减−]", source) else text


def _chosen(value: float, sections: Sequence[_Section]) -> str:
    """What is shown where the first part has a condition; empty where that is not plain.

    Only of numbers that are not negative, and of two parts: the number has the second one where it does not meet the
    first one's condition. How programs sign negative numbers, and which of three parts they choose, differs.
    """
    plain = len(sections) == 2 and not sections[1].condition and value >= 0 and all(s.sure for s in sections)
    first = _CONDITION.fullmatch(sections[0].condition)
    if not plain or first is None:
        return ""
    section = sections[0] if _COMPARED[first[1]](value, float(first[2])) else sections[1]
    return (
        f"{section.before}{'' if section.pattern is None else _number(value, section.pattern)}{section.behind}".strip()
    )


def is_hiding(code: str) -> bool:
    """Whether a format may show a number as something else than its digits."""
    sections = _sections(code)
    return any(
        not s.sure or s.condition or s.pattern is None or s.before.strip() or s.behind.strip() for _, s in sections
    )


def shown_text(text: str, code: str) -> str:
    """What a cell with this text and format shows: some formats add words to a text."""
    sections = _sections(code)
    if len(sections) == _OF_TEXT and "@" not in sections[-1][0]:
        return sections[-1][1].before if sections[-1][1].sure else f"{text} [{code}]"
    for source, section in sections:
        if "@" in source and section.pattern is None:
            words = f"{section.before}{section.behind}"
            sure = section.sure and not _DIGIT.search(words)
            return f"{section.before}{text}{section.behind}" if sure else f"{text} [{code}]"
    return text


@lru_cache(maxsize=1024)
def _sections(code: str) -> list[tuple[str, _Section]]:
    """The format's parts, parted by semicolons outside quotes."""
    parts, start = [], 0
    for token in re.finditer(r'"[^"]*"|[\\!_*].|\[[^\]]*\]|;', code, re.S):
        if token.group() == ";":
            parts.append(code[start : token.start()])
            start = token.end()
    parts.append(code[start:])
    return [(part, _section(part)) for part in parts]


def _section(part: str) -> _Section:
    texts = ["", ""]
    pattern: str | None = None
    at = 0
    condition = ""
    for quoted, escaped, bracket, general_word, digits, other in _TOKEN.findall(part):
        if general_word or digits:
            if at == 1:
                return _Section("", None, "", sure=False)  # two numbers: a fraction, or digits parted by letters
            at, pattern = 1, "General" if general_word else digits
        elif bracket and _CONDITION.fullmatch(bracket) and not condition:
            condition = bracket
        elif bracket:
            symbol = bracket[1:].split("-")[0] if bracket.startswith("$") else ""
            if not bracket.startswith("$") and not _COLOURS.fullmatch(bracket):
                return _Section("", None, "", sure=False)
            texts[at] += symbol
        elif other in ("%", "/", "E", "e") and other:
            if other != "%":
                return _Section("", None, "", sure=False)
            texts[at] += other
        elif other == "*" or (other == "@" and at == 1):
            return _Section("", None, "", sure=False)  # a sign that fills the cell; the text twice
        elif other == "@":
            at = 1
        else:
            texts[at] += quoted or escaped or other
    if pattern not in (None, "General") and not _PLAIN.fullmatch(pattern or ""):
        return _Section("", None, "", sure=False)
    words = texts[0] + texts[1]
    if "%" in words or (_DIGIT.search(words) and (pattern is not None or words not in ("0", "零"))):
        return _Section("", None, "", sure=False)
    return _Section(texts[0], pattern, texts[1], condition=condition)


def _number(value: float, pattern: str) -> str:
    """A number of no sign in a pattern of digits."""
    if pattern == "General":
        return general(value)
    whole, _, fraction = pattern.partition(".")
    number = Decimal(format(value, ".15g")).quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP)
    units, _, decimals = format(number, "f").partition(".")
    while decimals and fraction[len(decimals) - 1] != "0" and decimals.endswith("0"):
        decimals = decimals[:-1]
    least = whole.count("0")
    units = units.lstrip("0").rjust(least, "0") if least or number < 1 else units
    if "," in whole and units:
        units = f"{int(units):,}" if least <= 1 else units
    return f"{units}.{decimals}" if "." in pattern and (decimals or "0" in fraction) else units


def _day(value: float, epoch_1904: bool) -> str:
    """A day number as a date; empty for a time alone. Excel counts 1900-02-29, which never was."""
    days = int(value) if 0 <= value < 2_900_000 else 0
    if days < 1:
        return ""
    first = date(1904, 1, 1) if epoch_1904 else date(1899, 12, 30 if days > 59 else 31)
    day = first + timedelta(days=days)
    return f"{day.year}年{day.month}月{day.day}日"

"""One printed cell to one number: what is printed, never what was probably meant."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from pipeline.documents.model import NO_TEXT, RAISED
from pipeline.normalise.artefacts import has_private_use, without_invisible
from pipeline.normalise.characters import clean, simplify

COUNT_UNITS = ("件次", "人次", "条次", "件", "条", "项", "宗", "个", "次", "份", "部", "起", "例", "人", "户", "页")
MONEY_UNITS = {
    **{"亿元": 10**8, "千万元": 10**7, "百万元": 10**6, "十万元": 10**5, "万元": 10**4, "千元": 10**3, "百元": 100},
    **{"元": 1, "万": 10**4, "亿": 10**8},
}
"""Units of amounts in yuan (元); a bare 万 or 亿 is meant as that many yuan."""
UNIT_WORDS = {*COUNT_UNITS, *MONEY_UNITS}

_BLANK = re.compile(r"^(?:[/\\\-—–―─━~]{0,6}|无|暂无)$")
_UNITS = f"(?:{'|'.join([*MONEY_UNITS, *COUNT_UNITS])})"
_NUMBER = re.compile(
    r"^(?P<money>人民币|[¥￥])?(?P<sign>[+\-]|增加|减少|增|减)?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"\s*(?P<open>\()?(?P<unit>{_UNITS})?(?(open)\)|)(?:整)?(?P<yuan>\(人民币\))?$"
)
_MOST_DIGITS = 15
_LOWERED = {raised: digit for digit, raised in RAISED.items()}
_BROKEN = re.compile(r"^[1-9][\d,]*(?:\s*\n\s*[\d,]+)+$")
_NARROWED = {**{0xFF10 + digit: str(digit) for digit in range(10)}, ord("，"): ","}
_NARROWED_MARKS = _NARROWED | str.maketrans("＊（）［］〔〕註", "*()[][]注")
_MARKED = re.compile(rf"^(\d[\d,]*)([{''.join(map(chr, _LOWERED))}]{{1,2}})$")
_ASIDE = re.compile(r"^(?:~(\d[\d,]*)~\s*(\d[\d,]*)|(\d[\d,]*)\s*~(\d[\d,]*)~)$")
_NOTE_MARK = r"(?:[*※]{1,3}|[①-⑳]|\[\^?\d{1,2}\]|[(\[]注\d{0,2}[)\]])"
_AMONG_MARKS = re.compile(
    rf"^共?(?P<number>\d[\d,]*(?:\.\d+)?{_UNITS}?)\s*(?:[。、]|(?P<off>~{{0,2}}){_NOTE_MARK}(?P=off))?$"
)
_SPACED = re.compile(r"^[1-9]\d{0,2}(?:[ \u00a0\u2002-\u200a\u202f]\d{3})+$")
_REMARKED = re.compile(r"^(\d[\d,]*)\s*\([^()]*\)$")
_IN_DOUBT = re.compile(rf"(?=.*(?:{NO_TEXT}|~\d))[\d.,~{NO_TEXT}]+")
_UNIT_IN_LABEL = re.compile(r"[亿万千百十]+元|(?:(?<=[(:,/、为以按])|(?<=单位)|^)元|(?<=[:(/、])[亿万]+(?=[)/、]|$)")
_WRITTEN_OTHERWISE = str.maketrans("圆仟佰拾", "元千百十")
_OTHER_MONEY = re.compile(
    r"[港日美欧韩澳加台]元|[港日美欧澳加新台]币|美金|英镑|卢布|[$€£]|USD|HKD|EUR|JPY|非[亿万千百十]*元|不是|折[合算]",
    re.IGNORECASE,
)
"""Money of other kinds, and units that are not what they seem: 非万元."""
_PERHAPS_MONEY = re.compile(r"[(:][亿万千百十]*[角分][)]?$|\(?[^()]*(?:yuan|RMB|CNY)[^()]*\)?$", re.IGNORECASE)
"""What may be a unit of money, but none that can be read; not so beside one that can: 万元 (10,000 yuan)."""
CURRENCY_SIGN = "¥"
"""Unit of an amount with a currency's sign and no unit: yuan, unless the header states another unit."""
# NFKC would turn 5² into 52 and ½ into 1/2: a number that needs such folding is not readable as printed.
_FOLDED = {"<super>", "<sub>", "<circle>", "<fraction>", "<compat>"}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell prints.

    Attributes:
        state: ``reported`` (a number), ``blank`` (nothing: empty, /, -, —, 无) or ``unreadable``.
        value: the number as printed, not scaled by its unit; None unless reported.
        unit: the unit printed beside it (元, 万元, 件, …) or None.
    """

    state: str
    value: Decimal | None = None
    unit: str | None = None

    @property
    def is_money(self) -> bool:
        """Whether the printed unit is one of money."""
        return self.unit in MONEY_UNITS or self.unit == CURRENCY_SIGN


BLANK = Reading("blank")
UNREADABLE = Reading("unreadable")


@lru_cache(maxsize=16_384)
def read_number(raw: str) -> Reading:
    """Read one printed cell.

    Full-width digits, thousands commas, surrounding white space, a sign and one unit are understood. Two numbers in
    a cell, digits parted by spaces, approximate words or anything else are ``unreadable``: a guess would be silent.

    Args:
        raw: the printed text, untouched or normalised.
    """
    if has_private_use(raw):
        return UNREADABLE  # a digit may hide behind a font's own code: neither blank nor the rest of the number
    text = simplify(clean(raw)).strip()
    bare = re.sub(r"\s+", "", text)
    if _BLANK.match(bare):
        return BLANK
    if bare in ("零", "〇"):
        return Reading("reported", Decimal(0))
    if any(unicodedata.decomposition(c).split(" ")[0] in _FOLDED for c in raw if not c.isspace()):
        return UNREADABLE
    # White space may part a number from its sign or unit, never digit from digit.
    if re.search(r"[\d.,]\s+[\d.,]", text):
        return UNREADABLE
    match = _NUMBER.match(bare)
    if not match or (match["open"] and not match["unit"]) or (match["yuan"] and match["unit"] not in MONEY_UNITS):
        return UNREADABLE
    value = Decimal(match["digits"].replace(",", ""))
    if len(value.as_tuple().digits) > _MOST_DIGITS:
        return UNREADABLE  # no number of a report, and more than the datasets can hold exactly
    if match["sign"] in ("-", "减", "减少"):
        value = -value if value else value
    unit = match["unit"] or (CURRENCY_SIGN if match["money"] else None)
    if match["money"] and match["unit"] in COUNT_UNITS:
        return UNREADABLE
    return Reading("reported", value, unit)


@lru_cache(maxsize=65_536)
def is_value(raw: str) -> bool:
    """Whether a cell is empty, a number, or a mark for nothing."""
    return read_number(raw).state != "unreadable"


@lru_cache(maxsize=4_096)
def bare_number(raw: str) -> str | None:
    """The number of a cell of its own without what says nothing of it: 12①, 12[1], 12（注1）, 12*, 12。, 共12件.

    A reader may have marked a note's mark off (``12~[1]~``), which is smaller or raised. None where nothing stands
    around the number, or anything else. A number in brackets may be less than nothing.
    """
    match = _AMONG_MARKS.match(without_invisible(raw).strip().translate(_NARROWED_MARKS))
    return match["number"] if match and read_number(raw).state == "unreadable" else None


@lru_cache(maxsize=4_096)
def spaced_number(raw: str) -> str | None:
    """The number of a cell of its own whose thousands a blank marks, 12 345, without it; None of any other."""
    text = without_invisible(raw).strip().translate(_NARROWED)
    return re.sub(r"\s", "", text) if _SPACED.match(text) else None


@lru_cache(maxsize=4_096)
def remarked_number(raw: str) -> str | None:
    """The number before a remark in brackets that may change what it says: 12（含上年3件）; None of any other text."""
    match = _REMARKED.match(without_invisible(raw).strip().translate(_NARROWED_MARKS))
    return match[1] if match and read_number(raw).state == "unreadable" else None


@lru_cache(maxsize=4_096)
def money_unit_in(label: str) -> str | None:
    """The one unit of money that a label or header states, such as 万元 in 本年收费金额（单位：万元）.

    Returns:
        A key of :data:`MONEY_UNITS`, or None when none is stated.
    """
    text = re.sub(r"\s+", "", simplify(clean(label))).replace("人民币", "").translate(_WRITTEN_OTHERWISE)
    if _OTHER_MONEY.search(text):
        return None
    found = set(_UNIT_IN_LABEL.findall(text))
    # 元/万元 is a template that nobody filled in: no unit is stated.
    return found.pop() if len(found) == 1 and found <= MONEY_UNITS.keys() else None


@lru_cache(maxsize=4_096)
def is_unit_unread(label: str) -> bool:
    """Whether a label states a unit of money that :func:`money_unit_in` cannot tell: 万美元, 非万元, 角."""
    text = re.sub(r"\s+", "", simplify(clean(label))).replace("人民币", "").translate(_WRITTEN_OTHERWISE)
    if _OTHER_MONEY.search(text):
        return True
    found = set(_UNIT_IN_LABEL.findall(text))
    return not found <= MONEY_UNITS.keys() or (not found and _PERHAPS_MONEY.search(text) is not None)


def is_marked_off(raw: str, number: str) -> bool:
    """Whether a number is just the digits that a reader marked off in a text: those may count, but not alone."""
    aside = _ASIDE.match(raw.strip().replace("~~", ""))
    return aside is not None and number in (aside[1], aside[4]) and number not in (aside[2], aside[3])


def may_be_value(raw: str) -> bool:
    """Whether a text is a value, or digits of which some are in doubt."""
    return is_value(raw) or ("\n" not in raw and bool(perhaps_numbers(raw))) or _IN_DOUBT.fullmatch(raw) is not None


def perhaps_numbers(raw: str) -> tuple[str, ...]:
    """The numbers that a text may be which is none as it stands; none where it is nothing like one.

    Lines of digits may be one number that a narrow column or a page's end broke, or numbers of several rows. Digits
    raised behind a number are as a rule the mark of a note; but nothing tells that they were not set so by mistake.
    Beside digits that a reader marked off (``~12~ 9``: struck out, raised, hardly seen) the others may be all of the
    number; both together are none, for what is struck out is no digit of it.
    """
    text = without_invisible(raw).strip().translate(_NARROWED)
    if _BROKEN.match(text):
        found = [re.sub(r"\s+", "", text)]
    elif match := _MARKED.match(text):
        number, mark = match[1], match[2].translate(_LOWERED)
        found = [number] if number == "0" else [number, number + mark]
    elif aside := _ASIDE.match(text.replace("~~", "")):
        found = list(dict.fromkeys(part for part in aside.groups() if part is not None))
    else:
        found = []
    return tuple(number for number in found if read_number(number).state == "reported")

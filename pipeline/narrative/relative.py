"""Shares (占x%) and changes against last year (同比增长x%): numbers that speak of another number."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from pipeline.narrative.quantity import Quantity
from pipeline.narrative.state import Found

_SHARE = re.compile(
    r"(?P<who>[^,;。()占]*?)的?占(?P<base>[^,;。()占]{0,14}?)(?:的)?(?:比例|比重|百分比|比)?(?:的|为|达到?|约|是)*$"
    r"|(?P<named>[^,;。()占]*?)(?:的)?(?:占比|比例|比重)(?:为|达到?|约|是)*$"
)
_BASES = (
    (re.compile(r"办结|答复|办理|处理"), "requests_processed"),
    (re.compile(r"新收|收到|受理|申请"), "requests_received"),
)
_OTHER_WHOLE = re.compile(r"[全市县区省州]|系统|同期|网上|线上|上年|去年")
_SHARED = (
    *("received_by_", "granted", "refused", "denied_", "unable", "unavailable_", "not_processed", "other_"),
    *("review_u", "review_o", "review_p", "review_corrected", "litigation_u", "litigation_o", "litigation_p"),
)
"""Measures that are a part of another one."""
_CHANGE = re.compile(
    r"(?P<against>同比|环比|[较比](?:去年|上一?年度?|往年|20\d\d年度?)?[^,;。()]{0,10}?|与(?:去年|上一?年度?|20\d\d年度?)[^,;。()]{0,8}?相比,?|)"
    r"[^,;。()\d]{0,6}?(?P<way>增长|增加|上升|提高|增幅|上涨|增多|攀升|下降|减少|降低|回落|减幅|降幅|下滑|多|少)(?:了|为|达到?|是|约|近)*$"
)
_FALLS = re.compile(r"下降|减少|降低|回落|减幅|降幅|下滑|少")
_AGAINST = re.compile(r"同比|较|比上|比去|比20|上年|去年|上一年|与20\d\d年")
_SAME = re.compile(
    r"(?:同比|[与和同较比](?P<against>去年|上一?年度?|20\d\d年度?)(?:同期)?(?:的?数量)?(?:相比|比较)?,?)(?P<about>基本|大致|大体|总体)?(?:保持)?(?P<same>持平)"
)
_YEAR = re.compile(r"20(\d\d)年")
_OLD = re.compile(r"(?:较|比|与)?(?:上年|去年|上一年|20\d\d年度?)(?:度)?(?:同期)?(?:的|为|是)+$")
_NOW = re.compile(r"^(?:今年|本年度?)(?:增|升|降|减少?|下降)(?:至|到|为)$")
_GROWING = ("requests_", "received_", "review_cases", "litigation_cases", "proactive_items", "granted", "refused")
_SPOKEN = (
    (re.compile(r"^[^,;。]{0,12}?(?:新收|收到|受理)[^,;。\d]{0,12}申请"), "requests_received"),
    (re.compile(r"^[^,;。]{0,12}?(?:政府信息公开|依申请公开)申请(?:数量|量|件数|总量)"), "requests_received"),
)


@dataclass(frozen=True, slots=True)
class Unchanged:
    """持平 at ``start:stop``: whether it is said of about the same number, and the year where it is named."""

    start: int
    stop: int
    is_about: bool
    year: int | None


def share(
    before: str, quantity: Quantity, found: list[Found], previous: Quantity | None, named: Callable[[str], str | None]
) -> Found | None:
    """The share that a percentage states, None where it is none or it is not told of what.

    Args:
        before: The words before the number in its clause.
        quantity: The percentage.
        found: What the sentence states before it.
        previous: The number before it in the sentence.
        named: The measure that words name.
    """
    match = _SHARE.search(before)
    if match is None:
        return None
    who = match["who"] if match["named"] is None else match["named"]
    if _OTHER_WHOLE.search(match["base"] or ""):
        return None
    of: str | None = named(who.removesuffix("的")) if who else None
    if of is not None and (not of.startswith(_SHARED) or of == "review_other"):
        return None
    last = found[-1] if found else None
    if of is None and last is not None and not who and previous is not None and last.start == previous.number_start:
        of = last.measure if last.unit == "count" and last.scope == "own" else None
    if of is None or of.startswith(("proactive", "breakdown")):
        return None
    base = next((m for words, m in _BASES if words.search(match["base"] or "")), None)
    if not of.startswith(_SHARED) and (of != "requests_processed" or base != "requests_received"):
        return None
    scope = "own" if last is None or last.scope == "own" else last.scope
    return replace(Found.read(quantity, "share", scope), of=of, base=base if base != of else None)


def growth(before: str, text: str, quantity: Quantity, found: list[Found], year: int | None) -> Found | bool:
    """The change against last year that a number states.

    Returns:
        The figure; True where it is a change that is left out; False where it is none.
    """
    match = _CHANGE.search(before)
    if match is None:
        return False
    said = text[: quantity.start]
    clause = said[max(said.rfind(c) for c in ";。") + 1 :]
    if "环比" in clause or not _AGAINST.search(clause) or "百分点" in text[quantity.end : quantity.end + 3]:
        return True
    heads = [
        f
        for f in found
        if f.scope == "own" and f.measure.startswith(_GROWING) and f.start > len(said) - len(clause) - 1
    ]
    of = heads[-1].measure if heads else next((m for words, m in _SPOKEN if words.search(clause)), None)
    if of is None or (of == "requests_carried_in" and len(heads) > 1):
        return True  # 收到30件,上年结转2件,同比增长5%: of which of them, or of both, it does not say
    years = [int(y) + 2000 for y in _YEAR.findall(match["against"])]
    scope = "other_year" if years and year and years[-1] != year - 1 else "own"
    sign = -1.0 if _FALLS.search(match["way"]) else 1.0
    one = Found.read(quantity, "growth", "own" if scope == "own" else "other_year")
    return replace(one, value=sign * one.value, of=of)


def unchanged(text: str) -> Iterator[Unchanged]:
    """Every 与上年持平 of a sentence."""
    for match in _SAME.finditer(text):
        year = _YEAR.search(match["against"] or "")
        yield Unchanged(
            match.start("same"), match.end("same"), match["about"] is not None, 2000 + int(year[1]) if year else None
        )


def same(said: Unchanged, found: list[Found], year: int | None) -> Found | None:
    """A change of 0 in what the sentence stated last; None where that is nothing of the report's own."""
    if not found or found[-1].scope != "own" or not found[-1].measure.startswith(_GROWING):
        return None
    scope = "other_year" if said.year and year and said.year != year - 1 else "own"
    one = Found(said.start, said.stop, "growth", 0.0, "percent", said.is_about, "own", of=found[-1].measure)
    return one if scope == "own" else replace(one, scope="other_year")


def last_year(before: str, quantity: Quantity, found: list[Found]) -> Found | None:
    """Last year's number of what the sentence has just stated (上年为5件), or this year's behind it (今年增至6件)."""
    if quantity.kind == "count" and found and found[-1].scope == "other_year" and _NOW.search(before):
        return Found.read(quantity, found[-1].measure, "own")
    if not _OLD.search(before) or quantity.kind != "count":
        return None
    heads = [f for f in found if f.unit == "count" and f.measure != "growth"]
    return Found.read(quantity, heads[-1].measure, "other_year") if heads else None

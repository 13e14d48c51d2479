"""What a number of requests counts: those received, carried in, processed or carried out, or only a part of them.

受理, 办理 and 办结 may count all requests or some: the new ones alone, those of the year before. What the sentence
adds up to tells; else the number is a part or unclear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from pipeline.narrative.said import OF_THEM, Meaning, Words, speaks_of_requests
from pipeline.narrative.scope_words import INFORMATION, ONE_APPLICANT
from pipeline.narrative.state import Context, Found

_PART = re.compile(r"当场|延期|逾期|超期|提前|工作日内|补正")
_LISTED = re.compile(r"([^,;。()\d]{2,24})(\d+)[件宗条份起]")
_LISTED_OUTCOME = re.compile(r"不予|无法|补正|告知|不属|不存在|撤[回销]|不再处理")
_ENDED = re.compile(r"^,?(?:已|均|全部)*(?:办结|答复|办理完毕)")
_ON_TIME = re.compile(r"按期|按时")
_REST_ENDED = re.compile(r"(?:剩余|其余|余下)[^,;。\d]{0,6}\d+[件宗条份][^,;。\d]*(?:撤[回销]|补正|不再处理|终止)")
"""The rest of the requests ended in another way: whether it counts as handled, only the table says."""
_YEAR_BEFORE = (
    r"(?:(?:上年度?|上一年度?|去年|往年|20\d\d年)[^,;。()]{0,6}(?:结转|转结|遗留|顺延|转入)(?![至到下]|入下)|"
    r"结转上一?年)"
)
_CARRIED_IN = re.compile(
    r"^,?\(?(?:其中|含|包括|包含|内含)[:,]?"
    r"(?:[^,;。()]{0,20}?|(?:有|本年度?|新收|新增|新受理|收到|申请|\d|[件宗条份、,和及])*)" + _YEAR_BEFORE
)
"""Directly behind a number: it holds requests of the year before."""
_CARRIED_NEXT = re.compile(
    rf"^,(?:含|包括|包含|连同|算上|加上){_YEAR_BEFORE}[^,;。()]{{0,12}}(?:共|合计|总计|累计)[^,;。()\d]{{0,12}}(\d+)"
)
"""Behind a number: a greater one that holds them: 收到30件,含上年结转共办理32件."""
_CARRIED_UNCLEAR = re.compile(
    r"^,?(?:\((?:上年|上一年|(?![^()]*下一?年))[^()]*(?:结转|转结)|其中[^,;。()]{0,6}(?:结转|转结)20)"
)
"""Behind a number: brackets that speak of carrying over in another way, or a part carried over from or to a year."""
_NARROWED = re.compile(
    r"^,?\(?其中[^()。;]{0,6}\d+[件宗条份](?:为|是|系|于|在)*20\d\d年[^,;。()]{0,8}(?:收到|受理|提交|提出|申请)|实际(?:收到|受理|办理)|实收"
)
"""Behind a number: some of the requests came in another year, or others were counted as received in the end."""
_CARRIED_INSIDE = re.compile(r"\((?:含|包括|包含)[^()]*(?:结转|转结)[^()]*\)")
"""The same, said in brackets before the number."""
_SUM_APART = re.compile(r"^\(含[^()]*?(\d+)[件宗条份][^()\d]{0,6}(?:为|共|计|达)(\d+)[件宗条份]\)")
"""The same, where the sum follows: 30件(含上年结转2件则为32件) are 30 without them."""
_LEFT_APART = re.compile(r"另外?有?\d+[件宗条份][^。;]{0,12}(?:结转|顺延|转)(?:至|到|入)?(?:下|次|明|20)")
"""Behind requests handled: those that are carried over are none of them."""
_CARRIED_HANDLED = re.compile(
    rf"^[^\d]{{0,6}}{_YEAR_BEFORE}[^,;。()\d]{{0,16}}\d+[件宗条份],?(?:已|均|也|全部|依法|按期|按时)*(?:办结|答复|办理)"
)
_CARRIED_NUMBER = re.compile(
    rf"{_YEAR_BEFORE}[^,;。()\d]{{0,16}}(\d+)[件宗条份]|(?<=\d[件宗条份],)结转(\d+)件(?=\))|结转上一?年度?[^,;。()\d]{{0,16}}(\d+)[件宗条份]"
)
_NEW_NUMBER = re.compile(
    r"(?:新收到?|新受理|新增|新接收|收到|受理|接收)[^,;。()\d]{0,20}(\d+)[件宗条份]|(\d+)[件宗条份]为?(?:本年度?)?新收"
)
_WITH_CARRIED = re.compile(rf"(?:连同|算上|加上|加|含|包括|包含){_YEAR_BEFORE}")
_CARRIED_OUT = re.compile(r"下年|下一年|次年|顺延|另")


def meant_by_request(said: Words, context: Context, found: list[Found]) -> Iterator[Meaning]:
    """The measures of a number of requests that no outcome, applicant or fee is named with."""
    measure, words = said.wording.measure, said.words
    explicit = "申请" in words and ("公开" in words or speaks_of_requests(said, context))
    explicit = explicit or (words.startswith("作出") and "信息公开" in words)
    if not explicit and not (said.wording.topic and speaks_of_requests(said, context)):
        return
    if measure == "requests_total":
        stated = {f.measure for f in found if f.scope == "own"}
        if {"requests_received", "requests_carried_in"} <= stated:
            both = sum(f.value for f in found if f.measure in ("requests_received", "requests_carried_in"))
            is_sure = "办理" not in words or both == said.quantity.value
            yield "requests_received_with_carried_in", None if is_sure else "unclear"
        elif re.search(r"[应需]", words) and _adds_up(said, found):
            yield "requests_received_with_carried_in", None
    elif measure == "requests_left":
        if any(f.measure == "requests_processed" and f.scope == "own" for f in found):
            yield "requests_carried_out", None
    elif measure == "requests_done":
        if any(f.measure.startswith("requests_received") and f.scope == "own" for f in found):
            yield "requests_processed", None
    elif measure == "requests_number":
        yield from _received(said, found)
    elif measure == "requests_handled":
        known = _CARRIED_IN.match(said.rest) and not _CARRIED_OUT.search(said.rest)
        if (known or _adds_up(said, found)) and _LEFT_APART.search(said.rest):
            yield "requests_processed", "unclear"
        elif known or _adds_up(said, found):
            yield "requests_received_with_carried_in", None
        else:
            yield "requests_received", "unclear"
    elif measure == "requests_received":
        yield from _received(said, found)
    elif measure == "requests_processed":
        on_time = _PART.search(said.before) or (_ON_TIME.search(said.before) and _PART.search(said.text))
        is_part = on_time or _REST_ENDED.search(said.rest) or _is_listed_with_outcomes(said, found)
        is_part = is_part or _is_told_by_year(said, found)
        yield measure, "part" if is_part else None
    else:
        yield measure, None


def _is_told_by_year(said: Words, found: list[Found]) -> bool:
    """Whether those carried in and the new ones are handled apart: 上年结转2件,已办结2件;新收30件,已办结26件."""
    if _CARRIED_HANDLED.search(said.rest):
        return True
    for carried, after in zip_longest(found, found[1:]):
        if carried.measure != "requests_carried_in" or carried.scope != "own":
            continue
        if after is None:
            return said.quantity.value <= carried.value
        if after.measure == "requests_processed" or _ENDED.search(said.text[carried.stop : after.start]):
            return True
    return False


def _is_listed_with_outcomes(said: Words, found: list[Found]) -> bool:
    """Whether 答复 is one of the outcomes that the requests received are divided into: 受理12件,答复7件,不予受理5件."""
    received = [f.value for f in found if f.measure.startswith("requests_received") and f.scope == "own"]
    others = _LISTED.findall(re.split(r"[;。]", said.rest)[0])
    return bool(
        received
        and any(_LISTED_OUTCOME.search(label) for label, _ in others)
        and said.quantity.value + sum(int(number) for _, number in others) == received[-1] != said.quantity.value
    )


def _carried_in(said: Words) -> list[float]:
    """The numbers of requests that the sentence says were carried in."""
    return [float(next(filter(None, m.groups()))) for m in _CARRIED_NUMBER.finditer(said.text)]


def _adds_up(said: Words, found: list[Found]) -> bool:
    """Whether the sentence itself says what was newly received and what was carried in, and this is their sum."""
    carried = _carried_in(said)
    new = [float(m[1] or m[2]) for m in _NEW_NUMBER.finditer(said.text)]
    new += [f.value for f in found if f.measure == "requests_received" and f.scope == "own"]
    if carried and any(a and b and a + b == said.quantity.value for a in carried for b in new):
        return True
    return bool(carried and not new and _WITH_CARRIED.search(said.text[: said.start + len(said.before)]))


def _is_of_processed(said: Words, found: list[Found]) -> bool:
    """Whether only those that were handled are told apart: 答复28件,其中上年结转2件,新收26件."""
    carried = _carried_in(said)
    return any(
        f.measure == "requests_processed"
        and "其中" in said.text[f.stop : said.start]
        and f.value - said.quantity.value in carried
        for f in found
    )


def _received(said: Words, found: list[Found]) -> Iterator[Meaning]:
    kinds = [bool(kind.search(said.words)) for kind in ONE_APPLICANT]
    if kinds[0] != kinds[1]:
        measure = "received_by_natural_person" if kinds[0] else "received_by_organisation"
        # 公民 alone may stand for all who ask.
        all_of_them = "公民" in said.words and not re.search(r"自然人|个人|法人|组织|企业", said.text)
        yield measure, "unclear" if all_of_them else "part" if re.search(r"企业|公司", said.words) else None
        return
    apart = _SUM_APART.match(said.rest)
    if apart and said.quantity.value + float(apart[1]) == float(apart[2]):
        yield "requests_received", None
        return
    following = _CARRIED_NEXT.match(said.rest)
    of_the_next = following is not None and float(following[1]) > said.quantity.value
    contains = (
        (_CARRIED_IN.match(said.rest) and not of_the_next)
        or _adds_up(said, found)
        or _CARRIED_INSIDE.search(said.text[said.start : said.quantity.start])
    )
    if not contains and (_CARRIED_UNCLEAR.match(said.rest) or _NARROWED.search(said.rest)):
        yield "requests_received", "unclear"
        return
    if not INFORMATION.search(said.words) and OF_THEM.match(said.rest):
        yield "requests_received", "other_matter"
        return
    if _is_of_processed(said, found):
        yield "requests_received", "part"
        return
    with_carried = bool(contains) or "收办" in said.words
    earlier = [f.value for f in found if f.measure == "requests_received" and f.scope == "own"]
    if earlier and said.wording.topic and said.quantity.value != earlier[-1]:
        # 收到30件, 受理28件: one of the two counts something narrower.
        yield "requests_received", "unclear"
        return
    yield f"requests_received{'_with_carried_in' * with_carried}", None

"""What a wording means where it stands: the measure of a number, and reasons to doubt it.

The same words mean different things by what the text speaks of: 维持 of a review or of a lawsuit, 收到 of requests for
information or of something else, 法人 with 其他组织 beside it or alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from pipeline.narrative.measures import Scope
from pipeline.narrative.prose import Sentence
from pipeline.narrative.quantity import Quantity
from pipeline.narrative.scope_words import INFORMATION, ONE_APPLICANT
from pipeline.narrative.state import Context, Found
from pipeline.narrative.wording import Wording

_ABOUT = re.compile(r"依申请|信息公开申请|申请公开|(?<![党村厂校院警居财站检]务)公开申请|新收[^。]*结转|结转[^。]*新收")
_REQUEST_UNITS = frozenset(("件", "宗", "条", "份", "件次", "项", "例", ""))
_HANDLED = re.compile(r"收到|受理|办理|审理|审结|承办|接收")
_OUTCOME = re.compile(r"予以公开|部分公开|不予公开|无法提供|不予处理")
_FILES = re.compile(
    r"公文|(?:制发|印发|发文|拟制)[^,。]{0,10}\d|属性|认定为|主动公开(?:[共计为]|文件|类)*\d[^。]*依申请公开(?:[共计为]|文件|类)*\d"
)
_TRACK = re.compile(r"复议|诉讼")
_SIBLING = re.compile(r"部分公开|不予公开")
_BOTH_KINDS = re.compile(r"法人(?:或者?|和|及|、|与|以及)?其[他它]组织")
_OF_THEM = re.compile(r",?\(?其中[^,;。\d]{0,8}(?:信息公开|依申请)")
"""Behind a number: only some of the cases, or of the requests, are about information."""
_PART = re.compile(r"当场|延期|逾期|超期|提前|工作日内|补正")
_KIND_OF_OTHER = re.compile(r"(?:逾期|补正|缴费|缴纳|收费|不再处理)[^,;。()\d]{0,8}\d")
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


@dataclass(frozen=True, slots=True)
class Words:
    """A wording found around a number: its words from ``start`` of the sentence, and those of the clause."""

    wording: Wording
    words: str
    before: str
    behind: str
    quantity: Quantity
    text: str
    start: int
    sentence: Sentence

    @property
    def so_far(self) -> str:
        """Heading, paragraph and sentence up to the number, and the words of the wording behind it."""
        return self.sentence.lead + self.sentence.compact[: self.quantity.start] + self.words.partition("#")[2]

    @property
    def rest(self) -> str:
        """The sentence behind the number and the words of the wording."""
        return self.sentence.compact[self.quantity.end + len(self.words.partition("#")[2]) :]


Meaning = tuple[str, Scope | None]
"""A measure, and the scope where the wording itself decides it."""


def resolved(said: Words, context: Context, found: list[Found]) -> Iterator[Meaning]:
    """The measures of a number; none where the wording does not fit what the text speaks of."""
    measure = said.wording.measure
    if said.wording.topic == "fee":
        yield from _fee(said, found)
    elif said.quantity.kind != "count":
        return
    elif measure.startswith(("review_", "litigation_")):
        yield from _cases(said, context, found)
    elif said.quantity.unit not in _REQUEST_UNITS:
        return
    elif said.wording.topic == "outcomes":
        yield from _outcome(said, context)
    elif said.wording.topic == "applicants":
        if _speaks_of_requests(said, context):
            yield measure, _applicant_doubt(said, context)
    else:
        yield from _request(said, context, found)


def _speaks_of_requests(said: Words, context: Context) -> bool:
    if context.subject is None and (_ABOUT.search(said.text) or len(set(_OUTCOME.findall(said.text))) > 1):
        return True
    return context.subject != "alien" and (context.subject == "requests" or bool(_ABOUT.search(said.so_far)))


def _fee(said: Words, found: list[Found]) -> Iterator[Meaning]:
    if re.search(r"检索|复制|邮寄|成本|诉讼费|退还|免收|减免|标准[为是]", said.words + said.before):
        return
    about = re.search(r"信息处理费|处理费", said.so_far) or (
        "行政事业性" not in said.so_far and INFORMATION.search(said.text)
    )
    if about and said.quantity.kind == "CNY":
        yield "fee", None
    elif said.quantity.kind == "count" and said.quantity.unit in (*_REQUEST_UNITS, "笔"):
        follows = bool(found and found[-1].measure == "fee") and "涉" in said.words
        if "处理费" in said.words or follows or (said.words == "收取#" and "处理费" in said.so_far):
            yield "fee_cases", None


def _cases(said: Words, context: Context, found: list[Found]) -> Iterator[Meaning]:
    measure = said.wording.measure
    if said.wording.topic == "cases":
        kinds = {f.measure for f in found if f.measure.startswith("received_by_")}
        if measure == "review_other" and "结果" not in said.words and len(kinds) > 2 and found[-1].measure in kinds:
            yield "received_by_other_organisation", None
            return
        track = _TRACK.findall(said.words)
        cases = {"复议": "review", "诉讼": "litigation"}[track[-1]] if track else _cases_meant(context)
        if cases is None or context.subject == "alien":
            return
        result = measure.removeprefix("review_")
        if result == "other" and "结果" not in said.words and not any(f.measure.startswith(cases) for f in found):
            return
        one_track = cases in ("litigation_direct", "litigation_after_review")
        if not track and _counts_both(found):
            yield f"{cases.partition('_')[0]}_{result}", "unclear"
            return
        yield f"{'litigation' if one_track else cases}_{result}", "part" if one_track else None
        return
    if _OF_THEM.match(said.rest):
        yield measure, "other_matter"
        return
    is_alien = context.subject == "alien" or _HANDLED.search(said.words) or not INFORMATION.search(said.so_far)
    if is_alien and not INFORMATION.search(said.words):
        yield measure, "other_matter"
        return
    if measure == "review_and_litigation_cases" and (
        re.search(r"[均各都]", said.words) or (said.quantity.value == 0 and not re.search(r"共|合计", said.words))
    ):
        yield "review_cases", None
        yield "litigation_cases", None
        return
    handled = re.search(r"通知书|受理|办理|审理", said.words + said.before) or _continues_handled(said, found)
    yield measure, "unclear" if handled else None


def _continues_handled(said: Words, found: list[Found]) -> bool:
    """Whether the cases are named in one breath with some that may only have been handled: 办理复议3件、诉讼2件."""
    last = found[-1] if found else None
    return (
        last is not None
        and last.measure.endswith("_cases")
        and last.scope == "unclear"
        and said.text[last.stop : said.start] in ("、", "和", "及", "")
    )


def _cases_meant(context: Context) -> str | None:
    """Whose results are told: those of the last cases, unless the words since speak of the others."""
    if context.subject == "review":
        return "review"
    if context.subject == "litigation":
        return context.cases if context.cases and context.cases.startswith("litigation") else "litigation"
    return context.cases


def _counts_both(found: list[Found]) -> bool:
    """Whether reviews and lawsuits were counted one after the other, so that results may be of both."""
    cases = [f for f in found if f.value and f.measure.startswith(("review_", "litigation_"))]
    while cases and cases[-1].scope == "unclear" and not cases[-1].measure.endswith("_cases"):
        cases.pop()
    return {f.measure for f in cases[-2:]} == {"review_cases", "litigation_cases"}


def _outcome(said: Words, context: Context) -> Iterator[Meaning]:
    text = said.text
    if _FILES.search(text) or not _speaks_of_requests(said, context):
        return
    if re.match(r"以?公开", said.words) and not _SIBLING.search(text):
        return
    if said.wording.measure == "other_outcome" and _KIND_OF_OTHER.search(text):
        yield said.wording.measure, "unclear"  # 逾期未补正2件,其他处理5件: the rest of the group
        return
    if "信息不存在" in said.words and re.search(r"不掌握|非本|不(?:由|是|属于?)本", text):
        yield said.wording.measure, "unclear"
        return
    yield said.wording.measure, None


def _applicant_doubt(said: Words, context: Context) -> Scope | None:
    if said.wording.measure == "received_by_organisation" and not _BOTH_KINDS.search(said.words):
        if len(re.findall(r"法人|其[他它]组织", said.text)) > 1 and not _BOTH_KINDS.search(said.text):
            return "part"
        if re.search(r"企业|律师事务所|律所|科研机构|公益组织|法律服务机构", said.text) and "单位" not in said.words:
            return "part"
    return "unclear" if context.head == "requests_processed" and context.inside else None


def _request(said: Words, context: Context, found: list[Found]) -> Iterator[Meaning]:
    measure, words = said.wording.measure, said.words
    explicit = "申请" in words and ("公开" in words or _speaks_of_requests(said, context))
    explicit = explicit or (words.startswith("作出") and "信息公开" in words)
    if not explicit and not (said.wording.topic and _speaks_of_requests(said, context)):
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
    contains = (
        _CARRIED_IN.match(said.rest)
        or _adds_up(said, found)
        or _CARRIED_INSIDE.search(said.text[said.start : said.quantity.start])
    )
    if not contains and (_CARRIED_UNCLEAR.match(said.rest) or _NARROWED.search(said.rest)):
        yield "requests_received", "unclear"
        return
    if not INFORMATION.search(said.words) and _OF_THEM.match(said.rest):
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

"""What a wording means where it stands: the measure of a number, and reasons to doubt it.

The same words mean different things by what the text speaks of: 维持 of a review or of a lawsuit, 收到 of requests for
information or of something else, 法人 with 其他组织 beside it or alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.narrative.measures import Scope
from pipeline.narrative.resolve_requests import meant_by_request
from pipeline.narrative.said import OF_THEM, Meaning, Words, speaks_of_requests
from pipeline.narrative.scope_words import INFORMATION, YEAR
from pipeline.narrative.state import Context, Found

_REQUEST_UNITS = frozenset(("件", "宗", "条", "份", "件次", "项", "例", ""))
_HANDLED = re.compile(r"收到|受理|办理|审理|审结|承办|接收")
_FILES = re.compile(
    r"公文|(?:制发|印发|发文|拟制)[^,。]{0,10}\d|属性|认定为|主动公开(?:[共计为]|文件|类)*\d[^。]*依申请公开(?:[共计为]|文件|类)*\d"
)
_TRACK = re.compile(r"复议|诉讼")
_SIBLING = re.compile(r"部分公开|不予公开")
_BOTH_KINDS = re.compile(r"法人(?:或者?|和|及|、|与|以及)?其[他它]组织")
_KIND_OF_OTHER = re.compile(r"(?:逾期|补正|缴费|缴纳|收费|不再处理)[^,;。()\d]{0,8}\d")
_YEAR_CARRIED_TO = re.compile(r"(?:结转|顺延|转)(?:至|到|入)?(20\d\d)年")


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
        if speaks_of_requests(said, context):
            yield measure, _applicant_doubt(said, context)
    else:
        yield from meant_by_request(said, context, found)


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
    if OF_THEM.match(said.rest):
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
    if _FILES.search(text) or not speaks_of_requests(said, context):
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


def by_year(measure: str, doubt: Scope | None, words: str, year: int | None) -> tuple[str, Scope | None]:
    """20XX年结转 must name the year before, 结转20XX年 the year after; 结转 with the year before is carried in."""
    said = _YEAR_CARRIED_TO.search(words) or YEAR.search(words)
    if said is None or year is None or not measure.startswith("requests_carried_"):
        return measure, doubt
    if int(said[1]) == year and said.re is _YEAR_CARRIED_TO and YEAR.search(words) is not said:
        return "requests_carried_in", doubt
    if len(set(YEAR.findall(words))) > 1 and int(said[1]) not in (year, year + 1):
        return measure, "other_year"
    if int(said[1]) == year + 1 and said.re is _YEAR_CARRIED_TO:
        return "requests_carried_out", doubt
    if int(said[1]) == year and "未" in words and not re.search(r"转|顺延|遗留", words):
        return "requests_carried_out", doubt
    if int(said[1]) == year - 1 and (measure == "requests_carried_in" or not re.search(r"[至到入]20", words)):
        return "requests_carried_in", doubt
    return measure, doubt if measure == "requests_carried_out" and int(said[1]) == year + 1 else "unclear"

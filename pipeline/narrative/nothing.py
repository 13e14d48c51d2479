"""Words that say zero: 未收到政府信息公开申请, 未发生行政复议、行政诉讼, 无结转下年度."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.narrative.wording import FILLER, REQUEST

_DONE = r"(?:收到|接到|接收到?|受理|新收到?|发生|出现|产生|引发|引起|涉及|存在|收取|有)"
_NONE = re.compile(
    rf"(?P<none>(?:未曾|暂未|尚未|均未|从未|未(?!办结|办完|办理完|答复|完成|到期)|没有|没|暂无|无(?!法(?!人)|效|关|论|偿|障|纸|条))"
    rf"(?:向[^,;。\d]{{1,8}}?(?=收取))?(?:{_DONE})?)过?(?P<rest>[^,;。!?()#\d.]{{2,80}})"
)
_CAUSE = (
    r"(?:任何|涉及|有关|关于|因|被|由|对|的|依申请公开|政府信息公开|政务公开|信息公开|申请人?|工作|答复|行为|问题|而|引发|引起|产生|"
    r"提起|提出|申请|导致|类|情况|公民、法人(?:和|或者?)其他组织)*"
)
_THINGS = {
    "carried_out": r"(?:申请)?结转(?:至|到|入)?下一?年度?(?:继续)?(?:办理|答复)?(?:的|件|政府信息公开|申请)*",
    "carried_in": r"上一?年度?(?:结转|转结)(?:的|件|办理|政府信息公开|申请)*",
    "organisation": r"法人(?:或者?|和|及|、|与)其[他它]组织(?:提出的?|提交的?)?(?:政府信息公开)?申请",
    "review": rf"{_CAUSE}(?:行政)?复议(?:案件?|申请)?",
    "litigation": rf"{_CAUSE}(?:行政)?(?:诉讼|应诉)(?:案件?)?",
    "fee": r"(?:任何|政府信息公开|信息公开|依申请公开|的|政府信息|信息)*(?:处理费|费用|收费)(?:用)?",
    "requests": rf"{FILLER}{REQUEST}",
}
_MEASURES = {
    "carried_out": "requests_carried_out",
    "carried_in": "requests_carried_in",
    "organisation": "received_by_organisation",
    "review": "review_cases",
    "litigation": "litigation_cases",
    "fee": "fee",
    "requests": "requests_received",
}
_THING = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _THINGS.items()))
_BETWEEN = re.compile(r"(?:、|和|或者?|及|与|以及)(?:因[^、]{0,12})?")
_TAIL = re.compile(r"(?:的|情况|情形|事项|事件|申请|案件|件|要求|问题|发生|受理|信息|政府信息|业务)*$")


@dataclass(frozen=True, slots=True)
class Nothing:
    """A word that says zero at ``start:end`` of a compact text, and what of; ``words`` are the things it names."""

    measures: tuple[str, ...]
    start: int
    end: int
    stop: int
    words: str


def nothings(text: str) -> Iterator[Nothing]:
    """Every word that says that there was none of something known, each thing it names understood in full."""
    for match in _NONE.finditer(text):
        things = _things(match["rest"])
        if "requests_received" in things and "书面" in match["rest"]:
            continue  # others may have come another way
        if not things or ((things == ("fee",)) != match["none"].endswith("收取") and "fee" in things):
            continue
        yield Nothing(things, match.start("none"), match.end("none"), match.end(), match["rest"])


def _things(words: str) -> tuple[str, ...]:
    """The measures of a list of things; empty where anything in it is not understood."""
    found: list[str] = []
    at = 0
    while at < len(words):
        thing = _THING.match(words, at)
        if thing is None or thing.end() == at:
            return ()
        found.append(_MEASURES[str(thing.lastgroup)])
        at = thing.end()
        if _TAIL.match(words, at):
            return tuple(found)
        joint = _BETWEEN.match(words, at)
        if joint is None:
            return ()
        at = joint.end()
    return tuple(found)

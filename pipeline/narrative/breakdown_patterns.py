"""The words that open, close and blur a list of parts. Data for :mod:`pipeline.narrative.breakdown`."""

from __future__ import annotations

import re

_OPEN_LEAD = "包括|包含|含有?|主要(?:有|为|是|包括|涉及)?|涉及|涵盖|如|例如"

LEAD = re.compile(
    rf"■*(?:[,;:。]?其中[:,]?(?:分别[为是]|(?P<open>{_OPEN_LEAD}))?[:,]?|:|[,]?分别[为是][:]?|,?(?P<open_alone>{_OPEN_LEAD})[:,]?)"
)
"""Directly behind a total: its parts follow. An ``open`` lead-in announces a selection."""

NEXT_SENTENCE = re.compile(r"■*。其中")
"""Directly behind a total: its list begins in a sentence of its own, which seldom claims to be complete."""

BRACKETED = re.compile(rf"\((?:其中[:,]?|(?P<open>{_OPEN_LEAD})[:,]?)*(?P<list>[^()]*(?:\([^()]*\)[^()]*)*)\)")
"""The same in brackets, also without a word before the parts."""

NESTED = re.compile(r"^(?:其中|含|包括|包含|内含)")
"""At the beginning of brackets behind a part: what they count lies inside it."""

SAME_KIND = re.compile(r"(?:类信息|类|信息|类文件|文件|类申请|申请)$")
"""Ends of labels. Parts that all end alike are one way of dividing, and none lies inside another."""

BRACKET = re.compile(r"\(([^()]*)\)")

TOTAL_WORD = re.compile(r"(?<!公)共(?![享青同建产治])|合计|总计|总数|总量|累计|总(?=\d)")
"""In the total's own clause: it counts everything, and a list behind it means to be complete."""

RECEIVED = re.compile(r"受理|收到|接收|新收|收办")
"""A total of requests received: what became of them may still be open, so that outcomes need not add up to it."""

OPEN_WORD = re.compile(r"(?<![高初中平同对])等(?![级次])|主要|例如|比如|若干|之类")
"""Somewhere in the list: it names examples, and may add up to less."""

CHANGE_LABEL = re.compile(r"^(?:新[开增建设辟]|调整|修订|修改|优化|更新(?!不)|注销|关停|撤销|合并|完善|升级)")
"""Parts that changed in the year, of a total that also holds those that did not."""

REMAINDER = re.compile(r"其他|其它|其余")
"""A last part of this name closes a list."""

SINCE = re.compile(r"(?<!今年)(?<!本年)(?<!一年)(?<!20\d\d年)以来|历年|开通|自20\d\d年")
"""A sum over years, whose list seldom goes back as far."""

NEW_STATEMENT = re.compile(
    r"(?<!公)共(?![享青同建产治])|其中|合计|总计|累计|全年|20\d\d年,|被(?:提起|申请)|提起行政诉讼|申请行政复议"
)
"""Behind a semicolon: no further part but another total."""

TRACK = re.compile(r"(?:^|[,;])(?:发生|引发|涉及|被?提起|被?申请)?行政(?:复议|诉讼)(?:案件)?$")
"""A label beside a list that begins with no such one: 行政复议2件，其中维持1件;行政诉讼2件."""

COMPARISON = re.compile(r"较|比上|同比|环比|增加|减少|增长|下降")
"""Directly before a number: a difference, not a total."""

SEPARATORS = re.compile(r"^(?:[、,;:■]|以及|和|及|与)+|[:为是有]$")
SEPARATED = re.compile(r"■*(?:[、,;]|以及|和|及|与)")
"""Between two parts."""

REST = re.compile(r"$|■*(?:$|[,;.。!]|等|、?其他|、?其它|、?其余)")
"""Behind the last part: the end, or a remark."""

SHARE = re.compile(
    r"[,、]?(?:约|各|分别)?占(?:比|总数|总量|总申请量|申请总数|全部|全年)?(?:的|约|为|达)*\d+(?:\.\d+)?%"
)
"""A percentage behind a part."""

UNCLEAR_LABEL = re.compile(
    r"^(?:共(?![享青同建产治])|实际|又|同时|另|还|均|平均|较|比上|含|内有|并|涉及|涵盖|部分(?!公开))|其中|包含|包括|同比|环比|较上|比上|增加|减少|增长|下降|累计|合计|总计"
)
"""In a part's label: a part of a part, a comparison, another total."""

MORE = re.compile(r"■*[,、](?:并|以及|及|和)?(?:发布|公布)(?!率|量|及时|的|情况)[^,;。\d]{2,}")
"""Behind the last part: another one that is not counted."""

WRITTEN_COUNT = re.compile(r"[一二两三四五六七八九十百千几数][余多]?(?:条|件|个|篇|份|项|次|期|宗|场)(?!类)")
"""A count in characters, which is not read: a list with one is not understood in full."""

DIGIT = re.compile(r"\d")
YEAR = re.compile(r"20\d\d年")
HARMLESS_DIGITS = re.compile(r"20\d\d年度?|\d{1,2}月(?:\d{1,2}日)?|[A-Za-z]\d+|\d+[A-Za-z]+|第\d+|123\d\d")

FAMILIES = {
    "applicants": re.compile(r"自然人|公民|个人|法人|企业|律师|其他组织|社会组织|科研机构|公益组织|法律服务"),
    "channels": re.compile(r"网络|网上|在线|信函|邮寄|当面|现场|传真|邮件|邮箱|来函|窗口"),
    "outcomes": re.compile(r"予以公开|部分公开|不予公开|无法提供|不予处理|答复|办结|撤回|补正|信息不存在|不属于"),
    "origin": re.compile(r"新收|新受理|结转|转结"),
}
"""Ways to divide the same requests: a list that uses two of them counts them twice."""


GROUPS = tuple(
    tuple(re.compile(member) for member in group)
    for group in (
        # Table 四: 结果维持, 结果纠正, 其他结果, 尚未审结.
        (
            r"(?:结果|复议|判决|予以|被)*维持(?:结果|原行政行为|原判)?的?",
            r"(?:结果|复议|判决|予以|被)*纠正(?:结果)?的?",
            r"其[他它](?:结果)?的?",
            r"(?:尚未|暂未|未|正在)(?:审结|审理|办结)中?的?",
        ),
        # Table 三: （一）予以公开 to （六）其他处理.
        (
            r"予以公开的?",
            r"(?:予以)?部分公开的?",
            r"不予公开的?",
            r"(?:本机关)?无法提供的?",
            r"不予处理的?",
            r"其[他它](?:处理)?的?",
        ),
        # Table 三: 自然人, 法人或其他组织.
        (r"自然人(?:申请)?的?", r"法人(?:(?:或者?|和|及|与|、)其他组织)?(?:申请)?的?"),
    )
)
"""The form's own ways of dividing. A list of one group's members, each once, is complete where all of them are named,
and none of them lies inside another."""


OVERLAPPING = re.compile(
    r"网站|微信|微博|公众号|客户端|新媒体|抖音|头条|平台|APP|公示栏|公开栏|报刊|报纸|电视|广播|显示屏|出席|参加|主持"
)
"""Labels of parts that may hold the same thing twice: one text on several channels, two people at one event."""


def names_overlapping(labels: tuple[str, ...]) -> bool:
    """Whether parts may overlap by their nature."""
    return any(OVERLAPPING.search(label) for label in labels)


def names_outcomes(labels: tuple[str, ...]) -> bool:
    """Whether a label says what became of requests."""
    return any(FAMILIES["outcomes"].search(label) for label in labels)


def mixes_families(labels: list[str]) -> bool:
    """Whether the labels divide a total in more than one way."""
    return sum(any(family.search(label) for label in labels) for family in FAMILIES.values()) > 1


def members_of_a_group(labels: tuple[str, ...]) -> tuple[int, int] | None:
    """How many members of one of the form's groups the labels name, each once, and how many the group has.

    None where a label is no member of the same group, or two labels are the same member.
    """
    names = [SEPARATORS.sub("", label) for label in labels]
    for group in GROUPS:
        named = [next((i for i, member in enumerate(group) if member.fullmatch(name)), None) for name in names]
        if None not in named and len(set(named)) == len(named):
            return len(named), len(group)
    return None

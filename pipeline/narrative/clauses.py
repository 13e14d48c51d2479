"""From a sentence to what its numbers mean.

Each number is looked at with the words directly around it: from the last comma, bracket or number before it up to the
next ones behind. A row of ``wordings`` that fits gives the measure; what its clause says before the wording, and the
sentence and paragraph so far, give the scope. A number whose words are not understood is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from pipeline.narrative.around import BOUNDARY, COUNT_ALONE, around_bracket, labels_around
from pipeline.narrative.measures import Scope
from pipeline.narrative.nothing import Nothing, nothings
from pipeline.narrative.prose import Sentence
from pipeline.narrative.quantity import Quantity, all_quantities, open_quoted
from pipeline.narrative.relative import Unchanged, growth, last_year, same, share, unchanged
from pipeline.narrative.reporter import Reporter
from pipeline.narrative.resolve import by_year, resolved
from pipeline.narrative.said import Words
from pipeline.narrative.scope import Statement, of_head, of_item, strips_to_nothing
from pipeline.narrative.scope_words import INFORMATION, ONE_APPLICANT
from pipeline.narrative.state import Context, Found, subject_of
from pipeline.narrative.wording import COUNT, PROACTIVE
from pipeline.narrative.wordings import WORDINGS

_TOGETHER = re.compile(r"(?:以及|[和及与或、])$")
_SUMS = {
    frozenset(("granted", "granted_in_part")): "granted_in_full_or_part",
    frozenset(("requests_received", "requests_carried_in")): "requests_received_with_carried_in",
}
"""What one number of two things named together (予以公开及部分公开12件) states; other pairs have no cell."""
_NAMES = [f"w{i}" for i in range(len(WORDINGS))]
_ANY = re.compile(
    r"(?P<prefix>[^#]*?)(?:" + "|".join(f"(?P<{n}>{w.regex})" for n, w in zip(_NAMES, WORDINGS, strict=True)) + ")"
)
_PROACTIVE = re.compile(rf"(?P<prefix>[^#]*?)(?P<label>{PROACTIVE}{COUNT})#")
_UNITS = frozenset(("件", "宗", "条", "份", "起", "例", "项", "个", "件次", "次", ""))
_RESPECTIVELY = re.compile(r"(?P<names>[^,;:。()]+?)(?:案件)?(?:数量?)?分别(?:为|是|有|:)*")
_AND = re.compile(r"、|,|以及|和|及|与")
_OTHER_OBJECT = re.compile(r"(?:收到|受理|接收|接到|审批|核发|办理)[^,;#]{2,}$")
"""A number of things taken in that no wording knows: what follows counts those."""
_SOME_OF_THEM = re.compile(
    r"涉及[^,;。()]{1,16}$|(?<!公开)类(?:信息)?申请[共计为有]*$|"
    r"(?:网上|网络|在线|线上|信函|邮寄|邮件|当面|现场|传真|来函|窗口|平台)[^,;。()]{0,8}$"
)
"""A number of requests of one subject: what was answered behind it may be of those alone."""
_ITEMS = re.compile(r"信息|文件|政务|动态|主动公开")
_ITEM_UNITS = frozenset(("条", "篇", "件", "份", "则"))
_CASE_WORDS = re.compile(r"(?:备案)?(?:行政)?(?:复议|诉讼|应诉)(?:案件|方面|情况)*(?<!备案行政复议)(?<!备案复议)")
_FEE_WORDS = re.compile(r"收费|费用|处理费")
_WHOLES = ("requests_received", "requests_processed")
_OF_SOME = ("requests_processed", "requests_carried_out")
_HEADS = ("requests_", "review_cases", "review_and", "litigation_", "fee", "proactive")


@dataclass(slots=True)
class _Reading:
    """A sentence while it is read."""

    sentence: Sentence
    reporter: Reporter
    text: str
    context: Context
    found: list[Found] = field(default_factory=list)
    read_to: int = 0
    used_to: int = 0
    narrowed: Quantity | None = None
    following: list[tuple[int, str, Scope]] = field(default_factory=list)


def read_sentence(sentence: Sentence, reporter: Reporter, context: Context) -> tuple[list[Found], Context]:
    """The numbers of a sentence whose meaning is known, and what it leaves to the next one of its paragraph.

    Args:
        sentence: One sentence of the prose.
        reporter: Whose report it is.
        context: What the paragraph says before it.
    """
    reading = _Reading(sentence, reporter, open_quoted(sentence.compact), replace(context, inside=False))
    numbers = all_quantities(reading.text)
    events: list[tuple[int, int | Nothing | Unchanged]] = [(q.start, i) for i, q in enumerate(numbers)]
    events += [(z.start, z) for z in nothings(reading.text)]
    events += [(u.start, u) for u in unchanged(reading.text)]
    for _, event in sorted(events, key=lambda e: e[0]):
        if isinstance(event, Nothing):
            _nothing(reading, event)
        elif isinstance(event, Unchanged):
            if zero := same(event, reading.found, reporter.year):
                reading.found.append(zero)
        else:
            _number(reading, numbers, event)
    rest = subject_of(reading.text, reading.read_to)
    return reading.found, replace(reading.context, subject=rest or reading.context.subject, inside=False)


def named(words: str) -> str | None:
    """The measure that words name alone, None where they name none."""
    match = _ANY.match(f"{words}#")
    return WORDINGS[_which(match)].measure if match and strips_to_nothing(match["prefix"]) else None


def _which(match: re.Match[str]) -> int:
    return next(i for i, name in enumerate(_NAMES) if match[name] is not None)


def _number(reading: _Reading, numbers: list[Quantity], i: int) -> None:
    quantity = numbers[i]
    labels = list(labels_around(reading.text, numbers, i, reading.used_to))
    before = labels[-1][0]
    if quantity.kind == "percent":
        part = share(before, quantity, reading.found, numbers[i - 1] if i else None, named)
        if part is not None:
            reading.found.append(part)
            return
    change = growth(before, reading.text, quantity, reading.found, reading.reporter.year)
    if isinstance(change, Found):
        reading.found.append(change)
    if change or quantity.kind == "percent" or (quantity.kind == "count" and quantity.unit not in _UNITS | _ITEM_UNITS):
        return
    if quantity.kind == "CNY" and reading.found and reading.found[-1].measure == "fee_cases":
        last_words = re.split(r"[,(]", before)[-1]
        if COUNT_ALONE.fullmatch(last_words) or "处理费" in before:
            reading.found.append(Found.read(quantity, "fee", reading.found[-1].scope))
            return
    if old := last_year(before, quantity, reading.found):
        reading.found.append(old)
        return
    _advance(reading, labels[-1][2])
    if reading.following and reading.following[0][0] == quantity.start:
        measure, scope = reading.following.pop(0)[1:]
        reading.found.append(Found.read(quantity, measure, scope))
        return
    if _respectively(reading, numbers, i, before, labels[-1][2]):
        return
    if not any(_worded(reading, *label, quantity) for label in labels) and not _proactive(
        reading, *labels[-1], quantity
    ):
        _advance(reading, quantity.end)
        if _SOME_OF_THEM.search(before):
            reading.narrowed = quantity
        if _OTHER_OBJECT.search(before):
            reading.context = replace(reading.context, subject="alien")
    reading.read_to = max(reading.read_to, quantity.end)


def _advance(reading: _Reading, to: int) -> None:
    """Let the words up to a place say what the text is speaking of."""
    if to > reading.read_to:
        subject = subject_of(reading.text, reading.read_to, to)
        if subject is not None:
            reading.context = replace(reading.context, subject=subject)
        reading.read_to = to


def _worded(reading: _Reading, before: str, behind: str, place: int, quantity: Quantity) -> bool:
    whole = f"{before}#{behind}"
    at = 0
    while at <= len(before) and (match := _ANY.match(whole, at)):
        wording = WORDINGS[_which(match)]
        words = whole[match.end("prefix") : match.end()]
        start = place + match.end("prefix")
        said = Words(wording, words, before, behind, quantity, reading.text, start, reading.sentence)
        for measure, doubt in resolved(said, reading.context, reading.found):
            measure, doubt = by_year(measure, doubt, words, reading.reporter.year)
            at = -1
            both, first = _together(match["prefix"], measure)
            if both:
                one = Found.read(quantity, both, "own")
                _record(
                    reading, both, doubt, one, start if first is None else place + first, place, match["inside"] or ""
                )
        if at < 0:
            reading.used_to = quantity.end + max(0, match.end() - len(before) - 1)
            return True
        at = match.end("prefix") + 1
    return False


def _together(prefix: str, measure: str) -> tuple[str | None, int | None]:
    """The measure of a number whose words stand behind 和 or 、: where a measure is named before it, that of both.

    Returns:
        The measure, None where the two have none together; where the first one's name begins, None where there is none.
    """
    joint = _TOGETHER.search(prefix)
    match = _ANY.match(f"{prefix[: joint.start()]}#") if joint else None
    other = WORDINGS[_which(match)].measure if match else measure
    if match is None or other == measure:
        return measure, None
    return _SUMS.get(frozenset((other, measure))), match.end("prefix")


def _respectively(reading: _Reading, numbers: list[Quantity], i: int, before: str, place: int) -> bool:
    """Whether A、B分别为3件、2件 begins here: as many numbers, one behind the other, as things are named."""
    match = _RESPECTIVELY.fullmatch(before)
    parts = _AND.split(match["names"].removesuffix("的")) if match else []
    run = numbers[i : i + len(parts)]
    between = [reading.text[a.end : b.number_start] for a, b in pairwise(run)]
    if len(parts) < 2 or len(run) < len(parts) or not all(_AND.fullmatch(b) for b in between):
        return False
    about = INFORMATION.search(reading.sentence.lead + reading.text)
    measures = [named(p) or named(f"{parts[0].partition('行政')[0]}{p}") for p in parts]
    if not about or any(m is None or m in ("requests_total", "requests_left") for m in measures):
        return False
    scope = of_head(Statement(reading.text, place, place, ""), reading.reporter, is_item=True)
    if reading.context.scope not in (None, "own"):
        scope = reading.context.scope or scope
    reading.following = [(q.start, str(m), scope) for q, m in zip(run, measures, strict=True)]
    measure = reading.following.pop(0)[1]
    reading.found.append(Found.read(run[0], measure, scope))
    return True


def _proactive(reading: _Reading, before: str, behind: str, place: int, quantity: Quantity) -> bool:
    match = _PROACTIVE.match(f"{before}#")
    if match is None or quantity.unit not in _ITEM_UNITS or not _ITEMS.search(match["label"] + behind):
        return False
    start = place + match.end("prefix")
    _record(reading, "proactive_items", None, Found.read(quantity, "proactive_items", "own"), start, place)
    reading.context = replace(reading.context, subject="alien")
    return True


def _nothing(reading: _Reading, zero: Nothing) -> None:
    ends = [m.end() for m in BOUNDARY.finditer(reading.text, 0, zero.start)]
    place = ends[-1] if ends else 0
    _advance(reading, zero.start)
    kinds = [bool(kind.search(zero.words)) for kind in ONE_APPLICANT]
    for measure in zero.measures:
        unit = "CNY" if measure == "fee" else "count"
        one = Found(zero.start, zero.end, measure, 0.0, "CNY" if unit == "CNY" else "count", False, "own")
        said = reading.sentence.lead + reading.text[: zero.stop]
        if measure.startswith(("review", "litigation", "fee")) and not _IS_ABOUT.search(said):
            continue
        if measure == "requests_received" and (
            kinds[0] != kinds[1] or not ("申请" in zero.words and _IS_ABOUT.search(said))
        ):
            continue
        _record(reading, measure, None, one, zero.start, place)
    reading.read_to = max(reading.read_to, zero.stop)


_IS_ABOUT = re.compile(r"信息公开|依申请|政务公开|申请公开|公开申请|信息处理费")


def _record(
    reading: _Reading, measure: str, doubt: Scope | None, one: Found, start: int, place: int, inside: str = ""
) -> None:
    """Add a number with its scope, and let it be what the next ones follow."""
    context = reading.context
    about = _CASE_WORDS if measure.startswith(("review", "litigation")) else _FEE_WORDS if "fee" in measure else None
    floor = min(reading.found[-1].stop, place) if reading.found else 0
    text, begins, cut = around_bracket(reading.text, place, floor)
    statement = Statement(text, start - cut, start - cut, text[begins : start - cut], inside, about)
    is_whole = measure.startswith(_WHOLES) and not reading.text.startswith(("新", "本年新"), start)
    scope = doubt
    if scope is None:
        is_head = measure.startswith(_HEADS) and not context.inside
        if is_head or context.scope is None or not (context.inside or reading.sentence.lead):
            scope = of_head(statement, reading.reporter, is_item=not is_whole)
        else:
            scope = of_item(statement, reading.reporter, context.scope, is_whole=is_whole)
    some = reading.narrowed
    if some and scope == "own" and measure in _OF_SOME and one.value <= some.value:
        scope = "part" if ";" not in reading.text[some.end : start] else scope
    reading.found.append(replace(one, scope=scope))
    is_head = measure.endswith("_cases") or measure.startswith(_HEADS[:1])
    head = measure if is_head else context.head
    cases, subject = context.cases, context.subject
    if measure.startswith(("review", "litigation")):
        if measure.endswith("_cases"):
            cases = measure.removesuffix("_cases")
        elif scope != "part":
            cases = measure.partition("_")[0]
        subject = "litigation" if measure.startswith("litigation") else "review"
    elif measure.startswith(("requests_", "received_")):
        subject = "requests"
    reading.context = Context(
        subject,
        scope if scope == "own" or (is_head and doubt not in ("unclear", "part")) else context.scope,
        head,
        cases,
        inside=True,
    )

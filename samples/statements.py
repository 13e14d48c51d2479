"""Sentences that restate the tables' numbers, a family at a time, and what they say wrongly where that is planted.

:attr:`Report.says` names the families a report prints; :attr:`Report.stated` overrides single numbers. A sentence is
left out where the table prints no number for one of its own.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from samples.forms import ORGANISATIONS, REQUESTS, RESULTS, REVIEW, TRACKS, Key
from samples.truth import Report

LITIGATION = TRACKS[1:]
OUTCOMES = ("granted", "granted_in_part", "refused", "unable_to_provide", "not_processed", "other_outcome")
_GROUPS = {
    "refused": "denied_",
    "unable_to_provide": "unavailable_",
    "not_processed": "not_processed_",
    "other_outcome": "other",
}
_CELLS: dict[str, tuple[Key, ...]] = {
    "received": ((REQUESTS, "new_requests", "total"),),
    "carried_in": ((REQUESTS, "carried_in", "total"),),
    "processed": ((REQUESTS, "processed_total", "total"),),
    "carried_out": ((REQUESTS, "carried_out", "total"),),
    "natural": ((REQUESTS, "new_requests", "natural_person"),),
    "organisation": tuple((REQUESTS, "new_requests", o) for o in ORGANISATIONS),
    "granted": ((REQUESTS, "granted", "total"),),
    "granted_in_part": ((REQUESTS, "granted_in_part", "total"),),
    **{f"review_{r}": ((REVIEW, "review", r),) for r in (*RESULTS, "total")},
    **{f"litigation_{r}": tuple((REVIEW, t, r) for t in LITIGATION) for r in (*RESULTS, "total")},
}


def printed(report: Report, measure: str) -> int | None:
    """What the tables print for a measure: a cell or a sum of cells; None where one of them prints no number."""
    keys = _CELLS.get(measure)
    if keys is None:
        rows = dict.fromkeys(r for t, r, _ in report.cells if t == REQUESTS and r.startswith(_GROUPS[measure]))
        keys = tuple((REQUESTS, r, "total") for r in rows)
    numbers = [report.cells[k].value if k in report.cells else None for k in keys]
    if not keys or any(n is None or n != int(n) for n in numbers):
        return None
    return sum(int(n or 0) for n in numbers)


def said(report: Report, measure: str) -> int | None:
    """What the text says of a measure: the tables' number, or the planted one."""
    right = printed(report, measure)
    return None if right is None else report.stated.get(measure, right)


def _all_said(report: Report, measures: Sequence[str]) -> dict[str, int] | None:
    """What the text says of all these measures; None where one of them cannot be said."""
    numbers = {m: n for m in measures if (n := said(report, m)) is not None and n >= 0}
    return numbers if len(numbers) == len(measures) else None


def share(report: Report) -> tuple[str, float] | None:
    """The share of 予以公开 as the text prints it and as the tables have it, in per cent."""
    granted, done = printed(report, "granted"), printed(report, "processed")
    if granted is None or not done or not 0 <= granted <= done:
        return None
    right = granted / done * 100
    return f"{right + report.stated.get('share', 0):.1f}", right


def growth(report: Report) -> tuple[str, str, float] | None:
    """同比 of the requests received: 增长 or 下降, the printed per cent, and the true change in per cent."""
    now, before = printed(report, "received"), report.last_year.get("received")
    if now is None or not before or now == before:
        return None
    right = (now - before) / before * 100
    shown = right + report.stated.get("growth", 0)
    return "增长" if shown >= 0 else "下降", f"{abs(shown):.1f}", right


def _balance(report: Report, rng: random.Random, who: str) -> str:
    n = _all_said(report, ("received", "carried_in", "processed", "carried_out"))
    if n is None:
        return ""
    forms = (
        "{y}年，{who}新收政府信息公开申请{received}件，上年度结转{carried_in}件；办结{processed}件，"
        "结转下年度继续办理{carried_out}件。",
        "{y}年度{who}新收政府信息公开申请{received}件、结转上年度申请{carried_in}件，共办结{processed}件、"
        "结转下年度{carried_out}件。",
    )
    return rng.choice(forms).format(y=report.year, who=who, **n)


def _received(report: Report, rng: random.Random, who: str) -> str:
    n = _all_said(report, ("received",))
    return "" if n is None else f"{report.year}年，{who}共收到政府信息公开申请{n['received']}件。"


def _applicants(report: Report, rng: random.Random, who: str) -> str:
    n = _all_said(report, ("received", "natural", "organisation"))
    if n is None:
        return ""
    return (
        f"{report.year}年{who}共收到政府信息公开申请{n['received']}件，其中自然人申请{n['natural']}件，"
        f"法人或其他组织申请{n['organisation']}件。"
    )


def _carried(report: Report, rng: random.Random, who: str) -> str:
    n = _all_said(report, ("carried_in", "carried_out"))
    return (
        "" if n is None else f"上年度结转政府信息公开申请{n['carried_in']}件，结转下年度继续办理{n['carried_out']}件。"
    )


def _processed(report: Report, rng: random.Random, who: str) -> str:
    n = _all_said(report, ("processed",))
    forms = ("全年办结政府信息公开申请{}件。", "全年共答复政府信息公开申请{}件。")
    return "" if n is None else rng.choice(forms).format(n["processed"])


def _outcomes(report: Report, rng: random.Random, who: str) -> str:
    n = _all_said(report, ("processed", *OUTCOMES))
    if n is None:
        return ""
    return (
        f"全年办结政府信息公开申请{n['processed']}件，其中予以公开{n['granted']}件、部分公开{n['granted_in_part']}件、"
        f"不予公开{n['refused']}件、无法提供{n['unable_to_provide']}件、不予处理{n['not_processed']}件、"
        f"其他处理{n['other_outcome']}件。"
    )


def _share(report: Report, rng: random.Random, who: str) -> str:
    n, part = _all_said(report, ("processed", "granted")), share(report)
    if n is None or part is None:
        return ""
    return f"全年办结政府信息公开申请{n['processed']}件，予以公开{n['granted']}件，占{part[0]}%。"


def _cases(kind: str, words: str) -> Callable[[Report, random.Random, str], str]:
    def sentence(report: Report, rng: random.Random, who: str) -> str:
        n = _all_said(report, [f"{kind}_{r}" for r in ("total", *RESULTS)])
        if n is None:
            return ""
        total, kept, corrected, other, pending = n.values()
        if not total and not any((kept, corrected, other, pending)):
            return f"未发生因政府信息公开引起的{words}。"
        return (
            f"因政府信息公开引发{words}{total}件，其中结果维持{kept}件、结果纠正{corrected}件、其他结果{other}件、"
            f"尚未审结{pending}件。"
        )

    return sentence


def _growth(report: Report, rng: random.Random, who: str) -> str:
    n, change = _all_said(report, ("received",)), growth(report)
    if n is None or change is None:
        return ""
    return f"{report.year}年{who}共收到政府信息公开申请{n['received']}件，同比{change[0]}{change[1]}%。"


FAMILIES: dict[str, tuple[tuple[str, ...], Callable[[Report, random.Random, str], str]]] = {
    "balance": (("received", "carried_in", "processed", "carried_out"), _balance),
    "received": (("received",), _received),
    "applicants": (("received", "natural", "organisation"), _applicants),
    "growth": (("received",), _growth),
    "carried": (("carried_in", "carried_out"), _carried),
    "processed": (("processed",), _processed),
    "outcomes": (("processed", *OUTCOMES), _outcomes),
    "share": (("processed", "granted"), _share),
    "review": (tuple(f"review_{r}" for r in ("total", *RESULTS)), _cases("review", "行政复议")),
    "litigation": (tuple(f"litigation_{r}" for r in ("total", *RESULTS)), _cases("litigation", "行政诉讼")),
}
"""Every family: the measures its sentence states, and the sentence."""

BEGINNINGS = ("balance", "received", "applicants", "growth")
"""Families that state the requests received; one of them opens the paragraph."""

RULES = {
    "received": "narrative.requests_received",
    "carried_in": "narrative.requests_carried_in",
    "processed": "narrative.requests_processed",
    "carried_out": "narrative.requests_carried_out",
    **dict.fromkeys(("natural", "organisation"), "narrative.applicants"),
    **dict.fromkeys(OUTCOMES, "narrative.outcomes"),
    **{f"review_{r}": "narrative.review" for r in (*RESULTS, "total")},
    **{f"litigation_{r}": "narrative.litigation" for r in (*RESULTS, "total")},
}
"""The rule that compares a stated measure with the tables."""


TAKEN_APART = {
    "applicants": ("received", ("natural", "organisation")),
    "outcomes": ("processed", OUTCOMES),
    **{kind: (f"{kind}_total", tuple(f"{kind}_{r}" for r in RESULTS)) for kind in ("review", "litigation")},
}
"""Families whose sentence takes a number apart: 共N件，其中A a件、B b件."""


def draw_says(rng: random.Random) -> tuple[str, ...]:
    """Families for one report: how the paragraph opens, and what follows."""
    opening = rng.choice(BEGINNINGS)
    following = [f for f in FAMILIES if f not in BEGINNINGS and f != ("carried" if opening == "balance" else "")]
    return (opening, *(f for f in following if rng.random() < 0.5))


def restated(report: Report, who: str) -> list[str]:
    """The sentences of the report's families, in the order of :data:`FAMILIES`."""
    rng = report.rng("statements")
    return [s for f, (_, sentence) in FAMILIES.items() if f in report.says and (s := sentence(report, rng, who))]


def printed_families(report: Report) -> list[str]:
    """The families whose sentence is really printed."""
    return [f for f in FAMILIES if f in report.says and FAMILIES[f][1](report, report.rng("statements"), "")]


def broken(report: Report) -> dict[str, None]:
    """The rules that the report's sentences break: the tables', the sentence's own balance, a share, a growth."""
    rules: dict[str, None] = {}
    families = printed_families(report)
    for family in families:
        for measure in FAMILIES[family][0]:
            if said(report, measure) != printed(report, measure):
                rules[RULES[measure]] = None
    told = {m: said(report, m) or 0 for m in FAMILIES["balance"][0]}
    into, out = told["received"] + told["carried_in"], told["processed"] + told["carried_out"]
    if "balance" in families and into != out:
        rules["narrative.balance"] = None
    for family, (total, parts) in TAKEN_APART.items():
        whole = said(report, total)
        if family in families and whole is not None and whole != sum(said(report, p) or 0 for p in parts):
            rules["narrative.breakdown_sum"] = None
    if "share" in families and report.stated.get("share"):
        rules["narrative.share"] = None
    if "growth" in families and report.stated.get("growth"):
        rules["panel.growth"] = None
    return rules

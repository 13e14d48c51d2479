"""Slips of the pen in sentences that restate the tables: one family of sentences says another number."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

from samples.forms import RESULTS
from samples.statements import BEGINNINGS, FAMILIES, OUTCOMES, growth, printed, printed_families, share
from samples.truth import Report

Misstate = Callable[[Report, random.Random], Report]


def _with_family(report: Report, family: str) -> Report:
    """The report with a family among those it prints; the openings exclude each other."""
    others = [f for f in report.says or ("received",) if not (family in BEGINNINGS and f in BEGINNINGS)]
    if family == "balance":
        others = [f for f in others if f != "carried"]
    return replace(report, says=tuple(dict.fromkeys((*others, family))))


def _other_number(report: Report, right: int, rng: random.Random) -> int:
    """A number that no reading of the sentence makes right: none of the tables' nearby numbers and sums."""
    whole = ("received", "carried_in", "processed", "carried_out")
    near = {printed(report, m) or 0 for m in whole}
    near |= {right + (printed(report, "carried_in") or 0), (printed(report, "received") or 0) + 1}
    return next(n for n in (right + d for d in rng.sample(range(1, 40), 39)) if n not in near)


def misstate(family: str, measures: Sequence[str]) -> Misstate:
    """One of these measures is said wrongly, in a sentence of the family."""

    def apply(report: Report, rng: random.Random) -> Report:
        changed = _with_family(report, family)
        if family not in printed_families(changed):
            return report
        measure = rng.choice(list(measures))
        right = printed(report, measure) or 0
        return replace(changed, stated={**report.stated, measure: _other_number(report, right, rng)})

    return apply


def _share(report: Report, rng: random.Random) -> Report:
    changed, right = _with_family(report, "share"), share(report)
    # Of received, of received with carried in and of processed: a share that is none of them.
    granted, done = printed(report, "granted"), printed(report, "processed")
    wholes = (
        done,
        printed(report, "received"),
        (printed(report, "received") or 0) + (printed(report, "carried_in") or 0),
    )
    if right is None or granted is None or "share" not in printed_families(changed):
        return report
    meant = [granted / w * 100 for w in wholes if w]
    offsets = [d for d in (-23, -11, -7, 7, 11, 23) if 0 <= right[1] + d <= 100]
    far = [d for d in offsets if all(abs(right[1] + d - m) > 1 for m in meant)]
    return replace(changed, stated={**report.stated, "share": rng.choice(far)}) if far else report


def _growth(report: Report, rng: random.Random) -> Report:
    changed = _with_family(report, "growth")
    if growth(report) is None or "growth" not in printed_families(changed):
        return report
    return replace(changed, stated={**report.stated, "growth": rng.choice((3, 8, 15))})


def _cases(kind: str) -> Misstate:
    return misstate(kind, [f"{kind}_{r}" for r in ("total", *RESULTS)])


MISSTATEMENTS: dict[str, tuple[str, Misstate]] = {
    "said_received": ("the text states another received count", misstate("received", ["received"])),
    "said_carried": ("the text states other carried-over counts", misstate("carried", FAMILIES["carried"][0])),
    "said_processed": ("the text states another answered count", misstate("processed", ["processed"])),
    "said_balance": (
        "one number of the sentence 新收, 结转, 办结, 结转 is off",
        misstate("balance", FAMILIES["balance"][0]),
    ),
    "said_applicants": ("自然人 or 法人 of the text is off", misstate("applicants", ("natural", "organisation"))),
    "said_outcomes": ("one outcome of the text is off", misstate("outcomes", OUTCOMES)),
    "said_share": ("a share of the text is off", _share),
    "said_review": ("the text states another number of 行政复议", _cases("review")),
    "said_litigation": ("the text states another number of 行政诉讼", _cases("litigation")),
}
"""Plants of one report by name: what they are, and how they are made."""

said_growth: Misstate = _growth
"""The growth against last year is off; needs a report whose ``last_year`` is known."""

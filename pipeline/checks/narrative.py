"""Numbers stated in sentences, against the tables: each measure equals what the tables print for it.

Only a figure that is exact and the report's own is compared. Where a report states the same thing more than once, one
statement that fits is enough: the others may count something narrower. Numbers against each other are in
``sentences``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from math import inf
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.checks import stated
from pipeline.checks.model import Compared, Finding, Outcome, Verdict, number
from pipeline.checks.printed import Frames
from pipeline.narrative.measures import measures

_TOLERANCE = 1e-6
_TOLD_OF_APART = re.compile(r"(?:[^;。\d]|20\d\d年|\d{1,2}[月日])*(?:答复|办结|办理完)[^;。\d]*;")
"""Behind a number of requests: the rest of its clause, which tells what became of them."""
_NEW, _CARRIED = "requests.new_requests", "requests.carried_in"

Family = tuple[str, ...]
"""Measures that say the same thing: one of them that fits is enough. A finding points at the place of the first."""


def same(a: float, b: float) -> bool:
    """Whether two numbers are equal but for the error of floating points."""
    return abs(a - b) <= _TOLERANCE * max(1.0, abs(b))


def own(frames: Frames, names: Family) -> pd.DataFrame:
    """The figures of these measures that may be compared: the report's own and exact."""
    figures = frames.figures
    return figures[figures["measure"].isin(names) & (figures["scope"] == "own") & ~figures["approximate"]]


def _starting(*beginnings: str) -> list[Family]:
    return [(name,) for name in measures() if name.startswith(beginnings)]


def _choices(frames: Frames, measure: str) -> list[tuple[stated.Addresses, NDArray[np.float64]]]:
    """The sums of cells that a number of this measure may mean, the usual one first, with their numbers per report.

    A split by applicants may be one of the requests that were carried in as well.
    """
    cells = measures()[measure].cells
    sums = [cells]
    if measure.startswith("received_by_"):
        sums.append(cells + tuple(c.replace(_NEW, _CARRIED) for c in cells))
    return [(s, stated.expected(frames, s)) for s in sums]


def _restates(rule: str, families: list[Family]) -> Callable[[Frames], Outcome]:
    def check(frames: Frames) -> Outcome:
        holds, compared, findings, told = 0, list[Compared](), list[Finding](), set[int]()
        less = _told_of_new_ones(frames) if {("requests_processed",), ("granted",)} & {*families} else {}
        for family in families:
            choices = {measure: _choices(frames, measure) for measure in family}
            figures = own(frames, family)
            for (report,), group in stated.by(figures, "report_id").items():
                r = stated.place_of(frames, report)
                rows = [f for f in group if not np.isnan(choices[f["measure"]][0][1][r])]
                if not rows:
                    continue
                fits = [_fitting(choices[f["measure"]], f["value"], r) for f in rows]
                target = float(choices[rows[0]["measure"]][0][1][r])
                by, most = zip(*(less.get((report, f["place"]), (0.0, 0.0)) for f in rows), strict=True)
                of_new = any(target - by[n] <= f["value"] <= min(most[n], target - 1) for n, f in enumerate(rows))
                broken = all(k is None for k in fits) and not of_new
                for figure, k in zip(rows, fits, strict=True):
                    cells, targets = choices[figure["measure"]][k or 0]
                    outcome: Verdict = "holds" if k is not None else "broken" if broken else "cannot_be_told"
                    where = stated.address(frames, cells, r)
                    compared.append(Compared(str(report), figure["figure"], where, float(targets[r]), outcome))
                fitting = any(k is not None for k in fits)
                if broken or fitting:
                    told.add(r)
                if broken:
                    findings.append(_disagrees(rule, frames, family, rows, r, target))
                holds += fitting
        return Outcome(holds, len(frames.ids) - len(told), findings, compared)

    return check


def is_of_new_ones(group: list[dict[str, Any]]) -> bool:
    """Whether a sentence may say what became of the new requests alone, those carried in being told of apart.

    新收31件,已答复28件,结转3件,上年结转的4件均已答复; not where these stand before: 新收31件,上年结转4件,办结28件. But
    so where what became of them is told there: 上年结转的4件已全部答复;新收31件,已答复28件.
    """
    first = {f["measure"]: f["span_start"] for f in reversed(group)}
    done = first.get("requests_processed", inf)
    names = ("requests_carried_in", "requests_received_with_carried_in")
    among = (f for f in group if f["measure"] in names and not _TOLD_OF_APART.match(f["sentence"][f["span_end"] :]))
    carried = {f["span_start"] for f in among}
    return "requests_received" in first and all(place >= done for place in carried)


def _told_of_new_ones(frames: Frames) -> dict[tuple[str, int], tuple[float, float]]:
    """Sentences (report and place) that may say what became of the new requests alone, where others were carried in.

    They are those that state as 办结 what of the new ones was, or that take the new ones apart without a word of 办结;
    also where the new ones are named without one of 收到: 申请31件,已答复的28件中.
    The numbers are those of the requests carried in, by as much they may fall short of the table, and of the new ones.
    """
    told = ("received", "received_with_carried_in", "carried_in", "processed")
    figures = own(frames, tuple(f"requests_{m}" for m in told))
    new, done, carried = (stated.of_measure(frames, f"requests_{m}") for m in ("received", "processed", "carried_in"))
    found: dict[tuple[str, int], tuple[float, float]] = {}
    for (report, place), group in stated.by(figures, "report_id", "place").items():
        r = stated.place_of(frames, report)
        said = {m: [f["value"] for f in group if f["measure"] == f"requests_{m}"] for m in ("received", "processed")}
        of_new = not said["processed"] or any(same(v + carried[r], done[r]) for v in said["processed"])
        if all(f["measure"] == "requests_processed" for f in group):
            before = group[0]["sentence"][: group[0]["span_start"]]
            names_new = re.search(rf"(?<![\d.]){new[r]:.0f}[件条份宗]", before) is not None
        else:
            names_new = any(same(v, new[r]) for v in said["received"]) and is_of_new_ones(group)
        if carried[r] > 0 and of_new and names_new:
            found[report, place] = float(carried[r]), float(new[r])
    return found


def _fitting(choices: list[tuple[stated.Addresses, NDArray[np.float64]]], value: float, r: int) -> int | None:
    return next((k for k, (_, targets) in enumerate(choices) if same(value, targets[r])), None)


def _disagrees(rule: str, frames: Frames, family: Family, rows: list[dict[str, Any]], r: int, target: float) -> Finding:
    first = rows[0]
    measure = measures()[first["measure"]]
    table, row, column = stated.only_place(frames, measures()[family[0]].cells)
    is_sum = "+" in stated.address(frames, measure.cells, r)
    return Finding(
        rule=rule,
        report_id=str(frames.ids[r]),
        table=table,
        row=row,
        column=column,
        expected=number(target),
        actual="; ".join(dict.fromkeys(number(f["value"]) for f in rows)),
        words={
            "raw": first["raw"],
            "sentence": first["sentence"],
            "measure": measure,
            "where": stated.labels(frames, measure.cells, r),
            "in_all": " in all" if is_sum else "",
            "in_all_zh": "合计" if is_sum else "",
        },
        evidence="; ".join(dict.fromkeys(str(f["sentence"]) for f in rows)),
    )


requests_received = _restates(
    "narrative.requests_received", [("requests_received", "requests_received_with_carried_in")]
)
"""The received count in the text equals the table's 本年新收 (with 上年结转, where the text says so)."""

requests_carried_in = _restates("narrative.requests_carried_in", [("requests_carried_in",)])
"""上年结转 in the text equals the table's."""

requests_processed = _restates("narrative.requests_processed", [("requests_processed",)])
"""答复 or 办结 in the text equals the table's （七）总计."""

requests_carried_out = _restates("narrative.requests_carried_out", [("requests_carried_out",)])
"""结转下年度 in the text equals the table's."""

applicants = _restates("narrative.applicants", _starting("received_by_"))
"""自然人, 法人或其他组织 and their kinds in the text equal the table's columns."""

outcomes = _restates(
    "narrative.outcomes",
    _starting("granted", "refused", "denied_", "unable_to_provide", "unavailable_", "not_processed", "other_"),
)
"""Each outcome, or group of outcomes, in the text equals the table's."""

review = _restates("narrative.review", _starting("review_c", "review_u", "review_o", "review_p"))
"""行政复议 and its results in the text equal table 四."""

litigation = _restates("narrative.litigation", [*_starting("litigation_"), ("review_and_litigation_cases",)])
"""行政诉讼 and its results in the text equal both tracks of table 四 together."""

"""What does not fit an agency's other years: ten times its size, digits that look joined, a table of zeros.

These are hints (INFO): real agencies have such years too, seldom. So each rule asks for at least two other years that
agree among themselves and are large enough for chance not to explain the difference.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from pipeline.checks.model import Finding, Outcome, number
from pipeline.checks.printed import BLANK, NOT_LISTED, REPORTED, Printed
from pipeline.checks.years import Panel, Usual
from pipeline.forms import TABLES, table_title

_OTHER_YEARS = 2
_TIMES = 5.0
"""A count ten times its usual size lies at least this much above the mean of the other years, as those vary."""
_USUAL_SPREAD, _USUAL_WEIGHT, _DEVIATIONS = 0.4, 6.0, 4.2
"""How far an agency's years lie apart as a rule (the deviation of their logarithms), how many years of its own that
counts for, and how many deviations make an outlier. Where years vary by just 0.4, one of 2,000 reports has one."""
_SMALLEST, _LARGE = 5.0, 50.0
"""Counts below the first vary freely; the larger of count and usual size is at least the second."""
_JOINED_TIMES = 10.0
_PART_TIMES = 3.0
"""How far each part of joined digits may lie from what is usual."""
_NEVER_ZERO = 10.0
"""The largest number of a table in each other year, for an agency that never has zeros."""
_SIZES = {
    "proactive": tuple(
        (row, column)
        for column in ("decisions", "in_force", "total_public")
        for row in ("licence", "penalty", "coercion", "regulation", "normative_document")
    ),
    "requests": (("new_requests", "total"), ("processed_total", "total")),
    "review_litigation": tuple((t, "total") for t in ("review", "litigation_direct", "litigation_after_review")),
}
"""The counts that tell an agency's size; a table's first that does not fit stands for it."""


def _finding(rule: str, own: Printed, where: tuple[int, int, int], usual: Usual, **words: str) -> Finding:
    row, column = own.labels(where)
    low, high = number(usual.low[where]), number(usual.high[where])
    span = low if low == high else f"{low} to {high}"
    return Finding(
        rule=rule,
        report_id=str(own.reports[where[0]]),
        table=own.table,
        row=own.rows[where[1]],
        column=own.columns[where[2]],
        expected=span,
        actual=number(own.value[where]),
        words={
            "row": row,
            "column": column,
            "raw": own.raw(where),
            "years": int(usual.years[where]),
            "span_zh": span.replace(" to ", "至"),
            **words,
        },
        evidence=f"{own.raw(where)}; other years {span}",
    )


def _joined_at(own: Printed, usual: Usual, where: tuple[int, int, int]) -> tuple[str, str] | None:
    """The two numbers whose digits a cell seems to join: its own twice, or its own and that of the next, empty cell."""

    def fits(part: str, at: tuple[int, int, int]) -> bool:
        return bool(usual.low[at] / _PART_TIMES <= int(part) <= usual.high[at] * _PART_TIMES)

    digits = number(own.value[where])
    half = len(digits) // 2
    if len(digits) >= 4 and digits[:half] * 2 == digits and fits(digits[:half], where):
        return digits[:half], digits[half:]
    behind = (where[0], where[1], where[2] + 1)
    if behind[2] >= len(own.columns) or own.state[behind] == NOT_LISTED or usual.years[behind] < _OTHER_YEARS:
        return None
    if (own.state[behind] == REPORTED and own.value[behind] != 0) or usual.low[behind] < 1:
        return None
    cuts = ((digits[:cut], digits[cut:]) for cut in range(1, len(digits)) if digits[cut] != "0")
    return next(((a, b) for a, b in cuts if fits(a, where) and fits(b, behind)), None)


def _joined(own: Printed, usual: Usual) -> Iterator[tuple[tuple[int, int, int], tuple[str, str]]]:
    """Each cell whose digits look joined, and the two numbers."""
    large = np.nonzero((own.state == REPORTED) & (own.value >= 100))
    value, low, high = own.value[large], np.nan_to_num(usual.low[large]), np.nan_to_num(usual.high[large])
    told = (usual.years[large] >= _OTHER_YEARS) & (low >= 1) & (value >= _JOINED_TIMES * high) & (value % 1 == 0)
    for i, j, k in np.stack(large, axis=1)[told].tolist():
        if own.columns[k] != "amount" and (parts := _joined_at(own, usual, (i, j, k))):
            yield (i, j, k), parts


def joined_digits(panel: Panel) -> Outcome:
    """No number is two joined ones (1212), where one alone is the agency's usual size."""
    holds, cannot, findings = 0, 0, []
    for name in TABLES:
        own = panel.own(name)
        usual = panel.usual(name)
        places = own.state == REPORTED
        told = int((places & (usual.years >= _OTHER_YEARS) & (usual.low >= 1)).sum())
        found = [
            _finding("outlier.joined_digits", own, where, usual, first=first, second=second)
            for where, (first, second) in _joined(own, usual)
        ]
        findings += found
        holds += told - len(found)
        cannot += int(places.sum()) - told
    return Outcome(holds, cannot, findings)


def _all_zero(own: Printed) -> NDArray[np.bool_]:
    """Per report, whether the whole table is there, prints zeros and nothing else."""
    whole = np.isin(own.state, (REPORTED, BLANK, NOT_LISTED)).all(axis=(1, 2))
    other = ((own.state == REPORTED) & (own.value != 0)).any(axis=(1, 2))
    return np.asarray(whole & ~other & (own.state == REPORTED).any(axis=(1, 2)), dtype=np.bool_)


def all_zero(panel: Panel) -> Outcome:
    """No table is all zeros where the agency's other years all print numbers of some size."""
    holds, cannot, findings = 0, 0, []
    for name in TABLES:
        own = panel.own(name)
        least, years = panel.usual(name).least, panel.usual(name).tables
        told = own.found & (years >= _OTHER_YEARS) & (np.nan_to_num(least) >= _NEVER_ZERO)
        broken = told & _all_zero(own)
        findings += [
            Finding(
                rule="outlier.all_zero",
                report_id=str(own.reports[r]),
                table=name,
                expected=f"numbers up to at least {number(least[r])}",
                actual="0",
                words={"title": table_title(name), "years": years[r], "least": number(least[r])},
                evidence=f"all cells 0; other years at least {number(least[r])}",
            )
            for r in np.flatnonzero(broken).tolist()
        ]
        holds += int((told & ~broken).sum())
        cannot += int((own.found & ~told).sum())
    return Outcome(holds, cannot, findings)


def _deviation(usual: Usual, at: tuple[slice, int, int]) -> NDArray[np.float64]:
    """How far a year's count may lie off the mean of the others by chance, as a deviation of its logarithm."""
    years, level = np.maximum(usual.years[at], 1), np.nan_to_num(usual.level[at], nan=1.0)
    own = (_USUAL_WEIGHT * _USUAL_SPREAD**2 + usual.spread[at]) / (_USUAL_WEIGHT + years - 1)
    return np.asarray(np.sqrt((own + 1 / level) * (1 + 1 / years)))


def scale(panel: Panel) -> Outcome:
    """No count is about ten times or a tenth of what it is in the agency's other years."""
    holds, cannot, findings = 0, 0, []
    for name, places in _SIZES.items():
        own = panel.own(name)
        usual = panel.usual(name)
        zeros = _all_zero(own)
        joined = {where for where, _ in _joined(own, usual)}
        said = np.zeros(len(own.reports), dtype=np.bool_)
        for row, column in places:
            at = (slice(None), own.row(row), own.column(column))
            value, level, years = own.number[at], usual.level[at], usual.years[at]
            there = ~np.isnan(value)
            told = there & (years >= _OTHER_YEARS) & (np.nan_to_num(usual.low[at]) >= _SMALLEST) & (value >= 0)
            times = np.where(told, (value + 0.5) / np.where(told, level, 1.0), 1.0)
            far = np.abs(np.log(times)) >= np.maximum(math.log(_TIMES), _DEVIATIONS * _deviation(usual, at))
            up = told & far & (times > 1) & (value >= _LARGE)
            down = told & far & (times < 1) & (level >= _LARGE) & ~zeros
            for r in np.flatnonzero((up | down) & ~said).tolist():
                where = (r, own.row(row), own.column(column))
                if where in joined:
                    continue
                said[r] = True
                size, size_zh = ("about ten times", "约为十倍") if up[r] else ("about a tenth", "约为十分之一")
                findings.append(_finding("outlier.scale", own, where, usual, size=size, size_zh=size_zh))
            holds += int((told & ~(up | down)).sum())
            cannot += int((there & ~told).sum())
    return Outcome(holds, cannot, findings)

"""This year's report against the same agency's report of the year before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from pipeline.checks.model import Finding, Outcome, number
from pipeline.checks.printed import Printed, column_label, row_label
from pipeline.checks.sums import Floats
from pipeline.checks.years import Panel
from pipeline.forms import FORMS

_TOLERANCE = 1e-6


def _apart(one: Floats, other: Floats) -> NDArray[np.bool_]:
    """Where two numbers differ; False where one of them is NaN."""
    return np.asarray(np.abs(one - other) > _TOLERANCE, dtype=np.bool_)


def carry_over(panel: Panel) -> Outcome:
    """Last year's 结转下年度 equals this year's 上年结转, per applicant column."""
    everything = len(panel.now.reports) * len(panel.now.table("requests").columns)
    pairs = panel.pairs("requests")
    if pairs is None:
        return Outcome(0, everything, [])
    before, after = pairs.before.row("carried_out"), pairs.now.row("carried_in")
    out, into = pairs.before.number[:, before, :], pairs.now.number[:, after, :]
    told = ~np.isnan(out) & ~np.isnan(into)
    findings = []
    for r, j in np.argwhere(_apart(out, into)).tolist():
        column = pairs.now.columns[j]
        was = f"{row_label('requests', 'carried_out')} {pairs.before.raw((r, before, j))}"
        now = f"{row_label('requests', 'carried_in')} {pairs.now.raw((r, after, j))}"
        findings.append(
            Finding(
                rule="panel.carry_over",
                report_id=str(pairs.now.reports[r]),
                table="requests",
                column=column,
                expected=number(out[r, j]),
                actual=number(into[r, j]),
                words={"label": column_label("requests", column), "was": was, "now": now},
                evidence=f"{was} (report {pairs.before.reports[r]}); {now}",
            )
        )
    told_number = int(told.sum())
    return Outcome(told_number - len(findings), everything - told_number, findings)


def _of_form(table: Printed, row: int, column: int, version: str) -> NDArray[np.bool_]:
    """Per report, whether this place is a cell of that form."""
    return np.asarray(table.versions[:, row, column] == list(FORMS).index(version), dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class _Continued:
    """A number of table 二 that follows, in some rows of one form, from numbers of the year before and this one.

    Attributes:
        rule: its rule.
        form: the form that has it.
        rows: the rows.
        cells: by the names of the rule's words, the year and column of each number; ``was`` and ``left`` are the same
            column, before and now, and a blank in any other adds 0.
        expected: of those numbers, what ``left`` must be; NaN where it cannot be told.
        evidence: the printed text, with those names and ``report``, the one of the year before, in braces.
    """

    rule: str
    form: str
    rows: tuple[str, ...]
    cells: dict[str, tuple[Literal["before", "now"], str]]
    expected: Callable[[dict[str, Floats]], Floats]
    evidence: str


def _continues(panel: Panel, rule: _Continued) -> Outcome:
    everything = len(panel.now.reports) * len(rule.rows)
    pairs = panel.pairs("proactive")
    if pairs is None:
        return Outcome(0, everything, [])
    findings, told_number = [], 0
    cells = {name: (getattr(pairs, year), pairs.now.column(column)) for name, (year, column) in rule.cells.items()}
    stock = cells["left"][1]
    for row in rule.rows:
        i = pairs.now.row(row)
        numbers = {
            name: (table.number if column == stock else table.addend)[:, i, column]
            for name, (table, column) in cells.items()
        }
        now, expected = numbers["left"], rule.expected(numbers)
        told = _of_form(pairs.before, i, stock, rule.form) & _of_form(pairs.now, i, stock, rule.form)
        told &= ~np.isnan(expected) & ~np.isnan(now)
        told_number += int(told.sum())
        for r in np.flatnonzero(told & _apart(expected, now)).tolist():
            printed = {name: table.raw((r, i, column)) for name, (table, column) in cells.items()}
            findings.append(
                Finding(
                    rule=rule.rule,
                    report_id=str(pairs.now.reports[r]),
                    table="proactive",
                    row=row,
                    expected=number(expected[r]),
                    actual=number(now[r]),
                    words={"label": row_label("proactive", row, rule.form), **printed},
                    evidence=rule.evidence.format(report=pairs.before.reports[r], **printed),
                )
            )
    return Outcome(told_number - len(findings), everything - told_number, findings)


_IN_FORCE = _Continued(
    rule="panel.in_force_stock",
    form="2021",
    rows=("regulation", "normative_document"),
    cells={
        "was": ("before", "in_force"),
        "came": ("now", "made"),
        "went": ("now", "repealed"),
        "left": ("now", "in_force"),
    },
    expected=lambda n: n["was"] + n["came"] - n["went"],
    evidence="上年现行有效件数 {was} (report {report}); 本年制发件数 {came}; 本年废止件数 {went}; 现行有效件数 {left}",
)


def in_force_stock(panel: Panel) -> Outcome:
    """现行有效 = last year's 现行有效 + 本年制发 − 本年废止, for 规章 and 行政规范性文件 on form 2021."""
    return _continues(panel, _IN_FORCE)


def _items_due(n: dict[str, Floats]) -> Floats:
    due = n["was"] + n["came"]
    unsigned = _apart(due, n["left"]) & ~_apart(n["was"] - n["came"], n["left"])
    return np.where(unsigned | (due < 0), np.nan, due)


_ITEMS = _Continued(
    rule="panel.previous_items",
    form="2019",
    rows=("licence", "other_service", "penalty", "coercion", "fee"),
    cells={"was": ("before", "items_last_year"), "came": ("before", "change"), "left": ("now", "items_last_year")},
    expected=_items_due,
    evidence="上年度：上一年项目数量 {was}，本年增/减 {came} (report {report}); 本年度：上一年项目数量 {left}",
)


def previous_items(panel: Panel) -> Outcome:
    """上一年项目数量 = last year's 上一年项目数量 + last year's 本年增/减, for the five rows of form 2019.

    本年增/减 is printed with a sign. Where its opposite would fit, the agency may have left the sign of a decrease out,
    and where the two come to less than 0, last year's cells are no such numbers: neither can be told.
    """
    return _continues(panel, _ITEMS)

"""This year's report against the same agency's report of the year before."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.checks.model import Finding, Outcome, number
from pipeline.checks.printed import Printed, column_label, row_label
from pipeline.checks.years import Panel
from pipeline.forms import FORMS

_TOLERANCE = 1e-6
_STOCK_ROWS = ("regulation", "normative_document")
_STOCK_FORM = "2021"
_ITEM_ROWS = ("licence", "other_service", "penalty", "coercion", "fee")
_ITEM_FORM = "2019"


def carry_over(panel: Panel) -> Outcome:
    """Last year's 结转下年度 equals this year's 上年结转, per applicant column."""
    everything = len(panel.now.reports) * len(panel.now.table("requests").columns)
    pairs = panel.pairs("requests")
    if pairs is None:
        return Outcome(0, everything, [])
    before, after = pairs.before.row("carried_out"), pairs.now.row("carried_in")
    out, into = pairs.before.number[:, before, :], pairs.now.number[:, after, :]
    told = ~np.isnan(out) & ~np.isnan(into)
    broken = told & (np.abs(np.where(told, out - into, 0.0)) > _TOLERANCE)
    findings = []
    for r, j in np.argwhere(broken).tolist():
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


def _of_form(table: Printed, row: str, column: str, version: str) -> NDArray[np.bool_]:
    """Per report, whether this place is a cell of that form."""
    codes = table.versions[:, table.row(row), table.column(column)]
    return np.asarray(codes == list(FORMS).index(version), dtype=np.bool_)


def in_force_stock(panel: Panel) -> Outcome:
    """现行有效 = last year's 现行有效 + 本年制发 − 本年废止, for 规章 and 行政规范性文件 on form 2021."""
    everything = len(panel.now.reports) * len(_STOCK_ROWS)
    pairs = panel.pairs("proactive")
    if pairs is None:
        return Outcome(0, everything, [])
    findings, told_number = [], 0
    stock, made, repealed = (pairs.now.column(c) for c in ("in_force", "made", "repealed"))
    for row in _STOCK_ROWS:
        i = pairs.now.row(row)
        before, now = pairs.before.number[:, i, stock], pairs.now.number[:, i, stock]
        expected = before + pairs.now.addend[:, i, made] - pairs.now.addend[:, i, repealed]
        told = _of_form(pairs.before, row, "in_force", _STOCK_FORM) & _of_form(pairs.now, row, "in_force", _STOCK_FORM)
        told &= ~np.isnan(expected) & ~np.isnan(now)
        told_number += int(told.sum())
        broken = told & (np.abs(np.where(told, expected - now, 0.0)) > _TOLERANCE)
        label = row_label("proactive", row, _STOCK_FORM)
        for r in np.flatnonzero(broken).tolist():
            was = pairs.before.raw((r, i, stock))
            came, went, left = (pairs.now.raw((r, i, column)) for column in (made, repealed, stock))
            findings.append(
                Finding(
                    rule="panel.in_force_stock",
                    report_id=str(pairs.now.reports[r]),
                    table="proactive",
                    row=row,
                    expected=number(expected[r]),
                    actual=number(now[r]),
                    words={"label": label, "was": was, "came": came, "went": went, "left": left},
                    evidence=(
                        f"上年现行有效件数 {was} (report {pairs.before.reports[r]}); "
                        f"本年制发件数 {came}; 本年废止件数 {went}; 现行有效件数 {left}"
                    ),
                )
            )
    return Outcome(told_number - len(findings), everything - told_number, findings)


def previous_items(panel: Panel) -> Outcome:
    """上一年项目数量 = last year's 上一年项目数量 + last year's 本年增/减, for the five rows of form 2019.

    本年增/减 is printed with a sign. Where its opposite would fit, the agency may have left the sign of a decrease out,
    and where the two come to less than 0, last year's cells are no such numbers: neither can be told.
    """
    everything = len(panel.now.reports) * len(_ITEM_ROWS)
    pairs = panel.pairs("proactive")
    if pairs is None:
        return Outcome(0, everything, [])
    findings, told_number = [], 0
    items, change = (pairs.now.column(c) for c in ("items_last_year", "change"))
    for row in _ITEM_ROWS:
        i = pairs.now.row(row)
        before, now = pairs.before.number[:, i, items], pairs.now.number[:, i, items]
        changed = pairs.before.addend[:, i, change]
        expected = before + changed
        told = _of_form(pairs.before, row, "items_last_year", _ITEM_FORM)
        told &= _of_form(pairs.now, row, "items_last_year", _ITEM_FORM)
        told &= ~np.isnan(expected) & ~np.isnan(now)
        apart = np.abs(np.where(told, expected - now, 0.0)) > _TOLERANCE
        unsigned = apart & (np.abs(before - changed - now) <= _TOLERANCE)
        told &= ~unsigned & ~(expected < 0)
        broken = told & apart
        told_number += int(told.sum())
        label = row_label("proactive", row, _ITEM_FORM)
        for r in np.flatnonzero(broken).tolist():
            was, came = pairs.before.raw((r, i, items)), pairs.before.raw((r, i, change))
            left = pairs.now.raw((r, i, items))
            findings.append(
                Finding(
                    rule="panel.previous_items",
                    report_id=str(pairs.now.reports[r]),
                    table="proactive",
                    row=row,
                    expected=number(expected[r]),
                    actual=number(now[r]),
                    words={"label": label, "was": was, "came": came, "left": left},
                    evidence=(
                        f"上年度：上一年项目数量 {was}，本年增/减 {came} (report {pairs.before.reports[r]}); "
                        f"本年度：上一年项目数量 {left}"
                    ),
                )
            )
    return Outcome(told_number - len(findings), everything - told_number, findings)

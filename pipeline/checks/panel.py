"""This year's report against the same agency's report of the year before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.checks.model import Finding, Outcome, number
from pipeline.checks.printed import REPORTED, Frames, Printed, column_label, printed, row_label
from pipeline.forms import FORMS

_TOLERANCE = 1e-6
_STOCK_ROWS = ("regulation", "normative_document")
_STOCK_FORM = "2021"


@dataclass(frozen=True)
class _Pairs:
    """The agencies with exactly one usable report in both years: one table of each year, along the same axis."""

    before: Printed
    now: Printed


def _single(reports: pd.DataFrame) -> pd.DataFrame:
    named = reports[reports["agency_name"].notna() & (reports["agency_name"] != "")]
    return named.drop_duplicates(["agency_name", "report_year"], keep=False)


def _pairs(frames: Frames, table: str) -> _Pairs | None:
    if frames.previous_reports is None or frames.previous_cells is None:
        return None
    names: list[Any] = ["agency_name", "report_year", "report_id"]
    last = _single(frames.previous_reports)[names]
    both = _single(frames.usable)[names].merge(
        last.assign(report_year=last["report_year"] + 1), on=["agency_name", "report_year"], suffixes=("", "_before")
    )
    return _Pairs(
        before=printed(table, frames.previous_cells, pd.Index(both["report_id_before"])),
        now=printed(table, frames.cells, pd.Index(both["report_id"])),
    )


def _numbers(table: Printed, row: str) -> NDArray[np.float64]:
    at = table.row(row)
    return np.where(table.state[:, at, :] == REPORTED, table.value[:, at, :], np.nan)


def carry_over(frames: Frames) -> Outcome:
    """Last year's 结转下年度 equals this year's 上年结转, per applicant column."""
    everything = len(frames.usable) * len(frames.requests.columns)
    pairs = _pairs(frames, "requests")
    if pairs is None:
        return Outcome(0, everything, [])
    out, into = _numbers(pairs.before, "carried_out"), _numbers(pairs.now, "carried_in")
    told = ~np.isnan(out) & ~np.isnan(into)
    broken = told & (np.abs(np.where(told, out - into, 0.0)) > _TOLERANCE)
    findings = []
    for r, j in np.argwhere(broken).tolist():
        column = pairs.now.columns[j]
        left, right = (r, pairs.before.row("carried_out"), j), (r, pairs.now.row("carried_in"), j)
        was = f"{row_label('requests', 'carried_out')} {pairs.before.raw(left)}"
        now = f"{row_label('requests', 'carried_in')} {pairs.now.raw(right)}"
        findings.append(
            Finding(
                rule="panel.carry_over",
                report_id=str(pairs.now.reports[r]),
                table="requests",
                column=column,
                expected=number(out[r, j]),
                actual=number(into[r, j]),
                message=(
                    f"In the column {column_label('requests', column)} last year's report prints {was}, this year's "
                    f"{now}; the two should be equal."
                ),
                message_zh=(
                    f"“{column_label('requests', column)}”列：上年度报告印{was}，本年度报告印{now}，两者应相等。"
                ),
                evidence=f"{was} (report {pairs.before.reports[r]}); {now}",
            )
        )
    told_number = int(told.sum())
    return Outcome(told_number - len(findings), everything - told_number, findings)


def _of_form(table: Printed, row: str, version: str) -> NDArray[np.bool_]:
    """Per report, whether this row's 现行有效件数 is a cell of that form."""
    codes = table.versions[:, table.row(row), table.column("in_force")]
    return np.asarray(codes == list(FORMS).index(version), dtype=np.bool_)


def in_force_stock(frames: Frames) -> Outcome:
    """现行有效 = last year's 现行有效 + 本年制发 − 本年废止, for 规章 and 行政规范性文件 on form 2021."""
    everything = len(frames.usable) * len(_STOCK_ROWS)
    pairs = _pairs(frames, "proactive")
    if pairs is None:
        return Outcome(0, everything, [])
    findings, told_number = [], 0
    stock, made, repealed = (pairs.now.column(c) for c in ("in_force", "made", "repealed"))
    for row in _STOCK_ROWS:
        i = pairs.now.row(row)
        before = _numbers(pairs.before, row)[:, stock]
        now = _numbers(pairs.now, row)[:, stock]
        expected = before + pairs.now.addend[:, i, made] - pairs.now.addend[:, i, repealed]
        told = _of_form(pairs.before, row, _STOCK_FORM) & _of_form(pairs.now, row, _STOCK_FORM)
        told &= ~np.isnan(expected) & ~np.isnan(now)
        told_number += int(told.sum())
        broken = told & (np.abs(np.where(told, expected - now, 0.0)) > _TOLERANCE)
        label = row_label("proactive", row, _STOCK_FORM)
        for r in np.flatnonzero(broken).tolist():
            was, came, went, left = (
                pairs.before.raw((r, i, stock)),
                *(pairs.now.raw((r, i, column)) for column in (made, repealed, stock)),
            )
            findings.append(
                Finding(
                    rule="panel.in_force_stock",
                    report_id=str(pairs.now.reports[r]),
                    table="proactive",
                    row=row,
                    expected=number(expected[r]),
                    actual=number(now[r]),
                    message=(
                        f"{label}: last year's 现行有效件数 ({was}) plus this year's 本年制发件数 ({came}) minus "
                        f"本年废止件数 ({went}) makes {number(expected[r])}, but 现行有效件数 prints {left}."
                    ),
                    message_zh=(
                        f"{label}：上年度现行有效件数（{was}）加本年制发件数（{came}）减本年废止件数（{went}）应为"
                        f"{number(expected[r])}，但现行有效件数印为{left}。"
                    ),
                    evidence=(
                        f"上年现行有效件数 {was} (report {pairs.before.reports[r]}); "
                        f"本年制发件数 {came}; 本年废止件数 {went}; 现行有效件数 {left}"
                    ),
                )
            )
    return Outcome(told_number - len(findings), everything - told_number, findings)

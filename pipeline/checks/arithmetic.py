"""The sums the form promises, in tables 三 and 四: the findings where they are broken.

Where one cell of table 三 explains every broken sum of a report, each of its findings names it (``locate``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from pipeline.checks import sums
from pipeline.checks.locate import Located, locate
from pipeline.checks.model import Finding, Outcome, number
from pipeline.checks.printed import BLANK, NOT_LISTED, Frames, Printed, column_label, row_label
from pipeline.checks.sums import CAME, PROCESSED, TOTAL, WENT, Equation

Along = Literal["row", "column"]


def _suspect(table: Printed, report: int, located: Mapping[int, Located]) -> dict[str, str]:
    """In English and Chinese, the one cell that explains the broken sums; nothing where there is none."""
    if report not in located:
        return {"suspect": "", "suspect_zh": ""}
    cell = located[report]
    where = (report, cell.row, cell.column)
    row, column = table.labels(where)
    fits = number(cell.fits)
    blank = table.state[where] == BLANK
    prints = "prints no number" if blank else f"prints {table.raw(where)}"
    prints_zh = "未印数字" if blank else f"印为{table.raw(where)}"
    return {
        "suspect": f" One cell explains every broken sum of the table: {row} / {column} {prints}; {fits} would fit.",
        "suspect_zh": f"表中各项不符均可由一个单元格解释：“{row} / {column}”{prints_zh}，如为{fits}则各项均相符。",
    }


def _members(table: Printed, report: int, members: Sequence[int], at: int, along: Along, zeros: bool) -> str:
    """The members of a sum as printed, each behind its label; ``zeros`` are shown or left out."""
    shown = []
    for member in members:
        where = (report, member, at) if along == "column" else (report, at, member)
        if table.state[where] == NOT_LISTED or not (zeros or table.addend[where]):
            continue
        shown.append(f"{table.labels(where)[0 if along == 'column' else 1]} {table.raw(where)}")
    return " + ".join(shown) if shown else "0"


@dataclass(frozen=True, slots=True)
class _Sum:
    """A sum of the form: its rule, whether it runs along rows or columns, and which places each side adds up there."""

    rule: str
    table: str
    along: Along
    left: Sequence[int]
    right: Sequence[int]
    zeros: bool
    """Whether members of the left side that are 0 are shown."""


def _outcome(form: _Sum, table: Printed, equation: Equation, located: Mapping[int, Located]) -> Outcome:
    findings = []
    for r, at in np.argwhere(equation.broken).tolist():
        came = _members(table, r, form.left, at, form.along, form.zeros)
        went = _members(table, r, form.right, at, form.along, zeros=True)
        name = (table.columns if form.along == "column" else table.rows)[at]
        label = (column_label if form.along == "column" else row_label)(form.table, name)
        findings.append(
            Finding(
                rule=form.rule,
                report_id=str(table.reports[r]),
                table=form.table,
                row=name if form.along == "row" else None,
                column=name if form.along == "column" else None,
                expected=number(equation.left[r, at]),
                actual=number(equation.right[r, at]),
                words={"label": label, "came": came, "went": went, **_suspect(table, r, located)},
                evidence=f"{came}; {went}",
            )
        )
    holds = int((equation.told & ~equation.broken).sum())
    return Outcome(holds, int((equation.listed & ~equation.told).sum()), findings)


def balance(frames: Frames) -> Outcome:
    """新收 + 上年结转 = （七）总计 + 结转下年度, per applicant column."""
    table = frames.requests
    came, went = ([table.row(name) for name in names] for names in (CAME, WENT))
    form = _Sum("requests.balance", "requests", "column", came, went, zeros=True)
    return _outcome(form, table, sums.balance(table), locate(table))


def outcomes_sum(frames: Frames) -> Outcome:
    """The outcome rows add up to （七）总计, per applicant column."""
    table = frames.requests
    rows, total = sums.outcome_places(table), [table.row(PROCESSED)]
    form = _Sum("requests.outcomes_sum", "requests", "column", rows, total, zeros=False)
    return _outcome(form, table, sums.outcomes(table), locate(table))


def applicants_sum(frames: Frames) -> Outcome:
    """自然人 and the five organisations add up to 总计, per row."""
    table = frames.requests
    columns, total = sums.applicant_places(table), [table.column(TOTAL)]
    form = _Sum("requests.applicants_sum", "requests", "row", columns, total, zeros=False)
    return _outcome(form, table, sums.applicants(table), locate(table))


def review_outcomes_sum(frames: Frames) -> Outcome:
    """维持 + 纠正 + 其他 + 尚未审结 = 总计, per track of table 四."""
    table = frames.review
    members, total = sums.result_places(table), [table.column(TOTAL)]
    form = _Sum("review_litigation.outcomes_sum", "review_litigation", "row", members, total, zeros=True)
    return _outcome(form, table, sums.review_outcomes(table), {})

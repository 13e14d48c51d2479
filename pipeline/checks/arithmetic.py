"""The sums the form promises, in tables 三 and 四: the findings where they are broken.

Where one cell of table 三 explains every broken sum of a report, each of its findings names it (``locate``).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pipeline.checks import sums
from pipeline.checks.locate import Located, locate
from pipeline.checks.model import Finding, Outcome, number
from pipeline.checks.printed import BLANK, NOT_LISTED, Frames, Printed, column_label, row_label
from pipeline.checks.sums import CAME, PROCESSED, TOTAL, WENT, Equation

Describe = Callable[[int, int, str, str], Finding]
"""From a report's place, the place along the sum's axis, and both sides as text: the finding."""


def _suspect(table: Printed, report: int, located: dict[int, Located]) -> dict[str, str]:
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


def _members(table: Printed, report: int, places: list[tuple[int, int]], by: str, skip_zero: bool) -> str:
    """The members of a sum as printed, each behind its label; zeros may be left out."""
    shown = []
    for i, j in places:
        where = (report, i, j)
        if table.state[where] == NOT_LISTED or (skip_zero and table.addend[where] == 0):
            continue
        shown.append(f"{table.labels(where)[0 if by == 'row' else 1]} {table.raw(where)}")
    return " + ".join(shown) if shown else "0"


def _outcome(equation: Equation, describe: Describe) -> Outcome:
    findings = [
        describe(r, at, number(equation.left[r, at]), number(equation.right[r, at]))
        for r, at in np.argwhere(equation.broken).tolist()
    ]
    holds = int((equation.told & ~equation.broken).sum())
    return Outcome(holds, int((equation.listed & ~equation.told).sum()), findings)


def balance(frames: Frames) -> Outcome:
    """新收 + 上年结转 = （七）总计 + 结转下年度, per applicant column."""
    table, located = frames.requests, locate(frames.requests)

    def finding(r: int, j: int, left: str, right: str) -> Finding:
        came, went = (
            _members(table, r, [(table.row(name), j) for name in names], "row", skip_zero=False)
            for names in (CAME, WENT)
        )
        label = column_label("requests", table.columns[j])
        return Finding(
            rule="requests.balance",
            report_id=str(table.reports[r]),
            table="requests",
            column=table.columns[j],
            expected=left,
            actual=right,
            words={"label": label, "came": came, "went": went, **_suspect(table, r, located)},
            evidence=f"{came}; {went}",
        )

    return _outcome(sums.balance(table), finding)


def outcomes_sum(frames: Frames) -> Outcome:
    """The outcome rows add up to （七）总计, per applicant column."""
    table, located = frames.requests, locate(frames.requests)
    rows = sums.outcome_places(table)

    def finding(r: int, j: int, left: str, right: str) -> Finding:
        parts = _members(table, r, [(i, j) for i in rows], "row", skip_zero=True)
        total = _members(table, r, [(table.row(PROCESSED), j)], "row", skip_zero=False)
        label = column_label("requests", table.columns[j])
        return Finding(
            rule="requests.outcomes_sum",
            report_id=str(table.reports[r]),
            table="requests",
            column=table.columns[j],
            expected=left,
            actual=right,
            words={"label": label, **_suspect(table, r, located)},
            evidence=f"{parts}; {total}",
        )

    return _outcome(sums.outcomes(table), finding)


def applicants_sum(frames: Frames) -> Outcome:
    """自然人 and the five organisations add up to 总计, per row."""
    table, located = frames.requests, locate(frames.requests)
    columns = sums.applicant_places(table)

    def finding(r: int, i: int, left: str, right: str) -> Finding:
        parts = _members(table, r, [(i, j) for j in columns], "column", skip_zero=True)
        total = _members(table, r, [(i, table.column(TOTAL))], "column", skip_zero=False)
        label = row_label("requests", table.rows[i])
        return Finding(
            rule="requests.applicants_sum",
            report_id=str(table.reports[r]),
            table="requests",
            row=table.rows[i],
            expected=left,
            actual=right,
            words={"label": label, **_suspect(table, r, located)},
            evidence=f"{parts}; {total}",
        )

    return _outcome(sums.applicants(table), finding)


def review_outcomes_sum(frames: Frames) -> Outcome:
    """维持 + 纠正 + 其他 + 尚未审结 = 总计, per track of table 四."""
    table = frames.review
    at = table.column(TOTAL)
    members = [j for j in range(len(table.columns)) if j != at]

    def finding(r: int, i: int, left: str, right: str) -> Finding:
        parts = _members(table, r, [(i, j) for j in members], "column", skip_zero=False)
        total = _members(table, r, [(i, at)], "column", skip_zero=False)
        return Finding(
            rule="review_litigation.outcomes_sum",
            report_id=str(table.reports[r]),
            table="review_litigation",
            row=table.rows[i],
            expected=left,
            actual=right,
            words={"label": row_label("review_litigation", table.rows[i])},
            evidence=f"{parts}; {total}",
        )

    return _outcome(sums.review_outcomes(table), finding)

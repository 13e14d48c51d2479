"""The sums the form promises, in tables 三 and 四.

Row rules and column rules of table 三 overlap: one wrong cell breaks exactly one row and one column. Where both are off
by the same amount, a finding names the cell in which they cross.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pipeline.checks.model import Finding, Outcome, number
from pipeline.checks.printed import BLANK, NOT_LISTED, REPORTED, Frames, Printed, column_label, row_label
from pipeline.forms import rows_by_role

APPLICANTS = (
    "natural_person",
    "enterprise",
    "research_institution",
    "public_welfare_organisation",
    "legal_service_institution",
    "other_organisation",
)
_ROLES = rows_by_role("requests")
_OUTCOMES = frozenset(_ROLES["outcome"])
_BALANCED = tuple(key for role in ("received", "carried_in", "processed_total", "carried_out") for key in _ROLES[role])
_OTHER = "other"
_OTHER_PARTS = ("other_overdue_correction", "other_unpaid_fee", "other_misc")
_TOLERANCE = 1e-6

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class _Equation:
    """Two sides that must be equal, per report and place; NaN where it cannot be told. ``listed``: the place exists."""

    left: Floats
    right: Floats
    listed: Bools

    @cached_property
    def told(self) -> Bools:
        return self.listed & ~np.isnan(self.left) & ~np.isnan(self.right)

    @cached_property
    def broken(self) -> Bools:
        with np.errstate(invalid="ignore"):
            apart = np.abs(self.left - self.right) > _TOLERANCE * np.maximum(1.0, np.abs(self.right))
        return self.told & apart

    @cached_property
    def gap(self) -> Floats:
        """How far apart the sides are where they differ, NaN elsewhere."""
        return np.where(self.broken, np.abs(self.left - self.right), np.nan)

    def outcome(self, findings: list[Finding]) -> Outcome:
        holds = int((self.told & ~self.broken).sum())
        return Outcome(holds, int((self.listed & ~self.told).sum()), findings)


def _total(values: Floats, state: NDArray[np.int8]) -> Floats:
    """A total as printed; a blank one cannot be told, it is not 0."""
    return np.where(state == REPORTED, values, np.nan)


def _addends(table: Printed) -> Floats:
    """What each cell of table 三 adds to its column's sums.

    A blank in the column 总计 is itself a blank total: it adds 0 only where the row's applicants come to 0.
    """
    addends = table.addend.copy()
    total = table.column("total")
    parts = addends[:, :, [table.column(a) for a in APPLICANTS]].sum(axis=2)
    blank = table.state[:, :, total] == BLANK
    addends[:, :, total] = np.where(blank & (parts != 0), np.nan, addends[:, :, total])
    return addends


def _outcome_rows(table: Printed) -> list[int]:
    return [i for i, row in enumerate(table.rows) if row in _OUTCOMES]


def _balance(table: Printed) -> _Equation:
    addends = _addends(table)
    new, carried, out = (addends[:, table.row(r), :] for r in ("new_requests", "carried_in", "carried_out"))
    at = table.row("processed_total")
    processed = _total(table.value[:, at, :], table.state[:, at, :])
    return _Equation(new + carried, processed + out, table.state[:, at, :] != NOT_LISTED)


def _outcomes(table: Printed) -> _Equation:
    addends, state = _addends(table), table.state
    rows = _outcome_rows(table)
    at = table.row("processed_total")
    single = state[:, table.row(_OTHER), :] != NOT_LISTED
    parts = (state[:, [table.row(p) for p in _OTHER_PARTS], :] != NOT_LISTED).sum(axis=1)
    common = [i for i in rows if table.rows[i] not in (_OTHER, *_OTHER_PARTS)]
    # （六）其他处理 is one row or three; with neither, or with both, the sum would count too little or twice.
    whole = (state[:, common, :] != NOT_LISTED).all(axis=1) & (parts == np.where(single, 0, len(_OTHER_PARTS)))
    members = np.where(state[:, rows, :] == NOT_LISTED, 0.0, addends[:, rows, :])
    right = _total(table.value[:, at, :], state[:, at, :])
    return _Equation(np.where(whole, members.sum(axis=1), np.nan), right, state[:, at, :] != NOT_LISTED)


def _applicants(table: Printed) -> _Equation:
    at = table.column("total")
    left = table.addend[:, :, [table.column(a) for a in APPLICANTS]].sum(axis=2)
    right = _total(table.value[:, :, at], table.state[:, :, at])
    return _Equation(left, right, table.state[:, :, at] != NOT_LISTED)


def _crossing(gap: float, others: Floats, names: tuple[str, ...], only: tuple[str, ...] | None = None) -> str | None:
    """The one row (or column) of the same report that is off by the same amount, among those the sum is made of."""
    same = [names[i] for i in np.flatnonzero(np.isclose(others, gap))]
    same = [name for name in same if only is None or name in only]
    return same[0] if len(same) == 1 else None


def _suspect(row: str | None, column: str | None) -> tuple[str, str]:
    """In English and Chinese, the cell that a broken row and a broken column share."""
    if row is None or column is None:
        return "", ""
    here = f"{row_label('requests', row)} / {column_label('requests', column)}"
    return (
        f" Its row and its column are off by the same amount, so the cell {here} is the likely place.",
        f"所在行与列的差额相同，问题可能在单元格“{here}”。",
    )


def _printed(table: Printed, report: int, places: list[tuple[int, int]], by: str, skip_zero: bool) -> str:
    """The members of a sum as printed, each behind its label; zeros may be left out."""
    shown = []
    for i, j in places:
        where = (report, i, j)
        adds = table.addend[where]
        if table.state[where] == NOT_LISTED or (skip_zero and adds == 0):
            continue
        shown.append(f"{table.labels(where)[0 if by == 'row' else 1]} {table.raw(where)}")
    return " + ".join(shown) if shown else "0"


def balance(frames: Frames) -> Outcome:
    """新收 + 上年结转 = （七）总计 + 结转下年度, per applicant column."""
    table = frames.requests
    equation, rows = _balance(table), _applicants(table).gap
    findings = []
    for r, j in np.argwhere(equation.broken):
        left, right = equation.left[r, j], equation.right[r, j]
        new, carried, processed, out = ([(table.row(name), int(j))] for name in _BALANCED)
        came = _printed(table, int(r), new + carried, "row", skip_zero=False)
        went = _printed(table, int(r), processed + out, "row", skip_zero=False)
        column = table.columns[j]
        suspect, suspect_zh = _suspect(_crossing(equation.gap[r, j], rows[r], table.rows, _BALANCED), column)
        findings.append(
            Finding(
                rule="requests.balance",
                report_id=str(table.reports[r]),
                table="requests",
                column=column,
                expected=number(left),
                actual=number(right),
                message=(
                    f"The column {column_label('requests', column)} does not balance: {came} makes {number(left)}, "
                    f"but {went} makes {number(right)}.{suspect}"
                ),
                message_zh=(
                    f"“{column_label('requests', column)}”列不平衡：{came}，合计{number(left)}；{went}，合计"
                    f"{number(right)}。{suspect_zh}"
                ),
                evidence=f"{came}; {went}",
            )
        )
    return equation.outcome(findings)


def outcomes_sum(frames: Frames) -> Outcome:
    """The outcome rows add up to （七）总计, per applicant column."""
    table = frames.requests
    equation, rows = _outcomes(table), _applicants(table).gap
    members = (*(table.rows[i] for i in _outcome_rows(table)), "processed_total")
    findings = []
    for r, j in np.argwhere(equation.broken):
        left, right = equation.left[r, j], equation.right[r, j]
        parts = _printed(table, int(r), [(i, int(j)) for i in _outcome_rows(table)], "row", skip_zero=True)
        total = _printed(table, int(r), [(table.row("processed_total"), int(j))], "row", skip_zero=False)
        column = table.columns[j]
        suspect, suspect_zh = _suspect(_crossing(equation.gap[r, j], rows[r], table.rows, members), column)
        findings.append(
            Finding(
                rule="requests.outcomes_sum",
                report_id=str(table.reports[r]),
                table="requests",
                column=column,
                expected=number(left),
                actual=number(right),
                message=(
                    f"In the column {column_label('requests', column)} the outcomes of 三、本年度办理结果 add up to "
                    f"{number(left)}, but （七）总计 prints {number(right)}.{suspect}"
                ),
                message_zh=(
                    f"“{column_label('requests', column)}”列：三、本年度办理结果各项合计{number(left)}，"
                    f"但（七）总计印为{number(right)}。{suspect_zh}"
                ),
                evidence=f"{parts}; {total}",
            )
        )
    return equation.outcome(findings)


def applicants_sum(frames: Frames) -> Outcome:
    """自然人 and the five organisations add up to 总计, per row."""
    table = frames.requests
    equation = _applicants(table)
    by_outcomes, by_balance = _outcomes(table).gap, _balance(table).gap
    findings = []
    for r, i in np.argwhere(equation.broken):
        left, right = equation.left[r, i], equation.right[r, i]
        members = [(int(i), table.column(a)) for a in APPLICANTS]
        parts = _printed(table, int(r), members, "column", skip_zero=True)
        total = _printed(table, int(r), [(int(i), table.column("total"))], "column", skip_zero=False)
        row = table.rows[i]
        columns = by_outcomes[r] if row in (*_OUTCOMES, *_ROLES["processed_total"]) else by_balance[r]
        suspect, suspect_zh = _suspect(row, _crossing(equation.gap[r, i], columns, table.columns))
        findings.append(
            Finding(
                rule="requests.applicants_sum",
                report_id=str(table.reports[r]),
                table="requests",
                row=row,
                expected=number(left),
                actual=number(right),
                message=(
                    f"In the row {row_label('requests', row)} the six applicants add up to {number(left)}, but 总计 "
                    f"prints {number(right)}.{suspect}"
                ),
                message_zh=(
                    f"“{row_label('requests', row)}”行：各类申请人合计{number(left)}，"
                    f"但总计印为{number(right)}。{suspect_zh}"
                ),
                evidence=f"{parts}; {total}",
            )
        )
    return equation.outcome(findings)


def review_outcomes_sum(frames: Frames) -> Outcome:
    """维持 + 纠正 + 其他 + 尚未审结 = 总计, per track of table 四."""
    table = frames.review
    at = table.column("total")
    members = [j for j in range(len(table.columns)) if j != at]
    equation = _Equation(
        table.addend[:, :, members].sum(axis=2),
        _total(table.value[:, :, at], table.state[:, :, at]),
        table.state[:, :, at] != NOT_LISTED,
    )
    findings = []
    for r, i in np.argwhere(equation.broken):
        left, right = equation.left[r, i], equation.right[r, i]
        parts = _printed(table, int(r), [(int(i), j) for j in members], "column", skip_zero=False)
        total = _printed(table, int(r), [(int(i), at)], "column", skip_zero=False)
        row = table.rows[i]
        findings.append(
            Finding(
                rule="review_litigation.outcomes_sum",
                report_id=str(table.reports[r]),
                table="review_litigation",
                row=row,
                expected=number(left),
                actual=number(right),
                message=(
                    f"For {row_label('review_litigation', row)} the results add up to {number(left)}, but 总计 prints "
                    f"{number(right)}."
                ),
                message_zh=(
                    f"“{row_label('review_litigation', row)}”：各项结果合计{number(left)}，但总计印为{number(right)}。"
                ),
                evidence=f"{parts}; {total}",
            )
        )
    return equation.outcome(findings)

"""The sums that the form promises in tables 三 and 四, computed for all reports at once.

What belongs here: the two sides of each sum as printed, three-valued, and which cells take part in it. What does not:
findings (``arithmetic``), totals that are left blank (``derived``), and which cell is wrong (``locate``).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pipeline.checks.printed import BLANK, NOT_LISTED, REPORTED, Printed
from pipeline.forms import rows_by_role

APPLICANTS = (
    "natural_person",
    "enterprise",
    "research_institution",
    "public_welfare_organisation",
    "legal_service_institution",
    "other_organisation",
)
TOTAL = "total"
PROCESSED = "processed_total"
_ROLES = rows_by_role("requests")
OUTCOMES = frozenset(_ROLES["outcome"])
CAME = (*_ROLES["received"], *_ROLES["carried_in"])
WENT = (*_ROLES["processed_total"], *_ROLES["carried_out"])
_OTHER = "other"
_OTHER_PARTS = ("other_overdue_correction", "other_unpaid_fee", "other_misc")
_TOLERANCE = 1e-6

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def apart(left: Floats, right: Floats) -> Bools:
    """Where two numbers differ by more than the rounding of a sum of fractions; False where one of them is NaN."""
    with np.errstate(invalid="ignore"):
        return np.asarray(np.abs(left - right) > _TOLERANCE * np.maximum(1.0, np.abs(right)), dtype=np.bool_)


@dataclass(frozen=True)
class Equation:
    """Two sides that must be equal, per report and place; NaN where it cannot be told. ``listed``: the place exists."""

    left: Floats
    right: Floats
    listed: Bools

    @cached_property
    def told(self) -> Bools:
        """Where both sides are known."""
        return self.listed & ~np.isnan(self.left) & ~np.isnan(self.right)

    @cached_property
    def broken(self) -> Bools:
        """Where they are known and differ."""
        return self.told & apart(self.left, self.right)

    @cached_property
    def surplus(self) -> Floats:
        """By how much the left side is greater where they differ, 0 elsewhere."""
        return np.where(self.broken, self.left - self.right, 0.0)


def _printed_total(values: Floats, state: NDArray[np.int8]) -> Floats:
    """A total as printed; a blank one cannot be told, it is not 0."""
    return np.where(state == REPORTED, values, np.nan)


def _addends(table: Printed) -> Floats:
    """What each cell of table 三 adds to its column's sums.

    A blank in the column 总计 is itself a blank total: it adds 0 only where the row's applicants come to 0.
    """
    addends = table.addend.copy()
    total = table.column(TOTAL)
    parts = addends[:, :, applicant_places(table)].sum(axis=2)
    blank = table.state[:, :, total] == BLANK
    addends[:, :, total] = np.where(blank & (parts != 0), np.nan, addends[:, :, total])
    return addends


def applicant_places(table: Printed) -> list[int]:
    """Where the six applicants' columns stand."""
    return [table.column(a) for a in APPLICANTS]


def outcome_places(table: Printed) -> list[int]:
    """Where the outcome rows of both forms stand."""
    return [i for i, row in enumerate(table.rows) if row in OUTCOMES]


def result_places(table: Printed) -> list[int]:
    """Where the four results of table 四 stand."""
    return [j for j, column in enumerate(table.columns) if column != TOTAL]


def outcomes_whole(table: Printed) -> Bools:
    """Per report and column, whether all outcome rows of its form are listed.

    （六）其他处理 is one row or three; with neither, or with both, a sum would count too little or twice.
    """
    there = table.state != NOT_LISTED
    single = there[:, table.row(_OTHER), :]
    parts = there[:, [table.row(p) for p in _OTHER_PARTS], :].sum(axis=1)
    common = [i for i in outcome_places(table) if table.rows[i] not in (_OTHER, *_OTHER_PARTS)]
    return np.asarray(
        there[:, common, :].all(axis=1) & (parts == np.where(single, 0, len(_OTHER_PARTS))), dtype=np.bool_
    )


def balance(table: Printed) -> Equation:
    """Per column, what came in and what was processed or carried over."""
    addends = _addends(table)
    came = addends[:, [table.row(r) for r in CAME], :].sum(axis=1)
    at = table.row(PROCESSED)
    processed = _printed_total(table.value[:, at, :], table.state[:, at, :])
    carried_out = addends[:, [table.row(r) for r in WENT if r != PROCESSED], :].sum(axis=1)
    return Equation(came, processed + carried_out, table.state[:, at, :] != NOT_LISTED)


def outcomes(table: Printed) -> Equation:
    """Per column, the outcome rows together and （七）总计."""
    addends, rows = _addends(table), outcome_places(table)
    at = table.row(PROCESSED)
    members = np.where(table.state[:, rows, :] == NOT_LISTED, 0.0, addends[:, rows, :])
    right = _printed_total(table.value[:, at, :], table.state[:, at, :])
    left = np.where(outcomes_whole(table), members.sum(axis=1), np.nan)
    return Equation(left, right, table.state[:, at, :] != NOT_LISTED)


def applicants(table: Printed) -> Equation:
    """Per row, the six applicants together and 总计."""
    at = table.column(TOTAL)
    left = table.addend[:, :, applicant_places(table)].sum(axis=2)
    right = _printed_total(table.value[:, :, at], table.state[:, :, at])
    return Equation(left, right, table.state[:, :, at] != NOT_LISTED)


def review_outcomes(table: Printed) -> Equation:
    """Per track of table 四, the four results together and 总计."""
    at = table.column(TOTAL)
    return Equation(
        table.addend[:, :, result_places(table)].sum(axis=2),
        _printed_total(table.value[:, :, at], table.state[:, :, at]),
        table.state[:, :, at] != NOT_LISTED,
    )

"""Which single cell of table 三 is wrong, where its broken sums leave no other.

A cell of table 三 stands in the sum of its row and in one or two sums of its column. If one number is wrong, exactly
the sums it stands in break, all by the same amount, and one other number would mend them all. Only then is a cell
named. Several wrong numbers leave no such cell, or very rarely another one; so nothing is ever corrected by this.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.checks.derived import derive_requests
from pipeline.checks.printed import BLANK, REPORTED, Printed
from pipeline.checks.sums import (
    CAME,
    PROCESSED,
    TOTAL,
    WENT,
    Floats,
    apart,
    applicants,
    balance,
    outcome_places,
    outcomes,
)


@dataclass(frozen=True, slots=True)
class Located:
    """The one cell that explains every broken sum of a report's table 三.

    Attributes:
        row: its place along the table's rows.
        column: its place along the table's columns.
        fits: the count with which every sum that can be told holds.
    """

    row: int
    column: int
    fits: float


def _signs(table: Printed) -> tuple[Floats, Floats, Floats]:
    """How each cell counts on the left side of its row's sum, its column's outcomes and its column's balance."""
    shape = (len(table.rows), len(table.columns))
    across, down, balanced = np.ones(shape), np.zeros(shape), np.zeros(shape)
    across[:, table.column(TOTAL)] = -1
    down[outcome_places(table)] = 1
    down[table.row(PROCESSED)] = -1
    balanced[[table.row(r) for r in CAME]] = 1
    balanced[[table.row(r) for r in WENT]] = -1
    return across, down, balanced


def locate(table: Printed) -> dict[int, Located]:
    """The wrong cell of each report that has exactly one.

    A cell is named where the broken sums of the table are exactly those sums that it stands in and that can be told,
    at least two of them, and one valid count in its place mends them all. A blank 总计 is named beside one broken sum
    where its other sums give the same number.

    Args:
        table: Table 三 of any reports.

    Returns:
        By the report's place on the first axis.
    """
    sums = applicants(table), outcomes(table), balance(table)
    suspects = np.flatnonzero(np.logical_or.reduce([s.broken.any(axis=1) for s in sums]))
    if not len(suspects):
        return {}
    some = table.take(suspects)
    shape = some.state.shape
    number_broken = sum(s.broken[suspects].sum(axis=1) for s in sums)[:, None, None]
    broken_here, told_here = np.zeros(shape, dtype=int), np.zeros(shape, dtype=int)
    least, most = np.full(shape, np.inf), np.full(shape, -np.inf)
    for equation, sign, axis in zip(sums, _signs(table), (2, 1, 1), strict=True):
        member = sign != 0
        broken, told = (np.expand_dims(a[suspects], axis) for a in (equation.broken, equation.told))
        surplus = np.expand_dims(equation.surplus[suspects], axis)
        broken_here += broken & member
        told_here += told & member
        # Left is too great by the surplus: a cell on the left must become smaller by it, one on the right greater.
        change = np.where(broken & member, -surplus * sign, np.nan)
        least, most = np.fmin(least, change), np.fmax(most, change)
    derived = derive_requests(some)
    stands = np.where(some.state == BLANK, 0.0, some.value)
    with np.errstate(invalid="ignore"):
        fits = stands + least
        borne_out = (some.state == BLANK) & ~apart(fits, derived) & ~np.isnan(derived)
        valid = (fits > -0.5) & (np.abs(fits - np.round(fits)) < 1e-6)
    named = np.isin(some.state, (REPORTED, BLANK)) & (broken_here == number_broken) & (told_here == broken_here)
    named &= ~apart(least, most) & valid & (broken_here + borne_out >= 2)
    alone = named.sum(axis=(1, 2)) == 1
    return {
        int(suspects[r]): Located(int(i), int(j), float(round(fits[r, i, j])))
        for r, i, j in np.argwhere(named & alone[:, None, None])
    }

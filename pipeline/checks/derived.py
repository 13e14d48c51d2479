"""Blank 总计 cells whose row or column says what they would be.

What belongs here: the column ``derived`` of ``cells``. A derived number is never a printed one: it stands in no
``value``, and no rule looks at it. It is given only where the sums of the cell's row and column that can be told say
the same, and where it breaks no other sum of its table.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from pipeline.checks.printed import BLANK, NOT_LISTED, REPORTED, Printed, printed
from pipeline.checks.sums import (
    CAME,
    PROCESSED,
    TOTAL,
    WENT,
    Bools,
    Floats,
    apart,
    applicant_places,
    applicants,
    balance,
    outcome_places,
    outcomes,
    outcomes_whole,
)

_FRACTION = 1e-6
"""What the rounding of a sum of whole numbers may leave."""


@dataclass(frozen=True)
class _Said:
    """What sums say of the blank totals: a number, NaN where silent; and whether a printed number stands behind it."""

    value: Floats
    firm: Bools


def _solve(terms: Floats, signs: Floats, asked: Bools, shown: Bools) -> _Said:
    """Sums over the last axis that come to 0: what each says of the one cell it does not know.

    Args:
        terms: What each cell adds, with its sign; NaN where that is not known.
        signs: The cells' signs, along the last axis.
        asked: The blank totals.
        shown: The cells that print a number.
    """
    unknown = np.isnan(terms)
    single = asked & unknown & (unknown.sum(axis=-1, keepdims=True) == 1)
    rest = np.nansum(terms, axis=-1, keepdims=True)
    # 0.0 is added because -0.0 would be printed with its sign.
    value = np.where(single, -rest / signs + 0.0, np.nan)
    return _Said(value, single & shown.any(axis=-1, keepdims=True))


def _along_rows(known: Floats, asked: Bools, shown: Bools, members: list[int], total: int) -> _Said:
    places = [*members, total]
    signs = np.array([1.0] * len(members) + [-1.0])
    said = _solve(known[:, :, places] * signs, signs, asked[:, :, places], shown[:, :, places])
    return _put_back(said, known, (slice(None), slice(None), places))


def _along_columns(known: Floats, asked: Bools, shown: Bools, plus: list[int], minus: list[int]) -> _Said:
    places = [*plus, *minus]
    signs = np.array([1.0] * len(plus) + [-1.0] * len(minus))
    # One column's cells stand along the last axis while its sum is solved.
    terms = known[:, places, :].swapaxes(1, 2) * signs
    said = _solve(terms, signs, asked[:, places, :].swapaxes(1, 2), shown[:, places, :].swapaxes(1, 2))
    upright = _Said(said.value.swapaxes(1, 2), said.firm.swapaxes(1, 2))
    return _put_back(upright, known, (slice(None), places, slice(None)))


def _put_back(said: _Said, like: Floats, where: tuple[Any, ...]) -> _Said:
    value, firm = np.full(like.shape, np.nan), np.zeros(like.shape, dtype=bool)
    value[where], firm[where] = said.value, said.firm
    return _Said(value, firm)


def _agreed(said: list[_Said]) -> Floats:
    """What all sums that speak say; a sum of blanks alone may contradict, but decides nothing. Counts only."""
    values = np.stack([s.value for s in said])
    spoken = ~np.isnan(values)
    least = np.where(spoken, values, np.inf).min(axis=0)
    most = np.where(spoken, values, -np.inf).max(axis=0)
    decided = np.stack([s.firm for s in said]).any(axis=0) & ~apart(most, least)
    # A fraction or a number below 0 is no count: something else in these sums is wrong.
    least = np.where(decided, least, np.nan)
    return np.where((least >= 0) & (np.abs(least - np.round(least)) < _FRACTION), np.round(least), np.nan)


def _known(table: Printed, asked: Bools) -> Floats:
    """What each cell adds for certain: a blank that is no total adds 0."""
    return np.where(asked, np.nan, table.addend)


def _breaks_none(filled: Printed, derived: Floats) -> Floats:
    """Without the numbers that, put in place, stand in a broken sum of table 三."""
    set_here = ~np.isnan(derived)
    rows, down, across = outcome_places(filled), outcomes(filled), applicants(filled)
    at_balance = [filled.row(r) for r in (*CAME, *WENT)]
    wrong = np.zeros(derived.shape, dtype=bool)
    wrong |= across.broken[:, :, None]
    wrong[:, [*rows, filled.row(PROCESSED)], :] |= down.broken[:, None, :]
    wrong[:, at_balance, :] |= balance(filled).broken[:, None, :]
    return np.where(set_here & ~wrong, derived, np.nan)


def _filled(table: Printed, derived: Floats) -> Printed:
    there = ~np.isnan(derived)
    return replace(
        table,
        value=np.where(there, derived, table.value),
        state=np.where(there, REPORTED, table.state).astype(np.int8),
    )


def derive_requests(table: Printed) -> Floats:
    """Per report, row and column of table 三: the number a blank 总计 would be, NaN where nothing decides it."""
    total, processed = table.column(TOTAL), table.row(PROCESSED)
    asked = table.state == BLANK
    asked[:, [i for i in range(len(table.rows)) if i != processed], :] &= np.arange(len(table.columns)) == total
    known, shown = _known(table, asked), table.state == REPORTED
    rows = outcome_places(table)
    # A row that the report's own form does not have adds nothing; where outcome rows are lacking, no sum speaks.
    with_outcomes = known.copy()
    with_outcomes[:, rows, :] = np.where(table.state[:, rows, :] == NOT_LISTED, 0.0, known[:, rows, :])
    with_outcomes[:, rows, :] = np.where(outcomes_whole(table)[:, None, :], with_outcomes[:, rows, :], np.nan)
    said = [
        _along_rows(known, asked, shown, applicant_places(table), total),
        _along_columns(with_outcomes, asked, shown, rows, [processed]),
        _along_columns(known, asked, shown, [table.row(r) for r in CAME], [table.row(r) for r in WENT]),
    ]
    derived = _agreed(said)
    return _breaks_none(_filled(table, derived), derived)


def derive_review(table: Printed) -> Floats:
    """The same for table 四, whose tracks have a 总计 each."""
    total = table.column(TOTAL)
    asked = (table.state == BLANK) & (np.arange(len(table.columns)) == total)
    members = [j for j in range(len(table.columns)) if j != total]
    return _agreed([_along_rows(_known(table, asked), asked, table.state == REPORTED, members, total)])


def derived_totals(cells: pd.DataFrame) -> pd.Series[Any]:
    """The column ``derived`` of ``cells``.

    Args:
        cells: Cells of any reports, at least ``CELL_COLUMNS``, each once.

    Returns:
        Along the index of ``cells``: the number (a count) that a blank 总计 of table 三, of its row （七）总计, or of
        table 四 would be. Null for every other cell, and where no sum decides: all members blank, one of them missing
        or unreadable, sums that contradict each other, no valid count, or a number that breaks another sum.
    """
    frame = cells.reset_index(drop=True)
    values = np.full(len(frame), np.nan)
    blank_total = (frame["state"] == "blank") & ((frame["column"] == TOTAL) | (frame["row"] == PROCESSED))
    ids: pd.Index[Any] = pd.Index(frame.loc[blank_total, "report_id"].unique())
    for name, derive in (("requests", derive_requests), ("review_litigation", derive_review)):
        table = printed(name, frame, ids)
        derived = derive(table)
        there = ~np.isnan(derived)
        values[table.texts.index.to_numpy()[table.place[there]]] = derived[there]
    return pd.Series(values, index=cells.index)

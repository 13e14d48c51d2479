"""The sums that the form itself promises, used here to choose between readings of a table.

The published rules of the same name live in ``pipeline.checks``; both follow the roles given in ``pipeline.forms``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from pipeline.extract.model import ExtractedCell
from pipeline.forms import FORMS, Row

CellKey = tuple[str, str]
"""Row and column of a cell."""
Values = Mapping[CellKey, Decimal | None]
"""What cells print, None for a blank. A cell that is not listed is not known."""


@dataclass(frozen=True, slots=True)
class SumCount:
    """How many of a table's assessable sums hold, and how many are broken."""

    holding: int
    broken: int


@dataclass(frozen=True, slots=True)
class Sum:
    """Two lists of cells that come to the same.

    Attributes:
        members: the cells added up.
        totals: what they come to; the first must be printed.
        subtotals: members or totals that are themselves the total of their row, with the parts of that.
    """

    members: tuple[CellKey, ...]
    totals: tuple[CellKey, ...]
    subtotals: tuple[tuple[CellKey, tuple[CellKey, ...]], ...] = ()

    @property
    def cells(self) -> tuple[CellKey, ...]:
        """Every cell of the sum."""
        return (*self.members, *self.totals)


def count_sums(table: str, cells: Iterable[ExtractedCell]) -> SumCount:
    """Assess a table's sums, three-valued: a blank member adds 0, a blank total or an unknown cell tells nothing."""
    verdicts = [v for _, v in verdicts_of(table, cells) if v is not None]
    return SumCount(sum(verdicts), len(verdicts) - sum(verdicts))


def verdicts_of(table: str, cells: Iterable[ExtractedCell]) -> list[tuple[set[CellKey], bool | None]]:
    """Each of the table's sums: the (row, column) of its cells, and whether it holds; None where it cannot be told."""
    cells = list(cells)
    values = known_values(cells)
    sums = sums_of(table, frozenset(c.row for c in cells))
    return [(set(one.cells), verdict(one, values)) for one in sums]


def lacking_totals(table: str, cells: Iterable[ExtractedCell]) -> set[CellKey]:
    """The totals of rows that print none, though what the row prints comes to something."""
    cells = list(cells)
    values = known_values(cells)
    totals = ((one.totals[0], one.members) for one in map(_across, _rows(table)) if one.totals)
    return {key for key, parts in totals if key in values and values[key] is None and any(map(values.get, parts))}


def known_values(cells: Iterable[ExtractedCell]) -> dict[CellKey, Decimal | None]:
    """What is printed in the cells that could be read, blanks as None."""
    return {
        (c.row, c.column): None if c.value is None else Decimal(repr(c.value))
        for c in cells
        if c.state in ("reported", "blank")
    }


def verdict(one: Sum, values: Values) -> bool | None:
    """Whether a sum holds; None where it cannot be told.

    A blank member adds 0. A blank total tells nothing, neither of its own members nor, where those come to something,
    of the sum that it is itself a member of. Nor does a sum tell anything none of whose members is printed.
    """
    if not one.members or not one.totals or any(key not in values for key in one.cells):
        return None
    if values[one.totals[0]] is None or all(values[key] is None for key in one.members):
        return None
    if any(values[total] is None and not _come_to_nothing(parts, values) for total, parts in one.subtotals):
        return None
    return added(one.members, values) == added(one.totals, values)


def _come_to_nothing(parts: Iterable[CellKey], values: Values) -> bool:
    parts = tuple(parts)
    return all(key in values for key in parts) and added(parts, values) == 0


def added(keys: Iterable[CellKey], values: Values) -> Decimal:
    """The sum of what cells print; a blank adds 0."""
    return sum((v for key in keys if (v := values[key]) is not None), Decimal(0))


@lru_cache(maxsize=32)
def sums_of(table: str, rows: frozenset[str]) -> tuple[Sum, ...]:
    """The sums that the form promises of a table that has these rows; table 二 has none."""
    if table == "proactive":
        return ()
    present = [row for row in _rows(table) if row.key in rows]
    across = {row.key: _across(row) for row in present}
    return (*across.values(), *(_down(present, across) if table == "requests" else ()))


def _rows(table: str) -> list[Row]:
    seen: dict[str, Row] = {}
    for form in FORMS.values():
        for row in form.tables[table].rows:
            seen.setdefault(row.key, row)
    return list(seen.values())


def _across(row: Row) -> Sum:
    members = tuple((row.key, c.key) for c in row.columns if c.role != "total")
    return Sum(members, tuple((row.key, c.key) for c in row.columns if c.role == "total"))


def _down(rows: list[Row], across: Mapping[str, Sum]) -> Iterable[Sum]:
    """Per applicant: the outcomes come to what was processed; what came in is processed or carried over."""
    by_role: dict[str | None, list[str]] = {}
    for row in rows:
        by_role.setdefault(row.role, []).append(row.key)
    for column in rows[0].columns if rows else ():

        def cells(*roles: str, column: str = column.key) -> tuple[CellKey, ...]:
            return tuple((key, column) for role in roles for key in by_role.get(role, []))

        for members, totals in (
            (cells("outcome"), cells("processed_total")),
            (cells("received", "carried_in"), cells("processed_total", "carried_out")),
        ):
            own = (*members, *totals) if column.role == "total" else ()
            yield Sum(members, totals, tuple((key, across[key[0]].members) for key in own))

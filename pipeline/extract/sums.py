"""The sums that the form itself promises, used here to choose between two readings of a table.

The published rules of the same name live in ``pipeline.checks``; both follow the roles given in ``pipeline.forms``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.extract.model import ExtractedCell
from pipeline.forms import FORMS, Row

_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class SumCount:
    """How many of a table's assessable sums hold, and how many are broken."""

    holding: int
    broken: int


def count_sums(table: str, cells: Iterable[ExtractedCell]) -> SumCount:
    """Assess a table's sums, three-valued: a blank member adds 0, a blank total or an unknown cell tells nothing."""
    verdicts = [v for _, v in verdicts_of(table, cells) if v is not None]
    return SumCount(sum(verdicts), len(verdicts) - sum(verdicts))


def verdicts_of(table: str, cells: Iterable[ExtractedCell]) -> list[tuple[set[tuple[str, str]], bool | None]]:
    """Each of the table's sums: the (row, column) of its cells, and whether it holds; None where it cannot be told."""
    known = {(c.row, c.column): c for c in cells}
    rows = [r for r in _rows(table) if any((r.key, c.key) in known for c in r.columns)]
    return [({*left, *right}, _assess(known, left, right)) for left, right in _relations(table, rows)]


def _rows(table: str) -> list[Row]:
    seen: dict[str, Row] = {}
    for form in FORMS.values():
        for row in form.tables[table].rows:
            seen.setdefault(row.key, row)
    return list(seen.values())


def _relations(table: str, rows: Sequence[Row]) -> Iterable[tuple[list[_Key], list[_Key]]]:
    """Pairs of cell lists whose sums are equal; the second list holds totals, which must be printed."""
    if table == "proactive":
        return
    for row in rows:
        totals = [(row.key, c.key) for c in row.columns if c.role == "total"]
        yield [(row.key, c.key) for c in row.columns if c.role != "total"], totals
    if table != "requests":
        return
    by_role: dict[str | None, list[str]] = {}
    for row in rows:
        by_role.setdefault(row.role, []).append(row.key)
    for column in rows[0].columns if rows else ():
        total = [(k, column.key) for k in by_role.get("processed_total", [])]
        yield [(k, column.key) for k in by_role.get("outcome", [])], total
        inflow = [(k, column.key) for role in ("received", "carried_in") for k in by_role.get(role, [])]
        yield inflow, [*total, *((k, column.key) for k in by_role.get("carried_out", []))]


def _assess(known: dict[_Key, ExtractedCell], members: list[_Key], totals: list[_Key]) -> bool | None:
    if not totals or not members or any(k not in known for k in (*members, *totals)):
        return None
    if any(known[k].state in ("missing", "unreadable") for k in (*members, *totals)):
        return None
    if known[totals[0]].value is None or all(known[k].value is None for k in members):
        return None
    return _sum(known, members) == _sum(known, totals)


def _sum(known: dict[_Key, ExtractedCell], keys: list[_Key]) -> Decimal:
    return sum((Decimal(repr(v)) for k in keys if (v := known[k].value) is not None), Decimal(0))

"""Which of a table's cells the findings speak of, and where those stand in the source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.forms import rows_by_role
from pipeline.quality.model import SEVERITIES, Cell, Finding, Group

_CSS = {"ERROR": "e", "WARN": "w", "INFO": "i"}
_PARTS = {
    "requests.balance": ("received", "carried_in", "processed_total", "carried_out"),
    "requests.outcomes_sum": ("outcome", "processed_total"),
    "panel.carry_over": ("carried_in",),
}
"""The rows, by their role in the form, that a column's rule speaks of; all of them for the other rules."""


@dataclass(frozen=True, slots=True)
class Marking:
    """What is marked in a table.

    Attributes:
        cells: by row and column, the severities and numbers of the groups that speak of the cell.
        rows, columns: by row (or column), the groups that speak of it as a whole.
    """

    cells: dict[tuple[str, str], tuple[Group, ...]]
    rows: dict[str, tuple[Group, ...]]
    columns: dict[str, tuple[Group, ...]]

    def css(self, row: str, column: str) -> str:
        """The class of a cell: its worst severity, and whether a broken row and a broken column cross there."""
        groups = self.cells.get((row, column), ())
        if not groups:
            return ""
        crossed = self._sums(self.rows.get(row, ())) and self._sums(self.columns.get(column, ()))
        return _CSS[worst(groups)] + (" x" if crossed or any(names_cells(g) for g in groups) else "")

    @staticmethod
    def _sums(groups: Iterable[Group]) -> bool:
        return any(g.severity == "ERROR" for g in groups)


def names_cells(group: Group) -> bool:
    """Whether a group is about single cells and not about a whole row or column."""
    return any((f.row and f.column) or any(figure.cells for figure in f.figures) for f in group.findings)


def worst(groups: Iterable[Group]) -> str:
    """The worst severity of several groups."""
    return min((g.severity for g in groups), key=SEVERITIES.index)


@cache
def _rows_of(rule: str) -> frozenset[str] | None:
    roles = _PARTS.get(rule)
    by_role = rows_by_role("requests")
    return None if roles is None else frozenset(row for role in roles for row in by_role[role])


def speaks_of(finding: Finding, cell: Cell) -> bool:
    """Whether a finding is about a cell of its table; not where it is about the whole table.

    One about a number of a sentence is about the cells that the number restates.
    """
    if finding.table != cell["table"]:
        return False
    restated = {place for figure in finding.figures for place in figure.cells}
    if restated:
        return (cell["table"], cell["row"], cell["column"]) in restated
    if finding.row is None and finding.column is None:
        return False
    if finding.row not in (None, cell["row"]) or finding.column not in (None, cell["column"]):
        return False
    rows = _rows_of(finding.rule.name)
    return rows is None or cell["row"] in rows


def marking(groups: Sequence[Group], cells: Sequence[Cell]) -> Marking:
    """What groups of findings mark in their table's cells."""
    keys = {(str(c["row"]), str(c["column"])): c for c in cells}
    found: dict[tuple[str, str], dict[int, Group]] = {}
    rows: dict[str, dict[int, Group]] = {}
    columns: dict[str, dict[int, Group]] = {}
    for group in groups:
        for finding in group.findings:
            row, column = finding.row, finding.column
            if row and column:
                spoken = [(row, column)] if (row, column) in keys else []
            else:
                spoken = [key for key, cell in keys.items() if speaks_of(finding, cell)]
                if row:
                    rows.setdefault(row, {})[group.number] = group
                if column:
                    columns.setdefault(column, {})[group.number] = group
            for key in spoken:
                found.setdefault(key, {})[group.number] = group
    return Marking(
        {key: tuple(own.values()) for key, own in found.items()},
        {key: tuple(own.values()) for key, own in rows.items()},
        {key: tuple(own.values()) for key, own in columns.items()},
    )


def source_place(finding: Finding, cells: Sequence[Cell]) -> tuple[str, str] | None:
    """Where in the source the first printed cell of a finding stands, in Chinese and English."""
    for cell in cells:
        if not speaks_of(finding, cell):
            continue
        if cell["page"] is not None and cell["bbox"] is not None:
            return f"原件第 {cell['page']} 页", f"page {cell['page']} of the source"
        if cell["source_row"] is not None:
            table, row, column = (cell[f"source_{k}"] for k in ("table", "row", "column"))
            zh, en = ("原件", "") if table is None else (f"原件第 {table} 表", f"table {table} of the source, ")
            return f"{zh}第 {row} 行第 {column} 列", f"{en}row {row}, column {column}"
    return None

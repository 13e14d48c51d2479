"""The official forms' cells and labels, as this package's own copy of the published list (`cells.csv`)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

Key = tuple[str, str, str]
"""Table, row, column."""

PROACTIVE, REQUESTS, REVIEW = "proactive", "requests", "review_litigation"
TABLES = (PROACTIVE, REQUESTS, REVIEW)
ORGANISATIONS = (
    "enterprise",
    "research_institution",
    "public_welfare_organisation",
    "legal_service_institution",
    "other_organisation",
)
APPLICANTS = ("natural_person", *ORGANISATIONS)
COLUMNS = (*APPLICANTS, "total")
TRACKS = ("review", "litigation_direct", "litigation_after_review")
RESULTS = ("upheld", "corrected", "other", "pending")
THREE_OTHERS = ("other_overdue_correction", "other_unpaid_fee", "other_misc")
NOT_OUTCOMES = ("new_requests", "carried_in", "processed_total", "carried_out")

PROACTIVE_SECTIONS = {
    "2019": {
        "（一）": ("regulation", "normative_document"),
        "（五）": ("licence", "other_service"),
        "（六）": ("penalty", "coercion"),
        "（八）": ("fee",),
        "（九）": ("procurement",),
    },
    "2021": {
        "（一）": ("regulation", "normative_document"),
        "（五）": ("licence",),
        "（六）": ("penalty", "coercion"),
        "（八）": ("fee",),
    },
}
"""Which rows stand under which item of article 20, per form."""


@dataclass(frozen=True, slots=True)
class FormCell:
    """One cell of a form: its key, its unit and the labels of its row and column."""

    version: str
    key: Key
    unit: str
    row_label: str
    column_label: str


@cache
def form_cells(version: str, table: str) -> tuple[FormCell, ...]:
    """The cells of one table of one form version, in printed order."""
    path = Path(__file__).with_name("cells.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            FormCell(version, (r["table"], r["row"], r["column"]), r["unit"], r["row_label"], r["column_label"])
            for r in csv.DictReader(file)
            if r["form_version"] == version and r["table"] == table
        )


def rows_of(version: str, table: str) -> list[str]:
    """Row names of a table in printed order."""
    return list(dict.fromkeys(c.key[1] for c in form_cells(version, table)))


def row_label(version: str, table: str, row: str) -> str:
    """A row's printed label, group and own label parted by a space."""
    return next(c.row_label for c in form_cells(version, table) if c.key[1] == row)


def column_label(version: str, table: str, column: str) -> str:
    """A column's printed label, without the label of the columns' group."""
    label = next(c.column_label for c in form_cells(version, table) if c.key[2] == column)
    return label.split(" ")[-1]


def row_columns(version: str, table: str, row: str) -> list[FormCell]:
    """The cells of one row in printed order."""
    return [c for c in form_cells(version, table) if c.key[1] == row]

"""Quirks of whole tables: in parts, on their side, beside those of another time, with a copy that nobody sees."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection
from dataclasses import replace

from samples.draft import Draft, Item, Table, TCell, Text, requests_table, review_table
from samples.forms import REQUESTS, REVIEW
from samples.quirk import DOCX, DRAWN, HTML, PDF, XLSX, Quirk
from samples.truth import Report, draw

FLOWING = ("html", "docx", "txt-grid", "txt-cells", "txt-markdown", "xlsx")


def _columns(table: Table, kept: Collection[int]) -> Table:
    """The table with some of its columns; a merged cell goes on over those that are left of it."""
    rows: list[list[TCell]] = []
    for places in table.places():
        row = []
        for column, (cell, starts) in enumerate(places):
            left = len(set(kept) & set(range(column, column + cell.columns)))
            if starts and left:
                row.append(replace(cell, columns=left))
        rows.append(row)
    return Table(table.name, len(kept), rows, table.part, table.header_rows)


def _instead(name: str, change: Callable[[Table, Report, random.Random], list[Item]]) -> Callable[..., None]:
    """A quirk that prints something else where one table stands whole."""

    def apply(draft: Draft, report: Report, rng: random.Random) -> None:
        items: list[Item] = []
        for item in draft.items:
            whole = isinstance(item, Table) and item.name == name
            items += change(item, report, rng) if whole and isinstance(item, Table) else [item]
        draft.items = items

    return apply


def _shared_out(table: Table, report: Report, rng: random.Random) -> list[Item]:
    """The applicants on two tables, the labels on both."""
    cut = rng.choice((4, 5, 7))
    further = _columns(table, [0, 1, 2, *range(cut, table.width)])
    return [_columns(table, range(cut)), Text("subheading", "上表续", 3), further]


def _on_its_side(table: Table, report: Report, rng: random.Random) -> list[Item]:
    """The applicants as rows, the outcomes as columns."""
    rows: list[list[TCell]] = [[] for _ in range(table.width)]
    for places in table.places():
        for column, (cell, starts) in enumerate(places):
            if starts:
                rows[column].append(replace(cell, rows=cell.columns, columns=cell.rows))
    return [Table(table.name, len(table.rows), rows, table.part, 3)]


def _other(report: Report, year: int) -> Report:
    """Numbers of another time, in tables of the same form."""
    version = report.requests_version
    other = draw(f"{report.seed}/other", year=year, version=version, activity="normal")
    return replace(other, requests_version=version)


def _unkeyed(table: Table, *, unseen: bool = False) -> Table:
    """A table whose numbers are not the report's, and that no other quirk changes."""
    rows = [[replace(c, key=None) for c in row] for row in table.rows]
    return Table("beside", table.width, rows, 0, table.header_rows, unseen)


def _year_before(make: Callable[[Report], Table]) -> Callable[[Table, Report, random.Random], list[Item]]:
    """This year's table and last year's, each under its year."""

    def change(table: Table, report: Report, rng: random.Random) -> list[Item]:
        before = _unkeyed(make(_other(report, report.year - 1)))
        pair: list[Item] = [Text("subheading", f"{report.year}年", 3), table]
        other: list[Item] = [Text("subheading", f"{report.year - 1}年", 3), before]
        return other + pair if rng.random() < 0.5 else pair + other

    return change


def _half_year(table: Table, report: Report, rng: random.Random) -> list[Item]:
    """The first half-year's table before the year's."""
    half = _unkeyed(requests_table(_other(report, report.year)))
    year = report.year
    return [Text("subheading", f"{year}年1—6月", 3), half, Text("subheading", f"{year}年1—12月", 3), table]


def _rows_of_years(table: Table, report: Report, rng: random.Random) -> list[Item]:
    """A row for this year and one for the last, which a first column names."""
    before = _unkeyed(review_table(_other(report, report.year - 1)))
    lines = [
        [TCell(f"{report.year}年", "label"), *table.rows[-1]],
        [TCell(f"{report.year - 1}年", "label"), *before.rows[-1]],
    ]
    if rng.random() < 0.5:
        lines.reverse()
    head = [[TCell("年度", "header", rows=3), *table.rows[0]], *table.rows[1:-1]]
    return [Table(table.name, table.width + 1, [*head, *lines], table.part, 3)]


def _unseen_copies(draft: Draft, report: Report, rng: random.Random) -> None:
    """Before each table of counts one like it with other numbers, which the page does not show."""
    other = _other(report, report.year)
    items: list[Item] = []
    for item in draft.items:
        if isinstance(item, Table) and item.name in (REQUESTS, REVIEW):
            make = requests_table if item.name == REQUESTS else review_table
            items.append(_unkeyed(make(other), unseen=True))
        items.append(item)
    draft.items = items


TABLE_QUIRKS = (
    Quirk("shared_out", "table 三 in two tables that share out its applicants", draft=_instead(REQUESTS, _shared_out)),
    Quirk(
        "on_its_side",
        "table 三 with the applicants as rows and the outcomes as columns",
        FLOWING,
        draft=_instead(REQUESTS, _on_its_side),
    ),
    Quirk(
        "year_before_requests",
        "table 三 of this year and of the last, each under its year",
        draft=_instead(REQUESTS, _year_before(requests_table)),
    ),
    Quirk(
        "year_before_review",
        "table 四 of this year and of the last, each under its year",
        draft=_instead(REVIEW, _year_before(review_table)),
    ),
    Quirk("half_year", "table 三 of the half-year before that of the year", draft=_instead(REQUESTS, _half_year)),
    Quirk("rows_of_years", "table 四 with a row for each of two years", draft=_instead(REVIEW, _rows_of_years)),
    Quirk(
        "unseen_copies",
        "copies of tables with other numbers that are not shown",
        HTML + DOCX + XLSX,
        draft=_unseen_copies,
    ),
    Quirk("unseen_text", "unseen text with other numbers in the cells", PDF, options={"unseen": True}),
    Quirk(
        "spread_sheet",
        "a wide sheet printed over several pages",
        DRAWN,
        options={"spread": True, "page_numbers": False},
    ),
    Quirk("text_columns", "the text in two columns round whole tables", DRAWN, options={"text_columns": True}),
    Quirk("scan_and_text", "pages of text beside pages that are pictures", ("scan-pdf",), options={"keep_text": True}),
    Quirk("scan_layer", "unseen text over a scan, some of its digits misread", ("scan-pdf",), options={"layer": True}),
)

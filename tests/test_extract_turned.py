"""Table 三 printed in another shape: a row for each applicant, or one table for some of them each."""

from collections.abc import Sequence

import pytest
from printed_forms import HEADER, html_row, page, published, read, request_lines, truth_of

from pipeline.forms import FORMS

LINES = request_lines("2021")
APPLICANTS = list(zip(HEADER, zip(*(x.values for x in LINES), strict=True), strict=True))


def turned(applicants: Sequence[tuple[str, Sequence[str]]]) -> str:
    head = html_row("申请人情况", *(x.label for x in LINES))
    return page(f"<table>{head}{''.join(html_row(name, *numbers) for name, numbers in applicants)}</table>")


@pytest.mark.parametrize("order", [APPLICANTS, [APPLICANTS[-1], *APPLICANTS[:-1]]], ids=["the form's order", "another"])
def test_table_with_a_row_for_each_applicant_is_read(order):
    assert published(turned(order)) == truth_of(LINES)


def test_heads_of_a_turned_table_may_name_the_groups_of_its_rows_with_them():
    groups = {row.key: row.groups[-1] for row in FORMS["2021"].tables["requests"].rows if len(row.groups) > 1}
    head = html_row("申请人情况", *(f"{groups.get(x.key, '')} {x.label}" for x in LINES))
    rows = "".join(html_row(name, *numbers) for name, numbers in APPLICANTS)
    assert published(page(f"<table>{head}{rows}</table>")) == truth_of(LINES)


def test_cells_of_a_turned_table_are_shown_where_they_stand():
    cell = read(turned(APPLICANTS))["requests", "carried_in", "enterprise"]
    assert cell.place is not None
    assert (cell.place.row, cell.place.column) == (3, 3)


@pytest.mark.parametrize(
    "applicants",
    [
        APPLICANTS[:-1],
        [*APPLICANTS, *APPLICANTS[:1]],
        [*APPLICANTS[:5], ("某类申请人", APPLICANTS[5][1]), APPLICANTS[6]],
    ],
    ids=["one lacks", "one stands twice", "one is unknown"],
)
def test_turned_table_whose_rows_are_not_the_forms_applicants_is_not_read(applicants):
    assert published(turned(applicants)) == {}

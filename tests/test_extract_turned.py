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


def in_text(mark: str, *headers: Sequence[str], rows: Sequence[tuple[str, Sequence[str]]] = APPLICANTS) -> str:
    lines = [mark.join(cells) for cells in (*headers, *((name, *numbers) for name, numbers in rows))]
    return "三、收到和处理政府信息公开申请情况\n" + "\n".join(lines) + "\n五、存在的主要问题\n"


LABELS = [x.label for x in LINES]
TOP = ["", "", *LABELS[:2], "三、本年度办理结果", *[""] * 21, LABELS[-1]]
BELOW = ["", "", "", "", *LABELS[2:4], "（三）不予公开", *[""] * 18, LABELS[-2], ""]
LEAVES = ["", "", *[""] * 4, *LABELS[4:-2], "", ""]


@pytest.mark.parametrize("mark", ["\t", " | "])
def test_turned_table_in_a_text_is_read(mark):
    assert published(in_text(mark, ["申请人情况", *LABELS])) == truth_of(LINES)
    labelled = [(f"{name}{mark}", numbers) for name, numbers in APPLICANTS]
    assert published(in_text(mark, TOP, BELOW, LEAVES, rows=labelled)) == truth_of(LINES)


@pytest.mark.parametrize(
    ("labels", "rows"),
    [
        ([*LABELS[:-2], LABELS[-1], LABELS[-2]], APPLICANTS),
        ([*LABELS[:2], LABELS[-1], *LABELS[2:4], LABELS[-2], *LABELS[4:-2]], APPLICANTS),
        (LABELS[:-1], APPLICANTS),
        (LABELS, [*APPLICANTS[:3], (HEADER[3], APPLICANTS[3][1][1:]), *APPLICANTS[4:]]),
        (LABELS, [*APPLICANTS[:3], (HEADER[3], ("", *APPLICANTS[3][1][:-1])), *APPLICANTS[4:]]),
        (LABELS, [*APPLICANTS[:3], (HEADER[3], ("", "", *APPLICANTS[3][1][1:-1], "")), *APPLICANTS[4:]]),
    ],
    ids=["another order", "as by levels", "one lacks", "a cell lacks", "a cell more before", "which is the label's?"],
)
def test_turned_table_of_a_text_is_not_read_where_a_cell_may_be_anothers(labels, rows):
    found = published(in_text("\t", ["申请人情况", *labels], rows=rows))
    truth = truth_of(LINES)
    assert not {k: v for k, v in found.items() if truth[k] != v}


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

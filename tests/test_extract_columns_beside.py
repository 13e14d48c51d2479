"""Digits, numbers of lines and notes beside a table's columns: none is a cell of the form, and none moves another."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from printed_forms import (
    COLUMNS,
    HEADER,
    LAYOUTS,
    Line,
    cells,
    extraction,
    html,
    html_row,
    page,
    printed_as,
    published,
    read,
    request_lines,
    tabs,
    truth_of,
    with_values,
)
from test_extract_columns import BLANKS, LINES, SHORT, blanked, wrong


def test_digits_in_a_label_are_not_taken_for_a_blank_row():
    lines = [Line(x.key, x.label + ("12" if x.key == "granted" else ""), x.values) for x in LINES]
    lines = with_values(lines, "granted", *[""] * 7)
    found = read(html(lines))
    assert {found["requests", "granted", c].state for c in COLUMNS} == {"unreadable"}


def test_numbers_printed_in_the_label_cell_are_not_lost_as_blanks():
    source = cells([Line(x.key, f"{x.label} 3 4 5" if x.key == "granted" else x.label, x.values) for x in LINES])
    assert all(c.state != "blank" for c in extraction(source).cells if c.row == "granted")


def test_column_of_line_numbers_beside_full_rows():
    numbered = [Line(x.key, x.label, (str(n), *x.values)) for n, x in enumerate(LINES, start=1)]
    assert wrong(html(numbered, ("行次", *HEADER)), LINES) == {}


def in_tabs(lines: list[Line], heading: str, column: list[str], *, first: bool) -> str:
    """Table 三 between tabs, with a column of the agency's own before or behind it."""
    rows = [["申请人情况", *HEADER], *([x.label, *x.values] for x in lines)]
    printed = [[own, *row] if first else [*row, own] for row, own in zip(rows, [heading, *column], strict=True)]
    return "三、收到和处理政府信息公开申请情况\n" + "\n".join("\t".join(row) for row in printed) + "\n\n五、问题\n"


@settings(SHORT, max_examples=10)
@given(BLANKS, st.booleans())
def test_column_of_line_numbers_in_text_is_left_out(blanks, first):
    lines = blanked(blanks)
    numbers = [str(n) for n, _ in enumerate(lines, start=1)]
    assert published(in_tabs(lines, "序号", numbers, first=first)) == truth_of(lines)


def test_column_that_does_not_count_up_is_no_column_of_line_numbers():
    lines = [Line(x.key, x.label, (*x.values[:-1], "")) for x in LINES]
    numbers = ["1", "2", "7", *(str(n) for n in range(4, 26))]
    assert wrong(in_tabs(lines, "行次", numbers, first=False), lines) == {}


@pytest.mark.parametrize("heading", ["备注", ""])
def test_notes_behind_some_rows_of_text_move_no_number_and_hide_none(heading):
    lines = with_values(LINES, "carried_in", "", "12", "2", "1", "2", "3", "20")
    notes = ["其中网络申请居多" if n in (1, 5) else "" for n, _ in enumerate(lines)]
    assert published(in_tabs(lines, heading, notes, first=False)) == truth_of(lines)


@SHORT
@given(
    st.integers(0, 24),
    st.integers(0, 6),
    st.sampled_from(["详见附表", "2（3）", "3或4", "##", "约十二件"]),
    st.sampled_from(sorted(LAYOUTS)),
)
def test_text_in_a_numbers_place_is_no_blank(row, column, text, layout):
    lines = printed_as(LINES, LINES[row].key, column, text)
    key = ("requests", LINES[row].key, COLUMNS[column])
    assert read(LAYOUTS[layout](lines))[key].state == "unreadable"


def test_numbers_beside_the_table_and_its_header_are_no_column_of_it():
    lines = request_lines()
    head = html_row("申请人情况", *HEADER, "", "", "77")
    rows = "".join(html_row(x.label, *x.values, "", "", "77") for x in lines)
    assert published(page(f"<table>{head}{rows}</table>")) == truth_of(lines)


def test_note_behind_the_last_column_moves_no_number():
    lines = with_values(request_lines(), "carried_in", "", "12", "2", "1", "2", "3", "20", "注三")
    found = published(tabs(lines))
    assert ("requests", "carried_in", "natural_person") not in found


def test_equal_numbers_beside_an_empty_cell_are_not_read_where_every_row_prints_a_column_more():
    lines = [replace(x, values=(*x.values, "5")) for x in request_lines()]
    lines = with_values(lines, "granted", "0", "0", "0", "0", "0", "", "0", "0")
    assert ("requests", "granted", "other_organisation") not in published(tabs(lines, (*HEADER, "网络申请")))


@pytest.mark.parametrize("header", [HEADER, ()])
@pytest.mark.parametrize("every", [2, 3, 6])
def test_rows_of_text_that_an_empty_cell_pushes_a_column_further_are_not_read_under_the_header_of_the_others(
    header, every
):
    lines = request_lines()
    pushed = [replace(x, values=(*x.values, "") if n % every else ("", *x.values)) for n, x in enumerate(lines)]
    found, truth = published(tabs(pushed, header)), truth_of(lines)
    assert {k: v for k, v in found.items() if v != truth.get(k)} == {}

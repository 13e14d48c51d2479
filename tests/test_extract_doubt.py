"""What was read with doubt and nothing bears out stays unpublished."""

from dataclasses import replace

import pytest
from printed_forms import COLUMNS, HEADER, LAYOUTS, published, read, request_lines

from pipeline.extract.model import BY_PLACE, ExtractedCell, TableResult
from pipeline.extract.sums.doubt import without_doubtful_rows


def test_number_put_to_a_row_by_its_place_is_not_published_where_no_sum_can_bear_it_out():
    placed = ExtractedCell("proactive", "fee", "amount", "2021", 4724.0, "yuan", "reported", confidence=BY_PLACE)
    (cell,) = without_doubtful_rows(TableResult("proactive", "scan:words", (placed,))).cells
    assert (cell.value, cell.state) == (None, "unreadable")


@pytest.mark.parametrize("header", [HEADER, ()])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_table_with_its_columns_in_another_order_and_no_header_that_says_so_is_not_read(layout, header):
    total_first = [replace(x, values=(x.values[-1], *x.values[:-1])) for x in request_lines()]
    assert not published(LAYOUTS[layout](total_first, header))


def test_small_table_is_believed_though_its_source_prints_every_sum_wrong():
    columns = ("upheld", "corrected", "other", "pending", "total")
    ones = [
        ExtractedCell("review_litigation", row, c, "2021", 1.0, "count", "reported", "1", confidence=1.0)
        for row in ("review", "litigation_direct", "litigation_after_review")
        for c in columns
    ]
    assert without_doubtful_rows(TableResult("review_litigation", "html", tuple(ones))).reported == 15


@pytest.mark.parametrize("moved", [True, False])
def test_columns_that_moved_together_keep_their_own_sums_and_are_not_believed(moved):
    cells = []
    for line in request_lines():
        values = ("", *line.values[:-1]) if moved else line.values
        for column, value in zip(COLUMNS, values, strict=True):
            state = "reported" if value else "blank"
            number = float(value) if value else None
            cells.append(
                ExtractedCell("requests", line.key, column, "2021", number, "count", state, value, confidence=1.0)
            )
    found = without_doubtful_rows(TableResult("requests", "html", tuple(cells))).cells
    assert {c.state for c in found} == ({"unreadable"} if moved else {"reported"})


@pytest.mark.parametrize("layout", ["spaces", "pipes"])
def test_labels_without_any_number_beside_them_do_not_make_a_table_of_blanks(layout):
    bare = [replace(x, values=("",) * 7) for x in request_lines()]
    assert {c.state for c in read(LAYOUTS[layout](bare)).values() if c.table == "requests"} == {"unreadable"}


@pytest.mark.parametrize(("layout", "mark"), [("spaces", "/"), ("pipes", "-"), ("html", ""), ("tabs", "")])
def test_table_of_marks_for_nothing_or_of_empty_cells_is_blank(layout, mark):
    bare = [replace(x, values=(mark,) * 7) for x in request_lines()]
    assert {c.state for c in read(LAYOUTS[layout](bare)).values() if c.table == "requests"} == {"blank"}


def test_labels_are_no_blanks_where_some_have_a_text_that_is_no_number_behind_them():
    lines = [replace(x, values=("",) * 7) for x in request_lines()]
    lines[3] = replace(lines[3], values=("1 2 3 4", *("",) * 6))
    assert "blank" not in {c.state for c in read(LAYOUTS["spaces"](lines)).values() if c.table == "requests"}

"""Tables of the form beside one another in one grid: table 三 left and another one right, as some sheets have them."""

from itertools import zip_longest

import pytest
from printed_forms import HEADER, html_row, page, published, read, request_lines, truth_of

LINES = request_lines("2021")
PROACTIVE = [
    ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
    ("规章", "1", "0", "4"),
    ("规范性文件", "2", "1", "37"),
    ("信息内容", "本年处理决定数量", "", ""),
    ("行政许可", "412", "", ""),
    ("行政处罚", "35", "", ""),
    ("行政强制", "6", "", ""),
]
TRUTH = {
    ("proactive", "regulation", "made"): 1.0,
    ("proactive", "regulation", "repealed"): 0.0,
    ("proactive", "regulation", "in_force"): 4.0,
    ("proactive", "normative_document", "made"): 2.0,
    ("proactive", "normative_document", "repealed"): 1.0,
    ("proactive", "normative_document", "in_force"): 37.0,
    ("proactive", "licence", "decisions"): 412.0,
    ("proactive", "penalty", "decisions"): 35.0,
    ("proactive", "coercion", "decisions"): 6.0,
}
REQUESTS = [("申请人情况", *HEADER), *((x.label, *x.values) for x in LINES)]


def beside(left, right, gap=1):
    """A page whose one table has two tables' rows beside one another, with empty columns between."""
    wide = max(map(len, left))
    pairs = zip_longest(left, right, fillvalue=())
    rows = (html_row(*one, *[""] * (wide - len(one) + gap), *other) for one, other in pairs)
    return page(f"<table>{''.join(rows)}</table>")


@pytest.mark.parametrize("gap", [0, 1, 2])
@pytest.mark.parametrize("order", ["requests first", "proactive first"])
def test_both_of_two_tables_beside_one_another_are_read(gap, order):
    tables = (REQUESTS, PROACTIVE) if order == "requests first" else (PROACTIVE, REQUESTS)
    assert published(beside(*tables, gap)) == truth_of(LINES) | TRUTH


def test_cells_of_a_table_beside_another_are_shown_where_they_stand():
    cell = read(beside(REQUESTS, PROACTIVE))["proactive", "licence", "decisions"]
    assert cell.place is not None
    assert (cell.place.row, cell.place.column) == (5, 11)


def test_of_two_years_beside_one_another_that_nothing_tells_no_number_is_published():
    others = [("申请人情况", *HEADER), *((x.label, *x.values) for x in request_lines("2021", seed=2))]
    both = published(beside(REQUESTS, others))
    assert all(truth_of(LINES)[key] == truth_of(request_lines("2021", seed=2))[key] for key in both)


def test_tables_below_one_another_in_one_grid_are_not_beside_one_another():
    two = [("", *row, *[""] * 9) for row in PROACTIVE]
    three = [("", "申请人情况", "", "", *HEADER), *(("", "", "", x.label, *x.values) for x in LINES)]
    four = [("", *["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 2)] * 2
    rows = "".join(html_row(*(*row, *[""] * 4)) for row in (*two, *three, *four))
    assert published(page(f"<table>{rows}</table>")) == TRUTH | truth_of(LINES)

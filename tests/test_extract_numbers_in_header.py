"""Headers whose cells hold numbers: those of the table's first row, moved there, or such that count the columns."""

import pytest
from printed_forms import HEADER, html, html_row, page, published, request_lines, truth_of

from pipeline.forms import FORMS

LINES = request_lines("2021")
BREAKS = ("<br>", " ", "")


def moved(lines):
    """Each row with the numbers of the row below it, the last one empty."""
    below = [line.values for line in lines[1:]] + [("",) * 7]
    return [type(line)(line.key, line.label, values) for line, values in zip(lines, below, strict=True)]


@pytest.mark.parametrize("gap", BREAKS)
def test_numbers_of_the_first_row_in_the_header_leave_all_rows_open(gap):
    header = [name + gap + number for name, number in zip(HEADER, LINES[0].values, strict=True)]
    assert published(html(moved(LINES), header)) == {}


@pytest.mark.parametrize("gap", BREAKS)
@pytest.mark.parametrize("first", [0, 1, 7])
def test_numbers_that_count_the_columns_are_no_numbers_of_rows(gap, first):
    header = [f"{name}{gap}{n}" for n, name in enumerate(HEADER, first)]
    assert published(html(LINES, header)) == truth_of(LINES)


@pytest.mark.parametrize("top", [(), (0, 6)], ids=["in one row", "two in the row above"])
def test_headers_that_count_the_columns_may_be_printed_again(top):
    names = [f"{name}<br>{n}" for n, name in enumerate(HEADER, 1)]
    above = "<tr><td></td>" + "".join(f"<td>{name if n in top else ''}</td>" for n, name in enumerate(names)) + "</tr>"
    header = above + html_row("申请人情况", *("" if n in top else name for n, name in enumerate(names)))
    rows = [html_row(x.label, *x.values) for x in LINES]
    table = f"<table>{header}{''.join(rows[:12])}{header}{''.join(rows[12:])}</table>"
    assert published(page(table)) == truth_of(LINES)


def test_a_mark_of_a_note_at_one_name_is_no_number_of_a_row():
    header = [*HEADER[:-1], "总计<br>1"]
    assert published(html(LINES, header)) == truth_of(LINES)


def test_pieces_of_names_with_numbers_below_are_names_all_the_same():
    header = [*HEADER[:3], "社会公益<br>组织<br>0", "机构<br>47", *HEADER[5:]]
    assert published(html(moved(LINES), header)) == {}


def test_tables_two_and_four_are_left_open_too():
    two = html_row("信息内容", "本年制发件数<br>4", "本年废止件数<br>0", "现行有效件数<br>9")
    two += html_row("规章", "1", "2", "3") + html_row("行政规范性文件", "", "", "")
    columns = [c.label for c in FORMS["2021"].tables["review_litigation"].rows[0].columns] * 3
    four = "<tr><td colspan=5>行政复议<td colspan=5>未经复议直接起诉<td colspan=5>复议后起诉</tr>"
    four += html_row(*(f"{name}<br>{n * 3}" for n, name in enumerate(columns))) + html_row(*[""] * 15)
    assert published(page(f"<table>{two}</table><p>四、行政复议</p><table>{four}</table>")) == {}

"""Columns: a number stands in its own column, or its row is unreadable."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from printed_forms import (
    COLUMNS,
    HEADER,
    LAYOUTS,
    Line,
    extraction,
    html,
    html_row,
    page,
    pipes,
    published,
    read,
    request_lines,
    spaces,
    tabs,
    truth_of,
    with_values,
)

from pipeline.extract.columns.model import Unplaced
from pipeline.extract.columns.place import place
from pipeline.extract.printed.model import Printed, PrintedRow

SHORT = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
LINES = request_lines("2021")
BLANKS = st.dictionaries(st.tuples(st.integers(0, 24), st.integers(0, 6)), st.just(""), max_size=60)
MARKS = st.dictionaries(
    st.tuples(st.integers(0, 24), st.integers(0, 6)), st.sampled_from(["", "/", "-", "无", "—"]), max_size=60
)


def blanked(blanks: dict[tuple[int, int], str]) -> list[Line]:
    return [
        Line(x.key, x.label, tuple(blanks.get((n, c), v) for c, v in enumerate(x.values))) for n, x in enumerate(LINES)
    ]


def wrong(source: str, lines: list[Line]) -> dict:
    truth = truth_of(lines)
    return {k: (v, truth.get(k)) for k, v in published(source).items() if truth.get(k) != v}


def test_short_names_of_columns_in_another_order_place_their_numbers():
    header = ("总计", "自然人", "商企", "科研", "公益组织", "法律服务", "组织-其他")
    lines = [Line(x.key, x.label, (x.values[-1], *x.values[:-1])) for x in LINES]
    assert published(html(lines, header)) == truth_of(LINES)


def row_of(method: str, layout: str, *texts: str) -> PrintedRow:
    cells = tuple(Printed(t, t, float(n), n + 1.0) for n, t in enumerate(texts))
    return PrintedRow((), cells, layout, 0, method)


@pytest.mark.parametrize(("complete", "told"), [(False, False), (True, True)])
def test_cells_made_of_gaps_are_columns_only_beside_a_complete_row(complete, told):
    # Pieces of the label stand in the first cells, and a column in which nothing is printed has none.
    texts = [("", "", "", "4", "", "1", "5"), tuple("1000012") if complete else ("", "", "", "3", "", "", "3")]
    placed = place([row_of("pdf:camelot-stream", "grid", *t) for t in texts], 7, {})
    assert (not isinstance(placed[0], Unplaced)) is told


@pytest.mark.parametrize(("shared", "told"), [(3, False), (0, True)])
def test_a_written_table_whose_cells_hold_several_numbers_has_columns_made_of_gaps(shared, told):
    texts = [("", "0", "2 0", "0", "0", "0", "2")] * shared + [("", "61", "10", "2", "0", "1", "74"), tuple("0000000")]
    placed = place([row_of("txt:bars", "ragged", *t) for t in texts], 7, {})
    assert (not isinstance(placed[-2], Unplaced)) is told


@SHORT
@given(MARKS)
def test_html_grid_with_blanks_anywhere(blanks):
    lines = blanked(blanks)
    assert published(html(lines)) == truth_of(lines)


@SHORT
@given(BLANKS, st.sampled_from(["tabs", "cells"]))
def test_text_grid_with_blanks_anywhere(blanks, layout):
    lines = blanked(blanks)
    assert published(LAYOUTS[layout](lines)) == truth_of(lines)


@SHORT
@given(MARKS, st.sampled_from(sorted(LAYOUTS)), st.booleans())
def test_blanks_never_move_a_number(blanks, layout, header):
    lines = blanked(blanks)
    assert wrong(LAYOUTS[layout](lines, HEADER if header else ()), lines) == {}


@SHORT
@given(st.lists(st.sampled_from(["", "4", "57", "/"]), min_size=7, max_size=7))
def test_layout_with_spaces_one_full_row_shows_the_columns(values):
    lines = with_values(LINES, "granted", *values)
    lines = with_values(lines, "denied_third_party", *values[::-1])
    assert wrong(spaces(lines, ()), lines) == {}


def test_printed_blank_is_blank_with_what_is_printed():
    lines = with_values(LINES, "granted", "/", "", "无", "-", "—", "0", "3")
    found = read(html(lines))
    row = [found["requests", "granted", c] for c in COLUMNS]
    assert [(c.state, c.raw) for c in row] == [
        *(("blank", "/"), ("blank", ""), ("blank", "无"), ("blank", "-"), ("blank", "—")),
        *(("reported", "0"), ("reported", "3")),
    ]


def test_row_of_empty_cells_is_blank():
    lines = with_values(LINES, "granted", *[""] * 7)
    found = read(html(lines))
    assert {found["requests", "granted", c].state for c in COLUMNS} == {"blank"}


@pytest.mark.parametrize("header", [HEADER, ()])
def test_an_empty_column_of_the_form_is_none_beside_a_further_one(header):
    # 3.其他, printed without numbers, is no header's 其他; without a header nothing tells the empty column.
    lines = [replace(x, values=(*x.values[:2], "", *x.values[3:])) for x in LINES]
    lines = with_values(lines, "other_misc", *[""] * 7)
    wider = [Line(x.key, x.label, (*x.values, "注1" if x.key == "granted" else "")) for x in lines]
    assert published(html(wider, (*header, "") if header else ())) == (truth_of(lines) if header else {})


def test_a_remark_behind_a_row_of_a_wide_label_pushes_it_nowhere():
    rows = [(("结果", x.label) if x.key != "granted" else (x.label, ""), x) for x in LINES]
    table = "".join(html_row(*head, *x.values, "见说明" if x.key == "granted" else "") for head, x in rows)
    source = page(f"<table>{html_row('', '申请人情况', *HEADER, '')}{table}</table>")
    assert published(source) == {k: v for k, v in truth_of(LINES).items() if k[1] != "granted"}


def test_row_with_too_few_cells_in_html_is_not_guessed():
    lines = with_values(LINES, "granted", "3", "4", "7")
    found = read(html(lines))
    assert wrong(html(lines), [x for x in lines if x.key != "granted"]).keys() <= {
        ("requests", "granted", c) for c in COLUMNS[:3]
    }
    assert {found["requests", "granted", c].state for c in COLUMNS[3:]} <= {"missing", "unreadable"}


def test_ambiguous_row_without_trace_of_its_blanks_is_unreadable():
    lines = with_values(LINES, "granted", "3", "", "", "", "", "", "3")
    found = extraction(pipes(lines))
    cells_of_row = [c for c in found.cells if c.row == "granted"]
    assert {c.state for c in cells_of_row} == {"unreadable"}
    assert {c.raw for c in cells_of_row} == {"3 | 3"}
    assert all("2 numbers for 7 columns" in c.reason for c in cells_of_row)


def test_rows_around_an_ambiguous_one_are_read():
    lines = with_values(LINES, "granted", "3", "", "", "", "", "", "3")
    assert published(pipes(lines)) == truth_of([x for x in lines if x.key != "granted"])


def test_one_number_too_many_is_unreadable_and_listed():
    lines = with_values(LINES, "granted", "1", "2", "3", "4", "5", "6", "7", "8")
    found = extraction(html(lines))
    assert {c.state for c in found.cells if c.row == "granted"} == {"unreadable"}
    (loose,) = found.unplaced
    assert loose.table == "requests" and loose.raw.endswith("1 | 2 | 3 | 4 | 5 | 6 | 7 | 8")


@pytest.mark.parametrize(("beside", "is_read"), [("填表人：某某，电话6218805", True), ("上年12", False)])
def test_remark_in_a_cell_behind_the_columns_leaves_its_row_readable(beside, is_read):
    header = html_row("", *HEADER)
    rows = [html_row(x.label, *x.values, *([beside] if x.key == "granted" else [])) for x in LINES]
    source = f"<p>三、收到和处理政府信息公开申请情况</p><table>{header}{''.join(rows)}</table>"
    found = published(source)
    assert found == truth_of([x for x in LINES if is_read or x.key != "granted"])


def test_rest_of_a_row_that_is_cut_at_a_width_is_not_the_next_rows():
    lines = with_values(LINES, "other_unpaid_fee", *[""] * 7)
    texts = {x.key: "|".join((x.label, *x.values)) + "|" for x in lines}
    texts["other_overdue_correction"] = f"{texts['other_overdue_correction'].split('|')[0]}|2\n1|||11||32|"
    texts["other_unpaid_fee"] = texts["other_unpaid_fee"].replace("其政府", "其政\n府")
    source = "\n".join(["三、收到和处理政府信息公开申请情况", f"申请人情况|{'|'.join(HEADER)}|", *texts.values(), ""])
    found = published(source)
    assert [k for k in found if k[1] in ("other_overdue_correction", "other_unpaid_fee")] == []


def test_number_between_two_columns_is_not_placed():
    source = spaces(LINES, ())
    line = next(x for x in source.split("\n") if x.startswith("（一）予以公开"))
    between = "（一）予以公开".ljust(26) + " " * 7 + "33" + " " * 30 + "33"
    found = read(source.replace(line, between))
    row = [found["requests", "granted", c] for c in COLUMNS]
    assert {c.state for c in row} == {"unreadable"} and "between two columns" in row[0].reason


def test_number_over_two_columns_is_not_placed():
    """Programs that keep a page's layout may leave no room between the numbers of two cells."""
    source = spaces(LINES, ())
    line = next(x for x in source.split("\n") if x.startswith("（一）予以公开"))
    numbers = "".join(v.center(8) for v in ("2136", "132", "0", "244", "0"))
    found = read(source.replace(line, f"{'（一）予以公开'.ljust(26)}{numbers} 25115023251150"))
    row = [found["requests", "granted", c] for c in COLUMNS]
    assert {c.state for c in row} == {"unreadable"} and "between two columns" in row[0].reason


def test_where_a_row_stands_between_the_columns_of_a_header_no_row_is_placed_by_it():
    lines = [Line(x.key, x.label, ("0", *[""] * 5, "0")) for x in LINES]
    source = spaces(lines, ("自然人", "商业企业", "科研机构", "公益组织", "法律服务", "其他", "总计"))
    assert published(source) == truth_of(lines)
    own = next(x for x in source.split("\n") if x.startswith("（一）予以公开"))
    found = read(source.replace(own, "（一）予以公开".ljust(26) + " " * 7 + "0" + " " * 42 + "0"))
    assert {c.value for c in found.values()} == {None}


@pytest.mark.parametrize("moved", [0, 4])
def test_header_ends_a_page_of_text_and_its_numbers_begin_the_next(moved):
    """Where the next page counts its columns in another way, nothing is placed by the header."""
    lines = [Line(x.key, x.label, ("0", "0", *[""] * 4, "0")) for x in LINES]
    applicants = ("自然人", "商业企业", "科研机构", "公益组织", "法律服务", "其他", "总计")
    above, below = spaces(lines, applicants).split(LINES[0].label[:24])
    rows = (LINES[0].label[:24] + below).replace("  0", " " * moved + "  0", 1 << 20 if moved else 0)
    assert published(f"{above}\n\f{rows}") == ({} if moved else truth_of(lines))


def test_numbers_between_the_lines_of_their_label_are_no_empty_neighbours():
    lines = with_values(with_values(LINES, "granted", *[""] * 7), "denied_state_secret", *[""] * 7)
    source = spaces(lines)
    row = next(x for x in source.split("\n") if x.startswith("（二）部分公开"))
    numbers = " " * 26 + row[-56:]
    own = f"（二）部分公开（区分处理的，只计这一情形\n{numbers}\n      ，不计其他情形）"
    assert published(source.replace(row, own)) == truth_of(lines)


def test_line_of_numbers_beside_a_character_printed_downwards_is_no_rows_own():
    lines = with_values(with_values(LINES, "denied_third_party", *[""] * 7), "denied_security_stability", *[""] * 7)
    source = spaces(lines)
    label = next(x for x in source.split("\n") if "三安全一稳定" in x)
    number = "结".ljust(26) + "3".center(8) + " " * 40 + "3".center(8)
    found = read(source.replace(label, f"{label}\n{number}"))
    assert {found["requests", "denied_security_stability", c].state for c in COLUMNS} == {"unreadable"}


def test_labels_before_all_numbers_are_no_empty_rows():
    source = "\n".join(
        ["三、收到和处理政府信息公开申请情况", *(x.label for x in LINES), "自然人", "总计", *["0", "1"] * 60]
    )
    assert "blank" not in {c.state for k, c in read(source + "\n").items() if k[0] == "requests"}


def test_labels_in_a_table_of_their_own_are_no_empty_rows():
    rows = ["".join(html_row(x.label) for x in LINES), "".join(html_row(*x.values) for x in LINES)]
    source = page("".join(f"<table>{part}</table>" for part in rows))
    assert "blank" not in {c.state for k, c in read(source).items() if k[0] == "requests"}


@pytest.mark.parametrize("front", [True, False])
@pytest.mark.parametrize("height", [1, 3])
def test_row_that_a_wrong_span_pushes_aside_is_read_beside_a_column_of_the_agencys_own(front, height):
    def row(label: str, values: tuple[str, ...], own: str) -> str:
        cells = (own, *values) if front else (*values, own)
        return "<tr>" + label + "".join(f"<td>{c}</td>" for c in cells) + "</tr>"

    labels = [f"<td colspan=2>{x.label}</td>" for x in LINES]
    labels[4:6] = [f"<td rowspan={height}>（三）不予公开</td><td>{LINES[4].label}</td>", f"<td>{LINES[5].label}</td>"]
    rows = [row(label, x.values, str(n)) for n, (label, x) in enumerate(zip(labels, LINES, strict=True), 1)]
    source = page(f"<table>{row('<td colspan=2>申请人情况</td>', HEADER, '行次')}{''.join(rows)}</table>")
    assert {k: v for k, v in published(source).items() if k[0] == "requests"} == truth_of(LINES)


@pytest.mark.parametrize("heading", ["同比增长", "上年总计"])
def test_column_of_the_agencys_own_beside_the_total_of_a_header_in_two_rows(heading):
    over = [*("<td rowspan=2>" + h for h in ("", "自然人")), "<td colspan=5>法人或其他组织"]
    over += [f"<td rowspan=2>{h}" for h in ("总计", heading)]
    rows = "".join(html_row(x.label, *x.values, "7") for x in LINES)
    source = page(f"<table><tr>{''.join(over)}</tr>{html_row(*HEADER[1:6])}{rows}</table>")
    assert {k: v for k, v in published(source).items() if k[0] == "requests"} == truth_of(LINES)


def test_tab_row_that_lost_its_leading_cells_is_not_guessed():
    lines = with_values(LINES, "granted", "3", "4")
    assert not [k for k in published(tabs(lines)) if k[1] == "granted" and k[2] not in COLUMNS[:2]]


def test_table_that_moves_one_column_at_a_page_break():
    first, second = html(LINES[:12]), html([], ())
    rows = "".join(html_row("", x.label, *x.values) for x in LINES[12:])
    source = first.replace("<p>五", f"<p>- 3 -</p><table>{rows}</table><p>五")
    assert second and published(source) == truth_of(LINES)


@pytest.mark.parametrize("last", [("165", "543", "无", "1", "", "", "709"), ("165", "", "", "", "", "", "")])
def test_behind_a_break_rows_of_text_with_labels_of_any_depth_share_their_columns(last):
    """As many cells in all rows, and the same columns behind labels in two places: those behind a third place, too."""
    lines = with_values(LINES, "carried_out", *last)
    depths = {"new_requests": 0, "carried_in": 0, "carried_out": 0, "granted": 1, "partially_granted": 1}
    depths |= {"processed_total": 1}
    rows = ["\t".join((*[""] * (d := depths.get(x.key, 2)), x.label, *[""] * (2 - d), *x.values)) for x in lines]
    head = "\t".join(("申请人情况", "", "", *HEADER))
    source = "\n".join(
        ("三、收到和处理政府信息公开申请情况", "", head, *rows[:9], "", "", *rows[9:], "", "五、存在的主要问题", "")
    )
    assert published(source) == truth_of(lines)


@SHORT
@given(st.dictionaries(st.tuples(st.integers(12, 24), st.integers(0, 6)), st.just(""), max_size=30))
def test_blanks_behind_a_page_break_that_moves_columns(blanks):
    lines = blanked(blanks)
    rows = "".join(html_row("", x.label, *x.values) for x in lines[12:])
    source = html(lines[:12]).replace("<p>五", f"<p>- 3 -</p><table>{rows}</table><p>五")
    assert wrong(source, lines) == {}


@pytest.mark.parametrize(("last", "full"), [("", True), ("5", False)])
def test_empty_columns_behind_a_page_break_of_a_table_that_prints_a_number_everywhere(last, full):
    # A number beside the columns, or a row that prints fewer, would leave open which of the columns are the form's.
    first = html_row("申请人情况", *HEADER, "备注") + "".join(html_row(x.label, *x.values, "") for x in LINES[:12])
    second = "".join(html_row(x.label, x.values[0], "", *x.values[1:], last) for x in LINES[12:])
    found = published(page(f"<table>{first}</table><p>续表</p><table>{second}</table>"))
    assert (found == truth_of(LINES)) is full and found.items() <= truth_of(LINES).items()


def test_merged_blank_cell_stands_for_all_its_columns():
    label, values = LINES[2].label, LINES[2].values
    row = html_row(label, *values)
    merged = f"<tr><td>{label}</td><td>3</td><td colspan=5>/</td><td>3</td></tr>"
    found = read(html(LINES).replace(row, merged))
    assert [found["requests", "granted", c].value for c in COLUMNS] == [3, None, None, None, None, None, 3]
    assert {found["requests", "granted", c].state for c in COLUMNS[1:6]} == {"blank"}


def test_empty_column_in_between_moves_nothing():
    rows = "".join(html_row(x.label, "", *x.values) for x in LINES)
    assert published(page(f"<table>{rows}</table>")) == truth_of(LINES)


def test_row_without_its_last_cell_does_not_begin_in_an_empty_place_of_its_label():
    """Pages write merged labels as empty cells: as many cells as numbers are wanted, and all of them a column aside."""
    rows = [html_row("", "", x.label, *x.values) for x in LINES]
    own = next(n for n, x in enumerate(LINES) if x.key == "granted_in_part")
    short = html_row("", LINES[own].label, "", *LINES[own].values[:-1])
    head = html_row("", "", "", *HEADER)
    found = read(page(f"<table>{head}{''.join([*rows[:own], short, *rows[own + 1 :]])}</table>"))
    cells = {c: found["requests", "granted_in_part", c].value for c in COLUMNS}
    assert all(v in (None, truth_of(LINES)["requests", "granted_in_part", c]) for c, v in cells.items())


def test_empty_column_at_the_end_moves_nothing():
    rows = "".join(html_row(x.label, *x.values, "") for x in LINES)
    assert published(page(f"<table>{rows}</table>")) == truth_of(LINES)


@pytest.mark.parametrize("printed", ["12件", "１２", " 12 ", "12\xa0", "12 件", "12\u3000"])
def test_ways_to_print_a_number(printed):
    lines = with_values(LINES, "granted", printed, *["0"] * 6)
    found = read(html(lines))["requests", "granted", "natural_person"]
    assert (found.value, found.raw) == (12, printed.strip(" "))


@pytest.mark.parametrize("printed", ["约12", "12余", "1 2", "5²", "3万元", "12?3", "见附件"])
def test_unreadable_number_keeps_its_text_and_its_neighbours(printed):
    lines = with_values(LINES, "granted", "4", printed, *["0"] * 5)
    found = read(html(lines))
    cell = found["requests", "granted", "enterprise"]
    assert (cell.state, cell.value, cell.raw) == ("unreadable", None, printed)
    assert found["requests", "granted", "natural_person"].value == 4

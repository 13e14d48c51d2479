"""Table 三 printed as several tables, each with some of its applicants."""

import re

import pytest
from printed_forms import (
    COLUMNS,
    HEADER,
    Line,
    cells,
    html_row,
    html_rows,
    page,
    pipes,
    printed_as,
    published,
    read,
    request_lines,
    spaces,
    tabs,
    truth_of,
)

from pipeline.documents.text.reader import read_txt
from pipeline.extract.printed.rows import printed_rows
from pipeline.extract.tables.joined_parts import with_parts_joined
from pipeline.normalise import normalise_document
from samples.build import build

LINES = request_lines("2021")


def part(*columns: int, names: tuple[str, ...] = HEADER) -> str:
    lines = [Line(x.key, x.label, tuple(x.values[c] for c in columns)) for x in LINES]
    return f"<table>{html_row('申请人情况', *(names[c] for c in columns))}{html_rows(lines)}</table>"


def part_over_pages(*columns: int, labels: int = 1) -> str:
    """A part whose table ends with a page and goes on in one without a header, whose labels may take more columns."""
    rows = html_rows([Line(x.key, x.label, tuple(x.values[c] for c in columns)) for x in LINES]).split("</tr>")
    head = html_row("申请人情况", *(HEADER[c] for c in columns))
    rows[9:] = [row.replace("</td>", "</td>" + "<td></td>" * (labels - 1), 1) for row in rows[9:]]
    return "".join(f"<table>{h}{'</tr>'.join(r)}</tr></table>" for h, r in ((head, rows[:9]), ("", rows[9:-1])))


def each_alone(captions: list[str]) -> str:
    return page("".join(f"<p>{c}</p>{part(n, names=('件数',) * 7)}" for n, c in enumerate(captions)))


CAPTIONS = ["申请人：自然人", *(f"申请人类别：法人或其他组织——{name}" for name in HEADER[1:6]), "（申请人：总计）"]


def test_tables_that_share_the_applicants_are_one():
    assert published(page(part(0, 1, 2) + "<p>（续）</p>" + part(3, 4, 5, 6))) == truth_of(LINES)
    assert published(page(part(6, 0) + part(1, 2, 3, 4, 5))) == truth_of(LINES)


def test_parts_go_on_over_pages():
    assert published(page(part_over_pages(0, 1, 2) + part_over_pages(3, 4, 5, 6))) == truth_of(LINES)


def test_a_part_goes_on_with_another_column_for_labels():
    source = page(part_over_pages(0, 1, 2) + part_over_pages(3, 4, 5, 6, labels=2))
    assert published(source) == truth_of(LINES)


def test_the_header_of_a_part_may_stand_on_the_page_before():
    first = part(0, 1, 2).replace("</tr>", "</tr></table><table>", 1)
    assert published(page(first + part(3, 4, 5, 6))) == truth_of(LINES)


def test_parts_below_and_above_another_table_in_one_grid_are_joined():
    above = f"<table>{html_row('信息内容', '本年处理决定数量')}{html_row('行政许可', '7')}{html_row('行政处罚', '9')}"
    outcomes = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计") * 3
    below = f"{html_row(*outcomes)}{html_row(*'000000000000000')}</table>"
    first, second = part(0, 1, 2), part(3, 4, 5, 6)
    source = above + first.removeprefix("<table>") + second.removesuffix("</table>") + below
    read_of_requests = {key: value for key, value in published(page(source)).items() if key[0] == "requests"}
    assert read_of_requests == truth_of(LINES)


def test_parts_may_say_their_labels_in_other_words():
    second = part(3, 4, 5, 6).replace("法律服务机构", "法律机构")
    for printed, other in (("（一）予以公开", "予以公开"), ("结转下年度继续办理", "结转下年度")):
        assert printed in second
        second = second.replace(printed, other)
    assert published(page(part(0, 1, 2) + second)) == truth_of(LINES)


def test_parts_with_their_rows_in_another_order_are_not_joined():
    lines = [Line(x.key, x.label, x.values[3:]) for x in (LINES[1], LINES[0], *LINES[2:])]
    second = f"<table>{html_row('申请人情况', *HEADER[3:])}{html_rows(lines)}</table>"
    assert published(page(part(0, 1, 2) + second)) == {}


def test_parts_with_other_rows_are_not_joined():
    second = part(3, 4, 5, 6).replace("2.重复申请", "3.要求提供公开出版物", 1)
    assert published(page(part(0, 1, 2) + second)) == {}


def test_a_row_of_empty_cells_leaves_a_part_a_part():
    widths = f"<tr>{'<td></td>' * 4}</tr></table>"
    assert published(page(part(0, 1, 2).replace("</table>", widths) + part(3, 4, 5, 6))) == truth_of(LINES)


def test_cells_of_a_part_are_shown_where_they_stand():
    place = read(page(part(0, 1, 2) + part(3, 4, 5, 6)))["requests", "carried_in", "total"].place
    assert place is not None
    assert (place.table, place.row, place.column) == (2, 3, 5)


def test_table_for_one_applicant_is_told_by_its_caption():
    assert published(each_alone(CAPTIONS)) == truth_of(LINES)


def in_text(layout, *parts, lines=LINES):
    """The parts one behind another, each as a text prints a table."""
    tables = []
    for columns in parts:
        own = [Line(x.key, x.label, tuple(x.values[c] for c in columns)) for x in lines]
        printed = layout(own, [HEADER[c] for c in columns])
        tables.append("\n".join(printed.rstrip("\n").split("\n")[1:-1]))
    return "三、收到和处理政府信息公开申请情况\n" + "\n（续）\n".join(tables) + "\n五、存在的主要问题\n"


@pytest.mark.parametrize("layout", [tabs, cells, pipes, spaces])
def test_parts_in_a_text_are_one_table(layout):
    assert published(in_text(layout, (0, 1, 2), (3, 4, 5, 6))) == truth_of(LINES)


def test_parts_in_a_layout_of_spaces_may_break_their_labels_in_other_places():
    first, second = in_text(spaces, (0, 1, 2), (3, 4, 5, 6)).split("（续）")
    label = "4.无正当理由大量反复申请"
    broken = second.replace(label, f"4.无正当理由\n大量反复申请{' ' * 12}")
    assert label in second
    assert published(f"{first}（续）{broken}") == truth_of(LINES)


def test_parts_in_a_layout_of_spaces_may_stand_in_another_order():
    assert published(in_text(spaces, (3, 4, 5, 6), (0, 1, 2))) == truth_of(LINES)


def test_part_of_one_column_may_name_it_behind_the_corners_long_note():
    source = in_text(spaces, (0,), (1, 2, 3, 4, 5, 6))
    note = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    assert published(source.replace(f"{' ' * 26}  自然人", f"{note}  自然人", 1)) == truth_of(LINES)


def test_row_of_a_part_whose_numbers_stand_between_its_columns_is_not_read_there():
    own = truth_of(LINES)
    lines = printed_as(LINES, "denied_state_secret", 4, "")
    source = in_text(spaces, (0, 1, 2), (3, 4, 5, 6), lines=lines)
    row = next(x for x in source.split("（续）")[1].split("\n") if x.startswith("1.属于国家秘密"))
    moved = re.sub(r"(\S)( {8,})(\S)", r"\1    \2\3", row)
    assert moved != row
    read = published(source.replace(row, moved))
    lost = {k for k in own if k[1] == "denied_state_secret" and k[2] in COLUMNS[3:]}
    assert read == {k: v for k, v in own.items() if k not in lost}


def test_part_with_numbers_that_belong_to_no_row_is_not_joined():
    source = in_text(spaces, (0, 1, 2), (3, 4, 5, 6))
    row = next(x for x in source.split("（续）")[1].split("\n") if x.startswith("2.重复申请"))
    assert published(source.replace(row, f"{row}\n{row.replace('2.重复申请', '另有几件事')}")) == {}


def test_parts_of_a_page_without_lines_keep_the_heights_of_their_own_numbers():
    sample = build("parts/2", "pdf", ("shared_out", "no_rulings"))
    truth = {(c["table"], c["row"], c["column"]): c["value"] for c in sample.truth["cells"]}
    assert published(sample.data) == {k: v for k, v in truth.items() if v is not None}


def test_header_of_two_lines_in_a_list_of_cells_names_the_total_before_the_organisations():
    printed = in_text(pipes, (0, 1, 2), (3, 4, 5, 6))
    flat = "".join(f"{name} |\n" for name in HEADER[3:])
    lines = "".join(f"{name} |\n" for name in ("法人或其他组织", HEADER[6], *HEADER[3:6]))
    assert flat in printed
    assert published(printed.replace(flat, lines)) == truth_of(LINES)


@pytest.mark.parametrize("layout", [tabs, cells, pipes])
@pytest.mark.parametrize("columns", [(6, 3, 4, 5), (4, 3, 5, 6)])
def test_parts_of_a_text_in_another_order_than_the_forms_are_not_joined(layout, columns):
    text = read_txt(in_text(layout, (0, 1, 2), columns))
    rows = printed_rows(normalise_document(text).blocks)
    assert with_parts_joined(rows) == rows


@pytest.mark.parametrize(
    "source",
    [
        page(part(0, 1, 2) + part(3, 4, 5)),
        page(part(0, 1, 2) + part(2, 3, 4, 5, 6)),
        each_alone([*CAPTIONS[:3], CAPTIONS[2], *CAPTIONS[4:]]),
        each_alone([*CAPTIONS[:3], "申请人：其他人", *CAPTIONS[4:]]),
    ],
    ids=["one lacks", "one stands twice", "a caption stands twice", "a caption names nobody"],
)
def test_tables_that_do_not_name_each_applicant_once_are_not_joined(source):
    assert published(source) == {}

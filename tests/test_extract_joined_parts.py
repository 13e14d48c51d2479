"""Table 三 printed as several tables, each with some of its applicants."""

import pytest
from printed_forms import (
    HEADER,
    Line,
    cells,
    html_row,
    html_rows,
    page,
    pipes,
    published,
    read,
    request_lines,
    tabs,
    truth_of,
)

from pipeline.documents.text.reader import read_txt
from pipeline.extract.printed.joined_parts import with_parts_joined
from pipeline.extract.printed.rows import printed_rows
from pipeline.normalise import normalise_document

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


def in_text(layout, *parts):
    """The parts one behind another, each as a text prints a table."""
    tables = []
    for columns in parts:
        lines = [Line(x.key, x.label, tuple(x.values[c] for c in columns)) for x in LINES]
        printed = layout(lines, [HEADER[c] for c in columns])
        tables.append("\n".join(printed.rstrip("\n").split("\n")[1:-1]))
    return "三、收到和处理政府信息公开申请情况\n" + "\n（续）\n".join(tables) + "\n五、存在的主要问题\n"


@pytest.mark.parametrize("layout", [tabs, cells, pipes])
def test_parts_in_a_text_are_one_table(layout):
    assert published(in_text(layout, (0, 1, 2), (3, 4, 5, 6))) == truth_of(LINES)


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

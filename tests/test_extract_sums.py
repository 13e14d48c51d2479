"""The form's own sums as proof: wrapped and cut numbers, doubtful labels, and where they prove nothing."""

from dataclasses import replace

import pytest
from printed_forms import (
    COLUMNS,
    LAYOUTS,
    Line,
    html,
    html_row,
    printed_as,
    published,
    read,
    relabelled,
    request_lines,
    truth_of,
)

LINES = request_lines("2021")


def value_of(key: str, column: int = 0) -> str:
    return next(x for x in LINES if x.key == key).values[column]


def source_of(lines: list[Line]) -> str:
    """The table as a page, line ends in cells as breaks."""
    return html([replace(x, values=tuple(v.replace("\n", "<br>") for v in x.values)) for x in lines])


def test_number_over_two_lines_is_read_where_all_its_sums_hold():
    number = value_of("granted")
    lines = printed_as(LINES, "granted", 0, f"{number[:2]}\n{number[2:]}")
    cell = read(source_of(lines))["requests", "granted", "natural_person"]
    assert (cell.value, cell.raw) == (float(number), f"{number[:2]}\n{number[2:]}") and cell.confidence < 1


def test_number_over_two_lines_is_not_read_where_a_sum_is_broken():
    number = value_of("granted")
    lines = printed_as(LINES, "granted", 0, f"{number[:2]}\n{number[2:]}")
    lines = printed_as(lines, "denied_third_party", 0, "1")
    assert read(source_of(lines))["requests", "granted", "natural_person"].state == "unreadable"


def test_number_over_two_lines_is_not_read_where_a_row_is_missing():
    number = value_of("granted")
    lines = printed_as(LINES, "granted", 0, f"{number[:2]}\n{number[2:]}")
    lines = [x for x in lines if x.key != "denied_third_party"]
    assert read(source_of(lines))["requests", "granted", "natural_person"].state == "unreadable"


def test_two_numbers_in_one_cell_that_the_sums_do_not_join():
    lines = printed_as(LINES, "granted", 0, "12\n34")
    cell = read(source_of(lines))["requests", "granted", "natural_person"]
    assert (cell.state, cell.value, cell.raw) == ("unreadable", None, "12\n34")


def test_wrapped_number_beside_a_blank_total_is_not_read():
    number = value_of("granted")
    lines = printed_as(LINES, "granted", 0, f"{number[:2]}\n{number[2:]}")
    lines = printed_as(lines, "granted", 6, "")
    lines = printed_as(lines, "processed_total", 0, "")
    assert read(source_of(lines))["requests", "granted", "natural_person"].state == "unreadable"


def cut_by_a_page(cuts: dict[int, int], after: str = "granted") -> str:
    """The table broken inside a row: of some columns' numbers the last digits stand on the next page."""
    at = next(n for n, x in enumerate(LINES) if x.key == after)
    row = LINES[at]
    upper = [v[: len(v) - cuts.get(c, 0)] for c, v in enumerate(row.values)]
    lower = [v[len(v) - cuts.get(c, 0) :] for c, v in enumerate(row.values)]
    first = html([*LINES[:at], replace(row, values=tuple(upper))]).split("<p>五")[0]
    second = "".join(html_row(x.label, *x.values) for x in LINES[at + 1 :])
    return f"{first}<p>- 2 -</p><table>{html_row('', *lower)}{second}</table><p>五、存在的主要问题</p></body></html>"


@pytest.mark.parametrize("cuts", [{0: 1}, {0: 1, 6: 2}, dict.fromkeys(range(7), 1)])
def test_number_cut_by_a_page_break_is_joined_where_the_sums_prove_it(cuts):
    assert published(cut_by_a_page(cuts)) == truth_of(LINES)


def test_number_cut_by_a_page_break_is_never_published_in_part():
    source = cut_by_a_page({0: 1}).replace(f"<td>{value_of('processed_total')}</td>", "<td>5</td>", 1)
    assert ("requests", "granted", "natural_person") not in published(source)


DAMAGED = "保护第方合益法"
"""Half a label of 4.保护第三方合法权益, of a likeness that is accepted and no proof."""


def test_doubtful_label_is_published_where_the_sums_bear_it_out():
    lines = relabelled(LINES, "denied_third_party", DAMAGED)
    assert published(source_of(lines)) == truth_of(lines)


def test_doubtful_label_is_not_published_while_a_sum_is_broken():
    lines = printed_as(relabelled(LINES, "denied_third_party", DAMAGED), "granted", 0, "1")
    found = read(source_of(lines))
    row = [found["requests", "denied_third_party", c] for c in COLUMNS]
    assert all(c.value is None for c in row) and row[0].state == "unreadable" and row[0].reason


def test_sure_labels_are_published_whatever_the_sums_say():
    lines = printed_as(LINES, "granted", 0, "1")
    assert published(source_of(lines)) == truth_of(lines)


@pytest.mark.parametrize("alike", [1, 2])
def test_another_table_with_other_numbers_leaves_them_open(alike):
    other = printed_as(LINES, "granted", 0, "1")
    first, *rest = [source_of(LINES)] * alike + [source_of(other)]
    source = first.split("<p>五")[0] + "".join(one.split("</p>", 1)[1].split("<p>五")[0] for one in rest)
    cell = read(source)["requests", "granted", "natural_person"]
    assert (cell.state, cell.value) == ("unreadable", None) and "twice" in cell.reason


def test_second_table_with_the_same_numbers_is_one():
    both = source_of(LINES).split("<p>五")[0] + source_of(LINES).split("</p>", 1)[1]
    assert published(both) == truth_of(LINES)


@pytest.mark.parametrize("place", ["before", "after"])
@pytest.mark.parametrize("heading", ["附：上年度申请情况", "去年收到和处理申请情况"])
def test_table_headed_as_last_years_is_left_out(place, heading):
    other = source_of(request_lines("2021", seed=2)).split("</p>", 1)[1]
    mine = source_of(LINES)
    if place == "after":
        both = mine.split("<p>五")[0] + f"<p>{heading}</p>" + other
    else:
        last_year = f"<html><body><p>{heading}</p>" + other.split("<p>五")[0]
        both = last_year + mine.split("<body>")[1]
    assert published(both) == truth_of(LINES)


BETWEEN = f"</p><table>{html_row('规章', '5')}</table><p>三、收到和处理政府信息公开申请情况"
"""Numbers between the title of another report and its table."""


@pytest.mark.parametrize(
    ("title", "heading", "left_out"),
    [
        ("甲县乙局2023年政府信息公开工作年度报告", "附件：2022年度申请情况统计表", True),
        ("甲县乙局2023年政府信息公开工作年度报告", "2022年同期数据如下：", True),
        ("甲县乙局2023年政府信息公开工作年度报告", f"甲县乙局2022年政府信息公开工作年度报告{BETWEEN}", True),
        ("甲县乙局2023年政府信息公开工作年度报告", "附件：2023年度申请情况统计表", False),
        ("甲县乙局2023年政府信息公开工作年度报告", "2024年1月15日", False),
        ("甲县乙局政府信息公开工作年度报告", "附件：2022年度申请情况统计表", False),
        ("甲县乙局2023年政府信息公开工作年度报告", "附件：2024年度申请情况统计表", False),
        ("甲县乙局2023年政府信息公开工作年度报告", "口径与去年一致，列表如下", False),
    ],
)
def test_table_headed_with_a_year_before_the_titles_is_left_out(title, heading, left_out):
    other = source_of(request_lines("2021", seed=2)).split("</p>", 1)[1]
    mine = source_of(LINES).replace("<body>", f"<body><h1>{title}</h1>").split("<p>五")[0]
    assert published(mine + f"<p>{heading}</p>" + other) == (truth_of(LINES) if left_out else {})


@pytest.mark.parametrize(
    ("title", "heading", "read_"),
    [
        ("甲县乙局2023年政府信息公开工作年度报告", "2022年收到和处理政府信息公开申请情况", False),
        ("甲县乙局2023年政府信息公开工作年度报告", "附：上年度情况", False),
        ("甲县乙局2023年政府信息公开工作年度报告", "表二 2022年政府信息公开年度报告统计表", False),
        ("甲县乙局2023年政府信息公开工作年度报告", "2021年度报告</p><p>2022年度报告", True),
        ("甲县乙局政府信息公开工作年度报告", "去年收到和处理申请情况", False),
        ("甲县乙局2023年政府信息公开工作年度报告", "2023年收到和处理政府信息公开申请情况", True),
        ("甲县乙局政府信息公开工作年度报告", "2022年收到和处理政府信息公开申请情况", True),
        ("甲县乙局2023年政府信息公开工作年度报告", "单位：件（2024年1月20日填报）", True),
    ],
)
def test_a_lone_table_under_another_years_heading_is_not_this_years(title, heading, read_):
    source = (
        source_of(LINES).replace("<body>", f"<body><h1>{title}</h1>").replace("<table>", f"<p>{heading}</p><table>")
    )
    assert published(source) == (truth_of(LINES) if read_ else {})


@pytest.mark.parametrize(("before", "read_"), [("", True), ("<p>三、2023年收到和处理政府信息公开申请情况</p>", False)])
def test_the_sections_own_heading_with_a_forgotten_year_leaves_its_table_the_reports(before, read_):
    title, heading = "<body><h1>甲县乙局2023年政府信息公开工作年度报告</h1>", "三、收到和处理政府信息公开申请情况"
    source = source_of(LINES).replace(f"<p>{heading}", f"<p>三、2022年{heading[2:]}").replace("<body>", title + before)
    assert published(source) == (truth_of(LINES) if read_ else {})


def test_last_years_table_beside_this_years_is_not_mixed_in():
    other = request_lines("2021", seed=2)
    both = source_of(LINES).split("<p>五")[0] + source_of(other).split("</p>", 1)[1]
    found = published(both)
    assert not {k: v for k, v in found.items() if truth_of(LINES)[k] != truth_of(other)[k]}


@pytest.mark.parametrize("layout", ["html", "tabs", "cells", "pipes"])
def test_another_years_table_in_the_other_form_leaves_the_rows_that_one_of_them_has_open(layout):
    head = "三、收到和处理政府信息公开申请情况"
    own, other = (LAYOUTS[layout](request_lines(version, seed)) for version, seed in (("2021", 1), ("2019", 2)))
    body, end = own.split("五、", 1)
    both = body + other.split(head, 1)[1].split("五、", 1)[0] + "五、" + end
    assert published(own) == truth_of(request_lines("2021", 1))
    assert published(both) == {}


def test_rows_whose_numbers_stand_apart_from_their_labels_are_another_table_all_the_same():
    head, rest = html(LINES).split("<table>", 1)
    torn = "".join(html_row(x.label) + html_row("", *x.values) for x in request_lines("2021", 2))
    assert published(f"{head}<table>{rest}") == truth_of(LINES)
    assert published(f"{head}<table>{torn}</table><p>续表</p><table>{rest}") == {}


def test_another_years_table_that_is_read_does_not_stand_for_one_that_is_not():
    torn = [replace(x, values=(x.values[0], *(f"{v}?8" for v in x.values[1:]))) for x in LINES]
    other = request_lines("2021", 2)
    source = html(torn).split("<p>五")[0] + html(other).split("</p>", 1)[1]
    assert published(html(other)) == truth_of(other) and published(source) == {}

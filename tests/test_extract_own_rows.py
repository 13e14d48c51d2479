"""Rows and columns of table 三 that the form does not have: sums of a group, and what an agency counts beside it."""

from dataclasses import replace

import pytest
from printed_forms import (
    HEADER,
    LAYOUTS,
    Line,
    extraction,
    html,
    html_row,
    published,
    read,
    request_lines,
    tabs,
    truth_of,
)


def sums(group: str, lines: list[Line]) -> Line:
    """A row that prints what the rows of a group add up to, under the group's label."""
    return Line("", group, tuple(str(sum(column)) for column in zip(*(map(int, x.values) for x in lines), strict=True)))


def with_group_row(lines: list[Line], group: str, label: str, without: list[str]) -> list[Line]:
    """The lines with a row for the sums of a group above its rows, of which some are left out."""
    own = [x for x in lines if x.key.startswith(group)]
    first = lines.index(own[0])
    return [*lines[:first], sums(label, own), *(x for x in lines[first:] if x.key not in without)]


@pytest.mark.parametrize("layout", ["html", "tabs", "cells"])
@pytest.mark.parametrize(
    ("group", "label"),
    [("denied", "（三）不予公开"), ("unavailable", "（四）无法提供"), ("not_processed", "（五）不予处理")],
)
def test_sums_of_a_group_whose_rows_are_left_out_are_no_rows_numbers(layout, group, label):
    lines = request_lines()
    without = [x.key for x in lines if x.key.startswith(group)]
    source = LAYOUTS[layout](with_group_row(lines, group, label, without))
    assert published(source) == truth_of(x for x in lines if x.key not in without)
    assert any(label in one.raw for one in extraction(source).unplaced)


@pytest.mark.parametrize("layout", ["html", "tabs", "cells"])
def test_sums_of_a_group_above_its_first_row_leave_that_as_printed_though_another_is_left_out(layout):
    lines = request_lines()
    printed = with_group_row(lines, "denied", "（三）不予公开", ["denied_third_party"])
    assert published(LAYOUTS[layout](printed)) == truth_of(x for x in lines if x.key != "denied_third_party")


def test_row_that_prints_its_groups_label_and_its_own_one_below_the_other_is_read():
    lines = request_lines()
    first = next(n for n, x in enumerate(lines) if x.key == "denied_state_secret")
    group = Line("", "（三）不予公开", lines[first].values)
    assert published(html([*lines[:first], group, *lines[first:]])) == truth_of(lines)


OWN = tuple(map(str, range(11, 18)))


@pytest.mark.parametrize(
    "label",
    [
        "其中：本年新收网络申请数量",
        "上年新收政府信息公开申请数量",
        "去年新收申请数量",
        "2018年新收政府信息公开申请数量",
        "本年收到政府信息公开申请数量（含转办）",
    ],
)
@pytest.mark.parametrize("layout", ["html", "tabs", "cells"])
def test_row_of_the_agencys_own_below_the_whole_label_that_it_is_like_takes_not_its_place(layout, label):
    lines = request_lines()
    assert published(LAYOUTS[layout]([lines[0], Line("", label, OWN), *lines[1:]])) == truth_of(lines)


@pytest.mark.parametrize("key", ["new_requests", "carried_out"])
@pytest.mark.parametrize("layout", ["html", "tabs"])
def test_row_of_numbers_without_a_label_takes_none_from_the_row_above_that_its_sums_bear_out(layout, key):
    lines = request_lines()
    at = next(n for n, x in enumerate(lines) if x.key == key) + 1
    assert published(LAYOUTS[layout]([*lines[:at], Line("", "", OWN), *lines[at:]])) == truth_of(lines)


@pytest.mark.parametrize("label", ["其中：本年新收网络申请数量", "上年新收政府信息公开申请数量"])
def test_part_of_a_row_and_last_years_are_not_the_row_that_is_left_out(label):
    lines = request_lines()
    found = published(html([Line("", label, OWN), *lines[1:]]))
    assert found == truth_of(lines[1:])


@pytest.mark.parametrize("heading", ["小计", "合计", "法人小计"])
@pytest.mark.parametrize("place", [1, 6])
def test_column_of_the_organisations_sums_beside_the_total_is_a_further_one(place, heading):
    lines = request_lines()
    wider = [
        replace(x, values=(*x.values[:place], str(sum(map(int, x.values[1:6]))), *x.values[place:])) for x in lines
    ]
    header = (*HEADER[:place], heading, *HEADER[place:])
    assert published(html(wider, header)) == truth_of(lines)
    assert not published(html(wider, (*HEADER[:place], "网络", *HEADER[place:])))


def test_sums_above_the_lines_of_a_label_are_not_its_rows_whose_numbers_stand_beside_a_further_line():
    lines = request_lines()
    own = [x for x in lines if x.key.startswith("other_")]
    first = lines.index(own[0])
    pieces = [
        Line("", "1.申请人无正当理由逾期不补正、", ()),
        Line("", "行政机关不再处理其政府信息公开申", own[0].values),
        Line("", "请", ()),
    ]
    printed = [*lines[:first], sums("", own), *pieces, *lines[first + 1 :]]
    found = published(LAYOUTS["spaces"](printed))
    assert found.items() <= truth_of(lines).items()
    assert len(found) >= len(truth_of(lines)) - 7


ITEMS = ("本年新收政府信息公开申请数量", "上年结转政府信息公开申请数量", "予以公开", "部分公开", "不予公开", "总计")


@pytest.mark.parametrize("headings", [("项目", "数量"), ("项目", "2021年", "2020年", "同比"), ("项目", "本年", "上年")])
@pytest.mark.parametrize("above", [True, False])
def test_agencys_own_table_of_some_rows_without_applicants_is_no_copy_of_the_forms_table(headings, above):
    lines = request_lines()
    numbers = [[str(70 + n + k) for k in range(1, len(headings))] for n in range(len(ITEMS))]
    rows = (headings, *((item, *own) for item, own in zip(ITEMS, numbers, strict=True)))
    summary = f"<table>{''.join(html_row(*row) for row in rows)}</table>"
    own = html(lines)
    at = own.index("<table") if above else own.rindex("</table>") + len("</table>")
    assert published(own[:at] + summary + own[at:]) == truth_of(lines)
    lined = "\n".join("\t".join(row) for row in rows)
    text = tabs(lines)
    assert published(f"{lined}\n\n{text}" if above else f"{text}\n\n{lined}\n") == truth_of(lines)


def test_agencys_own_table_of_some_rows_is_not_read_in_place_of_the_forms():
    rows = (("项目", "数量"), *((item, str(70 + n)) for n, item in enumerate(ITEMS)))
    own = html(request_lines())
    summary = f"<table>{''.join(html_row(*row) for row in rows)}</table>"
    assert not published(own[: own.index("<table")] + summary + own[own.rindex("</table>") + len("</table>") :])


def test_agencys_own_table_of_applicants_is_not_the_forms_beside_rows_without_them():
    summary = "".join(html_row(*row) for row in (("项目", "数量"), *((item, "7") for item in ITEMS)))
    applicants = html_row("自然人", "商业企业", "科研机构", "其他") + html_row("5", "3", "1", "2")
    found = read(f"<html><body><table>{summary}</table><p>其中：</p><table>{applicants}</table></body></html>")
    assert found["requests", "granted", "total"].state == "unreadable"

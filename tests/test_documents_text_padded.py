"""Texts whose rows are filled up with bars to the table's width: which lone bars are cells, and where rows end."""

from pathlib import PurePosixPath

import pytest

from pipeline.documents.read import read_document
from pipeline.documents.text.padded import padded_tables
from pipeline.extract import extract
from pipeline.normalise import normalise_document

DOCUMENTS = (
    "第二十条第（一）项 |\n|||\n信息内容 |\n本年制发件数 |\n本年废止件数 |\n现行有效件数 |\n规章 |\n0 |\n0 |\n0 |\n"
    "行政规范性文件 |\n{}\n第二十条第（五）项 |\n|||\n信息内容 |\n本年处理决定数量 |\n||\n行政许可 |\n12 |\n||\n"
    "第二十条第（六）项 |\n|||\n信息内容 |\n本年处理决定数量 |\n||\n行政处罚 |\n4 |\n||\n行政强制 |\n0 |\n||\n"
)
"""A cell a line, the rows filled up on lines of their own."""

OUTCOMES = ("1.属于国家秘密", "2.其他法律行政法规禁止公开", "3.危及“三安全一稳定”", "4.保护第三方合法权益")


def read(text: str) -> dict[tuple[str, str], tuple[float | None, str]]:
    document = normalise_document(read_document(text.encode(), PurePosixPath("report.txt").name))
    return {(c.row, c.column): (c.value, c.state) for c in extract(document, year=None).cells}


def requests(row) -> str:
    """Table 三, each row by a function of its labels, its seven cells and how many bars it lacks."""
    none, some = [""] * 7, ["", "3", "", "", "", "", "3"]
    rows = [
        row(["一、本年新收政府信息公开申请数量"], ["8", "3", "", "", "", "", "11"], 2),
        row(["二、上年结转政府信息公开申请数量"], none, 2),
        row(["三、本年度办理结果", "（一）予以公开"], some, 1),
        row(["（二）部分公开（区分处理的，只计这一情形，不计其他情形）"], ["8", *none[:5], "8"], 2),
        row(["（三）不予公开", OUTCOMES[0]], none, 1),
        *(row([label], none, 2) for label in OUTCOMES[1:]),
        row(["（七）总计"], ["8", "3", "", "", "", "", "11"], 2),
        row(["四、结转下年度继续办理"], ["0"] * 7, 0),
    ]
    return "三、收到和处理政府信息公开申请情况\n" + "".join(rows)


def a_cell_a_line(labels, values, lacks):
    return "".join(f"{c} |\n".lstrip() for c in (*labels, *values)) + ("|" * lacks + "\n" if lacks else "")


def a_row_a_line(labels, values, lacks):
    cells = "".join(f"{c} | " if c else "\n| " for c in (*labels, *values))
    return cells.rstrip(" ") + (" " + "|" * lacks if lacks else "") + "\n"


def led_by_a_bar(labels, values, lacks):
    return "|\n" + a_cell_a_line(labels, values, lacks)


@pytest.mark.parametrize("row", [a_cell_a_line, a_row_a_line, led_by_a_bar])
def test_empty_cells_stand_in_their_columns_and_what_fills_rows_up_is_no_cell(row):
    cells = read("2022年政府信息公开工作年度报告\n" + requests(row) + "四、行政复议情况\n")
    columns = ["natural_person", "enterprise", "other_organisation", "total"]
    assert [cells["new_requests", c][0] for c in columns] == [8, 3, None, 11]
    assert [cells["granted", c] for c in columns] == [
        (None, "blank"),
        (3, "reported"),
        (None, "blank"),
        (3, "reported"),
    ]
    assert [cells["granted_in_part", c][0] for c in columns] == [8, None, None, 8]


def test_bar_behind_two_of_three_numbers_may_stand_for_any_lost_cell():
    cells = read(DOCUMENTS.format("2 |\n9 |\n|") + "三、收到和处理政府信息公开申请情况\n")
    row = [cells["normative_document", c] for c in ("made", "repealed", "in_force")]
    assert row == [(None, "unreadable")] * 3
    assert (cells["licence", "decisions"], cells["penalty", "decisions"]) == ((12, "reported"), (4, "reported"))


def test_all_three_numbers_of_a_row_without_filling():
    cells = read(DOCUMENTS.format("2 |\n1 |\n9 |"))
    assert [cells["normative_document", c][0] for c in ("made", "repealed", "in_force")] == [2, 1, 9]


def test_empty_cells_without_a_space_between_their_bars_fill_nothing_up():
    rows = [f"|{label}|{number}|||" for label, number in (("行政许可", 12), ("行政处罚", 4), ("行政强制", 0))]
    assert padded_tables(rows) == []
    assert len(padded_tables([row.replace("|||", " | ||") for row in rows])) == 1


def test_number_that_ends_a_table_without_a_bar_is_its_last_cell():
    fee = "第二十条第（八）项 |\n|||\n信息内容 |\n本年收费金额（单位：万元） |\n||\n行政事业性收费 |\n0.5\n"
    text = DOCUMENTS.format("2 |\n1 |\n9 |") + fee + "三、收到和处理政府信息公开申请情况\n"
    assert read(text)["fee", "amount"] == (5_000, "reported")
    assert read(text.replace("\n0.5\n", "\n0.5 |\n||\n3\n"))["fee", "amount"] == (5_000, "reported")


def test_number_that_ends_a_list_of_cells_without_a_bar_is_its_last():
    def last_of_each_row(labels, values, _):
        return a_cell_a_line(labels, [v or "0" for v in values], 0)

    text = "2022年政府信息公开工作年度报告\n" + requests(last_of_each_row)
    cells = read(text.removesuffix("0 |\n") + "4\n四、行政复议情况\n")
    assert cells["carried_out", "total"] == (4, "reported")


@pytest.mark.parametrize("between", [["2022年"], ["广告", "2022年", "广告"]])
def test_heading_of_the_next_table_ends_one_though_an_advertisement_stands_above_it(between):
    table = [line for label in ("申请人情况", "办理结果", "总计") for line in (f"{label} |", "1 |", "2 | ||")]
    for rows in (table, ["申请人情况 | |||", "件数 | |||", "甲 | 乙 | ||", "3 | 0 | ||"]):
        assert [(t.start, t.end) for t in padded_tables([*rows, *between, *rows])] == [
            (0, len(rows)),
            (len(rows) + len(between), 2 * len(rows) + len(between)),
        ]


def test_page_number_below_a_whole_last_row_is_none_of_its_cells():
    text = "2022年政府信息公开工作年度报告\n" + requests(a_cell_a_line) + "3\n四、行政复议情况\n"
    cells = read(text)
    assert [cells["carried_out", c] for c in ("natural_person", "total")] == [(0, "reported")] * 2
    assert cells["new_requests", "total"] == (11, "reported")


def test_heading_with_a_space_behind_its_number_ends_the_table_above_it():
    fee = "第二十条第（八）项 |\n|||\n信息内容 |\n本年收费金额（单位：万元） |\n||\n行政事业性收费 |\n0.5 |\n"
    text = DOCUMENTS.format("2 |\n1 |\n9 |") + fee + "扫码关注公众号\n三 收到和处理政府信息公开申请情况\n"
    cells = read("2022年政府信息公开工作年度报告\n" + text + requests(a_cell_a_line).split("\n", 1)[1])
    assert cells["fee", "amount"] == (5_000, "reported")
    assert cells["new_requests", "total"] == (11, "reported")

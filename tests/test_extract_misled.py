"""Numbers that stand where the form's would, and are another column's, another year's, or another place's."""

from dataclasses import replace

import pytest
from printed_forms import HEADER, html_row, page, published, read, request_lines, with_values

LINES = request_lines("2021")


def test_number_of_an_agencys_own_column_before_the_forms_is_no_applicants():
    lines = [replace(x, values=("5", *[""] * 5, "5")) for x in LINES]
    lines[3] = replace(lines[3], values=("",) * 7)
    rows = [("申请人情况", "未成年人", *HEADER), *((x.label, "4", *x.values) for x in lines)]
    source = "三、收到和处理政府信息公开申请情况\n\n" + "\n".join(map("\t".join, rows)) + "\n\n五、存在的主要问题\n"
    assert read(source)["requests", lines[3].key, "natural_person"].value is None


def test_two_years_numbers_below_one_another_are_no_broken_ones():
    rows = [
        html_row(x.label, "2023", *x.values).replace("<td>", "<td rowspan=2>", 1)
        + html_row("2022", *(["7"] + [""] * 5 + ["7"]))
        for x in with_values(LINES, "new_requests", "5", *[""] * 5, "5")
    ]
    source = page(f"<table>{html_row('申请人情况', '年度', *HEADER)}{''.join(rows)}</table>")
    assert published(source) == {}


@pytest.mark.parametrize(("other", "own"), [("去年", "本年度"), ("2022年", "2023年"), ("上期", "本期")])
def test_row_of_another_year_is_not_read_where_this_years_is_empty(other, own):
    columns = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    tracks = "".join(f"<td colspan=5>{t}</td>" for t in ("行政复议", "未经复议直接起诉", "复议后起诉"))
    rows = html_row(other, *("1", "", "", "", "1") * 3) + html_row(own, *("/",) * 15)
    table = f"<table><tr><td rowspan=2>年度</td>{tracks}</tr>{html_row(*columns * 3)}{rows}</table>"
    title = "<h1>某县民政局2023年政府信息公开工作年度报告</h1><p>四、政府信息公开行政复议、行政诉讼情况</p>"
    assert published(f"<html><body>{title}{table}</body></html>") == {}


def test_first_number_right_behind_its_label_moves_no_other():
    lines = [replace(x, values=("/",) * 7) for x in LINES]
    lines[0] = replace(LINES[0], values=("8", "/", "/", "/", "15", "/", "23"))
    rows = [("申请人情况", *HEADER), *((x.label, *x.values) for x in lines)]
    source = "\n".join(
        row[0]
        + " " * (30 - 2 * len(row[0]))
        + "".join(v + " " * (14 - (2 * len(v) if len(v) > 2 else len(v))) for v in row[1:])
        for row in rows
    )
    found = read("三、收到和处理政府信息公开申请情况\n\n" + source + "\n\n五、存在的主要问题\n")
    assert found["requests", lines[0].key, "natural_person"].state == "unreadable"


def test_marks_between_cells_are_no_cells():
    columns = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计") * 3
    cells = (
        "行政复议",
        "行政诉讼",
        "未经复议直接起诉",
        "复议后起诉",
        *columns,
        "12",
        "1",
        "13",
        "2",
        "3",
        "5",
        "1",
        "1",
    )
    source = "四、政府信息公开行政复议、行政诉讼情况\n" + " | ".join(cells) + "\n五、存在的主要问题及改进情况\n"
    assert published(source) == {}


def test_last_number_that_may_stand_in_the_next_line_is_no_blank():
    lines = with_values(LINES, LINES[5].key, "120", *["0"] * 5, "120")
    rows = ["\t".join((x.label[:6], *x.values)) for x in lines]
    rows[5] = lines[5].label + "（很长的说明文字，所以这一行最长）" * 2 + "\t120" + "\t0" * 5 + "\t\n120"
    rows = ["\t".join(("申请人情况", *HEADER)), *rows]
    source = "三、收到和处理政府信息公开申请情况\n\n" + "\n".join(rows) + "\n\n五、存在的主要问题\n"
    assert read(source)["requests", LINES[5].key, "total"].state == "unreadable"


def test_first_of_seven_cells_apart_from_the_label_is_told_by_the_header():
    head = ("", "", "", *HEADER)
    row = (LINES[0].label, "", "", "27706", "", "32554", "23253", "", "32805")
    source = "\n".join("    ".join(cells) for cells in (head, row))
    rest = "116318\n" + "\n".join("    ".join((x.label, "", "", *x.values)) for x in LINES[1:])
    found = read(f"三、收到和处理政府信息公开申请情况\n{source}\n{rest}\n五、存在的主要问题\n")
    assert found["requests", LINES[0].key, "total"].state == "unreadable"


def test_column_of_the_form_with_another_year_beside_the_same_is_not_this_years():
    fee = "本年收费金额（单位：万元）"
    rows = html_row("信息内容", "本年制发件数", "本年废止件数", "现行有效件数") + html_row("规章", "1", "2", "3")
    rows += html_row("规范性文件", "1", "2", "3") + html_row("信息内容", "本年处理决定数量") + html_row("行政许可", "5")
    rows += html_row("信息内容", f"{fee}（2023年）", f"{fee}（2022年）") + html_row("行政事业性收费", "3", "5")
    title = "<h1>某县民政局2023年政府信息公开工作年度报告</h1><p>二、主动公开政府信息情况</p>"
    found = published(f"<html><body>{title}<table>{rows}</table></body></html>")
    assert {key[2]: value for key, value in found.items() if key[1] == "fee"} == {"amount": 30000.0}

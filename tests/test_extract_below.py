"""Headers that lack a column, and rows that have as many cells as the form all the same."""

from dataclasses import replace

import pytest
from printed_forms import HEADER, html_row, page, published, read, request_lines, truth_of

LINES = request_lines("2021")
RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")


def table(*rows: str) -> str:
    return page(f"<table>{''.join(rows)}</table>")


def test_empty_cell_at_the_end_does_not_stand_for_a_column_that_the_header_lacks():
    header = [h for h in HEADER if h != "法律服务机构"]
    rows = [html_row(x.label, *x.values[:4], *x.values[5:], "") for x in LINES]
    found = published(table(html_row("申请人情况", *header, ""), *rows))
    assert {k: v for k, v in found.items() if truth_of(LINES)[k] != v} == {}


def test_empty_column_of_table_four_does_not_stand_for_one_that_the_header_lacks():
    tracks = (
        "<tr><td colspan=4>行政复议</td><td colspan=5>未经复议直接起诉</td><td></td><td colspan=5>复议后起诉</td></tr>"
    )
    header = html_row(*RESULTS[:3], RESULTS[4], *RESULTS, "", *RESULTS)
    values = html_row("1", "0", "0", "1", "0", "2", "0", "0", "2", "", "0", "0", "0", "3", "3")
    source = f"<p>四、政府信息公开行政复议、行政诉讼情况</p><table>{tracks}{header}{values}</table>"
    assert published(f"<html><body>{source}</body></html>") == {}


def test_empty_cell_below_no_name_is_no_blank():
    rows = [("信息内容", "本年制发件数", "本年废止件数", ""), ("规章", "1", "0", ""), ("规范性文件", "2", "1", "")]
    rows += [
        ("信息内容", "本年处理决定数量", "", ""),
        *((name, "5", "", "") for name in ("行政许可", "行政处罚", "行政强制")),
    ]
    source = f"<p>二、主动公开政府信息情况</p><table>{''.join(html_row(*r) for r in rows)}</table>"
    found = read(f"<html><body>{source}</body></html>")
    assert found["proactive", "regulation", "repealed"].value == 0
    assert found["proactive", "regulation", "in_force"].state == "missing"


@pytest.mark.parametrize("name", ["", "栏次"])
def test_row_that_numbers_the_columns_hides_no_header(name):
    header = html_row("申请人情况", HEADER[-1], *HEADER[:-1])
    numbers = html_row(name, *map(str, range(1, 8)))
    rows = [html_row(x.label, x.values[-1], *x.values[:-1]) for x in LINES]
    assert published(table(header, numbers, *rows)) == truth_of(LINES)


def test_letters_and_numbers_that_a_sheet_is_printed_with_are_none_of_its_cells():
    letters = html_row("", *"ABCDEFGHIJKLMNO")
    tracks = "".join(f"<td colspan=5>{t}</td>" for t in ("行政复议", "未经复议直接起诉", "复议后起诉"))
    head = f"<tr><td>54</td>{tracks}</tr>" + html_row("55", *RESULTS * 3)
    values = [str(n) for n in (34, 4, 31, 18, 87, 44, 20, 19, 17, 100, 34, 21, 30, 29, 114)]
    tables = [letters + head, letters + html_row("56", *values) + html_row("57", *[""] * 15)]
    source = "<p>四、政府信息公开行政复议、行政诉讼情况</p>" + "".join(f"<table>{t}</table>" for t in tables)
    assert list(published(f"<html><body>{source}<p>五、存在的主要问题</p></body></html>").values()) == [
        *map(float, values)
    ]


def test_empty_place_of_a_label_is_no_cell_where_another_covers_two_columns():
    header = f"<tr><td colspan=2>申请人情况</td>{''.join(f'<td>{h}</td>' for h in HEADER)}</tr>"
    rows = [html_row("", x.label, *x.values) for x in LINES]
    at = next(n for n, x in enumerate(LINES) if x.key == "granted")
    rows[at] = html_row(LINES[at].label, "", *["0"] * 5).replace("</tr>", "<td colspan=2>0</td></tr>")
    assert read(table(header, *rows))["requests", "granted", "natural_person"].state != "blank"


def test_number_with_a_remark_in_the_first_cell_of_table_four_moves_no_other():
    tracks = "<tr><td colspan=5>行政复议</td><td colspan=6>未经复议直接起诉</td><td colspan=5>复议后起诉</td></tr>"
    header = html_row(*RESULTS, *RESULTS, "", *RESULTS)
    values = html_row("0（上年3）", "2", "0", "0", "2", *["0"] * 5, "", "0", "0", "0", "3", "3")
    source = f"<p>四、政府信息公开行政复议、行政诉讼情况</p><table>{tracks}{header}{values}</table>"
    found = published(f"<html><body>{source}</body></html>")
    assert found["review_litigation", "review", "corrected"] == 2
    assert ("review_litigation", "review", "upheld") not in found


def test_row_of_marks_and_one_of_numbers_below_it_are_two():
    tracks = "".join(f"<td colspan=5>{t}</td>" for t in ("行政复议", "未经复议直接起诉", "复议后起诉"))
    rows = html_row(*("-",) * 15) + html_row(*("1", "0", "0", "0", "1") * 3)
    source = (
        f"<p>四、政府信息公开行政复议、行政诉讼情况</p><table><tr>{tracks}</tr>{html_row(*RESULTS * 3)}{rows}</table>"
    )
    assert published(f"<html><body>{source}</body></html>") == {}


def test_header_of_another_years_table_tells_nothing_of_the_one_below():
    def printed(lines, *top):
        head = "".join(f"<td rowspan=2>{t}</td>" for t in ("申请人情况", *top))
        head = head.replace("<td rowspan=2>法", "<td colspan=5>法") + f"</tr>{html_row(*HEADER[1:-1])}"
        return f"<table><tr>{head}{''.join(html_row(x.label, *x.values) for x in lines)}</table>"

    last = printed(request_lines("2021", seed=2), "自然人", "法人或其他组织", "总计")
    moved = [replace(x, values=(x.values[-1], *x.values[:-1])) for x in LINES]
    own = printed(moved, "总计", "自然人", "法人或其他组织")
    source = (
        "<html><body><h1>某县民政局2023年政府信息公开工作年度报告</h1><p>三、收到和处理政府信息公开申请情况</p>"
        f"<p>2022年收到和处理政府信息公开申请情况</p>{last}<p>2023年情况</p>{own}"
        "<p>五、存在的主要问题</p></body></html>"
    )
    assert published(source) == truth_of(LINES)


@pytest.mark.parametrize("name", ["法律服务机构", "法律机构"])
def test_rows_with_fewer_columns_of_labels_stand_aside_of_a_header_that_names_all_columns(name):
    header = ("申请人情况", *(name if h == "法律服务机构" else h for h in HEADER))
    rows = [html_row(*header), *(html_row(x.label, *x.values) for x in LINES)]
    wide = [row.replace("<td>", "<td colspan=2>", 1) for row in rows[:20]]
    assert published(table(*wide, *rows[20:])) == truth_of(LINES)

"""Text of a page written cell by cell in another order than the tables have: nothing that may be another row's."""

import pytest
from printed_forms import HEADER, published, request_lines, truth_of

LINES = request_lines()
ZEROS = ("0",) * 7
FORM_2019 = (
    "第二十条第(一)项|信息内容|本年新|制作数量|本年新|公开数量|对外公开总数量|规章|6|0|规范性文件|0|76|信息内容|上一年项目数量|"
    "本年增/减|处理决定数量|行政许可|/|0|45|其他对外管理服务事项|348|14|535|本年增/减|处理决定数量|第二十条第(五)项|"
    "第二十条第(六)项|信息内容|上一年项目数量|行政处罚|151|行政强制|99|446|-1|831|第二十条第(八)项|信息内容|"
    "上一年项目数量|行政事业性收费|0|本年增/减|0"
)
FORM_2021 = (
    "第二十条第(一)项|信息内容|本年制发件数|本年废止件数|规章|行政规范性文件|0|0|0|第二十条第(五)项|信息内容|现行有效件数|"
    "本年处理决定数量|行政许可|第二十条第(六)项|信息内容|本年处理决定数量|行政处罚|0|行政强制|18|第二十条第(八)项|65|信息内容|"
    "本年收费金额(单位：万元)|行政事业性收费|54.1252"
)


def text(*cells: str) -> str:
    return "\n\n".join([*cells, ""])


def table(*late: str) -> list[str]:
    """The cells of table 三, some rows behind the others."""
    first = [line for line in LINES if line.key not in late]
    last = [line for line in LINES if line.key in late]
    return [cell for line in (*first, *last) for cell in (line.label, *line.values)]


def test_rows_whose_sums_bear_them_out_are_read_in_any_order():
    found = published(text("三、收到和处理政府信息公开申请情况", *HEADER, *table()))
    assert found == truth_of(LINES)


@pytest.mark.parametrize("cells", [FORM_2019, FORM_2021])
def test_numbers_of_table_two_that_may_be_another_rows_are_not_read(cells):
    source = text("二、主动公开政府信息情况", *cells.split("|"), *HEADER, *table("denied_state_secret"))
    assert not [key for key in published(source) if key[0] == "proactive"]


@pytest.mark.parametrize(
    "cells",
    ["1|2|3|规章|4|5|6|行政规范性文件|第二十条第(五)项", "规章|行政规范性文件|1|4|2|5|3|6|第二十条第(五)项"],
    ids=["numbers before labels", "column by column"],
)
def test_numbers_between_the_header_of_table_two_and_its_first_row_leave_it_open(cells):
    head = "第二十条第(一)项|信息内容|本年制发件数|本年废止件数|现行有效件数"
    end = "信息内容|本年处理决定数量|行政许可|7|第二十条第(六)项|信息内容|本年处理决定数量|行政处罚|8|行政强制|9"
    source = text("二、主动公开政府信息情况", *head.split("|"), *cells.split("|"), *end.split("|"), *HEADER, *table())
    assert not [key for key in published(source) if key[:2] == ("proactive", "regulation")]


def test_table_four_put_together_from_numbers_far_apart_is_not_read():
    heads = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    one, two = ("行政复议", *heads, *ZEROS[:5]), ("行政诉讼", *heads, *heads, *ZEROS, "0", "0", "0")
    source = text(*HEADER, *table("denied_state_secret"), *one, "织", "未经复议直接起诉", "复议后起诉", *two)
    assert not [key for key in published(source) if key[0] == "review_litigation"]


def test_numbers_behind_a_whole_label_are_no_other_rows():
    def line(key: str) -> str:
        return f"{'（七）总计' if key == 'processed_total' else '四、结转下年度继续办理'} {' '.join(ZEROS)}"

    numbers = [" ".join(line.values) for line in LINES[4:-2]]
    labels = [line.label for line in LINES[4:-2]]
    rows = [line.label + " " + " ".join(line.values) for line in LINES[:4]]
    source = "\n".join(["三、收到和处理", *numbers, line("processed_total"), line("carried_out"), *labels, *rows])
    assert not [key for key in published(source) if key[1] == "denied_state_secret"]


def test_digits_below_a_row_of_a_text_may_be_the_rest_of_its_numbers():
    """A narrow column broke 120 over two lines, in its row and in the total."""
    rows = [f"{line.label} {' '.join(ZEROS)}" for line in LINES]
    at = next(n for n, line in enumerate(LINES) if line.key == "not_processed_excessive")
    whole = published("\n".join(["三、收到和处理", *rows]))
    rows[at] = LINES[at].label + " 12 0 0 0 0 0 12"
    rows.insert(at + 1, "的情形\n0\n0")
    broken = published("\n".join(["三、收到和处理", *rows]))
    assert whole["requests", "not_processed_excessive", "total"] == 0
    assert not [key for key in broken if key[1] == "not_processed_excessive"]


def test_page_numbers_between_rows_of_a_text_are_no_digits_of_theirs():
    rows = [f"{line.label} {' '.join(line.values)}" for line in LINES]
    pages = [*rows[:8], "2", *rows[8:16], "3", *rows[16:]]
    assert published("\n".join(["三、收到和处理政府信息公开申请情况", *pages, ""])) == truth_of(LINES)


def test_lines_of_numbers_below_their_labels_stand_only_where_all_sums_can_be_told():
    """Of numbers on a line of their own nothing tells whether the label above or the one below is theirs."""
    pieces = [(line.label, " ".join(line.values)) for line in LINES[:-2]]
    total, out = LINES[-2:]
    scattered = [total.label, " ".join(total.values), out.label, "0 0 1 0", "0 0 1"]
    source = "\n".join(["三、收到和处理", *(text for piece in pieces for text in piece), *scattered])
    assert not [key for key in published(source) if key[1] == "carried_out"]
    assert "processed_total" not in {row for _, row, _ in published(source.replace("0 0 1 0\n", ""))}


def test_numbers_that_one_space_parts_have_no_columns():
    rows = "第二十条第（八）项\n信息内容 上一年项目数量 本年增/减\n行政事业性收费 1\n第二十条第（九）项"
    head = "第二十条第（五）项\n信息内容 上一年项目数量 本年增/减 处理决定数量"
    first = f"{head}\n行政许可 1 2 3\n行政处罚 4 5 6\n行政强制 7 8 9"
    found = published(f"二、主动公开政府信息情况\n{first}\n{rows}")
    assert found["proactive", "coercion", "decisions"] == 9
    assert not [key for key in found if key[1] == "fee"]


def test_numbers_behind_the_headings_of_columns_are_no_rows_of_the_same_name():
    """A program that writes boxes of print leaves the numbers below the header, and all labels without."""
    zeros = ["0"] * 9
    source = text(
        "三、收到和处理", *(line.label for line in LINES), "其他", *zeros, "总计", *zeros, "0", "五、存在的主要问题"
    )
    assert {key[1] for key, value in published(source).items() if value is not None} == set()

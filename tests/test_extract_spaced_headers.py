"""Texts kept with spaces whose rows leave cells empty: the header over them tells their columns."""

import pytest
from printed_forms import published, read

WIDTH = 6
LEAVES = (("结果", "维持"), ("结果", "纠正"), ("其他", "结果"), ("尚未", "审结"), ("总", "计"))
TRACKS = ("review", "litigation_direct", "litigation_after_review")
RESULTS = ("upheld", "corrected", "other", "pending", "total")
DECISIONS = ("licence", "penalty", "coercion")


def line(*cells: tuple[int, str]) -> str:
    """Texts at their places, in characters from the left."""
    text = ""
    for place, cell in cells:
        text = text.ljust(place) + cell
    return text


def review(numbers: dict[int, str], direct: str = "未经复议直接起诉", mark: str = "", apart: str = "") -> str:
    columns = range(3 * len(LEAVES))
    leaves = [line(*((n * WIDTH, apart.join(LEAVES[n % 5][part])) for n in columns)) for part in (0, 1)]
    tops = line((2 * WIDTH, "行政复议"), (9 * WIDTH, "行政诉讼"))
    tracks = line((6 * WIDTH + 3, direct), (12 * WIDTH - 2, "复议后起诉"))
    row = line(*((n * WIDTH, number) for n, number in numbers.items()))
    return "\n".join((f"{mark}四、行政复议、行政诉讼情况", tops, tracks, *leaves, row, "五、存在的主要问题", ""))


NUMBERS = {5: "1", 6: "0", 7: "2", 8: "0", 9: "3", 10: "4", 11: "0", 12: "0", 13: "0", 14: "4"}
TRUTH = {("review_litigation", TRACKS[n // 5], RESULTS[n % 5]): float(v) for n, v in NUMBERS.items()}


@pytest.mark.parametrize("direct", ["未经复议直接起诉", "未经复议 直接起诉", "未经复议　直接起诉"])
def test_name_of_a_track_may_be_parted_by_one_space(direct):
    assert published(review(NUMBERS, direct, apart=" ")) == TRUTH


@pytest.mark.parametrize("mark", ["", "## ", "  ### "])
def test_mark_of_a_heading_in_markdown_makes_it_no_header(mark):
    assert published(review(NUMBERS, mark=mark)) == TRUTH


ALL = {n: str(n % 5 + 1) if n % 5 < 4 else "10" for n in range(15)}


def test_marks_before_the_numbers_are_a_cells_and_no_headings():
    cells = read(review({**ALL, 0: "##"}))
    found = [cells["review_litigation", track, result] for track in TRACKS for result in RESULTS]
    assert [c.value for c in found] == [None, *(float(ALL[n]) for n in range(1, 15))]
    assert (found[0].state, found[0].raw) == ("unreadable", "##")


@pytest.mark.parametrize("below", ["", line((4 * WIDTH, "7"))])
def test_total_that_is_not_printed_is_blank_unless_a_number_stands_below(below):
    numbers = {n: v for n, v in ALL.items() if n != 4}
    text = review(numbers).replace("\n五、", f"\n{below}\n五、" if below else "\n五、")
    cells = [read(text)["review_litigation", "review", result] for result in RESULTS]
    assert [c.state for c in cells] == ["reported"] * 4 + ["unreadable" if below else "blank"]


def proactive(name: str, *between: str) -> str:
    heads = line((3, "信息内容"), (16, name.format("制发")), (32, name.format("废止")), (48, "现 行 有 效 件"))
    ends = line(*((x, "数") for x in (20, 36, 52)))
    rows = [line((0, "规章"), (20, "2"), (52, "5")), line((0, "行政规范性文件"), (52, "13"))]
    lines = ["二、主动公开政府信息情况", line((20, "第二十条第（一）项")), heads, ends, *rows, *between]
    for section, labels in (("五", ("行政许可",)), ("六", ("行政处罚", "行政强制"))):
        lines += [line((20, f"第二十条第（{section}）项")), line((3, "信息内容"), (32, "本年处理决定数量"))]
        lines += [line((0, label), (36, "7")) for label in labels]
    lines += [line((20, "第二十条第（八）项")), line((3, "信息内容"), (28, "本年收费金额（单位：万元）"))]
    return "\n".join([*lines, line((0, "行政事业性收费"), (36, "1.5")), "五、存在的主要问题", ""])


OF_TABLE_TWO = {
    ("proactive", "regulation", "made"): 2.0,
    ("proactive", "regulation", "in_force"): 5.0,
    ("proactive", "normative_document", "in_force"): 13.0,
    **{("proactive", row, "decisions"): 7.0 for row in DECISIONS},
    ("proactive", "fee", "amount"): 15000.0,
}


def test_spaces_between_the_letters_of_column_names():
    assert published(proactive("本 年 {} 件")) == OF_TABLE_TWO


def test_amount_of_money_between_rows_is_no_rest_of_a_count():
    assert published(proactive("本 年 {} 件", "会员专享资料  9.9 元")) == OF_TABLE_TWO
    lost = {k for k in OF_TABLE_TWO if k[1] in ("normative_document", "licence")}
    other = published(proactive("本 年 {} 件", "会员专享资料  9"))
    assert lost.isdisjoint(other)


def test_row_of_an_agencys_own_below_a_row_is_no_rest_of_it():
    own = line((0, "行政检查"), (36, "44"), (52, "45"))
    assert published(proactive("本 年 {} 件", own)) == OF_TABLE_TWO


@pytest.mark.parametrize("between", ["\n\n3", "\n3"])
def test_number_of_a_page_below_the_labels_fills_no_empty_place(between):
    first = line((0, "规章"), (20, "2"), (52, "5"))
    text = proactive("本 年 {} 件").replace(first, first + between) + "\f六、其他事项\n无\n"
    beside = OF_TABLE_TWO if between == "\n\n3" else {k: v for k, v in OF_TABLE_TWO.items() if k[2] == "decisions"}
    found = published(text)
    assert beside.items() <= found.items() <= OF_TABLE_TWO.items()


def test_price_behind_a_page_is_no_rest_of_an_amount():
    lines = ["二、主动公开政府信息情况"]
    for section, head, label in (("五", "处理决定数量", "行政许可"), ("六", "处理决定数量", "行政处罚")):
        lines += [line((20, f"第二十条第（{section}）项")), line((3, "信息内容"), (16, "上一年项目数量"), (48, head))]
        lines += [line((0, label), (20, "3"), (52, "7"))]
    lines += [line((20, "第二十条第（九）项")), line((3, "信息内容"), (16, "采购项目数量"), (32, "采购总金额"))]
    lines += [line((0, "政府集中采购"), (20, "2"), (33, "0.05万元")), "\f会员专享资料  9.9 元", "三、其他", ""]
    row = {c: v for (_, r, c), v in published("\n".join(lines)).items() if r == "procurement"}
    assert row == {"projects": 2.0, "amount": 500.0}

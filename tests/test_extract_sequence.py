"""Text of a page written cell by cell, where labels and numbers come in turns."""

import pytest
from printed_forms import Line, published, request_lines, truth_of, with_values

LINES = request_lines()
HEAD = (
    "三、收到和处理政府信息公开申请情况",
    "自然人",
    "商业企业",
    "科研机构",
    "社会公益组织",
    "法律服务机构",
    "其他",
    "总计",
)
REVIEW = ("四、政府信息公开行政复议、行政诉讼情况", "行政复议")


def page(late: int, change: tuple[str, str] = ("", ""), lines: list[Line] = LINES) -> str:
    """The lines of table 三, the numbers of the last rows all behind the last label."""
    first, last = lines[: len(lines) - late], lines[len(lines) - late :]
    cells = [text for line in first for text in (line.label, *line.values)]
    cells += [line.label for line in last] + [value for line in last for value in line.values]
    return "\n\n".join([*HEAD, *cells, *REVIEW]).replace(*change, 1) if change[0] else "\n\n".join([*HEAD, *cells, ""])


ALIKE = [key for key in (line.key for line in LINES[-5:]) if key.startswith("other_")]
"""Rows of the last five that add up to the same sums, whichever of them has which numbers."""


def test_rows_whose_numbers_stand_behind_the_last_label_are_told_by_their_order_where_the_sums_allow_no_other():
    assert published(page(late=5)) == {key: n for key, n in truth_of(LINES).items() if key[1] not in ALIKE}


def test_rows_that_may_change_places_are_read_where_they_print_the_same():
    one, two, three = ([int(v) for v in line.values] for line in LINES if line.key in ALIKE)
    rest = [a + b + c - 2 for a, b, c in zip(one[:6], two[:6], three[:6], strict=True)]
    lines = with_values(LINES, ALIKE[0], *map(str, [*rest, sum(rest)]))
    for key in ALIKE[1:]:
        lines = with_values(lines, key, *"111111", "6")
    assert published(page(late=4, lines=lines)) == truth_of(lines)


@pytest.mark.parametrize("first", [0, 8, 19])
def test_numbers_of_two_rows_behind_both_labels_in_the_other_order_are_not_read(first):
    one, two = LINES[first : first + 2]
    own = "\n\n".join([one.label, *one.values, two.label, *two.values])
    turned = "\n\n".join([one.label, two.label, *two.values, *one.values])
    found = published(page(late=0).replace(own, turned))
    assert own in page(late=0)
    assert found == {key: n for key, n in truth_of(LINES).items() if key[1] not in (one.key, two.key)}


def test_numbers_before_their_label_are_told_by_their_order():
    one: Line = LINES[3]
    label, *numbers = one.label, *one.values
    text = page(late=0).replace("\n\n".join([label, *numbers]), "\n\n".join([*numbers, label]))
    assert published(text) == truth_of(LINES)


LAST = LINES[-1].values


@pytest.mark.parametrize(
    "text",
    [
        page(late=5, change=(f"\n\n{LAST[0]}\n\n{LAST[1]}", f"\n\n{LAST[0]}")),
        page(late=5, change=(f"\n\n{LAST[0]}\n\n", f"\n\n{int(LAST[0]) + 1}\n\n")),
        page(late=5, change=(f"\n\n{LAST[0]}\n\n{LAST[1]}", f"\n\n{LAST[1]}\n\n{LAST[0]}")),
    ],
    ids=["a number lacks", "a sum is broken", "two numbers change places"],
)
def test_an_order_that_nothing_proves_gives_no_number_to_those_rows(text):
    late = {line.key for line in LINES[-5:]}
    assert not late & {row for _, row, _ in published(text)}


@pytest.mark.parametrize(("above", "is_read"), [("", True), ("本年度工作平稳。\n9\n本年度公开信息若干条。\n", False)])
def test_number_of_a_list_that_breaks_its_sums_may_be_a_pages_only_where_another_pages_stands_alone(above, is_read):
    lines = with_values([Line(x.key, x.label, ("0",) * 7) for x in LINES], "carried_out", "10", *["0"] * 6)
    found = published(above + page(late=0, lines=lines))
    assert (found == truth_of(lines)) == is_read
    assert (("requests", "carried_out", "natural_person") in found) == is_read


def review(*parts: tuple[str, ...]) -> str:
    return page(late=5) + "\n\n".join([*REVIEW, *(text for part in parts for text in part), ""])


TURNS = (
    ("结果维持", "结果纠正", "其他结果", "1", "0", "4"),
    ("行政诉讼", "尚未审结 总 计", "0", "5", "未经复议直接起诉"),
    ("结果维持", "结果纠正", "其他结果", "2", "0", "1", "复议后起诉"),
    ("尚未审结 总 计 结果维持", "4", "7", "3"),
    ("结果纠正", "其他结果", "0", "0", "尚未审结 总 计", "2", "5"),
)


def test_a_header_with_numbers_between_its_labels_is_read_as_many_labels_as_many_numbers():
    found = [v for (table, _, _), v in published(review(*TURNS)).items() if table == "review_litigation"]
    assert found == [1, 0, 4, 0, 5, 2, 0, 1, 4, 7, 3, 0, 0, 2, 5]


HEAD_IN_PIECES = tuple(
    [
        "行政",
        "复议",
        "行政",
        "诉讼",
        "结果维",
        "持",
        "结果纠",
        "正",
        "其他结",
        "果",
        "尚未审",
        "结",
        "总",
        "计",
        "未经复议直接起诉",
        "复议",
        "后起诉",
    ]
)
REST = tuple(["结果维", "持", "结果纠", "正", "其他结", "果", "尚未审", "结", "总计"])
NUMBERS = ("1", "2", "3", "4", "10", "5", "6", "7", "8", "26", "9", "0", "1", "2", "12")


def test_fifteen_numbers_below_a_header_in_pieces_are_its():
    found = published(review(HEAD_IN_PIECES, REST, REST, NUMBERS))
    assert [v for (table, _, _), v in found.items() if table == "review_litigation"] == list(map(int, NUMBERS))


def test_a_header_in_pieces_that_names_the_tracks_in_another_order_is_not_read():
    other = ("行政复议", "行政诉讼", "复议后起诉", "未经复议直接起诉", *REST, *REST, *REST, *NUMBERS)
    assert not [key for key in published(review(other)) if key[0] == "review_litigation"]


def test_of_two_tables_with_headers_in_pieces_neither_is_read():
    one = (*HEAD_IN_PIECES, *REST, *REST, *NUMBERS)
    assert not [key for key in published(review(one, ("五、存在的主要问题",), one)) if key[0] == "review_litigation"]


FEWER = ("结果维持", "结果纠正", "其他结果", "1", "0")


@pytest.mark.parametrize(
    "parts",
    [TURNS[:-1], (FEWER, *TURNS[1:]), (*TURNS[:-1], (*TURNS[-1][:-1], "6"))],
    ids=["the last numbers lack", "fewer numbers than labels", "a sum is broken"],
)
def test_turns_that_do_not_match_are_not_read(parts):
    assert not [key for key in published(review(*parts)) if key[0] == "review_litigation"]


def test_a_number_behind_the_header_of_its_column_is_its_rows_last():
    first = ("第二十条第（一）项", "信息内容", "本年制发件数", "本年废止件数", "规章", "11", "12", "现行有效件数", "13")
    blocks = (
        *("行政规范性文件", "21", "22", "23", "第二十条第（五）项", "信息内容", "本年处理决定数量", "行政许可", "31"),
        *("第二十条第（六）项", "信息内容", "本年处理决定数量", "行政处罚", "41", "行政强制", "51"),
        *("第二十条第（八）项", "信息内容", "本年收费金额（单位：万元）", "行政事业性收费", "0.5"),
    )
    found = published("\n\n".join((*first, *blocks)) + "\n\n" + page(late=5))
    assert [v for key, v in found.items() if key[0] == "proactive"] == [11, 12, 13, 21, 22, 23, 31, 41, 51, 5000]

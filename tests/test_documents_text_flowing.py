"""Texts whose lines end inside rows, whose labels lost their ends, and whose cells are parted by their markup."""

import re
from dataclasses import replace

import pytest
from printed_forms import HEADER, published, read, relabelled, request_lines, tabs, truth_of, with_values

from pipeline.documents.text.layout import display_width

HEADING = "三、收到和处理政府信息公开申请情况"
END = "五、存在的主要问题\n"


def test_empty_cells_are_bars_on_lines_of_their_own_where_no_row_is_padded():
    lines = with_values(request_lines(), "carried_in", "25", "", "", "", "", "", "25")
    lines = with_values(lines, "granted", "", "", "7", "", "", "", "7")
    rows = [["申请人情况", *HEADER], *([x.label, *x.values] for x in lines)]
    table = "".join("".join(f" {c} |" if c else "\n|" for c in r).lstrip() + "\n" for r in rows)
    assert published(f"{HEADING}\n{table}{END}") == truth_of(lines)


def test_bar_alone_may_pad_a_row_where_others_are_padded_on_lines_of_their_own():
    source = "二、主动公开政府信息情况\n"
    for label, *cells in (
        ["第二十条第（五）项", "|||"],
        ["信息内容 |", "上一年项目数量 |", "本年增/减 |", "处理决定数量 |"],
        ["行政许可", "0 |", "5 |", "|"],
        ["其他对外管理服务事项", "20 |", "-3 |", "4 |"],
        ["第二十条第（六）项", "|||"],
        ["信息内容 |", "上一年项目数量 |", "本年增/减 |", "处理决定数量 |"],
        ["行政处罚", "9 |", "1 |", "8 |"],
    ):
        source += "\n".join([f"{label.removesuffix(' |')} |", *cells]) + "\n"
    found = published(source + "三、其他\n")
    assert {row for _, row, _ in found} == {"other_service", "penalty"} and len(found) == 6


@pytest.mark.parametrize(
    ("below", "between", "behind"), [("|\n", " |\n", " |"), ("| ", " | ", " | ||"), ("|\n", " | ", " | ||")]
)
def test_label_like_a_heading_whose_bar_stands_below_it_is_a_cell(below, between, behind):
    lines = with_values(request_lines("2019"), "carried_out", "", "2", "3", "4", "5", "6", "20")
    table = "".join(f"{x.label}\n{below}" + between.join(filter(None, x.values)) + f"{behind}\n" for x in lines)
    found = published(f"{HEADING}\n" + between.join(HEADER) + f"{behind}\n{table}{END}")
    assert found.items() <= truth_of(lines).items() and "new_requests" in {row for _, row, _ in found}


@pytest.mark.parametrize("piece", ["（六", "3."])
def test_piece_of_the_next_label_is_no_cell_of_the_row(piece):
    lines = with_values(request_lines(), "denied_third_party", "", "2", "32", "0", "0", "0", "34")
    text = ""
    for x in lines:
        text += "\n".join([x.label, *filter(None, x.values)]) + "\n"
        text += f"{piece}\n" if x.key == "denied_third_party" else ""
    found = published(f"{HEADING}\n" + "\n".join(HEADER) + f"\n{text}{END}")
    assert found and "denied_third_party" not in {row for _, row, _ in found}


def test_numbers_behind_the_rest_of_a_label_are_not_those_of_the_next_one():
    lines = relabelled(request_lines(), "unavailable_needs_creation", "2.没有现")
    lines = with_values(lines, "unavailable_still_unclear", "无", *["无"] * 6)
    rows = [["申请人情况", *HEADER], *([x.label, *x.values] for x in lines)]
    table = "".join(" | ".join(r) + " | ||\n" for r in rows)
    found = published(f"{HEADING}\n{table}{END}")
    assert found.items() <= truth_of(lines).items()


def test_of_rows_that_a_cut_label_may_be_it_is_the_one_with_its_number():
    lines = relabelled(request_lines(), "denied_enforcement_file", "7.属于行")
    lines = relabelled(lines, "denied_administrative_query", "8.")
    rows = [["申请人情况", *HEADER], *([x.label, *x.values] for x in lines)]
    table = "".join(" | ".join(r) + " | ||\n" for r in rows)
    found = published(f"{HEADING}\n{table}{END}")
    assert found and found.items() <= truth_of(lines).items()


@pytest.mark.parametrize("label", ["（六）其他", "（六）其他处理"])
def test_row_of_other_outcomes_is_known_by_its_number_where_its_label_is_cut(label):
    lines = relabelled(request_lines("2019"), "other", label)
    rows = [["申请人情况", *HEADER], *([x.label, *x.values] for x in lines)]
    table = "".join("| " + " | ".join(r) + " |\n" for r in rows)
    assert published(f"{HEADING}\n{table}{END}") == truth_of(lines)


def test_unit_on_a_line_of_its_own_belongs_to_the_amount_above_it():
    rows = "".join(f"{x.label}\n" + "\n".join(x.values) + "\n" for x in request_lines("2019"))
    parts = [
        *("第二十条第（六）项", "信息内容", "上一年项目数量", "本年增/减", "处理决定数量", "行政处罚", "1", "2", "3"),
        *("第二十条第（八）项", "信息内容", "上一年项目数量", "本年增/减", "行政事业性收费", "0", "0"),
        *("第二十条第（九）项", "信息内容", "采购项目数量", "采购总金额", "政府集中采购", "3", "12.5", "万元"),
    ]
    found = published("二、主动公开政府信息情况\n" + "\n".join(parts) + f"\n{HEADING}\n{rows}{END}")
    assert found["proactive", "procurement", "amount"] == 125000


def test_numbers_that_reach_two_columns_beyond_a_header_do_not_stand_under_it():
    lines = request_lines()
    rows = [["申请人情况", *HEADER, "", ""], *([x.label, "", "", *x.values] for x in lines)]
    table = "".join("| " + " | ".join(r) + " |\n" for r in rows)
    found = published(f"{HEADING}\n{table}{END}")
    assert found.items() <= truth_of(lines).items()


def test_row_of_table_four_that_a_lone_tab_moves_keeps_its_last_number():
    numbers = [9, 5, 5, 8, 27, 5, 8, 8, 0, 21, 0, 35, 2, 2, 39]
    parts = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    tracks = [*parts, "未经复议直接起诉", "复议后起诉", *[""] * 8]
    rows = [["行政复议", "行政诉讼", *[""] * 13], tracks, [*[""] * 5, *parts, *parts], ["", *map(str, numbers)]]
    table = "\n".join("\t".join(row) for row in rows)
    found = published(tabs(request_lines()) + f"\n## 四、政府信息公开行政复议、行政诉讼情况\n\n{table}\n\n## {END}")
    found = {key: value for key, value in found.items() if key[0] == "review_litigation"}
    assert list(found.values()) in ([], numbers)


def test_cells_between_rulers_may_have_several_lines():
    lines = with_values(request_lines(), "carried_in", "7", "", "", "", "", "", "7")
    cut = [
        [["申请人情况"], *([h[:3], h[3:]] for h in HEADER)],
        *([[x.label[:9], x.label[9:]], *([v] for v in x.values)] for x in lines),
    ]
    ruler = f"+{'-' * 20}" * 8 + "+\n"
    rows = ["".join("| " + " | ".join((*c, "", "")[n] for c in row) + " |\n" for n in range(2)) for row in cut]
    assert published(f"{HEADING}\n\n{ruler}" + ruler.join(rows) + f"{ruler}\n{END}") == truth_of(lines)


def test_cells_between_drawn_rulers_may_have_several_lines_and_reach_over_rulers():
    ruler = f"├{'─┼' * 7}─┤\n"
    cells = [[["", "申请人情况"], *(["", h[:3], h[3:]] for h in HEADER)]]
    cells += [
        [["", x.label[:9], x.label[9:]], *([["", v], [v]][n % 2] for n, v in enumerate(x.values))]
        for x in request_lines()
    ]
    rows = ["".join("│" + "│".join((*c, "", "", "")[n] for c in row) + "│\n" for n in range(3)) for row in cells]
    assert published(f"{HEADING}\n\n{ruler}" + ruler.join(rows) + f"{ruler}\n{END}") == truth_of(request_lines())


def test_rows_without_rulers_between_are_no_lines_of_one_row():
    ruler = f"├{'─┼' * 7}─┤\n"
    rows = ["│" + "│".join((x.label, *x.values)) + "│\n" for x in request_lines()]
    assert published(
        f"{HEADING}\n\n" + f"{ruler}│甲│乙│\n" * 5 + ruler + "".join(rows) + f"{ruler}\n{END}"
    ) == truth_of(request_lines())


def test_number_that_goes_on_in_its_cells_next_line_is_not_cut():
    parts = ["第二十条第（五）项", "信息内容", "本年处理决定数量", "行政许可", "7", "第二十条第（六）项", "信息内容"]
    parts += [
        "本年处理决定数量",
        "行政处罚",
        "4",
        "行政强制",
        "1",
        "第二十条第（八）项",
        "信息内容",
        "本年收费金额（万元）",
    ]
    rows = [
        parts[0:1],
        parts[1:3],
        parts[3:5],
        parts[5:6],
        parts[6:8],
        parts[8:10],
        parts[10:12],
        parts[12:13],
        parts[13:],
    ]
    ruler = "+----------+----------+\n"
    table = ruler.join(f"| {' | '.join((*row, '')[:2])} |\n" for row in rows)
    table += ruler + "| 行政事业性\\ | 8 |\n| 收费 | 5845.08 |\n" + ruler
    found = published(f"二、主动公开政府信息情况\n\n{ruler}{table}\n{HEADING}\n")
    assert found["proactive", "penalty", "decisions"] == 4
    assert found.get(("proactive", "fee", "amount")) in (None, 858450800)


def test_number_that_is_left_of_a_label_keeps_its_row():
    lines = request_lines("2019")
    last = [x.key for x in lines[-3:]]
    rows = [["申请人情况", *HEADER]]
    for x in lines:
        first, rest = re.fullmatch(r"(.*?[）、])(.*)", x.label).groups() if x.key in last else (x.label, "")
        rows += [[first, *x.values], *([[""] * 8, [rest, *[""] * 7]] if rest else [])]
    table = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    assert published(f"{HEADING}\n\n{table}\n{END}") == truth_of(lines)


def test_lines_that_a_bar_keeps_apart_inside_their_cells():
    ruler = f"+{'-' * 30}" * 8 + "+\n"
    text = f"{HEADING}\n\n{ruler}"
    for label, *values in (["申请人情况", *HEADER], *([x.label, *x.values] for x in request_lines())):
        for cells in ([f"| {label[:4]}", *values], [f"|{'' if label[4:] else ' '}", *[""] * 7], [label[4:], *[""] * 7]):
            text += "|" + "|".join(f" {c}{' ' * (29 - display_width(c))}" for c in cells) + "|\n"
        text += ruler
    assert published(f"{text}\n{END}") == truth_of(request_lines())


@pytest.mark.parametrize("width", [60, 76])
def test_drawn_rows_cut_at_a_width_of_the_display_are_put_together(width):
    lines = with_values(request_lines(), "carried_in", "7", "", "", "", "", "", "7")
    rows = [["申请人情况", *HEADER], *([x.label, *x.values] for x in lines)]
    drawn = ["│" + "│".join(f" {c}{' ' * (7 - display_width(c))}" for c in row) + "│" for row in rows]
    text = "".join(f"{line}\n├{'─' * 90}┤\n" for line in drawn)
    cut = ""
    for line in f"{HEADING}\n\n┌{'─' * 90}┐\n{text}{END}".split("\n"):
        piece = ""
        for char in line:
            if display_width(piece + char) > width:
                cut, piece = f"{cut}{piece}\n", ""
            piece += char
        cut += f"{piece}\n"
    assert published(cut) == truth_of(lines)


def test_row_whose_line_ends_behind_a_bar_goes_on_below():
    lines = [replace(x, values=tuple(v[:1] for v in x.values)) for x in request_lines()]
    rows = {x.key: " | ".join((x.label, *x.values)) for x in lines}
    longest = max(rows, key=lambda key: len(rows[key]))
    rows[longest] = rows[longest][:-5] + "\n" + rows[longest][-5:]
    found = read(f"{HEADING}\n\n申请人情况 | {' | '.join(HEADER)}\n" + "\n".join(rows.values()) + f"\n\n{END}")
    assert {c.state for key, c in found.items() if key[1] == longest} == {"unreadable"}

"""Tables whose empty cells left no trace, from file to cells: what the sums place, and what they leave open."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from printed_forms import (
    COLUMNS,
    HEADER,
    Line,
    html,
    pipes,
    printed_as,
    published,
    read,
    relabelled,
    request_lines,
    spaces,
    truth_of,
    with_values,
)

from pipeline.extract.model import PROVEN, SURE, LostRow, TableResult
from pipeline.extract.printed.model import Printed
from pipeline.extract.sums.proof import with_proven_cells

LINES = request_lines("2021")


def with_zero(lines: list[Line], key: str, column: int) -> list[Line]:
    """The lines with an outcome that is 0, and left empty; the sums still hold."""
    number = int(next(x for x in lines if x.key == key).values[column])
    for row, place in ((key, 6), *((r, c) for r in ("processed_total", "new_requests") for c in (column, 6))):
        old = int(next(x for x in lines if x.key == row).values[place])
        lines = printed_as(lines, row, place, str(old - number))
    return printed_as(lines, key, column, "")


def markdown(lines: list[Line]) -> str:
    """Table 三 in Markdown, its empty cells dropped."""
    rows = [("申请人情况", *HEADER), *((x.label, *(v for v in x.values if v)) for x in lines)]
    table = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(
        ["三、收到和处理政府信息公开申请情况", table[0], "|---" * 8 + "|", *table[1:], "五、存在的主要问题", ""]
    )


def squeezed(lines: list[Line]) -> str:
    """Table 三 with spaces that tell no places."""
    return "\n".join(" ".join(line.split()).replace(" ", "  ") for line in spaces(lines).split("\n"))


LOSSY = {"pipes": pipes, "markdown": markdown, "squeezed": squeezed}
GAPS = [("granted", 2), ("denied_third_party", 0), ("denied_third_party", 3), ("other_misc", 5)]


@pytest.fixture(scope="module")
def lines() -> list[Line]:
    found = LINES
    for key, column in GAPS:
        found = with_zero(found, key, column)
    return found


@pytest.mark.parametrize("layout", LOSSY)
def test_rows_with_lost_blanks_are_placed_by_the_sums(layout, lines):
    found = read(LOSSY[layout](lines))
    assert {k: c.value for k, c in found.items() if c.value is not None} == truth_of(lines)
    for key, column in GAPS:
        cell = found["requests", key, COLUMNS[column]]
        assert (cell.state, cell.raw, cell.confidence, cell.reason) == ("blank", "", PROVEN, None)
    placed = found["requests", "granted", "total"]
    assert placed.raw == next(x for x in lines if x.key == "granted").values[6] and PROVEN < SURE


@pytest.mark.parametrize("layout", LOSSY)
def test_wrong_sum_leaves_rows_with_lost_blanks_unread(layout, lines):
    found = read(LOSSY[layout](printed_as(lines, "carried_in", 1, "7")))
    cell = found["requests", "granted", "enterprise"]
    assert (cell.state, cell.value) == ("unreadable", None)
    assert "prove nothing" in cell.reason and all(v in cell.raw for v in lines[2].values if v)


def test_number_in_a_table_without_sums_is_not_placed():
    source = "二、主动公开政府信息情况\n" + "".join(
        f"{c} |\n"
        for c in (
            *("第二十条第（一）项", "信息内容", "本年制发件数", "本年废止件数", "现行有效件数", "规章", "3"),
            *("行政规范性文件", "1", "2", "4", "第二十条第（五）项", "信息内容", "本年处理决定数量", "行政许可", "9"),
            *("第二十条第（六）项", "信息内容", "本年处理决定数量", "行政处罚", "8", "行政强制", "7"),
        )
    )
    found = read(source)
    assert found["proactive", "regulation", "made"].state == "unreadable"
    assert found["proactive", "normative_document", "repealed"].value == 2


@settings(max_examples=12, deadline=None)
@given(
    layout=st.sampled_from(list(LOSSY)),
    gaps=st.sets(st.tuples(st.sampled_from([x.key for x in LINES[2:-2]]), st.integers(0, 5)), max_size=9),
    wrong=st.none() | st.tuples(st.sampled_from([x.key for x in LINES]), st.integers(0, 6), st.integers(0, 9999)),
)
def test_published_numbers_are_at_their_place(layout, gaps, wrong):
    lines = LINES
    for key, column in sorted(gaps):
        lines = with_zero(lines, key, column)
    if wrong:
        lines = printed_as(lines, wrong[0], wrong[1], str(wrong[2]))
    truth = truth_of(lines)
    assert published(LOSSY[layout](lines)).items() <= truth.items()


def in_two_lines(lines: list[Line], key: str, column: int, cut: int) -> str:
    """The layout of a page on which a narrow column broke one number."""
    out = []
    for line in spaces(lines).split("\n"):
        out.append(line)
        row = next(
            (x for x in lines if x.key == key and line.startswith(x.label[:24]) and x.values[column] in line), None
        )
        if row is not None:
            start = line.index(row.values[column], 25 + 8 * column)
            end = start + len(row.values[column])
            out[-1:] = [line[: end - cut] + " " * cut + line[end:], " " * start + line[end - cut : end]]
    return "\n".join(out)


@pytest.mark.parametrize(("column", "cut"), [(0, 1), (6, 2), (3, 1)])
def test_number_over_two_printed_lines_is_joined_where_the_sums_prove_it(column, cut):
    source = in_two_lines(LINES, "granted", column, cut)
    assert published(source) == truth_of(LINES)
    assert "\n" in read(source)["requests", "granted", COLUMNS[column]].raw


def test_number_over_two_printed_lines_is_never_published_in_part():
    source = in_two_lines(printed_as(LINES, "denied_third_party", 0, "1"), "granted", 0, 1)
    cell = read(source)["requests", "granted", "natural_person"]
    assert (cell.state, cell.value) == ("unreadable", None) and "it may read" in cell.reason


def test_digits_below_a_number_that_the_sums_leave_alone_are_not_its_rest():
    source = spaces(LINES).split("\n")
    at = next(n for n, line in enumerate(source) if line.startswith("（一）予以公开"))
    source.insert(at + 1, " " * (28 + 8 * 2) + "12")
    assert published("\n".join(source)) == truth_of(LINES)


def test_a_total_is_not_blank_where_a_columns_numbers_may_be_lacking():
    lines = [replace(x, values=(*x.values[:3], "", *x.values[4:])) for x in LINES]
    assert {c.state for key, c in read(pipes(lines)).items() if key[0] == "requests"} == {"unreadable"}


def test_row_of_blanks_alone_is_no_choice():
    lines = [replace(x, values=("",) * 7) if x.key == "other_misc" else x for x in LINES]
    assert published(pipes(lines)) == truth_of(lines)


@pytest.mark.parametrize("mark", ["¹", "²", "¹²"])
def test_raised_digits_behind_a_number_are_no_part_of_it_where_the_sums_say_so(mark):
    number = next(x.values[0] for x in LINES if x.key == "granted")
    source = html(printed_as(LINES, "granted", 0, number + mark))
    assert published(source) == truth_of(LINES)
    assert read(source)["requests", "granted", "natural_person"].raw == number + mark


def test_raised_digit_that_the_sums_take_for_the_numbers_last_is_that():
    number = next(x.values[0] for x in LINES if x.key == "granted")
    raised = number[-1].translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    assert published(html(printed_as(LINES, "granted", 0, number[:-1] + raised))) == truth_of(LINES)


@pytest.mark.parametrize("other", ["<s>77</s>{}", "<del>7</del> {}", "{}<sup>3</sup>"])
def test_digits_marked_off_beside_a_number_are_no_part_of_it_where_the_sums_say_so(other):
    number = next(x for x in LINES if x.key == "granted").values[0]
    assert published(html(printed_as(LINES, "granted", 0, other.format(number)))) == truth_of(LINES)


def test_a_struck_out_number_is_not_read_even_where_the_sums_need_it():
    number = next(x for x in LINES if x.key == "granted").values[0]
    for struck in (f"<s>{number}</s>1", f"<s>{number[0]}</s>{number[1:]}", f"{number[:-1]}<s>{number[-1]}</s>"):
        found = read(html(printed_as(LINES, "granted", 0, struck)))
        assert found["requests", "granted", COLUMNS[0]].state == "unreadable"


def test_a_number_beside_a_struck_out_one_that_no_sum_proves_is_not_read():
    lines = printed_as(printed_as(LINES, "granted", 0, "<s>7</s>12"), "denied_third_party", 0, "1")
    assert ("requests", "granted", COLUMNS[0]) not in published(html(lines))


def test_number_with_a_raised_digit_that_no_sum_proves_is_not_read():
    page = "<table><tr><td>第二十条第（六）项</td></tr><tr><td>行政处罚</td><td>12²</td></tr></table>"
    lines = printed_as(printed_as(LINES, "granted", 0, "7²"), "denied_third_party", 0, "1")
    assert read(html(lines))["requests", "granted", "natural_person"].state == "unreadable"
    assert not published(page)


@pytest.mark.parametrize(("label", "known"), [("四、污转下十反次办理", True), ("五、其他需要说明的件数", False)])
def test_last_row_whose_label_is_damaged_is_known_by_its_place(label, known):
    lines = request_lines()
    found = published(html(relabelled(lines, "carried_out", label)))
    printed = {key: value for key, value in truth_of(lines).items() if key[1] == "carried_out"}
    assert {key: value for key, value in found.items() if key[1] == "carried_out"} == (printed if known else {})


def test_second_digits_of_broken_numbers_are_no_numbers_though_they_add_up():
    """60, 15 and 75 in narrow columns: 6, 1, 7 above the label's line and 0, 5, 5 below it, which is a sum as well."""
    lines = [replace(x, values=("0",) * 7) for x in LINES]
    for key in ("new_requests", "granted", "processed_total"):
        lines = with_values(lines, key, "60", "15", *"0000", "75")

    def line(label: str, *values: str) -> str:
        return label[:24].ljust(26) + "".join(v.center(8) for v in values)

    source = spaces(lines).split("\n")
    for at in reversed([n for n, text in enumerate(source) if " 60 " in text]):
        parts = (
            line("", "6", "1", *[""] * 4, "7"),
            line(source[at], "", "", *"0000"),
            line("", "0", "5", *[""] * 4, "5"),
        )
        source[at : at + 1] = parts
    found = published("\n".join(source))
    assert {key: v for key, v in found.items() if truth_of(lines)[key] != v} == {}


@pytest.mark.parametrize("empty", ["", "\t\n"])
def test_numbers_on_a_line_below_their_label_are_neither_the_next_rows_nor_is_their_row_blank(empty):
    broken = {"new_requests", "denied_state_secret", "carried_out"}
    rows = [f"{x.label.strip()}\t" + f"\n{empty}\t" * (x.key in broken) + "\t".join(x.values) for x in LINES]
    header = "\t".join(("申请人情况", *HEADER))
    text = "三、收到和处理政府信息公开申请情况\n\n" + "\n".join([header, *rows]) + "\n\n五、存在的主要问题\n"
    truth = truth_of(LINES)
    assert {key: value for key, value in published(text).items() if truth[key] != value} == {}
    assert not [c for c in read(text).values() if c.row in broken and c.state == "blank"]


def test_the_cut_label_of_the_next_row_completes_no_label_without_numbers():
    source = pipes(request_lines("2019"))
    kept, rest = source.split("（六）", 1)
    numbers = rest.split("（七）总计 |\n")[1].split("四、")[0]
    found = read(f"{kept}（六）其他 |\n（七 |\n{numbers}四、结转下年 |\n五、存在的主要问题\n")
    rows = {key[1] for key, cell in found.items() if cell.value is not None}
    assert "granted" in rows and rows.isdisjoint({"other", "other_misc", "carried_out"})


def test_a_row_of_whose_label_only_the_number_is_left_is_not_another_row_of_its_group():
    source = (
        pipes(LINES)
        .replace("1.本机关不掌握相关政府信息", "（四）无法提供 |\n1.")
        .replace("2.没有现成信息需要另行制作", "2.没")
    )
    assert "（四）无法提供 |\n1. |" in source and "2.没 |" in source
    assert "unavailable_needs_creation" not in {row for _, row, _ in published(source)}


def test_a_label_cut_short_is_no_cell_of_the_row_above_it():
    source = pipes(with_values(LINES, "other_misc", "19", *[""] * 6)).replace("（七）总计", "( 七 ) 总")
    assert "other_misc" not in {key[1] for key in published(source)}
    cut = "第二十条第（六）项 |\n信息内容 |\n上一年项目数量 |\n行政处罚 |\n1 |\n强制 |\n53 |\n第二十条第（八）项 |\n"
    rest = "信息内容 |\n本年收费金额（单位：元） |\n行政事业性收费 |\n8 |\n"
    title = "某县2023年政府信息公开工作年度报告\n二、主动公开政府信息情况\n规章 |\n1 |\n2 |\n3 |\n"
    assert 53 not in published(title + cut + rest).values()


def test_one_cell_a_line_with_fewer_cells_than_its_header_is_not_read_from_the_left():
    leaves = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    tops = (("行政复议", "行政诉讼"), (*leaves, "未经复议直接起诉", "复议后起诉"), ("", "", "", "", "", *leaves * 2))
    rows = (*tops, ("/", "29", "/", "8", "/", "37", "5", "/", "7", "/", "12"))
    body = "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in rows)
    assert published(f"四、政府信息公开行政复议、行政诉讼情况\n\n{body}\n\n五、存在的主要问题及改进情况\n") == {}


def test_numbers_that_all_stand_under_one_column_leave_their_row_open():
    printed = tuple(Printed(text, text, place, place + 1) for place, text in enumerate(("7", "3", "1")))
    keys = tuple(("granted", column) for column in COLUMNS)
    lost = LostRow(keys, printed, under=(frozenset({0}),) * 3)
    found = read(spaces(LINES))
    cells = tuple(replace(found["requests", *key], state="unreadable", value=None, lost=lost) for key in keys)
    proven = with_proven_cells(TableResult("requests", "pdf:words", cells))
    assert {(c.state, c.value) for c in proven.cells} == {("unreadable", None)}

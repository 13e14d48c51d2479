"""What programs that save a page's text make of its tables, most with bars; some drop the empty cells."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from printed_forms import HEADER, Line, html_row, pipes, printed_as, published, request_lines, truth_of, with_values

from pipeline.documents.model import WordLines
from pipeline.documents.read import read_document

Rows = list[list[str]]
HEADING = "三、收到和处理政府信息公开申请情况"


def padded(rows: Rows) -> str:
    """``label | 1 | 2 | ||``: padded to the widest row."""
    widest = max(map(len, rows)) + 2
    return "".join(" | ".join(r) + " | " + "|" * (widest - len(r)) + "\n" for r in rows)


def framed_padded(rows: Rows) -> str:
    return "".join(f"| {line}\n" for line in padded(rows).splitlines())


def padded_without_spaces(rows: Rows) -> str:
    widest = max(map(len, rows))
    return "".join("|".join(r) + "|" * (widest - len(r)) + "\n" for r in rows)


def framed_padded_without_spaces(rows: Rows) -> str:
    return "".join(f"|{line}|\n" for line in padded_without_spaces(rows).splitlines())


def closed_and_padded(rows: Rows) -> str:
    """``label |1 |2 |||``."""
    widest = max(map(len, rows)) + 1
    return "".join("".join(f"{c} |" for c in r) + "|" * (widest - len(r)) + "\n" for r in rows)


def framed(rows: Rows) -> str:
    return "".join(f"| {' | '.join(r)} |\n" for r in rows)


def unframed(rows: Rows) -> str:
    return "".join(" | ".join(r) + "\n" for r in rows)


def between_two(rows: Rows) -> str:
    return "".join("".join(f"|{c}|" for c in r) + "\n" for r in rows)


def led(rows: Rows) -> str:
    return "".join(f"|{c}\n" for r in rows for c in r)


def led_by_two(rows: Rows) -> str:
    return "".join(f"|{r[0]}\n" + "".join(f"||{c}\n" for c in r[1:]) + "|\n" for r in rows)


def bar_below(rows: Rows) -> str:
    return "\n|\n".join(c for r in rows for c in r) + "\n"


def two_bars_below(rows: Rows) -> str:
    return "\n|\n|\n".join(c for r in rows for c in r) + "\n"


def two_tabs(rows: Rows) -> str:
    return "".join("\t\t".join(r) + "\n" for r in rows)


def four_spaces(rows: Rows) -> str:
    return "".join("    ".join(r) + "\n" for r in rows)


def broken_behind_labels(rows: Rows) -> str:
    """Every other label ends its line, as markup ends lines in cells; rows are padded."""
    return "".join(line.replace(" | ", " |\n", n % 2) for n, line in enumerate(padded(rows).splitlines(keepends=True)))


def padded_below(rows: Rows) -> str:
    """One cell a line before its bar, the padding of a row on a line of its own."""
    widest = max(map(len, rows)) + 2
    return "".join("".join(f"{c} |\n" for c in r) + "|" * (widest - len(r)) + "\n" for r in rows)


def led_behind_first(rows: Rows) -> str:
    return "".join(f"{r[0]}\n" + "".join(f"| {c}\n" for c in r[1:]) + "\n\n" for r in rows)


def tab_behind_first(rows: Rows) -> str:
    """A row's first cell on a line, each further one on its own behind a tab."""
    return "".join(f"{r[0]}\n" + "".join(f"\t{c}\n" for c in r[1:]) for r in rows)


def bars_below_numbers(rows: Rows) -> str:
    return "".join("".join(f"{c}\n" if n == 0 else f"{c}\n|\n" for n, c in enumerate(r)) for r in rows)


def bars_between(rows: Rows) -> str:
    """One cell a line before its bar, and none behind a row's last cell."""
    return "".join(" |\n".join(r) + "\n" for r in rows)


DIALECTS = [
    *(padded, framed_padded, padded_without_spaces, framed_padded_without_spaces, closed_and_padded, between_two),
    *(led, led_by_two, bar_below, two_bars_below, two_tabs, four_spaces, tab_behind_first),
    *(broken_behind_labels, padded_below, led_behind_first, bars_below_numbers, bars_between),
]


def saved(lines: list[Line], dialect: Callable[[Rows], str]) -> str:
    """Table 三 as such a program saves it, without its empty cells."""
    rows = [["申请人情况", *HEADER], *([x.label, *filter(None, x.values)] for x in lines)]
    behind = "四、政府信息公开行政复议、行政诉讼情况\n无。\n"
    return f"某市财政局2023年政府信息公开工作年度报告\n{HEADING}\n{dialect(rows)}{behind}"


@pytest.mark.parametrize("dialect", DIALECTS)
def test_whole_table_is_read(dialect):
    lines = request_lines()
    assert published(saved(lines, dialect)) == truth_of(lines)


@pytest.mark.parametrize("dialect", DIALECTS)
@settings(max_examples=6, deadline=None)
@given(st.dictionaries(st.tuples(st.integers(0, 24), st.integers(0, 6)), st.just(""), max_size=12), st.integers(0, 99))
def test_dropped_empty_cells_put_no_number_elsewhere(dialect, empty, seed):
    lines = request_lines(seed=seed)
    for (row, column), _ in empty.items():
        x = lines[row % len(lines)]
        lines = with_values(lines, x.key, *(*x.values[:column], "", *x.values[column + 1 :]))
    printed = truth_of(lines)
    found = published(saved(lines, dialect))
    assert {key: value for key, value in found.items() if printed.get(key) != value} == {}


def test_first_number_below_a_lone_bar_and_bar_behind_the_last_one():
    numbers = [0] * 10 + [1, 0, 2, 0, 3]
    parts = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    head = ["行政复议", "行政诉讼", *parts, "未经复议直接起诉", "复议后起诉", *parts, *parts]
    table = led([head]) + "|\n" + "\n| ".join(map(str, numbers)) + " |\n"
    found = published(f"四、政府信息公开行政复议、行政诉讼情况\n{table}五、存在的主要问题\n")
    assert list(found.values()) == numbers


LINKS = "".join(f"站点{n} | 部门{n}\n" for n in range(8))


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("other", ["首页|政务公开|年报\n\n", LINKS, "\t（详见首页|年报）\n", "编号：\t001\t日期：\n"])
def test_other_lines_with_bars_or_tabs_leave_the_tables_as_they_are(dialect, other):
    lines = request_lines()
    assert published(other + saved(lines, dialect)) == truth_of(lines)


def test_cells_between_two_bars_of_a_program_that_keeps_empty_ones():
    lines = with_values(request_lines(), "carried_in", "7", "", "", "2", "0", "", "9")
    rows = [["申请人情况", *HEADER], *([x.label, *x.values] for x in lines)]
    assert published(f"{HEADING}\n{between_two(rows)}五、存在的主要问题\n") == truth_of(lines)


def test_cells_four_spaces_apart_of_a_program_that_keeps_empty_ones():
    lines = with_values(request_lines(), "carried_in", "7", "", "", "2", "0", "", "9")
    rows = [["申请人情况", *HEADER], *([x.label, *x.values] for x in lines)]
    assert published(f"{HEADING}\n{four_spaces(rows)}五、存在的主要问题\n") == truth_of(lines)


def test_escaped_numbers_of_labels_before_their_bars():
    lines = request_lines()
    text = "".join(f"{c} |\n" for x in lines for c in (x.label.replace(".", "\\."), *x.values))
    assert published(f"{HEADING}\n{' | '.join(HEADER)}\n{text}") == truth_of(lines)


def test_row_that_lacks_one_cell_ends_with_what_looks_like_an_empty_one():
    lines = with_values(request_lines(), "carried_in", "", "22", "0", "0", "0", "3", "25")
    found = published(saved(lines, padded))
    assert [v for k, v in found.items() if k[1] == "carried_in" and truth_of(lines).get(k) != v] == []


def test_empty_cells_that_are_printed_keep_their_places():
    head = "| 申请人情况 | " + " | ".join(HEADER) + " |\n"
    lines = with_values(request_lines(), "carried_in", "7", "", "", "", "", "", "7")
    text = head + "".join("| " + " | ".join([x.label, *x.values]) + " |\n" for x in lines)
    found = published(f"{HEADING}\n{text}")
    assert found["requests", "carried_in", "natural_person"] == found["requests", "carried_in", "total"] == 7


def test_rows_of_nothing_but_bars_do_not_say_that_empty_cells_are_gone():
    lines = with_values(request_lines(), "carried_in", "7", "", "", "", "", "", "7")
    text = framed([["申请人情况", *HEADER], *([x.label, *x.values] for x in lines)])
    assert published(f"| ||||\n{HEADING}\n{text}| ||||||||||\n五、存在的主要问题\n") == truth_of(lines)


def test_empty_cell_is_told_from_the_rest_of_a_merged_one():
    lines = with_values(request_lines(), "carried_in", "", "22", "0", "0", "", "3", "25")
    values = {x.key: "".join(f" {v} |" for v in x.values) for x in lines}
    text = "".join(f"| {x.label} |{' |' * (len(x.label) % 3)}{values[x.key]}\n" for x in lines)
    assert published(f"{HEADING}\n| 申请人情况 | | | {' | '.join(HEADER)} |\n{text}") == truth_of(lines)


@pytest.mark.parametrize("corner", ["序号", ""])
def test_number_of_a_line_is_not_that_of_the_row_whose_empty_cell_is_gone_or_kept(corner):
    head = [corner, "信息内容", "本年处理决定数量"]
    rows = [head, ["1", "行政许可"], head, ["2", "行政处罚", "7"], ["3", "行政强制"]]
    if not corner:
        rows = [[*r, *[""] * (3 - len(r))] for r in rows]
    found = published(f"二、主动公开政府信息情况\n\n{between_two(rows)}\n三、其他\n")
    assert found == ({} if corner else {("proactive", "penalty", "decisions"): 7})


def test_cells_between_two_bars_on_lines_of_their_own_keep_their_empty_ones():
    lines = with_values(request_lines(), "granted", "0", "", "", "", "", "", "0")
    rows = [["申请人情况", *HEADER], *([x.label, *x.values] for x in lines)]
    table = "\n".join(f"|\n{c}\n|" if c else "||" for r in rows for c in r)
    assert published(f"{HEADING}\n{table}\n四、行政复议、行政诉讼情况\n") == truth_of(lines)


@pytest.mark.parametrize(
    ("header", "count"),
    [
        ("| | | 法人或其他组织 | |\n| | 自然人 | ---- | 总计 |", 175),
        ("| | 法人或其他组织 | 自然人 | 总计 |", 0),
    ],
)
def test_label_over_several_columns_may_stand_a_line_above_the_ones_beside_it(header, count):
    lines = request_lines()
    text = "".join("| " + " | ".join([x.label, *x.values]) + " |\n" for x in lines)
    found = published(f"{HEADING}\n{header}\n| | | {' | '.join(HEADER[1:-1])} | |\n{text}")
    assert len(found) == count and found.items() <= truth_of(lines).items()


@pytest.mark.parametrize("width", [40, 50])
@pytest.mark.parametrize("dialect", [framed, unframed, between_two])
def test_rows_cut_at_a_width_are_put_together(dialect, width):
    lines = with_values(request_lines(), "carried_in", "7", "", "", "", "", "", "7")
    rows = [["申请人情况", *HEADER], *([x.label, *x.values] for x in lines)]
    cut = [line[n : n + width] for line in dialect(rows).split("\n") for n in range(0, len(line) or 1, width)]
    assert published(f"{HEADING}\n\n" + "\n".join(cut)) == truth_of(lines)


def test_number_of_the_longest_line_may_go_on_in_the_next_one():
    lines = request_lines()
    rows = "".join("\t".join([x.label, *x.values]) + "\n" for x in lines)
    row = max(rows.split("\n"), key=len)
    found = published(f"{HEADING}\n\n{rows.replace(row, f'{row[:-1]}{chr(10)}{row[-1]}')}")
    assert found == {k: v for k, v in truth_of(lines).items() if k != ("requests", "other_unpaid_fee", "total")}


@pytest.mark.parametrize("rule", [["---", "---"], ["", ""]])
def test_markdown_with_html_around_and_between_its_tables(rule):
    lines = request_lines()
    head = ["信息内容", "本年处理决定数量"]
    decisions = framed([head, rule, ["行政许可", "7"], head, ["行政处罚", "4"], ["行政强制", "1"]])
    table = "".join(html_row(x.label, *x.values) for x in [Line("", "申请人情况", HEADER), *lines])
    parts = ["<div>", "二、主动公开政府信息情况", decisions, HEADING, f"<table>{table}</table>", "</div>"]
    expected = {("proactive", k, "decisions"): float(v) for k, v in (("licence", 7), ("penalty", 4), ("coercion", 1))}
    assert published("\n\n".join(parts)) == truth_of(lines) | expected


def test_rows_without_a_bar_behind_their_last_cell_end_above_a_label_or_a_heading():
    rows = [
        *(
            ["第二十条第（一）项"],
            ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
            ["规章", "0", "0", "3"],
        ),
        *(
            ["行政规范性文件", "3", "/", "75"],
            ["第二十条第（五）项"],
            ["信息内容", "本年处理决定数量"],
            ["行政许可", "8094"],
        ),
        *(["第二十条第（六）项"], ["信息内容", "本年处理决定数量"], ["行政处罚", "1194"], ["行政强制", "448"]),
        *(["第二十条第（八）项"], ["信息内容", "本年收费金额（单位：万元）"], ["行政事业性收费", "2015"]),
    ]
    heading = "某市财政局2023年政府信息公开工作年度报告\n二、主动公开政府信息情况\n"
    found = published(f"{heading}{bars_between(rows)}{HEADING}\n无。\n")
    assert list(found.values()) == [0, 0, 3, 3, 75, 8094, 1194, 448, 20_150_000]


def test_units_apart_from_their_numbers_are_no_labels_of_rows_on_one_line():
    rows = [(x.label[:24], *x.values[:2], f"{x.values[2]} 件", *x.values[3:]) for x in request_lines()]
    text = "\n".join(f"{label:<26}{''.join(v.center(12) for v in values)}" for label, *values in rows)
    assert any(isinstance(b, WordLines) for b in read_document(f"{HEADING}\n\n{text}\n".encode(), "x.txt").blocks)


@pytest.mark.parametrize("sign", ["|", ",", " "])
def test_rows_behind_one_another_on_one_line_are_one_cell_a_line(sign):
    lines = request_lines()
    cells = [c for x in lines for c in (x.label.replace("\n", ""), *x.values)]
    text = sign.join(["甲县乙局2023年政府信息公开工作年度报告", HEADING, *HEADER, *cells, "四、行政复议、行政诉讼情况"])
    assert published(text) == truth_of(lines)


def test_what_restructuredtext_writes_for_a_block_in_a_cell_is_no_text_of_it():
    rows = [["行政许可", "7"], ["行政处罚", "4"], ["行政强制", "1"], ["收费", "2"]]
    ruler = f"+{'-' * 18}+{'-' * 8}+"
    lines = ["二、主动公开政府信息情况", "", ruler]
    for label, number in [["信息内容", "本年处理决定数量"], *rows]:
        cells = [[".. container::  ", "                ", f"{label}"], ["..", "container::", number]]
        lines += [f"| {a:<16} | {b:<6} |" for a, b in zip(*cells, strict=True)] + [ruler]
    found = published("\n".join(lines) + "\n")
    assert [found["proactive", row, "decisions"] for row in ("licence", "penalty", "coercion")] == [7, 4, 1]


@pytest.mark.parametrize("column", [0, 6])
def test_page_number_right_below_a_list_of_cells_is_none_of_them(column):
    whole = request_lines()
    for lines in (whole, printed_as(whole, "carried_out", column, "")):  # an empty cell leaves no trace
        text = "一、总体情况\n2\n" + pipes(lines).replace("\n五、", "\n3\n五、")
        found, truth = published(text), truth_of(lines)
        assert found == {key: truth[key] for key in found}
        assert len(found) >= 7 * 24
    assert len(published(pipes(whole).replace("\n五、", "\n3\n五、"))) == len(truth_of(whole))

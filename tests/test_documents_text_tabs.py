"""Tables that a browser or a program copied from a page with tabs between their cells."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from printed_forms import HEADER, Line, published, read, request_lines, truth_of, with_values

from pipeline.documents.model import Grid
from pipeline.documents.text.reader import read_txt
from pipeline.documents.text.tabs import with_rows_on_lines

RESULTS = "结果\n维持\t结果\n纠正\t其他\n结果\t尚未\n审结\t总　计"
REVIEW_HEADER = f"行政复议\t行政诉讼\n{RESULTS}\t未经复议直接起诉\t复议后起诉\n{RESULTS}\t{RESULTS}"
REVIEW = "1\t2\t3\t4\t10\t5\t6\t7\t8\t26\t9\t10\t11\t12\t42"
HEADING = "三、收到和处理政府信息公开申请情况"


def paragraph_cells(lines: list[Line]) -> str:
    """Table 三 as a browser copies it where each cell holds a paragraph: empty lines around each, tabs alone."""
    rows = [["申请人情况", *HEADER], *([x.label, *x.values] for x in lines)]
    table = "\n".join("\t".join(f"\n\n{c}\n\n" if c else "\n\n" for c in row) for row in rows)
    return f"某市财政局2023年政府信息公开工作年度报告\n\n{HEADING}{table}四、行政复议、行政诉讼情况\n\n无。\n"


def division_cells(lines: list[Line]) -> str:
    """The same where each cell holds a division: new lines around it."""
    return paragraph_cells(lines).replace("\n\n\t\n\n", "\n\t\n").replace("\n\n\n\n\n", "\n\n\n")


@pytest.mark.parametrize("copied", [paragraph_cells, division_cells])
def test_whole_table_of_cells_with_blocks(copied):
    lines = request_lines()
    assert published(copied(lines)) == truth_of(lines)


@pytest.mark.parametrize("copied", [paragraph_cells, division_cells])
def test_spaces_around_the_lines_of_such_cells(copied):
    lines = request_lines()
    assert published(copied(lines).replace("\n", " \n  ")) == truth_of(lines)


@pytest.mark.parametrize("copied", [paragraph_cells, division_cells])
@settings(max_examples=8, deadline=None)
@given(st.sets(st.tuples(st.integers(0, 24), st.integers(0, 6)), max_size=12))
def test_empty_cells_among_paragraphs_put_no_number_elsewhere(copied, empty):
    lines = request_lines()
    for row, column in empty:
        x = lines[row % len(lines)]
        lines = with_values(lines, x.key, *(*x.values[:column], "", *x.values[column + 1 :]))
    printed = truth_of(lines)
    found = published(copied(lines))
    assert {key: value for key, value in found.items() if printed.get(key) != value} == {}


def test_empty_last_cells_among_divisions_end_their_rows():
    lines = [replace(x, values=(*x.values[:-1], "")) if n % 2 else x for n, x in enumerate(request_lines())]
    rows = [["申请人情况", *HEADER], *([x.label, *x.values] for x in lines)]
    table = "\n".join("\t".join(f"\n{c}\n" if c else "" for c in row) for row in rows)
    assert published(f"{HEADING}\n{table}五、存在的主要问题\n") == truth_of(lines)


def test_blocks_in_empty_cells_alone_leave_their_row_on_one_line():
    """As where blanks hold a space in a paragraph and numbers none: only their tabs stand on lines of their own."""
    lines = [replace(x, values=(*x.values[:2], "", "", "", "", x.values[-1])) for x in request_lines()]
    rows = [["申请人情况", *HEADER], *([x.label, *x.values] for x in lines)]
    table = "\n".join("\t".join(c or "\n" for c in row) for row in rows)
    assert published(f"{HEADING}\n{table}\n五、存在的主要问题\n") == truth_of(lines)


@pytest.mark.parametrize("each", [1, 12])
def test_one_empty_cell_that_holds_a_block_leaves_its_row_on_one_line(each):
    lines = [
        replace(x, values=(*x.values[:3], *["" if n % each == 0 else x.values[3]], *x.values[4:]))
        for n, x in enumerate(request_lines())
    ]
    rows = [["申请人情况", *HEADER], *([x.label, *x.values] for x in lines)]
    table = "\n".join("\t".join(c or "\n" for c in row) for row in rows)
    assert published(f"{HEADING}\n{table}\n五、存在的主要问题\n") == truth_of(lines)


def test_part_of_a_table_whose_rows_all_end_in_an_empty_cell_keeps_it():
    heads = ("信息内容", "上一年项目数量", "本年增/减", "处理决定数量")
    above = [
        heads,
        ("行政许可", "3", "1", "4"),
        ("其他对外管理服务事项", "5", "0", "6"),
        heads,
        ("行政处罚", "7", "0", "8"),
    ]
    below = [
        ("行政强制", "2", "0", ""),
        ("信息内容", "上一年项目数量", "本年增/减", ""),
        ("行政事业性收费", "9", "1", ""),
    ]
    table = "\n\n\n".join("\n".join("\t".join(row) for row in part) for part in (above, below))
    found = read(f"二、主动公开政府信息情况\n{table}\n\n三、收到和处理政府信息公开申请情况\n")
    cells = [found["proactive", "coercion", c] for c in ("items_last_year", "change", "decisions")]
    assert [(c.state, c.value) for c in cells] == [("reported", 2), ("reported", 0), ("blank", None)]


def test_labels_one_character_a_line_stay_in_their_cells():
    lines = request_lines()
    upright = ["\n".join(name) for name in HEADER]
    rows = ["\t".join(row) for row in (["申请人情况", *upright], *([x.label, *x.values] for x in lines))]
    header = "\n".join(rows).split("\n一、")[0]
    assert with_rows_on_lines(header) == "\t".join(["申请人情况", *HEADER])


def test_rows_of_a_copied_table_are_one_table():
    (table,) = [b for b in read_txt(division_cells(request_lines())).blocks if isinstance(b, Grid)]
    assert table.cells[-1].row == len(request_lines())


def test_labels_that_hold_no_block_begin_rows_beside_numbers_that_do():
    lines = request_lines()
    rows = [["申请人情况", *HEADER], *([x.label, *x.values] for x in lines)]
    table = "\n".join("\t".join(f"\n{c}\n" if c.isdigit() else c for c in row) for row in rows)
    assert published(f"{HEADING}\n{table}\n五、存在的主要问题\n") == truth_of(lines)


def test_lone_tabs_between_rows_of_tabs_are_empty_rows():
    lines = with_values(request_lines(), "carried_in", "7", "", "", "", "", "", "7")
    rows = ["\t".join([x.label, *x.values]) for x in lines]
    head = "\t".join(["申请人情况", *HEADER])
    text = "\n\t\n".join([head, *rows])
    assert published(f"{HEADING}\n{text}\n五、存在的主要问题\n") == truth_of(lines)


def test_empty_paragraph_behind_a_number_changes_nothing():
    lines = request_lines()
    first = lines[0].values[0]
    text = paragraph_cells(lines).replace(f"\n\n{first}\n\n", f"\n\n{first}\n\n\u00a0\n\n", 1)
    assert published(text) == truth_of(lines)


def test_label_of_its_own_behind_a_number_is_no_part_of_its_cell():
    rows = "\n".join(f"\n\n{n}\n\n\t\n\n1\n\n" for n in "甲乙丙丁戊己")
    assert with_rows_on_lines(f"{rows}第二十条第（八）项\n\n").split("\n")[-3:-1] == ["己\t1", "第二十条第（八）项"]


def test_two_paragraphs_with_numbers_in_a_cell_are_no_number():
    lines = request_lines()
    first = lines[0].values[0]
    text = paragraph_cells(lines).replace(f"\n\n{first}\n\n", f"\n\n{first[:2]}\n\n{first[2:]}\n\n", 1)
    assert ("requests", lines[0].key, "natural_person") not in published(text)


@pytest.mark.parametrize(
    ("copied", "line"),
    [
        ("商业\n企业", "一\t商业 企业\t1"),
        ("商业\n\n企业", "一\t商业 企业\t1"),
        ("", "一\t\t1"),
    ],
)
def test_cell_over_lines_and_paragraphs_stands_on_its_rows_line(copied, line):
    rows = "".join(f"\n\n{a}\n\n\t\n\n{b}\n\n\t\n\n1\n\n\n" for a, b in [("一", copied)] * 5)
    assert with_rows_on_lines(rows.replace("\n\n\n\n\t", "\n\n\t")).rstrip("\n").rsplit("\n", 1)[-1] == line


def test_next_tables_first_row_without_an_empty_line_is_no_part_of_the_last_cell_above():
    tables = [
        ("第二十条第（五）项", ("行政许可", "7件")),
        ("第二十条第（六）项", ("行政处罚", "4件"), ("行政强制", "1件")),
    ]
    parts = []
    for name, *rows in tables:
        cells = ["\n\t\n".join(row) for row in (("信息内容", "本年处理决定数量"), *rows)]
        parts.append("\n\n\n".join([name, *cells]))
    found = published(
        "二、主动公开政府信息情况\n\n" + "\n".join(parts) + "\n三、收到和处理政府信息公开申请情况\n无。\n"
    )
    assert found == {("proactive", k, "decisions"): n for k, n in (("licence", 7), ("penalty", 4), ("coercion", 1))}


@pytest.mark.parametrize("gap", ["\n\n\n", "\n"])
def test_caption_of_the_next_table_is_no_part_of_the_last_cell_above(gap):
    leaves, tracks = (
        ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"],
        ("行政复议", "行政诉讼（未经复议直接起诉）"),
    )
    captions = (*tracks, "行政诉讼（复议后起诉）")
    parts = [f"{c}{gap}" + "\n\n\n".join("\n\t\n".join(row) for row in (leaves, list("10001"))) for c in captions]
    found = published(f"四、政府信息公开行政复议、行政诉讼情况\n\n{chr(10).join(parts)}\n五、存在的主要问题\n无。\n")
    assert list(found.values()) == [1, 0, 0, 0, 1] * 3


def test_heading_behind_a_table_is_no_part_of_its_last_cell():
    rows = "\n".join(f"\n\n{n}\n\n\t\n\n1\n\n" for n in "甲乙丙丁戊己")
    lines = with_rows_on_lines(f"{rows}三、收到和处理情况\n\n无。").split("\n")
    assert lines[-3:-1] == ["己\t1", "三、收到和处理情况"]


def test_tabs_around_every_piece_of_text_and_line_break_move_no_number():
    lines = with_values(request_lines(), "granted", "0", "\xa0", "\xa0", "\xa0", "\xa0", "\xa0", "0")
    rows = [["申请人情况", *HEADER], *([x.label, *x.values] for x in lines)]
    pieces = [piece for r in rows for piece in ("\n", *(p for c in r for p in ("\n", c, "\n")), "\n")]
    found = published("\t".join(["", HEADING, *pieces, "四、行政复议、行政诉讼情况", "\n"]))
    truth = truth_of([x for x in lines if x.key != "granted"])
    assert {k: v for k, v in found.items() if k[1] != "granted"} == truth


def test_cells_with_paragraphs_beside_cells_without():
    lines = request_lines()
    rows = [["申请人情况", *HEADER], *([x.label, *x.values] for x in lines)]
    cells = ("\t".join(f"\n\n{c}\n\n" if c[-1:] in "13579" else c for c in row) for row in rows)
    assert published(f"{HEADING}\n" + "\n".join(cells) + "\n五、存在的主要问题\n") == truth_of(lines)


def test_number_on_a_line_of_its_own_behind_a_row_leaves_no_cell_blank():
    text = "二、主动公开政府信息情况\n\n第二十条第（一）项\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n"
    text += "规章\t-\n3\n行政规范性文件\t10\t6\t14\n第二十条第（五）项\n信息内容\t本年处理决定数量\n行政许可\t7\n"
    text += (
        "第二十条第（六）项\n信息内容\t本年处理决定数量\n行政处罚\t8\n行政强制\t9\n三、收到和处理政府信息公开申请情况\n"
    )
    found = read(text)
    assert found["proactive", "regulation", "in_force"].state == "unreadable"
    assert found["proactive", "normative_document", "in_force"].value == 14


def test_heading_without_a_tab_between_rows_of_cells_is_none_of_the_number_above():
    rows = (
        ("规章", "0"),
        ("第二十条第（五）项", "信息内容", "本年处理决定数量"),
        ("行政许可", "19"),
        ("行政处罚", "4"),
    )
    cells = "\n\n".join("\n".join(c if c.endswith("项") else f"\t{c}" for c in row) for row in rows)
    (grid,) = (b for b in read_txt(f"\t信息内容\n\t本年制发件数\n\n{cells}\n").blocks if isinstance(b, Grid))
    assert [c.raw for c in grid.cells if c.column == 1] == ["本年制发件数", "0", "信息内容", "19", "4"]


def test_tables_without_blocks_in_their_cells_stand_below_ones_with_them():
    lines = request_lines()
    heads = ["信息内容\n\n\t\n\n本年处理决定数量", "行政许可\n\n\t\n\n7", "行政处罚\n\n\t\n\n8", "行政强制\n\n\t\n\n9"]
    fee = "第二十条第（八）项\n信息内容\t本年收费金额（单位：万元）\n行政事业性收费\t0.5\n\n"
    own = "\n\n\n\n".join(heads)
    plain = "\n".join("\t".join((x.label, *x.values)) for x in lines)
    review = f"四、行政复议、行政诉讼情况\n\n{REVIEW_HEADER}\n{REVIEW}\n五、存在的问题\n"
    found = published(f"二、主动公开政府信息情况\n\n{own}\n\n{fee}{HEADING}\n\n{plain}\n\n{review}")
    assert found["proactive", "fee", "amount"] == 5_000
    assert {k: v for k, v in found.items() if k[0] == "requests"} == truth_of(lines)
    assert found["review_litigation", "litigation_after_review", "total"] == 42

"""Web pages whose source ends too early: what may be incomplete is not read."""

import pytest
from html_pages import GRID, boxes, grid_of, page, places
from printed_forms import request_lines

from pipeline.documents.model import NO_TEXT, Grid
from pipeline.documents.read import read_document


def test_table_cut_off_drops_its_last_row():
    source = "<html><body><table><tr><td>规章</td><td>12</td></tr><tr><td>规范性文件</td><td>3"
    document = read_document(source.encode(), "x")
    assert places(document) == {(0, 0): "规章", (0, 1): "12"}
    assert "cut off" in document.notes[0] and "'规范性文件 | 3'" in document.notes[0]


def test_hidden_table_of_a_page_cut_off_before_the_shown_ones_stays_hidden():
    labels = "行政许可 行政处罚 行政强制 规章 规范性文件"
    table = "<table>" + "".join(f"<tr><td>{label}</td><td>7</td></tr>" for label in labels.split()) + "</table>"
    source = f"<html><body><p>年度报告</p><div style='display:none'>{table}</div>"
    assert places(read_document(f"{source}</body></html>".encode(), "x"))[0, 1] == "7"
    assert not [b for b in read_document(f"{source}<p>二、主动公开".encode(), "x").blocks if isinstance(b, Grid)]


def test_page_cut_off_behind_its_table_keeps_all_cells():
    source = "<html><body><table><tr><td>规章</td><td>12</td></tr></table><p>五、存在的主"
    document = read_document(source.encode(), "x")
    assert places(document)[0, 1] == "12" and document.notes == ()


@pytest.mark.parametrize(
    ("table", "row", "cell"),
    [("", '<div role="row">', '<div role="cell">'), (f'<div style="{GRID}">', "", "<div>")],
)
def test_table_of_boxes_cut_off_drops_its_last_row(table, row, cell):
    lines = (("甲", "1", "2"), ("乙", "3", "4"), ("丙", "5", "67"))
    source = table + "".join(
        row + "".join(f"{cell}{text}</div>" for text in line) + "</div>" * bool(row) for line in lines
    )
    cut = "<html><body>" + source[: source.index("67") + 1]
    document = read_document(cut.encode(), "x")
    assert [c.text for c in grid_of(document).cells if c.text] == ["甲", "1", "2", "乙", "3", "4"]
    assert "'丙 | 5 | 6'" in document.notes[0]


def test_number_in_which_a_page_of_lines_is_cut_off_is_in_doubt():
    lines = "".join(f"<p>{x.label} {' '.join(x.values)}</p>" for x in request_lines())
    cut = read_document(f"<html><body>{lines.removesuffix('</p>')}".encode(), "x")
    words = [document.blocks[-1].words[-1].raw for document in (page(lines), cut)]
    assert words[1] == words[0] + NO_TEXT


def test_table_of_boxes_cut_off_beside_a_cell_over_several_rows_drops_its_last_row():
    cells = [("上", "grid-row:span 4"), ("甲", ""), ("1", ""), ("乙", ""), ("2", "")]
    source = "<html><body>" + boxes(*cells).removesuffix("</div></div>")
    assert [c.text for c in grid_of(read_document(source.encode(), "x")).cells if c.text] == ["上", "甲", "1"]


def test_second_table_cut_off_leaves_the_first_whole():
    source = "<html><body><table><tr><td>a</td><td>1</td></tr></table><table><tr><td>b</td><td>2"
    (first,) = [b for b in read_document(source.encode(), "x").blocks if isinstance(b, Grid)]
    assert [c.raw for c in first.cells] == ["a", "1"]

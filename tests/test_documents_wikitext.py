"""Wiki markup: its tables stand where a wiki shows them."""

from printed_forms import HEADER, published, request_lines, truth_of

from pipeline.documents.model import Grid, Paragraph
from pipeline.documents.read import read_document

TABLE = """= 甲局2023年政府信息公开工作年度报告 =
{| class="wikitable" style="width:100%"
|+ 主动公开
|-
! scope="col" | 信息内容 !! 制发件数
|- style="height:2em"
|rowspan="2"|
<div>

'''规章'''

</div>
|width="25%"|
|-
| 12
|}
落款
"""


def test_cells_have_the_places_and_spans_that_their_marks_say():
    document = read_document(TABLE.encode(), "a.txt")
    (grid,) = [b for b in document.blocks if isinstance(b, Grid)]
    shown = {(c.row, c.column, c.row_span): c.text for c in grid.cells}
    assert shown == {(0, 0, 1): "信息内容", (0, 1, 1): "制发件数", (1, 0, 2): "规章", (1, 1, 1): "", (2, 1, 1): "12"}
    texts = [b.text for b in document.blocks if isinstance(b, Paragraph)]
    assert texts == ["甲局2023年政府信息公开工作年度报告", "主动公开", "落款"]


def test_table_of_cells_on_lines_of_their_own_with_empty_ones():
    lines = request_lines()
    rows = [["", *HEADER], *([x.label, *x.values[:2], "", *x.values[3:]] for x in lines)]
    text = "{|\n" + "".join("|-\n" + "".join(f"| {cell}\n" for cell in row) for row in rows) + "|}\n"
    expected = {k: v for k, v in truth_of(lines).items() if k[2] != "research_institution"}
    assert published(text) == expected


def test_a_note_at_a_number_is_no_digit_of_it():
    lines = request_lines()
    rows = [["", *HEADER], *([x.label, f"{x.values[0]}<ref>3</ref>", *x.values[1:]] for x in lines)]
    text = "{|\n" + "".join("|-\n" + "".join(f"| {cell}\n" for cell in row) for row in rows) + "|}\n"
    truth = truth_of(lines)
    found = published(text)
    assert found
    assert all(truth[key] == value for key, value in found.items())

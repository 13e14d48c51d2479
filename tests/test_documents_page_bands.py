"""PDF tables with horizontal rulings alone, and numbers that their narrow columns broke."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from printed_forms import HEADER, Line, request_lines, truth_of, with_values
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.documents.model import Grid
from pipeline.documents.pdf.tables import pdf_banded_grids, pdf_ruled_grids
from pipeline.documents.read import read_document
from pipeline.extract import extract
from pipeline.extract.tables.read import read_tables
from pipeline.normalise import normalise_blocks, normalise_document

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
LEFT, FIRST, SIZE = 40, 380, 8


def lines_in(text: str, digits: int) -> list[str]:
    return [text[n : n + digits] for n in range(0, len(text), digits)]


def page(lines: list[Line], pitch: float, digits: int, *, upright: bool = False) -> bytes:
    """Table 三 with a ruling under each row; a line of a number holds so many digits, all set to their row's middle."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(720, 2400), invariant=1)
    canvas.setFont("STSong-Light", SIZE)
    canvas.drawString(LEFT, 2370, "三、收到和处理政府信息公开申请情况")
    end = FIRST + 7 * pitch
    y = 2350.0

    def row(label: str, texts: list[list[str]]) -> None:
        nonlocal y
        height = 10 * max(map(len, texts)) + 8
        canvas.drawString(LEFT + 4, y - height / 2 - 3, label[:38])
        for column, text in enumerate(texts):
            top = y - height / 2 + 5 * len(text)
            for number, part in enumerate(text, start=1):
                canvas.drawCentredString(FIRST + pitch * (column + 0.5), top - 10 * number + 2, part)
        canvas.line(LEFT, y, end, y)
        if upright:
            for x in (LEFT, FIRST, *(FIRST + pitch * (n + 1) for n in range(7))):
                canvas.line(x, y, x, y - height)
        y -= height

    row("（本列数据的勾稽关系为：第一项加第二项之和）", [list(word) for word in HEADER])
    for line in lines:
        row(line.label, [lines_in(v, digits) for v in line.values])
    canvas.line(LEFT, y, end, y)
    canvas.drawString(LEFT, y - 20, "五、存在的主要问题及改进情况")
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def banded(data: bytes) -> dict:
    blocks = normalise_blocks(pdf_banded_grids(data, [1]), None)
    cells = read_tables(blocks, "pdf:bands", ["requests"], None)["requests"].cells
    return {c.key: c.value for c in cells if c.value is not None}


@pytest.mark.parametrize("digits", [1, 2, 3])
def test_rows_between_rulings_hold_numbers_of_several_lines(digits):
    lines = request_lines("2021")
    assert banded(page(lines, 6.0 * digits + 6, digits)) == truth_of(lines)


def test_number_broken_by_its_column_is_read_although_the_source_prints_a_wrong_sum():
    lines = with_values(request_lines("2021"), "granted", "12", "7", "101", "0", "3", "0", "124")
    data = page(lines, 12, 1)
    found = extract(normalise_document(read_document(data, "x")), data, year=None)
    assert {c.key: c.value for c in found.cells if c.table == "requests" and c.value is not None} == truth_of(lines)


def test_rulings_of_a_whole_grid_leave_the_same_rows():
    data = page(request_lines("2021")[:3], 24, 3, upright=True)
    banded, ruled = (
        [c.raw for g in read(data, [1]) if isinstance(g, Grid) for c in g.cells if c.row == 1]
        for read in (pdf_banded_grids, pdf_ruled_grids)
    )
    assert banded == ruled


def test_table_whose_numbers_stand_below_anothers_labels_is_one_of_its_own():
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(400, 400), invariant=1)
    canvas.setFont("STSong-Light", SIZE)
    for y in (300, 280, 260, 240, 200, 180, 160, 140):
        canvas.line(40, y, 340, y)
    for y, label, starts in (
        *((y, "行政许可行政许可", (200, 240, 280)) for y in (288, 268, 248)),
        *((y, "", (60, 120, 200, 240, 280, 320)) for y in (188, 168, 148)),
    ):
        canvas.drawString(44, y, label)
        for x in starts:
            canvas.drawString(x, y, "7")
    canvas.save()
    grids = [g for g in pdf_banded_grids(out.getvalue(), [1]) if isinstance(g, Grid)]
    rows = [[[c.raw for c in g.cells if c.row == row and c.raw] for row in {c.row for c in g.cells}] for g in grids]
    assert rows[0] == [["行政许可行政许可", "7", "7", "7"]] * 3
    assert ["7"] * 6 in rows[1]


def test_two_rows_whose_border_is_lost_are_not_one_number():
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(400, 400), invariant=1)
    canvas.setFont("STSong-Light", SIZE)
    canvas.grid([40, 160, 172, 184, 196], [300, 270, 240])
    for y, label, values in (
        (288, "1.信访举报投诉类申请", "123"),
        (278, "2.重复申请", "45 "),
        (253, "3.要求提供", "678"),
    ):
        canvas.drawString(44, y, label)
        for column, value in enumerate(values):
            canvas.drawCentredString(166 + 12 * column, y, value)
    canvas.save()
    cells = [c for g in pdf_ruled_grids(out.getvalue(), [1]) if isinstance(g, Grid) for c in g.cells]
    assert [c.raw for c in cells if "\n" in c.raw] == ["1.信访举报投诉类申请\n2.重复申请", "1\n4", "2\n5"]
    assert not any(c.wrapped for c in cells)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["1", "40", "203"]), st.sampled_from(["5", "17", ""])), min_size=4, max_size=4)
)
def test_texts_below_one_another_in_a_wide_column_are_never_one_number(stacks):
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(500, 400), invariant=1)
    canvas.setFont("STSong-Light", SIZE)
    canvas.grid([40, 160, 200, 240, 280, 320], [300, 270])
    canvas.drawString(44, 283, "1.信访举报投诉类申请")
    for column, (first, second) in enumerate(stacks):
        x = 180 + 40 * column
        canvas.drawCentredString(x, 288 if second else 283, first)
        canvas.drawCentredString(x, 278, second)
    canvas.save()
    cells = [c for g in pdf_ruled_grids(out.getvalue(), [1]) if isinstance(g, Grid) for c in g.cells]
    assert not any(c.wrapped for c in cells)

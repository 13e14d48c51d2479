"""PDF tables that are not where, or not what, a table's reader looks for."""

import re

import pytest
from drawn_pdf import SENTENCE, Draw, digit_as_outline, framed, pdf, values
from reportlab.pdfgen.canvas import Canvas

from pipeline.documents.model import Grid, Paragraph
from pipeline.documents.pdf.content import drawn_pages, page_contents
from pipeline.documents.pdf.tables import camelot_grids, interpreted_grids, pdf_ruled_grids, pdf_word_lines


def test_cells_with_rounded_corners_that_do_not_touch_are_a_table():
    def draw(canvas: Canvas) -> None:
        for row in range(3):
            for column in range(4):
                canvas.roundRect(100 + 40 * column, 700 - 20 * row, 37, 17, 3)
                if (row, column) != (1, 2):
                    canvas.drawCentredString(118 + 40 * column, 705 - 20 * row, f"{row}{column}")

    texts = [c.raw for b in pdf_ruled_grids(pdf(draw), [1]) if isinstance(b, Grid) for c in b.cells]
    assert texts == ["00", "01", "02", "03", "10", "11", "", "13", "20", "21", "22", "23"]


def one_by_one(canvas: Canvas, boxes: list[tuple[float, ...]]) -> None:
    for x, y, wide, high in boxes:
        canvas.rect(x, y, wide, high, stroke=0, fill=1)


def at_once(canvas: Canvas, boxes: list[tuple[float, ...]]) -> None:
    path = canvas.beginPath()
    for box in boxes:
        path.rect(*box)
    canvas.drawPath(path, stroke=0, fill=1)


@pytest.mark.parametrize(("dash", "draw"), [(0.75, one_by_one), (4.5, at_once)], ids=["dots", "thick dashes"])
def test_borders_drawn_dash_by_dash_are_borders(dash, draw):
    thick = min(dash, 2.25)

    def places(start: float, end: float) -> list[float]:
        count = round((end - start) / dash / 2)
        return [start + (end - start - dash) / count * n for n in range(count + 1)]

    def table(canvas: Canvas) -> None:
        for y in (640, 670, 700):
            for x0, x1 in ((80, 220), (220, 300)):
                draw(canvas, [(x, y - thick / 2, dash, thick) for x in places(x0, x1)])
        for x in (80, 220, 300):
            for y0 in (640, 670):
                draw(canvas, [(x - thick / 2, y, thick, dash) for y in places(y0, y0 + 30)])
        canvas.drawString(90, 680, "行政许可")
        canvas.drawString(90, 650, "行政处罚")
        canvas.drawString(240, 680, "27")

    assert values(pdf(table)) == ["27", ""]


def test_borders_of_another_table_of_the_page_move_none():
    def draw(canvas: Canvas) -> None:
        canvas.grid((80, 217, 300), (700, 670, 640))
        canvas.grid((80, 220, 300), (600, 570, 540))
        canvas.drawString(217, 580, "/")
        canvas.drawString(240, 580, "106")

    (below,) = [b for b in pdf_ruled_grids(pdf(draw), [1]) if isinstance(b, Grid)]
    assert [c.raw for c in below.cells] == ["/", "106", "", ""]


def test_page_of_outlines_is_one_to_look_at():
    def outlines(canvas: Canvas) -> None:
        for n in range(9):
            canvas.translate(0, 20)
            digit_as_outline(canvas) if n else None

    data = pdf(framed(lambda c: None), outlines)
    assert drawn_pages(data, [1, 2]) == [2]


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_table_drawn_sideways_on_an_upright_page(angle):
    def draw(canvas: Canvas) -> None:
        canvas.translate(*{90: (800, 50), 180: (500, 1300), 270: (-250, 800)}[angle])
        canvas.rotate(angle)
        framed(lambda c: c.drawString(240, 650, "31"))(canvas)

    (grid,) = pdf_ruled_grids(pdf(draw), [1])
    assert [(c.row, c.column, c.raw) for c in grid.cells] == [
        *((0, 0, "行政许可"), (0, 1, "27"), (1, 0, "行政处罚"), (1, 1, "31")),
    ]
    cell = next(c for c in grid.cells if c.raw == "27")
    x0, top, x1, bottom = cell.bbox
    wide, tall = (30, 80) if angle != 180 else (80, 30)
    assert (x1 - x0, bottom - top) == (pytest.approx(wide, abs=1), pytest.approx(tall, abs=1))


def test_sideways_table_beside_upright_text_keeps_both():
    def draw(canvas: Canvas) -> None:
        for n in range(4):
            canvas.drawString(60, 800 - 14 * n, SENTENCE[:40])
        canvas.translate(560, 0)
        canvas.rotate(90)
        canvas.grid((80, 220, 300), (400, 370, 340))
        for y, label in ((380, "行政许可行政许可行政许可"), (350, "行政处罚行政处罚行政处罚")):
            canvas.drawString(84, y, label)
        canvas.drawString(100, 420, SENTENCE[:30])
        canvas.drawString(240, 380, "27")
        canvas.drawString(240, 350, "31")

    contents = [(c.turned, len(c.chars)) for c in page_contents(pdf(draw), [1])]
    assert [turned for turned, _ in contents] == [0, 270]
    assert values(pdf(draw)) == ["27", "31"]


def test_row_that_the_page_leaves_open_below():
    def draw(canvas: Canvas) -> None:
        for x in (80, 160, 240, 320, 400):
            canvas.line(x, 700, x, 600)
        for y in (700, 670, 640):
            canvas.line(80, y, 400, y)
        canvas.drawString(90, 620, "行政处罚")
        canvas.drawString(170, 620, "31")

    assert [c.raw for b in pdf_ruled_grids(pdf(draw), [1]) for c in b.cells if c.row == 2] == ["行政处罚", "31", "", ""]


def test_tables_in_columns_of_text_are_read_column_by_column():
    def draw(canvas: Canvas) -> None:
        for x, y, word in ((60, 500, "甲"), (320, 780, "乙"), (60, 300, "丙")):
            canvas.grid((x, x + 100, x + 200), (y, y - 30))
            canvas.drawString(x + 10, y - 20, word)

    assert [b.cells[0].raw for b in pdf_ruled_grids(pdf(draw), [1])] == ["甲", "丙", "乙"]


@pytest.mark.parametrize(("across", "read"), [(15, [str(n) for n in range(15)]), (2, [])])
def test_rest_of_a_tables_last_row_that_the_page_before_leaves_open(across, read):
    def draw(canvas: Canvas) -> None:
        canvas.line(80, 680, 80 + 30 * across, 680)
        for n in range(across + 1):
            canvas.line(80 + 30 * n, 700, 80 + 30 * n, 680)
        for n in range(across):
            canvas.drawString(90 + 30 * n, 686, str(n))

    assert [c.raw for b in pdf_ruled_grids(pdf(draw), [1]) if isinstance(b, Grid) for c in b.cells] == read


def table_in_columns(left: int, across: int, y: float, *rows: str, open_above: bool = False) -> Draw:
    def draw(canvas: Canvas) -> None:
        heights = [y - 30 * n for n in range(len(rows) + 1)]
        for n in range(across + 1):
            canvas.line(left + 200 * n / across, heights[0], left + 200 * n / across, heights[-1])
        for height in heights[open_above:]:
            canvas.line(left, height, left + 200, height)
        for height, word in zip(heights, rows, strict=False):
            canvas.drawString(left + 4, height - 20, word)

    return draw


def test_row_that_a_column_of_text_leaves_open_beside_another_tables_border():
    def draw(canvas: Canvas) -> None:
        table_in_columns(60, 4, 700, "甲", "乙", "丙")(canvas)
        table_in_columns(320, 4, 700, "丁", "戊", "己", open_above=True)(canvas)

    grids = pdf_ruled_grids(pdf(draw), [1])
    assert [[c.raw for c in b.cells if c.column == 0] for b in grids] == [["甲", "乙", "丙"], ["丁", "戊", "己"]]


@pytest.mark.parametrize(
    ("columns", "order"), [((2, 5, 5, 5), "甲乙丙丁"), ((5, 5, 5, 5), "甲乙丙丁"), ((2, 5, 2, 5), "甲丙乙丁")]
)
def test_table_that_goes_on_from_column_to_column_of_text_is_read_in_order(columns, order):
    words = [f"{word}行公开信息" for word in order] if columns[2] == 5 else list("甲乙丙丁")
    tables = [table_in_columns(x, n, 700, w, "", "") for x, n, w in zip((60, 320) * 2, columns, words, strict=False)]
    pages = [lambda canvas, own=own: [draw(canvas) for draw in own] for own in (tables[:2], tables[2:])]
    grids = pdf_ruled_grids(pdf(*pages), [1, 2])
    assert "".join(b.cells[0].raw[0] for b in grids) == order


def test_large_text_beside_a_column_of_small_print_is_no_part_of_its_line():
    def draw(canvas: Canvas) -> None:
        for x in (60, 306):
            table_in_columns(x, 2, 600, "甲")(canvas)
        canvas.setFont("STSong-Light", 8)
        canvas.drawRightString(278, 700, "比上一年增加三件")
        canvas.setFont("STSong-Light", 16)
        canvas.drawString(302, 698, "情况")

    assert "情况" in [b.text for b in pdf_ruled_grids(pdf(draw), [1]) if isinstance(b, Paragraph)]


def test_number_cut_by_a_cells_border_is_not_read_from_one_half():
    """Camelot's stream parts spaced-out digits into two columns."""

    def draw(canvas: Canvas) -> None:
        for n, (label, number) in enumerate(
            (("规章", "12"), ("行政许可", "34"), ("行政处罚", "56"), ("行政强制", "78"))
        ):
            canvas.drawString(80, 700 - 20 * n, label)
            text = canvas.beginText(240, 700 - 20 * n)
            text.setCharSpace(7)
            text.textOut(number)
            canvas.drawText(text)

    found = [c.raw for b in camelot_grids(pdf(draw), [1], "stream") for c in b.cells if re.search(r"\d", c.raw)]
    assert not [raw for raw in found if raw.isdigit() and len(raw) == 1]


def test_cells_of_every_reader_know_their_place():
    data = pdf(framed(lambda c: None))
    boxes = [
        next(c for c in grid.cells if c.raw == "27").bbox
        for read in (pdf_ruled_grids, interpreted_grids, lambda d, p: camelot_grids(d, p, "lattice"))
        for grid in read(data, [1])
    ]
    assert len(boxes) == 3 and all(b == pytest.approx((220, 142, 300, 172), abs=2) for b in boxes)


def test_words_of_a_turned_table_have_their_place_on_the_page_as_shown():
    def draw(canvas: Canvas) -> None:
        canvas.translate(500, 100)
        canvas.rotate(90)
        canvas.drawString(0, 0, "行政许可")
        canvas.drawString(100, 0, "27")

    (lines,) = pdf_word_lines(pdf(draw), [1])
    number = next(w for w in lines.words if w.raw == "27")
    assert number.bbox == pytest.approx((491, 632, 502, 642), abs=3)

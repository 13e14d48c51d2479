"""PDF pages through pdfium: characters, rulings, and the grids made of them."""

import io
from collections.abc import Callable
from itertools import pairwise

import pypdfium2
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.model import Grid, Paragraph
from pipeline.documents.pages.content import PageContent
from pipeline.documents.pdf.content import page_contents
from pipeline.documents.pdf.tables import (
    TablesNotReadable,
    _reading,
    camelot_grids,
    interpreted_grids,
    pdf_ruled_grids,
    pdf_word_lines,
)
from pipeline.documents.read import read_document
from samples.build import build

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
LABELS = ("规章", "行政规范性文件", "行政许可")


def pdf(draw: Callable[[Canvas], None], **kwargs) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1, **kwargs)
    canvas.setFont("STSong-Light", 10)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


XS, YS = (80.0, 220.0, 300.0, 380.0), (700.0, 670.0, 640.0, 610.0)


def texts(canvas: Canvas) -> None:
    for row, label in enumerate(LABELS):
        for column, word in enumerate((label, str(10 + row), str(200 + row))):
            canvas.drawString(XS[column] + 6, YS[row] - 20, word)


def strokes(canvas: Canvas) -> None:
    texts(canvas)
    canvas.grid(XS, YS)


def thin_boxes(canvas: Canvas) -> None:
    """Every ruling as a filled rectangle half a point thick, as word processors draw them."""
    texts(canvas)
    for y in YS:
        canvas.rect(XS[0], y, XS[-1] - XS[0], 0.5, stroke=0, fill=1)
    for x in XS:
        canvas.rect(x, YS[-1], 0.5, YS[0] - YS[-1], stroke=0, fill=1)


def cell_boxes(canvas: Canvas) -> None:
    """A stroked rectangle around every cell."""
    texts(canvas)
    for x0, x1 in pairwise(XS):
        for y0, y1 in pairwise(YS):
            canvas.rect(x0, y1, x1 - x0, y0 - y1)


def pieces_of_lines(canvas: Canvas) -> None:
    """Each ruling in many short strokes."""
    texts(canvas)
    for y in YS:
        for x0 in range(80, 380, 20):
            canvas.line(x0, y, x0 + 20, y)
    for x in XS:
        for y0 in range(610, 700, 10):
            canvas.line(x, y0, x, y0 + 10)


def inside_a_form(canvas: Canvas) -> None:
    """The table within a scaled form object, as stamps and imported pages are."""
    canvas.beginForm("table")
    canvas.setFont("STSong-Light", 10)
    strokes(canvas)
    canvas.endForm()
    canvas.translate(40, 60)
    canvas.scale(0.8, 0.8)
    canvas.doForm("table")


def doubled(canvas: Canvas) -> None:
    """Bold made by printing everything twice, a little to the side."""
    strokes(canvas)
    canvas.translate(0.3, 0)
    texts(canvas)


EXPECTED = [[label, str(10 + n), str(200 + n)] for n, label in enumerate(LABELS)]


def rows(data: bytes, read=pdf_ruled_grids) -> list[list[str]]:
    (grid,) = [b for b in read(data, [1]) if isinstance(b, Grid)]
    found: dict[int, list[str]] = {}
    for cell in grid.cells:
        found.setdefault(cell.row, []).append(cell.raw)
    return list(found.values())


@pytest.mark.parametrize("draw", [strokes, thin_boxes, cell_boxes, pieces_of_lines, inside_a_form, doubled])
def test_grid_from_rulings_of_every_make(draw):
    assert rows(pdf(draw)) == EXPECTED


@pytest.mark.parametrize("draw", [strokes, thin_boxes, doubled])
def test_interpreted_page_says_the_same(draw):
    assert rows(pdf(draw), interpreted_grids) == EXPECTED


LINES = ["某某县财政局", "2022年政府信息公开工作年度报告", "本机关把公开透明作为基本要求，明确专人负责，逐条落实。"]


def turned(data: bytes, angle: int) -> bytes:
    document = pypdfium2.PdfDocument(data)
    document[0].set_rotation(angle)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_landscape_page_drawn_sideways_and_turned(angle):
    """A page with a rotation mark whose content is drawn so that it shows upright."""

    def sideways(canvas: Canvas) -> None:
        canvas.translate(*{90: (595, 0), 180: (595, 842), 270: (0, 842)}[angle])
        canvas.rotate(angle)
        if angle != 180:
            canvas.translate(0, -200)
        strokes(canvas)

    assert rows(turned(pdf(sideways), angle)) == EXPECTED


@pytest.mark.parametrize("angle", [90, 270])
def test_page_that_is_turned_to_be_shown_keeps_its_lines(angle):
    """Where such a page begins with its number, drawn character by character, pdfium gives it as one line."""

    def sideways(canvas: Canvas) -> None:
        canvas.translate(*{90: (595, 0), 270: (0, 842)}[angle])
        canvas.rotate(angle)
        for place, sign in enumerate("-1-"):
            canvas.drawString(290 + 5 * place, 30, sign)
        for number, line in enumerate(LINES):
            canvas.drawString(60, 500 - 20 * number, line)

    assert [b.text for b in read_document(turned(pdf(sideways), angle), "x.pdf").blocks if b.text != "-1-"] == LINES


def content(data: bytes) -> PageContent:
    (page,) = page_contents(data, [1])
    return page


def test_characters_stand_where_they_are_drawn():
    chars = content(pdf(lambda c: c.drawString(100, 700, "行政12"))).chars
    assert "".join(c["text"] for c in chars) == "行政12"
    assert chars[0]["x0"] == pytest.approx(100, abs=1)
    assert chars[0]["top"] < 842 - 700 < chars[0]["bottom"] + 3


def test_flat_character_has_the_height_of_its_line():
    # 一 is a stroke: its own box would fall between the lines.
    flat, tall = content(pdf(lambda c: c.drawString(100, 700, "一国"))).chars
    assert flat["bottom"] - flat["top"] > 6
    assert abs((flat["top"] + flat["bottom"]) - (tall["top"] + tall["bottom"])) < 6


def test_edges_of_a_stroked_grid():
    edges = content(pdf(lambda c: c.grid(XS, YS))).edges
    horizontal = {round(e["top"]) for e in edges if e["orientation"] == "h"}
    vertical = {round(e["x0"]) for e in edges if e["orientation"] == "v"}
    assert horizontal == {round(842 - y) for y in YS} and vertical == {round(x) for x in XS}


def test_slanted_and_unpainted_lines_are_no_edges():
    def draw(canvas: Canvas) -> None:
        canvas.line(100, 100, 200, 140)
        path = canvas.beginPath()
        path.rect(50, 50, 100, 100)
        canvas.clipPath(path, stroke=0, fill=0)

    assert content(pdf(draw)).edges == []


def test_positions_count_from_the_cropped_page():
    document = pypdfium2.PdfDocument(pdf(strokes))
    document[0].set_cropbox(50, 100, 500, 800)
    out = io.BytesIO()
    document.save(out)
    first = min(content(out.getvalue()).edges, key=lambda e: (e["top"], e["x0"]))
    assert (first["x0"], first["top"]) == (pytest.approx(XS[0] - 50, abs=0.6), pytest.approx(800 - YS[0], abs=0.6))


def test_merged_cells_have_their_spans():
    def draw(canvas: Canvas) -> None:
        canvas.drawString(90, 670, "合计")
        for x, y, word in ((230, 680, "1"), (310, 680, "2"), (230, 650, "3"), (310, 650, "4")):
            canvas.drawString(x, y, word)
        canvas.rect(80, 640, 300, 60)
        canvas.line(220, 640, 220, 700)
        canvas.line(300, 640, 300, 700)
        canvas.line(220, 670, 380, 670)

    (grid,) = pdf_ruled_grids(pdf(draw), [1])
    assert [(c.raw, c.row, c.column, c.row_span) for c in grid.cells] == [
        *(("合计", 0, 0, 2), ("1", 0, 1, 1), ("2", 0, 2, 1), ("3", 1, 1, 1), ("4", 1, 2, 1)),
    ]


def test_frame_around_a_paragraph_is_no_grid():
    def draw(canvas: Canvas) -> None:
        canvas.rect(80, 640, 300, 60)
        canvas.drawString(90, 670, "总体情况")

    assert pdf_ruled_grids(pdf(draw), [1]) == [Paragraph("总体情况", "总体情况", 1)]


def test_cells_know_their_page_and_place():
    (grid,) = pdf_ruled_grids(pdf(strokes), [1])
    cell = next(c for c in grid.cells if c.raw == "201")
    assert cell.page == 1 and cell.bbox == pytest.approx((300, 842 - 670, 380, 842 - 640), abs=0.6)


def test_lines_of_a_cell_stay_apart():
    def draw(canvas: Canvas) -> None:
        canvas.grid((80, 200, 300), (700, 650))
        canvas.drawString(90, 684, "三、本年度")
        canvas.drawString(90, 664, "办理结果")
        canvas.drawString(210, 674, "7")

    assert rows(pdf(draw)) == [["三、本年度\n办理结果", "7"]]


def test_two_numbers_one_above_the_other_are_not_one():
    def draw(canvas: Canvas) -> None:
        canvas.grid((80, 200, 300), (700, 650))
        canvas.drawString(90, 674, "甲")
        canvas.drawString(210, 684, "12")
        canvas.drawString(210, 664, "3")

    assert rows(pdf(draw)) == [["甲", "12\n3"]]


def test_numbers_apart_on_one_line_are_not_one():
    def draw(canvas: Canvas) -> None:
        canvas.grid((80, 200, 300), (700, 650))
        canvas.drawString(90, 674, "甲")
        canvas.drawString(210, 674, "12")
        canvas.drawString(232, 674, "3")

    assert rows(pdf(draw)) == [["甲", "12 3"]]


def test_equal_digits_side_by_side_are_no_double():
    def draw(canvas: Canvas) -> None:
        canvas.grid((80, 200, 300), (700, 650))
        canvas.drawString(90, 674, "甲")
        canvas.drawString(210, 674, "1111")

    assert rows(pdf(draw)) == [["甲", "1111"]]


def test_words_keep_their_places():
    (block,) = pdf_word_lines(pdf(texts), [1])
    assert [(w.raw, w.line) for w in block.words if w.raw.isdigit()] == [
        *(("10", 0), ("200", 0), ("11", 1), ("201", 1), ("12", 2), ("202", 2)),
    ]


def test_camelot_lattice_reads_the_same_cells():
    assert rows(pdf(strokes), lambda data, pages: camelot_grids(data, pages, "lattice")) == EXPECTED


def test_paragraphs_carry_their_page():
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    for text in ("第一页的文字，一共有二十个以上的汉字在上面呢。", "第二页的文字，一共有二十个以上的汉字在上面呢。"):
        canvas.setFont("STSong-Light", 12)
        canvas.drawString(80, 700, text)
        canvas.showPage()
    canvas.save()
    document = read_document(out.getvalue(), "x")
    assert [p.page for p in document.paragraphs()] == [1, 2] and document.pages == 2


def test_lines_drawn_in_no_order_are_read_from_the_top():
    places = [7, 2, 9, 0, 5, 11, 3, 8, 1, 10, 4, 6]

    def draw(canvas: Canvas) -> None:
        for n in places:
            canvas.drawString(80, 760 - 24 * n, f"第{n}行文字")

    document = read_document(pdf(draw), "x.pdf")
    assert [p.text for p in document.paragraphs()] == [f"第{n}行文字" for n in sorted(places)]


def test_lines_above_all_others_that_are_drawn_last_are_read_first():
    def draw(canvas: Canvas) -> None:
        for n in (2, 3, 4, 5, 6, 0, 1):
            canvas.drawString(80, 760 - 24 * n, f"第{n}行公开的文字")

    document = read_document(pdf(draw), "x.pdf")
    assert [p.text for p in document.paragraphs()] == [f"第{n}行公开的文字" for n in range(7)]


def test_lines_that_pdfium_takes_for_columns_are_lines():
    lines = [f"第{n}行公开的文字" for n in range(12)]

    def draw(canvas: Canvas) -> None:
        canvas.drawString(540, 760, "年")
        for y, line in enumerate(lines):
            for n, char in enumerate(line):
                canvas.drawString(60 + 10 * n, 740 - 11 * y, char)

    document = read_document(pdf(draw), "x.pdf")
    assert [p.text.replace(" ", "") for p in document.paragraphs()] == ["年", *lines]


def test_raised_footnote_mark_is_not_joined_to_its_number():
    def draw(canvas: Canvas) -> None:
        canvas.grid((80, 200, 300), (700, 650))
        canvas.drawString(90, 674, "甲")
        canvas.drawString(210, 674, "12")
        canvas.setFont("STSong-Light", 6)
        canvas.drawString(220.5, 679, "3")

    assert rows(pdf(draw))[0][1] != "123"


def test_broken_stream_is_a_table_not_readable_and_no_other_error():
    data = bytearray(build("ascii85", "pdf").data)
    start = data.index(b"stream", data.index(b"ASCII85Decode")) + 60
    data[start : start + 3] = b"\xf8\xf8\xf8"
    with pytest.raises(TablesNotReadable, match="pdfplumber stopped"):
        interpreted_grids(bytes(data), [1, 2, 3])


def test_parser_that_stops_at_a_lost_end_is_a_table_not_readable():
    with pytest.raises(TablesNotReadable, match="StopIteration"), _reading("camelot"):
        next(iter(()))


@pytest.mark.parametrize("lines", [1, 30])
def test_files_that_are_attached_to_a_pdf_are_named(lines):
    sentence = "本机关严格落实政府信息公开条例，全年信息公开工作平稳有序。"
    document = pypdfium2.PdfDocument(pdf(lambda c: [c.drawString(40, 800 - 20 * n, sentence) for n in range(lines)]))
    document.new_attachment("年报.pdf").set_data(b"x")
    out = io.BytesIO()
    document.save(out)
    if lines == 1:
        with pytest.raises(UnreadableDocument, match=r"attached to it: 年报\.pdf"):
            read_document(out.getvalue(), "x.pdf")
    else:
        assert "年报.pdf" in read_document(out.getvalue(), "x.pdf").notes[-1]

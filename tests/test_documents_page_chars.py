"""Digits beside or behind a number that are none of it, and numbers that their cells do not hold whole."""

import io
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.colors import Color
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.documents.model import NO_TEXT, Grid, WordLines
from pipeline.documents.pdf import chars
from pipeline.documents.pdf.objects import char_box
from pipeline.documents.pdf.tables import pdf_ruled_grids, pdf_word_lines

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
Draw = Callable[[Canvas], None]


def pdf(draw: Draw) -> bytes:
    """Cells in a row, 行政许可 and three for numbers, which begin at 140, 240 and 270 points, with what is drawn."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(500, 300), invariant=1)
    canvas.setFont("STSong-Light", 10)
    canvas.grid([40, 140, 240, 270, 300], [200, 170])
    canvas.drawString(44, 182, "行政许可")
    draw(canvas)
    canvas.save()
    return out.getvalue()


def cells(draw: Draw) -> list[str]:
    return [c.raw for g in pdf_ruled_grids(pdf(draw), [1]) if isinstance(g, Grid) for c in g.cells][1:]


def words(draw: Draw) -> list[str]:
    return [w.raw for b in pdf_word_lines(pdf(draw), [1]) if isinstance(b, WordLines) for w in b.words][1:]


def raised(size: float, by: float) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        canvas.drawString(150, 182, "16")
        canvas.setFont("Helvetica", size)
        canvas.drawString(161.12, 182 + by, "2")

    return draw


def struck(canvas: Canvas) -> None:
    canvas.drawString(150, 182, "41")
    canvas.rect(150, 185.2, 5, 0.5, fill=1)


def watermark(canvas: Canvas) -> None:
    canvas.drawString(150, 182, "0")
    canvas.setFillColor(Color(0.73, 0.73, 0.73))
    canvas.drawString(155, 182, "88")


@pytest.mark.parametrize("draw", [raised(10, 1.8), raised(6, 0.5), raised(6, -2), watermark])
def test_digit_that_is_none_of_the_number_beside_it_leaves_that_in_doubt(draw):
    cell, word = cells(draw)[0], words(draw)[0]
    assert not cell.isdigit() and cell[0] in "1￼0" and any(c.isdigit() for c in cell)
    assert NO_TEXT in word and not word.isdigit()


def test_digit_that_is_struck_out_is_marked_off():
    assert cells(struck)[0] == words(struck)[0] == "~4~1"


def test_watermark_of_drawn_characters_strikes_out_nothing_and_fills_no_cell():
    def draw(canvas: Canvas) -> None:
        canvas.setFillColor(Color(0.9, 0.9, 0.9))
        path = canvas.beginPath()
        path.moveTo(100, 60)
        for point in ((145, 185.2), (290, 185.2), (330, 260), (360, 200), (200, 80)):
            path.lineTo(*point)
        path.close()
        canvas.drawPath(path, stroke=0, fill=1)
        canvas.setFillColor(Color(0, 0, 0))
        canvas.setLineWidth(3.4)
        canvas.line(240, 200, 300, 200)
        canvas.drawString(150, 182, "41")

    assert cells(draw) == ["41", "", ""]


def test_digits_of_a_font_without_metrics_are_one_number_whatever_their_own_heights(monkeypatch):
    monkeypatch.setattr(chars, "line_box", char_box)  # what pdfium gives for such a font

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        canvas.drawString(150, 182, "65")
        canvas.drawString(242, 182, "1357")

    assert cells(draw) == ["65", "1357", ""]


@pytest.mark.parametrize(("size", "by"), [(6, 4), (7, 3), (10, 3)])
def test_raised_digit_behind_a_number_is_read_as_raised(size, by):
    assert cells(raised(size, by))[0] == words(raised(size, by))[0] == "16²"


def test_number_goes_on_behind_a_raised_digit():
    def draw(canvas: Canvas) -> None:
        raised(10, 3)(canvas)
        canvas.drawString(166.68, 182, "7")

    assert not {"16²7", "1627"} & {cells(draw)[0], words(draw)[0]}


@pytest.mark.parametrize(("sizes", "heights"), [((10, 9), (182, 182.8)), ((9, 10), (182.8, 182))])
def test_number_in_two_fonts_is_whole_where_a_labels_line_ends_between_their_middles(sizes, heights):
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 188.3, "规章")
        for text, x, size, y in zip(("16", "2"), (150, 150 + 1.112 * sizes[0]), sizes, heights, strict=True):
            canvas.setFont("Helvetica", size)
            canvas.drawString(x, y, text)

    assert "162" in words(draw)


def test_raised_digit_in_another_column_is_a_word_of_its_own():
    def draw(canvas: Canvas) -> None:
        canvas.drawString(150, 182, "6")
        canvas.drawString(170, 185, "2")

    assert words(draw) == ["6", "2"]


def test_pale_digits_alone_are_neither_a_number_nor_a_blank():
    def draw(canvas: Canvas) -> None:
        canvas.drawString(250, 182, "7")
        canvas.setFillColor(Color(0.73, 0.73, 0.73))
        canvas.drawString(150, 182, "88")

    assert cells(draw)[:2] == [NO_TEXT * 2, "7"]


def many(rows: list[tuple[str, str]], behind: Draw = lambda canvas: None, grey: float = 0.73) -> list[str]:
    """The values of a table of labels, each with a number in grey or, led by an exclamation mark, in black."""

    def draw(canvas: Canvas) -> None:
        canvas.setFillColor(Color(grey, grey, grey))
        behind(canvas)
        for row, (label, value) in enumerate(rows):
            canvas.setFillColor(Color(0, 0, 0))
            canvas.grid([40, 140, 240], [150 - 20 * row, 130 - 20 * row])
            canvas.drawString(44, 136 - 20 * row, label)
            canvas.setFillColor(Color(0, 0, 0) if value[:1] == "!" else Color(0.73, 0.73, 0.73))
            canvas.drawString(150, 136 - 20 * row, value.lstrip("!"))

    return [text for text in cells(draw)[3:][1::2]]


def test_numbers_in_grey_that_stand_as_the_dark_ones_do_are_print():
    rows = [("规章", "!27"), ("行政处罚", "0"), ("行政强制", "0"), ("行政收费", "!8"), ("其他", "13")]
    assert many(rows) == ["27", "0", "0", "8", "13"]


@pytest.mark.parametrize(("text", "grey"), [("88", 0.73), ("2024", 0.73), ("7", 0.85)])
def test_pale_text_all_over_the_page_is_a_watermark(text, grey):
    def behind(canvas: Canvas) -> None:
        for y in range(5, 250, 23):
            for x in range(30, 250, 35):
                canvas.drawString(x, y, text)

    rows = [("规章规范性文件", "!27"), ("行政处罚决定书", "!0"), ("行政强制措施书", ""), ("行政收费", "!8")]
    assert many(rows, behind, grey) == ["27", "0", "", "8"]


def test_two_pale_words_may_be_numbers_or_a_watermarks():
    assert many([("规章", "!27"), ("行政处罚", "5"), ("行政强制", "6")]) == ["27", NO_TEXT, NO_TEXT]


def test_grey_numbers_of_which_one_stands_elsewhere_are_in_doubt():
    def behind(canvas: Canvas) -> None:
        canvas.drawString(200, 120, "13")

    rows = [("规章", "!27"), ("行政处罚", "0"), ("行政强制", "0"), ("行政收费", "4")]
    found = many(rows, behind)
    assert found[0] == "27" and not any(text.isdigit() or text == "" for text in found[1:])


def test_white_number_on_dark_ground_is_print():
    def draw(canvas: Canvas) -> None:
        canvas.rect(141, 171, 98, 28, fill=1)
        canvas.setFillColor(Color(1, 1, 1))
        canvas.drawString(150, 182, "88")

    assert cells(draw)[0] == "88"


def test_underlined_number_is_whole():
    def draw(canvas: Canvas) -> None:
        canvas.drawString(150, 182, "41")
        canvas.line(150, 180.5, 160, 180.5)

    assert cells(draw)[0] == words(draw)[0] == "41"


@pytest.mark.parametrize("x", [261, 291])
def test_number_that_goes_on_over_its_cells_border_is_not_read_from_a_part(x):
    found = cells(lambda canvas: canvas.drawString(x, 182, "1140"))
    assert not any(text.isdigit() for text in found) and any(NO_TEXT in text for text in found)


def test_numbers_close_to_a_common_border_are_two():
    def draw(canvas: Canvas) -> None:
        canvas.drawRightString(269, 182, "11")
        canvas.drawString(271, 182, "40")

    assert cells(draw)[1:] == ["11", "40"]


def rows_of(numbers: list[list[str]], width: float, *, at_left: bool, size: float = 10) -> bytes:
    """Numbers in ruled cells of this width, a point behind the left border or before the right one."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(300, 40 + 20 * len(numbers)), invariant=1)
    canvas.setFont("Helvetica", size)
    for row, texts in enumerate(numbers):
        bottom = 20 * (len(numbers) - row)
        canvas.grid([40 + width * n for n in range(len(texts) + 1)], [bottom, bottom + 20])
        for column, text in enumerate(texts):
            left = 40 + width * column
            if at_left:
                canvas.drawString(left + 1, bottom + 6, text)
            else:
                canvas.drawRightString(left + width - 1, bottom + 6, text)
    canvas.save()
    return out.getvalue()


def read_back(data: bytes) -> list[list[str]]:
    (grid,) = (g for g in pdf_ruled_grids(data, [1]) if isinstance(g, Grid))
    found: dict[int, list[str]] = {}
    for cell in grid.cells:
        found.setdefault(cell.row, []).append(cell.raw)
    return list(found.values())


NUMBERS = st.integers(0, 12345).map(str) | st.sampled_from(["0", "5", "", "1", "11", "111", "101"])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(NUMBERS, min_size=4, max_size=4), min_size=4, max_size=12),
    st.floats(11, 30),
    st.booleans(),
)
def test_number_is_read_whole_and_in_its_cell_or_not_at_all(numbers, width, at_left):
    read = read_back(rows_of(numbers, width, at_left=at_left))
    for printed, found in zip(numbers, read, strict=True):
        for text, raw in zip(printed, found, strict=True):
            assert raw == text or not (raw.isdigit() or raw == "")


def test_digit_on_its_neighbours_like_digit_is_no_bold_print():
    numbers = [["11", "11977", "5"], ["7", "41", "0"], ["23", "9", "8"], ["4", "1", "60"]]
    first = read_back(rows_of(numbers, 23.6, at_left=False))[0]
    assert not first[1].isdigit() or first[1] == "11977"
    assert first[2] == "5"


def spaced(texts: list[str], space: float) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        for row, text in enumerate(texts):
            canvas.grid([40, 140, 240], [150 - 20 * row, 130 - 20 * row])
            for place, digit in enumerate(text):
                canvas.drawString(150 + (5.56 + space) * place, 136 - 20 * row, digit)

    return draw


def without_widths(pieces: list[tuple[float, str]]) -> bytes:
    """The row of ``pdf`` with digits each drawn by itself, in a font that the file only names, without any widths."""
    lines = "".join(f"{x} 170 m {x} 200 l S " for x in (40, 140, 240, 270, 300))
    lines += "".join(f"40 {y} m 300 {y} l S " for y in (170, 200))
    shown = [(44 + 10 * n, sign) for n, sign in enumerate("行政许可")] + pieces
    text = "".join(f"1 0 0 1 {x} 182 Tm <{sign.encode('utf-16-be').hex()}> Tj " for x, sign in shown)
    stream = f"{lines}BT /F 10 Tf {text}ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 300]/Resources<</Font<</F 4 0 R>>>>/Contents 7 0 R>>",
        "<</Type/Font/Subtype/Type0/BaseFont/Heiti/Encoding/UniGB-UTF16-H/DescendantFonts[5 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/Heiti/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 5>>"
        "/FontDescriptor 6 0 R>>",
        "<</Type/FontDescriptor/FontName/Heiti/Flags 4/FontBBox[-200 -200 1200 1200]/ItalicAngle 0/Ascent 880"
        "/Descent -120/CapHeight 800/StemV 80>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
    ]
    parts = ["%PDF-1.4\n", *(f"{n} 0 obj\n{one}\nendobj\n" for n, one in enumerate(objects, 1))]
    places = [sum(map(len, parts[:n])) for n in range(1, len(parts) + 1)]
    table = "".join(f"{place:010d} 00000 n \n" for place in places[:-1])
    end = f"xref\n0 {len(parts)}\n0000000000 65535 f \n{table}trailer<</Root 1 0 R/Size {len(parts)}>>\n"
    return "".join([*parts, end, f"startxref\n{places[-1]}\n%%EOF\n"]).encode()


def test_digits_in_a_font_whose_widths_the_file_does_not_tell_are_as_wide_as_they_are_printed():
    numbers = ((150, "22"), (242, "116"))
    data = without_widths([(left + 5 * n, digit) for left, text in numbers for n, digit in enumerate(text)])
    read = [c.raw for g in pdf_ruled_grids(data, [1]) if isinstance(g, Grid) for c in g.cells]
    assert read == ["行政许可", "22", "116", ""]


def test_digits_spaced_out_alike_in_all_numbers_are_numbers():
    texts = ["123", "45", "678"]
    assert [t for t in cells(spaced(texts, 5)) if t] == texts


def test_digits_apart_in_some_numbers_only_are_not_put_together():
    def draw(canvas: Canvas) -> None:
        spaced(["123", "45", "678"], 5)(canvas)
        canvas.grid([40, 140, 240], [90, 70])
        canvas.drawString(150, 76, "12")

    assert [t for t in cells(draw) if t] == ["1 2 3", "4 5", "6 7 8", "12"]


PROSE = "本机关严格落实政府信息公开条例全年工作平稳"


def columns(left: list[str], right: list[str]) -> list[list[str]]:
    """The words of a page with two columns of lines, a list for each part of the page that is read by itself."""

    def draw(canvas: Canvas) -> None:
        canvas.setPageSize((500, 900))
        for x, texts in ((40, left), (270, right)):
            for row, text in enumerate(texts):
                for word in text.split():
                    canvas.drawString(x, 850 - 14 * row, word)
                    x += 10 * len(word) + 15
                x = 40 if x < 270 else 270

    return [[w.raw for w in b.words] for b in pdf_word_lines(pdf(draw), [1]) if isinstance(b, WordLines)]


def test_two_columns_of_text_are_read_one_after_the_other():
    left, right = [f"{PROSE[:18]}"] * 5 + ["予以公开 3 0"], [PROSE[:19]] * 6
    first, second = columns(left, right)[:2]
    assert first[:8] == [PROSE[:18]] * 5 + ["予以公开", "3", "0"]
    assert second == right


def test_labels_on_the_left_and_numbers_on_the_right_are_one_table():
    (words,) = columns([PROSE[:15]] * 6, ["12"] * 6)
    assert words[:12] == [PROSE[:15], "12"] * 6


def test_headings_over_numbers_make_no_second_column():
    """As in table 二, set at its right border: they stand nowhere near where the numbers begin."""
    left = [PROSE[:8], "规章 3", PROSE[:8], "行政许可 41", PROSE[:8], "行政处罚 8", PROSE[:8], "行政强制 7"] * 2
    right = ["本年处理决定数量总数", "5 12"] * 8
    canvas_right = 560.0

    def draw(canvas: Canvas) -> None:
        canvas.setPageSize((600, 900))
        for row, (label, value) in enumerate(zip(left, right, strict=True)):
            canvas.drawString(40, 850 - 14 * row, label.split()[0])
            for place, word in enumerate(reversed(value.split())):
                canvas.drawRightString(canvas_right - 200 * place, 850 - 14 * row, word)

    assert len([b for b in pdf_word_lines(pdf(draw), [1]) if isinstance(b, WordLines)]) == 1


@pytest.mark.parametrize(
    ("gap", "read"),
    [(2.6, ["6450", "29672"]), (1.5, ["6450", "29672"]), (0, [f"6450{NO_TEXT}29672"]), (4, ["6450", "29672"])],
)
def test_numbers_of_two_columns_that_hardly_stand_apart_are_not_one(gap, read):
    def draw(canvas: Canvas) -> None:
        canvas.drawString(340, 182, "6450")
        canvas.drawString(340 + canvas.stringWidth("6450") + gap, 182, "29672")

    assert words(draw) == read


def test_number_whose_digits_are_drawn_one_by_one_or_spaced_out_is_one():
    def draw(canvas: Canvas) -> None:
        for n, digit in enumerate("1203"):
            canvas.drawString(340 + 5 * n, 182, digit)
        canvas.drawString(400, 182, "77", charSpace=2)

    assert words(draw) == ["1203", "77"]

"""PDF pages whose text is not what they show: hidden, covered, cut off, drawn instead of written."""

import numpy as np
import pypdfium2
import pytest
from drawn_pdf import FORM, digit_as_outline, framed, pdf, pdf_of, picture_of, shown_at, stream, values
from reportlab.lib.colors import HexColor, white
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pipeline.documents.model import NO_TEXT, WordLines
from pipeline.documents.pdf.content import page_contents
from pipeline.documents.pdf.ink import _without_lines
from pipeline.documents.pdf.look import Look
from pipeline.documents.pdf.tables import camelot_grids, interpreted_grids, pdf_ruled_grids, pdf_word_lines
from pipeline.documents.scan.picture.frames import pdf_page_images


def invisible(canvas: Canvas) -> None:
    text = canvas.beginText(251, 680)
    text.setTextRenderMode(3)
    text.textOut("8")
    canvas.drawText(text)


def in_white(canvas: Canvas) -> None:
    canvas.setFillColor(white)
    canvas.drawString(246, 683, "98")


def under_a_patch(canvas: Canvas) -> None:
    canvas.drawString(260, 650, "4")
    canvas.setFillColor(white)
    canvas.rect(255, 645, 20, 18, stroke=0, fill=1)


def shadowed(canvas: Canvas) -> None:
    canvas.drawString(243, 680, "27")


def cut_off_as_a_whole(canvas: Canvas) -> None:
    elsewhere = canvas.beginPath()
    elsewhere.rect(10, 10, 5, 5)
    canvas.clipPath(elsewhere, stroke=0)
    canvas.drawString(251, 680, "9")


def transparent_at_a_line(canvas: Canvas) -> None:
    canvas.setFillAlpha(0)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(294.3, 680, "7")


HIDDEN = [invisible, in_white, under_a_patch, shadowed, cut_off_as_a_whole, transparent_at_a_line]


@pytest.mark.parametrize("hide", HIDDEN)
@pytest.mark.parametrize("read", [pdf_ruled_grids, interpreted_grids, lambda d, p: camelot_grids(d, p, "lattice")])
def test_only_what_the_page_shows_is_read(hide, read):
    assert values(pdf(framed(hide)), read) == ["27", ""]


def test_stem_of_a_digit_is_no_line_beside_it_even_where_it_fills_the_digits_box():
    def stem_and_line(canvas: Canvas) -> None:
        canvas.rect(100, 700, 2, 7, stroke=0, fill=1)
        canvas.rect(200, 600, 2, 160, stroke=0, fill=1)

    look = Look(pypdfium2.PdfDocument(pdf(stem_and_line))[0])
    cuts = [look.cut((x - 2, 842 - 707, x + 4, 842 - 700)) for x in (100, 200)]
    stem, line = (_without_lines(p.astype(np.float32), look, left, top).min() for p, left, top in cuts)
    assert stem < 100 < 200 < line


def test_strokes_of_small_print_are_no_line_beside_it():
    look = Look(None)
    # An 8 of four points between its neighbours: no grey of it is commoner than the paper's, but the middle one is ink.
    rows = (
        *((255, 169, 80, 90, 209, 255, 202), (224, 49, 244, 214, 45, 246, 43), (222, 62, 255, 236, 48, 183, 102)),
        *((255, 126, 42, 30, 191, 159, 127), (200, 70, 249, 229, 40, 167, 117), (171, 107, 255, 255, 36, 209, 60)),
        *((243, 61, 93, 70, 113, 255, 116), (255, 255, 232, 241, 255, 255, 255)),
    )
    look._picture = np.array(rows, np.uint8)
    pixels = look._picture.astype(np.float32)
    assert (_without_lines(pixels, look, 0, 0) == pixels).all()


@pytest.mark.parametrize("x", [294.3, 296.3])
def test_table_line_is_no_hidden_digit_beside_it(x: float):
    def cut_off(canvas: Canvas) -> None:
        elsewhere = canvas.beginPath()
        elsewhere.rect(10, 10, 5, 5)
        canvas.clipPath(elsewhere, stroke=0)
        canvas.setFont("Helvetica", 10)
        canvas.drawString(x, 650, "7")

    assert NO_TEXT in values(pdf(framed(cut_off)))[1]


@pytest.mark.parametrize(("hidden", "mode"), [("27", 3), ("17", 3), ("2.7", 3), ("27", 7)])
def test_number_over_an_unseen_one_with_the_same_digits_is_whole(hidden: str, mode: int):
    """Of two equal characters in one place pdfium keeps the first, though nobody sees it."""

    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        text = canvas.beginText(240, 650)
        text.setTextRenderMode(mode)
        text.textOut(hidden)
        canvas.drawText(text)
        canvas.restoreState()
        canvas.drawString(240, 650, "27")

    assert values(pdf(framed(draw))) == ["27", "27"]


def test_white_text_on_a_dark_ground_is_read():
    def draw(canvas: Canvas) -> None:
        canvas.rect(220, 640, 80, 30, stroke=1, fill=1)
        canvas.setFillColor(white)
        canvas.drawString(240, 650, "31")

    assert values(pdf(framed(draw))) == ["27", "31"]


def picture_of_a_digit(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(picture_of("31")), 240, 648, 14, 14)


def test_white_text_on_a_ground_that_changes_its_colour_is_read():
    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        clip = canvas.beginPath()
        clip.rect(220, 640, 80, 30)
        canvas.clipPath(clip, stroke=0)
        canvas.linearGradient(220, 646, 220, 664, (HexColor("#000000"), HexColor("#a0a0a0")))
        canvas.restoreState()
        canvas.setFillColor(white)
        canvas.setFont("Helvetica-Bold", 10)
        canvas.drawString(240, 650, "1131")

    assert values(pdf(framed(draw))) == ["27", "1131"]


def test_white_number_that_leaves_its_dark_ground_is_in_doubt():
    def draw(canvas: Canvas) -> None:
        canvas.rect(230, 644, 22, 22, stroke=0, fill=1)
        canvas.setFillColor(white)
        canvas.drawString(240, 650, "1131")

    (_, text) = values(pdf(framed(draw)))
    assert NO_TEXT in text


@pytest.mark.parametrize("shown", [(230, 640, 17, 30), (230, 640, 80, 14)])
def test_number_of_which_a_frame_shows_a_part_is_in_doubt(shown):
    def draw(canvas: Canvas) -> None:
        clip = canvas.beginPath()
        clip.rect(*shown)
        canvas.clipPath(clip, stroke=0)
        canvas.drawString(240, 650, "34")  # of 34,396: what the frame does not show at all is not in the file

    (_, text) = values(pdf(framed(draw)))
    assert NO_TEXT in text


@pytest.mark.parametrize("ink", [digit_as_outline, picture_of_a_digit])
def test_cell_with_something_drawn_in_it_is_not_empty(ink):
    assert values(pdf(framed(ink))) == ["27", NO_TEXT]


BESIDE = [
    "237 650 0.8 7 re f",
    "237.5 650 m 237.5 657 l S",
    "235 653.5 m 238.5 653.5 l S",
    "235 656 m 239 656 l 236 652 237 650 236.5 650 c f",
]


@pytest.mark.parametrize("read", [pdf_ruled_grids, pdf_word_lines])
@pytest.mark.parametrize("drawn", BESIDE)
def test_number_beside_which_a_digit_or_a_sign_is_drawn_is_in_doubt(drawn, read):
    data = pdf_of(f"{shown_at(240, 650, '31')} {drawn}")
    words = [w.raw for b in read(data, [1]) for w in (b.words if isinstance(b, WordLines) else b.cells)]
    assert "27" in words
    assert [NO_TEXT in w for w in words if "1" in w] == [True]


@pytest.mark.parametrize("drawn", ["237 646 m 237 664 l S", "236 648.5 m 254 648.5 l S", "0.95 g 236 650 3 7 re f"])
def test_number_beside_a_ruling_or_a_shade_is_whole(drawn):
    assert values(pdf_of(f"{shown_at(240, 650, '31')} {drawn}"))[1:] == ["31"]


def test_number_close_to_a_ruling_that_is_drawn_a_row_at_a_time_is_whole():
    pieces = " ".join(f"239 {y} m 239 {y + 9} l S" for y in (648.5, 657.5))
    title = "BT /F1 24 Tf 100 780 Td (2023) Tj ET"
    assert values(pdf_of(f"{title} {shown_at(240, 650, '31')} {pieces}"))[1:] == ["31"]
    assert NO_TEXT in values(pdf_of(f"{title} {shown_at(240, 650, '31')} 239 649 m 239 658 l S"))[1]


def test_number_of_which_a_form_shows_the_end_is_in_doubt():
    form = stream(f"{FORM} /BBox [5.6 0 40 20]", "BT /F1 10 Tf 0 5 Td (77) Tj ET")
    data = pdf_of("q 1 0 0 1 240 645 cm /X0 Do Q", "/XObject << /X0 6 0 R >>", "", "", form)
    assert NO_TEXT in values(data)[1]


def test_drawn_stroke_leaves_a_cell_empty():
    assert values(pdf(framed(lambda c: c.line(225, 642, 295, 668)))) == ["27", ""]


def cut_off(canvas: Canvas, number: str, right: float = 150) -> None:
    """A long label that is drawn to the end of its cell only, as printed sheets do, and a number over its rest."""
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(80, 495, right - 80, 30)
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.drawString(90, 500, "其他法律行政法规禁止公开")
    canvas.restoreState()
    canvas.drawString(180, 500, number)


def test_label_that_its_cell_cuts_off_does_not_reach_into_the_numbers():
    (words,) = pdf_word_lines(pdf(lambda canvas: cut_off(canvas, "27")), [1])
    assert [w.raw for w in words.words] == ["其他法律行政法规禁止公开", "27"]
    assert words.words[0].x1 <= 150.5


def test_lines_of_a_label_that_a_low_row_cuts_off_stay_in_their_row():
    """A sheet's rows may be too low for a label of two lines: their middles lie in the rows above and below."""

    def draw(canvas: Canvas) -> None:
        canvas.grid((80, 220, 300), (700, 690, 680, 670))
        for y, lines in ((690, ("甲",)), (680, ("乙乙乙乙", "丙")), (670, ("丁",))):
            canvas.saveState()
            path = canvas.beginPath()
            path.rect(80, y, 140, 10)
            canvas.clipPath(path, stroke=0, fill=0)
            for number, line in enumerate(lines):
                canvas.drawString(90, y + 1 + 7 * (len(lines) - 1) - 14 * number, line)
            canvas.restoreState()

    (grid,) = pdf_ruled_grids(pdf(draw), [1])
    assert {c.row: "".join(c.text.split()) for c in grid.cells if c.column == 0} == {0: "甲", 1: "乙乙乙乙丙", 2: "丁"}


def test_text_that_is_cut_off_whole_stays_where_the_file_has_it():
    (words,) = pdf_word_lines(pdf(lambda canvas: cut_off(canvas, "27", right=85)), [1])
    assert "27" not in [w.raw for w in words.words]


def test_numbers_at_an_edge_that_cuts_print_off_are_in_doubt():
    """A browser prints 220 so where its column runs over the paper's edge: what lies beyond it is not in the file."""

    def draw(canvas: Canvas) -> None:
        canvas.grid((80, 220, 300), (700, 670, 640, 610))
        path = canvas.beginPath()
        path.rect(80, 600, 189, 110)
        canvas.clipPath(path, stroke=0, fill=0)
        for y, at, digits in ((680, 260, "22"), (650, 258.5, "11"), (620, 240, "220")):
            canvas.drawString(90, y, "行政许可")
            for place, digit in enumerate(digits):
                canvas.drawString(at + 5 * place, y, digit)

    cut, beside, whole = values(pdf(draw))
    assert NO_TEXT in cut and NO_TEXT in beside and whole == "220"


@pytest.mark.parametrize(
    ("at", "seen"),
    [(275, [f"1{NO_TEXT}", NO_TEXT, "27"]), (240, ["1", "", "27"])],
    ids=["numbers at the cut", "numbers away from it"],
)
def test_where_lines_are_cut_off_numbers_may_be_too(at, seen):
    """A browser leaves what lies beyond its page's edge out: of 10 the 0, and of a cell's 0 all."""

    def draw(canvas: Canvas) -> None:
        path = canvas.beginPath()
        path.rect(70, 600, 210, 110)
        canvas.clipPath(path, stroke=0, fill=0)
        canvas.grid((80, 220, 300), (700, 670, 640))
        canvas.grid((80, 220, 275), (640, 610))
        canvas.drawString(at, 680, "1")
        canvas.drawString(240, 620, "27")

    assert values(pdf(draw)) == seen


NINE = shown_at(251, 680, "9")
WHITE_BOX = stream(f"{FORM} /BBox [0 0 18 17]", "1 g 0 0 18 17 re f")
LAYERS_OFF = "/OCProperties << /OCGs [6 0 R] /D << /OFF [6 0 R] >> >>"


def note(kind: str, box: str) -> str:
    return f"<< /Type /Annot /Subtype /{kind} /Rect [{box}] /F 4 /AP << /N 7 0 R >> >>"


@pytest.mark.parametrize(
    "data",
    [
        pdf_of(f"/OC /L BDC {NINE} EMC", "/Properties << /L 6 0 R >>", "", LAYERS_OFF, "<< /Type /OCG /Name (a) >>"),
        pdf_of(
            "q 9 9 5 5 re W n /X Do Q", "/XObject << /X 6 0 R >>", "", "", stream(f"{FORM} /BBox [0 0 595 842]", NINE)
        ),
        pdf_of("/X Do", "/XObject << /X 6 0 R >>", "", "", stream(f"{FORM} /BBox [0 0 9 9]", NINE)),
        pdf_of(
            *(f"/G gs {NINE}", "/ExtGState << /G 6 0 R >>", "", "", "<< /SMask << /S /Luminosity /G 7 0 R >> >>"),
            stream(f"{FORM} /BBox [0 0 595 842] /Group << /S /Transparency /CS /DeviceGray >>", "0 g 0 0 595 842 re f"),
        ),
        pdf_of(shown_at(251, 680, "9", "1 G 1 Tr")),
        pdf_of(shown_at(251, 680, "9", "10 Tz")),
        pdf_of("", "", "/Annots [6 0 R]", "", note("Square", "244 675 262 692"), WHITE_BOX),
        pdf_of(
            *("", "", "/Annots [6 0 R]", "", note("FreeText", "250 675 262 692")),
            stream(f"{FORM} /BBox [0 0 12 17]", "BT /F1 10 Tf 1 5 Td (9) Tj ET"),
        ),
        pdf_of(
            *("", "", "/Annots [6 0 R]", "", note("StrikeOut", "238 675 254 692")),
            stream(f"{FORM} /BBox [0 0 16 17]", "1 0 0 RG 0 8.5 m 16 8.5 l S"),
        ),
        pdf_of(
            *("", "", "/Annots [6 0 R]", "", note("Redact", "230 670 262 697")),
            stream(f"{FORM} /BBox [0 0 32 27]", "1 0 0 RG 2 13 m 14 11 l 18 14 l 30 12 l S"),
        ),
        pdf_of("q 0.5 w 236 676 m 256 690 l S Q"),
        pdf_of("q 0 g 236 676 24 16 re f Q"),
        pdf_of("q 0.5 w 238 683 m 241 686 244 680 247 683 c 250 686 253 680 254 683 c S Q"),
        pdf_of("q 1 g 245 678 m 250 676 254 676 256 678 c 256 690 l 245 690 l f Q"),
        pdf_of("q 1 g 245 678 m 256 678 l 257 690 l 245 690 l f Q"),
        pdf_of("q 0.8 w 252 687 m 256 687 l 252 680 l 256 680 l S Q"),
    ],
)
def test_number_that_the_page_shows_otherwise_is_in_doubt(data):
    first, second = values(data)
    assert NO_TEXT in first and second == ""


def test_number_that_its_cell_cuts_off_is_in_doubt():
    assert values(pdf_of(f"q 220 640 30 30 re W n {shown_at(240, 650, '1234')} Q"))[1].endswith(NO_TEXT)


@pytest.mark.parametrize(
    ("said", "drawn", "read"), [("1", "7", "7￼"), ("99", "7", "7￼"), ("", "31", "31"), ("31", "31", "31")]
)
def test_digits_that_the_file_names_otherwise_than_it_draws_them_are_in_doubt(said, drawn, read):
    data = pdf_of(f"/Span << /ActualText ({said}) >> BDC {shown_at(240, 650, drawn)} EMC")
    assert values(data) == ["27", read]


def test_number_of_which_a_part_is_painted_over_is_in_doubt():
    assert values(pdf_of(shown_at(240, 650, "50") + "q 1 g 245.5 646 12 14 re f Q"))[1] == f"5{NO_TEXT}"


@pytest.mark.parametrize(
    ("typed", "read"),
    [("/Contents (31)", "31"), ("/Contents (31) /F 2", ""), ("/Contents <FEFF65E0>", NO_TEXT)],
    ids=["a number", "hidden", "letters of another script"],
)
def test_a_typed_note_without_a_look_of_its_own_is_read_where_readers_show_it(typed, read):
    box = f"<< /Type /Annot /Subtype /FreeText /Rect [230 646 280 662] /DA (/Helv 9 Tf 0 g) {typed} >>"
    assert values(pdf_of("", "", "/Annots [6 0 R]", "", box)) == ["27", read]


@pytest.mark.parametrize(
    ("kind", "where", "entries", "read"),
    [
        ("Line", "238 680 256 690", "/L [238 685 256 685] /Contents (31)", [f"2{NO_TEXT}7{NO_TEXT}", ""]),
        (
            "Polygon",
            "238 676 256 692",
            "/Vertices [238 676 256 676 256 692] /IC [1 1 1]",
            [f"2{NO_TEXT}7{NO_TEXT}", ""],
        ),
        ("Stamp", "230 646 280 662", "/Name /Draft", ["27", NO_TEXT]),
        ("Widget", "230 646 280 662", "/FT /Tx /T (a) /V (31)", ["27", "31"]),
        ("Widget", "230 646 280 662", "/FT /Tx /T (a) /V (31) /AP << /N 7 0 R >>", ["27", NO_TEXT]),
        ("Widget", "230 646 280 662", "/FT /Tx /T (a)", ["27", ""]),
    ],
)
def test_what_readers_draw_of_a_note_or_of_a_field_without_a_form_is_seen(kind, where, entries, read):
    drawn = f"<< /Type /Annot /Subtype /{kind} /Rect [{where}] /F 4 {entries} >>"
    assert values(pdf_of("", "", "/Annots [6 0 R]", "", drawn, WHITE_BOX)) == read


def test_filled_field_of_a_form_is_read():
    field = (
        "<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (31) /Rect [222 642 298 668] /F 4 /DA (/F1 10 Tf 0 g) "
        "/AP << /N 7 0 R >> >>"
    )
    form = "/AcroForm << /Fields [6 0 R] /DR << /Font << /F1 5 0 R >> >> >>"
    look = stream(f"{FORM} /BBox [0 0 76 26]", "/Tx BMC BT /F1 10 Tf 18 8 Td (31) Tj ET EMC")
    data = pdf_of("", "", "/Annots [6 0 R]", form, field, look)
    assert values(data) == ["27", "31"]
    (page,) = pdf_page_images(data)
    left, top, right, bottom = (round(v / page.scale) for v in (230, 842 - 666, 290, 842 - 644))
    assert page.image[top:bottom, left:right].min() < 100  # and recognised, where it comes to that


def test_slanted_number_is_read_whole():
    assert values(pdf_of("BT /F1 10 Tf 1 0 0.3 1 240 650 Tm (31.85) Tj ET"))[1] == "31.85"


def test_number_upside_down_is_not_blank():
    assert values(pdf_of("q BT /F1 10 Tf -1 0 0 -1 252 658 Tm (69) Tj ET Q")) == ["27", NO_TEXT]


@pytest.mark.parametrize("content", ["q 0.5 w 240 678.5 m 252 678.5 l S Q", "q 0.9 g 222 672 76 26 re f Q", ""])
def test_number_over_a_shade_or_a_line_below_is_read(content):
    ground = f"{content} {shown_at(240, 680, '27')}" if "re" in content else content
    assert values(pdf_of(ground + shown_at(240, 650, "31")))[1] == "31"


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_turned_and_cropped_page_shows_its_numbers(turned):
    data = pdf_of(shown_at(240, 650, "31"), "", f"/Rotate {turned} /CropBox [60 600 320 720]")
    assert values(data) == ["27", "31"]


def test_digits_of_thin_strokes_between_pixels_are_seen():
    def page(canvas: Canvas) -> None:
        canvas.setFont("Courier", 9)
        for row in range(40):
            for column in range(12):
                canvas.drawString(30.37 + column * 45.13 + row * 0.07, 30 + row * 18.09, "1443702896")

    (content,) = page_contents(pdf(page), [1])
    assert len(content.chars) == 4800 and not any(char.get("doubtful") for char in content.chars)

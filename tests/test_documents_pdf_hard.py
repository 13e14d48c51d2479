"""PDF pages whose text is not what they show, or not where a table's reader looks for it."""

import io
import re
from collections.abc import Callable

import pypdfium2
import pytest
from reportlab.lib.colors import white
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.model import NO_TEXT, Cell, Grid, Paragraph
from pipeline.documents.pdf import reader
from pipeline.documents.pdf.content import drawn_pages, page_contents
from pipeline.documents.pdf.digits import DigitShapes
from pipeline.documents.pdf.layer import GARBLED, HIDDEN, PICTURE
from pipeline.documents.pdf.tables import camelot_grids, interpreted_grids, pdf_ruled_grids, pdf_word_lines
from pipeline.documents.pdf.text import read_text
from pipeline.documents.scan import RecognisedPages
from samples.build import build

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
Draw = Callable[[Canvas], None]
SENTENCE = "本机关严格落实政府信息公开条例，全年信息公开工作平稳有序，没有发生任何问题，特此报告如上，请予审阅。"


def pdf(*pages: Draw) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    for draw in pages:
        canvas.setFont("STSong-Light", 10)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def framed(inside: Draw) -> Draw:
    """Two rows of two cells: a label and a value each; what is drawn into them besides."""

    def draw(canvas: Canvas) -> None:
        canvas.grid((80, 220, 300), (700, 670, 640))
        canvas.drawString(90, 680, "行政许可")
        canvas.drawString(90, 650, "行政处罚")
        canvas.drawString(240, 680, "27")
        inside(canvas)

    return draw


def values(data: bytes, read=pdf_ruled_grids, page: int = 1) -> list[str]:
    return [c.raw for b in read(data, [page]) if isinstance(b, Grid) for c in b.cells if c.column == 1]


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


@pytest.mark.parametrize("hide", [invisible, in_white, under_a_patch, shadowed, cut_off_as_a_whole])
@pytest.mark.parametrize("read", [pdf_ruled_grids, interpreted_grids, lambda d, p: camelot_grids(d, p, "lattice")])
def test_only_what_the_page_shows_is_read(hide, read):
    assert values(pdf(framed(hide)), read) == ["27", ""]


def test_white_text_on_a_dark_ground_is_read():
    def draw(canvas: Canvas) -> None:
        canvas.rect(220, 640, 80, 30, stroke=1, fill=1)
        canvas.setFillColor(white)
        canvas.drawString(240, 650, "31")

    assert values(pdf(framed(draw))) == ["27", "31"]


def digit_as_outline(canvas: Canvas) -> None:
    path = canvas.beginPath()
    path.moveTo(240, 650)
    path.curveTo(236, 658, 246, 662, 248, 656)
    path.curveTo(249, 650, 244, 646, 240, 650)
    canvas.drawPath(path, stroke=0, fill=1)


def picture_of_a_digit(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(picture_of("31")), 240, 648, 14, 14)


def picture_of(text: str, size: tuple[int, int] = (40, 40)) -> io.BytesIO:
    """Text on white as a picture file."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size)
    canvas.setFont("Helvetica", size[1] * 0.6)
    canvas.drawString(4, size[1] * 0.25, text)
    canvas.save()
    drawn = io.BytesIO()
    pypdfium2.PdfDocument(out.getvalue())[0].render(scale=2).to_pil().save(drawn, "PNG")
    drawn.seek(0)
    return drawn


@pytest.mark.parametrize("ink", [digit_as_outline, picture_of_a_digit])
def test_cell_with_something_drawn_in_it_is_not_empty(ink):
    assert values(pdf(framed(ink))) == ["27", NO_TEXT]


def test_drawn_stroke_leaves_a_cell_empty():
    assert values(pdf(framed(lambda c: c.line(225, 642, 295, 668)))) == ["27", ""]


def test_cells_with_rounded_corners_that_do_not_touch_are_a_table():
    def draw(canvas: Canvas) -> None:
        for row in range(3):
            for column in range(4):
                canvas.roundRect(100 + 40 * column, 700 - 20 * row, 37, 17, 3)
                if (row, column) != (1, 2):
                    canvas.drawCentredString(118 + 40 * column, 705 - 20 * row, f"{row}{column}")

    texts = [c.raw for b in pdf_ruled_grids(pdf(draw), [1]) if isinstance(b, Grid) for c in b.cells]
    assert texts == ["00", "01", "02", "03", "10", "11", "", "13", "20", "21", "22", "23"]


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


def mapped(codes: dict[int, int]) -> bytes:
    """A page of digits and letters in Helvetica, with a character map that the test gives."""
    shown = b"BT /F1 12 Tf 60 700 Td (" + b"ABCDEFGHIJKLMNOPQRSTUVWXYZ" * 3 + b") Tj 0 -20 Td (0123456789) Tj ET"
    entries = b"\n".join(b"<%02X> <%04X>" % (code, to) for code, to in codes.items())
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        b"1 begincodespacerange <00> <FF> endcodespacerange\n%d beginbfchar\n%s\nendbfchar\nendcmap end end"
        % (len(codes), entries)
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(shown), shown),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(cmap), cmap),
    ]
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, content in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 7\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % p for p in places))
    out.write(b"trailer << /Size 7 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % start)
    return out.getvalue()


HONEST = {c: c for c in range(48, 91)}


def test_honest_character_map_is_trusted():
    assert read_text(mapped(HONEST)).layers == {}


@pytest.mark.parametrize(
    "lie",
    [
        pytest.param({48 + n: 48 + (n + 1) % 10 for n in range(10)}, id="every digit is another"),
        pytest.param({51: 56, 56: 51}, id="two digits change places"),
        pytest.param({48 + n: 0xE630 + n for n in range(10)}, id="digits in the private area"),
        pytest.param({48 + n: 55 for n in range(10)}, id="ten glyphs are one digit"),
    ],
)
def test_character_map_that_says_other_than_the_glyphs_show(lie):
    assert read_text(mapped(HONEST | lie)).layers == {1: GARBLED}


def sentences(canvas: Canvas) -> None:
    canvas.drawString(60, 780, SENTENCE)


def scan(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(picture_of("12", (200, 280))), 0, 0, 595, 842)


def scan_with_layer(canvas: Canvas) -> None:
    text = canvas.beginText(60, 700)
    text.setTextRenderMode(3)
    text.setFont("STSong-Light", 10)
    for n in range(5):
        text.textLine(SENTENCE + str(n))
    text.textLine("17")
    canvas.drawText(text)
    scan(canvas)


def text_under_a_scan(canvas: Canvas) -> None:
    for n in range(5):
        canvas.drawString(60, 700 - 20 * n, SENTENCE)
    scan(canvas)


@pytest.mark.parametrize(
    ("draw", "kind"), [(scan, PICTURE), (scan_with_layer, HIDDEN), (text_under_a_scan, HIDDEN)], ids=lambda x: str(x)
)
def test_pages_are_told_by_what_they_show(draw, kind):
    assert read_text(pdf(sentences, draw, sentences)).layers == {2: kind}


def recognising(monkeypatch: pytest.MonkeyPatch, *cells: Cell) -> None:
    def fake(data: bytes, pages, prepared) -> RecognisedPages:
        grid = Grid(cells, "scan:rulings", pages[0])
        return RecognisedPages({n: (Paragraph("认得的字", "认得的字", n), grid) for n in pages})

    monkeypatch.setattr(reader, "recognise_pages", fake)


def test_recognised_page_stands_among_the_pages_of_text(monkeypatch):
    recognising(monkeypatch)
    document = reader.read_pdf(pdf(sentences, scan, sentences))
    assert [(b.page, type(b).__name__) for b in document.blocks] == [
        *((1, "Paragraph"), (2, "Paragraph"), (2, "Grid"), (3, "Paragraph")),
    ]
    assert document.untrusted == (2,) and "2" in document.notes[0]


@pytest.mark.parametrize(
    ("seen", "certainty", "readings"), [("17", 0.99, ()), ("12", 0.5, ("17",))], ids=["agreed", "contradicted"]
)
def test_hidden_layer_is_a_second_reading_of_the_picture(monkeypatch, seen, certainty, readings):
    cell = Cell(0, 0, seen, seen, page=2, bbox=(50.0, 190.0, 90.0, 215.0), certainty=0.8)
    recognising(monkeypatch, cell)
    document = reader.read_pdf(pdf(sentences, scan_with_layer))
    (grid,) = [b for b in document.blocks if isinstance(b, Grid)]
    assert (grid.cells[0].certainty, grid.cells[0].readings) == (certainty, readings)


def test_pictures_beyond_those_that_are_recognised_are_named(monkeypatch):
    recognising(monkeypatch)
    monkeypatch.setattr(reader, "_MOST_PICTURES", 1)
    document = reader.read_pdf(pdf(sentences, scan, scan))
    assert "Page(s) 2 were recognised" in document.notes[0] and "Page(s) 3 were not read" in document.notes[1]
    assert {b.page for b in document.blocks} == {1, 2} and document.untrusted == (2, 3)


def test_without_recognition_the_pages_of_text_are_read_and_the_others_named(monkeypatch):
    def refused(data, pages, prepared):
        raise UnreadableDocument("Recognition is not installed", "Install gongkai[ocr].", "pdf")

    monkeypatch.setattr(reader, "recognise_pages", refused)
    document = reader.read_pdf(pdf(sentences, scan_with_layer))
    assert [b.page for b in document.blocks] == [1]
    assert "2" in document.notes[0] and "not installed" in document.notes[0]


def test_words_of_a_turned_table_have_their_place_on_the_page_as_shown():
    def draw(canvas: Canvas) -> None:
        canvas.translate(500, 100)
        canvas.rotate(90)
        canvas.drawString(0, 0, "行政许可")
        canvas.drawString(100, 0, "27")

    (lines,) = pdf_word_lines(pdf(draw), [1])
    number = next(w for w in lines.words if w.raw == "27")
    assert number.bbox == pytest.approx((491, 632, 502, 642), abs=3)


@pytest.mark.parametrize("swapped", [False, True])
def test_digits_of_turned_text_are_looked_at_upright(swapped):
    sample = build("turned", "pdf", ["turned_content", "digits_swapped"] if swapped else ["turned_content"])
    document = pypdfium2.PdfDocument(sample.data)
    pages = list(document)
    shapes = DigitShapes(document)
    assert any(shapes.contradict(page, page.get_textpage()) for page in pages) is swapped


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


def test_text_that_is_cut_off_whole_stays_where_the_file_has_it():
    (words,) = pdf_word_lines(pdf(lambda canvas: cut_off(canvas, "27", right=85)), [1])
    assert "27" not in [w.raw for w in words.words]


def pdf_of(content: str, resources: str = "", page_entries: str = "", catalog: str = "", *further: str) -> bytes:
    """The frame of two rows, 27 in the first one's cell, and what is drawn besides, as PDF writes it."""
    frame = "".join(f"{x} 700 m {x} 640 l S " for x in (80, 220, 300))
    frame += "".join(f"80 {y} m 300 {y} l S " for y in (700, 670, 640))
    drawn = frame + shown_at(90, 680, "Licences") + shown_at(90, 650, "Fines") + shown_at(240, 680, "27") + content
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>",
        f"<< /Type /Page /Parent 2 0 R /Contents 4 0 R {page_entries} "
        f"/Resources << /Font << /F1 5 0 R >> {resources} >> >>",
        stream("", drawn),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        *further,
    ]
    body, places = "%PDF-1.7\n", []
    for number, text in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return f"{body}xref\n0 {size}\n0000000000 65535 f \n{table}{end}".encode("latin-1")


def shown_at(x: float, y: float, text: str, before: str = "") -> str:
    return f"q BT /F1 10 Tf {before} {x} {y} Td ({text}) Tj ET Q\n"


def stream(entries: str, content: str) -> str:
    return f"<< {entries} /Length {len(content)} >>\nstream\n{content}\nendstream"


FORM = "/Type /XObject /Subtype /Form /Resources << /Font << /F1 5 0 R >> >>"
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
        pdf_of("q 0.5 w 236 676 m 256 690 l S Q"),
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


def test_digit_that_looks_like_another_is_in_doubt():
    assert NO_TEXT in values(pdf_of(f"/Span << /ActualText (1) >> BDC {shown_at(240, 650, '7')} EMC"))[1]


def test_filled_field_of_a_form_is_not_blank():
    field = (
        "<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (31) /Rect [222 642 298 668] /F 4 /DA (/F1 10 Tf 0 g) "
        "/AP << /N 7 0 R >> >>"
    )
    form = "/AcroForm << /Fields [6 0 R] /DR << /Font << /F1 5 0 R >> >> >>"
    look = stream(f"{FORM} /BBox [0 0 76 26]", "/Tx BMC BT /F1 10 Tf 18 8 Td (31) Tj ET EMC")
    assert values(pdf_of("", "", "/Annots [6 0 R]", form, field, look)) == ["27", NO_TEXT]


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

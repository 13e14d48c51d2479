"""PDF pages whose text cannot be believed: scans, hidden layers, and fonts that say other than they show."""

import io

import pypdfium2
import pytest
from drawn_pdf import SENTENCE, pdf, picture_of
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.model import Cell, Grid, Paragraph
from pipeline.documents.pdf import reader
from pipeline.documents.pdf.digits import DigitShapes
from pipeline.documents.pdf.layer import GARBLED, HIDDEN, PICTURE
from pipeline.documents.pdf.text import read_text
from pipeline.documents.scan import RecognisedPages
from samples.build import build


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


@pytest.mark.parametrize(("draw", "kind"), [(scan, PICTURE), (scan_with_layer, HIDDEN), (text_under_a_scan, HIDDEN)])
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


@pytest.mark.parametrize("swapped", [False, True])
def test_digits_of_turned_text_are_looked_at_upright(swapped):
    sample = build("turned", "pdf", ["turned_content", "digits_swapped"] if swapped else ["turned_content"])
    document = pypdfium2.PdfDocument(sample.data)
    pages = list(document)
    shapes = DigitShapes(document)
    assert any(shapes.contradict(page, page.get_textpage()) for page in pages) is swapped

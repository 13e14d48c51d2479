"""OFD files whose pages are pictures: what is recognised of them, the recogniser itself aside."""

import io
import sys

import pypdfium2
import pytest
from ofd_parts import LONG, parts, text
from PIL import Image

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.model import Cell, Document, Grid, Paragraph
from pipeline.documents.ofd.reader import picture_pages
from pipeline.documents.read import read_document
from pipeline.documents.scan import RecognisedPages
from pipeline.documents.scan.engine import load_engine
from pipeline.show.pictures import can_cut_out, page_pictures
from samples.ofd import package

PICTURE = '<ofd:ImageObject ID="7" ResourceID="77" Boundary="0 0 210 297" CTM="210 0 0 297 0 0"/>'
SEEN = Grid((Cell(0, 0, "规章", "规章", page=2), Cell(0, 1, "12", "12", page=2, certainty=0.9)), "scan:rulings", 2)


def file(*pages: str, mode: str = "L") -> bytes:
    out = io.BytesIO()
    Image.new(mode, (21, 30), 0).save(out, "PNG")
    made = parts(*pages)
    media = '<ofd:MultiMedia ID="77" Type="Image"><ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia>'
    resources = f"<ofd:MultiMedias>{media}</ofd:MultiMedias></ofd:Res>"
    made["Doc_0/PublicRes.xml"] = str(made["Doc_0/PublicRes.xml"]).replace("</ofd:Res>", resources)
    return package(made | {"Doc_0/Res/a.png": out.getvalue()})


def test_pages_that_are_pictures_join_those_with_text(monkeypatch):
    asked = []

    def recognise(data, pages, prepared):
        asked.append((len(pypdfium2.PdfDocument(data)), list(pages)))
        return RecognisedPages({2: (SEEN,)})

    monkeypatch.setattr("pipeline.documents.read.recognise_pages", recognise)
    document = read_document(file(text(20, 50, LONG), PICTURE, text(20, 50, "尾页")), "x.ofd")
    assert asked == [(3, [2])]
    assert [b.page for b in document.blocks] == [1, 2, 3] and document.blocks[1] == SEEN
    assert document.untrusted == (2,) and document.pages == 3 and "Page(s) 2" in document.notes[0]


@pytest.mark.parametrize(
    ("page", "mode", "pictured"),
    [
        (PICTURE + text(20, 50, LONG, Alpha=0), "L", [2]),
        (text(20, 50, LONG, Visible="false") + PICTURE, "L", [2]),
        (text(20, 50, LONG) + PICTURE, "L", [2]),
        (text(20, 50, LONG) + PICTURE, "LA", []),
        (PICTURE + text(20, 50, LONG), "L", []),
    ],
)
def test_what_a_program_recognised_below_or_over_a_scan_is_not_read(page, mode, pictured):
    assert picture_pages(file(text(20, 50, LONG), page, mode=mode)) == pictured


def test_text_stays_readable_where_pictures_cannot_be_recognised(monkeypatch):
    def recognise(data, pages, prepared):
        raise UnreadableDocument("Recognition is not installed", "Install it.", "pdf")

    monkeypatch.setattr("pipeline.documents.read.recognise_pages", recognise)
    document = read_document(file(text(20, 50, LONG), PICTURE), "x.ofd")
    assert [b.raw for b in document.blocks] == [LONG] and document.untrusted == ()
    assert document.unread == "Page(s) 2 were not read (a picture): Recognition is not installed. Install it."
    assert document.notes[-1] == document.unread


def test_file_of_pictures_alone_is_recognised_as_a_whole(monkeypatch):
    def scan(data, form, prepared):
        assert form == "pdf" and len(pypdfium2.PdfDocument(data)) == 2
        return Document("pdf", (Paragraph("报告", "报告", 1), SEEN), 2)

    monkeypatch.setattr("pipeline.documents.read.read_scan", scan)
    document = read_document(file(PICTURE, PICTURE), "x.ofd")
    assert document.format == "ofd" and document.untrusted == (1, 2) and document.blocks[1] == SEEN


def test_file_without_text_and_pictures_is_not_sent_to_recognition():
    with pytest.raises(UnreadableDocument, match="no text"):
        read_document(file("", ""), "x.ofd")


def test_each_page_is_drawn_as_what_it_is():
    data = file(text(20, 50, LONG), PICTURE)
    printed, pictured = page_pictures(data, "ofd", [1, 2])
    assert (printed.mime, pictured.mime) == ("image/svg+xml", "image/png")
    assert Image.open(io.BytesIO(pictured.image)).convert("L").getextrema() == (0, 0)
    assert (pictured.width, pictured.height) == pytest.approx((printed.width, printed.height), abs=0.1)
    assert [can_cut_out(data, "ofd", page) for page in (1, 2)] == [False, True]


def test_without_the_packages_a_scanned_file_is_still_an_ofd(monkeypatch):
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    load_engine.cache_clear()
    with pytest.raises(UnreadableDocument, match=r"gongkai\[ocr\]") as caught:
        read_document(file(PICTURE), "x.ofd")
    load_engine.cache_clear()
    assert caught.value.format == "ofd"

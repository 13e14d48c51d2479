"""What a file is, told from its bytes; and what is said of files that cannot be read."""

import io
import random
import zipfile

import docx
import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.read import read_document
from pipeline.documents.sniff import sniff
from samples.build import build
from samples.pdf import image_only

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def word_file(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), (200, 30, 90)).save(out, kind)
    return out.getvalue()


def refusal(data: bytes, name: str = "report.pdf") -> UnreadableDocument:
    with pytest.raises(UnreadableDocument) as caught:
        read_document(data, name)
    return caught.value


@pytest.mark.parametrize(
    ("form", "name", "found"),
    [("html", "a.pdf", "html"), ("docx", "a.html", "docx"), ("pdf", "a.doc", "pdf"), ("txt-grid", "a.docx", "txt")],
)
def test_content_decides_not_the_suffix(form, name, found):
    assert read_document(build("sniff", form).data, name).format == found


def test_web_page_saved_by_word_as_doc_is_html():
    page = "<html xmlns:w='urn:schemas-microsoft-com:office:word'><body><p>总体情况</p><p>无</p></body></html>"
    assert read_document(page.encode(), "年度报告.doc").format == "html"


def test_page_without_html_tag_is_html():
    assert read_document("<div><p>总体情况</p><p>收到申请1件</p></div>".encode(), "x").format == "html"


def test_angle_brackets_in_prose_are_no_markup():
    assert read_document("根据<条例>编制，数值 <5 且 >3，见<附件>。".encode(), "x").format == "txt"


def test_pdf_with_bytes_before_its_header_is_pdf():
    assert sniff(b"\r\n\r\n" + build("sniff", "pdf").data) == "pdf"


@pytest.mark.parametrize("data", [b"", b"\n\n \t", bytes(100)])
def test_empty_file_is_to_be_fetched_again(data):
    error = refusal(data)
    assert "empty" in error.found and "Fetch it again" in error.remedy


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "TIFF", "BMP"])
def test_picture_says_which_and_asks_for_recognition(kind):
    error = refusal(picture(kind))
    assert error.format == "image" and kind in error.found and "character recognition" in error.remedy


def test_text_that_begins_like_a_bitmap_is_text():
    assert read_document("BM局政府信息公开工作年度报告。".encode(), "x").format == "txt"


def test_archive_is_to_be_unpacked():
    error = refusal(zipped(**{"report.txt": "总体情况".encode()}), "report.docx")
    assert error.format == "zip" and "Unpack" in error.remedy


def test_spreadsheet_is_told_from_word():
    error = refusal(zipped(xl__workbook=b"", **{"xl/workbook.xml": b"<workbook/>"}), "report.docx")
    assert error.format == "xlsx" and "spreadsheet" in error.found and ".docx" in error.remedy


def test_cut_off_word_file():
    data = word_file("总体情况")
    error = refusal(data[: len(data) // 2], "report.docx")
    assert error.format == "docx" and "cut off" in error.found and "Fetch it again" in error.remedy


def test_word_file_with_damaged_part():
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word_file("总体情况"))) as source, zipfile.ZipFile(out, "w") as target:
        for member in source.namelist():
            body = source.read(member)
            target.writestr(member, body[: len(body) // 2] if member == "word/document.xml" else body)
    error = refusal(out.getvalue(), "report.docx")
    assert error.format == "docx" and "Word" in error.remedy


def test_word_file_without_text():
    error = refusal(word_file(), "report.docx")
    assert error.format == "docx" and "no text" in error.found and "character recognition" in error.remedy


def test_binary_word_file_is_to_be_saved_anew():
    error = refusal(OLE + "WordDocument".encode("utf-16-le") + bytes(200), "report.doc")
    assert error.format == "doc" and "binary Word" in error.found and "Save it as .docx" in error.remedy


def test_word_file_with_password():
    error = refusal(OLE + "EncryptedPackage".encode("utf-16-le") + bytes(200), "report.docx")
    assert error.format == "docx" and "password" in error.found and "without a password" in error.remedy


def test_old_spreadsheet_is_no_word_text():
    assert "not a Word text" in refusal(OLE + "Workbook".encode("utf-16-le") + bytes(200)).found


def test_rich_text():
    error = refusal(rb"{\rtf1\ansi\ansicpg936 \'d7\'dc\'cc\'e5}", "report.doc")
    assert error.format == "rtf" and "Save it as .docx" in error.remedy


def test_unknown_binary_data():
    error = refusal(random.Random(7).randbytes(20_000))
    assert error.format == "unknown" and "no known document format" in error.found and error.remedy


def test_encrypted_pdf_names_the_password():
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("geheim", ownerPassword="owner"))
    canvas.drawString(100, 700, "text")
    canvas.save()
    error = refusal(out.getvalue())
    assert error.format == "pdf" and "password" in error.found and "without a password" in error.remedy


def test_pdf_that_only_forbids_copying_is_read():
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("", ownerPassword="owner", canCopy=0))
    canvas.drawString(100, 700, "The annual report on disclosure of government information, 2023")
    canvas.save()
    assert read_document(out.getvalue(), "x").pages == 1


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_cut_off_pdf_is_not_read_in_part(share):
    data = build("sniff", "pdf").data
    error = refusal(data[: int(len(data) * share)])
    assert error.format == "pdf" and "cut off" in error.found and "Fetch it again" in error.remedy


def test_damaged_pdf():
    error = refusal(b"%PDF-1.4\n" + b"nothing " * 50 + b"\n%%EOF")
    assert error.format == "pdf" and "damaged" in error.found


def test_scan_is_named_with_its_pages():
    error = refusal(image_only("政府信息公开工作年度报告" * 20))
    assert error.format == "pdf" and "2 page(s)" in error.found and "character recognition" in error.remedy


def test_scanned_page_among_others_is_noted():
    document = pypdfium2.PdfDocument(build("sniff", "pdf").data)
    document.import_pages(pypdfium2.PdfDocument(image_only("附件")), [0], index=1)
    out = io.BytesIO()
    document.save(out)
    (note,) = read_document(out.getvalue(), "x").notes
    assert "page(s) 2" in note


def test_page_of_pictures_only_holds_no_text():
    error = refusal(b"<html><body><div><img src='1.jpg'></div><div><p></p></div></body></html>", "report.html")
    assert "no text" in error.found


def test_sentence_is_found_then_remedy():
    error = refusal(b"")
    assert str(error) == f"{error.found}. {error.remedy}" and error.remedy.endswith(".")

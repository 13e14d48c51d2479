"""What a file is, told from its bytes; and what is said of files that cannot be read."""

import io
import random
import struct
import sys
import zipfile

import docx
import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.read import read_document
from pipeline.documents.scan.engine import load_engine
from pipeline.documents.sniff import sniff
from samples.build import build
from samples.pdf import image_only

MANIFEST = {"META-INF/manifest.xml": b"<manifest/>"}


def ole_file(*names: str, content: bytes = b"") -> bytes:
    """A compound file: header, allocation table, directory, and in eight sectors one stream that all names share."""
    signature = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header = signature + struct.pack(
        "<HHHHH6sIIIIIIIIII", 62, 3, 0xFFFE, 9, 6, bytes(6), 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0
    )
    header += b"\xff" * (512 - len(header))
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 10), 0xFFFFFFFE]
    table = struct.pack("<10I", *chain).ljust(512, b"\xff")

    def entry(name: str, kind: int, right: int, child: int, stream: tuple[int, int] = (2, 4096)) -> bytes:
        text = name.encode("utf-16-le") + bytes(2)
        return (
            text.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(text), kind, 1, 0xFFFFFFFF, right, child)
            + bytes(36)
            + struct.pack("<IQ", *stream)
        )

    entries = [entry("Root Entry", 5, 0xFFFFFFFF, 1, (0xFFFFFFFE, 0))]
    for number, name in enumerate(names, start=1):
        entries.append(entry(name, 2, number + 1 if number < len(names) else 0xFFFFFFFF, 0xFFFFFFFF))
    return header + table + b"".join(entries).ljust(512, b"\0") + content.ljust(4096, b"\0")


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


@pytest.fixture
def without_recognition(monkeypatch):
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    load_engine.cache_clear()
    yield
    load_engine.cache_clear()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "TIFF", "BMP"])
def test_picture_says_which_and_asks_for_recognition(kind, without_recognition):
    error = refusal(picture(kind))
    assert error.format == kind.lower().replace("jpeg", "jpg") and "gongkai[ocr]" in error.remedy


def test_text_that_begins_like_a_bitmap_is_text():
    assert read_document("BM局政府信息公开工作年度报告。".encode(), "x").format == "txt"


def test_archive_is_to_be_unpacked():
    error = refusal(zipped(**{"report.txt": "总体情况".encode()}), "report.docx")
    assert error.format == "zip" and "Unpack" in error.remedy


def test_spreadsheet_is_told_from_word():
    assert sniff(zipped(**{"xl/workbook.xml": b"<workbook/>"})) == "xlsx"
    error = refusal(zipped(**{"xl/workbook.xml": b"<workbook/>"}), "report.docx")
    assert error.format == "xlsx" and "shows no text" in error.found


def test_binary_workbook_of_the_xml_kind_is_to_be_saved_anew():
    error = refusal(zipped(**{"xl/workbook.bin": b"x"}), "report.xlsx")
    assert error.format == "xlsb" and "Save it as .xlsx" in error.remedy


def test_open_document_kinds_are_told_by_their_mimetype():
    assert sniff(zipped(mimetype=b"application/vnd.oasis.opendocument.text", **MANIFEST)) == "odt"
    assert sniff(zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet", **MANIFEST)) == "ods"


def test_open_document_with_password():
    locked = {"META-INF/manifest.xml": b"<manifest:encryption-data/>"}
    error = refusal(zipped(mimetype=b"application/vnd.oasis.opendocument.text", **locked), "report.odt")
    assert error.format == "odt" and "password" in error.found


def test_ofd_is_told_from_an_archive():
    assert sniff(zipped(**{"OFD.xml": b"<ofd/>", "Doc_0/Document.xml": b"<doc/>"})) == "ofd"


@pytest.mark.parametrize(
    ("head", "name"), [(b"Rar!\x1a\x07\x01\x00", "RAR"), (b"7z\xbc\xaf\x27\x1c\x00\x04", "7z")], ids=["rar", "7z"]
)
def test_other_archives_are_named(head, name):
    error = refusal(head + random.Random(3).randbytes(500), "年报.rar")
    assert error.format == name.lower() and f"({name})" in error.found and "ZIP" in error.remedy


def test_word_2003_xml_and_flat_open_document_are_told_from_web_pages():
    head = b'<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?>\n<w:wordDocument/>'
    assert sniff(head) == "wordxml"
    flat = b'<?xml version="1.0"?><office:document office:mimetype="application/vnd.oasis.opendocument.text"/>'
    assert sniff(flat) == "fodt"


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


def packed_large(name: str, size: int) -> bytes:
    """A small container of which one member takes ``size`` bytes unpacked."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w/>")
        with archive.open(name, "w") as member:
            for _ in range(size // 2**20):
                member.write(bytes(2**20))
    return out.getvalue()


@pytest.mark.parametrize(("name", "size"), [("word/styles.xml", 65 * 2**20), ("word/media/image1.bmp", 513 * 2**20)])
def test_a_document_that_would_fill_the_memory_is_refused_before_it_is_unpacked(name, size):
    error = refusal(packed_large(name, size), "report.docx")
    assert (
        error.format == "docx" and f"{size // 2**20} MB unpacked" in error.found and "Look what it is" in error.remedy
    )


def test_a_picture_in_a_document_may_be_large():
    assert sniff(packed_large("word/media/image1.bmp", 65 * 2**20)) == "docx"


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_word_file_damaged_in_a_part_of_another_compression(method):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word_file("总体情况"))) as source, zipfile.ZipFile(out, "w", method) as target:
        for member in source.namelist():
            target.writestr(member, source.read(member))
        place = target.getinfo("word/document.xml").header_offset + 120
    data = bytearray(out.getvalue())
    data[place : place + 40] = b"\xff" * 40
    assert "is damaged" in refusal(bytes(data), "report.docx").found


def test_word_file_without_text():
    error = refusal(word_file(), "report.docx")
    assert error.format == "docx" and "no text, and no picture" in error.found


def test_binary_word_file_is_told_from_a_workbook_inside_it():
    assert sniff(ole_file("WordDocument", "1Table")) == "doc"
    assert sniff(ole_file("Workbook")) == "xls"


def test_word_file_with_password():
    error = refusal(ole_file("EncryptionInfo", "EncryptedPackage"), "report.docx")
    assert error.format == "docx" and "password" in error.found and "without a password" in error.remedy


def test_binary_word_file_with_password():
    locked = ole_file("WordDocument", content=b"\xec\xa5\xc1\x00" + bytes(6) + b"\x00\x01")
    error = refusal(locked, "report.doc")
    assert error.format == "doc" and "password" in error.found


def test_other_binary_office_file():
    assert "neither a Word text nor a sheet" in refusal(ole_file("PowerPoint Document")).found


@pytest.mark.parametrize("length", [512, 600, 1500, 2000, 5500])
def test_cut_off_binary_office_file(length):
    error = refusal(ole_file("WordDocument")[:length])
    assert "cut off" in error.found or "damaged" in error.found


def test_binary_office_file_whose_writer_filled_up_the_allocation_table_is_whole():
    data = bytearray(ole_file("Workbook"))
    for number in range(10, 128):
        struct.pack_into("<I", data, 512 + 4 * number, 0xFFFFFFFE)
    assert sniff(bytes(data)) == "xls"


def test_rich_text_is_told_by_its_beginning():
    assert sniff(rb"{\rtf1\ansi\ansicpg936 \'d7\'dc\'cc\'e5}") == "rtf"


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


def test_scanned_pdf_asks_for_recognition(without_recognition):
    error = refusal(image_only("政府信息公开工作年度报告"))
    assert error.format == "pdf" and "scan" in error.found and "gongkai[ocr]" in error.remedy


def test_scanned_page_among_others_is_noted(without_recognition):
    document = pypdfium2.PdfDocument(build("sniff", "pdf").data)
    document.import_pages(pypdfium2.PdfDocument(image_only("附件")), [0], index=1)
    out = io.BytesIO()
    document.save(out)
    read = read_document(out.getvalue(), "x")
    assert "Page(s) 2 were not read" in (read.unread or "") and "pip install 'gongkai[ocr]'" in (read.unread or "")
    assert read.notes == (read.unread,)


def test_page_of_pictures_only_holds_no_text():
    error = refusal(b"<html><body><div><img src='1.jpg'></div><div><p></p></div></body></html>", "report.html")
    assert "no text" in error.found


def test_sentence_is_found_then_remedy():
    error = refusal(b"")
    assert str(error) == f"{error.found}. {error.remedy}" and error.remedy.endswith(".")

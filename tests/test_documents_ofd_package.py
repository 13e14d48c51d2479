"""OFD packages: how their parts are found, and what is said of files that cannot be read."""

import io
import random
import struct
import zipfile

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ofd_parts import LONG, MM, content, ofd, parts, places, printed, stroke, table, text
from PIL import Image

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.ofd.reader import ofd_contents, ofd_pictures, picture_pages
from pipeline.documents.pages.tables import ruled_grids
from pipeline.documents.read import read_document
from samples.build import build
from samples.ofd import package


def refusal(data: bytes) -> UnreadableDocument:
    with pytest.raises(UnreadableDocument) as caught:
        read_document(data, "x.ofd")
    return caught.value


# Where content is kept


def test_template_is_drawn_below_or_above_the_page():
    file = parts(text(20, 50, "正文"), template=text(20, 20, "页眉"))
    assert printed(package(file)) == "页眉正文"
    name = "Doc_0/Pages/Page_0/Content.xml"
    file[name] = str(file[name]).replace('ZOrder="Background"', 'ZOrder="Foreground"')
    assert printed(package(file)) == "正文页眉"


def test_layers_are_drawn_from_the_background_up():
    body = f'{text(20, 50, "正")}</ofd:Layer><ofd:Layer Type="Background">{text(20, 60, "底")}'
    assert printed(ofd(body)) == "底正"


def test_nested_blocks_are_read():
    assert (
        printed(ofd(f"<ofd:PageBlock><ofd:PageBlock>{text(20, 50, '深处')}</ofd:PageBlock></ofd:PageBlock>")) == "深处"
    )


def test_composite_object_is_drawn_where_it_is_used():
    file = parts('<ofd:CompositeObject ID="8" ResourceID="40" Boundary="10 20 50 50" CTM="0.5 0 0 0.5 0 0"/>')
    unit = f'<ofd:CompositeGraphicUnit ID="40" Width="9" Height="9"><ofd:Content>{text(0, 10, "甲")}</ofd:Content>'
    file["Doc_0/PublicRes.xml"] = str(file["Doc_0/PublicRes.xml"]).replace(
        "</ofd:Res>",
        f"<ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>",
    )
    assert places(package(file)) == [("甲", 10.0, 25.0)]


def test_units_that_multiply_each_other_are_refused(monkeypatch):
    monkeypatch.setattr("pipeline.documents.ofd.drawn._MOST_OBJECTS", 5_000)
    use = '<ofd:CompositeObject ID="8" ResourceID="{}" Boundary="0 0 9 9"/>'
    kind = "ofd:CompositeGraphicUnit"
    units = "".join(
        f'<{kind} ID="{n}"><ofd:Content>{use.format(n + 1) * 30}</ofd:Content></{kind}>' for n in range(40, 50)
    )
    file = parts(use.format(40))
    units = f"<ofd:CompositeGraphicUnits>{units}</ofd:CompositeGraphicUnits></ofd:Res>"
    file["Doc_0/PublicRes.xml"] = str(file["Doc_0/PublicRes.xml"]).replace("</ofd:Res>", units)
    assert "draws more than" in refusal(package(file)).found


def test_annotations_stamps_and_attachments_are_left_alone():
    file = parts(text(20, 50, LONG))
    page = str(file["Doc_0/Pages/Page_0/Content.xml"])
    file["Doc_0/Annots/Page_0/Annotation.xml"] = page.replace(LONG, "作废")
    file["Doc_0/Signs/Sign_0/Signature.xml"] = page.replace(LONG, "印章")
    file["Doc_0/Attachs/Attachments.xml"] = page.replace(LONG, "附件")
    assert [p.raw for p in read_document(package(file), "x").paragraphs()] == [LONG]


def renamed(file: dict, old: str, new: str) -> dict:
    return {(new if name == old else name): part for name, part in file.items()}


def path_variant(kind: str) -> dict:
    file = parts(text(20, 50, LONG))
    document, page = "Doc_0/Document.xml", "Doc_0/Pages/Page_0/Content.xml"
    relative = "Pages/Page_0/Content.xml"
    if kind == "absolute":
        return file | {document: str(file[document]).replace(relative, f"/{page}")}
    if kind == "backslashes":
        return file | {document: str(file[document]).replace(relative, relative.replace("/", "\\"))}
    if kind == "from the package":
        return file | {document: str(file[document]).replace(relative, page)}
    if kind == "upwards":
        return file | {document: str(file[document]).replace(relative, f"./../Doc_0/./{relative}")}
    if kind == "other case":
        return renamed(file, page, page.lower())
    if kind == "zip with backslashes":
        return {name.replace("/", "\\"): part for name, part in file.items()}
    if kind == "in a folder of Chinese name":
        return renamed(file, page, "Doc_0/页/一.xml") | {document: str(file[document]).replace(relative, "页/一.xml")}
    raise AssertionError(kind)


@pytest.mark.parametrize(
    "kind",
    [
        "absolute",
        "backslashes",
        "from the package",
        "upwards",
        "other case",
        "zip with backslashes",
        "in a folder of Chinese name",
    ],
)
def test_parts_are_found_however_their_paths_are_written(kind):
    assert read_document(package(path_variant(kind)), "x").blocks[0].raw == LONG


@pytest.mark.parametrize(
    "change",
    [
        lambda part: part.replace("ofd:", "").replace("xmlns:ofd", "xmlns"),
        lambda part: part.replace("ofd:", "").replace(' xmlns="http://www.ofdspec.org/2016"', ""),
        lambda part: part.replace(' xmlns:ofd="http://www.ofdspec.org/2016"', ""),
        lambda part: part.replace("ofd:", "etax:").replace("www.ofdspec.org/2016", "www.ofdspec.org"),
        lambda part: part.replace("UTF-8", "GBK").encode("gbk"),
        lambda part: part.replace("UTF-8", "GB2312").encode("gb18030"),
        lambda part: part.replace("UTF-8", "GBK").encode(),
        lambda part: part.replace("UTF-8", "UTF-16").encode("utf-16"),
        lambda part: b"\xef\xbb\xbf" + part.encode(),
        lambda part: part.replace('<?xml version="1.0" encoding="UTF-8"?>\n', ""),
        lambda part: part.replace("Size=", "size=").replace("Boundary=", "boundary="),
    ],
    ids=[
        *("default namespace", "no namespace", "prefix without namespace", "other namespace", "GBK", "GB2312"),
        *("UTF-8 that says GBK", "UTF-16", "byte order mark", "no declaration", "other case"),
    ],
)
def test_xml_of_every_make_is_read(change):
    file = {name: change(str(part)) for name, part in parts(text(20, 50, LONG)).items()}
    document = read_document(package(file), "x")
    assert [p.raw for p in document.paragraphs()] == [LONG] and content(package(file)).chars[0]["x0"] == pytest.approx(
        20 * MM
    )


def test_first_document_with_text_is_read_and_the_others_are_noted():
    first, second = parts(""), parts(text(20, 50, LONG))
    file = first | {name.replace("Doc_0", "Doc_1"): part for name, part in second.items() if name != "OFD.xml"}
    entry = str(first["OFD.xml"])
    body = entry[entry.index("<ofd:DocBody>") : entry.index("</ofd:OFD>")]
    file["OFD.xml"] = entry.replace("</ofd:OFD>", body.replace("Doc_0", "Doc_1") + "</ofd:OFD>")
    document = read_document(package(file), "x")
    assert document.blocks[0].raw == LONG and "2 documents; number 2" in document.notes[0]
    assert printed(package(file)) == LONG


def test_current_version_of_a_document_is_read():
    old, new = parts(text(20, 50, "旧" * 50)), parts(text(20, 50, LONG))
    file = old | {name.replace("Doc_0", "Doc_1"): part for name, part in new.items() if name != "OFD.xml"}
    versions = '<ofd:Versions><ofd:Version ID="1" Index="1" Current="true" BaseLoc="Doc_0/V.xml"/></ofd:Versions>'
    file["OFD.xml"] = str(old["OFD.xml"]).replace("</ofd:DocBody>", f"{versions}</ofd:DocBody>")
    file["Doc_0/V.xml"] = "<DocVersion><DocRoot>/Doc_1/Document.xml</DocRoot></DocVersion>"
    assert read_document(package(file), "x").blocks[0].raw == LONG


def test_text_is_read_from_the_top_where_objects_are_in_no_order():
    shuffled = [text(20, 30 + 10 * n, f"第{n}行" + LONG[:20]) for n in range(20)]
    random.Random(1).shuffle(shuffled)
    document = read_document(ofd("".join(shuffled)), "x")
    assert [p.raw[:3].rstrip("行") for p in document.paragraphs()] == [f"第{n}"[:3] for n in range(20)]


# Files that cannot be read


def test_scan_is_named_as_such():
    error = refusal(ofd("", ""))
    assert "2 page(s) but no text" in error.found and error.format == "ofd"


def test_pages_without_text_are_noted():
    assert "page(s) 2" in read_document(ofd(text(20, 50, LONG), ""), "x").notes[0]


def test_missing_page_is_damage_not_a_gap():
    file = parts(text(20, 50, LONG), text(20, 50, LONG))
    del file["Doc_0/Pages/Page_1/Content.xml"]
    assert "page 2 is missing" in refusal(package(file)).found


def test_missing_template_is_damage():
    file = parts(text(20, 50, LONG), template=text(20, 20, "页眉"))
    del file["Doc_0/Tpls/Tpl_0/Content.xml"]
    assert "template of page 1 is missing" in refusal(package(file)).found


def test_encrypted_parts_are_named():
    file = parts(text(20, 50, LONG)) | {"Encryptions.xml": "<Encryptions/>"}
    file["Doc_0/Document.xml"] = random.Random(1).randbytes(500)
    error = refusal(package(file))
    assert "encrypted" in error.found and "without encryption" in error.remedy


def test_password_of_the_zip_is_named():
    data = bytearray(ofd(text(20, 50, LONG)))
    at = data.index(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    assert "encrypted" in refusal(bytes(data)).found


@pytest.mark.parametrize(
    "declared", ['<!DOCTYPE a [<!ENTITY x "9">]>', '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">']
)
def test_entities_are_refused(declared):
    file = parts(text(20, 50, LONG + ("&x;" if "ENTITY" in declared else "")))
    name = "Doc_0/Pages/Page_0/Content.xml"
    file[name] = str(file[name]).replace("?>", f"?>{declared}", 1)
    assert "declares a document type" in refusal(package(file)).found


def test_package_that_says_it_unpacks_to_too_much_is_refused():
    data = bytearray(ofd(text(20, 50, LONG)))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 2**31)
    assert "2048 MB unpacked" in refusal(bytes(data)).found


def test_part_that_unpacks_to_too_much_is_refused():
    file = parts(text(20, 50, LONG))
    file["Doc_0/Pages/Page_0/Content.xml"] = b" " * (65 * 2**20)
    assert "of 65 MB unpacked" in refusal(package(file)).found


@pytest.mark.parametrize("broken", ["<ofd:Page", "", "{}", "<a></b>"])
def test_part_that_is_no_xml_is_damage(broken):
    file = parts(text(20, 50, LONG)) | {"Doc_0/Pages/Page_0/Content.xml": broken}
    error = refusal(package(file))
    assert "Page_0/Content.xml" in error.found and "Fetch it again" in error.remedy


SAMPLE = build("ofd/damage", "ofd").data


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9, 0.99])
def test_cut_off_file_is_not_read_in_part(share):
    assert "Fetch it again" in refusal(SAMPLE[: int(len(SAMPLE) * share)]).remedy


@settings(max_examples=60, deadline=None)
@given(at=st.lists(st.tuples(st.integers(0, len(SAMPLE) - 1), st.integers(1, 255)), min_size=1, max_size=4))
def test_damaged_bytes_raise_the_named_error_only(at):
    data = bytearray(SAMPLE)
    for place, bits in at:
        data[place] ^= bits
    try:
        read_document(bytes(data), "x.ofd")
    except UnreadableDocument:
        return


PAGE = str(parts(table(stroke) + text(20, 80, LONG, CTM="1 0 0 1 0 0"))["Doc_0/Pages/Page_0/Content.xml"])
ODD = st.sampled_from(
    ["", "nan", "inf", "-1", "1e308", "9" * 400, "g 999999999 1", "#", "0", "\u0000", "&amp;", "<a/>", '"']
)


@settings(max_examples=120, deadline=None)
@given(at=st.lists(st.tuples(st.integers(100, len(PAGE) - 1), st.integers(0, 9), ODD), min_size=1, max_size=3))
def test_strange_xml_raises_the_named_error_only(at):
    page = PAGE
    for place, length, odd in at:
        page = page[:place] + odd + page[place + length :]
    file = parts(text(20, 50, LONG)) | {"Doc_0/Pages/Page_0/Content.xml": page}
    try:
        document = read_document(package(file), "x.ofd")
    except UnreadableDocument:
        return
    ruled_grids(ofd_contents(package(file), [1]), "ofd:rulings")
    assert all(p.raw for p in document.paragraphs())


# Pictures


def picture_file(kind: str = "PNG", mode: str = "RGB") -> dict:
    out = io.BytesIO()
    Image.new(mode, (40, 60), 0).save(out, kind)
    file = parts('<ofd:ImageObject ID="7" ResourceID="77" Boundary="50 100 40 60" CTM="40 0 0 60 0 0"/>', "")
    media = (
        '<ofd:MultiMedias><ofd:MultiMedia ID="77" Type="Image"><ofd:MediaFile>a.img</ofd:MediaFile></ofd:MultiMedia>'
    )
    file["Doc_0/PublicRes.xml"] = str(file["Doc_0/PublicRes.xml"]).replace(
        "</ofd:Res>", f"{media}</ofd:MultiMedias></ofd:Res>"
    )
    return file | {"Doc_0/Res/a.img": out.getvalue()}


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGB"), ("JPEG", "L"), ("BMP", "RGB"), ("TIFF", "1")])
def test_pictures_stand_in_the_pdf_where_the_page_shows_them(kind, mode):
    data = package(picture_file(kind, mode))
    made = ofd_pictures(data)
    document = pypdfium2.PdfDocument(made)
    shown = document[0].render(scale=25.4 / 72 * 2).to_pil().convert("L").point(lambda v: 255 if v < 128 else 0)
    assert len(document) == 2 and shown.getbbox() == pytest.approx((100, 200, 180, 320), abs=2)
    assert made == ofd_pictures(data)


@pytest.mark.parametrize(
    ("objects", "pictured"),
    [
        ('<ofd:ImageObject ResourceID="77" Boundary="0 0 210 297" CTM="210 0 0 297 0 0"/>', [2]),
        ('<ofd:ImageObject ResourceID="77" Boundary="0 0 210 297"/>' + text(100, 290, "- 2 -"), [2]),
        ('<ofd:ImageObject ResourceID="77" Boundary="0 0 210 297" CTM="210 0 0 297 0 0"/>' + text(20, 50, LONG), []),
        ('<ofd:ImageObject ResourceID="77" Boundary="150 250 40 40" CTM="40 0 0 40 0 0"/>', []),
        ('<ofd:ImageObject ResourceID="77" Boundary="0 0 210 297" Visible="false"/>', []),
    ],
    ids=["picture", "picture and page number", "picture behind text", "stamp", "hidden picture"],
)
def test_pages_that_are_pictures_are_told(objects, pictured):
    file = parts(text(20, 50, LONG), objects)
    resources = {name: part for name, part in picture_file().items() if "Res" in name}
    assert picture_pages(package(file | resources)) == pictured


def test_picture_that_cannot_be_opened_is_named():
    file = picture_file() | {"Doc_0/Res/a.img": b"\x97JB2\r\n\x1a\n"}
    with pytest.raises(UnreadableDocument, match=r"Res/a\.img cannot be opened"):
        ofd_pictures(package(file))


def test_zip_of_other_content_is_no_ofd():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("notes/OFD.xml.txt", "x")
    with pytest.raises(UnreadableDocument, match="archive"):
        read_document(out.getvalue(), "x.ofd")

"""Bytes to text in the encodings in which offices publish."""

import codecs

import pytest

from pipeline.documents.encoding import decode
from pipeline.documents.read import read_document
from samples.build import build

PROSE = (
    "根据《中华人民共和国政府信息公开条例》规定，现公布澜溪市财政局2023年政府信息公开工作年度报告。"
    "全年收到申请12件，均按时答复。\n"
)
TRADITIONAL = (
    "為進一步推進政府資訊公開工作，根據條例規定，現公布瀾溪市財政局年度報告。"
    "全年收到申請十二件，均按時答覆，無行政復議。\n"
)


@pytest.mark.parametrize(
    ("encoding", "bom"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("gbk", b""),
        ("gb18030", b""),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
    ],
)
def test_text_file_is_read_without_declaration(encoding, bom):
    text, _, whole = decode(bom + PROSE.encode(encoding))
    assert text == PROSE and whole


def test_big5_without_declaration():
    text, _, whole = decode((TRADITIONAL * 5).encode("big5"))
    assert text == TRADITIONAL * 5 and whole


@pytest.mark.parametrize(
    ("declared", "encoding", "words"),
    [
        ("gb2312", "gbk", PROSE),
        (None, "gbk", PROSE),
        ("big5", "big5", TRADITIONAL),
        ("gbk", "utf-8", PROSE),
        ("utf-8", "gbk", PROSE),
        ("chinese-x", "gbk", PROSE),
    ],
)
def test_page_whatever_encoding_it_declares(declared, encoding, words):
    head = f'<head><meta charset="{declared}"></head>' if declared else ""
    page = f"<html>{head}<body><p>{words}</p></body></html>"
    assert words[20:40] in read_document(page.encode(encoding), "x").paragraphs()[0].raw


def test_character_outside_the_declared_gb2312():
    # 喆 and 镕 are in GB18030 alone; pages that say gb2312 use them.
    page = '<html><head><meta charset="gb2312"></head><body><p>朱镕喆</p></body></html>'
    assert read_document(page.encode("gb18030"), "x").paragraphs()[0].raw == "朱镕喆"


def test_file_cut_inside_a_character_is_noted():
    document = read_document(PROSE.encode()[:-5], "报告.txt")
    assert document.blocks[0].raw.endswith("均按时答")
    assert "报告.txt" in document.notes[0] and "cut" in document.notes[0]


def test_broken_bytes_are_noted_not_hidden():
    data = PROSE.encode("gbk")
    document = read_document(data[:60] + b"\xff\xff" + data[60:], "x.txt")
    assert "\ufffd" in document.blocks[0].raw and document.notes


@pytest.mark.parametrize("form", ["html", "txt-grid", "txt-cells", "txt-pipes", "txt-layout"])
def test_whole_report_in_gbk_reads_as_in_utf_8(form):
    report = build("gbk", form).data.decode("utf-8").replace("\xa0", " ")
    assert read_document(report.encode("gb18030"), "x").blocks == read_document(report.encode(), "x").blocks

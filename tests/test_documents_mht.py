"""Web archives, and web pages under Word's name."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.model import Grid
from pipeline.documents.read import read_document
from pipeline.extract import extract
from pipeline.normalise import normalise_document
from samples.build import build


def values(data: bytes) -> dict[tuple[str, str, str], float | None]:
    found = extract(normalise_document(read_document(data, "x.doc")), year=None)
    return {(c.table, c.row, c.column): c.value for c in found.cells}


@pytest.mark.parametrize("form", ["mht", "doc-html"])
def test_reads_the_same_as_the_page(form):
    assert values(build("mht/same", form).data) == values(build("mht/same", "html").data)


def test_format_says_what_the_file_is():
    assert read_document(build("mht/kind", "mht").data, "x.doc").format == "mht"
    assert read_document(build("mht/kind", "doc-html").data, "x.doc").format == "html"


def archive(*parts: tuple[str, bytes]) -> bytes:
    body = b"".join(b"--edge\r\n" + head.encode() + b"\r\n\r\n" + data + b"\r\n" for head, data in parts)
    head = (
        b'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="edge"\r\n\r\n'
    )
    return head + body + b"--edge--\r\n"


def test_the_page_of_a_mail_is_read():
    body = b"--e\r\nContent-Type: text/plain\r\n\r\nSee below.\r\n--e\r\nContent-Type: text/html; charset=utf-8\r\n"
    body += (
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n<html><body><p>=E6=80=BB=E4=BD=93</p></body></html>\r\n"
    )
    head = b"Subject: x\r\n y\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=e\r\n\r\n"
    document = read_document(head + body + b"--e--\r\n", "x.eml")
    assert (document.format, document.blocks[0].raw) == ("mht", "总体")


def test_text_that_only_tells_of_a_mail_is_no_mail():
    text = "说明\r\nContent-Type: multipart/alternative\r\nContent-Type: text/html\r\n"
    assert read_document(text.encode(), "x.txt").format == "txt"


def test_the_page_behind_a_frame_set_is_read():
    frames = ("Content-Type: text/html", b"<html><frameset><frame src='a'></frameset></html>")
    page = ("Content-Type: text/html; charset=utf-8", "<html><body><p>总体情况</p></body></html>".encode())
    assert read_document(archive(frames, page), "x").blocks[0].raw == "总体情况"


def test_a_wrong_charset_does_not_garble_the_page():
    page = ("Content-Type: text/html; charset=us-ascii", "<html><body><p>总体情况</p></body></html>".encode())
    assert read_document(archive(page), "x").blocks[0].raw == "总体情况"


@pytest.mark.parametrize("place", ["Content-Location: cid:css-1@blink", "Content-Location: http://a/b/cid"])
def test_style_sheet_that_is_a_part_of_its_own_is_followed(place):
    sheet = (f"Content-Type: text/css\r\n{place}", b".x{display:none}")
    link = "<link rel=stylesheet href='cid:css-1@blink'><link rel=stylesheet href=../b/cid>"
    row = "<table><tr><td>一</td><td>12<i class=x>9</i></td></tr></table>"
    page = ("Content-Type: text/html; charset=utf-8\r\nContent-Location: http://a/b/c.html", f"{link}{row}".encode())
    (grid,) = (b for b in read_document(archive(page, sheet), "x").blocks if isinstance(b, Grid))
    assert grid.cells[1].raw == "12"


def test_report_in_a_frame_that_is_a_part_of_its_own_is_read():
    rows = "".join(f"<tr><td>甲行{n}</td><td>0</td><td>5</td></tr>" for n in range(12))
    outer = ("Content-Type: text/html; charset=utf-8", "<h1>题</h1><iframe src='cid:f@blink'></iframe>".encode())
    inner = ("Content-Type: text/html; charset=utf-8\r\nContent-ID: <f@blink>", f"<table>{rows}</table>".encode())
    (grid,) = (b for b in read_document(archive(outer, inner), "x").blocks if isinstance(b, Grid))
    assert len(grid.cells) == 36


def test_an_archive_without_a_page_says_so():
    with pytest.raises(UnreadableDocument, match="holds no page") as caught:
        read_document(archive(("Content-Type: image/png", b"x")), "x")
    assert caught.value.format == "mht"


@given(st.floats(0.05, 0.99))
@settings(max_examples=25, deadline=None)
def test_a_cut_off_archive_is_refused(share):
    data = build("mht/cut", "mht").data
    with pytest.raises(UnreadableDocument, match="cut off"):
        read_document(data[: int(len(data) * share)], "x")


@given(st.integers(0, 10**9), st.integers(0, 255))
@settings(max_examples=40, deadline=None)
def test_a_damaged_archive_raises_only_the_named_error(place, byte):
    data = bytearray(build("mht/flip", "mht").data)
    data[place % 600 if place % 2 else place % len(data)] = byte
    try:
        read_document(bytes(data), "x")
    except UnreadableDocument as problem:
        assert problem.remedy


def test_struck_out_digits_and_readings_in_a_page_are_no_digits():
    cells = "<td>12<span style='text-decoration:line-through'>3</span></td><td><ruby>12<rt>shi er</rt></ruby></td>"
    page = (
        f"<html><body><table><tr><td>一</td>{cells}</tr><tr><td>二</td><td>1</td><td>2</td></tr></table></body></html>"
    )
    (grid,) = (b for b in read_document(page.encode(), "x").blocks if isinstance(b, Grid))
    assert [c.raw for c in grid.cells][1:3] == ["12~3~", "12"]

"""Tests that fail today: each shows a bug; move it to the file it names once it is fixed."""

import pytest

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.read import read_document


# -> test_documents_encoding.py
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_mark(encoding):
    # Digits, tabs and line ends give the zeros by which it is known.
    table = "一、本年新收政府信息公开申请数量\t12\t0\t0\t0\t0\t0\t12\n" * 10
    document = read_document(table.encode(encoding), "x.txt")
    assert document.blocks[0].cells[1].raw == "12"


# -> test_documents_sniff.py
def test_binary_data_with_a_single_zero_byte():
    with pytest.raises(UnreadableDocument):
        read_document(bytes(range(256)), "x")


# -> test_documents_html.py
def test_hidden_cell_content_is_not_read_as_a_number():
    body = '<table><tr><td>规章</td><td>1<span style="display:none">7</span></td></tr></table>'
    assert places(page(body))[0, 1] == "1"


# -> test_documents_html.py
def test_raised_footnote_mark_is_not_joined_to_its_number():
    document = page("<table><tr><td>规章</td><td>12<sup>3</sup></td></tr></table>")
    assert places(document)[0, 1] != "123"


# -> test_documents_docx.py
def test_switched_off_hiding_is_text():
    shown = '<w:p><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>总体情况</w:t></w:r></w:p>'
    assert lines(word(shown)) == ["总体情况"]


# -> test_documents_docx.py
def test_superscript_is_not_joined_to_its_number():
    raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>3</w:t></w:r>'
    note = f"<w:tc><w:tcPr/><w:p><w:r><w:t>12</w:t></w:r>{raised}</w:p></w:tc>"
    assert places(word(tbl(tr(tc("甲"), note), PLAIN)))[0, 1] != "123"


# -> test_documents_text.py
def test_row_of_dashes_without_a_label_is_kept():
    # A row whose cells all print "-" stands under a header as table 四 does.
    assert rows(text(BARS + "| - | - | - |\n"))[-1] == ["-", "-", "-"]


# -> test_catalogue.py
@pytest.mark.parametrize("form", ["docx", "pdf", "txt-layout"])
def test_every_format_is_catalogued_with_agency_and_year(tmp_path, form):
    put(tmp_path, "x", report(2023, form=form))
    (found,) = scan(tmp_path).to_dict("records")
    assert (found["agency_name"], found["report_year"], found["format"]) == ("澜溪市财政局", 2023, form.split("-")[0])


def test_broken_link_is_a_row_with_a_reason(tmp_path):
    (tmp_path / "2022年年报.pdf").symlink_to(tmp_path / "gone.pdf")
    (found,) = scan(tmp_path).to_dict("records")
    assert found["report_year"] == 2022 and "cannot be opened" in found["error"]


def test_file_name_in_gbk_can_be_published(tmp_path):
    # As archives made on Chinese Windows unpack; the name is no valid UTF-8.
    with open(bytes(tmp_path) + "/2022年年报.html".encode("gbk"), "wb") as stream:
        stream.write(report(2022))
    frame = scan(tmp_path)
    frame.to_parquet(tmp_path / "catalogue.parquet")
    assert pd.read_parquet(tmp_path / "catalogue.parquet")["report_year"].tolist() == [2022]


# -> test_extract_align.py
@given(VERSIONS, GRIDS, st.lists(st.integers(0, 21), max_size=4))
def test_neighbouring_rows_in_another_order_are_right_or_absent(version, layout, swaps):
    lines = list(ROWS[version])
    for n in swaps:
        lines[n], lines[n + 1] = lines[n + 1], lines[n]
    never_wrong(LAYOUTS[layout](lines), lines)


# -> test_extract_align.py
def test_foreign_row_in_the_place_of_a_missing_one():
    # Another missing row leaves the sums down the columns untold: nothing proves the place.
    lines = [x for x in ROWS["2021"] if x.key != "granted"]
    lines = relabelled(lines, "denied_third_party", "其中：网络渠道提交")
    assert not [k for k in published(html(lines)) if k[1] == "denied_third_party"]


# -> test_extract_align.py
def test_known_row_is_not_taken_for_its_neighbour():
    order = [x.key for x in ROWS["2019"]]
    lines = list(ROWS["2019"])
    for a, b in (("not_processed_publication", "not_processed_excessive"), ("not_processed_reconfirmation", "other")):
        m, n = order.index(a), order.index(b)
        lines[m], lines[n] = lines[n], lines[m]
    never_wrong(html(lines), lines)

"""Faults that were found in review, each with the smallest report that shows it."""

import html_pages as web
import pandas as pd
import pytest
import test_documents_docx as word_tests
import test_documents_text as text_tests
import test_extract_proactive as proactive
import test_extract_review as review
from hypothesis import given
from hypothesis import strategies as st
from printed_forms import HEADER, LAYOUTS, Line, html, html_row, published, relabelled
from test_catalogue import report, scan
from test_extract_align import GRIDS, ROWS, SHORT, VERSIONS, never_wrong
from test_extract_columns import LINES, wrong
from test_extract_review import LABELS

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.read import read_document


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_mark(encoding):
    # Digits, tabs and line ends give the zeros by which it is known.
    table = "一、本年新收政府信息公开申请数量\t12\t0\t0\t0\t0\t0\t12\n" * 10
    document = read_document(table.encode(encoding), "x.txt")
    assert document.blocks[0].cells[1].raw == "12"


def test_binary_data_with_a_single_zero_byte():
    with pytest.raises(UnreadableDocument):
        read_document(bytes(range(256)), "x")


def test_hidden_cell_content_is_not_read_as_a_number():
    body = '<table><tr><td>规章</td><td>1<span style="display:none">7</span></td></tr></table>'
    assert web.places(web.page(body))[0, 1] == "1"


def test_raised_footnote_mark_is_not_joined_to_its_number():
    document = web.page("<table><tr><td>规章</td><td>12<sup>3</sup></td></tr></table>")
    assert web.places(document)[0, 1] != "123"


def test_switched_off_hiding_is_text():
    shown = '<w:p><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>总体情况</w:t></w:r></w:p>'
    assert word_tests.lines(word_tests.word(shown)) == ["总体情况"]


def test_superscript_is_not_joined_to_its_number():
    raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>3</w:t></w:r>'
    note = f"<w:tc><w:tcPr/><w:p><w:r><w:t>12</w:t></w:r>{raised}</w:p></w:tc>"
    w = word_tests
    assert w.places(w.word(w.tbl(w.tr(w.tc("甲"), note), w.PLAIN)))[0, 1] != "123"


def test_row_of_dashes_without_a_label_is_kept():
    # A row whose cells all print "-" stands under a header as table 四 does.
    assert text_tests.rows(text_tests.text(text_tests.BARS + "| - | - | - |\n"))[-1] == ["-", "-", "-"]


def test_file_name_in_gbk_can_be_published(tmp_path):
    # As archives made on Chinese Windows unpack; the name is no valid UTF-8.
    with open(bytes(tmp_path) + "/2022年年报.html".encode("gbk"), "wb") as stream:
        stream.write(report(2022))
    frame = scan(tmp_path)
    frame.to_parquet(tmp_path / "catalogue.parquet")
    assert pd.read_parquet(tmp_path / "catalogue.parquet")["report_year"].tolist() == [2022]


@SHORT
@given(VERSIONS, GRIDS, st.lists(st.integers(0, 21), max_size=4))
def test_neighbouring_rows_in_another_order_are_right_or_absent(version, layout, swaps):
    lines = list(ROWS[version])
    for n in swaps:
        lines[n], lines[n + 1] = lines[n + 1], lines[n]
    never_wrong(LAYOUTS[layout](lines), lines)


def test_foreign_row_in_the_place_of_a_missing_one():
    # Another missing row leaves the sums down the columns untold: nothing proves the place.
    lines = [x for x in ROWS["2021"] if x.key != "granted"]
    lines = relabelled(lines, "denied_third_party", "其中：网络渠道提交")
    assert not [k for k in published(html(lines)) if k[1] == "denied_third_party"]


def test_known_row_is_not_taken_for_its_neighbour():
    order = [x.key for x in ROWS["2019"]]
    lines = list(ROWS["2019"])
    for a, b in (("not_processed_publication", "not_processed_excessive"), ("not_processed_reconfirmation", "other")):
        m, n = order.index(a), order.index(b)
        lines[m], lines[n] = lines[n], lines[m]
    never_wrong(html(lines), lines)


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_total_printed_first_under_a_header_that_says_so(layout):
    moved = [Line(x.key, x.label, (x.values[6], *x.values[:6])) for x in LINES]
    assert wrong(LAYOUTS[layout](moved, (HEADER[6], *HEADER[:6])), LINES) == {}


def test_two_columns_exchanged_under_a_header_that_says_so():
    moved = [Line(x.key, x.label, (x.values[0], x.values[2], x.values[1], *x.values[3:])) for x in LINES]
    assert wrong(html(moved, (HEADER[0], HEADER[2], HEADER[1], *HEADER[3:])), LINES) == {}


@pytest.mark.parametrize("layout", ["html", "tabs", "cells"])
def test_column_of_line_numbers_is_no_value_where_totals_are_blank(layout):
    numbered = [Line(x.key, x.label, (str(n), *x.values[:6], "")) for n, x in enumerate(LINES, start=1)]
    truth = [Line(x.key, x.label, (*x.values[:6], "")) for x in LINES]
    assert wrong(LAYOUTS[layout](numbered, ("行次", *HEADER)), truth) == {}


def review_wrong(source: str) -> dict:
    """Published numbers of table 四 that are not those of their cell."""
    return {k: v for k, v in review.published(source).items() if review.TRUTH[k] != v}


def test_review_total_printed_first_under_a_header_that_says_so():
    labels, values = (LABELS[4], *LABELS[:4]), review.VALUES
    moved = [v for t in (0, 5, 10) for v in (values[t + 4], *values[t : t + 4])]
    middle = "".join(f"<td rowspan=2>{t}</td>" for t in labels)
    middle += "<td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td>"
    body = f"<table>{review.TOP}<tr>{middle}</tr>{html_row(*labels * 2)}{html_row(*moved)}</table>"
    assert review_wrong(review.page(body)) == {}


def test_review_tracks_exchanged_under_a_header_that_says_so():
    values = review.VALUES
    middle = "".join(f"<td rowspan=2>{t}</td>" for t in LABELS)
    middle += "<td colspan=5>复议后起诉</td><td colspan=5>未经复议直接起诉</td>"
    moved = (*values[:5], *values[10:], *values[5:10])
    body = f"<table>{review.TOP}<tr>{middle}</tr>{html_row(*LABELS * 2)}{html_row(*moved)}</table>"
    assert review_wrong(review.page(body)) == {}


def test_review_turned_with_totals_first():
    rows = "".join(
        html_row(name, review.VALUES[5 * n + 4], *review.VALUES[5 * n : 5 * n + 4])
        for n, name in enumerate(("行政复议", "未经复议直接起诉", "复议后起诉"))
    )
    body = f"<table>{html_row('', LABELS[4], *LABELS[:4])}{rows}</table>"
    assert review_wrong(review.page(body)) == {}


def test_review_as_two_tables_lawsuits_first():
    head = "<tr><td colspan=10>行政诉讼</td></tr>"
    head += "<tr><td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td></tr>"
    suits = f"<table>{head}{html_row(*LABELS * 2)}{html_row(*review.VALUES[5:])}</table>"
    first = f"<table><tr><td colspan=5>行政复议</td></tr>{html_row(*LABELS)}{html_row(*review.VALUES[:5])}</table>"
    assert review_wrong(review.page(suits + first)) == {}


def test_proactive_columns_exchanged_under_a_header_that_says_so():
    block = (("信息内容", "本年废止件数", "本年制发件数", "现行有效件数"), *proactive.NEW_1[1:])
    found = proactive.numbers(proactive.table(i1=block, i5=proactive.NEW_5, i6=proactive.NEW_6, i8=proactive.NEW_8))
    assert (found["regulation", "made"], found["regulation", "repealed"]) in ((2, 1), (None, None))


def test_value_cells_merged_over_several_rows_belong_to_none():
    first, second, third = LINES[4:7]
    merged = "".join(f"<td rowspan=3>{v}</td>" for v in first.values)
    rows = [
        f"<tr><td>{first.label}</td>{merged}</tr>",
        f"<tr><td>{second.label}</td></tr><tr><td>{third.label}</td></tr>",
    ]
    head = html(LINES[:4]).rsplit("</table>", 1)[0]
    found = published(head + "".join(rows) + "</table>")
    assert not [key for key in found if key[1] in (first.key, second.key, third.key)]

"""A wide sheet that was printed over several pages, its columns beside one another: read as one table."""

import io
from dataclasses import replace
from itertools import count

import ofd_parts
import pypdfium2
import pytest
import wide_sheets
from printed_forms import request_lines, truth_of

from pipeline.documents.model import NO_TEXT, Part
from pipeline.documents.pages.beside import beside_among
from pipeline.documents.pages.content import PageContent
from pipeline.documents.pages.joined import joined
from pipeline.documents.pages.printed_sheets import APART, PERHAPS, SURE, UNKNOWN, sheets
from pipeline.documents.pages.words import text_inside
from pipeline.documents.pdf.content import page_contents
from pipeline.documents.read import read_document
from pipeline.extract import extract
from pipeline.identity import identify
from pipeline.normalise import normalise_document
from samples.draft import proactive_table, requests_table, review_table
from samples.truth import draw

OWN = draw("own", year=2023, activity="busy")
LAST = draw("last", agency=OWN.agency, year=2022, activity="busy")
COLUMNS = (60, 90, 220, *[40] * 12)


def sheet(report, year=2023):
    return (
        f"{report.agency}{year}年政府信息公开工作年度报告",
        *("二、主动公开政府信息情况", proactive_table(report)),
        *("三、收到和处理政府信息公开申请情况", requests_table(report)),
        *("四、政府信息公开行政复议、行政诉讼情况", review_table(report)),
    )


def read(data):
    document = normalise_document(read_document(data, "a.pdf"))
    facts = identify(document, "a.pdf")
    return document, facts, extract(document, data, year=facts.report_year).cells


@pytest.mark.parametrize("over", [False, True])
@pytest.mark.parametrize(("cuts", "rows", "ruled"), [((3,), 31, True), ((3, 9), 18, True), ((3,), 31, False)])
def test_the_columns_of_a_sheet_are_laid_side_by_side(cuts, rows, over, ruled):
    data = wide_sheets.printed(sheet(OWN), COLUMNS, cuts, rows, over=over, ruled=ruled)
    document, facts, cells = read(data)
    assert {len(group) for group in document.beside} == {len(cuts) + 1}
    assert facts.agency_name == OWN.agency
    found = [c for c in cells if c.state == "reported"]
    assert {c.key: c.value for c in found} == {k: c.value for k, c in OWN.cells.items() if c.value is not None}
    chars = {c.number: c.chars for c in page_contents(data, range(1, document.pages + 1))}
    assert len({c.page for c in found}) > 2
    for cell in found:  # of a number that a page's end cuts its page shows a part
        shown = text_inside(chars[cell.page], cell.bbox).replace(NO_TEXT, "")
        assert shown
        assert shown in cell.raw or cell.raw in shown


def content_of(page, *lines, rulings=()):
    chars = [
        {"text": c, "x0": x, "x1": x + 5, "top": y, "bottom": y + 10, "size": 10}
        for y, x0, text in lines
        for x, c in zip(count(x0, 6), text, strict=False)
        if c != " "
    ]
    edges = [{"orientation": "h", "x0": 0, "x1": 200, "top": y, "bottom": y} for y in rulings]
    return PageContent(page, chars, edges, 200, 300)


@pytest.mark.parametrize(
    ("own", "other", "rulings", "kept"),
    [
        ("5   25", "4   44", (), True),
        ("5件  9件", "4件  7件", (90, 120), True),
        ("0件  0件", "0件  0件", (), True),
        ("0   0", "0   0", (), True),
        ("第 2 页", "第 4 页", (90, 95), False),
        ("2 / 8", "4 / 8", (), False),
        ("- 2 -", "- 4 -", (), False),
        ("- 2 -", "- 7 -", (), True),
    ],
)
def test_a_row_of_numbers_at_the_end_of_two_pages_is_no_running_foot(own, other, rulings, kept):
    left = content_of(2, (20, 10, "一二三"), (100, 10, own), rulings=rulings)
    right = content_of(4, (20, 10, "12  34"), (100, 10, other), rulings=rulings)
    whole = joined([(Part(2, 0, 200), left), (Part(4, 0, 200), right)])
    told = "".join(c["text"] for c in whole.chars if c["x0"] > 200 and c["top"] == 100)
    assert told == (other.replace(" ", "") if kept else "")


LABEL, SENTENCE = "一二三四五六", "一二三，四五六"


@pytest.mark.parametrize(
    ("text", "rulings", "others", "beside"),
    [
        (LABEL, (), (), True),
        (SENTENCE, (), (), False),
        (LABEL, range(15, 200, 20), (), False),
        (LABEL, range(15, 200, 20), range(15, 200, 20), True),
    ],
)
def test_numbers_stand_beside_a_column_of_labels_that_is_ruled_as_they_are(text, rulings, others, beside):
    left = content_of(1, *((20 * n, 20, text) for n in range(1, 9)), rulings=rulings)
    right = content_of(2, *((20 * n, 10, "5   25") for n in range(1, 9)), rulings=others)
    assert bool(beside_among([left, right])) == beside


def test_labels_of_a_character_a_line_that_reach_down_beside_numbers_are_no_wide_sheets():
    rows = range(15, 200, 20)
    left = content_of(1, *((20 * n, 20, LABEL) for n in range(1, 9)), rulings=rows)
    right = content_of(2, *((20 * n, 30, "1.一  5   25") for n in range(1, 9)), rulings=rows)
    assert beside_among([left, right])
    inner = [{**e, "x0": 20} if 15 < e["top"] < 195 else e for e in right.edges]
    assert not beside_among([left, replace(right, edges=inner)])


@pytest.mark.parametrize(("begin", "pages"), [(155, 3), (135, 2)])
def test_page_with_a_few_rows_of_a_wide_sheet_is_known_by_a_cell_that_reaches_over(begin, pages):
    def closed(x, *heights):
        return [{"orientation": "v", "x0": x, "x1": x, "top": a, "bottom": b} for a, b in heights]

    rows = range(15, 200, 20)
    first = content_of(1, *((20 * n, 20, LABEL) for n in range(1, 9)), rulings=rows)
    second = content_of(2, *((20 * n, 10, "5   25") for n in range(1, 9)), rulings=rows)
    third = content_of(3, (140, 10, LABEL), (160, 10, "5   25"), (180, 10, "5   25"), rulings=range(135, 200, 20))
    second.edges.extend(closed(200, (15, 134), (156, 195)))
    third.edges.extend(closed(0, (begin, 195)))
    ((*parts,),) = beside_among([first, second, third])
    assert len(parts) == pages


def test_pages_of_an_ofd_are_laid_side_by_side():
    lines = request_lines()
    heights = [40 + 8 * n for n in range(len(lines) + 1)]
    left = "".join(ofd_parts.stroke(20, y, 200, y) for y in heights) + ofd_parts.text(60, 30, "2023年政府信息公开工作")
    right = "".join(ofd_parts.stroke(20, y, 160, y) for y in heights) + ofd_parts.text(20, 30, "年度报告")
    for x in (20, 200):
        left += ofd_parts.stroke(x, heights[0], x, heights[-1])
    for n in range(8):
        right += ofd_parts.stroke(20 + 20 * n, heights[0], 20 + 20 * n, heights[-1])
    for y, line in zip(heights, lines, strict=False):
        left += ofd_parts.text(22, y + 5, line.label)
        right += "".join(ofd_parts.text(22 + 20 * n, y + 5, v) for n, v in enumerate(line.values))
    data = ofd_parts.ofd(left, right)
    document, _, cells = read(data)
    assert [[part.page for part in group] for group in document.beside] == [[1, 2]]
    assert {c.key: c.value for c in cells if c.state == "reported"} == truth_of(lines)
    assert {c.page for c in cells if c.state == "reported"} == {2}


def groups(data):
    contents = list(page_contents(data, range(1, len(pypdfium2.PdfDocument(data)) + 1)))
    return [[part.page for part in group] for group in beside_among(contents)]


@pytest.mark.parametrize(
    ("over", "expected"), [(True, [[1, 2], [3, 4], [5, 6], [7, 8]]), (False, [[1, 3], [2, 4], [5, 7], [6, 8]])]
)
def test_each_of_two_sheets_of_one_form_is_a_table_of_its_own(over, expected):
    sheets_of_years = [
        wide_sheets.printed(sheet(r, y), COLUMNS, (3,), 31, over=over) for r, y in ((OWN, 2023), (LAST, 2022))
    ]
    both = pypdfium2.PdfDocument.new()
    for data in sheets_of_years:
        both.import_pages(pypdfium2.PdfDocument(data))
    out = io.BytesIO()
    both.save(out)
    assert groups(out.getvalue()) == expected


def test_pages_with_labels_of_their_own_stand_alone():
    columns = (30, 60, 120, *[24] * 12)
    assert groups(wide_sheets.printed((*sheet(OWN), *sheet(LAST, 2022)), columns, (), 52)) == []
    table = requests_table(OWN)
    assert groups(wide_sheets.printed((table,), columns, (), 14)) == []


@pytest.mark.parametrize(
    ("grades", "rows"),
    [
        ({(0, 1): SURE, (2, 3): SURE}, [(0, 1), (2, 3)]),
        ({(0, 2): SURE, (1, 3): SURE}, [(0, 2), (1, 3)]),
        ({(0, 2): UNKNOWN, (1, 3): SURE}, [(0, 2), (1, 3)]),
        # The last page holds nothing, and was not printed.
        ({(0, 2): SURE, (1, 3): PERHAPS, (0, 4): SURE, (2, 4): UNKNOWN}, [(0, 2, 4), (1, 3)]),
        # What has no place beside its neighbour stands in no column behind it.
        ({(0, 1): SURE, (0, 2): SURE, (1, 2): APART}, [(0, 1)]),
        ({(0, 1): PERHAPS}, []),
    ],
)
def test_the_order_of_printing_is_the_one_with_most_said_for_it(grades, rows):
    pages = max(max(pair) for pair in grades) + 1
    assert [row for found in sheets(pages, grades) for row in found] == rows


def without_further_pages(data, pages):
    """The first pages alone: those with the labels of a sheet that was printed down, then over."""
    out, kept = io.BytesIO(), pypdfium2.PdfDocument.new()
    kept.import_pages(pypdfium2.PdfDocument(data), list(range(pages)))
    kept.save(out)
    return out.getvalue()


@pytest.mark.parametrize("cuts", [(3,), (7,)])
def test_of_a_sheet_whose_further_pages_are_lost_no_cell_is_blank_and_no_number_moves(cuts):
    _, _, cells = read(without_further_pages(wide_sheets.printed(sheet(OWN), COLUMNS, cuts, 31), 2))
    truth = {k: c.value for k, c in OWN.cells.items()}
    assert all(c.value == truth[c.key] for c in cells if c.state == "reported")
    assert not [c.key for c in cells if c.state == "blank" and truth[c.key] is not None]


def test_labels_of_one_character_a_line_beside_prose_of_another_page_make_no_sheet():
    heights = range(20, 290, 40)
    prose = [(y, 10, "全年公开信息三百条，其中政策文件二十条。") for y in heights]
    labels = [(y + n, 10, c) for y in heights for n, c in ((-14, "其"), (14, "他"))]
    numbers = [(y, x, "7") for y in heights for x in (60, 100, 140)]
    assert beside_among([content_of(1, *prose), content_of(2, *labels, *numbers)]) == ()

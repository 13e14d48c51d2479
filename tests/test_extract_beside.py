"""Tables of two years side by side, joined by lines or by what a reading makes of them: each is read alone, or none."""

import io
from itertools import zip_longest

import drawn_pdf
import pytest
from printed_forms import request_lines, truth_of
from reportlab.pdfgen.canvas import Canvas

from pipeline.documents.model import Cell, Document, Grid, Paragraph, Word, WordLines
from pipeline.documents.pdf.tables import pdf_banded_grids, pdf_ruled_grids
from pipeline.documents.read import read_document
from pipeline.documents.twins import tables_in
from pipeline.extract import extract
from pipeline.extract.choose import Attempt, read_with
from pipeline.extract.paged import table_pages
from pipeline.extract.tables.read import read_tables
from pipeline.identity import identify
from pipeline.identity.parts import blocks_of_report
from pipeline.normalise import normalise_blocks, normalise_document
from samples import ofd, pdf
from samples.draft import Draft, Table, TCell, Text, proactive_table, requests_table, review_table
from samples.truth import draw

OWN = draw("own", year=2023, activity="busy")
LAST = draw("last", agency=OWN.agency, year=2022, activity="busy")
TITLE = Text("title", f"{OWN.agency}2023年政府信息公开工作年度报告")
TABLES = {
    "二、主动公开政府信息情况": proactive_table,
    "三、收到和处理政府信息公开申请情况": requests_table,
    "四、政府信息公开行政复议、诉讼情况": review_table,
}
LINES, OTHERS = request_lines(), request_lines(seed=2)


def joined(left, right, heads):
    rows = [[TCell(head, "header", 1, table.width) for head, table in zip(heads, (left, right), strict=True)]]
    rows += [[*(a or []), *(b or [])] for a, b in zip_longest(left.rows, right.rows)]
    return Table(left.name, left.width + right.width, rows)


@pytest.mark.parametrize(
    ("heads", "order", "writer"),
    [(("2023年", "2022年"), -1, pdf), (("2023年", "2022年"), 1, ofd), (("本年度", "上年度"), 1, pdf)],
)
def test_tables_that_lines_join_are_read_one_after_the_other(heads, order, writer):
    items = [TITLE]
    for heading, table in TABLES.items():
        parts = ((heads[0], table(OWN)), (heads[1], table(LAST)))[::order]
        items += [Text("heading", heading), joined(parts[0][1], parts[1][1], (parts[0][0], parts[1][0]))]
    data = writer.write(Draft(items, "报告"))
    document = normalise_document(read_document(data, "a.pdf"))
    found = extract(document, data, year=identify(document, "a.pdf").report_year).cells
    assert {c.key: c.value for c in found if c.state == "reported"} == {k: c.value for k, c in OWN.cells.items()}


def grid(*rows, method="pdf:pdfplumber"):
    cells = (Cell(r, c, text, text, page=1) for r, row in enumerate(rows) for c, text in enumerate(row) if text)
    return Grid(tuple(cells), method, 1)


def test_table_whose_own_columns_have_the_same_headings_is_one():
    outcomes = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    review = grid(
        ("行政复议", "", "", "", "", "未经复议直接起诉", "", "", "", "", "复议后起诉"), outcomes * 3, "123451234512345"
    )
    assert len(tables_in(review)) == 1
    assert len(tables_in(grid(("行政许可", "12", "件", "行政处罚", "3", "件")))) == 1
    assert len(tables_in(grid(("行政许可", "12", "行政许可", "3")))) == 2


def read_by(*attempts):
    """What is published of table 三 that is read in several ways, by the rows each sees."""
    ways = [
        Attempt(f"pdf:{n}", lambda _, rows=rows: normalise_blocks((grid(*rows),), None))
        for n, rows in enumerate(attempts)
    ]
    ((result, _),) = read_with(ways, ["requests"], 2023)
    return {c.key: c.value for c in result.cells if c.value is not None}


def test_reading_with_half_of_the_numbers_that_another_saw_in_the_same_rows_is_not_believed():
    both = [(own.label, *own.values, *other.values) for own, other in zip(LINES, OTHERS, strict=True)]
    assert read_by(both, [(x.label, *x.values) for x in OTHERS]) == {}
    one = [(*row, "77") if n == 3 else row for n, row in enumerate([(x.label, *x.values) for x in LINES])]
    assert read_by(one, [(x.label, *x.values) for x in LINES]) == truth_of(LINES)


def test_below_tables_side_by_side_both_years_go_on():
    first = "第二十条第(一)项", "一、本年新收政府信息公开申请数量"
    texts = ["甲局2023年政府信息公开工作年度报告", "2023年", *first, "2022年", *first, "四、行政复议情况"]
    texts += ["2023年", "尚未审结1", "2022年", "尚未审结2"]
    blocks = tuple(Paragraph(text, text) for text in texts)
    left = [block.text for block in blocks_of_report(blocks, 2023)]
    assert "尚未审结1" in left
    assert "尚未审结2" not in left


def two_grids(*labels, below=()):
    def drawn(canvas: Canvas) -> None:
        for left, own in zip((60, 300), labels, strict=True):
            canvas.grid((left, left + 100, left + 200), [700 - 20 * n for n in range(len(own) + 1)])
            for n, label in enumerate(own):
                canvas.drawString(left + 2, 686 - 20 * n, label)
        for n, text in enumerate(below):
            canvas.drawString(60, 400 - 20 * n, text)

    return drawn


NAMES = ("主动公开甲", "主动公开乙", "主动公开丙", "主动公开丁", "主动公开戊")


def texts_of(*pages):
    blocks = pdf_ruled_grids(drawn_pdf.pdf(*pages), [n + 1 for n in range(len(pages))])
    return [b.text if isinstance(b, Paragraph) else b.cells[0].raw for b in blocks]


def test_text_below_tables_side_by_side_stands_behind_both():
    assert texts_of(two_grids(("甲", "乙"), ("丙", "丁"), below=["五、问题"])) == ["甲", "丙", "五、问题"]


def test_tables_of_one_kind_go_on_below_a_page_header():
    def second(canvas: Canvas) -> None:
        canvas.drawString(60, 760, "甲局年报")
        two_grids(NAMES[::-1], NAMES[::-1])(canvas)

    assert texts_of(two_grids(NAMES, NAMES), second) == [NAMES[0], "甲局年报", NAMES[-1], NAMES[0], NAMES[-1]]


def test_rows_between_rulings_that_go_through_two_tables_are_none():
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(700, 400), invariant=1)
    canvas.setFont("STSong-Light", 8)
    for n, line in enumerate(LINES[:6]):
        for left, values in ((20, line.values), (360, OTHERS[n].values)):
            canvas.drawString(left, 300 - 20 * n, line.label[:12])
            for column, value in enumerate(values):
                canvas.drawString(left + 110 + 30 * column, 300 - 20 * n, value)
        canvas.line(10, 294 - 20 * n, 690, 294 - 20 * n)
    canvas.save()
    assert not any(isinstance(block, Grid) for block in pdf_banded_grids(out.getvalue(), [1]))


@pytest.mark.parametrize("heads", [("2023年", "2022年"), ("本年数", "上年数")])
def test_headings_of_two_years_over_the_one_table_that_was_found_leave_open_whose_it_is(heads):
    def read(*above):
        blocks = normalise_blocks([*(grid(row) for row in above), grid(*((x.label, *x.values) for x in LINES))], None)
        cells = read_tables(blocks, "pdf:pdfplumber", ["requests"], 2023)["requests"].cells
        return {c.key: c.value for c in cells if c.value is not None}

    assert read(heads) == {}
    assert read(heads[:1]) == truth_of(LINES)


def test_of_two_tables_below_the_headings_of_both_neither_is_published():
    tables = (grid(*((x.label, *x.values) for x in lines)) for lines in (LINES, OTHERS))
    blocks = normalise_blocks([grid(("本年数", "上年数")), *tables], None)
    assert not any(c.value for c in read_tables(blocks, "pdf:words", ["requests"], 2023)["requests"].cells)


def test_table_beside_one_that_prints_numbers_and_is_not_read_is_not_published():
    head = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计") * 3
    row = tuple(["1", "2", "3", "4", "10"] * 3)
    whole, cut = grid(head, row), grid(head[1:], ("2", "0", "0", "2", *row[5:]))
    for tables, expected in (((whole,), 15), ((whole, cut), 0)):
        cells = read_tables(normalise_blocks(tables, None), "pdf:words", ["review_litigation"], 2023)
        assert sum(c.value is not None for c in cells["review_litigation"].cells) == expected


def test_table_behind_whose_numbers_another_ones_labels_stand_may_be_either_years():
    def published(*, again):
        words = []
        for n, line in enumerate(LINES):
            at = ((500.0 + 90 * c, v) for c, v in enumerate(line.values))
            texts = [(0.0, line.label), *at, *([(1300.0, line.label)] if again else [])]
            words += [Word(text, text, left, left + (40.0 if 0 < left < 1300 else 250.0), n) for left, text in texts]
        blocks = normalise_blocks([WordLines(tuple(words), "pdf:words", 1)], None)
        return {c.key: c.value for c in read_tables(blocks, "pdf:words", ["requests"], 2023)["requests"].cells}

    assert published(again=False) == truth_of(LINES)
    assert set(published(again=True).values()) == {None}


def test_row_that_says_its_label_twice_with_a_number_behind_either_is_nobodys():
    names = ("行政许可", "行政处罚", "行政强制", "行政事业性收费")
    own = [(name, str(n)) for n, name in enumerate(names, 7)]
    both = [(*row, row[0], str(n)) for n, row in enumerate(own, 30)]
    for rows, expected in ((own, 4), (both, 0)):
        cells = read_tables(normalise_blocks([grid(*rows, method="html:table")], None), "html", ["proactive"], 2023)
        assert sum(c.value is not None for c in cells["proactive"].cells) == expected


@pytest.mark.parametrize("numbers", ["0       1       2       3", "0 1 件 0 0 12 件"])
@pytest.mark.parametrize("head", ["", "政府信息公开工作年度报告"])
def test_page_that_begins_with_the_rest_of_a_header_belongs_to_the_tables(head: str, numbers: str):
    def first(canvas: Canvas) -> None:
        canvas.drawString(60, 810, head)
        canvas.drawString(60, 700, drawn_pdf.SENTENCE)
        canvas.drawString(60, 60, "未经复议直接起诉 复议后起诉")
        canvas.drawString(290, 20, "1")

    def second(canvas: Canvas) -> None:
        canvas.drawString(60, 810, head)
        canvas.drawString(60, 780, "维持    纠正    结果    审结")
        canvas.drawString(60, 760, numbers)
        canvas.drawString(290, 20, "2")

    data = drawn_pdf.pdf(first, second)
    assert table_pages(normalise_document(read_document(data, "a.pdf"))) == [1, 2]


@pytest.mark.parametrize(
    ("last", "pages"), [("四、政府信息公开行政复议、行政诉讼情况", [1, 2, 3]), ("五、存在的主要问题", [1, 2])]
)
def test_pages_with_a_table_s_title_or_a_label_parted_by_numbers_belong_to_the_tables(last: str, pages: list[int]):
    texts = ("一、本年新收政府信息公开申请数量", "4.保护第三 12 0 3 方合法权益", last)
    blocks = tuple(Paragraph(text, text, page=n) for n, text in enumerate(texts, 1))
    assert table_pages(Document("pdf", blocks)) == pages

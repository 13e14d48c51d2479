"""Tables of two years on drawn pages: the text between them tells whose numbers are published."""

import drawn_pdf
import pytest

from pipeline.documents.model import Document, Paragraph
from pipeline.documents.pdf.tables import pdf_ruled_grids
from pipeline.documents.read import read_document
from pipeline.extract import extract
from pipeline.extract.headings import headings_among, running_lines
from pipeline.identity import identify
from pipeline.normalise import normalise_document
from samples import ofd, pdf
from samples.draft import Break, Draft, Text, proactive_table, requests_table, review_table
from samples.truth import draw

OWN = draw("own", year=2023, activity="busy")
LAST = draw("last", agency=OWN.agency, year=2022, activity="busy")
TITLE = Text("title", f"{OWN.agency}2023年政府信息公开工作年度报告")
PERIOD = Text("body", "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止，现向社会公布。")
PROACTIVE, REQUESTS, REVIEW = (
    Text("heading", words)
    for words in (
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、诉讼情况",
    )
)
END = [Text("heading", "五、存在的主要问题及改进情况"), Text("heading", "六、其他需要报告的事项"), Text("body", "无。")]
TABLES = {"proactive": proactive_table, "requests": requests_table, "review_litigation": review_table}


def text(words):
    return Text("body", words)


def three(report):
    return around(requests_table(report), of=report)


def around(*requests, of=OWN):
    """The report's three sections, and what is printed in the second of them."""
    return [PROACTIVE, proactive_table(of), REQUESTS, *requests, REVIEW, review_table(of)]


def read(items, writer=pdf, **options):
    """What is published of a report that prints these items, by cell, and why other cells are not."""
    data = writer.write(Draft([TITLE, PERIOD, *items], "报告", options=options))
    document = normalise_document(read_document(data, "a.pdf"))
    found = extract(document, data, year=identify(document, "a.pdf").report_year).cells
    return {c.key: c.value for c in found if c.state == "reported"}


def printed(*tables):
    return {key: cell.value for key, cell in OWN.cells.items() if key[0] in tables}


@pytest.mark.parametrize("writer", [pdf, ofd])
@pytest.mark.parametrize(
    ("own", "last"),
    [("2023年", "2022年"), ("本年度情况", "上年度情况"), ("（2023年）", "（2022年）"), (None, "附：2022年数据")],
)
def test_of_two_tables_below_one_another_that_of_the_reports_year_is_published(own, last, writer):
    mine = [text(own)] if own else []
    tables = [*mine, requests_table(OWN), text(last), requests_table(LAST)]
    assert read(around(*tables), writer) == printed(*TABLES)
    if own:
        assert read(around(*tables[2:], *tables[:2]), writer) == printed(*TABLES)


def test_tables_below_one_another_on_turned_pages_are_not_side_by_side():
    tables = [text("2023年1—6月"), requests_table(LAST), text("2023年1—12月"), requests_table(OWN)]
    assert read([Break(), *around(*tables)], turned="content") == printed(*TABLES)


@pytest.mark.parametrize("heading", ["附：2022年数据", "二、上年度情况", "附：上年度数据（2022年）"])
@pytest.mark.parametrize("between", [[], [Break()]])
def test_tables_behind_the_report_are_of_the_year_that_their_parts_heading_names(heading, between):
    assert read([*three(OWN), *END, *between, text(heading), *three(LAST)]) == printed(*TABLES)
    assert read([*END, *between, text(heading), *three(LAST)]) == {}


def test_a_table_under_last_years_heading_alone_is_not_published():
    assert read(around(text("2022年"), requests_table(LAST))) == printed("proactive", "review_litigation")


def test_a_year_in_a_line_of_prose_heads_no_table():
    line = "本机关依法办理政府信息公开申请，全年受理数量较上一年度有所上升，其中自然人提出的申请较之于2022"
    assert read(around(text(f"{line}年增加了三件"), requests_table(OWN))) == printed(*TABLES)


def test_two_tables_side_by_side_that_go_on_on_the_next_page_are_read_one_after_the_other():
    def page(*labels):
        def draw(canvas):
            for left, label in zip((60, 300), labels, strict=True):
                canvas.grid((left, left + 100, left + 200), (700, 670, 640))
                canvas.drawString(left + 5, 680, label)

        return draw

    blocks = pdf_ruled_grids(drawn_pdf.pdf(page("甲一", "乙一"), page("甲二", "乙二")), [1, 2])
    assert [block.cells[0].text for block in blocks] == ["甲一", "甲二", "乙一", "乙二"]


def test_a_piece_of_a_running_title_is_none_of_a_tables_text():
    head = f"1/2/24, 9:00 AM {TITLE.text}"
    pages = [Paragraph(line, line, n) for n in (1, 2, 3) for line in (head, f"第{n}页的文字")]
    document = Document("pdf", tuple(pages), 3)
    piece = Paragraph(TITLE.text, TITLE.text, 3)
    assert headings_among([piece], running_lines(document)) == []

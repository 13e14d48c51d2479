"""Which prose of a report is read, and how lines become sentences."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pipeline.documents.model import Block, Cell, CellStream, Document, Grid, Paragraph, StreamCell
from pipeline.narrative import Figure, figures_frame, read_figures
from pipeline.narrative.prose import prose_lines, sentences

RECEIVED = "2022年，我局收到政府信息公开申请12件。"


def document(*blocks: str | Block) -> Document:
    return Document("html", tuple(Paragraph(b, b) if isinstance(b, str) else b for b in blocks))


def grid(*rows: tuple[str, ...]) -> Grid:
    cells = tuple(Cell(r, c, text, text) for r, row in enumerate(rows) for c, text in enumerate(row))
    return Grid(cells, "html")


def test_the_introduction_and_the_overview_are_read_and_nothing_behind() -> None:
    lines = prose_lines(
        document("引言。", "一、总体情况", "正文。", "二、主动公开政府信息情况", "后文。", "五、存在的主要问题")
    )
    assert lines == ["引言。", "一、总体情况", "正文。"]


def test_a_list_of_contents_does_not_end_the_prose() -> None:
    contents = ("一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况")
    table = grid(("第二十条第(一)项",), ("信息内容", "本年制发件数"))
    figures = read_figures(document(*contents, *contents[:1], RECEIVED, contents[1], table))
    assert [f.value for f in figures] == [12.0]


def test_the_first_table_ends_the_prose_where_headings_are_missing() -> None:
    table = CellStream((StreamCell("第二十条第(一)项", "第二十条第(一)项"),), "txt")
    assert prose_lines(document("正文。", table, RECEIVED)) == ["正文。"]


def test_a_table_of_the_pages_own_ends_no_prose() -> None:
    entry, own = grid(("索引号", "000014349/2023-00012"), ("发布机构", "水务局")), grid(("项目", "2021年", "2022年"))
    form = grid(("第二十条第(一)项",), ("信息内容", "本年制发件数"))
    figures = read_figures(document(entry, "一、总体情况", own, RECEIVED, "二、主动公开政府信息情况", form, RECEIVED))
    assert [f.value for f in figures] == [12.0]


def test_a_table_behind_the_overview_ends_the_prose_where_no_table_is_the_forms() -> None:
    entry, own = grid(("索引号", "000014349/2023-00012")), grid(("项目", "数量"))
    assert prose_lines(document(entry, "一、总体情况", "正文。", own, RECEIVED)) == ["一、总体情况", "正文。"]


def test_all_prose_is_read_where_neither_heading_nor_table_is() -> None:
    assert [f.value for f in read_figures(document("水务局2022年度政府信息公开年报", RECEIVED))] == [12.0]


def test_table_cells_are_not_read() -> None:
    table = grid(("事项", RECEIVED))
    assert read_figures(document("一、总体情况", table)) == []


def test_boxes_around_paragraphs_are_read_as_prose() -> None:
    assert [f.value for f in read_figures(document("一、总体情况", grid((RECEIVED,), ("正文。",))))] == [12.0]


def test_an_introduction_that_lists_all_headings_in_a_sentence_does_not_end_the_prose() -> None:
    introduction = "本报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况等部分组成。"
    assert [f.value for f in read_figures(document(introduction, "一、总体情况", RECEIVED))] == [12.0]


def test_lines_of_one_paragraph_are_joined_over_a_page_number() -> None:
    found = sentences(["2022年，我局收到政府信息", "- 1 -", "公开申请12件。后来", "如此。"])
    assert [s.text for s in found] == ["2022年，我局收到政府信息公开申请12件。", "后来如此。"]


def test_a_heading_is_not_joined_to_the_text_below() -> None:
    found = sentences(["一、总体情况", "（二）依申请公开", "收到申请12件。"])
    assert [(s.text, s.lead.strip()) for s in found] == [("收到申请12件。", "(二)依申请公开")]


def test_the_heading_above_says_what_a_bare_request_is() -> None:
    figures = read_figures(document("一、总体情况", "（二）依申请公开", "2022年，我局收到申请12件。"))
    assert [f.value for f in figures] == [12.0]


def test_a_bare_request_without_such_a_heading_is_no_figure() -> None:
    assert read_figures(document("一、总体情况", "（三）政务服务", "2022年，我局收到申请12件。")) == []


def test_a_count_split_over_two_lines_is_no_number() -> None:
    assert read_figures(document("一、总体情况", "2022年，我局收到政府信息公开申请1", "2件。")) == []


WRAPPED = (
    "一、总体情况",
    "2022年，我局认真贯彻落实条例和上级部署要求，坚持公开为常态",
    "不公开为例外，不断完善制度，扩大公开范围，努力提高公开质量，",
    "全年通过各类平台主动公开信息若干条，较好地保障了公众知情权。",
    "2022年，我局依法依规办理依申请公开，收到政府信息公开申请1",
)


def test_a_count_split_where_all_lines_end_is_one_number() -> None:
    assert [f.value for f in read_figures(document(*WRAPPED, "2件。"))] == [12.0]


def test_a_breakdown_behind_such_a_count_is_held_against_it() -> None:
    figures = read_figures(document(*WRAPPED, "2件，其中自然人10件，法人或其他组织3件。"))
    assert [(f.value, f.part_of is None) for f in figures] == [(12.0, True), (10.0, False), (3.0, False)]


def test_a_count_split_at_the_end_of_a_short_line_is_no_number() -> None:
    assert read_figures(document(*WRAPPED[:-1], "2022年，我局收到政府信息公开申请1", "2件。")) == []


def test_a_shortened_name_in_the_introduction_is_the_reporter() -> None:
    introduction = "现公布青山市水利发展管理局2022年政府信息公开工作年度报告。"
    figures = read_figures(document(introduction, "一、总体情况", "2022年，市水利局收到政府信息公开申请12件。"))
    assert [f.value for f in figures] == [12.0]


def test_the_year_comes_from_the_stated_period_where_no_title_is() -> None:
    period = "本报告数据统计期限为2022年1月1日至2022年12月31日。"
    lines = ("一、总体情况", "2021年，我局收到政府信息公开申请9件。", "2022年，我局收到政府信息公开申请12件。")
    figures = read_figures(document(period, *lines))
    assert [(f.value, f.scope) for f in figures] == [(9.0, "other_year"), (12.0, "own")]


def figure(**given: Any) -> Figure:
    said: dict[str, Any] = {"sentence": "甲。", "start": 0, "end": 1, "raw": "9", "measure": "fee", "value": 9.0}
    return Figure(**(said | {"unit": "CNY", "approximate": False, "scope": "own"} | given))


def test_figures_become_one_typed_frame() -> None:
    frame = figures_frame([("a" * 16, 2022, [figure(), figure(part_of=1, of="granted")]), ("b" * 16, 2021, [])])
    assert frame["report_id"].tolist() == ["a" * 16] * 2
    assert frame["figure"].tolist() == [1, 2]
    assert frame["part_of"].isna().tolist() == [True, False]
    assert frame["of"].tolist() == [None, "granted"]


def test_an_empty_frame_has_the_same_columns_and_types() -> None:
    full = figures_frame([("a" * 16, 2022, [figure()])])
    pd.testing.assert_series_equal(figures_frame([]).dtypes, full.dtypes)


def test_a_sentence_that_begins_with_of_which_is_joined_only_to_a_total_of_its_unit() -> None:
    joined = "全年共收到申请12件。其中自然人10件、法人或其他组织2件。"
    apart = "信息阅读量29万余次。其中，政府办公室代为接收申请5件。"
    assert [s.text for s in sentences([joined])] == [joined]
    assert [s.text for s in sentences([apart])] == ["信息阅读量29万余次。", "其中，政府办公室代为接收申请5件。"]


def test_a_traditional_character_that_was_left_is_read_in_sentences() -> None:
    assert [s.text for s in sentences(["因政府信息公开引发行政復议11件。"])] == ["因政府信息公开引发行政复议11件。"]


def test_marked_headings_of_markdown_are_headings() -> None:
    lines = (
        "# 青山市水务局2022年政府信息公开工作年度报告",
        "## 一、总体情况",
        "### （二）依申请公开情况",
        "我局**共受理**申请12件。",
    )
    document = Document("txt", tuple(Paragraph(line, line) for line in lines))
    *_, sentence = sentences(prose_lines(document))
    assert (sentence.text, sentence.heading) == ("我局共受理申请12件。", "(二)依申请公开情况")
    assert [(f.measure, f.scope) for f in read_figures(document)] == [("requests_received", "own")]

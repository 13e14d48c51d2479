"""Web pages to paragraphs and grids."""

import html
import json
import re
from base64 import b64encode
from urllib.parse import quote

import pytest
from html_pages import grid_of, lines, page, places

from pipeline.documents.model import Grid
from pipeline.documents.read import read_document
from pipeline.documents.web.page import read_html


def test_cells_below_a_rowspan_move_right():
    body = (
        "<table><tr><td rowspan=3>三</td><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr>"
        "<tr><td>丙</td><td>3</td></tr><tr><td>四</td><td>丁</td><td>4</td></tr></table>"
    )
    assert places(page(body)) == {
        **{(0, 0): "三", (0, 1): "甲", (0, 2): "1", (1, 1): "乙", (1, 2): "2", (2, 1): "丙", (2, 2): "3"},
        **{(3, 0): "四", (3, 1): "丁", (3, 2): "4"},
    }


def test_two_rowspans_of_different_height():
    body = (
        "<table><tr><td rowspan=3>a</td><td rowspan=2>b</td><td>1</td></tr><tr><td>2</td></tr>"
        "<tr><td>c</td><td>3</td></tr></table>"
    )
    assert places(page(body))[1, 2] == "2" and places(page(body))[2, 1] == "c"


def test_colspan_takes_its_columns():
    body = "<table><tr><td colspan=3>一</td><td>1</td></tr><tr><td>a</td><td>b</td><td>c</td><td>2</td></tr></table>"
    cells = {c.raw: c for c in grid_of(page(body)).cells}
    assert (cells["一"].column_span, cells["1"].column, cells["2"].column) == (3, 3, 3)


def test_block_merged_both_ways():
    body = (
        "<table><tr><td rowspan=2 colspan=2>角</td><td>1</td></tr><tr><td>2</td></tr>"
        "<tr><td>a</td><td>b</td><td>3</td></tr></table>"
    )
    assert places(page(body)) == {(0, 0): "角", (0, 2): "1", (1, 2): "2", (2, 0): "a", (2, 1): "b", (2, 2): "3"}


def test_rowspan_of_zero_reaches_to_the_end():
    body = "<table><tr><td rowspan=0>a</td><td>1</td></tr><tr><td>2</td></tr><tr><td>3</td></tr></table>"
    cells = {c.raw: c for c in grid_of(page(body)).cells}
    assert cells["a"].row_span == 3 and cells["3"].column == 1


def test_rowspan_longer_than_the_table_ends_with_it():
    body = "<table><tr><td rowspan=99>a</td><td>1</td></tr><tr><td>2</td></tr></table>"
    assert {c.raw: c.row_span for c in grid_of(page(body)).cells}["a"] == 2


def test_spans_that_are_no_numbers_are_one():
    body = '<table><tr><td colspan="x">a</td><td rowspan="">1</td></tr><tr><td>b</td><td>2</td></tr></table>'
    assert places(page(body)) == {(0, 0): "a", (0, 1): "1", (1, 0): "b", (1, 1): "2"}


def test_empty_cells_are_kept():
    body = "<table><tr><td>a</td><td></td><td>&nbsp;</td><td>1</td></tr></table>"
    assert places(page(body)) == {(0, 0): "a", (0, 1): "", (0, 2): "\xa0", (0, 3): "1"}


def test_thead_and_tbody_are_one_grid():
    body = "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"
    assert places(page(body))[1, 1] == "2"


def test_layout_tables_around_a_table_are_no_grids():
    inner = "<table><tr><td>规章</td><td>1</td></tr></table>"
    body = f"<table><tr><td><table><tr><td>二、标题{inner}</td></tr></table></td></tr></table>"
    document = page(body)
    assert lines(document) == ["二、标题"] and places(document) == {(0, 0): "规章", (0, 1): "1"}


def test_layout_table_with_navigation_beside_the_report():
    inner = "<table><tr><td>规章</td><td>1</td></tr></table>"
    document = page(f"<table><tr><td>首页</td><td><p>总体情况</p>{inner}</td></tr></table>")
    assert lines(document) == ["首页", "总体情况"] and places(document)[0, 1] == "1"


def test_one_cell_table_is_a_frame_around_text():
    document = page("<table><tr><td><p>总体情况</p><p>收到申请1件</p></td></tr></table>")
    assert lines(document) == ["总体情况", "收到申请1件"]


def test_sentences_in_a_table_cell_are_paragraphs_too():
    prose = "本年度收到政府信息公开申请12件，均按时答复。" * 6
    assert prose in lines(page(f"<table><tr><td>导航</td><td>{prose}</td></tr></table>"))


def test_caption_stands_before_its_grid():
    document = page("<table><caption>二、主动公开</caption><tr><td>规章</td><td>1</td></tr></table>")
    assert lines(document) == ["二、主动公开"] and places(document) == {(0, 0): "规章", (0, 1): "1"}


def test_unclosed_rows_and_cells():
    document = page("<table><tr><td>a<td>1<tr><td>b<td>2</table>")
    assert places(document) == {(0, 0): "a", (0, 1): "1", (1, 0): "b", (1, 1): "2"}


def test_line_breaks_and_paragraphs_in_a_cell_are_line_ends():
    cell = grid_of(page("<table><tr><td><p>三、本年度</p><p>办理<br>结果</p></td><td>1</td></tr></table>")).cells[0]
    assert cell.raw == "三、本年度\n办理\n结果"


def test_source_line_ends_are_spaces():
    assert places(page("<table><tr><td>a\n   b</td><td>\n1\n</td></tr></table>")) == {(0, 0): "a b", (0, 1): "1"}


def test_number_in_several_runs_stays_one():
    body = "<table><tr><td>规章</td><td><span>1</span><span>2</span><!-- 9 --></td></tr></table>"
    assert places(page(body))[0, 1] == "12"


def test_numbers_in_two_paragraphs_stay_apart():
    assert places(page("<table><tr><td>a</td><td><p>1</p><p>2</p></td></tr></table>"))[0, 1] == "1\n2"


def test_scripts_styles_and_comments_are_not_text():
    unseen = "<script>var total=3;</script><style>td{}</style><!-- 12件 --><noscript>x</noscript>"
    assert lines(page(f"{unseen}<p>总体情况</p>{unseen}")) == ["总体情况"]


def test_page_title_comes_from_the_articles_meta():
    head = '<title>澜溪市政府</title><meta name="ArticleTitle" content="澜溪市2023年政府信息公开工作年度报告">'
    assert page("<p>总体情况</p>", head).page_title == "澜溪市2023年政府信息公开工作年度报告"


def test_page_title_falls_back_to_title():
    assert page("<p>总体情况</p>", "<title> 年度报告 - 澜溪市 </title>").page_title == "年度报告 - 澜溪市"


def test_markdown_with_tables_keeps_its_lines():
    source = "# 年度报告\n\n一、总体情况\n收到1件\n<table>\n<tr><td>规章</td><td>1</td></tr>\n</table>\n\n五、问题\n"
    document = read_document(source.encode(), "x.md")
    assert lines(document) == ["# 年度报告", "一、总体情况", "收到1件", "五、问题"]


def test_character_references():
    assert places(page("<table><tr><td>&#19968;、&lt;甲&gt;</td><td>&#49;2</td></tr></table>")) == {
        (0, 0): "一、<甲>",
        (0, 1): "12",
    }


TABLE = "<table>" + "".join(f"<tr><td>行{n}</td><td>{n}</td><td>1</td></tr>" for n in range(12)) + "</table>"
IN_JSON = TABLE.replace("</", "<\\/").replace("行", "\\u884c")


@pytest.mark.parametrize(
    "kept",
    [
        f"<textarea style='display:none'>{html.escape(TABLE)}</textarea>",
        f"<script type='text/template'>{TABLE}</script>",
        f"<template>{TABLE}</template>",
        f"<noscript>{TABLE}</noscript>",
        f'<script>var a = \'x\'; show({{title: "t", content: "{IN_JSON}"}});</script>',
        f"<script>show('{TABLE}');</script>",
        f'<script type=\'application/json\'>{{"content": "{html.escape(IN_JSON)}"}}</script>',
        f"<script>show({json.dumps(json.dumps({'content': TABLE}))})</script>",
        f"<script>show(decodeURIComponent('{quote(TABLE)}'))</script>",
        f"<script>show(decode('{b64encode(TABLE.encode()).decode()}'))</script>",
        "<script>var s = '" + TABLE.replace("<tr>", "';\ns += '<tr>") + "'</script>",
        "<script>show(['" + TABLE.replace("<tr>", "',\n'<tr>") + "'].join(''))</script>",
        "<script>document.write('" + TABLE.replace("<tr>", "');\ndocument.write('<tr>") + "')</script>",
        f"<iframe srcdoc='{TABLE}'></iframe>",
        f"<input type='hidden' value='{html.escape(TABLE)}'>",
        f"<v-article :article='{html.escape(json.dumps({'body': TABLE}))}'></v-article>",
        f"<xmp style='display:none'>{TABLE}</xmp>",
    ],
)
def test_table_that_a_script_shows_is_read_from_where_the_page_keeps_it(kept):
    document = read_html(f"<html><body><h1>题</h1><div id='c'></div>{kept}</body></html>")
    (grid,) = (b for b in document.blocks if isinstance(b, Grid))
    assert [c.raw for c in grid.cells][3:6] == ["行1", "1", "1"] and len(grid.cells) == 36
    assert "by a script" in document.notes[0]


@pytest.mark.parametrize(("year", "grids"), [(2023, 1), (2022, 0)])
def test_what_a_script_keeps_under_the_title_of_another_year_is_not_read(year, grids):
    kept = f'{{"title": "某市{year}年政府信息公开工作年度报告", "content": "{IN_JSON}"}}'
    kept = f"<script type='application/json'>{kept}</script>"
    page = f"<html><body><h1>某市2023年政府信息公开工作年度报告</h1>{kept}</body></html>"
    assert len([b for b in read_html(page).blocks if isinstance(b, Grid)]) == grids


@pytest.mark.parametrize("write", ["{}", "show({});", "<?xml version='1.0'?><a>{}</a>"])
@pytest.mark.parametrize("escaped", [False, True])
def test_what_a_site_sends_to_its_own_pages_is_read(write, escaped):
    kept = {"time": "2024-01-30", "content": TABLE, "title": "某市2023年政府信息公开工作年度报告"}
    sent = html.escape(TABLE) if "xml" in write else json.dumps({"data": [kept]}, ensure_ascii=escaped)
    document = read_document(write.replace("{}", sent.replace("</", "<\\/")).encode(), "x.json")
    assert [c.raw for c in grid_of(document).cells][3:6] == ["行1", "1", "1"] and len(grid_of(document).cells) == 36
    assert "xml" in write or document.page_title == kept["title"]


def test_markup_that_a_page_shows_as_text_is_read_as_what_it_means():
    document = read_html(f"<html><body><h1>题</h1><div>{html.escape(TABLE)}</div></body></html>")
    assert len(grid_of(document).cells) == 36 and "markup as text" in document.notes[0] and lines(document) == ["题"]


def test_what_a_page_keeps_for_scripts_is_not_read_beside_its_own_table():
    kept = TABLE.replace("行", "另")
    document = read_html(f"<html><body>{TABLE}<textarea>{kept}</textarea></body></html>")
    assert len([b for b in document.blocks if isinstance(b, Grid)]) == 1 and not document.notes


@pytest.mark.parametrize(
    "kept",
    [
        "<script>show('" + TABLE.replace("<td>11</td><td>1</td>", "<td>11</td><td>1' + n + '3</td>") + "');</script>",
        "<textarea>" + html.escape(TABLE[: TABLE.rindex("</td>")]),
    ],
)
def test_cell_in_which_kept_markup_ends_is_not_read(kept):
    document = read_html(f"<html><body><h1>题</h1>{kept}")
    (grid,) = (b for b in document.blocks if isinstance(b, Grid))
    assert [c.raw for c in grid.cells][-2:] == ["行11", "11"]


def test_markup_in_a_scripts_comment_is_not_read():
    stale = TABLE.replace("行", "旧")
    script = (
        f"<script>// show('{stale}');\n/* '{stale}' */ open('http://a'.split(/:\\/\\//)); show('{TABLE}');</script>"
    )
    document = read_html(f"<html><body><h1>题</h1>{script}</body></html>")
    (grid,) = (b for b in document.blocks if isinstance(b, Grid))
    assert grid.cells[0].raw == "行0"


def test_hidden_group_of_rows_is_not_read():
    hidden = "<tbody style='display:none'><tr><td>甲</td><td>7</td></tr></tbody>"
    rows = f"{hidden}<tbody><tr><td>甲</td><td>1</td></tr></tbody>"
    assert places(page(f"<table>{rows}</table>")) == {(0, 0): "甲", (0, 1): "1"}


def test_preformatted_text_is_read_as_a_text_file_is():
    lines = "\n".join(f"| 行{n} | {n} |\n+----+---+" for n in range(6))
    document = read_html(f"<html><body><p>题</p><pre>+----+---+\n{lines}</pre></body></html>")
    (grid,) = (b for b in document.blocks if isinstance(b, Grid))
    assert [c.raw.strip() for c in grid.cells if c.row == 5] == ["行5", "5"]


def test_lines_of_a_page_without_tables_are_read_as_a_text_file_is():
    rows = "".join(f"<p>| 行{n} | {n} |&nbsp;|</p>" for n in range(6))
    grid = grid_of(page(f"<h1>题</h1><p>| 项 | 甲 | 乙 |</p><p>|---|---|---|</p>{rows}"))
    assert [c.raw.strip() for c in grid.cells if c.row == 6] == ["行5", "5", ""]


def test_line_ends_part_the_paragraphs_of_a_text_with_tables_in_markup():
    source = "**题**\n\n第一段。\n<table><tr><td><p>甲</p></td><td>1<br>2</td></tr></table>\n\n第二段。\n"
    assert lines(read_document(source.encode(), "x.md")) == ["**题**", "第一段。", "第二段。"]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('12<input type="hidden" value="99">', "12"),
        ('<input type="checkbox" value="1">12<input type=button value="3">', "12"),
        ('<input value="12">', "12"),
        ('<input value="99" style="display:none">12', "12"),
        ("<select><option>0</option><option selected>12</option></select>", "12"),
        ("<select><option>7</option><option>8</option></select>", "7"),
        ("<table><tr><td>12</td></tr></table>", "12"),
    ],
)
def test_cell_says_what_its_fields_show(cell, shown):
    assert places(page(f"<table><tr><td>甲</td><td>{cell}</td></tr></table>"))[0, 1] == shown


@pytest.mark.parametrize(
    ("sheet", "shown"),
    [
        (".x{display:none}", "12"),
        ("td span.x { color:red; display: none !important }", "12"),
        ("@charset 'utf-8'; @media print{.x{display:none}} span{visibility:hidden}", "12"),
        (".x{display:none} .y .x{display:inline}", "9912"),
        (".y > .x{display:none}", "9912"),
        ("td > .x{display:none}", "12"),
        ("span[class*=x]{display:none} [hidden],template{display:none}", "12"),
        (".x{display:none!important} td span.x{display:inline}", "12"),
        (".x{position:absolute;left:-9999px}", "12"),
        (".x{font-size:0}", "12"),
        (".x{font-size:small;border-width:0;overflow:hidden}", "9912"),
        (".x{color:#fff}", "~99~12"),
        (".x{text-decoration:line-through}", "~99~12"),
        (".x{width:1px;height:1px;overflow:hidden}", "~99~12"),
        ("td{overflow:hidden;height:0;width:1px}", "9912"),
        ("@media (max-width:700px){.x{display:none}}", "9912"),
        (".x:hover{display:none} .other{display:none}", "9912"),
    ],
)
def test_what_the_pages_style_sheet_hides_in_a_cell_is_not_read(sheet, shown):
    body = "<div class='y'><table><tr><td>甲</td><td><span class='x b'>99</span>12</td></tr></table></div>"
    assert places(page(body, f"<style>{sheet}</style>"))[0, 1] == shown


def test_digits_that_the_style_sheet_hides_in_a_page_without_tables_are_not_read():
    body = f"<div class='x'><p>{'文' * 30}</p><div>12<i class='x'>9</i></div></div>"
    assert lines(page(body, "<style>.x{display:none}</style>")) == ["文" * 30, "12"]


def test_table_that_the_style_sheet_hides_at_first_is_read():
    body = "<div class='tab'><table><tr><td>甲</td><td>1</td></tr></table></div>"
    assert places(page(body, "<style>.tab{display:none}</style>"))[0, 1] == "1"


def test_head_and_foot_of_a_table_stand_above_and_below_whatever_the_source_puts_first():
    parts = [("tfoot", "末"), ("tbody", "甲"), ("thead", "首"), ("thead", "再")]
    body = "".join(f"<{tag}><tr><td>{text}</td><td>1</td></tr></{tag}>" for tag, text in parts)
    shown = places(page(f"<table>{body}</table>"))
    assert [shown[row, 0] for row in range(4)] == ["首", "甲", "再", "末"]


@pytest.mark.parametrize("span", [0, 3])
def test_cell_over_several_rows_ends_with_their_group(span):
    group = f"<tbody><tr><td rowspan={span}>三</td><td>1</td></tr><tr><td>2</td></tr></tbody>"
    body = f"<table>{group}<tbody><tr><td>四</td><td>3</td></tr></tbody></table>"
    assert places(page(body))[2, 1] == "3"


def test_rows_of_numbers_around_a_table_in_one_of_their_cells_are_grids():
    inner = "<table><tr><td>乙</td><td>5</td><td>6</td><td>7</td></tr></table>"
    first, last = (f"<tr><td>{t}</td><td>1</td><td>2</td><td>3</td></tr>" for t in "甲丙")
    document = page(f"<table>{first}<tr><td>三</td><td colspan=3>{inner}</td></tr>{last}</table>")
    grids = [b for b in document.blocks if isinstance(b, Grid)]
    assert lines(document) == ["三"] and [g.cells[0].raw for g in grids] == ["甲", "乙", "丙"]


def test_hidden_column_whose_cells_are_hidden_too_leaves_no_doubt_of_others():
    columns = "<colgroup><col><col style='display:none'><col></colgroup>"
    body = f"<table>{columns}<tr><td>甲</td><td style='display:none'>9</td><td>1</td></tr></table>"
    assert places(page(body)) == {(0, 0): "甲", (0, 1): "1"}


@pytest.mark.parametrize(
    ("noise", "shown"),
    [
        ('<span style="opacity:0">99</span>', "12"),
        ('<span style="position:absolute;left:-9999px">99</span>', "12"),
        ('<font style="font-size:0px">99</font>', "12"),
        ('<font class="jammer" style="font-size:1px;color:#FFF">99</font>', "12"),
        ('<span style="color: white">99</span>', "12~99~"),
        ('<span style="color:#fefefe">99</span>', "12~99~"),
        ('<font color="#FFFFFE">99</font>', "12~99~"),
        ('<font color="#FF0000">99</font>', "1299"),
        ('<span style="color:white">&nbsp;</span>', "12"),
        ('<span style="color:rgba(0, 0, 0, 0)">99</span>', "12~99~"),
        ('<b style="font-size:0"><b style="font-size:12px">99</b></b>', "12~99~"),
        ('<span style="clip:rect(0,0,0,0)">99</span>', "12~99~"),
        ('<span style="font-size:0.875rem;opacity:0.9;margin-left:-1px">99</span>', "1299"),
        ('<span style="font-size:1.2em;background-color:#fff">99</span>', "1299"),
    ],
)
def test_characters_that_nobody_can_see_are_no_digits(noise, shown):
    assert places(page(f"<table><tr><td>甲</td><td>12{noise}</td></tr></table>"))[0, 1].strip("\xa0") == shown


def test_white_print_of_a_whole_cell_is_read():
    cell = '<td style="background:#069"><b style="color:#fff">12</b></td>'
    assert places(page(f"<table><tr><td>甲</td>{cell}</tr></table>"))[0, 1] == "12"


def test_the_link_to_a_note_beside_a_number_is_no_digit_of_it():
    row = '<tr><td>12<a href="#_ftn9">9</a></td><td><a href="report.html#part2">34</a></td></tr>'
    document = read_html(f"<html><body><table>{row}</table></body></html>")
    (grid,) = (b for b in document.blocks if isinstance(b, Grid))
    assert [c.raw for c in grid.cells] == ["12~9~", "34"]


@pytest.mark.parametrize("lost", ["</table>", "</table>|</td>"])
def test_a_table_whose_end_is_lost_ends_before_the_next_one(lost):
    body = "".join(
        f"<h2>{name}</h2><table><tr><td>{name}</td><td>{n}</td></tr></table>" for n, name in enumerate("甲乙丙")
    )
    document = page(re.sub(lost, "", body))
    assert [[c.raw for c in b.cells] for b in document.blocks if isinstance(b, Grid)] == [
        [x, str(n)] for n, x in enumerate("甲乙丙")
    ]

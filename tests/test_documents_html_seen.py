"""Cells of web pages in which a reader sees another number than the source's text says, or may do so."""

import pytest

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.model import NO_TEXT, Grid
from pipeline.documents.read import read_document
from pipeline.normalise.numbers import is_value


def cell(inside: str, sheet: str = "", attributes: str = "", head: str = "") -> str:
    """What is read of a cell between two others."""
    row = f"<tr><td>甲</td><td {attributes}>{inside}</td><td>5</td></tr>"
    page = f"<html><head><style>{sheet}</style>{head}</head><body><table>{row}</table></body></html>"
    (grid,) = (b for b in read_document(page.encode(), "x.html").blocks if isinstance(b, Grid))
    return next((c.raw for c in grid.cells if c.column == 1), "")


BESIDE = "12<i class='x'>9</i>"


@pytest.mark.parametrize(
    ("sheet", "inside", "shown"),
    [
        ("td i:last-child{display:none}", BESIDE, "12"),
        ("td i:first-child{display:none}", "<i>9</i>12", "12"),
        ("td > i:nth-child(2){display:none}", "<i>12</i><i>9</i>", "12"),
        ("i:nth-of-type(2n){display:none}", "<i>12</i><i>9</i>", "12"),
        ("td i:not(.x){display:none}", "<i class=x>12</i><i class=y>9</i>", "12"),
        ("i:not([data-k]){display:none}", "<i data-k=1>12</i><i>9</i>", "12"),
        ("td [class^='x']{display:none}", BESIDE, "12"),
        ("td > [class]{display:none}", BESIDE, "12"),
        ("b + i, b ~ i{display:none}", "<b>12</b><i>9</i>", "12"),
        ("td:has(i) i{display:none}", BESIDE, "12"),
        ("td{color:red; .x{display:none}}", BESIDE, "12"),
        ("@media screen{.x{display:none}}", BESIDE, "12"),
        ("@media (min-width:600px){.x{display:none}}", BESIDE, "12"),
        ("@layer a{.x{display:none}} i{display:inline}", BESIDE, "12~9~"),
        ("@layer a,b; .x{display:none}", BESIDE, "12"),
        ("a{content:'}'} .x{display:none", BESIDE, "12"),
        (".x{dis\\70lay:/**/none}", BESIDE, "12"),
        (".x{font:0/0 a}", BESIDE, "12"),
        (".x{display:inline}", "12<i class=x hidden>9</i>", "129"),
        (".x{content-visibility:hidden}", BESIDE, "12"),
        ("td::after{content:''} .x:hover::before{content:'3'}", BESIDE, "129"),
        ("td{ @media screen{ .x{display:none} } }", BESIDE, "12"),
        ("@media \\0screen{.x{display:none}}", BESIDE, "129"),
        ("}} .x{display:none}", BESIDE, "129"),
        (".x, {display:none}", BESIDE, "129"),
        (".x{opacity:inherit}", BESIDE, "129"),
        ("body > table .x, tr > .x{display:none}", BESIDE, "12"),
        ("body > td .x, p .x{display:none}", BESIDE, "129"),
        (".x{color:rgb(0,0,0)}", BESIDE, "129"),
        (".x{color:#fff} tr{background:#036}", "<b class=x>12</b>", "12"),
    ],
)
def test_what_a_style_sheet_says_of_places_is_followed(sheet, inside, shown):
    assert cell(inside, sheet) == shown


@pytest.mark.parametrize(
    ("sheet", "inside"),
    [
        ("@media (min-width:1300px){.x{display:none}}", BESIDE),
        ("@container (width>10px){.x{display:none}}", BESIDE),
        (".x:valid{display:none}", BESIDE),
        (".x::before{content:'9'}", "12<i class=x></i>"),
        (".x::before{content:'\\39'}", "12<i class=x></i>"),
        ("td::after{content:attr(class)}", "12"),
        ("td::first-letter{font-size:0}", "12"),
        (".x{float:left}", BESIDE),
        (".x{font-size:calc(0px)}", BESIDE),
        (".x{opacity:1%}", BESIDE),
        (".x{color:hsl(0 0% 100%)}", BESIDE),
        (".x{color:rgb(250,250,250)}", BESIDE),
        (".x{color:seashell}", BESIDE),
        ("", "12<font color=FFFFFF>9</font>"),
        (".x, :unknown-one{display:none}", BESIDE),
        (".x{display:none} td .x{all:unset}", BESIDE),
        (".x{display:inline-block;text-indent:100%;white-space:nowrap;overflow:hidden}", BESIDE),
        (".x{mso-hide:all}", BESIDE),
        (".x{color:oklch(100% 0 0)}", BESIDE),
        ("td{color:#fff} b{color:#000}", "<b>1</b>9<b>2</b>"),
        ("td{color:#fff} b{color:#000} .x{color:inherit}", "<b>1</b><i class=x>9</i><b>2</b>"),
        (".x{color:#123456;background:#123457}", BESIDE),
        ("td{background:#c00} .x{color:#c00}", BESIDE),
        (".x{clip-path:inset(0 100% 0 0)}", BESIDE),
        (".x{font-size-adjust:0}", BESIDE),
        ("table{font-size:0} b{font-size:14px}", "<b>1</b>9<b>2</b>"),
        (".x{max-height:calc(1px - 1px);overflow:hidden}", BESIDE),
        (".x{mask-image:linear-gradient(transparent,transparent)}", BESIDE),
        ("@keyframes k{to{opacity:0}} .x{animation:k 0s forwards}", BESIDE),
        (".x{letter-spacing:-.6em}", "<b class=x>129</b>"),
        (".x{display:list-item;list-style:'7' inside}", "<b class=x>12</b>"),
        (".x{font-variant-position:super}", BESIDE),
        (".x{inset-inline-start:-20px;position:relative}", BESIDE),
        ("div{display:grid} .x{grid-column:1;grid-row:1}", f"<div>{BESIDE}</div>"),
        (".x{display:block}", BESIDE),
        (".x{padding-left:30px}", BESIDE),
        ("div{display:flex;justify-content:space-between}", "<div><b>1</b><b>2</b></div>"),
        ("td::before{content:'7'}", ""),
        ("", "<ol><li>12</li></ol>"),
        ("", "<ol start=12><li></li></ol>"),
        ("", "<fieldset><legend>9</legend>12</fieldset>"),
        ("", "12<span hidden=until-found>9</span>"),
        ("", "<script>document.write(12)</script>"),
        ("", "<select multiple><option>1</option><option>2</option></select>"),
        ("", "<input size=2 value=129>"),
        ("", "<input placeholder=12>"),
        ("", "<p style='text-decoration:line-through'>12</p>"),
        ("div{display:flex} .x{order:-1}", f"<div>{BESIDE}</div>"),
        ("td{display:flex;flex-direction:row-reverse}", "<b>1</b><b>2</b>"),
        (".x{direction:rtl;unicode-bidi:bidi-override}", "<b class=x>12</b>"),
        (".x{transform:scaleX(-1)}", "<b class=x>12</b>"),
        (".x{position:relative;left:-20px}", BESIDE),
        (".x{margin-left:-20px}", BESIDE),
        (".x{opacity:.01}", BESIDE),
        (".x{background:#000}", BESIDE),
        (".x{color:hsl(0,0%,100%)}", BESIDE),
        (".x{color:var(--ground)}", BESIDE),
        (".x{font-size:40%}", BESIDE),
        (".x{width:2ch;overflow:hidden;display:block}", "<b class=x>123456</b>"),
        (".x{-webkit-text-security:disc}", "<b class=x>12</b>"),
        ("", "<bdo dir=rtl>12</bdo>"),
        ("", "1\u202e23\u202c"),
        ("", "12<small>9</small>"),
        ("", "12<font size=1>9</font>"),
        ("", "<del>12</del><ins>9</ins>"),
        ("", "12<span aria-hidden=true>9</span>"),
        ("", "12<span class='sr-only'>9</span>"),
        ("", "<ruby>12<rt>9</rt></ruby>"),
        ("", "12<button>9</button>"),
        ("", "12<meter value=3>9</meter>"),
        ("", "12<input value=9>"),
        ("", "<font face=Webdings>12</font>"),
        ("", "12<x-n><template shadowrootmode=open>9</template></x-n>"),
    ],
)
def test_number_that_may_be_seen_otherwise_is_not_read(sheet, inside):
    read = cell(inside, sheet)
    assert read.strip() and not is_value(read)


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        ("12<details><summary></summary>9</details>", "12"),
        ("12<dialog>9</dialog>", "12"),
        ("12<template>9</template><noscript>9</noscript>", "12"),
        ("12<span popover>9</span>", "12"),
        ("<small>12</small>", "12"),
        ("<ins>12</ins>", "12"),
        ("12<i style='display:none;display:inline'>9</i>", "129"),
        (
            "<i style='font-size:9pt'>1</i><i style='font-size:10.5pt;letter-spacing:-.1pt;position:relative'>2</i>",
            "12",
        ),
        ("<i style='float:right'>12</i>", "12"),
        ("<div style='overflow:hidden;width:100%;height:1.5em'>12</div>", "12"),
        ("<button>12</button>", NO_TEXT),
    ],
)
def test_what_looks_odd_and_is_seen_for_certain(inside, shown):
    assert cell(inside) == shown


@pytest.mark.parametrize(
    "attributes",
    [
        *("style='visibility:hidden'", "style='font-size:0'", "style='float:right'", "class='d-none'"),
        *("style='opacity:0'", "style='position:relative;left:90px'", "style='background:#fff;color:#fff'"),
        *("style='visibility:collapse'", "style='text-indent:-9999px'", "style='color:#fff'", "style='opacity:.02'"),
        *("style='text-decoration:line-through'", "style='clip-path:inset(100%)'", "style='filter:opacity(0)'"),
        *("bgcolor=ffffff style='color:#fff'", "style='translate:90px'", "style='display:var(--a)'"),
    ],
)
def test_cell_that_is_not_seen_in_its_place_is_not_read(attributes):
    read = cell("12", attributes=attributes)
    assert read.strip() and not is_value(read)


@pytest.mark.parametrize(
    "around",
    [
        *("tr{color:#fff}", "table{text-decoration:line-through}", "tr{filter:opacity(0)}"),
        *("td{position:relative;left:60px}", "tr::before{content:'7'}", "table{opacity:.02}"),
    ],
)
def test_what_stands_around_a_cell_may_leave_it_unseen(around):
    read = cell("12", around)
    assert not is_value(read) or not read


def test_an_old_page_makes_no_difference_between_capital_and_small_letters():
    row = "<table><tr><td>甲</td><td>12<i class=Gone>9</i></td></tr></table>"
    for start, shown in (("", "12"), ("<!doctype html>", "129")):
        page = f"{start}<html><head><style>.gone{{display:none}}</style></head><body>{row}</body></html>"
        (grid,) = (b for b in read_document(page.encode(), "x.html").blocks if isinstance(b, Grid))
        assert grid.cells[1].raw == shown


ROW = "<tr><td>甲</td><td class=n>12</td><td>5</td></tr>"
LAID = "<i style='position:absolute;left:9px;background:#fff'>77</i>"
FACE = "@font-face{font-family:'Num';src:url(n.woff2)}"


@pytest.mark.parametrize(
    ("sheet", "table", "shown"),
    [
        (f"{FACE} .n{{font-family:SimSun,num}}", f"<table>{ROW}</table>", ["甲", "12~", "5"]),
        (f"{FACE} .n{{font:12px 'num'}}", f"<table class=n>{ROW}</table>", ["甲", "12~", "5~"]),
        (FACE, f"<table>{ROW.replace('12', '<font face=NUM>12</font>')}</table>", ["甲", "~12~", "5"]),
        (f"{FACE} body{{font-family:num}}", f"<table>{ROW}</table>", ["甲", "12", "5"]),
        (f"{FACE.replace('url', 'local')} .n{{font-family:num}}", f"<table>{ROW}</table>", ["甲", "12", "5"]),
        ("", f"<table><col><col style='visibility:collapse'>{ROW}</table>", ["甲", "12~", "5"]),
        (".c{visibility:collapse}", f"<table><col><col><col class=c>{ROW}</table>", ["甲", "12", "5~"]),
        ("", f"<table><col span=2 width=0>{ROW}</table>", ["甲", "12~", "5"]),
        (".c{visibility:collapse}", f"<table><col><colgroup class=c><col></colgroup>{ROW}</table>", ["甲", "12~", "5"]),
        (".n{max-width:9px;overflow:hidden}", f"<table>{ROW}</table>", ["甲", "12~", "5"]),
        ("", f"<div><table>{ROW}</table>{LAID}</div>", ["甲", "12~", "5~"]),
        ("", f"<table><caption style='position:absolute'>77</caption>{ROW}</table>", ["甲", "12~", "5~"]),
        ("", f"<table>{ROW.replace('甲', '甲' + LAID)}{ROW}</table>", ["甲~77~", "12~", "5~", "甲", "12", "5"]),
    ],
)
def test_faces_columns_and_lids_that_may_show_other_numbers(sheet, table, shown):
    page = f"<!doctype html><html><head><style>{sheet}</style></head><body>{table}</body></html>"
    (grid,) = (b for b in read_document(page.encode(), "x.html").blocks if isinstance(b, Grid))
    assert [c.raw.rstrip("~") + "~" * (c.raw[-1] == "~") for c in grid.cells] == shown


def test_cells_behind_one_that_another_file_may_hide_are_in_doubt():
    row = "<tr><td>甲</td><td>1</td><td class=hidden>99</td><td>2</td></tr>"
    page = f"<table><tr><td>项</td><td>甲</td><td>乙</td><td>丙</td></tr>{row}</table>"
    (grid,) = (b for b in read_document(page.encode(), "x.html").blocks if isinstance(b, Grid))
    assert [c.raw for c in grid.cells if c.row == 1] == ["甲", "1", "99~", "2~"]


def test_column_that_another_file_may_hide_whole_moves_no_other():
    row = "<tr><td>甲</td><td>1</td><td class=hidden>99</td><td>2</td></tr>"
    page = f"<table><tr><td>项</td><td>甲</td><td class=hidden>乙</td><td>丙</td></tr>{row}</table>"
    (grid,) = (b for b in read_document(page.encode(), "x.html").blocks if isinstance(b, Grid))
    assert [c.raw for c in grid.cells if c.row == 1] == ["甲", "1", "99~", "2"]


@pytest.mark.parametrize("hidden", ["style='visibility:hidden;opacity:0'", "style='display:none'", "hidden"])
def test_tables_that_a_script_shows_are_read_when_the_page_shows_no_other(hidden):
    rows = "".join(f"<tr><td>甲行{n}</td><td>0</td><td>5</td></tr>" for n in range(12))
    kept = f"<div {hidden}><table>{rows}</table></div>"
    document = read_document(f"<html><body>{kept}</body></html>".encode(), "x.html")
    assert sum(isinstance(b, Grid) for b in document.blocks) == 1
    assert document.notes
    beside = read_document(f"<html><body><table>{rows}</table>{kept}</body></html>".encode(), "x.html")
    assert sum(isinstance(b, Grid) for b in beside.blocks) == 1


@pytest.mark.parametrize(
    ("hidden", "grids"),
    [
        (["", "乙行"], 2),
        (["", "甲行"], 1),
        (["", "甲行", "乙行"], 1),
        (["<h1>某市2022年政府信息公开工作年度报告</h1>", "乙行"], 1),
    ],
    ids=["a further page of the report", "the same again", "another report", "another year's"],
)
def test_hidden_tables_beside_shown_ones_are_read_where_they_are_further_ones(hidden, grids):
    def table(name: str) -> str:
        return "<table>" + "".join(f"<tr><td>{name}{n}</td><td>5</td></tr>" for n in range(12)) + "</table>"

    kept = f"<div style='display:none'>{hidden[0]}{''.join(map(table, hidden[1:]))}</div>"
    page = f"<h1>某市2023年政府信息公开工作年度报告</h1>{table('甲行')}{kept}"
    document = read_document(f"<html><body>{page}</body></html>".encode(), "x.html")
    assert sum(isinstance(b, Grid) for b in document.blocks) == grids


def test_hidden_copy_of_a_table_that_the_page_shows_on_its_side_stays_hidden():
    rows = [["项目", *(f"甲行{n}" for n in range(12))], ["乙列", *"123412341234"], ["丙列", *"567856785678"]]
    tables = (rows, zip(*rows, strict=True))
    shown, hidden = ("".join(f"<tr><td>{'<td>'.join(row)}</tr>" for row in table) for table in tables)
    page = f"<table>{shown}</table><table style='display:none'>{hidden}</table>"
    document = read_document(f"<html><body>{page}</body></html>".encode(), "x.html")
    assert sum(isinstance(b, Grid) for b in document.blocks) == 1


def test_style_sheet_for_browsers_without_scripts_hides_nothing():
    assert cell("<i>12</i>", head="<noscript><style>i{display:none}</style></noscript>") == "12"


def test_rule_that_asks_each_element_for_all_of_a_large_page_is_not_followed_and_its_numbers_are_in_doubt():
    rest = "<b></b>" * 1000
    many = "<i>1</i>" * 300
    assert cell(many, "body:has(.q) td i{display:none}", head=rest) == "~1~" * 300


@pytest.mark.parametrize(
    ("sheet", "inside"),
    [
        ("i{font-size:1\\d800;display:none}", BESIDE),
        ("i{font-family:\\1 symbol;display:none}", BESIDE),
        ("@media (min-width:1.2.3px){i{font-size:0}} i{display:none}", BESIDE),
        (f"td{'[a]' * 9000}{{display:none}} i{{display:none}}", BESIDE),
    ],
    ids=["half of a pair", "control character", "no number", "too many brackets"],
)
def test_style_sheet_that_makes_no_sense_in_part_is_followed_else(sheet, inside):
    assert cell(inside, sheet).startswith("12") and cell("8", sheet) == "8"


def test_page_of_elements_nested_beyond_measure_is_refused():
    with pytest.raises(UnreadableDocument, match="too deeply"):
        cell("<span>" * 600 + "12" + "</span>" * 600)

"""Reports of several years in one document: whose numbers are published."""

import pytest
from printed_forms import html, published, request_lines, truth_of

from pipeline.documents.read import read_document
from pipeline.extract import extract
from pipeline.normalise import normalise_document

OWN, OTHER = request_lines("2021"), request_lines("2021", seed=2)
TITLE = "<h1>甲县乙局2023年政府信息公开工作年度报告</h1>"
SECTION = "<p>二、主动公开政府信息情况</p>"


def report(lines, above=""):
    return above + SECTION + html(lines).split("<body>")[1].split("<p>五")[0]


def differing(numbers):
    return {k: v for k, v in numbers.items() if truth_of(OWN)[k] != truth_of(OTHER)[k]}


@pytest.mark.parametrize(
    ("between", "told"),
    [
        ("<p>附件（上年度年报，供对照）：</p><p>甲县乙局2022年政府信息公开工作年度报告</p>", True),
        ("<p>附：2022年报告</p>", True),
        ("<p>本报告所列数据的统计期限为2022年1月1日至2022年12月31日，欢迎监督。</p>", True),
        ("<p>甲县乙局丙所2023年政府信息公开工作年度报告</p>", False),
        ("", False),
    ],
)
def test_what_a_further_report_says_at_its_beginning_holds_for_all_its_tables(between, told):
    found = published(f"<html><body>{report(OWN, TITLE)}{report(OTHER, between)}")
    assert found == truth_of(OWN) if told else not differing(found)


@pytest.mark.parametrize("own_first", [True, False])
@pytest.mark.parametrize("heads", [("2023年", "2022年（上年对照）"), ("本年", "上年"), ("2023年", "2023年")])
def test_of_reports_side_by_side_each_stands_under_its_own_columns_head(heads, own_first):
    columns = [*zip(heads, (report(OWN), report(OTHER)), strict=True)][:: 1 if own_first else -1]
    above, below = ("".join(f"<td>{part}</td>" for part in parts) for parts in zip(*columns, strict=True))
    found = published(f"<html><body>{TITLE}<table><tr>{above}</tr><tr>{below}</tr></table>")
    assert found == truth_of(OWN) if heads[0] != heads[1] else not differing(found)


def test_heads_of_two_years_one_behind_the_other_head_neither_of_two_tables():
    tabs = "<ul><li>2023年</li><li>2022年</li></ul>"
    found = published(f"<html><body>{TITLE}{tabs}{report(OWN)}{report(OTHER)}")
    assert not differing(found)


def bare(lines):
    """Table 三 without its heading."""
    return "<table" + html(lines).split("<table")[1].split("</table>")[0] + "</table>"


@pytest.mark.parametrize("use", ["供比较", "上年数，供比较", "上年数，仅供对比"])
def test_caption_of_last_years_table_may_say_what_it_is_for(use):
    name = "年收到和处理政府信息公开申请情况"
    own, other = f"<p>表1　2023{name}</p>{bare(OWN)}", f"<p>表2　2022{name}（{use}）</p>{bare(OTHER)}"
    assert published(f"<html><body>{TITLE}{own}{other}<p>五、存在的主要问题</p>") == truth_of(OWN)


@pytest.mark.parametrize("heads", [("2022年", "2023年"), ("上年", "本年"), ("上年同期数", "本期数")])
def test_headings_below_their_tables_do_not_head_the_next_one(heads):
    tables = "".join(f"{bare(lines)}<p>{head}</p>" for lines, head in zip((OTHER, OWN), heads, strict=True))
    assert not differing(published(f"<html><body>{TITLE}<p>三、申请情况</p>{tables}<p>五、存在的主要问题</p>"))


def test_one_heading_of_this_and_last_year_above_two_tables_tells_neither():
    found = published(f"<html><body>{TITLE}<p>本年度　　上年度</p>{bare(OWN)}{bare(OTHER)}<p>五、存在的主要问题</p>")
    assert not differing(found)


def test_the_only_tables_are_not_read_where_they_are_those_of_last_years_report():
    own = "<p>二、主动公开政府信息情况</p><p>三、收到和处理政府信息公开申请情况</p><p>五、存在的主要问题</p>"
    assert published(f"<html><body>{TITLE}{own}{report(OTHER, '<p>附：2022年报告</p>')}") == {}


@pytest.mark.parametrize(("year", "lines"), [(2023, OWN), (2022, OTHER)])
def test_the_tables_are_those_of_the_year_that_the_report_is_published_for(year, lines):
    last = "<h1>甲县乙局2022年政府信息公开工作年度报告</h1>"
    source = f"<html><body>{report(OTHER, last)}{report(OWN, TITLE)}".encode()
    cells = extract(normalise_document(read_document(source, "x")), source, year=year).cells
    assert {c.key: c.value for c in cells if c.value is not None} == truth_of(lines)

"""Whole reports of several years in one file: one is the file's report, and nothing of the others is published."""

import io

import openpyxl
import pytest
from printed_forms import HEADER, html, pipes, published, request_lines, truth_of

from pipeline.documents.model import Document
from pipeline.documents.read import read_document
from pipeline.extract import extract
from pipeline.identity import identify
from pipeline.narrative import read_figures
from pipeline.normalise import normalise_document

LINES = {2022: request_lines("2021", seed=2), 2023: request_lines("2021")}
PERIOD = "<p>本报告所列数据的统计期限为{year}年1月1日至{year}年12月31日，欢迎监督。</p>"


def body(year: int, title: str = "<h1>甲县乙局{year}年政府信息公开工作年度报告</h1>", beside: str = "") -> str:
    table = html(LINES[year]).split("<body>")[1].split("<p>五")[0]
    prose = f"<p>一、总体情况</p><p>全年收到政府信息公开申请{year}件。</p>"
    rest = "<p>五、存在的主要问题</p><p>六、其他需要报告的事项</p><p>无。</p><p>甲县乙局</p>"
    return f"{title}{beside}{prose}{table}{rest}<p>{year + 1}年1月20日</p>".format(year=year)


def document(source: str | bytes) -> Document:
    data = source.encode() if isinstance(source, str) else source
    return normalise_document(read_document(data, "x"))


def numbers(read: Document, path: str) -> dict[tuple[str, str, str], float]:
    found = extract(read, year=identify(read, path).report_year).cells
    return {c.key: c.value for c in found if c.value is not None}


@pytest.mark.parametrize("years", [(2022, 2023), (2023, 2022)])
@pytest.mark.parametrize(("path", "own"), [("a.html", 2023), ("乙局2022年年报.html", 2022), ("2023/a.html", 2023)])
@pytest.mark.parametrize(
    "title",
    [
        "<h1>甲县乙局{year}年政府信息公开工作年度报告</h1>",
        "<p>甲县乙局{year}年</p><p>政府信息公开工作年度报告</p>",
        "<p>{year}年度报告</p>",
        "<h2>{year}年</h2>",
    ],
)
def test_facts_numbers_and_sentences_are_all_of_one_year(title, path, own, years):
    read = document("<html><body>" + "".join(body(year, title) for year in years))
    facts = identify(read, path)
    assert (facts.report_year, facts.published_on.year) == (own, own + 1)
    assert numbers(read, path) == truth_of(LINES[own])
    figures = read_figures(read, facts.report_year)
    assert [f.value for f in figures if f.measure == "requests_received"] == [own]


def test_page_title_says_which_of_two_is_the_pages_report():
    both = "".join(map(body, LINES))
    page = f"<html><head><title>乙局2022年政府信息公开工作年度报告</title></head><body>{both}"
    assert numbers(document(page), "a.html") == truth_of(LINES[2022])


def test_period_tells_the_year_of_a_further_report_without_a_title():
    read = document("<html><body>" + body(2023) + body(2022, "", PERIOD))
    assert numbers(read, "a.html") == truth_of(LINES[2023])


def test_contents_and_a_period_with_a_slip_make_no_further_report():
    contents = "".join(
        f"<p>{heading}</p>" for heading in ("一、总体情况", "二、主动公开政府信息情况", "三、收到和处理")
    )
    title = "<h1>甲县乙局2023年政府信息公开工作年度报告</h1>"
    read = document("<html><body>" + title + contents + body(2023, "", PERIOD.replace("{year}", "2022")))
    assert numbers(read, "a.html") == truth_of(LINES[2023])


def test_links_to_other_years_below_a_report_are_no_reports():
    links = "".join(f"<li>甲县乙局{year}年政府信息公开工作年度报告</li>" for year in (2024, 2022))
    read = document(f"<html><body>{body(2023)}<ul>{links}</ul>")
    assert identify(read, "a.html").report_year == 2023
    assert numbers(read, "a.html") == truth_of(LINES[2023])


def test_two_reports_whose_year_nothing_tells_are_not_mixed():
    found = published("<html><body>" + body(2023) + body(2022, "").replace("2023年1月20日", "1月20日"))
    own, other = truth_of(LINES[2023]), truth_of(LINES[2022])
    assert all(own[key] == other[key] for key in found)


def test_older_report_without_tables_before_it_gives_neither_year_nor_sentences():
    sections = (
        "<p>一、概述</p><p>二、主动公开政府信息的情况</p><p>2018年收到政府信息公开申请7件。</p><p>四、行政复议情况</p>"
    )
    read = document(f"<html><body><h1>甲县乙局2018年政府信息公开工作年度报告</h1>{sections}{body(2022)}")
    facts = identify(read, "a.html")
    assert facts.report_year == 2022
    assert [f.value for f in read_figures(read, 2022) if f.measure == "requests_received"] == [2022]


@pytest.mark.parametrize(
    "title", ["2024年工作计划", "2024年法治政府建设工作报告", "2024年政府信息公开工作年度报告编制说明"]
)
def test_a_plan_or_another_report_without_tables_is_not_the_files_report(title):
    sections = ("一、总体情况", "二、主动公开政府信息", "三、收到和处理申请", "四、行政复议情况")
    read = document(f"<html><body>{body(2023)}<p>{title}</p>" + "".join(f"<p>{s}</p>" for s in sections))
    facts = identify(read, "2024/a.html")
    assert (facts.report_year, facts.agency_name) == (2023, "甲县乙局")
    assert numbers(read, "2024/a.html") == truth_of(LINES[2023])


@pytest.mark.parametrize("slip", [2022, 2024])
def test_tables_in_an_annex_with_another_year_are_not_published_under_it(slip):
    table = html(LINES[2023]).split("<body>")[1].split("<p>五")[0]
    text = body(2023).replace(table, "")
    read = document(f"<html><body>{text}<p>附件:{slip}年政府信息公开工作年度报告统计表</p>{table}")
    assert identify(read, "a.html").report_year == 2023
    assert not numbers(read, "a.html")


def test_numbers_that_look_like_years_head_no_report():
    def text(year: int, made: str) -> str:
        two = f"二、主动公开政府信息情况\n第二十条第（一）项 |\n规章 |\n{made} |\n"
        return f"甲县乙局{year}年政府信息公开工作年度报告\n{two}{pipes(LINES[year])}"

    assert identify(document(text(2022, "5") + text(2023, "2040")), "a.txt").report_year == 2023


@pytest.mark.parametrize("slip", [2021, 2023])
def test_a_slip_in_one_tables_title_makes_no_report_of_another_year(slip):
    four = "<table><tr><td>结果维持</td><td>尚未审结</td></tr></table>"
    read = document(f"<html><body>{body(2022)}<p>甲县乙局{slip}年政府信息公开工作年度报告表三</p>{four}")
    assert identify(read, "a.html").report_year == 2022
    assert numbers(read, "a.html") == truth_of(LINES[2022])


@pytest.mark.parametrize("years", [(2022, 2023), (2023, 2022)])
def test_sheets_named_by_years(years):
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for year in years:
        sheet = book.create_sheet(f"{year}年")
        for line in (("第二十条第（一）项",), ("", *HEADER), *((x.label, *x.values) for x in LINES[year])):
            sheet.append([int(text) if text.isdigit() else text for text in line])
    raw = io.BytesIO()
    book.save(raw)
    assert numbers(document(raw.getvalue()), "a.xlsx") == truth_of(LINES[2023])


TWO = (
    "<p>二、主动公开政府信息情况</p><table><tr><td>第二十条第（一）项</td></tr><tr><td>信息内容</td><td>本年制发件数</td>"
    "<td>本年废止件数</td><td>现行有效件数</td></tr><tr><td>规章</td><td>{}</td><td>0</td><td>9</td></tr></table>"
)


def untitled(lines, told: str, made: str = "7", caption: str = "") -> str:
    """A report without a title: its year or agency stands in its text alone; without lines it prints no table 三."""
    table = (
        html(lines).split("<body>")[1].split("<p>五")[0] if lines else "<p>三、收到和处理申请情况</p><p>未收到。</p>"
    )
    two = TWO.format(made) if made else ""
    rest = "<p>五、存在的主要问题</p><p>深度有待提高。</p><p>六、其他需要报告的事项</p><p>无。</p>"
    prose = f"<p>一、总体情况</p><p>{told}认真做好政府信息公开工作，及时答复申请人的申请。</p>"
    return (prose + two + table + rest).replace("</table>", f"</table><p>{caption}</p>" if caption else "</table>")


@pytest.mark.parametrize("told", [("2023年，我局", "2022年，我局"), ("2023年，甲局", "2023年，乙局"), ("我局", "本局")])
@pytest.mark.parametrize("captions", [("", ""), ("2023年", "2022年")])
@pytest.mark.parametrize("turn", [1, -1])
def test_a_table_that_one_of_two_reports_without_titles_prints_is_nobodys(told, captions, turn):
    bodies = [untitled(LINES[2023], told[0], "", captions[0]), untitled(None, told[1], "7", captions[1])]
    assert numbers(document("<html><body>" + "".join(bodies[::turn])), "a.html") == {}


@pytest.mark.parametrize(
    "before",
    [
        "".join(f"<p>{n}、{s}</p>" for n, s in zip("一二三", ("总体情况", "主动公开", "申请情况"), strict=True)),
        untitled(None, "2023年，我局", ""),
        untitled(None, "2023年，我局"),
    ],
    ids=["contents", "a summary without tables", "the same report without its last tables"],
)
def test_what_repeats_a_report_without_its_tables_leaves_them_its_own(before):
    found = numbers(document("<html><body>" + before + untitled(LINES[2023], "2023年，我局")), "a.html")
    assert {key: value for key, value in found.items() if key[0] == "requests"} == truth_of(LINES[2023])

"""For which year a report is, and when it was signed: titles, periods, dates and paths weighed against each other."""

from datetime import date

import pytest
from identity_facts import facts, facts_of_lines

from pipeline.identity import facts_frame, year_named_by_path


def test_no_title_takes_agency_and_date_from_the_foot():
    found = facts("根据条例编制本报告。", foot=("澜溪市财政局", "2024年1月20日"))
    assert (found.agency_name, found.report_year, found.published_on) == ("澜溪市财政局", 2023, date(2024, 1, 20))
    assert "foot" in found.year_evidence


def test_foot_with_agency_and_date_on_one_line():
    found = facts("根据条例编制本报告。", foot=("澜溪市财政局 2024年1月20日",))
    assert (found.agency_name, found.published_on) == ("澜溪市财政局", date(2024, 1, 20))


def test_foot_in_chinese_numerals():
    found = facts("根据条例编制本报告。", foot=("澜溪市财政局", "二〇二四年一月三十一日"))
    assert found.published_on == date(2024, 1, 31)


def test_report_dated_in_december_is_for_that_year():
    assert facts("根据条例编制本报告。", foot=("澜溪市财政局", "2023年12月29日")).report_year == 2023


def test_published_date_of_the_page():
    found = facts("澜溪市财政局2023年政府信息公开工作年度报告", "发布日期：2024-01-22 来源：财政局")
    assert found.published_on == date(2024, 1, 22)


@pytest.mark.parametrize(
    ("sentence", "start", "end"),
    [
        ("本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。", (2023, 1, 1), (2023, 12, 31)),
        ("统计时限为2023年1月1日至12月31日。", (2023, 1, 1), (2023, 12, 31)),
        ("统计期限：2023年1月1日—2023年12月31日。", (2023, 1, 1), (2023, 12, 31)),
        ("数据统计时段为2023.1.1-2023.12.31。", (2023, 1, 1), (2023, 12, 31)),
        ("统计时限为20231月1日至2023年12月31日。", (2023, 1, 1), (2023, 12, 31)),
        ("统计期限为二〇二三年一月一日至二〇二三年十二月三十一日。", (2023, 1, 1), (2023, 12, 31)),
        ("统计期限为2023年1月至12月。", (2023, 1, 1), (2023, 12, 31)),
        ("统计期限为2023年3月至2023年11月。", (2023, 3, 1), (2023, 11, 30)),
        ("统计时限为2020年1月1日至2021年12月31日。", (2020, 1, 1), (2021, 12, 31)),
        ("本报告中所列数据的统计期限自 2023 年 1 月 1 日起,至 2023 年 12 月 31 日止", (2023, 1, 1), (2023, 12, 31)),
        ("统计期限为2023年1月1日0时至2023年12月31日24时。", (2023, 1, 1), (2023, 12, 31)),
        ("本报告期从2023年1月1日到2023年12月31日。", (2023, 1, 1), (2023, 12, 31)),
        ("報告所列數據統計期限為２０２３年１月１日至１２月３１日。", (2023, 1, 1), (2023, 12, 31)),
    ],
)
def test_statistical_period(sentence, start, end):
    found = facts(sentence)
    assert (found.period_start, found.period_end) == (date(*start), date(*end))


def test_typing_error_in_the_period_is_kept_as_printed():
    found = facts("统计时限为20221月1日至2022年12月31日。")
    assert found.period_text.startswith("20221月1日") and found.report_year == 2022


@pytest.mark.parametrize(
    "sentence",
    [
        "2023年3月1日至2023年6月30日开展了专项整治行动。",
        "培训班于2023年5月10日至5月12日举办。",
        "2023年1月1日至2023年12月31日的预算执行良好。",
        "我局自2019年3月成立以来。",
        "收到申请12件，统计显示满意。2023年3月至2023年5月开展自查。",
    ],
)
def test_other_stretches_of_time_are_no_statistical_period(sentence):
    assert facts("澜溪市财政局2023年政府信息公开工作年度报告", sentence).period_start is None


def test_impossible_date_is_no_period():
    assert facts("统计期限为2023年1月1日至2023年13月31日。").period_start is None


def test_two_claims_against_one_win():
    found = facts(
        "澜溪市财政局2022年政府信息公开工作年度报告",
        "统计期限自2023年1月1日起至2023年12月31日止。",
        foot=("澜溪市财政局", "2024年1月20日"),
    )
    assert (found.report_year, found.title_year) == (2023, 2022)
    assert "period" in found.year_evidence and "foot" in found.year_evidence


def test_a_section_heading_with_another_year_is_told():
    heads = "二、2023年主动公开政府信息情况", "三、2022年收到和处理政府信息公开申请情况"
    found = facts("澜溪市财政局2023年政府信息公开工作年度报告", *heads)
    assert (found.report_year, found.heading_year) == (2023, 2022)


def test_title_wins_a_tie():
    found = facts("澜溪市财政局2022年政府信息公开工作年度报告", "统计期限自2023年1月1日起至2023年12月31日止。")
    assert (found.report_year, found.title_year) == (2022, 2022)


def test_path_does_not_outvote_the_content():
    found = facts("澜溪市财政局2023年政府信息公开工作年度报告", path="2020/2020年年度报告.html")
    assert (found.report_year, found.path_year) == (2023, 2020)


def test_path_alone_gives_the_year_and_says_so():
    found = facts("根据条例编制。", path="澜溪市财政局2021年政府信息公开工作年度报告.html")
    assert (found.report_year, found.agency_name) == (2021, "澜溪市财政局")
    assert found.year_evidence == "the file's path alone"


def test_nothing_tells_the_year():
    found = facts("根据条例编制。", path="upload/84213377.html")
    assert found.report_year is None and "no title" in found.year_evidence


def test_year_of_the_reports_own_name_in_the_text():
    found = facts("现公布澜溪市财政局2020年政府信息公开工作年度报告。本报告包括六部分。")
    assert (found.report_year, found.agency_name) == (2020, "澜溪市财政局")


@pytest.mark.parametrize(
    ("told", "year"),
    [
        ("2023年,我局主动公开信息20条。", 2023),
        ("(一)主动公开情况。2023年,我局公开信息20条。(二)依申请公开。2023年未收到申请。", 2023),
        ("我局高度重视公开工作。2023年,我局公开信息20条。", None),
        ("2022年结转至2023年2件。2023年,我局办结申请8件。2023年,无行政复议。", 2023),
        ("2023年,我局公开信息20条。2022年,我局公开信息30条。", None),
        ("2023年上半年,全区受理申请8件。", None),
    ],
)
def test_the_year_that_only_the_first_section_tells(told, year):
    lines = ("一、总体情况", told, "二、主动公开政府信息情况", "2021年,修改了栏目。")
    found = facts_of_lines(*lines)
    assert found.report_year == year


def test_the_year_of_a_period_that_the_report_covers():
    found = facts("本报告内容涵盖2023年1月1日至12月31日期间的工作情况。")
    assert (found.report_year, found.period_text) == (2023, "2023年1月1日至12月31日")


@pytest.mark.parametrize("foot", [(), ("下一篇：澜溪市财政局2022年政府信息公开工作年度报告",)])
def test_year_that_the_first_section_tells_comes_before_that_of_another_report_in_the_text(foot):
    told = "2023年，我局认真公开。按时编制2022年政府信息公开工作年度报告。"
    lines = "澜溪市财政局政府信息公开工作年度报告", "一、总体情况", told, "二、主动公开政府信息情况"
    assert facts_of_lines(*lines, *foot).report_year == 2023


@pytest.mark.parametrize(
    ("path", "claimed"),
    [
        ("澜溪市财政局2022年年度报告.html", 2022),
        ("2022/report_1.html", 2022),
        ("2024/01/22/content_1.html", None),
        ("2023/a.html", 2023),
        ("t20240122_338812.html", None),
        ("upload/12023456.html", None),
        ("a.html", None),
    ],
)
def test_year_that_a_path_claims_of_a_report_for_2023(path, claimed):
    # A bare 2024 is the year of publication and contradicts nothing.
    assert facts("澜溪市财政局2023年政府信息公开工作年度报告", path=path).path_year == claimed


@pytest.mark.parametrize(
    ("path", "year"),
    [
        *(("2019/局2021年信息公开年报.pdf", 2021), ("2021/x.pdf", 2021), ("x.pdf", None), ("1999/a.pdf", None)),
        *(("2020年/2021/x.pdf", 2020), ("２０２２年度报告.txt", 2022), ("320820231.pdf", None)),
    ],
)
def test_year_named_by_path(path, year):
    assert year_named_by_path(path) == year


def test_report_without_title_is_a_report():
    assert facts("根据条例编制。").is_report


def test_traditional_report():
    found = facts("瀾溪市財政局2023年政府信息公開工作年度報告", "統計期限自2023年1月1日起至2023年12月31日止。")
    assert (found.script, found.agency_name, found.report_year) == ("Hant", "澜溪市财政局", 2023)


@pytest.mark.parametrize(("path", "year"), [("a.html", 2022), ("松岭县民政局2022年年报.html", 2022)])
def test_period_and_foot_of_different_years_are_settled_by_what_the_text_says_it_reports(path, year):
    told = facts(
        "现将松岭县民政局2022年政府信息公开工作情况公布如下。统计时间为2021年1月1日—2021年12月31日。",
        path=path,
        foot=("松岭县民政局", "2023年1月10日"),
    )
    assert told.report_year == year and told.title_year is None


def test_frame_of_facts_keeps_absent_years_absent():
    frame = facts_frame(
        [("a" * 16, 2023, facts("澜溪市财政局2023年政府信息公开工作年度报告")), ("b" * 16, 0, facts("无。"))]
    )
    assert frame["title_year"].tolist()[0] == 2023 and frame["title_year"].isna().tolist() == [False, True]
    assert str(frame["title_year"].dtype) == "Int64"

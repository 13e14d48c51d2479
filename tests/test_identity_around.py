"""What a site prints around a report, links, menus and dates, is no part of its title, name or year."""

import pytest
from identity_facts import facts, facts_of_lines

from pipeline.identity.alike import compatible

NAMED = "澜溪市财政局政府信息公开工作年度报告"
BARE = "2023年政府信息公开工作年度报告"
SIGNED = ("澜溪市财政局", "2024年1月20日")


def test_link_to_another_years_report_above_a_title_over_two_lines_is_none():
    link, *title = "澜溪市财政局2023年政府信息公开工作年度报告", "澜溪市财政局政府信息公开工作年度报告", "（2020年）"
    found = facts(link, *title, "一、总体情况")
    assert (found.report_year, found.title) == (2020, "".join(title))


@pytest.mark.parametrize("foot", [SIGNED, ()])
@pytest.mark.parametrize(
    "years", [("2024年", "2023年", "2022年", "2021年"), ("2022年", "2021年度"), ("2022年 2021年",)]
)
def test_list_of_years_above_a_title_without_one_is_no_part_of_it(years, foot):
    found = facts(*years, NAMED, foot=foot)
    assert (found.title, found.title_year, found.report_year) == (NAMED, None, 2023 if foot else None)


PATH, LINK = "首页 > 政府信息公开年报 > {}年", "澜溪市财政局{}年政府信息公开工作年度报告"
PERIOD = "统计期限自2023年1月1日起至2023年12月31日止。"


@pytest.mark.parametrize("year", [2021, 2022, 2024])
@pytest.mark.parametrize(
    ("above", "sentence"),
    [(PATH, "根据条例编制。"), (PATH, PERIOD), (LINK, PERIOD), (LINK, "一、2023年，我局公开信息20条。")],
)
def test_link_of_another_year_above_a_title_without_one_does_not_tell_its_year(above, year, sentence):
    found = facts(above.format(year), NAMED, sentence, foot=SIGNED)
    assert (found.title, found.report_year) == (NAMED, 2023)


@pytest.mark.parametrize("told", ["认真公开。", "2022年，认真公开。2023年，我局将改进。"])
@pytest.mark.parametrize("signed", ["2022年1月3日", "2024年1月3日"])
@pytest.mark.parametrize(
    "head",
    [("澜溪市财政局政府信息公开年报", LINK.format(2022)), (LINK.format(2022), "澜溪市财政局政府信息公开年度报告")],
)
def test_date_at_the_foot_alone_does_not_overrule_the_year_of_a_title(head, signed, told):
    found = facts_of_lines(*head, "一、总体情况", told, "二、主动公开政府信息情况", "澜溪市财政局", signed)
    assert (found.report_year, found.title_year) == (2022, 2022) and found.date_year != 2023


@pytest.mark.parametrize(
    ("told", "signed", "year"),
    [
        ("认真公开。", "2024年1月20日", 2023),
        ("2023年，认真公开。", None, 2023),
        ("认真公开。", None, 2024),
        ("2024年，认真公开。", "2024年1月20日", 2024),
        ("认真公开。", "2025年1月20日", 2024),
        ("认真公开。", "2026年1月20日", 2024),
    ],
)
@pytest.mark.parametrize("behind", ["（2024）", "2024"])
def test_bare_year_behind_a_title_is_the_reports_unless_others_are_told(behind, told, signed, year):
    lines = (NAMED + behind, "一、总体情况", told, "二、主动公开政府信息情况", *([signed] if signed else []))
    assert facts_of_lines(*lines).report_year == year


def test_year_of_a_path_that_the_text_speaks_of_is_the_reports_whatever_its_foot_is_dated():
    lines = (PATH.format(2022), NAMED, "一、总体情况", "2022年，我局认真公开。", "二、主动公开政府信息情况")
    assert facts_of_lines(*lines, *SIGNED).report_year == 2022


def test_year_with_its_word_behind_a_title_is_the_titles_whatever_the_foot_is_dated():
    found = facts(f"{NAMED}（2024年）", foot=SIGNED)
    assert (found.report_year, found.title_year) == (2024, 2024)


@pytest.mark.parametrize(
    "cover",
    [
        ("2023年", "（2023年度）", "政府信息公开工作年度报告"),
        ("政府信息公开工作年度报告", "2023年度", "2024年"),
        ("政府信息公开工作年度报告", "2023年", "2023年"),
    ],
)
def test_years_of_a_cover_are_no_list(cover):
    assert facts("澜溪市财政局", *cover).title_year == 2023


@pytest.mark.parametrize("above", ["2024年", "首页 > 政府信息公开年报 > 2024年"])
@pytest.mark.parametrize("told", [PERIOD, "2023年，我局认真公开。"])
def test_year_alone_above_a_title_gives_way_to_the_one_that_the_text_tells(above, told):
    found = facts_of_lines(above, NAMED, "一、总体情况", told, "二、主动公开政府信息情况")
    assert (found.report_year, found.title) == (2023, NAMED)


@pytest.mark.parametrize("above", ["年度报告 2023年", "2023年政务公开", "部门街道"])
def test_words_of_a_menu_above_a_title_are_no_part_of_a_name(above):
    assert facts(above, NAMED, foot=SIGNED).title == NAMED


def test_place_on_the_line_above_an_organs_title_is_part_of_its_name():
    assert facts("澜溪市柏荫区", "财政局2023年政府信息公开工作年度报告").agency_name == "澜溪市柏荫区财政局"


@pytest.mark.parametrize(
    ("above", "name", "agency"),
    [
        ("澜溪市柏荫区", "区财政局", "澜溪市柏荫区财政局"),
        ("柏荫区", "市财政局", "市财政局"),
        ("澜溪市", "市场监督管理局", "澜溪市市场监督管理局"),
        ("澜溪市", "市中区财政局", "市中区财政局"),
        *(("澜溪市", name, name) for name in ("清岚海关", "云渡岭气象局", "清岚生产建设兵团第五师", "第一中学")),
    ],
)
def test_place_on_the_line_above_is_put_before_no_name_that_has_its_place(above, name, agency):
    assert facts(above, f"{name}2023年政府信息公开工作年度报告").agency_name == agency


@pytest.mark.parametrize("above", ["2022年", "2022年度"])
def test_year_alone_above_the_rest_of_a_title_is_its_own(above):
    assert facts(above, NAMED, foot=SIGNED).title_year == 2022


def test_title_with_the_year_of_which_the_text_speaks_is_the_reports_whatever_its_foot_is_dated():
    title, told = "澜溪市财政局2022年政府信息公开工作年度报告", "一、2022年，我局公开信息20条。"
    assert facts(title, NAMED, told, foot=SIGNED).report_year == 2022


def test_links_to_other_years_reports_below_the_title_are_not_the_title():
    title, name = "澜溪市财政局2023年政府信息公开工作年度报告", "澜溪市财政局{}年政府信息公开工作年度报告"
    body = ["本报告所列数据的统计期限自2023年1月1日至2023年12月31日。", "一、总体情况"]
    found = facts(title, name.format(2022), name.format(2021), *body, foot=("澜溪市财政局", "2024年1月20日"))
    assert (found.report_year, found.title_year, found.title) == (2023, 2023, title)


def test_branch_is_no_other_name_of_what_it_is_a_branch_of():
    assert not compatible("澜溪市生态环境局", "澜溪市生态环境局柏荫分局")
    found = facts(f"澜溪市生态环境局{BARE}", foot=("澜溪市生态环境局柏荫分局", "2024年1月20日"))
    assert found.agency_name is None and "柏荫分局" in found.agency_problem


def test_branch_in_the_title_may_sign_with_the_name_of_what_it_is_a_branch_of():
    found = facts(f"澜溪市公安局柏荫分局{BARE}", foot=("澜溪市公安局", "2024年1月20日"))
    assert (found.agency_name, found.agency_problem) == ("澜溪市公安局柏荫分局", None)


@pytest.mark.parametrize(
    ("introduction", "name"),
    [
        ("根据《澜溪市人民政府办公室关于编制2023年年度报告的通知》要求，编制我局报告。", None),
        ("因统计有误，对原发布的《澜溪市财政局2023年政府信息公开工作年度报告》予以更正。", "澜溪市财政局"),
    ],
)
def test_notice_or_correction_that_an_introduction_cites(introduction, name):
    assert facts(BARE, introduction, foot=("2024年1月20日",)).agency_name == name


@pytest.mark.parametrize("below", [("澜溪市人民政府办公室", "2024年1月22日"), ("澜溪市人民政府主办", "2024年1月22日")])
def test_first_name_below_the_last_section_signs_where_nothing_else_names_the_agency(below):
    read = facts(BARE, foot=(*SIGNED, *below))
    assert (read.agency_name, read.published_on.isoformat()) == ("澜溪市财政局", "2024-01-20")


@pytest.mark.parametrize("title", [BARE, "政府信息公开工作年度报告"])
def test_name_with_a_date_that_is_too_early_for_a_signature_is_only_cited(title):
    read = facts(title, foot=("澜溪市发展和改革局", "2023年5月1日", *SIGNED, "澜溪市人民政府办公室", "2024年1月22日"))
    assert (read.agency_name, read.published_on.isoformat()) == ("澜溪市财政局", "2024-01-20")


@pytest.mark.parametrize("name", ["澜溪市外办", "澜溪市侨办", "澜溪市政协办"])
def test_office_with_a_short_name_signs(name):
    assert facts(BARE, foot=(name, "2024年1月20日")).agency_name == name


@pytest.mark.parametrize("foot", ["澜溪市人民政府主办", "澜溪市政务公开", "政府部门财政局"])
def test_words_of_a_site_are_no_name(foot):
    assert facts(BARE, foot=(foot, "2024年1月20日")).agency_name is None

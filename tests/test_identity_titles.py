"""Titles and the names in them: whose report it is, as its head says."""

from datetime import date

import pytest
from identity_facts import facts, facts_of_lines

NAMED = "澜溪市财政局政府信息公开工作年度报告"
SIGNED = ("澜溪市财政局", "2024年1月20日")


@pytest.mark.parametrize(
    ("line", "agency", "year"),
    [
        ("澜溪市财政局2023年政府信息公开工作年度报告", "澜溪市财政局", 2023),
        ("澜溪市财政局 2023 年度政府信息公开工作报告", "澜溪市财政局", 2023),
        ("2023年澜溪市财政局政府信息公开工作年度报告", "澜溪市财政局", 2023),
        ("2023年度澜溪市财政局政府信息公开年报", "澜溪市财政局", 2023),
        ("【年报】澜溪市财政局2023年政府信息公开工作年度报告", "澜溪市财政局", 2023),
        ("澜溪市财政局政府信息公开工作2023年度报告", "澜溪市财政局", 2023),
        ("澜溪市财政局政府信息公开工作年度报告（2023年度）", "澜溪市财政局", 2023),
        ("澜溪市财政局政府信息公开工作年度报告(2023年)", "澜溪市财政局", 2023),
        ("澜溪市财政局关于2023年政府信息公开工作情况的报告", "澜溪市财政局", 2023),
        ("澜溪市财政局2023年政府信息公开工作总结报告", "澜溪市财政局", 2023),
        ("澜溪市财政局二〇二三年政府信息公开工作年度报告", "澜溪市财政局", 2023),
        ("澜溪市财政局二○二三年度政府信息公开工作年度报告", "澜溪市财政局", 2023),
        *(
            (f"澜溪市财政局二{zero}二三年政府信息公开工作年度报告", "澜溪市财政局", 2023)
            for zero in ("◯", "\u041e", "\u039f")
        ),
        ("《澜溪市财政局2023年政府信息公开工作年度报告》", "澜溪市财政局", 2023),
        ("2024年公布澜溪市财政局2023年度政府信息公开工作年度报告", "澜溪市财政局", 2023),
        ("澜 溪 市 财 政 局 2 0 2 3 年 政府信息公开工作年度报告", "澜溪市财政局", 2023),
        ("# 澜溪市财政局2023年政府信息公开工作年度报告", "澜溪市财政局", 2023),
        ("澜溪市财政局2023年政府信息公开工作年度报告（全文）", "澜溪市财政局", 2023),
        ("瀾溪市財政局2023年政府信息公開工作年度報告", "澜溪市财政局", 2023),
        ("松岭县人民政府办公室2021年政府信息公开工作年度报告", "松岭县人民政府办公室", 2021),
        ("澜溪市碧潭区人民政府2020年政府信息公开工作年度报告", "澜溪市碧潭区人民政府", 2020),
        ("望川县石桥镇2022年政府信息公开工作年度报告", "望川县石桥镇", 2022),
        (
            "澜溪市城市管理局（综合行政执法局）2022年政府信息公开工作年度报告",
            "澜溪市城市管理局（综合行政执法局）",
            2022,
        ),
        ("澜溪市住建局(人防办)2022年政府信息公开工作年度报告", "澜溪市住建局(人防办)", 2022),
        ("瀾溪市住建局（人防辦）2022年政府信息公開工作年度報告", "澜溪市住建局（人防办）", 2022),
        ("关于公布澜溪市财政局2023年政府信息公开工作年度报告的公告", "澜溪市财政局", 2023),
        ("澜溪市财政局政府信息公开工作年度报告", "澜溪市财政局", None),
        ("澜溪市第一中学2023年学校信息公开工作年度报告", "澜溪市第一中学", 2023),
        ("澜溪市聋哑学校信息公开工作年度报告", "澜溪市聋哑学校", None),
        ("2023年政府信息公开工作年度报告（澜溪市财政局）", "澜溪市财政局", 2023),
        (
            "2023年政府信息公开工作年度报告（澜溪市文化局（市广播局、市文物局））",
            "澜溪市文化局（市广播局、市文物局）",
            2023,
        ),
        ("澜溪市财政局政府信息公开工作年度报告2023", "澜溪市财政局", 2023),
        ("澜溪市财政局政府信息公开工作年度报告-2023", "澜溪市财政局", 2023),
        ("澜溪市财政局政府信息公开工作年报2023年（终稿）", "澜溪市财政局", 2023),
        ("（澜溪市财政局）2023年政府信息公开工作年度报告", "澜溪市财政局", 2023),
        ("澜溪市财政局关于报送2023年政府信息公开工作年度报告的报告", "澜溪市财政局", 2023),
        ("澜溪市财政局2023年政府信息公开工作年度报告及附表", "澜溪市财政局", 2023),
        ("澜溪市财政局2023年政府信息公开年度报告表", "澜溪市财政局", 2023),
        # 政务公开, beside the official words or for them.
        ("澜溪市财政局2023年政务公开工作年度报告", "澜溪市财政局", 2023),
        ("2023年度澜溪市财政局政府信息与政务公开工作年度报告", "澜溪市财政局", 2023),
        ("澜溪市财政局2023年政府信息公开和政务公开工作年度报告", "澜溪市财政局", 2023),
        # Endings that only few bodies have.
        ("青岚左旗2023年政府信息公开工作年度报告", "青岚左旗", 2023),
        ("青岚旗白石苏木2023年政府信息公开工作年度报告", "青岚旗白石苏木", 2023),
        ("望川县青松岭国有林场2022年政府信息公开工作年度报告", "望川县青松岭国有林场", 2022),
        ("2023年澜溪市滨江粮食储备库政府信息公开工作年度报告", "澜溪市滨江粮食储备库", 2023),
        ("汇川县双湖口岸2021年度政府信息公开工作年度报告", "汇川县双湖口岸", 2021),
        ("澜溪海关2022年政府信息公开工作年度报告", "澜溪海关", 2022),
        ("第四十一师三〇六团2023年政府信息公开工作年度报告", "第四十一师三〇六团", 2023),
        ("2022年望川县人民政府信息公开工作年度报告", "望川县人民政府", 2022),
        # Mistyped, and meant in one way.
        ("望川县水利局2023政府信息公开工作年度报告", "望川县水利局", 2023),
        ("望川县水利局2022年度年政府信息公开工作年度报告", "望川县水利局", 2022),
        ("望川县水利局2022年年政府信息公开工作年度报告", "望川县水利局", 2022),
        ("望川县水利局2024年政府信息公工作年度报告", "望川县水利局", 2024),
        ("望川县水利局2024年政府信息工作公开年度报告", "望川县水利局", 2024),
        ("望川县水利局2024年政务信息公开工作年度报告", "望川县水利局", 2024),
    ],
)
def test_title_in_many_wordings(line, agency, year):
    found = facts(line)
    assert (found.agency_name, found.title_year) == (agency, year)


def test_name_of_the_site_behind_a_title_that_is_not_understood_names_no_agency():
    page_title = "望川县水利局等单位2023年政府信息公开工作年度报告-望川县人民政府"
    assert facts("望川县水利局等单位2023年政府信息公开工作年度报告", page=page_title).agency_name is None


def test_list_of_organs_below_a_sites_heading_names_no_agency():
    heading = ("政府信息公开工作年度报告", "望川县发展和改革局", "望川县教育局", "望川县公安局")
    read = facts(*heading, "2020年政府信息公开工作年度报告", foot=("望川县水务局", "2021年1月24日"))
    assert (read.agency_name, read.agency_problem) == ("望川县水务局", None)


def test_brackets_of_a_name_are_those_of_its_title_not_of_a_link():
    found = facts("当前位置：首页 > 澜溪市住建局(人防办)", "澜溪市住建局（人防办）", "2023年政府信息公开工作年度报告")
    assert (found.agency_name, found.title) == (
        "澜溪市住建局（人防办）",
        "澜溪市住建局（人防办）2023年政府信息公开工作年度报告",
    )


def test_brackets_of_a_name_that_only_the_pages_title_prints():
    assert (
        facts("略", page="澜溪市住建局（人防办）2023年政府信息公开工作年度报告").agency_name == "澜溪市住建局（人防办）"
    )


def test_menu_beside_a_title_is_none_of_its_names():
    found = facts("依申请公开                       澜溪市财政局2023年政府信息公开工作年度报告")
    assert found.agency_name == "澜溪市财政局"


@pytest.mark.parametrize(("name", "agency"), [("全松县教育局", "全松县教育局"), ("全市教育局", None), ("全局", None)])
def test_county_whose_name_begins_with_all_is_one_and_all_of_a_city_none(name, agency):
    assert facts(name, "2023年政府信息公开工作年度报告").agency_name == agency


def test_title_over_two_lines():
    found = facts("澜溪市财政局", "2023年政府信息公开工作年度报告")
    assert (found.agency_name, found.report_year) == ("澜溪市财政局", 2023)
    assert found.title == "澜溪市财政局2023年政府信息公开工作年度报告"


def test_brackets_of_a_name_below_its_title_are_its_own():
    assert facts("2023年政府信息公开工作年度报告", "澜溪市文化局（市文物局）").agency_name == "澜溪市文化局（市文物局）"


@pytest.mark.parametrize("label", ["", "单位：", "填报单位："])
@pytest.mark.parametrize("title", ["2023年政府信息公开工作年度报告", "2023年政府信息公开工作年度报告汇编"])
def test_name_below_a_title_without_one(title, label):
    assert facts(title, f"{label}澜溪市财政局", "根据条例编制。").agency_name == "澜溪市财政局"


@pytest.mark.parametrize(
    "behind",
    [
        *("公示", "（定稿）", "（公开稿）", "（修订）", "（2024年修订）", "（2024年1月发布）", ".docx", " 2024-01-20"),
        *(" 发布时间：2024年01月20日", "（2023.1.1—2023.12.31）"),
    ],
)
def test_note_behind_a_title_is_none_of_its_words(behind):
    found = facts(f"澜溪市财政局2023年政府信息公开工作年度报告{behind}")
    assert (found.agency_name, found.title_year) == ("澜溪市财政局", 2023)


def test_date_behind_a_title_without_a_year_is_not_its_year():
    assert facts("澜溪市财政局政府信息公开工作年度报告 发布时间：2024年01月20日").title_year is None


def test_title_over_three_lines():
    found = facts("澜溪市碧潭区人民政府", "2023年政府信息公开", "工作年度报告")
    assert (found.agency_name, found.report_year) == ("澜溪市碧潭区人民政府", 2023)


def test_title_of_a_list_beside_the_report_is_not_its_own():
    found = facts(
        "松岭县教育局2019年政府信息公开工作年度报告",
        "澜溪市财政局2023年政府信息公开工作年度报告",
        page="澜溪市财政局2023年政府信息公开工作年度报告 - 澜溪市人民政府",
    )
    assert (found.agency_name, found.report_year) == ("澜溪市财政局", 2023)


def test_title_from_the_page_where_the_text_has_none():
    found = facts("根据条例编制。", page="澜溪市财政局2023年政府信息公开工作年度报告_澜溪市人民政府")
    assert (found.agency_name, found.report_year) == ("澜溪市财政局", 2023)


def test_sentence_about_the_report_is_no_title():
    found = facts("现将澜溪市财政局2023年政府信息公开工作年度报告如下，欢迎监督。")
    assert found.title is None


def test_what_recognition_leaves_of_a_year_is_no_part_of_a_name():
    found = facts("青湖市人民政府二二年政府信息公开工作年度报告", foot=("青湖市人民政府", "2021年1月22日"))
    assert found.agency_name == "青湖市人民政府"


def test_a_title_broken_inside_a_places_name_is_put_together():
    found = facts("江左省澜溪", "市鹭洲区人民政府", "2023年政府信息公开", "工作年度报告")
    assert found.agency_name == "江左省澜溪市鹭洲区人民政府"


def test_another_report_on_openness_beside_the_official_title_is_not_it():
    found = facts("澜溪市民政局2022年政务公开工作报告", "2023年政府信息公开工作年度报告", foot=SIGNED)
    assert (found.agency_name, found.title_year) == ("澜溪市财政局", 2023)


def test_report_on_openness_without_the_forms_sections_is_none():
    lines = "澜溪市财政局2023年政务公开工作报告", "一、总体情况", "二、存在的主要问题"
    assert not facts_of_lines(*lines).is_report


def test_list_of_links_is_no_report():
    assert not facts_of_lines(
        "澜溪市财政局2023年政府信息公开工作年度报告", "首页", "下一篇", "附件：报告.pdf"
    ).is_report


def test_a_placeholder_signs_before_a_site_below_it():
    told = facts(
        "某某市财政局政府信息公开工作年度报告（2023年）",
        foot=("某某市财政局", "2024年1月6日", "远山文档服务有限公司 2025年3月1日"),
    )
    assert (told.published_on, told.agency_name) == (date(2024, 1, 6), None)


@pytest.mark.parametrize(
    ("foot", "agency"),
    [
        ("公市山市水务局", "长柳山市水务局"),
        ("长柳山市财政局", None),
        ("青石河市水务局", None),
    ],
)
def test_seal_over_a_place_makes_no_second_agency_and_another_organ_or_place_does(foot, agency):
    title = "长柳山市水务局2020年政府信息公开工作年度报告"
    assert facts(title, foot=(foot, "2021年1月13日"), format="png").agency_name == agency


@pytest.mark.parametrize(
    ("format", "foot", "agency"),
    [
        ("png", "双汉县水务局", "双汊县水务局"),
        ("png", "双溪县水务局", "双汊县水务局"),
        ("html", "双汉县水务局", None),
        ("png", "双汊县财政局", None),
    ],
)
def test_a_character_that_recognition_misread_makes_no_second_agency(format, foot, agency):
    title = "双汊县水务局2020年政府信息公开工作年度报告"
    assert facts(title, foot=(foot, "2021年1月13日"), format=format).agency_name == agency


@pytest.mark.parametrize(
    ("above", "below", "agency"),
    [
        ("澜溪市财政局", "澜溪市财政局办公室", "澜溪市财政局"),
        ("澜溪市人民政府", "澜溪市财政局", "澜溪市财政局"),
    ],
)
def test_an_organ_stands_above_its_title_and_its_own_office_below(above, below, agency):
    assert facts(above, "2023年政府信息公开工作年度报告", below, foot=(agency, "2024年1月9日")).agency_name == agency

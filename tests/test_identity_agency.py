"""Whose report a copied or half-filled page is: one name, or none with a reason."""

import pytest

from pipeline.documents.model import Document, Paragraph
from pipeline.identity import ReportFacts, identify
from pipeline.identity.alike import compatible, organ_of
from pipeline.identity.names import placeholder_in
from pipeline.normalise import normalise_document

SECTIONS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "六、其他需要报告的事项",
    "无。",
)
TITLE = "{}2023年政府信息公开工作年度报告"
INTRODUCTION = "依照条例，{}编制了2023年度政府信息公开工作情况的报告，现向社会公布。"


def facts(title: str, introduced: str | None = None, foot: str | None = None, *, path: str = "a.html") -> ReportFacts:
    """The facts of a report whose title line, introduction and foot name some agencies."""
    lines = [title, *([INTRODUCTION.format(introduced)] if introduced else []), *SECTIONS]
    lines += [foot, "2024年1月20日"] if foot else ["2024年1月20日"]
    return identify(normalise_document(Document("html", tuple(Paragraph(t, t) for t in lines))), path)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("淮安市洪泽区人民政府", "洪泽区人民政府"),
        ("淮安市洪泽区人民政府", "洪泽区人民政府办公室"),
        ("淮安市洪泽区人民政府", "洪泽区政府办"),
        ("江苏省洪泽区人民政府", "淮安市洪泽区人民政府"),
        ("澜溪市财政局", "市财政局"),
        ("澜溪市发展和改革委员会", "市发改委"),
        ("澜溪市卫健委", "市卫生健康委"),
        ("澜溪市人防办", "澜溪市人民防空办公室"),
        ("松岭县云渡镇人民政府", "云渡镇党政办"),
        ("云渡街道办事处", "柏荫区云渡街道党政综合办公室"),
        ("澜溪市柏荫区云渡街道办事处", "中共澜溪市柏荫区云渡街道工作委员会"),
        ("中国（澜溪）自由贸易试验区管委会", "澜溪自贸区管委会"),
        ("澜溪市人力资源和社会保障局", "澜溪市人社局"),
        ("澜溪市文化和旅游局", "澜溪市文化广电和旅游局"),
        ("澜溪市城市管理局(综合行政执法局)", "澜溪市综合行政执法局"),
        ("望川县石桥镇", "望川县石桥镇人民政府"),
        ("中共澜溪市委宣传部", "澜溪市委宣传部"),
        ("瀾溪市財政局", "澜溪市财政局"),
    ],
)
def test_two_ways_to_write_one_agency(one, other):
    assert compatible(one, other) and compatible(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("澜溪市财政局", "云渡市财政局"),
        ("澜溪市财政局", "澜溪市教育局"),
        ("澜溪市财政局", "澜溪市人民政府"),
        ("清岚市鹤渚区民政局", "云渡市柏荫区民政局"),
        ("松岭县人民政府", "石坪县人民政府办公室"),
        ("澜溪市卫健委", "县卫生健康委"),
        ("云渡街道办事处", "柏荫街道党政办"),
    ],
)
def test_two_agencies(one, other):
    assert not compatible(one, other) and not compatible(other, one)


def test_organ_of_a_government():
    assert organ_of("澜溪市人民政府", "澜溪市数据局") and organ_of("澜溪市人民政府", "市政务服务管理局")
    assert not organ_of("澜溪市人民政府", "云渡市数据局") and not organ_of("澜溪市财政局", "澜溪市教育局")
    assert not organ_of("澜溪市人民政府", "和、与")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "某某市人民政府",
            "某市财政局",
            "××市财政局",
            "×××局",
            "XX市财政局",
            "xx县",
            "**区人民政府",
            "○○镇",
            "[单位名称]",
        ),
        *("【机关名称】", "{{agency}}", "本机关", "本单位", "_____", "（填写单位全称）", "□□局"),
    ],
)
def test_placeholder(text):
    assert placeholder_in(text) is not None


@pytest.mark.parametrize("text", ["澜溪市财政局", "X射线管理所", "本溪市财政局", "国家电网公司", "二○二三年"])
def test_no_placeholder(text):
    assert placeholder_in(text) is None


@pytest.mark.parametrize(
    ("title", "introduced", "foot"),
    [
        ("淮安市洪泽区人民政府", "洪泽区人民政府办公室", "洪泽区人民政府"),
        ("澜溪市财政局", "市财政局", "澜溪市财政局"),
        ("澜溪市财政局", None, "财政局"),
        ("澜溪市人民政府", "澜溪市人民政府", "澜溪市数据局"),
        ("澜溪市人民政府", None, "澜溪市人民政府办公室"),
    ],
)
def test_names_that_agree_are_no_problem(title, introduced, foot):
    found = facts(TITLE.format(title), introduced, foot)
    assert (found.agency_name, found.agency_problem) == (title, None)


def test_title_against_introduction_and_foot_names_no_agency():
    found = facts(
        TITLE.format("澜溪市财政局"), "云渡市柏荫区民政局", "云渡市柏荫区民政局", path="澜溪市财政局2023年年报.html"
    )
    assert found.agency_name is None
    assert "澜溪市财政局" in found.agency_problem and "云渡市柏荫区民政局" in found.agency_problem


def test_title_against_foot_alone_names_no_agency():
    found = facts(TITLE.format("松岭县教育局"), None, "松岭县民政局")
    assert found.agency_name is None and "foot" in found.agency_problem


def test_organ_that_introduction_and_foot_name_is_not_its_government():
    found = facts(TITLE.format("澜溪市人民政府"), "澜溪市财政局", "澜溪市财政局")
    assert found.agency_name is None and found.agency_problem


def test_foot_left_over_is_found_and_title_and_introduction_name_the_agency():
    found = facts(TITLE.format("松岭县教育局"), "松岭县教育局", "云渡市民政局")
    assert found.agency_name == "松岭县教育局" and "云渡市民政局" in found.agency_problem


@pytest.mark.parametrize(
    "name", ["某某市财政局", "××市财政局", "XX市财政局", "**区财政局", "[单位名称]", "本机关", "_____"]
)
def test_placeholder_everywhere_names_no_agency_whatever_the_path_says(name):
    found = facts(TITLE.format(name), None, name, path="澜溪市财政局2023年政府信息公开工作年度报告.html")
    assert found.agency_name is None and "placeholder" in found.agency_problem
    assert found.report_year == 2023


@pytest.mark.parametrize("name", ["某某市财政局", "××市财政局", "XX市财政局", "[单位名称]", "本机关", "_____"])
def test_placeholder_in_the_title_takes_the_name_that_fits_it(name):
    found = facts(TITLE.format(name), None, "澜溪市财政局")
    assert (found.agency_name, found.agency_problem, found.report_year) == ("澜溪市财政局", None, 2023)


def test_placeholder_that_the_foot_cannot_stand_for():
    found = facts(TITLE.format("××市教育局"), None, "澜溪市财政局")
    assert found.agency_name is None and "××市教育局" in found.agency_problem


def test_owner_of_the_site_above_a_title_without_a_name():
    lines = ("澜溪市人民政府", "2023年政府信息公开工作年度报告", INTRODUCTION.format("澜溪市财政局"), *SECTIONS)
    lines = (*lines, "澜溪市财政局", "2024年1月20日")
    found = identify(normalise_document(Document("html", tuple(Paragraph(t, t) for t in lines))), "a.html")
    assert (found.agency_name, found.agency_problem) == ("澜溪市财政局", None)


def test_company_and_date_under_the_report_is_not_its_signature():
    lines = (
        TITLE.format("澜溪市财政局"),
        *SECTIONS,
        "澜溪市财政局",
        "2024年1月20日",
        "远山文档服务有限公司 2024年6月3日",
    )
    found = identify(normalise_document(Document("html", tuple(Paragraph(t, t) for t in lines))), "a.html")
    assert (found.agency_name, found.agency_problem) == ("澜溪市财政局", None)
    assert found.published_on.isoformat() == "2024-01-20"


@pytest.mark.parametrize(
    ("introduction", "name"),
    [
        ("按照市里的要求，我乡编制了澜溪市云渡乡人民政府2023年政府信息公开工作年度报告。", "澜溪市云渡乡人民政府"),
        ("本报告是根据《条例》要求，由云渡镇人民政府党政办公室编制。", "云渡镇人民政府"),
        ("本年度报告根据《条例》要求，由澜溪市信访局结合有关统计数据编制。", "澜溪市信访局"),
        ("根据《条例》要求，现公开澜溪市人民政府办公室2023年政府信息公开工作年度报告。", "澜溪市人民政府办公室"),
        ("现公布2023年度国家税务总局澜溪市税务局政府信息公开工作年度报告。", "国家税务总局澜溪市税务局"),
        ("澜溪市档案局2023年政府信息公开工作年度报告（以下简称年报）是根据《条例》编制的。", "澜溪市档案局"),
        ("本报告由澜溪市信访局结合有关统计数据编制，所列数据为2023年全年数据。", "澜溪市信访局"),
        ("本报告由澜溪市信访局（以下简称“我局”）根据《条例》编制。", "澜溪市信访局"),
        ("本报告由澜溪市信访局结合各单位（以下简称“单位”）统计数据，根据《条例》编制。", "澜溪市信访局"),
        ("本报告根据《条例》，由澜溪市信访局会同澜溪市数据中心编制。", "澜溪市信访局"),
        ("本年报依据《条例》，由澜溪市财政局（澜溪市国资委）编制。", "澜溪市财政局（澜溪市国资委）"),
        ("现编制并发布松岭县人民政府2023年度政府信息公开工作年度报告。", "松岭县人民政府"),
        ("我县编制并向社会公开松岭县人民政府2023年度政府信息公开工作年度报告。", "松岭县人民政府"),
        ("现向社会公开《松岭县人民政府2023年度政府信息公开工作年度报告》。", "松岭县人民政府"),
        ("现将澜溪市财政局（以下简称我局）2023年信息公开年度报告进行公布。", "澜溪市财政局"),
        ("现公布澜溪市财政局（市国资委、市金融办）2023年政府信息公开年报。", "澜溪市财政局（市国资委、市金融办）"),
        ("现公布2023年澜溪市住房和城乡建设局信息公开工作年度报告。", "澜溪市住房和城乡建设局"),
    ],
)
def test_author_that_only_the_introduction_names(introduction, name):
    found = facts(introduction)
    assert (found.agency_name, found.agency_problem) == (name, None)


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("2023年，柏荫区政务服务局全面落实上级要求，扩大主动公开范围。", "柏荫区政务服务局"),
        ("2023年，柏荫区统计局在区委、区政府的坚强领导下，扩大主动公开范围。", "柏荫区统计局"),
        ("2023年，我局全面落实上级要求，扩大主动公开范围。", None),
        ("2023年，市人民政府认真落实《条例》。", None),
        ("2023年，政务公开领导小组办公室认真落实《条例》。", None),
    ],
)
def test_reporter_that_only_the_first_sentence_names(sentence, name):
    lines = ["以下是本年度的情况。", SECTIONS[0], sentence, *SECTIONS[1:]]
    assert (
        identify(normalise_document(Document("txt", tuple(Paragraph(t, t) for t in lines))), "a.txt").agency_name
        == name
    )


def test_reporter_that_only_the_sentence_above_the_first_section_names():
    lines = ["根据条例编制本报告。", "2023年，澜溪市人民政府办公厅坚持依法公开。", *SECTIONS]
    found = identify(normalise_document(Document("txt", tuple(Paragraph(t, t) for t in lines))), "a.txt")
    assert found.agency_name == "澜溪市人民政府办公厅"


def test_year_of_a_report_whose_introduction_names_it_in_another_order():
    lines = ["特向社会公布澜溪市公安局2022年政府信息公开年度工作报告。", *SECTIONS]
    assert (
        identify(normalise_document(Document("txt", tuple(Paragraph(t, t) for t in lines))), "a.txt").report_year
        == 2022
    )


def test_nobody_named():
    found = facts("2023年政府信息公开工作年度报告")
    assert found.agency_name is None and "names an agency" in found.agency_problem


def test_name_of_the_path_alone_is_neither_a_problem_nor_a_statement():
    found = facts("2023年政府信息公开工作年度报告", path="澜溪市财政局.html")
    assert (found.agency_problem, found.agency_evidence) == (None, "")


@pytest.mark.parametrize(
    "name",
    [
        *("澜溪市财政局（扫描件）", "澜溪市财政局2023年年报（盖章）", "澜溪市财政局2023年工作报告"),
        *("03.澜溪市财政局2023年政府信息公开年报", "20240120澜溪市财政局2023年政府信息公开年报", "1、澜溪市财政局"),
        "澜溪市财政局2023年政府信息公开工作年度报告 - 副本 (2)",
    ],
)
def test_words_beside_it_in_a_file_name_are_no_part_of_the_agency(name):
    assert facts("2023年政府信息公开工作年度报告", path=f"{name}.html").agency_name == "澜溪市财政局"


@pytest.mark.parametrize(
    "signed", ["澜溪市财政局（盖章）", "澜溪市财政局（公章）", "单位：澜溪市财政局", "填报单位（盖章）：澜溪市财政局"]
)
def test_seal_and_label_beside_a_name_are_no_part_of_it(signed):
    assert facts("2023年政府信息公开工作年度报告", foot=signed).agency_name == "澜溪市财政局"


def test_title_announced_as_published_names_its_agency():
    assert facts("澜溪市财政局2023年政府信息公开工作年度报告公布").agency_name == "澜溪市财政局"


def test_title_that_names_a_town_alone_takes_the_place_that_the_foot_prints():
    assert facts(TITLE.format("云渡乡"), foot="松岭县云渡乡人民政府").agency_name == "松岭县云渡乡人民政府"


@pytest.mark.parametrize("name", ["下载中心", "公开办", "最终版_办公室", "政务公开室", "省市县"])
def test_file_name_that_tells_where_it_lay_names_no_agency(name):
    assert facts("2023年政府信息公开工作年度报告", path=f"{name}.html").agency_name is None


@pytest.mark.parametrize("foot", ["办公室", "政府办公室"])
def test_office_that_may_be_anyones_names_no_agency(foot):
    assert facts("2023年政府信息公开工作年度报告", foot=foot).agency_name is None


def test_name_of_the_site_above_the_title_is_no_agency():
    lines = ("澜溪市人民政府门户网站", "2023年政府信息公开工作年度报告", *SECTIONS, "澜溪市财政局", "2024年1月20日")
    found = identify(normalise_document(Document("html", tuple(Paragraph(t, t) for t in lines))), "a.html")
    assert (found.agency_name, found.agency_problem) == ("澜溪市财政局", None)


def test_introduction_read_as_a_title_is_one_statement_only():
    sentence = "现公布云渡市教育局2023年政府信息公开工作年度报告"
    lines = ("XX市财政局2023年政府信息公开工作年度报告", sentence, *SECTIONS, "澜溪市财政局", "2024年1月20日")
    found = identify(normalise_document(Document("html", tuple(Paragraph(t, t) for t in lines))), "a.html")
    assert found.agency_name is None and found.agency_problem.startswith("The introduction names 云渡市教育局")


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("南京市鼓楼区北京西路1号", "南京市鼓楼区"),
        ("江苏省徐州市 鼓楼区中山北路1号", "徐州市鼓楼区"),
        ("鼓楼区中山北路1号", None),
        ("本局楼内。今年赴南京市鼓楼区学习交流", None),
        ("南京市鼓楼区北京西路1号、徐州市鼓楼区中山北路1号", None),
        ("江苏省鼓楼区中山路1号", None),
    ],
)
def test_the_text_may_tell_which_of_several_places_the_agency_is_in(address: str, place: str | None) -> None:
    lines = [TITLE.format("鼓楼区教育局"), *SECTIONS, f"联系方式：{address}。", "2024年1月20日"]
    read = identify(normalise_document(Document("html", tuple(Paragraph(t, t) for t in lines))), "a.html")
    if place is None:
        assert read.agency_place is None
    else:
        assert read.agency_place is not None and read.agency_place.endswith(place)


def test_a_name_that_tells_its_place_needs_no_other() -> None:
    assert facts(TITLE.format("洪泽区教育局"), "南京市鼓楼区教育局").agency_place is None


@pytest.mark.parametrize(
    "line",
    [
        "望川县认真做好政府信息公开工作年度报告",
        "望川县全面推进2023年政府信息公开工作年度报告",
        "澜溪市各部门2023年政府信息公开工作年度报告",
    ],
)
def test_what_only_begins_with_a_place_is_no_agency(line):
    assert facts(line).agency_name is None


def test_title_that_the_introduction_bears_out_is_the_title_whoever_signs():
    lines = [TITLE.format("松岭县人民政府"), TITLE.format("松岭县白石镇"), INTRODUCTION.format("松岭县白石镇人民政府")]
    lines += [*SECTIONS, "松岭县人民政府", "2024年1月20日"]
    found = identify(normalise_document(Document("html", tuple(Paragraph(t, t) for t in lines))), "a.html")
    assert found.title == lines[1]


@pytest.mark.parametrize("other", ["松岭县水利局", "松岭县人民政府"])
@pytest.mark.parametrize(("introduced", "foot"), [("松岭县财政局", None), (None, "松岭县财政局")])
def test_a_link_to_another_agencys_report_below_the_title_is_not_the_title(other, introduced, foot):
    lines = [TITLE.format("松岭县财政局"), TITLE.format(other)]
    lines += [INTRODUCTION.format(introduced)] if introduced else []
    lines += [*SECTIONS, *([foot] if foot else []), "2024年1月20日"]
    found = identify(normalise_document(Document("html", tuple(Paragraph(t, t) for t in lines))), "a.html")
    assert (found.agency_name, found.agency_problem, found.title) == ("松岭县财政局", None, lines[0])

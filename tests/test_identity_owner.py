"""A site's owner beside a title that names no agency: above it, or in the page's own title."""

import pytest

from pipeline.documents.model import Document, Paragraph
from pipeline.identity import ReportFacts, identify
from pipeline.normalise import normalise_document

SECTIONS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "六、其他需要报告的事项",
    "无。",
)
TITLE = "2023年政府信息公开工作年度报告"
OWNER, ORGAN = "澜溪市柏荫区人民政府", "澜溪市柏荫区财政局"
OURS = "现将我局2023年度情况报告如下。"


def facts(
    *lines: str, page: str | None = None, foot: str | None = None, path: str = "a.html", told: str = "略。"
) -> ReportFacts:
    """The facts of a report that begins with some lines; its page has a title, its foot a name."""
    lines = (*lines, SECTIONS[0], told, *SECTIONS[1:], *([foot] if foot else []), "2024年1月20日")
    blocks = tuple(Paragraph(t, t) for t in lines)
    return identify(normalise_document(Document("html", blocks, page_title=page)), path)


@pytest.mark.parametrize(
    "page",
    [
        *(f"{TITLE}{apart}{OWNER}" for apart in ("_", "-", " - ", " ", "——")),
        *(f"{OWNER}{apart}{TITLE}" for apart in ("_", " - ", " ")),
        f"{TITLE}_澜溪市财政局",
    ],
)
@pytest.mark.parametrize("introduction", [OURS, "根据条例编制本报告。"])
def test_foot_names_the_agency_and_not_the_site_in_the_pages_title(page, introduction):
    found = facts(TITLE, introduction, page=page, foot=ORGAN)
    assert (found.agency_name, found.agency_problem) == (ORGAN, None)


def test_owner_stays_told_for_it_may_tell_the_place():
    assert OWNER in facts(TITLE, OURS, page=f"{TITLE}_{OWNER}", foot="柏荫区财政局").agency_evidence


def test_town_that_signs_is_not_the_district_whose_site_it_is():
    found = facts(TITLE, "现公布我镇年度报告。", page=f"{TITLE}_{OWNER}", foot="云渡镇人民政府")
    assert (found.agency_name, found.agency_problem) == ("云渡镇人民政府", None)


@pytest.mark.parametrize("above", [(), (OWNER,)])
@pytest.mark.parametrize("words", [OURS, "现公布我镇2023年政府信息公开工作年度报告。"])
def test_owner_alone_is_no_agency_where_the_text_speaks_of_another_kind_of_organ(above, words):
    found = facts(*above, TITLE, words, page=f"{TITLE}_{OWNER}")
    assert found.agency_name is None and OWNER in found.agency_problem


def test_owner_above_the_title_is_not_the_agency_whose_text_and_foot_name_an_organ():
    found = facts(OWNER, TITLE, OURS, foot=ORGAN)
    assert (found.agency_name, found.agency_problem) == (ORGAN, None)


@pytest.mark.parametrize("introduction", [OURS, "根据条例编制本报告。"])
def test_files_name_tells_the_agency_and_not_the_site(introduction):
    found = facts(TITLE, introduction, page=f"{TITLE}_{OWNER}", path=f"{ORGAN}{TITLE}.html")
    assert (found.agency_name, found.agency_problem) == (ORGAN, None)


def test_files_name_is_no_agency_where_the_text_speaks_of_another_kind_of_organ():
    found = facts(TITLE, OURS, path=f"{TITLE}_{OWNER}.html")
    assert found.agency_name is None and "我局" in found.agency_problem


def test_link_to_the_owners_report_is_not_the_title_that_the_page_names():
    found = facts(f"{ORGAN}{TITLE}", f"{OWNER}{TITLE}", OURS, page=f"{TITLE}_{OWNER}", foot=ORGAN)
    assert (found.agency_name, found.agency_problem) == (ORGAN, None)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (ORGAN, OURS),
        ("柏荫区云渡镇人民政府", "现公布我镇年度报告。"),
        (OWNER, "本报告格局为六部分，我区工作基本局面良好。"),
        ("澜溪市云渡街道办事处", "我街道高度重视。"),
    ],
)
def test_name_that_the_pages_title_alone_tells_and_the_text_bears_out(name, words):
    found = facts(TITLE, words, page=f"{TITLE}-{name}")
    assert (found.agency_name, found.agency_problem) == (name, None)


@pytest.mark.parametrize("foot", [f"{OWNER}办公室", "柏荫区人民政府"])
def test_a_governments_own_report_is_its_own_whichever_office_signs(foot):
    assert facts(TITLE, "根据条例编制。", page=f"{TITLE}_{OWNER}", foot=foot).agency_name == OWNER


COMPILER = "澜溪市柏荫区政务服务局"


@pytest.mark.parametrize(
    "by",
    [
        f"本报告由{COMPILER}编制。",
        "本报告由区政务服务和数据管理局根据条例编制。",
        "根据条例，由澜溪市柏荫区数据局编制本报告。",
        "根据条例由澜溪市柏荫区数据局编制本报告。",
    ],
)
@pytest.mark.parametrize("told", ["2023年，我区认真贯彻条例。", "全区各部门主动公开信息。"])
def test_organ_that_only_compiles_a_report_may_do_so_for_its_government(by, told):
    for found in (facts(TITLE, by, page=f"{TITLE}_{OWNER}", told=told), facts(OWNER, TITLE, by, told=told)):
        assert found.agency_name is None and OWNER in found.agency_problem
        assert ("我区" in found.agency_problem) == ("我区" in told)


@pytest.mark.parametrize("head", [(TITLE,), (OWNER, TITLE)])
def test_organ_that_compiles_and_signs_a_report_reports(head):
    found = facts(
        *head, f"本报告由{COMPILER}编制。", page=f"{TITLE}_{OWNER}", foot=COMPILER, told="全区各部门公开信息。"
    )
    assert (found.agency_name, found.agency_problem) == (COMPILER, None)


def test_governments_report_as_the_introduction_says_is_doubtful_where_an_organ_signs():
    told, foot = f"本报告为{OWNER}年度报告，涵盖全区。", "澜溪市柏荫区大数据中心"
    found = facts(TITLE, told, page=f"{TITLE}_{OWNER}", foot=foot)
    assert found.agency_name is None and OWNER in found.agency_problem and foot in found.agency_problem
    assert facts(TITLE, told, page=f"{TITLE}_{OWNER}").agency_name == OWNER


@pytest.mark.parametrize("foot", [ORGAN, COMPILER])
def test_organ_that_says_what_its_district_does_may_sign_for_it_or_for_itself(foot):
    found = facts(TITLE, page=f"{TITLE}_{OWNER}", foot=foot, told="2023年，我区认真贯彻条例。")
    assert found.agency_name is None and "我区" in found.agency_problem
    assert OWNER in found.agency_evidence and foot in found.agency_evidence


@pytest.mark.parametrize("foot", [ORGAN, COMPILER, "柏荫区行政审批局", "柏荫区大数据中心"])
@pytest.mark.parametrize(
    "told",
    [
        "2023年，柏荫区行政审批局认真贯彻条例，推动全区各部门政务公开。",
        *("2023年，我单位认真贯彻条例，推动全区各镇街政务服务。", "2023年，信息公开面向我区群众。"),
    ],
)
def test_organ_that_signs_reports_though_its_work_is_all_the_districts(told, foot):
    found = facts(TITLE, page=f"{TITLE}_{OWNER}", foot=foot, told=told)
    assert (found.agency_name, found.agency_problem) == (foot, None)
    assert facts(OWNER, TITLE, foot=foot, told=told).agency_name != OWNER


@pytest.mark.parametrize(
    ("introduction", "told", "path"),
    [
        ("根据条例编制。", "2023年，我局认真服务我区群众，我区认真贯彻条例。", "a.html"),
        (f"现公布{COMPILER}2023年政府信息公开工作年度报告。", "2023年，我区认真贯彻条例。", "a.html"),
        ("根据条例编制。", "2023年，我区认真贯彻条例。", f"{COMPILER}{TITLE}.html"),
        ("根据条例编制。", "认真贯彻条例。", "a.html"),
    ],
)
def test_organ_of_a_district_reports_where_the_text_or_the_files_name_says_so(introduction, told, path):
    assert (
        facts(TITLE, introduction, page=f"{TITLE}_{OWNER}", foot=COMPILER, told=told, path=path).agency_name == COMPILER
    )


@pytest.mark.parametrize(
    "told",
    [
        *("推进本乡镇政务公开。", "加强本镇街政务公开。", "我委托第三方评估。", "推进我乡村振兴。", "服务本中心城区。"),
        *("走进本院校。", "建设样本中心、版本中心、课本中心和剧本中心。", "参观标本院。", "推进书本校园。"),
        *("发布“我局长说政策”访谈。", "开展“局长讲我镇故事”活动。"),
    ],
)
@pytest.mark.parametrize("name", [OWNER, "柏荫区云渡镇人民政府", "柏荫区云渡街道办事处"])
def test_words_that_only_look_like_the_authors_name_for_itself_deny_no_agency(name, told):
    found = facts(name, TITLE, told=told * 2)
    assert (found.agency_name, found.agency_problem) == (name, None)


@pytest.mark.parametrize(
    ("other", "word"), [("我局认真贯彻。", "我局"), ("本局公开3条。", "本局"), ("全局上下认真。", "全局")]
)
def test_word_said_once_in_the_report_leaves_no_owner_and_names_no_other(other, word):
    lines = (*("略。",) * 2, *SECTIONS, other)
    for found in (facts(OWNER, TITLE, *lines), facts(TITLE, *lines, page=f"{TITLE}_{OWNER}")):
        assert found.agency_name is None and f"itself as {word}." in found.agency_problem
    assert facts(OWNER, TITLE, *lines, foot=OWNER).agency_name == OWNER
    assert facts(OWNER, TITLE, *lines, foot=ORGAN).agency_name is None
    assert facts(OWNER, TITLE, *lines, other, foot=ORGAN).agency_name == ORGAN


@pytest.mark.parametrize(
    "told", [f"2023年，{ORGAN}认真贯彻条例。", "2023年，区财政局认真贯彻条例。", "2023年，全局上下认真。"]
)
def test_owner_above_the_title_is_no_agency_where_the_first_sentence_tells_an_organs_work(told):
    found = facts(OWNER, TITLE, told=told)
    assert found.agency_name is None and found.agency_problem


def test_office_for_openness_may_be_told_of_in_its_governments_report():
    assert facts(OWNER, TITLE, told="2023年，区政务公开办公室认真贯彻条例。").agency_name == OWNER

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


def facts(*lines: str, page: str | None = None, foot: str | None = None, path: str = "a.html") -> ReportFacts:
    """The facts of a report that begins with some lines; its page has a title, its foot a name."""
    lines = (*lines, *SECTIONS, *([foot] if foot else []), "2024年1月20日")
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

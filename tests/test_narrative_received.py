"""Requests received, as sentences state them. The sentences are made up; the wordings are those of real reports."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents.model import Document, Paragraph
from pipeline.narrative import Figure, read_figures
from pipeline.narrative import scope_words as known

RECEIVED = ("requests_received", "requests_received_with_carried_in")
DEPARTMENT = "青山市云溪区水务局2022年政府信息公开工作年度报告"
GOVERNMENT = "青山市云溪区人民政府2022年政府信息公开工作年度报告"


def document(*lines: str, title: str = DEPARTMENT) -> Document:
    around = (title, "一、总体情况", *lines, "二、主动公开政府信息情况")
    return Document("txt", tuple(Paragraph(line, line) for line in around))


def received(*lines: str, title: str = DEPARTMENT) -> list[Figure]:
    """The figures that say what the report's own requests of its year are."""
    figures = read_figures(document(*lines, title=title))
    return [f for f in figures if f.measure in RECEIVED and f.scope == "own" and not f.approximate]


def values(*lines: str, title: str = DEPARTMENT) -> list[tuple[float, bool]]:
    return [(f.value, f.measure == RECEIVED[1]) for f in received(*lines, title=title)]


@pytest.mark.parametrize("pattern", [*known.OTHER_CONTENT, *known.OTHER_TIME, known.ADDITIONAL], ids=lambda p: p.name)
def test_each_lookalike_reads_nothing_from_its_own_example(pattern: known.Pattern) -> None:
    assert received(pattern.example) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "2022年，我局新收政府信息公开申请12件。",
        "2022年，我局共受理依申请公开12件。",
        "全年收到公民、法人或者其他组织提出的政府信息公开申请共计12件，均按时答复。",
        "2022年，我局累计受理、答复依申请公开政府信息12件，已全部办结。",
        "本年度，我局共收到政府信息公开申请 12 件。",
        "2022年度共接收政府信息公开申请12宗。",
        "2022年1月1日至12月31日，我局收到依申请公开申请12条。",
        "截至2022年12月31日，我局共收到政府信息公开申请12件。",
        "依申请公开方面，2022年共收到申请12件，同比增长20%。",
        "（二）依申请公开情况。2022年，我局收到书面申请12件，均在期限内答复。",
        "今年以来，我局收到12份政府信息公开申请，其中网上申请5件、信函申请7件。",
        "2022年，区水务局受理政府信息公开申请12件，答复12件。",
        "2022年受理政府信息公开申请12件（自然人10件、法人2件）。",
    ],
)
def test_the_number_of_the_report_is_read_in_many_word_orders(sentence: str) -> None:
    assert values(sentence) == [(12.0, False)]


@pytest.mark.parametrize(
    "sentence",
    [
        "2022年，我局收到依申请公开0件。",
        "2022年没有收到政府信息公开申请。",
        "2022年度我局未收到任何形式的依申请公开政府信息。",
        "全年无依申请公开事项，无行政复议和行政诉讼。",
        "2022年，我局未收到政府信息公开申请、行政复议、行政诉讼。",
        "2022年，我局公开信息20条，其中动态12条、公告8条;没有收到政府信息公开申请;没有行政复议。",
        "2022年未收到公民、法人和其他组织提出的政府信息公开申请.",
    ],
)
def test_nothing_received_is_zero(sentence: str) -> None:
    assert values(sentence) == [(0.0, False)]


@pytest.mark.parametrize(
    "sentence",
    [
        "2022年，全年未收到因政府信息公开申请引起的行政复议和行政诉讼。",
        "2022年无逾期答复的政府信息公开申请。",
        "2022年，我局未收到政府信息公开申请的投诉举报。",
        "2022年，我局未收到法人提出的政府信息公开申请。",
        "2022年上半年未收到政府信息公开申请。",
        "2022年无不予公开政府信息情况。",
        "2022年，我局通过信函未收到政府信息公开申请。",
    ],
)
def test_nothing_of_something_else_is_no_zero(sentence: str) -> None:
    assert received(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "2022年，我局共收到政府信息公开申请14件（其中3件为2021年收到），全部办结。",
        "2022年，我局收到各类申请52件，其中政府信息公开申请6件。",
        "2022年，我局收到政府信息公开申请13件，申请人撤回2件，实际受理11件。",
        "2022年，我局未收到书面申请政府信息公开，收到网上申请3件。",
    ],
)
def test_number_that_need_not_be_the_tables(sentence: str) -> None:
    assert values(sentence) == []


def test_carried_in_requests_said_behind_the_number_are_noted() -> None:
    assert values("2022年，我局共受理政府信息公开申请12件（含上年结转2件），办结11件。") == [(12.0, True)]


def test_carried_in_requests_said_in_the_next_clause_are_noted() -> None:
    assert values("2022年，我局收到政府信息公开申请12件，其中上年度结转2件。") == [(12.0, True)]


def test_carried_in_requests_counted_before_they_are_named_are_noted() -> None:
    assert values("2022年，我局受理政府信息公开申请12件（其中2件为上年结转），均已办结。") == [(12.0, True)]


def test_requests_carried_out_say_nothing_about_those_carried_in() -> None:
    assert values("2022年，我局受理政府信息公开申请12件（其中2件结转下年度）。") == [(12.0, False)]


def test_brackets_that_do_not_say_from_when_requests_were_carried_leave_it_open() -> None:
    assert received("2022年，我局受理政府信息公开申请12件（结转2件）。") == []


def test_a_part_carried_over_from_a_year_leaves_it_open() -> None:
    assert values("2022年，我局共收到政府信息公开申请12件（上年度结转2件，结转下年度1件）。") == []
    assert values("2022年，我局共受理政府信息公开申请12件，其中结转2021年2件。") == []


def test_new_and_carried_in_parts_are_noted() -> None:
    assert values("2022年，我局收到政府信息公开申请12件，其中本年新收10件、上年结转2件。") == [
        (12.0, True),
        (10.0, False),
    ]


def test_shouban_counts_what_was_carried_in() -> None:
    assert values("2022年，我局收办政府信息公开申请12件。") == [(12.0, True)]


def test_carried_in_requests_of_the_replies_are_not_the_received_ones() -> None:
    sentence = "2022年，我局受理政府信息公开申请12件，答复11件（含上年结转2件）。"
    assert values(sentence) == [(12.0, False)]


@pytest.mark.parametrize(
    "sentence",
    [
        "2022年，我局办理政府信息公开申请12件。",
        "2022年，我局答复政府信息公开申请12件。",
        "2022年，我局办理政府信息公开申请12件（含上年结转2件，另有3件结转下年度）。",
    ],
)
def test_handled_and_answered_requests_are_not_the_received_ones(sentence: str) -> None:
    assert received(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "2022年，区政府办代表区政府受理政府信息公开申请17件，均已答复。",
        "2022年，区政府办公室受理政府信息公开申请17件。",
        "2022年，区政府收到政府信息公开申请17件。",
        "2022年，我区各部门共受理政府信息公开申请95件，其中区教育局收到政府信息公开申请30件。",
        "2022年，区教育局收到政府信息公开申请30件。",
        "区教育局高度重视，全年收到政府信息公开申请30件。",
        "2022年，我办收到政府信息公开申请17件。",
        "2022年，本机关收到政府信息公开申请17件。",
        "2022年，区本级收到政府信息公开申请17件。",
        "2022年，各镇街受理依申请公开40件。",
    ],
)
def test_another_bodys_number_is_not_the_governments(sentence: str) -> None:
    assert received(sentence, title=GOVERNMENT) == []


@pytest.mark.parametrize(
    ("subject", "owned"),
    [("区政府办公室", True), ("区政府办", True), ("政府办", True), ("市政府办公室", False), ("区政府", False)],
)
def test_the_office_of_a_government_owns_its_numbers_in_its_own_report(subject: str, owned: bool) -> None:
    title = GOVERNMENT.replace("人民政府", "人民政府办公室")
    assert bool(values(f"2022年，{subject}共受理政府信息公开申请12件。", title=title)) == owned


def test_the_citys_body_is_not_the_districts() -> None:
    assert values("2022年，市水务局受理政府信息公开申请12件。") == []


@pytest.mark.parametrize("subject", ["全区", "我区", ""])
def test_a_whole_regions_number_is_the_governments_own(subject: str) -> None:
    assert values(f"2022年，{subject}共受理政府信息公开申请95件。", title=GOVERNMENT) == [(95.0, False)]


@pytest.mark.parametrize(
    "subject", ["各县(市、区)水务局", "全区(含镇、街道)", "全系统(含下属单位)", "各镇(街道)水务站"]
)
def test_a_bracket_does_not_take_the_subject_away(subject: str) -> None:
    assert values(f"{subject}共收到政府信息公开申请15件。") == []


def test_a_bracket_behind_the_reporter_leaves_the_number_its_own() -> None:
    assert values("我局(含局属单位)共收到政府信息公开申请15件。") == [(15, False)]
    assert values("2022年(1月1日至12月31日)收到政府信息公开申请15件。") == [(15, False)]


def test_a_towns_own_number_is_read() -> None:
    title = "云溪区石桥镇人民政府2022年政府信息公开工作年度报告"
    assert values("2022年，镇政府收到政府信息公开申请3件。", title=title) == [(3.0, False)]


@pytest.mark.parametrize("subject", ["全区", "我区"])
def test_a_whole_regions_number_is_never_a_departments(subject: str) -> None:
    assert received(f"2022年，{subject}共受理政府信息公开申请95件。") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "2022年，我局收到自然人政府信息公开申请3件。",
        "2022年，我局收到企业提出的政府信息公开申请3件。",
        "2022年办理业务9件，其中网上收到政府信息公开申请5件、信函收到政府信息公开申请2件。",
        "2022年，我局通过信函收到政府信息公开申请2件。",
        "2022年，我局收到上级转办的政府信息公开申请4件。",
        "2022年，我局较上年多收到政府信息公开申请3件。",
        "2022年，我局通过网上收到政府信息公开申请5件。",
        "2022年，我局还收到转办的政府信息公开申请2件。",
        "2022年，我局受理有关拆迁的政府信息公开申请2件。",
    ],
)
def test_a_share_of_the_requests_is_not_their_number(sentence: str) -> None:
    assert received(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "2021年，我局收到政府信息公开申请10件。",
        "上年收到政府信息公开申请10件。",
        "与去年收到的政府信息公开申请10件相比有所下降。",
        "自2008年以来，我局累计受理政府信息公开申请320件。",
        "2019年至2022年，我局受理政府信息公开申请60件。",
        "近三年来，我局受理政府信息公开申请60件。",
        "截至2022年12月底，我局累计受理政府信息公开申请60件。",
        "2022年上半年，我局受理政府信息公开申请6件。",
        "截至9月，我局受理政府信息公开申请6件。",
        "2022年一季度收到政府信息公开申请6件。",
        "2022年1-9月，我局收到政府信息公开申请6件。",
        "2022年3月15日，我局收到政府信息公开申请1件。",
    ],
)
def test_another_times_number_is_not_the_report_years(sentence: str) -> None:
    assert received(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "2022年，我局收到政府信息公开申请100余件。",
        "2022年，我局收到政府信息公开申请约100件。",
        "2022年，我局收到政府信息公开申请近100件。",
        "2022年，我局收到政府信息公开申请超过100件。",
        "2022年，我局收到政府信息公开申请1.2万件。",
        "2022年，我局收到政府信息公开申请100件左右。",
        "2022年，我局收到政府信息公开申请10-12件。",
        "2022年，我局收到政府信息公开申请10至12件。",
        "2022年，我局政府信息公开申请受理率100%。",
    ],
)
def test_rounded_numbers_and_ranges_are_no_figure(sentence: str) -> None:
    assert received(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "2022年，我局承办人大建议和政协提案12件。",
        "2022年，我局受理信访投诉12件。",
        "2022年，我局收到热线工单12件、来信3件。",
        "2022年，我局受理政府信息公开咨询12件。",
        "2022年，我局收到行政许可申请12件。",
        "2022年，我局受理备案行政复议134件。",
        "2022年，我局收到因政府信息公开申请引起的行政复议2件、行政诉讼1件。",
        "2022年，行政许可查询类信息1条。",
        "依申请公开方面，全年共收到12件信访件。",
    ],
)
def test_other_matters_are_no_requests_for_information(sentence: str) -> None:
    assert received(sentence) == []


def test_each_of_two_statements_is_a_figure() -> None:
    sentences = ("2022年，我局收到政府信息公开申请12件。", "2022年，我局受理政府信息公开申请11件。")
    assert values(*sentences) == [(12.0, False), (11.0, False)]


def test_a_figure_has_the_sentence_as_it_stands_and_the_place_of_its_number() -> None:
    figures = received("制度更加完善。2022 年，我局收到政府信息公开申请 12 件。下一步继续努力。")
    assert [f.sentence for f in figures] == ["2022 年，我局收到政府信息公开申请 12 件。"]
    assert [f.sentence[f.start : f.end] for f in figures] == ["12"]


def test_full_and_half_width_punctuation_read_the_same() -> None:
    assert values("2022年,我局收到政府信息公开申请12件(含上年结转2件).") == [(12.0, True)]


@given(st.integers(0, 99_999), st.sampled_from(["件", "宗", "条", "份"]), st.booleans())
def test_any_count_is_read_exactly(count: int, unit: str, separated: bool) -> None:
    printed = f"{count:,}" if separated else str(count)
    assert values(f"2022年，我局共收到政府信息公开申请{printed}{unit}。") == [(float(count), False)]


@given(
    st.text(
        alphabet="一二年我局收到未受理政府信息公开依申请其中含上结转等共约件条，。、；（）《》“”0123456789 \n",
        max_size=60,
    )
)
def test_no_text_makes_the_reading_fail(text: str) -> None:
    for figure in read_figures(document(text)):
        assert figure.sentence[figure.start : figure.end] == figure.raw

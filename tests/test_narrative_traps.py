"""Numbers in words like those of requests that are not the report's own."""

from __future__ import annotations

import pytest
from test_narrative_wordings import read

RECEIVED = "2022年，我局收到政府信息公开申请30件"


@pytest.mark.parametrize(
    "rest",
    [
        "，其中涉及征地的12件，已答复12件，尚未答复2件。",
        "，其中征地类申请共12件，已办结12件。",
        "。其中，网上申请12件，已办结12件。",
        "；信访事项50件，尚未办结12件。",
        "；对12件政府信息公开申请作出延期答复。",
        "；对12件人大建议作出书面答复。",
        "；完成12件政协提案的答复工作。",
        "；免收信息处理费的申请12件。",
        "；2020年结转2021年申请12件。",
        "；剩余12件许可申请正在办理。",
        "；开展依申请公开暗访，按时答复12件。",
        "。按时办结12件，剩余18件应申请人要求撤销。",
        "。按时办结18件，剩余12件按要求已经撤销。",
        "。其中答复信息不存在12件，非本机关制作18件。",
        "。全年共办理依申请公开12件，其中上年结转2件、新收10件；另有20件结转下年度。",
        "。其中答复信息不存在12件，不属于本机关公开18件。",
    ],
)
def test_a_number_of_something_else_is_not_the_reports_own(rest: str) -> None:
    assert [f.measure for f in read(RECEIVED + rest) if f.value == 12 and f.scope == "own"] == []


def test_the_number_of_all_requests_stays_own_beside_those_of_one_subject() -> None:
    figures = read(f"{RECEIVED}，其中涉及征地的12件，已答复27件。")
    assert [(f.measure, f.scope) for f in figures if f.value == 27] == [("requests_processed", "own")]


@pytest.mark.parametrize(("refused", "scope"), [("不予受理3件，补正后仍不明确1件", "part"), ("不予受理2件", "own")])
def test_replies_beside_other_outcomes_are_only_one_of_them(refused: str, scope: str) -> None:
    figures = read(f"2022年，我局受理政府信息公开申请12件，答复8件，{refused}。")
    assert [f.scope for f in figures if f.measure == "requests_processed"] == [scope]


def test_the_rest_of_a_group_beside_one_of_its_rows_is_not_the_group() -> None:
    figures = read(f"{RECEIVED}。其中，予以公开23件，逾期未补正2件，其他处理5件。")
    assert [f.scope for f in figures if f.measure == "other_outcome"] == ["unclear"]


@pytest.mark.parametrize("done", ["办理完成28件", "按法定时限办结28件", "完成办理28件"])
def test_requests_are_processed_in_several_words(done: str) -> None:
    figures = read(f"{RECEIVED}，{done}，结转下年度继续办理2件。")
    said = {"requests_processed": 28, "requests_carried_out": 2}
    assert said == {f.measure: f.value for f in figures if f.measure in said and f.scope == "own"}


def test_requests_by_letter_are_requests() -> None:
    figures = read(f"{RECEIVED}（其中信件申请18件，网络申请12件），已办结28件，2件结转下年办理。")
    assert {"requests_processed": 28, "requests_carried_out": 2}.items() <= {
        f.measure: f.value for f in figures
    }.items()


def test_lawsuits_named_with_handled_reviews_may_only_be_handled_too() -> None:
    figures = read("2022年，我局依法办理涉及政府信息公开的行政复议7件、行政诉讼5件。")
    assert {f.measure: f.scope for f in figures} == {"review_cases": "unclear", "litigation_cases": "unclear"}


def test_a_whole_province_is_no_citys_own() -> None:
    figures = read("全省政府信息公开申请总量为3000件。", title="青山市人民政府2022年政府信息公开工作年度报告")
    assert [f.scope for f in figures] != ["own"]


def test_unchanged_is_a_growth_of_nothing() -> None:
    growth = [f for f in read(f"{RECEIVED}，与上年基本持平。") if f.measure == "growth"]
    assert [(f.value, f.of, f.approximate) for f in growth] == [(0.0, "requests_received", True)]


@pytest.mark.parametrize(
    ("rest", "measure"),
    [
        ("，其中予以公开及部分公开12件，不予公开3件。", "granted_in_full_or_part"),
        ("，其中予以公开、部分公开共12件。", "granted_in_full_or_part"),
        ("，其中予以公开3件，不予公开、无法提供12件。", "breakdown_part"),
    ],
)
def test_one_number_of_two_outcomes_is_not_the_seconds_alone(rest: str, measure: str) -> None:
    found = read(f"2022年，我局答复政府信息公开申请15件{rest}")
    assert [f.measure for f in found if f.value == 12] == [measure]


@pytest.mark.parametrize(("words", "scope"), [("", "own"), ("其中", "own"), ("区教育局", "other_body")])
def test_one_number_of_two_outcomes_is_the_reports_own_where_nobody_else_is_named(words: str, scope: str) -> None:
    found = read(f"2022年，我局收到政府信息公开申请15件。{words}予以公开及部分公开12件，占80%。")
    assert [f.scope for f in found if f.measure == "granted_in_full_or_part"] == [scope]


def test_what_cannot_be_provided_for_several_reasons_is_the_whole_group() -> None:
    found = read("2022年，我局答复政府信息公开申请15件，因本机关不掌握等原因无法提供12件。")
    assert [(f.measure, f.scope) for f in found if f.value == 12] == [("unable_to_provide", "own")]


def test_requests_received_and_carried_in_under_one_number() -> None:
    found = read("2022年，我局新收及上年结转政府信息公开申请15件。")
    assert [f.measure for f in found] == ["requests_received_with_carried_in"]


def test_new_ones_among_the_requests_that_were_handled_are_only_a_part() -> None:
    figures = read("2022年，我局答复申请28件，其中上年结转2件、本年新收26件。")
    assert [f.scope for f in figures if f.value == 26] == ["part"]


@pytest.mark.parametrize("carried", ["上年结转2件，已办结2件", "共办理32件，其中上年结转2件已办结"])
def test_requests_that_are_handled_apart_from_those_of_the_year_before_are_only_a_part(carried: str) -> None:
    figures = read(f"2022年，我局{carried}；新收申请30件，已办结26件。")
    assert [f.scope for f in figures if f.measure == "requests_processed" and f.scope == "own"] == []


@pytest.mark.parametrize("carried", ["；上年结转2件，办结2件", "，上年结转2件全部办结"])
def test_new_requests_that_are_handled_are_only_a_part_before_those_of_the_year_before(carried: str) -> None:
    figures = read(f"2022年，我局新收申请30件，办结26件{carried}。")
    assert [f.scope for f in figures if f.measure == "requests_processed" and f.scope == "own"] == []


def test_all_that_is_handled_stays_own_behind_what_was_carried_in() -> None:
    figures = read("2022年，我局新收申请30件，上年结转2件，办结28件。")
    assert [f.scope for f in figures if f.measure == "requests_processed"] == ["own"]


def test_the_results_of_reviews_and_lawsuits_counted_together_are_of_neither_for_certain() -> None:
    figures = read("2022年，因政府信息公开引发行政复议5件、行政诉讼4件，维持3件。")
    assert [f.scope for f in figures if f.value == 3] == ["unclear"]


def test_others_without_any_result_before_them_are_no_result() -> None:
    assert not [f for f in read("2022年，因政府信息公开引发行政复议15件。其他3件为信访事项。") if f.value == 3]


def test_what_was_left_undone_in_the_year_itself_is_carried_out() -> None:
    figures = read(f"{RECEIVED}，2022年未办结的12件申请将于次年答复。")
    assert [(f.measure, f.scope) for f in figures if f.value == 12] == [("requests_carried_out", "own")]


def test_requests_are_without_those_carried_in_where_their_sum_follows() -> None:
    figures = read("2022年，我局收到政府信息公开申请30件（含上年结转2件则为32件）。")
    assert [(f.measure, f.scope) for f in figures if f.value == 30] == [("requests_received", "own")]


@pytest.mark.parametrize(
    ("behind", "measure"),
    [
        ("含上年结转共办理32件", "requests_received"),
        ("加上上年结转2件共办理32件", "requests_received"),
        ("含上年结转2件共办理30件", "requests_received_with_carried_in"),
        ("含上年结转2件，共办理30件", "requests_received_with_carried_in"),
    ],
)
def test_requests_are_without_those_carried_in_where_only_a_greater_number_holds_them(behind, measure) -> None:
    figures = read(f"2022年，我局收到政府信息公开申请30件，{behind}。")
    assert figures[0].value == 30 and (figures[0].measure, figures[0].scope) == (measure, "own")


def test_citizens_alone_may_stand_for_all_who_ask() -> None:
    figures = read("依申请公开。2022年，我局受理公民申请30件，均已答复。")
    assert [f.scope for f in figures if f.value == 30] == ["unclear"]


def test_a_change_told_behind_what_was_carried_in_is_of_neither_for_certain() -> None:
    figures = read(f"{RECEIVED}，上年结转2件，同比增长20%。")
    assert [f.measure for f in figures if f.measure == "growth"] == []


@pytest.mark.parametrize(
    ("agency", "itself", "scope"),
    [
        ("云溪街道办事处", "街道", "own"),
        ("青山市不动产登记中心", "中心", "own"),
        ("青山市水务局", "局机关", "own"),
        ("青山市水务局", "中心", "unclear"),
        ("青山市人民政府", "街道", "unclear"),
        ("青山市人民政府", "局机关", "unclear"),
    ],
)
def test_an_agency_calls_itself_by_the_kind_of_its_name(agency: str, itself: str, scope: str) -> None:
    figures = read(f"2022年，{itself}共收到政府信息公开申请12件。", title=f"{agency}2022年政府信息公开工作年度报告")
    assert [f.scope for f in figures] == [scope]

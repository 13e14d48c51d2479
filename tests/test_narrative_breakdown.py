"""Totals a sentence takes apart. The sentences are made up; the structures are those of real reports."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.documents.model import Document, Paragraph
from pipeline.narrative import read_figures

Row = tuple[float, float | None, str]


@dataclass(frozen=True)
class Sum:
    """A total, what its parts come to, and how the two must stand to each other."""

    value: float
    parts_sum: float
    relation: str


def breakdowns(*lines: str) -> list[Sum]:
    around = ("青山市水务局2022年政府信息公开工作年度报告", "一、总体情况", *lines, "二、主动公开政府信息情况")
    figures = read_figures(Document("txt", tuple(Paragraph(line, line) for line in around)))
    return [
        Sum(f.value, sum(p.value for p in figures if p.part_of == number), f.relation)
        for number, f in enumerate(figures, start=1)
        if f.relation is not None
    ]


def rows(*lines: str) -> list[Row]:
    return [(f.value, f.parts_sum, f.relation) for f in breakdowns(*lines)]


def is_broken(figure: Sum) -> bool:
    """What a check concludes from a figure."""
    if figure.relation == "equal":
        return figure.parts_sum != figure.value
    return figure.relation == "at_most" and figure.parts_sum > figure.value


@pytest.mark.parametrize(
    "sentence",
    [
        "2022年，我局共公开信息100条，其中政策类60条、动态类30条。",
        "2022年，我局共公开信息100条，其中，政策类60条，动态类30条。",
        "2022年，我局共公开信息100条,其中:政策类60条、动态类30条;共维护专栏13个。",
        "2022年，我局共公开信息100条（其中政策类60条、动态类30条）。",
        "2022年，我局公开信息总计100条：政策类60条，动态类30条。",
        "2022年，我局共公开信息100条，其中政策类60条，占60%；动态类30条，占30%。",
        "2022年，我局共公开信息100条，其中一是政策类60条；二是动态类30条。",
        "2022年，我局共公开信息100条，其中公共服务类60条和共青团类30条，均已审核。",
        "2022年，我局共公开信息100条，其中动态类（含公告）60条、政策类30条；未收到举报。",
        "2022年，我局公开信息100条，其中政策类60条、动态类25条、其他5条。",
    ],
)
def test_a_complete_list_must_add_up(sentence: str) -> None:
    assert rows(sentence) == [(100.0, 90.0, "equal")]


@pytest.mark.parametrize(
    "sentence",
    [
        "2022年，我局共公开信息100条，其中政策类60条、动态类30条等。",
        "2022年，我局共公开信息100条，其中主要有政策类60条、动态类30条。",
        "2022年，我局共公开信息100条，主要包括政策类60条、动态类30条。",
        "2022年，我局共公开信息100条，包括政策类60条、动态类30条。",
        "2022年，我局共公开信息100条（含政策类60条、动态类30条）。",
        "2022年，我局共公开信息100条，其中政策、公告等信息60条，动态类30条。",
        "2022年，我局共公开信息100余条，其中政策类60条、动态类30条。",
        "2022年，我局共公开信息100条，其中政策类60余条、动态类30条。",
        "2022年，我局公开信息100条，其中政策类60条、动态类30条。",
        "2022年，我局共公开信息100条，其中政策类60条、动态类30条，其余为公告。",
        "2022年，我局共公开信息100条，其中本年动态60条、2021年年报30条。",
        "我局自2008年以来累计公开信息100条，其中政策类60条、动态类30条。",
        "2022年，我局共维护专栏100条，其中新增60条、更新30条。",
        "2022年，我局共受理申请100条，其中予以公开60条、不予公开30条。",
        "2022年，共公开信息100条。其中政策类60条、动态类30条。",
    ],
)
def test_an_open_list_may_fall_short(sentence: str) -> None:
    assert rows(sentence) == [(100.0, 90.0, "at_most")]


def test_an_open_list_that_exceeds_its_total_is_broken() -> None:
    figures = breakdowns("2022年，我局共公开信息100条，其中政策类60条、动态类50条等。")
    assert [is_broken(f) for f in figures] == [True]


def test_parts_that_only_happen_to_add_up_to_the_surplus_do_not_hide_it() -> None:
    figures = breakdowns("2022年，共公开信息100条，其中政策4条、动态2条、公告8条、财政信息60条、年报36条。")
    assert [(f.parts_sum, is_broken(f)) for f in figures] == [(110.0, True)]


def test_few_parts_of_a_large_total_are_a_selection() -> None:
    assert rows("2022年，我局共公开信息1464条，其中文件15条、解读10条、年报1条。") == [(1464.0, 26.0, "at_most")]


def test_quoted_and_titled_numbers_are_no_parts() -> None:
    sentence = "2022年，共公开信息100条，其中《2022年10条措施》解读60条、“20条”专栏40条。"
    assert rows(sentence) == [(100.0, 100.0, "equal")]


def test_thousands_separators_and_list_commas_are_told_apart() -> None:
    assert rows("2022年，共公开信息1,234条,其中政策类1,000条,动态类234条。") == [(1234.0, 1234.0, "equal")]


@pytest.mark.parametrize(
    "sentence",
    [
        "2022年，共公开信息约100条，其中政策类60条、动态类30条。",
        "2022年，共公开信息100余条，其中政策类60条、动态类45条。",
        "2022年，共公开信息1万条，其中政策类6000条、动态类3000条。",
        "2022年，共公开信息100条，其中政策类约60条、动态类30条。",
        "2022年，共公开信息100条，其中政策类60条（文件20条）、动态类50条。",
        "2022年，共公开信息100条，其中政策类60条（含文件70条）、动态类50条。",
        "2022年，共公开信息100条，其中政策类60条，其中文件20条，动态类50条。",
        "2022年，共公开信息100条，其中政策类60条，包括文件20条、其他40条，动态类50条。",
        "2022年，共公开信息100条，其中政策类60条、动态类30条、图解20篇。",
        "2022年，共公开信息100条，其中政策类60条、动态类30条，较上年增加5条。",
        "2022年，共公开信息100条，其中政策类60条，同比增长20%，动态类30条。",
        "2022年，共公开信息100条，其中政策类60条、动态类30条，公告三条。",
        "2022年，共公开信息100条，其中政策类60条、动态类40条，网站发布30条、公众号发布70条。",
        "2022年，共公开信息100条，其中政策类60条、动态类30条；公告类5条。",
        "2022年，共受理申请100件，其中网上80件、信函20件，予以公开60件、不予公开45件。",
        "2022年，公开规章13件、文件42件，其中新制定5件、保留50件。",
        "2022年，共公开信息100条，其中政策类60条动态类30条。",
        "2022年，共公开信息100条，其中60条为政策类，30条为动态类。",
    ],
)
def test_nothing_is_concluded_from_an_unclear_list(sentence: str) -> None:
    found = breakdowns(sentence)
    assert found
    assert not any(is_broken(f) for f in found)
    assert found[0].relation == "approximate"


def test_a_part_that_is_taken_apart_in_brackets_counts_once() -> None:
    sentence = "2022年，共公开信息100条，其中政策类60条（含文件20条、解读30条）、动态类45条。"
    assert rows(sentence) == [(100.0, 105.0, "equal"), (60.0, 50.0, "at_most")]


def test_parts_may_stand_in_brackets_without_a_word_before_them() -> None:
    assert rows("2022年，共公开信息100条（政策类60条、动态类30条）。") == [(100.0, 90.0, "equal")]


def test_parts_named_alike_never_hide_a_surplus() -> None:
    sentence = "2022年，共公开信息100条，其中政策类信息60条、动态类信息40条、公告类信息9条。"
    assert rows(sentence) == [(100.0, 109.0, "equal")]


@pytest.mark.parametrize(
    "sentence",
    [
        "2022年，共公开信息100条，其中政策类占60%，动态类占40%。",
        "2022年，共公开信息100条，其中政策类60条。",
        "2022年，共公开信息100条，比上年增加12条，其中政策类60条、动态类30条。",
        "根据《条例》第20条，其中政策类60条、动态类30条已公开。",
        "2022年，行政许可查询类信息1条，备案行政复议134件。",
        "2022年，共公开信息100条，阅读量30000次。",
        "因政府信息公开被申请行政复议2件，其中维持0件；被提起行政诉讼5件。",
        "因政府信息公开被申请行政复议2件，其中维持0件；行政诉讼5件。",
        "2022年，共公开《文件100条，其中政策类60条、动态类30条。",
    ],
)
def test_what_is_no_list_of_parts_is_no_figure(sentence: str) -> None:
    assert rows(sentence) == []


@pytest.mark.parametrize(("sign", "parts"), [("；", [(9.0, 9.0, "equal")]), ("，", [(9.0, 16.0, "approximate")])])
def test_lawsuits_behind_the_parts_of_reviews_are_no_part_of_them(sign: str, parts: list[object]) -> None:
    assert rows(f"2022年，行政复议9件，其中结果维持4件、结果纠正5件{sign}行政诉讼7件。") == parts


@pytest.mark.parametrize("part", ["行政复议6件", "复议决定书6件"])
def test_reviews_amid_a_list_are_a_part_of_it(part: str) -> None:
    assert rows(f"2022年，共办理事项20件，其中信访件12件、申请件5件、{part}。") == [(20.0, 23.0, "equal")]


def test_a_total_in_ten_thousands_keeps_its_size() -> None:
    assert [f.value for f in breakdowns("2022年，共公开信息2万余条，其中政策类6000条、动态类9000条。")] == [20_000.0]


def test_a_rounded_total_is_broken_only_beyond_what_its_last_digit_allows() -> None:
    figures = breakdowns("2022年，共公开信息1200余条，其中政策类800条、动态类500条。")
    assert [(f.value, is_broken(f)) for f in figures] == [(1200.0, True)]


def test_two_totals_in_one_sentence_are_two_figures() -> None:
    sentence = "2022年，共公开信息9条，其中政策4条、动态5条；共召开会议7次，其中例会3次、培训2次。"
    assert rows(sentence) == [(9.0, 9.0, "equal"), (7.0, 5.0, "equal")]


def test_a_list_broken_over_lines_is_read_whole() -> None:
    lines = ("2022年，我局共公开信息100条，其中政策类60", "- 2 -", "条、动态", "类40条。")
    assert rows(*lines) == [(100.0, 100.0, "equal")]


def test_a_number_broken_over_lines_is_not_concluded_from() -> None:
    assert not any(is_broken(f) for f in breakdowns("2022年，共公开信息100条，其中政策类6", "0条、动态类30条。"))


NAMES = (
    "政策文件",
    "工作动态",
    "通知公告",
    "财政信息",
    "人事信息",
    "“机构职能”类",
    "规划计划类信息",
    "公共服务（含办事指南）",
)
PARTS = st.lists(st.integers(1, 5_000), min_size=2, max_size=len(NAMES))
LEADS = st.sampled_from(["，其中", "，其中，", ",其中:", "：", "（其中"])


def sentence(total: int, parts: list[int], lead: str, separator: str, unit: str) -> str:
    names = [f"{name}{part}{unit}" for name, part in zip(NAMES, parts, strict=False)]
    return f"2022年，我局共公开政府信息{total}{unit}{lead}{separator.join(names)}{'）' if '（' in lead else ''}。"


@given(PARTS, LEADS, st.sampled_from("、，,；"), st.sampled_from(["条", "件", "篇", "个"]))
def test_parts_that_add_up_are_never_broken(parts: list[int], lead: str, separator: str, unit: str) -> None:
    assert rows(sentence(sum(parts), parts, lead, separator, unit)) == [(sum(parts), sum(parts), "equal")]


@given(PARTS, LEADS, st.sampled_from("、，,；"), st.data())
def test_one_part_made_smaller_is_always_broken(
    parts: list[int], lead: str, separator: str, data: st.DataObject
) -> None:
    total = sum(parts)
    place = data.draw(st.integers(0, len(parts) - 1))
    parts[place] -= data.draw(st.integers(1, parts[place]))
    assume(sum(parts) * 2 >= total)
    assert [is_broken(f) for f in breakdowns(sentence(total, parts, lead, separator, "条"))] == [True]


@given(PARTS, LEADS, st.sampled_from("、，,；"), st.data())
def test_one_part_made_larger_than_the_whole_is_always_broken(
    parts: list[int], lead: str, separator: str, data: st.DataObject
) -> None:
    total = sum(parts)
    parts[data.draw(st.integers(0, len(parts) - 1))] += total + data.draw(st.integers(1, 100))
    assert [is_broken(f) for f in breakdowns(sentence(total, parts, lead, separator, "条"))] == [True]


@given(PARTS, st.integers(0, 1_000), LEADS)
def test_an_open_list_that_falls_short_is_never_broken(parts: list[int], missing: int, lead: str) -> None:
    text = sentence(sum(parts) + missing, parts, lead, "、", "条")
    closing = "）。" if text.endswith("）。") else "。"
    found = breakdowns(text.removesuffix(closing) + "等" + closing)
    assert [(f.relation, is_broken(f)) for f in found] == [("at_most", False)]


@given(PARTS, PARTS, LEADS)
def test_two_ways_to_divide_one_total_are_never_broken(parts: list[int], other: list[int], lead: str) -> None:
    total = sum(parts)
    second = [*other[:1], total - other[0]] if other[0] < total else [total]
    both = (parts + second)[: len(NAMES)]
    assume(len(both) == len(parts) + len(second))
    assert not any(is_broken(f) for f in breakdowns(sentence(total, both, lead, "、", "条")))


def ways_to_stand(sentence: str) -> list[str]:
    return [figure.relation for figure in breakdowns(sentence)]


@pytest.mark.parametrize(
    "sentence",
    [
        "2022年，发生行政复议31件，其中结果维持0件、结果纠正3件、其他结果0件、尚未审结0件。",
        "2022年，发生行政诉讼8件，其中结果维持0件、结果纠正8件、其他结果6件、尚未审结0件。",
        "2022年，办结申请17件，其中予以公开4件、部分公开0件、不予公开8件、无法提供2件、不予处理3件、其他处理1件。",
    ],
)
def test_all_members_of_the_forms_own_group_are_a_complete_list(sentence: str) -> None:
    assert ways_to_stand(sentence) == ["equal"]


def test_some_members_of_the_forms_own_group_may_come_to_less() -> None:
    assert ways_to_stand("2022年，办结申请20件，其中予以公开4件、不予公开8件。") == ["at_most"]


def test_a_list_that_ends_with_something_uncounted_may_fall_short() -> None:
    sentence = "2022年，我局共公开信息100条，其中政策类65条，动态类30条"
    assert rows(f"{sentence}，发布政府信息公开年报。") == [(100, 95, "at_most")]
    assert rows(f"{sentence}，公开及时。") == [(100, 95, "equal")]


def test_parts_inside_a_part_are_not_concluded_from() -> None:
    sentence = "2022年，我局共公开信息100条，其中机构类60条，内有领导35条、职能25条、动态类40条。"
    assert [relation for *_, relation in rows(sentence)] == ["approximate"]


def test_a_list_that_goes_on_behind_a_full_stop_is_not_concluded_from() -> None:
    sentence = "全年共发布信息100条，其中政策类40条，动态类45条。"
    assert rows(f"{sentence}公告类15条。") == [(100, 85, "approximate")]
    assert rows(f"{sentence}收到来信15件。") == [(100, 85, "equal")]


def test_results_of_requests_received_may_be_open_still() -> None:
    sentence = (
        "2022年，收到申请17件，其中予以公开4件、部分公开0件、不予公开8件、无法提供2件、不予处理1件、其他处理1件。"
    )
    assert ways_to_stand(sentence) == ["at_most"]

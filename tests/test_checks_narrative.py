"""Numbers of the text against the tables: which sums they restate, and when nothing can be told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from report_frames import BLANK, UNREADABLE, Place, catalogue, cells, facts, figures, unplaced

from pipeline.checks import Outcomes, evaluate, published_figures
from pipeline.datasets import build_reports

Put = dict[Place, float | str | None]


def total(row: str, value: float | str | None) -> Put:
    return {("requests", row, "total"): value}


def check(put: Put, *said: Mapping[str, Any]) -> Outcomes:
    frame = cells(put=put)
    return evaluate(build_reports(catalogue(), facts(), frame), frame, facts(), figures(*said), unplaced())


def verdict(rule: str, put: Put, *said: Mapping[str, Any]) -> str:
    row = check(put, *said).tallies.set_index("rule").loc[rule]
    return "broken" if row["broken"] else "holds" if row["holds"] else "cannot be told"


def stated(measure: str, value: float, **more: Any) -> dict[str, Any]:
    return {"measure": measure, "value": value, "raw": f"{value:g}"} | more


REFUSED = total("denied_state_secret", 2) | total("denied_third_party", 3)
LAWSUITS: Put = {
    ("review_litigation", "litigation_direct", "total"): 2,
    ("review_litigation", "litigation_after_review", "total"): 1,
}


@pytest.mark.parametrize(
    ("rule", "put", "said", "expected"),
    [
        ("requests_processed", total("processed_total", 9), stated("requests_processed", 9), "holds"),
        ("requests_processed", total("processed_total", 9), stated("requests_processed", 8), "broken"),
        ("requests_processed", total("processed_total", BLANK), stated("requests_processed", 8), "cannot be told"),
        ("requests_carried_out", total("carried_out", 2), stated("requests_carried_out", 3), "broken"),
        ("requests_carried_in", total("carried_in", 2), stated("requests_carried_in", 2), "holds"),
        ("outcomes", REFUSED, stated("refused", 5), "holds"),
        ("outcomes", REFUSED, stated("refused", 4), "broken"),
        ("outcomes", REFUSED | total("denied_deliberative", BLANK), stated("refused", 5), "holds"),
        ("outcomes", REFUSED | total("denied_deliberative", UNREADABLE), stated("refused", 4), "cannot be told"),
        ("outcomes", REFUSED, stated("refused", 4, approximate=True), "cannot be told"),
        ("outcomes", REFUSED, stated("refused", 4, scope="part"), "cannot be told"),
        ("litigation", LAWSUITS, stated("litigation_cases", 3), "holds"),
        ("litigation", LAWSUITS, stated("litigation_cases", 2), "broken"),
    ],
)
def test_a_number_equals_the_sum_that_it_restates(rule: str, put: Put, said: dict[str, Any], expected: str) -> None:
    assert verdict(f"narrative.{rule}", put, said) == expected


def test_a_split_by_applicants_may_be_of_the_requests_carried_in_as_well() -> None:
    put: Put = {("requests", "new_requests", "natural_person"): 4, ("requests", "carried_in", "natural_person"): 1}
    for value, expected in ((4, "holds"), (5, "holds"), (6, "broken")):
        assert verdict("narrative.applicants", put, stated("received_by_natural_person", value)) == expected


@pytest.mark.parametrize(
    ("value", "place", "expected"), [(30, 1, "cannot be told"), (30, 2, "broken"), (29, 1, "broken")]
)
def test_new_requests_that_are_all_processed_are_not_all_that_were(value: int, place: int, expected: str) -> None:
    put = total("new_requests", 30) | total("carried_in", 1) | total("processed_total", 31)
    said = (stated("requests_received", 30, place=1), stated("requests_processed", value, place=place))
    assert verdict("narrative.requests_processed", put, *said) == expected


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (("received", "processed", "carried_in"), "cannot be told"),
        (("received", "carried_in", "processed"), "broken"),
        (("carried_in", "received", "processed"), "broken"),
        (("received", "received_with_carried_in", "processed"), "broken"),
    ],
)
def test_what_became_of_the_new_requests_is_less_than_what_became_of_all(order: tuple[str, ...], expected: str) -> None:
    values = {"received": 31, "carried_in": 4, "received_with_carried_in": 35, "processed": 28, "carried_out": 3}
    put = total("new_requests", 31) | total("carried_in", 4) | total("processed_total", 32) | total("carried_out", 3)
    names = (*order, "carried_out")
    said = [stated(f"requests_{m}", values[m], place=1, start=n, end=n + 1) for n, m in enumerate(names)]
    assert verdict("narrative.requests_processed", put, *said) == expected
    assert verdict("narrative.balance", put, *said) == ("broken" if expected == "broken" else "holds")


@pytest.mark.parametrize(
    ("sentence", "measures", "expected"),
    [
        (
            "上年结转的4件,已于1月全部答复;新收31件,已答复28件。",
            ("carried_in", "received", "processed"),
            "cannot be told",
        ),
        ("上年结转4件,新收31件,答复28件。", ("carried_in", "received", "processed"), "broken"),
        ("政府信息公开申请31件,已答复的28件中予以公开9件。", ("processed",), "cannot be told"),
        ("政府信息公开申请37件,已答复的28件中予以公开9件。", ("processed",), "broken"),
        ("已答复28件。", ("processed",), "broken"),
    ],
)
def test_a_sentence_may_count_the_new_requests_alone(sentence: str, measures: tuple[str, ...], expected: str) -> None:
    values = {"received": 31, "carried_in": 4, "processed": 28}
    put = total("new_requests", 31) | total("carried_in", 4) | total("processed_total", 32)
    said = []
    for measure in measures:
        at = sentence.index(str(values[measure]))
        of_sentence = {"sentence": sentence, "start": at, "end": at + len(f"{values[measure]}件")}
        said.append(stated(f"requests_{measure}", values[measure], place=1, **of_sentence))
    assert verdict("narrative.requests_processed", put, *said) == expected


@pytest.mark.parametrize(
    ("received", "granted", "expected"), [(31, 9, "cannot be told"), (31, 7, "broken"), (30, 9, "broken")]
)
def test_outcomes_of_the_new_requests_may_be_fewer_than_the_tables(received: int, granted: int, expected: str) -> None:
    put = total("new_requests", 31) | total("carried_in", 4) | total("granted", 12)
    said = (stated("requests_received", received, place=1), stated("granted", granted, place=1))
    assert verdict("narrative.outcomes", put, *said) == expected


@pytest.mark.parametrize(
    ("measure", "value", "granted"), [("requests_carried_in", 4, 9), ("requests_received_with_carried_in", 35, 9)]
)
def test_outcomes_in_a_sentence_with_those_carried_in_are_all_of_them(measure: str, value: int, granted: int) -> None:
    put = total("new_requests", 31) | total("carried_in", 4) | total("granted", 12)
    names = (("requests_received", 31), (measure, value), ("granted", granted))
    said = [stated(name, number, place=1, start=n, end=n + 1) for n, (name, number) in enumerate(names)]
    assert verdict("narrative.outcomes", put, *said) == "broken"


def test_of_the_new_requests_no_more_can_be_granted_than_came() -> None:
    put = total("new_requests", 31) | total("carried_in", 40) | total("granted", 60)
    said = (stated("requests_received", 31, place=1), stated("granted", 45, place=1))
    assert verdict("narrative.outcomes", put, *said) == "broken"


@pytest.mark.parametrize(
    ("raw", "value", "expected"),
    [("66.7%", 66.7, "holds"), ("66.6%", 66.6, "holds"), ("66%", 66.0, "holds"), ("67.7%", 67.7, "broken")],
)
def test_a_share_is_right_rounded_or_cut(raw: str, value: float, expected: str) -> None:
    put = total("granted", 2) | total("processed_total", 3) | total("new_requests", 40)
    said = {"measure": "share", "of": "granted", "value": value, "raw": raw, "unit": "percent"}
    assert verdict("narrative.share", put, said) == expected


@pytest.mark.parametrize(("left", "expected"), [(2, "holds"), (3, "broken")])
def test_a_sentence_keeps_its_own_balance(left: int, expected: str) -> None:
    values = {"requests_received": 9, "requests_carried_in": 1, "requests_processed": 8, "requests_carried_out": left}
    said = [stated(measure, value, place=1) for measure, value in values.items()]
    assert verdict("narrative.balance", {}, *said) == expected


def test_a_figure_is_published_with_what_it_was_compared_with() -> None:
    said = figures(stated("litigation_cases", 2), stated("fee", 5, unit="CNY"))
    compared = published_figures(said, check(LAWSUITS, stated("litigation_cases", 2), stated("fee", 5, unit="CNY")))
    assert compared["compared_with"].tolist()[0] == (
        "review_litigation.litigation_direct.total+review_litigation.litigation_after_review.total"
    )
    assert compared["outcome"].isna().tolist() == [False, True]
    assert (compared["expected"].iloc[0], compared["outcome"].iloc[0]) == (3.0, "broken")

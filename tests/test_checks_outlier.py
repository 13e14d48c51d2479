"""What does not fit an agency's other years, and what does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_frames import BLANK, MISSING, Place, catalogue, cells, facts, figures, found, unplaced

from pipeline.checks import Outcomes, evaluate, frames, panel_year
from pipeline.datasets import build_reports

Put = Mapping[Place, float | str | None]
RECEIVED: Place = ("requests", "new_requests", "total")
PERSONS: Place = ("requests", "new_requests", "natural_person")
FIRMS: Place = ("requests", "new_requests", "enterprise")
REVIEWS: Place = ("review_litigation", "review", "total")


def inputs(year: int, put: Put, agency: str = "x") -> dict[str, pd.DataFrame]:
    one = {"report_id": f"{agency}{year}", "report_year": year}
    frame = cells(one["report_id"], year, "2021", put)
    table = build_reports(catalogue(one), facts(one), frame).assign(agency_id=agency)
    return {"reports": table, "cells": frame, "facts": facts(one), "figures": figures(), "unplaced": unplaced()}


def held(now: Put, others: Sequence[Put]) -> Outcomes:
    """The report of 2022 among the agency's reports of the years before it."""
    years = {y: panel_year(frames(**inputs(y, put)), y) for y, put in enumerate(others, 2022 - len(others))}
    return evaluate(**inputs(2022, now), others=years)


def rules_found(now: Put, others: Sequence[Put]) -> set[str]:
    rules = held(now, others).findings["rule"]
    return {rule.removeprefix("outlier.") for rule in rules if rule.startswith("outlier.")}


def counts(place: Place, *numbers: float) -> list[Put]:
    return [{place: n} for n in numbers]


def test_ten_times_the_other_years_is_an_outlier_and_says_what_is_usual() -> None:
    (finding,) = found(held({RECEIVED: 800}, counts(RECEIVED, 75, 90)), "outlier.scale")
    assert (finding["row"], finding["column"], finding["actual"], finding["severity"]) == (*RECEIVED[1:], "800", "INFO")
    assert finding["expected"] == "75 to 90" and "75至90" in finding["message_zh"]


@pytest.mark.parametrize(
    ("now", "others", "expected"),
    [
        (8, (75, 90, 80), {"scale"}),
        (0, (75, 90, 80), {"scale"}),  # the table has other numbers
        (160, (75, 90, 80), set()),
        (800, (75, 90, 600), set()),  # these years differ as much themselves
        (800, (80,), set()),  # one other year is no usual size
        (30, (3, 2, 3), set()),  # small counts vary freely
        (1212, (12, 15, 11), {"joined_digits"}),
        (1213, (12, 15, 11), {"scale"}),
        (1212, (1100, 1300), set()),
        (1212, (12, 0, 11), set()),
        (BLANK, (75, 90, 80), set()),
        (MISSING, (75, 90, 80), set()),
    ],
)
def test_what_fits_the_other_years(now: float | str | None, others: tuple[float, ...], expected: set[str]) -> None:
    there: Put = {REVIEWS: 1, ("requests", "carried_in", "total"): 1}
    assert rules_found({RECEIVED: now, **there}, [{**put, **there} for put in counts(RECEIVED, *others)]) == expected


def test_the_number_of_the_empty_cell_behind_may_be_joined_on() -> None:
    others: list[Put] = [{PERSONS: 12, FIRMS: 31}, {PERSONS: 14, FIRMS: 28}]
    (finding,) = found(held({PERSONS: 1330, FIRMS: 0}, others), "outlier.joined_digits")
    assert "13 and 30 joined" in finding["message"] and "疑似13与30连写" in finding["message_zh"]
    assert not rules_found({PERSONS: 1330, FIRMS: 29}, others)


def test_a_table_of_zeros_in_an_agency_that_never_has_them() -> None:
    (finding,) = found(held({}, counts(RECEIVED, 75, 90)), "outlier.all_zero")
    assert (finding["table"], finding["actual"]) == ("requests", "0")
    assert not found(held({}, counts(RECEIVED, 75, 90)), "outlier.scale")


@pytest.mark.parametrize(
    ("now", "others"),
    [
        ({}, (75, 9)),  # a year with hardly any
        ({}, (75, 0)),
        ({}, (75,)),
        ({RECEIVED: MISSING}, (75, 90)),  # something is not known
        ({("requests", "carried_in", "total"): 1}, (75, 90)),
    ],
)
def test_zeros_that_may_be_so(now: Put, others: tuple[float, ...]) -> None:
    assert "all_zero" not in rules_found(now, counts(RECEIVED, *others))


@settings(max_examples=10, deadline=None)
@given(st.lists(st.floats(0.6, 1.6), min_size=3, max_size=4), st.integers(0, 5000))
def test_years_that_are_alike_are_no_outliers(years: list[float], size: int) -> None:
    now, *others = [{RECEIVED: round(size * y), REVIEWS: round(size * y / 9)} for y in years]
    assert not rules_found(now, others)

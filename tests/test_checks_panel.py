"""The rules across years: which reports are one agency's, and what each rule says of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from report_frames import BLANK, MISSING, UNREADABLE, Place, catalogue, cells, facts, figures, found, tally, unplaced

from pipeline.checks import Outcomes, Panel, PanelYear, evaluate, frames, panel_year
from pipeline.checks.printed import NOT_LISTED
from pipeline.checks.years import load, save
from pipeline.datasets import build_reports
from pipeline.forms import TABLES

Put = Mapping[Place, float | str | None]
IN_TOTAL: Place = ("requests", "carried_in", "total")
NEW: Place = ("requests", "new_requests", "total")
OUT_TOTAL: Place = ("requests", "carried_out", "total")
STOCK: Place = ("proactive", "normative_document", "in_force")


def inputs(year: int, reports: Sequence[tuple[str, str | None, Put]], version: str = "2021") -> dict[str, pd.DataFrame]:
    """What ``evaluate`` takes of one year: a report for each id, agency and set of cells."""
    ids = [{"report_id": i, "report_year": year} for i, _, _ in reports]
    frame = pd.concat([cells(i, year, version, put) for i, _, put in reports])
    table = build_reports(catalogue(*ids), facts(*ids), frame)
    table["agency_id"] = table["report_id"].map({i: agency for i, agency, _ in reports})
    return {"reports": table, "cells": frame, "facts": facts(*ids), "figures": figures(), "unplaced": unplaced()}


def year_of(year: int, reports: Sequence[tuple[str, str | None, Put]], version: str = "2021") -> PanelYear:
    return panel_year(frames(**inputs(year, reports, version)), year)


def outcomes(
    now: Sequence[tuple[str, str | None, Put]],
    *others: PanelYear,
    version: str = "2021",
) -> Outcomes:
    return evaluate(**inputs(2022, now, version), others={other.year: other for other in others})


def two_years(before: Put, now: Put, version_before: str = "2021", copies: int = 1, version: str = "2021") -> Outcomes:
    last = year_of(2021, [(f"z{i}", "x", before) for i in range(copies)], version_before)
    return outcomes([("a", "x", now)], last, version=version)


def test_what_was_carried_out_must_be_carried_in() -> None:
    result = two_years({OUT_TOTAL: 6}, {IN_TOTAL: 5})
    (finding,) = found(result, "panel.carry_over")
    assert (finding["column"], finding["row"], finding["expected"], finding["actual"]) == ("total", None, "6", "5")
    assert "四、结转下年度继续办理 6" in finding["evidence"]
    assert "二、上年结转政府信息公开申请数量 5" in finding["evidence"]
    assert "四、结转下年度继续办理 6" in finding["message_zh"]
    assert tally(result, "panel.carry_over") == (6, 1, 0)


def test_a_carried_number_that_is_blank_cannot_be_told() -> None:
    assert tally(two_years({OUT_TOTAL: 6}, {IN_TOTAL: BLANK}), "panel.carry_over") == (6, 0, 1)


def test_two_reports_of_last_year_make_the_panel_impossible_to_tell() -> None:
    assert tally(two_years({OUT_TOTAL: 6}, {IN_TOTAL: 5}, copies=2), "panel.carry_over") == (0, 0, 7)


def test_two_reports_of_this_year_make_the_panel_impossible_to_tell() -> None:
    last = year_of(2021, [("z", "x", {OUT_TOTAL: 6})])
    assert tally(outcomes([("a", "x", {}), ("b", "x", {})], last), "panel.carry_over") == (0, 0, 14)


def test_without_last_year_the_panel_cannot_be_told() -> None:
    result = outcomes([("a", "x", {})], year_of(2020, [("z", "x", {OUT_TOTAL: 6})]))
    assert tally(result, "panel.carry_over") == (0, 0, 7)
    assert tally(result, "panel.in_force_stock") == (0, 0, 2)


def test_agencies_are_joined_on_their_identity_wherever_their_reports_stand() -> None:
    last = year_of(2021, [("p", "x", {OUT_TOTAL: 1}), ("q", None, {}), ("r", "y", {OUT_TOTAL: 2})])
    now = [("a", "y", {IN_TOTAL: 2}), ("b", None, {}), ("c", "x", {IN_TOTAL: 3}), ("d", "z", {})]
    result = outcomes(now, last)
    assert [(f["report_id"], f["expected"]) for f in found(result, "panel.carry_over")] == [("c", "1")]
    assert tally(result, "panel.carry_over") == (13, 1, 14)


def test_the_stock_in_force_follows_from_last_year() -> None:
    now: Put = {("proactive", "normative_document", "made"): 4, ("proactive", "normative_document", "repealed"): 2}
    assert tally(two_years({STOCK: 10}, {**now, STOCK: 12}), "panel.in_force_stock") == (2, 0, 0)
    (finding,) = found(two_years({STOCK: 10}, {**now, STOCK: 11}), "panel.in_force_stock")
    assert (finding["row"], finding["column"]) == ("normative_document", None)
    assert (finding["expected"], finding["actual"]) == ("12", "11")


def test_the_stock_is_not_compared_with_the_old_form() -> None:
    before: Put = {("proactive", "normative_document", "total_public"): 10}
    assert tally(two_years(before, {STOCK: 3}, version_before="2019"), "panel.in_force_stock") == (0, 0, 2)


def test_the_numbers_of_other_years_stand_beside_this_years_reports() -> None:
    other = year_of(2019, [("p", "x", {IN_TOTAL: 7}), ("q", "y", {IN_TOTAL: UNREADABLE})])
    now = year_of(2022, [("a", "z", {}), ("b", "y", {}), ("c", "x", {}), ("d", None, {})])
    panel = Panel(now, {2019: other})
    table = panel.own("requests")
    assert list(panel.singles["report_id"]) == list(table.reports) == ["a", "b", "c"]
    into = panel.numbers(2019, "requests")[:, table.row("carried_in"), table.column("total")]
    np.testing.assert_array_equal(into, [np.nan, np.nan, 7])
    assert np.isnan(panel.numbers(2020, "requests")).all()


def test_a_year_that_was_saved_comes_back_as_it_was(tmp_path: Path) -> None:
    put: Put = {IN_TOTAL: 7, OUT_TOTAL: BLANK, ("requests", "granted", "total"): UNREADABLE, STOCK: MISSING}
    before = year_of(2021, [("p", "x", put), ("q", None, {STOCK: 1200.5})])
    save(before, tmp_path)
    after = load(2021, tmp_path)
    assert after is not None
    assert list(after.reports["agency_id"].dropna()) == ["x"] and list(after.agencies) == list(before.agencies)
    for name in TABLES:
        one, two = before.table(name), after.table(name)
        np.testing.assert_array_equal(one.number, two.number)
        np.testing.assert_array_equal(one.state, two.state)
        np.testing.assert_array_equal(one.versions, two.versions)
        listed = one.state != NOT_LISTED
        assert one.raws(listed) == two.raws(listed)


@pytest.mark.parametrize("harm", ["nothing there", "another form"])
def test_a_year_that_cannot_be_used_is_none(tmp_path: Path, harm: str) -> None:
    if harm == "another form":
        save(year_of(2021, [("p", "x", {})]), tmp_path)
        pd.DataFrame({"value": [1.0]}).to_parquet(tmp_path / "requests.parquet")
    assert load(2021, tmp_path) is None


ITEMS: Place = ("proactive", "licence", "items_last_year")
CHANGE: Place = ("proactive", "licence", "change")


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ({ITEMS: 10, CHANGE: 3}, {ITEMS: 13}, (5, 0, 0)),
        ({ITEMS: 10, CHANGE: -3}, {ITEMS: 7, CHANGE: 90}, (5, 0, 0)),
        ({ITEMS: 10, CHANGE: BLANK}, {ITEMS: 10}, (5, 0, 0)),
        ({ITEMS: 10, CHANGE: 3}, {ITEMS: 10}, (4, 1, 0)),
        ({ITEMS: 10, CHANGE: 3}, {ITEMS: 7}, (4, 0, 1)),
        ({ITEMS: 1, CHANGE: -3}, {ITEMS: 0}, (4, 0, 1)),
        ({ITEMS: BLANK, CHANGE: 3}, {ITEMS: 3}, (4, 0, 1)),
        ({ITEMS: 10, CHANGE: UNREADABLE}, {ITEMS: 3}, (4, 0, 1)),
    ],
)
def test_the_items_of_last_year_follow_from_last_years_report(
    before: Put, now: Put, expected: tuple[int, int, int]
) -> None:
    result = two_years(before, now, version_before="2019", version="2019")
    assert tally(result, "panel.previous_items") == expected


def test_last_years_items_are_told_with_both_numbers() -> None:
    (finding,) = found(two_years({ITEMS: 10, CHANGE: 3}, {ITEMS: 11}, "2019", version="2019"), "panel.previous_items")
    assert (finding["row"], finding["expected"], finding["actual"]) == ("licence", "13", "11")
    assert "行政许可" in finding["message"] and "应为13" in finding["message_zh"]


def test_the_items_are_not_compared_with_the_new_form() -> None:
    assert tally(two_years({ITEMS: 10}, {}, "2019"), "panel.previous_items") == (0, 0, 5)


def said(**given: Any) -> pd.DataFrame:
    """One figure of report ``a`` that speaks of last year."""
    row = {"report_id": "a", "report_year": 2022, "figure": 1, "sentence": "同比增长", "measure": "growth"}
    row |= {"unit": "percent", "approximate": False, "compared_with": "panel.requests.new_requests.total"}
    return pd.DataFrame([row | given])


def grown(before: float | str | None, now: float | str | None, figure: pd.DataFrame, place: Place = NEW) -> Outcomes:
    last = year_of(2021, [("z", "x", {place: before})])
    given = inputs(2022, [("a", "x", {place: now})])
    given["figures"] = pd.concat([given["figures"], figure])
    return evaluate(**given, others={2021: last})


@pytest.mark.parametrize(
    ("before", "now", "raw", "value", "expected"),
    [
        (30, 35, "16.7%", 16.7, (1, 0, 0)),  # 16.666…, rounded
        (30, 35, "16.6%", 16.6, (1, 0, 0)),  # and cut
        (30, 35, "17%", 17.0, (1, 0, 0)),
        (30, 35, "16.5%", 16.5, (0, 1, 0)),
        (30, 35, "18%", 18.0, (0, 1, 0)),
        (40, 30, "25%", -25.0, (1, 0, 0)),
        (40, 30, "25%", 25.0, (0, 1, 0)),
        (20, 50, "1.5", 150.0, (1, 0, 0)),  # 1.5倍
        (20, 50, "百分之一百五十", 150.0, (1, 0, 0)),
        (20, 50, "百分之一百二十", 120.0, (0, 1, 0)),
        (0, 50, "50%", 50.0, (0, 0, 1)),
        (BLANK, 50, "50%", 50.0, (0, 0, 1)),
        (30, UNREADABLE, "50%", 50.0, (0, 0, 1)),
        (30, 30, "持平", 0.0, (1, 0, 0)),
        (100, 101, "持平", 0.0, (0, 0, 1)),
        (100, 130, "持平", 0.0, (0, 1, 0)),
        (100, 100, "0%", 0.0, (1, 0, 0)),
    ],
)
def test_growth_in_per_cent(
    before: float | str, now: float | str, raw: str, value: float, expected: tuple[int, int, int]
) -> None:
    assert tally(grown(before, now, said(raw=raw, value=value)), "panel.growth") == expected


def test_growth_by_a_number_is_exact() -> None:
    assert tally(grown(30, 35, said(raw="5", value=5.0, unit="count")), "panel.growth") == (1, 0, 0)
    (finding,) = found(grown(30, 35, said(raw="4", value=4.0, unit="count")), "panel.growth")
    assert (finding["expected"], finding["actual"], finding["row"]) == ("+5", "+4", "new_requests")


def test_growth_that_does_not_fit_names_both_years_numbers() -> None:
    (finding,) = found(grown(30, 35, said(raw="20%", value=20.0, sentence="同比增长20%")), "panel.growth")
    assert (finding["expected"], finding["actual"], finding["evidence"]) == ("+16.7%", "+20%", "同比增长20%")
    assert "print 30 last year and 35 this year" in finding["message"]
    assert "上年为30、本年为35" in finding["message_zh"]


def test_growth_that_is_only_about_right_cannot_be_told() -> None:
    assert tally(grown(30, 35, said(raw="近30%", value=30.0, approximate=True)), "panel.growth") == (0, 0, 1)


def test_growth_of_a_sum_takes_all_its_cells() -> None:
    cells_of = "panel.requests.denied_*.total"
    place: Place = ("requests", "denied_third_party", "total")
    fits = grown(4, 6, said(raw="50%", value=50.0, compared_with=cells_of), place)
    assert tally(fits, "panel.growth") == (1, 0, 0)
    (finding,) = found(grown(4, 6, said(raw="5%", value=5.0, compared_with=cells_of), place), "panel.growth")
    assert (finding["table"], finding["row"]) == ("requests", None)
    assert "（三）不予公开 / 总计 changed by +5%" in finding["message"]


def test_growth_of_a_sum_with_a_blank_total_cannot_be_told() -> None:
    tracks = ("litigation_direct", "litigation_after_review")
    direct, after = (("review_litigation", track, "total") for track in tracks)
    member: Place = ("review_litigation", tracks[1], "upheld")
    last = year_of(2021, [("z", "x", {direct: 2, after: BLANK, member: 2})])
    given = inputs(2022, [("a", "x", {direct: 2, after: 2, member: 2})])
    figure = said(raw="持平", value=0.0, compared_with="+".join(f"panel.review_litigation.{t}.total" for t in tracks))
    given["figures"] = pd.concat([given["figures"], figure])
    assert tally(evaluate(**given, others={2021: last}), "panel.growth") == (0, 0, 1)


def test_growth_without_last_years_report_cannot_be_told() -> None:
    given = inputs(2022, [("a", "x", {NEW: 35})])
    given["figures"] = pd.concat([given["figures"], said(raw="20%", value=20.0)])
    assert tally(evaluate(**given), "panel.growth") == (0, 0, 1)

"""One scenario a rule: what breaks it, what does not, and what cannot be told."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from report_frames import (
    BLANK,
    MISSING,
    UNREADABLE,
    Place,
    catalogue,
    cells,
    facts,
    figures,
    found,
    parts_of,
    tally,
    unplaced,
)

from pipeline import store
from pipeline.checks import CHECKS, PANEL_CHECKS, Outcomes, evaluate, rules, rules_page
from pipeline.datasets import build_reports
from pipeline.forms import form_cells
from pipeline.schemas import validate

NEW_TOTAL: Place = ("requests", "new_requests", "total")
IN_TOTAL: Place = ("requests", "carried_in", "total")


def check(
    put: Mapping[Place, float | str | None] | None = None,
    fact: Mapping[str, Any] | None = None,
    said: tuple[Mapping[str, Any], ...] = (),
    extra: tuple[Mapping[str, Any], ...] = (),
    frame: pd.DataFrame | None = None,
    entry: Mapping[str, Any] | None = None,
) -> Outcomes:
    frame = cells(put=put) if frame is None else frame
    reports = build_reports(catalogue(entry or {}), facts(fact or {}), frame)
    return evaluate(reports, frame, facts(fact or {}), figures(*said), unplaced(*extra))


def test_every_rule_has_a_function_and_a_description() -> None:
    assert set(rules()) == {*CHECKS, *PANEL_CHECKS} and not set(CHECKS) & set(PANEL_CHECKS)
    errors = {name for name, rule in rules().items() if rule.severity == "ERROR"}
    assert errors == {
        "requests.balance",
        "requests.outcomes_sum",
        "requests.applicants_sum",
        "review_litigation.outcomes_sum",
        "report.period_mismatch",
        "report.year_conflict",
        "form.table_missing",
        "form.cell_missing",
        "form.cell_unreadable",
        "form.count_invalid",
        "correction.guard",
    }


def test_every_text_of_a_rule_and_of_a_finding_is_in_both_languages() -> None:
    han = re.compile(r"[\u4e00-\u9fff]")
    for rule in rules().values():
        assert all(han.search(text) for text in (rule.zh, rule.not_applicable_zh, rule.fix_zh)), rule.name
        assert all(getattr(rule, k).isprintable() for k in ("zh", "en", "not_applicable_zh", "fix_zh", "fix"))
    outcomes = check(
        {
            ("requests", "granted", "enterprise"): UNREADABLE,
            ("requests", "granted", "natural_person"): MISSING,
            ("requests", "new_requests", "enterprise"): BLANK,
            ("requests", "carried_out", "total"): -3,
            ("review_litigation", "review", "total"): 2.5,
        },
        fact={"agency_problem": "The title names 甲局, but the foot names 乙局.", "title_year": 2020},
        extra=({},),
    )
    assert len(outcomes.findings["rule"].unique()) >= 9
    for finding in outcomes.findings.to_dict("records"):
        assert finding["message_zh"].endswith(rules()[finding["rule"]].fix_zh)
        assert han.search(finding["message_zh"].removesuffix(rules()[finding["rule"]].fix_zh)), finding["rule"]


def test_a_clean_report_has_no_finding() -> None:
    outcomes = check(said=({"value": 0.0},))
    assert len(outcomes.findings) == 0
    assert outcomes.tallies["broken"].tolist() == [0] * len(rules())
    assert outcomes.tallies["rule"].tolist() == list(rules())


def test_a_period_of_another_year_end_is_found() -> None:
    outcomes = check(fact={"period_end": dt.date(2023, 12, 31), "period_text": "2022年1月1日至2023年12月31日"})
    (finding,) = found(outcomes, "report.period_mismatch")
    assert (finding["expected"], finding["actual"]) == ("2022-01-01 to 2022-12-31", "2022-01-01 to 2023-12-31")
    assert finding["evidence"] == "2022年1月1日至2023年12月31日"
    assert found(outcomes, "report.year_conflict") == []


def test_a_period_that_is_not_stated_whole_cannot_be_told() -> None:
    assert tally(check(fact={"period_end": None}), "report.period_mismatch") == (0, 0, 1)


def test_a_date_read_back_from_a_frame_of_timestamps_is_a_date() -> None:
    period = {"period_start": pd.Timestamp("2022-01-01"), "period_end": pd.Timestamp("2022-12-31")}
    assert tally(check(fact=period), "report.period_mismatch") == (1, 0, 0)


@pytest.mark.parametrize(
    "fact",
    [
        {"title_year": 2021},
        {"path_year": 2023},
        {"heading_year": 2021},
        {"published_on": dt.date(2022, 3, 1), "date_year": 2022},
        {"published_on": dt.date(2025, 1, 20), "date_year": 2025},
        {"period_start": dt.date(2021, 1, 1), "period_end": dt.date(2021, 12, 31)},
    ],
)
def test_a_statement_of_another_year_is_a_conflict(fact: dict[str, Any]) -> None:
    (finding,) = found(check(fact=fact), "report.year_conflict")
    assert finding["expected"] == "2022" and finding["severity"] == "ERROR"


@pytest.mark.parametrize(
    "fact",
    [
        {"title_year": None, "path_year": None},
        {"published_on": dt.date(2022, 12, 30), "date_year": 2022},
        {"published_on": None, "date_year": 2022},
        {"period_start": dt.date(2022, 1, 1), "period_end": dt.date(2021, 12, 31)},
        {"period_start": None, "period_end": None, "published_on": None, "date_year": None},
    ],
)
def test_statements_that_agree_or_are_absent_are_no_conflict(fact: dict[str, Any]) -> None:
    assert tally(check(fact=fact), "report.year_conflict") == (1, 0, 0)


def test_a_report_that_says_nothing_about_its_year_cannot_be_told() -> None:
    nothing = dict.fromkeys(("title_year", "path_year", "period_start", "period_end", "published_on", "date_year"))
    assert tally(check(fact=nothing), "report.year_conflict") == (0, 0, 1)


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        ({}, (1, 0, 0)),
        ({"agency_problem": "The title names 甲局, but the foot names 乙局.", "agency_name": None}, (0, 1, 0)),
        ({"agency_evidence": ""}, (0, 0, 1)),
    ],
)
def test_the_agency_of_a_report(fact: dict[str, Any], expected: tuple[int, int, int]) -> None:
    assert tally(check(fact=fact), "report.agency_unclear") == expected


def test_two_reports_of_one_agency_name_each_other() -> None:
    files = catalogue(*({"report_id": i, "source_path": f"{i}.pdf"} for i in "abcde"))
    frame = pd.concat([cells(i) for i in "abce"])
    printed = ("淮安市洪泽区人民政府", "洪泽区人民政府", "淮安市人民政府", "洪泽区人民政府", "区人民政府")
    names = facts(*({"report_id": i, "agency_name": n} for i, n in zip("abcde", printed, strict=True)))
    outcomes = evaluate(build_reports(files, names, frame), frame, names, figures(), unplaced())
    duplicates = found(outcomes, "report.duplicate")
    assert [d["report_id"] for d in duplicates] == ["a", "b"]
    assert "b.pdf" in duplicates[0]["message"] and "d.pdf" not in duplicates[0]["message"]
    assert tally(outcomes, "report.duplicate") == (1, 2, 2)


def test_a_missing_table_is_one_finding_and_not_one_a_cell() -> None:
    put: dict[Place, float | str | None] = {
        (c.table, c.row, c.column): MISSING
        for c in form_cells()
        if (c.form_version, c.table) == ("2021", "review_litigation")
    }
    outcomes = check(put)
    (finding,) = found(outcomes, "form.table_missing")
    assert finding["table"] == "review_litigation"
    assert "四、" in finding["message"]
    assert found(outcomes, "form.cell_missing") == []


def test_a_missing_table_says_why() -> None:
    frame = cells(put={(c.table, c.row, c.column): MISSING for c in form_cells() if c.table == "review_litigation"})
    frame["reason"] = "the table was not found; below its heading stands: 详见附件"
    (finding,) = found(check(frame=frame), "form.table_missing")
    assert "Why: below its heading stands: 详见附件." in finding["message"]
    assert "原因：该表标题之下为：详见附件。" in finding["message_zh"]


def test_a_report_that_was_read_and_has_no_table_misses_three() -> None:
    outcomes = check(frame=cells().iloc[:0])
    assert [f["table"] for f in found(outcomes, "form.table_missing")] == ["proactive", "requests", "review_litigation"]


def test_a_file_that_cannot_be_read_misses_no_table() -> None:
    outcomes = check(frame=cells().iloc[:0], entry={"error": "The PDF is encrypted."})
    assert len(outcomes.findings) == 0
    assert tally(outcomes, "form.table_missing") == (0, 0, 0)


def test_a_report_without_a_year_is_not_held_against_the_form() -> None:
    frame = cells(year=0).iloc[:0]
    reports = build_reports(catalogue({"report_year": 0}), facts({"report_year": 0}), frame)
    assert len(evaluate(reports, frame, facts({"report_year": 0}), figures(), unplaced()).findings) == 0


def test_a_missing_cell_is_found_with_its_labels() -> None:
    (finding,) = found(check({("requests", "other_misc", "enterprise"): MISSING}), "form.cell_missing")
    assert (finding["table"], finding["row"], finding["column"]) == ("requests", "other_misc", "enterprise")
    assert "（六）其他处理 3.其他 / 法人或其他组织 商业企业 is not in the report" in finding["message"]


def test_an_unreadable_cell_is_found_with_its_text() -> None:
    (finding,) = found(check({("requests", "granted", "enterprise"): UNREADABLE}), "form.cell_unreadable")
    assert finding["evidence"] == UNREADABLE and finding["severity"] == "ERROR"


def test_a_blank_cell_is_a_warning() -> None:
    outcomes = check({("requests", "granted", "enterprise"): BLANK, ("requests", "granted", "total"): MISSING})
    (finding,) = found(outcomes, "form.cell_blank")
    assert (finding["severity"], finding["evidence"]) == ("WARN", "/")
    assert tally(outcomes, "form.cell_blank") == (198, 1, 1)


def test_a_negative_or_broken_count_is_invalid_and_a_negative_change_is_not() -> None:
    put: dict[Place, float | str | None] = {
        ("proactive", "licence", "change"): -8,
        ("proactive", "penalty", "change"): 0.5,
        ("proactive", "licence", "decisions"): -8,
        ("proactive", "procurement", "amount"): 4092.66,
    }
    invalid = found(check(frame=cells(version="2019", put=put)), "form.count_invalid")
    assert [(f["row"], f["column"], f["actual"]) for f in invalid] == [
        ("licence", "decisions", "-8"),
        ("penalty", "change", "0.5"),
    ]


def test_numbers_no_cell_claims_are_one_finding_a_table() -> None:
    (finding,) = found(check(extra=({"raw": "7"}, {"raw": "12件"})), "form.value_unplaced")
    assert (finding["table"], finding["severity"]) == ("requests", "WARN")
    assert "“7”, “12件” (a row no form has)" in finding["message"]


def test_an_amount_without_a_unit_is_found_unless_it_is_zero() -> None:
    amount: Place = ("proactive", "fee", "amount")
    for value, broken in ((251.5, 1), (0, 0)):
        frame = cells(put={amount: value})
        frame.loc[frame["unit"] == "CNY", "unit"] = "unstated"
        assert [f["row"] for f in found(check(frame=frame), "proactive.amount_unit_unstated")] == ["fee"] * broken


def test_a_text_that_contradicts_the_table_is_found() -> None:
    outcomes = check({NEW_TOTAL: 95}, said=({"value": 59.0, "sentence": "收到申请59件"},))
    (finding,) = found(outcomes, "narrative.requests_received")
    assert (finding["row"], finding["expected"], finding["actual"]) == ("new_requests", "95", "59")
    assert finding["evidence"] == "收到申请59件" and finding["severity"] == "WARN"


BOTH = {"measure": "requests_received_with_carried_in"}


@pytest.mark.parametrize(
    ("put", "said", "expected"),
    [
        ({NEW_TOTAL: 95}, ({"value": 17.0}, {"value": 95.0}), (1, 0, 0)),
        ({NEW_TOTAL: 95, IN_TOTAL: 5}, (BOTH | {"value": 100.0},), (1, 0, 0)),
        ({NEW_TOTAL: 95, IN_TOTAL: 5}, (BOTH | {"value": 95.0},), (0, 1, 0)),
        ({NEW_TOTAL: 95, IN_TOTAL: UNREADABLE}, (BOTH | {"value": 90.0},), (0, 0, 1)),
        ({NEW_TOTAL: BLANK}, ({"value": 3.0},), (0, 0, 1)),
        ({NEW_TOTAL: 95}, ({"value": 100.0, "approximate": True},), (0, 0, 1)),
        ({NEW_TOTAL: 95}, ({"value": 100.0, "scope": "unclear"},), (0, 0, 1)),
        ({NEW_TOTAL: 95}, (), (0, 0, 1)),
    ],
)
def test_the_received_count_of_the_text(
    put: dict[Place, float | str | None], said: tuple[dict[str, Any], ...], expected: tuple[int, int, int]
) -> None:
    assert tally(check(put, said=said), "narrative.requests_received") == expected


@pytest.mark.parametrize(
    ("relation", "parts", "expected"),
    [
        ("equal", 10.0, (1, 0, 0)),
        ("equal", 9.0, (0, 1, 0)),
        ("at_most", 9.0, (1, 0, 0)),
        ("at_most", 11.0, (0, 1, 0)),
        ("approximate", 50.0, (0, 0, 1)),
    ],
)
def test_the_parts_of_a_breakdown(relation: str, parts: float, expected: tuple[int, int, int]) -> None:
    said = parts_of(10.0, parts - 1, 1.0, relation=relation)
    assert tally(check(said=tuple(said)), "narrative.breakdown_sum") == expected


def test_the_same_sentence_twice_is_one_finding() -> None:
    said = parts_of(10.0, 8.0, 1.0, sentence="共10条，其中A 8条，B 1条。")
    again = [figure | {"part_of": 4 if "part_of" in figure else None} for figure in said]
    (finding,) = found(check(said=(*said, *again)), "narrative.breakdown_sum")
    assert (finding["expected"], finding["actual"], finding["table"]) == ("10", "9", None)


def test_findings_are_valid_and_in_a_fixed_order() -> None:
    put: dict[Place, float | str | None] = {
        ("review_litigation", "review", "total"): 3,
        ("requests", "granted", "enterprise"): BLANK,
        ("requests", "new_requests", "total"): BLANK,
        ("proactive", "regulation", "made"): BLANK,
    }
    frame = cells(put=put)
    one, two = check(frame=frame).findings, check(frame=frame.iloc[::-1]).findings
    pd.testing.assert_frame_equal(one, two)
    pd.testing.assert_frame_equal(validate("findings", one), one)
    assert one["row"].tolist() == ["regulation", "new_requests", "granted", "review"]


def test_the_page_of_rules_is_up_to_date() -> None:
    page = Path(__file__).parents[1] / "docs" / "rules.md"
    assert page.read_text(encoding="utf-8") == rules_page(), "run python -m pipeline.checks"


def test_a_year_without_reports_has_no_findings_and_can_be_stored(tmp_path: Path) -> None:
    nothing = cells().iloc[:0]
    reports = build_reports(catalogue().iloc[:0], facts().iloc[:0], nothing)
    outcomes = evaluate(reports, nothing, facts().iloc[:0], figures(), unplaced())
    assert len(outcomes.findings) == 0 and outcomes.tallies[["holds", "broken", "cannot_be_told"]].to_numpy().sum() == 0
    store.write_partition(tmp_path, "findings", 2022, outcomes.findings)
    assert len(store.read_partition(tmp_path, "findings", 2022)) == 0


def test_published_frames_read_back_give_the_same_findings(tmp_path: Path) -> None:
    put: dict[Place, float | str | None] = {("review_litigation", "review", "total"): 3, NEW_TOTAL: UNREADABLE}
    frame = cells(put=put)
    reports = build_reports(catalogue(), facts(), frame)
    store.write_partition(tmp_path, "cells", 2022, frame)
    store.write_partition(tmp_path, "reports", 2022, reports)
    before = evaluate(reports, frame, facts(), figures(), unplaced()).findings
    read = (store.read_partition(tmp_path, name, 2022) for name in ("reports", "cells"))
    pd.testing.assert_frame_equal(evaluate(*read, facts(), figures(), unplaced()).findings, before)
    assert len(before) == 2

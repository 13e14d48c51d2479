"""A government's report for its region against its departments' reports."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest
from report_frames import BLANK, Place, catalogue, cells, facts, figures, unplaced

from pipeline.checks import evaluate
from pipeline.datasets import build_reports

RECEIVED: Place = ("requests", "new_requests", "total")
PERSONS: Place = ("requests", "new_requests", "natural_person")
LICENCES: Place = ("proactive", "licence", "decisions")
GOVERNMENT = "淮安市洪泽区人民政府"
RULE = "region.members_sum"


def held(
    received: Mapping[str, float | str | None], licences: float = 12, sentence: str = "全区收到申请95件"
) -> tuple[tuple[int, int, int], list[dict[str, Any]]]:
    """The rule's tally and findings on the reports of these agencies, the first the government's."""
    ids = {f"{n}": name for n, name in enumerate(received)}
    put = {i: {RECEIVED: received[name], PERSONS: received[name]} for i, name in ids.items()}
    frame = pd.concat([cells(i, put=put[i] | ({LICENCES: licences} if i == "0" else {})) for i in ids])
    names = [{"report_id": i, "agency_name": name.partition("#")[0], "agency_evidence": ""} for i, name in ids.items()]
    reports = build_reports(catalogue(*({"report_id": i} for i in ids)), facts(*names), frame)
    stated = float(re.findall(r"\d+", sentence)[0])
    text = figures({"sentence": sentence, "value": stated}).assign(report_id="0")
    outcomes = evaluate(reports, frame, facts(*names), text, unplaced())
    row = outcomes.tallies.set_index("rule").loc[RULE]
    findings = outcomes.findings[outcomes.findings["rule"] == RULE].to_dict("records")
    tally = int(row["holds"]), int(row["broken"]), int(row["cannot_be_told"])
    return tally, [{str(k): v for k, v in f.items()} for f in findings]


def test_departments_received_more_than_their_government_prints() -> None:
    tally, (finding,) = held({GOVERNMENT: 95, "洪泽区公安局": 60, "洪泽区教育局": 40})
    assert tally == (0, 1, 0)
    assert (finding["report_id"], finding["expected"], finding["actual"]) == ("0", "at least 100", "95")
    assert "洪泽区公安局 60" in finding["message"] and "洪泽区公安局 60" in finding["message_zh"]
    assert finding["severity"] == "WARN"


@pytest.mark.parametrize(
    "received",
    [
        {GOVERNMENT: 100, "洪泽区公安局": 60, "洪泽区教育局": 40},
        {GOVERNMENT: 70, "洪泽区公安局": 60, "洪泽区教育局": BLANK},
        {GOVERNMENT: 70, "洪泽区公安局": 60, "淮安市教育局": 40},  # another place's
        {GOVERNMENT: 70, "洪泽区公安局": 60, "国家税务总局洪泽区税务局": 40},  # the state's
        {GOVERNMENT: 70, "洪泽区公安局": 60, "洪泽区岔河镇人民政府": 40},
        {GOVERNMENT: 70, "洪泽区公安局": 60, "洪泽区教育局#1": 40, "洪泽区教育局#2": 40},  # which of the two counts
    ],
)
def test_a_government_that_counts_enough(received: dict[str, float | str | None]) -> None:
    tally, findings = held(received)
    assert (tally[:2], findings) == ((1, 0), [])


@pytest.mark.parametrize(
    "case",
    [
        {"licences": 0},  # an office's report is as likely
        {"sentence": "区政府办公室共受理政府信息公开申请95件"},
    ],
)
def test_a_report_that_may_be_the_offices_own_cannot_be_told(case: dict[str, Any]) -> None:
    assert held({GOVERNMENT: 95, "洪泽区公安局": 60, "洪泽区教育局": 40}, **case) == ((0, 0, 1), [])


def test_the_offices_own_report_shows_that_the_governments_counts_more() -> None:
    tally, _ = held({GOVERNMENT: 95, "洪泽区公安局": 90, "洪泽区政府办公室": 17}, licences=0)
    assert tally == (0, 1, 0)


def test_a_sentence_about_the_offices_share_leaves_the_region_to_be_told() -> None:
    tally, _ = held({GOVERNMENT: 95, "洪泽区公安局": 99}, sentence="区政府办代表区政府受理政府信息公开申请17件")
    assert tally == (0, 1, 0)


@pytest.mark.parametrize(
    "received",
    [
        {GOVERNMENT: 95},
        {GOVERNMENT: BLANK, "洪泽区公安局": 60},
        {"洪泽区公安局": 60, "洪泽区教育局": 40},
        {"鼓楼区人民政府": 5, "鼓楼区教育局": 40},  # which of the four
    ],
)
def test_nothing_to_compare(received: dict[str, float | str | None]) -> None:
    tally, findings = held(received)
    assert (tally[0], tally[1], findings) == (0, 0, [])


def test_a_place_outside_of_the_table_cannot_be_told() -> None:
    tally, _ = held({"望川县人民政府": 5, "望川县教育局": 40})
    assert tally == (0, 0, 1)

"""The form's sums: a consistent table has no finding, and one wrong cell is located."""

from __future__ import annotations

import pandas as pd
from consistent_tables import consistent, outcome_rows
from hypothesis import given, settings
from hypothesis import strategies as st
from report_frames import BLANK, MISSING, NOT_OUTCOMES, UNREADABLE, Place, catalogue, cells, facts, figures, tally
from report_frames import unplaced as unplaced_frame

from pipeline.checks import Outcomes, evaluate
from pipeline.checks.sums import APPLICANTS
from pipeline.datasets import build_reports
from pipeline.forms import form_cells

SUMS = ("requests.balance", "requests.outcomes_sum", "requests.applicants_sum", "review_litigation.outcomes_sum")


REPORTS = build_reports(catalogue(), facts(), cells())


def check(frame: pd.DataFrame) -> Outcomes:
    return evaluate(REPORTS, frame, facts(), figures(), unplaced_frame())


def label_of(frame: pd.DataFrame, row: str, column: str) -> str:
    version = frame[(frame["row"] == row) & (frame["column"] == column)]["form_version"].iloc[0]
    (cell,) = (c for c in form_cells() if (c.form_version, c.row, c.column) == (version, row, column))
    return f"{cell.row_label} / {cell.column_label}"


def broken(outcomes: Outcomes) -> list[tuple[str, str | None, str | None]]:
    found = outcomes.findings[outcomes.findings["rule"].isin(SUMS)]
    return sorted(
        (
            f["rule"],
            f["row"] if isinstance(f["row"], str) else None,
            f["column"] if isinstance(f["column"], str) else None,
        )
        for f in found.to_dict("records")
    )


@settings(max_examples=20, deadline=None)
@given(consistent())
def test_a_consistent_table_has_no_finding(table: tuple[str, bool, dict[Place, float | str | None]]) -> None:
    version, single, put = table
    outcomes = check(cells(version=version, put=put, single_other=single))
    assert broken(outcomes) == []
    rows = len(outcome_rows(version, single)) + len(NOT_OUTCOMES)
    assert [tally(outcomes, rule) for rule in SUMS] == [(7, 0, 0), (7, 0, 0), (rows, 0, 0), (3, 0, 0)]


@settings(max_examples=40, deadline=None)
@given(consistent(), st.data())
def test_one_wrong_cell_breaks_one_row_and_one_column(
    table: tuple[str, bool, dict[Place, float | str | None]], data: st.DataObject
) -> None:
    version, single, put = table
    row = data.draw(st.sampled_from([*outcome_rows(version, single), *NOT_OUTCOMES]))
    column = data.draw(st.sampled_from([*APPLICANTS, "total"]))
    by = data.draw(st.integers(1, 9))
    put["requests", row, column] = int(put["requests", row, column]) + by  # type: ignore[arg-type]
    outcomes = check(cells(version=version, put=put, single_other=single))
    expected: list[tuple[str, str | None, str | None]] = [("requests.applicants_sum", row, None)]
    if row in NOT_OUTCOMES:
        expected.append(("requests.balance", None, column))
    if row not in ("new_requests", "carried_in", "carried_out"):
        expected.append(("requests.outcomes_sum", None, column))
    assert broken(outcomes) == sorted(expected)
    # Every finding of the crossing row and column names the cell and the number that would fit.
    labels = cells(version=version, put=put, single_other=single)
    here = label_of(labels, row, column)
    told = f"{here} prints {put['requests', row, column]}; {int(put['requests', row, column]) - by} would fit."  # type: ignore[arg-type]
    sums = outcomes.findings[outcomes.findings["rule"].isin(SUMS)]
    assert sums["message"].str.contains(told, regex=False).all()


@settings(max_examples=20, deadline=None)
@given(consistent(), st.data())
def test_one_wrong_case_breaks_its_track_only(
    table: tuple[str, bool, dict[Place, float | str | None]], data: st.DataObject
) -> None:
    version, single, put = table
    track = data.draw(st.sampled_from(["review", "litigation_direct", "litigation_after_review"]))
    column = data.draw(st.sampled_from(["upheld", "corrected", "other", "pending", "total"]))
    put["review_litigation", track, column] = int(put["review_litigation", track, column]) + 1  # type: ignore[arg-type]
    outcomes = check(cells(version=version, put=put, single_other=single))
    assert broken(outcomes) == [("review_litigation.outcomes_sum", track, None)]


@settings(max_examples=20, deadline=None)
@given(consistent(), st.data())
def test_blank_zeros_and_gaps_in_a_consistent_table_raise_no_sum(
    table: tuple[str, bool, dict[Place, float | str | None]], data: st.DataObject
) -> None:
    version, single, put = table
    for place in data.draw(st.lists(st.sampled_from(sorted(put)), max_size=60, unique=True)):
        zero = put[place] == 0
        put[place] = data.draw(st.sampled_from([BLANK, MISSING, UNREADABLE] if zero else [MISSING, UNREADABLE]))
    assert broken(check(cells(version=version, put=put, single_other=single))) == []


def test_a_blank_member_adds_nothing() -> None:
    put: dict[Place, float | str | None] = {
        ("requests", "new_requests", "enterprise"): 4,
        ("requests", "carried_in", "enterprise"): BLANK,
        ("requests", "granted", "enterprise"): 3,
        ("requests", "processed_total", "enterprise"): 3,
        ("requests", "carried_out", "enterprise"): BLANK,
    }
    found = check(cells(put=put)).findings
    balance = found[found["rule"] == "requests.balance"].iloc[0]
    assert (balance["column"], balance["expected"], balance["actual"]) == ("enterprise", "4", "3")
    came, went = balance["evidence"].split("; ")
    assert came == "一、本年新收政府信息公开申请数量 4 + 二、上年结转政府信息公开申请数量 /"
    assert went == "（七）总计 3 + 四、结转下年度继续办理 /"


def test_a_blank_total_cannot_be_told() -> None:
    put: dict[Place, float | str | None] = {
        ("requests", "granted", "enterprise"): 3,
        ("requests", "granted", "total"): BLANK,
        ("requests", "processed_total", "enterprise"): BLANK,
        ("review_litigation", "review", "upheld"): 2,
        ("review_litigation", "review", "total"): BLANK,
    }
    outcomes = check(cells(put=put))
    assert broken(outcomes) == []
    # The column 总计 adds up blank totals of rows that are not 0, so it cannot be told either.
    assert tally(outcomes, "requests.outcomes_sum") == (5, 0, 2)
    assert tally(outcomes, "requests.balance") == (6, 0, 1)
    assert tally(outcomes, "requests.applicants_sum") == (24, 0, 1)
    assert tally(outcomes, "review_litigation.outcomes_sum") == (2, 0, 1)


def test_an_unreadable_member_cannot_be_told() -> None:
    put: dict[Place, float | str | None] = {
        ("requests", "granted", "enterprise"): UNREADABLE,
        ("requests", "processed_total", "enterprise"): 3,
        ("requests", "new_requests", "enterprise"): 3,
        ("requests", "processed_total", "total"): 3,
        ("requests", "new_requests", "total"): 3,
        ("requests", "granted", "total"): 3,
    }
    outcomes = check(cells(put=put))
    assert broken(outcomes) == []
    assert tally(outcomes, "requests.outcomes_sum") == (6, 0, 1)
    assert tally(outcomes, "requests.applicants_sum") == (24, 0, 1)


def test_a_table_of_blanks_cannot_be_told() -> None:
    put: dict[Place, float | str | None] = {
        ("review_litigation", "review", c): BLANK for c in ("upheld", "corrected", "other", "pending", "total")
    }
    assert tally(check(cells(put=put)), "review_litigation.outcomes_sum") == (2, 0, 1)


def test_blank_members_under_a_printed_total_are_broken() -> None:
    put: dict[Place, float | str | None] = {
        ("review_litigation", "review", c): BLANK for c in ("upheld", "corrected", "other", "pending")
    }
    put |= {("review_litigation", "review", "total"): 2}
    assert broken(check(cells(put=put))) == [("review_litigation.outcomes_sum", "review", None)]


def test_a_wrong_sum_as_an_agency_really_printed_it() -> None:
    put: dict[Place, float | str | None] = {
        ("review_litigation", "litigation_direct", "upheld"): 10,
        ("review_litigation", "litigation_direct", "corrected"): 1,
        ("review_litigation", "litigation_direct", "total"): 0,
    }
    found = check(cells(put=put)).findings
    assert len(found) == 1
    row = found.iloc[0]
    assert (row["severity"], row["expected"], row["actual"]) == ("ERROR", "11", "0")
    assert row["evidence"] == "结果维持 10 + 结果纠正 1 + 其他结果 0 + 尚未审结 0; 总计 0"
    assert "行政诉讼 未经复议直接起诉" in row["message"] and "published as printed" in row["message"]


def test_outcome_rows_that_are_not_all_listed_cannot_be_told() -> None:
    frame = cells(put={("requests", "processed_total", "enterprise"): 5})
    outcomes = check(frame[frame["row"] != "other_misc"])
    assert tally(outcomes, "requests.outcomes_sum") == (0, 0, 7)


def test_a_fingerprint_is_the_same_in_every_run_and_differs_by_place() -> None:
    put: dict[Place, float | str | None] = {
        ("review_litigation", "review", "total"): 1,
        ("review_litigation", "litigation_direct", "total"): 1,
    }
    first, second = check(cells(put=put)).findings, check(cells(put=put)).findings
    assert first["fingerprint"].tolist() == second["fingerprint"].tolist()
    assert first["fingerprint"].is_unique and first["fingerprint"].str.fullmatch("[0-9a-f]{16}").all()

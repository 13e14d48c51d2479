"""Entries of the corrections folder: what is read, what changes a cell, and what a guard that no longer holds says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from report_frames import BLANK, MISSING, UNREADABLE, Place, catalogue, cells, facts, figures, unplaced

from pipeline.checks import evaluate
from pipeline.corrections import apply_corrections, read_corrections, reviews_without_finding, with_status
from pipeline.datasets import build_reports

GRANTED: Place = ("requests", "granted", "enterprise")
PROCESSED: Place = ("requests", "processed_total", "enterprise")
FEE: Place = ("proactive", "fee", "amount")
READING = """readings:
  - source_path: 0.html
    table: requests
    row: granted
    column: enterprise
    expect: {state: unreadable, raw: "3 5?"}
    printed: "３5件"  # two digits, the first of them blurred
    reason: The scan is blurred; the paper says 35.
"""
ERROR = """source_errors:
  - report_id: aaaaaaaaaaaaaaaa
    table: requests
    row: granted
    column: enterprise
    expect: {value: 5}
    reason: The office confirmed by telephone that 4 is meant.
"""


def folder(tmp_path: Path, **files: str) -> Path:
    for name, text in files.items():
        (tmp_path / f"{name}.yml").write_text(text, encoding="utf-8")
    return tmp_path


def applied(frame: pd.DataFrame, place: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    done = apply_corrections(frame, catalogue(), read_corrections(place))
    return done.cells.set_index(["table", "row", "column"]), done.outcomes


def findings_of(frame: pd.DataFrame, place: Path) -> pd.DataFrame:
    read = read_corrections(place)
    done = apply_corrections(frame, catalogue(), read)
    reports = build_reports(catalogue(), facts(), done.cells)
    found = evaluate(reports, done.cells, facts(), figures(), unplaced(), corrections=done.outcomes).findings
    return with_status(found, read, done.outcomes)


def test_a_checked_reading_stands_where_nothing_could_be_read(tmp_path: Path) -> None:
    frame = cells(put={GRANTED: UNREADABLE})
    after, outcomes = applied(frame, folder(tmp_path, a=READING))
    cell = after.loc[GRANTED]
    assert (cell["value"], cell["state"], cell["raw"], cell["unit"]) == (35.0, "reported", "３5件", "count")
    assert (cell["method"], cell["confidence"]) == ("correction", 1.0)
    assert cell["reason"] == "The scan is blurred; the paper says 35."
    assert outcomes["applied"].tolist() == [True]
    others = after.drop(index=[GRANTED])
    pd.testing.assert_frame_equal(
        others, frame.set_index(["table", "row", "column"]).drop(index=[GRANTED]), check_dtype=False
    )


def test_a_misread_number_is_replaced_and_its_finding_is_gone(tmp_path: Path) -> None:
    frame = cells(
        put={GRANTED: 7, ("requests", "granted", "total"): 1, PROCESSED: 1, ("requests", "processed_total", "total"): 1}
    )
    text = READING.replace('{state: unreadable, raw: "3 5?"}', "{state: reported, value: 7}").replace("３5件", "1")
    assert "requests.applicants_sum" in set(findings_of(frame, tmp_path)["rule"])
    assert "requests.applicants_sum" not in set(findings_of(frame, folder(tmp_path, a=text))["rule"])


def test_a_missing_cell_and_one_that_prints_nothing(tmp_path: Path) -> None:
    frame = cells(put={GRANTED: MISSING})
    text = READING.replace('{state: unreadable, raw: "3 5?"}', "{state: missing}")
    after, _ = applied(frame, folder(tmp_path, a=text.replace('"３5件"', '""')))
    assert after.loc[GRANTED, "state"] == "blank" and pd.isna(after.loc[GRANTED, "value"])


@pytest.mark.parametrize(
    ("printed", "unit", "expected"),
    [
        ("40.5", "万元", (405000.0, "CNY")),
        ("40.5万元", None, (405000.0, "CNY")),
        ("40.5", "unstated", (40.5, "unstated")),
    ],
)
def test_an_amount_is_read_with_the_unit_that_the_person_saw(
    tmp_path: Path, printed: str, unit: str | None, expected: tuple[float, str]
) -> None:
    text = READING.replace("requests", "proactive").replace("granted", "fee").replace("enterprise", "amount")
    text = text.replace("３5件", printed).replace('{state: unreadable, raw: "3 5?"}', "{state: unreadable}")
    place = folder(tmp_path, a=text + (f"    unit: {unit}\n" if unit else ""))
    after, _ = applied(cells(put={FEE: UNREADABLE}), place)
    assert (after.loc[FEE, "value"], after.loc[FEE, "unit"]) == expected


@pytest.mark.parametrize("now", [35, BLANK, MISSING, 0])
def test_a_guard_that_no_longer_holds_changes_nothing_and_is_an_error(tmp_path: Path, now: Any) -> None:
    frame = cells(put={GRANTED: now})
    place = folder(tmp_path, a=READING)
    after, outcomes = applied(frame, place)
    pd.testing.assert_frame_equal(after.reset_index()[frame.columns], frame)
    assert outcomes["applied"].tolist() == [False]
    found = findings_of(frame, place)
    (guard,) = found[found["rule"] == "correction.guard"].to_dict("records")
    assert (guard["severity"], guard["table"], guard["row"], guard["column"]) == ("ERROR", *GRANTED)
    assert guard["expected"] == "state unreadable, raw “3 5?”"
    assert "a.yml, line 2" in guard["message"] and "（一）予以公开 / 法人或其他组织 商业企业" in guard["message"]
    assert "a.yml第2行" in guard["message_zh"]


def test_a_cell_that_the_reports_form_does_not_have_is_an_error(tmp_path: Path) -> None:
    text = READING.replace("row: granted", "row: other").replace(
        '{state: unreadable, raw: "3 5?"}', "{state: reported}"
    )
    _, outcomes = applied(cells(), folder(tmp_path, a=text))
    assert outcomes["actual"].tolist() == ["no such cell"] and not outcomes["applied"].any()


def test_entries_about_other_reports_leave_a_year_alone(tmp_path: Path) -> None:
    frame = cells(put={GRANTED: UNREADABLE})
    after, outcomes = applied(frame, folder(tmp_path, a=READING.replace("0.html", "elsewhere.html")))
    assert outcomes.empty
    pd.testing.assert_frame_equal(after.reset_index()[frame.columns], frame)


def test_another_path_of_the_same_bytes_names_the_report_too(tmp_path: Path) -> None:
    files = catalogue({"also_at": ["copy/0.html"]})
    read = read_corrections(folder(tmp_path, a=READING.replace("0.html", "copy/0.html")))
    assert apply_corrections(cells(put={GRANTED: UNREADABLE}), files, read).outcomes["applied"].tolist() == [True]


def test_an_acknowledged_error_stays_printed_and_its_findings_say_so(tmp_path: Path) -> None:
    put = {GRANTED: 5, ("requests", "granted", "total"): 4, ("requests", "denied_third_party", "natural_person"): 1}
    found = findings_of(cells(put=put), folder(tmp_path, a=ERROR))
    said = {
        (f["rule"], *(f[k] if isinstance(f[k], str) else None for k in ("row", "column"))): f["status"]
        for f in found.to_dict("records")
    }
    assert said[("requests.applicants_sum", "granted", None)] == "acknowledged"
    assert said[("requests.outcomes_sum", None, "enterprise")] == "acknowledged"
    assert said[("requests.applicants_sum", "denied_third_party", None)] == "open"
    assert said[("requests.outcomes_sum", None, "natural_person")] == "open"
    notes = found[found["status"] == "acknowledged"]["status_note"]
    assert set(notes) == {"The office confirmed by telephone that 4 is meant."}


def test_an_acknowledged_error_that_is_printed_otherwise_now_acknowledges_nothing(tmp_path: Path) -> None:
    found = findings_of(cells(put={GRANTED: 6}), folder(tmp_path, a=ERROR))
    assert set(found["status"]) == {"open"}
    assert (found["rule"] == "correction.guard").sum() == 1


def test_an_error_is_looked_for_in_what_a_person_has_read(tmp_path: Path) -> None:
    place = folder(tmp_path, a=READING, b=ERROR.replace("value: 5", "value: 35"))
    found = findings_of(cells(put={GRANTED: UNREADABLE}), place)
    assert "correction.guard" not in set(found["rule"])
    assert set(found["status"]) == {"acknowledged"}


def test_a_status_is_kept_by_fingerprint_and_goes_before_an_acknowledged_error(tmp_path: Path) -> None:
    frame = cells(put={GRANTED: 5, ("requests", "carried_in", "enterprise"): 2})
    before = findings_of(frame, folder(tmp_path, a=ERROR)).set_index("rule")
    chosen = before.loc["requests.outcomes_sum", "fingerprint"]
    review = f'findings:\n  - {{fingerprint: "{chosen}", status: dismissed, note: "看过", on: 2026-02-01}}\n'
    review += '  - {fingerprint: "0123456789012345", status: confirmed}\n'
    place = folder(tmp_path, b=review)
    after = findings_of(frame, place).set_index("fingerprint")
    assert after.loc[chosen, ["status", "status_note"]].tolist() == ["dismissed", "2026-02-01; 看过"]
    assert set(after["status"].drop(chosen)) == {"acknowledged", "open"}
    (gone,) = reviews_without_finding(read_corrections(place), set(after.index))
    assert gone == "b.yml, line 3: 0123456789012345, confirmed"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("readings:\n  - {a: [}\n", 2, "is not YAML here"),
        ("reading:\n  - {}\n", 1, "found “reading”; expected readings, source_errors, findings"),
        ("- a\n", 1, "found no such keys"),
        ("findings: yes\n", 1, "holds no list"),
        ("findings:\n  - text\n", 2, "is no mapping"),
        ("findings:\n  - fingerprint: 12\n    status: dismissed\n", 2, "fingerprint: found “12”"),
        ("findings:\n  - fingerprint: aaaaaaaaaaaaaaaa\n    status: wrong\n", 2, "status: found “wrong”"),
        ("findings:\n  - fingerprint: aaaaaaaaaaaaaaaa\n", 2, "status is not there"),
        ("findings:\n  - {fingerprint: aaaaaaaaaaaaaaaa, status: open, who: me}\n", 2, "who is no field"),
        ("findings:\n  - {fingerprint: aaaaaaaaaaaaaaaa, status: open, status: open}\n", 2, "stands twice"),
        (
            "findings:\n  - {fingerprint: aaaaaaaaaaaaaaaa, status: open, on: today}\n",
            2,
            "on: found “today”; expected a date",
        ),
        ("a: &x [1]\nfindings: *x\n", 2, "refers to another entry"),
        (READING.replace("３5件", "3或5"), 2, "cannot be read as one number"),
        (READING.replace("３5件", "35元"), 2, "expected no unit of money"),
        (READING.replace("enterprise", "company"), 2, "no form has a cell requests / granted / company"),
        (READING.replace('{state: unreadable, raw: "3 5?"}', "{}"), 2, "expected state, value or raw"),
        (READING.replace('state: unreadable, raw: "3 5?"', "value: nan"), 2, "expect.value: found “nan”"),
        (READING.replace("source_path: 0.html\n    ", ""), 2, "expected one of report_id and source_path"),
    ],
)
def test_what_cannot_be_used_says_where_and_why_and_stops_nothing_else(
    tmp_path: Path, text: str, line: int, said: str
) -> None:
    read = read_corrections(folder(tmp_path, bad=text, good=ERROR))
    (fault,) = read.faults
    assert (fault.file, fault.line) == ("bad.yml", line)
    assert said in fault.problem, fault.problem
    assert len(read.source_errors) == 1


def test_a_bad_entry_stops_no_other_of_its_file(tmp_path: Path) -> None:
    text = ERROR + ERROR.removeprefix("source_errors:\n").replace("reason:", "because:")
    read = read_corrections(folder(tmp_path, a=text))
    assert (len(read.source_errors), len(read.faults), read.faults[0].line) == (1, 1, 8)


def test_a_finding_with_two_entries_has_none(tmp_path: Path) -> None:
    one = "findings:\n  - {fingerprint: aaaaaaaaaaaaaaaa, status: confirmed}\n"
    read = read_corrections(folder(tmp_path, a=one, b=one.replace("confirmed", "dismissed")))
    assert read.reviews == () and [f.file for f in read.faults] == ["a.yml", "b.yml"]


def test_no_folder_and_empty_files_are_no_corrections(tmp_path: Path) -> None:
    assert read_corrections(tmp_path / "nowhere") == read_corrections(folder(tmp_path, a="", b="# later\nreadings:\n"))
    assert read_corrections(tmp_path).faults == ()


def test_a_file_in_another_encoding_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_bytes("# 更正".encode("gbk"))
    assert "is not UTF-8" in read_corrections(tmp_path).faults[0].problem


def test_of_two_readings_of_one_cell_neither_is_published(tmp_path: Path) -> None:
    frame = cells(put={GRANTED: UNREADABLE})
    after, outcomes = applied(frame, folder(tmp_path, a=READING, b=READING.replace("３5件", "85")))
    assert after.loc[GRANTED, "state"] == "unreadable"
    assert outcomes["applied"].tolist() == [False, False]
    assert "neither is believed" in outcomes["problem"].iloc[0]

"""From facts and cells to the published frames."""

import datetime as dt

import pandas as pd
from report_frames import BLANK, MISSING, UNREADABLE, catalogue, cells, facts

from pipeline.datasets import NO_CELL_FOUND, build_reports, build_wide

TRACKS = ("review", "litigation_direct", "litigation_after_review")


def test_a_report_with_every_cell_is_complete() -> None:
    (row,) = build_reports(catalogue(), facts(), cells()).to_dict("records")
    assert (row["status"], row["cells_expected"], row["cells_reported"]) == ("complete", 200, 200)
    assert (row["form_version"], row["agency_name"], row["period_end"]) == ("2021", "某局", dt.date(2022, 12, 31))
    assert pd.isna(row["error"])


def test_a_printed_blank_counts_as_found() -> None:
    put = {("requests", "granted", "total"): BLANK}
    (row,) = build_reports(catalogue(), facts(), cells(put=put)).to_dict("records")
    assert (row["status"], row["cells_reported"]) == ("complete", 199)


def test_a_partial_report_says_what_is_missing() -> None:
    put: dict[tuple[str, str, str], str | None] = {
        ("review_litigation", track, column): MISSING
        for track in TRACKS
        for column in ("upheld", "corrected", "other", "pending", "total")
    }
    put |= {("requests", "granted", "total"): UNREADABLE}
    (row,) = build_reports(catalogue(), facts(), cells(put=put)).to_dict("records")
    assert (row["status"], row["cells_expected"], row["cells_reported"]) == ("partial", 200, 184)
    assert row["error"] == "Not everything was found. table 三: 1 cell unreadable; table 四: not found at all."


def test_a_partial_report_says_which_pages_were_not_read() -> None:
    frame = cells(put={("requests", "granted", "total"): MISSING})
    frame.loc[frame["state"] == "missing", "reason"] = "Page(s) 2 were not read: so it is."
    (row,) = build_reports(catalogue(), facts(), frame).to_dict("records")
    assert row["error"] == "Not everything was found. table 三: 1 cell missing. Page(s) 2 were not read: so it is."


def test_a_table_that_is_not_listed_is_a_gap_too() -> None:
    (row,) = build_reports(catalogue(), facts(), cells(drop=("proactive",))).to_dict("records")
    assert (row["status"], row["error"]) == ("partial", "Not everything was found. table 二: not found at all.")


def test_a_report_without_any_table_is_failed() -> None:
    (row,) = build_reports(catalogue(), facts(), cells().iloc[:0]).to_dict("records")
    assert (row["status"], row["error"], row["cells_expected"]) == ("failed", NO_CELL_FOUND, 0)
    assert pd.isna(row["form_version"])


def test_an_unusable_file_keeps_its_own_reason() -> None:
    files = catalogue(
        {"report_id": "a", "error": "encrypted"}, {"report_id": "b"}, {"report_id": "c", "is_report": False}
    )
    rows = build_reports(files, facts().iloc[:0], cells().iloc[:0], errors={"b": "cut off after page 2"})
    assert rows["status"].tolist() == ["failed"] * 3
    assert rows["error"].tolist()[:2] == ["encrypted", "cut off after page 2"]
    assert "does not look like" in rows["error"][2]
    assert rows["agency_name"].tolist() == ["第0局", "第1局", "第2局"]


def test_a_file_without_a_year_is_failed_with_the_reason() -> None:
    (row,) = build_reports(catalogue({"report_year": 0}), facts({"report_year": 0}), cells(year=0)).to_dict("records")
    assert row["status"] == "failed" and "2019" in row["error"]


def test_forms_are_mixed_where_tables_two_and_three_differ() -> None:
    old = cells(version="2019")
    mixed = pd.concat([old[old["table"] == "proactive"], cells(drop=("proactive",))])
    assert build_reports(catalogue(), facts(), mixed)["form_version"].tolist() == ["mixed"]


def test_the_last_table_does_not_decide_the_form() -> None:
    old = cells(version="2019")
    both = pd.concat([old[old["table"] == "review_litigation"], cells(drop=("review_litigation",))])
    assert build_reports(catalogue(), facts(), both)["form_version"].tolist() == ["2021"]


def test_proactive_disclosure_is_one_row_a_report_with_units() -> None:
    new = cells("a", put={("proactive", "fee", "amount"): 75450000, ("proactive", "regulation", "in_force"): BLANK})
    old = cells("b", version="2019", put={("proactive", "procurement", "amount"): BLANK})
    both = pd.concat([new, old])
    reports = build_reports(catalogue({"report_id": "a"}, {"report_id": "b"}), facts().iloc[:0], both)
    first, second = build_wide("proactive_disclosure", reports, both).to_dict("records")
    assert (first["fee_amount"], first["fee_amount_unit"], first["form_version"]) == (75450000, "CNY", "2021")
    assert pd.isna(first["regulation_in_force"]) and pd.isna(first["procurement_amount"])
    assert (second["regulation_disclosed"], second["form_version"], second["agency_name"]) == (0, "2019", "第1局")
    assert second["agency_id"] == "report:b:第1局"
    assert pd.isna(second["procurement_amount"]) and pd.isna(second["procurement_amount_unit"])


def test_requests_are_one_row_a_report_and_applicant() -> None:
    table = cells(put={("requests", "granted", "enterprise"): 2.5, ("requests", "granted", "total"): BLANK})
    wide = build_wide("requests", build_reports(catalogue(), facts(), table), table)
    assert (
        wide["applicant"].tolist()[:2] == ["natural_person", "enterprise"] and wide["applicant"].tolist()[-1] == "total"
    )
    assert wide["granted"].tolist()[1] == 2.5
    assert pd.isna(wide["granted"].tolist()[-1])
    assert wide["other"].isna().all() and wide["other_misc"].tolist() == [0.0] * 7


def test_review_and_litigation_are_one_row_a_report_and_track() -> None:
    table = cells(put={("review_litigation", "litigation_direct", "pending"): 4})
    wide = build_wide("review_litigation", build_reports(catalogue(), facts(), table), table)
    assert wide["track"].tolist() == list(TRACKS)
    assert wide["pending"].tolist() == [0, 4, 0]


def test_a_year_without_cells_gives_empty_wide_tables() -> None:
    reports = build_reports(catalogue(), facts(), cells().iloc[:0])
    for name in ("proactive_disclosure", "requests", "review_litigation"):
        assert len(build_wide(name, reports, cells().iloc[:0])) == 0

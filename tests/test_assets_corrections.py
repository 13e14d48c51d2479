"""The corrections folder in the graph: what it changes in the published datasets, and what it says of itself."""

from __future__ import annotations

import hashlib
from pathlib import Path

import dagster as dg
import pandas as pd
import pytest
from raw_folder import AGENCY_FILES, digests, fill

from assets import cli
from assets.definitions import build_definitions
from assets.resources import folders
from pipeline import store
from pipeline.checks import Finding
from pipeline.corrections import read_corrections

ROOT = Path(__file__).parent.parent
GRANTED = ("requests", "granted", "total")
ENTRIES = f"""
readings:
  - source_path: {AGENCY_FILES[0]}
    table: requests
    row: granted
    column: total
    expect: {{state: reported}}
    printed: "9999"
    reason: Seen on paper.
  - source_path: {AGENCY_FILES[0]}
    table: requests
    row: granted
    column: enterprise
    expect: {{state: unreadable}}
    printed: "1"
    reason: It was not unreadable for long.
  - source_path: elsewhere/2022.html
    table: requests
    row: granted
    column: enterprise
    expect: {{state: unreadable}}
    printed: "1"
    reason: Of another folder.
"""


def run(place: Path, instance: dg.DagsterInstance, job: str, year: int | None = None) -> dg.ExecuteInProcessResult:
    definitions = build_definitions(folders(place / "raw", place / "out", place / "corrections"))
    return definitions.resolve_job_def(job).execute_in_process(
        instance=instance, partition_key=None if year is None else str(year), run_config={"loggers": {"progress": {}}}
    )


def usable(result: dg.ExecuteInProcessResult) -> dg.AssetCheckEvaluation:
    (check,) = (c for c in result.get_asset_check_evaluations() if c.asset_key == dg.AssetKey("corrections"))
    return check


def findings(place: Path) -> pd.DataFrame:
    return store.read_partition(place / "out", "findings", 2022)


def test_a_reading_a_guard_and_a_status_reach_the_published_datasets(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(tmp_path / "raw")
    (tmp_path / "corrections").mkdir()
    (tmp_path / "corrections" / "2022.yml").write_text(ENTRIES, encoding="utf-8")
    with dg.DagsterInstance.ephemeral() as instance:
        check = usable(run(tmp_path, instance, "refresh_catalogue"))
        assert (check.passed, check.severity) == (False, dg.AssetCheckSeverity.WARN)
        assert "elsewhere/2022.html is no report_id or source_path" in (check.description or "")
        run(tmp_path, instance, "build_year", 2022)

        cells = store.read_partition(tmp_path / "out", "cells", 2022).set_index(["table", "row", "column"])
        assert cells.loc[GRANTED, ["value", "raw", "method", "confidence"]].tolist() == [
            9999.0,
            "9999",
            "correction",
            1.0,
        ]
        assert (cells["method"] == "correction").sum() == 1
        requests = store.read_partition(tmp_path / "out", "requests", 2022).set_index("applicant")
        assert requests.loc["total", "granted"] == 9999.0
        found = findings(tmp_path)
        assert set(found["rule"]) >= {"requests.applicants_sum", "requests.outcomes_sum", "correction.guard"}
        assert set(found["status"]) == {"open"}

        chosen = found.loc[found["rule"] == "requests.applicants_sum", "fingerprint"].iloc[0]
        place = ["--out", str(tmp_path / "out"), "--corrections", str(tmp_path / "corrections")]
        assert cli.main(["review", chosen, "--status", "dismissed", "--note", "A test.", *place]) == 0
        assert "prints 9999" in capsys.readouterr().out
        run(tmp_path, instance, "build_year", 2022)
        after = findings(tmp_path).set_index("fingerprint")
        assert after.loc[chosen, "status"] == "dismissed" and after.loc[chosen, "status_note"].endswith("A test.")
        assert set(after["status"].drop(chosen)) == {"open"}
        first = digests(tmp_path / "out")
        run(tmp_path, instance, "build_year", 2022)
        assert digests(tmp_path / "out") == first


def test_a_file_that_is_no_yaml_fails_the_check_and_stops_no_run(tmp_path: Path) -> None:
    fill(tmp_path / "raw")
    for path in sorted((tmp_path / "raw").rglob("*")):
        if path.is_file() and path != tmp_path / "raw" / AGENCY_FILES[0]:
            path.unlink()
    (tmp_path / "corrections").mkdir()
    (tmp_path / "corrections" / "a.yml").write_text("readings: [", encoding="utf-8")
    with dg.DagsterInstance.ephemeral() as instance:
        check = usable(run(tmp_path, instance, "refresh_catalogue"))
    assert (check.passed, check.severity) == (False, dg.AssetCheckSeverity.ERROR)
    arguments = ["run", "--raw", str(tmp_path / "raw"), "--out", str(tmp_path / "out"), "--strict"]
    assert cli.main([*arguments, "--corrections", str(tmp_path / "corrections")]) == 1
    assert len(store.read_partition(tmp_path / "out", "cells", 2022)) == 200


def test_folders_and_fingerprints_that_are_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "raw").mkdir()
    arguments = ["run", "--raw", str(tmp_path / "raw"), "--out", str(tmp_path / "out")]
    assert cli.main([*arguments, "--corrections", str(tmp_path / "nowhere")]) == 2
    assert "--corrections" in capsys.readouterr().err
    for fingerprint in ("a" * 16, "short"):
        assert cli.main(["review", fingerprint, "--status", "open", "--out", str(tmp_path / "out")]) == 2
        assert fingerprint in capsys.readouterr().err


def test_the_examples_speak_of_the_sample_reports() -> None:
    read = read_corrections(ROOT / "corrections")
    assert read.faults == () and read.source_errors and read.reviews
    for entry in read.of_cells:
        assert (ROOT / "data" / "raw" / entry.report).is_file()
    slip = (ROOT / "data" / "raw" / "抓取" / "content_83421.html").read_bytes()
    finding = Finding(
        rule="report.period_mismatch",
        report_id=hashlib.sha256(slip).hexdigest()[:16],
        expected="2023-01-01 to 2023-12-31",
        actual="2023-01-01 to 2024-12-31",
    )
    assert finding.fingerprint in {r.fingerprint for r in read.reviews}

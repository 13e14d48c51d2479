"""The command: what it prints, publishes and returns."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import pytest
from raw_folder import AGENCY_FILES, EMPTY, digests, fill

from assets import cli, datasets
from pipeline import store


@pytest.fixture(autouse=True)
def no_instance(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DAGSTER_HOME", raising=False)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    fill(tmp_path / "raw")
    return tmp_path


def gongkai(place: Path, *more: str) -> int:
    return cli.main(["run", "--raw", str(place / "raw"), "--out", str(place / "out"), *more])


def test_a_run_publishes_every_year_counts_at_the_end_and_can_be_repeated(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert gongkai(place) == 0
    first = digests(place / "out")
    said = capsys.readouterr()
    lines = said.out.splitlines()
    findings = store.read_dataset(place / "out", "findings")["severity"].value_counts()
    assert lines[-2] == "Reports: 2 complete, 0 partial, 2 failed"
    assert (
        lines[-1]
        == f"Findings: {findings.get('ERROR', 0)} ERROR, {findings.get('WARN', 0)} WARN, {findings.get('INFO', 0)} INFO"
    )
    assert "report-year 2022 (1 of 2)" in said.err
    assert EMPTY in said.err
    assert "STEP_START" not in said.err
    assert gongkai(place) == 0
    assert digests(place / "out") == first


def test_only_the_years_named_are_run(place: Path) -> None:
    assert gongkai(place, "--year", "2023") == 0
    assert store.published_years(place / "out", "cells") == [2023]


def test_a_year_without_files_publishes_nothing(place: Path) -> None:
    assert gongkai(place, "--year", "2019") == 0
    assert store.published_years(place / "out", "cells") == []


def test_a_year_without_files_any_more_is_withdrawn(place: Path) -> None:
    gongkai(place)
    (place / "raw" / AGENCY_FILES[0]).unlink()
    gongkai(place)
    assert 2022 not in store.published_years(place / "out", "reports")
    assert 2023 in store.published_years(place / "out", "reports")


def test_strict_fails_on_an_error_finding(place: Path) -> None:
    (place / "raw" / EMPTY).unlink()
    assert gongkai(place, "--strict", "--year", "2023") == 1


def test_strict_passes_where_nothing_is_wrong(place: Path) -> None:
    for path in sorted((place / "raw").rglob("*")):
        if path.is_file() and path != place / "raw" / AGENCY_FILES[0]:
            path.unlink()
    assert gongkai(place, "--strict") == 0


def test_strict_fails_on_a_failed_file(place: Path) -> None:
    (place / "raw" / AGENCY_FILES[1]).unlink()
    assert gongkai(place, "--strict") == 1


def test_an_empty_folder_is_a_run_of_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "raw").mkdir()
    assert gongkai(tmp_path) == 0
    assert "Reports: 0 complete, 0 partial, 0 failed" in capsys.readouterr().out


def test_a_raw_folder_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert gongkai(tmp_path) == 2
    assert "there is no such folder" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_raw_folder_that_is_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "raw").write_text("")
    assert gongkai(tmp_path) == 2
    assert "is a file; expected a folder" in capsys.readouterr().err


def test_an_output_folder_that_is_a_file(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "out").write_text("")
    assert gongkai(place) == 2
    assert "--out" in capsys.readouterr().err


@pytest.mark.parametrize("year", ["2018", "2999", "0", "last"])
def test_a_year_that_is_no_report_year(place: Path, year: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert gongkai(place, "--year", year) == 2
    assert f"--year {year}: expected a report-year from 2019" in capsys.readouterr().err


def test_a_year_that_is_no_report_year_makes_no_folder(place: Path) -> None:
    assert gongkai(place, "--year", "2018") == 2
    assert not (place / "out").exists()


def test_an_empty_folder_name_is_not_the_present_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["run", "--raw", "", "--out", str(tmp_path / "out")]) == 2
    assert "--raw is empty" in capsys.readouterr().err


def test_a_number_of_workers_that_is_none(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GONGKAI_WORKERS", "many")
    assert gongkai(place) == 2
    assert "GONGKAI_WORKERS is 'many'" in capsys.readouterr().err


def test_a_catalogue_that_cannot_be_made_stops_the_run(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "out").mkdir()
    (place / "out" / "catalogue").write_text("")
    assert gongkai(place, "--year", "2022") == 3
    said = capsys.readouterr()
    assert "refresh_catalogue, step catalogue" in said.err
    assert "cannot be written" in said.err
    assert said.out == ""


def test_missing_arguments_are_unusable() -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(["run"])
    assert stopped.value.code == 2


def test_a_run_that_fails_says_why_and_is_neither_0_nor_1(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    build = datasets.build_wide
    monkeypatch.setattr(datasets, "build_wide", lambda *arguments: build(*arguments).drop(columns=["agency_name"]))
    assert gongkai(place, "--year", "2022") == 3
    said = capsys.readouterr().err
    assert "build_year 2022, step requests" in said
    assert "agency_name" in said


def test_runs_are_recorded_where_dagster_home_is_set(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = place / "home"
    home.mkdir()
    monkeypatch.setenv("DAGSTER_HOME", str(home))
    assert gongkai(place, "--year", "2022") == 0
    with dg.DagsterInstance.get() as instance:
        assert {r.job_name for r in instance.get_runs()} == {"refresh_catalogue", "build_year"}


def test_a_dagster_home_that_is_not_there(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DAGSTER_HOME", str(place / "nowhere"))
    assert gongkai(place) == 2
    assert "DAGSTER_HOME" in capsys.readouterr().err

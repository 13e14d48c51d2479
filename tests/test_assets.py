"""The asset graph: it loads, reads as the pipeline, and what a run of it publishes."""

from __future__ import annotations

import errno
import json
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import dagster as dg
import pandas as pd
import pytest
from raw_folder import AGENCY_FILES, EMPTY, NOTICE, digests, fill

from assets import catalogue, datasets, documents
from assets.definitions import build_definitions
from assets.metadata import PREVIEW_ROWS, preview, problems_table
from assets.partitions import FIRST_YEAR, newest_year, years
from assets.resources import folders, fresh_folder
from assets.schedules import weekly_in_season
from assets.tasks import Job, Read, read_one
from pipeline import catalogue as library_catalogue
from pipeline import store
from pipeline.checks import rules

PUBLISHED = [
    "reports",
    "cells",
    "proactive_disclosure",
    "requests",
    "review_litigation",
    "findings",
    "narrative_figures",
    "extraction",
]
EVALUATED = ("findings", "narrative_figures")


@dataclass(frozen=True)
class Backfill:
    """Both years, run one after the other, and the published files after the first of them."""

    place: Path
    results: dict[int, dg.ExecuteInProcessResult]
    digests_2022: dict[str, str]


@pytest.fixture(scope="module")
def backfill(tmp_path_factory: pytest.TempPathFactory) -> Backfill:
    place = tmp_path_factory.mktemp("backfill")
    fill(place / "raw")
    with dg.DagsterInstance.ephemeral() as instance:
        assert run(place, instance, "refresh_catalogue").success
        results = {2022: run(place, instance, "build_year", 2022)}
        first = digests(place / "out")
        results[2023] = run(place, instance, "build_year", 2023)
    return Backfill(place, results, first)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    fill(tmp_path / "raw")
    return tmp_path


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as instance:
        yield instance


def run(place: Path, instance: dg.DagsterInstance, job: str, year: int | None = None) -> dg.ExecuteInProcessResult:
    definitions = build_definitions(folders(place / "raw", place / "out"))
    return definitions.resolve_job_def(job).execute_in_process(
        instance=instance,
        partition_key=None if year is None else str(year),
        raise_on_error=False,
        run_config={"loggers": {"progress": {}}},
    )


def reports_of(place: Path, year: int) -> pd.DataFrame:
    return store.read_partition(place / "out", "reports", year).set_index("source_path")


def graph() -> dg.AssetGraph:
    return build_definitions(folders("raw", "out")).resolve_asset_graph()


def test_the_definitions_load() -> None:
    dg.Definitions.validate_loadable(build_definitions(folders("raw", "out")))


def test_the_graph_reads_as_the_pipeline() -> None:
    parents = {
        node.key.to_user_string(): {k.to_user_string() for k in node.parent_keys} for node in graph().asset_nodes
    }
    assert parents["catalogue"] == set()
    assert parents["documents"] == {"catalogue"}
    assert parents["normalised_documents"] == {"documents"}
    for name in ("report_facts", "extracted_cells", "extraction_attempts", "unplaced_values", "stated_figures"):
        assert parents[name] == {"normalised_documents"}
    assert {"report_facts", "extracted_cells", "cells"} <= parents["reports"]
    assert parents["corrections"] == {"catalogue"}
    assert parents["cells"] == {"extracted_cells", "corrections"}
    for name in ("proactive_disclosure", "requests", "review_litigation"):
        assert parents[name] == {"reports", "cells"}
    assert {"reports", "cells", "report_facts", "stated_figures"} <= parents["findings"]


def test_every_asset_says_what_it_is() -> None:
    for node in graph().asset_nodes:
        assert node.description, node.key
        assert node.group_name in {"sources", "reading", "published", "checking"}, node.key
        assert node.kinds, node.key
        assert node.code_version, node.key


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_asset_shows_its_columns_and_has_two_blocking_checks(name: str) -> None:
    node = graph().get(dg.AssetKey(name))
    assert len(node.metadata["dagster/column_schema"].columns) >= 5
    blocking = {key.name for key in node.check_keys if graph().get_check_spec(key).blocking}
    assert blocking == {"schema", "primary_key"}


def test_every_rule_is_a_check_of_each_year_that_does_not_block() -> None:
    specs = {
        s.metadata["rule"]: s for k in graph().asset_check_keys if "rule" in (s := graph().get_check_spec(k)).metadata
    }
    assert set(specs) == set(rules())
    assert all(s.partitions_def == years and not s.blocking for s in specs.values())
    assert specs["requests.balance"].asset_key == dg.AssetKey("requests")
    assert specs["panel.carry_over"].asset_key == dg.AssetKey("requests")
    assert specs["panel.in_force_stock"].asset_key == dg.AssetKey("proactive_disclosure")
    assert specs["form.cell_missing"].asset_key == dg.AssetKey("cells")


def test_the_years_are_those_of_the_library() -> None:
    assert FIRST_YEAR == library_catalogue.FIRST_YEAR
    assert years.get_partition_keys()[0] == "2019"


def test_a_whole_year_is_published_and_reads_back(backfill: Backfill) -> None:
    out = backfill.place / "out"
    report = reports_of(backfill.place, 2022).loc[AGENCY_FILES[0]]
    assert (report["status"], report["agency_name"], report["cells_expected"]) == ("complete", "松岭县教育局", 200)
    cells = pd.read_parquet(out / "cells" / "year=2022")
    assert len(cells) == 200
    assert set(cells["report_year"]) == {2022}
    requests = store.read_partition(out, "requests", 2022).set_index("applicant")
    cell = cells.set_index(["table", "row", "column"]).loc[("requests", "new_requests", "total")]
    assert requests.loc["total", "new_requests"] == cell["value"] == float(cell["raw"])


def test_pandas_reads_a_dataset_of_all_years(backfill: Backfill) -> None:
    reports = pd.read_parquet(backfill.place / "out" / "reports")
    assert len(reports) == 4
    assert (reports["year"].astype(int) == reports["report_year"]).all()


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_materialisation_says_rows_preview_and_place(name: str, backfill: Backfill) -> None:
    events = backfill.results[2022].asset_materializations_for_node("evaluation" if name in EVALUATED else name)
    metadata = next(e for e in events if e.asset_key == dg.AssetKey(name)).metadata
    rows = len(store.read_partition(backfill.place / "out", name, 2022))
    assert metadata["dagster/partition_row_count"].value == rows
    assert metadata["file"].value.endswith(f"{name}/year=2022/part-0.parquet")
    assert metadata["preview"].md_str.startswith("| report_id |" if rows else "No rows.")


def test_the_reports_say_which_files_need_a_person(backfill: Backfill) -> None:
    metadata = backfill.results[2023].asset_materializations_for_node("reports")[0].metadata
    assert (metadata["complete"].value, metadata["partial"].value, metadata["failed"].value) == (1, 0, 1)
    (row,) = metadata["to look at"].records
    assert row.data["source_path"] == EMPTY
    assert "empty" in row.data["error"]


def test_the_attempts_to_read_say_how_often_each_strategy_ran(backfill: Backfill) -> None:
    metadata = backfill.results[2023].asset_materializations_for_node("extraction")[0].metadata
    attempts = store.read_dataset(backfill.place / "out", "extraction", years=[2023])
    assert metadata["fallbacks"].value == (attempts["step"] > 1).sum()
    assert metadata["fallbacks kept"].value <= metadata["fallbacks"].value
    counted = {r.data["strategy"]: r.data["tried"] for r in metadata["strategies"].records}
    assert counted == attempts["strategy"].value_counts().to_dict()


def test_the_findings_are_counted_by_severity_and_rule(backfill: Backfill) -> None:
    metadata = backfill.results[2023].asset_materializations_for_node("evaluation")[0].metadata
    findings = store.read_partition(backfill.place / "out", "findings", 2023)
    assert metadata["ERROR"].value == (findings["severity"] == "ERROR").sum() > 0
    assert {r.data["rule"] for r in metadata["by rule"].records} == set(findings["rule"])
    assert metadata["by rule"].records[0].data["severity"] == "ERROR"


def test_only_so_many_files_to_look_at_are_shown() -> None:
    wanting = pd.DataFrame({"source_path": [f"{n}.pdf" for n in range(30)], "error": [None] * 30})
    shown = problems_table(wanting, "source_path", "error")
    assert len(shown["to look at"].records) == PREVIEW_ROWS == 20
    assert shown["more to look at"] == 10
    assert problems_table(wanting.head(0), "source_path") == {}


def test_a_second_run_gives_the_same_bytes(backfill: Backfill, instance: dg.DagsterInstance) -> None:
    first = digests(backfill.place / "out")
    assert run(backfill.place, instance, "whole_pipeline", 2023).success
    assert digests(backfill.place / "out") == first


def test_a_backfill_of_two_years_leaves_each_year_alone(backfill: Backfill) -> None:
    both = digests(backfill.place / "out")
    assert {path: both[path] for path in backfill.digests_2022} == backfill.digests_2022
    for name in PUBLISHED:
        expected = [0, 2022, 2023] if name == "reports" else [2022, 2023]
        assert store.published_years(backfill.place / "out", name) == expected


def test_last_years_report_is_compared(backfill: Backfill) -> None:
    first = check(backfill.results[2022], "panel_carry_over").metadata
    second = check(backfill.results[2023], "panel_carry_over").metadata
    assert first["holds"].value + first["broken"].value == 0
    assert second["holds"].value + second["broken"].value > 0


def check(result: dg.ExecuteInProcessResult, name: str, asset: str | None = None) -> dg.AssetCheckEvaluation:
    return next(
        e
        for e in result.get_asset_check_evaluations()
        if e.check_name == name and asset in (None, e.asset_key.to_user_string())
    )


def test_a_broken_rule_is_a_failed_check_in_a_green_run(backfill: Backfill) -> None:
    result = backfill.results[2023]
    assert result.success
    balance = check(result, "requests_balance")
    findings = store.read_partition(backfill.place / "out", "findings", 2023)
    broken = findings[findings["rule"] == "requests.balance"]
    assert len(broken) > 0
    assert not balance.passed
    assert balance.severity == dg.AssetCheckSeverity.ERROR
    assert balance.partition == "2023"
    assert balance.metadata["broken"].value == len(broken)
    page, _, anchor = balance.metadata["quality page"].value.rpartition("/")[2].partition("#")
    assert f'id="{anchor}"' in (backfill.place / "out/_quality" / page).read_text(encoding="utf-8")
    example = balance.metadata["examples"].records[0].data
    assert example["agency"] == "松岭县教育局"
    assert example["report"] == AGENCY_FILES[1]
    assert example["printed labels"]
    assert (example["expected"], example["actual"]) == (broken.iloc[0]["expected"], broken.iloc[0]["actual"])


def test_a_file_that_cannot_be_read_is_a_failed_report_with_a_sentence(backfill: Backfill) -> None:
    reports = reports_of(backfill.place, 2023)
    assert reports.loc[EMPTY, "status"] == "failed"
    assert "empty" in reports.loc[EMPTY, "error"]
    assert reports.loc[AGENCY_FILES[1], "status"] == "complete"


def test_a_file_without_a_year_is_published_under_year_0(backfill: Backfill) -> None:
    report = reports_of(backfill.place, 0).loc[NOTICE]
    assert (report["status"], report["report_year"]) == ("failed", 0)
    assert report["error"].startswith("Not a report")


def crash_on_docx(job: Job) -> Read:
    if job.source_path.endswith(".docx"):
        os.kill(os.getpid(), signal.SIGSEGV)
    return read_one(job)


def test_a_reader_that_crashes_costs_its_own_file(
    place: Path, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place / "raw" / "第二份2023.html").write_bytes(
        (place / "raw" / AGENCY_FILES[0]).read_bytes().replace(b"2022", b"2023")
    )
    monkeypatch.setattr(documents, "read_one", crash_on_docx)
    assert run(place, instance, "whole_pipeline", 2023).success
    reports = reports_of(place, 2023)
    assert reports.loc[AGENCY_FILES[1], "status"] == "failed"
    assert "SIGSEGV" in reports.loc[AGENCY_FILES[1], "error"]
    assert reports.loc["第二份2023.html", "status"] == "complete"


def test_a_file_changed_since_the_catalogue_is_not_published_under_its_old_hash(
    place: Path, instance: dg.DagsterInstance
) -> None:
    run(place, instance, "refresh_catalogue")
    (place / "raw" / AGENCY_FILES[0]).write_bytes(b"another file")
    assert run(place, instance, "build_year", 2022).success
    assert "changed since the catalogue" in reports_of(place, 2022).loc[AGENCY_FILES[0], "error"]


def test_a_blocking_check_stops_the_writing(
    place: Path, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(place, instance, "whole_pipeline", 2022).success
    before = digests(place / "out")
    build = datasets.build_wide

    def twice(name: str, reports: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
        frame = build(name, reports, cells)
        return pd.concat([frame, frame], ignore_index=True) if name == "requests" else frame

    monkeypatch.setattr(datasets, "build_wide", twice)
    result = run(place, instance, "build_year", 2022)
    assert not result.success
    assert digests(place / "out") == before
    evaluations = {(e.asset_key.to_user_string(), e.check_name): e.passed for e in result.get_asset_check_evaluations()}
    assert not evaluations["requests", "primary_key"]
    assert evaluations["requests", "schema"]
    (problem,) = check(result, "primary_key", "requests").metadata["problems"].records
    assert "found the same key more than once" in problem.data["problem"]
    failure = next(e for e in result.all_events if e.is_step_failure).step_failure_data
    assert "nothing was written" in failure.user_failure_data.description


def test_a_year_whose_files_are_gone_is_withdrawn(place: Path, instance: dg.DagsterInstance) -> None:
    run(place, instance, "whole_pipeline", 2022)
    (place / "raw" / AGENCY_FILES[0]).unlink()
    assert run(place, instance, "whole_pipeline", 2022).success
    assert all(2022 not in store.published_years(place / "out", name) for name in PUBLISHED)


def test_a_raw_folder_that_is_suddenly_empty_withdraws_nothing(tmp_path: Path, instance: dg.DagsterInstance) -> None:
    published = store.partition_path(tmp_path / "out", "reports", 2022)
    published.parent.mkdir(parents=True)
    published.touch()
    (tmp_path / "raw").mkdir()
    failure = next(e for e in run(tmp_path, instance, "refresh_catalogue").all_events if e.is_step_failure)
    assert "its disk is there" in str(failure.step_failure_data.user_failure_data)


def test_a_step_without_the_step_before_says_what_to_run(place: Path, instance: dg.DagsterInstance) -> None:
    run(place, instance, "refresh_catalogue")
    definitions = build_definitions(folders(place / "raw", place / "out"))
    result = definitions.resolve_implicit_global_asset_job_def().execute_in_process(
        instance=instance, partition_key="2022", asset_selection=[dg.AssetKey("cells")], raise_on_error=False
    )
    failure = next(e for e in result.all_events if e.is_step_failure).step_failure_data
    assert "`extracted_cells` has not been materialised for 2022" in failure.user_failure_data.description


def test_rules_are_not_told_from_old_findings(backfill: Backfill, instance: dg.DagsterInstance) -> None:
    definitions = build_definitions(folders(backfill.place / "raw", backfill.place / "out"))
    result = definitions.resolve_implicit_global_asset_job_def().execute_in_process(
        instance=instance, partition_key="2023", asset_selection=[dg.AssetKey("requests")]
    )
    assert {e.check_name for e in result.get_asset_check_evaluations()} == {"schema", "primary_key"}


def test_a_file_that_vanishes_while_the_folder_is_listed_is_an_entry_that_says_so(place: Path) -> None:
    def vanish(function: object, items: list[library_catalogue.RawFile]) -> object:
        (place / "raw" / AGENCY_FILES[0]).unlink()
        return catalogue.in_processes(lambda line: None)(function, items)

    entries = library_catalogue.scan(place / "raw", run=vanish).set_index("source_path")
    assert "cannot be opened (No such file or directory)" in entries.loc[AGENCY_FILES[0], "error"]
    assert entries.loc[AGENCY_FILES[0], "format"] == "unknown"
    assert entries.loc[AGENCY_FILES[1], "is_report"]


def test_a_folder_that_takes_no_files_is_said_in_words(place: Path, instance: dg.DagsterInstance) -> None:
    run(place, instance, "refresh_catalogue")
    # A file where the dataset's folder should be: this holds for the superuser too.
    (place / "out" / "requests").write_text("")
    result = run(place, instance, "build_year", 2022)
    failure = next(e for e in result.all_events if e.is_step_failure).step_failure_data
    assert "requests/year=2022/part-0.parquet cannot be written" in failure.user_failure_data.description


def test_a_year_that_has_not_ended_is_not_believed() -> None:
    rows = pd.DataFrame({"report_year": [2022, newest_year() + 1], "error": [None, None]}).astype({"error": "str"})
    result = catalogue.without_future_years(rows, newest_year())
    assert list(result["report_year"]) == [2022, 0]
    assert pd.isna(result.loc[0, "error"])
    assert f"reads as {newest_year() + 1}" in result.loc[1, "error"]


def test_an_output_folder_inside_the_raw_folder_is_not_catalogued(tmp_path: Path) -> None:
    rows = pd.DataFrame(
        {"source_path": ["a.html", "out/cells/part-0.parquet"], "also_at": [["b.html", "out/copy.html"], []]}
    )
    result = catalogue.without_own_files(rows, tmp_path, tmp_path / "out")
    assert result.to_dict("records") == [{"source_path": "a.html", "also_at": ["b.html"]}]


def test_the_example_notebook_runs(backfill: Backfill, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_OUT_DIR", str(backfill.place / "out"))
    notebook = json.loads((Path(__file__).parent.parent / "notebooks" / "example.ipynb").read_text(encoding="utf-8"))
    names: dict[str, pd.DataFrame] = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)
    # The report of 2023 breaks a sum, so only that of 2022 counts.
    assert list(names["rates"]["report_year"]) == [2022]
    assert len(names["errors"]) > 0


def test_the_schedule_asks_for_the_newest_year_and_is_off() -> None:
    schedule = build_definitions(folders("raw", "out")).resolve_schedule_def("weekly_in_season")
    assert schedule.default_status == dg.DefaultScheduleStatus.STOPPED
    request = weekly_in_season(dg.build_schedule_context())
    assert request.partition_key == str(newest_year())


def test_a_folder_is_replaced_as_a_whole(tmp_path: Path) -> None:
    place = tmp_path / "step" / "year=2022"
    for names in (["old", "kept"], ["kept"]):
        with fresh_folder(place) as folder:
            for name in names:
                (folder / name).write_text(name)
    assert [p.name for p in place.iterdir()] == ["kept"]
    assert [p.name for p in place.parent.iterdir()] == ["year=2022"]


@pytest.mark.parametrize(
    ("met", "said"),
    [(RuntimeError("a fault"), "a fault"), (OSError(errno.ENOSPC, "No space left"), "make room on its disk")],
)
def test_a_failed_step_leaves_the_folder_before(tmp_path: Path, met: Exception, said: str) -> None:
    place = tmp_path / "step" / "year=2022"
    with fresh_folder(place) as folder:
        (folder / "old").write_text("old")
    with pytest.raises(Exception, match=said), fresh_folder(place) as folder:
        (folder / "new").write_text("new")
        raise met
    assert [p.name for p in place.iterdir()] == ["old"]


def test_a_preview_is_short_and_keeps_its_table() -> None:
    frame = pd.DataFrame({"label": ["a|b\nc"] * 30, "value": [1.0, None] * 15})
    text = str(preview(frame).md_str)
    assert "a\\|b c | 1 |" in text
    assert text.count("\n| ") == 1 + 20
    assert "The first 20 of 30 rows." in text


def test_every_step_finds_what_costly_readers_made(backfill: Backfill) -> None:
    place = folders(backfill.place / "raw", backfill.place / "out")
    jobs = documents.readable(place, "normalised_documents", 2022)
    assert jobs and all(job.prepared == place.prepared for job in jobs)

"""Running one year evaluates again the rules of other years that look at it, whatever the order of the runs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pandas as pd
import pytest
from raw_folder import digests

from assets.checks import check_name
from assets.definitions import build_definitions
from assets.numbers import NUMBERS
from assets.resources import folders
from pipeline import store
from pipeline.checks import PANEL_CHECKS
from samples.build import build
from samples.truth import Report, draw

AGENCY = "松岭县教育局"
YEARS = ("2021.html", "2022.html", "2023.html")


def report(year: int, seed: str = "years", before: Report | None = None) -> Report:
    return draw(f"{seed}/{year}", agency=AGENCY, year=year, activity="busy", before=before)


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """Three years of one agency that continue each other, and a second report of 2022 that continues nothing."""
    first = report(2021)
    second = report(2022, before=first)
    third = report(2023, before=second)
    stray = report(2022, "stray")
    drawn = {"2021.html": first, "2022.html": second, "2023.html": third, "stray.html": stray}
    return {name: build(one.seed, "html", report=one).data for name, one in drawn.items()}


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as instance:
        yield instance


class Project:
    """A raw folder and an output folder, and runs over them."""

    def __init__(self, place: Path, instance: dg.DagsterInstance) -> None:
        self.raw, self.out = place / "raw", place / "out"
        self.instance = instance

    def put(self, files: dict[str, bytes], *names: str) -> None:
        shutil.rmtree(self.raw, ignore_errors=True)
        self.raw.mkdir(parents=True)
        for name in names:
            (self.raw / name).write_bytes(files[name])

    def run(self, *years: int) -> dg.ExecuteInProcessResult:
        definitions = build_definitions(folders(self.raw, self.out))
        for job, year in [("refresh_catalogue", None), *(("build_year", str(y)) for y in years)]:
            result = definitions.resolve_job_def(job).execute_in_process(
                instance=self.instance, partition_key=year, run_config={"loggers": {"progress": {}}}
            )
        return result

    def rule(self, year: int, name: str) -> tuple[int, int, int]:
        """How often a rule holds, is broken, cannot be told."""
        tallies = pd.read_parquet(self.out / "_work" / "rule_tallies" / f"year={year}" / "part-0.parquet")
        row = tallies.set_index("rule").loc[name]
        return int(row["holds"]), int(row["broken"]), int(row["cannot_be_told"])

    def state(self) -> dict[str, str]:
        """The digests of all that later runs and readers see of the evaluation."""
        work = self.out / "_work"
        kept = {p.relative_to(work).as_posix(): p.read_bytes().hex() for p in work.glob("rule_tallies/**/*.parquet")}
        return digests(self.out) | kept


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]) -> Path:
    """The three years, run in their order."""
    place = tmp_path_factory.mktemp("years")
    with dg.DagsterInstance.ephemeral() as instance:
        project = Project(place, instance)
        project.put(files, *YEARS)
        project.run(2021, 2022, 2023)
    return place


@pytest.fixture
def project(tmp_path: Path, published: Path, instance: dg.DagsterInstance) -> Project:
    """The three years as published, in folders of the test's own."""
    shutil.copytree(published, tmp_path / "project")
    return Project(tmp_path / "project", instance)


@pytest.fixture
def empty(tmp_path: Path, instance: dg.DagsterInstance) -> Project:
    """Nothing run yet."""
    return Project(tmp_path / "empty", instance)


def events_of(result: dg.ExecuteInProcessResult, year: int) -> tuple[list[str], dict[str, bool]]:
    """The assets materialised, and the checks and whether they passed, of one partition in a run."""
    materialised = [
        e.asset_key.to_user_string()
        for e in result.all_events
        if e.is_step_materialization and e.partition == str(year)
    ]
    checks = {e.check_name: e.passed for e in result.get_asset_check_evaluations() if e.partition == str(year)}
    return materialised, checks


def test_the_order_of_the_runs_does_not_matter(project: Project, empty: Project, files: dict[str, bytes]) -> None:
    empty.put(files, *YEARS)
    empty.run(2023, 2022, 2021)
    assert empty.state() == project.state()
    assert empty.rule(2022, "panel.carry_over") == empty.rule(2023, "panel.carry_over") == (7, 0, 0)
    assert empty.rule(2021, "panel.carry_over") == (0, 0, 7)


def test_a_year_that_changes_changes_what_the_next_says_of_it(project: Project, files: dict[str, bytes]) -> None:
    project.put(files, "2021.html", "stray.html", "2023.html")
    result = project.run(2022)
    holds, broken, untold = project.rule(2023, "panel.carry_over")
    assert broken > 0 and (holds + broken, untold) == (7, 0)
    findings = store.read_partition(project.out, "findings", 2023)
    assert (findings["rule"] == "panel.carry_over").sum() == broken
    materialised, checks = events_of(result, 2023)
    assert materialised == ["findings", "narrative_figures", "rule_tallies"]
    assert checks["panel_carry_over"] is False
    assert set(checks) <= {check_name(name) for name in PANEL_CHECKS}
    # The year before looks at this one too, but not what continues from one year into the next.
    assert not {name for name in events_of(result, 2021)[1] if name.startswith("panel_")}
    changed = project.state()
    assert events_of(project.run(2022), 2023) == ([], {})
    assert project.state() == changed


def test_the_partition_evaluated_again_says_why_and_keeps_what_it_was_made_from(
    empty: Project, files: dict[str, bytes]
) -> None:
    project = empty
    project.put(files, "2022.html", "2023.html")
    project.run(2023, 2022)
    last, first = project.instance.fetch_materializations(
        dg.AssetRecordsFilter(asset_key=dg.AssetKey("findings"), asset_partitions=["2023"]), limit=2
    ).records
    again = last.asset_materialization
    assert again is not None and first.asset_materialization is not None
    assert "because 2022 changed" in (again.description or "")
    assert "panel.carry_over" in str(again.metadata["rules that changed"].value)
    assert again.metadata["evaluated again because of"].value == "report-year 2022"
    assert again.metadata["dagster/partition_row_count"].value == len(
        store.read_partition(project.out, "findings", 2023)
    )
    made_from = [
        {k: v for k, v in (m.tags or {}).items() if k.startswith(("dagster/input_", "dagster/code_version"))}
        for m in (again, first.asset_materialization)
    ]
    assert made_from[0] == made_from[1] != {}
    # What is made from findings learns which years changed.
    kept = folders(project.raw, project.out)
    assert kept.evaluated_again(2022) == [2023]


def test_a_year_that_is_withdrawn_is_not_compared_any_more(project: Project, files: dict[str, bytes]) -> None:
    project.put(files, "2021.html", "2023.html")
    result = project.run(2022)
    assert project.rule(2023, "panel.carry_over") == (0, 0, 7)
    checks = {(e.partition, e.check_name): e for e in result.get_asset_check_evaluations()}
    assert (checks["2023", "panel_carry_over"].description or "").startswith("Not assessable anywhere in this year")
    assert "quality page" not in checks["2022", "panel_carry_over"].metadata, "a year without reports has no page"
    assert not (project.out / "_work" / NUMBERS / "year=2022").exists()
    state = project.state()
    project.run(2023)
    assert project.state() == state


def test_numbers_that_are_lost_are_made_again_from_the_cells(project: Project) -> None:
    shutil.rmtree(project.out / "_work" / NUMBERS)
    project.run(2023)
    assert project.rule(2023, "panel.carry_over") == (7, 0, 0)


def test_a_neighbour_published_by_another_version_is_said_and_left_alone(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    old = store.partition_path(project.out, "findings", 2023)
    pd.read_parquet(old).drop(columns="message_zh").to_parquet(old)
    before = old.read_bytes()
    definitions = build_definitions(folders(project.raw, project.out))
    evaluated = [dg.AssetKey(n) for n in ("findings", "narrative_figures", "rule_tallies", NUMBERS)]
    result = definitions.resolve_implicit_global_asset_job_def().execute_in_process(
        instance=project.instance,
        partition_key="2022",
        asset_selection=evaluated,
        run_config={"loggers": {"progress": {}}},
    )
    assert result.success
    assert "Run 2023 again" in capsys.readouterr().err
    assert old.read_bytes() == before

"""The rules of one report-year, and again those of other years that look at it.

A rule across years makes one year's findings depend on another's reports. So whenever a year is evaluated, or
withdrawn, the years whose rules look at it are evaluated again in the same step: only those rules, from the compact
form of each year's numbers that its own evaluation left (``panel_numbers``). What is published then depends on the
reports alone and not on the order in which years were run. A lock keeps runs of two years from doing this at once.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg
import pandas as pd

from assets.checks import check_name, dataset_of, rule_result
from assets.corrections import outcomes as outcomes_of_corrections
from assets.corrections import status_metadata, with_people
from assets.metadata import (
    PREVIEW_ROWS,
    code_version,
    column_schema,
    data_version,
    frame_metadata,
    preview,
    records_table,
)
from assets.numbers import NUMBERS, YearNumbers
from assets.partitions import years
from assets.publishing import blocking_checks, dataset_description, publish_year
from assets.resources import Folders, NotMaterialised, writing
from pipeline import store
from pipeline.checks import (
    CELL_COLUMNS,
    COMPARED,
    Outcomes,
    Panel,
    across_years,
    figures_again,
    frames,
    panel_year,
    published_figures,
    together,
    within_year,
)

_BY_USER = "dagster/data_version_is_user_provided"
_PREVIEWED = ("report_id", "rule", "severity", "table", "row", "column", "expected", "actual")
_SEVERITIES = ("ERROR", "WARN", "INFO")
_DEPS = ["reports", "cells", "report_facts", "stated_figures", "unplaced_values", "corrections"]
_KINDS = {"python", "parquet"}


@dg.multi_asset(
    name="evaluation",
    partitions_def=years,
    specs=[
        dg.AssetSpec(
            "findings",
            deps=_DEPS,
            group_name="published",
            kinds=_KINDS,
            description=dataset_description(
                "findings",
                "The checks of the other datasets show the same, rule by rule. Rules across years use the other years"
                " as they are published: whenever a year is run or withdrawn, the years whose rules look at it are"
                " evaluated again in the same run, and this asset shows a new materialisation of their partitions where"
                " anything changed.",
            ),
            metadata=column_schema("findings"),
            code_version=code_version("checks", "corrections", "schemas", "store"),
        ),
        dg.AssetSpec(
            "narrative_figures",
            deps=_DEPS,
            group_name="published",
            kinds=_KINDS,
            description=dataset_description("narrative_figures"),
            metadata=column_schema("narrative_figures"),
            code_version=code_version("checks", "narrative", "schemas", "store"),
        ),
        dg.AssetSpec(
            "rule_tallies",
            deps=_DEPS,
            group_name="checking",
            kinds=_KINDS,
            description=(
                "**规则统计** For each rule: how often it holds, is broken, or cannot be told. The checks of the"
                " published datasets show it; it is not published itself."
            ),
            code_version=code_version("checks"),
        ),
        dg.AssetSpec(
            NUMBERS,
            deps=_DEPS,
            group_name="checking",
            kinds=_KINDS,
            description=(
                "**历年比对数据** The year's numbers in a compact form, for the rules across years: with it the"
                " neighbouring years can be evaluated again without reading their cells."
            ),
            code_version=code_version("checks"),
        ),
    ],
    check_specs=[*blocking_checks("findings"), *blocking_checks("narrative_figures")],
)
def evaluation(
    context: dg.AssetExecutionContext, folders: Folders
) -> Iterator[dg.AssetCheckResult | dg.MaterializeResult]:
    """Evaluate every rule on the year, and again on other years the rules that look at this one."""
    year = int(context.partition_key)
    figures = folders.read_work("stated_figures", year)
    looked_at = frames(
        reports=folders.published("reports", year),
        cells=folders.published("cells", year, CELL_COLUMNS),
        facts=folders.read_work("report_facts", year),
        figures=figures,
        unplaced=folders.read_work("unplaced_values", year),
        corrections=outcomes_of_corrections(folders, year),
    )
    own = within_year(looked_at, year)
    with folders.evaluating():
        numbers = YearNumbers(folders, context.log.warning)
        now = numbers.keep(panel_year(looked_at, year))
        outcomes = with_people(folders, year, together(own, across_years(Panel(now, numbers.beside(year)))))
        counts = {s: int((outcomes.findings["severity"] == s).sum()) for s in _SEVERITIES}
        context.log.info(f"findings {year}: " + (", ".join(f"{s} {n}" for s, n in counts.items() if n) or "none"))
        more = counts | status_metadata(folders, year, outcomes.findings) | _by_rule(outcomes.findings)
        yield from publish_year(folders, "findings", year, outcomes.findings, more=more)
        yield from publish_year(folders, "narrative_figures", year, published_figures(figures, outcomes))
        place = folders.write_work("rule_tallies", year, outcomes.tallies)
        yield dg.MaterializeResult(asset_key="rule_tallies", metadata=frame_metadata(outcomes.tallies, place))
        yield dg.MaterializeResult(asset_key=NUMBERS, metadata=frame_metadata(now.reports, folders.work(NUMBERS, year)))
        if not store.partition_exists(folders.out, "findings", year):
            numbers.drop(year)
        changed = [other for other in numbers.looking_at(year) if _again(context, folders, numbers, other, year)]
        folders.keep_evaluated_again(year, changed)


def _again(context: dg.AssetExecutionContext, folders: Folders, numbers: YearNumbers, year: int, changed: int) -> bool:
    """Evaluate the rules of ``year`` that look at the changed year; put in place and say what came out differently.

    Returns:
        Whether anything did.
    """
    out = folders.out
    try:
        findings, figures = (store.read_partition(out, name, year) for name in ("findings", "narrative_figures"))
        before = Outcomes(findings, folders.read_work("rule_tallies", year), pd.DataFrame(columns=COMPARED))
    except (store.NotPublished, store.StaleFile, NotMaterialised):
        now = None
    else:
        now = numbers.of(year)
    if now is None:
        context.log.warning(
            f"findings {year}: published by another version of this program, so they could not be compared with the"
            f" new {changed}. Run {year} again."
        )
        return False
    fresh = across_years(Panel(now, numbers.beside(year)), changed)
    after, compared = with_people(folders, year, together(before, fresh)), figures_again(figures, fresh)
    differing = [name for name in fresh.tallies["rule"] if _said(before, name) != _said(after, name)]
    if not differing and _same(after.findings, findings) and _same(compared, figures):
        context.log.info(f"findings {year}: compared with the new {changed}, nothing changes")
        return False
    context.log.info(
        f"findings {year}: compared with the new {changed}, now {len(after.findings)} (before: {len(findings)})"
    )
    why = {"evaluated again because of": f"report-year {changed}", "rules that changed": ", ".join(differing)}
    _replace(context, folders, year, changed, after, compared, why)
    for name in differing:
        result = rule_result(folders, year, name, after)
        context.log_event(
            dg.AssetCheckEvaluation(
                asset_key=dg.AssetKey(dataset_of(name)),
                check_name=check_name(name),
                passed=result.passed,
                metadata=result.metadata,
                severity=result.severity,
                description=result.description,
                blocking=False,
                partition=str(year),
            )
        )
    return True


def _replace(
    context: dg.AssetExecutionContext,
    folders: Folders,
    year: int,
    changed: int,
    after: Outcomes,
    figures: pd.DataFrame,
    why: Mapping[str, str],
) -> None:
    """Put what a year's rules came to in place, and say so as a materialisation of that year's partitions."""
    counts = {s: int((after.findings["severity"] == s).sum()) for s in _SEVERITIES}
    said: dict[str, dict[str, Any]] = {}
    for name, frame in (("findings", after.findings), ("narrative_figures", figures)):
        place = store.partition_path(folders.out, name, year)
        with writing(place):
            store.write_partition(folders.out, name, year, frame)
        said[name] = {
            "metadata": frame_metadata(frame, place),
            "tags": {"dagster/data_version": data_version(place).value, _BY_USER: "true"},
        }
    said["findings"]["metadata"] |= counts | _by_rule(after.findings)
    tallies = folders.write_work("rule_tallies", year, after.tallies)
    said["rule_tallies"] = {"metadata": frame_metadata(after.tallies, tallies), "tags": {}}
    for name, event in said.items():
        context.log_event(
            dg.AssetMaterialization(
                name,
                partition=str(year),
                description=f"Evaluated again because {changed} changed. 因{changed}年度报告变动而重新核查。",
                metadata={**why, **event["metadata"]},
                tags=_provenance(context, name, year) | event["tags"],
            )
        )


def _said(outcomes: Outcomes, rule: str) -> list[list[str]]:
    """All that a rule came to, comparable."""
    parts = (outcomes.findings, outcomes.tallies)
    return [row for part in parts for row in part[part["rule"] == rule].astype("str").fillna("").to_numpy().tolist()]


def _same(one: pd.DataFrame, two: pd.DataFrame) -> bool:
    """Whether two frames say the same, however what is not there is written in them."""
    plain = [frame.astype(object).where(frame.notna(), None).reset_index(drop=True) for frame in (one, two)]
    return plain[0].equals(plain[1])


def _provenance(context: dg.AssetExecutionContext, asset: str, year: int) -> dict[str, str]:
    """What the partition's last materialisation says it was made from: only another year has changed since."""
    found = context.instance.fetch_materializations(
        dg.AssetRecordsFilter(asset_key=dg.AssetKey(asset), asset_partitions=[str(year)]), limit=1
    )
    event = found.records[0].asset_materialization if found.records else None
    tags = {} if event is None else dict(event.tags or {})
    return {k: v for k, v in tags.items() if k.startswith(("dagster/input_", "dagster/code_version"))}


def _by_rule(findings: pd.DataFrame) -> dict[str, Any]:
    """Metadata: the first findings, and how many each broken rule has, the most frequent first, errors before warnings.

    The sentences are left out of the preview: thirteen columns of the page's width cannot be read.
    """
    if findings.empty:
        return {}
    counts = findings.groupby(["severity", "rule"]).size().rename("findings").reset_index()
    counts["rank"] = counts["severity"].map(_SEVERITIES.index)
    counts = counts.sort_values(["rank", "findings", "rule"], ascending=[True, False, True]).head(PREVIEW_ROWS)
    shown = preview(findings[list(_PREVIEWED)])
    return {"preview": shown, "by rule": records_table(counts.drop(columns="rank").to_dict("records"))}

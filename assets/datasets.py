"""The published datasets of one report-year, each in ``OUT_DIR/<dataset>/year=YYYY/part-0.parquet``."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import dagster as dg
import pandas as pd

from assets.catalogue import catalogue
from assets.documents import documents, failures, normalised_documents
from assets.metadata import PREVIEW_ROWS, code_version, column_schema, frame_metadata, problems_table, records_table
from assets.partitions import years
from assets.publishing import Published, blocking_checks, dataset_description, publish_year
from assets.resources import Folders
from assets.tables import read_tables, report_facts, stated_figures
from pipeline.checks import derived_totals, evaluate, frames, panel_year, published_figures
from pipeline.datasets import build_reports, build_wide
from pipeline.extract import strategy_counts
from pipeline.schemas import dataset

_GROUP = "published"
_KINDS = {"python", "parquet"}


def _published(name: str, deps: Sequence[Any], *rooms: str, more: str = "") -> dict[str, Any]:
    return {
        "key": name,
        "deps": deps,
        "group_name": _GROUP,
        "kinds": _KINDS,
        "description": dataset_description(name, more),
        "metadata": column_schema(name),
        "code_version": code_version(*rooms, "schemas", "store"),
    }


def _asset(name: str, deps: Sequence[Any], *rooms: str, more: str = "") -> Callable[..., dg.AssetsDefinition]:
    return dg.asset(
        partitions_def=years, check_specs=blocking_checks(name), **_published(name, deps, *rooms, more=more)
    )


@_asset(
    *("reports", [catalogue, documents, normalised_documents, report_facts, "extracted_cells"]),
    *("datasets", "identity"),
)
def reports(context: dg.AssetExecutionContext, folders: Folders) -> Published:
    """One row a file, with what went wrong in any step before."""
    year = int(context.partition_key)
    frame = build_reports(
        folders.files_of(year),
        folders.read_work("report_facts", year),
        folders.read_work("extracted_cells", year),
        failures(folders, year, ["documents", "normalised_documents", "report_facts", "extracted_cells"]),
    )
    counts = {status: int((frame["status"] == status).sum()) for status in ("complete", "partial", "failed")}
    context.log.info(f"reports {year}: " + (", ".join(f"{s} {n}" for s, n in counts.items() if n) or "none"))
    wanting = frame[frame["status"] != "complete"]
    more = counts | problems_table(wanting, "source_path", "agency_name", "status", "error")
    yield from publish_year(folders, "reports", year, frame, more=more)


@_asset("cells", ["extracted_cells"], "checks/derived", "checks/printed", "checks/sums")
def cells(context: dg.AssetExecutionContext, folders: Folders) -> Published:
    """Every form cell of every report."""
    year = int(context.partition_key)
    frame = folders.read_work("extracted_cells", year)
    frame["derived"] = derived_totals(frame)
    more = {"derived totals": int(frame["derived"].notna().sum())}
    yield from publish_year(folders, "cells", year, frame[dataset("cells").column_names], more=more)


@_asset("extraction", ["extraction_attempts"], "datasets", "extract")
def extraction(context: dg.AssetExecutionContext, folders: Folders) -> Published:
    """Every attempt to read a table, and which was kept."""
    year = int(context.partition_key)
    frame = folders.read_work("extraction_attempts", year)[dataset("extraction").column_names]
    counts = strategy_counts(frame)
    more = {
        "strategies": records_table(counts.to_dict("records")),
        "fallbacks": int((frame["step"] > 1).sum()),
        "fallbacks kept": int((frame["chosen"] & (frame["step"] > 1)).sum()),
        "cells gained by fallbacks": int(counts["gained"].sum()),
    }
    yield from publish_year(folders, "extraction", year, frame, more=more)


def _wide(name: str) -> dg.AssetsDefinition:
    @_asset(name, [reports, cells], "datasets", more="Made from `cells`, for analysis.")
    def wide(context: dg.AssetExecutionContext, folders: Folders) -> Published:
        year = int(context.partition_key)
        frame = build_wide(name, folders.published("reports", year), folders.published("cells", year))
        yield from publish_year(folders, name, year, frame)

    return wide


proactive_disclosure = _wide("proactive_disclosure")
requests = _wide("requests")
review_litigation = _wide("review_litigation")


@dg.multi_asset(
    name="evaluation",
    partitions_def=years,
    specs=[
        dg.AssetSpec(
            **_published(
                "findings",
                [reports, cells, report_facts, stated_figures, "unplaced_values"],
                "checks",
                more=(
                    "The checks of the other datasets show the same, rule by rule. The rules that compare a report"
                    " with last year's use last year's `reports` and `cells` as they are published when this runs:"
                    " after publishing an earlier year again, run the year after it again too."
                ),
            )
        ),
        dg.AssetSpec(
            "rule_tallies",
            deps=[reports, cells, report_facts, stated_figures, "unplaced_values"],
            group_name="checking",
            kinds=_KINDS,
            description=(
                "**规则统计** For each rule: how often it holds, is broken, or cannot be told. The checks of the"
                " published datasets show it; it is not published itself."
            ),
            code_version=code_version("checks"),
        ),
        dg.AssetSpec(
            **_published(
                "narrative_figures",
                [reports, cells, report_facts, stated_figures, "unplaced_values"],
                "checks",
                "narrative",
            )
        ),
    ],
    check_specs=[*blocking_checks("findings"), *blocking_checks("narrative_figures")],
)
def evaluation(
    context: dg.AssetExecutionContext, folders: Folders
) -> Iterator[dg.AssetCheckResult | dg.MaterializeResult]:
    """Evaluate every rule on the year."""
    year = int(context.partition_key)
    rest = {
        "facts": folders.read_work("report_facts", year),
        "figures": folders.read_work("stated_figures", year),
        "unplaced": folders.read_work("unplaced_values", year),
    }
    last_reports, last_cells = folders.before("reports", year), folders.before("cells", year)
    others = {}
    if last_reports is not None and last_cells is not None:
        others = {year - 1: panel_year(frames(last_reports, last_cells, **rest), year - 1)}
    outcomes = evaluate(folders.published("reports", year), folders.published("cells", year), **rest, others=others)
    counts = {s: int((outcomes.findings["severity"] == s).sum()) for s in ("ERROR", "WARN")}
    context.log.info(f"findings {year}: " + (", ".join(f"{s} {n}" for s, n in counts.items() if n) or "none"))
    yield from publish_year(folders, "findings", year, outcomes.findings, more=counts | _by_rule(outcomes.findings))
    yield from publish_year(folders, "narrative_figures", year, published_figures(rest["figures"], outcomes))
    place = folders.write_work("rule_tallies", year, outcomes.tallies)
    yield dg.MaterializeResult(asset_key="rule_tallies", metadata=frame_metadata(outcomes.tallies, place))


def _by_rule(findings: pd.DataFrame) -> dict[str, Any]:
    """Metadata: how many findings each broken rule has, the most frequent first, errors before warnings."""
    if findings.empty:
        return {}
    counts = findings.groupby(["severity", "rule"]).size().rename("findings").reset_index()
    counts = counts.sort_values(["severity", "findings", "rule"], ascending=[True, False, True]).head(PREVIEW_ROWS)
    return {"by rule": records_table(counts.to_dict("records"))}


assets: list[dg.AssetsDefinition] = [
    reports,
    cells,
    proactive_disclosure,
    requests,
    review_litigation,
    extraction,
    evaluation,
]
"""Every asset of this module; ``read_tables`` and the others come from theirs."""

__all__ = ["assets", "read_tables"]

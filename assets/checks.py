"""Every rule as a Dagster check, one result a year, attached to the dataset it speaks of.

They do not block: what is wrong with a report is published and said, not hidden. So a run with broken rules is still
green; the findings are a dataset as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import dagster as dg
import pandas as pd

from assets.metadata import PREVIEW_ROWS, records_table
from assets.partitions import years
from assets.resources import Folders
from pipeline.checks import RULES
from pipeline.forms import form_cells

_DATASET_OF = {
    "requests": "requests",
    "review_litigation": "review_litigation",
    "proactive": "proactive_disclosure",
    "report": "reports",
    "narrative": "reports",
    "form": "cells",
    "panel": "cells",
}
"""The dataset a rule speaks of, by the first part of its name."""

_FINDINGS = dg.AssetKey("findings")


def check_name(rule: str) -> str:
    """A rule's name as a check's: Dagster allows no dots."""
    return rule.replace(".", "_")


def dataset_of(rule: str) -> str:
    """The dataset whose check a rule is."""
    return _DATASET_OF.get(rule.split(".")[0], "findings")


def _spec(rule: str) -> dg.AssetCheckSpec:
    about = RULES[rule]
    return dg.AssetCheckSpec(
        check_name(rule),
        asset=dataset_of(rule),
        description=f"`{rule}` ({about.severity}) {about.description_zh}\n\n{about.description}",
        additional_deps=[dg.AssetDep("findings"), dg.AssetDep("rule_tallies")],
        metadata={"rule": rule},
        partitions_def=years,
    )


@dg.multi_asset_check(name="rules", specs=[_spec(rule) for rule in RULES], can_subset=True)
def rules(context: dg.AssetCheckExecutionContext, folders: Folders) -> Iterator[dg.AssetCheckResult]:
    """Say for each rule how the year's reports stand."""
    chosen = context.run.asset_selection
    if chosen and _FINDINGS not in chosen:
        # Findings of an earlier run would speak of rows that this run has just replaced.
        context.log.info("The rules are evaluated where `findings` is materialised; this run leaves it out.")
        return
    year = int(context.partition_key)
    findings = folders.published("findings", year)
    tallies = folders.read_work("rule_tallies", year).set_index("rule")
    reports = folders.published("reports", year).set_index("report_id")
    for rule in RULES:
        key = dg.AssetCheckKey(dg.AssetKey(dataset_of(rule)), check_name(rule))
        if key in context.selected_asset_check_keys:
            yield _result(key, rule, findings[findings["rule"] == rule], tallies, reports)


def _result(
    key: dg.AssetCheckKey, rule: str, broken: pd.DataFrame, tallies: pd.DataFrame, reports: pd.DataFrame
) -> dg.AssetCheckResult:
    counts = {c: int(tallies.loc[rule, c]) if rule in tallies.index else 0 for c in ("holds", "broken", "cannot_be_told")}
    examples = [_example(f, reports) for f in broken.head(PREVIEW_ROWS).to_dict("records")]
    metadata: dict[str, object] = {
        "rule": rule,
        "holds": counts["holds"],
        "broken": counts["broken"],
        "cannot be told": counts["cannot_be_told"],
    }
    if examples:
        metadata["examples"] = records_table(examples)
    if len(broken) > len(examples):
        metadata["more"] = f"{len(broken)} findings in all; the dataset `findings` has every one."
    return dg.AssetCheckResult(
        asset_key=key.asset_key,
        check_name=key.name,
        passed=broken.empty,
        severity=dg.AssetCheckSeverity.ERROR if RULES[rule].severity == "ERROR" else dg.AssetCheckSeverity.WARN,
        description=(
            f"Broken at {counts['broken']} places, holds at {counts['holds']}, cannot be told at {counts['cannot_be_told']}."
        ),
        metadata=metadata,
    )


def _example(finding: dict[str, object], reports: pd.DataFrame) -> dict[str, str | None]:
    report = reports.loc[str(finding["report_id"])]
    return {
        "report": report["source_path"],
        "agency": _text(report["agency_name"]),
        "printed labels": printed_labels(*(_text(finding[k]) for k in ("table", "row", "column"))),
        "expected": _text(finding["expected"]),
        "actual": _text(finding["actual"]),
        "message": _text(finding["message"]),
        "report_id": str(finding["report_id"]),
    }


def _text(value: object) -> str | None:
    return None if value is None or pd.isna(value) else str(value)


def printed_labels(table: str | None, row: str | None, column: str | None) -> str | None:
    """A place in a form by the labels the form prints there, row before column; None where the place is the report."""
    rows, columns = _labels()
    parts = [rows.get((table, row)) if row else None, columns.get((table, column)) if column else None]
    return " · ".join(p for p in parts if p) or None


@cache
def _labels() -> tuple[dict[tuple[str, str], str], dict[tuple[str, str], str]]:
    rows: dict[tuple[str, str], str] = {}
    columns: dict[tuple[str, str], str] = {}
    for cell in form_cells():
        rows.setdefault((cell.table, cell.row), cell.row_label)
        columns.setdefault((cell.table, cell.column), cell.column_label)
    return rows, columns

"""Every rule as a Dagster check, one result a year, attached to the dataset it speaks of.

They do not block: what is wrong with a report is published and said, not hidden. So a run with broken rules is still
green; the findings are a dataset as well.
"""

from collections.abc import Iterator
from functools import cache

import dagster as dg
import pandas as pd

from assets import quality
from assets.metadata import PREVIEW_ROWS, records_table
from assets.partitions import years
from assets.resources import Folders
from pipeline.checks import rules
from pipeline.forms import form_cells
from pipeline.quality import rule_link

_DATASET_OF = {
    "requests": "requests",
    "review_litigation": "review_litigation",
    "proactive": "proactive_disclosure",
    "report": "reports",
    "narrative": "narrative_figures",
    "form": "cells",
    "panel": "cells",
    "correction": "cells",
}
"""The dataset a rule speaks of, by the first part of its name."""

_FINDINGS = dg.AssetKey("findings")


def check_name(rule: str) -> str:
    """A rule's name as a check's: Dagster allows no dots."""
    return rule.replace(".", "_")


def dataset_of(rule: str) -> str:
    """The dataset whose check a rule is."""
    return _DATASET_OF.get(rule.split(".")[0], "findings")


def _spec(name: str) -> dg.AssetCheckSpec:
    rule = rules()[name]
    return dg.AssetCheckSpec(
        check_name(name),
        asset=dataset_of(name),
        description=(
            f"`{name}` ({rule.severity}) {rule.zh}\n\n{rule.en}\n\nCannot be told: {rule.not_applicable}\n\n"
            f"What to do: {rule.fix}\n\n无法判定：{rule.not_applicable_zh}\n\n如何处理：{rule.fix_zh}"
        ),
        additional_deps=[dg.AssetDep("findings"), dg.AssetDep("rule_tallies")],
        metadata={"rule": name},
        partitions_def=years,
    )


@dg.multi_asset_check(name="rule_checks", specs=[_spec(name) for name in rules()], can_subset=True)
def rule_checks(context: dg.AssetCheckExecutionContext, folders: Folders) -> Iterator[dg.AssetCheckResult]:
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
    for name in rules():
        key = dg.AssetCheckKey(dg.AssetKey(dataset_of(name)), check_name(name))
        if key in context.selected_asset_check_keys:
            place = quality.link(folders, rule_link(year, name))
            yield _result(key, name, findings[findings["rule"] == name], tallies.loc[name], reports, place)


def _result(
    key: dg.AssetCheckKey, name: str, broken: pd.DataFrame, tally: pd.Series, reports: pd.DataFrame, place: object
) -> dg.AssetCheckResult:
    examples = [_example(f, reports) for f in broken.head(PREVIEW_ROWS).to_dict("records")]
    metadata: dict[str, object] = {
        "rule": name,
        "holds": int(tally["holds"]),
        "broken": int(tally["broken"]),
        "cannot be told": int(tally["cannot_be_told"]),
        "page": place,
    }
    if examples:
        metadata["examples"] = records_table(examples)
    if len(broken) > len(examples):
        metadata["more"] = f"{len(broken)} findings in all; the dataset `findings` has every one."
    return dg.AssetCheckResult(
        asset_key=key.asset_key,
        check_name=key.name,
        passed=broken.empty,
        severity=dg.AssetCheckSeverity.ERROR if tally["severity"] == "ERROR" else dg.AssetCheckSeverity.WARN,
        description=(
            f"Places where the rule is broken: {tally['broken']}; where it holds: {tally['holds']}; where it cannot be"
            f" told: {tally['cannot_be_told']}."
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
        "show": _show(finding),
    }


def _show(finding: dict[str, object]) -> str:
    """The command that shows a finding's place in its source."""
    place = [f"--{key} {_text(finding[key])}" for key in ("table", "row", "column") if _text(finding[key])]
    return " ".join(["gongkai show", str(finding["report_id"]), *place])


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

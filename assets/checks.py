"""Every rule as a Dagster check, one result a year, attached to the dataset of the table it speaks of.

They do not block: what is wrong with a report is published and said, not hidden. So a run with broken rules is still
green; the findings are a dataset as well. Dagster knows ERROR and WARN only: an INFO rule shows as WARN and says INFO.
"""

from collections.abc import Iterator

import dagster as dg
import pandas as pd

from assets import quality
from assets.metadata import PREVIEW_ROWS, records_table
from assets.partitions import years
from assets.resources import Folders
from pipeline import store
from pipeline.checks import COMPARED, Outcomes, Rule, rules
from pipeline.forms import place_labels
from pipeline.quality import rule_link

_TABLE_DATASETS = {
    "requests": "requests",
    "review_litigation": "review_litigation",
    "proactive": "proactive_disclosure",
}
"""The dataset of each of the form's tables."""

_OTHER_DATASETS = {
    "narrative": "narrative_figures",
    "panel.growth": "narrative_figures",
    "form": "cells",
    "outlier": "cells",
    "correction": "cells",
}
"""The dataset of a rule that speaks of sentences, or of no single table: by its name or the first part of it."""

_FINDINGS = dg.AssetKey("findings")


def check_name(rule: str) -> str:
    """A rule's name as a check's: Dagster allows no dots."""
    return rule.replace(".", "_")


def dataset_of(rule: str) -> str:
    """The dataset whose check a rule is: that of the sentences, of its table, of all cells, else the reports."""
    for name in (rule, rule.split(".")[0]):
        if name in _OTHER_DATASETS:
            return _OTHER_DATASETS[name]
    return _TABLE_DATASETS.get(rules()[rule].table or "", "reports")


def _spec(name: str) -> dg.AssetCheckSpec:
    rule = rules()[name]
    return dg.AssetCheckSpec(
        check_name(name),
        asset=dataset_of(name),
        description=(
            f"`{name}` ({rule.severity}) {rule.zh}\n\n{rule.en}\n\n"
            f"无法判断：{rule.not_applicable_zh}\n\nCannot be told: {rule.not_applicable}\n\n"
            f"处理办法：{rule.fix_zh}\n\nWhat to do: {rule.fix}"
        ),
        additional_deps=[dg.AssetDep("findings"), dg.AssetDep("rule_tallies")],
        metadata={"rule": name, "severity": rule.severity},
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
    with folders.evaluating():
        outcomes = _outcomes(folders, year)
        for name in rules():
            key = dg.AssetCheckKey(dg.AssetKey(dataset_of(name)), check_name(name))
            if key in context.selected_asset_check_keys:
                yield rule_result(folders, year, name, outcomes)


def _outcomes(folders: Folders, year: int) -> Outcomes:
    findings, tallies = folders.published("findings", year), folders.read_work("rule_tallies", year)
    return Outcomes(findings, tallies, pd.DataFrame(columns=COMPARED))


def rule_result(folders: Folders, year: int, name: str, outcomes: Outcomes) -> dg.AssetCheckResult:
    """How a year's reports stand with a rule.

    Args:
        folders: Where the year is published.
        year: The report-year.
        name: The rule.
        outcomes: The year's findings and tallies.
    """
    rule = rules()[name]
    findings = outcomes.findings[outcomes.findings["rule"] == name]
    tally = outcomes.tallies[outcomes.tallies["rule"] == name].iloc[0]
    holds, broken, untold = (int(tally[k]) for k in ("holds", "broken", "cannot_be_told"))
    assessed = holds + broken
    metadata: dict[str, object] = {
        "rule": name,
        "severity": rule.severity,
        "holds": holds,
        "broken": broken,
        "cannot be told": untold,
        "assessed": assessed,
        "reports with a finding": int(findings["report_id"].nunique()),
    }
    if assessed:
        # Without a place that could be told there is no share, and a line in the UI has a gap there.
        metadata["share broken"] = broken / assessed
    if store.partition_exists(folders.out, "reports", year):
        metadata["quality page"] = quality.link(folders, rule_link(year, name))
    if len(findings):
        metadata["examples"] = records_table(_examples(folders, year, findings.head(PREVIEW_ROWS)))
    if len(findings) > PREVIEW_ROWS:
        metadata["more"] = f"{len(findings)} findings in all; the dataset `findings` has every one."
    return dg.AssetCheckResult(
        asset_key=dataset_of(name),
        check_name=check_name(name),
        passed=findings.empty,
        severity=dg.AssetCheckSeverity.ERROR if rule.severity == "ERROR" else dg.AssetCheckSeverity.WARN,
        description=_in_words(rule, holds, broken, untold),
        metadata=metadata,
    )


def _in_words(rule: Rule, holds: int, broken: int, untold: int) -> str:
    assessed = holds + broken
    info = "INFO, which Dagster shows as a warning. 提示级（界面显示为警告）。" if rule.severity == "INFO" else ""
    if assessed == 0:
        places = f"its {untold} places could not be told" if untold else "there is no place to look at"
        zh = f"{untold}处均无法判断" if untold else "没有可核查之处"
        return (
            f"Not assessable anywhere in this year: {places}. This is no pass. 本年度无法核查：{zh}，不代表通过。{info}"
        )
    if broken == 0:
        return (
            f"Holds at all {assessed} places that could be told; {untold} could not."
            f" 可判断的{assessed}处均相符，另有{untold}处无法判断。{info}"
        )
    return (
        f"Broken at {broken} of {assessed} places ({broken / assessed:.2%}); {untold} more could not be told."
        f" {assessed}处中{broken}处不符，另有{untold}处无法判断。{info}"
    )


def _examples(folders: Folders, year: int, findings: pd.DataFrame) -> list[dict[str, str | None]]:
    reports = folders.published("reports", year, ["report_id", "source_path", "agency_name"]).set_index("report_id")
    return [_example(f, reports) for f in findings.to_dict("records") if f["report_id"] in reports.index]


def _example(finding: dict[str, object], reports: pd.DataFrame) -> dict[str, str | None]:
    report = reports.loc[str(finding["report_id"])]
    return {
        "report": report["source_path"],
        "agency": _text(report["agency_name"]),
        "printed labels": " · ".join(place_labels(*(_text(finding[k]) for k in ("table", "row", "column")))) or None,
        "expected": _text(finding["expected"]),
        "actual": _text(finding["actual"]),
        "message": _text(finding["message"]),
        "message_zh": _text(finding["message_zh"]),
        "report_id": str(finding["report_id"]),
        "show": _show(finding),
    }


def _show(finding: dict[str, object]) -> str:
    """The command that shows a finding's place in its source."""
    place = [f"--{key} {_text(finding[key])}" for key in ("table", "row", "column") if _text(finding[key])]
    return " ".join(["gongkai show", str(finding["report_id"]), *place])


def _text(value: object) -> str | None:
    return None if value is None or pd.isna(value) else str(value)

"""The rules the reports should keep: one function a rule, each three-valued.

What belongs here: comparing published numbers with each other and with what the report says. What does not: reading
numbers, and correcting them: an agency's wrong sum is published as printed, with a finding.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from pipeline.checks import arithmetic, form, narrative, panel, proactive, report, sentences
from pipeline.checks.docs import rules_page
from pipeline.checks.model import Compared, Finding, Outcome, Rule, rules
from pipeline.checks.printed import CELL_COLUMNS, Frames, frames
from pipeline.schemas import dataset, sort_rows, validate

CHECKS: dict[str, Callable[[Frames], Outcome]] = {
    "requests.balance": arithmetic.balance,
    "requests.outcomes_sum": arithmetic.outcomes_sum,
    "requests.applicants_sum": arithmetic.applicants_sum,
    "review_litigation.outcomes_sum": arithmetic.review_outcomes_sum,
    "report.period_mismatch": report.period_mismatch,
    "report.year_conflict": report.year_conflict,
    "report.agency_unclear": report.agency_unclear,
    "report.duplicate": report.duplicate,
    "form.table_missing": form.table_missing,
    "form.cell_missing": form.cell_missing,
    "form.cell_unreadable": form.cell_unreadable,
    "form.cell_blank": form.cell_blank,
    "form.count_invalid": form.count_invalid,
    "form.value_unplaced": form.value_unplaced,
    "proactive.amount_unit_unstated": proactive.amount_unit_unstated,
    "narrative.requests_received": narrative.requests_received,
    "narrative.requests_carried_in": narrative.requests_carried_in,
    "narrative.requests_processed": narrative.requests_processed,
    "narrative.requests_carried_out": narrative.requests_carried_out,
    "narrative.applicants": narrative.applicants,
    "narrative.outcomes": narrative.outcomes,
    "narrative.review": narrative.review,
    "narrative.litigation": narrative.litigation,
    "narrative.share": sentences.share,
    "narrative.balance": sentences.balance,
    "narrative.breakdown_sum": sentences.breakdown_sum,
    "panel.carry_over": panel.carry_over,
    "panel.in_force_stock": panel.in_force_stock,
}
"""The function behind every rule of ``rules.yaml``."""


@dataclass(frozen=True)
class Outcomes:
    """What all rules came to.

    Attributes:
        findings: the published ``findings`` frame.
        tallies: one row a rule: ``rule``, ``severity``, and how many places ``holds``, ``broken``, ``cannot_be_told``.
        figures: the published ``narrative_figures`` frame: the figures of the text with what they were compared with.
    """

    findings: pd.DataFrame
    tallies: pd.DataFrame
    figures: pd.DataFrame


def evaluate(
    reports: pd.DataFrame,
    cells: pd.DataFrame,
    facts: pd.DataFrame,
    figures: pd.DataFrame,
    unplaced: pd.DataFrame,
    previous_reports: pd.DataFrame | None = None,
    previous_cells: pd.DataFrame | None = None,
) -> Outcomes:
    """Hold one year's reports against every rule.

    Args:
        reports: The year's published ``reports``.
        cells: Its published ``cells``; ``CELL_COLUMNS`` are enough.
        facts: What the reports say about themselves, at most one row each.
        figures: Numbers stated in sentences.
        unplaced: Printed numbers inside a recognised table that no form cell claims.
        previous_reports: Last year's ``reports``; without them the panel rules cannot be told.
        previous_cells: Last year's ``cells``.

    Returns:
        The findings, valid for their schema and in fixed order, and the tallies in the order of ``rules.yaml``.
    """
    looked_at = frames(reports, cells, facts, figures, unplaced, previous_reports, previous_cells)
    found: list[Finding] = []
    compared: list[Compared] = []
    tallies = []
    for name, rule in rules().items():
        outcome = CHECKS[name](looked_at)
        found += outcome.findings
        compared += outcome.compared
        tallies.append((name, rule.severity, outcome.holds, len(outcome.findings), outcome.cannot_be_told))
    return Outcomes(
        findings=_findings_frame(found, reports),
        tallies=pd.DataFrame(tallies, columns=["rule", "severity", "holds", "broken", "cannot_be_told"]),
        figures=_published_figures(figures, compared, reports),
    )


def _published_figures(figures: pd.DataFrame, compared: list[Compared], reports: pd.DataFrame) -> pd.DataFrame:
    rows = {(c.report_id, c.figure): (*(c.report_id, c.figure), c.compared_with, c.expected, c.outcome) for c in compared}
    told = pd.DataFrame(list(rows.values()), columns=["report_id", "figure", "compared_with", "expected", "outcome"])
    told = told.astype({"report_id": "str", "figure": "int64", "expected": "float64"})
    here = figures[figures["report_id"].isin(reports["report_id"])]
    frame = here.merge(told, how="left", on=["report_id", "figure"])[dataset("narrative_figures").column_names]
    return sort_rows("narrative_figures", validate("narrative_figures", frame))


def _findings_frame(found: list[Finding], reports: pd.DataFrame) -> pd.DataFrame:
    years = dict(zip(reports["report_id"], reports["report_year"], strict=True))
    known = rules()
    rows = [
        (
            f.report_id,
            years[f.report_id],
            f.rule,
            known[f.rule].severity,
            f.table,
            f.row,
            f.column,
            f.expected,
            f.actual,
            f"{f.message} {known[f.rule].fix}",
            f"{f.message_zh}{known[f.rule].fix_zh}",
            f.evidence,
            f.fingerprint,
        )
        for f in found
    ]
    frame = pd.DataFrame(rows, columns=dataset("findings").column_names)
    # The same sentence twice in one report is one finding.
    frame = frame.drop_duplicates(["report_id", "fingerprint"])
    return sort_rows("findings", validate("findings", frame))


__all__ = ["CELL_COLUMNS", "CHECKS", "Compared", "Finding", "Outcome", "Outcomes", "Rule", "evaluate", "rules", "rules_page"]

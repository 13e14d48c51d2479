"""The rules the reports should keep: one function a rule, each three-valued.

What belongs here: comparing published numbers with each other and with what the report says. What does not: reading
numbers, and correcting them: an agency's wrong sum is published as printed, with a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from pipeline.checks import (
    arithmetic,
    form,
    growth,
    guard,
    narrative,
    outlier,
    panel,
    proactive,
    region,
    report,
    sentences,
)
from pipeline.checks.derived import derived_totals
from pipeline.checks.docs import rules_page
from pipeline.checks.model import Finding, Outcome, Rule, rules
from pipeline.checks.printed import CELL_COLUMNS, Frames, frames
from pipeline.checks.years import ACROSS, Panel, PanelYear, panel_year
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
    "region.members_sum": region.members_sum,
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
    "correction.guard": guard.correction_guard,
}
"""The function behind every rule that looks at one year's reports."""


@dataclass(frozen=True)
class PanelRule:
    """A rule that looks at several years of the same agencies.

    Attributes:
        check: the function behind it.
        before: how many years before a report's own it looks at.
        after: how many years after.
    """

    check: Callable[[Panel], Outcome]
    before: int = 1
    after: int = 0

    def looks_at(self, years_on: int) -> bool:
        """Whether a report's findings can change with the year so many years after its own (negative: before)."""
        return -self.before <= years_on <= self.after


ALL_YEARS = 100
"""More years than there are, for a rule that looks at every other year."""

_GROWTH = "panel.growth"
"""The rule across years that compares figures of the text."""

PANEL_CHECKS: dict[str, PanelRule] = {
    "panel.carry_over": PanelRule(panel.carry_over),
    "panel.in_force_stock": PanelRule(panel.in_force_stock),
    "panel.previous_items": PanelRule(panel.previous_items),
    _GROWTH: PanelRule(growth.growth),
    "outlier.scale": PanelRule(outlier.scale, ALL_YEARS, ALL_YEARS),
    "outlier.joined_digits": PanelRule(outlier.joined_digits, ALL_YEARS, ALL_YEARS),
    "outlier.all_zero": PanelRule(outlier.all_zero, ALL_YEARS, ALL_YEARS),
}
"""The rules of ``rules.yaml`` that look at other years too: they are evaluated again when one of those changes."""


COMPARED = ["rule", "report_id", "figure", "compared_with", "expected", "outcome"]
"""The columns of ``Outcomes.compared``."""


@dataclass(frozen=True)
class Outcomes:
    """What all rules came to.

    Attributes:
        findings: the published ``findings`` frame.
        tallies: one row a rule: ``rule``, ``severity``, and how many places ``holds``, ``broken``, ``cannot_be_told``.
        compared: one row a figure of the text that a rule compared: ``rule``, ``report_id``, ``figure``,
            ``compared_with``, ``expected``, ``outcome``.
    """

    findings: pd.DataFrame
    tallies: pd.DataFrame
    compared: pd.DataFrame


def evaluate(
    reports: pd.DataFrame,
    cells: pd.DataFrame,
    facts: pd.DataFrame,
    figures: pd.DataFrame,
    unplaced: pd.DataFrame,
    others: Mapping[int, PanelYear] | None = None,
    corrections: pd.DataFrame | None = None,
) -> Outcomes:
    """Hold one year's reports against every rule.

    Args:
        reports: The year's published ``reports``.
        cells: Its published ``cells``; ``CELL_COLUMNS`` are enough.
        facts: What the reports say about themselves, at most one row each.
        figures: Numbers stated in sentences.
        unplaced: Printed numbers inside a recognised table that no form cell claims.
        others: The other years, as ``panel_year`` gives them; without them the panel rules cannot be told.
        corrections: What became of the entries of the corrections folder; none if None.

    Returns:
        The findings, valid for their schema and in fixed order, and the tallies in the order of ``rules.yaml``.
    """
    looked_at = frames(reports, cells, facts, figures, unplaced, corrections)
    year = int(reports["report_year"].iloc[0]) if len(reports) else 0
    panel = Panel(panel_year(looked_at, year), others or {})
    return together(within_year(looked_at, year), across_years(panel))


def within_year(looked_at: Frames, year: int) -> Outcomes:
    """What the rules come to that need no other year."""
    return _outcomes({name: check(looked_at) for name, check in CHECKS.items()}, year)


def across_years(panel: Panel, changed: int | None = None) -> Outcomes:
    """What the rules come to that look at other years.

    Args:
        panel: The year among the others.
        changed: Evaluate only the rules that look at this year; all of them if None.
    """
    on = None if changed is None else changed - panel.now.year
    chosen = {name: rule for name, rule in PANEL_CHECKS.items() if on is None or rule.looks_at(on)}
    return _outcomes({name: rule.check(panel) for name, rule in chosen.items()}, panel.now.year)


def together(first: Outcomes, second: Outcomes) -> Outcomes:
    """Two sets of rules evaluated on one year as one; where both have a rule, the second counts."""
    again = set(second.tallies["rule"])
    findings = [first.findings[~first.findings["rule"].isin(again)], second.findings]
    tallies = pd.concat([first.tallies[~first.tallies["rule"].isin(again)], second.tallies])
    compared = pd.concat([first.compared[~first.compared["rule"].isin(again)], second.compared])
    order = {name: at for at, name in enumerate(rules())}
    return Outcomes(
        findings=sort_rows(
            "findings", validate("findings", pd.concat([f for f in findings if len(f)] or findings[:1]))
        ),
        tallies=tallies.sort_values("rule", key=lambda names: names.map(order)).reset_index(drop=True),
        compared=compared.reset_index(drop=True),
    )


def _outcomes(evaluated: Mapping[str, Outcome], year: int) -> Outcomes:
    known = rules()
    tallies = [(n, known[n].severity, o.holds, len(o.findings), o.cannot_be_told) for n, o in evaluated.items()]
    return Outcomes(
        findings=_findings_frame([f for outcome in evaluated.values() for f in outcome.findings], year),
        tallies=pd.DataFrame(tallies, columns=["rule", "severity", "holds", "broken", "cannot_be_told"]),
        compared=_compared_frame(evaluated),
    )


def _compared_frame(evaluated: Mapping[str, Outcome]) -> pd.DataFrame:
    rows = [
        (name, c.report_id, c.figure, c.compared_with, c.expected, c.outcome)
        for name, outcome in evaluated.items()
        for c in outcome.compared
    ]
    frame = pd.DataFrame(rows, columns=COMPARED)
    return frame.astype({"report_id": "str", "figure": "int64", "expected": "float64"})


def published_figures(figures: pd.DataFrame, outcomes: Outcomes) -> pd.DataFrame:
    """The published ``narrative_figures``: what the sentences state, with what the rules compared it with.

    Args:
        figures: Numbers stated in sentences, of one year's reports.
        outcomes: What all rules came to on that year.
    """
    told = outcomes.compared.drop(columns="rule").drop_duplicates(["report_id", "figure"])
    said = figures.drop(columns="compared_with")
    frame = said.merge(told, how="left", on=["report_id", "figure"])[dataset("narrative_figures").column_names]
    return sort_rows("narrative_figures", validate("narrative_figures", frame))


def figures_again(published: pd.DataFrame, fresh: Outcomes) -> pd.DataFrame:
    """The published ``narrative_figures`` with what their sentences say of another year compared anew.

    Args:
        published: One year's figures as published.
        fresh: What the rules across years that were evaluated again came to on that year.
    """
    if _GROWTH not in set(fresh.tallies["rule"]):
        return published
    across = published["compared_with"].fillna("").str.startswith(ACROSS)
    kept = published[published["outcome"].notna() & ~across].reindex(columns=fresh.compared.columns)
    compared = pd.concat([frame for frame in (kept, fresh.compared) if len(frame)] or [fresh.compared])
    return published_figures(published.drop(columns=["expected", "outcome"]), replace(fresh, compared=compared))


def _findings_frame(found: list[Finding], year: int) -> pd.DataFrame:
    known = rules()
    rows = [
        (
            f.report_id,
            year,
            f.rule,
            known[f.rule].severity,
            f.table,
            f.row,
            f.column,
            f.expected,
            f.actual,
            f.message,
            f.message_zh,
            f.evidence,
            f.fingerprint,
            "open",
            None,
        )
        for f in found
    ]
    frame = pd.DataFrame(rows, columns=dataset("findings").column_names)
    # The same sentence twice in one report is one finding.
    frame = frame.drop_duplicates(["report_id", "fingerprint"])
    return sort_rows("findings", validate("findings", frame))


__all__ = [
    "ALL_YEARS",
    "CELL_COLUMNS",
    "CHECKS",
    "COMPARED",
    "PANEL_CHECKS",
    "Finding",
    "Outcome",
    "Outcomes",
    "Panel",
    "PanelRule",
    "PanelYear",
    "Rule",
    "across_years",
    "derived_totals",
    "evaluate",
    "figures_again",
    "frames",
    "panel_year",
    "published_figures",
    "rules",
    "rules_page",
    "together",
    "within_year",
]

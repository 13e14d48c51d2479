"""Which findings follow from what a report prints: a small evaluator of the contract's rules, on its own.

A rule that cannot be told (a blank total, an unreadable or missing member) gives nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from samples.forms import APPLICANTS, COLUMNS, REQUESTS, RESULTS, REVIEW, TABLES, TRACKS
from samples.statements import broken
from samples.truth import Printed, Report, outcome_rows

Finding = tuple[str, str]
"""Rule, key."""


def _sum_breaks(total: Printed | None, members: Sequence[Printed | None]) -> bool:
    """Whether members clearly do not add up to the total; blank members add 0."""
    if total is None or total.value is None:
        return False
    if any(m is None or m.state in ("missing", "unreadable") for m in members):
        return False
    return sum(m.value or 0 for m in members if m is not None) != total.value


def arithmetic(report: Report) -> list[Finding]:
    """Findings of the four arithmetic rules."""
    get = report.cells.get
    found: list[Finding] = []
    rows = list(dict.fromkeys(r for t, r, _ in report.cells if t == REQUESTS))
    for column in COLUMNS:
        new, before, done, after = (
            get((REQUESTS, r, column)) for r in ("new_requests", "carried_in", "processed_total", "carried_out")
        )
        if done is not None and done.value is not None and after is not None and after.state in ("reported", "blank"):
            right = done.value + (after.value or 0)
            both = Printed(right, "count", "reported", "")
            if _sum_breaks(both, (new, before)):
                found.append(("requests.balance", column))
        if _sum_breaks(done, [get((REQUESTS, r, column)) for r in outcome_rows(report)]):
            found.append(("requests.outcomes_sum", column))
    for row in rows:
        if _sum_breaks(get((REQUESTS, row, "total")), [get((REQUESTS, row, a)) for a in APPLICANTS]):
            found.append(("requests.applicants_sum", row))
    for track in TRACKS:
        if _sum_breaks(get((REVIEW, track, "total")), [get((REVIEW, track, r)) for r in RESULTS]):
            found.append(("review_litigation.outcomes_sum", track))
    return found


def cell_findings(report: Report) -> list[Finding]:
    """Findings about single cells, one per rule and row."""
    found: dict[Finding, None] = {}
    absent = {t for t in TABLES if all(c.state == "missing" for k, c in report.cells.items() if k[0] == t)}
    found |= {("form.table_missing", t): None for t in absent}
    for (table, row, column), cell in report.cells.items():
        if table in absent:
            continue
        if cell.state in ("blank", "unreadable", "missing"):
            found[f"form.cell_{cell.state}", row] = None
        if cell.unit == "unstated" and cell.value:
            found["proactive.amount_unit_unstated", row] = None
        counted = cell.unit == "count" and cell.value is not None
        if counted and (cell.value != int(cell.value or 0) or ((cell.value or 0) < 0 and column != "change")):
            found["form.count_invalid", row] = None
    if report.extra is not None and "proactive" not in absent:
        found["form.value_unplaced", "proactive"] = None
    return list(found)


def stated_findings(report: Report) -> list[Finding]:
    """Findings about what the text says."""
    found: list[Finding] = []
    received = report.count(REQUESTS, "new_requests", "total")
    found += [(rule, "text") for rule in (broken(report) if report.says else ())]
    if (
        not report.says
        and "received" in report.stated
        and received is not None
        and report.stated["received"] != received
    ):
        found.append(("narrative.requests_received", "new_requests"))
    if report.breakdown == "broken":
        found.append(("narrative.breakdown_sum", "text"))
    if report.period and report.period != (f"{report.year}年1月1日", f"{report.year}年12月31日"):
        found.append(("report.period_mismatch", "period"))
    other_period = report.period is not None and not any(str(report.year) in day for day in report.period)
    if report.title_year != report.year or other_period:
        found.append(("report.year_conflict", "title"))
    if not report.agency_clear:
        found.append(("report.agency_unclear", "agency"))
    return found


def findings(report: Report) -> list[Finding]:
    """Every finding that follows from the printed report alone."""
    odd = [] if report.odd is None else [report.odd]
    return arithmetic(report) + cell_findings(report) + stated_findings(report) + odd

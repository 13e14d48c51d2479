"""The status of findings: what people made of them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd

from pipeline.corrections.apply import SOURCE_ERROR
from pipeline.corrections.model import Corrections
from pipeline.forms import rows_by_role

OPEN, ACKNOWLEDGED = "open", "acknowledged"
_OUTCOMES = frozenset(rows_by_role("requests")["outcome"])
_BALANCED = frozenset(
    row
    for role in ("received", "carried_in", "processed_total", "carried_out")
    for row in rows_by_role("requests")[role]
)
_ROWS_OF_RULE = {
    "requests.balance": _BALANCED,
    "requests.outcomes_sum": _OUTCOMES | frozenset(rows_by_role("requests")["processed_total"]),
    "panel.carry_over": frozenset(rows_by_role("requests")["carried_in"]),
}
"""The rows that a finding about a column speaks of."""
_NOT_OF_THE_SOURCE = ("correction.", "form.cell_unreadable", "form.cell_missing")
"""Rules whose findings an acknowledged number does not explain."""


def with_status(findings: pd.DataFrame, corrections: Corrections, outcomes: pd.DataFrame) -> pd.DataFrame:
    """Findings with the columns ``status`` and ``status_note`` set anew.

    Args:
        findings: Findings of any year.
        corrections: The folder's entries; their reviews are looked up by fingerprint.
        outcomes: What became of the entries about cells (``apply_corrections``); acknowledged errors whose guard held
            give their findings the status ``acknowledged``, unless a review says otherwise.

    Returns:
        A new frame in the same order; ``open`` where nobody has said anything.
    """
    acknowledged = outcomes[(outcomes["kind"] == SOURCE_ERROR) & outcomes["applied"].astype(bool)]
    by_report: dict[str, list[dict[str, Any]]] = {}
    for entry in acknowledged.to_dict("records"):
        by_report.setdefault(str(entry["report_id"]), []).append({str(k): v for k, v in entry.items()})
    reviews = {r.fingerprint: r for r in corrections.reviews}
    said: list[tuple[str, str | None]] = []
    for fingerprint, report, rule, table, row, column in findings[
        ["fingerprint", "report_id", "rule", "table", "row", "column"]
    ].itertuples(index=False, name=None):
        review = reviews.get(fingerprint)
        if review is not None:
            note = "; ".join(str(part) for part in (review.on, review.note) if part)
            said.append((review.status, note or None))
            continue
        reasons = [e["reason"] for e in by_report.get(report, ()) if _speaks_of(rule, table, row, column, e)]
        said.append((ACKNOWLEDGED, "; ".join(dict.fromkeys(reasons))) if reasons else (OPEN, None))
    frame = pd.DataFrame(said, columns=["status", "status_note"], index=findings.index, dtype=object)
    return findings.assign(status=frame["status"], status_note=frame["status_note"])


def _speaks_of(rule: str, table: object, row: object, column: object, cell: dict[str, Any]) -> bool:
    """Whether a finding rests on this cell: its row, its column or the cell itself is the finding's place."""
    if table != cell["table"] or rule.startswith(_NOT_OF_THE_SOURCE):
        return False
    if isinstance(row, str):
        return row == cell["row"] and (column == cell["column"] or not isinstance(column, str))
    return isinstance(column, str) and column == cell["column"] and cell["row"] in _ROWS_OF_RULE.get(rule, ())


def reviews_without_finding(corrections: Corrections, fingerprints: Collection[str]) -> list[str]:
    """The reviews whose finding does not exist (any more), each with its place, for people."""
    return [f"{r.where}: {r.fingerprint}, {r.status}" for r in corrections.reviews if r.fingerprint not in fingerprints]

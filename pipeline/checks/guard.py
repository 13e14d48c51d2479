"""Corrections that could not be applied: what they expect at a place is not what is read there now."""

from __future__ import annotations

from pipeline.checks.model import Finding, Outcome
from pipeline.checks.printed import Frames, column_label, row_label
from pipeline.forms import table_title


def correction_guard(frames: Frames) -> Outcome:
    """Every entry of the corrections folder about a report of the year could be applied."""
    findings = []
    for entry in frames.corrections.to_dict("records"):
        if entry["applied"]:
            continue
        table, row, column = entry["table"], entry["row"], entry["column"]
        findings.append(
            Finding(
                rule="correction.guard",
                report_id=str(entry["report_id"]),
                table=table,
                row=row,
                column=column,
                expected=entry["expected"],
                actual=entry["actual"],
                words={
                    **{name: entry[name] for name in ("file", "line", "problem", "problem_zh")},
                    "title": table_title(table),
                    "labels": f"{row_label(table, row)} / {column_label(table, column)}",
                    "kind": "reading" if entry["kind"] == "reading" else "acknowledged error",
                    "kind_zh": "核对读数" if entry["kind"] == "reading" else "已知原文错误",
                },
                evidence=entry["reason"],
            )
        )
    return Outcome(len(frames.corrections) - len(findings), 0, findings)

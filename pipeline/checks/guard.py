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
        title, labels = table_title(table), f"{row_label(table, row)} / {column_label(table, column)}"
        kind, kind_zh = (
            ("reading", "核对读数") if entry["kind"] == "reading" else ("acknowledged error", "已知原文错误")
        )
        findings.append(
            Finding(
                rule="correction.guard",
                report_id=str(entry["report_id"]),
                table=table,
                row=row,
                column=column,
                expected=entry["expected"],
                actual=entry["actual"],
                message=(
                    f"{title}: the {kind} noted for the cell {labels} ({entry['file']}, line {entry['line']}) was not"
                    f" applied, because {entry['problem']}. It expects {entry['expected']}; read now:"
                    f" {entry['actual']}."
                ),
                message_zh=(
                    f"{title}：单元格“{labels}”的{kind_zh}（{entry['file']}第{entry['line']}行）未予应用："
                    f"{entry['problem_zh']}。记录所述：{entry['expected']}；现读取：{entry['actual']}。"
                ),
                evidence=entry["reason"],
            )
        )
    return Outcome(len(frames.corrections) - len(findings), 0, findings)

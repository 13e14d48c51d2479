"""Rules of table 二."""

from __future__ import annotations

from pipeline.checks.model import Finding, Outcome, number
from pipeline.checks.printed import Frames, column_label, row_label


def amount_unit_unstated(frames: Frames) -> Outcome:
    """An amount prints its unit, in the cell or in its header; 0 is 0 in any unit."""
    cells = frames.cells
    amounts = cells[(cells["table"] == "proactive") & (cells["unit"] != "count")]
    told = amounts[(amounts["state"] == "reported") & amounts["value"].notna()]
    broken = told[(told["unit"] == "unstated") & (told["value"] != 0)]
    findings = []
    for cell in broken.to_dict("records"):
        findings.append(
            Finding(
                rule="proactive.amount_unit_unstated",
                report_id=cell["report_id"],
                table="proactive",
                row=cell["row"],
                expected="an amount in 元 or 万元",
                actual=number(cell["value"]),
                words={
                    "row": row_label("proactive", cell["row"], cell["form_version"]),
                    "column": column_label("proactive", cell["column"], cell["form_version"]),
                },
                evidence=cell["raw"] if isinstance(cell["raw"], str) else None,
            )
        )
    return Outcome(len(told) - len(broken), len(amounts) - len(told), findings)

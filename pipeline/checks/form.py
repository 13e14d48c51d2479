"""Whether the form is complete: its tables, its cells, and numbers no cell claims."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.checks.model import Finding, Outcome, number
from pipeline.checks.printed import (
    BLANK,
    MISSING,
    NOT_LISTED,
    REPORTED,
    UNREADABLE,
    Frames,
    Printed,
)
from pipeline.checks.reasons import reason_zh
from pipeline.forms import form_cells, table_title

_SHOWN = 12

Bools = NDArray[np.bool_]


def table_missing(frames: Frames) -> Outcome:
    """Each of the three tables is found in a report that could be read."""
    holds, findings = 0, []
    for table in frames.tables:
        holds += int(table.found.sum())
        for r in np.flatnonzero(~table.found).tolist():
            said = next((table.reason((r, i, j)) for i, j in np.argwhere(table.state[r] == MISSING).tolist()), None)
            why = (said or "").partition("; ")[2]  # behind what the sentence says already
            findings.append(
                Finding(
                    rule="form.table_missing",
                    report_id=str(table.reports[r]),
                    table=table.table,
                    expected=table_title(table.table),
                    actual="not found",
                    words={"why": f" Why: {why}." if why else "", "why_zh": f"原因：{reason_zh(why)}。" if why else ""},
                )
            )
    return Outcome(holds, 0, findings)


def _places(table: Printed) -> Bools:
    """The listed cells of the tables that were found."""
    places: Bools = (table.state != NOT_LISTED) & table.found[:, None, None]
    return places


def _cell_findings(rule: str, table: Printed, broken: Bools, expected: str) -> list[Finding]:
    findings = []
    for (r, i, j), raw in zip(np.argwhere(broken).tolist(), table.raws(broken), strict=True):
        missing = table.state[r, i, j] == MISSING
        reason = table.reason((r, i, j))
        findings.append(
            Finding(
                rule=rule,
                report_id=str(table.reports[r]),
                table=table.table,
                row=table.rows[i],
                column=table.columns[j],
                expected=expected,
                actual="no cell" if missing else raw,
                words={
                    **_cell_words(table, (r, i, j)),
                    "raw": raw,
                    "why": f" Why: {reason}." if reason else "",
                    "why_zh": f"原因：{reason_zh(reason)}。" if reason else "",
                },
                evidence=None if missing else raw,
            )
        )
    return findings


def _cell_words(table: Printed, where: tuple[int, int, int]) -> dict[str, object]:
    row, column = table.labels(where)
    return {"title": table_title(table.table), "row": row, "column": column}


def _in_no_state(rule: str, frames: Frames, broken: int, cannot: tuple[int, ...], expected: str) -> Outcome:
    """No cell is in the ``broken`` state; of one in the states ``cannot`` that cannot be told."""
    holds, untold, findings = 0, 0, []
    for table in frames.tables:
        places = _places(table)
        wrong, open_ = places & (table.state == broken), places & np.isin(table.state, cannot)
        untold += int(open_.sum())
        holds += int((places & ~wrong & ~open_).sum())
        findings += _cell_findings(rule, table, wrong, expected)
    return Outcome(holds, untold, findings)


def cell_missing(frames: Frames) -> Outcome:
    """Each cell of a found table is there."""
    return _in_no_state("form.cell_missing", frames, MISSING, (), "a cell")


def cell_unreadable(frames: Frames) -> Outcome:
    """What a cell prints can be read as one number."""
    return _in_no_state("form.cell_unreadable", frames, UNREADABLE, (MISSING,), "one number")


def cell_blank(frames: Frames) -> Outcome:
    """Each cell prints a number."""
    return _in_no_state("form.cell_blank", frames, BLANK, (MISSING, UNREADABLE), "a number")


def count_invalid(frames: Frames) -> Outcome:
    """Counts are whole and not negative; 本年增/减 may be negative."""
    holds, cannot, findings = 0, 0, []
    for table in frames.tables:
        counts = np.zeros((len(table.rows), len(table.columns)), dtype=bool)
        for cell in form_cells():
            if cell.table == table.table and cell.unit == "count":
                counts[table.row(cell.row), table.column(cell.column)] = True
        signed = np.array([column == "change" for column in table.columns])
        places = _places(table) & counts
        told = places & (table.state == REPORTED)
        value = np.where(told, table.value, 0.0)
        broken = told & ((value % 1 != 0) | ((value < 0) & ~signed))
        cannot += int((places & ~told).sum())
        holds += int((told & ~broken).sum())
        for r, i, j in np.argwhere(broken).tolist():
            kind, kind_zh = ("a fraction", "小数") if value[r, i, j] % 1 else ("a negative number", "负数")
            raw = table.raw((r, i, j))
            findings.append(
                Finding(
                    rule="form.count_invalid",
                    report_id=str(table.reports[r]),
                    table=table.table,
                    row=table.rows[i],
                    column=table.columns[j],
                    expected="a whole number" if signed[j] else "a whole number, 0 or more",
                    actual=number(value[r, i, j]),
                    words={**_cell_words(table, (r, i, j)), "raw": raw, "kind": kind, "kind_zh": kind_zh},
                    evidence=raw,
                )
            )
    return Outcome(holds, cannot, findings)


def value_unplaced(frames: Frames) -> Outcome:
    """No number is printed inside a table that no cell of the form claims."""
    findings = []
    for (report, name), group in frames.unplaced.groupby(["report_id", "table"], sort=False):
        texts = [str(raw).strip() for raw in group["raw"]]
        shown = ", ".join(f"“{t}”" for t in texts[:_SHOWN]) + (", …" if len(texts) > _SHOWN else "")
        why = list(dict.fromkeys(str(r) for r in group["reason"]))
        findings.append(
            Finding(
                rule="form.value_unplaced",
                report_id=str(report),
                table=str(name),
                expected="every printed number in a cell of the form",
                actual=f"{len(texts)} without one",
                words={
                    "title": table_title(str(name)),
                    "shown": shown,
                    "reasons": "; ".join(why),
                    "reasons_zh": "；".join(map(reason_zh, why)),
                },
                evidence="; ".join(texts),
            )
        )
    found = sum(int(table.found.sum()) for table in frames.tables)
    return Outcome(max(0, found - len(findings)), 0, findings)

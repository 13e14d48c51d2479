"""One published year, arranged for its pages: reports with their findings, the worst first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline import store
from pipeline.checks import Rule, rules
from pipeline.checks.reasons import error_zh
from pipeline.forms import TABLES, form_cells, place_labels
from pipeline.quality.evidence import stated_figures
from pipeline.quality.model import SEVERITIES, Cells, Figure, Finding, Group, Report, RuleCount, Section, Year, records
from pipeline.schemas import dataset

MANY = 6
"""As many findings of one rule in one table are shown one by one; more share a number and a list."""

_CELLS = re.compile(r"(?<![.\w])([a-z_]+)\.([a-z_]+)\.([a-z_]+)(?![.\w])")
"""The cells in ``compared_with``; last year's have a fourth part before them."""
_CELL_COLUMNS = (
    "report_id", "table", "row", "column", "form_version", "value", "state", "raw", "page", "bbox", "derived",
    "source_table", "source_row", "source_column", "reason",
)  # fmt: skip


def read_year(out: Path, year: int, tallies: pd.DataFrame | None = None) -> Year:
    """Read a published year.

    Args:
        out: the folder of published datasets.
        year: the report-year; 0 for files without one.
        tallies: how often each rule holds, is broken and cannot be told (``rule``, ``holds``, ``cannot_be_told``),
            where that was kept.

    Raises:
        pipeline.store.NotPublished: the year has no reports.
        pipeline.store.StaleFile: it was published with another schema.
    """
    reports = store.read_partition(out, "reports", year)
    findings = store.read_partition_if_any(out, "findings", year)
    cells = _cells(out, year, set(findings["report_id"]))
    by_id = {str(r["report_id"]): r for r in records(reports)}
    figures = _figures(out, year)
    made = [
        Report(by_id[report_id], _sections([_finding(f, figures.get(report_id, [])) for f in own]))
        for report_id, own in groupby(records(findings.sort_values("report_id")), key=lambda f: str(f["report_id"]))
    ]
    found = {r.id for r in made}
    others = [r for key, r in sorted(by_id.items(), key=lambda item: item[1]["source_path"]) if key not in found]
    every = [f for r in made for f in r.findings]
    severities = Counter(f.severity for f in every if f.open)
    statuses = Counter(reports["status"])
    return Year(
        year=year,
        statuses={s: statuses[s] for s in ("complete", "partial", "failed")},
        severities={s: severities[s] for s in SEVERITIES},
        settled=sum(not f.open for f in every),
        rules=_rule_counts(every, findings, tallies),
        reports=tuple(sorted(made, key=lambda r: r.rank)),
        clean=tuple(r for r in others if r["status"] != "failed"),
        failed=tuple({**r, "error_zh": error_zh(r["error"] or "")} for r in others if r["status"] == "failed"),
        cells=cells,
    )


def _cells(out: Path, year: int, wanted: set[str]) -> Cells:
    """The cells of the reports that are drawn."""
    known = [c for c in _CELL_COLUMNS if c in dataset("cells").column_names]
    if not wanted or not store.partition_exists(out, "cells", year):
        return Cells(pd.DataFrame(columns=known))
    frame = store.read_partition(out, "cells", year, known)
    return Cells(frame[frame["report_id"].isin(wanted)])


def _figures(out: Path, year: int) -> dict[str, list[Figure]]:
    """By report, the numbers of its sentences that contradict what they restate."""
    figures = store.read_partition_if_any(out, "narrative_figures", year)
    found: dict[str, list[Figure]] = {}
    for f in records(figures[figures["outcome"] == "broken"]):
        span = int(f["span_start"]), int(f["span_end"])
        cells = frozenset(tuple(c) for c in _CELLS.findall(f["compared_with"] or ""))
        found.setdefault(str(f["report_id"]), []).append(Figure(str(f["sentence"]), *span, float(f["value"]), cells))
    return found


def _finding(record: Mapping[str, Any], figures: Sequence[Figure]) -> Finding:
    name = str(record["rule"])
    rule = rules().get(name) or _unknown(name, str(record["severity"]))
    table, row, column = (record[k] for k in ("table", "row", "column"))
    return Finding(
        rule=rule,
        severity=str(record["severity"]),
        fingerprint=str(record["fingerprint"]),
        table=table,
        row=row,
        column=column,
        labels=place_labels(table, row, column),
        message=_without(str(record["message"]), rule.fix),
        message_zh=_without(str(record.get("message_zh") or ""), rule.fix_zh),
        expected=record["expected"],
        actual=record["actual"],
        evidence=record["evidence"],
        status=str(record.get("status") or "open"),
        note=record.get("status_note"),
        figures=stated_figures(str(record["evidence"] or ""), str(record["actual"] or ""), figures),
    )


def _unknown(name: str, severity: str) -> Rule:
    """A rule that this version does not have any more."""
    texts = dict.fromkeys((f.name for f in fields(Rule)), "")
    return Rule(**texts | {"name": name, "severity": severity})


def _without(message: str, advice: str) -> str:
    """The message without the rule's advice, which the page says once."""
    return message.removesuffix(advice).rstrip() if advice else message


def _sections(findings: Sequence[Finding]) -> tuple[Section, ...]:
    """By table, the one with the worst first, else in printed order with the whole report before; numbered through."""
    tables = (None, *TABLES)
    by_table = {t: sorted((f for f in findings if f.table == t), key=_order) for t in tables}
    met = [t for t in tables if by_table[t]]
    sections, number = [], 1
    for table in sorted(met, key=lambda t: _urgency(by_table[t][0])):
        groups = []
        for _, same in groupby(by_table[table], key=lambda f: (f.open, f.severity, f.rule.name)):
            together = tuple(same)
            for part in [together] if len(together) > MANY else [(f,) for f in together]:
                groups.append(Group(number, part))
                number += 1
        sections.append(Section(table, tuple(groups)))
    return tuple(sections)


def _urgency(finding: Finding) -> tuple[bool, int]:
    return (not finding.open, SEVERITIES.index(finding.severity))


@cache
def _printed_order() -> dict[tuple[str, str, str], int]:
    return {(c.table, c.row, c.column): n for n, c in reversed(list(enumerate(form_cells())))}


def _order(finding: Finding) -> tuple[Any, ...]:
    names = list(rules())
    place = (finding.table or "", finding.row or "", finding.column or "")
    name = finding.rule.name
    return (
        *_urgency(finding),
        names.index(name) if name in names else len(names),
        name,
        _printed_order().get(place, -1),
        place,
        finding.fingerprint,
    )


def _rule_counts(
    findings: Sequence[Finding], frame: pd.DataFrame, tallies: pd.DataFrame | None
) -> tuple[RuleCount, ...]:
    """Every rule, the broken ones first within their severity."""
    broken = Counter(f.rule.name for f in findings)
    reports = frame.groupby("rule")["report_id"].nunique().to_dict()
    told = {} if tallies is None else {str(t["rule"]): t for t in records(tallies)}
    every = rules() | {f.rule.name: f.rule for f in findings if f.rule.name not in rules()}
    counts = [
        RuleCount(
            rule,
            broken[name],
            int(reports.get(name, 0)),
            *(int(told[name][k]) if name in told else None for k in ("holds", "cannot_be_told")),
        )
        for name, rule in every.items()
    ]
    return tuple(sorted(counts, key=lambda c: (SEVERITIES.index(c.rule.severity), not c.broken)))

"""What a report says about itself: its period, its year, and whether there is another one like it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from pipeline.checks.model import Finding, Outcome
from pipeline.checks.printed import Frames
from pipeline.identity import ALONE

_FIRST_MONTH_OF_EARLY_REPORTS = 11
_PARTS_ZH = {
    "title": "标题",
    "introduction": "引言",
    "foot": "落款",
    "period": "统计期限",
    "path": "文件路径",
    "heading": "表格标题",
    "date": "落款日期",
}


def _facts(frames: Frames) -> list[dict[str, Any]]:
    """One record a readable report: its facts, empty where there are none, with the report-year it is filed under."""
    years = frames.readable[["report_id", "report_year"]]
    facts = frames.facts.drop(columns=["report_year"], errors="ignore")
    merged = years.merge(facts, on="report_id", how="left")
    return [{str(k): _plain(v) for k, v in row.items()} for row in merged.to_dict("records")]


def _plain(value: Any) -> Any:
    """None for whatever stands for nothing, a plain date for a date of pandas."""
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value):
        return None
    return value.date() if isinstance(value, dt.datetime) else value


def period_mismatch(frames: Frames) -> Outcome:
    """The stated period is 1 January to 31 December of the report-year."""
    holds, cannot, findings = 0, 0, []
    for fact in _facts(frames):
        start, end, year = fact["period_start"], fact["period_end"], int(fact["report_year"])
        if start is None or end is None:
            cannot += 1
            continue
        expected = (dt.date(year, 1, 1), dt.date(year, 12, 31))
        if (start, end) == expected:
            holds += 1
            continue
        findings.append(
            Finding(
                rule="report.period_mismatch",
                report_id=fact["report_id"],
                expected=f"{expected[0]} to {expected[1]}",
                actual=f"{start} to {end}",
                words={"year": year, "start": start, "end": end},
                evidence=fact["period_text"],
            )
        )
    return Outcome(holds, cannot, findings)


def _statements(fact: dict[str, Any]) -> list[tuple[str, str, bool]]:
    """What each part of the report says about the year: the part, what it says, whether that agrees."""
    year = int(fact["report_year"])
    said = []
    if fact["title_year"] is not None:
        said.append(("title", str(int(fact["title_year"])), int(fact["title_year"]) == year))
    period = [d.year for d in (fact["period_start"], fact["period_end"]) if d is not None]
    if period:
        # A slip in one of the two years is report.period_mismatch; here only a period of another year altogether.
        said.append(("period", " to ".join(str(y) for y in dict.fromkeys(period)), year in period))
    if fact["path_year"] is not None:
        said.append(("path", str(int(fact["path_year"])), int(fact["path_year"]) == year))
    if fact["heading_year"] is not None:
        said.append(("heading", str(int(fact["heading_year"])), int(fact["heading_year"]) == year))
    date = fact["published_on"]
    if date is not None:
        agrees = date.year == year + 1 or (date.year == year and date.month >= _FIRST_MONTH_OF_EARLY_REPORTS)
        said.append(("date", str(date), agrees))
    elif fact["date_year"] is not None:
        # Without a month, the report-year's own November and December cannot be excluded.
        said.append(("date", str(int(fact["date_year"])), int(fact["date_year"]) in (year, year + 1)))
    return said


def year_conflict(frames: Frames) -> Outcome:
    """The years of title, period, path, tables' headings and foot date agree with the report-year."""
    holds, cannot, findings = 0, 0, []
    for fact in _facts(frames):
        said = _statements(fact)
        conflicts = [(part, what) for part, what, agrees in said if not agrees]
        if not said:
            cannot += 1
        elif not conflicts:
            holds += 1
        else:
            everything = "; ".join(f"{part} {what}" for part, what, _ in said)
            findings.append(
                Finding(
                    rule="report.year_conflict",
                    report_id=fact["report_id"],
                    expected=str(int(fact["report_year"])),
                    actual="; ".join(f"{part} {what}" for part, what in conflicts),
                    words={
                        "reason": f" ({fact['year_evidence']})" if fact["year_evidence"] else "",
                        "wrong": " and ".join(f"the {part} says {what}" for part, what in conflicts),
                        "wrong_zh": "、".join(f"{_PARTS_ZH[part]}为{what}" for part, what in conflicts),
                    },
                    evidence="; ".join(t for t in (everything, fact["title"], fact["period_text"]) if t),
                )
            )
    return Outcome(holds, cannot, findings)


def _agency_zh(evidence: str | None) -> str:
    """What each part prints for the agency, in Chinese, from the facts' evidence (`title: 甲局; foot: 乙局`)."""
    if not evidence:
        return "标题、引言、落款均未写明机关名称。"
    parts = (part.partition(": ") for part in evidence.split("; "))
    return (
        "标题、引言、落款所印机关名称不一致，或印有占位文字："
        + "；".join(f"{_PARTS_ZH.get(part, part)}“{name}”" for part, _, name in parts)
        + "。"
    )


def agency_unclear(frames: Frames) -> Outcome:
    """Title, introduction and foot name one agency, and no placeholder stands in its place."""
    holds, cannot, findings = 0, 0, []
    for fact in _facts(frames):
        problem, evidence = fact.get("agency_problem"), fact.get("agency_evidence")
        if problem:
            findings.append(
                Finding(
                    rule="report.agency_unclear",
                    report_id=fact["report_id"],
                    expected="one agency",
                    actual=evidence or "none",
                    words={"problem": problem, "said_zh": _agency_zh(evidence)},
                    evidence="; ".join(t for t in (evidence, fact["title"]) if t) or None,
                )
            )
        elif evidence:
            holds += 1
        else:
            cannot += 1  # the name is the file's path alone, or the facts were not read
    return Outcome(holds, cannot, findings)


def duplicate(frames: Frames) -> Outcome:
    """There is one usable report per agency and year."""
    usable = frames.usable
    ids = usable["agency_id"].astype("str")
    # A name that several agencies bear, without its place, tells nothing about the other reports.
    known = usable[ids.notna() & (ids != "") & ~ids.str.startswith(ALONE, na=False)]
    together = known.groupby(["agency_id", "report_year"])["report_id"].transform("size") > 1
    findings = []
    for (_, year), group in known[together].groupby(["agency_id", "report_year"]):
        paths = dict(zip(group["report_id"], group["source_path"], strict=True))
        agency = " / ".join(sorted(set(group["agency_name"])))
        for report, path in paths.items():
            others = "; ".join(sorted(p for r, p in paths.items() if r != report))
            findings.append(
                Finding(
                    rule="report.duplicate",
                    report_id=str(report),
                    expected="1 report",
                    actual=f"{len(paths)} reports",
                    words={"path": path, "number": len(paths), "agency": agency, "year": year, "others": others},
                    evidence="; ".join(sorted(paths.values())),
                )
            )
    return Outcome(int((~together).sum()), len(frames.reports) - len(known), findings)

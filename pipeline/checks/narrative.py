"""Numbers stated in sentences, against the tables and against each other."""

from __future__ import annotations

import numpy as np

from pipeline.checks.model import Finding, Outcome, number
from pipeline.checks.printed import BLANK, REPORTED, Frames

_TOLERANCE = 1e-6


def _same(a: float, b: float) -> bool:
    return abs(a - b) <= _TOLERANCE * max(1.0, abs(b))


def requests_received(frames: Frames) -> Outcome:
    """The received count in the text equals the table's 总计 of 本年新收 (or with 上年结转, where the text says so)."""
    table = frames.requests
    total = table.column("total")
    new, carried = (table.row("new_requests"), total), (table.row("carried_in"), total)
    stated = frames.figures
    stated = stated[(stated["kind"] == "requests_received") & (stated["relation"] == "equal")]
    places = {str(report): r for r, report in enumerate(table.reports)}
    holds, findings = 0, []
    for report, group in stated.groupby("report_id"):
        r = places[str(report)]
        if table.state[(r, *new)] != REPORTED:
            continue
        received = float(table.value[(r, *new)])
        with_carried = received + float(_carried(table.state[(r, *carried)], table.value[(r, *carried)]))
        pairs = [
            (float(value), with_carried if includes else received)
            for value, includes in zip(group["value"], group["includes_carried_in"], strict=True)
        ]
        told = [(value, target) for value, target in pairs if not np.isnan(target)]
        if not told:
            continue
        if any(_same(value, target) for value, target in told):
            holds += 1
            continue
        value, target = told[0]
        row, column = table.labels((r, *new))
        what = f"{row} / {column}" + (" with 二、上年结转" if target != received else "")
        what_zh = f"{row} / {column}" + ("加二、上年结转" if target != received else "")
        findings.append(
            Finding(
                rule="narrative.requests_received",
                report_id=str(report),
                table="requests",
                row="new_requests",
                expected=number(target),
                actual="; ".join(dict.fromkeys(number(v) for v, _ in told)),
                message=f"The text says {number(value)} requests were received, but {what} prints {number(target)}.",
                message_zh=f"正文称收到申请{number(value)}件，但表中“{what_zh}”为{number(target)}。",
                evidence="; ".join(dict.fromkeys(str(e) for e in group["evidence"])),
            )
        )
    return Outcome(holds, len(frames.ids) - holds - len(findings), findings)


def _carried(state: int, value: float) -> float:
    """What 上年结转 adds: its number, 0 for a blank, NaN where it is missing or unreadable."""
    return value if state == REPORTED else 0.0 if state == BLANK else float("nan")


def breakdown_sum(frames: Frames) -> Outcome:
    """共N条，其中A a条、B b条: the parts add up, or with 等, 主要, 余 come to no more."""
    figures = frames.figures[frames.figures["kind"] == "breakdown"]
    holds, cannot, findings = 0, 0, []
    for figure in figures.astype({"value": "float64", "parts_sum": "float64"}).to_dict("records"):
        whole, parts = figure["value"], figure["parts_sum"]
        if figure["relation"] not in ("equal", "at_most") or np.isnan(whole) or np.isnan(parts):
            cannot += 1
            continue
        exact = figure["relation"] == "equal"
        if _same(parts, whole) or (not exact and parts < whole):
            holds += 1
            continue
        findings.append(
            Finding(
                rule="narrative.breakdown_sum",
                report_id=str(figure["report_id"]),
                expected=number(whole) if exact else f"at most {number(whole)}",
                actual=number(parts),
                message=f"A sentence says {number(whole)} in all, but the parts it names add up to {number(parts)}.",
                message_zh=f"句中总数为{number(whole)}，但所列分项合计为{number(parts)}。",
                evidence=str(figure["evidence"]),
            )
        )
    return Outcome(holds, cannot, findings)

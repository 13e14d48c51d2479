"""Numbers stated in sentences, against each other: shares, the balance, and totals with their parts."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.checks import stated
from pipeline.checks.model import Compared, Finding, Outcome, Verdict, number
from pipeline.checks.narrative import is_of_new_ones, own, same
from pipeline.checks.printed import Frames
from pipeline.narrative.measures import measures

_WHOLES = ("requests_processed", "requests_received", "requests_received_with_carried_in")
"""What a share of requests may be a share of, where the text does not say it for certain."""
_FRACTION = re.compile(r"[.点]([\d零〇一二三四五六七八九]+)")


def share(frames: Frames) -> Outcome:
    """占x% in the text is, rounded or cut, what the tables give; a sentence that leaves the whole open may mean any."""
    holds, compared, findings = 0, list[Compared](), list[Finding]()
    figures = own(frames, ("share",))
    figures = figures[figures["of"].notna()]
    numbers: dict[str, NDArray[np.float64]] = {}
    told: set[int] = set()
    for figure in stated.records(figures):
        r = stated.place_of(frames, figure["report_id"])
        bases = [b for b in dict.fromkeys((figure["base"], *_bases(figure["of"]))) if isinstance(b, str)]
        for name in (figure["of"], *bases):
            if name not in numbers:
                numbers[name] = stated.of_measure(frames, name)
        part = float(numbers[figure["of"]][r])
        shares = {b: 100 * part / numbers[b][r] for b in bases if numbers[b][r] > 0}
        if np.isnan(part) or not shares or np.isnan(numbers[bases[0]][r]) or bases[0] not in shares:
            continue
        told.add(r)
        fitting = next((b for b, value in shares.items() if _rounds_to(value, figure)), None)
        base = fitting or bases[0]
        cells = [stated.address(frames, measures()[m].cells, r) for m in (figure["of"], base)]
        where = "/".join(f"({c})" if "+" in c else c for c in cells)
        outcome: Verdict = "holds" if fitting else "broken"
        compared.append(Compared(figure["report_id"], figure["figure"], where, round(shares[base], 4), outcome))
        if fitting:
            holds += 1
        else:
            findings.append(_wrong_share(frames, figure, base, part, float(numbers[base][r]), r))
    return Outcome(holds, len(frames.ids) - len(told), findings, compared)


def _bases(of: str) -> tuple[str, ...]:
    if of.startswith(("review_", "litigation_")):
        return (f"{of.split('_')[0]}_cases",)
    return _WHOLES[1:] if of.startswith(("received_", "requests_")) else _WHOLES


def _rounds_to(value: float, figure: dict[str, Any]) -> bool:
    """Whether a share, rounded or cut at the printed place, is the printed one."""
    fraction = _FRACTION.search(figure["raw"])
    return bool(abs(value - figure["value"]) < 10.0 ** -(len(fraction[1]) if fraction else 0) - 1e-9)


def _wrong_share(frames: Frames, figure: dict[str, Any], base: str, part: float, whole: float, r: int) -> Finding:
    of = measures()[figure["of"]]
    return Finding(
        rule="narrative.share",
        report_id=figure["report_id"],
        table=stated.only_place(frames, of.cells)[0],
        row=stated.only_place(frames, of.cells)[1],
        expected=f"{100 * part / whole:.2f}%",
        actual=figure["raw"],
        words={
            "of": of,
            "sentence": figure["sentence"],
            "part": number(part),
            "part_at": stated.labels(frames, of.cells, r),
            "whole": number(whole),
            "whole_at": stated.labels(frames, measures()[base].cells, r),
        },
        evidence=figure["sentence"],
    )


_BALANCE = (
    "requests_received",
    "requests_received_with_carried_in",
    "requests_carried_in",
    "requests_processed",
    "requests_carried_out",
)


def balance(frames: Frames) -> Outcome:
    """A sentence that states 新收, 上年结转, 办结 and 结转下年度 keeps 新收 + 结转 = 办结 + 结转下年度."""
    holds, findings, told = 0, list[Finding](), set[str]()
    for (report, _), group in stated.by(own(frames, _BALANCE), "report_id", "place").items():
        said: dict[str, float] = {f["measure"]: f["value"] for f in group}
        if len(said) < len(group):
            continue
        received, both, carried, done, left = (said.get(name) for name in _BALANCE)
        if both is None and received is not None and carried is not None:
            both = received + carried
        if both is None or done is None or left is None:
            continue
        told.add(str(report))
        if same(both, done + left) or (is_of_new_ones(group) and same(received or 0, done + left)):
            holds += 1
            continue
        sentence = str(group[0]["sentence"])
        findings.append(
            Finding(
                rule="narrative.balance",
                report_id=str(report),
                expected=number(both),
                actual=number(done + left),
                words={"sentence": sentence, "done": number(done), "left": number(left)},
                evidence=sentence,
            )
        )
    return Outcome(holds, len(frames.ids) - len(told), findings)


def breakdown_sum(frames: Frames) -> Outcome:
    """共N条，其中A a条、B b条: the parts add up, or with 等, 主要, 余 come to no more."""
    figures = frames.figures
    totals = figures[figures["relation"].notna()]
    parts = figures[figures["part_of"].notna()]
    sums = parts.groupby(["report_id", "part_of"])["value"].sum()
    members = parts.groupby(["report_id", "part_of"])["figure"].agg(list)
    holds, cannot, compared, findings = 0, 0, list[Compared](), list[Finding]()
    for figure in stated.records(totals):
        key = (figure["report_id"], figure["figure"])
        if figure["relation"] not in ("equal", "at_most") or key not in sums.index:
            cannot += 1
            continue
        whole, added = float(figure["value"]), float(sums.loc[key])
        exact = figure["relation"] == "equal"
        fits = same(added, whole) or (not exact and added < whole)
        if not measures()[figure["measure"]].cells:
            names = "+".join(f"figure {n}" for n in members.loc[key])
            compared.append(
                Compared(figure["report_id"], figure["figure"], names, added, "holds" if fits else "broken")
            )
        if fits:
            holds += 1
            continue
        findings.append(_wrong_sum(figure, whole, added, exact))
    return Outcome(holds, cannot, findings, compared)


def _wrong_sum(figure: dict[str, Any], whole: float, added: float, exact: bool) -> Finding:
    return Finding(
        rule="narrative.breakdown_sum",
        report_id=figure["report_id"],
        expected=number(whole) if exact else f"at most {number(whole)}",
        actual=number(added),
        words={"sentence": figure["sentence"], "whole": number(whole)},
        evidence=figure["sentence"],
    )

"""Agencies over several years: levels that last, requests carried over, documents in force; and what breaks them.

The years of one agency are alike, as those of real agencies are: each cell varies round a level of its own. So a rule
that looks for what does not fit the other years can be measured on agencies where all fits.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from samples.forms import APPLICANTS, COLUMNS, PROACTIVE, REQUESTS, RESULTS, REVIEW, THREE_OTHERS, TRACKS, Key
from samples.misstatements import said_growth
from samples.statements import draw_says
from samples.truth import OFFICES, Printed, Report, draw, outcome_rows, printed_count

FIRST = "霁澜岫茗鹭浔楠棠苓荻汀芷蔚珞琅沅漪筠翊玥璟槿栩淇瑜绮黛霭"
SECOND = "屿陂壑汐湄岑墅峤磐堰汊渚栎杪埗浒皋坞麓碛涧礁塬"
STOCK = ("regulation", "normative_document")
ITEMS = ("licence", "other_service", "penalty", "coercion", "fee")
DECISIONS = ("licence", "other_service", "penalty", "coercion")
_LEVELS = {"quiet": (0.15, 4), "normal": (0.4, 30), "busy": (0.8, 400)}
_SPREAD = 0.25
"""How far a year's level lies from the agency's own: the deviation of its logarithm."""


def agencies() -> Iterator[str]:
    """Invented agencies, each once, in a fixed order; some two thousand before a place comes a second time."""
    places = [a + b + c for c in "县市区" for b in SECOND for a in FIRST]
    random.Random("agencies").shuffle(places)
    for first in range(len(OFFICES)):
        for n, place in enumerate(places):
            yield place + OFFICES[(first + n) % len(OFFICES)]


def _poisson(rng: random.Random, level: float) -> int:
    if level > 40:
        return max(0, round(rng.gauss(level, math.sqrt(level))))
    bound, count, product = math.exp(-level), 0, rng.random()
    while product > bound:
        count += 1
        product *= rng.random()
    return count


@dataclass(frozen=True, slots=True)
class _Levels:
    """What is usual for an agency: a level a cell."""

    requests: dict[tuple[str, str], float]
    review: dict[tuple[str, str], float]
    decisions: dict[str, float]


def _levels(rng: random.Random, activity: str) -> _Levels:
    chance, scale = _LEVELS[activity]

    def level(share: float, top: float) -> float:
        return rng.choice((rng.uniform(0.5, 5), rng.uniform(1, top))) if rng.random() < chance * share else 0.0

    rows = outcome_rows(draw("rows", version="2021"))
    requests = {
        (r, a): level(1.0 if a in ("natural_person", "enterprise") else 0.5, scale) for r in rows for a in APPLICANTS
    }
    review = {(t, r): level(0.7, min(scale, 30)) for t in TRACKS for r in RESULTS}
    return _Levels(requests, review, {r: level(1.5, 6 * scale) for r in DECISIONS})


def _request_cells(
    report: Report, levels: _Levels, before: Report | None, rng: random.Random, level: float
) -> dict[Key, int]:
    rows, grid = outcome_rows(report), {}
    for applicant in APPLICANTS:
        column = {r: _poisson(rng, level * _level_of(levels, r, applicant)) for r in rows}
        done = sum(column.values())
        carried = before.count(REQUESTS, "carried_out", applicant) if before else None
        into = carried if carried is not None else _poisson(rng, done / 12)
        after = _poisson(rng, done / 12)
        if into > done + after:
            column["granted"] += into - done - after
            done = sum(column.values())
        column |= {"processed_total": done, "carried_in": into, "carried_out": after}
        column["new_requests"] = done + after - into
        grid[applicant] = column
    cells = {(REQUESTS, r, a): n for a, column in grid.items() for r, n in column.items()}
    totals = {(REQUESTS, r, "total"): sum(grid[a][r] for a in APPLICANTS) for r in grid["natural_person"]}
    return cells | totals


def _level_of(levels: _Levels, row: str, applicant: str) -> float:
    rows = THREE_OTHERS if row == "other" else (row,)
    return sum(levels.requests[r, applicant] for r in rows)


def _review_cells(levels: _Levels, rng: random.Random, level: float) -> dict[Key, int]:
    cells: dict[Key, int] = {}
    for track in TRACKS:
        numbers = {r: _poisson(rng, level * levels.review[track, r]) for r in RESULTS}
        cells |= {(REVIEW, track, r): n for r, n in numbers.items()}
        cells[REVIEW, track, "total"] = sum(numbers.values())
    return cells


def _proactive_cells(
    report: Report, levels: _Levels, before: Report | None, rng: random.Random, level: float
) -> dict[Key, int]:
    """Decisions at their level; the number of items and of documents in force follow from the year before."""
    cells = {
        (PROACTIVE, r, "decisions"): _poisson(rng, level * levels.decisions[r])
        for r in DECISIONS
        if (PROACTIVE, r, "decisions") in report.cells
    }
    for row in ITEMS:
        if (PROACTIVE, row, "items_last_year") in report.cells:
            was = [before.count(PROACTIVE, row, c) if before else None for c in ("items_last_year", "change")]
            items = was[0] + was[1] if was[0] is not None and was[1] is not None else rng.randint(0, 60)
            cells[PROACTIVE, row, "items_last_year"] = items
            cells[PROACTIVE, row, "change"] = max(-items, rng.choice((0, 0, 1, 2, 5, -1, -3)))
    for row in STOCK:
        if (PROACTIVE, row, "in_force") in report.cells:
            stock = before.count(PROACTIVE, row, "in_force") if before else None
            stock = rng.randint(0, 40) if stock is None else stock
            made = rng.randint(0, 5) if row == "normative_document" else 0
            repealed = min(stock + made, rng.choice((0, 0, 1, 2)))
            cells |= {(PROACTIVE, row, "made"): made, (PROACTIVE, row, "repealed"): repealed}
            cells[PROACTIVE, row, "in_force"] = stock + made - repealed
        else:
            public = before.count(PROACTIVE, row, "total_public") if before else None
            made = rng.randint(0, 3)
            cells |= {(PROACTIVE, row, "made"): made, (PROACTIVE, row, "disclosed"): made}
            cells[PROACTIVE, row, "total_public"] = (rng.randint(0, 30) if public is None else public) + made
    return cells


def draw_panel(seed: str, agency: str, years: Iterable[int], activity: str | None = None) -> dict[int, Report]:
    """An agency's reports of some years, in which nothing contradicts anything.

    Args:
        seed: Same seed, same reports.
        agency: Its name.
        years: Report-years; a gap between two leaves the later one without a year before.
        activity: ``quiet``, ``normal`` or ``busy``; drawn where None.
    """
    rng = random.Random(f"{seed}/panel")
    activity = activity or rng.choice(("quiet", "normal", "normal", "busy"))
    levels = _levels(rng, activity)
    reports: dict[int, Report] = {}
    for year in sorted(years):
        before = reports.get(year - 1)
        report = draw(f"{seed}/{year}", agency=agency, year=year, activity=activity)
        level = math.exp(rng.gauss(0, _SPREAD))
        counts = _request_cells(report, levels, before, rng, level) | _review_cells(levels, rng, level)
        counts |= _proactive_cells(report, levels, before, rng, level)
        report = report.with_cells({k: printed_count(n) for k, n in counts.items()})
        received = before.count(REQUESTS, "new_requests", "total") if before else None
        reports[year] = replace(
            report,
            says=draw_says(report.rng("says")),
            last_year={} if received is None else {"received": received},
        )
    return reports


def break_carry_over(report: Report, rng: random.Random) -> Report:
    """One request more carried in than was carried out, and one less received: this year's sums still hold."""
    for applicant in APPLICANTS:
        if report.count(REQUESTS, "new_requests", applicant):
            changes = {}
            for column in (applicant, "total"):
                for row, by in (("new_requests", -1), ("carried_in", 1)):
                    key = (REQUESTS, row, column)
                    changes[key] = printed_count(int(report.cells[key].value or 0) + by)
            return report.with_cells(changes)
    return report


def _add(report: Report, rng: random.Random, keys: Iterable[Key]) -> Report:
    """One of these cells is a little larger, where the report has any of them."""
    there = [k for k in keys if report.cells.get(k, Printed(None, "", "", "")).value is not None]
    if not there:
        return report
    key = rng.choice(there)
    return report.with_cells({key: printed_count(int(report.cells[key].value or 0) + rng.randint(1, 9))})


def _stock(report: Report, rng: random.Random) -> Report:
    return _add(report, rng, [(PROACTIVE, r, "in_force") for r in STOCK])


def _items(report: Report, rng: random.Random) -> Report:
    return _add(report, rng, [(PROACTIVE, r, "items_last_year") for r in ITEMS])


def _others(reports: Mapping[int, Report], year: int, key: Key) -> list[int]:
    """What the agency prints in a cell in its other years."""
    return [n for y, r in reports.items() if y != year and (n := r.count(*key)) is not None]


def _steady(reports: Mapping[int, Report], year: int) -> list[Key]:
    """The decisions that every other year counts alike: between 12 and 999, the most twice the least."""
    keys: list[Key] = [(PROACTIVE, r, "decisions") for r in DECISIONS]
    steady = [(k, _others(reports, year, k)) for k in keys if k in reports[year].cells]
    return [k for k, n in steady if len(n) >= 3 and min(n) >= 12 and max(n) <= min(999, 2 * min(n))]


def _odd(reports: Mapping[int, Report], year: int, rng: random.Random, rule: str, digits: str) -> Report:
    """A cell of steady decisions prints its number with ``digits`` behind it (``=`` for its own once more)."""
    report, keys = reports[year], _steady(reports, year)
    keys = [k for k in keys if 12 <= (report.count(*k) or 0) <= 999]
    if not keys:
        return report
    key = rng.choice(keys)
    text = str(report.count(*key))
    return replace(report.with_cells({key: printed_count(int(text + digits.replace("=", text)))}), odd=(rule, key[1]))


def tenfold(reports: Mapping[int, Report], year: int, rng: random.Random) -> Report:
    """A zero too many behind a number that is much the same every year."""
    return _odd(reports, year, rng, "outlier.scale", "0")


def joined(reports: Mapping[int, Report], year: int, rng: random.Random) -> Report:
    """A number typed twice."""
    return _odd(reports, year, rng, "outlier.joined_digits", "=")


def all_zero(reports: Mapping[int, Report], year: int, rng: random.Random) -> Report:
    """Table 三 left at its template's zeros by an agency whose other years fill it."""
    report = reports[year]
    others = _others(reports, year, (REQUESTS, "new_requests", "total"))
    if len(others) < 3 or min(others) < 10:
        return report
    zeros = {k: printed_count(0) for k in report.cells if k[0] == REQUESTS}
    return replace(report.with_cells(zeros), odd=("outlier.all_zero", REQUESTS))


ODD_PLANTS = {"tenfold": tenfold, "joined": joined, "all_zero": all_zero}
"""Numbers that are right by every sum and do not fit the agency's other years."""

PANEL_PLANTS: dict[str, tuple[str, Callable[[Report, random.Random], Report]]] = {
    "carry_over": ("one request more carried in than last year's report carried out", break_carry_over),
    "stock": ("the documents in force do not follow from last year's", _stock),
    "items": ("上一年项目数量 does not follow from last year's", _items),
    "said_growth": ("the growth against last year that the text states is off", said_growth),
}
"""Contradictions between a report and last year's, by name: what they are, and how they are made."""


def panel_findings(before: Report, report: Report) -> list[list[str]]:
    """Findings that need last year's report: requests carried over, documents in force, numbers of items."""
    found: list[list[str]] = []
    if before.year != report.year - 1:
        return found
    for column in COLUMNS:
        out, into = before.count(REQUESTS, "carried_out", column), report.count(REQUESTS, "carried_in", column)
        if out is not None and into is not None and out != into:
            found.append(["panel.carry_over", column])
    for row in STOCK:
        old = before.count(PROACTIVE, row, "in_force")
        made, repealed, now = (report.count(PROACTIVE, row, c) for c in ("made", "repealed", "in_force"))
        told = old is not None and made is not None and repealed is not None and now is not None
        if told and now != (old or 0) + (made or 0) - (repealed or 0):
            found.append(["panel.in_force_stock", row])
    for row in ITEMS:
        was, change = (before.count(PROACTIVE, row, c) for c in ("items_last_year", "change"))
        items = report.count(PROACTIVE, row, "items_last_year")
        # A decrease whose sign was left out fits too, and cannot be told from an error.
        if was is not None and change is not None and items is not None and items not in (was + change, was - change):
            found.append(["panel.previous_items", row])
    return found

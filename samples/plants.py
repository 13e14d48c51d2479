"""Errors planted on purpose, each as a source really makes it. The printed cells stay the truth."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from samples.forms import APPLICANTS, COLUMNS, REQUESTS, RESULTS, REVIEW, TRACKS, Key
from samples.misstatements import MISSTATEMENTS
from samples.truth import OFFICES, PLACES, Printed, Report, outcome_rows, printed_count


@dataclass(frozen=True, slots=True)
class Plant:
    """A named error."""

    name: str
    about: str
    apply: Callable[[Report, random.Random], Report]


def _bump(report: Report, keys: list[Key], rng: random.Random) -> Report:
    """Add the same amount to some counts, where all of them print a number."""
    if any(report.cells[k].value is None for k in keys):
        return report
    by = rng.choice((1, 2, 10))
    return report.with_cells({k: printed_count(int(report.cells[k].value or 0) + by) for k in keys})


def _balance(report: Report, rng: random.Random) -> Report:
    column = rng.choice(APPLICANTS)
    return _bump(report, [(REQUESTS, "new_requests", column), (REQUESTS, "new_requests", "total")], rng)


def _outcomes(report: Report, rng: random.Random) -> Report:
    row, column = rng.choice(outcome_rows(report)), rng.choice(APPLICANTS)
    return _bump(report, [(REQUESTS, row, column), (REQUESTS, row, "total")], rng)


def _applicants(report: Report, rng: random.Random) -> Report:
    row = rng.choice(outcome_rows(report))
    return _bump(report, [(REQUESTS, row, rng.choice(COLUMNS))], rng)


def _review(report: Report, rng: random.Random) -> Report:
    return _bump(report, [(REVIEW, rng.choice(TRACKS), rng.choice((*RESULTS, "total")))], rng)


def _review_zero_total(report: Report, rng: random.Random) -> Report:
    track = rng.choice(TRACKS)
    parts = {(REVIEW, track, r): printed_count(n) for r, n in zip(RESULTS, (rng.randint(3, 12), 1, 0, 0), strict=True)}
    return report.with_cells(parts | {(REVIEW, track, "total"): printed_count(0)})


def _period(report: Report, rng: random.Random) -> Report:
    y = report.year
    periods = (
        (f"{y}年1月1日", f"{y + 1}年12月31日"),
        (f"{y - 1}年1月1日", f"{y - 1}年12月31日"),
        (f"{y}年1月1日", f"{y}年11月30日"),
    )
    return replace(report, period=rng.choice(periods))


def _year(report: Report, rng: random.Random) -> Report:
    return replace(report, title_year=report.year - 1, period=(f"{report.year}年1月1日", f"{report.year}年12月31日"))


def _received(report: Report, rng: random.Random) -> Report:
    printed = report.count(REQUESTS, "new_requests", "total")
    return (
        report
        if printed is None
        else replace(report, stated={**report.stated, "received": printed + rng.choice((1, 3, 20))})
    )


def _breakdown(report: Report, rng: random.Random) -> Report:
    return replace(report, breakdown="broken")


def _no_unit(report: Report, rng: random.Random) -> Report:
    key = ("proactive", "procurement", "amount")
    cell = report.cells.get(key)
    if cell is None:
        return report
    value = round(cell.value or 0, 2) or 251000.0
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return replace(report.with_cells({key: Printed(value, "unstated", "reported", text)}), amount_style="bare")


def _blank(report: Report, rng: random.Random) -> Report:
    rows = [*outcome_rows(report), "new_requests", "carried_out"]
    keys: list[Key] = [(REQUESTS, rng.choice(rows), rng.choice(APPLICANTS)) for _ in range(3)]
    keys.append((REVIEW, rng.choice(TRACKS), rng.choice((*RESULTS, "total"))))
    keys.append((REQUESTS, "processed_total", rng.choice(APPLICANTS)))
    return report.with_cells({k: Printed(None, "count", "blank", rng.choice(("", "/", "-", "—", "无"))) for k in keys})


def _unreadable(report: Report, rng: random.Random) -> Report:
    keys: list[Key] = [
        (REQUESTS, rng.choice(outcome_rows(report)), rng.choice(APPLICANTS)),
        (REVIEW, rng.choice(TRACKS), rng.choice(RESULTS)),
    ]
    return report.with_cells(
        {k: Printed(None, "count", "unreadable", rng.choice(("详见附表", "2（3）", "1-2", "##", "3或4"))) for k in keys}
    )


def _invalid(report: Report, rng: random.Random) -> Report:
    keys: list[Key] = [
        (REQUESTS, rng.choice(outcome_rows(report)), rng.choice(APPLICANTS)),
        (REVIEW, rng.choice(TRACKS), rng.choice(RESULTS)),
    ]
    number, fraction = -rng.randint(1, 9), rng.choice((0.5, 2.5))
    return report.with_cells(
        {
            keys[0]: Printed(float(number), "count", "reported", str(number)),
            keys[1]: Printed(fraction, "count", "reported", str(fraction)),
        }
    )


def _missing_row(report: Report, rng: random.Random) -> Report:
    """An outcome row in which nothing was counted is not printed at all."""
    rows = [r for r in outcome_rows(report) if not report.count(REQUESTS, r, "total")]
    groups = ("granted", "granted_in_part")
    rows = [r for r in rows if r not in groups and not any(report.count(REQUESTS, r, a) for a in APPLICANTS)]
    if not rows:
        return report
    row = rng.choice(rows)
    return report.with_cells({(REQUESTS, row, c): Printed(None, "count", "missing", "") for c in COLUMNS})


def _missing_table(report: Report, rng: random.Random) -> Report:
    keys = [k for k in report.cells if k[0] == REVIEW]
    return report.with_cells({k: Printed(None, "count", "missing", "") for k in keys})


def _other_agency(report: Report, rng: random.Random) -> str:
    """An agency of another place with another office, so that no reader can take it for the report's own."""
    places = [p for p in PLACES if p[:2] not in report.agency and p[-3:] not in report.agency]
    office = next(o for o in rng.sample(OFFICES, len(OFFICES)) if o not in report.agency and "政府" not in o)
    return rng.choice(places) + office


def _left_over(report: Report, rng: random.Random) -> Report:
    """The title of another agency's report, kept when its file was used as a template."""
    return replace(report, names={"title": _other_agency(report, rng)}, agency_clear=False)


def _placeholder(report: Report, rng: random.Random) -> Report:
    """A copy in which the site replaced every name."""
    office = next((o for o in OFFICES if report.agency.endswith(o)), "人民政府")
    name = rng.choice(("某某市" + office, "××市" + office, "XX市" + office, "**区" + office, "[单位名称]", "×××局"))
    return replace(report, names=dict.fromkeys(("title", "intro", "foot", "body"), name), agency_clear=False)


def _extra_row(report: Report, rng: random.Random) -> Report:
    return replace(report, extra=rng.randint(2, 900)) if "（六）" in report.sections else report


PLANTS = {
    p.name: p
    for p in (
        Plant("balance", "新收 counts too many: 新收 + 上年结转 no longer equals 总计 + 结转下年度", _balance),
        Plant("outcomes", "an outcome counts too many: the outcome rows no longer add up to （七）总计", _outcomes),
        Plant("applicants", "one cell of an outcome row is off: its row and its column no longer add up", _applicants),
        Plant("review", "one result of table 四 is off", _review),
        Plant("review_zero_total", "table 四 prints results and a total of 0", _review_zero_total),
        Plant("period", "the stated statistical period is not the report-year", _period),
        Plant("year_conflict", "the title still carries last year's number", _year),
        Plant("received", "the text states another received count than the table", _received),
        Plant("breakdown", "the parts of 共N条，其中… add up to something else", _breakdown),
        Plant("no_unit", "the procurement amount prints its unit nowhere", _no_unit),
        Plant("blank", "some cells print no number although something was counted", _blank),
        Plant("unreadable", "some cells print something that is not one number", _unreadable),
        Plant("missing_row", "an outcome row is left out of table 三", _missing_row),
        Plant("missing_table", "table 四 is left out", _missing_table),
        Plant("agency_left_over", "the title names another agency than introduction and foot", _left_over),
        Plant("agency_placeholder", "marks or 某 in the place of the agency's name", _placeholder),
        Plant("invalid", "a count is negative or a fraction", _invalid),
        Plant("extra_row", "table 二 has a row of the agency's own", _extra_row),
        *(Plant(name, about, apply) for name, (about, apply) in MISSTATEMENTS.items()),
    )
}

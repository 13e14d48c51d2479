"""The pages' files: an index, a page a year, and where a year has many reports with findings, parts of it."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import pandas as pd

from pipeline import store
from pipeline.checks import Rule, rules
from pipeline.quality.cards import Card, card, search_text
from pipeline.quality.crops import Read
from pipeline.quality.model import SETTLED, SEVERITIES, Report, Year
from pipeline.quality.year import read_year

INDEX = "index.html"
A_PAGE = 100
"""Reports with findings that one page shows in full."""
CROPS = 200
"""Cut-outs of source pages a year."""
_OPENED = 5
_FINGERPRINTS = 40


@dataclass(frozen=True, slots=True)
class Made:
    """A year's pages: their files, how many cut-outs they hold and how many were left out.

    ``problem`` says in words why a year has no new pages, and what to do.
    """

    year: int
    pages: tuple[Path, ...] = ()
    crops: int = 0
    left_out: int = 0
    problem: str | None = None


def page_name(year: int) -> str:
    """The file name of a year's page; 0 stands for files without a report-year."""
    return f"{year}.html" if year else "without-year.html"


def rule_link(year: int, rule: str) -> str:
    """Where a rule stands on a year's page, relative to the pages' folder."""
    return f"{page_name(year)}#rule-{rule}"


def finding_link(year: int, fingerprint: str) -> str:
    """Where a finding stands, relative to the pages' folder; the same for as long as the finding is the same."""
    return f"{page_name(year)}#f-{fingerprint}"


Tallies = Callable[[int], "pd.DataFrame | None"]
"""By year, how often each rule holds, is broken and cannot be told, where that was kept."""


def write_pages(
    out: Path,
    to: Path,
    years: Iterable[int],
    tallies: Tallies,
    read: Read | None,
    most_crops: int = CROPS,
    a_page: int = A_PAGE,
) -> list[Made]:
    """Write the pages of some years, and the index of all whose pages are there.

    Args:
        out: the folder of published datasets.
        to: where the pages go; what else lies there is left alone.
        years: the report-years; the pages of one that is not published any more are removed.
        tallies: gives a year's outcomes of the rules.
        read: gives a report's source file, for cut-outs; None for pages without them.
        most_crops: how many cut-outs a year's pages hold, those of the reports with most to look at.
        a_page: how many reports with findings one page shows in full.

    Returns:
        What was made of each year; one that another version published has a problem instead of pages.

    Raises:
        OSError: the folder cannot be written.
    """
    to.mkdir(parents=True, exist_ok=True)
    made = []
    for year in years:
        if store.partition_exists(out, "reports", year):
            try:
                made.append(_write_year(read_year(out, year, tallies(year)), to, read, most_crops, a_page))
            except store.StaleFile as error:
                made.append(Made(year, problem=str(error)))
        else:
            _remove(to, year, frozenset())
    _write(to / INDEX, _render("index.html", years=(listed := _listed(out, to)), rules=_rules_met(listed)))
    return made


def _write_year(year: Year, to: Path, read: Read | None, most_crops: int, a_page: int) -> Made:
    home = page_name(year.year)
    split = len(year.reports) > a_page
    groups = [year.reports[n : n + a_page] for n in range(0, len(year.reports), a_page)]
    parts = [f"{home.removesuffix('.html')}-{n}.html" for n in range(1, len(groups) + 1)] if split else []
    crops = left_out = 0
    cards: list[Card] = []
    pages = [to / home]
    for number, reports in enumerate(groups, start=1):
        cards = []
        for report in reports:
            drawn = card(report, year, home, read, most_crops - crops)
            crops, left_out = crops + drawn.crops, left_out + drawn.left_out
            cards.append(drawn)
        if split:
            pages.append(to / parts[number - 1])
            shown = {"year": year, "home": home, "parts": parts, "part": number, "cards": cards, "rows": []}
            _write(pages[-1], _render("year.html", cut_note=None, **shown))
    rows = [_row(r, parts[n]) for n, reports in enumerate(groups) for r in reports] if split else []
    note = (f"附原件截图 {crops} 张，另有 {left_out} 张未附。", f"{crops} cut-outs of sources, {left_out} left out.")
    content = _render(
        "year.html", year=year, home=home, parts=parts, part=None, cards=[] if split else cards, rows=rows,
        cut_note=note if left_out else None,
    )  # fmt: skip
    _write(to / home, content)
    _remove(to, year.year, frozenset(p.name for p in pages))
    return Made(year.year, tuple(pages), crops, left_out)


@dataclass(frozen=True, slots=True)
class _Row:
    """A report in the list of a year that is split: its part, and the findings that a link may name."""

    report: Report
    page: str
    search: str
    fingerprints: str


def _row(report: Report, page: str) -> _Row:
    return _Row(report, page, search_text(report), " ".join(f.fingerprint for f in report.findings[:_FINGERPRINTS]))


@dataclass(frozen=True, slots=True)
class _Listed:
    """A year on the index; the numbers are None where another version published it."""

    year: int
    page: str
    statuses: dict[str, int | None]
    severities: dict[str, int | None]
    reports: int | None
    rules: Counter[str]


def _listed(out: Path, to: Path) -> list[_Listed]:
    """The published years whose pages are there, those without a year last."""
    years = [y for y in store.published_years(out, "reports") if (to / page_name(y)).is_file()]
    return [_counted(out, y) for y in sorted(years, key=lambda y: (y == 0, y))]


def _counted(out: Path, year: int) -> _Listed:
    try:
        return _counts(out, year)
    except store.StaleFile:
        unknown = dict.fromkeys(("complete", "partial", "failed")), dict.fromkeys(SEVERITIES)
        return _Listed(year, page_name(year), *unknown, None, Counter())


def _counts(out: Path, year: int) -> _Listed:
    statuses = Counter(store.read_partition(out, "reports", year, ["status"])["status"])
    severities: Counter[str] = Counter()
    broken: Counter[str] = Counter()
    reports = 0
    if store.partition_exists(out, "findings", year):
        findings = store.read_partition(out, "findings", year)
        if "status" in findings:
            findings = findings[~findings["status"].isin(SETTLED)]
        severities.update(findings["severity"])
        broken.update(findings["rule"])
        reports = int(findings["report_id"].nunique())
    return _Listed(
        year,
        page_name(year),
        {s: statuses[s] for s in ("complete", "partial", "failed")},
        {s: severities[s] for s in SEVERITIES},
        reports,
        broken,
    )


def _rules_met(years: Sequence[_Listed]) -> list[Rule]:
    """The rules that are broken in some year, errors first."""
    met = set().union(*(y.rules for y in years)) if years else set()
    return sorted((r for r in rules().values() if r.name in met), key=lambda r: SEVERITIES.index(r.severity))


def _remove(to: Path, year: int, kept: frozenset[str]) -> None:
    """Remove a year's pages of an earlier time."""
    stem = page_name(year).removesuffix(".html")
    for page in to.glob(f"{stem}*.html"):
        if page.name not in kept and re.fullmatch(rf"{stem}(-\d+)?\.html", page.name):
            page.unlink()


def _write(path: Path, content: str) -> None:
    """Put a page in place, whole or not at all."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def _render(name: str, **values: Any) -> str:
    return _environment().get_template(name).render(**values)


@cache
def _environment() -> jinja2.Environment:
    loader = jinja2.PackageLoader("pipeline.quality", "")
    environment = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    script = loader.get_source(environment, "page.js")[0]
    environment.globals |= {
        "script": script,
        "script_hash": b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        "style": loader.get_source(environment, "page.css")[0],
        "opened": _OPENED,
    }
    return environment

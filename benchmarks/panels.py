"""Agencies over several years for the benchmark of the rules: planned, planted, printed, read."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from benchmarks.checked import Reading, reading
from pipeline.checks import rules as known_rules
from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.model import Document, Paragraph
from pipeline.documents.prepared import NOTHING_KEPT
from pipeline.documents.read import read_document
from pipeline.extract import Extraction, extract
from pipeline.extract.model import ExtractedCell, UnplacedValue
from pipeline.identity import identify
from pipeline.normalise import normalise_document
from samples.build import OFFICE_FORMATS, SCAN_FORMATS, Sample, build, suffix
from samples.compose import compose
from samples.draft import Draft, Text
from samples.findings import findings
from samples.forms import PROACTIVE
from samples.panels import ODD_PLANTS, PANEL_PLANTS, agencies, draw_panel, panel_findings
from samples.plants import PLANTS
from samples.quirks import combination
from samples.truth import Report

YEARS = range(2019, 2025)
WEIGHTS = {"html": 4.0, "docx": 3.0, "xlsx": 2.0, "pdf": 1.5, **dict.fromkeys(OFFICE_FORMATS, 0.1)}
"""How often a format is drawn; 1 where it is not named. Pictures are read for seconds a page: see SCANS."""
SCANS = 0.004
TRACELESS = ("txt-pipes", "txt-layout")
"""Layouts in which an empty cell leaves no trace: what is planted as a blank cannot be told there."""
PLANTED, PLANTED_ACROSS = 0.5, 0.35
"""How many reports carry an error of their own, and how many of those with a year before one against it."""


ODD = 0.15
"""With six years: how many agencies have one number that does not fit their other years."""


@dataclass(frozen=True, slots=True)
class Agency:
    """One agency to make: its years, and a format, quirks and plants for each.

    ``twice`` names a year of which there are two reports; ``activity`` is how much it does, drawn where None.
    """

    seed: str
    name: str
    years: tuple[int, ...]
    forms: tuple[str, ...]
    quirks: tuple[tuple[str, ...], ...]
    plants: tuple[tuple[str, ...], ...]
    twice: int | None = None
    activity: str | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """One report, what the program read of it, and what its file contradicts.

    Attributes:
        label: how it is named in details; with it the file can be made again.
        form: its format.
        plants: the errors planted in it.
        reading: what the program read.
        findings: rule and key of every finding that follows from what is printed.
        possible: rules that are not judged here: what is planted may break them or not.
        undisturbed: whether its agency carries no planted error in any year.
        note: why the file could not be read; empty where it was.
    """

    label: str
    form: str
    plants: tuple[str, ...]
    reading: Reading
    findings: tuple[tuple[str, str], ...]
    possible: tuple[str, ...] = ()
    undisturbed: bool = False
    note: str = ""

    @property
    def report_id(self) -> str:
        """The report's id."""
        return self.reading.report_id


def _form(rng: random.Random, formats: Sequence[str]) -> str:
    shares = [SCANS * len(formats) / 3 if f in SCAN_FORMATS else WEIGHTS.get(f, 1.0) for f in formats]
    return rng.choices(formats, shares)[0]


def plan(seed: str, reports: int, panels: int, formats: Sequence[str], quirks: int) -> Iterator[Agency]:
    """Agencies until there are so many reports, or so many agencies.

    Half of the agencies carry errors, so that the others show what is raised where nothing is wrong.
    """
    total = 0
    for number, name in enumerate(islice(agencies(), panels or None)):
        rng = random.Random(f"panels/{seed}/{number}")
        if panels:
            years = tuple(YEARS)
        else:
            first = rng.choice(YEARS[:-1])
            years = tuple(y for y in range(first, min(first + rng.randint(1, 4), YEARS[-1] + 1)))
            years = tuple(y for y in years if y == first or rng.random() < 0.9)
        disturbed = rng.random() < 0.6
        forms = tuple(_form(rng, formats) for _ in years)
        plants = tuple(_plants(rng, y - 1 in years, f) if disturbed else () for y, f in zip(years, forms, strict=True))
        odd = bool(panels) and rng.random() < ODD
        if odd:
            # One number that does not fit, among years that do.
            plants = ((),) * 3 + ((rng.choice(list(ODD_PLANTS)),),) + ((),) * 2
        drawn = tuple(tuple(combination(f, rng, rng.randint(0, quirks))) if quirks else () for f in forms)
        twice = rng.choice(years) if disturbed and not panels and rng.random() < 0.05 else None
        yield Agency(f"{seed}/{number}", name, years, forms, drawn, plants, twice, "busy" if odd else None)
        total += len(years)
        if reports and total >= reports:
            return


def _plants(rng: random.Random, has_before: bool, form: str) -> tuple[str, ...]:
    names = [n for n in PLANTS if not (n == "blank" and form in TRACELESS)]
    own = [rng.choice(names)] if rng.random() < PLANTED else []
    across = [rng.choice(list(PANEL_PLANTS))] if has_before and rng.random() < PLANTED_ACROSS else []
    return (*own, *across)


def reports_of(agency: Agency) -> dict[int, Report]:
    """The agency's reports with their planted errors; each year's text compares with what last year's really prints."""
    reports = draw_panel(agency.seed, agency.name, agency.years, agency.activity)
    for year, plants in zip(agency.years, agency.plants, strict=True):
        report, before = reports[year], reports.get(year - 1)
        if before is not None:
            received = before.count("requests", "new_requests", "total")
            report = replace(report, last_year={} if received is None else {"received": received})
        for plant in plants:
            if plant in ODD_PLANTS:
                report = ODD_PLANTS[plant](reports | {year: report}, year, report.rng(f"plant/{plant}"))
                continue
            change = PANEL_PLANTS[plant][1] if plant in PANEL_PLANTS else PLANTS[plant].apply
            report = change(report, report.rng(f"plant/{plant}"))
        reports[year] = report
    return reports


def make(agency: Agency) -> Iterator[tuple[Sample, str, tuple[str, ...], tuple[tuple[str, str], ...]]]:
    """The agency's files with their format, plants and findings."""
    reports = reports_of(agency)
    printed: dict[int, Report] = {}
    unclear = {year for year, report in reports.items() if not report.agency_clear}
    for n, year in enumerate(agency.years):
        report, form, quirks = reports[year], agency.forms[n], agency.quirks[n]
        name = f"{agency.name}/{year}年政府信息公开工作年度报告{suffix(form)}"
        sample = build(report.seed, form, quirks, report=report, name=name)
        printed[year] = sample.report
        found = [(rule, key) for rule, key in sample.truth["findings"]]
        # Whose report it is must be clear in both years, and there must be one of each, or nothing can be told.
        told = year - 1 in printed and not {agency.twice, *unclear} & {year, year - 1}
        found = across(printed[year - 1] if told else None, sample.report, found)
        if agency.twice == year:
            found.append(("report.duplicate", str(year)))
            other = "docx" if form == "html" else "html"  # the same bytes twice would be one report
            again = build(
                report.seed, other, report=report, name=name.replace(suffix(form), f"（更正）{suffix(other)}")
            )
            own = [(rule, key) for rule, key in again.truth["findings"] if rule != "panel.growth"]
            yield again, other, (*agency.plants[n], "duplicate"), (*own, ("report.duplicate", str(year)))
        yield sample, form, agency.plants[n], tuple(found)


def across(before: Report | None, report: Report, found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The findings with those that need last year's report; without one, what the text says of it cannot be told."""
    if before is None:
        return [f for f in found if f[0] != "panel.growth"]
    return [*found, *((rule, key) for rule, key in panel_findings(before, report))]


def read_all(agency: Agency) -> list[Made]:
    """Print and read all reports of an agency."""
    made = []
    undisturbed = not any(agency.plants) and agency.twice is None
    for sample, form, plants, found in make(agency):
        label = f"[{form} {'+'.join(plants) or 'plain'} {sample.name} seed {agency.seed}]"
        note = ""
        try:
            document = normalise_document(read_document(sample.data, sample.name, NOTHING_KEPT))
            facts = identify(document, sample.name)
            extraction = extract(document, sample.data, year=facts.report_year)
        except UnreadableDocument as error:
            document, extraction, note = Document(form, ()), Extraction((), (), ()), f"{label} {error}"
            facts = identify(document, sample.name)
        made.append(
            Made(label, form, plants, reading(sample, document, facts, extraction), found, (), undisturbed, note)
        )
    return made


def tables_alone(agency: Agency) -> list[Made]:
    """All reports of an agency as if they had been read without a flaw: no file is printed."""
    made = []
    undisturbed = not any(agency.plants)
    reports = reports_of(agency)
    for year, plants in zip(agency.years, agency.plants, strict=True):
        report = reports[year]
        found = findings(report)
        before = reports.get(year - 1)
        told = before is not None and before.agency_clear and report.agency_clear
        found = across(before if told else None, report, found)
        made.append(alone(report, plants, found, agency.seed, undisturbed=undisturbed))
    return made


def alone(
    report: Report, plants: tuple[str, ...], found: Sequence[tuple[str, str]], seed: str, *, undisturbed: bool
) -> Made:
    """One report as if it had been read without a flaw.

    Args:
        report: what is printed.
        plants: the errors planted in it.
        found: rule and key of what it contradicts.
        seed: tells in details how it was made.
        undisturbed: whether nothing is planted in its agency.
    """
    path = f"{report.agency}/{report.year}.html"
    texts = [i for i in compose(report).items if isinstance(i, Text)]
    document = normalise_document(Document("html", tuple(Paragraph(t.text, t.text) for t in texts)))
    sample = Sample(path, report.seed.encode(), {}, report, Draft([], ""))
    read = reading(sample, document, identify(document, path), extraction_of(report))
    label = f"[{'+'.join(plants) or 'plain'} {path} seed {seed}]"
    return Made(label, "tables", plants, read, tuple(found), _possible(report, undisturbed), undisturbed)


def _possible(report: Report, undisturbed: bool) -> tuple[str, ...]:
    """Beside planted errors of other kinds, numbers that do not fit the other years are to be expected."""
    if undisturbed or report.odd is not None:
        return ()
    return tuple(name for name in known_rules() if name.startswith("outlier."))


def extraction_of(report: Report) -> Extraction:
    """A report's cells as if they had been read without a flaw."""
    cells = tuple(
        ExtractedCell(*key, report.version, p.value, p.unit, p.state, p.text, method="truth", confidence=1.0)
        for key, p in report.cells.items()
    )
    unplaced = () if report.extra is None else (UnplacedValue(PROACTIVE, str(report.extra), None, "a row of its own"),)
    return Extraction(cells, (), unplaced)

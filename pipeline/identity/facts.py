"""One report's facts about itself, weighed against each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby, takewhile

import pandas as pd

from pipeline.documents.model import CellStream, Document, Grid, Paragraph, WordLines
from pipeline.identity.agency import decide_agency, recognised_alike
from pipeline.identity.alike import compatible
from pipeline.identity.dates import Period, statistical_period, with_arabic_dates
from pipeline.identity.foot import Foot, find_foot, stated_date
from pipeline.identity.introduction import Introduced, agencies_in_introduction, agency_in_overview
from pipeline.identity.itself import read_itself
from pipeline.identity.names import compact
from pipeline.identity.parts import report_of, years_of_reports
from pipeline.identity.places import place_in_text
from pipeline.identity.printed import as_printed
from pipeline.identity.titles import Title, find_title, title_of_page, without_a_links_year
from pipeline.identity.years import (
    decide_year,
    without_a_bare_year,
    without_lists_of_years,
    year_claimed_by_path,
    year_of_date,
    year_of_headings,
    year_of_several,
    year_told,
)
from pipeline.normalise import normalise_text

_FIRST_SECTION = re.compile(r"^(?:一[、.]|第一部分|\(一\))?总体情况$|^一[、.]")
_SECOND_SECTION = re.compile(r"^二[、.]|^第二十条第")
_SECTIONS = (
    *("总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请", "行政复议、行政诉讼", "存在的主要问题"),
    *("其他需要报告的事项", "本年新收政府信息公开申请", "结转下年度继续办理", "第二十条第", "结果维持", "尚未审结"),
    *("法律服务机构", "行政复议和行政诉讼"),
)


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What a report prints about itself.

    Attributes:
        title: as printed, without white space; None where there is none.
        agency_name: as printed, in simplified characters, without the year and the words of the title.
        agency_problem: why the agency is unclear, in words; None where it is clear.
        agency_evidence: which name title, introduction and foot print; empty where none prints any.
        agency_place: the place that the text names with its parent, where several places bear the agency's name.
        report_year: the year that most of title, period and date speak for (the title where they tie), or None.
        year_evidence: in words, what the year rests on.
        period_start, period_end, period_text: the statistical period and its printed words.
        published_on: the date at the foot, else the one the page states.
        title_year, date_year, path_year, heading_year: the year each of these names; the date's is its calendar year,
            the path's is set only where it names a report-year or fits neither it nor the year of publication, and of
            headings over tables another year than the report's counts before that.
        is_report: whether sections or tables of such a report are there.
    """

    title: str | None
    agency_name: str | None
    agency_problem: str | None
    agency_evidence: str
    agency_place: str | None
    report_year: int | None
    year_evidence: str
    period_start: date | None
    period_end: date | None
    period_text: str | None
    published_on: date | None
    title_year: int | None
    date_year: int | None
    path_year: int | None
    heading_year: int | None
    script: str | None
    is_report: bool


def identify(document: Document, source_path: str) -> ReportFacts:
    """Read a normalised document's facts; the path only helps where the content is silent.

    Of a document that holds whole reports of several years, these are the facts of the one that is this file's report.
    """
    years = years_of_reports(document)
    if len(years) < 2:
        return _facts(document, source_path)
    year = year_of_several(years, document.page_title or "", source_path)
    facts = _facts(report_of(document, year), source_path)
    others = "、".join(str(y) for y in sorted(years) if y != year)
    evidence = f"the file's report of this year (it also holds {others}, which is left out)"
    return replace(facts, report_year=year, year_evidence=evidence, path_year=year_claimed_by_path(source_path, year))


def _facts(document: Document, source_path: str) -> ReportFacts:
    lines = _lines(document)
    first = next((i for i, line in enumerate(lines) if _FIRST_SECTION.match(compact(line))), min(len(lines), 60))
    head = without_lists_of_years(lines[:first])
    lines, first = [*head, *lines[first:]], len(head)
    overview = list(takewhile(lambda line: not _SECOND_SECTION.match(compact(line)), lines[first + 1 :]))
    page_title = normalise_text(document.page_title or "", document.script)
    prose = with_arabic_dates("".join(lines))
    opening = "".join(lines[: first + 3])
    period, introduced = statistical_period(prose), agencies_in_introduction(opening)
    title = find_title(head, page_title) or find_title(lines[:80], "")
    of_title = title.year if title and not title.bare_year else None
    known = [n for n in (title.agency if title else None, *introduced.names) if n]
    foot = find_foot(lines, known, period.start.year if period else of_title)
    if title:
        title = without_a_bare_year(title, period, foot.date if foot else None, overview)
        title = _title_of_its_year(title, lines[: first + 1], overview, page_title, period, foot)
        title = _title_of_its_agency(title, head, page_title, introduced, foot)
    is_owner = title is not None and title.agency is not None and (title.own_line or title.of_page)
    is_named = (title and title.agency and not is_owner) or (foot and (foot.name or foot.placeholder))
    if not (is_named or introduced.names or introduced.placeholder):
        introduced = _introduced_by_overview(lines, first, is_owner)
    if document.recognised:
        title, introduced, foot = recognised_alike(title, introduced, foot)
    agency = decide_agency(title, introduced, foot, source_path, read_itself(compact(prose), compact(opening)))
    signed_on = foot.date if foot else None
    year, evidence = decide_year(title, period, signed_on, prose, overview, source_path)
    printed = ["".join(_lines(document, raw=True)), document.page_title or "", source_path]
    return ReportFacts(
        title=as_printed(title.text, printed) if title else None,
        agency_name=as_printed(agency.name, printed) if agency.name else None,
        agency_problem=agency.problem,
        agency_evidence=agency.evidence,
        agency_place=place_in_text(agency.name, year, prose) if agency.name and year else None,
        report_year=year,
        year_evidence=evidence,
        period_start=period.start if period else None,
        period_end=period.end if period else None,
        period_text=period.text if period else None,
        published_on=signed_on or stated_date(lines),
        title_year=title.year if title else None,
        date_year=signed_on.year if signed_on else None,
        path_year=year_claimed_by_path(source_path, year),
        heading_year=year_of_headings(lines, year),
        script=document.script,
        is_report=_is_report(document, title),
    )


def _title_of_its_year(
    title: Title,
    lines: Sequence[str],
    overview: Sequence[str],
    page_title: str,
    period: Period | None,
    foot: Foot | None,
) -> Title:
    """The title with the year that period and foot tell; links to other years' reports may stand around it.

    ``lines`` are those up to the first section's heading, or its first sentence.
    """
    told = _other_year(title, period, foot, overview)
    if told is None or str(title.year) in page_title:
        return title
    nearer = find_title(lines[:-1], "", replace(title, year=told)) if period and foot else None
    text = compact("".join([*lines[-1:], *overview]))
    return nearer or without_a_links_year(title, lines[:-1], text, told, period is not None)


def _title_of_its_agency(
    title: Title, head: Sequence[str], page_title: str, introduced: Introduced, foot: Foot | None
) -> Title:
    """The title with the agency that foot or introduction name; links to other agencies' reports may stand by it."""
    page = title_of_page(page_title)
    if not title.agency or (title.agency in page_title and not (page and page.of_page)):
        return title
    named = [*([foot.name] if foot and foot.name else []), *introduced.names]
    others = named if not any(compatible(name, title.agency) for name in named) else []
    titles = (find_title(head, "", replace(title, agency=other)) for other in others)
    return next((t for t in titles if t), title)


def _introduced_by_overview(lines: Sequence[str], first: int, beside_owner: bool) -> Introduced:
    """Whose work the first section's first sentence tells, or a sentence that stands above the section."""
    sentences = (line for line in lines[max(0, first - 3) : first] if line.lstrip().startswith("20"))
    told = ["".join(lines[first : first + 4]), *(f"总体情况{sentence}" for sentence in sentences)]
    return Introduced(tuple(next((names for text in told if (names := agency_in_overview(text, beside_owner))), [])))


def _other_year(title: Title, period: Period | None, foot: Foot | None, overview: Sequence[str]) -> int | None:
    """The year that period or foot tell, alike where both do, else the first section; None if it is the title's."""
    told = {period.start.year, period.end.year} if period else set()
    told |= {year_of_date(foot.date)} if foot else set()
    told = told or {year for year in [year_told(overview)] if year}
    if not title.year:
        return None
    return told.pop() if len(told) == 1 and title.year not in told else None


def _lines(document: Document, raw: bool = False) -> list[str]:
    """Paragraphs, and rows of a single cell (text indented or ended by tabs), normalised or untouched."""
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            lines.append(block.raw if raw else block.text)
        elif isinstance(block, Grid):
            for _, row in groupby(block.cells, key=lambda c: c.row):
                texts = [c.raw if raw else c.text for c in row if c.text]
                lines.extend(texts if len(texts) == 1 else [])
    return lines


def _is_report(document: Document, title: Title | None) -> bool:
    text = "".join(compact(p.text) for p in document.paragraphs())
    for block in document.blocks:
        if isinstance(block, Grid | CellStream):
            text += "".join(compact(c.text) for c in block.cells)
        elif isinstance(block, WordLines):
            text += "".join(compact(w.text) for w in block.words)
    sections = sum(s in text for s in _SECTIONS)
    return sections >= 3 or (title is not None and title.official and sections >= 2)


_YEARS = ("title_year", "date_year", "path_year", "heading_year")
_COLUMNS = (
    *("title", "agency_name", "agency_problem", "agency_evidence", "agency_place"),
    *("script", "period_start", "period_end", "period_text", "published_on"),
    *(*_YEARS, "year_evidence"),
)


def facts_frame(items: Iterable[tuple[str, int, ReportFacts]]) -> pd.DataFrame:
    """One row per report: report_id, report_year (as catalogued) and its facts."""
    records = [(rid, year, *(getattr(facts, column) for column in _COLUMNS)) for rid, year, facts in items]
    frame = pd.DataFrame(records, columns=["report_id", "report_year", *_COLUMNS])
    return frame.astype({"report_year": "int64", **dict.fromkeys(_YEARS, "Int64")})

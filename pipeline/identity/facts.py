"""One report's facts about itself, weighed against each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby, takewhile
from pathlib import PurePosixPath

import pandas as pd

from pipeline.documents.model import CellStream, Document, Grid, Paragraph, WordLines
from pipeline.identity.agency import (
    Agency,
    Statement,
    believable,
    compatible,
    decide,
    may_be_misread,
    placeholder_in,
)
from pipeline.identity.agency_id import place_in_text
from pipeline.identity.dates import Period, dates_in, periods_in, with_arabic_dates
from pipeline.identity.parts import report_of, years_of_reports
from pipeline.identity.printed import as_printed
from pipeline.identity.titles import (
    Title,
    agencies_in_introduction,
    agency_in_overview,
    clean_agency,
    compact,
    find_title,
)
from pipeline.identity.years import decide_year, year_claimed_by_path, year_of_headings, year_of_several
from pipeline.normalise import clean, normalise_text

_FIRST_SECTION = re.compile(r"^(?:一[、.]|第一部分|\(一\))?总体情况$|^一[、.]")
_SECOND_SECTION = re.compile(r"^二[、.]|^第二十条第")
_SECTIONS = (
    *("总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请", "行政复议、行政诉讼", "存在的主要问题"),
    *("其他需要报告的事项", "本年新收政府信息公开申请", "结转下年度继续办理", "第二十条第", "结果维持", "尚未审结"),
    *("法律服务机构", "行政复议和行政诉讼"),
)
_PERIOD_WORDS = re.compile(r"统计|期限|时限|起止|时段|数据|报告期|所列|涵盖")
_OWN_PERIOD = re.compile(
    r"(?:本(?:年度)?报告|所列|报告(?:中|所)|本年报)[^。;]{0,25}$"
    r"|统计(?:数据)?(?:的)?(?:期限|时限|时间|时段|范围)[^。;]{0,8}$"
)
_SHORTEST_PERIOD = 300
_NO_PLACE = re.compile(
    r"^[省市县区镇乡]?(?:人民)?政府(?:办公[室厅])?$"
    r"|^[省市县区]?[^省市县区镇乡州旗盟]{1,12}(?:局|委|委员会|厅|办|中心)$"
)
_SURE_ORGAN = re.compile(r"[^省市州盟县区旗镇乡].*(?:政府|局|厅|委员会|管委会|街道办事处)|[县区市镇乡旗州].*办公[室厅]")
_ONLY_PLACE = re.compile(r"^[^省市县区镇乡局委办]{1,6}[省市县区镇乡]$")
_LONGEST_PLACEHOLDER = 25
_FILE_NOTE = re.compile(r"\((?:扫描|更正|修改|修订|定稿|终稿|公开版|全文|最终|盖章|\d)[^()]*\)")
_DATE_LABEL = re.compile(r"(?:发布|公开|发文|成文|生成|印发|公布)(?:日期|时间)|日期:|时间:")


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
    page_title = normalise_text(document.page_title or "", document.script)
    title = find_title(lines[:first], page_title) or find_title(lines[:80], "")
    prose = with_arabic_dates("".join(lines))
    period = _period(prose)
    introduced, blank = agencies_in_introduction("".join(lines[: first + 3]))
    signed = _signature(lines, [n for n in (title.agency if title else None, *introduced) if n])
    if (
        not introduced
        and not blank
        and not (title and title.agency)
        and not (signed and (signed.name or signed.placeholder))
    ):
        introduced = agency_in_overview("".join(lines[first : first + 4]))
        sentences = (line for line in lines[max(0, first - 3) : first] if line.lstrip().startswith("20"))
        above = (agency_in_overview(f"总体情况{line}") for line in sentences)
        introduced = introduced or next((names for names in above if names), [])
    if document.recognised:
        title, introduced, signed = _recognised_alike(title, introduced, signed)
    agency = _agency(title, introduced, blank, signed, source_path)
    foot = signed.date if signed else None
    overview = takewhile(lambda line: not _SECOND_SECTION.match(compact(line)), lines[first + 1 :])
    year, evidence = decide_year(title, period, foot, prose, overview, source_path)
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
        published_on=foot or _stated_date(lines),
        title_year=title.year if title else None,
        date_year=foot.year if foot else None,
        path_year=year_claimed_by_path(source_path, year),
        heading_year=year_of_headings(lines, year),
        script=document.script,
        is_report=_is_report(document, title),
    )


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


def _with_place(name: str | None, others: Sequence[str | None]) -> str | None:
    """A title's name; where it names no place (水利局) or nothing else (东港区), the fuller name printed elsewhere."""
    if name is None or not (_NO_PLACE.match(name) or _ONLY_PLACE.match(name)):
        return name
    fuller = (o for o in others if o and o != name and (o.endswith(name) or (name in o and o.endswith("政府"))))
    return next(fuller, name)


def _is_report(document: Document, title: Title | None) -> bool:
    text = "".join(compact(p.text) for p in document.paragraphs())
    for block in document.blocks:
        if isinstance(block, Grid | CellStream):
            text += "".join(compact(c.text) for c in block.cells)
        elif isinstance(block, WordLines):
            text += "".join(compact(w.text) for w in block.words)
    sections = sum(s in text for s in _SECTIONS)
    return sections >= 3 or (title is not None and sections >= 2)


def _period(prose: str) -> Period | None:
    """The stretch of time that the words around it call the report's statistical period.

    Words of the report's own period count more than words that other statistics share; those alone make it only a
    stretch of about a year. Of several, one that is a calendar year is taken: the others belong to something else.
    """
    own: list[Period] = []
    other: list[Period] = []
    for period, (start, end) in periods_in(prose):
        before = re.split(r"[。;]", prose[max(0, start - 45) : start])[-1]
        after = re.split(r"[。;]", prose[end : end + 15])[0]
        if _OWN_PERIOD.search(before):
            own.append(period)
        elif (period.end - period.start).days >= _SHORTEST_PERIOD and (
            _PERIOD_WORDS.search(before) or _PERIOD_WORDS.search(after)
        ):
            other.append(period)
    candidates = own or other
    return next((p for p in candidates if _is_calendar_year(p)), candidates[0] if candidates else None)


def _is_calendar_year(period: Period) -> bool:
    return period.start == date(period.start.year, 1, 1) and period.end == date(period.start.year, 12, 31)


@dataclass(frozen=True, slots=True)
class _Signature:
    """The date at the foot, and what stands before or above it: an organ's name or a placeholder for one."""

    date: date
    name: str | None
    placeholder: str | None = None


def _signature(lines: Sequence[str], known: Sequence[str]) -> _Signature | None:
    """The last line that ends with a date, before or below a name; first of all one that signs with a known name.

    Below the report a site prints dates of its own, some behind the name of a company or of another organ.
    """
    start = max((i for i, line in enumerate(lines) if "其他需要报告" in line), default=len(lines) // 2)
    signatures = list(_signatures(lines, start))
    own = (s for s in signatures if s.name and any(compatible(s.name, k) for k in known))
    # Where no part of the report has a name, a placeholder at its foot is nearer to it than a site's own name below.
    marked = (s for s in signatures if s.placeholder and not known)
    return next(own, next(marked, signatures[0] if signatures else None))


def _signatures(lines: Sequence[str], start: int) -> Iterator[_Signature]:
    """Lines that end with a date, from the last one up."""
    for index in range(len(lines) - 1, start - 1, -1):
        flat = compact(lines[index])
        for found, (begin, end) in dates_in(flat):
            if end != len(flat) or _DATE_LABEL.search(flat) or len(flat) > 50:
                continue
            before = flat[:begin].strip("(),、")
            if before:
                name, blank = clean_agency(before), placeholder_in(before)
                if name or blank:
                    yield _Signature(found, name, blank)
                continue
            above = [compact(lines[i]) for i in range(index - 1, max(-1, index - 3), -1)]
            names = (clean_agency(line) for line in above)
            blanks = (placeholder_in(line) for line in above if len(line) <= _LONGEST_PLACEHOLDER)
            yield _Signature(found, next((n for n in names if n), None), next((b for b in blanks if b), None))


def _recognised_alike(
    title: Title | None, introduced: Sequence[str], signed: _Signature | None
) -> tuple[Title | None, list[str], _Signature | None]:
    """The same with names that differ by one misread character alike: as most of them, else as the first, print it."""
    names = [n for n in (title.agency if title else None, *introduced, signed.name if signed else None) if n]

    def settled(name: str) -> str:
        alike = Counter(n for n in names if n == name or may_be_misread(n, name))
        return alike.most_common(1)[0][0]

    return (
        replace(title, agency=settled(title.agency)) if title and title.agency else title,
        list(dict.fromkeys(map(settled, introduced))),
        replace(signed, name=settled(signed.name)) if signed and signed.name else signed,
    )


def _agency(
    title: Title | None, introduced: Sequence[str], blank: str | None, signed: _Signature | None, path: str
) -> Agency:
    """The agency that title, introduction and foot agree on; the path's where they are silent."""
    signature = signed.name if signed else None
    chosen = _with_place(title.agency if title else None, [*introduced, signature])
    chosen = chosen or next(iter(introduced), None) or signature
    statements = []
    # Where the introduction's sentence stands for a title, it is one statement, not two that agree.
    if title and (title.agency or title.placeholder) and not agencies_in_introduction(title.text)[0]:
        names = (title.agency,) if title.agency else ()
        statements.append(Statement("title", names, title.placeholder, title.own_line))
    sure = tuple(n for n in introduced if believable(n) or n == chosen)
    if sure or blank:
        statements.append(Statement("introduction", sure, None if sure else blank))
    if signed and signature and (believable(signature) or signature == chosen):
        statements.append(Statement("foot", (signature,)))
    elif signed and signed.placeholder:
        statements.append(Statement("foot", (), signed.placeholder))
    return decide(statements, chosen, _agency_of_path(path))


def _stated_date(lines: Sequence[str]) -> date | None:
    for line in lines:
        flat = compact(line)
        label = _DATE_LABEL.search(flat)
        if label:
            for found, (begin, _) in dates_in(flat):
                if 0 <= begin - label.end() <= 3:
                    return found
    return None


def _agency_of_path(path: str) -> str | None:
    stem = _FILE_NOTE.sub("", PurePosixPath(clean(path)).stem)
    title = find_title([stem], "")
    if title:
        return title.agency
    name = clean_agency(re.sub(r"[\d_\-\s年度]+(?:(?:工作)?报告?$)?", "", stem))
    # 下载中心, 公开办: such a file name says where it lay, not whose it is.
    return name if name and _SURE_ORGAN.search(name) else None


_COLUMNS = (
    *("report_id", "report_year", "title", "agency_name", "agency_problem", "agency_evidence", "agency_place"),
    *("script", "period_start", "period_end", "period_text", "published_on"),
    *("title_year", "date_year", "path_year", "heading_year", "year_evidence"),
)


def facts_frame(items: Iterable[tuple[str, int, ReportFacts]]) -> pd.DataFrame:
    """One row per report: report_id, report_year (as catalogued) and its facts."""
    records = [
        (rid, year, f.title, f.agency_name, f.agency_problem, f.agency_evidence, f.agency_place, f.script,
         f.period_start, f.period_end, f.period_text, f.published_on,
         f.title_year, f.date_year, f.path_year, f.heading_year, f.year_evidence)
        for rid, year, f in items
    ]  # fmt: skip
    frame = pd.DataFrame(records, columns=list(_COLUMNS))
    years = dict.fromkeys(("title_year", "date_year", "path_year", "heading_year"), "Int64")
    return frame.astype({"report_year": "int64", **years})

"""Whole reports of several years in one document, one behind another, and which of them is this file's report.

One file is one report. Where the form's sections and tables begin again behind those of a report, another one begins;
what stands at that beginning (a title, 附：2022年报告, 上年度, the statistical period) tells its year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import combinations, groupby, pairwise

from pipeline.documents.model import Block, CellStream, Document, Grid, Paragraph, StreamCell, WordLines
from pipeline.identity.dates import with_arabic_dates

THE_YEAR_BEFORE = 0
"""What 上年 and 去年 say, instead of a year."""
LAST_YEAR = re.compile(r"(?:上一?年度?|去年)(?!项目|结转|度?结转)")
COMPARING = re.compile(r"(?:比(?!较)|比?较)(?!\))")
"""A heading that compares years is that of neither; one of last year's table may say what it is for: (供比较)."""
IN_PASSING = re.compile(r"[与同和跟][上去]|[,，。;；]")
"""A sentence that mentions a year is no heading."""
YEAR = re.compile(r"(?<!\d)(20[0-4]\d)\s*年(?!\s*\d{1,2}\s*月)")
TITLE = re.compile(r"(20[0-4]\d)\s*年(?!\s*\d{1,2}\s*月).*报告|报告.*(20[0-4]\d)\s*年(?!\s*\d{1,2}\s*月)")
_YEAR_ALONE = re.compile(r"[(（]?(?:(?:20[0-4]\d|[本今当去]|上一?)年)度?(?:数据?|情况)?[)）]?[:：]?")
PERIOD = re.compile(r"(20[0-4]\d)\s*年\s*0?1\s*月\s*0?1\s*日起?\s*[至到\-—–~～]")
SECTION = re.compile(r"\s*[一二三四五六]\s*[、.．]")

_RANKS = ("总体情况|概述", "主动公开", "收到和处理", "行政?复议", "存在.*问题", "其他.*报告")
"""Words of the form's sections in their order; the second to fourth have a table each."""
_TABLE_RANKS = frozenset((2, 3, 4))
_TABLES = (r"第二十条第\(?一\)?项", r"(?:一[、.])?本年新收政府信息公开申请(?:数量)?", "尚未审结")
"""What the first row of each of the form's tables prints."""
_LONGEST_HEADING = 60
_LONGEST_NAME = 30
_NO_WORD = 6
"""Characters up to which a line is a number, a mark or a short label, which any two reports share."""
_OF_COPIES = 0.85
_FARTHEST_NAME = 3
"""Lines above the one with its year that a title may take."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text, a row of a table or a cell of a list: its block and number there, its text without spaces."""

    where: tuple[int, int]
    text: str
    is_row: bool

    @property
    def is_heading(self) -> bool:
        return not self.is_row and len(self.text) <= _LONGEST_HEADING and not IN_PASSING.search(self.text)

    @property
    def table(self) -> int | None:
        """Which of the form's tables begins in it (2 to 4, by its section)."""
        found = next((n for n, words in enumerate(_TABLES, 2) if re.search(words, self.text)), None)
        alone = found and (self.is_row or re.fullmatch(rf"(?:{_TABLES[found - 2]})[\d/.—-]*", self.text))
        return found if alone else None

    @property
    def is_section(self) -> bool:
        return self.is_heading and self.table is None and SECTION.match(self.text) is not None


@dataclass(frozen=True, slots=True)
class _Report:
    """One of a document's reports: its first line, the year it is of (None where nothing tells), and what it holds.

    ``headed`` says that a title or a heading tells the year, ``holds`` which of the form's tables, and of its sections
    without tables, begin in it.
    """

    first: int
    year: int | None
    headed: bool
    holds: frozenset[int]


def years_of_reports(document: Document) -> dict[int, bool]:
    """The years of the whole reports that a document holds, in order, and whether each has its tables.

    Tables alone count where the newest report is the first; behind another they may be an annex. None where the
    document holds one report.
    """
    reports = _reports(_lines(document.blocks))
    years = dict.fromkeys(r.year for r in reports if r.year)
    holds = {year: _held(reports, year) for year in years}
    leading = {year for year in list(years)[:1] if year == max(years)}
    headed = {r.year for r in reports if r.headed}

    def is_another(one: int, other: int) -> bool:
        # Contents under a title, and tables whose period alone says another year, are one report with a slip.
        both = holds[one] & holds[other]
        return bool(both & _TABLE_RANKS or (both and {y for y in (one, other) if holds[y] & _TABLE_RANKS} <= headed))

    return {
        year: bool(holds[year] & _TABLE_RANKS and (holds[year] - _TABLE_RANKS or year in leading))
        for year in years
        if any(is_another(year, y) for y in years if y != year)
    }


def _held(reports: Sequence[_Report], year: int | None) -> set[int]:
    """Which of the form's tables and other sections stand under a year.

    Different ones under titles of their own, one with a slip in its year, are one report: two share some.
    """
    return {rank for report in reports if report.year == year for rank in report.holds}


def _are_apart(report: _Report, tables: Set[int]) -> bool:
    """Whether a report of another year is left out beside the one with these tables.

    Other tables than these under a title of their own are the same report's, with a slip in its year.
    """
    its_own = report.holds & _TABLE_RANKS
    return bool(tables & its_own or (not (tables and its_own) and (report.headed or tables)))


def report_of(document: Document, year: int | None) -> Document:
    """A document less the whole reports of other years than this one.

    What is left out keeps its place, so that the tables that are left are the document's first, third and so on still.
    A document that tells no report of this year stays as it is.
    """
    blocks = blocks_of_report(document.blocks, year)
    if blocks is document.blocks:
        return document
    of_other = set(YEAR.findall(document.page_title or "")) - {str(year)}
    return replace(document, blocks=blocks, page_title=None if of_other else document.page_title)


def blocks_of_report(blocks: tuple[Block, ...], year: int | None) -> tuple[Block, ...]:
    """Blocks less what stands in the whole reports of other years than this one, as :func:`report_of`."""
    lines = _lines(blocks)
    reports = _reports(lines)
    own = [r for r in reports if r.year == year]
    if year is None or len(own) in (0, len(reports)):
        return blocks
    tables = _held(reports, year) & _TABLE_RANKS
    ends = [*(r.first for r in reports[1:]), len(lines)]
    others = {
        line.where
        for report, end in zip(reports, ends, strict=True)
        if report.year not in (None, year) and _are_apart(report, tables)
        for line in lines[report.first : end]
    }
    gone = {x.text for x in lines if x.where in others} - {x.text for x in lines if x.where not in others}

    def is_out(line: _Line, block: Block) -> bool:
        return line.where in others or (isinstance(block, Paragraph) and line.text in gone)

    return tuple(
        _without(block, {line.where for line in _lines_of(block, n) if is_out(line, block)})
        for n, block in enumerate(blocks)
    )


def tables_of_one_report(blocks: Sequence[Block]) -> frozenset[int]:
    """Which of the form's tables (2 to 4) only one of several whole reports holds that nothing tells apart.

    None where what the one prints stands in the other: they are copies of one report.
    """
    lines = _lines(blocks)
    reports = _reports(lines, by_years=False)
    ends = [*(r.first for r in reports), len(lines)][1:]
    parts = [
        (report.holds & _TABLE_RANKS, {line.text for line in lines[report.first : end] if len(line.text) > _NO_WORD})
        for report, end in zip(reports, ends, strict=True)
        if report.holds & _TABLE_RANKS and len(report.holds - _TABLE_RANKS) > 1
    ]
    return frozenset(
        rank
        for (tables, texts), (others, other_texts) in combinations(parts, 2)
        for rank in tables ^ others
        if not _are_copies(*sorted((texts, other_texts), key=len))
    )


def _are_copies(shorter: Set[str], longer: Set[str]) -> bool:
    """Whether the lines of one report stand in another: nearly all of them, and all that end in a number."""
    numbers = {text for text in shorter if text[-1].isdigit()}
    return numbers <= longer and len(shorter & longer) >= _OF_COPIES * len(shorter)


def _lines(blocks: Sequence[Block]) -> list[_Line]:
    """The lines of a document in their order, each once: a layout kept with spaces repeats the paragraphs before it."""
    lines = [line for place, block in enumerate(blocks) for line in _lines_of(block, place)]
    later = {line.text for line in lines if isinstance(blocks[line.where[0]], WordLines | CellStream)}
    lines = [x for x in lines if not (x.text in later and isinstance(blocks[x.where[0]], Paragraph))]
    return [_with_rest_of_title(line, below) for line, below in pairwise(lines)] + lines[-1:]


def _with_rest_of_title(line: _Line, below: _Line) -> _Line:
    """A line, with the next one if the two are a title whose year stands in the first or at their break."""
    both = line.text + below.text
    apart = line.is_heading and below.is_heading and not TITLE.search(line.text) and not TITLE.search(below.text)
    together = apart and TITLE.search(both) and "信息公开" in both and not SECTION.match(both)
    return replace(line, text=both) if together else line


def _lines_of(block: Block, place: int) -> Iterator[_Line]:
    match block:
        case Paragraph():
            lines = [(0, [block.text])]
        case Grid():
            rows = groupby((c for c in block.cells if c.text.strip()), key=lambda c: c.row)
            lines = [(n, [c.text for c in cells]) for n, cells in rows]
        case WordLines():
            lines = [(n, [w.text for w in words]) for n, words in groupby(block.words, key=lambda w: w.line)]
        case CellStream():
            lines = [(n, [c.text]) for n, c in enumerate(block.cells)]
    for number, texts in lines:
        text = with_arabic_dates(re.sub(r"\s+|^[#*]+", "", "".join(texts)))
        yield _Line((place, number), text, isinstance(block, Grid) and len(texts) > 1)


def _without(block: Block, lines: Set[tuple[int, int]]) -> Block:
    """A block less some of its lines, the others in their places."""
    if not lines:
        return block
    numbers = {number for _, number in lines}
    match block:
        case Paragraph():
            return replace(block, raw="", text="")
        case Grid():
            return replace(block, cells=tuple(c for c in block.cells if c.row not in numbers))
        case WordLines():
            return replace(block, words=tuple(w for w in block.words if w.line not in numbers))
        case CellStream():
            end = max((n for n in range(len(block.cells)) if n not in numbers), default=-1) + 1
            cells = (StreamCell("", "") if n in numbers else c for n, c in enumerate(block.cells[:end]))
            return replace(block, cells=tuple(cells))


def _reports(lines: Sequence[_Line], *, by_years: bool = True) -> list[_Report]:
    """The reports of a document in their order; the first begins with its first line.

    ``by_years`` says that behind a report's beginning a year alone begins another: not where it is a table's caption.
    """
    marks = [(n, rank) for n, line in enumerate(lines) if (rank := _rank(line)) is not None]
    restarts = [(before, at) for (before, above), (at, rank) in pairwise(marks) if rank < above]
    found: list[_Report] = []
    begin = {_beginning(lines, before, at) for before, at in restarts}
    # Tables of two years side by side, read one column after the other: below them both years go on.
    begin |= {
        n
        for n, x in enumerate(lines)
        if by_years and begin and n > min(begin) and not x.is_row and _YEAR_ALONE.fullmatch(x.text)
    }
    for first, end in pairwise([0, *sorted(begin), len(lines)]):
        own = [(n, rank) for n, rank in marks if first <= n < end]
        tables = frozenset(table for n, _ in own if (table := lines[n].table) is not None)
        # Links to other reports, the headings once more, or a plan for the next year make no report.
        titled = any(TITLE.search(x.text) and "信息公开" in x.text for x in lines[first:end] if x.is_heading)
        if tables or (titled and len({rank for _, rank in own if rank > 1}) > 1):
            opening = next((n for n, rank in own if rank in _TABLE_RANKS), end)
            year, headed = _year(lines[first:opening])
            texts = {rank for n, rank in own if lines[n].is_section and rank not in _TABLE_RANKS}
            found.append(_Report(first if found else 0, year, headed, tables | texts))
    return found


def _rank(line: _Line) -> int | None:
    """Which of the form's sections, or their tables, begins in a line (1 to 6); a title is 1."""
    if line.table is not None:
        return line.table
    if line.is_section:
        return rank_of_section(line.text)
    return 1 if line.is_heading and TITLE.search(line.text) else None


def rank_of_section(text: str) -> int | None:
    """Which of the form's sections (1 to 6) a heading names."""
    named = (n for n, words in enumerate(_RANKS, 1) if re.search(words, text))
    return None if len(text) > _LONGEST_HEADING or IN_PASSING.search(text) else next(named, None)


def _beginning(lines: Sequence[_Line], before: int, at: int) -> int:
    """Where a report begins whose first section or title is a line: what says its year may stand above."""
    between = range(before + 1, at)
    first = next((n for n in between if _says(lines[n]) or PERIOD.search(lines[n].text)), at)
    for n in range(first - 1, max(before, first - 1 - _FARTHEST_NAME), -1):
        line = lines[n]
        if (
            not line.is_heading
            or len(line.text) > _LONGEST_NAME
            or re.search(r"\d|[:：]", line.text)
            or line.is_section
        ):
            break
        first = n
    return first


def _says(line: _Line) -> set[int]:
    """The years that a line, as a heading, names."""
    if not line.is_heading or COMPARING.search(line.text):
        return set()
    years = {int(y) for y in YEAR.findall(line.text)}
    return years or ({THE_YEAR_BEFORE} if LAST_YEAR.search(line.text) else set())


def _year(opening: Sequence[_Line]) -> tuple[int | None, bool]:
    """The year that the lines above a report's first table tell, and whether a title or heading does."""
    sections = (n for n, line in enumerate(opening) if line.is_section and _rank(line) is not None)
    said = [_says(line) for line in opening[: next(sections, len(opening))]]
    # Of several years one behind another, as on the tabs of a page, each is only a link.
    heads = [
        years
        for n, years in enumerate(said)
        if years and (TITLE.search(opening[n].text) or not any(s - years for s in said[max(0, n - 1) : n + 2]))
    ]
    if heads and len(heads[-1]) == 1:
        return next(iter(heads[-1])), True
    periods = {int(m[1]) for line in opening for m in PERIOD.finditer(line.text)}
    return (periods.pop(), False) if len(periods) == 1 else (None, False)

"""The report-year: what title, statistical period, foot and path say it is, weighed against each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from pathlib import PurePosixPath

from pipeline.identity.dates import YEAR, Period
from pipeline.identity.names import YEAR_WORDS, compact
from pipeline.identity.titles import Title, read_title
from pipeline.normalise import clean

_REPORTED_YEAR = re.compile(r"(?<!\d)(20[0-3]\d)年度?政府信息公开(?:工作)?(?:年度报告|情况)")
_OWN_NAME = re.compile(r"(20[0-3]\d)年(?:度)?[\u4e00-\u9fff()]{0,30}?(?:政府)?信息公开(?:工作|情况|年度)*(?:报告|年报)")
_NAMED_YEAR = re.compile(
    r"(?<!\d)(20[0-3]\d)\s*(?:年度|年|-?nian)?\D{0,24}?(?:信息公开|年度报告|年报|nianbao|report)|(20[0-3]\d)\s*年(?:度)?"
)
_SECTION_YEAR = re.compile(r"[二三四][、.．](20[0-3]\d)年度?.{0,12}(?:主动公开|收到和处理|行政复议).{0,20}情况$")
_TELLS = re.compile(
    r"^(?:\(?[一二三四五六七八九十\d]+[)、.])*(?:[^,。]{2,16}?(?:情况|方面|公开)[。:])?(?:[一二三四五]是)?"
    r"(20[0-3]\d)年(?!\d|上半|下半|第|[^,。]{0,8}(?:结转|转结|[至到]20))"
)
_BARE_YEAR = re.compile(r"(?<!\d)(20[0-3]\d)(?!\d)")
_YEAR_RANGE = re.compile(r"20[0-3]\d\s*(?:年|年度)?\s*[-—–至~_]+\s*20[0-3]\d(?!\d)")


def decide_year(
    title: Title | None, period: Period | None, foot: date | None, prose: str, overview: Iterable[str], path: str
) -> tuple[int | None, str]:
    """The year most statements speak for; the title's where as many speak for another.

    Args:
        title: the report's title.
        period: its statistical period.
        foot: the date at its foot.
        prose: its whole text.
        overview: the paragraphs of its first section, heard where nothing else tells the year.
        path: the file's path, the last to be asked.
    """
    claims: list[tuple[int, str]] = []
    if title and title.year:
        claims.append((title.year, f"the title ({title.text})"))
    if period and period.start.year == period.end.year:
        claims.append((period.start.year, f"the statistical period ({period.text})"))
    if foot:
        claims.append((year_of_date(foot), f"the date at the foot ({foot.isoformat()})"))
    if not claims:
        mentioned = _OWN_NAME.findall(re.sub(r"\s+", "", prose))
        if told := year_told(overview):
            claims.append((told, "the sentences of the first section"))
        elif mentioned:
            claims.append((int(Counter(mentioned).most_common(1)[0][0]), "the report's own name in the text"))
        elif period:
            claims.append((period.start.year, f"the start of the statistical period ({period.text})"))
    if not claims and (named := year_named_by_path(path)):
        claims.append((named, "the file's path alone"))
    if not claims:
        return None, "no title, period or date states a year"
    votes = Counter(year for year, _ in claims)
    most = max(votes.values())
    tied = list(dict.fromkeys(year for year, _ in claims if votes[year] == most))
    winner = tied[0]
    if len(tied) > 1 and not (title and title.year in tied):
        # Period and foot contradict each other: what else names the report's year tells which of them slipped.
        mentions = Counter(y for y in (*_years_in_introduction(prose), year_named_by_path(path)) if y in tied)
        winner = max(tied, key=lambda year: mentions[year])
    return winner, " and ".join(text for year, text in claims if year == winner)


def without_a_bare_year(title: Title, period: Period | None, foot: date | None, overview: Iterable[str]) -> Title:
    """The title without a number alone at its end that is no year told, but that of publication: one later."""
    told = {period.start.year if period else None, year_of_date(foot) if foot else None, year_told(overview)} - {None}
    if not title.bare_year or not title.year or title.year in told or title.year - 1 not in told:
        return title
    return replace(title, year=None, bare_year=False)


def without_lists_of_years(lines: Sequence[str]) -> list[str]:
    """The lines before the first section without those that are years alone, as of a site's list of reports.

    Those are more than two years, or two above a title; a cover may print the year of publication below the report's.
    """
    kept: list[str] = []
    end = 0
    for alone, group in groupby(lines, key=_is_years_alone):
        run = list(group)
        end += len(run)
        years = len(set(YEAR.findall(compact("".join(run))))) if alone else 0
        if years < 2 or (years == 2 and not any(read_title("".join(lines[end : end + n])) for n in (1, 2))):
            kept += run
    return kept


def _is_years_alone(line: str) -> bool:
    return line != "" and not YEAR_WORDS.sub("", compact(line))


def year_of_date(signed: date) -> int:
    """The report-year of which a report signed on a date is."""
    return signed.year if signed.month >= 11 else signed.year - 1


def year_of_several(years: Mapping[int, bool], page_title: str, path: str) -> int:
    """Of several years' whole reports in one file, which is the file's own: as path or page title say, or the newest.

    A file that holds the newer report was made for it: the older one is there to be compared with. What is not whole
    beside one that is may be an explanation of the report, or an annex.

    Args:
        years: each year with whether its report is whole.
        page_title: the page's own title.
        path: the file's path.
    """
    own = [year for year, whole in years.items() if whole] or list(years)
    named = [year_named_by_path(path) or 0, *map(int, YEAR.findall(page_title))]
    return next((year for year in named if year in own), max(own))


def year_of_headings(lines: Iterable[str], year: int | None) -> int | None:
    """The year that headings of the sections with tables name; another than the report's where one of them does."""
    found = [int(m[1]) for line in lines if (m := _SECTION_YEAR.match(re.sub(r"\s+", "", line)))]
    return next((named for named in found if named != year), found[0] if found else None)


def _years_in_introduction(prose: str) -> list[int]:
    """The years whose work the text says it reports: 现将某局2022年政府信息公开工作情况公布如下."""
    return [int(year) for year in _REPORTED_YEAR.findall(re.sub(r"\s+", "", prose))]


def year_told(overview: Iterable[str]) -> int | None:
    """The one year with which sentences begin (2023年,我局…): the first of them, or two at least."""
    sentences = [s for paragraph in overview for s in re.sub(r"\s+", "", paragraph).split("。") if s]
    years = [int(found[1]) for s in sentences if (found := _TELLS.match(s))]
    leads = bool(sentences) and _TELLS.match(sentences[0]) is not None
    return years[0] if len(set(years)) == 1 and (leads or len(years) > 1) else None


def year_named_by_path(path: str) -> int | None:
    """The year that a path suggests: one beside words of a report first, else the last bare one."""
    flat = clean(path)
    for part in reversed(PurePosixPath(flat).parts):
        named = _NAMED_YEAR.search(part)
        if named:
            return int(named.group(1) or named.group(2))
    bare = [int(y) for part in PurePosixPath(flat).parts for y in _BARE_YEAR.findall(part)]
    return bare[-1] if bare else None


def year_claimed_by_path(path: str, year: int | None) -> int | None:
    """The path's year where it can be held against the content's."""
    part = PurePosixPath(clean(path)).name
    named = None if _YEAR_RANGE.search(part) else _NAMED_YEAR.search(part)
    if named:
        return int(named.group(1) or named.group(2))
    parts = [p for p in PurePosixPath(clean(path)).parts if not _YEAR_RANGE.search(p)]
    bare = [int(y) for p in parts for y in _BARE_YEAR.findall(p)]
    # A bare year may be the report's or that of its publication.
    if not bare or year is None or any(y in (year, year + 1) for y in bare):
        return year if year is not None and year in bare else None
    return bare[-1]

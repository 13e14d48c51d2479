"""What a document says of the year of its tables: headings above them, and the report that each of them belongs to.

A document may hold reports of several years, one behind another: there the form's sections and tables begin again. What
stands at such a beginning (a title, 附：2022年报告, 上年度, the statistical period) holds for all tables of that part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.extract.printed.labels import is_form_label
from pipeline.extract.printed.model import PrintedRow
from pipeline.extract.printed.rows import PERIOD

THE_YEAR_BEFORE = 0
"""What 上年 and 去年 say, instead of a year."""
LAST_YEAR = re.compile(r"(?:上一?年度?|去年)(?!项目|结转|度?结转)")
IN_PASSING = re.compile(r"[与同和跟][上去]|[,，。;；]")
"""A sentence that mentions the year before is no heading."""
YEAR = re.compile(r"(?<!\d)(20[0-4]\d)\s*年(?!\s*\d{1,2}\s*月)")
TITLE = re.compile(r"(20[0-4]\d)\s*年.*报告|报告.*(20[0-4]\d)\s*年")
SECTION = re.compile(r"\s*[一二三四五六]\s*[、.．]")
_THIS_YEAR = -1
"""What 本年, alone in a heading, says."""
THIS_YEAR_HEADING = re.compile(r"\s*(?:本|今|当)年度?(?:数据|情况|报告)?\s*")
_FARTHEST_HEADING = 10
_RANKS = ("总体情况|概述", "主动公开", "收到和处理", "行政?复议", "存在.*问题", "其他.*报告")
"""Words of the form's sections in their order; the second to fourth have a table each."""
_FIRST_OF_TABLE = ("第二十条第一项", "本年新收政府信息公开申请数量", "尚未审结")


_KNOWN = "facts"


def known_year(year: int | None) -> list[PrintedRow]:
    """What stands before all rows of a document whose report-year is known: a row that prints nothing."""
    return [] if year is None else [PrintedRow((), (), "paragraph", -1, _KNOWN, aside=str(year))]


def report_year(rows: Sequence[PrintedRow]) -> int | None:
    """The document's report-year, where it is known."""
    return int(rows[0].aside) if rows and rows[0].method == _KNOWN else None


def text_of(row: PrintedRow) -> str:
    """All that a row's labels say."""
    return "".join(label.text for label in row.labels)


def titles_among(rows: Sequence[PrintedRow]) -> list[int]:
    """The years in the titles of reports among these rows."""
    return [int(y) for row in rows for m in TITLE.finditer(text_of(row)) for y in m.groups() if y]


def year_told(rows: Sequence[PrintedRow], first: int, untitled: int) -> int | None:
    """The year of a table: that of the nearest heading above it, without numbers between, else of its part.

    Args:
        rows: the document's printed rows.
        first: the table's first row.
        untitled: titles of reports among so many first rows are no headings of it.

    Returns:
        The year; 0 for the year before the report's; None where nothing tells.
    """
    titles = set(titles_among(rows[:first]))
    for place in range(first - 1, max(0, first - _FARTHEST_HEADING) - 1, -1):
        if rows[place].printed_values:
            break
        if place < untitled and TITLE.search(text_of(rows[place])):
            continue
        if years := _said(rows[place]):
            return _resolved(None if _is_one_of_several(rows, place) else years, titles)
    return year_of_part(rows, first)


def year_of_part(rows: Sequence[PrintedRow], first: int) -> int | None:
    """The year of the part of the document in which a row stands, as :func:`year_told` gives it.

    In a document of one part only titles and the period hold for all of it: another heading is its table's alone.
    """
    start, end = _beginning(rows, first)
    headings = [n for n in range(start, end) if _said(rows[n]) and not IN_PASSING.search(text_of(rows[n]))]
    of_titles = [n for n in headings if TITLE.search(text_of(rows[n]))]
    titles = set(titles_among([rows[n] for n in of_titles]))
    periods = {int(m[1]) for row in rows[start:end] for m in PERIOD.finditer(row.aside or text_of(row))}
    period = periods.pop() if len(periods) == 1 else None
    parted = start > 0 or _beginning(rows, len(rows))[0] > 0
    alone = [n for n in headings if parted and n > max(of_titles, default=-1) and not _is_one_of_several(rows, n)]
    said = _resolved(_said(rows[alone[-1]]), titles) if alone else None
    if said is None and len(titles) == 1:
        said = next(iter(titles))
    if not said:
        return said if period is None else period
    return said if period in (None, said) else None


def is_in_other_report(rows: Sequence[PrintedRow], first: int) -> bool:
    """Whether a row stands in a further report behind the document's first, of another year than the title's."""
    year = year_of_part(rows, first)
    if year is None or _beginning(rows, first)[0] == 0:
        return False
    known = report_year(rows)
    own = {known} if known else set(titles_among(rows[: _beginning(rows, 0)[1]]))
    return year == THE_YEAR_BEFORE or (len(own) == 1 and own != {year})


def _resolved(years: set[int] | None, titles: set[int]) -> int | None:
    """The one year that is said; 本年 is the one that titles name."""
    if years is None or len(years) != 1:
        return None
    (year,) = years
    return year if year != _THIS_YEAR else next(iter(titles)) if len(titles) == 1 else None


def _said(row: PrintedRow) -> set[int]:
    """The years that a row, as a heading, names."""
    text = text_of(row)
    if row.printed_values or re.search("[比较]", text) or is_form_label(text):
        return set()
    if LAST_YEAR.search(text) and not IN_PASSING.search(text):
        return {int(y) for y in YEAR.findall(text)} or {THE_YEAR_BEFORE}
    if THIS_YEAR_HEADING.fullmatch(text):
        return {_THIS_YEAR}
    return {int(y) for y in YEAR.findall(text)}


def _is_one_of_several(rows: Sequence[PrintedRow], place: int) -> bool:
    """Whether right beside a heading stands one of another year: heads of columns, or of parts shown in turn."""
    own = _said(rows[place])
    beside = [n for n in (place - 1, place + 1) if 0 <= n < len(rows) and not TITLE.search(text_of(rows[n]))]
    return len(own) != 1 or (not TITLE.search(text_of(rows[place])) and any(_said(rows[n]) - own for n in beside))


def _beginning(rows: Sequence[PrintedRow], first: int) -> tuple[int, int]:
    """Where the part of a row begins, behind what the part before prints, and where its first table's section does."""
    marks = list(_marks(rows))
    restarts = [at for (_, before), (at, rank) in pairwise(marks) if rank < before and at <= first]
    start = 0
    if restarts:
        ends = (n for n in range(restarts[-1] - 1, -1, -1) if rows[n].printed_values or _rank(text_of(rows[n])))
        start = next(ends, -1) + 1
    end = next((at for at, rank in marks if 1 < rank < 5 and at >= start), max(start, first))
    return start, end


def _marks(rows: Sequence[PrintedRow]) -> Iterator[tuple[int, int]]:
    """The rows in which one of the form's sections or its table begins, and which (1 to 6); titles too."""
    for place, row in enumerate(rows):
        text = text_of(row)
        rank = next((n for n, key in enumerate(_FIRST_OF_TABLE, 2) if any(key in k for k in row.keys)), None)
        if row.layout == "paragraph" and TITLE.search(text) and not IN_PASSING.search(text):
            rank = 1
        if rank is None and not row.printed_values and not is_form_label(text):
            rank = _rank(text)
        if rank is not None:
            yield place, rank


def _rank(text: str) -> int | None:
    """Which of the form's sections a text heads."""
    return next((n for n, words in enumerate(_RANKS, 1) if SECTION.match(text) and re.search(words, text)), None)

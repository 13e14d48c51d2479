"""Which printed table, row or column is this report's, where it stands beside or under the name of another year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.printed.labels import are_column_labels, is_form_label
from pipeline.extract.printed.model import Printed, PrintedRow
from pipeline.extract.tables.said_years import (
    IN_PASSING,
    LAST_YEAR,
    SECTION,
    THE_YEAR_BEFORE,
    TITLE,
    YEAR,
    is_in_other_report,
    report_year,
    text_of,
    titles_among,
    year_told,
)

OF_OTHER_YEAR = "the heading above the table names another year than the report's title"
_FARTHEST_HEADING = 10
_FARTHEST_IN_LIST = 45
"""Cells in a list of them up to which a heading stands above a table: a header of fifteen labels and more."""
_OWN_SECTION = re.compile(
    r"\s*[二三四]\s*[、.．]\s*度?\s*(?:主动公开政府信息|(?:行政机关)?收到和处理政府信息公开申请|(?:因)?政府信息公开(?:工作)?(?:被申请)?行政复议)"
)
_YEAR_ALONE = re.compile(r"(20[0-4]\d)\s*年?度?(?:\((?:上一?|去|本|今)年度?(?:数据?)?\))?")
_OWN_YEAR_ALONE = re.compile(r"(?:本|今)年度?")
_OTHER_YEAR_ALONE = re.compile(r"(?:上一?|去)年度?")
_BEFORE_ALONE = re.compile(r"(?:上一?|去)(?:年度?|期)(?:同期)?数?|同期数?")
_COMPARED_ALONE = re.compile(r"(?:(?:同比|比上年)?(?:增减|增长|变化|增幅)|同比)(?:\([%±+/-]+\)|率)?")
_FEWEST_COLUMNS = 3


def own_of_two(rows: Sequence[PrintedRow], here: int, there: int) -> int | None:
    """The first row of the copy that is this report's.

    A copy is of a year before where the heading above it, or above its whole part of the document, says so: 上年, 去年;
    or a year before the one that the other copy's heading names, or, where that names none, before every year that
    titles above both name. Where the report's year is known, no copy of another is its own.

    Args:
        rows: the document's printed rows.
        here: the first row of one copy.
        there: the first row of the other.

    Returns:
        ``here`` or ``there``; None where the headings do not tell.
    """
    above = min(here, there)
    titles = titles_among(rows[:above])
    # Titles of several years above both, as a page's links to other reports, head neither.
    told = {first: year_told(rows, first, above if len(set(titles)) > 1 else 0) for first in (here, there)}
    known_year = report_year(rows)
    for one, other in ((here, there), (there, here)):
        if known_year and known_year == told[one] and told[other] not in (None, known_year):
            return one
    for one, other in ((here, there), (there, here)):
        if known_year and told[one] and told[one] != known_year:
            continue
        says, against = told[other], told[one]
        if says == THE_YEAR_BEFORE != against:
            return one
        if against and titles and against > max(titles):
            continue  # of a year to come, as the titles have it: not this report's either
        known = against or min(titles, default=0)
        if says and against != THE_YEAR_BEFORE and says < known:
            return one
    return None


def is_of_other_year(rows: Sequence[PrintedRow], first: int) -> bool:
    """Whether a table alone stands under a heading that says 上年 or names another year than the title of the report.

    The headings are what stands, without numbers, above the table up to its section's (三、…) or the title. The
    section's own heading with another year was forgotten when the report was written after the last one's pattern: the
    table under it is what the report prints, and ``report.year_conflict`` says so.

    Args:
        rows: the document's printed rows.
        first: the table's first row.
    """
    titles, known = set(titles_among(rows[:first])), report_year(rows)
    own = {known} if known and len(titles) != 1 else titles
    farthest = _FARTHEST_IN_LIST if rows[first].layout == "stream" else _FARTHEST_HEADING
    for row in reversed(rows[max(0, first - farthest) : first]):
        text = text_of(row)
        if row.printed_values or TITLE.search(text):
            break
        heads = are_column_labels(row.keys)  # one beside them heads a column of its own
        if not heads and not re.search("[比较]", text) and not IN_PASSING.search(text):
            years = {int(y) for y in YEAR.findall(text)}
            if len(years) == len(own) == 1 and years != own:
                return not _is_forgotten(rows, text)
            if LAST_YEAR.search(text) and (not is_form_label(text) or is_form_label(LAST_YEAR.sub("", text))):
                return True
        if SECTION.match(text):
            break
    return is_in_other_report(rows, first)


def _is_forgotten(rows: Sequence[PrintedRow], heading: str) -> bool:
    """Whether a heading is that of one of the form's sections, which no other heading of the report names otherwise."""
    without_year = YEAR.sub("", heading)
    alike = {text for row in rows if YEAR.sub("", text := text_of(row)) == without_year}
    return _OWN_SECTION.match(without_year) is not None and alike == {heading}


def own_rows(rows: Sequence[PrintedRow], places: Sequence[int]) -> list[int]:
    """Of rows of numbers below one another, each behind a year of its own: that of the one year which the titles name.

    Args:
        rows: the document's printed rows.
        places: which of them stand under one header.

    Returns:
        The place of this report's row alone; all places where the labels or the titles do not tell.
    """
    years = [_YEAR_ALONE.fullmatch(text_of(rows[n]).strip()) for n in places]
    told = [int(y[1]) for y in years if y]
    titles = set(titles_among(rows[: min(places, default=0)]))
    if len(places) > 1 and len(set(told)) == len(places) and len(titles) == 1 and titles == {max(told)}:
        return [places[told.index(max(told))]]
    return list(places)


def is_row_of_other_year(rows: Sequence[PrintedRow], place: int) -> bool:
    """Whether a row of numbers stands behind the name of another year: this report's own may be printed empty."""
    text = re.sub(r"\s+", "", text_of(rows[place]))
    year, titles = _YEAR_ALONE.fullmatch(text), set(titles_among(rows[:place]))
    if year is None:
        return _BEFORE_ALONE.fullmatch(text) is not None
    known = report_year(rows)
    own = {known} if known else titles
    return len(own) == 1 and own != {int(year[1])}


def without_other_columns(rows: Sequence[PrintedRow]) -> list[PrintedRow]:
    """Rows of grids less the columns of other years, where each column of the form has one for this year beside them.

    Told by a row of headers that name the years, the same few again and again. Of the rows below it that have a cell in
    each of these columns only this year's values are kept, up to the next header. Where the headers and the titles
    leave the report's own year open, all is as it was.
    """
    result: list[PrintedRow] = []
    block, own, other = -1, set[float](), set[float]()
    for number, row in enumerate(rows):
        heads = _year_heads(rows, number) if row.layout == "grid" else None
        if heads is not None:
            block, (own, other) = row.block, heads
            continue
        columns = {v.x0 for v in row.values if v.x1 - v.x0 == 1}
        if row.block != block:
            block = -1  # another table
        elif own | other <= columns:
            row = replace(row, values=tuple(v for v in row.values if v.x0 not in other))
        elif row.values or len(row.labels) > 1:
            block = -1  # a header, or another table's rows
        result.append(row)
    return result


def _year_heads(rows: Sequence[PrintedRow], number: int) -> tuple[set[float], set[float]] | None:
    """The columns of this year and of others under a row of years, in turn; None where it is none, or not told."""
    cells = (*rows[number].labels, *rows[number].values)
    kinds = [_kind(cell, 0) for cell in cells]
    first = next((n for n, kind in enumerate(kinds) if kind is not None), len(cells))
    cells, texts = cells[first:], [re.sub(r"\s+", "", cell.text) for cell in cells[first:]]
    cycle = len(set(texts))
    times = len(texts) // cycle if cycle else 0
    if cycle < 2 or times < _FEWEST_COLUMNS or texts != texts[:cycle] * times or any(c.x1 - c.x0 != 1 for c in cells):
        return None
    titles = set(titles_among(rows[:number]))
    years = [int(y[1]) for text in texts[:cycle] if (y := _YEAR_ALONE.fullmatch(text))]
    title = titles.pop() if len(titles) == 1 else 0
    if years and max(years) != title:
        return None
    told = [_kind(cell, title) for cell in cells]
    if None in told or told[:cycle].count(True) != 1:
        return None
    own = {cell.x0 for cell, kind in zip(cells, told, strict=True) if kind}
    return own, {cell.x0 for cell in cells} - own


def _kind(cell: Printed, own: int) -> bool | None:
    """Whether a header cell names the report's own year, or another or a comparison; None where it names neither."""
    text = re.sub(r"\s+", "", cell.text)
    year = _YEAR_ALONE.fullmatch(text)
    if year:
        return int(year[1]) == own
    if _OWN_YEAR_ALONE.fullmatch(text):
        return True
    return False if _OTHER_YEAR_ALONE.fullmatch(text) or _COMPARED_ALONE.fullmatch(text) else None

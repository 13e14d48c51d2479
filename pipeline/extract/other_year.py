"""Which of two printed copies of a table or row is this report's, where the other is said to be of a year before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.labels import is_form_label
from pipeline.extract.printed import PrintedRow

_FARTHEST_HEADING = 10
_LAST_YEAR = re.compile(r"(?:上一?年度?|去年)(?!项目|结转|度?结转)")
_IN_PASSING = re.compile(r"[与同和跟][上去]|[,，。;；]")
"""A sentence that mentions the year before is no heading."""
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)\s*年(?!\s*\d{1,2}\s*月)")
_YEAR_ALONE = re.compile(r"(20[0-4]\d)\s*年?度?")
_TITLE = re.compile(r"(20[0-4]\d)\s*年.*报告|报告.*(20[0-4]\d)\s*年")


def own_of_two(rows: Sequence[PrintedRow], here: int, there: int) -> int | None:
    """The first row of the copy that is this report's.

    A copy is of a year before where the heading above it says so: 上年, 去年; or a year before the one that the other
    copy's heading names, or, where that names none, before every year that titles above both name.

    Args:
        rows: the document's printed rows.
        here: the first row of one copy.
        there: the first row of the other.

    Returns:
        ``here`` or ``there``; None where the headings do not tell.
    """
    above = min(here, there)
    titles = _titles(rows[:above])
    # Titles of several years above both, as a page's links to other reports, head neither.
    told = {first: _heading(rows, first, above if len(set(titles)) > 1 else 0) for first in (here, there)}
    for one, other in ((here, there), (there, here)):
        says, against = told[other], told[one]
        if says == 0 and against != 0:
            return one
        if against and titles and against > max(titles):
            continue  # of a year to come, as the titles have it: not this report's either
        known = against or min(titles, default=0)
        if says and against != 0 and says < known:
            return one
    return None


def own_rows(rows: Sequence[PrintedRow], places: Sequence[int]) -> list[int]:
    """Of rows of numbers below one another, each behind a year of its own: that of the one year which the titles name.

    Args:
        rows: the document's printed rows.
        places: which of them stand under one header.

    Returns:
        The place of this report's row alone; all places where the labels or the titles do not tell.
    """
    years = [_YEAR_ALONE.fullmatch(_text(rows[n]).strip()) for n in places]
    told = [int(y[1]) for y in years if y]
    titles = set(_titles(rows[: min(places, default=0)]))
    if len(places) > 1 and len(set(told)) == len(places) and len(titles) == 1 and titles == {max(told)}:
        return [places[told.index(max(told))]]
    return list(places)


def _titles(rows: Sequence[PrintedRow]) -> list[int]:
    """The years in the titles of reports among these rows."""
    return [int(y) for row in rows for m in _TITLE.finditer(_text(row)) for y in m.groups() if y]


def _heading(rows: Sequence[PrintedRow], first: int, untitled: int) -> int | None:
    """The year that a heading between the numbers before a table and its first row names; 0 for the year before.

    Titles of reports among the first ``untitled`` rows are none.
    """
    start = max(0, first - _FARTHEST_HEADING)
    for place, row in reversed(list(enumerate(rows[start:first], start))):
        if row.printed_values:
            return None
        text = _text(row)
        if place < untitled and _TITLE.search(text):
            continue
        if re.search("[比较]", text) or is_form_label(text):
            continue
        if _LAST_YEAR.search(text) and not _IN_PASSING.search(text):
            return 0
        years = {int(y) for y in _YEAR.findall(text)}
        if years:
            return years.pop() if len(years) == 1 else None
    return None


def _text(row: PrintedRow) -> str:
    return "".join(label.text for label in row.labels)

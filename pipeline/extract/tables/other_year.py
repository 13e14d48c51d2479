"""Which printed table or row is this report's, where others stand under or behind the name of another time."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.captions import is_heading_of_part, is_note_on_part, is_title_of_part
from pipeline.extract.printed.labels import are_column_labels, is_form_label, is_numbered
from pipeline.extract.printed.model import PrintedRow
from pipeline.identity.dates import with_arabic_dates
from pipeline.identity.parts import COMPARING, IN_PASSING, LAST_YEAR, SECTION, THE_YEAR_BEFORE, TITLE, YEAR

_FARTHEST_HEADING = 10
_FARTHEST_IN_LIST = 45
"""Cells in a list of them up to which a heading stands above a table: a header of fifteen labels and more."""
_LONGEST_TABLE = 45
_OWN_SECTION = re.compile(
    r"\s*[二三四]\s*[、.．]\s*度?\s*(?:主动公开政府信息|(?:行政机关)?收到和处理政府信息公开申请|(?:因)?政府信息公开(?:工作)?(?:被申请)?行政复议)"
)
THIS_YEAR_HEADING = re.compile(r"\s*(?:[本今当]年度?|本期)(?:数据?|情况|报告)?\s*")
_THIS_YEAR_TOO = re.compile(r"[本今当](?:年|期)")
YEAR_ALONE = re.compile(r"(20[0-4]\d)年?度?(?:\((?:上一?|去|本|今)年度?(?:数据?)?\))?")
_BEFORE_ALONE = re.compile(r"(?:上一?|去)(?:年度?|期)(?:同期)?数?|同期数?")
COMPARED_ALONE = re.compile(r"(?:(?:同比|[较比]上年)?(?:增减|增长|变化|增幅)|同比)(?:\([%±+/-]+\)|率)?")
_HEAD = re.compile(r"\s*(20[0-4]\d|[本今当去]|上一?)年度?(?:数据?|情况|报告)?\s*(?:\n|$)")
_CORNER = re.compile(r"(?:申请人情况|项目|类别|指标)?\(?(20[0-4]\d)年度?\)?")
_IN_FORCE = re.compile(
    r"[^()]*(?:现行|有效|规章|规范性文件|总数量)[^()]*\((?:[^()]*(?:历年|往年|以来|近.{1,2}年|累计)[^()]*)\)"
)
"""What is in force is of all years: 现行有效件数(历年累计)."""
_FOR_THIS_YEAR = re.compile(
    r"(?:[一二三四][、.])?(?:[上下]半年|第?[一二三四1-4]季度|本[季月]度?|\d{1,2}[至到~—–-]{1,2}\d{1,2}月)"
)
_THIS_YEAR = -1
"""What 本年, alone in a heading, says."""
_PART_OF_YEAR = -2
"""What 第三季度 or 1—6月 in a heading says."""


def own_of_two(rows: Sequence[PrintedRow], here: int, there: int, year: int | None) -> int | None:
    """The first row of the copy that is this report's, as the headings above the copies tell.

    One is, where the other's heading says 上年 or 去年, or a year before the report's, or its own names the report's
    year and the other's another; and where its own names no other.

    Args:
        rows: the document's printed rows.
        here: the first row of one copy.
        there: the first row of the other.
        year: the report's year, if known.

    Returns:
        ``here`` or ``there``; None where the headings do not tell.
    """
    if _stand_below(rows):
        return None
    above = min(here, there)
    told = {first: _year_told(rows, first, above, year) for first in (here, there)}
    for one, other in ((here, there), (there, here)):
        own, says = told[one], told[other]
        if own not in (None, year) or says is None or says == year:
            continue
        if own is not None or says == THE_YEAR_BEFORE or (year is not None and says < year):
            return one
    return None


def _year_told(rows: Sequence[PrintedRow], first: int, above: int, year: int | None) -> int | None:
    """The year that the nearest heading above a table names, without numbers between; 0 for the year before.

    Titles ``above`` both copies of a table head neither.
    """
    for place in _places_above(rows, first):
        if rows[place].printed_values:
            break
        if place < above and TITLE.search(text_of(rows[place])):
            continue
        if years := _said(rows[place]):
            (said, *more) = years
            return None if more or _is_one_of_several(rows, place) else year if said == _THIS_YEAR else said
    return None


def _places_above(rows: Sequence[PrintedRow], first: int) -> range:
    """The places, from the nearest, at which a heading of the table may stand that begins in a row."""
    farthest = _FARTHEST_IN_LIST if rows[first].layout == "stream" else _FARTHEST_HEADING
    return range(first - 1, max(0, first - farthest) - 1, -1)


def text_of(row: PrintedRow) -> str:
    """All that a row's labels say."""
    return "".join(label.text for label in row.labels)


def _stand_below(rows: Sequence[PrintedRow]) -> bool:
    """Whether headings of years are captions below their tables: each right behind numbers, one before a section."""
    heads = [n for n, row in enumerate(rows) if len(_said(row)) == 1 and not TITLE.search(text_of(row))]
    behind = all(n and rows[n - 1].printed_values for n in heads)
    several = len({year for n in heads for year in _said(rows[n])}) > 1
    return behind and several and any(n + 1 == len(rows) or SECTION.match(text_of(rows[n + 1])) for n in heads)


def flat_text_of(row: PrintedRow) -> str:
    """The same without white space."""
    return re.sub(r"\s+", "", text_of(row))


def _said(row: PrintedRow) -> set[int]:
    """The years that a row, as a heading, names."""
    text = text_of(row)
    if row.printed_values or COMPARING.search(text):
        return set()
    if _heads_part(row):
        return {_PART_OF_YEAR}
    if is_form_label(text):
        return set()
    if any(THIS_YEAR_HEADING.fullmatch(label.text) for label in row.labels):
        return {_THIS_YEAR, *({THE_YEAR_BEFORE} if LAST_YEAR.search(text) else ())}
    years = {int(y) for y in YEAR.findall(text)}
    if LAST_YEAR.search(text) and _THIS_YEAR_TOO.search(text):
        return {_THIS_YEAR, THE_YEAR_BEFORE, *years}
    return years or ({THE_YEAR_BEFORE} if LAST_YEAR.search(text) and not IN_PASSING.search(text) else set())


def _heads_part(row: PrintedRow, year: int | None = None) -> str | None:
    """What in a row, as a heading, says that its table is of a part of a year; several in a row are columns'."""
    dates = [v for v in row.printed_values if not v.text.isdigit()]  # (2023.1-2023.6) looks like a number
    cells = (*row.labels, *dates)
    parts = [x for x in cells if is_heading_of_part(x.text, year) and not _IN_FORCE.fullmatch(x.text)]
    others = set(row.printed_values) - set(parts)
    return parts[0].text if len(parts) == 1 and not others and not is_note_on_part(parts[0].text) else None


def _said_below(rows: Sequence[PrintedRow], first: int, year: int | None) -> str | None:
    """The label of a table, note on it, or caption alone below it that says that it is of a part of a year."""
    for place in range(first, min(len(rows), first + _LONGEST_TABLE)):
        row, text = rows[place], text_of(rows[place])
        if row.printed_values:
            if said := next((x.text for x in row.labels if _is_row_of_part(x.text, year)), None):
                return said
            continue
        if place > first and _ends_table(text):
            return None
        alone = place > first and (place + 1 == len(rows) or _ends_table(text_of(rows[place + 1])))
        is_caption = alone and bool(rows[place - 1].values)  # behind other text it may be a site's link
        if is_note_on_part(text, year) or (is_caption and (_heads_part(row, year) or is_row_of_other_year(row, year))):
            return text
    return None


def _is_row_of_part(label: str, year: int | None) -> bool:
    """Whether a row's label says that it counts a part of a year, in brackets or instead of 本年."""
    in_brackets = "(" in label and is_heading_of_part(label, year) and not _IN_FORCE.fullmatch(label)
    return in_brackets or (_FOR_THIS_YEAR.match(label) is not None and is_form_label(label))


def _title_of_part(rows: Sequence[PrintedRow]) -> str | None:
    """The last title above a table, where it is a report's of a part of a year, and not one of a list of links."""
    titles = [row for row in rows if _is_title(row)]
    if not titles or not is_title_of_part(text := text_of(titles[-1])):
        return None
    below = rows[next(n for n in range(len(rows) - 1, -1, -1) if rows[n] is titles[-1]) + 1 :]
    if len(titles) > 1 and not re.search("报|^附", text) and any(_OWN_SECTION.match(text_of(row)) for row in below):
        return None  # the caption of one table, and this is another section's
    is_link = len(titles) > 1 and titles[-1].block - titles[-2].block == 1
    return None if is_link else text


def _is_title(row: PrintedRow) -> bool:
    text = text_of(row)
    if is_numbered(text):
        return False  # (一)上半年工作情况 heads some sentences
    named = is_title_of_part(text) or ("信息公开" in text and TITLE.search(text) is not None)
    return named and not row.printed_values


def _ends_table(text: str) -> bool:
    other = SECTION.match(text) is not None and not is_form_label(text)
    return other or _OWN_SECTION.match(text) is not None or TITLE.search(text) is not None


def _heads_two(row: PrintedRow) -> bool:
    """Whether a row is the headings of two years' tables side by side, of which only one was found."""
    heads = (_HEAD.match(label.text) for label in row.labels)
    return len({head[1] for head in heads if head}) > 1


def _is_one_of_several(rows: Sequence[PrintedRow], place: int) -> bool:
    """Whether right beside a heading stands one of another year: heads of columns, or of parts shown in turn."""
    own = _said(rows[place])
    beside = [n for n in (place - 1, place + 1) if 0 <= n < len(rows) and not TITLE.search(text_of(rows[n]))]
    return not TITLE.search(text_of(rows[place])) and any(_said(rows[n]) - own for n in beside)


def heading_of_other_year(rows: Sequence[PrintedRow], first: int, year: int | None) -> str | None:
    """The heading of a table alone that says 上年, names another year than the report's, a quarter, or no result.

    The headings are what stands, without numbers, above the table up to its section's (三、…) or the title. The
    section's own heading with another year was forgotten when the report was written after the last one's pattern: the
    table under it is what the report prints, and ``report.year_conflict`` says so.

    Args:
        rows: the document's printed rows.
        first: the table's first row.
        year: the report's year, if known.
    """
    if heard := _said_below(rows, first, year) or _title_of_part(rows[:first]):
        return heard
    for place in _places_above(rows, first):
        row, text = rows[place], text_of(rows[place])
        is_title = TITLE.search(text) is not None
        heads_part = _heads_part(row, year)
        if (row.printed_values and not heads_part) or (is_title and place and TITLE.search(text_of(rows[place - 1]))):
            break  # of titles one behind the other, as in a list of links, none heads it
        if heads_part or _heads_two(row):
            return heads_part or text
        heads = are_column_labels(row.keys)  # one beside them heads a column of its own
        if heads and _corner_names_other_year(row, year):
            return row.labels[0].text
        if not heads and not COMPARING.search(text) and not IN_PASSING.search(text):
            years = {int(y) for y in YEAR.findall(with_arabic_dates(text))}
            if year is not None and len(years) == 1 and years != {year}:
                return None if _is_forgotten(rows, text) else text
            if LAST_YEAR.search(text) and (not is_form_label(text) or is_form_label(LAST_YEAR.sub("", text))):
                return text
        if SECTION.match(text) or is_title:
            break
    return None


def _corner_names_other_year(header: PrintedRow, year: int | None) -> bool:
    """Whether the first cell of a header names another year, and no other cell of it the report's."""
    corner = _CORNER.fullmatch(header.labels[0].text)
    own = any(str(year) in label.text for label in header.labels)
    return corner is not None and year is not None and int(corner[1]) != year and not own


def _is_forgotten(rows: Sequence[PrintedRow], heading: str) -> bool:
    """Whether a heading is that of one of the form's sections, which no other heading of the report names otherwise."""
    without_year = YEAR.sub("", heading)
    alike = {text for row in rows if YEAR.sub("", text := text_of(row)) == without_year}
    return _OWN_SECTION.match(without_year) is not None and alike == {heading}


def own_rows(rows: Sequence[PrintedRow], places: Sequence[int], year: int | None) -> list[int]:
    """Of rows of numbers below one another, each behind a year of its own (2023年, 上年): that of the report's year.

    Args:
        rows: the document's printed rows.
        places: which of them stand under one header.
        year: the report's year, if known.

    Returns:
        The place of this report's row alone; all places where the labels do not tell.
    """
    places = [n for n in places if not COMPARED_ALONE.fullmatch(flat_text_of(rows[n]))] or places
    own = [n for n in places if THIS_YEAR_HEADING.fullmatch(flat_text_of(rows[n]))]
    if len(own) == 1 and all(_BEFORE_ALONE.fullmatch(flat_text_of(rows[n])) for n in places if n not in own):
        return own
    told = [int(y[1]) for n in places if (y := YEAR_ALONE.fullmatch(flat_text_of(rows[n])))]
    if len(places) > 1 and len(set(told)) == len(places) and max(told) == year:
        return [places[told.index(year)]]
    return list(places)


def is_row_of_other_year(row: PrintedRow, year: int | None) -> bool:
    """Whether a row of numbers stands behind the name of another year: this report's own may be printed empty."""
    text = flat_text_of(row)
    named = YEAR_ALONE.fullmatch(text)
    if named is None:
        return _BEFORE_ALONE.fullmatch(text) is not None or COMPARED_ALONE.fullmatch(text) is not None
    return year is not None and int(named[1]) != year

"""Whether a table alone is the report's own; where a heading or note says otherwise, its cells are withheld."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.captions import agency_named, names_who_filled_in
from pipeline.extract.cells import withheld
from pipeline.extract.model import ExtractedCell
from pipeline.extract.printed.model import PrintedRow
from pipeline.extract.tables.other_year import heading_of_other_year, text_of
from pipeline.identity.alike import are_surely_two, organ_of
from pipeline.identity.foot import find_foot
from pipeline.identity.titles import find_title

_NOT_OWN = "not of this report: "
_OF_OTHER_TIME = "names another year, a part of a year, or what is no result (a plan, an example)"
_FARTHEST_CAPTION = 10
_LONGEST_QUOTE = 40


def own_only(
    cells: Sequence[ExtractedCell], rows: Sequence[PrintedRow], first: int, year: int | None
) -> list[ExtractedCell]:
    """A table's cells; withheld where what stands with it says that it is not this report's.

    Args:
        cells: the table's cells.
        rows: the document's printed rows.
        first: the table's first row.
        year: the report's year, if known.
    """
    reason = why_not_own(rows, first, year)
    return withheld(cells, reason) if reason else list(cells)


def why_not_own(rows: Sequence[PrintedRow], first: int, year: int | None) -> str | None:
    """Why a table is not the report's own, with the words that say so; None where nothing does."""
    if heard := heading_of_other_year(rows, first, year):
        return of_other_time(heard)
    if heard := _caption_of_other_agency(rows, first):
        return f'{_NOT_OWN}"{_quoted(heard)}" names another agency'
    return None


def of_other_time(heard: str) -> str:
    """Why a table is not the report's own, where words that stand with it name another time."""
    return f'{_NOT_OWN}"{_quoted(heard)}" {_OF_OTHER_TIME}'


def is_of_another(reason: str | None) -> bool:
    """Whether a cell is withheld because its table is not the report's own."""
    return reason is not None and reason.startswith(_NOT_OWN)


def _quoted(text: str) -> str:
    flat = re.sub(r"\s+", "", text)
    return flat if len(flat) <= _LONGEST_QUOTE else f"{flat[:_LONGEST_QUOTE]}…"


def _caption_of_other_agency(rows: Sequence[PrintedRow], first: int) -> str | None:
    """The caption above a table, without numbers between, that names surely another agency than title and foot do."""
    if rows[first].method.startswith("scan:"):
        return None  # one misread character makes another name
    above = []
    for place in range(first - 1, max(0, first - _FARTHEST_CAPTION) - 1, -1):
        if rows[place].printed_values:
            break
        above += [(x.text, name) for x in rows[place].labels if (name := agency_named(x.text))]
    if not above:
        return None
    opening = next((n for n, row in enumerate(rows) if row.printed_values), first)
    title = find_title([text_of(row) for row in rows[:opening]], "")
    (caption, name), *_ = above  # the nearest
    if title is None or title.agency is None:
        return None
    foot = find_foot([text_of(row) for row in rows[first:] if not row.printed_values], [name])
    named = [title.agency, *([foot.name] if foot and foot.name else [])]
    fills_in = names_who_filled_in(caption) and any(organ_of(own, name) for own in named)
    return caption if not fills_in and all(are_surely_two(name, own) for own in named) else None

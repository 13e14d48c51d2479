"""Columns that the numbers of a table show by standing below one another, on one page and from page to page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.extract.printed.model import Printed, PrintedRow

_EVEN = 0.1
"""Heights of a character by which the left ends, middles or right ends of a column's numbers differ at most."""
_A_CHARACTER = 1.0
"""The same in a text, in characters."""
_SHARED = 2
"""Columns in which two pages print numbers in the same place, from which a table goes on in its columns."""


@dataclass(frozen=True, slots=True)
class Column:
    """Numbers that stand below one another: the room that they take, and in which pages."""

    x0: float
    x1: float
    numbers: tuple[Printed, ...]


def columns_of_numbers(rows: Sequence[PrintedRow]) -> tuple[Column, ...]:
    """The columns from the left; none where a row prints two numbers in the place of one of another row."""
    columns: list[Column] = []
    for number in sorted((v for row in rows for v in row.values), key=lambda v: v.x0):
        if columns and number.x0 < columns[-1].x1:
            last = columns.pop()
            columns.append(Column(last.x0, max(last.x1, number.x1), (*last.numbers, number)))
        else:
            columns.append(Column(number.x0, number.x1, (number,)))
    inside = [{id(n) for n in column.numbers} for column in columns]
    apart = all(sum(id(v) in own for v in row.values) <= 1 for row in rows for own in inside)
    return tuple(columns) if apart else ()


def pages_of_one_frame(rows: Sequence[PrintedRow]) -> dict[int, list[int]]:
    """Per block of words, the blocks of neighbouring pages on which the table's columns stand in the same places.

    Programs keep a table's columns when it goes on behind a page's end, but not every table that goes on is one table
    to them. Told by the numbers: those of both pages together stand in columns that are apart, all set to the left, to
    the middle or to the right; the last column of both is the same, and another is. In a text, whose places are coarse,
    each column of the further page is one of those before it.
    """
    of_pages = [r for r in rows if r.layout == "words" and r.values]
    frames: dict[int, list[int]] = {}
    before: list[PrintedRow] = []
    for block, members in groupby(of_pages, key=lambda r: r.block):
        here = list(members)
        if before and block not in frames and _is_next_page(before[-1], here[0]) and _go_on(before, here):
            frames[block] = frames[before[-1].block]
            before += here
        else:
            frames[block] = []
            before = here
        frames[block].append(block)
    return frames


def _is_next_page(above: PrintedRow, below: PrintedRow) -> bool:
    if above.page is None or below.page is None:
        return False
    return below.page == above.page + 1 or (_is_of_text(below) and below.page > above.page)  # one between may be empty


def _is_of_text(row: PrintedRow) -> bool:
    return all(v.bbox is None for v in row.values)


def _go_on(above: Sequence[PrintedRow], below: Sequence[PrintedRow]) -> bool:
    columns = columns_of_numbers([*above, *below])
    pages = [{v.page for v in column.numbers} for column in columns]
    shared = [below[0].page in own and len(own) > 1 for own in pages]
    known = not _is_of_text(below[0]) or pages.count({below[0].page}) == 0
    return known and sum(shared) >= _SHARED and shared[-1] and are_aligned(columns)


def are_aligned(columns: Sequence[Column]) -> bool:
    """Whether all numbers stand below one another at their left ends, their middles or their right ends."""
    numbers = [[(v.x0, v.x1) for v in column.numbers] for column in columns]
    heights = [v.bbox[3] - v.bbox[1] for column in columns for v in column.numbers if v.bbox is not None]
    places = (
        [[x0 for x0, _ in own] for own in numbers],
        [[(x0 + x1) / 2 for x0, x1 in own] for own in numbers],
        [[x1 for _, x1 in own] for own in numbers],
    )
    even = _EVEN * min(heights) if heights else _A_CHARACTER
    return any(max(max(own) - min(own) for own in one) <= even for one in places)

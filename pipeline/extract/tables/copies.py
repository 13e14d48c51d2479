"""A table that a document prints several times: whose numbers are the report's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.extract.cells import undecided, withheld
from pipeline.extract.model import ExtractedCell
from pipeline.extract.printed.model import PrintedRow
from pipeline.extract.rows.align import Found
from pipeline.extract.rows.find import find_rows
from pipeline.extract.tables.other_year import OF_OTHER_YEAR, is_of_other_year, own_of_two


def with_other_copies(
    table: str, rows: Sequence[PrintedRow], found: list[Found], cells: list[ExtractedCell],
    reader: Callable[[list[Found], Sequence[PrintedRow]], list[ExtractedCell]], year: int | None,
    before: Sequence[PrintedRow] = (),
) -> list[ExtractedCell]:  # fmt: skip
    """Compare with the other copies of the table in the same document; where they differ nothing is decided.

    What stands under a heading of another year alone is not this report's.

    Args:
        table: the table's key.
        rows: the printed rows among which it was found.
        found: its rows.
        cells: its cells.
        reader: from the rows of a copy to its cells; none where it is not this table.
        year: the report's year, if known.
        before: what stands above ``rows`` in the document.
    """
    everything = [*before, *rows]
    here = len(before) + found[0].first
    if is_of_other_year(everything, here, year):
        cells = withheld(cells, OF_OTHER_YEAR)
    fewest = 0.6 * len(found)
    left = _left(range(len(rows)), found)
    while True:
        rest = [rows[n] for n in left]
        if sum(bool(r.printed_values) and bool(r.labels) for r in rest) < fewest:
            return cells
        again, _ = find_rows(table, rest)
        copy = reader(again, rest) if len(again) >= fewest else []
        if not copy:
            return cells
        # A heading that names another year settles which of two is this report's.
        there = len(before) + left[again[0].first]
        own = own_of_two(everything, here, there, year)
        if own is None:
            cells = undecided(cells, copy)
        elif own == there:
            cells, here = withheld(copy, OF_OTHER_YEAR) if is_of_other_year(everything, own, year) else copy, there
        left = _left(left, again)


def _left(places: Sequence[int], found: Sequence[Found]) -> list[int]:
    """The places of the rows that stand before or behind a copy of the table."""
    return [*places[: found[0].first], *places[found[-1].last + 1 :]]

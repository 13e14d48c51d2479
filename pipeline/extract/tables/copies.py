"""A table that a document prints twice: whose numbers are the report's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.extract.cells import undecided, withheld
from pipeline.extract.model import ExtractedCell
from pipeline.extract.printed.model import PrintedRow
from pipeline.extract.rows.align import Found
from pipeline.extract.rows.find import find_rows
from pipeline.extract.tables.other_year import OF_OTHER_YEAR, is_of_other_year, own_of_two


def with_second_copy(
    table: str, rows: Sequence[PrintedRow], found: list[Found], cells: list[ExtractedCell],
    reader: Callable[[list[Found], Sequence[PrintedRow]], list[ExtractedCell]], before: Sequence[PrintedRow] = (),
) -> list[ExtractedCell]:  # fmt: skip
    """Compare with a second copy of the table in the same document; where they differ nothing is decided.

    What stands under a heading of another year alone is not this report's.

    Args:
        table: the table's key.
        rows: the printed rows among which it was found.
        found: its rows.
        cells: its cells.
        reader: from the rows of a copy to its cells; none where it is not this table.
        before: what stands above ``rows`` in the document.
    """
    first, last = found[0].first, found[-1].last
    everything = [*before, *rows]
    if is_of_other_year(everything, len(before) + first):
        cells = withheld(cells, OF_OTHER_YEAR)
    rest = [*rows[:first], *rows[last + 1 :]]
    fewest = 0.6 * len(found)
    if sum(bool(r.printed_values) and bool(r.labels) for r in rest) < fewest:
        return cells
    again, _ = find_rows(table, rest)
    copy = reader(again, rest) if len(again) >= fewest else []
    if not copy:
        return cells
    # A heading that names another year settles which of two is this report's.
    place = again[0].first if again[0].first < first else again[0].first + last + 1 - first
    own = own_of_two(everything, len(before) + first, len(before) + place)
    if own == len(before) + place:
        return withheld(copy, OF_OTHER_YEAR) if is_of_other_year(everything, own) else copy
    return undecided(cells, copy) if own is None else cells

"""A table that a document prints several times: whose numbers are the report's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import replace

from pipeline.extract.cells import PRINTED_IN_ONE, undecided, withheld
from pipeline.extract.model import ExtractedCell
from pipeline.extract.printed.labels import label_key
from pipeline.extract.printed.model import PrintedRow
from pipeline.extract.rows.align import Found
from pipeline.extract.rows.find import find_rows
from pipeline.extract.tables.numbers_in_header import NUMBERS_IN_HEADER, has_numbers_in_header
from pipeline.extract.tables.other_year import own_of_two
from pipeline.extract.tables.whose import own_only, why_not_own
from pipeline.normalise.numbers import is_value

PART_OF_TWO = "第二十条第"
"""How the headings of table 二's parts begin."""
_OWN_LABEL = 4
"""Characters from which a label names one row of the form."""
_OF_A_TABLE = 3
"""Labels that stand a second time from which another table stands there."""


def with_other_copies(
    table: str, rows: Sequence[PrintedRow], found: list[Found], cells: list[ExtractedCell],
    reader: Callable[[list[Found], Sequence[PrintedRow]], list[ExtractedCell]], year: int | None,
    before: Sequence[PrintedRow] = (),
) -> list[ExtractedCell]:  # fmt: skip
    """Compare with the other copies of the table in the same document; where they differ nothing is decided.

    What stands under a heading of another year alone is not this report's. Where the rows' labels stand again and no
    copy can be read there, the numbers may be those of either.

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
    if has_numbers_in_header(rows, found[0].first, found[-1].last):
        cells = withheld(cells, NUMBERS_IN_HEADER)
    cells = own_only(cells, everything, here, year)
    fewest = 0.6 * len(found)
    left = _left(range(len(rows)), found)
    taken = {n for one in found for n in range(one.first, one.last + 1)}
    while True:
        rest = [rows[n] for n in left]
        enough = sum(bool(r.printed_values) and bool(r.labels) for r in rest) >= fewest
        again = find_rows(table, rest)[0] if enough else []
        # What stands above the table that was taken out is no header of the one below it.
        begin = max((n for n in range(1, again[0].first + 1) if left[n] > left[n - 1] + 1), default=0) if again else 0
        moved = [replace(f, first=f.first - begin, last=f.last - begin) for f in again]
        copy = reader(moved, rest[begin:]) if len(again) >= fewest else []
        if not copy:
            other = _labels_again(table, found, rows, taken)
            twice = other is not None and why_not_own(everything, len(before) + other, year) is None
            twice = twice or sum(map(_says_its_label_twice, found)) >= _OF_A_TABLE
            return withheld(cells, PRINTED_IN_ONE) if twice else cells
        taken |= set(left[again[0].first : again[-1].last + 1])
        # A heading that names another year settles which of two is this report's.
        there = len(before) + left[again[0].first]
        own = own_of_two(everything, here, there, year)
        if own is None:
            cells = undecided(cells, copy)
        elif own == there:
            cells, here = own_only(copy, everything, own, year), there
        left = _left(left, again)


def _left(places: Sequence[int], found: Sequence[Found]) -> list[int]:
    """The places of the rows that stand before or behind a copy of the table."""
    return [*places[: found[0].first], *places[found[-1].last + 1 :]]


def _says_its_label_twice(one: Found) -> bool:
    """Whether a row's label stands behind its first numbers again: there begins another table's row."""
    row = one.printed
    numbers = [cell.x0 for cell in (*row.labels, *row.printed_values) if is_value(cell.raw) and cell.raw.strip()]
    places: dict[str, list[float]] = {}
    for cell in row.labels:
        places.setdefault(label_key(cell.text), []).append(cell.x0)
    own = [at for key, at in places.items() if len(key) >= _OWN_LABEL]
    return any(min(at) < number < max(at) for at in own for number in numbers)


def _labels_again(table: str, found: Sequence[Found], rows: Sequence[PrintedRow], taken: Set[int]) -> int | None:
    """Where labels of found rows, or headings of table 二's parts, stand again with numbers that went to no row."""
    own = {key for one in found if len(key := label_key(one.row.label)) >= _OWN_LABEL}
    places: dict[str, list[int]] = {}
    for n, row in enumerate(rows):
        heads = table == "proactive" and row.leaf.startswith(PART_OF_TWO) and row.leaf.endswith("项")
        if n not in taken and (heads or (row.layout != "paragraph" and row.leaf in own)):
            places.setdefault(row.leaf, []).append(n)
    again = sorted(found_at[-1] for key, found_at in places.items() if key in own or len(found_at) > 1)
    if len(again) < _OF_A_TABLE:
        return None
    near = set(range(again[0], min(len(rows), again[-1] + _OF_A_TABLE))) - taken
    return again[0] if any(rows[n].printed_values for n in near) else None

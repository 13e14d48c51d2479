"""Whether a table's broken sums are explained by one number that the source prints wrong.

They may also be broken because a row lost an empty cell and took a number that is not its own, a page's or a note's; or
because a number of the source was not found, and its cell looks empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

from pipeline.extract.model import ExtractedCell
from pipeline.extract.sums.promised import CellKey, Sum, known_values, sums_of, verdict


def rows_in_doubt(
    table: str, cells: Iterable[ExtractedCell], foreign: Callable[[Decimal], bool] = lambda number: True
) -> frozenset[str]:
    """Rows that may have moved, where that or one wrong number explains all broken sums; every row where none does.

    Rows that stand beside their labels, or in other columns, break sums that have no cell in common. An empty cell may
    have lost its number. Where all broken sums have a cell in common, the source prints one number wrong, or else a row
    holds a number that is not its own, which mends them all.

    Args:
        table: the table's key.
        cells: all its cells.
        foreign: whether a number may be none of the table's.
    """
    cells = list(cells)
    values = known_values(cells)
    told = [
        (one, holds)
        for one in sums_of(table, frozenset(c.row for c in cells))
        if (holds := verdict(one, values)) is not None
    ]
    broken = [set(one.cells) for one, holds in told if not holds]
    suspects = set.intersection(*broken) if broken else set()
    rows: dict[str, list[CellKey]] = {}
    for key in values:
        rows.setdefault(key[0], []).append(key)
    if not suspects or any(values[key] is None for key in suspects):
        return frozenset(rows)
    sums = [one for one, _ in told]
    concerned = {name: row for name, row in rows.items() if all(keys & set(row) for keys in broken)}
    return frozenset(name for name, row in concerned.items() if _is_mended(values, row, sums, foreign))


def every_row_adds_up(table: str, cells: Iterable[ExtractedCell]) -> bool:
    """Whether each row's own sum can be told and holds: a row that took a foreign number for a lost one breaks it.

    Then sums that are broken down the columns are so in the source: carried in and never dealt with, say.
    """
    cells = list(cells)
    values = known_values(cells)
    rows = frozenset(c.row for c in cells)
    across = [one for one in sums_of(table, rows) if len({row for row, _ in one.cells}) == 1]
    return len(across) == len(rows) and all(verdict(one, values) for one in across)


def _is_mended(
    values: Mapping[CellKey, Decimal | None],
    row: Sequence[CellKey],
    sums: Sequence[Sum],
    foreign: Callable[[Decimal], bool],
) -> bool:
    """Whether no sum is broken if one of a row's numbers is left out and an empty cell stands somewhere in it.

    That the empty cell is the row's total, and just there stands the foreign number, is not reckoned with.
    """
    own = [values[key] for key in row]
    concerned = [one for one in sums if not set(row).isdisjoint(one.cells)]
    for left_out, number in enumerate(own):
        if number is not None and not foreign(number):
            continue
        rest = own[:left_out] + own[left_out + 1 :]
        for empty in range(len(row)):
            moved = [*rest[:empty], None, *rest[empty:]]
            changed = {**values, **dict(zip(row, moved, strict=True))}
            of_total = left_out == empty == len(row) - 1
            if not of_total and all(verdict(one, changed) is not False for one in concerned):
                return True
    return False

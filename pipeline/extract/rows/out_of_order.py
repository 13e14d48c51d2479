"""Rows of a grid, or of a text a row of which keeps its label, printed in another order than the form's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.extract.printed.labels import label_key, likeness, own_number, row_keys
from pipeline.extract.printed.model import PrintedRow
from pipeline.extract.rows.align import Found
from pipeline.forms import Row

_WHOLE = 4
"""Characters from which a label names its row wherever it stands: 其他 and 总计 are columns too."""


def with_rows_out_of_order(
    found: Sequence[Found], rows: Sequence[PrintedRow], form: Sequence[Row], taken: set[int]
) -> list[Found]:
    """A table's rows in the document's order, those among them whose whole label is another row's of the form.

    Alignment keeps the form's order and leaves out what stands elsewhere. In a grid a label and its numbers are one
    row, as in a text none of whose rows has numbers without a label; so nothing is left to tell where each of the
    table's labels stands there once only. ``taken`` learns which printed rows were used.
    """
    block = found[0].printed.block
    own = [n for n, row in enumerate(rows) if row.block == block and row.printed_values]
    layouts = {rows[n].layout for n in own}
    if layouts != {"grid"} and (layouts != {"ragged"} or not all(rows[n].leaf for n in own)):
        return list(found)
    labels = Counter(rows[n].leaf for n in own)
    if any(labels[one.printed.leaf] > 1 for one in found) or any(one.printed.block != block for one in found):
        return list(found)
    lacking = [row for row in form if row.key not in {one.row.key for one in found}]
    wordings = tuple(map(row_keys, lacking))
    more: dict[str, Found] = {}
    for place in (n for n in own if found[0].first - len(lacking) <= n <= found[-1].last and n not in taken):
        leaf = rows[place].leaf
        named = [row for row, fit in zip(lacking, likeness(leaf, wordings), strict=True) if fit == 100.0]
        if len(named) != 1 or labels[leaf] != 1 or named[0].key in more:
            continue
        if len(leaf) >= _WHOLE or _has_its_number(rows[place], named[0]):
            more[named[0].key] = Found(named[0], rows[place], 100.0, place, place)
    taken.update(one.first for one in more.values())
    return sorted((*found, *more.values()), key=lambda one: one.first)


def _has_its_number(printed: PrintedRow, row: Row) -> bool:
    """Whether a row's label prints the number that the form gives a row: 3.其他 is no column's heading."""
    number = own_number(row.label)
    return bool(number) and any(
        own_number(c.text) == number for c in printed.labels if label_key(c.text) == printed.leaf
    )

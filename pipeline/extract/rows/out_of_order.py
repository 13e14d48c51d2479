"""Rows of a grid that prints them in another order than the form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.extract.printed.labels import likeness, row_keys
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
    row; so nothing is left to tell where each of the table's labels stands there once only. ``taken`` learns which
    printed rows were used.
    """
    block = found[0].printed.block
    own = [n for n, row in enumerate(rows) if row.block == block and row.layout == "grid" and row.printed_values]
    labels = Counter(rows[n].leaf for n in own)
    if any(labels[one.printed.leaf] > 1 for one in found) or any(one.printed.block != block for one in found):
        return list(found)
    lacking = [row for row in form if row.key not in {one.row.key for one in found}]
    wordings = tuple(map(row_keys, lacking))
    more: dict[str, Found] = {}
    for place in (n for n in own if found[0].first - len(lacking) <= n <= found[-1].last and n not in taken):
        leaf = rows[place].leaf
        named = [row for row, fit in zip(lacking, likeness(leaf, wordings), strict=True) if fit == 100.0]
        if len(named) == 1 and labels[leaf] == 1 and len(leaf) >= _WHOLE and named[0].key not in more:
            more[named[0].key] = Found(named[0], rows[place], 100.0, place, place)
    taken.update(one.first for one in more.values())
    return sorted((*found, *more.values()), key=lambda one: one.first)

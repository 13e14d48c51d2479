"""Text whose lines are the cells of tables, but not in their order.

Some programs write a page's text by the boxes in which it stands: of a table with broken labels or high rows the cells
then come in another order than the table has them, and what stands behind a label may be another row's numbers. Sums
do not tell rows of zeros from blank ones, and table 二 has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from pipeline.extract.align import Found
from pipeline.extract.find import union_rows
from pipeline.extract.labels import row_keys
from pipeline.extract.model import ExtractedCell
from pipeline.extract.printed import PrintedRow
from pipeline.forms import FORMS

_LONG = 4
"""Characters from which a line is hardly anything but the label of its row."""
_WIDEST = {"proactive": 3, "requests": 7}
_REASON = "the text does not keep the order of the table's cells, so the number may be another row's"


def is_shuffled(rows: Sequence[PrintedRow]) -> bool:
    """Whether labels of a list of cells stand in another order than the form's, or have more numbers than columns."""
    seen: dict[tuple[str, int], None] = {}
    for row in rows:
        own = _own_rows().get(row.leaf) if row.layout == "stream" and row.method.endswith(":lines") else None
        if own is not None:
            if len(row.printed_values) > _WIDEST[own[0]]:
                return True
            seen.setdefault(own)
    return any(a[0] == b[0] and a[1] > b[1] for a, b in pairwise(seen))


@lru_cache(maxsize=1)
def _own_rows() -> dict[str, tuple[str, int]]:
    """Table and place of the row that a label names."""
    return {
        key: (table, number)
        for table in _WIDEST
        for number, row in enumerate(union_rows(table))
        for key in row_keys(row)
        if len(key) >= _LONG and not row.key.startswith("other_")
    }


def doubted_rows(table: str, found: Sequence[Found]) -> list[Found]:
    """Rows of shuffled text less those whose numbers may be others': all of table 二, unless it is printed in full.

    Of table 三, whose sums are looked at in any case, those whose neighbour above has no number.
    """
    if table == "proactive":
        forms = [{r.key: len(r.columns) for r in form.tables[table].rows} for form in FORMS.values()]
        printed = {f.row.key: len(f.printed.values) for f in found}
        return list(found) if printed in forms else [replace(f, doubt=_REASON) for f in found]
    return [
        replace(f, doubt=_REASON) if n and not found[n - 1].printed.printed_values else f for n, f in enumerate(found)
    ]


def side_by_side(cells: Sequence[ExtractedCell]) -> list[ExtractedCell]:
    """Table 四 of shuffled text: read only where all its numbers stand one behind the other."""
    places = [c.place.row for c in cells if c.place is not None]
    if cells and len(places) == len(cells) and places == list(range(places[0], places[0] + len(cells))):
        return list(cells)
    return [replace(c, value=None, state="unreadable", reason=_REASON, lost=None, readings=()) for c in cells]

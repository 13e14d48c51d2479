"""Text whose lines are the cells of tables, but not in their order.

Some programs write a page's text by the boxes in which it stands: of a table with broken labels or high rows the cells
then come in another order than the table has them, and what stands behind a label may be another row's numbers. Sums
do not tell rows of zeros from blank ones, and table 二 has none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from pipeline.extract.cells import withheld
from pipeline.extract.model import BY_PLACE, ExtractedCell
from pipeline.extract.printed.labels import column_keys, is_form_label, label_key, row_keys
from pipeline.extract.printed.model import PrintedRow
from pipeline.extract.rows.align import Found
from pipeline.extract.rows.find import union_rows
from pipeline.extract.rows.loose import INDENTED
from pipeline.extract.tables.tracks_apart import numbers_of_parts
from pipeline.forms import FORMS

NO_ORDER = "the text does not keep the order of the table's cells, so the number may be another row's"
_LONG = 4
"""Characters from which a line is hardly anything but the label of its row."""
_NO_CELL = re.compile(
    r"(?!\d+ / \d+$)(?:[/—-] +)*\d[\d,.]*(?: +(?:[/—-]|\d[\d,.]*))* +\d[\d,.]*(?: +[/—-])*|\d{1,2}[.、]"
)
_MANY = 3
"""Lines of numbers without a label from which a text is no page kept with spaces."""
_WIDEST = {"proactive": 3, "requests": 7}


def is_shuffled(rows: Sequence[PrintedRow]) -> bool:
    """Whether a text does not keep its tables' order.

    Of a list of cells: labels stand in another order than the form's, or have more numbers than columns, or a cell
    holds several numbers or a label's number alone. Of lines: at their beginning, where a page kept with spaces has
    labels, stand numbers without any, fewer than a row has.
    """
    lines = [r for r in rows if r.method == "txt:layout" and r.printed_values and not r.labels]
    lines = [r for r in lines if len(r.values) < _WIDEST["requests"] and r.values[0].x0 < INDENTED]
    if len(lines) >= _MANY and len(lines) - sum(r in lines for r in numbers_of_parts(rows)) >= _MANY:
        return True
    if any(_NO_CELL.fullmatch(c.text.strip()) for r in rows if _is_line(r) for c in (*r.labels, *r.values)):
        return True
    seen: dict[tuple[str, int], None] = {}
    for row in rows:
        own = _own_rows().get(row.leaf) if _is_line(row) else None
        if own is not None:
            if len(row.printed_values) > _WIDEST[own[0]]:
                return True
            seen.setdefault(own)
    return any(a[0] == b[0] and a[1] > b[1] for a, b in pairwise(seen))


def _is_line(row: PrintedRow) -> bool:
    """Whether a row is made of lines that are taken for a cell each."""
    return row.layout == "stream" and row.method.endswith(":lines")


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


def without_shuffled_rows(
    table: str, found: Sequence[Found], rows: Sequence[PrintedRow], everything: Sequence[PrintedRow]
) -> list[Found]:
    """Rows less those of which a text that keeps no order of cells does not tell whose numbers they print.

    Args:
        table: the table's key.
        found: its rows.
        rows: the printed rows among which they were found.
        everything: the document's printed rows.
    """
    if _are_numbers_first(found, rows):
        return [replace(one, doubt=NO_ORDER) for one in found]
    behind = table == "proactive" and _stand_behind_headers(found, rows)
    return _less_headings(table, _doubted(table, found) if behind or is_shuffled(everything) else found)


def _less_headings(table: str, found: Sequence[Found]) -> list[Found]:
    """Rows less those of a list of cells that may be a column's heading (其他, 总计), behind a row without numbers."""
    headings = _column_labels(table)
    kept: list[Found] = []
    for one in found:
        above = kept[-1] if kept else None
        bare = above is None or not above.printed.printed_values or above.doubt == NO_ORDER
        may_be = _is_line(one.printed) and one.printed.printed_values and label_key(one.row.label) in headings
        kept.append(replace(one, doubt=NO_ORDER) if bare and may_be else one)
    return kept


@lru_cache(maxsize=4)
def _column_labels(table: str) -> frozenset[str]:
    rows = (row for form in FORMS.values() for row in form.tables[table].rows)
    return frozenset(key for row in rows for column in row.columns for key in column_keys(column))


def _stand_behind_headers(found: Sequence[Found], rows: Sequence[PrintedRow]) -> bool:
    """Whether in a list of cells numbers of table 二 stand behind a column's heading, and rows are without any."""
    own = {key for key in _column_labels("proactive") if len(key) >= _LONG}
    astray = any(_is_line(row) and row.printed_values and row.leaf in own for row in rows)
    return astray and not all(one.printed.values for one in found)


def _are_numbers_first(found: Sequence[Found], rows: Sequence[PrintedRow]) -> bool:
    """Whether a list of cells has a row's numbers before its label: some stand between the header and the first row."""
    first = found[0].first
    if not first or rows[first - 1].layout != "stream" or rows[first].block != rows[first - 1].block:
        return False
    return is_form_label(rows[first - 1].leaf) and len(rows[first - 1].printed_values) > 1


def _doubted(table: str, found: Sequence[Found]) -> list[Found]:
    """Rows of shuffled text less those whose numbers may be others': all of table 二, unless it is printed in full.

    Of table 三 a row stands only where all its sums can be told and hold, and its neighbour above has numbers too.
    """
    if table == "proactive":
        forms = [{r.key: len(r.columns) for r in form.tables[table].rows} for form in FORMS.values()]
        printed = {f.row.key: len(f.printed.values) for f in found}
        return list(found) if printed in forms else [replace(f, doubt=NO_ORDER) for f in found]
    return [
        replace(f, doubt=NO_ORDER)
        if n and not found[n - 1].printed.printed_values
        else replace(f, similarity=min(f.similarity, 100 * BY_PLACE))
        for n, f in enumerate(found)
    ]


def side_by_side(cells: Sequence[ExtractedCell]) -> list[ExtractedCell]:
    """Table 四 of shuffled text: read only where all its numbers stand one behind the other, or on one line."""
    places = [c.place.row for c in cells if c.place is not None]
    if cells and len(places) == len(cells):
        following = list(range(places[0], places[0] + len(cells)))
        if places == following or len(set(places)) == 1:
            return list(cells)
    return withheld(cells, NO_ORDER)

"""Rows of scanned tables whose label was misread, and whose neighbours leave no other row for them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from rapidfuzz import fuzz

from pipeline.extract.printed.labels import ACCEPTED, column_similarity, row_keys
from pipeline.extract.printed.model import PrintedRow
from pipeline.extract.rows.align import Found
from pipeline.forms import FORMS, Row

BETWEEN = 85.0
"""Likeness given to such a row: enough to publish, less than a label that was read whole has."""
SOME_LIKENESS = 45.0
_WELL_KNOWN = 90.0
_SHORT = 4
"""Characters from which a label need not be equal to be like another."""
_CLEAR = 0.95
"""Certainty from which a label that a picture shows is what is printed."""
_NUMBER = re.compile(r"^\W*(?:([一二三四五六七八九])\W|(\d{1,2})\D)")  # a digit's dot is lost easily
_RULED = "scan:rulings"
"""Only what is read from a picture is misread; there each cell stands in its own place."""
_OTHER = "other"


def likeness_to(printed: PrintedRow, row: Row) -> float:
    """Likeness of a printed label, whole or its last piece, to a form row's, letter by letter: 0 to 100."""
    texts = {printed.leaf, "".join(printed.keys)} - {""}
    return max((float(fuzz.ratio(text, key)) for text in texts for key in row_keys(row)), default=0.0)


def with_rows_between(table: str, found: Sequence[Found], rows: Sequence[PrintedRow]) -> list[Found]:
    """The rows found in a table, those surely known that stand alone where the form has one row.

    Its neighbours in the form stand right before and behind it, their labels are whole, no other row of numbers stands
    between them, and the number before its own label, where one is read, is the form's. That tells more than the sums
    do, which the source may break.

    Args:
        table: the table's key.
        found: its rows so far, in order.
        rows: the document's printed rows.
    """
    keys = {f.row.key for f in found}
    parts = {key for key in keys if key.startswith(f"{_OTHER}_")}
    if table == "requests" and bool(parts) == (_OTHER in keys):
        return list(found)  # the form's version is unknown, and so is the number of its rows
    order = [r.key for r in FORMS["2021" if parts else "2019"].tables["requests"].rows] if table == "requests" else []
    result = list(found)
    for n in range(1, len(found) - 1):
        before, one, after = found[n - 1 : n + 2]
        alone = [i for i in range(before.last + 1, after.first) if rows[i].printed_values]
        if (
            one.similarity < BETWEEN
            and one.printed.method == _RULED
            and min(before.similarity, after.similarity) >= _WELL_KNOWN
            and all(i in range(one.first, one.last + 1) for i in alone)
            and _follow(order, before, one, after)
            and _may_be(one)
        ):
            result[n] = replace(one, similarity=BETWEEN)
    return _with_first_row(result, rows) if table == "proactive" else result


def _follow(order: Sequence[str], *found: Found) -> bool:
    """Whether rows follow one another in the form without any other between them."""
    places = [order.index(f.row.key) if f.row.key in order else -len(order) for f in found]
    return all(b == a + 1 for a, b in pairwise(places)) and places[0] >= 0


def _may_be(one: Found) -> bool:
    """Whether nothing in a row's label speaks against it, and as much for it as a misread label can."""
    wanted = _number_of(one.row.label)
    printed = [n for c in one.printed.labels if (n := _number_of(c.text))]
    own = printed[-1] if printed else None
    if one.similarity >= ACCEPTED:
        return own in (None, wanted)
    return own == wanted is not None and likeness_to(one.printed, one.row) >= SOME_LIKENESS


def _number_of(label: str) -> str | None:
    found = _NUMBER.match(label)
    return (found[1] or found[2]) if found else None


def _with_first_row(found: list[Found], rows: Sequence[PrintedRow]) -> list[Found]:
    """With table 二's first row where its short label (规章), which counts only when equal, was misread by a character.

    It stands alone between the header that names its columns and the form's second row, in the same places.
    """
    order = FORMS["2021"].tables["proactive"].rows
    row, second = order[0], found[0] if found else None
    if second is None or second.row.key != order[1].key or second.similarity < _WELL_KNOWN or second.first < 2:
        return found
    place = second.first - 1
    one, header = rows[place], rows[place - 1]
    columns = [c for form in FORMS.values() for c in form.tables["proactive"].rows[0].columns]
    named = sum(any(column_similarity(key, c) >= ACCEPTED for c in columns) for key in header.keys)
    alike = (
        one.method == _RULED
        and one.block == second.printed.block == header.block
        and [(v.x0, v.x1) for v in one.values] == [(v.x0, v.x1) for v in second.printed.values]
        and bool(one.printed_values)
        and not header.printed_values
        and named >= len(row.columns) - 1
    )
    if not alike or len(one.keys) != 1 or len(one.leaf) >= _SHORT or likeness_to(one, row) < SOME_LIKENESS:
        return found
    if max(c.certainty for c in one.labels) >= _CLEAR:
        return found  # another word, not a misread one
    return [Found(row, one, BETWEEN, place, place), *found]

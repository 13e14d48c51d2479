"""A table whose numbers moved up by a row: a converter put the first row's into the cells of its header."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from pipeline.extract.printed.labels import column_keys, label_key
from pipeline.extract.printed.model import PrintedRow
from pipeline.forms import FORMS, TABLES

NUMBERS_IN_HEADER = (
    "numbers stand below the names of columns in the header's own cells, so those of the rows may have moved"
)
_FARTHEST_HEADER = 4
_NAME_AND_NUMBER = re.compile(r"([^\d\n][^\d]*?)(\s*)(-?\d[\d,.]*|/)\s*")
_SHORTEST = 2
_LONG = 4


def has_numbers_in_header(rows: Sequence[PrintedRow], first: int, last: int) -> bool:
    """Whether cells of a table's header hold numbers below the names of columns, and these do not just count them.

    Args:
        rows: the document's printed rows.
        first: the table's first row.
        last: its last row: further headers may stand among them.
    """
    headers: list[list[str]] = []
    sure = goes_on = False
    for row in rows[max(0, first - _FARTHEST_HEADER) : last + 1]:
        named = [m for c in (*row.labels, *row.values) if (m := _NAME_AND_NUMBER.fullmatch(c.text))]
        names = [key for m in named if _is_name(key := label_key(m[1]), whole="\n" not in m[2])]
        if names:
            sure |= len(names) >= _SHORTEST or len(names[0]) >= _LONG
            headers = headers if goes_on else [*headers, []]
            headers[-1] += [m[3] for m in named]
        goes_on = bool(names) or (goes_on and not row.printed_values)
    return sure and sum(map(len, headers)) >= _SHORTEST and not _count_columns(headers)


def _count_columns(headers: Iterable[Sequence[str]]) -> bool:
    """Whether the numbers in a table's headers count its columns: one by one, on from the header before, or again."""
    known: list[list[int]] = []
    for numbers in headers:
        if not all(map(str.isdigit, numbers)):
            return False
        counted = sorted(map(int, numbers))
        begins = not known or counted[0] in (1, known[-1][-1] + 1) or counted in known
        if not begins or any(b - a != 1 for a, b in pairwise(counted)):
            return False
        known.append(counted)
    return True


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    columns = (c for form in FORMS.values() for t in TABLES for row in form.tables[t].rows for c in row.columns)
    return frozenset(key for column in columns for key in column_keys(column))


@lru_cache(maxsize=4_096)
def _is_name(key: str, *, whole: bool) -> bool:
    """Whether a label key is the name of a column, or a piece of one that a line's end cut."""
    return key in _names() or (not whole and len(key) >= _SHORTEST and any(key in name for name in _names()))

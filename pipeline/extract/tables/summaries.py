"""An agency's own tables of some rows of table 三: totals alone (项目 | 数量), or those of several years (同比)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from pipeline.extract.printed.labels import column_keys, row_keys
from pipeline.extract.printed.model import PrintedRow
from pipeline.extract.rows.find import union_rows
from pipeline.extract.tables.other_columns import is_of_own_year

_MOST_COLUMNS = 2
"""Columns of numbers up to which a table without any applicants is no table 三."""
_FEWEST_APPLICANTS = 3
"""Headings of single applicants (自然人, 商业企业) from which a table has the form's columns."""


def without_summaries(rows: Sequence[PrintedRow], year: int | None) -> list[PrintedRow]:
    """The rows of a document less the tables that sum up table 三's rows, where another table has its columns."""
    blocks = [list(members) for _, members in groupby(rows, key=lambda row: row.block)]
    if not any(map(_has_form, blocks)):
        return list(rows)
    return [row for own in blocks if not _is_summary(own, year) for row in own]


def _is_summary(rows: Sequence[PrintedRow], year: int | None) -> bool:
    """Whether a table prints labels of table 三 below a header of a few columns or of years, and no applicant.

    A table that goes on from another page has no header of its own, or the form's.
    """
    head, *below = rows
    if head.layout not in ("grid", "ragged") or head.printed_values or len(head.labels) < _MOST_COLUMNS:
        return False
    numbers = [row for row in below if row.printed_values]
    if not any(row.leaf in _own_labels() for row in numbers) or _applicants(rows):
        return False
    few = max(len(row.values) for row in below) <= _MOST_COLUMNS
    return few or all(is_of_own_year(cell, year) is not None for cell in head.labels[1:])


def _has_form(rows: Sequence[PrintedRow]) -> bool:
    """Whether a table prints single applicants, and numbers in rows of table 三."""
    applicants = _applicants(rows) & _single_applicants()
    return len(applicants) >= _FEWEST_APPLICANTS and any(r.printed_values and r.leaf in _own_labels() for r in rows)


def _applicants(rows: Sequence[PrintedRow]) -> frozenset[str]:
    """The headings of the form's columns that stand in rows without numbers."""
    return _headings() & {key for row in rows if not row.printed_values for key in row.keys}


@lru_cache(maxsize=1)
def _headings() -> frozenset[str]:
    return frozenset(key for column in union_rows("requests")[0].columns for key in column_keys(column))


@lru_cache(maxsize=1)
def _own_labels() -> frozenset[str]:
    return frozenset(key for row in union_rows("requests") for key in row_keys(row))


@lru_cache(maxsize=1)
def _single_applicants() -> frozenset[str]:
    """The headings that name no row of the form as well, as 其他 and 总计 do."""
    return _headings() - _own_labels()

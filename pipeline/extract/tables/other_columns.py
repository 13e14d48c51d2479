"""Columns of other years, and comparisons with them, that stand beside the form's own under one header."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from pipeline.extract.printed.labels import is_column_label, label_key
from pipeline.extract.printed.model import Printed, PrintedRow, with_labels
from pipeline.extract.tables.said_years import LAST_YEAR, YEAR, titles_among
from pipeline.normalise import read_number

_COMPARED = re.compile(r"同比|[比较]上")
_OF_ROWS = 2
"""Characters of the labels that columns and rows share."""
_OF_ITEMS = re.compile(r"年项|项目.*数|本年增")
"""Columns of form 2019, among which last year's number and the change since are the form's, however they are worded."""


def without_columns_beside(rows: Sequence[PrintedRow]) -> list[PrintedRow]:
    """Rows of grids less the columns whose heading, beside one of the form's columns, names another year (上年数).

    Of rows below it that print a number elsewhere than under a heading nothing tells whose their numbers are.
    """
    result: list[PrintedRow] = []
    heads: list[Printed] = []
    other: list[Printed] = []
    in_header = False
    for number, row in enumerate(rows):
        cells = [c for c in (*row.labels, *row.values) if c.text]
        goes_on = number > 0 and row.block == rows[number - 1].block
        is_header = row.layout == "grid" and not row.method.startswith("scan:") and _is_header(cells)
        if not goes_on or (is_header and not in_header):
            heads, other = [], []
        if is_header:
            heads, other = [*heads, *cells], [*other, *_of_other_years(rows[:number], cells)]
        in_header = is_header
        result.append(_less(row, heads, other, is_header=is_header) if other else row)
    return result


def _is_header(cells: Sequence[Printed]) -> bool:
    """Whether a row names a column, and not by a word that names a row as well (其他, 总计)."""
    numbers = any(read_number(cell.raw).state == "reported" for cell in cells)
    return not numbers and any(len(key := label_key(cell.text)) > _OF_ROWS and is_column_label(key) for cell in cells)


def _of_other_years(above: Sequence[PrintedRow], cells: Sequence[Printed]) -> list[Printed]:
    """The cells of a header that name other years than the report's, or a comparison with them."""
    texts = [re.sub(r"\s+", "", cell.text) for cell in cells]
    if any(map(_OF_ITEMS.search, texts)):
        return []
    titles = set(titles_among(above))
    others = [_names_other_year(text, titles) for text in texts]
    own = {_without_year(text) for text, other in zip(texts, others, strict=True) if not other}
    return [
        cell
        for cell, text, other in zip(cells, texts, others, strict=True)
        if _is_of_other_year(text, other=other, twin=_without_year(text) in own)
    ]


def _names_other_year(heading: str, titles: Set[int]) -> bool:
    years = {int(year) for year in YEAR.findall(heading)}
    return bool(years) and len(titles) == 1 and titles.isdisjoint(years)


def _without_year(heading: str) -> str:
    return label_key(YEAR.sub("", heading))


def _is_of_other_year(heading: str, *, other: bool, twin: bool) -> bool:
    """Whether a heading is another year's; a column of the form is only beside one of the same name (``twin``)."""
    if is_column_label(_without_year(heading)):
        return other and twin
    return other or LAST_YEAR.search(heading) is not None or _COMPARED.search(heading) is not None


def _less(row: PrintedRow, heads: Sequence[Printed], other: Sequence[Printed], *, is_header: bool) -> PrintedRow:
    """A row of the header, or one below it, without what stands under headings of other years."""
    places, away = ({(head.x0, head.x1) for head in cells} for cells in (heads, other))
    if any((v.x0, v.x1) not in places for v in row.printed_values):
        return replace(row, values=tuple(replace(v, shared=not v.is_blank) for v in row.values))
    values = tuple(v for v in row.values if (v.x0, v.x1) not in away)
    labels = tuple(c for c in row.labels if not is_header or (c.x0, c.x1) not in away)
    return replace(with_labels(row, labels, row.words), values=values)

"""Columns of other years, and comparisons with them, that stand beside the form's own under one header.

Either a row of the header names the years, the same few for each column of the form, or the heading of a single column
does (上年数, 同比增长), beside the form's or, in a list, beside 本年数.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.printed.labels import is_column_label, label_key
from pipeline.extract.printed.model import Printed, PrintedRow, with_labels
from pipeline.extract.tables.other_year import COMPARED_ALONE, YEAR_ALONE
from pipeline.identity.parts import LAST_YEAR, YEAR
from pipeline.normalise import read_number

_OWN_YEAR_ALONE = re.compile(r"(?:本|今|全)年度?(?:合计|累计)?|本期")
_OTHER_YEAR_ALONE = re.compile(r"(?:(?:上一?|去)年度?|上期)(?:同期)?")
_COUNTED = re.compile(r"(?:数[量值]?|件数|值|情况|\([件条]\))")
"""What a heading of a year may say behind it, or alone beside another year's: 本年数, 2022年(件), 数量."""
_FEWEST_COLUMNS = 3
_COMPARED = re.compile(r"同比|[比较]上")
_OF_ROWS = 2
"""Characters of the labels that columns and rows share."""
_OF_ITEMS = re.compile(r"年项|项目.*数|本年增")
"""Columns of form 2019, among which last year's number and the change since are the form's, however they are worded."""


def without_other_columns(rows: Sequence[PrintedRow], year: int | None) -> list[PrintedRow]:
    """Rows of grids less the columns whose heading names another year than the report's.

    Of rows below such a header that print a number elsewhere than under a heading nothing tells whose their numbers
    are. Where the headings leave the report's own year open, all is as it was.
    """
    result: list[PrintedRow] = []
    heads: list[Printed] = []
    other: list[Printed] = []
    in_header = False
    for number, row in enumerate(rows):
        cells = [c for c in (*row.labels, *row.values) if c.text]
        above_rows = number + 1 < len(rows) and rows[number + 1].block == row.block  # else a heading of tables
        of_years = _others_in_turn(cells, year) if row.layout == "grid" else []
        is_header = bool(of_years) or (
            row.layout == "grid"
            and not row.method.startswith("scan:")
            and (_names_a_column(cells) or (above_rows and _names_years(cells, year)))
        )
        goes_on = number > 0 and row.block == rows[number - 1].block
        if not goes_on or (is_header and not in_header):
            heads, other = [], []
        if is_header:
            others = of_years or [c for c in _others_beside(cells, year) if not _stands_over_labels(c, rows, number)]
            heads, other = [*heads, *cells], [*other, *others]
        in_header = is_header
        if not of_years:
            result.append(_less(row, heads, other, is_header=is_header) if other else row)
    return result


def _stands_over_labels(cell: Printed, rows: Sequence[PrintedRow], header: int) -> bool:
    """Whether a header's cell is its table's corner: it stands over the labels of the first row with numbers below."""
    block = rows[header].block
    below = next((row for row in rows[header + 1 :] if row.block == block and row.printed_values), None)
    return below is not None and bool(below.labels) and cell.x1 <= below.values[0].x0


def _names_a_column(cells: Sequence[Printed]) -> bool:
    """Whether a row names a column, and not by a word that names a row as well (其他, 总计)."""
    numbers = any(read_number(cell.raw).state == "reported" for cell in cells)
    keys = (_without_year(cell.text) for cell in cells)
    return not numbers and any(len(key) > _OF_ROWS and is_column_label(key) for key in keys)


def _names_years(cells: Sequence[Printed], year: int | None) -> bool:
    """Whether a row names columns by their years or comparisons alone, or one such column beside a plain 数量."""
    told = [is_of_own_year(cell, year) for cell in cells]
    if any(own is None and read_number(cell.raw).state == "reported" for cell, own in zip(cells, told, strict=True)):
        return False
    named = sum(own is not None or _COUNTED.fullmatch(_flat(c)) is not None for c, own in zip(cells, told, strict=True))
    return named > 1 and False in told


def _others_in_turn(cells: Sequence[Printed], year: int | None) -> list[Printed]:
    """The cells of other years in a row of years, the same few in turn; none where it is no such row, or not told."""
    told = [is_of_own_year(cell, year) for cell in cells]
    first = next((n for n, own in enumerate(told) if own is not None), len(cells))
    cells, told = cells[first:], told[first:]
    texts = [_flat(cell) for cell in cells]
    cycle = len(set(texts))
    times = len(texts) // cycle if cycle else 0
    if cycle < 2 or times < _FEWEST_COLUMNS or texts != texts[:cycle] * times or any(c.x1 - c.x0 != 1 for c in cells):
        return []
    years = [int(named[1]) for text in texts[:cycle] if (named := YEAR_ALONE.fullmatch(text))]
    if (years and max(years) != year) or None in told or told[:cycle].count(True) != 1:
        return []
    return [cell for cell, own in zip(cells, told, strict=True) if not own]


def is_of_own_year(cell: Printed, year: int | None) -> bool | None:
    """Whether a header cell names the report's own year, or another or a comparison; None where it names neither."""
    text = re.sub(rf"(?<=.){_COUNTED.pattern}$", "", _flat(cell))
    if named := YEAR_ALONE.fullmatch(text):
        return int(named[1]) == year
    if _OWN_YEAR_ALONE.fullmatch(text):
        return True
    return False if _OTHER_YEAR_ALONE.fullmatch(text) or COMPARED_ALONE.fullmatch(text) else None


def _others_beside(cells: Sequence[Printed], year: int | None) -> list[Printed]:
    """The cells of a header that name other years than the report's, or a comparison with them."""
    texts = [_flat(cell) for cell in cells]
    if any(map(_OF_ITEMS.search, texts)):
        return []
    named = [{int(y) for y in YEAR.findall(text)} for text in texts]
    others = [year is not None and bool(years) and year not in years for years in named]
    own = {_without_year(text) for text, other in zip(texts, others, strict=True) if not other}
    return [
        cell
        for cell, text, other in zip(cells, texts, others, strict=True)
        if is_of_own_year(cell, year) is False or _is_of_other_year(text, other=other, twin=_without_year(text) in own)
    ]


def _flat(cell: Printed) -> str:
    return re.sub(r"\s+", "", cell.text)


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

"""Table 三 (收到和处理政府信息公开申请情况): a row for each outcome, seven columns of applicants."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial

from pipeline.extract.cells import missing_cells, row_cells
from pipeline.extract.columns.below import below_header
from pipeline.extract.columns.headers import has_further_column, in_order, leaf_headers
from pipeline.extract.columns.model import OTHER_ORDER, Placement, Unplaced
from pipeline.extract.columns.order import in_form_order
from pipeline.extract.columns.place import place
from pipeline.extract.columns.words import only_where_all_stand
from pipeline.extract.model import GUESSED, SURE, ExtractedCell, TableResult, UnplacedValue
from pipeline.extract.order.requests import requests_in_order
from pipeline.extract.order.shuffled import without_shuffled_rows
from pipeline.extract.printed.added import without_subtotals
from pipeline.extract.printed.labels import is_form_label, label_key, prints_own_number
from pipeline.extract.printed.model import Printed, PrintedRow
from pipeline.extract.rows.align import Found
from pipeline.extract.rows.find import find_rows
from pipeline.extract.sums.wrong_number import every_row_adds_up, rows_in_doubt
from pipeline.extract.tables.copies import with_other_copies
from pipeline.extract.tables.listed import with_lists_across
from pipeline.extract.tables.summaries import without_summaries
from pipeline.extract.tables.whose import own_only
from pipeline.forms import FORMS, Column
from pipeline.normalise.numbers import bare_number, remarked_number

_KEY = "requests"
_MANY_PAGES = 10
_FIRST_WITH_PARTS = 2021
"""The report-year from which （六）其他处理 has three rows, of which 3.其他 is one."""
_EITHER_OTHER = "the label 其他 has no number that tells 3.其他 from （六）其他处理"
_WHOLE_LABEL = 90.0
"""Likeness to the form's from which a label is no damaged other one."""


def requests_result(rows: Sequence[PrintedRow], strategy: str, year: int | None) -> TableResult:
    """Read table 三 of the report's year from the document's printed rows."""
    rows = without_summaries(rows, year)
    rows = without_subtotals(with_lists_across(_KEY, rows), FORMS["2021"].tables[_KEY].rows[0].columns)
    found, loose = find_rows(_KEY, rows)
    if not found:
        return TableResult(_KEY, strategy)
    found = without_shuffled_rows(_KEY, found, rows, rows)
    cells = _cells(found, rows, year)
    if any(c.state in ("unreadable", "missing") for c in cells):
        ordered = requests_in_order(rows)
        if ordered is not None:
            return TableResult(_KEY, strategy, tuple(own_only(ordered, rows, found[0].first, year)))
    else:
        of_list = _is_whole_list(found, rows, cells)
        if of_list or (not loose and _is_whole_page(found, cells)):
            foreign = _pages_of(rows) if of_list else lambda number: True
            whole = of_list and every_row_adds_up(_KEY, cells)
            moved = frozenset() if whole else rows_in_doubt(_KEY, cells, foreign)
            cells = [c if c.row in moved else replace(c, confidence=SURE) for c in cells]
    cells = with_other_copies(_KEY, rows, found, cells, partial(_cells, year=year), year)
    return TableResult(_KEY, strategy, tuple(cells), loose + _unclaimed(found, cells))


def _cells(found: Sequence[Found], rows: Sequence[PrintedRow], year: int | None) -> list[ExtractedCell]:
    found = _with_bare_other_told(found, rows, year)
    by_key = {f.row.key: f for f in found}
    split = [k for k in by_key if k.startswith("other_")]
    version = "2021" if split else "2019" if "other" in by_key else "unknown"
    form = FORMS["2019" if version == "2019" else "2021"].tables[_KEY].rows
    wanted = [r for r in form if version != "unknown" or not r.key.startswith("other")]
    columns = form[0].columns
    listed = [by_key[r.key] for r in wanted if r.key in by_key]
    placements = {f.row.key: p for f, p in zip(listed, placements_of(listed, rows, columns), strict=True)}
    cells: list[ExtractedCell] = []
    for row in wanted:
        if row.key in by_key:
            one = by_key[row.key]
            cells += row_cells(_KEY, row.key, columns, version, one.printed, placements[row.key], one.similarity)
        else:
            cells += missing_cells(_KEY, row.key, columns, version, "the table does not print this row")
    return cells


def _with_bare_other_told(found: Sequence[Found], rows: Sequence[PrintedRow], year: int | None) -> list[Found]:
    """The rows; a row 其他 without a number, alone of the three of （六）其他处理, as that one in years of one row.

    From the first year of the three rows on it may be either.
    """
    alone = [n for n, f in enumerate(found) if f.row.key.startswith("other_")]
    if len(alone) != 1 or found[alone[0]].row.key != "other_misc":
        return list(found)
    number, one = alone[0], found[alone[0]]
    whole = next(row for row in FORMS["2019"].tables[_KEY].rows if row.key == "other")
    above = found[number - 1].last + 1 if number else max(0, one.first - 1)
    printed = {key for row in (*rows[above : one.last + 1], one.printed) for key in row.keys}
    numbered = any(
        prints_own_number(label.text) for label in one.printed.labels if label_key(label.text) == one.printed.leaf
    )
    if numbered or any(label_key(whole.label) in key for key in printed):
        return list(found)
    told = replace(one, row=whole) if year and year < _FIRST_WITH_PARTS else replace(one, doubt=_EITHER_OTHER)
    return [*found[:number], told, *found[number + 1 :]]


def placements_of(
    found: Sequence[Found], rows: Sequence[PrintedRow], columns: Sequence[Column]
) -> list[Placement | Unplaced]:
    """Where the values of the table's rows stand among columns, all of the form's or some.

    Args:
        found: the rows, in order.
        rows: the document's printed rows.
        columns: the columns that the table prints.
    """
    first = min(f.first for f in found)
    headers = leaf_headers(rows, first, max(f.last for f in found), [columns])
    further = has_further_column(rows, first)
    form_order = in_form_order(rows, first, FORMS["2021"].tables[_KEY])
    if form_order:
        # Where only the places differ from the form's order, the grid's spans are sloppy.
        headers = {block: cells for block, cells in headers.items() if in_order(cells)}
    printed = [_with_plain_numbers(f.printed, len(columns)) for f in found]
    placed = place(printed, len(columns), headers, further=further)
    placed = only_where_all_stand(printed, placed, [0] * len(printed))
    placed = [_as_printed(p, one.printed) for one, p in zip(found, placed, strict=True)]
    placed = [below_header(p, rows, one.first, columns) for one, p in zip(found, placed, strict=True)]
    return [
        f.settled(p if form_order or f.printed.block in headers else OTHER_ORDER)
        for f, p in zip(found, placed, strict=True)
    ]


def _with_plain_numbers(row: PrintedRow, wanted: int) -> PrintedRow:
    """A row of cells whose numbers stand alone: a mark, a remark or a line below one moves it not.

    Whether it can be read is another question. Behind a number for each column it is a remark of the row's.
    """
    if row.layout != "ragged" or len(row.printed_values) > wanted:
        return row
    return replace(row, values=tuple(_plain(value) for value in row.values))


def _plain(value: Printed) -> Printed:
    number = value.readings[0] if value.readings else bare_number(value.raw) or remarked_number(value.raw)
    return value if number is None else replace(value, raw=number, text=number, readings=())


def _as_printed(placement: Placement | Unplaced, row: PrintedRow) -> Placement | Unplaced:
    """A placement with the cells as the row prints them."""
    if isinstance(placement, Unplaced) or row.layout != "ragged":
        return placement
    own = {value.x0: value for value in row.values}
    return tuple(own.get(value.x0, value) if value is not None else None for value in placement)


def _is_whole_list(found: Sequence[Found], rows: Sequence[PrintedRow], cells: Sequence[ExtractedCell]) -> bool:
    """Whether a text's lines hold just the table's numbers.

    A row of as many numbers as the form has columns may have lost an empty cell and taken a page's number instead. Not
    so where every row of the table has as many, no line of the text prints a number that belongs to none of the forms'
    rows, and either each row's own sum holds or one number explains every sum that is broken: rows that moved by one
    would break sums everywhere.
    """
    of_lines = [row for row in rows if row.layout == "stream" and row.method.endswith(":lines")]
    strays = any(row.values and not is_form_label(row.leaf) for row in of_lines)
    listed = {c.row for c in cells}
    own = [f for f in found if f.row.key in listed]
    whole = all(f.printed.layout == "stream" and len(f.printed.values) == len(f.row.columns) for f in own)
    sure_of_rows = bool(of_lines) and all(SURE * GUESSED <= c.confidence <= GUESSED for c in cells)
    return whole and sure_of_rows and not strays


def _pages_of(rows: Sequence[PrintedRow]) -> Callable[[Decimal], bool]:
    """Tells numbers that may be a page's: small ones, and those before or behind one that stands alone elsewhere."""
    alone = (row.labels[0].text.strip() for row in rows if row.layout == "paragraph" and row.labels)
    pages = {int(text) for text in alone if text.isdecimal()}
    return lambda number: number < _MANY_PAGES or not pages.isdisjoint({int(number) - 1, int(number) + 1})


def _is_whole_page(found: Sequence[Found], cells: Sequence[ExtractedCell]) -> bool:
    """Whether the words of pages hold all of the table's rows, each with its label beside its numbers.

    Where no number among them is left over either, an empty place has lost none.
    """
    listed = {c.row for c in cells}
    own = [f for f in found if f.row.key in listed]
    written = all(f.printed.layout == "words" and not f.printed.method.startswith("scan:") for f in own)
    on_pages = written and all(v.bbox is not None for f in own for v in f.printed.values)
    whole = {f.row.key for f in own} == listed and all(f.similarity >= _WHOLE_LABEL and not f.apart for f in own)
    return on_pages and whole


def _unclaimed(found: list[Found], cells: list[ExtractedCell]) -> tuple[UnplacedValue, ...]:
    """Numbers of recognised rows that went to no cell: a column too many, or the row （六） beside its three parts."""
    listed = {c.row for c in cells}
    loose: list[UnplacedValue] = []
    for one in found:
        text = " | ".join(c.raw for c in (*one.printed.labels, *one.printed.printed_values))
        surplus = len(one.printed.printed_values) - len(one.row.columns)
        if one.row.key not in listed and one.printed.printed_values:
            reason = "the row stands beside the three rows that make it up"
            loose.append(UnplacedValue(_KEY, text, one.printed.page, reason))
        elif surplus > 0:
            reason = f"the row prints {surplus} number(s) more than the form has columns"
            loose.append(UnplacedValue(_KEY, text, one.printed.page, reason))
    return tuple(loose)

"""The three tables out of printed rows, whatever layout those come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from pipeline.documents.model import Block
from pipeline.extract.align import Found
from pipeline.extract.cells import missing_cells, row_cells, undecided, withheld
from pipeline.extract.columns import OTHER_ORDER, in_order, place
from pipeline.extract.doubt import without_doubtful_pictures, without_doubtful_rows
from pipeline.extract.find import find_rows
from pipeline.extract.headers import has_further_column, in_form_order, leaf_headers
from pipeline.extract.model import ExtractedCell, TableResult, UnplacedValue
from pipeline.extract.order import requests_in_order
from pipeline.extract.other_year import OF_OTHER_YEAR, is_of_other_year, own_of_two, without_other_columns
from pipeline.extract.printed import PrintedRow
from pipeline.extract.proactive import proactive_cells
from pipeline.extract.proof import with_proven_cells
from pipeline.extract.review import review_result
from pipeline.extract.rows import printed_rows
from pipeline.extract.sequence import NO_ORDER
from pipeline.extract.shuffled import are_numbers_first, doubted_rows, is_shuffled, stand_behind_headers
from pipeline.forms import FORMS


def read_tables(blocks: Iterable[Block], strategy: str, wanted: Sequence[str]) -> dict[str, TableResult]:
    """Read the wanted tables from blocks; a table that is not there has a result without cells."""
    rows = without_other_columns(printed_rows(blocks))
    readers: dict[str, Callable[[Sequence[PrintedRow], str], TableResult]] = {
        "proactive": _proactive,
        "requests": _requests,
        "review_litigation": review_result,
    }
    proven = {table: with_proven_cells(readers[table](rows, strategy)) for table in wanted}
    return {table: without_doubtful_rows(without_doubtful_pictures(result)) for table, result in proven.items()}


def _with_second_copy(
    table: str, rows: Sequence[PrintedRow], found: list[Found], cells: list[ExtractedCell],
    reader: Callable[[list[Found], Sequence[PrintedRow]], list[ExtractedCell]], before: Sequence[PrintedRow] = (),
) -> list[ExtractedCell]:  # fmt: skip
    """Compare with a second copy of the table in the same document; where they differ nothing is decided.

    What stands under a heading of another year alone is not this report's. ``before`` is what stands above ``rows``.
    """
    first, last = found[0].first, found[-1].last
    everything = [*before, *rows]
    if is_of_other_year(everything, len(before) + first):
        cells = withheld(cells, OF_OTHER_YEAR)
    rest = [*rows[:first], *rows[last + 1 :]]
    fewest = 0.6 * len(found)
    if sum(bool(r.printed_values) and bool(r.labels) for r in rest) < fewest:
        return cells
    again, _ = find_rows(table, rest)
    if len(again) < fewest or (table == "proactive" and not _has_form_header(again, rest)):
        return cells
    copy = reader(again, rest)
    # A heading that names another year settles which of two is this report's.
    place = again[0].first if again[0].first < first else again[0].first + last + 1 - first
    own = own_of_two(everything, len(before) + first, len(before) + place)
    if own == len(before) + place:
        return withheld(copy, OF_OTHER_YEAR) if is_of_other_year(everything, own) else copy
    return undecided(cells, copy) if own is None else cells


def _has_form_header(found: list[Found], rows: Sequence[PrintedRow]) -> bool:
    """Whether table 二's own headings stand among the rows: its row labels alone also name rows of other statistics."""
    among = rows[max(0, found[0].first - 4) : found[-1].last]
    return any(_is_own_heading(key) for row in among for key in row.keys)


_ENOUGH_HEADINGS = 5
_LONGEST_BLOCK = 14
"""Printed rows that the last block of table 二 may take, split labels and the next page's header included."""


def _is_own_heading(key: str) -> bool:
    return key == "信息内容" or key.startswith("第二十条第")


def _requests(rows: Sequence[PrintedRow], strategy: str) -> TableResult:
    found, loose = find_rows("requests", rows)
    if not found:
        return TableResult("requests", strategy)
    found = _doubted("requests", found, rows, rows)
    cells = _requests_cells(found, rows)
    if any(c.state in ("unreadable", "missing") for c in cells):
        ordered = requests_in_order(rows)
        if ordered is not None:
            return TableResult("requests", strategy, tuple(ordered))
    cells = _with_second_copy("requests", rows, found, cells, _requests_cells)
    return TableResult("requests", strategy, tuple(cells), loose + _unclaimed("requests", found, cells))


def _doubted(
    table: str, found: list[Found], rows: Sequence[PrintedRow], everything: Sequence[PrintedRow]
) -> list[Found]:
    """Rows less those of which a text that keeps no order of cells does not tell whose numbers they print."""
    if are_numbers_first(found, rows):
        return [replace(one, doubt=NO_ORDER) for one in found]
    behind = table == "proactive" and stand_behind_headers(found, rows)
    return doubted_rows(table, found) if behind or is_shuffled(everything) else found


def _requests_cells(found: list[Found], rows: Sequence[PrintedRow]) -> list[ExtractedCell]:
    by_key = {f.row.key: f for f in found}
    split = [k for k in by_key if k.startswith("other_")]
    version = "2021" if split else "2019" if "other" in by_key else "unknown"
    form = FORMS["2019" if version == "2019" else "2021"].tables["requests"].rows
    wanted = [r for r in form if version != "unknown" or not r.key.startswith("other")]
    columns = form[0].columns
    listed = [by_key[r.key] for r in wanted if r.key in by_key]
    headers = leaf_headers(rows, found[0].first, found[-1].last, [columns])
    further = has_further_column(rows, found[0].first)
    form_order = in_form_order(rows, found[0].first, FORMS["2021"].tables["requests"])
    if form_order:
        # Where only the places differ from the form's order, the grid's spans are sloppy.
        headers = {block: cells for block, cells in headers.items() if in_order(cells)}
    placed = place([f.printed for f in listed], len(columns), headers, further=further)
    placements = {
        f.row.key: f.settled(p if form_order or f.printed.block in headers else OTHER_ORDER)
        for f, p in zip(listed, placed, strict=True)
    }
    cells: list[ExtractedCell] = []
    for row in wanted:
        if row.key in by_key:
            one = by_key[row.key]
            cells += row_cells("requests", row.key, columns, version, one.printed, placements[row.key], one.similarity)
        else:
            cells += missing_cells("requests", row.key, columns, version, "the table does not print this row")
    return cells


def _unclaimed(table: str, found: list[Found], cells: list[ExtractedCell]) -> tuple[UnplacedValue, ...]:
    """Numbers of recognised rows that went to no cell: a column too many, or the row （六） beside its three parts."""
    listed = {c.row for c in cells}
    loose: list[UnplacedValue] = []
    for one in found:
        text = " | ".join(c.raw for c in (*one.printed.labels, *one.printed.printed_values))
        surplus = len(one.printed.printed_values) - len(one.row.columns)
        if one.row.key not in listed and one.printed.printed_values:
            reason = "the row stands beside the three rows that make it up"
            loose.append(UnplacedValue(table, text, one.printed.page, reason))
        elif surplus > 0:
            reason = f"the row prints {surplus} number(s) more than the form has columns"
            loose.append(UnplacedValue(table, text, one.printed.page, reason))
    return tuple(loose)


def _proactive(rows: Sequence[PrintedRow], strategy: str) -> TableResult:
    own = [n for n, row in enumerate(rows) if row.layout != "paragraph" and any(map(_is_own_heading, row.keys))]
    everything, before = rows, rows[:0]
    if len(own) >= _ENOUGH_HEADINGS:
        # Other statistics name the same things (行政许可, 规章): the table is where its own headings are.
        before, rows = rows[: own[0]], rows[own[0] : own[-1] + _LONGEST_BLOCK]
    found, loose = find_rows("proactive", rows)
    if not found:
        return TableResult("proactive", strategy)
    found = _doubted("proactive", found, rows, everything)
    cells = _with_second_copy("proactive", rows, found, proactive_cells(found, rows), proactive_cells, before)
    return TableResult("proactive", strategy, tuple(cells), loose)

"""The three tables out of printed rows, whatever layout those come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from pipeline.documents.model import Block
from pipeline.extract.align import Found, Match, align, joined
from pipeline.extract.cells import missing_cells, row_cells
from pipeline.extract.columns import place
from pipeline.extract.doubt import without_doubtful_rows
from pipeline.extract.headers import leaf_headers
from pipeline.extract.labels import ACCEPTED, is_form_label, is_group_label, likeness, row_keys
from pipeline.extract.model import ExtractedCell, TableResult, UnplacedValue
from pipeline.extract.proactive import proactive_cells
from pipeline.extract.review import review_result
from pipeline.extract.rows import PrintedRow, printed_rows
from pipeline.extract.wrapped import with_wrapped_numbers
from pipeline.forms import FORMS, Row

_FEWEST_ROWS = {"proactive": 3, "requests": 4}


def read_tables(blocks: Iterable[Block], strategy: str, wanted: Sequence[str]) -> dict[str, TableResult]:
    """Read the wanted tables from blocks; a table that is not there has a result without cells."""
    rows = printed_rows(blocks)
    readers: dict[str, Callable[[Sequence[PrintedRow], str], TableResult]] = {
        "proactive": _proactive,
        "requests": _requests,
        "review_litigation": review_result,
    }
    return {table: without_doubtful_rows(with_wrapped_numbers(readers[table](rows, strategy))) for table in wanted}


@lru_cache(maxsize=4)
def union_rows(table: str) -> tuple[Row, ...]:
    """The rows of both form versions in one order, each key once: what alignment looks for."""
    old, new = (FORMS[v].tables[table].rows for v in ("2019", "2021"))
    merged: list[Row] = []
    new_keys = [r.key for r in new]
    for row in old:
        if row.key not in new_keys:
            merged.append(row)
            continue
        while new_keys and (head := new_keys[0]) != row.key:
            merged.append(next(r for r in new if r.key == head))
            new_keys.pop(0)
        twin = next(r for r in new if r.key == row.key)
        merged.append(replace(row, variants=tuple(dict.fromkeys((*row.variants, twin.label, *twin.variants)))))
        new_keys.pop(0)
    return tuple(merged)


def find_rows(table: str, rows: Sequence[PrintedRow]) -> tuple[list[Found], tuple[UnplacedValue, ...]]:
    """The table's rows in the document, and numbers printed between them that belong to none."""
    matches = [m for m in align(rows, union_rows(table)) if _is_row(m, rows)]
    found = [Found(m.row, joined(m, rows), m.similarity, m.pieces[0], m.pieces[-1]) for m in matches]
    found = _with_lost_labels(table, found, rows) if table == "requests" else found
    if len(found) < _FEWEST_ROWS[table]:
        return [], ()
    taken = {p for m in matches for p in m.pieces} | {f.first for f in found}
    for number, one in enumerate(found):
        rest = one.last + 1
        if rest < len(rows) and rest not in taken and _goes_on(one, rows[rest]):
            found[number] = replace(one, printed=_with_rest(one.printed, rows[rest]), last=rest)
            taken.add(rest)
    loose = tuple(
        UnplacedValue(
            table,
            " | ".join(c.raw for c in (*rows[i].labels, *rows[i].printed_values)),
            rows[i].page,
            "no row of the form has this label",
        )
        for i in range(found[0].first, found[-1].last + 1)
        if i not in taken and rows[i].printed_values
    )
    return found, loose


def _goes_on(one: Found, rest: PrintedRow) -> bool:
    """Whether numbers at the top of a page belong to the row that the page break cut: no row of their own."""
    known = bool(rest.labels) and max(likeness(rest.leaf, (row_keys(one.row),))) < ACCEPTED and is_form_label(rest.leaf)
    numbers = bool(rest.printed_values) and bool(one.printed.printed_values)
    return rest.block != one.printed.block and numbers and not known


def _with_rest(row: PrintedRow, rest: PrintedRow) -> PrintedRow:
    """A row with its second part's values put below its own, place by place; what has no place makes it too long."""
    values = list(row.values)
    for value in rest.printed_values:
        above = [n for n, v in enumerate(values) if v.x0 < value.x1 and value.x0 < v.x1]
        if len(above) == 1:
            top = values[above[0]]
            values[above[0]] = replace(top, raw=f"{top.raw}\n{value.raw}", text=f"{top.text}\n{value.text}")
        else:
            values.append(value)
    return replace(row, values=tuple(values))


def _is_row(match: Match, rows: Sequence[PrintedRow]) -> bool:
    """A label among the sentences, without any value cell, is no row of a table."""
    return any(rows[p].values or rows[p].layout in ("stream", "words") for p in match.pieces)


def _with_lost_labels(table: str, found: list[Found], rows: Sequence[PrintedRow]) -> list[Found]:
    """Rows whose label was lost or damaged beyond likeness, where place and number leave one choice.

    Between two recognised rows, as many printed rows with a full set of numbers as the form has rows there.
    """
    width = 7
    keys = {f.row.key for f in found}
    variants = {"other", "other_overdue_correction", "other_unpaid_fee", "other_misc"}
    absent_variants = {"other"} if keys & (variants - {"other"}) else variants - {"other"} if "other" in keys else set()
    order = [r for r in union_rows(table) if r.key not in absent_variants]
    if not keys & variants:
        return found  # the form's version is unknown, and so is the number of its rows
    result = list(found)
    for before, after in pairwise(found):
        names = [r.key for r in order]
        if before.row.key not in names or after.row.key not in names:
            continue
        between = order[names.index(before.row.key) + 1 : names.index(after.row.key)]
        spare = [
            i
            for i in range(before.last + 1, after.first)
            if len(rows[i].printed_values) == width and rows[i].layout != "stream"
        ]
        if between and len(spare) == len(between):
            result.extend(Found(r, rows[i], 60.0, i, i) for r, i in zip(between, spare, strict=True))
    positions = {r.key: n for n, r in enumerate(order)}
    return sorted(result, key=lambda f: positions.get(f.row.key, 0))


def _with_second_copy(
    table: str, rows: Sequence[PrintedRow], found: list[Found], cells: list[ExtractedCell],
    reader: Callable[[list[Found], Sequence[PrintedRow]], list[ExtractedCell]],
) -> list[ExtractedCell]:  # fmt: skip
    """Compare with a second copy of the table in the same document; where they differ nothing is decided."""
    first, last = found[0].first, found[-1].last
    rest = [*rows[:first], *rows[last + 1 :]]
    fewest = 0.6 * len(found)
    if sum(bool(r.printed_values) and bool(r.labels) for r in rest) < fewest:
        return cells
    again, _ = find_rows(table, rest)
    if len(again) < fewest or (table == "proactive" and not _has_form_header(again, rest)):
        return cells
    other = {c.key: c for c in reader(again, rest) if c.state == "reported"}
    return [
        replace(
            c, value=None, state="unreadable", raw=f"{c.raw} | {other[c.key].raw}",
            reason="the document prints the table twice, with different numbers",
        )
        if c.state == "reported" and c.key in other and other[c.key].value != c.value
        else c
        for c in cells
    ]  # fmt: skip


def _has_form_header(found: list[Found], rows: Sequence[PrintedRow]) -> bool:
    """Whether table 二's own headings stand among the rows: its row labels alone also name rows of other statistics."""
    among = rows[max(0, found[0].first - 4) : found[-1].last]
    return any(key == "信息内容" or is_group_label(key) for row in among for key in row.keys)


def _requests(rows: Sequence[PrintedRow], strategy: str) -> TableResult:
    found, loose = find_rows("requests", rows)
    if not found:
        return TableResult("requests", strategy)
    cells = _with_second_copy("requests", rows, found, _requests_cells(found, rows), _requests_cells)
    return TableResult("requests", strategy, tuple(cells), loose + _unclaimed("requests", found, cells))


def _requests_cells(found: list[Found], rows: Sequence[PrintedRow]) -> list[ExtractedCell]:
    by_key = {f.row.key: f for f in found}
    split = [k for k in by_key if k.startswith("other_")]
    version = "2021" if split else "2019" if "other" in by_key else "unknown"
    form = FORMS["2019" if version == "2019" else "2021"].tables["requests"].rows
    wanted = [r for r in form if version != "unknown" or not r.key.startswith("other")]
    columns = form[0].columns
    listed = [by_key[r.key] for r in wanted if r.key in by_key]
    headers = leaf_headers(rows, found[0].first, found[-1].last, [columns])
    placements = dict(
        zip((f.row.key for f in listed), place([f.printed for f in listed], len(columns), headers), strict=True)
    )
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
    found, loose = find_rows("proactive", rows)
    if not found:
        return TableResult("proactive", strategy)
    cells = _with_second_copy("proactive", rows, found, proactive_cells(found, rows), proactive_cells)
    return TableResult("proactive", strategy, tuple(cells), loose)

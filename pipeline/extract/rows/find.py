"""Finding a table's rows among all printed rows of a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from pipeline.extract.model import UnplacedValue
from pipeline.extract.printed.labels import is_numbered, row_keys
from pipeline.extract.printed.model import PrintedRow
from pipeline.extract.rows.align import Found, Match, align, joined
from pipeline.extract.rows.cut import with_cut_rows, with_rows_twice
from pipeline.extract.rows.joins import names_row
from pipeline.extract.rows.loose import UNPROVEN, doubted, with_loose_ends
from pipeline.extract.rows.misread import SOME_LIKENESS, likeness_to, with_rows_between
from pipeline.extract.rows.near_lines import with_near_lines
from pipeline.extract.rows.out_of_order import with_rows_out_of_order
from pipeline.forms import FORMS, Column, Row

_FEWEST_ROWS = {"proactive": 3, "requests": 4, "review_litigation": 3}
_LEVEL = 0.2
"""Heights of a character by which numbers may stand above or below the middle of their label's lines."""


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


def find_rows(
    table: str, rows: Sequence[PrintedRow], columns: Sequence[Column] = ()
) -> tuple[list[Found], tuple[UnplacedValue, ...]]:
    """The table's rows in the document, and numbers printed between them that belong to none.

    Args:
        table: the table's key.
        rows: the document's printed rows.
        columns: of a part of a table the columns that it prints; none given where those are all of the form's.
    """
    form = [replace(row, columns=tuple(columns)) for row in union_rows(table)] if columns else union_rows(table)
    matches = [m for m in align(rows, form) if _is_row(m, rows)]
    found = [_found(m, rows) for m in matches]
    found = _with_lost_labels(table, found, rows) if table == "requests" else found
    found = with_rows_between(table, found, rows)
    if len(found) < _FEWEST_ROWS[table]:
        return [], ()
    taken = {p for m in matches for p in m.pieces} | {f.first for f in found}
    found = with_rows_twice(with_cut_rows(found, rows, taken), rows, taken)
    found = [_with_shared_cells(found, n) for n in range(len(found))]
    found = with_near_lines(found, rows, taken)
    found = with_loose_ends(found, rows, taken)
    if table == "requests":
        found = with_rows_out_of_order(found, rows, union_rows(table), taken)
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
    return doubted(table, found, rows, astray=bool(loose)), loose


def _found(match: Match, rows: Sequence[PrintedRow]) -> Found:
    printed = joined(match, rows)
    numbers = [rows[p] for p in match.pieces if rows[p].printed_values]
    apart = any(not names_row(row) and not any(is_numbered(c.text) for c in row.labels[-1:]) for row in numbers)
    apart = apart and not _stands_between_its_lines(printed) and not _parts_its_label(match, rows)
    return Found(match.row, printed, match.similarity, match.pieces[0], match.pieces[-1], apart)


def _parts_its_label(match: Match, rows: Sequence[PrintedRow]) -> bool:
    """Whether a row's label is whole only with what stands above and what stands below the line of its numbers."""
    number = next(p for p in match.pieces if rows[p].printed_values)
    above = [rows[p] for p in match.pieces if p < number and names_row(rows[p])]
    below = [rows[p] for p in match.pieces if p > number and names_row(rows[p])]
    return match.similarity == 100.0 and bool(above and below) and all(likeness_to(r, match.row) < 100.0 for r in above)


def _stands_between_its_lines(row: PrintedRow) -> bool:
    """Whether on a page a row's numbers stand at half the height of its label, which has lines above and below them."""
    labels = [c.bbox for c in row.labels if c.bbox is not None]
    numbers = [v.bbox for v in row.printed_values if v.bbox is not None]
    if not labels or not numbers:
        return False
    left, _, right, _ = max(labels, key=lambda b: b[2] - b[0])
    lines = [b for b in labels if b[0] < right and left < b[2]]  # none of the group's label beside it
    top, bottom = min(b[1] for b in lines), max(b[3] for b in lines)
    upper, lower = min(b[1] for b in numbers), max(b[3] for b in numbers)
    middle = (upper + lower) / 2
    level = abs((top + bottom) / 2 - middle) <= _LEVEL * (lower - upper)
    return level and any(b[3] <= middle for b in lines) and any(b[1] >= middle for b in lines)


def _is_row(match: Match, rows: Sequence[PrintedRow]) -> bool:
    """A label among the sentences, without any value cell, is no row of a table."""
    return any(rows[p].values or rows[p].layout in ("stream", "words") or _is_covered(rows, p) for p in match.pieces)


def _is_covered(rows: Sequence[PrintedRow], place: int) -> bool:
    """Whether the cells of a row above reach down over this one, which so has none of its own."""
    row = rows[place]
    above = (r for r in rows[max(0, place - 8) : place] if r.block == row.block)
    return any(r.line < row.line < r.line + v.row_span for r in above for v in r.printed_values)


def _with_lost_labels(table: str, found: list[Found], rows: Sequence[PrintedRow]) -> list[Found]:
    """Rows whose label was lost or damaged beyond likeness, where place and number leave one choice.

    Between two recognised rows, as many printed rows with a full set of numbers as the form has rows there; behind the
    last of them the one such row that ends its table, where the form has one row more.
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
        if between and len(spare) == len(between) and all(map(_could_be, (rows[i] for i in spare), between)):
            result.extend(Found(r, rows[i], UNPROVEN, i, i) for r, i in zip(between, spare, strict=True))
    last = found[-1]
    behind = [i for i in range(last.last + 1, len(rows)) if rows[i].block == last.printed.block]
    if last.row == order[-2] and len(behind) == 1 and last.printed.layout == "grid":
        end = rows[behind[0]]
        if len(end.printed_values) == width and _could_be(end, order[-1]):
            result.append(Found(order[-1], end, UNPROVEN, behind[0], behind[0]))
    positions = {r.key: n for n, r in enumerate(order)}
    return sorted(result, key=lambda f: positions.get(f.row.key, 0))


def _with_shared_cells(found: Sequence[Found], number: int) -> Found:
    """A row whose cells reach down over further rows of the form: their numbers are nobody's alone."""
    one = found[number]
    here = one.printed
    below = [f.printed.line for f in found[number + 1 :] if f.printed.block == here.block]
    values = tuple(
        replace(v, shared=True) if v.row_span > 1 and any(here.line < b < here.line + v.row_span for b in below) else v
        for v in here.values
    )
    return one if values == here.values else replace(one, printed=replace(here, values=values))


def _could_be(printed: PrintedRow, row: Row) -> bool:
    """Whether a row of table 三 that was not found by its label may be this one: nothing but a likeness may tell.

    One with the whole label of another row is that one, wherever it stands.
    """
    named = {other.key for other in union_rows("requests") if printed.leaf in row_keys(other)}
    return not printed.keys or (named <= {row.key} and likeness_to(printed, row) >= SOME_LIKENESS)

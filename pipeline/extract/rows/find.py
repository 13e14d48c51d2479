"""Finding a table's rows among all printed rows of a document, and what is doubtful about each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise, takewhile

from pipeline.extract.columns.gaps import BY_GAPS
from pipeline.extract.model import BY_PLACE, UnplacedValue
from pipeline.extract.printed.labels import column_similarity, is_form_label, is_group_label
from pipeline.extract.printed.model import PrintedRow
from pipeline.extract.rows.align import Found, Match, align, joined, names_row
from pipeline.extract.rows.cut import with_cut_rows, with_rows_twice
from pipeline.extract.rows.misread import SOME_LIKENESS, likeness_to, with_rows_between
from pipeline.extract.rows.near_lines import with_near_lines
from pipeline.extract.rows.out_of_order import with_rows_out_of_order
from pipeline.forms import FORMS, Row

INDENTED = 3
"""Column of a text up to which, in a page kept with spaces, its labels begin."""
_FEWEST_ROWS = {"proactive": 3, "requests": 4}
_MARKS_OF_NEXT = {"proactive": ("申请",), "requests": ("复议", "诉讼")}
"""What the labels of the table behind a table have, and its own have not."""
_UNPROVEN = 100 * BY_PLACE
"""Likeness given to a row put together by place: enough to publish where the sums prove it, and only there."""
_UNCONTRADICTED = 79.0
"""Likeness given to a row whose rest stands just in its gaps: enough to publish if no sum speaks against it."""
NUMBERS_OF_BOTH = "two rows' labels stand before the numbers of both, and nothing tells whose they are"
_EITHER = "a line of numbers without a label stands between two rows, and either could own it"
_LEVEL = 0.2
"""Heights of a character by which numbers may stand above or below the middle of their label's lines."""
_SHORT = 6
"""Characters up to which a text behind a label may stand in that row's cell."""


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
    found = [_found(m, rows) for m in matches]
    found = _with_lost_labels(table, found, rows) if table == "requests" else found
    found = with_rows_between(table, found, rows)
    if len(found) < _FEWEST_ROWS[table]:
        return [], ()
    taken = {p for m in matches for p in m.pieces} | {f.first for f in found}
    found = with_rows_twice(with_cut_rows(found, rows, taken), rows, taken)
    found = [_with_shared_cells(found, n) for n in range(len(found))]
    found = with_near_lines(found, rows, taken)
    found = [_with_loose_ends(found, n, rows, taken) for n in range(len(found))]
    found = [_of_broken_lines(found, n, rows) for n in range(len(found))]
    found = [_beside_an_empty_one(found, n) for n in range(len(found))]
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
    astray = bool(loose) or _numbers_behind(table, rows[found[-1].last + 1 :])
    found = [_without_numbers(one) if astray else one for one in found]
    found = [_before_a_text(one, rows) for one in found]
    return [_among_labels_before_numbers(table, found, n) for n in range(len(found))], loose


def _numbers_behind(table: str, behind: Sequence[PrintedRow]) -> bool:
    """Whether a list of cells prints numbers behind a table's last row that are not the next table's.

    Programs that write a page column by column print all labels before the numbers.
    """
    numbers = 0
    for row in takewhile(lambda r: r.layout == "stream", behind):
        if any(mark in key for mark in _MARKS_OF_NEXT[table] for key in row.keys):
            break
        numbers += len(row.printed_values)
    return numbers > 1  # one may be a page's


def _without_numbers(one: Found) -> Found:
    """A row behind whose label nothing is printed, in a table with numbers that went astray: not known to be empty."""
    if one.printed.layout in ("words", "stream") and not one.printed.values:
        return replace(one, doubt="no numbers stand behind the label, but the table has numbers that belong to no row")
    return one


def _before_a_text(one: Found, rows: Sequence[PrintedRow]) -> Found:
    """A row of a list of cells with no number behind its label, but a text that may stand in its cell (约5, 见附件)."""
    beyond = rows[one.last + 1 : one.last + 2]
    if one.printed.layout != "stream" or one.printed.values or not beyond or beyond[0].block != one.printed.block:
        return one
    text = "".join(cell.text for cell in beyond[0].labels)
    if is_form_label(text) or is_group_label(beyond[0].leaf) or not (len(text) <= _SHORT or re.search(r"\d", text)):
        return one
    return replace(one, doubt="a text that is no number stands behind the label")


def _among_labels_before_numbers(table: str, found: Sequence[Found], number: int) -> Found:
    """Of rows of a list of cells whose labels both stand before the numbers of both, nothing tells whose they are."""
    for n in (number, number + 1):
        above, below = found[max(0, n - 1) : n], found[n : n + 1]
        if not above or not below or below[0].printed.layout != "stream" or below[0].first != above[0].last + 1:
            continue
        own = (r for form in FORMS.values() for r in form.tables[table].rows if r.key == below[0].row.key)
        if not above[0].printed.values and len(below[0].printed.values) > min(len(r.columns) for r in own):
            return replace(found[number], doubt=NUMBERS_OF_BOTH)
    return found[number]


def _found(match: Match, rows: Sequence[PrintedRow]) -> Found:
    printed = joined(match, rows)
    apart = any(rows[p].printed_values and not names_row(rows[p]) for p in match.pieces)
    apart = apart and not _stands_between_its_lines(printed)
    return Found(match.row, printed, match.similarity, match.pieces[0], match.pieces[-1], apart)


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
            result.extend(Found(r, rows[i], _UNPROVEN, i, i) for r, i in zip(between, spare, strict=True))
    last = found[-1]
    behind = [i for i in range(last.last + 1, len(rows)) if rows[i].block == last.printed.block]
    if last.row == order[-2] and len(behind) == 1 and last.printed.layout == "grid":
        end = rows[behind[0]]
        if len(end.printed_values) == width and _could_be(end, order[-1]):
            result.append(Found(order[-1], end, _UNPROVEN, behind[0], behind[0]))
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
    """Whether a row without a known label may be this one: it has none at all, or one with some likeness."""
    return not printed.keys or likeness_to(printed, row) >= SOME_LIKENESS


def _with_loose_ends(found: Sequence[Found], number: int, rows: Sequence[PrintedRow], taken: set[int]) -> Found:
    """A row of words that prints too few numbers, with the lines of numbers beside it that belong to no row.

    One such line that fills just the places left is the rest of the row. Otherwise nothing tells whose numbers they
    are, and a place without a number is not known to be empty.
    """
    one = found[number]
    wanted = len(one.row.columns)
    by_gaps = one.printed.method in BY_GAPS
    own = one.printed.printed_values if by_gaps else one.printed.values
    if (one.printed.layout not in ("words", "stream") and not by_gaps) or len(own) > wanted:
        return one
    if len(own) == wanted:
        return _beside_strange_digits(found, number, rows, taken)
    first = found[number - 1].last + 1 if number else one.first
    last = found[number + 1].first if number + 1 < len(found) else one.last + 2
    beside = [i for i in range(first, min(last, len(rows))) if i not in taken and rows[i].printed_values]
    if not beside:
        return one
    rest = rows[beside[0]]
    if len(beside) == 1 and not rest.labels and one.printed.values and rest.block == one.printed.block:
        values = sorted((*one.printed.values, *rest.values), key=lambda v: v.x0)
        apart = all(a.x1 <= b.x0 for a, b in pairwise(values))
        # Where numbers are broken over lines, those of the second alone keep the form's sums as well (60 + 15 = 75).
        near = [f.printed for f in found[max(0, number - 1) : number + 2]]
        above = [row for row in rows[max(0, one.first - 1) : one.first] if row is not rest and not row.labels]
        broken = any("\n" in v.raw for row in near for v in row.values) or any(row.values for row in above)
        if len(values) == wanted and apart and one.printed.layout == "words" and not broken:
            taken.add(beside[0])
            whole = replace(one.printed, values=tuple(values))
            return replace(one, printed=whole, similarity=min(one.similarity, _UNCONTRADICTED))
    if len(beside) == 1 and _is_under_its_column(rest, one):
        taken.add(beside[0])
        whole = replace(one.printed, values=(*one.printed.values, *rest.values))
        return replace(one, printed=whole, similarity=min(one.similarity, _UNCONTRADICTED))
    return replace(one, doubt="numbers beside this row belong to no row, so its empty places may be theirs")


def _beside_strange_digits(found: Sequence[Found], number: int, rows: Sequence[PrintedRow], taken: set[int]) -> Found:
    """A row of a text that prints every number, unless digits below it or between its lines may be the rest of one."""
    one = found[number]
    end = found[number + 1].first if number + 1 < len(found) else one.last + 1
    between = (rows[n] for n in range(one.first, end) if n not in taken and one.printed.layout == "words")
    strange = any(
        not row.labels and row.values and all(v.bbox is None and v.text.isdigit() for v in row.values)
        for row in between
        if len(row.values) < len(one.row.columns)
    )
    return (
        replace(one, doubt="digits without a label stand below it and may be the rest of its own") if strange else one
    )


def _is_under_its_column(rest: PrintedRow, one: Found) -> bool:
    """Whether in a list of cells a row's last number stands behind the header of its last column, among the rows."""
    width = len(one.printed.values) + 1
    alone = {one.printed.layout, rest.layout} == {"stream"} and rest.block == one.printed.block and len(rest.keys) == 1
    if not alone or len(rest.values) != 1 or width == 1:
        return False
    rows = (r for form in FORMS.values() for t in form.tables.values() for r in t.rows if r.key == one.row.key)
    return any(len(r.columns) == width and column_similarity(rest.leaf, r.columns[-1]) == 100.0 for r in rows)


def _of_broken_lines(found: Sequence[Found], number: int, rows: Sequence[PrintedRow]) -> Found:
    """A text's row is in doubt that lacks numbers above a line without a label, or was given one above its label."""
    one = found[number]
    if one.printed.layout != "ragged":
        return one
    if len(one.printed.printed_values) < len(one.row.columns):
        below = next((r for r in rows[one.last + 1 :] if r.labels or r.printed_values), None)
        if below is not None and below.block == one.printed.block and not below.labels:
            return replace(one, doubt=_EITHER)
    if not (number and one.apart and rows[one.first].printed_values):
        return one
    above = found[number - 1].last
    nothing = not any(r.labels or r.printed_values for r in rows[above + 1 : one.first])
    return replace(one, doubt=_EITHER) if nothing and not rows[above].printed_values else one


def _beside_an_empty_one(found: Sequence[Found], number: int) -> Found:
    """Of two rows of words, one empty and one with numbers on a line of their own, nothing tells whose they are."""
    one = found[number]
    if one.printed.layout != "words":
        return one
    if one.apart and one.printed.values and one.printed.values[0].bbox is None:
        starts = one.printed.values[0].x0 < INDENTED
        # No page kept with spaces: its label may be the one above or the one below.
        one = replace(one, similarity=min(one.similarity, _UNPROVEN)) if starts else one
    first = last = number
    # Of rows one below the other that are all printed so, each may own its neighbour's line.
    while one.apart and first and found[first - 1].apart:
        first -= 1
    while one.apart and last + 1 < len(found) and found[last + 1].apart:
        last += 1
    neighbours = [found[n] for n in (first - 1, last + 1) if 0 <= n < len(found)]
    empty = not one.printed.values
    if (empty and any(n.apart for n in neighbours)) or (one.apart and any(not n.printed.values for n in neighbours)):
        return replace(one, doubt=_EITHER)
    return one

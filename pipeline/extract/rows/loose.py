"""Numbers that no label owns, beside a table's rows: whose rest they are, or what they make doubtful."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from pipeline.extract.columns.gaps import BY_GAPS
from pipeline.extract.model import BY_PLACE
from pipeline.extract.printed.labels import column_similarity, is_form_label, is_group_label, row_keys
from pipeline.extract.printed.model import PrintedRow
from pipeline.extract.rows.align import Found
from pipeline.forms import FORMS, Row
from pipeline.normalise.numbers import read_number

INDENTED = 3
"""Column of a text up to which, in a page kept with spaces, its labels begin."""
UNPROVEN = 100 * BY_PLACE
"""Likeness given to a row put together by place: enough to publish where the sums prove it, and only there."""
_UNCONTRADICTED = 79.0
"""Likeness given to a row whose rest stands just in its gaps: enough to publish if no sum speaks against it."""
REST_BELOW = "digits without a label stand below it and may be the rest of its own"
_MARKS_OF_NEXT = {"proactive": ("申请",), "requests": ("复议", "诉讼"), "review_litigation": ("问题", "报告的事项")}
"""What the labels of the table or the section behind a table have, and its own have not."""
_OF_BOTH = "two rows' labels stand before the numbers of both, and nothing tells whose they are"
EITHER = "a line of numbers without a label stands between two rows, and either could own it"
BESIDE = "numbers beside this row belong to no row, so its empty places may be theirs"
_SHORT = 6
"""Characters up to which a text behind a label may stand in that row's cell."""


def with_loose_ends(found: list[Found], rows: Sequence[PrintedRow], taken: set[int]) -> list[Found]:
    """Rows with the lines beside them that are surely theirs; in doubt where such a line may be another row's.

    ``taken`` learns which lines were used.
    """
    found = [_with_rest(found, n, rows, taken) for n in range(len(found))]
    found = [_beside_one_with_rest(found, n) for n in range(len(found))]
    found = [_of_broken_lines(found, n, rows) for n in range(len(found))]
    found = [_perhaps_of_a_lost_one(found, n, rows) for n in range(len(found))]
    found = [_above_its_own_numbers(one, rows, taken) for one in found]
    return [_beside_an_empty_one(found, n) for n in range(len(found))]


def doubted(table: str, found: list[Found], rows: Sequence[PrintedRow], *, astray: bool) -> list[Found]:
    """Rows in doubt whose numbers may be those that stand elsewhere; ``astray`` says that some between rows are."""
    if astray or _numbers_behind(table, rows[found[-1].last + 1 :]):
        found = [_without_numbers(one) for one in found]
    found = [_before_a_text(one, rows) for one in found]
    return [_among_labels_before_numbers(found, n) for n in range(len(found))]


def _with_rest(found: Sequence[Found], number: int, rows: Sequence[PrintedRow], taken: set[int]) -> Found:
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
    first = found[number - 1].last + 1 if number else max(0, one.first - 1)
    last = found[number + 1].first if number + 1 < len(found) else one.last + 2
    beside = [i for i in range(first, min(last, len(rows))) if i not in taken and may_be_of(rows[i], one)]
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
        behind = all(c.x1 <= values[0].x0 for c in one.printed.labels)
        if len(values) == wanted and apart and behind and one.printed.layout == "words" and not broken:
            taken.add(beside[0])
            whole = replace(one.printed, values=tuple(values))
            return replace(one, printed=whole, similarity=min(one.similarity, _UNCONTRADICTED))
    if len(beside) == 1 and _is_under_its_column(rest, one):
        taken.add(beside[0])
        whole = replace(one.printed, values=(*one.printed.values, *rest.values))
        return replace(one, printed=whole, similarity=min(one.similarity, _UNCONTRADICTED))
    return one if all(_is_of_agency(rows[i], one) for i in beside) else replace(one, doubt=BESIDE)


def _beside_one_with_rest(found: Sequence[Found], number: int) -> Found:
    """A row of words with empty places may own the line that its neighbour was given: it stands as that one does."""
    one = found[number]
    neighbours = (*found[max(0, number - 1) : number], *found[number + 1 : number + 2])
    lacks = one.printed.layout == "words" and len(one.printed.values) < len(one.row.columns)
    if not lacks or all(n.similarity != _UNCONTRADICTED for n in neighbours):
        return one
    return replace(one, similarity=min(one.similarity, _UNCONTRADICTED))


def _is_of_agency(line: PrintedRow, one: Found) -> bool:
    """Whether numbers stand behind a label that no form has (行政检查), and beside a row that is whole without them.

    In a list of cells that prints as many as one of the forms has; where places tell, its label lacks nothing and one
    of the numbers stands in the column of its own.
    """
    if not line.leaf or re.search(r"\d", line.leaf) or is_form_label(line.leaf):
        return False
    own = one.printed.values
    if one.printed.layout == "stream":
        return len(own) in {len(r.columns) for r in _in_all_forms(one)}
    whole = one.printed.layout == "words" and one.similarity == 100.0
    return whole and any(v.x0 < o.x1 and o.x0 < v.x1 for v in line.values for o in own)


def may_be_of(line: PrintedRow, one: Found) -> bool:
    """Whether a line prints anything that may be a number of a row.

    Amounts of money (9.9 元) are none of counts, nor of a row that prints its amount with a unit. Nor is what stands in
    a text's column of labels, but for the line right below the row: it is a page's number.
    """
    whole = any(read_number(v.raw).is_money for v in one.printed.values)
    counts = whole or all(column.unit == "count" for column in one.row.columns)
    begin = max((c.x1 for c in one.printed.labels), default=0.0)
    apart = one.printed.layout == line.layout == "words" and not line.labels and line.line != one.printed.line + 1
    return any(
        not (counts and read_number(v.raw).is_money) and not (apart and v.bbox is None and v.x1 <= begin)
        for v in line.printed_values
    )


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
    return replace(one, doubt=REST_BELOW) if strange else one


def _is_under_its_column(rest: PrintedRow, one: Found) -> bool:
    """Whether in a list of cells a row's last number stands behind the header of its last column, among the rows."""
    width = len(one.printed.values) + 1
    alone = {one.printed.layout, rest.layout} == {"stream"} and rest.block == one.printed.block and len(rest.keys) == 1
    if not alone or len(rest.values) != 1 or width == 1:
        return False
    rows = _in_all_forms(one)
    return any(len(r.columns) == width and column_similarity(rest.leaf, r.columns[-1]) == 100.0 for r in rows)


def _in_all_forms(one: Found) -> list[Row]:
    return [r for form in FORMS.values() for t in form.tables.values() for r in t.rows if r.key == one.row.key]


def _of_broken_lines(found: Sequence[Found], number: int, rows: Sequence[PrintedRow]) -> Found:
    """A text's row is in doubt that lacks numbers above a line without a label, or was given one above its label."""
    one = found[number]
    if one.printed.layout != "ragged":
        return one
    if len(one.printed.printed_values) < len(one.row.columns):
        below = next((r for r in rows[one.last + 1 :] if r.labels or r.printed_values), None)
        if below is not None and below.block == one.printed.block and not below.labels:
            return replace(one, doubt=EITHER)
    if not (number and one.apart and rows[one.first].printed_values):
        return one
    above = found[number - 1].last
    nothing = not any(r.labels or r.printed_values for r in rows[above + 1 : one.first])
    return replace(one, doubt=EITHER) if nothing and not rows[above].printed_values else one


def _perhaps_of_a_lost_one(found: Sequence[Found], number: int, rows: Sequence[PrintedRow]) -> Found:
    """A row of empty cells beside numbers without a label, in doubt where a row next to it has lost its label.

    Both are summands of the same sums, so that none tells whose the numbers are.
    """
    one = found[number]
    if not one.apart or one.printed.layout == "words":
        return one
    pieces = [row for row in rows[one.first : one.last + 1] if row.values]
    empty = any(row.labels and not row.printed_values and len(row.values) >= len(one.row.columns) for row in pieces)
    alone = any(row.printed_values and not row.labels for row in pieces)
    near = [f.row.key for f in found[max(0, number - 1) : number + 2]]
    orders = [[row.key for row in t.rows] for form in FORMS.values() for t in form.tables.values()]
    own = [order for order in orders if set(near) <= set(order)]
    at_end = number == len(found) - 1 and all(order[-1] != one.row.key for order in own)
    lost = own and (at_end or all(near != order[order.index(near[0]) :][: len(near)] for order in own))
    return replace(one, doubt=EITHER) if empty and alone and lost else one


def _above_its_own_numbers(one: Found, rows: Sequence[PrintedRow], taken: set[int]) -> Found:
    """A row given a line without a label is in doubt where its label goes on below, beside numbers of nobody's."""
    below = rows[one.last + 1] if one.apart and one.last + 1 < len(rows) and one.last + 1 not in taken else None
    if below is None or not below.printed_values or not below.leaf:
        return one
    return replace(one, doubt=EITHER) if any(below.leaf in key for key in row_keys(one.row)) else one


def _beside_an_empty_one(found: Sequence[Found], number: int) -> Found:
    """Of two rows of words, one empty and one with numbers on a line of their own, nothing tells whose they are."""
    one = found[number]
    if one.printed.layout != "words":
        return one
    if one.apart and one.printed.values and one.printed.values[0].bbox is None:
        starts = one.printed.values[0].x0 < INDENTED
        # No page kept with spaces: its label may be the one above or the one below.
        one = replace(one, similarity=min(one.similarity, UNPROVEN)) if starts else one
    first = last = number
    # Of rows one below the other that are all printed so, each may own its neighbour's line.
    while one.apart and first and found[first - 1].apart:
        first -= 1
    while one.apart and last + 1 < len(found) and found[last + 1].apart:
        last += 1
    neighbours = [found[n] for n in (first - 1, last + 1) if 0 <= n < len(found)]
    empty = not one.printed.values
    if (empty and any(n.apart for n in neighbours)) or (one.apart and any(not n.printed.values for n in neighbours)):
        return replace(one, doubt=EITHER)
    return one


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


def _among_labels_before_numbers(found: Sequence[Found], number: int) -> Found:
    """Of rows of a list of cells whose labels both stand before the numbers of both, nothing tells whose they are."""
    for n in (number, number + 1):
        above, below = found[max(0, n - 1) : n], found[n : n + 1]
        if not above or not below or below[0].printed.layout != "stream" or below[0].first != above[0].last + 1:
            continue
        fewest = min(len(r.columns) for r in _in_all_forms(below[0]))
        if not above[0].printed.values and len(below[0].printed.values) > fewest:
            return replace(found[number], doubt=_OF_BOTH)
    return found[number]

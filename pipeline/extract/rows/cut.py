"""Rows that a page's or a table's end cut: numbers parted from their label, or from the rest of their digits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.model import BY_PLACE
from pipeline.extract.printed.labels import ACCEPTED, is_form_label, is_group_label, likeness, row_keys
from pipeline.extract.printed.model import Printed, PrintedRow, with_line
from pipeline.extract.rows.align import Found
from pipeline.extract.rows.loose import BESIDE, EITHER, may_be_of
from pipeline.extract.rows.near_lines import is_close_above
from pipeline.normalise import read_number

_YEAR = re.compile(r"20[0-4]\d")
_CORRECTED = re.compile("(?:此行|该行|数据)?(?:[更修订改]正|改为|调整)(?:后|前|为|数|数据)*")
_CORRECTION = "the row is printed again with a word of correction, with numbers of its own"
_WHOLE = 100.0
"""Likeness of a label that lacks nothing."""
_OWN_LABEL = 4
"""Characters from which a label names one row of the form, wherever it stands."""
_MOST_BETWEEN = 8
"""Lines without numbers (a page's head, a caption, a repeated header) that may stand before a row's second part."""


def with_cut_rows(found: Sequence[Found], rows: Sequence[PrintedRow], taken: set[int]) -> list[Found]:
    """Rows with the part that a break parted from them; ``taken`` learns which printed rows were used.

    Numbers put below one another stay unread unless the form's sums bear them out, as those parted from their label do.
    """
    result = list(found)
    for number, one in enumerate(found):
        place = _numbers_above(found, number, rows, taken)
        if place is not None and not _are_parted(rows[place], one):
            # The label's first piece may stand before them, with its rest in this row.
            perhaps = number > 0 and one.printed.layout == "grid" and one.similarity < _WHOLE
            result[number] = replace(one, doubt=BESIDE) if perhaps else one
        elif place is not None:
            whole = replace(rows[place], labels=one.printed.labels, keys=one.printed.keys)
            result[number] = replace(one, printed=whole, similarity=min(one.similarity, 100 * BY_PLACE))
            taken.add(place)
    for number, one in enumerate(found):
        # Behind the table's last row other tables follow, whose numbers are not this one's.
        end = found[number + 1].first if number + 1 < len(found) else min(one.last + 2, len(rows))
        rest = _second_part(one, rows, taken, end)
        if rest is not None and is_close_above(rows[rest], found[number + 1 :]):
            result[number] = replace(one, doubt=EITHER)
            continue
        below = one.last + 1
        if rest == below and len(rows[rest].printed_values) == 1 and _may_go_on(one, rows[rest]):
            rest = None  # any number's, or none's
        if rest is None and below < len(rows) and below not in taken and _may_go_on(one, rows[below]):
            result[number] = _perhaps_with_rest(one, rows[below])
            taken.add(below)
        if rest is not None:
            whole = _with_rest(one.printed, rows[rest], _columns(one, found), _columns_below(rows[rest], found))
            if len(one.printed.values) < len(whole.values) <= len(one.row.columns) or _are_of_years(one, rows[rest]):
                whole = replace(whole, values=tuple(replace(v, shared=True) for v in whole.values))
            result[number] = replace(one, printed=whole, last=rest)
            taken.add(rest)
    return result


def _numbers_above(found: Sequence[Found], number: int, rows: Sequence[PrintedRow], taken: set[int]) -> int | None:
    """Position of the nearest numbers between an empty row and the row above it, if they belong to no row."""
    one = found[number]
    if one.printed.printed_values:
        return None
    above = found[number - 1].last if number else -1
    places = range(one.first - 1, max(above, one.first - 2 - _MOST_BETWEEN), -1)
    place = next((n for n in places if rows[n].printed_values), None)
    return place if place not in taken else None


def _are_parted(row: PrintedRow, one: Found) -> bool:
    """Whether numbers are an empty row's: behind its label's first piece, or alone at the foot of the page above."""
    if row.layout != one.printed.layout or not _is_readable(row):
        return False
    if row.labels:
        return row.leaf + one.printed.leaf in row_keys(one.row)
    return row.page is not None and one.printed.page == row.page + 1


def _second_part(one: Found, rows: Sequence[PrintedRow], taken: set[int], end: int) -> int | None:
    """Position of the first printed row with numbers behind a row, if it is that row's second part."""
    for place in range(one.last + 1, min(one.last + 2 + _MOST_BETWEEN, end)):
        if place in taken:
            return None
        if rows[place].printed_values:
            return place if may_be_of(rows[place], one) and _goes_on(one, rows[place]) else None
    return None


def _goes_on(one: Found, rest: PrintedRow) -> bool:
    """Whether numbers belong to the row that a break above them cut: no row of their own."""
    known = bool(rest.labels) and max(likeness(rest.leaf, (row_keys(one.row),))) < ACCEPTED and is_form_label(rest.leaf)
    if not _is_readable(rest) or not one.printed.printed_values or known:
        return False
    if rest.block != one.printed.block:
        return True
    # In a sheet both parts stand in one grid.
    return rest.layout in ("grid", "ragged") and not rest.labels and len(rest.printed_values) < len(one.row.columns)


def _are_of_years(one: Found, rest: PrintedRow) -> bool:
    """Whether each of two lines of numbers begins with a year of its own, whose numbers they are."""
    first, second = (_YEAR.fullmatch(row.printed_values[0].text.strip()) for row in (one.printed, rest))
    return first is not None and second is not None and first[0] != second[0]


def _is_readable(row: PrintedRow) -> bool:
    return all(read_number(v.raw).state == "reported" for v in row.printed_values)


def with_rows_twice(found: Sequence[Found], rows: Sequence[PrintedRow], taken: set[int]) -> list[Found]:
    """Rows that stand twice in the table as one; ``taken`` learns which printed rows were used.

    Numbers behind a word of correction leave the row open: the table's sums may be those of before it.
    """
    result = list(found)
    for number, one in enumerate(found):
        beside = (one.first - 1, one.last + 1)
        elsewhere = (n for n in range(found[0].first, found[-1].last + 2) if n not in beside)
        for other in (*beside, *elsewhere):
            if not 0 <= other < len(rows) or other in taken or not _is_comparable(result[number].printed, rows[other]):
                continue
            if _is_correction(one, rows[other], below=other == one.last + 1):
                result[number] = replace(result[number], doubt=_CORRECTION)
            elif _is_twin(one, rows[other], near=other in beside):
                result[number] = replace(result[number], printed=_either(result[number].printed, rows[other]))
            else:
                continue
            taken.add(other)
    return result


_Places = tuple[tuple[float, float], ...]


def _columns(one: Found, found: Sequence[Found]) -> _Places:
    """Where the columns of a row's grid stand, by the rows of it that print every column; none where those differ."""
    return _columns_below(one.printed, found, len(one.row.columns))


def _columns_below(row: PrintedRow, found: Sequence[Found], wanted: int = 0) -> _Places:
    shapes = {
        tuple((v.x0, v.x1) for v in f.printed.values)
        for f in found
        if f.printed.block == row.block and len(f.printed.printed_values) == len(f.row.columns) >= wanted
    }
    return next(iter(shapes)) if len(shapes) == 1 and row.layout == "grid" else ()


def _with_rest(row: PrintedRow, rest: PrintedRow, here: _Places, there: _Places) -> PrintedRow:
    """A row with its second part's values put below its own; what has no place makes it too long.

    Args:
        row: the first part.
        rest: the second part.
        here: the columns of the first part's grid, if known.
        there: those of the second part's: it may have been drawn with other columns.
    """
    values = list(row.values)
    for value in rest.printed_values:
        x0, x1 = _moved(value, here, there)
        above = [n for n, v in enumerate(values) if v.x0 < x1 and x0 < v.x1]
        if len(above) == 1:
            top = values[above[0]]
            # Below an empty cell it may be another row's, whose label is lost.
            values[above[0]] = (
                replace(value, x0=top.x0, x1=top.x1, readings=(value.raw, top.raw))
                if top.is_blank
                else with_line(top, value)
            )
        else:
            values.append(value)
    return replace(row, values=tuple(values))


def _moved(value: Printed, here: _Places, there: _Places) -> tuple[float, float]:
    """Where a value of the second part stands among the first part's columns."""
    under = [n for n, (x0, x1) in enumerate(there) if value.x0 < x1 and x0 < value.x1]
    if len(here) == len(there) and len(under) == 1:
        return here[under[0]]
    return value.x0, value.x1


def _may_go_on(one: Found, rest: PrintedRow) -> bool:
    """Whether digits below a row of the same table, without a label, may be the rest of its numbers.

    A page break inside the row leaves that behind where a program put the pages' tables together.
    """
    row = one.printed
    same = rest.block == row.block and rest.layout == row.layout and row.layout in ("grid", "ragged")
    digits = all(re.fullmatch(r"\d+", v.text.strip()) for v in rest.printed_values)
    return same and not rest.labels and bool(rest.printed_values) and bool(row.printed_values) and digits


def _perhaps_with_rest(one: Found, rest: PrintedRow) -> Found:
    """The row whose numbers may go on below: each read with its rest or without, which the form's sums must tell."""
    row = one.printed
    width = len(row.values)
    parts: list[Printed] = list(rest.values[max(0, len(rest.values) - width) :])
    if len(rest.printed_values) == 1 and len(parts) < width:
        parts = [*rest.printed_values] * width  # any number's, or none's: a page number
    if len(parts) < width or len(rest.printed_values) > sum(not p.is_blank for p in parts):
        doubt = "numbers without a label stand below it and may be the rest of its own"
        return replace(one, last=one.last + 1, doubt=doubt)
    values = [
        top if part.is_blank else with_line(top, part, perhaps=True)
        for top, part in zip(row.values, parts, strict=True)
    ]
    return replace(one, printed=replace(row, values=tuple(values)), last=one.last + 1)


def _is_comparable(row: PrintedRow, other: PrintedRow) -> bool:
    """Whether two rows of one table print as many cells."""
    same = other.block == row.block and other.layout == row.layout and row.layout in ("grid", "ragged")
    return same and len(row.values) == len(other.values) and bool(row.leaf) and bool(other.printed_values)


def _is_twin(one: Found, other: PrintedRow, *, near: bool) -> bool:
    """Whether a row stands twice; right below one another (``near``) also in other words (总计, 合计) or by halves.

    A group's label beside other numbers than its first row's has the group's sums.
    """
    leaf, keys = one.printed.leaf, set(row_keys(one.row))
    if not near:
        return other.leaf == leaf and len(leaf) >= _OWN_LABEL
    if other.leaf == leaf or {leaf, other.leaf} <= keys:
        return True
    halves = {leaf + other.leaf, other.leaf + leaf} & keys != set()
    return halves and (not is_group_label(other.leaf) or _prints_the_same(one.printed, other))


def _prints_the_same(row: PrintedRow, other: PrintedRow) -> bool:
    return [v.text.strip() for v in row.values] == [v.text.strip() for v in other.values]


def _is_correction(one: Found, other: PrintedRow, *, below: bool) -> bool:
    """Whether one of two rows corrects the other: by a word behind the same label, or alone in the row right below."""
    rest = _CORRECTED.sub("", other.leaf)
    corrects = rest != other.leaf or _CORRECTED.search(one.printed.leaf) is not None
    return corrects and (rest in row_keys(one.row) or (below and not rest))


def _either(row: PrintedRow, other: PrintedRow) -> PrintedRow:
    """A row that stands twice: where the two print other numbers, the form's sums must tell which holds."""
    values = []
    for one, twin in zip(row.values, other.values, strict=True):
        if one.text.strip() == twin.text.strip():
            values.append(one)
            continue
        readings = (*(one.readings or (one.text,)), *(twin.readings or (twin.text,)))
        values.append(replace(one, raw=f"{one.raw}\n{twin.raw}", text=f"{one.text}\n{twin.text}", readings=readings))
    return replace(row, values=tuple(values))

"""Words with places, on a page or in a text kept with spaces: the columns that other rows or the header show."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, product

from pipeline.extract.columns.model import Placement, Unplaced, lost_row, no_numbers
from pipeline.extract.columns.pages import Column, are_aligned, columns_of_numbers
from pipeline.extract.printed.labels import is_form_label
from pipeline.extract.printed.model import Printed, PrintedRow
from pipeline.extract.printed.words import stands_apart
from pipeline.normalise.numbers import read_number

_OFF_CENTRE = 0.45
"""Share of the distance between two columns by which a word may stand beside its column's centre."""
_APART = 1 / 3
"""Share of the distance to a neighbouring column by which a number stands apart from it at least."""
_ENOUGH_LINES = 3
"""Lines with a number for each column from which a text, or most of a page, shows where its columns stand."""
_FEWEST_COLUMNS = 2
"""Columns of numbers from which they show how a table is aligned."""
_ALIGNED = 0.25
"""Share of the distance between two columns by which the distances of aligned numbers from their headers may differ."""
_EQUALLY_FAR = 3
"""Characters by which distances of numbers of one and of several digits from their columns' middles may differ."""
_GLUED = re.compile(r"[\u3400-\u9fff]\s*\d+$")
"""A label without room before the first number: none of the form's ends in one."""
_BETWEEN = "a number stands between two columns"


def among_words(
    row: PrintedRow, frame: Sequence[PrintedRow], wanted: int, header: Sequence[Printed]
) -> Placement | Unplaced:
    """Words: each value to the nearest column centre, taken from the page's full rows or from the header.

    Where every empty cell has a mark (/, -, 无) the count tells.
    """
    if not row.printed_values:
        return no_numbers(row, wanted)
    of_text = row.values[0].bbox is None  # columns of a text are as exact as the program that wrote it
    full = [r.values for r in frame if len(r.values) == wanted]
    alike = _alike(full)
    if of_text:
        row = _with_texts_on_columns(row, alike[-1] if alike else header)
        known = _of_text(row, frame, wanted, full, alike, header)
    else:
        near = row.values in alike or _are_between(row.values, alike)
        known = row.values if near else _elsewhere(row) if len(row.values) == wanted else None
    if known is not None:
        return known
    full = full if of_text else alike
    if full:
        columns = [sorted(_centre(r[c]) for r in full) for c in range(wanted)]
        centres = [c[len(c) // 2] for c in columns]
        spread = max(c[-1] - c[0] for c in columns)
        if spread > min((b - a for a, b in pairwise(centres)), default=spread):
            return lost_row(row, wanted, "the lines do not print their numbers under one another")
        if row.values[0].bbox is None and len(full) < _ENOUGH_LINES and not _agree(centres, header):
            # Spaces may have been squeezed: a line or two show no columns.
            return lost_row(row, wanted, "too few lines of the text print all their numbers to show the columns")
    elif header and (under := _under_header(row, columns_of_numbers(frame), header)) is not None:
        return _with_texts(row, under, [_centre(h) for h in header])
    elif header:
        centres = [_centre(h) for h in header]
    else:
        count = len(row.printed_values)
        reason = f"the line prints {count} numbers for {wanted} columns and no line shows where they stand"
        return lost_row(row, wanted, reason)
    gap = min((b - a for a, b in pairwise(centres)), default=8.0)
    found: list[Printed | None] = [None] * wanted
    for value in row.values:
        column = min(range(wanted), key=lambda c: abs(centres[c] - _centre(value)))
        reach = max(_OFF_CENTRE * gap, (value.x1 - value.x0) / 2)
        beside = not full and (value.x1 <= header[column].x0 or value.x0 >= header[column].x1)
        over = sum(value.x0 < centre < value.x1 for centre in centres) > 1  # two numbers without room between
        if abs(centres[column] - _centre(value)) > reach or found[column] is not None or beside or over:
            lost = lost_row(row, wanted, _BETWEEN)
            if not lost.printed or not header or value.bbox is None:
                return lost
            return replace(lost, under=tuple(_perhaps_under(v, header) for v in lost.printed))
        found[column] = value
    broken = any(v.readings for r in frame for v in r.values)  # digits below may be a number of an empty place
    lines = alike if len(alike) >= _ENOUGH_LINES else [] if full else [header]
    if of_text and not broken and _stand_exactly(found, lines):
        *_, source = row.where
        return tuple(v or Printed("", "", x, x, row.page, place=source) for v, x in zip(found, centres, strict=True))
    return _with_texts(row, found, centres)


def _of_text(
    row: PrintedRow,
    frame: Sequence[PrintedRow],
    wanted: int,
    full: Sequence[tuple[Printed, ...]],
    alike: Sequence[tuple[Printed, ...]],
    header: Sequence[Printed],
) -> Placement | Unplaced | None:
    """What is told of a text's row without looking at the place of each number; None where the places tell.

    Args:
        row: the printed row.
        frame: the rows of its block.
        wanted: how many columns the table has.
        full: the values of those rows that print a number for each column.
        alike: those of them that stand in the columns that most of them show.
        header: the columns' names in the form's order, if the block prints them all.
    """
    single = _single_spaces([*row.words[-1:], *row.values])
    pushed = bool(alike) and _labels_reach_below([values[0] for values in alike], [row])
    if any(not v.text.strip("| ") for v in row.printed_values):
        return Unplaced("marks between cells stand among the numbers of the line")
    if row.words and _GLUED.search(row.words[-1].text):
        return Unplaced("a number stands right behind the row's label")
    if len(row.values) == wanted:
        compared = 2 * len(alike) > len(full) and not pushed and not all(single)
        others = [values for values in alike if values != row.values]
        return _elsewhere(row) if compared and _ends_in_a_note(row.values, others, header) else row.values
    if pushed:
        return lost_row(row, wanted, "the row's label stands where others have numbers, so its places tell nothing")
    if single and (all(single) if full else any(single)):
        return lost_row(row, wanted, "one space parts the numbers of the line, so their places tell nothing")
    if header and not full and (all(_single_spaces(header)) or _labels_reach_below(header, frame)):
        return lost_row(row, wanted, "the columns' names do not stand over columns, so their places tell nothing")
    return None


def _with_texts_on_columns(row: PrintedRow, columns: Sequence[Printed]) -> PrintedRow:
    """A text's row with the words between its label and its values that stand in the middle of columns: 0, 详见附表."""
    begin = sum(w.x1 <= row.values[0].x0 for w in row.words)
    if begin < len(row.words):
        return row
    while begin and not is_form_label(row.words[begin - 1].text) and _is_on_one(row.words[begin - 1], columns):
        begin -= 1
    return replace(row, words=row.words[:begin], values=(*row.words[begin:], *row.values))


def _is_on_one(word: Printed, columns: Sequence[Printed]) -> bool:
    return any(abs(_centre(word) - _centre(column)) <= 1 for column in columns)


def _stand_exactly(found: Sequence[Printed | None], lines: Sequence[Sequence[Printed]]) -> bool:
    """Whether a text's numbers, the last column's among them, stand right under those of whole lines or their names.

    No empty cell was dropped then: what stands behind it would stand elsewhere.
    """
    if not lines or found[-1] is None:
        return False
    columns = (Column(v.x0, v.x1, (v, *(line[n] for line in lines))) for n, v in enumerate(found) if v is not None)
    return are_aligned(tuple(columns))


def _elsewhere(row: PrintedRow) -> Unplaced:
    return Unplaced("the row's numbers stand elsewhere than others'")


def only_where_all_stand(
    rows: Sequence[PrintedRow], placed: Sequence[Placement | Unplaced], headers: Sequence[int]
) -> list[Placement | Unplaced]:
    """The placements of a text's rows, none by a header while numbers of another row stand between a header's columns.

    A text counts its columns in characters or as they are shown, and each of its pages in its own way: then what
    happens to stand under a header proves nothing. Rows that print every number show their columns themselves.

    Args:
        rows: the printed rows of one table.
        placed: their placements.
        headers: which of the table's headers each of them has.
    """
    all_rows = list(zip(rows, placed, headers, strict=True))
    full = {(r.block, h) for r, p, h in all_rows if not isinstance(p, Unplaced) and len(r.values) == len(p)}
    of_text = [(r, p, h) for r, p, h in all_rows if r.layout == "words" and r.values and r.values[0].bbox is None]
    astray = {r.block for r, p, h in of_text if isinstance(p, Unplaced) and p.reason == _BETWEEN}
    return [
        lost_row(row, len(one), _BETWEEN)
        if not isinstance(one, Unplaced) and (row, one, header) in of_text and row.block in astray
        and row.printed_values and (row.block, header) not in full
        else one
        for row, one, header in all_rows
    ]  # fmt: skip


def _single_spaces(words: Sequence[Printed]) -> list[bool]:
    """Between which neighbouring words of a text there is one space, where a page kept with spaces has many."""
    return [right.x0 - left.x1 <= 1 for left, right in pairwise(words)]


def _labels_reach_below(columns: Sequence[Printed], rows: Sequence[PrintedRow]) -> bool:
    """Whether a row's label ends below one of the cells that show columns: then its cells stand in others."""
    first = min(c.x0 for c in columns)
    return any(row.words[-1].x1 > first for row in rows if row.words)


def _alike(full: Sequence[tuple[Printed, ...]]) -> list[tuple[Printed, ...]]:
    """Of rows with a value for each column those whose values stand in the columns that most of them show.

    One that has a blank, and a spot beside its label that was read as a number, has as many values as the others.
    """
    if len(full) < _ENOUGH_LINES:
        return list(full)
    places = [[_centre(v) for v in values] for values in full]
    centres = [sorted(column)[len(full) // 2] for column in zip(*places, strict=True)]
    return [
        values
        for values, own in zip(full, places, strict=True)
        if all(min(centres, key=lambda c: abs(c - x)) == centre for x, centre in zip(own, centres, strict=True))
    ]


def _are_between(values: Sequence[Printed], alike: Sequence[Sequence[Printed]]) -> bool:
    """Whether a row has a number for each column that others show, none of which stands at a neighbouring one's place.

    Cells that are aligned in different ways move their numbers towards the next column; a number too many on one side
    of an empty cell moves all between them by one.
    """
    if len(alike) < _ENOUGH_LINES or len(values) != len(alike[0]):
        return False
    centres = [sorted(map(_centre, column))[len(alike) // 2] for column in zip(*alike, strict=True)]
    places = [_centre(value) for value in values]
    right = all(x - left > _APART * (own - left) for x, (left, own) in zip(places[1:], pairwise(centres), strict=True))
    left = all(after - x > _APART * (after - own) for x, (own, after) in zip(places, pairwise(centres), strict=False))
    return right and left


def _ends_in_a_note(values: Sequence[Printed], others: Sequence[Sequence[Printed]], header: Sequence[Printed]) -> bool:
    """Whether a text's numbers stand in the columns that other rows show, all but the last, and one column is empty.

    Labels of other lengths move a whole row, which so far is no sign of it; nor is a number beside its column's others,
    where each is nearest to its own heading.
    """
    headings, places = [_centre(h) for h in header], [_centre(value) for value in values]
    below = (min(headings, key=lambda h: abs(h - x)) == own for x, own in zip(places, headings, strict=True))
    if not others or (headings and all(below)):
        return False
    columns = [sorted(_centre(own[n]) for own in others) for n, _ in enumerate(values)]
    shown = [column[len(column) // 2] for column in columns]
    less_one = ([*shown[:n], *shown[n + 1 :]] for n, _ in enumerate(shown))
    return not _equally_far(places, shown) and any(_equally_far(places[:-1], less) for less in less_one)


def _equally_far(places: Sequence[float], columns: Sequence[float]) -> bool:
    away = [place - column for place, column in zip(places, columns, strict=True)]
    return max(away, default=0.0) - min(away, default=0.0) <= _EQUALLY_FAR


def _with_texts(row: PrintedRow, found: Sequence[Printed | None], centres: Sequence[float]) -> Placement:
    """A placement whose empty columns hold the text that stands there apart from the label: 详见附表 is no blank."""
    texts = [
        word
        for left, word in pairwise(row.words)
        if stands_apart(left, word) and not is_form_label(word.text) and read_number(word.raw).state == "unreadable"
    ]
    reach = _OFF_CENTRE * min((b - a for a, b in pairwise(centres)), default=8.0)
    own = ((t for t in texts if abs(_centre(t) - centre) <= reach) for centre in centres)
    return tuple(value or next(text, None) for value, text in zip(found, own, strict=True))


def _under_header(
    row: PrintedRow, columns: Sequence[Column], header: Sequence[Printed]
) -> tuple[Printed | None, ...] | None:
    """A page's numbers to the header cells over their columns, by what all numbers of the table, or these alone, show.

    None where neither tells every one.
    """
    if row.values[0].bbox is None:
        return None
    alone = [Column(v.x0, v.x1, (v,)) for v in row.values]
    for shown in (columns, alone):
        places = _places_of(shown, header)
        if places is not None:
            at = {id(v): n for column, n in zip(shown, places, strict=True) for v in column.numbers}
            own = {at[id(v)]: v for v in row.values}
            return tuple(own.get(n) for n in range(len(header)))
    return None


def _places_of(columns: Sequence[Column], header: Sequence[Printed]) -> tuple[int, ...] | None:
    """Which header stands over each of these columns; None where that can be told of none or in several ways.

    A number stands in its header's column, so before the next header and behind the last one. Between two headers it
    can be of either; but all numbers of a table stand in the same way in their columns, to the left, in the middle or
    to the right, and so as far from their headers.
    """
    if len(columns) < _FEWEST_COLUMNS:
        return None
    pitch = min((b.x0 - a.x0 for a, b in pairwise(header)), default=0.0)
    found: set[tuple[int, ...]] = set()
    for places in product(*(sorted(_perhaps_under(column, header)) for column in columns)):
        if any(a >= b for a, b in pairwise(places)):
            continue
        for anchor in (_left, _centre, _right):
            shifts = [anchor(c) - anchor(header[n]) for c, n in zip(columns, places, strict=True)]
            if max(shifts) - min(shifts) <= _ALIGNED * pitch:
                found.add(places)
    return found.pop() if len(found) == 1 else None


def _perhaps_under(value: Printed | Column, header: Sequence[Printed]) -> frozenset[int]:
    """Columns in which a number of a page can stand: between the headers beside that column's own."""
    ends = [-math.inf, *(h.x1 for h in header[:-1])]
    starts = [*(h.x0 for h in header[1:]), math.inf]
    between = {n for n, (x0, x1) in enumerate(zip(ends, starts, strict=True)) if x0 <= value.x0 and value.x1 <= x1}
    return frozenset(between | {n for n, h in enumerate(header) if value.x0 < h.x1 and h.x0 < value.x1})


def _left(cell: Printed | Column) -> float:
    return cell.x0


def _right(cell: Printed | Column) -> float:
    return cell.x1


def _agree(centres: Sequence[float], header: Sequence[Printed]) -> bool:
    """Whether a header stands over the columns that a few lines show."""
    return bool(header) and all(h.x0 - 1 <= c <= h.x1 + 1 for c, h in zip(centres, header, strict=True))


def _centre(cell: Printed | Column) -> float:
    return (cell.x0 + cell.x1) / 2

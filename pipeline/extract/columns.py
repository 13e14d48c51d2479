"""Which of a row's printed values belongs to which column, and when that cannot be told."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.extract.frame import beside_header, with_frames_apart
from pipeline.extract.labels import is_form_label
from pipeline.extract.printed import Printed, PrintedRow
from pipeline.extract.rows import stands_apart
from pipeline.normalise.numbers import read_number

Placement = tuple[Printed | None, ...]
"""One entry a column: the printed cell, or None where the source has no cell there."""

_OFF_CENTRE = 0.45
"""Share of the distance between two columns by which a word may stand beside its column's centre."""


_ENOUGH_LINES = 3
_ENOUGH_NUMBERS = 3
"""Numbers that stand under headers of their own, from which they show how a row is aligned."""
_ALIGNED = 0.25
"""Share of the distance between two columns by which the distances of aligned numbers from their headers may differ."""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A row whose values cannot be given to columns without guessing, and why.

    Attributes:
        printed: what the row prints, in order, where any order-keeping placement of it is possible.
        under: per printed value, the columns in which it can stand, where its place on the page tells as much.
    """

    reason: str
    printed: tuple[Printed, ...] = ()
    under: tuple[frozenset[int], ...] = ()


OTHER_ORDER = Unplaced("the header prints the columns in another order than the form")


def place(
    rows: Sequence[PrintedRow],
    wanted: int,
    headers: Mapping[int, Sequence[Printed]],
    *,
    further: bool = False,
) -> list[Placement | Unplaced]:
    """Place the values of rows that share a table's columns.

    A count alone proves a place only where a row has one cell for each column. Else the places themselves decide: those
    of the header, or those that the rows of one frame share (the same grid; in ragged text the same shape; among words
    the same page). A value outside them makes its row unplaced; so does, in layouts without places, a row anywhere in
    the table that prints more numbers than there are columns, since then another row may hide one.

    Args:
        rows: the printed rows, pieces of one row already joined.
        wanted: how many columns the table has.
        headers: by block, the printed header cell of every column in the form's order, for blocks that print them all.
        further: whether the header names a column more than the form has.
    """
    rows = rows if further else with_frames_apart(rows, wanted)
    surplus = further or any(len(r.printed_values) > wanted for r in rows)
    placed: list[Placement | Unplaced] = []
    for row in rows:
        header = headers.get(row.block, ())  # none for the part of a grid that has a frame of its own
        frame = [r for r in rows if r.block == row.block and r.layout == row.layout]
        if row.layout == "grid":
            placed.append(_in_grid(row, frame, wanted, header))
        elif surplus:
            placed.append(_of_too_many(row, wanted))
        elif not in_order(header):
            placed.append(OTHER_ORDER)
        elif row.layout == "words":
            placed.append(_among_words(row, frame, wanted, header))
        elif row.layout == "ragged":
            placed.append(_in_ragged_text(row, frame, wanted, header))
        else:
            placed.append(_in_stream(row, wanted))
    return placed


def _lost(row: PrintedRow, wanted: int, reason: str) -> Unplaced:
    """A row of which nothing tells which cells are empty; its numbers can stand anywhere, in their order."""
    printed = tuple(v for v in row.values if v.text.strip())
    whole = len(printed) < wanted and all(read_number(v.raw).state != "unreadable" for v in printed)
    return Unplaced(reason, printed if whole and row.printed_values else ())


def in_order(header: Sequence[Printed]) -> bool:
    """Whether header cells, given in the form's order, stand from left to right."""
    return all(a.x0 < b.x0 for a, b in pairwise(header))


def _of_too_many(row: PrintedRow, wanted: int) -> Placement | Unplaced:
    """A table without places that prints too many numbers somewhere: told only if every choice reads the same."""
    printed = row.printed_values
    if len(printed) >= wanted and len({v.text for v in printed}) == 1:
        return printed[:wanted]
    return Unplaced(
        f"the row prints {len(printed)} numbers, and the table prints more than {wanted} in a row: one column too many"
    )


def _nothing(row: PrintedRow, wanted: int) -> Placement:
    """The placement of a row that prints no number: its own blank cells, as far as it has them."""
    cells: tuple[Printed | None, ...] = row.values[-wanted:]
    return (*cells, *(None,) * (wanted - len(cells)))


def _in_stream(row: PrintedRow, wanted: int) -> Placement | Unplaced:
    if len(row.values) == wanted:
        return row.values
    if not row.printed_values:
        return _nothing(row, wanted)
    count = len(row.printed_values)
    return _lost(row, wanted, f"the row prints {count} numbers for {wanted} columns and its empty cells left no trace")


def _in_grid(
    row: PrintedRow, frame: Sequence[PrintedRow], wanted: int, header: Sequence[Printed]
) -> Placement | Unplaced:
    """A grid: equal places are equal columns, unless its spans are sloppy; then a cell for each column tells better."""
    exact = {tuple((v.x0, v.x1) for v in r.values) for r in frame if len(r.values) == wanted}
    usual = Counter(len(r.values) for r in frame if r.values).most_common(1)[0][0] if row.values else wanted
    by_header = tuple((h.x0, h.x1) for h in header)
    fits_rows = {x0 for x0, _ in by_header} in [{x0 for x0, _ in places} for places in exact]
    if by_header and not in_order(header):
        return _on_frame(row, by_header, beyond=False) if fits_rows else OTHER_ORDER
    if len(row.values) == wanted and (usual == wanted or (usual < wanted and not by_header)):
        return row.values
    if beside := beside_header(frame, by_header):
        return _on_frame(row, beside, beyond=False)
    if by_header and (fits_rows or not exact):
        return _on_frame(row, by_header, beyond=len(frame) > 1 and len(row.values) <= usual)
    if len(row.values) == wanted and (by_header or all(v.text for v in row.values)):
        # As many as the form has columns, but the others have more: one of these may be a further column's.
        return Unplaced("the row has another number of cells than the others and than the header")
    if len(exact) == 1:
        return _on_frame(row, next(iter(exact)), beyond=False)
    if not row.printed_values:
        return _nothing(row, wanted)
    starts = _value_columns(frame, wanted)
    if len(starts) == wanted:
        return _on_frame(row, [(s, s + 1) for s in starts], beyond=False)
    return Unplaced(f"the table has {len(starts)} columns of values where the form has {wanted}")


def _value_columns(frame: Sequence[PrintedRow], wanted: int) -> list[float]:
    """Without a header: the columns in which any row prints a number, or all value columns where those are as many."""
    used = sorted({v.x0 for r in frame for v in r.printed_values})
    every = sorted({v.x0 for r in frame for v in r.values if r.labels or v.text})
    if len(used) == wanted or len(every) != wanted:
        return used
    return every


def _on_frame(row: PrintedRow, columns: Sequence[tuple[float, float]], *, beyond: bool) -> Placement | Unplaced:
    """Values to the columns they stand under. One that stands under several is marked as shared by them.

    Args:
        row: the printed row.
        columns: each column's beginning and end, in the form's order.
        beyond: whether numbers before the first and behind the last column may be left out (a remark, a line number).
    """
    first, last = min(c[0] for c in columns), max(c[1] for c in columns)
    if row.layout == "grid" and row.printed_values and len(row.values) < len(columns):
        covered = [c for c in columns if any(v.x0 < c[1] and c[0] < v.x1 for v in row.values)]
        if len(covered) < len(columns):
            return Unplaced("the row has fewer cells than the others, and nothing tells which is lacking")
    under = {id(v): [n for n, (x0, x1) in enumerate(columns) if v.x0 < x1 and x0 < v.x1] for v in row.values}
    for value in row.printed_values:
        if not under[id(value)] and not (beyond and (value.x1 <= first or value.x0 >= last)):
            return Unplaced("a number stands outside the columns of the header or of the other rows")
    placed: list[Printed | None] = []
    for number in range(len(columns)):
        own = [v for v in row.values if number in under[id(v)]]
        printed = [v for v in own if not v.is_blank]
        if len(printed) > 1:
            return Unplaced("several numbers stand under one column")
        if printed and len(under[id(printed[0])]) > 1:
            placed.append(replace(printed[0], shared=True))
        else:
            placed.append(next(iter(printed or own), None))
    # A number left out on one side while the column on the other is empty: the row may stand in other columns.
    before, behind = (any(v.x1 <= first for v in row.printed_values), any(v.x0 >= last for v in row.printed_values))
    if (before and _is_empty(placed[-1])) or (behind and _is_empty(placed[0])):
        return Unplaced("a number stands beside the columns, and the column at their other end is empty")
    return tuple(placed)


def _is_empty(cell: Printed | None) -> bool:
    return cell is None or cell.is_blank


def _in_ragged_text(
    row: PrintedRow, frame: Sequence[PrintedRow], wanted: int, header: Sequence[Printed]
) -> Placement | Unplaced:
    """Ragged text keeps its empty cells but not its merged ones: only rows of one shape line up."""
    if not row.printed_values:
        return _nothing(row, wanted)
    if len(row.values) > wanted and read_number(row.values[-1].raw).state == "unreadable":
        # A note gives a row the shape of another.
        return _lost(row, wanted, "the row prints a text behind its numbers, and nothing tells which are empty")
    alike = [r for r in frame if len(r.values) == len(row.values) and r.size == row.size]
    full = Counter(tuple(v.x0 for v in r.printed_values) for r in alike if len(r.printed_values) == wanted)
    full = Counter({places: n for places, n in full.items() if places[-1] - places[0] == wanted - 1})
    if full:
        places, votes = full.most_common(1)[0]
        if votes < 0.8 * sum(full.values()):
            return Unplaced("rows of the same shape print their numbers at different places")
        return _on_frame(row, [(x, x + 1) for x in places], beyond=False)
    if len(row.values) == wanted and tuple(h.x0 for h in header) == tuple(v.x0 for v in row.values):
        return row.values
    window = _only_window(row, frame, wanted)
    if window is not None:
        return window
    count = len(row.printed_values)
    return _lost(row, wanted, f"the row prints {count} numbers for {wanted} columns and nothing tells which are empty")


def _only_window(row: PrintedRow, frame: Sequence[PrintedRow], wanted: int) -> Placement | None:
    """The one stretch of neighbouring cells that holds all that the row prints.

    A row shorter than the others of its block may have lost empty cells at its end, so it tells nothing unless its
    first value stands right behind the label.
    """
    if len(row.values) >= wanted and row.values[0].text and all(v.is_blank for v in row.values[wanted:]):
        return row.values[:wanted]
    longest = max(r.size for r in frame)
    if row.size < longest and any(len(r.values) != wanted for r in frame):
        return None
    starts = [s for s in range(len(row.values) - wanted + 1) if not _text_outside(row, s, s + wanted)]
    return row.values[starts[0] : starts[0] + wanted] if len(starts) == 1 else None


def _text_outside(row: PrintedRow, start: int, end: int) -> bool:
    return any(v.text for v in (*row.values[:start], *row.values[end:]))


def _among_words(
    row: PrintedRow, frame: Sequence[PrintedRow], wanted: int, header: Sequence[Printed]
) -> Placement | Unplaced:
    """Words: each value to the nearest column centre, taken from the page's full rows or from the header.

    Where every empty cell has a mark (/, -, 无) the count tells.
    """
    if not row.printed_values:
        return _nothing(row, wanted)
    of_text = row.values[0].bbox is None  # columns of a text are as exact as the program that wrote it
    if of_text and len(row.values) == wanted:
        return row.values
    if of_text and _is_squeezed(row):
        return _lost(row, wanted, "one space parts the numbers of the line, so their places tell nothing")
    full = [r.values for r in frame if len(r.values) == wanted]
    full = full if of_text else _alike(full)
    if len(row.values) == wanted:
        return (
            row.values if row.values in full else _lost(row, wanted, "the row's numbers stand elsewhere than others'")
        )
    if full:
        columns = [sorted(_centre(r[c]) for r in full) for c in range(wanted)]
        centres = [c[len(c) // 2] for c in columns]
        spread = max(c[-1] - c[0] for c in columns)
        if spread > min((b - a for a, b in pairwise(centres)), default=spread):
            return _lost(row, wanted, "the lines do not print their numbers under one another")
        if row.values[0].bbox is None and len(full) < _ENOUGH_LINES and not _agree(centres, header):
            # Spaces may have been squeezed: a line or two show no columns.
            return _lost(row, wanted, "too few lines of the text print all their numbers to show the columns")
    elif header and (under := _under_header(row.values, header)) is not None:
        return _with_texts(row, under, [_centre(h) for h in header])
    elif header:
        centres = [_centre(h) for h in header]
    else:
        count = len(row.printed_values)
        reason = f"the line prints {count} numbers for {wanted} columns and no line shows where they stand"
        return _lost(row, wanted, reason)
    gap = min((b - a for a, b in pairwise(centres)), default=8.0)
    found: list[Printed | None] = [None] * wanted
    for value in row.values:
        column = min(range(wanted), key=lambda c: abs(centres[c] - _centre(value)))
        reach = max(_OFF_CENTRE * gap, (value.x1 - value.x0) / 2)
        beside = not full and (value.x1 <= header[column].x0 or value.x0 >= header[column].x1)
        if abs(centres[column] - _centre(value)) > reach or found[column] is not None or beside:
            lost = _lost(row, wanted, "a number stands between two columns")
            if not lost.printed or not header or value.bbox is None:
                return lost
            return replace(lost, under=tuple(_perhaps_under(v, header) for v in lost.printed))
        found[column] = value
    return _with_texts(row, found, centres)


def _is_squeezed(row: PrintedRow) -> bool:
    """Whether a line of a text has one space between its words, where a page kept with spaces has many."""
    words = [*row.words[-1:], *row.values]
    return len(words) > 1 and all(right.x0 - left.x1 <= 1 for left, right in pairwise(words))


def _alike(full: Sequence[tuple[Printed, ...]]) -> list[tuple[Printed, ...]]:
    """Of rows with a value for each column those whose values stand in the columns that most of them show.

    One that has a blank, and a spot beside its label that was read as a number, has as many values as the others.
    """
    if len(full) < _ENOUGH_LINES:
        return list(full)
    columns = [sorted(_centre(values[c]) for values in full) for c in range(len(full[0]))]
    centres = [c[len(c) // 2] for c in columns]
    return [
        values
        for values in full
        if all(min(centres, key=lambda c: abs(c - _centre(v))) == own for v, own in zip(values, centres, strict=True))
    ]


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


def _under_header(values: Sequence[Printed], header: Sequence[Printed]) -> Placement | None:
    """Values to the header cells of a page under which they stand, or beside which all stand in the same way.

    A column holds its header, so what stands under one header alone is in its column; that tells how far the numbers of
    this row stand from their headers (all to the left, in the middle or to the right of their columns), and that tells
    the column of those which stand under none. None where this does not tell every one.
    """
    under = [[n for n, h in enumerate(header) if v.x0 < h.x1 and h.x0 < v.x1] for v in values]
    sure = {k: columns[0] for k, columns in enumerate(under) if len(columns) == 1}
    if values[0].bbox is None or max(map(len, under)) > 1 or len(sure) < max(_ENOUGH_NUMBERS, len(values) / 2):
        return None
    pitch = min((b.x0 - a.x0 for a, b in pairwise(header)), default=0.0)
    found: set[tuple[int, ...]] = set()
    for anchor in (_left, _centre, _right):
        shifts = sorted(anchor(values[k]) - anchor(header[n]) for k, n in sure.items())
        shift = shifts[len(shifts) // 2]
        away = [[abs(anchor(v) - anchor(h) - shift) for h in header] for v in values]
        nearest = tuple(min(range(len(header)), key=one.__getitem__) for one in away)
        aligned = all(one[n] <= _ALIGNED * pitch for one, n in zip(away, nearest, strict=True))
        if aligned and all(nearest[k] == n for k, n in sure.items()):
            found.add(nearest)
    columns = found.pop() if len(found) == 1 else ()
    if any(a >= b for a, b in pairwise(columns)):
        return None
    at = dict(zip(columns, values, strict=False))
    return tuple(at.get(n) for n in range(len(header))) if columns else None


def _perhaps_under(value: Printed, header: Sequence[Printed]) -> frozenset[int]:
    """Columns in which a value of a page can stand: between the headers beside that column's own."""
    ends = [-math.inf, *(h.x1 for h in header[:-1])]
    starts = [*(h.x0 for h in header[1:]), math.inf]
    between = {n for n, (x0, x1) in enumerate(zip(ends, starts, strict=True)) if x0 <= value.x0 and value.x1 <= x1}
    return frozenset(between | {n for n, h in enumerate(header) if value.x0 < h.x1 and h.x0 < value.x1})


def _left(cell: Printed) -> float:
    return cell.x0


def _right(cell: Printed) -> float:
    return cell.x1


def _agree(centres: Sequence[float], header: Sequence[Printed]) -> bool:
    """Whether a header stands over the columns that a few lines show."""
    return bool(header) and all(h.x0 - 1 <= c <= h.x1 + 1 for c, h in zip(centres, header, strict=True))


def _centre(cell: Printed) -> float:
    return (cell.x0 + cell.x1) / 2

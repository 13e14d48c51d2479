"""Which of a row's printed values belongs to which column, and when that cannot be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.extract.columns.gaps import made_by_gaps, not_shown
from pipeline.extract.columns.grids import in_grid, on_columns
from pipeline.extract.columns.headers import in_order
from pipeline.extract.columns.model import OTHER_ORDER, Placement, Unplaced, is_note
from pipeline.extract.columns.pages import pages_of_one_frame
from pipeline.extract.columns.parts import with_frames_apart
from pipeline.extract.columns.texts import columns_behind_labels, in_ragged_text, in_stream
from pipeline.extract.columns.words import among_words
from pipeline.extract.printed.model import Printed, PrintedRow
from pipeline.normalise.numbers import read_number

_A_COLUMN = 3
"""Rows that print a number more than the form has columns, from which it is a column's and no single note."""


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
    the same page, or pages on which they stand alike). A value outside them makes its row unplaced; so does, in layouts
    without places, a row anywhere in the table that prints more numbers than there are columns, since then another row
    may hide one.

    Args:
        rows: the printed rows, pieces of one row already joined.
        wanted: how many columns the table has.
        headers: by block, the printed header cell of every column in the form's order, for blocks that print them all.
        further: whether the header names a column more than the form has.
    """
    rows = rows if further else with_frames_apart(rows, wanted)
    too_many = sum(_prints_too_many(r, wanted) for r in rows)
    surplus = further or too_many > 0
    # A column more, named or shown by its numbers: a row with the form's count may hide an empty cell behind it.
    fewest = wanted + (further or too_many >= _A_COLUMN)
    made = made_by_gaps(rows)
    pages = pages_of_one_frame(rows)
    filled = _are_filled([r for r in rows if r.layout == "grid" and r.printed_values], wanted, headers)
    placed: list[Placement | Unplaced] = []
    for row in rows:
        # None for the part of a grid that has a frame of its own; pages of one frame have one header.
        blocks = pages.get(row.block, [row.block])
        header = next((headers[b] for b in (row.block, *blocks) if b in headers), ())
        frame = [r for r in rows if r.block in blocks and r.layout == row.layout]
        if (gaps := not_shown(row, frame, wanted, made)) is not None:
            placed.append(gaps)
        elif row.layout == "grid":
            placed.append(in_grid(row, frame, wanted, header, filled=filled))
        elif row.layout == "ragged" and (columns := columns_behind_labels(row, frame, header)):
            own = tuple(v for v in row.values if v.x0 < columns[-1][1])
            aside = _stands_aside(row, frame, columns)
            placed.append(aside or on_columns(replace(row, values=own), columns, beyond=False))
        elif surplus:
            placed.append(_of_too_many(row, wanted, fewest))
        elif not in_order(header):
            placed.append(OTHER_ORDER)
        elif row.layout == "words":
            placed.append(among_words(row, frame, wanted, header))
        elif row.layout == "ragged":
            placed.append(in_ragged_text(row, frame, wanted, header))
        else:
            placed.append(in_stream(row, frame, wanted))
    return placed


def _are_filled(rows: Sequence[PrintedRow], wanted: int, headers: Mapping[int, Sequence[Printed]]) -> bool:
    """Whether each row of a table prints as many numbers as the form has columns: below a header, all of them under it.

    Then a grid without a header, all of whose numbers stand in as many columns, has no number of another column.
    """

    def under(value: Printed, header: Sequence[Printed]) -> bool:
        return any(value.x0 < h.x1 and h.x0 < value.x1 for h in header)

    below = [(row, headers[row.block]) for row in rows if row.block in headers]
    whole = all(len(row.printed_values) == wanted for row in rows)
    return whole and bool(below) and all(under(v, header) for row, header in below for v in row.printed_values)


def _stands_aside(
    row: PrintedRow, frame: Sequence[PrintedRow], columns: Sequence[tuple[float, float]]
) -> Unplaced | None:
    """Why a row is not read that has a number behind the columns and none in the first, where others have the reverse.

    It may stand a column off. Where a row prints both, a column of the agency's own stands behind the form's.
    """

    def ends(one: PrintedRow) -> tuple[bool, bool]:
        numbers = [v.x0 for v in one.values if read_number(v.raw).state == "reported"]
        return columns[0][0] in numbers, any(x0 >= columns[-1][1] for x0 in numbers)

    others = {ends(r) for r in frame}
    if ends(row) != (False, True) or (True, False) not in others or (True, True) in others:
        return None
    return Unplaced("a number stands beside the columns, and the column at their other end is empty")


def _prints_too_many(row: PrintedRow, wanted: int) -> bool:
    """Whether a row prints more than the form has columns, remarks behind the cells of ragged text left out."""
    return sum(row.layout != "ragged" or not is_note(v) for v in row.printed_values) > wanted


def _of_too_many(row: PrintedRow, wanted: int, fewest: int) -> Placement | Unplaced:
    """A table without places that prints too many numbers somewhere: told only if every choice reads the same.

    Args:
        row: the printed row.
        wanted: how many columns the table has.
        fewest: how many numbers the row prints if none of its cells is empty.
    """
    printed = row.printed_values
    if len(printed) >= fewest and len({v.text for v in printed}) == 1:
        return printed[:wanted]
    return Unplaced(
        f"the row prints {len(printed)} numbers, and the table prints more than {wanted} in a row: one column too many"
    )

"""Where the values of a row are put, or why that cannot be told."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.documents.model import HAN
from pipeline.extract.printed.model import Printed, PrintedRow
from pipeline.normalise.numbers import read_number

_SHORTEST_NOTE = 4

Placement = tuple[Printed | None, ...]
"""One entry a column: the printed cell, or None where the source has no cell there."""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A row whose values cannot be given to columns without guessing, and why.

    Attributes:
        printed: what the row prints, in order, where any order-keeping placement of it is possible.
        under: per printed value, the columns in which it can stand, where its place on the page tells as much.
        frame: the grid whose rows stand in the same columns; ``ways`` are what these can be, the same number of them in
            every row of it: each gives the columns of what this row prints.
    """

    reason: str
    printed: tuple[Printed, ...] = ()
    under: tuple[frozenset[int], ...] = ()
    frame: int | None = None
    ways: tuple[tuple[int, ...], ...] = ()


OTHER_ORDER = Unplaced("the header prints the columns in another order than the form")


def lost_row(row: PrintedRow, wanted: int, reason: str) -> Unplaced:
    """A row of which nothing tells which cells are empty; its numbers can stand anywhere, in their order."""
    printed = tuple(v for v in row.values if v.text.strip())
    whole = len(printed) < wanted and all(read_number(v.raw).state != "unreadable" for v in printed)
    return Unplaced(reason, printed if whole and row.printed_values else ())


def no_numbers(row: PrintedRow, wanted: int) -> Placement:
    """The placement of a row that prints no number: its own blank cells, as far as it has them."""
    cells: tuple[Printed | None, ...] = row.values[-wanted:]
    return (*cells, *(None,) * (wanted - len(cells)))


def is_note(value: Printed) -> bool:
    """Whether what is printed behind a row's numbers is a remark of some words, which no cell of the form prints."""
    return len(HAN.findall(value.text)) >= _SHORTEST_NOTE and read_number(value.raw).state == "unreadable"

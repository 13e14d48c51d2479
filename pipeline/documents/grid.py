"""Laying out table cells that span rows and columns, as HTML defines it, and telling tables from frames around them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_COUNT = re.compile(r"\s*[+-]?\d[\d,.]*\s*")
_FEWEST_NUMBERS = 3
"""Numbers of a row from which it is one of a table's."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell's text with the place it takes."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str


def resolve_spans(rows: list[list[tuple[int, int, str]]]) -> list[Placed]:
    """Give each cell its first column, past the cells that reach down from rows above.

    Args:
        rows: per row, its cells in order as (column span, row span, text); a row span of 0 reaches to the last row.
    """
    placed: list[Placed] = []
    reach: dict[int, int] = {}  # column -> first row below the cell that covers it
    for row, cells in enumerate(rows):
        column = 0
        for column_span, row_span, text in cells:
            while reach.get(column, 0) > row:
                column += 1
            width = max(1, column_span)
            height = min(row_span, len(rows) - row) if row_span else len(rows) - row
            placed.append(Placed(row, column, max(1, height), width, text))
            for taken in range(column, column + width):
                reach[taken] = row + max(1, height)
            column += width
    return placed


def is_row_of_numbers(texts: Iterable[str]) -> bool:
    """Whether a row is one of a report's table, rather than of a frame around tables.

    Args:
        texts: those of its cells.
    """
    return sum(_COUNT.fullmatch(text) is not None for text in texts) >= _FEWEST_NUMBERS

"""Laying out table cells that span rows and columns, as HTML defines it."""

from __future__ import annotations

from dataclasses import dataclass


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

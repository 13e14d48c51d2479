"""Grids whose rows and columns a program made of the gaps between words: their empty cells are its guesses."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.columns.model import Unplaced
from pipeline.extract.printed.model import PrintedRow

BY_GAPS = ("pdf:camelot-network", "pdf:camelot-stream")
"""Readers whose empty cells may be gaps that they made themselves."""


def not_shown(row: PrintedRow, frame: Sequence[PrintedRow], wanted: int) -> Unplaced | None:
    """Why the empty cells of a row made by gaps are not known to be the form's; None where they are, or it has none.

    A column in which nothing is printed leaves no gap, and words of a label may be cells: as many cells as the form
    has columns are no evidence. Only a row of the same grid that prints a number in each shows where they stand.
    """
    if row.method not in BY_GAPS or len(row.printed_values) >= wanted:
        return None
    if not row.printed_values:
        return Unplaced("no numbers stand behind the label, but rows and columns were told by gaps alone")
    if any(len(r.printed_values) == wanted for r in frame):
        return None
    return Unplaced("columns were told by gaps alone, and no row prints a number in each")

"""Grids whose rows and columns a program made of the gaps between words: their empty cells are its guesses."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.columns.model import Unplaced
from pipeline.extract.printed.model import PrintedRow

BY_GAPS = ("pdf:camelot-network", "pdf:camelot-stream")
"""Readers whose empty cells may be gaps that they made themselves."""
_WRITTEN = "txt:bars"
"""A text's tables: written from a web page they keep its columns, written from a PDF they have columns made of gaps."""
_SHARED = re.compile(r"[\d/—-]+(?:\s+[\d/—-]+)+")
_FEWEST_SHARED = 3
"""So many cells with the numbers of several columns are no spaces typed inside numbers."""


def made_by_gaps(rows: Sequence[PrintedRow]) -> bool:
    """Whether a written table's columns were made of the gaps in print: its cells hold several columns' numbers."""
    written = [r for r in rows if r.method == _WRITTEN]
    return sum(bool(_SHARED.fullmatch(v.text)) for r in written for v in r.printed_values) >= _FEWEST_SHARED


def not_shown(row: PrintedRow, frame: Sequence[PrintedRow], wanted: int, made: bool) -> Unplaced | None:
    """Why the empty cells of a row made by gaps are not known to be the form's; None where they are, or it has none.

    ``made`` says what :func:`made_by_gaps` says of the row's table.

    A column in which nothing is printed leaves no gap, and words of a label may be cells: as many cells as the form
    has columns are no evidence. Only a row of the same grid that prints a number in each shows where they stand.
    """
    if not (made or row.method in BY_GAPS) or len(row.printed_values) >= wanted:
        return None
    if not row.printed_values:
        return Unplaced("no numbers stand behind the label, but rows and columns were told by gaps alone")
    if not made and any(len(r.printed_values) == wanted for r in frame):
        return None
    return Unplaced("columns were told by gaps alone, and no row prints a number in each")

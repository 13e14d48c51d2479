"""Labels of a scanned table that false lines part: strokes of characters, taken for lines between columns.

Where the numbers of a table begin, most of its rows tell; what stands before that is a row's label, in however many
pieces.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from pipeline.documents.model import HAN
from pipeline.extract.printed.model import Printed
from pipeline.normalise.numbers import may_be_value

Frame = tuple[tuple[float, float], ...]
"""Where a row's cells of numbers stand: of each its beginning and end."""

_FEWEST_COLUMNS = 4
_FEWEST_ROWS = 3
"""Columns of numbers that a table has, and rows that show them, before what stands beside them is told by them."""


def frame_of(rows: Iterable[Sequence[Printed]]) -> Frame:
    """The places that the numbers of most rows share; empty where no table of many columns shows any."""
    shapes = Counter(shape for row in rows if len(shape := _numbers_at_end(row)) >= _FEWEST_COLUMNS)
    shape, count = shapes.most_common(1)[0] if shapes else ((), 0)
    return shape if count >= _FEWEST_ROWS and 2 * count > shapes.total() else ()


def _numbers_at_end(row: Sequence[Printed]) -> Frame:
    places: list[tuple[float, float]] = []
    for cell in reversed(row):
        if not may_be_value(cell.raw):
            break
        places.insert(0, (cell.x0, cell.x1))
    return tuple(places) if any(HAN.search(c.text) for c in row[: len(row) - len(places)]) else ()


def labels_before(frame: Frame, row: Sequence[Printed]) -> int | None:
    """How many cells of a row stand before its numbers; None where it has not the table's places, or no label."""
    count = len(row) - len(frame)
    if not frame or count < 1 or tuple((c.x0, c.x1) for c in row[count:]) != frame:
        return None
    return count if any(HAN.search(c.text) for c in row[:count]) else None

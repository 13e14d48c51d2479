"""Rows of a grid that a wrong span pushed aside: a cell over several rows that ends too early, a label too wide.

Browsers show such a row a column off, and people read its numbers in their order all the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from pipeline.extract.printed.model import Printed
from pipeline.normalise.numbers import is_value

_FEWEST_CELLS = 4
"""Cells for numbers of a row from which their places tell a table's columns."""
_MOST_PUSHED = 3
"""Rows below one another that one wrong span pushes aside; more of them may be another table's."""

_Line = list[Printed]
_Places = tuple[tuple[float, float], ...]


def with_pushed_rows_back(lines: Sequence[_Line]) -> list[_Line]:
    """The rows with those put back that have all the cells of the others, each as many columns aside, and end so.

    One that ends where the others do has a remark in a further column, beside as many cells.

    Args:
        lines: the cells of each row from the left.
    """
    places = [_value_places(line) for line in lines]
    counted = Counter(p for p in places if p)
    usual, times = max(counted.items(), key=lambda item: item[1], default=((), 0))
    ends = {line[-1].x1 for line, own in zip(lines, places, strict=True) if own == usual}
    aside = [
        by
        if (by := _aside(own, usual)) and line[-1].x1 - by in ends and line[-1].x1 not in ends and _begins(line, own)
        else 0
        for line, own in zip(lines, places, strict=True)
    ]
    pushed = sum(map(bool, aside))
    if not pushed or 3 * pushed > times or any(len(list(run)) > _MOST_PUSHED for by, run in groupby(aside) if by):
        return list(lines)
    return [
        [replace(c, x0=c.x0 - by, x1=c.x1 - by) for c in line] if by else line
        for line, by in zip(lines, aside, strict=True)
    ]


def _begins(line: _Line, own: _Places) -> bool:
    """Whether a number stands in the first of these cells: an empty one may be the label's, and the last one lack."""
    return any(cell.x0 == own[0][0] and cell.text.strip() for cell in line)


def _value_places(line: _Line) -> _Places:
    """Where the cells for numbers stand that follow one another; nothing where they are few."""
    runs = [list(run) for of_values, run in groupby(line, key=lambda cell: is_value(cell.raw)) if of_values]
    longest = max(runs, key=len, default=[])
    return tuple((c.x0, c.x1) for c in longest) if len(longest) >= _FEWEST_CELLS else ()


def _aside(own: _Places, usual: _Places) -> float:
    """By how many columns all cells of a row stand aside of the usual ones; 0 where they do not, or are others."""
    if len(own) != len(usual) or not own:
        return 0
    by = own[0][0] - usual[0][0]
    return by if all((a - by, b - by) == there for (a, b), there in zip(own, usual, strict=True)) else 0

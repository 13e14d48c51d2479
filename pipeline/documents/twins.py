"""Tables of one kind that stand beside one another, as those of two years: told by the labels that both print."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.documents.model import Cell, Grid

FEWEST_ALIKE = 5
"""Labels that two tables share from which they are of one kind."""
_LABEL = re.compile("[^\u3400-\u9fff]*(?:[\u3400-\u9fff][^\u3400-\u9fff]*){4}")
_WORD = re.compile("[\u3400-\u9fff]\\s*[\u3400-\u9fff]")
_LONGEST = 40
_MOSTLY = 0.75
"""Share of its labels, and of its rows, in which a table's half is like the other."""


def labels_in(texts: Iterable[str]) -> set[str]:
    """Those of some texts that are long enough to be a row's or a column's own label, without their spaces."""
    bare = ("".join(text.split()) for text in texts)
    return {text for text in bare if _LABEL.match(text) and len(text) <= _LONGEST}


def are_of_one_kind(one: set[str], other: set[str]) -> bool:
    """Whether two tables print mostly the same labels."""
    return len(one & other) >= FEWEST_ALIKE and _likeness(one, other) >= _MOSTLY


def _likeness(one: set[str], other: set[str]) -> float:
    return len(one & other) / max(len(one), len(other), 1)


def tables_in(grid: Grid) -> list[Grid]:
    """A grid, or the tables of one kind beside one another that its lines join, from the left.

    The second begins in the column in which a label stands again. A page's end may leave rows of a label and numbers
    alone: there each such row says its label twice, and numbers behind either.
    """
    texted = sorted((c for c in grid.cells if c.raw.strip()), key=lambda c: c.column)
    first: dict[str, int] = {}
    again: set[int] = set()
    for cell in texted:
        for label in labels_in([cell.raw]):
            if first.setdefault(label, cell.column) < cell.column:
                again.add(cell.column)
    column = max(again, key=lambda x: (_fit(texted, x), _evenness(texted, x), -x), default=0)
    if not column or not _fit(texted, column):
        return [grid]
    left = tuple(c for c in grid.cells if c.column < column)
    right = tuple(replace(c, column=c.column - column) for c in grid.cells if c.column >= column)
    return [replace(grid, cells=left), *tables_in(replace(grid, cells=right))]


def _fit(cells: Sequence[Cell], column: int) -> float:
    """How alike a grid's tables are, were the second to begin in a column; 0 where they are none of one kind."""
    left, right = (labels_in(c.raw for c in cells if (c.column >= column) == side) for side in (False, True))
    if are_of_one_kind(left, right):
        return _likeness(left, right)
    rows = [[c for c in cells if c.row == row] for row in {c.row for c in cells if _is_number(c.raw)}]
    twice = sum(_says_twice(row, column) for row in rows)
    return twice / len(rows) if rows and twice >= _MOSTLY * len(rows) else 0.0


def _evenness(cells: Sequence[Cell], column: int) -> int:
    """How many cells either side of a column has that the other has too: the same headings may stand thrice in each."""
    left, right = (Counter("".join(c.raw.split()) for c in cells if (c.column >= column) == s) for s in (False, True))
    return (left & right).total()


def _says_twice(row: Sequence[Cell], column: int) -> bool:
    """Whether the halves of a row say the same label, each with numbers behind it."""
    halves = [[c.raw for c in row if (c.column >= column) == side] for side in (False, True)]
    labels = [["".join(text.split()) for text in half if _WORD.search(text)] for half in halves]
    return bool(labels[0]) and labels[0] == labels[1] and all(_is_number(half[-1]) for half in halves)


def _is_number(text: str) -> bool:
    return any(c.isdecimal() for c in text) and not _WORD.search(text)

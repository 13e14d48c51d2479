"""One cell a line, empty cells as empty lines: which empty lines are cells, told by the rhythm of a whole table.

Programs write a table's cells one below another, each behind one line break or two, and empty ones, too. An empty line
alone tells nothing: it may part paragraphs. But where a label and equally many lines, empty ones counted, follow one
another throughout a long table, each of these lines is a cell. What a label reaches down over may be an empty cell of
the rows beside it, before their own label: such lines stand behind the row above.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, groupby, takewhile

from pipeline.documents.text.lines import is_value

_FEWEST_ROWS = 20
"""Neighbouring rows from which a table shows its rhythm: no table but that of requests has so many."""
_WIDTHS = range(5, 10)
"""Columns that such a table may have."""
_FURTHER = 2
"""Labels that may reach down beside a row."""


def with_empty_cells(lines: Sequence[str]) -> list[str]:
    """The lines with text, and the empty ones that are cells of a long table, each as an empty text.

    Where lines of white space are among those, every such line is a cell, and a line without anything none.
    """
    for spaces in (True, False):
        kept = list(filter(None, lines)) if spaces else lines
        runs = [(value, list(run)) for value, run in groupby(kept, key=lambda t: not t.strip() or is_value(t))]
        rows = [n for n, (value, run) in enumerate(runs) if value and (len(run) > 1 or run[0].strip())]
        for at in range(len(rows) - _FEWEST_ROWS):
            for step in (1, 2):
                cells = dict(_rows(runs, rows[at:], step))
                if len(cells) >= _FEWEST_ROWS and (not spaces or "" in chain(*cells.values())):
                    parts = (cells.get(n, [t for t in run if spaces or t.strip()]) for n, (_, run) in enumerate(runs))
                    return [text for part in parts for text in part]
    return [line for line in lines if line.strip()]


def _rows(runs: Sequence[tuple[bool, list[str]]], rows: Sequence[int], step: int) -> Iterator[tuple[int, list[str]]]:
    """Rows of a table and their cells, which stand on every line, or behind an empty one each.

    The first two are as long as any, since no label reaches down beside them; longer ones are empty behind.
    """
    length = len(runs[rows[0]][1])
    width = length // step
    if width not in _WIDTHS or length % step != step - 1 or len(runs[rows[1]][1]) != length:
        return

    def fits(place: int) -> bool:
        run = runs[place][1]
        between = run[:length:2] if step > 1 else []
        return len(run) >= length and not any(t.strip() for t in (*between, *run[length:]))

    for place in takewhile(fits, rows):
        run = runs[place][1]
        yield place, [text.strip() for text in run[step - 1 : length : step]]
        if len(run) > length + _FURTHER * step:
            return

"""Table 三 printed turned: a row for each applicant and a column for each outcome."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby, pairwise

from pipeline.documents.model import Cell, Grid
from pipeline.extract.printed.labels import ACCEPTED, column_keys, column_similarity, label_key, row_keys, whole_key
from pipeline.extract.printed.model import Printed, PrintedRow, printed_row
from pipeline.forms import FORMS

APPLICANTS = FORMS["2021"].tables["requests"].rows[0].columns
_FEWEST_OUTCOMES = 15
"""Outcomes that the header names, each over a column of its own."""
_LABELS = 3
"""Labels before a row's cells: 申请人情况, 法人或其他组织, 商业企业."""


def turned(grid: Grid) -> Grid | None:
    """A grid with rows and columns exchanged, where its header names table 三's rows and its first cells its columns.

    Every applicant of the form must begin a row of its own, and the header lie above them all.
    """
    if not grid.aligned:
        return None
    outcomes, applicants = _keys()
    named = [(c, whole_key(c.text)) for c in grid.cells]
    heads = [(c, key) for c, key in named if key in outcomes]
    if len({key for _, key in heads}) < _FEWEST_OUTCOMES or len({c.column for c, _ in heads}) < _FEWEST_OUTCOMES:
        return None
    left = min(c.column for c, _ in heads)
    below = max(c.row + c.row_span for c, _ in heads)
    rows = [key for c, key in named if c.column < left and c.row >= below]
    if any(sum(key in keys for key in rows) != 1 for keys in applicants):
        return None
    return replace(grid, cells=tuple(sorted(map(_exchanged, grid.cells), key=lambda c: (c.row, c.column))))


def _exchanged(cell: Cell) -> Cell:
    return replace(cell, row=cell.column, column=cell.row, row_span=cell.column_span, column_span=cell.row_span)


@lru_cache(maxsize=1)
def _keys() -> tuple[frozenset[str], tuple[frozenset[str], ...]]:
    """What names a row of table 三 and no column of it, and what names each of its columns."""
    tables = [form.tables["requests"] for form in FORMS.values()]
    columns = tuple(frozenset(column_keys(c)) for c in tables[-1].rows[0].columns)
    rows: Iterable[str] = (key for table in tables for row in table.rows for key in row_keys(row))
    return frozenset(rows).difference(*columns), columns


def with_rows_turned(rows: Sequence[PrintedRow]) -> list[PrintedRow]:
    """The rows with such a table of a text, whose cells have no columns, as a grid of the form's rows.

    Its header must print each of the form's rows once, in the form's order, and behind each applicant stand as many
    cells.
    """
    result: list[PrintedRow] = []
    for _, members in groupby(rows, key=lambda r: r.block):
        block = list(members)
        result.extend(_upright(block) if block[0].layout in ("ragged", "stream") else block)
    return result


def _upright(block: Sequence[PrintedRow]) -> Sequence[PrintedRow]:
    lines = [n for n, row in enumerate(block) if row.values and len(row.labels) <= _LABELS and applicant(row.leaf) >= 0]
    if sorted(applicant(block[n].leaf) for n in lines) != list(range(len(APPLICANTS))):
        return block
    first = next((n + 1 for n in range(lines[0] - 1, -1, -1) if block[n].printed_values), 0)
    heads = _heads([c for row in block[first : lines[0]] for c in row.labels])
    own = [block[n] for n in lines]
    cells = last_cells(own, len(heads))
    return [*block[:first], *_grid(heads, own, cells), *block[lines[-1] + 1 :]] if cells else block


def _grid(
    heads: Sequence[Printed], rows: Sequence[PrintedRow], cells: Sequence[Sequence[Printed]]
) -> Iterator[PrintedRow]:
    def row_of(labels: Sequence[Printed], values: Sequence[Printed]) -> PrintedRow:
        placed = [[replace(c, x0=n, x1=n + 1) for n, c in enumerate(part, start=1)] for part in (labels, values)]
        size = len(rows) + 1
        return printed_row(
            tuple(placed[0]), tuple(placed[1]), "grid", rows[0].block, rows[0].method, rows[0].page, size
        )

    yield row_of([row.labels[-1] for row in rows], ())
    for head, *values in zip(heads, *cells, strict=True):
        row = row_of((), values)
        yield replace(row, labels=(replace(head, x0=0, x1=1),), keys=(whole_key(head.text),))


def _heads(labels: Sequence[Printed]) -> list[Printed]:
    """The labels of a form's rows in its order, one below another's level too; none where they do not stand so."""
    for form in reversed(FORMS.values()):
        table = form.tables["requests"]
        rows, over = table.rows, table.group_labels[0]
        named = [(n, c) for c in labels for n, row in enumerate(rows) if whole_key(c.text) in row_keys(row)]
        by_level = sorted(range(len(rows)), key=lambda n: bool(rows[n].groups) + (rows[n].groups not in ((), (over,))))
        printed = [n for n, _ in named]
        below = printed == by_level and [label_key(a.text) for a, b in pairwise(labels) if b is named[2][1]]
        if printed == list(range(len(rows))) or below == [label_key(over)]:
            return [c for _, c in sorted(named, key=lambda head: head[0])]
    return []


def last_cells(rows: Sequence[PrintedRow], count: int) -> list[tuple[Printed, ...]]:
    """Of a text's rows so many cells each, the last; empty ones that the labels cover may stand before them.

    None where a text may have dropped empty cells at its lines' ends, or filled rows up there: of the rows that begin
    as far from the left one must print its first cell where all have just so many, or its last where all are as long.
    """
    further = [len(row.values) - count for row in rows]
    if (
        not count
        or min(further) < 0
        or any(v.text.strip() for row, n in zip(rows, further, strict=True) for v in row.values[:n])
    ):
        return []
    own = [row.values[n:] for row, n in zip(rows, further, strict=True)]
    begins = [row.values[0].x0 if row.layout == "ragged" else 0 for row in rows]
    ends = {x0 for x0, cells in zip(begins, own, strict=True) if cells[-1].text.strip()}
    starts = {x0 for x0, cells in zip(begins, own, strict=True) if cells[0].text.strip()}
    as_long = rows[0].layout == "ragged" and len({row.size for row in rows}) == 1
    shown = (ends if as_long else set()) | (starts if not any(further) else set())
    return own if set(begins) <= shown and not any(row.padded for row in rows) else []


def is_outcome(text: str) -> bool:
    """Whether a text names a row of table 三, and no column of it."""
    return whole_key(text) in _keys()[0]


def applicant(text: str) -> int:
    """Which of the form's applicants a text names, perhaps without a word; -1 where it names none."""
    fits = [column_similarity(label_key(text), column) for column in APPLICANTS]
    best = max(fits)
    return fits.index(best) if best >= ACCEPTED and fits.count(best) == 1 else -1

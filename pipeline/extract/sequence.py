"""Table 四 of a text whose header stands in pieces, and numbers between its labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.cells import row_cells
from pipeline.extract.labels import label_key
from pipeline.extract.model import ExtractedCell
from pipeline.extract.printed import Printed, PrintedRow
from pipeline.extract.sums import verdicts_of
from pipeline.forms import FORMS

NO_ORDER = "the text does not keep the order of the table's cells, so the number may be another row's"
_MOST_PIECES = 45
"""Lines in which a header of fifteen labels may stand."""
_REVIEW = FORMS["2021"].tables["review_litigation"]
_LEAVES = [column.label for column in _REVIEW.rows[0].columns]
_LEAF = re.compile("|".join([*_LEAVES, *(label_key(row.label) for row in _REVIEW.rows), "行政诉讼"]))


def every_sum_holds(table: str, cells: Sequence[ExtractedCell]) -> bool:
    """Whether all cells of a table are read, and all its sums can be told and hold."""
    read = all(c.state in ("reported", "blank") for c in cells)
    return read and all(verdict for _, verdict in verdicts_of(table, cells))


def tracks_in_turn(rows: Sequence[PrintedRow]) -> list[ExtractedCell]:
    """Table 四 of a text whose header stands in pieces: so many labels, then as many numbers, once or a few at a time.

    Where the numbers come in several turns, the form's sums must hold as well. Of two such tables neither is read.
    """
    found: list[list[ExtractedCell]] = []
    pieces: list[str] = []
    labels: list[str] = []
    values: list[Printed] = []
    turns = 0
    for row in rows:
        if row.layout != "stream" and row.method != "txt:layout":
            pieces, labels, values, turns = [], [], [], 0
            continue
        pieces += ["".join(re.sub(r"\s+", "", cell.text) for cell in row.labels)]
        if not row.values:
            continue
        leaves = _leaves("".join(pieces)) if labels else []
        if not leaves:
            labels, values, turns = [], [], 0
            starts = range(max(0, len(pieces) - _MOST_PIECES), len(pieces))
            leaves = next((own for n in starts if (own := _leaves("".join(pieces[n:])))), [])
        pieces, labels, values, turns = [], labels + leaves, [*values, *row.values], turns + 1
        if len(values) != len(labels) or labels != (_LEAVES * 3)[: len(labels)]:
            labels, values, turns = [], [], 0
        if len(values) == 3 * len(_LEAVES):
            cells = _cells(row, values)
            found.append(cells if turns == 1 or every_sum_holds(_REVIEW.key, cells) else [])
            labels, values, turns = [], [], 0
    return found[0] if len(found) == 1 else []


def _leaves(text: str) -> list[str]:
    """The column labels of which, and of tracks' names, a text consists; none where it holds anything else."""
    return [] if _LEAF.sub("", text) else [part for part in _LEAF.findall(text) if part in _LEAVES]


def _cells(row: PrintedRow, values: Sequence[Printed]) -> list[ExtractedCell]:
    columns = _REVIEW.rows[0].columns
    cells: list[ExtractedCell] = []
    for index, track in enumerate(_REVIEW.rows):
        part = tuple(values[index * len(columns) : (index + 1) * len(columns)])
        cells += row_cells(_REVIEW.key, track.key, columns, "both", replace(row, values=part), part, 100.0)
    return cells

"""Lists of cells whose labels and numbers come in turns, several rows' labels before or behind their numbers.

Programs write the text of a page so whose cells are set to the middle of their rows. Nothing tells a number's row
but the order, so such a list is read only where it is complete: as many numbers as the table has cells, most rows'
numbers right behind their label in just their place, and every sum of the form holding. Where two labels stand together
and their numbers behind both, in whichever order, the sums of most rows hold either way: then only what the two have in
common is read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, groupby

from pipeline.extract.align import Found
from pipeline.extract.cells import row_cells
from pipeline.extract.labels import label_key
from pipeline.extract.model import ExtractedCell
from pipeline.extract.printed import Printed, PrintedRow
from pipeline.extract.sums import verdicts_of
from pipeline.forms import FORMS

NO_ORDER = "the text does not keep the order of the table's cells, so the number may be another row's"
_IN_PLACE = 0.6
"""Share of a table's rows whose numbers stand where the order has them, from which the order is believed."""
_MOST_PIECES = 45
"""Lines in which a header of fifteen labels may stand."""
_REVIEW = FORMS["2021"].tables["review_litigation"]
_LEAVES = [column.label for column in _REVIEW.rows[0].columns]
_LEAF = re.compile("|".join([*_LEAVES, *(label_key(row.label) for row in _REVIEW.rows), "行政诉讼"]))


def in_sequence(found: Sequence[Found], rows: Sequence[PrintedRow]) -> list[Found] | None:
    """The rows of table 三 with the numbers that the order gives them; None where that is not told.

    Args:
        found: the table's rows as far as their labels tell.
        rows: the document's printed rows.
    """
    keys = [f.row.key for f in found]
    whole = any(keys == [row.key for row in form.tables["requests"].rows] for form in FORMS.values())
    if not whole or any(f.printed.layout != "stream" for f in found):
        return None
    width = len(found[0].row.columns)
    values = [v for row in rows[found[0].first : found[-1].last + 1] for v in row.values]
    if len(values) != width * len(found) or any(v.readings for v in values):
        return None
    parts = [tuple(values[n * width : (n + 1) * width]) for n in range(len(found))]
    in_place = sum(f.printed.values == part for f, part in zip(found, parts, strict=True))
    if not _IN_PLACE * len(found) <= in_place < len(found):
        return None
    return [
        replace(f, printed=replace(f.printed, values=part), apart=False, doubt=None)
        for f, part in zip(found, parts, strict=True)
    ]


def less_exchangeable(
    found: Sequence[Found], ordered: Sequence[Found], cells: Sequence[ExtractedCell]
) -> list[ExtractedCell]:
    """The cells of table 三 as its order has them, less those whose rows the sums let change places.

    Args:
        found: the rows as their labels tell.
        ordered: the same with the numbers that the order gives them (:func:`in_sequence`).
        cells: the cells of the latter, of which every sum holds.
    """
    width = len(ordered[0].row.columns)
    pairs = ((f.row.key, f.printed.values[:width] != o.printed.values) for f, o in zip(found, ordered, strict=True))
    runs = [[key for key, _ in run] for away, run in groupby(pairs, key=lambda pair: pair[1]) if away]
    kinds = {c.key: (c.state, c.value) for c in cells}
    unsure: set[tuple[str, str, str]] = set()
    for one, other in (pair for run in runs for pair in combinations(run, 2)):
        names = {one: other, other: one}
        if every_sum_holds("requests", [replace(c, row=names.get(c.row, c.row)) for c in cells]):
            unsure |= {
                c.key for c in cells if c.row in names and kinds[c.table, names[c.row], c.column] != kinds[c.key]
            }
    return [replace(c, value=None, state="unreadable", reason=NO_ORDER) if c.key in unsure else c for c in cells]


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

"""Table 三 of a text, its numbers given to its rows by their order: where labels, order and sums allow one way only.

Nothing tells a number's row but the order, and sums do not tell two rows of outcomes apart. So a table is read only
where it is complete (its labels, as many numbers as it has cells), most rows' numbers stand behind their label in just
their place (or all labels stand before all numbers, in the form's order), and every sum of the form holds. Where two
rows' labels stand before the numbers of both, or one's before those in the other's place, the sums of most rows hold
whichever of them is whose: then only what the two have in common is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, groupby

from pipeline.extract.cells import row_cells, withheld
from pipeline.extract.model import ExtractedCell
from pipeline.extract.order.shuffled import NO_ORDER
from pipeline.extract.order.turns import Turn, Turns, turns_of
from pipeline.extract.printed.model import Printed, PrintedRow
from pipeline.extract.sums.promised import verdicts_of

_IN_PLACE = 0.6
"""Share of a table's rows whose numbers stand where the order has them, from which the order is believed."""
BY_ORDER = 95.0
"""Likeness given to a row whose label need not stand beside its numbers."""


def requests_in_order(rows: Sequence[PrintedRow]) -> list[ExtractedCell] | None:
    """The cells of table 三, if its numbers stand in the form's order throughout, row by row or column by column.

    Args:
        rows: the document's printed rows.

    Returns:
        None where that is not told.
    """
    text = turns_of(rows)
    if text is None or len(text.values) != len(text.rows[0].columns) * len(text.rows):
        return None
    width, height = len(text.rows[0].columns), len(text.rows)
    found: list[list[ExtractedCell]] = []
    if _in_place(text, width) >= _IN_PLACE * height:
        cells = _cells(text, [text.values[n * width : (n + 1) * width] for n in range(height)])
        found += [cells] if _bear_out(text, cells) else []
    named = [row for turn in text.turns for row in turn.rows]
    if named == list(range(height)) and not any(turn.before for turn in text.turns if turn.rows):
        cells = _cells(text, [text.values[n::height] for n in range(height)])
        found += [cells] if all(verdict for _, verdict in verdicts_of("requests", cells)) else []
    values = {tuple(c.value for c in cells) for cells in found}
    if len(values) != 1:
        return None
    own = {t.rows[-1] for t in text.turns if t.rows and len(t.values) >= width and t.before == width * t.rows[-1]}
    runs = [list(run) for away, run in groupby(range(height), key=lambda n: n not in own) if away]
    between = (pair for run in runs for pair in combinations(run, 2))
    return _less_exchangeable(text, found[0], (*between, *_elsewhere(text, width)))


def _elsewhere(text: Turns, width: int) -> Iterator[tuple[int, int]]:
    """Rows whose label stands before just as many numbers as a row has, but in another row's place, and that row."""
    for turn in text.turns:
        place, odd = divmod(turn.before, width)
        if turn.rows and len(turn.values) == width and not odd and place not in turn.rows:
            yield turn.rows[-1], place


def _less_exchangeable(
    text: Turns, cells: Sequence[ExtractedCell], pairs: Iterable[tuple[int, int]]
) -> list[ExtractedCell]:
    """The cells less those of rows that could as well change places.

    Args:
        text: the table as turns.
        cells: all its cells, every sum of which holds.
        pairs: places of rows whose numbers may be each other's, as far as the text tells.
    """
    kinds = {c.key: (c.state, c.value) for c in cells}
    unsure: set[tuple[str, str, str]] = set()
    for pair in pairs:
        one, other = (text.rows[n].key for n in pair)
        names = {one: other, other: one}
        unlike = {c.key for c in cells if c.row in names and kinds[c.table, names[c.row], c.column] != kinds[c.key]}
        exchanged = [replace(c, row=names.get(c.row, c.row)) for c in cells] if unlike - unsure else []
        if exchanged and not any(verdict is False for _, verdict in verdicts_of("requests", exchanged)):
            unsure |= unlike
    return [withheld([c], NO_ORDER)[0] if c.key in unsure else c for c in cells]


def _in_place(text: Turns, width: int) -> int:
    """How many rows have their numbers behind their labels, and as many numbers before them as the form has cells."""
    count = 0
    for turn in text.turns:
        place, odd = divmod(turn.before, width)
        if odd or place not in turn.rows:
            continue
        named = turn.rows[turn.rows.index(place) :]
        following = next((n for n, row in enumerate(named) if row != place + n), len(named))
        count += min(following, len(turn.values) // width)
    return count


def _cells(text: Turns, parts: Sequence[tuple[Printed, ...]]) -> list[ExtractedCell]:
    cells: list[ExtractedCell] = []
    for row, part in zip(text.rows, parts, strict=True):
        printed = replace(text.printed, labels=(), keys=(), values=part, layout="stream")
        cells += row_cells("requests", row.key, row.columns, text.version, printed, part, BY_ORDER)
    return cells


def _bear_out(text: Turns, cells: Sequence[ExtractedCell]) -> bool:
    """Whether every sum holds that can be told, and each row's can but where its numbers stand behind its own label."""
    if not all(c.state in ("reported", "blank") for c in cells):
        return False
    width = len(text.rows[0].columns)
    alone = {text.rows[t.rows[0]].key for t in text.turns if _is_rows_own(t, width)}
    verdicts = verdicts_of("requests", cells)
    across = verdicts[: len(text.rows)]
    return all(verdict is not False for _, verdict in verdicts) and all(
        verdict or {row for row, _ in keys} <= alone for keys, verdict in across
    )


def _is_rows_own(turn: Turn, width: int) -> bool:
    """Whether just one row's numbers stand behind its label, where the order has them."""
    return len(turn.rows) == 1 and len(turn.values) == width and turn.before == width * turn.rows[0]

"""Matching printed rows to a form's rows: sequence alignment with gaps, over the likeness of labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.extract.columns.model import Placement, Unplaced
from pipeline.extract.printed.labels import ACCEPTED
from pipeline.extract.printed.model import PrintedRow
from pipeline.extract.rows.joins import FormRows, Join, joins
from pipeline.forms import Row

_NO_MATCH = -1.0
_END = (0, -2.0)
_WHOLE = 100.0
"""Likeness of a label that lacks nothing, and says no more."""
# In points of likeness (0 to 100).
_SKIPPED_NUMBERS = 12.0
_SKIPPED_LABELLED = 25.0


@dataclass(frozen=True, slots=True)
class Match:
    """A form row and the printed pieces that make it.

    Attributes:
        row: the form's row.
        pieces: positions of the printed rows, in order; more than one where a row was printed in pieces.
        similarity: likeness of the (joined) label, 0 to 100.
    """

    row: Row
    pieces: tuple[int, ...]
    similarity: float


def align(printed: Sequence[PrintedRow], rows: Sequence[Row]) -> list[Match]:
    """The best order-keeping assignment of printed rows to form rows.

    Either side may have rows without a partner. A form row may be made of up to seven neighbouring pieces of which
    at most one prints numbers. What stands before the first row found and after the last costs nothing; between them,
    leaving out a printed row costs when it prints numbers, and most when its label is one of the form's: so that a
    table is one stretch, and a second copy of it is not mixed into the first. Of a row with its whole label and rows
    below it that are like it, that is the form's.
    """
    count, wanted = len(printed), len(rows)
    form = FormRows.of(rows)
    # Inside the table, up to its last row; what follows that costs nothing.
    best = [[0.0] * (wanted + 1) for _ in range(count + 1)]
    step: list[list[tuple[int, float]]] = [[_END] * (wanted + 1) for _ in range(count + 1)]
    start, top = (0, 0), 0.0
    ways_from = [joins(printed, i, form) for i in range(count)]
    costs = _skip_costs(printed, ways_from)
    # Backwards, so that reading the result forwards follows the document.
    for i in range(count - 1, -1, -1):
        ways, skip = ways_from[i], costs[i]
        here, after, steps = best[i], best[i + 1], step[i]
        for j in range(wanted, -1, -1):
            score, choice = 0.0, _END
            if after[j] - skip > score:
                score, choice = after[j] - skip, (1, _NO_MATCH)
            if j < wanted:
                if here[j + 1] >= score:
                    score, choice = here[j + 1], (0, _NO_MATCH)
                for join in ways:
                    if join.likeness[j] >= ACCEPTED:
                        candidate = best[i + join.length][j + 1] + join.likeness[j] + join.bonus
                        if candidate > score:
                            score, choice = candidate, (join.length, join.likeness[j])
                        if candidate >= top:
                            start, top = (i, j), candidate
            here[j], steps[j] = score, choice
    matches: list[Match] = []
    i, j = start
    while i < count and step[i][j] != _END:
        length, fit = step[i][j]
        if fit != _NO_MATCH:
            matches.append(Match(rows[j], tuple(range(i, i + length)), fit))
            i, j = i + length, j + 1
        elif length:
            i += 1
        else:
            j += 1
    return matches


def _skip_costs(printed: Sequence[PrintedRow], ways: Sequence[Sequence[Join]]) -> list[float]:
    """What leaving out each printed row costs: nothing below the whole label that its own is like (新收网络申请)."""
    costs: list[float] = []
    whole: tuple[int, int] | None = None  # the form row whose whole label stands above, and in which block
    for row, joined_rows in zip(printed, ways, strict=True):
        likeness = joined_rows[0].likeness if joined_rows else (0.0,)
        known = max(likeness)
        if known >= ACCEPTED and row.printed_values:
            likest = (likeness.index(known), row.block)
            whole = likest if known == _WHOLE or likest == whole else None
        if not row.printed_values or (ACCEPTED <= known < _WHOLE and whole is not None):
            costs.append(0.0)
        else:
            costs.append(_SKIPPED_LABELLED if known >= 80.0 else _SKIPPED_NUMBERS)
    return costs


@dataclass(frozen=True, slots=True)
class Found:
    """A form row with its printed pieces joined to one printed row.

    Attributes:
        similarity: likeness of its label, 0 to 100.
        first, last: positions of its first and last piece.
        apart: whether its numbers stand on a line without a label.
        doubt: why its numbers cannot be published, in words; None where nothing speaks against them.
    """

    row: Row
    printed: PrintedRow
    similarity: float
    first: int
    last: int
    apart: bool = False
    doubt: str | None = None

    def settled(self, placement: Placement | Unplaced) -> Placement | Unplaced:
        """The placement of its values, or the doubt about it."""
        return Unplaced(self.doubt) if self.doubt is not None else placement


def joined(match: Match, rows: Sequence[PrintedRow]) -> PrintedRow:
    """The printed row that a match's pieces make: the values of the piece that prints numbers, else of the first."""
    pieces = [rows[p] for p in match.pieces]
    with_values = [p for p in pieces if p.printed_values] or [p for p in pieces if p.values] or pieces
    labels = tuple(c for p in pieces for c in p.labels)
    return replace(with_values[0], labels=labels)

"""Matching printed rows to a form's rows: sequence alignment with gaps, over the likeness of labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.extract.labels import ACCEPTED, is_group_label, row_similarity
from pipeline.extract.rows import PrintedRow
from pipeline.forms import Row

_LONGEST_JOIN = 4
_JOIN_COST = 7.0
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

    Either side may have rows without a partner. A form row may be made of up to four neighbouring pieces of which at
    most one prints numbers. Leaving out a printed row with numbers costs more than one without, and most when its
    label is one of the form's: so a second copy of a table is not mixed into the first.
    """
    count, wanted = len(printed), len(rows)
    known = [max((row_similarity(p.leaf, r) for r in rows), default=0.0) if p.keys else 0.0 for p in printed]
    skip = [_skip_cost(p, k) for p, k in zip(printed, known, strict=True)]
    best = [[0.0] * (wanted + 1) for _ in range(count + 1)]
    step: list[list[tuple[int, float] | None]] = [[None] * (wanted + 1) for _ in range(count + 1)]
    # Backwards, so that reading the result forwards follows the document.
    for i in range(count - 1, -1, -1):
        for j in range(wanted, -1, -1):
            score, choice = best[i + 1][j] - skip[i], (1, -1.0)
            if j < wanted:
                if best[i][j + 1] >= score:
                    score, choice = best[i][j + 1], (0, -1.0)
                for length, likeness in _joins(printed, i, rows[j]):
                    gain = likeness - 45.0 - _JOIN_COST * (length - 1)
                    numbers = any(p.printed_values for p in printed[i : i + length])
                    candidate = best[i + length][j + 1] + gain + (6.0 if numbers else 0.0)
                    if candidate > score:
                        score, choice = candidate, (length, likeness)
            best[i][j], step[i][j] = score, choice
    matches: list[Match] = []
    i = j = 0
    while i < count:
        move = step[i][j]
        assert move is not None
        length, likeness = move
        if likeness >= 0:
            matches.append(Match(rows[j], tuple(range(i, i + length)), likeness))
            i, j = i + length, j + 1
        elif length:
            i += 1
        else:
            j += 1
    return matches


def _skip_cost(row: PrintedRow, known: float) -> float:
    if not row.printed_values:
        return 0.0
    return _SKIPPED_LABELLED if known >= 80.0 else _SKIPPED_NUMBERS


def _joins(printed: Sequence[PrintedRow], start: int, row: Row) -> list[tuple[int, float]]:
    """Ways to make the form row from pieces beginning at a place: (number of pieces, likeness)."""
    found: list[tuple[int, float]] = []
    joined = ""
    with_numbers = 0
    last_block = printed[start].block
    for length in range(1, _LONGEST_JOIN + 1):
        if start + length > len(printed):
            break
        piece = printed[start + length - 1]
        if piece.block - last_block > 6:
            break
        last_block = piece.block
        with_numbers += bool(piece.printed_values)
        if with_numbers > 1:
            break
        if length == 1:
            joined = piece.leaf
            likeness = max(row_similarity(joined, row), row_similarity("".join(piece.keys), row)) if piece.keys else 0.0
        else:
            if piece.leaf and is_group_label(piece.leaf) and not piece.printed_values:
                continue  # a heading printed between the pieces
            joined += piece.leaf
            likeness = row_similarity(joined, row)
        if likeness >= ACCEPTED:
            found.append((length, likeness))
    return found


@dataclass(frozen=True, slots=True)
class Found:
    """A form row with its printed pieces joined to one printed row."""

    row: Row
    printed: PrintedRow
    similarity: float
    first: int
    last: int


def joined(match: Match, rows: Sequence[PrintedRow]) -> PrintedRow:
    """The printed row that a match's pieces make: the values of the piece that prints numbers, else of the first."""
    pieces = [rows[p] for p in match.pieces]
    with_values = [p for p in pieces if p.printed_values] or [p for p in pieces if p.values] or pieces
    labels = tuple(c for p in pieces for c in p.labels)
    return replace(with_values[0], labels=labels)

"""Matching printed rows to a form's rows: sequence alignment with gaps, over the likeness of labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.extract.columns.model import Placement, Unplaced
from pipeline.extract.printed.labels import (
    ACCEPTED,
    is_group_label,
    is_numbered,
    label_key,
    likeness,
    own_mark,
    own_number,
    row_keys,
)
from pipeline.extract.printed.model import PrintedRow
from pipeline.forms import Row

_LONGEST_JOIN = 7
_LONGEST_LABEL = 90
_WHOLE = 4
"""Characters from which a row's label is no part of another's."""
# Printed downwards beside the outcomes, a character or two a line.
_VERTICAL_LABEL = "三本年度办理结果"
_APPLICANTS = {"自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "总计"}
_APPLICANTS_HEADING = "申请人情况"
_FARTHEST_BLOCK = 6
_NO_MATCH = -1.0
_END = (0, -2.0)
# In points of likeness (0 to 100): what a match must exceed, what numbers add to it, what each further piece with text
# costs, and what it costs to take a label for a row that prints nothing where the layout keeps no empty cells.
_THRESHOLD = 45.0
_NUMBERS = 6.0
_JOIN_COST = 4.0
_EMPTY = 25.0
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
    table is one stretch, and a second copy of it is not mixed into the first.
    """
    count, wanted = len(printed), len(rows)
    wordings = tuple(row_keys(r) for r in rows)
    numbers = tuple(own_number(r.label) for r in rows)
    marks_of = tuple(tuple(map(own_mark, (r.label, *r.groups))) for r in rows)
    # Inside the table, up to its last row; what follows that costs nothing.
    best = [[0.0] * (wanted + 1) for _ in range(count + 1)]
    step: list[list[tuple[int, float]]] = [[_END] * (wanted + 1) for _ in range(count + 1)]
    start, top = (0, 0), 0.0
    # Backwards, so that reading the result forwards follows the document.
    for i in range(count - 1, -1, -1):
        joins = _joins(printed, i, wordings, numbers, marks_of)
        skip = _skip_cost(printed[i], max(joins[0].likeness) if joins else 0.0)
        here, after, steps = best[i], best[i + 1], step[i]
        for j in range(wanted, -1, -1):
            score, choice = 0.0, _END
            if after[j] - skip > score:
                score, choice = after[j] - skip, (1, _NO_MATCH)
            if j < wanted:
                if here[j + 1] >= score:
                    score, choice = here[j + 1], (0, _NO_MATCH)
                for join in joins:
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


def _skip_cost(row: PrintedRow, known: float) -> float:
    if not row.printed_values:
        return 0.0
    return _SKIPPED_LABELLED if known >= 80.0 else _SKIPPED_NUMBERS


@dataclass(frozen=True, slots=True)
class _Join:
    """Pieces from one place on, taken as one row: their number, their likeness to each form row, and what it costs."""

    length: int
    likeness: tuple[float, ...]
    bonus: float


def _joins(
    printed: Sequence[PrintedRow],
    start: int,
    wordings: tuple[tuple[str, ...], ...],
    numbers: tuple[str, ...],
    marks_of: tuple[tuple[tuple[str, str] | None, ...], ...],
) -> list[_Join]:
    """Ways to make one row from the pieces beginning at a place."""
    found: list[_Join] = []
    if _is_header(printed[start]) or _belongs_above(printed, start):
        return found
    texts = ""
    before: tuple[float, ...] = ()
    with_numbers = further = 0
    numbered = named = False
    marks: dict[str, str] = {}
    owner: tuple[float, ...] = ()
    last_block = printed[start].block
    for length in range(1, min(_LONGEST_JOIN, len(printed) - start) + 1):
        piece = printed[start + length - 1]
        prints = any(v.text.strip() for v in piece.values)  # 无 or a dash in every cell, too
        with_numbers += prints
        further += length > 1 and (prints or bool(piece.labels))
        if with_numbers > 1 or piece.block - last_block > _FARTHEST_BLOCK:
            break
        last_block = piece.block
        leaf = _leaf_text(piece)
        completes = 100.0 in likeness(label_key(texts + leaf), wordings)  # 其他处, and 理 on the next page
        heading = bool(piece.leaf) and is_group_label(piece.leaf) and not piece.printed_values
        if length > 1 and not texts and _is_header(piece):
            break  # numbers alone above a repeated header are a label's below it only where the sums say so
        if length > 1 and ((heading and not (texts and completes)) or _is_header(piece)):
            continue  # printed between the pieces
        if length > 1 and numbered and is_numbered(leaf):
            break  # 2.没有现, its end cut off, keeps its numbers from 3.补正后申请内容仍不明确
        mark = own_mark(leaf)
        if mark is not None and marks.setdefault(*mark) != mark[1]:
            break  # (六)其他 and (七 are two rows, with numbers or not
        numbered = numbered or (bool(piece.printed_values) and is_numbered(leaf))
        continued = leaf if length == 1 or names_row(piece) or completes else ""
        texts += continued
        joined = label_key(texts)
        if len(joined) > _LONGEST_LABEL:
            break
        fits = likeness(joined, wordings)
        if length > 1 and continued:
            # A piece with text of its own belongs only if it completes the label.
            fits = tuple(f if f > b else 0.0 for f, b in zip(fits, before, strict=True))
            if named:
                # A whole label below numbers with another label of their own: these are none of its.
                itself = likeness(label_key(continued), wordings)
                fits = tuple(f if f == 100.0 or i < 100.0 else 0.0 for f, i in zip(fits, itself, strict=True))
        before = likeness(joined, wordings)
        named = named or (bool(piece.printed_values) and len(piece.leaf) >= _WHOLE)
        if piece.printed_values and len(piece.leaf) >= _WHOLE:
            # What prints the numbers is a row of its own where its label is one.
            own = likeness(piece.leaf, wordings)
            owner = own if max(own) == 100.0 else ()
        if owner and length > 1:
            fits = tuple(f if o == 100.0 else 0.0 for f, o in zip(fits, owner, strict=True))
        if length == 1 and len(piece.keys) > 1:
            # The other version's form may have a row for the whole group, which is less like both labels than the last
            # alone is like its own.
            alone = max(fits)
            # A group that is one itself names no row by the first of its rows.
            together = likeness("".join(piece.keys), wordings)
            groups = set(filter(is_group_label, piece.keys[:-1]))
            fits = tuple(
                t if t > alone and groups.isdisjoint(w) else f for f, t, w in zip(fits, together, wordings, strict=True)
            )
        if piece.printed_values and not label_key(leaf) and (number := own_number(leaf)):
            # Of a label only its number is left: (四)无法提供 above it names no row.
            fits = tuple(f if n == number else 0.0 for f, n in zip(fits, numbers, strict=True))
        elif piece.printed_values and mark and not label_key(leaf) and any(mark in own[:1] for own in marks_of):
            # Nor is (七) the rest of 其他处理 above it, which is a row's own or its group's.
            fits = tuple(f if mark in own else 0.0 for f, own in zip(fits, marks_of, strict=True))
        if max(fits) == 100.0 or (not with_numbers and is_group_label(joined)):
            fits = tuple(f if f == 100.0 else 0.0 for f in fits)  # a whole label is no damaged other one
        elif number := own_number(texts):
            # Of rows that a cut label may be (属于行), the one with its number.
            alike = any(f >= ACCEPTED and n == number for f, n in zip(fits, numbers, strict=True))
            fits = tuple(f if n == number or not alike else 0.0 for f, n in zip(fits, numbers, strict=True))
        worth = _NUMBERS if with_numbers else 0.0 if piece.layout in ("grid", "ragged") else -_EMPTY
        bonus = worth - _THRESHOLD - _JOIN_COST * further
        found.append(_Join(length, fits, bonus))
    return found


def _belongs_above(printed: Sequence[PrintedRow], place: int) -> bool:
    """Whether numbers stand right behind a label without any of a list of cells: they are not the next label's.

    Nor are those of a text's line below a row that has fewer than others: lines may have been cut at a width.
    """
    row, above = printed[place], printed[place - 1] if place else None
    if row.labels or not row.printed_values or above is None or not above.labels:
        return False
    if row.layout == "ragged" and above.layout == row.layout and above.block == row.block:
        return len(above.values) < max(len(r.values) for r in printed if r.block == row.block)
    return row.layout == "stream" and not above.values


def _leaf_text(piece: PrintedRow) -> str:
    """The label nearest to a piece's values: put together as printed, since its own number may be broken, too."""
    return next((cell.text for cell in reversed(piece.labels) if label_key(cell.text) or is_numbered(cell.text)), "")


def names_row(piece: PrintedRow) -> bool:
    """Whether a line has a label of its own, and not a piece of the one that is printed downwards beside the rows."""
    return piece.leaf not in _VERTICAL_LABEL


def _is_header(row: PrintedRow) -> bool:
    """Whether a row is of the header, or of its repetition on a further page: 其他, a column, also names a row."""
    heads = row.leaf == _APPLICANTS_HEADING or len(_APPLICANTS.intersection(row.keys)) > 1
    return heads and not row.printed_values


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

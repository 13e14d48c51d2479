"""Table 三 printed as several tables, each with some of its applicants: laid side by side they are one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from pipeline.extract.printed.labels import (
    ACCEPTED,
    column_similarity,
    is_form_label,
    label_key,
    likeness,
    row_keys,
    similarity,
)
from pipeline.extract.printed.model import Printed, PrintedRow, printed_row
from pipeline.forms import FORMS, Column

_FEWEST_ROWS = 20
"""Rows of the form that each part prints."""
_APART = re.compile(r"[:：—–\-－()（）]+")
"""What parts a caption's words: （申请人：法人或其他组织——商业企业）."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One part: positions of its rows, from its first to its last with values, and a header cell for each column."""

    first: int
    rows: tuple[int, ...]
    heads: tuple[Printed, ...]

    def values(self, row: PrintedRow) -> tuple[Printed, ...]:
        """A row's values at the places of the part's columns: counted from the right, as grids change over pages."""
        cells = zip(row.values[-len(self.heads) :], self.heads, strict=True)
        return tuple(replace(value, x0=head.x0, x1=head.x1) for value, head in cells)


def with_parts_joined(rows: Sequence[PrintedRow]) -> list[PrintedRow]:
    """The rows with the parts of table 三 as one grid, where together they name each applicant just once.

    All parts must print the same rows, and each over its columns, or a part of one column in the line above it, whose
    they are. The joined table has one header; its cells keep their places in the document.
    """
    parts = [part for block in _blocks(rows) if (part := _part(rows, block)) is not None]
    named = sorted(_applicant(head.text) for part in parts for head in part.heads)
    if len(parts) < 2 or named != sorted(range(len(_applicants()))):
        return list(rows)
    if not all(_same_rows(rows, parts[0], part) for part in parts[1:]):
        return list(rows)
    gone = {n for part in parts for n in range(part.first, part.rows[-1] + 1)}
    result: list[PrintedRow] = []
    for n, row in enumerate(rows):
        if n == parts[0].first:
            result.extend(_joined(rows, parts))
        if n not in gone:
            result.append(row)
    return result


def _same_rows(rows: Sequence[PrintedRow], one: _Part, other: _Part) -> bool:
    """Whether two parts print the same rows in one order, perhaps each with other words or wordings."""
    if len(one.rows) != len(other.rows):
        return False
    pairs = zip((rows[n].leaf for n in one.rows), (rows[n].leaf for n in other.rows), strict=True)
    return all(similarity(*pair) >= ACCEPTED or _form_rows(pair[0]) & _form_rows(pair[1]) for pair in pairs)


def _form_rows(leaf: str) -> set[str]:
    """The keys of the form's rows that a label fits best."""
    rows = [row for form in FORMS.values() for row in form.tables["requests"].rows]
    fits = likeness(leaf, tuple(row_keys(row) for row in rows))
    return {row.key for row, fit in zip(rows, fits, strict=True) if fit == max(fits) >= ACCEPTED}


def _blocks(rows: Sequence[PrintedRow]) -> list[list[int]]:
    """The rows of each block; a grid without a header of its own goes on the one before, with as many columns."""
    found: list[list[int]] = []
    for _, positions in groupby(range(len(rows)), key=lambda n: rows[n].block):
        block = list(positions)
        lines = _lines(rows, block)
        if lines and lines[0] == block[0] and found and _goes_on(rows, found[-1], lines):
            found[-1] += block
        else:
            found.append(block)
    return found


def _goes_on(rows: Sequence[PrintedRow], before: Sequence[int], lines: Sequence[int]) -> bool:
    """Whether lines are further ones of the grid before them, or the first below a header that stands alone."""
    columns = _columns(rows, _lines(rows, before))
    if not columns:
        header = rows[before[-1]]
        return header.layout == "grid" and any(_applicant(c.text) >= 0 for c in header.labels)
    return columns == _columns(rows, [*_lines(rows, before), *lines])


def _lines(rows: Sequence[PrintedRow], block: Sequence[int]) -> list[int]:
    """A grid's rows with values; one of empty cells alone only carries the columns' widths."""
    return [
        n for n in block if rows[n].layout == "grid" and rows[n].values and (rows[n].keys or _prints(rows[n].values))
    ]


def _prints(cells: Sequence[Printed]) -> bool:
    return any(cell.text.strip() for cell in cells)


def _columns(rows: Sequence[PrintedRow], lines: Sequence[int]) -> int:
    """How many columns all of the lines have; 0 if some line prints more. An empty cell before them was a label's."""
    columns = min((len(rows[n].values) for n in lines), default=0)
    return 0 if any(_prints(rows[n].values[:-columns]) for n in lines) else columns


def _part(rows: Sequence[PrintedRow], block: Sequence[int]) -> _Part | None:
    """A grid as a part of table 三, if it is one."""
    lines = _lines(rows, block)
    columns = _columns(rows, lines)
    named = {rows[n].keys for n in lines if rows[n].labels and is_form_label(rows[n].labels[-1].text)}
    if not columns or len(named) < _FEWEST_ROWS:
        return None
    places = [(value.x0, value.x1) for value in rows[lines[0]].values[-columns:]]
    above = [c for n in block if n < lines[0] for c in rows[n].labels]
    heads = [next((c for c in above if (c.x0, c.x1) == p and _applicant(c.text) >= 0), None) for p in places]
    if heads == [None] and block[0] and rows[block[0] - 1].layout == "paragraph":
        (caption,) = rows[block[0] - 1].labels
        name = [text for text in _APART.split(caption.text) if text.strip()][-1:]
        heads = [replace(caption, text=text, x0=places[0][0], x1=places[0][1]) for text in name]
    cells = tuple(head for head in heads if head is not None and _applicant(head.text) >= 0)
    return _Part(block[0], tuple(lines), cells) if len(cells) == columns else None


def _joined(rows: Sequence[PrintedRow], parts: Sequence[_Part]) -> Iterator[PrintedRow]:
    """The header, and each row of the first part with the values of the others behind its own."""
    moves = [0.0]
    for part, following in pairwise(parts):
        moves.append(moves[-1] + max(h.x1 for h in part.heads) - min(h.x0 for h in following.heads))

    def moved(cells: Sequence[Printed], by: float) -> Iterator[Printed]:
        return (replace(c, x0=c.x0 + by, x1=c.x1 + by) for c in cells)

    one = rows[parts[0].rows[0]]
    heads = tuple(c for part, by in zip(parts, moves, strict=True) for c in moved(part.heads, by))
    yield printed_row(heads, (), one.layout, one.block, one.method, one.page, len(heads))
    for n, row in enumerate(rows[m] for m in parts[0].rows):
        cells = ((part.values(rows[part.rows[n]]), by) for part, by in zip(parts, moves, strict=True))
        values = tuple(c for printed, by in cells for c in moved(printed, by))
        yield replace(row, values=values, size=len(row.labels) + len(values))


def _applicant(text: str) -> int:
    """Which of the form's applicants a text names, perhaps without a word; -1 where it names none."""
    fits = [column_similarity(label_key(text), column) for column in _applicants()]
    best = max(fits)
    return fits.index(best) if best >= ACCEPTED and fits.count(best) == 1 else -1


def _applicants() -> tuple[Column, ...]:
    return FORMS["2021"].tables["requests"].rows[0].columns

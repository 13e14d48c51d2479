"""Table 三 printed as several tables, each with some of its applicants: laid side by side they are one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile, groupby, pairwise

from pipeline.extract.printed.labels import ACCEPTED, is_form_label, label_key, likeness, row_keys, similarity
from pipeline.extract.printed.model import Printed, PrintedRow, printed_row
from pipeline.extract.printed.turned import APPLICANTS, applicant, is_outcome, last_cells
from pipeline.forms import FORMS

_FEWEST_ROWS = 20
"""Rows of the form that each part prints."""
_LAYOUTS = ("grid", "ragged", "stream")
_APART = re.compile(r"[:：—–\-－()（）]+")
"""What parts a caption's words: （申请人：法人或其他组织——商业企业）."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One part: positions of its rows, from its first to its last with values, a header cell a column, its cells."""

    first: int
    rows: tuple[int, ...]
    heads: tuple[Printed, ...]
    cells: tuple[tuple[Printed, ...], ...]


def with_parts_joined(rows: Sequence[PrintedRow]) -> list[PrintedRow]:
    """The rows with the parts of table 三 as one grid, where together they name each applicant just once.

    All parts must print the same rows, and each over its columns, or a part of one column in the line above it, whose
    they are. The joined table has one header; its cells keep their places in the document.
    """
    parts = [part for block in _blocks(rows) if (part := _part(rows, block)) is not None]
    named = sorted(applicant(head.text) for part in parts for head in part.heads)
    if len(parts) < 2 or named != sorted(range(len(APPLICANTS))):
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
    return all(_is_one_row(*pair) for pair in pairs)


def _is_one_row(one: str, other: str) -> bool:
    """Whether two labels are of one row of the form; 本年新收 and 上年结转 look alike, and are none."""
    first, second = _form_rows(one), _form_rows(other)
    return bool(first & second) if first and second else similarity(one, other) >= ACCEPTED


def _form_rows(leaf: str) -> set[str]:
    """The keys of the form's rows that a label fits best."""
    rows = [row for form in FORMS.values() for row in form.tables["requests"].rows]
    fits = likeness(leaf, tuple(row_keys(row) for row in rows))
    return {row.key for row, fit in zip(rows, fits, strict=True) if fit == max(fits) >= ACCEPTED}


def _blocks(rows: Sequence[PrintedRow]) -> list[list[int]]:
    """The rows of each block; a grid without a header of its own goes on the one before, with as many columns.

    A text's list of cells may hold several tables: where the first label stands again, another begins.
    """
    found: list[list[int]] = []
    for _, positions in groupby(range(len(rows)), key=lambda n: rows[n].block):
        block = list(positions)
        lines = _lines(rows, block)
        layout = rows[block[0]].layout
        again = [a + 1 for a, b in pairwise(lines) if rows[b].leaf == rows[lines[0]].leaf]
        if layout == "stream" and again:
            found += [list(range(a, b)) for a, b in pairwise((block[0], *again, block[-1] + 1))]
        elif layout == "grid" and lines[:1] == block[:1] and found and _goes_on(rows, found[-1], lines):
            found[-1] += block
        else:
            found.append(block)
    return found


def _goes_on(rows: Sequence[PrintedRow], before: Sequence[int], lines: Sequence[int]) -> bool:
    """Whether lines are further ones of the grid before them, or the first below a header that stands alone."""
    columns = _columns(rows, _lines(rows, before))
    if not columns:
        header = rows[before[-1]]
        return header.layout == "grid" and any(applicant(c.text) >= 0 for c in header.labels)
    return columns == _columns(rows, [*_lines(rows, before), *lines])


def _lines(rows: Sequence[PrintedRow], block: Sequence[int]) -> list[int]:
    """A table's rows with values; one of empty cells alone only carries the columns' widths."""
    return [
        n for n in block if rows[n].layout in _LAYOUTS and rows[n].values and (rows[n].keys or _prints(rows[n].values))
    ]


def _prints(cells: Sequence[Printed]) -> bool:
    return any(cell.text.strip() for cell in cells)


def _columns(rows: Sequence[PrintedRow], lines: Sequence[int]) -> int:
    """How many columns all of the lines have; 0 if some line prints more. An empty cell before them was a label's."""
    columns = min((len(rows[n].values) for n in lines), default=0)
    return 0 if any(_prints(rows[n].values[:-columns]) for n in lines) else columns


def _part(rows: Sequence[PrintedRow], block: Sequence[int]) -> _Part | None:
    """A table as a part of table 三, if it is one."""
    lines = _lines(rows, block)
    of_text = bool(lines) and rows[lines[0]].layout != "grid"
    if of_text:  # a header's rows have empty cells, too
        lines = list(dropwhile(lambda n: not any(is_outcome(c.text) for c in rows[n].labels), lines))
    named = {rows[n].keys for n in lines if rows[n].labels and is_form_label(rows[n].labels[-1].text)}
    if len(named) < _FEWEST_ROWS:
        return None
    above = [c for n in block if n < lines[0] for c in rows[n].labels]
    cells = _of_text(rows, lines, above) if of_text else _of_grid(rows, block, lines, above)
    return _Part(block[0], tuple(lines), cells[0], tuple(cells[1:])) if cells else None


def _of_grid(
    rows: Sequence[PrintedRow], block: Sequence[int], lines: Sequence[int], above: Sequence[Printed]
) -> list[tuple[Printed, ...]]:
    """The header cells of a grid's columns, or its caption instead, then the cells of each row.

    These are counted from the right, as grids change over pages.
    """
    columns = _columns(rows, lines)
    if not columns:
        return []
    places = [(value.x0, value.x1) for value in rows[lines[0]].values[-columns:]]
    heads = [next((c for c in above if (c.x0, c.x1) == p and applicant(c.text) >= 0), None) for p in places]
    if heads == [None] and block[0] and rows[block[0] - 1].layout == "paragraph":
        (caption,) = rows[block[0] - 1].labels
        name = [text for text in _APART.split(caption.text) if text.strip()][-1:]
        heads = [replace(caption, text=text, x0=places[0][0], x1=places[0][1]) for text in name]
    named = [head for head in heads if head is not None and applicant(head.text) >= 0]
    return _at(places, [named, *(rows[n].values[-columns:] for n in lines)]) if len(named) == columns else []


def _of_text(rows: Sequence[PrintedRow], lines: Sequence[int], above: Sequence[Printed]) -> list[tuple[Printed, ...]]:
    """The header cells of a text's columns, in the form's order, then the cells of each row, with places as a grid's.

    In a header of two lines 总计 stands right behind 法人或其他组织, before what stands below that.
    """
    heads = [c for c in above if applicant(c.text) >= 0]
    named = [applicant(c.text) for c in heads]
    grouped = sorted(named, key=lambda n: (APPLICANTS[n].group is not None, n))
    over = [label_key(a.text) for a, b in pairwise(above) if applicant(b.text) == len(APPLICANTS) - 1]
    in_two_lines = named == grouped and over == [label_key(c.group) for c in APPLICANTS if c.group][:1]
    cells = last_cells([rows[n] for n in lines], len(heads))
    if not cells or (named != sorted(named) and not in_two_lines):
        return []
    begin = max(c.x1 for n in lines for c in rows[n].labels)
    places = [(begin + n, begin + n + 1) for n, _ in enumerate(heads)]
    return _at(places, [sorted(heads, key=lambda c: applicant(c.text)), *cells])


def _at(places: Sequence[tuple[float, float]], rows: Sequence[Sequence[Printed]]) -> list[tuple[Printed, ...]]:
    return [tuple(replace(c, x0=x0, x1=x1) for c, (x0, x1) in zip(row, places, strict=True)) for row in rows]


def _joined(rows: Sequence[PrintedRow], parts: Sequence[_Part]) -> Iterator[PrintedRow]:
    """The header, and each row of the first part with the values of the others behind its own."""
    moves = [0.0]
    for part, following in pairwise(parts):
        moves.append(moves[-1] + max(h.x1 for h in part.heads) - min(h.x0 for h in following.heads))

    def moved(cells: Sequence[Printed], by: float) -> Iterator[Printed]:
        return (replace(c, x0=c.x0 + by, x1=c.x1 + by) for c in cells)

    one = rows[parts[0].rows[0]]
    heads = tuple(c for part, by in zip(parts, moves, strict=True) for c in moved(part.heads, by))
    yield printed_row(heads, (), "grid", one.block, one.method, one.page, len(heads))
    for n, row in enumerate(rows[m] for m in parts[0].rows):
        values = tuple(c for part, by in zip(parts, moves, strict=True) for c in moved(part.cells[n], by))
        yield replace(row, values=values, size=len(row.labels) + len(values), layout="grid", padded=False)

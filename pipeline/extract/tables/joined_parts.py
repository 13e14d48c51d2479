"""Table 三 printed as several tables, each with some of its applicants: laid side by side they are one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile, groupby, pairwise

from pipeline.extract.columns.headers import header_lines, leaf_headers, stacked
from pipeline.extract.columns.model import Unplaced
from pipeline.extract.printed.labels import ACCEPTED, is_form_label, label_key, likeness, row_keys, similarity
from pipeline.extract.printed.model import Printed, PrintedRow, printed_row
from pipeline.extract.printed.turned import APPLICANTS, applicant, is_outcome, last_cells
from pipeline.extract.rows.align import Found
from pipeline.extract.rows.find import find_rows
from pipeline.extract.tables.requests import placements_of
from pipeline.forms import FORMS

_FEWEST_ROWS = 20
"""Rows of the form that each part prints."""
_LONG = 4
"""Characters from which the beginning of the first row's label tells that it is one."""
_LAYOUTS = ("grid", "ragged", "stream")
_APART = re.compile(r"[:：—–\-－()（）]+")
"""What parts a caption's words: （申请人：法人或其他组织——商业企业）."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of the table.

    Attributes:
        first: position of what its header begins with.
        rows: positions of the rows that print its cells, and ``leaves`` their labels.
        heads: a header cell a column.
        cells: per row a cell a column; None where a layout of words prints nothing.
        lines: positions of the rows to keep of it, those without cells among them.
    """

    first: int
    rows: Sequence[int]
    leaves: Sequence[str]
    heads: Sequence[Printed]
    cells: Sequence[Sequence[Printed | None]]
    lines: Sequence[int]


def with_parts_joined(rows: Sequence[PrintedRow]) -> list[PrintedRow]:
    """The rows with the parts of table 三 as one table, where together they name each applicant just once.

    All parts must print the same rows, and each over its columns, or a part of one column in the line above it, whose
    they are. The joined table has one header; its cells keep their places in the document. Parts in a layout of words
    are each read alone first: their labels may be broken in other places.
    """
    parts = [part for block in _blocks(rows) if (part := _part(rows, block)) is not None] or _parts_of_words(rows)
    named = sorted(applicant(head.text) for part in parts for head in part.heads)
    if len(parts) < 2 or named != sorted(range(len(APPLICANTS))):
        return list(rows)
    if not all(_same_rows(parts[0], part) for part in parts[1:]):
        return list(rows)
    gone = {n for part in parts for n in range(part.first, part.lines[-1] + 1)}
    result: list[PrintedRow] = []
    for n, row in enumerate(rows):
        if n == parts[0].first:
            result.extend(_joined(rows, parts))
        if n not in gone:
            result.append(row)
    return result


def _same_rows(one: _Part, other: _Part) -> bool:
    """Whether two parts print the same rows in one order, perhaps each with other words or wordings."""
    return len(one.rows) == len(other.rows) and all(map(_is_one_row, one.leaves, other.leaves))


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

    A text's list of cells may hold several tables: where the first label stands again, another begins. Tables below one
    another on a sheet may be one grid: in it the first to the last of table 三's rows are a block, and what heads them.
    """
    found: list[list[int]] = []
    for block in _apart(rows):
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


def _apart(rows: Sequence[PrintedRow]) -> Iterator[list[int]]:
    """The rows of each block, those of table 三 in a grid apart from the tables' above and below."""
    for _, positions in groupby(range(len(rows)), key=lambda n: rows[n].block):
        block = list(positions)
        lines = _lines(rows, block)
        own = [n for n in lines if rows[n].layout == "grid" and _form_rows(rows[n].leaf)]
        if own:
            above, below = [n for n in lines if n < own[0]], [n for n in lines if n > own[-1]]
            ends = [block[0], *[n + 1 for n in above[-1:]], *[own[-1] + 1 for _ in below[:1]], block[-1] + 1]
            yield from (list(range(a, b)) for a, b in pairwise(ends))
        else:
            yield block


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
    return _Part(block[0], lines, [rows[n].leaf for n in lines], cells[0], cells[1:], lines) if cells else None


def _of_grid(
    rows: Sequence[PrintedRow], block: Sequence[int], lines: Sequence[int], above: Sequence[Printed]
) -> list[Sequence[Printed]]:
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
    return [named, *(rows[n].values[-columns:] for n in lines)] if len(named) == columns else []


def _of_text(rows: Sequence[PrintedRow], lines: Sequence[int], above: Sequence[Printed]) -> list[Sequence[Printed]]:
    """The header cells of a text's columns, in the form's order, then the cells of each row.

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
    return [sorted(heads, key=lambda c: applicant(c.text)), *cells]


def _parts_of_words(rows: Sequence[PrintedRow]) -> list[_Part]:
    """The parts that lines of words print, each from its header to where the form's first row stands again."""
    keys = row_keys(FORMS["2021"].tables["requests"].rows[0])
    leaves = ["".join(row.keys) if row.layout == "words" else "" for row in rows]
    starts = [n for n, leaf in enumerate(leaves) if len(leaf) >= _LONG and any(_begin_alike(leaf, key) for key in keys)]
    ends = [*starts[1:], len(rows)]
    parts = [_of_words(rows, a, b) for a, b in zip(starts, ends, strict=True)] if len(starts) > 1 else []
    return [part for part in parts if part is not None]


def _begin_alike(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _of_words(rows: Sequence[PrintedRow], begin: int, end: int) -> _Part | None:
    """The part whose first row begins at a line, if its header names its columns and its rows own all of its numbers.

    Where nothing tells in which columns a row's numbers stand, they are shared by all cells that the part has of it.
    """
    above = header_lines(rows, begin)
    top = next((n for n in range(begin - len(above), begin) if any(map(_heads_columns, rows[n].words))), begin)
    own = rows[top:end]
    names = [c.text for of in ("words", "labels") for c in stacked(getattr(row, of) for row in rows[top:begin])]
    columns = [APPLICANTS[n] for n in sorted(set(map(applicant, names)) - {-1})]
    found, loose = find_rows("requests", own, columns) if columns else ([], ())
    if loose or len(found) < _FEWEST_ROWS:
        return None
    header = leaf_headers(own, found[0].first, found[-1].last, [columns]).get(own[found[0].first].block, ())
    cells: list[Sequence[Printed | None]] = []
    lines = [_line_of(one, own) for one in found]
    for one, line, placed in zip(found, lines, placements_of(found, own, columns), strict=True):
        if isinstance(placed, Unplaced) or own[line].values != one.printed.values:
            cells.append([_all_of(one.printed)] * len(columns))
        else:
            cells.append(placed)
    leaves = [label_key(one.row.label) for one in found]
    kept = [n for n in range(found[0].first, found[-1].last + 1) if n in lines or not own[n].values]
    return _Part(top, [top + n for n in lines], leaves, header, cells, [top + n for n in kept])


def _line_of(one: Found, rows: Sequence[PrintedRow]) -> int:
    """Which of a row's lines prints its numbers, or would."""
    own = [n for n in range(one.first, one.last + 1) if rows[n].values]
    return own[0] if own else (one.first + one.last) // 2


def _all_of(row: PrintedRow) -> Printed:
    """All that a row prints as one cell that stands for several."""
    cells = row.printed_values or row.labels
    return replace(cells[0], raw=" | ".join(c.raw for c in cells), text=" | ".join(c.text for c in cells), shared=True)


def _heads_columns(word: Printed) -> bool:
    """Whether a word is a name of columns, or a piece of one."""
    table = FORMS["2021"].tables["requests"]
    names = (*table.column_group_labels, *(c.group for c in APPLICANTS if c.group), *(c.label for c in APPLICANTS))
    key = label_key(word.text)
    return bool(key) and any(key in label_key(name) for name in names)


def _joined(rows: Sequence[PrintedRow], parts: Sequence[_Part]) -> Iterator[PrintedRow]:
    """The header, and each row of the first part with the values of all, in the form's order and below their names."""
    begin = max(c.x1 for n in parts[0].lines for c in (*rows[n].labels, *rows[n].words))
    wide = max(c.x1 - c.x0 for part in parts for line in (part.heads, *part.cells) for c in line if c is not None)
    columns = sorted((applicant(head.text), n, m) for n, part in enumerate(parts) for m, head in enumerate(part.heads))

    def placed(cells: Sequence[Sequence[Printed | None]]) -> Iterator[Printed]:
        for column, n, m in columns:
            if (cell := cells[n][m]) is not None:
                x0 = begin + (2 * column + 1) * wide
                yield replace(cell, x0=x0, x1=x0 + wide)

    one = rows[parts[0].rows[0]]
    layout = "words" if one.layout == "words" else "grid"
    block = one.block if layout == "grid" else -1 - one.block  # no other lines of the page stand beside them now
    heads = tuple(placed([part.heads for part in parts]))
    header = printed_row(heads, (), layout, block, one.method, one.page, len(heads))
    yield replace(header, words=heads if layout == "words" else ())
    for line in parts[0].lines:
        row = replace(rows[line], block=block, layout=layout)
        if line in parts[0].rows:
            n = parts[0].rows.index(line)
            values = tuple(placed([part.cells[n] for part in parts]))
            row = replace(row, values=values, size=len(row.labels) + len(values), padded=False)
        yield row

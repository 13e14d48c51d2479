"""Columns that no form has: of agencies under a heading (序号, 行次, 备注), and of programs that count the rows.

Programs such as pandas print such counts without a heading, and a row above that counts the columns; sheets may be
printed with their letters above the columns and their numbers beside the rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from string import ascii_uppercase

from pipeline.extract.printed.labels import column_keys, label_key
from pipeline.extract.printed.model import Printed, PrintedRow, with_labels
from pipeline.forms import Column
from pipeline.normalise.numbers import MONEY_UNITS, UNIT_WORDS, is_value, read_number

_OF_NUMBERS = frozenset(("行次", "序号", "行号", "编号"))
_OF_COLUMNS = frozenset(("栏次", "列次", "列号", "栏目", "序号", "甲", "乙", "丙"))
_OF_REMARKS = frozenset(("备注", "说明"))
_OF_UNITS = frozenset(("单位", "计量单位"))
FURTHER_COLUMNS = _OF_NUMBERS | _OF_REMARKS | {"代码"}
"""Headings of columns that agencies add."""

_SUBTOTAL = re.compile(r"(?:法人(?:或其他组织)?)?(?:小计|合计|计)")
"""Headings of a group's sums among its columns."""

_FEWEST = 3
"""Rows, or columns, from which numbers that count up count them."""
_FEWEST_NUMBERED = 5
_COUNT = re.compile(r"\d{1,2}")
_Line = list[Printed]


def without_added_columns(lines: Sequence[_Line], *, aligned: bool) -> list[_Line]:
    """The rows of a grid without an added column, or as they are where it is not plain which cells are its own.

    Numbers of lines count up, and remarks are no numbers. In rows that are lists of cells from the left, the column is
    each row's first or last cell; behind a first one that is left out, the others move up.

    Args:
        lines: the cells of each row from the left.
        aligned: whether equal places mean equal columns.
    """
    headings = [(line, cell) for line in lines for cell in line if label_key(cell.text) in _OF_NUMBERS | _OF_REMARKS]
    if not headings or any(label_key(cell.text) != label_key(headings[0][1].text) for _, cell in headings):
        return list(lines)
    at_front = all(cell is line[0] for line, cell in headings)
    if not aligned and not at_front and not all(cell is line[-1] for line, cell in headings):
        return list(lines)
    of_remarks = label_key(headings[0][1].text) in _OF_REMARKS
    place: Printed | None = None
    own: list[Printed] = []
    last, begins = 0, False
    for line in lines:
        heading = next((c for c in line if any(c is h for _, h in headings)), None)
        if heading is not None:
            place, begins = heading, True
            own.append(heading)
            continue
        cell = None if place is None else _member(line, place, aligned=aligned, at_front=at_front)
        if cell is None:
            continue
        number = read_number(cell.raw).value
        if number is not None and not of_remarks:
            if number != last + 1 and not (begins and (number == 1 or aligned)):
                return list(lines)
            last, begins = int(number), False
        elif number is not None or (cell.is_blank and not (aligned or at_front or of_remarks) and _has_number(line)):
            return list(lines)  # the row's own number, or an empty cell of its own
        elif not is_value(cell.raw) and not (of_remarks and _has_number(line)):
            place = None if aligned else place  # another table's label
            continue
        own.append(cell)
    return [_less(line, own, moved=at_front and not aligned) for line in lines]


def without_units(lines: Sequence[_Line]) -> list[_Line]:
    """The rows of a grid with units that stand in cells of their own, between a label and a number, put to the label.

    So the form prints that of money, too; 规章 | 件 | 3. The heading over them goes with them.
    """
    units = [_unit_at(line) for line in lines]
    places = {(line[n].x0, line[n].x1) for line, n in zip(lines, units, strict=True) if n}
    told = [_with_unit_told(line, n) if n else line for line, n in zip(lines, units, strict=True)]
    return [[c for c in line if label_key(c.text) not in _OF_UNITS or (c.x0, c.x1) not in places] for line in told]


def _unit_at(line: _Line) -> int:
    """Which of a row's cells is a unit between a label and a number; 0 for none."""
    for n, cell in enumerate(line[1:-1], start=1):
        if cell.text in UNIT_WORDS and not is_value(line[n - 1].raw) and is_value(line[n + 1].raw):
            return n
    return 0


def _with_unit_told(line: _Line, at: int) -> _Line:
    label, unit = line[at - 1 : at + 1]
    if unit.text in MONEY_UNITS:
        label = replace(label, raw=f"{label.raw}({unit.raw})", text=f"{label.text}({unit.text})")
    return [*line[: at - 1], label, *line[at + 1 :]]


def _member(line: _Line, heading: Printed, *, aligned: bool, at_front: bool) -> Printed | None:
    """A row's cell of the heading's column."""
    if aligned:
        return next((c for c in line if (c.x0, c.x1) == (heading.x0, heading.x1)), None)
    return None if len(line) == 1 else line[0] if at_front else line[-1]


def _has_number(line: _Line) -> bool:
    return any(read_number(c.raw).state == "reported" for c in line)


def _less(line: _Line, own: Sequence[Printed], *, moved: bool) -> _Line:
    kept = [c for c in line if not any(c is o for o in own)]
    return [replace(c, x0=c.x0 - 1, x1=c.x1 - 1) for c in kept] if moved and len(kept) < len(line) else kept


def without_counts(rows: Sequence[PrintedRow]) -> list[PrintedRow]:
    """The rows without a first column that counts them from 0 or 1, and without rows that count the columns."""
    of_sheets = {row.block for row in rows if _letters_columns(row)}
    if of_sheets:
        rows = [
            _without_first(row) if row.block in of_sheets and _count(row) else row
            for row in rows
            if not _letters_columns(row)
        ]
    result: list[PrintedRow | None] = [None if _numbers_columns(row) else row for row in rows]
    for first, last in _counted(rows):
        for n in range(first, last + 1):
            result[n] = _without_first(rows[n])
        if first and rows[first - 1].block == rows[first].block and _counts_columns(rows[first - 1]):
            result[first - 1] = None
    return [row for row in result if row is not None]


def _letters_columns(row: PrintedRow) -> bool:
    """Whether a row gives the columns of a grid a sheet's letters, behind the empty cell over its rows' numbers."""
    cells = [c.text.strip() for c in sorted((*row.labels, *row.values), key=lambda c: c.x0)]
    letters = list(ascii_uppercase[: len(cells) - 1])
    return row.layout == "grid" and len(letters) >= _FEWEST_NUMBERED and cells == ["", *letters]


def _numbers_columns(row: PrintedRow) -> bool:
    """Whether a row below a header gives its columns numbers from 1 on (栏次 | 1 | 2 | 3 | 4 | 5)."""
    counts = [v.text.strip() for v in row.printed_values]
    named = all(c.text.strip() in _OF_COLUMNS for c in row.labels)
    return named and len(counts) >= _FEWEST_NUMBERED and counts == [str(n) for n in range(1, len(counts) + 1)]


def _counted(rows: Sequence[PrintedRow]) -> Iterator[tuple[int, int]]:
    """First and last of neighbouring rows that begin with numbers which count up, most of them before a label."""
    counts = [_count(row) for row in rows]
    at = 0
    while at < len(rows):
        end = at
        while end + 1 < len(rows) and _goes_on(rows, counts, end):
            end += 1
        labelled = sum(len(row.labels) > 1 for row in rows[at : end + 1])
        if counts[at] in (0, 1) and end - at + 1 >= _FEWEST and 2 * labelled > end - at + 1:
            yield at, end
        at = end + 1


def _goes_on(rows: Sequence[PrintedRow], counts: Sequence[int | None], at: int) -> bool:
    here, there, one, other = counts[at], counts[at + 1], _first_cell(rows[at]), _first_cell(rows[at + 1])
    if here is None or there != here + 1 or rows[at].block != rows[at + 1].block or one is None or other is None:
        return False
    return one.x0 == other.x0 or one.x1 == other.x1


def _first_cell(row: PrintedRow) -> Printed | None:
    return min((*row.labels, *row.values), key=lambda c: c.x0, default=None)


def _count(row: PrintedRow) -> int | None:
    cell = None if row.layout in ("stream", "paragraph") else _first_cell(row)
    return int(cell.text) if cell is not None and _COUNT.fullmatch(cell.text.strip()) else None


def _without_first(row: PrintedRow) -> PrintedRow:
    first = _first_cell(row)
    labels = tuple(c for c in row.labels if c is not first)
    row = with_labels(row, labels, row.words[1:] if len(labels) < len(row.labels) else row.words)
    return replace(row, values=tuple(v for v in row.values if v is not first), size=row.size - 1)


def _counts_columns(row: PrintedRow) -> bool:
    cells = [c.text.strip() for c in (*row.labels, *row.values) if c.text.strip()]
    return len(cells) >= _FEWEST and cells == [str(n) for n in range(len(cells))]


def without_subtotals(rows: Sequence[PrintedRow], columns: Sequence[Column]) -> list[PrintedRow]:
    """The rows of grids without a column for the sums of the grouped ones, named so beside the one of all (小计, 总计).

    Args:
        rows: the document's printed rows.
        columns: the form's columns, of which the first stands before the grouped ones and the last behind them.
    """
    places = {block: place for block in {r.block for r in rows} if (place := _subtotals_of(block, rows, columns))}
    return [_less_place(row, places[row.block]) if row.block in places else row for row in rows]


def _subtotals_of(block: int, rows: Sequence[PrintedRow], columns: Sequence[Column]) -> tuple[float, float] | None:
    """Where a grid has a column of a group's sums: alone so named, among its heads; None where it has none."""
    header = [row for row in rows if row.block == block and row.layout == "grid" and not row.printed_values]
    cells = {(label_key(c.text), c.x0, c.x1) for row in header for c in row.labels}
    named = [{(k, x0, x1) for k, x0, x1 in cells if k in column_keys(column)} for column in columns]
    if not all(named):
        return None
    _, total, end = max(named[-1], key=lambda cell: cell[1])
    begin = max(x1 for _, _, x1 in named[0])
    sums = {(x0, x1) for k, x0, x1 in cells if _SUBTOTAL.fullmatch(k) and begin <= x0 and x1 <= total < end}
    return next(iter(sums)) if len(sums) == 1 else None


def _less_place(row: PrintedRow, place: tuple[float, float]) -> PrintedRow:
    values = tuple(v for v in row.values if (v.x0, v.x1) != place)
    labels = tuple(c for c in row.labels if (c.x0, c.x1) != place)
    removed = len(row.values) - len(values) + len(row.labels) - len(labels)
    return replace(with_labels(row, labels, row.words), values=values, size=row.size - removed)

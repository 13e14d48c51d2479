"""A sheet as its readers give it, and its blocks: text rows as paragraphs, the tables between them as grids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise, product

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.model import Block, Cell, Grid, Paragraph
from pipeline.documents.twins import FEWEST_ALIKE, labels_in

_NAMELESS = re.compile(r"(?:sheet|工作表|表格?)\s*\d*(?:\s*\(\d+\))?", re.I)
_HEADING = re.compile(r"\s*[(（]?[一二三四五六七八九十]{1,2}[)）]?\s*[、.．]")
_LONG = 40
_SENTENCE = 120
_BEYOND = 30
"""Columns behind the last text that a merged cell may reach over."""

MOST_PLACES = 1_000_000
"""Rows times columns of a sheet; the largest report sheet seen has some two thousand."""

_LABEL_COLUMNS = 3
"""Columns that a table's labels may take: two groups of rows, and the rows."""
_WIDE = 0.6
"""Share of the columns from which a merged cell is as wide as the table."""


@dataclass(frozen=True, slots=True)
class Area:
    """A merged range: first and last row and column, all counted from 0 and inside."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def size(self) -> int:
        """How many cells it takes."""
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)

    def places(self) -> Iterator[tuple[int, int]]:
        """Its cells."""
        return product(range(self.top, self.bottom + 1), range(self.left, self.right + 1))


@dataclass(slots=True)
class Sheet:
    """What a sheet shows, place by place (row and column from 0).

    Attributes:
        texts: what is shown in a cell; cells without text are not listed.
        boxed: the cells with a border.
        merged: the merged ranges; what is shown in one is the text of its first cell.
        hidden_rows: rows that are not shown, ``hidden_columns`` likewise.
    """

    name: str
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    boxed: set[tuple[int, int]] = field(default_factory=set)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row as shown: its cells, whether one from above reaches into it, and which have borders."""

    cells: tuple[Cell, ...]
    reached: bool
    boxed: frozenset[int]

    @property
    def filled(self) -> list[Cell]:
        return [c for c in self.cells if c.raw.strip()]


def sheet_blocks(sheet: Sheet, method: str) -> list[Block]:
    """The blocks of a sheet, which may hold a whole report: its name, its text and its tables one below the other.

    Tables beside one another that print the same labels, as those of two years, are read one after the other.
    """
    name = re.sub(r"^(20\d\d)$", r"\1年", sheet.name.strip())
    named = re.fullmatch(r"20\d\d年", name) or (
        len(re.findall("[\u3400-\u9fff]", name)) >= 2 and not _NAMELESS.fullmatch(name)
    )
    blocks: list[Block] = [Paragraph(name, name)] if named else []
    for part in _side_by_side(sheet):
        blocks += _part_blocks(part, method)
    return blocks


def _side_by_side(sheet: Sheet) -> list[Sheet]:
    """The sheet itself, or its parts from the left where behind an empty column a table begins with labels met before.

    A column that is empty because nothing is printed for zero has numbers behind it, and no labels.
    """
    filled = sorted({column for (_, column), text in sheet.texts.items() if text.strip()})
    for before, first in pairwise(filled):
        begin = labels_in(_columns(sheet, first, first + _LABEL_COLUMNS).texts.values())
        shared = begin & labels_in(_columns(sheet, 0, first).texts.values())
        if first - before > 1 and len(shared) >= FEWEST_ALIKE:
            return [_columns(sheet, 0, first), *_side_by_side(_columns(sheet, first, None))]
    return [sheet]


def _columns(sheet: Sheet, first: int, end: int | None) -> Sheet:
    """The sheet with what begins in some of its columns alone; places stay as they are."""

    def inside(column: int) -> bool:
        return first <= column and (end is None or column < end)

    return replace(
        sheet,
        texts={place: text for place, text in sheet.texts.items() if inside(place[1])},
        boxed={place for place in sheet.boxed if inside(place[1])},
        merged=[area for area in sheet.merged if inside(area.left)],
    )


def _part_blocks(sheet: Sheet, method: str) -> list[Block]:
    blocks: list[Block] = []
    rows = _rows(sheet)
    width = max((c.column + c.column_span for row in rows for c in row.filled), default=0)
    borders = any(row.boxed for row in rows)
    table: list[_Row] = []
    begun = False
    for number, row in enumerate(rows):
        begun = begun or len(row.filled) > 1
        first = not any(r.filled for r in rows[:number])
        alone = not (rows[number - 1].filled if number else False)
        if _is_text(row, width, borders, first, begun, alone):
            blocks.extend(_grid(table, borders, method))
            table = []
            lines = row.filled[0].raw.split("\n")
            blocks.extend(Paragraph(line, line) for line in lines if line.strip())
        else:
            table.append(row)
    blocks.extend(_grid(table, borders, method))
    return blocks


def _is_text(row: _Row, width: int, borders: bool, first: bool, begun: bool, alone: bool) -> bool:
    """Whether a row is a sentence, a title or a heading, and no row of a table.

    Args:
        row: the row.
        width: the sheet's columns.
        borders: whether the sheet draws borders.
        first: whether it is the sheet's first row with text.
        begun: whether a row of several texts came before: titles stand above.
        alone: whether an empty row, or none, stands above it.
    """
    if len(row.filled) != 1 or row.reached:
        return False
    (cell,) = row.filled
    own = set(range(cell.column, cell.column + cell.column_span))
    if row.boxed - own:
        return False  # a label whose value cells are empty
    if len(cell.raw) > _LONG or "。" in cell.raw:
        return True
    outside = borders and not row.boxed
    wide = cell.column_span >= _WIDE * width
    # Some draw borders around the title and the headings too.
    if outside or (wide and (first or _HEADING.match(cell.raw) is not None)):
        return True
    return not borders and (not begun or alone) and (wide or cell.column_span == 1)


def _grid(rows: list[_Row], borders: bool, method: str) -> Iterator[Block]:
    """The rows as one grid, empty rows around them left out."""
    while rows and not rows[0].filled:
        rows = rows[1:]
    while rows and not rows[-1].filled:
        rows = rows[:-1]
    if not rows:
        return
    end = max(c.column + c.column_span for row in rows for c in row.filled)
    cells: list[Cell] = []
    for row in rows:
        # With borders a row ends where its frame does; without, it is as wide as its table.
        last = max((c.column + c.column_span for c in row.filled), default=0)
        last = max(last, max(row.boxed, default=-1) + 1) if borders else end
        cells += [c for c in row.cells if c.column < last]
    yield Grid(tuple(cells), method)
    for cell in cells:
        # A sentence of the report beside other cells, such as remarks.
        if len(cell.raw) > _SENTENCE and "。" in cell.raw:
            yield from (Paragraph(line, line) for line in cell.raw.split("\n") if line.strip())


def _rows(sheet: Sheet) -> list[_Row]:
    """The rows that are shown, down to the last with text; hidden rows and columns are closed up."""
    filled = [p for p, text in sheet.texts.items() if text.strip()]
    if not filled:
        return []
    areas = {p: a for a in _shown_areas(sheet, filled) for p in a.places()}
    height = max(p[0] for p in filled) + 1
    width = max(areas[p].right if p in areas else p[1] for p in filled) + 1
    lines = [r for r in range(min(p[0] for p in filled), height) if r not in sheet.hidden_rows]
    columns = [c for c in range(width) if c not in sheet.hidden_columns]
    row_at, column_at = ({old: new for new, old in enumerate(shown)} for shown in (lines, columns))
    rows: list[_Row] = []
    started: set[Area] = set()
    for line in lines:
        cells: list[Cell] = []
        reached = False
        for column in columns:
            area = areas.get((line, column))
            if area is None:
                text = sheet.texts.get((line, column), "")
                cells.append(Cell(row_at[line], column_at[column], text, text))
            elif area not in started:
                started.add(area)
                text = sheet.texts.get((area.top, area.left), "")
                tall = sum(r in row_at for r in range(area.top, area.bottom + 1))
                wide = sum(c in column_at for c in range(area.left, area.right + 1))
                cells.append(Cell(row_at[line], column_at[column], text, text, tall, wide))
            elif any(r in row_at for r in range(area.top, line)):
                reached = True
        boxed = frozenset(column_at[c] for c in columns if (line, c) in sheet.boxed)
        rows.append(_Row(tuple(cells), reached, boxed))
    return rows


def _shown_areas(sheet: Sheet, filled: list[tuple[int, int]]) -> list[Area]:
    """The merged ranges as far as rows with text reach; a sheet may merge a million empty cells."""
    last_row = max(p[0] for p in filled)
    last_column = max(p[1] for p in filled) + _BEYOND
    found = [
        Area(a.top, a.left, min(a.bottom, last_row), min(a.right, last_column))
        for a in sheet.merged
        if a.top <= last_row and a.left <= last_column
    ]
    if (last_row + 1) * (last_column + 1) > MOST_PLACES or sum(a.size for a in found) > MOST_PLACES:
        raise UnreadableDocument(
            f"The sheet “{sheet.name}” has {last_row + 1} rows and more than any report has",
            "Look what it is; save the report's part of it as a file of its own.",
            "xlsx",
        )
    return found

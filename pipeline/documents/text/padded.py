"""Tables of a text whose every cell has its bar, and whose rows are filled up with bars to the width of the table.

The program that writes them so prints ``规章 | 3 | 5 | 74 |``, a cell a line or a row a line, and behind a row with
merged cells the bars that it lacks, as one run: ``行政许可 | 12 | ||``. An empty cell that holds a paragraph is a bar
on a line of its own; one that holds nothing is left out and counts among the missing ones. So all rows of a table have
equally many bars, which tells where each begins and ends. A lone bar at a row's end may be an empty cell, or fill the
row up.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.documents.model import Block, CellStream, StreamCell
from pipeline.documents.text.lines import HEADING, heads_next_table, is_value

_FEWEST_FILLED = 3
"""Rows filled up with several bars from which a table shows its width."""
_NARROWEST = 4
_LONGEST_REST = 30
_MOST_BETWEEN = 3
_PIECE = re.compile(r"([^|]*)(\|+)")


@dataclass(frozen=True, slots=True)
class PaddedTable:
    """The lines of a table, ``start`` to before ``end``, and its rows."""

    start: int
    end: int
    rows: tuple[tuple[StreamCell, ...], ...]

    def blocks(self) -> list[Block]:
        """The table as a list of cells that knows its rows."""
        return [CellStream(tuple(cell for row in self.rows for cell in row), "txt:padded-bars")]


@dataclass(frozen=True, slots=True)
class _Item:
    """A cell, or ``bars`` that fill a row up; ``beside``: it stands on the line of the one before."""

    text: str
    bars: int = 0
    beside: bool = False

    @property
    def empty(self) -> bool:
        """Whether it is a lone bar."""
        return not self.text and not self.bars


def padded_tables(texts: Sequence[str]) -> list[PaddedTable]:
    """The tables of a text's lines whose rows all have equally many bars."""
    found = []
    place = 0
    while place < len(texts):
        end = _end_of_table(texts, place) if "|" in texts[place] else place
        rows = _rows(texts[place:end])
        if rows and _stands_alone(texts, end):
            whole = _rows([*texts[place:end], f"{texts[end]}|"])
            if len(whole) == len(rows) and (len(rows) == 1 or len(rows[-1]) < len(rows[-2])):
                # What ends the table has no bar; behind as many cells as the row above has stands a page's number.
                rows, end = whole, end + 1
        if rows:
            found.append(PaddedTable(place, end, tuple(rows)))
        place = max(end, place + 1)
    return found


def _end_of_table(texts: Sequence[str], start: int) -> int:
    """The line behind the last that has bars, with no more than empty lines and the first lines of cells between."""
    end = start
    for place in range(start, len(texts)):
        text = texts[place]
        if "|" in text:
            end = place + 1
        elif place - end >= _MOST_BETWEEN or len(text) > _LONGEST_REST or "。" in text or _is_heading(texts, place):
            break
    return end


def _stands_alone(texts: Sequence[str], place: int) -> bool:
    """Whether a line is a value, and none of a table's lines follows."""
    if place >= len(texts) or not texts[place].strip() or not is_value(texts[place]):
        return False
    return place + 1 == len(texts) or not texts[place + 1].strip() or _is_heading(texts, place + 1)


def _is_heading(texts: Sequence[str], place: int) -> bool:
    """Whether a line heads a section, or the next table; an advertisement may stand between the last and its head."""
    above = (text for text in reversed(texts[max(0, place - _MOST_BETWEEN) : place]) if "|" in text or is_value(text))
    return HEADING.match(texts[place]) is not None or heads_next_table(texts[place], next(above, ""))


def _rows(texts: Sequence[str]) -> list[tuple[StreamCell, ...]]:
    """The rows of a table; none where its bars do not show them."""
    items = _items(texts)
    ends, at = [], 0
    for item in items:
        at += item.bars or 1
        if item.bars > 1:
            ends.append(at)
    width = math.gcd(*ends) if len(ends) >= _FEWEST_FILLED else 0
    if width < _NARROWEST:
        return []
    rows: list[list[_Item]] = [[]]
    at = 0
    for item in items:
        if at == width:
            rows.append([])
            at = 0
        rows[-1].append(item)
        at += item.bars or 1
        if at > width:
            return []
    if all(r[0].empty for r in rows):
        rows = [r[1:] for r in rows]  # a bar before each row
    beside = any(i.empty and i.beside for r in rows for i in r[:-1])
    below = any(i.bars and not i.beside for i in items)
    return [_cells(row, beside=beside, below=below) for row in rows if any(i.text for i in row)]


def _cells(row: Sequence[_Item], *, beside: bool, below: bool) -> tuple[StreamCell, ...]:
    """A row's cells.

    Args:
        row: its items.
        beside: whether the table has empty cells that stand beside others on a line.
        below: whether it has rows that are filled up on a line of their own.
    """
    perhaps = row[-1].empty and (beside if row[-1].beside else below)
    filled = bool(row[-1].bars) or (row[-1].empty and row[-1].beside and not beside)
    kept = row[:-1] if filled else row
    last = len(kept) - 1
    return tuple(StreamCell(i.text, i.text, n == last, n == last and perhaps) for n, i in enumerate(kept))


def _items(texts: Sequence[str]) -> list[_Item]:
    """The cells of a table, and what fills its rows up, in their order; none where it has bars of another meaning."""
    items: list[_Item] = []
    pending = ""
    for line in texts:
        parts = _PIECE.findall(line)
        rest = line[sum(len(text) + len(bars) for text, bars in parts) :]
        if parts and rest.strip():
            return []
        for number, (before, bars) in enumerate(parts):
            text = (pending + before).strip()
            pending = ""
            if text and len(bars) > 1:
                return []  # empty cells without a space between their bars
            filling = 0 if len(bars) == 1 else len(bars)
            items.append(_Item(text, filling, beside=number > 0))
        if not parts and line.strip():
            pending += line.strip() + "\n"
    return items

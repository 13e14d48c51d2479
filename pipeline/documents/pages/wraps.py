"""Numbers in cells that are not set in one piece, told by where their digits stand and by nothing else.

A narrow column breaks a number over several lines; a style spaces its digits out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.documents.model import Cell
from pipeline.documents.pages.content import Char, said

_DIGITS = re.compile(r"[\d,]+")
_LEADING = 2.0
"""Heights of a character from a line to the next within which both can be lines of one text."""
_SAME = 0.15
"""Share of the distance between lines by which the middles of texts set to one middle differ."""
_PADDING = 12.0
"""Points that programs leave free beside a cell's text, left and right together."""

_ENOUGH_GAPS = 5
_SPACED = (0.15, 0.6)
_UNEVEN = 0.05
"""Shares of the size: the gaps between digits that are spaced out, and by how much they may differ."""

Lines = Sequence[Sequence[Char]]
"""A cell's characters as printed lines from the top."""


def are_spaced_out(cells: Iterable[Lines]) -> bool:
    """Whether a table's numbers are set with space between their digits: all of them, and everywhere the same.

    A space that somebody typed, or the gap between two numbers whose border is lost, is not found in every number.
    """
    lines = [line for own in cells for line in own if len(line) > 1 and all_digits(line)]
    gaps = [(b["x0"] - a["x1"]) / b["size"] for line in lines for a, b in pairwise(line)]
    if len(gaps) < _ENOUGH_GAPS:
        return False
    return bool(_SPACED[0] <= min(gaps) and max(gaps) <= _SPACED[1] and max(gaps) - min(gaps) <= _UNEVEN)


def all_digits(line: Sequence[Char]) -> str | None:
    """A line's text where it is digits alone."""
    text = "".join(map(said, line))
    return text if _DIGITS.fullmatch(text) else None


@dataclass(frozen=True, slots=True)
class _Text:
    """A cell's text as it stands on the page: its number of lines, its middle, and the distance between its lines."""

    count: int
    middle: float
    pitch: float


def with_wrapped(cells: Sequence[Cell], lines_of: Callable[[Cell], Lines]) -> list[Cell]:
    """Cells of a grid, those marked whose lines of digits surely are one number.

    Digits below one another could also be the numbers of two rows whose border was lost, or two numbers in one cell.
    They are one number where the column has no room for another digit in a line, and where another text of the row,
    set to the same middle, has a line between theirs: two rows would stand on the same lines in all columns. Where one
    number of a column is shown to be broken so, others of it need only stand around the middle of their row.
    """
    stacks = {n: lines for n, c in enumerate(cells) if "\n" in c.raw and _is_number(lines := lines_of(c))}
    if not stacks:
        return list(cells)
    texts = {n: _text(lines) for n, c in enumerate(cells) if c.raw.strip() and (lines := lines_of(c))}
    widest = _widest(cells, lines_of)
    around: dict[int, list[_Text]] = {}
    sure: set[int] = set()
    for n, lines in stacks.items():
        if not _is_full(cells[n], lines, widest):
            continue
        beside = (texts[m] for m in texts if m != n and _in_one_row(cells[m], cells[n]))
        around[n] = [t for t in beside if _share_a_middle(t, texts[n])]
        if any((t.count - texts[n].count) % 2 for t in around[n]):
            sure.add(n)
    columns = {(cells[n].column, cells[n].column_span) for n in sure}
    sure |= {
        n for n, beside in around.items()
        if (cells[n].column, cells[n].column_span) in columns and any(t.count < texts[n].count for t in beside)
    }  # fmt: skip
    return [replace(c, wrapped=True) if n in sure else c for n, c in enumerate(cells)]


def _is_number(lines: Lines) -> bool:
    """Whether all lines are digits, at one size and at even distances that a text's lines have."""
    written = ["".join(c["text"] for c in line).strip() for line in lines]
    if len(lines) < 2 or written[0][:1] in "0," or not all(map(_DIGITS.fullmatch, written)):
        return False
    steps = [below[0]["top"] - above[0]["top"] for above, below in pairwise(lines)]
    sizes = [c["size"] for line in lines for c in line]
    even = bool(max(steps) - min(steps) <= _SAME * max(steps))
    return even and bool(max(steps) <= _LEADING * min(sizes) and max(sizes) - min(sizes) <= 0.1 * max(sizes))


def _text(lines: Lines) -> _Text:
    top, bottom = min(c["top"] for c in lines[0]), max(c["bottom"] for c in lines[-1])
    pitch = (lines[-1][0]["top"] - lines[0][0]["top"]) / (len(lines) - 1) if len(lines) > 1 else 0.0
    return _Text(len(lines), (top + bottom) / 2, pitch)


def _width(line: Sequence[Char]) -> float:
    return float(max(c["x1"] for c in line) - min(c["x0"] for c in line))


def _widest(cells: Iterable[Cell], lines_of: Callable[[Cell], Lines]) -> Mapping[int, float]:
    """Per column, the width of the longest line of digits that stands in it."""
    found: dict[int, float] = {}
    for cell in cells:
        for line in lines_of(cell) if cell.raw.strip()[:1].isdigit() else ():
            if _DIGITS.fullmatch("".join(c["text"] for c in line).strip()):
                found[cell.column] = max(found.get(cell.column, 0.0), _width(line))
    return found


def _is_full(cell: Cell, lines: Lines, widest: Mapping[int, float]) -> bool:
    """Whether no line but the last has room for the next line's first digit, by the column's width and other lines."""
    if cell.bbox is None or cell.row_span != 1:
        return False
    room = cell.bbox[2] - cell.bbox[0] - _PADDING
    needed = [_width(above) + below[0]["x1"] - below[0]["x0"] for above, below in pairwise(lines)]
    return bool(min(needed) > max(widest.get(cell.column, 0.0) + 0.5, room))


def _in_one_row(one: Cell, other: Cell) -> bool:
    return one.row == other.row and one.row_span == other.row_span == 1


def _share_a_middle(one: _Text, other: _Text) -> bool:
    pitch = max(one.pitch, other.pitch)
    return abs(one.middle - other.middle) <= _SAME * pitch

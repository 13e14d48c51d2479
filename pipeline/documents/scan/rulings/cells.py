"""The cells between a page's ruling lines.

Where columns and rows begin is told by all lines together. Whether two neighbouring places are one
merged cell is then told for each boundary by itself, from how much of it is drawn: so that a gap in a line parts
nothing, and a line that bends a little is one line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.documents.scan.basics import Box, Mask, stretches
from pipeline.documents.scan.picture.straighten import Sheet
from pipeline.documents.scan.rulings.ends import NEAR, WHOLE_WIDTH, loose_ends, narrowest, open_sides
from pipeline.documents.scan.rulings.lines import Rulings
from pipeline.documents.scan.rulings.runs import LONG, WHOLLY_DRAWN
from pipeline.documents.scan.rulings.strokes import without_strokes

_SAME_LINE = 0.7
_DOUBLE = 0.45
"""How far apart the two strokes of a double line stand at most, in character sizes."""
_DRAWN = 0.8
"""Part of a boundary that must be drawn for it to be one."""
_OPEN_COLUMN = 4.5
_LOW = 4
"""How wide the columns of a table without lines at its sides are at least if it has few cells; of so few lines between
rows, columns go from the first to the last."""
_LENDS_TRUST = 17.0
_WIDE = 15.0
_OF_A_ROW = 2
_FEWEST = 4
"""Cells of a table at least; one as wide as this, in character sizes, may be a single row that a page break cut off."""
_FEW_CELLS = 12
"""Cells of what may be strokes of characters instead of a table at most."""


@dataclass(frozen=True, slots=True)
class CellBox:
    """A cell between rulings: its place among rows and columns, and its box in pixels, on the middle of the lines.

    ``doubtful`` where one of its boundaries is drawn only in part.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table's cells in reading order, and the box around them."""

    cells: tuple[CellBox, ...]
    box: Box


def drawn_between(tables: Sequence[RuledTable], rulings: Rulings, size: float) -> Mask:
    """The part of the lines that lies on the cells' borders: the rest may be strokes of characters.

    Of the upright lines only what lies on upright borders: a stroke of a word may go on into the print of the next row.
    """
    lying, upright = np.zeros_like(rulings.across), np.zeros_like(rulings.across)
    thick = 2 * max(2, round(NEAR * size))
    for table in tables:
        for cell in table.cells:
            left, top, right, bottom = cell.box
            for y in (top, bottom):
                cv2.line(lying, (left, y), (right, y), (255,), thick)
            for x in (left, right):
                cv2.line(upright, (x, top), (x, bottom), (255,), thick)
    on_borders = cv2.bitwise_or(cv2.bitwise_and(rulings.across, lying), cv2.bitwise_and(rulings.down, upright))
    corner = max(3, round(NEAR * size)) | 1
    closed = cv2.morphologyEx(on_borders, cv2.MORPH_CLOSE, np.ones((corner, corner), np.uint8))
    return np.asarray(cv2.bitwise_and(cv2.bitwise_or(lying, upright), closed), np.uint8)


def find_tables(sheet: Sheet, rulings: Rulings) -> list[RuledTable]:
    """The ruled tables of a page with at least two columns and four cells, or one wide row, from the top."""
    size = sheet.size
    reach = int(max(3, _DOUBLE * size))
    joined = cv2.dilate(rulings.mask, np.ones((reach, reach), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    tables: list[RuledTable] = []
    for number, (x, y, w, h, _) in enumerate(stats.tolist()):
        if number == 0 or w < 4 * size or h < 1.2 * size:
            continue
        own = (labels[y : y + h, x : x + w] == number).astype(np.uint8) * 255
        across = cv2.bitwise_and(rulings.across[y : y + h, x : x + w], own)
        down = cv2.bitwise_and(rulings.down[y : y + h, x : x + w], own)
        box = (x, y, x + w, y + h)
        table = _table(np.asarray(across, np.uint8), np.asarray(down, np.uint8), sheet, box)
        if table is not None:
            tables.append(table)
    return sorted(tables, key=lambda t: (t.box[1], t.box[0]))


def _as_one(lines: NDArray[Any], size: float) -> Mask:
    """Lying lines, those close to one another as one: double ones, and the borders that two neighbouring cells have."""
    between = np.ones((round(_DOUBLE * size) | 1, 1), np.uint8)
    return np.asarray(cv2.morphologyEx(lines, cv2.MORPH_CLOSE, between), np.uint8)


def _table(across: Mask, down: Mask, sheet: Sheet, box: Box) -> RuledTable | None:
    size, (x, y, right, bottom) = sheet.size, box
    ink, grey = sheet.ink[y:bottom, x:right], sheet.grey[y:bottom, x:right]
    tolerance = NEAR * size
    rows = _positions(across, down, size)
    columns = _positions(down.T, across.T, size)
    if not columns or len(rows) < 2:
        return None
    above, under = loose_ends(down, columns, rows, size)
    before, behind = open_sides(across, columns, rows, size)
    columns = [*before, *columns, *behind]
    if len(columns) < 3:
        return None
    rows = [*above, *rows, *under]
    upright = _boundaries(down.T, columns, rows, tolerance)
    # A table whose lines go on beyond its first and last column line has none at its sides.
    if before:
        upright[0] = 1.0
    if behind:
        upright[-1] = 1.0
    thick = _thickness(_as_one(across, size), rows, size)
    beside = without_strokes(upright, _as_one(down.T, size).T, ink, grey, (rows, columns), size, _DRAWN, thick)
    kept = [c for c in range(len(columns)) if c in (0, len(columns) - 1) or beside[c].any() or not upright[c].any()]
    is_open = bool(before or behind)
    if is_open and len(rows) <= _LOW and narrowest(columns, before, behind) < _OPEN_COLUMN * size:
        kept = [c for c in kept if beside[c].all()]  # the others are strokes of the words in its few rows
    columns, beside = [columns[c] for c in kept], beside[kept]
    if len(columns) < 3:
        return None
    below = _boundaries(across, rows, columns, tolerance)
    # A row that a page break cut has no line where it ends, but its columns' lines do.
    if above:
        below[0] = 1.0
    if under:
        below[-1] = 1.0
    cells = _merged(below, beside.T, rows, columns, (x, y))
    inner = [c for c in cells if c is not None]
    wide = columns[-1] - columns[0] >= _WIDE * size
    if len(inner) < (_OF_A_ROW if wide else _FEWEST):
        return None
    # A few upright strokes on long lines are strokes of the words between them: a table's lines end at its sides.
    lines = np.flatnonzero(across.any(axis=0))
    few = len(inner) <= _FEW_CELLS
    if few and columns[-1] - columns[0] < WHOLE_WIDTH * (lines[-1] - lines[0]):
        return None
    if few and is_open and narrowest(columns, before, behind) < _OPEN_COLUMN * size:
        return None
    return RuledTable(tuple(inner), (int(columns[0]) + x, int(rows[0]) + y, int(columns[-1]) + x, int(rows[-1]) + y))


def _positions(lines: Mask, crossing: Mask, size: float) -> list[float]:
    """Where the lines of one direction stand; short pieces that touch no crossing line are not lines of a table."""
    _, _, stats, centres = cv2.connectedComponentsWithStats(np.ascontiguousarray(lines), connectivity=8)
    near = max(3, int(0.2 * size))
    found: list[tuple[float, float]] = []
    for (x, y, w, h, area), (_, middle) in zip(stats[1:].tolist(), centres[1:].tolist(), strict=True):
        band = crossing[max(0, y - near) : y + h + near, max(0, x - near) : x + w + near]
        touched = np.asarray(band.any(axis=0))
        ends = (touched[: 2 * near].any() and touched[-2 * near :].any()) or len(stretches(touched)) >= 2
        if not ends and (w < LONG * size or not band.any()):
            continue
        if h <= 1.2 * size:
            found.append((middle, float(area)))
        else:  # lines that lean or bend so that several touch: their separate heights
            found.extend(_peaks(lines[y : y + h, x : x + w], y, size))
    return _clustered(found, _SAME_LINE * size)


def _peaks(piece: Mask, top: int, size: float) -> Iterable[tuple[float, float]]:
    sums = (piece > 0).sum(axis=1)
    for first, last in stretches(np.asarray(sums >= 2.0 * size)):
        weights = sums[first:last].astype(np.float64)
        yield top + first + float((weights * np.arange(last - first)).sum() / weights.sum()), float(weights.sum())


def _thickness(across: Mask, rows: Sequence[float], size: float) -> float:
    """How high a table's lying lines commonly are, in pixels."""
    reach = round(_DOUBLE * size)
    high = [(across[max(0, round(row) - reach) : round(row) + reach + 1] > 0).sum(axis=0) for row in rows]
    return float(np.median([float(np.median(own[own > 0])) for own in high if own.any()] or [0]))


def _clustered(found: Sequence[tuple[float, float]], tolerance: float) -> list[float]:
    """Positions that lie together as one: the mean by length."""
    groups: list[list[tuple[float, float]]] = []
    for one in sorted(found):
        if groups and one[0] - _mean(groups[-1]) <= tolerance:
            groups[-1].append(one)
        else:
            groups.append([one])
    return [_mean(g) for g in groups]


def _mean(group: Sequence[tuple[float, float]]) -> float:
    return sum(p * w for p, w in group) / sum(w for _, w in group)


def _boundaries(
    lines: Mask, positions: Sequence[float], stops: Sequence[float], tolerance: float
) -> NDArray[np.float64]:
    """For each line position and each stretch between two stops, how much of it is drawn, 0 to 1."""
    height = lines.shape[0]
    drawn = np.zeros((len(positions), len(stops) - 1))
    for number, position in enumerate(positions):
        top, bottom = max(0, round(position - tolerance)), min(height, round(position + tolerance) + 1)
        present = np.asarray((lines[top:bottom] > 0).any(axis=0))
        for stretch in range(len(stops) - 1):
            inside = present[round(stops[stretch] + tolerance / 2) : round(stops[stretch + 1] - tolerance / 2)]
            drawn[number, stretch] = inside.mean() if len(inside) else 1.0
        if present.sum() < _LENDS_TRUST * tolerance:
            # Nothing but a short piece: a line that really is one reaches from end to end, a long stroke does not.
            drawn[number][drawn[number] < WHOLLY_DRAWN] = 0.0
    return drawn


def _merged(
    below: NDArray[np.float64],
    beside: NDArray[np.float64],
    rows: Sequence[float],
    columns: Sequence[float],
    origin: tuple[int, int],
) -> list[CellBox]:
    """Neighbouring places without a line between them are one cell; what is open to the outside is none.

    Args:
        below: for each row line and column, how much is drawn.
        beside: for each row and column line, how much is drawn.
        rows: positions of the row lines.
        columns: positions of the column lines.
        origin: left and top of the table's picture on the page.
    """
    height, width = len(rows) - 1, len(columns) - 1
    owner = list(range(height * width))

    def root(n: int) -> int:
        while owner[n] != n:
            owner[n] = owner[owner[n]]
            n = owner[n]
        return n

    for r in range(height):
        for c in range(width):
            if c and beside[r, c] < _DRAWN:
                owner[root(r * width + c)] = root(r * width + c - 1)
            if r and below[r, c] < _DRAWN:
                owner[root(r * width + c)] = root((r - 1) * width + c)
    members: dict[int, list[tuple[int, int]]] = {}
    for n in range(height * width):
        members.setdefault(root(n), []).append((n // width, n % width))
    cells: list[CellBox] = []
    for places in members.values():
        for top, left, bottom, right in _rectangles(places):
            edges = [*below[top, left : right + 1], *below[bottom + 1, left : right + 1]]
            edges += [*beside[top : bottom + 1, left], *beside[top : bottom + 1, right + 1]]
            if min(np.mean(below[top, left : right + 1]), np.mean(below[bottom + 1, left : right + 1])) < 0.25:
                continue  # open above or below: beside the table, not in it
            x, y = origin
            box = (
                round(columns[left]) + x,
                round(rows[top]) + y,
                round(columns[right + 1]) + x,
                round(rows[bottom + 1]) + y,
            )
            doubtful = any(0.2 < e < 0.8 for e in edges)
            cells.append(CellBox(top, left, bottom - top + 1, right - left + 1, box, doubtful))
    return sorted(cells, key=lambda c: (c.row, c.column))


def _rectangles(places: Sequence[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
    """A group of places as rectangles: one where it is one, else its rows' runs, joined downwards where alike."""
    top, bottom = min(r for r, _ in places), max(r for r, _ in places)
    left, right = min(c for _, c in places), max(c for _, c in places)
    if len(places) == (bottom - top + 1) * (right - left + 1):
        return [(top, left, bottom, right)]
    runs: list[list[int]] = []
    for r in range(top, bottom + 1):
        columns = sorted(c for row, c in places if row == r)
        start = 0
        for n in range(1, len(columns) + 1):
            if n == len(columns) or columns[n] != columns[n - 1] + 1:
                above = next(
                    (u for u in runs if u[2] == r - 1 and u[1] == columns[start] and u[3] == columns[n - 1]), None
                )
                if above is not None:
                    above[2] = r
                else:
                    runs.append([r, columns[start], r, columns[n - 1]])
                start = n
    return [(a, b, c, d) for a, b, c, d in runs]

"""Tables with lines between their rows and none between their columns.

Rows are told by the lines. Columns are told by the white that runs down through the rows beside their print; where a
row's print runs across it, the row's cells are one there. The columns are drawn as lines, so that everything else is
done as for a table that has them.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.documents.scan.engine import Box
from pipeline.documents.scan.lines import LONG as LONG_LINE
from pipeline.documents.scan.lines import Rulings
from pipeline.documents.scan.straighten import Mask, Sheet

_WIDE = 15.0
_FEWEST_LINES = 3
_FARTHEST = 7.0
"""Width and number of a table's lines at least, and how far one is from the next at most, in character sizes."""
_SHARED = 0.9
_OWN_LINES = 1.6
"""Part of a line that lies below the others, and height of an upright line that belongs to a table with columns."""
_LOWEST = 0.6
_ONE_LINE = 1.7
"""Heights of the lowest row, and of one line of text at most."""
_ROOM = 1.15
"""How much higher than a row a line of text between two tables stands."""
_SPECK = 0.22
_WORD_GAP = 0.3
_COMMA = 0.8
_RUN = 1.3
_LONG = 4.5
"""White inside a word; behind a comma in it; inside a heading; and how long words with a comma are."""
_APART = 0.1
_INSIDE = 1.5
_SAME = 0.3
_MIDDLE = 2.5
"""White between columns at least; how far inside a table's side lines begin at a column, and how alike; and how far
from a table's middle a heading stands."""

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Band:
    """A row between two lines: its heights, and the words in it; ``alone`` where it has only one line of text."""

    top: int
    bottom: int
    words: tuple[_Span, ...]
    alone: bool = False


def with_columns(sheet: Sheet, rulings: Rulings, taken: Sequence[Box]) -> Rulings:
    """The lines of tables that have none between their columns, and such lines drawn.

    Args:
        sheet: the page.
        rulings: its lines.
        taken: boxes of the tables that have lines in both directions.
    """
    size = sheet.size
    drawn = Rulings(np.zeros_like(rulings.across), np.zeros_like(rulings.down))
    for pieces in _blocks(rulings, taken, size):
        lines = _one_a_height(pieces, size)
        around = min(b[0] for b in lines), lines[0][1], max(b[2] for b in lines), lines[-1][3]
        words = _words(sheet, rulings, around)
        heights = [(b[1] + b[3]) // 2 for b in lines]
        bands = [_band(a, b, words, size) for a, b in itertools.pairwise(heights) if b - a > _LOWEST * size]
        for table in _tables(bands) if bands else ():
            own = [b for b in pieces if table[0].top <= (b[1] + b[3]) / 2 <= table[-1].bottom]
            _draw_columns(drawn.down, table, own, size)
        for left, top, right, bottom in pieces:
            drawn.across[top:bottom, left:right] = rulings.across[top:bottom, left:right]
    return drawn


def _draw_columns(down: Mask, table: Sequence[_Band], lines: Sequence[Box], size: float) -> None:
    left, right = min(b[0] for b in lines), max(b[2] for b in lines)
    # A line that begins inside the table begins at a column.
    begun = _common([b[0] for b in lines if b[0] > left + _INSIDE * size], size)
    places = list(begun)
    for section in sorted(_sections(table, left, right, size), key=lambda s: -max(len(b.words) for b in s)):
        own = list(begun)
        for free in _free_of_words(section, size):
            known = [p for p in places if free[0] <= p <= free[1]]
            own.append(min(known, key=lambda p: abs(2 * p - sum(free))) if known else sum(free) // 2)
        places = sorted({*places, *own})
        for band in section:
            for x in {left, right, *own}:
                if not any(a <= x < b for a, b in band.words):
                    cv2.line(down, (x, band.top), (x, band.bottom), (255,), 2)


def _common(places: Sequence[int], size: float) -> list[int]:
    """Where at least two are nearly the same."""
    groups: list[list[int]] = []
    for place in sorted(places):
        if groups and place - groups[-1][-1] <= _SAME * size:
            groups[-1].append(place)
        else:
            groups.append([place])
    return [g[len(g) // 2] for g in groups if len(g) > 1]


def _blocks(rulings: Rulings, taken: Sequence[Box], size: float) -> list[list[Box]]:
    """Lying lines that follow each other closely, as wide as the others or a part of them, without upright ones."""
    joined = cv2.morphologyEx(rulings.across, cv2.MORPH_CLOSE, np.ones((3, max(3, round(size))), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    boxes = [(x, y, x + w, y + h) for x, y, w, h, _ in stats[1:].tolist() if w >= LONG_LINE * size]
    free = [
        b for b in boxes if not any(t[1] - size < b[1] < t[3] + size and t[0] < b[2] and b[0] < t[2] for t in taken)
    ]
    blocks: list[list[Box]] = []
    for box in sorted(free, key=lambda b: b[1] + b[3]):
        last = blocks[-1] if blocks else []
        if last and box[1] - last[-1][3] <= _FARTHEST * size and _overlap(box, last) >= _SHARED * (box[2] - box[0]):
            last.append(box)
        else:
            blocks.append([box])
    found = []
    for block in blocks:
        wide = [b for b in block if b[2] - b[0] >= _WIDE * size]
        left, right, top, bottom = (f(b[n] for b in block) for f, n in ((min, 0), (max, 2), (min, 1), (max, 3)))
        upright = cv2.connectedComponentsWithStats(rulings.down[top:bottom, left:right], connectivity=8)[2][1:, 3]
        if len(wide) >= _FEWEST_LINES and not (upright >= _OWN_LINES * size).any():
            found.append(block)
    return found


def _overlap(box: Box, block: Sequence[Box]) -> int:
    return max(0, min(box[2], max(b[2] for b in block)) - max(box[0], min(b[0] for b in block)))


def _one_a_height(block: Sequence[Box], size: float) -> list[Box]:
    """Pieces of one line as one."""
    rows: list[Box] = []
    for box in block:
        if rows and (box[1] + box[3]) / 2 - (rows[-1][1] + rows[-1][3]) / 2 <= 0.6 * size:
            last = rows[-1]
            rows[-1] = (min(last[0], box[0]), min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3]))
        else:
            rows.append(box)
    return rows


def _words(sheet: Sheet, rulings: Rulings, box: Box) -> list[Box]:
    """Boxes of the words between a table's lines, in the page's pixels."""
    left, top, right, bottom = box
    lines = cv2.dilate(rulings.across[top:bottom, left:right], np.ones((5, 3), np.uint8))
    ink: Mask = np.where(lines > 0, 0, sheet.ink[top:bottom, left:right]).astype(np.uint8)
    reach = round(_WORD_GAP * sheet.size) | 1
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, reach), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    return [
        (x + left, y + top, x + w + left, y + h + top)
        for x, y, w, h, _ in stats[1:].tolist()
        if max(w, h) >= _SPECK * sheet.size
    ]


def _band(top: int, bottom: int, words: Sequence[Box], size: float) -> _Band:
    inside = sorted(w for w in words if min(w[3], bottom) - max(w[1], top) > 0.3 * (w[3] - w[1]))
    spans: list[_Span] = []
    for word in inside:
        if spans and word[0] < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], word[2]))
        else:
            spans.append((word[0], word[2]))
    gaps = [b[0] - a[1] for a, b in itertools.pairwise(spans)]
    tall = max((w[3] for w in inside), default=top) - min((w[1] for w in inside), default=top)
    if spans and max(gaps, default=0) < _RUN * size and tall < _ONE_LINE * size:
        return _Band(top, bottom, ((spans[0][0], spans[-1][1]),), alone=True)
    return _Band(top, bottom, tuple(spans))


def _tables(bands: Sequence[_Band]) -> list[list[_Band]]:
    """The rows of each table: a line of text with more room than rows have stands between two."""
    usual = float(np.median([b.bottom - b.top for b in bands]))
    groups: list[list[_Band]] = [[]]
    for band in bands:
        if band.alone and band.bottom - band.top >= _ROOM * usual:
            groups.append([])
        else:
            groups[-1].append(band)
    return [g for g in groups if len(g) >= 2]


def _sections(bands: Sequence[_Band], left: int, right: int, size: float) -> list[list[_Band]]:
    """A table's rows in groups, each begun by a heading alone in the middle of the table: each has its own columns."""
    groups: list[list[_Band]] = [[]]
    for band in bands:
        if band.alone and abs(sum(band.words[0]) - left - right) / 2 <= _MIDDLE * size:
            groups.append([])
        groups[-1].append(band)
    return [g for g in groups if g]


def _free_of_words(bands: Sequence[_Band], size: float) -> list[_Span]:
    """The white between columns: those of the row with most words, and of words elsewhere that stand beside them.

    A word over two columns is a heading of both.
    """
    columns: list[_Span] = []
    rows = sorted(bands, key=lambda b: -len(b.words))
    for word in (w for band in rows for w in _whole_words(band, size)):
        near = [c for c in columns if word[0] < c[1] + _APART * size and c[0] - _APART * size < word[1]]
        if not near:
            columns.append(word)
        elif len(near) == 1 and not any(c[0] <= word[0] and word[1] <= c[1] for c in near):
            columns[columns.index(near[0])] = (min(word[0], near[0][0]), max(word[1], near[0][1]))
    columns.sort()
    # Labels stand to the left in their column, its heading in the middle: no row has both.
    while len(columns) > 1 and not _side_by_side(columns[0], columns[1], bands):
        columns[:2] = [(columns[0][0], columns[1][1])]
    for one, other in reversed(list(itertools.pairwise(columns))):
        if other[0] - one[1] < _COMMA * size and _is_one(one, other, len(columns), bands, size):
            columns[columns.index(one) : columns.index(other) + 1] = [(one[0], other[1])]
    return [(a[1], b[0]) for a, b in itertools.pairwise(columns)]


def _is_one(one: _Span, other: _Span, count: int, bands: Sequence[_Band], size: float) -> bool:
    """Whether only one row has two words there, as a number with a dot, and a single word of another is over both."""
    if sum(_side_by_side(one, other, [band]) for band in bands) > 1:
        return False
    fewer = [words for band in bands if len(words := _whole_words(band, size)) == count - 1]
    return any(first < one[1] and other[0] < last for words in fewer for first, last in words)


def _whole_words(band: _Band, size: float) -> list[_Span]:
    """A row's words, those parted by a comma's white alone put together where one of them is long."""
    joined: list[_Span] = []
    for first, last in band.words:
        before = joined[-1] if joined else None
        if before and first - before[1] < _COMMA * size and max(last - first, before[1] - before[0]) > _LONG * size:
            joined[-1] = (before[0], last)
        else:
            joined.append((first, last))
    return joined


def _side_by_side(left: _Span, right: _Span, bands: Sequence[_Band]) -> bool:
    return any(
        any(left[0] <= a and b <= left[1] for a, b in band.words)
        and any(right[0] <= a and b <= right[1] for a, b in band.words)
        for band in bands
    )

"""Tables with lines between their rows and none between their columns.

Rows are told by the lines. Columns are told by the white that runs down through the rows beside their print; where a
row's print runs across it, the row's cells are one there. The columns are drawn as lines, so that everything else is
done as for a table that has them.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from pipeline.documents.scan.basics import Box, Mask, around
from pipeline.documents.scan.picture.straighten import Sheet
from pipeline.documents.scan.rulings.lines import Rulings
from pipeline.documents.scan.rulings.runs import LONG as LONG_LINE
from pipeline.documents.scan.unruled.band_columns import Band, Span, free_of_words, without_label_gaps
from pipeline.documents.scan.unruled.band_words import (
    headings_without_lines,
    hold_numbers,
    rows_without_lines,
    words_between,
)

_WIDE = 15.0
_FEWEST_LINES = 3
_FARTHEST = 7.0
"""Width and number of a table's lines at least, and how far one is from the next at most, in character sizes."""
_SEEN = 0.7
"""Part of a line that is seen where it is one from its beginning to its end."""
_SHARED = 0.9
_OWN_LINES = 1.6
_ENDS = 0.2
"""Part of a line that lies below the others; height of an upright line that belongs to a table with columns; and how
far from a lying line that ends."""
_LOWEST = 0.6
_ONE_LINE = 1.7
"""Heights of the lowest row, and of one line of text at most."""
_OPEN_ROW = 2.5
_ALIKE = 0.6
_ABOVE = 0.4
"""Height in which a row without a line above it stands; the part of its words that stand as the next row's do; and the
white above it."""
_ROOM = 1.15
"""How much higher than a row a line of text between two tables stands."""
_WORD = 2.5
_LARGER = 1.22
_TITLE = 6.0
"""Width of a word that shows how large print is; how much larger a title's is than a table's, and how wide it is."""
_RUN = 1.45
_NUMBERS = 3
"""White inside a heading, where a comma is too small to count; and how many words below those of another row show that
they stand alike."""
_INSIDE = 1.5
_SAME = 0.3
_MIDDLE = 2.5
"""How far inside a table's side lines begin at a column, and how alike; and how far from a table's middle a heading
stands."""


def with_columns(sheet: Sheet, rulings: Rulings, taken: Sequence[Box]) -> Rulings:
    """The lines of tables that have none between their columns, and such lines drawn.

    Args:
        sheet: the page.
        rulings: its lines.
        taken: boxes of the tables that have lines in both directions.
    """
    size = sheet.size
    drawn = Rulings(np.zeros_like(rulings.across), np.zeros_like(rulings.down))
    for pieces, below in _blocks(rulings, taken, size):
        lines = [around(own) for own in _by_height(pieces, size)]
        left, _, right, _ = around(lines)
        above = max(0, lines[0][1] - round(_OPEN_ROW * size))
        words = words_between(sheet, rulings, (left, above, right, lines[-1][3]))
        # Below the header of a table that a page break cut no line follows.
        end = below[1] if below and _end_alike(below, lines[-1], size) else lines[-1][3] + round(_FARTHEST * size)
        if (below is None or end == below[1]) and not hold_numbers(words, size):
            room = round(_SAME * size)
            rows = words_between(sheet, rulings, (left, lines[-1][3] + room, right, end - room))
            if hold_numbers(rows, size):
                continue  # the header of a table whose rows no line parts: its columns are told with theirs
        titles = _titles(words, size)
        heights = [(b[1] + b[3]) // 2 for b in lines]
        unseen = _ends_of_rows(words, titles, heights, (left + right) / 2, size)
        for y in unseen:
            cv2.line(drawn.across, (left, y), (right, y), (255,), 2)
        heights = sorted([*heights, *unseen])
        bands = [_band(a, b, words, size) for a, b in itertools.pairwise(heights) if b - a > _LOWEST * size]
        bands = [replace(b, title=any(b.top < t[1] and t[3] < b.bottom for t in titles)) for b in bands]
        for table in _tables(bands) if bands else ():
            own = [b for b in pieces if table[0].top <= (b[1] + b[3]) / 2 <= table[-1].bottom]
            _draw_columns(drawn.down, table, own, size)
        _draw_lines(drawn.across, rulings.across, pieces, lines)
    return drawn


def _draw_lines(across: Mask, seen: Mask, pieces: Sequence[Box], lines: Sequence[Box]) -> None:
    """A table's lines, a pale one from end to end where enough of it is seen."""
    for left, top, right, bottom in pieces:
        across[top:bottom, left:right] = seen[top:bottom, left:right]
    for line in lines:
        own = [p for p in pieces if line[0] <= p[0] and p[2] <= line[2] and line[1] <= p[1] and p[3] <= line[3]]
        if sum(p[2] - p[0] for p in own) >= _SEEN * (line[2] - line[0]):
            first, last = min(own), max(own, key=lambda p: p[2])
            ends = (line[0], (first[1] + first[3]) // 2), (line[2], (last[1] + last[3]) // 2)
            cv2.line(across, *ends, (255,), 2)


def _ends_of_rows(
    words: Sequence[Box], titles: Sequence[Box], heights: Sequence[int], middle: float, size: float
) -> list[int]:
    """Where rows end without a line: at a page's top, around the titles, between rows of numbers, above headings.

    Args:
        words: of the tables.
        titles: those of them that are the tables' titles.
        heights: of the lines.
        middle: of the lines, from the page's left.
        size: of the page's characters.
    """
    begin = _open_row(words, heights, size)
    found = [] if begin is None else [begin]
    for title in titles:
        between = [p for p in itertools.pairwise(sorted([*heights, *found])) if p[0] < title[1] and title[3] < p[1]]
        found += [y for pair in between[:1] for y in _around_title(title, words, *pair)]
    for lines in itertools.pairwise(sorted([*heights, *found])):
        found += rows_without_lines(words, *lines, size) or headings_without_lines(words, lines, middle, size)
    return found


def _open_row(words: Sequence[Box], heights: Sequence[int], size: float) -> int | None:
    """Where a row begins that a page's top cut off from the line above it: its words stand as the next row's do."""
    row = [w for w in words if w[3] <= heights[0]]
    following = [w for w in words if heights[0] <= w[1] and w[3] <= heights[1]]
    alike = sum(any(w[0] < f[2] and f[0] < w[2] for f in following) for w in row)
    if alike < _NUMBERS or alike < _ALIKE * len(row) or alike < _ALIKE * len(following) or _titles(row, size):
        return None
    top = min(w[1] for w in row)
    return max(0, top - round(_ABOVE * size)) if max(w[3] for w in row) - top <= _ONE_LINE * size else None


def _titles(words: Sequence[Box], size: float) -> list[Box]:
    """Lines of larger print than a table's: the titles of the tables below."""
    long = [w for w in words if w[2] - w[0] >= _WORD * size]
    usual = float(np.median([w[3] - w[1] for w in long])) if long else size
    lines: list[Box] = []
    for word in sorted((w for w in long if w[3] - w[1] >= _LARGER * usual), key=lambda w: w[1] + w[3]):
        last = lines[-1] if lines else None
        if last and last[1] < (word[1] + word[3]) / 2 < last[3]:
            lines[-1] = (min(last[0], word[0]), min(last[1], word[1]), max(last[2], word[2]), max(last[3], word[3]))
        else:
            lines.append(word)
    return [line for line in lines if line[2] - line[0] >= _TITLE * size]


def _around_title(title: Box, words: Sequence[Box], top: int, bottom: int) -> list[int]:
    """Where, between two lines, other words begin below a title, and end above it: the middle of the white there."""
    above = [w[3] for w in words if top < w[1] and w[3] <= title[1]]
    below = [w[1] for w in words if title[3] <= w[1] and w[3] < bottom]
    ends = [(max(above) + title[1]) // 2] if above else []
    return [*ends, (title[3] + min(below)) // 2] if below else ends


def _draw_columns(down: Mask, table: Sequence[Band], lines: Sequence[Box], size: float) -> None:
    left, right = min(b[0] for b in lines), max(b[2] for b in lines)
    # A line that begins inside the table begins at a column.
    begun = _common([b[0] for b in lines if b[0] > left + _INSIDE * size], size)
    places = list(begun)
    for section in sorted(_sections(table, left, right, size), key=lambda s: -max(len(b.words) for b in s)):
        own = list(begun)
        white = free_of_words(section, size)
        for free in without_label_gaps(white, section, size) if begun else white:
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


def _blocks(rulings: Rulings, taken: Sequence[Box], size: float) -> list[tuple[list[Box], Box | None]]:
    """Lying lines that follow each other closely, as wide as the others or a part of them, without upright ones.

    Each block with the next line below it, if there is one.
    """
    joined = cv2.morphologyEx(rulings.across, cv2.MORPH_CLOSE, np.ones((3, max(3, round(size))), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    boxes = [(x, y, x + w, y + h) for x, y, w, h, _ in stats[1:].tolist() if w >= LONG_LINE * size]
    free = [
        b for b in boxes if not any(t[1] - size < b[1] < t[3] + size and t[0] < b[2] and b[0] < t[2] for t in taken)
    ]
    blocks: list[list[Box]] = []
    for pieces in _by_height(free, size):
        row, last = around(pieces), blocks[-1] if blocks else []
        near = bool(last) and row[1] - max(b[3] for b in last) <= _FARTHEST * size
        if near and _overlap(row, around(last)) >= _SHARED:
            last.extend(pieces)
        else:
            blocks.append(list(pieces))
    following = [around(_by_height(block, size)[0]) for block in blocks[1:]]
    found: list[tuple[list[Box], Box | None]] = []
    for block, below in itertools.zip_longest(blocks, following):
        wide = [b for b in block if b[2] - b[0] >= _WIDE * size]
        left, right, top, bottom = (f(b[n] for b in block) for f, n in ((min, 0), (max, 2), (min, 1), (max, 3)))
        _, _, own, _ = cv2.connectedComponentsWithStats(rulings.down[top:bottom, left:right], connectivity=8)
        upright = [(y + top, y + h + top) for _, y, _, h, _ in own[1:].tolist() if h >= _OWN_LINES * size]
        ends = [(b[1] + b[3]) / 2 for b in block]
        # Strokes below one another are as high, but end beside the lines.
        columns = any(all(min(abs(y - e) for e in ends) <= _ENDS * size for y in pair) for pair in upright)
        if len(wide) >= _FEWEST_LINES and not columns:
            found.append((block, below))
    return found


def _end_alike(one: Box, other: Box, size: float) -> bool:
    """Whether two lines begin and end below one another, as those of one table do."""
    return max(abs(one[0] - other[0]), abs(one[2] - other[2])) <= _INSIDE * size


def _overlap(one: Box, other: Box) -> float:
    """The part of the narrower of two boxes that lies over or below the other."""
    return max(0, min(one[2], other[2]) - max(one[0], other[0])) / max(1, min(one[2] - one[0], other[2] - other[0]))


def _by_height(boxes: Sequence[Box], size: float) -> list[list[Box]]:
    """Pieces of one line together, from the top."""
    rows: list[list[Box]] = []
    for box in sorted(boxes, key=lambda b: b[1] + b[3]):
        last = around(rows[-1]) if rows else box
        if rows and (box[1] + box[3]) / 2 - (last[1] + last[3]) / 2 <= 0.6 * size:
            rows[-1].append(box)
        else:
            rows.append([box])
    return rows


def _band(top: int, bottom: int, words: Sequence[Box], size: float) -> Band:
    inside = sorted(w for w in words if min(w[3], bottom) - max(w[1], top) > 0.3 * (w[3] - w[1]))
    spans: list[Span] = []
    for word in inside:
        if spans and word[0] < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], word[2]))
        else:
            spans.append((word[0], word[2]))
    gaps = [b[0] - a[1] for a, b in itertools.pairwise(spans)]
    tall = max((w[3] for w in inside), default=top) - min((w[1] for w in inside), default=top)
    if spans and max(gaps, default=0) < _RUN * size and tall < _ONE_LINE * size:
        return Band(top, bottom, ((spans[0][0], spans[-1][1]),), alone=True)
    return Band(top, bottom, tuple(spans))


def _tables(bands: Sequence[Band]) -> list[list[Band]]:
    """The rows of each table: a line of text with more room than rows have stands between two."""
    usual = float(np.median([b.bottom - b.top for b in bands]))
    groups: list[list[Band]] = [[]]
    for band in bands:
        if band.title or (band.alone and band.bottom - band.top >= _ROOM * usual):
            groups.append([])
        else:
            groups[-1].append(band)
    return [g for g in groups if len(g) >= 2]


def _sections(bands: Sequence[Band], left: int, right: int, size: float) -> list[list[Band]]:
    """A table's rows in groups, each begun by a heading alone in the middle of the table: each has its own columns."""
    groups: list[list[Band]] = [[]]
    for band in bands:
        if band.alone and abs(sum(band.words[0]) - left - right) / 2 <= _MIDDLE * size:
            groups.append([])
        groups[-1].append(band)
    return [g for g in groups if g]

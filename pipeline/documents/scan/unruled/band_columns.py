"""The columns of a table that has lines between its rows only: the white that runs down beside its words."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

# All in character sizes:
_COMMA = 1.05
"""White behind a comma inside a word, and"""
_LONG = 4.5
"""the length from which a word may have one."""
_COARSE = 0.4
"""White between the characters of a coarse picture."""
_LABEL = 5.0
"""Length of a column's label at most."""
_HEADING = 7.0
"""Length of a label above its column's numbers at most."""
_SHORT = 3.0
_FREE = 0.9
"""Length of a number at most, and the white on both its sides at least."""
_NUMBERS = 3
"""Numbers below one another that show a column."""
_APART = 0.1
"""White between two columns at least."""
_CLOSE = 0.6
_NEARER = 0.5
"""White between a number and its label beside it at most; or as a part of that to the columns on both their sides."""
_SAME = 0.3
"""How far apart places are at most that are the same."""

Span = tuple[int, int]
"""Where a word begins and ends, in pixels from the page's left."""


@dataclass(frozen=True, slots=True)
class Band:
    """A row between two lines: its heights, and the words in it; ``alone`` where it has only one line of text.

    ``title`` where that is a title of the table below.
    """

    top: int
    bottom: int
    words: tuple[Span, ...]
    alone: bool = False
    title: bool = False


def free_of_words(bands: Sequence[Band], size: float) -> list[Span]:
    """The white between columns: those of the row with most words, and of words elsewhere that stand beside them.

    A word over two columns is a heading of both.
    """
    columns: list[Span] = []
    rows = sorted(bands, key=lambda b: -len(b.words))
    alone = [w for band in bands for w in _alone(band, size)]
    for word in (w for band in rows for w in _whole_words(band, size, alone)):
        near = [c for c in columns if word[0] < c[1] + _APART * size and c[0] - _APART * size < word[1]]
        if not near:
            columns.append(word)
        elif len(near) == 1 and not any(c[0] <= word[0] and word[1] <= c[1] for c in near):
            columns[columns.index(near[0])] = (min(word[0], near[0][0]), max(word[1], near[0][1]))
    columns.sort()
    # Labels stand to the left in their column, its heading in the middle: no row has both.
    while len(columns) > 1 and not _side_by_side(columns[0], columns[1], bands):
        columns[:2] = [(columns[0][0], columns[1][1])]
    # A number may stand to the left of its label, and below none: two rows show how many columns there are.
    most = [len(b.words) for b in rows[:2]]
    while len(most) == 2 and most[0] == most[1] < len(columns) and (pair := _closest_apart(columns, bands, size)):
        columns[pair : pair + 2] = [(columns[pair][0], columns[pair + 1][1])]
    for n in range(len(columns) - 2, -1, -1):
        one, other = columns[n : n + 2]
        white = other[0] - one[1]
        split = white < _COMMA * size and _is_one(one, other, len(columns), bands, size)
        # In a coarse picture characters stand apart as words do: nothing else in the table tells these columns apart.
        split = split or (white < _COARSE * size and sum(_side_by_side(one, other, [b]) for b in bands) <= 1)
        if split or _is_under_one(one, other, bands, size):
            columns[n : n + 2] = [(one[0], other[1])]
    return [(a[1], b[0]) for a, b in itertools.pairwise(columns)]


def _closest_apart(columns: Sequence[Span], bands: Sequence[Band], size: float) -> int:
    """Which two columns of short words stand closest, and close, of those that no row has both of; 0 for none."""
    white = [*(other[0] - one[1] for one, other in itertools.pairwise(columns)), math.inf]
    short = [
        all(b - a <= _HEADING * size for w in bands for a, b in w.words if c[0] <= a and b <= c[1]) for c in columns
    ]
    pairs = [
        (white[n], n)
        for n, (one, other) in enumerate(itertools.pairwise(columns))
        if n
        and white[n] < max(_CLOSE * size, _NEARER * min(white[n - 1], white[n + 1]))
        and short[n]
        and short[n + 1]
        and not _side_by_side(one, other, bands)
    ]
    return min(pairs)[1] if pairs else 0


def without_label_gaps(gaps: Sequence[Span], bands: Sequence[Band], size: float) -> list[Span]:
    """The white between columns without that inside labels, whose columns are told by where lines begin.

    In front of all numbers, white that more words run across than stand beside it, as that behind a comma, parts none.
    """
    numbers = sorted(w for band in bands for w in _alone(band, size))
    first = next((w[0] for w in numbers if sum(a < w[1] and w[0] < b for a, b in numbers) >= len(bands) / 2), 0)
    rows = [_whole_words(band, size, numbers) for band in bands]
    kept: list[Span] = []
    for gap in gaps:
        across = [any(a < gap[0] and gap[1] < b for a, b in row) for row in rows]
        ends = [any(b <= gap[0] + 1 for _, b in row) for row in rows]
        begins = [any(gap[1] - 1 <= a < first for a, _ in row) for row in rows]
        beside = sum(one and other and not over for one, other, over in zip(ends, begins, across, strict=True))
        if gap[1] >= first or sum(across) <= beside:
            kept.append(gap)
    return kept


def _is_one(one: Span, other: Span, count: int, bands: Sequence[Band], size: float) -> bool:
    """Whether only one row has two words there, as a number with a dot, and a single word of another is over both."""
    if sum(_side_by_side(one, other, [band]) for band in bands) > 1:
        return False
    alone = [w for band in bands for w in _alone(band, size)]
    fewer = [words for band in bands if len(words := _whole_words(band, size, alone)) == count - 1]
    return any(first < one[1] and other[0] < last for words in fewer for first, last in words)


def _is_under_one(one: Span, other: Span, bands: Sequence[Band], size: float) -> bool:
    """Whether no row has words in both, and a short word of another stands over both: its column's label."""
    labels = [w for b in bands for w in b.words if w[1] - w[0] <= _LABEL * size]
    room = _SAME * size
    return not _side_by_side(one, other, bands) and any(
        first - room <= one[0] and other[1] <= last + room for first, last in labels
    )


def _alone(band: Band, size: float) -> list[Span]:
    """A row's short words that stand apart from others: numbers."""
    edges = [(-_LABEL * size, -_LABEL * size), *band.words, (float("inf"), 0)]
    return [
        word
        for left, word, right in zip(edges, band.words, edges[2:], strict=False)
        if word[1] - word[0] <= _SHORT * size and min(word[0] - left[1], right[0] - word[1]) >= _FREE * size
    ]


def _whole_words(band: Band, size: float, alone: Sequence[Span]) -> list[Span]:
    """A row's words, those parted by a comma's white alone put together where one of them is long.

    What stands under numbers of other rows, ``alone`` there, is a number too, however near its label comes.
    """
    joined: list[Span] = []
    for first, last in band.words:
        number = last - first <= _SHORT * size and sum(a < last and first < b for a, b in alone) >= _NUMBERS
        before = joined[-1] if joined and not number else None
        if before and first - before[1] < _COMMA * size and max(last - first, before[1] - before[0]) > _LONG * size:
            joined[-1] = (before[0], last)
        else:
            joined.append((first, last))
    return joined


def _side_by_side(left: Span, right: Span, bands: Sequence[Band]) -> bool:
    return any(
        any(left[0] <= a and b <= left[1] for a, b in band.words)
        and any(right[0] <= a and b <= right[1] for a, b in band.words)
        for band in bands
    )

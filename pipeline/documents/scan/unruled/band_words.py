"""The words between the lines of a table without columns, by the white between pieces of print alone."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import cv2
import numpy as np

from pipeline.documents.scan.basics import Box, Mask, around
from pipeline.documents.scan.picture.straighten import Sheet
from pipeline.documents.scan.print.pieces import is_grain
from pipeline.documents.scan.rulings.lines import Rulings
from pipeline.documents.scan.unruled.text_rows import text_rows

_SPECK = 0.22
_WORD_GAP = 0.3
"""Longer side of a piece of print, and white inside a word, in character sizes."""
_CHARACTER = 0.8
_WIDELY = 0.6
_ONE_WIDE = 1.2
_COMMONLY = 0.25
"""Height of a character and more than a digit's; white between characters set widely; width of one; and how many pairs
of these for each tall word show that a table's are so set."""
_NUMBER = (0.5, 0.88)
_NARROW = 3.0
_LONG = 2.5
_AS_WHITE = 0.8
"""Height of a number, in that of a label's characters; width of such a number at most, and of a word that is a label,
in character sizes; and the white between two rows without a line, in the least of that between two rows of numbers."""
_HEADING = 4.0
_RUN = 1.45
_CENTRED = 2.0
"""Width of a heading at least, white inside one at most, and how far twice its middle is from twice the table's."""


def words_between(sheet: Sheet, rulings: Rulings, box: Box) -> list[Box]:
    """Boxes of the words between a table's lines, in the page's pixels."""
    left, top, right, bottom = box
    lines = cv2.dilate(rulings.across[top:bottom, left:right], np.ones((5, 3), np.uint8))
    ink: Mask = np.where(lines > 0, 0, sheet.ink[top:bottom, left:right]).astype(np.uint8)
    reach = round(_WORD_GAP * sheet.size) | 1
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, reach), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    words = [
        (x + left, y + top, x + w + left, y + h + top)
        for x, y, w, h, _ in stats[1:].tolist()
        if max(w, h) >= _SPECK * sheet.size and not is_grain(w, h, sheet.size)
    ]
    return _widely_set(words, sheet.size)


def _widely_set(words: list[Box], size: float) -> list[Box]:
    """Words put together from their characters, where a table's characters commonly stand apart as words do elsewhere.

    Digits are lower than characters, so that a label and its number stay two words.
    """
    tall = sorted((w for w in words if w[3] - w[1] >= _CHARACTER * size), key=lambda w: w[0])
    follow = [(one, other) for one in tall for other in tall if 0 < other[0] - one[2] <= _WIDELY * size]
    follow = [(a, b) for a, b in follow if min(a[3], b[3]) - max(a[1], b[1]) >= 0.5 * size]
    single = [p for p in follow if max(w[2] - w[0] for w in p) <= _ONE_WIDE * size]
    if len(single) < _COMMONLY * len(tall):
        return words
    of = {w: w for w in words}
    for one, other in follow:
        whole = of[one][0], min(of[one][1], other[1]), other[2], max(of[one][3], other[3])
        of.update(dict.fromkeys([w for w in tall if of[w] in (of[one], of[other])], whole))
    return list(dict.fromkeys(of.values()))


def rows_without_lines(words: Sequence[Box], top: int, bottom: int, size: float) -> list[int]:
    """Where, between two lines, one row of a table ends and the next begins without a line between them.

    Such rows have numbers below one another, each beside a label; what a cell breaks over lines has one label only, and
    less white between its lines.
    """
    inside = [w for w in words if top < (w[1] + w[3]) / 2 < bottom]
    usual = _height_of_labels(words, size)
    rows = [[inside[n] for n in row] for row in text_rows(inside)]
    numbers = [[w for w in row if _is_number(w, usual, size)] for row in rows]
    labelled = [
        any(w[2] - w[0] >= _LONG / 2 * size and w[2] <= own[0][0] and w not in own for w in row) if own else False
        for row, own in zip(rows, numbers, strict=True)
    ]
    ends = [(max(w[3] for w in one), min(w[1] for w in other)) for one, other in itertools.pairwise(rows)]
    white = [
        ends[n][1] - ends[n][0]
        for n in range(len(ends))
        if labelled[n]
        and labelled[n + 1]
        and any(a[0] < b[2] and b[0] < a[2] for a in numbers[n] for b in numbers[n + 1])
    ]
    if not white or min(white) <= 0:
        return []
    return [(end + begin) // 2 for end, begin in ends if begin - end >= _AS_WHITE * min(white)]


def headings_without_lines(words: Sequence[Box], lines: tuple[int, int], middle: float, size: float) -> list[int]:
    """Where, between two lines, a row of a label and numbers ends and a heading in the table's middle begins.

    Args:
        words: of the tables.
        lines: the heights of the two.
        middle: of the table, from the page's left.
        size: of the page's characters.
    """
    inside = [w for w in words if lines[0] < (w[1] + w[3]) / 2 < lines[1]]
    usual = _height_of_labels(words, size)
    found: list[int] = []
    for row, heading in itertools.pairwise([inside[n] for n in row] for row in text_rows(inside)):
        numbers = [w for w in row if _is_number(w, usual, size)]
        label, run = min(row), around(heading)
        white = max((b[0] - a[2] for a, b in itertools.pairwise(sorted(heading))), default=0)
        labelled = bool(numbers) and label not in numbers and label[2] < run[0]
        whole = run[2] - run[0] >= _HEADING * size and white <= _RUN * size
        end = max(w[3] for w in row)
        if labelled and whole and abs(run[0] + run[2] - 2 * middle) <= _CENTRED * size and end < run[1]:
            found.append((end + run[1]) // 2)
    return found


def hold_numbers(words: Sequence[Box], size: float) -> bool:
    """Whether a line of a table's words holds numbers, as no line of its header does."""
    usual = _height_of_labels(words, size)
    return any(sum(_is_number(words[n], usual, size) for n in row) >= len(row) / 2 for row in text_rows(words))


def _height_of_labels(words: Sequence[Box], size: float) -> float:
    tall = [w[3] - w[1] for w in words if w[2] - w[0] >= _LONG * size]
    return float(np.median(tall)) if tall else size


def _is_number(word: Box, tall: float, size: float) -> bool:
    return _NUMBER[0] * tall <= word[3] - word[1] <= _NUMBER[1] * tall and word[2] - word[0] <= _NARROW * size

"""Words of a page without rulings that stand so close that they were taken for one: cut where columns show it.

The columns are shown by what stands alone in them, numbers: the row of numbers under a header's labels, and the numbers
above and below one that runs into its label.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from pipeline.documents.model import HAN
from pipeline.documents.scan.basics import Box
from pipeline.documents.scan.engine import Line
from pipeline.documents.scan.print.pieces import Printed
from pipeline.documents.scan.values.candidates import is_value_text

_GAP = 0.2
_WHITE = 0.3
_WIDER = 1.8
_CERTAIN = 0.5
"""White between two labels of a header, and between a label and its number at least, in character sizes; the former is
also so much wider than that between the word's characters, or as wide as ``_CERTAIN``."""
_FEWEST = 5
_ABOVE = 6.0
"""Numbers of a row that show a header's columns, and how far above them, in character sizes, its labels stand."""
_ALIKE = 3
"""Numbers below one another that make a column."""
_DIGIT = 0.75
"""Width of a digit at most, as a part of a character's size."""
_NUMBER = re.compile(r"\d{1,7}$")


def parted(words: Sequence[Printed], lines: Sequence[Line], size: float) -> list[list[Printed]]:
    """Each word's parts; a word that is one has itself.

    Args:
        words: words of the page, each with what it says in ``lines``.
        lines: what was read.
        size: of the page's characters.
    """
    numbers = [w for w, line in zip(words, lines, strict=True) if is_value_text(line.text)]
    rows = _rows_of(numbers, size)
    found: list[list[Printed]] = []
    for word, line in zip(words, lines, strict=True):
        parts = [word]
        if len(HAN.findall(line.text)) > 1:
            under = next((row for row in rows if _is_header_of(word, row, size)), None)
            if under is not None:
                parts = _cut(word, max(_GAP * size, min(_WIDER * _usual_gap(word), _CERTAIN * size)))
            elif _NUMBER.search(line.text.strip()):
                parts = _without_number(word, numbers, size)
        found.append(parts)
    return found


def _rows_of(numbers: Sequence[Printed], size: float) -> list[list[Printed]]:
    """Numbers beside one another, as many as show a table's columns."""
    rows: list[list[Printed]] = []
    for word in sorted(numbers, key=lambda w: w.box[1] + w.box[3]):
        middle = (word.box[1] + word.box[3]) / 2
        if rows and rows[-1][-1].box[1] < middle < rows[-1][-1].box[3]:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [row for row in rows if len(row) >= _FEWEST]


def _is_header_of(word: Printed, row: Sequence[Printed], size: float) -> bool:
    """Whether a word stands over several of a row's numbers."""
    left, _, right, bottom = word.box
    top = min(n.box[1] for n in row)
    over = sum(left < (n.box[0] + n.box[2]) / 2 < right for n in row)
    return bottom <= top <= bottom + _ABOVE * size and over > 1


def _usual_gap(word: Printed) -> float:
    """The white between a word's pieces, as it commonly is."""
    gaps, reach = [], 0
    for left, _, right, _ in sorted(word.pieces):
        gaps += [left - reach] if reach and left > reach else []
        reach = max(reach, right)
    return float(np.median(gaps)) if gaps else 0.0


def _cut(word: Printed, gap: float) -> list[Printed]:
    """A word cut at each white as wide as that."""
    parts: list[list[Box]] = []
    for piece in sorted(word.pieces):
        if parts and piece[0] - max(p[2] for p in parts[-1]) < gap:
            parts[-1].append(piece)
        else:
            parts.append([piece])
    return [Printed.of(part) for part in parts]


def _without_number(word: Printed, numbers: Sequence[Printed], size: float) -> list[Printed]:
    """A label and the number that it runs into, where that stands in a column of numbers."""
    parts = _cut(word, _WHITE * size)
    last = parts[-1]
    in_column = sum(n.box[0] < last.box[2] and last.box[0] < n.box[2] for n in numbers)
    narrow = all(p[2] - p[0] <= _DIGIT * size for p in last.pieces)
    if len(parts) < 2 or in_column < _ALIKE or not narrow:
        return [word]
    return [Printed.of([p for part in parts[:-1] for p in part.pieces]), last]

"""The size of the print of tables without lines, which may be much smaller than that of the text around them."""

from __future__ import annotations

import cv2
import numpy as np

from pipeline.documents.scan.basics import Box
from pipeline.documents.scan.picture.straighten import Sheet, print_size
from pipeline.documents.scan.unruled.text_rows import text_rows

_APART = 0.8
_WORD_GAP = 0.4
_PIECE = 0.22
_LABELS = 1.5
"""White between the words of a table's row at least, in their height; that inside a word at most, the longer side of
a piece of print, and how far above a row its columns' labels begin, in character sizes of the page."""
_FEWEST = 4
"""Words that stand so far apart in a table's row, and not in a line of text."""


def loose_print(sheet: Sheet) -> float | None:
    """Height of the common characters in rows of words that stand far apart; None where they are too few to tell."""
    reach = round(_WORD_GAP * sheet.size) | 1
    joined = cv2.morphologyEx(sheet.ink, cv2.MORPH_CLOSE, np.ones((1, reach), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    words = [(x, y, x + w, y + h) for x, y, w, h, _ in stats[1:].tolist() if max(w, h) >= _PIECE * sheet.size]
    rows = [[words[n] for n in row] for row in text_rows(words)]
    apart = [row for row in rows if _parts(row) >= _FEWEST]
    # Digits are narrow and tell little; the labels of narrow columns stand close together above them.
    up = round(_LABELS * sheet.size)
    return print_size(sheet.ink, [(w[0] - up, w[1] - up, w[2] + up, w[3]) for row in apart for w in row])


def _parts(row: list[Box]) -> int:
    """How many groups of words there are with such white between them."""
    count, last = 1, row[0]
    for word in row[1:]:
        count += word[0] - last[2] >= _APART * max(word[3] - word[1], last[3] - last[1])
        last = max(last, word, key=lambda w: w[2])
    return count

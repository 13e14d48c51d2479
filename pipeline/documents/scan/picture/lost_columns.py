"""Columns of a picture in which a scanner has lost all print: white gaps at one place in every line that they cross."""

from __future__ import annotations

import cv2
import numpy as np

from pipeline.documents.scan.basics import stretches
from pipeline.documents.scan.picture.fold_courses import Page

_PRINT = 0.82
_PALE = 0.4
_ASIDE = 4
_TALL = 3
"""Shade of print, as a part of the paper's; contrast of a gap, as a part of that on both sides of it, so many pixels
away; and how many rows are looked at together."""
_BRIDGED = 7
_STROKE = 40
_LONG = 10
_THICK = 150
"""The widest gap in a lying line, in pixels; its length without and with a gap at least, and its height at most, as
divisors of the page's width."""
_FEWEST = 5
"""Lying lines at least that show it."""
_LOST = 0.8
_KEPT = 0.3
"""The part of the lines that is gone in a lost column at least, and beside it at most."""
_NARROW = 400
"""Width of what is lost at most, as a divisor of the page's width: tables stand farther apart from one another."""


def lost_columns(page: Page) -> list[tuple[int, int]]:
    """Where columns without print begin and end, in a page's picture that has not been turned."""
    height, width = page.grey.shape
    count = len(page.level)
    paper = page.paper[np.minimum(np.arange(height) // (height // count), count - 1)]
    low = cv2.erode(page.grey, np.ones((_TALL, 1), np.uint8))  # a thin line that leans is pale between two rows
    dark = (low < _PRINT * paper).astype(np.uint8)
    solid = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, width // _STROKE), np.uint8))
    whole = cv2.morphologyEx(solid, cv2.MORPH_CLOSE, np.ones((1, _BRIDGED), np.uint8))
    lines = cv2.morphologyEx(whole, cv2.MORPH_OPEN, np.ones((1, width // _LONG), np.uint8))
    words = cv2.morphologyEx(lines, cv2.MORPH_OPEN, np.ones((width // _THICK, 1), np.uint8))
    lines = np.where(words > 0, 0, lines)
    beside = np.maximum(np.roll(low, _ASIDE, axis=1), np.roll(low, -_ASIDE, axis=1))
    gap = (paper - low) < _PALE * (paper - np.minimum(beside, paper))
    crossed = lines.sum(axis=0, dtype=int)
    share = ((lines > 0) & gap).sum(axis=0) / np.maximum(crossed, 1)
    lost = np.asarray(share >= _LOST)
    most = max(2, width // _NARROW)
    return [
        (first, last)
        for first, last in stretches(lost)
        if last - first <= most
        and all(0 <= x < width and share[x] <= _KEPT for x in (first - 2, last + 1))
        and len(stretches(np.asarray(lines[:, first] > 0))) >= _FEWEST
    ]

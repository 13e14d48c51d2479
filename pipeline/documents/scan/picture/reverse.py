"""Print of a page's other side that shows through the paper, taken out: its lines would be taken for a table's.

It is known by its characters, pale ones that stand clear of the page's own. Pale rulings have none beside them, and
shaded cells none but dark ones.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from pipeline.documents.scan.basics import PAPER
from pipeline.documents.scan.picture.straighten import Sheet, ink_of

_PALEST = 10
_PALE = 0.4
"""By how many grey levels it is darker than paper, and by what part of the page's own print at most."""
_CLEAR = 0.25
"""How far from the page's own print its characters are sought, in character sizes."""
_CHARACTER = (0.4, 1.3)
_FEWEST = 20
_WIDELY = 0.3
"""Sides of its characters, in character sizes; how many there are at least, and over what part of the page's height."""
_STRONGEST = 98.0
_ROOM = 1.25
"""Percentile of its darkness, and how much more than that is taken out: its thick lines are darker than characters."""


def without_reverse(sheet: Sheet) -> Sheet:
    """The sheet without what shows through from its other side; itself where nothing does."""
    dark = PAPER - cv2.blur(sheet.grey, (3, 3)).astype(np.int16)
    own = dark[sheet.ink > 0]
    if not len(own):
        return sheet
    print_ = float(np.median(own))
    room = round(_CLEAR * sheet.size) * 2 + 1
    near = cv2.dilate(np.asarray(dark >= _PALE * print_, np.uint8), np.ones((room, room), np.uint8))
    pale = np.asarray((dark >= _PALEST) & (near == 0), np.uint8)
    _, labels, stats, middles = cv2.connectedComponentsWithStats(pale, connectivity=8)
    low, high = (part * sheet.size for part in _CHARACTER)
    sides = stats[:, 2:4]
    characters = (sides.min(axis=1) >= low) & (sides.max(axis=1) <= high)
    beside = cv2.dilate(near, np.ones((5, 5), np.uint8))
    characters[[0, *np.unique(labels[beside > 0])]] = False
    if characters.sum() < _FEWEST or np.ptp(middles[characters, 1]) < _WIDELY * len(dark):
        return sheet
    limit = _ROOM * float(np.percentile(dark[characters[labels]], _STRONGEST))
    if limit > _PALE * print_:
        return sheet
    darkest = max(float(np.percentile(dark, 99.5)), 2 * limit)
    left = np.clip(PAPER - sheet.grey.astype(np.float32) - limit, 0, None) * (darkest / (darkest - limit))
    grey = np.clip(PAPER - left, 0, 255).astype(np.uint8)
    return replace(sheet, grey=grey, ink=ink_of(grey, sheet.size))

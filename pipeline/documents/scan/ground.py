"""Shaded grounds made as white as the paper, to tell print from their grain and their edges."""

from __future__ import annotations

import cv2
import numpy as np

from pipeline.documents.scan.engine import Image
from pipeline.documents.scan.straighten import Sheet

_PAPER = 250
_WHITE = 243
_DARKEST = 150
"""Grey levels: of paper; from which a ground is taken for paper; and below which it may bear light print, and stays."""
_WINDOW = 1.1
"""Side of a square, in character sizes, in which there is some ground wherever it is put on print."""
_LEAST = 0.01
"""Part of a page that must be shaded for anything to be done."""


def levelled(sheet: Sheet) -> Image | None:
    """The page's grey picture with shaded grounds lifted to the paper's shade; None where it has none."""
    half = cv2.resize(sheet.grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    side = round(_WINDOW * sheet.size / 2) | 1
    ground = cv2.morphologyEx(cv2.GaussianBlur(half, (0, 0), 1.0), cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    shaded = (ground >= _DARKEST) & (ground < _WHITE)
    if shaded.mean() < _LEAST:
        return None
    lift = np.where(shaded, _PAPER - ground.astype(np.int16), 0).astype(np.uint8)
    height, width = sheet.grey.shape
    lift = np.asarray(cv2.resize(lift, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)
    return np.asarray(cv2.add(sheet.grey, lift), np.uint8)

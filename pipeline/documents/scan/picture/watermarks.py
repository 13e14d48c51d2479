"""Watermarks: words in one pale shade over a page, which run into its lines of text where these are sought.

A title under a watermark was found askew, as a part of the watermark's words. What is printed in cells is not touched:
a shade beside a number is doubted there.
"""

from __future__ import annotations

import cv2
import numpy as np

from pipeline.documents.scan.basics import PAPER, Image

_PALEST, _DARKEST = 20, 75
"""By how many grey levels a watermark is darker than paper."""
_LEVEL = 30
"""Change of shade, in grey levels, inside its strokes at most."""
_SPREAD = 14
"""How far apart the shades of its strokes are at most, without the palest and the darkest of them."""
_LEAST = 0.0015
"""Part of the page that its strokes cover."""
_STROKE = 0.6
"""Width of its strokes at most, in character sizes: a shaded cell is wider."""
_REACH = 0.2
"""How far the edges of dark print reach, in character sizes."""


def without_watermark(grey: Image, size: float) -> Image:
    """A page's picture without what is as pale as its watermark, for finding its lines of text; the same without one.

    Args:
        grey: the straightened page.
        size: of its characters.
    """
    near = np.ones((3, 3), np.uint8)
    flat = cv2.subtract(cv2.dilate(grey, near), cv2.erode(grey, near)) < _LEVEL
    pale = (grey <= PAPER - _PALEST) & (grey >= PAPER - _DARKEST)
    wide = cv2.morphologyEx(
        pale.astype(np.uint8), cv2.MORPH_OPEN, np.ones((max(3, round(_STROKE * size)),) * 2, np.uint8)
    )
    shades = grey[flat & pale & (wide == 0)]
    if len(shades) < _LEAST * grey.size or np.ptp(np.percentile(shades, (15, 85))) > _SPREAD:
        return grey
    darkest = float(np.percentile(shades, 5)) - _SPREAD
    side = 2 * max(1, round(_REACH * size)) + 1
    print_ = cv2.dilate((grey < darkest).astype(np.uint8), np.ones((side, side), np.uint8)) > 0
    return np.where(print_, grey, PAPER).astype(np.uint8)

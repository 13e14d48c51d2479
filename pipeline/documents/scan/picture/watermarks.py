"""Watermarks: large words in one pale shade under a page's print, taken out so that titles and numbers can be read.

They are known by their shade, which is alike all over the page and neither the paper's nor the print's, and by the size
of their characters. What is printed over them is darker by as much: it is made as dark as it is elsewhere. Shaded cells
are wider than strokes, and pale rulings longer.
"""

from __future__ import annotations

import cv2
import numpy as np

from pipeline.documents.scan.basics import Image
from pipeline.documents.scan.picture.seals import Seals

_PALEST, _DARKEST = 30, 80
"""By how many grey levels a watermark is darker than paper."""
_LEVEL = 20
"""Change of shade, in grey levels, inside its strokes at most."""
_STEP, _SPREAD = 5, 12
_MOSTLY = 0.6
"""Within how many levels its commonest shade is sought, how far from that its strokes are at most, and the part of all
pale strokes that are so."""
_FLAT = 0.15
"""Part of its characters that is level at least."""
_LEAST, _MOST = 0.0015, 0.16
"""Part of the page that its strokes cover; paper that is not evenly lit is pale in more of it."""
_SOLID = 90
_LONG = 12
_CHARACTER = 40
_LARGEST = 8
_WIDELY = 4
_WORD = 8
"""Side of a shaded cell; length of a ruling; side of a part of a watermark's characters, which no part of print has,
and what none is larger than; how far over the page they stand; and twice how far from one its smaller parts are: as
divisors of the page's width."""


def without_watermark(grey: Image, seals: Seals | None) -> tuple[Image, Seals | None]:
    """A page's picture without its watermark, and what was taken out so far; both as they are where it has none.

    Args:
        grey: the page's picture as it was scanned.
        seals: what was taken out of it before.
    """
    paper, width = float(np.percentile(grey[::2, ::2], 80)), grey.shape[1]
    smooth = cv2.blur(grey, (3, 3))
    dark = paper - smooth.astype(np.float32)
    near = np.ones((3, 3), np.uint8)
    level = np.asarray(cv2.subtract(cv2.dilate(smooth, near), cv2.erode(smooth, near)) < _LEVEL)
    pale = ((dark >= _PALEST) & (dark <= _DARKEST)).astype(np.uint8)
    if pale.mean() > _MOST:
        return grey, seals
    other = np.zeros(grey.shape, bool)
    for across, down in ((width // _SOLID,) * 2, (width // _LONG, 1), (1, width // _LONG)):
        other |= cv2.morphologyEx(pale, cv2.MORPH_OPEN, np.ones((max(3, down), max(3, across)), np.uint8)) > 0
    strokes = level & (pale > 0) & ~other
    counts = np.bincount(dark[strokes].astype(int), minlength=_DARKEST + 1)
    shade = float(np.convolve(counts, np.ones(_STEP), "same").argmax())
    alike = strokes & (np.abs(dark - shade) <= _SPREAD)
    if alike.sum() < max(_LEAST * grey.size, _MOSTLY * strokes.sum()):
        return grey, seals
    own = cv2.morphologyEx(
        ((np.abs(dark - shade) <= _SPREAD) & (dark > shade / 2)).astype(np.uint8), cv2.MORPH_CLOSE, near
    )
    count, labels, stats, _ = cv2.connectedComponentsWithStats(own, connectivity=8)
    # The edges of print are of all shades, and nowhere level.
    letters = np.bincount(labels[alike], minlength=count) >= _FLAT * stats[:, 4]
    letters &= stats[:, 2:4].max(axis=1) <= width // _LARGEST
    letters[[0, *np.unique(labels[other])]] = False
    large = letters & (stats[:, 2:4].min(axis=1) >= width // _CHARACTER)
    if (alike & large[labels]).sum() < _LEAST / 2 * grey.size:
        return grey, seals
    around = cv2.dilate(large[labels].astype(np.uint8), np.ones((width // _WORD,) * 2, np.uint8)) > 0
    parts = np.unique(labels[alike & around & letters[labels]])
    covered = cv2.dilate(np.isin(labels, parts).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    over_page = all(np.ptp(np.flatnonzero(covered.any(axis=n))) * _WIDELY >= grey.shape[1 - n] for n in (0, 1))
    if covered.mean() > _MOST or not over_page:
        return grey, seals
    print_ = max(2 * shade, paper - float(np.percentile(grey[::2, ::2], 1)))
    over = np.clip(paper - grey.astype(np.float32) - shade, 0, None) * (print_ / (print_ - shade))
    result = np.where(covered, np.clip(paper - over, 0, 255), grey).astype(np.uint8)
    if seals is None:
        return result, Seals(covered, np.zeros(grey.shape, bool))
    return result, Seals(seals.ink | covered, seals.opaque)

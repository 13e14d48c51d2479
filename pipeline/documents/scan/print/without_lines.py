"""A page's picture without its lines."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.documents.scan.basics import PAPER, Image, Mask

_PAPER_SEEN = 0.02
"""The part of a square that must be paper for its shade to be told."""


def without_lines(grey: Image, lines: NDArray[np.bool_], ink: Mask, size: float) -> Image:
    """The picture with its lines painted over in the shade of the paper beside them.

    White would make ink of coloured cells, and the shade of all that is beside a line, a stroke beside each digit.
    """
    hidden = cv2.dilate(np.where(lines, 255, ink).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    close, seen = _mean_beside(grey, hidden, round(0.8 * size) | 1)
    wider, share = _mean_beside(grey, hidden, round(2.4 * size) | 1)
    beside = np.where(seen >= _PAPER_SEEN, close, np.where(share >= _PAPER_SEEN, wider, PAPER))
    return np.where(lines, np.clip(beside, 0, PAPER), grey).astype(np.uint8)


def _mean_beside(grey: Image, hidden: NDArray[np.bool_], reach: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The mean shade in the square around each place of what is not hidden, and how much of the square that is."""
    kept = (~hidden).astype(np.float32)
    share = np.asarray(cv2.boxFilter(kept, -1, (reach, reach)), np.float32)
    sums = np.asarray(cv2.boxFilter(grey.astype(np.float32) * kept, -1, (reach, reach)), np.float32)
    return np.asarray(sums / np.maximum(share, 0.01), np.float32), share

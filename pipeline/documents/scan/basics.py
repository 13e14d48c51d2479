"""What all modules of this room speak of: pictures, masks, boxes, and stretches along a line of pixels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
"""A grey picture, or one with three colours; white is 255."""
Mask = NDArray[np.uint8]
"""255 where something is printed, else 0."""
Levels = NDArray[np.float32]
"""Shades or densities of a picture's places."""
Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels of the picture at hand."""

PAPER = 250
"""Grey level of the paper of a straightened page."""


def around(boxes: Sequence[Box]) -> Box:
    """The box around some boxes."""
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def stretches(there: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where runs of True begin and end."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], there.astype(np.int8), [0]])))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))

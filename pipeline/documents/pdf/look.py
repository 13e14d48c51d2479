"""Looking at a PDF page: what it shows in a box, whatever its objects say."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.documents.model import BBox

SCALE = 2.0
"""Pixels a point: 144 dpi shows the thinnest stroke of a small digit."""
_CONTRAST = 40
"""Grey levels (of 256) from which something is seen on its ground; watermarks are paler."""
_FEWEST_PIXELS = 3
_DARK = 128


class Look:
    """A page's picture, made when it is first looked at.

    Args:
        page: of pypdfium2.
        scale: pixels a point.
    """

    def __init__(self, page: Any, scale: float = SCALE) -> None:
        self._page = page
        self.scale = scale
        self._picture: NDArray[np.uint8] | None = None

    def pixels(self, box: BBox) -> NDArray[np.uint8]:
        """The grey pixels of a box of the page as shown, in points from its top left corner."""
        if self._picture is None:
            self._picture = np.asarray(self._page.render(scale=self.scale, grayscale=True).to_numpy())
            if self._picture.ndim == 3:
                self._picture = self._picture[:, :, 0]
        x0, top, x1, bottom = (round(v * self.scale) for v in box)
        return self._picture[max(0, top) : max(0, bottom), max(0, x0) : max(0, x1)]

    def cut(self, box: BBox) -> tuple[NDArray[np.uint8], int, int]:
        """The same, with every pixel that the box touches, and the place of the first: its column and its row."""
        x0, top = (max(0, math.floor(v * self.scale)) for v in box[:2])
        x1, bottom = (math.ceil(v * self.scale) for v in box[2:])
        return self.pixels((x0 / self.scale, top / self.scale, x1 / self.scale, bottom / self.scale)), x0, top

    def shows(self, box: BBox) -> bool:
        """Whether anything stands out from the ground inside a box."""
        pixels = self.pixels(box)
        if not pixels.size:
            return False
        ground = int(np.median(pixels))
        return int((np.abs(pixels.astype(np.int16) - ground) >= _CONTRAST).sum()) >= _FEWEST_PIXELS

    def is_dark(self, box: BBox) -> bool:
        """Whether a box is more black than white."""
        pixels = self.pixels(box)
        return bool(pixels.size and np.median(pixels) < _DARK)

    def stands_out(self, grey: float, opacity: float, box: BBox) -> bool:
        """Whether something of a grey level and an opacity is seen on the ground of a box."""
        pixels = self.pixels(box)
        if not pixels.size:
            return False
        ground = int(np.bincount(pixels.ravel(), minlength=256).argmax())
        return abs(grey - ground) * opacity >= _CONTRAST

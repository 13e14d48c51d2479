"""Opened pictures as they look on paper, and what opening damaged ones raises."""

from __future__ import annotations

import struct

import numpy as np
from PIL import Image, UnidentifiedImageError

PICTURE_ERRORS = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    EOFError,
    LookupError,  # these three from a TIFF's damaged tags
    TypeError,
    struct.error,
    OSError,
    SyntaxError,
    ValueError,
)
"""What Pillow raises on damaged files, and on those that would fill the memory."""


def on_white(picture: Image.Image) -> Image.Image:
    """A picture in colours without transparency: on paper. Of 16 bits a dot the upper 8 are kept."""
    if picture.mode.startswith("I;16"):
        return Image.fromarray((np.asarray(picture) >> 8).astype(np.uint8)).convert("RGB")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        whole = picture.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", whole.size, "white"), whole).convert("RGB")
    return picture.convert("RGB")

"""Shaded grounds made as white as the paper, to tell print from their grain and their edges."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from pipeline.documents.scan.basics import PAPER, Image
from pipeline.documents.scan.picture.straighten import Sheet, ink_of

_WHITE = 243
_DARKEST = 150
"""Grey levels: from which a ground is taken for paper; and below which it may bear light print, and stays."""
_WINDOW = 1.1
"""Side of a square, in character sizes, in which there is some ground wherever it is put on print."""
_SOLID = 0.35
_WIDE = 8.0
_HIGH = 15.0
"""A dark ground: side of the squares of which it consists, wider than any stroke; its width at least and its height at
most: in character sizes."""
_MOSTLY = 0.45
_SQUARE = 0.8
_DEEP = 130
"""The part of it that bears no print; that of the box around it which it fills, unlike a stamp; its shade at most."""
_BETWEEN = 0.75
_TEXT = 6.0
_BLANK = 0.45
_LIGHT = 190
"""The white between its parts, up and down, and the length of its print; side of the squares of which white cells in it
consist, in character sizes, and their shade."""
_NEGATIVE = 80
_STEP = 8
_STROKE = 1 / 60
"""Shade of paper that is dark, every how many pixels it is looked at, and a stroke's width at most, in the page's."""
_EDGE = 60
"""Shade of a line drawn along its edge."""
_LEAST = 0.01
"""Part of a page that must be shaded for anything to be done; part of a negative that is as light as paper at most."""


def positive(image: Image) -> Image:
    """A page's picture, of a negative the positive: on dark paper, what is light is nowhere wider than a stroke."""
    few = image[::_STEP, ::_STEP]
    if float(np.median(few)) >= _NEGATIVE:
        return image
    light = np.asarray(image.reshape(*image.shape[:2], -1).max(axis=2) > PAPER // 2, np.uint8)
    side = max(3, round(_STROKE * min(light.shape)))
    wide = cv2.morphologyEx(light, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    return image if wide.mean() > _LEAST else np.asarray(cv2.bitwise_not(image), np.uint8)


def levelled(sheet: Sheet) -> Image | None:
    """The page's grey picture with shaded grounds lifted to the paper's shade; None where it has none."""
    half = cv2.resize(sheet.grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    side = round(_WINDOW * sheet.size / 2) | 1
    ground = cv2.morphologyEx(cv2.GaussianBlur(half, (0, 0), 1.0), cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    shaded = (ground >= _DARKEST) & (ground < _WHITE)
    if shaded.mean() < _LEAST:
        return None
    lift = np.where(shaded, PAPER - ground.astype(np.int16), 0).astype(np.uint8)
    height, width = sheet.grey.shape
    lift = np.asarray(cv2.resize(lift, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)
    return np.asarray(cv2.add(sheet.grey, lift), np.uint8)


def uninverted(sheet: Sheet) -> Sheet:
    """The sheet with light print on dark grounds made dark on white; the ground's edges become lines."""
    size = sheet.size
    dark = (sheet.grey < _DARKEST).astype(np.uint8)
    solid = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((max(3, round(_SOLID * size)),) * 2, np.uint8))
    if not solid.any():
        return sheet
    whole = cv2.morphologyEx(solid, cv2.MORPH_CLOSE, np.ones((round(_BETWEEN * size) | 1,) * 2, np.uint8))
    # Print in it has dark ground on both sides; a white row between two dark ones has not.
    whole = cv2.morphologyEx(whole, cv2.MORPH_CLOSE, np.ones((1, round(_TEXT * size) | 1), np.uint8))
    # White cells among dark ones are no print.
    white = np.asarray(sheet.grey >= _LIGHT, np.uint8)
    whole[cv2.morphologyEx(white, cv2.MORPH_OPEN, np.ones((max(3, round(_BLANK * size)),) * 2, np.uint8)) > 0] = 0
    count, labels, stats, _ = cv2.connectedComponentsWithStats(whole, connectivity=4)
    height, width = dark.shape
    grey = sheet.grey.copy()
    for number in range(1, count):
        x, y, w, h, area = stats[number].tolist()
        inside = x > 0 and y > 0 and x + w < width and y + h < height
        if not inside or w < _WIDE * size or not size <= h <= _HIGH * size:
            continue
        part = slice(y, y + h), slice(x, x + w)
        own = labels[part] == number
        if solid[part][own].sum() < _MOSTLY * area or area < _SQUARE * w * h:
            continue
        ground = float(np.median(sheet.grey[part][own & (solid[part] > 0)]))
        if ground > _DEEP:
            continue  # the dark part of a ground of middling shade
        lighter = np.clip((sheet.grey[part].astype(np.float32) - ground) * (PAPER / (PAPER - ground)), 0, PAPER)
        grey[part][own] = (PAPER - lighter)[own].astype(np.uint8)
        # The cells around it end there, and of a picture in black and white nothing else is left of that.
        filled = np.pad(own.astype(np.uint8), 2)
        edge = own & (cv2.erode(filled, np.ones((5, 5), np.uint8))[2:-2, 2:-2] == 0)
        grey[part][edge] = _EDGE
    return replace(sheet, grey=grey, ink=ink_of(grey, size))

"""A second reader of single digits, that shares nothing with the recogniser: two small nets that know drawn digits.

A rare digit of a document has no like to compare with. The nets were taught with digits of many fonts, drawn and then
blurred, grained and compressed as scans are, and with damaged ones and other characters, which are none
(``benchmarks/digits.py``, which also measures how often a damaged digit is believed). One looks at the raster, the
other at the directions of its edges; a digit is as sure as the less sure of them says.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.documents.scan.basics import Box, Image
from pipeline.documents.scan.values.shapes import all_of

Glyph = NDArray[np.uint8]
"""A piece of print on a raster of ``ROWS`` by ``COLUMNS``: 255 is as dark as its darkest."""

ROWS, COLUMNS = 25, 20
NONE = 10
"""The class of what is no whole digit."""
_WINDOW = (1.0, 1.25)
"""Width and height of the raster, in heights of the line's digits; stretched to its piece, 1 would look like 0."""
_MARGIN = 12
_BLUR = 0.04
_WEIGHTS = Path(__file__).with_name("digit_nets.npz")
_LIKELY = 0.9
"""How sure both nets are of a digit that they bear out, or of another or none that they speak for."""
_FEWEST = 12
_MOSTLY = 0.7
_SELDOM = 0.03
_SOME = 3
"""Well known digits of a document that tell how far the nets know its font; the share of them that they find likely
where they do, so that what they call none is damaged; the share that they take for others where they are no help; and
how many of one digit tell whether they know that."""
_AS_POOR = 0.5
_POOREST = 20.0
"""How sure they are of a 1 at least, as a part of how sure they are of the document's poorest others, and the
percentile of these: of a 4 in thin print the stem alone is left, which they are less sure of."""
_DIRECTIONS = 8
_CELL = (5, 4)
_SHIFT = 2
"""Edges are counted in eight directions, in cells of the raster laid twice, the second time shifted."""


def glyph_of(grey: Image, piece: Box, size: float) -> Glyph:
    """A piece of print as a glyph, nothing of its neighbours in it.

    Args:
        grey: the page's picture without rulings.
        piece: the piece's box.
        size: the height of its line's digits.
    """
    x, y = (piece[0] + piece[2]) / 2, (piece[1] + piece[3]) / 2
    width, height = _WINDOW[0] * size, _WINDOW[1] * size
    left, top = max(0, piece[0] - _MARGIN), max(0, piece[1] - _MARGIN)
    part = grey[top : piece[3] + _MARGIN, left : piece[2] + _MARGIN]
    part = np.asarray(cv2.GaussianBlur(part, (0, 0), max(0.4, _BLUR * size)), np.uint8)
    across, down = width / COLUMNS, height / ROWS
    matrix = np.array(
        [[across, 0, x - width / 2 + across / 2 - 0.5 - left], [0, down, y - height / 2 + down / 2 - 0.5 - top]],
        np.float64,
    )
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    seen = cv2.warpAffine(part, matrix, (COLUMNS, ROWS), flags=how, borderMode=cv2.BORDER_REPLICATE)
    own = np.zeros((ROWS, COLUMNS), bool)
    first, last = ((p - x + width / 2) / width * COLUMNS for p in (piece[0], piece[2]))
    own[:, max(0, math.floor(first - 0.5)) : math.ceil(last + 0.5)] = True
    dark = 255.0 - np.asarray(seen, np.float32)
    dark = np.where(own, np.clip(dark - np.percentile(dark[own], 15), 0, None), 0) if own.any() else np.zeros_like(dark)
    most = float(np.percentile(dark, 97))
    return np.asarray(np.clip(dark * (255.0 / most), 0, 255) if most else dark, np.uint8)


def features(glyphs: Sequence[Glyph]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """What the two nets look at: the rasters, and their edges by place and direction; a row a glyph."""
    flat = np.asarray(glyphs, np.float32).reshape(-1, ROWS, COLUMNS) / 255
    count = len(flat)
    framed = np.pad(flat, ((0, 0), (1, 1), (1, 1)))
    along, down = framed[:, 1:-1, 2:] - framed[:, 1:-1, :-2], framed[:, 2:, 1:-1] - framed[:, :-2, 1:-1]
    strength = np.hypot(along, down)
    turn = np.arctan2(down, along) * (_DIRECTIONS / (2 * np.pi))
    lower = np.floor(turn)
    edges = np.zeros((count, _DIRECTIONS, ROWS, COLUMNS), np.float32)
    n, y, x = np.ogrid[:count, :ROWS, :COLUMNS]
    edges[n, lower.astype(int) % _DIRECTIONS, y, x] += strength * (1 - turn + lower)
    edges[n, (lower.astype(int) + 1) % _DIRECTIONS, y, x] += strength * (turn - lower)
    shifted = np.zeros_like(edges)
    shifted[:, :, :-_SHIFT, :-_SHIFT] = edges[:, :, _SHIFT:, _SHIFT:]
    high, wide = _CELL
    cells = (count, _DIRECTIONS, ROWS // high, high, COLUMNS // wide, wide)
    counted = [each.reshape(cells).sum(axis=(3, 5)).reshape(count, -1) for each in (edges, shifted)]
    raster = flat.reshape(count, -1)
    return _normal(raster - raster.mean(axis=1, keepdims=True)), _normal(np.sqrt(np.concatenate(counted, axis=1)))


def _normal(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows of one length: how dark a print is says nothing."""
    return np.asarray(8 * rows / (np.linalg.norm(rows, axis=1, keepdims=True) + 1e-6), np.float32)


def chances(glyphs: Sequence[Glyph]) -> NDArray[np.float32]:
    """For each glyph, how sure both nets are of each digit (columns 0 to 9) and of none (column 10).

    What only one of them sees counts for nothing, so a row's sum may be far below 1.
    """
    if not len(glyphs):
        return np.zeros((0, NONE + 1), np.float32)
    sure = [forward(net, inputs) for net, inputs in zip(nets(), features(glyphs), strict=True)]
    return np.asarray(np.minimum(*sure), np.float32)


def forward(net: Sequence[NDArray[np.float32]], inputs: NDArray[np.float32]) -> NDArray[np.float32]:
    """A net's chances of each class: one hidden layer."""
    inner, inner_bias, outer, outer_bias = net
    out = np.maximum(inputs @ inner + inner_bias, 0) @ outer + outer_bias
    grown = np.exp(out - out.max(axis=1, keepdims=True))
    return np.asarray(grown / grown.sum(axis=1, keepdims=True), np.float32)


@lru_cache(maxsize=1)
def nets() -> tuple[tuple[NDArray[np.float32], ...], ...]:
    """Weights and biases of the net for rasters and of that for edges, kept as bytes with a step each."""
    with np.load(_WEIGHTS) as kept:
        return tuple(
            tuple(kept[f"{name}{n}"].astype(np.float32) * kept[f"{name}{n}_step"] for n in range(4))
            for name in ("raster", "edges")
        )


class DigitReader:
    """What the nets say of a document's numbers, and how far they know its font."""

    def __init__(self, numbers: Sequence[Sequence[Glyph]], known: Sequence[tuple[int, str]]) -> None:
        """Look at all numbers once.

        Args:
            numbers: the glyphs of each.
            known: places of those whose digits are well known, with these: the first of their glyphs.
        """
        ends = np.cumsum([len(glyphs) for glyphs in numbers], dtype=int)[:-1]
        self._chances = np.split(chances([g for glyphs in numbers for g in glyphs]), ends)
        pairs = [(row, int(d)) for n, text in known for row, d in zip(self._chances[n], text, strict=False)]
        own = np.array([row[digit] for row, digit in pairs])
        other = np.array([np.delete(row[:NONE], digit).max() for row, digit in pairs])
        self._knows = len(pairs) >= _FEWEST and float((own >= _LIKELY).mean()) >= _MOSTLY
        self._misled = len(pairs) >= _FEWEST and float((other >= _LIKELY).mean()) > _SELDOM
        # A font may have one digit that the nets do not know: a 4 that is open, a 1 that is a mere stroke.
        digits = np.array([digit for _, digit in pairs])
        usual = {d: float(np.median(own[digits == d])) for d in range(NONE) if (digits == d).sum() >= _SOME}
        self._strange = {digit for digit, sure in usual.items() if sure < 0.5}
        ones = own[digits == 1]
        self._least_of_a_1 = _AS_POOR * float(np.percentile(ones, _POOREST)) if len(ones) >= _SOME else 0.0

    def agrees(self, number: int, text: str, part: slice) -> bool | None:
        """Whether a number's glyphs are these digits: each surely, or one surely is another or none; else None."""
        return None if self._strange.intersection(map(int, text)) else all_of(self.each(number, text, part))

    def each(self, number: int, text: str, part: slice) -> tuple[bool | None, ...]:
        """Of each of a number's glyphs, whether it surely is its digit, or surely is none; None where that is open.

        A 1 is none if it is a poor one beside the document's others.

        Args:
            number: its place.
            text: its digits.
            part: those of its glyphs that are its digits.
        """
        rows = self._chances[number][part]
        if self._misled or len(rows) != len(text):
            return (None,) * len(text)
        return tuple(self._is(int(digit), row) for digit, row in zip(text, rows, strict=True))

    def _is(self, digit: int, chances: NDArray[np.float32]) -> bool | None:
        if digit in self._strange:
            return None
        if chances[digit] >= _LIKELY:
            return True
        others = np.delete(chances if self._knows else chances[:NONE], digit)
        poor = digit == 1 and chances[1] < self._least_of_a_1
        return False if poor or others.max() >= _LIKELY else None

"""Seals on pages scanned in colour: taken out by their colour, so that the print under them can be read.

A seal's ink and black print darken the three colours in different proportions, so how much of each lies on a place
can be told from its colour. Where a seal is opaque, what is printed under it is gone all the same: whether print shows
through is seen at the table's lines that go on under the seal. Where none does, nothing under it is believed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.documents.scan.basics import Box, Image, Levels

_CHANNELS = (0, 2)
_SATURATED = 35
_FAINT = 15
"""The colours of seals, red and blue, and by how many levels that exceeds the other two: in their strokes, and beside
them."""
_LEVEL = 40
_LIGHTEST_SHADE, _DARKEST_SHADE = 0.25, 1.4
_ONE_SHADE = 0.2
_MOST = 90
_CROSSED = 15
_PIECE = 8
_FAINTEST = 2
"""Of a seal in a scan without colours: by how many levels its strokes differ inside; its shades, as densities, and by
how much most of it (in per cent) differs from its own; the widest print that crosses a stroke and the smallest piece
of print, in pixels; how much of a page's print (in per cent) may be fainter than what its faintest is taken to be."""
_FEWEST = 0.0005
_SMALLEST = 1 / 12
_LARGEST = 0.4
_JOINED = 1 / 60
"""Part of a page that is of a seal's colour, its width, and the gaps in it: of the page's shorter side."""
_DIRECTIONS = 36
_RIM = 0.85
_BEYOND = 1.08
_ROUND = 30
"""A seal's outermost ink lies on its rim in nearly all directions, and nothing beyond it: of half its width."""
_OTHER_INK = 0.05
"""Part of a seal's ink from which more of its colour elsewhere on the page is print."""
_BLUR = 0.2
"""How dark a seal's edges come out, as a part of its own change there: colours are kept coarser than brightness."""
_LEAST_COLOUR = 0.2
_DARKEST = 80
"""By how much a seal darkens the other colours more than its own, at least; and percentile of its ink that is its
darkest, where no print lies under it."""
_DARK = 0.5
_SHOWN = 0.45
_LEAST_SHOWN = 0.22
_TRACE = 0.2
_MADE_GOOD = 0.4
_FEWEST_SHOWN = 100
"""Density of print; parts of it with which lines go on under a seal that hides nothing, at the middle and at least; and
under one that leaves a trace of print, which is made darker again by so much; and in how many pixels that is seen."""


@dataclass(frozen=True)
class Seals:
    """Where seals lie, in pixels of the page's picture.

    Attributes:
        ink: all that they cover.
        opaque: the part of it under which print is not known to show.
    """

    ink: NDArray[np.bool_]
    opaque: NDArray[np.bool_]

    def touch(self, box: tuple[float, float, float, float]) -> bool:
        """Whether the ink of a seal lies in a box."""
        return _any_in(self.ink, box)

    def hide(self, box: tuple[float, float, float, float]) -> bool:
        """Whether what stands in a box may be hidden by a seal."""
        return _any_in(self.opaque, box)


def _any_in(mask: NDArray[np.bool_], box: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = (max(0, round(v)) for v in box)
    return bool(mask[top : bottom + 1, left : right + 1].any())


def without_seals(image: Image) -> tuple[Image, Seals | None]:
    """One channel in which seals are white and print under them is dark, and where they lie; None for no seals."""
    if image.ndim == 2:
        return _without_grey_seals(image)
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8)
    ink, opaque = np.zeros(grey.shape, bool), np.zeros(grey.shape, bool)
    result = grey.copy()
    for channel in _CHANNELS:
        others = image[:, :, [n for n in range(3) if n != channel]].max(axis=2)
        colour = cv2.subtract(np.ascontiguousarray(image[:, :, channel]), others)  # none below zero
        coloured = np.asarray(colour > _SATURATED)
        if coloured.mean() < _FEWEST:
            continue
        found = list(_round_ones(coloured))
        inside = sum(int(own.sum()) for _, own in found)
        printed = int(coloured.sum()) - inside > _OTHER_INK * inside
        for (left, top, right, bottom), own in found:
            part = slice(top, bottom), slice(left, right)
            covered = _with_edges(own, np.asarray(colour[part] > _FAINT))
            print_ = _print_alone(image[part], grey[part], own, channel)
            if print_ is None:
                continue
            shown = _cleared(result[part], grey[part], print_, own, covered)
            ink[part] |= covered
            if printed or not shown:
                opaque[part] |= covered
    return (result, Seals(ink, opaque)) if ink.any() else _without_grey_seals(grey)


def _without_grey_seals(grey: Image) -> tuple[Image, Seals | None]:
    """The same of a scan without colours: a seal is of one shade that is neither the paper's nor the print's."""
    dark = _density(grey, float(np.percentile(grey, 80)))
    near = np.ones((3, 3), np.uint8)
    level = np.asarray(cv2.subtract(cv2.dilate(grey, near), cv2.erode(grey, near)) < _LEVEL)
    shaded = level & (dark > _LIGHTEST_SHADE) & (dark < _DARKEST_SHADE)
    ink, opaque = np.zeros(grey.shape, bool), np.zeros(grey.shape, bool)
    result = grey.copy()
    if shaded.mean() < _FEWEST:
        return grey, None
    found = list(_round_ones(shaded))
    inside = sum(int(own.sum()) for _, own in found)
    printed = int(shaded.sum()) - inside > _OTHER_INK * inside
    for (left, top, right, bottom), own in found:
        part = slice(top, bottom), slice(left, right)
        here = dark[part]
        shade = float(np.median(here[own]))
        if float(np.percentile(np.abs(here[own] - shade), _MOST)) > _ONE_SHADE:
            continue
        strokes = own & np.asarray(np.abs(here - shade) <= _ONE_SHADE)
        if _least_dark(dark, found) > shade + 2 * _ONE_SHADE:
            strokes |= _thin_strokes(here, strokes, shade + _ONE_SHADE)
        whole = cv2.morphologyEx(strokes.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((_CROSSED, _CROSSED), np.uint8)) > 0
        covered = np.asarray(cv2.dilate(whole.astype(np.uint8), np.ones((7, 7), np.uint8)) > 0)
        # Beside a stroke lies its edge, or print that is darker than it.
        beside = np.where(covered & (here <= shade + _ONE_SHADE), 0, here)
        print_ = np.asarray(np.where(whole, np.maximum(0, here - shade), beside), np.float32)
        shown = _cleared(result[part], grey[part], print_, np.asarray(whole), covered)
        ink[part] |= covered
        if printed or not shown:
            opaque[part] |= covered
    return (result, Seals(ink, opaque)) if ink.any() else (grey, None)


def _least_dark(dark: Levels, seals: Sequence[tuple[Box, NDArray[np.bool_]]]) -> float:
    """How dark the faintest print of a page without seals comes, each piece at its darkest."""
    print_ = (dark > _LIGHTEST_SHADE).astype(np.uint8)
    for (left, top, right, bottom), _ in seals:
        print_[top:bottom, left:right] = 0
    count, found, stats, _ = cv2.connectedComponentsWithStats(print_)
    labels = np.asarray(found, np.int32)
    darkest = np.zeros(count, np.float32)
    at = print_ > 0
    np.maximum.at(darkest, labels[at], dark[at])
    pieces = darkest[1:][stats[1:, 2:4].max(axis=1) >= _PIECE]
    return float(np.percentile(pieces, _FAINTEST)) if len(pieces) else 0.0


def _thin_strokes(here: Levels, strokes: NDArray[np.bool_], darkest: float) -> NDArray[np.bool_]:
    """What is near a seal's strokes and nowhere as dark as print: those too thin to show their shade."""
    near = cv2.dilate(strokes.astype(np.uint8), np.ones((31, 31), np.uint8)) > 0
    peak = cv2.dilate(here, np.ones((5, 5), np.uint8))
    return np.asarray(near & (here > _LIGHTEST_SHADE) & (peak <= darkest))


def _cleared(result: Image, grey: Image, print_: Levels, own: NDArray[np.bool_], covered: NDArray[np.bool_]) -> bool:
    """Paint the print alone where a seal lies, and tell whether all print under it shows."""
    paper = float(np.percentile(grey, 80))
    usually, least = _shown(_density(grey, paper), print_, own, covered)
    strength = 1 / max(usually, _MADE_GOOD) if usually >= _TRACE else 1.0
    result[covered] = np.clip(paper * np.exp(-strength * print_[covered]), 0, 255)
    return usually >= _SHOWN and least >= _LEAST_SHOWN


def _round_ones(coloured: NDArray[np.bool_]) -> Iterator[tuple[Box, NDArray[np.bool_]]]:
    """What is as large and round as a seal: a box around it with some margin, and its ink in that."""
    height, width = coloured.shape
    side = min(height, width)
    reach = max(3, round(_JOINED * side)) | 1  # odd: an even one would shift the ink away from its own
    joined = cv2.morphologyEx(coloured.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    for number, (x, y, w, h, _) in enumerate(stats.tolist()):
        if number == 0 or not _SMALLEST * side <= min(w, h) <= max(w, h) <= _LARGEST * side:
            continue
        box = max(0, x - reach), max(0, y - reach), min(width, x + w + reach), min(height, y + h + reach)
        part = slice(box[1], box[3]), slice(box[0], box[2])
        rim = (labels[part] == number) & coloured[part]
        if rim.any() and _is_round(rim):
            down, across = np.ogrid[: box[3] - box[1], : box[2] - box[0]]
            away = np.hypot((across + box[0] - x - w / 2) / (w / 2), (down + box[1] - y - h / 2) / (h / 2))
            yield box, coloured[part] & (away <= _BEYOND)


def _is_round(own: NDArray[np.bool_]) -> bool:
    down, across = np.nonzero(own)
    x = (across - (across.min() + across.max()) / 2) / max(1.0, (across.max() - across.min()) / 2)
    y = (down - (down.min() + down.max()) / 2) / max(1.0, (down.max() - down.min()) / 2)
    away = np.hypot(x, y)
    direction = ((np.arctan2(y, x) / (2 * np.pi) + 0.5) * _DIRECTIONS).astype(int) % _DIRECTIONS
    farthest = np.zeros(_DIRECTIONS)
    np.maximum.at(farthest, direction, away)
    return bool((farthest >= _RIM).sum() >= _ROUND and (away > _BEYOND).mean() < 0.005)


def _density(levels: Image, paper: float) -> Levels:
    return np.asarray(-np.log(np.maximum(levels, 4).astype(np.float32) / max(paper, 5.0)), np.float32)


def _with_edges(own: NDArray[np.bool_], faint: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """A seal's ink with its edges and thin strokes, whose colour is weaker."""
    near = cv2.dilate(own.astype(np.uint8), np.ones((31, 31), np.uint8))
    return np.asarray(cv2.dilate((own | (faint & (near > 0))).astype(np.uint8), np.ones((7, 7), np.uint8)) > 0)


def _print_alone(image: Image, grey: Image, own: NDArray[np.bool_], channel: int) -> Levels | None:
    """The density of the print under a seal; None where the seal's colour does not tell it from print."""
    others = [n for n in range(3) if n != channel]
    densities = [_density(image[:, :, n], float(np.percentile(image[:, :, n][~own], 80))) for n in range(3)]
    through, stopped = densities[channel], (densities[others[0]] + densities[others[1]]) / 2
    core = cv2.erode(own.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    core = core if core.sum() >= _FEWEST_SHOWN else own
    weak, strong = max(0.0, float(np.median(through[core]))), float(np.median(stopped[core]))
    if strong - weak < _LEAST_COLOUR:
        return None
    share = (stopped - through) / (strong - weak)
    share = np.clip(share, 0, max(1.0, float(np.percentile(share[core], _DARKEST))))
    near, most = np.ones((5, 5), np.uint8), cv2.dilate(share, np.ones((3, 3), np.uint8))
    change = np.minimum(cv2.dilate(share, near) - cv2.erode(share, near), 1)
    by_colour = through - share * weak - _BLUR * change
    # Colours are kept coarser than brightness, and so in thin print under a seal they are still the seal's.
    whole = _density(grey, float(np.percentile(grey[~own], 80)))
    by_brightness = whole - most * float(np.median(whole[core]))
    return np.asarray(np.maximum(0, np.maximum(by_colour, by_brightness)), np.float32)


def _shown(dark: Levels, print_: Levels, own: NDArray[np.bool_], covered: NDArray[np.bool_]) -> tuple[float, float]:
    """With what part of their darkness lines go on under a seal's strokes, usually and at least; zero if none does."""
    free = ((dark >= _DARK) & ~covered).astype(np.uint8)
    side = max(own.shape)
    length, gap = max(9, side // 18), side // 4 | 1
    here: list[Levels] = []
    beside: list[Levels] = []
    for upright in (False, True):
        along, across, span = (
            np.ones((n, m) if upright else (m, n), np.uint8) for n, m in ((length, 1), (1, 7), (gap, 1))
        )
        lines = cv2.morphologyEx(free, cv2.MORPH_OPEN, along)
        thick = cv2.dilate(lines, across)
        bridged = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, span)
        here.append(np.asarray(cv2.dilate(print_, across), np.float32)[(bridged > 0) & (thick == 0) & own])
        beside.append(np.asarray(cv2.dilate(dark, across), np.float32)[lines > 0])
    under, outside = np.concatenate(here), np.concatenate(beside)
    if len(under) < _FEWEST_SHOWN or not len(outside):
        return 0.0, 0.0
    usual = float(np.median(outside))
    return min(1.0, float(np.median(under)) / usual), float(np.percentile(under, 20)) / usual

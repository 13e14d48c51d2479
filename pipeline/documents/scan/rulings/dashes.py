"""Lines of dashes or dots, and short ones, from one line that crosses them to the next.

Between two crossing lines a line is known by more than its darkness: it goes from one to the other, in one piece or in
many like ones, with nothing printed beside it.
"""

from __future__ import annotations

import itertools

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.documents.scan.basics import PAPER, Image, Mask, stretches
from pipeline.documents.scan.picture.straighten import Sheet
from pipeline.documents.scan.rulings.lines import Rulings
from pipeline.documents.scan.rulings.runs import FAINTEST, IN_BEAT, LONG, beat, goes_on, is_regular

_AS_DARK = 0.35
"""By how much a line is darker than what lies beside it, as a part of other lines'."""
_GAP = 0.35
_SHORTEST = 0.8
_THICK = 0.35
_DASH = 0.8
_AT_END = 0.2
_HARDLY = 0.1
"""White between two dashes; the shortest way between two lines; a line's thickness; a dash's length; and the white
where dashes end at a crossing line; and white that parts nothing: at most, in character sizes."""
_FEWEST = 3
_LOW = 1.3
_FEWEST_IN_LOW = 5
"""Dashes of a line at least; and in a row so low, in character sizes, that strokes of a digit look like dashes."""
_DRAWN = 0.3
_UNBROKEN = 0.97
"""The part of a dashed line that its dashes cover; and the part that is dark of one without dashes."""
_LEAST_DASH = 28
_OTHER_ROWS = 5.0
DASH = 75.0
"""How much darker than paper a dash beside print is at least; how far above and below the print a line of dashes
is looked at, in character sizes; and the percentile of the darkness there that is a dash's."""
_APART = 0.5
_FEWEST_ALIKE = 6
_WHITE_ALIKE = 0.75
_DASHES_ALIKE = 0.6
_ODD = 1.5
_ODDLY = 0.15
"""White between dashes of one line at most, in character sizes; how many show that they are; the part of the white
between them and of their lengths that is alike; and what is not, in pixels and as a part of what is usual."""
_FEWEST_IN_RHYTHM = 10
_OFF = 2
"""Dashes of a long line that tell their rhythm; and by how many pixels others may differ from it."""
_NEAR = 0.12
_FAR = 0.32
_CLEAN = 0.06
"""Between which distances from a line, in character sizes, nothing is printed, and what part of that is."""


def with_short_lines(sheet: Sheet, rulings: Rulings) -> Rulings:
    """The lines with those that only their crossing lines show."""
    across = _completed(sheet.grey, sheet.ink, rulings.across, rulings.down, sheet.size, one_sided=False)
    down = _turned(sheet, rulings.down, across)
    across = _completed(sheet.grey, sheet.ink, across, down, sheet.size, one_sided=False)
    return Rulings(across, _turned(sheet, down, across))


def dashes_pass(way: Image, print_: tuple[int, int], size: float) -> bool:
    """Whether an upright line of dashes or dots goes past a line of print: most alike and as far from one another.

    Sides of digits below one another are none: what crosses between them is no digit, or they stand far apart.

    Args:
        way: the picture where the line may be, no wider than that.
        print_: top and bottom of the line of print beside it.
        size: of the page's characters.
    """
    top = max(0, print_[0] - round(_OTHER_ROWS * size))
    levels = PAPER - way[top : print_[1] + round(_OTHER_ROWS * size)].min(axis=1).astype(np.float32)
    pieces = stretches(np.asarray(levels >= max(_LEAST_DASH, 0.5 * float(np.percentile(levels, DASH))), np.bool_))
    cuts = [0, *(n for n in range(1, len(pieces)) if pieces[n][0] - pieces[n - 1][1] > _APART * size), len(pieces)]
    middle = sum(print_) // 2 - top
    for first, last in itertools.pairwise(cuts):
        own = pieces[first:last]
        if len(own) >= _FEWEST_ALIKE and own[0][0] <= middle <= own[-1][1]:
            white = np.array([other[0] - one[1] for one, other in itertools.pairwise(own)])
            return _are_alike(white, _WHITE_ALIKE) and _are_alike(np.array([b - a for a, b in own]), _DASHES_ALIKE)
    return False


def _are_alike(lengths: NDArray[np.int_], part: float) -> bool:
    usual = float(np.median(lengths))
    return bool((np.abs(lengths - usual) <= max(_ODD, _ODDLY * usual)).mean() >= part)


def _turned(sheet: Sheet, down: Mask, across: Mask) -> Mask:
    """The same for upright lines: a number may stand close to one, on one side."""
    rhythm = _rhythm(sheet.grey, across, sheet.size)
    grey, ink, lines, crossing = (np.ascontiguousarray(a.T) for a in (sheet.grey, sheet.ink, down, across))
    return np.ascontiguousarray(_completed(grey, ink, lines, crossing, sheet.size, rhythm, one_sided=True).T)


def _rhythm(grey: Image, lines: Mask, size: float) -> tuple[float, float] | None:
    """How long the dashes of most of the long lying lines are at most, and the white between them; None if solid."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    found: list[tuple[float, float]] = []
    long = stats[1:][stats[1:, 2] >= LONG * size]
    for x, y, w, h, _ in long.tolist():
        levels = PAPER - grey[y : y + h, x : x + w].min(axis=0).astype(np.float32)
        pieces = stretches(np.asarray(levels >= 0.5 * float(np.percentile(levels, DASH)), np.bool_))
        white = np.array([other[0] - one[1] for one, other in itertools.pairwise(pieces)])
        if len(pieces) >= _FEWEST_IN_RHYTHM and _are_alike(white, _WHITE_ALIKE):
            found.append((float(np.percentile([b - a for a, b in pieces], DASH)), float(np.median(white))))
    if not found or 2 * len(found) < len(long):
        return None
    dashes, white = np.median(np.array(found), axis=0).tolist()
    return dashes, white


def _completed(
    grey: Image,
    ink: Mask,
    lines: Mask,
    crossing: Mask,
    size: float,
    rhythm: tuple[float, float] | None = None,
    *,
    one_sided: bool,
) -> Mask:
    if not lines.any() or not crossing.any():
        return lines
    thin = int(max(5, 0.45 * size)) | 1
    sharp = np.asarray(cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, np.ones((thin, 1), np.uint8)), np.uint8)
    least = max(FAINTEST, _AS_DARK * float(np.percentile(sharp[lines > 0], 75)))
    dark = (sharp >= least).astype(np.uint8)
    joined = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((1, round(_GAP * size)), np.uint8))
    runs = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, round(_SHORTEST * size)), np.uint8))
    found = lines.copy()
    near = max(2, round(_AT_END * size))

    def in_beat(run: Image) -> bool:
        return beat(PAPER - run.min(axis=0).astype(np.int16), size) >= IN_BEAT

    _, _, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    for x, y, w, h, _ in stats[1:].tolist():
        if h > _THICK * size:  # print touches it: the strongest of its rows may be one
            y += int(np.argmax((runs[y : y + h, x : x + w] > 0).sum(axis=1))) - 1
            y, h = max(0, y), 3
        left = max(0, x - near)
        stops = np.asarray(crossing[max(0, y - near) : y + h + near, left : x + w + near].any(axis=0))
        for first, last in _between(stops):
            a, b = left + first, left + last
            if last - first < _SHORTEST * size or found[y : y + h, a:b].any(axis=0).mean() >= _UNBROKEN:
                continue
            if not one_sided and (row := _row_of_dots(grey[:, a:b], y, y + h, size)):
                found[row - 1 : row + 1, a - 1 : b + 1] = 255
                continue
            own = np.asarray(dark[y : y + h, a:b].any(axis=0))
            way = (a, y, b, y + h)
            free = (one_sided and is_regular(own)) or _is_free(ink, way, size, one_sided=one_sided)
            run = (a - near, y, b - a + 2 * near, h)
            whole = _is_whole(own, size)
            alike = (whole and in_beat(grey[y : y + h, x : x + w])) or (rhythm and _is_in(rhythm, own))
            if (free and (_is_dashed(own, size) or (whole and goes_on(grey, crossing, run, size)))) or (
                alike and _is_free(ink, way, size, one_sided=False)
            ):
                found[y + h // 2 - (h > 1) : y + h // 2 + 1, a - 1 : b + 1] = 255
    return found


def _between(stops: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where the ways from one crossing line to the next begin and end."""
    lines = stretches(stops)
    return [(one[1], other[0]) for one, other in itertools.pairwise(lines)]


def _row_of_dots(way: Image, first: int, last: int, size: float) -> int:
    """The row of a way in which dots follow each other in one beat, whatever print touches some; 0 for none."""
    best, place = IN_BEAT, 0
    for row in range(max(1, first - 1), min(len(way), last + 1)):
        share = beat(PAPER - way[row].astype(np.int16), size)
        if share >= best:
            best, place = share, row
    return place


def _is_whole(dark: NDArray[np.bool_], size: float) -> bool:
    """Whether a way is dark from end to end but for white that parts nothing."""
    if dark.mean() >= _UNBROKEN:
        return True
    pieces, white, ends = _pieces(dark)
    return bool(pieces) and dark.mean() >= _DRAWN and max(*white, ends, 0) <= _HARDLY * size


def _is_dashed(dark: NDArray[np.bool_], size: float) -> bool:
    """Whether a way is dark in many short pieces that follow each other closely."""
    pieces, white, ends = _pieces(dark)
    if len(pieces) < (_FEWEST if len(dark) > _LOW * size else _FEWEST_IN_LOW) or dark.mean() < _DRAWN:
        return False
    longest = max(b - a for a, b in pieces)
    return max(white) <= _GAP * size and ends <= _AT_END * size and longest <= _DASH * size


def _is_in(rhythm: tuple[float, float], dark: NDArray[np.bool_]) -> bool:
    """Whether a way is dark in dashes no longer than others, with white as wide as theirs between them."""
    pieces, white, ends = _pieces(dark)
    if len(pieces) < 2 or max(b - a for a, b in pieces) > rhythm[0] + _OFF:
        return False
    return ends <= rhythm[1] + _OFF and all(abs(one - rhythm[1]) <= _OFF for one in white)


def _pieces(dark: NDArray[np.bool_]) -> tuple[list[tuple[int, int]], list[int], int]:
    """The dark pieces of a way, the white between them, and the longer of that at its ends."""
    pieces = stretches(dark)
    white = [other[0] - one[1] for one, other in itertools.pairwise(pieces)]
    return pieces, white, max(pieces[0][0], len(dark) - pieces[-1][1]) if pieces else len(dark)


def _is_free(ink: Mask, way: tuple[int, int, int, int], size: float, *, one_sided: bool) -> bool:
    """Whether nothing is printed beside a way; on one of its sides where the other may hold a number."""
    left, top, right, bottom = way
    near, far = max(2, round(_NEAR * size)), max(4, round(_FAR * size))
    above = ink[max(0, top - far) : max(0, top - near), left:right]
    below = ink[bottom + near : bottom + far, left:right]
    beside = sorted(float(part.mean()) / 255 if part.size else 0.0 for part in (above, below))
    return beside[0 if one_sided else 1] < _CLEAN

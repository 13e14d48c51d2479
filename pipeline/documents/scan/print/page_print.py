"""What is printed in a box of a page: its pieces, lines of pieces, and crops of lines for the recogniser."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.documents.scan.basics import PAPER, Box, Image, Mask, around
from pipeline.documents.scan.picture.seals import Seals
from pipeline.documents.scan.picture.straighten import Sheet, common_size, ink_of
from pipeline.documents.scan.print.dotted_zeros import without_dots
from pipeline.documents.scan.print.pieces import Printed, is_blot, is_dot, is_sign, lines_of, with_strokes_inside
from pipeline.documents.scan.print.stains import Stains
from pipeline.documents.scan.print.without_lines import without_lines
from pipeline.documents.scan.rulings.dashes import DASH, dashes_pass

_SMALLEST = 0.5
"""How small a table's print may be, measured by the common print of its page."""
_SPECK = 0.11
_DOT = 0.07
_PIECE = 0.22
"""Longer side, in character sizes, from which a piece counts as print; between a speck and this it is doubtful; from
the size of a dot on it counts beside a digit."""
_REMAINS = 0.16
_CORNER = 0.14
_WORD_GAP = 0.8
_NUMBER_GAP = 0.5
_LARGE = 0.8
"""White between two words, and between two numbers, in character sizes; height of the common print's characters."""
_LEAST_CONTRAST = 28
_AS_PRINT = 0.35
_LEAST_ROOM = 0.2
_HALVED = 0.28
_NEAR_RULING = 0.2
_BEHIND = 0.5
_FEWEST_ROWS = 0.3
_FURTHER = 1.2
_STROKE = 0.2
_APART = 0.25
_WHOLLY = 0.9
"""Between a line of print and its cell's side the white that shows that it ends there, and that it is not half of a
digit with a fold for a ruling; how far from that side a ruling may be, and what goes on behind it; the rows that show
that it is one, and how far beyond its cell they may be; how long what goes on is at least, where it does
not touch the ruling, since dirt is shorter; and in what part of the rows a ruling is seen."""
_LEAST_STAIN = 16.0
_PALE_DOT = 0.4
"""Grey levels by which a spot must be darker than its cell to be doubted; longer side of one that is a pale dot at
most, in character sizes."""


@dataclass(frozen=True, slots=True)
class CellPrint:
    """What is printed in a cell: its lines from the top, specks that may be print, and dirt above or below a line."""

    lines: tuple[Printed, ...]
    doubtful: tuple[Box, ...] = ()
    dirt: tuple[Box, ...] = ()


class PagePrint:
    """The pieces of print of a page without its rulings, to be asked for boxes."""

    def __init__(self, sheet: Sheet, rulings: Mask, seals: Seals | None = None) -> None:
        """Find the pieces once.

        Args:
            sheet: the page.
            rulings: its lines, as a mask.
            seals: what was taken out of its picture as it was.
        """
        self.size = sheet.size
        self._sheet, self._seals = sheet, seals
        self._ruled = sheet.grey
        thick = cv2.dilate(rulings, np.ones((3, 3), np.uint8), iterations=1 + int(sheet.size > 20))
        self.grey: Image = without_lines(sheet.grey, np.asarray(thick > 0), sheet.ink, sheet.size)
        # Told anew without the rulings: next to a thick one everything else seems light.
        self.ink: Mask = np.where(thick > 0, 0, ink_of(self.grey, sheet.size)).astype(np.uint8)
        self._smooth = np.asarray(cv2.GaussianBlur(self.grey, (0, 0), max(0.8, 0.07 * sheet.size)), np.uint8)
        self._halo = max(2, round(0.1 * self.size))  # how far the smoothing carries the shade of print
        flat = self._smooth[::3, ::3].astype(np.float32)
        spread = float(np.median(np.abs(flat - np.median(flat)))) / 0.6745
        self._stain = max(_LEAST_STAIN, 5 * spread)
        self._labels, self._stats = _pieces_of(self.ink)
        if plain := without_dots(self.grey, self.ink, self._stats, sheet.size):
            self.grey, self.ink = plain
            self._labels, self._stats = _pieces_of(self.ink)
        self._middles = self._stats[:, :2] + self._stats[:, 2:4] / 2
        # Grain in a coloured cell makes spots too, but much lighter ones than the page's print.
        self._least_contrast = max(_LEAST_CONTRAST, _AS_PRINT * self._usual_contrast())

    def measured_by(self, box: Box) -> PagePrint:
        """The same page for a table on it: its print may be much smaller than that of the text around it."""
        x, y = self._middles[:, 0], self._middles[:, 1]
        inside = (x > box[0]) & (x < box[2]) & (y > box[1]) & (y < box[3])
        return self.of_size(common_size(self._stats[1:][inside[1:]]))

    def of_size(self, own: float | None) -> PagePrint:
        """The same page measured by smaller print than its common one."""
        if own is None or own >= self.size:
            return self
        page = copy.copy(self)
        page.size = max(own, _SMALLEST * self.size)
        return page

    def in_cell(self, box: Box) -> CellPrint:
        """The lines of print in a cell with rulings around it."""
        left, top, right, bottom = box
        x, y = self._middles[:, 0], self._middles[:, 1]
        inside = np.flatnonzero((x > left) & (x < right) & (y > top) & (y < bottom))
        pieces: list[Box] = []
        specks: list[Box] = []
        remains: list[Box] = []
        for number in inside.tolist():
            if number == 0:
                continue
            px, py, w, h, _ = (int(v) for v in self._stats[number])
            longer = max(w, h) / self.size
            if longer < _DOT or not self._is_dark(number):
                continue
            piece = (px, py, px + w, py + h)
            if not (self._labels[top:bottom, left:right] == number).any():
                continue  # it goes round the cell, as the dark border of a page does
            if self._is_remains((px, py, w, h), box):
                remains.append(piece)
            else:
                (pieces if longer >= _PIECE else specks).append(piece)
        if not pieces:
            margin = 0.25 * self.size
            large = [s for s in specks if max(s[2] - s[0], s[3] - s[1]) >= _SPECK * self.size]
            inner = [s for s in large if s[0] > left + margin and s[2] < right - margin]
            dash = None if inner or self._hides(box) else self._stains().dash(box)
            if dash is not None:
                return CellPrint((Printed(dash, (dash,)),))
            return CellPrint((), tuple(inner) if len(inner) > 1 else ())  # a lone one may be dust: see has_stain
        # A dot stands low beside a digit; specks elsewhere are dirt.
        beside = [s for s in specks if any(is_dot(s, p, self.size) for p in pieces)]
        # A sign at the cell's very edge looks like what is left of a ruling.
        beside += [r for r in remains if any(is_sign(r, p, self.size) for p in pieces)]
        lines = lines_of([*pieces, *beside], self.size)
        dirt = [line for line in lines if is_blot(line, lines, self.size)]
        return CellPrint(tuple(line for line in lines if line not in dirt), dirt=tuple(line.box for line in dirt))

    def words(self, tables: Sequence[Box], level: Image | None = None) -> list[Printed]:
        """Runs of print without a wide gap, outside the tables; ``level`` is the picture without shaded grounds."""
        ink = self.ink.copy()
        for left, top, right, bottom in tables:
            ink[top:bottom, left:right] = 0
        small = [n for n, (_, _, w, h, _) in enumerate(self._stats.tolist()) if n and max(w, h) < _PIECE * self.size]
        ink[np.isin(self._labels, small)] = 0
        pieces: dict[int, Box] = {}
        dots: list[Box] = []
        for number, (x, y, w, h, _) in enumerate(self._stats.tolist()):
            if number == 0 or max(w, h) < _DOT * self.size or h > 2.5 * self._sheet.size:
                continue
            if not self._is_dark(number, level):
                continue
            if max(w, h) < _PIECE * self.size:
                dots.append((x, y, x + w, y + h))
            else:
                pieces[number] = (x, y, x + w, y + h)
        found: list[Printed] = []
        for size, own in self._gathered(ink, pieces):
            left, top, right, bottom = around(own)
            near = [d for d in dots if left - self.size < d[0] < right + self.size and top < d[3] < bottom + self.size]
            beside = [d for d in near if any(is_dot(d, p, self.size) for p in own)]
            found.extend(lines_of([*own, *beside], size))
        return with_strokes_inside(found)

    def _gathered(self, ink: Mask, pieces: Mapping[int, Box]) -> Iterator[tuple[float, list[Box]]]:
        """The pieces of each run, with the size by which it is one: that of the smaller print where all are small."""
        large = self._sheet.size
        fine: list[int] = []
        for run in self._runs(ink, list(pieces), large):
            if self.size < large and max(pieces[n][3] - pieces[n][1] for n in run) < _LARGE * large:
                fine += run
            else:
                yield large, [pieces[n] for n in run]
        own = np.where(np.isin(self._labels, fine), ink, 0).astype(np.uint8)
        for run in self._runs(own, fine, self.size):
            yield self.size, [pieces[n] for n in run]

    def _runs(self, ink: Mask, numbers: Sequence[int], size: float) -> list[list[int]]:
        """Of some pieces those that make a run of print without a wide gap."""
        reach = (round(_WORD_GAP * size) | 1, round(0.3 * size) | 1)  # odd: an even one would shift the print
        joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones(reach[::-1], np.uint8))
        _, runs = cv2.connectedComponents(joined, connectivity=8)
        members: dict[int, list[int]] = {}
        for number in numbers:
            x, y, w, h, _ = (int(v) for v in self._stats[number])
            own = self._labels[y : y + h, x : x + w] == number
            run = int(runs[y : y + h, x : x + w][own][0])
            if run:
                members.setdefault(run, []).append(number)
        return list(members.values())

    def numbers_in(self, word: Printed) -> list[Printed]:
        """A word of digits cut at gaps wider than any inside a number: numbers of neighbouring columns."""
        parts: list[list[Box]] = []
        for piece in sorted(word.pieces):
            if parts and piece[0] - max(p[2] for p in parts[-1]) <= _NUMBER_GAP * self.size:
                parts[-1].append(piece)
            else:
                parts.append([piece])
        return [Printed.of(part) for part in parts]

    def _is_remains(self, piece: tuple[int, int, int, int], box: Box) -> bool:
        """Whether a piece is what is left of a ruling: thin, and along the cell's edge."""
        x, y, w, h = piece
        thin, near = _REMAINS * self.size, 0.22 * self.size
        room = min(x - box[0], box[2] - x - w, y - box[1], box[3] - y - h)
        if max(w, h) < 0.5 * self.size and room <= _CORNER * self.size:
            return True
        upright = w <= thin and (x - box[0] <= near or box[2] - x - w <= near) and h > 2 * w
        lying = h <= thin and (y - box[1] <= near or box[3] - y - h <= near) and w > 2 * h
        return bool(upright or lying)

    def _is_dark(self, number: int, level: Image | None = None) -> bool:
        return self._contrast(number, self.grey if level is None else level) >= self._least_contrast

    def _contrast(self, number: int, picture: Image) -> float:
        """Grey levels by which a piece is darker than what is around it."""
        x, y, w, h, _ = (int(v) for v in self._stats[number])
        own = self._labels[y : y + h, x : x + w] == number
        around = picture[max(0, y - 3) : y + h + 3, max(0, x - 3) : x + w + 3]
        return float(np.percentile(around, 90)) - float(picture[y : y + h, x : x + w][own].mean())

    def _usual_contrast(self) -> float:
        """The contrast of pieces as large as characters."""
        longer = self._stats[:, 2:4].max(axis=1)
        large = np.flatnonzero((longer >= 0.6 * self.size) & (longer <= 1.6 * self.size))[1:]
        sample = large[:: max(1, len(large) // 60)].tolist()
        return float(np.median([self._contrast(n, self.grey) for n in sample])) if sample else 0.0

    def has_stain(self, box: Box, pieces: Sequence[Box]) -> bool:
        """Whether a cell shows something beside its pieces of print, too faint to be one and too dark to be paper."""
        return self._hides(box, pieces) or self._stains().beside(box, pieces)

    def pale_dots(self, box: Box, pieces: Sequence[Box], digits: Sequence[Box]) -> list[Box]:
        """Spots too faint for print that stand between a number's digits as dots and commas do."""
        if not digits:
            return []
        first, last = min(d[2] for d in digits), max(d[0] for d in digits)
        spots = [s for s in self._stains().spots(box, pieces) if first <= (s[0] + s[2]) / 2 <= last]
        small = [s for s in spots if max(s[2] - s[0], s[3] - s[1]) <= _PALE_DOT * self.size]
        return [s for s in small if any(is_dot(s, d, self.size) for d in digits)]

    def _hides(self, box: Box, pieces: Sequence[Box] = ()) -> bool:
        """Whether something may stand under a seal in a cell, where print or its next digit can."""
        inner = self._stains().inner(box, pieces)
        return self._seals is not None and self._seals.hide(self._sheet.box(*inner))

    def _stains(self) -> Stains:
        return Stains(self._smooth, self.size, self._stain, self._halo)

    def is_sealed(self, box: Box) -> bool:
        """Whether a seal was taken out of a box."""
        return self._seals is not None and self._seals.touch(self._sheet.box(*box))

    def is_closed(self, around: Box, box: Box) -> bool:
        """Whether a line of print ends where it comes close to its cell's side: there is a ruling, and nothing behind.

        A ruling goes on above and below the line of print as far as the cell does, and is no thicker beside it. Where
        the line of print fills its cell, the ruling shows in the cell above or in the one below.
        """
        edge, far = max(2, round(0.15 * self.size)), round(_FURTHER * self.size)
        above, below = (around[1] + edge, box[1] - 2), (box[3] + 2, around[3] - edge)
        rows = [(above, below), ((around[1] - far, box[1] - 2), below), (above, (box[3] + 2, around[3] + far))]
        for side, at, room in ((-1, around[0], box[0] - around[0]), (1, around[2], around[2] - box[2])):
            reach = round((_BEHIND if room < _LEAST_ROOM * self.size else _HALVED) * self.size)
            if room < _HALVED * self.size and not any(self._ends(r, box, side, at, room, reach) for r in rows):
                return False
        return True

    def _ends(self, rows: Sequence[tuple[int, int]], box: Box, side: int, at: int, room: int, far: int) -> bool:
        """Whether the rows beside a line of print show a ruling at a cell's side, and its own no more than that."""
        near = max(2, round(_NEAR_RULING * self.size))
        inner = max(0, min(near, room - 1))
        left, right = (at - near, at + inner) if side < 0 else (at - inner, at + near)
        others = np.concatenate([self._ruled[max(0, top) : max(0, foot)] for top, foot in rows])
        own = self._ruled[max(0, box[1]) : box[3]]
        dark = PAPER - others[:, max(0, left) : right + 1].astype(np.float32)
        if dark.shape[0] < _FEWEST_ROWS * self.size or dark.shape[1] == 0:
            return False
        levels = dark.max(axis=1)
        usual = float(np.median(levels))
        if float((levels >= 0.5 * usual).mean()) < _WHOLLY:
            usual = float(np.percentile(levels, DASH))
            if not dashes_pass(self._ruled[:, max(0, left) : right + 1], (box[1], box[3]), self.size):
                return False
        if usual < _LEAST_CONTRAST:
            return False
        thick = (dark >= 0.5 * usual).sum(axis=1)
        thick = thick[thick > 0]
        here = (PAPER - own[:, max(0, left) : right + 1].astype(np.float32) >= 0.5 * usual).sum(axis=1)
        behind = (at - far, at - near) if side < 0 else (at + near, at + far)
        beyond = self._labels[max(0, box[1]) : box[3], max(0, behind[0]) : max(0, behind[1])]
        goes_on = not all(self._is_dirt(n, at) for n in np.unique(beyond[beyond > 0]).tolist())
        return not (here.max(initial=0) > np.median(thick) + 1 or goes_on)

    def _is_dirt(self, number: int, at: int) -> bool:
        """Whether a piece behind a ruling is shorter than what a digit shows there, and does not touch it."""
        x, _, w, h, _ = (int(v) for v in self._stats[number])
        return max(w, h) < _STROKE * self.size and min(abs(x - at), abs(x + w - at)) >= _APART * self.size

    def crop(self, box: Box, around: Box | None, tall: float, wide: float, picture: Image | None = None) -> Image:
        """A line's picture with margins, nothing of its neighbours in it.

        Args:
            box: the line's box.
            around: the cell's box, beyond which white is shown; None for a line outside tables.
            tall: the crop's least height in character sizes; it is also at least a bit more than the line's.
            wide: white at either side, in character sizes.
            picture: what to cut from, if not the page's grey picture.
        """
        left, top, right, bottom = box
        height = max(tall * self.size, (bottom - top) * 1.18 + 2)
        middle = (top + bottom) / 2
        upper, lower = round(middle - height / 2), round(middle + height / 2)
        side = max(2, round(wide * self.size))
        window = (left - side, upper, right + side, lower)
        limit = around or (0, 0, self.grey.shape[1], self.grey.shape[0])
        seen = (
            max(window[0], limit[0] + 1, 0), max(window[1], limit[1] + 1, 0),
            min(window[2], limit[2] - 1, self.grey.shape[1]), min(window[3], limit[3] - 1, self.grey.shape[0]),
        )  # fmt: skip
        part = (self.grey if picture is None else picture)[seen[1] : seen[3], seen[0] : seen[2]]
        if part.size == 0:
            return np.full((max(8, lower - upper), max(8, right - left), 1), PAPER, np.uint8)[:, :, 0]
        paper = float(np.percentile(part, 85))
        margins = (seen[1] - window[1], window[3] - seen[3], seen[0] - window[0], window[2] - seen[2])
        shown = cv2.copyMakeBorder(part, *margins, cv2.BORDER_CONSTANT, value=(paper,))
        return np.asarray(shown if paper > 110 else 255 - shown, np.uint8)


def _pieces_of(ink: Mask) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Connected print: which piece each place belongs to; left, top, width, height and area of each."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    return np.asarray(labels, np.int32), np.asarray(stats, np.int32)

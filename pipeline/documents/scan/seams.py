"""Where two pages meet in one picture: side by side, or one below the other and askew differently."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from pipeline.documents.scan.basics import stretches
from pipeline.documents.scan.engine import load_engine
from pipeline.documents.scan.picture.frames import PageImage, blank_rows, widest_band
from pipeline.documents.scan.picture.straighten import Sheet, leans, straighten
from pipeline.documents.scan.rulings.lines import find_lying
from pipeline.documents.scan.rulings.runs import LONG

_FEWEST = 4
"""Lines above and below a seam that show that it is one."""
_STEP = 0.01
_EVEN = 0.25
"""How much the leans of these differ from those beyond the seam at least: over a page's width half a row; and by what
part of that they may differ from each other. In a photograph they change a little from each line to the next."""


_BROAD = 1.25
_GUTTER = 0.06
_MIDDLE = (0.45, 0.55)
"""Width over height from which a picture may hold two pages side by side; how wide the white between them is at least,
in parts of the picture's width; and where, in parts of that, or of its height for pages one below the other."""
_WHITE = 0.025
"""Part of a picture's height that is white in its middle, beside a page's number, where two pages may meet."""
_TABLE = 15.0
_CLEARLY = 1.5
"""Length of a table's lines, in character sizes, and how much longer lying lines of text are than standing ones."""


def single_pages(page: PageImage) -> Iterator[PageImage]:
    """The pages in a picture: two side by side, or those of a long one that lie askew differently, each by itself."""
    gutter = _gutter(page)
    if gutter is None:
        yield from _level_parts(page)
        return
    yield replace(page, image=np.ascontiguousarray(page.image[:, :gutter]))
    right = np.ascontiguousarray(page.image[:, gutter:])
    yield replace(page, image=right, left=page.left + gutter * page.scale)


def _gutter(page: PageImage) -> int | None:
    """The column of pixels between two pages side by side, one of them with a table; None where it is one page.

    The white between two tables of a page on its side is no gutter: its lines of text stand upright.
    """
    height, width = page.image.shape[:2]
    if width < _BROAD * height:
        return None
    start, end = (round(part * width) for part in _MIDDLE)
    blank = blank_rows(np.ascontiguousarray(page.image.transpose(1, 0, 2)))
    cut = widest_band(blank, start, end)
    if cut is None or not blank[round(cut - _GUTTER / 2 * width) : round(cut + _GUTTER / 2 * width)].all():
        return None
    sheet = straighten(page.image)
    if len(leans(find_lying(sheet), _TABLE * sheet.size)) < 2:
        return None
    boxes = load_engine().detect(sheet.grey)
    standing = sum(b[3] - b[1] for b in boxes if b[3] - b[1] > b[2] - b[0])
    lying = sum(b[2] - b[0] for b in boxes if b[2] - b[0] > b[3] - b[1])
    return cut if lying > _CLEARLY * standing else None


def _level_parts(page: PageImage) -> Iterator[PageImage]:
    """A picture that may hold pages one below the other cut where its lines begin to lean otherwise."""
    top = 0
    for cut in _seams(page) if page.long or _white_middle(page) else ():
        yield replace(page, image=page.image[top:cut], top=page.top + top * page.scale)
        top = cut
    yield replace(page, image=page.image[top:], top=page.top + top * page.scale) if top else page


def _white_middle(page: PageImage) -> bool:
    """Whether a picture is white across its middle, as that of two pages on their sides is, one below the other."""
    height = len(page.image)
    start, end = (round(part * height) for part in _MIDDLE)
    blank = blank_rows(page.image[start:end])
    return max((last - first for first, last in stretches(blank)), default=0) >= _WHITE * height


def _seams(page: PageImage) -> list[int]:
    """Rows of pixels between lines that lean differently, each in the middle of the widest blank band there."""
    sheet = straighten(page.image)
    lines = leans(find_lying(sheet), LONG * sheet.size)
    slopes = [lean for _, lean, _ in lines]
    blank = None
    found: list[int] = []
    for n in range(_FEWEST, len(lines) - _FEWEST + 1):
        sides = slopes[n - _FEWEST : n], slopes[n : n + _FEWEST]
        above, below = (float(np.median(side)) for side in sides)
        off = max(np.abs(np.subtract(side, usual)).max() for side, usual in zip(sides, (above, below), strict=True))
        if abs(above - below) < _STEP or off > _EVEN * abs(above - below):
            continue
        start, end = _rows(sheet, lines[n - 1][0])[1], _rows(sheet, lines[n][0])[0]
        blank = blank_rows(page.image) if blank is None else blank
        cut = widest_band(blank, start, end) if end > start else None
        if cut is not None:
            found.append(cut)
    return found


def _rows(sheet: Sheet, box: tuple[int, int, int, int]) -> tuple[int, int]:
    """The highest and the lowest row of pixels of a box in the picture as it was."""
    _, top, _, bottom = sheet.box(*box)
    return int(top), int(bottom) + 1

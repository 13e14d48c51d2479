"""A page's picture made upright and clean, with its rulings and ruled tables, before anything of it is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.documents.model import HAN
from pipeline.documents.scan.basics import Box, Image
from pipeline.documents.scan.engine import Engine
from pipeline.documents.scan.picture.folds import without_folds
from pipeline.documents.scan.picture.frames import PageImage
from pipeline.documents.scan.picture.reverse import without_reverse
from pipeline.documents.scan.picture.seals import Seals, without_seals
from pipeline.documents.scan.picture.shaded_grounds import positive, uninverted
from pipeline.documents.scan.picture.straighten import Sheet, deskewed, print_size, straighten, turned, unwarped
from pipeline.documents.scan.picture.watermarks import without_watermark
from pipeline.documents.scan.rulings.cells import RuledTable, find_tables
from pipeline.documents.scan.rulings.dashes import with_short_lines
from pipeline.documents.scan.rulings.lines import Rulings, count_long, find_rulings
from pipeline.documents.scan.unruled.bands import with_columns
from pipeline.documents.scan.unruled.loose_print import loose_print

_SAMPLES = 6
_READABLE = 0.8
_TALL = 1.5
_FEWEST_CELLS = 6
_CLEARLY = 1.5
_LINES = 40.0
"""How much longer the upright lines of a page on its side are than the lying ones, and how long, in character sizes."""
_SMALLER = 0.8
"""Size of a page's tables' print, in that of its common characters, below which their lines are measured by it."""


@dataclass(frozen=True)
class Ruled:
    """A page's picture with its rulings, before anything is read.

    ``small`` is the character size of its tables, where that is much smaller than that of its text.
    """

    page: PageImage
    sheet: Sheet
    rulings: Rulings
    tables: tuple[RuledTable, ...]
    seals: Seals | None = None
    small: float | None = None

    @property
    def cells(self) -> int:
        """Cells in ruled tables."""
        return sum(len(t.cells) for t in self.tables)

    @property
    def may_hold_table(self) -> bool:
        """Whether it has a table, or lines as long as one's: a lone row of a page on its side is no table yet."""
        return self.cells >= _FEWEST_CELLS or count_long(self.rulings, self.sheet.size) >= 2


def look(page: PageImage) -> Ruled:
    """Straighten a page and find its ruled tables. The picture as it was, half of a page's weight, is let go."""
    image, seals = without_folds(*without_watermark(*without_seals(positive(page.image))))
    return _ruled(replace(page, image=page.image[:0]), without_reverse(uninverted(straighten(image))), seals)


def _ruled(page: PageImage, sheet: Sheet, seals: Seals | None) -> Ruled:
    rulings = find_rulings(sheet)
    flat = unwarped(sheet, rulings.across, rulings.down)
    if flat is not None:
        sheet, rulings = flat, find_rulings(flat)
    rulings, tables = _tables(sheet, rulings)
    # Beside large text, rows of small print are lower than a character, and strokes of its digits look like lines.
    own = print_size(sheet.ink, [t.box for t in tables]) if tables else loose_print(sheet)
    small = own if own and own < _SMALLER * sheet.size else None
    if small:
        close = replace(sheet, size=small)
        rulings, tables = _tables(close, find_rulings(close))
    return Ruled(page, sheet, rulings, tuple(sorted(tables, key=lambda t: (t.box[1], t.box[0]))), seals, small)


def _tables(sheet: Sheet, rulings: Rulings) -> tuple[Rulings, list[RuledTable]]:
    rulings = with_short_lines(sheet, rulings)
    tables = find_tables(sheet, rulings)
    return rulings, [*tables, *find_tables(sheet, with_columns(sheet, rulings, [t.box for t in tables]))]


def upright(engine: Engine, ruled: Ruled) -> tuple[Ruled, list[Box]]:
    """The page turned so that its longest lines read best, and the boxes of its lines."""
    boxes = engine.detect(ruled.sheet.grey)
    if not boxes:
        return ruled, boxes
    standing = sum(b[3] - b[1] for b in boxes if b[3] - b[1] > _TALL * (b[2] - b[0]))
    lying = sum(b[2] - b[0] for b in boxes if b[2] - b[0] > _TALL * (b[3] - b[1]))
    sideways = standing > _CLEARLY * lying and max(standing, lying) >= _LINES * ruled.sheet.size
    here = 0.0 if sideways else _quality(engine, ruled.sheet, boxes)
    if standing <= lying and here >= _READABLE:
        return ruled, boxes
    # Lines of text stay lines when the page stands on its head, and stand upright when it lies on its side.
    quarters = (1, 3) if sideways else (2,) if lying > _CLEARLY * standing else (2, 1, 3)
    best = (here, 0, boxes)
    for quarter in quarters:
        other = turned(ruled.sheet, quarter)
        found = engine.detect(other.grey)
        best = max(best, (_quality(engine, other, found), quarter, found), key=lambda b: b[0])
    if best[1] == 0:
        return ruled, boxes
    upright = turned(ruled.sheet, best[1])
    level = deskewed(upright)
    boxes = best[2] if level is upright else engine.detect(level.grey)
    return _ruled(ruled.page, level, ruled.seals), boxes


def _quality(engine: Engine, sheet: Sheet, boxes: Sequence[Box]) -> float:
    """How sure the recogniser is of the widest lines, which have Chinese characters in them when read upright."""
    widest = sorted((b for b in boxes if b[2] - b[0] > 2 * (b[3] - b[1])), key=lambda b: b[0] - b[2])[:_SAMPLES]
    if not widest:
        return 0.0
    lines = engine.recognise(
        [strip(sheet.grey, (b[0], b[1], min(b[2], b[0] + 12 * (b[3] - b[1])), b[3])) for b in widest]
    )
    scores = sorted(line.mean if HAN.search(line.text) else 0.3 * line.mean for line in lines)
    return scores[len(scores) // 2]


def strip(grey: Image, box: Box) -> Image:
    """The part of a picture in a box, never empty."""
    left, top, right, bottom = box
    part = grey[max(0, top) : max(top + 4, bottom), max(0, left) : max(left + 4, right)]
    return part if part.size else np.full((8, 8), 250, np.uint8)

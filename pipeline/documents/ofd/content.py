"""What an OFD page shows, in points, upright and with its doubtful digits told: the same as for PDF."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from pipeline.documents.model import BBox
from pipeline.documents.ofd.drawn import LARGEST, UNIT, Drawn
from pipeline.documents.ofd.fonts import Fonts
from pipeline.documents.pages.content import (
    Char,
    Edge,
    PageContent,
    Point,
    bounds,
    crosses,
    mapped,
    meet,
    straight_edge,
)

POINTS = 72 / 25.4
"""Points in a millimetre."""
_FEW_OUTSIDE = 0.02
_AROUND = 2.5
"""Heights of a digit up to which a figure over it is drawn for it."""
_ABOVE, _BELOW = 0.15, 0.14
"""Shares of a character's height above and below its digits."""
_LEANING = 0.4
"""Millimetres by which a line leans that crosses a digit out."""
_BACKGROUND = 0.5
"""Share of a page from which a picture is what text is printed on."""


def in_doubt(drawn: Drawn, fonts: Fonts) -> frozenset[int]:
    """The places of digits that are not seen as such.

    Something drawn later runs through them, a part of their number is painted over, or their font shows another digit.
    """
    slanting = [(a, b) for a, b in drawn.lines if min(abs(a[0] - b[0]), abs(a[1] - b[1])) > _LEANING]
    found = set()
    for index, glyph in enumerate(drawn.glyphs):
        if not glyph.text.isdigit() or glyph.hidden:
            continue
        x0, y0, x1, y1 = glyph.box
        height = y1 - y0
        ink = (x0, y0 + _ABOVE * height, x1, y1 - _BELOW * height)
        over = (m for count, m in drawn.marks if count > index and m[3] - m[1] <= _AROUND * height)
        beside = (drawn.glyphs[n] for n in (index - 1, index + 1) if 0 <= n < len(drawn.glyphs))
        if (
            fonts.show_another(glyph.font, glyph.text, glyph.number)
            or any(meet(mark, ink) for mark in over)
            or any(crosses(*line, ink) for line in slanting)
            or any(g.hidden and g.run == glyph.run and g.text.isdigit() for g in beside)
        ):
            found.add(index)
    return frozenset(found)


def page_content(number: int, box: BBox, drawn: Drawn, fonts: Fonts, *, scanned: bool = False) -> PageContent:
    """A page's content in points, turned so that its text stands upright.

    Left out: what is hidden (unless all text is, and the page is not ``scanned``: over a picture it is what a program
    recognised), what is turned against the rest (a watermark across the page; by
    quarters it is still a mark), and what lies outside of the page, unless that is so much that the page's size must be
    wrong.
    """
    box = _grown(box, drawn)
    angles = Counter(round(g.angle) % 360 for g in drawn.glyphs)
    upright = angles.most_common(1)[0][0] if angles else 0
    quarter = round(upright / 90) % 4
    width, height = box[2] * POINTS, box[3] * POINTS

    def place(x: float, y: float) -> Point:
        x, y = (x - box[0]) * POINTS, (y - box[1]) * POINTS
        return ((x, y), (y, width - x), (width - x, height - y), (height - y, x))[quarter]

    if quarter % 2:
        shown_width, shown_height = height, width
    else:
        shown_width, shown_height = width, height
    all_hidden = not scanned and all(g.hidden for g in drawn.glyphs)
    doubtful = frozenset() if all_hidden else in_doubt(drawn, fonts)
    chars: list[Char] = []
    aside: list[BBox] = []
    for index, glyph in enumerate(drawn.glyphs):
        turned = abs(glyph.angle - upright) % 360
        if glyph.hidden and not all_hidden:
            continue
        x0, top, x1, bottom = bounds((place(*glyph.box[:2]), place(*glyph.box[2:])))
        if 5 < turned < 355:
            aside += [(x0, top, x1, bottom)] if min(abs(turned - quarter) for quarter in (90, 180, 270)) <= 5 else []
            continue
        if x0 < shown_width and x1 > 0 and top < shown_height and bottom > 0 and x1 > x0 and bottom > top:
            chars.append({"text": glyph.text, "x0": x0, "x1": x1, "top": top, "bottom": bottom, "size": bottom - top})
            chars[-1]["grey"] = glyph.grey
            if index in doubtful:
                chars[-1]["doubtful"] = True
    edges = [e for line in drawn.lines if (e := _edge(place(*line[0]), place(*line[1]), shown_width, shown_height))]
    marks = [*_marks(box, drawn, place, all_hidden), *aside]
    return PageContent(number, chars, edges, shown_width, shown_height, marks)


def _marks(box: BBox, drawn: Drawn, place: Callable[[float, float], Point], unseen: bool) -> list[BBox]:
    """What is shown and is no text; a picture of the whole page only where no text but a hidden one stands on it."""
    pictures = [mapped(UNIT, p.matrix) for p in drawn.pictures]
    area = _BACKGROUND * box[2] * box[3]
    shown = [b for b in pictures if unseen or (b[2] - b[0]) * (b[3] - b[1]) < area]
    return [bounds((place(*b[:2]), place(*b[2:]))) for b in (*(mark for _, mark in drawn.marks), *shown)]


def _grown(box: BBox, drawn: Drawn) -> BBox:
    """The page's left, top, width and height, or those of its text where these contradict it."""
    x0, y0, x1, y1 = box[0], box[1], box[0] + box[2], box[1] + box[3]
    outside = [g.box for g in drawn.glyphs if not (x0 <= g.box[0] <= x1 and y0 <= g.box[1] <= y1)]
    outside = [b for b in outside if max(map(abs, b)) < LARGEST]
    if len(outside) <= _FEW_OUTSIDE * len(drawn.glyphs):
        return box
    left, top = min(x0, *(b[0] for b in outside)), min(y0, *(b[1] for b in outside))
    right, bottom = max(x1, *(b[2] for b in outside)), max(y1, *(b[3] for b in outside))
    return left, top, right - left, bottom - top


def _edge(start: Point, end: Point, width: float, height: float) -> Edge | None:
    if not all(-width < x < 2 * width and -height < y < 2 * height for x, y in (start, end)):
        return None
    return straight_edge(start, end)

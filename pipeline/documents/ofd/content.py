"""What an OFD page draws: its characters and straight lines with their places, as for PDF."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from pipeline.documents.model import BBox
from pipeline.documents.ofd.fonts import Fonts
from pipeline.documents.ofd.package import Element, attribute, child, children, content, damaged, local_name
from pipeline.documents.ofd.paint import Paint, paint
from pipeline.documents.ofd.paths import figures
from pipeline.documents.ofd.text import Glyph, glyphs, numbers, object_matrix
from pipeline.documents.pages.content import (
    IDENTITY,
    Char,
    Edge,
    Matrix,
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
A4: BBox = (0.0, 0.0, 210.0, 297.0)
_UNIT: BBox = (0.0, 0.0, 1.0, 1.0)
"""Where a picture lies before its matrix is applied."""

_DEEPEST = 16
_MOST_OBJECTS = 200_000
"""On one page; units that hold each other can multiply without end."""
_LARGEST = 5_000.0
"""Millimetres: no page is larger."""
_FEW_OUTSIDE = 0.02
_MOST_COMPARED = 20_000_000
_THIN = 0.7
"""Millimetres: a filled shape this thin is a line."""
_AROUND = 2.5
"""Heights of a digit up to which a figure over it is drawn for it."""
_ABOVE, _BELOW = 0.15, 0.14
"""Shares of a character's height above and below its digits."""
_LEANING = 0.4
"""Millimetres by which a line leans that crosses a digit out."""
_LARGEST_MARK = 40.0
"""Millimetres: larger figures are frames and ornaments round text."""
_BACKGROUND = 0.5
"""Share of a page from which a picture is what text is printed on."""
_STRAIGHT = 0.2
"""Millimetres by which a horizontal or vertical line may lean."""
_LAYERS = ("Background", "Body", "Foreground")


@dataclass(frozen=True, slots=True)
class Resources:
    """What pages refer to by ID: composite units, drawing parameters, and the files of pictures and fonts."""

    units: dict[str, Element] = field(default_factory=dict)
    params: dict[str, Element] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)
    fonts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on a page: the ID of its file, and from its unit square to the page's millimetres."""

    resource: str
    matrix: Matrix


@dataclass(slots=True)
class Drawn:
    """What has been drawn so far, in millimetres and in drawing order.

    Attributes:
        glyphs: characters.
        lines: straight lines.
        fills: the extent of what is filled, and whether it is white.
        pictures: pictures.
        marks: shapes that are neither lines nor rectangles, such as digits as outlines: how many characters are drawn
            before each, and its extent.
        covers: what hides the characters before it: how many these are, and its extent.
        objects: how many objects.
    """

    glyphs: list[Glyph] = field(default_factory=list)
    lines: list[tuple[Point, Point]] = field(default_factory=list)
    fills: list[tuple[BBox, bool]] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    marks: list[tuple[int, BBox]] = field(default_factory=list)
    covers: list[tuple[int, BBox]] = field(default_factory=list)
    objects: int = 0


def page_box(area: Element | None) -> BBox | None:
    """Left, top, width, height of a page in millimetres; None where the element does not tell."""
    found = numbers(content(child(area, "PhysicalBox")))
    if len(found) < 4 or not all(0 < side < _LARGEST for side in found[2:4]):
        return None
    return found[0], found[1], found[2], found[3]


def draw(pages: Sequence[tuple[Element, str]], resources: Resources, notes: Sequence[Element] = ()) -> Drawn:
    """What a page and its templates draw.

    Args:
        pages: root elements in the order in which they are drawn, the page itself and its templates, each with its
            place: ``Background``, ``Body`` or ``Foreground``.
        resources: what they refer to.
        notes: the looks of annotations over the page; their text is none of the page's and only a mark.

    Raises:
        UnreadableDocument: they draw more than any page can hold.
    """
    drawn = Drawn()
    layers = [
        (_LAYERS.index(place), _LAYERS.index(kind) if (kind := attribute(layer, "Type")) in _LAYERS else 1, layer)
        for root, place in pages
        for layer in children(child(root, "Content"), "Layer")
    ]
    for _, _, layer in sorted(layers, key=lambda item: item[:2]):
        _draw(layer, IDENTITY, (attribute(layer, "DrawParam"),), resources, drawn, 0)
    own = len(drawn.glyphs)
    for note in notes:
        _draw(note, object_matrix(note, IDENTITY), (), resources, drawn, 0)
    drawn.marks += [(own, g.box) for g in drawn.glyphs[own:] if not g.hidden]
    del drawn.glyphs[own:]
    _hide_covered(drawn)
    return drawn


def _hide_covered(drawn: Drawn) -> None:
    """Text over which something is painted is not seen."""
    if len(drawn.covers) * len(drawn.glyphs) > _MOST_COMPARED:
        return
    for index, glyph in enumerate(drawn.glyphs):
        x, y = _middle(glyph.box)
        if any(count > index and b[0] <= x <= b[2] and b[1] <= y <= b[3] for count, b in drawn.covers):
            drawn.glyphs[index] = replace(glyph, hidden=True)


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


def page_content(number: int, box: BBox, drawn: Drawn, fonts: Fonts) -> PageContent:
    """A page's content in points, turned so that its text stands upright.

    Left out: what is hidden (unless all text is), what is turned against the rest (a watermark across the page; by
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
    all_hidden = all(g.hidden for g in drawn.glyphs)
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
            if index in doubtful:
                chars[-1]["doubtful"] = True
    edges = [e for line in drawn.lines if (e := _edge(place(*line[0]), place(*line[1]), shown_width, shown_height))]
    marks = [*_marks(box, drawn, place, all_hidden), *aside]
    return PageContent(number, chars, edges, shown_width, shown_height, marks)


def _marks(box: BBox, drawn: Drawn, place: Callable[[float, float], Point], unseen: bool) -> list[BBox]:
    """What is shown and is no text; a picture of the whole page only where no text but a hidden one stands on it."""
    pictures = [mapped(_UNIT, p.matrix) for p in drawn.pictures]
    area = _BACKGROUND * box[2] * box[3]
    shown = [b for b in pictures if unseen or (b[2] - b[0]) * (b[3] - b[1]) < area]
    return [bounds((place(*b[:2]), place(*b[2:]))) for b in (*(mark for _, mark in drawn.marks), *shown)]


def _grown(box: BBox, drawn: Drawn) -> BBox:
    """The page's left, top, width and height, or those of its text where these contradict it."""
    x0, y0, x1, y1 = box[0], box[1], box[0] + box[2], box[1] + box[3]
    outside = [g.box for g in drawn.glyphs if not (x0 <= g.box[0] <= x1 and y0 <= g.box[1] <= y1)]
    outside = [b for b in outside if max(map(abs, b)) < _LARGEST]
    if len(outside) <= _FEW_OUTSIDE * len(drawn.glyphs):
        return box
    left, top = min(x0, *(b[0] for b in outside)), min(y0, *(b[1] for b in outside))
    right, bottom = max(x1, *(b[2] for b in outside)), max(y1, *(b[3] for b in outside))
    return left, top, right - left, bottom - top


def _edge(start: Point, end: Point, width: float, height: float) -> Edge | None:
    if not all(-width < x < 2 * width and -height < y < 2 * height for x, y in (start, end)):
        return None
    return straight_edge(start, end)


def _draw(
    container: Element, outer: Matrix, params: tuple[str | None, ...], resources: Resources, drawn: Drawn, depth: int
) -> None:
    for item in container:
        drawn.objects += 1
        if drawn.objects > _MOST_OBJECTS or len(drawn.glyphs) > _MOST_OBJECTS:
            raise damaged(f"a page draws more than {_MOST_OBJECTS:,} objects")
        kind = local_name(item)
        if kind == "TextObject":
            look = paint(item, resources.params, params, fill=True, stroke=False)
            drawn.glyphs += [_seen(g, look, drawn) for g in glyphs(item, outer, not look.shows, drawn.objects)]
        elif kind == "PathObject":
            look = paint(item, resources.params, params, fill=False, stroke=True)
            if look.shows:
                _draw_path(content(child(item, "AbbreviatedData")), object_matrix(item, outer), look, drawn)
        elif kind == "ImageObject" and paint(item, resources.params, params, fill=True, stroke=False).shows:
            drawn.pictures.append(_picture(item, outer))
            drawn.fills.append((mapped(_UNIT, drawn.pictures[-1].matrix), False))
        elif depth >= _DEEPEST:
            continue
        elif kind == "PageBlock":
            _draw(item, outer, params, resources, drawn, depth + 1)
        elif kind == "CompositeObject" and paint(item, resources.params, params, fill=True, stroke=False).shows:
            unit = child(resources.units.get((attribute(item, "ResourceID") or "").strip()), "Content")
            if unit is not None:
                inner = (attribute(item, "DrawParam"), *params)
                _draw(unit, object_matrix(item, outer), inner, resources, drawn, depth + 1)


def _seen(glyph: Glyph, look: Paint, drawn: Drawn) -> Glyph:
    if glyph.hidden or not look.white:
        return glyph
    return replace(glyph, hidden=_on_white(_middle(glyph.box), drawn))


def _middle(box: BBox) -> Point:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _on_white(point: Point, drawn: Drawn) -> bool:
    """Whether what has been drawn there is white, where white text and lines do not show."""
    x, y = point
    return next((white for (x0, y0, x1, y1), white in reversed(drawn.fills) if x0 <= x <= x1 and y0 <= y <= y1), True)


def _picture(item: Element, outer: Matrix) -> Picture:
    matrix = object_matrix(item, outer)
    if attribute(item, "CTM") is None:
        _, _, width, height, *_ = *numbers(attribute(item, "Boundary")), 0.0, 0.0, 0.0, 0.0
        a, b, c, d, e, f = matrix
        matrix = a * width, b * width, c * height, d * height, e, f
    return Picture((attribute(item, "ResourceID") or "").strip(), matrix)


def _draw_path(data: str, matrix: Matrix, look: Paint, drawn: Drawn) -> None:
    """A path's straight lines; its extent, where it is filled."""
    a, b, c, d, e, f = matrix

    def place(point: Point) -> Point:
        return a * point[0] + c * point[1] + e, b * point[0] + d * point[1] + f

    corners: list[Point] = []
    for segments, curves in figures(data):
        lines = [(place(start), place(end)) for start, end in segments]
        drawn.lines += [
            (start, end) for start, end in lines if not look.white or not _on_white(_middle((*start, *end)), drawn)
        ]
        _sort(lines, [place(point) for point in curves], look, drawn)
        corners += [point for line in lines for point in line]
    if look.fill and corners:
        drawn.fills.append((bounds(corners), look.white))


def _sort(lines: Sequence[tuple[Point, Point]], curves: Sequence[Point], look: Paint, drawn: Drawn) -> None:
    """Note a figure that is no line: a ground that covers what is below, or a mark such as a digit's outline."""
    points = [*(point for line in lines for point in line), *curves]
    if not points or (look.white and not look.fill):
        return
    box = bounds(points)
    along = all(min(abs(p[0] - q[0]), abs(p[1] - q[1])) < _STRAIGHT for p, q in lines)
    is_thin = min(box[2] - box[0], box[3] - box[1]) < _THIN
    if curves or (not along and look.fill and not is_thin):
        if not look.white and box[2] - box[0] < _LARGEST_MARK and box[3] - box[1] < _LARGEST_MARK:
            drawn.marks.append((len(drawn.glyphs), box))
    elif along and look.solid and not is_thin and len(lines) in (3, 4, 5):
        drawn.covers.append((len(drawn.glyphs), box))

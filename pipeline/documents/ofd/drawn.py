"""What an OFD page and its templates draw, in millimetres: characters, lines, pictures, and what covers them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipeline.documents.model import BBox
from pipeline.documents.ofd.package import Element, attribute, child, children, content, damaged, local_name
from pipeline.documents.ofd.paint import Paint, paint
from pipeline.documents.ofd.paths import figures
from pipeline.documents.ofd.text import Glyph, glyphs, numbers, object_matrix
from pipeline.documents.pages.content import (
    IDENTITY,
    Matrix,
    Point,
    bounds,
    mapped,
    meet,
)

A4: BBox = (0.0, 0.0, 210.0, 297.0)
UNIT: BBox = (0.0, 0.0, 1.0, 1.0)
"""Where a picture lies before its matrix is applied."""

_DEEPEST = 16
_MOST_OBJECTS = 200_000
"""On one page; units that hold each other can multiply without end."""
LARGEST = 5_000.0
"""Millimetres: no page is larger."""
_MOST_COMPARED = 20_000_000
_THIN = 0.7
"""Millimetres: a filled shape this thin is a line."""
_LARGEST_MARK = 40.0
"""Millimetres: larger figures are frames and ornaments round text."""
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
    """A picture on a page: the ID of its file, and from its unit square to the page's millimetres.

    ``over`` is how many characters are drawn before it; None where it lets them show through.
    """

    resource: str
    matrix: Matrix
    over: int | None = None


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
    if len(found) < 4 or not all(0 < side < LARGEST for side in found[2:4]):
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
    hidden = hide_covered(drawn)
    drawn.marks += [(own, box) for box in hidden if not _on_white(_middle(box), drawn)]  # a black bar is no blank
    return drawn


def hide_covered(drawn: Drawn) -> list[BBox]:
    """Text over which something is painted is not seen; the boxes of what had been seen."""
    found: list[BBox] = []
    if len(drawn.covers) * len(drawn.glyphs) > _MOST_COMPARED:
        return found
    for index, glyph in enumerate(drawn.glyphs):
        x, y = _middle(glyph.box)
        if any(count > index and b[0] <= x <= b[2] and b[1] <= y <= b[3] for count, b in drawn.covers):
            found += [] if glyph.hidden else [glyph.box]
            drawn.glyphs[index] = replace(glyph, hidden=True)
    return found


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
            own = [_seen(g, look, drawn) for g in glyphs(item, outer, not look.shows, drawn.objects)]
            drawn.glyphs += own
            drawn.marks += [(len(drawn.glyphs), box) for box in _cut_off(item, outer, own)]
        elif kind == "PathObject":
            look = paint(item, resources.params, params, fill=False, stroke=True)
            if look.shows:
                _draw_path(content(child(item, "AbbreviatedData")), object_matrix(item, outer), look, drawn)
        elif kind == "ImageObject" and (look := paint(item, resources.params, params, fill=True, stroke=False)).shows:
            drawn.pictures.append(_picture(item, outer, len(drawn.glyphs) if look.solid else None))
            drawn.fills.append((mapped(UNIT, drawn.pictures[-1].matrix), False))
        elif depth >= _DEEPEST:
            continue
        elif kind == "PageBlock":
            _draw(item, outer, params, resources, drawn, depth + 1)
        elif kind == "CompositeObject" and paint(item, resources.params, params, fill=True, stroke=False).shows:
            unit = child(resources.units.get((attribute(item, "ResourceID") or "").strip()), "Content")
            if unit is not None:
                inner = (attribute(item, "DrawParam"), *params)
                _draw(unit, object_matrix(item, outer), inner, resources, drawn, depth + 1)


def _cut_off(item: Element, outer: Matrix, own: Sequence[Glyph]) -> list[BBox]:
    """The ink of a text object's characters that its clips cut off or into; none where they leave nothing.

    Programs differ in where they count the places of clips from; so what lies outside is in doubt, and not hidden.
    """
    inks = {_ink(glyph.box) for glyph in own}
    cut: set[BBox] = set()
    for clip in children(child(item, "Clips"), "Clip"):
        areas = (_extent(area, object_matrix(item, outer)) for area in children(clip, "Area"))
        boxes = [box for box in areas if box is not None]
        if any(meet(box, ink) for box in boxes for ink in inks):
            cut |= {ink for ink in inks if not any(_holds(box, ink) for box in boxes)}
    return sorted(cut)


def _ink(box: BBox) -> BBox:
    x0, y0, x1, y1 = box
    return (9 * x0 + x1) / 10, (4 * y0 + y1) / 5, (x0 + 9 * x1) / 10, (y0 + 4 * y1) / 5


def _holds(box: BBox, inner: BBox) -> bool:
    return box[0] <= inner[0] and box[1] <= inner[1] and inner[2] <= box[2] and inner[3] <= box[3]


def _extent(area: Element, outer: Matrix) -> BBox | None:
    """The box around a clip's area, in the page's millimetres."""
    path = child(area, "Path")
    if path is None:
        return None
    found = figures(content(child(path, "AbbreviatedData")))
    points = [point for lines, curves in found for point in (*(p for line in lines for p in line), *curves)]
    return mapped(bounds(points), object_matrix(path, object_matrix(area, outer))) if points else None


def _seen(glyph: Glyph, look: Paint, drawn: Drawn) -> Glyph:
    if glyph.hidden or not look.grey:
        return glyph
    return replace(glyph, hidden=look.pale and _on_white(_middle(glyph.box), drawn), grey=look.grey)


def _middle(box: BBox) -> Point:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _on_white(point: Point, drawn: Drawn) -> bool:
    """Whether what has been drawn there is white, where white text and lines do not show."""
    x, y = point
    return next((white for (x0, y0, x1, y1), white in reversed(drawn.fills) if x0 <= x <= x1 and y0 <= y <= y1), True)


def _picture(item: Element, outer: Matrix, over: int | None) -> Picture:
    matrix = object_matrix(item, outer)
    if attribute(item, "CTM") is None:
        _, _, width, height, *_ = *numbers(attribute(item, "Boundary")), 0.0, 0.0, 0.0, 0.0
        a, b, c, d, e, f = matrix
        matrix = a * width, b * width, c * height, d * height, e, f
    return Picture((attribute(item, "ResourceID") or "").strip(), matrix, over)


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

"""Pages that stand beside one another as one wide page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.documents.model import BBox, Beside, Part
from pipeline.documents.pages.content import Char, Edge, PageContent
from pipeline.documents.pages.running import without_running
from pipeline.documents.pages.words import lines_of

_BORDER = 1.5
"""Points by which something may reach over the end of its page's part and still be its own."""
_FEWEST_RULINGS = 2
_APART = 2.0
"""Heights of a character between the parts of a page without rulings: no numbers of two columns shall become one."""
_SAME = 0.5
"""Share of the size within which two pages print a character at one place."""


def rows_of_pages(pages: Iterable[int], beside: Beside) -> Iterator[tuple[Part, ...]]:
    """The wanted pages, those that stand beside one another together and at the place of their first."""
    groups = {group[0].page: group for group in beside}
    further = {part.page for group in beside for part in group[1:]}
    for number in pages:
        if number not in further:
            yield groups.get(number) or (Part(number, 0.0, 0.0),)


def alone(pages: Iterable[int], beside: Beside) -> list[int]:
    """Those of some pages that stand beside no other."""
    joined = {part.page for group in beside for part in group}
    return [number for number in pages if number not in joined]


def joined(parts: Sequence[tuple[Part, PageContent]]) -> PageContent:
    """One content of pages that stand beside one another, from the left; what it shows is asked of these.

    The text that a page cuts off is whole on the next: of each character the page is taken that shows it.
    """
    first = parts[0][1]
    further = without_running([content for _, content in parts])[1:]
    chars: list[list[Char]] = []
    edges: list[Edge] = []
    marks: list[BBox] = []
    places: list[tuple[float, float, float, PageContent]] = []
    end = 0.0
    for number, ((part, _), content) in enumerate(zip(parts, (first, *further), strict=True)):
        begin = part.left if number else 0.0
        ends = part.right if number < len(parts) - 1 else max(part.right, content.width)
        tight = by = end - begin
        if number and not _is_ruled_at(content, begin):
            by += _APART * max((c["size"] for c in content.chars), default=0.0)
        chars.append(list(_own_chars(content, begin, ends, by, tight)))
        edges += _own_edges(content, begin, ends, by)
        marks += [(x0 + by, y0, x1 + by, y1) for x0, y0, x1, y1 in content.marks]
        places.append((begin + by, ends + by, by, content))
        end = ends + by
    whole = PageContent(
        *(first.number, [c for line in lines_of(list(_sure_at_ends(chars, places))) for c in line], edges),
        *(end, max(content.height for _, content in parts), marks),
        parts=tuple(places),
    )
    return replace(whole, shows=whole.shown_in_parts)


def _is_ruled_at(content: PageContent, x: float) -> bool:
    """Whether a table's rulings begin at the left end of a page's part."""
    begin = [e for e in content.edges if e["orientation"] == "h" and abs(e["x0"] - x) <= 2 * _BORDER]
    return len(begin) >= _FEWEST_RULINGS


def _own_edges(content: PageContent, begin: float, end: float, by: float) -> Iterator[Edge]:
    for edge in content.edges:
        x0, x1 = max(edge["x0"], begin), min(edge["x1"], end)
        if x1 - x0 >= -2 * _BORDER:
            x0, x1 = min(x0, x1), max(x0, x1)
            yield {**edge, "x0": x0 + by, "x1": x1 + by, "width": x1 - x0}


def _own_chars(content: PageContent, begin: float, end: float, by: float, tight: float) -> Iterator[Char]:
    """The characters that a page shows of its part, moved; those of a text that begins before it by ``tight``."""
    going_on = {c.get("run") for c in content.chars if c.get("beyond") and c["x1"] <= begin + c["size"]}
    for char in content.chars:
        middle = (char["x0"] + char["x1"]) / 2
        if not char.get("beyond") and begin - _BORDER <= middle < end + _BORDER:
            move = tight if char.get("run") in going_on and char.get("run") is not None else by
            yield {**char, "x0": char["x0"] + move, "x1": char["x1"] + move}


def _sure_at_ends(
    chars: Sequence[Sequence[Char]], places: Sequence[tuple[float, float, float, PageContent]]
) -> Iterator[Char]:
    """Digits at a page's end are in no doubt where the next page shows what is cut off there.

    Of one that is cut itself, that page must have the same digit at the same place.
    """
    ends = [x for left, right, _, _ in places for x in (left, right)][1:-1]
    for own, (_, _, _, page) in zip(chars, places, strict=True):
        others = [(other, by) for _, _, by, other in places if other is not page]
        for char in own:
            x0, x1, size = char["x0"], char["x1"], char["size"]
            at_end = char.get("doubtful") and any(x0 - size < x < x1 + size for x in ends)
            if at_end and (char.get("at_cut") or any(_has(other, by, char) for other, by in others)):
                char = {k: v for k, v in char.items() if k not in ("doubtful", "at_cut")}
            yield char


def _has(page: PageContent, by: float, char: Char) -> bool:
    near = _SAME * char["size"]
    return any(
        c["text"] == char["text"] and abs(c["x0"] + by - char["x0"]) < near and abs(c["top"] - char["top"]) < near
        for c in page.chars
    )

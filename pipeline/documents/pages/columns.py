"""Pages set in columns of text: what stands to the left of the gutter is read before what stands to its right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, groupby, pairwise

from pipeline.documents.model import HAN, BBox, Block, Grid
from pipeline.documents.pages.content import Char, around
from pipeline.documents.twins import are_of_one_kind, labels_in

_LONG_TEXT = 8
"""Chinese characters without a gap from which a text is prose or a row's label, and no heading of a column."""
_FEWEST_TEXTS = 4
"""Such texts on either side of a gutter: between a table's labels and its numbers there are none on the right."""
_MOSTLY_NUMBERS = 0.4
"""Share of the lines on the right without a Chinese character from which these are a table's numbers."""
_INDENT = 2.5
"""Heights of a character by which a line of a column of text is indented at most."""
_MIDDLE = (0.35, 0.65)
_STEP = 2.0
_HALF_GUTTER = 3.0
_SAME_COLUMN = 0.8
"""Share of their width in which a table's parts on two pages stand below one another."""

_SNAP = 2
"""Points within which borders of columns on two pages stand in one place."""

Line = list[Char]
_Placed = tuple[int, BBox, Grid]
"""A table with its place among the blocks of its page, and the box around it."""


def in_columns(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines of a page in the order of reading, those that hold two columns of text parted, a list for each part.

    Args:
        lines: over the whole width, from the top, each from the left.
    """
    chars = [c for line in lines for c in line if c["text"].strip()]
    if not chars:
        return [list(lines)]
    left, right = min(c["x0"] for c in chars), max(c["x1"] for c in chars)
    steps = int((_MIDDLE[1] - _MIDDLE[0]) * (right - left) / _STEP)
    places = [left + _MIDDLE[0] * (right - left) + _STEP * n for n in range(steps + 1)]
    texts = [list(_long_texts(line)) for line in lines]
    found = max(((_weight(lines, texts, x), -abs(x - (left + right) / 2), x) for x in places), default=(0, 0.0, 0.0))
    return list(_parted(lines, texts, found[2])) if found[0] else [list(lines)]


def _long_texts(line: Line) -> Iterator[tuple[float, float]]:
    """Where the long texts of a line begin and end."""
    piece: Line = []
    for char, following in pairwise([*line, None]):
        assert char is not None
        piece.append(char)
        if following is None or following["x0"] - char["x1"] > char["size"]:
            if len(HAN.findall("".join(c["text"] for c in piece))) >= _LONG_TEXT:
                yield piece[0]["x0"], piece[-1]["x1"]
            piece = []


def _is_clear(line: Line, x: float) -> bool:
    return not any(c["x0"] < x + _HALF_GUTTER and x - _HALF_GUTTER < c["x1"] for c in line if c["text"].strip())


def _stretches(lines: Sequence[Line], x: float) -> Iterator[tuple[bool, list[int]]]:
    for clear, members in groupby(range(len(lines)), key=lambda n: _is_clear(lines[n], x)):
        yield clear, list(members)


def _texts_beside(
    lines: Sequence[Line], texts: Sequence[Sequence[tuple[float, float]]], members: Sequence[int], x: float
) -> int:
    """Long texts on the side of a gutter that has fewer; on the right those that begin where that side does.

    Headings over a table's numbers stand anywhere, the lines of a column of text at its left; and a column of text is
    not mostly numbers.
    """
    own = [text for n in members for text in texts[n]]
    if sum(x0 >= x for x0, _ in own) < _FEWEST_TEXTS:
        return 0
    behind = [[c for c in lines[n] if c["x0"] >= x and c["text"].strip()] for n in members]
    behind = [part for part in behind if part]
    numbers = sum(not any(HAN.match(c["text"]) for c in part) for part in behind)
    if numbers >= _MOSTLY_NUMBERS * len(behind):
        return 0
    start = min(part[0]["x0"] for part in behind) + _INDENT * max(part[0]["size"] for part in behind)
    return min(sum(bool(x1 <= x) for _, x1 in own), sum(bool(x <= x0 <= start) for x0, _ in own))


def _weight(lines: Sequence[Line], texts: Sequence[Sequence[tuple[float, float]]], x: float) -> int:
    counts = (_texts_beside(lines, texts, members, x) for clear, members in _stretches(lines, x) if clear)
    return sum(count for count in counts if count >= _FEWEST_TEXTS)


def _parted(lines: Sequence[Line], texts: Sequence[Sequence[tuple[float, float]]], x: float) -> Iterator[list[Line]]:
    for clear, members in _stretches(lines, x):
        if not clear or _texts_beside(lines, texts, members, x) < _FEWEST_TEXTS:
            yield [lines[n] for n in members]
            continue
        for side in (0, 1):
            parts = [[c for c in lines[n] if (c["x0"] >= x) == bool(side)] for n in members]
            yield [part for part in parts if part]


def in_reading_order(grids: Sequence[Grid]) -> list[Grid]:
    """Tables of a page from the top; where they stand in columns of text, one column after the other.

    A table that reaches over several columns parts the page into what stands above and below it.
    """
    placed = [(around(c.bbox for c in grid.cells if c.bbox is not None), grid) for grid in grids]
    ordered: list[Grid] = []
    band: list[tuple[BBox, Grid]] = []
    for box, grid in sorted(placed, key=lambda p: p[0][1]):
        beside = [other for other, _ in placed if other is not box and _share_a_column(other, box)]
        if any(not _share_a_column(a, b) for a, b in combinations(beside, 2)):
            ordered += [*_by_columns(band), grid]
            band = []
        else:
            band.append((box, grid))
    return ordered + _by_columns(band)


def _share_a_column(a: BBox, b: BBox) -> bool:
    return a[0] < b[2] and b[0] < a[2]


def _by_columns(band: Sequence[tuple[BBox, Grid]]) -> list[Grid]:
    columns: list[list[tuple[BBox, Grid]]] = []
    for item in sorted(band, key=lambda p: p[0][0]):
        if columns and any(_share_a_column(item[0], other) for other, _ in columns[-1]):
            columns[-1].append(item)
        else:
            columns.append([item])
    return [grid for column in columns for _, grid in sorted(column, key=lambda p: p[0][1])]


def through_pages(blocks: Sequence[Block]) -> list[Block]:
    """Blocks of pages in reading order, with two tables side by side that both go on on the next page each kept whole.

    The next page has tables as wide in the same two places. They are of one kind on either page; or no text stands
    above them and the left one has the columns of the left one above, not of the right one, as where one table goes on
    from each column of text to the next.
    """
    pages = [list(own) for _, own in groupby(blocks, key=lambda b: b.page)]
    while len(pages) > 1:
        below, above = pages.pop(), pages.pop()
        pages.append(_woven(above, below))
    return pages[0] if pages else []


def _woven(above: Sequence[Block], below: Sequence[Block]) -> list[Block]:
    """The blocks of two pages in reading order."""
    ends, begins = _side_by_side([*enumerate(above)][::-1])[::-1], _side_by_side([*enumerate(below)])
    alike = len(ends) == len(begins) and all(_is_one_column(a[1], b[1]) for a, b in zip(ends, begins, strict=True))
    if len(ends) < 2 or not alike or not _both_go_on(ends, begins):
        return [*above, *below]
    first, place = ends[0][0] + 1, begins[1][0]
    return [*above[:first], *below[:place], *above[first:], *below[place:]]


def _both_go_on(ends: Sequence[_Placed], begins: Sequence[_Placed]) -> bool:
    """Whether two tables side by side go on in the two below them, and not one table in all four columns of text."""
    labels = [[labels_in(c.raw for c in grid.cells) for _, _, grid in page] for page in (ends, begins)]
    if any(are_of_one_kind(*pair) for pair in labels):
        return True
    left, right = (_common_columns(end, begins[0]) for end in ends)
    differ = any(one and other and one.isdisjoint(other) for one, other in labels)
    return begins[0][0] == 0 and (left > right or (left == right and not differ))


def _common_columns(one: _Placed, other: _Placed) -> int:
    """How many borders of columns two tables have at the same distance from their right ends."""
    here, there = ({round(box[2] - c.bbox[2]) for c in grid.cells if c.bbox} for _, box, grid in (one, other))
    return sum(any(abs(x - y) <= _SNAP for y in here) for x in there)


def _side_by_side(blocks: Sequence[tuple[int, Block]]) -> list[_Placed]:
    """The first table, and the first that stands beside it, each with its number; only one where nothing does."""
    frames = [(n, around(c.bbox for c in b.cells if c.bbox is not None), b) for n, b in blocks if isinstance(b, Grid)]
    first = frames[:1]
    beside = [other for other in frames if not _share_a_column(other[1], first[0][1])]
    return [*first, *beside[:1]]


def _is_one_column(a: BBox, b: BBox) -> bool:
    return min(a[2], b[2]) - max(a[0], b[0]) >= _SAME_COLUMN * (max(a[2], b[2]) - min(a[0], b[0]))

"""Tables of a page in the order of reading: of those side by side each column of them goes before the next."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, groupby

from pipeline.documents.model import BBox, Block, Grid
from pipeline.documents.pages.content import around
from pipeline.documents.twins import are_of_one_kind, labels_in

_SAME_COLUMN = 0.8
"""Share of their width in which a table's parts on two pages stand below one another."""


def in_reading_order(grids: Sequence[Grid]) -> list[Grid]:
    """Tables of a page from the top; where they stand in columns of text, one column after the other.

    A table that reaches over several columns parts the page into what stands above and below it.
    """
    placed = [(around(c.bbox for c in grid.cells if c.bbox is not None), grid) for grid in grids]
    ordered: list[Grid] = []
    band: list[tuple[BBox, Grid]] = []
    for box, grid in sorted(placed, key=lambda p: p[0][1]):
        beside = [other for other, _ in placed if other is not box and share_a_column(other, box)]
        if any(not share_a_column(a, b) for a, b in combinations(beside, 2)):
            ordered += [*_by_columns(band), grid]
            band = []
        else:
            band.append((box, grid))
    return ordered + _by_columns(band)


def share_a_column(a: BBox, b: BBox) -> bool:
    """Whether one of two boxes stands above the other, at least in part."""
    return a[0] < b[2] and b[0] < a[2]


def _by_columns(band: Sequence[tuple[BBox, Grid]]) -> list[Grid]:
    columns: list[list[tuple[BBox, Grid]]] = []
    for item in sorted(band, key=lambda p: p[0][0]):
        if columns and any(share_a_column(item[0], other) for other, _ in columns[-1]):
            columns[-1].append(item)
        else:
            columns.append([item])
    return [grid for column in columns for _, grid in sorted(column, key=lambda p: p[0][1])]


def through_pages(blocks: Sequence[Block]) -> list[Block]:
    """Blocks of pages in reading order, with two tables side by side that both go on on the next page each kept whole.

    The next page has tables as wide in the same two places, and no text above them unless they are of one kind.
    """
    pages = [list(own) for _, own in groupby(blocks, key=lambda b: b.page)]
    while len(pages) > 1:
        below, above = pages.pop(), pages.pop()
        pages.append(_woven(above, below))
    return pages[0] if pages else []


def _woven(above: Sequence[Block], below: Sequence[Block]) -> list[Block]:
    """The blocks of two pages in reading order."""
    ends, begins = _side_by_side([*enumerate(above)][::-1])[::-1], _side_by_side([*enumerate(below)])
    alike = len(ends) == len(begins) and all(_is_one_column(a, b) for (_, a), (_, b) in zip(ends, begins, strict=True))
    if len(ends) < 2 or not alike or (begins[0][0] > 0 and not (_are_twins(above, ends) or _are_twins(below, begins))):
        return [*above, *below]
    first, place = ends[0][0] + 1, begins[1][0]
    return [*above[:first], *below[:place], *above[first:], *below[place:]]


def _are_twins(blocks: Sequence[Block], places: Sequence[tuple[int, BBox]]) -> bool:
    one, other = (blocks[n] for n, _ in places)
    assert isinstance(one, Grid)
    assert isinstance(other, Grid)
    return are_of_one_kind(labels_in(c.raw for c in one.cells), labels_in(c.raw for c in other.cells))


def _side_by_side(blocks: Sequence[tuple[int, Block]]) -> list[tuple[int, BBox]]:
    """The first table, and the first that stands beside it, with their numbers; only one where nothing does."""
    frames = [(n, around(c.bbox for c in b.cells if c.bbox is not None)) for n, b in blocks if isinstance(b, Grid)]
    first = frames[:1]
    beside = [(n, frame) for n, frame in frames if not share_a_column(frame, first[0][1])]
    return [*first, *beside[:1]]


def _is_one_column(a: BBox, b: BBox) -> bool:
    return min(a[2], b[2]) - max(a[0], b[0]) >= _SAME_COLUMN * (max(a[2], b[2]) - min(a[0], b[0]))

"""Tables of a page, from the characters and lines that it draws, whatever format it comes from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from pdfplumber.table import merge_edges

from pipeline.documents.model import NO_TEXT, BBox, Block, Cell, Grid
from pipeline.documents.pages.between import with_text_between
from pipeline.documents.pages.boxes import boxes_between
from pipeline.documents.pages.chars import seen_chars
from pipeline.documents.pages.columns import in_reading_order, through_pages
from pipeline.documents.pages.content import Char, Edge, PageContent, meet, straight_edge
from pipeline.documents.pages.labels import with_whole_labels
from pipeline.documents.pages.words import cell_text, is_inside, line_text, lines_of
from pipeline.documents.pages.wraps import all_digits, are_spaced_out, with_wrapped
from pipeline.documents.twins import tables_in

_SNAP = 2.0
"""Points within which two ruling positions are the same line."""

_INSIDE = 2.0
"""Points from a cell's border within which its own line, or its neighbour's text, may show."""
_PILED = 0.01
"""Points up to which a character is as wide as one that is put where its text is cut off."""

_FEWEST_OPEN = 4
_SHORTEST_OPEN = 10.0
_TALLEST_OPEN = 150.0
"""Points to the next border within which vertical lines that end together belong to a row cut by the page's end."""

_TOUCHING = 0.1
"""Share of the size that lies between digits of one number at most, and between numbers of two cells at least."""

TOLERANCE = 3.0
"""Points: pdfplumber's own default for snapping, joining and crossing lines."""


def ruled_grids(contents: Iterable[PageContent], method: str) -> list[Block]:
    """Tables drawn with lines or rectangles, by pdfplumber's table finder, and the text between them."""
    blocks: list[tuple[Block, Block]] = []
    for page in contents:
        chars = seen_chars(page)
        edges = [e for e in merged_edges(page.edges) if max(e["x1"] - e["x0"], e["bottom"] - e["top"]) >= TOLERANCE]
        tables = boxes_between([*edges, *_closing(edges)], TOLERANCE)
        found = (boxed_grid(boxes, chars, page.number, method) for boxes in tables)
        # The lines of a table whose text runs in another direction are this content's as well.
        grids = [grid for grid in found if grid is not None and any(c.raw for c in grid.cells)]
        blocks += page_blocks(page, chars, grids)
    return shown_through_pages(blocks)


def page_blocks(page: PageContent, chars: Sequence[Char], grids: Sequence[Grid]) -> list[tuple[Block, Block]]:
    """A page's tables, and the text between them, in the order of reading: each in the page's own places and as shown.

    Args:
        page: the page.
        chars: its characters as its reader takes them.
        grids: the tables found in it, their boxes in the page's own places.
    """
    apart = [table for grid in grids for table in tables_in(grid)]
    blocks = with_text_between(page, chars, in_reading_order(apart))
    return [(block, _placed_on(page, block) if isinstance(block, Grid) else block) for block in blocks]


def shown_through_pages(blocks: Sequence[tuple[Block, Block]]) -> list[Block]:
    """The blocks of pages in the order of reading through them, as shown.

    What stands side by side is told in the pages' own places: on a turned page as shown, one below the other does.
    """
    shown = {id(own): as_shown for own, as_shown in blocks}
    return [shown[id(own)] for own in through_pages([own for own, _ in blocks])]


def merged_edges(edges: list[Edge]) -> list[Edge]:
    """Lines that nearly coincide as one, and pieces of a line put together: those of each table by themselves.

    Two tables of a page may have borders that nearly stand in one line; put together, both would be misplaced.
    """
    near = (TOLERANCE, TOLERANCE, TOLERANCE, TOLERANCE)
    return [edge for own in _one_below_another(edges) for edge in merge_edges(own, *near)]


def _one_below_another(edges: Iterable[Edge]) -> Iterator[list[Edge]]:
    """Lines in the parts of a page between which there are none."""
    own: list[Edge] = []
    end = 0.0
    for edge in sorted(edges, key=lambda e: e["top"]):
        if own and edge["top"] > end + 2 * TOLERANCE:
            yield own
            own = []
        own.append(edge)
        end = max(end, edge["bottom"])
    if own:
        yield own


def _closing(edges: Sequence[Edge]) -> list[Edge]:
    """Borders that a page break left out: where a table's vertical lines end together and nothing closes its row."""
    level = sorted((e for e in edges if e["orientation"] == "h"), key=lambda e: e["top"])
    upright = [e for e in edges if e["orientation"] == "v" and e["bottom"] - e["top"] >= _SHORTEST_OPEN]
    closing: list[Edge] = []
    for end in ("top", "bottom"):
        groups: dict[int, list[Edge]] = {}
        for edge in upright:
            groups.setdefault(round(edge[end] / TOLERANCE), []).append(edge)
        for group in (table for ends in groups.values() for table in _by_tables(ends, level)):
            x0, x1, y = min(e["x0"] for e in group), max(e["x1"] for e in group), group[0][end]
            across = [e for e in level if e["x0"] < x1 and x0 < e["x1"]]
            inner = [abs(e["top"] - y) for e in across if (e["top"] < y) == (end == "bottom")]
            open_ended = len(group) >= _FEWEST_OPEN and not any(abs(e["top"] - y) <= TOLERANCE for e in across)
            one_row = bool(inner) and all(abs(e["bottom"] - e["top"] - inner[0]) <= TOLERANCE for e in group)
            if open_ended and (len(inner) >= 2 or one_row) and min(inner) <= _TALLEST_OPEN:
                border = straight_edge((x0, y), (x1, y))
                closing += [border] if border is not None else []
    return closing


def _by_tables(upright: Sequence[Edge], level: Sequence[Edge]) -> list[list[Edge]]:
    """Vertical lines that end together, those of tables side by side apart: no horizontal line joins these.

    Lines that none joins to the next either, on both sides of a label that reaches over the whole page, go with those
    to their right.
    """
    tables: list[list[Edge]] = [[]]
    joined = False
    for edge, following in pairwise([*sorted(upright, key=lambda e: e["x0"]), None]):
        assert edge is not None
        tables[-1].append(edge)
        if following is not None and not any(_joins(e, edge, following) for e in level):
            tables += [[]] if joined else []
            joined = False
        else:
            joined = True
    return tables


def _joins(level: Edge, left: Edge, right: Edge) -> bool:
    """Whether a horizontal line runs from one vertical line to another."""
    if level["x0"] > left["x0"] + TOLERANCE or level["x1"] < right["x0"] - TOLERANCE:
        return False
    ends = (max(left["top"], right["top"]), min(left["bottom"], right["bottom"]))
    return bool(ends[0] - TOLERANCE <= level["top"] <= ends[1] + TOLERANCE)


def _placed_on(page: PageContent, grid: Grid) -> Grid:
    """A grid with its boxes as the page is shown, and with a sign in cells that look empty and are not."""
    end, cut = _cut_at(page), _cut_cells(page, grid)

    def may_be_filled(cell: Cell) -> bool:
        return _is_drawn_in(page, cell) or _goes_on(page, cell, end) or cell.bbox in cut

    empty = (not c.raw.strip() and may_be_filled(c) for c in grid.cells)
    shown = (replace(c, raw=NO_TEXT, text=NO_TEXT) if e else c for c, e in zip(grid.cells, empty, strict=True))
    return replace(grid, cells=tuple(_cell_placed(page, c) for c in shown))


def _cell_placed(page: PageContent, cell: Cell) -> Cell:
    if cell.bbox is None:
        return cell
    number, box = page.placed(cell.bbox)
    return replace(cell, page=number, bbox=_rounded(box))


def _cut_at(page: PageContent) -> float | None:
    """Where a page ends a table that goes on elsewhere: its rulings end there, and a text is cut off."""
    end = max((e["x1"] for e in page.edges if e["orientation"] == "h"), default=0.0)
    cut = (c for c in page.chars if c.get("beyond") and c["x1"] - c["x0"] < _PILED)
    return end if any(abs(c["x1"] - end) <= TOLERANCE for c in cut) else None


def _goes_on(page: PageContent, cell: Cell, end: float | None) -> bool:
    """Whether a cell that looks empty is open towards the next part of its sheet, where its number may stand."""
    if end is None or cell.bbox is None or abs(cell.bbox[2] - end) > TOLERANCE:
        return False
    middle = (cell.bbox[1] + cell.bbox[3]) / 2
    closing = (e for e in page.edges if e["orientation"] == "v" and abs(e["x0"] - end) <= TOLERANCE)
    return not any(e["top"] <= middle <= e["bottom"] for e in closing)


def _cut_cells(page: PageContent, grid: Grid) -> set[BBox]:
    """Cells of which so much is cut off that a number may be gone: where none is printed away from the cut."""
    found: set[BBox] = set()
    for cut in page.cuts:
        boxes = {c.bbox for c in grid.cells if c.bbox is not None and c.bbox[0] < cut < c.bbox[2]}
        digits = [c for c in page.chars if c["text"].isdigit() and any(is_inside(c, box) for box in boxes)]
        away = (min(abs(cut - c["x0"]), abs(cut - c["x1"])) > c["size"] for c in digits)
        found |= set() if digits and all(away) else boxes
    return found


def _is_drawn_in(page: PageContent, cell: Cell) -> bool:
    """Whether a cell that looks empty shows something that is no text: a picture, digits as outlines."""
    if cell.bbox is None:
        return False
    x0, top, x1, bottom = cell.bbox
    inner = (x0 + _INSIDE, top + _INSIDE, x1 - _INSIDE, bottom - _INSIDE)
    if not any(meet(mark, inner) for mark in page.marks):
        return False
    return page.shows is None or page.shows(inner)


def filled_grid(grid: Grid, chars: Sequence[Char]) -> Grid:
    """A grid whose cells another program placed, with the characters that the page visibly has in their boxes.

    A number through which a cell's border runs is not read from one of its halves.

    Args:
        grid: cells with boxes in the page's own places.
        chars: the page's characters as its reader takes them.
    """
    after = {id(a): b for line in lines_of(chars) for a, b in pairwise(line) if _is_one_number(a, b)}
    before = {id(b): a for a, b in ((a, after[id(a)]) for a in chars if id(a) in after)}
    cells: list[Cell] = []
    for cell in grid.cells:
        assert cell.bbox is not None
        own = [c for c in chars if is_inside(c, cell.bbox)]
        raw = cell_text(own)
        beside = [other for c in own for other in (after.get(id(c)), before.get(id(c))) if other is not None]
        if any(not is_inside(c, cell.bbox) for c in beside):
            raw += NO_TEXT
        cells.append(replace(cell, raw=raw, text=raw))
    return replace(grid, cells=tuple(cells))


def _is_one_number(left: Char, right: Char) -> bool:
    """Whether two neighbours of a line are digits of one number: side by side, or spaced out by one piece of text."""
    if not (left["text"].isdigit() and right["text"].isdigit()):
        return False
    gap = right["x0"] - left["x1"]
    same = left.get("run") is not None and left.get("run") == right.get("run")
    return bool(gap <= (1.2 if same else 0.15) * right["size"])


def _starts(values: Iterable[float]) -> list[float]:
    """Distinct positions, those closer than the snap distance taken as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _SNAP:
            found.append(value)
    return found


def _index(starts: Sequence[float], value: float) -> int:
    return max(0, bisect_right(starts, value + _SNAP) - 1)


def boxed_grid(boxes: Sequence[BBox], chars: Sequence[Char], page: int, method: str) -> Grid | None:
    """Cells with rows, columns and spans from their boxes; None for a frame of one column."""
    lefts, tops = _starts(b[0] for b in boxes), _starts(b[1] for b in boxes)
    if len(lefts) < 2:
        return None
    inside: dict[BBox, list[Char]] = {box: [] for box in boxes}
    by_row: dict[int, list[BBox]] = {}
    for box in boxes:
        for row in range(_index(tops, box[1]), _index(tops, box[3] - 2 * _SNAP) + 1):
            by_row.setdefault(row, []).append(box)
    for char in chars:
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        for box in by_row.get(bisect_right(tops, y) - 1, ()):
            if box[0] <= x < box[2] and box[1] <= y < box[3]:
                inside[box].append(char)
                break
    inside = with_whole_labels(inside, chars)
    torn = _torn(inside, chars)
    cells: list[Cell] = []
    printed = {_rounded(box): lines_of(own) for box, own in inside.items()}
    spaced = are_spaced_out(printed.values())
    for box in boxes:
        row, column = _index(tops, box[1]), _index(lefts, box[0])
        height = max(1, _index(tops, box[3] - 2 * _SNAP) - row + 1)
        width = max(1, _index(lefts, box[2] - 2 * _SNAP) - column + 1)
        texts = [all_digits(line) if spaced else None for line in printed[_rounded(box)]]
        lines = (t or line_text(line) for t, line in zip(texts, printed[_rounded(box)], strict=True))
        raw = "\n".join(lines) + (NO_TEXT if box in torn else "")
        cells.append(Cell(row, column, raw, raw, height, width, page, _rounded(box)))
    cells = with_wrapped(cells, lambda cell: printed[cell.bbox] if cell.bbox else [])
    return Grid(tuple(sorted(cells, key=lambda c: (c.row, c.column))), method, page)


def _torn(inside: Mapping[BBox, Sequence[Char]], chars: Sequence[Char]) -> set[BBox]:
    """Boxes that hold a part of a number alone: it goes on over their border, wider than its cell."""
    home = {id(c): box for box, own in inside.items() for c in own}
    digits = lines_of([c for c in chars if c["text"].isdigit()])
    pairs = ((a, b) for line in digits for a, b in pairwise(line) if home.get(id(a)) != home.get(id(b)))
    return {
        box for a, b in pairs if b["x0"] - a["x1"] <= _TOUCHING * b["size"]
        for box in (home.get(id(a)), home.get(id(b))) if box is not None
    }  # fmt: skip


def _rounded(box: BBox) -> BBox:
    x0, top, x1, bottom = (round(v, 2) for v in box)
    return x0, top, x1, bottom

"""Tables whose rows are ruled and whose columns are not: cells between horizontal lines and the gaps in the print."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.documents.model import Block, Grid, Word
from pipeline.documents.pages.boxes import boxes_between
from pipeline.documents.pages.chars import seen_chars
from pipeline.documents.pages.content import Char, Edge, PageContent, straight_edge
from pipeline.documents.pages.tables import TOLERANCE, boxed_grid, merged_edges, page_blocks
from pipeline.documents.pages.words import page_words

_SHORTEST = 20.0
_FEWEST_RULINGS = 4
_TALLEST = 150.0
"""Points between two rulings from which they are no neighbouring ones of a table."""
_SHARED = 3
"""Columns that two stretches of rows have in common when each also prints numbers where the other has none."""
_MOSTLY_TWO = 0.5
"""Share of the rows with numbers that print labels between them, from which two tables stand side by side."""
_NUMBER = re.compile(r"^(?:[-+−]?[\d,]+(?:\.\d+)?[^\W\d_]{0,2}|[-/—–―－无]+)$")

Span = tuple[float, float]
"""Left and right end of something, in points."""


@dataclass(frozen=True, slots=True)
class _Band:
    """What is printed between two neighbouring rulings: its words, and those that are numbers behind its label."""

    top: float
    bottom: float
    words: tuple[Word, ...]
    numbers: tuple[Word, ...]


@dataclass
class _Stretch:
    """Neighbouring bands whose numbers stand in the same columns; ``first`` and ``last`` are their places.

    ``labels`` is how far the labels before their numbers reach.
    """

    first: int
    last: int
    labels: float
    columns: list[Span] = field(default_factory=list)


def banded_grids(contents: Iterable[PageContent], method: str) -> list[Block]:
    """Tables with horizontal rulings alone.

    A table's rows are what stands between its rulings; its columns are the gaps that all its numbers leave. Where the
    labels' own rulings begin further to the right, a label reaches down over several rows.
    """
    blocks: list[Block] = []
    for page in contents:
        chars = seen_chars(page)
        edges = merged_edges(page.edges)
        level = [e for e in edges if e["orientation"] == "h" and e["x1"] - e["x0"] >= _SHORTEST]
        upright = [e for e in edges if e["orientation"] == "v" and e["bottom"] - e["top"] >= TOLERANCE]
        tables = (_grids(rulings, upright, chars, page.number, method) for rulings in _tables(level))
        found = page_blocks(page, chars, [grid for grids in tables for grid in grids])
        blocks += [shown for _, shown in found]
    return blocks


def _tables(level: Sequence[Edge]) -> Iterator[list[Edge]]:
    """Rulings that end together on the right and follow each other closely."""
    by_end: dict[int, list[Edge]] = {}
    for edge in sorted(level, key=lambda e: e["x1"]):
        key = next((k for k in by_end if abs(by_end[k][-1]["x1"] - edge["x1"]) <= TOLERANCE), len(by_end))
        by_end.setdefault(key, []).append(edge)
    for edges in by_end.values():
        ordered = sorted(edges, key=lambda e: e["top"])
        start = 0
        ends = [n for n, (a, b) in enumerate(pairwise(ordered), start=1) if b["top"] - a["top"] > _TALLEST]
        for end in (*ends, len(ordered)):
            if end - start >= _FEWEST_RULINGS:
                yield ordered[start:end]
            start = end


def _grids(
    rulings: Sequence[Edge], upright: Sequence[Edge], chars: Sequence[Char], page: int, method: str
) -> Iterator[Grid]:
    left, right = min(e["x0"] for e in rulings), max(e["x1"] for e in rulings)
    bands = _bands(rulings, [c for c in chars if left <= (c["x0"] + c["x1"]) / 2 <= right])
    for stretch in _stretches(bands):
        own = bands[stretch.first : stretch.last + 1]
        if sum(map(_prints_labels_between, own)) >= _MOSTLY_TWO * sum(bool(b.numbers) for b in own):
            continue
        top, bottom = own[0].top, own[-1].bottom
        lines = [e for e in rulings if top - 1 <= e["top"] <= bottom + 1]
        drawn = [e for e in upright if e["top"] < bottom and top < e["bottom"]]
        borders = _borders(own, stretch.columns, left, lines, drawn)
        if borders is None:
            continue
        edges = [*lines, *drawn, *_upright([left, *borders, right], own)]
        boxes = [box for table in boxes_between(merged_edges(edges), TOLERANCE) for box in table]
        grid = boxed_grid(boxes, chars, page, method) if boxes else None
        if grid is not None:
            yield grid


def _bands(rulings: Sequence[Edge], chars: Sequence[Char]) -> list[_Band]:
    heights = sorted({e["top"] for e in rulings})
    words = page_words(chars)
    bands = []
    for top, bottom in pairwise(heights):
        own = [w for w in words if w.bbox is not None and top <= (w.bbox[1] + w.bbox[3]) / 2 < bottom]
        label_end = max((w.x1 for w in own if not _NUMBER.match(w.text)), default=0.0)
        numbers = tuple(w for w in own if _NUMBER.match(w.text) and w.x0 >= label_end)
        bands.append(_Band(top, bottom, tuple(own), numbers))
    return bands


def _prints_labels_between(band: _Band) -> bool:
    """Whether a label stands behind numbers that stand behind another: rows of two tables side by side."""
    words = sorted(band.words, key=lambda w: w.x0)
    labels = [n for n, w in enumerate(words) if w not in band.numbers and not _NUMBER.match(w.text)]
    return bool(band.numbers and labels) and labels[-1] - labels[0] >= len(labels)


def _stretches(bands: Sequence[_Band]) -> list[_Stretch]:
    """Bands with numbers in the same columns, with the bands without numbers (a header) above each such stretch.

    Where numbers stand below or above labels that other numbers have before them, another table begins.
    """
    found: list[_Stretch] = []
    start = 0
    for place, band in enumerate(bands):
        columns = _columns((w.x0, w.x1) for w in band.numbers)
        if not columns:
            continue
        labels = max((w.x1 for w in band.words if w not in band.numbers), default=0.0)
        apart = not found or columns[0][0] < found[-1].labels or found[-1].columns[0][0] < labels
        together = None if apart else _together(found[-1].columns, columns)
        if together is not None:
            found[-1].last, found[-1].columns = place, together
            found[-1].labels = max(found[-1].labels, labels)
        else:
            found.append(_Stretch(start, place, labels, columns))
        start = place + 1
    return [s for s in found if len(s.columns) > 1]


def _columns(spans: Iterable[Span]) -> list[Span]:
    """Spans that overlap as one, from the left."""
    columns: list[Span] = []
    for x0, x1 in sorted(spans):
        if columns and x0 < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], x1))
        else:
            columns.append((x0, x1))
    return columns


def _together(one: Sequence[Span], other: Sequence[Span]) -> list[Span] | None:
    """The columns of two stretches of rows, if they can be the same table's: no number stands in two of the other's."""
    both = _columns([*one, *other])
    inside = [[sum(x0 >= c0 and x1 <= c1 for x0, x1 in part) for c0, c1 in both] for part in (one, other)]
    if any(count > 1 for counts in inside for count in counts):
        return None
    shared = sum(a == b == 1 for a, b in zip(*inside, strict=True))
    return both if shared == min(len(one), len(other)) or shared >= _SHARED else None


def _borders(
    bands: Sequence[_Band], columns: Sequence[Span], left: float, lines: Sequence[Edge], drawn: Sequence[Edge]
) -> list[float] | None:
    """Where columns end: between the numbers, before the first of them, and where rulings begin among the labels.

    None where a label reaches into the numbers. What the file draws itself is not given.
    """
    labels = [w.x1 for b in bands for w in b.words if b.numbers and w not in b.numbers and w.x0 < columns[1][0]]
    label_end, first = max(labels, default=left), columns[0][0]
    if label_end > first:
        return None
    gap = columns[1][0] - columns[0][1]
    gaps = [(label_end, first, max((label_end + first) / 2, first - gap / 2))]
    gaps += [(a[1], b[0], (a[1] + b[0]) / 2) for a, b in pairwise(columns)]
    between = [middle for x0, x1, middle in gaps if not any(x0 - 1 <= e["x0"] <= x1 + 1 for e in drawn)]
    return [*sorted({e["x0"] for e in lines if left + TOLERANCE < e["x0"] < label_end}), *between]


def _upright(borders: Sequence[float], bands: Sequence[_Band]) -> Iterator[Edge]:
    """Borders of columns, through every band in which no word crosses them."""
    for x in borders:
        for band in bands:
            if not any(w.x0 < x < w.x1 for w in band.words):
                edge = straight_edge((x, band.top), (x, band.bottom))
                if edge is not None:
                    yield edge

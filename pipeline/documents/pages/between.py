"""The text of a page that stands in none of its tables, as paragraphs in their places between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.documents.model import BBox, Grid, Paragraph
from pipeline.documents.pages.content import Char, PageContent, around, runs
from pipeline.documents.pages.words import is_inside, line_text, lines_of

_APART = 2.0
"""Share of the size from which a gap parts what stands over one column from what stands over the next."""
_INDENT = 1.5
"""Heights of a character by which a paragraph's first line is indented at least."""
_SHORT = 2.0
"""Heights of a character that a full line leaves free at its end at most."""
_SPACED = 1.4
"""Share of the usual distance of lines from which a paragraph ends."""
_ALIKE = 0.1
_LEVEL = 3.0
"""Points by which the borders of tables side by side differ in height at most."""
_NUMBERED = re.compile(r"\(?（?[一二三四五六七八九十]{1,2}[)）、.．]|附[件表录:：]")
"""What begins a heading, whatever stands before it."""


@dataclass(slots=True)
class _Piece:
    """A piece of a line: its text, its box, and the size of its print."""

    text: str
    box: BBox
    size: float


def with_text_between(page: PageContent, chars: Sequence[Char], grids: Sequence[Grid]) -> list[Grid | Paragraph]:
    """A page's tables in the given order, each behind the text that stands above it in its columns of the page.

    Lines that a paragraph's width broke are put together again: a date in a sentence is no heading.

    Args:
        page: the page.
        chars: its characters as its reader takes them.
        grids: the tables, their boxes in the page's own places, in the order of reading.
    """
    frames = [around(c.bbox for c in grid.cells if c.bbox is not None) for grid in grids]
    outside = [c for c in chars if not any(is_inside(c, frame) for frame in frames)]
    pieces = [piece for line in lines_of(outside) for piece in _pieces(line)]
    rows = _rows_of(frames)
    places = [_place(piece.box, frames, rows) for piece in pieces]
    blocks: list[Grid | Paragraph] = []
    boxes = [*(piece.box for piece in pieces), *frames]
    for place in range(len(grids) + 1):
        own = [piece for piece, its in zip(pieces, places, strict=True) if its == place]
        blocks += [Paragraph(text, text, page.number) for text in _paragraphs(own, boxes)]
        blocks += grids[place : place + 1]
    return blocks


def _pieces(line: Sequence[Char]) -> Iterator[_Piece]:
    def goes_on(left: Char, right: Char) -> bool:
        return bool(right["x0"] - left["x1"] <= _APART * min(left["size"], right["size"]))

    for piece in runs((c for c in line if c["text"].strip()), goes_on):
        box = around((c["x0"], c["top"], c["x1"], c["bottom"]) for c in piece)
        yield _Piece(line_text(piece).strip(), box, max(c["size"] for c in piece))


def _rows_of(frames: Sequence[BBox]) -> list[BBox]:
    """For each table all that begin and end at its heights: text below tables side by side stands behind them all."""
    return [
        around(other for other in frames if all(abs(frame[n] - other[n]) <= _LEVEL for n in (1, 3))) for frame in frames
    ]


def _place(box: BBox, frames: Sequence[BBox], rows: Sequence[BBox]) -> int:
    """Which table a text stands before: the nearest below it, else the one behind the last above it."""
    own = [n for n, frame in enumerate(frames) if _shares_a_column(frame, box)]
    middle = (box[1] + box[3]) / 2
    for candidates in (own, range(len(frames))):
        below = [n for n in candidates if frames[n][1] >= middle]
        if below:
            return min(below, key=lambda n: (frames[n][1], n))
        if candidates:
            return max(n for n, row in enumerate(rows) if n in candidates or _shares_a_column(row, box)) + 1
    return len(frames)


def _shares_a_column(frame: BBox, box: BBox) -> bool:
    return frame[0] < box[2] and box[0] < frame[2]


def _paragraphs(own: Sequence[_Piece], boxes: Sequence[BBox]) -> Iterator[str]:
    """The pieces put together, each line with those that go on it; ``boxes`` are what the page holds."""
    pitches = sorted(b.box[3] - a.box[3] for a, b in pairwise(own) if _is_below(b, a))
    usual = pitches[len(pitches) // 4] if pitches else 0.0
    paragraph: list[_Piece] = []
    for piece in own:
        if paragraph and not _goes_on(paragraph, piece, boxes, _SPACED * usual):
            yield "".join(p.text for p in paragraph)
            paragraph = []
        paragraph.append(piece)
    if paragraph:
        yield "".join(p.text for p in paragraph)


def _is_below(piece: _Piece, other: _Piece) -> bool:
    return piece.box[1] > (other.box[1] + other.box[3]) / 2


def _goes_on(paragraph: Sequence[_Piece], piece: _Piece, boxes: Sequence[BBox], farthest: float) -> bool:
    """Whether a line is a paragraph's next: below a full one, of its print, and not indented as a first one."""
    last, size = paragraph[-1], piece.size
    column = [box for box in boxes if box[0] < last.box[2] and last.box[0] < box[2]]
    full = last.box[2] >= max(box[2] for box in column) - _SHORT * size
    near = _is_below(piece, last) and piece.box[3] - last.box[3] <= farthest
    if not (full and near) or abs(size - last.size) > _ALIKE * size or _NUMBERED.match(piece.text):
        return False
    if len(paragraph) > 1 or piece.box[0] < last.box[0] - size:
        return piece.box[0] <= last.box[0] + size / 2
    return piece.box[0] <= min(last.box[0], min(box[0] for box in column)) + _INDENT * size

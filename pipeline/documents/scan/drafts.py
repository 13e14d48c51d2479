"""A page that is read and not yet decided, and the blocks that it becomes once its values are."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.documents.model import HAN, NO_TEXT, BBox, Block, Cell, Grid, Paragraph, Word, WordLines
from pipeline.documents.pages.content import Char
from pipeline.documents.pages.wraps import Lines, with_wrapped
from pipeline.documents.scan.basics import Box
from pipeline.documents.scan.rulings.cells import CellBox
from pipeline.documents.scan.values.candidates import Candidate, Value
from pipeline.documents.scan.values.votes import UNSURE

_READ_ONCE = 0.85
"""Certainty, at most, of a number that was read only once."""
_MOST_READINGS = 8


@dataclass(frozen=True, slots=True)
class DraftCell:
    """A cell as read; ``values`` are the places of its lines among the draft's candidates.

    ``lines`` are the boxes of its lines of text, in pixels; ``size`` is the height of the table's characters.
    ``dirty`` says that something stands above or below its number which is none and no word.
    """

    place: CellBox
    text: str
    bbox: BBox
    mean: float
    values: tuple[int, ...] = ()
    doubtful: bool = False
    dirty: bool = False
    lines: tuple[Box, ...] = ()
    size: float = 0.0


@dataclass(frozen=True, slots=True)
class DraftWord:
    """A word as read, with its line from the top."""

    text: str
    box: Box
    bbox: BBox
    line: int
    mean: float
    values: tuple[int, ...] = ()


@dataclass(frozen=True)
class Draft:
    """A read page whose values are not decided yet.

    Attributes:
        number: of the page.
        parts: paragraphs and drafts of tables with the height at which they begin.
        candidates: the lines that may be values; the drafts refer to them by their place here.
    """

    number: int
    parts: tuple[tuple[float, Paragraph | tuple[DraftCell, ...] | tuple[DraftWord, ...]], ...]
    candidates: tuple[Candidate, ...]


def finished(draft: Draft, values: Sequence[Value]) -> Iterator[Block]:
    """The page's blocks with its values decided.

    Args:
        draft: the page.
        values: one for each of its candidates.
    """
    for _, part in draft.parts:
        if isinstance(part, Paragraph):
            yield part
        elif part and isinstance(part[0], DraftCell):
            drafts = [c for c in part if isinstance(c, DraftCell)]
            cells = doubted_beside_idle_lines([_cell(c, values, draft.number) for c in drafts])
            lines = {cell: _lines(own, cell) for own, cell in zip(drafts, cells, strict=True)}
            yield Grid(tuple(with_wrapped(cells, lines.__getitem__)), "scan:rulings", draft.number)
        else:
            yield WordLines(
                tuple(_word(w, values) for w in part if isinstance(w, DraftWord)), "scan:words", draft.number
            )


def _cell(draft: DraftCell, values: Sequence[Value], page: int) -> Cell:
    place = draft.place
    text, certainty, readings = _decided(draft.text, draft.mean, draft.values, values)
    if draft.doubtful and not draft.values and not text:
        certainty, readings = UNSURE, ("",)
    if draft.dirty:
        certainty = min(certainty, UNSURE)
    return Cell(
        place.row, place.column, text, text, place.row_span, place.column_span, page, draft.bbox, certainty, readings
    )


def _lines(draft: DraftCell, cell: Cell) -> Lines:
    """A cell's lines with the places of their characters on the page, which share a line evenly."""
    texts = cell.raw.split("\n")
    if len(texts) != len(draft.lines):
        return ()
    left, top, *_ = draft.bbox
    scale = (draft.bbox[2] - left) / max(1, draft.place.box[2] - draft.place.box[0])
    found: list[list[Char]] = []
    for text, (x0, y0, x1, y1) in zip(texts, draft.lines, strict=True):
        begin, step = left + (x0 - draft.place.box[0]) * scale, (x1 - x0) * scale / max(1, len(text))
        upper, lower = (top + (y - draft.place.box[1]) * scale for y in (y0, y1))
        found.append(
            [
                {"text": c, "x0": begin + n * step, "x1": begin + (n + 1) * step, "top": upper, "bottom": lower,
                 "size": draft.size * scale}
                for n, c in enumerate(text)
            ]
        )  # fmt: skip
    return found


def _word(draft: DraftWord, values: Sequence[Value]) -> Word:
    text, certainty, readings = _decided(draft.text, draft.mean, draft.values, values)
    return Word(text, text, draft.bbox[0], draft.bbox[2], draft.line, draft.bbox, certainty, readings)


def _decided(
    text: str, mean: float, numbers: Sequence[int], values: Sequence[Value]
) -> tuple[str, float, tuple[str, ...]]:
    """A cell's text with its certainty and what else it may be; a number broken over lines is as sure as its parts."""
    own = [values[n] for n in numbers]
    if not own:
        # A number that was not read as a value was read once only.
        once = any(c.isdigit() for c in text) and len(HAN.findall(text)) < 3
        return text, min(mean, _READ_ONCE) if once else mean, ()
    if len(own) == 1:
        return own[0].text, own[0].certainty, own[0].readings
    whole = itertools.product(*((v.text, *v.readings) for v in own)) if len(own) == 2 else ()
    readings = tuple("".join(parts) for parts in whole)[:_MOST_READINGS]
    if readings and min(v.certainty for v in own) <= UNSURE:
        readings += tuple(t for v in own for t in (v.text, *v.readings[:1]))  # the other line may be dirt
    return "\n".join(v.text for v in own), min(v.certainty for v in own), readings


def doubted_beside_idle_lines(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Cells of a grid, those not taken for empty between which a line stands that parts nothing printed anywhere.

    Strokes of digits that stand below one another, as those of zeros do, look like a ruling, and taken for one they are
    gone from their cells. A ruling of the table parts something somewhere, or stands in every row.
    """
    by_row: dict[int, list[Cell]] = {}
    for cell in cells:
        for row in range(cell.row, cell.row + cell.row_span):
            by_row.setdefault(row, []).append(cell)
    idle: dict[int, list[Cell]] = {}
    at_work: set[int] = set()
    for members in by_row.values():
        for left, right in itertools.pairwise(sorted(members, key=lambda c: c.column)):
            if left.raw.strip() or right.raw.strip():
                at_work.add(right.column)
            else:
                idle.setdefault(right.column, []).extend((left, right))
    bridged = {column for c in cells for column in range(c.column + 1, c.column + c.column_span)}
    doubtful = {id(c) for column in bridged - at_work for c in idle.get(column, ())}
    return tuple(replace(c, raw=NO_TEXT, text=NO_TEXT) if id(c) in doubtful else c for c in cells)

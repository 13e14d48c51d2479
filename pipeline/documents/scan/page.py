"""One page: its lines of text, its ruled tables, and words by their places where it has none."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import cv2
import numpy as np

from pipeline.documents.model import HAN, BBox, Paragraph
from pipeline.documents.scan.basics import Box, Image
from pipeline.documents.scan.drafts import Draft, DraftCell, DraftWord
from pipeline.documents.scan.engine import Engine, Line
from pipeline.documents.scan.picture.shaded_grounds import levelled
from pipeline.documents.scan.print.page_print import PagePrint
from pipeline.documents.scan.print.pieces import Printed
from pipeline.documents.scan.ruled import Ruled, strip, upright
from pipeline.documents.scan.rulings.cells import RuledTable, drawn_between
from pipeline.documents.scan.rulings.lines import long_lines
from pipeline.documents.scan.unruled.margins import is_dust, no_text
from pipeline.documents.scan.unruled.number_columns import in_number_columns
from pipeline.documents.scan.unruled.parting import parted
from pipeline.documents.scan.unruled.text_rows import text_rows
from pipeline.documents.scan.values.candidates import Candidate, candidate, is_value_text, may_be_value

_LIKE_NUMBERS = "无無一二三丨口日目川工"
_WIDE_BRACKETS = str.maketrans("()", "（）")
"""Recognition gives either at random; Chinese text is printed with the wide ones (GB/T 15834)."""
_CLEAR_CHARACTER = 0.97
_FLAT = 0.25
"""Height of a stroke that is no line of print, in character sizes."""
_SMOOTH = 0.05
"""Blur of the second reading's picture, in character sizes: takes the grain out of a noisy scan."""


def read_page(engine: Engine, ruled: Ruled, *, by_words: bool) -> Draft:
    """Read a page.

    Args:
        engine: the models.
        ruled: the page.
        by_words: whether what stands outside its tables may hold tables without rulings.
    """
    ruled, boxes = upright(engine, ruled)
    sheet = ruled.sheet
    drawn = drawn_between(ruled.tables, ruled.rulings, ruled.small or sheet.size)
    if by_words:
        drawn = np.maximum(drawn, long_lines(ruled.rulings, ruled.small or sheet.size))
    page = PagePrint(sheet, drawn, ruled.seals).of_size(ruled.small if by_words else None)
    smooth = np.asarray(cv2.GaussianBlur(page.grey, (0, 0), max(0.6, _SMOOTH * page.size)), np.uint8)
    candidates: list[Candidate] = []
    parts: list[tuple[float, Paragraph | tuple[DraftCell, ...] | tuple[DraftWord, ...]]] = []
    for table in ruled.tables:
        parts.append((table.box[1], _read_table(engine, ruled, page, smooth, table, candidates)))
    if by_words:
        words, rows = _read_words(engine, ruled, page, smooth, candidates)
        parts += [(min(w.box[1] for w in own) - 0.5, own) for own in _between_tables(words, ruled.tables)]
    else:
        outside = [b for b in boxes if not any(_within(b, t.box) for t in ruled.tables)]
        rows = in_rows(outside, engine.recognise([strip(sheet.grey, b) for b in outside]))
    for row in rows:
        text = " ".join(line.text.strip() for _, line in row if line.text.strip())
        if text:
            wide = text.translate(_WIDE_BRACKETS)
            parts.append((row[0][0][1], Paragraph(wide, wide, ruled.page.number)))
    parts.sort(key=lambda p: p[0])
    return Draft(ruled.page.number, tuple(parts), tuple(candidates))


def _within(box: Box, table: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return table[0] <= x <= table[2] and table[1] <= y <= table[3]


def in_rows(boxes: Sequence[Box], lines: Sequence[Line]) -> list[list[tuple[Box, Line]]]:
    """Recognised lines from the top; those beside one another in one row."""
    return [[(boxes[n], lines[n]) for n in row] for row in text_rows(boxes)]


def _place(ruled: Ruled, box: Box) -> BBox:
    left, top, right, bottom = ruled.sheet.box(*box)
    scale, along, down = ruled.page.scale, ruled.page.left, ruled.page.top
    return (
        round(left * scale + along, 2),
        round(top * scale + down, 2),
        round(right * scale + along, 2),
        round(bottom * scale + down, 2),
    )


def _read_table(
    engine: Engine, ruled: Ruled, page: PagePrint, smooth: Image, table: RuledTable, candidates: list[Candidate]
) -> tuple[DraftCell, ...]:
    page = page.measured_by(table.box)
    prints = [page.in_cell(cell.box) for cell in table.cells]
    todo = [(n, p) for n, one in enumerate(prints) for p in one.lines]
    lines = engine.recognise([page.crop(p.box, table.cells[n].box, 1.0, 0.3) for n, p in todo])
    of_cell: dict[int, list[tuple[Printed, Line]]] = {}
    for (n, p), line in zip(todo, lines, strict=True):
        of_cell.setdefault(n, []).append((p, line))
    values = [(n, p, line) for n, own in of_cell.items() for p, line in _values_of(own, page.size)]
    base = len(candidates)
    items = [
        (p, _band(table.cells[n].box, p, [*(q.box for q, _ in of_cell[n]), *prints[n].dirt]), line)
        for n, p, line in values
    ]
    candidates += candidate(page, engine, smooth, items)
    numbers_of: dict[int, tuple[int, ...]] = {}
    for k, (n, _, _) in enumerate(values):
        numbers_of[n] = (*numbers_of.get(n, ()), base + k)
    drafts: list[DraftCell] = []
    for n, cell in enumerate(table.cells):
        own = of_cell.get(n, [])
        text = "\n".join(line.text.strip() for _, line in own if line.text.strip())
        mean = min((line.mean for _, line in own), default=1.0)
        doubtful = bool(prints[n].doubtful) or cell.doubtful or (not own and page.has_stain(cell.box, ()))
        numbers = numbers_of.get(n, ())
        dirty = 0 < len(numbers) < len(own)
        boxes = tuple(p.box for p, line in own if line.text.strip())
        place = _place(ruled, cell.box)
        drafts.append(DraftCell(cell, text, place, mean, numbers, doubtful, dirty, boxes, page.size))
    return tuple(drafts)


def _values_of(own: Sequence[tuple[Printed, Line]], size: float) -> Sequence[tuple[Printed, Line]]:
    """The lines of a cell that are values: all, or the one number where the other line may be dirt or a fold."""
    short = [may_be_value(p, line, size) for p, line in own]
    if all(short) and (len(own) == 1 or all(is_value_text(line.text) for _, line in own)):
        return own
    numbers = [(p, line) for p, line in own if is_value_text(line.text) and re.search(r"\d", line.text)]
    others = [(p, line, s) for (p, line), s in zip(own, short, strict=True) if not is_value_text(line.text)]
    if len(numbers) != 1 or len(others) != 1:
        return ()
    printed, line, is_short = others[0]
    flat = printed.box[3] - printed.box[1] <= _FLAT * size
    return numbers if flat or (is_short and not _is_character(line)) else ()


def _read_words(
    engine: Engine, ruled: Ruled, page: PagePrint, smooth: Image, candidates: list[Candidate]
) -> tuple[tuple[DraftWord, ...], list[list[tuple[Box, Line]]]]:
    """The words outside ruled tables with their places, and the lines that they make."""
    words = page.words([t.box for t in ruled.tables], levelled(ruled.sheet))

    def read(some: Sequence[Printed]) -> list[Line]:
        return engine.recognise([page.crop(w.box, around_word(w.box, page.size), 1.0, 0.3) for w in some])

    lines = read(words)
    beside = no_text(words, lines, page.size, page.grey.shape[1])
    words = [w for n, w in enumerate(words) if n not in beside]
    lines = [line for n, line in enumerate(lines) if n not in beside]
    parts = parted(words, lines, page.size)
    for n, (word, line) in enumerate(zip(words, lines, strict=True)):
        if not HAN.search(line.text):
            numbers = page.numbers_in(word)
            parts[n] = [p for p in numbers if not is_dust(p, page.size)] or numbers
    parts = in_number_columns(parts, lines)
    kept = [n for n, own in enumerate(parts) if own == [words[n]]]
    pieces = [p for n, own in enumerate(parts) if n not in kept for p in own]
    lines = [*(lines[n] for n in kept), *read(pieces)]
    words = [*(words[n] for n in kept), *pieces]
    around = [around_word(w.box, page.size) for w in words]
    values = [
        n
        for n, (w, line) in enumerate(zip(words, lines, strict=True))
        if may_be_value(w, line, page.size) and not _is_character(line)
    ]
    base = len(candidates)
    candidates += candidate(page, engine, smooth, [(words[n], around[n], lines[n]) for n in values])
    number_of = {n: base + k for k, n in enumerate(values)}
    index_of = {w.box: n for n, w in enumerate(words)}
    rows = in_rows([w.box for w in words], lines)
    drafts = [
        DraftWord(line.text.strip(), box, _place(ruled, box), number, line.mean, _one(number_of.get(index_of[box])))
        for number, row in enumerate(rows)
        for box, line in row
    ]
    return tuple(drafts), rows


def _between_tables(words: Sequence[DraftWord], tables: Sequence[RuledTable]) -> list[tuple[DraftWord, ...]]:
    """A page's words before its first table, those before the next one, and so on."""
    found: dict[int, list[DraftWord]] = {}
    for word in words:
        found.setdefault(sum(t.box[1] < (word.box[1] + word.box[3]) / 2 for t in tables), []).append(word)
    return [tuple(own) for own in found.values()]


def _is_character(line: Line) -> bool:
    """Whether a line is clearly a single Chinese character that resembles no number and is no mark for none."""
    text = re.sub(r"\W", "", line.text)
    return len(text) == 1 and bool(HAN.match(text)) and text not in _LIKE_NUMBERS and line.mean >= _CLEAR_CHARACTER


def around_word(box: Box, size: float) -> Box:
    """A word's place without a cell: nothing that a digit could go on behind comes close to it, in any size."""
    room = math.ceil(0.3 * size)
    return box[0] - room, box[1] - room, box[2] + room, box[3] + room


def _band(box: Box, line: Printed, own: Sequence[Box]) -> Box:
    """The part of a cell that belongs to one of its lines, between its other lines."""
    above = [other[3] for other in own if other[3] <= line.box[1]]
    below = [other[1] for other in own if other[1] >= line.box[3]]
    return box[0], max(box[1], *above) if above else box[1], box[2], min(box[3], *below) if below else box[3]


def _one(number: int | None) -> tuple[int, ...]:
    return () if number is None else (number,)

"""Tables of a PDF, by the library that is asked: pdfplumber, camelot, or words with their positions.

Each function reads the wanted pages only and gives blocks in reading order. None knows the official forms.
"""

from __future__ import annotations

import io
import logging
import tempfile
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pdfplumber
from pdfminer.psexceptions import PSException
from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from pipeline.documents.model import BBox, Block, Cell, Grid, Word, WordLines
from pipeline.documents.pdf_content import Char, page_contents

_SNAP = 2.0
"""Points within which two ruling positions are the same line."""

_TOLERANCE = 3.0
"""Points: pdfplumber's own default for snapping, joining and crossing lines."""

# It warns of every font without a bounding box, once a character.
logging.getLogger("pdfminer").setLevel(logging.ERROR)


class TablesNotReadable(Exception):
    """A library cannot read this file's tables; the message says which and why."""


@contextmanager
def _reading(library: str, *refusals: type[Exception]) -> Iterator[None]:
    """Turn a library's own refusals, and what it trips over in a strange file, into :class:`TablesNotReadable`."""
    stumbles: tuple[type[Exception], ...] = (ValueError, LookupError, TypeError, ArithmeticError)
    try:
        yield
    except (*stumbles, *refusals) as problem:
        raise TablesNotReadable(f"{library} stopped: {type(problem).__name__}: {problem}") from problem


def ruled_grids(data: bytes, pages: Sequence[int]) -> list[Block]:
    """Tables drawn with lines or rectangles: pdfplumber's table finder over what pdfium says the page draws."""
    blocks: list[Block] = []
    for page in page_contents(data, list(pages)):
        chars = _without_doubles(page.chars)
        edges = merge_edges(page.edges, _TOLERANCE, _TOLERANCE, _TOLERANCE, _TOLERANCE)
        edges = [e for e in edges if max(e["x1"] - e["x0"], e["bottom"] - e["top"]) >= _TOLERANCE]
        cells = intersections_to_cells(edges_to_intersections(edges, _TOLERANCE, _TOLERANCE))
        for boxes in cells_to_tables(cells):
            grid = _grid(boxes, chars, page.number, "pdf:pdfplumber")
            if grid is not None:
                blocks.append(grid)
    return blocks


def interpreted_grids(data: bytes, pages: Sequence[int]) -> list[Block]:
    """The same tables, the page interpreted by pdfplumber itself: slower, and independent of pdfium."""
    blocks: list[Block] = []
    with _reading("pdfplumber", PSException), pdfplumber.open(io.BytesIO(data), pages=list(pages)) as pdf:
        for page in pdf.pages:
            chars = _without_doubles(page.chars)
            for table in page.find_tables():
                grid = _grid(table.cells, chars, page.page_number, "pdf:pdfplumber-interpreted")
                if grid is not None:
                    blocks.append(grid)
            page.close()
    return blocks


def _without_doubles(chars: Sequence[Char]) -> list[Char]:
    """Characters that are printed twice in almost the same place, as a cheap bold face, once."""
    seen: set[tuple[str, int, int]] = set()
    kept: list[Char] = []
    for char in chars:
        x, y = round(char["x0"]), round(char["top"])
        if any((char["text"], x + dx, y + dy) in seen for dx in (-1, 0, 1) for dy in (-1, 0, 1)):
            same = next((k for k in reversed(kept) if k["text"] == char["text"] and _overlap(k, char) > 0.7), None)
            if same is not None:
                continue
        seen.add((char["text"], x, y))
        kept.append(char)
    return kept


def _overlap(a: Char, b: Char) -> float:
    width = min(a["x1"], b["x1"]) - max(a["x0"], b["x0"])
    height = min(a["bottom"], b["bottom"]) - max(a["top"], b["top"])
    area = (a["x1"] - a["x0"]) * (a["bottom"] - a["top"])
    return max(0.0, width) * max(0.0, height) / area if area else 0.0


def _starts(values: Iterable[float]) -> list[float]:
    """Distinct positions, those closer than the snap distance taken as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _SNAP:
            found.append(value)
    return found


def _index(starts: Sequence[float], value: float) -> int:
    return max(0, bisect_right(starts, value + _SNAP) - 1)


def _grid(boxes: Sequence[BBox], chars: Sequence[Char], page: int, method: str) -> Grid | None:
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
    cells = []
    for box in boxes:
        row, column = _index(tops, box[1]), _index(lefts, box[0])
        height = max(1, _index(tops, box[3] - 2 * _SNAP) - row + 1)
        width = max(1, _index(lefts, box[2] - 2 * _SNAP) - column + 1)
        raw = _cell_text(inside[box])
        cells.append(Cell(row, column, raw, raw, height, width, page, tuple(round(v, 2) for v in box)))  # type: ignore[arg-type]
    return Grid(tuple(sorted(cells, key=lambda c: (c.row, c.column))), method, page)


def _cell_text(chars: Sequence[Char]) -> str:
    """A cell's characters as printed lines."""
    return "\n".join(_line_text(line) for line in _lines(chars))


def _lines(chars: Sequence[Char]) -> list[list[Char]]:
    """Characters grouped to lines from the top, each from the left."""
    lines: list[list[Char]] = []
    for char in sorted(chars, key=lambda c: ((c["top"] + c["bottom"]) / 2, c["x0"])):
        middle = (char["top"] + char["bottom"]) / 2
        if lines and lines[-1][0]["top"] <= middle <= lines[-1][0]["bottom"]:
            lines[-1].append(char)
        else:
            lines.append([char])
    return [sorted(line, key=lambda c: c["x0"]) for line in lines]


def _line_text(line: Sequence[Char]) -> str:
    """A line's characters, parted where a gap, another size or an overlap says that they do not belong together."""
    text = ""
    for before, char in zip([None, *line], line, strict=False):
        if before is not None and char["text"] != " " and _parted(before, char):
            text += " "
        text += char["text"]
    return " ".join(text.split()) if " " in text else text


def _parted(left: Char, right: Char) -> bool:
    gap = right["x0"] - left["x1"]
    size, other = left["size"], right["size"]
    digits = left["text"].isdigit() and right["text"].isdigit()
    # A raised mark, or a watermark's digit, is no digit of the number it touches.
    strange = digits and (min(size, other) < 0.75 * max(size, other) or gap < -0.3 * min(size, other) / 2)
    return bool(gap > 0.3 * right["size"] or strange)


def word_lines(data: bytes, pages: Sequence[int]) -> list[Block]:
    """The words of each page with their positions, grouped to printed lines."""
    blocks: list[Block] = []
    for page in page_contents(data, list(pages)):
        words: list[Word] = []
        for number, line in enumerate(_lines(_without_doubles(page.chars))):
            words.extend(_words(line, number))
        if words:
            blocks.append(WordLines(tuple(words), "pdf:words", page.number))
    return blocks


def _words(line: Sequence[Char], number: int) -> Iterator[Word]:
    """The words of a line of characters: parted by spaces and gaps."""
    word: list[Char] = []
    for char in line:
        ends = not char["text"].strip()
        if word and (ends or _parted(word[-1], char)):
            yield _word(word, number)
            word = []
        if not ends:
            word.append(char)
    if word:
        yield _word(word, number)


def _word(chars: Sequence[Char], number: int) -> Word:
    text = "".join(c["text"] for c in chars)
    box = (chars[0]["x0"], min(c["top"] for c in chars), chars[-1]["x1"], max(c["bottom"] for c in chars))
    return Word(text, text, box[0], box[2], number, box)


def camelot_grids(data: bytes, pages: Sequence[int], flavor: str) -> list[Block]:
    """Tables found by camelot.

    Args:
        data: the whole file.
        pages: page numbers from 1.
        flavor: ``lattice`` (drawn lines, by image), ``network`` or ``stream`` (text positions).
    """
    # These cost 150 MB and most of a second: only where the fallback runs.
    import cv2
    from camelot.io import read_pdf
    from playa.exceptions import PDFException

    blocks: list[Block] = []
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        with _reading("camelot", PDFException, cv2.error):
            tables = read_pdf(
                file.name, pages=",".join(map(str, pages)), flavor=flavor, suppress_stdout=True, parallel=False
            )
            for table in sorted(tables, key=lambda t: (t.page, -t._bbox[3])):
                blocks.append(_camelot_grid(table, flavor))
    return blocks


def _camelot_grid(table: Any, flavor: str) -> Grid:
    """Camelot's cells, those without a line between them joined (lattice)."""
    cells: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    rows = table.cells
    for r, row in enumerate(rows):
        for c, _ in enumerate(row):
            if (r, c) in taken:
                continue
            height, width = _joined_size(rows, r, c, taken) if flavor == "lattice" else (1, 1)
            members = [rows[i][j] for i in range(r, r + height) for j in range(c, c + width)]
            taken.update((i, j) for i in range(r, r + height) for j in range(c, c + width))
            raw = "\n".join(m.text.strip() for m in members if m.text.strip())
            cells.append(Cell(r, c, raw, raw, height, width, int(table.page)))
    return Grid(tuple(cells), f"pdf:camelot-{flavor}", int(table.page))


def _joined_size(rows: Any, row: int, column: int, taken: set[tuple[int, int]]) -> tuple[int, int]:
    width = 1
    while column + width < len(rows[row]) and not rows[row][column + width - 1].right:
        if rows[row][column + width].left or (row, column + width) in taken:
            break
        width += 1
    height = 1
    while row + height < len(rows) and all(
        not rows[row + height - 1][c].bottom and not rows[row + height][c].top for c in range(column, column + width)
    ):
        height += 1
    return height, width

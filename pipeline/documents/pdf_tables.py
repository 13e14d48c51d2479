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
        raw = _cell_text(inside[box], box)
        cells.append(Cell(row, column, raw, raw, height, width, page, tuple(round(v, 2) for v in box)))  # type: ignore[arg-type]
    return Grid(tuple(sorted(cells, key=lambda c: (c.row, c.column))), method, page)


def _cell_text(chars: Sequence[Char], box: BBox) -> str:
    """A cell's characters as lines. A number that fills its line to the cell's edge goes on in the next."""
    lines: list[list[Char]] = []
    for char in sorted(chars, key=lambda c: ((c["top"] + c["bottom"]) / 2, c["x0"])):
        middle = (char["top"] + char["bottom"]) / 2
        if lines and lines[-1][0]["top"] <= middle <= lines[-1][0]["bottom"]:
            lines[-1].append(char)
        else:
            lines.append([char])
    texts = [_line_text(sorted(line, key=lambda c: c["x0"])) for line in lines]
    joined = texts[0] if texts else ""
    for before, line, text in zip(lines, lines[1:], texts[1:], strict=False):
        joined += ("" if _wrapped(before, line, box) else "\n") + text
    return joined


def _line_text(line: Sequence[Char]) -> str:
    text = ""
    for before, char in zip([None, *line], line, strict=False):
        if before is not None and char["x0"] - before["x1"] > 0.3 * char["size"] and char["text"] != " ":
            text += " "
        text += char["text"]
    return " ".join(text.split()) if " " in text else text


def _wrapped(before: Sequence[Char], after: Sequence[Char], box: BBox) -> bool:
    """Whether a number was broken for want of room: digits on both sides, no room for one more, lines close."""
    inked = [c for c in before if c["text"].strip()]
    following = [c for c in after if c["text"].strip()]
    if len(inked) < 3 or not following or len(following) > len(inked):
        return False
    if not all(c["text"] in "0123456789.,０１２３４５６７８９" for c in (*inked, following[0])):
        return False
    size = inked[0]["size"]
    width = max(c["x1"] for c in inked) - min(c["x0"] for c in inked)
    room = (box[2] - box[0]) - width - 11.0  # Word's margins on both sides of a cell
    close = min(c["top"] for c in following) - max(c["bottom"] for c in inked) < 0.6 * size
    return bool(room < width / len(inked) and close)


def word_lines(data: bytes, pages: Sequence[int]) -> list[Block]:
    """The words of each page with their positions, grouped to printed lines."""
    blocks: list[Block] = []
    with _reading("pdfplumber", PSException), pdfplumber.open(io.BytesIO(data), pages=list(pages)) as pdf:
        for page in pdf.pages:
            words = page.dedupe_chars(tolerance=1).extract_words(x_tolerance_ratio=0.3, y_tolerance=3)
            words.sort(key=lambda w: ((w["top"] + w["bottom"]) / 2, w["x0"]))
            line, middle = -1, float("-inf")
            found: list[Word] = []
            for word in words:
                here = (word["top"] + word["bottom"]) / 2
                if here - middle > 0.5 * (word["bottom"] - word["top"]):
                    line, middle = line + 1, here
                box = (word["x0"], word["top"], word["x1"], word["bottom"])
                found.append(Word(word["text"], word["text"], word["x0"], word["x1"], line, box))
            if found:
                blocks.append(WordLines(tuple(found), "pdf:words", page.page_number))
            page.close()
    return blocks


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

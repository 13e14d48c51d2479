"""Tables of a PDF, by the library that is asked: pdfplumber, camelot, or words with their positions.

Each function reads the wanted pages only and gives blocks in reading order. None knows the official forms.
"""

from __future__ import annotations

import io
import logging
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pdfplumber
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from pipeline.documents.model import Beside, Block, Cell, Grid
from pipeline.documents.pages.bands import banded_grids
from pipeline.documents.pages.chars import seen_chars, without_doubles
from pipeline.documents.pages.tables import boxed_grid, filled_grid, page_blocks, ruled_grids, shown_through_pages
from pipeline.documents.pages.words import word_lines
from pipeline.documents.pdf.content import page_contents

# It warns of every font without a bounding box, once a character.
logging.getLogger("pdfminer").setLevel(logging.ERROR)

_PDFPLUMBER_REFUSALS = (PSException, PdfminerException, MalformedPDFException)


class TablesNotReadable(Exception):
    """A library cannot read this file's tables; the message says which and why."""


@contextmanager
def _reading(library: str, *refusals: type[Exception]) -> Iterator[None]:
    """Turn a library's own refusals, and what it trips over in a strange file, into :class:`TablesNotReadable`."""
    stumbles: tuple[type[Exception], ...] = (
        *(ValueError, LookupError, TypeError, ArithmeticError),
        StopIteration,  # playa's parser at the end of a cut-off file
    )
    try:
        yield
    except (*stumbles, *refusals) as problem:
        raise TablesNotReadable(f"{library} stopped: {type(problem).__name__}: {problem}") from problem


def pdf_ruled_grids(data: bytes, pages: Sequence[int], beside: Beside = ()) -> list[Block]:
    """Tables drawn with lines or rectangles: pdfplumber's table finder over what pdfium says the page draws."""
    return ruled_grids(page_contents(data, pages, beside), "pdf:pdfplumber")


def pdf_banded_grids(data: bytes, pages: Sequence[int], beside: Beside = ()) -> list[Block]:
    """Tables whose rows alone are ruled."""
    return banded_grids(page_contents(data, pages, beside), "pdf:bands")


def interpreted_grids(data: bytes, pages: Sequence[int]) -> list[Block]:
    """The same tables, their lines interpreted by pdfplumber itself: slower, and independent of pdfium's."""
    grids: list[Grid] = []
    with _reading("pdfplumber", *_PDFPLUMBER_REFUSALS), pdfplumber.open(io.BytesIO(data), pages=list(pages)) as pdf:
        for page in pdf.pages:
            left, top = page.cropbox[0] - page.mediabox[0], page.cropbox[1] - page.mediabox[1]
            chars = without_doubles(page.chars)
            for table in page.find_tables():
                grid = boxed_grid(table.cells, chars, page.page_number, "pdf:pdfplumber-interpreted")
                if grid is not None:
                    grids.append(_moved(grid, -left, -top))
            page.close()
    return _with_visible_text(data, grids)


def pdf_word_lines(data: bytes, pages: Sequence[int], beside: Beside = ()) -> list[Block]:
    """The words of each page with their positions, grouped to printed lines."""
    return word_lines(page_contents(data, pages, beside), "pdf:words")


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

    grids: list[Grid] = []
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        with _reading("camelot", PDFException, cv2.error):
            tables = read_pdf(
                file.name, pages=",".join(map(str, pages)), flavor=flavor, suppress_stdout=True, parallel=False
            )
            for table in sorted(tables, key=lambda t: (t.page, -t._bbox[3])):
                grids.append(_camelot_grid(table, flavor))
    return _with_visible_text(data, grids)


def _camelot_grid(table: Any, flavor: str) -> Grid:
    """Camelot's cells, those without a line between them joined (lattice); boxes count from the page's top."""
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
            box = (
                *(min(m.x1 for m in members), -max(m.y2 for m in members)),
                *(max(m.x2 for m in members), -min(m.y1 for m in members)),
            )
            cells.append(Cell(r, c, raw, raw, height, width, int(table.page), box))
    return Grid(tuple(cells), f"pdf:camelot-{flavor}", int(table.page))


def _moved(grid: Grid, right: float, down: float) -> Grid:
    cells = (
        replace(c, bbox=(c.bbox[0] + right, c.bbox[1] + down, c.bbox[2] + right, c.bbox[3] + down)) if c.bbox else c
        for c in grid.cells
    )
    return replace(grid, cells=tuple(cells))


def _with_visible_text(data: bytes, grids: Sequence[Grid]) -> list[Block]:
    """Grids of another library with the text that pdfium sees in their cells: hidden and doubled text is none.

    A grid whose places are not those of the page is left out: what its cells show cannot be told.
    """
    blocks: list[tuple[Block, Block]] = []
    pages = sorted({g.page for g in grids if g.page is not None})
    for content in page_contents(data, pages):
        chars = seen_chars(content)
        seen: list[Grid] = []
        for grid in (g for g in grids if g.page == content.number):
            upward = all(c.bbox is not None and c.bbox[1] <= 0 for c in grid.cells)
            filled = filled_grid(_moved(grid, 0, content.height) if upward else grid, chars)
            seen += [filled] if _says_the_same(grid, filled) else []
        blocks += page_blocks(content, chars, seen)
    return shown_through_pages(blocks)


def _says_the_same(own: Grid, seen: Grid) -> bool:
    """Whether most of what a library read in its cells is what the page shows in their boxes."""
    pairs = [(_letters(a.raw), _letters(b.raw)) for a, b in zip(own.cells, seen.cells, strict=True)]
    pairs = [(a, b) for a, b in pairs if a]
    return 2 * sum(bool(b) and not b - a for a, b in pairs) >= len(pairs)


def _letters(text: str) -> Counter[str]:
    return Counter(c for c in text if c.isalnum())


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

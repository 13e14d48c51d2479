"""Text files: what is left of a report when a program or a person saved it as text.

Four layouts are told apart by their own marks, region by region: tab-separated grids; one cell a line behind a tab,
rows parted by blank lines; one cell a line before ``|``, rows padded with further ``|``; and a page's layout kept with
spaces. Tables with bars between cells (Markdown's ``| a | b |``, ``a | b``, drawn boxes) and bare one-cell-a-line text
are read too.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.documents.layout import layout_blocks
from pipeline.documents.model import Block, CellStream, Document, Grid, Paragraph
from pipeline.documents.text_bars import Bars, Line, barred_grid, bars_of, grid_of, led_cells, packed_rows, pipe_stream
from pipeline.documents.text_csv import comma_rows, is_perhaps_torn
from pipeline.documents.text_tabs import with_rows_on_lines

_QUOTED_NUMBER = re.compile(r'"\s*\d{1,3}(?:,\d{3})+\s*"')
_UNSURE = 0.94
"""Certainty of what is believed unless it breaks a sum of the form."""
_SENTENCE_LENGTH = 60
_FEWEST_MARKED = 5
"""Lines with marks of a table from which a text has any."""


def read_txt(content: str) -> Document:
    """Read a decoded text file."""
    content = content.replace("\r\n", "\n").replace("\r", "\n")
    fields = comma_rows(content)
    if fields is not None:
        # A program that puts numbers with commas in quotes tears none.
        torn = _QUOTED_NUMBER.search(content) is None and content.count(",") > content.count(";")
        return _comma_separated(fields, content.endswith("\n"), torn)
    pages = content.rstrip("\f\n ").count("\f") + 1
    bars = bars_of(with_rows_on_lines(content.replace("\f", "\n")).split("\n"))
    lines = [Line(t, _kind(bars, n)) for n, t in enumerate(bars.texts)]
    if sum(line.kind in _READERS for line in lines) < _FEWEST_MARKED:
        return Document(format="txt", blocks=tuple(layout_blocks(content)), pages=pages if pages > 1 else None)
    blocks: list[Block] = []
    index = 0
    while index < len(lines):
        reader = _READERS.get(lines[index].kind)
        if reader is None:
            blocks.extend(_paragraph(lines[index].text))
            index += 1
        else:
            found, index = reader(lines, index)
            blocks.extend(found)
    notes: tuple[str, ...] = ()
    if content and not content.endswith("\n") and blocks and not isinstance(blocks[-1], Paragraph):
        blocks, notes = _without_last_cell(blocks)
    return Document(format="txt", blocks=tuple(blocks), notes=notes)


def _kind(bars: Bars, place: int) -> str:
    text = bars.texts[place]
    if not text.strip():
        # A lone tab is an empty cell, several are an empty row.
        return "cell" if text.count("\t") == 1 else "tabs" if "\t" in text else "blank"
    if "\t" in text:
        lone = text.startswith("\t") and text.count("\t") == 1
        return "cell" if lone else "tabs"
    return bars.kind(place) or "text"


def _paragraph(text: str) -> list[Block]:
    return [Paragraph(text, text)] if text.strip() else []


def _comma_separated(rows: list[list[str]], is_whole: bool, torn: bool) -> Document:
    """Lines of one text alone are paragraphs, those between them rows of a grid.

    Args:
        rows: the fields of each line.
        is_whole: whether the file ends with a whole line.
        torn: whether numbers with commas may have become two fields: then such a row is not believed against its sum.
    """
    blocks: list[Block] = []
    pending: list[list[str]] = []
    for row in [*rows, []]:
        filled = [f for f in row if f.strip()]
        if len(filled) > 1 or (filled and len(row) > 1 and len(filled[0]) <= _SENTENCE_LENGTH and pending):
            pending.append(row)
            continue
        doubtful = {n for n, fields in enumerate(pending) if torn and is_perhaps_torn(fields)}
        blocks += [_doubted(b, doubtful) if isinstance(b, Grid) else b for b in grid_of(pending, "txt:csv")]
        pending = []
        blocks += [b for text in filled for line in text.split("\n") for b in _paragraph(line)]
    notes: tuple[str, ...] = ()
    if not is_whole and blocks and not isinstance(blocks[-1], Paragraph):
        blocks, notes = _without_last_cell(blocks)
    return Document(format="txt", blocks=tuple(blocks), notes=notes)


def _doubted(grid: Grid, rows: set[int]) -> Grid:
    cells = (replace(c, certainty=_UNSURE) if c.row in rows and c.column else c for c in grid.cells)
    return replace(grid, cells=tuple(cells))


def _tab_grid(lines: list[Line], start: int) -> tuple[list[Block], int]:
    end = start
    while end < len(lines) and (lines[end].kind == "tabs" or (lines[end].kind == "cell" and end > start)):
        end += 1
    rows = [line.text.split("\t") for line in lines[start:end]]
    blocks: list[Block] = []
    pending: list[list[str]] = []
    for row in rows:
        # An indented or tab-filled sentence is prose.
        if any(len(c) > _SENTENCE_LENGTH and "。" in c for c in row) and sum(bool(c.strip()) for c in row) <= 2:
            blocks += grid_of(pending, "txt:tab-grid") + [b for c in row for b in _paragraph(c)]
            pending = []
        else:
            pending.append(row)
    return blocks + grid_of(pending, "txt:tab-grid"), end


def _cell_lines(lines: list[Line], start: int) -> tuple[list[Block], int]:
    """One cell a line behind a tab; a line without one continues the cell; a blank line ends the row."""
    rows: list[list[str]] = []
    end = start
    in_row = False
    while end < len(lines):
        line = lines[end]
        if line.kind == "cell":
            if not in_row:
                rows.append([])
            rows[-1].append(line.text[1:])
            in_row = True
        elif line.kind == "blank":
            in_row = False
        elif line.kind == "text" and (in_row or _closes(line.text, rows[-1][-1]) or _continues(lines, end)):
            rows[-1][-1] += "\n" + line.text
            in_row = True
        else:
            break
        end += 1
    if all(len(row) == 1 for row in rows) and any(len(c) > _SENTENCE_LENGTH for row in rows for c in row):
        return [b for row in rows for c in row for t in c.split("\n") for b in _paragraph(t)], end
    return grid_of(rows, "txt:cell-lines"), end


def _closes(text: str, cell: str) -> bool:
    """Whether a short line closes a bracket that the cell before it left open, as in a header cut before its unit."""
    line = cell.rsplit("\n", 1)[-1]
    is_open = max(line.rfind("("), line.rfind("（")) > max(line.rfind(")"), line.rfind("）"))
    return is_open and len(text.strip()) <= 12 and text.rstrip().endswith((")", "）"))


def _continues(lines: list[Line], index: int) -> bool:
    """Whether a line after a blank one still belongs to the row: short, and more cells follow directly."""
    short = len(lines[index].text.strip()) <= 12 and not re.match(r"\s*[(（]?[一二三四五六七]", lines[index].text)
    return short and index + 1 < len(lines) and lines[index + 1].kind == "cell"


def _without_last_cell(blocks: list[Block]) -> tuple[list[Block], tuple[str, ...]]:
    """Leave out a table's last cell where the file ends inside it: its number may be cut off."""
    last = blocks[-1]
    assert isinstance(last, Grid | CellStream)
    note = f"The file ends inside a table; its last cell ({last.cells[-1].raw!r}) may be cut off and is not read."
    if isinstance(last, Grid):
        return [*blocks[:-1], Grid(last.cells[:-1], last.method, aligned=last.aligned)], (note,)
    return [*blocks[:-1], CellStream(last.cells[:-1], last.method)], (note,)


_READERS = {
    "tabs": _tab_grid,
    "cell": _cell_lines,
    "bars": barred_grid,
    "packed": packed_rows,
    "led": led_cells,
    "piped": pipe_stream,
}
"""By kind of line, the reader of the stretch of such lines that begins there."""

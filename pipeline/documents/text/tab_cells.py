"""Stretches of a text with tabs to cells: rows a line, and one cell a line behind its tab."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.documents.model import Block, CellStream, StreamCell
from pipeline.documents.text.lines import (
    HEADING,
    SENTENCE_LENGTH,
    Line,
    grid_of,
    is_value,
    paragraph,
    without_closing_marks,
)

_LONGEST_REST = 12
_LONGEST_UNIT = 2
_MOST = 0.8


def tab_grid(lines: Sequence[Line], start: int) -> tuple[list[Block], int]:
    """A row a line, a tab between its cells."""
    end = start
    while end < len(lines) and (lines[end].kind == "tabs" or (lines[end].kind == "cell" and end > start)):
        end += 1
    blocks: list[Block] = []
    pending: list[list[str]] = []
    for row in (line.text.split("\t") for line in lines[start:end]):
        # An indented or tab-filled sentence is prose.
        if any(len(c) > SENTENCE_LENGTH and "。" in c for c in row) and sum(bool(c.strip()) for c in row) <= 2:
            blocks += grid_of(pending, "txt:tab-grid") + [b for c in row for b in paragraph(c)]
            pending = []
        else:
            pending.append(row)
    # The end of a table may have empty last cells alone, but a program that closes its rows closes all of the text.
    ends = [line.text.rpartition("\t")[2] for line in lines if line.kind == "tabs"]
    closed = sum(not last.strip() for last in ends) >= _MOST * len(ends)
    return blocks + grid_of(without_closing_marks(pending) if closed else pending, "txt:tab-grid"), end


def cell_lines(lines: Sequence[Line], start: int) -> tuple[list[Block], int]:
    """One cell a line behind a tab; a line without one continues the cell; a blank line ends the row, if any does."""
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
        elif line.kind != "text" or HEADING.match(line.text):
            break
        elif in_row or _closes(line.text, rows[-1][-1]) or _continues(lines, end):
            if not in_row and is_value(rows[-1][-1]) and not is_value(line.text):
                rows.append([line.text])  # no number goes on in words behind an empty line: a heading between rows
            else:
                rows[-1][-1] += "\n" + line.text
            in_row = True
        else:
            break
        end += 1
    if all(len(row) == 1 for row in rows) and any(len(c) > SENTENCE_LENGTH for row in rows for c in row):
        return [b for row in rows for c in row for t in c.split("\n") for b in paragraph(t)], end
    if _hold_several(rows):
        cells = tuple(StreamCell(c, c.strip()) for row in rows for c in row)
        return [CellStream(cells, "txt:cell-lines")], end
    return grid_of(rows, "txt:cell-lines"), end


def _hold_several(rows: Sequence[Sequence[str]]) -> bool:
    """Whether what should be a row each is several, between which no line is left empty: labels stand behind numbers.

    A text among numbers is a cell of theirs, as 3或4 is, where the next row with numbers or the header has as many.
    """
    numbers = [_numbers(row) for row in rows]
    for place, (runs, cells) in enumerate(numbers):
        if runs > 1:
            sides = numbers[:place][::-1], numbers[place + 1 :]
            near = [next((width for single, width in side if single == 1), 0) for side in sides]
            if cells not in (*near, len(rows[place - 1]) if place else 0):
                return True
    return False


def _numbers(row: Sequence[str]) -> tuple[int, int]:
    """How many runs of numbers a row has, with other texts between them, and its cells behind the first one's label."""
    told = [(n, is_value(c)) for n, c in enumerate(row) if is_value(c) or len(c.strip()) > _LONGEST_UNIT]
    starts = [(n, before) for (before, label), (n, value) in pairwise(told) if value and not label]
    return len(starts), len(row) - 1 - starts[0][1] if starts else 0


def _closes(text: str, cell: str) -> bool:
    """Whether a short line closes a bracket that the cell before it left open, as in a header cut before its unit."""
    line = cell.rsplit("\n", 1)[-1]
    is_open = max(line.rfind("("), line.rfind("（")) > max(line.rfind(")"), line.rfind("）"))
    return is_open and len(text.strip()) <= _LONGEST_REST and text.rstrip().endswith((")", "）"))


def _continues(lines: Sequence[Line], place: int) -> bool:
    """Whether a line after a blank one still belongs to the row: short, without a number, and more cells follow."""
    text = lines[place].text
    short = len(text.strip()) <= _LONGEST_REST and not re.match(r"\s*[(（]?[一二三四五六七]", text)
    return short and place + 1 < len(lines) and lines[place + 1].kind == "cell"

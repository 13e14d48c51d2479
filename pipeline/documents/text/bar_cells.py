"""Stretches of a text with bars to cells: rows a line, and one cell a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.documents.model import Block, CellStream, StreamCell
from pipeline.documents.text.lines import HEADING, Line, grid_of, is_value, more_follow, without_closing_marks

_DRAWN = re.compile("[─-╿]+")
_BAR = re.compile(r"(?<!\\)\|")
_LINE_BREAK = re.compile(r"<br\s*/?>", re.I)
_EMPHASIS = re.compile(r"^(?P<mark>\*{1,3}|_{1,3}|`)(?P<inner>[^*_`]+)(?P=mark)$")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")
_NAMES = re.compile(r"\((?:'[^']*', )+'(?P<last>[^']*)'\)")
"""A name of a column below others, as pandas prints it: ``('第二十条第（五）项', '本年处理决定数量')``."""
_EMPTY_IN_PANDAS = ("nan", "NaN")
_PADDING = re.compile(r"[|\s]+$")
_EMPTY_ROW = 3
"""Bars without text on one line from which they are a whole row, not a cell and its padding."""
_LONGEST_REST = 30
_FRAMED = 0.9
"""Share of a table's rows that begin with a bar from which it stands before the first cell; else that cell is empty."""


def barred_grid(lines: Sequence[Line], start: int) -> tuple[list[Block], int]:
    """A row a line, bars between its cells and perhaps around them."""
    end = start
    while end < len(lines) and lines[end].kind == "bars":
        end += 1
    texts = [_DRAWN.sub("", line.text).strip() for line in lines[start:end]]
    framed = sum(text.startswith("|") for text in texts) >= _FRAMED * len(texts)
    rows = []
    for text in texts:
        inner = text[1:] if framed and text.startswith("|") else text
        closed = inner != text and not text.endswith("\\|")
        rows.append([_unmarked(c.strip()) for c in _BAR.split(inner.removesuffix("|") if closed else inner)])
    return grid_of(rows if framed else without_closing_marks(rows), "txt:bars"), end


def packed_rows(lines: Sequence[Line], start: int) -> tuple[list[Block], int]:
    """A row a line whose empty cells may be gone: its cells in their order, the padding behind the last one dropped."""
    cells: list[StreamCell] = []
    end = start
    while end < len(lines) and lines[end].kind == "packed":
        text = _PADDING.sub("", lines[end].text.strip().removeprefix("|"))  # a single bar looks like an empty cell
        row = [_unmarked(c.strip()) for c in _BAR.split(text)]
        cells += [StreamCell(c, c, ends_row=n == len(row)) for n, c in enumerate(row, start=1)]
        end += 1
    return [CellStream(tuple(cells), "txt:packed-bars")], end


def led_cells(lines: Sequence[Line], start: int) -> tuple[list[Block], int]:
    """One cell a line behind its bar; a short line without one between two such continues the cell."""
    texts: list[str] = []
    end = start
    while end < len(lines):
        line = lines[end]
        if line.kind == "led":
            texts.append(_unmarked(line.text.strip().strip("|")))
        elif line.kind == "text" and is_value(line.text):
            # A cell whose text stands below its bar.
            texts[-1:] = [line.text.strip()] if not texts[-1] else [texts[-1], line.text.strip()]
        elif line.kind == "text" and _is_rest_of_cell(line.text) and more_follow(lines, end, "led"):
            texts[-1] += "\n" + line.text.strip()
        elif line.kind != "blank" or not more_follow(lines, end, "led"):
            break
        end += 1
    return [CellStream(tuple(StreamCell(t, t) for t in texts), "txt:led-cells")], end


def pipe_stream(lines: Sequence[Line], start: int) -> tuple[list[Block], int]:
    """One cell a line before ``|``. Further ``|`` on the line pad the row, for its merged cells, and so end it."""
    cells: list[StreamCell] = []
    end = start
    pending = ""
    while end < len(lines):
        line = lines[end]
        if line.kind == "piped":
            head, *rest = line.text.rstrip().split("|")
            if pending and is_value(pending) and head.strip() and not is_value(head):
                # A table's last cell has no bar; the next table's first cell stands behind it.
                cells.append(StreamCell(pending.strip(), pending.strip()))
                pending = ""
            raw = pending + head.rstrip()
            padding = rest[:-1]
            if cells and not raw.strip() and len(padding) >= _EMPTY_ROW and not any(p.strip() for p in padding):
                cells[-1] = replace(cells[-1], ends_row=True)  # an empty row
            else:
                raw = _ESCAPED.sub(r"\1", raw)
                cells.append(StreamCell(raw, raw, ends_row=bool(padding) and not any(p.strip() for p in padding)))
                # Text between bars: several cells on one line.
                cells.extend(StreamCell(p.strip(), p.strip()) for p in padding if p.strip())
                pending = ""
        elif line.kind == "text" and _is_rest_of_cell(line.text) and more_follow(lines, end, "piped"):
            pending += line.text + "\n"
        elif line.kind != "blank" or not more_follow(lines, end, "piped"):
            break
        end += 1
    return [CellStream(tuple(cells), "txt:pipe-stream")], end


def _is_rest_of_cell(text: str) -> bool:
    return HEADING.match(text) is None and len(text.strip()) <= _LONGEST_REST and "。" not in text


def _unmarked(cell: str) -> str:
    """A cell without Markdown's marks around all of it, its line breaks as such and its escaped signs as meant."""
    text = _LINE_BREAK.sub("\n", cell.replace("&nbsp;", " ").replace("**", "")).strip()
    if (names := _NAMES.fullmatch(text)) is not None:
        return names["last"]
    if text in _EMPTY_IN_PANDAS:
        return ""
    while (match := _EMPHASIS.match(text)) is not None:
        text = match["inner"].strip()
    return _ESCAPED.sub(r"\1", text)

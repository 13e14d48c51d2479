"""Stretches of a text with bars to cells: rows a line, and one cell a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise, takewhile

from pipeline.documents.model import HAN, Block, CellStream, StreamCell
from pipeline.documents.text.lines import (
    HEADING,
    Line,
    grid_of,
    heads_next_table,
    is_value,
    more_follow,
    without_closing_marks,
)

_DRAWN = re.compile("[─-╿]+")
_BAR = re.compile(r"(?<!\\)\|")
_LINE_BREAK = re.compile(r"<br\s*/?>", re.I)
_EMPHASIS = re.compile(r"^(?P<mark>\*{1,3}|_{1,3}|`)(?P<inner>[^*_`]+)(?P=mark)$")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")
_NAMES = re.compile(r"\((?:'[^']*', )+'(?P<last>[^']*)'\)")
"""A name of a column below others, as pandas prints it: ``('第二十条第（五）项', '本年处理决定数量')``."""
_EMPTY_IN_PANDAS = ("nan", "NaN")
_PAGE = re.compile(r"\s*[1-9]\d{0,2}\s*")
_PADDING = re.compile(r"[|\s]+$")
_PADDING_ALONE = re.compile(r"\s*\|{2,}\s*")
_LINES_OF_CELL = 3
_LABELS = 3
"""Labels that stand before a row's numbers."""
_LONGEST_REST = 30
_FEWEST_ROWS = 3
"""Rows that tell whether a text has bars behind their last cells."""
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
    """Cells before their bars, several on a line: a line may end inside a row, or inside a cell, as its markup did.

    Where rows are padded, empty cells may be gone, and the padding behind a row's last cell is dropped; else
    (``flowing``) a bar alone is an empty cell.
    """
    kind = lines[start].kind
    keeps = kind == "flowing"
    cells: list[StreamCell] = []
    end = start
    pending = ""
    while end < len(lines):
        line = lines[end]
        if line.kind == "text" and _is_closed_below(lines, end, kind):
            pending = f"{pending}\n{line.text.strip()}".strip()
        elif line.kind == kind:
            text = line.text.strip()
            if pending and not text.startswith("|") and (cells or is_value(pending)):
                cells.append(_stream_cell(pending, ends_row=True))  # a row without a bar behind its last cell
                pending = ""
            text = f"{pending}\n{text}".strip() if pending else text if keeps and cells else text.removeprefix("|")
            shown = text if keeps else _PADDING.sub("", text)
            padded = text[len(shown) :].count("|") > 1
            row = _BAR.split(shown)
            pending = row.pop().strip() if keeps or not text[len(shown) :].strip() else ""
            cells += [_stream_cell(c) for c in row]
            if cells and row and (padded or _ends_row(row, lines, end, kind)):
                cells[-1] = replace(cells[-1], ends_row=True)
        elif line.kind != "blank" or not more_follow(lines, end, kind):
            break
        end += 1
    cells += [_stream_cell(pending, ends_row=True)] if pending else []
    return [CellStream(tuple(cells), "txt:packed-bars")], end


def _stream_cell(text: str, *, ends_row: bool = False) -> StreamCell:
    cell = _unmarked(text.strip())
    return StreamCell(cell, cell, ends_row=ends_row)


def _ends_row(row: Sequence[str], lines: Sequence[Line], place: int, kind: str) -> bool:
    """Whether a row ends with its line: a label begins the next one, or a header's row stands above numbers."""
    following = next((line for line in lines[place + 1 :] if line.kind != "blank"), None)
    if following is None or following.kind != kind:
        return True
    first = _BAR.split(following.text.strip().removeprefix("|"))[0].strip()
    begins_with_value = not first or is_value(first)
    return not begins_with_value or (len(row) > _LABELS and not is_value(row[-1]))


def _is_closed_below(lines: Sequence[Line], place: int, kind: str) -> bool:
    """Whether a short line is a cell, or the beginning of one, whose bar begins one of the next lines."""
    for below in range(place, min(place + _LINES_OF_CELL, len(lines) - 1)):
        if lines[below].kind != "text" or len(lines[below].text.strip()) > _LONGEST_REST or "。" in lines[below].text:
            return False
        following = lines[below + 1]
        if following.kind == kind:
            text = following.text.strip()
            heading = HEADING.match(lines[below].text) is not None
            return text.startswith("|") and (text == "|" or not heading or is_value(text.split("|")[1]))
    return False


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
        elif line.kind == "text" and _goes_on(texts[-1], lines, end) and more_follow(lines, end, "led"):
            texts[-1] += "\n" + line.text.strip()
        elif line.kind != "blank" or not more_follow(lines, end, "led"):
            break
        end += 1
    return [CellStream(tuple(StreamCell(t, t) for t in texts), "txt:led-cells")], end


def _goes_on(cell: str, lines: Sequence[Line], place: int) -> bool:
    """Whether a line is the rest of the cell that ends right above it; none goes on behind a number."""
    return lines[place - 1].kind != "blank" and not is_value(cell) and _is_rest_of_cell(lines[place].text)


def pipe_stream(lines: Sequence[Line], start: int) -> tuple[list[Block], int]:
    """One cell a line before ``|``. Further ``|`` on the line pad the row, for its merged cells, and so end it."""
    cells: list[StreamCell] = []
    pads = any(_PADDING_ALONE.fullmatch(line.text) for line in lines)
    between = _only_between_cells(lines)
    end = start
    pending = ""
    while end < len(lines):
        line = lines[end]
        if line.kind == "piped" and not pending and line.text.strip() == "|" and _is_no_cell(lines, end, cells, pads):
            pass
        elif line.kind == "piped":
            head, *rest = line.text.rstrip().split("|")
            value, pending = _value_before(pending, head)
            if value:
                cells.append(StreamCell(value, value))
            raw = pending + head.rstrip()
            padding = rest[:-1]
            if cells and not raw.strip() and padding and not any(p.strip() for p in padding):
                cells[-1] = replace(cells[-1], ends_row=True)  # an empty row, or what pads the one above
            else:
                raw = _ESCAPED.sub(r"\1", raw)
                cells.append(StreamCell(raw, raw, ends_row=bool(padding) and not any(p.strip() for p in padding)))
                # Text between bars: several cells on one line.
                cells.extend(StreamCell(p.strip(), p.strip()) for p in padding if p.strip())
                pending = ""
        elif line.kind == "text" and heads_next_table(line.text, lines[end - 1].text):
            break
        elif (
            (between or _is_last(lines, end, cells))
            and not pending
            and is_value(line.text)
            and not _goes_on_below(lines, end)
        ):
            cells.append(StreamCell(line.text.strip(), line.text.strip(), ends_row=True))  # the table's last cell
        elif line.kind == "text" and (
            (_is_rest_of_cell(line.text) and more_follow(lines, end, "piped")) or _is_closed_below(lines, end, "piped")
        ):
            pending += line.text + "\n"
        elif line.kind != "blank" or not more_follow(lines, end, "piped"):
            break
        end += 1
    cells += [StreamCell(pending.strip(), pending.strip())] if pending else []
    return [CellStream(tuple(cells), "txt:pipe-stream")], end


def _only_between_cells(lines: Sequence[Line]) -> bool:
    """Whether bars stand between a row's cells only: then the numbers above labels have none, or hardly any has."""
    above = [a for a, below in pairwise(line for line in lines if line.kind != "blank") if _is_label(below)]
    values = [line.kind == "text" for line in above if is_value(line.text.strip().removesuffix("|"))]
    return values.count(True) > max(_FEWEST_ROWS, values.count(False))


def _is_last(lines: Sequence[Line], place: int, cells: Sequence[StreamCell]) -> bool:
    """Whether a line without a bar is the table's last cell: what ends a table may have none.

    It stands right below a cell that prints something, of a row that is not whole yet, and is no page's number.
    """
    above = lines[place - 1]
    right_below = lines[place].kind == "text" and above.kind == "piped" and above.text.strip(" |\u3000") != ""
    return right_below and not _is_below_whole_row(cells) and not _counts_pages(lines, place)


def _is_below_whole_row(cells: Sequence[StreamCell]) -> bool:
    """Whether the last row has as many numbers as any above it."""
    runs = [(value, len(list(run))) for value, run in groupby(cells, key=lambda c: is_value(c.text) or not c.text)]
    above = [length for value, length in runs[:-1] if value]
    return len(above) >= _FEWEST_ROWS and runs[-1][0] and runs[-1][1] >= max(above)


def _counts_pages(lines: Sequence[Line], place: int) -> bool:
    """Whether a line's number is a page's: on a line of its own the one before stands above, or the next below."""
    if not _PAGE.fullmatch(lines[place].text):
        return False
    number = int(lines[place].text)
    above, below = ({line.text.strip() for line in part} for part in (lines[:place], lines[place + 1 :]))
    return str(number - 1) in above or str(number + 1) in below


def _goes_on_below(lines: Sequence[Line], place: int) -> bool:
    """Whether the next line is one of a cell, not a heading or a sentence."""
    following = next((line for line in lines[place + 1 :] if line.kind != "blank"), None)
    return following is not None and (following.kind != "text" or _is_rest_of_cell(following.text))


def _is_label(line: Line) -> bool:
    return HAN.search(line.text) is not None


def _value_before(pending: str, head: str) -> tuple[str, str]:
    """The number that ends a row without a bar, and the rest of the lines before a bar: the next row's first cell."""
    lines = [*pending.splitlines(), head]
    values = list(takewhile(is_value, lines))
    if not values or not any(line.strip() for line in lines[len(values) :]):
        return "", pending
    return "\n".join(values).strip(), "".join(line + "\n" for line in lines[len(values) : -1])


def _is_no_cell(lines: Sequence[Line], place: int, cells: Sequence[StreamCell], pads: bool) -> bool:
    """Whether a bar alone on its line is no empty cell: it closes the text above the stretch, or may pad its row.

    Args:
        lines: the text's lines.
        place: that of the bar.
        cells: the cells before it.
        pads: whether the text pads rows by bars on lines of their own; between two numbers no row ends.
    """
    if not cells:
        return place > 0 and lines[place - 1].kind == "text"
    following = next((line.text.strip().strip("|") for line in lines[place + 1 :] if line.text.strip(" |")), "")
    return pads and not (is_value(cells[-1].raw) and is_value(following))


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

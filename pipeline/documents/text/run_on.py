"""Tables of a text that stand on one line, or on lines that end anywhere: what a program makes of a page's pieces."""

from __future__ import annotations

import re

from pipeline.documents.text.lines import is_value

_SIGNS = "|, "
_NEXT_ROW = re.compile("(?<=vv)t{1,8}(?=vv)")
"""Texts between two numbers and two others."""
_FEWEST = 10
"""Rows that go on behind others on their line, from which lines tell nothing."""
_TORN = re.compile(r"(?<![\d,])[1-9]\d{0,2}(?:,\d{3})+(?![\d,])")
"""What may be a number with commas, or several numbers."""


def with_cells_on_lines(content: str) -> str:
    """The text with one cell a line where rows of its tables follow one another on one line, else as it is."""
    lines = content.split("\n")
    for sign in _SIGNS:
        rows = [_rows_behind(line, sign) for line in lines]
        if sum(rows) >= _FEWEST and (sign != "," or _TORN.search(content) is None):
            first = next(n for n, count in enumerate(rows) if count)
            end = len(rows) - next(n for n, count in enumerate(reversed(rows)) if count)
            lines[first:end] = [line.replace(sign, "\n") for line in lines[first:end]]
            return "\n".join(lines)
    return content


def _rows_behind(line: str, sign: str) -> int:
    """How many rows of numbers begin on a line behind another's numbers; none by spaces where marks part cells."""
    if sign == " " and re.search(r"[|\t]", line):
        return 0
    cells = (cell.strip() for cell in line.split(sign))
    # One character behind a number (0 件) is its unit, no label.
    kinds = ("v" if is_value(cell) else "t" * (len(cell) > 1) for cell in cells if cell)
    return len(_NEXT_ROW.findall("".join(kinds)))

"""Tables of a text between rulers that show the columns.

Those of reStructuredText's simple tables are of equals signs, with a line for each row. Those of pandoc's multi-line
tables are of dashes: one below the header shows the columns, and empty lines part the rows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import groupby, pairwise

_RULER = re.compile(r"\s*={2,}(?: +={2,})+\s*")
_PARTED = re.compile(r"\s*-{2,}(?: +-{2,})+\s*")
_DASHES = re.compile(rf"\s*-{{10,}}\s*|{_PARTED.pattern}")
_UNDERLINE = re.compile(r"[\s\-]*-[\s\-]*")


def with_bars(lines: Sequence[str]) -> list[str]:
    """The lines, those of such tables with bars between their cells and without their rulers.

    A table whose text does not keep to the columns, told in places of the display, stays as it is. Programs give “ and
    its like one place or two: where that puts a text into one column or another, the table stays as it is as well.
    """
    result: list[str] = []
    at = 0
    while at < len(lines):
        dashed = _DASHES.fullmatch(lines[at]) is not None
        end = _end(lines, at) if dashed or _RULER.fullmatch(lines[at]) else None
        rows = None if end is None else _rows_apart(lines[at:end]) if dashed else _rows(lines[at:end])
        if end is None or rows is None:
            result.append(lines[at])
            at += 1
        else:
            result += rows
            at = end
    return result


def _end(lines: Sequence[str], start: int) -> int | None:
    """Behind the last of a table's rulers; a table is closed by one before an empty line."""
    for place in range(start + 1, len(lines)):
        if lines[place].strip() == lines[start].strip() and not "".join(lines[place + 1 : place + 2]).strip():
            return place + 1
        if _RULER.fullmatch(lines[place]) and lines[place].strip() != lines[start].strip():
            return None
    return None


def _rows(lines: Sequence[str]) -> list[str] | None:
    texts = [t for t in lines if t.strip() and not _RULER.fullmatch(t) and not _UNDERLINE.fullmatch(t)]
    if any("|" in text for text in texts):
        return None
    return _between_bars([[text] for text in texts], [m.span() for m in re.finditer("=+", lines[0])])


def _rows_apart(lines: Sequence[str]) -> list[str] | None:
    """The rows of a table between rulers of dashes; None where these show no columns.

    Empty lines part rows of several lines; a table without any, whose first ruler shows the columns, has a line a row.
    """
    ruler = next((line for line in lines if _PARTED.fullmatch(line)), None)
    if ruler is None or any("|" in line for line in lines):
        return None
    parted = groupby(lines, key=lambda line: not line.strip() or _DASHES.fullmatch(line) is not None)
    rows = [list(row) for apart, row in parted if not apart]
    if ruler == lines[0] and all(line.strip() for line in lines):
        rows = [[line] for row in rows for line in row]
    return _between_bars(rows, [m.span() for m in re.finditer("-+", ruler)])


def _between_bars(rows: Sequence[Sequence[str]], columns: Sequence[tuple[int, int]]) -> list[str] | None:
    """Rows of one or more lines with bars between their cells; None where their text does not keep to the columns."""
    ways: list[list[str]] = []
    for wide in ("WF", "WFA"):
        cells = [[_cells(text, columns, wide) for text in row] for row in rows]
        whole = [[line for line in row if line is not None] for row in cells]
        if [len(row) for row in whole] != [len(row) for row in rows]:
            continue
        texts = [["<br>".join(filter(None, parts)) for parts in zip(*row, strict=True)] for row in whole]
        bars = [f"| {' | '.join(row)} |" for row in texts]
        ways += [bars] if bars not in ways else []
    return ways[0] if len(ways) == 1 else None


def _cells(text: str, columns: Sequence[tuple[int, int]], wide: str) -> list[str] | None:
    """A line's cells; None where a character stands between two columns.

    Args:
        text: the line.
        columns: the places where each column begins and ends; the last one goes on.
        wide: kinds of characters that take two places.
    """
    cells = [""] * len(columns)
    gaps = {place for (_, end), (start, _) in pairwise(columns) for place in range(end, start)}
    place = 0
    for char in text:
        width = 2 if unicodedata.east_asian_width(char) in wide else 1
        if char.strip() and gaps & set(range(place, place + width)):
            return None
        cells[max(0, sum(start <= place for start, _ in columns) - 1)] += char
        place += width
    return [cell.strip() for cell in cells]

"""Tables of a text between rulers of equals signs (reStructuredText's simple tables): the rulers show the columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.documents.layout import display_width

_RULER = re.compile(r"\s*={2,}(?: +={2,})+\s*")
_UNDERLINE = re.compile(r"[\s\-]*-[\s\-]*")


def with_bars(lines: Sequence[str]) -> list[str]:
    """The lines, those of such tables with bars between their cells and without their rulers.

    A table whose text does not keep to the columns, told in places of the display, stays as it is.
    """
    result: list[str] = []
    at = 0
    while at < len(lines):
        end = _end(lines, at) if _RULER.fullmatch(lines[at]) else None
        rows = None if end is None else _rows(lines[at:end])
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
    starts = [m.start() for m in re.finditer("=+", lines[0])]
    texts = [t for t in lines if t.strip() and not _RULER.fullmatch(t) and not _UNDERLINE.fullmatch(t)]
    rows = [_cells(text, starts) for text in texts]
    if any("|" in text for text in texts):
        return None
    bars = [f"| {' | '.join(row)} |" for row in rows if row is not None]
    return bars if len(bars) == len(texts) else None


def _cells(text: str, starts: Sequence[int]) -> list[str] | None:
    """A line's cells; None where a character stands in the gap before a column."""
    cells = [""] * len(starts)
    gaps = {start - 1 for start in starts}
    place = 0
    for char in text:
        if char.strip() and gaps & set(range(place, place + display_width(char))):
            return None
        cells[max(0, sum(start <= place for start in starts) - 1)] += char
        place += display_width(char)
    return [cell.strip() for cell in cells]

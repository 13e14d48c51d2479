"""Tables whose cells a number of spaces parts, always the same one: where they stand on the line tells nothing."""

from __future__ import annotations

import re
from itertools import groupby

from pipeline.documents.model import Block, CellStream, StreamCell
from pipeline.documents.text.lines import grid_of, is_value, paragraph

_GAPS = re.compile(r"(?<=\S) {2,}(?=\S)")
_FEWEST_GAPS = 20
_NARROW_GAP = 3
"""Spaces up to which all gaps of a page's layout may by chance be multiples of the narrowest."""


def spaced_blocks(content: str) -> list[Block] | None:
    """Rows with their empty cells where the text keeps them, else cells in order; None where gaps are not all alike."""
    gap = _only_gap(content)
    if gap is None:
        return None
    lines = [line.rstrip().split(" " * gap) for line in content.replace("\f", "\n").split("\n")]
    keeps = any("" in cells[1:] for cells in lines)
    blocks: list[Block] = []
    for is_row, run in groupby(lines, key=lambda cells: len(cells) > 1):
        rows = list(run)
        if not is_row:
            blocks += [b for (text,) in rows for b in paragraph(text)]
        elif keeps:
            blocks += grid_of(rows, "txt:spaced-cells")
        else:
            cells = [StreamCell(c, c.strip(), n == len(row)) for row in rows for n, c in enumerate(row, start=1)]
            blocks.append(CellStream(tuple(cells), "txt:spaced-cells"))
    return blocks


def _only_gap(content: str) -> int | None:
    """The width of all gaps in rows of values, or of which all are multiples: they part cells and keep no places.

    In a page's layout they are as wide as labels and columns leave room.
    """
    widths: list[int] = []
    for line in content.split("\n"):
        cells, gaps = _GAPS.split(line.strip()), _GAPS.findall(line)
        marked = "|" in line or "\t" in line
        if len(gaps) > 1 and not marked and is_value(cells[-1]) and not is_value(cells[0]):
            widths += map(len, gaps)
    if len(widths) < _FEWEST_GAPS or any(width % min(widths) for width in widths):
        return None
    return min(widths) if len(set(widths)) == 1 or min(widths) > _NARROW_GAP else None

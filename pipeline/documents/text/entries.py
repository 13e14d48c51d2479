"""Lists whose lines are names with their numbers: ``结果维持：2``, ``总计 …… 5``, ``规章：制发件数 3，废止件数 0``.

Each number becomes a row of a grid, behind its names. What stands alone on a line above them stays a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from pipeline.documents.model import HAN, Block, Cell, Grid, Paragraph
from pipeline.documents.text.lines import is_value

_FEWEST = 8
"""Numbers of a list, between headings at most, from which it is one of a table's."""
_LONGEST_NAME = 60
_LONGEST_HEADING = 60
_NUMBER = r"[+\-－]?(?:[\d０-９]{1,3}(?:[,，][\d０-９]{3})+|[\d０-９]+)(?:[.．][\d０-９]+)?"
_UNIT = "(?:[件条條项項宗次份元]|[亿億万萬千]元)"
_ENTRY = re.compile(
    r"(?:[:：]\s*|\s*(?:[.．…·‥_]{3,}|…+|—{3,}|-{4,})\s*|(?<=\S)[ 　])"
    rf"({_NUMBER}\s*{_UNIT}?|[/／—]|[无無])\s*(?:[，,；;、。]|$)"
)
_BETWEEN_NAMES = re.compile(r"[:：](?![^(（]*[)）])|　+|\s{2,}")


def with_entries(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with grids in the place of the lines of such lists."""
    rows = [_rows(b.raw) if isinstance(b, Paragraph) else None for b in blocks]
    result: list[Block] = []
    for is_list, run in groupby(range(len(blocks)), key=lambda n: rows[n] is not None):
        places = list(run)
        if not is_list or sum(len(rows[n] or ()) for n in places) < _FEWEST:
            result += [blocks[n] for n in places]
            continue
        for named, part in groupby(places, key=lambda n: bool(rows[n])):
            own = list(part)
            result += [_grid([r for n in own for r in rows[n] or ()])] if named else [blocks[n] for n in own]
    return result


def _grid(rows: Sequence[Sequence[str]]) -> Grid:
    """A grid with the names from the left and the numbers in its last column."""
    wide = max(map(len, rows))
    cells = (
        Cell(n, wide - 1 if at == len(row) - 1 else at, text, text)
        for n, row in enumerate(rows)
        for at, text in enumerate(row)
    )
    return Grid(tuple(cells), "txt:entries")


def _rows(line: str) -> list[list[str]] | None:
    """The names and the number of each entry of a line; none of a short line without any, None of other text."""
    if not any(c.isdigit() or c in "/／—无無" for c in line) or not _ENTRY.search(line):
        return [] if len(line.strip()) <= _LONGEST_HEADING and "。" not in line and HAN.search(line) else None
    rows: list[list[str]] = []
    at = 0
    while at < len(line.rstrip()):
        entry = _ENTRY.search(line, at)
        name = line[at : entry.start()].strip() if entry else ""
        if entry is None or not HAN.search(name) or len(name) > _LONGEST_NAME or "。" in name:
            return None
        if any(map(is_value, name.split())):
            return None  # a table's row, with numbers in several columns
        names = [part.strip() for part in _BETWEEN_NAMES.split(name) if part.strip()]
        over = rows[-1][: -len(names) - 1] if rows else []
        rows.append([*over, *names, entry[1]])
        at = entry.end()
    return rows

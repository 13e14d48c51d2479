"""Rows of a grid that hold several of a form's rows, one a line: labels and numbers parted by breaks or paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from pipeline.documents.model import NO_TEXT
from pipeline.extract.printed.labels import ACCEPTED, label_key, likeness, row_keys
from pipeline.extract.printed.model import Printed
from pipeline.forms import FORMS
from pipeline.normalise import clean, read_number, simplify
from pipeline.normalise.numbers import is_value, perhaps_numbers

_ALIKE = 85.0
"""Likeness (0 to 100) from which a line is one of the form's labels."""
_DIGIT = re.compile(r"\d")
_NUMBERED = re.compile(r"\s*\d\s*[.．、]")

_Line = list[Printed]


def rows_in(line: _Line, *, drawn: bool = False) -> list[_Line]:
    """The rows that a grid's row holds: itself, or those whose labels are the lines of one of its cells.

    Line by line the numbers behind are theirs where every cell of numbers has as many lines as there are labels, or
    none. If a cell has more or fewer, an empty line may be lost, and all numbers are nobody's alone.

    Args:
        line: the cells from the left.
        drawn: whether they stand on a drawn page, where cells show no empty lines and break labels and numbers.
    """
    named = [(place, labels) for place, cell in enumerate(line) if len(labels := _labels(cell.raw)) > 1]
    if len(named) != 1:
        return [line]
    ((place, labels),) = named
    before, label, behind = line[:place], line[place], line[place + 1 :]
    if not behind:
        return [line]
    parted = [cell.row_span == 1 and _is_parted(cell.raw, label.raw.count("\n") + 1) for cell in behind]
    numbers = [(cell, own) for cell, own in zip(behind, parted, strict=True) if _DIGIT.search(cell.raw)]
    whole = len(labels) == label.raw.count("\n") + 1 and all(own for _, own in numbers)
    if drawn or not whole or _may_begin_with_sums([cell.raw for cell, _ in numbers]):
        parted = [False] * len(behind)
    result = []
    for number, at in enumerate(labels):
        cells = zip(behind, parted, strict=True)
        values = [_part(cell, at) if own else replace(cell, shared=not cell.is_blank) for cell, own in cells]
        result.append([*(before if number == 0 else ()), _part(label, at), *values])
    return result


@lru_cache(maxsize=4096)
def _labels(text: str) -> tuple[int, ...]:
    """Which lines of a text are labels of rows, in the order of the form that knows most of them; none of one label."""
    lines = text.split("\n")
    if len(lines) == 1 or any(100.0 in likeness(label_key(text), wordings) for wordings in _wordings()):
        return ()  # 其他 may be a line of (二)部分公开(…不计其他情形)
    return max((_labels_of(lines, wordings) for wordings in _wordings()), key=len)


def _labels_of(lines: Sequence[str], wordings: tuple[tuple[str, ...], ...]) -> tuple[int, ...]:
    """The lines that name a table's rows, each another one; none where they do not keep the form's order.

    One that begins with its number may be cut by the cell's border, and go on in the next line.
    """
    rows: dict[int, int] = {}
    for at, line in enumerate(lines):
        fits = likeness(label_key(line), wordings)
        fewest = ACCEPTED if _NUMBERED.match(line) else _ALIKE
        if max(fits) >= fewest and fits.count(max(fits)) == 1 and fits.index(max(fits)) not in rows.values():
            rows[at] = fits.index(max(fits))
    return tuple(rows) if all(a < b for a, b in pairwise(rows.values())) else ()


@lru_cache(maxsize=1)
def _wordings() -> tuple[tuple[tuple[str, ...], ...], ...]:
    tables = (table for form in FORMS.values() for table in form.tables.values())
    return tuple(tuple(row_keys(row) for row in table.rows) for table in tables)


def _is_parted(raw: str, count: int) -> bool:
    """Whether a cell is empty, or has a value, and nothing that leaves the whole of it in doubt, on each line."""
    lines = raw.split("\n")
    doubtful = "~" in raw or NO_TEXT in raw
    return not raw.strip() or (not doubtful and len(lines) == count and all(map(is_value, lines)))


def _may_begin_with_sums(cells: Sequence[str]) -> bool:
    """Whether each cell's first number may be the sum of its others, and the empty line of a zero be lost."""
    values = [[read_number(line).value for line in raw.split("\n")] for raw in cells]
    return all(all(own) and own[0] == sum(filter(None, own[1:])) for own in values)


def _part(cell: Printed, at: int) -> Printed:
    """A cell's line; of an empty one the cell itself."""
    if not cell.raw.strip():
        return cell
    raw = cell.raw.split("\n")[at]
    return replace(cell, raw=raw, text=simplify(clean(raw)).strip(), readings=perhaps_numbers(raw))

"""Tables saved as comma-separated values: what a spreadsheet program writes when a sheet is saved as text."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.documents.model import NO_TEXT, Block, Grid
from pipeline.documents.text.lines import SENTENCE_LENGTH, grid_of, is_value, paragraph

_FEWEST_FIELDS = 4
_FEWEST_ROWS = 8
_FEWEST_LABELLED = 4
_FEWEST_MARKED = 5
"""Lines with tabs or bars from which these part the text's cells; a list of links has fewer."""
_LONGEST_VALUE = 12
_MOSTLY = 0.7
_UNSURE = 0.94
"""Certainty of what is believed unless it breaks a sum of the form."""
_GAP = re.compile(r"\S(?: {2}|\u3000)\s*\S")
"""A text that keeps a page's layout with spaces has commas too, in its numbers: 1,234."""
_QUOTED_NUMBER = re.compile(r'"\s*\d{1,3}(?:,\d{3})+\s*"')
_HEAD = re.compile(r"[1-9]\d{0,2}")
_TAIL = re.compile(r"\d{3}")
_CJK = re.compile("[\u3400-\u9fff]")


def comma_blocks(content: str) -> list[Block] | None:
    """Lines of one text alone as paragraphs, those between them as rows of a grid.

    None where neither commas nor semicolons part the text's cells. Where numbers with commas may have become two
    fields, such a row is not believed against its sum.
    """
    rows = comma_rows(content)
    if rows is None:
        return None
    # A program that puts numbers with commas in quotes tears none.
    torn = _QUOTED_NUMBER.search(content) is None and content.count(",") > content.count(";")
    blocks: list[Block] = []
    pending: list[list[str]] = []
    for row in [*rows, []]:
        filled = [f for f in row if f.strip()]
        if len(filled) > 1 or (filled and len(row) > 1 and len(filled[0]) <= SENTENCE_LENGTH and pending):
            pending.append(row)
            continue
        doubtful = {n for n, fields in enumerate(pending) if torn and _is_perhaps_torn(fields)}
        blocks += [_doubted(b, doubtful) if isinstance(b, Grid) else b for b in grid_of(pending, "txt:csv")]
        pending = []
        blocks += [b for text in filled for line in text.split("\n") for b in paragraph(line)]
    return blocks


def _doubted(grid: Grid, rows: set[int]) -> Grid:
    cells = (replace(c, certainty=_UNSURE) if c.row in rows and c.column else c for c in grid.cells)
    return replace(grid, cells=tuple(cells))


def comma_rows(content: str) -> list[list[str]] | None:
    """The fields of each line, or None where neither commas nor semicolons part the text's cells.

    Taken for such a file is one in which many lines begin with a label and have several values behind it; in prose
    commas stand between words, and in a table kept with spaces or bars the spaces and bars part the cells.
    """
    if sum("\t" in line or "|" in line for line in content.split("\n")) >= _FEWEST_MARKED:
        return None
    found = (_fields(content, sign) for sign in ",;" if content.count(sign) >= _FEWEST_FIELDS * _FEWEST_ROWS)
    return next((rows for rows in found if rows is not None), None)


def _fields(content: str, sign: str) -> list[list[str]] | None:
    try:
        rows = list(csv.reader(io.StringIO(content, newline=""), delimiter=sign))
    except csv.Error:
        return None
    wide = [row for row in rows if len(row) >= _FEWEST_FIELDS]
    values = [f.strip() for row in wide for f in row[1:]]
    labelled = [row for row in wide if _has_label(row) and sum(map(_is_field_of_value, row[1:])) > len(row) // 2]
    if len(wide) < _FEWEST_ROWS or len(labelled) < _FEWEST_LABELLED:
        return None
    if any(_GAP.search(f.strip()) and not _CJK.search(f) for row in wide for f in row):
        return None
    short = sum(len(v) <= _LONGEST_VALUE for v in values)
    if short < _MOSTLY * len(values):
        return None
    if not any(min(len(a), len(b)) >= _FEWEST_FIELDS for a, b in pairwise(rows)):
        rows = [row for row in rows if row]  # an empty line behind each: it parts no tables
    usual = Counter(map(len, wide)).most_common(1)[0][0]
    return [row if len(row) <= usual or sign != "," else _torn(row) for row in rows]


def _has_label(row: Sequence[str]) -> bool:
    return any(_CJK.search(f) for f in row[:3])


def _is_field_of_value(field: str) -> bool:
    return not field.strip() or is_value(field)


def _is_perhaps_torn(row: list[str]) -> bool:
    """Whether two fields of a row may be one number with a comma: a row may have lost an empty field as well."""
    return any(_HEAD.fullmatch(a.strip()) and _TAIL.fullmatch(b.strip()) for a, b in pairwise(row))


def _torn(row: list[str]) -> list[str]:
    """A row with more fields than the others: its numbers are in doubt where two may be one with a comma, ``1,234``."""
    if not _is_perhaps_torn(row):
        return row
    return [field + NO_TEXT if is_value(field) else field for field in row]

"""Merged cells that a program wrote out once for each column they cover, as python-docx and pandas know them.

A header that repeats a column's name over its neighbours shows that these are one column of the form, and that the
equal numbers below it are one number. Equal numbers under different names, zeros above all, are never one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from pipeline.documents.places import joined_box
from pipeline.extract.printed.labels import is_column_label, label_key
from pipeline.extract.printed.model import Printed, PrintedRow, with_labels

_AGAIN = re.compile(r"\.\d{1,2}$")
"""What pandas puts behind a name that it met before."""


def with_merged_cells(rows: Sequence[PrintedRow]) -> list[PrintedRow]:
    """The rows with each merged cell once, over all its columns, where a header says which columns one cell covers.

    If a row below prints different numbers there, nothing tells what the header means, and what stands below it is
    marked as shared.
    """
    result = list(rows)
    for at, row in enumerate(rows):
        header = _header(rows, at)
        runs = [tuple(run) for key, run in groupby(header, key=_name) if is_column_label(key)]
        runs = [run for run in runs if len(run) > 1]
        below = _rows_below(rows, at) if runs else []
        if not below:
            continue
        folded = [one for n in below if (one := _folded(rows[n], header, runs)) is not None]
        if len(folded) < len(below):
            folded = [replace(rows[n], values=tuple(replace(v, shared=True) for v in rows[n].values)) for n in below]
        else:
            result[at] = _with_labels_once(row, runs)
        for n, one in zip(below, folded, strict=True):
            result[n] = one
    return result


def _name(cell: Printed) -> str:
    return label_key(_AGAIN.sub("", cell.text))


def _header(rows: Sequence[PrintedRow], at: int) -> Sequence[Printed]:
    """The labels of a row of cells without values."""
    return () if rows[at].layout in ("paragraph", "stream") or rows[at].values else rows[at].labels


def _rows_below(rows: Sequence[PrintedRow], header: int) -> list[int]:
    """The rows of values under a header, up to the next one."""
    found = []
    for n in range(header + 1, len(rows)):
        if rows[n].block != rows[header].block or (len(rows[n].labels) > 1 and not rows[n].values):
            break
        if rows[n].values:
            found.append(n)
    return found


def _folded(row: PrintedRow, header: Sequence[Printed], runs: Sequence[Sequence[Printed]]) -> PrintedRow | None:
    """A row with one value under each run of header cells; None where it prints several different ones there."""
    places = range(len(header))
    under = [[n for n in places if v.x0 < header[n].x1 and header[n].x0 < v.x1] for v in row.values]
    if any(len(own) != 1 and not v.is_blank for v, own in zip(row.values, under, strict=True)):
        return None
    values = list(zip(under, row.values, strict=True))
    for run in runs:
        first = next(n for n in places if header[n] is run[0])
        of_run = [[v for own, v in values if own == [n]] for n in range(first, first + len(run))]
        copies = [v for own in of_run for v in own]
        if any(len(own) > 1 for own in of_run) or len({v.text.strip() for v in copies if not v.is_blank}) > 1:
            return None
        if copies:
            at = next(n for n, (_, v) in enumerate(values) if v is copies[0])
            values[at : at + len(copies)] = [([first], _one(copies))]
    return replace(row, values=tuple(v for _, v in values))


def _with_labels_once(row: PrintedRow, runs: Sequence[Sequence[Printed]]) -> PrintedRow:
    first = {id(run[0]): _one(run) for run in runs}
    further = {id(label) for run in runs for label in run[1:]}
    labels = tuple(first.get(id(c), c) for c in row.labels if id(c) not in further)
    return with_labels(row, labels, labels if row.words else ())


def _one(copies: Sequence[Printed]) -> Printed:
    """One cell over the places of all its copies; some programs leave the further ones empty."""
    printed = next((c for c in copies if not c.is_blank), copies[0])
    return replace(printed, x0=copies[0].x0, x1=copies[-1].x1, bbox=joined_box(c.bbox for c in copies))

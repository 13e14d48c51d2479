"""Printed headers over columns: which label cells they are, and where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.labels import ACCEPTED, column_keys, column_similarity, is_group_label, label_key
from pipeline.extract.rows import Printed, PrintedRow
from pipeline.forms import FORMS, Column


def leaf_headers(
    rows: Sequence[PrintedRow], first: int, last: int, groups: Sequence[Sequence[Column]]
) -> dict[int, tuple[Printed, ...]]:
    """Per block, the header cells of all columns from left to right, for blocks that print every one of them.

    Args:
        rows: the document's printed rows; headers are sought up to eight rows before ``first``, and to ``last``.
        groups: the columns of each group that prints the same labels again (the three tracks of table 四).
    """
    wanted = [column for group in groups for column in group]
    by_block: dict[int, dict[float, Printed]] = {}
    for row in rows[max(0, first - 8) : last + 1]:
        if row.layout == "stream" or row.printed_values:
            continue
        for cell in row.labels:
            if any(column_similarity(label_key(cell.text), c) >= ACCEPTED for c in wanted):
                by_block.setdefault(row.block, {})[cell.x0] = cell
    found: dict[int, tuple[Printed, ...]] = {}
    for block, cells in by_block.items():
        ordered = [cells[x] for x in sorted(cells)]
        if len(ordered) == len(wanted) and all(
            column_similarity(label_key(cell.text), column) >= ACCEPTED
            for cell, column in zip(ordered, wanted, strict=True)
        ):
            found[block] = tuple(ordered)
    return found


def header_labels(rows: Sequence[PrintedRow]) -> list[Printed]:
    """The label cells of a header's rows: neither headings over rows (第二十条第（一）项) nor the corner (信息内容).

    A merged header cell that a converter repeated in each cell it covered is one.
    """
    found: list[Printed] = []
    for row in rows:
        previous = ""
        for cell in row.labels if row.layout != "paragraph" else ():
            key = label_key(cell.text)
            if key and not is_group_label(key) and key != "信息内容":
                if key == previous and _stands_alone(key):
                    found[-1] = replace(found[-1], x1=cell.x1)
                else:
                    found.append(cell)
            previous = key
    return found


def _stands_alone(key: str) -> bool:
    """Whether a whole label is repeated; a header cut short (本年新) may rightly stand twice in a row."""
    return any(
        key == wording
        for form in FORMS.values()
        for row in form.tables["proactive"].rows
        for column in row.columns
        for wording in column_keys(column)
    )

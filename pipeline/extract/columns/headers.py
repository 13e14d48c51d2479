"""Printed headers over columns: which label cells they are, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from pipeline.extract.printed.added import FURTHER_COLUMNS
from pipeline.extract.printed.labels import (
    ACCEPTED,
    column_keys,
    column_similarity,
    is_column_label,
    is_form_label,
    is_group_label,
    is_numbered,
    label_key,
    row_keys,
)
from pipeline.extract.printed.model import Printed, PrintedRow
from pipeline.forms import FORMS, Column
from pipeline.normalise.numbers import read_number

_LONGEST_HEADER = 40
_FEWEST_OF_A_LINE = 3
_ENOUGH_COLUMNS = 3
_SHORTEST_NAME = 4
"""Characters of a further column's name; shorter texts are pieces of broken ones."""
_MARKS = 3
"""Marks for none in a row from which it is one of values."""
_HEADING = re.compile(r"[一二三四五六七]\s*[、.]|\([一二三四五六七]\)|第二十条")


def leaf_headers(
    rows: Sequence[PrintedRow], first: int, last: int, groups: Sequence[Sequence[Column]]
) -> dict[int, tuple[Printed, ...]]:
    """Per block, the header cells of all columns in the form's order, for blocks that print every one of them.

    Args:
        rows: the document's printed rows.
        first: position of the table's first row of numbers; headers are sought from eight rows before it on.
        last: position of the table's last row: a header may be repeated after a page break.
        groups: the columns of each group that prints the same labels again (the three tracks of table 四).
    """
    wanted = [column for group in groups for column in group]
    by_block: dict[int, list[Printed]] = {}
    for row in rows[max(0, first - 8) : last + 1]:
        if row.layout in ("grid", "ragged") and (not row.printed_values or _is_line_of(row.labels, wanted)):
            by_block.setdefault(row.block, []).extend(row.labels)
    candidates = list(by_block.items())
    above = header_lines(rows, first)
    if above:
        # Single words where columns stand close; words put together where letters are spaced out (结 果).
        candidates += [(above[0].block, stacked(row.words for row in above))]
        candidates += [(above[0].block, stacked(row.labels for row in above))]
        broken = header_lines(rows, first, across=True)
        if len(broken) > len(above):
            candidates += [(above[0].block, stacked(row.words for row in broken))]
            candidates += [(above[0].block, stacked(row.labels for row in broken))]
    found: dict[int, tuple[Printed, ...]] = {}
    for block, cells in candidates:
        fitting = {c.x0: c for c in cells if not is_numbered(c.text) and any(_fits(c, column) for column in wanted)}
        ordered = [fitting[x] for x in sorted(fitting)]
        if len(ordered) != len(wanted):
            continue
        if all(map(_fits, ordered, wanted)):
            found.setdefault(block, tuple(ordered))
        elif permuted := _by_label(ordered, wanted):
            found.setdefault(block, permuted)
    own = rows[first].block
    if above and above[0].block in found and own not in found:
        header = found[above[0].block]
        below = [v for row in rows[first : last + 1] if row.block == own for v in row.printed_values]
        found |= {own: header} if _stand_under(below, header) else {}
    return found


def _stand_under(values: Iterable[Printed], header: Sequence[Printed]) -> bool:
    """Whether a page's numbers stand in the columns of the header that ends the page before.

    A text may count its columns anew on each page. So each number stands under one header, and they show the last
    column, and two before it.
    """
    under = [[n for n, h in enumerate(header) if v.x0 < h.x1 and h.x0 < v.x1] for v in values]
    shown = {n for own in under for n in own}
    return all(len(own) == 1 for own in under) and len(shown) >= _ENOUGH_COLUMNS and len(header) - 1 in shown


def _is_line_of(labels: Sequence[Printed], wanted: Sequence[Column]) -> bool:
    """Whether labels are header cells of several columns, whatever number stands beside the table."""
    keys = {label_key(cell.text) for cell in labels}
    return sum(any(column_similarity(key, column) == 100.0 for column in wanted) for key in keys) >= _FEWEST_OF_A_LINE


def _by_label(cells: Sequence[Printed], wanted: Sequence[Column]) -> tuple[Printed, ...]:
    """Header cells in the form's order where the report prints its columns in another; empty where that is unclear."""
    chosen = [[c for c in cells if column_similarity(label_key(c.text), column) == 100.0] for column in wanted]
    return tuple(c[0] for c in chosen) if all(len(c) == 1 for c in chosen) else ()


def _fits(cell: Printed, column: Column) -> bool:
    return column_similarity(label_key(cell.text), column) >= ACCEPTED


def in_order(header: Sequence[Printed]) -> bool:
    """Whether header cells, given in the form's order, stand from left to right."""
    return all(a.x0 < b.x0 for a, b in pairwise(header))


def header_rows(rows: Sequence[PrintedRow], first: int) -> Sequence[PrintedRow]:
    """The rows between a table's first row of numbers and the numbers before it."""
    start = first
    while start > 0 and not _holds_values(rows[start - 1]) and first - start < _LONGEST_HEADER:
        start -= 1
    # In a stream the header's last label stands before the numbers as if it were theirs.
    end = first + (rows[first].layout == "stream")
    return [row for row in rows[start:end] if row.layout != "paragraph"]


def _holds_values(row: PrintedRow) -> bool:
    """Whether a row prints numbers, or none (marks, or empty cells behind a row's label): no header does."""
    marks = [v for v in row.values if v is not None and v.text.strip() and read_number(v.text).state == "blank"]
    if row.printed_values or len(marks) >= _MARKS:
        return True
    return len(row.values) >= _MARKS and row.leaf in _labels_of_request_rows()


@lru_cache(maxsize=1)
def _labels_of_request_rows() -> frozenset[str]:
    """Keys of table 三's rows that no column of any table bears, as 其他 and 总计 do."""
    tables = [table for form in FORMS.values() for table in form.tables.values()]
    columns = {key for table in tables for row in table.rows for column in row.columns for key in column_keys(column)}
    return (
        frozenset(k for form in FORMS.values() for row in form.tables["requests"].rows for k in row_keys(row)) - columns
    )


def header_cells(rows: Sequence[PrintedRow], first: int) -> list[Printed]:
    """The labels printed there."""
    return [cell for row in header_rows(rows, first) for cell in row.labels]


def has_further_column(rows: Sequence[PrintedRow], first: int) -> bool:
    """Whether the header names a column that the form does not have: 行次, 备注, or what ends a line of names."""
    if any(label_key(c.text) in FURTHER_COLUMNS for c in header_cells(rows, first)):
        return True
    ends = [row.labels[-2:] for row in header_rows(rows, first) if row.layout == "ragged" and len(row.labels) > 1]
    named = [
        last for before, last in ends if (key := label_key(before.text)) in _spanning_keys() or is_column_label(key)
    ]
    return any(len(label_key(last.text)) >= _SHORTEST_NAME and not is_form_label(last.text) for last in named)


def header_lines(rows: Sequence[PrintedRow], index: int, *, across: bool = False) -> list[PrintedRow]:
    """In a layout of words, the lines right above a row of numbers, up to a heading or to other numbers.

    They stand in one block: where the row is its page's first, they are the last of the page before. With ``across``
    those of the page before are added to the first of the row's page: a table keeps its columns over a page's end.
    """
    lines: list[PrintedRow] = []
    for row in reversed(rows[max(0, index - 10) : index]):
        started = bool(row.words) and _HEADING.match(row.words[0].text)
        apart = bool(lines) and row.block != lines[0].block
        next_page = apart and row.page is not None and lines[0].page == row.page + 1
        if row.layout != "words" or row.printed_values or started or (apart and not (across and next_page)):
            break
        if _is_caption(row, lines):
            break
        lines.insert(0, row)
    return lines


_MOST_UNDER_ONE = 2


def _is_caption(row: PrintedRow, below: Sequence[PrintedRow]) -> bool:
    """Whether a line above header lines is one text over several of their words: the rest of a heading, a note."""
    if len(row.words) != 1 or label_key(row.words[0].text) in _spanning_keys():
        return False
    (word,) = row.words
    under = (sum(w.x0 < word.x1 and word.x0 < w.x1 for w in line.words) for line in below)
    return max(under, default=0) > _MOST_UNDER_ONE


def stacked(lines: Iterable[Sequence[Printed]]) -> list[Printed]:
    """Header cells of a layout of words: pieces above one another are one cell.

    Pieces over several columns (行政诉讼, 法人或其他组织) are left out: they would join what stands below them.
    """
    stacks: list[Printed] = []
    for word in (w for line in lines for w in line):
        key = label_key(word.text)
        if key in _spanning_keys():
            continue
        below = [n for n, s in enumerate(stacks) if min(s.x1, word.x1) - max(s.x0, word.x0) > 0]
        if not below:
            stacks.append(word)
        elif len(below) == 1:
            top = stacks[below[0]]
            stacks[below[0]] = replace(
                top,
                text=top.text + word.text,
                raw=f"{top.raw}\n{word.raw}",
                x0=min(top.x0, word.x0),
                x1=max(top.x1, word.x1),
            )
    return stacks


@lru_cache(maxsize=1)
def _spanning_keys() -> frozenset[str]:
    tables = [form.tables[name] for form in FORMS.values() for name in form.tables]
    labels = [label for table in tables for label in (*table.column_group_labels, *table.group_labels)]
    tracks = [row.label for form in FORMS.values() for row in form.tables["review_litigation"].rows]
    return frozenset(label_key(t) for t in (*labels, *tracks) if label_key(t) != "信息内容")


def header_labels(rows: Sequence[PrintedRow]) -> list[Printed]:
    """The label cells of a header's rows: neither headings over rows (第二十条第（一）项) nor the corner (信息内容).

    A merged header cell that a converter repeated in each cell it covered is one.
    """
    found: list[Printed] = []
    lines = [row for row in rows if row.layout == "words"]
    if lines:
        # As for all columns: single words, or words put together where letters are spaced out.
        either = (stacked(row.words for row in lines), stacked(row.labels for row in lines))
        named = max(either, key=lambda cells: sum(is_column_label(label_key(c.text)) for c in cells))
        cells = [[c] for c in sorted(named, key=lambda c: c.x0)]
    else:
        cells = [list(row.labels) for row in rows if row.layout != "paragraph"]
    for row_cells in cells:
        previous = ""
        for cell in row_cells:
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

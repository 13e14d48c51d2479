"""Whether a header keeps the form's order of columns, in the form's words or in its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.extract.columns.headers import header_cells, header_lines, header_rows, stacked
from pipeline.extract.columns.names import (
    Name,
    is_unlike,
    name_of_column,
    named_among,
    names_of_tracks,
)
from pipeline.extract.printed.labels import is_numbered, label_key
from pipeline.extract.printed.model import Printed, PrintedRow
from pipeline.forms import Column, Table

_LONGEST_HEADING = 8
"""Characters of a heading that names something else; a longer text may be a sentence about it."""
_NOT_YET = "尚未"
"""Of 尚未审结; where it is no piece of the header either, 审结 is the opposite."""


def in_form_order(rows: Sequence[PrintedRow], first: int, table: Table) -> bool:
    """Whether the header over a table's first row keeps the form's order, as far as its labels are whole.

    Told in reading order: the labels of one header row from the left. Where merged cells part the header into several
    rows, those over single columns stand together, and so do the ones beside them; the label over several columns
    stands for those among the ones beside it. Among words those over several columns stand on lines of their own, none
    of which need be level with another's: their places tell, as they do of labels broken over several lines, whose
    pieces on a line (其他结, 尚未审) prove nothing in words.
    """
    row = rows[first]
    columns = table.rows[0].columns
    names = [name_of_column(c) for c in columns]
    every = [replace(name, words=()) for name in names] if row.layout == "words" else names
    grouped, alone = ([n for c, n in zip(columns, every, strict=True) if bool(c.group) is own] for own in (True, False))
    cells = [c for c in header_cells(rows, first) if not is_numbered(c.text)]
    printed = [label_key(c.text) for c in cells]
    if row.layout == "words":
        cells = sorted(cells, key=lambda c: c.x0)
    over = [label_key(c.text) for c in cells]
    tracks = names_of_tracks(table) if table.key == "review_litigation" else []
    # On a line that is none of the header's, perhaps a piece of a heading, words prove nothing.
    own = [c for line in header_lines(rows, first) for c in line.labels] if row.layout == "words" else cells
    in_form = [replace(track, words=()) for track in tracks]
    named = [named_among(label_key(c.text), tracks if c in own else in_form) for c in cells]
    of_tracks = [n for n in named if n is not None]
    # 行政复议 stands over columns of its own, and beside 行政诉讼, which stands over the other tracks.
    over_several = [list(range(len(table.rows))), [0, *range(len(table.rows), len(tracks))]] if tracks else []
    in_pieces = row.layout == "ragged" or row.method.startswith("scan:")
    # A row that prints all labels shows how the single columns and the grouped ones stand to each other.
    lines = [[label_key(c.text) for c in line.labels] for line in header_rows(rows, first)]
    # In ragged text a label over several columns may stand a line above the ones beside it, which tells no order.
    lines_of_text = lines if row.layout == "ragged" else []
    tops_of_lines = (lines_of_text or [over]) if grouped else []
    topmost = [name_of_column(c) for c in _topmost(columns)]
    return (
        all(_runs_in_order(_named(printed, part), len(part), in_pieces=in_pieces) for part in (grouped, alone) if part)
        and all(
            _runs_in_order([part.index(n) for n in told], len(part), in_pieces=in_pieces)
            and (in_pieces or _begin_in_order(told))  # each stands once: none begins anew
            for part in over_several
            for told in [[n for n in of_tracks if n in part]]
        )
        and all(_begin_in_order(n for n in _named(line, tracks) if n < len(table.rows)) for line in lines_of_text)
        and all(_runs_in_order(_named(line, topmost), len(topmost), in_pieces=in_pieces) for line in tops_of_lines)
        and all(_runs_in_order(_named(line, every), len(every), in_pieces=in_pieces) for line in lines)
        and all(_runs_in_order(_named(line, names), len(names), in_pieces=True) for line in _stacks(rows, first, names))
    )


def names_something_else(rows: Sequence[PrintedRow], first: int, table: Table) -> bool:
    """Whether the header of table 四 names a column or a track that is none of the form's: 已审结, 举报投诉."""
    columns = [*map(name_of_column, table.rows[0].columns)]
    names = [*columns, *names_of_tracks(table)]
    in_words = rows[first].layout == "words"
    lines = header_lines(rows, first) if in_words else header_rows(rows, first)
    cells = [[label_key(c.text) for c in row.labels] for row in lines if in_words or row.block == rows[first].block]
    keys = {key for line in (*cells, *_stacks(rows, first, columns)) for key in line if len(key) <= _LONGEST_HEADING}
    unknown = [key for key in keys if named_among(key, names) is None]
    printed = keys | {label_key(c.text) for row in header_rows(rows, first) for c in row.labels}
    says_not_yet = any(_NOT_YET in key or key.endswith(tuple(_NOT_YET)) for key in printed)
    opposites = set() if says_not_yet else {f"{_NOT_YET}{key}" for key in unknown}
    return any(opposites.intersection(name.keys) for name in names) or any(
        is_unlike(key, name) for key in unknown for name in names
    )


def _stacks(rows: Sequence[PrintedRow], first: int, names: Sequence[Name]) -> list[list[str]]:
    """In a layout of words the labels of a header from the left, put together of words, or of words put together.

    Not where pieces of two columns came together in one (其他维持): the lines do not stand over one another.
    """
    lines = header_lines(rows, first)
    either: tuple[list[Printed], ...] = (stacked(r.words for r in lines), stacked(r.labels for r in lines))
    found = [[label_key(c.text) for c in sorted(cells, key=lambda c: c.x0)] for cells in either if cells]
    return [keys for keys in found if not any(_names_two(key, names) for key in keys)]


def _names_two(key: str, names: Sequence[Name]) -> bool:
    return len(key) <= _LONGEST_HEADING and sum(any(word in key for word in name.words) for name in names) > 1


def _topmost(columns: Sequence[Column]) -> list[Column]:
    """The columns less those under one label (法人或其他组织), which stands for them as a column of its own."""
    found: list[Column] = []
    for column in columns:
        if column.group is None:
            found.append(column)
        elif not found or found[-1].label != column.group:
            found.append(replace(column, label=column.group, variants=(), group=None))
    return found


def _named(keys: Sequence[str], names: Sequence[Name]) -> list[int]:
    return [n for key in keys if (n := named_among(key, names)) is not None]


def _begin_in_order(places: Iterable[int]) -> bool:
    """Whether labels, each where it stands first, come in the form's order."""
    first = list(dict.fromkeys(places))
    return first == sorted(first)


def _runs_in_order(places: Sequence[int], wanted: int, *, in_pieces: bool) -> bool:
    """Whether the labels found, each by its place in the form, come in order, and begin anew only after the last."""
    if set(places) != set(range(wanted)):
        return True  # labels in pieces or cut short: their order is not told
    if places[0] == 0 and all(b >= a or a == wanted - 1 for a, b in pairwise(places)):
        return True
    # Of several runs a picture may leave some labels unread, and a text break some: the others are in order where no
    # more runs are needed than the commonest label shows.
    runs = 1 + sum(b <= a for a, b in pairwise(places))
    return in_pieces and runs <= max(places.count(n) for n in set(places))

"""Table 四 (行政复议、行政诉讼): fifteen numbers in one row under nested headers, or a row or column a track."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.extract.cells import PRINTED_TWICE, row_cells, undecided, withheld
from pipeline.extract.columns.below import below_header
from pipeline.extract.columns.gaps import BY_GAPS
from pipeline.extract.columns.headers import has_further_column, leaf_headers
from pipeline.extract.columns.model import OTHER_ORDER, Placement, Unplaced
from pipeline.extract.columns.names import SOMETHING_ELSE
from pipeline.extract.columns.order import in_form_order, names_something_else
from pipeline.extract.columns.place import place
from pipeline.extract.model import ExtractedCell, LostRow, TableResult, UnplacedValue
from pipeline.extract.order.review import ENDS, review_in_order, tracks_in_turn
from pipeline.extract.order.shuffled import is_shuffled, side_by_side
from pipeline.extract.printed.labels import column_similarity, label_key
from pipeline.extract.printed.model import PrintedRow, with_line
from pipeline.extract.rows.loose import REST_BELOW
from pipeline.extract.tables.listed import with_lists_across
from pipeline.extract.tables.numbers_in_header import NUMBERS_IN_HEADER, has_numbers_in_header
from pipeline.extract.tables.other_year import is_row_of_other_year, own_of_two, own_rows, text_of
from pipeline.extract.tables.tracks import tracks_as_columns, tracks_as_rows
from pipeline.extract.tables.tracks_apart import tracks_apart
from pipeline.extract.tables.whose import is_of_another, of_other_time, own_only
from pipeline.forms import FORMS
from pipeline.normalise.numbers import is_value

_TABLE = FORMS["2021"].tables["review_litigation"]
_COLUMNS = _TABLE.rows[0].columns
_WIDTH = len(_TABLE.rows) * len(_COLUMNS)
_FARTHEST = 14


def review_result(rows: Sequence[PrintedRow], strategy: str, year: int | None) -> TableResult:
    """Read table 四 of the report's year from the document's printed rows."""
    rows = _with_texts_as_values(with_lists_across(_TABLE.key, rows))
    result = _in_parts_or_whole(rows, strategy, year)
    if is_shuffled(rows):
        result = replace(result, cells=tuple(side_by_side(result.cells)))
    of_header = (OTHER_ORDER.reason, SOMETHING_ELSE.reason)
    if any(c.state == "reported" or is_of_another(c.reason) or c.reason in of_header for c in result.cells):
        return result
    in_turn = tracks_in_turn(rows) or review_in_order(rows)
    return TableResult(_TABLE.key, strategy, tuple(in_turn)) if in_turn else result


def _with_texts_as_values(rows: Sequence[PrintedRow]) -> list[PrintedRow]:
    """Rows where texts right below the header, one for each column, are what its cells say: 无此情况, 6件（含上年）.

    A table whose cells cannot be read is one all the same, and another is not printed in its place.
    """
    found = list(rows)
    for n, (header, row) in enumerate(pairwise(rows), 1):
        wide = len(row.labels) >= _WIDTH - 3 and not row.values and row.layout in ("grid", "ragged")
        if wide and row.block == header.block and _is_header(header) and not any(map(_is_piece_of_header, row.keys)):
            found[n] = replace(row, labels=(), keys=(), values=row.labels)
    return found


def _is_piece_of_header(key: str) -> bool:
    labels = (*(column.label for column in _COLUMNS), *(track.label for track in _TABLE.rows))
    return any(key in label_key(label) for label in labels)


def _in_parts_or_whole(rows: Sequence[PrintedRow], strategy: str, year: int | None) -> TableResult:
    by_track = tracks_apart(rows, year) or tracks_as_rows(rows, year) or tracks_as_columns(rows, year)
    whole = _whole(rows, strategy, year)
    if not by_track and not whole.reported:
        by_track = tracks_apart(rows, year, some=True)
    if by_track and (whole.reported or any(c.reason == PRINTED_TWICE for c in whole.cells)):
        # The one is this report's, the other another year's or that of offices below: nothing tells which.
        by_track = undecided(whole.cells, by_track)
    return TableResult(_TABLE.key, strategy, tuple(by_track)) if by_track else whole


def _whole(rows: Sequence[PrintedRow], strategy: str, year: int | None) -> TableResult:
    """The table under one header."""
    results: list[tuple[TableResult, int]] = []
    used = -1
    for anchor in _anchors(rows):
        data = _data_rows(rows, anchor)
        if data and data[0] > used:
            own_data = own_rows(rows, data, year)
            result, used = _read(rows, own_data, strategy)
            used = max(used, data[-1])
            if has_numbers_in_header(rows, anchor, data[0]):
                result = replace(result, cells=tuple(withheld(result.cells, NUMBERS_IN_HEADER)))
            if all(is_row_of_other_year(rows[place], year) for place in own_data):
                heard = text_of(rows[own_data[0]])
                result = replace(result, cells=tuple(withheld(result.cells, of_other_time(heard))))
            results.append((result, data[0]))
    if not results:
        return TableResult(_TABLE.key, strategy)
    (first, at), *copies = sorted(results, key=lambda r: -r[0].reported)
    for copy, there in copies:
        own = own_of_two(rows, at, there, year)
        if own is None:
            # A list of cells drops the empty ones; elsewhere ten numbers may be a part of this very table.
            fewest = len(_COLUMNS) + 1 if rows[there].layout == "stream" else _WIDTH - 3
            unread = not copy.reported and len(rows[there].printed_values) >= fewest
            cells = withheld(first.cells, PRINTED_TWICE) if unread else undecided(first.cells, copy.cells)
            first = replace(first, cells=tuple(cells))
        elif own == there:
            first, at = copy, there
    return replace(first, cells=tuple(own_only(first.cells, rows, at, year)))


def _anchors(rows: Sequence[PrintedRow]) -> list[int]:
    """Where a header ends: the last of neighbouring rows that print its labels, with no numbers between."""
    hits = [i for i, row in enumerate(rows) if _is_header(row)]
    return [
        i
        for i, following in zip(hits, [*hits[1:], None], strict=False)
        if following is None or following - i > 6 or any(r.printed_values for r in rows[i:following])
    ]


def _is_header(row: PrintedRow) -> bool:
    if row.layout == "paragraph":
        return False
    joined = "".join(row.keys)
    pieces = [label_key(w.text) for w in row.words]
    if len(pieces) >= 5 and sum(any(p and p in label_key(c.label) for c in _COLUMNS) for p in pieces) >= 0.8 * len(
        pieces
    ):
        return True  # a line of a header broken over several
    leaves = sum(any(column_similarity(k, c) == 100.0 for c in _COLUMNS) for k in row.keys)
    tracks = any(label_key(r.label) in joined for r in _TABLE.rows[1:])
    return leaves >= 3 or (tracks and len(joined) <= 60) or joined in ("结果维持", "结果纠正", "尚未审结", "其他结果")


def _data_rows(rows: Sequence[PrintedRow], anchor: int) -> list[int]:
    """The row of numbers after the header, or the blank one; further rows with numbers of the same width too."""
    blank: list[int] = []
    for i in range(anchor, min(len(rows), anchor + _FARTHEST)):
        row = rows[i]
        if any(end in key for end in ENDS for key in row.keys):
            break
        if i == anchor and not row.values:
            continue
        if row.printed_values and row.labels and not any(is_value(v.raw) for v in row.printed_values):
            continue  # the rest of header cells that a page's end cut
        # Marks for none (/, -) are a row of the table as numbers are; empty cells may be a program's.
        if row.printed_values or (not row.labels and sum(bool(v.text.strip()) for v in row.values) >= _WIDTH - 3):
            more = [
                k for k in range(i + 1, min(len(rows), i + 3)) if rows[k].block == row.block and _is_alike(rows[k], row)
            ]
            return [i, *more]
        if not row.labels and len(row.values) >= _WIDTH - 3:
            blank.append(i)
    return blank[:1]


def _is_alike(one: PrintedRow, other: PrintedRow) -> bool:
    """Whether a further row of numbers could be the table's too: as many numbers, or cells for nearly all columns."""
    count = len(one.printed_values)
    whole = min(len(one.values), len(other.values)) >= _WIDTH - 3
    return count > 1 and (count == len(other.printed_values) or whole)


def _read(rows: Sequence[PrintedRow], data: list[int], strategy: str) -> tuple[TableResult, int]:
    """The table whose numbers stand at these places, and the last place it takes."""
    last = data[-1]
    row = rows[data[0]]
    headers = leaf_headers(rows, data[0], data[0], [_COLUMNS] * len(_TABLE.rows))
    placement: Placement | Unplaced = place([row], _WIDTH, headers, further=has_further_column(rows, data[0]))[0]
    unplaced: list[UnplacedValue] = []
    placement = below_header(placement, rows, data[0], _COLUMNS * len(_TABLE.rows))
    if row.layout == "words" and not isinstance(placement, Unplaced) and _has_strays_beside(rows, data):
        placement = tuple(v if v is not None and v.text else None for v in placement)
    if not in_form_order(rows, data[0], _TABLE):
        placement = OTHER_ORDER
    elif names_something_else(rows, data[0], _TABLE):
        placement = SOMETHING_ELSE
    elif isinstance(placement, Unplaced) and len(data) == 1:
        row, placement, last = _with_continuation(rows, data[0], placement)
    elif not isinstance(placement, Unplaced) and (rest := _rest_on_next_page(rows, data[0])) is not None:
        placement, last = _with_lines(placement, rows[rest]), rest
    if len(data) > 1 and any(
        [v.text for v in rows[k].printed_values] != [v.text for v in row.printed_values] for k in data[1:]
    ):
        placement = Unplaced("several rows of numbers stand under the header")
        raw = " | ".join(v.raw for k in data[1:] for v in rows[k].printed_values)
        unplaced.append(UnplacedValue(_TABLE.key, raw, row.page, placement.reason))
    if len(row.printed_values) > _WIDTH:
        raw = " | ".join(v.raw for v in row.printed_values)
        unplaced.append(
            UnplacedValue(_TABLE.key, raw, row.page, "the row prints more numbers than the form has columns")
        )
    cells: list[ExtractedCell] = []
    for index, track in enumerate(_TABLE.rows):
        part = placement
        if not isinstance(part, Unplaced):
            part = part[index * len(_COLUMNS) : (index + 1) * len(_COLUMNS)]
        own = () if isinstance(part, Unplaced) else tuple(v for v in part if v is not None)
        one = replace(row, values=own) if own else row
        cells += row_cells(_TABLE.key, track.key, _COLUMNS, "both", one, part, 100.0)
    if isinstance(placement, Unplaced) and placement.printed:
        # One printed row holds all three tracks.
        places = (placement.printed, placement.under, placement.frame, placement.ways)
        lost = LostRow(tuple((c.row, c.column) for c in cells), *places)
        cells = [replace(c, lost=lost) for c in cells]
    return TableResult(_TABLE.key, strategy, tuple(cells), tuple(unplaced)), last


def _has_strays_beside(rows: Sequence[PrintedRow], data: Sequence[int]) -> bool:
    """Whether a line of numbers without a label stands right above or below a text's: an empty place may be theirs."""
    beside = [rows[n] for n in (data[0] - 1, data[-1] + 1) if 0 <= n < len(rows)]
    return any(one.layout == "words" and one.printed_values and not one.labels for one in beside)


def _rest_on_next_page(rows: Sequence[PrintedRow], place: int) -> int | None:
    """Position of a row of digits alone that begins the next page's table, where the numbers' row ends its own page.

    Columns of table 四 are so narrow that 127 is broken, and a page may end between its lines.
    """
    row = rows[place]
    below = next((n for n in range(place + 1, len(rows)) if rows[n].layout != "paragraph"), None)
    if below is None or row.page is None or rows[below].page != row.page + 1 or rows[below].layout != row.layout:
        return None
    rest = rows[below]
    digits = [v.text.strip().isdigit() for v in rest.printed_values]
    return below if digits and all(digits) and not rest.labels else None


def _with_lines(placement: Placement, rest: PrintedRow) -> Placement | Unplaced:
    """Numbers with the digits below them, which the form's sums have to prove."""
    if len(rest.values) != len(placement):
        return Unplaced(REST_BELOW)
    pairs = list(zip(placement, rest.values, strict=True))
    if any(below.text.strip() and (above is None or above.is_blank) for above, below in pairs):
        return Unplaced(REST_BELOW)
    return tuple(with_line(a, b) if a is not None and b.text.strip() else a for a, b in pairs)


def _with_continuation(
    rows: Sequence[PrintedRow], first: int, placement: Placement | Unplaced
) -> tuple[PrintedRow, Placement | Unplaced, int]:
    """The table printed as two, 行政复议 and 行政诉讼 under a header each: their value rows side by side."""
    row = rows[first]
    if row.method in BY_GAPS:
        return row, placement, first
    for anchor in (a for a in _anchors(rows) if first < a <= first + _FARTHEST):
        for following in _data_rows(rows, anchor)[:1]:
            both = (*row.values, *rows[following].values)
            if len(row.values) == len(_COLUMNS) and len(both) == _WIDTH:
                return replace(row, values=both), both, following
    return row, placement, first

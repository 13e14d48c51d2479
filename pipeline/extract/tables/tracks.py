"""Table 四 turned: a row for each track, or a column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.cells import row_cells, undecided
from pipeline.extract.columns.names import named_among, names_of_tracks
from pipeline.extract.columns.order import in_form_order, names_something_else
from pipeline.extract.columns.place import place
from pipeline.extract.model import ExtractedCell
from pipeline.extract.printed.labels import ACCEPTED, column_similarity, label_key, similarity
from pipeline.extract.printed.model import PrintedRow
from pipeline.extract.rows.align import Found
from pipeline.extract.rows.find import find_rows
from pipeline.extract.tables.other_year import own_of_two
from pipeline.extract.tables.tracks_apart import says_only_track
from pipeline.extract.tables.whose import own_only
from pipeline.forms import FORMS, Row

_TABLE = FORMS["2021"].tables["review_litigation"]
_COLUMNS = _TABLE.rows[0].columns
_NAMES = names_of_tracks(_TABLE)
_FARTHEST_CAPTION = 3
_TRACKS_IN_ORDER = re.compile("行政复议.*直接起诉.*复议后起诉$")


def tracks_as_rows(rows: Sequence[PrintedRow], year: int | None) -> list[ExtractedCell]:
    """The same table turned: a row a track with five numbers each."""
    found: dict[str, list[int]] = {track.key: [] for track in _TABLE.rows}
    for n, row in enumerate(rows):
        if row.layout == "paragraph" or len(row.values) < len(_COLUMNS):
            continue
        for number, track in enumerate(_TABLE.rows):
            if _is_of(row, track) and (row.printed_values or _are_tracks(rows[max(0, n - number) :][: len(found)])):
                found[track.key].append(n)
    copies = list(zip(*found.values(), strict=False))
    if not copies:
        return _broken_tracks(rows, year)
    chosen = copies[0]
    for copy in copies[1:]:
        own = own_of_two(rows, min(chosen), min(copy), year)
        if own is None:
            return undecided(_turned(rows, chosen, year), _turned(rows, copy, year))
        chosen = copy if own == min(copy) else chosen
    return _turned(rows, chosen, year)


def _is_of(row: PrintedRow, track: Row) -> bool:
    if not row.method.startswith("scan:") and row.labels and not says_only_track(row.labels[-1].text):
        return False
    named = named_among(row.leaf, _NAMES)
    if named is not None:
        return named == _TABLE.rows.index(track)
    return similarity(row.leaf, label_key(track.label)) >= ACCEPTED


def _are_tracks(rows: Sequence[PrintedRow]) -> bool:
    """Whether these are a grid's rows of the tracks one below the other, with a cell for each result, maybe empty."""
    return len(rows) == len(_TABLE.rows) and all(
        row.layout == "grid" and row.block == rows[0].block and len(row.values) == len(_COLUMNS) and _is_of(row, track)
        for row, track in zip(rows, _TABLE.rows, strict=True)
    )


def _broken_tracks(rows: Sequence[PrintedRow], year: int | None) -> list[ExtractedCell]:
    """The turned table whose labels are broken over the lines around their numbers; none where it may stand twice."""
    counts = [len(row.printed_values) if row.layout in ("words", "stream") else 0 for row in rows]
    begin = max((n for n, count in enumerate(counts) if count > len(_COLUMNS)), default=-1) + 1  # behind table 三
    if counts[begin:].count(len(_COLUMNS)) != len(_TABLE.rows):
        return []
    found, _ = find_rows(_TABLE.key, rows[begin:])
    if len(found) < len(_TABLE.rows) or any(len(one.printed.printed_values) != len(_COLUMNS) for one in found):
        return []
    return _five_each(rows, begin + found[0].first, found, year)


def _turned(rows: Sequence[PrintedRow], places: Sequence[int], year: int | None) -> list[ExtractedCell]:
    found = [Found(track, rows[n], 100.0, n, n) for track, n in zip(_TABLE.rows, places, strict=True)]
    return _five_each(rows, min(places), found, year)


def _five_each(
    rows: Sequence[PrintedRow], first: int, tracks: Sequence[Found], year: int | None
) -> list[ExtractedCell]:
    """The cells of the three tracks, whose table begins at a place; none where its header has another order."""
    if not in_form_order(rows, first, _TABLE) or names_something_else(rows, first, _TABLE):
        return []
    placements = place([one.printed for one in tracks], len(_COLUMNS), {})
    cells = [
        cell
        for one, placement in zip(tracks, placements, strict=True)
        for cell in row_cells(_TABLE.key, one.row.key, _COLUMNS, "both", one.printed, one.settled(placement), 100.0)
    ]
    return own_only(cells, rows, first, year)


def tracks_as_columns(rows: Sequence[PrintedRow], year: int | None) -> list[ExtractedCell]:
    """The table with a row for each result and a column for each track; nothing where it is printed more than once."""
    width = len(_COLUMNS)
    places = [at for at in range(len(rows)) if _are_results(rows[at : at + width])]
    if len(places) != 1:
        return []
    at = places[0]
    above = [row for row in rows[max(0, at - _FARTHEST_CAPTION) : at] if not row.printed_values]
    if _TRACKS_IN_ORDER.search("".join(key for row in above for key in row.keys)) is None:
        return []
    cells: list[ExtractedCell] = []
    for number, track in enumerate(_TABLE.rows):
        values = tuple(row.values[number] for row in rows[at : at + width])
        cells += row_cells(_TABLE.key, track.key, _COLUMNS, "both", replace(rows[at], values=values), values, 100.0)
    return own_only(cells, rows, at, year)


def _are_results(rows: Sequence[PrintedRow]) -> bool:
    """Whether these are the rows of the results in the form's order, with a cell for each track."""
    return len(rows) == len(_COLUMNS) and all(
        row.layout == "grid"
        and row.block == rows[0].block
        and len(row.values) == len(_TABLE.rows)
        and column_similarity(row.leaf, column) == 100.0
        for row, column in zip(rows, _COLUMNS, strict=True)
    )

"""Table 四 printed otherwise than under one header: a row a track, or a table a track."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.cells import row_cells
from pipeline.extract.columns import place
from pipeline.extract.headers import in_form_order
from pipeline.extract.labels import ACCEPTED, column_similarity, label_key, similarity
from pipeline.extract.model import ExtractedCell
from pipeline.extract.printed import Printed, PrintedRow
from pipeline.forms import FORMS

_TABLE = FORMS["2021"].tables["review_litigation"]
_COLUMNS = _TABLE.rows[0].columns
_FARTHEST_CAPTION = 3
_LONGEST_CAPTION = 24


def tracks_as_rows(rows: Sequence[PrintedRow]) -> list[ExtractedCell]:
    """The same table turned: a row a track with five numbers each."""
    found: dict[str, PrintedRow] = {}
    for row in rows:
        if row.layout == "paragraph" or len(row.values) < len(_COLUMNS) or not row.printed_values:
            continue
        for track in _TABLE.rows:
            if similarity(row.leaf, label_key(track.label)) >= ACCEPTED and track.key not in found:
                found[track.key] = row
    if len(found) != len(_TABLE.rows):
        return []
    ordered = [found[t.key] for t in _TABLE.rows]
    first = min(n for n, row in enumerate(rows) if row in ordered)
    if not in_form_order(rows, first, _TABLE):
        return []
    placements = place(ordered, len(_COLUMNS), {})
    return [
        cell
        for track, row, placement in zip(_TABLE.rows, ordered, placements, strict=True)
        for cell in row_cells(_TABLE.key, track.key, _COLUMNS, "both", row, placement, 100.0)
    ]


def tracks_apart(rows: Sequence[PrintedRow]) -> list[ExtractedCell]:
    """The same table as three, one below the other: each under a caption of its own, with the five columns' header.

    Read only where each track is named by one caption alone and the tables stand in the form's order; what else has
    such a header (a table of last year, a total of both kinds of lawsuit) leaves the whole undecided.
    """
    parts = [(track, row, header) for at in range(len(rows)) for track, row, header in _part(rows, at)]
    if [track for track, _, _ in parts] != [t.key for t in _TABLE.rows]:
        return []
    cells: list[ExtractedCell] = []
    for track, row, header in parts:
        (placement,) = place([row], len(_COLUMNS), {row.block: header})
        cells += row_cells(_TABLE.key, track or "", _COLUMNS, "both", row, placement, 100.0)
    return cells


def _part(rows: Sequence[PrintedRow], at: int) -> list[tuple[str | None, PrintedRow, tuple[Printed, ...]]]:
    """A table whose header is this row: its track (None where none is told), its one row of numbers, the header."""
    head = rows[at]
    if head.layout == "paragraph" or head.printed_values or len(head.labels) < len(_COLUMNS):
        return []
    beside, header = head.labels[: -len(_COLUMNS)], head.labels[-len(_COLUMNS) :]
    fits = (column_similarity(label_key(cell.text), c) == 100.0 for cell, c in zip(header, _COLUMNS, strict=True))
    if len(beside) > 1 or not all(fits) or at + 1 == len(rows):
        return []
    row = rows[at + 1]
    more = rows[at + 2] if at + 2 < len(rows) else None
    if row.block != head.block or (more is not None and more.block == row.block and more.printed_values):
        return []
    captions = ["".join(label_key(cell.text) for cell in beside)]
    for above in reversed(rows[max(0, at - _FARTHEST_CAPTION) : at]):
        if above.printed_values:
            break
        captions.append("".join(above.keys))
    return [(_track_in(captions), row, header)]


def _track_in(captions: Sequence[str]) -> str | None:
    """The one track that the nearest of some captions names; 行政复议、行政诉讼 together name none."""
    for caption in captions:
        by_name = {
            "litigation_after_review": "复议后" in caption,
            "litigation_direct": "未经复议" in caption or "直接起诉" in caption,
            "review": "行政复议" in caption and "诉" not in caption,
        }
        named = [track for track, holds in by_name.items() if holds]
        if named or "诉" in caption:
            return named[0] if len(named) == 1 and len(caption) <= _LONGEST_CAPTION else None
    return None

"""Cells that cannot be read by themselves, decided where the form's sums allow one reading only.

Two kinds: the numbers of a row whose empty cells left no trace, and a number that may be none, or several (on a scan,
in lines that something broke, with raised digits). The lines could as well be the numbers of two rows whose border was
lost: those keep the sums along the row, but then a row is missing, and the sums down the columns cannot be told. What
the sums do not decide stays unread, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from pipeline.extract.model import PROVEN, ExtractedCell, LostRow, TableResult
from pipeline.extract.printed.model import Printed
from pipeline.extract.sums.promised import CellKey, sums_of
from pipeline.extract.sums.solve import Choice, Decision, decide
from pipeline.normalise.numbers import is_marked_off, perhaps_numbers, read_number


def with_proven_cells(result: TableResult) -> TableResult:
    """The table with what its sums decide."""
    lost = tuple(dict.fromkeys(c.lost for c in result.cells if c.lost is not None))
    listed = {(c.row, c.column): c for c in result.cells}
    lost = tuple(row for row in lost if all(key in listed and listed[key].lost == row for key in row.cells))
    doubted = [c for c in result.cells if c.readings and c.state == "unreadable" and c.unit == "count"]
    possible = (*map(_placements, _moved_together(lost)), *map(_one_of, doubted))
    choices = [choice for choice in possible if choice.options]
    if not choices or not sums_of(result.table, frozenset(c.row for c in result.cells)):
        return result
    decision = decide(result.table, result.cells, choices)
    tokens: dict[CellKey, Printed | None] = {}
    for row in lost:
        tokens |= _tokens(row, decision.values)
    return replace(result, cells=tuple(_decided(c, decision, tokens) for c in result.cells))


def _one_of(cell: ExtractedCell) -> Choice:
    """The numbers, or the blank, that a cell may print; no options where none of them is a number."""
    readings = (read_number(text) for text in cell.readings)
    values = dict.fromkeys(r.value for r in readings if r.state != "unreadable" and not r.is_money)
    return Choice(((cell.row, cell.column),), tuple((value,) for value in values))


def _moved_together(lost: Iterable[LostRow]) -> list[list[LostRow]]:
    """Rows of one frame, all of which stand in the same columns, whichever these are; each other row by itself."""
    frames: dict[object, list[LostRow]] = {}
    for row in lost:
        frames.setdefault(row.frame if row.ways else row, []).append(row)
    return list(frames.values())


def _placements(rows: Sequence[LostRow]) -> Choice:
    """Every way to give numbers to cells in their order. A mark for nothing (/, -, 无) takes a cell too.

    No options where no cells in that order stand under the numbers.
    """
    options = ([_spread(row, places) for places in _all_places(row)] for row in rows)
    together = (tuple(value for values in way for value in values) for way in zip(*options, strict=True))
    return Choice(tuple(key for row in rows for key in row.cells), tuple(dict.fromkeys(together)), complete=True)


def _all_places(row: LostRow) -> Iterable[tuple[int, ...]]:
    if row.ways:
        return row.ways
    every = combinations(range(len(row.cells)), len(row.printed))
    if not row.under:
        return every
    return (places for places in every if all(p in may for p, may in zip(places, row.under, strict=True)))


def _spread(row: LostRow, places: Sequence[int]) -> tuple[Decimal | None, ...]:
    values = (read_number(v.raw).value for v in row.printed)
    at = dict(zip(places, values, strict=True))
    return tuple(at.get(n) for n in range(len(row.cells)))


def _tokens(row: LostRow, decided: Mapping[CellKey, Decimal | None]) -> dict[CellKey, Printed | None]:
    """The printed text behind each decided cell of a row: that of a placement which gives it the decided value."""
    for places in _all_places(row):
        spread = _spread(row, places)
        if all(decided.get(key, value) == value for key, value in zip(row.cells, spread, strict=True)):
            at = dict(zip(places, row.printed, strict=True))
            return {key: at.get(n) for n, key in enumerate(row.cells)}
    return {}


def _decided(cell: ExtractedCell, decision: Decision, tokens: Mapping[CellKey, Printed | None]) -> ExtractedCell:
    key = (cell.row, cell.column)
    if key in decision.reasons:
        return replace(cell, reason=f"{cell.reason}; {decision.reasons[key]}")
    if key not in decision.values:
        return cell
    value = decision.values[key]
    if key in tokens:
        token = tokens[key]
        cell = replace(cell, lost=None, raw="", raw_of="cell")  # an empty cell that left no trace has its row's place
        if token is not None:
            cell = replace(cell, raw=token.raw, page=token.page or cell.page, bbox=token.bbox, place=token.place)
    elif cell.readings:
        wanted = ("blank" if value is None else "reported", value)
        numbers = {text: read_number(text) for text in cell.readings}
        read = next(t for t, n in numbers.items() if (n.state, n.value) == wanted)
        if is_marked_off(cell.raw or "", read):
            return replace(cell, reason=f"{cell.reason}; the form's sums hold with what is struck out or marked off")
        # Of a picture, that is what is printed; else the text stays as it stands.
        cell = replace(cell, raw=cell.raw if "\n" in (cell.raw or "") or perhaps_numbers(cell.raw or "") else read)
    state = "blank" if value is None else "reported"
    number = None if value is None else float(value)
    return replace(cell, value=number, state=state, confidence=PROVEN, reason=None)

"""Placed values to cells: only here are numbers read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.extract.columns.model import Placement, Unplaced
from pipeline.extract.model import GUESSED, ExtractedCell, LostRow
from pipeline.extract.printed.labels import has_digits_beside
from pipeline.extract.printed.model import Printed, PrintedRow
from pipeline.forms import Column
from pipeline.normalise.numbers import (
    COUNT_UNITS,
    CURRENCY_SIGN,
    MONEY_UNITS,
    Reading,
    bare_number,
    is_unit_unread,
    money_unit_in,
    read_number,
    spaced_number,
)

PRINTED_TWICE = "the document prints the table twice, with different numbers"
PRINTED_IN_ONE = "the document prints the table twice, and this cell in one of them only"

_UNIT_IN_DOUBT = (
    "the header, a caption or a note states a unit of money that cannot be read, or they contradict each other"
)


def row_cells(
    table: str,
    row: str,
    columns: Sequence[Column],
    version: str,
    printed: PrintedRow,
    placement: Placement | Unplaced,
    similarity: float,
    header: Sequence[str] = (),
    near: Sequence[str] = (),
    captions: Sequence[str] = (),
) -> list[ExtractedCell]:
    """The cells of one form row from the values placed in its columns.

    Args:
        table: the table's key.
        row: the form row's key.
        columns: the row's columns in the form.
        version: the form version that the row follows.
        printed: the row as printed.
        placement: its values, one a column; or why they cannot be told apart.
        similarity: likeness of its label to the form's, 0 to 100.
        header: the texts printed in the header over the row, and its own label: where a unit may stand.
        near: all texts between the row above and this one, pieces of a broken header among them.
        captions: what states a unit of money outside of the table, in its section's heading or beside it.
    """
    if not printed.printed_values and any(has_digits_beside(label.text, table, row) for label in printed.labels):
        placement = Unplaced("no number stands in a value's place, but digits stand in the label")
    if isinstance(placement, Unplaced):
        raw = " | ".join(v.raw for v in printed.printed_values or printed.labels)
        cells = tuple((row, c.key) for c in columns)
        places = (placement.printed, placement.under, placement.frame, placement.ways)
        lost = LostRow(cells, *places) if placement.printed else None
        page, box, source = printed.where
        raw_of = "row" if printed.printed_values else "label"
        return [
            ExtractedCell(
                table, row, c.key, version, None, c.unit, "unreadable", raw, page, box, printed.method, 0.0,
                placement.reason, source, lost, raw_of=raw_of,
            )
            for c in columns
        ]  # fmt: skip
    # Places without a printed mark are empty only if nothing went astray: in a layout of words that needs proof.
    guessed = any(v is None for v in placement) and printed.layout in ("words", "stream")
    guessed = guessed or printed.method.endswith(":lines")  # a page number may stand among the cells
    inferred = len(printed.printed_values) != len(columns)
    confidence = round(similarity / 100 * (GUESSED if guessed else 0.95 if inferred else 1.0), 3)
    return [
        _cell(table, row, c, version, printed, value, confidence, header, near, captions)
        for c, value in zip(columns, placement, strict=True)
    ]


def missing_cells(table: str, row: str, columns: Sequence[Column], version: str, reason: str) -> list[ExtractedCell]:
    """Cells that the form has and the source does not print."""
    return [
        ExtractedCell(table, row, c.key, version, None, c.unit, "missing", reason=reason, confidence=0.0)
        for c in columns
    ]


def withheld(cells: Sequence[ExtractedCell], reason: str) -> list[ExtractedCell]:
    """Cells of which none is published, for a reason that holds for all that the source prints of them."""
    return [
        c if c.state == "missing" else replace(c, value=None, state="unreadable", reason=reason, lost=None, readings=())
        for c in cells
    ]


def undecided(cells: Sequence[ExtractedCell], copy: Sequence[ExtractedCell]) -> list[ExtractedCell]:
    """The cells of a table that the document prints twice: a number stands only where both copies print the same.

    What one copy alone has, or alone can be read in, stands where nothing else tells that they are two tables: that of
    another year has other numbers, or other rows. Of two of which hardly a cell is read in both nothing tells it.
    """
    other = {c.key: c for c in copy if c.state in ("reported", "blank") or (c.state == "unreadable" and c.raw)}
    own = {c.key for c in cells if c.state != "missing"}
    differing = {c.key for c in cells if c.key in other and _differ(c, other[c.key])}
    unread = {c.key for c in cells if c.value is not None and c.key in other and other[c.key].state == "unreadable"}
    if not other.keys() <= own or differing - unread:
        differing |= own - other.keys() | unread
    elif 2 * len(unread) > len(own):
        differing |= unread
    return [
        replace(
            c,
            value=None,
            state="unreadable",
            raw=" | ".join(dict.fromkeys(one.raw or "" for one in (c, other.get(c.key, c)) if one.state != "missing")),
            reason=PRINTED_TWICE if c.key in other and c.key in own else PRINTED_IN_ONE,
            lost=None,
            readings=(),
        )
        if c.key in differing
        else c
        for c in cells
    ]


def _differ(one: ExtractedCell, copy: ExtractedCell) -> bool:
    """Whether a copy prints another number; where it prints something unreadable, an empty cell is not that."""
    if copy.state == "unreadable":
        return one.state == "blank" and not one.raw
    return one.value != copy.value


def _marks_thousands(value: Printed) -> bool:
    """Whether nothing of a number is in doubt but whether a comma, a dot or nothing stands before three digits of it.

    A count has no fraction.
    """
    alike = {text.replace(",", "").replace(".", "") for text in value.readings}
    return len(alike) == 1 and _THOUSANDS.fullmatch(value.raw.strip()) is not None


def _cell(
    table: str,
    row: str,
    column: Column,
    version: str,
    printed: PrintedRow,
    value: Printed | None,
    confidence: float,
    header: Sequence[str],
    near: Sequence[str],
    captions: Sequence[str],
) -> ExtractedCell:
    common = (table, row, column.key, version)
    if value is None:
        # A layout that keeps no empty cells prints nothing for one; a grid without the cell does not have it.
        state = "missing" if printed.layout == "grid" else "blank"
        if state == "missing":
            reason = "the row has no cell in this column"
            return ExtractedCell(
                *common, None, column.unit, state, method=printed.method, confidence=confidence, reason=reason
            )
        page, box, source = printed.where
        return ExtractedCell(*common, None, column.unit, state, "", page, box, printed.method, confidence, None, source)
    place = (value.raw, value.page, value.bbox, printed.method)
    source = value.place
    if value.shared:
        reason = "one printed cell stands for several cells of the form"
        return ExtractedCell(*common, None, column.unit, "unreadable", *place, 0.0, reason, source, raw_of="several")
    if column.unit == "count" and _marks_thousands(value):
        value = replace(value, readings=(), certainty=_CLEAR_DIGITS)
    if value.readings:
        shown = " or ".join(repr(text) for text in value.readings)
        reason = f"it may read {shown}" if len(value.readings) > 1 else f"{shown} is printed unclearly"
        if len(value.readings) == 1 and "\n" in value.raw:
            reason = f"{value.raw!r} cannot be read as one number"
        return ExtractedCell(
            *common, None, column.unit, "unreadable", *place, 0.0, reason, source,
            readings=value.readings, certainty=value.certainty,
        )  # fmt: skip
    confidence = round(confidence * value.certainty, 3)
    reading = read_number(_number_of(value, printed))
    if reading.state == "blank":
        return ExtractedCell(
            *common, None, column.unit, "blank", *place, confidence, None, source, certainty=value.certainty
        )
    number, unit = _in_units(reading, column, header, near, captions)
    if unit == "unstated" and number and printed.method.startswith("scan:"):
        # A heading that was not recognised may have printed one.
        number = number if any("金额" in re.sub(r"\s+", "", text) for text in (*header, *near)) else None
    if number is None and reading.unit is None and reading.state == "reported":
        reason = _UNIT_IN_DOUBT
        return ExtractedCell(*common, None, column.unit, "unreadable", *place, confidence, reason, source)
    if number is None:
        reason = f"{value.raw!r} cannot be read as one number" + (
            "" if reading.state == "unreadable" else f": the unit {reading.unit} does not belong in this column"
        )
        return ExtractedCell(*common, None, column.unit, "unreadable", *place, confidence, reason, source)
    return ExtractedCell(*common, number, unit, "reported", *place, confidence, None, source, certainty=value.certainty)


def _number_of(value: Printed, printed: PrintedRow) -> str:
    """What a cell prints, without marks around its number where it has a cell of its own.

    A blank between its digits marks thousands only where the row's other numbers have no mark, or nothing, for them,
    and where the row of applicants adds up.
    """
    if value.wrapped:
        return re.sub(r"\s+", "", value.raw)
    if printed.layout not in ("grid", "ragged") or printed.method.startswith("scan:"):
        return value.raw
    bordered = printed.layout == "grid" and value.place is not None
    spaced = spaced_number(value.raw) if bordered else None
    if spaced is None:
        return bare_number(value.raw) or value.raw
    marked_otherwise = any(_MARKED_OTHERWISE.search(v.raw) for v in printed.printed_values)
    return value.raw if marked_otherwise or _has_a_broken_sum(printed) else spaced


def _has_a_broken_sum(printed: PrintedRow) -> bool:
    """Whether a row of table 三, read with blanks between thousands, does not add up: a cell may hold two numbers."""
    numbers = [int(text) if (text := spaced_number(v.raw) or v.raw.strip()).isdecimal() else 0 for v in printed.values]
    return len(numbers) == _APPLICANTS and sum(numbers[:-1]) != numbers[-1]


def _in_units(
    reading: Reading, column: Column, header: Sequence[str], near: Sequence[str], captions: Sequence[str]
) -> tuple[float | None, str]:
    """The value in the column's unit: amounts in yuan by the cell's own unit, else by the header's or a caption's."""
    if reading.value is None:
        return None, column.unit
    if column.unit == "count":
        return (None if reading.is_money else float(reading.value)), column.unit
    if reading.unit is not None and not reading.is_money and reading.value:
        return None, column.unit  # of nothing (0件) the unit does not matter
    outside = _units_in(captions)
    stated = _units_in(header) or _units_in(near) or outside
    if not outside <= stated or any(map(is_unit_unread, (*header, *near, *captions))):
        # A caption contradicts the header, or there is money of another kind: only the cell's own unit tells.
        return (float(reading.value * MONEY_UNITS[reading.unit]), "CNY") if reading.unit in MONEY_UNITS else (None, "")
    unit = reading.unit if reading.unit in MONEY_UNITS else stated.pop() if len(stated) == 1 else None
    if unit is None and reading.unit == CURRENCY_SIGN and not stated:
        unit = "元"
    announced = _announces_unit("".join((*near, *captions))) or any(
        "单位" in re.sub(r"\s+", "", text) for text in header
    )
    if unit is None and (stated or announced):
        return None, column.unit
    if unit is None:
        return float(reading.value), "unstated"
    return float(reading.value * Decimal(MONEY_UNITS[unit])), "CNY"


def _units_in(texts: Sequence[str]) -> set[str]:
    """The units of money that texts state, each by itself or put together as the pieces of one.

    Pieces of a unit that a break parted (``万``, ``元``) are no further units.
    """
    alone = {u for text in texts if (u := money_unit_in(text))}
    whole = money_unit_in("".join(texts))
    return {whole} if whole and all(u in whole for u in alone) else alone | ({whole} if whole else set())


_APPLICANTS = 7
"""Columns of table 三: six kinds of applicants and their sum."""
_CLEAR_DIGITS = 0.92
"""Certainty of a count of which only the mark between its thousands is in doubt."""
_THOUSANDS = re.compile(r"[+\-−]?\d{1,3},\d{3}")
_MARKED_OTHERWISE = re.compile(r"\d{4}|\d[,，]\d{3}")
_CAPTION = re.compile(r"(?<![制报送表填印])单位[:：](.?)")


def _announces_unit(text: str) -> bool:
    """Whether a text announces a unit that is none of counts (``单位：件``, as captions of table 三 have it)."""
    after = _CAPTION.findall(re.sub(r"\s+", "", text))
    return any(first not in {unit[0] for unit in COUNT_UNITS} for first in after)

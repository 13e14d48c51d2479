"""Print in a sheet's cell that nobody sees, or that shows other signs than digits, whatever kind of file says so."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.documents.faces import shows_signs
from pipeline.documents.sheets.sheet import Sheet

_WHITE = re.compile(r"#?(?:[0-9A-F]{2})??(?:[EF][0-9A-F]){3}", re.I)
_BLACK = re.compile(r"#?(?:[0-9A-F]{2})??(?:[0-2][0-9A-F]){3}", re.I)
_TOO_SMALL = 2.0
"""Points up to which print is not seen."""
_SMALLER = 0.6
"""Share of the largest print of a cell under which digits are none of its number."""
WHITE, BLACK = "FFFFFF", "000000"
NARROWEST, LOWEST = 0.5, 2.0
"""Characters and points up to which a column and a row are not seen."""
USUAL_SIZE = 10.0
_DIGIT, _PADDING = 0.5, 2.0
"""Width of a digit as a share of its size, and points of a cell that stay free of print on both sides together."""
SLIM = NARROWEST * USUAL_SIZE * _DIGIT
"""Points up to which a column is not seen."""
_DIGITS = re.compile(r"[+-]?[\d,.]+")
_MOST_MERGED = 10_000
_COMPARED: dict[str, Callable[[float, float], bool]] = {
    "equal": lambda a, b: a == b,
    "notEqual": lambda a, b: a != b,
    "greaterThan": lambda a, b: a > b,
    "greaterThanOrEqual": lambda a, b: a >= b,
    "lessThan": lambda a, b: a < b,
    "lessThanOrEqual": lambda a, b: a <= b,
}


@dataclass(frozen=True, slots=True)
class Face:
    """How characters are printed: colour in hexadecimal digits (empty where the program chooses), points, face."""

    colour: str = ""
    size: float | None = None
    name: str = ""

    @property
    def shows_signs(self) -> bool:
        """Whether its digits are drawn as other signs."""
        return shows_signs(self.name)


def is_white(colour: str) -> bool:
    """Whether a colour is hardly seen on paper."""
    return _WHITE.fullmatch(colour) is not None


def is_unseen_part(face: Face, largest: float | None = None) -> bool:
    """Whether a part of a cell's text is hardly seen, or is no part of the number beside it."""
    small = face.size is not None and face.size <= max(_TOO_SMALL, _SMALLER * (largest or 0))
    return small or is_white(face.colour) or face.shows_signs


def is_unseen_cell(face: Face, ground: str) -> bool:
    """Whether all of a cell is hardly seen.

    Args:
        face: of its print.
        ground: the colour of the cell; empty where it has none.
    """
    if face.shows_signs or (face.size is not None and face.size <= _TOO_SMALL):
        return True
    if is_white(face.colour) and (not ground or is_white(ground)):
        return True
    same = bool(ground) and face.colour[-6:].lower() == ground[-6:].lower()
    return same or bool(_BLACK.fullmatch(ground) and (not face.colour or _BLACK.fullmatch(face.colour)))


def may_hold(operator: str, value: float | None, bound: str) -> bool:
    """Whether a rule for a cell's looks may hold; only comparisons with a number can be told not to."""
    number = re.fullmatch(r"\s*=?\s*([+-]?\d+(?:\.\d+)?)\s*", bound)
    if operator not in _COMPARED or value is None or number is None:
        return True
    return _COMPARED[operator](value, float(number[1]))


def room_for(text: str, size: float | None) -> float:
    """Points that a text takes in its cell at least, in print of so many points; some prints are wider."""
    return _PADDING + len(text) * (size or USUAL_SIZE) * _DIGIT


def mark_cut_off(sheet: Sheet, tight: dict[tuple[int, int], bool]) -> None:
    """Mark numbers for which their column is too narrow: signs, or some of their digits, are shown instead.

    Merged cells have more room, and a text goes on over an empty cell beside it.

    Args:
        sheet: what the file holds.
        tight: cells with more print than their column has room for, and whether it is a number's, no text's.
    """
    merged = {place for area in sheet.merged if area.size <= _MOST_MERGED for place in area.places()}
    for place in tight.keys() - merged:
        text = sheet.texts.get(place, "")
        cut = _DIGITS.fullmatch(text) and sheet.texts.get((place[0], place[1] + 1))
        if cut or (tight[place] and re.search(r"\d", text) and "~" not in text):
            sheet.texts[place] = f"~{text}~"

"""Print in a sheet's cell that nobody sees, or that shows other signs than digits, whatever kind of file says so."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.documents.faces import shows_signs

_WHITE = re.compile(r"#?(?:[0-9A-F]{2})??(?:[EF][0-9A-F]){3}", re.I)
_BLACK = re.compile(r"#?(?:[0-9A-F]{2})??(?:[0-2][0-9A-F]){3}", re.I)
_TOO_SMALL = 2.0
"""Points up to which print is not seen."""
_SMALLER = 0.6
"""Share of the largest print of a cell under which digits are none of its number."""
WHITE, BLACK = "FFFFFF", "000000"
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

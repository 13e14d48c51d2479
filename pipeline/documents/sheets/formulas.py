"""Formulas of a sheet whose results the file may not hold: simple ones are computed, to see whether it does.

Excel keeps each formula's last result. Programs that only write workbooks keep a 0, or what was true before they
changed a number, and leave the computing to whoever opens the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

Place = tuple[int, int]
"""Row and column from 0."""

_CELL = r"\$?([A-Z]{1,3})\$?([0-9]{1,7})"
REFERENCE = re.compile(_CELL)
"""A reference to one cell."""
_TOKEN = re.compile(rf"SUM(?=\()|{_CELL}(?::{_CELL})?|[0-9]+(?:\.[0-9]+)?|[-+(),]")
_MOST_CELLS = 10_000
"""In one range of a formula."""
_DEEPEST = 100
"""Formulas that need each other's results."""
_ROUNDED = 1e-6
"""By which results may differ, as a share of them."""


def place_of(reference: str) -> Place:
    """The place that a reference such as B12 names.

    Raises:
        ValueError: it is no reference to one cell.
    """
    match = REFERENCE.fullmatch(reference)
    if match is None:
        raise ValueError(reference)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


@dataclass(slots=True)
class Formulas:
    """The numbers of a sheet, and its formulas.

    Attributes:
        numbers: what cells hold, the kept results of formulas included.
        texts: the formulas; one that shares another cell's text is empty.
        computed: their results, as far as they were asked; None where a formula is more than sums and differences.
    """

    numbers: dict[Place, float] = field(default_factory=dict)
    texts: dict[Place, str] = field(default_factory=dict)
    computed: dict[Place, float | None] = field(default_factory=dict)

    def unsure(self, anew: bool) -> Iterator[Place]:
        """The cells whose formulas give another number than is kept.

        Args:
            anew: whether the file asks to compute its formulas when it is opened. Then a number that cannot be compared
                is not believed either.
        """
        for place in self.texts.keys() & self.numbers.keys():
            value, kept = self._value(place), self.numbers[place]
            if anew if value is None else abs(value - kept) > _ROUNDED * max(1.0, abs(value), abs(kept)):
                yield place

    def _value(self, place: Place, depth: int = 0) -> float | None:
        if place not in self.texts:
            return self.numbers.get(place, 0.0)
        if place not in self.computed:
            self.computed[place] = None  # a formula that needs its own result has none
            self.computed[place] = self._result(self.texts[place].replace(" ", "").upper(), depth + 1)
        return self.computed[place]

    def _result(self, text: str, depth: int) -> float | None:
        tokens = [match.group() for match in _TOKEN.finditer(text)]
        if not text or "".join(tokens) != text or depth > _DEEPEST:
            return None
        total, sign, signs = 0.0, 1, [1]
        for token in tokens:
            if token == "(":
                signs.append(signs[-1] * sign)
            elif token == ")":
                signs = signs[:-1] or [1]
            elif token == "-":
                sign = -sign
                continue
            elif token[0].isdigit():
                total += signs[-1] * sign * float(token)
            elif token not in ("SUM", "+", ","):
                values = [self._value(place, depth) for place in _places(token)]
                if not values or None in values:
                    return None
                total += signs[-1] * sign * sum(v for v in values if v is not None)
            if token != "SUM":
                sign = 1
        return total


def _places(reference: str) -> list[Place]:
    """The cells of a reference; none of one that is too large."""
    first, _, last = reference.partition(":")
    start, end = place_of(first), place_of(last or first)
    rows, columns = (range(min(a, b), max(a, b) + 1) for a, b in zip(start, end, strict=True))
    return list(product(rows, columns)) if len(rows) * len(columns) <= _MOST_CELLS else []

"""Where the boxes of a CSS grid stand: by the lines that they name, or one behind the other in the room that is left.

Followed as CSS Grid Layout (level 2, 8.5) tells it for grids that are filled row by row; named lines are not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Generic, TypeVar

_REPEATED = re.compile(r"repeat\(\s*(\d{1,2})\s*,([^()]*(?:\([^()]*\)[^()]*)*)\)")
_NAMES = re.compile(r"\[[^\]]*\]")
_INNER = re.compile(r"\([^()]*\)")
_SPAN = re.compile(r"span\s+(\d{1,3})|(\d{1,3})\s+span")
_LINE = re.compile(r"-?\d{1,3}")
_WIDEST = 60

T = TypeVar("T")
_Lines = tuple[int | None, int]
"""The line at which a box begins, if one is told, and how many tracks it takes."""


class NotToldError(Exception):
    """Where a box stands is not told by the rules that are followed here."""


@dataclass(frozen=True, slots=True)
class Box(Generic[T]):
    """What stands in a row of a table, and how many rows and columns it takes; nothing for an empty place."""

    content: T | None
    rows: int = 1
    columns: int = 1


def rows_of_grid(items: Sequence[tuple[T, Mapping[str, str]]], own: Mapping[str, str]) -> list[list[Box[T]]]:
    """The rows of a grid, each place of it taken.

    Args:
        items: its boxes in their order, with what is declared of each.
        own: what is declared of the grid itself.

    Raises:
        NotToldError: a box is put by names, in another order, or over another one.
    """
    wide = _columns(template_of(own))
    if not wide or not items or "dense" in own.get("grid-auto-flow", "") or "column" in own.get("grid-auto-flow", ""):
        raise NotToldError
    asked = [(_lines(said, "row", 0), _lines(said, "column", wide)) for _, said in items]
    if any(said.get("order", "0") != "0" for _, said in items):
        raise NotToldError
    wide = max([wide, *((column or 1) + columns - 1 for _, (column, columns) in asked)])
    taken = _places(asked, wide)
    rows = [[taken.get((row, column)) for column in range(1, wide + 1)] for row in range(1, max(taken)[0] + 1)]
    seen: set[int] = set()
    result: list[list[Box[T]]] = []
    for row in rows:
        line: list[Box[T]] = []
        for number in row:
            if number is None:
                line.append(Box(None))
            elif number not in seen:
                seen.add(number)
                line.append(Box(items[number][0], asked[number][0][1], asked[number][1][1]))
        result.append(line)
    return result


def _places(asked: Sequence[tuple[_Lines, _Lines]], wide: int) -> dict[tuple[int, int], int]:
    """The box at each place: those with two lines first, then those with a row, then the others from the left.

    Args:
        asked: each box's row and column, as far as they are told, with how many it takes.
        wide: how many columns there are.
    """
    taken: dict[tuple[int, int], int] = {}

    def area(row: int, column: int, number: int) -> list[tuple[int, int]]:
        (_, rows), (_, columns) = asked[number]
        return list(product(range(row, row + rows), range(column, column + columns)))

    def free(row: int, column: int, number: int) -> bool:
        return all(place[1] <= wide and place not in taken for place in area(row, column, number))

    def put(row: int, column: int, number: int) -> None:
        if not free(row, column, number):
            raise NotToldError
        taken.update(dict.fromkeys(area(row, column, number), number))

    for number, ((row, _), (column, _)) in enumerate(asked):
        if row and column:
            put(row, column, number)
    for number, ((row, _), (column, _)) in enumerate(asked):
        if row and not column:
            put(row, next((c for c in range(1, wide + 1) if free(row, c, number)), wide), number)
    down, across = 1, 1
    for number, ((row, _), (column, _)) in enumerate(asked):
        if row:
            continue
        if column:
            down, across = down + (column < across), column
        while not free(down, across, number):
            down, across = (down, across + 1) if not column and across < wide else (down + 1, column or 1)
            if down > _WIDEST * len(asked):
                raise NotToldError
        put(down, across, number)
    return taken


def template_of(own: Mapping[str, str]) -> str:
    """The declared columns of a grid."""
    return own.get("grid-template-columns") or next(
        (own[name].partition("/")[2].strip() for name in ("grid-template", "grid") if name in own), ""
    )


def _columns(template: str) -> int:
    """How many columns a template names; 0 where it hangs on the room that is there, or on another grid."""
    plain = _NAMES.sub(" ", template)
    while (match := _REPEATED.search(plain)) is not None:
        plain = f"{plain[: match.start()]} {(match[2] + ' ') * int(match[1])} {plain[match.end() :]}"
    if "repeat" in plain or "subgrid" in plain or "none" in plain:
        return 0
    while _INNER.search(plain):
        plain = _INNER.sub("", plain)
    return min(len(plain.split()), _WIDEST)


def _lines(said: Mapping[str, str], axis: str, count: int) -> _Lines:
    """The line at which a box begins, if one is named, and how many tracks it takes.

    Args:
        said: what is declared of it.
        axis: ``row`` or ``column``.
        count: how many tracks are declared; 0 where that is not known.
    """
    area = [part.strip() for part in said.get("grid-area", "").split("/")]
    ends = [part.strip() for part in said.get(f"grid-{axis}", "").split("/")]
    first = axis == "column"
    begin = said.get(f"grid-{axis}-start") or ends[0] or (area[first] if len(area) > first else "")
    end = said.get(f"grid-{axis}-end") or (ends[1] if len(ends) > 1 else "")
    end = end or (area[2 + first] if len(area) > 2 + first else "")
    start, span = _line(begin, count)
    stop, length = _line(end, count)
    size = span or length or 1
    if start is not None and stop is not None:
        start, size = min(start, stop), abs(stop - start) or 1
    elif stop is not None:
        start = stop - size
    if (start is not None and start < 1) or size > _WIDEST:
        raise NotToldError
    return start, size


def _line(told: str, count: int) -> _Lines:
    """A line and a span as one of them is told."""
    if told in ("", "auto"):
        return None, 0
    if match := _SPAN.fullmatch(told):
        return None, int(match[1] or match[2])
    if not _LINE.fullmatch(told) or int(told) == 0 or (int(told) < 0 and not count):
        raise NotToldError
    return (int(told) if int(told) > 0 else count + 2 + int(told)), 0

"""Numbers wider than their cells: whose they are, told by where the table's other numbers stand in theirs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.documents.model import BBox
from pipeline.documents.pages.content import Char, runs

_EVEN = 0.4
"""Points by which the distances of aligned numbers from their cells' borders differ at most."""
_CLOSE = 1.5
"""Points by which a number may be thought to begin where a cell's text would."""
_FEWEST = 5
"""Numbers inside their cells that show how a table is aligned."""
_TOUCHING = 0.03
"""Share of the size that lies between digits of one number at most; by as much they may overlap."""
_HIDING = 0.073
"""Share of the size within which pdfium takes two like digits for one that is drawn twice (0.07), and a little more."""
_LEVEL = 0.1
"""Share of the size by which digits of one number differ in height and size."""

Inside = Mapping[BBox, Sequence[Char]]
"""What stands in each cell: the characters whose middle it holds."""


@dataclass(frozen=True, slots=True)
class _Number:
    """Digits that the page draws one after the other, side by side."""

    chars: tuple[Char, ...]

    @property
    def x0(self) -> float:
        """Left end."""
        return float(self.chars[0]["x0"])

    @property
    def x1(self) -> float:
        """Right end."""
        return float(self.chars[-1]["x1"])

    @property
    def middle(self) -> float:
        """Height on the page."""
        return float(self.chars[0]["top"] + self.chars[0]["bottom"]) / 2


@dataclass(frozen=True, slots=True)
class _Alignment:
    """Where a table's numbers begin (``at_left``) or end in their cells: points from that border."""

    at_left: bool
    distance: float

    def home(self, number: _Number, row: Sequence[BBox]) -> BBox | None:
        """The one cell of a row in which a number stands as the others stand in theirs.

        None where there is none or several; where it begins in another cell as text does there (browsers set a number
        so that does not fit); and where one of its digits stands in another cell so: it may be two numbers that touch.
        """
        inner = number.chars[1:] if self.at_left else number.chars[:-1]
        own: list[BBox] = []
        for box in row:
            place = box[0] + self.distance if self.at_left else box[2] - self.distance
            if abs((number.x0 if self.at_left else number.x1) - place) <= _EVEN:
                own.append(box)
            elif (len(number.chars) > 1 and abs(number.x0 - box[0] - self.distance) <= _CLOSE) or any(
                abs((c["x0"] if self.at_left else c["x1"]) - place) <= _EVEN for c in inner
            ):
                return None
        return own[0] if len(own) == 1 else None

    def perhaps_under(self, number: _Number, home: BBox, boxes: Iterable[BBox]) -> list[BBox]:
        """Other cells in which a digit of this number stands so that it may hide a like digit of that cell's own."""
        row = (b for b in boxes if b is not home and b[1] <= number.middle < b[3])
        side = "x0" if self.at_left else "x1"
        places = ((b, b[0] + self.distance if self.at_left else b[2] - self.distance) for b in row)
        return [b for b, place in places if any(abs(c[side] - place) <= _CLOSE for c in number.chars)]


def with_whole_numbers(
    inside: Inside, torn: set[BBox], chars: Sequence[Char]
) -> tuple[dict[BBox, list[Char]], set[BBox]]:
    """Cells that hold a part of a number alone, with all of the number or without that part.

    The numbers that fit into their cells may show that all stand at the left border, or all at the right one. Then a
    number that goes on over its cell's border stands so in one cell only: that cell's, if it is the only one there.

    Args:
        inside: the characters in each cell.
        torn: cells that hold a part of a number, or that a neighbour's number reaches.
        chars: all characters of the page; where numbers overlap, the order of drawing tells their digits apart.

    Returns:
        The cells' characters, and the torn cells of which that does not tell whose numbers are whose.
    """
    home = {id(c): box for box, own in inside.items() for c in own}
    numbers = list(_numbers(chars))
    loose = [n for n in numbers if any(home.get(id(c)) in torn for c in n.chars)]
    if any(c.get("doubled") for n in loose for c in n.chars):
        return {box: list(own) for box, own in inside.items()}, torn  # one digit of each of two numbers, or one twice?
    alignments = _alignments(_fitting(numbers, inside, home))
    if len(alignments) != 1:
        return {box: list(own) for box, own in inside.items()}, torn  # numbers of one width stand alike at both borders
    return _settled(inside, torn, loose, alignments[0])


def _settled(
    inside: Inside, torn: set[BBox], loose: Sequence[_Number], alignment: _Alignment
) -> tuple[dict[BBox, list[Char]], set[BBox]]:
    loose_chars = {id(c) for n in loose for c in n.chars}
    owned: dict[BBox, list[_Number]] = {}
    still: set[BBox] = set()
    for number in loose:
        row = [box for box in inside if box[1] <= number.middle < box[3]]
        box = alignment.home(number, row)
        if box is not None and (alignment.at_left or not any(_may_hide(other, number) for other in loose)):
            owned.setdefault(box, []).append(number)
        else:
            still.update(box for box in row if number.x0 < box[2] and box[0] < number.x1)
    result = {box: list(own) for box, own in inside.items()}
    hidden = {b for box, mine in owned.items() for n in mine for b in alignment.perhaps_under(n, box, inside)}
    for box in torn | owned.keys() | hidden:
        rest = [c for c in inside[box] if id(c) not in loose_chars]
        mine = owned.get(box, [])
        covered = box in hidden and not mine
        if box in still or covered or len(mine) > 1 or (mine and any(c["text"].strip() for c in rest)):
            still.add(box)
        else:
            result[box] = [*rest, *(c for n in mine for c in n.chars)]
    return result, still


def _numbers(chars: Iterable[Char]) -> Iterator[_Number]:
    """Runs of digits in drawing order."""
    digits = (c for c in chars if c["text"].isdigit() or c["text"] in (".", ","))
    return (_Number(tuple(run)) for run in runs(sorted(digits, key=lambda c: c.get("drawn", 0)), _goes_on))


def _goes_on(left: Char, right: Char) -> bool:
    level = max(abs(left["top"] - right["top"]), abs(left["bottom"] - right["bottom"])) <= _LEVEL * left["size"]
    return bool(level and abs(right["x0"] - left["x1"]) <= _TOUCHING * left["size"])


def _may_hide(other: _Number, number: _Number) -> bool:
    """Whether another number ends where this one begins: of two like digits in one place pdfium tells one only."""
    level = abs(other.middle - number.middle) <= _LEVEL * number.chars[0]["size"]
    touches = abs(other.x1 - number.x0) <= _HIDING * number.chars[0]["size"]
    return bool(level and touches and other is not number)


def _fitting(numbers: Iterable[_Number], inside: Inside, home: Mapping[int, BBox]) -> list[tuple[_Number, BBox]]:
    """Numbers that stand alone in a cell, between its borders."""
    found = []
    for number in numbers:
        first, *others = {home.get(id(c)) for c in number.chars}
        if others or first is None or not first[0] <= number.x0 <= number.x1 <= first[2]:
            continue
        if sum(bool(c["text"].strip()) for c in inside[first]) == len(number.chars):
            found.append((number, first))
    return found


def _alignments(fitting: Sequence[tuple[_Number, BBox]]) -> list[_Alignment]:
    """The borders from which all fitting numbers stand alike."""
    found = []
    for at_left in (True, False) if len(fitting) >= _FEWEST else ():
        places = sorted(n.x0 - box[0] if at_left else box[2] - n.x1 for n, box in fitting)
        if places[-1] - places[0] <= _EVEN:
            found.append(_Alignment(at_left, places[len(places) // 2]))
    return found

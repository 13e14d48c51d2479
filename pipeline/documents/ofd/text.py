"""The characters of an OFD text object, each with its place on the page."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.documents.model import BBox
from pipeline.documents.ofd.package import Element, attribute, children, content
from pipeline.documents.pages.content import IDENTITY, Matrix, mapped, times

_ASCENT, _DESCENT = 0.88, 0.12
"""Of the font size: how far a character reaches above and below its baseline."""
_USUAL_SIZE = 3.7
"""Millimetres, for text that does not say its size: 10.5 points."""
_NOT_SHOWN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufeff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One printed character.

    Attributes:
        text: the character.
        box: in the page's millimetres, from its top left corner.
        angle: degrees by which it is turned clockwise.
        hidden: whether it is not to be seen.
        run: number of its text object on the page.
        font: ID of its font.
        number: its glyph's number in the font, where the file tells it.
        grey: how light it is on white paper, from 0 to 255.
    """

    text: str
    box: BBox
    angle: float
    hidden: bool = False
    run: int = 0
    font: str = ""
    number: int | None = None
    grey: float = 0.0


def numbers(text: str | None) -> list[float]:
    """The numbers of an array attribute; what is no number, or none that a page can hold, ends it."""
    found: list[float] = []
    for token in (text or "").replace(",", " ").split():
        value = _number(token)
        if value is None:
            break
        found.append(value)
    return found


def object_matrix(item: Element, outer: Matrix) -> Matrix:
    """From an object's own space to the page's: its matrix, then its place, then what it stands in."""
    own = numbers(attribute(item, "CTM"))
    a, b, c, d, e, f = own[:6] if len(own) >= 6 else IDENTITY
    x, y, *_ = *numbers(attribute(item, "Boundary")), 0.0, 0.0
    return times((a, b, c, d, e + x, f + y), outer)


def glyphs(item: Element, outer: Matrix, hidden: bool, run: int = 0) -> Iterator[Glyph]:
    """The characters of a text object in order.

    The characters are those of the text codes; glyph numbers (CGTransform) choose their shapes. A character
    reaches to the next one where that is as near as a font can have it, or as near as all are; else it is as wide as
    usual.
    """
    matrix = object_matrix(item, outer)
    size = _number(attribute(item, "Size")) or _USUAL_SIZE
    stretch = _number(attribute(item, "HScale")) or 1.0
    reading = _number(attribute(item, "ReadDirection")) or 0.0
    turn = _rotation(_number(attribute(item, "CharDirection")) or 0.0)
    angle = math.degrees(math.atan2(matrix[1], matrix[0]) + math.atan2(turn[1], turn[0])) % 360
    font, chosen, place = (attribute(item, "Font") or "").strip(), _chosen(item), 0
    x = y = 0.0
    for code in children(item, "TextCode"):
        text = _printed(content(code))
        x, y = (old if new is None else new for old, new in ((x, _axis(code, "X")), (y, _axis(code, "Y"))))
        here = x, y
        steps = _steps(code, len(text) - 1)
        even = len(steps) > 1 and len({(round(dx, 2), round(dy, 2)) for dx, dy in steps}) == 1
        for index, char in enumerate(text):
            natural = _natural_width(char, size) * stretch
            step = steps[index] if index < len(steps) else _onward(natural, size, reading)
            most = 1.1 if even or _is_wide(char) else 0.75
            near = turn == IDENTITY and step[1] == 0 and 0.2 * size * stretch < step[0] <= most * size * stretch
            width = step[0] if near else natural
            shape = times(times(turn, (1, 0, 0, 1, *here)), matrix)
            box = mapped((0.0, -_ASCENT * size, width, _DESCENT * size), shape)
            yield Glyph(char, box, angle, hidden, run, font, chosen.get(place))
            place += 1
            here = here[0] + step[0], here[1] + step[1]


def _chosen(item: Element) -> dict[int, int]:
    """The glyphs' numbers that a text object tells, by the places of their characters; one for each only."""
    found: dict[int, int] = {}
    for change in children(item, "CGTransform"):
        start = _number(attribute(change, "CodePosition")) or 0.0
        listed = numbers("".join(content(g) for g in children(change, "Glyphs")))
        if len(listed) == (_number(attribute(change, "CodeCount")) or 1.0):
            found.update((int(start) + n, int(glyph)) for n, glyph in enumerate(listed) if glyph >= 0)
    return found


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if abs(value) < 1e6 else None


def _axis(code: Element, name: str) -> float | None:
    return _number(attribute(code, name))


def _printed(text: str) -> str:
    """A text code's characters: line ends and the indentation after them come from how the XML was written."""
    if "\n" in text or "\r" in text:
        text = "".join(line.strip(" \t") for line in text.splitlines())
    return _NOT_SHOWN.sub("", text.replace("\t", " "))


def _rotation(degrees: float) -> Matrix:
    quarter = round(degrees / 90) % 4
    cos, sin = ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))[quarter]
    return cos, sin, -sin, cos, 0.0, 0.0


def _steps(code: Element, most: int) -> list[tuple[float, float]]:
    """From each character to the next, as far as the file says it; a list that moves nothing says nothing."""
    across, down = (_deltas(attribute(code, name), most) for name in ("DeltaX", "DeltaY"))
    if not any(across) and not any(down):
        return []
    count = max(len(across), len(down))
    if not down:
        return [(dx, 0.0) for dx in across]
    across += [0.0] * (count - len(across))
    down += [0.0] * (count - len(down))
    return list(zip(across, down, strict=True))


def _deltas(text: str | None, most: int) -> list[float]:
    """A list of distances, in which ``g 3 2.5`` stands for 2.5 three times; no more than are wanted."""
    found: list[float] = []
    tokens = iter((text or "").replace(",", " ").split())
    for token in tokens:
        if len(found) >= most:
            break
        if token.lower() == "g":
            count, value = _number(next(tokens, None)), _number(next(tokens, None))
        else:
            count, value = 1.0, _number(token)
        if count is None or value is None:
            break
        found += [value] * min(max(0, int(count)), most - len(found))
    return found


def _onward(natural: float, size: float, reading: float) -> tuple[float, float]:
    """Where the next character stands when the file does not say it."""
    match round(reading / 90) % 4:
        case 1:
            return 0.0, size
        case 2:
            return -natural, 0.0
        case 3:
            return 0.0, -size
        case _:
            return natural, 0.0


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WFA"


def _natural_width(char: str, size: float) -> float:
    return size if _is_wide(char) else size / 2

"""Colours of print and of its ground, and whether print can be seen on it."""

from __future__ import annotations

import re
from functools import lru_cache

from tinycss2.color4 import parse_color

_CLEAR = 0.2
"""Share of a colour's own light under which hardly anything of it is seen."""
_PALEST = 0xE0
"""Red, green and blue (of 255) from which print is hardly seen on white paper."""
_DARKEST = 105
"""Red, green and blue up to which a ground hides print that no colour is told of."""
_APART = 32
"""Steps of red, green or blue by which print differs at least from its ground to be seen."""
_SYSTEM = {"canvas": "white", "window": "white", "canvastext": "black", "windowtext": "black"}
_HEXADECIMAL = re.compile(r"[0-9a-f]{6}")


def of_attribute(told: str) -> str:
    """A colour as an attribute of an element tells it, where the sign before a number may be left out."""
    colour = told.strip().lower()
    return f"#{colour}" if _HEXADECIMAL.fullmatch(colour) else colour


@lru_cache(maxsize=1024)
def _channels(colour: str) -> tuple[float, float, float, float] | None:
    """Red, green and blue of a colour, 0 to 255, and how much of it there is; None for one that is told otherwise."""
    told = parse_color(_SYSTEM.get(colour, colour))
    if told is None or isinstance(told, str):
        return None
    try:
        red, green, blue = (min(255.0, 255.0 * (part or 0.0)) for part in told.to("srgb").coordinates)
    except NotImplementedError:
        return None
    return red, green, blue, told.alpha


def is_white(colour: str) -> bool:
    """Whether print in a colour is hardly seen on white paper."""
    told = _channels(colour)
    return told is not None and (told[3] < _CLEAR or min(told[:3]) >= _PALEST)


def is_dark(colour: str) -> bool:
    """Whether a colour is told and is about as dark as print."""
    told = _channels(colour)
    return told is not None and told[3] >= _CLEAR and max(told[:3]) <= _DARKEST


def is_untold(colour: str) -> bool:
    """Whether a colour is computed of something that is not known here."""
    return "(" in colour and _channels(colour) is None


def is_unseen_on(colour: str, ground: str) -> bool:
    """Whether print of a colour is hardly seen on a ground; an untold colour is black, an untold ground white."""
    if (not ground or is_white(ground)) and is_white(colour):
        return True
    one, other = _channels(colour or "black"), _channels(ground or "white")
    if one is not None and one[3] < _CLEAR:
        return True
    if one is None or other is None:
        return bool(colour) and colour == ground
    return max(abs(a - b) for a, b in zip(one[:3], other[:3], strict=True)) * one[3] < _APART

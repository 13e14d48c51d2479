"""Characters that are narrower than the file says: fonts that it names and does not hold, without their widths."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from pipeline.documents.pages.content import Char
from pipeline.documents.pdf.objects import address, char_box
from pipeline.documents.pdf.shapes import View

_FULL = 0.9
"""Share of the size from which a digit or Latin letter is as wide as a Chinese character."""
_NARROW = 0.62
_BEARING = 0.16
"""Share of the size up to which the print of a narrow character goes, and before which it begins."""
_ADVANCE = (0.3, 0.8)
"""Shares of the size by which the next such character stands further right, if they are narrow indeed."""


@dataclass(frozen=True, slots=True)
class Narrow:
    """A character whose print is narrow in a wide box.

    Attributes:
        char: as the file has it.
        x1: where it would end by its print.
        font: address of its font.
    """

    char: Char
    x1: float
    font: int


def perhaps_narrow(text: Any, index: int, char: Char, size: float, view: View) -> Narrow | None:
    """A character of a page's text, if its print is narrow and its box as wide as that of a Chinese character."""
    if not char["text"].isascii() or char["x1"] - char["x0"] < _FULL * size:
        return None
    item, box = pdfium.FPDFText_GetTextObject(text, index), char_box(text, index)
    if not item or box is None:
        return None
    x0, _, x1, _ = view.box(*box)
    before = x0 - char["x0"]
    if not 0 <= before <= _BEARING * size or x1 + before - char["x0"] > _NARROW * size:
        return None
    return Narrow(char, x1 + before, address(pdfium.FPDFTextObj_GetFont(item)))


def without_false_widths(found: Iterable[Narrow]) -> None:
    """Give such characters the width of their print, in fonts whose characters are drawn one over another otherwise."""
    narrow = list(found)
    fonts = {a.font for a, b in pairwise(narrow) if a.font == b.font and _follows(a.char, b.char)}
    for one in narrow:
        if one.font in fonts:
            one.char["x1"] = one.x1


def _follows(a: Char, b: Char) -> bool:
    size = a["size"]
    level = abs(a["bottom"] - b["bottom"]) < _ADVANCE[0] * size
    return bool(level and _ADVANCE[0] * size <= b["x0"] - a["x0"] <= _ADVANCE[1] * size)

"""Lines that may be values, a number or a mark for none: their pictures for readings, and what their print shows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from pipeline.documents.model import HAN
from pipeline.documents.scan.basics import Box, Image
from pipeline.documents.scan.engine import Engine, Line
from pipeline.documents.scan.print.page_print import PagePrint
from pipeline.documents.scan.print.pieces import Printed
from pipeline.documents.scan.values.digit_nets import Glyph, glyph_of
from pipeline.documents.scan.values.digit_places import Digits, digits_of
from pipeline.documents.scan.values.marks import is_dash, is_leaning, is_slash, lean
from pipeline.documents.scan.values.shapes import Shape, shape_of

_NUMBER = re.compile(r"^[+\-−]?\d[\d,]*(?:\.\d+)?(?:[件条项宗份次个元%]|万元)?$")
MARKS = frozenset("/-—–无無")
CIRCLES = re.compile(r"^[\dOo〇○]+$")
_ZEROS = str.maketrans(dict.fromkeys("Oo〇○", "0"))
_UNITS = str.maketrans("條項個萬無", "条项个万无")
"""A unit's two ways of writing, which a recogniser takes for one another, leave no doubt of the number."""
_ENLARGED, _GRAIN = 3, 0.03
"""How much a picture is enlarged to be made black and white, and its blur in character sizes."""


@dataclass(frozen=True)
class Candidate:
    """A line that may be a value.

    Attributes:
        first: what was read.
        second: what was read in another picture of it.
        further: pictures for three more readings.
        digits: where its digits stand.
        shapes: of these, to compare with those of other lines.
        glyphs: of these, for the nets.
        width: of its print, in character sizes.
        dash: whether it is a lying stroke.
        slash: whether a lone stroke leans as a slash does; None where it is no stroke.
        lean: by how many degrees.
        leaning: whether it leans too much for a 1 and too little for a slash.
        stained: whether something else darkens its cell, or it leans so.
        sealed: whether a seal was taken out there.
    """

    first: Line
    second: Line
    further: tuple[Image, ...]
    digits: Digits
    shapes: tuple[Shape, ...]
    glyphs: tuple[Glyph, ...]
    width: float
    dash: bool
    slash: bool | None
    lean: float = 0.0
    leaning: bool = False
    stained: bool = False
    sealed: bool = False

    @property
    def columns(self) -> int:
        """How many digits stand there, with the pieces of a unit behind them."""
        return len(self.digits.columns)


@dataclass(frozen=True, slots=True)
class Value:
    """A text with its certainty; ``readings`` are the others that it may be, likeliest first."""

    text: str
    certainty: float
    readings: tuple[str, ...] = ()


def may_be_value(printed: Printed, line: Line, size: float) -> bool:
    """Whether a cell's line may be a value: a number, a mark, or anything as short as one that is no clear word."""
    width = (printed.box[2] - printed.box[0]) / size
    text = plain(line.text)
    if _NUMBER.match(text) or text in MARKS or not text:
        return True
    words = len(HAN.findall(text))
    return width <= 3.4 and (words < 2 or (words == 2 and line.mean < 0.6)) and not (words == 1 and len(text) > 2)


def plain(text: str) -> str:
    """A text in ordinary characters, without white space; a circle among digits is a zero."""
    flat = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("−", "-").translate(_UNITS)
    return flat.translate(_ZEROS) if CIRCLES.match(flat) else flat


def is_value_text(text: str) -> bool:
    """Whether a text is a number or a mark for none."""
    return bool(_NUMBER.match(plain(text))) or plain(text) in MARKS


def candidate(
    page: PagePrint, engine: Engine, smooth: Image, items: Sequence[tuple[Printed, Box, Line]]
) -> list[Candidate]:
    """Lines that may be values with a second reading of each, made from a smoothed, closer picture."""
    size = page.size
    seconds = engine.recognise([page.crop(p.box, box, 0.82, 0.16, smooth) for p, box, _ in items])
    found: list[Candidate] = []
    for (printed, box, first), second in zip(items, seconds, strict=True):
        text = plain(first.text) if plain(first.text) == plain(second.text) else ""
        own = digits_of(page.grey, printed.pieces, text, size)
        pale = page.pale_dots(box, [*printed.pieces, *own.own], own.columns) if "." in text or "," in text else []
        if pale and len(pale) == sum(c in ".," for c in text) - own.dots:
            own = replace(own, dots=own.dots + len(pale), own=(*own.own, *pale))
        # What ends at the cell's side may go on behind it, if that is a stroke and no ruling.
        stained = page.has_stain(box, [*printed.pieces, *own.own]) or not page.is_closed(box, printed.box)
        leaning = not stained and is_leaning(smooth, printed.pieces, size)
        further = (
            page.crop(printed.box, box, 1.3, 0.5, smooth),
            _stark(page.crop(printed.box, box, 1.0, 0.5), size),
            page.crop(printed.box, box, 0.9, 0.9),
        )
        found.append(
            Candidate(
                first,
                second,
                further,
                own,
                shapes=tuple(shape_of(page.grey, p, own.height) for p in own.columns),
                glyphs=tuple(glyph_of(page.grey, p, own.height) for p in own.columns),
                width=(printed.box[2] - printed.box[0]) / size,
                dash=is_dash(page.grey, printed.pieces, size),
                slash=is_slash(smooth, printed.pieces, size),
                lean=lean(smooth, printed.pieces[0]) or 0.0,
                leaning=leaning,
                stained=stained or leaning,
                sealed=page.is_sealed(printed.box),
            )
        )
    return found


def _stark(image: Image, size: float) -> Image:
    """Black on white, edges softened; cut half way from the paper to the darkest of the print.

    A smoothed picture, or a cut by the shares of black and white, would fill the loops of small digits.
    """
    large = cv2.resize(image, None, fx=_ENLARGED, fy=_ENLARGED, interpolation=cv2.INTER_CUBIC)
    large = np.asarray(cv2.GaussianBlur(large, (0, 0), max(0.3, _GRAIN * _ENLARGED * size)), np.uint8)
    middle = (float(np.median(large)) + float(np.percentile(large, 2))) / 2
    black = np.where(large < middle, 0, 255).astype(np.uint8)
    return np.asarray(cv2.GaussianBlur(black, (0, 0), 0.9), np.uint8)

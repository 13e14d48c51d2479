"""Lines that may be values, a number or a mark for none: their pictures for readings, and what their print shows."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.documents.scan.digits import Glyph, glyph_of
from pipeline.documents.scan.engine import Box, Engine, Image, Line
from pipeline.documents.scan.pieces import Printed, is_sign
from pipeline.documents.scan.print import PagePrint
from pipeline.documents.scan.shapes import (
    Shape,
    is_dash,
    is_leaning,
    is_slash,
    shape_of,
    split_dot,
    split_sign,
    split_to,
    split_touching,
)

_NUMBER = re.compile(r"^[+\-−]?\d[\d,]*(?:\.\d+)?(?:[件条项宗份次个元%]|万元)?$")
MARKS = frozenset("/-—–无無")
CIRCLES = re.compile(r"^[\dOo〇○]+$")
_ZEROS = str.maketrans(dict.fromkeys("Oo〇○", "0"))
_UNITS = str.maketrans("條項個萬無", "条项个万无")
"""A unit's two ways of writing, which a recogniser takes for one another, leave no doubt of the number."""
_HAN = re.compile(r"[\u3400-\u9fff]")
_TALL = 0.45
_ENLARGED, _GRAIN = 3, 0.03
"""How much a picture is enlarged to be made black and white, and its blur in character sizes."""


@dataclass(frozen=True)
class Candidate:
    """A line that may be a value: its place, its pictures for further readings, and the shapes of its pieces.

    ``parted`` says that its pieces were told by what is read, as many as it has digits or without a sign, so that
    they prove nothing by themselves.
    """

    printed: Printed
    first: Line
    second: Line
    further: tuple[Image, ...]
    shapes: tuple[Shape, ...]
    glyphs: tuple[Glyph, ...]
    columns: int
    dots: int
    extra: float
    gap: float
    dash: bool
    stained: bool
    slash: bool | None
    width: float
    signed: bool = False
    leaning: bool = False
    sealed: bool = False
    parted: bool = False


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
    words = len(_HAN.findall(text))
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
        # A digit may come in two pieces one above the other, of which neither is tall.
        columns = [c for c in _columns(printed.pieces) if c[3] - c[1] >= _TALL * size]
        ref = max((c[3] - c[1] for c in columns), default=size)
        signed = any(is_sign(p, c, size) for p in printed.pieces for c in columns[:1])
        text = plain(first.text) if plain(first.text) == plain(second.text) else ""
        parts = split_sign(page.grey, columns[0]) if columns else None
        bar = parts is not None and text.startswith("4")  # of a 4 that touches the next digit
        if parts is not None and not bar:
            signed, columns[0] = True, parts[1]
        columns = [part for c in columns for part in split_touching(page.grey, c)]
        parts_of = [split_dot(page.grey, c) for c in columns]
        columns = [digit for _, digit in parts_of]
        fewer = text.isdigit() and 0 < len(columns) < len(text)
        columns = split_to(page.grey, columns, len(text)) if fewer else columns
        touching = [dot for dot, _ in parts_of if dot is not None]
        single = [p for p in printed.pieces if not _stands_in(p, columns)]
        dots = [p for p in single if p[3] - p[1] < _TALL * size and p[2] - p[0] < 0.35 * size]
        dots += touching
        beside = [p for p in printed.pieces if not any(p[0] < c[2] and c[0] < p[2] for c in columns)]
        extra = max((max(p[2] - p[0], p[3] - p[1]) for p in [*beside, *touching]), default=0) / size
        # What ends at the cell's side may go on behind it, if that is a stroke and no ruling.
        stained = page.has_stain(box, printed.pieces) or not page.is_closed(box, printed.box)
        leaning = not stained and is_leaning(smooth, printed.pieces, size)
        gaps = [b[0] - a[2] for a, b in itertools.pairwise(columns)]
        found.append(
            Candidate(
                printed, first, second,
                (
                    page.crop(printed.box, box, 1.3, 0.5, smooth),
                    _stark(page.crop(printed.box, box, 1.0, 0.5), size),
                    page.crop(printed.box, box, 0.9, 0.9),
                ),
                tuple(shape_of(page.grey, p, ref) for p in columns),
                tuple(glyph_of(page.grey, p, ref) for p in columns),
                len(columns), len(dots), extra, max(gaps, default=0) / size, is_dash(printed.pieces, size),
                stained or leaning, is_slash(smooth, printed.pieces, size),
                (printed.box[2] - printed.box[0]) / size, signed, leaning, page.is_sealed(printed.box), fewer or bar,
            )
        )  # fmt: skip
    return found


def _stands_in(piece: Box, columns: Sequence[Box]) -> bool:
    return any(c[0] <= piece[0] and piece[2] <= c[2] for c in columns)


def _columns(pieces: Sequence[Box]) -> list[Box]:
    """Pieces beside one another; those above one another as one."""
    joined: list[Box] = []
    for piece in sorted(pieces):
        if joined and piece[0] < joined[-1][2] - 1:
            last = joined[-1]
            joined[-1] = (last[0], min(last[1], piece[1]), max(last[2], piece[2]), max(last[3], piece[3]))
        else:
            joined.append(piece)
    return joined


def _stark(image: Image, size: float) -> Image:
    """Black on white, edges softened; cut half way from the paper to the darkest of the print.

    A smoothed picture, or a cut by the shares of black and white, would fill the loops of small digits.
    """
    large = cv2.resize(image, None, fx=_ENLARGED, fy=_ENLARGED, interpolation=cv2.INTER_CUBIC)
    large = np.asarray(cv2.GaussianBlur(large, (0, 0), max(0.3, _GRAIN * _ENLARGED * size)), np.uint8)
    middle = (float(np.median(large)) + float(np.percentile(large, 2))) / 2
    black = np.where(large < middle, 0, 255).astype(np.uint8)
    return np.asarray(cv2.GaussianBlur(black, (0, 0), 0.9), np.uint8)

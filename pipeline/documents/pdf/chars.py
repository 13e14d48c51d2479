"""The characters of a PDF page, by pdfium: only those that a reader of the page sees."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import pypdfium2.raw as pdfium

from pipeline.documents.model import BBox
from pipeline.documents.pages.content import Char, Edge, meet
from pipeline.documents.pdf.actual import text_of
from pipeline.documents.pdf.clipped import doubt_cut_off, left_and_right, top_and_bottom
from pipeline.documents.pdf.concealed import concealing
from pipeline.documents.pdf.digits import DigitShapes
from pipeline.documents.pdf.ink import Ink
from pipeline.documents.pdf.look import Look
from pipeline.documents.pdf.objects import address, char_box, line_box
from pipeline.documents.pdf.pieces import Piece, Pieces
from pipeline.documents.pdf.shapes import PageShapes, View
from pipeline.documents.pdf.widths import Narrow, perhaps_narrow, without_false_widths

_DIGITS = frozenset("0123456789")
_OF_NUMBERS = _DIGITS | {".", ","}
UNKNOWN = "\ufffd"
"""Stands for a glyph whose character the file does not tell: something is printed, nobody knows what."""

_FLATTEST = 0.2
"""Share of a digit's height that its width has at least, but for 1."""
_AMID = 0.1
"""Share of a character's width from which another's box lies over it."""
_LOWEST_LINE = 0.8
"""Share of the size that a line of print is high at least: digits alone are lower."""
_DESCENT = 0.12
"""Share of the size that lies below the line on which characters stand."""
_BESIDE = 0.15
"""Share of the size within which digits stand side by side."""
_AROUND = 2.0
"""Points around a character in which its ground shows."""

_BLANKS = frozenset((9, 10, 13, 32, 0xFFFE, 0xFFFF))
_BULLETS = frozenset((0xF06C, 0xF0B7, 0xF0D8, 0xF0A7, 0xF0FC, 0xF06E, 0xF075, 0xF076, 0xF0A8, 0xF0FE, 0xF052, 0xF0E0))
"""Marks of lists in symbol fonts, which stand before text and are none."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A visible character: its place in pdfium's text, its text object, and the direction of its text in degrees."""

    index: int
    run: int
    direction: int


class PageText:
    """The text of an open page.

    Args:
        page: of pypdfium2.
        shapes: what else the page draws.
        look: the page's picture.
        drawn: which digits are known to be drawn as they are written, and which not; what is found out is added.
    """

    def __init__(self, page: Any, shapes: PageShapes, look: Look, drawn: dict[int, bool] | None = None) -> None:
        self._drawn = {} if drawn is None else drawn
        self._text, self._misnamed = text_of(page, shapes.texts)
        self._handle = self._text.raw
        self._look = look
        self._shapes = shapes
        self._ink = Ink(page, look, shapes.nested)
        self._page = page
        self._upright = View(page, page.get_rotation())
        self._pieces = Pieces(self._handle, shapes)
        self._unseen: list[int] = []
        self._vanished: list[Glyph] = []

    def __enter__(self) -> PageText:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._text.close()

    def glyphs(self, *, hidden: bool = False) -> list[Glyph]:
        """The visible characters, in the file's order; or all of them."""
        text = self._handle
        found: list[Glyph] = []
        for index in range(pdfium.FPDFText_CountChars(text)):
            code = pdfium.FPDFText_GetUnicode(text, index)
            if code in (0xFFFE, 0xFFFF) or pdfium.FPDFText_IsGenerated(text, index) == 1:
                continue
            if 0 < code < 32 and not is_lost(text, index):
                continue
            piece = self._pieces.of(index)
            perhaps = piece.pale or piece.covers or piece.clipped
            if not hidden and (piece.hidden or (perhaps and self._is_unseen(index, piece))):
                self._unseen.append(index)
                if not piece.hidden and chr(code) in _OF_NUMBERS:
                    self._vanished.append(Glyph(index, piece.number, piece.direction))
                continue
            found.append(Glyph(index, piece.number, piece.direction))
        return found

    def concealing(self, glyphs: Sequence[Glyph]) -> list[Any]:
        """Text objects that nobody sees, for which pdfium left print out that is seen: see :mod:`pdf.concealed`."""
        return concealing(self._handle, self._unseen, (g.index for g in glyphs), self._look, self._upright)

    def chars(self, glyphs: Sequence[Glyph], view: View, *, hidden: bool = False) -> list[Char]:
        """Glyphs as characters with their places as seen; digits that are not seen as such are marked.

        Args:
            glyphs: what is wanted.
            view: how the page is looked at.
            hidden: whether they are wanted as the file says, seen or not.
        """
        text = self._handle
        found: list[Char] = []
        digits: list[tuple[int, int]] = []
        narrow: list[Narrow] = []
        for glyph in glyphs:
            index = glyph.index
            code = pdfium.FPDFText_GetUnicode(text, index)
            x0, top, x1, bottom = view.box(*line_box(text, index))
            piece = self._pieces.met[glyph.run]
            size = piece.size
            if bottom - top < _LOWEST_LINE * size:
                # Fonts without metrics: the box is the glyph's own, flat for 一. The line it stands on tells its place.
                top, bottom = self._line_box(index, view, size)
            if piece.lean:  # the box is that of the slanted character, and reaches into its neighbours
                x0, x1 = x0 + _DESCENT * abs(piece.lean) * size, x1 - (1 - _DESCENT) * abs(piece.lean) * size
            beyond = False
            if piece.clip is not None:
                clip = view.box(*piece.clip)
                beyond = not clip[0] <= (x0 + x1) / 2 <= clip[2]
                x0, x1 = left_and_right((x0, top, x1, bottom), clip, chr(code), len(found))
                top, bottom = top_and_bottom(top, bottom, clip)
            if x1 > x0 and bottom > top:
                shown = UNKNOWN if is_lost(text, index) else chr(code)
                found.append(
                    {
                        **{"text": shown, "x0": x0, "x1": x1, "top": top, "bottom": bottom},
                        **{"size": bottom - top, "run": glyph.run, "drawn": piece.drawn},
                        "grey": 255 - (255 - piece.grey) * piece.opacity / 255,
                        **({"beyond": True} if beyond else {}),
                    }
                )
                if (one := perhaps_narrow(text, index, found[-1], size, view)) is not None:
                    narrow.append(one)  # drawn elsewhere in its box than the file says
                elif not hidden and shown in _DIGITS and not piece.pale:
                    digits.append((len(found) - 1, index))
        without_false_widths(narrow)
        if any(index not in self._drawn for _, index in digits):
            others = DigitShapes(self._page.pdf).of_others(self._page, self._text)
            for place, index in digits:
                self._drawn[index] = index not in others and self._is_drawn(index, found[place], found)
        for place, index in digits:
            if not self._drawn[index]:
                found[place]["doubtful"] = True
        if not hidden:
            self._doubt_torn(found, view)
            boxes = [(found[place], char_box(text, index)) for place, index in digits]
            known = [(char, self._pieces.met[char["run"]], box) for char, box in boxes if box is not None]
            doubt_cut_off(known, self._shapes.cuts)
        return found

    def _doubt_torn(self, chars: Sequence[Char], view: View) -> None:
        """Mark digits of whose number only a part is seen.

        Beside them stand others of their print that vanish in their ground, or of their text object that are covered.
        """
        for glyph in self._vanished:
            x0, top, x1, bottom = view.box(*line_box(self._handle, glyph.index))
            piece = self._pieces.met[glyph.run]
            for char in chars:
                gap = max(char["x0"] - x1, x0 - char["x1"])
                level = char["top"] < (top + bottom) / 2 < char["bottom"]
                alike = char["grey"] == piece.grey if piece.pale else char["run"] == glyph.run
                if alike and level and gap < _BESIDE * char["size"] and char["text"] in _DIGITS:
                    char["doubtful"] = True

    def boxes(self, glyphs: Sequence[Glyph]) -> Iterator[BBox]:
        """Where glyphs have their ink, in the PDF's points."""
        for glyph in glyphs:
            box = char_box(self._handle, glyph.index)
            if box is not None:
                yield box

    def _is_unseen(self, index: int, piece: Piece) -> bool:
        """Whether a character is as pale as its ground, painted over, or cut off."""
        box = char_box(self._handle, index)
        if box is None:
            return False
        x0, y0, x1, y1 = box
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        over = [c for c in piece.covers if c.box[0] <= x <= c.box[2] and c.box[1] <= y <= c.box[3]]
        if any(c.opaque for c in over):
            return True
        digit = chr(pdfium.FPDFText_GetUnicode(self._handle, index)) in _DIGITS
        if (over or piece.clipped) and not self._look.shows(self._upright.box(x0 - 0.5, y0 - 0.5, x1 + 0.5, y1 + 0.5)):
            return not (over and digit and self._look.is_dark(self._upright.box(*box)))  # a black bar is no blank
        around = self._upright.box(x0 - _AROUND, y0 - _AROUND, x1 + _AROUND, y1 + _AROUND)
        if not piece.pale or self._look.stands_out(piece.grey, piece.opacity / 255, around):
            return False
        # On a ground that changes its colour nothing is commonest: of a digit the page's picture tells.
        item = pdfium.FPDFText_GetTextObject(self._handle, index)
        return not (digit and item and self._ink.is_shown(item, box, strict=False))

    def _is_drawn(self, index: int, char: Char, chars: Sequence[Char]) -> bool:
        """Whether the page shows a digit as its text says, with no ink but that of neighbours, lines and seals."""
        item, box = pdfium.FPDFText_GetTextObject(self._handle, index), char_box(self._handle, index)
        if not item or box is None:
            return True
        if address(item) in self._misnamed:
            return False
        if _is_flat(char["text"], box):
            return False
        crossed = self._shapes.lie_over(box)
        if self._ink.is_shown(item, box, crossed=crossed):
            return True
        if crossed:
            return False
        over = [c for c in chars if c is not char and _overlap(char, c)]
        if any(c["text"] == char["text"] for c in over):
            return True  # printed twice
        seals = [c.box for c in self._shapes.covers if c.picture and not c.opaque]
        upright = self._upright.box(*box)
        beside = bool(over) or any(meet(seal, box) for seal in seals)
        beside = beside or any(meet(_edge_box(e), upright) for e in self._shapes.edges(self._upright))
        return beside and self._ink.is_shown(item, box, strict=False)

    def _line_box(self, index: int, view: View, size: float) -> tuple[float, float]:
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(self._handle, index, x, y)
        _, baseline = view.point(x.value, y.value)
        return baseline - (1 - _DESCENT) * size, baseline + _DESCENT * size


def _is_flat(digit: str, box: BBox) -> bool:
    """Whether a digit is pressed together so that nobody can read it."""
    short, long = sorted((box[2] - box[0], box[3] - box[1]))
    return short < (_FLATTEST / 4 if digit == "1" else _FLATTEST) * long


def _edge_box(edge: Edge) -> BBox:
    return edge["x0"] - 1, edge["top"] - 1, edge["x1"] + 1, edge["bottom"] + 1


def _overlap(a: Char, b: Char) -> bool:
    """Whether a character stands in another, and not only beside it."""
    wide = min(a["x1"], b["x1"]) - max(a["x0"], b["x0"])
    high = min(a["bottom"], b["bottom"]) - max(a["top"], b["top"])
    return bool(wide > _AMID * (a["x1"] - a["x0"]) and high > 0 and b["text"].strip())


def is_lost(text: Any, index: int) -> bool:
    """Whether the file does not tell which character a glyph is."""
    code = int(pdfium.FPDFText_GetUnicode(text, index))
    if code in _BLANKS or code in _BULLETS:
        return False
    return not code or 0xE000 <= code <= 0xF8FF or pdfium.FPDFText_HasUnicodeMapError(text, index) == 1

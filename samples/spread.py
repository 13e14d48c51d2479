"""A wide sheet as it is printed: the pages of its first columns, behind them those of the further ones."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from reportlab.pdfbase import pdfmetrics

from samples.draft import Draft
from samples.layout import lay_out
from samples.pen import LEFT, SHEET_COLUMN, Pen

REACH = 7 * SHEET_COLUMN
"""How much of the sheet's width a page takes."""

Piece = Callable[[float, float], None]


class Spread:
    """A pen on a sheet as wide as it likes; :meth:`finish` gives its pages to another pen."""

    def __init__(self, canvas: Pen) -> None:
        self.canvas = canvas
        self.pages: list[tuple[list[Piece], list[float]]] = []
        self.pieces: list[Piece] = []
        self.characters: list[float] = []
        self.font, self.size, self.thickness = "", 10.0, 1.0

    def setFont(self, name: str, size: float) -> None:
        """As the pen."""
        self.font, self.size = name, size

    def setFillColor(self, colour: Any) -> None:
        """As the pen; the sheet's cells have no colours."""

    def setLineWidth(self, width: float) -> None:
        """As the pen."""
        self.thickness = width

    def drawString(self, x: float, y: float, text: str, mode: int | None = None) -> None:
        """As the pen: the characters of a line stand each on its page."""
        font, size = self.font, self.size
        ends = [x]
        for char in text:
            ends.append(ends[-1] + pdfmetrics.stringWidth(char, font, size))
        middles = [(a + b) / 2 for a, b in pairwise(ends)]
        self.characters += [] if mode else middles

        def draw(left: float, right: float) -> None:
            here = [n for n, middle in enumerate(middles) if left <= middle < right]
            if here:
                self.canvas.setFont(font, size)
                self.canvas.drawString(ends[here[0]] - left + LEFT, y, text[here[0] : here[-1] + 1], mode=mode)

        self.pieces.append(draw)

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """As the pen."""
        thickness = self.thickness

        def draw(left: float, right: float) -> None:
            first, last = max(min(x1, x2), left), min(max(x1, x2), right)
            if first <= last:
                self.canvas.setLineWidth(thickness)
                self.canvas.line(first - left + LEFT, y1, last - left + LEFT, y2)

        self.pieces.append(draw)

    def rect(self, x: float, y: float, width: float, height: float, stroke: int = 1, fill: int = 0) -> None:
        """As the pen."""

        def draw(left: float, right: float) -> None:
            first, last = max(x, left), min(x + width, right)
            if first < last:
                self.canvas.rect(first - left + LEFT, y, last - first, height, stroke, fill)

        self.pieces.append(draw)

    def showPage(self) -> None:
        """As the pen."""
        self.pages.append((self.pieces, self.characters))
        self.pieces, self.characters = [], []

    def finish(self) -> None:
        """Draw the pages: down, then over. A page that shows no character is not printed."""
        for number in range(3):
            left = LEFT + REACH * number
            for pieces, characters in self.pages:
                if any(left <= middle < left + REACH for middle in characters):
                    for draw in pieces:
                        draw(left, left + REACH)
                    self.canvas.showPage()


def laid_out(canvas: Pen, draft: Draft, font: str) -> None:
    """Draw the report on pages, or on a wide sheet whose pages are then drawn."""
    if not draft.options.get("spread"):
        lay_out(canvas, draft, font)
        return
    sheet = Spread(canvas)
    lay_out(sheet, draft, font)
    sheet.finish()

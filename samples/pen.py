"""What drawn pages share: their measures and fonts, and what the layout needs of a canvas."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Protocol

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT, TOP, BOTTOM = 74.0, 518.0, 80.0, 762.0
CID = "STSong-Light"
TRUETYPE = ("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf", "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc")
DIGITS = "Digits"
SHEET_COLUMN = 62.0
"""How wide the columns of a wide sheet are."""


@cache
def embedded_font() -> str | None:
    """The name of a registered TrueType font with Chinese characters, or None where the machine has none."""
    for path in TRUETYPE:
        if Path(path).exists():
            try:
                pdfmetrics.registerFont(TTFont("Embedded", path))
            except TTFError:
                continue
            return "Embedded"
    return None


@cache
def cid_font() -> str:
    """The name of a registered Chinese font that every machine has the measures of."""
    pdfmetrics.registerFont(UnicodeCIDFont(CID))
    return CID


class Pen(Protocol):
    """What the layout needs of a canvas; places in points from the bottom left corner."""

    def setFont(self, name: str, size: float) -> Any:
        """Set the font of what is written next."""

    def setFillColor(self, colour: Any) -> Any:
        """Set the colour of what is written and filled next."""

    def setLineWidth(self, width: float) -> Any:
        """Set the width of what is drawn next."""

    def drawString(self, x: float, y: float, text: str, mode: int | None = None) -> Any:
        """Write text from a point of the baseline; with the mode 3 of PDF it shows nothing."""

    def line(self, x1: float, y1: float, x2: float, y2: float) -> Any:
        """Draw a line."""

    def rect(self, x: float, y: float, width: float, height: float, stroke: int = 1, fill: int = 0) -> Any:
        """Draw a rectangle."""

    def showPage(self) -> Any:
        """Finish the page."""

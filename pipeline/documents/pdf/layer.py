"""Whether the text of a PDF page can be trusted to be what the page shows."""

from __future__ import annotations

from typing import Any

import pypdfium2.raw as pdfium

from pipeline.documents.pdf.chars import PageText, is_lost
from pipeline.documents.pdf.digits import DigitShapes
from pipeline.documents.pdf.look import Look
from pipeline.documents.pdf.objects import bounds_of
from pipeline.documents.pdf.shapes import PageShapes

PRINT = "print"
"""Text that is printed (or a page without anything)."""
PICTURE = "a picture"
"""Hardly any text, and a picture or drawing of it."""
HIDDEN = "a picture with a hidden layer of text"
"""A scan over or under which a program has put what it recognised."""
GARBLED = "text in a font that does not tell its characters"
"""Glyphs without Unicode, in a private area, or mapped to other characters than they show."""

_MOST_OF = 0.5
"""Share of a page that a picture of its text covers."""
_SOME_OF = 0.1
_FEW = 20
"""Characters that a page number and a running head have."""
_SCANNED = 100
"""Characters that a scan's own stamps, heads and feet have."""
_DRAWN = 100
"""Objects that a page drawn as outlines has at least."""
_FEWEST_LOST = 5
_LOST_SHARE = 0.02


def layer_of(page: Any, text: Any, shapes_of_digits: DigitShapes) -> str:
    """What a page's text is: one of the constants of this module.

    Args:
        page: of pypdfium2, open.
        text: its text page.
        shapes_of_digits: the fonts of the document met so far.
    """
    count = text.count_chars()
    covered = _pictured_share(page)
    if covered >= _MOST_OF:
        look = Look(page)
        with PageText(page, PageShapes(page), look) as layer:
            printed = len(layer.glyphs())
        if printed < _SCANNED and printed < _MOST_OF * count:
            return HIDDEN
        if printed < _SCANNED:
            return PICTURE
    elif count < _FEW and (covered >= _SOME_OF or pdfium.FPDFPage_CountObjects(page) >= _DRAWN):
        return PICTURE
    handle = text.raw
    lost = sum(is_lost(handle, n) for n in range(count))
    if (lost >= _FEWEST_LOST and lost >= _LOST_SHARE * count) or shapes_of_digits.contradict(page, text):
        return GARBLED
    return PRINT


def _pictured_share(page: Any) -> float:
    """The share of the page that pictures cover."""
    width, height = page.get_size()
    area = 0.0
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        item = pdfium.FPDFPage_GetObject(page, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind not in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM):
            continue
        if kind == pdfium.FPDF_PAGEOBJ_FORM and not _holds_picture(item, 0):
            continue
        box = bounds_of(item)
        if box is not None:
            area += max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])
    return area / (width * height) if width and height else 0.0


def _holds_picture(form: Any, depth: int) -> bool:
    for index in range(pdfium.FPDFFormObj_CountObjects(form)):
        item = pdfium.FPDFFormObj_GetObject(form, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            return True
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < 3 and _holds_picture(item, depth + 1):
            return True
    return False

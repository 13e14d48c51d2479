"""Print that pdfium leaves out of a page's text, because something that nobody sees says the same in its place.

Of two equal characters in one place pdfium keeps the first alone, whether that is seen or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pypdfium2.raw as pdfium

from pipeline.documents.model import BBox
from pipeline.documents.pages.content import meet
from pipeline.documents.pdf.look import Look
from pipeline.documents.pdf.objects import address, char_box
from pipeline.documents.pdf.shapes import View

_AROUND = 0.5
"""Points around a character in which its ink shows."""
_AWAY = 1e5
"""Points, beyond any page."""


def concealing(text: Any, unseen: Iterable[int], seen: Iterable[int], look: Look, view: View) -> list[Any]:
    """The text objects with a character that nobody sees, where the page shows ink and no other character stands.

    Args:
        text: pdfium's text of the page.
        unseen: places in it of characters that are not seen.
        seen: those of all others.
        look: the page's picture.
        view: how the page is shown.
    """
    boxes: dict[int, list[BBox]] | None = None
    found: dict[int, Any] = {}
    for index in unseen:
        item, box = pdfium.FPDFText_GetTextObject(text, index), char_box(text, index)
        if not item or box is None or address(item) in found:
            continue
        x0, y0, x1, y1 = box
        if not look.shows(view.box(x0 - _AROUND, y0 - _AROUND, x1 + _AROUND, y1 + _AROUND)):
            continue
        boxes = _by_height(text, seen) if boxes is None else boxes
        middle = ((x0 + x1) / 2, (y0 + y1) / 2) * 2
        if not any(meet(_grown(other), middle) for other in boxes.get(int(middle[1]), ())):
            found[address(item)] = item
    return list(found.values())


def moved_away(items: Sequence[Any]) -> None:
    """Move text objects off their page, so that its text, read anew, has what they concealed."""
    for item in items:
        pdfium.FPDFPageObj_Transform(item, 1, 0, 0, 1, _AWAY, _AWAY)


def _by_height(text: Any, seen: Iterable[int]) -> dict[int, list[BBox]]:
    boxes: dict[int, list[BBox]] = {}
    for index in seen:
        box = char_box(text, index)
        if box is not None:
            for height in range(int(box[1]) - 1, int(box[3]) + 2):
                boxes.setdefault(height, []).append(box)
    return boxes


def _grown(box: BBox) -> BBox:
    return box[0] - _AROUND, box[1] - _AROUND, box[2] + _AROUND, box[3] + _AROUND

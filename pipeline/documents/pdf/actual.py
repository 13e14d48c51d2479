"""Text that a file puts in the place of what it draws (ActualText): believed for letters, never for digits."""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

from pipeline.documents.pdf.objects import address

_NAME = "ActualText"


def text_of(page: Any, items: list[Any]) -> tuple[Any, frozenset[int]]:
    """The text of an open page, and which of its objects say other digits than their glyphs.

    Files name what a ligature stands for, or a glyph whose character the font does not tell. Where the digits differ
    from those that are drawn, the page's text is that of its glyphs.

    Args:
        page: of pypdfium2.
        items: the page's text objects in drawing order.

    Returns:
        The page's text, and the objects by their address.
    """
    text = page.get_textpage()
    replaced = [(item, mark) for item in items if (mark := _mark_of(item)) is not None]
    if not replaced:
        return text, frozenset()
    named = [_digits(text, item) for item, _ in replaced]
    for item, mark in replaced:
        pdfium.FPDFPageObj_RemoveMark(item, mark)
    own = page.get_textpage()
    drawn = [_digits(own, item) for item, _ in replaced]
    # One mark may stand around several objects, and all its text is the first one's.
    if "".join(named) == "".join(drawn):
        own.close()
        return text, frozenset()
    text.close()
    differing = (a != b for a, b in zip(named, drawn, strict=True))
    return own, frozenset(address(item) for (item, _), other in zip(replaced, differing, strict=True) if other)


def _mark_of(item: Any) -> Any | None:
    for number in range(pdfium.FPDFPageObj_CountMarks(item)):
        mark = pdfium.FPDFPageObj_GetMark(item, number)
        if any(_key(mark, n) == _NAME for n in range(pdfium.FPDFPageObjMark_CountParams(mark))):
            return mark
    return None


def _key(mark: Any, number: int) -> str:
    letters, size = (pdfium.FPDF_WCHAR * 64)(), ctypes.c_ulong()
    pdfium.FPDFPageObjMark_GetParamKey(mark, number, letters, ctypes.sizeof(letters), size)
    return bytes(letters)[: max(0, size.value - 2)].decode("utf-16-le", errors="replace")


def _digits(text: Any, item: Any) -> str:
    size = pdfium.FPDFTextObj_GetText(item, text.raw, None, 0)
    letters = (pdfium.FPDF_WCHAR * (size // 2 + 1))()
    pdfium.FPDFTextObj_GetText(item, text.raw, letters, ctypes.sizeof(letters))
    return "".join(c for c in bytes(letters).decode("utf-16-le", errors="replace") if c.isdigit())

"""Pages whose form fields and typed notes are a part of what they print."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium

from pipeline.documents.pdf.shapes import HARMLESS

_TYPED = {pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT}
_LEFT_OUT = {
    *(pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_LINE, pdfium.FPDF_ANNOT_POLYGON),
    *(pdfium.FPDF_ANNOT_POLYLINE, pdfium.FPDF_ANNOT_STAMP),
}
"""Notes that readers of PDFs show though they have no look of their own, and pdfium does not."""
_NOTHING = 2
"""Bytes of an appearance that is not there: the end of a text."""
_UNSEEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
_SIZE = 9.0
_TALLEST_LINE = 2.5
"""Times its print that the box of a note of one line is high at most."""
_ONE_LINE = re.compile(r"[ -~]+")
"""What the typeface that each reader of PDFs has can show."""


def page_with_fields(document: Any, number: int) -> Any:
    """A page, from 1, with the fields and notes that it shows among its own text and lines.

    Fields only where each has a look of its own that the file brings along, and no other annotation lies on the page:
    then nothing is shown but these. A note without a look, or a field without a form (programs that take pages out
    leave it so), which pdfium leaves out, is shown by readers of PDFs all the same: it is written on the page as they
    do, or its place darkened where it is not one line of plain letters.

    Args:
        document: of pypdfium2, open.
        number: from 1.
    """
    page = document[number - 1]
    _write_notes(document, page)
    kinds = set(_annotations(page))
    typed = any(kind in _TYPED for kind, _ in kinds) and document.formenv is not None
    if not typed or any(kind not in _TYPED or not looks for kind, looks in kinds):
        return page
    page.flatten()
    page.close()
    return document[number - 1]


def _annotations(page: Any) -> Iterator[tuple[int, bool]]:
    """The kind of each annotation that may change what the page shows, and whether the file has its look."""
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        if not note:
            continue
        kind = pdfium.FPDFAnnot_GetSubtype(note)
        if kind not in HARMLESS:
            yield kind, _looks(note)
        pdfium.FPDFPage_CloseAnnot(note)


def _write_notes(document: Any, page: Any) -> None:
    """Put the words of notes that pdfium leaves out on the page in the notes' place."""
    written = False
    for index in reversed(range(pdfium.FPDFPage_GetAnnotCount(page))):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        box, words = pdfium.FS_RECTF(), ""
        bare = _is_bare(document, note) and pdfium.FPDFAnnot_GetRect(note, ctypes.byref(box))
        if bare:
            words = _words(note)
        looks = _looks(note) or pdfium.FPDFAnnot_GetSubtype(note) not in _TYPED
        pdfium.FPDFPage_CloseAnnot(note)
        if bare and (words or looks):
            pdfium.FPDFPage_InsertObject(page, _written(document, page, words, box))
            pdfium.FPDFPage_RemoveAnnot(page, index)
            written = True
    if written:
        pdfium.FPDFPage_GenerateContent(page)


def _is_bare(document: Any, note: Any) -> bool:
    """Whether pdfium leaves out a note that is shown: one without a look, or a field of a form that the file lacks."""
    kind = pdfium.FPDFAnnot_GetSubtype(note)
    lost = kind == pdfium.FPDF_ANNOT_WIDGET and document.formenv is None
    return (lost or (kind in _LEFT_OUT and not _looks(note))) and not pdfium.FPDFAnnot_GetFlags(note) & _UNSEEN


def _looks(note: Any) -> bool:
    """Whether the file has the look of a note."""
    return bool(pdfium.FPDFAnnot_GetAP(note, pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0) > _NOTHING)


def _words(note: Any) -> str:
    """The words that a note shows on the page; of one with a look only that tells, and a stamp's are a remark on it."""
    key = {pdfium.FPDF_ANNOT_FREETEXT: b"Contents", pdfium.FPDF_ANNOT_WIDGET: b"V"}.get(
        pdfium.FPDFAnnot_GetSubtype(note)
    )
    if key is None or _looks(note):
        return ""
    length = pdfium.FPDFAnnot_GetStringValue(note, key, None, 0)
    words = ctypes.create_string_buffer(length)
    pdfium.FPDFAnnot_GetStringValue(note, key, ctypes.cast(words, ctypes.POINTER(ctypes.c_ushort)), length)
    return words.raw.decode("utf-16-le", errors="replace").rstrip("\0").strip()


def _written(document: Any, page: Any, words: str, box: Any) -> Any:
    """The words as text in the middle of a note's box, or a dark bar there where what is shown is not certain."""
    height = box.top - box.bottom
    size = min(_SIZE, height)
    item = pdfium.FPDFPageObj_NewTextObj(document, b"Helvetica", size)
    text = (words + "\0").encode("utf-16-le")
    pdfium.FPDFText_SetText(item, ctypes.cast(ctypes.create_string_buffer(text), ctypes.POINTER(ctypes.c_ushort)))
    left, low, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(item, left, low, right, top)
    wide = right.value - left.value
    fits = wide <= box.right - box.left and height <= _TALLEST_LINE * _SIZE
    if _ONE_LINE.fullmatch(words) and fits and not page.get_rotation():
        middle = (box.left + box.right - wide) / 2, (box.bottom + box.top - top.value - low.value) / 2
        pdfium.FPDFPageObj_Transform(item, 1, 0, 0, 1, *middle)
        return item
    pdfium.FPDFPageObj_Destroy(item)
    bar = pdfium.FPDFPageObj_CreateNewPath(box.left, box.bottom)
    for x, y in ((box.right, box.bottom), ((box.left + box.right) / 2, box.top)):
        pdfium.FPDFPath_LineTo(bar, x, y)
    pdfium.FPDFPath_Close(bar)
    pdfium.FPDFPath_SetDrawMode(bar, pdfium.FPDF_FILLMODE_WINDING, False)
    return bar

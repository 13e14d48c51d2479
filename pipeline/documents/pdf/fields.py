"""Pages whose form fields and typed notes are a part of what they print."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium

from pipeline.documents.pdf.shapes import HARMLESS

_TYPED = {pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT}
_NOTHING = 2
"""Bytes of an appearance that is not there: the end of a text."""


def page_with_fields(document: Any, number: int) -> Any:
    """A page, from 1, with the fields and notes that it shows among its own text and lines.

    Only where each has a look of its own that the file brings along, and no other annotation lies on the page: then
    nothing is shown but these.

    Args:
        document: of pypdfium2, open.
        number: from 1.
    """
    page = document[number - 1]
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
            look = pdfium.FPDFAnnot_GetAP(note, pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0)
            yield kind, look > _NOTHING
        pdfium.FPDFPage_CloseAnnot(note)

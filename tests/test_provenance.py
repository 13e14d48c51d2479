"""Every published cell leads back to its place in the source, and there stands what was published."""

from __future__ import annotations

import re

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.documents.model import Document, WordLines
from pipeline.documents.places import Place, block_at, text_at
from pipeline.documents.read import read_document
from pipeline.extract import extract
from pipeline.extract.model import ExtractedCell
from pipeline.normalise import normalise_document
from samples.build import FORMATS, build
from samples.quirks import QUIRKS

_GRIDS = tuple(f for f in FORMATS if f not in ("pdf", "ofd"))


def _read(form: str, seed: str, *quirks: str) -> tuple[bytes, Document, list[ExtractedCell]]:
    data = build(seed, form, quirks).data
    document = normalise_document(read_document(data, "report"))
    return data, document, list(extract(document, data, year=None).cells)


def _squeezed(text: str | None) -> str:
    return re.sub(r"\s", "", text or "")


def _text_of_line(data: bytes, place: Place) -> str:
    return _squeezed(data.decode().split("\n")[place.row - 1][place.column - 1 :])


@pytest.mark.parametrize("form", _GRIDS)
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 400), quirk=st.sampled_from((None, *QUIRKS)))
def test_the_text_at_a_cells_place_is_its_raw_text(form: str, seed: int, quirk: str | None) -> None:
    quirks = [quirk] if quirk else []
    data, document, cells = _read(form, f"provenance/{seed}", *quirks)
    for cell in cells:
        if cell.state == "missing":
            assert cell.place is None
            assert cell.page is None
            continue
        assert cell.place is not None, cell
        assert cell.bbox is None
        if cell.state != "reported":
            assert block_at(document, cell.place) is not None
        elif isinstance(block_at(document, cell.place), WordLines):
            assert _text_of_line(data, cell.place).startswith(_squeezed(cell.raw)), cell
        else:
            # A number of two pieces, in two rows of the source, has the place of the first.
            assert text_at(document, cell.place) in (cell.raw, (cell.raw or "").split("\n")[0])


def test_a_track_whose_cells_are_all_blank_has_the_place_of_its_row() -> None:
    _, document, cells = _read("txt-layout", "provenance/0", "blank_review")
    blank = [c for c in cells if c.row == "review" and c.state == "blank"]
    assert len(blank) == 5 and all(c.place and block_at(document, c.place) is not None for c in blank)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 400), quirk=st.sampled_from((None, *QUIRKS)))
def test_the_characters_inside_a_pdf_cells_box_are_its_raw_text(seed: int, quirk: str | None) -> None:
    data, _, cells = _read("pdf", f"provenance/{seed}", *([quirk] if quirk else []))
    with_boxes(data, cells)


def with_boxes(data: bytes, cells: list[ExtractedCell]) -> None:
    pdf = pypdfium2.PdfDocument(data)
    try:
        for cell in cells:
            if cell.state == "missing" or (cell.method or "").startswith("pdf:camelot"):
                continue
            assert cell.page is not None
            assert cell.place is None
            if cell.state != "reported":
                continue
            assert cell.bbox is not None, cell
            page = pdf[cell.page - 1]
            assert page.get_rotation() == 0
            left, top, right, bottom = cell.bbox
            height = page.get_size()[1]
            text = page.get_textpage().get_text_bounded(left, height - bottom, right, height - top)
            # A number that a page's end broke has the place of its first piece.
            assert _squeezed(text) in (_squeezed(cell.raw), _squeezed((cell.raw or "").split("\n")[0])), cell
    finally:
        pdf.close()

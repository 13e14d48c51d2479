"""Whole scans: from a picture's bytes to published cells."""

from __future__ import annotations

import importlib.util
import io
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import docx
import numpy as np
import pypdfium2
import pytest
from PIL import Image

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.model import Document, Grid
from pipeline.documents.prepared import NOTHING_KEPT, Prepared
from pipeline.documents.read import read_document
from pipeline.documents.scan import engine, recognise, recognise_pages
from pipeline.documents.scan.picture.frames import PageImage
from pipeline.documents.scan.ruled import look
from pipeline.extract import extract
from pipeline.identity import identify
from pipeline.normalise import normalise_document
from pipeline.show.marks import Mark
from pipeline.show.views import source_views
from samples.build import Sample, build
from samples.pdf import image_only
from samples.pen import embedded_font
from samples.scan import as_pdf


@lru_cache(maxsize=1)
def part_of_a_page() -> Image.Image:
    """The upper half of a report's first page of tables."""
    document = pypdfium2.PdfDocument(build("scan/one", "pdf").data)
    page = document[1].render(scale=150 / 72).to_pil().convert("L")
    document.close()
    return page.crop((0, 0, page.width, page.height // 2))


def half_a_page(form: str, turned: int = 0) -> bytes:
    """It as a file, turned by a quarter or more."""
    out = io.BytesIO()
    part_of_a_page().rotate(turned, expand=True).save(out, form)
    return out.getvalue()


def judged(sample: Sample, document: Document) -> tuple[int, list[str]]:
    """How many cells are right, and those that are wrong: a cell that is not read is neither."""
    got = {c.key: c for c in extract(normalise_document(document), sample.data, year=None).cells}
    right, wrong = 0, []
    for cell in sample.truth["cells"]:
        one = got.get((cell["table"], cell["row"], cell["column"]))
        if one is None or one.state in ("unreadable", "missing"):
            continue
        if one.value == cell["value"] and one.unit == cell["unit"]:
            right += 1
        else:
            wrong.append(f"{one.key}: {one.raw!r} for {cell['value']}")
    return right, wrong


needs_recognition = pytest.mark.skipif(
    importlib.util.find_spec("rapidocr") is None or importlib.util.find_spec("onnxruntime") is None,
    reason="the optional packages for recognition are not installed",
)
needs_font = pytest.mark.skipif(embedded_font() is None, reason="no font with Chinese characters to draw a scan with")


@needs_recognition
@needs_font
def test_a_scanned_report_is_read_and_nothing_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sample = build("scan/whole", "scan-pdf")
    prepared = Prepared(tmp_path)
    document = read_document(sample.data, sample.name, prepared)
    right, wrong = judged(sample, document)
    assert wrong == []
    assert right >= 0.97 * len(sample.truth["cells"])
    facts = identify(normalise_document(document), "a/b.pdf")
    assert (facts.agency_name, facts.report_year) == (sample.truth["agency"], sample.truth["year"])
    boxes = [c.bbox for b in document.blocks if isinstance(b, Grid) for c in b.cells]
    assert all(b is not None and 0 <= b[0] < b[2] < 700 and 0 <= b[1] < b[3] < 950 for b in boxes)

    def fails() -> None:
        raise AssertionError("recognised again")

    monkeypatch.setattr(recognise, "load_engine", fails)
    assert read_document(sample.data, sample.name, prepared) == document


@pytest.fixture(scope="module")
def upright() -> list[str]:
    return texts(read_document(half_a_page("PNG"), "a.png"))


@needs_recognition
@needs_font
@pytest.mark.parametrize("turned", [90, 180])
def test_a_page_turned_on_its_side_or_head_reads_the_same(turned: int, upright: list[str]) -> None:
    found = texts(read_document(half_a_page("PNG", turned), "a.png"))
    assert sum(a == b for a, b in zip(upright, found, strict=False)) >= 0.95 * len(upright) > 20


@needs_recognition
@needs_font
def test_a_table_that_is_a_picture_in_a_word_file_is_read_below_its_text(upright: list[str], tmp_path: Path) -> None:
    title = "甲县乙局2023年政府信息公开工作年度报告"
    file = docx.Document()
    file.add_paragraph(title)
    file.add_picture(io.BytesIO(half_a_page("PNG")))
    file.save(str(tmp_path / "a.docx"))
    data = (tmp_path / "a.docx").read_bytes()
    document = read_document(data, "a.docx")
    found = texts(document)
    assert sum(a == b for a, b in zip(upright, found, strict=False)) >= 0.95 * len(upright) > 20
    assert (document.format, document.blocks[0].page, getattr(document.blocks[0], "raw", "")) == ("docx", None, title)
    grid = next(b for b in document.blocks if isinstance(b, Grid))
    labels = ("（一）予以公开", "总计")
    mark = Mark("requests", "granted", "total", labels, "blank", "", "", page=grid.page, bbox=grid.cells[0].bbox)
    (view,) = source_views(data, "docx", "a.docx", [mark], NOTHING_KEPT)
    assert view.kind == "page"


@needs_recognition
@needs_font
def test_tables_that_a_word_file_prints_as_pictures_beside_others_are_read_and_a_photograph_is_not(
    upright: list[str], tmp_path: Path
) -> None:
    file = docx.Document()
    file.add_table(2, 2).cell(0, 0).text = "行政许可"
    file.add_picture(io.BytesIO(photograph()))
    file.add_picture(io.BytesIO(half_a_page("PNG")))
    file.save(str(tmp_path / "a.docx"))
    document = read_document((tmp_path / "a.docx").read_bytes(), "a.docx")
    assert [b.page for b in document.blocks if isinstance(b, Grid)] == [None, 2]
    found = texts(replace(document, blocks=document.blocks[1:]))
    assert sum(a == b for a, b in zip(upright, found, strict=False)) >= 0.95 * len(upright) > 20


def photograph() -> bytes:
    """A picture of nothing that could be read."""
    out = io.BytesIO()
    Image.radial_gradient("L").resize((700, 500)).save(out, "PNG")
    return out.getvalue()


def texts(document: Document) -> list[str]:
    return [c.raw for b in document.blocks if isinstance(b, Grid) for c in b.cells if c.certainty >= 0.9]


@needs_recognition
@needs_font
def test_chosen_pages_are_read_with_their_own_numbers() -> None:
    page = half_a_page("JPEG")
    white = io.BytesIO()
    Image.new("L", (600, 800), 255).save(white, "JPEG")
    found = recognise_pages(as_pdf([white.getvalue(), page], 150), [2])
    assert list(found.blocks) == [2]
    assert {b.page for b in found.blocks[2]} == {2}


@needs_recognition
def test_a_picture_without_any_text_is_refused() -> None:
    white = io.BytesIO()
    Image.new("L", (600, 800), 255).save(white, "PNG")
    with pytest.raises(UnreadableDocument, match="No text was recognised"):
        read_document(white.getvalue(), "a.png")


@pytest.mark.parametrize("missing", ["rapidocr", "onnxruntime"])
def test_without_the_optional_packages_a_scan_says_what_to_install(
    missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, missing, None)
    engine.load_engine.cache_clear()
    if missing == "rapidocr":
        monkeypatch.setattr(engine.importlib.metadata, "version", _not_found)
    with pytest.raises(UnreadableDocument, match=r"not installed\. Install it with: pip install 'gongkai\[ocr\]'"):
        read_document(image_only("政府信息公开"), "x.pdf")
    engine.load_engine.cache_clear()


def _not_found(name: str) -> str:
    raise importlib.metadata.PackageNotFoundError(name)


def test_pages_that_were_let_go_are_looked_at_once_more_and_keep_their_order() -> None:
    pages = [PageImage(n, np.full((200, 150, 3), 250, np.uint8), 1.0) for n in range(1, 6)]
    kept = [look(pages[0]), None, look(pages[2]), None, None]
    chosen = list(recognise._again(kept, {0, 1, 2, 4}, iter(pages)))
    assert [r.page.number for r in chosen] == [1, 2, 3, 5]
    assert chosen[0] is kept[0]

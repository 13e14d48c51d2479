"""A document kept on disk is the document that was read."""

import pytest

from pipeline.documents.model import (
    Cell,
    CellStream,
    Document,
    Grid,
    Paragraph,
    StreamCell,
    Word,
    WordLines,
    load,
    save,
)
from pipeline.documents.read import read_document
from pipeline.normalise import normalise_document
from samples.build import FORMATS, build

EVERY_KIND = Document(
    format="pdf",
    blocks=(
        Paragraph("總　體情況", "总体情况", 1),
        Grid((Cell(0, 2, "１２", "12", 2, 3, 1, (1.5, 2.25, 3.0, 4.0)), Cell(1, 0, "", "")), "pdf:pdfplumber", 1),
        Grid((Cell(0, 0, "\t", ""),), "txt:tab-grid", aligned=False),
        CellStream((StreamCell("0", "0", ends_row=True), StreamCell("規章", "规章")), "txt:pipe-stream"),
        WordLines((Word("12", "12", 3.5, 9.0, 4, (3.5, 1.0, 9.0, 2.0)), Word("无", "无", 0, 2, 5)), "txt:layout", 2),
    ),
    pages=2,
    script="Hant",
    page_title="年度报告 | 澜溪市",
    notes=("A note.",),
)


def test_every_kind_of_block_survives(tmp_path):
    save(EVERY_KIND, tmp_path / "document.json.gz")
    assert load(tmp_path / "document.json.gz") == EVERY_KIND


def test_document_without_anything_optional_survives(tmp_path):
    save(Document("txt", ()), tmp_path / "d")
    assert load(tmp_path / "d") == Document("txt", ())


def test_same_document_gives_same_bytes(tmp_path):
    save(EVERY_KIND, tmp_path / "a")
    save(load(tmp_path / "a"), tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize("form", FORMATS)
def test_report_of_every_format_survives(form, tmp_path):
    document = normalise_document(read_document(build("kept", form).data, "x"))
    save(document, tmp_path / "d")
    assert load(tmp_path / "d") == document

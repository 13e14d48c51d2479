"""Reports of which some pages are pictures that were not recognised."""

from dataclasses import replace
from pathlib import Path

import pytest

from assets.tasks import Job, PagesUnread, extract_one
from pipeline.documents import model
from pipeline.documents.model import Document, Paragraph
from pipeline.documents.read import read_document
from pipeline.extract import extract
from pipeline.normalise import normalise_document
from samples.build import build

UNREAD = "Page(s) 9 were not read (a picture): so it is."


def test_what_is_missing_may_stand_on_pages_that_were_not_read() -> None:
    whole = normalise_document(read_document(build("unread", "docx").data, "x.docx"))
    tables = [b for b in whole.blocks if not isinstance(b, Paragraph)]
    cut = replace(whole, blocks=tuple(b for b in whole.blocks if b is not tables[-1]), unread=UNREAD)
    missing = [c for c in extract(cut, year=None).cells if c.state == "missing"]
    assert {c.table for c in missing} == {"review_litigation"} and {c.reason for c in missing} == {UNREAD}


def test_a_file_whose_tables_all_stand_there_says_so(tmp_path: Path) -> None:
    path = tmp_path / "x.json.gz"
    model.save(Document("docx", (Paragraph("一、总体情况", "一、总体情况"),), unread=UNREAD), path)
    with pytest.raises(PagesUnread, match="Page"):
        extract_one(Job("a" * 16, "x.docx", tmp_path, path))

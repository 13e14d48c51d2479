"""Formulas in binary Word documents."""

import struct
from pathlib import Path

from pipeline.documents.word.doc_fields import without_formulas

SAMPLE = next((Path(__file__).parents[1] / "data" / "raw").rglob("云渡市水利局2020年*.doc"))
PIECES = struct.pack("<BII", 2, 16, 0)
"""The beginning of the sample's list of pieces; where the first one ends comes next."""


def test_document_that_claims_more_text_than_its_file_holds_is_left_to_its_reader():
    before, behind = SAMPLE.read_bytes().split(PIECES)
    damaged = before + PIECES + b"\xff" * 4 + behind[4:]
    assert without_formulas(damaged) == damaged

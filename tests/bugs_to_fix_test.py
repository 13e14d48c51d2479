"""Tests that fail today: each shows a bug; move it to the file it names once it is fixed."""

import pytest

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.read import read_document


# -> test_documents_encoding.py
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_mark(encoding):
    # Digits, tabs and line ends give the zeros by which it is known.
    table = "一、本年新收政府信息公开申请数量\t12\t0\t0\t0\t0\t0\t12\n" * 10
    document = read_document(table.encode(encoding), "x.txt")
    assert document.blocks[0].cells[1].raw == "12"


# -> test_documents_sniff.py
def test_binary_data_with_a_single_zero_byte():
    with pytest.raises(UnreadableDocument):
        read_document(bytes(range(256)), "x")

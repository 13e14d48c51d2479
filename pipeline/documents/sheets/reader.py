"""Workbooks of any kind: every sheet that is shown, as paragraphs and grids."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.model import Block, Document
from pipeline.documents.sheets.excelxml import read_excelxml
from pipeline.documents.sheets.ods import read_ods
from pipeline.documents.sheets.sheet import Sheet, sheet_blocks
from pipeline.documents.sheets.xls import read_xls
from pipeline.documents.sheets.xlsx import read_xlsx

_READERS: dict[str, Callable[[bytes], tuple[list[Sheet], list[str]]]] = {
    "xlsx": read_xlsx,
    "xls": read_xls,
    "excelxml": read_excelxml,
    "ods": lambda data: read_ods(data, "ods"),
    "fods": lambda data: read_ods(data, "fods"),
}
KINDS = tuple(_READERS)


def read_sheets(data: bytes, kind: str) -> Document:
    """Read a workbook.

    Args:
        data: the whole file.
        kind: one of :data:`KINDS`, as ``sniff`` tells it.

    Raises:
        UnreadableDocument: the workbook is damaged, or shows nothing.
    """
    sheets, hidden = _READERS[kind](data)
    blocks: list[Block] = []
    for sheet in sheets:
        blocks.extend(sheet_blocks(sheet, f"{kind}:sheet"))
    if not blocks:
        raise UnreadableDocument("The workbook shows no text", "Look whether the report is in a hidden sheet.", kind)
    notes = (f"Hidden sheets are not read: {'、'.join(hidden)}.",) if hidden else ()
    return Document(format=kind, blocks=tuple(blocks), notes=notes)

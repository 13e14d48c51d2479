"""Reports as Excel workbooks: the whole report on one sheet, numbers as numbers, merged cells, borders."""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from samples.docx import FIXED, ZIP_DATE
from samples.draft import Draft, Table, TCell, Text

WIDTH = 15
"""Columns of the sheet: those of the widest table."""
LINE = Side(style="thin")
BOX = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
_PLAIN = re.compile(r"-?(?:0|[1-9]\d{0,13})(?:\.\d+)?")


def _put(sheet: Worksheet, row: int, column: int, cell: TCell) -> None:
    """A cell's text; a plain number as a number with the format that shows it so."""
    target = sheet.cell(row, column)
    text = ILLEGAL_CHARACTERS_RE.sub("", cell.text)
    if cell.role == "value" and _PLAIN.fullmatch(text):
        decimals = len(text.partition(".")[2])
        target.value = float(text) if decimals else int(text)
        target.number_format = f"0.{'0' * decimals}" if decimals else "General"
    elif text:
        target.value = text
        target.data_type = "s"  # also what looks like a formula
    target.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")


def _table(sheet: Worksheet, table: Table, top: int) -> int:
    for line, places in enumerate(table.places()):
        for column, (cell, starts) in enumerate(places):
            at = (top + line, column + 1)
            sheet.cell(*at).border = BOX
            if not starts:
                continue
            _put(sheet, *at, cell)
            bottom = min(top + line + cell.rows, top + len(table.rows)) - 1
            right = min(column + cell.columns, table.width)
            if (bottom, right) != at:
                sheet.merge_cells(start_row=at[0], start_column=at[1], end_row=bottom, end_column=right)
                for row in range(at[0], bottom + 1):
                    for c in range(at[1], right + 1):
                        sheet.cell(row, c).border = BOX
    return top + len(table.rows)


def write(draft: Draft) -> bytes:
    """The report as an .xlsx file. Option ``sheets`` gives each table a sheet of its own."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    row = 1
    for item in draft.items:
        if isinstance(item, Table) and item.unseen:
            unseen = book.create_sheet(f"旧表{len(book.worksheets) + 1}")
            unseen.sheet_state = "hidden"
            _table(unseen, item, 1)
        elif isinstance(item, Table):
            if draft.options.get("sheets") and row > 1:
                sheet, row = book.create_sheet(f"表{len(book.worksheets) + 1}"), 1
            row = _table(sheet, item, row)
        elif isinstance(item, Text):
            cell = sheet.cell(row, 1, ILLEGAL_CHARACTERS_RE.sub("", item.text) or None)
            cell.data_type = "s" if cell.value else "n"
            cell.alignment = Alignment(wrap_text=True, horizontal="center" if item.kind == "title" else "left")
            cell.font = Font(bold=item.kind in ("title", "heading"))
            sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=WIDTH)
            row += 1
    for number in range(1, WIDTH + 1):
        sheet.column_dimensions[get_column_letter(number)].width = 12
    book.properties.created = FIXED.replace(tzinfo=None)
    book.properties.creator, book.properties.title = "", draft.page_title
    raw = io.BytesIO()
    book.save(raw)
    return _fixed_dates(raw.getvalue())


def _fixed_dates(data: bytes) -> bytes:
    """The same workbook with one date for all its entries and for its last change, which is set when it is saved."""
    out = io.BytesIO()
    fixed = FIXED.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            body = source.read(name)
            if name == "docProps/core.xml":
                body = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + fixed, body)
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, body)
    return out.getvalue()

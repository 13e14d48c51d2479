"""Excel's binary workbooks (.xls, and WPS's .et): what each sheet shows, by xlrd."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import xlrd
from xlrd.book import Book
from xlrd.compdoc import CompDocError
from xlrd.sheet import Cell as XlsCell
from xlrd.sheet import Sheet as XlsSheet

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.model import NO_TEXT
from pipeline.documents.sheets.looks import LOWEST, NARROWEST, Face, is_unseen_cell, is_unseen_part, mark_cut_off
from pipeline.documents.sheets.number_formats import general, shown, shown_text
from pipeline.documents.sheets.sheet import Area, Sheet

# xlrd follows the bytes where they lead; these are what it ends with on damaged files.
_REFUSALS = (
    xlrd.XLRDError,
    CompDocError,
    struct.error,
    AssertionError,
    AttributeError,
    IndexError,
    KeyError,
    NameError,
    NotImplementedError,
    OverflowError,
    TypeError,
    ValueError,
    MemoryError,
)
_RAISED, _FILLED = (1, 2), 4
_TWIPS = 20
"""Units of a row's height a point."""
_BEGINNINGS, _END, _FORMULAS = (0x0809, 0x0409, 0x0209), 0x000A, (0x0006, 0x0206, 0x0406)
"""Kinds of records: where a part of the file begins, where it ends, and formulas."""
_HEAD = 22
"""Bytes of a formula's record before its tokens."""
_TEXT = b"\x17"
"""The token of a text in a formula."""
_SUM = re.compile(rb"[\x25\x45\x65](.{8})(?:\x19\x10..|[\x22\x42\x62]\x01\x04\x00)", re.S)
"""The tokens of a sum over one range, in files since Excel 97."""
_MOST_CELLS, _ROUNDED = 10_000, 1e-6


def read_xls(data: bytes) -> tuple[list[Sheet], list[str]]:
    """The sheets that are shown, and the names of those that are hidden.

    Raises:
        UnreadableDocument: the workbook is damaged or protected by a password.
    """
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, on_demand=True, logfile=io.StringIO())
        sheets = zip(book.sheets(), book._sh_abs_posn, strict=True)
        found = [_sheet(s, book, start) for s, start in sheets if s.visibility == 0]
        hidden = [str(s.name) for s in book.sheets() if s.visibility != 0]
    except _REFUSALS as error:
        locked = "encrypted" in str(error)
        raise UnreadableDocument(
            "The workbook is protected by a password"
            if locked
            else f"The workbook cannot be opened ({type(error).__name__})",
            "Save it without a password." if locked else "Open and save it again in Excel.",
            "xls",
        ) from error
    return found, hidden


def _sheet(source: XlsSheet, book: Book, start: int) -> Sheet:
    sheet = Sheet(str(source.name))
    widths = {c: info.width / 256 for c, info in source.colinfo_map.items()}
    sheet.hidden_columns.update(c for c, info in source.colinfo_map.items() if info.hidden or widths[c] <= NARROWEST)
    heights = source.rowinfo_map.items()
    sheet.hidden_rows.update(r for r, info in heights if info.hidden or info.height / _TWIPS <= LOWEST)
    tight: dict[tuple[int, int], bool] = {}
    for top, below, left, behind in source.merged_cells:
        sheet.merged.append(Area(top, left, below - 1, behind - 1))
    for row in range(source.nrows):
        for column in range(source.row_len(row)):
            cell = source.cell(row, column)
            border = book.xf_list[cell.xf_index].border
            if any((border.left_line_style, border.right_line_style, border.top_line_style, border.bottom_line_style)):
                sheet.boxed.add((row, column))
            number = cell.ctype == xlrd.XL_CELL_NUMBER
            text = _shown(cell, source.rich_text_runlist_map.get((row, column), ()), book)
            if text and (source.show_zero_values or not number or cell.value):
                sheet.texts[row, column] = text
            if column in widths and _print_width(text, cell, book) > widths[column]:
                tight[row, column] = number
    numbers = {
        (row, column): float(source.cell_value(row, column))
        for row in range(source.nrows)
        for column in range(source.row_len(row))
        if source.cell_type(row, column) == xlrd.XL_CELL_NUMBER
    }
    sheet.texts.update((place, NO_TEXT) for place in _unsure(list(_formulas(book.mem, start)), numbers))
    mark_cut_off(sheet, tight)
    return sheet


def _print_width(text: str, cell: XlsCell, book: Book) -> float:
    """The room of a text in its column, in characters of the workbook's usual font; 0 where it is made to fit."""
    look = book.xf_list[cell.xf_index]
    told = look.alignment
    if told.text_wrapped or told.shrink_to_fit or told.rotation:
        return 0.0
    size, usual = (book.font_list[font].height for font in (look.font_index, 0))
    return float(len(text) * size / (usual or _TWIPS))


def _formulas(data: bytes, start: int) -> Iterator[tuple[tuple[int, int], bytes | None]]:
    """The formulas of a sheet's records: their places and tokens, None where one has no result.

    The result that is missing could be an empty text, if the formula has such a text.
    """
    depth = 0
    while start + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, start)
        record = data[start + 4 : start + 4 + length]
        start += 4 + length
        depth += (kind in _BEGINNINGS) - (kind == _END)
        if depth <= 0:
            return
        if kind in _FORMULAS and depth == 1 and len(record) > _HEAD:
            row, column = struct.unpack_from("<HH", record)
            (size,) = struct.unpack_from("<H", record, _HEAD - 2)
            tokens = record[_HEAD : _HEAD + size]
            empty = record[6:7] == b"\x03" and record[12:14] == b"\xff\xff"
            yield (row, column), None if empty and _TEXT not in tokens else tokens


def _unsure(
    formulas: Sequence[tuple[tuple[int, int], bytes | None]], numbers: Mapping[tuple[int, int], float]
) -> set[tuple[int, int]]:
    """The cells whose formula has no result, or is a sum and gives another one: programs keep a 0 for it."""
    unsure = {place for place, tokens in formulas if tokens is None}
    sums = {place: match for place, tokens in formulas if (match := _SUM.fullmatch(tokens or b"")) and place in numbers}
    changed = True
    while changed:
        changed = False
        for place in sums.keys() - unsure:
            top, bottom, left, right = struct.unpack("<4H", sums[place][1])
            rows, columns = range(top, bottom + 1), range(left & 0xFF, (right & 0xFF) + 1)
            cells = list(product(rows, columns)) if len(rows) * len(columns) <= _MOST_CELLS else []
            total = sum(numbers.get(cell, 0.0) for cell in cells)
            if cells and (unsure.intersection(cells) or abs(total - numbers[place]) > _ROUNDED * max(1.0, abs(total))):
                unsure.add(place)
                changed = True
    return unsure


def _shown(cell: XlsCell, runs: list[tuple[int, int]] | tuple[()], book: Book) -> str:
    look = book.xf_list[cell.xf_index]
    known = book.format_map.get(look.format_key)
    code = str(known.format_str) if known is not None and known.format_str else "General"
    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        text = shown(float(cell.value), code, bool(book.datemode))
    elif cell.ctype == xlrd.XL_CELL_TEXT:
        text = shown_text(_marked(str(cell.value), runs, book), code)
    elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
        text = "TRUE" if cell.value else "FALSE"
    elif cell.ctype == xlrd.XL_CELL_ERROR:
        text = str(xlrd.error_text_from_code.get(cell.value, f"#{general(float(cell.value))}"))
    else:
        return ""
    ground = look.background
    filled = _hex(ground.pattern_colour_index, book) or "808080" if ground.fill_pattern else ""
    unseen = _apart(look.font_index, book) or is_unseen_cell(_face(look.font_index, book), filled)
    unseen = unseen or look.alignment.hor_align == _FILLED  # prints the number again and again
    return f"~{text}~" if unseen and text.strip() else text


def _hex(index: int, book: Book) -> str:
    """A colour of the workbook's list in hexadecimal digits; empty for what the program chooses."""
    colour = book.colour_map.get(index)
    return "" if colour is None else "{:02X}{:02X}{:02X}".format(*colour)


def _face(font: int, book: Book) -> Face:
    found = book.font_list[font]
    return Face(_hex(found.colour_index, book), found.height / _TWIPS, str(found.name))


def _apart(font: int, book: Book) -> bool:
    """Whether a font marks what is no digit of a number beside it: struck out, raised, lowered."""
    found = book.font_list[font]
    return bool(found.struck_out) or found.escapement in _RAISED


def _marked(text: str, runs: list[tuple[int, int]] | tuple[()], book: Book) -> str:
    """A text with those of its runs marked off that stand apart."""
    ends = [*(start for start, _ in runs[1:]), len(text)] if runs else []
    for (start, font), end in reversed(list(zip(runs, ends, strict=True))):
        part = text[start:end].strip()
        beside = part != text.strip() and is_unseen_part(_face(font, book))
        if part and (_apart(font, book) or beside):
            text = f"{text[:start]}~{text[start:end]}~{text[end:]}"
    return text

"""Workbooks as one XML file: Excel 2003's XML Spreadsheet, which many systems still export, often named ``.xls``."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace

from lxml import etree

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.model import NO_TEXT
from pipeline.documents.sheets.looks import LOWEST, SLIM, Face, is_unseen_cell, is_unseen_part, mark_cut_off, room_for
from pipeline.documents.sheets.number_formats import shown, shown_text
from pipeline.documents.sheets.sheet import Area, Sheet

NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_SS = f"{{{NAMESPACE}}}"
_X = "{urn:schemas-microsoft-com:office:excel}"
_NAMED_FORMATS = {
    "General Number": "General",
    "Fixed": "0.00",
    "Standard": "#,##0.00",
    "Percent": "0.00%",
    "Scientific": "0.00E+00",
    "Currency": '"¥"#,##0.00',
}
"""Names that stand for a format's code; those of dates stay as they are, and are not understood."""
_APART = {"Sup", "Sub", "S"}
_MOST = 1_000_000
_PLAIN = Face()


@dataclass(frozen=True, slots=True)
class _Style:
    """How a cell looks: its number format, whether its text is struck out or raised, whether it has borders or fits."""

    code: str = "General"
    apart: bool = False
    boxed: bool = False
    face: Face = _PLAIN
    ground: str = ""
    fits: bool = False


def read_excelxml(data: bytes) -> tuple[list[Sheet], list[str]]:
    """The sheets that are shown, and the names of those that are hidden.

    Raises:
        UnreadableDocument: the file is damaged or cut off.
    """
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        root = etree.fromstring(data, parser)
        styles = _styles(root)
        found, hidden = [], []
        for entry in root.iter(f"{_SS}Worksheet"):
            name = entry.get(f"{_SS}Name") or ""
            if entry.findtext(f"{_X}WorksheetOptions/{_X}Visible") in ("SheetHidden", "SheetVeryHidden"):
                hidden.append(name)
            else:
                found.append(_sheet(entry, name, styles))
    except (etree.XMLSyntaxError, ValueError, OverflowError) as error:
        raise UnreadableDocument(
            "The workbook (one XML file) is damaged or cut off", "Fetch it again from its source.", "excelxml"
        ) from error
    return found, hidden


def _styles(root: etree._Element) -> dict[str, _Style]:
    """The styles by their ids. What a style does not say it has from its parent, or from the one named Default."""
    entries = {e.get(f"{_SS}ID") or "": e for e in root.iter(f"{_SS}Style")}
    found: dict[str, _Style] = {}

    def style(name: str, depth: int = 0) -> _Style:
        entry = entries.get(name)
        if entry is None or depth > len(entries):
            return _Style()
        if name not in found:
            parent = entry.get(f"{_SS}Parent") or "Default"
            base = style(parent, depth + 1) if parent != name else _Style()
            parts = ("NumberFormat", "Font", "Borders", "Interior", "Alignment")
            number, font, borders, ground, told = (entry.find(f"{_SS}{n}") for n in parts)
            if number is not None:
                code = number.get(f"{_SS}Format") or "General"
                base = replace(base, code=_NAMED_FORMATS.get(code, code))
            if font is not None:
                raised = font.get(f"{_SS}VerticalAlign") in ("Superscript", "Subscript")
                base = replace(base, apart=raised or font.get(f"{_SS}StrikeThrough") == "1")
                base = replace(base, face=_face(font, _SS[:-1]))
            if ground is not None:
                base = replace(base, ground=ground.get(f"{_SS}Color") or "")
            if told is not None:
                ways = ("WrapText", "ShrinkToFit", "Rotate", "VerticalText")
                base = replace(base, fits=any(told.get(f"{_SS}{way}") not in (None, "0") for way in ways))
                base = replace(base, apart=base.apart or told.get(f"{_SS}Horizontal") == "Fill")
            if borders is not None:
                lines = (b.get(f"{_SS}LineStyle") for b in borders)
                base = replace(base, boxed=any(line not in (None, "None") for line in lines))
            found[name] = base
        return found[name]

    return {name: style(name) for name in entries}


def _sheet(entry: etree._Element, name: str, styles: dict[str, _Style]) -> Sheet:
    sheet = Sheet(name)
    zeros = entry.find(f"{_X}WorksheetOptions/{_X}DoNotDisplayZeros") is None
    table = entry.find(f"{_SS}Table")
    if table is None:
        return sheet
    columns: dict[int, str] = {}
    widths: dict[int, float] = {}
    tight: dict[tuple[int, int], bool] = {}
    number = -1
    for column in table.findall(f"{_SS}Column"):
        number = _index(column, number)
        last = number + _whole(column, "Span")
        if column.get(f"{_SS}Hidden") == "1" or _size(column, "Width") <= SLIM:
            sheet.hidden_columns.update(range(number, last + 1))
        columns.update(dict.fromkeys(range(number, last + 1), column.get(f"{_SS}StyleID") or ""))
        widths.update(dict.fromkeys(range(number, last + 1), _size(column, "Width")))
        number = last
    number = -1
    for row in table.findall(f"{_SS}Row"):
        number = _index(row, number)
        last = number + _whole(row, "Span")
        if row.get(f"{_SS}Hidden") == "1" or _size(row, "Height") <= LOWEST:
            sheet.hidden_rows.update(range(number, last + 1))
        place = -1
        for cell in row.findall(f"{_SS}Cell"):
            place = _index(cell, place)
            inherited = row.get(f"{_SS}StyleID") or columns.get(place) or "Default"
            look = styles.get(cell.get(f"{_SS}StyleID") or inherited, _Style())
            text = _shown(cell, look, zeros)
            if text:
                sheet.texts[number, place] = text
            if not look.fits and room_for(text, look.face.size) > widths.get(place, math.inf):
                tight[number, place] = cell.find(f"{_SS}Data[@{_SS}Type='Number']") is not None
            if look.boxed:
                sheet.boxed.add((number, place))
            across, down = _whole(cell, "MergeAcross"), _whole(cell, "MergeDown")
            if across or down:
                sheet.merged.append(Area(number, place, number + down, place + across))
            place += across
        number = last
    mark_cut_off(sheet, tight)
    return sheet


def _index(element: etree._Element, before: int) -> int:
    """An element's place from 0: its own, or the one behind the element before it."""
    own = element.get(f"{_SS}Index")
    return before + 1 if own is None else min(int(own), _MOST) - 1


def _whole(element: etree._Element, name: str) -> int:
    return max(0, min(int(element.get(f"{_SS}{name}") or 0), _MOST))


def _size(element: etree._Element, name: str) -> float:
    """A width or height in points; endless where the file does not tell."""
    size = element.get(f"{_SS}{name}")
    return math.inf if size is None else float(size)


def _shown(cell: etree._Element, look: _Style, zeros: bool) -> str:
    """What a cell shows. A formula whose result is not in the file shows something that is not known here."""
    data = cell.find(f"{_SS}Data")
    if data is None:
        return NO_TEXT if cell.get(f"{_SS}Formula") else ""
    kind = data.get(f"{_SS}Type") or "String"
    text = "".join(_pieces(data, "".join(data.itertext()))).replace("\r\n", "\n").replace("\r", "\n")
    if kind == "Number" and text.strip():
        value = float(text)
        text = shown(value, look.code, False) if value or zeros else ""
    elif kind == "Boolean":
        text = "TRUE" if text.strip() == "1" else "FALSE"
    else:
        text = shown_text(text, look.code)
    unseen = look.apart or is_unseen_cell(look.face, look.ground)
    return f"~{text}~" if unseen and text.strip() else text


def _face(font: etree._Element, space: str) -> Face:
    size = font.get(f"{space}}}Size") or ""
    points = float(size) if re.fullmatch(r"\d+(?:\.\d+)?", size) else None
    name = font.get(f"{space}}}FontName") or font.get(f"{space}}}Face") or ""
    colour = (font.get(f"{space}}}Color") or "").lower()
    return Face({"white": "FFFFFF", "black": "000000"}.get(colour, colour), points, name)


def _pieces(element: etree._Element, whole: str) -> list[str]:
    """The text of a cell and of the runs in it; what is raised, struck out or hardly seen is marked off."""
    found = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            inner = "".join(_pieces(child, whole))
            space, _, name = child.tag.rpartition("}")
            unseen = is_unseen_part(_face(child, space))
            apart = name in _APART or (unseen and "".join(child.itertext()).strip() != whole.strip())
            found.append(f"~{inner}~" if apart and inner.strip() else inner)
        found.append(child.tail or "")
    return found

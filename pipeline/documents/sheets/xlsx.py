"""Excel's XML workbooks: what each sheet shows, read from the file's own parts ([ECMA-376] 18).

Values, formats, fonts, merged cells, borders and what is hidden all matter for what is printed, so the parts are read
here rather than through a library that leaves some of them out.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.model import NO_TEXT
from pipeline.documents.sheets.looks import BLACK, WHITE, Face, is_unseen_cell, is_unseen_part, is_white, may_hold
from pipeline.documents.sheets.number_formats import BUILT_IN, is_hiding, shown, shown_text
from pipeline.documents.sheets.sheet import Area, Sheet
from pipeline.documents.zips import ZIP_ERRORS

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_SHADED = 0.2
"""Share by which a theme's colour is made darker or lighter, from which it is another."""
_INDEXED = {**dict.fromkeys(("1", "9", "65"), WHITE), **dict.fromkeys(("0", "8", "64"), BLACK)}
"""White and black in the list of colours that files may use by number."""
_USUAL_SIZE = 11.0
"""Points of print whose size the file does not tell."""
_SOME_COLOUR = "808080"
_NARROWEST, _LOWEST = 0.5, 1.5
"""Characters and points up to which a column and a row are not seen."""
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class _Style:
    """How a cell looks: its number format, whether its text is marked off or unseen, whether it has borders."""

    code: str = "General"
    apart: bool = False
    boxed: bool = False


@dataclass(frozen=True, slots=True)
class _Book:
    strings: list[str]
    styles: list[_Style]
    hiding: frozenset[int]
    epoch_1904: bool


def read_xlsx(data: bytes) -> tuple[list[Sheet], list[str]]:
    """The sheets that are shown, and the names of those that are hidden.

    Raises:
        UnreadableDocument: the workbook is damaged or far too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _read(package)
    except (etree.XMLSyntaxError, IndexError, TypeError, *ZIP_ERRORS) as error:
        raise UnreadableDocument(
            f"The workbook cannot be opened ({type(error).__name__})", "Open and save it again in Excel.", "xlsx"
        ) from error


def _read(package: zipfile.ZipFile) -> tuple[list[Sheet], list[str]]:
    main = next(iter(_targets(package, "", "officeDocument").values()), "xl/workbook.xml")
    workbook = _part(package, main)
    targets = _targets(package, main, "worksheet")
    properties = _first(workbook, "workbookPr")
    dates = properties is not None and _on(properties.get("date1904"))
    others = {kind: next(iter(_targets(package, main, kind).values()), None) for kind in ("sharedStrings", "styles")}
    strings, styles = others["sharedStrings"], others["styles"]
    book = _Book(
        [_rich_text(s) for s in _children(_part(package, strings), "si")] if strings else [],
        _styles(_part(package, styles)) if styles else [],
        frozenset(_hiding(_part(package, styles))) if styles else frozenset(),
        dates,
    )
    found, hidden = [], []
    for entry in _all(workbook, "sheet"):
        name = entry.get("name") or ""
        target = targets.get(next((v for k, v in entry.attrib.items() if str(k).endswith("}id")), ""))
        if entry.get("state") in ("hidden", "veryHidden"):
            hidden.append(name)
        elif target is not None:  # a sheet that is a chart alone has another kind of part
            found.append(_sheet(_part(package, target), name, book))
    return found, hidden


def _part(package: zipfile.ZipFile, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(package.read(name), parser)


def _targets(package: zipfile.ZipFile, part: str, kind: str) -> dict[str, str]:
    """The parts that a part names, of one kind, by their ids."""
    folder, name = posixpath.split(part)
    place = posixpath.join(folder, "_rels", f"{name}.rels")
    if place not in package.namelist():
        return {}
    found = {}
    for relation in _all(_part(package, place), "Relationship"):
        if (relation.get("Type") or "").endswith(f"/{kind}"):
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target") or ""))
            found[relation.get("Id") or ""] = target.lstrip("/")
    return found


def _local(element: etree._Element) -> str:
    """An element's name without its namespace: the strict form of the standard has other ones."""
    return str(element.tag).rpartition("}")[2]


def _children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return (child for child in element if _local(child) == name)


def _all(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return (found for found in element.iter() if _local(found) == name)


def _first(element: etree._Element, name: str) -> etree._Element | None:
    return next(_children(element, name), None)


def _on(value: str | None) -> bool:
    return value in ("1", "true", "on")


def _text_of(element: etree._Element) -> str:
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), element.text or "").replace("\r\n", "\n").replace("\r", "\n")


def _rich_text(element: etree._Element) -> str:
    """A text of runs: what is raised or struck out is marked off, readings of characters are left out."""
    parts = []
    faces = [_face(look) for look in _all(element, "rPr")]
    plain = sum(_first(run, "rPr") is None for run in _children(element, "r")) or _first(element, "t") is not None
    largest = max((f.size or _USUAL_SIZE for f in faces), default=_USUAL_SIZE)
    largest = max(largest, _USUAL_SIZE) if plain else largest
    several = len([c for c in _children(element, "r") if any(_text_of(t).strip() for t in _children(c, "t"))]) > 1
    several = several or any(_text_of(t).strip() for t in _children(element, "t"))
    for child in element:
        if _local(child) == "t":
            parts.append(_text_of(child))
        elif _local(child) == "r":
            look = _first(child, "rPr")
            text = "".join(_text_of(t) for t in _children(child, "t"))
            apart = look is not None and (_stands_apart(look) or (several and is_unseen_part(_face(look), largest)))
            parts.append(f"~{text}~" if apart and text.strip() else text)
    return "".join(parts)


def _face(font: etree._Element) -> Face:
    colour, size = _first(font, "color"), _first(font, "sz")
    name = next((n for n in (_first(font, "name"), _first(font, "rFont")) if n is not None), None)
    points = "" if size is None else size.get("val") or ""
    return Face(
        "" if colour is None else _colour(colour),
        float(points) if re.fullmatch(r"\d+(?:\.\d+)?", points) else None,
        "" if name is None else name.get("val") or "",
    )


def _colour(element: etree._Element) -> str:
    """A colour in hexadecimal digits; empty for what is neither told, white nor black."""
    if element.get("rgb"):
        return element.get("rgb") or ""
    tint = float(element.get("tint") or 0)
    if element.get("theme") in ("0", "1"):  # the theme's light and dark ground
        light = element.get("theme") == "0"
        return (WHITE if light else BLACK) if abs(tint) < _SHADED else ""
    return _INDEXED.get(element.get("indexed") or "", "")


def _ground(fill: etree._Element) -> str:
    """The colour of a cell's ground; white for that of paper."""
    pattern = _first(fill, "patternFill")
    if pattern is None:
        return "" if not len(fill) else _SOME_COLOUR  # a gradient
    if pattern.get("patternType") in (None, "none") and _first(pattern, "bgColor") is None:
        return ""
    found = next((c for c in (_first(pattern, "fgColor"), _first(pattern, "bgColor")) if c is not None), None)
    return "" if found is None else _colour(found) or _SOME_COLOUR


def _hiding(root: etree._Element) -> Iterator[int]:
    """The looks for conditions that hide a number, by their places in the file's list."""
    listed = next(_all(root, "dxfs"), None)
    for place, look in enumerate([] if listed is None else _children(listed, "dxf")):
        font, code, fill = _first(look, "font"), _first(look, "numFmt"), _first(look, "fill")
        pale = font is not None and is_white(_face(font).colour) and (fill is None or not _ground(fill))
        if pale or (code is not None and is_hiding(code.get("formatCode") or "")):
            yield place


def _stands_apart(font: etree._Element) -> bool:
    """Whether a font marks what is no digit of a number beside it: struck out, raised, lowered."""
    struck, raised = _first(font, "strike"), _first(font, "vertAlign")
    crossed = struck is not None and struck.get("val") not in ("0", "false", "off")
    return crossed or (raised is not None and raised.get("val") in ("superscript", "subscript"))


def _styles(root: etree._Element) -> list[_Style]:
    codes = dict(BUILT_IN)
    for entry in _all(root, "numFmt"):
        if _local(entry.getparent()) == "numFmts":
            codes[int(entry.get("numFmtId") or -1)] = entry.get("formatCode") or "General"
    groups = {name: _first(root, name) for name in ("fonts", "borders", "fills", "cellXfs")}
    fonts, borders, fills, looks = ([] if g is None else list(g) for g in groups.values())
    apart = [_stands_apart(f) for f in fonts]
    faces, grounds = [_face(f) for f in fonts], [_ground(f) for f in fills]
    boxed = [any(side.get("style") not in (None, "none") for side in border) for border in borders]
    return [
        _Style(
            codes.get(int(look.get("numFmtId") or 0), "General"),
            _at(apart, look.get("fontId")) or _is_unseen(look, faces, grounds),
            _at(boxed, look.get("borderId")),
        )
        for look in looks
    ]


def _is_unseen(look: etree._Element, faces: list[Face], grounds: list[str]) -> bool:
    font, fill = int(look.get("fontId") or 0), int(look.get("fillId") or 0)
    face = faces[font] if 0 <= font < len(faces) else Face()
    return is_unseen_cell(face, grounds[fill] if 0 <= fill < len(grounds) else "")


def _at(flags: list[bool], number: str | None) -> bool:
    place = int(number or 0)
    return 0 <= place < len(flags) and flags[place]


def _place(reference: str) -> tuple[int, int]:
    """Row and column, from 0, of a reference such as B12."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise ValueError(reference)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def _sheet(root: etree._Element, name: str, book: _Book) -> Sheet:
    sheet = Sheet(name)
    for entry in _all(root, "col"):
        if _on(entry.get("hidden")) or _at_most(entry.get("width"), _NARROWEST):
            first, last = int(entry.get("min") or 1), int(entry.get("max") or 1)
            sheet.hidden_columns.update(range(first - 1, min(last, 16_384)))
    defaults = _first(root, "sheetFormatPr")
    rows_hidden = defaults is not None and _on(defaults.get("zeroHeight"))
    zeros = all(view.get("showZeros") not in ("0", "false") for view in _all(root, "sheetView"))
    codes = any(_on(view.get("showFormulas")) for view in _all(root, "sheetView"))
    row_number = -1
    listed: set[int] = set()
    for row in _all(root, "row"):
        row_number = int(row.get("r") or row_number + 2) - 1
        listed.add(row_number)
        if _on(row.get("hidden")) or _at_most(row.get("ht"), _LOWEST):
            sheet.hidden_rows.add(row_number)
        column = -1
        for cell in _children(row, "c"):
            place = _place(cell.get("r") or "") if cell.get("r") else (row_number, column + 1)
            column = place[1]
            style = book.styles[int(cell.get("s") or 0)] if book.styles else _Style()
            text = _shown(cell, style, book)
            if codes and _first(cell, "f") is not None:
                text = NO_TEXT
            if text and (zeros or not _is_zero(cell)):
                # A place that two cells claim shows nobody knows which.
                sheet.texts[place] = text if place not in sheet.texts else f"{sheet.texts[place]}~{text}"
            if style.boxed:
                sheet.boxed.add(place)
    if rows_hidden and listed:
        sheet.hidden_rows.update(set(range(max(listed))) - listed)
    _mark_hidden(root, sheet, book)
    for entry in _all(root, "mergeCell"):
        start, _, end = (entry.get("ref") or "").partition(":")
        (top, left), (bottom, right) = _place(start), _place(end or start)
        sheet.merged.append(Area(top, left, max(top, bottom), max(left, right)))
    return sheet


def _mark_hidden(root: etree._Element, sheet: Sheet, book: _Book) -> None:
    """Mark the numbers that a condition's look may hide."""
    for entry in _all(root, "conditionalFormatting"):
        for rule in _children(entry, "cfRule"):
            bare = any(r.get("showValue") in ("0", "false") for r in rule)
            if not bare and int(rule.get("dxfId") or -1) not in book.hiding:
                continue
            formula = _first(rule, "formula")
            bound = "" if formula is None else formula.text or ""
            operator = rule.get("operator") or "" if rule.get("type") == "cellIs" else ""
            for area in (entry.get("sqref") or "").split():
                start, _, end = area.partition(":")
                whole = not (_REFERENCE.fullmatch(start) and _REFERENCE.fullmatch(end or start))
                (top, left), (bottom, right) = ((0, 0), (0, 0)) if whole else (_place(start), _place(end or start))
                inside = (p for p in sheet.texts if whole or (top <= p[0] <= bottom and left <= p[1] <= right))
                for place in list(inside):
                    text = sheet.texts[place]
                    plain = text.replace(",", "")
                    value = float(plain) if re.fullmatch(r"-?\d+(?:\.\d+)?", plain) else None
                    if may_hold(operator, value, bound) and any(c.isdigit() for c in text):
                        sheet.texts[place] = f"~{text}~"


def _at_most(size: str | None, most: float) -> bool:
    return size is not None and float(size) <= most


def _zero(size: str | None) -> bool:
    return size is not None and float(size) == 0


def _is_zero(cell: etree._Element) -> bool:
    """Whether a cell holds the number 0, which a sheet may be told not to show."""
    value = _first(cell, "v")
    return (cell.get("t") or "n") == "n" and value is not None and _zero(value.text)


def _shown(cell: etree._Element, style: _Style, book: _Book) -> str:
    """What a cell shows. A formula whose result is not in the file shows something that is not known here."""
    kind = cell.get("t") or "n"
    value = _first(cell, "v")
    stored = None if value is None else value.text
    if kind == "inlineStr":
        inline = _first(cell, "is")
        text = shown_text(_rich_text(inline), style.code) if inline is not None else ""
    elif stored is None:
        text = NO_TEXT if _first(cell, "f") is not None and kind != "str" else ""
    elif kind == "s":
        text = shown_text(book.strings[int(stored)], style.code)
    elif kind == "n":
        text = shown(float(stored), style.code, book.epoch_1904)
    elif kind == "b":
        text = "TRUE" if _on(stored) else "FALSE"
    else:  # a formula's text, an error, a date in ISO's form
        text = shown_text(_ESCAPED.sub(lambda m: chr(int(m[1], 16)), stored), style.code)
    return f"~{text}~" if style.apart and text.strip() else text

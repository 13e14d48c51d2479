"""Excel's XML workbooks: what each sheet shows, read from the file's own parts ([ECMA-376] 18).

Values, formats, fonts, merged cells, borders and what is hidden all matter for what is printed, so the parts are read
here rather than through a library that leaves some of them out.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass

from lxml import etree

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.model import NO_TEXT
from pipeline.documents.sheets.formulas import REFERENCE, Formulas, place_of
from pipeline.documents.sheets.looks import LOWEST, NARROWEST, is_unseen_part, mark_cut_off, may_hold
from pipeline.documents.sheets.number_formats import shown, shown_text
from pipeline.documents.sheets.parts import children, every, first_child, is_on, local_name
from pipeline.documents.sheets.sheet import Area, Sheet
from pipeline.documents.sheets.xlsx_looks import USUAL_SIZE, Style, face_of, hiding_looks, stands_apart, styles_of
from pipeline.documents.zips import ZIP_ERRORS

_MOST_COLUMNS = 16_384
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class _Book:
    strings: list[str]
    styles: list[Style]
    hiding: frozenset[int]
    epoch_1904: bool
    anew: bool
    """Whether formulas are to be computed when the file is opened."""


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
    properties = first_child(workbook, "workbookPr")
    settings = first_child(workbook, "calcPr")
    dates = properties is not None and is_on(properties.get("date1904"))
    others = {kind: next(iter(_targets(package, main, kind).values()), None) for kind in ("sharedStrings", "styles")}
    strings, styles = others["sharedStrings"], others["styles"]
    book = _Book(
        [_rich_text(s) for s in children(_part(package, strings), "si")] if strings else [],
        styles_of(_part(package, styles)) if styles else [],
        frozenset(hiding_looks(_part(package, styles))) if styles else frozenset(),
        dates,
        settings is not None and is_on(settings.get("fullCalcOnLoad")),
    )
    found, hidden = [], []
    for entry in every(workbook, "sheet"):
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
    for relation in every(_part(package, place), "Relationship"):
        if (relation.get("Type") or "").endswith(f"/{kind}"):
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target") or ""))
            found[relation.get("Id") or ""] = target.lstrip("/")
    return found


def _text_of(element: etree._Element) -> str:
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), element.text or "").replace("\r\n", "\n").replace("\r", "\n")


def _rich_text(element: etree._Element) -> str:
    """A text of runs: what is raised, struck out or hardly seen is marked off, readings of characters are left out."""
    runs: list[tuple[str, etree._Element | None]] = []
    for child in element:
        if local_name(child) == "t":
            runs.append((_text_of(child), None))
        elif local_name(child) == "r":
            runs.append(("".join(_text_of(t) for t in children(child, "t")), first_child(child, "rPr")))
    several = sum(bool(text.strip()) for text, _ in runs) > 1
    largest = max(((look is not None and face_of(look).size) or USUAL_SIZE for _, look in runs), default=USUAL_SIZE)
    parts = []
    for text, look in runs:
        counts = several or any(map(str.isdigit, text))
        apart = look is not None and (stands_apart(look) or (counts and is_unseen_part(face_of(look), largest)))
        parts.append(f"~{text}~" if apart and text.strip() else text)
    return "".join(parts)


def _sheet(root: etree._Element, name: str, book: _Book) -> Sheet:
    sheet = Sheet(name)
    widths: dict[int, float] = {}
    for entry in every(root, "col"):
        columns = range(int(entry.get("min") or 1) - 1, min(int(entry.get("max") or 1), _MOST_COLUMNS))
        if entry.get("width"):
            widths.update(dict.fromkeys(columns, float(entry.get("width") or 0)))
        if is_on(entry.get("hidden")) or _at_most(entry.get("width"), NARROWEST):
            sheet.hidden_columns.update(columns)
    defaults = first_child(root, "sheetFormatPr")
    rows_hidden = defaults is not None and is_on(defaults.get("zeroHeight"))
    zeros = all(view.get("showZeros") not in ("0", "false") for view in every(root, "sheetView"))
    codes = any(is_on(view.get("showFormulas")) for view in every(root, "sheetView"))
    row_number = -1
    listed: set[int] = set()
    tight: dict[tuple[int, int], bool] = {}
    formulas = Formulas()
    for row in every(root, "row"):
        row_number = int(row.get("r") or row_number + 2) - 1
        listed.add(row_number)
        if is_on(row.get("hidden")) or _at_most(row.get("ht"), LOWEST):
            sheet.hidden_rows.add(row_number)
        column = -1
        for cell in children(row, "c"):
            place = place_of(cell.get("r") or "") if cell.get("r") else (row_number, column + 1)
            column = place[1]
            style = book.styles[int(cell.get("s") or 0)] if book.styles else Style()
            text = _shown(cell, style, book)
            formula, value = first_child(cell, "f"), first_child(cell, "v")
            if formula is not None:
                text = NO_TEXT if codes else text
                formulas.texts[place] = formula.text or ""
            if value is not None and value.text and (cell.get("t") or "n") == "n":
                formulas.numbers[place] = float(value.text)
            if text and (zeros or not _is_zero(cell)):
                # A place that two cells claim shows nobody knows which.
                sheet.texts[place] = text if place not in sheet.texts else f"{sheet.texts[place]}~{text}"
            if style.boxed:
                sheet.boxed.add(place)
            if not style.fits and len(text) * style.scale > widths.get(place[1], len(text) * style.scale):
                tight[place] = (cell.get("t") or "n") == "n"
    if rows_hidden and listed:
        sheet.hidden_rows.update(set(range(max(listed))) - listed)
    for place in formulas.unsure(book.anew):
        sheet.texts[place] = NO_TEXT
    _mark_hidden(root, sheet, book)
    for entry in every(root, "mergeCell"):
        start, _, end = (entry.get("ref") or "").partition(":")
        (top, left), (bottom, right) = place_of(start), place_of(end or start)
        sheet.merged.append(Area(top, left, max(top, bottom), max(left, right)))
    mark_cut_off(sheet, tight)
    return sheet


def _mark_hidden(root: etree._Element, sheet: Sheet, book: _Book) -> None:
    """Mark the numbers that a condition's look may hide."""
    for entry in every(root, "conditionalFormatting"):
        for rule in children(entry, "cfRule"):
            bare = any(r.get("showValue") in ("0", "false") for r in rule)
            if not bare and int(rule.get("dxfId") or -1) not in book.hiding:
                continue
            formula = first_child(rule, "formula")
            bound = "" if formula is None else formula.text or ""
            operator = rule.get("operator") or "" if rule.get("type") == "cellIs" else ""
            for area in (entry.get("sqref") or "").split():
                start, _, end = area.partition(":")
                whole = not (REFERENCE.fullmatch(start) and REFERENCE.fullmatch(end or start))
                (top, left), (bottom, right) = ((0, 0), (0, 0)) if whole else (place_of(start), place_of(end or start))
                inside = (p for p in sheet.texts if whole or (top <= p[0] <= bottom and left <= p[1] <= right))
                for place in list(inside):
                    text = sheet.texts[place]
                    plain = text.replace(",", "")
                    value = float(plain) if re.fullmatch(r"-?\d+(?:\.\d+)?", plain) else None
                    if may_hold(operator, value, bound) and any(c.isdigit() for c in text):
                        sheet.texts[place] = f"~{text}~"


def _at_most(size: str | None, most: float) -> bool:
    return size is not None and float(size) <= most


def _is_zero(cell: etree._Element) -> bool:
    """Whether a cell holds the number 0, which a sheet may be told not to show."""
    value = first_child(cell, "v")
    return (cell.get("t") or "n") == "n" and value is not None and value.text is not None and float(value.text) == 0


def _shown(cell: etree._Element, style: Style, book: _Book) -> str:
    """What a cell shows. A formula whose result is not in the file shows something that is not known here."""
    kind = cell.get("t") or "n"
    value = first_child(cell, "v")
    stored = None if value is None else value.text
    if kind == "inlineStr":
        inline = first_child(cell, "is")
        text = shown_text(_rich_text(inline), style.code) if inline is not None else ""
    elif stored is None:
        text = NO_TEXT if first_child(cell, "f") is not None and kind != "str" else ""
    elif kind == "s":
        text = shown_text(book.strings[int(stored)], style.code)
    elif kind == "n":
        text = shown(float(stored), style.code, book.epoch_1904)
    elif kind == "b":
        text = "TRUE" if is_on(stored) else "FALSE"
    else:  # a formula's text, an error, a date in ISO's form
        text = shown_text(_ESCAPED.sub(lambda m: chr(int(m[1], 16)), stored), style.code)
    return f"~{text}~" if style.apart and text.strip() else text

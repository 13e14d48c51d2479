"""OpenDocument sheets, packed (.ods) or flat (.fods): each cell holds the text that it shows."""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.model import NO_TEXT
from pipeline.documents.sheets.looks import LOWEST, SLIM, Face, is_unseen_cell, mark_cut_off, may_hold, room_for
from pipeline.documents.sheets.number_formats import general
from pipeline.documents.sheets.sheet import Area, Sheet
from pipeline.documents.zips import ZIP_ERRORS

_O = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _TEXT, _OFFICE, _STYLE, _CONFIG = (f"{{{_O}{n}:1.0}}" for n in ("table", "text", "office", "style", "config"))
_FO = f"{{{_O}xsl-fo-compatible:1.0}}"
_SIDES = {f"{_FO}border{side}" for side in ("", "-left", "-right", "-top", "-bottom")}
_FITTED = ((f"{_FO}wrap-option", "wrap"), (f"{_STYLE}shrink-to-fit", "true"))
_FAMILIES = ("", "table", "table-column", "table-row", "table-cell", "text")
_CONDITION = re.compile(r"cell-content\(\)\s*(!=|<=|>=|=|<|>)\s*(.*)")
_OPERATORS = {
    **{"=": "equal", "!=": "notEqual", "<": "lessThan", "<=": "lessThanOrEqual"},
    **{">": "greaterThan", ">=": "greaterThanOrEqual"},
}
_LENGTHS = {"mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pt": 1.0}
_DEEPEST = 20
_MOST_REPEATED = 2_000
"""How often a row or cell with text is taken as repeated; a format may be repeated down to the end of the sheet."""


class _Styles:
    """What the file's styles hide, strike out, raise or draw a border around, and the sizes that they give.

    A style has what it does not say from the one it is made from, which often stands in a part of its own.

    Args:
        roots: the parts of the file that hold styles.
    """

    def __init__(self, *roots: etree._Element) -> None:
        entries = [s for root in roots for tag in ("default-style", "style") for s in root.iter(_STYLE + tag)]
        self._entries = {(s.get(f"{_STYLE}family") or "", s.get(f"{_STYLE}name") or ""): s for s in entries}
        self._told: dict[tuple[str, str], dict[str, str]] = {}
        looks = {name: self._look(family, name) for family, name in self._entries if name and family in _FAMILIES}
        self.apart = {name for name, told in looks.items() if _is_apart(told)}
        self.boxed = {name for name, told in looks.items() if any(told.get(side, "none") != "none" for side in _SIDES)}
        self.not_shown = {name for name, told in looks.items() if told.get(f"{_TABLE}display") == "false"}
        self.fitted = {name for name, told in looks.items() if any(told.get(k) == v for k, v in _FITTED)}
        self.print = {name: _face(told).size for name, told in looks.items()}
        self.sizes = {name: _points(told) for name, told in looks.items()}
        self._conditions = {
            name: [
                (m.get(f"{_STYLE}condition") or "")
                for m in entry.iter(f"{_STYLE}map")
                if m.get(f"{_STYLE}apply-style-name") in self.apart
            ]
            for (_, name), entry in self._entries.items()
        }

    def may_hide(self, look: str, text: str) -> bool:
        """Whether a look marks a cell's text as none of its number, or may do so under a condition."""
        value = float(text) if re.fullmatch(r"-?\d+(?:\.\d+)?", text) else None
        told = (_CONDITION.fullmatch(c) for c in self._conditions.get(look, ()))
        may = any(may_hold(_OPERATORS[m[1]], value, m[2]) if m else True for m in told)
        return look in self.apart or (may and any(map(str.isdigit, text)))

    def _look(self, family: str, name: str, depth: int = 0) -> dict[str, str]:
        entry = self._entries.get((family, name))
        if entry is None or depth > _DEEPEST:
            return {}
        if (family, name) not in self._told:
            parent = (entry.get(f"{_STYLE}parent-style-name") or "") if name else None
            base = {} if parent is None else self._look(family, parent, depth + 1)
            own = {str(k): str(v) for part in entry for k, v in part.attrib.items()}
            self._told[family, name] = {**base, **own}
        return self._told[family, name]


def _is_apart(told: dict[str, str]) -> bool:
    """Whether a look marks what is no digit of a number beside it, or cannot be seen."""
    # Of a line through digits LibreOffice may tell its type (single, double) alone.
    line = (told.get(f"{_STYLE}text-line-through-{of}") for of in ("style", "type"))
    struck = next((of for of in line if of is not None), "none") != "none"
    raised = (told.get(f"{_STYLE}text-position") or "0%").split(" ")[0] not in ("0%", "0")
    filled = told.get(f"{_STYLE}repeat-content") == "true"  # prints the number again and again
    ground = told.get(f"{_FO}background-color") or ""
    unseen = is_unseen_cell(_face(told), "" if ground == "transparent" else ground)
    return struck or raised or filled or unseen or told.get(f"{_TEXT}display") == "none"


def _face(told: dict[str, str]) -> Face:
    size = re.fullmatch(r"(\d+(?:\.\d+)?)pt", told.get(f"{_FO}font-size") or "")
    name = told.get(f"{_STYLE}font-name") or told.get(f"{_FO}font-family") or ""
    return Face(told.get(f"{_FO}color") or "", float(size[1]) if size else None, name)


def _points(told: dict[str, str]) -> float:
    """How wide a column or how high a row is; endless where the file does not tell."""
    length = told.get(f"{_STYLE}column-width") or told.get(f"{_STYLE}row-height") or ""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)(mm|cm|in|pt)", length)
    return float(found[1]) * _LENGTHS[found[2]] if found else math.inf


def read_ods(data: bytes, kind: str) -> tuple[list[Sheet], list[str]]:
    """The sheets that are shown, and the names of those that are hidden.

    Args:
        data: the whole file.
        kind: ``ods`` or ``fods``.

    Raises:
        UnreadableDocument: the file is damaged or far too large.
    """
    try:
        root, *others = _parts_of(data, kind)
        styles = _Styles(*others, root)
        zeros = all(
            item.text != "false"
            for part in (root, *others)
            for item in part.iter(f"{_CONFIG}config-item")
            if item.get(f"{_CONFIG}name") == "ShowZeroValues"
        )
        found, hidden = [], []
        for table in root.iter(f"{_TABLE}table"):
            if _under(table, f"{_TABLE}table"):
                continue  # a table within a cell
            name = table.get(f"{_TABLE}name") or ""
            if table.get(f"{_TABLE}style-name") in styles.not_shown:
                hidden.append(name)
            else:
                found.append(_sheet(table, name, styles, zeros))
    except (etree.XMLSyntaxError, *ZIP_ERRORS) as error:
        raise UnreadableDocument(
            f"The OpenDocument sheet cannot be opened ({type(error).__name__})", "Open and save it again.", kind
        ) from error
    return found, hidden


def _parts_of(data: bytes, kind: str) -> list[etree._Element]:
    """The part with the sheets, and those with styles and settings; a flat file is one part with all of it."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    if kind != "ods":
        return [etree.fromstring(data, parser)]
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        further = [name for name in ("styles.xml", "settings.xml") if name in package.namelist()]
        return [etree.fromstring(package.read(name), parser) for name in ("content.xml", *further)]


def _under(element: etree._Element, tag: str) -> bool:
    return next(element.iterancestors(tag), None) is not None


def _parts(container: etree._Element, tags: tuple[str, ...]) -> Iterator[etree._Element]:
    """Rows or columns of a table, also those in groups and headers."""
    for child in container:
        if child.tag in tags:
            yield child
        elif str(child.tag).startswith(_TABLE) and child.tag != f"{_TABLE}shapes":
            yield from _parts(child, tags)


def _number(element: etree._Element, name: str) -> int:
    return max(1, int(element.get(f"{_TABLE}{name}") or 1))


def _sheet(table: etree._Element, name: str, styles: _Styles, zeros: bool) -> Sheet:
    sheet = Sheet(name)
    column = 0
    column_styles: list[str] = []
    widths: list[float] = []
    for entry in _parts(table, (f"{_TABLE}table-column",)):
        repeated = _number(entry, "number-columns-repeated")
        width = styles.sizes.get(entry.get(f"{_TABLE}style-name") or "", math.inf)
        if entry.get(f"{_TABLE}visibility") in ("collapse", "filter") or width <= SLIM:
            sheet.hidden_columns.update(range(column, column + min(repeated, 16_384)))
        if len(column_styles) < 1_000:
            column_styles += [entry.get(f"{_TABLE}default-cell-style-name") or ""] * min(repeated, 1_000)
            widths += [width] * min(repeated, 1_000)
        column += repeated
    rows = [
        (_number(row, "number-rows-repeated"), _is_hidden(row, styles), list(_row(row, styles, column_styles, zeros)))
        for row in _parts(table, (f"{_TABLE}table-row",))
    ]
    line = 0
    tight: dict[tuple[int, int], bool] = {}
    last = max((n for n, (*_, cells) in enumerate(rows) if any(c.text for c in cells)), default=-1)
    for repeated, hidden, cells in rows[: last + 1]:  # borders may go on down to the end of the sheet
        times = min(repeated, _MOST_REPEATED) if any(c.text or c.boxed for c in cells) else 0
        for again in range(line, line + times):
            if hidden:
                sheet.hidden_rows.add(again)
            for cell in cells:
                place = again, cell.column
                if cell.text:
                    sheet.texts[place] = cell.text
                if cell.boxed:
                    sheet.boxed.add(place)
                if cell.room > (widths[cell.column] if cell.column < len(widths) else math.inf):
                    tight[place] = cell.number
                if cell.tall > 1 or cell.wide > 1:
                    sheet.merged.append(Area(*place, again + cell.tall - 1, cell.column + cell.wide - 1))
        line += repeated
    mark_cut_off(sheet, tight)
    return sheet


def _is_hidden(row: etree._Element, styles: _Styles) -> bool:
    height = styles.sizes.get(row.get(f"{_TABLE}style-name") or "", math.inf)
    return row.get(f"{_TABLE}visibility") in ("collapse", "filter") or height <= LOWEST


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of a row: its place and size, its text, the room that this takes, and whether it has a border."""

    column: int
    tall: int
    wide: int
    text: str
    number: bool
    room: float
    boxed: bool


def _row(row: etree._Element, styles: _Styles, column_styles: list[str], zeros: bool) -> Iterator[_Cell]:
    column = 0
    usual = row.get(f"{_TABLE}default-cell-style-name") or ""
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        repeated = _number(cell, "number-columns-repeated")
        text = _cell_text(cell, styles) if cell.tag == f"{_TABLE}table-cell" else ""
        value = cell.get(f"{_OFFICE}value")
        if not zeros and value is not None and float(value) == 0:
            text = ""
        tall, wide = _number(cell, "number-rows-spanned"), _number(cell, "number-columns-spanned")
        for at in range(column, column + min(repeated, _MOST_REPEATED)):
            by_column = column_styles[at] if at < len(column_styles) else ""
            look = cell.get(f"{_TABLE}style-name") or usual or by_column
            boxed = look in styles.boxed
            if text or boxed or wide > 1 or tall > 1:
                room = 0.0 if look in styles.fitted else room_for(text, styles.print.get(look))
                shown = f"~{text}~" if text.strip() and styles.may_hide(look, text) else text
                yield _Cell(at, tall, wide, shown, value is not None, room, boxed)
        column += repeated


def _cell_text(cell: etree._Element, styles: _Styles) -> str:
    lines = ["".join(_pieces(p, styles)) for p in cell if p.tag in (f"{_TEXT}p", f"{_TEXT}h")]
    value = cell.get(f"{_OFFICE}value")
    if not lines and value is not None:
        return general(float(value))  # a program that left out the text
    if not lines and cell.get(f"{_TABLE}formula") and cell.get(f"{_OFFICE}value-type") is None:
        return NO_TEXT  # and one that left out the result
    return "\n".join(lines)


def _pieces(element: etree._Element, styles: _Styles) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == f"{_TEXT}s":
            yield " " * min(int(child.get(f"{_TEXT}c") or 1), 1_000)
        elif child.tag == f"{_TEXT}line-break":
            yield "\n"
        elif child.tag == f"{_TEXT}tab":
            yield "\t"
        elif child.tag == f"{_TEXT}span" and child.get(f"{_TEXT}style-name") in styles.apart:
            yield f"~{''.join(_pieces(child, styles))}~"
        elif child.tag in (f"{_TEXT}span", f"{_TEXT}a"):
            yield from _pieces(child, styles)
        yield child.tail or ""

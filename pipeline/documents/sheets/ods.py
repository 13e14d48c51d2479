"""OpenDocument sheets, packed (.ods) or flat (.fods): each cell holds the text that it shows."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.model import NO_TEXT
from pipeline.documents.sheets.looks import Face, is_unseen_cell
from pipeline.documents.sheets.number_formats import general
from pipeline.documents.sheets.sheet import Area, Sheet
from pipeline.documents.zips import ZIP_ERRORS

_O = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _TEXT, _OFFICE, _STYLE = (f"{{{_O}{n}:1.0}}" for n in ("table", "text", "office", "style"))
_FO = f"{{{_O}xsl-fo-compatible:1.0}}"
_MOST_REPEATED = 2_000
"""How often a row or cell with text is taken as repeated; a format may be repeated down to the end of the sheet."""


class _Styles:
    """What the file's styles hide, strike out, raise or draw a border around."""

    def __init__(self, root: etree._Element) -> None:
        self.apart: set[str] = set()
        self.boxed: set[str] = set()
        self.not_shown: set[str] = set()
        for style in root.iter(f"{_STYLE}style"):
            name = style.get(f"{_STYLE}name") or ""
            for text in style.iter(f"{_STYLE}text-properties"):
                # Of a line through digits LibreOffice may tell its type (single, double) alone.
                line = (text.get(f"{_STYLE}text-line-through-{told}") for told in ("style", "type"))
                struck = next((told for told in line if told is not None), "none") != "none"
                raised = (text.get(f"{_STYLE}text-position") or "0%").split(" ")[0] not in ("0%", "0")
                hidden = text.get(f"{_TEXT}display") == "none"
                ground = [c.get(f"{_FO}background-color") or "" for c in style.iter(f"{_STYLE}table-cell-properties")]
                filled = next((g for g in ground if g not in ("", "transparent")), "")
                if struck or raised or hidden or is_unseen_cell(_face(text), filled):
                    self.apart.add(name)
            for cell in style.iter(f"{_STYLE}table-cell-properties"):
                sides = [v for k, v in cell.attrib.items() if str(k).startswith(f"{_FO}border")]
                if any(v != "none" for v in sides):
                    self.boxed.add(name)
            for table in style.iter(f"{_STYLE}table-properties"):
                if table.get(f"{_TABLE}display") == "false":
                    self.not_shown.add(name)


def _face(text: etree._Element) -> Face:
    size = re.fullmatch(r"(\d+(?:\.\d+)?)pt", text.get(f"{_FO}font-size") or "")
    name = text.get(f"{_STYLE}font-name") or text.get(f"{_FO}font-family") or ""
    return Face(text.get(f"{_FO}color") or "", float(size[1]) if size else None, name)


def read_ods(data: bytes, kind: str) -> tuple[list[Sheet], list[str]]:
    """The sheets that are shown, and the names of those that are hidden.

    Args:
        data: the whole file.
        kind: ``ods`` or ``fods``.

    Raises:
        UnreadableDocument: the file is damaged or far too large.
    """
    try:
        if kind == "ods":
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                data = package.read("content.xml")
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
        styles = _Styles(root)
        found, hidden = [], []
        for table in root.iter(f"{_TABLE}table"):
            if _under(table, f"{_TABLE}table"):
                continue  # a table within a cell
            name = table.get(f"{_TABLE}name") or ""
            if table.get(f"{_TABLE}style-name") in styles.not_shown:
                hidden.append(name)
            else:
                found.append(_sheet(table, name, styles))
    except (etree.XMLSyntaxError, *ZIP_ERRORS) as error:
        raise UnreadableDocument(
            f"The OpenDocument sheet cannot be opened ({type(error).__name__})", "Open and save it again.", kind
        ) from error
    return found, hidden


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


def _sheet(table: etree._Element, name: str, styles: _Styles) -> Sheet:
    sheet = Sheet(name)
    column = 0
    column_styles: list[str] = []
    for entry in _parts(table, (f"{_TABLE}table-column",)):
        repeated = _number(entry, "number-columns-repeated")
        if entry.get(f"{_TABLE}visibility") in ("collapse", "filter"):
            sheet.hidden_columns.update(range(column, column + min(repeated, 16_384)))
        if len(column_styles) < 1_000:
            column_styles += [entry.get(f"{_TABLE}default-cell-style-name") or ""] * min(repeated, 1_000)
        column += repeated
    rows = [
        (_number(row, "number-rows-repeated"), row.get(f"{_TABLE}visibility"), list(_row(row, styles, column_styles)))
        for row in _parts(table, (f"{_TABLE}table-row",))
    ]
    line = 0
    last = max((n for n, (*_, cells) in enumerate(rows) if any(text for *_, text, _ in cells)), default=-1)
    for repeated, visibility, cells in rows[: last + 1]:  # borders may go on down to the end of the sheet
        times = min(repeated, _MOST_REPEATED) if any(text or boxed for *_, text, boxed in cells) else 0
        for again in range(line, line + times):
            if visibility in ("collapse", "filter"):
                sheet.hidden_rows.add(again)
            for at, tall, wide, text, boxed in cells:
                if text:
                    sheet.texts[again, at] = text
                if boxed:
                    sheet.boxed.add((again, at))
                if tall > 1 or wide > 1:
                    sheet.merged.append(Area(again, at, again + tall - 1, at + wide - 1))
        line += repeated
    return sheet


def _row(row: etree._Element, styles: _Styles, column_styles: list[str]) -> Iterator[tuple[int, int, int, str, bool]]:
    """Per cell of a row: column, height, width, text, whether it has a border."""
    column = 0
    usual = row.get(f"{_TABLE}default-cell-style-name") or ""
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        repeated = _number(cell, "number-columns-repeated")
        text = _cell_text(cell, styles) if cell.tag == f"{_TABLE}table-cell" else ""
        tall, wide = _number(cell, "number-rows-spanned"), _number(cell, "number-columns-spanned")
        for at in range(column, column + min(repeated, _MOST_REPEATED)):
            by_column = column_styles[at] if at < len(column_styles) else ""
            look = cell.get(f"{_TABLE}style-name") or usual or by_column
            boxed = look in styles.boxed
            if text or boxed or wide > 1 or tall > 1:
                yield at, tall, wide, f"~{text}~" if text.strip() and look in styles.apart else text, boxed
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

"""A web page's table as a grid: its rows as shown, and cells that may not be what they seem where they stand."""

from __future__ import annotations

import re
from itertools import groupby

from lxml import etree

from pipeline.documents.grid import resolve_spans
from pipeline.documents.model import Cell, Grid
from pipeline.documents.web.cells import SKIPPED, cell_text
from pipeline.documents.web.elements import has_place, is_seen, is_shown, look_around, own_style, perhaps_gone

_BOXED_TEXT = 20
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"\s*\d[\d,.\s]{0,12}")
_NO_WIDTH = re.compile(r"\s*0*\.?0+[a-z]*\s*")
_PUT_ELSEWHERE = ("absolute", "fixed")


def tag_of(element: etree._Element) -> str:
    """The element's name; an empty one for what shows nothing."""
    if not isinstance(element.tag, str) or element.tag in SKIPPED:
        return ""
    shown = has_place(element) if element.tag in ("td", "th") else is_seen(element)
    return element.tag if shown else ""


def rows_of(table: etree._Element, *, own: bool = False) -> list[list[etree._Element]]:
    """The cells of each row that takes a place: those of its first head and its first foot are shown first and last.

    Args:
        table: the element.
        own: whether to leave out the rows of tables in its cells.
    """
    head, foot = table.find("thead"), table.find("tfoot")
    every = (row for row in table.iter("tr") if not own or next(row.iterancestors("table")) is table)
    lines = sorted(every, key=lambda row: (row.getparent() is foot) - (row.getparent() is head))
    shown = (row for row in lines if tag_of(row) and (row.getparent() is table or tag_of(row.getparent())))
    return [cells_of(row) for row in shown]


def cells_of(row: etree._Element) -> list[etree._Element]:
    """The cells that take a place in a row."""
    return [c for c in row if tag_of(c) in ("td", "th")]


def in_columns(rows: list[list[etree._Element]]) -> list[etree._Element]:
    """The cells column by column, between rows with a cell over several columns, or with another number of them."""
    result: list[etree._Element] = []
    for (width, whole), band in groupby(rows, lambda row: (len(row), any(_span(c, "colspan") > 1 for c in row))):
        lines = list(band)
        columns = lines if whole else [[line[n] for line in lines] for n in range(width)]
        result += [cell for column in columns for cell in column]
    return result


def grid_of(table: etree._Element, rows: list[list[etree._Element]]) -> Grid:
    """The grid of a table without others in it.

    Args:
        table: the element.
        rows: its cells (:func:`rows_of`).
    """
    doubtful = _perhaps_moved(rows) | _perhaps_covered(table, rows)
    looks = [look_around(row[0].getparent()) if row else None for row in rows]
    laid_out = resolve_spans(
        [
            [
                (_span(c, "colspan"), min(_span(c, "rowspan") or left, left), cell_text(c, look, c in doubtful))
                for c in row
            ]
            for row, look, left in zip(rows, looks, _rows_left(rows), strict=True)
        ]
    )
    gone = _gone_columns(table, max((p.column + p.column_span for p in laid_out), default=0))
    texts = [f"{p.text}~" if p.column in gone and _DIGIT.search(p.text) else p.text for p in laid_out]
    cells = (
        Cell(p.row, p.column, text, text, p.row_span, p.column_span) for p, text in zip(laid_out, texts, strict=True)
    )
    return Grid(tuple(cells), "html:table")


def _perhaps_covered(table: etree._Element, rows: list[list[etree._Element]]) -> set[etree._Element]:
    """Cells over which a number may lie that is put elsewhere than it is written: those of its row, or all of them."""
    around = [table, *list(table.iterancestors())[:2]]
    found: set[etree._Element] = set()
    for element in around[-1].xpath(".//*[contains(@style, 'position')]"):
        laid = own_style(element).get("position", ("", False))[0] in _PUT_ELSEWHERE and is_shown(element)
        if laid and _NUMBER.fullmatch(element.text_content()):
            row = next((r for r in rows if any(c in r for c in element.iterancestors("td", "th"))), None)
            if row is not None:
                found.update(row)
            elif element.getparent() in around or table in element.iterancestors():
                found.update(cell for row in rows for cell in row)
    return found


def _rows_left(rows: list[list[etree._Element]]) -> list[int]:
    """Per row how many there are from it to the end of its group, beyond which no cell of it reaches."""
    left: list[int] = []
    group = None
    for row in reversed(rows):
        own = row[0].getparent().getparent() if row else group
        left.append(left[-1] + 1 if left and own is group else 1)
        group = own
    return left[::-1]


def _gone_columns(table: etree._Element, width: int) -> set[int]:
    """The columns that the table's list of them hides, which browsers do in part; none if the cells are gone too."""
    found: set[int] = set()
    place = 0
    for column in table.iter("col", "colgroup"):
        if column.find("col") is not None:
            continue
        end = place + _span(column, "span")
        if _is_no_column(column) or (column.getparent().tag == "colgroup" and _is_no_column(column.getparent())):
            found.update(range(place, end))
        place = end
    return found if width > place - len(found) else set()


def _is_no_column(column: etree._Element) -> bool:
    own = own_style(column)
    visibility, display, width = (own.get(name, ("", False))[0] for name in ("visibility", "display", "width"))
    narrow = _NO_WIDTH.fullmatch(width or column.get("width") or "") is not None
    return visibility == "collapse" or display == "none" or narrow


def _perhaps_moved(rows: list[list[etree._Element]]) -> set[etree._Element]:
    """Cells behind one that may not be shown, unless the first row's cell above that one may not be shown either."""
    first = {place for place, cell in enumerate(rows[0]) if perhaps_gone(cell)} if rows else set()
    found: set[etree._Element] = set()
    for row in rows[1:]:
        gone = [place for place, cell in enumerate(row) if perhaps_gone(cell) and place not in first]
        found.update(row[gone[0] + 1 :] if gone else ())
    return found


def open_boxes(table: etree._Element) -> None:
    """Make the tables that only hold the short text of one of a table's cells parts of that cell."""
    for inner in list(table.iter("table"))[1:]:
        cells = list(inner.iter("td", "th"))
        if len(cells) == 1 and len(cells[0].text_content().strip()) <= _BOXED_TEXT:
            for part in list(inner.iter("table", "thead", "tbody", "tfoot", "tr", "td", "th")):
                part.tag = "div"


def _span(cell: etree._Element, name: str) -> int:
    digits = re.match(r"\s*(\d+)", cell.get(name) or "")
    return min(int(digits.group(1)), 1000) if digits else 1

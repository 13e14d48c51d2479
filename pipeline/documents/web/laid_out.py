"""Tables that a page makes of other elements than those of tables: grids and flexible rows by style, rows by role.

They become tables of the page, so that their cells are read, and doubted, as any table's. One whose places are not all
told by rules that are followed here stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby

from lxml import etree

from pipeline.documents.web.grid_places import Box, NotToldError, rows_of_grid, template_of
from pipeline.documents.web.styles import settle_styles, told_by_sheets

_LAYING_OUT = re.compile(r"display\s*:\s*(?:inline-)?(?:grid|table|flex)|role\s*=\s*[\"']?row\b", re.I)
_TABLE_CELL = re.compile(r"<t[dh]\b", re.I)
_CELLS_OF_TABLES = 150
"""Cells of a page's tables from which no other elements are asked for any."""
_PLACES = {"grid-area", *(f"grid-{axis}{end}" for axis in ("row", "column") for end in ("", "-start", "-end"))}
_FLOWS = ("flex-flow", "flex-direction", "flex-wrap")
_OTHER_SHARES = ("order", "flex-grow", "flex-basis")
_ASKED = {"display", "grid", "grid-template", "grid-template-columns", "grid-auto-flow", "flex", *_PLACES}
_ASKED |= {*_FLOWS, *_OTHER_SHARES}
_SHARE = re.compile(r"([1-9]\d?)(?: [\d.]+(?: 0(?:px|%)?)?)?")
"""How many parts of its row a cell takes that begins with none of its own: flex: 3, flex: 3 1 0."""
_LONGEST_CELL = 160
_FEWEST_EMPTY = 3
"""Empty cells of a row that has no others, from which it is one to be filled in."""
_COUNT = re.compile(r"\s*[+-]?\d[\d,.]*\s*")
_GROUPS = ("contents", "table-row-group", "table-header-group", "table-footer-group")
_CELL_ROLES = ("cell", "gridcell", "columnheader", "rowheader")

_Said = Mapping[str, str]
_Rows = list[list[Box[etree._Element]]]


def settle_with_tables(root: etree._Element, content: str, *, quirks: bool) -> set[str]:
    """Settle a page's styles (:func:`settle_styles`), and make tables of the elements that are laid out as such.

    Args:
        root: the page.
        content: its markup.
        quirks: whether it is shown as old pages are.

    Returns:
        The tags of the elements that held such tables, or their rows.
    """
    tables: list[tuple[list[etree._Element], _Rows]] = []
    if _LAYING_OUT.search(content) and len(_TABLE_CELL.findall(content)) < _CELLS_OF_TABLES:
        tables = _Layout(told_by_sheets(root, _ASKED, quirks=quirks)).tables(root)
    inside = {e for holders, _ in tables for h in holders for e in h.iter() if isinstance(e.tag, str)}
    settle_styles(root, quirks=quirks, cells=inside)
    tags = {str(h.tag) for holders, _ in tables for h in holders}
    for holders, rows in tables:
        _make(holders, rows)
    return tags


class _Layout:
    """How the elements of a page are laid out.

    Args:
        told: what is said of each element.
    """

    def __init__(self, told: Mapping[etree._Element, _Said]) -> None:
        self._told = told

    def tables(self, root: etree._Element) -> list[tuple[list[etree._Element], _Rows]]:
        """The elements that together hold a table each, with its rows; of tables in one another the innermost."""
        found = []
        for parent in root.iter():
            for holders in self._holders(parent) if isinstance(parent.tag, str) else ():
                try:
                    rows = self._rows(holders)
                except NotToldError:
                    continue
                if _is_table(rows):
                    found.append((holders, rows))
        around = {a for holders, _ in found for a in holders[0].iterancestors()}
        return [(holders, rows) for holders, rows in found if around.isdisjoint(holders)]

    def _holders(self, parent: etree._Element) -> Iterator[list[etree._Element]]:
        """The children of an element that may hold a table: alone, or as rows of equal grids below one another."""
        for kind, run in groupby(self._boxes(parent), key=self._kind):
            several = list(run)
            rows = kind.startswith("grid") and len(several) > 1 and all(map(self._is_row_of_grid, several))
            if kind:
                yield from [several] if rows or kind in ("row", "flex") else [[one] for one in several]

    def _kind(self, element: etree._Element) -> str:
        display = self._says(element, "display")
        if element.get("role") == "row" or display == "table-row":
            return "" if element.tag == "tr" else "row"
        if display in ("flex", "inline-flex"):
            return "flex"
        return f"grid {template_of(self._said(element))}" if display in ("grid", "inline-grid") else ""

    def _is_row_of_grid(self, grid: etree._Element) -> bool:
        try:
            return len(self._rows([grid])) == 1
        except NotToldError:
            return False

    def _rows(self, holders: list[etree._Element]) -> _Rows:
        """The rows that elements of one kind hold.

        Raises:
            NotToldError: it is not plain where their boxes stand.
        """
        boxes = [self._boxes(holder) for holder in holders]
        if any((t or "").strip() for holder in holders for t in (holder.text, *(c.tail for c in holder))):
            raise NotToldError
        if self._kind(holders[0]) == "row":
            if not all(self._is_cell(box) for row in boxes for box in row):
                raise NotToldError
            return [[Box(b, _span(b, "aria-rowspan"), _span(b, "aria-colspan")) for b in row] for row in boxes]
        if self._kind(holders[0]) == "flex":
            rows = [self._flexible(h, own) for h, own in zip(holders, boxes, strict=True)]
            if len({sum(box.columns for box in row) for row in rows}) > 1:
                raise NotToldError
            return rows
        grids = zip(holders, boxes, strict=True)
        return [row for h, own in grids for row in rows_of_grid([(b, self._said(b)) for b in own], self._said(h))]

    def _flexible(self, row: etree._Element, boxes: list[etree._Element]) -> list[Box[etree._Element]]:
        """The cells of a row that share its width by whole numbers: as many columns each.

        Raises:
            NotToldError: they go another way, or something else says how wide they are.
        """
        shares = [_SHARE.fullmatch(self._says(box, "flex")) for box in boxes]
        flows = {word for name in _FLOWS for word in self._says(row, name).split()}
        if flows - {"row", "nowrap"} or any(self._says(box, name) for box in boxes for name in _OTHER_SHARES):
            raise NotToldError
        if not all(shares):
            raise NotToldError
        return [Box(box, 1, int(share[1])) for box, share in zip(boxes, shares, strict=True) if share]

    def _is_cell(self, element: etree._Element) -> bool:
        return element.get("role") in _CELL_ROLES or self._says(element, "display") == "table-cell"

    def _boxes(self, element: etree._Element) -> list[etree._Element]:
        """What stands in an element: its children that are shown, and those of one that is only around them."""
        result: list[etree._Element] = []
        for child in element:
            display = self._says(child, "display") if isinstance(child.tag, str) else "none"
            grouped = display in _GROUPS or child.get("role") == "rowgroup"
            if display != "none" and child.tag not in ("script", "style", "template"):
                result += self._boxes(child) if grouped else [child]
        return result

    def _says(self, element: etree._Element, name: str) -> str:
        return self._said(element).get(name, "")

    def _said(self, element: etree._Element) -> Mapping[str, str]:
        return self._told.get(element, {})


def _span(cell: etree._Element, name: str) -> int:
    told = (cell.get(name) or "").strip()
    return int(told) if re.fullmatch(r"[1-9]\d?", told) else 1


def _is_table(rows: _Rows) -> bool:
    """Whether there are rows, columns and a number, or a row of empty cells, and no cell holds a table or much text."""
    cells = [box.content for row in rows for box in row if box.content is not None]
    texts = [cell.text_content() for cell in cells]
    wide = max((sum(box.columns for box in row) for row in rows), default=0)
    plain = all(len(text) <= _LONGEST_CELL for text in texts) and not any(c.find(".//table") is not None for c in cells)
    lines = [[box.content.text_content().strip() for box in row if box.content is not None] for row in rows]
    counts = any(map(_COUNT.fullmatch, texts)) or any(len(t) >= _FEWEST_EMPTY and not any(t) for t in lines)
    return len(rows) > 1 and wide > 1 and plain and counts


def _make(holders: list[etree._Element], rows: _Rows) -> None:
    """Put a table with these rows where the first of the elements is that held them.

    What is said of an element that held one row is said of that row.
    """
    table = etree.Element("table")
    of_rows = holders if len(holders) == len(rows) else []
    for number, row in enumerate(rows):
        line = etree.SubElement(table, "tr", style=_looks(of_rows[number], _ASKED) if of_rows else "")
        for box in row:
            cell = etree.Element("td") if box.content is None else box.content
            cell.set("style", _looks(cell, _PLACES))
            cell.set("rowspan", str(box.rows))
            cell.set("colspan", str(box.columns))
            cell.tag, cell.tail = "td", None
            line.append(cell)
    first, *others = holders
    for other in others:
        other.getparent().remove(other)
    for child in list(first):
        first.remove(child)
    if of_rows:
        first.attrib.clear()
    first.append(table)


def _looks(element: etree._Element, names: set[str]) -> str:
    """An element's own style without what it says of these properties."""
    own = (part.strip() for part in (element.get("style") or "").split(";"))
    return "; ".join(part for part in own if part.partition(":")[0].strip().lower() not in names)

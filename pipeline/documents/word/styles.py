"""What a Word file's styles say of its runs, cells and paragraphs, written into these as if it were their own.

Only what may hide a text or mark it off is taken over. A run's own look goes before that of its style, of its
paragraph's style, of its place in a table with a style, and of the document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy

from lxml import etree

from pipeline.documents.faces import shows_signs
from pipeline.documents.word.properties import (
    CELL,
    LOOK,
    PARAGRAPH,
    RUN,
    TABLE,
    add,
    find,
    look,
    path,
    said,
    whole,
)
from pipeline.documents.word.unseen import TOO_SMALL, WHITE

_LOOKS = {path(name) for name in ("strike", "dstrike", "vertAlign", "vanish", "color", "sz", "rFonts")}
_MOST_STYLES = 20
"""How many styles may build on one another."""
_ON = ("1", "true", "on")
_SWITCHES = {"firstRow": 0x20, "lastRow": 0x40, "firstColumn": 0x80, "lastColumn": 0x100, "noHBand": 0x200}
_SWITCHES |= {"noVBand": 0x400}
"""Which parts of a table have looks of their own, and how older programs write that."""

_Looks = Mapping[str, etree._Element]
"""Elements of looks by their tag."""


def settle_styles(body: etree._Element, styles: etree._Element) -> None:
    """Write into the runs, cells and paragraphs of a document what its styles say of them."""
    known = _Styles(styles)
    of_place: dict[etree._Element, list[_Looks]] = {}
    for table in body.iter(TABLE):
        of_place.update(known.of_cells(table))
    for paragraph in body.iter(PARAGRAPH):
        named = said(find(paragraph, "pPr/pStyle"))
        known.count(paragraph, named)
        cell = next(paragraph.iterancestors(CELL), None)
        around = [known.looks(named or known.usual), *of_place.get(cell, ()), known.everywhere]
        if any(around) or known.has_looks:
            for run in paragraph.iter(RUN):
                _take_over(run, [known.looks(said(look(run, "rStyle"))), *around])


def _take_over(run: etree._Element, levels: list[_Looks]) -> None:
    """Give a run the first look of each kind that hides it or marks it off, unless a nearer one says otherwise."""
    for tag in _LOOKS:
        told = next((level[tag] for level in levels if tag in level), None)
        if told is None or not _matters(told):
            continue
        own = look(run, "rFonts") if tag == path("rFonts") else None
        if own is not None and not any(said(own, name) for name in ("ascii", "hAnsi", "asciiTheme")):
            own.set(path("ascii"), said(told, "ascii") or said(told, "hAnsi"))
        else:
            add(run, deepcopy(told))


def _matters(told: etree._Element) -> bool:
    """Whether a look may mark text off or hide it: white, the smallest print, and faces of signs do."""
    if told.tag == path("color"):
        return WHITE.fullmatch(said(told)) is not None
    if told.tag == path("rFonts"):
        return shows_signs(said(told, "ascii") or said(told, "hAnsi"))
    return told.tag != path("sz") or whole(said(told), TOO_SMALL + 1) <= TOO_SMALL


class _Styles:
    """The styles of a document.

    Attributes:
        usual: the style of paragraphs that name none.
        everywhere: looks of the whole document.
        has_looks: whether any style has some that are asked for.
    """

    def __init__(self, styles: etree._Element) -> None:
        self._by_id = {said(s, "styleId"): s for s in styles.iter(path("style")) if said(s, "styleId")}
        usual = (s for s in self._by_id.values() if said(s, "type") == "paragraph" and said(s, "default") in _ON)
        self.usual = said(next(usual, None), "styleId")
        self.everywhere = _looks_in(find(styles, "docDefaults/rPrDefault/rPr"))
        self._looks: dict[str, _Looks] = {}
        self._parts: dict[str, dict[str, _Looks]] = {}
        self.has_looks = any(self.looks(name) for name in self._by_id)

    def _chain(self, name: str) -> Iterator[etree._Element]:
        """A style and those that it builds on."""
        style = self._by_id.get(name)
        for _ in range(_MOST_STYLES):
            if style is None:
                return
            yield style
            style = self._by_id.get(said(find(style, "basedOn")))

    def looks(self, name: str) -> _Looks:
        """The looks of a style of characters or paragraphs."""
        if name not in self._looks:
            self._looks[name] = _first(_looks_in(style.find(LOOK)) for style in self._chain(name))
        return self._looks[name]

    def count(self, paragraph: etree._Element, name: str) -> None:
        """Give a paragraph in a cell the number that its style counts before it, unless it says itself."""
        if not name or next(paragraph.iterancestors(CELL), None) is None or find(paragraph, "pPr/numPr") is not None:
            return
        counted = next((n for s in self._chain(name) if (n := find(s, "pPr/numPr")) is not None), None)
        if counted is not None:
            paragraph.find(path("pPr")).append(deepcopy(counted))

    def of_cells(self, table: etree._Element) -> Iterator[tuple[etree._Element, list[_Looks]]]:
        """The looks that each cell of a table has from the table's style, the nearest first.

        The cells' grounds are set, and the style is taken off: one that is left is not known.
        """
        named = find(table, "tblPr/tblStyle")
        if named is None or said(named) not in self._by_id:
            return
        parts = self._parts_of(said(named))
        named.getparent().remove(named)
        switches = _switches(find(table, "tblPr/tblLook"))
        rows = [list(row.iterchildren(CELL)) for row in table.iterchildren(path("tr"))]
        for y, row in enumerate(rows):
            for x, cell in enumerate(row):
                at = _parts_at(x, y, len(row), len(rows), switches)
                levels = [parts[part] for part in at if part in parts]
                ground = _first(levels).get(path("shd"))
                if ground is not None and find(cell, "tcPr/shd") is None and (own := find(cell, "tcPr")) is not None:
                    own.append(deepcopy(ground))
                yield cell, levels

    def _parts_of(self, name: str) -> dict[str, _Looks]:
        """The looks of each part of a table with this style, those of the whole under an empty name."""
        if name not in self._parts:
            parts: dict[str, list[_Looks]] = {}
            for style in self._chain(name):
                for element in (style, *style.iterchildren(path("tblStylePr"))):
                    looks = {**_looks_in(element.find(LOOK)), **_only(find(element, "tcPr/shd"))}
                    if looks:
                        parts.setdefault("" if element is style else said(element, "type"), []).append(looks)
            self._parts[name] = {part: _first(looks) for part, looks in parts.items()}
        return self._parts[name]


def _looks_in(properties: etree._Element | None) -> _Looks:
    return {one.tag: one for one in (() if properties is None else properties) if one.tag in _LOOKS}


def _only(element: etree._Element | None) -> _Looks:
    return {} if element is None else {element.tag: element}


def _first(levels: Iterator[_Looks] | list[_Looks]) -> _Looks:
    """All looks of several levels, of each kind the nearest."""
    found: dict[str, etree._Element] = {}
    for level in levels:
        found = {**level, **found}
    return found


def _switches(told: etree._Element | None) -> set[str]:
    """Which parts of a table have looks of their own."""
    bits = said(told)
    mask = int(bits, 16) if bits and set(bits.lower()) <= set("0123456789abcdef") else 0
    named = {name for name in _SWITCHES if said(told, name)}
    return {n for n, bit in _SWITCHES.items() if (said(told, n) in _ON if n in named else mask & bit)}


def _parts_at(x: int, y: int, width: int, height: int, switches: set[str]) -> list[str]:
    """The parts of a table in which a cell stands, the nearest first."""
    across = {"firstCol": x == 0 and "firstColumn" in switches, "lastCol": x == width - 1 and "lastColumn" in switches}
    down = {"firstRow": y == 0 and "firstRow" in switches, "lastRow": y == height - 1 and "lastRow" in switches}
    corners = [
        corner
        for corner, row, column in (
            *(("nwCell", "firstRow", "firstCol"), ("neCell", "firstRow", "lastCol")),
            *(("swCell", "lastRow", "firstCol"), ("seCell", "lastRow", "lastCol")),
        )
        if down[row] and across[column]
    ]
    ends = [name for name, here in (*across.items(), *down.items()) if here]
    row_band, column_band = y - ("firstRow" in switches), x - ("firstColumn" in switches)
    bands = [f"band{row_band % 2 + 1}Horz"] if "noHBand" not in switches and not any(down.values()) else []
    bands += [f"band{column_band % 2 + 1}Vert"] if "noVBand" not in switches and not any(across.values()) else []
    return [*corners, *ends, *bands, ""]

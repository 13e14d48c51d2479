"""Runs of a Word file that nobody sees, or that may be seen as something else than they are written.

What is hidden for certain is marked as hidden (``vanish``); what may be unseen, moved or drawn otherwise beside other
text is marked as raised, so that it is read as no part of a number.
"""

from __future__ import annotations

import re

from docx.oxml.ns import qn
from lxml import etree

_RUN, _LOOK, _VALUE = qn("w:r"), qn("w:rPr"), qn("w:val")
_TEXT, _PARAGRAPH, _CELL = qn("w:t"), qn("w:p"), qn("w:tc")
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
WHITE = re.compile(r"(?:[EF][0-9A-F]){3}", re.I)
"""What is hardly seen on paper counts as white."""
TOO_SMALL = 4
"""Size of print in half points up to which a run is there for programs, not for people."""
_USUAL_SIZE = 21
"""Half points of print whose size the file does not tell."""
_SMALLER = 0.6
"""Share of the largest print of a paragraph under which digits are none of its number."""
_WIDTHS = (50, 200)
"""Per cent of their width at which characters can be read as the others are."""
_THINNEST = 20
"""Per cent of their width from which digits are told apart."""
_FEWEST_PRESSED = 2
_SQUEEZED = -60
"""Twentieths of a point between characters from which they stand on one another."""
_NARROWEST = 60
"""Twentieths of a point a character in which a text made to fit can be read."""
_LOWEST = 60
"""Twentieths of a point of a row or line up to which nothing in it is seen."""
_OFF = -2000
"""Twentieths of a point by which what stands left of its paragraph is off the page."""
_SYMBOLS = re.compile(r"wingdings|webdings|symbol|dingbats|marlett|barcode|条码", re.I)
_DARK = ("black", "darkBlue", "darkRed", "darkMagenta", "darkGreen")


def settle_unseen(body: etree._Element) -> None:
    """Mark what is hidden, and what may be seen otherwise; the body is changed."""
    for row in list(body.iter(qn("w:tr"))):
        if _is_low_row(row):
            row.getparent().remove(row)
    for paragraph in body.iter(_PARAGRAPH):
        runs = [r for r in paragraph.iter(_RUN) if _written(r)]
        if not any(c.isdigit() for r in runs for c in _written(r)):
            continue
        largest = max(_size(r) for r in runs)
        for run in runs:
            if _number(run, "sz", _USUAL_SIZE) <= TOO_SMALL:
                add(run, etree.Element(qn("w:vanish")))
        seen = [r for r in runs if not _is_hidden(r)]
        white = [r for r in seen if is_white(r)]
        gone = _is_gone(paragraph) or _is_moved_or_counted(paragraph, seen)
        for run in seen:
            beside = len(seen) > 1 and (_is_odd(run) or _size(run) < _SMALLER * largest)
            pale = run in white and (len(white) < len(seen) or _is_on_paper(paragraph))
            if gone or beside or pale or _is_drawn_otherwise(run) or _is_pressed(run) or _has_its_grounds_colour(run):
                raise_run(run)


def add(run: etree._Element, look: etree._Element) -> None:
    """Give a run a property, unless it has its own."""
    own = run.find(_LOOK)
    if own is None:
        own = etree.Element(_LOOK)
        run.insert(0, own)
    if own.find(look.tag) is None:
        own.append(look)


def raise_run(run: etree._Element) -> None:
    """Mark a run as no part of the text beside it."""
    own = run.find(f"{_LOOK}/{qn('w:vertAlign')}")
    if own is None:
        own = etree.Element(qn("w:vertAlign"))
        add(run, own)
    own.set(_VALUE, "superscript")


def is_white(run: etree._Element) -> bool:
    """Whether a run is printed in what is hardly seen on paper, or in nothing."""
    fill = run.find(f"{_LOOK}/{_W14}textFill")
    if fill is not None:
        colours = [e.get(f"{_W14}val") or "" for e in fill.iter() if e.get(f"{_W14}val")]
        clear = fill.find(f"{_W14}noFill") is not None
        return clear or any(c in ("bg1", "lt1") or WHITE.fullmatch(c) for c in colours[:1])
    colour = run.find(f"{_LOOK}/{qn('w:color')}")
    if colour is None:
        return False
    theme = colour.get(qn("w:themeColor")) in ("background1", "light1") and colour.get(qn("w:themeShade")) is None
    return theme or WHITE.fullmatch(colour.get(_VALUE) or "") is not None


def _written(run: etree._Element) -> str:
    return "".join(t.text or "" for t in run.iter(_TEXT)).strip()


def _is_hidden(run: etree._Element) -> bool:
    found = run.find(f"{_LOOK}/{qn('w:vanish')}")
    return found is not None and found.get(_VALUE) not in ("0", "false", "off")


def _number(run: etree._Element, name: str, otherwise: int) -> int:
    found = run.find(f"{_LOOK}/{qn(f'w:{name}')}")
    value = "" if found is None else found.get(_VALUE) or ""
    return int(value) if re.fullmatch(r"-?\d+", value) else otherwise


def _size(run: etree._Element) -> int:
    return _number(run, "sz", _USUAL_SIZE)


def _is_odd(run: etree._Element) -> bool:
    """Whether a part of a text is set so that it hardly is a part of the number beside it."""
    width, gap = _number(run, "w", 100), _number(run, "spacing", 0)
    fitted = _number(run, "fitText", 10_000)
    squeezed = not _WIDTHS[0] <= width <= _WIDTHS[1] or gap <= _SQUEEZED or fitted < _NARROWEST * len(_written(run))
    colour, ground, marked = (run.find(f"{_LOOK}/{qn(f'w:{n}')}") for n in ("color", "shd", "highlight"))
    own = "" if colour is None else (colour.get(_VALUE) or "").lower()
    fill = "" if ground is None else (ground.get(qn("w:fill")) or "").lower()
    blotted = bool(own and own == fill and own != "auto") or (
        marked is not None and marked.get(_VALUE) in _DARK and own in ("", "auto", "000000")
    )
    behind = run.getparent()
    note = behind.tag == qn("w:hyperlink") and re.match(r"_(?:ft|ed)n", behind.get(qn("w:anchor")) or "")
    custom = run.find(qn("w:footnoteReference")), run.find(qn("w:endnoteReference"))
    return squeezed or blotted or bool(note) or any(c is not None for c in custom)


def _is_pressed(run: etree._Element) -> bool:
    """Whether the digits of a run stand upon one another, or are too narrow to be told apart."""
    length = len(_written(run))
    if length < _FEWEST_PRESSED:
        return False
    tight = _number(run, "spacing", 0) <= _SQUEEZED or _number(run, "w", 100) < _THINNEST
    return tight or _number(run, "fitText", 10_000) < _NARROWEST / 2 * length


def _has_its_grounds_colour(run: etree._Element) -> bool:
    """Whether a run is printed in the colour that its cell is filled with."""
    colour, cell = run.find(f"{_LOOK}/{qn('w:color')}"), next(run.iterancestors(_CELL), None)
    ground = None if cell is None else cell.find(f"{qn('w:tcPr')}/{qn('w:shd')}")
    own = "" if colour is None else (colour.get(_VALUE) or "").lower()
    return ground is not None and own not in ("", "auto") and own == (ground.get(qn("w:fill")) or "").lower()


def _is_moved_or_counted(paragraph: etree._Element, runs: list[etree._Element]) -> bool:
    """Whether a number in a cell stands in a frame elsewhere, or behind a number that Word counts by itself."""
    if next(paragraph.iterancestors(_CELL), None) is None:
        return False
    if paragraph.find(f"{qn('w:pPr')}/{qn('w:framePr')}") is not None:
        return True
    counted = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
    number = "".join(_written(r) for r in runs).isdigit()
    return number and counted is not None and counted.get(_VALUE) not in (None, "0")


def _is_drawn_otherwise(run: etree._Element) -> bool:
    """Whether a face of signs, or another order of reading, shows other digits than are written."""
    fonts = run.find(f"{_LOOK}/{qn('w:rFonts')}")
    signs = fonts is not None and _SYMBOLS.search(fonts.get(qn("w:ascii")) or fonts.get(qn("w:hAnsi")) or "")
    turned = run.getparent().tag == qn("w:bdo") and run.getparent().get(_VALUE) == "rtl"
    return bool(signs) or (turned and sum(c.isdigit() for c in _written(run)) > 1)


def _is_gone(paragraph: etree._Element) -> bool:
    """Whether a paragraph's lines have no height, or stand off the page."""
    line, indent = (paragraph.find(f"{qn('w:pPr')}/{qn(f'w:{n}')}") for n in ("spacing", "ind"))
    if line is not None and line.get(qn("w:lineRule")) == "exact" and _whole(line.get(qn("w:line"))) <= _LOWEST:
        return True
    sides = ("left", "start", "firstLine") if indent is not None else ()
    return indent is not None and any(_whole(indent.get(qn(f"w:{s}"))) < _OFF for s in sides)


def _whole(text: str | None) -> int:
    return int(text) if text is not None and re.fullmatch(r"-?\d+", text) else 10_000


def _is_low_row(row: etree._Element) -> bool:
    """Whether a row is hidden, or exactly as low as a line between two others."""
    properties = row.find(qn("w:trPr"))
    if properties is None:
        return False
    height, hidden = properties.find(qn("w:trHeight")), properties.find(qn("w:hidden"))
    if hidden is not None and hidden.get(_VALUE) not in ("0", "false", "off"):
        return True
    return height is not None and height.get(qn("w:hRule")) == "exact" and 0 < _whole(height.get(_VALUE)) <= _LOWEST


def _is_on_paper(paragraph: etree._Element) -> bool:
    """Whether a paragraph stands in a cell that has no ground of its own, in a table without a style."""
    cell = next(paragraph.iterancestors(_CELL), None)
    table = next(paragraph.iterancestors(qn("w:tbl")), None)
    if cell is None or table is None or table.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}") is not None:
        return False
    grounds = [*cell.iterfind(f"{qn('w:tcPr')}/{qn('w:shd')}"), *table.iterfind(f"{qn('w:tblPr')}/{qn('w:shd')}")]
    grounds += list(paragraph.iter(qn("w:shd"))) + list(paragraph.iter(qn("w:highlight")))
    fills = [g.get(qn("w:fill")) or g.get(_VALUE) or "" for g in grounds]
    return all(f.lower() in ("", "auto", "none", "clear") or WHITE.fullmatch(f) for f in fills)

"""Runs of a Word file that nobody sees, or that may be seen as something else than they are written.

What is hidden for certain is marked as hidden (``vanish``); what may be unseen, moved or drawn otherwise beside other
text is marked as raised, so that it is read as no part of a number.
"""

from __future__ import annotations

import re

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
    is_on,
    look,
    number,
    path,
    raise_run,
    said,
    whole,
    written,
)

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
_DARK = ("black", "darkBlue", "darkRed", "darkMagenta", "darkGreen")


def settle_unseen(body: etree._Element) -> None:
    """Mark what is hidden, and what may be seen otherwise; the body is changed."""
    for row in list(body.iter(path("tr"))):
        if _is_low_row(row):
            row.getparent().remove(row)
    for paragraph in body.iter(PARAGRAPH):
        runs = [r for r in paragraph.iter(RUN) if written(r)]
        if not any(c.isdigit() for r in runs for c in written(r)):
            continue
        largest = max(_size(r) for r in runs)
        for run in runs:
            if number(run, "sz", _USUAL_SIZE) <= TOO_SMALL:
                add(run, etree.Element(path("vanish")))
        seen = [r for r in runs if not is_on(look(r, "vanish"))]
        white = [r for r in seen if is_white(r)]
        gone = _is_gone(paragraph) or _is_moved_or_counted(paragraph, seen)
        for run in seen:
            beside = len(seen) > 1 and (_is_odd(run) or _size(run) < _SMALLER * largest)
            pale = run in white and (len(white) < len(seen) or _is_on_paper(paragraph))
            if gone or beside or pale or _is_drawn_otherwise(run) or _is_pressed(run) or _has_its_grounds_colour(run):
                raise_run(run)


def is_white(run: etree._Element) -> bool:
    """Whether a run is printed in what is hardly seen on paper, or in nothing."""
    fill = run.find(f"{LOOK}/{_W14}textFill")
    if fill is not None:
        colours = [e.get(f"{_W14}val") or "" for e in fill.iter() if e.get(f"{_W14}val")]
        clear = fill.find(f"{_W14}noFill") is not None
        return clear or any(c in ("bg1", "lt1") or WHITE.fullmatch(c) for c in colours[:1])
    colour = look(run, "color")
    theme = said(colour, "themeColor") in ("background1", "light1") and not said(colour, "themeShade")
    return theme or WHITE.fullmatch(said(colour)) is not None


def _size(run: etree._Element) -> int:
    return number(run, "sz", _USUAL_SIZE)


def _is_odd(run: etree._Element) -> bool:
    """Whether a part of a text is set so that it hardly is a part of the number beside it."""
    width, gap = number(run, "w", 100), number(run, "spacing", 0)
    fitted = number(run, "fitText", 10_000)
    squeezed = not _WIDTHS[0] <= width <= _WIDTHS[1] or gap <= _SQUEEZED or fitted < _NARROWEST * len(written(run))
    own, fill = said(look(run, "color")).lower(), said(look(run, "shd"), "fill").lower()
    marked = said(look(run, "highlight")) in _DARK and own in ("", "auto", "000000")
    blotted = marked or (own == fill and own not in ("", "auto"))
    behind = run.getparent()
    note = behind.tag == path("hyperlink") and re.match(r"_(?:ft|ed)n", said(behind, "anchor"))
    custom = run.find(path("footnoteReference")), run.find(path("endnoteReference"))
    return squeezed or blotted or bool(note) or any(c is not None for c in custom)


def _is_pressed(run: etree._Element) -> bool:
    """Whether the digits of a run stand upon one another, or are too narrow to be told apart."""
    length = len(written(run))
    if length < _FEWEST_PRESSED:
        return False
    tight = number(run, "spacing", 0) <= _SQUEEZED or number(run, "w", 100) < _THINNEST
    return tight or number(run, "fitText", 10_000) < _NARROWEST / 2 * length


def _has_its_grounds_colour(run: etree._Element) -> bool:
    """Whether a run is printed in the colour that its cell is filled with, or that it is marked with."""
    own, cell = said(look(run, "color")).lower(), next(run.iterancestors(CELL), None)
    if own == "000000" and said(look(run, "highlight")) == "black":
        return True
    return own not in ("", "auto") and own == said(find(cell, "tcPr/shd"), "fill").lower()


def _is_moved_or_counted(paragraph: etree._Element, runs: list[etree._Element]) -> bool:
    """Whether a number in a cell stands in a frame elsewhere, or behind a number that Word counts by itself."""
    if next(paragraph.iterancestors(CELL), None) is None:
        return False
    if find(paragraph, "pPr/framePr") is not None:
        return True
    return is_counted(paragraph) and "".join(written(r) for r in runs).isdigit()


def is_counted(paragraph: etree._Element) -> bool:
    """Whether Word writes a number of its own before a paragraph, or in it where it is empty."""
    return said(find(paragraph, "pPr/numPr/numId")) not in ("", "0")


def _is_drawn_otherwise(run: etree._Element) -> bool:
    """Whether a face of signs, or another order of reading, shows other digits than are written."""
    fonts = look(run, "rFonts")
    signs = shows_signs(said(fonts, "ascii") or said(fonts, "hAnsi"))
    turned = run.getparent().tag == path("bdo") and said(run.getparent()) == "rtl"
    return signs or (turned and sum(c.isdigit() for c in written(run)) > 1)


def _is_gone(paragraph: etree._Element) -> bool:
    """Whether a paragraph's lines have no height, or stand off the page."""
    line, indent = find(paragraph, "pPr/spacing"), find(paragraph, "pPr/ind")
    if said(line, "lineRule") == "exact" and whole(said(line, "line"), _LOWEST + 1) <= _LOWEST:
        return True
    return any(whole(said(indent, side), 0) < _OFF for side in ("left", "start", "firstLine"))


def _is_low_row(row: etree._Element) -> bool:
    """Whether a row is hidden, or exactly as low as a line between two others."""
    height = find(row, "trPr/trHeight")
    low = said(height, "hRule") == "exact" and 0 < whole(said(height), 0) <= _LOWEST
    return low or is_on(find(row, "trPr/hidden"))


def _is_on_paper(paragraph: etree._Element) -> bool:
    """Whether a paragraph stands in a cell without a ground, in a table whose style, if any, is known."""
    cell = next(paragraph.iterancestors(CELL), None)
    table = next(paragraph.iterancestors(TABLE), None)
    if cell is None or table is None or find(table, "tblPr/tblStyle") is not None:
        return False
    grounds = [find(cell, "tcPr/shd"), find(table, "tblPr/shd"), *paragraph.iter(path("shd"), path("highlight"))]
    fills = [said(ground, "fill") or said(ground) for ground in grounds]
    return all(f.lower() in ("", "auto", "none", "clear") or WHITE.fullmatch(f) for f in fills)

"""How the cells of Excel's XML workbooks look: fonts, grounds, borders and number formats of the part of styles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from pipeline.documents.sheets.looks import BLACK, WHITE, Face, is_unseen_cell
from pipeline.documents.sheets.number_formats import BUILT_IN, is_hiding
from pipeline.documents.sheets.parts import children, every, first_child, is_on, local_name

_SHADED = 0.2
"""Share by which a theme's colour is made darker or lighter, from which it is another."""
_NEARLY_WHITE = 0.85
"""Share by which any colour is made lighter from which it is hardly seen."""
_PALE = "E7E6E6"
_INDEXED = {**dict.fromkeys(("1", "9", "65"), WHITE), **dict.fromkeys(("0", "8", "64"), BLACK)}
"""White and black in the list of colours that files may use by number."""
USUAL_SIZE = 11.0
"""Points of print whose size the file does not tell."""
_SOME_COLOUR = "808080"


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell looks.

    Attributes:
        code: its number format.
        apart: whether its text is marked off or unseen.
        boxed: whether it has borders.
        scale: size of its print as a share of the usual one, in which widths of columns are counted.
        fits: whether its text is made to fit, by lines or by its size, or does not lie.
    """

    code: str = "General"
    apart: bool = False
    boxed: bool = False
    scale: float = 1.0
    fits: bool = False


def face_of(font: etree._Element) -> Face:
    """How a font prints."""
    colour, size = first_child(font, "color"), first_child(font, "sz")
    name = next((n for n in (first_child(font, "name"), first_child(font, "rFont")) if n is not None), None)
    points = "" if size is None else size.get("val") or ""
    return Face(
        "" if colour is None else _colour(colour),
        float(points) if re.fullmatch(r"\d+(?:\.\d+)?", points) else None,
        "" if name is None else name.get("val") or "",
    )


def _colour(element: etree._Element) -> str:
    """A colour in hexadecimal digits; empty for what is neither told, white nor black."""
    tint = float(element.get("tint") or 0)
    if tint >= _NEARLY_WHITE:
        return WHITE
    if element.get("rgb"):
        return element.get("rgb") or ""
    if element.get("theme") in ("0", "1"):  # the theme's light and dark ground
        light = element.get("theme") == "0"
        return (WHITE if light else BLACK) if abs(tint) < _SHADED else ""
    if element.get("theme") == "2" and abs(tint) < _SHADED / 2:  # its pale ground
        return _PALE
    return _INDEXED.get(element.get("indexed") or "", "")


def _ground(fill: etree._Element) -> str:
    """The colour of a cell's ground; white for that of paper."""
    pattern = first_child(fill, "patternFill")
    if pattern is None:
        return "" if not len(fill) else _SOME_COLOUR  # a gradient
    if pattern.get("patternType") in (None, "none") and first_child(pattern, "bgColor") is None:
        return ""
    found = next((c for c in (first_child(pattern, "fgColor"), first_child(pattern, "bgColor")) if c is not None), None)
    return "" if found is None else _colour(found) or _SOME_COLOUR


def hiding_looks(root: etree._Element) -> Iterator[int]:
    """The looks for conditions that hide a number, by their places in the file's list."""
    listed = next(every(root, "dxfs"), None)
    for place, look in enumerate([] if listed is None else children(listed, "dxf")):
        font, code, fill = first_child(look, "font"), first_child(look, "numFmt"), first_child(look, "fill")
        ground = "" if fill is None else _ground(fill)
        pale = is_unseen_cell(Face() if font is None else face_of(font), ground)
        if (
            pale
            or (font is not None and stands_apart(font))
            or (code is not None and is_hiding(code.get("formatCode") or ""))
        ):
            yield place


def stands_apart(font: etree._Element) -> bool:
    """Whether a font marks what is no digit of a number beside it: struck out, raised, lowered."""
    struck, raised = first_child(font, "strike"), first_child(font, "vertAlign")
    crossed = struck is not None and struck.get("val") not in ("0", "false", "off")
    return crossed or (raised is not None and raised.get("val") in ("superscript", "subscript"))


def styles_of(root: etree._Element) -> list[Style]:
    """The looks of cells, by their places in the file's list."""
    codes = dict(BUILT_IN)
    for entry in every(root, "numFmt"):
        if local_name(entry.getparent()) == "numFmts":
            codes[int(entry.get("numFmtId") or -1)] = entry.get("formatCode") or "General"
    groups = {name: first_child(root, name) for name in ("fonts", "borders", "fills", "cellXfs")}
    fonts, borders, fills, looks = ([] if g is None else list(g) for g in groups.values())
    apart = [stands_apart(f) for f in fonts]
    faces, grounds = [face_of(f) for f in fonts], [_ground(f) for f in fills]
    boxed = [any(side.get("style") not in (None, "none") for side in border) for border in borders]
    usual = (faces[0].size if faces else None) or USUAL_SIZE
    found = []
    for look in looks:
        number, set_as = int(look.get("fontId") or 0), first_child(look, "alignment")
        size = (faces[number].size if 0 <= number < len(faces) else None) or usual
        told = {} if set_as is None else dict(set_as.attrib)
        filled = told.get("horizontal") == "fill"  # prints the number again and again
        fits = any(is_on(told.get(name)) for name in ("wrapText", "shrinkToFit")) or "textRotation" in told
        found.append(
            Style(
                codes.get(int(look.get("numFmtId") or 0), "General"),
                _at(apart, look.get("fontId")) or _is_unseen(look, faces, grounds) or filled,
                _at(boxed, look.get("borderId")),
                size / usual,
                fits,
            )
        )
    return found


def _is_unseen(look: etree._Element, faces: list[Face], grounds: list[str]) -> bool:
    font, fill = int(look.get("fontId") or 0), int(look.get("fillId") or 0)
    face = faces[font] if 0 <= font < len(faces) else Face()
    return is_unseen_cell(face, grounds[fill] if 0 <= fill < len(grounds) else "")


def _at(flags: list[bool], number: str | None) -> bool:
    place = int(number or 0)
    return 0 <= place < len(flags) and flags[place]

"""What a cell of a web page's table shows: its text as seen, and a mark where that may be another than is written.

Digits that nobody sees are left out. Where a part of a number may be unseen, moved, or no part of it (a note's mark, a
correction), it is parted off with ``~``, which no number has: the cell is then unreadable, with its text as reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from lxml import etree

from pipeline.documents.faces import shows_signs
from pipeline.documents.model import NO_TEXT
from pipeline.documents.web.colours import is_white
from pipeline.documents.web.css import Declarations, declarations
from pipeline.documents.web.elements import UNTOLD_PX, Look, is_shown, is_until_found, own_style, perhaps_gone, within
from pipeline.documents.web.fields import chosen, filled_in, has_no_room
from pipeline.documents.web.looks import (
    UNSEEN_PX,
    has_marker,
    is_blotted,
    is_cut,
    is_gone,
    is_indented_away,
    is_marked,
    is_masked,
    is_moved,
    is_on_its_own,
    is_pressed,
    is_reordered,
    is_spaced,
    is_struck,
    is_too_narrow,
    is_turned,
    names_hide,
    parts_what_is_in_it,
)
from pipeline.documents.web.styles import DRAWN, UNSURE

SKIPPED = {
    *("script", "style", "noscript", "template", "head", "iframe", "select", "option", "button", "svg", "object"),
    *("rt", "rp", "rtc", "datalist", "noembed", "noframes", "title", "audio", "video", "progress", "meter"),
}
BLOCKS = {
    *("p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "td", "th", "table", "section"),
    *("article", "header", "footer", "nav", "main", "center", "hr", "dl", "dt", "dd", "form", "blockquote", "pre"),
    *("body", "caption", "thead", "tbody", "tfoot", "figure", "figcaption", "fieldset", "legend", "details", "summary"),
    *("address", "aside", "hgroup", "menu", "dir", "search", "listing", "xmp", "optgroup"),
}
_APART = {"sup", "sub", "s", "strike", "del", "ol"}
"""Marks, corrections and counted items beside a number are no digits of it; parted off, they make it unreadable."""
_BESIDE = {"small", "ins"}
"""The same, where they are not the whole cell."""
_PICTURED = {*("img", "object", "svg", "canvas", "math", "iframe", "embed", "video", "audio", "progress", "meter")}
_NOTE = re.compile(r"#_?(?:ft|fn|foot|end|note|cite|ref)", re.I)
_WHITE_SPACE = re.compile(r"[ \t\r\n\f]+")
_DIGIT = re.compile(r"\d")
_SMALLER = 0.7
"""Share of the largest digits of a cell under which others are none of their number."""


def cell_text(cell: etree._Element, around: Look | None = None, doubtful: bool = False) -> str:
    """The printed text of a cell: runs of source white space as one space, blocks and breaks as line ends.

    Args:
        cell: the element.
        around: what its row gives it (:func:`look_around`).
        doubtful: whether it may stand in another column than it seems to.
    """
    pieces = "".join(_Cell(cell).pieces(around or Look()))
    pieces += "~" if doubtful and _DIGIT.search(pieces) else ""
    return "\n".join(line for line in (collapse(t).strip(" ") for t in pieces.split("\v")) if line)


def collapse(text: str) -> str:
    """Runs of white space as one space."""
    return _WHITE_SPACE.sub(" ", text)


class _Cell:
    """One cell, read once.

    Attributes:
        sizes: the heights of print of its digits, in pixels.
        px: the cell's own height of print.
    """

    def __init__(self, cell: etree._Element) -> None:
        self.cell = cell
        self.whole = _compact(cell.text_content())
        self.sizes: list[float] = []
        self.px = UNTOLD_PX
        self.faint = False

    def pieces(self, around: Look) -> list[str]:
        """The text's pieces, lines ended by vertical tabs."""
        own = own_style(self.cell)
        look = within(self.cell, own, around)
        self.px = look.px
        pieces = list(self._pieces(self.cell, look))
        text = "".join(pieces)
        if not _DIGIT.search(text):
            # A hidden number is none, and the cell not blank for certain either.
            hidden = not look.visible or look.px <= UNSEEN_PX
            written = ["~" + self.whole] if hidden and _DIGIT.search(self.whole) else pieces
            return [NO_TEXT] if DRAWN in own and not text.strip() else written
        parent = self.cell.getparent()
        doubtful = (
            *(_is_doubtful(self.cell.get("style") or ""), perhaps_gone(self.cell)),
            parent is not None and _is_doubtful_row(parent.get("style") or ""),
            *(look.spoilt, self.faint and "~" not in text, self._is_cut_off(own)),
            ((self.cell.get("dir") or "").lower() == "rtl" or is_reordered(own)) and len(self.cell) > 1,
            bool(self.sizes) and min(self.sizes) < _SMALLER * max(self.sizes),
        )
        return [*pieces, "~"] if any(doubtful) else pieces

    def _is_cut_off(self, own: Declarations) -> bool:
        """Whether the cell itself, which is as wide as it needs be unless it must not, shows a part of its number."""
        widest = {name: own[name] for name in ("overflow", "max-width") if name in own}
        return is_too_narrow(widest, max(map(len, self.cell.text_content().split()), default=0), self.px)

    def _pieces(self, element: etree._Element, look: Look) -> Iterator[str]:
        if element.tag == "details" and element.get("open") is None:
            for summary in element.iterchildren("summary"):
                yield from self._child(summary, look)
            return
        yield self._text(element.text, look)
        for child in element:
            if isinstance(child.tag, str):
                yield from self._child(child, look)
            yield self._text(child.tail, look)

    def _text(self, text: str | None, look: Look) -> str:
        if not text or not look.visible or look.px <= UNSEEN_PX:
            return ""
        if _DIGIT.search(text):
            self.sizes.append(look.px)
            self.faint |= look.is_faint
        return text

    def _child(self, child: etree._Element, look: Look) -> Iterator[str]:
        own = own_style(child)
        tag = child.tag
        if tag in _PICTURED or (tag == "template" and child.get("shadowrootmode")):
            yield NO_TEXT if is_shown(child) else ""
        elif tag == "ol" and not child.text_content().strip() and is_shown(child):
            yield NO_TEXT if child.find("li") is not None else ""  # its items are numbered all the same
        elif tag == "script" and "write" in (child.text or ""):
            yield NO_TEXT  # what it writes here, where it stands
        elif tag in ("input", "select"):
            beside = _DIGIT.search(self.whole) is not None
            value = (filled_in(child, beside) if tag == "input" else chosen(child)) if is_shown(child) else ""
            faint = within(child, own, replace(look, colour="")).is_faint
            doubtful = beside or faint or names_hide(child.get("class") or "", own) or has_no_room(child, own, value)
            yield f"~{value}~" if value.strip() and doubtful and tag == "input" else value
        elif tag in ("button", "rt", "rtc"):
            # Shown, and nobody can tell how it belongs to the number.
            yield NO_TEXT if _DIGIT.search(child.text_content()) and is_shown(child) else ""
        elif tag in SKIPPED or not is_shown(child):
            undone = UNSURE in own and tag not in SKIPPED and _DIGIT.search(child.text_content())
            yield f"~{_compact(child.text_content())}~" if undone else ""
        else:
            inner = within(child, own, look)
            block = tag in BLOCKS or is_on_its_own(own) or parts_what_is_in_it(own_style(child.getparent()))
            apart = self._stands_apart(child, own) or _is_anew(inner, look, child) or self._is_other(child, inner, look)
            text = "".join(self._pieces(child, inner))
            mark = "~" if apart and (text.strip() or DRAWN in own) else ""
            yield ("\v" if block else "") + mark + text + mark + ("\v" if block and tag != "br" else "")

    def _is_other(self, child: etree._Element, inner: Look, look: Look) -> bool:
        """Whether a part of the cell is white where the rest is not, or dark where it is."""
        part = _compact(child.text_content()) not in ("", self.whole)
        return part and is_white(inner.colour) != is_white(look.colour)

    def _stands_apart(self, child: etree._Element, own: Declarations) -> bool:
        """Whether a part of the cell is, or may be, no part of the number beside it."""
        text = child.text_content()
        if not text.strip():
            return DRAWN in own
        tag = child.tag
        if tag in _APART or _is_set_apart(child.get("style") or "") or (tag not in BLOCKS and is_marked(own)):
            return True
        if is_until_found(child) or (tag == "textarea" and has_no_room(child, own, text)):
            return True
        if (tag == "a" and _NOTE.search(child.get("href") or "")) or shows_signs(child.get("face") or ""):
            return True
        if (tag == "bdo" and (child.get("dir") or "").lower() != "ltr") or (is_reordered(own) and len(child)):
            return True
        if names_hide(child.get("class") or "", own):
            return True
        part = _compact(text) != self.whole
        if is_too_narrow(own, max(map(len, text.split())), self.px):
            return True
        return part and (is_spaced(own) or tag in _BESIDE or child.get("aria-hidden") == "true" or is_moved(own))


@lru_cache(maxsize=2**12)
def _is_doubtful(style: str) -> bool:
    """Whether what a cell shows may be another number than is written, by its own style alone."""
    own = declarations(style)
    moved = any(n in own for n in ("float", "position", "order", "transform", "translate")) and is_moved(own)
    moved = moved or any("(" in own[n][0] for n in ("display", "visibility") if n in own)  # var(--shown)
    unseen = is_gone(own) or is_masked(own) or is_pressed(own) or is_indented_away(own)
    return moved or unseen or is_turned(own) or DRAWN in own


@lru_cache(maxsize=2**12)
def _is_doubtful_row(style: str) -> bool:
    """Whether a row with such a style leaves the numbers of its cells in doubt."""
    own = declarations(style)
    return is_reordered(own) or DRAWN in own or is_masked(own) or is_indented_away(own)


@lru_cache(maxsize=2**12)
def _is_set_apart(style: str) -> bool:
    """Whether a part of a cell with such a style is, or may be, no part of the number beside it, whatever it is."""
    own = declarations(style)
    drawn = is_struck(own) or is_turned(own) or is_pressed(own) or has_marker(own) or is_cut(own) or is_blotted(own)
    return drawn or DRAWN in own or UNSURE in own


def _compact(text: str) -> str:
    return "".join(str(text).split())


def _is_anew(inner: Look, look: Look, element: etree._Element) -> bool:
    """Whether an element hides its text (not all that is in it), and shows some again."""
    unseen = not inner.visible or inner.px <= UNSEEN_PX
    if not unseen:
        # Shown again inside of what is hidden: seen, most likely, and rarely meant.
        return (not look.visible or look.px <= UNSEEN_PX) and bool(element.text_content().strip())
    return False

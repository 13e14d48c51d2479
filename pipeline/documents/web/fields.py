"""What the fields of forms show in a cell: sites print tables as forms that nobody can fill in."""

from __future__ import annotations

import re

from lxml import etree

from pipeline.documents.model import NO_TEXT
from pipeline.documents.web.css import Declarations
from pipeline.documents.web.looks import is_too_narrow

_TEXT_FIELDS = {"text", "number", "tel", "search", "url", "email", "date"}
_OTHERWISE_SHOWN = {"button", "submit", "reset", "password"}
_DIGIT = re.compile(r"\d")
_PRINT_PX = 14.0
"""Height of print in fields, in pixels, where nothing tells it."""


def filled_in(field: etree._Element, beside: bool) -> str:
    """The text that a field of a form shows; what it only sends shows nothing, nor do boxes print.

    Args:
        field: the element.
        beside: whether digits stand beside it: then those on a button, or of an example, are no number of the cell's.
    """
    kind = (field.get("type") or "text").strip().lower()
    value = field.get("value") or ""
    if kind in _TEXT_FIELDS and value:
        return value
    drawn = value if kind in _OTHERWISE_SHOWN else (field.get("placeholder") or "") if kind in _TEXT_FIELDS else ""
    return NO_TEXT if _DIGIT.search(drawn) and not beside else ""


def chosen(choice: etree._Element) -> str:
    """The text of the chosen option, which is the first where none is marked; a list of several shows all of them."""
    if choice.get("multiple") is not None or (choice.get("size") or "1").strip() != "1":
        return NO_TEXT
    options = list(choice.iter("option"))
    marked = [o for o in options if o.get("selected") is not None] or options[:1]
    return str(marked[-1].text_content()) if marked else ""


def has_no_room(field: etree._Element, own: Declarations, value: str) -> bool:
    """Whether a field has not the room for all that stands in it."""
    length = len(value.strip())
    room = re.fullmatch(r"\s*(\d+)\s*", field.get("size") or field.get("cols") or "")
    tight = room is not None and int(room[1]) < length
    return tight or is_too_narrow({**own, "overflow": ("hidden", False)}, length, _PRINT_PX)

"""What an element of a web page shows of itself, and what its text has from the elements around it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lxml import etree

from pipeline.documents.faces import shows_signs
from pipeline.documents.web.colours import is_unseen_on, of_attribute
from pipeline.documents.web.css import Declarations, declarations
from pipeline.documents.web.looks import UNSEEN_PX, font_px, html_px, is_dim, is_gone, is_struck, names_hide
from pipeline.documents.web.styles import UNSURE

_AS_AROUND = {"inherit", "currentcolor", "unset", "none"}
UNTOLD_PX = 14.0
"""Height of print taken for that of a page which does not tell it."""


@dataclass(slots=True)
class Look:
    """What the text of an element has from those around it.

    Attributes:
        visible: whether it is shown.
        px: height of its print.
        colour: that of its print; empty where none is told.
        ground: that on which it stands; ``drawn`` for a picture, empty where none is told.
        spoilt: whether it is struck out, or hardly seen, with all around it.
    """

    visible: bool = True
    px: float = UNTOLD_PX
    colour: str = ""
    ground: str = ""
    spoilt: bool = False

    @property
    def is_faint(self) -> bool:
        """Whether its print is hardly seen on its ground."""
        return is_unseen_on(self.colour, self.ground)


def look_around(row: etree._Element) -> Look:
    """What the cells of a row have from all that stands around them, but for what hides whole tables."""
    look = Look()
    for element in reversed([row, *row.iterancestors()]):
        look = within(element, own_style(element), look)
    return replace(look, visible=True)


def own_style(element: etree._Element) -> Declarations:
    """An element's own declarations, those of its sheets among them once they are settled."""
    return declarations(element.get("style") or "")


def has_place(cell: etree._Element) -> bool:
    """Whether a cell takes a place in its row, be it seen or not."""
    hidden = "none" if cell.get("hidden") is not None else ""
    return own_style(cell).get("display", (hidden, False))[0] != "none"


def is_shown(element: etree._Element) -> bool:
    """Whether an element is shown at all, be it with its text or with what is in it."""
    own = own_style(element)
    if (element.get("hidden") is not None and not is_until_found(element)) or element.get("popover") is not None:
        return own.get("display", ("none", False))[0] != "none" and not is_gone(own)
    if element.tag == "dialog" and element.get("open") is None and "display" not in own:
        return False
    return not is_gone(own)


def is_until_found(element: etree._Element) -> bool:
    """Whether an element is hidden until a search finds its text, as no browser does with what stands in a line."""
    return (element.get("hidden") or "").lower() == "until-found"


def perhaps_gone(cell: etree._Element) -> bool:
    """Whether a cell may not be shown at all, for all that the page itself tells: then others stand in its place."""
    own = own_style(cell)
    return UNSURE in own or names_hide(cell.get("class") or "", own)


def is_seen(element: etree._Element) -> bool:
    """Whether an element is shown with its own text: a row that is not seen takes no place in its table."""
    own = own_style(element)
    small = "font-size" in own and next(element.iter("table"), None) is None  # the cells' print has a size of its own
    size = font_px(own["font-size"][0], UNTOLD_PX) if small else None
    visible = own.get("visibility", ("", False))[0] not in ("hidden", "collapse")
    return is_shown(element) and visible and (size is None or size > UNSEEN_PX)


def within(element: etree._Element, own: Declarations, around: Look) -> Look:
    """How the text of an element looks inside another."""
    visibility = own.get("visibility", ("", False))[0]
    visible = around.visible if visibility in ("", "inherit") else visibility not in ("hidden", "collapse")
    px = font_px(own["font-size"][0], around.px) if "font-size" in own else None
    if px is None and element.tag == "font":
        px = html_px(element.get("size") or "", UNTOLD_PX)
    colour, ground = _colour(element, own), _ground(element, own)
    return Look(
        visible,
        around.px if px is None else px,
        colour if colour and colour not in _AS_AROUND else around.colour,
        ground if ground and ground not in (*_AS_AROUND, "transparent") else around.ground,
        around.spoilt or is_struck(own) or is_dim(own) or _is_spoilt(element, own),
    )


def _is_spoilt(element: etree._Element, own: Declarations) -> bool:
    return element.tag in ("s", "strike", "del") or shows_signs(own.get("font-family", ("", False))[0])


def _ground(element: etree._Element, own: Declarations) -> str:
    """The colour of an element's own ground, ``drawn`` for a picture."""
    if element.get("background") or own.get("background-image", ("none", False))[0] != "none":
        return "drawn"
    return own["background-color"][0] if "background-color" in own else of_attribute(element.get("bgcolor") or "")


def _colour(element: etree._Element, own: Declarations) -> str:
    return own["color"][0] if "color" in own else of_attribute(element.get("color") or "")

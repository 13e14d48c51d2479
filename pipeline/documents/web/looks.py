"""What declarations of style do to a text: hide it, or make it something else than a part of the number beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from pipeline.documents.faces import shows_signs
from pipeline.documents.web.colours import is_dark, is_untold, is_white
from pipeline.documents.web.css import Declarations

_ZERO = re.compile(r"[+-]?(?:0+\.?0*|\.0+)(?:[a-z]+|%)?")
_NUMBER = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+))([a-z%]*)")
_PX = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 37.8, "mm": 3.78, "q": 0.945}
_PX |= {"vw": 12.0, "vh": 8.0}
"""Pixels of the units of lengths; those of a window are told for one at a desk."""
_KEYWORDS = {"xx-small": 9, "x-small": 10, "small": 13, "medium": 16, "large": 18, "x-large": 24, "xx-large": 32}
_HTML_SIZES = (10, 10, 13, 16, 18, 24, 32, 48)
"""Pixels of the sizes 0 to 7 of ``<font size>``."""
_NO_MARKER = re.compile(r"(?:none|disc|circle|square|inside|outside|inherit|initial|\s)*")
UNSEEN_PX = 2.7
"""Pixels of print up to which nobody sees it."""
_FAR = 1000
"""Pixels from which what is put aside is off the page."""
_FAINT = 0.35
_DIGIT_WIDTH = 0.45
"""Width of a digit as a share of the height of print, in narrow faces."""
_SHIFTED = 2.0
"""Pixels by which letters are moved for their looks."""
_HIDING_NAMES = re.compile(
    r"(?:[a-z]+-)?(?:sr-?only|visually-?hidden|screen-?reader.*|a11y-hid.*|hidden|hide|hid|d-none|display-?none|dis-?none"
    r"|invisible|undis|dn|no-?show|off-?screen|collapsed?|visible-(?:xs|sm|print).*|hidden-(?:md|lg|print).*"
    r"|d-(?:md|lg|xl)-none|only-?print|print-?only|no-?display)",
    re.I,
)
_WITH_OTHERS = {"overflow", "width", "height", "max-width", "max-height", "line-height", "visibility", "all"}
_WITH_OTHERS |= {"list-style", "list-style-type"}
"""Properties that say something together with others only."""
_MOVING = ("animation-name", "offset", "offset-path", "-webkit-animation", "-webkit-animation-name")
_PLACED = ("grid-column", "grid-row", "grid-area", "grid-column-start", "grid-row-start")
_SIDES = ("left", "right", "top", "bottom", "translate")
_FEATURES = "font-feature-settings"
_RAISING = re.compile(r"\bsu(?:per|b|ps|bs)\b|frac|ordn|numr|dnom|sinf")
_UNTOLD_EM = 14.0
"""Pixels of an em where the height of print is not told."""
_PRESSED = 0.3
"""Share of the height of print by which digits set closer stand upon one another."""
_GOING = {"display", "opacity", "content-visibility", "position", "text-indent"}
"""Properties without which an element is shown."""
_SETTLING = {"display", "visibility", "clip", "clip-path", "position", "opacity", "font-size", "width", "height"}
"""Properties by which a known style says what becomes of an element, whatever its classes are called."""


def names_hide(classes: str, own: Declarations) -> bool:
    """Whether an element's classes are called as such that hide, and no style known here says what they do."""
    return _SETTLING.isdisjoint(own) and any(_HIDING_NAMES.fullmatch(name) for name in classes.split())


def number_of(value: str, em: float = 16.0) -> float | None:
    """A length in pixels; None for what is none. Shares of something stay out, but for those of an em."""
    match = _NUMBER.fullmatch(value.strip())
    if match is None or match[2] == "%":
        return None
    unit = {"em": em, "rem": 16.0, "ex": em / 2, "ch": em / 2}.get(match[2], _PX.get(match[2]))
    return None if unit is None else float(match[1]) * unit


def font_px(value: str, around: float) -> float | None:
    """Height of print in pixels; None where it is not told."""
    match = _NUMBER.fullmatch(value)
    if match is not None and match[2] == "%":
        return float(match[1]) * around / 100
    if value in _KEYWORDS:
        return float(_KEYWORDS[value])
    if value in ("smaller", "larger"):
        return around / 1.2 if value == "smaller" else around * 1.2
    return number_of(value, around)


def html_px(size: str, around: float) -> float | None:
    """Height of print of a ``<font size>``; that of the page, which is not told, taken for size 3."""
    match = re.fullmatch(r"\s*([+-]?)(\d)\s*", size)
    if match is None:
        return None
    step = int(match[2]) if not match[1] else 3 + int(match[1] + match[2])
    return around * _HTML_SIZES[max(1, min(step, 7))] / _HTML_SIZES[3]


def is_gone(own: Declarations) -> bool:
    """Whether an element is not shown with all that is in it, whatever that says of itself."""
    if _GOING.isdisjoint(own):
        return False
    display, opacity = _said(own, "display"), _said(own, "opacity")
    if display == "none" or _said(own, "content-visibility") == "hidden":
        return True
    if opacity and _ZERO.fullmatch(opacity):
        return True
    if any((number_of(_said(own, side)) or 0) <= -_FAR for side in ("left", "right", "top", "bottom")):
        return _said(own, "position") in ("absolute", "fixed", "relative")
    return (number_of(_said(own, "text-indent")) or 0) <= -_FAR / 10 and "block" in (display or "block")


def is_indented_away(own: Declarations) -> bool:
    """Whether the first line of a text begins so far aside that nothing of it is seen."""
    indent = _said(own, "text-indent")
    share = _NUMBER.fullmatch(indent)
    if share is not None and share[2] == "%":
        return abs(float(share[1])) >= 100
    return (number_of(indent) or 0) <= -_FAR / 10


@lru_cache(maxsize=2**14)
def hides(name: str, value: str) -> bool:
    """Whether a declaration may hide the text of its element."""
    own = {name: (value, False)}
    size = font_px(value, 16.0) if name == "font-size" else None
    unseen = (size is not None and size <= UNSEEN_PX) or (name == "color" and is_white(value))
    return unseen or is_gone(own) or (name == "visibility" and value in ("hidden", "collapse")) or is_moved(own)


def is_moved(own: Declarations) -> bool:
    """Whether a part of a number is moved, cut, turned, faint or drawn otherwise: then what is seen is not its text."""
    if _said(own, "float") in ("left", "right") or _said(own, "position") in ("absolute", "fixed", "sticky"):
        return True
    if any(abs(number_of(_said(own, n)) or 0) > _SHIFTED for n in _SIDES):
        return True
    if any(_said(own, n) not in ("", "auto") for n in _PLACED) or is_indented_away(own) or is_pressed(own):
        return True
    if any((number_of(_said(own, n)) or 0) < -_SHIFTED for n in ("margin-left", "margin-right", "letter-spacing")):
        return True
    if (number_of(_said(own, "margin-top")) or 0) < -_FAR / 10:
        return True
    return (
        is_dim(own)
        or is_turned(own)
        or is_cut(own)
        or is_masked(own)
        or _said(own, "order") not in ("", "0")
        or any("(" in _said(own, n) for n in ("display", "visibility", "opacity", "font-size"))
        or is_untold(_said(own, "color"))
        or is_blotted(own)
        or has_marker(own)
    )


def is_dim(own: Declarations) -> bool:
    """Whether a text is so transparent that it is hardly seen."""
    told = _said(own, "opacity")
    opacity = number_of(told.removesuffix("%"))
    return opacity is not None and opacity < _FAINT * (100 if told.endswith("%") else 1)


def is_masked(own: Declarations) -> bool:
    """Whether what is drawn of a text hangs on a mask, a filter, a moving picture or another program's will."""
    drawn = (*("filter", "mask", "mask-image", "-webkit-mask", "-webkit-mask-image", "zoom", "animation"), *_MOVING)
    if any(_said(own, n) not in ("", "none", "0", "normal", "auto", "1") for n in drawn):
        return True
    hidden = _said(own, "mso-hide") not in ("", "none") or _ZERO.fullmatch(_said(own, "font-size-adjust"))
    return bool(hidden) or _said(own, "clip-path") not in ("", "none")


def is_spaced(own: Declarations) -> bool:
    """Whether a text stands so far from that beside it that they look like two."""
    sides = (f"{name}-{side}" for name in ("margin", "padding") for side in ("left", "right"))
    return any((number_of(_said(own, n), _UNTOLD_EM) or 0) > _DIGIT_WIDTH * _UNTOLD_EM for n in sides)


def is_on_its_own(own: Declarations) -> bool:
    """Whether an element begins a line or a box of its own."""
    display = _said(own, "display")
    boxes = ("block", "flex", "grid", "table", "list-item", "flow-root", "inline-table", "inline-flex", "inline-grid")
    return display.startswith(boxes)


def parts_what_is_in_it(own: Declarations) -> bool:
    """Whether each element in this one is a box of its own."""
    return "flex" in _said(own, "display") or "grid" in _said(own, "display")


def is_pressed(own: Declarations) -> bool:
    """Whether digits are set upon one another."""
    return (number_of(_said(own, "letter-spacing"), _UNTOLD_EM) or 0) < -_PRESSED * _UNTOLD_EM


def has_marker(own: Declarations) -> bool:
    """Whether an element has a number or a text of its own before its own: as an item of a list, or between quotes."""
    marked = any(not _NO_MARKER.fullmatch(_said(own, n)) for n in ("list-style", "list-style-type"))
    item = _said(own, "display") == "list-item" and marked
    return item or re.search(r"\d", _said(own, "quotes")) is not None


def is_blotted(own: Declarations) -> bool:
    """Whether print stands on a ground of its own colour, or on a dark one without being told light."""
    ground, colour = _said(own, "background-color"), _said(own, "color")
    if ground == "currentcolor" or (ground and ground == colour):
        return True
    return is_dark(ground) and (not colour or is_dark(colour))


def is_turned(own: Declarations) -> bool:
    """Whether digits are drawn otherwise than they are written, alone or together: mirrored, masked, as symbols."""
    turned = ("transform", "rotate", "scale", "-webkit-transform")
    if any(_said(own, n) not in ("", "none", "1") for n in turned):
        return True
    if _said(own, "-webkit-text-security") not in ("", "none") or shows_signs(_said(own, "font-family")):
        return True
    return is_white(_said(own, "-webkit-text-fill-color")) or (
        _said(own, "direction") == "rtl" and _said(own, "unicode-bidi").endswith("override")
    )


def is_reordered(own: Declarations) -> bool:
    """Whether the parts of an element are shown in another order than they are written."""
    reverse = parts_what_is_in_it(own) and _said(own, "flex-direction").endswith("reverse")
    return _said(own, "direction") == "rtl" or reverse


def is_cut(own: Declarations) -> bool:
    """Whether a part of a cell seems to have no room, or to be clipped away: it depends on much whether it is."""
    clip, path = _said(own, "clip"), _said(own, "clip-path")
    if re.match(r"rect\(\s*[01](?:px)?\b", clip) or path not in ("", "none"):
        return True
    tight = any(
        (size := number_of(_said(own, n))) is not None and size <= 1.4
        for n in ("width", "height", "max-width", "max-height", "line-height")
        if _said(own, n) not in ("1", "1.0", "1.2", "1.25")
    ) or any(_said(own, n) == "0%" or "(" in _said(own, n) for n in ("width", "height", "max-width", "max-height"))
    return tight and _said(own, "overflow") in ("hidden", "clip", "scroll", "auto")


def is_too_narrow(own: Declarations, length: int, px: float) -> bool:
    """Whether a box that shows nothing beyond its border has not the room for so many digits side by side."""
    room = min((w for n in ("width", "max-width") if (w := number_of(_said(own, n), px)) is not None), default=None)
    return room is not None and _said(own, "overflow") in ("hidden", "clip") and room < _DIGIT_WIDTH * px * length


def is_marked(own: Declarations) -> bool:
    """Whether a text is struck out, raised or lowered: a mark or a correction beside a number."""
    raised = _said(own, "vertical-align")
    lifted = raised in ("super", "sub") or abs(number_of(raised) or 0) > 2 * _SHIFTED
    variant = any(_RAISING.search(_said(own, n)) for n in ("font-variant", "font-variant-position", _FEATURES))
    return is_struck(own) or lifted or variant


def is_struck(own: Declarations) -> bool:
    """Whether a text is struck out."""
    return "line-through" in _said(own, "text-decoration")


@lru_cache(maxsize=2**14)
def tells(name: str, value: str) -> bool:
    """Whether a declaration may be a reason to look at a property: most style sheets only set colours and distances."""
    own = {name: (value, False)}
    if name in ("display", "flex-direction", "direction", "unicode-bidi", "position", "order"):
        return value not in ("static", "inherit", "initial", "normal", "ltr", "embed")
    if name in ("color", "background-color", "background-image"):
        return True
    if name == "font-size":
        return True
    return hides(name, value) or is_marked(own) or is_reordered(own) or is_spaced(own) or name in _WITH_OTHERS


def families(told: str) -> set[str]:
    """The faces of print that a list names."""
    return {name.strip().strip("\"'").lower() for name in told.split(",")} - {""}


def _said(own: Mapping[str, tuple[str, bool]], name: str) -> str:
    found = own.get(name)
    return "" if found is None else found[0]

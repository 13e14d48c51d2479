"""What declarations of style do to a text: hide it, or make it something else than a part of the number beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.documents.web.css import Declarations

_ZERO = re.compile(r"[+-]?0*\.?0*(?:[a-z]+|%)?")
_NUMBER = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+))([a-z%]*)")
_PX = {
    "px": 1.0,
    "pt": 4 / 3,
    "cm": 37.8,
    "mm": 3.78,
    "in": 96.0,
    "pc": 16.0,
    "q": 0.945,
    "vw": 12.0,
    "vh": 8.0,
    "": 1.0,
}
_KEYWORDS = {"xx-small": 9, "x-small": 10, "small": 13, "medium": 16, "large": 18, "x-large": 24, "xx-large": 32}
_HTML_SIZES = (10, 10, 13, 16, 18, 24, 32, 48)
"""Pixels of the sizes 0 to 7 of ``<font size>``."""
_WHITE = re.compile(
    r"#(?:[ef]{3,4}|(?:[ef][0-9a-f]){3}(?:[0-9a-f]{2})?)|white|snow|ivory|ghostwhite|whitesmoke|transparent"
    r"|#[0-9a-f]{3}0|#[0-9a-f]{6}0[0-9a-f]|rgba?\(\s*255\s*[, ]\s*255\s*[, ]\s*255\b.*"
    r"|(?:rgb|hsl)a?\([^)]*[,/]\s*(?:0?\.[01]\d*|0+(?:\.0+)?)%?\s*\)|hsla?\(\s*[^,\s)]+[,\s]+[^,\s)]+[,\s]+(?:9[5-9]|100)%.*"
)
_DARK = re.compile(
    r"#(?:[0-4]{3}|(?:[0-4][0-9a-f]){3})|black|rgb\(\s*\d{1,2}\s*,\s*\d{1,2}\s*,\s*\d{1,2}\s*\)|windowtext|dimgr[ae]y"
)
_SYMBOLS = re.compile(r"wingdings|webdings|symbol|dingbats|barcode|marlett", re.I)
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
_SETTLING = {"display", "visibility", "clip", "clip-path", "position", "opacity", "font-size", "width", "height"}


def names_hide(classes: str, own: Declarations) -> bool:
    """Whether an element's classes are called as such that hide, and no style known here says what they do."""
    return not _SETTLING & own.keys() and any(_HIDING_NAMES.fullmatch(name) for name in classes.split())


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


def is_white(colour: str) -> bool:
    """Whether print in a colour is hardly seen on white paper."""
    return _WHITE.fullmatch(colour) is not None


def is_gone(own: Declarations) -> bool:
    """Whether an element is not shown with all that is in it, whatever that says of itself."""
    display, opacity = _said(own, "display"), _said(own, "opacity")
    if display == "none" or _said(own, "content-visibility") == "hidden":
        return True
    if opacity and _ZERO.fullmatch(opacity):
        return True
    if any((number_of(_said(own, side)) or 0) <= -_FAR for side in ("left", "right", "top", "bottom")):
        return _said(own, "position") in ("absolute", "fixed", "relative")
    return (number_of(_said(own, "text-indent")) or 0) <= -_FAR / 10 and "block" in (display or "block")


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
    if any(abs(number_of(_said(own, n)) or 0) > _SHIFTED for n in ("left", "right", "top", "bottom", "translate")):
        return True
    if any((number_of(_said(own, n)) or 0) < -_SHIFTED for n in ("margin-left", "margin-right", "letter-spacing")):
        return True
    if any((number_of(_said(own, n)) or 0) < -_FAR / 10 for n in ("text-indent", "margin-top")):
        return True
    told = _said(own, "opacity")
    opacity = number_of(told.removesuffix("%"))
    if opacity is not None and told.endswith("%"):
        opacity /= 100
    return (
        (opacity is not None and opacity < _FAINT)
        or is_turned(own)
        or is_cut(own)
        or any(
            _said(own, n) not in ("", "none", "0", "normal", "auto", "1") for n in ("order", "filter", "mask", "zoom")
        )
        or any("(" in _said(own, n) for n in ("display", "visibility", "opacity", "font-size"))
        or any(f in _said(own, "color") for f in ("var(", "color-mix("))
        or is_blotted(own)
    )


def is_blotted(own: Declarations) -> bool:
    """Whether print stands on a ground of its own colour."""
    ground, colour = _said(own, "background-color"), _said(own, "color")
    return bool(ground) and (ground == colour or bool(_DARK.fullmatch(ground) and not is_light(colour)))


def is_light(colour: str) -> bool:
    """Whether a colour is told and is not dark."""
    return bool(colour) and _DARK.fullmatch(colour) is None


def is_turned(own: Declarations) -> bool:
    """Whether digits are drawn otherwise than they are written, alone or together: mirrored, masked, as symbols."""
    turned = ("transform", "rotate", "scale", "-webkit-transform")
    if any(_said(own, n) not in ("", "none", "1") for n in turned):
        return True
    if _said(own, "-webkit-text-security") not in ("", "none") or is_in_symbols(_said(own, "font-family")):
        return True
    return is_white(_said(own, "-webkit-text-fill-color")) or (
        _said(own, "direction") == "rtl" and _said(own, "unicode-bidi").endswith("override")
    )


def is_reordered(own: Declarations) -> bool:
    """Whether the parts of an element are shown in another order than they are written."""
    boxes = "flex" in _said(own, "display") or "grid" in _said(own, "display")
    return _said(own, "direction") == "rtl" or (boxes and _said(own, "flex-direction").endswith("reverse"))


def is_cut(own: Declarations) -> bool:
    """Whether a part of a cell seems to have no room, or to be clipped away: it depends on much whether it is."""
    clip, path = _said(own, "clip"), _said(own, "clip-path")
    if re.match(r"rect\(\s*[01](?:px)?\b", clip) or re.match(
        r"(?:inset\(\s*(?:50|100)%|circle\(\s*0|polygon\(\s*0)", path
    ):
        return True
    tight = any(
        (size := number_of(_said(own, n))) is not None and size <= 1.4
        for n in ("width", "height", "max-width", "max-height", "line-height")
        if _said(own, n) not in ("1", "1.0", "1.2", "1.25")
    ) or any(_said(own, n) == "0%" for n in ("width", "height", "max-width", "max-height"))
    return tight and _said(own, "overflow") in ("hidden", "clip", "scroll", "auto")


def is_too_narrow(own: Declarations, length: int, px: float) -> bool:
    """Whether a box that shows nothing beyond its border has not the room for so many digits side by side."""
    room = min((w for n in ("width", "max-width") if (w := number_of(_said(own, n), px)) is not None), default=None)
    return room is not None and _said(own, "overflow") in ("hidden", "clip") and room < _DIGIT_WIDTH * px * length


def is_marked(own: Declarations) -> bool:
    """Whether a text is struck out, raised or lowered: a mark or a correction beside a number."""
    raised = _said(own, "vertical-align")
    lifted = raised in ("super", "sub") or abs(number_of(raised) or 0) > 2 * _SHIFTED
    return "line-through" in _said(own, "text-decoration") or lifted


def tells(name: str, value: str) -> bool:
    """Whether a declaration may be a reason to look at a property: most style sheets only set colours and distances."""
    own = {name: (value, False)}
    if name in ("display", "flex-direction", "direction", "unicode-bidi", "position", "order"):
        return value not in ("block", "static", "relative", "inherit", "initial", "normal", "ltr", "embed")
    if name in ("color", "background-color"):
        return is_white(value) or _DARK.fullmatch(value) is not None or "(" in value
    if name == "font-size":
        return True
    return hides(name, value) or is_marked(own) or is_reordered(own) or name in _WITH_OTHERS


_WITH_OTHERS = {"overflow", "width", "height", "max-width", "max-height", "line-height", "visibility"}


def is_in_symbols(family: str) -> bool:
    """Whether a face of print shows signs in place of digits."""
    return _SYMBOLS.search(family) is not None


def _said(own: Mapping[str, tuple[str, bool]], name: str) -> str:
    found = own.get(name)
    return "" if found is None else found[0]

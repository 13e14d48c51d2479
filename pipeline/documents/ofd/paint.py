"""How an OFD object is painted: visible or not, white or not, by its colours and the drawing parameters it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.documents.ofd.package import Element, attribute, child

_DEEPEST_CHAIN = 8
_FAINTEST = 8
"""Of 255: what is more transparent than this cannot be seen."""
_SOLID = 250
"""Of 255: what is less transparent than this hides what is below."""
_WHITEST = 250
_PALEST = 215
"""Grey level (of 255) from which print on white paper is as good as unseen."""


@dataclass(frozen=True, slots=True)
class Paint:
    """What an object leaves on the page.

    Attributes:
        fill: whether its inside shows; ``stroke`` likewise its outline.
        white: whether all that shows is white.
        solid: whether nothing below its inside shows through.
        grey: how light it is on white paper, from 0 to 255.
    """

    fill: bool
    stroke: bool
    white: bool
    solid: bool
    grey: float = 0.0

    @property
    def pale(self) -> bool:
        """Whether its print is not seen on white paper."""
        return self.white or self.grey > _PALEST

    @property
    def shows(self) -> bool:
        """Whether anything is painted."""
        return self.fill or self.stroke


def paint(
    item: Element, params: Mapping[str, Element], outer: Sequence[str | None], *, fill: bool, stroke: bool
) -> Paint:
    """How an object is painted.

    Args:
        item: a text, path or image object.
        params: drawing parameters by ID.
        outer: IDs of the drawing parameters of what is around it, innermost first.
        fill: whether it is filled where it does not say so.
        stroke: whether its outline is drawn where it does not say so.
    """
    sources = [item, *_chain(params, [attribute(item, "DrawParam"), *outer])]
    colours = []
    seen = {}
    solid = not _is_below(item, _SOLID)
    for kind, name, default in (("Fill", "FillColor", fill), ("Stroke", "StrokeColor", stroke)):
        on = _is_true(attribute(item, kind), default)
        colour = next((c for s in sources if (c := child(s, name)) is not None), None) if on else None
        seen[kind] = on and not _is_faint(colour)
        if seen[kind]:
            colours.append(colour)
        if kind == "Fill":
            solid = solid and on and (colour is None or (not _is_below(colour, _SOLID) and len(colour) == 0))
    faint = not _is_true(attribute(item, "Visible"), True) or _is_faint(item)
    if faint:
        seen = {"Fill": False, "Stroke": False}
    white = bool(colours) and all(_is_white(c) for c in colours)
    grey = min((255 - (255 - _lightness(c)) * _opacity(c) * _opacity(item) for c in colours), default=0.0)
    return Paint(seen["Fill"], seen["Stroke"], white, solid and seen["Fill"], grey)


def _chain(params: Mapping[str, Element], names: Sequence[str | None]) -> list[Element]:
    """Drawing parameters and those they are based on, in the order in which they are asked."""
    found: list[Element] = []
    for name in names:
        for _ in range(_DEEPEST_CHAIN):
            param = params.get((name or "").strip())
            if param is None:
                break
            found.append(param)
            name = attribute(param, "Relative")
    return found


def _is_true(text: str | None, default: bool) -> bool:
    return default if not (text or "").strip() else (text or "").strip().lower() not in ("false", "0")


def _is_faint(element: Element | None) -> bool:
    """Whether an object or a colour is as good as transparent."""
    return element is not None and _is_below(element, _FAINTEST)


def _is_below(element: Element, opacity: int) -> bool:
    return 255 * _opacity(element) < opacity


def _opacity(element: Element | None) -> float:
    """From 0 to 1; what does not say it hides all."""
    text = None if element is None else attribute(element, "Alpha")
    try:
        return 1.0 if text is None else min(max(float(text) / 255, 0.0), 1.0)
    except ValueError:
        return 1.0


def _parts(colour: Element | None) -> list[float]:
    """A colour's parts, one in gray, three in RGB, four in CMYK; none of a pattern and of what says none."""
    values = [] if colour is None else (attribute(colour, "Value") or "").replace(",", " ").split()
    try:
        return [float(int(v[1:], 16)) if v.startswith("#") else float(v) for v in values]
    except ValueError:
        return []


def _is_white(colour: Element | None) -> bool:
    """Whether a colour is white: 255 in gray or RGB, no ink in CMYK. None is black, patterns are never white."""
    parts = _parts(colour)
    if len(parts) == 4:
        return max(parts) <= 255 - _WHITEST
    return len(parts) in (1, 3) and min(parts) >= _WHITEST


def _lightness(colour: Element | None) -> float:
    """How light a colour is, from 0 to 255; what tells none is black."""
    parts = _parts(colour)
    if len(parts) == 4:
        return max(0.0, 255 - sum(parts[:3]) / 3 - parts[3])
    return sum(parts) / len(parts) if parts else 0.0

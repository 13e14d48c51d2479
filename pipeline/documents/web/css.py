"""Style sheets as lists of rules: which elements a rule means, what it declares, and whether it holds for certain.

What is asked is only what a reader at a desk sees: rules for print, telephones and the mouse's place are left out. A
rule under a condition that cannot be told from the page alone, or in a layer, is given as unsure.
"""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import unquote_to_bytes

import tinycss2

Declarations = Mapping[str, tuple[str, bool]]
"""Value and importance by the property's name, both in small letters."""

_Nodes = list[Any]
"""Pieces of a parsed style sheet (``tinycss2.ast``)."""

_SIZE = r"(?:\d+\.?\d*|\.\d+)(?:[a-z]+|%)?"
_FONT_SIZE = re.compile(rf"(?<![\w.#-])({_SIZE}|(?:xx?-)?(?:small|large)|smaller|larger|medium)(?:\s*/|\s)", re.I)
_DISPLAYS = re.compile(
    r"(?:none|contents|block|inline|flow-root|list-item|(?:inline-)?(?:block|flex|grid|table|box)|table-[a-z-]+|ruby.*"
    r"|inherit|initial|unset|revert(?:-layer)?|-\w+-.+|var\(.*|(?:inline|block) .+|run-in)"
)
_WIDE = range(1000, 1921, 40)
"""Widths of windows at a desk, in CSS pixels."""
_LENGTHS = {"px": 1.0, "em": 16.0, "rem": 16.0, "pt": 4 / 3, "cm": 37.8, "mm": 3.78, "in": 96.0}
_FEATURE = re.compile(r"\(\s*(min|max)-(?:device-)?width\s*:\s*(\d+\.?\d*|\.\d+)\s*([a-z]+)\s*\)", re.I)
_ELSEWHERE = re.compile(
    r"\(\s*(?:prefers-[\w-]+|forced-colors|(?:-ms-)?high-contrast|-ms-[\w-]+|inverted-colors|update|scripting"
    r"|orientation\s*:\s*portrait|hover\s*:\s*none|pointer\s*:\s*coarse|any-hover\s*:\s*none)[^()]*\)",
    re.I,
)
_NOT_TEXT = {"keyframes", "page", "font-feature-values", "counter-style", "property", "starting-style"}
_NOT_TEXT |= {"-webkit-keyframes", "-moz-keyframes", "-o-keyframes", "-moz-document", "viewport", "-ms-viewport"}
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class CssRule:
    """One selector with its declarations.

    Attributes:
        selector: of an element, without a pseudo-element.
        beside: all selectors of the rule: one that is none makes the whole rule void.
        pseudo: the pseudo-element meant, such as ``before``; empty for the element itself, or :data:`FACE`.
        declarations: what it declares.
        sure: whether it holds for certain; not where that hangs on more than the page says.
    """

    selector: str
    beside: tuple[str, ...]
    pseudo: str
    declarations: Declarations
    sure: bool


FACE = "font-face"
"""What stands for the pseudo-element of a rule that brings a face of print."""
_PLAIN = {"ident", "literal", "whitespace"}
_WORD = re.compile(r"-?[a-z_][\w-]*|[^\w\\-]+", re.A | re.I)
"""A piece that is written as it is, which most are."""
_PSEUDO = re.compile(r"(?:::|:(?=before|after|first-l))([a-z-]+)(?:\([^()]*\))?\s*$", re.I)


@lru_cache(maxsize=8)
def rules(sheet: str) -> tuple[CssRule, ...]:
    """The rules of a style sheet that may hold for a reader at a desk, in their order.

    Pages of one site share their sheets, and are read several times.
    """
    return tuple(_rules(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True), _Around()))


def sheet_in(address: str) -> str | None:
    """The style sheet that a ``data:`` address holds; None for any other address."""
    head, comma, body = address.strip().partition(",")
    if not comma or not head.lower().startswith("data:text/css"):
        return None
    data = unquote_to_bytes(body)
    if head.lower().endswith(";base64"):
        try:
            data = b64decode(data + b"==")
        except NotBase64:
            return None
    return data.decode("utf-8", errors="replace")


@dataclass(frozen=True, slots=True)
class _Around:
    """What holds for the rules of a block: the selector around them, whether they hold, how deep it is."""

    outer: str = ""
    sure: bool = True
    depth: int = 0


def _rules(nodes: _Nodes, around: _Around) -> Iterator[CssRule]:
    for node in nodes if around.depth <= _DEEPEST else ():
        if node.type == "qualified-rule":
            yield from _style_rule(_selectors(node.prelude), node.content, around)
        elif node.type == "at-rule" and node.content is not None:
            yield from _block(node, around)


def _written(nodes: _Nodes) -> str:
    """The text of pieces. What parts two pieces that a comment parted is not wanted: comments are left out."""
    plain = [node.value for node in nodes if node.type in _PLAIN and _WORD.fullmatch(node.value)]
    text = "".join(plain) if len(plain) == len(nodes) else str(tinycss2.serialize(nodes)).replace("/**/", "")
    return text.strip()


def _selectors(prelude: _Nodes) -> list[str]:
    """The selectors of a list between its commas."""
    parts: list[_Nodes] = [[]]
    for node in prelude:
        if node == ",":
            parts.append([])
        else:
            parts[-1].append(node)
    return [_written(part) for part in parts]


def _style_rule(selectors: list[str], body: _Nodes, around: _Around) -> Iterator[CssRule]:
    contents = tinycss2.parse_blocks_contents(body, skip_comments=True, skip_whitespace=True)
    own = _declared(contents)
    beside = tuple(_nested(selector, around.outer) for selector in selectors)
    for full in beside if all(selectors) else ():  # one that is none makes the rule void
        match = _PSEUDO.search(full)
        if own:
            selector, pseudo = (full[: match.start()], match[1].lower()) if match else (full, "")
            yield CssRule(selector, beside, pseudo, own, around.sure)
        yield from _rules(contents, replace(around, outer=full, depth=around.depth + 1))


def _block(node: Any, around: _Around) -> Iterator[CssRule]:
    """The rules in the block of an at-rule."""
    name, condition = node.lower_at_keyword, _written(node.prelude)
    if name == FACE:
        contents = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
        yield CssRule("", (), FACE, _declared(contents), around.sure)
        return
    held = _holds(name, condition)
    if held is False:
        return
    inner = replace(around, sure=around.sure and held is not None, depth=around.depth + 1)
    if around.outer:
        yield from _style_rule([around.outer], node.content, replace(inner, outer=""))
    else:
        yield from _rules(tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True), inner)


def _nested(selector: str, outer: str) -> str:
    if not outer:
        return selector.strip()
    return selector.replace("&", f":is({outer})") if "&" in selector else f":is({outer}) {selector.strip()}"


def _holds(name: str, condition: str) -> bool | None:
    """Whether what stands under an at-rule holds; None if that cannot be told."""
    if name in _NOT_TEXT:
        return False
    if name == "media":
        told = [_media(query) for query in condition.split(",")]
        return True if any(told) else None if None in told else False
    if name == "supports":
        return not re.match(r"\s*not\b", condition)
    return None


def media_holds(query: str) -> bool | None:
    """Whether a list of media queries holds at a desk; None if that cannot be told."""
    return _holds("media", query) if query.strip() else True


def _media(query: str) -> bool | None:
    """Whether one media query holds at every width of a window at a desk, at none, or at some."""
    query = query.strip().lower()
    negated = query.startswith("not ")
    kind = re.match(r"(?:not |only )?([a-z-]+|\()", query)
    if kind is None:
        return False  # it is none, as those that only some browser's faults make one
    if kind[1] not in ("all", "screen", "and", "not", "only", "("):
        return negated
    if _ELSEWHERE.search(query):
        return False
    features = [(m[1].lower(), float(m[2]) * _LENGTHS.get(m[3].lower(), 1.0)) for m in _FEATURE.finditer(query)]
    if query.count("(") != len(features) or " or " in query:
        return None
    fits = [all(w >= size if end == "min" else w <= size for end, size in features) for w in _WIDE]
    held = True if all(fits) else None if any(fits) else False
    return held if not negated or held is None else not held


@lru_cache(maxsize=2**15)
def declarations(text: str) -> Declarations:
    """The declarations of an element's own style; of two for one property the one that holds."""
    return _declared(tinycss2.parse_blocks_contents(text, skip_comments=True, skip_whitespace=True) if text else [])


def _declared(contents: _Nodes) -> Declarations:
    found: dict[str, tuple[str, bool]] = {}
    for node in contents:
        if node.type != "declaration":
            continue
        name, value, important = node.lower_name, _written(node.value).lower(), bool(node.important)
        if not value or (name == "display" and not _DISPLAYS.fullmatch(value)):
            continue
        for one, said in ((name, value), *_long_forms(name, value)):
            if important or not found.get(one, ("", False))[1]:
                found[one] = (said, important)
    return found


def _long_forms(name: str, value: str) -> Iterator[tuple[str, str]]:
    """What a shorthand says of the properties that are asked for."""
    if name == "font":
        size = _FONT_SIZE.search(f"{value} ")
        if size is not None:
            yield "font-size", size[1]
            yield "font-family", value[size.end() :].rpartition("/")[2]
    elif name == "background":
        colour = re.search(r"#[0-9a-f]{3,8}\b|rgba?\([^)]*\)|(?<![\w(/-])[a-z]+(?![\w(-])", value)
        if colour is not None:
            yield "background-color", colour[0]
        if "url(" in value or "gradient(" in value:
            yield "background-image", "drawn"
    elif name in ("overflow-x", "overflow-y"):
        yield "overflow", value
    elif name == "flex-flow":
        yield "flex-direction", value
    elif name in ("margin", "padding"):
        sides = value.split()
        yield f"{name}-left", sides[3 if len(sides) > 3 else 1 if len(sides) > 1 else 0]
        yield f"{name}-right", sides[1 if len(sides) > 1 else 0]
    elif name == "text-decoration-line":
        yield "text-decoration", value
    elif name in ("inset", "inset-inline", "inset-block"):
        yield from zip(("top", "right"), (value.split() * 2)[:2], strict=False)
    elif name in _LOGICAL:
        yield _LOGICAL[name], value


_LOGICAL = {
    "inset-inline-start": "left", "inset-inline-end": "right", "inset-block-start": "top", "inset-block-end": "bottom",
    "margin-inline-start": "margin-left", "margin-inline-end": "margin-right",
}  # fmt: skip
"""Properties that go by the direction of writing, which is from left to right and down."""

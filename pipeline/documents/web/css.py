"""Style sheets as lists of rules: which elements a rule means, what it declares, and whether it holds for certain.

What is asked is only what a reader at a desk sees: rules for print, telephones and the mouse's place are left out. A
rule under a condition that cannot be told from the page alone is given as unsure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

Declarations = Mapping[str, tuple[str, bool]]
"""Value and importance by the property's name, both in small letters."""

_COMMENT = re.compile(r"/\*.*?(?:\*/|$)|<!--|-->", re.S)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.S)
_TOKEN = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|\\.|[{};()\[\],:]", re.S)
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_SIZE = r"(?:\d+\.?\d*|\.\d+)(?:[a-z]+|%)?"
_FONT_SIZE = re.compile(rf"(?<![\w.#-])({_SIZE}|(?:xx?-)?(?:small|large)|smaller|larger|medium)(?:\s*/|\s)", re.I)
_DISPLAYS = re.compile(
    r"(?:none|contents|block|inline|flow-root|list-item|(?:inline-)?(?:block|flex|grid|table|box)|table-[a-z-]+|ruby.*"
    r"|inherit|initial|unset|revert|-\w+-.+|var\(.*|(?:inline|block) .+|run-in)"
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
_NOT_TEXT = {"font-face", "keyframes", "page", "font-feature-values", "counter-style", "property", "starting-style"}
_NOT_TEXT |= {"-webkit-keyframes", "-moz-keyframes", "-o-keyframes", "-moz-document", "viewport", "-ms-viewport"}
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class CssRule:
    """One selector with its declarations.

    Attributes:
        selector: of an element, without a pseudo-element.
        pseudo: the pseudo-element meant, such as ``before``; empty for the element itself.
        declarations: what it declares.
        sure: whether it holds for certain; None where that hangs on more than the page says.
        layered: whether it stands in a layer, which is weaker than any rule that does not.
    """

    selector: str
    pseudo: str
    declarations: Declarations
    sure: bool
    layered: bool


_PSEUDO = re.compile(r"(?:::|:(?=before|after|first-l))([a-z-]+)(?:\([^()]*\))?\s*$", re.I)


def rules(sheet: str) -> Iterator[CssRule]:
    """The rules of a style sheet that may hold for a reader at a desk, in their order."""
    yield from _rules(_COMMENT.sub(" ", sheet), "", True, False, 0)


def _rules(text: str, outer: str, sure: bool, layered: bool, depth: int) -> Iterator[CssRule]:
    for prelude, body in _blocks(text) if depth <= _DEEPEST else ():
        if not prelude.startswith("@"):
            own = declarations(_outside_blocks(body))
            for selector in _listed(prelude, ","):
                full = _nested(selector, outer)
                match = _PSEUDO.search(full)
                pseudo = match[1].lower() if match else ""
                if own:
                    yield CssRule(full[: match.start()] if match else full, pseudo, own, sure, layered)
                if "{" in body:
                    yield from _rules(body, full, sure, layered, depth + 1)
            continue
        name, _, condition = prelude[1:].partition(" ")
        name, bracket, rest = name.partition("(")
        held = _holds(name.lower(), bracket + rest + " " + condition)
        if held is not False:
            whole = f"{outer}{{{_outside_blocks(body)}}}{body}" if outer else body
            yield from _rules(
                whole, "" if outer else outer, sure and bool(held), layered or name.lower() == "layer", depth + 1
            )


def _nested(selector: str, outer: str) -> str:
    if not outer:
        return selector.strip()
    return selector.replace("&", f":is({outer})") if "&" in selector else f":is({outer}) {selector.strip()}"


def _holds(name: str, condition: str) -> bool | None:
    """Whether what stands under an at-rule holds; None if that cannot be told."""
    if name in _NOT_TEXT:
        return False
    if name == "media":
        told = [_media(query) for query in _listed(condition, ",")]
        return True if any(told) else None if None in told else False
    if name == "supports":
        return not re.match(r"\s*not\b", condition)
    return True if name == "layer" else None


def media_holds(query: str) -> bool | None:
    """Whether a list of media queries holds at a desk; None if that cannot be told."""
    return _holds("media", query) if query.strip() else True


def _media(query: str) -> bool | None:
    """Whether one media query holds at every width of a window at a desk, at none, or at some."""
    query = query.strip().lower()
    negated = query.startswith("not ")
    kind = re.match(r"(?:not |only )?([a-z-]+)", query)
    if kind is not None and kind[1] not in ("all", "screen", "and", "not", "only"):
        return negated
    if _ELSEWHERE.search(query):
        return False
    features = [(m[1].lower(), float(m[2]) * _LENGTHS.get(m[3].lower(), 1.0)) for m in _FEATURE.finditer(query)]
    if query.count("(") != len(features) or " or " in query:
        return None
    fits = [all(w >= size if end == "min" else w <= size for end, size in features) for w in _WIDE]
    held = True if all(fits) else None if any(fits) else False
    return held if not negated or held is None else not held


def _listed(text: str, sign: str) -> list[str]:
    """A text's parts at a sign that stands in no bracket and no string."""
    parts, start = [], 0
    open_brackets: list[str] = []
    for token in _TOKEN.finditer(text):
        mark = token[0]
        if mark in _CLOSING:
            open_brackets.append(_CLOSING[mark])
        elif open_brackets and mark == open_brackets[-1]:
            open_brackets.pop()
        elif mark == sign and not open_brackets:
            parts.append(text[start : token.start()])
            start = token.end()
    return [*parts, text[start:]]


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """What stands before each pair of braces of the outermost level, and in it."""
    start, depth, opened = 0, 0, 0
    for token in _TOKEN.finditer(text):
        if token[0] == "{":
            if depth == 0:
                opened = token.end()
            depth += 1
        elif token[0] == "}" and depth:
            depth -= 1
            if depth == 0:
                yield text[start : opened - 1].strip(), text[opened : token.start()]
                start = token.end()
        elif token[0] in ";}" and depth == 0:
            start = token.end()  # a statement without a block, such as @import
    if depth:
        yield text[start : opened - 1].strip(), text[opened:]  # the sheet's end closes what is open


def _outside_blocks(body: str) -> str:
    """The declarations of a rule without the rules in it."""
    if "{" not in body:
        return body
    kept, depth, start = [], 0, 0
    for token in _TOKEN.finditer(body):
        if token[0] == "{":
            if depth == 0:
                kept.append(body[start : body.rfind(";", start, token.start()) + 1] if ";" in body else "")
            depth += 1
        elif token[0] == "}" and depth:
            depth -= 1
            start = token.end()
    return "".join(kept) + (body[start:] if depth == 0 else "")


@lru_cache(maxsize=4096)
def declarations(text: str) -> Declarations:
    """The declarations of a rule or of an element's own style; of two for one property the one that holds."""
    found: dict[str, tuple[str, bool]] = {}
    for part in _listed(_COMMENT.sub(" ", text), ";") if ":" in text else ():
        name, _, value = part.partition(":")
        name, value = _unescaped(name).strip().lower(), _unescaped(value).strip().lower()
        value, important = re.subn(r"\s*!\s*important$", "", value)
        if not name or not value or (name == "display" and not _DISPLAYS.fullmatch(value)):
            continue
        for one, said in ((name, value), *_long_forms(name, value)):
            if important or not found.get(one, ("", False))[1]:
                found[one] = (said, bool(important))
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
    elif name in ("overflow-x", "overflow-y"):
        yield "overflow", value
    elif name == "flex-flow":
        yield "flex-direction", value
    elif name == "margin":
        sides = value.split()
        yield "margin-left", sides[3 if len(sides) > 3 else 1 if len(sides) > 1 else 0]
        yield "margin-right", sides[1 if len(sides) > 1 else 0]
    elif name == "text-decoration-line":
        yield "text-decoration", value


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda m: chr(min(int(m[1], 16), 0x10FFFF)) if m[1] else m[2], text)

"""What a web page's own style sheet hides inside its tables: another number beside the one that a cell shows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.S)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMPOUND = re.compile(r"(\*|[a-z][\w-]*)?((?:[.#][\w-]+)*)", re.I)
_SHOWS = re.compile(r"(?:^|[;\s])(display|visibility)\s*:\s*([\w-]+)", re.I)
_HIDING = {"none", "hidden", "collapse"}

_Part = tuple[str, frozenset[str], str]
"""A compound selector: the element's name (empty for any), its classes, its id."""


def mark_hidden(root: etree._Element) -> None:
    """Give the attribute ``hidden`` to rows, cells, and what is inside of cells, where the style sheet hides them.

    Whole tables, and what holds one, are left as they are: a script may show what the sheet hides at first, and a table
    that is printed twice is judged by its numbers.
    """
    rules = [(n, *rule) for n, rule in enumerate(_rules(root))]
    for element in root.iter() if any(shows in _HIDING for _, _, _, shows in rules) else ():
        if not isinstance(element.tag, str) or not _is_inside(element):
            continue
        told: dict[str, tuple[tuple[int, int, int, int], str]] = {}
        for order, parts, name, shows in rules:
            if _matches(element, parts):
                weight = (*_weight(parts), order)
                told[name] = max(told.get(name, (weight, shows)), (weight, shows))
        own = dict(_SHOWS.findall(element.get("style") or ""))
        if any(shows in _HIDING and name not in own for name, (_, shows) in told.items()):
            element.set("hidden", "hidden")


def _is_inside(element: etree._Element) -> bool:
    inside = element.tag in ("tr", "td", "th") or next(element.iterancestors("td", "th"), None) is not None
    return inside and next(element.iter("table"), None) is None


def _rules(root: etree._Element) -> Iterator[tuple[tuple[_Part, ...], str, str]]:
    """The rules that say whether something is shown: selector, property, value; those for some devices left out."""
    for sheet in root.iter("style"):
        if not re.fullmatch(r"\s*(?:all|screen)?\s*", sheet.get("media") or "", re.I):
            continue
        for selectors, declarations in _RULE.findall(_everywhere(_COMMENT.sub(" ", sheet.text or ""))):
            shown = [(name.lower(), value.lower()) for name, value in _SHOWS.findall(declarations)]
            for selector in selectors.split(",") if shown else ():
                parts = _parts(selector)
                if parts:
                    yield from ((parts, name, value) for name, value in shown)


def _everywhere(sheet: str) -> str:
    """A style sheet without what it says for some devices only (``@media`` and the like, braces and all)."""
    kept, depth, start = [], 0, 0
    special = False
    for match in re.finditer(r"[{}]|@[\w-]+", sheet):
        sign = match[0]
        if sign.startswith("@") and depth == 0 and not special:
            kept.append(sheet[start : match.start()])
            special = True
        elif sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
            if special and depth == 0:
                special, start = False, match.end()
        if special and sign.startswith("@"):
            # A statement without a block ends with its semicolon.
            end = re.compile(r"[;{]").search(sheet, match.end())
            if end is not None and end[0] == ";":
                special, start = False, end.end()
    return "".join(kept) + ("" if special else sheet[start:])


def _parts(selector: str) -> tuple[_Part, ...]:
    """A selector's compounds from the outermost; none where it says more than names, classes and ids."""
    parts = []
    for text in selector.split():
        match = _COMPOUND.fullmatch(text)
        if match is None:
            return ()
        marks = re.findall(r"[.#][\w-]+", match[2])
        ids = [m[1:] for m in marks if m.startswith("#")]
        classes = frozenset(m[1:] for m in marks if m.startswith("."))
        parts.append(((match[1] or "*").lower().replace("*", ""), classes, ids[0] if ids else ""))
    return tuple(parts)


def _weight(parts: tuple[_Part, ...]) -> tuple[int, int, int]:
    return sum(bool(p[2]) for p in parts), sum(len(p[1]) for p in parts), sum(bool(p[0]) for p in parts)


def _matches(element: etree._Element, parts: tuple[_Part, ...]) -> bool:
    *outer, last = parts
    if not _is(element, last):
        return False
    for ancestor in element.iterancestors():
        if outer and isinstance(ancestor.tag, str) and _is(ancestor, outer[-1]):
            outer.pop()
    return not outer


def _is(element: etree._Element, part: _Part) -> bool:
    name, classes, own = part
    return (
        name in ("", element.tag)
        and classes <= set((element.get("class") or "").split())
        and own in ("", element.get("id"))
    )

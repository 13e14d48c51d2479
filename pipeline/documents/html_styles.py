"""What a web page's own style sheet hides inside its tables: another number beside the one that a cell shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.S)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMPOUND = re.compile(r"(\*|[a-z][\w-]*)?((?:[.#][\w-]+|\[[^\[\]]+\])*)", re.I)
_ATTRIBUTE = re.compile(r"\[\s*([\w-]+)\s*(?:([~|^$*]?)=\s*[\"']?(.*?)[\"']?\s*)?\]")
_DECLARATION = re.compile(r"(?:^|;)\s*([\w-]+)\s*:\s*([^;!]+)(!\s*important)?", re.I)
_OF_ROWS = {"display", "visibility"}
"""All that is asked of rows and cells: a cell with small or white print may set that of what is in it anew."""
_OF_TEXT = _OF_ROWS | {
    *(
        "opacity",
        "font-size",
        "color",
        "left",
        "right",
        "top",
        "text-indent",
        "text-decoration",
        "text-decoration-line",
    ),
    *("vertical-align", "clip", "clip-path", "width", "max-width", "height", "max-height", "overflow", "transform"),
}
"""What tells whether a text inside a cell is seen, and whether it is part of the number beside it."""

_Weight = tuple[bool, bool, int, int, int, int]
"""Important, an element's own, ids, classes, names, place: the greatest tells."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A compound selector: element's name (empty for any), classes, ids, attributes; ``child`` of the one before."""

    name: str
    classes: frozenset[str]
    ids: tuple[str, ...]
    attributes: tuple[tuple[str, str, str | None], ...]
    child: bool


@dataclass(frozen=True, slots=True)
class _Rule:
    parts: tuple[_Part, ...]
    name: str
    value: str
    weight: _Weight


def settle_styles(root: etree._Element) -> None:
    """Give rows, cells, and what is inside of cells, what the style sheet says of their visibility as their own style.

    Whole tables, and what holds one, are left as they are: a script may show what the sheet hides at first, and a table
    that is printed twice is judged by its numbers.
    """
    rules: dict[str, list[_Rule]] = {}
    for rule in _rules(root):
        rules.setdefault(_key(rule.parts[-1]), []).append(rule)
    for element in root.iter() if rules else ():
        if not isinstance(element.tag, str) or not _is_inside(element):
            continue
        asked = _OF_ROWS if element.tag in ("tr", "td", "th") else _OF_TEXT
        told: dict[str, tuple[_Weight, str]] = {}
        for rule in (r for key in _keys(element) for r in rules.get(key, ())):
            if rule.name in asked and _matches(element, rule.parts):
                told[rule.name] = max(told.get(rule.name, (rule.weight, rule.value)), (rule.weight, rule.value))
        if told:
            for order, (name, value, important) in enumerate(_DECLARATION.findall(element.get("style") or "")):
                own = ((bool(important), True, 0, 0, 0, order), value.strip())
                told[name.lower()] = max(told.get(name.lower(), own), own)
            element.set("style", "; ".join(f"{name}: {value}" for name, (_, value) in told.items()))


def _is_inside(element: etree._Element) -> bool:
    inside = element.tag in ("tr", "td", "th") or next(element.iterancestors("td", "th"), None) is not None
    return inside and next(element.iter("table"), None) is None


def _rules(root: etree._Element) -> Iterator[_Rule]:
    """What the sheets say of all screens; rules for some devices and selectors that are not understood left out."""
    order = 0
    for sheet in root.iter("style"):
        if not re.fullmatch(r"\s*(?:all|screen)?\s*", sheet.get("media") or "", re.I):
            continue
        for selectors, declarations in _RULE.findall(_everywhere(_COMMENT.sub(" ", sheet.text or ""))):
            said = [
                (n.lower(), v.strip(), i) for n, v, i in _DECLARATION.findall(declarations) if n.lower() in _OF_TEXT
            ]
            for parts in map(_parts, selectors.split(",") if said else ()):
                for name, value, important in said if parts else ():
                    order += 1
                    yield _Rule(parts, name, value, (bool(important), False, *_weight(parts), order))


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
    """A selector's compounds from the outermost; none where it says more than names, classes, ids and attributes."""
    parts: list[_Part] = []
    child = False
    for text in re.sub(r"\s*>\s*", " > ", selector).split():
        if text == ">":
            child = True
            continue
        match = _COMPOUND.fullmatch(text)
        attributes = tuple(map(_ATTRIBUTE.fullmatch, re.findall(r"\[[^\[\]]+\]", text)))
        if match is None or None in attributes:
            return ()
        marks = re.findall(r"[.#][\w-]+", re.sub(r"\[[^\[\]]+\]", "", match[2]))
        parts.append(
            _Part(
                (match[1] or "*").lower().replace("*", ""),
                frozenset(m[1:] for m in marks if m.startswith(".")),
                tuple(m[1:] for m in marks if m.startswith("#")),
                tuple((a[1].lower(), a[2] or "", a[3]) for a in attributes if a is not None),
                child,
            )
        )
        child = False
    return tuple(parts)


def _key(part: _Part) -> str:
    """Under what a selector is looked up by the elements that it may mean: a page has thousands of both."""
    return f"#{part.ids[0]}" if part.ids else f".{min(part.classes)}" if part.classes else part.name


def _keys(element: etree._Element) -> set[str]:
    classes = (f".{name}" for name in (element.get("class") or "").split())
    return {"", str(element.tag), f"#{element.get('id')}", *classes}


def _weight(parts: tuple[_Part, ...]) -> tuple[int, int, int]:
    return (
        sum(len(p.ids) for p in parts),
        sum(len(p.classes) + len(p.attributes) for p in parts),
        sum(bool(p.name) for p in parts),
    )


def _matches(element: etree._Element, parts: tuple[_Part, ...]) -> bool:
    chain = [element, *element.iterancestors()]
    places = [0] if _is(element, parts[-1]) else []
    for below, part in pairwise(reversed(parts)):
        # All stand on one line upwards, so the lowest place has all the others' ancestors.
        above = [n + 1 for n in places] if below.child else range(places[0] + 1 if places else len(chain), len(chain))
        places = [n for n in above if n < len(chain) and _is(chain[n], part)]
    return bool(places)


def _is(element: etree._Element, part: _Part) -> bool:
    return (
        part.name in ("", element.tag)
        and part.classes <= set((element.get("class") or "").split())
        and all(own == element.get("id") for own in part.ids)
        and all(_has(element.get(name), sign, wanted) for name, sign, wanted in part.attributes)
    )


def _has(value: str | None, sign: str, wanted: str | None) -> bool:
    """Whether an attribute is there, and says what a selector asks for."""
    if value is None or wanted is None:
        return value is not None
    if sign in ("^", "$", "*") and not wanted:
        return False
    return {
        "": value == wanted,
        "~": wanted in value.split(),
        "|": value == wanted or value.startswith(f"{wanted}-"),
        "^": value.startswith(wanted),
        "$": value.endswith(wanted),
        "*": wanted in value,
    }[sign]

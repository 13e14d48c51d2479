"""Which elements of a web page a selector of its style sheets means.

A page has thousands of both. So a selector is only asked of the elements that have its last id, class or name, and not
at all where it names an id, class or name that the page has not. Those of names, ids and classes alone are matched
here, each row's and table's part once for all cells in it; all others by soupsieve.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import soupsieve
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from lxml import etree

_COMPOUND = re.compile(r"(?:[^\s>+~]+)\s*$")
_MARK = re.compile(r"#([\w-]+)|\.([\w-]+)|^([a-z][\w-]*)", re.I)
_NAMED = re.compile(r"#([\w-]+)|\.([\w-]+)|(?<![\w.#:\\-])([a-z][\w-]*)", re.I)
_INNER = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_PLAIN = re.compile(
    r"(?:[\w-]+|\*)?(?:[.#][\w-]+)*(?:(?:\s*>\s*|\s+)(?:(?:[\w-]+|\*)(?:[.#][\w-]+)*|(?:[.#][\w-]+)+))*"
)
_UNKNOWN = re.compile(r"(?<!:):(?!nth|first|last|only|not|is|where|has|root|empty|hover|focus|active)[a-z-]+", re.I)
_DEEPEST = 40
_STEP = re.compile(r"\s*(>)\s*|\s+")
_PSEUDO_ELEMENT = re.compile(
    r"::?(?:before|after|first-l\w+|marker|placeholder|selection|backdrop|-webkit-[\w-]+)\s*$", re.I
)


@dataclass(frozen=True, slots=True)
class _Compound:
    """A part of a plain selector: what one element must have, and whether the part before means its parent alone."""

    name: str
    ident: str
    classes: frozenset[str]
    of_parent: bool


@dataclass(frozen=True, slots=True)
class _Marks:
    """What a plain selector asks of an element."""

    name: str
    ident: str
    classes: frozenset[str]


class Elements:
    """The elements of one page, and those among them that are asked about.

    Args:
        root: the page.
        asked: the elements that selectors are asked of.
        quirks: whether the page is shown as old ones are: then capital letters make no other class or id.
    """

    def __init__(self, root: etree._Element, asked: list[etree._Element], *, quirks: bool) -> None:
        self._root = root
        self._quirks = quirks
        self._marks = {e: self._marks_of(e) for e in root.iter() if isinstance(e.tag, str)}
        self.count = len(self._marks)
        self._present = {key for marks in self._marks.values() for key in _keys(marks)}
        self._asked: dict[str, list[etree._Element]] = {}
        for element in asked:
            for key in _keys(self._marks[element]):
                self._asked.setdefault(key, []).append(element)
        self._shadow: dict[etree._Element, Tag] = {}

    def perhaps_meant(self, selector: str) -> list[etree._Element]:
        """The asked elements that a selector may mean: all those that its last part leaves open."""
        bare = _bare(self._cased(selector))
        if "\\" not in bare and any(key not in self._present for key in _named(bare)):
            return []
        return self._asked.get(_key(bare), [])

    def meant(self, selector: str) -> Iterator[etree._Element]:
        """The asked elements that a selector means.

        Raises:
            ValueError: it is none that is known (:func:`is_known`).
        """
        plain = _plain(self._cased(selector))
        matcher = None if plain else soupsieve.compile(selector)
        if matcher is not None and not self._shadow:
            self._shadow = self._twins()
        above: dict[tuple[etree._Element, int], bool] = {}
        for element in self.perhaps_meant(selector):
            if self._is_plainly(element, plain, above) if matcher is None else matcher.match(self._shadow[element]):
                yield element

    def _cased(self, selector: str) -> str:
        return selector.lower() if self._quirks else selector

    def _marks_of(self, element: etree._Element) -> _Marks:
        ident, classes = element.get("id") or "", element.get("class") or ""
        if self._quirks:
            ident, classes = ident.lower(), classes.lower()
        return _Marks(str(element.tag), ident, frozenset(classes.split()))

    def _is_plainly(
        self, element: etree._Element, parts: tuple[_Compound, ...], above: dict[tuple[etree._Element, int], bool]
    ) -> bool:
        """Whether a plain selector means an element; ``above`` keeps what was found out of those around it."""
        if not self._has(element, parts[-1]):
            return False
        parent = element.getparent()
        if len(parts) == 1 or parent is None:
            return len(parts) == 1
        if parts[-1].of_parent:
            return self._is_plainly(parent, parts[:-1], above)
        passed: list[tuple[etree._Element, int]] = []
        found = False
        while parent is not None and not found:
            key = (parent, len(parts))
            if key in above:
                found = above[key]
                break
            passed.append(key)
            found = self._is_plainly(parent, parts[:-1], above)
            parent = parent.getparent()
        above.update(dict.fromkeys(passed, found))
        return found

    def _has(self, element: etree._Element, part: _Compound) -> bool:
        marks = self._marks[element]
        same_name = part.name in ("", "*", marks.name)
        return same_name and part.ident in ("", marks.ident) and part.classes <= marks.classes

    def _twins(self) -> dict[etree._Element, Tag]:
        """The same tree in the form that the selectors' library takes, each element's twin by the element."""
        soup = BeautifulSoup("", "html.parser")
        twins: dict[etree._Element, Tag] = {}
        for element, marks in self._marks.items():
            told = {str(k): str(v) for k, v in element.attrib.items()}
            twin = soup.new_tag(marks.name, attrs=told)
            twins[element] = twin
            parent = element.getparent()
            above = twins.get(parent) if parent is not None and element is not self._root else soup
            assert above is not None
            above.append(twin)
            if (element.text or "").strip():
                twin.append(NavigableString(element.text or ""))
            if element is not self._root and (element.tail or "").strip():
                above.append(NavigableString(element.tail or ""))
        return twins


@lru_cache(maxsize=4096)
def is_known(selector: str) -> bool:
    """Whether a selector is one: browsers leave out a rule of several of which one is none."""
    bare = _PSEUDO_ELEMENT.sub("", selector) or "*"
    if _PLAIN.fullmatch(bare.strip()):
        return True
    try:
        soupsieve.compile(bare)
    except (soupsieve.SelectorSyntaxError, NotImplementedError, ValueError):
        return False
    return True


def less_unknown(selector: str) -> str:
    """A selector without what is not known of it: it means all that the whole one may mean."""
    bare = _UNKNOWN.sub("", re.sub(r":[\w-]+\([^()]*\)", "", selector))
    return bare or "*"


@lru_cache(maxsize=4096)
def weight(selector: str) -> tuple[int, int, int]:
    """How many ids, classes and names a selector names: the more, the stronger."""
    bare = re.sub(r"\"[^\"]*\"|'[^']*'", "", re.sub(r":where\([^()]*\)|:nth-[\w-]+\([^()]*\)", ":n", selector))
    ids = len(re.findall(r"#[\w-]+", bare))
    classes = len(re.findall(r"\.[\w-]+|\[|(?<!:):(?!is\b|not\b|has\b)[\w-]+", bare))
    names = len(re.findall(r"(?:^|[\s>+~(,])([a-z][\w-]*)", bare, re.I))
    return ids, classes, names


@lru_cache(maxsize=4096)
def _plain(selector: str) -> tuple[_Compound, ...]:
    """The parts of a selector of names, ids and classes alone; none for any other."""
    text = selector.strip()
    if not text or not _PLAIN.fullmatch(text):
        return ()
    parts: list[_Compound] = []
    of_parent = False
    for piece in _STEP.split(text):
        if piece in (None, ">"):
            of_parent = piece == ">" or of_parent
            continue
        found = _MARK.findall(piece)
        name = next((f[2].lower() for f in found if f[2]), "*" if piece.startswith("*") else "")
        ids = {f[0] for f in found if f[0]}
        if len(ids) > 1:
            return ()
        parts.append(_Compound(name, "".join(ids), frozenset(f[1] for f in found if f[1]), of_parent))
        of_parent = False
    return tuple(parts)


@lru_cache(maxsize=4096)
def _bare(selector: str) -> str:
    """A selector without what its brackets say; nothing where they are nested as no one nests them."""
    bare = selector
    for _ in range(_DEEPEST):
        shorter = _INNER.sub(lambda m: ":x" if m[0][0] == "[" else "", bare)
        if shorter == bare:
            break
        bare = shorter
    else:
        return ""
    return re.sub(r"::?[\w-]+", ":x", bare)


def _named(bare: str) -> set[str]:
    """What elements a selector names, each of which the page must have for it to mean any."""
    found = _NAMED.findall(bare)
    return {f"#{f[0]}" if f[0] else f".{f[1]}" if f[1] else f[2].lower() for f in found}


def _key(bare: str) -> str:
    """Under what a selector is looked up by the elements that it may mean."""
    last = _COMPOUND.search(bare.strip())
    if last is None or "\\" in bare:
        return ""
    found = _MARK.findall(last[0].replace(":x", "").strip())
    ids, classes, names = ([f[n] for f in found if f[n]] for n in range(3))
    return f"#{ids[0]}" if ids else f".{min(classes)}" if classes else names[0].lower() if names else ""


def _keys(marks: _Marks) -> set[str]:
    return {"", marks.name, *([f"#{marks.ident}"] if marks.ident else ()), *(f".{name}" for name in marks.classes)}

"""Which elements of a web page a selector of its style sheets means, by cssselect2.

A page has thousands of both. So a selector is only asked of the elements that have its last id, class or name, and not
at all where it names an id, class or name that the page has not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from cssselect2 import ElementWrapper, SelectorError
from cssselect2.compiler import CompiledSelector
from cssselect2.parser import ClassSelector, CombinedSelector, IDSelector, LocalNameSelector, parse
from lxml import etree

_UNKNOWN = re.compile(r"(?<!:):(?!nth|first|last|only|not|is|where|has|root|empty|hover|focus|active)[a-z-]+", re.I)
_PSEUDO_ELEMENT = re.compile(
    r"::?(?:before|after|first-l\w+|marker|placeholder|selection|backdrop|-webkit-[\w-]+)\s*$", re.I
)


@dataclass(frozen=True, slots=True)
class _Selector:
    """A selector: how to ask an element, what the page must have, what the element itself, and how strong it is."""

    means: Callable[[ElementWrapper], bool]
    needs: frozenset[str]
    key: str
    weight: tuple[int, int, int]


class _OfOldPage(ElementWrapper):  # type: ignore[misc]  # the library tells no types
    """An element of a page that is shown as old ones are: capital letters make no other class or id."""

    @cached_property
    def id(self) -> str:
        """Its id."""
        return (self.etree_element.get("id") or "").lower()

    @cached_property
    def classes(self) -> set[str]:
        """Its classes."""
        return set((self.etree_element.get("class") or "").lower().split())


class Elements:
    """The elements of one page, and those among them that are asked about.

    Args:
        root: the page.
        asked: the elements that selectors are asked of.
        quirks: whether the page is shown as old ones are.
    """

    def __init__(self, root: etree._Element, asked: list[etree._Element], *, quirks: bool) -> None:
        self._quirks = quirks
        kind = _OfOldPage if quirks else ElementWrapper
        every = {e.etree_element: (e, _keys(e)) for e in kind.from_html_root(root).iter_subtree()}
        self.count = len(every)
        self._present = {key for _, keys in every.values() for key in keys}
        self._asked: dict[str, list[ElementWrapper]] = {}
        for element, keys in (every[e] for e in asked):
            for key in keys:
                self._asked.setdefault(key, []).append(element)

    def perhaps_meant(self, selector: str) -> list[etree._Element]:
        """The asked elements that a selector may mean: all those that its last part leaves open."""
        return [e.etree_element for e in self._perhaps_meant(self._parsed(selector))]

    def meant(self, selector: str) -> Iterator[etree._Element]:
        """The asked elements that a selector means, or may mean where it is none that is known (:func:`is_known`)."""
        parsed = self._parsed(selector)
        return (e.etree_element for e in self._perhaps_meant(parsed) if parsed is not None and parsed.means(e))

    def _perhaps_meant(self, parsed: _Selector | None) -> list[ElementWrapper]:
        return self._asked.get(parsed.key, []) if parsed is not None and parsed.needs <= self._present else []

    def _parsed(self, selector: str) -> _Selector | None:
        cased = selector.lower() if self._quirks and "[" not in selector else selector
        return _parsed(cased) or _parsed(less_unknown(cased))


def is_known(selector: str) -> bool:
    """Whether a selector is one: browsers leave out a rule of several of which one is none."""
    return _parsed(_PSEUDO_ELEMENT.sub("", selector).strip() or "*") is not None


def less_unknown(selector: str) -> str:
    """A selector without what is not known of it: it means all that the whole one may mean."""
    bare = _UNKNOWN.sub("", re.sub(r":[\w-]+\([^()]*\)", "", selector))
    return bare or "*"


def weight(selector: str) -> tuple[int, int, int]:
    """How many ids, classes and names a selector names: the more, the stronger."""
    parsed = _parsed(selector)
    return (0, 0, 0) if parsed is None else parsed.weight


@lru_cache(maxsize=2**14)
def _parsed(selector: str) -> _Selector | None:
    try:
        (tree,) = parse(selector)
        compiled = CompiledSelector(tree)
    except (SelectorError, NotImplementedError, ValueError, RecursionError):
        return None
    ident, name, tag = compiled.id, compiled.class_name, compiled.lower_local_name
    key = f"#{ident}" if ident else f".{name}" if name else tag or ""
    return _Selector(compiled.test, frozenset(_needed(tree.parsed_tree)), key, compiled.specificity)


def _needed(tree: Any) -> Iterator[str]:
    """The ids, classes and names that a page must have for a selector to mean anything."""
    if isinstance(tree, CombinedSelector):
        yield from _needed(tree.left)
        yield from _needed(tree.right)
        return
    for part in tree.simple_selectors:
        if isinstance(part, IDSelector):
            yield f"#{part.ident}"
        elif isinstance(part, ClassSelector):
            yield f".{part.class_name}"
        elif isinstance(part, LocalNameSelector):
            yield part.lower_local_name


def _keys(element: ElementWrapper) -> set[str]:
    return {"", element.local_name, *([f"#{element.id}"] if element.id else ()), *(f".{n}" for n in element.classes)}

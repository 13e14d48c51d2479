"""Properties of the parts of a Word file: how they are found and what their values say."""

from __future__ import annotations

import re
from functools import lru_cache

from docx.oxml.ns import qn
from lxml import etree

RUN, TEXT, PARAGRAPH, TABLE, CELL = (qn(f"w:{name}") for name in ("r", "t", "p", "tbl", "tc"))
LOOK = qn("w:rPr")
"""The element that holds a run's own looks."""


@lru_cache(maxsize=256)
def path(names: str) -> str:
    """A path of Word's elements, such as ``tcPr/vMerge``, as it is asked for."""
    return "/".join(qn(f"w:{name}") for name in names.split("/"))


def find(element: etree._Element | None, names: str) -> etree._Element | None:
    """The first element below another at such a path."""
    return None if element is None else element.find(path(names))


def look(run: etree._Element, name: str) -> etree._Element | None:
    """A run's own look of a name."""
    return find(run, f"rPr/{name}")


def said(element: etree._Element | None, name: str = "val") -> str:
    """What an element's attribute says; nothing where one of them is not there."""
    return "" if element is None else element.get(path(name)) or ""


def is_on(element: etree._Element | None) -> bool:
    """Whether a property is there and not switched off."""
    return element is not None and said(element) not in ("0", "false", "off")


def whole(text: str, otherwise: int) -> int:
    """A whole number as an attribute tells it."""
    return int(text) if re.fullmatch(r"-?\d+", text) else otherwise


def number(run: etree._Element, name: str, otherwise: int) -> int:
    """The number that a run's look says."""
    return whole(said(look(run, name)), otherwise)


def written(run: etree._Element) -> str:
    """The text of a run."""
    return "".join(t.text or "" for t in run.iter(TEXT)).strip()


def add(run: etree._Element, new: etree._Element) -> None:
    """Give a run a look, unless it has its own."""
    own = run.find(LOOK)
    if own is None:
        own = etree.Element(LOOK)
        run.insert(0, own)
    if own.find(new.tag) is None:
        own.append(new)


def raise_run(run: etree._Element) -> None:
    """Mark a run as no part of the text beside it."""
    own = look(run, "vertAlign")
    if own is None:
        own = etree.Element(path("vertAlign"))
        add(run, own)
    own.set(path("val"), "superscript")

"""Elements of a workbook's parts by their names, whichever name space the form of the standard gives them."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree


def local_name(element: etree._Element) -> str:
    """An element's name without its namespace: the strict form of the standard has other ones."""
    return str(element.tag).rpartition("}")[2]


def children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The elements of a name right in an element."""
    return (child for child in element if local_name(child) == name)


def every(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The elements of a name anywhere in an element."""
    return (found for found in element.iter() if local_name(found) == name)


def first_child(element: etree._Element, name: str) -> etree._Element | None:
    """The first element of a name right in an element."""
    return next(children(element, name), None)


def is_on(value: str | None) -> bool:
    """Whether an attribute says yes."""
    return value in ("1", "true", "on")

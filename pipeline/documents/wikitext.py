"""Wiki markup, as converters write pages in it: its tables and headings as the HTML that they stand for.

The rest of such a text is read as the HTML that it may hold. What the marks mean is told by MediaWiki's help
(https://www.mediawiki.org/wiki/Help:Tables).
"""

from __future__ import annotations

import re

_BEGIN = re.compile(r"^[ \t:]*\{\|", re.M)
_ROW = re.compile(r"^[ \t]*\|-", re.M)
_HEADING = re.compile(r"(={1,6})[ \t]*(.+?)[ \t]*\1[ \t]*$")
_ATTRIBUTES = re.compile(r"((?:\s*[\w-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s|\"']+))+)\s*\|(?!\|)")
_BOLD = re.compile("'{2,5}")
_NOTE = re.compile(r"<ref\b[^>]*?(?:/>|(?<!/)>(.*?)</ref\s*>)", re.I | re.S)
"""A note, of which its place shows a small number: what it says would be read as part of the cell's own."""


def is_wikitext(content: str) -> bool:
    """Whether a decoded text has tables that wiki markup draws."""
    return _BEGIN.search(content) is not None and _ROW.search(content) is not None


def as_html(content: str) -> str:
    """A text in wiki markup as a page."""
    return "\n".join(map(_line, _NOTE.sub(r"<sup>\1</sup>", content).split("\n")))


def _line(text: str) -> str:
    bare = text.lstrip(" \t:")
    if bare.startswith("{|"):
        return f"<table {bare[2:]}>"
    if bare.startswith("|}"):
        return f"</table>{bare[2:]}"
    if bare.startswith("|-"):
        return f"<tr {bare[2:].lstrip('-')}>"
    if bare.startswith("|+"):
        return _cell("caption", bare[2:])
    if bare.startswith("|"):
        return "".join(_cell("td", cell) for cell in bare[1:].split("||"))
    if bare.startswith("!"):
        return "".join(_cell("th", cell) for cell in re.split(r"!!|\|\|", bare[1:]))
    if heading := _HEADING.match(bare):
        return f"<h1>{heading[2]}</h1>"
    return _BOLD.sub("", text) if bare.strip() else "<p>"


def _cell(tag: str, text: str) -> str:
    attributes = _ATTRIBUTES.match(text)
    if attributes:
        return f"<{tag} {attributes[1]}>{_BOLD.sub('', text[attributes.end() :])}"
    return f"<{tag}>{_BOLD.sub('', text)}"

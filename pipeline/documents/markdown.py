"""Markdown with HTML in it, as converters write pages that say more than Markdown can: its parts in their order.

Tables that Markdown can draw stand between bars, others as HTML; what is around them (``<div>``) says nothing.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.documents.model import Block, Document, Grid, Paragraph
from pipeline.documents.text.reader import read_txt
from pipeline.documents.web.page import read_html

_PAGE = re.compile(r"<(?:!doctype|html|head|body|script|frame|iframe)\b", re.I)
_HIDING = re.compile(r"<(?:div|p|span|section|article)\b[^<>]*(?:display|visibility|hidden)", re.I)
_RULE = re.compile(r"^ *\|? *:?-{3,}:? *(?:\| *:?-{3,}:? *)+\|? *$", re.M)
_TABLE = re.compile(r"<table\b.*?</table\s*>", re.I | re.S)
_TAG = re.compile(r"</?(?:div|p|section|article|center|font|span|a|img)\b(?![^<>]*\bstyle)[^<>]*>", re.I)
_PLACE = "\ue000{}\ue000"
"""Stands for a table in the text around it."""


def read_markdown(content: str) -> Document | None:
    """Read a decoded text as Markdown with HTML in it; None where it is none, or a page that hides parts of itself."""
    if _PAGE.search(content) or _HIDING.search(content) or not _RULE.search(_TABLE.sub("", content)):
        return None
    tables: dict[str, str] = {}

    def place_of(table: re.Match[str]) -> str:
        place = _PLACE.format(len(tables))
        tables[place] = table[0]
        return f"\n\n{place}\n\n"

    document = read_txt(_TAG.sub("", _TABLE.sub(place_of, content)))
    if not any(isinstance(block, Grid) for block in document.blocks):
        return None
    blocks: list[Block] = []
    for block in document.blocks:
        own = tables.get(block.raw) if isinstance(block, Paragraph) else None
        blocks += [block] if own is None else read_html(own).blocks
    return replace(document, blocks=tuple(blocks))

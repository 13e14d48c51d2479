"""Markdown and its like with HTML in it, as converters write pages that say more than such a text can, in its order.

Tables that such a text can draw stand between bars, others as HTML; what is around them (``<div>``) says nothing.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.documents.model import Block, Document, Grid, Paragraph
from pipeline.documents.text.reader import read_txt
from pipeline.documents.web.page import WHOLE_TABLE, read_html

_PAGE = re.compile(r"<(?:!doctype|html|head|body|script|frame|iframe)\b", re.I)
_HIDING = re.compile(r"<(?:div|p|span|section|article)\b[^<>]*(?:display|visibility|hidden)", re.I)
_RULE = re.compile(r"^ *\|? *:?-{3,}:? *(?:\| *:?-{3,}:? *)+\|? *$", re.M)
_ROW = re.compile(r"^\|[^\n]*\|[^\n]*\|$", re.M)
_HEADING = re.compile(r"^#{1,6} +\S", re.M)
_PARAGRAPH = re.compile(r"<(?:p|h[1-6]|br|li)\b", re.I)
_FEWEST_ROWS = 5
"""Rows between bars from which a text without Markdown's rules has tables of them."""
_TAG = re.compile(r"</?(?:div|p|section|article|center|font|span|a|img)\b(?![^<>]*\bstyle)[^<>]*>", re.I)
_PLACE = "\ue000{}\ue000"
"""Stands for a table in the text around it."""


def read_markdown(content: str) -> Document | None:
    """Read a decoded text as Markdown or its like with HTML in it; None where it is none, or hides parts."""
    around = WHOLE_TABLE.sub("", content)
    drawn = _RULE.search(around) is not None or len(_ROW.findall(around)) >= _FEWEST_ROWS
    # Though all its tables are HTML, its paragraphs are Markdown's.
    headed = _HEADING.search(around) is not None and _PARAGRAPH.search(around) is None
    if not (drawn or headed) or _PAGE.search(content) or _HIDING.search(content):
        return None
    tables: dict[str, str] = {}

    def place_of(table: re.Match[str]) -> str:
        place = _PLACE.format(len(tables))
        tables[place] = table[0]
        return f"\n\n{place}\n\n"

    document = read_txt(_TAG.sub("", WHOLE_TABLE.sub(place_of, content)))
    if not (headed and tables) and not any(isinstance(block, Grid) for block in document.blocks):
        return None
    blocks: list[Block] = []
    for block in document.blocks:
        own = tables.get(block.raw) if isinstance(block, Paragraph) else None
        blocks += [block] if own is None else read_html(own).blocks
    return replace(document, blocks=tuple(blocks))

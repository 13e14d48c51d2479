"""What pages say outside their tables of sections, years and table 四's parts: all that is heard between drawn tables.

The rest of it (captions, prose, the heads and feet of pages) stands between a table's two pages as well, and would part
what belongs together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from pipeline.documents.model import Block, Document, Paragraph
from pipeline.documents.text.layout import display_width
from pipeline.extract.captions import agency_named, is_heading_of_part, is_note_on_part
from pipeline.extract.printed.labels import is_form_label
from pipeline.extract.tables.other_year import THIS_YEAR_HEADING
from pipeline.extract.tables.tracks_apart import is_caption_of_part
from pipeline.identity.parts import LAST_YEAR, PERIOD, SECTION, TITLE, YEAR

_OUTER = 2
"""Lines at either end of a page among which its head and foot are."""
_YEAR_ALONE = 14
"""Characters up to which a text that names a year is a table's heading on every page, and no page's head."""
_FULL = 0.92
_ANY_YEAR = 0
"""A year that is none: whatever year a note names is another."""
_UNIT = re.compile(r"^[(（]?[\w、]{0,4}单位[:：][^。]{0,8}元")


def headings_among(blocks: Iterable[Block], running: Mapping[str, int]) -> list[Block]:
    """Blocks less the paragraphs that tell no section, title, year or period, or are heads of pages.

    Args:
        blocks: what pages hold, normalised.
        running: as :func:`running_lines` gives it.
    """
    return [b for b in blocks if not isinstance(b, Paragraph) or _tells(b.text, b.page or 0, running)]


def running_lines(document: Document) -> dict[str, int]:
    """What stands at the head or foot of all pages, or all but one: without its numbers, and its first page."""
    pages = _lines_of(document)
    outer = {n: {without_numbers(t) for t in (*lines[:_OUTER], *lines[-_OUTER:])} for n, lines in pages.items()}
    counts = Counter(key for keys in outer.values() for key in keys)
    fewest = max(2, len(pages) - 1)
    return {key: min(n for n, keys in outer.items() if key in keys) for key, c in counts.items() if c >= fewest}


def headings_before(document: Document, page: int, running: Mapping[str, int]) -> list[Block]:
    """The headings of the pages before one."""
    pages = ((n, lines) for n, lines in _lines_of(document).items() if n < page)
    return headings_among((p for n, lines in pages for p in _paragraphs(lines, n)), running)


def _tells(text: str, page: int, running: Mapping[str, int]) -> bool:
    own = without_numbers(text)
    first = min((n for line, n in running.items() if own in line), default=page)
    if first < page and (TITLE.search(text) or len(text) > _YEAR_ALONE):
        return False
    said = any(p.search(text) for p in (TITLE, YEAR, LAST_YEAR, PERIOD)) or SECTION.match(text)
    if _UNIT.search(text) or is_heading_of_part(text) or is_note_on_part(text, _ANY_YEAR) or agency_named(text):
        return True
    named = said or THIS_YEAR_HEADING.fullmatch(text)
    return bool(named and not is_form_label(text)) or is_caption_of_part(text)


def without_numbers(text: str) -> str:
    """A page's head without the page's number."""
    return re.sub(r"\s+|(?<!\d)\d{1,3}(?!\d)", "", text)


def _lines_of(document: Document) -> dict[int, list[str]]:
    lines: dict[int, list[str]] = {}
    for paragraph in document.paragraphs():
        if paragraph.page is not None:
            lines.setdefault(paragraph.page, []).append(paragraph.text)
    return lines


def _paragraphs(lines: Iterable[str], page: int) -> Iterator[Paragraph]:
    """A page's lines, those behind full ones put to them."""
    lines = list(lines)
    widest = max(map(display_width, lines), default=0)
    text, full = "", False
    for line in lines:
        if text and not (full and not SECTION.match(line)):
            yield Paragraph(text, text, page)
            text = ""
        text, full = text + line, display_width(line) >= _FULL * widest
    if text:
        yield Paragraph(text, text, page)

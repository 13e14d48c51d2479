"""The ordered ways to read the tables of PDF and OFD, on the pages that can hold them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from pipeline.documents.model import Block, Document, Paragraph
from pipeline.documents.ofd import ofd_contents
from pipeline.documents.page_tables import ruled_grids, word_lines
from pipeline.documents.pdf_tables import camelot_grids, interpreted_grids, pdf_ruled_grids, pdf_word_lines
from pipeline.extract.choose import Attempt
from pipeline.extract.labels import label_key
from pipeline.forms import FORMS, TABLES
from pipeline.normalise import normalise_blocks
from pipeline.normalise.numbers import is_value

_SHORTEST_MARKER = 5
_MOST_PAGES_UNMARKED = 40


Reader = Callable[[bytes, Sequence[int]], list[Block]]
"""From a file and the numbers of some of its pages to what these hold."""

_READERS: dict[str, dict[str, Reader]] = {
    "pdf": {
        "pdf:pdfplumber": pdf_ruled_grids,
        "pdf:camelot-lattice": lambda data, pages: camelot_grids(data, pages, "lattice"),
        "pdf:words": pdf_word_lines,
        "pdf:pdfplumber-interpreted": interpreted_grids,
        "pdf:camelot-network": lambda data, pages: camelot_grids(data, pages, "network"),
        "pdf:camelot-stream": lambda data, pages: camelot_grids(data, pages, "stream"),
    },
    "ofd": {
        "ofd:rulings": lambda data, pages: ruled_grids(ofd_contents(data, pages), "ofd:rulings"),
        "ofd:words": lambda data, pages: word_lines(ofd_contents(data, pages), "ofd:words"),
    },
}
PAGED = frozenset(_READERS)
"""Formats whose tables are read from the file, page by page."""


def paged_attempts(document: Document, data: bytes) -> list[Attempt]:
    """In order: ruled tables, for PDF by camelot's image of the page too; words by place; and what else there is.

    Camelot's way shares nothing with the first, so that where both agree on numbers that break a sum the source is
    wrong. Pages that are pictures were recognised when the document was read: their tables stand in it, and join those
    of the other pages in each attempt that reads something on these (else it would be no second reading).
    """
    pages = table_pages(document)
    recognised = [b for b in document.blocks if not isinstance(b, Paragraph)]
    if not pages and not recognised:
        return []
    methods = "".join(sorted({f"+{b.method}" for b in recognised}))

    def attempt(name: str, read: Reader, *, first: bool) -> Attempt:
        def blocks(tables: Sequence[str]) -> Iterable[Block]:
            wanted = _pages_of(document, tables, pages)
            found = normalise_blocks(read(data, wanted) if wanted else (), document.script)
            if not found and not first:
                return ()
            return sorted((*found, *recognised), key=lambda b: b.page or 0)

        return Attempt(name + methods, blocks)

    return [attempt(name, read, first=n == 0) for n, (name, read) in enumerate(_READERS[document.format].items())]


@lru_cache(maxsize=4)
def _markers(table: str) -> frozenset[str]:
    """Labels that hardly occur outside the table: those of its rows and columns, long enough to be its own."""
    labels: set[str] = set()
    for form in FORMS.values():
        part = form.tables[table]
        for row in part.rows:
            labels.add(label_key(row.label))
            labels.update(label_key(c.label) for c in row.columns)
    own = {m for m in labels if len(m) >= _SHORTEST_MARKER}
    return frozenset(own | ({"结果维持", "尚未审结", "复议后起诉"} if table == "review_litigation" else set()))


def _page_texts(document: Document) -> dict[int, str]:
    texts: dict[int, list[str]] = {}
    for paragraph in document.paragraphs():
        if paragraph.page is not None:
            texts.setdefault(paragraph.page, []).append(paragraph.text)
    return {page: re.sub(r"[^\u3400-\u9fffA-Za-z0-9]", "", "".join(lines)) for page, lines in texts.items()}


def table_pages(document: Document, tables: Sequence[str] = TABLES) -> list[int]:
    """Pages that can hold the tables: from the first to the last that names one of their labels.

    The page after is added where it begins with a line of values: the last row of a table that was broken there.
    """
    texts = _page_texts(document)
    marked = [p for p, text in texts.items() if any(m in text for t in tables for m in _markers(t))]
    if not marked:
        whole = "".join(texts.values())
        return sorted(texts) if "信息公开" in whole and len(texts) <= _MOST_PAGES_UNMARKED else []
    last = max(marked)
    following = [p.text for p in document.paragraphs() if p.page == last + 1][:4]
    goes_on = any(len(line.split()) >= 2 and all(is_value(w) for w in line.split()) for line in following)
    return list(range(min(marked), last + 1 + goes_on))


def _pages_of(document: Document, tables: Sequence[str], pages: Sequence[int]) -> list[int]:
    """For a second reading of some tables: the pages that can hold just these."""
    if set(tables) == set(TABLES):
        return list(pages)
    texts = _page_texts(document)
    marked = [p for p in pages if any(m in texts.get(p, "") for t in tables for m in _markers(t))]
    if not marked:
        return list(pages)
    return [p for p in pages if min(marked) <= p <= max(marked) + 1]

"""The ordered ways to read a PDF's tables, on the pages that can hold them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.model import Block, Document, Grid, Paragraph, WordLines
from pipeline.documents.pdf_content import drawn_pages
from pipeline.documents.pdf_tables import (
    TablesNotReadable,
    camelot_grids,
    interpreted_grids,
    pdf_ruled_grids,
    pdf_word_lines,
)
from pipeline.documents.prepared import NOTHING_KEPT, Prepared
from pipeline.documents.scan import recognise_pages
from pipeline.extract.choose import Attempt
from pipeline.extract.labels import label_key
from pipeline.forms import FORMS, TABLES
from pipeline.normalise import normalise_blocks
from pipeline.normalise.numbers import is_value

_SHORTEST_MARKER = 5
_MOST_PAGES_UNMARKED = 40
_LONGEST_PIECE = 6


Reader = Callable[[bytes, Sequence[int]], list[Block]]


def pdf_attempts(document: Document, data: bytes, prepared: Prepared = NOTHING_KEPT) -> list[Attempt]:
    """In order: ruled tables by pdfplumber, by camelot's image of the page; words by place; and what else there is.

    The second way shares no lines with the first, so that where both agree on numbers that break a sum the source is
    wrong. Pages whose text cannot be trusted give in every attempt what was recognised of them, in page order, so that
    a table may begin on a page of text and go on on a picture. Pages of text on which something is drawn that is no
    text are recognised where the ways before left cells open.
    """
    pages = table_pages(document)
    if not pages:
        return []
    recognised = {n: tuple(b for b in document.blocks if b.page == n) for n in pages if n in document.untrusted}
    printed = [n for n in pages if n not in document.untrusted]

    def in_order(blocks: Iterable[Block], also: Mapping[int, Sequence[Block]]) -> list[Block]:
        """Blocks of pages of text, and between them those of recognised pages."""
        own: dict[int, list[Block]] = {n: list(b) for n, b in also.items()}
        for block in blocks:
            own.setdefault(block.page or 0, []).append(block)
        return [b for n in sorted(own) for b in own[n]]

    def attempt(name: str, read: Reader) -> Attempt:
        def blocks(tables: Sequence[str]) -> Iterable[Block]:
            wanted = _pages_of(document, tables, pages)
            texts = [n for n in wanted if n in printed]
            read_now = read(data, texts) if texts else []
            return in_order(normalise_blocks(read_now, document.script), {n: recognised.get(n, ()) for n in wanted})

        return Attempt(name, blocks)

    def drawn(tables: Sequence[str]) -> Iterable[Block] | None:
        wanted = _pages_of(document, tables, pages)
        pictured = drawn_pages(data, [n for n in wanted if n in printed])
        if not pictured:
            return None
        try:
            found = recognise_pages(data, pictured, prepared).blocks
        except UnreadableDocument as problem:
            raise TablesNotReadable(f"{problem.found}. {problem.remedy}") from problem
        rest = [n for n in wanted if n in printed and n not in pictured]
        texts = pdf_ruled_grids(data, rest) if rest else []
        blocks = normalise_blocks([*texts, *(b for n in pictured for b in found.get(n, ()))], document.script)
        return in_order(blocks, {n: recognised.get(n, ()) for n in wanted})

    return [
        attempt("pdf:pdfplumber", pdf_ruled_grids),
        Attempt("pdf:recognised", drawn),
        attempt("pdf:camelot-lattice", lambda d, p: camelot_grids(d, p, "lattice")),
        attempt("pdf:words", pdf_word_lines),
        attempt("pdf:pdfplumber-interpreted", interpreted_grids),
        attempt("pdf:camelot-network", lambda d, p: camelot_grids(d, p, "network")),
        attempt("pdf:camelot-stream", lambda d, p: camelot_grids(d, p, "stream")),
    ]


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
    for block in document.blocks:
        if block.page is None:
            continue
        match block:
            case Paragraph():
                texts.setdefault(block.page, []).append(block.text)
            case Grid():
                texts.setdefault(block.page, []).extend(c.text for c in block.cells)
            case WordLines():
                texts.setdefault(block.page, []).extend(w.text for w in block.words)
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
    goes_on = _begins_with_values(p.text for p in document.paragraphs() if p.page == last + 1)
    return list(range(min(marked), last + 1 + goes_on))


def _begins_with_values(lines: Iterable[str]) -> bool:
    """Whether the first long line of a page is one of values; the pieces of labels that a page break cut are short."""
    for line in lines:
        words = line.split()
        if len(words) >= 2 and all(map(is_value, words)):
            return True
        if len("".join(words)) > _LONGEST_PIECE:
            return False
    return False


def _pages_of(document: Document, tables: Sequence[str], pages: Sequence[int]) -> list[int]:
    """For a second reading of some tables: the pages that can hold just these."""
    if set(tables) == set(TABLES):
        return list(pages)
    texts = _page_texts(document)
    marked = [p for p in pages if any(m in texts.get(p, "") for t in tables for m in _markers(t))]
    if not marked:
        return list(pages)
    return [p for p in pages if min(marked) <= p <= max(marked) + 1]

"""The ordered ways to read the tables of PDF and OFD, on the pages that can hold them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.model import Beside, Block, Document, Grid, Paragraph, WordLines
from pipeline.documents.ofd.reader import ofd_contents
from pipeline.documents.pages.bands import banded_grids
from pipeline.documents.pages.joined import alone
from pipeline.documents.pages.tables import ruled_grids
from pipeline.documents.pages.words import word_lines
from pipeline.documents.pdf.content import drawn_pages
from pipeline.documents.pdf.tables import (
    TablesNotReadable,
    camelot_grids,
    interpreted_grids,
    pdf_banded_grids,
    pdf_ruled_grids,
    pdf_word_lines,
)
from pipeline.documents.prepared import NOTHING_KEPT, Prepared
from pipeline.documents.scan import recognise_pages
from pipeline.extract.choose import Attempt
from pipeline.extract.headings import headings_among, headings_before, running_lines, without_numbers
from pipeline.extract.printed.labels import label_key
from pipeline.forms import FORMS, TABLES
from pipeline.normalise import normalise_blocks
from pipeline.normalise.numbers import UNIT_WORDS, is_value

_SHORTEST_MARKER = 5
_MOST_PAGES_UNMARKED = 40
_LONGEST_PIECE = 6
_BEFORE_UNIT = re.compile(rf"(?<=\d)\s+(?=(?:{'|'.join(UNIT_WORDS)})(?!\S))")


Reader = Callable[[bytes, Sequence[int], Beside], list[Block]]
"""From a file and the numbers of some of its pages to what these hold, those beside one another together."""


def _apart(read: Callable[[bytes, Sequence[int]], list[Block]]) -> Reader:
    """A reader of libraries that take each page by itself: of those beside one another they would see halves."""
    return lambda data, pages, beside: read(data, own) if (own := alone(pages, beside)) else []


_READERS: dict[str, dict[str, Reader]] = {
    "pdf": {
        "pdf:pdfplumber": pdf_ruled_grids,
        "pdf:camelot-lattice": _apart(lambda data, pages: camelot_grids(data, pages, "lattice")),
        "pdf:words": pdf_word_lines,
        "pdf:bands": pdf_banded_grids,
        "pdf:pdfplumber-interpreted": _apart(interpreted_grids),
        "pdf:camelot-network": _apart(lambda data, pages: camelot_grids(data, pages, "network")),
        "pdf:camelot-stream": _apart(lambda data, pages: camelot_grids(data, pages, "stream")),
    },
    "ofd": {
        "ofd:rulings": lambda data, pages, beside: ruled_grids(ofd_contents(data, pages, beside), "ofd:rulings"),
        "ofd:words": lambda data, pages, beside: word_lines(ofd_contents(data, pages, beside), "ofd:words"),
        "ofd:bands": lambda data, pages, beside: banded_grids(ofd_contents(data, pages, beside), "ofd:bands"),
    },
}
PAGED = frozenset(_READERS)
"""Formats whose tables are read from the file, page by page."""


def paged_attempts(document: Document, data: bytes, prepared: Prepared = NOTHING_KEPT) -> list[Attempt]:
    """In order: ruled tables, for PDF by camelot's image of the page too; words by place; and what else there is.

    Camelot's way shares no lines with the first, so that where both agree on numbers that break a sum the source is
    wrong. Pages that are pictures, or whose text cannot be trusted, were recognised when the document was read: their
    tables stand in it, and join those of the other pages in each attempt that reads something on these (else it would
    be no second reading), in page order: a table may begin on a page of text and go on on a picture. Pages of a PDF
    that draw numbers instead of writing them are recognised where the first way left cells open.
    """
    pages = table_pages(document)
    recognised = {
        n: [b for b in document.blocks if b.page == n and (n in document.untrusted or not isinstance(b, Paragraph))]
        for n in {b.page or 0 for b in document.blocks}
    }
    recognised = {n: blocks for n, blocks in recognised.items() if any(not isinstance(b, Paragraph) for b in blocks)}
    if not pages and not recognised:
        return []
    running = running_lines(document)
    before = headings_before(document, min((*pages, *recognised)), running)
    methods = sorted({f"+{b.method}" for blocks in recognised.values() for b in blocks if not isinstance(b, Paragraph)})

    def joined(blocks: Sequence[Block]) -> list[Block]:
        """Blocks of pages of text, and between them those of recognised pages; before them the headings of others."""
        pictured = [*before, *(block for n in sorted(recognised) for block in recognised[n])]
        texts = headings_among(normalise_blocks(blocks, document.script), running)
        result: list[Block] = []
        for block in texts:  # two pages' blocks may take turns, where tables stand side by side on both
            while pictured and (pictured[0].page or 0) <= (block.page or 0):
                result.append(pictured.pop(0))
            result.append(block)
        return [*result, *pictured]

    def printed(tables: Sequence[str]) -> list[int]:
        return [n for n in _pages_of(document, tables, pages) if n not in document.untrusted]

    def attempt(name: str, read: Reader, *, first: bool) -> Attempt:
        def blocks(tables: Sequence[str]) -> Iterable[Block]:
            wanted = printed(tables)
            found = read(data, wanted, document.beside) if wanted else []
            return joined(found) if first or any(not isinstance(b, Paragraph) for b in found) else ()

        return Attempt(name + "".join(methods), blocks)

    def drawn(tables: Sequence[str]) -> Iterable[Block] | None:
        wanted = printed(tables)
        own = alone(wanted, document.beside)
        pictured = [n for n in drawn_pages(data, own) if n not in recognised] if own else []
        if not pictured:
            return None
        try:
            found = recognise_pages(data, pictured, prepared).blocks
        except UnreadableDocument as problem:
            raise TablesNotReadable(f"{problem.found}. {problem.remedy}") from problem
        rest = [n for n in wanted if n not in pictured]
        texts = pdf_ruled_grids(data, rest, document.beside) if rest else []
        return joined([*texts, *(b for n in pictured for b in found.get(n, ()))])

    readers = _READERS[document.format].items()
    attempts = [attempt(name, read, first=n == 0) for n, (name, read) in enumerate(readers)]
    if document.format == "pdf":
        attempts.insert(1, Attempt("pdf:recognised", drawn))
    return attempts


@lru_cache(maxsize=4)
def _markers(table: str) -> frozenset[str]:
    """Labels, without digits, that hardly occur outside the table: its rows' and columns', long enough for that."""
    labels: set[str] = set()
    for form in FORMS.values():
        part = form.tables[table]
        for row in part.rows:
            labels.add(label_key(row.label))
            labels.update(label_key(c.label) for c in row.columns)
    own = {m for label in labels if len(m := re.sub(r"\d", "", label)) >= _SHORTEST_MARKER}
    return frozenset(own | ({"结果维持", "尚未审结", "复议后起诉"} if table == "review_litigation" else set()))


def _page_texts(document: Document) -> dict[int, str]:
    """The words of each page, without the numbers that may stand between the lines of a label."""
    texts: dict[int, list[str]] = {}
    for block in document.blocks:
        if block.page is None:
            continue
        match block:
            case Paragraph() if block.text:
                texts.setdefault(block.page, []).append(block.text)
            case Grid():
                texts.setdefault(block.page, []).extend(c.text for c in block.cells)
            case WordLines():
                texts.setdefault(block.page, []).extend(w.text for w in block.words)
    return {page: re.sub(r"[^\u3400-\u9fffA-Za-z]", "", "".join(lines)) for page, lines in texts.items()}


def table_pages(document: Document, tables: Sequence[str] = TABLES) -> list[int]:
    """Pages that can hold the tables: from the first that names one of their labels to the last that does, or a title.

    The page after is added where it begins with a line of values: the last row of a table that was broken there.
    """
    texts = _page_texts(document)
    marked = [p for p, text in texts.items() if any(m in text for t in tables for m in _markers(t))]
    if not marked:
        whole = "".join(texts.values())
        return sorted(texts) if "信息公开" in whole and len(texts) <= _MOST_PAGES_UNMARKED else []
    titles = [label_key(form.tables[t].title) for form in FORMS.values() for t in tables]
    titled = [p for p, text in texts.items() if any(title in text for title in titles)]
    following = max([*marked, *titled]) + 1
    while any(part.page == following for group in document.beside for part in group[1:]):
        following += 1
    lines = (p.text for p in document.paragraphs() if p.page == following)
    heads = {key for key in running_lines(document) if any(map(str.isalpha, key))}  # numbers alone are any line of them
    goes_on = _begins_with_values(line for line in lines if without_numbers(line) not in heads)
    return list(range(min(marked), following + goes_on))


def _begins_with_values(lines: Iterable[str]) -> bool:
    """Whether the first long line of a page is one of values; the pieces of labels that a page break cut are short."""
    for line in lines:
        words = _BEFORE_UNIT.sub("", line).split()  # 1 件 0 2 件
        if len(words) >= 2 and all(map(is_value, words)):
            return True
        if max(map(len, words), default=0) > _LONGEST_PIECE:
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

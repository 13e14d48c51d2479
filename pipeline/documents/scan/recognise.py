"""Recognised pages: the public functions of this room."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.model import Block, Document, Grid, Paragraph, from_record, to_record
from pipeline.documents.pdf.text import open_pdf
from pipeline.documents.prepared import NOTHING_KEPT, Prepared
from pipeline.documents.scan.drafts import Draft, finished
from pipeline.documents.scan.engine import engine_version, load_engine
from pipeline.documents.scan.page import read_page
from pipeline.documents.scan.picture.frames import PageImage, pdf_page_images, picture_images
from pipeline.documents.scan.ruled import Ruled, look
from pipeline.documents.scan.seams import single_pages
from pipeline.documents.scan.values.votes import settle

_WHOLE_FORM = 150
"""Cells in ruled tables from which a document's tables are taken to be ruled, all of them."""
_MOST_PAGES = 40
_IDLE = 6
"""Pages without a table that are kept until all are looked at: each takes 15 MB."""


@dataclass(frozen=True, slots=True)
class RecognisedPages:
    """What recognition gave.

    Attributes:
        blocks: per page number (from 1), its blocks from the top: paragraphs, and grids (method ``scan:rulings``) or
            word lines (``scan:words``), each cell and word with its box in PDF points from the top left corner of the
            page as shown; for a picture, in its pixels.
        notes: sentences about what was recognised and what was left.
    """

    blocks: Mapping[int, tuple[Block, ...]]
    notes: tuple[str, ...] = ()


def recognise_pages(data: bytes, pages: Sequence[int], prepared: Prepared = NOTHING_KEPT) -> RecognisedPages:
    """Recognise pages of a PDF, all of the pages named.

    Args:
        data: the whole file.
        pages: page numbers from 1.
        prepared: where results are kept by content, so that a file is recognised once.

    Raises:
        UnreadableDocument: the packages for recognition are not installed, or the file cannot be rendered.
    """
    wanted = tuple(sorted(set(pages)))
    name = "-".join(map(str, wanted))

    def make() -> Document:
        ruled = [look(page) for page in _pages(data, "pdf", wanted)]
        by_words = sum(r.cells for r in ruled) < _WHOLE_FORM
        return Document("pdf", tuple(_blocks(ruled, by_words=by_words)), len(wanted))

    document = _kept(data, f"scan-pages-{hashlib.sha256(name.encode()).hexdigest()[:12]}", prepared, make)
    blocks: dict[int, list[Block]] = {number: [] for number in wanted}
    for block in document.blocks:
        blocks[block.page or wanted[0]].append(block)
    return RecognisedPages({n: tuple(b) for n, b in blocks.items()}, document.notes)


def pages_with_tables(data: bytes) -> list[int]:
    """The pages of a PDF on whose pictures ruled tables may stand, from 1; nothing is recognised.

    Raises:
        UnreadableDocument: the packages for recognition are not installed, or the file cannot be rendered.
    """
    load_engine()
    return sorted({page.number for page in _pages(data, "pdf", None) if look(page).may_hold_table})


def read_scan(data: bytes, format: str, prepared: Prepared = NOTHING_KEPT) -> Document:
    """Read a scanned PDF or a picture: title, text lines and tables of the first page and of those with tables.

    Args:
        data: the whole file.
        format: what its bytes are: ``pdf``, ``png``, ``jpg``, ``webp``, ``tiff``, ``bmp`` or ``gif``.
        prepared: where results are kept by content.

    Raises:
        UnreadableDocument: the packages for recognition are not installed, the picture is damaged or too large, or
            nothing could be recognised.
    """
    try:
        return _kept(data, "scan", prepared, lambda: _read_scan(data, format))
    except UnreadableDocument as problem:  # what the packages lack is said of any format
        raise UnreadableDocument(problem.found, problem.remedy, format) from problem


def _kept(data: bytes, kind: str, prepared: Prepared, make: Callable[[], Document]) -> Document:
    kind = f"{kind}-{_version()}-{engine_version()}"
    sha256 = hashlib.sha256(data).hexdigest()
    known = prepared.get(kind, sha256)
    if known is not None:
        return from_record(json.loads(gzip.decompress(known)))
    document = make()
    text = json.dumps(to_record(document), ensure_ascii=False, separators=(",", ":"))
    prepared.put(kind, sha256, gzip.compress(text.encode("utf-8"), compresslevel=1, mtime=0))
    return document


@lru_cache(maxsize=1)
def _version() -> str:
    """Of this way of reading, told from its modules and weights: what another version kept is made again."""
    here = Path(__file__)
    digest = hashlib.sha256()
    own = sorted([*here.parent.rglob("*.py"), *here.parent.rglob("*.npz")])
    for module in (here.parents[1] / "pictures.py", *own):
        digest.update(module.read_bytes())
    return digest.hexdigest()[:12]


def _read_scan(data: bytes, format: str) -> Document:
    load_engine()

    looked: list[Ruled | None] = []
    numbers: list[int] = []
    tables: list[int] = []
    cells = idle = 0
    count = _page_count(data) if format == "pdf" else 0
    every = range(1, min(_MOST_PAGES, count) + 1) if format == "pdf" else None
    for place, page in enumerate(_pages(data, format, every)):
        ruled = look(page)
        numbers.append(page.number)
        cells += ruled.cells
        if ruled.may_hold_table:
            tables.append(place)
        else:
            idle += 1
        looked.append(ruled if ruled.may_hold_table or idle <= _IDLE else None)
    by_words = cells < _WHOLE_FORM
    all_of_them = by_words or not tables
    places = set(range(len(looked))) if all_of_them else {0, *range(tables[0], tables[-1] + 1)}
    chosen = _again(looked, places, _pages(data, format, every) if any(looked[n] is None for n in places) else ())
    blocks = tuple(_blocks(chosen, by_words=by_words))
    if not any(isinstance(b, Grid) or (isinstance(b, Paragraph) and len(b.raw) >= 4) for b in blocks):
        raise UnreadableDocument(
            "No text was recognised in the picture",
            "Scan it again at 200 dots an inch, or find the text version.",
            format,
        )
    left = sorted(set(numbers) - {numbers[n] for n in places})
    notes = ["The text was recognised from pictures of the pages."]
    if left:
        notes.append(f"Page(s) {', '.join(map(str, left))} hold no ruled table and were not read.")
    if count > _MOST_PAGES:
        notes.append(f"The pages after the {_MOST_PAGES}th of {count} were not looked at.")
    return Document(format, blocks, max(numbers, default=1), notes=tuple(notes))


def _pages(data: bytes, format: str, numbers: Sequence[int] | None) -> Iterator[PageImage]:
    """Pictures of a document's pages, or of those with some numbers: each of a page that lies askew in one way."""
    for page in pdf_page_images(data, numbers) if format == "pdf" else picture_images(data, format):
        yield from single_pages(page)


def _again(looked: Sequence[Ruled | None], places: AbstractSet[int], pages: Iterable[PageImage]) -> Iterator[Ruled]:
    """The pages at some places, one after another; those that were not kept are looked at once more."""
    missing = iter(enumerate(pages))
    for place in sorted(places):
        ruled = looked[place]
        yield ruled if ruled is not None else next(look(page) for n, page in missing if n == place)


def _page_count(data: bytes) -> int:
    document = open_pdf(data)
    try:
        return len(document)
    finally:
        document.close()


def _blocks(pages: Iterable[Ruled], *, by_words: bool) -> Iterable[Block]:
    engine = load_engine()
    drafts: list[Draft] = [read_page(engine, ruled, by_words=by_words) for ruled in pages]
    values = settle(engine, [c for draft in drafts for c in draft.candidates])
    place = 0
    for draft in drafts:
        count = len(draft.candidates)
        yield from finished(draft, values[place : place + count])
        place += count

"""What a reader gives: a document as blocks in reading order.

Every printed text is kept twice: ``raw``, untouched, and ``text``, which a reader sets to ``raw`` and
``pipeline.normalise`` replaces by its normalised form. Pages count from 1; formats without pages have page None.
"""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

BBox = tuple[float, float, float, float]
"""Left, top, right, bottom from the page's top left corner as shown: in PDF points; of a picture in its pixels."""


NO_TEXT = "\ufffc"
"""Stands in a cell for something that is shown and is no text, such as a picture: the cell is not empty."""


HAN = re.compile(r"[\u3400-\u9fff]")
"""A Chinese character."""

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
"""Digits that are printed raised behind a number: the mark of a note, if they are not the number's own."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text outside any table: a heading, a sentence, a caption, a page number."""

    raw: str
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed table cell. A merged cell stands once, at its first row and column.

    ``certainty`` is below 1 where a picture of the text was read and may have been misread; ``readings`` are then the
    other texts that it may be. ``wrapped`` says that its lines are one number which a narrow column broke.
    """

    row: int
    column: int
    raw: str
    text: str
    row_span: int = 1
    column_span: int = 1
    page: int | None = None
    bbox: BBox | None = None
    certainty: float = 1.0
    readings: tuple[str, ...] = ()
    wrapped: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose cells were read with their places.

    ``aligned`` says whether equal column numbers mean the same printed column in every row (HTML, DOCX, PDF), or
    whether rows are only lists of cells from the left, merged cells dropped (tab-separated text).
    """

    cells: tuple[Cell, ...]
    method: str
    page: int | None = None
    aligned: bool = True


@dataclass(frozen=True, slots=True)
class StreamCell:
    """One cell of a table whose grid was lost; only the order is known.

    ``ends_row`` says that no further cell of its row follows, ``padding`` that it may be no cell at all, but a mark
    with which the program filled its row up.
    """

    raw: str
    text: str
    ends_row: bool = False
    padding: bool = False


@dataclass(frozen=True, slots=True)
class CellStream:
    """Table cells in reading order, one a line in the source; empty cells may have left no trace.

    ``of_lines`` says that no part of the document looks like a table, and these are simply its lines of text.
    """

    cells: tuple[StreamCell, ...]
    method: str
    page: int | None = None
    of_lines: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """One printed word with its horizontal extent (points in a PDF, character columns in a text file) and its line.

    ``certainty`` and ``readings`` are those of :class:`Cell`. ``line`` counts from 0, in a text file over the whole
    file; ``column`` is there the word's first character in its line, from 1, where ``x0`` may count wide characters
    twice. ``page`` is that of a word that stands on another page than its lines begin on.
    """

    raw: str
    text: str
    x0: float
    x1: float
    line: int
    bbox: BBox | None = None
    certainty: float = 1.0
    readings: tuple[str, ...] = ()
    column: int | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class WordLines:
    """Words with positions: a page's layout kept with spaces, or a PDF table without rulings."""

    words: tuple[Word, ...]
    method: str
    page: int | None = None


Block = Paragraph | Grid | CellStream | WordLines


@dataclass(frozen=True, slots=True)
class Part:
    """A page that stands beside others, and where its part of what they hold begins and ends: points from its left."""

    page: int
    left: float
    right: float


Beside = tuple[tuple[Part, ...], ...]
"""Groups of pages that stand beside one another, each from the left."""


@dataclass(frozen=True, slots=True)
class Document:
    """One source file as read.

    ``format`` is what the bytes are (``html``, ``pdf``, ``docx``, ``txt``), whatever the suffix says. ``script`` is
    set by normalisation: ``Hans`` or ``Hant``. ``notes`` are sentences about what the reader met (a guessed encoding, a
    cut-off end, pages without text). ``untrusted`` are the pages of a PDF whose text, if any, need not be what they
    show: their blocks were recognised from their pictures. ``beside`` are pages over which a wide sheet was printed:
    what they hold is that of the first of each group. ``unread`` says which pages are pictures that were not
    recognised, and why: what is not found may stand there.
    """

    format: str
    blocks: tuple[Block, ...]
    pages: int | None = None
    script: str | None = None
    page_title: str | None = None
    notes: tuple[str, ...] = ()
    untrusted: tuple[int, ...] = ()
    beside: Beside = ()
    unread: str | None = None

    @property
    def recognised(self) -> bool:
        """Whether any of it was read from a picture."""
        return bool(self.untrusted) or self.format in _PICTURES

    def paragraphs(self) -> list[Paragraph]:
        """The paragraphs in reading order."""
        return [b for b in self.blocks if isinstance(b, Paragraph)]


_PICTURES = frozenset(("png", "jpg", "webp", "tiff", "bmp", "gif"))

_KINDS: dict[str, Any] = {"paragraph": Paragraph, "grid": Grid, "stream": CellStream, "lines": WordLines}
_PARTS: dict[str, tuple[str, Any]] = {
    "grid": ("cells", Cell),
    "stream": ("cells", StreamCell),
    "lines": ("words", Word),
}


def _part(maker: Any, record: dict[str, Any]) -> Any:
    for name in ("bbox", "readings"):
        if record.get(name) is not None:
            record[name] = tuple(record[name])
    return maker(**record)


def to_record(document: Document) -> dict[str, Any]:
    """The document as plain dictionaries and lists, each block with its ``kind``."""
    kind_of = {maker: kind for kind, maker in _KINDS.items()}
    record = {k: getattr(document, k) for k in ("format", "pages", "script", "page_title", "notes", "unread")}
    record["untrusted"] = document.untrusted
    record["beside"] = [[asdict(part) for part in group] for group in document.beside]
    return record | {"blocks": [{"kind": kind_of[type(b)]} | asdict(b) for b in document.blocks]}


def from_record(record: dict[str, Any]) -> Document:
    """The inverse of :func:`to_record`."""
    blocks: list[Block] = []
    for item in record["blocks"]:
        item = dict(item)
        kind = item.pop("kind")
        if kind in _PARTS:
            field, maker = _PARTS[kind]
            item[field] = tuple(_part(maker, dict(r)) for r in item[field])
        blocks.append(_KINDS[kind](**item))
    rest = {k: record[k] for k in ("format", "pages", "script", "page_title", "unread")}
    untrusted = tuple(record.get("untrusted", ()))
    beside = tuple(tuple(Part(**part) for part in group) for group in record.get("beside", ()))
    return Document(blocks=tuple(blocks), notes=tuple(record["notes"]), untrusted=untrusted, beside=beside, **rest)


def save(document: Document, path: Path) -> None:
    """Write the document as gzipped JSON, the same bytes for the same document."""
    text = json.dumps(to_record(document), ensure_ascii=False, separators=(",", ":"))
    path.write_bytes(gzip.compress(text.encode("utf-8"), compresslevel=1, mtime=0))


def load(path: Path) -> Document:
    """Read what :func:`save` wrote."""
    return from_record(json.loads(gzip.decompress(path.read_bytes())))

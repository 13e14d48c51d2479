"""Recognised pages: the public functions of this room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.documents.model import Block, Document


@dataclass(frozen=True, slots=True)
class RecognisedPages:
    """What recognition gave.

    Attributes:
        blocks: per page number (from 1), its blocks from the top: paragraphs, and grids (method ``scan:rulings``) or word
            lines (``scan:words``), each cell and word with its box in PDF points from the top left corner of the page as
            shown; for a picture, in its pixels.
        notes: sentences about what was recognised and what was left.
    """

    blocks: Mapping[int, tuple[Block, ...]]
    notes: tuple[str, ...] = ()


def recognise_pages(data: bytes, pages: Sequence[int], prepared: object | None = None) -> RecognisedPages:
    """Recognise pages of a PDF.

    Args:
        data: the whole file.
        pages: page numbers from 1.
        prepared: where results are kept by content, so that a file is recognised once.

    Raises:
        UnreadableDocument: the packages for recognition are not installed, or the file cannot be rendered.
    """
    raise NotImplementedError


def read_scan(data: bytes, format: str, prepared: object | None = None) -> Document:
    """Read a scanned PDF or a picture: title, text lines and tables of the first page and of those with tables.

    Args:
        data: the whole file.
        format: what its bytes are: ``pdf``, ``png``, ``jpg``, ``tiff``, ``bmp`` or ``gif``.
        prepared: where results are kept by content.

    Raises:
        UnreadableDocument: the packages for recognition are not installed, the picture is damaged or too large, or
            nothing could be recognised.
    """
    raise NotImplementedError

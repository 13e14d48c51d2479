"""Normalisation: characters (NFKC, OpenCC, artefacts) and the reading of one printed number.

Belongs here: what is true of any printed text. Does not: labels of the forms, structure of documents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.documents.model import Block, CellStream, Document, Grid, Paragraph, WordLines
from pipeline.normalise.characters import clean, script_of, simplify
from pipeline.normalise.numbers import Reading, read_number

__all__ = ["Reading", "clean", "normalise_blocks", "normalise_document", "normalise_text", "read_number", "simplify"]


def normalise_document(document: Document) -> Document:
    """Set every block's ``text`` from its ``raw``, and the document's script.

    Traditional script is converted only in a document written in it: in simplified text the same characters can be
    part of a name.
    """
    script = script_of("".join(_all_text(document)))
    return replace(document, blocks=normalise_blocks(document.blocks, script), script=script)


def normalise_text(raw: str, script: str | None) -> str:
    """One printed text, cleaned, simplified where the document's script is traditional."""
    cleaned = clean(raw).strip()
    return simplify(cleaned) if script == "Hant" else cleaned


def normalise_blocks(blocks: Sequence[Block], script: str | None) -> tuple[Block, ...]:
    """Normalise blocks of a document whose script is known, such as tables read in a second pass."""

    def normalised(block: Block) -> Block:
        match block:
            case Paragraph():
                return replace(block, text=normalise_text(block.raw, script))
            case Grid():
                cells = tuple(replace(c, text=normalise_text(c.raw, script)) for c in block.cells)
                return replace(block, cells=cells)
            case CellStream():
                stream = tuple(replace(c, text=normalise_text(c.raw, script)) for c in block.cells)
                return replace(block, cells=stream)
            case WordLines():
                return replace(block, words=tuple(replace(w, text=normalise_text(w.raw, script)) for w in block.words))

    return tuple(normalised(block) for block in blocks)


def _all_text(document: Document) -> list[str]:
    texts: list[str] = []
    for block in document.blocks:
        match block:
            case Paragraph():
                texts.append(block.raw)
            case Grid() | CellStream():
                texts.extend(c.raw for c in block.cells)
            case WordLines():
                texts.extend(w.raw for w in block.words)
    return texts

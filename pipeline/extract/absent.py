"""Why a table was not found: what the document shows below its heading."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.documents.model import Block, Paragraph, WordLines
from pipeline.extract.printed.labels import ACCEPTED, label_key, similarity
from pipeline.forms import table_title
from pipeline.identity.parts import SECTION

NOT_FOUND = "the table was not found"
_LONGEST_HEADING = 60
_SHOWN = 40


def why_not_found(blocks: Sequence[Block], table: str) -> str:
    """The reason to give for a table's cells, with what stands where the table should.

    Args:
        blocks: the document's.
        table: the table's key.
    """
    at = [n for n, block in enumerate(blocks) if any(is_heading_of(table, text) for text in _texts(block))]
    if not at:
        return f"{NOT_FOUND}; no heading of it stands in the file either"
    if not isinstance(blocks[at[-1]], Paragraph):
        return NOT_FOUND
    below: list[str] = []
    for block in blocks[at[-1] + 1 :]:
        if isinstance(block, Paragraph) and SECTION.match(block.text):
            break
        below += _texts(block)
    text = " ".join(" ".join(below).split())
    if not text:
        return f"{NOT_FOUND}; nothing that can be read stands below its heading, perhaps a picture"
    return f"{NOT_FOUND}; below its heading stands: {text[:_SHOWN].replace(';', ',')}{'…' * (len(text) > _SHOWN)}"


def is_heading_of(table: str, text: str) -> bool:
    """Whether a text is, or resembles, the heading of a table's section."""
    heading = label_key(table_title(table))
    return len(text) <= _LONGEST_HEADING and similarity(label_key(text), heading) >= ACCEPTED


def _texts(block: Block) -> list[str]:
    if isinstance(block, Paragraph):
        return [block.text]
    return [part.text for part in (block.words if isinstance(block, WordLines) else block.cells)]

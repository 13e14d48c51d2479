"""Web pages made and read for tests, and what is in them."""

from pipeline.documents.model import Document, Grid
from pipeline.documents.read import read_document

GRID = "display:grid;grid-template-columns:[a] 2fr repeat(2, minmax(10px, 1fr))"
"""The style of a grid of three columns."""


def page(body: str, head: str = "") -> Document:
    return read_document(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "x.html")


def grid_of(document: Document) -> Grid:
    (grid,) = [b for b in document.blocks if isinstance(b, Grid)]
    return grid


def places(document: Document) -> dict[tuple[int, int], str]:
    return {(c.row, c.column): c.raw for c in grid_of(document).cells}


def lines(document: Document) -> list[str]:
    return [p.raw for p in document.paragraphs()]


def boxes(*children: tuple[str, str], style: str = GRID, tag: str = "div") -> str:
    inside = "".join(f'<{tag} style="{own}">{text}</{tag}>' for text, own in children)
    return f'<div style="{style}">{inside}</div>'

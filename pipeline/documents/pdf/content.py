"""What a PDF page draws, by pdfium: its characters and its straight lines, with their places.

An order of magnitude faster than interpreting the page in Python, and better at fonts without a plain encoding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from pipeline.documents.model import BBox, Beside
from pipeline.documents.pages.content import Char, PageContent
from pipeline.documents.pages.joined import joined, rows_of_pages
from pipeline.documents.pdf.chars import Glyph, PageText
from pipeline.documents.pdf.concealed import moved_away
from pipeline.documents.pdf.fields import page_with_fields
from pipeline.documents.pdf.look import Look
from pipeline.documents.pdf.shapes import PageShapes, View
from pipeline.documents.pdf.text import open_pdf

_FEWEST_ASIDE = 40
"""Characters in another direction from which they are no stray label but a part of the page, such as a turned table."""
_FEWEST_LETTERS = 8
_LARGE = 0.05


def page_contents(data: bytes, pages: Sequence[int], beside: Beside = ()) -> Iterator[PageContent]:
    """The content of the wanted pages, one page in memory at a time.

    A page gives one content for each direction in which a good part of its text runs, the most common first. Pages that
    stand beside one another give one together.
    """
    document = open_pdf(data)
    try:
        for parts in rows_of_pages(pages, beside):
            opened = [page_with_fields(document, part.page) for part in parts]
            contents = [
                contents_of(page, part.page, _drawn_digits(data, part.page))
                for part, page in zip(parts, opened, strict=True)
            ]
            if len(parts) == 1:
                yield from contents[0]
            else:
                drawn = [content for own in contents for content in own]
                yield joined(list(zip(parts, drawn, strict=True)))
            for page in opened:
                page.close()
    finally:
        document.close()


@lru_cache(maxsize=32)
def _drawn_digits(data: bytes, number: int) -> dict[int, bool]:
    """What is known of the digits of a file's page: several ways to find tables look at them one after the other."""
    return {}


def contents_of(page: Any, number: int, drawn: dict[int, bool] | None = None) -> Iterator[PageContent]:
    """The content of one open page; what it shows can be asked for as long as the page is open."""
    look = Look(page)
    shapes = PageShapes(page)
    with _seen_text(page, shapes, look, drawn) as (text, glyphs):
        directions = Counter(g.direction for g in glyphs if g.direction % 90 == 0)
        main = directions.most_common(1)[0][0] if directions else 0
        further = [d for d, count in directions.items() if d != main and count >= _FEWEST_ASIDE]
        for direction in (main, *further):
            yield _content(page, number, direction, glyphs, text, shapes, look)


@contextmanager
def _seen_text(
    page: Any, shapes: PageShapes, look: Look, drawn: dict[int, bool] | None
) -> Iterator[tuple[PageText, list[Glyph]]]:
    """The text of a page and its visible characters, those included that pdfium would leave out for unseen ones."""
    with PageText(page, shapes, look, drawn) as text:
        glyphs = text.glyphs()
        concealing = text.concealing(glyphs)
        if not concealing:
            yield text, glyphs
            return
    moved_away(concealing)
    with PageText(page, shapes, look, drawn) as text:
        yield text, text.glyphs()


def _content(
    page: Any, number: int, direction: int, glyphs: list[Glyph], text: PageText, shapes: PageShapes, look: Look
) -> PageContent:
    view = View(page, direction)
    width, height = page.get_size()
    shown = page.get_rotation()
    turned = (shown - direction) % 360
    if turned % 180:
        width, height = height, width

    def shows(box: BBox) -> bool:
        return look.shows(content.as_shown(box))

    content = PageContent(
        number,
        text.chars([g for g in glyphs if g.direction == direction], view),
        list(shapes.edges(view)),
        width,
        height,
        [view.box(*box) for box in (*shapes.marks, *text.boxes([g for g in glyphs if _runs_aside(g, direction)]))],
        turned,
        shows,
        tuple(sorted({view.point(place, place)[0] for axis, place in shapes.cuts if axis == direction // 90 % 2})),
    )
    return content


def _runs_aside(glyph: Glyph, direction: int) -> bool:
    """Whether a character stands upside down or on its side, as no watermark does: it is part of what cells show."""
    return glyph.direction % 90 == 0 and glyph.direction != direction


def every_char(data: bytes, pages: list[int]) -> Iterator[tuple[int, list[Char]]]:
    """Per page, all its characters as the page is shown, those that nobody sees included."""
    document = open_pdf(data)
    try:
        for number in pages:
            page = document[number - 1]
            with PageText(page, PageShapes(page), Look(page)) as text:
                yield number, text.chars(text.glyphs(hidden=True), View(page, page.get_rotation()), hidden=True)
            page.close()
    finally:
        document.close()


def drawn_pages(data: bytes, pages: list[int]) -> list[int]:
    """Pages that draw what may be numbers without writing them: many shapes of a letter's size, or a large picture."""
    document = open_pdf(data)
    try:
        return [n for n in pages if _is_drawn(page_with_fields(document, n))]
    finally:
        document.close()


def _is_drawn(page: Any) -> bool:
    shapes = PageShapes(page)
    width, height = page.get_size()
    letters = sum(3 <= y1 - y0 <= 20 and x1 - x0 <= 30 for x0, y0, x1, y1 in shapes.marks)
    pictures = any((x1 - x0) * (y1 - y0) >= _LARGE * width * height for x0, y0, x1, y1 in shapes.pictures)
    return letters >= _FEWEST_LETTERS or pictures

"""Reports as PDF, drawn line by line: tables with all rulings, with some, with none.

Options: ``font`` (``STSong-Light``; ``embedded`` where the machine has a TrueType font with Chinese characters),
``rulings`` (``all``, ``rects``, ``double``, ``thick``, ``horizontal``, ``frame``, ``none``, ``hybrid``: another kind on
every page), ``boxes`` (a white rectangle behind each line of text, as WPS draws), ``size`` and ``table_size`` (points),
``page_numbers``, ``shade`` (fill behind the items of article 20), ``tight`` and ``narrow`` (narrow number columns),
``break_numbers``, ``smallest``, ``turned`` (pages lie on their side: ``page`` by the page's own rotation, ``content``
without), ``two_up`` (two pages side by side on a sheet), ``digits`` (a font of their own whose codes the file explains
wrongly or not at all: ``private``, ``nameless``, ``swapped``), ``unseen`` (text that shows nothing in the cells),
``spread`` (a wide sheet over several pages), ``text_columns`` (two columns of text).
"""

from __future__ import annotations

import io
import re
from pathlib import Path

import reportlab
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from samples.draft import Draft
from samples.pen import DIGITS, HEIGHT, WIDTH, cid_font, embedded_font
from samples.spread import laid_out

# Of the library that draws the page, so that every machine has it.
DIGIT_FONT = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"


def write(draft: Draft) -> bytes:
    """The report as a PDF file, the same bytes for the same draft."""
    out = io.BytesIO()
    # The canvas itself exchanges the sides of a page that it turns.
    sheet = (WIDTH * (1 + bool(draft.options.get("two_up"))), HEIGHT)
    if draft.options.get("turned") == "content":
        sheet = (HEIGHT, WIDTH)
    digits = draft.options.get("digits")
    if digits:
        pdfmetrics.registerFont(TTFont(DIGITS, DIGIT_FONT, asciiReadable=0))
    canvas = Canvas(out, pagesize=sheet, invariant=1, pageCompression=0 if digits else 1)
    canvas.setTitle(draft.page_title)
    canvas.setAuthor("")
    embedded = embedded_font() if draft.options.get("font") == "embedded" else None
    laid_out(canvas, draft, embedded or cid_font())
    canvas.save()
    return _misread(out.getvalue(), str(digits)) if digits else out.getvalue()


def _misread(data: bytes, how: str) -> bytes:
    """The file with its digits' characters hidden, lost or exchanged; every byte keeps its place.

    ``private`` and ``swapped`` change what the font's map says of each code, ``nameless`` takes the map away.
    """
    if how == "nameless":
        return data.replace(b"/ToUnicode ", b"/ToUnicodX ")

    def other(match: re.Match[bytes]) -> bytes:
        digit = int(match[1])
        return b"<E01%d>" % digit if how == "private" else b"<003%d>" % ((digit + 3) % 10)

    def changed(match: re.Match[bytes]) -> bytes:
        return re.sub(rb"<003(\d)>", other, match[0])

    return re.sub(rb"begincmap.*?endcmap", changed, data, flags=re.S)


def image_only(text: str) -> bytes:
    """A PDF whose pages hold only pictures, as a scan without recognised text."""
    from PIL import Image, ImageDraw
    from reportlab.lib.utils import ImageReader

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1)
    picture = Image.new("L", (420, 594), 255)
    pen = ImageDraw.Draw(picture)
    for index, char in enumerate(text):
        x, y = 40 + index % 24 * 14, 40 + index // 24 * 22
        for bit in range(9):
            if ord(char) >> bit & 1:
                pen.rectangle((x + bit % 3 * 4, y + bit // 3 * 4, x + bit % 3 * 4 + 3, y + bit // 3 * 4 + 3), fill=20)
    for _ in range(2):
        canvas.drawImage(ImageReader(picture), 0, 0, WIDTH, HEIGHT)
        canvas.showPage()
    canvas.save()
    return out.getvalue()

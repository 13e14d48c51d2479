"""Reports as scans: a PDF's pages drawn, laid askew, shaded, grained, blurred and packed as a scanner does."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from samples import pdf
from samples.draft import Draft
from samples.pen import cid_font


@dataclass(frozen=True, slots=True)
class Wear:
    """How a scan looks.

    Attributes:
        dpi: dots an inch.
        skew: degrees, at most, by which each page lies askew.
        grain: grey levels of noise.
        blur: radius in pixels.
        shade: part by which the darkest corner is darker than the lightest.
        quality: of the JPEG compression.
    """

    dpi: int = 200
    skew: float = 1.5
    grain: float = 5.0
    blur: float = 0.6
    shade: float = 0.12
    quality: int = 75


def draw_wear(rng: random.Random) -> Wear:
    """A likely scan: 150 to 200 dots an inch, up to two degrees askew."""
    return Wear(
        dpi=rng.choice((150, 200, 200)),
        skew=rng.uniform(0.2, 2.0),
        grain=rng.uniform(2, 7),
        blur=rng.uniform(0.3, 0.8),
        shade=rng.uniform(0.0, 0.15),
        quality=rng.choice((60, 75, 85)),
    )


def pages(data: bytes, wear: Wear, rng: random.Random) -> list[bytes]:
    """A PDF's pages as worn pictures (JPEG)."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [_worn(page.render(scale=wear.dpi / 72).to_pil().convert("L"), wear, rng) for page in document]
    finally:
        document.close()


def _worn(picture: Image.Image, wear: Wear, rng: random.Random) -> bytes:
    angle = rng.uniform(-wear.skew, wear.skew)
    picture = picture.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    values = np.asarray(picture, np.float32)
    height, width = values.shape
    across, down = np.linspace(0, 1, width)[None, :], np.linspace(0, 1, height)[:, None]
    values = values * (1 - wear.shade * (across * rng.random() + down * rng.random()) / 2)
    values = 12 + 0.93 * values + np.random.default_rng(rng.getrandbits(32)).normal(0, wear.grain, values.shape)
    grained = Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))
    out = io.BytesIO()
    grained.filter(ImageFilter.GaussianBlur(wear.blur)).save(out, "JPEG", quality=wear.quality)
    return out.getvalue()


def write(form: str, draft: Draft) -> bytes:
    """A report as a scan.

    Args:
        form: ``scan-pdf`` (a PDF of pictures), ``scan-jpg`` or ``scan-long`` (a PNG): pictures of all pages, one below
            the other.
        draft: what is printed.
    """
    data = pdf.write(draft)
    rng = random.Random(f"scan/{len(data)}/{form}")
    wear = draw_wear(rng)
    found = pages(data, wear, rng)
    if form == "scan-pdf" and draft.options.get("keep_text"):
        return beside_text(as_pdf(found, wear.dpi), data)
    if form == "scan-pdf":
        return as_pdf(found, wear.dpi, misread(data, rng) if draft.options.get("layer") else ())
    out = io.BytesIO()
    one_below_the_other(found).save(out, "JPEG" if form == "scan-jpg" else "PNG", **_OPTIONS[form])
    return out.getvalue()


FORMS = ("scan-pdf", "scan-jpg", "scan-long")
SUFFIXES = {"scan-pdf": ".pdf", "scan-jpg": ".jpg", "scan-long": ".png"}
MISREAD = str.maketrans("0168", "8780")
_OPTIONS: dict[str, dict[str, int]] = {"scan-jpg": {"quality": 85}, "scan-long": {"compress_level": 3}}


Line = tuple[float, float, float, str]
"""Left, bottom and height of a line of text, and what it says."""


def misread(data: bytes, rng: random.Random) -> list[list[Line]]:
    """What a poor recognition makes of a PDF's pages: each line in its place, one digit of forty taken for another."""

    def wrong(text: str) -> str:
        return "".join(c.translate(MISREAD) if rng.random() < 1 / 40 else c for c in text)

    found = []
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            text = page.get_textpage()
            boxes = [text.get_rect(n) for n in range(text.count_rects())]
            lines = [(b[0], b[1], b[3] - b[1], wrong(text.get_text_bounded(*b))) for b in boxes]
            found.append([line for line in lines if line[3].strip()])
    return found


def beside_text(scan: bytes, data: bytes) -> bytes:
    """A PDF's pages with text, every second one taken from its scan."""
    out, made = io.BytesIO(), pypdfium2.PdfDocument.new()
    with pypdfium2.PdfDocument(data) as text, pypdfium2.PdfDocument(scan) as pictures, made as new:
        for number in range(len(text)):
            new.import_pages(pictures if number % 2 else text, [number])
        new.save(out)
    return out.getvalue()


def as_pdf(pictures: list[bytes], dpi: int, layers: Sequence[Sequence[Line]] = ()) -> bytes:
    """Pictures as the pages of a PDF, under a layer of text that shows nothing where one is given."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    for number, picture in enumerate(pictures):
        reader = ImageReader(io.BytesIO(picture))
        width, height = (side * 72 / dpi for side in reader.getSize())
        canvas.setPageSize((width, height))
        canvas.drawImage(reader, 0, 0, width, height)
        for left, bottom, size, text in layers[number] if layers else ():
            canvas.setFont(cid_font(), max(size, 1))
            canvas.drawString(left, bottom, text, mode=3)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def one_below_the_other(found: list[bytes]) -> Image.Image:
    """All pictures as one long one."""
    pictures = [Image.open(io.BytesIO(picture)) for picture in found]
    whole = Image.new("L", (max(p.width for p in pictures), sum(p.height for p in pictures)), 255)
    top = 0
    for picture in pictures:
        whole.paste(picture, (0, top))
        top += picture.height
    return whole

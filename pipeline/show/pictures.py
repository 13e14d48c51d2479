"""Pages as pictures: rendered PDF pages and pictures themselves, whole or cut out around a cell."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pypdfium2
from PIL import Image, ImageDraw, ImageOps

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.model import BBox
from pipeline.documents.ofd.reader import WithoutTextError, ofd_contents, ofd_pictures, picture_pages, read_ofd
from pipeline.documents.pages.svg import page_size, page_svg
from pipeline.documents.pdf.text import open_pdf
from pipeline.documents.pictures import PICTURE_ERRORS, on_white

PICTURES = frozenset(("png", "jpg", "jpeg", "bmp", "tif", "tiff", "gif", "webp"))
"""Formats that are one picture each, whose boxes count in its pixels."""

_POINTS = 72.0
_PAGE_DPI = 120
_CROP_DPI = 220
_WIDEST = 1400
_PART_DPI = 110
A4 = 595.0
"""Width of a page of A4 in points."""
_MOST_PIXELS = 4e6
_QUALITY = 40
_GREYS = 8
_AROUND = (150.0, 42.0)
"""Points left and right of, and above and below, a cell that is cut out."""
_RED = (211, 30, 30)


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page to be drawn over.

    Attributes:
        width, height: of the page in the unit of the cells' boxes: points, or a picture's pixels.
        image: the picture, of any resolution; ``mime`` is its type.
    """

    number: int
    width: float
    height: float
    image: bytes
    mime: str = "image/png"


def page_pictures(data: bytes, kind: str, pages: Sequence[int], dpi: int = _PAGE_DPI) -> list[PagePicture]:
    """Pages of a PDF, an OFD file or a picture as pictures, turned as they are shown (and as a camera says).

    An OFD page is drawn from its characters and lines; one that is a picture is that picture.

    Args:
        data: the file.
        kind: ``pdf``, ``ofd``, or one of :data:`PICTURES`.
        pages: numbers from 1; of a picture those of its frames.
        dpi: for a PDF, pixels an inch.

    Raises:
        UnreadableDocument: the file is damaged, or has no such page.
    """
    if kind != "ofd":
        return [_rendered(data, kind, number, dpi) for number in pages]
    scanned = set(_ofd_scans(data, pages)) & set(pages)
    pictures = ofd_pictures(data) if scanned else b""
    found = {number: _rendered(pictures, "pdf", number, dpi) for number in scanned}
    for page in ofd_contents(data, [number for number in pages if number not in found]):
        svg = page_svg(page, None).encode()
        found[page.number] = PagePicture(page.number, page.width, page.height, svg, "image/svg+xml")
    return [found[number] for number in pages]


def _rendered(data: bytes, kind: str, number: int, dpi: int) -> PagePicture:
    image, width, height = _render(data, kind, number, dpi)
    if kind != "pdf" and image.width > _WIDEST:
        image = image.resize((_WIDEST, round(image.height * _WIDEST / image.width)))
    return PagePicture(number, width, height, _png(image))


@dataclass(frozen=True, slots=True)
class PagePart:
    """A part of a page as a picture; ``box`` is the part that was drawn, in the unit of the cells' boxes."""

    page: int
    box: BBox
    image: bytes
    mime: str


def page_parts(data: bytes, kind: str, parts: Sequence[tuple[int, BBox]], dpi: int = _PART_DPI) -> list[PagePart]:
    """Parts of pages as small pictures, to be drawn over.

    Args:
        data: the file.
        kind: ``pdf``, ``ofd``, or one of :data:`PICTURES`.
        parts: each a page, from 1, and the part of it that is wanted, in the unit of the cells' boxes, where a page
            about as wide as A4 has 595; what lies outside of the page is left out.
        dpi: pixels an inch of such a page.

    Raises:
        UnreadableDocument: the file is damaged, or has no such page.
    """
    pages = sorted({page for page, _ in parts})
    scanned = pages if kind != "ofd" else [p for p in pages if p in _ofd_scans(data, pages)]
    drawn = {p.number: p for p in ofd_contents(data, [p for p in pages if p not in scanned])} if kind == "ofd" else {}
    source = (ofd_pictures(data), "pdf") if kind == "ofd" and scanned else (data, kind)
    found = []
    for page, box in parts:
        if page in drawn:
            left, top, right, bottom = _inside(box, *page_size(drawn[page]))
            svg = page_svg(drawn[page], None, (left, top, right, bottom)).encode()
            found.append(PagePart(page, (left, top, right, bottom), svg, "image/svg+xml"))
        else:
            found.append(_cut(*source, page, box, dpi))
    return found


def _inside(box: BBox, width: float, height: float) -> BBox:
    left, top, right, bottom = box
    return max(0.0, left), max(0.0, top), min(width, right), min(height, bottom)


def _cut(data: bytes, kind: str, page: int, box: BBox, dpi: int) -> PagePart:
    wide = dpi * A4 / _POINTS
    if kind == "pdf":
        image, part = _rendered_part(data, page, box, wide)
    else:
        whole, width, height = _render(data, kind, page, dpi)
        part = _inside(box, width, height)
        left, top, right, bottom = map(round, part)
        image = whole.crop((left, top, right, bottom))
        scale = min(1.0, wide / width)
        image = image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))))
    return PagePart(page, part, *_small(image))


def _rendered_part(data: bytes, number: int, box: BBox, wide: float) -> tuple[Image.Image, BBox]:
    with _pdf_page(data, number) as page:
        width, height = page.get_size()
        left, top, right, bottom = part = _inside(box, width, height)
        if right - left < 1 or bottom - top < 1:
            raise UnreadableDocument(f"The box lies outside page {number}", "Run `gongkai run` again.", "pdf")
        scale = min(wide / width, _MOST_PIXELS / wide / (bottom - top))
        cut = (left, height - bottom, width - right, top)
        return page.render(scale=scale, crop=cut, grayscale=True).to_pil().convert("L"), part


@contextmanager
def _pdf_page(data: bytes, number: int) -> Iterator[Any]:
    """A page of a PDF, while it is open.

    Raises:
        UnreadableDocument: there is no such page, or it cannot be drawn.
    """
    document = open_pdf(data)
    try:
        if not 0 < number <= len(document):
            raise UnreadableDocument(f"The PDF has no page {number}", "Run `gongkai run` again.", "pdf")
        yield document[number - 1]
    except pypdfium2.PdfiumError as error:
        raise UnreadableDocument("The PDF is damaged", "Fetch it again from its source.", "pdf") from error
    finally:
        document.close()


def _small(image: Image.Image) -> tuple[bytes, str]:
    """The picture in grey, in as few bytes as leave it legible: few greys suit print, a photograph's way scans."""
    grey = image.convert("L")
    few, photograph = io.BytesIO(), io.BytesIO()
    grey.point([round(v / 255 * (_GREYS - 1)) * 255 // (_GREYS - 1) for v in range(256)]).convert("RGB").save(
        few, "WEBP", lossless=True, method=4
    )
    grey.save(photograph, "WEBP", quality=_QUALITY, method=4)
    return min(few.getvalue(), photograph.getvalue(), key=len), "image/webp"


def page_crop_png(
    data: bytes, kind: str, page: int, bbox: BBox, around: tuple[float, float] = _AROUND, dpi: int = _CROP_DPI
) -> bytes:
    """A cell and what stands around it, cut out of its page, with a red line around it.

    Args:
        data: the file.
        kind: ``pdf``, ``ofd`` where the page is a picture, or one of :data:`PICTURES`.
        page: from 1.
        bbox: the cell's box, as published.
        around: how much beside it, and above and below, is shown, in points of a page about as wide as A4.
        dpi: for a PDF, pixels an inch.

    Raises:
        UnreadableDocument: the file is damaged, or has no such page.
    """
    image, width, _ = _render(*((ofd_pictures(data), "pdf") if kind == "ofd" else (data, kind)), page, dpi)
    scale = image.width / width
    beside, above = (round(a * image.width / A4) for a in around)
    left, top, right, bottom = (v * scale for v in bbox)
    cut = (
        max(0, round(left) - beside),
        max(0, round(top) - above),
        min(image.width, round(right) + beside),
        min(image.height, round(bottom) + above),
    )
    if cut[2] <= cut[0] or cut[3] <= cut[1]:
        raise UnreadableDocument(f"The cell's box lies outside page {page}", "Run `gongkai run` again.", kind)
    cropped = image.crop(cut)
    line = max(2, round(image.width / 500))
    ImageDraw.Draw(cropped).rectangle(
        (left - cut[0] - line, top - cut[1] - line, right - cut[0] + line, bottom - cut[1] + line),
        outline=_RED,
        width=line,
    )
    return _png(cropped)


def can_cut_out(data: bytes, kind: str, page: int) -> bool:
    """Whether :func:`page_crop_png` has pixels to cut from."""
    return page in _ofd_scans(data, [page]) if kind == "ofd" else kind in {"pdf", *PICTURES}


def _ofd_scans(data: bytes, pages: Sequence[int]) -> Sequence[int]:
    """Which pages of an OFD file are shown as the pictures on them: all of a file without text."""
    try:
        read_ofd(data)
    except WithoutTextError:
        return pages
    return picture_pages(data)


def _render(data: bytes, kind: str, number: int, dpi: int) -> tuple[Image.Image, float, float]:
    """A page's picture, and its width and height in the unit of the cells' boxes."""
    if kind == "pdf":
        with _pdf_page(data, number) as page:
            width, height = page.get_size()
            return page.render(scale=dpi / _POINTS).to_pil().convert("RGB"), width, height
    try:
        with Image.open(io.BytesIO(data)) as picture:
            picture.seek(number - 1)
            image = on_white(ImageOps.exif_transpose(picture))
    except PICTURE_ERRORS as error:
        raise UnreadableDocument("The picture is damaged", "Fetch it again from its source.", kind) from error
    return image, float(image.width), float(image.height)


def _png(image: Image.Image) -> bytes:
    """The picture as PNG; of few colours, as pages of text are, in a third of the space."""
    stream = io.BytesIO()
    image.quantize(64, dither=Image.Dither.NONE).save(stream, "PNG", optimize=True)
    return stream.getvalue()

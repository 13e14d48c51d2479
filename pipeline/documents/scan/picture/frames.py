"""From a file's bytes to pictures of its pages."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import PIL.Image
import PIL.ImageOps
import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.pdf.text import open_pdf
from pipeline.documents.pictures import PICTURE_ERRORS, on_white
from pipeline.documents.scan.basics import Image, stretches

_MOST_PIXELS = 200_000_000
_MOST_FRAMES = 60
_LONGEST_SIDE = 3400
"""Pixels of a page's longer side: 300 dots an inch of A4 and no more."""
_SHORTEST_SIDE = 2000
_WIDEST = 2600
_LONG = 1.9
"""Height over width from which a picture holds several pages or screens one below the other."""
_PAGE = 1.414
_WHOLE_PAGE = 0.85


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page, one of two side by side, or one stretch of a long picture.

    Attributes:
        number: the page's number from 1; the same for all stretches of one picture.
        image: its colours.
        scale: points (in a picture: its own pixels) for one pixel of ``image``.
        top: where the stretch begins, in points or the picture's own pixels.
        left: where one of two pages side by side begins, in the same.
        long: whether it is a stretch of a picture that may hold several pages.
    """

    number: int
    image: Image
    scale: float
    top: float = 0.0
    left: float = 0.0
    long: bool = False


def pdf_page_images(data: bytes, pages: Sequence[int] | None = None) -> Iterator[PageImage]:
    """Pages of a PDF as pictures, one at a time: as fine as the scanned picture in it, where that is the whole page.

    Raises:
        UnreadableDocument: the PDF cannot be opened, or a page of it cannot be drawn.
    """
    document = open_pdf(data)
    try:
        for number in pages if pages is not None else range(1, len(document) + 1):
            page = document[number - 1]
            width, height = page.get_size()
            longer = max(width, height)
            own = _own_resolution(page, width, height)
            wanted = own * longer if own else longer * 200 / 72
            scale = min(max(wanted, _SHORTEST_SIDE if not own else 1400.0), _LONGEST_SIDE) / longer
            if height > _LONG * width:  # a page as long as a picture of several
                scale = min(own or 200 / 72, _WIDEST / width, math.sqrt(_MOST_PIXELS / 4 / (width * height)))
            picture = np.asarray(page.render(scale=scale, rev_byteorder=True).to_numpy(), np.uint8)[:, :, :3]
            page.close()
            yield from _stretches(number, np.ascontiguousarray(picture), 1 / scale)
    except pypdfium2.PdfiumError as error:
        raise UnreadableDocument(
            "A page of the PDF cannot be drawn", "Fetch it again from its source.", "pdf"
        ) from error
    finally:
        document.close()


def _own_resolution(page: Any, width: float, height: float) -> float | None:
    """Pixels a point of the picture that fills the page; None where none does."""
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = item.get_bounds()
        if (right - left) * (top - bottom) >= _WHOLE_PAGE * width * height:
            across, down = item.get_px_size()
            return float(max(across, down) / max(right - left, top - bottom, 1))
    return None


def picture_images(data: bytes, format: str) -> Iterator[PageImage]:
    """The frames of a picture file, turned as its camera says, long ones in stretches.

    Raises:
        UnreadableDocument: it is damaged or cut off, or larger than any page.
    """
    for number, shown in _opened(data, format):
        yield from _frame(number, shown)


def _opened(data: bytes, format: str) -> Iterator[tuple[int, PIL.Image.Image]]:
    """The frames, numbered from 1; only opening them is guarded, so that no other fault is taken for damage."""
    damaged = UnreadableDocument("The picture is damaged or cut off", "Fetch it again from its source.", format)
    try:
        with PIL.Image.open(io.BytesIO(data)) as picture:
            frames = min(getattr(picture, "n_frames", 1), 1 if format in ("gif", "webp") else _MOST_FRAMES)
            for number in range(frames):
                picture.seek(number)
                if picture.width * picture.height > _MOST_PIXELS:
                    raise UnreadableDocument(
                        f"The picture has {picture.width} x {picture.height} pixels, more than any page has",
                        f"Scale it down to at most {_LONGEST_SIDE} pixels a page.",
                        format,
                    )
                yield number + 1, on_white(PIL.ImageOps.exif_transpose(picture))
    except PICTURE_ERRORS as error:
        raise damaged from error


def _frame(number: int, picture: PIL.Image.Image) -> Iterator[PageImage]:
    width, height = picture.size
    shrink = min(1.0, _WIDEST / width) if height > _LONG * width else min(1.0, _LONGEST_SIDE / max(width, height))
    if shrink < 1.0:
        size = (max(1, round(width * shrink)), max(1, round(height * shrink)))
        picture = picture.resize(size, PIL.Image.Resampling.BOX if shrink < 0.6 else PIL.Image.Resampling.BICUBIC)
    yield from _stretches(number, np.asarray(picture, np.uint8), 1 / shrink)


def _stretches(number: int, image: Image, scale: float) -> Iterator[PageImage]:
    """A long picture cut at blank bands into parts of about a page; any other as it is."""
    height, width = image.shape[:2]
    if height <= _LONG * width:
        yield PageImage(number, image, scale)
        return
    blank = blank_rows(image)
    top = 0
    while height - top > _LONG * width:
        cut = widest_band(blank, top + int(0.9 * width), top + int(1.8 * width))
        if cut is None:  # nowhere blank, as inside a long table: the next place where it is
            later = np.flatnonzero(blank[top + int(1.8 * width) :])
            cut = top + int(1.8 * width) + int(later[0]) if len(later) else height
        yield PageImage(number, image[top:cut], scale, top * scale, long=True)
        top = cut
    if height - top > 8:
        yield PageImage(number, image[top:], scale, top * scale, long=True)


def blank_rows(image: Image) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Rows of pixels in which nothing is printed: no darker spot than their own paper."""
    grey = image.mean(axis=2)
    inner = grey[:, grey.shape[1] // 50 : -max(1, grey.shape[1] // 50)]
    paper = np.median(inner, axis=1, keepdims=True)
    dark = (inner < paper - 60).sum(axis=1)
    return np.asarray(dark <= max(1, inner.shape[1] // 800))


def widest_band(blank: np.ndarray[Any, np.dtype[np.bool_]], start: int, end: int) -> int | None:
    """The middle of the widest run of blank rows; of like ones the one nearest to a page's end."""
    best: tuple[float, int] | None = None
    aim = start + (_PAGE - 0.9) / 0.9 * (end - start)
    for first, last in stretches(blank[start:end]):
        middle = start + (first + last) // 2
        worth = float(last - first) * (1.0 - 0.5 * abs(middle - aim) / (end - start))
        if last - first >= 6 and (best is None or worth > best[0]):
            best = worth, middle
    return best[1] if best else None

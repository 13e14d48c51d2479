"""Pictures as they look on paper, laid on the pages of a PDF, and what opening damaged ones raises."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2
from PIL import Image, UnidentifiedImageError

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.pages.content import Matrix

PICTURE_ERRORS = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    EOFError,
    LookupError,  # these three from a TIFF's damaged tags
    TypeError,
    struct.error,
    OSError,
    SyntaxError,
    ValueError,
)
"""What Pillow raises on damaged files, and on those that would fill the memory."""


def on_white(picture: Image.Image) -> Image.Image:
    """A picture in colours without transparency: on paper. Of 16 bits a dot the upper 8 are kept."""
    if picture.mode.startswith("I;16"):
        return Image.fromarray((np.asarray(picture) >> 8).astype(np.uint8)).convert("RGB")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        whole = picture.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", whole.size, "white"), whole).convert("RGB")
    return picture.convert("RGB")


_MOST_PIXELS = 120_000_000


@dataclass(frozen=True, slots=True)
class PlacedPicture:
    """A picture file and where it stands on a page.

    Attributes:
        data: the picture's file; ``name`` is what it is called in messages.
        matrix: from the unit square, whose second axis points up, to points from the page's lower left corner.
    """

    data: bytes
    name: str
    matrix: Matrix


def pictures_pdf(pages: Sequence[tuple[float, float, Sequence[PlacedPicture]]], format: str) -> bytes:
    """A PDF of pictures, so that scans in files of all formats are recognised in one way; the same bytes every time.

    Args:
        pages: width and height in points, and the page's pictures.
        format: of the file that holds the pictures, for messages.

    Raises:
        UnreadableDocument: a picture is damaged, or of a kind that cannot be opened here (JBIG2, a metafile).
    """
    document = pypdfium2.PdfDocument.new()
    try:
        for width, height, pictures in pages:
            page = document.new_page(width, height)
            for picture in pictures:
                page.insert_obj(_image(document, picture, format))
            page.gen_content()
            page.close()
        out = io.BytesIO()
        document.save(out)
    finally:
        document.close()
    # The library writes the time and a drawn number; results of recognition are kept by the bytes.
    written = re.sub(rb"(?<=/CreationDate\(D:)\d+", lambda m: b"0" * len(m.group()), out.getvalue(), count=1)
    head, mark, tail = written.rpartition(b"/ID[")
    return head + mark + re.sub(rb"[0-9A-F](?=[0-9A-F]*>)", b"0", tail)


def _image(document: Any, placed: PlacedPicture, format: str) -> Any:
    image = pypdfium2.PdfImage.new(document)
    try:
        with Image.open(io.BytesIO(placed.data)) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise ValueError(f"{picture.width} x {picture.height} pixels")
            if picture.format == "JPEG" and picture.mode in ("L", "RGB"):
                picture.load()
                image.load_jpeg(io.BytesIO(placed.data), inline=True)
            else:
                image.set_bitmap(pypdfium2.PdfBitmap.from_pil(on_white(picture)))
    except PICTURE_ERRORS as error:
        raise UnreadableDocument(
            f"The {format.upper()} file is a scan, and its picture {placed.name} cannot be opened: {error}",
            "Save it as PDF, or find the text version.",
            format,
        ) from error
    image.set_matrix(pypdfium2.PdfMatrix(*placed.matrix))
    return image

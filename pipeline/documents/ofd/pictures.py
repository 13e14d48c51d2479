"""The pictures of an OFD file's pages as a PDF, so that scanned pages of both formats are recognised in one way."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

import pypdfium2
from PIL import Image

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.model import BBox
from pipeline.documents.ofd.content import POINTS, Picture
from pipeline.documents.ofd.package import Package
from pipeline.documents.pages.content import Matrix
from pipeline.documents.pictures import PICTURE_ERRORS, on_white

_MOST_PIXELS = 120_000_000


def pictures_pdf(package: Package, pages: Sequence[tuple[BBox, Sequence[tuple[Picture, str]]]]) -> bytes:
    """A PDF with a page for each of the given, its pictures where they stand.

    Args:
        package: the OFD file.
        pages: left, top, width and height in millimetres, and the page's pictures each with its part's name.

    Raises:
        UnreadableDocument: a picture is damaged, or of a kind that cannot be opened here (JBIG2).
    """
    document = pypdfium2.PdfDocument.new()
    try:
        for box, pictures in pages:
            page = document.new_page(box[2] * POINTS, box[3] * POINTS)
            for picture, part in pictures:
                page.insert_obj(_image(document, package, part, _on_paper(picture.matrix, box)))
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


def _on_paper(matrix: Matrix, box: BBox) -> Any:
    """From the unit square of a PDF's picture, whose second axis points up, to the PDF page."""
    a, b, c, d, e, f = matrix
    e, f = e - box[0], f - box[1]
    return pypdfium2.PdfMatrix(*(v * POINTS for v in (a, -b, -c, d, c + e, box[3] - d - f)))


def _image(document: Any, package: Package, part: str, matrix: Any) -> Any:
    data = package.read(part)
    image = pypdfium2.PdfImage.new(document)
    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise ValueError(f"{picture.width} x {picture.height} pixels")
            if picture.format == "JPEG" and picture.mode in ("L", "RGB"):
                picture.load()
                image.load_jpeg(io.BytesIO(data), inline=True)
            else:
                image.set_bitmap(pypdfium2.PdfBitmap.from_pil(on_white(picture)))
    except PICTURE_ERRORS as error:
        raise UnreadableDocument(
            f"The OFD file is a scan, and its picture {part} cannot be opened: {error}",
            "Save it as PDF with an OFD viewer, or find the text version.",
            "ofd",
        ) from error
    image.set_matrix(matrix)
    return image

"""The pictures of an OFD file's pages as a PDF, so that scanned pages of both formats are recognised in one way."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.model import BBox
from pipeline.documents.ofd.content import POINTS
from pipeline.documents.ofd.drawn import Picture
from pipeline.documents.ofd.package import Package
from pipeline.documents.pages.content import Matrix
from pipeline.documents.pictures import PlacedPicture, pictures_pdf


def package_pictures_pdf(package: Package, pages: Sequence[tuple[BBox, Sequence[tuple[Picture, str]]]]) -> bytes:
    """A PDF with a page for each of the given, its pictures where they stand.

    Args:
        package: the OFD file.
        pages: left, top, width and height in millimetres, and the page's pictures each with its part's name.

    Raises:
        UnreadableDocument: a picture is damaged, or of a kind that cannot be opened here (JBIG2).
    """
    laid = [
        (
            box[2] * POINTS,
            box[3] * POINTS,
            [PlacedPicture(package.read(part), part, _on_paper(picture.matrix, box)) for picture, part in pictures],
        )
        for box, pictures in pages
    ]
    return pictures_pdf(laid, "ofd")


def hides_what_is_below(package: Package, part: str) -> bool:
    """Whether a picture lets nothing show through: one without transparency, or of a kind for scans alone (JBIG2)."""
    try:
        with Image.open(io.BytesIO(package.read(part))) as picture:
            return "A" not in picture.mode and "transparency" not in picture.info
    except (UnreadableDocument, OSError, ValueError, Image.DecompressionBombError):
        return True


def _on_paper(matrix: Matrix, box: BBox) -> Matrix:
    """From the unit square of a PDF's picture, whose second axis points up, to the PDF page."""
    a, b, c, d, e, f = matrix
    e, f = e - box[0], f - box[1]
    return (a * POINTS, -b * POINTS, -c * POINTS, d * POINTS, (c + e) * POINTS, (box[3] - d - f) * POINTS)

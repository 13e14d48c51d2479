"""Seals over tables: what shows through is read, what they hide is not believed."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from test_scan_values import VALUES, page, wrong

from pipeline.documents.model import Cell, Grid
from pipeline.documents.scan.drafts import finished
from pipeline.documents.scan.engine import load_engine
from pipeline.documents.scan.page import read_page
from pipeline.documents.scan.picture.frames import PageImage
from pipeline.documents.scan.picture.seals import without_seals
from pipeline.documents.scan.ruled import look
from pipeline.documents.scan.values.votes import LIKELY, settle

pytest.importorskip("rapidocr")
ROWS = VALUES * 2
RED, BLUE = (210, 40, 50), (50, 60, 190)
LEFT, TOP, ROUND = 330, 200, 260


def drawn_seal() -> np.ndarray:
    """How much of its ink lies on each place: a rim, a star, and strokes like those of characters."""
    ink = np.zeros((ROUND, ROUND), np.uint8)
    middle = ROUND // 2
    cv2.circle(ink, (middle, middle), middle - 6, (255,), 9)
    for turn in range(0, 360, 30):
        x, y = (middle + 0.72 * middle * f(np.radians(turn)) for f in (np.cos, np.sin))
        cv2.line(ink, (int(x) - 12, int(y)), (int(x) + 12, int(y) + 6), (255,), 5)
        cv2.line(ink, (int(x), int(y) - 14), (int(x) - 4, int(y) + 14), (255,), 5)
    points = [
        (middle + r * np.sin(k * np.pi / 5), middle - r * np.cos(k * np.pi / 5)) for k, r in enumerate([46, 18] * 5)
    ]
    cv2.fillPoly(ink, [np.array(points, np.int32)], (255,))
    return ink.astype(np.float32) / 255


def sealed(picture: np.ndarray, colour: tuple[int, int, int], *, opaque: bool = False) -> np.ndarray:
    """A page with a seal, scanned in colour and compressed."""
    colours = cv2.cvtColor(picture, cv2.COLOR_GRAY2RGB).astype(np.float32)
    part = colours[TOP : TOP + ROUND, LEFT : LEFT + ROUND]
    ink = 0.95 * drawn_seal()[:, :, None]
    part[:] = part * (1 - ink) + (1.0 if opaque else part / 255) * ink * np.array(colour, np.float32)
    scanned = cv2.GaussianBlur(colours, (0, 0), 0.6).astype(np.uint8)
    _, packed = cv2.imencode(".jpg", scanned[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, 75])
    return np.ascontiguousarray(cv2.imdecode(packed, cv2.IMREAD_COLOR)[:, :, ::-1])


def read(picture: np.ndarray) -> list[Cell]:
    engine = load_engine()
    draft = read_page(engine, look(PageImage(1, picture, 1.0)), by_words=False)
    (grid,) = (b for b in finished(draft, settle(engine, draft.candidates)) if isinstance(b, Grid))
    return list(grid.cells)


def in_grey(picture: np.ndarray) -> np.ndarray:
    """The page as a scanner without colours has it."""
    return np.ascontiguousarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY))


@pytest.mark.parametrize("colour", [RED, (120, 130, 200)])
def test_numbers_under_a_seal_scanned_without_colours_are_read(colour: tuple[int, int, int]) -> None:
    cells = read(in_grey(sealed(page(ROWS), colour)))
    assert wrong(cells, ROWS) == []
    assert sum(c.certainty < 0.9 for c in cells) <= 6
    assert any(c.certainty == LIKELY for c in cells)


@pytest.mark.parametrize("colour", [RED, BLUE])
def test_numbers_under_a_seal_are_read(colour: tuple[int, int, int]) -> None:
    cells = read(sealed(page(ROWS), colour))
    assert wrong(cells, ROWS) == []
    assert sum(c.certainty < 0.9 for c in cells) <= 3
    assert any(c.certainty == LIKELY for c in cells)


@pytest.mark.parametrize("grey", [False, True])
def test_what_an_opaque_seal_hides_is_not_believed(grey: bool) -> None:
    picture = sealed(page(ROWS), RED, opaque=True)
    picture = in_grey(picture) if grey else picture
    _, seals = without_seals(picture)
    assert seals is not None
    assert seals.opaque.any()
    believed = [c for c in read(picture) if c.certainty >= 0.9 and c.row_span == c.column_span == 1]
    places = [(round((c.bbox[1] - 60) / 56), round((c.bbox[0] - 60) / 130), c) for c in believed if c.bbox]
    assert [(ROWS[r][n], c) for r, n, c in places if ROWS[r][n] != c.raw.replace("—", "-")] == []
    assert len(places) >= 40


def test_nothing_under_a_seal_is_believed_where_the_page_has_print_of_its_colour() -> None:
    picture = sealed(page(ROWS), RED)
    red = picture.copy()
    ink = 255 - picture[:, : LEFT - 60].min(axis=2).astype(np.int16)
    red[:, : LEFT - 60] = np.stack([250 - ink // 8, 250 - ink * 4 // 5, 250 - ink * 4 // 5], axis=2)
    _, seals = without_seals(red)
    assert seals is not None
    assert (seals.opaque == seals.ink).all()
    assert not seals.ink[:, : LEFT - 20].any()
    assert wrong(read(red), ROWS) == []


def test_a_thin_coloured_stroke_as_long_as_a_seal_is_none() -> None:
    for side in (620, 640, 660, 680):
        picture = np.full((side + 200, side, 3), 250, np.uint8)
        picture[-60:-10, 20:-20] = BLUE
        cv2.line(picture, (side - 100, 100), (side - 100 - side // 6, 100 + side // 6), BLUE, 1)
        assert without_seals(picture)[1] is None

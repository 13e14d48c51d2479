"""Tables of small print on pages of large text, and strokes in their cells that are no digits."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
import reportlab
from PIL import Image, ImageDraw, ImageFont

from pipeline.documents.model import Cell, Grid
from pipeline.documents.scan.drafts import DraftWord, finished
from pipeline.documents.scan.engine import load_engine
from pipeline.documents.scan.page import read_page
from pipeline.documents.scan.picture.frames import PageImage
from pipeline.documents.scan.print.stains import Stains
from pipeline.documents.scan.ruled import Ruled, look
from pipeline.documents.scan.values.marks import is_dash
from pipeline.documents.scan.values.votes import settle

pytest.importorskip("rapidocr")

FACE = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
LEFT, WIDE, HIGH = 90, 74, 28
ZEROS = [["0", "0", "0", "0", "0", "0", "0", "8"] for _ in range(9)]


def page(rows: list[list[str]], *, text: int, right: bool, high: int = HIGH) -> np.ndarray:
    """Lines of large text above a table of small numbers, grained a little."""
    picture = Image.new("L", (2 * LEFT + WIDE * len(rows[0]), 620 + high * len(rows)), 250)
    pen = ImageDraw.Draw(picture)
    large, small = ImageFont.truetype(str(FACE), text), ImageFont.truetype(str(FACE), 21)
    for n in range(8):
        pen.text((LEFT, 40 + 62 * n), "MHBERDQNOSAGKUMHBERDQ"[: (len(rows[0]) * WIDE) // text], 20, large)
    top = 560
    for r in range(len(rows) + 1):
        pen.line((LEFT, top + r * high, LEFT + WIDE * len(rows[0]), top + r * high), 30, 2)
    for c in range(len(rows[0]) + 1):
        pen.line((LEFT + c * WIDE, top, LEFT + c * WIDE, top + high * len(rows)), 30, 2)
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            x = LEFT + (c + 1) * WIDE - 5 if right else LEFT + (c + 0.5) * WIDE
            pen.text((x, top + (r + 0.5) * high), value, 20, small, "rm" if right else "mm")
    grain = np.random.default_rng(3).normal(0, 3, (picture.height, picture.width))
    return np.clip(cv2.GaussianBlur(np.asarray(picture), (0, 0), 0.7) + grain, 0, 255).astype(np.uint8)


def seen(picture: np.ndarray) -> Ruled:
    return look(PageImage(1, np.asarray(cv2.cvtColor(picture, cv2.COLOR_GRAY2RGB), np.uint8), 1.0))


def read(picture: np.ndarray) -> list[Cell]:
    engine = load_engine()
    draft = read_page(engine, seen(picture), by_words=False)
    return [c for b in finished(draft, settle(engine, draft.candidates)) if isinstance(b, Grid) for c in b.cells]


def test_small_numbers_at_their_cells_side_are_read_beside_large_text() -> None:
    rows = [["58", "11", "1", "2", "1", "73", "4", "20"], ["2", "0", "3", "28", "10", "0", "6", "11"], *ZEROS[:4]]
    cells = read(page(rows, text=46, right=True))
    believed = [c.raw for c in cells if c.certainty >= 0.9]
    assert [c.raw for c in cells] == [value for row in rows for value in row]
    assert len(believed) >= 0.9 * len(cells), [c for c in cells if c.certainty < 0.9]


def test_a_steep_slash_is_no_1() -> None:
    rows = [["11", "21", "1", "41", "10", "13", "15", "8"], ["0", "", "1", "", "0", "", "2", "5"]]
    picture = page(rows, text=24, right=False, high=52)
    for column in (1, 3, 5):
        x, y = LEFT + column * WIDE + WIDE // 2, 560 + 52 + 26
        cv2.line(picture, (x - 2, y + 8), (x + 2, y - 8), (40,), 2, cv2.LINE_AA)
    cells = read(picture)
    slashes = [cells[8 + column] for column in (1, 3, 5)]
    assert all(c.raw == "/" and c.certainty >= 0.9 for c in slashes), slashes
    assert cells[2].raw == cells[10].raw == "1"


def test_half_a_digit_beside_a_fold_is_not_believed() -> None:
    rows = [["12", "5", "0", "9", "3", "7", "4", "8"], ["6", "5", "0", "9", "3", "20", "4", "8"]]
    picture = page(rows, text=24, right=False)
    x = LEFT + 2 * WIDE + WIDE // 2
    picture[:, x : x + 2] = np.minimum(picture[:, x : x + 2], 120)
    halves = [c for c in read(picture) if c.bbox and x - WIDE / 2 < (c.bbox[0] + c.bbox[2]) / 2 < x + WIDE / 2]
    assert halves
    assert [c for c in halves if c.certainty >= 0.9 and c.raw not in ("", "0")] == []


def test_a_grain_of_dust_close_to_a_number_among_words_is_no_number() -> None:
    picture = Image.new("L", (900, 500), 250)
    pen, face = ImageDraw.Draw(picture), ImageFont.truetype(str(FACE), 28)
    for n in range(6):
        for x, text in ((80, "HGQDM"), (400, "14"), (520, "25"), (640, "39")):
            pen.text((x, 60 + 60 * n), text, 20, face)
    pen.rectangle((448, 250, 450, 254), 40)
    parts = read_page(load_engine(), seen(np.asarray(picture)), by_words=True).parts
    words = [w for _, part in parts if isinstance(part, tuple) for w in part if isinstance(w, DraftWord)]
    assert [w.text for w in words if w.box[0] > 380] == ["14", "25", "39"] * 6


def test_zeros_with_a_dot_inside_are_zeros() -> None:
    rows = [["0", "6", "0", "8", "0", "9", "0", "0"], *ZEROS[:4]]
    picture = page(rows, text=24, right=False)
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            y, x = 560 + r * HIGH + 3, LEFT + c * WIDE + 5
            dark = np.argwhere(picture[y : y + HIGH - 5, x : x + WIDE - 9] < 150)
            if value == "0":
                y, x = (dark.min(axis=0) + dark.max(axis=0)) // 2 + (y, x)
                picture[y - 1 : y + 2, x : x + 2] = 70
    cells = read(cv2.GaussianBlur(picture, (0, 0), 0.5))
    assert [c.raw for c in cells if c.certainty >= 0.9] == [value for row in rows for value in row]


def test_slashes_that_look_like_ones_are_told_by_their_lean_where_there_are_many() -> None:
    picture = page([["", "", "", "", "", "", "", ""] for _ in range(5)], text=24, right=False)
    for row in range(5):
        for column in range(8):
            x, y = LEFT + column * WIDE + WIDE // 2, 560 + row * HIGH + HIGH // 2
            cv2.line(picture, (x - 3, y + 7), (x + 3, y - 7), (40,), 2, cv2.LINE_AA)
    cells = read(cv2.GaussianBlur(picture, (0, 0), 0.6))
    assert [(c.raw, c.certainty >= 0.9) for c in cells] == [("/", True)] * 40


@pytest.mark.parametrize(("wide", "lies"), [(6, True), (3, False)])
def test_a_short_dash_is_told_from_a_dot_by_its_ink(wide: int, lies: bool) -> None:
    picture = np.full((60, 60), 250, np.uint8)
    picture[30:32, 27 : 27 + wide] = 40
    picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), 1.0), np.uint8)
    high, across = (np.flatnonzero((picture < 190).any(axis=n)) for n in (1, 0))
    box = (int(across[0]), int(high[0]), int(across[-1]) + 1, int(high[-1]) + 1)
    assert is_dash(picture, [box], 25.0) is lies


@pytest.mark.parametrize(("apart", "stained"), [(5, False), (12, True)])
def test_shade_between_digits_that_touch_nearly_is_no_dot(apart: int, stained: bool) -> None:
    smooth = np.full((60, 120), 250, np.uint8)
    digits = [(40, 20, 52, 40), (52 + apart, 20, 64 + apart, 40)]
    for left, top, right, bottom in digits:
        smooth[top:bottom, left:right] = 60
    smooth[35:39, 52 + apart // 2 : 53 + apart // 2] = 200
    assert Stains(smooth, 24.0, 16.0, 2).beside((0, 0, 120, 60), digits) is stained

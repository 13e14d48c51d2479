"""Values in cells: what is printed is read, what is not clear is not believed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import cv2
import numpy as np
import pytest
import reportlab
from PIL import Image, ImageDraw, ImageFont

from pipeline.documents.model import NO_TEXT, Cell, Grid
from pipeline.documents.scan.drafts import Draft, DraftCell, doubted_beside_idle_lines, finished
from pipeline.documents.scan.engine import load_engine
from pipeline.documents.scan.page import read_page
from pipeline.documents.scan.picture.frames import PageImage
from pipeline.documents.scan.ruled import look
from pipeline.documents.scan.rulings.cells import CellBox
from pipeline.documents.scan.values import votes
from pipeline.documents.scan.values.candidates import Value, is_value_text, plain
from pipeline.documents.scan.values.cuts import split_sign
from pipeline.documents.scan.values.votes import settle

pytest.importorskip("rapidocr")
FONT = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
TOP, LEFT, HIGH, WIDE = 60, 60, 56, 130
VALUES = [
    ["0", "1", "2", "3", "4", "5", "6"],
    ["7", "8", "9", "10", "11", "100", "2072"],
    ["/", "-", "", "-1", "-8", "5.84", "1404.5"],
    ["22", "33", "40", "0", "0", "0", "118"],
    ["6", "9", "8", "3", "17", "71", "1,234"],
]


def page(values: list[list[str]], size: int = 30) -> np.ndarray:
    """A ruled table of values as a picture."""
    height, width = 2 * TOP + HIGH * len(values), 2 * LEFT + WIDE * len(values[0])
    picture = Image.new("L", (width, height), 252)
    pen, font = ImageDraw.Draw(picture), ImageFont.truetype(str(FONT), size)
    for r in range(len(values) + 1):
        pen.line((LEFT, TOP + r * HIGH, width - LEFT, TOP + r * HIGH), 0, 2)
    for c in range(len(values[0]) + 1):
        pen.line((LEFT + c * WIDE, TOP, LEFT + c * WIDE, height - TOP), 0, 2)
    for r, row in enumerate(values):
        for c, text in enumerate(row):
            pen.text((LEFT + (c + 0.5) * WIDE, TOP + (r + 0.5) * HIGH), text, 20, font, "mm")
    return np.asarray(picture, np.uint8)


def worn(picture: np.ndarray, grain: float = 6.0, angle: float = 0.8) -> np.ndarray:
    """The picture as scanned: askew, grained, blurred, compressed."""
    height, width = picture.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    moved = cv2.warpAffine(picture, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(252,))
    noise = np.random.default_rng(7).normal(0, grain, picture.shape)
    grained = np.clip(0.93 * moved + 10 + noise, 0, 255).astype(np.uint8)
    _, packed = cv2.imencode(".jpg", cv2.GaussianBlur(grained, (0, 0), 0.6), [cv2.IMWRITE_JPEG_QUALITY, 70])
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), np.uint8)


def read(picture: np.ndarray) -> list[Cell]:
    engine = load_engine()
    colours = cv2.cvtColor(picture, cv2.COLOR_GRAY2RGB)
    draft = read_page(engine, look(PageImage(1, np.asarray(colours, np.uint8), 1.0)), by_words=False)
    (grid,) = (b for b in finished(draft, settle(engine, draft.candidates)) if isinstance(b, Grid))
    return list(grid.cells)


def wrong(cells: list[Cell], values: list[list[str]]) -> list[tuple[str, Cell]]:
    """Cells that are believed and differ from what is printed; any dash is a dash."""
    printed = [text.replace("—", "-") for row in values for text in row]
    assert len(cells) == len(printed)
    pairs = zip(printed, cells, strict=True)
    return [(text, cell) for text, cell in pairs if cell.certainty >= 0.9 and cell.raw.replace("—", "-") != text]


def test_clean_values_are_all_read() -> None:
    cells = read(page(VALUES))
    assert wrong(cells, VALUES) == []
    assert sum(c.certainty < 0.9 for c in cells) <= 1


def test_worn_values_are_read_or_doubted() -> None:
    cells = read(worn(page(VALUES)))
    assert wrong(cells, VALUES) == []
    assert sum(c.certainty < 0.9 for c in cells) <= 2


def test_small_grained_print_is_never_misread() -> None:
    cells = read(worn(page(VALUES, 22), grain=14.0))
    assert wrong(cells, VALUES) == []


def test_a_smudged_digit_is_doubted_with_what_it_may_be() -> None:
    picture = page(VALUES).copy()
    x, y = LEFT + int(1.5 * WIDE), TOP + int(1.5 * HIGH)  # on the 8
    picture[y - 14 : y + 14, x - 12 : x + 1] = 252
    cells = read(worn(picture))
    smudged = cells[8]
    assert smudged.certainty < 0.9
    assert wrong(cells, VALUES) == []


def test_a_faint_spot_in_an_empty_cell_is_not_taken_for_nothing() -> None:
    picture = page(VALUES).copy()
    x, y = LEFT + int(2.5 * WIDE), TOP + int(2.5 * HIGH)
    cv2.line(picture, (x - 5, y + 10), (x + 5, y - 10), (215,), 3)
    cells = read(worn(picture))
    assert cells[16].certainty < 0.9 or cells[16].raw == "/"


def test_a_dot_is_not_lost_from_an_amount() -> None:
    rows = [["5.84", "58.4", "584", "12.05", "1205", "3.5", "35"]] * 3
    cells = read(worn(page(rows, 24)))
    assert wrong(cells, rows) == []


def at_its_side(rows: list[list[str]]) -> tuple[np.ndarray, int, int]:
    """The page with the first row's fourth number moved to its cell's left side; that side, the row's middle."""
    picture = page(rows).copy()
    across = LEFT + 3 * WIDE
    number = picture[TOP + 4 : TOP + HIGH - 4, across + 35 : across + 95].copy()
    picture[TOP + 4 : TOP + HIGH - 4, across + 35 : across + 95] = 252
    picture[TOP + 4 : TOP + HIGH - 4, across + 2 : across + 49] = number[:, 10:57]
    return picture, across, TOP + HIGH // 2


def test_what_may_be_half_a_number_is_doubted_and_dirt_far_from_it_is_not() -> None:
    rows = [["01", "7", "12", "40", "8", "6", "3"], ["22", "11", "10", "0", "5", "9", "4"]]
    picture, _, middle = at_its_side(rows)
    cv2.line(picture, (LEFT + int(1.5 * WIDE) + 22, middle - 9), (LEFT + int(1.5 * WIDE) + 22, middle + 9), (215,), 3)
    cv2.circle(picture, (LEFT + 2 * WIDE + 14, middle - 12), 2, (215,), -1)  # far from the 12
    cells = read(picture)
    assert [c.certainty < 0.9 for c in cells[:4]] == [True, True, False, False], cells[:4]
    assert wrong(cells[4:], [rows[0][4:], rows[1]]) == []


def test_a_number_at_its_cells_side_is_doubted_where_it_may_go_on_behind_the_ruling() -> None:
    rows = [["5", "7", "12", "40", "8", "6", "3"], ["22", "11", "10", "0", "5", "9", "4"]]
    picture, across, middle = at_its_side(rows)
    cv2.line(picture, (across - 2, middle - 9), (across - 2, middle + 9), (20,), 4)  # a stroke of a 1 on the ruling
    (cell,) = (c for c in read(picture) if c.row == 0 and c.column <= 3 < c.column + c.column_span)
    assert cell.certainty < 0.9


def _row(number: int, texts: list[tuple[int, int, str]]) -> list[Cell]:
    return [Cell(number, column, text, text, 1, span) for column, span, text in texts]


def test_a_line_that_parts_nothing_anywhere_may_be_strokes_of_zeros():
    grid = [
        *_row(0, [(0, 1, "（一）"), (1, 2, "8"), (3, 2, "")]),
        *_row(1, [(0, 1, "（二）"), (1, 1, ""), (2, 1, ""), (3, 2, "4")]),
    ]
    assert [c.raw for c in doubted_beside_idle_lines(grid)] == ["（一）", "8", "", "（二）", NO_TEXT, NO_TEXT, "4"]


def test_empty_cells_beside_a_line_that_parts_the_header_or_stands_in_every_row_are_empty():
    headed = [*_row(0, [(0, 1, "A"), (1, 1, "B"), (2, 1, "C")]), *_row(1, [(0, 1, "x"), (1, 1, ""), (2, 1, "")])]
    bridged = _row(2, [(0, 1, "y"), (1, 2, "7")])
    rest = [*_row(0, [(0, 1, "x"), (1, 1, ""), (2, 1, "")]), *_row(1, [(0, 1, "y"), (1, 1, ""), (2, 1, "")])]
    for grid in ([*headed, *bridged], rest):
        assert doubted_beside_idle_lines(grid) == tuple(grid)


def test_zeros_at_their_cells_side_are_not_read_with_a_shade_of_the_ruling_beside_them() -> None:
    rows = [["0", "5", "0", "9", "0", "20", "0"], ["0", "0", "10", "0", "0", "0", "4"]]
    picture = page(rows).copy()
    for r, row in enumerate(rows):
        for c in range(len(row)):
            top, left = TOP + r * HIGH, LEFT + c * WIDE
            cell = picture[top + 4 : top + HIGH - 4, left + 4 : left + WIDE - 4].copy()
            ink = np.flatnonzero((cell < 150).any(axis=0))
            picture[top + 4 : top + HIGH - 4, left + 4 : left + WIDE - 4] = 252
            wide = int(ink[-1]) + 3 - max(0, int(ink[0]) - 2)
            picture[top + 4 : top + HIGH - 4, left + 5 : left + 5 + wide] = cell[:, max(0, int(ink[0]) - 2) :][:, :wide]
    cells = read(worn(picture))
    assert wrong(cells, rows) == []
    assert sum(c.certainty >= 0.9 for c in cells) >= 12


def test_a_sign_that_touches_its_digit_is_cut_off_and_the_bar_of_a_4_is_not() -> None:
    signed, four = np.full((40, 60), 250, np.uint8), np.full((40, 60), 250, np.uint8)
    cv2.rectangle(signed, (24, 5), (42, 34), (20,), 4)
    cv2.line(signed, (10, 20), (24, 20), (20,), 3)
    cv2.line(four, (34, 5), (34, 34), (20,), 4)
    cv2.line(four, (8, 26), (40, 26), (20,), 3)
    cut = split_sign(signed, (9, 3, 45, 37))
    assert cut is not None and 20 <= cut[0][2] <= 26
    assert split_sign(four, (7, 3, 43, 37)) is None


def test_number_with_a_fold_or_dirt_above_it_is_left_to_the_sums() -> None:
    picture = page(VALUES).copy()
    for row, column in ((1, 1), (1, 3)):
        left, top = LEFT + column * WIDE + 40, TOP + row * HIGH
        for stroke in (0, 7, 14):
            cv2.line(picture, (left + stroke, top + 11), (left + stroke + 5, top + 4), (40,), 2)
    cells = {(c.row, c.column): c for c in read(worn(picture))}
    for place, printed in (((1, 1), "8"), ((1, 3), "10")):
        assert cells[place].certainty <= 0.5
        assert printed in (cells[place].raw, *cells[place].readings)
    assert cells[1, 2].raw == "9"
    assert cells[1, 2].certainty > 0.9


def test_a_unit_written_in_two_ways_leaves_no_doubt_of_its_number() -> None:
    assert plain("7項") == plain("7项")
    assert is_value_text("12.5萬元")


@pytest.mark.parametrize(("column", "one"), [(32.0, True), (60.0, False)])
def test_a_number_broken_over_lines_is_one_where_its_column_has_no_room_for_a_digit_more(column, one):
    high, middle = 20, 100
    beside = middle - high // 2, middle + high // 2
    broken = (middle - 25, middle - 5), (middle + 5, middle + 25)
    values = [Value("0", 0.99), Value("300", 0.99), Value("6", 0.99)]

    def cell(number: int, heights: tuple[tuple[int, int], ...], own: tuple[int, ...]) -> DraftCell:
        left, right = round(number * column / 0.36), round((number + 1) * column / 0.36)
        pairs = zip(own, heights, strict=True)
        lines = tuple((left + 8, a, left + 8 + 15 * len(values[n].text), b) for n, (a, b) in pairs)
        place = CellBox(0, number, 1, 1, (left, 60, right, 140))
        box = (left * 0.36, 60 * 0.36, right * 0.36, 140 * 0.36)
        return DraftCell(place, "\n".join(values[n].text for n in own), box, 1.0, own, lines=lines, size=28.0)

    draft = Draft(1, ((0.0, (cell(0, (beside,), (0,)), cell(1, broken, (1, 2)))),), ())
    (grid,) = finished(draft, values)
    assert isinstance(grid, Grid)
    assert [(c.raw, c.wrapped) for c in grid.cells] == [("0", False), ("300\n6", one)]


@pytest.mark.parametrize(
    ("other", "sure", "idle"), [("山", 0.3, 1), ("山", 0.9, 0), ("1", 0.3, 0), ("", 0.05, 1)]
)  # fmt: skip
def test_a_reading_that_found_no_value_and_is_unsure_speaks_against_none(other: str, sure: float, idle: int) -> None:
    assert votes._idle("4", Counter({"4": 4, other: 1}), {"4": 4.0, other: sure}) == idle

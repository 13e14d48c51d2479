"""Lines of dashes and dots, and short ones, between lines that cross them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from pipeline.documents.scan.picture.straighten import Sheet, ink_of
from pipeline.documents.scan.rulings.dashes import with_short_lines
from pipeline.documents.scan.rulings.lines import Rulings, find_rulings
from pipeline.documents.scan.rulings.runs import goes_on, without_columns_of_digits

SIZE = 24.0
ROWS = (100, 140, 180)
LEFT, RIGHT = 100, 700


def page() -> np.ndarray:
    grey = np.full((300, 800), 250, np.uint8)
    for y in ROWS:
        cv2.line(grey, (LEFT, y), (RIGHT, y), (0,), 2)
    return grey


def down(grey: np.ndarray) -> np.ndarray:
    """The upright lines found between the page's lying ones, all of which are known."""
    across = np.where(page() < 128, 255, 0).astype(np.uint8)
    known = np.zeros_like(across)
    for x in (LEFT, RIGHT):
        cv2.line(grey, (x, ROWS[0]), (x, ROWS[-1]), (0,), 2)
        cv2.line(known, (x, ROWS[0]), (x, ROWS[-1]), (255,), 2)
    sheet = Sheet(grey, ink_of(grey, SIZE), np.eye(3), SIZE)
    return np.asarray(with_short_lines(sheet, Rulings(across, known)).down) > 0


def drawn(mask: np.ndarray, x: int, row: int) -> float:
    return float(mask[ROWS[row] + 4 : ROWS[row + 1] - 3, x - 2 : x + 3].any(axis=1).mean())


def test_dashes_from_line_to_line_are_a_line_beside_a_number_too() -> None:
    grey = page()
    for y in range(ROWS[0], ROWS[-1], 10):
        cv2.line(grey, (400, y), (400, y + 5), (60,), 2)
    cv2.putText(grey, "0", (406, 128), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (0,), 2)
    found = down(grey)
    assert drawn(found, 400, 0) > 0.9 and drawn(found, 400, 1) > 0.9


def test_a_line_one_row_high_is_found_and_a_lone_digit_is_none() -> None:
    grey = page()
    cv2.line(grey, (300, ROWS[0]), (300, ROWS[1]), (60,), 2)
    cv2.line(grey, (500, ROWS[0] + 9), (500, ROWS[1] - 8), (0,), 3)  # a 1, white above and below
    found = down(grey)
    assert drawn(found, 300, 0) > 0.9
    assert drawn(found, 300, 1) == drawn(found, 500, 0) == 0


def test_dots_go_on_wherever_the_first_and_the_last_one_stand_and_strokes_of_digits_do_not() -> None:
    ends = np.zeros((60, 800), np.uint8)
    ends[:, LEFT] = ends[:, RIGHT] = 255
    dots, strokes = (np.full((60, 800), 250, np.uint8) for _ in range(2))
    for x in range(LEFT + 5, RIGHT - 5, 8):
        cv2.line(dots, (x, 30), (x + 3, 30), (0,), 2)
    for x in range(LEFT + 20, RIGHT - 40, 120):
        cv2.line(strokes, (x, 30), (x + 60, 30), (0,), 2)
    way = (LEFT - 2, 29, RIGHT - LEFT + 4, 3)
    assert goes_on(dots, ends, way, SIZE)
    assert not goes_on(strokes, ends, way, SIZE)


def test_two_dashes_from_line_to_line_are_a_line_where_the_lying_ones_are_dashed_alike() -> None:
    def found(dash: int) -> np.ndarray:
        grey = np.full((300, 800), 250, np.uint8)
        for y in ROWS:
            for x in range(LEFT, RIGHT, dash + 8):
                cv2.line(grey, (x, y), (min(RIGHT, x + dash), y), (0,), 2)
        for y in range(ROWS[0], ROWS[-1], 40):
            cv2.line(grey, (400, y), (400, y + 22), (60,), 2)
            cv2.line(grey, (400, y + 31), (400, y + 39), (60,), 2)
        return down(grey)

    assert drawn(found(24), 400, 0) > 0.9 and drawn(found(24), 400, 1) > 0.9
    assert drawn(found(RIGHT), 400, 0) == drawn(found(RIGHT), 400, 1) == 0


def test_dots_that_a_scan_shows_now_lighter_and_now_darker_go_on() -> None:
    grey, ends = np.full((60, 200), 250, np.uint8), np.zeros((60, 200), np.uint8)
    place = np.arange(113)
    contrast = 28 + 14 * np.cos(place * 2 * np.pi / 113)
    grey[29:31, 44:157] = (188 - contrast * np.cos(place * 2 * np.pi / 3.4)).round()
    ends[:, 42:44] = ends[:, 157:159] = 255
    assert goes_on(grey, ends, (42, 29, 117, 2), SIZE)


@pytest.mark.parametrize(("first", "last"), [(108, 132), (108, 172), (104, 142)], ids=["none", "one", "up to one"])
@pytest.mark.parametrize("goes_through", [True, False])
def test_what_is_seen_of_a_run_is_a_line_if_its_way_is_drawn_from_line_to_line(first, last, goes_through) -> None:
    # Sides of zeros below one another leave off before each line; of either a part may be too light to be seen.
    ends = np.zeros((60, 300), np.uint8)
    grey = np.full((60, 300), 250, np.uint8)
    ends[:, [100, 101, 140, 141, 180, 181]] = 255
    for x in (100, 140):
        cv2.line(grey, (x if goes_through else x + 9, 30), (x + 41 if goes_through else x + 30, 30), (60,), 1)
    solid = np.zeros(grey.shape, bool)
    solid[30, first : last + 1] = True
    assert without_columns_of_digits(solid, grey, ends, SIZE).any() == goes_through


def low_rows(*, dashed: bool) -> np.ndarray:
    """Rows hardly higher than their print, parted by dashes longer than a stroke, or by nothing."""
    grey = np.full((460, 900), 250, np.uint8)
    for y in range(60, 420, 36):
        for x in range(100, 800, 22) if dashed else ():
            cv2.line(grey, (x, y), (x + 15, y), (60,), 1)
        for x in range(110, 780, 90) if y < 380 else ():
            cv2.putText(grey, "HEL", (x, y + 29), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (0,), 2)
    return grey


def test_lines_of_dashes_between_low_rows_are_known_by_their_rhythm() -> None:
    def longest(grey: np.ndarray, heights: range) -> list[int]:
        across = find_rulings(Sheet(grey, ink_of(grey, SIZE), np.eye(3), SIZE)).across[:, 110:780]
        return [int(across[y - 1 : y + 2].any(axis=0).sum()) for y in heights]

    assert longest(low_rows(dashed=True), range(60, 420, 36)) == [670] * 10
    assert max(longest(low_rows(dashed=False), range(40, 420, 3))) < 200


@pytest.mark.parametrize("dotted", [True, False])
def test_a_line_of_dots_that_print_touches_is_known_by_their_beat(dotted) -> None:
    grey = page()
    grey[138:143, :] = 250
    if dotted:
        for x in range(LEFT, RIGHT, 4):
            cv2.line(grey, (x, 140), (x + 1, 140), (90,), 2)
    cv2.putText(grey, "HBEMRDAQHBEMRDAQHBEMRDAQ", (130, 158), cv2.FONT_HERSHEY_SIMPLEX, 0.85, (0,), 2)
    down = np.zeros_like(grey)
    for x in (LEFT, RIGHT):
        cv2.line(grey, (x, ROWS[0]), (x, ROWS[-1]), (0,), 2)
        cv2.line(down, (x, ROWS[0]), (x, ROWS[-1]), (255,), 2)
    across = np.where(page() < 128, 255, 0).astype(np.uint8)
    across[120:160] = 0
    found = with_short_lines(Sheet(grey, ink_of(grey, SIZE), np.eye(3), SIZE), Rulings(across, down)).across
    assert found[136:145, LEFT + 5 : RIGHT - 5].any(axis=0).mean() == (1.0 if dotted else 0.0)

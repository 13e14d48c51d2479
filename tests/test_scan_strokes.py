"""Strokes of words that reach from line to line are no lines between columns, and lines beside words are."""

from __future__ import annotations

import cv2
import numpy as np

from pipeline.documents.scan.picture.straighten import Sheet, ink_of
from pipeline.documents.scan.rulings.cells import find_tables
from pipeline.documents.scan.rulings.lines import Rulings

SIZE = 24.0
ROWS = tuple(range(60, 285, 28))
COLUMNS = (60, 400, 480, 560, 640)
STROKE = 210


LAST = len(ROWS) - 1


def table(
    *, low: int = LAST, words: tuple[int, ...] = (), goes_on: int = 40, narrow: bool = False
) -> list[tuple[int, int, int, int]]:
    """The cells of a table whose upright lines, and a stroke through some of its rows, were all taken for lines.

    Args:
        low: the row from which on a line stands where the stroke is.
        words: rows with a word around the stroke.
        goes_on: how far the word goes on behind the stroke.
        narrow: whether digits stand close to the lines of the first row.
    """
    grey = np.full((360, 720), 250, np.uint8)
    across, down = np.zeros_like(grey), np.zeros_like(grey)
    pieces = [(x, ROWS[0], ROWS[-1]) for x in COLUMNS] + [(STROKE, ROWS[r], ROWS[r + 1]) for r in words]
    if low < LAST:
        pieces.append((STROKE, ROWS[low], ROWS[-1]))
    for x, top, bottom in pieces:
        for picture, ink in ((grey, 30), (down, 255)):
            cv2.line(picture, (x, top), (x, bottom), (ink,), 2)
    for y in ROWS:
        for picture, ink in ((grey, 30), (across, 255)):
            cv2.line(picture, (COLUMNS[0], y), (COLUMNS[-1], y), (ink,), 2)
    for r in words:  # the other strokes of its character, and the characters beside it
        for y in (ROWS[r] + 8, ROWS[r] + 14, ROWS[r] + 20):
            cv2.line(grey, (STROKE - 40, y), (STROKE + goes_on, y), (30,), 2)
    for r in range(LAST):
        for x in COLUMNS[1:-1]:
            for place in (x - 15, x + 4) if narrow and r == 0 else (x + 30,):
                cv2.putText(grey, "8", (place, ROWS[r] + 22), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (30,), 2)
    (found,) = find_tables(Sheet(grey, ink_of(grey, SIZE), np.eye(3), SIZE), Rulings(across, down))
    return [(c.row, c.column, c.row_span, c.column_span) for c in found.cells]


def test_a_stroke_that_goes_from_line_to_line_parts_no_word() -> None:
    assert table(words=(2, 5)) == [(r, c, 1, 1) for r in range(LAST) for c in range(4)]


def test_the_last_stroke_of_a_word_parts_it_from_nothing() -> None:
    assert table(words=(3,), goes_on=0) == [(r, c, 1, 1) for r in range(LAST) for c in range(4)]


def test_strokes_below_one_another_part_no_words() -> None:
    assert table(words=(2, 3, 4)) == [(r, c, 1, 1) for r in range(LAST) for c in range(4)]


def test_a_stroke_above_a_column_s_line_does_not_prolong_it() -> None:
    found = table(low=3, words=(2,))
    assert [(r, c, s) for r, c, _, s in found if r < 3 and c == 0] == [(r, 0, 2) for r in range(3)]
    assert [(r, c, s) for r, c, _, s in found if r >= 3 and c < 2] == [
        (r, c, 1) for r in range(3, LAST) for c in (0, 1)
    ]


def test_the_lines_of_a_row_of_narrow_cells_stay() -> None:
    assert table(narrow=True) == [(r, c, 1, 1) for r in range(LAST) for c in range(4)]


def test_a_double_line_beside_numbers_is_a_line() -> None:
    grey = np.full((360, 720), 250, np.uint8)
    across, down = np.zeros_like(grey), np.zeros_like(grey)
    for y in ROWS:
        for picture, ink in ((grey, 30), (across, 255)):
            cv2.line(picture, (COLUMNS[0], y), (COLUMNS[-1], y), (ink,), 2)
    for x in COLUMNS:
        cv2.line(down, (x, ROWS[0]), (x, ROWS[-1]), (255,), 7)
        for side in (-3, 3):
            cv2.line(grey, (x + side, ROWS[0]), (x + side, ROWS[-1]), (30,), 1)
    for r in range(LAST):
        for x in COLUMNS[1:-1]:
            cv2.putText(grey, "8", (x + 9, ROWS[r] + 22), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (30,), 2)
    (found,) = find_tables(Sheet(grey, ink_of(grey, SIZE), np.eye(3), SIZE), Rulings(across, down))
    assert len(found.cells) == LAST * 4


def test_a_line_beside_labels_two_rows_high_goes_on_above_and_below_them() -> None:
    grey = np.full((220, 720), 250, np.uint8)
    across, down = np.zeros_like(grey), np.zeros_like(grey)
    top, between, foot, bottom = 60, 88, 116, 142
    lying = [(60, 640, top), (340, 640, between), (60, 640, foot), (60, 640, bottom)]
    upright = [(x, top) for x in (60, 200, 340, 640)] + [(490, between)]
    for picture, ink in ((grey, 30), (across, 255)):
        for left, right, y in lying:
            cv2.line(picture, (left, y), (right, y), (ink,), 2)
    for picture, ink in ((grey, 30), (down, 255)):
        for x, y in upright:
            cv2.line(picture, (x, y), (x, bottom), (ink,), 2)
    for y in (79, 88, 97):  # two labels that fill their cells
        cv2.line(grey, (66, y), (195, y), (30,), 2)
        cv2.line(grey, (205, y), (334, y), (30,), 2)
    (found,) = find_tables(Sheet(grey, ink_of(grey, SIZE), np.eye(3), SIZE), Rulings(across, down))
    assert [(c.column, c.row_span) for c in found.cells if c.box[2] <= 341] == [(0, 2), (1, 2), (0, 1), (1, 1)]


def lines_and_strokes(light: int, *, header: int = 28, broken: bool = False) -> list[tuple[int, int, int, int]]:
    """The cells of a table with two words whose last strokes are as dark as ``light``, and a header so high.

    The header's words stand close to the line between them on both its sides; ``broken`` parts that line in the middle.
    """
    rows = (60, 60 + header, *(60 + header + 28 * n for n in range(1, 6)))
    grey = np.full((420, 720), 250, np.uint8)
    across, down = np.zeros_like(grey), np.zeros_like(grey)
    for y in rows:
        for picture, ink in ((grey, 30), (across, 255)):
            cv2.line(picture, (COLUMNS[0], y), (COLUMNS[-1], y), (ink,), 2)
    for x in COLUMNS:
        for picture, ink in ((grey, 30), (down, 255)):
            cv2.line(picture, (x, rows[0]), (x, rows[-1]), (ink,), 2)
    for picture, ink in ((grey, light), (down, 255)):
        cv2.line(picture, (STROKE, rows[2]), (STROKE, rows[4]), (ink,), 2)
    for y in (rows[r] + n for r in (2, 3) for n in (8, 14, 20)):  # their words stand on one side of them
        cv2.line(grey, (STROKE - 40, y), (STROKE, y), (light,), 2)
    for y in range(rows[0] + 6, rows[1] - 4, 6):
        for side in (-20, 4):
            cv2.line(grey, (COLUMNS[2] + side, y), (COLUMNS[2] + side + 16, y), (30,), 2)
    if broken:
        middle = (rows[0] + rows[1]) // 2
        grey[middle - 4 : middle + 4, COLUMNS[2] - 2 : COLUMNS[2] + 3] = 250
    (found,) = find_tables(Sheet(grey, ink_of(grey, SIZE), np.eye(3), SIZE), Rulings(across, down))
    return [(c.row, c.column, c.row_span, c.column_span) for c in found.cells]


def test_strokes_much_lighter_than_the_lines_part_nothing() -> None:
    light, dark = lines_and_strokes(150, header=60), lines_and_strokes(30, header=60)
    assert light == [(r, c, 1, 1) for r in range(6) for c in range(4)] and len(dark) == len(light) + 2


def test_a_line_between_words_of_several_lines_stays_if_no_paper_is_seen_along_it() -> None:
    assert (0, 1, 1, 1) in lines_and_strokes(150, header=60) and (0, 2, 1, 1) in lines_and_strokes(150, header=60)
    assert (0, 1, 1, 2) in lines_and_strokes(150, header=60, broken=True)

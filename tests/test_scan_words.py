"""Words of pages without rulings: on shaded rows, and where columns stand so close that they run into one another."""

from __future__ import annotations

import cv2
import numpy as np

from pipeline.documents.scan.basics import Box
from pipeline.documents.scan.engine import Line
from pipeline.documents.scan.page import around_word, in_rows
from pipeline.documents.scan.picture.shaded_grounds import levelled, positive, uninverted
from pipeline.documents.scan.picture.straighten import Sheet, ink_of
from pipeline.documents.scan.print.page_print import PagePrint
from pipeline.documents.scan.print.pieces import Printed
from pipeline.documents.scan.unruled.parting import parted

SIZE = 24.0


def sheet(grey: np.ndarray) -> Sheet:
    return Sheet(grey, ink_of(grey, SIZE), np.eye(3), SIZE)


def shaded_page() -> np.ndarray:
    """Three numbers in a grainy shaded row, and three below it."""
    grey = np.full((400, 900), 250, np.uint8)
    grain = cv2.resize(np.random.default_rng(1).normal(0, 9, (30, 400)), (800, 60))
    grey[100:160, 50:850] = np.clip(190 + grain, 0, 250)
    for x in (200, 450, 700):
        for y in (140, 200):
            cv2.putText(grey, "8", (x, y), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (20,), 2)
    return grey


def test_grain_and_edges_of_a_shaded_row_are_no_words() -> None:
    page = sheet(shaded_page())
    found = PagePrint(page, np.zeros_like(page.ink)).words((), levelled(page))
    assert sorted(w.box[0] // 50 * 50 for w in found) == [200, 200, 450, 450, 700, 700]


def test_a_page_without_shades_has_nothing_to_lift() -> None:
    assert levelled(sheet(np.full((400, 900), 250, np.uint8))) is None


def word(text: str, *spans: tuple[int, int], y: int = 100) -> tuple[Printed, Line]:
    pieces: tuple[Box, ...] = tuple((a, y, b, y + 20) for a, b in spans)
    box = pieces[0][0], y, pieces[-1][2], y + 20
    return Printed(box, pieces), Line(text, (1.0,) * len(text))


def parts_of(words: list[tuple[Printed, Line]]) -> list[int]:
    return [len(own) for own in parted([w for w, _ in words], [line for _, line in words], SIZE)]


def test_labels_over_a_row_of_numbers_are_parted_and_a_heading_over_them_is_not() -> None:
    heading = word("行政复议", (20, 40), (43, 63), (66, 86), (89, 109), y=60)
    labels = word("维持纠正", (20, 40), (43, 63), (75, 95), (98, 118))
    numbers = [word(str(n), (x, x + 12), y=140) for n, x in enumerate((35, 90, 150, 210, 270))]
    assert parts_of([heading, labels, *numbers]) == [1, 2, 1, 1, 1, 1, 1]


def test_a_number_that_runs_into_its_label_is_parted_in_a_column_of_numbers() -> None:
    label = word("不计其他5", (20, 40), (43, 63), (66, 86), (89, 109), (120, 132))
    prose = word("第12条5", (20, 40), (43, 55), (57, 69), (80, 100), (220, 232), y=300)
    column = [word("0", (120, 132), y=y) for y in (140, 180, 220)]
    assert parts_of([label, prose, *column]) == [2, 1, 1, 1, 1]


def test_light_print_on_a_dark_row_becomes_dark_print_between_lines() -> None:
    grey = np.full((400, 900), 250, np.uint8)
    grey[100:150, 50:850] = 80
    cv2.putText(grey, "HEADING", (300, 135), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (250,), 2)
    cv2.putText(grey, "8", (300, 190), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (20,), 2)
    grey = cv2.GaussianBlur(grey, (0, 0), 0.8)
    turned = uninverted(sheet(grey)).grey
    assert np.median(turned[105:145, 60:840]) > 240
    assert turned[112:140, 300:400].min() < 40
    assert turned[98:102, 100:800].min(axis=0).max() < 200 and turned[148:152, 100:800].min(axis=0).max() < 200
    assert np.array_equal(turned[160:], grey[160:])


def test_a_dark_row_in_black_and_white_leaves_lines_where_it_ended() -> None:
    grey = np.full((400, 900), 255, np.uint8)
    grey[100:150, 50:850] = 0
    cv2.putText(grey, "HEADING", (300, 135), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (255,), 2)
    turned = uninverted(sheet(grey)).grey
    assert turned[98:103, 100:800].min(axis=0).max() < 100 and turned[147:152, 100:800].min(axis=0).max() < 100
    assert turned[104:146, 49:53].min(axis=1).max() < 100 and np.median(turned[105:145, 60:840]) > 240


def test_a_negative_becomes_a_positive_and_a_page_on_a_black_table_stays() -> None:
    page = cv2.putText(np.full((400, 900), 250, np.uint8), "358", (430, 210), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (20,), 2)
    on_table = np.full((1000, 1000), 10, np.uint8)
    on_table[:400, :900] = page
    assert np.array_equal(positive(255 - page), page)
    assert positive(page) is page and positive(on_table) is on_table


def test_a_dark_border_around_the_page_is_in_none_of_its_cells() -> None:
    grey = np.full((400, 900), 250, np.uint8)
    cv2.rectangle(grey, (0, 0), (899, 399), (20,), 40)
    cv2.putText(grey, "358", (430, 210), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (20,), 2)
    found = PagePrint(sheet(grey), np.zeros_like(grey)).in_cell((400, 180, 500, 220))
    assert [line.columns for line in found.lines] == [3]


def test_two_lines_of_header_cells_are_not_one_through_a_word_between_them() -> None:
    texts = ("结果", "维持", "结果", "纠正", "总计")
    boxes = [(20, 100, 60, 122), (20, 122, 60, 144), (80, 100, 120, 122), (80, 122, 120, 144), (140, 106, 180, 136)]
    rows = in_rows(boxes, [Line(t, (1.0,) * 2) for t in texts])
    assert [[line.text for _, line in row] for row in rows] == [["结果", "结果", "总计"], ["维持", "纠正"]]


def test_a_number_that_stands_free_is_cut_off_at_no_side_whatever_its_size() -> None:
    grey = cv2.putText(np.full((200, 300), 250, np.uint8), "8", (140, 110), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (20,), 2)
    for size in range(12, 40):
        page = PagePrint(Sheet(grey, ink_of(grey, size), np.eye(3), size), np.zeros_like(grey))
        (found,) = page.words(())
        assert page.is_closed(around_word(found.box, size), found.box), size


def test_a_number_close_to_a_line_of_dashes_ends_there_and_one_at_the_sides_of_others_digits_does_not() -> None:
    def closed(beside: np.ndarray) -> bool:
        cv2.putText(beside, "8", (105, 150), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (20,), 2)
        page = PagePrint(Sheet(beside, ink_of(beside, 24.0), np.eye(3), 24.0), rulings)
        (line,) = page.in_cell((100, 130, 160, 165)).lines
        return page.is_closed((100, 130, 160, 165), line.box)

    rulings = np.zeros((300, 300), np.uint8)
    cv2.line(rulings, (100, 20), (100, 280), (255,), 2)
    dashes, digits = (np.full((300, 300), 250, np.uint8) for _ in range(2))
    for y in range(20, 280, 9):
        cv2.line(dashes, (100, y), (100, y + 4), (40,), 2)
    for y in range(25, 280, 35):
        cv2.line(digits, (100, y), (100, y + 12), (40,), 2)
        cv2.line(digits, (90, y - 11), (160, y - 11), (40,), 2)
    assert closed(dashes)
    assert not closed(digits)

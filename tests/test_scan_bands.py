"""Tables that have lines between their rows and none between their columns."""

from __future__ import annotations

import cv2
import numpy as np

from pipeline.documents.scan.picture.frames import PageImage
from pipeline.documents.scan.picture.straighten import Sheet, ink_of
from pipeline.documents.scan.ruled import look
from pipeline.documents.scan.rulings.cells import RuledTable
from pipeline.documents.scan.rulings.lines import Rulings
from pipeline.documents.scan.unruled.band_columns import Band, free_of_words, without_label_gaps
from pipeline.documents.scan.unruled.band_words import headings_without_lines, rows_without_lines, words_between

LEFT, RIGHT, HIGH = 80, 900, 50
CENTRES = (480, 620, 800)


def text(picture: np.ndarray, words: str, y: int, *, left: int | None = None, middle: int | None = None) -> None:
    (wide, _), _ = cv2.getTextSize(words, cv2.FONT_HERSHEY_SIMPLEX, 0.8, 2)
    x = left if left is not None else (middle or 0) - wide // 2
    cv2.putText(picture, words, (x, y), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (0, 0, 0), 2)


def line(picture: np.ndarray, y: int, left: int = LEFT) -> None:
    cv2.line(picture, (left, y), (RIGHT, y), (0, 0, 0), 2)


def row(picture: np.ndarray, top: int, label: str, values: tuple[str, ...]) -> None:
    text(picture, label, top + 34, left=LEFT + 10)
    for value, middle in zip(values, CENTRES, strict=True):
        text(picture, value, top + 34, middle=middle)


def tables(picture: np.ndarray) -> tuple[RuledTable, ...]:
    return look(PageImage(1, picture, 1.0)).tables


def page() -> np.ndarray:
    return np.full((1000, 1000, 3), 250, np.uint8)


def test_columns_follow_from_the_words_below_one_another() -> None:
    picture = page()
    for n, (label, values) in enumerate(
        [
            ("THING", ("MADE", "GONE", "INFORCE")),
            ("RULES", ("0", "", "17")),
            ("ORDERSGIVEN", ("125", "", "3")),
            ("OTHERS", ("", "", "2697.01")),
        ]
    ):
        line(picture, 100 + n * HIGH)
        row(picture, 100 + n * HIGH, label, values)
    line(picture, 100 + 4 * HIGH)
    (table,) = tables(picture)
    assert [(c.row, c.column, c.column_span) for c in table.cells] == [(r, c, 1) for r in range(4) for c in range(4)]
    for cell in table.cells[1:4]:
        assert any(cell.box[0] < middle < cell.box[2] for middle in CENTRES)


def test_words_over_several_columns_and_tables_below_one_another() -> None:
    picture = page()
    for n, y in enumerate((100, 150, 200)):
        line(picture, y)
        if n:
            row(picture, y, "ROW", ("1", "2", "3"))
        else:
            text(picture, "WHATWASDONEINTHEYEAR", y + 34, middle=550)
    line(picture, 250)
    text(picture, "THENEXTTABLE", 310, left=140)
    text(picture, "OFALL", 310, left=340)  # as wide as a comma that is too small to count leaves it
    for y in (350, 400, 450):
        line(picture, y)
    row(picture, 350, "ANOTHER", ("4", "", "6"))
    row(picture, 400, "ONE", ("", "5", "6"))
    above, below = tables(picture)
    assert max(c.column_span for c in above.cells if c.row == 0) >= 2
    assert [(c.row, c.column) for c in above.cells if c.row > 0] == [(r, c) for r in (1, 2) for c in range(4)]
    assert [(c.row, c.column) for c in below.cells] == [(r, c) for r in range(2) for c in range(4)]


def test_a_line_that_begins_inside_shows_a_column() -> None:
    picture = page()
    heights = range(100, 351, 50)
    for n, y in enumerate(heights):
        line(picture, y, LEFT if n in (0, 5) else 240)
    text(picture, "GROUP", 240, left=LEFT + 10)
    for n, y in enumerate(list(heights)[:-1]):
        text(picture, f"KIND{'ABCDE'[n]}", y + 34, left=250)
        for middle in CENTRES:
            text(picture, str(n), y + 34, middle=middle)
    (table,) = tables(picture)
    group, *others = table.cells
    assert (group.row_span, group.column_span) == (5, 1)
    assert len(others) == 20


def test_a_title_between_two_lines_parts_two_tables() -> None:
    picture = page()
    for y in (100, 150, 200, 340, 390, 440):
        line(picture, y)
    row(picture, 100, "ANOTHERROW", ("1", "", "3"))
    row(picture, 150, "ONE", ("1", "2", "3"))
    cv2.putText(picture, "LARGERPRINT", (100, 250), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (0, 0, 0), 3)
    row(picture, 290, "HEADEROFROWS", ("MADE", "GONE", "INFORCE"))
    row(picture, 340, "SOMETHING", ("4", "5", ""))
    row(picture, 390, "ELSE", ("", "5", "6"))
    above, below = tables(picture)
    assert [(c.row, c.column) for c in above.cells] == [(r, c) for r in range(2) for c in range(4)]
    assert [(c.row, c.column) for c in below.cells] == [(r, c) for r in range(3) for c in range(4)]


def test_a_row_that_the_page_cut_off_from_the_line_above_it_is_a_row() -> None:
    picture = page()
    for y in (150, 200, 250):
        line(picture, y)
    for n, y in enumerate((100, 150, 200)):
        row(picture, y, "KINDOFTHING", (str(n), "2", "3"))
    (table,) = tables(picture)
    assert [(c.row, c.column) for c in table.cells] == [(r, c) for r in range(3) for c in range(4)]


def test_lines_of_a_letterhead_are_no_table() -> None:
    picture = page()
    for y in (100, 150, 900):
        line(picture, y)
    text(picture, "AN OFFICE", 140, middle=490)
    assert tables(picture) == ()


def test_a_header_whose_rows_stand_unparted_above_the_table_s_last_line_is_no_table_by_itself() -> None:
    picture = page()
    for n, (label, values) in enumerate([("THING", ("MADE", "GONE", "INFORCE")), ("UNIT", ("PIECES",) * 3)]):
        line(picture, 100 + n * HIGH)
        row(picture, 100 + n * HIGH, label, values)
    line(picture, 100 + 2 * HIGH)
    assert len(tables(picture)) == 1, "a header at a page's end"
    for y in (300, 350):
        row(picture, y, "RULES", ("", "", ""))
        cv2.putText(picture, "4", (CENTRES[1], y + 34), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (0, 0, 0), 2)
    line(picture, 700)
    assert tables(picture) == ()


def test_characters_set_widely_are_one_word_and_a_number_beside_them_another() -> None:
    size, grey = 24.0, np.full((200, 900), 250, np.uint8)
    for y in (40, 90, 140):
        for x in range(60, 200, 34):  # characters with white between them
            cv2.rectangle(grey, (x, y), (x + 22, y + 23), (0,), 3)
        cv2.rectangle(grey, (230, y + 6), (240, y + 20), (0,), 2)  # a digit, lower than they are
    sheet = Sheet(grey, ink_of(grey, size), np.eye(3), size)
    none = np.zeros_like(grey)
    words = words_between(sheet, Rulings(none, none), (0, 0, 900, 200))
    assert sorted((round(w[0], -1), w[2] - w[0] > 100) for w in words) == [(60, True)] * 3 + [(230, False)] * 3


def test_rows_between_two_lines_are_told_by_numbers_below_one_another_beside_labels() -> None:
    rows = [[(20, y, 120, y + 24), (200, y + 3, 230, y + 21)] for y in (110, 150)]
    heading = (20, 190, 140, 214)
    assert rows_without_lines([*rows[0], *rows[1], heading], 100, 230, 24.0) == [142, 182]


def test_a_label_and_a_number_broken_over_lines_are_one_row() -> None:
    label = [(20, y, 120, y + 24) for y in (110, 138)]
    assert rows_without_lines([*label, (200, 127, 230, 145)], 100, 170, 24.0) == []
    header = [(x, y, x + 48, y + 24) for x in (20, 100, 200) for y in (110, 138)]
    assert rows_without_lines(header, 100, 170, 24.0) == []


def test_a_heading_in_the_middle_below_a_row_of_numbers_is_a_row_of_its_own() -> None:
    row = [(20, 110, 120, 134), (600, 113, 630, 131)]
    assert headings_without_lines([*row, (330, 144, 470, 168)], (100, 180), 400, 24.0) == [139]
    assert headings_without_lines([*row, (20, 144, 140, 168)], (100, 180), 400, 24.0) == [], "the label goes on"
    words = [(20, 110, 120, 134), (330, 110, 470, 134), (330, 144, 470, 168)]
    assert headings_without_lines(words, (100, 180), 400, 24.0) == [], "a text goes on"


def test_characters_apart_in_a_header_make_no_columns_that_no_other_row_shows() -> None:
    header = Band(100, 130, ((20, 80), (120, 138), (144, 162), (168, 186), (260, 278), (284, 302)))
    rows = [Band(130 + 30 * n, 160 + 30 * n, ((20, 70), (148, 158), (274, 290))) for n in range(2)]
    assert free_of_words([header, *rows], 20.0) == [(80, 120), (186, 260)]


def test_a_grain_of_dust_between_lines_is_no_word() -> None:
    grey = np.full((100, 300), 250, np.uint8)
    cv2.rectangle(grey, (60, 40), (70, 56), (0,), 2)
    cv2.circle(grey, (150, 50), 2, (0,), -1)
    sheet = Sheet(grey, ink_of(grey, 20.0), np.eye(3), 20.0)
    none = np.zeros_like(grey)
    assert [w[0] // 10 for w in words_between(sheet, Rulings(none, none), (0, 0, 300, 100))] == [5]


def test_white_inside_labels_parts_nothing_where_lines_begin_at_the_columns() -> None:
    numbers = ((500, 512), (600, 612))
    rows = [((100, 180), (220, 300), *numbers), *(((100, 160), (170, 320), *numbers) for _ in range(4))]
    bands = [Band(n * 40, n * 40 + 40, words) for n, words in enumerate(rows)]
    gaps = [(180, 220), (320, 500), (512, 600)]
    assert without_label_gaps(gaps, bands, 20.0) == gaps[1:]
    beside = [Band(n * 40, n * 40 + 40, ((100, 170), (230, 320), *numbers)) for n in range(4)]
    assert without_label_gaps(gaps, [*bands[:3], *beside], 20.0) == gaps


def test_a_number_beside_its_label_in_the_middle_of_a_wide_column_makes_no_column() -> None:
    labels = ((20, 110), (170, 260), (320, 410), (470, 560))
    numbers = ((10, 24), (160, 174), (305, 309), (460, 474))
    bands = [Band(0, 40, labels), Band(40, 80, numbers)]
    assert free_of_words(bands, 24.0) == [(110, 160), (260, 305), (410, 460)]
    right = [
        Band(0, 40, ((20, 110), (400, 564), (676, 840), (950, 1114))),
        Band(40, 80, ((0, 50), (588, 602), (863, 877), (1120, 1150))),
    ]
    assert free_of_words(right, 26.0) == [(110, 400), (602, 676), (877, 950)], "at the right of its column"


def test_columns_of_which_no_row_has_both_stay_two_where_they_stand_apart() -> None:
    bands = [Band(0, 40, ((10, 90), (200, 214), (300, 314))), Band(40, 80, ((10, 80), (200, 214), (400, 414)))]
    assert len(free_of_words(bands, 24.0)) == 3

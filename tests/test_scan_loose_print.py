"""Tables without lines in smaller print than the text around them, their rows, and what stands beside the text."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import reportlab
from PIL import Image, ImageDraw, ImageFont

from pipeline.documents.scan.engine import Line
from pipeline.documents.scan.picture.frames import PageImage
from pipeline.documents.scan.print.page_print import PagePrint
from pipeline.documents.scan.print.pieces import Printed, with_strokes_inside
from pipeline.documents.scan.ruled import look
from pipeline.documents.scan.rulings.lines import long_lines
from pipeline.documents.scan.unruled.loose_print import loose_print
from pipeline.documents.scan.unruled.margins import no_text
from pipeline.documents.scan.unruled.number_columns import in_number_columns
from pipeline.documents.scan.unruled.text_rows import text_rows

FACE = str(Path(reportlab.__file__).parent / "fonts" / "VeraBd.ttf")
SMALL = 26
WIDE = 120


def page(columns: int) -> np.ndarray:
    """Large text, and below it a table of small words without lines: labels of two lines, and a row of zeros."""
    picture = Image.new("L", (1300, 800), 250)
    pen = ImageDraw.Draw(picture)
    large, small = ImageFont.truetype(FACE, 50), ImageFont.truetype(FACE, SMALL)
    for n in range(5):
        pen.text((80, 40 + 80 * n), "MOHGQDOBOGHDQOGM", 20, large)
    for c in range(columns):
        for y, text in ((600, "HOGM"), (627, "QMBD"), (690, "0")):
            pen.text((150 + WIDE * c, y), text, 20, small, "mm")
    blurred = cv2.GaussianBlur(np.asarray(picture), (0, 0), 0.8)
    return np.asarray(cv2.cvtColor(blurred, cv2.COLOR_GRAY2RGB), np.uint8)


def test_the_words_of_a_table_of_small_print_are_told_by_its_own_size() -> None:
    ruled = look(PageImage(1, page(8), 1.0))
    assert ruled.small is not None and ruled.small < 0.75 * ruled.sheet.size
    found = PagePrint(ruled.sheet, long_lines(ruled.rulings, ruled.small)).of_size(ruled.small).words(())
    labels = [w for w in found if 580 < w.box[1] < 660]
    assert len(labels) == 16 and max(w.box[3] - w.box[1] for w in labels) < 1.2 * SMALL
    assert len([w for w in found if w.box[1] < 500 and len(w.pieces) == 16]) == 5  # large text stays whole


def test_text_without_a_table_has_no_smaller_size() -> None:
    assert loose_print(look(PageImage(1, page(0), 1.0)).sheet) is None


def test_a_label_of_one_line_stands_in_neither_line_of_those_beside_it() -> None:
    boxes = [(0, 0, 40, 20), (0, 24, 40, 44), (60, 12, 100, 32), (120, 1, 160, 21), (120, 25, 160, 45)]
    assert text_rows(boxes) == [[0, 3], [2], [1, 4]]


def test_a_row_that_leans_and_has_dashes_is_one() -> None:
    row = [(100 * n, 4 * n + (9 if n % 2 else 0), 100 * n + 12, 4 * n + (12 if n % 2 else 20)) for n in range(8)]
    below = [(a, b + 30, c, d + 30) for a, b, c, d in row]
    assert text_rows([*below, *row]) == [list(range(8, 16)), list(range(8))]


def word(text: str, left: int, right: int, top: int) -> tuple[Printed, Line]:
    box = left, top, right, top + 20
    return Printed(box, (box,)), Line(text, (1.0,) * len(text))


def test_staples_left_of_all_labels_and_strokes_at_the_edge_are_no_numbers() -> None:
    texts = [
        word("1", 10, 15, 20),
        word("5", 90, 96, 20),
        word("2", 80, 92, 205),
        word("总计", 100, 140, 200),
        word("0", 300, 312, 200),
        word("1", 900, 905, 200),
        word("1", 992, 997, 300),
    ]
    assert no_text([w for w, _ in texts], [line for _, line in texts], 24.0, 1000) == {0, 1, 6}


def test_a_column_of_numbers_at_the_edge_stays() -> None:
    texts = [word("总计", 100, 140, 200), word("1", 988, 993, 200), word("20", 974, 998, 300)]
    assert no_text([w for w, _ in texts], [line for _, line in texts], 24.0, 1000) == set()


def test_a_stroke_inside_a_words_box_is_a_part_of_it() -> None:
    label, stroke, other = ((10, 100, 200, 124), (12, 104, 30, 107), (300, 100, 320, 120))
    found = with_strokes_inside([Printed(b, (b,)) for b in (stroke, label, other)])
    assert sorted((w.box, len(w.pieces)) for w in found) == [(label, 2), (other, 1)]


def test_grains_of_dust_are_no_numbers_and_dashes_and_digits_are() -> None:
    boxes = [
        (300, 110, 306, 115),
        (350, 110, 352, 115),
        (400, 110, 412, 112),
        (500, 104, 512, 120),
        (100, 100, 140, 120),
    ]
    words = [Printed(box, (box,)) for box in boxes]
    assert no_text(words, [Line(t, (1.0,) * len(t)) for t in ("0", "1", "-", "0", "总计")], 20.0, 1000) == {0, 1}


def number(text: str, right: int, y: int, pitch: int = 10) -> tuple[Printed, Line]:
    """Digits of one width, the last ending there."""
    pieces = tuple((right - pitch * (n + 1) + 1, y, right - pitch * n, y + 14) for n in range(len(text)))[::-1]
    return Printed((pieces[0][0], y, right, y + 14), pieces), Line(text, (1.0,) * len(text))


def test_numbers_of_two_columns_that_nearly_touch_are_two() -> None:
    rows = [number("0", 300, 40 * n) for n in range(6)] + [number("12", 345, 40 * n) for n in range(6)]
    left, right = number("80", 300, 400)[0], number("2537", 345, 400)[0]
    both = Printed((left.box[0], 400, right.box[2], 414), (*left.pieces, *right.pieces))
    rows += [number("0", x, 400) for x in (100, 150, 200)]
    words = [[w] for w, _ in rows] + [[both]]
    found = in_number_columns(words, [line for _, line in rows] + [Line("802537", (1.0,) * 6)])
    assert [len(own) for own in found] == [1] * 15 + [2]
    assert [p.box[2] for p in found[-1]] == [300, 345]
    alone = in_number_columns([*words[:12], [both]], [*(line for _, line in rows[:12]), Line("802537", (1.0,) * 6)])
    assert [len(own) for own in alone] == [1] * 13  # a row of another table


def test_a_number_of_one_column_stays_whole_however_its_digits_are_spaced() -> None:
    rows = [number("1234567", 345, 40 * n) for n in range(6)]
    spaced = number("802537", 345, 400)[0]
    shifted = Printed(
        (spaced.box[0] - 6, 400, 345, 414),
        (*((a - 6, b, c - 6, d) for a, b, c, d in spaced.pieces[:2]), *spaced.pieces[2:]),
    )
    found = in_number_columns(
        [*([w] for w, _ in rows), [shifted]], [*(line for _, line in rows), Line("802537", (1.0,) * 6)]
    )
    assert [len(own) for own in found] == [1] * 7

"""Digits that are rare in their document: known by themselves where they are whole, doubted where they are not."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
import reportlab
from PIL import Image, ImageDraw, ImageFont
from test_scan_values import HIGH, LEFT, TOP, WIDE, at_its_side, page, read, worn, wrong

from benchmarks.digit_prints import Family, prints
from pipeline.documents.scan.engine import Line
from pipeline.documents.scan.picture.straighten import ink_of
from pipeline.documents.scan.values import digit_nets
from pipeline.documents.scan.values.candidates import Candidate
from pipeline.documents.scan.values.cuts import split_dot, split_to
from pipeline.documents.scan.values.digit_nets import NONE, DigitReader, chances, glyph_of
from pipeline.documents.scan.values.digit_places import Digits
from pipeline.documents.scan.values.shapes import Gallery, shape_of
from pipeline.documents.scan.values.votes import LIKELY, _Ballot, _elected

pytest.importorskip("rapidocr")
FONT = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
FAMILY = [Family("Vera", ((FONT, 0),))]


def line(text: str, size: int = 30, tight: int = 0) -> tuple[np.ndarray, list[tuple[int, int, int, int]]]:
    """A text as a picture, and the box of each character's ink; ``tight`` moves them together."""
    font, x, boxes = ImageFont.truetype(str(FONT), size), 20, []
    whole = np.full((60, 40 * len(text) + 40), 250, np.uint8)
    for character in text:
        picture = Image.new("L", whole.shape[::-1], 250)
        ImageDraw.Draw(picture).text((x, 30), character, 20, font, "lm")
        alone = np.asarray(picture, np.uint8)
        ink = ink_of(alone, 32)
        rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
        boxes.append((int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1))
        whole = np.minimum(whole, alone)
        x += int(font.getlength(character)) - tight
    return whole, boxes


def glyphs(text: str) -> list[np.ndarray]:
    picture, boxes = line(text)
    high = max(b[3] - b[1] for b in boxes)
    return [glyph_of(picture, box, high) for box in boxes]


def test_each_digit_is_known_by_itself() -> None:
    seen = chances(glyphs("0123456789"))
    assert seen.argmax(axis=1).tolist() == list(range(10))
    assert seen.max(axis=1).min() >= 0.9


def test_numbers_whose_digits_stand_nowhere_else_in_the_document_are_read() -> None:
    rows = [
        ["0", "1", "0", "1", "0", "10", "0"],
        ["0", "59", "0", "32", "1", "89", "0"],
        ["1", "0", "4", "0", "11", "0", "1"],
    ]
    cells = read(worn(page(rows, 19), grain=4.0))
    assert wrong(cells, rows) == []
    assert [c.raw for c in cells if c.certainty >= 0.9] == [text for row in rows for text in row]


def test_a_rare_digit_that_is_damaged_stays_in_doubt() -> None:
    rows = [
        ["0", "1", "0", "1", "0", "10", "0"],
        ["0", "8", "0", "6", "1", "9", "0"],
        ["1", "0", "0", "0", "11", "0", "1"],
    ]
    picture = page(rows).copy()
    for column, (left, right) in {1: (-14, -2), 3: (-1, 14), 5: (-14, -2)}.items():
        x, y = LEFT + int((column + 0.5) * WIDE), TOP + int(1.5 * HIGH)
        picture[y - 16 : y + 16, x + left : x + right] = 252
    cells = read(worn(picture))
    assert wrong(cells, rows) == []


def test_of_damaged_digits_none_is_believed_to_be_another() -> None:
    pieces, labels, printed = [], [], []
    for one in prints(np.random.default_rng(5), FAMILY, damaged=True):
        pieces += one.glyphs
        labels += one.labels
        printed += one.printed
        if len(pieces) >= 400:
            break
    seen = chances(pieces)[:, :NONE]
    believed = (seen.max(axis=1) >= 0.9) & (np.array(labels) == NONE)
    assert not (believed & (seen.argmax(axis=1) != np.array(printed))).any()


def test_nets_that_do_not_know_a_font_say_nothing_of_its_damage() -> None:
    number, strange = glyphs("5"), [np.ascontiguousarray(glyphs("7")[0][::-1])]
    known = DigitReader([glyphs("0"), glyphs("3")] * 10 + [number, strange], [(n, "03"[n % 2]) for n in range(20)])
    assert known.agrees(20, "5", slice(None)) is True
    assert known.agrees(20, "6", slice(None)) is False
    assert known.agrees(21, "5", slice(None)) is False
    turned = DigitReader([glyphs("0"), strange] * 12, [(n, "07"[n % 2]) for n in range(12)])
    assert turned.agrees(13, "7", slice(None)) is None
    unknown = DigitReader([strange] * 20 + [number], [(n, "3") for n in range(20)])
    assert unknown.agrees(0, "3", slice(None)) is None


def test_the_stem_that_thin_print_leaves_of_a_4_is_no_1() -> None:
    picture, (box,) = line("4")
    left, top, right, bottom = box
    stem = (255 - picture[top:bottom, left:right].astype(int)).sum(axis=0).argmax()
    picture = picture.copy()
    picture[:, : left + stem - 3] = 255
    picture[:, left + stem + 4 :] = 255
    rest = glyph_of(picture, (left + int(stem) - 3, top, left + int(stem) + 4, bottom), bottom - top)
    ones = [glyphs("1")] * 10
    assert (
        DigitReader([*ones, *[glyphs("0")] * 10, [rest]], [(n, "1" if n < 10 else "0") for n in range(20)]).agrees(
            20, "1", slice(None)
        )
        is False
    )


def test_a_dot_that_touches_its_digit_is_told_from_the_foot_of_a_2() -> None:
    picture, (dot, two) = line(".2", tight=3)
    blurred = np.asarray(cv2.GaussianBlur(picture, (0, 0), 1.2), np.uint8)
    whole = dot[0], two[1], two[2], two[3]
    found, rest = split_dot(blurred, whole)
    assert found is not None and abs(rest[0] - two[0]) <= 2
    picture, (two, dot) = line("2.", tight=3)
    blurred = np.asarray(cv2.GaussianBlur(picture, (0, 0), 1.2), np.uint8)
    found, rest = split_dot(blurred, (two[0], two[1], dot[2], two[3]))
    assert found is not None and abs(rest[2] - two[2]) <= 2
    for digit in "0123456789":
        alone, (box,) = line(digit)
        assert split_dot(np.asarray(cv2.GaussianBlur(alone, (0, 0), 1.2), np.uint8), box) == (None, box)


def test_digits_that_touch_are_cut_where_each_of_them_ends() -> None:
    picture, boxes = line("7596", tight=4)
    whole = boxes[0][0], min(b[1] for b in boxes), boxes[-1][2], max(b[3] for b in boxes)
    parts = split_to(picture, [whole], 4)
    assert [abs(p[0] - b[0]) <= 4 for p, b in zip(parts, boxes, strict=True)] == [True] * 4
    assert split_to(picture, parts, 3) == parts


def test_dirt_behind_a_ruling_is_no_part_of_the_number_beside_it() -> None:
    rows = [["5", "7", "12", "40", "8", "6", "3"], ["22", "11", "10", "0", "5", "9", "4"]]
    picture, across, middle = at_its_side(rows)
    picture[middle - 1 : middle + 1, across - 10 : across - 8] = 60
    assert read(picture)[3].certainty >= 0.9


def test_a_4_that_touches_the_next_digit_begins_with_no_sign() -> None:
    rows = [
        ["5", "7", "12", "", "8", "6", "3"],
        ["22", "11", "10", "0", "5", "9", "4"],
        ["4", "8", "0", "14", "1", "2", "0"],
    ]
    picture = page(rows).copy()
    text, boxes = line("48", size=30, tight=4)
    number = text[boxes[0][1] - 2 : boxes[0][3] + 2, boxes[0][0] - 2 : boxes[1][2] + 2]
    y, x = TOP + (HIGH - number.shape[0]) // 2, LEFT + 3 * WIDE + 40
    picture[y : y + number.shape[0], x : x + number.shape[1]] = np.maximum(number, 20)
    cell = read(worn(picture))[3]
    assert (cell.raw, cell.certainty >= 0.9) == ("48", True)


def test_a_blot_below_a_number_is_no_second_line_of_it() -> None:
    rows = [["5", "7", "12", "40", "8", "6", "3"], ["22", "11", "10", "0", "5", "9", "4"]]
    picture = page(rows).copy()
    for column in (0, 3):
        x, y = LEFT + column * WIDE + 50, TOP + HIGH - 12
        picture[y : y + 6, x : x + 6] = 40
    cells = read(picture)
    assert [(c.raw, c.certainty >= 0.9) for c in cells[:4]] == [(t, True) for t in rows[0][:4]]


def test_a_rare_digit_beside_one_that_the_nets_do_not_know_is_borne_out_by_both_witnesses_together() -> None:
    picture, boxes = line("9k0")
    high = max(b[3] - b[1] for b in boxes)
    nine, strange, zero = [shape_of(picture, b, high) for b in boxes]
    known = [glyphs("k"), glyphs("0")] * 10
    reader = DigitReader([*known, glyphs("9k")], [(n, "40"[n % 2]) for n in range(20)])
    gallery = Gallery([("40"[n % 2], (strange, zero)[n % 2], n) for n in range(20)])
    own = Digits(tuple(boxes[:2]), high, 0, 0.0, 0.0, 0.5, False, False)
    one = Candidate(Line("94", (1.0,) * 2), Line("94", (1.0,) * 2), (), own, (nine, strange), (), 1.2, False, None)

    def certainty(text: str) -> float | None:
        return _elected(one, 20, _Ballot(text, 4, 5, 0.99, nearest=False), gallery, gallery, reader)

    assert reader.agrees(20, "94", slice(None)) is None
    assert gallery.judge("94", (nine, strange), 20).each == (None, True)
    assert certainty("94") == LIKELY
    assert certainty("84") is None


def test_a_1_is_poor_beside_the_poorest_of_a_document_s_others(monkeypatch: pytest.MonkeyPatch) -> None:
    ones = [0.25, 0.27, 0.49, 0.56, 0.66, 0.68, 0.69, 0.8, 0.05]
    table = np.zeros((len(ones), 11), np.float32)
    table[:, 1] = ones
    monkeypatch.setattr(digit_nets, "chances", lambda glyphs: table)
    reader = DigitReader([glyphs("1")] * len(ones), [(n, "1") for n in range(8)])
    assert reader.agrees(0, "1", slice(None)) is None
    assert reader.agrees(8, "1", slice(None)) is False

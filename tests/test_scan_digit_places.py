"""Where the digits of a line stand: what is part of a digit and what stands beside it."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import reportlab
from PIL import Image, ImageDraw, ImageFont
from test_scan_values import HIGH, LEFT, TOP, WIDE, page, read

from pipeline.documents.scan.basics import Box
from pipeline.documents.scan.engine import Line
from pipeline.documents.scan.picture.straighten import common_size
from pipeline.documents.scan.print.stains import Stains
from pipeline.documents.scan.values.candidates import Candidate
from pipeline.documents.scan.values.cuts import is_bridged, is_plus, split_as, split_dot
from pipeline.documents.scan.values.digit_nets import DigitReader
from pipeline.documents.scan.values.digit_places import Digits, digits_of
from pipeline.documents.scan.values.known_digits import with_usual_pitch, without_hidden_dots

FONT = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
SIZE = 26.0
PAPER = np.full((60, 120), 250, np.uint8)


def boxes(picture: np.ndarray) -> list[Box]:
    """The boxes of a picture's pieces."""
    _, _, stats, _ = cv2.connectedComponentsWithStats((picture < 150).astype(np.uint8), connectivity=8)
    return sorted((x, y, x + w, y + h) for x, y, w, h, _ in stats[1:].tolist())


def test_a_plus_is_a_sign_and_no_digit() -> None:
    drawn = Image.new("L", (120, 60), 250)
    ImageDraw.Draw(drawn).text((20, 12), "+11", 10, ImageFont.truetype(str(FONT), 28))
    picture = np.asarray(drawn, np.uint8)
    pieces = boxes(picture)
    assert [is_plus(picture, p) for p in pieces] == [True, False, False]
    found = digits_of(picture, pieces, "+11", SIZE)
    assert found.columns == tuple(pieces[1:]) and found.signed


def test_a_4_is_no_plus() -> None:
    for text in "47":
        drawn = Image.new("L", (120, 60), 250)
        ImageDraw.Draw(drawn).text((20, 12), text, 10, ImageFont.truetype(str(FONT), 28))
        picture = np.asarray(drawn, np.uint8)
        assert not any(is_plus(picture, p) for p in boxes(picture))


def test_the_foot_of_a_1_is_no_dot_beside_it() -> None:
    one = PAPER.copy()
    cv2.rectangle(one, (44, 20), (48, 40), (10,), -1)
    for x in (40, 51):  # its ends, blacker than where they join the stem
        cv2.rectangle(one, (x, 37), (x + 1, 40), (10,), -1)
    one[39:41, 40:53] = np.minimum(one[39:41, 40:53], 140)
    (box,) = boxes(one)
    assert split_dot(one, box) == (None, box)
    dotted = one.copy()
    dotted[36:42, 38:44] = 250
    (box,) = boxes(dotted)
    dot, _ = split_dot(dotted, box)
    assert dot is not None and dot[0] >= 49


def test_digits_before_a_unit_are_measured_by_themselves() -> None:
    picture = PAPER.copy()
    cv2.ellipse(picture, (20, 31), (5, 8), 0, 0, 360, (10,), 2)
    cv2.rectangle(picture, (32, 15), (54, 40), (10,), 2)
    found = digits_of(picture, boxes(picture), "0件", SIZE)
    assert (len(found.columns), round(found.height)) == (2, 19)
    assert digits_of(picture, boxes(picture), "", SIZE).height >= 26


def test_the_two_sides_of_a_pale_0_are_one_digit_and_two_ones_are_two() -> None:
    zero = PAPER.copy()
    cv2.ellipse(zero, (30, 30), (6, 9), 0, 0, 360, (10,), 2)
    zero[:, 29:31] = 250
    assert len(digits_of(zero, boxes(zero), "0", SIZE).columns) == 1
    assert len(digits_of(zero, boxes(zero), "11", SIZE).columns) == 2
    ones = PAPER.copy()
    for x in (24, 36):
        cv2.line(ones, (x, 20), (x, 39), (10,), 2)
    assert len(digits_of(ones, boxes(ones), "0", SIZE).columns) == 2


def test_dust_above_or_below_a_digit_is_no_part_of_it() -> None:
    picture = PAPER.copy()
    cv2.ellipse(picture, (30, 30), (6, 9), 0, 0, 360, (10,), 2)
    picture[44:46, 31:33] = 10
    (digit,) = digits_of(picture, boxes(picture), "0", SIZE).columns
    assert digit[3] <= 42


def numbers(pitch: float, gap: float, text: str = "15") -> Candidate:
    line = Line(text, (1.0,) * len(text))
    own = Digits(((0, 0, 5, 18), (20, 0, 30, 18)), 18, 0, 0.0, gap, pitch, False, False)
    return Candidate(line, line, (), own, (), (), 1.2, dash=False, slash=None)


def test_the_white_beside_a_1_is_wide_and_hides_no_dot() -> None:
    usual = [numbers(0.52, 0.2, "50")] * 6
    narrow, wide = with_usual_pitch([*usual, numbers(0.55, 0.37), numbers(0.75, 0.37)])[-2:]
    assert narrow.digits.gap < 0.35 < wide.digits.gap
    assert with_usual_pitch([numbers(0.55, 0.37)])[0].digits.gap == 0.37


def test_the_thin_strokes_of_a_pale_digit_and_a_unit_are_its_own() -> None:
    picture = PAPER.copy()
    cv2.ellipse(picture, (20, 31), (5, 8), 0, 0, 360, (10,), 2)
    cv2.rectangle(picture, (32, 15), (44, 40), (10,), 2)
    found = digits_of(picture, boxes(picture), "0件", SIZE)
    left, top, right, bottom = found.own[-1]
    assert 26 < left < 31 and top < 14 and right >= 52 and bottom > 42


def test_digits_that_touch_before_a_unit_are_not_taken_for_their_neighbours() -> None:
    picture = PAPER.copy()
    for left in (16, 27):
        cv2.ellipse(picture, (left, 31), (6, 8), 0, 0, 360, (10,), 2)
    for left in (48, 60):
        cv2.rectangle(picture, (left, 19), (left + 9, 44), (10,), 2)
    found = digits_of(picture, boxes(picture), "00件", SIZE)
    assert found.apart
    assert [c[2] < 42 for c in found.columns[:3]] == [True, True, False]
    assert digits_of(picture, boxes(picture)[1:], "00件", SIZE).apart is False


def test_a_unit_that_touches_its_number_is_no_error() -> None:
    picture = PAPER.copy()
    cv2.rectangle(picture, (20, 20), (60, 40), (10,), 2)
    assert digits_of(picture, boxes(picture), "0件", SIZE).own


def test_a_comma_whose_tail_is_lost_is_not_read_as_a_dot() -> None:
    rows = [["46.270", "46,270", "8.125", "8,125", "12.05", "3.5", "9.06"], ["0", "64", "58", "73", "90", "12", "6"]]
    clear = read(page(rows))
    assert [c.raw for c in clear if c.certainty >= 0.9][:4] == rows[0][:4]
    pale = page(rows).copy()
    for left in (LEFT + WIDE // 2 - 13, LEFT + WIDE + WIDE // 2 - 14):  # the marks' bodies are pale, their tails lost
        body = pale[TOP + HIGH // 2 + 4 : TOP + HIGH // 2 + 10, left : left + 6]
        body[:] = np.maximum(body, 160)
        pale[TOP + HIGH // 2 + 10 : TOP + HIGH // 2 + 16, left : left + 6] = 252
    assert all(c.certainty < 0.9 for c in read(pale)[:2])


def test_a_dash_too_faint_for_print_is_one_and_a_fold_through_its_cell_is_none() -> None:
    pale = PAPER.copy()
    cv2.line(pale, (40, 30), (62, 30), (222,), 2)
    assert Stains(pale, SIZE, 16.0, 2).dash((0, 0, 120, 60)) is not None
    assert Stains(pale, SIZE, 16.0, 2).beside((0, 0, 120, 60), ())
    fold = PAPER.copy()
    cv2.line(fold, (0, 30), (119, 30), (222,), 2)
    assert Stains(fold, SIZE, 16.0, 2).dash((0, 0, 120, 60)) is None
    pale[40:44, 80:84] = 200
    assert Stains(pale, SIZE, 16.0, 2).dash((0, 0, 120, 60)) is None


def test_crossings_of_pale_lines_do_not_tell_the_size_of_print() -> None:
    characters = [[0, 0, 18, 18, 120]] * 40
    crossings = [[0, 0, 60, 60, 200]] * 30
    assert common_size(np.array(characters + crossings, np.int32)) == 18


def test_an_amount_whose_dot_touches_its_digits_is_cut_as_it_is_read_and_a_number_without_a_dot_is_not() -> None:
    def thick(text: str) -> np.ndarray:
        picture = Image.new("L", (120, 60), 250)
        ImageDraw.Draw(picture).text((20, 30), text, 10, ImageFont.truetype(str(FONT), 26), "lm", stroke_width=2)
        return np.asarray(picture, np.uint8)

    amount = thick("5.84")
    assert len(boxes(amount)) < 3
    cut = split_as(amount, boxes(amount), "5.84")
    assert cut is not None
    assert [len(part) for part in cut] == [3, 1]
    whole = thick("584")
    assert split_as(whole, boxes(whole), "5.84") is None


def test_the_blurred_edge_of_a_dot_is_no_stain_and_a_spot_beside_it_is_one() -> None:
    dot = (40, 36, 44, 40)
    blurred = PAPER.copy()
    blurred[33, 41:43] = 230
    assert not Stains(blurred, SIZE, 16.0, 2).beside((0, 0, 120, 60), [(20, 20, 32, 40), dot])
    beside = PAPER.copy()
    beside[39, 35:37] = 230
    assert Stains(beside, SIZE, 16.0, 2).beside((0, 0, 120, 60), [(20, 20, 32, 40), dot])


def test_digits_that_touch_at_their_foot_alone_may_hide_a_dot() -> None:
    dotted = PAPER.copy()
    cv2.rectangle(dotted, (24, 20), (27, 40), (60,), -1)
    cv2.rectangle(dotted, (36, 20), (46, 40), (60,), 3)
    touching = dotted.copy()
    dotted[36:41, 27:36] = 90
    touching[20:41, 27:36] = 90
    barred = dotted.copy()
    barred[36:41, 27:36] = 250
    barred[33:36, 27:36] = 90
    one, other = (23, 19, 31, 41), (31, 19, 48, 41)
    assert is_bridged(dotted, one, other)
    assert not is_bridged(touching, one, other)
    assert not is_bridged(barred, one, other), "the bar of a 4 lies higher than a dot"
    assert not is_bridged(dotted, one, (40, 19, 48, 41))


def test_a_number_no_longer_than_its_digits_are_hides_no_dot() -> None:
    def number(text: str, *boxes: tuple[int, int], bridged: bool = False) -> Candidate:
        own = Digits(tuple((a, 0, b, 20) for a, b in boxes), 20, 0, 0.0, 0.0, 0.5, False, False, bridged=bridged)
        line = Line(text, (1.0,) * len(text))
        return Candidate(line, line, (), own, (), (), 1.2, dash=False, slash=None)

    usual = [number("50", (0, 10), (13, 23))] * 6
    whole, dotted = number("50", (0, 10), (10, 24), bridged=True), number("50", (0, 10), (10, 29), bridged=True)
    candidates = [*usual, whole, dotted]
    found = without_hidden_dots(candidates, DigitReader([()] * len(candidates), []))
    assert (found[-2].digits.gap, found[-1].digits.gap) == (0.0, float("inf"))
    uneven = [*usual, *[number("50", (0, 10), (19, 29))] * 3, whole]
    assert without_hidden_dots(uneven, DigitReader([()] * len(uneven), []))[-1].digits.gap == float("inf")


def test_a_lone_grain_in_an_empty_cell_is_no_stain_and_a_pale_stroke_with_one_dark_place_is_one() -> None:
    def doubted(*dark: tuple[int, int, int, int], shade: int = 200) -> bool:
        cell = PAPER.copy()
        for left, top, right, bottom in dark:
            cell[top:bottom, left:right] = shade
        cell[29:31, 59:61] = 215
        return Stains(np.asarray(cv2.GaussianBlur(cell, (0, 0), 1.2), np.uint8), SIZE, 8.0, 2).beside(
            (0, 0, 120, 60), ()
        )

    assert not doubted()
    assert doubted((59, 20, 61, 40), shade=233), "a stroke, most of it paler than a stain"
    assert doubted((70, 29, 72, 31)), "two grains as close as the parts of a digit"


def test_a_comma_as_wide_as_a_character_parts_thousands_and_no_two_numbers() -> None:
    wide = ["1, 310", "4, 093", "8, 886", "2, 216", "1, 237", "6, 190", "3, 009"]
    rows = [wide, ["0", "64", "58", "73", "90", "12", "6"]]
    found = read(page(rows))[: len(wide)]
    assert [c.raw for c in found] == [text.replace(" ", "") for text in wide]

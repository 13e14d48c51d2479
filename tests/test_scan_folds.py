"""Folds of the paper and streaks of the scanner over tables: what shows through is read, what they hide is doubted."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import pytest
from test_scan_rulings import WHOLE, drawn, lines, spans
from test_scan_values import VALUES, page, read, worn, wrong

from pipeline.documents.scan.picture.folds import without_folds
from pipeline.documents.scan.picture.frames import PageImage
from pipeline.documents.scan.ruled import look

ROWS = VALUES * 2


def folded(picture: np.ndarray, place: float, lean: float = 0.0, depth: float = 0.35, wide: float = 3.0) -> np.ndarray:
    """A page with an upright fold: a dark line with a lighter one beside it, from edge to edge."""
    down, across = np.mgrid[: picture.shape[0], : picture.shape[1]].astype(np.float32)
    away = across - place - lean * (down - picture.shape[0] / 2)
    shade = 1 - depth * np.exp(-((away / wide) ** 2)) + 0.3 * depth * np.exp(-(((away - 3 * wide) / (2 * wide)) ** 2))
    return np.asarray(np.clip(picture * shade, 0, 255), np.uint8)


def streaked(picture: np.ndarray, place: int, wide: int, shade: float, start: int = 0) -> np.ndarray:
    """A page with a scanner's streak, which is straight whatever the page is."""
    found = picture.astype(np.float32)
    found[start:, place : place + wide] *= shade
    return np.asarray(found, np.uint8)


def unsure(picture: np.ndarray) -> int:
    """How many of the cells are in doubt, none of the others being wrong."""
    cells = read(picture)
    assert wrong(cells, ROWS) == []
    assert len(cells) == 70
    return sum(c.certainty < 0.9 for c in cells)


@pytest.mark.parametrize(("place", "lean"), [(382, -0.008), (640, 0.0)])
def test_numbers_under_a_fold_are_read(place: int, lean: float) -> None:
    assert unsure(worn(folded(page(ROWS), place, lean))) <= 2


def test_numbers_under_a_lying_fold_are_read() -> None:
    assert unsure(worn(folded(page(ROWS).T, 314, 0.006).T)) <= 2


def test_numbers_under_a_light_streak_are_read() -> None:
    assert unsure(streaked(worn(page(ROWS)), 386, 2, 0.5)) <= 2


@pytest.mark.parametrize("place", [384, 390])
def test_an_opaque_streak_makes_no_number_wrong(place: int) -> None:
    assert unsure(streaked(worn(page(ROWS)), place, 2, 0.1)) <= 20


def test_a_streak_that_begins_on_the_page_is_taken_out_too() -> None:
    picture = cv2.copyMakeBorder(worn(page(ROWS)), 0, 40, 0, 0, cv2.BORDER_REPLICATE)
    assert unsure(streaked(np.asarray(picture, np.uint8), 386, 1, 0.5, start=260)) <= 3


def test_print_under_a_fold_is_as_it_was() -> None:
    before = page(ROWS)
    after, seals = without_folds(folded(before, 386, 0.005), None)
    assert seals is not None
    assert seals.ink[:, 380:392].any()
    assert not seals.opaque.any()
    assert np.abs(after.astype(int) - before).max() <= 24


def test_what_an_opaque_streak_crosses_is_hidden_and_what_it_passes_is_not() -> None:
    _, seals = without_folds(streaked(page(ROWS), 386, 2, 0.0), None)
    assert seals is not None
    assert seals.hide((380, 150, 392, 166))  # a 2 that the streak goes through
    assert not seals.hide((380, 192, 392, 198))  # white below the number under it


@pytest.mark.parametrize("picture", [drawn(lines()), drawn(lines())[95:345, 95:805], drawn(lines())[:, 95:805]])
def test_lines_of_tables_stay_even_where_they_reach_the_edges(picture: np.ndarray) -> None:
    after, seals = without_folds(picture, None)
    assert seals is None
    assert np.array_equal(after, picture)


def test_a_table_that_fills_the_picture_keeps_the_line_above_its_only_row_of_numbers() -> None:
    picture = np.full((300, 1600), 255, np.uint8)
    places = range(20, 1581, 104)
    for left, right in pairwise(places):
        cv2.rectangle(picture, (left, 20), (right, 220), (0,), 2)
        cv2.rectangle(picture, (left, 220), (right, 280), (0,), 2)
    assert (without_folds(picture, None)[0] == picture).all()


def test_a_fold_on_a_line_of_a_table_leaves_the_line() -> None:
    picture = drawn(lines())
    cv2.putText(picture, "358", (20, 40), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (0,), 2)
    (table,) = look(PageImage(1, folded(picture, 500, depth=0.3), 1.0)).tables
    assert spans(list(table.cells)) == WHOLE


def test_a_column_that_the_scanner_lost_makes_no_number_wrong() -> None:
    picture = worn(page(ROWS))
    picture[:, 386:388] = 245
    assert unsure(picture) <= 20


def test_lines_go_on_over_a_lost_column() -> None:
    picture = page(ROWS).copy()
    picture[:, 386:388] = 252
    after, seals = without_folds(picture, None)
    assert seals is not None
    assert (after[60:62, 380:394] < 60).all()
    assert seals.hide((380, 150, 392, 166))

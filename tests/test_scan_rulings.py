"""Cells between rulings that are thin, dotted, broken, askew, or not there."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from pipeline.documents.scan.rulings import CellBox, find_rulings, find_tables
from pipeline.documents.scan.straighten import straighten

ROWS = (100, 160, 220, 280, 340)
COLUMNS = (100, 350, 500, 650, 800)
Lines = list[tuple[tuple[int, int], tuple[int, int]]]


def lines(skip: tuple[tuple[int, int, int], ...] = ()) -> Lines:
    """The pieces of a grid's lines; ``skip`` lists (row, column, side) of those left out: 0 above, 1 left of a cell."""
    found: Lines = []
    for r, y in enumerate(ROWS):
        found += [((x, y), (COLUMNS[c + 1], y)) for c, x in enumerate(COLUMNS[:-1]) if (r, c, 0) not in skip]
    for c, x in enumerate(COLUMNS):
        found += [((x, y), (x, ROWS[r + 1])) for r, y in enumerate(ROWS[:-1]) if (r, c, 1) not in skip]
    return found


def drawn(pieces: Lines, shade: int = 0, thick: int = 2) -> np.ndarray:
    picture = np.full((480, 900), 250, np.uint8)
    for start, end in pieces:
        cv2.line(picture, start, end, (shade,), thick)
    for row in range(60, 480, 60):  # characters, so that their size can be told
        for x in range(120, 800, 150):
            cv2.putText(picture, "358", (x, row + 75), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (0,), 2)
    return picture


def cells(picture: np.ndarray) -> list[CellBox]:
    sheet = straighten(cv2.cvtColor(picture, cv2.COLOR_GRAY2RGB))
    tables = find_tables(sheet, find_rulings(sheet))
    assert len(tables) == 1
    return list(tables[0].cells)


def spans(found: list[CellBox]) -> list[tuple[int, int, int, int]]:
    return [(c.row, c.column, c.row_span, c.column_span) for c in found]


WHOLE = [(r, c, 1, 1) for r in range(4) for c in range(4)]


@pytest.mark.parametrize(("shade", "thick"), [(0, 1), (0, 5), (190, 1), (120, 2)])
def test_thin_thick_and_faint_lines(shade: int, thick: int) -> None:
    assert spans(cells(drawn(lines(), shade, thick))) == WHOLE


def test_dotted_lines() -> None:
    picture = drawn(lines())
    dots = drawn([])
    yy, xx = np.mgrid[: picture.shape[0], : picture.shape[1]]
    picture = np.where(((xx + yy) % 8 < 4) | (dots < 200), np.where(dots < 200, dots, picture), 250).astype(np.uint8)
    assert spans(cells(picture)) == WHOLE


def test_a_gap_in_a_line_parts_nothing() -> None:
    picture = drawn(lines())
    picture[126:134, 495:506] = 250
    picture[215:226, 560:580] = 250
    assert spans(cells(picture)) == WHOLE


@pytest.mark.parametrize("angle", [-4.0, -1.0, 2.5])
def test_a_page_that_lies_askew(angle: float) -> None:
    turn = cv2.getRotationMatrix2D((450, 240), angle, 1.0)
    picture = cv2.warpAffine(drawn(lines()), turn, (900, 480), flags=cv2.INTER_CUBIC, borderValue=(250,))
    assert spans(cells(picture)) == WHOLE


def test_merged_cells_are_one() -> None:
    found = spans(cells(drawn(lines(skip=((1, 0, 0), (0, 2, 1), (0, 3, 1))))))
    assert (0, 0, 2, 1) in found
    assert (0, 1, 1, 3) in found
    assert len(found) == 16 - 1 - 2


def test_boxes_are_places_on_the_page_as_it_was() -> None:
    turn = cv2.getRotationMatrix2D((450, 240), 2.0, 1.0)
    picture = cv2.warpAffine(drawn(lines()), turn, (900, 480), flags=cv2.INTER_CUBIC, borderValue=(250,))
    sheet = straighten(cv2.cvtColor(picture, cv2.COLOR_GRAY2RGB))
    box = find_tables(sheet, find_rulings(sheet))[0].cells[0].box
    left, top, right, bottom = sheet.box(*box)
    expected = turn @ np.array([(100 + 350) / 2, (100 + 160) / 2, 1])
    assert abs((left + right) / 2 - expected[0]) < 4
    assert abs((top + bottom) / 2 - expected[1]) < 4

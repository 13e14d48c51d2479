"""Print of the other side that shows through a page is no table of it."""

from __future__ import annotations

import cv2
import numpy as np

from pipeline.documents.scan.picture.reverse import without_reverse
from pipeline.documents.scan.picture.straighten import Sheet, ink_of
from pipeline.documents.scan.rulings.cells import find_tables
from pipeline.documents.scan.rulings.lines import find_rulings

SIZE = 24.0


def side(rows: range, columns: range) -> np.ndarray:
    """A table with a number in each cell, and words above and below it; some cells are shaded."""
    grey = np.full((900, 800), 250, np.uint8)
    grey[rows[0] : rows[1], columns[0] : columns[-1]] = 225
    for y in rows:
        cv2.line(grey, (columns[0], y), (columns[-1], y), (40,), 2)
    for x in columns:
        cv2.line(grey, (x, rows[0]), (x, rows[-1]), (40,), 2)
    for y in rows[:-1]:
        for x in columns[:-1]:
            cv2.putText(grey, "57", (x + 20, y + 32), cv2.FONT_HERSHEY_SIMPLEX, 0.7, (40,), 2)
    for y in (*range(60, rows[0] - 10, 50), *range(rows[-1] + 50, 880, 50)):
        cv2.putText(grey, "REPORT OF THE YEAR", (110, y), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (40,), 2)
    return np.asarray(cv2.GaussianBlur(grey, (0, 0), 0.8), np.uint8)


def sheet(grey: np.ndarray) -> Sheet:
    return Sheet(grey, ink_of(grey, SIZE), np.eye(3), SIZE)


def cells(page: Sheet) -> list[int]:
    return [len(table.cells) for table in find_tables(page, find_rulings(page))]


def test_lines_that_show_through_are_no_lines_of_the_page() -> None:
    own, other = side(range(400, 700, 48), range(100, 720, 120)), side(range(150, 640, 48), range(60, 760, 90))
    through = 250.0 - cv2.GaussianBlur(other[:, ::-1], (0, 0), 1.2)
    page = sheet(np.clip(own - 0.18 * through, 0, 255).astype(np.uint8))
    assert cells(page) != cells(sheet(own))
    assert cells(without_reverse(page)) == cells(sheet(own)) == [30]


def test_pale_lines_and_shades_of_the_page_itself_stay() -> None:
    own = side(range(400, 700, 48), range(100, 720, 120))
    for y in range(720, 880, 30):
        cv2.line(own, (100, y), (700, y), (215,), 2)
    page = sheet(own)
    assert without_reverse(page) is page

"""Watermarks are left out where lines of text are sought, and nothing else is."""

from __future__ import annotations

import cv2
import numpy as np

from pipeline.documents.scan.picture.watermarks import without_watermark

SIZE = 24.0


def page(*, watermark: bool, shaded: bool = False) -> np.ndarray:
    grey = np.full((400, 400), 250, np.uint8)
    if shaded:
        grey[200:240, 40:360] = 205
    if watermark:
        for x in (20, 180):
            cv2.line(grey, (x, 380), (x + 180, 40), (203,), 6)
    for y in (80, 120, 300):
        cv2.putText(grey, "2022 REPORT", (40, y), cv2.FONT_HERSHEY_SIMPLEX, 1.1, (30,), 3)
    return grey


def test_a_watermark_goes_and_the_print_over_it_stays() -> None:
    clean, found = page(watermark=False), without_watermark(page(watermark=True), SIZE)
    assert np.array_equal(found[clean < 180], page(watermark=True)[clean < 180])
    assert (found[clean == 250] < 240).mean() < 0.25 * (page(watermark=True)[clean == 250] < 240).mean()


def test_a_page_with_shaded_cells_alone_is_left_as_it_is() -> None:
    grey = page(watermark=False, shaded=True)
    assert without_watermark(grey, SIZE) is grey

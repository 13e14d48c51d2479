"""Watermarks are taken out under a page's print, and nothing else is."""

from __future__ import annotations

import itertools

import cv2
import numpy as np

from pipeline.documents.scan.picture.watermarks import without_watermark


def page(*, watermark: bool) -> np.ndarray:
    """A page with print, shaded cells and pale rulings, and with pale letters under its print."""
    grey = np.full((900, 900), 250, np.uint8)
    grey[600:640, 100:800] = 205
    for y in (600, 640, 700):
        cv2.line(grey, (100, y), (800, y), (200,), 3)
    if watermark:
        for x, y in itertools.product(range(100, 850, 140), (100, 260, 420)):
            cv2.ellipse(grey, (x, y), (35, 48), 0, 40, 320, (203,), 6)
    for y in (100, 260, 500, 634):
        cv2.putText(grey, "2022 REPORT 4711", (60, y), cv2.FONT_HERSHEY_SIMPLEX, 1.6, (40,), 4)
    return np.asarray(cv2.GaussianBlur(grey, (0, 0), 0.8), np.uint8)


def test_a_watermark_goes_and_the_print_over_it_stays_as_it_is_elsewhere() -> None:
    clean, (found, taken) = page(watermark=False), without_watermark(page(watermark=True), None)
    assert taken is not None and taken.touch((60, 370, 160, 470)) and not taken.hide((60, 370, 160, 470))
    assert np.abs(found.astype(int) - clean).mean() < 0.3
    assert np.abs(found.astype(int) - clean).max() < 60


def test_a_page_without_one_is_left_as_it_is() -> None:
    grey = page(watermark=False)
    found, taken = without_watermark(grey, None)
    assert found is grey and taken is None

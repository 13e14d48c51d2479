"""Cells that were read from a picture: what is in doubt is decided by the sums or stays unread."""

from __future__ import annotations

from dataclasses import replace

from printed_forms import html, request_lines

from pipeline.documents.model import Cell, Document, Grid
from pipeline.documents.read import read_document
from pipeline.extract import ExtractedCell, extract
from pipeline.extract.model import PROVEN
from pipeline.normalise import normalise_document

LINES = request_lines()
ROW = next(n for n, x in enumerate(LINES) if x.key == "granted")
TRUE = LINES[ROW].values[0]


def seen(raw: str, certainty: float, readings: tuple[str, ...] = ()) -> dict[tuple[str, str], ExtractedCell]:
    """Table 三 read from a picture, its cell granted/natural_person as this; the others are sure."""
    document = read_document(html(LINES).encode(), "a.html")
    blocks = tuple(replace(b, method="scan:rulings", cells=cells_of(b, raw, certainty, readings)) if isinstance(b, Grid)
                   else b for b in document.blocks)  # fmt: skip
    found = extract(normalise_document(Document("png", blocks, 1)), year=None)
    return {(c.row, c.column): c for c in found.cells if c.table == "requests"}


def cells_of(grid: Grid, raw: str, certainty: float, readings: tuple[str, ...]) -> tuple[Cell, ...]:
    return tuple(
        replace(c, raw=raw, text=raw, certainty=certainty, readings=readings)
        if (c.row, c.column) == (ROW + 1, 1)
        else replace(c, certainty=0.99)
        for c in grid.cells
    )


def test_two_readings_of_a_picture_are_decided_by_the_sums() -> None:
    cell = seen("7", 0.5, (TRUE, "/"))["granted", "natural_person"]
    assert (cell.value, cell.state, cell.confidence, cell.raw) == (float(TRUE), "reported", PROVEN, TRUE)


def test_a_picture_none_of_whose_readings_fits_stays_unread_and_says_what_it_may_be() -> None:
    cell = seen("7", 0.5, ("1",))["granted", "natural_person"]
    assert (cell.value, cell.state) == (None, "unreadable")
    assert "'7' or '1'" in (cell.reason or "")


def test_a_doubtful_mark_is_not_taken_for_a_blank() -> None:
    cell = seen("/", 0.5, ("1",))["granted", "natural_person"]
    assert cell.state == "unreadable"


def test_a_hesitant_reading_is_not_believed_against_a_broken_sum() -> None:
    cell = seen("7", 0.92)["granted", "natural_person"]
    assert (cell.value, cell.state) == (None, "unreadable")
    assert "not clear" in (cell.reason or "")


def test_a_sure_reading_against_a_broken_sum_is_the_sources_error() -> None:
    cell = seen("7", 0.99)["granted", "natural_person"]
    assert (cell.value, cell.state, cell.confidence) == (7.0, "reported", 0.99)


def test_a_hesitant_reading_that_keeps_its_sums_is_published_with_its_confidence() -> None:
    cell = seen(TRUE, 0.92)["granted", "natural_person"]
    assert (cell.value, cell.confidence) == (float(TRUE), 0.92)

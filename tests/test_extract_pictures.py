"""Cells that were read from a picture: what is in doubt is decided by the sums or stays unread."""

from __future__ import annotations

from dataclasses import replace

from printed_forms import html, request_lines

from pipeline.documents.model import Cell, Document, Grid, Paragraph
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


def proactive(
    header: str, licences: str = "17", amount: str = "24.85", doubts: dict[str, tuple[str, ...]] | None = None
) -> dict[str, ExtractedCell]:
    """The rows of a table 二 read from a picture, its amount under this header; ``doubts`` are texts not sure."""
    rows = (
        ("第二十条第（五）项",),
        ("信息内容", "本年处理决定数量"),
        ("行政许可", licences),
        ("第二十条第（六）项",),
        ("信息内容", "本年处理决定数量"),
        ("行政处罚", "27"),
        ("行政强制", "28"),
        ("第二十条第（八）项",),
        ("信息内容", header),
        ("行政事业性收费", amount),
    )
    doubts = doubts or {}
    cells = tuple(
        Cell(r, c, t, t, page=1, certainty=0.5 if t in doubts else 0.99, readings=doubts.get(t, ()))
        for r, row in enumerate(rows)
        for c, t in enumerate(row)
    )
    heading = Paragraph("二、主动公开政府信息情况", "二、主动公开政府信息情况", 1)
    found = extract(normalise_document(Document("png", (heading, Grid(cells, "scan:rulings", 1)), 1)), year=None)
    return {c.row: c for c in found.cells if c.table == "proactive"}


def test_an_amount_is_without_a_unit_only_where_its_header_was_read() -> None:
    read, lost = proactive("本年收费金额")["fee"], proactive("一本")["fee"]
    assert (read.value, read.unit) == (24.85, "unstated")
    assert (lost.value, lost.state) == (None, "unreadable")


def test_the_mark_between_the_thousands_of_a_count_is_a_comma() -> None:
    header, both = "本年收费金额（单位：万元）", {"68,120": ("68.120",), "1,234": ("1.234",)}
    cells = proactive(header, "68,120", "1,234", both)
    assert (cells["licence"].value, cells["licence"].confidence) == (68120.0, 0.92)
    assert (cells["fee"].value, cells["fee"].state) == (None, "unreadable")
    assert proactive(header, "68,120", doubts={"68,120": ("68.120", "68120")})["licence"].value == 68120.0
    assert proactive(header, "68,120", doubts={"68,120": ("68.120", "66120")})["licence"].state == "unreadable"
    assert proactive(header, "68.120", doubts={"68.120": ("68,120",)})["licence"].state == "unreadable"

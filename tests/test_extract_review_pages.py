"""Table 四 whose one row of numbers is broken where a page ends."""

import pytest

from pipeline.documents.model import Cell, Grid
from pipeline.extract.tables.read import read_tables

LABELS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计") * 3
TRACKS = ((0, "行政复议"), (5, "未经复议直接起诉"), (10, "复议后起诉"))


def grid(page: int, *rows: tuple[str, ...]) -> Grid:
    cells = (Cell(r, c, text, text, page=page) for r, row in enumerate(rows) for c, text in enumerate(row))
    return Grid(tuple(cells), "pdf:pdfplumber", page)


def totals(first: str, below: str, *, missing: int = 0) -> list[float | None]:
    """The totals that are read of a row that prints 40 + 87 for reviews, with one broken total and what is below it."""
    tracks = tuple(next((t for at, t in TRACKS if at == n), "") for n in range(15))
    numbers = ("无", "40", "无", "87", first, *["0"] * 10)
    rest = tuple("" if n != 4 else below for n in range(15 - missing))
    blocks = [grid(1, tracks, LABELS, numbers), grid(2, rest)]
    cells = read_tables(blocks, "pdf:pdfplumber", ["review_litigation"], None)["review_litigation"].cells
    return [c.value for c in cells if c.column == "total"]


def test_digits_that_begin_the_next_page_are_the_rest_of_the_numbers_above():
    assert totals("12", "7") == [127, 0, 0]


@pytest.mark.parametrize(("first", "below", "missing"), [("12", "8", 0), ("12", "7", 1)])
def test_number_with_digits_below_that_no_sum_proves_is_not_published(first, below, missing):
    assert totals(first, below, missing=missing)[0] is None


def test_number_with_nothing_below_stays_as_printed():
    assert totals("12", "") == [12, 0, 0]

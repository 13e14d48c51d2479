"""Tables between rulers of equals signs."""

import pytest

from pipeline.documents.model import Grid
from pipeline.documents.text.reader import read_txt

RULER = "======== ====== ======"
ROWS = (
    "规章     1      2",
    "行政许可        4",
    "-------- -------------",
    "行政处罚 5      66",
    "行政强制 7      8",
    "收费     9",
)


def grid(*rows: str) -> list[list[str]]:
    document = read_txt("\n".join(["前文", "", RULER, *rows, RULER, "", "后文"]) + "\n")
    found: dict[int, list[str]] = {}
    for cell in (c for b in document.blocks if isinstance(b, Grid) for c in b.cells):
        found.setdefault(cell.row, []).append(cell.raw)
    return list(found.values())


def test_rulers_show_the_columns_of_a_row_with_an_empty_cell():
    head = ("内容     甲     乙", RULER)
    assert grid(*head, *ROWS) == [
        ["内容", "甲", "乙"],
        ["规章", "1", "2"],
        ["行政许可", "", "4"],
        ["行政处罚", "5", "66"],
        ["行政强制", "7", "8"],
        ["收费", "9", ""],
    ]


@pytest.mark.parametrize("row", ["其他     1    22 3", "其他对外 1     23"])
def test_rows_that_do_not_keep_to_the_rulers_are_no_table(row):
    assert grid(*ROWS, row) == []


def test_rulers_without_an_end_are_no_table():
    document = read_txt("\n".join([RULER, *ROWS, "后文"]) + "\n")
    assert not [b for b in document.blocks if isinstance(b, Grid)]


QUOTED = "====== === == =="


@pytest.mark.parametrize(("width", "row"), [("two places", "“安”   1  2"), ("one place", "“安”   1   2")])
def test_quotes_may_take_one_place_or_two(width, row):
    rows = ["规章   1   2  3", row, *("规章   1   2  3",) * 4]
    document = read_txt("\n".join(["前文", QUOTED, *rows, QUOTED, "", "后文"]) + "\n")
    cells = [c.raw for b in document.blocks if isinstance(b, Grid) for c in b.cells if c.row == 1]
    assert cells == ["“安”", "1", "2", ""], width


def test_quotes_whose_width_leaves_two_columns_open():
    rows = ["规章   1   2  3", "“安”   1    2", *("规章   1   2  3",) * 4]
    document = read_txt("\n".join(["前文", QUOTED, *rows, QUOTED, "", "后文"]) + "\n")
    assert not [b for b in document.blocks if isinstance(b, Grid)]

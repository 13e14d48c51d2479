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


def pandoc_table(head: list[str], *rows: list[str]) -> list[list[str]]:
    text = "\n".join(["前文", "", *head, *(line for row in rows for line in row), head[0], "", "后文"]) + "\n"
    found: dict[int, list[str]] = {}
    for cell in (c for b in read_txt(text).blocks if isinstance(b, Grid) for c in b.cells):
        found.setdefault(cell.row, []).append(cell.raw)
    return list(found.values())


def test_rulers_of_dashes_show_the_columns_of_rows_parted_by_empty_lines():
    head = ["-" * 24, "内容     甲     乙", "-------- ------ ------"]
    rows = [[ROWS[0], ""], [ROWS[1], ""], ["行政处罚 5      66", "等事项", ""], [ROWS[4], ""], [ROWS[5]]]
    assert pandoc_table(head, *rows) == [
        ["内容", "甲", "乙"],
        ["规章", "1", "2"],
        ["行政许可", "", "4"],
        ["行政处罚\n等事项", "5", "66"],
        ["行政强制", "7", "8"],
        ["收费", "9", ""],
    ]


def test_rows_between_two_rulers_of_dashes_have_a_line_each():
    rows = [["内容     甲     乙"], *([ROWS[n]] for n in (0, 1, 3, 4, 5))]
    found = pandoc_table(["-------- ------ ------"], *rows)
    assert [row[1:] for row in found] == [["甲", "乙"], ["1", "2"], ["", "4"], ["5", "66"], ["7", "8"], ["9", ""]]


def test_text_that_stands_across_the_columns_of_dashes_makes_no_table():
    assert (
        pandoc_table(["-------- ------ ------"], *([row] for row in ROWS if "-" not in row), ["其他对外 1     23"])
        == []
    )

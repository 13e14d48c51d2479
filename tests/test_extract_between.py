"""Rows of scanned tables whose labels are parted by false lines or misread: known by what stands around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from printed_forms import COLUMNS, HEADER, Line, printed_as, relabelled, request_lines, truth_of

from pipeline.documents.model import Cell, Document, Grid
from pipeline.extract import Extraction, extract
from pipeline.normalise import normalise_document

WIDE = 10
UNCLEAR = ("现章", "合计")
LINES = request_lines()
NAMES = [x.key for x in LINES]


def table_of(rows: Sequence[Sequence[tuple[int, int, str]]]) -> Extraction:
    """Rows of cells (first column, columns, text) as a page's recognised ruled table, and what is made of it."""
    cells = tuple(
        Cell(n, column, text, text, 1, span, 1, (column, n, column + span, n + 1), 0.9 if text in UNCLEAR else 0.99)
        for n, row in enumerate(rows)
        for column, span, text in row
    )
    return extract(normalise_document(Document("png", (Grid(cells, "scan:rulings", 1),), 1)), year=None)


def picture(lines: Sequence[Line], pieces: Mapping[str, Sequence[str]] | None = None) -> dict[tuple[str, str], float]:
    """Numbers published of table 三 read from a picture, some of its labels in pieces."""
    rows = [[(0, WIDE, "申请人情况"), *((WIDE + n, 1, h) for n, h in enumerate(HEADER))]]
    for line in lines:
        parts = list((pieces or {}).get(line.key, (line.label,)))
        label = [(n, 1 if n < len(parts) - 1 else WIDE - n, text) for n, text in enumerate(parts)]
        rows.append([*label, *((WIDE + n, 1, v) for n, v in enumerate(line.values))])
    found = table_of(rows)
    return {(c.row, c.column): c.value for c in found.cells if c.table == "requests" and c.value is not None}


def numbers(lines: Sequence[Line]) -> dict[tuple[str, str], float]:
    return {(row, column): value for (_, row, column), value in truth_of(lines).items()}


@pytest.mark.parametrize(
    "pieces",
    [("四、结转下年度继", "办理"), ("四、结", "专下年度", "继续办理"), ("四、结转下年度继", "8")],
    ids=["end", "three", "digit"],
)
def test_label_that_false_lines_part_stays_one(pieces: tuple[str, ...]) -> None:
    assert picture(LINES, {"carried_out": pieces}) == numbers(LINES)


def test_labels_of_many_rows_may_be_parted() -> None:
    parted = {x.key: (x.label[:4], x.label[4:6], x.label[6:]) for x in LINES[4:14]}
    assert picture(LINES, parted) == numbers(LINES)


def test_number_beside_the_columns_of_a_row_without_label_is_no_label() -> None:
    found = picture(LINES, {"granted": ("5",)})
    assert all(found.get(key, value) == value for key, value in numbers(LINES).items())


BROKEN = printed_as(LINES, "processed_total", 0, "5")


def test_own_wording_between_two_well_known_rows_stands_though_the_source_breaks_its_sums() -> None:
    lines = relabelled(BROKEN, "other_unpaid_fee", "2.逾期未缴付费用")
    assert picture(lines) == numbers(lines)


@pytest.mark.parametrize(
    ("row", "label"),
    [("not_processed_duplicate", "2.熏夏申请"), ("other_unpaid_fee", "2耍申人朝收机知再外理其政府信息公开申请")],
    ids=["with its dot", "its dot is lost"],
)
def test_label_misread_beyond_likeness_stands_by_its_number_and_place(row: str, label: str) -> None:
    lines = relabelled(BROKEN, row, label)
    assert picture(lines) == numbers(lines)


@pytest.mark.parametrize("label", ["4.熏夏申请", "熏夏申请", "2.违规拆迁"])
def test_nothing_is_published_of_a_label_that_says_too_little(label: str) -> None:
    lines = relabelled(BROKEN, "not_processed_duplicate", label)
    found = picture(lines)
    assert not any(row == "not_processed_duplicate" for row, _ in found)


def test_two_rows_where_the_form_has_one_are_not_told_apart() -> None:
    place = NAMES.index("not_processed_duplicate")
    foreign = Line("foreign", "2.熏夏申请", tuple("3" for _ in COLUMNS))
    lines = relabelled(BROKEN, "not_processed_duplicate", "2.熏夏申请")
    found = picture([*lines[:place], foreign, *lines[place:]])
    assert not any(row == "not_processed_duplicate" for row, _ in found)


def proactive(label: str, header: tuple[str, ...] = ("本年制发件数", "本年废止件数", "现行有效件数")) -> Extraction:
    """Table 二 read from a picture, its first row with this label."""
    rows = [
        [(0, 6, "第二十条第(一)项")],
        [(0, 3, "信息内容"), *((3 + n, 1, h) for n, h in enumerate(header))],
        [(0, 3, label), (3, 1, "2"), (4, 1, "0"), (5, 1, "4")],
        [(0, 3, "行政规范性文件"), (3, 1, "1"), (4, 1, "0"), (5, 1, "25")],
        [(0, 6, "第二十条第(五)项")],
        [(0, 3, "信息内容"), (3, 3, "本年处理决定数量")],
        [(0, 3, "行政许可"), (3, 3, "83")],
        [(0, 6, "第二十条第(六)项")],
        [(0, 3, "信息内容"), (3, 3, "本年处理决定数量")],
        [(0, 3, "行政处罚"), (3, 3, "22")],
        [(0, 3, "行政强制"), (3, 3, "7")],
    ]
    return table_of(rows)


def test_short_label_misread_by_a_character_stands_under_its_header() -> None:
    found = {c.column: c.value for c in proactive("现章").cells if c.row == "regulation"}
    assert found == {"made": 2.0, "repealed": 0.0, "in_force": 4.0}


@pytest.mark.parametrize("label", ["合计", "规章及规划", "规程"])
def test_another_row_above_the_second_is_not_the_first(label: str) -> None:
    assert not any(c.value is not None for c in proactive(label).cells if c.row == "regulation")


def beside(numbers: Sequence[int], headers: Sequence[int]) -> dict[tuple[str, str], float | None]:
    """Table 二 without upright lines: numbers and headers in grid columns of their own."""
    labels = ("本年制发件数", "本年废止件数", "现行有效件数")
    first = [[(n, 1, v) for n, v in zip(numbers, values, strict=False)] for values in ("204", "105")]
    rows = [
        [(0, 1, "信息内容"), *((n, 1, h) for n, h in zip(headers, labels, strict=True))],
        [(0, 1, "规章"), *first[0]],
        [(0, 1, "行政规范性文件"), *first[1]],
        [(0, 1, "信息内容"), (1, 7, "本年处理决定数量")],
        [(0, 1, "行政许可"), (1, 7, "83")],
    ]
    rows = [sorted([*r, *((n, 1, "") for n in range(1, 8) if not any(a <= n < a + s for a, s, _ in r))]) for r in rows]
    found = table_of(rows).cells
    wanted = ("regulation", "normative_document")
    return {(c.row, c.column): c.value for c in found if c.row in wanted and c.value is not None}


@pytest.mark.parametrize(
    ("numbers", "headers"), [((1, 3, 6), (2, 5, 7)), ((2, 5, 7), (1, 3, 6))], ids=["left", "right"]
)
def test_numbers_that_all_stand_on_one_side_of_their_headers_are_theirs(numbers, headers) -> None:
    names = [(row, c) for row in ("regulation", "normative_document") for c in ("made", "repealed", "in_force")]
    assert beside(numbers, headers) == dict(zip(names, (2, 0, 4, 1, 0, 5), strict=True))


@pytest.mark.parametrize(("numbers", "headers"), [((1, 4, 5), (2, 3, 7)), ((1, 3), (2, 5, 7))], ids=["mixed", "fewer"])
def test_numbers_beside_headers_in_no_plain_way_are_nobodys(numbers, headers) -> None:
    assert beside(numbers, headers) == {}

"""Table 三 of a PDF without rulings where nothing is printed for zero: columns shown by all numbers of its pages."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from printed_forms import COLUMNS, HEADER, Line, html, html_row, published, request_lines, truth_of, with_values

from pipeline.documents.model import Cell, Grid, Word, WordLines
from pipeline.extract.tables.read import read_tables

SIZE = 8.0
LEFT = 250.0
ROWS = request_lines()
OUTCOMES = [x.key for x in ROWS[2:-2]]
SOME = {("granted", 0): 12, ("granted", 5): 1, ("denied_deliberative", 0): 3, ("other_misc", 1): 4}


def lines_of(numbers: dict[tuple[str, int], int]) -> list[Line]:
    """The form's rows with these outcomes; nothing is printed for zero."""
    known = {(key, c): n for (key, c), n in numbers.items() if key in OUTCOMES}
    columns = Counter({c: 0 for c in range(6)})
    for (_, column), number in known.items():
        columns[column] += number
    lines = []
    for row in ROWS:
        of_all = row.key in ("new_requests", "processed_total")
        own = [columns[c] if of_all else known.get((row.key, c), 0) for c in range(6)]
        lines.append(Line(row.key, row.label, tuple(str(n) if n else "" for n in (*own, sum(own)))))
    return lines


def words_of(
    lines: list[Line], cut: int, widths: list[int], head: str, body: str, moved: float = 0.0, broken: str = ""
) -> list[WordLines]:
    """The table on two pages, the second without a header and ``moved`` to the right; one label is in two lines."""
    edges = [LEFT]
    for width in widths:
        edges.append(edges[-1] + width)
    pages: list[list[Word]] = [[], []]

    def put(page: int, line: int, text: str, width: float, column: int | None, align: str, y: float) -> None:
        left, right = (40.0, LEFT) if column is None else (edges[column], edges[column + 1])
        free = right - left - 4 - width
        x0 = left + 2 + {"left": 0.0, "centre": free / 2, "right": free}[align] + moved * page
        pages[page].append(Word(text, text, x0, x0 + width, line, (x0, y, x0 + width, y + SIZE)))

    for column, label in enumerate(HEADER):
        for line, part in enumerate((label[:2], label[2:4], label[4:])):
            if part:
                put(0, line, part, SIZE * len(part), column, head, 20.0 + 10 * line)
    for number, row in enumerate(lines):
        page, line, y = int(number >= cut), 4 + 3 * number, 60.0 + 30 * number
        halves = (row.label[:12], row.label[12:]) if row.key == broken else (row.label,)
        for half, text in enumerate(halves):
            put(page, line + 2 * half, text, 5.0 * len(text), None, "left", y + 14 * half)
        for column, value in enumerate(row.values):
            if value:
                put(page, line + len(halves) - 1, value, 4.0 * len(value), column, body, y + 7 * (len(halves) - 1))
    ordered = (tuple(sorted(own, key=lambda w: (w.line, w.x0))) for own in pages)
    return [WordLines(own, "pdf:words", n) for n, own in enumerate(ordered, start=1)]


def read(pages: Sequence[Grid | WordLines]) -> dict:
    cells = read_tables(pages, "pdf:words", ["requests"], None)["requests"].cells
    return {c.key: c.value for c in cells if c.value is not None}


@pytest.mark.parametrize(("head", "body"), [("centre", "centre"), ("left", "right")])
def test_page_without_a_header_has_the_columns_of_the_page_before(head: str, body: str) -> None:
    lines = lines_of(SOME)
    assert read(words_of(lines, 6, [34] * 7, head, body)) == truth_of(lines)


ALIGN = st.sampled_from(["left", "centre", "right"])


@settings(max_examples=20, deadline=None)
@given(
    st.dictionaries(st.tuples(st.sampled_from(OUTCOMES), st.integers(0, 5)), st.integers(1, 130), max_size=12),
    st.integers(1, 24), st.lists(st.integers(28, 60), min_size=7, max_size=7), ALIGN, ALIGN,
    st.sampled_from([0.0, 0.0, 2.0, -17.0, 28.0, -28.0, 34.0]), st.booleans(),
)  # fmt: skip
def test_no_number_is_given_to_another_column_wherever_the_next_page_prints_them(
    numbers: dict, cut: int, widths: list[int], head: str, body: str, moved: float, wrong: bool
) -> None:
    lines = lines_of(numbers)
    if wrong:
        processed = next(x for x in lines if x.key == "processed_total")
        lines = with_values(lines, "processed_total", "5", *processed.values[1:])
    found = read(words_of(lines, cut, widths, head, body, moved))
    truth = truth_of(lines)
    assert {k: v for k, v in found.items() if truth.get(k) != v} == {}


def test_wrong_sum_beside_blanks_is_read_where_one_number_explains_it() -> None:
    lines = with_values(lines_of(SOME), "processed_total", "17", "4", "", "", "", "1", "20")
    assert read(words_of(lines, 6, [34] * 7, "centre", "centre")) == truth_of(lines)


def test_number_that_is_lost_beside_blanks_is_no_wrong_sum() -> None:
    whole = lines_of(SOME)
    found = read(words_of(with_values(whole, "granted", "", *whole[2].values[1:]), 6, [34] * 7, "centre", "centre"))
    assert not any(row == "granted" for _, row, _ in found)


def test_numbers_between_the_lines_of_a_label_are_its_own_beside_an_empty_row() -> None:
    lines = lines_of(SOME)
    key = "other_overdue_correction"
    lines = lines_of({**SOME, (key, 0): 7})
    assert read(words_of(lines, 25, [34] * 7, "centre", "centre", broken=key)) == truth_of(lines)


def test_empty_column_more_behind_a_page_break_is_told_by_the_sums() -> None:
    lines = lines_of(SOME)
    rows = "".join(html_row("", x.label, "", *x.values) for x in lines[12:])
    source = html(lines[:12]).replace("<p>五", f"<p>- 3 -</p><table>{rows}</table><p>五")
    assert published(source) == truth_of(lines)


def test_empty_column_more_that_the_sums_do_not_tell_leaves_its_rows_open() -> None:
    lines = lines_of({("granted", 0): 2, ("other_misc", 1): 4})
    lines = [replace(x, values=("",) * 7) if x.key in ("new_requests", "processed_total") else x for x in lines]
    rows = "".join(html_row("", x.label, "", *x.values) for x in lines[12:])
    found = published(html(lines[:12]).replace("<p>五", f"<p>- 3 -</p><table>{rows}</table><p>五"))
    assert set(found) == {("requests", "granted", c) for c in (COLUMNS[0], COLUMNS[6])}


def on_two_pages(lines: list[Line], parted: str) -> list[Grid]:
    """The table with its header on both pages, one row's numbers at the foot of the first and its label on the next."""
    cut = next(n for n, x in enumerate(lines) if x.key == parted)
    header = [
        Line("", "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", ("申请人情况",)),
        Line("", "", HEADER),
    ]
    empty = ("",) * 7
    pages = (
        [*header, *lines[:cut], replace(lines[cut], label="")],
        [*header, replace(lines[cut], values=empty), *lines[cut + 1 :]],
    )
    return [
        Grid(
            tuple(
                Cell(r, c, text, text, page=number)
                for r, x in enumerate(own)
                for c, text in enumerate((x.label, *x.values))
            ),
            "pdf:pdfplumber",
            number,
        )
        for number, own in enumerate(pages, start=1)
    ]


@pytest.mark.parametrize(("processed", "told"), [("12", True), ("13", False)])
def test_numbers_a_page_before_their_label_are_its_own_where_the_sums_bear_it_out(processed: str, told: bool) -> None:
    key, above = "denied_deliberative", "denied_internal_affairs"
    lines = lines_of({("granted", 0): 2, (key, 1): 3, (above, 0): 7})
    total = next(x for x in lines if x.key == "processed_total")
    lines = with_values(lines, "processed_total", *total.values[:-1], processed)
    found = read(on_two_pages(lines, key))
    assert {k: v for k, v in found.items() if truth_of(lines).get(k) != v} == {}
    assert (("requests", key, "enterprise") in found) == told

"""Numbers of a PDF without rulings whose only row must be told by the header over it: table 四."""

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.documents.model import Word, WordLines
from pipeline.extract.tables.read import read_tables

TRACKS = ("review", "litigation_direct", "litigation_after_review")
RESULTS = ("upheld", "corrected", "other", "pending", "total")
LABELS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
KEYS = [(t, r) for t in TRACKS for r in RESULTS]
SIZE = 7.0
DIGIT = 4.0


def placed(text: str, width: float, left: float, right: float, align: str) -> tuple[float, float]:
    """Where a text stands in a cell with 2 points around it."""
    free = right - left - 4 - width
    start = left + 2 + {"left": 0.0, "centre": free / 2, "right": free}[align]
    return start, start + width


def table(widths: list[int], numbers: list[str], head: str, body: str) -> tuple[WordLines, ...]:
    """The header, a label in two lines over each column, and the numbers under it; an empty text prints nothing."""
    edges = [60.0]
    for width in widths:
        edges.append(edges[-1] + width)
    words: list[Word] = []

    def put(text: str, line: int, width: float, first: int, last: int, align: str) -> None:
        x0, x1 = placed(text, width, edges[first], edges[last + 1], align)
        words.append(Word(text, text, x0, x1, line, (x0, 10.0 * line, x1, 10.0 * line + 8)))

    tops = (("行政复议", 0, 4, 0), ("行政诉讼", 5, 14, 0), ("未经复议直接起诉", 5, 9, 1), ("复议后起诉", 10, 14, 1))
    for top, first, last, line in tops:
        put(top, line, SIZE * len(top), first, last, head)
    for column, label in enumerate(LABELS * 3):
        for line, part in enumerate((label[:3], label[3:]) if len(label) > 2 else (label,), start=2):
            put(part, line, SIZE * len(part), column, column, head)
    for column, number in enumerate(numbers):
        if number:
            put(number, 4, DIGIT * len(number), column, column, body)
    return (WordLines(tuple(sorted(words, key=lambda w: (w.line, w.x0))), "pdf:words", 1),)


def read(widths: list[int], numbers: list[str], head: str, body: str) -> dict[tuple[str, str], str | None]:
    found = read_tables(table(widths, numbers, head, body), "pdf:words", ["review_litigation"], None)
    cells = found["review_litigation"].cells
    return {(c.row, c.column): c.raw for c in cells if c.state == "reported"}


def printed(numbers: list[str]) -> dict[tuple[str, str], str]:
    return {key: number for key, number in zip(KEYS, numbers, strict=True) if number}


ALIGN = st.sampled_from(["left", "centre", "right"])
SOME = ["", "0", "2", "0", "2", "0", "1", "", "", "1", "0", "1", "", "3", "4"]


def test_numbers_set_to_the_right_of_their_columns_stand_under_no_header_of_others():
    assert read([31] * 15, SOME, "centre", "right") == printed(SOME)


def test_numbers_set_to_the_left():
    assert read([34, 34, 34, 34, 21] * 3, SOME, "left", "left") == printed(SOME)


def test_numbers_that_stand_between_headers_are_not_given_to_one():
    found = read([60] * 15, SOME, "left", "right")
    truth = printed(SOME)
    assert {k: v for k, v in found.items() if truth.get(k) != v} == {}


@st.composite
def numbers_with_one_fault(draw) -> list[str]:
    """Three tracks with blanks, and in one place at most a number that breaks its sum."""
    numbers: list[str] = []
    for _ in TRACKS:
        members = [draw(st.sampled_from(["", "0", "1", "3", "12"])) for _ in RESULTS[:-1]]
        total = str(sum(int(m or 0) for m in members))
        numbers += [*members, draw(st.sampled_from([total, total, "" if total == "0" else total]))]
    place = draw(st.integers(0, 29))
    if place < 15 and numbers[place]:
        numbers[place] = draw(st.sampled_from(["0", "2", "5", "11"]))
    return numbers


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(26, 60), min_size=15, max_size=15), numbers_with_one_fault(), ALIGN, ALIGN)
@example([26, 60] * 7 + [26], ["1"] * 15, "centre", "right")
def test_columns_of_any_width_give_no_number_to_another_column(widths, numbers, head, body):
    found = read(widths, numbers, head, body)
    truth = printed(numbers)
    assert {k: v for k, v in found.items() if truth.get(k) != v} == {}


def test_heading_whose_second_line_stands_over_the_header_is_no_part_of_it():
    (block,) = table([30] * 15, SOME, "centre", "left")
    lower = [replace(w, line=w.line + 2) for w in block.words]
    texts = ("四、政府信息公开工作被申请行政复", "议、提起行政诉讼的情况汇总表")
    heading = [
        Word(t, t, 62, 62 + SIZE * len(t), n, (62, 10.0 * n - 20, 62 + SIZE * len(t), 10.0 * n - 12))
        for n, t in enumerate(texts)
    ]
    cells = read_tables([WordLines((*heading, *lower), "pdf:words", 1)], "pdf:words", ["review_litigation"], None)
    found = {(c.row, c.column): c.raw for c in cells["review_litigation"].cells if c.state == "reported"}
    assert found == printed(SOME)


def raised(block: WordLines, label: str) -> tuple[WordLines, ...]:
    """The table with the label over several columns that begins so on a line of its own above the others."""
    words = [replace(w, line=w.line + (not (w.text == label and w.line == 0))) for w in block.words]
    return (replace(block, words=tuple(sorted(words, key=lambda w: (w.line, w.x0)))),)


def tops_of(blocks: tuple[WordLines, ...]) -> dict[tuple[str, str], str | None]:
    found = read_tables(blocks, "pdf:words", ["review_litigation"], None)
    return {(c.row, c.column): c.raw for c in found["review_litigation"].cells if c.state == "reported"}


def test_label_that_stands_higher_than_the_one_before_it_is_still_behind_it() -> None:
    assert tops_of(raised(table([30] * 15, SOME, "centre", "centre")[0], "行政诉讼")) == printed(SOME)


def test_tracks_in_another_order_are_not_read_whatever_stands_higher() -> None:
    (block,) = table([30] * 15, SOME, "centre", "centre")
    swap = {"未经复议直接起诉": "复议后起诉", "复议后起诉": "未经复议直接起诉"}
    words = tuple(replace(w, text=swap.get(w.text, w.text), raw=swap.get(w.text, w.text)) for w in block.words)
    assert tops_of(raised(replace(block, words=words), "复议后起诉")) == {}


@pytest.mark.parametrize("footer", [("Page", "2"), ("Page", "2", "of", "5")])
def test_page_number_of_an_office_program_between_header_and_numbers_is_none_of_them(footer) -> None:
    (block,) = table([30] * 15, [""] * 15, "centre", "centre")
    places = [(t, 300 + 30 * n, 328 + 30 * n) for n, t in enumerate(footer)]
    below = [Word(t, t, x0, x1, 5, (x0, 50, x1, 58)) for t, x0, x1 in places]
    marks = [Word("/", "/", w, w + 4, 1, (w, 10, w + 4, 18)) for w in range(70, 510, 30)]
    pages = (replace(block, words=(*block.words, *below)), WordLines(tuple(marks), "pdf:words", 2))
    assert tops_of(pages) == {}

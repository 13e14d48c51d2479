"""Numbers with something printed around them in their cell: the mark of a note, a remark, a stop, blanks."""

import pytest
from printed_forms import LAYOUTS, html, printed_as, published, read, request_lines, tabs, truth_of

from pipeline.normalise.numbers import bare_number, remarked_number, spaced_number

KEY = ("requests", "new_requests", "total")
WITHOUT = {k: v for k, v in truth_of(request_lines()).items() if k != KEY}


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        *(("12*", "12"), ("12①", "12"), ("12[1]", "12"), ("12（注1）", "12"), ("12（注）", "12"), ("1,234※", "1,234")),
        *(
            ("12。", "12"),
            ("12、", "12"),
            ("共12件", "12件"),
            ("１２＊", "12"),
            ("45[^2]", "45"),
            ("45~[1]~", "45"),
            ("45~~①~~", "45"),
        ),
        *(("12", None), ("（12）", None), ("12（1）", None), ("12（含上年）", None), ("12.", None), ("1*2", None)),
        *(
            ("12-*", None),
            ("约12*", None),
            ("①", None),
            ("[1]", None),
            ("12²", None),
            ("1~2~*", None),
            ("12~*", None),
            ("1 2*", None),
        ),
    ],
)
def test_marks_of_notes_and_stops_say_nothing_of_the_number_before_them(raw, number):
    assert bare_number(raw) == number


@pytest.mark.parametrize(
    ("raw", "number"),
    [("1 661", "1661"), ("12\u00a0345 678", "12345678"), ("0 123", None), ("1 66", None), ("1234 567", None)],
)
def test_a_blank_marks_thousands_before_three_digits(raw, number):
    assert spaced_number(raw) == number


def test_a_remark_in_brackets_may_change_what_a_number_says():
    assert remarked_number("12（含上年3件）") == "12"
    assert remarked_number("12（含上年）3") is None


def total() -> str:
    return next(x for x in request_lines() if x.key == KEY[1]).values[6]


@pytest.mark.parametrize("mark", ["*", "①", "[1]", "（注1）", "。", "、", "件*", "<sup>[1]</sup>"])
def test_number_before_the_mark_of_a_note_is_read_in_a_cell_of_its_own(mark):
    lines = request_lines()
    marked = printed_as(lines, KEY[1], 6, total() + mark)
    assert published(html(marked)) == truth_of(lines)
    assert "<" in mark or (published(tabs(marked)) == truth_of(lines) and read(tabs(marked))[KEY].raw == total() + mark)


@pytest.mark.parametrize("layout", ["html", "tabs"])
def test_a_remark_behind_a_number_leaves_its_cell_alone_open(layout):
    lines = request_lines()
    assert published(LAYOUTS[layout](printed_as(lines, KEY[1], 6, f"{total()}（含上年）"))) == WITHOUT


@pytest.mark.parametrize("remark", ["3（含上年结转）", "3（其中网络）"])
def test_a_remark_behind_the_cells_of_a_row_of_text_is_no_further_column(remark):
    lines = [x if x.key != KEY[1] else x.__class__(x.key, x.label, (*x.values, remark)) for x in request_lines()]
    found = published(tabs(lines))
    assert {k: v for k, v in found.items() if k[1] != KEY[1]} == {k: v for k, v in WITHOUT.items() if k[1] != KEY[1]}


def test_blanks_between_thousands_are_read_where_the_cell_has_borders():
    lines = request_lines()
    spaced = [
        x.__class__(x.key, x.label, tuple(f"{v[:-3]} {v[-3:]}" if len(v) > 3 else v for v in x.values)) for x in lines
    ]
    assert published(html(spaced)) == truth_of(lines)
    assert not published(tabs(spaced)).keys() & {KEY}


def test_a_blank_between_digits_beside_thousands_without_one_may_part_two_numbers():
    lines = request_lines()
    row = next(x for x in lines if x.key == KEY[1])
    assert len(row.values[5]) > 3
    assert published(html(printed_as(lines, KEY[1], 6, f"{total()[:-3]} {total()[-3:]}"))) == WITHOUT


def test_two_numbers_in_each_cell_of_a_row_that_does_not_add_up_are_no_thousands():
    lines = request_lines()
    twice = [
        x.__class__(x.key, x.label, tuple(f"{n} 100" for n in range(1, 8))) if x.key == "granted" else x for x in lines
    ]
    found = published(html(twice))
    assert not [k for k in found if k[1] == "granted"]

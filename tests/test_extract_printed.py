"""Numbers put together from lines: what they may read, and what they never do."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from printed_forms import html, published, read, relabelled, request_lines, truth_of, with_values

from pipeline.documents.model import NO_TEXT, Word, WordLines
from pipeline.extract.printed.labels import label_key, own_number
from pipeline.extract.printed.model import Printed, with_line
from pipeline.extract.printed.rows import printed_rows
from pipeline.normalise.numbers import perhaps_numbers, read_number

SOME = settings(max_examples=80, deadline=None)


def piece(text: str, line: int) -> Printed:
    return Printed(text, text, 10, 20, 1, (10.0, 10.0 * line, 20.0, 10.0 * line + 8))


@SOME
@given(st.integers(10, 10**8), st.data())
def test_pieces_in_any_order_are_the_number_they_were(number, data):
    digits = str(number)
    cuts = data.draw(st.sets(st.integers(1, len(digits) - 1), min_size=1, max_size=4))
    pieces = [piece(digits[a:b], n) for n, (a, b) in enumerate(pairwise([0, *sorted(cuts), len(digits)]))]
    first, *others = data.draw(st.permutations(pieces))
    told = True
    places = {pieces.index(first)}
    for other in others:
        first = with_line(first, other)
        told = told and not min(places) < pieces.index(other) < max(places)
        places.add(pieces.index(other))
    # Pieces between others that were put together before them have lost their place.
    assert first.readings == ((digits,) if told else ())


@SOME
@given(st.integers(1, 9999), st.integers(0, 99))
def test_line_that_may_be_none_of_the_numbers_leaves_the_choice(number, below):
    found = with_line(piece(str(number), 0), piece(str(below), 1), perhaps=True)
    assert found.readings == (f"{number}{below}", str(number)) and read_number(found.raw).state == "unreadable"


@SOME
@given(st.text("0123456789,\n¹²~ /", max_size=8))
def test_what_a_text_may_say_is_never_less_than_its_own_digits_and_no_number_before(text):
    for number in perhaps_numbers(text):
        assert read_number(number).state == "reported"
        assert read_number(text).state == "unreadable"


def test_mark_of_a_note_on_a_broken_number_is_carried_along():
    top = Printed("12¹", "121", 10, 20, readings=perhaps_numbers("12¹"))
    assert with_line(top, piece("5", 1), perhaps=True).readings == ("125", "1215", "12", "121")


@pytest.mark.parametrize("struck", ["~8~~9~", f"~4~{NO_TEXT}~0~{NO_TEXT}"])
def test_number_before_one_that_is_struck_out_is_no_label(struck):
    texts = ("7.属于行政执法案卷", "749", struck, "118")
    placed = [(text, 100.0 * n, 100.0 * n + 20) for n, text in enumerate(texts)]
    words = [Word(text, text, x0, x1, 0, (x0, 0.0, x1, 9.0)) for text, x0, x1 in placed]
    (row,) = printed_rows([WordLines(tuple(words), "pdf:words", 1)])
    assert [v.raw for v in row.values] == list(texts[1:])


def test_digits_behind_an_explanation_stay_in_the_label():
    assert label_key("（二）部分公开（区分处理的，只计这一情形，不计其他情形）,0,3").endswith("03")


def test_translation_behind_a_label_is_none_of_its_words():
    assert label_key("规章\nRules and regulations") == "规章"
    assert label_key("四、结转下年度继续办理\n4. Carried over (next year)") == "结转下年度继续办理"
    assert label_key("3.危及“三安全一稳定”\nEndangering safety") == label_key("3.危及“三安全一稳定”")
    assert label_key("(༧) བསྡོམས་རྩིས།\n（七）总计") == "总计"


@pytest.mark.parametrize("text", ["（六）其他", "（6）其他", "6.其它", "6 其他", "(六)其它处理"])
def test_the_sixth_result_is_named_other_in_many_ways(text):
    assert label_key(text) == "其他处理"
    assert label_key("3.其它") == label_key("3 其他；") == label_key("③其它") == "其他"


@pytest.mark.parametrize(
    ("year", "row"), [(2019, "other"), (2020, "other"), (2021, None), (None, None)], ids=lambda v: str(v)
)
def test_a_row_named_other_without_a_number_is_the_one_of_its_years_form(year, row):
    lines = relabelled(request_lines("2019"), "other", "其他")
    title = f"<p>{year}年政府信息公开工作年度报告</p>" if year else ""
    numbers = published(html(lines).replace("<body>", f"<body>{title}"))
    assert {r for _, r, _ in numbers if r.startswith("other")} == ({row} if row else set())
    assert row is None or numbers == truth_of(lines)


@pytest.mark.parametrize("label", ["3.其他", "3 其他", "③其他"])
@pytest.mark.parametrize("year", [2020, 2023])
def test_a_row_named_other_with_the_number_of_the_third_is_that_alone_of_the_three_too(year, label):
    lines = [
        x for x in relabelled(request_lines(), "other_misc", label) if not x.key.startswith(("other_o", "other_u"))
    ]
    source = html(lines).replace("<body>", f"<body><p>{year}年政府信息公开工作年度报告</p>")
    assert published(source) == truth_of(lines)


@pytest.mark.parametrize(
    ("text", "key", "number"), [("3.3.7 属于行政执法案卷", "属于行政执法案卷", "7"), ("3.5万元", "5万元", "3")]
)
def test_numbers_of_the_headings_above_stand_before_a_labels_own(text, key, number):
    assert (label_key(text), own_number(text)) == (key, number)


@pytest.mark.parametrize(
    ("label", "state"),
    [
        ("（三）不予公开1.属于国家秘密", "blank"),
        ("（三）不予公开——1、属于国家秘密", "blank"),
        ("（三）不予公开：１．属于国家秘密", "blank"),
        ("（三）不予公开（1）属于国家秘密", "blank"),
        ("（三）不予公开（1.属于国家秘密）", "blank"),
        ("（三）不予公开>1.属于国家秘密", "blank"),
        ("①属于国家秘密", "blank"),
        ("1 属于国家秘密", "blank"),
        ("（三）不予公开 1属于国家秘密", "blank"),
        ("（三）不予公开1.\n属于国家秘密", "blank"),
        ("（三）不予公开 7属于国家秘密", "unreadable"),
        ("1.属于国家秘密 1", "unreadable"),
        ("1、1 属于国家秘密", "unreadable"),
        ("1.属于国家秘密（1）件", "unreadable"),
        ("属于国家秘密（共15件）", "unreadable"),
        ("（三）不予公开_5、属于国家秘密", "unreadable"),
        ("2 属于国家秘密", "unreadable"),
        ("国家秘密 0", "unreadable"),
    ],
)
def test_digit_beside_a_label_is_no_blank_but_its_own_number_is(label, state):
    lines = with_values(relabelled(request_lines(), "denied_state_secret", label), "denied_state_secret", *["/"] * 7)
    assert {c.state for k, c in read(html(lines)).items() if k[1] == "denied_state_secret"} == {state}


@pytest.mark.parametrize("label", ["3 其他", "3其他"])
def test_number_that_the_form_gives_a_row_needs_no_mark(label):
    lines = relabelled(request_lines(), "other_misc", label)
    assert published(html(lines)) == truth_of(lines)


def test_number_of_a_row_behind_its_groups_label_begins_no_explanation():
    row = "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"
    lines = relabelled(request_lines(), "other_overdue_correction", f"（六）其他处理-（1）{row}")
    assert published(html(lines)) == truth_of(lines)


@pytest.mark.parametrize("total", ["（七）总计（件）", "（七）总计（单位：件）", "总计（经办理的申请）"])
def test_numbers_of_a_total_below_an_empty_row_are_never_that_rows(total):
    lines = with_values(request_lines(), "other_misc", *[""] * 7)
    lines = relabelled(relabelled(lines, "other_misc", "3.其他（件）"), "processed_total", total)
    found = {k: c.value for k, c in read(html(lines)).items() if c.value is not None and k[1] == "other_misc"}
    assert found == {}


@pytest.mark.parametrize("empty", ["granted_in_part", "denied_prohibited_by_law", "processed_total"])
def test_numbers_whose_label_is_lost_are_not_those_of_the_empty_row_beside_them(empty):
    lost = {"processed_total": "carried_out"}.get(empty, "denied_state_secret")
    lines = with_values(relabelled(request_lines(), lost, ""), empty, *[""] * 7)
    found = {c.state for k, c in read(html(lines)).items() if k[1] in (empty, lost)}
    assert "reported" not in found


def test_wide_digits_that_a_narrow_column_broke_may_be_one_number():
    assert perhaps_numbers("１\n１") == ("11",)
    assert perhaps_numbers("665\n4\xad") == ("6654",)
    assert perhaps_numbers("1\n，25\n3") == ("1,253",)

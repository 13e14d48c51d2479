"""Characters and printed numbers: what is printed, never what was probably meant."""

from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.documents.model import Document, Grid
from pipeline.documents.read import read_document
from pipeline.normalise import clean, normalise_document, normalise_text, read_number, simplify
from pipeline.normalise.characters import script_of
from pipeline.normalise.numbers import COUNT_UNITS, MONEY_UNITS, is_value, money_unit_in

SPACES = st.text(alphabet=" \t\n\r\u00a0\u2003\u3000\u200b\ufeff", max_size=4)
WIDE = str.maketrans("0123456789,.+-", "０１２３４５６７８９，．＋－")
NUMBERS = st.integers(0, 10**12)
UNITS = st.sampled_from([*COUNT_UNITS, *MONEY_UNITS])


def printed(value: int | Decimal, thousands: bool, wide: bool) -> str:
    text = f"{value:,f}" if thousands else f"{value:f}"
    return text.translate(WIDE) if wide else text


@settings(deadline=None)  # the first reading loads the tables of characters
@given(NUMBERS.map(Decimal), st.booleans(), st.booleans(), SPACES, SPACES)
def test_count_reads_to_itself(value, thousands, wide, before, after):
    assert read_number(before + printed(value, thousands, wide) + after).value == value


@given(st.decimals(0, 10**9, places=4), st.booleans(), st.booleans(), SPACES, SPACES)
def test_decimal_reads_to_itself(value, thousands, wide, before, after):
    assert read_number(before + printed(value, thousands, wide) + after).value == value


@given(NUMBERS.map(Decimal), UNITS, SPACES, st.booleans())
def test_unit_is_told_and_does_not_scale(value, unit, between, wide):
    reading = read_number(printed(value, False, wide) + between + unit)
    assert (reading.value, reading.unit, reading.is_money) == (value, unit, unit in MONEY_UNITS)


@given(NUMBERS, st.sampled_from("-−－—–﹣‐‑‒"), st.sampled_from(["", " "]))
@example(8, "—", "")
def test_sign_is_never_lost(value, sign, between):
    # A long dash before a number may be a minus: it is read as one, or not at all.
    reading = read_number(f"{sign}{between}{value}")
    assert reading.state == "unreadable" or reading.value == -value


@pytest.mark.parametrize("text", ["-8", "－８", "−8", "减8", "减少8", "-8项"])
def test_decrease(text):
    assert read_number(text).value == -8


@pytest.mark.parametrize("text", ["+8", "＋8", "增8", "增加8"])
def test_increase(text):
    assert read_number(text).value == 8


@given(
    NUMBERS,
    NUMBERS,
    st.sampled_from([" ", "\n", "\u3000", "\u00a0", "/", "、", "；", " , ", "\t", "（", "\n\n", "-", "—"]),
)
def test_two_numbers_are_never_read(a, b, between):
    assert read_number(f"{a}{between}{b}").state == "unreadable"


@given(NUMBERS, st.sampled_from("²³¹⁰⁴₁₂①②⑩⒈⑴½¼㈠🄀㊀㉑"))
def test_raised_lowered_and_circled_digits_are_never_read(value, mark):
    assert read_number(f"{value}{mark}").state == "unreadable"
    assert read_number(f"{mark}{value}").state == "unreadable"
    assert read_number(mark).state == "unreadable"


@given(st.text(max_size=12))
def test_a_value_needs_digits_in_their_order(text):
    reading = read_number(text)
    if reading.state == "reported" and reading.value:
        digits = [c for c in clean(text) if c.isdigit()]
        shown = [c for c in f"{abs(reading.value):f}" if c.isdigit()]
        assert digits == shown or "".join(digits).lstrip("0") == "".join(shown).lstrip("0")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\xa0",
        "\u3000",
        "/",
        "／",
        "\\",
        "-",
        "－",
        "—",
        "——",
        "–",
        "―",
        "─",
        "--",
        "无",
        "無",
        "暂无",
        " 无 ",
        "\u200b",
        "- -",
    ],
)
def test_blank_marks(text):
    assert read_number(text).state == "blank"


@pytest.mark.parametrize("text", ["0", "０", "零", "〇", "0件", "0.00", "0 "])
def test_printed_zero_is_a_number_and_no_blank(text):
    assert read_number(text).value == 0


@pytest.mark.parametrize(
    "text",
    [
        *(
            "约5",
            "5余件",
            "100多",
            "3+2",
            "1,23",
            "12,34,567",
            "1.2.3",
            "3%",
            "5‰",
            "1-3",
            "1/2",
            "3:1",
            "x",
            "。",
            "无1",
        ),
        *(
            "见附件",
            "3 5",
            "1 234",
            "12\n3",
            "1，2",
            "1.",
            ".5",
            "1e5",
            "0x1",
            "1_000",
            "5?",
            "??",
            "12\ufffd",
            "\ufffd",
            "1·2",
        ),
        *("５²", "一百", "12(3)", "（12）", "12*", "—8—", "$5"),
    ],
)
def test_anything_else_is_not_read(text):
    assert read_number(text).state == "unreadable"


@pytest.mark.parametrize("text", ["1,234", "１，２３４", "1,234件", "1,234,567.89"])
def test_thousands_commas(text):
    assert read_number(text).value in (1234, Decimal("1234567.89"))


def test_digits_of_other_scripts_are_not_lost():
    # Arabic-Indic 12 is a number for Python; here it is that number or nothing.
    assert read_number("١٢").value in (None, 12)


@pytest.mark.parametrize(("text", "value"), [("￥1,200元", 1200), ("¥3", 3), ("人民币5万元", 5), ("12元整", 12)])
def test_money_signs(text, value):
    reading = read_number(text)
    assert reading.value == value and reading.is_money


def test_money_sign_with_a_unit_of_counting_is_not_read():
    assert read_number("￥12件").state == "unreadable"


def test_traditional_units():
    assert (read_number("6條").unit, read_number("20項").unit, read_number("3萬元").unit) == ("条", "项", "万元")


def test_is_value_tells_labels_from_values():
    assert [is_value(t) for t in ("12", "", "/", "规章", "2.重复申请")] == [True, True, True, False, False]


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        *(
            ("本年收费金额（单位：万元）", "万元"),
            ("采购总金额(元)", "元"),
            ("采购总金额", None),
            ("單位：萬元", "万元"),
        ),
        *(("采购总金额（亿元）", "亿元"), ("公元2020年", None), ("金 额（万 元）", "万元"), ("单位:百万元", "百万元")),
    ],
)
def test_unit_of_money_in_a_header(label, unit):
    assert money_unit_in(label) == unit


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)


@given(st.text(alphabet="[]bookmarkif?()（）wù務院１ \u200b\u00ad\u3000⻅−", max_size=20))
def test_cleaning_artefacts_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)


@given(st.text(alphabet="0123456789０１２３ ，,.件条", max_size=10))
def test_number_reads_the_same_before_and_after_cleaning(text):
    assert read_number(clean(text)) == read_number(text)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        *(
            ("政府信息[bookmark: _GoBack]公开", "政府信息公开"),
            ("12[if !supportLists]", "12"),
            ("公开?????情况", "公开情况"),
        ),
        *(
            ("國務(wù)院", "國務院"),
            ("辦（bàn）理", "辦理"),
            ("復(fù)議", "復議"),
            ("⻅⻚", "见页"),
            ("公\u200b开\ufeff", "公开"),
        ),
        *(
            ("（１）Ａ", "(1)A"),
            ("甲\u3000乙\xa0丙", "甲 乙 丙"),
            ("−8", "-8"),
            ("\ue004公开", "公开"),
            ("是否？", "是否?"),
        ),
    ],
)
def test_artefacts(text, cleaned):
    assert clean(text) == cleaned


@pytest.mark.parametrize("text", ["(an)", "公开(a)", "公开(PDF)", "附件(1)", "[2023]12号", "条例(修订)", "网址(www)"])
def test_brackets_that_belong_to_the_text_stay(text):
    assert clean(text) == text


def test_script_is_told_by_characters_that_only_traditional_has():
    assert script_of("本年新收政府信息公開申請數量") == "Hant"
    assert script_of("本年新收政府信息公开申请数量，于后制作") == "Hans"


def test_one_traditional_name_does_not_make_a_page_traditional():
    assert script_of("本年新收政府信息公开申请数量" * 10 + "書畫院") == "Hans"


def test_empty_text_is_simplified_script():
    assert script_of("") == script_of("12 / 3") == "Hans"


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("行政復議", "行政复议"),
        ("信息公開", "信息公开"),
        ("總計", "总计"),
        ("其他處理", "其他处理"),
        ("制作于", "制作于"),
        ("科研機構", "科研机构"),
    ],
)
def test_conversion_of_labels(traditional, simplified):
    assert simplify(traditional) == simplified


def test_names_in_simplified_text_are_left_alone():
    assert normalise_text("於潜镇", "Hans") == "於潜镇"


def test_document_keeps_what_is_printed_beside_what_is_compared():
    page = "<html><body><p>一、總體情況，收到申請</p><table><tr><td>規　章</td><td>１２</td></tr></table></body></html>"
    document: Document = normalise_document(read_document(page.encode(), "x"))
    (grid,) = [b for b in document.blocks if isinstance(b, Grid)]
    assert document.script == "Hant"
    assert [(c.raw, c.text) for c in grid.cells] == [("規\u3000章", "规 章"), ("１２", "12")]
    assert document.paragraphs()[0].text == "一、总体情况,收到申请"


def test_normalising_twice_changes_nothing():
    page = "<html><body><p>总体情况（１）</p><table><tr><td>规章</td><td>１２ </td></tr></table></body></html>"
    once = normalise_document(read_document(page.encode(), "x"))
    assert normalise_document(once) == once


@pytest.mark.parametrize(
    ("raw", "value"), [("12（件）", 12), ("0 (件)", 0), ("3（万元）", 3), ("12（", None), ("12（3）", None)]
)
def test_unit_in_brackets(raw, value):
    assert read_number(raw).value == value

"""What copied pages leave in a text: cleaned where certain, kept where it can be meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.normalise import clean, read_number


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("國務(wù)院", "國務院"),
        ("信（xìn）息", "信息"),
        ("国（guó）务（wù）院（yuàn）办公厅", "国务院办公厅"),
        ("国务院(guó wù yuàn)", "国务院"),
        ("自然人(zìránrén)", "自然人"),
        ("关[guān]于", "关于"),
        ("机关(jīguān)", "机关"),
        ("公(ɡōnɡ)开", "公开"),
        ("女(nǚ)职工", "女职工"),
        ("信(xin)息", "信息"),
        ("结(jie2)转", "结转"),
        ("数（shu）量", "数量"),
        ("务wù院", "务院"),
        ("行政zhèng 处 罚", "行政 处 罚"),
        ("法人申请qǐng21156件", "法人申请21156件"),
        ("信\u200b息\u2060公\ufeff开", "信息公开"),
        ("政\ufe00府\u3164信\U000e0101息", "政府信息"),
        ("エ业和信息化局", "工业和信息化局"),
        ("—、总体情况", "一、总体情况"),
    ],
)
def test_what_copying_added_is_removed(printed, meant):
    assert clean(printed) == meant


@pytest.mark.parametrize(
    "printed",
    [
        *(
            "国标(GB)",
            "(一)予以公开",
            "其中(含上年)",
            "重量(kg)",
            "长度(km)",
            "面积(m)",
            "微信(app)",
            "小时(h)",
            "附件(a)",
        ),
        *(
            "应用(app)",
            "政府网(www)",
            "区(县)",
            "金额(元)",
            "金额(wan)",
            "申请(ok)",
            "注[a]",
            "户口",
            "トヨタ自動車",
            "- 3 -",
        ),
        *("人员(you)", "办法(can)", "12(3)", "答复(email)", "一、总体情况"),
    ],
)
def test_what_can_be_meant_stays(printed):
    assert clean(printed) == printed


def test_reading_behind_a_unit_or_a_word_for_nothing():
    assert read_number("12件(jiàn)").value == 12
    assert read_number("无(wú)").state == "blank"


@pytest.mark.parametrize("raw", ["\ue012", "1\ue012", "\U000f0001 3", "\uf0b7"])
def test_private_use_character_in_a_number_is_unreadable(raw):
    assert read_number(raw).state == "unreadable"


def test_many_syllables_that_are_none_take_no_time():
    # Every way to part them into syllables would take minutes.
    assert clean("国(" + "an" * 19 + "q)") == "国(" + "an" * 19 + "q)"


@given(st.text(alphabet="国务信息12(（)）[]anxiwù áǎ\u200bエ—、件", max_size=40))
def test_cleaning_keeps_every_digit_in_order(text):
    assert [c for c in clean(text) if c.isdigit()] == [c for c in text if c.isdigit()]


@given(st.text(alphabet="国务信息(（)）nxiwù ǎ\u200bエ—、", max_size=30))
def test_cleaning_keeps_every_chinese_character(text):
    def han(t: str) -> list[str]:
        return [c for c in t if c in "国务信息"]

    assert han(clean(text)) == han(text)

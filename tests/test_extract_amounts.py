"""Amounts of table 二 with their units."""

import pytest
from printed_forms import read
from proactive_blocks import (
    H2019D,
    H2021C,
    NEW_1,
    NEW_5,
    NEW_6,
    NEW_8,
    OLD_1,
    OLD_5,
    OLD_6,
    OLD_8,
    table,
)


@pytest.mark.parametrize(
    ("header", "printed", "value", "unit"),
    [
        ("采购总金额", "251000元", 251_000, "CNY"),
        ("采购总金额", "4092.66 万元", 40_926_600, "CNY"),
        ("采购总金额", "1763847.27", 1_763_847.27, "unstated"),
        ("采购总金额（万元）", "4,092.66", 40_926_600, "CNY"),
        ("采购总金额(万元)", "251000元", 251_000, "CNY"),
        ("采购总金额（元）", "１２", 12, "CNY"),
        ("采购总金额（亿元）", "1.5", 150_000_000, "CNY"),
        ("采购总金额", "1195.47万元（人民币）", 11_954_700, "CNY"),
    ],
)
def test_amount_by_the_unit_of_its_cell_then_of_its_header(header, printed, value, unit):
    block = (("信息内容", "采购项目数量", header), ("政府集中采购", "41", printed))
    cell = read(table(i1=OLD_1, i5=OLD_5, i6=OLD_6, i8=OLD_8, i9=block))["proactive", "procurement", "amount"]
    assert (cell.value, cell.unit, cell.raw) == (value, unit, printed)


def test_money_in_a_column_of_counts_is_unreadable():
    block = (H2019D, ("政府集中采购", "41万元", "5元"))
    cell = read(table(i1=OLD_1, i5=OLD_5, i6=OLD_6, i8=OLD_8, i9=block))["proactive", "procurement", "projects"]
    assert (cell.state, cell.value) == ("unreadable", None) and "万元" in cell.reason


def test_pieces_in_a_column_of_money_are_unreadable():
    block = (H2021C, ("行政事业性收费", "3件"))
    cell = read(table(i1=NEW_1, i5=NEW_5, i6=NEW_6, i8=block))["proactive", "fee", "amount"]
    assert (cell.state, cell.value) == ("unreadable", None)


def test_no_amount_may_be_counted_in_anything():
    """``0件`` is nothing, whatever it is nothing of; ``5件`` is no amount."""
    cells = [
        read(table(i1=OLD_1, i9=(H2019D, ("政府集中采购", "0", n))))["proactive", "procurement", "amount"]
        for n in ("0件", "5件")
    ]
    assert [(c.state, c.value) for c in cells] == [("reported", 0), ("unreadable", None)]


@pytest.mark.parametrize("unit", ["港币", "□元", "w"])
def test_amount_whose_heading_announces_a_unit_that_nobody_can_read_is_not_published(unit):
    head = (H2021C[0], f"本年收费金额（单位：{unit}）")
    amount = read(table(i1=NEW_1, i8=(head, NEW_8[1])))["proactive", "fee", "amount"]
    assert (amount.value, amount.state, amount.raw) == (None, "unreadable", "1.5")


@pytest.mark.parametrize(
    "unit", ["万港元", "万美元", "日元", "HKD", "角", "非万元", "10,000 yuan", "十元", "万元，折合美元"]
)
@pytest.mark.parametrize("printed", ["1.5", "¥1.5"])
def test_amount_in_other_money_is_not_published_as_yuan_nor_as_of_no_unit(unit, printed):
    head = (H2021C[0], f"本年收费金额（{unit}）")
    amount = read(table(i1=NEW_1, i8=(head, ("行政事业性收费", printed))))["proactive", "fee", "amount"]
    assert (amount.value, amount.state, amount.raw) == (None, "unreadable", printed)


@pytest.mark.parametrize(
    ("unit", "value"), [("十万元", 150_000), ("千万元", 15_000_000), ("百元", 150), ("仟元", 1_500), ("万圆", 15_000)]
)
def test_amount_in_a_rare_unit_of_yuan_is_converted(unit, value):
    head = (H2021C[0], f"本年收费金额（{unit}）")
    amount = read(table(i1=NEW_1, i8=(head, NEW_8[1])))["proactive", "fee", "amount"]
    assert (amount.value, amount.unit) == (value, "CNY")


def with_caption(caption: str, head: str, label: str = "行政事业性收费", printed: str = "1.5"):
    """The amount of a table 二 with something right above it, in the place of ``{}``."""
    source = table(i1=NEW_1, i5=NEW_5, i6=NEW_6, i8=((H2021C[0], head), (label, printed)))
    source = source.replace("二、主动公开政府信息情况", caption.split("|")[0], 1).replace(
        "<table>", "<p>{}</p><table>", 1
    )
    above = caption.partition("|")[2]
    return read(source.replace("<p>{}</p>", f"<p>{above}</p>" if above else ""))["proactive", "fee", "amount"]


TWO = "二、主动公开政府信息情况"


@pytest.mark.parametrize(
    "caption", [f"{TWO}|单位：万元", f"{TWO}|（金额单位：万元）", f"{TWO}|计量单位：件、万元", f"{TWO}（单位：万元）"]
)
def test_a_caption_of_the_table_states_the_unit_where_its_header_states_none(caption):
    amount = with_caption(caption, "本年收费金额")
    assert (amount.value, amount.unit) == (15_000, "CNY")
    assert with_caption(caption, "本年收费金额（单位：元）").state == "unreadable"
    assert with_caption(caption, "本年收费金额", "行政事业性收费（元）").state == "unreadable"
    assert with_caption(caption, "本年收费金额", printed="1.5元").value == 1.5
    assert with_caption(caption, "本年收费金额（单位：万元）").value == 15_000


@pytest.mark.parametrize("caption", [f"{TWO}|单位：件", f"{TWO}|收费1.2万元", f"{TWO}|（其中货物类200万元）", TWO])
def test_captions_without_a_unit_of_money_leave_the_amount_as_printed(caption):
    amount = with_caption(caption, "本年收费金额")
    assert (amount.value, amount.unit) == (1.5, "unstated")
    assert with_caption(caption, "本年收费金额（单位：万元）").value == 15_000


@pytest.mark.parametrize(
    ("below", "value", "unit"),
    [
        ("<p>单位：万元</p>", 15_000, "CNY"),
        ("<p>注：收费单位为万元</p><table><tr><td>项目</td><td>预算</td></tr></table>", 15_000, "CNY"),
        ("<p>单位：万元</p><table><tr><td>项目</td><td>预算</td></tr></table>", 1.5, "unstated"),
        ("<p>注：收费金额的单位是万元。</p>", 1.5, "unstated"),
        ("<p>备注：收费金额单位为万元。</p>", 15_000, "CNY"),
        ("<p>附：经费表（万元）</p><table><tr><td>三公经费</td><td>35</td></tr></table>", 1.5, "unstated"),
    ],
)
def test_what_states_a_unit_below_the_table_is_not_heard_where_it_is_the_caption_of_another(below, value, unit):
    source = table(i1=NEW_1, i5=NEW_5, i6=NEW_6, i8=((H2021C[0], "本年收费金额"), ("行政事业性收费", "1.5")))
    source = source.replace("</table>", f"</table>{below}", 1)
    amount = read(source)["proactive", "fee", "amount"]
    assert (amount.value, amount.unit) == (value, unit)
    contradicted = read(source.replace("本年收费金额", "本年收费金额（单位：元）"))["proactive", "fee", "amount"]
    assert contradicted.value == (None if unit == "CNY" else 1.5)
    in_yuan = read(source.replace("万元", "元").replace("本年收费金额", "本年收费金额（万元）", 1))
    assert in_yuan["proactive", "fee", "amount"].value == (None if unit == "CNY" else 15_000)


def test_amount_behind_a_sign_of_the_yuan_is_in_yuan_where_no_heading_says_otherwise():
    amount = read(table(i1=NEW_1, i8=((H2021C[0], "本年收费金额"), ("行政事业性收费", "￥1.5"))))[
        "proactive", "fee", "amount"
    ]
    assert (amount.value, amount.unit) == (1.5, "CNY")

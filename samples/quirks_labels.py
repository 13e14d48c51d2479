"""Quirks of row labels, column headers and headings."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from samples.draft import Draft, TCell
from samples.forms import PROACTIVE, REQUESTS
from samples.quirk import Quirk
from samples.truth import Report

Labels = Callable[[str, TCell, random.Random], str]


def _relabel(change: Labels, *roles: str) -> Callable[[Draft, Report, random.Random], None]:
    """A quirk that prints labels differently; without roles, all but values."""

    def apply(draft: Draft, report: Report, rng: random.Random) -> None:
        for table in draft.tables():
            for cell in table.cells():
                if cell.role != "value" and cell.text and (not roles or cell.role in roles):
                    cell.text = change(cell.text, cell, rng)

    return apply


def _spaces(text: str, cell: TCell, rng: random.Random) -> str:
    gap = rng.choice((" ", "\u3000", "\xa0"))
    if len(text) <= 6:
        return gap.join(text)
    at = rng.randint(1, len(text) - 1)
    return text[:at] + gap + text[at:] if rng.random() < 0.6 else text


def _breaks(text: str, cell: TCell, rng: random.Random) -> str:
    if len(text) < 4:
        return text
    for _ in range(1 + len(text) // 12):
        at = rng.randint(2, len(text) - 2)
        text = text[:at] + "\n" + text[at:]
    return text


def _ascii(text: str, cell: TCell, rng: random.Random) -> str:
    return text.replace("（", "(").replace("）", ")").replace("，", ",").replace("：", ":")


def _numbering(style: str) -> Labels:
    def change(text: str, cell: TCell, rng: random.Random) -> str:
        def other(match: re.Match[str]) -> str:
            wide = chr(ord(match[1]) - ord("0") + ord("０"))
            return {
                "comma": f"{match[1]}、",
                "wide": f"{wide}．",
                "space": f"{match[1]}. ",
                "bracket": f"（{match[1]}）",
                "none": "",
            }[style]

        return re.sub(r"^(\d)\.", other, text)

    return change


def _quotes(text: str, cell: TCell, rng: random.Random) -> str:
    left, right = rng.choice(
        (('"', '"'), ("「", "」"), ("『", "』"), ("‘", "’"), ("", ""), ("＂", "＂"), ("”", "“"), ("《", "》"))
    )
    return text.replace("“", left).replace("”", right)


DROPPED = {
    "2.其他法律行政法规禁止公开": ("2.其他法律行政止公开", "2.法律法规禁止公开"),
    "3.危及“三安全一稳定”": ("3.三安全一稳定",),
    "4.保护第三方合法权益": ("4.第三方合法权益", "4.保护第三方权益"),
    "5.属于三类内部事务信息": ("5.三类内部事务信息",),
    "6.属于四类过程性信息": ("6.四类过程性信息",),
    "2.没有现成信息需要另行制作": ("2.没有现成信息",),
    "3.补正后申请内容仍不明确": ("3.补正后仍不明确",),
    "1.信访举报投诉类申请": ("1.信访举报投诉类",),
    "4.无正当理由大量反复申请": ("4.大量反复申请",),
    "5.要求行政机关确认或重新出具已获取信息": ("5.要求确认或重新出具已获取信息", "5.要求行政机关确认或重新出具"),
    "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请": (
        "1.逾期不补正",
        "1.申请人无正当理由逾期不补正",
    ),
    "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请": (
        "2.逾期未缴费",
        "2.申请人逾期未按收费通知要求缴纳费用",
    ),
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": ("（二）部分公开",),
    "一、本年新收政府信息公开申请数量": ("一、本年新收申请数量", "一、新收政府信息公开申请数量"),
    "二、上年结转政府信息公开申请数量": ("二、上年结转申请数量",),
    "四、结转下年度继续办理": ("四、结转下年度",),
    "社会公益组织": ("公益组织",),
    "法律服务机构": ("法律机构",),
    "法人或其他组织": ("法人和其他组织",),
    "其他对外管理服务事项": ("其他对外管理服务",),
}


def _dropped(text: str, cell: TCell, rng: random.Random) -> str:
    return rng.choice(DROPPED[text]) if text in DROPPED and rng.random() < 0.5 else text


def _vertical(text: str, cell: TCell, rng: random.Random) -> str:
    return "\n".join(text)


def _cut_headers(draft: Draft, report: Report, rng: random.Random) -> None:
    for table in draft.tables():
        for cell in table.cells():
            if cell.text in ("本年新制作数量", "本年新公开数量"):
                cell.text = "本年新"


def _normative(draft: Draft, report: Report, rng: random.Random) -> None:
    swap = {"规范性文件": "行政规范性文件", "行政规范性文件": "规范性文件"}
    for table in draft.tables():
        for cell in table.cells():
            cell.text = swap.get(cell.text, cell.text) if cell.role == "label" else cell.text


def _corner_below(draft: Draft, report: Report, rng: random.Random) -> None:
    """The corner's sentence in a row of its own under the header."""
    for table in draft.tables():
        if table.name == REQUESTS and table.part == 0:
            corner = table.rows[0][0]
            table.rows.insert(3, [TCell(corner.text, "header", columns=10)])
            corner.text, table.header_rows = "", 4


def _merged_form(draft: Draft, report: Report, rng: random.Random) -> None:
    """三、 cut into pieces, one a row, as converters of split cells print it."""
    for table in draft.tables():
        if table.name != REQUESTS:
            continue
        pieces = ["三、", "本年", "度办", "理结", "果"]
        for row in table.rows:
            if row and row[0].text == "三、本年度办理结果":
                span, row[0].rows = row[0].rows, 1
                row[0].text = pieces.pop(0)
                start = table.rows.index(row)
                for later in table.rows[start + 1 : start + span]:
                    later.insert(0, TCell(pieces.pop(0) if pieces else "", "group"))
                break


def _section_words(draft: Draft, report: Report, rng: random.Random) -> None:
    """第二十条第（一）项 printed as 第二十条第1项, or with ASCII brackets and spaces."""
    style = rng.choice(("第20条第{d}项", "第二十条第({c})项", "第二十条 第（{c}）项", "第二十条第{c}项"))
    digits = {"一": 1, "五": 5, "六": 6, "八": 8, "九": 9}
    for table in draft.tables():
        if table.name == PROACTIVE:
            for cell in table.cells():
                if cell.role == "section":
                    numeral = next(c for c in cell.text if c in digits)
                    cell.text = style.format(c=numeral, d=digits[numeral])


HEADING_VARIANTS = {
    2: ("二、政府信息主动公开情况", "二、主动公开情况", "二、行政机关主动公开政府信息的情况"),
    3: (
        "三、政府信息公开申请办理情况",
        "三、收到和处理政府信息公开申请的情况",
        "三、行政机关收到和处理政府信息公开申请情况",
    ),
    4: (
        "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
        "四、行政复议、行政诉讼情况",
        "四、因政府信息公开被申请行政复议、行政诉讼的情况",
        "四、政府信息公开行政复议和行政诉讼情况",
    ),
    5: ("五、存在问题及下步打算", "五、主要问题及改进措施", "五、政府信息公开工作存在的主要问题及改进情况"),
    6: ("六、其他事项", "六、需要报告的其他事项"),
}


def _headings(draft: Draft, report: Report, rng: random.Random) -> None:
    for text in draft.texts("heading"):
        if text.section in HEADING_VARIANTS:
            text.text = rng.choice(HEADING_VARIANTS[text.section])


def _heading_breaks(draft: Draft, report: Report, rng: random.Random) -> None:
    for text in draft.texts("heading"):
        text.text = text.text.replace("、", rng.choice(("．", ".", " ", "、 ")), 1)


def _no_headings(draft: Draft, report: Report, rng: random.Random) -> None:
    draft.items = [i for i in draft.items if getattr(i, "kind", "") != "heading"]


LABEL_QUIRKS = (
    Quirk("label_spaces", "spaces inside labels: 总 计", draft=_relabel(_spaces)),
    Quirk("label_breaks", "line breaks inside labels", draft=_relabel(_breaks)),
    Quirk("ascii_brackets", "(1) for （1）, and ASCII commas and colons", draft=_relabel(_ascii)),
    Quirk("numbering_comma", "1、 for 1.", draft=_relabel(_numbering("comma"))),
    Quirk("numbering_wide", "１． for 1.", draft=_relabel(_numbering("wide"))),
    Quirk("numbering_space", "a space after 1.", draft=_relabel(_numbering("space"))),
    Quirk("numbering_bracket", "（1） for 1.", draft=_relabel(_numbering("bracket"))),
    Quirk("numbering_none", "no numbers before the labels", draft=_relabel(_numbering("none"))),
    Quirk("quotes", "other quotation marks round 三安全一稳定, or none", draft=_relabel(_quotes)),
    Quirk("dropped_words", "words left out of labels: 2.其他法律行政止公开", draft=_relabel(_dropped)),
    Quirk("vertical_label", "三、本年度办理结果 one character a line", draft=_relabel(_vertical, "group")),
    Quirk("cut_headers", "two headers of one row cut to 本年新", draft=_cut_headers, version="2019"),
    Quirk("normative_label", "规范性文件 in form 2021, 行政规范性文件 in form 2019", draft=_normative),
    Quirk("corner_below", "the sentence of the corner in a row of its own under the header", draft=_corner_below),
    Quirk("group_in_pieces", "三、本年度办理结果 cut into pieces over the rows", draft=_merged_form),
    Quirk("section_words", "第二十条第（一）项 printed in other ways", draft=_section_words),
    Quirk("heading_variants", "shorter and longer headings, 和 for 、", draft=_headings),
    Quirk("heading_marks", "other marks after the number of a heading", draft=_heading_breaks),
    Quirk("no_headings", "no headings at all", draft=_no_headings),
)

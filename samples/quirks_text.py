"""Quirks of the text round the tables: titles, script, junk, slips of the pen."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from opencc import OpenCC

from samples.draft import Draft, Item, Table, Text
from samples.quirk import HTML, TXT, Quirk
from samples.text import HEADINGS
from samples.truth import Report

PINYIN = {
    "务": "wù",
    "机": "jī",
    "关": "guān",
    "开": "kāi",
    "请": "qǐng",
    "办": "bàn",
    "项": "xiàng",
    "条": "tiáo",
    "规": "guī",
    "处": "chù",
    "决": "jué",
    "诉": "sù",
    "议": "yì",
    "复": "fù",
    "结": "jié",
    "总": "zǒng",
    "计": "jì",
    "组": "zǔ",
    "维": "wéi",
    "审": "shěn",
    "数": "shù",
    "际": "jì",
    "财": "cái",
    "会": "huì",
    "统": "tǒng",
}


@cache
def _converter() -> OpenCC:
    return OpenCC("s2t")


def _everywhere(draft: Draft, change: Callable[[str], str]) -> None:
    """Pass every text of the draft, in and out of tables, through ``change``."""
    for item in draft.items:
        if isinstance(item, Text):
            item.text = change(item.text)
        elif isinstance(item, Table):
            for cell in item.cells():
                cell.text = change(cell.text)
    draft.page_title = change(draft.page_title)


def _traditional(kept: dict[str, str]) -> Callable[[Draft, Report, random.Random], None]:
    def apply(draft: Draft, report: Report, rng: random.Random) -> None:
        def change(text: str) -> str:
            text = _converter().convert(text)
            for new, old in kept.items():
                text = text.replace(new, old)
            return text

        _everywhere(draft, change)

    return apply


def _pinyin(draft: Draft, report: Report, rng: random.Random) -> None:
    def change(text: str) -> str:
        return "".join(c + (f"({PINYIN[c]})" if c in PINYIN and rng.random() < 0.12 else "") for c in text)

    foot = {id(t) for t in draft.texts("title", "foot")}
    for item in draft.items:
        if isinstance(item, Text) and id(item) not in foot:
            item.text = change(item.text)
        elif isinstance(item, Table):
            for cell in item.cells():
                cell.text = change(cell.text)


def _no_title(draft: Draft, report: Report, rng: random.Random) -> None:
    draft.items = [i for i in draft.items if getattr(i, "kind", "") != "title"]
    draft.page_title = "政府信息公开年报"


def _two_lines(draft: Draft, report: Report, rng: random.Random) -> None:
    items: list[Item] = []
    for item in draft.items:
        if isinstance(item, Text) and item.kind == "title":
            agency = report.names.get("title", report.agency)
            items += [Text("title", agency), Text("title", f"{report.title_year}年政府信息公开工作年度报告")]
        else:
            items.append(item)
    draft.items = items


def _spaced_title(draft: Draft, report: Report, rng: random.Random) -> None:
    for text in draft.texts("title"):
        text.text = text.text.replace(str(report.title_year), f" {report.title_year} ").replace("工作", " 工作")


def _junk(draft: Draft, report: Report, rng: random.Random) -> None:
    for text in draft.texts("body"):
        if rng.random() < 0.3:
            text.text = "[bookmark: _GoBack]" + text.text
    for text in draft.texts("date"):
        text.text = "?" * rng.randint(8, 40) + " " + text.text
    items: list[Item] = []
    for item in draft.items:
        items.append(item)
        if isinstance(item, Text) and item.kind == "body" and rng.random() < 0.4:
            items.append(
                Text(
                    "junk",
                    rng.choice(("| ||||||||", "????????", "- 3 -", "—2—", "第 4 页 共 9 页", "[bookmark: _Toc1024]")),
                )
            )
    draft.items = items


def _junk_between(draft: Draft, report: Report, rng: random.Random) -> None:
    """Page numbers and lines of marks right before and after tables."""
    items: list[Item] = []
    for item in draft.items:
        if isinstance(item, Table):
            items += [
                Text("junk", rng.choice(("- 2 -", "2", "????", "单位：件"))),
                item,
                Text("junk", rng.choice(("— 3 —", "3", "注：以上数据截至12月31日。"))),
            ]
        else:
            items.append(item)
    draft.items = items


def _period_typo(draft: Draft, report: Report, rng: random.Random) -> None:
    for text in draft.texts("intro"):
        text.text = text.text.replace(f"{report.year}年1月1日", f"{report.year}1月1日", 1)


def _with_period(report: Report, rng: random.Random) -> Report:
    return replace(report, period=(f"{report.year}年1月1日", f"{report.year}年12月31日"))


def _template(draft: Draft, report: Report, rng: random.Random) -> None:
    sentence = rng.choice(
        (
            "（此处概述本机关全年公开工作，八百字以内，定稿时删除本行）",
            "××××年，本机关共收到政府信息公开申请××件，办结××件，结转××件。",
            "〔填报说明：表中数字均为整数，没有发生的填0〕",
        )
    )
    at = next(i for i, item in enumerate(draft.items) if isinstance(item, Text) and item.kind == "body")
    draft.items.insert(at, Text("body", sentence, 1))


def _intro_lists(draft: Draft, report: Report, rng: random.Random) -> None:
    names = "、".join(h.split("、", 1)[1] for h in HEADINGS)
    at = next(i for i, item in enumerate(draft.items) if getattr(item, "kind", "") not in ("title", "intro"))
    draft.items.insert(at, Text("intro", f"报告全文分六部分，即：{names}。"))


def _subheading_numbers(draft: Draft, report: Report, rng: random.Random) -> None:
    for text in draft.texts("subheading", "body"):
        for numeral, digit in (("三", "3"), ("四", "4"), ("五", "5")):
            if text.text.startswith(f"（{numeral}）"):
                text.text = f"（{digit}） " + text.text[3:]


def _markdown(draft: Draft, report: Report, rng: random.Random) -> None:
    for text in draft.texts("title", "heading", "subheading"):
        text.text = {"title": "# ", "heading": "## ", "subheading": "### "}[text.kind] + text.text


def _spaced_numbers(draft: Draft, report: Report, rng: random.Random) -> None:
    """Spaces round the digits of the text, as converters put them."""
    for text in draft.texts("intro", "body", "date"):
        text.text = re.sub(r"(?<=[^\d\s.])(\d+(?:\.\d+)?)(?=[^\d\s.%])", r" \1 ", text.text)


TEXT_QUIRKS = (
    Quirk("traditional", "the whole page in traditional script", draft=_traditional({})),
    Quirk(
        "traditional_mixed",
        "traditional script by a site's conversion that leaves 于 and 制作 alone",
        draft=_traditional({"於": "于", "製作": "制作", "範": "范", "瞭": "了"}),
    ),
    Quirk("pinyin", "pinyin in brackets after characters", HTML + TXT, draft=_pinyin),
    Quirk("no_title", "no title line: the agency stands at the foot only", draft=_no_title),
    Quirk("title_two_lines", "the title on two lines, agency first", draft=_two_lines),
    Quirk("title_spaces", "spaces in the title", draft=_spaced_title),
    Quirk("junk", "bookmarks, question marks, page numbers and pipes among the text", draft=_junk),
    Quirk("junk_at_tables", "page numbers and notes right before and after the tables", draft=_junk_between),
    Quirk("period_typo", "the statistical period printed as 20221月1日", report=_with_period, draft=_period_typo),
    Quirk("template_left", "a sentence of the template left in", draft=_template),
    Quirk("intro_lists_headings", "an introduction that lists all six headings", draft=_intro_lists),
    Quirk("subheading_numbers", "（3） after （二）", draft=_subheading_numbers),
    Quirk("markdown", "headings marked with #", TXT, draft=_markdown),
    Quirk("spaced_numbers", "spaces round the digits of the text", draft=_spaced_numbers),
)

"""Quirks of copied pages: readings behind characters, unseen characters, look-alikes, adverts, copied tables."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from dataclasses import replace

from samples.draft import Draft, Item, Table, Text
from samples.quirk import HTML, TXT, Quirk
from samples.quirks_text import PINYIN
from samples.truth import Report
from samples.txt_copied import WAYS

READINGS = {
    **PINYIN,
    **{"信": "xìn", "息": "xī", "公": "gōng", "政": "zhèng", "府": "fǔ", "理": "lǐ", "行": "xíng", "法": "fǎ"},
}
INVISIBLE = ("\u200b", "\u200c", "\u2060", "\ufeff", "\u00ad", "\ufe0e")
LOOKALIKES = {"工": "エ", "力": "カ", "八": "ハ", "口": "ロ"}
# What remains where a page was converted to traditional script and back by a table of single characters.
REMAINS = {"于": "於", "征": "徵", "里": "裡", "后": "後", "复": "復", "准": "準", "系": "係"}
ADVERTS = (
    "更多范文请关注：远山文库",
    "【点击下载全文】　会员专享 9.9 元",
    "本文来源于网络，由远山文库整理，转载请注明出处",
    "热门推荐：年终总结5篇　述职报告12篇　心得体会2023字",
    "扫码关注公众号，领取2000份模板",
    "广告",
)
Change = Callable[[str, random.Random], str]


def _printed(change: Change, *, titles: bool = True) -> Callable[[Draft, Report, random.Random], None]:
    """A quirk that passes texts and labels, never numbers, through ``change``."""

    def apply(draft: Draft, report: Report, rng: random.Random) -> None:
        for item in draft.items:
            if isinstance(item, Text) and (titles or item.kind not in ("title", "foot")):
                item.text = change(item.text, rng)
            elif isinstance(item, Table):
                for cell in item.cells():
                    if cell.role != "value":
                        cell.text = change(cell.text, rng)

    return apply


def _reading(style: str) -> Change:
    def change(text: str, rng: random.Random) -> str:
        pieces = []
        for char in text:
            pieces.append(char)
            if char in READINGS and rng.random() < 0.2:
                tones = unicodedata.normalize("NFD", READINGS[char])
                bare = "".join(c for c in tones if not unicodedata.combining(c))
                pieces.append({"wide": f"（{READINGS[char]}）", "plain": f"({bare})", "bare": READINGS[char]}[style])
        return "".join(pieces)

    return change


def _invisible(text: str, rng: random.Random) -> str:
    return "".join(c + (rng.choice(INVISIBLE) if rng.random() < 0.15 else "") for c in text)


def _lookalike(text: str, rng: random.Random) -> str:
    changed = "".join(LOOKALIKES[c] if c in LOOKALIKES and rng.random() < 0.5 else c for c in text)
    return "—" + changed[1:] if changed.startswith("一、") else changed


def _remains(text: str, rng: random.Random) -> str:
    return "".join(REMAINS[c] if c in REMAINS and rng.random() < 0.1 else c for c in text)


def _adverts(draft: Draft, report: Report, rng: random.Random) -> None:
    items: list[Item] = []
    for item in draft.items:
        items.append(item)
        if isinstance(item, Table) or (isinstance(item, Text) and item.kind != "title" and rng.random() < 0.25):
            items.append(Text("junk", rng.choice(ADVERTS)))
    draft.items = [*items, Text("junk", "远山文档服务有限公司 2025年3月1日")]


def _short_names(report: Report, rng: random.Random) -> Report:
    """The foot, and sometimes the introduction, name the agency in a shorter or longer compatible way."""
    agency = report.agency
    if agency.endswith("人民政府"):
        short = agency + "办公室"
    elif agency.count("市") + agency.count("区") > 1:
        short = agency[agency.index("市") + 1 :]
    else:
        short = next((agency[i:] for i, c in enumerate(agency) if c in "市县"), agency)
    parts = ("foot", "intro") if rng.random() < 0.5 else ("foot",)
    return replace(report, names={**report.names, **dict.fromkeys(parts, short)})


COPIED_QUIRKS = (
    Quirk("pinyin_wide", "pinyin in full-width brackets, several in a row", draft=_printed(_reading("wide"))),
    Quirk("pinyin_plain", "pinyin without tones in brackets", HTML + TXT, draft=_printed(_reading("plain"))),
    Quirk("pinyin_bare", "pinyin without brackets between characters", HTML + TXT, draft=_printed(_reading("bare"))),
    Quirk("invisible", "zero-width characters between characters", ("html", "docx", *TXT), draft=_printed(_invisible)),
    Quirk(
        "lookalikes",
        "look-alikes for 工, 力, 八 and 口, a stroke for 一、",
        ("html", "docx", *TXT),
        draft=_printed(_lookalike),
    ),
    Quirk("script_remains", "single traditional characters in simplified text", draft=_printed(_remains, titles=False)),
    Quirk("adverts", "advertising lines between the lines, a company and a date below", draft=_adverts),
    *(Quirk(name, way.about, (way.form,), options={"copied": name}) for name, way in WAYS.items()),
    Quirk("short_names", "foot and introduction name the agency, or its office, in another way", report=_short_names),
)

"""Quirks of how numbers and blanks are printed in cells, and of which form a report follows."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from samples.forms import REVIEW, Key
from samples.quirk import Quirk
from samples.truth import Printed, Report, printed_amount, single_other

WIDE = str.maketrans("0123456789-.", "０１２３４５６７８９－．")
SIGNS = ("", "\xa0", "/", "-", "—", "无")


def _retext(change: Callable[[Key, str, random.Random], str]) -> Callable[[Report, random.Random], Report]:
    """A quirk that prints reported numbers differently."""

    def apply(report: Report, rng: random.Random) -> Report:
        return report.map_cells(lambda k, c: replace(c, text=change(k, c.text, rng)) if c.state == "reported" else c)

    return apply


def _thousands(key: Key, text: str, rng: random.Random) -> str:
    return re.sub(r"\d{4,}", lambda m: f"{int(m[0]):,}", text, count=1)


def _units(key: Key, text: str, rng: random.Random) -> str:
    if key[2] in ("amount", "total"):
        return text
    unit = {"licence": "项", "fee": "项", "regulation": "部", "carried_out": "条"}.get(key[1], "件")
    return f"{text}{rng.choice(('', ' '))}{unit}" if rng.random() < 0.7 else text


def _padded(key: Key, text: str, rng: random.Random) -> str:
    pads = ("", " ", "\u3000", "\xa0", "  ", "\xa0\u3000")
    return rng.choice(pads) + text + rng.choice(pads)


def _blanks(*signs: str, share: float = 1.0) -> Callable[[Report, random.Random], Report]:
    """Zeros printed as nothing, in one or several ways."""

    def apply(report: Report, rng: random.Random) -> Report:
        def change(key: Key, cell: Printed) -> Printed:
            if cell.value == 0 and cell.state == "reported" and rng.random() < share:
                return Printed(None, cell.unit, "blank", rng.choice(signs))
            return cell

        return report.map_cells(change)

    return apply


def _amount(style: str) -> Callable[[Report, random.Random], Report]:
    """The procurement amount printed in one style."""

    def apply(report: Report, rng: random.Random) -> Report:
        key = ("proactive", "procurement", "amount")
        cell = report.cells.get(key)
        if cell is None:
            return report
        yuan = Decimal(str(cell.value or 251000))
        if style.startswith("wan"):
            yuan = yuan.quantize(Decimal("1E2"))
        return replace(report.with_cells({key: printed_amount(yuan, style)}), amount_style=style)

    return apply


def _fee(style: str) -> Callable[[Report, random.Random], Report]:
    """The fee amount printed with its own unit under a header that says 万元."""

    def apply(report: Report, rng: random.Random) -> Report:
        key = ("proactive", "fee", "amount")
        cell = report.cells.get(key)
        if cell is None:
            return report
        return report.with_cells({key: printed_amount(Decimal(str(cell.value or 36500)), style)})

    return apply


def _blank_review(report: Report, rng: random.Random) -> Report:
    keys = [k for k, c in report.cells.items() if k[:2] == (REVIEW, "review") and c.state != "missing"]
    return report.with_cells({k: Printed(None, "count", "blank", "") for k in keys})


def _plus(key: Key, text: str, rng: random.Random) -> str:
    if key[2] != "change" or text == "0":
        return text
    return (
        text.replace("-", rng.choice(("-", "－", "−"))) if text.startswith("-") else rng.choice(("+", "＋", "")) + text
    )


def _several_blanks(report: Report, rng: random.Random) -> Report:
    """A few zeros empty, the rest printed."""
    return _blanks("", share=0.12)(report, rng)


UNSTRIPPED = ("html", "docx", "pdf", "ofd", "txt-grid", "txt-cells", "txt-layout")

CELL_QUIRKS = (
    Quirk("fullwidth_digits", "digits printed full-width", report=_retext(lambda k, t, r: t.translate(WIDE))),
    Quirk("thousands", "thousands parted by commas", report=_retext(_thousands), activity="busy"),
    Quirk(
        "thousands_fullwidth",
        "thousands parted by full-width commas",
        report=_retext(lambda k, t, r: _thousands(k, t, r).replace(",", "，")),
        activity="busy",
    ),
    Quirk("units", "counts printed with 件 or 项, some with a space", report=_retext(_units)),
    Quirk("padded", "spaces, ideographic and no-break spaces round the numbers", UNSTRIPPED, report=_retext(_padded)),
    Quirk(
        "signs",
        "本年增/减 with plus signs and full-width or mathematical minus signs",
        report=_retext(_plus),
        version="2019",
        activity="busy",
    ),
    Quirk("blank_empty", "every zero left empty", report=_blanks("")),
    Quirk("blank_few", "a few zeros left empty", report=_several_blanks),
    Quirk("blank_nbsp", "every zero a no-break space", report=_blanks("\xa0")),
    Quirk("blank_slash", "every zero a slash", report=_blanks("/")),
    Quirk("blank_dash", "zeros printed as - or —", report=_blanks("-", "—")),
    Quirk("blank_word", "every zero printed as 无", report=_blanks("无")),
    Quirk("blank_mixed", "zeros printed in every known way, or as 0", report=_blanks(*SIGNS, share=0.7)),
    Quirk("blank_review", "the five cells of 行政复议 left empty", report=_blank_review),
    Quirk("amount_yuan_cell", "procurement amount with 元 in the cell", report=_amount("yuan_cell"), version="2019"),
    Quirk(
        "amount_wan_cell",
        "procurement amount with 万元 in the cell, after a space",
        report=_amount("wan_cell_space"),
        version="2019",
    ),
    Quirk(
        "amount_wan_header",
        "procurement amount with （万元） in the header",
        report=_amount("wan_header"),
        version="2019",
    ),
    Quirk(
        "amount_yuan_header",
        "procurement amount with （元） in the header",
        report=_amount("yuan_header"),
        version="2019",
    ),
    Quirk("fee_wan_cell", "fee with 万元 both in the header and the cell", report=_fee("wan_cell"), version="2021"),
    Quirk(
        "fee_yuan_cell",
        "fee with 元 in the cell under a header that says 万元",
        report=_fee("yuan_cell"),
        version="2021",
    ),
    Quirk(
        "single_other",
        "a 2021 report that prints （六）其他处理 as one row",
        report=lambda r, rng: single_other(r),
        version="2021",
    ),
    Quirk("form_2019_in_2023", "the tables of form 2019 in a 2023 report", version="2019", year=2023),
    Quirk("mixed_proactive", "table 二 half of one form, half of the other", version="mixed"),
)

"""The small set of files under `data/raw`: all formats, both forms, six report-years, some errors, two no reports.

Agencies that report in several years carry their open requests over, but for one planted break. The file that is only a
picture and the notice that is no report have no truth record: they must come out as failed, with a reason.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from samples.build import OFFICE_FORMATS, build
from samples.office import program
from samples.panels import break_carry_over, panel_findings
from samples.pdf import image_only
from samples.truth import Report, draw


@dataclass(frozen=True, slots=True)
class Entry:
    """One file to be written: where, from which agency and year, and how it is printed."""

    path: str
    agency: str
    year: int
    form: str
    quirks: tuple[str, ...] = ()
    plants: tuple[str, ...] = ()
    version: str | None = None
    activity: str | None = "normal"
    long: bool = False
    breaks_carry_over: bool = False
    again: bool = False


CITY, SCHOOLS, MONEY = "澜溪市人民政府", "松岭县教育局", "清岚市鹤渚区财政局"
WATER = "云渡市水利局"
PLANS, CIVIL, MARKET = "望川县发展和改革局", "云渡市柏荫区民政局", "石坪县市场监督管理局"
REPORT = "年政府信息公开工作年度报告"

ENTRIES = (
    Entry(f"澜溪市/2019/{CITY}2019{REPORT}.html", CITY, 2019, "html", ("site", "amount_yuan_cell"), activity="busy"),
    Entry(f"澜溪市/2020/{CITY}2020{REPORT}.docx", CITY, 2020, "docx", ("label_breaks",), activity="busy"),
    Entry(
        f"澜溪市/2021/{CITY}2021{REPORT}.pdf",
        CITY,
        2021,
        "pdf",
        ("wps_boxes", "split_group"),
        activity="busy",
        long=True,
    ),
    Entry(f"澜溪市/2022/{CITY}2022{REPORT}.html", CITY, 2022, "html", ("nested", "thousands"), activity="busy"),
    Entry(f"澜溪市/2023/{CITY}2023{REPORT}.pdf", CITY, 2023, "pdf", ("single_other",), breaks_carry_over=True),
    Entry(
        f"澜溪市/2024/{CITY}2024{REPORT}.html",
        CITY,
        2024,
        "html",
        ("site", "word_html"),
        ("received",),
        activity="busy",
    ),
    Entry(
        "松岭县教育局/2020年年报.txt",
        SCHOOLS,
        2020,
        "txt-pipes",
        ("traditional_mixed", "cut_headers", "amount_yuan_cell"),
    ),
    Entry("松岭县教育局/2021年年报.txt", SCHOOLS, 2021, "txt-cells", ("padded", "title_two_lines", "junk")),
    Entry(
        "松岭县教育局/2022年年报.txt",
        SCHOOLS,
        2022,
        "txt-grid",
        ("split_in_row", "ascii_brackets", "markdown"),
        ("applicants",),
    ),
    Entry(
        "松岭县教育局/2023年年报.docx",
        SCHOOLS,
        2023,
        "docx",
        ("form_2019_in_2023", "amount_wan_header"),
        version="2019",
    ),
    Entry("鹤渚区/财政局2021.pdf", MONEY, 2021, "pdf", ("no_rulings", "heading_variants"), activity="quiet"),
    Entry("鹤渚区/财政局2022.html", MONEY, 2022, "html", ("gbk", "one_table"), ("review_zero_total",)),
    Entry("鹤渚区/财政局2023.docx", MONEY, 2023, "docx", ("mixed_proactive", "fullwidth_digits"), version="mixed"),
    Entry("年报汇总/2019/望川发改2019.txt", PLANS, 2019, "txt-layout", ("wide_columns", "amount_yuan_cell")),
    Entry(f"年报汇总/2022/{PLANS}2022{REPORT}.pdf", PLANS, 2022, "pdf", ("horizontal_rulings",), ("outcomes",)),
    Entry(f"年报汇总/2022/{PLANS}2022{REPORT}（更正）.docx", PLANS, 2022, "docx", ("vertical_label",), again=True),
    Entry("抓取/content_83421.html", CIVIL, 2023, "html", ("no_title", "site"), ("period", "breakdown")),
    Entry("抓取/content_90276.html", CIVIL, 2024, "html", ("blank_mixed", "cell_paragraphs", "intro_lists_headings")),
    Entry(
        f"石坪县/{MARKET}2020{REPORT}.html", MARKET, 2020, "html", ("label_spaces", "blank_few"), ("no_unit", "balance")
    ),
    Entry(f"石坪县/{MARKET}2024{REPORT}.pdf", MARKET, 2024, "pdf", ("caption_apart", "dropped_words"), ("unreadable",)),
    Entry(f"年报汇总/2023/{PLANS}2023{REPORT}.ofd", PLANS, 2023, "ofd", ("page_template", "glyph_runs")),
    Entry("云渡市/水利局历年.zip/2019年年报.rtf", WATER, 2019, "rtf", ("amount_yuan_cell",), activity="quiet"),
    Entry(f"云渡市/{WATER}2020{REPORT}.doc", WATER, 2020, "doc", ("amount_yuan_cell", "padded"), activity="quiet"),
    Entry(f"云渡市/{WATER}2021{REPORT}.odt", WATER, 2021, "odt", ("units",), activity="quiet"),
    Entry(f"云渡市/{WATER}2022{REPORT}.xlsx", WATER, 2022, "xlsx", ("thousands",), activity="quiet"),
    Entry(f"云渡市/{WATER}2023{REPORT}.doc", WATER, 2023, "mht", ("vertical_label",), activity="quiet"),
    Entry("云渡市/水利局历年.zip/2024年年报.html", WATER, 2024, "doc-html", (), activity="quiet"),
)

SCAN = "鹤渚区/财政局2024（扫描件）.pdf"
COPY = "重复下载/澜溪市人民政府2022年报.html"
NOTICE = "抓取/content_91180.html"
NOTICE_TEXT = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>关于报送档案整理进度的通知</title></head>
<body><h1>关于报送档案整理进度的通知</h1>
<p>各科室：请于6月30日前报送2023年度纸质档案整理进度，未完成的说明原因。</p>
<table><tr><td>科室</td><td>应整理（卷）</td><td>已整理（卷）</td></tr><tr><td>综合科</td><td>120</td><td>96</td></tr></table>
<p>云渡市柏荫区民政局办公室</p><p>2024年6月3日</p></body></html>
"""


def files() -> Iterator[tuple[str, bytes, dict[str, Any] | None]]:
    """Path, bytes and truth record (None for what has none) of every file, in a fixed order.

    A path ``archive.zip/member`` is a member of an archive. Where LibreOffice is absent, its formats are left out.
    """
    last: dict[str, Report] = {}
    for entry in ENTRIES:
        before = last.get(entry.agency)
        if before is not None and before.year != entry.year - 1 and not entry.again:
            before = None
        if entry.again and before is not None:
            report = replace(before, seed=f"corpus/{entry.path}")
        else:
            seed = f"corpus/{entry.agency}/{entry.year}"
            report = draw(
                seed,
                agency=entry.agency,
                year=entry.year,
                version=entry.version,
                activity=entry.activity,
                before=before,
            )
        if entry.breaks_carry_over:
            report = break_carry_over(report, report.rng("carry_over"))
        if entry.form in OFFICE_FORMATS and program() is None:
            print(f"{entry.path} is left out: LibreOffice makes {entry.form} files and was not found.")
            last[entry.agency] = report
            continue
        sample = build(
            report.seed, entry.form, entry.quirks, entry.plants, name=entry.path, report=report, long=entry.long
        )
        truth = sample.truth
        if before is not None and not entry.again:
            truth["findings"] += panel_findings(before, sample.report)
        if entry.agency == PLANS and entry.year == 2022:
            truth["findings"].append(["report.duplicate", str(entry.year)])
        last[entry.agency] = sample.report
        yield entry.path, sample.data, truth
        if entry.path.endswith(f"{CITY}2022{REPORT}.html"):
            yield COPY, sample.data, None
    yield SCAN, image_only("清岚市鹤渚区财政局2024年政府信息公开工作年度报告" * 9), None
    yield NOTICE, NOTICE_TEXT.encode(), None


def sources(paths: list[str]) -> bytes:
    """Where the files would have come from, as `sources.csv`: path, url, retrieved_on."""
    hosts = {
        "澜溪市": "www.lanxi-city.example.org",
        "松岭县教育局": "edu.songling.example.org",
        "鹤渚区": "hezhu.example.org",
        "云渡市": "slj.yundu.example.org",
    }
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("path", "url", "retrieved_on"))
    for number, path in enumerate(sorted(paths)):
        host = hosts.get(path.split("/")[0], "archive.example.org")
        writer.writerow(
            (
                path,
                f"https://{host}/zfxxgk/nb/{20400 + 37 * number}.{path.rsplit('.', 1)[1]}",
                f"2025-04-{1 + number % 28:02}",
            )
        )
    return out.getvalue().encode()

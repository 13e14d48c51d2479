"""``gongkai report``: real files, run, and the pages a person gets."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path

import lxml.html
import pandas as pd
import pytest
from PIL import Image

from assets import cli, pages
from pipeline import store
from pipeline.quality import CROPS, finding_link, page_name, rule_link, write_pages
from pipeline.quality.pages import A_PAGE
from samples.build import build
from samples.truth import draw

HOSTILE = "<script>alert(1)</script>"
HOSTILE_PATH = "局/\"><img src=x onerror='alert(1)'>.html"
FILES = {
    "pdf/市局.pdf": ("pdf", ("balance", "review")),
    "ofd/县局.ofd": ("ofd", ("applicants",)),
    "docx/区局.docx": ("docx", ("received",)),
    "xlsx/镇局.xlsx": ("xlsx", ()),
    HOSTILE_PATH: ("html", ()),
}
AGENCIES = ("石坪县教育局", "石坪县水利局", "石坪县财政局", "石坪县民政局", "石坪县统计局")
YEAR = 2022


def _files(raw: Path) -> None:
    for number, (path, (form, plants)) in enumerate(FILES.items()):
        report = draw(f"quality/{form}", year=YEAR, version="2021", activity="normal", agency=AGENCIES[number])
        data = build(report.seed, form, plants=plants, report=report).data
        if path == HOSTILE_PATH:
            printed = str(int(report.cells["requests", "new_requests", "total"].value or 0))
            row = data.decode().index("本年新收政府信息公开申请数量")
            at = data.decode().index("</tr>", row)
            data = (data.decode()[:row] + data.decode()[row:at].replace(f"{printed}<", f"{HOSTILE_TEXT}<")
                    + data.decode()[at:]).encode()  # fmt: skip
        target = raw / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    (raw / "空.pdf").write_bytes(b"")


HOSTILE_TEXT = HOSTILE.replace("<", "&lt;").replace(">", "&gt;")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("quality")
    _files(place / "raw")
    assert cli.main(["run", "--raw", str(place / "raw"), "--out", str(place / "out")]) == 0
    return place


def gongkai_report(place: Path, to: Path, *more: str, raw: str = "raw") -> int:
    folders = ["--data", str(place / "out"), "--raw", str(place / raw)]
    return cli.main(["report", "--out", str(to), *folders, *more])


@pytest.fixture(scope="module")
def page(place: Path) -> lxml.html.HtmlElement:
    assert gongkai_report(place, place / "pages") == 0
    return parsed(place / "pages" / page_name(YEAR))


def parsed(file: Path) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(file.read_text(encoding="utf-8"))


def findings(place: Path) -> pd.DataFrame:
    return store.read_partition(place / "out", "findings", YEAR)


def report_id(place: Path, path: str) -> str:
    reports = store.read_partition(place / "out", "reports", YEAR)
    return str(reports.set_index("source_path").loc[path, "report_id"])


def card(page: lxml.html.HtmlElement, place: Path, path: str) -> lxml.html.HtmlElement:
    return page.get_element_by_id(f"r-{report_id(place, path)}")


def test_each_finding_stands_once_with_its_sentence_in_both_languages(page, place) -> None:
    published = findings(place)
    assert len(published) > 5
    for finding in published.itertuples():
        (found,) = page.xpath(f"//*[@id='f-{finding.fingerprint}']")
        zh, en = (found.xpath(f".//p[@class='said']/span[@lang='{lang}']")[0].text_content() for lang in ("zh", "en"))
        assert finding.message_zh.startswith(zh)
        assert finding.message.startswith(en)
        assert zh and en
    assert len(page.xpath("//*[starts-with(@id, 'f-')]")) == len(published)


def test_ids_are_unique_and_every_link_leads_somewhere(page, place) -> None:
    for file in (place / "pages").glob("*.html"):
        tree = parsed(file)
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids))
        for link in tree.xpath("//a/@href"):
            name, _, anchor = link.partition("#")
            assert not name or (place / "pages" / name).is_file()
            target = parsed(place / "pages" / name) if name else tree
            assert not anchor or target.xpath(f"//*[@id='{anchor}']"), link


def test_a_page_needs_nothing_from_elsewhere(page, place) -> None:
    for file in (place / "pages").glob("*.html"):
        tree = parsed(file)
        assert all(a.startswith("data:image/") for a in tree.xpath("//@src"))
        assert not tree.xpath("//link | //iframe | //object | //base")
        assert len(tree.xpath("//script")) == 1
        assert not re.search(r"url\(|@import", tree.xpath("string(//style)"))
        assert not any(re.match(r"(?i)https?:|//|javascript:", a) for a in tree.xpath("//a/@href"))


def test_the_broken_column_is_marked_in_the_table_as_printed(page, place) -> None:
    broken = findings(place)
    mine = broken[(broken["report_id"] == report_id(place, "pdf/市局.pdf")) & (broken["rule"] == "requests.balance")]
    own = card(page, place, "pdf/市局.pdf")
    table = own.xpath(".//section[h4[starts-with(., '三、')]]//table[@class='p']")[0]
    cells = store.read_partition(place / "out", "cells", YEAR)
    cells = cells[(cells["report_id"] == report_id(place, "pdf/市局.pdf")) & (cells["table"] == "requests")]
    columns = list(dict.fromkeys(cells["column"]))
    drawn = [tr for tr in table.findall("tr") if tr.xpath("th[@scope='row']")]
    rows = {tr.xpath("string(th/small)").replace(" ", "_"): tr.findall("td") for tr in drawn}
    for row in dict.fromkeys(cells["row"]):
        raws = cells[cells["row"] == row]["raw"]
        assert [" ".join(td.text_content().split()) for td in rows[row]] == [" ".join(raw.split()) for raw in raws]
    for column in mine["column"]:
        at = columns.index(column)
        marked = [row for row, tds in rows.items() if "e" in (tds[at].get("class") or "").split()]
        assert marked == ["new_requests", "carried_in", "processed_total", "carried_out"]
    untouched = next(n for n, c in enumerate(columns) if c not in set(mine["column"]))
    assert not any(rows[r][untouched].get("class") for r in rows if "b" not in (rows[r][untouched].get("class") or ""))


def test_the_source_page_is_cut_out_and_the_place_outlined(page, place) -> None:
    own = card(page, place, "pdf/市局.pdf")
    crops = own.xpath(".//figure[@class='cut']")
    assert crops
    for crop in crops:
        (src,) = crop.xpath(".//img/@src")
        image = Image.open(io.BytesIO(base64.b64decode(src.split(",")[1]))).convert("L")
        assert image.width > 600
        boxes = crop.xpath(".//a[contains(@class, 'box')]")
        assert boxes
        for box in boxes:
            left, top, width, height = (float(v) / 100 for v in re.findall(r"([\d.]+)%", box.get("style")))
            area = (left * image.width, top * image.height, (left + width) * image.width, (top + height) * image.height)
            assert 0 <= left < left + width <= 1
            assert 0 <= top < top + height <= 1
            assert min(image.crop(tuple(map(round, area))).getdata()) < 128  # print, not an empty part of the page
    drawn = card(page, place, "ofd/县局.ofd").xpath(".//figure[@class='cut']//img/@src")
    assert drawn
    assert all(src.startswith("data:image/svg+xml;base64,") for src in drawn)


def test_the_number_in_a_sentence_is_marked(page, place) -> None:
    stated = findings(place)
    stated = stated[stated["rule"] == "narrative.requests_received"].iloc[0]
    found = page.get_element_by_id(f"f-{stated['fingerprint']}")
    for lang in ("zh", "en"):
        assert found.xpath(f".//span[@lang='{lang}']//mark/text()") == [stated["actual"]]
    marked = card(page, place, "docx/区局.docx").xpath(".//td[contains(@class, 'w')]")
    assert [td.text_content() for td in marked] == [stated["expected"]]


def test_what_a_source_prints_is_text_and_never_markup(page, place) -> None:
    own = card(page, place, HOSTILE_PATH)
    unreadable = findings(place)
    unreadable = unreadable[unreadable["rule"] == "form.cell_unreadable"].iloc[0]
    assert HOSTILE in unreadable["message"]
    assert HOSTILE in own.xpath("string(.)")
    assert HOSTILE in [" ".join(td.text_content().split()).lstrip("0123456789") for td in own.xpath(".//td")]
    assert own.xpath("string(./p[@class='file']/code)") == HOSTILE_PATH
    assert not own.xpath(".//script | .//img[@onerror]")
    assert "<script>alert" not in (place / "pages" / page_name(YEAR)).read_text(encoding="utf-8")


def test_reports_with_errors_come_first_then_others_then_those_that_failed(page, place) -> None:
    order = [r.get("id") for r in page.xpath("//details[@class='report']")]
    severities = findings(place).groupby("report_id")["severity"].agg(lambda s: (s == "ERROR").sum())
    assert [severities[i.removeprefix("r-")] for i in order] == sorted(severities, reverse=True)
    assert page.xpath("//section[@id='clean']//li/code/text()") == ["xlsx/镇局.xlsx"]
    without_year = parsed(place / "pages" / page_name(0))
    assert without_year.xpath("//section[@id='failed']//code/text()") == ["空.pdf"]
    (said,) = without_year.xpath("//section[@id='failed']//li/span[@lang='zh']/text()")
    assert said == "文件为空。请从来源重新获取。"


def test_the_rules_say_how_often_they_hold_and_have_an_address(page, place) -> None:
    tally = pages.tallies(place / "out", YEAR).set_index("rule").loc["requests.balance"]
    row = page.get_element_by_id(rule_link(YEAR, "requests.balance").partition("#")[2])
    assert [td.text_content() for td in row.findall("td")] == [
        str(tally["broken"]), "1", str(tally["holds"]), str(tally["cannot_be_told"]),
    ]  # fmt: skip


def test_the_same_datasets_give_the_same_bytes(place, tmp_path, page) -> None:
    assert gongkai_report(place, tmp_path / "again") == 0
    for file in sorted((tmp_path / "again").iterdir()):
        assert file.read_bytes() == (place / "pages" / file.name).read_bytes()
        assert file.read_bytes() == (place / "out" / "_quality" / file.name).read_bytes()


def test_without_the_sources_the_page_still_comes_and_says_so(place, tmp_path) -> None:
    assert gongkai_report(place, tmp_path, raw="elsewhere") == 0
    own = card(parsed(tmp_path / page_name(YEAR)), place, "pdf/市局.pdf")
    assert not own.xpath(".//img")
    assert own.xpath(".//table[@class='p']")
    assert "原件不在报告文件夹中" in own.text_content()


def test_a_source_that_has_changed_is_not_cut_out(place, tmp_path) -> None:
    changed = tmp_path / "raw" / "pdf" / "市局.pdf"
    changed.parent.mkdir(parents=True)
    changed.write_bytes((place / "raw/pdf/市局.pdf").read_bytes() + b"\n")
    assert (
        cli.main(["report", "--out", str(tmp_path / "p"), "--data", str(place / "out"), "--raw", str(tmp_path / "raw")])
        == 0
    )
    own = card(parsed(tmp_path / "p" / page_name(YEAR)), place, "pdf/市局.pdf")
    assert not own.xpath(".//img")
    assert "has changed" in own.text_content()


def test_a_limit_on_cut_outs_is_kept_and_said(place, tmp_path, page) -> None:
    every = len(page.xpath("//figure[@class='cut']"))
    assert gongkai_report(place, tmp_path, "--crops", "1") == 0
    tree = parsed(tmp_path / page_name(YEAR))
    assert len(tree.xpath("//figure[@class='cut']")) == 1
    assert f"另有 {every - 1} 张未附" in tree.xpath("string(//footer)")
    assert gongkai_report(place, tmp_path, "--no-crops") == 0
    assert not parsed(tmp_path / page_name(YEAR)).xpath("//img")


def test_a_year_of_many_reports_is_split_and_links_to_findings_still_lead_there(place, tmp_path) -> None:
    years = store.published_years(place / "out", "reports")
    read = pages.reader(place / "raw")
    (made, *_) = [
        m for m in write_pages(place / "out", tmp_path, years, lambda y: None, read, CROPS, 2) if m.year == YEAR
    ]
    assert [p.name for p in made.pages] == ["2022.html", "2022-1.html", "2022-2.html"]
    home = parsed(tmp_path / "2022.html")
    for finding in findings(place).itertuples():
        (row,) = home.xpath(f"//ol[@class='rows']/li[contains(concat(' ', @data-f, ' '), ' {finding.fingerprint} ')]")
        part, _, report = row.xpath("string(a/@href)").partition("#")
        assert report == f"r-{finding.report_id}"
        assert parsed(tmp_path / part).xpath(f"//*[@id='{report}']//*[@id='f-{finding.fingerprint}']")
        assert finding_link(YEAR, finding.fingerprint).startswith("2022.html#")
    write_pages(place / "out", tmp_path, years, lambda y: None, read, CROPS, A_PAGE)
    assert not list(tmp_path.glob("2022-*.html"))


def test_the_index_lists_the_years_whose_pages_are_there(place, tmp_path, page) -> None:
    index = parsed(place / "pages" / "index.html")
    assert "2022.html" in index.xpath("//td/../th/a/@href")
    assert gongkai_report(place, tmp_path, "--year", str(YEAR)) == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == ["2022.html", "index.html"]
    errors = (findings(place)["severity"] == "ERROR").sum()
    assert parsed(tmp_path / "index.html").xpath("//td[contains(@class, 'ERROR')]/text()") == [str(errors)]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["--year", "1999"], "Published in"), (["--data", "nowhere"], "no report is published in nowhere")],
)
def test_what_cannot_be_written_is_said(place, tmp_path, arguments, said, capsys) -> None:
    assert gongkai_report(place, tmp_path, *arguments) == 2
    assert said in capsys.readouterr().err


def test_checks_link_to_their_rule(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("GONGKAI_PAGES_URL", raising=False)
    link = rule_link(YEAR, "requests.balance")
    assert pages.address(tmp_path, link) == (
        f"{(tmp_path / '_quality/2022.html').as_uri()}#rule-requests.balance",
        False,
    )
    monkeypatch.setenv("GONGKAI_PAGES_URL", "http://127.0.0.1:3080/")
    assert pages.address(tmp_path, link) == ("http://127.0.0.1:3080/2022.html#rule-requests.balance", True)


def test_what_a_person_made_of_a_finding_is_said_and_a_dismissed_one_counts_no_more(place, tmp_path, page) -> None:
    out = tmp_path / "out"
    for name in ("reports", "cells", "narrative_figures"):
        store.write_partition(out, name, YEAR, store.read_partition(place / "out", name, YEAR))
    noted = findings(place).sort_values(["severity", "fingerprint"]).reset_index(drop=True)
    noted.loc[0, ["status", "status_note"]] = ["dismissed", "<b>读错了</b>"]
    noted.loc[1, ["status", "status_note"]] = ["confirmed", "已去函"]
    store.write_partition(out, "findings", YEAR, noted)
    write_pages(out, tmp_path, [YEAR], lambda y: None, None)
    tree = parsed(tmp_path / page_name(YEAR))
    errors = (noted["severity"] == "ERROR").sum()
    assert tree.xpath("//dd[@class='ERROR']/text()") == [str(errors - 1)]
    for finding, word in zip(noted.head(2).itertuples(), ("已排除", "已确认"), strict=True):
        said = tree.get_element_by_id(f"f-{finding.fingerprint}").xpath("string(.//p[contains(@class, 'decision')])")
        assert word in said
        assert finding.status_note in said


def test_a_year_that_another_version_published_leaves_the_others_alone(place, tmp_path, capsys) -> None:
    out = tmp_path / "out"
    for name in ("reports", "cells", "narrative_figures", "findings"):
        store.write_partition(out, name, YEAR, store.read_partition(place / "out", name, YEAR))
    old = store.partition_path(out, "reports", YEAR - 1)
    old.parent.mkdir(parents=True)
    pd.DataFrame({"report_id": ["0" * 16]}).to_parquet(old)
    assert cli.main(["report", "--out", str(tmp_path / "p"), "--data", str(out), "--raw", str(place / "raw")]) == 2
    assert "another schema" in capsys.readouterr().err
    assert sorted(p.name for p in (tmp_path / "p").iterdir()) == ["2022.html", "index.html"]

"""``gongkai show``: real files through the command, and the page it writes."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import shutil
from pathlib import Path

import lxml.html
import pandas as pd
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from assets import cli, show
from pipeline import store
from pipeline.documents.encoding import decode
from pipeline.documents.model import Cell, Grid
from pipeline.documents.read import read_document
from pipeline.extract import extract
from pipeline.normalise import normalise_document
from pipeline.show import Mark, page_crop_png, table_html
from pipeline.show.lines import plain, text_spans
from pipeline.show.pictures import page_pictures
from samples.build import FORMATS, build
from samples.truth import draw

_TEXTS = tuple(f for f in FORMATS if f.startswith("txt"))
_CELL = ("requests", "new_requests", "total")


def _twin(data: bytes) -> bytes:
    """The same page with a comment that lets its hash begin with the same digit."""
    first = hashlib.sha256(data).hexdigest()[0]
    for number in range(10_000):
        other = data + f"<!-- {number} -->".encode()
        if hashlib.sha256(other).hexdigest()[0] == first:
            return other
    raise AssertionError("no such comment")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report in every format, run."""
    place = tmp_path_factory.mktemp("show")
    for number, form in enumerate(FORMATS):
        report = draw(f"show/{form}", year=2022, version="2021", activity="normal", agency=f"石坪县第{number}局")
        plants = ["balance"] if form in ("pdf", "html") else []
        target = place / "raw" / form / f"{form}.{form.split('-')[0]}"
        target.parent.mkdir(parents=True)
        target.write_bytes(build(report.seed, form, plants=plants, report=report).data)
    page = (place / "raw/html/html.html").read_bytes()
    (place / "raw/抓取").mkdir()
    (place / "raw/抓取/html.html").write_bytes(_twin(page))
    (place / "raw/empty.pdf").write_bytes(b"")
    assert cli.main(["run", "--raw", str(place / "raw"), "--out", str(place / "out")]) == 0
    return place


def gongkai_show(place: Path, *arguments: str) -> int:
    folders = ["--raw", str(place / "raw"), "--out", str(place / "out"), "--no-open"]
    return cli.main(["show", *arguments, *folders])


def shown(place: Path, *arguments: str) -> lxml.html.HtmlElement:
    target = place / "page.html"
    assert gongkai_show(place, *arguments, "--to", str(target)) == 0
    return lxml.html.document_fromstring(target.read_text(encoding="utf-8"))


def published(place: Path, form: str, cell: tuple[str, str, str] = _CELL) -> pd.Series:
    reports = store.read_dataset(place / "out", "reports").set_index("source_path")
    cells = store.read_dataset(place / "out", "cells")
    own = cells["report_id"] == reports.loc[f"{form}/{form}.{form.split('-')[0]}", "report_id"]
    return cells[own & (cells["table"] == cell[0]) & (cells["row"] == cell[1]) & (cells["column"] == cell[2])].iloc[0]


def where(place: Path, form: str) -> list[str]:
    return [f"{form}/{form}.{form.split('-')[0]}", "--table", "requests", "--row", "new_requests", "--column", "total"]


@pytest.mark.parametrize("form", FORMATS)
def test_one_cell_is_outlined_where_it_is_printed_and_stands_among_what_is_published(place: Path, form: str) -> None:
    page = shown(place, *where(place, form))
    wanted = page.xpath("//section[@class='source']//*[contains(@class, 'wanted') and @id]")
    assert [e.get("id") for e in wanted] == ["s-requests-new_requests-total"] + (
        ["t-requests-new_requests-total"] if form.startswith("txt-") and form != "txt-layout" else []
    )
    cell = published(place, form)
    if form not in ("pdf", "ofd"):
        assert [e.text_content() for e in wanted] == [cell["raw"].strip()] * len(wanted)
    assert page.get_element_by_id("p-requests-new_requests-total").text_content() == f"{cell['value']:,.0f}"
    assert wanted[0].get("title").endswith(f"一、本年新收政府信息公开申请数量 × 总计 = {cell['value']:,.0f}")


@pytest.mark.parametrize("form", FORMATS)
def test_a_page_needs_nothing_from_elsewhere(place: Path, form: str) -> None:
    page = shown(place, *where(place, form))
    addresses = page.xpath("//@src | //@href")
    assert addresses
    assert all(a.startswith(("#", "data:image/")) for a in addresses)
    assert not page.xpath("//link | //iframe | //object | //form")
    assert len(page.xpath("//script")) == 1
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_every_cell_of_a_whole_report_is_marked_in_its_source(place: Path) -> None:
    for form in ("pdf", "html", "txt-grid"):
        page = shown(place, f"{form}/{form}.{form.split('-')[0]}")
        cells = page.xpath("//table[@class='published']//td[@id]")
        assert len(cells) == 200
        marks = page.xpath("//section[@class='source']//@id")
        assert {f"s-{c.get('id')[2:]}" for c in cells} <= set(marks)
        assert not page.xpath("//*[contains(@class, 'wanted') and @id]")


def _box(style: str) -> tuple[float, float, float, float]:
    left, top, width, height = (float(v) / 100 for v in re.findall(r"([\d.]+)%", style))
    return left, top, left + width, top + height


def test_the_outline_on_a_pdf_page_surrounds_the_printed_number(place: Path) -> None:
    page = shown(place, "pdf/pdf.pdf", "--table", "requests")
    cells = store.read_dataset(place / "out", "cells")
    cells = cells[cells["report_id"] == published(place, "pdf")["report_id"]]
    raws = {f"s-{c.table}-{c.row}-{c.column}": c.raw for c in cells.itertuples()}
    pdf = pypdfium2.PdfDocument((place / "raw/pdf/pdf.pdf").read_bytes())
    drawn = 0
    for view in page.xpath("//div[@class='page']"):
        number = int(re.search(r"\d+", view.getparent().getparent().findtext("h3")).group())  # type: ignore[union-attr]
        width, height = pdf[number - 1].get_size()
        text = pdf[number - 1].get_textpage()
        png = Image.open(io.BytesIO(base64.b64decode(view.find("img").get("src").split(",")[1]))).convert("L")
        for mark in view.findall("a"):
            left, top, right, bottom = _box(mark.get("style"))
            inside = text.get_text_bounded(left * width, (1 - bottom) * height, right * width, (1 - top) * height)
            assert inside.strip() == raws[mark.get("id")]
            box = (left * png.width + 3, top * png.height + 3, right * png.width - 3, bottom * png.height - 3)
            assert min(png.crop(tuple(map(round, box))).getdata()) < 128  # the number's ink, not the rulings around it
            drawn += 1
    pdf.close()
    assert drawn == 25 * 7


def test_a_cut_out_of_a_page_has_a_red_frame_around_the_number(place: Path) -> None:
    cell = published(place, "pdf")
    data = (place / "raw/pdf/pdf.pdf").read_bytes()
    image = Image.open(io.BytesIO(page_crop_png(data, "pdf", cell["page"], tuple(cell["bbox"])))).convert("RGB")
    red = [(x, y) for x in range(image.width) for y in range(image.height) if _is_red(image.getpixel((x, y)))]
    left, top = min(x for x, _ in red), min(y for _, y in red)
    right, bottom = max(x for x, _ in red), max(y for _, y in red)
    scale = 220 / 72
    assert right - left == pytest.approx((cell["bbox"][2] - cell["bbox"][0]) * scale, abs=14)
    assert bottom - top == pytest.approx((cell["bbox"][3] - cell["bbox"][1]) * scale, abs=14)
    inside = image.convert("L").crop((left + 10, top + 10, right - 10, bottom - 10))
    assert min(inside.getdata()) < 100


def _is_red(pixel: tuple[int, int, int]) -> bool:
    return pixel[0] > 150 and pixel[1] < 90 and pixel[2] < 90


def test_a_picture_is_drawn_over_in_its_own_pixels() -> None:
    image = Image.new("RGB", (2000, 3000), "white")
    stream = io.BytesIO()
    image.save(stream, "PNG")
    cut = Image.open(io.BytesIO(page_crop_png(stream.getvalue(), "png", 1, (900.0, 1000.0, 1100.0, 1080.0))))
    assert cut.size == (200 + 2 * 504, 80 + 2 * 141)


def test_a_photograph_is_turned_as_its_camera_says() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter clockwise
    stream = io.BytesIO()
    Image.new("RGB", (300, 200), "white").save(stream, "JPEG", exif=exif)
    (page,) = page_pictures(stream.getvalue(), "jpg", [1])
    assert (page.width, page.height) == (200.0, 300.0)


def test_findings_about_the_cell_come_first_with_their_messages(place: Path) -> None:
    findings = store.read_dataset(place / "out", "findings")
    broken = findings[
        (findings["report_id"] == published(place, "pdf")["report_id"]) & (findings["rule"] == "requests.balance")
    ].iloc[0]
    page = shown(place, "pdf/pdf.pdf", "--table", "三", "--row", "本年新收", "--column", broken["column"])
    card = page.xpath("//section[contains(@class, 'findings')]")[0]
    touching = card.xpath("./ul/li[@class='ERROR']")
    said = [[" ".join(p.text_content().split()) for p in li.xpath("./p")[1:3]] for li in touching]
    assert [broken["message_zh"], broken["message"]] in said


def test_a_finding_about_another_column_does_not_speak_of_the_cell(place: Path) -> None:
    findings = store.read_dataset(place / "out", "findings")
    mine = findings[findings["report_id"] == published(place, "html")["report_id"]]
    column = next(
        c for c in ("enterprise", "research_institution", "other_organisation") if c not in set(mine["column"])
    )
    page = shown(place, "html/html.html", "--row", "new_requests", "--column", column)
    assert not page.xpath("//section[contains(@class, 'findings')]/ul/li[@class='ERROR']")
    assert page.xpath("//section[contains(@class, 'findings')]/details//li[@class='ERROR']")


def test_what_a_source_prints_is_text_and_never_markup() -> None:
    grid = Grid(
        (Cell(0, 0, "<script>alert(1)</script>", ""), Cell(0, 1, "\"><img src=x onerror='a'>", "")), "html:table"
    )
    mark = Mark("requests", "granted", "total", ("a<b>", "c"), "reported", "1", "<b>1</b>", wanted=True)
    table = lxml.html.fragment_fromstring(table_html(grid, {(1, 2): [mark]}))
    assert not table.xpath("//script | //img | //b")
    assert [c.text_content() for c in table.xpath(".//td[not(@class='edge')]")] == [c.raw for c in grid.cells]
    assert table.xpath(".//td[contains(@class, 'wanted')]/@title") == ["a<b> × c = 1"]


def test_spans_of_a_source_table_keep_every_cell_in_its_column() -> None:
    cells = (Cell(0, 0, "a", "a", 2, 1), Cell(0, 1, "b", "b", 1, 2), Cell(1, 1, "c", "c"), Cell(2, 2, "d", "d"))
    table = lxml.html.fragment_fromstring(table_html(Grid(cells, "html:table"), {}))
    rows = [[(c.text_content(), c.get("class")) for c in r.findall("td")] for r in table.xpath(".//tbody/tr")]
    assert rows == [
        [("a", None), ("b", None)],
        [("c", None), ("", "gap")],
        [("", "gap"), ("", "gap"), ("d", None)],
    ]


def test_a_table_far_down_a_sheet_is_drawn_from_its_first_row() -> None:
    table = lxml.html.fragment_fromstring(table_html(Grid((Cell(54, 0, "a", "a"),), "xlsx:sheet"), {}))
    assert [r.text_content() for r in table.xpath(".//tbody/tr")] == ["55a"]


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(form=st.sampled_from(_TEXTS), seed=st.integers(0, 400))
def test_every_number_of_a_text_file_is_found_again_among_its_lines(form: str, seed: int) -> None:
    data = build(f"lines/{seed}", form).data
    document = normalise_document(read_document(data, "report.txt"))
    content = plain(decode(data)[0])
    spans = text_spans(content, document)
    for cell in extract(document, year=None).cells:
        if cell.state == "reported":
            assert cell.place is not None
            begin, end = spans[cell.place]
            assert re.sub(r"\s", "", content[begin:end]) in re.sub(r"\s", "", cell.raw or "")
            assert content[begin:end].strip()


def test_the_command_prints_a_line_a_cell_and_the_path_of_the_page(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert gongkai_show(place, "pdf/pdf.pdf", "--row", "新收") == 0
    *cells, last = capsys.readouterr().out.splitlines()
    assert len(cells) == 7
    value = published(place, "pdf")["value"]
    assert cells[-1].startswith(
        f"三、收到和处理政府信息公开申请情况：一、本年新收政府信息公开申请数量 × 总计 = {value:,.0f} | "
    )
    for part in ("reported 有数", "page ", "pdf:pdfplumber", "confidence 1"):
        assert part in cells[-1]
    report = published(place, "pdf")["report_id"]
    assert last == f"Page: {place / 'out/_work/show' / f'{report}-new_requests.html'}"
    assert Path(last.removeprefix("Page: ")).is_file()


def test_a_browser_is_opened_only_where_there_is_a_screen(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(show.webbrowser, "open", lambda url: opened.append(url) or True)
    monkeypatch.setattr(show.sys, "platform", "linux")
    arguments = ["show", "html/html.html", "--raw", str(place / "raw"), "--out", str(place / "out")]
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert cli.main(arguments) == 0
    assert opened == []
    monkeypatch.setenv("DISPLAY", ":0")
    assert cli.main([*arguments, "--no-open"]) == 0
    assert opened == []
    assert cli.main(arguments) == 0
    assert [url.split(":")[0] for url in opened] == ["file"]


def test_the_folders_may_be_named_by_the_environment(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_RAW_DIR", str(place / "raw"))
    monkeypatch.setenv("GONGKAI_OUT_DIR", str(place / "out"))
    assert cli.main(["show", published(place, "html")["report_id"], "--no-open"]) == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nothing/like/this.pdf"], "The most alike of"),
        ([""], "name is empty"),
        (["html.html"], "is the name of 2 reports"),
        (["empty.pdf"], "no cell of this report is published"),
        (["pdf/pdf.pdf", "--table", "五"], "--table '五' is not known"),
        (["pdf/pdf.pdf", "--table", "三", "--row", "信访件"], "carried_in  二、上年结转政府信息公开申请数量"),
        (["pdf/pdf.pdf", "--table", "三", "--column", "外国人"], "natural_person  自然人"),
        (["pdf/pdf.pdf", "--table", "三", "--row", "申请"], "may be any of these"),
        (["pdf/pdf.pdf", "--row", "行政许可", "--column", "废止"], "this row has no such column"),
        (["pdf/pdf.pdf", "--table", "三", "--row", "（六）其他处理"], "is of form 2019"),
        (["pdf/pdf.pdf", "--column", "总计"], "Several tables have --column '总计'"),
        (["pdf/pdf.pdf", "--to", "/proc/nowhere/page.html"], "cannot be written"),
    ],
)
def test_what_cannot_be_shown_is_said(
    place: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert gongkai_show(place, *arguments) == 2
    error = capsys.readouterr().err
    assert error.startswith("gongkai show: ")
    assert said in error


def test_a_beginning_of_an_id_that_two_reports_share(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = published(place, "html")["report_id"]
    assert gongkai_show(place, report[0]) == 2
    error = capsys.readouterr().err
    assert report in error
    assert "抓取/html.html" in error
    assert gongkai_show(place, report) == 0


def test_a_file_that_changed_since_it_was_published(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw = place / "changed"
    shutil.copytree(place / "raw", raw)
    (raw / "pdf/pdf.pdf").write_bytes(b"%PDF-1.4 other")
    assert cli.main(["show", "pdf/pdf.pdf", "--raw", str(raw), "--out", str(place / "out"), "--no-open"]) == 2
    assert "has changed since it was published" in capsys.readouterr().err


def test_places_counted_in_another_way_are_not_outlined(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(place / "out", tmp_path / "out")
    cells = store.read_partition(tmp_path / "out", "cells", 2022)
    own = cells["report_id"] == published(place, "docx")["report_id"]
    cells.loc[own & (cells["row"] == "new_requests"), "source_row"] += 1
    store.write_partition(tmp_path / "out", "cells", 2022, cells)
    folders = ["--raw", str(place / "raw"), "--out", str(tmp_path / "out"), "--no-open"]
    assert cli.main(["show", "docx/docx.docx", "--row", "new_requests", *folders]) == 2
    assert "is read in another way than when it was published" in capsys.readouterr().err


def test_a_file_that_is_gone(place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["show", "pdf/pdf.pdf", "--raw", str(tmp_path), "--out", str(place / "out"), "--no-open"]) == 2
    assert "Name the folder of reports with --raw" in capsys.readouterr().err


def test_nothing_is_published(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert gongkai_show(tmp_path, "a") == 2
    assert "run `gongkai run`" in capsys.readouterr().err

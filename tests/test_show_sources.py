"""``gongkai show`` on sources that are no plain files of one page description: OFD, members of archives."""

from __future__ import annotations

import zipfile
from pathlib import Path

import lxml.html
import pytest

from assets import cli
from pipeline import store
from pipeline.documents.ofd.reader import ofd_contents
from samples.build import build


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("sources")
    (place / "raw").mkdir()
    (place / "raw/民政局.ofd").write_bytes(build("show/sources/ofd", "ofd").data)
    with zipfile.ZipFile(place / "raw/年报.zip", "w") as archive:
        archive.writestr("2022/水利局.html", build("show/sources/zip", "html").data)
    assert cli.main(["run", "--raw", str(place / "raw"), "--out", str(place / "out")]) == 0
    return place


def shown(place: Path, *arguments: str) -> lxml.html.HtmlElement:
    folders = ["--raw", str(place / "raw"), "--out", str(place / "out"), "--to", str(place / "page.html"), "--no-open"]
    assert cli.main(["show", *arguments, *folders]) == 0
    return lxml.html.document_fromstring((place / "page.html").read_text(encoding="utf-8"))


def test_the_characters_inside_an_ofd_cells_box_are_its_raw_text(place: Path) -> None:
    reports = store.read_dataset(place / "out", "reports").set_index("source_path")
    cells = store.read_dataset(place / "out", "cells")
    cells = cells[(cells["report_id"] == reports.loc["民政局.ofd", "report_id"]) & (cells["state"] == "reported")]
    assert len(cells) > 150
    data = (place / "raw/民政局.ofd").read_bytes()
    pages = {n: next(ofd_contents(data, [n])) for n in sorted(set(cells["page"]))}
    for cell in cells.itertuples():
        left, top, right, bottom = cell.bbox
        inside = [
            c["text"]
            for c in pages[cell.page].chars
            if left <= (c["x0"] + c["x1"]) / 2 <= right and top <= (c["top"] + c["bottom"]) / 2 <= bottom
        ]
        assert "".join(inside).strip() == cell.raw


def test_an_ofd_page_is_drawn_with_the_cell_outlined(place: Path) -> None:
    page = shown(place, "民政局.ofd", "--table", "requests", "--row", "new_requests", "--column", "total")
    (wanted,) = page.xpath("//div[@class='page']/a[contains(@class, 'wanted')]")
    assert wanted.get("id") == "s-requests-new_requests-total"
    assert wanted.getparent().find("img").get("src").startswith("data:image/svg+xml;base64,")


def test_a_member_of_an_archive_is_found_by_its_path(place: Path) -> None:
    page = shown(place, "年报.zip/2022/水利局.html", "--row", "new_requests", "--column", "total")
    (wanted,) = page.xpath("//section[@class='source']//td[contains(@class, 'wanted')]")
    published = page.get_element_by_id("p-requests-new_requests-total").text_content().replace(",", "")
    assert "".join(c for c in wanted.text_content() if c.isdigit()) == published

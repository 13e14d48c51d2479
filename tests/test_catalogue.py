"""The raw folder as a catalogue."""

import hashlib
from collections.abc import Callable, Sequence

import pandas as pd
import pytest
from raw_folder import put

from pipeline import catalogue
from pipeline.catalogue import scan
from pipeline.documents.model import Document, Paragraph
from pipeline.sources import list_files
from samples.build import build
from samples.truth import draw


def report(year: int, agency: str = "澜溪市财政局", form: str = "html") -> bytes:
    drawn = draw(f"catalogue/{agency}/{year}", agency=agency, year=year)
    return build("catalogue", form, report=drawn).data


def row(frame: pd.DataFrame, path: str) -> pd.Series:
    return frame.set_index("source_path").loc[path]


class Reader:
    """Applies a function to files and remembers which were read."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def __call__(self, function: Callable, items: Sequence) -> list:
        self.read += [item.path for item in items]
        return [function(item) for item in items]


def test_report_is_identified_by_its_content(tmp_path):
    data = report(2022)
    put(tmp_path, "深/x1.bin", data)
    found = row(scan(tmp_path), "深/x1.bin")
    assert (found["report_year"], found["agency_name"], found["format"]) == (2022, "澜溪市财政局", "html")
    assert found["sha256"] == hashlib.sha256(data).hexdigest() and found["report_id"] == found["sha256"][:16]
    assert found["bytes"] == len(data) and found["is_report"] and pd.isna(found["error"])


def test_identical_bytes_at_two_paths_are_one_report(tmp_path):
    for path in ("b/report.html", "a/copy.html", "c.html"):
        put(tmp_path, path, report(2022))
    frame = scan(tmp_path)
    assert frame["source_path"].tolist() == ["a/copy.html"]
    assert frame["also_at"].tolist() == [["b/report.html", "c.html"]]


def test_first_path_is_first_in_sort_order_of_whole_paths(tmp_path):
    for path in ("a/z.html", "a-b/x.html", "a.html"):
        put(tmp_path, path, "same")
    paths = ["a-b/x.html", "a.html", "a/z.html"]
    assert list_files(tmp_path) == paths
    frame = scan(tmp_path)
    assert frame["source_path"].tolist() == paths[:1] and frame["also_at"].tolist() == [paths[1:]]


def test_hidden_files_locks_and_sources_are_left_out(tmp_path):
    for path in (
        ".hidden",
        ".git/config",
        "a/.DS_Store",
        "a/~$报告.docx",
        "sources.csv",
        "a/sources.csv",
        "a/报告.txt",
    ):
        put(tmp_path, path, "x")
    assert list_files(tmp_path) == ["a/报告.txt"]


def test_unreadable_files_are_rows_with_a_reason(tmp_path):
    put(tmp_path, "空.pdf", b"")
    put(tmp_path, "2021年年度报告.jpg", b"\x89PNG\r\n\x1a\n" + bytes(200))
    frame = scan(tmp_path)
    assert row(frame, "空.pdf")["report_year"] == 0 and "empty" in row(frame, "空.pdf")["error"]
    picture = row(frame, "2021年年度报告.jpg")
    assert picture["format"] == "png" and "picture" in picture["error"] and not picture["is_report"]


def test_unreadable_file_goes_to_the_year_of_its_name(tmp_path):
    put(tmp_path, "2021年政府信息公开年度报告.pdf", b"%PDF-1.4 cut")
    assert scan(tmp_path)["report_year"].tolist() == [2021]


def test_unreadable_file_named_before_the_first_form_goes_to_year_0(tmp_path):
    put(tmp_path, "2016年政府信息公开年度报告.pdf", b"%PDF-1.4 cut")
    assert scan(tmp_path)["report_year"].tolist() == [0]


def test_report_before_2019_goes_to_year_0_with_its_year_named(tmp_path):
    old = report(2022).decode().replace("2022", "2017").replace("2023", "2018")
    put(tmp_path, "old.html", old)
    (found,) = scan(tmp_path).to_dict("records")
    assert found["report_year"] == 0 and found["is_report"]
    assert "2017" in found["error"] and "before the first official form" in found["error"]


def test_page_that_is_no_report_says_so(tmp_path):
    put(tmp_path, "2022/index.html", "<html><body><div>首页</div><p>政府信息公开年报</p></body></html>")
    (found,) = scan(tmp_path).to_dict("records")
    assert found["error"].startswith("Not a report") and not found["is_report"]


def test_pictures_in_which_no_report_is_recognised_are_to_be_scanned_anew(tmp_path, monkeypatch):
    put(tmp_path, "2022/scan.pdf", b"%PDF-1.4")
    page = Document("pdf", (Paragraph("F7TP1", "F7TP1"),), 1, untrusted=(1,))
    monkeypatch.setattr(catalogue, "read_document", lambda *_: page)
    (found,) = scan(tmp_path).to_dict("records")
    assert "scan them upright" in found["error"] and "links" not in found["error"]


def test_what_tells_a_report_may_stand_on_pages_that_were_not_read(tmp_path, monkeypatch):
    put(tmp_path, "upload/x.pdf", b"%PDF-1.4")
    page = Document("pdf", (Paragraph("附件", "附件"),), 2, unread="Page(s) 1 were not read: so it is.")
    monkeypatch.setattr(catalogue, "read_document", lambda *_: page)
    (found,) = scan(tmp_path).to_dict("records")
    assert found["error"] == "Page(s) 1 were not read: so it is." and found["report_year"] == 0


def test_report_whose_year_nothing_states(tmp_path):
    text = "".join(f"{s}\n略。\n" for s in ("一、总体情况", "二、主动公开政府信息情况", "五、存在的主要问题及改进情况"))
    put(tmp_path, "upload/x.txt", text)
    (found,) = scan(tmp_path).to_dict("records")
    assert found["report_year"] == 0 and "year cannot be told" in found["error"]


def test_sources_give_url_and_day_beside_the_files(tmp_path):
    put(tmp_path, "澜溪/a.html", report(2021))
    put(tmp_path, "澜溪/b.html", report(2022))
    put(tmp_path, "澜溪/sources.csv", "\ufeffpath,url,retrieved_on\na.html,http://example.org/a,2024-05-01\n")
    frame = scan(tmp_path)
    found = row(frame, "澜溪/a.html")
    assert (found["url"], found["retrieved_on"]) == ("http://example.org/a", "2024-05-01")
    assert pd.isna(row(frame, "澜溪/b.html")["url"])


def test_source_of_a_copy_is_the_reports(tmp_path):
    put(tmp_path, "a.html", report(2021))
    put(tmp_path, "b/a.html", report(2021))
    put(tmp_path, "sources.csv", "path,url\nb/a.html,http://example.org/b\n")
    (found,) = scan(tmp_path).to_dict("records")
    assert found["url"] == "http://example.org/b" and pd.isna(found["retrieved_on"])


def test_known_files_are_not_read_again(tmp_path):
    put(tmp_path, "a.html", report(2021))
    before = scan(tmp_path)
    put(tmp_path, "b.html", report(2022))
    reader = Reader()
    after = scan(tmp_path, before, run=reader)
    assert reader.read == ["b.html"]
    pd.testing.assert_frame_equal(after, scan(tmp_path))


def test_without_a_previous_catalogue_everything_is_read_again(tmp_path):
    put(tmp_path, "a.html", report(2021))
    scan(tmp_path)
    reader = Reader()
    scan(tmp_path, None, run=reader)
    assert reader.read == ["a.html"]


def test_changed_file_is_read_again(tmp_path):
    put(tmp_path, "a.html", report(2021))
    before = scan(tmp_path)
    put(tmp_path, "a.html", report(2022))
    assert scan(tmp_path, before)["report_year"].tolist() == [2022]


def test_renamed_file_is_read_again_for_its_path(tmp_path):
    put(tmp_path, "2021年年报.pdf", b"%PDF-1.4 cut")
    before = scan(tmp_path)
    (tmp_path / "2021年年报.pdf").rename(tmp_path / "2022年年报.pdf")
    after = scan(tmp_path, before)
    assert (after["source_path"].tolist(), after["report_year"].tolist()) == (["2022年年报.pdf"], [2022])


def test_removed_file_leaves_the_catalogue(tmp_path):
    put(tmp_path, "a.html", report(2021))
    before = scan(tmp_path)
    (tmp_path / "a.html").unlink()
    assert scan(tmp_path, before).empty


def test_new_copy_of_a_known_file_is_listed(tmp_path):
    put(tmp_path, "a.html", report(2021))
    before = scan(tmp_path)
    put(tmp_path, "b.html", report(2021))
    reader = Reader()
    assert scan(tmp_path, before, run=reader)["also_at"].tolist() == [["b.html"]] and reader.read == []


def test_previous_catalogue_as_read_back_from_parquet(tmp_path):
    put(tmp_path / "raw", "a.html", report(2021))
    put(tmp_path / "raw", "b.html", report(2021))
    before = scan(tmp_path / "raw")
    before.to_parquet(tmp_path / "catalogue.parquet")
    after = scan(tmp_path / "raw", pd.read_parquet(tmp_path / "catalogue.parquet"))
    pd.testing.assert_frame_equal(after, before)


def test_order_is_by_path_and_does_not_depend_on_the_order_of_writing(tmp_path):
    files = {"c.html": report(2021), "a/b.html": report(2022), "B.html": report(2023), "空": b""}
    for name in files:
        put(tmp_path / "one", name, files[name])
    for name in reversed(files):
        put(tmp_path / "two", name, files[name])
    first, second = scan(tmp_path / "one"), scan(tmp_path / "two")
    assert first["source_path"].tolist() == sorted(files)
    pd.testing.assert_frame_equal(first, second)


def test_progress_counts_the_files_read(tmp_path):
    for year in (2021, 2022):
        put(tmp_path, f"{year}.html", report(year))
    seen: list[tuple[int, int, str]] = []
    scan(tmp_path, progress=lambda *step: seen.append(step))
    assert seen == [(1, 2, "2021.html"), (2, 2, "2022.html")]


def test_empty_folder_gives_an_empty_catalogue_with_its_columns(tmp_path):
    frame = scan(tmp_path)
    assert frame.empty and {"report_id", "report_year", "error", "also_at"} <= set(frame.columns)


def test_sources_without_the_expected_columns_are_no_crash(tmp_path):
    put(tmp_path, "a.html", report(2021))
    put(tmp_path, "sources.csv", "file;link\na.html;http://example.org\n")
    assert len(scan(tmp_path)) == 1


@pytest.mark.parametrize("table", ["", "path,url\na,b,c,d\n", "路径,网址\n".encode("gbk")])
def test_damaged_sources_are_no_crash(tmp_path, table):
    put(tmp_path, "a.html", report(2021))
    put(tmp_path, "sources.csv", table)
    assert len(scan(tmp_path)) == 1


@pytest.mark.parametrize("form", ["docx", "pdf", "txt-layout"])
def test_every_format_is_catalogued_with_agency_and_year(tmp_path, form):
    put(tmp_path, "x", report(2023, form=form))
    (found,) = scan(tmp_path).to_dict("records")
    assert (found["agency_name"], found["report_year"], found["format"]) == ("澜溪市财政局", 2023, form.split("-")[0])


def test_broken_link_is_a_row_with_a_reason(tmp_path):
    (tmp_path / "2022年年报.pdf").symlink_to(tmp_path / "gone.pdf")
    (found,) = scan(tmp_path).to_dict("records")
    assert found["report_year"] == 2022 and "cannot be opened" in found["error"]

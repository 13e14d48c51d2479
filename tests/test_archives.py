"""ZIP archives: their members are sources of their own, and nothing in them can harm the run."""

import io
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from raw_folder import put

from assets.tasks import FileGone, Job, read_one
from pipeline.catalogue import scan
from pipeline.documents import archives
from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.read import read_document
from pipeline.documents.zips import member_name
from pipeline.sources import read_source
from samples.build import build
from samples.packed import pack
from samples.truth import draw

AGENCY = "澜溪市财政局"


def report(year: int, form: str = "html") -> bytes:
    drawn = draw(f"archive/{year}", agency=AGENCY, year=year)
    return build("archive", form, report=drawn).data


def rows(root: Path, previous: pd.DataFrame | None = None) -> dict[str, dict]:
    return {r["source_path"]: r for r in scan(root, previous).to_dict("records")}


def with_flag(data: bytes, flag: int) -> bytes:
    """The archive with a flag set on every entry, in both places that carry it."""
    changed = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            changed[at + offset] |= flag
            at = data.find(signature, at + 4)
    return bytes(changed)


def test_members_are_reports_of_their_own(tmp_path):
    put(tmp_path, "年报/all.zip", pack({"a/2022.html": report(2022), "2023.docx": report(2023, "docx")}))
    found = rows(tmp_path)
    assert set(found) == {"年报/all.zip/a/2022.html", "年报/all.zip/2023.docx"}
    assert {r["report_year"] for r in found.values()} == {2022, 2023}
    assert found["年报/all.zip/a/2022.html"]["bytes"] == len(report(2022))
    assert read_source(tmp_path, "年报/all.zip/2023.docx") == report(2023, "docx")


def test_names_packed_by_chinese_windows(tmp_path):
    put(tmp_path, "a.zip", pack({"财政局/2022年年报.html": report(2022)}, gbk_names=True))
    assert set(rows(tmp_path)) == {"a.zip/财政局/2022年年报.html"}


@pytest.mark.parametrize(
    ("name", "encoding"), [("财政局年报.html", "gbk"), ("年报.html", "utf-8"), ("Été.html", "utf-8")]
)
def test_names_that_a_program_took_for_those_of_dos(tmp_path, name, encoding):
    noted = name if name.startswith("É") else name.encode(encoding).decode("cp437")
    put(tmp_path, "a.zip", pack({noted: report(2022)}))
    assert set(rows(tmp_path)) == {f"a.zip/{name}"}


def test_names_in_big5():
    member = zipfile.ZipInfo("信息公開年報.html".encode("big5").decode("cp437"))
    assert member_name(member) == "信息公開年報.html"


def test_an_archive_in_an_archive_is_taken_apart_and_one_deeper_is_not(tmp_path):
    deepest = pack({"x.html": report(2020)})
    inner = pack({"2022.html": report(2022), "third.zip": deepest})
    put(tmp_path, "outer.zip", pack({"inner.zip": inner, "2023.html": report(2023)}))
    found = rows(tmp_path)
    assert set(found) == {"outer.zip/2023.html", "outer.zip/inner.zip/2022.html", "outer.zip/inner.zip/third.zip"}
    assert "archive that lies in an archive" in found["outer.zip/inner.zip/third.zip"]["error"]
    assert read_source(tmp_path, "outer.zip/inner.zip/2022.html") == report(2022)


def test_what_packers_add_is_left_out(tmp_path):
    members = {"2022.html": report(2022), "__MACOSX/._2022.html": b"x", ".DS_Store": b"x", "a/": b"", "Thumbs.db": b"x"}
    put(tmp_path, "a.zip", pack(members | {"sources.csv": b"path,url\n"}))
    assert set(rows(tmp_path)) == {"a.zip/2022.html"}


def test_a_member_identical_to_a_file_is_one_report(tmp_path):
    put(tmp_path, "a.zip", pack({"2022.html": report(2022)}))
    put(tmp_path, "z.html", report(2022))
    (found,) = rows(tmp_path).values()
    assert found["source_path"] == "a.zip/2022.html" and found["also_at"] == ["z.html"]


def test_members_have_the_origin_of_their_archive(tmp_path):
    put(tmp_path, "a.zip", pack({"2022.html": report(2022), "2023.html": report(2023)}))
    put(tmp_path, "sources.csv", b"path,url\na.zip,https://x.example\na.zip/2023.html,https://y.example\n")
    found = rows(tmp_path)
    assert found["a.zip/2022.html"]["url"] == "https://x.example"
    assert found["a.zip/2023.html"]["url"] == "https://y.example"


def test_known_members_are_not_read_again(tmp_path):
    put(tmp_path, "a.zip", pack({"2022.html": report(2022)}))
    first = scan(tmp_path)
    read: list[str] = []

    def run(function, items):
        read.extend(item.path for item in items)
        return [function(item) for item in items]

    put(tmp_path, "a.zip", pack({"2022.html": report(2022), "2023.html": report(2023)}))
    assert len(scan(tmp_path, first, run=run)) == 2 and read == ["a.zip/2023.html"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (pack({}), "empty"),
        (pack({"__MACOSX/x": b"x"}), "empty"),
        (with_flag(pack({"2022.html": report(2022)}), 1), "password"),
        (pack({"2022.html": report(2022)})[:-40], "damaged or cut off"),
        (pack({f"{n}.txt": bytes(40_000_000) for n in range(9)}), "more than reports take"),
        (b"Rar!\x1a\x07\x01\x00" + bytes(range(256)), "(RAR)"),
    ],
    ids=["empty", "only-rubbish", "password", "cut-off", "bomb", "rar"],
)
def test_an_archive_that_cannot_be_opened_is_one_failed_entry(tmp_path, data, said):
    put(tmp_path, "2022年年报.zip", data)
    put(tmp_path, "copy/2022年年报.zip", data)
    (found,) = rows(tmp_path).values()
    assert said in found["error"] and found["source_path"] == "2022年年报.zip"
    assert found["also_at"] == ["copy/2022年年报.zip"] and found["report_year"] == 2022


def test_a_member_with_a_password_among_others_fails_alone(tmp_path):
    open_part, locked = pack({"2022.html": report(2022)}), with_flag(pack({"2023.html": report(2023)}), 1)
    out = io.BytesIO(open_part)
    with zipfile.ZipFile(out, "a") as archive, zipfile.ZipFile(io.BytesIO(locked)) as other:
        info = other.infolist()[0]
        archive.writestr("2023.html", b"locked")
        archive.infolist()[-1].flag_bits |= info.flag_bits
    put(tmp_path, "a.zip", out.getvalue())
    found = rows(tmp_path)
    assert pd.isna(found["a.zip/2022.html"]["error"])
    assert "password" in found["a.zip/2023.html"]["error"]


def test_a_damaged_member_fails_alone(tmp_path):
    data = bytearray(pack({"2022.html": report(2022), "2023.html": report(2023)}))
    data[200] ^= 0xFF
    put(tmp_path, "a.zip", bytes(data))
    found = rows(tmp_path)
    assert "damaged in its archive" in found["a.zip/2022.html"]["error"]
    assert pd.isna(found["a.zip/2023.html"]["error"])


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_member_damaged_in_another_compression_fails_alone(tmp_path, method):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("2022.html", report(2022))
        archive.writestr("2023.html", report(2023))
    data = bytearray(out.getvalue())
    data[100:140] = b"\xff" * 40
    put(tmp_path, "a.zip", bytes(data))
    found = rows(tmp_path)
    assert "damaged in its archive" in found["a.zip/2022.html"]["error"]
    assert pd.isna(found["a.zip/2023.html"]["error"])
    with pytest.raises(OSError, match="cannot be read from its archive"):
        read_source(tmp_path, "a.zip/2022.html")


def test_a_member_too_large_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "LARGEST_MEMBER", 1000)
    put(tmp_path, "a.zip", pack({"big.txt": b"0123456789abcdef" * 100, "small.txt": b"x" * 10}))
    found = rows(tmp_path)
    assert "MB unpacked" in found["a.zip/big.txt"]["error"] and "a.zip/small.txt" in found


def test_a_member_is_read_by_the_steps_and_missed_when_gone(tmp_path):
    put(tmp_path, "a.zip", pack({"2022.html": report(2022)}))
    (found,) = rows(tmp_path).values()
    job = Job(found["report_id"], found["source_path"], tmp_path, tmp_path / "document.json.gz")
    assert read_one(job).format == "html"
    put(tmp_path, "a.zip", pack({"other.html": report(2023)}))
    with pytest.raises(FileGone):
        read_one(job)


def test_names_cannot_leave_the_archive(tmp_path):
    put(tmp_path, "a.zip", pack({"../../2022.html": report(2022), "/2023.html": report(2023), "b\\c.html": b"x"}))
    assert set(rows(tmp_path)) == {"a.zip/2022.html", "a.zip/2023.html", "a.zip/b/c.html"}
    assert read_source(tmp_path, "a.zip/2022.html") == report(2022)


WHOLE = pack({"a/2022.txt": "某局2022年年报".encode() * 20, "b.zip": pack({"c.txt": b"c"})})


@given(st.integers(0, len(WHOLE) - 1), st.integers(0, 255), st.floats(0, 1))
@settings(max_examples=120, deadline=None)
def test_damaged_archives_are_failed_entries_and_never_an_error(tmp_path_factory, place, byte, share):
    folder = tmp_path_factory.mktemp("archive")
    data = bytearray(WHOLE)
    data[place] = byte
    for number, damaged in enumerate((bytes(data), WHOLE[: int(len(WHOLE) * share)])):
        path = folder / f"{number}.zip"
        path.write_bytes(damaged)
        for member in archives.contents(path) or ():
            assert (member.sha256 is None) != (member.error is None)
        try:
            read_document(damaged, "x")
        except UnreadableDocument as problem:
            assert problem.remedy


def test_no_member_hides_another(tmp_path):
    """A name that is packed twice, and a packed archive beside a folder of its name."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("a.html", report(2021))
        archive.writestr("a.html", report(2022))
        archive.writestr("b.zip", pack({"c.html": report(2023)}))
        archive.writestr("b.zip/c.html", report(2024))
    put(tmp_path, "all.zip", packed.getvalue())
    found = {path.removeprefix("all.zip/"): row["report_year"] for path, row in rows(tmp_path).items()}
    assert found == {"a.html": 2021, "a (2).html": 2022, "b (2).zip/c.html": 2023, "b.zip/c.html": 2024}
    assert read_source(tmp_path, "all.zip/a (2).html") == report(2022)

"""Writing a finding's status into the files of the folder: one entry changes, and nothing else in them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.corrections import FindingsFileError, read_corrections, write_review

A, B = "a" * 16, "0123456789012345"
DAY = dt.date(2026, 2, 1)
FILE = f"""# Looked at in February.
readings:   # none yet

findings:
- fingerprint: {A}   # the balance of 2022
  status: open
  # what the office said
  note: >
    They will look
    into it.
# the next ones are of 2023
- {{fingerprint: "{B}", status: confirmed}}
# the end
"""


def reviews(folder: Path) -> dict[str, tuple[str, str | None, dt.date | None]]:
    read = read_corrections(folder)
    assert read.faults == ()
    return {r.fingerprint: (r.status, r.note, r.on) for r in read.reviews}


def test_a_first_entry_makes_a_file_that_says_what_it_is(tmp_path: Path) -> None:
    path = write_review(tmp_path / "new", A, "dismissed", "看过：“1” 不是 7", DAY)
    assert path == tmp_path / "new" / "findings.yml"
    assert path.read_text(encoding="utf-8").startswith("# What people made of findings")
    assert reviews(tmp_path / "new") == {A: ("dismissed", "看过：“1” 不是 7", DAY)}
    write_review(tmp_path / "new", B, "confirmed", None, None)
    assert list(reviews(tmp_path / "new")) == [A, B]


def test_an_entry_is_changed_where_it_stands_and_every_comment_stays(tmp_path: Path) -> None:
    (tmp_path / "old.yml").write_text(FILE, encoding="utf-8")
    assert write_review(tmp_path, A, "dismissed", "It is right.", DAY) == tmp_path / "old.yml"
    assert write_review(tmp_path, B, "dismissed", "So is this.", DAY) == tmp_path / "old.yml"
    assert reviews(tmp_path) == {A: ("dismissed", "It is right.", DAY), B: ("dismissed", "So is this.", DAY)}
    text = (tmp_path / "old.yml").read_text(encoding="utf-8")
    comments = [line[line.index("#") :] for line in FILE.splitlines() if "#" in line]
    assert [line[line.index("#") :] for line in text.splitlines() if "#" in line] == comments
    assert not (tmp_path / "findings.yml").exists()


def test_what_is_not_named_stays(tmp_path: Path) -> None:
    (tmp_path / "old.yml").write_text(FILE, encoding="utf-8")
    write_review(tmp_path, A, "confirmed", None, None)
    assert reviews(tmp_path)[A] == ("confirmed", "They will look into it.", None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing yet",
        "findings:",
        "findings: []\n# end\n",
        "findings: []",
        FILE.replace("- ", "  - ")[:0] + "source_errors:\n",
    ],
)
def test_an_entry_is_added_to_files_of_every_shape(tmp_path: Path, text: str) -> None:
    (tmp_path / "findings.yml").write_text(text, encoding="utf-8")
    write_review(tmp_path, A, "dismissed", "note", None)
    write_review(tmp_path, B, "confirmed", None, None)
    assert reviews(tmp_path) == {A: ("dismissed", "note", None), B: ("confirmed", None, None)}


def test_an_entry_is_added_behind_the_last_one_and_before_what_follows(tmp_path: Path) -> None:
    (tmp_path / "findings.yml").write_text(FILE + "source_errors:\n", encoding="utf-8")
    write_review(tmp_path, "b" * 16, "open", None, None)
    assert list(reviews(tmp_path)) == [A, B, "b" * 16]
    assert (tmp_path / "findings.yml").read_text(encoding="utf-8").endswith("# the end\nsource_errors:\n")


@pytest.mark.parametrize("text", ["findings: [{fingerprint: bbbbbbbbbbbbbbbb, status: open}]\n", "- a\n", "a: [\n"])
def test_a_file_that_cannot_be_edited_stays_as_it_is(tmp_path: Path, text: str) -> None:
    path = tmp_path / "findings.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FindingsFileError):
        write_review(tmp_path, A, "open", None, None)
    assert path.read_text(encoding="utf-8") == text
    assert [p.name for p in tmp_path.iterdir()] == ["findings.yml"]


_NOTES = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), min_size=1).filter(str.strip)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from([A, B, "c" * 16]), st.sampled_from(["open", "dismissed"]), _NOTES), min_size=1)
)
def test_what_was_written_last_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, written: list[tuple[str, str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("written")
    expected: dict[str, tuple[str, str | None, dt.date | None]] = {}
    for fingerprint, status, note in written:
        write_review(folder, fingerprint, status, note, None)
        expected[fingerprint] = (status, note.strip(), None)
    assert reviews(folder) == expected

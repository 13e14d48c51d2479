"""Damaged files and damaged tables: a short run of what ``python -m benchmarks.fuzz`` does for as long as one likes."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks import fuzz
from benchmarks.fuzz_files import SOURCES, damaged, failures, whole
from benchmarks.fuzz_tables import damaged_report, misplaced, random_document, unprinted
from pipeline.extract import extract
from samples.truth import draw

FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FILES = 10
# Making and reading these takes a second or more each; the long run has more of them.
SLOW = {"pdf": 4, "ofd": 4}


@pytest.mark.parametrize("form", SOURCES)
def test_damaged_files_are_read_or_refused_by_name(form):
    seeds = [f"{form}/tests/{n}" for n in range(SLOW.get(form, FILES))]
    assert not [f"{f.seed}: {f.what}" for f in failures(form, seeds, variety=2, seconds=300)]


@FEW
@given(st.integers(0, 10**9))
def test_no_number_of_a_damaged_table_stands_in_another_cell(number):
    document, report = damaged_report(random.Random(number))
    cells = extract(document, year=None).cells
    assert unprinted(document, cells) + misplaced(report, cells) == []


@FEW
@given(st.integers(0, 10**9))
def test_blocks_in_no_order_publish_only_what_they_print_and_only_once(number):
    document = random_document(random.Random(number))
    assert unprinted(document, extract(document, year=None).cells) == []


def test_fuzzing_is_not_blind():
    # Most damaged tables are still read, or nothing would be tested.
    read = 0
    for number in range(12):
        document, _ = damaged_report(random.Random(number))
        read += sum(cell.state == "reported" for cell in extract(document, year=None).cells) > 50
    assert read >= 6


def test_a_misplaced_number_is_told():
    document, report = damaged_report(random.Random(1))
    cells = extract(document, year=None).cells
    assert misplaced(draw("another"), cells) and not misplaced(report, cells)


def test_the_same_seed_makes_the_same_damage():
    data = whole("html", 0)
    assert damaged(data, random.Random("a")) == damaged(data, random.Random("a")) != damaged(data, random.Random("b"))


def test_a_file_that_makes_a_reader_fail_is_reported_with_its_seed(monkeypatch):
    def stumble(data: bytes, name: str) -> None:
        raise IndexError("list index out of range")

    monkeypatch.setattr("benchmarks.fuzz_files.read_all", stumble)
    found = list(failures("txt-grid", ["txt-grid/tests/0"], variety=1))
    assert [f.seed for f in found] == ["txt-grid/tests/0"] and "IndexError" in found[0].what


def test_a_file_that_ends_the_process_or_hangs_is_reported_and_the_rest_is_read(monkeypatch):
    def stop(data: bytes, name: str) -> None:
        import os

        while data == b"hang":
            pass
        if data == b"die":
            os._exit(3)

    kinds = {"one": b"hang", "two": b"die", "three": b"fine"}
    monkeypatch.setattr("benchmarks.fuzz_files.read_all", stop)
    monkeypatch.setattr("benchmarks.fuzz_files.example", lambda form, seed, variety: kinds[seed])
    found = {f.seed: f.what for f in failures("txt-grid", list(kinds), variety=1, seconds=1.0)}
    assert set(found) == {"one", "two"} and "of a processor" in found["one"] and "exit code 3" in found["two"]


def test_command_makes_a_failure_again(capsys):
    assert fuzz.main(["--again", "tables/1/0"]) == 0
    assert "nothing wrong" in capsys.readouterr().out

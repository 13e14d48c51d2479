"""The benchmark: drawn files, what it counts, and its tables."""

from dataclasses import replace

import pytest

from benchmarks import measuring
from benchmarks.accuracy import main, run, table
from benchmarks.measuring import read
from benchmarks.planning import Job, crossed
from benchmarks.scoring import Tally, score_findings
from samples.build import WRITERS
from samples.quirks import QUIRKS, compatible, quirks_for

FORMATS = ("html", "docx", "txt-grid")
JOB = Job("glue/0", "html", ("units",), (), neutral_name=False)


def test_crossed_files_are_the_same_each_time_and_of_every_format():
    jobs = list(crossed(60, "1", FORMATS, {}))
    assert jobs == list(crossed(60, "1", FORMATS, {})) != list(crossed(60, "2", FORMATS, {}))
    assert {j.form for j in jobs} == set(FORMATS) and {len(j.quirks) for j in jobs} == {0, 1, 2, 3, 4}
    assert all(compatible(j.quirks) and set(j.quirks) <= set(quirks_for(j.form)) for j in jobs)
    assert 10 <= sum(bool(j.plants) for j in jobs) <= 30


def test_format_of_small_weight_is_drawn_rarely():
    jobs = list(crossed(300, "1", FORMATS, {"txt": 0.05}))
    assert 0 < sum(j.form == "txt-grid" for j in jobs) < 30


def test_one_file_is_read_and_held_against_its_truth():
    _, tally, note = read(JOB, None)
    assert (tally.right, tally.years, tally.agencies, note) == (tally.cells, 1, 1, "")
    assert (tally.wrong, tally.false, tally.found) == (0, 0, tally.planted)


def test_a_file_is_read_out_of_an_archive():
    _, tally, note = read(replace(JOB, archived=True), None)
    assert (tally.right, tally.years, note) == (tally.cells, 1, "")


def test_gap_and_wrong_number_of_a_reader_are_counted_apart(monkeypatch):
    real = measuring.extract

    def careless(document, data, prepared, year):
        found = real(document, data, prepared, year=year)
        cells = list(found.cells)
        cells[0] = replace(cells[0], value=None, state="unreadable")
        cells[1] = replace(cells[1], value=987654.0)
        return replace(found, cells=tuple(cells))

    monkeypatch.setattr(measuring, "extract", careless)
    _, tally, _ = read(JOB, None)
    assert (tally.absent, tally.wrong, tally.right) == (1, 1, tally.cells - 2)
    assert any("987654" in line and "glue/0" in line for line in tally.details)


@pytest.mark.parametrize("plant", ["applicants", "agency_left_over", "agency_placeholder", "received", "period"])
def test_planted_error_is_found(plant):
    _, tally, _ = read(replace(JOB, quirks=(), plants=(plant,)), None)
    assert tally.planted > 0 and tally.found == tally.planted and tally.false == 0
    assert tally.agencies == 1


def test_missed_and_false_findings():
    tally = Tally()
    truth = {"findings": [["requests.balance", "total"], ["narrative.breakdown_sum", "text"]]}
    raised = [("requests.balance", ("requests", "enterprise")), ("report.duplicate", ()), ("form.cell_blank", ("x",))]
    score_findings(tally, truth, raised, "a")
    assert (tally.planted, tally.found, tally.alarms, tally.false) == (2, 0, 2, 2)
    assert (tally.recall, tally.precision) == (0.0, 0.0)


def test_run_counts_a_file_for_each_of_its_quirks(tmp_path):
    job = Job("run/0", "txt-grid", ("units", "crlf"), (), neutral_name=True)
    results = run([job], 1, str(tmp_path))
    assert set(results.by_quirk) == {"units", "crlf"} and results.by_format["txt-grid"].files == 1
    assert list(tmp_path.rglob("*.txt"))


def test_markdown_table():
    lines = table(
        "format", {"html": Tally(files=2, cells=400, right=399, absent=1, years=2, agencies=1)}, markdown=True
    )
    assert lines[0].startswith("| format | files | cells |") and lines[1].count("|") == lines[0].count("|")
    assert lines[2].startswith("| html | 2 | 400 | 399 | 1 | 0 | 0 | 99.750% | 100.0% | 50.0% |")


def test_command_prints_the_table_and_the_command_that_made_it(capsys):
    assert main(["--files", "2", "--formats", "txt-grid", "--workers", "1", "--markdown", "--by-quirk"]) == 0
    printed = capsys.readouterr().out
    assert "python benchmarks/accuracy.py --files 2 --formats txt-grid" in printed and "| **all** | 2 |" in printed


def test_every_quirk_fits_some_format():
    assert {q for form in WRITERS for q in quirks_for(form)} == set(QUIRKS)

"""The ordered ways to read a file, what is recorded of them, and which reading is kept."""

import functools
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace

import pytest
from printed_forms import Line, extraction, html, html_row, page, printed_as, request_lines, with_values

from pipeline.checks.reasons import reason_zh
from pipeline.documents.model import NO_TEXT, Block, Cell, Grid
from pipeline.documents.ofd.reader import ofd_contents
from pipeline.documents.pages.tables import ruled_grids
from pipeline.documents.read import read_document
from pipeline.extract import (
    Extraction,
    ExtractionStep,
    cells_frame,
    extract,
    extraction_frame,
    strategy_counts,
    unplaced_frame,
)
from pipeline.extract.choose import Attempt, read_with
from pipeline.extract.compare import with_texts
from pipeline.extract.model import ExtractedCell, TableResult
from pipeline.extract.tables import read
from pipeline.normalise import normalise_document
from pipeline.schemas import validate
from samples.build import Sample, build
from samples.ofd import package
from samples.truth import draw

REPORT = draw("strategies", version="2021", activity="busy", agency="澜溪市财政局", year=2022)


@functools.cache
def made(form: str, *names: str, plant: str = "") -> tuple[Sample, Extraction]:
    sample = build("strategies", form, names, (plant,) if plant else (), report=REPORT)
    return sample, extraction(sample.data)


def wrong(sample: Sample, found: Extraction) -> dict:
    truth = {(c["table"], c["row"], c["column"]): c["value"] for c in sample.truth["cells"]}
    return {c.key: (c.value, truth.get(c.key)) for c in found.cells if c.value not in (None, truth.get(c.key))}


def absent(sample: Sample, found: Extraction) -> list:
    published = {c.key for c in found.cells if c.value is not None}
    return [
        c
        for c in sample.truth["cells"]
        if c["value"] is not None and (c["table"], c["row"], c["column"]) not in published
    ]


def test_ruled_pdf_needs_one_step_for_each_table():
    sample, found = made("pdf")
    assert wrong(sample, found) == {} and absent(sample, found) == []
    assert [(s.table, s.step, s.strategy) for s in found.steps] == [
        (t, 1, "pdf:pdfplumber") for t in ("proactive", "requests", "review_litigation")
    ]
    assert {s.outcome for s in found.steps} == {"complete, and every sum holds"}
    assert all(s.chosen and s.fit > 0.9 and s.sums_broken == 0 for s in found.steps)
    assert {s.table: s.sums_held for s in found.steps}["proactive"] == 0  # table 二 has no sums
    assert {s.table: s.sums_held for s in found.steps}["requests"] == 25 + 2 * 7


def test_cells_of_a_pdf_know_page_place_and_reader():
    _, found = made("pdf")
    cell = next(c for c in found.cells if c.value is not None)
    assert cell.page and cell.method == "pdf:pdfplumber" and len(cell.bbox) == 4 and cell.confidence > 0.9


def test_ofd_is_read_by_its_rulings_with_page_and_place():
    sample, found = made("ofd")
    assert wrong(sample, found) == {} and absent(sample, found) == []
    assert {s.strategy for s in found.steps} == {c.method for c in found.cells} == {"ofd:rulings"}
    assert all(c.page and len(c.bbox) == 4 for c in found.cells)


def test_ofd_without_rulings_is_read_by_the_places_of_its_words():
    sample, found = made("ofd", "no_rulings")
    assert wrong(sample, found) == {}
    assert [s.strategy for s in found.steps if s.table == "requests"] == ["ofd:rulings", "ofd:words"]
    cell = next(c for c in found.cells if c.value is not None)
    assert cell.method == "ofd:words" and cell.page and len(cell.bbox) == 4


def test_pages_that_were_recognised_join_the_others_and_are_no_second_reading():
    """The pages of table four come with the document, as from recognition, and not from the file."""
    sample, _ = made("ofd", plant="review")
    document = normalise_document(read_document(sample.data, "x.ofd"))
    last = max(b.page for b in document.blocks if "复议后起诉" in b.text)
    pages = range(1, document.pages + 1)
    seen = [b for b in ruled_grids(ofd_contents(sample.data, pages), "scan:rulings") if b.page == last]
    parts = unpacked(sample.data)
    name = f"Doc_0/Pages/Page_{last - 1}/Content.xml"
    parts[name] = re.sub(r"<ofd:(TextObject|PathObject)\b.*?</ofd:\1>", "", parts[name])
    found = extract(replace(document, blocks=(*document.blocks, *seen)), package(parts), year=None)
    assert wrong(sample, found) == {} and absent(sample, found) == []
    steps = [s for s in found.steps if s.table == "review_litigation"]
    assert [s.strategy for s in steps] == [f"ofd:{way}+scan:rulings" for way in ("rulings", "words", "bands")]
    assert {s.outcome for s in steps[1:]} == {"the table was not found"}
    assert {c.method for c in found.cells if c.key[0] == "review_litigation"} == {"scan:rulings"}


def unpacked(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_pdf_without_rulings_falls_back_and_says_why():
    sample, found = made("pdf", "no_rulings")
    assert wrong(sample, found) == {}
    for table in ("proactive", "requests", "review_litigation"):
        steps = [s for s in found.steps if s.table == table]
        assert [s.step for s in steps] == list(range(1, len(steps) + 1)) and len(steps) > 1
        assert (steps[0].reason, steps[0].outcome) == ("the first reading", "the table was not found")
        assert steps[1].reason == "the table was not found"
        assert [s.chosen for s in steps].count(True) == 1
        assert (steps[0].fit, steps[0].cells_found, steps[0].chosen) == (0, 0, False)
    assert any(c.method == "pdf:words" for c in found.cells)


def test_wrong_sum_in_a_pdf_is_confirmed_by_a_second_reading_and_stays():
    sample, found = made("pdf", plant="outcomes")
    assert wrong(sample, found) == {} and absent(sample, found) == []
    steps = [s for s in found.steps if s.table == "requests"]
    assert len(steps) == 2 and "sums do not hold" in steps[0].outcome and steps[0].sums_broken
    assert steps[0].chosen and steps[0].outcome.startswith(steps[1].reason)
    assert "so printed in the source" in steps[1].outcome and "not kept: pdf:pdfplumber read the same before" in (
        steps[1].outcome
    )


def test_tables_that_are_whole_are_not_read_again():
    _, found = made("pdf", plant="outcomes")
    assert [s.step for s in found.steps if s.table != "requests"] == [1, 1]


def test_html_is_read_once():
    sample, found = made("html")
    assert wrong(sample, found) == {} and absent(sample, found) == []
    assert {(s.step, s.strategy) for s in found.steps} == {(1, "html:table")}


def test_file_without_tables_has_no_cells_and_says_so():
    found = extraction("<html><body><p>总体情况</p><p>无</p><p>略</p></body></html>")
    assert found.cells == () and {s.outcome for s in found.steps} == {"the table was not found"}
    assert not any(s.chosen or s.fit for s in found.steps)


def test_one_table_alone_leaves_the_others_missing_with_a_reason():
    found = extraction(html(request_lines("2021")))
    others = [c for c in found.cells if c.table != "requests"]
    assert len(others) == 10 + 15
    assert {(c.state, c.form_version) for c in others} == {("missing", "2021")}
    assert {c.reason for c in others} == {"the table was not found; no heading of it stands in the file either"}


@pytest.mark.parametrize(
    ("below", "why"),
    [
        ("<p><img src=t.png></p>", "nothing that can be read stands below its heading, perhaps a picture"),
        ("<p>附件：统计表.xls</p>", "below its heading stands: 附件:统计表.xls"),
        (f"<p>{'未发生相关案件' * 9}</p>", f"below its heading stands: {('未发生相关案件' * 9)[:40]}…"),
    ],
)
def test_a_table_that_is_not_there_says_what_stands_in_its_place(below, why):
    section = f"<h2>四、行政复议、行政诉讼情况</h2>{below}<h2>五、"
    found = extraction(html(request_lines("2021")).replace("<p>五、", f"{section}主要问题</h2><p>六、", 1))
    reasons = {c.reason for c in found.cells if c.table == "review_litigation"}
    assert reasons == {f"the table was not found; {why}"}
    assert not re.search("[a-wyz]{3}", reason_zh(reasons.pop()))


@pytest.mark.parametrize(("version", "count"), [("2019", 22 + 161 + 15), ("2021", 10 + 175 + 15)])
def test_every_cell_of_the_reports_own_form_is_listed_once(version, count):
    found = extraction(build("listed", "html", report=draw("listed", version=version)).data)
    assert len(found.cells) == len({c.key for c in found.cells}) == count
    assert {c.form_version for c in found.cells} == {version}


def test_frames_carry_reports_and_years():
    _, found = made("pdf", plant="outcomes")
    items = [("a" * 16, 2022, found)]
    cells, steps, loose = cells_frame(items), extraction_frame(items), unplaced_frame(items)
    assert len(cells) == len(found.cells) and len(steps) == len(found.steps) and loose.empty
    assert cells["value"].dtype == "float64" and set(cells["report_year"]) == {2022}
    assert steps["outcome"].str.len().min() > 0
    assert steps.groupby("table")["chosen"].sum().eq(1).all()
    validate("extraction", steps)


def page_of(lines: Sequence[Line]) -> list[Block]:
    return list(read_document(html(lines).encode(), "x.html").blocks)


def chosen_of(*readings: Sequence[Line]) -> tuple[dict[str, float | None], list[ExtractionStep]]:
    """What is kept of table 三 where strategies a, b, ... read these lines, and the record of it."""
    attempts = [Attempt(name, lambda tables, r=r: page_of(r)) for name, r in zip("abcd", readings, strict=False)]
    ((result, steps),) = read_with(attempts, ["requests"], None)
    return {f"{c.row}/{c.column}": c.value for c in result.cells}, steps


LINES = request_lines("2021")
WRONG = printed_as(LINES, "granted", 0, "7")


def test_reading_that_mends_sums_wins_a_contradiction():
    kept, steps = chosen_of(WRONG, LINES)
    assert kept["granted/natural_person"] == float(LINES[2].values[0])
    assert [s.chosen for s in steps] == [False, True]
    assert "not kept: b keeps more of the form's sums" in steps[0].outcome


def test_reading_that_breaks_fewer_sums_stays_though_its_number_stands_in_one_that_the_source_breaks():
    total = printed_as(LINES, "processed_total", 0, "7")
    kept, steps = chosen_of(total, printed_as(total, "granted", 0, "8"))
    assert kept["granted/natural_person"] == float(LINES[2].values[0])
    assert "not kept: a keeps more of the form's sums" in steps[1].outcome


def test_number_where_another_reading_finds_an_empty_cell_is_not_published_unless_sums_bear_it_out():
    kept, _ = chosen_of(WRONG, printed_as(LINES, "granted", 0, ""))
    assert kept["granted/natural_person"] is None and kept["granted/total"] is not None


def test_words_that_one_reading_found_are_no_blank_though_the_other_keeps_more_sums():
    numbers = {x.key: x.values for x in LINES}
    own = int(numbers["not_processed_petition"][3])
    lines = LINES
    # The sums hold if nothing is printed in that cell.
    for key, by in (("not_processed_petition", -own), ("processed_total", -own), ("carried_out", own)):
        for column in (3, 6):
            number = int(numbers[key][column]) + by
            lines = printed_as(lines, key, column, str(number) if number else "")
    attempts = [
        Attempt("a", lambda tables: page_of(printed_as(lines, "not_processed_petition", 3, "详见附表"))),
        Attempt("b", lambda tables: page_of(lines)),
    ]
    ((result, steps),) = read_with(attempts, ["requests"], None)
    cells = {(c.row, c.column): (c.state, c.raw) for c in result.cells}
    assert [s.chosen for s in steps] == [False, True]
    assert cells["not_processed_petition", "public_welfare_organisation"] == ("unreadable", "详见附表")


@pytest.mark.parametrize("blank", ["", "/", "无"])
def test_row_that_one_reading_could_not_place_takes_no_blank_from_the_other(blank):
    lines = printed_as(printed_as(LINES, "carried_in", 1, blank), "carried_in", 4, blank)
    row = next(x.values for x in lines if x.key == "carried_in")
    attempts = [
        Attempt("a", lambda tables: page_of(with_values(lines, "carried_in", *row[:4], *row[5:]))),
        Attempt("b", lambda tables: page_of(lines)),
    ]
    ((result, steps),) = read_with(attempts, ["requests"], None)
    cells = {(c.row, c.column): (c.state, c.raw) for c in result.cells}
    assert "the row has fewer cells" in steps[0].outcome
    assert cells["carried_in", "enterprise"] == cells["carried_in", "legal_service_institution"] == ("blank", blank)


@pytest.mark.parametrize("shown", ["1 2", f"2{NO_TEXT}"])
def test_number_that_another_reading_finds_beside_something_else_in_its_cell_is_not_decided(shown):
    kept, _ = chosen_of(printed_as(LINES, "granted", 0, shown), printed_as(LINES, "granted", 0, "2"))
    assert kept["granted/natural_person"] is None and kept["granted/enterprise"] == float(LINES[2].values[1])


@pytest.mark.parametrize("whole", [True, False])
def test_number_found_in_a_cell_that_holds_several_rows_is_believed_where_row_and_column_bear_it_out(whole):
    one, other = (next(x for x in LINES if x.key.startswith(f"unavailable_{key}")) for key in ("not", "needs"))
    in_one = [replace(one, label=f"{one.label}\n{other.label}") if x is one else x for x in LINES if x is not other]
    shifted = with_values([x for x in LINES if x is not other], one.key, *other.values)
    kept, _ = chosen_of(in_one, LINES if whole else shifted)
    assert kept[f"{one.key}/total"] == (float(one.values[6]) if whole else None)


@pytest.mark.parametrize(("shown", "value"), [("0 " * 15, 0), ("0 " * 14, None), ("0 " * 14 + "1", None)])
def test_one_cell_for_several_contradicts_no_reading_that_finds_its_numbers_in_them_one_each(shown, value):
    tracks = "".join(f'<td colspan="5">{track}</td>' for track in ("行政复议", "未经复议直接起诉", "复议后起诉"))
    head = f"<tr>{tracks}</tr>" + html_row(*("结果维持", "结果纠正", "其他结果", "尚未审结", "总计") * 3)
    rows = (f'<tr><td colspan="15">{shown}</td></tr>', html_row(*"0" * 15))
    blocks = [read_document(page(f"<table>{head}{row}</table>").encode(), "x.html").blocks for row in rows]
    attempts = [Attempt(name, lambda tables, own=own: list(own)) for name, own in zip("ab", blocks, strict=True)]
    ((result, _),) = read_with(attempts, ["review_litigation"], None)
    assert {c.value for c in result.cells} == {value}


def test_equally_good_readings_that_contradict_each_other_decide_nothing():
    kept, steps = chosen_of(WRONG, printed_as(LINES, "granted", 0, "8"))
    assert kept["granted/natural_person"] is None and kept["granted/enterprise"] == float(LINES[2].values[1])
    assert steps[0].chosen and "1 cells in which the two differ are not decided" in steps[1].outcome


def test_reading_with_fewer_cells_contradicts_nothing():
    fewer = [x for x in printed_as(WRONG, "granted", 0, "8") if x.key != "denied_third_party"]
    kept, steps = chosen_of(WRONG, fewer)
    assert kept["granted/natural_person"] == 7 and steps[0].chosen


def test_reading_that_leaves_out_what_is_wrong_is_not_the_better_one():
    unread = printed_as(LINES, "granted", 0, "7 9")
    kept, steps = chosen_of(WRONG, unread)
    assert kept["granted/natural_person"] == 7 and [s.chosen for s in steps] == [True, False]


def test_reading_with_a_row_more_wins_where_nothing_contradicts():
    fewer = [x for x in LINES if x.key != "denied_third_party"]
    kept, steps = chosen_of(fewer, LINES)
    assert kept["denied_third_party/total"] == float(LINES[7].values[6]) and [s.chosen for s in steps] == [False, True]


def test_strategies_are_counted_with_what_their_fallbacks_gained():
    _, steps = chosen_of([x for x in LINES if x.key != "denied_third_party"], LINES)
    frame = extraction_frame([("a" * 16, 2022, Extraction((), tuple(steps)))])
    counts = strategy_counts(frame).set_index("strategy")
    assert counts.loc["b"].to_dict() == {"tried": 1, "found": 1, "chosen": 1, "gained": 7}
    assert counts.loc["a", "gained"] == 0
    assert strategy_counts(frame.iloc[:0]).empty


def test_unplaced_numbers_are_listed_with_their_reason():
    source = html(request_lines("2021")).replace(
        "</table>", "<tr><td>附：网络申请数量合计</td><td>77</td></tr></table>", 1
    )
    inside = source.replace("<tr><td>（一）予以公开", "<tr><td>附：网络</td><td>88</td></tr><tr><td>（一）予以公开")
    frame = unplaced_frame([("a" * 16, 2022, extraction(inside))])
    assert frame["raw"].tolist() == ["附：网络 | 88"] and frame["reason"].str.len().min() > 10


def test_reading_that_lost_the_heading_with_the_unit_contradicts_nothing():
    rows = [
        ["第二十条第（一）项"], ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "0", "0", "0"], ["行政规范性文件", "4", "0", "51"],
        ["第二十条第（五）项"], ["信息内容", "本年处理决定数量"], ["行政许可", "0"],
        ["第二十条第（六）项"], ["信息内容", "本年处理决定数量"], ["行政处罚", "781"], ["行政强制", "0"],
        ["第二十条第（八）项"], ["信息内容", "本年收费金额（单位：万元）"], ["行政事业性收费", "49.17"],
    ]  # fmt: skip

    def grid(wanted: Sequence[Sequence[str]]) -> tuple[Grid]:
        cells = (Cell(r, c, text, text) for r, row in enumerate(wanted) for c, text in enumerate(row))
        return (Grid(tuple(cells), "grid"),)

    filled = [rows[1], rows[3], rows[5], rows[7], rows[9], rows[11], rows[13]]  # every other row has a ground
    attempts = [Attempt("a", lambda tables: grid(filled)), Attempt("b", lambda tables: grid(rows))]
    ((result, steps),) = read_with(attempts, ["proactive"], None)
    assert [s.chosen for s in steps] == [False, True] and "contradict" not in steps[0].outcome
    assert {c.row: (c.value, c.unit) for c in result.cells}["fee"] == (491700.0, "CNY")


def test_track_without_numbers_is_blank_where_its_line_is_read_whole_though_another_reading_lost_a_column():
    """The three tracks of table 四 stand on one line: a table open on its left loses the first of its columns."""
    kinds = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    numbers = ["2", "", "2", "1", "5", *[""] * 5, "2", "2", "", "", "4"]

    def table(first: int) -> list[Block]:
        spans = [5 - first, 5, 5]
        tracks = zip(("行政复议", "未经复议直接起诉", "复议后起诉"), spans, strict=True)
        head = "<tr>" + "".join(f"<td colspan={n}>{t}</td>" for t, n in tracks) + "</tr>"
        body = f"<table>{head}{html_row(*(kinds * 3)[first:])}{html_row(*numbers[first:])}</table>"
        text = f"<p>四、政府信息公开行政复议、行政诉讼情况</p>{body}"
        return list(read_document(text.encode(), "x.html").blocks)

    attempts = [Attempt("a", lambda tables: table(1)), Attempt("b", lambda tables: table(0))]
    ((result, steps),) = read_with(attempts, ["review_litigation"], None)
    assert [s.chosen for s in steps] == [False, True]
    assert {c.state for c in result.cells if c.row == "litigation_direct"} == {"blank"}
    assert len([c for c in result.cells if c.state == "reported"]) == 7


@pytest.mark.parametrize(("method", "state"), [("pdf:camelot-stream", "blank"), ("pdf:words", "unreadable")])
def test_words_in_a_row_that_gaps_made_are_not_those_of_a_blank_cell(method, state):
    number = ExtractedCell("requests", "granted_in_part", "natural_person", "2021", 835, "count", "reported", "835")
    blank = replace(number, column="enterprise", value=None, state="blank", raw="")
    row = replace(blank, state="unreadable", raw="不计\n835 | 48 | 896", method=method, raw_of="row")
    kept = with_texts(TableResult("requests", "first", (number, blank)), TableResult("requests", "second", (row,)))
    assert [c.state for c in kept.cells] == ["reported", state]


@pytest.mark.parametrize(("times", "found"), [(1, [1, 2, 3, 4, 5, 6, 7, 10]), (2, [1, 2, 3, 4, 5, 6, 7, 9, 10])])
def test_whole_reading_that_was_made_twice_stands_before_one_with_gaps_where_no_sum_tells(times, found):
    rows = [("规章", *"123"), ("行政规范性文件", *"456"), ("行政许可", "7"), ("行政处罚", "无"), ("行政强制", "9")]
    rows += [("行政事业性收费", "10")]
    whole = tuple(Cell(r, c, text, text) for r, row in enumerate(rows) for c, text in enumerate(row))
    several = (replace(c, raw="无\n9", text="无\n9") if c.text == "无" else c for c in whole)
    gaps = tuple(c for c in several if c.row != 4)

    def attempt(number: int, cells: tuple[Cell, ...]) -> Attempt:
        return Attempt(str(number), lambda tables: (Grid(cells, "pdf:pdfplumber", 1),))

    attempts = [attempt(n, cells) for n, cells in enumerate((gaps, *[whole] * times))]
    ((result, _),) = read_with(attempts, ("proactive",), 2022)
    assert sorted(c.value for c in result.cells if c.value is not None) == found
    assert all(c.value is None for c in result.cells if c.row == "penalty")


def with_a_fault(monkeypatch, *tables: str) -> None:
    """Let the proof by sums meet a fault of the program in these tables."""

    def proof(result: TableResult) -> TableResult:
        if result.table in tables:
            raise KeyError("a row without a place")
        return result

    monkeypatch.setattr(read, "with_proven_cells", proof)


def test_fault_of_the_program_in_one_table_costs_no_other(monkeypatch):
    sample = build("strategies", "html", (), (), report=REPORT)
    document = normalise_document(read_document(sample.data, "x"))
    with_a_fault(monkeypatch, "requests")
    with pytest.raises(KeyError):
        extract(document, year=2022)
    found = extract(document, year=2022, keep_going=True)
    by_table = {
        t: {c.state for c in found.cells if c.table == t} for t in ("proactive", "requests", "review_litigation")
    }
    assert by_table == {"proactive": {"reported"}, "requests": {"missing"}, "review_litigation": {"reported"}}
    (reason,) = {c.reason for c in found.cells if c.table == "requests"}
    assert "KeyError" in reason
    assert "出错" in reason_zh(reason)
    assert any("a row without a place" in fault for fault in found.faults)


def test_fault_of_the_program_that_leaves_nothing_is_raised(monkeypatch):
    sample = build("strategies", "html", (), (), report=REPORT)
    with_a_fault(monkeypatch, "proactive", "requests", "review_litigation")
    with pytest.raises(KeyError):
        extract(normalise_document(read_document(sample.data, "x")), year=2022, keep_going=True)

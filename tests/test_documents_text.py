"""Text files: each layout in which reports were saved, by its own marks."""

import csv
import io
from dataclasses import replace

import pytest
from printed_forms import HEADER, Line, published, read, request_lines, truth_of, with_values

from pipeline.documents.model import NO_TEXT, CellStream, Document, Grid, WordLines
from pipeline.documents.read import read_document
from pipeline.documents.text.commas import comma_rows
from pipeline.extract import extract
from pipeline.normalise import normalise_document


def text(content: str) -> Document:
    return read_document(content.encode(), "x.txt")


def rows(document: Document) -> list[list[str]]:
    """The cells of the one grid, row by row."""
    (grid,) = [b for b in document.blocks if isinstance(b, Grid)]
    found: dict[int, list[str]] = {}
    for cell in grid.cells:
        found.setdefault(cell.row, []).append(cell.raw)
    return list(found.values())


def stream(document: Document) -> list[tuple[str, bool]]:
    (only,) = [b for b in document.blocks if isinstance(b, CellStream)]
    return [(c.raw, c.ends_row) for c in only.cells]


def lines(document: Document) -> list[str]:
    return [p.raw for p in document.paragraphs()]


GRID = "项\t甲\t乙\n一\t1\t\n二\t\t2\n三\t3\t3\n四\t4\t\n五\t5\t\n"


def test_tab_grid_keeps_empty_cells_at_every_place():
    assert rows(text("标题\n\n" + GRID + "\n落款\n")) == [
        *(["项", "甲", "乙"], ["一", "1", ""], ["二", "", "2"], ["三", "3", "3"], ["四", "4", ""], ["五", "5", ""])
    ]


def test_tab_grid_row_of_empty_cells_is_a_row():
    assert rows(text("项\t甲\t乙\n\t\t\n" + GRID))[1] == ["", "", ""]


def test_tab_grid_with_a_row_of_one_indented_cell():
    assert rows(text("项\t1\n\t续\n" + GRID))[1] == ["", "续"]


def test_text_around_tab_grids_is_paragraphs():
    assert lines(text("标题\n\n" + GRID + "\n落款\n")) == ["标题", "落款"]


def test_two_tab_grids_with_a_heading_between():
    document = text(GRID + "\n三、标题\n" + GRID)
    assert [type(b).__name__ for b in document.blocks] == ["Grid", "Paragraph", "Grid"]


def test_sentence_filled_with_tabs_is_prose():
    sentence = "本年度共收到政府信息公开申请12件，" * 5 + "均已办结。"
    assert sentence in lines(text(GRID + f"{sentence}\t\t\n"))


def test_carriage_returns_make_no_difference():
    assert text(GRID.replace("\n", "\r\n")).blocks == text(GRID).blocks == text(GRID.replace("\n", "\r")).blocks


CELLS = "\t一、新收\n\t1\n\t0\n\n\t二、上年\n\t2\n\t\n\n\t三、结果\n\t\n\t3\n\n"


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("      规章      3      0      12", ["规章", "3", "0", "12"]),
        ("  行政许可    5", ["行政许可", "5"]),
        (" 1    0   2", ["1", "0", "2"]),
        (" 结果维持 结果纠正 其他结果", ["结果维持", "结果纠正", "其他结果"]),
        ("  1 661 300", ["  1 661 300"]),
        (" 行政许可   12 345", [" 行政许可   12 345"]),
        ("1.属于 国家 秘密", ["1.属于 国家 秘密"]),
        ("属于 国家 秘密", ["属于 国家 秘密"]),
        ("  培训人员 30", ["  培训人员 30"]),
    ],
)
def test_row_of_another_table_in_a_text_with_one_cell_a_line_is_its_cells(row, cells):
    lines = "\n".join(["二、上年结转", *"12345670123456701234567", row, "四、结转下年度"])
    assert [c for c, _ in stream(text(lines + "\n"))][24:-1] == cells


def test_cell_lines_one_cell_a_line_rows_parted_by_blank_lines():
    assert rows(text(CELLS)) == [["一、新收", "1", "0"], ["二、上年", "2", ""], ["三、结果", "", "3"]]


def test_cell_lines_header_cut_before_its_unit_goes_on_behind_the_empty_line():
    content = CELLS.replace("\t一、新收\n", "\t收费（\n\n单位：万元）\n")
    assert rows(text(content))[0] == ["收费（\n单位：万元）", "1", "0"]


def test_cell_lines_continued_label():
    assert rows(text(CELLS.replace("\t一、新收\n", "\t一、新\n收\n")))[0] == ["一、新\n收", "1", "0"]


def test_cell_lines_label_continued_behind_a_blank_line():
    content = CELLS.replace("\t三、结果\n", "\t三、本年度\n\n办理结果\n")
    assert rows(text(content))[2][0].split() == ["三、本年度", "办理结果"]


def test_cell_lines_with_spaces_around_numbers():
    assert rows(text(CELLS.replace("\t1\n", "\t\xa0 1\n")))[0] == ["一、新收", "\xa0 1", "0"]


def test_cell_lines_heading_behind_ends_the_table():
    document = text(CELLS + "四、因政府信息公开工作被申请行政复议情况\n\n" + CELLS)
    assert [type(b).__name__ for b in document.blocks] == ["Grid", "Paragraph", "Grid"]


def test_cell_lines_without_empty_lines_between_rows_are_a_list_up_to_the_heading():
    document = text("\t1.理由\n\t0\n\t3\n\t2.其他\n\t/\n\t1\n四、行政复议情况\n")
    assert stream(document) == [(c, False) for c in ("1.理由", "0", "3", "2.其他", "/", "1")]
    assert lines(document) == ["四、行政复议情况"]


@pytest.mark.parametrize("text_of", ["3或4", "详见附表"])
def test_cell_lines_text_among_numbers_is_a_cell_of_theirs(text_of):
    printed = CELLS.replace("\t一、新收\n\t1\n", f"\t一、新收\n\t9\n\t{text_of}\n")
    printed = printed.replace("二、上年\n", "二、上年\n\t9\n")
    assert rows(text(printed))[0] == ["一、新收", "9", text_of, "0"]


PIPES = "一、新收 |\n1 |\n0 |\n1 | ||\n二、上年 |\n2 |\n0 |\n2 | ||\n"


def test_pipe_stream_padding_ends_a_row():
    assert stream(text("标题\n" + PIPES)) == [
        *(("一、新收", False), ("1", False), ("0", False), ("1", True)),
        *(("二、上年", False), ("2", False), ("0", False), ("2", True)),
    ]


def test_pipe_stream_label_over_two_lines():
    assert stream(text(PIPES.replace("二、上年", "（一）予以\n公开")))[4] == ("（一）予以\n公开", False)


def test_pipe_stream_row_of_padding_alone():
    # An empty row, such as a converter leaves at a page break, is no value of the row before.
    assert stream(text(PIPES + "| ||||||||\n结转 |\n3 |\n"))[7:9] == [("2", True), ("结转", False)]


def test_pipe_stream_several_cells_on_a_line():
    assert stream(text(PIPES + "结转 | 3 | 4 |\n"))[8:] == [("结转", False), ("3", False), ("4", False)]


def test_pipe_stream_heading_is_no_part_of_a_label():
    document = text(PIPES + "四、行政复议情况\n" + PIPES)
    assert "四、行政复议情况" in lines(document)


BARS = "| 项 | 甲 | 乙 |\n|---|---|---|\n" + "".join(f"| {c} | {n} |  |\n" for n, c in enumerate("一二三四五"))


def test_bars_around_and_between_cells():
    assert rows(text(BARS))[:2] == [["项", "甲", "乙"], ["一", "0", ""]]


def test_rule_under_a_header_is_no_row():
    assert len(rows(text(BARS))) == 6


def test_bars_only_between_cells():
    content = "".join(f"{c} | {n} | {n + 1}\n" for n, c in enumerate("一二三四五"))
    assert rows(text(content))[1] == ["二", "1", "2"]


def test_row_of_dashes_as_values_is_no_rule():
    content = BARS + "| 六 | - | - |\n"
    assert rows(text(content))[-1] == ["六", "-", "-"]


def test_markdown_marks_around_a_cell_are_not_printed():
    content = "| 项 | 甲 |\n|:---:|---|\n| **一** | **12** |\n| 二、 | `3` |\n| 1\\.三 | __4__ |\n| 四\\|五 | *5* |\n"
    assert rows(text(content)) == [["项", "甲"], ["一", "12"], ["二、", "3"], ["1.三", "4"], ["四|五", "5"]]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_markdown_line_breaks_in_cells(end):
    content = "| 项 | 甲 |\n|---|---|\n" + "".join(
        f"| {c}<br>其他<br/> | {n}<br> |\n" for n, c in enumerate("一二三四")
    )
    document = read_document(content.replace("\n", end).encode(), "x.md")
    assert document.format == "txt" and rows(document)[1] == ["一\n其他", "0"]


@pytest.mark.parametrize("labels", ["一二三四五", "一二三四"])
def test_drawn_boxes(labels):
    body = "├──┼──┼──┤\n".join(f"│{c} │ {n} │   │\n" for n, c in enumerate(labels))
    assert rows(text(f"┌──┬──┬──┐\n{body}└──┴──┴──┘\n")) == [[c, str(n), ""] for n, c in enumerate(labels)]


def placed(document: Document) -> list[list[tuple[str, float]]]:
    (block,) = [b for b in document.blocks if isinstance(b, WordLines)]
    found: dict[int, list[tuple[str, float]]] = {}
    for word in block.words:
        found.setdefault(word.line, []).append((word.raw, word.x1))
    return list(found.values())


def test_layout_counted_in_characters():
    content = "".join(f"{label:<12}{1:>4}{2:>6}{3:>6}\n" for label in ("新收申请数量", "上年", "结转下年度办理"))
    assert [[x for _, x in line[1:]] for line in placed(text(content))] == [[16, 22, 28]] * 3


def test_layout_counted_in_display_cells():
    labels = ("新收申请数量", "上年", "结转下年度办理")
    content = "".join(label + " " * (20 - 2 * len(label)) + "   1     2     3\n" for label in labels)
    assert [[x for _, x in line[1:]] for line in placed(text(content))] == [[24, 30, 36]] * 3


def test_layout_pages_are_parted_by_form_feeds():
    document = text("总体情况\n\f新收    1    2\n")
    assert document.pages == 2
    assert [b.page for b in document.blocks if isinstance(b, WordLines)] == [1, 2]


def test_layout_prose_lines_are_paragraphs_and_table_lines_are_not():
    assert lines(text("总体情况\n新收    1    2    3\n")) == ["总体情况"]


def test_bare_cells_one_a_line_are_a_stream():
    cells = [t for label in ("一、新收", "二、上年", "三、结果") for t in (label, *"1020304")]
    assert [raw for raw, _ in stream(text("\n".join(cells) + "\n"))] == cells


@pytest.mark.parametrize("end", ["\n\n1\n\n", "\n1\n\f", "\n- 1 -\n"])
def test_pages_number_takes_no_empty_cells_place_among_bare_lines(end):
    x = with_values(request_lines(), "carried_in", "22", "0", "4", "5", "0", "3", "")
    printed = "\n".join(
        "\n".join([row.label, *filter(None, row.values)]) + (end if row.key == "carried_in" else "") for row in x
    )
    found = published("\n".join(["三、收到和处理政府信息公开申请情况", *HEADER, printed, "五、存在的主要问题", ""]))
    assert [v for k, v in found.items() if k[1] == "carried_in" and truth_of(x).get(k) != v] == []
    assert len(found) > 160


def test_total_at_a_pages_end_that_may_be_the_pages_number_is_no_blank():
    own = {"new_requests": "3000003", "carried_out": "3000003"}
    x = [replace(line, values=tuple(own.get(line.key, "0000000"))) for line in request_lines()]
    printed = "".join("\n".join([row.label, *row.values, ""]) for row in x)
    text_of_all = f"三、收到和处理政府信息公开申请情况\n{chr(10).join(HEADER)}\n{printed}\f\n五、存在的主要问题\n"
    found = {c.key: c for c in extract(normalise_document(text(text_of_all)), year=2023).cells}
    assert found["requests", "carried_out", "total"].state == "unreadable"


def test_a_pages_number_that_is_its_last_line_and_stands_apart_is_taken_out_once():
    pages = ["\n".join(["总计", *("12",) * 20, "", str(number), ""]) for number in (1, 2, 3)]
    streams = [b for b in read_document("\n\f".join(pages).encode(), "report.txt").blocks if isinstance(b, CellStream)]
    assert {tuple(cell.raw for cell in s.cells if cell.raw) for s in streams} == {("总计", *("12",) * 20)}


def test_text_whose_last_page_ends_with_a_form_feed_is_whole():
    cells = [t for label in ("一、新收", "二、上年", "三、结果") for t in (label, *"1020304")] + ["落款"]
    whole = text("\n".join([*cells, "\f"]))
    assert [cell.raw for b in whole.blocks if isinstance(b, CellStream) for cell in b.cells] == cells
    assert whole.notes == () and whole.pages is None


def test_number_at_the_end_of_the_file_may_be_cut_off_and_is_in_doubt():
    document = text(GRID + "六\t6\t12")
    assert rows(document)[-1] == ["六", "6", "12" + NO_TEXT]
    assert "'12'" in document.notes[0] and "cut off" in document.notes[0]


@pytest.mark.parametrize("end", ["丙\t", "丙\t3", "丙\t3\t"])
def test_row_in_which_a_file_ends_is_not_believed(end):
    document = text("甲\t1\t2\t3\n乙\t1\t2\t3\n" * 3 + end)
    assert rows(document)[-1] == ["乙", "1", "2", "3"] and "cut off" in document.notes[0]


def test_label_whose_numbers_are_cut_off_at_the_end_of_a_file_is_no_empty_row():
    document = text(PIPES + "三、结果 |\n4")
    assert stream(document)[-1][0] == "2" and "'4'" in document.notes[0]


def test_number_at_the_end_of_a_layout_kept_with_spaces_is_in_doubt():
    labels = ("第二十条第（六）项", "信息内容        本年处理决定数量", "行政许可        260", "行政处罚        2")
    (table,) = [b for b in text("\n".join(labels)).blocks if isinstance(b, WordLines)]
    assert table.words[-1].raw == "2" + NO_TEXT
    (whole,) = [b for b in text("\n".join([*labels, ""])).blocks if isinstance(b, WordLines)]
    assert whole.words[-1].raw == "2"


def test_pipe_file_ending_behind_the_bar_of_a_cell_has_it_whole():
    assert stream(text(PIPES + "三、结果 |\n12 |"))[-1] == ("12", False)


def test_file_ending_in_prose_without_line_end_is_whole():
    document = text(GRID + "\n落款")
    assert rows(document)[-1] == ["五", "5", ""] and document.notes == ()


def test_prose_alone():
    document = text("总体情况\n本年度收到申请1件。\n")
    assert lines(document) == ["总体情况", "本年度收到申请1件。"]


def as_csv(printed: list[Line], sign: str = ",") -> str:
    """Table 三 as a spreadsheet program saves it: merged cells leave empty fields, numbers have thousands commas."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=sign)
    writer.writerows([["甲县乙局2023年政府信息公开工作年度报告"], ["三、收到和处理政府信息公开申请情况"]])
    writer.writerow(["", "", *HEADER])
    for line in printed:
        writer.writerow([line.label, "", *(f"{int(v):,}" if v.isdigit() else v for v in line.values)])
    writer.writerow(["五、存在的主要问题及改进情况"])
    return out.getvalue()


@pytest.mark.parametrize("sign", [",", ";"])
@pytest.mark.parametrize("version", ["2019", "2021"])
def test_table_saved_as_comma_separated_values(version, sign):
    printed = with_values(request_lines(version), "granted", "", "1", "", "", "", "", "1")
    source = as_csv(printed, sign)
    assert ('"' in source) is (sign == ",") and published(source) == truth_of(printed)


def test_bars_and_tabs_of_other_lines_leave_comma_separated_values():
    printed = request_lines()
    assert published(f"首页|年报\n\t前言\n{as_csv(printed)}") == truth_of(printed)


def test_number_that_a_comma_tears_into_two_fields_is_in_doubt():
    printed = with_values(request_lines(), "granted", "", "1200", "0", "0", "0", "0", "1200")
    torn = as_csv(printed).replace('"1,200"', "1,200", 1)
    found = published(torn)
    assert found and "granted" not in {row for _, row, _ in found}


def test_row_that_lost_an_empty_field_is_not_believed_against_its_sum():
    printed = with_values(request_lines(), "granted", "3201", "2033", "5179", "2931", "9117", "0", "22461")
    rows = [[line.label, *line.values] for line in printed]
    source = "\n".join(map(",".join, [["情况", *HEADER], *rows])).replace("3201,2033,", "3,201,2033,", 1)
    source = source.replace(",9117,0,22461", ",9117,22461", 1)
    found = published("三、收到和处理政府信息公开申请情况\n" + source + "\n五、存在的主要问题\n")
    assert found and "granted" not in {row for _, row, _ in found}


@pytest.mark.parametrize("corner", [["情况"], []])
def test_first_column_is_empty_beside_a_further_one_and_every_line_doubled(corner):
    # Only a header right behind the labels shows which column is the further one.
    others = [(x, x.values[1:-1]) for x in request_lines()]
    printed = [replace(x, values=("", *rest, str(sum(map(int, rest))))) for x, rest in others]
    rows = [[*corner, *HEADER, "其中：网络申请"], *([x.label, *x.values, "0" * (n % 2)] for n, x in enumerate(printed))]
    source = "\n\n".join(map(";".join, [["三、收到和处理政府信息公开申请情况"], *rows, ["五、存在的主要问题", ""]]))
    assert published(source) == (truth_of(printed) if corner else {})


def test_label_that_goes_on_under_the_cells_before_it_moves_no_number():
    printed = with_values(request_lines(), "unavailable_still_unclear", *"1200003")
    lines = ["\t".join(["情况", *HEADER, ""])]
    for line in printed:
        cut = len(line.label) - 2 if line.key == "unavailable_still_unclear" else len(line.label)
        lines.append("\t".join(["", line.label[:cut], *line.values]))
        if line.label[cut:]:
            lines += ["", "\t".join([line.label[cut:], *[""] * 8])]
    source = "三、收到和处理政府信息公开申请情况\n" + "\n".join(lines) + "\n五、存在的主要问题\n"
    assert published(source) == truth_of(printed)


def test_one_small_table_of_comma_separated_values():
    rows = [
        ("第二十条第（一）项", "", "", ""),
        ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        *(("规章", "0", "0", "0"), ("行政规范性文件", " 4 ", "2", " 62 ")),
        *(("第二十条第（五）项", "", "", ""), ("信息内容", "本年处理决定数量", "", ""), ("行政许可", "12", "", "")),
        *(("第二十条第（六）项", "", "", ""), ("信息内容", "本年处理决定数量", "", "")),
        *(("行政处罚", "3", "", ""), ("行政强制", "0", "", "")),
    ]
    found = published("二、主动公开政府信息情况\n" + "\n".join(map(",".join, rows)) + "\n三、收到和处理情况\n")
    assert found["proactive", "normative_document", "made"] == 4
    assert found["proactive", "licence", "decisions"] == 12


def test_table_kept_with_spaces_whose_numbers_have_commas_is_no_such_file():
    spaced = [f"{n}.属于国家秘密      1,234    2,345    3,456    4,567" for n in range(1, 12)]
    assert comma_rows("\n".join(spaced)) is None


def test_sentences_with_commas_are_no_such_file():
    assert comma_rows("一是公开政策,二是公开财政,三是公开会议,四是公开提案,五是培训。\n" * 12) is None


def test_bar_behind_every_cell_makes_no_cell_behind_the_last():
    assert rows(text("一 |0 |1 |\n二 |0 |1 |\n三 |7 |\n四 |0 |1 |\n五 |0 |1 |\n"))[2] == ["三", "7"]


def test_bars_between_cells_keep_an_empty_first_cell():
    assert rows(text("项 | 甲 | 乙\n一 | 0 | 1\n | 0 | 1\n三 | 7 | 1\n四 | 0 | 1\n五 | 0 | 1\n"))[2] == ["", "0", "1"]


def test_empty_cells_as_pandas_prints_them():
    assert rows(text("| 项 | 甲 |\n" + "| 一 | nan |\n" * 5))[1] == ["一", ""]


def test_tab_behind_every_cell_makes_no_cell_behind_the_last():
    assert rows(text("一\t0\t1\t\n二\t0\t1\t\n三\t7\t\n四\t0\t1\t\n五\t0\t1\t\n"))[2] == ["三", "7"]


@pytest.mark.parametrize("break_", ["\n", "\n\n"])
def test_empty_lines_are_cells_where_all_rows_of_a_table_have_as_many(break_):
    forms = [replace(x, values=("", "3", "", "", "", "", "3")) if n % 2 else x for n, x in enumerate(request_lines())]
    printed = [[x.label, *x.values, *[""] * (1 < n < len(forms) - 1)] for n, x in enumerate(forms)]
    table = break_.join(cell for row in (HEADER, *printed) for cell in row)
    found = text(f"三、收到和处理政府信息公开申请情况\n{table}\n\n五、存在的主要问题\n")
    texts = [raw.strip() for raw, _ in stream(found)]
    at = [texts.index(x.label) + 1 for x in forms]
    assert [tuple(texts[n : n + 7]) for n in at] == [x.values for x in forms]


@pytest.mark.parametrize("blank", ["\u3000\t", " "])
@pytest.mark.parametrize("break_", ["\n", "\n\n"])
def test_lines_of_white_space_are_cells_and_lines_without_any_are_not(blank, break_):
    """As browsers copy cells that hold blocks, and blank cells that hold a space alone."""
    forms = [replace(x, values=("", *"1234", "", "10")) if n % 3 == 2 else x for n, x in enumerate(request_lines())]
    printed = [[x.label[:9], f"\n{x.label[9:]}", *(v or blank for v in x.values)] for x in forms]
    table = break_.join(cell for row in (HEADER, *printed) for cell in row)
    found = text(f"三、收到和处理政府信息公开申请情况\n{table}\n\n五、存在的主要问题\n")
    texts = [raw.strip() for raw, _ in stream(found)]
    at = [texts.index(x.label[:9]) + 1 + bool(x.label[9:]) for x in forms]
    assert [tuple(texts[n : n + 7]) for n in at] == [x.values for x in forms]


def test_heading_at_the_end_of_a_cut_off_file_is_no_empty_row():
    lines = [x for x in request_lines("2019") if x.key not in ("processed_total", "carried_out", "other")]
    cells = [c for x in lines for c in (x.label, *x.values)]
    end = ["三、本年度办理结果", "（五）不予处理", "5."]
    found = read("\n".join(["三、收到和处理政府信息公开申请情况", *HEADER, *cells, *end]))
    assert {c.state for key, c in found.items() if key[1] == "processed_total"} == {"missing"}


def test_paragraphs_of_markdown_whose_tables_are_html_stay_apart():
    title, table = "澜溪市财政局2023年政府信息公开工作年度报告", "<table><tr><td>行政许可</td><td>7</td></tr></table>"
    sentence = "本报告依照条例编制，统计期限自2023年1月1日起至2023年12月31日止。"
    content = f"<div>\n\n# {title}\n\n{sentence}\n\n{table}\n\n{sentence}\n\n</div>"
    document = read_document(content.encode(), "x.md")
    assert [p.text.strip("# ") for p in document.paragraphs()] == [title, sentence, sentence]
    assert rows(document) == [["行政许可", "7"]]


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("**澜溪市财政局**", "澜溪市财政局"),
        ('## 一、总体情况 {#一总体情况 style="text-align:center"}', "一、总体情况"),
        ("**区财政局", "**区财政局"),
        ("**一、**总体**情况**", "**一、**总体**情况**"),
    ],
)
def test_marks_of_a_whole_line_are_not_printed(line, meant):
    document = read_document(f"{line}\n\n{BARS}".encode(), "x.md")
    assert document.paragraphs()[0].text == meant

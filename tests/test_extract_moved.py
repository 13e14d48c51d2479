"""Rows whose cells stand one column off, or with a number that is not theirs: no number moves with them."""

import re
from dataclasses import replace

import pytest
from printed_forms import (
    COLUMNS,
    HEADER,
    Line,
    cells,
    html,
    html_row,
    page,
    published,
    read,
    request_lines,
    spaces,
    truth_of,
)
from printed_forms import with_values as with_row

from pipeline.extract.columns.model import Unplaced
from pipeline.extract.columns.place import place
from pipeline.extract.printed.model import Printed, PrintedRow

LINES = request_lines()
ROW = "denied_third_party"
LABEL = next(x.label for x in LINES if x.key == ROW)


def states(source: str, row: str = ROW) -> set[str]:
    return {cell.state for (_, key, _), cell in read(source).items() if key == row}


def sums_broken(lines: list[Line]) -> list[Line]:
    """The lines with a wrong number, so that no sum of a column proves a place."""
    return [replace(x, values=("1", *x.values[1:])) if x.key == "processed_total" else x for x in lines]


def test_a_row_whose_empty_total_stands_behind_a_sum_is_not_read():
    lines = with_row(LINES, ROW, "", "3", "", "4", "", "7", "")
    assert states(html(lines)) == {"unreadable"}
    assert published(html(lines)) == truth_of([x for x in lines if x.key != ROW])


@pytest.mark.parametrize("width", [1, 3])
@pytest.mark.parametrize(("own", "first"), [("其中：网络申请", False), ("序号", True)])
def test_a_row_beside_a_merged_cell_of_wrong_width_gives_no_number_to_its_neighbour(width, own, first):
    lines = [x if x.key != ROW else replace(x, values=("2", "0", "0", "0", "3", "0", "5")) for x in LINES]

    def row(label: str, columns: int, further: str, values: tuple[str, ...]) -> str:
        cells = (further, *values) if first else (*values, further)
        return f"<tr><td colspan={columns}>{label}</td>" + html_row(*cells).removeprefix("<tr>")

    head = row("申请人情况", 2, own, HEADER)
    rows = [row(x.label, width if x.key == ROW else 2, str(n), x.values) for n, x in enumerate(lines, start=1)]
    found = published(page(f"<table>{head}{''.join(rows)}</table>"))
    assert found.items() <= truth_of(lines).items()
    assert len(found) >= len(COLUMNS) * (len(LINES) - 1)


@pytest.mark.parametrize("header", [True, False])
@pytest.mark.parametrize(
    ("values", "first", "told"),
    [
        (("2", "0", "0", "0", "3", "0", "5"), "", True),
        (("2", "", "/", "0", "3", "", "5"), "", True),
        (("2", "0", "0", "0", "3", "0", ""), "", False),
        (("2", "0", "0", "0", "3", "0", ""), "序号", False),
        (("21", "2", "0", "0", "0", "3", "0"), "", False),
    ],
)
def test_a_row_whose_group_ends_too_early_stands_beside_its_columns(values, first, told, header):
    lines = sums_broken(with_row(LINES, ROW, *values))

    def row(label: str, columns: int, number: str, values: tuple[str, ...]) -> str:
        cells = (*([number] if first else []), *values, "", "", *[""] * (3 - columns))
        return f"<tr><td colspan={columns}>{label}</td>" + html_row(*cells).removeprefix("<tr>")

    rows = [row(x.label, 2 if x.key == ROW else 3, str(n), x.values) for n, x in enumerate(lines, start=1)]
    head = [row("申请人情况", 3, first, HEADER)] if header else []
    found = published(page(f"<table>{''.join([*head, *rows])}</table>"))
    assert found.items() <= truth_of(lines).items()
    assert found.get(("requests", ROW, "total")) == (5.0 if told else None)


def test_a_row_with_a_blank_and_a_number_behind_its_columns_is_not_taken_for_a_full_one():
    lines = sums_broken(LINES)
    own = next(line for line in spaces(lines).split("\n") if line.startswith(LABEL))
    values = next(x.values for x in lines if x.key == ROW)
    text = spaces(lines).replace(own, own.replace(values[2], " " * len(values[2])).ljust(84) + "2")
    assert states(text) == {"unreadable"}
    assert published(text) == truth_of([x for x in lines if x.key != ROW])


def test_a_row_whose_label_stands_where_others_have_numbers_has_other_columns():
    lines = LINES[2:-2]
    own = next(line for line in spaces(lines).split("\n") if line.startswith(LABEL))
    moved = ("（三）不予公开".ljust(26) + LABEL).ljust(42) + "".join(v.center(8) for v in "00000")
    text = spaces(lines).replace(own, moved)
    assert states(text) == {"unreadable"}


def test_names_of_columns_below_which_labels_end_show_no_columns():
    lines = ["信息内容  本年制发件数  本年废止件数  现行有效件数", "规章    184  ", "行政规范性文件    0  "]
    lines += ["信息内容  本年处理决定数量", "行政许可  1", "行政处罚  0", "行政强制  0"]
    found = read("二、主动公开政府信息情况\n\n第二十条第（一）项\n" + "\n".join(lines) + "\n\n五、存在的主要问题\n")
    assert {cell.state for (_, row, _), cell in found.items() if row == "regulation"} == {"unreadable"}
    assert found["proactive", "licence", "decisions"].value == 1


@pytest.mark.parametrize(("values", "told"), [(("2", "0", "0", "0", "3", "0", "5"), True), (("2", "3", "5"), False)])
def test_an_empty_row_behind_a_list_of_cells_takes_nothing_from_the_row_above(values, told):
    lines = sums_broken(LINES)
    flat = re.sub(r"\n+", "\n", cells(lines))
    own = next(f"\t{x.label}\n\t" + "\n\t".join(x.values) + "\n" for x in lines if x.key == ROW)
    assert own in flat
    text = flat.replace(own, "".join(f"\t{c}\n" for c in (LABEL, *values)) + "\n\t\n\t\n")
    assert states(text) == ({"reported"} if told else {"unreadable"})


def test_a_text_that_is_no_number_is_one_of_the_rows_cells():
    lines = with_row(LINES[2:-2], ROW, "12", "5", "34", "2", "详见附件", "7", "60")
    text = "\n".join(f"{n:<5}{line}" if line[:1] else line for n, line in enumerate(spaces(lines).split("\n")))
    assert published(text) == truth_of(lines)


@pytest.mark.parametrize(("texts", "told"), [(("", "", "", "0", "", "", "0"), False), (tuple("1000203"), True)])
def test_of_cells_that_bars_pad_a_row_may_have_lost_its_last(texts, told):
    rows = [
        PrintedRow((), tuple(Printed(t, t, n, n + 1) for n, t in enumerate(own)), "stream", 0, "txt:packed-bars")
        for own in (("", "", *"1020306"), texts)
    ]
    assert isinstance(place(rows, 7, {})[1], Unplaced) != told

"""Rows and headers that a break cuts: no number comes out short, and no unit is lost."""

from __future__ import annotations

import pytest
from printed_forms import request_lines

from pipeline.documents.model import Block, Cell, Grid, Paragraph
from pipeline.extract.tables.read import read_tables

_LABELS = (
    ("一、本年新收政府信息公开申请数量", (5, 0, 0, 0, 0, 0, 5)),
    ("二、上年结转政府信息公开申请数量", (0, 0, 0, 0, 0, 0, 0)),
    ("（一）予以公开", (2, 0, 0, 0, 0, 0, 2)),
    ("1.属于国家秘密", (1792, 12, 0, 0, 0, 0, 1804)),
    ("2.其他法律行政法规禁止公开", (1, 0, 0, 0, 0, 0, 1)),
    ("3.危及“三安全一稳定”", (4, 0, 0, 0, 0, 0, 4)),
    ("4.保护第三方合法权益", (0, 3, 0, 0, 0, 0, 3)),
)


def _text(row: int, column: int, text: str) -> Cell:
    return Cell(row, column, text, text)


def _row(line: int, label: str, values: tuple[object, ...], first: int = 1) -> list[Cell]:
    return [_text(line, 0, label), *(_text(line, first + n, str(v)) for n, v in enumerate(values))]


def _printed(blocks: list[Block], row: str) -> list[tuple[float | None, str | None]]:
    found = read_tables(blocks, "grids", ["requests"], None)["requests"]
    return [(c.value, c.raw) for c in found.cells if c.row == row]


@pytest.mark.parametrize("between", [[], [Paragraph("单位：件", "单位：件")], [Paragraph("第 3 页", "第 3 页")]])
@pytest.mark.parametrize("shift", [0, 1])
def test_a_number_cut_by_a_break_is_never_published_short(between: list[Block], shift: int) -> None:
    cut = 3
    top = [c for n, (label, v) in enumerate(_LABELS[:cut]) for c in _row(n, label, v)]
    top += _row(cut, _LABELS[cut][0], (179, 12, 0, 0, 0, 0, 180))
    rest = [_text(0, n, "") for n in range(1 + shift)]
    rest += [_text(0, 1 + shift + n, t) for n, t in enumerate(("2", "", "", "", "", "", "4"))]
    below = [c for n, (label, v) in enumerate(_LABELS[cut + 1 :]) for c in _row(n + 1, label, v, 1 + shift)]
    found = _printed([Grid(tuple(top), "docx"), *between, Grid((*rest, *below), "docx")], "denied_state_secret")
    assert found[0] == (None, "179\n2")  # too few sums stand here to prove it
    assert found[1:6] == [(12.0, "12"), *[(0.0, "0")] * 4]
    assert found[6] == (None, "180\n4")


def test_a_second_part_in_the_same_grid_is_joined() -> None:
    cells = [c for n, (label, v) in enumerate(_LABELS[:3]) for c in _row(n, label, v)]
    cells += _row(3, _LABELS[3][0], (179, 12, 0, 0, 0, 0, 180))
    cells += _row(4, "", ("2", "", "", "", "", "", "4"))
    cells += [c for n, (label, v) in enumerate(_LABELS[4:]) for c in _row(5 + n, label, v)]
    assert _printed([Grid(tuple(cells), "xlsx")], "denied_state_secret")[0] == (None, "179\n2")


@pytest.mark.parametrize("corner", ["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", ""])
def test_a_row_that_a_page_cuts_goes_on_below_the_repeated_header(corner: str) -> None:
    cut = 3
    top = [c for n, (label, v) in enumerate(_LABELS[:cut]) for c in _row(n, label, v)]
    top += _row(cut, _LABELS[cut][0][:4], _LABELS[cut][1])
    head = [_text(0, 0, corner), _text(0, 1, "申请人情况"), _text(1, 1, "自然人"), _text(1, 2, "法人或其他组织")]
    head += [_text(1, 7, "总计"), *(_text(2, 2 + n, t) for n, t in enumerate(("商业企业", "科研机构")))]
    below = _row(3, _LABELS[cut][0][4:], ("",) * 7)
    below += [c for n, (label, v) in enumerate(_LABELS[cut + 1 :]) for c in _row(n + 4, label, v)]
    found = _printed([Grid(tuple(top), "docx"), Grid((*head, *below), "docx")], "denied_state_secret")
    assert [value for value, _ in found] == list(_LABELS[cut][1])


@pytest.mark.parametrize("row", ["denied_prohibited_by_law", "denied_third_party"])
@pytest.mark.parametrize("first", [4, 5])
def test_a_piece_of_a_label_without_numbers_is_not_empty_below_numbers_that_nobody_owns(row: str, first: int) -> None:
    cut = 4 if row == "denied_prohibited_by_law" else 6
    label, values = _LABELS[cut]
    top = [c for n, (label, v) in enumerate(_LABELS[:cut]) for c in _row(n, label, v)] + _row(cut, label[:4], values)
    below = [c for n in range(7) for c in _row(n, "另行说明", ("",) * 7)] + _row(7, label[first:], ("",) * 7)
    below += [c for n, (label, v) in enumerate(_LABELS[cut + 1 :]) for c in _row(n + 8, label, v)]
    found = read_tables([Grid(tuple(top), "docx"), Grid(tuple(below), "docx")], "grids", ["requests"], None)
    assert {c.state for c in found["requests"].cells if c.row == row} == {"unreadable"}  # too few sums prove more


@pytest.mark.parametrize(
    ("pieces", "amount", "unit"),
    [
        (("本年收费金", "额（单位：万元）"), 15000.0, "CNY"),
        (("本年收费金额（单位：万", "元）"), 15000.0, "CNY"),
        (("本年收费金额（单位：", "万元）"), 15000.0, "CNY"),
        (("本年收费金额", "单位：件"), 1.5, "unstated"),
    ],
)
def test_a_unit_in_a_header_that_a_break_cut_counts(pieces: tuple[str, str], amount: float, unit: str) -> None:
    rows = [
        ["第二十条第（一）项"],
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "1", "2", "3"],
        ["行政规范性文件", "1", "2", "3"],
        ["第二十条第（五）项"],
        ["信息内容", "本年处理决定数量"],
        ["行政许可", "7"],
        ["第二十条第（六）项"],
        ["信息内容", "本年处理决定数量"],
        ["行政处罚", "4"],
        ["行政强制", "6"],
        ["第二十条第（八）项"],
        ["信息内容", pieces[0]],
    ]
    cells = tuple(_text(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row))
    fee = Grid((_text(0, 0, "行政事业性收费"), _text(0, 1, "1.5")), "docx")
    blocks = [Grid(cells, "docx"), Paragraph(pieces[1], pieces[1]), fee]
    (cell,) = [c for c in read_tables(blocks, "grids", ["proactive"], None)["proactive"].cells if c.row == "fee"]
    assert (cell.value, cell.unit) == (amount, unit)


@pytest.mark.parametrize("bordered", [True, False])
def test_columns_that_move_inside_one_sheet_are_followed(bordered: bool) -> None:
    header = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
    cells = _row(0, "", header)
    cut, blank_row = 4, 3
    for n, (label, values) in enumerate(_LABELS):
        shown = tuple("" if n == blank_row and c in (0, 6) else v for c, v in enumerate(values))
        cells += _row(n + 1, label, shown if n < cut else ("", *shown))
        if n < cut and not bordered:
            cells.append(_text(n + 1, 8, ""))
    result = read_tables([Grid(tuple(cells), "xlsx")], "grids", ["requests"], None)["requests"].cells
    rows = ("new_requests", "carried_in", "granted", "denied_state_secret", "denied_prohibited_by_law")
    for key, (_, values) in zip(rows, _LABELS, strict=False):
        got = [c.value for c in result if c.row == key]
        want = [float(v) for v in values]
        if key == "denied_state_secret":
            # Its first and last cells are empty: only a sheet with borders shows which part it stands in.
            want = [None, *want[1:6], None] if bordered else [None] * 7
        assert got == want, key


def test_a_broken_number_with_thousands_marks_is_joined_where_the_sums_bear_it_out() -> None:
    lines = request_lines("2021")
    biggest = max((int(v), n, c) for n, x in enumerate(lines) for c, v in enumerate(x.values))
    number, line, column = biggest
    shown = f"{number:,}"
    cells = [c for n, x in enumerate(lines) for c in _row(n, x.label, x.values)]
    broken = f"{shown[:-1]}\n{shown[-1]}"
    cells = [_text(c.row, c.column, broken) if (c.row, c.column) == (line, column + 1) else c for c in cells]
    result = read_tables([Grid(tuple(cells), "docx")], "grids", ["requests"], None)["requests"].cells
    assert [c.value for c in result if c.row == lines[line].key][column] == number

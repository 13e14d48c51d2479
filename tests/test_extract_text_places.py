"""Texts kept with spaces: what the exact places of numbers prove, and what they do not."""

from dataclasses import replace

import pytest
from printed_forms import COLUMNS, Line, published, read, request_lines, spaces, truth_of, with_values

LINES = request_lines()


def row(found, key):
    return [found["requests", key, c] for c in COLUMNS]


def lacking(key: str, *places: int) -> list[Line]:
    """Table 三 with cells left empty: the sums that they take part in are broken."""
    return [
        replace(x, values=tuple("" if n in places else v for n, v in enumerate(x.values))) if x.key == key else x
        for x in LINES
    ]


@pytest.mark.parametrize("key", ["granted", "processed_total"])
def test_row_with_an_empty_cell_is_read_though_its_sums_are_broken(key):
    lines = lacking(key, 2)
    found = read(spaces(lines))
    assert {k: c.value for k, c in found.items() if c.value is not None} == truth_of(lines)
    assert row(found, key)[2].state == "blank"


def test_row_whose_cells_moved_or_end_early_or_stand_aside_is_not():
    lines = lacking("granted", 2)
    own = next(x for x in lines if x.key == "granted")
    whole = "".join(v.center(8) for v in own.values).rstrip()
    dropped = "".join(v.center(8) for v in own.values if v).rstrip()
    aside = whole[:8] + "    " + whole[8:20].strip() + whole[20:]
    for broken in (dropped, aside, whole[: whole.rindex(own.values[-1])].rstrip()):
        found = read(spaces(lines).replace(whole, broken))
        assert {c.value for c in row(found, "granted")} == {None}


@pytest.mark.parametrize("below", [0, 1])
def test_row_with_an_empty_cell_beside_a_number_of_no_row_is_not(below):
    lines = lacking("granted", 2)
    text = spaces(lines).split("\n")
    at = next(n for n, line in enumerate(text) if line.startswith("（一）予以公开"))
    text.insert(at + below, " " * 44 + "12")
    assert row(read("\n".join(text)), "granted")[2].state != "blank"


@pytest.mark.parametrize("place", range(6))
def test_words_in_a_cell_leave_the_rest_of_the_row(place):
    own = next(x for x in LINES if x.key == "granted")
    lines = with_values(LINES, "granted", *(v if n != place else "附表" for n, v in enumerate(own.values)))
    found = row(read(spaces(lines)), "granted")
    assert [c.value for c in found] == [None if n == place else float(v) for n, v in enumerate(own.values)]
    assert (found[place].state, found[place].raw) == ("unreadable", "附表")


def on_pages(lines: list[Line], cut: int, shift: int = 0, label: str = "") -> str:
    """Table 三 over two pages; the second one's numbers stand some characters further to the right."""
    *top, end = spaces(lines[:cut]).removesuffix("五、存在的主要问题\n").rstrip().split("\n")
    prose = "\n".join(f"这里是第{n}段说明文字。" for n in "一二三四五六七")
    below = [line.strip("\n") for line in spaces(lines[cut:], ()).split("\n")[2:-3]]
    below = [line[:26] + " " * shift + line[26:] for line in below]
    first = [*top, end, *([label] if label else [])]
    return "\n".join([*first, "", "- 1 -", "\f", *below, "", "五、存在的主要问题", prose, ""])


def sparse(cut: int) -> list[Line]:
    """Table 三 with an empty cell in every row behind a place, but for the totals."""
    return [
        x if n < cut or x.key in ("processed_total", "carried_out")
        else replace(x, values=tuple("" if c == n % 6 else v for c, v in enumerate(x.values)))
        for n, x in enumerate(LINES)
    ]  # fmt: skip


def test_page_whose_rows_all_lack_cells_has_the_columns_of_the_page_before():
    lines = sparse(8)
    assert published(on_pages(lines, 8)) == truth_of(lines)


@pytest.mark.parametrize("shift", [3, 4, 8])
def test_page_on_which_all_stands_aside_has_other_columns(shift):
    lines = sparse(8)
    assert published(on_pages(lines, 8, shift)).items() <= truth_of(lines).items()


def test_label_that_a_page_cuts_is_whole_with_the_next_page_whatever_else_that_prints():
    cut = next(n for n, x in enumerate(LINES) if x.key == "denied_prohibited_by_law")
    label = LINES[cut].label
    lines = lacking("denied_prohibited_by_law", 2)
    lines[cut] = replace(lines[cut], label=label[8:])
    assert published(on_pages(lines, cut, label=label[:8])) == truth_of(lines)


def test_one_space_inside_a_labels_second_line():
    cells = next(x for x in LINES if x.key == "other_overdue_correction").values
    text = spaces(LINES).split("\n")
    at = next(n for n, line in enumerate(text) if line.strip().startswith("1.申请人无正当理由"))
    own = "".join(v.center(8) for v in cells).rstrip()
    text[at : at + 1] = ["1.申请人无正当理由逾期不补正、", "行政机关不再处理其政 府信息公开".ljust(26) + own, "申请"]
    assert published("\n".join(text)) == truth_of(LINES)


def test_number_between_two_rows_with_empty_places_there_leaves_neither_blank():
    lines = [replace(x, values=(*x.values[:2], "", *x.values[3:])) if x.key in ("granted", "granted_in_part") else x
             for x in LINES]  # fmt: skip
    text = spaces(lines).split("\n")
    at = next(n for n, line in enumerate(text) if line.startswith("（一）予以公开"))
    text.insert(at + 1, " " * 44 + "1234")
    found = read("\n".join(text))
    assert not {row(found, key)[2].state for key in ("granted", "granted_in_part")} & {"blank", "reported"}


def projects(licence: str) -> str:
    """A block of table 二 of three columns, between the ones around it."""
    heading = "       信息内容         上一年项目数量               本年增/减                  处理决定数量"
    lines = ["二、主动公开政府信息情况", " " * 22 + "第二十条第（五）项", heading, licence]
    lines += ["其他对外管理服务事项              442                    0                  86041"]
    lines += [" " * 22 + "第二十条第（六）项", heading]
    lines += ["行政处罚                    20                     -8                 185440"]
    lines += ["行政强制                    326                    0                    0"]
    return "\n".join([*lines, "三、收到和处理政府信息公开申请情况"])


def test_a_wide_minus_sign_moves_no_number_out_of_its_column():
    found = read(projects(f"行政许可{'262':>23}{'－7':>18}{'258123':>27}"))
    cells = [found["proactive", "licence", c].value for c in ("items_last_year", "change", "decisions")]
    assert cells == [262, -7, 258123]


def test_a_number_behind_the_last_column_is_not_the_last_columns():
    found = read(projects(f"行政许可{'262':>23}{'258123':>45}{'12':>20}"))
    assert found["proactive", "licence", "change"].value is None

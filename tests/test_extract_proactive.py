"""Table 二: blocks with a header each, of either form or of both."""

import re

import pytest
from printed_forms import HEADER, extraction, html_row, page, published, read, request_lines
from proactive_blocks import (
    H2019A,
    H2019B,
    H2021A,
    H2021B,
    NEW,
    NEW_1,
    NEW_5,
    NEW_6,
    NEW_8,
    OLD,
    OLD_1,
    OLD_5,
    OLD_6,
    OLD_8,
    OLD_9,
    numbers,
    table,
    versions,
)

from pipeline.extract.columns.model import Unplaced
from pipeline.extract.columns.place import place
from pipeline.extract.printed.model import Printed, PrintedRow


def test_form_of_2019():
    assert numbers(OLD) == {
        **{("regulation", "made"): 1, ("regulation", "disclosed"): 2, ("regulation", "total_public"): 3},
        **{("normative_document", "made"): 4, ("normative_document", "disclosed"): 5},
        **{("normative_document", "total_public"): 6},
        **{("licence", "items_last_year"): 11, ("licence", "change"): -8, ("licence", "decisions"): 13},
        **{
            ("other_service", "items_last_year"): 14,
            ("other_service", "change"): 15,
            ("other_service", "decisions"): 16,
        },
        **{("penalty", "items_last_year"): 21, ("penalty", "change"): 22, ("penalty", "decisions"): 23},
        **{("coercion", "items_last_year"): 24, ("coercion", "change"): 25, ("coercion", "decisions"): 26},
        **{("fee", "items_last_year"): 31, ("fee", "change"): 32},
        **{("procurement", "projects"): 41, ("procurement", "amount"): 1763847.27},
    }


def test_form_of_2021():
    assert numbers(NEW) == {
        **{("regulation", "made"): 1, ("regulation", "repealed"): 2, ("regulation", "in_force"): 3},
        **{
            ("normative_document", "made"): 4,
            ("normative_document", "repealed"): 5,
            ("normative_document", "in_force"): 6,
        },
        **{("licence", "decisions"): 17, ("penalty", "decisions"): 27, ("coercion", "decisions"): 28},
        ("fee", "amount"): 15_000,
    }


@pytest.mark.parametrize("version", ["2019", "2021"])
def test_form_is_told_from_the_table(version):
    assert set(versions(OLD if version == "2019" else NEW).values()) == {version}


def test_half_of_each_form():
    source = table(i1=NEW_1, i5=OLD_5, i6=OLD_6, i8=OLD_8, i9=OLD_9)
    found = numbers(source)
    assert found["regulation", "in_force"] == 3 and ("regulation", "total_public") not in found
    assert (found["licence", "decisions"], found["licence", "change"]) == (13, -8)
    assert versions(source)["regulation"] == "2021" and versions(source)["licence"] == "2019"


def test_other_half_of_each_form():
    source = table(i1=OLD_1, i5=NEW_5, i6=NEW_6, i8=NEW_8)
    found = numbers(source)
    assert found["normative_document", "total_public"] == 6 and ("normative_document", "in_force") not in found
    assert (found["penalty", "decisions"], found["fee", "amount"]) == (27, 15_000)


def test_notes_behind_the_short_labels():
    noted = ("规章（设区的市、自治州人民政府填报）", "规范性文件(以“规定”“办法”“细则”等为标题的公文)")
    first = (H2019A, (noted[0], "1", "2", "3"), (noted[1], "4", "5", "6"))
    assert numbers(table(i1=first, i5=OLD_5, i6=OLD_6, i8=OLD_8, i9=OLD_9)) == numbers(OLD)


@pytest.mark.parametrize("mark", ["①", "*", "[1]", "（注2）", "<sup>①</sup>"])
def test_marks_of_notes_behind_the_short_labels(mark):
    first = (H2019A, (f"规章{mark}", "1", "2", "3"), (f"规范性文件{mark}", "4", "5", "6"))
    assert numbers(table(i1=first, i5=OLD_5, i6=OLD_6, i8=OLD_8, i9=OLD_9)) == numbers(OLD)


def test_header_cut_short_twice_in_one_row():
    cut = (("信息内容", "本年新", "本年新", "对外公开总数量"), *OLD_1[1:])
    assert numbers(table(i1=cut, i5=OLD_5, i6=OLD_6, i8=OLD_8, i9=OLD_9)) == numbers(OLD)


def test_block_without_its_own_form_told_is_not_guessed():
    # Three numbers under no header fit both forms, in which the third means different things.
    bare = (("规章", "1", "2", "3"), ("规范性文件", "4", "5", "6"))
    source = table(i1=bare, i5=NEW_5, i6=OLD_6, i8=OLD_8)
    assert {x.state for (_, r, _), x in read(source).items() if r == "regulation"} <= {"unreadable", "missing"}


def test_missing_row_of_the_form_is_missing():
    found = read(table(i1=NEW_1, i5=NEW_5, i6=NEW_6))
    assert found["proactive", "fee", "amount"].state == "missing"


def test_blank_of_one_column_does_not_move_the_next():
    first = (H2021A, ("规章", "", "", "3"), ("行政规范性文件", "/", "5", ""))
    found = read(table(i1=first, i5=NEW_5, i6=NEW_6, i8=NEW_8))
    row = [found["proactive", "regulation", c] for c in ("made", "repealed", "in_force")]
    assert [x.state for x in row] == ["blank", "blank", "reported"] and row[2].value == 3
    assert found["proactive", "normative_document", "repealed"].value == 5


def test_row_that_no_form_has_is_listed_with_its_numbers():
    block = (*NEW_6, ("行政检查", "99"))
    found = extraction(table(i1=NEW_1, i5=NEW_5, i6=block, i8=NEW_8))
    assert 99 not in [c.value for c in found.cells]
    assert [u.raw for u in found.unplaced] == ["行政检查 | 99"]


def test_numbers_of_a_row_that_no_form_has_are_not_those_of_the_rows_beside_it():
    """In a list of cells, where an empty one leaves no trace."""
    rows = [*NEW_1, *NEW_5, *NEW_6, ("行政检查", "99"), *NEW_8]
    source = "".join(" |\n".join(filter(None, row)) + " | ||\n" for row in rows)
    found = numbers(f"二、主动公开政府信息情况\n{source}三、收到和处理政府信息公开申请情况\n")
    assert found == numbers(NEW)
    # Below a column's name it may be anyone's.
    found = numbers(
        f"二、主动公开政府信息情况\n{source.replace('行政检查', H2021B[1])}三、收到和处理政府信息公开申请情况\n"
    )
    assert found["coercion", "decisions"] is None


def test_second_copy_with_the_same_numbers_changes_nothing():
    assert numbers(NEW.replace("<p>五", NEW.split("</p>", 1)[1].split("<p>五")[0] + "<p>五")) == numbers(NEW)


def test_second_copy_with_another_number_leaves_that_cell_open():
    copy = NEW.split("</p>", 1)[1].split("<p>五")[0].replace(">17<", ">18<")
    found = read(NEW.replace("<p>五", copy + "<p>五"))
    cell = found["proactive", "licence", "decisions"]
    assert (cell.state, cell.value, set(cell.raw.split(" | "))) == (
        "unreadable",
        None,
        {"17", "18"},
    ) and "twice" in cell.reason
    assert found["proactive", "penalty", "decisions"].value == 27


def test_empty_cell_of_which_a_second_copy_prints_something_unreadable_is_not_blank():
    copy = NEW.split("</p>", 1)[1].split("<p>五")[0].replace(">5<", ">5 7<")
    found = read(NEW.replace(">5<", "><").replace("<p>五", copy + "<p>五"))
    assert found["proactive", "normative_document", "repealed"].state == "unreadable"


@pytest.mark.parametrize("empty", ["NaN"])
def test_words_beside_a_number_without_its_header_are_no_columns_that_tell_the_form(empty):
    bare = (("信息内容", "0", "0"), ("行政处罚", "27", empty, empty), ("行政强制", "28", empty, empty))
    found = numbers(table(i1=NEW_1, i5=NEW_5, i6=bare, i8=NEW_8))
    assert not [key for key, value in found.items() if key[0] in ("penalty", "coercion") and value is not None]


def test_row_without_header_whose_other_columns_are_empty_is_not_of_the_other_form():
    # One number in three cells: the first column of form 2019, not the only one of form 2021.
    bare = (("行政许可", "61", "", ""), ("其他对外管理服务事项", "", "0", ""))
    found = numbers(table(i1=OLD_1, i5=bare, i6=OLD_6, i8=OLD_8))
    assert found.get(("licence", "decisions")) is None


def test_further_column_of_line_numbers_is_no_column_of_the_form():
    def numbered(block, start):
        return tuple((*row, "行次" if start + n == 1 else str(start + n)) for n, row in enumerate(block))

    blocks = {"i1": numbered(NEW_1, 1), "i5": numbered(NEW_5, 4), "i6": numbered(NEW_6, 6), "i8": numbered(NEW_8, 9)}
    found = {k: v for k, v in numbers(table(**blocks)).items() if v is not None}
    assert found.items() <= numbers(NEW).items()


def test_remark_in_the_place_of_a_column_is_none_of_its_numbers():
    rows = (("规章", "1", "2", "80"), ("行政规范性文件", "4", "5", ""))
    found = numbers(table(i1=((*H2021A[:3], "备注"), *rows), i5=NEW_5, i6=NEW_6, i8=NEW_8))
    assert found["normative_document", "repealed"] == 5 and found["regulation", "in_force"] is None


def test_line_number_is_not_taken_for_a_cell_that_is_not_there():
    wide = "<tr><td>{}</td><td colspan=3>{}</td><td>{}</td></tr>"
    head = "<tr><td colspan=4>第二十条第（六）项</td><td>行次</td></tr>" + wide.format(*H2021B, "8")
    rows = wide.format("行政处罚", "8", "9") + wide.format("行政强制", "", "10")
    found = read(f"<html><body><p>二、主动公开政府信息情况</p><table>{head}{rows}</table></body></html>")
    assert {x.value for (_, r, _), x in found.items() if r == "coercion"} <= {None}


def test_row_short_of_blanks_without_trace_is_not_taken_for_a_shorter_row_of_the_other_form():
    lines = [
        "行政许可",
        "0",
        "9",
        "0",
        "其他对外管理服务事项",
        "2",
        "0",
        "0",
        "行政处罚",
        "0",
        "0",
        "0",
        "行政强制",
        "6",
        "8",
        "0",
    ]
    lines += ["行政事业性收费", "0", "政府集中采购", "33", "10980.78 万元"]
    cells = {(r, c): x for (t, r, c), x in read("二、主动公开\n" + "\n".join(f"{x} |" for x in lines)).items()}
    assert cells["coercion", "change"].value == 8
    assert {c: x.state for (r, c), x in cells.items() if r == "fee"} == dict.fromkeys(
        ("items_last_year", "change"), "unreadable"
    )


@pytest.mark.parametrize(("space", "told"), [(1, False), (4, True)])
def test_numbers_under_names_that_one_space_parts_have_no_places(space, told):
    header = [Printed(name, name, n * (12.0 + space) + 20, n * (12.0 + space) + 32) for n, name in enumerate("甲乙丙")]
    label, value = Printed("规章", "规章", 0.0, 4.0), Printed("365", "365", 24.0, 27.0)
    row = PrintedRow((label,), (value,), "words", 0, "txt:layout", words=(label,))
    (placed,) = place([row], 3, {0: header})
    assert (not isinstance(placed, Unplaced)) is told


def test_a_row_printed_twice_takes_no_empty_row_behind_it():
    head = html_row("信息内容", "本年处理决定数量")
    body = html_row("行政许可", "7") + head + html_row("行政处罚", "9") * 2 + html_row("行政强制", "")
    assert ("proactive", "coercion", "decisions") not in published(page(f"<table>{head}{body}</table>"))


def test_cells_below_another_rows_header_tell_no_form():
    found = numbers(table(i1=NEW_1, i5=NEW_5, i6=(H2021A, ("行政强制", "0", "0", "0")), i8=NEW_8))
    assert ("coercion", "change") not in found and found["licence", "decisions"] == 17


def test_a_further_column_without_a_name_is_none_of_a_shorter_block():
    rows = [["规章", "5", "6", "5", "2"], ["规范性文件", "0", "0", "1", "3"], ["行政许可", "4", "3", "1", "6"]]
    rows += [["行政处罚", "0", "0", "2", "9"], ["行政强制", "0", "1", "1", "10"], ["行政事业性收费", "", "0", "", "13"]]
    text = "\n".join(label.ljust(12) + "".join(v.rjust(12) for v in values) for label, *values in rows)
    assert not {key for key in published(f"二、主动公开政府信息情况\n\n{text}\n\n五、问题\n") if key[1] == "fee"}


@pytest.mark.parametrize("label", ["行政许可 12", "行政许可12件", "行政许可（12）"])
def test_empty_cell_beside_a_label_that_holds_digits_is_no_blank(label):
    cell = read(table(i1=NEW_1, i5=(H2021B, (label, ""))))["proactive", "licence", "decisions"]
    assert (cell.value, cell.state) == (None, "unreadable")


def listed(*blocks, unit: str, without: str = "") -> str:
    """Table 二 with a line for each number; without one of the lines."""
    rows = ""
    for (_, *heads), *body in blocks:
        for name, *values in body:
            lines = [(h, v.removesuffix("元")) for h, v in zip(heads, values, strict=True) if f"{name}{h}" != without]
            rows += "".join(
                f"<tr>{f'<td rowspan={len(lines)}>{name}</td>' if n == 0 else ''}<td>{head}</td><td>{value}</td></tr>"
                for n, (head, value) in enumerate(lines)
            )
    rows = html_row("信息内容", "指标", "数量") + rows.replace("采购总金额", f"采购总金额（{unit}）")
    return f"<html><body><p>二、主动公开政府信息情况</p><table>{rows}</table></body></html>"


@pytest.mark.parametrize(
    ("blocks", "unit"), [((OLD_1, OLD_5, OLD_6, OLD_8, OLD_9), "元"), ((NEW_1, NEW_5, NEW_6, NEW_8), "万元")]
)
def test_table_printed_as_a_list_is_the_same_table(blocks, unit):
    across = table(**{f"i{n}": block for n, block in enumerate(blocks, start=1)})
    assert published(listed(*blocks, unit=unit)) == published(across) and len(published(across)) in (10, 22)


def test_list_whose_columns_names_are_cut_keeps_their_order():
    head = ("信息内容", "本年新", "本年新", "对外公开总数量")
    cut = published(listed((head, *OLD_1[1:]), OLD_5, OLD_6, OLD_8, OLD_9, unit="元"))
    assert cut == published(OLD) and len(cut) == 22


@pytest.mark.parametrize("unit", ["", "{}"])
@pytest.mark.parametrize("dash", ["——", "—", "：", "　"])
def test_list_with_both_names_in_one_label_and_units_beside_is_the_same_table(dash, unit):
    rows = html_row("指标名称", *(["计量单位"] if unit else []), "数量")
    for (_, *heads), *body in (NEW_1, NEW_5, NEW_6, NEW_8):
        for name, *values in body:
            for head, value in zip(heads, values, strict=True):
                cells = [f"{name}{dash}{head.split('（')[0]}", "万元" if "金额" in head else "件", value]
                rows += html_row(*cells) if unit else html_row(f"{name}{dash}{head}", value)
    whole = published(table(i1=NEW_1, i5=NEW_5, i6=NEW_6, i8=NEW_8))
    assert published(f"<html><body><table>{rows}</table></body></html>") == whole and len(whole) == 10


@pytest.mark.parametrize("empty", ["", "/"])
def test_a_column_of_units_is_none_of_the_forms(empty):
    own = [(name, "件", *values) for name, *values in NEW_1[1:]]
    wide = html_row("信息内容", "单位", *H2021A[1:]) + "".join(
        html_row(*row).replace(">4<", f">{empty}<") for row in own
    )
    found = numbers(f"<html><body><table>{wide}{''.join(html_row(*r) for r in (*NEW_5, *NEW_6))}</table></body></html>")
    assert [found["regulation", c] for c in ("made", "repealed", "in_force")] == [1, 2, 3]
    assert [found["normative_document", c] for c in ("made", "repealed", "in_force")] == [None, 5, 6]


def test_row_of_the_agencys_own_gives_its_numbers_to_no_empty_row_below():
    rows = [*OLD_1[:2], ("其他主动公开文件", "56", "45", "301"), ("规范性文件",), *OLD_5, *OLD_6]
    lines = ["二、主动公开政府信息情况", *("".join(cell.ljust(24) for cell in row).rstrip() for row in rows)]
    found = {k[1]: v for k, v in published("\n".join([*lines, "五、存在的主要问题", ""])).items()}
    assert "normative_document" not in found and found["regulation"] == 3


@pytest.mark.parametrize(
    ("blocks", "unit"), [((OLD_1, OLD_5, OLD_6, OLD_8, OLD_9), "元"), ((NEW_1, NEW_5, NEW_6, NEW_8), "万元")]
)
def test_list_of_a_text_whose_merged_cells_are_empty_is_the_same_table(blocks, unit):
    rows = re.findall("<tr>(.*?)</tr>", listed(*blocks, unit=unit))
    cells = [re.findall("<t[dh][^>]*>(.*?)</t", row) for row in rows]
    lines = [f"| {' | '.join(['', *row][-3:])} |" for row in cells]
    text = "\n".join(["二、主动公开政府信息情况", *lines, "五、存在的主要问题", ""])
    across = table(**{f"i{n}": block for n, block in enumerate(blocks, start=1)})
    assert published(text) == published(across)


def test_line_that_a_list_lacks_leaves_its_rows_numbers_unread():
    blocks = (OLD_1, OLD_5, OLD_6, OLD_8, OLD_9)
    whole = published(listed(*blocks, unit="元"))
    assert published(listed(*blocks, unit="元", without="行政强制本年增/减")) == {
        k: v for k, v in whole.items() if k[1] != "coercion"
    }


def test_what_is_left_of_one_forms_header_is_not_the_other_forms():
    left = OLD.replace(html_row(*H2019B), html_row("处理决定数量"))
    assert left != OLD and numbers(left)["penalty", "items_last_year"] in (None, 21)
    assert ("penalty", "decisions") not in {k for k, v in numbers(left).items() if v == 21}


def test_number_below_the_name_of_another_column_is_not_this_ones():
    names, rows = ("信息内容", "", "本年新制作数量", ""), (("规章", "", "227", ""), ("规范性文件", "", "0", ""))
    assert numbers(table(i1=(H2019A, *rows), i5=OLD_5))["regulation", "disclosed"] == 227
    found = numbers(table(i1=(names, *rows), i5=OLD_5))
    assert found.keys() >= {("regulation", "disclosed")} and found["regulation", "disclosed"] is None


def test_number_printed_again_for_each_column_of_its_merged_cell_is_one():
    rows = [*NEW_1, *NEW_5, *NEW_6, *NEW_8]
    again = [c for row in rows for c in (row if len(row) == 4 else [row[0], *row[1:] * 3])]
    requests = [c for x in request_lines() for c in (x.label, *x.values)]
    text = ["二、主动公开政府信息情况", *again, "三、收到和处理政府信息公开申请情况", *HEADER, *requests]
    found = numbers("\n".join(text) + "\n")
    assert found["licence", "decisions"] == 17 and found["penalty", "decisions"] == 27
    assert found["fee", "amount"] == 15_000


@pytest.mark.parametrize(
    ("lines", "penalty"),
    [
        ((("行政处罚（简易程序）", "7"), ("行政处罚（普通程序）", "9")), None),
        ((("适用简易程序的行政处罚", "7"), ("适用普通程序的行政处罚", "9")), None),
        ((("行政处罚（含简易程序）", "7"),), 7),
        ((("行政处罚事项", "7"), ("其中：行政处罚（简易程序）", "5")), 7),
        ((("行政处罚", "7"), ("行政处罚（简易程序）", "5")), 7),
        ((("行政处罚（件）", "7"), ("行政检查", "9")), 7),
        ((("行政处罚简易程序", "7"), ("一般程序", "9")), None),
        ((("行政处罚（新立）", "7"), ("延续", "2"), ("行政处罚（变更）", "9")), None),
        ((("行政处罚", ""), ("简易程序", "7"), ("普通程序", "9")), None),
        ((("行政处罚", ""), ("行政处罚（简易）", "7")), None),
        ((("行政处罚（简易）", "7"), ("行政处罚", "")), None),
        ((("行政处罚决定", "7"), ("行政警告", "9")), None),
        ((("行政处罚决定", "7"), ("其他处罚", "9")), None),
        ((("行政处罚决定", "7"), ("行政检查", "9")), 7),
    ],
)
def test_a_part_of_a_row_that_the_table_does_not_print_as_a_whole_is_not_that_row(lines, penalty):
    found = read(table(i1=NEW_1, i5=NEW_5, i6=(H2021B, *lines, NEW_6[2]), i8=NEW_8))
    cells = {row: found["proactive", row, "decisions"].value for row in ("licence", "penalty", "coercion")}
    assert cells == {"licence": 17, "penalty": penalty, "coercion": 28}


def test_two_lines_of_a_row_are_parts_of_it_whatever_they_are_called():
    rows = "<tr><td rowspan=2>行政许可</td><td>准予许可</td><td>8</td></tr><tr><td>不予许可</td><td>3</td></tr>"
    others = (
        f"{html_row('信息内容', '', '本年处理决定数量')}{html_row('行政处罚', '', '4')}{html_row('行政强制', '', '2')}"
    )
    source = f"<p>二、主动公开政府信息情况</p><table>{rows}{others}</table><p>三、收到和处理</p>"
    found = {k[1]: c.value for k, c in read(page(source)).items() if c.state != "missing"}
    assert found == {"licence": None, "penalty": 4, "coercion": 2}


def test_the_heading_below_a_part_of_a_row_is_no_explanation_of_its_label():
    found = read(
        table(i1=NEW_1, i5=(H2021B, ("行政许可（即办件）", "7"), ("行政许可（承诺件）", "9")), i6=NEW_6, i8=NEW_8)
    )
    assert found["proactive", "licence", "decisions"].state == "unreadable"
    assert found["proactive", "penalty", "decisions"].value == 27


def test_numbers_of_other_statistics_are_no_second_copy_where_headings_of_parts_stand_outside_the_grids():
    apart = re.sub(r"<tr><td colspan=4>(.*?)</td></tr>", r"</table><p>\1</p><table>", NEW)
    named = (("类别", "公开数量（条）"), ("规范性文件", "2"), ("行政许可", "3"), ("行政处罚", "4"), ("合计", "9"))
    statistics = f"<table>{''.join(html_row(*row) for row in named)}</table>"
    assert numbers(apart.replace("<body>", f"<body>{statistics}")) == numbers(NEW)


@pytest.mark.parametrize(
    ("below", "state"),
    [
        ("行政检查", "blank"),
        ("其他执法事项", "blank"),
        ("其他行政权力事项", "blank"),
        ("查封扣押", "unreadable"),
        ("行政执行", "unreadable"),
    ],
)
def test_an_empty_row_is_blank_above_acts_of_another_kind_only(below, state):
    found = read(table(i1=NEW_1, i5=NEW_5, i6=(H2021B, NEW_6[1], ("行政强制", ""), (below, "9")), i8=NEW_8))
    assert found["proactive", "coercion", "decisions"].state == state


@pytest.mark.parametrize("label", ["政府规章", "部门规章", "规章数", "制发规章"])
def test_the_shortest_label_with_a_word_around_it(label):
    lines = (H2021A, (label, "1", "2", "3"), NEW_1[2])
    assert numbers(table(i1=lines, i5=NEW_5, i6=NEW_6, i8=NEW_8)) == numbers(NEW)


def test_numbers_of_the_next_section_are_no_parts_of_the_last_row():
    source = table(i1=OLD_1, i5=OLD_5, i6=OLD_6, i8=OLD_8, i9=(*OLD_9[:1], ("政府集中采购", "", "")))
    next_section = f"<p>三、收到和处理政府信息公开申请情况</p><table>{html_row('收到申请', '5', '')}</table>"
    found = read(source.replace("<p>五、", f"{next_section}<p>五、"))
    assert found["proactive", "procurement", "projects"].state == "blank"

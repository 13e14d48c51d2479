"""Alignment: whatever is dropped, damaged or split, a row gets its own numbers or none."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from printed_forms import (
    COLUMNS,
    HEADER,
    LAYOUTS,
    Line,
    cells,
    html,
    html_row,
    html_rows,
    page,
    printed_as,
    published,
    read,
    relabelled,
    request_lines,
    spaces,
    tabs,
    truth_of,
)

from pipeline.extract.printed.labels import label_key, row_keys
from pipeline.forms import FORMS

SHORT = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))

VERSIONS = st.sampled_from(["2019", "2021"])
ROWS = {v: request_lines(v) for v in FORMS}
GRIDS = st.sampled_from(["html", "tabs", "cells"])
ANY = st.sampled_from(sorted(LAYOUTS))


def never_wrong(source: str, lines: list[Line]) -> dict[tuple[str, str, str], float]:
    """The published numbers, all of which must be those printed in their row."""
    found, truth = published(source), truth_of(lines)
    wrong = {k: (v, truth.get(k)) for k, v in found.items() if truth.get(k) != v}
    assert not wrong
    return found


@pytest.mark.parametrize("version", sorted(FORMS))
@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_whole_table_in_every_layout(version, layout):
    assert published(LAYOUTS[layout](ROWS[version])) == truth_of(ROWS[version])


@SHORT
@given(VERSIONS, ANY, st.sets(st.integers(0, 24)))
def test_any_rows_dropped(version, layout, dropped):
    kept = [x for n, x in enumerate(ROWS[version]) if n not in dropped]
    never_wrong(LAYOUTS[layout](kept), kept)


@SHORT
@given(VERSIONS, GRIDS, st.sets(st.integers(0, 24), max_size=12))
def test_rows_that_are_printed_whole_are_found(version, layout, dropped):
    kept = [x for n, x in enumerate(ROWS[version]) if n not in dropped]
    others = {x.key for x in kept if x.key.startswith("other")}
    found = published(LAYOUTS[layout](kept))
    if others:
        assert found == truth_of(kept)


@SHORT
@given(VERSIONS, GRIDS, st.sets(st.integers(0, 24), max_size=12))
def test_dropped_rows_are_missing_not_blank(version, layout, dropped):
    kept = [x for n, x in enumerate(ROWS[version]) if n not in dropped]
    keys = {x.key for x in kept}
    states = {c.state for k, c in read(LAYOUTS[layout](kept)).items() if k[0] == "requests" and k[1] not in keys}
    assert states <= {"missing"}


def damaged(label: str, drops: list[int], spaces: list[int]) -> str:
    """A label without some inner characters, with spaces in some places."""
    gone = {d % max(1, len(label) - 2) + 1 for d in drops}
    left = [c for n, c in enumerate(label) if n not in gone]
    for place in spaces:
        left.insert(place % len(left) + 1, " ")
    return "".join(left)


DAMAGE = st.tuples(st.lists(st.integers(0, 40), max_size=3), st.lists(st.integers(0, 40), max_size=4))


@SHORT
@given(VERSIONS, ANY, st.dictionaries(st.integers(0, 22), DAMAGE, max_size=8))
def test_damaged_labels(version, layout, damages):
    lines = [replace(x, label=damaged(x.label, *damages.get(n, ([], [])))) for n, x in enumerate(ROWS[version])]
    never_wrong(LAYOUTS[layout](lines), lines)


@SHORT
@given(VERSIONS, ANY, st.dictionaries(st.integers(0, 22), DAMAGE, max_size=5), st.sets(st.integers(0, 24), max_size=4))
def test_damaged_labels_beside_dropped_rows(version, layout, damages, dropped):
    lines = [replace(x, label=damaged(x.label, *damages.get(n, ([], [])))) for n, x in enumerate(ROWS[version])]
    kept = [x for n, x in enumerate(lines) if n not in dropped]
    never_wrong(LAYOUTS[layout](kept), kept)


def test_header_of_another_table_is_no_row_that_the_table_lacks():
    header = "<table>" + html_row("本年新制作数量", "本年新公开数量") + html_row("—", "—") * 2 + "</table>"
    found = read(page(header + html(request_lines("2019")[1:])))
    assert {x.state for (_, row, _), x in found.items() if row == "new_requests"} == {"missing"}


@SHORT
@given(VERSIONS, GRIDS, st.lists(st.integers(0, 300), max_size=12))
def test_spaces_inside_labels_lose_nothing(version, layout, places):
    lines = list(ROWS[version])
    for place in places:
        n = place % len(lines)
        lines[n] = replace(lines[n], label=damaged(lines[n].label, [], [place // 7]))
    assert never_wrong(LAYOUTS[layout](lines), lines) == truth_of(lines)


@SHORT
@given(VERSIONS, st.lists(st.integers(0, 300), max_size=8))
def test_line_breaks_inside_labels_lose_nothing(version, places):
    lines = list(ROWS[version])
    for place in places:
        n = place % len(lines)
        cut = place % (len(lines[n].label) - 1) + 1
        lines[n] = replace(lines[n], label=lines[n].label[:cut] + "\n" + lines[n].label[cut:])
    assert never_wrong(html(lines), lines) == truth_of(lines)


@SHORT
@given(VERSIONS, st.integers(0, 24), st.integers(1, 30), st.booleans(), st.booleans())
def test_row_split_at_any_point(version, row, cut, values_above, page_break):
    lines = ROWS[version]
    row %= len(lines)
    label, values = lines[row].label, lines[row].values
    cut = min(cut, len(label) - 1)
    empty = ("",) * 7
    halves = [
        Line("", label[:cut], values if values_above else empty),
        Line("", label[cut:], empty if values_above else values),
    ]
    rows = html([*lines[:row], *halves, *lines[row + 1 :]])
    if page_break:
        before, after = rows.split(f"<tr><td>{halves[1].label}</td>", 1)
        rows = f"{before}</table><p>- 3 -</p><table><tr><td>{halves[1].label}</td>{after}"
    never_wrong(rows, lines)


@SHORT
@given(VERSIONS, st.integers(1, 24), st.booleans())
def test_table_split_between_any_rows(version, at, repeated):
    lines = ROWS[version]
    first, second = html(lines[:at]), html(lines[at:], HEADER if repeated else ())
    both = first.split("<p>五")[0] + second.split("</p>", 1)[1]
    assert published(both) == truth_of(lines)


@SHORT
@given(VERSIONS, GRIDS, st.integers(0, 24), st.lists(st.sampled_from(["", "/", "无", "-", "3 4", "约5"]), max_size=7))
def test_no_number_is_published_that_the_row_does_not_print(version, layout, row, marks):
    lines = list(ROWS[version])
    row %= len(lines)
    lines[row] = replace(lines[row], values=(*marks, *lines[row].values[len(marks) :]))
    never_wrong(LAYOUTS[layout](lines), lines)


@SHORT
@given(
    GRIDS,
    st.integers(0, 24),
    st.sampled_from(["其中：网络申请", "备注", "合计（含代理）", "", "（八）信函申请数量", "小计"]),
)
def test_row_that_the_form_does_not_have_goes_to_no_row(layout, at, label):
    lines = list(ROWS["2021"])
    lines.insert(at, Line("", label, tuple("8" * 7)))
    found = never_wrong(LAYOUTS[layout](lines), [x for x in lines if x.key])
    assert 8.0 not in found.values()


@pytest.mark.parametrize("version", sorted(FORMS))
def test_every_known_variant_of_a_label(version):
    for row in FORMS[version].tables["requests"].rows:
        for variant in row.variants:
            lines = relabelled(ROWS[version], row.key, variant)
            assert published(html(lines)) == truth_of(lines), variant


def test_group_headings_beside_their_rows():
    rows = [f"<tr><td>{' '.join(r.groups)}</td><td>{x.label}</td>" for r, x in zip(
        FORMS["2021"].tables["requests"].rows, ROWS["2021"], strict=True)]  # fmt: skip
    body = "".join(
        a + "".join(f"<td>{v}</td>" for v in x.values) + "</tr>" for a, x in zip(rows, ROWS["2021"], strict=True)
    )
    assert published(page(f"<table>{body}</table>")) == truth_of(ROWS["2021"])


def test_one_row_other_beside_its_three_parts_is_listed_apart():
    lines = list(ROWS["2021"])
    at = next(n for n, x in enumerate(lines) if x.key == "other_overdue_correction")
    lines.insert(at, Line("other", "（六）其他处理", tuple("7" * 7)))
    assert published(tabs(lines)) == truth_of([x for x in lines if x.key != "other"])


def test_first_of_a_group_split_by_a_page_is_not_the_other_versions_row_for_the_group():
    lines = list(ROWS["2021"])
    at = next(n for n, x in enumerate(lines) if x.key == "other_overdue_correction")
    before, after = (
        html(part).partition("<table>")[2].partition("</table>")[0] for part in (lines[:at], lines[at + 1 :])
    )
    label, values = lines[at].label, "".join(f"<td>{v}</td>" for v in lines[at].values)
    first = f"<tr><td>（六）其他处理</td><td>{label[:11]}</td>{values}</tr>"
    rest = f"<tr><td></td><td>{label[11:]}</td>{'<td></td>' * 7}</tr>"
    assert published(page(f"<table>{before}{first}</table><table>{rest}{after}</table>")) == truth_of(lines)


def test_a_group_names_no_row_of_the_other_version_where_the_labels_of_its_rows_are_damaged():
    lines = list(ROWS["2021"])
    at = next(n for n, x in enumerate(lines) if x.key == "other_overdue_correction")
    damaged = {n: lines[n].label[5:9] + lines[n - 1].label[3:5] for n in range(at - 14, at - 2)}
    truth = truth_of(lines)
    lines = [replace(x, label=damaged.get(n, x.label)) for n, x in enumerate(lines)]
    before, after = (
        html(part).partition("<table>")[2].partition("</table>")[0] for part in (lines[:at], lines[at + 3 :])
    )
    labels = ("、行政机关不再", "缴纳费用、行政", "机关不再处理其3.其他")
    first, *rest = (
        f"<td>{label}</td>" + "".join(f"<td>{v}</td>" for v in x.values) + "</tr>"
        for label, x in zip(labels, lines[at:], strict=False)
    )
    group = f'<tr><td rowspan="3">（六）其他处理</td>{first}' + "".join(f"<tr>{row}" for row in rest)
    found = published(page(f"<table>{before}{group}{after}</table>"))
    assert {key: truth.get(key) for key in found} == found
    assert ("requests", "new_requests", "total") in found


@pytest.mark.parametrize("error", [None, "7777"])
@pytest.mark.parametrize("layout", [cells, tabs, html])
@pytest.mark.parametrize("key", ["new_requests", "granted", "processed_total", "carried_out"])
def test_rest_of_a_rows_numbers_below_it_in_the_same_table(layout, key, error):
    """A page break inside the row, in a file that put the pages' tables together; the source may be wrong besides."""
    lines = printed_as(ROWS["2021"], "granted", 2, error) if error else list(ROWS["2021"])
    truth = truth_of(lines)
    at = next(n for n, x in enumerate(lines) if x.key == key)
    first, rest = ([v[:-1] for v in lines[at].values], [v[-1] for v in lines[at].values])
    lines[at : at + 1] = [replace(lines[at], values=tuple(first)), Line("", "", tuple(rest))]
    found = published(layout(lines))
    assert {k: v for k, v in found.items() if truth[k] != v} == {}
    assert len(found) >= len(truth) - (len(COLUMNS) if error else 0)


@pytest.mark.parametrize("layout", [cells, tabs, html])
@pytest.mark.parametrize("numbers", ["1234567", "3"])
def test_foreign_numbers_below_a_row_take_nothing_from_it(layout, numbers):
    lines = list(ROWS["2021"])
    lines.insert(4, Line("", "", tuple(numbers)))
    assert published(layout(lines)) == truth_of(ROWS["2021"])


@pytest.mark.parametrize("layout", [cells, tabs, html])
@pytest.mark.parametrize("above", [True, False])
def test_row_that_stands_twice_with_other_numbers_is_told_by_the_sums(layout, above):
    lines = list(ROWS["2021"])
    at = next(n for n, x in enumerate(lines) if x.key == "granted")
    lines.insert(at + above, replace(lines[at], values=tuple("9" * 7)))
    assert published(layout(lines)) == truth_of(ROWS["2021"])


@pytest.mark.parametrize("layout", [cells, tabs, html])
def test_row_that_stands_twice_worded_otherwise_is_told_by_the_sums(layout):
    lines = list(ROWS["2021"])
    lines.insert(-1, Line("", "合计", tuple("9" * 7)))
    found = published(layout(lines))
    assert {k: v for k, v in found.items() if truth_of(ROWS["2021"])[k] != v} == {}


@pytest.mark.parametrize("layout", [tabs, html])
@pytest.mark.parametrize("own", [0, 1])
def test_label_parted_over_two_rows_with_numbers_is_told_by_the_sums(layout, own):
    lines = list(ROWS["2021"])
    at = next(n for n, x in enumerate(lines) if x.key == "unavailable_not_held")
    label, numbers = lines[at].label, [tuple("9" * 7)] * 2
    numbers[own] = lines[at].values
    parts = (label[:6], label[6:])
    lines[at : at + 1] = [Line("", text, values) for text, values in zip(parts, numbers, strict=True)]
    found = published(layout(lines))
    assert {k: v for k, v in found.items() if truth_of(ROWS["2021"])[k] != v} == {}


@pytest.mark.parametrize("layout", [tabs, html])
@pytest.mark.parametrize("label", ["{}（更正后）", "更正后", "更正为："])
@pytest.mark.parametrize("key", ["new_requests", "granted", "carried_out"])
def test_row_printed_again_as_a_correction_is_left_open(layout, label, key):
    lines = list(ROWS["2021"])
    at = next(n for n, x in enumerate(lines) if x.key == key)
    lines.insert(at + 1, Line("", label.format(lines[at].label), tuple("9" * 7)))
    truth = {k: v for k, v in truth_of(ROWS["2021"]).items() if k[1] != key}
    assert published(layout(lines)) == truth


@pytest.mark.parametrize("layout", [tabs, html])
def test_row_printed_again_at_the_tables_end_is_told_by_the_sums(layout):
    lines = list(ROWS["2021"])
    at = next(n for n, x in enumerate(lines) if x.key == "denied_third_party")
    assert published(layout([*lines, replace(lines[at], values=tuple("9" * 7))])) == truth_of(lines)
    broken = [*lines[:at], replace(lines[at], values=tuple("8" * 7)), *lines[at + 1 :]]
    found = published(layout([*broken, replace(lines[at], values=tuple("9" * 7))]))
    assert not [key for key in found if key[1] == "denied_third_party"]


def test_columns_in_the_order_of_their_own_header():
    def swapped(texts):
        return (texts[1], texts[0], *texts[2:])

    lines = [replace(x, values=swapped(x.values)) for x in ROWS["2021"]]
    assert published(html(lines, swapped(HEADER))) == truth_of(ROWS["2021"])


def test_organisations_before_natural_persons_under_a_header_of_two_rows():
    natural, *organisations, total = HEADER
    lines = [replace(x, values=(*x.values[1:6], x.values[0], x.values[6])) for x in ROWS["2021"]]
    high, wide = "<td rowspan=2>{}</td>".format, "<td colspan=5>法人或其他组织</td>"
    head = f"<tr>{high('申请人情况')}{wide}{high(natural)}{high(total)}</tr>{html_row(*organisations)}"
    assert published(page(f"<table>{head}{html_rows(lines)}</table>")) == truth_of(ROWS["2021"])
    assert published(cells(lines, ("法人或其他组织", natural, total, *organisations))) == {}


@pytest.mark.parametrize(("row", "to"), [(1, 0), (2, 12)])
def test_rows_of_a_grid_in_another_order_than_the_forms(row, to):
    lines = list(ROWS["2021"])
    lines.insert(to, lines.pop(row))
    assert published(html(lines)) == truth_of(lines)


def test_a_reading_that_a_line_cut_is_no_part_of_a_label() -> None:
    assert label_key("行（xíng）政（zhèng") + label_key("）强制") == "行政强制"
    assert label_key("8.属于行政（zhè") + label_key("ng）查询事项") == "属于行政查询事项"
    assert label_key("制发(GB)") == "制发GB"


def test_a_files_word_in_taiwan_names_the_same_row():
    keys = {row.key: row_keys(row) for row in FORMS["2019"].tables["proactive"].rows}
    assert label_key("規範性檔案") in keys["normative_document"]


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("规章（设区的市、自治州人民政府应提供相关数据）", "规章"),
        ("3.其他（撤回申请等，\n不含其他部门转送）", "其他"),
        ("行政处罚（简易程序）", "行政处罚简易程序"),
        ("行政处罚（其中按简易程序作出的）", "行政处罚其中按简易程序作出的"),
        ("其他主动公开文件（含规范性文件以外的公文）", "其他主动公开文件含规范性文件以外的公文"),
        ("（二）部分公开（区分处理的，只计这一情形，", "部分公开区分处理的只计这一情形"),
    ],
)
def test_explanation_behind_a_label_is_no_part_of_it(printed, key):
    assert label_key(printed) == key


def test_header_repeated_below_the_row_of_other_outcomes_is_no_row():
    lines = request_lines("2019")
    text = spaces(lines)
    place = next(n for n, line in enumerate(text.split("\n")) if "（七）总计" in line or "(七)总计" in line)
    header = "          自然人    商业企业    科研机构    社会公益    法律服务    其他"
    again = "\n".join([*text.split("\n")[:place], header, "          组织    机构", *text.split("\n")[place:]])
    found = read(again)
    assert {k: c.value for k, c in found.items() if k[0] == "requests" and k[1].startswith("other")} == {
        k: v for k, v in truth_of(lines).items() if k[1].startswith("other")
    }


@pytest.mark.parametrize("mark", [".", "、", "．", "，", "：", "·", "•"])
def test_label_without_its_own_number_however_that_is_set_off(mark):
    assert label_key(f"3{mark}其他") == "其他"
    assert label_key(f"一{mark}本年新收") == "本年新收"


def test_a_label_broken_inside_its_number_is_that_rows():
    lines = request_lines()
    whole = html(lines)
    total = next(x for x in lines if x.key == "processed_total")
    broken = html_row("（七", *total.values) + html_row("）总计", *[""] * 7)
    assert published(whole.replace(html_row(total.label, *total.values), broken)) == truth_of(lines)


def test_the_first_piece_of_a_numbered_label_is_none_of_the_rows_cells():
    lines = request_lines()
    row = next(x for x in lines if x.key == "denied_security_stability")
    label, own = "（三）不予公开\t3.危及“三", "\t".join(row.values)
    cut = tabs(relabelled(lines, row.key, label)).replace(own, own.partition("\t")[2] + "\n（三）不予公开\t安全一稳定”")
    assert published(cut).items() <= truth_of(lines).items()


def test_whole_named_otherwise_is_the_total():
    lines = relabelled(request_lines(), "processed_total", "（七）合计")
    assert published(html(printed_as(lines, "granted", 0, "1"))).keys() == truth_of(lines).keys()


def test_last_character_of_a_label_on_the_next_page_is_none_of_the_vertical_one():
    lines = request_lines("2019")
    source = html(lines).replace("其他处理", "其他处")
    cut = source.index("</tr>", source.index("其他处")) + len("</tr>")
    source = source[:cut] + html_row("理", *[""] * 7) + source[cut:]
    assert never_wrong(source, lines) == truth_of(lines)

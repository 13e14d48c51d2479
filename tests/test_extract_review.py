"""Table 四: fifteen numbers in one row, as two tables, or turned."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from printed_forms import extraction, html_row, published, read

TRACKS = ("review", "litigation_direct", "litigation_after_review")
RESULTS = ("upheld", "corrected", "other", "pending", "total")
LABELS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
VALUES = tuple(str(n) for t in range(3) for n in (10 * t + 11, 10 * t + 12, 10 * t + 13, 10 * t + 14, 40 * t + 50))
KEYS = [("review_litigation", t, r) for t in TRACKS for r in RESULTS]
TRUTH = dict(zip(KEYS, map(float, VALUES), strict=True))
TOP = "<tr><td colspan=5>行政复议</td><td colspan=10>行政诉讼</td></tr>"
MIDDLE = (
    "".join(f"<td rowspan=2>{t}</td>" for t in LABELS)
    + "<td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td>"
)


def page(body: str) -> str:
    head = "<p>四、政府信息公开行政复议、行政诉讼情况</p>"
    return f"<html><body>{head}{body}<p>五、存在的主要问题及改进情况</p><p>申请12件</p></body></html>"


def one_row(*values: str, leaves: tuple[str, ...] = LABELS * 2) -> str:
    return page(f"<table>{TOP}<tr>{MIDDLE}</tr>{html_row(*leaves)}{html_row(*values)}</table>")


def test_fifteen_numbers_in_one_row():
    assert published(one_row(*VALUES)) == TRUTH


@pytest.mark.parametrize("blank", [(), (0, 3), (5,), (10, 14)])
def test_column_that_stands_empty_in_header_and_numbers_of_a_text_is_none(blank):
    printed = ["" if n in blank else v for n, v in enumerate(VALUES)]
    rows = [
        ["行政复议", *[""] * 5, "行政诉讼", *[""] * 9],
        ["", *[""] * 5, "未经复议直接起诉", *[""] * 4, "复议后起诉", *[""] * 4],
    ]
    rows += [[*cells[:5], "", *cells[5:]] for cells in (LABELS * 3, printed)]
    lines = [f"| {' | '.join(cells)} |" for cells in rows]
    other = ["二、主动公开政府信息情况", "| 信息内容 | 本年处理决定数量 |", "| 行政许可 | 3 |", "| 行政处罚 | 0 |"]
    text = "\n".join([*other, "四、政府信息公开行政复议、行政诉讼情况", *lines, "五、存在的主要问题及改进情况", ""])
    found = {key: v for key, v in published(text).items() if key in TRUTH}
    assert found == {key: v for n, (key, v) in enumerate(TRUTH.items()) if n not in blank}


@pytest.mark.parametrize(("first", "read_so"), [("3或4", True), ("2（3）", True), ("2023年", False), ("数量", False)])
def test_first_cell_of_a_text_that_is_no_number_costs_itself_alone(first, read_so):
    rows = (LABELS * 3, (first, *VALUES[1:]))
    table = "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in rows)
    found = read(f"四、政府信息公开行政复议、行政诉讼情况\n\n{table}\n\n五、存在的主要问题及改进情况\n")
    assert found[KEYS[0]].state == "unreadable"
    told = {key: found[key].value for key in KEYS[1:] if found[key].value is not None}
    assert (told == {key: TRUTH[key] for key in KEYS[1:]}) is read_so and told.items() <= TRUTH.items()


@pytest.mark.parametrize("second", ["1-2", f"{VALUES[1]}件"])
def test_second_cell_of_a_text_that_is_no_number_costs_itself_alone_and_one_with_a_unit_nothing(second):
    rows = (*([label] for label in LABELS * 3), (VALUES[0], second, *VALUES[2:]))
    cells = "\n".join(" |\n".join(row) + " |" for row in rows[:-1])
    table = f"行政复议 |\n行政诉讼 | |||||||||||||\n{cells} |||||\n" + "".join(f"{v} |\n" for v in rows[-1])
    found = read(f"四、政府信息公开行政复议、行政诉讼情况\n{table}五、存在的主要问题及改进情况\n")
    told = TRUTH[KEYS[1]] if second.endswith("件") else None
    assert [found[key].value for key in KEYS] == [TRUTH[KEYS[0]], told, *(TRUTH[key] for key in KEYS[2:])]


def test_blanks_of_a_track_in_a_row_that_its_year_heads_are_blank():
    rows = (("年度", *LABELS * 3), ("2023年", *["/"] * 10, *VALUES[10:]), ("2022年", *VALUES))
    table = "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in rows)
    title = "某县财政局2023年政府信息公开工作年度报告"
    found = read(f"{title}\n四、政府信息公开行政复议、行政诉讼情况\n\n{table}\n\n五、存在的主要问题及改进情况\n")
    assert [(found[key].state, found[key].value) for key in KEYS] == [
        *[("blank", None)] * 10,
        *(("reported", TRUTH[key]) for key in KEYS[10:]),
    ]


@settings(max_examples=40, deadline=None)
@given(st.sets(st.integers(0, 14)), st.sampled_from(["", "/", "无", "-"]))
def test_blanks_anywhere_move_nothing(blank, mark):
    found = read(one_row(*(mark if n in blank else v for n, v in enumerate(VALUES))))
    for n, key in enumerate(KEYS):
        assert found[key].value == (None if n in blank else TRUTH[key])
        assert found[key].state == ("blank" if n in blank else "reported")


def test_as_two_tables():
    review = f"<table><tr><td colspan=5>行政复议</td></tr>{html_row(*LABELS)}{html_row(*VALUES[:5])}</table>"
    tracks = "<tr><td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td></tr>"
    head = f"<tr><td colspan=10>行政诉讼</td></tr>{tracks}"
    suits = f"<table>{head}{html_row(*LABELS * 2)}{html_row(*VALUES[5:])}</table>"
    assert published(page(review + suits)) == TRUTH


def test_as_two_tables_of_which_one_is_all_blank():
    review = f"<table><tr><td colspan=5>行政复议</td></tr>{html_row(*LABELS)}{html_row(*'-----')}</table>"
    tracks = "<tr><td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td></tr>"
    head = f"<tr><td colspan=10>行政诉讼</td></tr>{tracks}"
    suits = f"<table>{head}{html_row(*LABELS * 2)}{html_row(*VALUES[5:])}</table>"
    assert published(page(review + suits)) == {key: value for key, value in TRUTH.items() if key[1] != "review"}


def test_table_beside_a_turned_one_with_other_numbers_publishes_neither():
    names = ("行政复议", "未经复议直接起诉", "复议后起诉")
    other = "".join(html_row(name, *(v + "1" for v in VALUES[5 * n : 5 * n + 5])) for n, name in enumerate(names))
    both = f"<p>附：各乡镇情况</p><table>{html_row('', *LABELS)}{other}</table><p>五、存在的主要问题</p>"
    assert published(one_row(*VALUES).replace("<p>五、存在的主要问题及改进情况</p>", both)) == {}


@pytest.mark.parametrize(("first", "second", "read"), [("上年情况", "2023年情况", True), ("县本级", "合计", False)])
def test_two_turned_tables_with_different_numbers(first, second, read):
    def turned(heading: str, more: str) -> str:
        names = ("行政复议", "未经复议直接起诉", "复议后起诉")
        body = "".join(html_row(name, *(v + more for v in VALUES[5 * n : 5 * n + 5])) for n, name in enumerate(names))
        return f"<p>{heading}</p><table>{html_row('', *LABELS)}{body}</table>"

    title = "<h1>甲县乙局2023年政府信息公开工作年度报告</h1>"
    assert published(title + page(turned(first, "1") + turned(second, ""))) == (TRUTH if read else {})


def test_another_years_table_is_not_read_instead_of_one_that_lost_its_empty_cells():
    def bars(*values: str) -> str:
        names = ("行政复议", "行政诉讼", *LABELS, "未经复议直接起诉", "复议后起诉", *LABELS * 2)
        return "".join(f"{text} |\n" for text in (*names, *values))

    title = "某县2023年政府信息公开工作年度报告\n四、政府信息公开行政复议、行政诉讼情况\n"
    end = "五、存在的主要问题及改进情况\n"
    assert published(title + bars(*VALUES) + end) == TRUTH
    assert published(title + bars(*"1234567") + end + bars(*VALUES)) == {}


def test_turned_with_a_row_for_each_track():
    names = ("行政复议", "未经复议直接起诉", "复议后起诉")
    rows = "".join(html_row(name, *VALUES[5 * n : 5 * n + 5]) for n, name in enumerate(names))
    assert published(page(f"<table>{html_row('', *LABELS)}{rows}</table>")) == TRUTH


@pytest.mark.parametrize("empty", [(2,), (0, 1), (0, 1, 2)])
def test_turned_with_tracks_whose_cells_are_all_empty(empty):
    values = [["/"] * 5 if n in empty else VALUES[5 * n : 5 * n + 5] for n in range(3)]
    names = ("行政复议", "未经复议直接起诉", "复议后起诉")
    rows = html_row("类别", *LABELS) + "".join(html_row(name, *v) for name, v in zip(names, values, strict=True))
    found = read(page(f"<p>四、政府信息公开行政复议、行政诉讼情况</p><table>{rows}</table>"))
    assert [found[key].value for key in KEYS] == [None if n // 5 in empty else TRUTH[k] for n, k in enumerate(KEYS)]
    assert {found[key].state for n, key in enumerate(KEYS) if n // 5 in empty} == {"blank"}


@pytest.mark.parametrize(("copy", "read"), [("", True), ("上年情况", False)])
def test_turned_with_labels_broken_around_their_numbers(copy, read):
    def turned(more: str) -> str:
        rows = [(" " * 14, *LABELS)]
        rows += [(name, *(v + more for v in VALUES[5 * n : 5 * n + 5])) for n, name in enumerate(("行政复议", "", ""))]
        lines = ["      ".join(row) for row in rows]
        return "\n".join([*lines[:2], "未经复议直接起", " " * 8 + lines[2], "诉", "复议后起诉" + lines[3]])

    text = "四、政府信息公开行政复议、行政诉讼情况\n" + turned("")
    assert published(text + (f"\n{copy}\n{turned('1')}" if copy else "") + "\n五、存在的主要问题\n") == (
        TRUTH if read else {}
    )


def three_tables(*captions: str) -> str:
    return "".join(
        f"<p>{captions[n]}</p><table>{html_row(*LABELS)}{html_row(*VALUES[5 * n : 5 * n + 5])}</table>"
        for n in range(3)
    )


CAPTIONS = ("（一）行政复议", "（二）未经复议直接起诉的行政诉讼", "（三）复议后起诉的行政诉讼")


def test_as_three_tables_under_a_caption_each():
    assert published(page(three_tables(*CAPTIONS))) == TRUTH


@pytest.mark.parametrize("word", ["上年", "2022年", "其中：各镇"])
def test_three_tables_of_another_year_or_of_bodies_below_are_not_read(word):
    title = "<h1>某县2023年政府信息公开工作年度报告</h1>"
    captions = [f"{word}{name}" for name in ("行政复议", "未经复议直接起诉", "复议后起诉")]
    assert published(page(three_tables(*captions)).replace("<body>", f"<body>{title}")) == {}


def test_one_table_under_last_years_heading_is_not_read():
    assert published(one_row(*VALUES).replace("<table>", "<p>上年情况</p><table>")) == {}


def test_as_three_tables_with_the_caption_as_their_first_row():
    tables = "".join(
        f"<table><tr><td colspan=5>{name}</td></tr>{html_row(*LABELS)}{html_row(*VALUES[5 * n : 5 * n + 5])}</table>"
        for n, name in enumerate(("行政复议", "未经复议直接起诉", "复议后起诉"))
    )
    assert published(page(tables)) == TRUTH


def test_with_the_last_columns_on_another_page():
    head = "<tr><td colspan=5>行政复议</td><td colspan=5>行政诉讼</td></tr><tr><td colspan=5></td>"
    first = (
        f"<table>{head}<td colspan=5>未经复议直接起诉</td></tr>{html_row(*LABELS * 2)}{html_row(*VALUES[:10])}</table>"
    )
    last = f"<table><tr><td colspan=5>复议后起诉</td></tr>{html_row(*LABELS)}{html_row(*VALUES[10:])}</table>"
    assert published(page(first + "<p>五、存在的主要问题及改进情况</p>" + last)) == TRUTH


@pytest.mark.parametrize(
    "body",
    [
        three_tables("行政复议", "行政诉讼", "复议后起诉"),
        three_tables(*CAPTIONS[::-1]),
        three_tables(*CAPTIONS).replace("</table>", html_row("9", "9", "9", "9", "36") + "</table>", 1),
    ],
    ids=["a caption for both kinds", "another order", "two rows of numbers"],
)
def test_three_tables_whose_tracks_are_not_all_told_are_not_read_as_tracks(body):
    right = {key: value for key, value in published(page(body)).items() if value is not None}
    assert right == {}


@pytest.mark.parametrize(("missing", "state"), [(1, "unreadable"), (4, "unreadable")])
def test_row_with_fewer_cells_than_the_form(missing, state):
    found = read(one_row(*VALUES[:-missing]))
    right = {k: c.value for k, c in found.items() if c.value is not None}
    assert right.items() <= TRUTH.items() and found[KEYS[-1]].state in (state, "missing")


def test_row_with_more_numbers_than_the_form_is_listed():
    found = extraction(one_row(*VALUES, "77"))
    assert {c.state for c in found.cells if c.table == "review_litigation"} == {"unreadable"}
    assert any("77" in u.raw for u in found.unplaced)


def test_two_rows_of_numbers_decide_nothing():
    source = one_row(*VALUES).replace("</table>", html_row(*["5"] * 15) + "</table>")
    found = extraction(source)
    assert {c.state for c in found.cells} == {"unreadable"} and found.unplaced


@pytest.mark.parametrize(("title", "told"), [("2023", True), ("2022", False), ("2024", False)])
@pytest.mark.parametrize("last_year_first", [True, False])
@pytest.mark.parametrize("last_year", ["2022年", "2022年（上年）"])
def test_of_two_rows_behind_their_years_that_of_the_title_is_the_reports(title, told, last_year_first, last_year):
    rows = [html_row(last_year, *["5"] * 15), html_row("2023年", *VALUES)]
    top = TOP.replace("<tr>", "<tr><td rowspan=3>年度</td>")
    body = "".join(rows if last_year_first else rows[::-1])
    source = page(f"<table>{top}<tr>{MIDDLE}</tr>{html_row(*LABELS * 2)}{body}</table>")
    head = f"<body><h1>甲县乙局{title}年政府信息公开工作年度报告</h1>"
    assert published(source.replace("<body>", head)) == (TRUTH if told else {})


@pytest.mark.parametrize("own", ["本年", "本年度", "今年"])
@pytest.mark.parametrize("before", ["上年", "上年度", "去年同期"])
def test_of_two_rows_behind_this_year_and_the_last_this_years_is_the_reports(own, before):
    body = html_row(own, *VALUES) + html_row(before, *["5"] * 15) + html_row("同比增减", *["1"] * 15)
    top = TOP.replace("<tr>", "<tr><td rowspan=3>年度</td>")
    source = page(f"<table>{top}<tr>{MIDDLE}</tr>{html_row(*LABELS * 2)}{body}</table>")
    assert published(source) == TRUTH
    assert published(source.replace(own, "本机关")) == {}


def test_same_row_of_numbers_twice_is_one():
    source = one_row(*VALUES).replace("</table>", html_row(*VALUES) + "</table>")
    assert published(source) == TRUTH


@pytest.mark.parametrize("texts", [["无此情况"] * 15, ["0（无）", "6件（含上年）"] * 7 + ["见附件"]])
def test_table_whose_cells_are_texts_is_not_replaced_by_another(texts):
    alone = read(one_row(*texts))
    assert {alone[key].state for key in KEYS} == {"unreadable"}
    assert published(one_row(*texts) + one_row(*VALUES)) == {}


def test_row_of_texts_above_a_row_of_numbers_may_be_the_reports():
    source = one_row(*(f"{v}（含上年）" for v in VALUES)).replace("</table>", html_row(*["5"] * 15) + "</table>")
    assert published(source) == {}


def test_header_alone_publishes_nothing():
    assert published(page(f"<table>{TOP}<tr>{MIDDLE}</tr>{html_row(*LABELS * 2)}</table>")) == {}


def test_row_of_blanks_is_blank():
    assert {c.state for c in read(one_row(*[""] * 15)).values() if c.table == "review_litigation"} == {"blank"}


def test_wrong_total_stays_as_printed():
    wrong = (*VALUES[:4], "0", *VALUES[5:])
    assert published(one_row(*wrong))["review_litigation", "review", "total"] == 0


def test_tab_separated_row():
    rows = [("行政复议", *[""] * 4, "行政诉讼"), (*LABELS, "未经复议直接起诉", *[""] * 4, "复议后起诉")]
    rows += [("",) * 5 + LABELS * 2, VALUES]
    lines = ["\t".join((*row, *[""] * (15 - len(row)))) for row in rows]
    source = "四、政府信息公开行政复议、行政诉讼情况\n\n" + "\n".join(lines) + "\n\n五、存在的主要问题\n略。\n"
    # Further rows make it clear that the file is a tab grid.
    assert published("二、\n\n规章\t1\t2\t3\n\n" + source).items() >= TRUTH.items()


def test_one_cell_a_line_with_a_blank_that_left_no_trace():
    printed = [v for n, v in enumerate(VALUES) if n != 2]
    head = ["行政复议", "行政诉讼", *LABELS, "未经复议直接起诉", "复议后起诉", *LABELS * 2]
    body = "".join(f"{t} |\n" for t in (*head, *printed))
    found = read(f"四、政府信息公开行政复议、行政诉讼情况\n{body}五、存在的主要问题\n")
    # The tracks behind the blank one can only stand where they do; in its own track it could stand in several places.
    assert {k: c.value for k, c in found.items() if c.value is not None}.items() <= TRUTH.items()
    assert "unreadable" in {found[k].state for k in KEYS}


def test_second_row_of_numbers_with_gaps_decides_nothing_either():
    further = html_row("填报人", *["5"] * 14)
    source = one_row(*VALUES).replace(html_row(*VALUES), further + html_row(*VALUES))
    assert published(source) == {}


def test_line_numbers_beside_the_table_are_not_its_first_number():
    lines = [
        "备注   " + "".join(f"{t:<8}" for t in (*LABELS, *LABELS, *LABELS)),
        "1      " + "".join(f"{v:<10}" for v in VALUES[:-1]),
    ]
    source = "四、政府信息公开行政复议、行政诉讼情况\n" + "\n".join(lines) + "\n五、存在的主要问题\n"
    assert published(source) == {}


@pytest.mark.parametrize("mark", ["/", "-", "—", "无", ""])
def test_header_below_a_table_of_marks_is_that_of_its_own_rows(mark):
    applicants = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
    labels = ("一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "四、结转下年度继续办理")
    marks = "".join(html_row(label, *[mark] * 7) for label in labels)
    before = f"<table>{html_row('（本列数据的勾稽关系）', *applicants)}{marks}</table>"
    found = extraction(before + one_row(*[mark] * 15))
    assert {c.state for c in found.cells if c.table == "review_litigation"} == {"blank"}


@pytest.mark.parametrize("told", [True, False])
def test_a_column_for_each_track_is_the_table_turned(told):
    tracks = ("未经复议直接起诉", "复议后起诉") if told else ("复议后起诉", "未经复议直接起诉")
    top = "<tr><td rowspan=2>结果</td><td rowspan=2>行政复议</td><td colspan=2>行政诉讼</td></tr>" + html_row(*tracks)
    body = "".join(html_row(label, *VALUES[n::5]) for n, label in enumerate(LABELS))
    assert published(page(f"<table>{top}{body}</table>")) == (TRUTH if told else {})


def listed(times: int = 1, *, again: bool = False) -> str:
    """A line for each number, behind its track's name, which stands once or in each line, and its result's."""
    names = ("行政复议", "行政诉讼——未经复议直接起诉", "行政诉讼——复议后起诉")
    rows = []
    for t, name in enumerate(names):
        pairs = list(zip(LABELS, VALUES[5 * t : 5 * t + 5], strict=True)) * times
        for n, pair in enumerate(pairs):
            rows.append(html_row(name, *pair) if again or not n else html_row(*pair))
            if not again and not n:
                rows[-1] = rows[-1].replace("<td>", f"<td rowspan={len(pairs)}>", 1)
    return page(f"<table>{''.join(rows)}</table>")


@pytest.mark.parametrize("again", [False, True], ids=["merged names", "repeated names"])
def test_list_with_a_line_for_each_number_is_read(again):
    assert published(listed(again=again)) == TRUTH


@pytest.mark.parametrize("again", [False, True], ids=["merged names", "repeated names"])
def test_list_that_prints_each_result_twice_is_nobodys(again):
    assert published(listed(2, again=again).replace("51", "52", 1)) == {}


def test_list_of_both_kinds_of_lawsuits_together_is_of_no_track():
    both = (
        listed(again=True).replace("行政诉讼——未经复议直接起诉", "行政诉讼").replace("行政诉讼——复议后起诉", "行政诉讼")
    )
    assert published(both) == {}

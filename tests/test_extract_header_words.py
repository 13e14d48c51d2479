"""Headings in words of their own: order alone gives no number to a column that they do not name."""

from dataclasses import replace

import pytest
from printed_forms import html_row, published, read
from proactive_blocks import H2019A, H2021A, NEW_1, NEW_5, NEW_6, NEW_8, OLD, OLD_1, OLD_5, OLD_6, OLD_8, OLD_9, table
from test_extract_header import table as of_words
from test_extract_header import tops_of
from test_extract_review import LABELS, TRUTH, VALUES
from test_extract_review import page as page_of_review

SHORT = ("维持", "纠正", "其他", "未审结", "合计")
COLUMNS_OF_RESULTS = ("upheld", "corrected", "other", "pending", "total")
TRACKS = ("行政复议", "未经复议直接起诉", "复议后起诉")


def review(leaves: tuple[str, ...], tracks: tuple[str, ...] = TRACKS) -> str:
    top = f"<tr><td colspan=5>{tracks[0]}</td><td colspan=10>行政诉讼</td></tr>"
    middle = "".join(f"<td rowspan=2>{leaf}</td>" for leaf in leaves)
    middle += "".join(f"<td colspan=5>{track}</td>" for track in tracks[1:])
    rows = f"{top}<tr>{middle}</tr>{html_row(*leaves * 2)}{html_row(*VALUES)}"
    return page_of_review(f"<table>{rows}</table>")


def exchanged(words: dict[str, str]) -> dict[tuple[str, str], str | None]:
    """What is read where pieces of a page's labels are exchanged."""
    (block,) = of_words([30] * 15, list(VALUES), "centre", "centre")
    new = (replace(w, text=words.get(w.text, w.text), raw=words.get(w.text, w.text)) for w in block.words)
    return tops_of((replace(block, words=tuple(new)),))


def test_labels_of_a_page_broken_over_lines_in_another_order_are_not_read():
    assert exchanged({"结果维": "结果纠", "结果纠": "结果维", "持": "正", "正": "持"}) == {}


def test_short_names_of_results_in_the_forms_order_are_read():
    assert published(review(SHORT)) == TRUTH


WIDE = """四、政府信息公开行政复议、行政诉讼情况

            行政复议                                             行政诉讼
结果   结果   其他   尚未                  未经复议直接起诉                      复议后起诉
维持   纠正   结果   审结   总计   结果   结果   其他   尚未   总计   结果   结果   其他   尚未   总计
                                   维持   纠正   结果   审结          维持   纠正   结果   审结
  3      0     1      0      4      0      1      0      0      1      0      0      0      0      0
"""
IN_PIECES = """四、政府信息公开行政复议、行政诉讼情况

          行政复议                                   行政诉讼
      结果纠  其他结  尚未审               未经复议直接起诉                   复议后起诉
结果维持   正    果    结   总计   结果维  结果纠正  其他结  尚未审  总计   结果维  结果纠  其他结  尚未审结  总计
                           持          果    结         持    正    果
  3      0     1     0    4      0     1     0     0     1     0     0     0     0      0
"""


@pytest.mark.parametrize("text", [WIDE, IN_PIECES])
def test_pieces_of_labels_on_lines_of_their_own_tell_no_order(text):
    found = read(f"{text}\n五、存在的主要问题及改进情况\n")
    assert [found["review_litigation", "review", c].value for c in COLUMNS_OF_RESULTS] == [3, 0, 1, 0, 4]


def test_label_in_pieces_whose_negation_stands_on_the_page_before_is_no_opposite():
    text = """四、政府信息公开行政复议、行政诉讼情况
      行政复议                          行政诉讼
结   结   其  尚   总       未经复议直接起诉                      复议后起诉
果   果   他  未   计   结    结  其 尚      总       结       结  其  尚    总
维   纠   结  审       果    果  他 未      计       果       果  他  未    计
\f持   正   果   结       维   纠   结   审       维   纠   结   审
                    持   正   果   结       持   正   果   结
3   0   1   0   4   0   1   0   0   1   0   0   0   0   0
"""
    found = read(text)
    assert [found["review_litigation", "review", c].value for c in COLUMNS_OF_RESULTS] == [3, 0, 1, 0, 4]


@pytest.mark.parametrize("order", [(1, 0, 2, 3, 4), (0, 1, 3, 2, 4), (4, 0, 1, 2, 3)])
def test_short_names_of_results_in_another_order_are_not(order):
    assert published(review(tuple(SHORT[n] for n in order))) == {}


@pytest.mark.parametrize(
    ("direct", "after"), [("直接起诉", "经复议起诉"), ("未经复议", "经复议"), ("直接起诉", "复议不服起诉")]
)
def test_short_names_of_lawsuits_are_read_in_the_forms_order_alone(direct, after):
    assert published(review(LABELS, (TRACKS[0], direct, after))) == TRUTH
    assert published(review(LABELS, (TRACKS[0], after, direct))) == {}


@pytest.mark.parametrize("after", ["经复议起诉", "复议不服起诉", "不服行政复议决定提起诉讼", "复议后向人民法院起诉"])
def test_rows_of_tracks_by_short_names_are_told_by_these(after):
    rows = [html_row("", *LABELS)]
    rows += [html_row(t, *VALUES[5 * n : 5 * n + 5]) for t, n in (("行政复议", 0), (after, 2), ("直接起诉", 1))]
    assert published(page_of_review(f"<table>{''.join(rows)}</table>")) == TRUTH


@pytest.mark.parametrize(
    "other", ["上年行政复议", "行政复议（本机关作为复议机关的案件）", "其他行政复议", "行政复议备案"]
)
def test_row_of_other_reviews_is_not_that_of_the_reviews(other):
    rows = [html_row("", *LABELS), html_row(other, "901", "902", "903", "904", "3610")]
    rows += [html_row(t, *VALUES[5 * n : 5 * n + 5]) for n, t in enumerate(TRACKS)]
    assert published(page_of_review(f"<table>{''.join(rows)}</table>")) == TRUTH


def test_lawsuits_that_a_line_of_text_prints_in_another_order_are_not_read():
    def text(*suits: str) -> str:
        rows = (("行政复议", *[""] * 4, "行政诉讼", *[""] * 9), (*LABELS, suits[0], *[""] * 4, suits[1], *[""] * 4))
        rows += (("",) * 5 + LABELS * 2, VALUES)
        other = "二、主动公开政府信息情况\n\n信息内容\t本年处理决定数量\n行政许可\t3\n行政处罚\t0\n\n"
        lines = "\n".join("\t".join(row) for row in rows)
        return f"{other}四、政府信息公开行政复议、行政诉讼情况\n\n{lines}\n\n五、存在的主要问题及改进情况\n无。\n"

    assert published(text(*TRACKS[1:])).items() >= TRUTH.items()
    assert published(text(*TRACKS[:0:-1])).keys().isdisjoint(TRUTH)


@pytest.mark.parametrize(
    ("label", "other"),
    [
        ("尚未审结", "已审结"),
        ("尚未审结", "审理终结"),
        ("尚未审结", "审理完毕"),
        ("尚未审结", "审结"),
        ("尚未审结", "上年未结"),
        ("尚未审结", "上年结转"),
        ("结果维持", "未维持"),
        ("结果维持", "不予维持"),
        ("结果维持", "维持率"),
        ("结果纠正", "未纠正"),
        ("其他结果", "撤诉"),
    ],
)
def test_another_result_in_the_place_of_the_forms_is_not_read_as_that(label, other):
    assert published(review(tuple(other if leaf == label else leaf for leaf in LABELS))) == {}


def test_complaints_are_no_reviews():
    assert published(review(LABELS, ("举报投诉", *TRACKS[1:]))) == {}
    assert exchanged({"行政复议": "举报投诉"}) == {}


def rows_read(source: str) -> set[str]:
    return {row for _, row, _ in published(source)}


def new_with(item: str, *heads: str) -> str:
    """Table 二 with headings of its own in one block."""
    blocks = {"i1": NEW_1, "i5": NEW_5, "i6": NEW_6, "i8": NEW_8}
    return table(**blocks | {item: (("信息内容", *heads), *blocks[item][1:])})


@pytest.mark.parametrize("heads", [("制发", "废止", "有效"), ("发布数", "失效数", "存量")])
def test_short_names_of_documents_are_read_in_the_forms_order_alone(heads):
    assert published(new_with("i1", *heads)) == published(table(i1=NEW_1, i5=NEW_5, i6=NEW_6, i8=NEW_8))
    assert "regulation" not in rows_read(new_with("i1", heads[1], heads[0], heads[2]))


def test_official_names_in_another_order_are_not_read_though_they_are_alike():
    swapped = ((H2019A[0], H2019A[2], H2019A[1], H2019A[3]), *OLD_1[1:])
    found = read(table(i1=swapped, i5=OLD_5, i6=OLD_6, i8=OLD_8, i9=OLD_9))
    reasons = {x.reason for (_, row, _), x in found.items() if row == "regulation"}
    assert reasons == {"the header prints the columns in another order than the form"}


@pytest.mark.parametrize("heads", [("采购金额", "采购数量"), ("金额", "数量")])
def test_amounts_before_counts_are_not_read_as_these(heads):
    blocks = {"i1": OLD_1, "i5": OLD_5, "i6": OLD_6, "i8": OLD_8}
    assert "procurement" not in rows_read(table(**blocks, i9=(("信息内容", *heads), *OLD_9[1:])))


@pytest.mark.parametrize(
    ("item", "row", "head"),
    [
        ("i5", "licence", "上年处理决定数量"),
        ("i8", "fee", "上年收费金额（单位：万元）"),
        ("i5", "licence", "去年处理决定数量"),
    ],
)
def test_last_years_column_alone_is_not_this_years(item, row, head):
    assert rows_read(new_with(item, head)) == {
        "regulation",
        "normative_document",
        "licence",
        "penalty",
        "coercion",
        "fee",
    } - {row}


@pytest.mark.parametrize(
    ("item", "row", "head"),
    [
        ("i5", "licence", "本年受理数量"),
        ("i5", "licence", "事项数量"),
        ("i8", "fee", "收费项目数量"),
        ("i8", "fee", "本年减免金额"),
    ],
)
def test_what_the_form_does_not_count_is_not_read_as_what_it_does(item, row, head):
    found = read(new_with(item, head))
    assert {x.reason for (_, r, _), x in found.items() if r == row} == {
        "the header names something that the form does not count there"
    }


def test_column_of_documents_amended_is_none_of_the_forms():
    assert "regulation" not in rows_read(new_with("i1", H2021A[1], "本年修订件数", H2021A[3]))


@pytest.mark.parametrize("head", ["数量", "处理数", "办理数量"])
def test_ordinary_words_for_the_only_column_are_read(head):
    assert "licence" in rows_read(new_with("i5", head))


def old_with(item: str, *heads: str) -> str:
    """The same of form 2019, in a report for 2023."""
    blocks = {"i1": OLD_1, "i5": OLD_5, "i6": OLD_6, "i8": OLD_8, "i9": OLD_9}
    source = table(**blocks | {item: (("信息内容", *heads), *blocks[item][1:])})
    return source.replace("<body>", "<body><p>石坪县财政局2023年政府信息公开工作年度报告</p>")


@pytest.mark.parametrize(
    ("item", "heads"),
    [
        ("i5", ("2022年项目数量", "2023年增/减", "2023年处理决定数量")),
        ("i5", ("（二〇二二年）项目数量", "本年增/减", "处理决定数量")),
        ("i5", ("上年项目数量", "较上年增减", "处理决定数量")),
        ("i5", ("上一年项目数量", "本年增/减（与上年相比）", "本年办结数量")),
        ("i8", ("上一年项目数量", "比上一年增/减")),
        ("i1", ("本年新制作数量", "本年对外公开数量", "对外公开总数量")),
        ("i1", ("本年制作数量", "对外公开数量", "对外公开总数量")),
        ("i1", ("新制发", "新公开", "累计公开（含失效）")),
        ("i1", ("新制发", "新公开", "对外公开（含失效）")),
    ],
)
def test_ordinary_words_for_the_columns_of_form_2019_are_read(item, heads):
    assert published(old_with(item, *heads)) == published(OLD)


@pytest.mark.parametrize(
    ("item", "row", "heads"),
    [
        ("i5", "licence", ("2021年项目数量", "本年增/减", "处理决定数量")),
        ("i5", "licence", ("2023年项目数量", "本年增/减", "处理决定数量")),
        ("i5", "licence", ("上年项目数量", "本年增/减", "2022年处理决定数量")),
        ("i5", "licence", ("较上年增减", "上年项目数量", "处理决定数量")),
        ("i1", "regulation", ("本年新制作数量", "对外公开总数量", "本年对外公开数量")),
        ("i1", "regulation", ("本年新制作数量", "对外公开数量", "本年公开数量")),
    ],
)
def test_columns_of_form_2019_under_names_of_others_or_of_another_year_are_not_read(item, row, heads):
    assert row not in rows_read(old_with(item, *heads))


@pytest.mark.parametrize(
    "head", ["本年受理办结数", "本年办理数量（受理）", "作出行政许可数（公开数）", "本年办理许可事项数"]
)
def test_a_heading_of_decisions_may_mention_what_the_form_does_not_count(head):
    assert "licence" in rows_read(new_with("i5", head))

"""Lists of names with their numbers, a line each or several in one, as texts, pages and Word files print them."""

import re
from collections.abc import Callable

import pytest
from printed_forms import HEADER, html_row, published, request_lines, truth_of
from word_parts import docx_of, p

from pipeline.documents.model import Grid
from pipeline.documents.text.reader import read_txt

LINES = request_lines("2021")
APPLICANTS = ("自然人", *(f"法人或其他组织—{name}" for name in HEADER[1:6]), "总计")
RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
TRACKS = ("行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）")
KEYS = ("upheld", "corrected", "other", "pending", "total")
COUNTS = [[10 * t + n for n in range(1, 5)] + [40 * t + 10] for t in range(1, 4)]
REVIEW = {
    ("review_litigation", track, key): float(value)
    for track, values in zip(("review", "litigation_direct", "litigation_after_review"), COUNTS, strict=True)
    for key, value in zip(KEYS, values, strict=True)
}
PROACTIVE = [
    ("规章", ("本年制发件数", "本年废止件数", "现行有效件数"), ("3", "2", "31")),
    ("行政规范性文件", ("本年制发件数", "本年废止件数", "现行有效件数"), ("4", "5", "46")),
    ("行政许可", ("本年处理决定数量",), ("107",)),
    ("行政处罚", ("本年处理决定数量",), ("28",)),
    ("行政强制", ("本年处理决定数量",), ("1,029",)),
    ("行政事业性收费", ("本年收费金额（单位：万元）",), ("1.5",)),
]


def text(*lines: str) -> str:
    return "\n".join(["某县民政局2023年政府信息公开工作年度报告", *lines, "五、存在的主要问题", ""])


def web(*lines: str) -> str:
    head, *rest = text(*lines).strip().split("\n")
    return f"<html><body><h1>{head}</h1>{''.join(f'<p>{line}</p>' for line in rest)}</body></html>"


def definitions(*lines: str) -> str:
    inside = "".join(f"<dd>{line}</dd>" if "：" in line else f"<dt>{line}</dt>" for line in lines)
    return f"<html><body><h1>某县民政局2023年政府信息公开工作年度报告</h1><div><dl>{inside}</dl></div></body></html>"


def word(*lines: str) -> bytes:
    return docx_of(*map(p, text(*lines).strip().split("\n")))


def of_review(between: str = "：") -> list[str]:
    pairs = [zip(RESULTS, values, strict=True) for values in COUNTS]
    return [line for t, own in zip(TRACKS, pairs, strict=True) for line in (t, *(f"{r}{between}{v}" for r, v in own))]


def of_requests() -> list[str]:
    lines = []
    for n, applicant in enumerate(APPLICANTS):
        lines += [f"【{applicant}】", *(f"{line.label}：{line.values[n]}" for line in LINES)]
    return lines


def of_proactive(end: str) -> list[str]:
    return [
        f"{name}：" + "，".join(f"{head} {value}" for head, value in zip(heads, values, strict=True)) + end
        for name, heads, values in PROACTIVE
    ]


@pytest.mark.parametrize("write", [text, web, definitions, word])
def test_a_line_for_each_number_below_its_tracks_name_is_read(write: Callable[..., str | bytes]) -> None:
    assert published(write(*of_review())) == REVIEW


@pytest.mark.parametrize("between", ["：", " …… ", "..........", "　", ": "])
def test_what_stands_between_name_and_number(between: str) -> None:
    assert published(text(*of_review(between))) == REVIEW


@pytest.mark.parametrize("write", [text, web, word])
def test_a_list_for_each_applicant_is_table_three(write: Callable[..., str | bytes]) -> None:
    assert published(write(*of_requests())) == truth_of(LINES)


def test_a_line_for_each_row_with_all_applicants_is_table_three() -> None:
    lines = [(x.label, "；".join(f"{a}：{v}件" for a, v in zip(HEADER, x.values, strict=True))) for x in LINES]
    assert published(definitions(*(part for line in lines for part in line))) == truth_of(LINES)


@pytest.mark.parametrize("write", [text, web])
@pytest.mark.parametrize("end", ["", "；", "。"])
def test_several_numbers_behind_one_name_are_a_row_of_table_two(write: Callable[..., str], end: str) -> None:
    found = published(write(*of_proactive(end)))
    assert found["proactive", "normative_document", "in_force"] == 46
    assert found["proactive", "coercion", "decisions"] == 1029 and found["proactive", "fee", "amount"] == 15_000
    assert len(found) == 10


def test_lists_beside_a_table_are_read_too() -> None:
    page = web(*of_review()).replace("<p>五、", "<table>" + "".join(html_row(x.label, *x.values) for x in LINES)
                                     + "</table><p>五、")  # fmt: skip
    assert published(page.replace("<table>", "<table>" + html_row("申请人", *HEADER))) == REVIEW | truth_of(LINES)


@pytest.mark.parametrize(
    "lines",
    [
        [*of_review(), *(re.sub(r"：(\d)", r"：9\1", line) for line in of_review())],
        [line.replace("（未经复议直接起诉）", "").replace("（复议后起诉）", "") for line in of_review()],
        [line for line in of_review() if not line.startswith("其他结果")],
        [line.replace("：", "：约") for line in of_review()],
    ],
    ids=["printed twice", "both kinds", "one lacks", "about"],
)
def test_lists_that_do_not_tell_whose_their_numbers_are_are_not_read(lines: list[str]) -> None:
    assert published(text(*lines)) == published(web(*lines)) == {}


def test_of_lists_of_which_one_does_not_tell_whose_its_numbers_are_the_others_are_read() -> None:
    lines = [line.replace("行政复议", "行政复议、行政诉讼") for line in of_review()]
    others = {key: value for key, value in REVIEW.items() if key[1] != "review"}
    assert published(text(*lines)) == published(web(*lines)) == others


@pytest.mark.parametrize(
    "lines",
    [
        ["收到申请：5件", "答复申请：5件", "结转：0件"],
        [f"{n}.全年公开信息{n}条，比上年增加 {n} 条左右。" for n in range(1, 12)],
        [f"2023-01-{n}" for n in range(10, 30)],
        [f"占比：{n}%" for n in range(10, 30)],
        [f"（{n}）予以公开          {n}" for n in range(10, 30)],
        [f"（{n}）予以公开 0 {n}" for n in range(10, 30)],
    ],
)
def test_lines_that_are_no_such_list_stay_paragraphs(lines: list[str]) -> None:
    assert not any(isinstance(block, Grid) for block in read_txt(text(*lines)).blocks)


def test_a_list_in_which_the_text_ends_keeps_no_number_that_may_be_cut() -> None:
    whole = {key: value for key, value in REVIEW.items() if key[1] != "litigation_after_review"}
    assert published(text(*of_review()).split("五、")[0].strip()) == whole

"""Table 四 in three parts, one for each track, whose labels are the same: which track each is, its caption tells."""

import pytest
from printed_forms import html_row, published, read

from pipeline.documents.model import Cell, Grid, Paragraph
from pipeline.extract.headings import headings_among
from pipeline.extract.tables.read import read_tables

LABELS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
RESULTS = ("upheld", "corrected", "other", "pending", "total")
TRACKS = ("review", "litigation_direct", "litigation_after_review")
CAPTIONS = ("行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）")
PARTS = (("11", "12", "13", "14", "50"), ("21", "22", "23", "24", "90"), ("31", "32", "33", "34", "130"))
KEYS = [("review_litigation", track, result) for track in TRACKS for result in RESULTS]
TRUTH = dict(zip(KEYS, (float(n) for part in PARTS for n in part), strict=True))
HEADING, END = "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况"


def text(*lines: str) -> str:
    return "\n".join((HEADING, *lines, END, "无。", ""))


def bars(*cells: str) -> list[str]:
    return [f"{cell} |" for cell in cells]


def line(*cells: str, width: int = 10, first: int = 0) -> str:
    return (" " * first + "".join(cell.ljust(width) for cell in cells)).rstrip()


def of_words(*captions: str, first: int = 0) -> list[str]:
    parts = zip(captions, PARTS, strict=True)
    return [one for name, part in parts for one in (name, line(*LABELS, first=first), line(*part, first=first), "")]


@pytest.mark.parametrize("bar", [" |", ""], ids=["a cell", "a line of text"])
def test_parts_as_a_list_of_cells_below_their_captions(bar):
    lines = [x for name, part in zip(CAPTIONS, PARTS, strict=True) for x in (name + bar, *bars(*LABELS, *part), "")]
    assert published(text(*lines)) == TRUTH


def test_numbers_of_a_list_that_drops_its_empty_cells_are_not_the_last_parts():
    header = [x for name in ("行政复议", "未经复议直接起诉", "复议后起诉") for x in bars(name, *LABELS)]
    assert published(text(*header, *bars(*PARTS[0]))) == {}


def test_parts_on_a_sheet_that_is_wider_than_they_are():
    parts = zip(CAPTIONS, PARTS, strict=True)
    rows = [row for name, part in parts for row in ([name], LABELS, part)]
    lines = [f"| {' | '.join([*row, *[''] * (10 - len(row))])} |" for row in rows]
    assert published(text(*lines)) == TRUTH


@pytest.mark.parametrize("first", [0, 20])
def test_captions_at_the_margin_over_parts_of_a_text(first):
    captions = ("行政复议", "未经复议直接起诉", "复议后起诉")
    own = TRUTH | {KEYS[4]: 49.0}  # the source's own wrong sum
    assert published(text(*of_words(*captions, first=first)).replace("50", "49")) == own


def test_captions_on_several_lines_on_the_left_of_their_parts():
    pieces = (("行政复议", "", ""), ("行政诉讼（", "未经复议直", "接起诉）"), ("行政诉讼（", "复议", "后起诉）"))
    lines = [
        one
        for (top, middle, end), part in zip(pieces, PARTS, strict=True)
        for one in (line(top, *LABELS, width=12), line(middle, *part, width=12), line(end), "")
    ]
    assert published(text(*lines)) == TRUTH


def test_header_whose_labels_are_broken_over_lines():
    top, end = ("结果", "结果", "其他", "尚未", "总计"), ("维持", "纠正", "结果", "审结", "")
    parts = zip(CAPTIONS, PARTS, strict=True)
    lines = [x for name, part in parts for x in (name, line(*top), line(*end), line(*part), "")]
    assert published(text(*lines)) == TRUTH


def test_part_without_a_line_of_numbers_leaves_the_others():
    lines = of_words(*CAPTIONS)
    found = read(text(*lines[:6], *lines[7:]))
    assert {key: found[key].value for key in KEYS if key[1] != TRACKS[1]} == {
        key: value for key, value in TRUTH.items() if key[1] != TRACKS[1]
    }
    assert {found[key].state for key in KEYS if key[1] == TRACKS[1]} == {"unreadable"}


@pytest.mark.parametrize(
    "captions",
    [
        ("行政复议", "行政诉讼", "行政诉讼（复议后起诉）"),
        ("行政复议", "复议后起诉", "未经复议直接起诉"),
        ("其中：各镇行政复议", *CAPTIONS[1:]),
    ],
    ids=["both kinds together", "another order", "bodies below"],
)
@pytest.mark.parametrize("as_cells", [True, False])
def test_parts_whose_tracks_are_not_told_are_not_read(captions, as_cells):
    cells = [x for name, part in zip(captions, PARTS, strict=True) for x in bars(name, *LABELS, *part)]
    assert published(text(*(cells if as_cells else of_words(*captions)))) == {}


def test_parts_of_two_years_are_not_read():
    other = [part.replace("1", "7") for part in of_words(*CAPTIONS)]
    assert published(text(*of_words(*CAPTIONS), *other)) == {}


def test_numbers_of_a_part_in_a_table_of_their_own():
    parts = zip(CAPTIONS, PARTS, strict=True)
    tables = "".join(
        f"<table><tr><td colspan=5>{name}</td></tr>{html_row(*LABELS)}</table><table>{html_row(*part)}</table>"
        for name, part in parts
    )
    assert published(f"<html><body><p>{HEADING}</p>{tables}<p>{END}</p></body></html>") == TRUTH


@pytest.mark.parametrize(("label", "told"), [("件数", True), ("2022年", False)])
def test_row_that_names_another_year_is_not_read(label, told):
    parts = zip(CAPTIONS, PARTS, strict=True)
    tables = "".join(
        f"<p>{name}</p><table>{html_row('', *LABELS)}{html_row(label, *part)}</table>" for name, part in parts
    )
    title = "<h1>甲县乙局2023年政府信息公开工作年度报告</h1>"
    assert published(f"<html><body>{title}<p>{HEADING}</p>{tables}<p>{END}</p></body></html>") == (
        TRUTH if told else {}
    )


def grid(page: int, *rows: tuple[str, ...]) -> Grid:
    cells = (Cell(r, c, text, text, page=page) for r, row in enumerate(rows) for c, text in enumerate(row))
    return Grid(tuple(cells), "pdf:pdfplumber", page)


@pytest.mark.parametrize("numbers_apart", [True, False])
def test_page_that_ends_inside_a_part(numbers_apart):
    blocks: list[Paragraph | Grid] = []
    for page, (name, part) in enumerate(zip(CAPTIONS, PARTS, strict=True), 1):
        caption = Paragraph(name, name, page)
        tables = [grid(page, LABELS), grid(page + 1, part)] if numbers_apart else [grid(page + 1, LABELS, part)]
        blocks += [*headings_among([caption], {}), *tables]
    cells = read_tables(blocks, "pdf:pdfplumber", ["review_litigation"], None)["review_litigation"].cells
    assert {c.key: c.value for c in cells} == TRUTH


@pytest.mark.parametrize("said", ["全年行政复议", "行政复议3件", "行政诉讼", "因政府信息公开引起的行政复议案件为"])
def test_text_between_tables_that_only_speaks_of_a_track_is_no_caption(said):
    assert headings_among([Paragraph(said, said, 1)], {}) == []


@pytest.mark.parametrize(
    ("captions", "tracks"),
    [
        (("行政复议",), ["review"]),
        (("行政复议", "复议后起诉"), ["review", "litigation_after_review"]),
        (("行政复议、行政诉讼",), []),
        (("行政复议", "行政诉讼"), []),
        (("行政复议", "行政复议"), []),
    ],
)
def test_parts_of_some_tracks_alone_are_read_where_each_is_named(captions, tracks):
    parts = zip(captions, PARTS, strict=False)
    tables = "".join(f"<p>{name}</p><table>{html_row(*LABELS)}{html_row(*part)}</table>" for name, part in parts)
    found = read(f"<html><body><p>{HEADING}</p>{tables}<p>{END}</p></body></html>")
    numbers = [c.value for (_, track, _), c in found.items() if track in tracks]
    assert numbers == [float(n) for part in PARTS[: len(tracks)] for n in part]
    assert all(c.value is None for (table, track, _), c in found.items() if table == KEYS[0][0] and track not in tracks)


def test_parts_whose_columns_have_short_names():
    short = ("维持", "纠正", "其他", "未审结", "合计")
    parts = zip(CAPTIONS, PARTS, strict=True)
    tables = "".join(f"<p>{name}</p><table>{html_row(*short)}{html_row(*part)}</table>" for name, part in parts)
    source = f"<html><body><p>{HEADING}</p>{tables}<p>{END}</p></body></html>"
    assert published(source) == TRUTH
    assert published(source.replace("未审结", "已审结")) == {}


@pytest.mark.parametrize(
    ("caption", "told"),
    [
        ("行政复议", True),
        ("（一）政府信息公开行政复议案件情况（件）", True),
        ("2023年度行政复议情况", True),
        ("我局行政复议情况表（单位：件）", True),
        ("其他行政复议案件", False),
        ("石坪县教育局行政复议", False),
        ("行政复议备案", False),
        ("例：行政复议", False),
        ("行政复议（不含政府信息公开类案件）", False),
    ],
)
def test_part_of_one_track_alone_is_read_where_its_caption_says_nothing_else(caption, told):
    part = f"<p>{caption}</p><table>{html_row(*LABELS)}{html_row(*PARTS[0])}</table>"
    title = "<h1>石坪县财政局2023年政府信息公开工作年度报告</h1>"
    found = published(f"<html><body>{title}<p>{HEADING}</p>{part}<p>{END}</p></body></html>")
    assert found == ({key: TRUTH[key] for key in KEYS[:5]} if told else {})


@pytest.mark.parametrize(
    "section", ["一、总体情况", "六、其他需要报告的事项", "其他需要报告的事项", "六、行政复议案件办理情况"]
)
def test_table_of_reviews_in_another_section_is_no_part_of_table_4(section):
    part = f"<p>行政复议</p><table>{html_row(*LABELS)}{html_row(*PARTS[0])}</table>"
    assert published(f"<html><body><p>{HEADING}</p><p>无。</p><p>{section}</p>{part}</body></html>") == {}


@pytest.mark.parametrize("section", ["四、复议和诉讼情况", "（四）行政复议、行政诉讼情况", "四、行政复议诉讼"])
def test_section_of_table_4_is_told_by_its_number_and_words(section):
    part = f"<p>行政复议</p><table>{html_row(*LABELS)}{html_row(*PARTS[0])}</table>"
    found = published(f"<html><body><p>{section}</p>{part}<p>{END}</p></body></html>")
    assert found == {key: TRUTH[key] for key in KEYS[:5]}

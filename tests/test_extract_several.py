"""Rows of a grid that hold several of a form's rows, one a line."""

import pytest
from printed_forms import HEADER, html_row, page, published, read, request_lines, truth_of

from pipeline.extract.printed.model import Printed
from pipeline.extract.printed.several import rows_in

LINES = request_lines("2021")


def parted(*texts: str) -> list[list[tuple[str, bool]]]:
    cells = [Printed(t, t.strip(), n, n + 1.0) for n, t in enumerate(texts)]
    return [[(c.text, c.shared) for c in row] for row in rows_in(cells)]


def own(*rows: tuple[str, ...]) -> list[list[tuple[str, bool]]]:
    return [[(text, False) for text in row] for row in rows]


def test_lines_of_cells_are_rows_of_the_form():
    several = [x for x in LINES if x.key.startswith("unavailable")]
    rows = {x.key: html_row(x.label, *x.values).replace("<td>", "<td colspan=2>", 1) for x in LINES}
    columns = zip(*(x.values for x in several), strict=True)
    inside = html_row("（四）无法提供", "<br>".join(x.label for x in several), *("<p>".join(c) for c in columns))
    rows |= dict.fromkeys((x.key for x in several), "") | {several[0].key: inside}
    head = html_row("申请人情况", *HEADER).replace("<td>", "<td colspan=2>", 1)
    source = page(f"<table>{head}{''.join(rows.values())}</table>")
    assert published(source) == truth_of(LINES)
    found = read(source.replace(f"{several[0].values[3]}<p>", "", 1))  # as where an empty line is lost
    assert {found["requests", x.key, "total"].state for x in several} == {"unreadable"}


@pytest.mark.parametrize(
    ("numbers", "rows"),
    [
        ("5\n0", own(("行政处罚", "5"), ("行政强制", "0"))),
        ("\n7", own(("行政处罚", ""), ("行政强制", "7"))),
        ("", own(("行政处罚", ""), ("行政强制", ""))),
        ("5", [[("行政处罚", False), ("5", True)], [("行政强制", False), ("5", True)]]),
        ("5\n0~", [[("行政处罚", False), ("5\n0~", True)], [("行政强制", False), ("5\n0~", True)]]),
        # A sum over one number and an empty line that was lost.
        ("3\n3", [[("行政处罚", False), ("3\n3", True)], [("行政强制", False), ("3\n3", True)]]),
    ],
)
def test_numbers_are_a_lines_own_where_each_label_has_one(numbers, rows):
    assert parted("行政处罚\n行政强制", numbers) == rows


_IN_PART = "（二）部分公开（区分处理的，只计这一情形，不计\n其他\n情形）"


@pytest.mark.parametrize("label", ["行政强制\n行政处罚", "行政\n强制", "行政处罚\n其中", _IN_PART])
def test_lines_that_are_not_the_forms_labels_in_their_order_are_no_rows(label):
    assert parted(label, "1\n2") == own((label, "1\n2"))


def test_a_label_among_unknown_lines_has_no_number_of_its_own():
    rows = parted("1.本机关不掌握相关政府信息\n2.没有现成信息\n不明", "1\n2\n0", "见附件")
    assert [[shared for _, shared in row] for row in rows] == [[False, True, True]] * 2


def test_lines_of_a_drawn_cell_are_no_rows_numbers():
    label = Printed("1.本机关不掌握相关政\n府信息\n2.没有现成信息需要\n另行制作", "", 0, 1.0)
    rows = rows_in([label, Printed("1\n2", "1\n2", 1, 2.0)], drawn=True)
    assert [[(c.raw[:6], c.shared) for c in row] for row in rows] == [
        [("1.本机关不", False), ("1\n2", True)],
        [("2.没有现成", False), ("1\n2", True)],
    ]

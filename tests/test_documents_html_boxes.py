"""Tables that pages lay out with other elements than those of tables."""

import pytest
from html_pages import GRID, boxes, grid_of, page, places

from pipeline.documents.model import Grid

BOXES = ("甲", "grid-row:span 2"), ("上", "grid-column:span 2"), ("1", ""), ("", ""), ("乙", ""), ("3", ""), ("4", "")
ROWS = (("甲", "1", "2"), ("乙", "", "4"))


@pytest.mark.parametrize(
    "body",
    [
        boxes(*BOXES),
        boxes(*BOXES, tag="span"),
        f'<div style="{GRID}">{boxes(*BOXES, style="display:contents")}</div>',
        boxes(*[(text, f"grid-area:{row}/{column}/span {high}/{end}") for text, row, column, high, end in (
            ("4", 3, 3, 1, -1), ("甲", 1, 1, 2, 2), ("上", 1, 2, 1, -1), ("1", 2, 2, 1, 3), ("乙", 3, 1, 1, 2),
            ("3", 3, 2, 1, 3),
        )]),
    ],
)  # fmt: skip
def test_grid_of_boxes_is_a_table(body):
    document = page(body)
    assert {p: t for p, t in places(document).items() if t} == {
        **{(0, 0): "甲", (0, 1): "上", (1, 1): "1"},
        **{(2, 0): "乙", (2, 1): "3", (2, 2): "4"},
    }
    assert {(c.row_span, c.column_span) for c in grid_of(document).cells if c.text in ("甲", "上")} == {(2, 1), (1, 2)}


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        ('<div style="display:table-row">{}</div>', '<div style="display:table-cell">{}</div>'),
        ('<div role="row">{}</div>', '<span role="cell">{}</span>'),
        ('<div style="display:grid;grid-template-columns:2fr 1fr 1fr">{}</div>', "<p>{}</p>"),
        ('<div style="display:flex">{}</div>', '<div style="flex:1">{}</div>'),
    ],
)
def test_rows_of_boxes_are_a_table_with_its_empty_cells(row, cell):
    lines = "".join(row.format("".join(map(cell.format, one))) for one in ROWS)
    found = places(page(f"<p>题</p><div>{lines}</div>"))
    assert [found[0, n] for n in range(3)] + [found[1, n] for n in range(3)] == [*ROWS[0], *ROWS[1]]


@pytest.mark.parametrize(
    "body",
    [
        boxes(("甲", "order:2"), ("1", ""), ("2", ""), ("乙", ""), ("3", ""), ("4", "")),
        boxes(*BOXES, style=f"{GRID};grid-auto-flow:column"),
        boxes(("甲", "grid-area:1/1"), ("1", "grid-area:1/1"), ("2", ""), ("乙", ""), ("3", "")),
        boxes(("甲", "grid-area:name"), ("1", ""), ("2", ""), ("乙", ""), ("3", "")),
        boxes(*BOXES, style="display:grid;grid-template-columns:repeat(auto-fill, 100px)"),
        boxes(*BOXES[:-1], ("长" * 200, "")),
    ],
)
def test_grid_whose_places_are_not_told_or_that_lays_out_the_page_is_no_table(body):
    assert not any(isinstance(block, Grid) for block in page(body).blocks)


def test_box_of_a_grid_is_doubted_as_a_tables_cell_is():
    moved = '<i style="position:relative;left:9px">1</i>2'
    found = places(page(boxes(("甲", ""), ("1", "display:none"), (moved, ""), ("3", ""), ("乙", ""), ("5", ""))))
    assert (found[0, 1], found[0, 2], found[1, 0]) == ("~1~2", "3", "乙")


def test_what_is_said_of_a_row_of_boxes_holds_for_its_cells():
    rows = [("", "甲", "1"), ("text-decoration:line-through", "乙", "2"), ("visibility:hidden", "丙", "3")]
    lines = "".join(
        f'<div role="row" style="{s}"><i role="cell">{a}</i><i role="cell">{b}</i></div>' for s, a, b in rows
    )
    found = places(page(f"<p>题</p><div>{lines}</div>"))
    assert found[0, 1] == "1" and found[1, 1] != "2" and "3" not in found.values()


FLEXIBLE = (
    (("信息内容", 1), ("件数", 1), ("现行有效件数", 1)),
    (("规章", 1), ("", 1), ("7", 1)),
    (("收费", 1), ("0.5", 2)),
    (("合计", 2), ("", 1)),
)


def flexible(rows, row="display:flex", cell="flex:{}"):
    lines = ("".join(f'<div style="{cell.format(share)}">{text}</div>' for text, share in one) for one in rows)
    return "".join(f'<div style="{row}">{line}</div>' for line in lines)


def test_flexible_rows_whose_cells_share_them_by_whole_numbers_are_a_table():
    found = grid_of(page(flexible(FLEXIBLE)))
    assert {(c.row, c.column): (c.raw, c.column_span) for c in found.cells if c.row in (1, 2)} == {
        **{(1, 0): ("规章", 1), (1, 1): ("", 1), (1, 2): ("7", 1)},
        **{(2, 0): ("收费", 1), (2, 1): ("0.5", 2)},
    }


def test_flexible_rows_to_be_filled_in_are_a_table_without_a_number():
    rows = ((("维持", 1), ("纠正", 1), ("总计", 1)), (("", 1), ("", 1), ("", 1)))
    assert len(grid_of(page(flexible(rows))).cells) == 6


@pytest.mark.parametrize(
    "body",
    [
        flexible(FLEXIBLE, row="display:flex;flex-direction:row-reverse"),
        flexible(FLEXIBLE, row="display:flex;flex-wrap:wrap"),
        flexible(FLEXIBLE, cell="flex:{0};order:{0}"),
        flexible(FLEXIBLE, cell="flex:{} 1 auto"),
        flexible((*FLEXIBLE[:2], FLEXIBLE[2][:1])),
        flexible(((("首页", 1), ("年报", 1)), (("关于", 1), ("联系", 1)))),
    ],
)
def test_flexible_rows_that_do_not_tell_their_columns_are_no_table(body):
    assert not any(isinstance(block, Grid) for block in page(body).blocks)

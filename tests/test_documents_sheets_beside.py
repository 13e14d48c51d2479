"""Tables that stand beside one another on one sheet."""

from pipeline.documents.model import Grid
from pipeline.documents.sheets.sheet import Sheet, sheet_blocks

LABELS = ("一、本年新收申请数量", "二、上年结转申请数量", "（一）予以公开", "（二）部分公开", "四、结转下年度继续办理")


def grids(texts: dict[tuple[int, int], str]) -> list[list[str]]:
    blocks = sheet_blocks(Sheet("Sheet1", texts), "xlsx:sheet")
    return [[c.raw for c in block.cells if c.raw] for block in blocks if isinstance(block, Grid)]


def table(top: int, left: int, values: tuple[str, ...]) -> dict[tuple[int, int], str]:
    lines = ((label, *values) for label in LABELS)
    return {(top + r, left + c): t for r, line in enumerate(lines) for c, t in enumerate(line) if t}


def test_tables_of_one_kind_at_different_heights_are_read_one_after_the_other():
    own, other = table(0, 0, ("3", "4", "7")), table(2, 5, ("1", "1", "2"))
    assert grids(own | other) == [list(own.values()), list(other.values())]


def test_column_in_which_nothing_is_printed_parts_no_table():
    own = table(0, 0, ("3", "", "3"))
    assert grids(own) == [list(own.values())]


def test_table_beside_one_of_another_kind_stays_beside_it():
    notes = {(r, 5): f"备注{r}：见附件" for r in range(5)}
    assert len(grids(table(0, 0, ("3", "4", "7")) | notes)) == 1

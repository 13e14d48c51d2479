"""Quirks of where tables stand: split over pages, wrapped in others, drawn with few rulings, saved as text."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from samples.draft import Break, Draft, Item, Table, TCell, Text, split_table
from samples.forms import PROACTIVE, REQUESTS, REVIEW
from samples.quirk import DOCX, DRAWN, GRIDS, HTML, OFD, PDF, TXT, XLSX, Quirk
from samples.truth import Report

Cut = Callable[[Table, random.Random], tuple[Table, Table]]


def _split(name: str, cut: Cut) -> Callable[[Draft, Report, random.Random], None]:
    """A quirk that cuts the first part of one table in two, with a page break between."""

    def apply(draft: Draft, report: Report, rng: random.Random) -> None:
        items: list[Item] = []
        for item in draft.items:
            if isinstance(item, Table) and item.name == name:
                upper, lower = cut(item, rng)
                items += [upper, Break(), lower]
            else:
                items.append(item)
        draft.items = items

    return apply


def _row_with(table: Table, *beginnings: str) -> int:
    return next(i for i, row in enumerate(table.rows) if any(c.text.startswith(b) for b in beginnings for c in row))


def _before_group(table: Table, rng: random.Random) -> int:
    return _row_with(table, rng.choice(("（三）", "（四）", "（五）", "（七）")))


def _in_group(table: Table, rng: random.Random) -> int:
    return _row_with(table, rng.choice(("（三）", "（五）"))) + rng.randint(1, 3)


def _rows(table: Table, rng: random.Random) -> tuple[Table, Table]:
    return split_table(table, _before_group(table, rng))


def _group(table: Table, rng: random.Random) -> tuple[Table, Table]:
    return split_table(table, _in_group(table, rng))


def _group_repeated(table: Table, rng: random.Random) -> tuple[Table, Table]:
    return split_table(table, _in_group(table, rng), repeat_label=True)


def _header_repeated(table: Table, rng: random.Random) -> tuple[Table, Table]:
    return split_table(table, _in_group(table, rng), repeat_header=True)


def _both_repeated(table: Table, rng: random.Random) -> tuple[Table, Table]:
    return split_table(table, _before_group(table, rng), repeat_header=True, repeat_label=True)


def _after_header(table: Table, rng: random.Random) -> tuple[Table, Table]:
    return split_table(table, table.header_rows or 2)


def _inside_row(table: Table, rng: random.Random, *, values_above: bool) -> tuple[Table, Table]:
    """The page ends inside a label; the row's numbers stand above or below the break."""
    at = _row_with(table, rng.choice(("（二）部分", "3.补正", "5.要求", "2.没有", "2.其他法律")))
    row = table.rows[at]
    index = next(i for i, c in enumerate(row) if c.role == "label")
    label = row[index]
    middle = len(label.text) * 2 // 3
    lower: list[TCell] = [replace(label, text=label.text[middle:])]
    upper = [*row[:index], replace(label, text=label.text[:middle])]
    for cell in row[index + 1 :]:
        empty = replace(cell, text="", role="empty", key=None)
        upper.append(cell if values_above else empty)
        lower.append(empty if values_above else cell)
    for earlier, cells in enumerate(table.rows[: at + 1]):
        for cell in cells:
            if cell.rows > 1 and earlier + cell.rows > at:
                cell.rows += 1
    table.rows[at] = upper
    table.rows.insert(at + 1, lower)
    return split_table(table, at + 1)


def _inside_number(table: Table, rng: random.Random) -> tuple[Table, Table]:
    """The page ends inside a row whose long numbers take two lines: their last digit stands on the next page."""
    results = [
        row for row in table.rows if row[-1].key and len(row[-1].text) >= 4 and any(c.role == "label" for c in row)
    ]
    if not results:
        return _group(table, rng)
    row = rng.choice([r for r in results if r[-1].key != (REQUESTS, "carried_out", "total")] or results)
    at = table.rows.index(row)
    lower = [
        replace(c, text=c.text[3:] if c.role == "value" else "", rows=1, key=None, role="empty")
        for c in row
        if c.rows == 1
    ]
    for cell in row:
        if cell.role == "value":
            cell.text = cell.text[:3]
    for earlier, cells in enumerate(table.rows[: at + 1]):
        for cell in cells:
            if cell.rows > 1 and earlier + cell.rows > at:
                cell.rows += 1
    table.rows.insert(at + 1, lower)
    return split_table(table, at + 1)


def _empty_row(table: Table, rng: random.Random) -> tuple[Table, Table]:
    upper, lower = split_table(table, _before_group(table, rng))
    lower.rows.insert(0, [TCell("", "empty") for _ in range(lower.width)])
    return upper, lower


def _narrower(table: Table, rng: random.Random) -> tuple[Table, Table]:
    """The column of 三、 is gone after the break."""
    upper, lower = split_table(table, _in_group(table, rng))
    for places, row in zip(lower.places(), list(lower.rows), strict=True):
        first, starts = places[0]
        if not starts:
            continue
        if first.columns > 1:
            row[0] = replace(first, columns=first.columns - 1)
        else:
            row.remove(first)
    lower.width -= 1
    return upper, lower


def _wider(table: Table, rng: random.Random) -> tuple[Table, Table]:
    """An empty column appears after the break, at the left or between labels and numbers."""
    upper, lower = split_table(table, _in_group(table, rng))
    left = rng.random() < 0.5
    for row in lower.rows:
        at = 0 if left else next(i for i, c in enumerate(row) if c.role == "value")
        row.insert(at, TCell("", "empty"))
    lower.width += 1
    return upper, lower


def _proactive_at(table: Table, rng: random.Random) -> tuple[Table, Table]:
    places = (("行政强制",), ("第二十条第（六）",), ("行政许可",), ("规范性文件", "行政规范性文件"))
    return split_table(table, _row_with(table, *rng.choice(places)))


def _review_at(table: Table, rng: random.Random) -> tuple[Table, Table]:
    return split_table(table, 3)


def _caption_apart(draft: Draft, report: Report, rng: random.Random) -> None:
    items: list[Item] = []
    for item in draft.items:
        if isinstance(item, Table) and item.name in (REQUESTS, REVIEW):
            items.append(Break())
        items.append(item)
    draft.items = items


def _tables_per_section(draft: Draft, report: Report, rng: random.Random) -> None:
    """Each item of article 20 as a table of its own."""
    items: list[Item] = []
    for item in draft.items:
        if isinstance(item, Table) and item.name == PROACTIVE:
            starts = [i for i, row in enumerate(item.rows) if row[0].role == "section"] + [len(item.rows)]
            items += [Table(item.name, item.width, item.rows[a:b]) for a, b in pairwise(starts)]
        else:
            items.append(item)
    draft.items = items


def _decoy(draft: Draft, report: Report, rng: random.Random) -> None:
    """A table of the agency's own in section 一 whose labels look like the form's."""
    head = ["类别", "公开数量（条）", "占比"]
    names = ["规范性文件", "行政许可", "行政处罚", "政府集中采购", "其他", "总计"]
    rows = [[TCell(t, "header") for t in head]]
    for name in names:
        share = f"{rng.randint(1, 60)}.{rng.randint(0, 9)}%"
        rows.append([TCell(name, "label"), TCell(str(rng.randint(1, 400)), "other"), TCell(share, "other")])
    at = max(i for i, item in enumerate(draft.items) if isinstance(item, Text) and item.section == 1)
    draft.items.insert(at + 1, Table("decoy", 3, rows))


def _decoy_after(draft: Draft, report: Report, rng: random.Random) -> None:
    """A yearly sheet of the agency's website after the last section."""
    names = ("网站名称", "信息发布（条）", "概况类信息更新量", "办件量", "收到留言数量", "总计", "其他")
    rows = [[TCell("政府网站工作年度报表", "header", columns=2)]]
    rows += [[TCell(n, "label"), TCell(str(rng.randint(0, 900)), "other")] for n in names]
    draft.items.append(Table("decoy", 2, rows))


def _group_covers_last(draft: Draft, report: Report, rng: random.Random) -> None:
    """三、 reaches over the row of 四、."""
    for table in draft.tables():
        if table.name == REQUESTS and table.part == 0:
            for row in table.rows:
                if row[0].text == "三、本年度办理结果":
                    row[0].rows += 1
                    table.rows[-1][0].columns = 2


def _lines_in_cells(draft: Draft, report: Report, rng: random.Random) -> None:
    """Labels on two lines."""
    for table in draft.tables():
        for cell in table.cells():
            if cell.role in ("header", "group") and len(cell.text) >= 4:
                cell.text = cell.text[:2] + "\n" + cell.text[2:]


PAGED = ("pdf", "ofd", "docx", "txt-grid", "txt-cells", "txt-layout")

LAYOUT_QUIRKS = (
    Quirk(
        "split_rows", "table 三 goes on over a page between groups, 三、 not repeated", draft=_split(REQUESTS, _rows)
    ),
    Quirk("split_group", "the page ends inside a group whose label is not repeated", draft=_split(REQUESTS, _group)),
    Quirk(
        "split_group_repeated",
        "the page ends inside a group whose label is repeated",
        draft=_split(REQUESTS, _group_repeated),
    ),
    Quirk(
        "split_header_repeated", "the header is printed again after the break", draft=_split(REQUESTS, _header_repeated)
    ),
    Quirk(
        "split_all_repeated",
        "header and group labels are printed again after the break",
        draft=_split(REQUESTS, _both_repeated),
    ),
    Quirk(
        "split_after_header", "the header ends one page, its rows begin the next", draft=_split(REQUESTS, _after_header)
    ),
    Quirk(
        "split_in_row",
        "the page ends inside a label, its numbers stand above",
        draft=_split(REQUESTS, lambda t, r: _inside_row(t, r, values_above=True)),
    ),
    Quirk(
        "split_in_row_below",
        "the page ends inside a label, its numbers stand below",
        draft=_split(REQUESTS, lambda t, r: _inside_row(t, r, values_above=False)),
    ),
    Quirk(
        "split_in_number",
        "the page ends inside a row whose numbers run over two lines",
        ("pdf", "ofd", "docx", "txt-grid"),
        draft=_split(REQUESTS, _inside_number),
        activity="busy",
    ),
    Quirk("split_empty_row", "an empty row after the break", draft=_split(REQUESTS, _empty_row)),
    Quirk("split_narrower", "one column fewer after the break", GRIDS, draft=_split(REQUESTS, _narrower)),
    Quirk("split_wider", "one column more after the break", GRIDS, draft=_split(REQUESTS, _wider)),
    Quirk("split_proactive", "table 二 goes on over a page", draft=_split(PROACTIVE, _proactive_at)),
    Quirk("split_review", "the numbers of table 四 stand on the next page", draft=_split(REVIEW, _review_at)),
    Quirk("caption_apart", "a heading ends one page, its table begins the next", PAGED, draft=_caption_apart),
    Quirk("section_tables", "each item of article 20 a table of its own", draft=_tables_per_section),
    Quirk("decoy_table", "a table of the agency's own whose labels look like the form's", draft=_decoy),
    Quirk("decoy_after", "a yearly sheet of the website after the last section", draft=_decoy_after),
    Quirk("group_covers_last", "三、 reaches over the row of 四、", draft=_group_covers_last),
    Quirk("nested", "each table inside two layout tables", HTML, options={"nested": True}),
    Quirk("one_table", "all three tables, headings included, in one HTML table", HTML, options={"one_table": True}),
    Quirk(
        "site", "site navigation, links to other years, scripts and a footer with numbers", HTML, options={"site": True}
    ),
    Quirk("word_html", "cells as a word processor saves them", HTML, options={"word_html": True}),
    Quirk("cell_paragraphs", "a paragraph and line ends inside every cell", HTML, options={"cell_paragraphs": True}),
    Quirk("sheets", "each table on a sheet of its own", XLSX, options={"sheets": True}),
    Quirk("gbk", "a page in GBK", HTML + TXT, options={"encoding": "gbk"}),
    Quirk(
        "soft_breaks",
        "line breaks, not paragraphs, inside cells",
        DOCX,
        draft=_lines_in_cells,
        options={"soft_breaks": True},
    ),
    Quirk("wps_boxes", "a rectangle behind every line of text", DRAWN, options={"boxes": True, "shade": True}),
    Quirk("no_rulings", "tables without rulings", DRAWN, options={"rulings": "none"}),
    Quirk("horizontal_rulings", "horizontal rulings only", DRAWN, options={"rulings": "horizontal"}),
    Quirk("frame_rulings", "a frame round each table, no rulings inside", DRAWN, options={"rulings": "frame"}),
    Quirk("thick_rulings", "thick rulings", DRAWN, options={"rulings": "thick"}),
    Quirk(
        "rect_rulings", "rulings drawn as thin filled rectangles", DRAWN, options={"rulings": "rects", "boxes": True}
    ),
    Quirk("double_rulings", "a box of its own round every cell", DRAWN, options={"rulings": "double"}),
    Quirk(
        "broken_numbers",
        "columns so narrow that long numbers go on on the next line",
        DRAWN,
        options={"break_numbers": True, "tight": True, "smallest": 9},
        activity="busy",
    ),
    Quirk(
        "narrow_columns",
        "columns so narrow that two-digit numbers break",
        PDF,
        options={"break_numbers": True, "narrow": True, "smallest": 9},
        activity="normal",
    ),
    Quirk("hybrid_rulings", "rulings on some pages and none on others", PDF, options={"rulings": "hybrid"}),
    Quirk("turned_pages", "pages that lie on their side and are turned by the viewer", PDF, options={"turned": "page"}),
    Quirk("turned_content", "pages whose text runs upwards", PDF, options={"turned": "content"}),
    Quirk("two_up", "two pages side by side on a sheet", PDF, options={"two_up": True}),
    Quirk("digits_private", "digits whose codes the file maps to private use", PDF, options={"digits": "private"}),
    Quirk("digits_nameless", "digits whose codes the file does not explain", PDF, options={"digits": "nameless"}),
    Quirk("digits_swapped", "digits whose codes the file maps to other digits", PDF, options={"digits": "swapped"}),
    Quirk(
        "tight_columns", "columns so narrow that numbers nearly touch", DRAWN, options={"tight": True}, activity="busy"
    ),
    Quirk("embedded_font", "an embedded TrueType font, where this machine has one", PDF, options={"font": "embedded"}),
    Quirk("large_text", "text and tables in large type", DRAWN, options={"size": 16, "table_size": 10.5}),
    Quirk("long_text", "several pages of text before and after the tables", DRAWN + DOCX, long=True),
    Quirk("no_page_numbers", "no page numbers", DRAWN, options={"page_numbers": False}),
    Quirk("glyph_runs", "equal distances between characters written as runs", OFD, options={"runs": True}),
    Quirk("scaled_text", "text and lines placed by matrices", OFD, options={"matrix": True}),
    Quirk("page_template", "a page template with a header and a rule", OFD, options={"template": True}),
    Quirk("shuffled_objects", "objects sorted by kind and font, not as one reads", OFD, options={"shuffled": True}),
    Quirk("one_object_a_character", "each character placed on its own", OFD, options={"single": True}),
    Quirk("no_prefixes", "no namespace prefixes, backslashes in paths", OFD, options={"plain": True}),
    Quirk(
        "ragged",
        "merged labels take fewer columns, the row is padded at the right",
        ("txt-grid",),
        options={"ragged": True},
    ),
    Quirk("no_trace", "empty cells leave no line", ("txt-cells",), options={"no_trace": True}, activity="normal"),
    Quirk("wide_columns", "a Chinese character takes two columns", ("txt-layout",), options={"wide_columns": True}),
    Quirk("no_page_feeds", "one long page", ("txt-layout",), options={"page_feeds": False}),
    Quirk(
        "bare_bars", "no bars at the ends of a Markdown table's lines", ("txt-markdown",), options={"bare_bars": True}
    ),
    Quirk("crlf", "carriage returns at line ends", TXT, options={"crlf": True}),
    Quirk("bom", "a byte order mark", TXT, options={"bom": True}),
)

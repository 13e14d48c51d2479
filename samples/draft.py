"""A report as a list of headings, paragraphs and tables, before any format: what the writers print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from samples.forms import (
    COLUMNS,
    ORGANISATIONS,
    PROACTIVE,
    PROACTIVE_SECTIONS,
    REQUESTS,
    RESULTS,
    REVIEW,
    TRACKS,
    Key,
    column_label,
    row_columns,
    row_label,
)
from samples.truth import Report, outcome_rows

SHARES = {4: (1.6, 1, 1, 1), 10: (0.75, 2.1, 3.1, 1, 1, 1, 1, 1, 1, 1), 15: (1,) * 15}
"""How wide the columns of a table stand to each other, by their number."""


@dataclass(slots=True)
class TCell:
    """A table cell. ``role`` is ``section``, ``header``, ``group``, ``label``, ``value`` or ``empty``."""

    text: str
    role: str
    rows: int = 1
    columns: int = 1
    key: Key | None = None


@dataclass(slots=True)
class Table:
    """A table as rows of cells, merged cells standing once, as in HTML; ``unseen`` if the file hides it."""

    name: str
    width: int
    rows: list[list[TCell]]
    part: int = 0
    header_rows: int = 0
    unseen: bool = False

    def cells(self) -> Iterator[TCell]:
        """All cells in reading order."""
        for row in self.rows:
            yield from row

    def places(self) -> list[list[tuple[TCell, bool]]]:
        """The full grid: at each place its cell, and whether the cell begins there."""
        grid: list[list[tuple[TCell, bool] | None]] = [[None] * self.width for _ in self.rows]
        for r, row in enumerate(self.rows):
            c = 0
            for cell in row:
                while c < self.width and grid[r][c] is not None:
                    c += 1
                for y in range(r, min(r + cell.rows, len(self.rows))):
                    for x in range(c, min(c + cell.columns, self.width)):
                        grid[y][x] = (cell, y == r and x == c)
                c += cell.columns
        filler = TCell("", "empty")
        return [[p if p is not None else (filler, False) for p in row] for row in grid]


@dataclass(slots=True)
class Text:
    """A piece of text.

    ``kind`` is ``title``, ``intro``, ``heading``, ``subheading``, ``body``, ``foot``, ``date`` or ``junk``.
    """

    kind: str
    text: str
    section: int = 0


@dataclass(slots=True)
class Break:
    """A page break."""


Item = Text | Table | Break


@dataclass(slots=True)
class Draft:
    """The whole report in order, the page title for formats that have one, and options for the writer."""

    items: list[Item]
    page_title: str
    options: dict[str, Any] = field(default_factory=dict)

    def tables(self) -> list[Table]:
        """The tables in order."""
        return [i for i in self.items if isinstance(i, Table)]

    def texts(self, *kinds: str) -> list[Text]:
        """The texts of some kinds."""
        return [i for i in self.items if isinstance(i, Text) and i.kind in kinds]


def _value(report: Report, key: Key, columns: int = 1) -> TCell:
    return TCell(report.cells[key].text, "value", columns=columns, key=key)


def proactive_table(report: Report) -> Table:
    """Table 二: four columns, an item of article 20 above each block."""
    rows: list[list[TCell]] = []
    for section, version in report.sections.items():
        names = PROACTIVE_SECTIONS[version][section]
        columns = [c.key[2] for c in row_columns(version, PROACTIVE, names[0])]
        labels = [column_label(version, PROACTIVE, c) for c in columns]
        if version == "2019" and columns[-1] == "amount":
            labels[-1] += {"wan_header": "（万元）", "yuan_header": "（元）"}.get(report.amount_style, "")
        spare = 3 - len(columns)
        rows.append([TCell(f"第二十条第{section}项", "section", columns=4)])
        left_empty = version == "2019" and report.rng(f"layout{section}").random() < 0.5
        rows.append([TCell("信息内容", "header"), *(TCell(t, "header") for t in labels)])
        for name in names:
            cells = [
                TCell(row_label(version, PROACTIVE, name), "label"),
                *(_value(report, (PROACTIVE, name, c)) for c in columns),
            ]
            rows.append(cells)
        own = report.extra is not None and section == "（六）"
        if own:
            rows.append([TCell("行政检查", "label"), *(TCell(str(report.extra), "value") for _ in columns)])
        for row in rows[-1 - len(names) - own :]:
            if spare and left_empty:
                row.append(TCell("", "empty", columns=spare))
            else:
                row[-1].columns += spare
    return Table(PROACTIVE, 4, rows)


def requests_table(report: Report) -> Table:
    """Table 三: three label columns and seven applicants."""
    version = report.requests_version
    corner = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    rows = [
        [TCell(corner, "header", 3, 3), TCell("申请人情况", "header", columns=7)],
        [
            TCell("自然人", "header", rows=2),
            TCell("法人或其他组织", "header", columns=5),
            TCell("总计", "header", rows=2),
        ],
        [TCell(column_label(version, REQUESTS, o), "header") for o in ORGANISATIONS],
    ]

    def values(row: str) -> list[TCell]:
        return [_value(report, (REQUESTS, row, c)) for c in COLUMNS]

    for row in ("new_requests", "carried_in"):
        rows.append([TCell(row_label(version, REQUESTS, row), "label", columns=3), *values(row)])
    results = [r for r in outcome_rows(report) if report.cells[REQUESTS, r, "total"].state != "missing"]
    printed = [*results, "processed_total"]
    groups: dict[str, list[str]] = {}
    for row in printed:
        label = row_label("2019" if row == "other" else version, REQUESTS, row)
        groups.setdefault(label.split(" ")[0], []).append(row)
    first = True
    for group, members in groups.items():
        for index, row in enumerate(members):
            cells = [TCell("三、本年度办理结果", "group", rows=len(printed))] if first else []
            first = False
            label = row_label("2019" if row == "other" else version, REQUESTS, row)
            if " " not in label:
                cells.append(TCell(label, "label", columns=2))
            else:
                if index == 0:
                    cells.append(TCell(group, "group", rows=len(members)))
                cells.append(TCell(label.split(" ", 1)[1], "label"))
            rows.append([*cells, *values(row)])
    rows.append([TCell(row_label(version, REQUESTS, "carried_out"), "label", columns=3), *values("carried_out")])
    return Table(REQUESTS, 10, rows, header_rows=3)


def review_table(report: Report) -> Table:
    """Table 四: fifteen columns in three tracks, one row of values."""
    labels = [column_label("2019", REVIEW, c) for c in (*RESULTS, "total")]
    rows = [
        [TCell("行政复议", "header", columns=5), TCell("行政诉讼", "header", columns=10)],
        [
            *(TCell(t, "header", rows=2) for t in labels),
            TCell("未经复议直接起诉", "header", columns=5),
            TCell("复议后起诉", "header", columns=5),
        ],
        [TCell(t, "header") for t in labels * 2],
        [_value(report, (REVIEW, t, c)) for t in TRACKS for c in (*RESULTS, "total")],
    ]
    return Table(REVIEW, 15, rows, header_rows=3)


def split_table(
    table: Table, at: int, *, repeat_label: bool = False, repeat_header: bool = False
) -> tuple[Table, Table]:
    """Cut a table before row ``at``; a cell that spans the cut ends there and goes on empty, or with its text again."""
    places = table.places()
    upper: list[list[TCell]] = []
    for r, row in enumerate(table.rows[:at]):
        upper.append([replace(c, rows=min(c.rows, at - r)) for c in row])
    lower: list[list[TCell]] = []
    for r in range(at, len(table.rows)):
        cells: list[TCell] = []
        seen: list[TCell] = []
        for cell, starts in places[r]:
            if starts:
                cells.append(cell)
            elif (
                r == at
                and cell.role != "empty"
                and not any(cell is s for s in seen)
                and not any(cell is s for s in cells)
            ):
                seen.append(cell)
                begin = next(i for i, line in enumerate(table.rows) if any(cell is c for c in line))
                if begin < at:
                    cells.append(replace(cell, text=cell.text if repeat_label else "", rows=cell.rows - (at - begin)))
        lower.append(cells)
    if repeat_header:
        lower = [[replace(c) for c in row] for row in table.rows[: table.header_rows]] + lower
    return (
        Table(table.name, table.width, upper, table.part, table.header_rows),
        Table(table.name, table.width, lower, table.part + 1, table.header_rows if repeat_header else 0),
    )

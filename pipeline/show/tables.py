"""Source tables and lists of cells drawn as HTML tables, with marked cells. Every text is escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby

from pipeline.documents.model import CellStream, Grid
from pipeline.show.marks import Mark

Marked = Mapping[tuple[int, int], Sequence[Mark]]
"""Marks by row and column of the source table, from 1; several where one printed cell is several of the form's."""

_LONGEST = 240


def table_html(grid: Grid, marked: Marked, prefix: str = "s") -> str:
    """A source table as it was read, spans included, with its row and column numbers at the edges.

    It begins at its first row: that of a sheet may stand far below others.

    Args:
        grid: the table.
        marked: the marks of its cells.
        prefix: of the marked cells' ids, where a page draws the table twice.
    """
    width = max((c.column + c.column_span for c in grid.cells), default=0)
    head = "".join(f'<th scope="col" class="edge">{n}</th>' for n in range(1, width + 1))
    rows = {
        row: sorted(cells, key=lambda c: c.column)
        for row, cells in groupby(sorted(grid.cells, key=lambda c: c.row), key=lambda c: c.row)
    }
    height = max((c.row + c.row_span for c in grid.cells), default=0)
    lines = [f'<table class="grid"><thead><tr><td class="edge"></td>{head}</tr></thead><tbody>']
    covered: dict[int, set[int]] = {}  # row -> columns that cells from above or from the left take
    for row in range(min(rows, default=0), height):
        lines.append(f'<tr><th scope="row" class="edge">{row + 1}</th>')
        column = 0
        for cell in rows.get(row, ()):
            if cell.column in covered.get(row, ()):
                continue  # overlapping cells of a damaged table: the first one stands
            lines.append(_gap(column, cell.column, covered.get(row, set())))
            # Spans that a file overstates would shift what follows.
            span = min(cell.column_span, width - cell.column)
            deep = min(cell.row_span, height - row)
            for r in range(row, row + deep):
                covered.setdefault(r, set()).update(range(cell.column, cell.column + span))
            spans = (f' colspan="{span}"' if span > 1 else "") + (f' rowspan="{deep}"' if deep > 1 else "")
            lines.append(_cell(cell.raw, marked.get((row + 1, cell.column + 1), ()), prefix, spans))
            column = cell.column + span
        lines.append(_gap(column, width, covered.get(row, set())) + "</tr>")
    return "".join(lines) + "</tbody></table>"


def _gap(start: int, end: int, covered: set[int]) -> str:
    """Places of a row without a cell."""
    return '<td class="gap"></td>' * sum(c not in covered for c in range(start, end))


def stream_html(stream: CellStream, marked: Marked, prefix: str = "s") -> str:
    """A list of cells, one a line, each with its ordinal."""
    lines = ['<table class="grid list"><tbody>']
    for number, cell in enumerate(stream.cells, start=1):
        shown = _cell(cell.raw, marked.get((number, 1), ()), prefix)
        lines.append(f'<tr><th scope="row" class="edge">{number}</th>{shown}</tr>')
    return "".join(lines) + "</tbody></table>"


def _cell(raw: str, marks: Sequence[Mark], prefix: str, spans: str = "") -> str:
    shown = raw if len(raw) <= _LONGEST else raw[:_LONGEST] + "…"
    text = escape(shown).replace("\n", "<br>")
    if not marks:
        return f"<td{spans}>{text}</td>"
    link = f'<a href="#p-{escape(_first(marks).id)}">{text}</a>' if text else ""
    return f"<td{spans} {mark_attributes(marks, prefix)}>{link}{anchors(marks, prefix)}</td>"


def mark_attributes(marks: Sequence[Mark], prefix: str = "s") -> str:
    """The attributes of an element that shows the printed text of these cells: id, classes, tooltip."""
    first = _first(marks)
    title = "\n".join(m.title for m in marks)
    return f'id="{prefix}-{escape(first.id)}" class="mark {escape(first.css)}" title="{escape(title)}"'


def anchors(marks: Sequence[Mark], prefix: str = "s") -> str:
    """Targets for links to the other cells that one printed text stands for."""
    first = _first(marks)
    return "".join(f'<i id="{prefix}-{escape(m.id)}"></i>' for m in marks if m is not first)


def _first(marks: Sequence[Mark]) -> Mark:
    return next((m for m in marks if m.wanted), marks[0])

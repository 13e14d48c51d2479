"""The form's tables with what is published of a report in each cell, drawn as the form prints them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

from pipeline.forms import FORMS, TABLES, Column, Row, table_title
from pipeline.show.marks import Mark
from pipeline.show.names import STATE_NAMES, english

_SIGNS = {"blank": "空白", "missing": "缺", "unreadable": "?"}


def published_tables(marks: Sequence[Mark]) -> list[tuple[str, str, str]]:
    """Per table that has marks: its key, its heading in Chinese, and the table as HTML."""
    return [
        (table, table_title(table), _table(table, [m for m in marks if m.table == table]))
        for table in TABLES
        if any(m.table == table for m in marks)
    ]


def _table(table: str, marks: Sequence[Mark]) -> str:
    by_row = {row: {m.column: m for m in own} for row, own in groupby(marks, key=lambda m: m.row)}
    width = max(len(own) for own in by_row.values())
    html = ['<div class="wide"><table class="published">']
    header: tuple[str, ...] = ()
    heading = ""
    for row, own in by_row.items():
        form_row, columns = _of_form(table, row, tuple(own))
        if tuple(c.key for c in columns) != header:
            header = tuple(c.key for c in columns)
            html.append(_header(columns, width))
        above = " ".join(g for g in form_row.groups)
        if above and above != heading:
            html.append(f'<tr class="group"><th colspan="{width + 1}">{escape(above)}</th></tr>')
        heading = above
        label = f"{escape(form_row.label)}<small>{escape(english(row))}</small>"
        cells = "".join(_cell(own[c.key]) for c in columns)
        html.append(f'<tr><th scope="row">{label}</th>{cells}{_filler(width - len(columns))}</tr>')
    return "".join(html) + "</table></div>"


def _of_form(table: str, row: str, columns: tuple[str, ...]) -> tuple[Row, list[Column]]:
    """The form's row that has just these columns, and they in the form's order."""
    rows = [r for form in reversed(FORMS.values()) for r in form.tables[table].rows if r.key == row]
    fitting = next((r for r in rows if {c.key for c in r.columns} == set(columns)), rows[0])
    return fitting, [c for c in fitting.columns if c.key in columns]


def _header(columns: Sequence[Column], width: int) -> str:
    cells = "".join(f'<th scope="col">{escape(c.label)}<small>{escape(english(c.key))}</small></th>' for c in columns)
    return f'<tr class="columns"><td class="edge"></td>{cells}{_filler(width - len(columns))}</tr>'


def _filler(count: int) -> str:
    return '<td class="gap"></td>' * count


def _cell(mark: Mark) -> str:
    shown = mark.value or _SIGNS[mark.state]
    link = escape(shown) if mark.state == "missing" else f'<a href="#s-{escape(mark.id)}">{escape(shown)}</a>'
    title = f"{mark.title}\n{mark.state} {STATE_NAMES[mark.state]}"
    return f'<td id="p-{escape(mark.id)}" class="{escape(mark.css)}" title="{escape(title)}">{link}</td>'

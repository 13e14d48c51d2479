"""The form's tables with what a report prints in each cell, and what is broken marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby

from pipeline.forms import FORMS, Column, Row
from pipeline.quality.marking import Marking, names_cells, worst
from pipeline.quality.model import Cell, Finding, Group
from pipeline.show.marks import value_text
from pipeline.show.names import english

_LONGEST = 40
_EMPTY = '<span class="n">空</span>'
_STATES = {"blank": "b", "missing": "m", "unreadable": "u"}


def printed_table(table: str, cells: Sequence[Cell], marks: Marking, cell_anchor: str) -> str:
    """A table as its form lays it out, with the printed texts, as HTML.

    Args:
        table: the table's key.
        cells: the report's cells of that table, in the order of the form.
        marks: what is broken.
        cell_anchor: beginning of the links to the groups of findings, whose numbers follow it.
    """
    rows = {row: {c["column"]: c for c in own} for row, own in groupby(cells, key=lambda c: str(c["row"]))}
    width = max((len(own) for own in rows.values()), default=0)
    html = ['<table class="p">']
    header: tuple[str, ...] = ()
    heading = ""
    for row, own in rows.items():
        version = str(next(iter(own.values()))["form_version"])
        form_row, columns = _of_form(table, row, version, tuple(own))
        if tuple(c.key for c in columns) != header:
            header = tuple(c.key for c in columns)
            html.append(_header(columns, width, marks, cell_anchor))
        above = " ".join(form_row.groups)
        if above and above != heading:
            html.append(f'<tr class="g"><th colspan="{width + 1}"><span>{escape(above)}</span></th></tr>')
        heading = above
        groups = marks.rows.get(row, ())
        label = f'{badges(groups, cell_anchor)}{escape(form_row.label)}<small lang="en">{escape(english(row))}</small>'
        drawn = "".join(_cell(own[c.key], marks, cell_anchor) for c in columns)
        filler = "<td></td>" * (width - len(columns))
        html.append(f'<tr><th scope="row"{_head_css(groups)}>{label}</th>{drawn}{filler}</tr>\n')
    return "".join(html) + "</table>"


def _of_form(table: str, row: str, version: str, columns: tuple[str, ...]) -> tuple[Row, list[Column]]:
    """The form's row that has just these columns, of this version where it can be, and they in the form's order."""
    forms = sorted(reversed(FORMS.values()), key=lambda form: form.version != version)
    rows = [r for form in forms for r in form.tables[table].rows if r.key == row]
    fitting = next((r for r in rows if {c.key for c in r.columns} == set(columns)), rows[0])
    return fitting, [c for c in fitting.columns if c.key in columns]


def _header(columns: Sequence[Column], width: int, marks: Marking, anchor: str) -> str:
    """The columns' labels, in two lines where several of them stand under another label."""
    deep = ' rowspan="2"' if any(c.group for c in columns) else ""
    above, below = "", ""
    for group, same in groupby(columns, key=lambda c: c.group):
        own = list(same)
        if group:
            above += f'<th colspan="{len(own)}">{escape(group)}</th>'
            below += "".join(_column(c, marks, anchor) for c in own)
        else:
            above += "".join(_column(c, marks, anchor, deep) for c in own)
    filler = f"<td{deep}></td>" * (width - len(columns))
    lower = f'<tr class="c">{below}</tr>' if below else ""
    return f'<tr class="c"><td class="k"{deep}></td>{above}{filler}</tr>{lower}\n'


def _column(column: Column, marks: Marking, anchor: str, deep: str = "") -> str:
    groups = marks.columns.get(column.key, ())
    text = f'{badges(groups, anchor)}{escape(column.label)}<small lang="en">{escape(english(column.key))}</small>'
    return f'<th scope="col"{deep}{_head_css(groups)}>{text}</th>'


def _head_css(groups: Sequence[Group]) -> str:
    return f' class="h{worst(groups)[0].lower()}"' if groups else ""


def badges(groups: Iterable[Group], anchor: str) -> str:
    """The numbers of groups of findings, as links to them."""
    return "".join(
        f'<a class="no {g.severity}" href="#{escape(anchor)}{g.number}">{g.number}</a>' for g in dict.fromkeys(groups)
    )


def _cell(cell: Cell, marks: Marking, anchor: str) -> str:
    state = str(cell["state"])
    css = " ".join(filter(None, (_STATES.get(state, ""), marks.css(cell["row"], cell["column"]))))
    raw = " ".join(str(cell["raw"] or "").split())
    text = escape(raw if len(raw) <= _LONGEST else raw[: _LONGEST - 1] + "…")
    if state == "missing":
        text = '<span class="n">缺</span>'
    elif not raw:
        text = _EMPTY
    derived = cell.get("derived")
    if derived is not None:
        text += f'<span class="d">＝{escape(value_text(float(derived), "count"))}</span>'
    groups = marks.cells.get((cell["row"], cell["column"]), ())
    single = [g for g in groups if len(g.findings) == 1 and names_cells(g) and not _at_the_edge(g.findings[0])]
    attributes = (f' class="{css}"' if css else "") + (
        f' title="{escape(str(cell["reason"])[:240])}"' if cell["reason"] and state != "reported" else ""
    )
    return f"<td{attributes}>{badges(single, anchor)}{text}</td>"


def _at_the_edge(finding: Finding) -> bool:
    """Whether the finding's number stands at the head of its row or column."""
    return (finding.row is None) != (finding.column is None)

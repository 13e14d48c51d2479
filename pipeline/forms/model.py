"""The forms, loaded from their YAML files into frozen objects."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

TABLES = ("proactive", "requests", "review_litigation")
"""The three tables in the order in which every report prints them (二, 三, 四)."""


@dataclass(frozen=True, slots=True)
class Column:
    """A printed column.

    Attributes:
        key: its name in the datasets.
        label: as the notice prints it.
        variants: other wordings met in reports.
        words: what tells it from the columns beside it, whatever else its heading says.
        unlike: what a heading without such words says where it counts something else.
        group: the label printed above it (法人或其他组织), or None.
        unit: ``count``, or ``CNY`` for amounts.
        signed: whether a negative number is legitimate (本年增/减).
        role: ``total`` for the sum of the row's other columns.
    """

    key: str
    label: str
    variants: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()
    group: str | None = None
    unit: str = "count"
    signed: bool = False
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A printed row, with the columns it has.

    Attributes:
        groups: labels of the headings it stands under, from the outermost.
        block: position of its block in table 二 (each block prints its own header); 0 elsewhere.
        words: as a column's, ``unlike`` too, where rows may be headings over columns (the tracks of table 四).
        role: in table 三 ``received``, ``carried_in``, ``outcome``, ``processed_total`` or ``carried_out``.
    """

    key: str
    label: str
    columns: tuple[Column, ...]
    variants: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    block: int = 0
    words: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One of the form's three tables.

    Attributes:
        group_labels: every heading of rows, ``column_labels`` every heading of columns, ``notes`` other printed text.
        group_words: headings of rows, each with what tells it from those beside it, as far as that is given.
    """

    key: str
    version: str
    title: str
    description: str
    rows: tuple[Row, ...]
    group_labels: tuple[str, ...]
    column_group_labels: tuple[str, ...]
    notes: tuple[str, ...]
    group_words: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Form:
    """One version of the official form, with the notice that prints it."""

    version: str
    notice: str
    tables: dict[str, Table]


@dataclass(frozen=True, slots=True)
class FormCell:
    """One value cell of a form version, with the labels that locate it on paper."""

    form_version: str
    table: str
    row: str
    column: str
    unit: str
    row_label: str
    column_label: str


def _column(record: dict[str, Any], groups: dict[str, Any]) -> Column:
    parent = record.get("parent")
    return Column(
        key=record["key"],
        label=record["label"],
        variants=tuple(record.get("variants", ())),
        words=tuple(record.get("words", ())),
        unlike=tuple(record.get("unlike", ())),
        group=groups[parent]["label"] if parent else None,
        unit=record.get("unit", "count"),
        signed=record.get("signed", False),
        role=record.get("role"),
    )


def _row(record: dict[str, Any], columns: tuple[Column, ...], groups: dict[str, Any], block: int) -> Row:
    parent = record.get("parent")
    return Row(
        key=record["key"],
        label=record["label"],
        columns=columns,
        variants=tuple(record.get("variants", ())),
        words=tuple(record.get("words", ())),
        unlike=tuple(record.get("unlike", ())),
        groups=(groups[parent]["label"],) if parent else (),
        block=block,
        role=record.get("role"),
    )


def _table(key: str, version: str, record: dict[str, Any]) -> Table:
    groups = record.get("groups", {})
    column_groups = record.get("column_groups", {})
    blocks = record.get("blocks", [record])
    rows = tuple(
        _row(row, tuple(_column(c, column_groups) for c in block["columns"]), groups, number)
        for number, block in enumerate(blocks)
        for row in block["rows"]
    )
    articles = tuple(b["article"] for b in blocks if "article" in b)
    headers = (record["row_header"],) if "row_header" in record else ()
    over = (text for g in column_groups.values() for text in (g["label"], *g.get("variants", ())))
    return Table(
        key=key,
        version=version,
        title=record["title"],
        description=record["description"],
        rows=rows,
        group_labels=(*(g["label"] for g in groups.values()), *articles),
        column_group_labels=(*over, *headers),
        notes=tuple(record.get("notes", ())),
        group_words=tuple((g["label"], tuple(g["words"])) for g in groups.values() if "words" in g),
    )


def _load(version: str) -> Form:
    record = yaml.safe_load(files("pipeline.forms").joinpath(f"form_{version}.yaml").read_text(encoding="utf-8"))
    tables = {key: _table(key, version, record["tables"][key]) for key in TABLES}
    return Form(version=record["version"], notice=record["notice"], tables=tables)


def rows_by_role(table: str) -> dict[str, tuple[str, ...]]:
    """The keys of a table's rows by their role in its sums, of both form versions, in printed order."""
    roles: dict[str, dict[str, None]] = {}
    for form in FORMS.values():
        for row in form.tables[table].rows:
            if row.role:
                roles.setdefault(row.role, {})[row.key] = None
    return {role: tuple(keys) for role, keys in roles.items()}


FORMS: dict[str, Form] = {version: _load(version) for version in ("2019", "2021")}
"""Form versions by name, oldest first."""


def _row_label(row: Row) -> str:
    # 三、本年度办理结果 stands over all outcomes and is left out of a row's printed name.
    groups = [g for g in row.groups if not g.startswith("三、")]
    return " ".join([*groups, row.label])


@lru_cache(maxsize=1)
def form_cells() -> tuple[FormCell, ...]:
    """Every value cell of every form version, in printed order."""
    return tuple(
        FormCell(
            form_version=form.version,
            table=table.key,
            row=row.key,
            column=column.key,
            unit=column.unit,
            row_label=_row_label(row),
            column_label=" ".join(filter(None, [column.group, column.label])),
        )
        for form in FORMS.values()
        for table in form.tables.values()
        for row in table.rows
        for column in row.columns
    )


def table_title(table: str) -> str:
    """The table's heading as the form prints it."""
    return FORMS["2021"].tables[table].title


@lru_cache(maxsize=1)
def cell_labels() -> dict[tuple[str, str, str, str], tuple[str, str]]:
    """By form version, table, row and column, the row's and the column's label as the form prints them."""
    return {(c.form_version, c.table, c.row, c.column): (c.row_label, c.column_label) for c in form_cells()}


def place_labels(table: str | None, row: str | None, column: str | None) -> tuple[str, ...]:
    """A place in a form by the labels that the form prints there, row before column; the newer form's stand."""
    rows, columns = _newest_labels()
    found = (rows.get((table or "", row or "")), columns.get((table or "", column or "")))
    return tuple(f for f in found if f)


@lru_cache(maxsize=1)
def _newest_labels() -> tuple[dict[tuple[str, str], str], dict[tuple[str, str], str]]:
    cells = form_cells()  # the newer form's come last
    return {(c.table, c.row): c.row_label for c in cells}, {(c.table, c.column): c.column_label for c in cells}

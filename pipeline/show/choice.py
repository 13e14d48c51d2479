"""Which report and which of its cells a person means, out of what is published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from rapidfuzz import fuzz, process

from pipeline import store
from pipeline.forms import FORMS, Table, table_title
from pipeline.show.names import Names, column_names, keys_called, listed, row_names, table_names

_MOST_LISTED = 8
_HEXADECIMAL = frozenset("0123456789abcdef")


class ShowError(Exception):
    """Something asked for cannot be shown; the text says what was found, what was expected and what to do."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A report, the cells of its tables to be drawn, and which of them are wanted.

    Attributes:
        report: its row of ``reports``.
        cells: its rows of ``cells``, of the tables to be drawn, with a column ``wanted``.
        findings: its rows of ``findings``.
        narrowed: whether a row or a column was asked for, so that the wanted cells are to stand out.
    """

    report: pd.Series[Any]
    cells: pd.DataFrame
    findings: pd.DataFrame
    narrowed: bool


def choose(
    out: Path, report: str, table: str | None = None, row: str | None = None, column: str | None = None
) -> Choice:
    """Find a report and its cells among the published datasets.

    Args:
        out: the folder of published datasets.
        report: the report's id or its beginning, or its source path, or the end of that.
        table: a table by key, number (三) or heading; all tables if None.
        row: a row by key or label; all if None.
        column: a column by key or label; all if None.

    Raises:
        ShowError: nothing is published, or something has another name or is not there.
    """
    try:
        found = _report(store.read_dataset(out, "reports"), report)
        year = int(found["report_year"])
        cells, findings = (store.read_partition_if_any(out, name, year) for name in ("cells", "findings"))
    except (store.NotPublished, store.StaleFile) as error:
        raise ShowError(str(error)) from error
    cells = cells[cells["report_id"] == found["report_id"]].reset_index(drop=True)
    findings = findings[findings["report_id"] == found["report_id"]].reset_index(drop=True)
    if cells.empty:
        raise ShowError(
            f"{found['source_path']}: no cell of this report is published (status {found['status']}). {found['error']}"
        )
    chosen = _chosen(cells, table, row, column)
    tables = set(cells.loc[chosen, "table"])
    shown = cells.assign(wanted=chosen)[cells["table"].isin(tables)].reset_index(drop=True)
    return Choice(found, shown, findings, row is not None or column is not None)


def _report(reports: pd.DataFrame, wanted: str) -> pd.Series[Any]:
    """The one report that is meant.

    Raises:
        ShowError: none, or several.
    """
    wanted = wanted.strip()
    if not wanted:
        raise ShowError("The report's name is empty; expected its id, the beginning of it, or its source path.")
    if reports.empty:
        raise ShowError("No report is published in this folder. Run `gongkai run` with it, or check the folder's name.")
    by_id = reports["report_id"].str.startswith(wanted.lower()) & (set(wanted.lower()) <= _HEXADECIMAL)
    path = Path(wanted).as_posix()
    paths = [[first, *others] for first, others in zip(reports["source_path"], reports["also_at"], strict=True)]
    whole = pd.Series([path in own for own in paths], index=reports.index)
    # A path from elsewhere (data/raw/局/2023.pdf) ends with the one below the raw folder, or the file's name was given.
    ends = pd.Series(
        [any(p.endswith(f"/{path}") or path.endswith(f"/{p}") for p in own) for own in paths], index=reports.index
    )
    for mask in (whole, by_id, ends):
        found = reports[mask]
        if len(found) == 1:
            return found.iloc[0]
        if len(found) > 1:
            raise ShowError(
                f"{wanted!r} is the name of {len(found)} reports. Give one of these ids:\n{_reports_listed(found)}"
            )
    raise ShowError(
        f"No published report has the id or path {wanted!r}. The most alike of {len(reports)}:\n"
        f"{_reports_listed(_alike(reports, wanted))}"
    )


def _alike(reports: pd.DataFrame, wanted: str) -> pd.DataFrame:
    texts = list(reports["report_id"] + " " + reports["source_path"] + " " + reports["agency_name"].fillna(""))
    best = process.extract(wanted, texts, scorer=fuzz.partial_ratio, limit=5)
    return reports.iloc[[position for _, _, position in best]]


def _reports_listed(reports: pd.DataFrame) -> str:
    lines = [f"  {r.report_id}  {r.report_year}  {r.source_path}" for r in reports.head(_MOST_LISTED).itertuples()]
    if len(reports) > _MOST_LISTED:
        lines.append(f"  … and {len(reports) - _MOST_LISTED} more")
    return "\n".join(lines)


def _chosen(cells: pd.DataFrame, table: str | None, row: str | None, column: str | None) -> pd.Series[bool]:
    """Which of a report's cells are asked for.

    Raises:
        ShowError: the report has no such table, row, column or cell.
    """
    tables = list(dict.fromkeys(cells["table"]))
    if table is not None:
        tables = [_one("--table", table, table_names(), tables)]
    if row is None and column is None:
        return cells["table"].isin(tables)
    errors: list[ShowError] = []
    hits: list[pd.Series[bool]] = []
    for name in tables:
        here = cells["table"] == name
        try:
            hits.append(here & _in_table(cells[here], name, row, column).reindex(cells.index, fill_value=False))
        except ShowError as error:
            errors.append(error)
    if len(hits) == 1:
        return hits[0]
    if not hits:
        # Of several tables none has it: each would list its own names.
        raise errors[0] if len(errors) == 1 else ShowError("\n".join(str(e) for e in errors))
    names = "\n".join(f"  --table {cells.loc[h, 'table'].iloc[0]}" for h in hits)
    raise ShowError(f"Several tables have {_asked(row, column)}. Say which is meant:\n{names}")


def _asked(row: str | None, column: str | None) -> str:
    return " and ".join(f"--{n} {v!r}" for n, v in (("row", row), ("column", column)) if v is not None)


def _in_table(cells: pd.DataFrame, table: str, row: str | None, column: str | None) -> pd.Series[bool]:
    chosen = pd.Series(True, index=cells.index)
    version = str(cells["form_version"].mode()[0])
    if row is not None:
        key = _one("--row", row, row_names(table, version), list(dict.fromkeys(cells["row"])), table)
        chosen &= cells["row"] == key
    if column is not None:
        names = column_names(table, str(cells.loc[chosen, "form_version"].iloc[0]))
        key = _one("--column", column, names, list(dict.fromkeys(cells["column"])), table)
        if not (chosen & (cells["column"] == key)).any():
            own = list(cells.loc[chosen, "column"])
            raise ShowError(
                f"{_asked(row, column)}: this row has no such column. Its columns are:\n{listed(own, names)}"
            )
        chosen &= cells["column"] == key
    return chosen


def _one(option: str, wanted: str, names: Names, own: Sequence[str], table: str | None = None) -> str:
    """The one key of this report that a word means; ``own`` are its keys, ``table`` where it is sought."""
    meant = keys_called(wanted, names)
    here = [k for k in meant if k in own]
    if len(here) == 1:
        return here[0]
    if len(here) > 1:
        raise ShowError(f"{option} {wanted!r} may be any of these. Say which:\n{listed(here, names)}")
    where = "this report" if table is None else f"{table} ({table_title(table)})"
    allowed = f"Allowed in {where}:\n{listed(own, names)}"
    if meant and table is not None:
        forms = [v for v, f in FORMS.items() if _has(f.tables[table], meant[0])]
        raise ShowError(
            f"{option} {wanted!r}: {names[meant[0]][0]!r} is of form {', '.join(forms)}, and this report's own form"
            f" does not have it. {allowed}"
        )
    raise ShowError(f"{option} {wanted!r} is not known. {allowed}")


def _has(table: Table, key: str) -> bool:
    return any(key == r.key or any(key == c.key for c in r.columns) for r in table.rows)

"""What a sentence says about the change against last year (同比增长12.5%), against the tables of both years."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.checks import stated
from pipeline.checks.model import Compared, Finding, Outcome, number
from pipeline.checks.printed import REPORTED, Printed, column_label, row_label
from pipeline.checks.years import ACROSS, Panel
from pipeline.schemas import form_rows

HOLDS, BROKEN, UNTOLD = "holds", "broken", "cannot_be_told"
_PRINTED_NUMBER = re.compile(r"\d+(?:\.(?P<decimals>\d+))?")
_NEARLY_THE_SAME = 5.0
"""Per cent. 持平 is said of numbers that differ a little; whether it is wrong there cannot be told."""


def growth_figures(panel: Panel) -> pd.DataFrame:
    """Every figure that says how much something changed since last year, with what the tables say of it.

    Returns:
        The figures' columns and: ``before`` and ``now``, what the tables of last year and of this year print;
        ``expected``, the change in the figure's unit (per cent, or a number); ``outcome``. NaN where it cannot be told.
    """
    figures = panel.now.figures
    figures = figures[figures["report_id"].isin(panel.now.reports["report_id"])].reset_index(drop=True)
    before, now = np.full(len(figures), np.nan), np.full(len(figures), np.nan)
    reports = pd.Index(panel.singles["report_id"])
    for target, rows in figures.groupby("compared_with").indices.items():
        sums = _both_years(panel, str(target))
        if sums is not None:
            at = reports.get_indexer(pd.Index(figures["report_id"].iloc[rows]))
            before[rows], now[rows] = (np.append(s, np.nan)[at] for s in sums)
    with np.errstate(divide="ignore", invalid="ignore"):
        percent = np.where(before > 0, (now - before) / before * 100, np.nan)
    expected = np.where(figures["unit"] == "percent", percent, now - before)
    told = figures.assign(before=before, now=now, expected=expected)
    return told.assign(outcome=[_outcome(figure) for figure in _records(told)])


def _both_years(panel: Panel, target: str) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    """Last year's and this year's number at ``target`` for each single report of this year; NaN where it has none."""
    places = [tuple(term.removeprefix(ACROSS).split(".")) for term in target.split("+")]
    table = places[0][0]
    pairs = panel.pairs(table)
    if pairs is None:
        return None
    cells = [(row, column) for _, row, column in places]
    before, now = np.full(len(panel.singles), np.nan), np.full(len(panel.singles), np.nan)
    at = pd.Index(panel.singles["report_id"]).get_indexer(pairs.now.reports)
    before[at], now[at] = _sum(pairs.before, cells), _sum(pairs.now, cells)
    return before, now


def _sum(table: Printed, cells: list[tuple[str, str]]) -> NDArray[np.float64]:
    """The sum of these cells a report, blanks as in ``stated``; NaN where none is printed. ``row*``: every such row."""
    at = [
        (i, table.column(column))
        for row, column in cells
        for i, name in enumerate(table.rows)
        if name == row or (row.endswith("*") and name.startswith(row[:-1]))
    ]
    rows, columns = [i for i, _ in at], [j for _, j in at]
    total = np.sum([stated.term(table, i, j) for i, j in at], axis=0)
    return np.where((table.state[:, rows, columns] == REPORTED).any(axis=1), total, np.nan)


def _records(figures: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in figures.to_dict("records")]


def _step(figure: dict[str, Any]) -> float:
    """The place value of the last printed digit, in the figure's unit: 0.1 for 12.5%, 10 for 1.5倍."""
    printed = _PRINTED_NUMBER.search(str(figure["raw"]))
    if printed is None or float(printed[0]) == 0:
        decimals = len(repr(float(figure["value"])).rstrip("0").partition(".")[2]) if printed is None else 0
        return 10.0 ** -(len(printed["decimals"] or "") if printed else decimals)
    return 10.0 ** -len(printed["decimals"] or "") * abs(float(figure["value"])) / float(printed[0])


def _outcome(figure: dict[str, Any]) -> str:
    said, expected = float(figure["value"]), float(figure["expected"])
    if np.isnan(expected) or np.isnan(said) or figure["approximate"]:
        return UNTOLD
    apart = abs(said - expected)
    if _PRINTED_NUMBER.search(str(figure["raw"])) is None and said == 0 and apart > 0:
        percent = abs(figure["now"] - figure["before"]) / figure["before"] * 100 if figure["before"] else np.inf
        return UNTOLD if percent <= _NEARLY_THE_SAME else BROKEN
    # Shares are rounded by some and cut by others: less than one of the last printed digit is right.
    allowed = _step(figure) if figure["unit"] == "percent" else 0.0
    return HOLDS if apart < max(allowed, 1e-9) + 1e-9 else BROKEN


def growth(panel: Panel) -> Outcome:
    """同比增长 x% in the text is the change from last year's table to this year's, rounded or cut."""
    figures = growth_figures(panel)
    findings = [_finding(figure) for figure in _records(figures[figures["outcome"] == BROKEN])]
    holds = int((figures["outcome"] == HOLDS).sum())
    compared = [
        Compared(f["report_id"], int(f["figure"]), f["compared_with"], float(f["expected"]), f["outcome"])
        for f in _records(figures[figures["expected"].notna()])
    ]
    return Outcome(holds, len(figures) - holds - len(findings), findings, compared)


def _finding(figure: dict[str, Any]) -> Finding:
    places = [term.removeprefix(ACROSS).split(".") for term in str(figure["compared_with"]).split("+")]
    table, row, column = places[0]
    alone = len(places) == 1 and not row.endswith("*")
    what = "＋".join(_label(*place) for place in places)
    unit = "%" if figure["unit"] == "percent" else ""
    said, expected = f"{figure['value']:+g}{unit}", f"{figure['expected']:+.{_decimals(figure)}f}{unit}"
    return Finding(
        rule="panel.growth",
        report_id=str(figure["report_id"]),
        table=table,
        row=row if alone else None,
        column=column if alone else None,
        expected=expected,
        actual=said,
        words={"what": what, "before": number(figure["before"]), "now": number(figure["now"])},
        evidence=str(figure["sentence"]),
    )


def _label(table: str, row: str, column: str) -> str:
    if not row.endswith("*"):
        return f"{row_label(table, row)} / {column_label(table, column)}"
    # The group's label stands before that of each of its rows: （三）不予公开 1.属于国家秘密.
    first = next(name for name in form_rows(table) if name.startswith(row[:-1]))
    return f"{row_label(table, first).split(' ')[0]} / {column_label(table, column)}"


def _decimals(figure: dict[str, Any]) -> int:
    """As many decimals as tell the true change from the printed one."""
    return 0 if figure["unit"] != "percent" else 1 + max(0, round(-np.log10(max(_step(figure), 1e-6))))

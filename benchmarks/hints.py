"""What the program adds to a report's numbers: derived totals, the one wrong cell, and the guards of corrections."""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd
import yaml

from benchmarks.panels import Made, extraction_of
from pipeline.checks.derived import derived_totals
from pipeline.checks.locate import locate
from pipeline.checks.printed import printed
from pipeline.corrections import Corrections, read_corrections
from pipeline.extract.frames import cells_frame
from samples.forms import REQUESTS, REVIEW, Key
from samples.truth import Printed, Report, draw, printed_count

_BLANK = Printed(None, "count", "blank", "")


def _totals(report: Report) -> list[Key]:
    keys = [k for k in report.cells if k[0] == REQUESTS and (k[2] == "total" or k[1] == "processed_total")]
    return keys + [k for k in report.cells if k[0] == REVIEW and k[2] == "total"]


def _cells(reports: Sequence[Report]) -> pd.DataFrame:
    return cells_frame((f"{n:016x}", r.year, extraction_of(r)) for n, r in enumerate(reports))


def derived(seed: str, number: int) -> Counter[str]:
    """How often a blank total is derived ``right``, ``wrong`` or left ``open``, of so many reports.

    Every report has one to four blank totals; in every third one a cell is wrong as well.
    """
    told: Counter[str] = Counter()
    hidden: dict[tuple[str, str, str, str], int] = {}
    reports = []
    for n in range(number):
        rng = random.Random(f"derived/{seed}/{n}")
        report = draw(f"derived/{seed}/{n}")
        keys = rng.sample(_totals(report), rng.randint(1, 4))
        for key in keys:
            hidden[f"{n:016x}", *key] = int(report.cells[key].value or 0)
        report = report.with_cells(dict.fromkeys(keys, _BLANK))
        if n % 3 == 2:
            others = [k for k in report.cells if k[0] in (REQUESTS, REVIEW) and k not in keys]
            key = rng.choice(others)
            report = report.with_cells({key: printed_count(int(report.cells[key].value or 0) + rng.randint(1, 30))})
            told["beside a wrong cell"] += len(keys)
        reports.append(report)
    cells = _cells(reports)
    values = derived_totals(cells)
    places = zip(cells["report_id"], cells["table"], cells["row"], cells["column"], strict=True)
    for place, value in zip(places, values.tolist(), strict=True):
        if place in hidden:
            told["open" if pd.isna(value) else "right" if value == hidden[place] else "wrong"] += 1
        elif not pd.isna(value):
            told["wrong"] += 1
    return told


def located(seed: str, number: int, wrong: int) -> Counter[str]:
    """How often the wrong cell of table 三 is named with its number, of so many reports with so many wrong cells.

    ``right``: the cell and its number are named. ``another``: another cell or number is. ``none``: no cell is named.
    """
    told: Counter[str] = Counter()
    reports, planted = [], []
    for n in range(number):
        rng = random.Random(f"located/{seed}/{wrong}/{n}")
        report = draw(f"located/{seed}/{n}")
        keys = rng.sample([k for k in report.cells if k[0] == REQUESTS], wrong)
        planted.append({k: int(report.cells[k].value or 0) for k in keys})
        changes = {k: printed_count(was + rng.randint(1, 30)) for k, was in planted[-1].items()}
        reports.append(report.with_cells(changes))
    cells = _cells(reports)
    table = printed(REQUESTS, cells, pd.Index([f"{n:016x}" for n in range(number)]))
    named = locate(table)
    for n, keys in enumerate(planted):
        cell = named.get(n)
        if cell is None:
            told["none"] += 1
        else:
            key = (REQUESTS, table.rows[cell.row], table.columns[cell.column])
            told["right" if keys.get(key) == cell.fits else "another"] += 1
    return told


def with_guards(made: Sequence[Made], seed: str, share: float = 0.05) -> tuple[list[Made], Corrections]:
    """Entries of a corrections folder for some reports: half expect what is printed, half something else."""
    rng = random.Random(f"guards/{seed}")
    entries, after = [], []
    for one in made:
        cells = one.reading.parts["cells"]
        count = cells[(cells["table"] == REQUESTS) & (cells["row"] == "granted") & (cells["state"] == "reported")]
        if rng.random() < share and len(count):
            cell, off = count.iloc[0], rng.choice((0, 1))
            entry = {"report_id": one.report_id, "table": REQUESTS, "row": "granted", "column": cell["column"]}
            entries.append(entry | {"expect": {"value": float(cell["value"]) + off}, "reason": "Asked by telephone."})
            one = replace(one, findings=(*one.findings, *([("correction.guard", "")] if off else [])))
        after.append(one)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "entries.yml").write_text(yaml.safe_dump({"source_errors": entries}), encoding="utf-8")
        return after, read_corrections(Path(folder))


def lines(seed: str, number: int) -> list[str]:
    """The results of both, in words."""
    totals = derived(seed, number)
    single, double = located(seed, number, 1), located(seed, number, 2)
    beside = totals.pop("beside a wrong cell")
    told = f"{totals['right']} right, {totals['wrong']} wrong, {totals['open']} left open"
    one = f"{single['right']} of {number} named with the number that fits, {single['another']} wrongly"
    two = f"{double['none']} of {number} rightly name none, {double['right']} one of them, {double['another']} another"
    return [
        f"derived totals: {told} ({beside} beside a wrong cell)",
        f"one wrong cell in table 三: {one}, {single['none']} not",
        f"two wrong cells: {two}",
    ]

"""Comparing extracted cells with the truth, in the acceptance script's own terms.

Per expected cell: *right* (the same value, unit and state), *absent* (the truth has a number and the output none: an
honest gap) or *wrong* (the output has a number and the truth another one or none). A cell that the source does not have
and the output gives a number for is wrong too. A gap is *lost* where the file itself no longer tells the cell: in a
layout whose empty cells leave no trace, a row with fewer numbers than columns.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol


class CellLike(Protocol):
    """An extracted cell."""

    table: str
    row: str
    column: str
    value: float | None
    unit: str
    state: str
    raw: str | None


@dataclass(slots=True)
class Tally:
    """Counts over one or many files; ``details`` are sentences about what was not right."""

    files: int = 0
    cells: int = 0
    right: int = 0
    absent: int = 0
    wrong: int = 0
    lost: int = 0
    years: int = 0
    agencies: int = 0
    failed: int = 0
    planted: int = 0
    found: int = 0
    alarms: int = 0
    false: int = 0
    details: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Add another tally to this one."""
        for name in _COUNTS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.details += other.details

    @property
    def share(self) -> float:
        """The share of right cells among those that the file still tells."""
        told = self.cells - self.lost
        return self.right / told if told else 0.0

    @property
    def recall(self) -> float:
        """The share of the truth's findings that were raised; 1 where there are none."""
        return self.found / self.planted if self.planted else 1.0

    @property
    def precision(self) -> float:
        """The share of raised findings about sums, text and identity that the truth has; 1 where none was raised."""
        return 1 - self.false / self.alarms if self.alarms else 1.0


_COUNTS = (
    *("files", "cells", "right", "absent", "wrong", "lost", "years", "agencies", "failed"),
    *("planted", "found", "alarms", "false"),
)
_ARITHMETIC = (
    *("requests.balance", "requests.outcomes_sum", "requests.applicants_sum", "review_litigation.outcomes_sum"),
)


def _nothing(value: float | None) -> bool:
    return value is None or math.isnan(value)


def same(a: float | None, b: float | None) -> bool:
    """Whether two values are both absent or equal within a millionth."""
    if _nothing(a) or _nothing(b):
        return _nothing(a) and _nothing(b)
    assert a is not None and b is not None
    return abs(a - b) <= 1e-6 * max(1.0, abs(b))


def _printed_row(table: str, row: str) -> tuple[str, str]:
    """The row on paper: table 四 prints its three tracks side by side."""
    return (table, "" if table == "review_litigation" else row)


def score(truth: dict[str, Any], cells: Iterable[CellLike], label: str = "", *, traceless: bool = False) -> Tally:
    """Compare the extracted cells of one file with its truth.

    Args:
        truth: the file's truth record.
        cells: what was extracted.
        label: begins every detail.
        traceless: whether empty cells leave no trace in the file's layout.
    """
    tally = Tally(files=1)
    gapped = (
        {_printed_row(c["table"], c["row"]) for c in truth["cells"] if c["state"] == "blank"} if traceless else set()
    )
    got = {(c.table, c.row, c.column): c for c in cells}
    for expected in truth["cells"]:
        key = (expected["table"], expected["row"], expected["column"])
        cell = got.pop(key, None)
        tally.cells += 1
        value = None if cell is None else cell.value
        untold = _printed_row(*key[:2]) in gapped
        shown = f"{label} {'/'.join(key)}: got {value!r} ({getattr(cell, 'raw', None)!r}), truth {expected['value']!r}"
        if same(value, expected["value"]):
            blank = expected["value"] is None and (
                cell is None or cell.state in ("blank", "missing", expected["state"])
            )
            number = (
                expected["value"] is not None
                and cell is not None
                and cell.state == expected["state"]
                and (cell.unit == expected["unit"] or not expected["value"])
            )
            if blank or number:
                tally.right += 1
            elif untold:
                tally.lost += 1
            else:
                tally.absent += 1
                state = None if cell is None else (cell.state, cell.unit)
                tally.details.append(f"{shown}, state and unit {state} for {expected['state']}, {expected['unit']}")
        elif _nothing(value) and untold:
            tally.lost += 1
        elif _nothing(value):
            tally.absent += 1
            tally.details.append(shown)
        else:
            tally.wrong += 1
            tally.details.append(f"WRONG {shown}")
    for key, cell in got.items():
        if not _nothing(cell.value):
            tally.wrong += 1
            tally.details.append(f"WRONG {label} {'/'.join(key)}: got {cell.value!r} ({cell.raw!r}), not in the source")
    return tally


def score_findings(tally: Tally, truth: dict[str, Any], found: list[tuple[str, tuple[str, ...]]], label: str) -> None:
    """Compare findings with the truth's, as the acceptance script does: sums by their place, others by their rule.

    Of the truth's, those about cells are left out where the cell left no trace in the file. Raised ones about single
    cells (``form.*``) are no alarms here: a gap is counted with the cells.
    """
    expected = {(rule, key) for rule, key in truth["findings"]}
    raised = {rule for rule, _ in found}
    for rule, key in expected:
        hit = any(r == rule and key in places for r, places in found) if rule in _ARITHMETIC else rule in raised
        tally.planted += 1
        tally.found += hit
        if not hit:
            tally.details.append(f"{label} finding {rule} at {key} was not raised")
    rules = {rule for rule, _ in expected}
    for rule, places in found:
        if rule.startswith("form."):
            continue
        tally.alarms += 1
        true = any((rule, key) in expected for key in places) if rule in _ARITHMETIC else rule in rules
        if not true:
            tally.false += 1
            tally.details.append(f"{label} false finding {rule} at {'/'.join(places)}")

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
    details: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Add another tally to this one."""
        for name in ("files", "cells", "right", "absent", "wrong", "lost", "years", "agencies", "failed"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.details += other.details

    @property
    def share(self) -> float:
        """The share of right cells among those that the file still tells."""
        told = self.cells - self.lost
        return self.right / told if told else 0.0


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

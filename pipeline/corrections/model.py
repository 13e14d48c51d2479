"""The entries of the corrections folder, and what may stand in them.

Every text of a file arrives as text, whatever YAML would take it for: an ``on:`` is not true, and a fingerprint of
digits is no number.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, field_validator, model_validator

from pipeline.forms import form_cells
from pipeline.normalise.numbers import MONEY_UNITS, read_number

States = Literal["reported", "blank", "missing", "unreadable"]
UNSTATED = "unstated"


def _number(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError("expected a number")
    return value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Hex16 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]


@cache
def _units() -> dict[tuple[str, str, str], str]:
    """The unit of every cell that a form has."""
    return {(c.table, c.row, c.column): c.unit for c in form_cells()}


class Entry(BaseModel):
    """One entry of a file; ``file`` and ``line`` say where it stands."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    file: str
    line: int

    @property
    def where(self) -> str:
        """The place for people."""
        return f"{self.file}, line {self.line}"


class Expect(BaseModel):
    """The guard: what the program reads at the place now. What is not given is not looked at."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    state: States | None = None
    value: Annotated[float, AfterValidator(_number)] | None = None
    raw: str | None = None

    @model_validator(mode="after")
    def _something(self) -> Expect:
        if self.state is None and self.value is None and self.raw is None:
            raise ValueError("is empty; expected state, value or raw, as `cells` has them now")
        return self

    def __str__(self) -> str:
        value = None if self.value is None else f"{self.value:.15g}"
        given = {"state": self.state, "value": value, "raw": self.raw and f"“{self.raw}”"}
        return ", ".join(f"{name} {text}" for name, text in given.items() if text is not None)


class _OfCell(Entry):
    """An entry about one cell of one report."""

    report_id: Hex16 | None = None
    source_path: Text | None = None
    table: Literal["proactive", "requests", "review_litigation"]
    row: Text
    column: Text
    expect: Expect
    reason: Text

    @model_validator(mode="after")
    def _address(self) -> _OfCell:
        if (self.report_id is None) == (self.source_path is None):
            raise ValueError("expected one of report_id and source_path, as in `reports`")
        if (self.table, self.row, self.column) not in _units():
            raise ValueError(
                f"no form has a cell {self.table} / {self.row} / {self.column}; expected names as in `cells`"
            )
        return self

    @property
    def report(self) -> str:
        """The report as the entry names it."""
        return self.report_id or self.source_path or ""

    @property
    def cell(self) -> tuple[str, str, str]:
        """Table, row and column."""
        return self.table, self.row, self.column


class Reading(_OfCell):
    """A checked reading: a person has looked at the source, and this is what is printed in the cell.

    Attributes:
        printed: the printed text; empty or a dash for a cell that prints no number.
        unit: of an amount, the unit of money that its header prints, or ``unstated``.
    """

    printed: str
    unit: Text | None = None

    @model_validator(mode="after")
    def _is_one_number(self) -> Reading:
        reading = read_number(self.printed)
        if reading.state == "unreadable":
            raise ValueError(
                f"printed “{self.printed}” cannot be read as one number; expected the printed text of this cell alone"
            )
        is_count = _units()[self.cell] == "count"
        if is_count and (reading.is_money or self.unit is not None):
            raise ValueError("the cell counts things; expected no unit of money")
        if self.unit is not None and self.unit not in (*MONEY_UNITS, UNSTATED):
            raise ValueError(f"unit “{self.unit}” is unknown; expected one of {', '.join(MONEY_UNITS)}, or {UNSTATED}")
        if not is_count and reading.state == "reported" and reading.unit not in MONEY_UNITS and self.unit is None:
            raise ValueError(
                f"printed “{self.printed}” has no unit of money; expected `unit`: the one that the header prints, or"
                f" {UNSTATED}"
            )
        return self

    @property
    def published(self) -> tuple[str, float | None, str]:
        """State, value and unit for ``cells``: counts, and amounts in yuan where their unit is printed."""
        reading = read_number(self.printed)
        unit = _units()[self.cell]
        if reading.value is None or unit == "count":
            return reading.state, None if reading.value is None else float(reading.value), unit
        stated = reading.unit if reading.unit in MONEY_UNITS else self.unit
        if stated is None or stated == UNSTATED:
            return reading.state, float(reading.value), UNSTATED
        return reading.state, float(reading.value * MONEY_UNITS[stated]), "CNY"


class SourceError(_OfCell):
    """An acknowledged error of the source: the number stays as printed, its findings are not news any more."""


class Review(Entry):
    """What a person made of a finding.

    Attributes:
        fingerprint: the finding's.
        status: ``confirmed``, ``dismissed``, or ``open`` again.
        note: why, in words.
        on: when.
    """

    fingerprint: Hex16
    status: Literal["confirmed", "dismissed", "open"]
    note: Text | None = None
    on: dt.date | None = None

    @field_validator("on", mode="before")
    @classmethod
    def _day(cls, value: Any) -> Any:
        if isinstance(value, str):
            try:
                return dt.date.fromisoformat(value)
            except ValueError:
                raise ValueError("expected a date such as 2026-01-31") from None
        return value


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a file or an entry is not used: what was found, what was expected, where, what to do."""

    file: str
    line: int | None
    problem: str

    def __str__(self) -> str:
        return f"{self.file}{'' if self.line is None else f', line {self.line}'}: {self.problem}"


@dataclass(frozen=True)
class Corrections:
    """Everything in the folder that can be used, and what cannot.

    Attributes:
        readings: checked readings, in order of file and line.
        source_errors: acknowledged errors of the sources.
        reviews: the status of findings, each fingerprint once.
        faults: files and entries that are not used.
    """

    readings: tuple[Reading, ...] = ()
    source_errors: tuple[SourceError, ...] = ()
    reviews: tuple[Review, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def of_cells(self) -> tuple[Reading | SourceError, ...]:
        """The entries about cells, readings first: an acknowledged error is looked for in what was then read."""
        return (*self.readings, *self.source_errors)

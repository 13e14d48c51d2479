"""What a year's pages are made from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.checks import Rule

SEVERITIES = ("ERROR", "WARN", "INFO")
Cell = dict[str, Any]
"""A row of ``cells``."""

SETTLED = ("dismissed",)
"""Human decisions after which a finding counts no more; one that is acknowledged is an error all the same."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a sentence that contradicts what it restates.

    Attributes:
        start, end: where it stands in the sentence, from 0.
        cells: the cells of the report that it restates, as table, row and column.
    """

    sentence: str
    start: int
    end: int
    value: float
    cells: frozenset[tuple[str, ...]] = frozenset()


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding as it is drawn.

    Attributes:
        message, message_zh: what was found, without the rule's advice; the Chinese one is empty where there is none.
        status: the human decision about it; ``note`` says why.
        figures: the numbers of sentences that it is about.
    """

    rule: Rule
    severity: str
    fingerprint: str
    table: str | None
    row: str | None
    column: str | None
    labels: tuple[str, ...]
    message: str
    message_zh: str
    expected: str | None
    actual: str | None
    evidence: str | None
    status: str = "open"
    note: str | None = None
    figures: tuple[Figure, ...] = ()

    @property
    def open(self) -> bool:
        """Whether it counts."""
        return self.status not in SETTLED

    @property
    def key(self) -> str:
        """What the page filters by: rule, severity and status."""
        return f"{self.rule.name}|{self.severity}|{self.status}"


@dataclass(frozen=True, slots=True)
class Group:
    """Findings that are shown under one number: one finding, or many cells of one table that break one rule."""

    number: int
    findings: tuple[Finding, ...]

    @property
    def rule(self) -> Rule:
        """The rule that all of them break."""
        return self.findings[0].rule

    @property
    def labels(self) -> tuple[str, ...]:
        """What all of them name: the place of one finding, the common row or column of several."""
        first, *others = self.findings
        shared = [label for label in first.labels if all(label in f.labels for f in others)]
        return tuple(shared)

    @property
    def severity(self) -> str:
        """The worst severity of them."""
        return min((f.severity for f in self.findings), key=SEVERITIES.index)


@dataclass(frozen=True, slots=True)
class Section:
    """The findings about one table of a report, or about the whole report (``table`` None), the worst first."""

    table: str | None
    groups: tuple[Group, ...]

    @property
    def findings(self) -> Iterator[Finding]:
        """All of them."""
        return (f for group in self.groups for f in group.findings)


@dataclass(frozen=True, slots=True)
class Report:
    """A report with its findings; ``record`` is its row of ``reports``."""

    record: dict[str, Any]
    sections: tuple[Section, ...]

    @property
    def id(self) -> str:
        """Its report_id."""
        return str(self.record["report_id"])

    @property
    def findings(self) -> list[Finding]:
        """Every finding, as drawn."""
        return [f for s in self.sections for f in s.findings]

    @property
    def worst(self) -> Finding:
        """The finding that is named where there is room for one."""
        return min(self.findings, key=lambda f: (not f.open, SEVERITIES.index(f.severity)))

    @property
    def counts(self) -> dict[str, int]:
        """Its findings that count, by severity; severities without any are left out."""
        found = Counter(f.severity for f in self.findings if f.open)
        return {s: found[s] for s in SEVERITIES if found[s]}

    @property
    def keys(self) -> str:
        """What the page filters its reports by."""
        return " ".join(sorted({f.key for f in self.findings}))

    @property
    def rank(self) -> tuple[Any, ...]:
        """Reports with most to look at come first; a hundred blank cells weigh as much as one."""
        ways = Counter({s: len({f.rule.name for f in self.findings if f.open and f.severity == s}) for s in SEVERITIES})
        return (-self.counts.get("ERROR", 0), -ways["WARN"], -ways["INFO"], self.record["source_path"], self.id)


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How a rule fared over the year; ``holds`` and ``cannot`` are None where that was not recorded."""

    rule: Rule
    broken: int
    reports: int
    holds: int | None = None
    cannot: int | None = None


class Cells:
    """The published cells of a year's reports; as records only one report at a time, for there are millions."""

    def __init__(self, frame: pd.DataFrame) -> None:
        """Take the rows of ``cells``, a report's in the order of the form."""
        self._frame = frame
        self._places: dict[Any, Any] = dict(frame.groupby("report_id", sort=False).indices)

    def of(self, report_id: str) -> list[Cell]:
        """A report's cells."""
        places = self._places.get(report_id)
        return [] if places is None else records(self._frame.take(places))


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows with None for what is not there."""
    plain = frame.astype(object)
    plain = plain.where(plain.notna(), None)
    return [{str(k): v for k, v in row.items()} for row in plain.to_dict("records")]


@dataclass(frozen=True, slots=True)
class Year:
    """Everything of one report-year's pages.

    Attributes:
        statuses: how many reports are complete, partial, failed.
        severities: how many findings of each severity count; ``settled`` is how many do not.
        reports: those with findings, the one with most to look at first; ``cells`` are theirs.
        clean: rows of ``reports`` without findings, ``failed`` of files that could not be used, with ``error_zh``.
    """

    year: int
    statuses: dict[str, int]
    severities: dict[str, int]
    settled: int
    rules: tuple[RuleCount, ...]
    reports: tuple[Report, ...]
    clean: tuple[dict[str, Any], ...]
    failed: tuple[dict[str, Any], ...]
    cells: Cells

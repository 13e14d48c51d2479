"""Rules, findings and outcomes: the words every check speaks.

A rule holds, is broken, or cannot be told, at each place it looks at. Only a broken place gives a finding.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

import yaml


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as ``rules.yaml`` describes it.

    Attributes:
        name: its stable dotted name.
        severity: ``ERROR``, ``WARN`` or ``INFO``.
        table: the form's table it is about, or None.
        place: what a finding points at: the report, a table, a row, a column.
        zh: what it demands, in the official terms.
        en: the same in English.
        not_applicable: when it cannot be told.
        not_applicable_zh: the same in Chinese.
        fix: what to do about a finding.
        fix_zh: the same in Chinese.
        source: ``contract``, or ``gongkai`` for an addition.
        message: what a finding says, with the names of ``Finding.words`` in braces.
        message_zh: the same in Chinese.
    """

    name: str
    severity: str
    place: str
    zh: str
    en: str
    not_applicable: str
    not_applicable_zh: str
    fix: str
    fix_zh: str
    source: str
    message: str
    message_zh: str
    table: str | None = None


@cache
def rules() -> dict[str, Rule]:
    """Every rule by name, in the order of ``rules.yaml``."""
    text = (Path(__file__).parent / "rules.yaml").read_text(encoding="utf-8")
    record = cast("dict[str, dict[str, dict[str, Any]]]", yaml.safe_load(text))
    return {name: Rule(name=name, **entry) for name, entry in record["rules"].items()}


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken place. ``words`` fill the rule's messages, besides ``expected`` and ``actual``."""

    rule: str
    report_id: str
    expected: str
    actual: str
    words: Mapping[str, object] = field(default_factory=dict)
    table: str | None = None
    row: str | None = None
    column: str | None = None
    evidence: str | None = None

    @property
    def message(self) -> str:
        """What was found, and what to do about it."""
        return self._filled(rules()[self.rule].message) + " " + rules()[self.rule].fix

    @property
    def message_zh(self) -> str:
        """The same in Chinese."""
        return self._filled(rules()[self.rule].message_zh) + rules()[self.rule].fix_zh

    def _filled(self, text: str) -> str:
        return text.format_map({"expected": self.expected, "actual": self.actual, **self.words})

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits: the same rule, report, place and numbers give the same ones in every run."""
        parts = (self.rule, self.report_id, self.table, self.row, self.column, self.expected, self.actual)
        return hashlib.sha256("\x1f".join(p or "" for p in parts).encode("utf-8")).hexdigest()[:16]


Verdict = Literal["holds", "broken", "cannot_be_told"]


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure of the text (its number in its report), what it was compared with, and what came of it.

    ``compared_with`` names cells as ``table.row.column``, sums with +, last year's with the prefix ``panel.``.
    """

    report_id: str
    figure: int
    compared_with: str
    expected: float
    outcome: Verdict


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule came to over all places it looked at: how many hold, how many cannot be told, and what is broken.

    ``compared`` are the figures of the text that it held against other numbers.
    """

    holds: int
    cannot_be_told: int
    findings: list[Finding]
    compared: list[Compared] = field(default_factory=list)


def number(value: float) -> str:
    """A number as a person writes it: without a decimal point where it is whole."""
    return str(int(value)) if float(value).is_integer() else repr(float(value))

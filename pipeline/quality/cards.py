"""A report as its page shows it: findings, tables with what is broken marked, cut-outs of its source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from pipeline.forms import table_title
from pipeline.quality.crops import Crop, Read, crops_of
from pipeline.quality.evidence import evidence_html, said_html, tells_numbers
from pipeline.quality.marking import marking, source_place
from pipeline.quality.model import Cell, Group, Report, Section, Year
from pipeline.quality.tables import printed_table
from pipeline.show.names import TABLE_NUMBERS, english

SUMS = ("requests.balance", "requests.outcomes_sum", "requests.applicants_sum", "review_litigation.outcomes_sum")
_SHORT = 60


@dataclass(frozen=True, slots=True)
class GroupCard:
    """A group of findings: whether its numbers are shown, the printed text, its place, the command that shows it.

    ``said`` is the sentence of a single finding in Chinese and English; where it quotes the printed text, that is None.
    ``long`` says that the printed text lists what the marked table shows, at length.
    """

    group: Group
    said: tuple[Markup, Markup]
    numbers: bool
    evidence: Markup | None
    long: bool
    place: tuple[str, str] | None
    command: str


@dataclass(frozen=True, slots=True)
class SectionCard:
    """The findings about one table: its heading, the table as HTML (empty where it was not found), its cut-outs."""

    section: Section
    title: str
    name: str
    groups: tuple[GroupCard, ...]
    table: Markup
    crops: tuple[Crop, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A report.

    Attributes:
        home: the year's page, where the rules are described.
        search: what a person may look for it by, in small letters.
        lacking: why there are no cut-outs, or fewer, in Chinese and English.
        left_out: how many cut-outs there could be more.
    """

    report: Report
    home: str
    search: str
    sections: tuple[SectionCard, ...]
    lacking: tuple[str, str] | None
    left_out: int

    @property
    def crops(self) -> int:
        """How many cut-outs it holds."""
        return sum(len(s.crops) for s in self.sections)


def card(report: Report, year: Year, home: str, read: Read | None, most_crops: int) -> Card:
    """Draw a report.

    Args:
        report: the report.
        year: its year.
        home: the file name of the year's page.
        read: gives its source file; None where the source is not to be looked at.
        most_crops: how many cut-outs it may have.
    """
    cells = year.cells.of(report.id)
    by_table = {str(t): list(own) for t, own in groupby(cells, key=lambda c: c["table"])}
    crops = crops_of(report, cells, read, most_crops)
    sections = tuple(
        _section(report, s, by_table.get(s.table or "", []), [c for c in crops.found if c.table == s.table])
        for s in report.sections
    )
    return Card(report, home, search_text(report), sections, crops.lacking, crops.left_out)


def search_text(report: Report) -> str:
    """What a person may look for a report by."""
    return " ".join(str(report.record[k] or "") for k in ("agency_name", "source_path", "report_id")).lower()


def _section(report: Report, section: Section, cells: Sequence[Cell], crops: Sequence[Crop]) -> SectionCard:
    table = section.table
    found = table is not None and any(c["state"] != "missing" for c in cells)
    drawn = printed_table(table, cells, marking(section.groups, cells), f"r-{report.id}-") if table and found else ""
    return SectionCard(
        section,
        "" if table is None else table_title(table),
        "" if table is None else f"Table {TABLE_NUMBERS[table][1]}: {english(table)}",
        tuple(_group(report, g, cells) for g in section.groups),
        Markup(drawn),
        tuple(crops),
    )


def _group(report: Report, group: Group, cells: Sequence[Cell]) -> GroupCard:
    first = group.findings[0]
    single = len(group.findings) == 1
    named = ("table", "row", "column") if single else ("table",)
    evidence = evidence_html(first) if single else None
    said, quoted = said_html(first, evidence)
    options = [f" --{key} {value}" for key in named if (value := getattr(first, key))]
    return GroupCard(
        group,
        said,
        single and tells_numbers(first),
        None if quoted else evidence,
        first.rule.name in SUMS and len(first.evidence or "") > _SHORT,
        source_place(first, cells) if single else None,
        f"gongkai show {report.id}{''.join(options)}",
    )

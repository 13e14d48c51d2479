"""Per rule, how many planted errors are found and how many alarms are false, over whole panels of generated reports.

    python benchmarks/findings.py --reports 3000 --seed 1 --workers 2      printed in every format and read back
    python benchmarks/findings.py --panels 2000                            tables alone: the rules across years
    ... [--formats html pdf] [--quirks 1] [--by-format] [--markdown] [--detail]

Exits 1 when an arithmetic rule misses a planted error or raises a false alarm. See benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pandas as pd

from benchmarks import checked
from benchmarks.hints import lines, with_guards
from benchmarks.panels import Agency, Made, plan, read_all, tables_alone
from benchmarks.regions import regions
from pipeline.checks import rules
from pipeline.documents.scan import recognises
from samples import office
from samples.build import FORMATS, OFFICE_FORMATS, SCAN_FORMATS, WRITERS

ARITHMETIC = (
    *("requests.balance", "requests.outcomes_sum", "requests.applicants_sum", "review_litigation.outcomes_sum"),
)
PLACES = {
    **{"requests.balance": "column", "requests.outcomes_sum": "column", "requests.applicants_sum": "row"},
    **{"review_litigation.outcomes_sum": "row", "panel.carry_over": "column", "panel.in_force_stock": "row"},
    **{"panel.previous_items": "row", "form.table_missing": "table", "form.value_unplaced": "table"},
    **dict.fromkeys(("form.cell_missing", "form.cell_unreadable", "form.cell_blank", "form.count_invalid"), "row"),
    **{"proactive.amount_unit_unstated": "row", "outlier.all_zero": "table"},
    "region.members_sum": "row",
    **dict.fromkeys(("outlier.scale", "outlier.joined_digits"), "row"),
}
"""What tells two findings of a rule in one report apart; the other rules count once a report."""
COLUMNS = ("planted", "found", "missed", "raised", "false", "precision", "recall")
Place = tuple[str, str]
"""Report and key."""


@dataclass(slots=True)
class Tally:
    """A rule's count.

    Attributes:
        planted: places where the files contradict themselves.
        found: those that have a finding.
        raised: places that have a finding.
        false: those of them where the files do not contradict themselves.
    """

    planted: int = 0
    found: int = 0
    raised: int = 0
    false: int = 0

    @property
    def precision(self) -> float:
        """The share of true ones among the places with a finding; 1 where there are none."""
        return 1 - self.false / self.raised if self.raised else 1.0

    @property
    def recall(self) -> float:
        """The share of the planted places with a finding; 1 where there are none."""
        return self.found / self.planted if self.planted else 1.0


@dataclass(slots=True)
class Results:
    """Tallies by rule, and of the arithmetic rules by format; what was not right, in words."""

    by_rule: dict[str, Tally] = field(default_factory=dict)
    by_format: dict[str, Tally] = field(default_factory=dict)
    details: list[str] = field(default_factory=list)


def keyed(findings: pd.DataFrame) -> dict[str, set[Place]]:
    """The places with a finding, by rule."""
    found: dict[str, set[Place]] = {}
    for row in findings.to_dict("records"):
        column = PLACES.get(str(row["rule"]))
        key = str(row[column]) if column else ""
        found.setdefault(str(row["rule"]), set()).add((str(row["report_id"]), key))
    return found


def compare(made: Iterable[Made], findings: pd.DataFrame) -> Results:
    """Hold the findings against what the files contradict."""
    results = Results()
    raised = keyed(findings)
    truth: dict[str, set[Place]] = {}
    files: dict[str, Made] = {}
    for one in made:
        files[one.report_id] = one
        for rule, key in one.findings:
            truth.setdefault(rule, set()).add((one.report_id, key if rule in PLACES else ""))
    for rule in rules():
        judged = {m.report_id for m in files.values() if rule not in m.possible}
        wanted = {place for place in truth.get(rule, ()) if place[0] in judged}
        got = {place for place in raised.get(rule, ()) if place[0] in judged}
        missed, false = wanted - got, got - wanted
        results.by_rule[rule] = Tally(len(wanted), len(wanted) - len(missed), len(got), len(false))
        for what, places in (("MISSED", missed), ("FALSE ", false)):
            results.details += [f"{what} {rule} {key or '-'} {files[rid].label}" for rid, key in sorted(places)]
        if rule in ARITHMETIC:
            for places, name in ((wanted, "planted"), (wanted & got, "found"), (got, "raised"), (false, "false")):
                for rid, _ in places:
                    tally = results.by_format.setdefault(files[rid].form, Tally())
                    setattr(tally, name, getattr(tally, name) + 1)
    return results


def table(title: str, groups: Mapping[str, Tally], *, markdown: bool = False) -> list[str]:
    """A table of tallies, as columns of text or as Markdown."""
    rows = [
        [
            *(name, f"{t.planted}", f"{t.found}", f"{t.planted - t.found}", f"{t.raised}", f"{t.false}"),
            *(f"{t.precision:.2%}" if t.raised else "", f"{t.recall:.2%}" if t.planted else ""),
        ]
        for name, t in groups.items()
    ]
    head: Sequence[str] = (title, *COLUMNS)
    if markdown:
        lines = [f"| {' | '.join(head)} |", f"|---|{'---:|' * len(COLUMNS)}"]
        return [*lines, *(f"| {' | '.join(r)} |" for r in rows)]
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    return [
        "  ".join(c.rjust(w) if n else c.ljust(w) for n, (c, w) in enumerate(zip(row, widths, strict=True)))
        for row in (head, *rows)
    ]


def run(agencies: Sequence[Agency], workers: int, *, printed: bool) -> tuple[list[Made], pd.DataFrame]:
    """Make every agency's reports, read them back or take their tables as they are, and check all years together."""
    made: list[Made] = []
    with ProcessPoolExecutor(max_workers=workers) as pool:
        for several in pool.map(read_all if printed else tables_alone, agencies, chunksize=4):
            made += several
    made, corrections = with_guards(made, agencies[0].seed)
    return made, checked.findings((m.reading for m in made), corrections)


def ending(made: Sequence[Made], findings: pd.DataFrame) -> str:
    """What was made, what could not be read, and how often agencies without any planted error raise an outlier."""
    unread = [m.note for m in made if m.note]
    clean = {m.report_id for m in made if m.undisturbed}
    odd = findings["rule"].str.startswith("outlier.") & findings["report_id"].isin(clean)
    rate = 1000 * int(odd.sum()) / max(1, len(clean))
    return "\n".join(
        (
            f"{len(made)} reports, {sum(bool(m.plants) for m in made)} with planted errors, {len(unread)} not read",
            *unread[:5],
            f"outlier.* on {len(clean)} reports of agencies without planted errors: {rate:.2f} per 1,000",
        )
    )


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark and print its tables."""
    default = [*FORMATS, *(OFFICE_FORMATS if office.program() else ()), *(SCAN_FORMATS if recognises() else ())]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=0, help="about this many reports, printed and read back")
    parser.add_argument("--panels", type=int, default=0, help="this many agencies over six years, without files")
    parser.add_argument("--seed", default="1", help="the same seed, the same reports (default 1)")
    parser.add_argument("--workers", type=int, default=2, help="processes (default 2)")
    parser.add_argument("--formats", nargs="+", choices=WRITERS, default=default)
    parser.add_argument("--quirks", type=int, default=0, help="up to so many quirks a file (default 0)")
    parser.add_argument("--by-format", action="store_true", help="the arithmetic rules by format")
    parser.add_argument("--markdown", action="store_true", help="the tables as Markdown, under their command")
    parser.add_argument("--detail", action="store_true", help="print every finding missed or false")
    chosen = parser.parse_args(arguments)
    if not chosen.reports and not chosen.panels:
        parser.error("how many? --reports N or --panels N")
    agencies = list(plan(chosen.seed, chosen.reports, chosen.panels, chosen.formats, chosen.quirks))
    made, found = run(agencies, chosen.workers, printed=bool(chosen.reports))
    if chosen.panels:
        governed = [m for several in regions(chosen.seed, chosen.panels) for m in several]
        found = pd.concat([found, checked.findings(m.reading for m in governed)], ignore_index=True)
        made += governed
    results = compare(made, found)
    if chosen.detail:
        print("\n".join(sorted(results.details)), end="\n\n")
    if chosen.markdown:
        print(f"    {' '.join(['python benchmarks/findings.py', *(arguments or sys.argv[1:])])}\n")
    print("\n".join(table("rule", results.by_rule, markdown=chosen.markdown)))
    if chosen.by_format:
        print(
            "\n"
            + "\n".join(table("arithmetic rules in", dict(sorted(results.by_format.items())), markdown=chosen.markdown))
        )
    print(f"\n{ending(made, found)}")
    if chosen.panels:
        print("\n".join(lines(chosen.seed, chosen.panels)))
    sums = [results.by_rule[r] for r in ARITHMETIC]
    return 1 if any(t.false or t.found < t.planted for t in sums) else 0


if __name__ == "__main__":
    sys.exit(main())

"""How long checking a year takes, against reading and extracting the same reports.

    python benchmarks/checking.py --reports 10000 [--sample 120] [--seed 1] [--profile 25]

Generated reports of two years (the mix of ``findings.py``, without pictures) are read one by one, and the time of that
is measured; then their frames are multiplied to a full year, with ids and agencies of their own, and checked at once,
beside last year's. Times are the processor's, so that a busy machine hardly changes them. Exits 1 at 5 % or more.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import count, islice
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pandas as pd

from benchmarks.checked import Reading, reading, together, year_frames
from benchmarks.panels import Agency, make, plan
from pipeline.checks import evaluate
from pipeline.checks.years import panel_year
from pipeline.datasets import build_reports
from pipeline.documents.read import read_document
from pipeline.extract import extract
from pipeline.identity import identify
from pipeline.normalise import normalise_document
from samples.build import FORMATS, Sample
from samples.panels import agencies

TARGET = 0.05
YEARS = (2023, 2024)
Result = TypeVar("Result")


def timed(action: Callable[[], Result]) -> tuple[Result, float]:
    """What a call gives, and the seconds of the processor it took."""
    start = time.process_time()
    result = action()
    return result, time.process_time() - start


def readings(agency: Agency) -> list[tuple[Reading, float]]:
    """An agency's reports as read, each with the seconds that reading, extracting and its sentences took."""
    return [timed(partial(_read, sample)) for sample, *_ in make(agency)]


def _read(sample: Sample) -> Reading:
    document = normalise_document(read_document(sample.data, sample.name))
    facts = identify(document, sample.name)
    return reading(sample, document, facts, extract(document, sample.data, year=facts.report_year))


def multiplied(parts: Mapping[str, pd.DataFrame], wanted: int) -> dict[str, pd.DataFrame]:
    """A year's frames with so many reports: copies under ids and agencies of their own."""
    ids = parts["files"]["report_id"].tolist()
    copies = -(-wanted // len(ids))
    full: dict[str, pd.DataFrame] = {}
    for name, part in parts.items():
        several = [part.assign(report_id=f"{n:04x}" + part["report_id"].str[4:]) for n in range(copies)]
        full[name] = pd.concat(several, ignore_index=True)
    kept = set(full["files"]["report_id"][:wanted])
    full = {name: part[part["report_id"].isin(kept)].reset_index(drop=True) for name, part in full.items()}
    files = full["files"]
    # The same place in the list is the same agency in both years.
    own = dict(zip(files["report_id"], islice(without_end(), len(files)), strict=True))
    full["files"] = files.assign(
        sha256=files["report_id"] + files["sha256"].str[16:],
        source_path=[f"{own[i]}/{i}" for i in files["report_id"]],
    )
    full["facts"]["agency_name"] = full["facts"]["report_id"].map(own).where(full["facts"]["agency_name"].notna())
    return full


def without_end() -> Iterator[str]:
    """Invented agencies without end."""
    for number in count(1):
        for name in agencies():
            yield name if number == 1 else f"{name.removesuffix('局')}第{number}局"


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=10_000, help="reports of the year that is checked")
    parser.add_argument("--sample", type=int, default=120, help="reports that are generated and read (default 120)")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--formats", nargs="+", choices=FORMATS, default=FORMATS)
    parser.add_argument("--profile", type=int, metavar="N", help="print the N costliest functions of checking")
    chosen = parser.parse_args(arguments)
    agencies_planned = [
        a for a in plan(chosen.seed, 20 * chosen.sample, 0, chosen.formats, 0) if set(YEARS) <= set(a.years)
    ]
    return measure(agencies_planned[: chosen.sample // 2], chosen.reports, chosen.profile)


def measure(planned: Sequence[Agency], wanted: int, profile: int | None) -> int:
    """Read the agencies' reports, check as many as wanted at once, and print how the times stand to each other."""
    pairs = [pair for a in planned for pair in readings(a) if pair[0].year in YEARS]
    each = sum(seconds for _, seconds in pairs) / len(pairs)
    years = together(r for r, _ in pairs)
    before, parts = (multiplied(years[y], wanted) for y in YEARS)
    reports, building = timed(lambda: build_reports(parts["files"], parts["facts"], parts["cells"]))
    last = build_reports(before["files"], before["facts"], before["cells"])
    others = {YEARS[0]: panel_year(year_frames(last, before), YEARS[0])}
    given = [parts[name] for name in ("cells", "facts", "figures", "unplaced")]
    profiler = cProfile.Profile() if profile else None
    if profiler:
        profiler.enable()
    outcomes, seconds = timed(lambda: evaluate(reports, *given, others))
    if profiler:
        profiler.disable()
        pstats.Stats(profiler).sort_stats("cumulative").print_stats(profile or 0)
    extracting = each * len(reports)
    told = outcomes.tallies[["holds", "broken"]].to_numpy().sum()
    print(f"{len(pairs)} reports read: {each * 1000:.1f} ms each, so {extracting:.0f} s for {len(reports):,}")
    came_to = f"{told:,} places told, {len(outcomes.findings):,} findings"
    print(f"checking {len(reports):,} reports: {seconds:.1f} s ({came_to})")
    print(f"their identities and status before that: {building:.1f} s")
    print(f"checking takes {seconds / extracting:.2%} of extracting (target: under {TARGET:.0%})")
    return 0 if seconds < TARGET * extracting else 1


if __name__ == "__main__":
    sys.exit(main())

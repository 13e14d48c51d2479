"""How many printed numbers the pipeline reads right, per format and per quirk.

    python benchmarks/accuracy.py [--seeds N] [--formats pdf html] [--quirks traditional] [--workdir DIR] [--detail]

Exits 1 when any number is wrong (a gap is not wrong). See benchmarks/README.md for the columns.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import ahead, machine
from benchmarks.scoring import Tally, score
from pipeline.documents.prepared import Prepared
from samples import office
from samples.build import FORMATS, OFFICE_FORMATS, WRITERS, Sample, build, suffix
from samples.quirks import QUIRKS, combination, quirks_for

CELL_PLANTS = (
    "balance",
    "outcomes",
    "applicants",
    "review",
    "review_zero_total",
    "blank",
    "unreadable",
    "invalid",
    "missing_row",
)


@dataclass(frozen=True, slots=True)
class Job:
    """One file to make and read."""

    seed: str
    form: str
    quirks: tuple[str, ...]
    plants: tuple[str, ...]
    neutral_name: bool

    @property
    def label(self) -> str:
        """What the file is, in the table and in details."""
        return "+".join((*self.quirks, *self.plants)) or "plain"


def jobs(seeds: int, formats: list[str], quirks: list[str] | None, combinations: int) -> Iterator[Job]:
    """Every format with every quirk that applies, each seed; then drawn combinations of two to four quirks."""
    for form in formats:
        names = [q for q in quirks_for(machine.base(form)) if quirks is None or q in quirks]
        sets: list[tuple[str, ...]] = [(q,) for q in names]
        if quirks is None:
            rng = random.Random(f"combinations/{form}")
            sets = [(), *sets, *(tuple(combination(machine.base(form), rng, 2 + n % 3)) for n in range(combinations))]
        for chosen in sets:
            for number in range(seeds):
                seed = f"bench/{form}/{'+'.join(chosen)}/{number}"
                # Every third file also carries a planted error: sums that do not hold must not lead the reading astray.
                plant = (random.Random(seed).choice(CELL_PLANTS),) if number % 3 == 2 else ()
                yield Job(seed, form, chosen, plant, neutral_name=number % 2 == 1)


def make(job: Job) -> Sample:
    """The file of a job."""
    name = f"upload/{abs(hash_of(job.seed)) % 10**8}{suffix(job.form)}" if job.neutral_name else None
    sample = build(job.seed, machine.base(job.form), job.quirks, job.plants, name=name)
    if job.form in WRITERS:
        return sample
    path = str(PurePosixPath(sample.name).with_suffix(suffix(job.form)))
    return replace(sample, name=path, data=machine.convert(job.form, sample.data))


def hash_of(text: str) -> int:
    """A number that stays the same between runs."""
    return random.Random(text).randrange(10**9)


def read(job: Job, workdir: str | None, prepared: Prepared | None = None) -> tuple[Job, Tally, str]:
    """Make one file, read it through the project's public pipeline and score it; the last part says why it failed."""
    from pipeline.documents.errors import UnreadableDocument
    from pipeline.documents.read import read_document
    from pipeline.extract import extract
    from pipeline.identity import identify
    from pipeline.normalise import normalise_document

    sample = make(job)
    label = f"[{job.form} {job.label} {job.seed.rsplit('/', 1)[1]}]"
    if workdir:
        path = Path(workdir) / job.form / f"{job.label}-{job.seed.rsplit('/', 1)[1]}{suffix(job.form)}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(sample.data)
    try:
        document = normalise_document(read_document(sample.data, sample.name, *([prepared] if prepared else [])))
    except UnreadableDocument as error:
        tally = score(sample.truth, [], label)
        tally.failed = 1
        return job, tally, f"{label} unreadable: {error}"
    facts = identify(document, sample.name)
    # These two layouts drop an empty cell without a trace: which numbers stand where, their rows no longer tell.
    traceless = job.form == "txt-pipes" or "no_trace" in job.quirks
    tally = score(sample.truth, extract(document, sample.data).cells, label, traceless=traceless)
    tally.years = int(facts.report_year == sample.truth["year"])
    tally.agencies = int(facts.agency_name == sample.truth["agency"])
    if not (tally.years and tally.agencies):
        found = (facts.agency_name, facts.report_year)
        tally.details.append(f"{label} agency and year {found}, truth {(sample.truth['agency'], sample.truth['year'])}")
    return job, tally, ""


def table(title: str, groups: dict[str, Tally]) -> list[str]:
    """A table of tallies."""
    columns = (
        ("files", 6),
        ("cells", 8),
        ("right", 8),
        ("absent", 7),
        ("wrong", 6),
        ("lost", 6),
        ("share", 9),
        ("year", 6),
    )
    head = f"{title:34}" + "".join(f"{name:>{width}}" for name, width in (*columns, ("agency", 7), ("failed", 7)))
    lines = [head]
    for name, t in groups.items():
        lines.append(
            f"{name:34}{t.files:6}{t.cells:8}{t.right:8}{t.absent:7}{t.wrong:6}{t.lost:6}{t.share:9.3%}{t.years:6}{t.agencies:7}{t.failed:7}"
        )
    return lines


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark and print its tables."""
    default = [*FORMATS, *(OFFICE_FORMATS if office.program() else ())]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=2, help="files per format and quirk (default 2)")
    parser.add_argument("--formats", nargs="+", choices=(*WRITERS, *machine.available()), default=default)
    parser.add_argument("--quirks", nargs="+", choices=sorted(QUIRKS), help="these quirks alone, without combinations")
    parser.add_argument("--combinations", type=int, default=20, help="drawn sets of quirks per format (default 20)")
    parser.add_argument("--workdir", help="keep the generated files here")
    parser.add_argument("--detail", action="store_true", help="print every cell that is not right")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        return _run(chosen, Path(folder))


def _run(chosen: argparse.Namespace, folder: Path) -> int:
    by_format: dict[str, Tally] = {}
    by_quirk: dict[str, Tally] = {}
    by_both: dict[str, Tally] = {}
    total, notes = Tally(), list[str]()
    crashed: Counter[str] = Counter()
    todo = list(jobs(chosen.seeds, chosen.formats, chosen.quirks, chosen.combinations))
    prepared = ahead.prepare(todo, folder)
    with ProcessPoolExecutor(max_workers=2) as pool:
        futures: dict[Future[tuple[Job, Tally, str]], Job] = {
            pool.submit(read, j, chosen.workdir, prepared): j for j in todo
        }
        for done in as_completed(futures):
            job = futures[done]
            crash = done.exception()
            if crash is not None:
                crashed[f"{job.form}: {type(crash).__name__}: {crash}"] += 1
                notes.append(f"CRASH [{job.form} {job.label} {job.seed}] {type(crash).__name__}: {crash}")
                tally = score(make(job).truth, [], f"[{job.form} {job.label}]")
                tally.failed, tally.details = 1, []
            else:
                _, tally, note = done.result()
                notes += [note] if note else []
            quirk = "combinations" if len(job.quirks) > 1 else job.quirks[0] if job.quirks else "plain"
            for groups, name in ((by_format, job.form), (by_quirk, quirk), (by_both, f"{job.form} {quirk}")):
                groups.setdefault(name, Tally()).add(tally)
            total.add(tally)
    order = {
        name: i for i, name in enumerate((*WRITERS, *machine.OFFICE, *machine.TEXTS, "plain", *QUIRKS, "combinations"))
    }
    by_format, by_quirk = (dict(sorted(g.items(), key=lambda i: order[i[0]])) for g in (by_format, by_quirk))
    imperfect = {
        n: t
        for n, t in sorted(by_both.items())
        if t.right + t.lost < t.cells or min(t.years, t.agencies) < t.files or t.wrong
    }
    if chosen.detail:
        print("\n".join(sorted(total.details)))
    print("\n".join(notes))
    for title, groups in (("format", by_format), ("quirk", by_quirk), ("not perfect", imperfect)):
        print("\n".join(table(title, groups)), end="\n\n")
    print("\n".join(table("all", {"all": total})))
    for message, times in crashed.most_common(20):
        print(f"crashed {times} times: {message}")
    return 1 if total.wrong or crashed else 0


if __name__ == "__main__":
    sys.exit(main())

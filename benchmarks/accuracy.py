"""How many printed numbers the pipeline reads right, per format and per quirk.

    python benchmarks/accuracy.py --files 2000 [--seed 1] [--workers 2] [--weights scan=0.1]   quirks crossed at random
    python benchmarks/accuracy.py [--seeds N] [--quirks traditional]                           each quirk by itself
    ... [--formats pdf html] [--by-quirk] [--markdown] [--detail] [--workdir DIR]

Exits 1 when any number is wrong (a gap is not wrong). See benchmarks/README.md for the columns.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import ahead, machine
from benchmarks.measuring import label_of, make, read
from benchmarks.planning import Job, crossed, one_by_one
from benchmarks.scoring import Tally, score
from pipeline.documents.scan import recognises
from samples import office
from samples.build import FORMATS, OFFICE_FORMATS, SCAN_FORMATS, WRITERS
from samples.quirks import QUIRKS

COLUMNS = ("files", "cells", "right", "absent", "wrong", "lost", "right %", "year", "agency", "precision", "recall")


@dataclass(slots=True)
class Results:
    """Tallies of all files by format, by quirk and by both, and what went wrong beside the numbers."""

    total: Tally = field(default_factory=Tally)
    by_format: dict[str, Tally] = field(default_factory=dict)
    by_quirk: dict[str, Tally] = field(default_factory=dict)
    by_both: dict[str, Tally] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    crashed: Counter[str] = field(default_factory=Counter)

    def add(self, job: Job, tally: Tally) -> None:
        """Count one file; one with several quirks counts for each of them."""
        self.total.add(tally)
        self.by_format.setdefault(job.form, Tally()).add(tally)
        for quirk in job.quirks or ("plain",):
            self.by_quirk.setdefault(quirk, Tally()).add(tally)
            self.by_both.setdefault(f"{job.form} {quirk}", Tally()).add(tally)


def run(todo: Iterable[Job], workers: int, workdir: str | None = None) -> Results:
    """Make and read every file, in parallel processes."""
    results = Results()
    todo = list(todo)
    with tempfile.TemporaryDirectory() as folder:
        prepared = ahead.prepare(todo, Path(folder))
        with ProcessPoolExecutor(max_workers=workers) as pool:
            futures: dict[Future[tuple[Job, Tally, str]], Job] = {
                pool.submit(read, job, workdir, prepared): job for job in todo
            }
            for done in as_completed(futures):
                job = futures[done]
                crash = done.exception()
                if crash is None:
                    _, tally, note = done.result()
                    results.notes += [note] if note else []
                else:
                    results.crashed[f"{job.form}: {type(crash).__name__}: {crash}"] += 1
                    results.notes.append(f"CRASH {label_of(job)} {type(crash).__name__}: {crash}")
                    tally = score(make(job).truth, [], label_of(job))
                    tally.failed, tally.details = 1, []
                results.add(job, tally)
    return results


def _figures(tally: Tally) -> list[str]:
    counts = (tally.files, tally.cells, tally.right, tally.absent, tally.wrong, tally.lost)
    identity = (tally.years / max(1, tally.files), tally.agencies / max(1, tally.files))
    return [
        *(f"{n:,}" for n in counts),
        f"{tally.share:.3%}",
        *(f"{share:.1%}" for share in identity),
        f"{tally.precision:.1%}",
        f"{tally.recall:.1%}",
    ]


def table(title: str, groups: Mapping[str, Tally], *, markdown: bool = False) -> list[str]:
    """A table of tallies, as columns of text or as Markdown."""
    rows = [[name, *_figures(tally)] for name, tally in groups.items()]
    if markdown:
        head = [f"| {title} | {' | '.join(COLUMNS)} |", f"|---|{'---:|' * len(COLUMNS)}"]
        return [*head, *(f"| {' | '.join(row)} |" for row in rows)]
    widths = [max(map(len, column)) for column in zip([title, *COLUMNS], *rows, strict=True)]
    return [
        "  ".join(
            cell.ljust(w) if n == 0 else cell.rjust(w) for n, (cell, w) in enumerate(zip(row, widths, strict=True))
        )
        for row in ([title, *COLUMNS], *rows)
    ]


def _ordered(groups: dict[str, Tally], names: Sequence[str]) -> dict[str, Tally]:
    place = {name: n for n, name in enumerate(names)}
    return dict(sorted(groups.items(), key=lambda item: place.get(item[0], len(place))))


def _imperfect(tally: Tally) -> bool:
    short = tally.right + tally.lost < tally.cells or min(tally.years, tally.agencies) < tally.files
    return bool(short or tally.wrong or tally.false or tally.failed)


def show(results: Results, chosen: argparse.Namespace, command: str) -> None:
    """Print the tables, and on demand every cell and finding that is not right."""
    if chosen.detail:
        print("\n".join(sorted(results.total.details)))
    print("\n".join(results.notes))
    formats = _ordered(results.by_format, (*WRITERS, *machine.OFFICE, *machine.TEXTS))
    if chosen.markdown:
        print(f"    {command}\n")
        print("\n".join(table("format", {**formats, "**all**": results.total}, markdown=True)))
    else:
        print("\n".join(table("format", {**formats, "all": results.total})), end="\n\n")
    quirks = _ordered(results.by_quirk, ("plain", *QUIRKS))
    if chosen.by_quirk:
        print("\n" + "\n".join(table("quirk", quirks, markdown=chosen.markdown)))
    elif not chosen.markdown:
        print("\n".join(table("not perfect", {n: t for n, t in quirks.items() if _imperfect(t)})), end="\n\n")
    if not chosen.files and not chosen.markdown:
        both = {n: t for n, t in sorted(results.by_both.items()) if _imperfect(t)}
        print("\n".join(table("not perfect", both)))
    for message, times in results.crashed.most_common(20):
        print(f"crashed {times} times: {message}")


def _weights(texts: Sequence[str]) -> dict[str, float]:
    pairs = (text.partition("=") for text in texts)
    return {name: float(share) for name, _, share in pairs}


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark and print its tables."""
    default = [*FORMATS, *(OFFICE_FORMATS if office.program() else ()), *(SCAN_FORMATS if recognises() else ())]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=0, help="this many files with quirks crossed at random")
    parser.add_argument("--seed", default="1", help="of --files (default 1)")
    parser.add_argument("--weights", nargs="+", default=["scan=0.1"], help="how often formats are drawn (scan=0.1)")
    parser.add_argument("--workers", type=int, default=2, help="processes (default 2)")
    parser.add_argument("--seeds", type=int, default=2, help="without --files: files per format and quirk (default 2)")
    parser.add_argument("--formats", nargs="+", choices=(*WRITERS, *machine.available()), default=default)
    parser.add_argument("--quirks", nargs="+", choices=sorted(QUIRKS), help="these quirks alone, without combinations")
    parser.add_argument("--combinations", type=int, default=20, help="drawn sets of quirks per format (default 20)")
    parser.add_argument("--workdir", help="keep the generated files here")
    parser.add_argument("--by-quirk", action="store_true", help="a table of every quirk")
    parser.add_argument("--markdown", action="store_true", help="the table as Markdown, under its command")
    parser.add_argument("--detail", action="store_true", help="print every cell and finding that is not right")
    chosen = parser.parse_args(arguments)
    if chosen.files:
        todo = crossed(chosen.files, chosen.seed, chosen.formats, _weights(chosen.weights))
    else:
        todo = one_by_one(chosen.seeds, chosen.formats, chosen.quirks, chosen.combinations)
    results = run(todo, chosen.workers, chosen.workdir)
    show(results, chosen, " ".join(["python benchmarks/accuracy.py", *(arguments or sys.argv[1:])]))
    return 1 if results.total.wrong or results.crashed else 0


if __name__ == "__main__":
    sys.exit(main())

"""Damaged files and damaged tables for as long as one likes; every failure comes with the seed that makes it again.

    python -m benchmarks.fuzz --minutes 10 [--seed 1] [--formats pdf docx] [--no-tables]
    python -m benchmarks.fuzz --again pdf/1/37 [--save damaged.pdf]

Exits 1 when anything failed. A file fails that raises another error than the named one, hangs, or ends the process; a
table fails when a number is published that its cell does not print.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections import Counter
from itertools import count
from pathlib import Path

from benchmarks import fuzz_tables
from benchmarks.fuzz_files import COSTLY, SOURCES, example, failures, read_all

BATCH = 40


def main(arguments: list[str] | None = None) -> int:
    """Run until the time is over, or make one failure again."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=1.0, help="how long to go on (default 1)")
    parser.add_argument("--seed", default="1", help="begins every seed (default 1)")
    parser.add_argument("--formats", nargs="*", choices=sorted(SOURCES | COSTLY), default=list(SOURCES))
    parser.add_argument("--no-tables", action="store_true", help="files alone")
    parser.add_argument(
        "--again", metavar="SEED", help="make this failure again: FORMAT/SEED/NUMBER or tables/SEED/NUMBER"
    )
    parser.add_argument("--save", type=Path, help="with --again: keep the damaged file here")
    chosen = parser.parse_args(arguments)
    if chosen.again:
        return _again(chosen.again, chosen.save)
    return _run(chosen)


def _run(chosen: argparse.Namespace) -> int:
    end = time.monotonic() + 60 * chosen.minutes
    done: Counter[str] = Counter()
    failed: list[str] = []
    for batch in count():
        for form in chosen.formats:
            seeds = [f"{form}/{chosen.seed}/{batch * BATCH + n}" for n in range(BATCH)]
            for failure in failures(form, seeds):
                failed.append(failure.seed)
                print(f"FAILED {failure.seed}\n{failure.what}", flush=True)
            done[form] += BATCH
            if time.monotonic() > end:
                break
        if not chosen.no_tables:
            for number in range(batch * BATCH, (batch + 1) * BATCH):
                seed = f"tables/{chosen.seed}/{number}"
                for problem in _problems(seed):
                    failed.append(seed)
                    print(f"FAILED {seed} {problem}", flush=True)
            done["tables"] += BATCH
        if time.monotonic() > end:
            break
    print(", ".join(f"{form} {n}" for form, n in done.items()))
    print(f"{len(set(failed))} of {sum(done.values())} failed")
    return 1 if failed else 0


def _problems(seed: str) -> list[str]:
    try:
        return fuzz_tables.examine(seed)
    except Exception:  # noqa: BLE001 - whatever comes is what this looks for
        return [traceback.format_exc()]


def _again(seed: str, save: Path | None) -> int:
    form = seed.split("/")[0]
    if form == "tables":
        problems = fuzz_tables.examine(seed)
        print("\n".join(problems) or "nothing wrong")
        return 1 if problems else 0
    data = example(form, seed)
    if save:
        save.write_bytes(data)
    read_all(data, f"damaged.{form.split('-')[0]}")
    print("nothing wrong")
    return 0


if __name__ == "__main__":
    sys.exit(main())

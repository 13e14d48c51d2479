"""The ``gongkai`` command: ``run``, the whole asset graph without a browser; the other commands have modules.

Exit status of ``run``: 0 the run itself worked, whatever the reports say; 1 with ``--strict`` when an ERROR finding
exists or a file failed; 2 unusable arguments; 3 the run itself failed (a fault of the program or of the machine, said
on standard error).

Dagster, which takes seconds to import, is imported only where it is needed: what is wrong with the folders is said at
once.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assets import pages, report, review, show
from assets.places import corrections_folder

if TYPE_CHECKING:
    import dagster as dg

    from assets.resources import Folders

WORKED, STRICT, UNUSABLE, BROKEN = 0, 1, 2, 3

_EXIT = """exit status:
  0  the run itself worked, whatever the reports say
  1  with --strict: an ERROR finding exists or a file failed
  2  unusable arguments
  3  the run itself failed"""


class _Unusable(Exception):
    """An argument that cannot be used; the text says which, what was expected and what to do."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        argv: The arguments; those of the process if None.

    Returns:
        The exit status.
    """
    arguments = _parser().parse_args(argv)
    return int(arguments.command(arguments))


def _run_command(arguments: argparse.Namespace) -> int:
    try:
        years = _years(arguments.year)
        _workers()
        raw, out = _folders(arguments.raw, arguments.out)
        return _run(raw, out, _corrections(arguments.corrections), years, arguments.strict)
    except _Unusable as error:
        sys.stderr.write(f"gongkai run: {error}\n")
        return UNUSABLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="gongkai",
        description="Government-information-disclosure annual reports (政府信息公开工作年度报告) as validated Parquet.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    run = commands.add_parser(
        "run",
        help="read every report below a folder and publish the datasets",
        description="Catalogue RAW_DIR, run every report-year found, publish the datasets under OUT_DIR.",
        epilog=_EXIT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    run.add_argument("--raw", required=True, metavar="RAW_DIR", help="the folder of reports, any depth and names")
    run.add_argument("--out", required=True, metavar="OUT_DIR", help="where the datasets go")
    run.add_argument(
        "--year", action="append", metavar="YYYY", help="only this report-year; may be given several times"
    )
    run.add_argument("--strict", action="store_true", help="exit 1 when an ERROR finding exists or a file failed")
    run.add_argument(
        "--corrections",
        metavar="DIR",
        help="the folder of corrections (GONGKAI_CORRECTIONS_DIR, else corrections, which need not exist)",
    )
    run.set_defaults(command=_run_command)
    show.add_parser(commands)
    report.add_parser(commands)
    review.add_parser(commands)
    return parser


def _folders(raw_dir: str, out_dir: str) -> tuple[Path, Path]:
    for option, given in (("--raw", raw_dir), ("--out", out_dir)):
        if not given:
            raise _Unusable(f"{option} is empty; expected a folder. An unset variable in a script does this.")
    raw, out = Path(raw_dir), Path(out_dir)
    if not raw.exists():
        raise _Unusable(f"--raw {raw}: there is no such folder. Name the folder that holds the reports.")
    if not raw.is_dir():
        raise _Unusable(f"--raw {raw} is a file; expected a folder. Name the folder that holds it.")
    if not os.access(raw, os.R_OK | os.X_OK):
        raise _Unusable(f"--raw {raw}: this folder may not be read. Change its permissions.")
    if out.exists() and not out.is_dir():
        raise _Unusable(f"--out {out} is a file; expected a folder, which need not exist yet.")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _Unusable(f"--out {out}: the folder cannot be made ({error.strerror}). Name another one.") from error
    if not os.access(out, os.W_OK | os.X_OK):
        raise _Unusable(
            f"--out {out}: nothing may be written into this folder. Change its permissions or name another one."
        )
    if raw.resolve() == out.resolve():
        raise _Unusable(f"--raw and --out are the same folder, {raw}. Name another folder for the datasets.")
    return raw, out


def _corrections(given: str | None) -> Path:
    place = corrections_folder() if given is None else Path(given)
    named = given is not None or os.environ.get("GONGKAI_CORRECTIONS_DIR")
    if (named and not place.is_dir()) or (place.exists() and not place.is_dir()):
        source = "GONGKAI_CORRECTIONS_DIR" if given is None else "--corrections"
        raise _Unusable(f"{source} {given if given is not None else place}: expected a folder; there is none. Make it.")
    return place


def _years(wished: Iterable[str] | None) -> list[int] | None:
    from assets.partitions import FIRST_YEAR, newest_year

    if wished is None:
        return None
    found = set()
    for text in wished:
        if not (text.isascii() and text.isdecimal() and FIRST_YEAR <= int(text) <= newest_year()):
            raise _Unusable(
                f"--year {text}: expected a report-year from {FIRST_YEAR}, the first of the official form, to"
                f" {newest_year()}, the last that has ended. Files of other years are published as failed reports"
                " without naming a year."
            )
        found.add(int(text))
    return sorted(found)


def _workers() -> None:
    from assets.workers import process_count

    try:
        process_count()
    except ValueError as error:
        raise _Unusable(str(error)) from error


def _run(raw: Path, out: Path, corrections: Path, wished: Sequence[int] | None, strict: bool) -> int:
    from assets.worker import warm_up

    warm_up()
    from assets.definitions import build_definitions
    from assets.resources import folders
    from pipeline import store

    place = folders(raw, out, corrections)
    definitions = build_definitions(place)
    with _instance() as instance:
        broken = _execute(definitions, instance, "refresh_catalogue", None)
        if broken:
            return _failed(broken)
        if wished is None:
            # A year that has been published and has no file any more is run too: that withdraws it.
            found = set(place.catalogue()["report_year"]) | set(store.published_years(out, "reports"))
            years = sorted(int(y) for y in found if y != 0)
        else:
            years = list(wished)
        for number, year in enumerate(years, start=1):
            _say(f"report-year {year} ({number} of {len(years)})")
            broken += _execute(definitions, instance, "build_year", year)
    status = _summary(place, years, strict)
    return _failed(broken) if broken else status


def _failed(broken: Sequence[str]) -> int:
    _say("The run failed. What these steps would have written is as it was before; run again when they are mended.")
    for reason in broken:
        _say(reason)
    return BROKEN


def _instance() -> dg.DagsterInstance:
    import dagster as dg

    home = os.environ.get("DAGSTER_HOME")
    if not home:
        return dg.DagsterInstance.ephemeral()
    if not Path(home).is_absolute() or not Path(home).is_dir():
        raise _Unusable(
            f"DAGSTER_HOME is {home}; expected the absolute path of an existing folder. Make it, or unset it."
        )
    return dg.DagsterInstance.get()


def _execute(definitions: dg.Definitions, instance: dg.DagsterInstance, job: str, year: int | None) -> list[str]:
    """Run one job in this process; the reasons if it failed."""
    result = definitions.resolve_job_def(job).execute_in_process(
        instance=instance,
        partition_key=None if year is None else str(year),
        raise_on_error=False,
        run_config={"loggers": {"progress": {}}},
    )
    if result.success:
        return []
    label = job if year is None else f"{job} {year}"
    return [f"{label}, step {e.step_key}: {_reason(e)}" for e in result.all_events if e.is_step_failure] or [
        f"{label} failed"
    ]


def _reason(event: Any) -> str:
    data = event.step_failure_data
    if data.user_failure_data is not None and data.user_failure_data.description:
        return str(data.user_failure_data.description)
    error = data.error
    while error is not None and error.cause is not None:
        error = error.cause
    return "no reason was recorded" if error is None else str(error.to_string())


def _summary(place: Folders, years: Sequence[int], strict: bool) -> int:
    """Say how the reports and findings of these years, and the files without a year, stand."""
    from pipeline import store
    from pipeline.corrections import read_corrections

    statuses: Counter[str] = Counter()
    severities: Counter[str] = Counter()
    unused = read_corrections(place.corrections).faults
    for year in [0, *years]:
        if store.partition_exists(place.out, "reports", year):
            statuses.update(store.read_partition(place.out, "reports", year)["status"])
        if store.partition_exists(place.out, "findings", year):
            severities.update(store.read_partition(place.out, "findings", year)["severity"])
    sys.stderr.flush()
    if unused:
        sys.stdout.write(f"Corrections: {len(unused)} cannot be used, first {unused[0]}\n")
    sys.stdout.write(
        f"Parquet: {place.out}\n"
        f"Quality pages: {pages.folder(place.out) / 'index.html'}\n"
        f"Reports: {statuses['complete']} complete, {statuses['partial']} partial, {statuses['failed']} failed\n"
        f"Findings: {severities['ERROR']} ERROR, {severities['WARN']} WARN, {severities['INFO']} INFO\n"
    )
    sys.stdout.flush()
    # A corrections file that cannot be read is a failed file too: what it would have changed is published unchanged.
    return STRICT if strict and (severities["ERROR"] or statuses["failed"] or unused) else WORKED


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())

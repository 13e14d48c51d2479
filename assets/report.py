"""The command ``gongkai report``: the quality pages of published years, for people to read."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from assets import pages
from assets.places import out_folder, raw_folder
from pipeline import store
from pipeline.quality import CROPS, INDEX, write_pages

WRITTEN, UNUSABLE = 0, 2


class _Unusable(Exception):
    """An argument that cannot be used; the text says which, what was expected and what to do."""


_EXIT = """exit status:
  0  the pages were written
  2  unusable arguments, or a year that cannot be read; the message says which"""


def add_parser(commands: Any) -> None:
    """Add the command to the program's."""
    report = commands.add_parser(
        "report",
        help="write the quality pages: what was found, report by report, with the tables as printed",
        description=(
            "Write one HTML page a year and an index into DIR: reports with findings first, each finding with its"
            " table as printed, what is broken marked, and the place cut out of the source page. The pages need"
            " nothing else and can be sent or published as they are."
        ),
        epilog=_EXIT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    report.add_argument("--out", metavar="DIR", help="where the pages go (else OUT_DIR/_quality, as a run writes them)")
    report.add_argument("--data", metavar="OUT_DIR", help="the published datasets (GONGKAI_OUT_DIR, else data/parquet)")
    report.add_argument("--raw", metavar="RAW_DIR", help="the reports (GONGKAI_RAW_DIR, else data/raw)")
    report.add_argument("--year", action="append", metavar="YYYY", help="only this year; may be given several times")
    cut = report.add_mutually_exclusive_group()
    cut.add_argument(
        "--crops", type=int, default=CROPS, metavar="N", help=f"at most N cut-outs of source pages a year ({CROPS})"
    )
    cut.add_argument("--no-crops", action="store_true", help="without cut-outs; the reports are not looked at")
    report.set_defaults(command=main)


def main(arguments: argparse.Namespace) -> int:
    """Run the command.

    Returns:
        The exit status.
    """
    data = out_folder(arguments.data)
    raw = raw_folder(arguments.raw)
    to = Path(arguments.out or pages.folder(data))
    try:
        years = _years(data, arguments.year)
        read = None if arguments.no_crops else pages.reader(raw)
        made = write_pages(data, to, years, lambda year: pages.tallies(data, year), read, arguments.crops)
    except _Unusable as error:
        sys.stderr.write(f"gongkai report: {error}\n")
        return UNUSABLE
    except OSError as error:
        sys.stderr.write(
            f"gongkai report: {to} cannot be written ({error.strerror or error}). Name another folder with --out.\n"
        )
        return UNUSABLE
    for year in (m for m in made if m.problem is None):
        left_out = f", {year.left_out} left out" if year.left_out else ""
        size = sum(page.stat().st_size for page in year.pages) / 1e6
        sys.stdout.write(
            f"{year.pages[0].name}: {len(year.pages)} file{'s' if len(year.pages) > 1 else ''}, {size:.1f} MB,"
            f" {year.crops} cut-outs of sources{left_out}\n"
        )
    sys.stdout.write(f"Pages: {(to / INDEX).resolve()}\n")
    problems = [m.problem for m in made if m.problem is not None]
    for problem in problems:
        sys.stderr.write(f"gongkai report: {problem}\n")
    return UNUSABLE if problems else WRITTEN


def _years(data: Path, wished: list[str] | None) -> list[int]:
    """The years to be written: those named, or all that are published.

    Raises:
        _Unusable: nothing is published, or a year that was named is not.
    """
    published = store.published_years(data, "reports")
    if not published:
        raise _Unusable(
            f"no report is published in {data}. Name the folder of datasets with --data, or run `gongkai run` first."
        )
    if wished is None:
        return published
    found = []
    for text in wished:
        if not (text.isascii() and text.isdecimal() and int(text) in published):
            listed = ", ".join(map(str, published))
            raise _Unusable(f"--year {text}: expected a published year. Published in {data}: {listed}.")
        found.append(int(text))
    return sorted(set(found))

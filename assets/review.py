"""The command ``gongkai review``: what a person makes of a finding, written into the corrections folder."""

from __future__ import annotations

import argparse
import datetime as dt
import re
import sys
from pathlib import Path
from typing import Any

import pandas as pd

from assets.places import corrections_folder, out_folder
from pipeline import store
from pipeline.corrections import FindingsFileError, write_review

WRITTEN, UNUSABLE = 0, 2
STATUSES = ("confirmed", "dismissed", "open")

_EXIT = """FINGERPRINT is the column of that name in `findings`. The next run, and every run after it, puts the status
and the note beside the finding: confirmed, it is so; dismissed, it is nothing; open, nobody has looked (takes the
others back).

exit status:
  0  the entry was written
  2  there is no such finding, or the file cannot be written; the message says what to do"""


class _Unusable(Exception):
    """The command cannot do what was asked; the text says why and what to do."""


def add_parser(commands: Any) -> None:
    """Add the command to the program's."""
    review = commands.add_parser(
        "review",
        help="note what you make of a finding",
        description="Write a finding's status and a note into the corrections folder.",
        epilog=_EXIT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    review.add_argument("fingerprint", metavar="FINGERPRINT", help="the finding's fingerprint, 16 characters")
    review.add_argument("--status", required=True, choices=STATUSES, help="what you make of it")
    review.add_argument("--note", metavar="TEXT", help="why; the present note stays if left out")
    review.add_argument("--out", metavar="OUT_DIR", help="the published datasets (GONGKAI_OUT_DIR, else data/parquet)")
    review.add_argument(
        "--corrections", metavar="DIR", help="the corrections folder (GONGKAI_CORRECTIONS_DIR, else corrections)"
    )
    review.set_defaults(command=main)


def main(arguments: argparse.Namespace) -> int:
    """Run the command.

    Returns:
        The exit status.
    """
    out = out_folder(arguments.out)
    folder = corrections_folder(arguments.corrections)
    fingerprint, note = arguments.fingerprint.strip().lower(), (arguments.note or "").strip() or None
    try:
        finding = _finding(out, fingerprint)
        try:
            place = write_review(folder, fingerprint, arguments.status, note, dt.date.today())
        except FindingsFileError as error:
            raise _Unusable(str(error)) from error
        except OSError as error:
            raise _Unusable(
                f"{folder} cannot be written ({error.strerror}). Name another with --corrections."
            ) from error
    except _Unusable as error:
        sys.stderr.write(f"gongkai review: {error}\n")
        return UNUSABLE
    sys.stdout.write(f"{finding}\nNoted as {arguments.status} in {place}; the next run publishes it.\n")
    sys.stdout.flush()
    return WRITTEN


def _finding(out: Path, fingerprint: str) -> str:
    """The finding's year, rule and message.

    Raises:
        _Unusable: No published finding has this fingerprint.
    """
    if not re.fullmatch("[0-9a-f]{16}", fingerprint):
        raise _Unusable(f"{fingerprint!r} is no fingerprint; expected 16 characters from 0 to 9 and a to f.")
    for year in store.published_years(out, "findings"):
        path = store.partition_path(out, "findings", year)
        rows = pd.read_parquet(path, columns=["fingerprint", "rule", "message"])
        rows = rows[rows["fingerprint"] == fingerprint]
        if len(rows):
            return f"{year} {rows['rule'].iloc[0]}: {rows['message'].iloc[0]}"
    raise _Unusable(
        f"no finding published under {out} has the fingerprint {fingerprint}. Look it up in the dataset `findings`, or"
        " name the folder of the datasets with --out."
    )

"""The command ``gongkai show``: where a published number is printed."""

from __future__ import annotations

import argparse
import os
import sys
import webbrowser
from pathlib import Path
from typing import Any

from assets.places import out_folder, raw_folder
from pipeline.documents.prepared import Prepared
from pipeline.show import Choice, ShowError, choose, show_page, summaries
from pipeline.sources import read_source

SHOWN, UNUSABLE = 0, 2

_WORK = "_work"
_EXAMPLES = """REPORT is the report_id of the datasets or its beginning, or the file's path below the raw folder.
Tables, rows and columns are named as in the datasets or as the form prints them:
  gongkai show 3f2a --table requests --row new_requests --column total
  gongkai show 某某县教育局/2023.pdf --table 三 --row 本年新收 --column 总计

exit status:
  0  the page was written
  2  there is no such report, cell or file; the message says which are there"""


def add_parser(commands: Any) -> None:
    """Add the command to the program's."""
    show = commands.add_parser(
        "show",
        help="show where a published number is printed",
        description="Write one HTML page with the report's pages or tables, the cells outlined, and open it.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    show.add_argument("report", metavar="REPORT", help="report_id, its beginning, or the file's path")
    show.add_argument("--table", help="one table: proactive, requests, review_litigation, or 二, 三, 四")
    show.add_argument("--row", help="a row, by its name in the datasets or its printed label")
    show.add_argument("--column", help="a column, likewise")
    show.add_argument("--out", metavar="OUT_DIR", help="the published datasets (GONGKAI_OUT_DIR, else data/parquet)")
    show.add_argument("--raw", metavar="RAW_DIR", help="the reports (GONGKAI_RAW_DIR, else data/raw)")
    show.add_argument("--to", metavar="FILE.html", help="where to write the page (else below OUT_DIR/_work/show)")
    show.add_argument("--no-open", action="store_true", help="do not open the page in a browser")
    show.set_defaults(command=main)


def main(arguments: argparse.Namespace) -> int:
    """Run the command.

    Returns:
        The exit status.
    """
    out = out_folder(arguments.out)
    raw = raw_folder(arguments.raw)
    try:
        choice = choose(out, arguments.report, arguments.table, arguments.row, arguments.column)
        data, name = _source(raw, choice)
        page = show_page(choice, data, name, Prepared(out / _WORK / "prepared"))
        place = _written(_target(arguments, out, choice), page)
    except ShowError as error:
        sys.stderr.write(f"gongkai show: {error}\n")
        return UNUSABLE
    sys.stdout.write("\n".join([*summaries(choice), f"Page: {place}"]) + "\n")
    sys.stdout.flush()
    if not arguments.no_open and _has_display():
        webbrowser.open(place.as_uri())
    return SHOWN


def _source(raw: Path, choice: Choice) -> tuple[bytes, str]:
    """The report's file, at whichever of its paths it still lies.

    Raises:
        ShowError: it is at none of them.
    """
    paths = [str(choice.report["source_path"]), *map(str, choice.report["also_at"])]
    for path in paths:
        try:
            return read_source(raw, path), Path(path).name
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            raise ShowError(f"{raw / path} cannot be read ({error.strerror}). Change its permissions.") from error
    raise ShowError(
        f"The report's file is not at {raw / paths[0]}. Name the folder of reports with --raw; if the file was moved or"
        " removed, put it back or run `gongkai run` again."
    )


def _target(arguments: argparse.Namespace, out: Path, choice: Choice) -> Path:
    if arguments.to:
        return Path(arguments.to)
    wanted = choice.cells[choice.cells["wanted"]]
    named = {"table": arguments.table, "row": arguments.row, "column": arguments.column}
    parts = [str(wanted[k].iloc[0]) for k, given in named.items() if given is not None]
    return out / _WORK / "show" / f"{'-'.join([str(choice.report['report_id']), *parts])}.html"


def _written(place: Path, page: str) -> Path:
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(page, encoding="utf-8")
    except OSError as error:
        raise ShowError(f"{place} cannot be written ({error.strerror}). Name another file with --to.") from error
    return place.resolve()


def _has_display() -> bool:
    """Whether a browser would have a screen: without one, a browser in the terminal would take it over."""
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))

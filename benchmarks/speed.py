"""Milliseconds of processor per report: the whole reading path, and for PDF bare pdfplumber and camelot beside it.

    python benchmarks/speed.py [--reports N] [--repeats N]

The measurements of one file are taken in turn: a busy machine slows even the processor, and so all of them alike.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import camelot
import pdfplumber

from pipeline.documents.read import read_document
from pipeline.extract import extract
from pipeline.identity import identify
from pipeline.normalise import normalise_document
from samples.build import FORMATS, build, suffix


def ours(path: Path) -> None:
    """Read, normalise, identify and extract one file."""
    data = path.read_bytes()
    document = normalise_document(read_document(data, path.name))
    extract(document, data, year=identify(document, path.name).report_year)


def with_pdfplumber(path: Path) -> None:
    """Every table of every page with pdfplumber's defaults."""
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_tables()


def with_camelot(path: Path) -> None:
    """Every table of every page with camelot's lattice."""
    camelot.read_pdf(str(path), pages="all", flavor="lattice")


def milliseconds(action: Callable[[Path], None], path: Path) -> float:
    """The time of the processor that one call takes, whatever else the machine does meanwhile."""
    start = time.process_time()
    action(path)
    return (time.process_time() - start) * 1000


def main(arguments: list[str] | None = None) -> int:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=6, help="reports per format (default 6, every third a long one)")
    parser.add_argument("--repeats", type=int, default=3, help="measurements per report (default 3)")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        medians: dict[str, dict[str, float]] = {}
        for form in FORMATS:
            actions: dict[str, Callable[[Path], None]] = {"gongkai": ours}
            if form == "pdf":
                actions |= {"pdfplumber": with_pdfplumber, "camelot": with_camelot}
            paths = []
            for number in range(chosen.reports):
                path = Path(folder) / f"{form}-{number}{suffix(form)}"
                path.write_bytes(build(f"speed/{number}", form, long=number % 3 == 2).data)
                paths.append(path)
            times: dict[str, list[float]] = {name: [] for name in actions}
            for action in actions.values():
                action(paths[0])
            for _ in range(chosen.repeats):
                for path in paths:
                    for name, action in actions.items():
                        times[name].append(milliseconds(action, path))
            medians[form] = {name: statistics.median(values) for name, values in times.items()}
    print(f"{'format':12}{'ms':>10}{'pdfplumber ms':>16}{'ratio':>8}{'camelot ms':>13}{'ratio':>8}")
    for form, row in medians.items():
        line = f"{form:12}{row['gongkai']:10.1f}"
        if "pdfplumber" in row:
            line += f"{row['pdfplumber']:16.1f}{row['gongkai'] / row['pdfplumber']:8.2f}"
            line += f"{row['camelot']:13.1f}{row['gongkai'] / row['camelot']:8.2f}"
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The raw folder as a catalogue: one row per distinct file, identified by its content."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any, Protocol, TypeVar

import pandas as pd

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.model import Document
from pipeline.documents.prepared import NOTHING_KEPT, Prepared
from pipeline.documents.read import read_document
from pipeline.documents.sniff import sniff
from pipeline.documents.word.libreoffice import FORMATS, Waiting, convert_many, may_need_conversion
from pipeline.identity import identify, year_named_by_path
from pipeline.normalise import normalise_document
from pipeline.sources import archive_of, closed, find_sources, read_source, source_tables

FIRST_YEAR = 2019
"""The first report-year whose reports follow the official forms (国办公开办函〔2019〕60号)."""

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


class Mapper(Protocol):
    """Applies a function to items, perhaps in parallel, and keeps their order."""

    def __call__(self, function: Callable[[_Item], _Result], items: Sequence[_Item]) -> Iterable[_Result]:
        """Results in the order of the items."""


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One distinct file.

    Attributes:
        report_id: first 16 hexadecimal digits of the file's SHA-256.
        report_year: 0 where it cannot be told or lies before the first form.
        source_path: the first of its paths in sort order; the others are in ``also_at``.
        error: why the file gives no report, in words for a person; None where it can be read.
        is_report: whether sections or tables of a report were found.
    """

    report_id: str
    report_year: int
    agency_name: str | None
    title: str | None
    format: str
    source_path: str
    sha256: str
    bytes: int
    pages: int | None
    error: str | None
    is_report: bool
    also_at: tuple[str, ...] = ()
    url: str | None = None
    retrieved_on: str | None = None


@dataclass(frozen=True, slots=True)
class RawFile:
    """A source's path, relative to the raw folder, where to read it, and where costly results are kept.

    A member of an archive has the archive's path before its own: ``archive.zip/member``.
    """

    root: str
    path: str
    also_at: tuple[str, ...] = field(default=())
    prepared: Prepared = NOTHING_KEPT

    def read(self, limit: int = -1) -> bytes:
        """The source's bytes, or the first of them."""
        return read_source(Path(self.root), self.path, limit)


def distinct_files(raw_dir: Path) -> tuple[list[tuple[RawFile, str]], list[CatalogueEntry]]:
    """Distinct sources with their SHA-256 (identical bytes at several paths are one), and those that cannot be opened.

    What cannot be opened has no bytes to name it by; its path stands in for them in its ``report_id``.
    """
    paths: dict[str, list[str]] = {}
    unopened: list[CatalogueEntry] = []
    for found in sorted(find_sources(raw_dir), key=lambda f: f.path):
        if found.sha256 is None:
            name = hashlib.sha256(found.path.encode()).hexdigest()
            unopened.append(blank_entry(found.path, name, 0, found.error))
        else:
            paths.setdefault(found.sha256, []).append(found.path)
    return [(RawFile(str(raw_dir), same[0], tuple(same[1:])), sha) for sha, same in paths.items()], unopened


def blank_entry(path: str, sha256: str, size: int, error: str | None) -> CatalogueEntry:
    """An entry of which only the path speaks."""
    hint = year_named_by_path(path)
    return CatalogueEntry(
        report_id=sha256[:16],
        report_year=hint if hint is not None and hint >= FIRST_YEAR else 0,
        agency_name=None,
        title=None,
        format="unknown",
        source_path=path,
        sha256=sha256,
        bytes=size,
        pages=None,
        error=error,
        is_report=False,
    )


def identify_file(file: RawFile) -> CatalogueEntry:
    """Read one file far enough to know what it is. A file that cannot be read is an entry with an error."""
    try:
        data = file.read()
    except OSError as problem:  # it was there a moment ago
        return blank_entry(file.path, hashlib.sha256(file.path.encode()).hexdigest(), 0, closed(problem))
    entry = blank_entry(file.path, hashlib.sha256(data).hexdigest(), len(data), None)
    blank = replace(entry, also_at=file.also_at)
    try:
        document = normalise_document(read_document(data, PurePosixPath(file.path).name, file.prepared))
    except UnreadableDocument as problem:
        return replace(blank, format=problem.format, error=str(problem))
    facts = identify(document, file.path)
    year, error = _year_and_error(facts.report_year, facts.is_report, document)
    return replace(
        blank,
        report_year=year,
        agency_name=facts.agency_name,
        title=facts.title,
        format=document.format,
        pages=document.pages,
        error=error,
        is_report=facts.is_report,
    )


def _year_and_error(year: int | None, is_report: bool, document: Document) -> tuple[int, str | None]:
    if document.unread and (year is None or not is_report):
        return year if year and year >= FIRST_YEAR else 0, document.unread  # what tells it may stand there
    if not is_report:
        return year if year and year >= FIRST_YEAR else 0, (
            "Not a report: none of the sections or tables of a 政府信息公开工作年度报告 is in the file. "
            + (
                "Its pages are pictures: if they show the report, scan them upright, with 150 dots an inch or more."
                if document.recognised
                else "If it only links to the report, fetch the linked file."
            )
        )
    if year is None:
        return 0, (
            "The report-year cannot be told: no title, statistical period or date states it. "
            "Name the year in the file's name (2023年…年度报告)."
        )
    if year < FIRST_YEAR:
        return 0, (
            f"The report is for {year}, before the first official form ({FIRST_YEAR}): reports of that time are free "
            "text with a table of statistics (统计表), which is not read yet."
        )
    return year, None


def _in_order(function: Callable[[_Item], _Result], items: Sequence[_Item]) -> Iterable[_Result]:
    return map(function, items)


def scan(
    raw_dir: Path,
    previous: pd.DataFrame | None = None,
    progress: Callable[[int, int, str], None] | None = None,
    run: Mapper = _in_order,
    prepared: Prepared = NOTHING_KEPT,
    say: Callable[[str], None] | None = None,
) -> pd.DataFrame:
    """Catalogue a folder.

    Args:
        raw_dir: any folder depth, any file names.
        previous: an earlier catalogue by the same program; files it knows by hash are not read again.
        progress: called with files done, files in all, and the file just done.
        run: how to apply a function to many files.
        prepared: where what costly readers make of a file is kept.
        say: takes a line of progress while other programs prepare files for the readers.

    Returns:
        One row per distinct file, the columns of :class:`CatalogueEntry`, by path.
    """
    files, unopened = distinct_files(raw_dir)
    known: dict[str, dict[str, Any]] = {}
    if previous is not None:
        known = {str(r["sha256"]): {str(k): v for k, v in r.items()} for r in previous.to_dict("records")}
    # A file that could not be used is tried again: what it lacked may have been installed since.
    known = {sha: row for sha, row in known.items() if pd.isna(row["error"])}
    new = [replace(f, prepared=prepared) for f, sha in files if sha not in known or known[sha]["source_path"] != f.path]
    _convert_ahead(new, {f.path: sha for f, sha in files}, prepared, say)
    fresh: dict[str, CatalogueEntry] = {}
    for done, entry in enumerate(run(identify_file, new), start=1):
        fresh[entry.source_path] = entry
        if progress is not None:
            progress(done, len(new), entry.source_path)
    sources = source_tables(raw_dir)
    rows: list[dict[str, Any]] = [asdict(entry) for entry in unopened]
    for file, sha in files:
        row = asdict(fresh[file.path]) if file.path in fresh else dict(known[sha])
        url, retrieved_on = _origin(raw_dir, (file.path, *file.also_at), sources)
        rows.append(row | {"also_at": list(file.also_at), "url": url, "retrieved_on": retrieved_on})
    columns = list(CatalogueEntry.__dataclass_fields__)
    rows.sort(key=lambda row: str(row["source_path"]))
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({"report_year": "int64", "bytes": "int64", "pages": "Int64", "is_report": "bool"})


def _origin(
    raw_dir: Path, paths: Sequence[str], sources: dict[str, tuple[str | None, str | None]]
) -> tuple[str | None, str | None]:
    """Where a source came from: as a ``sources.csv`` says of it, or of the archive it is a member of."""
    if not sources:
        return None, None
    named = [*paths, *(a for a in (archive_of(raw_dir, p) for p in paths) if a)]
    return next((sources[p] for p in named if p in sources), (None, None))


def _convert_ahead(
    files: Sequence[RawFile], hashes: dict[str, str], prepared: Prepared, say: Callable[[str], None] | None
) -> None:
    """Let LibreOffice convert what it must convert in few starts, before the files are read one by one."""

    def waiting() -> Iterator[Waiting]:
        for file in files:
            try:
                kind = sniff(file.read()) if may_need_conversion(file.read(64)) else ""
            except (OSError, UnreadableDocument):
                continue  # its reading will say so
            if kind in FORMATS:
                yield Waiting(kind, hashes[file.path], file.read)

    def count(tried: int, of: int) -> None:
        if say is not None:
            say(f"catalogue: {tried} of {of} files converted by LibreOffice")

    convert_many(waiting(), prepared, count)

"""One file's work in each step, as functions that a worker process can be sent."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipeline.documents import model
from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.prepared import NOTHING_KEPT, Prepared
from pipeline.documents.read import read_document
from pipeline.extract import PAGED, Extraction, extract
from pipeline.identity import ReportFacts, identify
from pipeline.narrative import Figure, read_figures
from pipeline.normalise import normalise_document
from pipeline.sources import read_source


class FileGone(Exception):
    """A catalogued file is not what it was, or not there any more."""


class PagesUnread(Exception):
    """No table was found, and pages of the file were not read."""


EXPECTED: tuple[type[Exception], ...] = (UnreadableDocument, FileGone, PagesUnread)
"""The errors that say something about the file; anything else is a fault of the program."""


@dataclass(frozen=True, slots=True)
class Job:
    """One report in one step: the raw folder and its source there, the document to read and the one to write."""

    report_id: str
    source_path: str
    raw: Path
    document: Path
    target: Path | None = None
    prepared: Prepared = NOTHING_KEPT


@dataclass(frozen=True, slots=True)
class Read:
    """What a reader says about a document, for the preview."""

    format: str
    pages: int | None
    blocks: int
    notes: str | None
    script: str | None = None


def _bytes(job: Job) -> bytes:
    try:
        data = read_source(job.raw, job.source_path)
    except OSError as error:
        raise FileGone(
            f"The file was there when the catalogue was made and cannot be opened now ({error.strerror}). Put it back,"
            " or materialise the catalogue again."
        ) from error
    # A report's id is the beginning of its file's hash.
    if not hashlib.sha256(data).hexdigest().startswith(job.report_id):
        raise FileGone("The file has changed since the catalogue was made. Materialise the catalogue again.")
    return data


def read_one(job: Job) -> Read:
    """Bytes to document."""
    document = read_document(_bytes(job), PurePosixPath(job.source_path).name, job.prepared)
    model.save(document, job.document)
    return Read(document.format, document.pages, len(document.blocks), " ".join(document.notes) or None)


def normalise_one(job: Job) -> Read:
    """Document to normalised document."""
    assert job.target is not None
    document = normalise_document(model.load(job.document))
    model.save(document, job.target)
    return Read(document.format, document.pages, len(document.blocks), None, document.script)


def identify_one(job: Job) -> ReportFacts:
    """Normalised document to what the report says of itself."""
    return identify(model.load(job.document), job.source_path)


def extract_one(job: Job) -> Extraction:
    """Normalised document, and the bytes where a fallback needs them, to cells."""
    document = model.load(job.document)
    year = identify(document, job.source_path).report_year
    data = _bytes(job) if document.format in PAGED else None
    found = extract(document, data, job.prepared, year=year, keep_going=True)
    if document.unread and not found.cells:
        raise PagesUnread(document.unread)
    return found


def figures_of_one(job: Job) -> list[Figure]:
    """Normalised document to the figures stated in its sentences."""
    document = model.load(job.document)
    return read_figures(document, identify(document, job.source_path).report_year)

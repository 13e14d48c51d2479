"""One file made, read through the project's public pipeline, checked, and held against its truth."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path, PurePosixPath

from benchmarks import checked, machine
from benchmarks.planning import Job
from benchmarks.scoring import Tally, score, score_findings
from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.model import Document
from pipeline.documents.prepared import NOTHING_KEPT, Prepared
from pipeline.documents.read import read_document
from pipeline.extract import Extraction, extract
from pipeline.identity import ReportFacts, identify
from pipeline.normalise import normalise_document
from pipeline.sources import find_sources, read_source
from samples.build import WRITERS, Sample, build, suffix
from samples.packed import pack


def make(job: Job) -> Sample:
    """The file of a job."""
    name = f"upload/{hash_of(job.seed) % 10**8}{suffix(job.form)}" if job.neutral_name else None
    sample = build(job.seed, machine.base(job.form), job.quirks, job.plants, name=name)
    if job.form in WRITERS:
        return sample
    path = str(PurePosixPath(sample.name).with_suffix(suffix(job.form)))
    return replace(sample, name=path, data=machine.convert(job.form, sample.data))


def unpacked(sample: Sample) -> bytes:
    """The file as the project takes it out of an archive that names it in GBK, beside another file."""
    with tempfile.TemporaryDirectory() as folder:
        members = {sample.name: sample.data, "说明.txt": "年报见附件。".encode()}
        (Path(folder) / "年报.zip").write_bytes(pack(members, gbk_names=True))
        (path,) = (f.path for f in find_sources(Path(folder)) if f.path.endswith(sample.name))
        return read_source(Path(folder), path)


def hash_of(text: str) -> int:
    """A number that stays the same between runs."""
    return random.Random(text).randrange(10**9)


def label_of(job: Job) -> str:
    """How a job is named in details; with it the file can be made again."""
    return f"[{job.form} {job.label} {job.seed}]"


def read(job: Job, workdir: str | None, prepared: Prepared = NOTHING_KEPT) -> tuple[Job, Tally, str]:
    """Make one file, read it and score it; the last part says why it could not be read."""
    sample, label = make(job), label_of(job)
    if workdir:
        path = Path(workdir) / job.form / f"{job.label}-{job.seed.rsplit('/', 1)[1]}{suffix(job.form)}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(sample.data)
    if job.archived:
        sample = replace(sample, data=unpacked(sample))
    try:
        document = normalise_document(read_document(sample.data, sample.name, prepared))
    except UnreadableDocument as error:
        tally = score(sample.truth, [], label)
        tally.failed = 1
        return job, tally, f"{label} unreadable: {error}"
    facts = identify(document, sample.name)
    # These two layouts drop an empty cell without a trace: which numbers stand where, their rows no longer tell.
    traceless = job.form == "txt-pipes" or "no_trace" in job.quirks
    extraction = extract(document, sample.data, prepared, year=facts.report_year)
    tally = score(sample.truth, extraction.cells, label, traceless=traceless)
    tally.years = int(facts.report_year == sample.truth["year"])
    tally.agencies = int(facts.agency_name == sample.truth["agency"])
    if not (tally.years and tally.agencies):
        found = (facts.agency_name, facts.report_year)
        tally.details.append(f"{label} agency and year {found}, truth {(sample.truth['agency'], sample.truth['year'])}")
    score_findings(tally, sample.truth, findings_of(sample, document, facts, extraction), label)
    return job, tally, ""


def findings_of(
    sample: Sample, document: Document, facts: ReportFacts, extraction: Extraction
) -> list[tuple[str, tuple[str, ...]]]:
    """The findings that the program publishes about this file alone: each rule with its table, row and column."""
    found = checked.findings([checked.reading(sample, document, facts, extraction)])
    rows: Iterable[dict[str, object]] = found.to_dict("records")
    return [
        (str(r["rule"]), tuple(str(r[k]) for k in ("table", "row", "column") if isinstance(r[k], str))) for r in rows
    ]

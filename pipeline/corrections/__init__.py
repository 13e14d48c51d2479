"""What people found out about the sources, as data: readings checked by eye, acknowledged errors, looked-at findings.

What belongs here: reading the files of the corrections folder, holding each entry's guard against what the program
reads now, applying it, and writing a finding's status. What does not: reading documents, and the rules. Nothing is
guessed: an entry whose guard does not hold changes nothing and is said.
"""

from __future__ import annotations

from pipeline.corrections.apply import METHOD, Applied, apply_corrections
from pipeline.corrections.model import Corrections, Expect, Fault, Reading, Review, SourceError
from pipeline.corrections.read import correction_files, read_corrections
from pipeline.corrections.status import reviews_without_finding, with_status
from pipeline.corrections.write import FindingsFileError, write_review

__all__ = [
    "METHOD",
    "Applied",
    "Corrections",
    "Expect",
    "Fault",
    "FindingsFileError",
    "Reading",
    "Review",
    "SourceError",
    "apply_corrections",
    "correction_files",
    "read_corrections",
    "reviews_without_finding",
    "with_status",
    "write_review",
]

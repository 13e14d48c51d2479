"""The one error a reader raises for a file it cannot read."""

from __future__ import annotations


class UnreadableDocument(Exception):
    """A file that cannot become a :class:`~pipeline.documents.model.Document`.

    Attributes:
        found: what the file is or what is wrong with it, one clause.
        remedy: what a person can do about it, one sentence.
        format: the recognised format, or ``unknown``.
    """

    def __init__(self, found: str, remedy: str, format: str = "unknown") -> None:
        super().__init__(f"{found}. {remedy}")
        self.found = found
        self.remedy = remedy
        self.format = format

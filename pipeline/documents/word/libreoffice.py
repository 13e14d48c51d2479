"""Word's older formats and OpenDocument: LibreOffice makes them DOCX, then the DOCX reader reads them.

A start of it (:mod:`~pipeline.documents.word.soffice`) takes a second or more, so many files go into one
(:func:`convert_many`), and what it made is kept by content.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import groupby

from pipeline.documents import ole
from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.model import Document
from pipeline.documents.prepared import NOTHING_KEPT, Prepared
from pipeline.documents.word import rtf
from pipeline.documents.word.doc_fields import without_formulas
from pipeline.documents.word.odt_fields import as_shown
from pipeline.documents.word.pictures import read_word
from pipeline.documents.word.soffice import NOT_STARTED, SOFFICE, convert, find_soffice

BATCH = 50
"""Files in one start of LibreOffice."""

_KEPT = "office-docx-4"
_MOST_IN_VAIN = 3
"""Starts one after the other that gave nothing, until no more are made ahead: the program does not work."""
_FIELDS = r"\s*(?:=|(?:DATE|TIME|PAGE|NUMPAGES|NUMWORDS|NUMCHARS|SECTIONPAGES|EQ%s)\b)"
_RECOMPUTED = re.compile(_FIELDS % "", re.I)
"""Fields that LibreOffice computes anew: a table's sums as often as not differently, dates as those of today."""
_RECOMPUTED_OR_DRAWN = re.compile(_FIELDS % "|FILLIN", re.I)
"""As which it also writes formulas that Word draws; in OpenDocument it is a field that somebody filled in."""
_FLAT_FIELDS = ("odt", "fodt", "rtf")
_ON_DEBIAN = "Debian, Ubuntu: apt-get install libreoffice-writer-nogui"


@dataclass(frozen=True, slots=True)
class _Format:
    """How LibreOffice calls a format: the suffix its input has, its import filter; and what people call it."""

    suffix: str
    filter: str
    name: str


FORMATS = {
    "doc": _Format("doc", "MS Word 97", "a binary Word document (.doc of Word 97 to 2003, or WPS)"),
    "rtf": _Format("rtf", "Rich Text Format", "a rich text file (RTF)"),
    "odt": _Format("odt", "writer8", "an OpenDocument text (.odt)"),
    "fodt": _Format("fodt", "OpenDocument Text Flat XML", "a flat OpenDocument text (.fodt)"),
}
"""The kinds of :func:`pipeline.documents.sniff.sniff` that are converted. The filter is named because LibreOffice
would otherwise open a damaged file as plain text and give its bytes for a document."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that is to be converted: its kind, the hash of its bytes, and how to read them."""

    kind: str
    sha256: str
    read: Callable[[], bytes]


_BEGINNINGS = (ole.SIGNATURE, b"PK", b"{\\rtf", b"<?xml", b"\xef\xbb\xbf<?xml")


def may_need_conversion(head: bytes) -> bool:
    """Whether a file that begins so can be of one of :data:`FORMATS`: most files need not be read to know."""
    return head.lstrip().startswith(_BEGINNINGS)


def read_office(data: bytes, kind: str, prepared: Prepared = NOTHING_KEPT) -> Document:
    """Read a file of one of :data:`FORMATS`.

    Args:
        data: the whole file.
        kind: its kind, as ``sniff`` tells it.
        prepared: where the converted file is looked up and kept.

    Raises:
        UnreadableDocument: LibreOffice is not there or cannot open the file, or the file is cut off or holds no text.
    """
    converted = as_docx(data, kind, prepared)
    try:
        distrusted = _RECOMPUTED if kind in _FLAT_FIELDS else _RECOMPUTED_OR_DRAWN
        return replace(read_word(converted, prepared, distrusted), format=kind)
    except UnreadableDocument as problem:
        raise UnreadableDocument(problem.found, problem.remedy, kind) from problem


def as_docx(data: bytes, kind: str, prepared: Prepared = NOTHING_KEPT) -> bytes:
    """A file of one of :data:`FORMATS` as DOCX.

    Raises:
        UnreadableDocument: LibreOffice is not there or cannot open the file, or the file is cut off.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    converted = prepared.get(_KEPT, sha256)
    if converted is None:
        converted = _convert_one(data, kind, sha256)
        prepared.put(_KEPT, sha256, converted)
    return converted


def convert_many(files: Iterable[Waiting], prepared: Prepared, say: Callable[[int, int], None] | None = None) -> None:
    """Convert files ahead of their reading, many in one start of LibreOffice, and keep the results.

    A file that LibreOffice cannot open is left to :func:`read_office`, which tries it alone and says why. Without
    LibreOffice, or where nothing can be kept, this does nothing; where it gives nothing, this soon ends.

    Args:
        files: what to convert; files whose result is kept already are passed over.
        prepared: where the results are kept.
        say: told after every start how many files have been tried, and how many there are.
    """
    program = find_soffice()
    if program is None or prepared.folder is None:
        return
    new = {f.sha256: f for f in files if f.kind in FORMATS and prepared.get(_KEPT, f.sha256) is None}
    tried = in_vain = 0
    for kind, group in groupby(sorted(new.values(), key=lambda f: (f.kind, f.sha256)), key=lambda f: f.kind):
        waiting = list(group)
        while waiting and in_vain < _MOST_IN_VAIN:
            batch = waiting[:BATCH]
            left = _convert_batch(program, kind, batch, prepared)
            given = any(prepared.get(_KEPT, f.sha256) is not None for f in batch)
            in_vain = 0 if given else in_vain + 1
            tried += len(batch) - len(left)
            waiting = left + waiting[BATCH:]
            if say is not None:
                say(tried, len(new))


def _convert_batch(program: str, kind: str, batch: Sequence[Waiting], prepared: Prepared) -> list[Waiting]:
    """One start of LibreOffice for several files; gives those that another start has yet to try.

    When the program ended before its time, the first file without a result ended it: that one is given up here, and
    those behind it are tried anew.
    """

    def fit() -> Iterator[tuple[str, bytes]]:
        for file in batch:
            with suppress(OSError, UnreadableDocument):  # its reader will say so
                yield file.sha256, _fit(file.read(), kind)

    converted = convert(program, FORMATS[kind].suffix, FORMATS[kind].filter, fit())
    for sha256, result in converted.files.items():
        prepared.put(_KEPT, sha256, result)
    missing = [file for file in batch if file.sha256 not in converted.files]
    return [] if converted.finished else missing[1:]


def _convert_one(data: bytes, kind: str, sha256: str) -> bytes:
    program = find_soffice()
    form = FORMATS[kind]
    if program is None:
        named = os.environ.get(SOFFICE, "").strip()
        raise UnreadableDocument(
            f"The file is {form.name}, which LibreOffice opens, and LibreOffice was not found"
            + (f": {SOFFICE} names {named}, and there is no such program" if named else ""),
            f"Install it ({_ON_DEBIAN}; other systems: the package libreoffice-writer, or libreoffice.org), or name the"
            " program in GONGKAI_SOFFICE, and run again; or save the file as .docx or PDF.",
            kind,
        )
    converted = convert(program, form.suffix, form.filter, [(sha256, _fit(data, kind))])
    if converted.files:
        return converted.files[sha256]
    if "no export filter" in converted.said:
        found = f"the LibreOffice found ({program}) has no Writer"
        remedy = f"Install Writer ({_ON_DEBIAN}) and run again."
    elif converted.said.startswith(NOT_STARTED):
        found = f"the LibreOffice found ({program}) {converted.said}"
        remedy = f"Install it anew ({_ON_DEBIAN}), or name another in GONGKAI_SOFFICE, and run again."
    else:
        found = f"LibreOffice {'cannot open it' if converted.finished else 'broke off, or took too long'}"
        remedy = (
            "Open the file and look whether it is damaged; save it as .docx or PDF."
            f" If it is so with every such file, look whether {program} works."
        )
    raise UnreadableDocument(f"The file is {form.name}, and {found}", remedy, kind)


def _fit(data: bytes, kind: str) -> bytes:
    """The file as LibreOffice is to get it.

    Raises:
        UnreadableDocument: its end is missing.
    """
    if kind == "doc":
        return without_formulas(data)
    if kind != "rtf":
        return as_shown(data, kind)
    if not rtf.is_whole(data):
        raise UnreadableDocument(
            "The rich text file (RTF) is cut off, or its groups are not closed",
            "Fetch it again from its source, or open it in a word processor and save it as .docx.",
            kind,
        )
    return rtf.without_fields(data)

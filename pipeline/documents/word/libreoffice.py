"""Word's older formats and OpenDocument: LibreOffice makes them DOCX, then the DOCX reader reads them.

LibreOffice is another program, found at run time. A start takes it a second or more, so many files go into one
(:func:`convert_many`), and what it made is kept by content. It runs without a window, with a profile of its own that is
thrown away, without macros, without following links, and with a time limit.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from pipeline.documents import ole
from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.model import Document
from pipeline.documents.prepared import NOTHING_KEPT, Prepared
from pipeline.documents.word import rtf
from pipeline.documents.word.doc_fields import without_formulas
from pipeline.documents.word.pictures import read_word

SOFFICE = "GONGKAI_SOFFICE"
"""Environment variable: the LibreOffice program, where it is not on the path."""

BATCH = 50
"""Files in one start of LibreOffice."""

_KEPT = "office-docx-3"
_NOT_STARTED = "cannot be started"
_START_SECONDS = 90
_FILE_SECONDS = 20
"""Together with the former, how long the program may take to its first file, and from one to the next."""
_MOST_IN_VAIN = 3
"""Starts one after the other that gave nothing, until no more are made ahead: the program does not work."""
_FIELDS = r"\s*(?:=|(?:DATE|TIME|PAGE|NUMPAGES|NUMWORDS|NUMCHARS|SECTIONPAGES|EQ%s)\b)"
_RECOMPUTED = re.compile(_FIELDS % "", re.I)
"""Fields that LibreOffice computes anew: a table's sums as often as not differently, dates as those of today."""
_RECOMPUTED_OR_DRAWN = re.compile(_FIELDS % "|FILLIN", re.I)
"""As which it also writes formulas that Word draws; in OpenDocument it is a field that somebody filled in."""
_FLAT_FIELDS = ("odt", "fodt", "rtf")
_MAC = "/Applications/LibreOffice.app/Contents/MacOS/soffice"


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

# No macros, no links followed, no updates of linked parts, a proxy that is not there: a file can reach nothing.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">\
<value>3</value></prop><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>\
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value>\
</prop><prop oor:name="Field" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse"><value>1</value></prop>\
<prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>\
<prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop>\
<prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>\
<prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"""


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


def find_soffice() -> str | None:
    """The LibreOffice program: what ``GONGKAI_SOFFICE`` names, or what is on the path; None where there is none."""
    named = os.environ.get(SOFFICE, "").strip()
    if named:
        return shutil.which(named)
    found = (shutil.which(name) for name in ("soffice", "libreoffice", _MAC))
    return next((path for path in found if path), None)


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

    Files are worked off in order. When the program ended before its time, the first file without a result ended it:
    that one is given up here, and those behind it are tried anew.
    """
    with tempfile.TemporaryDirectory(prefix="gongkai-office-") as place:
        folder = Path(place)
        names = []
        for file in batch:
            source = folder / f"{file.sha256}.{FORMATS[kind].suffix}"
            with suppress(OSError, UnreadableDocument):  # its reader will say so
                source.write_bytes(_fit(file.read(), kind))
                names.append(source.name)
        finished = _run(program, kind, names, folder)[0] if names else True
        missing: list[Waiting] = []
        for file in batch:
            result = folder / "out" / f"{file.sha256}.docx"
            if result.is_file() and _whole(result.read_bytes()):
                prepared.put(_KEPT, file.sha256, result.read_bytes())
            else:
                missing.append(file)
    return [] if finished else missing[1:]


def _convert_one(data: bytes, kind: str, sha256: str) -> bytes:
    program = find_soffice()
    form = FORMATS[kind]
    if program is None:
        named = os.environ.get(SOFFICE, "").strip()
        raise UnreadableDocument(
            f"The file is {form.name}, which LibreOffice opens, and LibreOffice was not found"
            + (f": {SOFFICE} names {named}, and there is no such program" if named else ""),
            "Install it (Debian, Ubuntu: apt-get install libreoffice-writer-nogui; other systems: the package"
            " libreoffice-writer, or libreoffice.org), or name the program in GONGKAI_SOFFICE, and run again; or save"
            " the file as .docx or PDF.",
            kind,
        )
    with tempfile.TemporaryDirectory(prefix="gongkai-office-") as place:
        folder = Path(place)
        source = folder / f"{sha256}.{form.suffix}"
        source.write_bytes(_fit(data, kind))
        finished, said = _run(program, kind, [source.name], folder)
        result = folder / "out" / f"{sha256}.docx"
        converted = result.read_bytes() if result.is_file() else b""
    if _whole(converted):
        return converted
    if "no export filter" in said:
        raise UnreadableDocument(
            f"The file is {form.name}, and the LibreOffice found ({program}) has no Writer",
            "Install Writer (Debian, Ubuntu: apt-get install libreoffice-writer-nogui) and run again.",
            kind,
        )
    if said.startswith(_NOT_STARTED):
        raise UnreadableDocument(
            f"The file is {form.name}, and the LibreOffice found ({program}) {said}",
            "Install it anew (Debian, Ubuntu: apt-get install libreoffice-writer-nogui), or name another in"
            " GONGKAI_SOFFICE, and run again.",
            kind,
        )
    how = "cannot open it" if finished else "broke off, or took too long"
    raise UnreadableDocument(
        f"The file is {form.name}, and LibreOffice {how}",
        "Open the file and look whether it is damaged; save it as .docx or PDF."
        f" If it is so with every such file, look whether {program} works.",
        kind,
    )


def _fit(data: bytes, kind: str) -> bytes:
    """The file as LibreOffice is to get it.

    Raises:
        UnreadableDocument: its end is missing.
    """
    if kind == "doc":
        return without_formulas(data)
    if kind != "rtf":
        return data
    if not rtf.is_whole(data):
        raise UnreadableDocument(
            "The rich text file (RTF) is cut off, or its groups are not closed",
            "Fetch it again from its source, or open it in a word processor and save it as .docx.",
            kind,
        )
    return rtf.without_fields(data)


def _run(program: str, kind: str, names: Sequence[str], folder: Path) -> tuple[bool, str]:
    """Start LibreOffice once for files of a folder; whether it came to its end, and what it said."""
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    command = [
        program,
        f"-env:UserInstallation={profile.parent.as_uri()}",
        *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard"),
        f"--infilter={FORMATS[kind].filter}",
        *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out")),
        *names,
    ]
    environment = {**os.environ, "HOME": str(folder), "TMPDIR": str(folder), "SAL_USE_VCLPLUGIN": "svp"}
    with (folder / "said").open("wb") as said:
        try:
            # A session of its own: the program is a script that starts another, and all of it must end with the time.
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        except OSError as error:
            return True, f"{_NOT_STARTED} ({error.strerror})"
        try:
            code = _ended(process, folder / "out")
        finally:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return code == 0, (folder / "said").read_text(encoding="utf-8", errors="replace")


def _ended(process: subprocess.Popen[bytes], out: Path) -> int:
    """Wait for the program as long as it goes on giving files; its exit status, of a killed one if it stopped."""
    patience = _START_SECONDS + _FILE_SECONDS
    given, last = -1, time.monotonic()
    while time.monotonic() < last + patience:
        now = len(list(out.glob("*.docx")))
        if now > given:
            given, last = now, time.monotonic()
        with suppress(subprocess.TimeoutExpired):
            return process.wait(min(1.0, patience))
    return -signal.SIGKILL


def _whole(converted: bytes) -> bool:
    """Whether a result is there to its end: the program may have been ended while it wrote."""
    try:
        with zipfile.ZipFile(io.BytesIO(converted)) as package:
            return package.testzip() is None
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError):
        return False

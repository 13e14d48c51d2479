"""The sources below the raw folder: its files, and the members of its archives."""

from __future__ import annotations

import csv
import hashlib
import io
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipeline.documents import archives
from pipeline.documents.archives import SOURCES
from pipeline.documents.encoding import decode

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Found:
    """A source: its path below the raw folder, and the hash of its bytes, or why they cannot be read.

    A member of an archive has the path ``archive.zip/member``.
    """

    path: str
    sha256: str | None
    error: str | None = None


def list_files(raw_dir: Path) -> list[str]:
    """Every file below the folder as a relative path with ``/``, in sort order.

    Left out are hidden files, Office lock files (``~$…``), ``sources.csv``, and what is no file (pipes, devices).
    """
    found = []
    for folder, folders, names in os.walk(raw_dir):
        folders[:] = [f for f in folders if not f.startswith(".")]
        for name in names:
            path = Path(folder) / name
            special = path.exists() and not path.is_file()
            if not name.startswith((".", "~$")) and name != SOURCES and not special:
                found.append(path.relative_to(raw_dir).as_posix())
    return sorted(found)


def find_sources(raw_dir: Path) -> Iterator[Found]:
    """Every source below the folder, archives taken apart, by path."""
    for path in list_files(raw_dir):
        shown = _printable(path)
        if shown != path:
            yield Found(shown, None, "The file's name is not in UTF-8. Rename the file.")
            continue
        try:
            members = archives.contents(raw_dir / path)
            if members is None:
                with (raw_dir / path).open("rb") as stream:
                    yield Found(path, hashlib.file_digest(stream, "sha256").hexdigest())
        except OSError as problem:
            yield Found(path, None, closed(problem))
            continue
        for member in members or ():
            yield Found(f"{path}/{member.path}", member.sha256, member.error)


def closed(problem: OSError) -> str:
    """The sentence for a file that the system does not open."""
    return f"The file cannot be opened ({problem.strerror}). Check its permissions, or whether its link is broken."


def _printable(path: str) -> str:
    """A path whose bytes are no UTF-8 (an archive packed elsewhere) as text that datasets can hold."""
    data = os.fsencode(path)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def read_source(root: Path, source_path: str, limit: int = -1) -> bytes:
    """The bytes of a source: a file, or a member of an archive.

    Args:
        root: the raw folder.
        source_path: the source's path below it.
        limit: how many bytes from the beginning; all where negative.

    Raises:
        OSError: it is not there, or cannot be opened.
    """
    path = root / source_path
    archive = archive_of(root, source_path)
    if archive is None:
        with path.open("rb") as stream:
            return stream.read(limit)
    return archives.read_member(root / archive, source_path[len(archive) + 1 :], limit)


def archive_of(root: Path, source_path: str) -> str | None:
    """The path of the archive that a source is a member of; None for a file."""
    above = [p.as_posix() for p in PurePosixPath(source_path).parents if p.parts]
    return next((p for p in above if (root / p).is_file()), None)


def source_tables(raw_dir: Path) -> dict[str, tuple[str | None, str | None]]:
    """Every ``sources.csv`` of the tree: path relative to the raw folder -> url, date of retrieval."""
    found: dict[str, tuple[str | None, str | None]] = {}
    for table in sorted(p for p in raw_dir.rglob(SOURCES) if p.is_file()):
        folder = table.parent.relative_to(raw_dir)
        try:
            content, _, _ = decode(table.read_bytes())
            records = list(csv.DictReader(io.StringIO(content.removeprefix("\ufeff"))))
        except (OSError, csv.Error) as problem:
            _LOG.warning("%s is left out, so its files have no url: %s", table.relative_to(raw_dir), problem)
            continue
        for record in records:
            if path := (record.get("path") or "").strip():
                url, day = (record.get(k) or None for k in ("url", "retrieved_on"))
                found[(folder / path).as_posix()] = (url, day)
    return found

"""ZIP archives of reports: no documents but folders, whose members are sources of their own.

Nothing is unpacked to the disk. A member is read as a stream up to the size that the archive declares for it, which is
looked at first, so that a small archive cannot fill the memory.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from pathlib import Path, PurePosixPath
from typing import IO

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.sniff import members_kind
from pipeline.documents.zips import MOST_MEMBERS, ZIP_ERRORS, is_encrypted, member_name

LARGEST_MEMBER = 300 * 2**20
"""Bytes; the largest report seen, a scan of forty pages, has a tenth of it."""
LARGEST_TOTAL = 8 * 2**30
LARGEST_RATIO = 200
"""Bytes unpacked for each packed one, for archives above the largest member: sheets of real text stay below 60."""

SOURCES = "sources.csv"
"""Beside reports, in a folder or an archive: where they came from. No report itself."""

_CHUNK = 2**20


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its path there, the hash of its bytes, or why it cannot be read."""

    path: str
    sha256: str | None
    error: str | None = None


def contents(file: Path) -> list[Member] | None:
    """The files of an archive and of the archives in it; None where the file is none or cannot be taken apart.

    Such a file stands for itself: its reader says what is wrong with it. So does an archive two archives deep.
    """
    with file.open("rb") as stream:
        return None if stream.read(2) != b"PK" else _contents(stream, nested=False)


def _contents(stream: IO[bytes], nested: bool) -> list[Member] | None:
    try:
        with zipfile.ZipFile(stream) as archive:
            if members_kind(archive) != "zip":
                return None
            names = _checked(archive)
            return [found for path, info in names.items() for found in _member(archive, path, info, nested)]
    except (UnreadableDocument, *ZIP_ERRORS):
        return None


def _member(archive: zipfile.ZipFile, path: str, info: zipfile.ZipInfo, nested: bool) -> Iterator[Member]:
    if is_encrypted(info):
        yield Member(
            path, None, "The file is protected by its archive's password. Pack the archive without a password."
        )
        return
    if info.file_size > LARGEST_MEMBER:
        yield Member(
            path, None, f"The file would take {info.file_size / 2**20:.0f} MB unpacked. Unpack it and look what it is."
        )
        return
    try:
        with archive.open(info) as stream:
            first = stream.read(2)
            digest = hashlib.sha256(first)
            # Word files are such archives too; only those are held whole.
            held = bytearray(first) if first == b"PK" and not nested else None
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
                if held is not None:
                    held += chunk
    except NotImplementedError:
        yield Member(path, None, "The file is packed by a method that is not known here. Pack the archive anew as ZIP.")
        return
    except ZIP_ERRORS:
        yield Member(path, None, "The file is damaged in its archive. Fetch the archive again from its source.")
        return
    inner = _contents(io.BytesIO(held), nested=True) if held is not None else None
    if inner is None:
        yield Member(path, digest.hexdigest())
    else:
        yield from (Member(f"{path}/{found.path}", found.sha256, found.error) for found in inner)


def refusal(data: bytes) -> UnreadableDocument:
    """Why an archive that stands for itself was not taken apart."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _checked(archive)
    except UnreadableDocument as problem:
        return problem
    except ZIP_ERRORS:
        return UnreadableDocument("The archive is damaged or cut off", "Fetch it again from its source.", "zip")
    return UnreadableDocument(
        "The archive lies in an archive that lies in an archive",
        "Unpack it and put the files inside in its place.",
        "zip",
    )


def _checked(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The archive's files by their paths, once nothing speaks against reading them.

    Raises:
        UnreadableDocument: it holds no files, wants a password, or would fill the memory.
    """
    names = _names(archive)
    if not names:
        raise UnreadableDocument("The archive is empty", "Fetch it again from its source.", "zip")
    if all(map(is_encrypted, names.values())):
        raise UnreadableDocument("The archive is protected by a password", "Pack it without a password.", "zip")
    total, packed = (sum(getattr(i, n) for i in names.values()) for n in ("file_size", "compress_size"))
    bomb = total > LARGEST_MEMBER and total > LARGEST_RATIO * max(1, packed)
    if bomb or total > LARGEST_TOTAL or len(names) > MOST_MEMBERS:
        raise UnreadableDocument(
            f"The archive would become {len(names)} file(s) of {total / 2**20:.0f} MB, more than reports take",
            "Look what it is; if it is reports, unpack it and put the files in its place.",
            "zip",
        )
    return names


def _names(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The files by the paths that people see; left out are folders, hidden files and what packers add.

    A second file of a path, or a file whose path is also a folder's, gets a number: none hides another.
    """
    found: dict[str, zipfile.ZipInfo] = {}
    for info in archive.infolist():
        parts = [p for p in member_name(info).replace("\\", "/").split("/") if p not in ("", ".", "..")]
        added = any(p.startswith((".", "~$")) or p == "__MACOSX" for p in parts)
        if parts and not added and not info.is_dir() and parts[-1].lower() not in (SOURCES, "thumbs.db", "desktop.ini"):
            found[_free("/".join(parts), found.keys())] = info
    folders = {parent.as_posix() for path in found for parent in PurePosixPath(path).parents}
    for path in [p for p in found if p in folders]:
        found[_free(path, found.keys() | folders)] = found.pop(path)
    return dict(sorted(found.items()))


def _free(path: str, taken: Collection[str]) -> str:
    """The path, or where it is taken the path with the first number that is free: ``a.html``, ``a (2).html``."""
    if path not in taken:
        return path
    whole = PurePosixPath(path)
    return next(
        free
        for number in count(2)
        if (free := whole.with_name(f"{whole.stem} ({number}){whole.suffix}").as_posix()) not in taken
    )


def read_member(file: Path, path: str, limit: int = -1) -> bytes:
    """The bytes of an archive's member, or the first of them, by a path that :func:`contents` gave.

    Raises:
        FileNotFoundError: the archive or the member is not there, or not what it was.
    """
    state = file.stat()
    try:
        archive, names = _opened(file, state.st_mtime_ns, state.st_size, "")
        if path not in names:
            inner = next((n for n in names if path.startswith(f"{n}/")), None)
            if inner is None:
                raise FileNotFoundError(2, "its archive does not hold it", f"{file}/{path}")
            archive, names = _opened(file, state.st_mtime_ns, state.st_size, inner)
            path = path[len(inner) + 1 :]
        return _read(archive, names[path], limit)
    except (FileNotFoundError, PermissionError):
        raise
    except (UnreadableDocument, *ZIP_ERRORS) as problem:
        raise FileNotFoundError(2, "it cannot be read from its archive", f"{file}/{path}") from problem


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int = -1) -> bytes:
    if info.file_size > LARGEST_MEMBER:
        raise UnreadableDocument("The file is too large", "Unpack it.", "zip")
    with archive.open(info) as stream:
        return stream.read(limit)


@lru_cache(maxsize=2)
def _opened(file: Path, changed: int, size: int, inner: str) -> tuple[zipfile.ZipFile, dict[str, zipfile.ZipInfo]]:
    """An archive, or one in it, with its names: reading many members one after the other opens it once.

    ``changed`` and ``size`` are the file's: another content under the same path is another archive.
    """
    if not inner:
        archive = zipfile.ZipFile(file)
    else:
        outer, names = _opened(file, changed, size, "")
        archive = zipfile.ZipFile(io.BytesIO(_read(outer, names[inner])))
    return archive, _checked(archive)

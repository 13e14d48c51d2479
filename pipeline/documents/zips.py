"""ZIP containers, whatever lies in them: what opening them raises, how large they may become, their members' names."""

from __future__ import annotations

import lzma
import re
import struct
import zipfile
import zlib
from contextlib import suppress

ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    KeyError,  # a member that is not there
    NotImplementedError,  # a method of compression that is not known
    OSError,
    OverflowError,
    RuntimeError,  # a member that is encrypted, or says so
    ValueError,
)
"""What ``zipfile`` raises on damaged and encrypted files."""

MOST_MEMBERS = 20_000
LARGEST_PART = 64 * 2**20
"""Bytes of a document's XML part unpacked; a report's text takes a hundredth of it."""
LARGEST_PACKAGE = 512 * 2**20
"""Bytes of all parts of a document unpacked, pictures among them."""

_ENCRYPTED = 0x1
_NAMES_ARE_UTF8 = 0x800
_DOS_FRAMES = re.compile("[\u2500-\u259f]")
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")
"""Where GB18030 puts bytes that are no characters of it."""


def is_encrypted(member: zipfile.ZipInfo) -> bool:
    """Whether reading a member takes a password."""
    return bool(member.flag_bits & _ENCRYPTED)


def member_name(member: zipfile.ZipInfo) -> str:
    """A member's name. Without the mark for UTF-8 its bytes are UTF-8 all the same, or Chinese Windows' GBK, or Big5.

    Some programs took such bytes for those of DOS and wrote down the signs that these are there (╜¡╢½), as UTF-8.
    """
    name = member.filename
    if not member.flag_bits & _NAMES_ARE_UTF8:
        name = _from_dos(name)
    return _from_dos(name) if _DOS_FRAMES.search(name) else name


def _from_dos(name: str) -> str:
    """A name whose bytes were read as those of DOS, read anew."""
    try:
        data = name.encode("cp437")
    except UnicodeEncodeError:  # named by an extra field
        return name
    for encoding in ("utf-8", "gb18030", "big5"):
        with suppress(UnicodeDecodeError):
            if not _PRIVATE_USE.search(read := data.decode(encoding)):
                return read
    return data.decode("gb18030", errors="replace")


def excess(archive: zipfile.ZipFile) -> str | None:
    """What a document's container would become, in words, where that is more than any document needs; else None.

    Looked at before anything is unpacked, so that a small file cannot fill the memory. A container that declares less
    than it holds is cut off there by ``zipfile``.
    """
    members = archive.infolist()
    total = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or total > LARGEST_PACKAGE:
        return f"{len(members)} part(s) of {total / 2**20:.0f} MB"
    texts = [member for member in members if member.filename.lower().endswith((".xml", ".rels"))]
    largest = max(texts, key=lambda member: member.file_size, default=None)
    if largest is not None and largest.file_size > LARGEST_PART:
        return f"a part ({member_name(largest)}) of {largest.file_size / 2**20:.0f} MB"
    return None

"""ZIP containers, whatever lies in them: what opening them raises, how large they may become, their members' names."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib

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


def is_encrypted(member: zipfile.ZipInfo) -> bool:
    """Whether reading a member takes a password."""
    return bool(member.flag_bits & _ENCRYPTED)


def member_name(member: zipfile.ZipInfo) -> str:
    """A member's name. Without the mark for UTF-8 its bytes are UTF-8 all the same, or Chinese Windows' GBK."""
    if member.flag_bits & _NAMES_ARE_UTF8:
        return member.filename
    try:
        data = member.filename.encode("cp437")
    except UnicodeEncodeError:  # named by an extra field
        return member.filename
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
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

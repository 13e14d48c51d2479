"""The container of binary Office files (.doc, .xls; Microsoft's Compound File Binary format, [MS-CFB]).

Read only as far as telling needs: which streams lie at its top, and whether all its sectors are there. A file that was
cut off would otherwise be opened in part, with rows gone or a number's last digits.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.documents.errors import UnreadableDocument

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_REGULAR = 0xFFFFFFFA
_ENTRY = 128
_STREAM, _ROOT = 2, 5
_NONE = 0xFFFFFFFF
_SHORT_SECTOR = 64


@dataclass(frozen=True, slots=True)
class Places:
    """Where in the file the sectors of a stream stand, in order."""

    sectors: tuple[int, ...]
    size: int

    def of(self, at: int, length: int) -> Iterator[tuple[int, int]]:
        """The stretches of the file that hold some bytes of the stream."""
        if at + length > len(self.sectors) * self.size:
            raise _damaged("damaged")
        while length > 0:
            number, inside = divmod(at, self.size)
            here = min(length, self.size - inside)
            start = self.sectors[number] + inside
            yield start, start + here
            at, length = at + here, length - here


@dataclass(frozen=True, slots=True)
class Container:
    """The streams and storages at the top of the container: name -> first sector, and the sectors' size."""

    data: bytes
    names: dict[str, int]
    sector_size: int
    lengths: dict[str, int]
    fat: tuple[int, ...]
    smallest: int
    """Bytes from which a stream has sectors of its own; shorter ones share those of the root's stream."""
    short_fat: int
    root: int
    """Where the allocation table of the short streams begins, and the stream that holds them."""

    def places(self, name: str) -> Places:
        """Where a stream stands in the file.

        Raises:
            KeyError: there is no such stream.
            UnreadableDocument: the container is damaged.
        """
        own = self.lengths[name] >= self.smallest
        if own:
            return self._sectors(self.names[name])
        table = self._sectors(self.short_fat)
        every = b"".join(self.data[at : at + table.size] for at in table.sectors)
        links = list(struct.unpack(f"<{len(every) // 4}I", every))
        inside = self._sectors(self.root)
        short = (next(inside.of(n * _SHORT_SECTOR, _SHORT_SECTOR))[0] for n in _chain(links, self.names[name]))
        return Places(tuple(short), _SHORT_SECTOR)

    def _sectors(self, first: int) -> Places:
        size = self.sector_size
        return Places(tuple((s + 1) * size for s in _chain(self.fat, first)), size)

    def head(self, name: str, length: int) -> bytes:
        """The first bytes of a stream, at most one sector of them."""
        start = (self.names[name] + 1) * self.sector_size
        return self.data[start : start + min(length, self.sector_size)]


def open_container(data: bytes) -> Container:
    """Read the container's directory.

    Raises:
        UnreadableDocument: it is damaged, or its end is missing.
    """
    try:
        shift, *_ = struct.unpack_from("<H", data, 30)
        if shift not in (9, 12):
            raise _damaged("damaged")
        size = 1 << shift
        fat = _allocation(data, size)
        first, smallest, short = (struct.unpack_from("<I", data, at)[0] for at in (48, 56, 60))
        directory = b"".join(data[(s + 1) * size : (s + 2) * size] for s in _chain(fat, first))
        for start in (first, short, *_starts(directory, smallest)):
            if any((sector + 2) * size > len(data) for sector in _chain(fat, start)):
                raise _damaged("cut off")
        entries = list(_top(directory))
        names, lengths = {e[0]: e[1] for e in entries}, {e[0]: e[2] for e in entries}
        (root,) = struct.unpack_from("<I", directory, 116)
        return Container(data, names, size, lengths, tuple(fat), smallest, short, root)
    except struct.error as error:
        raise _damaged("cut off") from error


def _damaged(how: str) -> UnreadableDocument:
    return UnreadableDocument(f"The binary Office file is {how}", "Fetch it again from its source.", "doc")


def _allocation(data: bytes, size: int) -> list[int]:
    """The allocation table: for each sector the one that follows it."""
    count, difat_start, difat_count = (struct.unpack_from("<I", data, at)[0] for at in (44, 68, 72))
    places = list(struct.unpack_from("<109I", data, 76))
    sector = difat_start
    for _ in range(min(difat_count, len(data) // size)):
        if sector >= _LAST_REGULAR:
            break
        *more, sector = struct.unpack_from(f"<{size // 4}I", data, (sector + 1) * size)
        places += more
    fat: list[int] = []
    for place in [p for p in places if p < _LAST_REGULAR][:count]:
        fat += struct.unpack_from(f"<{size // 4}I", data, (place + 1) * size)
    return fat


def _chain(fat: Sequence[int], first: int) -> Iterator[int]:
    sector, steps = first, 0
    while sector < _LAST_REGULAR:
        if sector >= len(fat) or steps > len(fat):
            raise _damaged("damaged")
        yield sector
        sector, steps = fat[sector], steps + 1


def _starts(directory: bytes, smallest: int) -> Iterator[int]:
    """Where the root's stream of short streams begins, and each stream that has sectors of its own.

    What the allocation table says of sectors that none of them reaches is no matter: some writers fill it up.
    """
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        kind, (first, length) = directory[at + 66], struct.unpack_from("<II", directory, at + 116)
        if kind == _ROOT or (kind == _STREAM and length >= smallest):
            yield first


def _top(directory: bytes) -> Iterator[tuple[str, int, int]]:
    """The entries right below the root, which hang on it as a binary tree: name, first sector, length."""
    (child,) = struct.unpack_from("<I", directory, 76)
    waiting, seen = [child], set[int]()
    while waiting:
        number = waiting.pop()
        if number == _NONE or number in seen:
            continue
        seen.add(number)
        at = number * _ENTRY
        length, left, right, first, size = (
            struct.unpack_from(kind, directory, at + offset)[0]
            for kind, offset in (("<H", 64), ("<I", 68), ("<I", 72), ("<I", 116), ("<I", 120))
        )
        name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", errors="replace")
        yield name, first, size
        waiting += [left, right]

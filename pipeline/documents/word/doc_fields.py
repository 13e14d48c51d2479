"""Formulas in binary Word documents ([MS-DOC]): each becomes the result that was last shown.

LibreOffice would compute them anew, a table's sums often differently. In the file a field is its code and its result
between three signs of the text, and a list of where those signs stand: the code is written over with spaces, and the
signs are taken off the list, so that the result stays as plain text. What LibreOffice itself had computed when it wrote
the file (it names cells as ``<B4:G4>``) stands only where it is the sum of its row.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.ole import open_container

_BEGIN, _SEPARATOR, _END = 0x13, 0x14, 0x15
_FORMULA = re.compile(r"\s*=")
_CELL_END = "\x07"
_OWN_CELLS = re.compile(r"<[A-Z]")
_SUM_OF_ROW = re.compile(r"\s*=\s*SUM\(<([A-Z])(\d+):([A-Z])(\d+)>\)")
_FLAGS, _FIELDS, _PIECES = 0x0A, 0x11A, 0x1A2
"""Where in the file's first bytes its flags stand, and place and length of the list of fields and of that of pieces."""
_SECOND_TABLE = 0x200
_ONE_BYTE = 0x40000000
_LONGEST_ROW = 400


def without_formulas(data: bytes) -> bytes:
    """The file with the result of each formula for the formula; as it is where it has none or is not understood.

    A formula without a result, or with another field inside, stays one.
    """
    try:
        return _Formulas(data).replaced()
    except (UnreadableDocument, struct.error, IndexError, OSError):
        return data  # its reader says what is wrong with it


@dataclass(frozen=True, slots=True)
class _Sign:
    """A sign of a field: its number in the list, its place in the text, and which of the three it is."""

    number: int
    place: int
    kind: int


class _Formulas:
    """A document's text and list of fields, and the container to be changed."""

    def __init__(self, data: bytes) -> None:
        self._container = open_container(data)
        self._main = self._stream("WordDocument")
        (flags,), self._fields, pieces = (
            struct.unpack_from(kind, self._main, at)
            for kind, at in (("<H", _FLAGS), ("<II", _FIELDS), ("<II", _PIECES))
        )
        self._table_name = "1Table" if flags & _SECOND_TABLE else "0Table"
        self._table = self._stream(self._table_name)
        self._letters = list(self._text_places(*pieces))

    def _stream(self, name: str) -> bytearray:
        return bytearray(self._container.openstream(name).read())

    def replaced(self) -> bytes:
        place, length = self._fields
        count = (length - 4) // 6
        listed = bytes(self._table[place : place + length])
        signs = [
            _Sign(n, struct.unpack_from("<I", listed, 4 * n)[0], listed[4 * (count + 1) + 2 * n] & 0x1F)
            for n in range(count)
        ]
        gone: set[int] = set()
        for first, middle, last in zip(signs, signs[1:], signs[2:], strict=False):
            if (first.kind, middle.kind, last.kind) == (_BEGIN, _SEPARATOR, _END) and self._stands(first, middle, last):
                self._blank(first.place, middle.place + 1)
                self._blank(last.place, last.place + 1)
                gone |= {first.number, middle.number, last.number}
        left = [s for s in signs if s.number not in gone]
        if gone:
            ends = listed[4 * count : 4 * (count + 1)]
            marks = listed[4 * (count + 1) :]
            new = b"".join(struct.pack("<I", s.place) for s in left) + ends
            new += b"".join(marks[2 * s.number : 2 * s.number + 2] for s in left)
            self._table[place : place + len(new)] = new
            struct.pack_into("<I", self._main, _FIELDS + 4, len(new) if left else 0)
            self._container.write_stream("WordDocument", bytes(self._main))
            self._container.write_stream(self._table_name, bytes(self._table))
        return bytes(self._container.fp.getvalue())

    def _stands(self, first: _Sign, middle: _Sign, last: _Sign) -> bool:
        """Whether a field is a formula whose result can be taken as it was last shown."""
        code = self._text(first.place + 1, middle.place)
        if not _FORMULA.match(code) or not _OWN_CELLS.search(code):
            return bool(_FORMULA.match(code))
        cells = _SUM_OF_ROW.match(code)
        if cells is None or cells[2] != cells[4]:
            return False
        row = self._text(max(0, first.place - _LONGEST_ROW), first.place).split(2 * _CELL_END)[-1]
        members = row.split(_CELL_END)[:-1][-(abs(ord(cells[1]) - ord(cells[3])) + 1) :]
        numbers = [text.strip() or "0" for text in members]
        result = self._text(middle.place + 1, last.place).strip()
        return all(n.isdigit() for n in [*numbers, result]) and sum(map(int, numbers)) == int(result)

    def _text_places(self, place: int, length: int) -> Iterator[tuple[int, int]]:
        """For each character of the text, where its bytes stand in the main stream, and how many they are."""
        listed = self._table[place : place + length]
        at = 0
        while listed[at] == 1:
            at += 3 + struct.unpack_from("<H", listed, at + 1)[0]
        (length,) = struct.unpack_from("<I", listed, at + 1)
        count = (length - 4) // 12
        ends = struct.unpack_from(f"<{count + 1}I", listed, at + 5)
        if max(ends) > len(self._main):
            raise IndexError("more characters than bytes")
        for n in range(count):
            (start,) = struct.unpack_from("<I", listed, at + 5 + 4 * (count + 1) + 8 * n + 2)
            width, start = (1, (start & ~_ONE_BYTE) // 2) if start & _ONE_BYTE else (2, start)
            for letter in range(ends[n + 1] - ends[n]):
                yield start + letter * width, width

    def _text(self, first: int, end: int) -> str:
        letters = (self._main[at : at + width] for at, width in self._letters[first:end])
        return "".join(b.decode("latin-1" if len(b) == 1 else "utf-16-le", errors="replace") for b in letters)

    def _blank(self, first: int, end: int) -> None:
        for at, width in self._letters[first:end]:
            self._main[at : at + width] = b" " if width == 1 else b" \0"

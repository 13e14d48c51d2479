"""Rich text files before LibreOffice gets them: whether they are whole, and their fields as they were last shown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_TOKEN = re.compile(rb"\\bin(\d+) ?|\\([a-zA-Z]+)-?\d* ?|\\[\s\S]|([\x81-\xfe][\x40-\xfe])|[{}]")
_DRAWN = re.compile(rb"\s*(?:EQ|FORMCHECKBOX)\b", re.I)
_NO_TEXT = rb"\u-4?"
"""U+FFFC: something is shown that is no text."""


def is_whole(data: bytes) -> bool:
    """Whether the outermost group is closed; a cut-off file's is not, and LibreOffice would read it up to the cut."""
    return _reading(data) is not None


def without_fields(data: bytes) -> bytes:
    """The file with each field replaced by the result that was last shown.

    LibreOffice would compute fields anew, a table's sums often differently, dates as those of today.
    """
    double = _reading(data)
    if double is None or rb"\field" not in data:
        return data
    return _replaced(data, double)


def _reading(data: bytes) -> bool | None:
    """How to read bytes above 0x80: True as pairs, False one by one; None where no way closes all groups.

    In plain bytes of GBK the second byte of a character may look like a brace or a backslash.
    """
    return next((double for double in (False, True) if _closes(data, double)), None)


def _next(data: bytes, place: int, double: bool) -> tuple[re.Match[bytes], int] | None:
    """The next token at or behind a place, and where it ends."""
    token = _TOKEN.search(data, place)
    if token is None:
        return None
    end = token.end()
    if token.group(1) is not None:
        end += int(token.group(1)[:12])  # as many bytes of anything
    elif token.group(3) is not None and not double:
        end = token.start() + 1
    return token, end


def _closes(data: bytes, double: bool) -> bool:
    depth, place = 0, 0
    while (found := _next(data, place, double)) is not None:
        token, place = found
        if token.group() == b"{":
            depth += 1
        elif token.group() == b"}":
            depth -= 1
            if depth == 0:
                return True
    return False


@dataclass(slots=True)
class _Group:
    """A group being read: its first control word, its bytes so far, and for a field its code and its result."""

    word: bytes | None = None
    body: bytearray = field(default_factory=bytearray)
    code: bytes = b""
    result: bytes = b""


def _replaced(data: bytes, double: bool) -> bytes:
    groups = [_Group()]
    place = 0
    while (found := _next(data, place, double)) is not None:
        token, end = found
        groups[-1].body += data[place : token.start()]
        place = end
        if token.group() == b"{":
            groups.append(_Group())
        elif token.group() == b"}" and len(groups) > 1:
            _close(groups.pop(), groups[-1])
        else:
            top = groups[-1]
            if top.word is None and token.group() != rb"\*":
                top.word = token.group(2) or b""
                if top.word == b"fldrslt":
                    continue
            top.body += data[token.start() : end]
    groups[-1].body += data[place:]
    while len(groups) > 1:
        _close(groups.pop(), groups[-1])
    return bytes(groups[0].body)


def _close(group: _Group, outer: _Group) -> None:
    """Put a finished group into the one around it."""
    if outer.word == b"field" and group.word == b"fldinst":
        outer.code = bytes(group.body)
    elif outer.word == b"field" and group.word == b"fldrslt":
        outer.result = bytes(group.body)
    elif group.word == b"field":
        code = re.sub(rb"\\[a-z*]+-?\d* ?|[{}]", b"", group.code)
        outer.body += b"{" + (_NO_TEXT if _DRAWN.match(code) else group.result) + b"}"
    else:
        outer.body += b"{" + group.body + b"}"

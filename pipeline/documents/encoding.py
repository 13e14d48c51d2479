"""Bytes to text: the encodings in which Chinese offices publish."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress

from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]+)""", re.I)
# A page that says gb2312 uses characters of its supersets, as browsers know.
_SUPERSET = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs"}


def decode(data: bytes) -> tuple[str, str, bool]:
    """Decode a text file.

    Order of evidence: a byte order mark; valid UTF-8 (other encodings of Chinese are practically never valid
    UTF-8); the page's own declaration; the most plausible of GB18030 and Big5.

    Returns:
        The text, its lines ended by line feeds alone, the encoding used, and whether every byte could be decoded.
    """
    text, name, whole = _decoded(data)
    return text.replace("\r\n", "\n").replace("\r", "\n"), name, whole


def _decoded(data: bytes) -> tuple[str, str, bool]:
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _strict_or_replaced(data, name)
    try:
        if not data.count(0):
            return data.decode("utf-8"), "utf-8", True
    except UnicodeDecodeError as error:
        # A file cut off inside a character is still UTF-8 up to there.
        if error.start >= len(data) - 3 and error.start > 0:
            return data[: error.start].decode("utf-8"), "utf-8", False
    mended = data.decode("utf-8", errors="replace")
    if mended.count("\ufffd") * 200 < len(mended) and any("\u4e00" <= c <= "\u9fff" for c in mended):
        return mended, "utf-8", False
    declared = _DECLARED.search(data[:4096])
    if declared:
        name = declared.group(1).decode("ascii").lower()
        name = _SUPERSET.get(name, name)
        with suppress(UnicodeDecodeError, LookupError):  # a wrong declaration: the bytes themselves tell more
            return data.decode(name), name, True
    if data.count(0):
        # UTF-16 without a mark; line ends and digits put more zeros on its high side.
        even, odd = data[::2].count(0), data[1::2].count(0)
        return _strict_or_replaced(data, "utf-16-le" if odd > even else "utf-16-be")
    best = from_bytes(data, cp_isolation=["gb18030", "big5hkscs", "utf_8"]).best()
    return _strict_or_replaced(data, best.encoding if best else "gb18030")


def _strict_or_replaced(data: bytes, name: str) -> tuple[str, str, bool]:
    try:
        return data.decode(name), name, True
    except UnicodeDecodeError:
        return data.decode(name, errors="replace"), name, False

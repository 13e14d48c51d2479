"""What a file is, by its bytes."""

from __future__ import annotations

import io
import re
import zipfile

from pipeline.documents.errors import UnreadableDocument

_IMAGES = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"BM", "BMP"),
)
_TAG = re.compile(r"<(?:!doctype\s+html|html|head|body|table|tr|td|div|span|p|br|meta)\b", re.I)
_PLAIN = re.compile(r"[\t\r\n -~\u2000-\u206f\u3000-\u9fff\uff00-\uffef]")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-le")


def sniff(data: bytes) -> str:
    """The format of the bytes: ``pdf``, ``docx``, ``ofd``, ``html`` or ``txt`` (text of any encoding).

    Raises:
        UnreadableDocument: for everything else, with what was found and what to do.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise UnreadableDocument("The file is empty", "Fetch it again from its source.")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _zip_kind(data)
    if data.startswith(_OLE):
        if _utf16("EncryptedPackage") in data:
            raise UnreadableDocument(
                "The Office file is protected by a password", "Save it without a password.", "docx"
            )
        if _utf16("WordDocument") in data:
            raise UnreadableDocument(
                "The file is a binary Word document (.doc of Word 97 to 2003)", "Save it as .docx or PDF.", "doc"
            )
        raise UnreadableDocument("The file is an old binary Office file, not a Word text", "Save it as .docx or PDF.")
    for magic, name in _IMAGES:
        if data.startswith(magic) and not _looks_textual(data):
            raise UnreadableDocument(
                f"The file is a picture ({name})", "Run character recognition on it, or find the text version.", "image"
            )
    if data.startswith(b"{\\rtf"):
        raise UnreadableDocument("The file is rich text (RTF)", "Save it as .docx or PDF.", "rtf")
    if not _looks_textual(data):
        raise UnreadableDocument(
            "The file is binary data of no known document format", "Check that the download is what it should be."
        )
    return "txt"


def is_html(text: str) -> bool:
    """Whether decoded text is markup: several known tags, not the odd angle bracket of a sentence."""
    return len(_TAG.findall(text[:200_000])) >= 3


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise UnreadableDocument(
            "The Word or archive file is damaged or cut off", "Fetch it again from its source.", "docx"
        ) from error
    if "word/document.xml" in names:
        return "docx"
    if any(n.replace("\\", "/").lstrip("./").lower() == "ofd.xml" for n in names):
        return "ofd"
    if any(n.startswith("xl/") for n in names):
        raise UnreadableDocument("The file is a spreadsheet", "Save the report as .docx, PDF or a web page.", "xlsx")
    raise UnreadableDocument("The file is an archive", "Unpack it and put the files inside in its place.", "zip")


def _looks_textual(data: bytes) -> bool:
    """Whether bytes can be text: no zeros but those of UTF-16, and hardly any control characters."""
    head = data[: 8192 - 8192 % 2]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if head.count(0):
        return _is_utf16(head)
    control = sum(head.count(c) for c in range(32) if c not in (9, 10, 11, 12, 13, 27))
    return control <= len(head) // 200


def _is_utf16(head: bytes) -> bool:
    """UTF-16 without a mark: decoded one way or the other it is mostly Chinese, letters, digits and punctuation."""
    best = 0.0
    for name in ("utf-16-le", "utf-16-be"):
        text = head.decode(name, errors="replace")
        plain = sum(
            c in "\t\r\n" or " " <= c <= "~" or "\u3000" <= c <= "\u9fff" or "\uff00" <= c <= "\uffef" for c in text
        )
        best = max(best, plain / max(1, len(text)))
    return len(head) > 16 and best > 0.95

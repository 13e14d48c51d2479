"""What a file is, by its bytes."""

from __future__ import annotations

import io
import re
import struct
import zipfile

from pipeline.documents import ole
from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.zips import ZIP_ERRORS, excess

_IMAGES = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"BM", "BMP"),
)
_ARCHIVES = (
    (b"Rar!\x1a\x07", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
)
_MARKDOWN_RULE = re.compile(r"^[ |:\-]*-{3,}[ :]*\|[ |:\-]*$", re.M)
_TAG = re.compile(r"<(?:!doctype\s+html|html|head|body|table|tr|td|div|span|p|br|meta)\b", re.I)
_RELATED = re.compile(rb"\A[\s\S]{0,4096}?^content-type:\s*multipart/related", re.I | re.M)
_MAIL = re.compile(
    rb"\A(?:[a-z][a-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){0,200}?content-type:\s*(?:multipart/|text/html)", re.I
)
_PAGE_IN_MAIL = re.compile(rb"^content-type:\s*text/html", re.I | re.M)
_OFFICE_XML = (
    (b'progid="Word.Document"', "wordxml"),
    (b'progid="Excel.Sheet"', "excelxml"),
    (b"<Workbook", "excelxml"),
    (b"application/vnd.oasis.opendocument.text", "fodt"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "fods"),
)
_ODF = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.text-template": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.spreadsheet-template": "ods",
}
_ENCRYPTED_FLAG = 0x0100
"""In the flags of a Word document's first block ([MS-DOC], FibBase, fEncrypted)."""


def sniff(data: bytes) -> str:
    """The format of the bytes.

    Returns:
        ``pdf``; ``docx``, ``doc``, ``rtf``, ``odt``, ``fodt`` (one flat file), ``wordxml`` (Word 2003's XML); ``xlsx``,
        ``xls``, ``ods``, ``fods``, ``excelxml`` (Excel 2003's XML); ``ofd``; ``image``; ``zip`` (an archive of files);
        ``mht`` (a web page with its parts in one file, or a mail that is one); ``txt`` (text of any encoding, web
        pages among it:
        the markup is told after decoding).

    Raises:
        UnreadableDocument: for everything else, with what was found and what to do.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise UnreadableDocument("The file is empty", "Fetch it again from its source.")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(data)
    if data.startswith(ole.SIGNATURE):
        return _ole_kind(data)
    for magic, name in _ARCHIVES:
        if data.startswith(magic) and not _looks_textual(data):
            raise UnreadableDocument(
                f"The file is an archive of a kind that is not opened ({name})",
                "Unpack it and put the files inside in its place, or pack them as ZIP.",
                name.lower(),
            )
    if picture_kind(data) is not None:
        return "image"
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if not _looks_textual(data):
        raise UnreadableDocument(
            "The file is binary data of no known document format", "Check that the download is what it should be."
        )
    if head.startswith(b"<?xml"):
        for mark, kind in _OFFICE_XML:
            if mark in head:
                return kind
    return "mht" if not head.startswith(b"<") and (_RELATED.match(head) or _is_mail_with_page(data)) else "txt"


def _is_mail_with_page(data: bytes) -> bool:
    return _MAIL.match(data[:16_384].lstrip(b"\xef\xbb\xbf \t\r\n")) is not None and bool(_PAGE_IN_MAIL.search(data))


def picture_kind(data: bytes) -> str | None:
    """The kind of picture that the bytes are (PNG, JPEG, ...), or None."""
    for magic, name in _IMAGES:
        if data.startswith(magic) and not _looks_textual(data):
            return name
    return "WEBP" if data.startswith(b"RIFF") and data[8:12] == b"WEBP" else None


def is_html(text: str) -> bool:
    """Whether decoded text is markup: several known tags, not the odd angle bracket of a sentence.

    Markdown has no other way to break a line in a table's cell than ``<br>``: that alone does not make it a page.
    """
    tags = [tag.lower() for tag in _TAG.findall(text[:200_000])]
    return len(tags) >= 3 and not (set(tags) == {"<br"} and _MARKDOWN_RULE.search(text) is not None)


def kind_of_members(names: set[str], mimetype: bytes) -> str:
    """What a ZIP container is by the names of its members and its member ``mimetype``: a document, or an archive."""
    kind = _ODF.get(mimetype.strip())
    if kind is not None:
        return kind
    if "word/document.xml" in names:
        return "docx"
    if any(n.replace("\\", "/").lstrip("./").lower() == "ofd.xml" for n in names):
        return "ofd"
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    main = next((n for n in names if re.fullmatch(r"word/document\d*\.xml", n)), None)
    return "docx" if main else "zip"


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            kind = members_kind(archive)
            # An archive of files has limits of its own, since its members are read one by one.
            too_large = excess(archive) if kind != "zip" else None
            if too_large is not None:
                raise UnreadableDocument(
                    f"The file would become {too_large} unpacked, more than any report",
                    "Look what it is; save the report's part of it as a file of its own.",
                    kind,
                )
            manifest = archive.read("META-INF/manifest.xml") if kind in ("odt", "ods") else b""
    except ZIP_ERRORS as error:
        raise UnreadableDocument(
            "The Word or archive file is damaged or cut off", "Fetch it again from its source.", "docx"
        ) from error
    if b"encryption-data" in manifest:
        raise UnreadableDocument(
            "The OpenDocument file is protected by a password", "Save it without a password.", kind
        )
    if kind == "xlsb":
        raise UnreadableDocument("The file is a binary Excel workbook (.xlsb)", "Save it as .xlsx.", kind)
    return kind


def members_kind(archive: zipfile.ZipFile) -> str:
    """What an opened ZIP container is, as :func:`kind_of_members` says."""
    names = set(archive.namelist())
    short = "mimetype" in names and archive.getinfo("mimetype").file_size <= 200
    return kind_of_members(names, archive.read("mimetype") if short else b"")


def _ole_kind(data: bytes) -> str:
    container = ole.open_container(data)
    if container.exists("EncryptedPackage"):
        raise UnreadableDocument("The Office file is protected by a password", "Save it without a password.", "docx")
    if container.exists("WordDocument"):
        head = container.openstream("WordDocument").read(12)
        if len(head) == 12 and struct.unpack_from("<H", head, 10)[0] & _ENCRYPTED_FLAG:
            raise UnreadableDocument("The Word file is protected by a password", "Save it without a password.", "doc")
        return "doc"
    if container.exists("Workbook") or container.exists("Book"):
        return "xls"
    raise UnreadableDocument(
        "The file is an old binary Office file, neither a Word text nor a sheet", "Save it as .docx or PDF."
    )


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

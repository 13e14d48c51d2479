"""Web archives (.mht, also saved as .doc): a page and its pictures as the parts of one mail message."""

from __future__ import annotations

from email import message_from_bytes
from email.message import Message

from pipeline.documents.encoding import decode
from pipeline.documents.errors import UnreadableDocument


def page_of(data: bytes) -> tuple[str, bool]:
    """The page in a web archive, decoded, and whether every byte of it could be.

    The page is the first HTML part with sentences or tables; a frame set only names its frames, which follow it. The
    part's own header states the encoding, often where the page itself does not.

    Raises:
        UnreadableDocument: there is no page in it, or it is cut off before its end.
    """
    message = message_from_bytes(data)
    boundary = message.get_boundary()
    if boundary is not None and f"--{boundary}--".encode("ascii", "replace") not in data:
        raise UnreadableDocument("The web archive (.mht) is cut off", "Fetch it again from its source.", "mht")
    pages = [p for p in message.walk() if p.get_content_type() in ("text/html", "application/xhtml+xml")]
    for part in pages:
        text, whole = _decoded(part)
        if len(pages) == 1 or "<frameset" not in text.lower():
            return text, whole
    raise UnreadableDocument("The web archive (.mht) holds no page", "Save the page as .html or PDF.", "mht")


def _decoded(part: Message) -> tuple[str, bool]:
    payload = part.get_payload(decode=True)
    body = payload if isinstance(payload, bytes) else b""
    declared = (part.get_content_charset() or "").lower()
    declared = {"gb2312": "gb18030", "gbk": "gb18030", "unicode": "utf-16", "big5": "big5hkscs"}.get(declared, declared)
    if declared:
        try:
            return body.decode(declared), True
        except (UnicodeDecodeError, LookupError):
            pass  # a wrong declaration: the bytes themselves tell more
    text, _, whole = decode(body)
    return text, whole

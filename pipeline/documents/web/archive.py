"""Web archives (.mht, also saved as .doc): a page and what belongs to it as the parts of one mail message."""

from __future__ import annotations

import html
import re
from base64 import b64encode
from email import message_from_bytes
from email.message import Message
from urllib.parse import urljoin

from pipeline.documents.encoding import decode
from pipeline.documents.errors import UnreadableDocument

_PAGES = ("text/html", "application/xhtml+xml")
_SHEET, _FRAME = (
    re.compile(rf"(<{tag}\b[^>]*?\s){name}\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+)", re.I)
    for tag, name in (("link", "href"), ("iframe", "src"))
)


def page_of(data: bytes) -> tuple[str, bool]:
    """The page in a web archive, decoded, and whether every byte of it could be.

    The page is the first HTML part with sentences or tables; a frame set only names its frames, which follow it. The
    part's own header states the encoding, often where the page itself does not. Style sheets and framed pages that are
    parts of their own are put where the page names them.

    Raises:
        UnreadableDocument: there is no page in it, or it is cut off before its end.
    """
    message = message_from_bytes(data)
    boundary = message.get_boundary()
    if boundary is not None and f"--{boundary}--".encode("ascii", "replace") not in data:
        raise UnreadableDocument("The web archive (.mht) is cut off", "Fetch it again from its source.", "mht")
    pages = [p for p in message.walk() if p.get_content_type() in _PAGES]
    for part in pages:
        text, whole = _decoded(part)
        if len(pages) == 1 or "<frameset" not in text.lower():
            return _with_parts(text, part, message), whole
    raise UnreadableDocument("The web archive (.mht) holds no page", "Save the page as .html or PDF.", "mht")


def _with_parts(text: str, page: Message, message: Message) -> str:
    """A page with the style sheets and frames that it names by the addresses of other parts."""
    others = {name: part for part in message.walk() if part is not page for name in _addresses(part)}
    base = next(iter(_addresses(page)), "")

    def named(match: re.Match[str]) -> Message | None:
        address = html.unescape(match[2].strip("\"'")).strip()
        return others.get(address) or others.get(urljoin(base, address))

    def sheet(match: re.Match[str]) -> str:
        part = named(match)
        if part is None or part.get_content_type() != "text/css":
            return match[0]
        return f'{match[1]}href="data:text/css;base64,{b64encode(_decoded(part)[0].encode()).decode()}"'

    def frame(match: re.Match[str]) -> str:
        part = named(match)
        if part is None or part.get_content_type() not in _PAGES:
            return match[0]
        return f'{match[1]}srcdoc="{html.escape(_decoded(part)[0])}"'

    return _FRAME.sub(frame, _SHEET.sub(sheet, text)) if others else text


def _addresses(part: Message) -> list[str]:
    """How other parts name one: by its place, or by its identity."""
    place, identity = str(part.get("Content-Location") or ""), str(part.get("Content-ID") or "")
    return [name.strip() for name in (place, f"cid:{identity.strip().strip('<>')}" if identity else "") if name.strip()]


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

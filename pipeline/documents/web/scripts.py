"""Markup that a web page keeps to be shown: in text fields, templates, frames, attributes, and strings of its scripts.

It may be written for markup, for a script, for an address, or in base64, and so several times over.
"""

from __future__ import annotations

import html
import json
import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree
from lxml import html as lxml_html

from pipeline.documents.model import Block, Paragraph
from pipeline.documents.web.elements import is_seen
from pipeline.documents.web.styles import NOT_IN_MARKUP

_SCRIPT = re.compile(r"(?:|module|(?:text|application)/(?:java|ecma|x-java)script.*)", re.I)
_COMMENT = r"(?<!\\)//[^\n]*|/\*.*?\*/"
_STRING = re.compile(_COMMENT + r'|"(?:[^"\\\n]|\\.)*"' + r"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`", re.S)
_TABLE = re.compile(r"<table\b", re.I)
_CLOSED = re.compile(r"</table\s*>", re.I)
_WRITTEN_OTHERWISE = re.compile(r"(?:&(?:amp;)*(?:lt|#60|#x3c);|\\u003c|\\x3c|%(?:25)?3c|%u003c)(?:table|td)\b", re.I)
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]{400,}={0,2}")
_MOST_CODES = 4
"""How many times over a piece of markup may be written in a code."""
_TITLE = re.compile(r"20\d\d\s*年?.{0,30}(?:报告|報告|年报|年報)|(?:报告|報告|年报|年報).{0,4}20\d\d")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_LONGEST_TITLE = 80
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\r?\n|.)", re.S)
_EMPTY = "<html><head><title></title></head><body><script type='application/json'></script></body></html>"
_CALLED = re.compile(r"\s*[\w.$]+\s*\(\s*([{\[].*[}\]])\s*\)\s*;?\s*", re.S)
_NAMED = {"n": "\n", "r": "\r", "t": "\t", "b": "", "f": "", "v": "", "0": "", "\n": "", "\r\n": ""}
_WIDE = re.compile(r"%u([0-9a-fA-F]{4})")
_JOINED = re.compile(r"\s*(?:\+|\)\s*;?\s*document\s*\.\s*write(?:ln)?\s*\()\s*")
_APPENDED = re.compile(r"\s*;?\s*([\w.$]+)\s*\+=\s*")
_NAME = re.compile(r"([\w.$]+)\s*\+?=\s*$")
_LIST_JOINED = re.compile(r"\s*,?\s*\]\s*\.\s*join\s*\(\s*(?:\"\"|''|``)\s*\)")


def kept_markup(root: etree._Element) -> list[str]:
    """The pieces of markup with a table, each once, in the order in which the page holds them.

    A page may keep reports of several years: what stands under a title of another year than its headings is not its.
    """
    found = (_decoded(piece) for piece in _pieces(root))
    return list(dict.fromkeys(_whole_cells(m.strip()) for m in found if _TABLE.search(m)))


def keeps_markup(text: str) -> bool:
    """Whether a text keeps a table for a program, as what sites send to their own pages does."""
    return _WRITTEN_OTHERWISE.search(text) is not None or (
        _TABLE.search(text) is not None and _as_json(text) is not None
    )


def page_around(text: str) -> etree._Element | None:
    """A page with what a site sends to its own pages as its script, under its one title; None for other texts."""
    data = _as_json(text)
    if data is None:
        return None
    page: etree._Element = lxml_html.document_fromstring(_EMPTY)
    titles = {string for string in _joined(data) if len(string) <= _LONGEST_TITLE and _TITLE.search(string)}
    if len(titles) == 1:
        page.find(".//title").text = NOT_IN_MARKUP.sub(" ", titles.pop())
    page.find(".//script").text = NOT_IN_MARKUP.sub(" ", data)
    return page


def _as_json(text: str) -> str | None:
    """The JSON that a text is, alone or as what a function is called with."""
    called = _CALLED.fullmatch(text)
    data = called[1] if called else text.strip()
    try:
        return data if _is_json(data) and isinstance(json.loads(data), dict | list) else None
    except (ValueError, RecursionError):
        return None


def shown_markup(blocks: list[Block]) -> str:
    """The markup that a page shows as text by mistake; nothing where it shows none with a table."""
    text = "\n".join(block.raw for block in blocks if isinstance(block, Paragraph))
    return text if _TABLE.search(text) and _CLOSED.search(text) else ""


def years_of(root: etree._Element) -> set[str]:
    """The years that the page's headings name; what is hidden may be another report."""
    headings = list(root.iter("title", "h1", "h2", "h3"))
    seen = [e for e in headings if all(map(is_seen, (e, *e.iterancestors())))]
    return set(_YEAR.findall(" ".join("".join(e.itertext()) for e in seen or headings)))


def is_of_other_year(title: str, years: set[str]) -> bool:
    """Whether a line is the title of a report of another year than these."""
    named = set(_YEAR.findall(title)) if len(title) <= _LONGEST_TITLE and _TITLE.search(title) else set()
    return bool(named and years) and not named & years


def _whole_cells(markup: str) -> str:
    """Markup without the cell in which it ends: of a script's string that another goes on, or of a page cut off."""
    if len(_TABLE.findall(markup)) <= len(_CLOSED.findall(markup)):
        return markup
    ends = [m.end() for m in re.finditer(r"</t[dhr]\s*>", markup, re.I)]
    return markup[: ends[-1]] if ends else ""


def _decoded(text: str) -> str:
    """A piece with its markup as such, however it is written; as it is where it holds none."""
    for _ in range(_MOST_CODES):
        if _TABLE.search(text):
            break
        code = _WRITTEN_OTHERWISE.search(text)
        if code is None:
            text = _from_base64(text) if _BASE64.fullmatch(text) else text
        elif code[0][0] == "&":
            text = html.unescape(text)
        elif code[0][0] == "%":
            text = _WIDE.sub(lambda m: chr(int(m[1], 16)), unquote(text))
        else:
            text = _ESCAPE.sub(_unescaped, text)
    return text


def _from_base64(text: str) -> str:
    try:
        return b64decode("".join(text.split()), validate=True).decode("utf-8")
    except (NotBase64, UnicodeDecodeError):
        return ""


def _pieces(root: etree._Element) -> Iterator[str]:
    """What of the page may be written markup, each piece with the title kept before it."""
    years = years_of(root)
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        text = element.text or ""
        if element.tag in ("template", "noscript"):
            yield text + "".join(etree.tostring(c, encoding="unicode", method="html") for c in element)
        elif element.tag in ("textarea", "xmp"):
            yield text
        elif element.tag == "script":
            of_other_type = not _SCRIPT.fullmatch((element.get("type") or "").strip())
            yield from [text] if of_other_type and not _is_json(text) else _strings(text, years)
        for value in map(str, element.attrib.values()):
            if len(value) > _LONGEST_TITLE:
                yield from _strings(value, years) if _is_json(value) else [value]


def _is_json(text: str) -> bool:
    return text.lstrip().startswith(("{", "["))


def _strings(script: str, years: set[str]) -> Iterator[str]:
    """The strings of a script that may hold a table, under the title kept before them, if of one of these years.

    A document in JSON is a script of nothing but strings.
    """
    title = ""
    for text in _joined(script):
        if len(text) <= _LONGEST_TITLE:
            title = text if _TITLE.search(text) else title
        elif _is_json(text):
            yield from _strings(text, years)
        elif _TABLE.search(text) or _WRITTEN_OTHERWISE.search(text) or _BASE64.fullmatch(text):
            if not is_of_other_year(title, years):
                yield f"<p>{html.escape(title)}</p>{_decoded(text)}"
            title = ""


def _joined(script: str) -> Iterator[str]:
    """The strings of a script; those that it puts together one after the other as one."""
    listed: list[str] = []
    name, end = "", 0
    for match in _STRING.finditer(script):
        if match[0][0] == "/":
            continue
        text, between = _ESCAPE.sub(_unescaped, match[0][1:-1]), script[end : match.start()]
        appended = _APPENDED.fullmatch(between)
        if listed and (_JOINED.fullmatch(between) or (appended is not None and appended[1] == name)):
            listed[-1] += text
        elif listed and between.strip() == ",":
            listed.append(text)
        else:
            yield from ["".join(listed)] if _LIST_JOINED.match(script, end) else listed
            listed, named = [text], _NAME.search(between)
            name = named[1] if named else ""
        end = match.end()
    yield from ["".join(listed)] if _LIST_JOINED.match(script, end) else listed


def _unescaped(match: re.Match[str]) -> str:
    sign = match[1]
    if len(sign) > 2 and sign[0] in "ux":
        return str(json.loads(f'"\\u{sign[1:].rjust(4, "0")}"'))
    return _NAMED.get(sign, sign)

"""Markup that a web page keeps for its scripts to show: in text fields, templates, and strings of the scripts."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator

from lxml import etree

_SCRIPT = re.compile(r"(?:|module|(?:text|application)/(?:java|ecma|x-java)script.*)", re.I)
_COMMENT = r"(?<!\\)//[^\n]*|/\*.*?\*/"
_STRING = re.compile(_COMMENT + r'|"(?:[^"\\\n]|\\.)*"' + r"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`", re.S)
_TABLE = re.compile(r"(?:<|&lt;|\\u003c)table\b", re.I)
_TITLE = re.compile(r"20\d\d\s*年?.{0,30}(?:报告|報告|年报|年報)|(?:报告|報告|年报|年報).{0,4}20\d\d")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_LONGEST_TITLE = 80
_OPENED = re.compile(r"<table\b", re.I)
_CLOSED = re.compile(r"</table\s*>", re.I)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\r?\n|.)", re.S)
_NAMED = {"n": "\n", "r": "\r", "t": "\t", "b": "", "f": "", "v": "", "0": "", "\n": "", "\r\n": ""}


def kept_markup(root: etree._Element) -> list[str]:
    """The pieces of markup with a table, each once, in the order in which the page holds them.

    A page may keep reports of several years: what stands under a title of another year than its headings is not its.
    """
    found = [html.unescape(m) if not re.search("<table", m, re.I) else m for m in _pieces(root) if _TABLE.search(m)]
    return list(dict.fromkeys(_whole_cells(m.strip()) for m in found))


def _whole_cells(markup: str) -> str:
    """Markup without the cell in which it ends: of a script's string that another goes on, or of a page cut off."""
    if len(_OPENED.findall(markup)) <= len(_CLOSED.findall(markup)):
        return markup
    ends = [m.end() for m in re.finditer(r"</t[dhr]\s*>", markup, re.I)]
    return markup[: ends[-1]] if ends else ""


def _pieces(root: etree._Element) -> Iterator[str]:
    years = set(_YEAR.findall(" ".join("".join(e.itertext()) for e in root.iter("title", "h1", "h2", "h3"))))
    for element in root.iter("textarea", "template", "script"):
        text = element.text or ""
        if element.tag == "template":
            yield text + "".join(etree.tostring(c, encoding="unicode", method="html") for c in element)
        elif element.tag == "textarea" or not _SCRIPT.fullmatch((element.get("type") or "").strip()):
            if text.lstrip().startswith(("{", "[")):
                yield from _strings(text, years)
            else:
                yield text
        else:
            yield from _strings(text, years)


def _strings(script: str, years: set[str]) -> Iterator[str]:
    """The strings of a script that hold a table, under the title kept before them, if that is of one of these years.

    A document in JSON is a script of nothing but strings.
    """
    if not _TABLE.search(script):
        return
    title = ""
    for match in _STRING.finditer(script):
        if match[0][0] == "/":
            continue
        text = _ESCAPE.sub(_unescaped, match[0][1:-1])
        if _TABLE.search(match[0]):
            named = set(_YEAR.findall(title))
            if not (named and years) or named & years:
                yield title + text
            title = ""
        elif len(text) <= _LONGEST_TITLE and _TITLE.search(text):
            title = f"<p>{html.escape(text)}</p>"


def _unescaped(match: re.Match[str]) -> str:
    sign = match[1]
    if len(sign) > 2 and sign[0] in "ux":
        return str(json.loads(f'"\\u{sign[1:].rjust(4, "0")}"'))
    return _NAMED.get(sign, sign)

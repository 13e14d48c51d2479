"""A name or title as its document prints it: normalising makes ``（数据局）`` and ``(数据局)`` one, printing does not.

Names are compared in normalised characters; what is published is "as printed, in simplified characters" (the contract).
Only brackets differ: every other character that normalising changes looks the same in print.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.normalise import simplify

_BRACKETS = {"(": "[(（﹙⁽]", ")": "[)）﹚⁾]"}
_WIDE = str.maketrans("﹙﹚⁽⁾", "（）()")
# The report's own words go on behind its agency's name; a link or a path of the page before it may be typed otherwise.
_OF_A_REPORT = re.compile(r"\s*(?:关于)?\s*(?:[(（]?\s*(?:[2２]|二)|(?:主动公开)?(?:政府)?信息)")


def as_printed(text: str, sources: Iterable[str]) -> str:
    """A normalised name or title with the brackets that its document prints.

    Args:
        text: Normalised, without white space.
        sources: What it was read from, untouched, the nearest first; their white space and title marks do not count.

    Returns:
        The first of its occurrences that a report's words follow, else the first; the text itself where it occurs in
        none, or has no brackets.
    """
    if not any(bracket in text for bracket in _BRACKETS):
        return text
    printed = re.compile(r"[\s《》]*".join(_BRACKETS.get(c, re.escape(c)) for c in text))
    found = [match for source in sources for match in printed.finditer(simplify(source))]
    if not found:
        return text
    own = next((m for m in found if _OF_A_REPORT.match(m.string, m.end())), found[0])
    return re.sub(r"[\s《》]+", "", own.group()).translate(_WIDE)

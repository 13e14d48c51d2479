"""The printed text a finding rests on, with the number in question marked."""

from __future__ import annotations

import re
import unicodedata

from markupsafe import Markup, escape

from pipeline.quality.model import Finding

_NUMBER = re.compile(r"[-−]?\d[\d,，]*(?:\.\d+)?")
_CELL_RULES = "form."


def evidence_html(finding: Finding) -> Markup | None:
    """The evidence as HTML; None where it only repeats the cell's text, which the table shows."""
    text = finding.evidence
    if not text or (finding.rule.name.startswith(_CELL_RULES) and finding.row and finding.column):
        return None
    if not finding.rule.name.startswith("narrative."):
        return escape(text)
    wanted = {_plain(n) for n in _NUMBER.findall(_wide(finding.actual or ""))}
    pieces, at = [], 0
    for number in _NUMBER.finditer(_wide(text)):
        if _plain(number.group()) in wanted:
            start, end = number.span()
            pieces += [escape(text[at:start]), Markup("<mark>"), escape(text[start:end]), Markup("</mark>")]
            at = end
    return Markup("").join([*pieces, escape(text[at:])])


def _wide(text: str) -> str:
    """Full-width digits as ASCII ones, character by character, so that places stay."""
    return "".join(n if len(n := unicodedata.normalize("NFKC", c)) == 1 else c for c in text)


def _plain(number: str) -> str:
    plain = number.replace(",", "").replace("，", "").replace("−", "-")
    return plain.removesuffix(".0").lstrip("+")


def tells_numbers(finding: Finding) -> bool:
    """Whether what was expected and what was found are worth a line of their own: both are numbers."""
    return all(re.fullmatch(r"[-−\d.,，;； ]*\d", v or "") for v in (finding.expected, finding.actual))

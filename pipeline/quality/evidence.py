"""The printed text a finding rests on, with the number in question marked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from markupsafe import Markup, escape

from pipeline.checks.model import number
from pipeline.quality.model import Figure, Finding

_NUMBER = re.compile(r"[-−]?\d[\d,，]*(?:\.\d+)?")
_CELL_RULES = "form."
_QUOTED = 8
"""Characters from which on a text inside a message is surely a quotation."""


def evidence_html(finding: Finding) -> Markup | None:
    """The evidence as HTML; None where it only repeats the cell's text, which the table shows."""
    text = finding.evidence
    if not text or (finding.rule.name.startswith(_CELL_RULES) and finding.row and finding.column):
        return None
    pieces, at = [], 0
    for start, end in sorted(_spans(text, finding)):
        if start >= at:
            pieces += [escape(text[at:start]), Markup("<mark>"), escape(text[start:end]), Markup("</mark>")]
            at = end
    return Markup("").join([*pieces, escape(text[at:])])


def said_html(finding: Finding, evidence: Markup | None) -> tuple[tuple[Markup, Markup], bool]:
    """The finding's sentence in Chinese and English, and whether both quote the evidence, which then is marked."""
    messages = (finding.message_zh, finding.message)
    text = finding.evidence or ""
    if evidence is None or len(text) < _QUOTED or any(text not in m for m in messages):
        return (escape(messages[0]), escape(messages[1])), False
    zh, en = (evidence.join(map(escape, m.split(text, 1))) for m in messages)
    return (zh, en), True


def stated_figures(evidence: str, actual: str, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The numbers of sentences that a finding is about.

    Args:
        evidence: the printed text it rests on.
        actual: what was found.
        figures: the numbers of the report's sentences that contradict what they restate.
    """
    there = [f for f in figures if f.sentence in evidence]
    told = {_plain(n) for n in _NUMBER.findall(_wide(actual))}
    # A sentence may state several numbers that are wrong; each has a finding of its own.
    return tuple([f for f in there if number(f.value) in told] or there)


def _spans(text: str, finding: Finding) -> set[tuple[int, int]]:
    """Where in the evidence the numbers stand that the finding is about."""
    if finding.figures:
        return {(at + f.start, at + f.end) for f in finding.figures if (at := text.find(f.sentence)) >= 0}
    if not finding.rule.name.startswith("narrative."):
        return set()
    told = {_plain(n) for n in _NUMBER.findall(_wide(finding.actual or ""))}
    return {n.span() for n in _NUMBER.finditer(_wide(text)) if _plain(n.group()) in told}


def _wide(text: str) -> str:
    """Full-width digits as ASCII ones, character by character, so that places stay."""
    return "".join(n if len(n := unicodedata.normalize("NFKC", c)) == 1 else c for c in text)


def _plain(number: str) -> str:
    plain = number.replace(",", "").replace("，", "").replace("−", "-")
    return plain.removesuffix(".0").lstrip("+")


def tells_numbers(finding: Finding) -> bool:
    """Whether what was expected and what was found are worth a line of their own: both are numbers."""
    return all(re.fullmatch(r"[-−\d.,，;； ]*\d", v or "") for v in (finding.expected, finding.actual))

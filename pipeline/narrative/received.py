"""Requests received as stated in sentences.

A number is taken only when everything around it is understood: the verb and what was received match a known wording,
the subject is the reporter (or nobody else), the time is the report-year, and no word before the number makes it a part
or something else. Otherwise there is no figure: a false alarm costs more trust than a missed one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.narrative import received_patterns as known
from pipeline.narrative.prose import Sentence
from pipeline.narrative.quantity import Quantity, mask_parentheses, mask_quoted, quantities
from pipeline.narrative.reporter import Reporter

_UNITS = ("件", "宗", "条", "份")
_CARRIED_OUT = re.compile(r"下年|下一年|次年|顺延|另")
_CLAUSE = re.compile(r"[,;。!?:]")


@dataclass(frozen=True, slots=True)
class Received:
    """A count of requests received, its number (or the words that say none) at ``start:end`` of the compact text."""

    value: float
    includes_carried_in: bool
    start: int
    end: int


def received(sentence: Sentence, reporter: Reporter) -> list[Received]:
    """The numbers of requests received that the sentence states as the report's own for its year.

    Args:
        sentence: One sentence of the prose.
        reporter: Whose report it is.

    Returns:
        One a statement; 0 for 未收到 and the like. Empty when there is none or its meaning is in doubt.
    """
    masked = mask_parentheses(mask_quoted(sentence.compact))
    found: dict[int, Received] = {}
    for match, quantity in _numbered(masked):
        includes = _includes_carried_in(sentence.compact, match, quantity)
        statement = _Statement(masked, match, quantity.start)
        if includes is not None and quantity.start not in found and _is_own(statement, sentence, reporter):
            found[quantity.start] = Received(quantity.value, includes, quantity.number_start, quantity.number_end)
    for pattern in known.NONE_RECEIVED:
        for match in pattern.regex.finditer(masked):
            if _is_own(_Statement(masked, match, match.end()), sentence, reporter):
                found.setdefault(match.start(), Received(0, False, *match.span("none")))
    return [found[place] for place in sorted(found)]


def _numbered(masked: str) -> Iterator[tuple[re.Match[str], Quantity]]:
    """Each known wording in the text with the exact quantity at its place."""
    at = {q.start: q for q in quantities(masked) if q.unit in _UNITS}
    for pattern in (*known.RECEIVED, known.WITH_CARRIED_IN):
        for start in range(len(masked)):
            match = pattern.regex.match(masked, start)
            quantity = at.get(match.start("number")) if match else None
            if match and quantity and quantity.exact and known.BEHIND_NUMBER.match(masked, _end(match, quantity)):
                yield match, quantity


def _end(match: re.Match[str], quantity: Quantity) -> int:
    return max(match.end(), quantity.end)


def _includes_carried_in(text: str, match: re.Match[str], quantity: Quantity) -> bool | None:
    """Whether the number holds carried-in requests; None where that decides and is not said."""
    behind = text[quantity.end :]
    said = bool(known.CARRIED_IN.match(behind) or known.CARRIED_INSIDE.search(text[match.start() : quantity.start]))
    if not said and known.CARRIED_UNCLEAR.match(behind):
        return None
    if match["verb"].endswith("办理"):
        return True if said and not _CARRIED_OUT.search(behind) else None
    return said or match["verb"] == "收办"


@dataclass(frozen=True, slots=True)
class _Statement:
    """A wording found in a sentence; ``end`` is where its number begins, or where it ends without one."""

    sentence: str
    match: re.Match[str]
    end: int

    @property
    def clause_start(self) -> int:
        return max((m.end() for m in _CLAUSE.finditer(self.sentence, 0, self.match.start())), default=0)

    @property
    def clause(self) -> str:
        """From the beginning of its clause to its number."""
        return self.sentence[self.clause_start : self.end]

    @property
    def prefix(self) -> str:
        """What its clause says before it."""
        return self.sentence[self.clause_start : self.match.start()]

    @property
    def before(self) -> str:
        """The sentence up to its number."""
        return self.sentence[: self.end]

    @property
    def verb(self) -> str:
        return self.match.groupdict().get("verb") or ""


def _is_own(statement: _Statement, sentence: Sentence, reporter: Reporter) -> bool:
    """Whether a statement counts the reporter's own requests of its year, as far as the words before it tell."""
    subject = _subject(statement, reporter)
    if subject is None or not _is_about_requests(statement, sentence) or _is_share(statement):
        return False
    if not subject and _names_other_body(statement, reporter):
        return False
    scope = statement.clause if subject else statement.before
    return not any(p.regex.search(scope) for p in known.OTHER_CONTENT) and _is_report_year(statement, reporter)


def _subject(statement: _Statement, reporter: Reporter) -> str | None:
    """The reporter as the statement names it, an empty text where it names nobody, None for anybody else."""
    prefix = statement.prefix
    if statement.verb.startswith("新"):
        prefix = prefix.removeprefix("其中")
    own = ""
    for words in (prefix, statement.match.groupdict().get("subject") or ""):
        name = known.CLOSING_WORDS.sub("", known.LEADING_WORDS.sub("", words))
        if name and not _owns(name, reporter):
            return None
        own = own or name
    return own


def _owns(name: str, reporter: Reporter) -> bool:
    match = known.OWN_SUBJECT.fullmatch(name)
    if match and reporter.level == "department":
        return not (match["whole"] or match["region"])  # a whole region's number is never a department's
    if match and reporter.level == "region":
        return bool(match["whole"] or match["region"])  # 我办 is the office that writes the government's report
    return bool(match) or reporter.owns(name)


def _is_about_requests(statement: _Statement, sentence: Sentence) -> bool:
    named = statement.match["object"]
    if "申请" not in named:
        return False
    return "公开" in named or bool(known.CONTEXT_OF_REQUESTS.search(sentence.lead + statement.before))


def _is_share(statement: _Statement) -> bool:
    """Whether the number is a part of another one: behind 其中, or one kind of applicant's."""
    words = set(known.ADDITIONAL.regex.findall(statement.before.rpartition(";")[2]))
    if words - ({"其中"} if statement.verb.startswith("新") else set()):
        return True
    kinds = [bool(kind.search(statement.match.group())) for kind in known.ONE_APPLICANT]
    return kinds[0] != kinds[1]


def _names_other_body(statement: _Statement, reporter: Reporter) -> bool:
    """Whether an earlier clause of the sentence begins with a body that is not the reporter."""
    for clause in _CLAUSE.split(statement.sentence[: statement.clause_start]):
        match = known.ORGAN.match(known.LEADING_WORDS.sub("", clause))
        if match and not _owns(match.group(), reporter):
            return True
    return False


def _is_report_year(statement: _Statement, reporter: Reporter) -> bool:
    years = known.YEAR.findall(statement.before)
    if years and reporter.year and int(years[-1]) != reporter.year:
        return False
    scope = statement.clause if known.OWN_TIME.search(statement.clause) else statement.before
    if any(p.regex.search(scope) for p in known.OTHER_TIME):
        return False
    return all(m in known.YEAR_BOUNDS for m in known.MONTH.findall(scope))

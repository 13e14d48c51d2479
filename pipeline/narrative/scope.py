"""Whose number it is, and of which time: the report's own for its year, or another's.

Only words that are understood make a number the report's own: what stands before the wording in its clause must be the
reporter, a time, a manner, or nothing. A false alarm costs more trust than a missed one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.narrative import scope_words as known
from pipeline.narrative.measures import Scope
from pipeline.narrative.reporter import Reporter

_RESPONDENT = re.compile(r"(?:作为)?(?:被申请人|被告|被诉)?的?$|(?:发生|收到|共收到)$")
_PART_OF_ALL = re.compile(r"其中|另外?有?|还有?|再次?|额外")
_CLAUSE = re.compile(r"[,;。!?:]")


@dataclass(frozen=True, slots=True)
class Statement:
    """A wording found in a sentence.

    Attributes:
        text: The sentence, brackets and quotations masked.
        start: Where the wording begins.
        end: Where its number begins, or where it ends without one.
        prefix: What its clause says before it.
        inside: Words inside the wording that may name somebody.
        topic: Words that say what the number is about, which make it nothing else.
    """

    text: str
    start: int
    end: int
    prefix: str
    inside: str = ""
    topic: re.Pattern[str] | None = None

    @property
    def clause_start(self) -> int:
        """Where its clause begins."""
        return self.start - len(self.prefix)

    @property
    def clause(self) -> str:
        """From the beginning of its clause to its number."""
        return self.text[self.clause_start : self.end]

    @property
    def before(self) -> str:
        """The sentence up to its number."""
        return self.text[: self.end]


def of_head(statement: Statement, reporter: Reporter, *, is_item: bool = False) -> Scope:
    """The scope of a statement that opens a sentence: everything said before it counts.

    Args:
        statement: The statement.
        reporter: Whose report it is.
        is_item: Whether it may be a part of what was said before (其中), as outcomes and applicants are.
    """
    subject = _subject(statement, reporter)
    if subject is None:
        return _content(statement.prefix) or _time(statement, reporter) or _other_body(statement.prefix) or "unclear"
    if not subject and _names_other_body(statement, reporter):
        return "other_body"
    said = statement.clause if subject else statement.before
    if subject:
        said = said.replace(subject, "")
    return (
        _content(statement.topic.sub("", said) if statement.topic else said)
        or _time(statement, reporter)
        or (None if is_item else _additional(statement))
        or "own"
    )


def of_item(statement: Statement, reporter: Reporter, inherited: Scope, *, is_whole: bool = False) -> Scope:
    """The scope of a statement that follows another one: that one's, unless its own clause says otherwise.

    Args:
        statement: The statement.
        reporter: Whose report it is.
        inherited: The scope of the one before.
        is_whole: Whether it counts all requests, so that 其中 makes it a part.
    """
    subject = _subject(statement, reporter)
    if subject is None:
        return _content(statement.prefix) or _other_body(statement.prefix) or "unclear"
    if is_whole and _PART_OF_ALL.search(statement.text[max(0, statement.clause_start - 4) : statement.start]):
        return "part"
    if content := _content(statement.clause.replace(subject, "") if subject else statement.prefix):
        return content
    own_time = known.OWN_TIME.search(statement.prefix)
    if own_time or any(p.search(statement.prefix) for p in (known.MONTH, *(p.regex for p in known.OTHER_TIME))):
        if time := _time(statement, reporter):
            return time
        return "own" if inherited == "other_year" and own_time else inherited
    if subject:
        return "own" if inherited in ("other_body", "own") else inherited
    return inherited


def strips_to_nothing(words: str) -> bool:
    """Whether words are only of time, manner and topic."""
    return not stripped(words)


def stripped(words: str) -> str:
    """Words without those of time, manner and topic at either end."""
    words = known.ALL_CHANNELS.sub("", words)
    words = known.LEADING_WORDS.sub("", words)
    words = known.LEADING_WORDS.sub("", known.ITEM_WORDS.sub("", words))
    words = known.CLOSING_WORDS.sub("", known.ITEM_WORDS.sub("", words))
    words = _RESPONDENT.sub("", words)
    return known.CLOSING_WORDS.sub("", words.rstrip("对于和并"))


def _content(said: str) -> Scope | None:
    said = known.ALL_CHANNELS.sub("", said)
    for pattern, scope in zip(known.OTHER_CONTENT, _CONTENT_SCOPES, strict=True):
        if pattern.regex.search(said):
            return scope
    return None


_CONTENT_SCOPES: tuple[Scope, ...] = ("other_body", "part", "part", "other_matter")


def _additional(statement: Statement) -> Scope | None:
    words = set(known.ADDITIONAL.regex.findall(statement.before.rpartition(";")[2]))
    return "part" if words else None


def _other_body(words: str) -> Scope | None:
    return "other_body" if known.ORGAN.search(words) else None


def _subject(statement: Statement, reporter: Reporter) -> str | None:
    """The reporter as the statement names it, an empty text where it names nobody, None for anybody else."""
    own = ""
    for words in (statement.prefix, statement.inside):
        name = stripped(words)
        if name and not _owns(name, reporter):
            return None
        own = own or name
    return own


def _owns(name: str, reporter: Reporter) -> bool:
    if known.WHOLE_REGION.fullmatch(name):
        return reporter.level == "region" and _is_its_level(name, reporter)
    match = known.OWN_SUBJECT.fullmatch(name)
    if match and reporter.level == "department":
        return not (match["whole"] or match["region"])  # a whole region's number is never a department's
    if match and reporter.level == "region":
        return bool(match["whole"] or match["region"])  # 我办 is the office that writes the government's report
    return bool(match) or reporter.owns(name)


def _is_its_level(name: str, reporter: Reporter) -> bool:
    """Whether 全省, 全市 and the like are of the kind that the reporter's own name has."""
    kind = re.search(r"[全我本]([市区县省州旗盟])", name)
    return kind is None or any(kind[1] in own for own in reporter.names)


def _names_other_body(statement: Statement, reporter: Reporter) -> bool:
    """Whether an earlier clause of the sentence begins with a body that is not the reporter."""
    for clause in _CLAUSE.split(statement.text[: statement.clause_start]):
        match = known.ORGAN.match(known.LEADING_WORDS.sub("", clause))
        if match and not _owns(match.group(), reporter):
            return True
    return False


def _time(statement: Statement, reporter: Reporter) -> Scope | None:
    """The scope that the time words give, None where they give the report-year or nothing."""
    years = known.YEAR.findall(statement.clause if known.THIS_YEAR.search(statement.clause) else statement.before)
    if len(set(years)) > 1 and "分别" in statement.before:
        return "unclear"
    if years and reporter.year and int(years[-1]) != reporter.year:
        return "other_year"
    said = statement.clause if known.OWN_TIME.search(statement.clause) else statement.before
    for pattern, scope in zip(known.OTHER_TIME, _TIME_SCOPES, strict=True):
        if pattern.regex.search(said):
            return scope
    return None if all(m in known.YEAR_BOUNDS for m in known.MONTH.findall(said)) else "part"


_TIME_SCOPES: tuple[Scope, ...] = ("other_year", "other_year", "part")

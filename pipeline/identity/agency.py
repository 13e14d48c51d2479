"""Whose report it is: what title, introduction and foot name, held against each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from pipeline.identity.alike import (
    compatible,
    may_be_called,
    may_be_misread,
    office_of,
    organ_of,
    stands_for,
    with_place,
)
from pipeline.identity.foot import Foot
from pipeline.identity.introduction import agencies_in_introduction
from pipeline.identity.names import believable, says_self
from pipeline.identity.titles import Title, agency_of_path


@dataclass(frozen=True, slots=True)
class Agency:
    """The agency as read.

    Attributes:
        name: None where nothing names it or the statements contradict each other.
        problem: why the agency is unclear, in words; None where it is clear, or nothing was printed to judge.
        evidence: what each part names, as printed; empty where none names any.
    """

    name: str | None
    problem: str | None
    evidence: str


@dataclass(frozen=True, slots=True)
class _Statement:
    """What one part of the report (``title``, ``introduction``, ``foot``) names: organs, or a placeholder."""

    part: str
    names: tuple[str, ...] = ()
    placeholder: str | None = None
    own_line: bool = False
    """Whether the name stood on a line of its own above a title without one: a site prints its owner there too."""


def names_in(evidence: str) -> list[str]:
    """The names that an :class:`Agency`'s evidence lists."""
    return [part.partition(": ")[2] for part in evidence.split("; ") if ": " in part]


def recognised_alike(
    title: Title | None, introduced: Sequence[str], foot: Foot | None
) -> tuple[Title | None, list[str], Foot | None]:
    """The same with names that differ by one misread character alike: as most of them, else as the first, print it."""
    names = [n for n in (title.agency if title else None, *introduced, foot.name if foot else None) if n]

    def settled(name: str) -> str:
        alike = Counter(n for n in names if n == name or may_be_misread(n, name))
        return alike.most_common(1)[0][0]

    return (
        replace(title, agency=settled(title.agency)) if title and title.agency else title,
        list(dict.fromkeys(map(settled, introduced))),
        replace(foot, name=settled(foot.name)) if foot and foot.name else foot,
    )


def decide_agency(
    title: Title | None,
    introduced: Sequence[str],
    blank: str | None,
    foot: Foot | None,
    path: str,
    itself: Collection[str] = (),
) -> Agency:
    """The agency that title, introduction and foot agree on; the path's where they are silent.

    Args:
        title: The report's title.
        introduced: The names of its introduction, or of the sentence that stands for one.
        blank: A placeholder in the introduction.
        foot: The date at its foot with the name, or the placeholder, beside it.
        path: The file's path, used where the report prints neither a name nor a placeholder.
        itself: The kinds of organ that the text calls its author: 局 of 我局.
    """
    signature = foot.name if foot else None
    named = [n for n in (*introduced, signature) if n and believable(n)]
    of_path = agency_of_path(path)
    if title and title.agency and _is_the_owners(title, title.agency, named or ([of_path] if of_path else []), itself):
        if not named and not (of_path and _may_be(itself, of_path)):
            problem = f"Beside the title stands {title.agency}, but the text speaks of itself as {_said(itself)}."
            return Agency(None, problem, f"title: {title.agency}")
        told = decide_agency(replace(title, agency=None), introduced, blank, foot, path, itself)
        # Whose site it is may tell in which place the agency is.
        return replace(told, evidence="; ".join(t for t in (f"title: {title.agency}", told.evidence) if t))
    titled = with_place(title.agency, [*introduced, signature or ""]) if title and title.agency else None
    chosen = titled or next(iter(introduced), None) or signature
    statements = []
    # Where the introduction's sentence stands for a title, it is one statement, not two that agree.
    if title and (title.agency or title.placeholder) and not agencies_in_introduction(title.text)[0]:
        names = (title.agency,) if title.agency else ()
        statements.append(_Statement("title", names, title.placeholder, title.own_line))
    sure = tuple(n for n in introduced if believable(n) or n == chosen)
    if sure or blank:
        statements.append(_Statement("introduction", sure, None if sure else blank))
    if foot and signature and (believable(signature) or signature == chosen):
        statements.append(_Statement("foot", (signature,)))
    elif foot and foot.placeholder:
        statements.append(_Statement("foot", (), foot.placeholder))
    if all(s.part == "introduction" and says_self(s.placeholder or "") for s in statements) and of_path:
        if _may_be(itself, of_path):
            return Agency(of_path, None, "")
        problem = f"The file's name names {of_path}, but the text speaks of itself as {_said(itself)}."
        return Agency(None, problem, "")
    if not statements:
        return Agency(None, "Neither title, introduction nor foot names an agency.", "")
    return _weighed(statements, chosen or "")


def _is_the_owners(title: Title, owner: str, others: Sequence[str], itself: Collection[str]) -> bool:
    """Whether the name beside a title is its site's owner, as the report's words for itself or other names tell."""
    if not (title.own_line or title.of_page):
        return False
    denied = not _may_be(itself, owner)

    def reports(name: str) -> bool:
        if denied and _may_be(itself, name):
            return True
        if compatible(owner, name):
            return title.of_page and len(name) > len(owner) and not office_of(owner, name)
        return title.of_page and organ_of(owner, name)

    return all(map(reports, others)) if others else denied


def _may_be(itself: Collection[str], name: str) -> bool:
    return not itself or any(may_be_called(kind, name) for kind in itself)


def _said(itself: Collection[str]) -> str:
    return "、".join(f"我{kind}" for kind in sorted(itself))


def _weighed(statements: Sequence[_Statement], name: str) -> Agency:
    """The agency that statements, of title, introduction and foot in this order, speak for: ``name`` if they agree."""
    evidence = "; ".join(f"{s.part}: {s.names[0] if s.names else s.placeholder}" for s in statements)
    named = [s for s in statements if s.names]
    if not named:
        problem = f"Where the agency's name should stand, a placeholder is printed ({statements[0].placeholder})."
        return Agency(None, problem, evidence)
    for blank in (s for s in statements if not s.names and s.placeholder):
        if not any(stands_for(blank.placeholder or "", n) for s in named for n in s.names):
            problem = f"The {blank.part} prints a placeholder ({blank.placeholder}) that is not short for {name}."
            return Agency(None, problem, evidence)
    first = named[0]
    others = [s for s in named[1:] if not any(compatible(a, b) for a in first.names for b in s.names)]
    # One of its organs may write or sign a government's report; introduction and foot together name the reporter.
    if not others or (len(others) == 1 and not first.own_line and organ_of(first.names[0], others[0].names[0])):
        return Agency(name, None, evidence)
    against = others[0].names[0]
    agreed = len(others) > 1 and all(any(compatible(against, n) for n in s.names) for s in others)
    if first.own_line and agreed and organ_of(first.names[0], against):
        # The site's owner stands above the title; the report's own words name its organ.
        return Agency(against, None, evidence)
    problem = " and ".join(f"the {s.part} names {s.names[0]}" for s in others)
    problem = f"The {first.part} names {first.names[0]}, but {problem}: a template or a copy may have been left over."
    # Two parts that agree outweigh a third; a title against all others does not stand.
    return Agency(name if len(others) < len(named) - 1 else None, problem, evidence)

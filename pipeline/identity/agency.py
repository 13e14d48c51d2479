"""Whose report it is: what title, introduction and foot name, held against each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.identity.alike import (
    branch_of,
    compatible,
    may_be_misread,
    office_of,
    organ_of,
    stands_for,
    with_place,
)
from pipeline.identity.foot import Foot
from pipeline.identity.introduction import Introduced, agencies_in_introduction
from pipeline.identity.itself import Itself
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
    title: Title | None, introduced: Introduced, foot: Foot | None
) -> tuple[Title | None, Introduced, Foot | None]:
    """The same with names that differ by one misread character alike: as most of them, else as the first, print it."""
    names = [n for n in (title.agency if title else None, *introduced.names, foot.name if foot else None) if n]

    def settled(name: str) -> str:
        alike = Counter(n for n in names if n == name or may_be_misread(n, name))
        return alike.most_common(1)[0][0]

    return (
        replace(title, agency=settled(title.agency)) if title and title.agency else title,
        replace(introduced, names=tuple(dict.fromkeys(map(settled, introduced.names)))),
        replace(foot, name=settled(foot.name)) if foot and foot.name else foot,
    )


def decide_agency(title: Title | None, introduced: Introduced, foot: Foot | None, path: str, itself: Itself) -> Agency:
    """The agency that title, introduction and foot agree on; the path's where they are silent.

    Args:
        title: The report's title.
        introduced: Whom its introduction names, or the sentence that stands for one.
        foot: The date at its foot with the name, or the placeholder, beside it.
        path: The file's path, used where the report prints neither a name nor a placeholder.
        itself: What the text calls its author.
    """
    of_path = agency_of_path(path)
    owner = title.agency if title and (title.own_line or title.of_page) else None
    if title is None or owner is None:
        return _agreed(title, introduced, foot, of_path, itself)
    named = [n for n in (*introduced.names, foot.name if foot else None) if n and believable(n)]
    beside = f"title: {owner}"
    signature = foot.name if foot and foot.name in named else None
    if problem := _writes_for(owner, introduced, signature, of_path, itself):
        found = [
            *(f"introduction: {name}" for name in introduced.names[:1]),
            *([f"foot: {signature}"] * bool(signature)),
        ]
        return Agency(None, problem, "; ".join([beside, *found]))
    if not _is_the_owners(title, owner, named or ([of_path] if of_path else []), itself):
        return _agreed(title, introduced, foot, of_path, itself)
    if not named and not (of_path and itself.may_be(of_path)):
        return Agency(None, f"Beside the title stands {owner}, but the text speaks of itself as {itself}.", beside)
    told = _agreed(replace(title, agency=None), introduced, foot, of_path, itself)
    # Whose site it is may tell in which place the agency is.
    return replace(told, evidence="; ".join(t for t in (beside, told.evidence) if t))


def _writes_for(
    owner: str, introduced: Introduced, signature: str | None, of_path: str | None, itself: Itself
) -> str | None:
    """Why organs may have written or signed the report of the government beside the title; None where none may have."""
    names = [*filter(believable, introduced.names), *([signature] if signature else [])]
    organs = [name for name in names if organ_of(owner, name) and not compatible(owner, name)]
    others = [name for name in names if name not in organs]
    if not organs or not itself.may_be(owner) or (of_path and any(compatible(of_path, name) for name in organs)):
        return None
    if introduced.tells_reporter or others:
        reporter = next(
            (name for name in introduced.names if introduced.tells_reporter and compatible(owner, name)), None
        )
        doubtful = reporter and signature in organs
        return f"The introduction names {reporter}, but the foot names {signature}." if doubtful else None
    if itself.acts_as(owner):
        acting = "、".join(sorted(itself.acting))
        return f"The text speaks of itself as {acting} and may be that of {owner}, or of {organs[0]}."
    if introduced.tells_writer and not signature:
        return f"The introduction names {organs[0]} as who wrote the report, which may be that of {owner}."
    return None


def _is_the_owners(title: Title, owner: str, others: Sequence[str], itself: Itself) -> bool:
    """Whether the name beside a title is its site's owner, as the report's words for itself or other names tell."""
    denied = not itself.may_be(owner)

    def reports(name: str) -> bool:
        if denied and itself.may_be(name):
            return True
        if compatible(owner, name) or branch_of(owner, name):
            return title.of_page and len(name) > len(owner) and not office_of(owner, name)
        return title.of_page and organ_of(owner, name)

    return all(map(reports, others)) if others else not itself.nothing_denies(owner)


def _agreed(
    title: Title | None, introduced: Introduced, foot: Foot | None, of_path: str | None, itself: Itself
) -> Agency:
    """The agency of which title, introduction and foot each make a statement, or the path's."""
    signature = foot.name if foot else None
    titled = with_place(title.agency, [*introduced.names, signature or ""]) if title and title.agency else None
    chosen = titled or next(iter(introduced.names), None) or signature
    statements = _statements(title, introduced, foot, chosen)
    if of_path and all(s.part == "introduction" and says_self(s.placeholder or "") for s in statements):
        if itself.may_be(of_path):
            return Agency(of_path, None, "")
        return Agency(None, f"The file's name names {of_path}, but the text speaks of itself as {itself}.", "")
    if not statements:
        return Agency(None, "Neither title, introduction nor foot names an agency.", "")
    return _weighed(statements, chosen or "")


def _statements(title: Title | None, introduced: Introduced, foot: Foot | None, chosen: str | None) -> list[_Statement]:
    """What each part says: of names, those that are surely one, and the one that is chosen."""
    statements = []
    # Where the introduction's sentence stands for a title, it is one statement, not two that agree.
    if title and (title.agency or title.placeholder) and not agencies_in_introduction(title.text).names:
        names = (title.agency,) if title.agency else ()
        statements.append(_Statement("title", names, title.placeholder, title.own_line))
    sure = tuple(n for n in introduced.names if believable(n) or n == chosen)
    if sure or introduced.placeholder:
        statements.append(_Statement("introduction", sure, None if sure else introduced.placeholder))
    if foot and foot.name and (believable(foot.name) or foot.name == chosen):
        statements.append(_Statement("foot", (foot.name,)))
    elif foot and foot.placeholder:
        statements.append(_Statement("foot", (), foot.placeholder))
    return statements


def _agree(part: str, name: str, first: str) -> bool:
    """Whether a part of the report can name the agency that its first part names; a foot may leave out the branch."""
    return compatible(first, name) or (part == "foot" and branch_of(name, first))


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
    others = [s for s in named[1:] if not any(_agree(s.part, b, a) for a in first.names for b in s.names)]
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

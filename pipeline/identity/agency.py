"""Whose report it is: what title, introduction and foot name, held against each other.

Belongs here: whether two names can be one organ's, placeholders in a name's place, and the choice between the names a
report prints. Does not: finding these names in the text; see :mod:`pipeline.identity.titles`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.normalise import simplify

_LEVELS = "省市州盟县区旗镇乡"
_PLACEHOLDER = re.compile(
    # 某某市, ××局, **区, XX县, ○○镇, _____; a single mark only before the kind of place or organ it stands for.
    rf"某|[×✕╳□△○◯〇*xX]+(?=[{_LEVELS}局委厅院办])|[×✕╳□△○◯*]{{2,}}|[xX]{{2,}}(?![a-zA-Z])|_{{3,}}|\.{{4,}}|…{{2,}}"
    r"|[\[〔【{<(][^\])〕】}>]{0,12}(?:名称|机关|单位|部门|agency|name)[^\])〕】}>]{0,6}[\])〕】}>]"
    r"|\{\{|\$\{|(?:单位|机关|部门|机构)(?:名称|全称)|(?:填写|此处)"
)
_SELF = re.compile(r"^(?:本|我|贵|该)(?:机关|单位|部门|行政机关|局|委|办|厅|院|市|县|区|镇|乡|街道)(?:政府)?$")
_JOINERS = re.compile(r"[和与及、·“”\"\s]")
_OFFICE = re.compile(r"(?:党政|综合)*办(?:公[室厅])?$|(?<=街道)(?:办事处|(?:党)?工(?:作委员会|委))$")
_BRACKET = re.compile(r"\(([^()]*)\)")
_PLACE = re.compile(rf"^(?:[^{_LEVELS}]{{1,7}}(?:自治)?[{_LEVELS}](?!场|政(?!府|务|协)|域|块|划|建|村))+")
# A line of the text that only ends like an organ's name is no signature to hold against the title.
_PROSE = re.compile(
    r"的|将|推进|加强|落实|做好|开展|完善|提高|严格|积极|确保|认真|是|为|对|等|全面|各[部单]|召开|举办|印发|发布|公布|报送|编制|解读"
    r"|关于|信息公开|年度|报告|情况"
)
_LONGEST_NAME = 25
_TELLING = frozenset("东南西北中上下左右前后内外大小新旧老一二三四五六七八九十" + _LEVELS + "局厅委办院")


@dataclass(frozen=True, slots=True)
class Statement:
    """What one part of the report (``title``, ``introduction``, ``foot``) names: organs, or a placeholder."""

    part: str
    names: tuple[str, ...] = ()
    placeholder: str | None = None
    own_line: bool = False
    """Whether the name stood on a line of its own above a title without one: a site prints its owner there too."""


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


def placeholder_in(text: str) -> str | None:
    """The words of a template, or marks, that stand in a name's place; None where there are none."""
    if _PLACEHOLDER.search(text) or _SELF.match(text):
        return text
    return None


@lru_cache(maxsize=4_096)
def _forms(name: str) -> tuple[str, ...]:
    """The ways to compare a name: without office, joining words and brackets; what a bracket adds is one of its own."""
    flat = simplify(name)
    inside = [b for b in _BRACKET.findall(flat) if len(b) > 2]
    outside = _BRACKET.sub("", flat)
    found = []
    for form in dict.fromkeys((outside, *inside, re.sub("[()]", "", flat))):
        form = _JOINERS.sub("", form).replace("人民政府", "政府").removeprefix("中共").removeprefix("中国共产党")
        shorter = _OFFICE.sub("", form)
        found.append(shorter if len(shorter) > 1 else form)
    return tuple(found)


def _within(short: str, long: str) -> bool:
    """Whether the characters of one name stand in another in the same order: 市人社局, 市人力资源和社会保障局."""
    rest = iter(long)
    return all(c in rest for c in short)


def _split(form: str) -> tuple[str, str]:
    """A name's place and its organ; in 市财政局 the place is its level alone."""
    match = _PLACE.match(form)
    place = match.group() if match else form[:1] if form[:1] in _LEVELS else ""
    return place, form[len(place) :]


def _last_place(place: str) -> str:
    parts = re.findall(rf"[^{_LEVELS}]+[{_LEVELS}]", place)
    return parts[-1] if parts else place


def _same(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    if _within(short, long):
        return True
    (place_a, organ_a), (place_b, organ_b) = _split(a), _split(b)
    # 江苏省洪泽区 and 淮安市洪泽区: the nearest place decides.
    nearest = sorted((_last_place(place_a), _last_place(place_b)), key=len)
    if place_a and place_b and (nearest[0] == nearest[1] or nearest[0] == nearest[1][-1]):
        return _within(*sorted((organ_a, organ_b), key=len))
    return False


def compatible(a: str, b: str) -> bool:
    """Whether two printed names can be one organ's, or a government's and its office's.

    One may name fewer places, leave out words, or be the office that publishes the other's report.
    """
    return any(_same(x, y) for x in _forms(a) for y in _forms(b))


def may_be_misread(a: str, b: str) -> bool:
    """Whether recognised names may be one: a character (双汊县, 双汉县), or two of a long place, were misread.

    A seal over the foot often hides as much. Characters that tell places or organs of one kind apart (东 and 西)
    are not taken for each other, and places without a character in common are two.
    """
    different = [(x, y) for x, y in zip(a, b, strict=False) if x != y]
    if len(a) != len(b) or not different:
        return False
    if len(different) == 1:
        return len(a) >= 5 and not set(different[0]) & _TELLING
    place = _split(a)[0]
    shared = {x for x, y in zip(place, b, strict=False) if x == y} - _TELLING
    same_organ = a[len(place) :] == b[len(place) :]
    two = len(different) == 2 and len(a) >= 7 and not any(set(pair) <= _TELLING for pair in different)
    return two and same_organ and bool(shared)


def organ_of(government: str, organ: str) -> bool:
    """Whether the second name is an organ of the government (or place) that the first one names."""
    for flat in _forms(government):
        if not flat.endswith("政府") and not re.search(rf"[{_LEVELS}]$", flat):
            continue
        place = _last_place(flat.removesuffix("政府"))
        for other in _forms(organ):
            if place and (place in other or (other[0] in _LEVELS and other[0] == place[-1])):
                return True
    return False


def _fits(placeholder: str, name: str) -> bool:
    """Whether a name can be what a placeholder stands for: its printed rest is in the name."""
    rest = re.sub(r"[^\u4e00-\u9fff]|某", "", re.sub(r"[\[〔【{<(][^\])〕】}>]*[\])〕】}>]", "", placeholder))
    return (
        bool(_SELF.match(placeholder)) or "名称" in rest or _within(rest.replace("人民政府", "政府"), _forms(name)[0])
    )


def believable(name: str) -> bool:
    """Whether a line is surely a name, so that it can contradict another one."""
    return len(name) <= _LONGEST_NAME and not _PROSE.search(name)


def _shown(statements: Sequence[Statement]) -> str:
    return "; ".join(f"{s.part}: {s.names[0] if s.names else s.placeholder}" for s in statements)


def names_in(evidence: str) -> list[str]:
    """The names that an :class:`Agency`'s evidence lists."""
    return [part.partition(": ")[2] for part in evidence.split("; ") if ": " in part]


def decide(statements: Sequence[Statement], chosen: str | None, of_path: str | None) -> Agency:
    """Choose the agency.

    Args:
        statements: Of title, introduction and foot, in this order; those that name nothing are left out.
        chosen: The name to publish where the statements agree.
        of_path: The name in the file's path, used where the report prints neither a name nor a placeholder.
    """
    evidence = _shown(statements)
    named = [s for s in statements if s.names]
    if not named:
        if statements:
            problem = f"Where the agency's name should stand, a placeholder is printed ({statements[0].placeholder})."
            return Agency(None, problem, evidence)
        if of_path is None:
            return Agency(None, "Neither title, introduction nor foot names an agency.", "")
        return Agency(of_path, None, "")
    name = chosen or named[0].names[0]
    for blank in (s for s in statements if not s.names and s.placeholder):
        if not any(_fits(blank.placeholder or "", n) for s in named for n in s.names):
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

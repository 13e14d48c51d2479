"""Two printed names held against each other: whether they can be one agency's, and which of them says more.

Names are cut into place, organ and office for that; which division a place is does not matter here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from pipeline.identity.names import says_self
from pipeline.identity.organs import GOVERNMENT, canonical
from pipeline.identity.words import DIVISIONS, KINDS, kind_of, one_work
from pipeline.normalise import simplify
from pipeline.normalise.characters import is_within

_JOINERS = re.compile(r"[和与及、·“”\"\s]")
_OFFICE = re.compile(r"(?:党政|综合)*办(?:公[室厅])?$|(?<=街道)(?:办事处|(?:党)?工(?:作委员会|委))$")
_BRANCH = re.compile(r"[^局]{2,8}分局")
_OWN_OFFICE = re.compile(r"(?:党政|综合)?办(?:公[室厅])?")
_BRACKET = re.compile(r"\(([^()]*)\)")
_ANY_ORGAN = re.compile(r"管理|(?<!^)行政|事务|(?<!政务)服务|综合|执法|监督|委员会|[局厅委]$")
_FORMER = [re.compile("|".join(words)) for words in one_work()]
_PLACE = re.compile(rf"^(?:[^{KINDS}]{{1,7}}(?:自治)?{kind_of()})+")
_NO_PLACE = re.compile(
    r"^[省市县区镇乡]?(?:人民)?政府(?:办公[室厅])?$"
    rf"|^[省市县区]?[^{KINDS}]{{1,12}}(?:局|委|委员会|厅|办|中心)$"
)
_ONLY_PLACE = re.compile(r"^[^省市县区镇乡局委办]{1,6}[省市县区镇乡]$")
_TOWN = re.compile(rf"(?:[^{KINDS}]{{1,7}}(?:自治)?[{DIVISIONS}])*[^{KINDS}]{{2,5}}[镇乡](?:政府)?")
_TELLING = frozenset("东南西北中上下左右前后内外大小新旧老一二三四五六七八九十" + KINDS + "局厅委办院")


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


def _split(form: str) -> tuple[str, str]:
    """A name's place and its organ; in 市财政局 the place is its level alone."""
    match = _PLACE.match(form)
    place = match.group() if match else form[:1] if form[:1] in KINDS else ""
    return place, form[len(place) :]


def _last_place(place: str) -> str:
    parts = re.findall(rf"[^{KINDS}]+[{KINDS}]", place)
    return parts[-1] if parts else place


def _same(a: str, b: str) -> bool:
    if is_within(*sorted((a, b), key=len)):
        return True
    (place_a, organ_a), (place_b, organ_b) = _split(a), _split(b)
    # 江苏省洪泽区 and 淮安市洪泽区: the nearest place decides.
    nearest = sorted((_last_place(place_a), _last_place(place_b)), key=len)
    if place_a and place_b and (nearest[0] == nearest[1] or nearest[0] == nearest[1][-1]):
        return is_within(*sorted((organ_a, organ_b), key=len))
    return False


def compatible(a: str, b: str) -> bool:
    """Whether two printed names can be one organ's, or a government's and its office's.

    One may name fewer places, leave out words, or be the office that publishes the other's report.
    """
    return any(_same(x, y) and not (_is_branch(x, y) or _is_branch(y, x)) for x in _forms(a) for y in _forms(b))


def branch_of(organ: str, name: str) -> bool:
    """Whether the second name is that of a branch of the first one's, with a report of its own: 生态环境局鹤渚分局."""
    return any(_is_branch(x, y) for x in _forms(organ) for y in _forms(name))


def _is_branch(organ: str, name: str) -> bool:
    return name.startswith(organ) and _BRANCH.fullmatch(name, len(organ)) is not None


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
        if not flat.endswith(("政府", *KINDS)):
            continue
        place = _last_place(flat.removesuffix("政府"))
        for other in _forms(organ):
            if place and (place in other or (place[-1] in KINDS and other.startswith(place[-1]))):
                return True
    return False


def may_be_called(kind: str, name: str) -> bool:
    """Whether who speaks of 我局 or 我镇 can bear a name: no government is a 局, and a town is none of another kind."""
    for form in _forms(name):
        if form.endswith(("政府", *KINDS)) or kind in {"镇", "乡", "街道"}:
            if form.removesuffix("政府").endswith(kind):
                return True
        else:
            return True
    return False


def are_surely_two(name: str, own: str) -> bool:
    """Whether two printed names are two agencies' for certain, and the first one not what the second is an organ of.

    Other words for one work (国土资源, 自然资源) may be an agency's former name, and so may a place of another kind
    (望川县, 望川区); forms of offices above bear their names. Names are as printed, not recognised; that of a
    place alone is its government's.
    """
    own = own if any(_split(form)[1] for form in _forms(own)) else f"{own}人民政府"
    if compatible(name, own) or organ_of(name, own) or _OFFICE.search(name):
        return False
    return all(_differ(x, y) for x in _forms(name) for y in _forms(own))


def _differ(a: str, b: str) -> bool:
    (place_a, organ_a), (place_b, organ_b) = _split(a), _split(b)
    if _TOWN.fullmatch(a) and not _TOWN.fullmatch(b) and _last_place(place_a)[:-1] not in b:
        return True  # below what the other is, or beside it
    work_a, work_b = _work(organ_a), _work(organ_b)
    if work_a == work_b:
        near, far = _last_place(place_a), _last_place(place_b)
        return len(near) > 1 and len(far) > 1 and near[-1] == far[-1] and near[:-1] != far[:-1]
    share = any(work_a[n : n + 2] in work_b for n in range(len(work_a) - 1))
    return bool(organ_a) and not share and not any(f.search(work_a) and f.search(work_b) for f in _FORMER)


def _work(organ: str) -> str:
    """What an organ is for: its name less the words that any may have."""
    return _ANY_ORGAN.sub("", canonical(organ).replace(GOVERNMENT, "政府")) or "政府"


def office_of(organ: str, name: str) -> bool:
    """Whether the second name is that of the first one's own office, which signs its report."""
    return name.startswith(organ) and _OWN_OFFICE.fullmatch(name, len(organ)) is not None


def stands_for(placeholder: str, name: str) -> bool:
    """Whether a name can be what a placeholder stands for: its printed rest is in the name."""
    rest = re.sub(r"[^\u4e00-\u9fff]|某", "", re.sub(r"[\[〔【{<(][^\])〕】}>]*[\])〕】}>]", "", placeholder))
    return says_self(placeholder) or "名称" in rest or is_within(rest.replace("人民政府", "政府"), _forms(name)[0])


def with_place(name: str, others: Sequence[str]) -> str:
    """A name; where it names no place (水利局) or nothing else (东港区), the fuller one among the others."""
    if not (_NO_PLACE.match(name) or _ONLY_PLACE.match(name)):
        return name
    fuller = (o for o in others if o != name and (o.endswith(name) or (name in o and o.endswith("政府"))))
    return next(fuller, name)

"""The bodies of a place: one way of writing for each, and names that are no one's alone.

Belongs here: what is left of an agency's name without its place. Does not: finding the place; see
:mod:`pipeline.identity.agency_id`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.identity.words import DIVISIONS, KINDS, any_of, kind_of, written_shorter

GOVERNMENT = "人民政府"
OFFICE = "人民政府办公室"
"""The bodies of a place's government and of its office: two reporters, never one."""

_NOISE = re.compile(r"[\s·、,，“”\"'《》]+")
_BRACKETED = re.compile(r"(\([^()]*\)|\[[^\[\]]*\])")
_LEVEL_WORD = re.compile(r"^(?:[省市州盟县区旗]|自治[区州县])?级(?=.)")
_PARTY = re.compile(r"^(?:(?:区|市|县|省|州)?委(?:员会)?)(?=$|[办宣组统政老党机网编巡外社直])")
_JOIN = re.compile(r"(?<=[\u4e00-\u9fff]{2})[和与及](?=[\u4e00-\u9fff]{2})")
_SHORTER = [(re.compile(pattern), full) for pattern, full in written_shorter()]
_TOWN = re.compile(
    r"^(?P<name>[^省县旗]{1,10}?(?:镇|乡|街道|苏木))"
    r"(?:$|(?:人民)?政府|办(?:事处)?(?:$|党)|党|综合|便民|社区|社会|应急|财政|经济|农业|平安|城[市乡])"
)
_ZONE = re.compile(any_of("zone"))
_ZONE_WORDS = re.compile(any_of("zone_is_called"))
_COMMON_AREA = re.compile(f"{any_of('no_place')}$")
_KIND = rf"(?P<kind>自治{kind_of('区州县旗')}|{kind_of(DIVISIONS)})"
_UNKNOWN_PLACE = re.compile(rf"^(?P<stem>[^{KINDS}()]{{1,12}}?)(?:地区|{_KIND})")
_NATIONAL = re.compile(any_of("national"))
_OF_A_KIND = re.compile(rf"(?P<stem>.*?){any_of('of_a_kind')}$")
_COMMON_STEM = re.compile(rf"^{any_of('of_a_kind_is_called')}*$")
_ONE_IN_A_COUNTY = re.compile(r"(?:局|委员会|厅|办|办公室|人民政府|法院|检察院|联合会|总工会)$")
_ONE_OF_MANY = re.compile(r"^(?:镇|乡|街道|本|我|党政|综合|人民政府$|人民政府办公室$)|[居村]民|分局$")
_OF_LEVEL = re.compile(rf"^{_KIND}(?=.)")


@lru_cache(maxsize=65_536)
def canonical(rest: str) -> str:
    """One way to write a body: 政府办 is 人民政府办公室, 发改局 is 发展改革局; nothing at all is the government.

    Bodies that may differ stay apart: 教育局 and 教育和体育局, 人民政府 and 人民政府办公室, 人民政府(本级).
    """
    parts = _BRACKETED.split(_NOISE.sub("", rest))
    return "".join(part if part[:1] in {"(", "["} else _plain(part, first=i == 0) for i, part in enumerate(parts))


def _plain(text: str, first: bool) -> str:
    if not text:
        return GOVERNMENT if first else ""
    if first:
        text = _PARTY.sub("党委", _LEVEL_WORD.sub("", text))
    if not town_in(text):
        text = _JOIN.sub("", text)
    for pattern, full in _SHORTER:
        text = pattern.sub(full, text)
    return text


def town_in(rest: str) -> str | None:
    """The town or subdistrict that a name without its county begins with (岔河镇人民政府); None where it names none."""
    match = _TOWN.match(rest)
    return match["name"] if match and match["name"] not in {"城乡", "乡镇", "村镇", "城镇"} else None


def unknown_place(rest: str) -> bool:
    """Whether the text begins with what looks like a province, city, county or district (望川县水利局).

    An area inside one (高新区管委会) and a common word (智慧城市) do not.
    """
    match = _UNKNOWN_PLACE.match(rest)
    if match is None or _COMMON_AREA.search(match.group()):
        return False
    return len(match["stem"]) > 1 or match["kind"] == "县"


def by_name(name: str) -> str:
    """A name whose places the table does not know, written in one way: its places and its body, 望川县-水利局."""
    places = ""
    while unknown_place(name) and (match := _UNKNOWN_PLACE.match(name)):
        places, name = places + match.group(), name[match.end() :]
    return f"{places}-{canonical(name)}" if places else canonical(name)


def zone_alone(rest: str) -> bool:
    """Whether only an area's committee is named and nothing else of it: after 滨海新区, 管委会."""
    return rest.startswith(("管委会", "管理委员会", "党工委"))


def in_zone(rest: str) -> bool:
    """Whether the text begins with an area that is no division: 经济技术开发区管委会, 太湖新城教育局."""
    match = _ZONE.search(rest)
    return match is not None and match.start() < 14


def distinctive(name: str) -> bool:
    """Whether a name without any division is one body's alone: 国家铁路局, 复旦大学, 雄安新区管委会; not 教育局."""
    if _NATIONAL.match(name):
        return True
    kind = _OF_A_KIND.match(name)
    if kind:
        return len(kind["stem"]) > 1 and not _COMMON_STEM.match(kind["stem"])
    zone = _ZONE.search(name)
    return zone is not None and len(_ZONE_WORDS.sub("", name[: zone.end()])) > 1


def one_in_a_county(body: str) -> bool:
    """Whether a county or city has only one such body, so that its place makes it known: 财政局, not 中心小学."""
    return bool(_ONE_IN_A_COUNTY.search(body)) and not _ONE_OF_MANY.search(body)


def of_level(name: str) -> tuple[str, str]:
    """A name's leading kind of place, or nothing, and the rest: 市, 财政局 of 市财政局."""
    match = _OF_LEVEL.match(name)
    return (match["kind"], name[match.end() :]) if match else ("", name)

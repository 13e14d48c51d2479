"""One identity for one agency, however its name is printed.

An identity is the code of the agency's division and its body, freed of place and script: 淮安市洪泽区人民政府 and
洪泽区人民政府 are ``320813-人民政府``, 淮安市人民政府 is ``320800-人民政府``. A name outside of the table of
divisions is its own identity (``name:望川县-水利局``). A name that several agencies bear (鼓楼区教育局, 市财政局), and
whose place the same report does not tell, is nobody else's: ``report:0123456789abcdef:市财政局``.

Two agencies under one identity would make false alarms, one agency under two only leaves something unsaid: what is in
doubt stays apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

from pipeline.identity.divisions import FIRST_YEAR, Division, Divisions, Rank, divisions
from pipeline.identity.organs import (
    GOVERNMENT,
    OFFICE,
    by_name,
    canonical,
    distinctive,
    in_zone,
    of_level,
    one_in_a_county,
    town_in,
    unknown_place,
    zone_alone,
)
from pipeline.normalise import clean, simplify

BY_NAME, ALONE = "name:", "report:"
"""What an identity begins with that is a name alone, and one that no other report can share."""

_NOISE = re.compile(r"[\s·“”\"'《》_]+")
_OVER_ALL = re.compile(r"^(?:中国共产党|中共|中华人民共和国)(?=.{4})")
_TAX = re.compile(r"^国家税务总局(?=.{2,}税务局$)")
# 朝阳市场监督管理局 may be 朝阳区's; so that its 市 is no kind of place.
_WORD_ACROSS = {
    "市": re.compile(
        r"场(?:[监发化]|管理|服务|建设|开发)|容(?:环境|市貌|管理|园林|监察|和|局)|域社会"
        r"|政(?:公用|园林|工程|建设|设施|管理|维护|环|局|处|道路|养护|公司)|民(?:服务|中心|热线|广场|卡|之家)"
    ),
    "区": re.compile(r"[域块划]"),
    "城区": re.compile(r"[域块划]|建设|管理|改造|更新|绿化|环境|园林|综合"),
    "县": re.compile(r"域"),
}
# A report may also speak of another place of its name; an address is its own.
_ADDRESS_BEFORE = re.compile(r"地址|位于|住所|邮寄|寄至")
_ROAD = re.compile(r"[^,，。;；、:：]{1,10}?(?:路|街|巷|大道|大厦|号)")
_BEFORE_A_NAME = re.compile(r"^[^\u4e00-\u9fff]+|^(?:20\d\d)?年度?")


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose report it is: the stable id, and the division's code where one is known."""

    agency_id: str
    division_code: str | None


@dataclass(frozen=True, slots=True)
class _Named:
    """What a text's beginning says about a place.

    Attributes:
        places: the divisions it can mean; empty where it names none.
        rest: the text behind.
        sure: whether the place is told by the text alone.
    """

    places: tuple[Division, ...]
    rest: str
    sure: bool


def _chains(table: Divisions, text: str) -> Iterator[tuple[int, Division | None, bool]]:
    """Every way to read divisions from the text's start, each part of the one before: end, division, has a parent.

    The division is None where the kind of place may belong to the word behind it.
    """
    todo: list[tuple[int, Division | None]] = [(0, None)]
    while todo:
        start, parent = todo.pop()
        for length in range(2, min(table.longest, len(text) - start) + 1):
            piece, end = text[start : start + length], start + length
            across = _WORD_ACROSS.get(piece, _WORD_ACROSS.get(piece[-1]))
            doubtful = across is not None and across.match(text, end) is not None
            for place in table.named(piece):
                if _part_of(place, parent):
                    yield end, None if doubtful else place, parent is not None
                    todo.append((end, place))
            # 江苏淮安市: without its kind only before a place inside it that has one.
            for place in table.short(piece):
                if _part_of(place, parent):
                    todo.append((end, place))


def _part_of(place: Division, parent: Division | None) -> bool:
    return parent is None or (place.code != parent.code and place.rank > parent.rank and place.within(parent))


@lru_cache(maxsize=65_536)
def _named(year: int, text: str) -> _Named:
    """The place a text begins with: its longest reading."""
    found = list(_chains(divisions(year), text))
    if not found:
        return _Named((), text, False)
    end = max(e for e, _, _ in found)
    longest = [(place, nested) for e, place, nested in found if e == end and place is not None]
    places = tuple(dict.fromkeys(place for place, _ in longest))
    if not places:
        return _Named((), text, False)
    sure = len(places) == 1 and (not places[0].needs_parent or any(nested for _, nested in longest))
    return _Named(places, text[end:], sure)


def _flat(name: str) -> str:
    return _NOISE.sub("", simplify(clean(name)))


def _narrow(places: Sequence[Division], by: Iterable[Division]) -> tuple[Division, ...]:
    """Those of the places that lie in (or are) one of the others."""
    others = tuple(by)
    return tuple(p for p in places if any(p.within(other) for other in others))


class _Path:
    """What the folders and the file's name say about the place.

    Attributes:
        places: the divisions that all parts together can mean; empty where they name none or contradict each other.
        sure: whether the parts tell one place.
        areas: towns, areas and places outside of the table that the parts name.
    """

    def __init__(self, year: int, path: str) -> None:
        self.places: tuple[Division, ...] = ()
        self.sure = False
        self.areas: set[str] = set()
        table = divisions(year)
        for part in PurePosixPath(path).parts:
            text = _BEFORE_A_NAME.sub("", _flat(PurePosixPath(part).stem))
            named = _named(year, text)
            if not named.places and table.short(text):
                named = _Named(table.short(text), "", len(table.short(text)) == 1)
            if area := _area(named.rest):
                self.areas.add(area)
            if not named.places:
                continue
            inside = _narrow(named.places, self.places) if self.places else named.places
            if inside:
                self.sure = len(inside) == 1 and (named.sure or bool(self.places))
                self.places = inside
            elif not _narrow(self.places, named.places):
                self.places, self.sure = (), False
                return

    def place_for(self, kind: str, body: str, town: str | None) -> Division | None:
        """The place of a name that has none: that of the folders, where nothing below it can be meant."""
        if not self.sure or self.areas - {town}:
            return None
        place = self.places[0]
        if place.rank is Rank.COUNTY or not place.parts:
            return place
        if kind:
            return place if kind not in place.parts else None
        return place if place.rank is Rank.PROVINCE and body.endswith("厅") else None


def _area(rest: str) -> str | None:
    """What stands behind a place and is smaller than a county, or no division at all."""
    return town_in(rest) or (rest if unknown_place(rest) or in_zone(rest) else None)


def _fits_kind(place: Division, kind: str) -> bool:
    if kind in {"区", "县", "旗"} and place.rank is not Rank.COUNTY:
        return False
    return place.name.endswith(kind)


def identify_agency(name: str, year: int, report_id: str, others: Sequence[str] = (), path: str = "") -> Identity:
    """The identity of a report's agency.

    Args:
        name: The agency's name as printed.
        year: The report-year, whose divisions count; beyond the table's last year the last one's do. 0 where it cannot
            be told: then no division is.
        report_id: The report, for a name that may be anyone's.
        others: Names that title, introduction and foot print; they tell the place where the name does not.
        path: The report's path, asked last.

    Returns:
        The identity. It is the same for the full, the short and the traditional form of a name.

    Raises:
        RuntimeError: the package with the table of divisions is not there.
    """
    flat = _TAX.sub("", _OVER_ALL.sub("", _flat(name)))
    by_its_name = Identity(BY_NAME + by_name(flat), None)
    if year < FIRST_YEAR:
        return by_its_name
    named = _named(year, flat)
    if not named.places:
        if unknown_place(flat) or (not town_in(flat) and (distinctive(flat) or divisions(year).mentions(flat))):
            return by_its_name
        return _of_a_place(flat, year, others, path) or _alone(report_id, flat)
    if unknown_place(named.rest) or _names_a_part(year, named):
        return by_its_name
    place = named.places[0] if named.sure else _told_by_others(named, year, others, path)
    # 滨海新区管委会: a district of the table has a government; and two counties of a city may have towns of one name.
    if place is None or (zone_alone(named.rest) and not _nested(flat, year)) or (place.parts and town_in(named.rest)):
        return _alone(report_id, flat)
    return Identity(f"{place.code}-{canonical(named.rest)}", place.code)


def _alone(report_id: str, flat: str) -> Identity:
    return Identity(f"{ALONE}{report_id}:{canonical(flat)}", None)


def _of_a_place(flat: str, year: int, others: Sequence[str], path: str) -> Identity | None:
    """The identity of a name without a place (市财政局, 岔河镇人民政府) where the report tells the place."""
    town = town_in(flat)
    kind, rest = ("", flat) if town else of_level(flat)
    body = canonical(rest)
    if not (town or one_in_a_county(body) or (kind and body in {GOVERNMENT, OFFICE})):
        return None
    place = _place_from_others(year, others) or _Path(year, path).place_for(kind, body, town)
    if place is None or not _fits_kind(place, kind) or (place.parts and town):
        return None
    return Identity(f"{place.code}-{body}", place.code)


def place_in_text(name: str, year: int, text: str) -> str | None:
    """A name's place with its parent as an address in the text prints it, where the name tells too little.

    Args:
        name: The agency's name.
        year: The report-year.
        text: The report's paragraphs.

    Returns:
        None where the name tells its place itself, and where addresses name none or several of those it can mean.
    """
    named = _named(year, flat := _flat(name)) if year >= FIRST_YEAR else _Named((), "", False)
    if named.sure or not named.places:
        return None
    table, text = divisions(year), re.sub(r"\s+", "", text)
    printed = flat[: len(flat) - len(named.rest)]
    ends = (printed[start:] for start in range(len(printed) - 1, -1, -1))
    own = next(end for end in ends if named.places[0] in table.named(end))
    found = {}
    for match in re.finditer(re.escape(own), text):
        if not (
            _ADDRESS_BEFORE.search(text, max(0, match.start() - 20), match.start()) or _ROAD.match(text, match.end())
        ):
            continue
        for start in range(max(0, match.start() - table.longest), match.start()):
            piece = text[start : match.end()]
            for end, place, nested in _chains(table, piece):
                if nested and end == len(piece) and place in named.places:
                    found[place] = piece
    return next(iter(found.values())) if len(found) == 1 else None


def _names_a_part(year: int, named: _Named) -> bool:
    """Whether a county without its kind stands behind the place: 淮安市洪泽教育局 is not 淮安市's."""
    if in_zone(named.rest) or town_in(named.rest) or named.rest.startswith("公安"):
        return False  # 公安县 shares its name with every police.
    table = divisions(year)
    starts = (named.rest[:length] for length in range(2, 7))
    return any(_narrow(table.short_county(start), named.places) for start in starts)


def _nested(flat: str, year: int) -> bool:
    """Whether the name's place stands behind another one that it is part of."""
    return any(nested for _, _, nested in _chains(divisions(year), flat))


def _told_by_others(named: _Named, year: int, others: Sequence[str], path: str) -> Division | None:
    """Which of several places of one name it is: the one inside what the report's other names say, or its path."""
    said = [_narrow(named.places, places) for other in others if (places := _sure_places(year, other))]
    if not said:
        of_path = _Path(year, path)
        above = of_path.places if of_path.sure else tuple(p for p in of_path.places if p not in named.places)
        said = [_narrow(named.places, above)]
    found = set(said)
    return said[0][0] if len(found) == 1 and len(said[0]) == 1 else None


def _sure_places(year: int, text: str) -> tuple[Division, ...]:
    named = _named(year, _TAX.sub("", _flat(text)))
    return named.places if named.sure else ()


def _place_from_others(year: int, others: Sequence[str]) -> Division | None:
    """The one place that the report's other names stand for, where none of them is a town's or an area's."""
    found = set()
    for other in others:
        named = _named(year, _TAX.sub("", _flat(other)))
        if named.sure and not _area(named.rest):
            found.add(named.places[0])
    return found.pop() if len(found) == 1 else None

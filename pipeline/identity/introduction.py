"""The agency that a report's introduction names as its author, or the first sentence of its overview."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.identity.names import begins_with_place, believable, clean_agency, compact, placeholder_in
from pipeline.identity.words import DIVISIONS, any_of

_AUTHOR = r"(?P<agency>[\u4e00-\u9fff]{3,30}?(?:\((?!以下)[\u4e00-\u9fff、]{2,24}\))?)"
_NAME = r"(?P<agency>[\u4e00-\u9fff]{3,30}?)"
_PUBLISHED = r"(?:现公[布开]|现将|公布|发布|编制)了?"
_ALSO_CALLED = r"(?:\(以下[^()]*\))?"
_JOINTLY = rf"{_ALSO_CALLED}(?:(?:结合|综合(?!办)|汇总|负责|会同)[^,。;]{{0,30}},?)?"
_OWN = r"本(?:年度)?(?:报告|年报)(?:是)?"
_BY = r"(?:根据|按照|依据|依照)"
_OF_A_REPORT = r"(?:20\d\d年(?:度)?)?的?(?:政府信息公开)?(?:工作)?年度报告"
_REPORTER = [
    re.compile(pattern)
    for pattern in (
        rf"(?:现公[布开]|社会公开|现将|公布|发布|编制)了?的?{_AUTHOR}{_ALSO_CALLED}20\d\d年(?:度)?(?:政府)?信息公开",
        rf"{_PUBLISHED}20\d\d年(?:度)?{_NAME}(?:政府)?信息公开(?:工作)?(?:年度报告|情况)",
        rf"{_OWN}[为系]?{_AUTHOR}{_OF_A_REPORT}",
        r"(?:^|。)(?P<agency>[\u4e00-\u9fff]{4,30}?)20\d\d年(?:度)?政府信息公开(?:工作)?年度报告"
        rf"(?:\([^()]{{2,20}}\)是?(?:由|{_BY})|是{_BY})",
    )
]
"""Where an introduction names whose report it is, and nothing but a name can stand there."""
_COMPILER = [
    re.compile(pattern)
    for pattern in (
        rf"{_OWN}由{_AUTHOR}{_JOINTLY}(?:{_BY}|编制)",
        rf"{_OWN}{_BY}[^。;]{{2,120}},由{_AUTHOR}{_JOINTLY}(?:编制|编写)",
    )
]
"""Where only a name can stand, too, but an organ may have written for its government."""
_OFTEN_A_NAME = re.compile(
    rf"(?:[\u4e00-\u9fff]*(?<!自)由)?{_NAME}(?:特向社会公布|现向社会公布|(?<!关于)编制(?:了)?(?:本|《|20\d\d年))"
)
_NAME_MARKS = tuple("×✕╳□△○◯*xX_])】〕}")
_BLANK_NAME = re.compile(
    r"(?:现公布|现将|公布|发布|编制|本(?:年度)?报告(?:是)?由)(?P<agency>[^,，。;；:：]{2,30}?)"
    rf"(?:(?:20\d\d|[×xX*_○〇]{{2,}})年(?:度)?政府信息公开|{_BY}|编制)"
)
_TOWNS_OFFICE = re.compile(r"(?<=[镇乡府处道])(?:党政综合|党政|综合)办(?:公室)?$")
"""Who writes a town's report; it has none of its own."""
_OVERVIEW = re.compile(
    r"总体情况(?:\(?一\)?[^,。]{0,12}(?:情况|公开)?。?)?(?:20\d\d年(?:度)?(?:以?来)?,)?" + _NAME + any_of("at_work")
)
"""The first sentence of the first section: 2022年, who did what."""


@dataclass(frozen=True, slots=True)
class Introduced:
    """Whom an introduction names.

    Attributes:
        names: the report's authors.
        placeholder: what stands in such a name's place.
        tells_reporter: whether it says whose report it is.
        tells_writer: whether it says no more than who wrote it, as an organ may do for its government.
    """

    names: tuple[str, ...] = ()
    placeholder: str | None = None
    tells_reporter: bool = False
    tells_writer: bool = False


def agencies_in_introduction(text: str) -> Introduced:
    """The agencies that an introduction names as the report's author, or a placeholder in such a name's place."""
    flat = compact(text)

    def named_by(patterns: Iterable[re.Pattern[str]], placed: bool = True) -> list[str]:
        found = [
            clean_agency(m["agency"], placed=placed)
            for pattern in patterns
            for m in pattern.finditer(flat)
            if flat[m.start("agency") - 1 : m.start("agency")] not in _NAME_MARKS  # ××市财政局: not 市财政局
        ]
        return [_TOWNS_OFFICE.sub("", n) for n in found if n and (placed or believable(n))]

    reporters = named_by(_REPORTER)
    names = dict.fromkeys([*reporters, *named_by(_COMPILER), *named_by([_OFTEN_A_NAME], placed=False)])
    blanks = (placeholder_in(m["agency"].strip()) for m in _BLANK_NAME.finditer(flat))
    return Introduced(
        tuple(names), next((b for b in blanks if b), None), bool(reporters), bool(names and not reporters)
    )


def agency_in_overview(text: str, beside_owner: bool) -> list[str]:
    """Whose work the first sentence of the first section tells, for reports that name their author nowhere else.

    Beside a site's owner, which tells the place, 区财政局 is a name, too, but 区政务公开办公室 is its office.
    """
    match = _OVERVIEW.search(compact(text))
    name = clean_agency(match["agency"]) if match else None
    if not name or not believable(name) or (beside_owner and "公开" in name):
        return []
    return [name] if begins_with_place(name) or (beside_owner and name[0] in DIVISIONS) else []

"""Titles of reports, and the agency that a title, an introduction or a foot names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Levenshtein

from pipeline.identity.agency import believable, placeholder_in
from pipeline.identity.dates import YEAR, with_arabic_dates

_SUBJECT = r"(?:主动公开)?(?:政[府务])?信息(?:主动)?公开"
_TITLE_WORDS = re.compile(
    rf"(?:的)?{_SUBJECT}(?:工作)?(?:情况)?(?:的)?(?:年度)?(?:工作)?(?:情况)?(?:的)?(?:年度)?(?:总结)?(?:报告|年报)(?:的公告|的公示|公布)?"
)
# 政府信息公开工作2023年度报告: the year inside.
_YEAR_INSIDE = re.compile(rf"({_SUBJECT}(?:工作)?)[(]?20\d\d(?:年度|年|度)[)]?((?:工作|情况|的)*(?:报告|年报))")
# 2022年年, 2022年度年, 2023政府信息公开: a year typed once too often or without its word.
_MISTYPED_YEAR = re.compile(r"(?<=20\d\d)(?:年度?年度?|度年|(?=(?:政[府务])?信息))(?!度)")
_OFFICIAL_WORDS = "政府信息公开工作年度报告"
_MISTYPED_WORDS = re.compile(r"政?[府务]?信息[^\d年]{2,5}年度?报告$")
_YEAR_WORDS = re.compile(r"[(\[〔【]?20\d\d(?:年度|年|度)[)\]〕】]?")
_LEADING = re.compile(
    r"^(?:【[^】局委府处院会所队办]{1,8}】|关于|并?(?:向社会)?(?:公[布开]|发布)|印发|现将|现公布|转发|附件\d*[:.、]?|当前位置[:]?.*>|标题[:]?|名称[:]?)+"
)
_TRAILING = re.compile(r"(?:关于|的|本级\)?|公布|发布)$")
ORGANISATION = re.compile(
    r"^[\u4e00-\u9fff〇○()·、“”\"]{2,40}?(?:人民政府|政府|办公[室厅]|委员会|办事处|管委会|管理[局处所]|[局厅委办院所队处站社署部室会馆园司校行庭台]|中心|区|县|市|镇|乡|街道|大学|学院|中学|小学|医院|集团|公司|支队|大队|总队|[林农牧渔茶马]场|监狱|海关|水库|基地|[〇○一二三四五六七八九十百\d]+[师团])(?:\([\u4e00-\u9fff、]{2,20}\))?$"
)
# Bodies have many more endings than a list can hold; behind a place, and where only a name can stand, any will do.
_PLACED = re.compile(
    r"^[\u4e00-\u9fff]{1,8}?(?:[省市县旗]|自治[州县旗]|(?<!地|社|片|园|校|小|街)区)(?![场容域块划内外长委])[\u4e00-\u9fff]{2,18}(?:\([\u4e00-\u9fff、]{2,20}\))?$"
)
_SURE_ENDING = re.compile(r"(?:[局厅委办院会镇乡]|政府|街道|中心)$")
_NOT_NAME = re.compile(
    # A site's name and an office that may be anyone's are no reporter's.
    r"[。;,:?!]|网站|门户|频道|专栏|^(?:政府|党政|综合)*(?:办公[室厅]|办事处|委员会)$"
    r"|^(?:本|我|全|各|该|其)(?!溪|州|县)|^(?:国务院|中华人民共和国)(?:办公厅)?$"
)
_COLUMNS = re.compile(r"\s{4,}")
_SITE = re.compile(r"\s*[-_|—–>»]\s*")
# Where an introduction names the author, and whether nothing but a name can stand there.
_AUTHOR = r"(?P<agency>[\u4e00-\u9fff]{3,30}?(?:\([\u4e00-\u9fff、]{2,24}\))?)"
_ALSO_CALLED = r"(?:\(以下[^()]*\))?"
_JOINTLY = rf"{_ALSO_CALLED}(?:(?:结合|综合(?!办)|汇总|负责|会同)[^,。;]{{0,30}},?)?"
_OWN = r"本(?:年度)?(?:报告|年报)(?:是)?"
_INTRODUCED = (
    (
        re.compile(
            r"(?:现公[布开]|社会公开|现将|公布|发布|编制)了?(?P<agency>[\u4e00-\u9fff]{3,30}?)"
            rf"{_ALSO_CALLED}20\d\d年(?:度)?(?:政府)?信息公开"
        ),
        True,
    ),
    (
        re.compile(
            r"(?:现公[布开]|现将|公布|发布|编制)了?20\d\d年(?:度)?(?P<agency>[\u4e00-\u9fff]{3,30}?)"
            r"(?:政府)?信息公开(?:工作)?(?:年度报告|情况)"
        ),
        True,
    ),
    (re.compile(rf"{_OWN}由{_AUTHOR}{_JOINTLY}(?:根据|按照|依据|依照|编制)"), True),
    (
        re.compile(rf"{_OWN}(?:根据|按照|依据|依照)[^。;]{{2,120}},由{_AUTHOR}{_JOINTLY}(?:编制|编写)"),
        True,
    ),
    (
        re.compile(
            r"(?:^|。)(?P<agency>[\u4e00-\u9fff]{4,30}?)20\d\d年(?:度)?政府信息公开(?:工作)?年度报告"
            r"(?:\([^()]{2,20}\)是?(?:由|根据|按照|依据|依照)|是(?:根据|按照|依据|依照))"
        ),
        True,
    ),
    (
        re.compile(r"(?P<agency>[\u4e00-\u9fff]{3,30}?)(?:特向社会公布|现向社会公布|编制(?:了)?(?:本|《|20\d\d年))"),
        False,
    ),
)
_TOWNS_OFFICE = re.compile(r"(?<=[镇乡府处道])(?:党政综合|党政|综合)办(?:公室)?$")
"""Who writes a town's report; it has none of its own."""
_OVERVIEW = re.compile(
    r"总体情况(?:\(?一\)?[^,。]{0,12}(?:情况|公开)?。?)?(?:20\d\d年(?:度)?(?:以?来)?,)?(?P<agency>[\u4e00-\u9fff]{3,30}?)"
    r"(?:在[^。]{2,40}(?:领导|指导)下|以习近平|认真|严格|坚持|深入|全面|积极|始终|高度重视|紧紧围绕|持续|切实|扎实|依照|按照|根据)"
)
"""The first sentence of the first section: 2022年, who did what."""
_IN_A_PLACE = re.compile(r"(?![省市县区州盟旗镇乡])[\u4e00-\u9fff]{1,8}?[省市县区州盟旗镇乡街]")


# Marks of emphasis are dropped from a title, a name's replaced beginning (**区财政局) is not.
_STARRED = re.compile(r"^[#|·]*(\*+)(?=[省市州县区镇乡局委厅院])")
_NAME_MARKS = tuple("×✕╳□△○◯*xX_])】〕}")
_BLANK_NAME = re.compile(
    r"(?:现公布|现将|公布|发布|编制|本(?:年度)?报告(?:是)?由)(?P<agency>[^,，。;；:：]{2,30}?)"
    r"(?:(?:20\d\d|[×xX*_○〇]{2,})年(?:度)?政府信息公开|根据|按照|依据|依照|编制)"
)
_PLACE_ENDS = tuple("市县区州盟旗镇乡")
_BROKEN_PLACE = re.compile(r"[\u3400-\u9fff]{2,7}(?:省|自治区|自治州|地区|市|盟)[\u3400-\u9fff]{1,6}")


@dataclass(frozen=True, slots=True)
class Title:
    """A title as printed, without white space, with what it names.

    ``placeholder`` is what stands in the agency's place where no name does (××市财政局); ``own_line`` says that the
    agency stood on a line above a title that names none.
    """

    text: str
    agency: str | None
    year: int | None
    placeholder: str | None = None
    own_line: bool = False


def compact(text: str) -> str:
    """A line without white space, Chinese date numerals as Arabic ones, quotation marks of titles removed."""
    return with_arabic_dates(re.sub(r"[\s《》]+", "", text))


def read_title(line: str) -> Title | None:
    """The title in a line (or in joined lines), or None when it is none."""
    *beside, last = _COLUMNS.split(line.strip())
    alone = read_title(last) if beside else None
    if alone and alone.agency:
        return alone  # a page kept with spaces has its menu beside the title
    flat_line = compact(line)
    starred = _STARRED.match(flat_line)
    text = (starred[1] if starred else "") + flat_line.strip("#*|·")
    for separator in (">", "»"):
        text = text.rsplit(separator, 1)[-1]
    if len(text) > 70 or "信息" not in text:
        return None
    meant = _mended(text)
    flat = _YEAR_INSIDE.sub(r"\1\2", meant)
    words = _TITLE_WORDS.search(flat)
    if not words:
        return None
    years = [(int(y[1]), y.start()) for y in YEAR.finditer(meant)]
    subject = re.search(_SUBJECT, meant)
    # 2024年公布…2023年政府信息公开…: the year that stands nearest before the subject.
    nearest = [year for year, place in years if subject and place < subject.start()][-1:] or [y for y, _ in years]
    # 望川县人民政府信息公开工作年度报告: 政府 stands once for the name and for the subject.
    shared = "政府" if flat[: words.start()].endswith("人民") and words.group().startswith("政府") else ""
    rest = flat[: words.start()] + shared + " " + flat[words.end() :]
    before, after = (_YEAR_WORDS.sub("", part) for part in rest.split(" ", 1))
    if re.sub(r"[()\d年度(全文)(公开版)]", "", after) and not ORGANISATION.match(after.strip("()—-_")):
        return None  # words follow: a sentence about the report, a link, a notice
    agency = clean_agency(before, placed=True)
    blank = None if agency else placeholder_in(before)
    if not agency and not blank:
        if not re.fullmatch(r"[(){}\[\]\-—_\d.、:年度]*", _LEADING.sub("", before)):
            return None  # whose report it is stands there and is not understood: what follows may be a site's name
        agency = clean_agency(after.strip("()—-_"))
    return Title(text, agency, nearest[0] if nearest else None, blank)


def _mended(text: str) -> str:
    """A title as it was meant, where its year or one or two characters of its official words are mistyped."""
    text = _MISTYPED_YEAR.sub("年", text)
    words = _MISTYPED_WORDS.search(text)
    if words and sorted(words.group()) == sorted(_OFFICIAL_WORDS):
        return text[: words.start()] + _OFFICIAL_WORDS  # 政府信息工作公开年度报告
    if words and not _TITLE_WORDS.search(text) and Levenshtein.distance(words.group(), _OFFICIAL_WORDS) <= 1:
        return text[: words.start()] + _OFFICIAL_WORDS
    return text


def clean_agency(text: str, placed: bool = False) -> str | None:
    """A name without what titles put around it; None where the rest is no organisation's name.

    ``placed`` says that only a name can stand here: then 汇川县双湖口岸 needs no known ending.
    """
    if placeholder_in(compact(text)):
        return None
    name = compact(text).strip("-—_|:·.,、*#")
    name = _YEAR_WORDS.sub("", name)
    while (shorter := _TRAILING.sub("", _LEADING.sub("", name))) != name:
        name = shorter
    if _NOT_NAME.search(name):
        return None
    if ORGANISATION.match(name):
        return name
    # 汇川县档案局年: more than a name, less than another one; so is one with what recognition left of a year (二二年).
    more = name.endswith(("年", "年度")) or any(_SURE_ENDING.search(name[:-n]) for n in (1, 2))
    return name if placed and _PLACED.match(name) and believable(name) and not more else None


def find_title(lines: Sequence[str], page_title: str) -> Title | None:
    """The report's title among the lines before its first section, or in the page's own title.

    A title may take up to four lines. The page's own title decides between several (lists of other reports stand on the
    same page); then one that names agency and year; then the last.
    """
    own = _page_title(page_title)
    best: tuple[tuple[int, ...], Title] | None = None
    for start in range(len(lines)):
        for length in range(1, 5):
            if start + length > len(lines):
                break
            title = read_title("".join(lines[start : start + length]))
            if title is None or (length > 1 and _in_a_list(lines[max(0, start - 2) : start + length + 2])):
                continue
            if title.agency and _is_cut_off(title.agency, lines[:start]):
                continue
            agrees = own is not None and own.year in (None, title.year) and own.agency in (None, title.agency)
            named = (title.agency is not None) + (title.year is not None)
            if length > 1 and title.agency is not None:
                below = read_title("".join(lines[start + 1 : start + length]))
                title = replace(title, own_line=below is not None and below.agency is None)
            office = start > 0 and _is_office_of(title.agency, clean_agency(lines[start - 1]))
            rank = (int(agrees), named, not office, -length, start)
            if best is None or rank > best[0]:
                best = rank, title
    if best is None:
        return own
    title = best[1]
    if own and (title.agency is None or title.year is None):
        return replace(title, agency=title.agency or own.agency, year=title.year or own.year)
    return title


def _is_office_of(name: str | None, organ: str | None) -> bool:
    """Whether a name is that of an organ's own office, which signs the organ's report below its title."""
    return bool(
        name and organ and name != organ and re.fullmatch(rf"{re.escape(organ)}(?:党政|综合)?办(?:公[室厅])?", name)
    )


def _is_cut_off(name: str, before: Sequence[str]) -> bool:
    """Whether a name begins with a place's last character (市雁口区…), which the line before lacks (…自治区雁岗)."""
    above = compact(before[-1]) if before else ""
    return name[0] in _PLACE_ENDS and above[-1:] not in _PLACE_ENDS and _BROKEN_PLACE.fullmatch(above) is not None


def _in_a_list(lines: Sequence[str]) -> bool:
    """Whether more than two lines name an organ with its place, as a site's list of organs beside a title does."""
    return sum(bool(_PLACED.match(clean_agency(line) or "")) for line in lines) > 2


def _page_title(page_title: str) -> Title | None:
    found = [t for part in [page_title, *_SITE.split(page_title)] if (t := read_title(part))]
    return max(found, key=lambda t: (t.agency is not None) + (t.year is not None), default=None)


def agencies_in_introduction(text: str) -> tuple[list[str], str | None]:
    """The agencies that an introduction names as the report's author, and a placeholder in such a name's place."""
    flat = compact(text)
    found = [
        clean_agency(m["agency"], placed)
        for pattern, placed in _INTRODUCED
        for m in pattern.finditer(flat)
        if flat[m.start("agency") - 1 : m.start("agency")] not in _NAME_MARKS  # ××市财政局: not 市财政局
    ]
    blanks = (placeholder_in(m["agency"].strip()) for m in _BLANK_NAME.finditer(flat))
    named = dict.fromkeys(_TOWNS_OFFICE.sub("", n) for n in found if n)
    return list(named), next((b for b in blanks if b), None)


def agency_in_overview(text: str) -> list[str]:
    """Whose work the first sentence of the first section tells, for reports that name their author nowhere else."""
    match = _OVERVIEW.search(compact(text))
    name = clean_agency(match["agency"]) if match else None
    return [name] if name and _IN_A_PLACE.match(name) and believable(name) else []

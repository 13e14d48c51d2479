"""Titles of reports, with the agency and the year that they name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import PurePosixPath

from rapidfuzz.distance import Levenshtein

from pipeline.identity.alike import office_of
from pipeline.identity.dates import YEAR
from pipeline.identity.names import (
    LEADING,
    YEAR_WORDS,
    begins_with_place,
    clean_agency,
    compact,
    has_place,
    is_organisation,
    placeholder_in,
)
from pipeline.identity.organs import of_level
from pipeline.identity.words import DIVISIONS, KINDS, any_of, one_work
from pipeline.normalise import clean

# Some write of 政务公开, beside the official 政府信息公开 or for it.
_SUBJECT = (
    r"(?:主动公开)?(?:政务公开[和及与暨、])?(?:(?:政[府务]|(?<=[年度])(?:学校|企业))?信息(?:主动)?公开(?:[和及与暨、]政务公开)?"
    r"|(?:政府信息[和及与暨、])?政务公开)"
)
_TITLE_WORDS = re.compile(
    rf"(?:的)?{_SUBJECT}(?:工作)?(?:情况)?(?:的)?(?:年度)?(?:工作)?(?:情况)?(?:的)?(?:年度)?(?:总结)?(?:报告|年报)(?:表|及附[表件])?(?:的(?:公告|公示|报告|函)|公布)?"
)
# 政府信息公开工作2023年度报告: the year inside.
_YEAR_INSIDE = re.compile(rf"({_SUBJECT}(?:工作)?)[(]?20\d\d(?:年度|年|度)[)]?((?:工作|情况|的)*(?:报告|年报))")
# 2022年年, 2022年度年, 2023政府信息公开: a year typed once too often or without its word.
_MISTYPED_YEAR = re.compile(r"(?<=20\d\d)(?:年度?年度?|度年|(?=(?:政[府务])?信息))(?!度)")
_OFFICIAL_WORDS = "政府信息公开工作年度报告"
_MISTYPED_WORDS = re.compile(r"政?[府务]?信息[^\d年]{2,5}年度?报告$")
_COLUMNS = re.compile(r"\s{4,}")
_SITE = re.compile(r"\s*[-_|—–>»]\s*")
_PARTS = re.compile(r"[-_|—–>»\s]+")
# Marks of emphasis are dropped from a title, a name's replaced beginning (**区财政局) is not.
_STARRED = re.compile(rf"^[#|·]*(\*+)(?=[{KINDS}局委厅院])")
_DATE = r"20\d\d[-年./]\d{1,2}(?:[-月./](?:\d{1,2}日?)?)?"
_YEAR_LAST = re.compile(r"[-—_]*\(?(20[0-3]\d)\)?")
# Which version of a report it is, in a bracket behind its title or its file's name.
_VERSION = r"(?:公开[稿版]|[定终]稿|修[订改])"
_NOTE_BEHIND = re.compile(
    rf"(?:(?<=[告报])|(?<=20\d\d年))(?:公示)?(?:\((?:20\d\d年)?{_VERSION}\)"
    rf"|\({_DATE}(?:(?:起|至|到|[-—–~])+{_DATE}止?|(?:发布|公布|公开|修订)?)\)"
    rf"|\.(?:docx?|pdf|wps)|(?:(?:发布|公布|公开|发文)(?:时间|日期):?)?{_DATE}|(?<=公示))+$"
)
_FILE_NOTE = re.compile(rf"\((?:{_VERSION}|扫描|更正|全文|最终|盖章|\d)[^()]*\)")
_FILE_NUMBER = re.compile(r"^(?:\d{1,3}[.、_\-\s]+|20\d{6}[_\-\s]*)(?!\d)")
_COPY = re.compile(r"\s*-\s*副本.*$")
_SURE_ORGAN = re.compile(rf"[^{KINDS}].*(?:政府|局|厅|委员会|管委会|街道办事处)|[{KINDS}].*办公[室厅]")
_YEAR_SPOKEN_OF = re.compile(r"(?<!\d)(20[0-3]\d)年(?!\d)")
_PLACE_ALONE = re.compile(rf"(?!.*{any_of('no_place')}$)(?:[\u3400-\u9fff]{{1,7}}?[{DIVISIONS}])+")
_COMMON_BODY = re.compile("|".join((*chain.from_iterable(one_work()), any_of("other_work"))))
_BROKEN_PLACE = re.compile(r"[\u3400-\u9fff]{2,7}(?:省|自治区|自治州|地区|市|盟)[\u3400-\u9fff]{1,6}")


@dataclass(frozen=True, slots=True)
class Title:
    """A title as printed, without white space, with what it names.

    ``placeholder`` is what stands in the agency's place where no name does (××市财政局); ``own_line`` says that the
    agency stood on a line above a title that names none, ``of_page`` that it stands in the page's own title alone,
    apart from the title's words: in both places a site prints its owner, too. ``bare_year`` says that the year is a
    number alone at the title's end (（2024）), as that of publication may be.
    """

    text: str
    agency: str | None
    year: int | None
    placeholder: str | None = None
    own_line: bool = False
    of_page: bool = False
    bare_year: bool = False

    @property
    def official(self) -> bool:
        """Whether it speaks of 政府信息公开, and not of 政务公开 alone."""
        return "信息" in self.text


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
    if len(text) > 70 or not ("信息" in text or "公开" in text):
        return None
    meant = _mended(_NOTE_BEHIND.sub("", text))
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
    before, after = (YEAR_WORDS.sub("", part) for part in rest.split(" ", 1))
    bare = None if nearest else _YEAR_LAST.fullmatch(after)
    year = int(bare[1]) if bare else next(iter(nearest), None)
    behind = LEADING.sub("", _unbracketed(after))
    if re.sub(r"[()\d年度全文公开版\-—_]", "", after) and not is_organisation(behind):
        return None  # words follow: a sentence about the report, a link, a notice
    agency = clean_agency(before, placed=True)
    blank = None if agency else placeholder_in(before)
    if not agency and not blank:
        if not re.fullmatch(r"[(){}\[\]\-—_\d.、:年度]*", LEADING.sub("", before)):
            return None  # whose report it is stands there and is not understood: what follows may be a site's name
        agency = clean_agency(behind)
    return Title(text, agency, year, blank, bare_year=bare is not None)


def _unbracketed(text: str) -> str:
    """What stands behind a title without the marks around it; a bracket that the name itself closes is its own."""
    bare = text.strip("—-_")
    if not bare.startswith("("):
        return bare if bare.count("(") == bare.count(")") else bare.strip("()")
    return bare[1:-1] if bare.endswith(")") else bare.strip("()")


def _mended(text: str) -> str:
    """A title as it was meant, where its year or one or two characters of its official words are mistyped."""
    text = _MISTYPED_YEAR.sub("年", text)
    words = _MISTYPED_WORDS.search(text)
    if words and sorted(words.group()) == sorted(_OFFICIAL_WORDS):
        return text[: words.start()] + _OFFICIAL_WORDS  # 政府信息工作公开年度报告
    if words and not _TITLE_WORDS.search(text) and Levenshtein.distance(words.group(), _OFFICIAL_WORDS) <= 1:
        return text[: words.start()] + _OFFICIAL_WORDS
    return text


def find_title(lines: Sequence[str], page_title: str, like: Title | None = None) -> Title | None:
    """The report's title among the lines before its first section, or in the page's own title.

    A title may take up to four lines. The page's own title decides between several (lists of other reports stand on the
    same page); then one that names agency and year; then the last, of those that share a line the shorter.

    Args:
        lines: the lines, in order.
        page_title: the page's own title.
        like: agency and year that the title must name; None where any may be it.
    """
    own = title_of_page(page_title)
    best: tuple[tuple[int, ...], Title] | None = None
    end = 0
    for start in range(len(lines)):
        for length in range(1, 5):
            if start + length > len(lines):
                break
            title = read_title("".join(lines[start : start + length]))
            if title and title.agency:
                title = replace(title, agency=_with_place_above(title.agency, lines[:start]))
            if like and title and (title.agency, title.year) != (like.agency, like.year):
                continue
            if title is None or (length > 1 and _in_a_list(lines[max(0, start - 2) : start + length + 2])):
                continue
            if title.agency and _is_cut_off(title.agency, lines[:start]):
                continue
            agrees = own is not None and _agrees(own, title)
            named = (title.agency is not None) + (title.year is not None)
            if length > 1 and title.agency is not None:
                below = read_title("".join(lines[start + 1 : start + length]))
                title = replace(title, own_line=below is not None and below.agency is None)
            above = clean_agency(lines[start - 1]) if start > 0 else None
            office = bool(title.agency and above and office_of(above, title.agency))
            rank = (int(agrees), title.official, named, not office, -length)
            # Of titles that share a line the shorter is meant; another one further down is nearer to the report.
            apart = best is not None and start >= end
            if best is None or (rank[:-1] >= best[0][:-1] if apart else rank >= best[0]):
                best, end = (rank, title), start + length
    if best is None:
        return None if like else own
    title = best[1]
    if own and (title.agency is None or title.year is None):
        of_page = own.of_page and title.agency is None
        bare = (title if title.year else own).bare_year
        year = title.year or own.year
        return replace(title, agency=title.agency or own.agency, year=year, of_page=of_page, bare_year=bare)
    return title


def _agrees(own: Title, title: Title) -> bool:
    """Whether a title can be the one that the page's own title names; a site's owner there may be anyone's."""
    return own.year in (None, title.year) and (own.of_page or own.agency in (None, title.agency))


def _with_place_above(name: str, before: Sequence[str]) -> str:
    """A name that begins with the kind of the place on the line above it, 区财政局 below 柏荫区, with that place."""
    above = compact(before[-1]) if before else ""
    kind, rest = of_level(name)
    is_its_level = kind and above.endswith(kind) and not begins_with_place(rest)  # 市中区财政局 has a place of its own
    return above + rest if is_its_level and _PLACE_ALONE.fullmatch(above) else name


def _is_cut_off(name: str, before: Sequence[str]) -> bool:
    """Whether the line before holds a name's place (鹤渚区, 财政局), or all but its end (…自治区雁岗, 市雁口区…).

    Names of common bodies alone lack their place: 北京海关 and 公主岭气象局 have theirs.
    """
    above = compact(before[-1]) if before else ""
    if _PLACE_ALONE.fullmatch(above) and _COMMON_BODY.match(name) and not begins_with_place(name):
        return True
    return name[0] in KINDS and not above.endswith(tuple(KINDS)) and _BROKEN_PLACE.fullmatch(above) is not None


def _in_a_list(lines: Sequence[str]) -> bool:
    """Whether more than two lines name an organ with its place, as a site's list of organs beside a title does."""
    return sum(has_place(clean_agency(line) or "") for line in lines) > 2


def _has_a_paths_year(title: Title, lines: Sequence[str]) -> bool:
    """Whether the title's first words are the year in which a page's path ends: 首页 > 年报 > 2022年."""
    ends = (compact(line).rpartition(">")[2] for line in lines if ">" in line)
    return any(end and title.text.startswith(end) and not YEAR_WORDS.sub("", end) for end in ends)


def without_a_links_year(title: Title, lines: Sequence[str], overview: str, told: int, by_period: bool) -> Title:
    """The title of the same agency without a year, where a link, a path or a line above it names another than told.

    The date at the foot may be late or a slip: against a link it counts only where the period or the text, too, speaks
    of its year, and more often than of the title's; against a path it counts where the text is silent, too.

    Args:
        title: the title with a year.
        lines: the lines before the first section.
        overview: the text of the first section.
        told: the year that the period, the date at the foot or both tell.
        by_period: whether the period is among them.
    """
    own = find_title(lines, "", replace(title, year=None))
    if own is None:
        return title
    spoken = [int(year) for year in _YEAR_SPOKEN_OF.findall(overview)] + [told] * by_period
    by_path = _has_a_paths_year(title, lines) and (by_period or title.year not in spoken)
    return own if by_path or spoken.count(told) > spoken.count(title.year or 0) else title


def title_of_page(page_title: str) -> Title | None:
    """The title that the page's own title holds."""
    found = [t for part in [page_title, *_SITE.split(page_title)] if (t := read_title(part))]
    own = max(found, key=lambda t: (t.agency is not None) + (t.year is not None), default=None)
    if own is None or own.agency is None:
        return own
    return replace(own, of_page=any(clean_agency(part) == own.agency for part in _PARTS.split(page_title)))


def agency_of_path(path: str) -> str | None:
    """The agency that a file's name names, as a title or alone."""
    stem = _FILE_NOTE.sub("", _FILE_NUMBER.sub("", _COPY.sub("", PurePosixPath(clean(path)).stem)))
    title = read_title(stem)
    if title:
        return title.agency
    name = clean_agency(re.sub(r"[\d_\-\s年度]+(?:(?:工作)?报告?$)?", "", stem))
    # 下载中心, 公开办: such a file name says where it lay, not whose it is.
    return name if name and _SURE_ORGAN.search(name) else None

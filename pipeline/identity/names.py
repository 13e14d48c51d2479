"""Whether words are an agency's name: what is printed around it is taken off, and a placeholder for one is told.

Belongs here: one name as it is printed, and what it is made of. Does not: two names held against each other
(:mod:`pipeline.identity.alike`), and which agency a name means (:mod:`pipeline.identity.agency_id`).
"""

from __future__ import annotations

import re

from pipeline.identity.dates import with_arabic_dates
from pipeline.identity.words import KINDS, any_of, kind_of

YEAR_WORDS = re.compile(r"[(\[〔【]?20\d\d(?:年度|年|度)[)\]〕】]?")
LEADING = re.compile(
    r"^(?:【[^】局委府处院会所队办]{1,8}】|关于(?:[报呈上]送|上报)?|并?(?:向社会)?(?:公[布开]|发布)|印发|现将|现公布|转发|附件\d*[:.、]?|当前位置[:]?.*>"
    r"|标题[:]?|名称[:]?|汇编|(?:填报|编制|报告|报送)?单位(?:\((?:盖章|公章)\))?:)+"
)
"""What titles put before a name."""
_TRAILING = re.compile(r"(?:关于(?:[报呈上]送|上报)?|的|本级\)?|公布|发布)$")
_SEAL = re.compile(r"[(\[](?:盖章|公章|印章|签章|章|印)[)\]]$")
_BRACKETED = re.compile(r"^[(\[【]([^()\[\]【】]{4,})[)\]】]$")
_ADDED = r"(?:\([\u4e00-\u9fff、]{2,20}\))?"
_ORGANISATION = re.compile(rf"^[\u4e00-\u9fff〇○()·、“”\"]{{2,40}}?{any_of('organisation')}{_ADDED}$")
# Bodies have many more endings than a list can hold; behind a place, and where only a name can stand, any will do.
_PLACED = re.compile(
    rf"^[\u4e00-\u9fff]{{1,8}}?(?:{kind_of('省市县旗')}|自治州|(?<!地|社|片|园|校|小|街){kind_of('区')})(?![内外长委])"
    rf"[\u4e00-\u9fff]{{2,18}}{_ADDED}$"
)
_IN_A_PLACE = re.compile(rf"(?![{KINDS}])[\u4e00-\u9fff]{{1,8}}?[{KINDS}街]")
_SURE_ENDING = re.compile(r"(?:[局厅委办院会镇乡]|政府|街道|中心)$")
_NOT_NAME = re.compile(
    # A site's name and an office that may be anyone's are no reporter's.
    r"[。;,:?!]|网站|门户|频道|专栏|主办$|公开$|^(?:政府)?部门|^(?:政[府务])?(?:信息)?公开|^年度?报|^(?:政府|党政|综合)*(?:办公[室厅]|办事处|委员会)$"
    # 全市 is everybody, and 全南县 a county.
    r"|^(?:本|我|各|该|其)(?!溪|州|县)|^全(?:[省市区旗盟镇乡局院委系体部年国力文面口社]|街道)|^(?:国务院|中华人民共和国)(?:办公厅)?$"
)
_PROSE = re.compile(any_of("prose"))
_LONGEST = 25
_PLACEHOLDER = re.compile(
    # 某某市, ××局, **区, XX县, ○○镇, _____; a single mark only before the kind of place or organ it stands for.
    rf"某|[×✕╳□△○◯〇*xX]+(?=[{KINDS}局委厅办院])|[×✕╳□△○◯*]{{2,}}|[xX]{{2,}}(?![a-zA-Z])|_{{3,}}|\.{{4,}}|…{{2,}}"
    r"|[\[〔【{<(][^\])〕】}>]{0,12}(?:名称|机关|单位|部门|agency|name)[^\])〕】}>]{0,6}[\])〕】}>]"
    r"|\{\{|\$\{|(?:单位|机关|部门|机构)(?:名称|全称)|(?:填写|此处)"
)
_SELF = re.compile(r"^(?:本|我|贵|该)(?:机关|单位|部门|行政机关|局|委|办|厅|院|市|县|区|镇|乡|街道)(?:政府)?$")


def compact(text: str) -> str:
    """A line without white space, Chinese date numerals as Arabic ones, quotation marks of titles removed."""
    return with_arabic_dates(re.sub(r"[\s《》]+", "", text))


def placeholder_in(text: str) -> str | None:
    """The words of a template, or marks, that stand in a name's place; None where there are none."""
    return text if _PLACEHOLDER.search(text) or says_self(text) else None


def says_self(text: str) -> bool:
    """Whether a text is what any agency calls itself: 本机关, 我局."""
    return _SELF.match(text) is not None


def clean_agency(text: str, placed: bool = False) -> str | None:
    """A name without what titles put around it; None where the rest is no organisation's name.

    ``placed`` says that only a name can stand here: then 汇川县双湖口岸 needs no known ending.
    """
    if placeholder_in(compact(text)):
        return None
    name = compact(text).strip("-—_|:·.,、*#")
    name = YEAR_WORDS.sub("", _SEAL.sub("", name))
    name = _BRACKETED.sub(r"\1", name)
    while (shorter := _TRAILING.sub("", LEADING.sub("", name))) != name:
        name = shorter
    if _NOT_NAME.search(name):
        return None
    if is_organisation(name):
        return name
    # 汇川县档案局年: more than a name, less than another one; so is one with what recognition left of a year (二二年).
    more = name.endswith(("年", "年度")) or any(_SURE_ENDING.search(name[:-n]) for n in (1, 2))
    return name if placed and has_place(name) and believable(name) and not more else None


def is_organisation(name: str) -> bool:
    """Whether a text ends as names do."""
    return _ORGANISATION.match(name) is not None


def has_place(name: str) -> bool:
    """Whether a place and something behind it make up the whole text: 汇川县双湖口岸."""
    return _PLACED.match(name) is not None


def begins_with_place(name: str) -> bool:
    """Whether a text begins with something that ends as places do, a street among them."""
    return _IN_A_PLACE.match(name) is not None


def believable(name: str) -> bool:
    """Whether a line is surely a name, so that it can contradict another one."""
    return len(name) <= _LONGEST and not _PROSE.search(name)

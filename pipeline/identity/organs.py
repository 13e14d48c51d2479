"""The bodies of a place: one way of writing for each, and names that are no one's alone.

Belongs here: what is left of an agency's name without its place. Does not: finding the place; see
:mod:`pipeline.identity.agency_id`.
"""

from __future__ import annotations

import re
from functools import lru_cache

GOVERNMENT = "人民政府"
OFFICE = "人民政府办公室"
"""The bodies of a place's government and of its office: two reporters, never one."""

_NOISE = re.compile(r"[\s·、,，“”\"'《》]+")
_BRACKETED = re.compile(r"(\([^()]*\)|\[[^\[\]]*\])")
_LEVEL_WORD = re.compile(r"^(?:[省市州盟县区旗]|自治[区州县])?级(?=.)")
_PARTY = re.compile(r"^(?:(?:区|市|县|省|州)?委(?:员会)?)(?=$|[办宣组统政老党机网编巡外社直])")
_JOIN = re.compile(r"(?<=[\u4e00-\u9fff]{2})[和与及](?=[\u4e00-\u9fff]{2})")
# Written shorter and meant in one way; what may be short for two names (文旅局, 教体局) is left as printed.
_WHOLE = (
    (re.compile(r"^人民政府(?=.{1,9}(?:街道|镇|乡))"), ""),
    (re.compile(r"^(?:人民)?政府$"), GOVERNMENT),
    (re.compile(r"^(?:人民)?政府办(?:公[室厅])?$"), OFFICE),
    (re.compile(r"^发改(?=[局委])"), "发展改革"),
    (re.compile(r"^人社(?=[局厅])"), "人力资源社会保障"),
    (re.compile(r"^住建(?=[局厅委])"), "住房城乡建设"),
    (re.compile(r"^卫健(?=[局委])"), "卫生健康"),
    (re.compile(r"^市(?:场)?监(?:管)?(?=局)"), "市场监督管理"),
    (re.compile(r"^应急(?=[局厅])"), "应急管理"),
    (re.compile(r"^医保(?=局)"), "医疗保障"),
    (re.compile(r"^退役军人(?=局)"), "退役军人事务"),
    (re.compile(r"管委会$"), "管理委员会"),
    (re.compile(r"(?<=.)(?<![员编工党])委$"), "委员会"),
    (re.compile(r"(?<=街道)办?$"), "办事处"),
    (re.compile(r"(?<=[镇乡])(?:政府)?$|(?<=苏木)(?:政府)?$"), GOVERNMENT),
)
_TOWN = re.compile(
    r"^(?P<name>[^省县旗]{1,10}?(?:镇|乡|街道|苏木))"
    r"(?:$|(?:人民)?政府|办(?:事处)?(?:$|党)|党|综合|便民|社区|社会|应急|财政|经济|农业|平安|城[市乡])"
)
_ZONE = re.compile(r"(?:新区|开发区|经开区|高新区|园区?|示范区|保税港?区|度假区|景区|名胜区|合作区|试验区|新城|管理区)")
_ZONE_WORDS = re.compile(
    r"国家级?|省级|市级|高新|高科技|技术|产业|经济|经开|开发|工业|循环|集聚|集中|园|示范|旅游|度假|风景|名胜|综合|保税|港|出口|加工|合作"
    r"|试验|实验|自由|贸易|创新|科[技教学]|生态|现代|农业|物流|临[港空海]|滨[江海河湖]|空|沿[江海]|新|老|城|[东西南北中]部?|江[南北]|管理|区"
)
_COMMON_AREA = re.compile(
    r"(?:城市|都市|超市|集市|社区|地区|市区|城区|校区|库区|林区|矿区|牧区|灾区|山区|街区|片区|辖区|军区|小区|特区|保护区|行政区|县区|省市|市县"
    r"|景区|园区|开发区|示范区|保税区|港区|度假区|名胜区|合作区|试验区|管理区|新区|经开区|高新区)$"
)
_UNKNOWN_PLACE = re.compile(
    r"^(?P<stem>[^省市州盟县区旗镇乡()]{1,12}?)(?P<kind>省|自治[区州县旗]|市|地区|州|盟|县|区|旗)"
    r"(?!场|容|域|块|划|政(?!府|务|协|法)|民(?!政|族|宗))"
)
_NATIONAL = re.compile(r"^(?:国家|中国|中华|全国|国务院|中央|水利部|交通运输部|生态环境部|自然资源部)")
_OF_A_KIND = re.compile(r"(?P<stem>.*?)(?:大学|学院|集团|公司|银行|海关|电视台|报社|出版社|航空|铁路局|研究院)$")
_COMMON_STEM = re.compile(
    r"^(?:职业|技术|师范|医[学药]?|中医药?|农业|林业|工[业程商]?|理工|科技|财经|警[官察]|行政|社会主义|干部|教育|广播|开放|电视|城市|建设|投资"
    r"|有限|责任|股份|控股|国有|资产|经营|管理|发展|集团|人民|农村|商业|信用|规划|设计|科学|研究|供电|供水|自来水|公共?交|水务|燃气|热力|电力)*$"
)
_ONE_IN_A_COUNTY = re.compile(r"(?:局|委员会|厅|办|办公室|人民政府|法院|检察院|联合会|总工会)$")
_ONE_OF_MANY = re.compile(r"^(?:镇|乡|街道|本|我|党政|综合|人民政府$|人民政府办公室$)|[居村]民|分局$")
_OF_LEVEL = re.compile(
    r"^(?P<kind>省|市(?!场|容|政(?!府|务|协|法)|民(?!政|族|宗))|自治[区州县旗]|[州盟旗]|县(?!域)|区(?!域|块|划))(?=.)"
)


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
    for pattern, full in _WHOLE:
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

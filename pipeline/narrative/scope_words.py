"""The words that tell whose number it is, and of which time. Data for :mod:`pipeline.narrative.scope`.

Each entry says what it is for and carries an example, which is tested.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pattern:
    """A named wording. ``example`` is a sentence of a 2022 report that it decides."""

    name: str
    description: str
    example: str
    regex: re.Pattern[str]


OTHER_CONTENT = (
    Pattern(
        "other_body",
        "An office for its government, departments, towns: their numbers are not the report's",
        "各部门规范办理，2022年受理政府信息公开申请17件。",
        re.compile(
            r"代表|代[省市区县镇乡]|各[^,;]{0,8}(?:部门|单位|镇|乡|街道|县|区|科室|处室|局|级)|下属|所属|直属|府办|本级"
        ),
    ),
    Pattern(
        "forwarded",
        "Passed on from elsewhere: a part of the requests",
        "对上级转办件专人负责，2022年收到政府信息公开申请4件。",
        re.compile(r"转办|转来|转送|转交|交办|移送|移交"),
    ),
    Pattern(
        "channel",
        "One channel's share",
        "2022年，通过信函方式，收到政府信息公开申请5件。",
        re.compile(
            r"网上|网络|互联网|在线|线上|线下|信函|信件|邮寄|邮政|邮件|邮箱|来函|传真|当面|现场|窗口|电话|快递|挂号|平台|网站|系统|公众号"
        ),
    ),
    Pattern(
        "other_matter",
        "Proposals, complaints, inquiries, reviews and lawsuits are no requests for information",
        "针对信访投诉事项，2022年收到公开申请8件。",
        re.compile(
            r"建议|提案|议案|信访|投诉|举报|咨询|热线|来信|来访|来电|留言|诉求|工单|信箱|复议|诉讼|应诉|备案|查询|许可|补正|收费|费用|"
            r"超期|逾期|延期|不予|撤回|撤销|更正|意见|模拟|暗访|测试|演练|抽查|测评"
        ),
    ),
)
"""Words in the statement that make the number something else."""

OTHER_TIME = (
    Pattern(
        "other_year",
        "The year before, or a comparison with it",
        "与去年同期相比，收到政府信息公开申请3件。",
        re.compile(
            r"上年|上一年|上一报告|上个年度|上一个年度|去年|前年|往年|历年|同期|较|相比|比[^例较如]|同比|环比|结转"
        ),
    ),
    Pattern(
        "several_years",
        "A sum since some year, or over several years",
        "条例实施以来，我局累计受理政府信息公开申请320件。",
        re.compile(
            r"(?<!今年)(?<!本年)(?<!一年)(?<!20\d\d年)以来|自20\d\d年以来|(?<!一)年来|(?<![〇零一二三四五六七八九十])[两三四五六七八九十]年|"
            r"20\d\d年?[-—–~至到]20\d\d年|开通|实施后|十[二三四五]五|成立以来|此前|至今|连续|截[至止](?:目前|报告|发稿|今)|历史|平均|年均|预计|计划|力争|目标|截[至止][^;。]*累计"
        ),
    ),
    Pattern(
        "part_of_year",
        "Half-years, quarters, months",
        "2022年上半年，我局受理政府信息公开申请6件。",
        re.compile(r"半年|季度|月均|每月|当月|月份|每季|前[一二三四五六七八九十\d]+个?月|春节"),
    ),
)
"""Words in the statement, or before it where it names no time itself, that set another time than the report-year."""

ADDITIONAL = Pattern(
    "additional",
    "其中, 另, 还: a part, or something beside the number meant",
    "2022年，我局办理业务30件，其中，收到政府信息公开申请4件。",
    re.compile(r"其中|其余|包括|另|还|再次?|额外|除此|此外"),
)
"""Words since the last semicolon."""

THIS_YEAR = re.compile(r"20\d\d年|本年度|今年|本年(?!度)|当年")
OWN_TIME = re.compile(r"20\d\d年|全年|本年度|今年")
YEAR = re.compile(r"(20\d\d)年")
INFORMATION = re.compile(r"信息公开|依申请|政务公开|申请公开")
"""What the matter of a report is called."""
MONTH = re.compile(r"\d{1,2}月(?:\d{1,2}日|底|末)?")
YEAR_BOUNDS = ("1月1日", "12月31日", "12月底", "12月末")
ONE_APPLICANT = (re.compile(r"自然人|公民|个人"), re.compile(r"法人|企业|组织|公司|机构|律师"))
"""A clause that names only one of the two kinds gives that kind's share."""

OWN_SUBJECT = re.compile(
    r"(?P<region>[我本](?:区|市|县|省|州|旗|盟))|(?P<whole>全(?:区|市|县|省|州|镇|乡|街道|旗|盟))|全局|全委|全厅|[局委厅]机关|"
    r"[我本](?:局|办|委|厅|院|署|会|镇|乡|街道|街|处|中心|单位|机关|部门|行政机关|所|站|馆|社|队|校)"
)
ALL_CHANNELS = re.compile(
    r"通过[^,;。()\d#]{1,16}、[^,;。()\d#]{1,16}(?:等|多种|各种|各类|[两三四]种)[^,;。()\d#]{0,6}?(?:渠道|方式|途径|形式)"
)
"""Several channels named as examples: no part."""
WHOLE_REGION = re.compile(
    r"(?:全[市区县省州旗盟]|[我本][市区县省州旗盟]|[市区县省州]政府系统)(?:各级行政机关|行政机关|各级政府|各级各部门|各级政府及其部门|政府系统(?:各单位)?|各级|(?<=系统)各单位)?"
)
"""The bodies that a government's report adds up, named together."""
ORGAN = re.compile(
    r"[\u4e00-\u9fff]{1,15}?(?:局(?![势面部])|厅|委员会|街道|镇|乡(?!村|镇)|(?<!到)(?<!收)(?<!理)政府(?!信息|公开|网)|办公室|署|中心(?!工作))"
)
"""A named body at the beginning of an earlier clause."""

_TIME_AND_MANNER = (
    r"(?:二[〇零][〇零一二三四五六七八九]{2}年度?|通过各[种类](?:渠道|途径|方式)|据统计|经统计|及时|按照程序|全部|全数|如期|按(?:法定|规定)(?:期限|时限|时间)|按规定|稳妥|圆满|妥善|(?:在|均在)(?:法定|规定)(?:期限|时限|时间)内|(?:20\d\d年)?1月?[-—~至]12月份?|报告年度|20\d\d年度?(?:以来|期间|来|内|中|全年|里)?|(?:自|从)?(?:20\d\d年)?1月1日起?(?:至|到|-|—|~)(?:20\d\d年)?12月31日(?:止|期间)?|"
    r"(?:截至|截止|截止到|到)?(?:20\d\d年)?(?:12月(?:31日|底|末)|年底|年末)(?:止|前)?|本年度?|今年以?来?|全年度?|一年来|年度内|年内|年度|"
    r"当年|本?报告期内?|期内|期间|度|总共|共计|一共|共有|共|累计|总计|合计|实际|已经?|均|也|仅|只|依法依规|依法|依规|及时|规范|妥善|"
    r"严格|认真|按时|按期|主动|正式|有效|(?:政府信息)?依申请公开(?:政府信息)?(?:工作|办理|受理)*(?:方面|情况|工作)?中?|"
    r"(?:政府|政务)信息公开申请(?:办理|处理|受理|答复|工作)*(?:方面|情况)?|年[初末底]|自|在|[,:、])++"
)
LEADING_WORDS = re.compile(rf"^{_TIME_AND_MANNER}")
CLOSING_WORDS = re.compile(rf"{_TIME_AND_MANNER}$")
"""Time, manner and topic around a subject, which say nothing about whose number it is."""

ITEM_WORDS = re.compile(
    r"^(?:其中|□|作出|算上|连同|此外|承接|从(?=$)|(?:当事人|行政相对人)|以[我本](?:局|机关|委|办|厅|镇|区|县|市|单位)为(?:被申请人|被告)的?|向申请人|仅|未办结|未办理完毕|剩余|其余|余下|余(?=$)|因(?!政府|信息)|由于|(?:所)?申请(?:公开)?(?:的)?(?:内容|(?:政府)?信息)|涉及(?!政府|信息)|(?:政府信息公开)?申请中|属于|分别|另外|另有|另|还有|还|仍有|尚有|加上|另加|加|含|包括|同时|对|和|及(?!时)|与|、|的|有|为|由|经|已|于|[:,]|"
    r"(?:在|从)?(?:办理|处理|答复)(?:结果|情况|工作)?(?:中|上|为|看)?|从申请主体看|申请人|结果|行政(?:复议|诉讼)(?:方面|情况)?)+"
)
"""Before a part of what was stated before."""

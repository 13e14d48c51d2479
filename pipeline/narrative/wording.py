"""How sentences name what a number counts: the words that the tables of wordings are made of.

A wording is matched against the words around one number, as ``words before # words behind`` without its unit; ``#``
is the number. What stands before the match in its clause must be the reporter, a time or manner, or nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Topic = Literal["requests", "cases", "review", "litigation", "applicants", "outcomes", "fee"]

VERB = r"(?:收办|新收到?|新接收|新受理|新增|登记受理|登记|受理|收到|接收到?|接到|收悉|处理新收|共收(?![到办取费])|收件)"
APPLICANT = (
    r"(?:公民|法人|自然人|企业|其他组织|组织|社会公众|公众|群众|"
    r"人民群众|市民|其他社会组织|社会组织|申请人|社会各界|个人|单位)"
)
FILLER = (
    rf"(?:、|和|与|及|以及|或者?|并|了|过|的|有效|各类|各种|有关|相关|关于|任何|书面|形式|提出|提交|提起|递交|依法|本年度?|"
    rf"办理|办结|处理|答复|回复|登记|受理|接收|收到|要求|通过各种渠道|公开类|向[我本][局委办厅院镇区县市机关单位]+|{APPLICANT})*"
)
_REQUEST = "依|书|政府|政务|信息|公开|类|的|事项|要求|来件|办件|案件|件数|件|表|宗数|数量|总量|总数|次数"
REQUEST = rf"(?:(?:{_REQUEST}){{0,8}}?申请(?:{_REQUEST}|申请){{0,13}})"
COUNT = r"(?:的|总共|共计|共有|有|均?为|均?是|[均各都共计数量仅只有:约]|合计|总计|累计|总数|达到?|\(\)|,共(?=#))*"
END = (
    r"(?=$|#|\+|和|与|及|[,.。;:!?()、■]|均|都|全|已|并|按|的?(?:政府信息公开)?申请|办结|答复|回复|予以|其中|同比|比|较|"
    r"无|未|中)"
)
DONE = r"(?:办理完结|办理完成|完成办理|办理结束|办毕|办理完毕|处理完毕|处理完结|办结答复|答复办结|办结|办复|答复|回复)"
LAST = (
    r"(?:从|由|自)?(?:上年度?[末底]?|上一年度?[末底]?|上个?年度|上一个年度|去年[末底]?|往年|以前年度|历年|年初|"
    r"20\d\d年度?[末底]?)"
)
NEXT = r"(?:下一?年度?|第二年度?|次年|明年|20\d\d年度?(?:\d+月)?|下一个?年度)"
CARRY = (
    r"(?:结转|转结|顺延|转入|转至|转到|延至|延期(?=至|到)|递延|遗留|留转|留至|留待|留到|延续|接续|转接|移至|跨至|"
    r"转(?=下|次年|20))"
)
UNDONE = (
    r"(?:(?:尚|仍|还|暂|均)?未(?:能)?(?:办理完毕|办理完结|处理完毕|办结|办完|答复|完成|办毕)|"
    r"未到期|在办(?!理)|待(?:办结|办理|答复|办))"
)
OF_INFO = (
    r"(?:(?:因|由|就|对|与|因?不服(?:[我本](?:局|机关|委|办|厅|镇|区|县|市|单位))?(?:作出的)?|涉及?|有关|关于|围绕)?(?:依申请公开|政府信息依?申请公开|政府信息公开|政务公开|信息公开|依申请)"
    r"(?:政府信息|申请|答复|工作|行为|类|方面|问题|事项|案件|处理|被|有关|相关|的)*)?"
    r"(?:而?(?:引发|引起|产生|发生|导致|发起|被|被申请|被提起|收到|出现|涉及|提起|申请|新增|提出|的|政府信息公开|类|共|有|新|发生的))*"
)
CASES = r"(?:的|案件?|申请|事项|事件|总)*(?:数量?|总数)?"
RULED = r"(?:行政|复议机关|人民法院|法院|结果|被|作出|判决|裁定|决定|均|为|已|经|其中|的)*"
TRACK = r"(?:行政)?(?:复议|诉讼)(?:案件|结果|中|被)*"


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to name a measure.

    Attributes:
        measure: what it names; ``review_*`` stands for the same result of a lawsuit where the sentence speaks of one.
        regex: the words around the number.
        example: a sentence of 某 department's 2022 report in which it reads 12.
        topic: what the sentence, or the text before it, must be speaking of; None where the words say all.
    """

    measure: str
    regex: str
    example: str
    topic: Topic | None = None


def label(words: str) -> str:
    """Words directly before the number."""
    return rf"(?:{words}){COUNT}#{END}"


def beside(words: str) -> str:
    """Words before the number, or behind it (12件予以公开)."""
    kinds = r"(?:的|决定|答复|处理|申请|信息|政府信息|范围|情形|类|件)*"
    before = rf"(?:{words}){kinds}{COUNT}#{END}"
    behind = rf"#(?:申请|信息)?(?:被|已|均|依法|决定|为|是|属于|系|因|作)*(?:{words}){kinds}{STOP}{_NO_MORE}"
    return f"(?:{before}|{behind})"


_NO_MORE = r"(?!、[^,;。\d]*(?:$|[,;。]))"
"""Behind words that a number counts: none but these, as in 17件不予公开、无法提供或作其他处理."""
STOP = r"(?=$|[,.。;:!?()、])"
CARRIED_OUT = rf"{CARRY}(?:至|到|入|转入|于)?(?:{NEXT}|下年)(?:继续|进行|予以|再行?)*(?:办理|答复|处理|办结)?"

PROACTIVE = (
    r"(?:主动公开|公开发布|(?<![务息予同部分不意申])公开|发布|公布)"
    r"(?:了|的|各类|各种|各|类|政府|政务|公开|信息|文件|动态|内容|数据|公文|栏目|总数|总量|部门|通过[^,;#]{0,12})*"
)
"""Items of information that the organ published by itself; ends at the number."""
